//! Finding scripts (F8): by code, by words in any order, by sound; what fits the open ticket comes first.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use memchr::memmem::Finder;

use super::grid::Grid;
use super::pinyin::{Pinyin, Sound};
use crate::model::library::{Owner, whole_kind};
use crate::model::script::Script;
use crate::model::words::Words;

/// The ticket beside which scripts are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Its kind, `pack.kind`.
    pub kind: String,
    /// Its state.
    pub state: String,
    /// Its channel.
    pub channel: String,
}

impl Standing {
    /// How well a script of that id, `pack.script`, fits: 0 to `FITS`.
    fn fit(&self, id: &str, script: &Script) -> u32 {
        let said = script.channels.is_empty() || script.channels.contains(&self.channel);
        let mut of_kind = script.fits.iter().filter(|fit| whole_kind(id, &fit.kind) == self.kind).peekable();
        let place = if of_kind.peek().is_none() {
            let near = match Owner::of(id) {
                Owner::Pack(pack) => self.kind.split('.').next() == Some(pack),
                Owner::Team | Owner::Agent(_) => script.fits.is_empty(),
            };
            u32::from(near) * NEAR
        } else if of_kind.any(|fit| fit.states.is_empty() || fit.states.contains(&self.state)) {
            FITS - 20
        } else {
            FITS / 4 * 3
        };
        place + u32::from(said) * 20
    }
}

/// What a script gains that fits in every way.
const FITS: u32 = 200;
/// What one gains that is of the ticket's pack or for every kind: more than by being used, so that of two packs' scripts
/// of the same code the open ticket's comes first.
const NEAR: u32 = 110;
/// What a script gains at most by being used.
const USED: u32 = 80;

/// What a script gains that was used so often, the last time so many days ago.
#[must_use]
pub fn gain(times: u32, days: i64) -> u32 {
    let lately = match days {
        ..=1 => 20,
        2..=7 => 12,
        8..=30 => 6,
        _ => 0,
    };
    if times == 0 { 0 } else { times.saturating_mul(4).min(USED - 20) + lately }
}

/// Of each of some scripts in turn, whether another among them has its code or its title.
#[must_use]
pub fn twins<'a>(scripts: impl Iterator<Item = &'a Script> + Clone) -> Vec<bool> {
    let names = |script: &'a Script| [("code", &*script.code), ("title", &*script.title)];
    let mut times: HashMap<(&str, &str), usize> = HashMap::new();
    for name in scripts.clone().flat_map(names) {
        *times.entry(name).or_default() += 1;
    }
    let is_twin = |name: &(&str, &str)| !name.1.is_empty() && times.get(name).is_some_and(|times| *times > 1);
    scripts.map(|script| names(script).iter().any(is_twin)).collect()
}

/// How well a word is matched, by where it stands.
mod place {
    pub const CODE: u32 = 900;
    pub const CODE_BEGINS: u32 = 600;
    pub const TITLE_BEGINS: u32 = 500;
    pub const TITLE: u32 = 400;
    pub const SOUND: u32 = 300;
    pub const QUESTION: u32 = 250;
    pub const TEXT: u32 = 100;
}

/// All scripts, ready to be searched.
#[derive(Debug, Default)]
pub struct Library {
    scripts: Vec<Prepared>,
    grid: Grid,
    words: Option<Rc<dyn Words>>,
}

#[derive(Debug)]
struct Prepared {
    /// `pack.script`.
    id: String,
    /// As it is shown.
    script: Arc<Script>,
    /// In lower case; where it is shown otherwise than it is written, both, a line each.
    title: String,
    question: String,
    /// Title, question, answers and steps.
    all: String,
}

/// A word that is looked for.
struct Word {
    text: String,
    finder: Finder<'static>,
    sound: Option<Sound>,
}

impl Library {
    /// Makes scripts ready. Their ids are `pack.script`.
    #[must_use]
    pub fn new(scripts: impl Iterator<Item = Arc<Script>>) -> Self {
        Self::with_words(scripts.map(|script| (script.clone(), script)), None)
    }

    /// Makes scripts ready, each as it is shown and as it is written; `words` is how what is written is shown: what is
    /// typed in either way finds both.
    #[must_use]
    pub fn with_words(scripts: impl Iterator<Item = (Arc<Script>, Arc<Script>)>, words: Option<Rc<dyn Words>>) -> Self {
        let both = |text: String| match &words {
            Some(words) => {
                let shown = words.of(&text);
                if shown == text { text } else { [&*text, "\n", &shown].concat() }
            }
            None => text,
        };
        let prepare = |(script, written): (Arc<Script>, Arc<Script>)| {
            let (title, question) = (written.title.to_lowercase(), written.question.to_lowercase());
            let mut all = [&title, "\n", &question, "\n"].concat();
            let parts = written.answers.iter().flat_map(|answer| [&answer.text, &answer.when]).chain(&written.steps);
            for part in parts {
                all.push_str(&part.to_lowercase());
                all.push('\n');
            }
            Prepared { id: script.id.clone(), title: both(title), question: both(question), all: both(all), script }
        };
        let scripts: Vec<Prepared> = scripts.map(prepare).collect();
        let grid = Grid::new(scripts.iter().map(|script| [&*script.all, &*script.script.code]));
        Self { scripts, grid, words }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.scripts.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scripts.is_empty()
    }

