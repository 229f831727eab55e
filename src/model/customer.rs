//! Customers in their simplest true form (C1).

use super::document::DocId;
use super::fold::Fold;

/// Registers of a customer's document.
pub mod register {
    /// The name.
    pub const NAME: &str = "name";
    /// How to address: 先生, 女士 or another.
    pub const TITLE: &str = "title";
    /// The telephone numbers, a list.
    pub const PHONES: &str = "phones";
    /// The room.
    pub const ROOM: &str = "room";
    /// The address.
    pub const ADDRESS: &str = "address";
    /// What else is good to know.
    pub const NOTE: &str = "note";
    /// The grade (C2).
    pub const GRADE: &str = "grade";
}

/// The grades (C2), the most important first: government, great volume or brand value; promising; all others.
pub const GRADES: [&str; 3] = ["a", "b", "c"];

/// A customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// The document's id.
    pub id: DocId,
    /// The name.
    pub name: String,
    /// How to address.
    pub title: String,
    /// The telephone numbers, the first being the usual one.
    pub phones: Vec<String>,
    /// The room.
    pub room: String,
    /// The address.
    pub address: String,
    /// What else is good to know.
    pub note: String,
    /// The grade (C2); empty for none.
    pub grade: String,
}

impl Customer {
    /// The customer of a document.
    #[must_use]
    pub fn of(id: &DocId, fold: &Fold) -> Self {
        let text = |name| fold.text(name).to_owned();
        Self {
            id: id.clone(),
            name: text(register::NAME),
            title: text(register::TITLE),
            phones: fold.value(register::PHONES).as_list().to_vec(),
            room: text(register::ROOM),
            address: text(register::ADDRESS),
            note: text(register::NOTE),
            grade: text(register::GRADE),
        }
    }

    /// The usual number, or an empty text.
    #[must_use]
    pub fn phone(&self) -> &str {
        self.phones.first().map_or("", String::as_str)
    }

    /// The name with the form of address: 王女士 for 王丽 and 女士; the plain name when it already ends so.
    #[must_use]
    pub fn addressed(&self) -> String {
        let short_han = self.name.chars().count() <= 4 && self.name.chars().all(|c| c >= '\u{3400}');
        if self.title.is_empty() || self.name.is_empty() || self.name.ends_with(&self.title) || !short_han {
            return self.name.clone();
        }
        let compound = ["欧阳", "司马", "上官", "诸葛", "歐陽", "司馬", "諸葛", "皇甫", "尉迟", "令狐", "慕容"];
        let surname = if compound.iter().any(|c| self.name.starts_with(c)) { 2 } else { 1 };
        let mut text: String = self.name.chars().take(surname).collect();
        text.push_str(&self.title);
        text
    }
}

/// The digits of a telephone number, with a leading `+86` or `0086` taken off.
#[must_use]
pub fn phone_digits(phone: &str) -> String {
    let digits: String = phone
        .chars()
        .filter_map(|c| match c {
            '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
            c => c.is_ascii_digit().then_some(c),
        })
        .collect();
    let plus = phone.trim_start().starts_with(['+', '＋']);
    match digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86").filter(|d| plus || d.len() == 11)) {
        Some(rest) => rest.to_owned(),
        None => digits,
    }
}

/// A telephone number for people who need not see all of it: `138****5678` (C5).
#[must_use]
pub fn masked(phone: &str) -> String {
    let digits = phone_digits(phone);
    match digits.len() {
        0..=4 => "*".repeat(digits.len()),
        5..=7 => format!("{}***{}", &digits[..1], &digits[digits.len() - 2..]),
        8..=10 => format!("{}****{}", &digits[..2], &digits[digits.len() - 2..]),
        _ => format!("{}****{}", &digits[..3], &digits[digits.len() - 4..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_reduced_to_their_digits() {
        for (phone, digits) in [
            ("138 1234 5678", "13812345678"),
            ("+86-138-1234-5678", "13812345678"),
            ("008613812345678", "13812345678"),
            ("8613812345678", "13812345678"),
            ("010-8612345", "0108612345"),
            ("１３８", "138"),
            ("86123456", "86123456"),
        ] {
            assert_eq!(phone_digits(phone), digits, "{phone}");
        }
    }

    #[test]
    fn masking_never_shows_the_middle() {
        assert_eq!(masked("13812345678"), "138****5678");
        assert_eq!(masked("+86 138 1234 5678"), "138****5678");
        assert_eq!(masked("62345678"), "62****78");
        assert_eq!(masked("110"), "***");
    }

    #[test]
    fn people_are_addressed_by_surname() {
        let customer = |name: &str, title: &str| Customer {
            id: DocId::new("customer-1"),
            name: name.into(),
            title: title.into(),
            phones: Vec::new(),
            room: String::new(),
            address: String::new(),
            note: String::new(),
            grade: String::new(),
        };
        assert_eq!(customer("王丽", "女士").addressed(), "王女士");
        assert_eq!(customer("欧阳明", "先生").addressed(), "欧阳先生");
        assert_eq!(customer("王女士", "女士").addressed(), "王女士");
        assert_eq!(customer("Jane Doe", "女士").addressed(), "Jane Doe");
    }
}
