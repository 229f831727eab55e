//! The texts of a page of rows in one piece, with a filter that tells which rows may hold a word.

use super::letters::Letters;
pub use super::units::units;
use super::units::{Seen, bucket_of, hashes_of, is_ascii};

/// The most rows of a page.
pub const ROWS: usize = 512;

/// A bit for each row of a page.
pub type Mask = [u64; ROWS / 64];

/// No row.
pub const NONE: Mask = [0; ROWS / 64];

/// The rows of a page as far as they go.
#[must_use]
pub fn first_rows(count: usize) -> Mask {
    let mut mask = NONE;
    for (at, word) in mask.iter_mut().enumerate() {
        let bits = count.saturating_sub(at * 64).min(64);
        *word = if bits == 64 { u64::MAX } else { (1 << bits) - 1 };
    }
    mask
}

/// Calls with each row of a mask, in order.
pub fn each(mask: &Mask, call: &mut dyn FnMut(usize)) {
    for (at, word) in mask.iter().enumerate() {
        let mut word = *word;
        while word != 0 {
            call(at * 64 + word.trailing_zeros() as usize);
            word &= word - 1;
        }
    }
}

/// How many rows a mask has.
#[must_use]
pub fn count(mask: &Mask) -> usize {
    mask.iter().map(|word| word.count_ones() as usize).sum()
}

/// The texts of a page of rows, and which rows may hold what.
///
/// Units (see [`units`]) that many rows have are kept exactly: the rows of each. The others fall into buckets, three each,
/// bit-sliced: the rows that may hold a word are those in all buckets of its units. Rare units so share their buckets with
/// rare ones only. Which of the others there are at all is kept besides: a rare word is passed over page by page.
///
/// The texts of a full page of tickets are packed: written with the letters of the page (see [`Letters`]).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    pub(super) bytes: Vec<u8>,
    pub(super) ends: Vec<u32>,
    pub(super) letters: Letters,
    /// Frequent units in order, and the rows of each.
    pub(super) common: Vec<u32>,
    pub(super) common_rows: Vec<Mask>,
    pub(super) filter: Vec<Mask>,
    /// Two bits for each of the other units that a row has or has had: a word for each bucket.
    pub(super) seldom: Vec<u64>,
}

/// A unit is frequent when at least one row in so many has it.
const FREQUENT: usize = 13;
/// The fewest rows for which frequent units are told from others.
pub(super) const ENOUGH: usize = 128;

