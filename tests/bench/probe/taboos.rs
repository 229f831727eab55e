//! Words never to say, looked for at each key, without the field they are typed into.

use std::sync::Arc;

use js_sys::Error;
use shouwen::model::taboo::Taboo;
use shouwen::query::taboos::{Taboos, utf16};
use wasm_bindgen::prelude::wasm_bindgen;

use super::scripts::packs;

/// A list of words never to say, and something to write.
#[wasm_bindgen]
pub struct Words {
    list: Vec<Taboo>,
    ready: Taboos,
    /// The same, none of them ever harmless.
    plain: Taboos,
    text: String,
}

#[wasm_bindgen]
impl Words {
    /// The handbooks' first words and patterns, so many of them; the text is what their scripts say.
    ///
    /// # Errors
    /// When a handbook cannot be read.
    #[wasm_bindgen(constructor)]
    pub fn new(count: usize) -> Result<Self, Error> {
        let (mut list, mut left, mut text) = (Vec::new(), count, String::new());
        for pack in packs()? {
            for taboo in pack.taboos {
                let words: Vec<String> = taboo.words.iter().take(left).cloned().collect();
                left -= words.len();
                if !words.is_empty() {
                    list.push(Taboo { words, ..taboo });
                }
            }
            text.extend(pack.scripts.iter().flat_map(|script| &script.answers).map(|answer| &*answer.text));
        }
        let ready = |list: &[Taboo]| Taboos::new(list.iter().cloned().map(Arc::new).collect());
        let plain: Vec<Taboo> = list.iter().map(|taboo| Taboo { except: Vec::new(), ..taboo.clone() }).collect();
        Ok(Self { ready: ready(&list), plain: ready(&plain), list, text })
    }

    /// The words and patterns.
    #[must_use]
    pub fn list(&self) -> Vec<String> {
        self.list.iter().flat_map(|taboo| taboo.words.iter().cloned()).collect()
    }

    /// A text of so many letters in which every word of the list stands once in so many letters; a pattern with a letter
    /// in its gap.
    #[must_use]
    pub fn written(&self, letters: usize, every: usize) -> String {
        let mut words = self.list.iter().flat_map(|taboo| &taboo.words).step_by(7).cycle();
        let mut made = String::new();
        let mut said = self.text.chars();
        while made.chars().count() < letters {
            made.extend(said.by_ref().take(every));
            made.push('，');
            made.extend(words.next().map(|word| word.replace('*', "的")));
            made.push('，');
        }
        made.chars().take(letters).collect()
    }

    /// What the app does at a key: how many words stand in a text, those that are harmless there left out.
    #[must_use]
    pub fn find(&self, text: &str) -> usize {
        self.ready.find(text).len()
    }

    /// Where words stand in a text, harmless or not: where each begins and ends, as the browser counts.
    #[must_use]
    pub fn places(&self, text: &str) -> Vec<u32> {
        let places = self.plain.find(text).into_iter().map(|hit| hit.place);
        places.flat_map(|place| [utf16(text, place.from), utf16(text, place.to)]).collect()
    }
}
