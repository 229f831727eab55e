//! Texts of a page packed, and read again.

use super::letters::Letters;
use super::texts::{ENOUGH, Texts};

impl Texts {
    /// Writes all texts with the letters of the page, unless they are few, have none, or get their filter later. Such rows
    /// are read by [`Self::read`].
    pub fn pack(&mut self) {
        if self.is_packed() || self.len() < ENOUGH || self.filter.is_empty() || self.bytes.is_ascii() {
            return;
        }
        let Ok(text) = std::str::from_utf8(&self.bytes) else { return };
        let letters = Letters::of(text);
        if letters.is_empty() {
            return;
        }
        let places = letters.places();
        let mut packed = Vec::with_capacity(self.bytes.len() / 3 * 2);
        let mut ends = Vec::with_capacity(self.ends.len());
        let mut from = 0;
        for end in &self.ends {
            let to = *end as usize;
            // What cannot be written stays as it is.
            if !text.get(from..to).is_some_and(|text| letters.write(text, &places, &mut packed)) {
                return;
            }
            from = to;
            ends.push(super::symbols::number(packed.len()));
        }
        packed.shrink_to_fit();
        (self.bytes, self.ends, self.letters) = (packed, ends, letters);
    }

    /// Makes all texts plain again. False when they are.
    pub(super) fn unpack(&mut self) -> bool {
        if !self.is_packed() {
            return false;
        }
        let mut plain = String::with_capacity(self.bytes.len() * 2);
        let mut from = 0;
        for end in &mut self.ends {
            let to = *end as usize;
            self.letters.read(self.bytes.get(from..to).unwrap_or_default(), &mut plain);
            from = to;
            *end = super::symbols::number(plain.len());
        }
        self.bytes = plain.into_bytes();
        self.letters = Letters::default();
        true
    }

    /// Whether the texts are written with the letters of the page.
    #[must_use]
    pub fn is_packed(&self) -> bool {
        !self.letters.is_empty()
    }

    /// A text as it is kept here from now on, if that is another than its own bytes.
    pub(super) fn written(&mut self, text: &str) -> Option<Vec<u8>> {
        self.is_packed().then(|| {
            let mut packed = Vec::with_capacity(text.len());
            self.letters.add(text);
            let whole = self.letters.write(text, &[], &mut packed);
            debug_assert!(whole, "every letter has a place, or all places are taken");
            packed
        })
    }

    /// The bytes that a word has in these texts, in `packed` if they are others than its own; `None` when no text has all
    /// of its letters.
    #[must_use]
    pub fn bytes_of<'a>(&self, word: &'a [u8], packed: &'a mut Vec<u8>) -> Option<&'a [u8]> {
        if !self.is_packed() {
            return Some(word);
        }
        packed.clear();
        let word = std::str::from_utf8(word).unwrap_or_default();
        self.letters.write(word, &[], packed).then_some(packed)
    }

    /// Reads bytes of these texts into the end of a text.
    fn read_into(&self, bytes: &[u8], out: &mut String) {
        if self.is_packed() {
            self.letters.read(bytes, out);
        } else {
            out.push_str(std::str::from_utf8(bytes).unwrap_or_default());
        }
    }

    /// A row's text.
    #[must_use]
    pub fn read(&self, row: usize) -> String {
        let mut text = String::new();
        self.read_into(self.bytes(row), &mut text);
        text
    }

    /// A searched line of a row's text, counted from zero, read into a text that is used again.
    pub fn line<'a>(&self, row: usize, at: usize, text: &'a mut String) -> &'a str {
        text.clear();
        self.read_into(line_of(self.bytes(row), at), text);
        text
    }

    /// A line of a row's text as it is shown, counted from zero.
    #[must_use]
    pub fn shown(&self, row: usize, at: usize) -> String {
        let bytes = self.bytes(row);
        let from = memchr::memchr(0, bytes).map_or(0, |end| end + 1);
        let mut text = String::new();
        self.read_into(line_of(&bytes[from..], at), &mut text);
        if from == 0 && at == 0 {
            text.make_ascii_uppercase();
        }
        text
    }
}