impl Texts {
    /// Texts with a filter of so many buckets.
    #[must_use]
    pub fn new(buckets: usize) -> Self {
        Self { filter: vec![NONE; buckets], seldom: vec![0; buckets], ..Self::default() }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All texts as they are kept, one after the other.
    #[must_use]
    pub fn all(&self) -> &[u8] {
        &self.bytes
    }

    /// Where a row's text lies.
    #[must_use]
    pub fn range(&self, row: usize) -> std::ops::Range<usize> {
        let end = |row: usize| self.ends.get(row).map_or(0, |end| *end as usize);
        if row == 0 { 0..end(0) } else { end(row - 1)..end(row) }
    }

    /// A row's bytes as they are kept.
    #[must_use]
    pub fn bytes(&self, row: usize) -> &[u8] {
        self.bytes.get(self.range(row)).unwrap_or_default()
    }

    /// A row's text, if it is not packed.
    #[must_use]
    pub fn text(&self, row: usize) -> &str {
        debug_assert!(!self.is_packed());
        std::str::from_utf8(self.bytes(row)).unwrap_or_default()
    }

    /// Adds a row.
    pub fn push(&mut self, text: &str) {
        self.ends.push(super::symbols::number(self.bytes.len()));
        self.set(self.ends.len() - 1, text);
        if self.ends.len() == ROWS {
            self.reindex();
        }
    }

    /// Gives a row another text.
    pub fn set(&mut self, row: usize, text: &str) {
        let old = self.range(row);
        let packed = self.written(text);
        let kept = packed.as_deref().unwrap_or(text.as_bytes());
        let grown = (self.bytes.len() + kept.len()).saturating_sub(old.len());
        if grown > self.bytes.capacity() {
            // Doubling would waste half of a large desk's memory.
            self.bytes.reserve_exact(grown - self.bytes.len() + grown / 8);
        }
        let by = super::symbols::number(kept.len()).wrapping_sub(super::symbols::number(old.len()));
        let had = !old.is_empty();
        self.bytes.splice(old, kept.iter().copied());
        for end in &mut self.ends[row..] {
            *end = end.wrapping_add(by);
        }
        if had {
            let (word, bit) = (row / 64, 1 << (row % 64));
            for rows in self.filter.iter_mut().chain(&mut self.common_rows) {
                rows[word] &= !bit;
            }
        }
        self.note(row, text);
    }

    /// Notes a row's units.
    fn note(&mut self, row: usize, text: &str) {
        let buckets = self.filter.len();
        if buckets == 0 {
            return;
        }
        let (word, bit) = (row / 64, 1 << (row % 64));
        let (common, common_rows) = (&self.common, &mut self.common_rows);
        let (filter, seldom) = (&mut self.filter, &mut self.seldom);
        units(text.as_bytes(), &mut |unit| {
            if let Ok(at) = common.binary_search(&unit) {
                common_rows[at][word] |= bit;
            } else if !is_ascii(unit) {
                note_rare(unit, row, filter, seldom);
            }
        });
    }

    /// Tells frequent units from others anew.
    pub fn reindex(&mut self) {
        let buckets = self.filter.len();
        if buckets == 0 {
            return;
        }
        let packed = self.unpack();
        let mut seen = Seen::default();
        let enough = self.len() >= ENOUGH;
        if enough {
            for row in 0..self.len() {
                units(self.bytes(row), &mut |unit| seen.note(unit, row));
            }
        }
        self.common = seen.in_rows(self.len().div_ceil(FREQUENT));
        for (at, unit) in self.common.iter().enumerate() {
            seen.mark(*unit, at);
        }
        self.common_rows = vec![NONE; self.common.len()];
        self.filter.fill(NONE);
        self.seldom.fill(0);
        let (common_rows, filter, seldom) = (&mut self.common_rows, &mut self.filter, &mut self.seldom);
        for row in 0..self.ends.len() {
            let (word, bit) = (row / 64, 1 << (row % 64));
            let from = if row == 0 { 0 } else { self.ends[row - 1] as usize };
            units(&self.bytes[from..self.ends[row] as usize], &mut |unit| match if enough {
                seen.marked(unit)
            } else {
                None
            } {
                Some(at) => common_rows[at][word] |= bit,
                None if is_ascii(unit) => {}
                None => note_rare(unit, row, filter, seldom),
            });
        }
        if packed {
            self.pack();
        }
    }

    /// Makes a filter of so many buckets for texts that have had none.
    pub(super) fn add_filter(&mut self, buckets: usize) {
        (self.filter, self.seldom) = (vec![NONE; buckets], vec![0; buckets]);
        self.reindex();
    }

    /// The rows of a mask that may hold a word of these units, and whether each unit was a frequent one: then the rows are
    /// exactly those that have them all.
    #[must_use]
    pub fn may_hold(&self, word: &[u32], mut mask: Mask) -> (Mask, bool) {
        if self.filter.is_empty() {
            return (mask, false);
        }
        let mut exact = true;
        let mut keep = |rows: &Mask| {
            for (word, bits) in mask.iter_mut().zip(rows) {
                *word &= bits;
            }
        };
        for unit in word {
            if let Ok(at) = self.common.binary_search(unit) {
                keep(&self.common_rows[at]);
                continue;
            }
            exact = false;
            if !is_ascii(*unit) {
                let hashes = hashes_of(*unit);
                if bits_of(hashes, self.seldom.len()).any(|(word, bit)| self.seldom[word] & bit == 0) {
                    return (NONE, true);
                }
                for hash in hashes {
                    keep(&self.filter[bucket_of(hash, self.filter.len())]);
                }
            }
        }
        (mask, exact)
    }
}

/// Notes that a row has a unit which is not frequent.
fn note_rare(unit: u32, row: usize, filter: &mut [Mask], seldom: &mut [u64]) {
    let hashes = hashes_of(unit);
    for hash in hashes {
        filter[bucket_of(hash, filter.len())][row / 64] |= 1 << (row % 64);
    }
    for (word, bit) in bits_of(hashes, seldom.len()) {
        seldom[word] |= bit;
    }
}

/// A unit's bits among so many words of them.
fn bits_of([_, first, second]: [u32; 3], words: usize) -> impl Iterator<Item = (usize, u64)> {
    let bits = [first, second].map(|hash| bucket_of(hash, words * 64));
    bits.into_iter().map(|bit| (bit / 64, 1 << (bit % 64)))
}

/// A text in lower case, character by character, so that a part of it is lowered as it is by itself.
pub fn lower_into(text: &str, out: &mut String) {
    // Where the piece begins that stays as it is, and where the next character stands.
    let (mut from, mut at) = (0, 0);
    while let Some(byte) = text.as_bytes().get(at) {
        let (other, width) = match byte {
            b'\n' | b'\r' | 0 => (Some(' '), 1),
            b'A'..=b'Z' => (Some(char::from(byte.to_ascii_lowercase())), 1),
            0..0x80 => (None, 1),
            // U+3000 to U+9FFF: Han and its punctuation have no cases.
            0xe3..=0xe9 => (None, 3),
            _ => match text[at..].chars().next() {
                // Full-width letters and digits are the same as the plain ones.
                Some(c @ ('０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')) => (Some(narrow(c)), c.len_utf8()),
                // Other punctuation has none either.
                Some(c @ ('\u{2010}'..='\u{205f}' | '\u{ff00}'..='\u{ffef}')) => (None, c.len_utf8()),
                Some(c) => {
                    out.push_str(&text[from..at]);
                    out.extend(c.to_lowercase());
                    at += c.len_utf8();
                    from = at;
                    continue;
                }
                None => break,
            },
        };
        if let Some(other) = other {
            out.push_str(&text[from..at]);
            out.push(other);
            from = at + width;
        }
        at += width;
    }
    out.push_str(&text[from..]);
}

/// The plain form of a full-width one, in lower case.
fn narrow(c: char) -> char {
    char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c).to_ascii_lowercase()
}

