//! A text that was written to somebody, turned back into one that can be said to anybody.

/// A text in which each value that is known stands as its placeholder again. Of several that begin at a place the longest
/// counts; values of one character are left, they are chance.
#[must_use]
pub fn unfill(text: &str, known: &[(String, String)]) -> String {
    let mut known: Vec<_> = known.iter().filter(|(_, value)| value.chars().count() > 1).collect();
    known.sort_by_key(|(_, value)| std::cmp::Reverse(value.len()));
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let hit = known.iter().find(|(_, value)| rest.starts_with(value.as_str()) && !cuts(&out, rest, value));
        if let Some((name, value)) = hit {
            out.extend(["{", name, "}"]);
            rest = &rest[value.len()..];
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

/// Whether a value of digits or Latin letters would be a part of a longer number or word.
fn cuts(before: &str, rest: &str, value: &str) -> bool {
    let joins = |a: Option<char>, b: Option<char>| {
        a.zip(b).is_some_and(|(a, b)| a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric())
    };
    joins(before.chars().last(), value.chars().next())
        || joins(value.chars().last(), rest[value.len()..].chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::text::fill_in;

    fn known() -> Vec<(String, String)> {
        [("customer", "王女士"), ("customer", "王丽"), ("order", "2611"), ("amount", "26"), ("agent", "敏")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec()
    }

    #[test]
    fn what_is_known_becomes_a_place() {
        for (text, wanted) in [
            ("王女士您好，订单2611已发。", "{customer}您好，订单{order}已发。"),
            ("王丽女士", "{customer}女士"),
            ("退您26元，订单26110", "退您{amount}元，订单26110"),
            ("敏感肌", "敏感肌"),
            ("", ""),
        ] {
            assert_eq!(unfill(text, &known()), wanted);
        }
    }

    #[test]
    fn filled_in_again_it_is_the_same() {
        let known = known();
        let value = |name: &str| known.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone());
        let text = "王女士您好，订单2611退26元。";
        assert_eq!(fill_in(&unfill(text, &known), value), text);
    }
}
