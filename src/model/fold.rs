//! The current state of a document: a pure function of its log, whatever the order of arrival.
//!
//! Every replacing change names in `over` the stamps it saw. What an effective change has seen, directly or through
//! others, is replaced, whatever the clocks say; what nobody has seen stays live beside it. Two live values that
//! differ are a conflict: the later stamp shows, both are kept, a person settles it by setting over both.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::change::{Change, Known, Outcome};
use super::document::{Document, Entry};
use super::stamp::Stamp;
use super::value::Value;

/// The register of a ticket's state.
pub const STATE: &str = "@state";
/// The register of a ticket's owner.
pub const OWNER: &str = "@owner";
/// The set of a ticket's tags.
pub const TAGS: &str = "tags";
/// The set of a ticket's links, items of the form `relation:document`.
pub const LINKS: &str = "links";

/// A value that nothing has replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Live {
    /// When it was set.
    pub stamp: Stamp,
    /// By whom.
    pub by: String,
    /// What it is; empty when redacted.
    pub value: Value,
}

/// What a register holds: its live values, latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register(Vec<Live>);

impl Register {
    /// The value that shows.
    #[must_use]
    pub fn value(&self) -> &Value {
        self.0.first().map_or(&Value::Empty, |live| &live.value)
    }

    /// The live values, latest first.
    #[must_use]
    pub fn live(&self) -> &[Live] {
        &self.0
    }

    /// The stamps a new value must name to replace all it saw.
    #[must_use]
    pub fn stamps(&self) -> Vec<Stamp> {
        self.0.iter().map(|live| live.stamp).collect()
    }

    /// Puts other values in the place of live ones; those of which `change` says nothing stay.
    pub fn change(&mut self, change: &dyn Fn(&Live) -> Option<Value>) {
        for live in &mut self.0 {
            if let Some(value) = change(live) {
                live.value = value;
            }
        }
    }

    /// Whether two people set different values without seeing each other's.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.0.iter().any(|live| live.value != self.0[0].value)
    }
}

/// How and when a document began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The entry.
    pub stamp: Stamp,
    /// Who opened it: the first owner of a ticket (A15).
    pub by: String,
    /// A ticket's kind.
    pub kind: String,
    /// A ticket's number.
    pub number: String,
    /// When, in milliseconds.
    pub at: u64,
}

/// A promise to the customer (A18).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The entry.
    pub stamp: Stamp,
    /// Who promised.
    pub by: String,
    /// What.
    pub text: String,
    /// By when, in milliseconds.
    pub due: u64,
    /// How it ended, and when.
    pub outcome: Option<(Outcome, Stamp)>,
}

/// A file on a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The entry.
    pub stamp: Stamp,
    /// SHA-256 of its bytes, in hex.
    pub hash: String,
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media: String,
    /// Its size in bytes.
    pub size: u64,
    /// The photo field it belongs to; empty for the ticket itself.
    pub field: String,
}

/// The state of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fold {
    /// How it began; `None` when that is not known yet or was taken back.
    pub opening: Option<Opening>,
    /// Its opening was taken back: it is out of sight, not gone.
    pub withdrawn: bool,
    /// Its registers.
    pub registers: BTreeMap<String, Register>,
    /// Its sets: each item with the stamps that added it.
    pub sets: BTreeMap<String, BTreeMap<String, Vec<Stamp>>>,
    /// The states a ticket has come into, in order, each with the entry that brought it there.
    pub entered: Vec<(String, Stamp)>,
    /// What was promised, in order.
    pub promises: Vec<Promise>,
    /// Its files.
    pub attachments: Vec<Attachment>,
    /// Entries that were taken back.
    pub undone: HashSet<Stamp>,
    /// Entries whose content was removed, each with the redaction that did.
    pub redacted: HashMap<Stamp, Stamp>,
    /// How many entries need a newer app.
    pub newer: usize,
    /// The latest entry that says more than that somebody looked.
    pub last: Option<Stamp>,
}