/// A line, counted from zero; an empty one behind the last.
fn line_of(mut rest: &[u8], at: usize) -> &[u8] {
    for _ in 0..at {
        rest = memchr::memchr(b'\n', rest).map_or(&[], |end| &rest[end + 1..]);
    }
    memchr::memchr(b'\n', rest).map_or(rest, |end| &rest[..end])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::query::columns::short;
    use crate::query::columns::texts::{NONE, ROWS, first_rows, units};

    /// The rows that the filter lets through for a word, and whether they are exact.
    fn may_hold(texts: &Texts, word: &str) -> (Vec<bool>, bool) {
        let mut of_word = Vec::new();
        units(word.as_bytes(), &mut |unit| of_word.push(unit));
        let (mask, exact) = texts.may_hold(&of_word, first_rows(texts.len()));
        ((0..texts.len()).map(|row| mask[row / 64] >> (row % 64) & 1 == 1).collect(), exact)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn packed_texts_are_read_and_found_as_plain_ones(
            rows in prop::collection::vec("[a-z]{1,3}[0-9]{1,3}\n[退款快递未到账]{0,4}\n(\0[A-Z]1\n[ＡＢ退]{0,2}\n)?", ENOUGH..160),
            changes in prop::collection::vec((0..ENOUGH, "[ab1]{0,3}\n[退新字😀\u{1}]{0,4}\n"), 0..6),
            word in "[退款快新😀ab1]{1,3}",
        ) {
            let mut plain = Texts::new(64);
            for row in &rows {
                plain.push(row);
            }
            plain.reindex();
            let mut packed = plain.clone();
            packed.pack();
            prop_assert!(packed.is_packed() && packed.all().len() < plain.all().len());
            for (row, text) in &changes {
                plain.set(*row, text);
                packed.set(*row, text);
            }
            let (mut bytes, mut line) = (Vec::new(), String::new());
            let wanted = packed.bytes_of(word.as_bytes(), &mut bytes).map(memchr::memmem::Finder::new);
            for row in 0..plain.len() {
                prop_assert_eq!(packed.read(row), plain.text(row));
                prop_assert_eq!(packed.shown(row, 0), plain.shown(row, 0));
                prop_assert_eq!(packed.shown(row, 1), plain.shown(row, 1));
                prop_assert_eq!(packed.line(row, 1, &mut line).to_owned(), plain.line(row, 1, &mut line));
                let found = wanted.as_ref().is_some_and(|word| word.find(packed.bytes(row)).is_some());
                prop_assert_eq!(found, plain.text(row).contains(&word));
            }
            prop_assert_eq!(may_hold(&packed, &word), may_hold(&plain, &word));
            packed.reindex();
            plain.reindex();
            prop_assert!(packed.is_packed());
            prop_assert_eq!(may_hold(&packed, &word), may_hold(&plain, &word));
            packed.unpack();
            prop_assert_eq!(packed, plain);
        }
    }

    #[test]
    fn texts_with_more_letters_than_have_places_are_kept_whole() {
        for size in [3, 17, 60] {
            // Every letter as often as the others, so that no frequency tells which to leave out.
            let letters = |row: usize| (0..size).filter_map(move |n| char::from_u32(0x4e00 + short(row * size + n)));
            let rows: Vec<String> =
                (0..ROWS).map(|row| format!("t{row}\n{}\n", letters(row).collect::<String>())).collect();
            let mut texts = Texts::new(64);
            rows.iter().for_each(|row| texts.push(row));
            texts.pack();
            assert!(texts.is_packed());
            texts.set(7, "退款\u{10ffff}");
            for (at, row) in rows.iter().enumerate().filter(|(at, _)| *at != 7) {
                assert_eq!(&texts.read(at), row);
            }
            assert_eq!(texts.read(7), "退款\u{10ffff}");
        }
    }

    #[test]
    fn few_texts_and_texts_of_plain_characters_are_not_packed() {
        let mut few = Texts::new(64);
        few.push("退款");
        few.pack();
        let mut plain = Texts::new(64);
        for _ in 0..ENOUGH {
            plain.push("refund");
        }
        plain.pack();
        let mut beyond = Texts::new(64);
        for _ in 0..ENOUGH {
            beyond.push("😀");
        }
        beyond.pack();
        assert!(!few.is_packed() && !plain.is_packed() && !beyond.is_packed());
        assert_eq!(beyond.text(9), "😀");
        assert_eq!((few.text(0), plain.text(1)), ("退款", "refund"));
        assert_ne!(few.may_hold(&[], first_rows(1)).0, NONE);
    }
}
