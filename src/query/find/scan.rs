//! The hot part: which rows of a page hold a word. No allocation, one prepared finder a word.

use memchr::memmem::Finder;

use crate::query::columns::texts::{Mask, NONE, Texts, count, each, units};

/// A text that is looked for.
#[derive(Debug)]
pub struct Needle {
    finder: Finder<'static>,
    units: Vec<u32>,
    /// It is no longer than its one unit.
    is_unit: bool,
}

impl Needle {
    /// A needle for a text in lower case, not empty.
    pub fn new(text: &str) -> Self {
        let mut of_text = Vec::new();
        units(text, &mut |unit| of_text.push(unit));
        let length = if text.is_ascii() { 3 } else { 2 };
        let is_unit = of_text.len() == 1 && text.chars().count() == length;
        Self { finder: Finder::new(text).into_owned(), units: of_text, is_unit }
    }

    /// Whether a text holds it.
    pub fn is_in(&self, text: &str) -> bool {
        self.finder.find(text.as_bytes()).is_some()
    }

    /// Which rows of a mask hold it.
    pub fn rows(&self, texts: &Texts, mask: Mask) -> Mask {
        let (may, exact) = texts.may_hold(&self.units, mask);
        if may == NONE || exact && self.is_unit {
            return may;
        }
        let candidates = count(&may);
        let mut found = NONE;
        // One long search is faster than many short ones until few rows are left.
        if candidates * 4 < texts.len() * 3 {
            each(&may, &mut |row| {
                if self.finder.find(texts.bytes(row)).is_some() {
                    found[row / 64] |= 1 << (row % 64);
                }
            });
            return found;
        }
        let (bytes, mut from, mut row) = (texts.all(), 0, 0);
        while let Some(at) = bytes.get(from..).and_then(|rest| self.finder.find(rest)) {
            while row < texts.len() && texts.range(row).end <= from + at {
                row += 1;
            }
            if row == texts.len() {
                break;
            }
            found[row / 64] |= 1 << (row % 64);
            from = texts.range(row).end;
        }
        for (found, mask) in found.iter_mut().zip(mask) {
            *found &= mask;
        }
        found
    }
}

/// A set of numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// Adds a number.
    pub fn add(&mut self, number: u32) {
        let word = number as usize / 64;
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (number % 64);
    }

    /// Whether it has a number.
    #[inline]
    pub fn has(&self, number: u32) -> bool {
        self.0.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The rows of a mask for which a test holds.
pub fn retain(mask: Mask, test: &dyn Fn(usize) -> bool) -> Mask {
    let mut kept = NONE;
    each(&mask, &mut |row| {
        if test(row) {
            kept[row / 64] |= 1 << (row % 64);
        }
    });
    kept
}
