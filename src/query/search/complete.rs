//! What could be typed next: terms, and after a colon the values that tickets have.

use std::cmp::Reverse;
use std::ops::Range;

use super::parse::pieces;
use super::write::quote;
use super::{DAYS, FIELDS, Field, IS, ME, MOMENTS, NOBODY, PRIORITIES, Tongue, Words, term};
use crate::query::columns::Columns;
use crate::query::columns::facts::{CHANNELS, Lookup};
use crate::query::columns::page::Column;
use crate::query::columns::texts::{each, lower};
use crate::query::pinyin::{Pinyin, Sound};

/// Something that could be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What replaces the piece at the cursor.
    pub text: String,
    /// What is shown of it.
    pub name: String,
    /// Something must follow it: the cursor stays behind it without a space.
    pub open: bool,
}

/// What could stand at the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// What of the text is replaced, in bytes.
    pub range: Range<usize>,
    /// The candidates, best first.
    pub candidates: Vec<Candidate>,
}

/// What is asked.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// The text of the box.
    pub text: &'a str,
    /// Where the cursor is, in bytes.
    pub cursor: usize,
    /// The language in which terms are offered.
    pub tongue: Tongue,
    /// The most candidates.
    pub most: usize,
}

/// The candidates at the cursor: terms that begin so, or after a known term and a colon the values that fit, found by
/// their sound as well.
#[must_use]
pub fn complete(asking: Asking<'_>, columns: &Columns, lookup: &dyn Lookup, pinyin: Option<&Pinyin>) -> Completion {
    let Asking { text, cursor, tongue, most } = asking;
    let Some(before) = text.get(..cursor) else { return Completion::default() };
    let piece = pieces(before).into_iter().last().filter(|piece| piece.range.end == cursor);
    let Some(piece) = piece else {
        return Completion { range: cursor..cursor, candidates: terms("", tongue, pinyin, most) };
    };
    let typed = piece.values.last().map_or("", String::as_str);
    let candidates = match &piece.name {
        None if piece.quoted => Vec::new(),
        None => terms(typed, tongue, pinyin, most),
        Some(name) => {
            let mut found = Fits::new(typed, pinyin);
            if let Some(field) = term(&FIELDS, name) {
                values(field, tongue, columns, lookup, &mut found);
            } else if term(&MOMENTS, name).is_some() {
                for (_, words) in &DAYS {
                    found.offer(words.0[tongue as usize]);
                }
            }
            found.best(most).into_iter().map(value_candidate).collect()
        }
    };
    Completion { range: piece.last..cursor, candidates }
}

fn value_candidate(name: String) -> Candidate {
    let mut text = String::new();
    if name.contains(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、')) {
        quote(&name, &mut text);
    } else {
        text.clone_from(&name);
    }
    Candidate { text, name, open: false }
}

/// Names that fit what is typed, how well, how many tickets have them, and in which order they came.
struct Fits {
    typed: String,
    sound: Option<Sound>,
    found: Vec<(u8, usize, String)>,
}

impl Fits {
    fn new(typed: &str, pinyin: Option<&Pinyin>) -> Self {
        let typed = lower(typed);
        Self { sound: pinyin.and_then(|pinyin| pinyin.sound(&typed)), typed, found: Vec::new() }
    }

    fn offer(&mut self, name: &str) {
        self.offer_used(name, 0);
    }

    /// Offers a name that so many tickets have; of those that fit equally well the most used come first.
    fn offer_used(&mut self, name: &str, uses: usize) {
        let lowered = lower(name);
        let rank = if lowered.starts_with(&self.typed) {
            0
        } else if lowered.contains(&self.typed) {
            1
        } else if self.sound.as_ref().is_some_and(|sound| sound.matches(name)) {
            2
        } else {
            return;
        };
        match self.found.iter_mut().find(|(.., known)| known == name) {
            Some((_, known_uses, _)) => *known_uses += uses,
            None if name.is_empty() => {}
            None => self.found.push((rank, uses, name.to_owned())),
        }
    }

