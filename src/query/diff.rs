//! What changed between two texts, character by character and placeholder by placeholder, for two versions side by side.

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
    let (old, new) = (tokens(before), tokens(after));
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

/// So long are placeholders at most, braces and all.
const PLACE: usize = 40;

/// The characters of a text, placeholders such as `{order}` whole.
fn tokens(text: &str) -> Vec<&str> {
    let mut all = Vec::with_capacity(text.len() / 2);
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let place = if letter == '{' { rest.find('}').filter(|end| *end < PLACE) } else { None };
        let (token, more) = rest.split_at(place.map_or(letter.len_utf8(), |end| end + 1));
        all.push(token);
        rest = more;
    }
    all
}

/// The longest common subsequence, by a table of what is left.
fn compare(old: &[&str], new: &[&str], out: &mut Vec<Run>) {
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

fn push(out: &mut Vec<Run>, run: fn(String) -> Run, tokens: &[&str]) {
    if tokens.is_empty() {
        return;
    }
    let more = run(tokens.concat());
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
        assert_eq!(
            runs("{agent_no}号", "{agent}号"),
            [Run::Gone(text("{agent_no}")), Run::New(text("{agent}")), Run::Same(text("号"))]
        );
        assert_eq!(runs("同", "同"), [Run::Same(text("同"))]);
        assert_eq!(runs("", ""), []);
    }

    proptest! {
        #[test]
        fn both_texts_are_in_the_runs(before in "[甲乙{}ab]{0,12}", after in "[甲乙{}ab]{0,12}") {
            let runs = runs(&before, &after);
            prop_assert_eq!(sides(&runs), (before.clone(), after.clone()));
            prop_assert_eq!(runs.iter().all(|run| matches!(run, Run::Same(_))), before == after);
        }
    }
}
