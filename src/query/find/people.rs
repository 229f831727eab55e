//! Finding customers by any part of a number, a name or a room.

use std::cmp::Reverse;

use super::scan::Needle;
use crate::model::customer::phone_digits;
use crate::query::columns::Columns;
use crate::query::columns::customers::{CustomerRow, Customers};
use crate::query::columns::texts::{each, lower};
use crate::query::pinyin::Pinyin;

/// The customers that a text names, the best match first, then the newest: their numbers in the columns. All of them for
/// an empty text.
#[must_use]
pub fn customers(text: &str, columns: &Columns, pinyin: Option<&Pinyin>) -> Vec<u32> {
    let all = columns.customers();
    let typed = Typed::new(text);
    // What every match holds somewhere: digits, or the first character. Sounds stand in no text.
    let sound = pinyin.filter(|_| typed.text.is_ascii() && !typed.by_phone);
    let held = if typed.by_phone { typed.digits.clone() } else { typed.text.chars().take(1).collect() };
    let needle = (!held.is_empty() && sound.is_none()).then(|| Needle::new(&held));
    let mut found: Vec<(u8, Reverse<u128>, u32)> = Vec::new();
    for page in all.pages() {
        let rows = Customers::rows(page);
        let rows = needle.as_ref().map_or(rows, |needle| needle.rows(&page.texts, rows));
        each(&rows, &mut |row| {
            let number = page.numbers[row];
            if let Some(score) = all.get(number).and_then(|customer| typed.score(customer, sound)) {
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
    fn score(&self, customer: CustomerRow<'_>, sound: Option<&Pinyin>) -> Option<u8> {
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
            () if sound.is_some_and(|pinyin| pinyin.matches(text, &written)) => 2,
            () => return None,
        })
    }
}
