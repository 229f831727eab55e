//! The hot part: which rows of a page hold a word. No allocation, one prepared finder a word.

use memchr::arch::all::packedpair::HeuristicFrequencyRank;
use memchr::memmem::{Finder, FinderBuilder};

use crate::query::columns::texts::{Mask, NONE, Texts, count, each, units};

#[cfg(test)]
mod tests;

/// How frequent bytes are, roughly: the search looks for the rarest two of a word first.
struct Chinese;

impl HeuristicFrequencyRank for Chinese {
    fn rank(&self, byte: u8) -> u8 {
        match byte {
            // What a letter begins with in plain texts; in packed ones its second half, and before it frequent letters.
            0xe0.. => 255,
            0x80..0xc0 => 200,
            0xc0.. => 130,
            b'\n' | b'0'..=b'9' => 180,
            b'a'..=b'z' | b'-' | b' ' | b',' | b'.' => 60,
            _ => 20,
        }
    }
}

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
        units(text.as_bytes(), &mut |unit| of_text.push(unit));
        let length = if text.is_ascii() { 3 } else { 2 };
        let is_unit = of_text.len() == 1 && text.chars().count() == length;
        let finder = FinderBuilder::new().build_forward_with_ranker(Chinese, text.as_bytes()).into_owned();
        Self { finder, units: of_text, is_unit }
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
        if !texts.is_packed() {
            return look(&self.finder, texts, &may);
        }
        let mut packed = Vec::new();
        let Some(word) = texts.bytes_of(self.finder.needle(), &mut packed) else { return NONE };
        look(&FinderBuilder::new().build_forward_with_ranker(Chinese, word), texts, &may)
    }
}

/// Which rows of a mask hold a word.
fn look(finder: &Finder<'_>, texts: &Texts, may: &Mask) -> Mask {
    let candidates = count(may);
    let mut found = NONE;
    // One long search is faster than many short ones until few rows are left.
    if candidates * 3 < texts.len() {
        each(may, &mut |row| {
            if finder.find(texts.bytes(row)).is_some() {
                found[row / 64] |= 1 << (row % 64);
            }
        });
        return found;
    }
    let (bytes, mut from, mut row) = (texts.all(), 0, 0);
    while let Some(at) = bytes.get(from..).and_then(|rest| finder.find(rest)) {
        while row < texts.len() && texts.range(row).end <= from + at {
            row += 1;
        }
        if row == texts.len() {
            break;
        }
        found[row / 64] |= 1 << (row % 64);
        from = texts.range(row).end;
    }
    for (found, may) in found.iter_mut().zip(may.iter()) {
        *found &= may;
    }
    found
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
