//! What of a shown text to mark: where a query's words were found.

use std::ops::Range;

use super::{Query, What};
use crate::query::columns::texts::{lower, lower_into};
use crate::query::pinyin::{Pinyin, Sound};

/// A query's words, ready to be marked in many texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marker {
    words: Vec<(String, Option<Sound>)>,
}

impl Marker {
    /// A marker for the words that a query asks for.
    #[must_use]
    pub fn new(query: &Query, pinyin: Option<&Pinyin>) -> Self {
        let wanted = query.parts.iter().filter(|part| !part.not);
        let words = wanted.filter_map(|part| {
            let What::Text { text, exact } = &part.what else { return None };
            let text = lower(text);
            let sound = pinyin.filter(|_| !exact).and_then(|pinyin| pinyin.sound(&text));
            (!text.is_empty()).then_some((text, sound))
        });
        Self { words: words.collect() }
    }

    /// A marker for plain words.
    #[must_use]
    pub fn of_words(text: &str, pinyin: Option<&Pinyin>) -> Self {
        let word = |word: &str| {
            let word = lower(word);
            let sound = pinyin.and_then(|pinyin| pinyin.sound(&word));
            (word, sound)
        };
        Self { words: text.split_whitespace().map(word).collect() }
    }

    /// The places in a text that its words found, in bytes, in order, apart from each other.
    #[must_use]
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        if self.words.is_empty() {
            return Vec::new();
        }
        let mut marks = Vec::new();
        // The text in lower case and, for each of its bytes, where in the text it comes from.
        let (mut lowered, mut from) = (String::with_capacity(text.len()), Vec::with_capacity(text.len() + 1));
        for (at, c) in text.char_indices() {
            lower_into(c.encode_utf8(&mut [0; 4]), &mut lowered);
            from.resize(lowered.len(), (at, at + c.len_utf8()));
        }
        for (word, sound) in &self.words {
            let before = marks.len();
            for (at, found) in lowered.match_indices(&**word) {
                marks.push(from[at].0..from[at + found.len() - 1].1);
            }
            if marks.len() == before {
                marks.extend(sound.as_ref().and_then(|sound| sound.find(text)));
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