impl Fold {
    /// The state of a document.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let log = document.log();
        let undone = undone(log);
        let superseded = superseded(log, &undone);
        let mut fold = Self { last: last(log), ..Self::default() };
        for (at, entry) in log.iter().enumerate() {
            match &entry.change {
                Change::Unknown(_) => fold.newer += 1,
                Change::Known(Known::Redacted { what, .. }) => {
                    for stamp in what {
                        fold.redacted.entry(*stamp).or_insert(entry.stamp);
                    }
                }
                Change::Known(known) => {
                    let superseded = superseded.get(at).copied().unwrap_or_default();
                    fold.apply(entry, known, undone.contains(&entry.stamp), superseded);
                }
            }
        }
        for (name, register) in &mut fold.registers {
            register.0.sort_by_key(|live| std::cmp::Reverse(live.stamp));
            debug_assert!(!name.is_empty());
        }
        fold.settle_promises();
        let removed: HashSet<&Stamp> = removals(log, &undone).collect();
        for set in fold.sets.values_mut() {
            set.retain(|_, stamps| {
                stamps.retain(|stamp| !removed.contains(stamp));
                !stamps.is_empty()
            });
        }
        fold.undone = undone;
        fold
    }

    fn apply(&mut self, entry: &Entry, known: &Known, undone: bool, superseded: bool) {
        let stamp = entry.stamp;
        let live = !undone && !superseded;
        let mut put = |name: &str, value: Value| {
            if live {
                let register = self.registers.entry(name.to_owned()).or_default();
                register.0.push(Live { stamp, by: entry.by.clone(), value });
            }
        };
        match known {
            Known::Set { field, value, .. } => put(field, value.clone()),
            Known::Moved { step, to, over } => {
                put(STATE, Value::Text(to.clone()));
                // Two who took the same step at once came into the state once; settling between states enters none.
                let same = self.entered.last().is_some_and(|(state, last)| state == to && !over.contains(last));
                let settles = step.is_empty() && over.len() > 1;
                if !undone && !same && !settles {
                    self.entered.push((to.clone(), stamp));
                }
            }
            Known::Assigned { to, .. } => put(OWNER, Value::text(to)),
            Known::Settled { promise, outcome, .. } => put(&outcome_register(*promise), Value::Int(*outcome as i64)),
            _ if undone => self.withdrawn |= matches!(known, Known::Opened { .. }) && self.opening.is_none(),
            Known::Opened { kind, number, at } => {
                self.withdrawn = false;
                self.opening.get_or_insert_with(|| Opening {
                    stamp,
                    by: entry.by.clone(),
                    kind: kind.clone(),
                    number: number.clone(),
                    at: at.unwrap_or(stamp.millis),
                });
            }
            Known::Promised { text, due } => self.promises.push(Promise {
                stamp,
                by: entry.by.clone(),
                text: text.clone(),
                due: *due,
                outcome: None,
            }),
            Known::Added { set, item } => {
                self.sets.entry(set.clone()).or_default().entry(item.clone()).or_default().push(stamp);
            }
            Known::Attached { hash, name, media, size, field } if !hash.is_empty() => {
                self.attachments.push(Attachment {
                    stamp,
                    hash: hash.clone(),
                    name: name.clone(),
                    media: media.clone(),
                    size: *size,
                    field: field.clone(),
                });
            }
            _ => {}
        }
    }

    fn settle_promises(&mut self) {
        for promise in &mut self.promises {
            let register = self.registers.remove(&outcome_register(promise.stamp));
            promise.outcome = register.and_then(|register| {
                let live = register.0.first()?;
                let outcome = match live.value {
                    Value::Int(0) => Outcome::Kept,
                    Value::Int(1) => Outcome::Broken,
                    _ => Outcome::Moved,
                };
                Some((outcome, live.stamp))
            });
        }
    }

    /// A register; an empty one when nothing was ever set.
    #[must_use]
    pub fn register(&self, name: &str) -> &Register {
        static EMPTY: Register = Register(Vec::new());
        self.registers.get(name).unwrap_or(&EMPTY)
    }

    /// The value of a register.
    #[must_use]
    pub fn value(&self, name: &str) -> &Value {
        self.register(name).value()
    }

    /// The text of a register, or an empty one.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.value(name).as_str()
    }

    /// The items of a set, in order of their text.
    pub fn items(&self, set: &str) -> impl Iterator<Item = &str> {
        self.sets.get(set).into_iter().flat_map(|items| items.keys().map(String::as_str)).filter(|i| !i.is_empty())
    }

    /// The registers in which two people disagree.
    pub fn conflicts(&self) -> impl Iterator<Item = &str> {
        self.registers.iter().filter(|(_, register)| register.is_conflict()).map(|(name, _)| name.as_str())
    }

    /// A set of a register over everything it holds.
    #[must_use]
    pub fn set(&self, field: &str, value: Value) -> Known {
        Known::Set { field: field.to_owned(), value, over: self.register(field).stamps() }
    }

    /// Whether an entry still counts: neither taken back nor redacted.
    #[must_use]
    pub fn counts(&self, stamp: Stamp) -> bool {
        !self.undone.contains(&stamp) && !self.redacted.contains_key(&stamp)
    }

    /// The latest time of the log, in milliseconds.
    #[must_use]
    pub fn changed_at(&self) -> u64 {
        self.last.map_or(0, |stamp| stamp.millis)
    }
}

