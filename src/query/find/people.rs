//! Finding customers by any part of a number, a name or a room.

use std::cmp::Reverse;

use super::scan::Needle;
use crate::model::customer::phone_digits;
use crate::query::columns::Columns;
use crate::query::columns::customers::{CustomerRow, Customers};
use crate::query::columns::texts::{NONE, each, lower};
use crate::query::pinyin::{Pinyin, Sound};

/// The customers that a text names, the best match first, then the newest: their numbers in the columns. All of them for
/// an empty text.
#[must_use]
pub fn customers(text: &str, columns: &Columns, pinyin: Option<&Pinyin>) -> Vec<u32> {
    let all = columns.customers();
    let typed = Typed::new(text);
    let sound = pinyin.filter(|_| !typed.by_phone).and_then(|pinyin| pinyin.sound(&typed.text));
    // What every match holds: its digits, or the text as a room is written, or the first character. Sounds stand nowhere.
    let held = match () {
        () if sound.is_some() || typed.text.is_empty() => Vec::new(),
        () if typed.by_phone => vec![typed.digits.clone(), typed.text.clone()],
        () => vec![typed.text.chars().take(1).collect()],
    };
    let needles: Vec<Needle> = held.iter().map(|held| Needle::new(held)).collect();
    let mut found: Vec<(u8, Reverse<u128>, u32)> = Vec::new();
    for page in all.pages() {
        let mut rows = Customers::rows(page);
        if !needles.is_empty() {
            let all = std::mem::replace(&mut rows, NONE);
            for needle in &needles {
                let found = needle.rows(&page.texts, all);
                rows.iter_mut().zip(found).for_each(|(row, found)| *row |= found);
            }
        }
        each(&rows, &mut |row| {
            let number = page.numbers[row];
            if let Some(score) = all.get(number).and_then(|customer| typed.score(customer, sound.as_ref())) {
                found.push((score, Reverse(all.key(number)), number));
            }
        });
    }
    found.sort_unstable();
    found.into_iter().map(|(.., number)| number).collect()
}

struct Typed {
    text: String,
    digits: String,
    by_phone: bool,
}

impl Typed {
    fn new(text: &str) -> Self {
        let text = lower(text.trim());
        let digits = phone_digits(&text);
        let by_phone = digits.len() >= 3 && text.chars().all(|c| !c.is_alphabetic());
        Self { text, digits, by_phone }
    }

    /// How well a customer fits, the best is 0.
    fn score(&self, customer: CustomerRow<'_>, sound: Option<&Sound>) -> Option<u8> {
        let Self { text, digits, by_phone } = self;
        if text.is_empty() {
            return Some(3);
        }
        let number =
            |fits: &dyn Fn(&str) -> bool| *by_phone && customer.phones().any(|phone| fits(&phone_digits(phone)));
        let written = customer.name();
        let name = lower(&written);
        Some(match () {
            () if name == *text || number(&|number| number == digits) => 0,
            () if name.starts_with(&**text) => 1,
            () if number(&|number| number.starts_with(&**digits) || number.ends_with(&**digits)) => 1,
            () if number(&|number| number.contains(&**digits)) => 2,
            () if name.contains(&**text) || lower(customer.room()).contains(&**text) => 2,
            () if lower(&customer.addressed()).contains(&**text) => 2,
            () if sound.is_some_and(|sound| sound.matches(&written)) => 2,
            () => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fold::Fold;
    use crate::query::columns::tests::{customer, desk};
    use crate::query::pinyin::tests::pinyin;

    #[test]
    fn customers_are_found_by_number_name_room_and_sound() {
        let (desk, mut columns) = (desk(), Columns::default());
        let all = [("王丽", "13812345678"), ("王", "138-1234-0000"), ("李王", "021-5678"), ("Jane", "5678")];
        for (number, (name, phone)) in (1..).zip(all) {
            let document = customer(number, name, phone);
            columns.put(&document, &Fold::of(&document), &desk);
        }
        let names = |text: &str, sounds: bool| {
            let pinyin = pinyin();
            let found = customers(text, &columns, sounds.then_some(&pinyin));
            found.iter().map(|number| columns.customers().get(*number).unwrap().name()).collect::<Vec<_>>()
        };
        assert_eq!(names("", false), ["Jane", "李王", "王", "王丽"], "the newest first");
        assert_eq!(names("王", false), ["王", "王丽", "李王"], "the name, its beginning, a part of it");
        assert_eq!(names("5678", false), ["Jane", "李王", "王丽"], "the number, its end");
        assert_eq!(names("138 1234", false), ["王", "王丽"]);
        assert_eq!(names("王女士", false), ["王", "王丽"], "as they are addressed");
        assert_eq!(names("3-1-1202", false).len(), 4);
        assert_eq!(names("jAN", false), ["Jane"]);
        assert!(names("wl", false).is_empty() && names("78999", false).is_empty());
        assert_eq!(names("wl", true), ["王丽"]);
    }
}
