//! The texts of a page of rows in one piece, with a filter that tells which rows may hold a word.

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

/// The texts of a page of rows.
///
/// `filter` is bit-sliced: for each bucket the rows whose texts have a pair or triple of characters that falls into it.
/// The rows that may hold a word are those in all of its buckets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    pub(super) bytes: Vec<u8>,
    pub(super) ends: Vec<u32>,
    pub(super) filter: Vec<Mask>,
}

impl Texts {
    /// Texts with a filter of so many buckets.
    #[must_use]
    pub fn new(buckets: usize) -> Self {
        Self { bytes: Vec::new(), ends: Vec::new(), filter: vec![NONE; buckets] }
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

    /// All texts, one after the other.
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

    /// A row's bytes.
    #[must_use]
    pub fn bytes(&self, row: usize) -> &[u8] {
        self.bytes.get(self.range(row)).unwrap_or_default()
    }

    /// A row's text.
    #[must_use]
    pub fn text(&self, row: usize) -> &str {
        std::str::from_utf8(self.bytes(row)).unwrap_or_default()
    }

    /// Adds a row.
    pub fn push(&mut self, text: &str) {
        self.ends.push(super::symbols::number(self.bytes.len()));
        self.set(self.ends.len() - 1, text);
    }

    /// Gives a row another text.
    pub fn set(&mut self, row: usize, text: &str) {
        let old = self.range(row);
        let grown = (self.bytes.len() + text.len()).saturating_sub(old.len());
        if grown > self.bytes.capacity() {
            // Doubling would waste half of a large desk's memory.
            self.bytes.reserve_exact(grown - self.bytes.len() + grown / 8);
        }
        let by = super::symbols::number(text.len()).wrapping_sub(super::symbols::number(old.len()));
        self.bytes.splice(old, text.bytes());
        for end in &mut self.ends[row..] {
            *end = end.wrapping_add(by);
        }
        let (word, bit) = (row / 64, 1 << (row % 64));
        for bucket in &mut self.filter {
            bucket[word] &= !bit;
        }
        let filter = &mut self.filter;
        let buckets = filter.len();
        if buckets > 0 {
            units(text, &mut |unit| filter[bucket(unit, buckets)][word] |= bit);
        }
    }

    /// The rows of a mask that may hold what falls into these units (see [`units`]).
    #[must_use]
    pub fn may_hold(&self, word: &[u32], mut mask: Mask) -> Mask {
        if self.filter.is_empty() {
            return mask;
        }
        for unit in word {
            let bucket = &self.filter[bucket(*unit, self.filter.len())];
            for (word, bits) in mask.iter_mut().zip(bucket) {
                *word &= bits;
            }
        }
        mask
    }
}

fn bucket(unit: u32, buckets: usize) -> usize {
    ((u64::from(unit) * buckets as u64) >> 32) as usize
}

/// What the filter is made of: a hash for each pair of neighbours, or for three where letters and digits of ASCII meet.
/// A text that holds a word has all units of that word.
pub fn units(text: &str, each: &mut dyn FnMut(u32)) {
    let (mut before, mut last) = (0u32, 0u32);
    for c in text.chars() {
        let c = u32::from(c);
        if last >= 0x80 || c >= 0x80 {
            if last != 0 {
                each(spread(last, c));
            }
        } else if before != 0 && before < 0x80 {
            each(spread(before << 8 | last, c));
        }
        (before, last) = (last, c);
    }
}

fn spread(a: u32, b: u32) -> u32 {
    let hash = (a.wrapping_mul(0x9e37_79b1) ^ b).wrapping_mul(0x85eb_ca6b);
    (hash ^ hash >> 15).wrapping_mul(0xc2b2_ae35)
}

/// A text in lower case, character by character, so that a part of it is lowered as it is by itself.
pub fn lower_into(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\0' => out.push(' '),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            '\u{3000}'..='\u{9fff}' => out.push(c),
            // Full-width letters and digits are the same as the plain ones.
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => out.push(narrow(c)),
            c => out.extend(c.to_lowercase()),
        }
    }
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
        units(word, &mut |unit| of_word.push(unit));
        let mut rows = Vec::new();
        each(&texts.may_hold(&of_word, first_rows(texts.len())), &mut |row| rows.push(row));
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
            prop_assert_eq!(texts, fresh);
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
