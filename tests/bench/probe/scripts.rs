//! The search for a script without its dialog, among so many as the handbooks' scripts are varied to.

use std::sync::Arc;

use js_sys::Error;
use shouwen::model::pack::Pack;
use shouwen::model::script::Script;
use shouwen::query::pinyin::Pinyin;
use shouwen::query::scripts::{Library, Standing};
use wasm_bindgen::prelude::wasm_bindgen;

use super::store::now;

/// So many answers the search shows.
const MOST: usize = 40;

const PACKS: [&str; 4] = [
    include_str!("../../../public/handbooks/service.json"),
    include_str!("../../../public/handbooks/ecommerce.json"),
    include_str!("../../../public/handbooks/property.json"),
    include_str!("../../../public/handbooks/logistics.json"),
];

/// The handbooks.
///
/// # Errors
/// When one cannot be read.
pub fn packs() -> Result<Vec<Pack>, Error> {
    let read = |text: &&str| serde_json::from_str(text).map_err(|error| Error::new(&error.to_string()));
    PACKS.iter().map(read).collect()
}

/// A library of scripts.
#[wasm_bindgen]
pub struct Scripts {
    all: Vec<Arc<Script>>,
    library: Library,
    pinyin: Pinyin,
    standing: Standing,
    /// How long the library took to make, in milliseconds.
    #[wasm_bindgen(readonly)]
    pub took: f64,
}

#[wasm_bindgen]
impl Scripts {
    /// So many scripts: those of the handbooks, again and again with another number.
    ///
    /// # Errors
    /// When a handbook cannot be read.
    #[wasm_bindgen(constructor)]
    pub fn new(count: usize) -> Result<Self, Error> {
        let mut written: Vec<Script> = Vec::new();
        for pack in packs()? {
            written.extend(
                pack.scripts.into_iter().map(|script| Script { id: [&pack.id, ".", &script.id].concat(), ..script }),
            );
        }
        let varied = |(at, script): (usize, &Script)| {
            let round = at / written.len();
            let mut script = script.clone();
            if round > 0 {
                script.id = format!("{}{round}", script.id);
                script.code = format!("{}{round}", script.code);
                script.title = format!("{}（{round}）", script.title);
            }
            Arc::new(script)
        };
        let all: Vec<Arc<Script>> = written.iter().cycle().take(count).enumerate().map(varied).collect();
        let pinyin = Pinyin::parse(include_str!("../../../public/pinyin.txt"));
        let start = now();
        let library = Library::new(all.iter().cloned());
        let took = now() - start;
        let standing =
            Standing { kind: "ecommerce.refund".to_owned(), state: "agreed".to_owned(), channel: "phone".to_owned() };
        Ok(Self { all, library, pinyin, standing, took })
    }

    /// What others search: a text for each script.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        let text = |script: &Arc<Script>| {
            let answers = script.answers.iter().flat_map(|answer| [&*answer.when, &*answer.text]);
            let parts = [&*script.code, &*script.title, &*script.question].into_iter().chain(answers);
            parts.chain(script.steps.iter().map(String::as_str)).collect::<Vec<_>>().join("\n")
        };
        self.all.iter().map(text).collect()
    }

    /// What people type: the beginning and a piece of titles, a piece of an answer; for `sounds` codes and sounds.
    #[must_use]
    pub fn typed(&self, sounds: bool) -> Vec<String> {
        let piece = |text: &str, from: usize, count: usize| text.chars().skip(from).take(count).collect::<String>();
        let of = |script: &Arc<Script>| {
            if sounds {
                return vec![script.code.clone(), self.pinyin.full(&piece(&script.title, 0, 2), false)];
            }
            vec![piece(&script.title, 0, 2), piece(&script.title, 1, 2), piece(script.first(), 2, 2)]
        };
        let all = self.all.iter().step_by(self.all.len() / 50).flat_map(of);
        all.filter(|text| text.chars().count() > 1 && text.chars().all(char::is_alphanumeric)).collect()
    }

    /// From the key to the first answers, ranked for an open ticket, in milliseconds; and how many there are.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<f64> {
        let start = now();
        let found = self.library.find(text, Some(&self.standing), &|_| Some(0), Some(&self.pinyin), MOST);
        let count = u32::try_from(found.len()).map_or(f64::NAN, f64::from);
        vec![now() - start, count]
    }
}