    /// The scripts that a text finds, the best first, at most so many; of no text all. `used` says how much one gains, up
    /// to `USED`, by having been used by whoever looks for it; nothing for one that they do not see.
    #[must_use]
    pub fn find(
        &self,
        text: &str,
        standing: Option<&Standing>,
        used: &dyn Fn(&str) -> Option<u32>,
        pinyin: Option<&Pinyin>,
        most: usize,
    ) -> Vec<Arc<Script>> {
        let text = text.to_lowercase();
        let word = |text: &str| Word {
            finder: Finder::new(text).into_owned(),
            sound: pinyin.and_then(|pinyin| pinyin.sound(text)),
            text: text.to_owned(),
        };
        let forms = |typed: &str| {
            let shown = self.words.as_ref().map(|words| words.of(typed)).filter(|shown| shown != typed);
            std::iter::once(word(typed)).chain(shown.as_deref().map(word)).collect()
        };
        let words: Vec<Vec<Word>> = text.split_whitespace().map(forms).collect();
        let mut found: Vec<(Reverse<u32>, usize)> = Vec::new();
        let mut look = |at: usize| {
            let script = self.scripts.get(at)?;
            let score = script.score(&words)?;
            let used = used(&script.id)?;
            let fit = standing.map_or(0, |standing| standing.fit(&script.id, &script.script));
            found.push((Reverse(score + fit + used.min(USED)), at));
            Some(())
        };
        match self.candidates(&words) {
            Some(candidates) => {
                for (place, mut bits) in candidates.into_iter().enumerate() {
                    while bits != 0 {
                        let _ = look(place * 64 + usize::try_from(bits.trailing_zeros()).unwrap_or(0));
                        bits &= bits - 1;
                    }
                }
            }
            None => {
                for at in 0..self.scripts.len() {
                    let _ = look(at);
                }
            }
        }
        if most < found.len() {
            found.select_nth_unstable(most);
            found.truncate(most);
        }
        found.sort_unstable();
        found.into_iter().filter_map(|(_, at)| Some(self.scripts.get(at)?.script.clone())).collect()
    }

    /// The scripts that may hold all the words; nothing when they can be matched otherwise, by code or by sound.
    fn candidates(&self, words: &[Vec<Word>]) -> Option<Vec<u64>> {
        let mut all: Option<Vec<u64>> = None;
        for forms in words {
            if forms.iter().any(|word| word.sound.is_some() || word.text.bytes().any(|byte| byte < 0x80)) {
                continue;
            }
            let mut of_word = vec![0; self.scripts.len().div_ceil(64)];
            for word in forms {
                for (all, more) in of_word.iter_mut().zip(self.grid.may_hold(&word.text)) {
                    *all |= more;
                }
            }
            match &mut all {
                Some(all) => all.iter_mut().zip(of_word).for_each(|(all, bits)| *all &= bits),
                None => all = Some(of_word),
            }
        }
        all
    }
}

impl Prepared {
    /// How well the words are matched; nothing when one of them is not.
    fn score(&self, words: &[Vec<Word>]) -> Option<u32> {
        let best = |forms: &Vec<Word>| forms.iter().filter_map(|word| self.word(word)).max();
        let total = words.iter().try_fold(0, |total, forms| Some(total + best(forms)?))?;
        Some(total / u32::try_from(words.len().max(1)).unwrap_or(1))
    }

    fn word(&self, word: &Word) -> Option<u32> {
        let text = &*word.text;
        let code = &*self.script.code;
        let holds = |part: &str| word.finder.find(part.as_bytes()).is_some();
        // Most scripts do not hold it anywhere: one look.
        let anywhere = holds(&self.all);
        let best = if code == text {
            place::CODE
        } else if code.starts_with(text) {
            place::CODE_BEGINS
        } else if anywhere && self.title.lines().any(|title| title.starts_with(text)) {
            place::TITLE_BEGINS
        } else if anywhere && holds(&self.title) {
            place::TITLE
        } else if word.sound.as_ref().is_some_and(|sound| sound.matches(&self.title)) {
            place::SOUND
        } else if anywhere && holds(&self.question) {
            place::QUESTION
        } else if anywhere {
            place::TEXT
        } else {
            return None;
        };
        Some(best)
    }
}

#[cfg(test)]
mod tests;
