//! Cutting texts without breaking what a reader sees as one character.

/// The text cut to at most `most` characters as a reader counts them, with `…` when something is left out.
#[must_use]
pub fn cut(text: &str, most: usize) -> String {
    let mut count = 0;
    let mut last = 0;
    let mut joined = false;
    let mut flags = 0;
    for (at, c) in text.char_indices() {
        let flag = matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
        let continues = joined || extends(c) || (flag && flags % 2 == 1);
        flags = if flag { flags + 1 } else { 0 };
        joined = c == '\u{200d}';
        if !continues {
            if count + 1 == most {
                last = at;
            }
            if count == most {
                return format!("{}…", &text[..last]);
            }
            count += 1;
        }
    }
    text.to_owned()
}

/// Whether a character belongs to the one before it: combining marks, variation selectors, skin tones, joiners.
fn extends(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}' | '\u{200d}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}'
        | '\u{302a}'..='\u{302f}' | '\u{3099}' | '\u{309a}')
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn what_is_seen_as_one_is_never_cut() {
        for (text, most, wanted) in [
            ("短", 3, "短"),
            ("三个字", 3, "三个字"),
            ("一共四字", 3, "一共…"),
            ("𠮷野家好", 3, "𠮷野…"),
            ("a👨‍👩‍👧b好", 3, "a👨‍👩‍👧…"),
            ("👍🏽👍🏽👍🏽", 2, "👍🏽…"),
            ("🇨🇳🇨🇳🇨🇳", 2, "🇨🇳…"),
            ("❤️❤️❤️", 2, "❤️…"),
        ] {
            assert_eq!(cut(text, most), wanted, "{text} to {most}");
        }
    }
}
