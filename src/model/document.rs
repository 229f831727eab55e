//! Documents: an id and an append-only log. Merging is the union of the logs.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::change::{Change, Known};
use super::stamp::Stamp;

/// A document's id: its kind, a hyphen and a ULID (`ticket-01J…`), or a fixed name for what comes with a pack.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocId(Box<str>);

impl DocId {
    /// An id from its text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// A new id: 48 bits of time, 80 of chance, as a ULID in lower case.
    #[must_use]
    pub fn mint(kind: &str, now: u64, random: u128) -> Self {
        const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        let bits = u128::from(now) << 80 | random & ((1 << 80) - 1);
        let mut text = String::with_capacity(kind.len() + 27);
        text.push_str(kind);
        text.push('-');
        for i in (0..26).rev() {
            text.push(char::from(DIGITS[(bits >> (5 * i) & 31) as usize]));
        }
        Self(text.into())
    }

    /// The id of something that comes with a pack or exists once: the same on every device.
    #[must_use]
    pub fn fixed(kind: &str, name: &str) -> Self {
        Self(format!("{kind}-{name}").into())
    }

    /// The whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What kind of document it is: the part before the hyphen.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.hyphen().map_or("", |at| &self.0[..at])
    }

    /// The part after the hyphen.
    #[must_use]
    pub fn name(&self) -> &str {
        self.hyphen().map_or(&*self.0, |at| &self.0[at + 1..])
    }

    fn hyphen(&self) -> Option<usize> {
        // Byte by byte, since it stands near the beginning and is asked for very often.
        self.0.bytes().position(|byte| byte == b'-')
    }
}

impl fmt::Display for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One entry of a log: when, who, what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When, and on which device. Unique.
    pub stamp: Stamp,
    /// The agent's id.
    pub by: String,
    /// What happened.
    pub change: Change,
}

/// A document: an id and its log, ordered by stamp, without duplicates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Read")]
pub struct Document {
    /// Its id.
    pub id: DocId,
    log: Vec<Entry>,
}

/// A document as it is read: nothing is known of the order of its entries.
#[derive(Deserialize)]
struct Read {
    id: DocId,
    log: Vec<Entry>,
}

impl From<Read> for Document {
    fn from(read: Read) -> Self {
        Self::new(read.id, read.log)
    }
}

impl Document {
    /// A document with the given entries, in any order, repeated or not.
    #[must_use]
    pub fn new(id: DocId, entries: Vec<Entry>) -> Self {
        let mut document = Self { id, log: entries };
        document.tidy();
        document
    }

    /// Its entries, ordered by stamp.
    #[must_use]
    pub fn log(&self) -> &[Entry] {
        &self.log
    }

    /// Its entries, ordered by stamp, and nothing else of it.
    #[must_use]
    pub fn into_log(self) -> Vec<Entry> {
        self.log
    }

    /// The entry of that stamp.
    #[must_use]
    pub fn entry(&self, stamp: Stamp) -> Option<&Entry> {
        self.log.binary_search_by_key(&stamp, |entry| entry.stamp).ok().map(|at| &self.log[at])
    }

    /// Takes in entries from anywhere: the union of the logs. Says whether anything was new.
    pub fn merge(&mut self, entries: impl IntoIterator<Item = Entry>) -> bool {
        let before = self.log.clone();
        self.log.extend(entries);
        self.tidy();
        self.log != before
    }

    /// Orders the log, drops duplicates, and removes the content of what is redacted.
    fn tidy(&mut self) {
        if !self.log.is_sorted_by(|a, b| a.stamp < b.stamp) {
            self.log.sort_by(|a, b| a.stamp.cmp(&b.stamp).then_with(|| rank(a, b)));
            self.log.dedup_by(|b, a| a.stamp == b.stamp);
        }
        if redacted(&self.log).next().is_none() {
            return;
        }
        let gone: HashSet<Stamp> = redacted(&self.log).copied().collect();
        for entry in self.log.iter_mut().filter(|entry| gone.contains(&entry.stamp)) {
            entry.change = entry.change.blank();
        }
    }
}

/// The stamps that redactions name.
fn redacted(log: &[Entry]) -> impl Iterator<Item = &Stamp> {
    log.iter()
        .filter_map(|entry| match &entry.change {
            Change::Known(Known::Redacted { what, .. }) => Some(what),
            _ => None,
        })
        .flatten()
}

/// Two different entries under one stamp are a fault somewhere else; every device then keeps the same one. What a
/// redaction leaves decides first, so that the choice is the same before and after it.
fn rank(a: &Entry, b: &Entry) -> Ordering {
    if a == b {
        return Ordering::Equal;
    }
    let text = |entry: &Entry| serde_json::to_string(entry).unwrap_or_default();
    let blank = |entry: &Entry| text(&Entry { change: entry.change.blank(), ..entry.clone() });
    blank(a).cmp(&blank(b)).then_with(|| text(a).cmp(&text(b)))
}