    fn best(mut self, most: usize) -> Vec<String> {
        self.found.sort_by_key(|(rank, uses, _)| (*rank, Reverse(*uses)));
        self.found.into_iter().take(most).map(|(.., name)| name).collect()
    }
}

fn terms(typed: &str, tongue: Tongue, pinyin: Option<&Pinyin>, most: usize) -> Vec<Candidate> {
    let mut found = Fits::new(typed, pinyin);
    let all_words = |words: &Words| words.0.iter().chain(words.1).any(|word| lower(word).starts_with(&found.typed));
    let mut by_other_names = Vec::new();
    let mut names = Vec::new();
    let mut add = |words: &Words, colon: bool| {
        let mut name = words.0[tongue as usize].to_owned();
        if !typed.is_empty() && all_words(words) {
            by_other_names.push(names.len());
        }
        if colon {
            name.push(':');
        }
        names.push((name, colon));
    };
    for (_, words) in &FIELDS {
        add(words, true);
    }
    for (_, words) in &IS {
        add(words, false);
    }
    for (_, words) in &DAYS {
        add(words, false);
    }
    for (_, words) in &MOMENTS {
        add(words, true);
    }
    for (name, _) in &names {
        found.offer(name);
    }
    let mut best = found.best(names.len());
    for at in by_other_names {
        if !best.contains(&names[at].0) {
            best.push(names[at].0.clone());
        }
    }
    best.truncate(most);
    best.into_iter().map(|name| Candidate { open: name.ends_with(':'), text: name.clone(), name }).collect()
}

/// How many tickets have each number of a column; endless.
fn uses(columns: &Columns, column: Column) -> impl Iterator<Item = usize> {
    let mut uses = Vec::new();
    for page in columns.pages() {
        each(&page.live, &mut |row| {
            let number = page.get(row, column) as usize;
            if number >= uses.len() {
                uses.resize(number + 1, 0);
            }
            uses[number] += 1;
        });
    }
    uses.into_iter().chain(std::iter::repeat(0))
}

fn values(field: Field, tongue: Tongue, columns: &Columns, lookup: &dyn Lookup, found: &mut Fits) {
    let tongue = tongue as usize;
    match field {
        Field::State | Field::Kind => {
            for (status, uses) in columns.statuses().all().zip(uses(columns, Column::Status)) {
                let kind = lookup.kind(status.kind);
                let name = match field {
                    Field::Kind => kind.map(|kind| &*kind.name),
                    _ => kind.and_then(|kind| kind.state(status.state)).map(crate::model::kind::State::short),
                };
                found.offer_used(name.unwrap_or_default(), uses);
            }
        }
        Field::Owner | Field::First => {
            found.offer(ME[tongue]);
            if field == Field::Owner {
                found.offer(NOBODY[tongue]);
            }
            for id in columns.people() {
                found.offer(lookup.agent(id).unwrap_or_default());
            }
        }
        Field::Channel => {
            for (id, uses) in columns.channels().zip(uses(columns, Column::Channel)) {
                found.offer_used(lookup.item(CHANNELS, id).unwrap_or_default(), uses);
            }
        }
        Field::Priority => {
            for names in PRIORITIES.iter().rev() {
                found.offer(names[tongue]);
            }
        }
        Field::Tag => {
            for tag in columns.tags() {
                found.offer(&lookup.by_steps(tag));
            }
        }
        Field::Customer => {
            // Many: only those that what is typed begins to name.
            if found.typed.is_empty() {
                return;
            }
            let customers = columns.customers();
            for number in customers.known() {
                if found.found.len() > 64 {
                    break;
                }
                found.offer(
                    &customers.get(number).map(super::super::columns::customers::CustomerRow::name).unwrap_or_default(),
                );
            }
        }
    }
}
