//! How far an answer in one's own words covers the points of a model answer.

/// A point of a model answer, and whether it was covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Its text, with placeholders.
    pub text: String,
    /// Whether what was typed says it.
    pub covered: bool,
}

/// So much of a point's pairs of characters must occur in what was typed, in per cent.
const ENOUGH: usize = 40;

/// The points of a model answer, each sentence one, with whether what was typed covers it.
#[must_use]
pub fn points(model: &str, typed: &str) -> Vec<Point> {
    let typed = letters(typed);
    let pairs: Vec<&[char]> = typed.windows(2).collect();
    let sentences = model.split_inclusive(['。', '！', '？', '；', '!', '?', ';', '\n']);
    let point = |sentence: &str| {
        let text = sentence.trim();
        let letters = letters(text);
        if letters.len() < 2 {
            return None;
        }
        let hit = letters.windows(2).filter(|pair| pairs.contains(pair)).count();
        let of = letters.len() - 1;
        Some(Point { text: text.to_owned(), covered: hit * 100 >= of * ENOUGH })
    };
    sentences.filter_map(point).collect()
}

/// The letters that carry meaning: no placeholders, no punctuation, no filling words.
fn letters(text: &str) -> Vec<char> {
    let mut out = Vec::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '{' => inside = true,
            '}' => inside = false,
            _ if inside => {}
            '的' | '了' | '吗' | '呢' | '吧' | '啊' | '您' | '你' | '我' => {}
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(model: &str, typed: &str) -> Vec<bool> {
        points(model, typed).into_iter().map(|point| point.covered).collect()
    }

    #[test]
    fn what_is_said_in_own_words_covers_a_point() {
        let model = "{customer}您好，质量问题由我们承担来回邮费。请您先垫付，凭单据三天内退给您！";
        assert_eq!(covered(model, "您好，质量问题的话来回邮费都是我们承担。"), [true, false]);
        assert_eq!(covered(model, "麻烦先垫付一下，凭单据三天内退回"), [false, true]);
        assert_eq!(covered(model, ""), [false, false]);
        assert_eq!(covered(model, model), [true, true]);
        assert_eq!(points("好。{customer}。\n请稍候。", "").len(), 1, "single letters and placeholders are no points");
    }
}