/// A text in lower case, as it is searched.
#[must_use]
pub fn lower(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    lower_into(text, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows_with(texts: &Texts, word: &str) -> Vec<usize> {
        let mut of_word = Vec::new();
        units(word.as_bytes(), &mut |unit| of_word.push(unit));
        let mut rows = Vec::new();
        each(&texts.may_hold(&of_word, first_rows(texts.len())).0, &mut |row| rows.push(row));
        rows
    }

    proptest! {
        #[test]
        fn texts_change_in_place_and_the_filter_misses_nothing(
            edits in prop::collection::vec((0usize..40, "[退款快递ab1\n]{0,12}"), 1..80), word in "[退款快递ab1]{1,4}"
        ) {
            let mut texts = Texts::new(64);
            let mut plain: Vec<String> = Vec::new();
            for (at, text) in edits {
                if at < plain.len() {
                    plain[at].clone_from(&text);
                    texts.set(at, &text);
                } else {
                    plain.push(text.clone());
                    texts.push(&text);
                }
            }
            let kept: Vec<&str> = (0..texts.len()).map(|row| texts.text(row)).collect();
            prop_assert_eq!(&kept, &plain);
            let found = rows_with(&texts, &word);
            for (row, text) in plain.iter().enumerate() {
                prop_assert!(found.contains(&row) || !text.contains(&word));
            }
            // A changed text leaves nothing behind in the filter.
            let mut fresh = Texts::new(64);
            for text in &plain {
                fresh.push(text);
            }
            prop_assert_eq!(&texts.filter, &fresh.filter);
            texts.reindex();
            fresh.reindex();
            prop_assert_eq!(texts, fresh);
        }

        #[test]
        fn what_is_frequent_is_known_exactly(
            rows in prop::collection::vec("[退款快递 ]{0,3}[未到账abc12]{0,6}", 128..300), change in "[退款ab]{0,4}", word in "[退款快递]{2}|[abc12]{3}|[abc]退"
        ) {
            let mut texts = Texts::new(64);
            for row in &rows {
                texts.push(row);
            }
            texts.reindex();
            texts.set(5, &change);
            let mut of_word = Vec::new();
            units(word.as_bytes(), &mut |unit| of_word.push(unit));
            let (mask, exact) = texts.may_hold(&of_word, first_rows(texts.len()));
            for row in 0..texts.len() {
                let may = mask[row / 64] >> (row % 64) & 1 == 1;
                let holds = texts.text(row).contains(&word);
                prop_assert!(may == holds || may && !exact);
            }
            let with = rows.iter().filter(|row| row.contains(&word)).count();
            prop_assert!(exact || with * FREQUENT < rows.len() + FREQUENT * 2);
        }

        #[test]
        fn characters_are_lowered_one_by_one(text in "[A-zΣİßÉ\u{212a}Ⅷ０-９Ａ-ｚ。，\u{2010}-\u{205f}\u{2fff}-\u{3001}\u{9ffe}-\u{a000}退한😀\r\n\0 ]{0,24}") {
            let one = |c: char| match c {
                '\n' | '\r' | '\0' => " ".to_owned(),
                '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => narrow(c).to_string(),
                '\u{ff00}'..='\u{ffef}' => c.to_string(),
                c => c.to_lowercase().collect(),
            };
            prop_assert_eq!(lower(&text), text.chars().map(one).collect::<String>());
        }

        #[test]
        fn a_part_is_lowered_as_the_whole_is(text in "[A-zΣİßＡ１，。退\n]{0,12}", from in 0usize..12, to in 0usize..12) {
            let at = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
            let part = &text[at(from.min(to))..at(from.max(to))];
            prop_assert!(lower(&text).contains(&lower(part)));
            prop_assert_eq!(lower(&lower(&text)), lower(&text));
        }
    }
}