fn outcome_register(promise: Stamp) -> String {
    format!("@promise.{promise}")
}

fn last(log: &[Entry]) -> Option<Stamp> {
    log.iter().rev().find(|entry| !entry.change.is_look()).map(|entry| entry.stamp)
}

/// The entries taken back. An undoing that was itself undone does not count, and that somebody looked stays as it is. Only an undoing must be earlier than the one
/// that takes it back, lest they go in a circle; anything else may bear the stamp of a clock that was fast.
fn undone(log: &[Entry]) -> HashSet<Stamp> {
    let undoing = |entry: &&Entry| matches!(entry.change, Change::Known(Known::Undone { .. }));
    let undoings: HashSet<Stamp> = log.iter().filter(undoing).map(|entry| entry.stamp).collect();
    let mut undone = HashSet::new();
    for entry in log.iter().rev() {
        if let Change::Known(Known::Undone { what }) = &entry.change
            && !undone.contains(&entry.stamp)
        {
            undone.extend(what.iter().copied().filter(|stamp| *stamp < entry.stamp || !undoings.contains(stamp)));
        }
    }
    if !undone.is_empty() {
        for look in log.iter().filter(|entry| entry.change.is_look()) {
            undone.remove(&look.stamp);
        }
    }
    undone
}

/// Which entries an effective one has replaced, directly or through others, by their places in the log.
fn superseded(log: &[Entry], undone: &HashSet<Stamp>) -> Vec<bool> {
    let mut superseded = Vec::new();
    let mut todo: Vec<Stamp> = Vec::new();
    for entry in log.iter().filter(|entry| !undone.contains(&entry.stamp)) {
        todo.extend_from_slice(entry.change.over());
    }
    if !todo.is_empty() {
        superseded.resize(log.len(), false);
    }
    while let Some(stamp) = todo.pop() {
        if let Ok(at) = log.binary_search_by_key(&stamp, |entry| entry.stamp)
            && !superseded[at]
        {
            superseded[at] = true;
            todo.extend_from_slice(log[at].change.over());
        }
    }
    superseded
}

fn removals<'a>(log: &'a [Entry], undone: &HashSet<Stamp>) -> impl Iterator<Item = &'a Stamp> {
    log.iter()
        .filter(|entry| !undone.contains(&entry.stamp))
        .filter_map(|entry| match &entry.change {
            Change::Known(Known::Removed { over, .. }) => Some(over),
            _ => None,
        })
        .flatten()
}
