//! What of a shown text to mark: where a query's words were found.

use std::ops::Range;

use super::{Query, What};
use crate::query::columns::texts::lower_into;
use crate::query::pinyin::Pinyin;

impl Query {
    /// The places in a text that its words found, in bytes, in order, without overlaps.
    #[must_use]
    pub fn marks(&self, text: &str, pinyin: Option<&Pinyin>) -> Vec<Range<usize>> {
        let mut marks = Vec::new();
        // The text in lower case and, for each of its bytes, where in the text it comes from.
        let (mut lowered, mut from) = (String::with_capacity(text.len()), Vec::with_capacity(text.len() + 1));
        for (at, c) in text.char_indices() {
            let mut buffer = [0; 4];
            lower_into(c.encode_utf8(&mut buffer), &mut lowered);
            from.resize(lowered.len(), (at, at + c.len_utf8()));
        }
        for part in self.parts.iter().filter(|part| !part.not) {
            let What::Text { text: wanted, exact } = &part.what else { continue };
            let wanted = crate::query::columns::texts::lower(wanted);
            if wanted.is_empty() {
                continue;
            }
            let before = marks.len();
            for (at, found) in lowered.match_indices(&*wanted) {
                marks.push(from[at].0..from[at + found.len() - 1].1);
            }
            if marks.len() == before
                && !exact
                && let Some(found) = pinyin.and_then(|pinyin| pinyin.find(&wanted, text))
            {
                marks.push(found);
            }
        }
        marks.sort_by_key(|mark| (mark.start, mark.end));
        let mut merged: Vec<Range<usize>> = Vec::with_capacity(marks.len());
        for mark in marks {
            match merged.last_mut() {
                Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
                _ => merged.push(mark),
            }
        }
        merged
    }
}
