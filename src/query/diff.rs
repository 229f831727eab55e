//! What changed between two texts, character by character, for two versions side by side.

/// A run of characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// In both.
    Same(String),
    /// In the earlier one only.
    Gone(String),
    /// In the later one only.
    New(String),
}

/// So many characters of each side are compared at most; longer ones differ as a whole between what they begin and end with.
const MOST: usize = 1_500;

/// The runs that make the earlier text into the later one, in order.
#[must_use]
pub fn runs(before: &str, after: &str) -> Vec<Run> {
    let (old, new): (Vec<char>, Vec<char>) = (before.chars().collect(), after.chars().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (middle_old, middle_new) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let mut out = Vec::new();
    push(&mut out, Run::Same, &old[..head]);
    if middle_old.len() > MOST || middle_new.len() > MOST {
        push(&mut out, Run::Gone, middle_old);
        push(&mut out, Run::New, middle_new);
    } else {
        compare(middle_old, middle_new, &mut out);
    }
    push(&mut out, Run::Same, &old[old.len() - tail..]);
    out
}

/// The longest common subsequence, by a table of what is left.
fn compare(old: &[char], new: &[char], out: &mut Vec<Run>) {
    let wide = new.len() + 1;
    let mut left = vec![0u16; (old.len() + 1) * wide];
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            left[i * wide + j] = if a == b {
                left[(i + 1) * wide + j + 1] + 1
            } else {
                left[(i + 1) * wide + j].max(left[i * wide + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            push(out, Run::Same, &old[i..=i]);
            (i, j) = (i + 1, j + 1);
        } else if i < old.len() && (j == new.len() || left[(i + 1) * wide + j] >= left[i * wide + j + 1]) {
            push(out, Run::Gone, &old[i..=i]);
            i += 1;
        } else {
            push(out, Run::New, &new[j..=j]);
            j += 1;
        }
    }
}

fn push(out: &mut Vec<Run>, run: fn(String) -> Run, chars: &[char]) {
    if chars.is_empty() {
        return;
    }
    let more = run(chars.iter().collect());
    match (out.last_mut(), &more) {
        (Some(Run::Same(text)), Run::Same(more))
        | (Some(Run::Gone(text)), Run::Gone(more))
        | (Some(Run::New(text)), Run::New(more)) => text.push_str(more),
        _ => out.push(more),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sides(runs: &[Run]) -> (String, String) {
        let mut sides = (String::new(), String::new());
        for run in runs {
            match run {
                Run::Same(text) => {
                    sides.0.push_str(text);
                    sides.1.push_str(text);
                }
                Run::Gone(text) => sides.0.push_str(text),
                Run::New(text) => sides.1.push_str(text),
            }
        }
        sides
    }

    #[test]
    fn what_changed_is_told() {
        let text = |text: &str| text.to_owned();
        assert_eq!(
            runs("三天内到账", "五天内退回"),
            [
                Run::Gone(text("三")),
                Run::New(text("五")),
                Run::Same(text("天内")),
                Run::Gone(text("到账")),
                Run::New(text("退回")),
            ]
        );
        assert_eq!(runs("同", "同"), [Run::Same(text("同"))]);
        assert_eq!(runs("", ""), []);
    }

    proptest! {
        #[test]
        fn both_texts_are_in_the_runs(before in "[甲乙丙ab]{0,12}", after in "[甲乙丙ab]{0,12}") {
            let runs = runs(&before, &after);
            prop_assert_eq!(sides(&runs), (before.clone(), after.clone()));
            prop_assert_eq!(runs.iter().all(|run| matches!(run, Run::Same(_))), before == after);
        }
    }
}
