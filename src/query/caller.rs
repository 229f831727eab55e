//! What a person types to find a caller, taken apart: a telephone number, a name, a room.

use serde::{Deserialize, Serialize};

/// Forms of address that may end a name.
const TITLES: [&str; 4] = ["先生", "女士", "小姐", "太太"];

/// A caller who is not a customer yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Caller {
    /// The name.
    pub name: String,
    /// How to address: 先生, 女士 or another.
    pub title: String,
    /// The telephone number.
    pub phone: String,
    /// The room.
    pub room: String,
}

impl Caller {
    /// Takes a text apart: `王女士 13812345678 3-1-1202`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut caller = Self::default();
        let mut name: Vec<&str> = Vec::new();
        for word in text.split_whitespace() {
            if is_room(word) && caller.room.is_empty() {
                word.clone_into(&mut caller.room);
            } else if is_phone(word) {
                caller.phone.push_str(word);
            } else {
                name.push(word);
            }
        }
        caller.name = name.join(" ");
        for title in TITLES {
            let name = caller.name.strip_suffix(title).map(str::trim_end).unwrap_or_default().to_owned();
            if !name.is_empty() {
                title.clone_into(&mut caller.title);
                caller.name = name;
                break;
            }
        }
        caller
    }

    /// Whether there is nothing by which to know the caller again.
    #[must_use]
    pub fn is_nobody(&self) -> bool {
        self.name.trim().is_empty() && self.phone.trim().is_empty()
    }
}

/// Digits and the signs between them, at least three digits.
fn is_phone(word: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    word.chars().filter(|c| digit(*c)).count() >= 3
        && word.chars().all(|c| digit(c) || matches!(c, '+' | '＋' | '-' | '－' | '(' | ')' | '（' | '）'))
}

/// Whether a text may hold a telephone number: seven digits or more with at most signs and spaces between them (C5).
#[must_use]
pub fn has_number(text: &str) -> bool {
    let mut digits = 0;
    for c in text.chars() {
        match c {
            '0'..='9' | '０'..='９' => digits += 1,
            ' ' | '\u{3000}' | '+' | '＋' | '-' | '－' | '–' | '(' | ')' | '（' | '）' => {}
            _ => digits = 0,
        }
        if digits >= 7 {
            return true;
        }
    }
    false
}

/// Building, unit and door: short numbers with hyphens, the first of at most two digits.
#[must_use]
pub fn is_room(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['-', '－']).collect();
    (2..=4).contains(&parts.len())
        && parts[0].len() <= 2
        && parts.iter().all(|part| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{Caller, has_number};

    #[test]
    fn numbers_are_known_however_they_are_written() {
        for text in ["13812345678", "138 1234 5678", "138-1234-5678", "（010）６２３４５６７", "王 1381234567 催"]
        {
            assert!(has_number(text), "{text}");
        }
        for text in ["", "3-1-1202", "123456", "12楼34号56室78", "退款"] {
            assert!(!has_number(text), "{text}");
        }
    }

    fn of(text: &str) -> [String; 4] {
        let Caller { name, title, phone, room } = Caller::of(text);
        [name, title, phone, room]
    }

    #[test]
    fn a_text_is_taken_apart() {
        assert_eq!(of("13812345678"), ["", "", "13812345678", ""]);
        assert_eq!(of("5678"), ["", "", "5678", ""]);
        assert_eq!(of("王丽"), ["王丽", "", "", ""]);
        assert_eq!(of("王女士 13812345678 3-1-1202"), ["王", "女士", "13812345678", "3-1-1202"]);
        assert_eq!(of("138 1234 5678 李先生"), ["李", "先生", "13812345678", ""]);
        assert_eq!(of("0571-88881234"), ["", "", "0571-88881234", ""]);
        assert_eq!(of("+86-13812345678"), ["", "", "+86-13812345678", ""]);
        assert_eq!(of("１３８１２３４５６７８"), ["", "", "１３８１２３４５６７８", ""]);
        assert_eq!(of("Ann Lee 12"), ["Ann Lee 12", "", "", ""]);
        assert_eq!(of("女士"), ["女士", "", "", ""]);
        assert_eq!(of(""), ["", "", "", ""]);
    }

    #[test]
    fn a_caller_needs_a_name_or_a_number() {
        assert!(Caller::of("3-1-1202").is_nobody());
        assert!(!Caller::of("138").is_nobody());
    }
}
