//! One action on many tickets: what it cannot be done to is told before anything is done; then all or nothing, in one
//! transaction and with one undo.

mod run;
mod weigh;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Desk, DeskError, Doc};
use crate::desk::numbers::Numbers;
use crate::model::agent::{Agent, Role};
use crate::model::change::{Change, How, Known, Outcome};
use crate::model::document::{DocId, Entry};
use crate::model::flow::{self, Answers, FlowError};
use crate::model::fold::{Fold, LINKS, OWNER, TAGS};
use crate::model::kind::{Category, TicketKind};
use crate::model::matter::{MERGED, joined_by};
use crate::model::stamp::Stamp;
use crate::model::ticket::{CHANNEL, PRIORITY, Priority, Ticket};
use crate::model::value::Value;
use crate::query::columns::TicketRow;
use crate::store::{Flow, StoreError, pause};

pub use weigh::{BulkStep, Refusal, Weighed};

/// So many rows are looked at between two turns of the event loop.
const ROWS: usize = 2_000;

/// What is done to many tickets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bulk {
    /// They go to somebody, or to the pool when `to` is empty. Their first owners stay recorded (A15).
    Assign {
        /// The agent's id.
        to: String,
        /// Why, as a note; nothing when empty.
        why: String,
    },
    /// Those of a kind take a step of its flow. A value fills what the step asks; what a ticket holds stays.
    Step {
        /// The kind's id.
        kind: String,
        /// The step's id.
        step: String,
        /// What the step asks for, once for all.
        answers: Answers,
        /// What became of the promises that the step would leave open.
        promises: Option<Outcome>,
    },
    /// They get a priority.
    Priority(Priority),
    /// They get a tag.
    Tag(String),
    /// They lose a tag.
    Untag(String),
    /// The same is noted in each.
    Note(String),
    /// The same is promised to each customer (A18).
    Promise {
        /// What.
        text: String,
        /// By when, in milliseconds.
        due: u64,
    },
    /// Their content is removed for good (C5): what is left is number, kind, state, owner, channel, priority and times.
    Redact {
        /// Why.
        why: String,
    },
}

impl Bulk {
    /// The label of the action.
    fn label(&self) -> &'static str {
        match self {
            Self::Assign { .. } => "assigned",
            Self::Step { .. } => "moved",
            Self::Priority(_) => "set",
            Self::Tag(_) => "tagged",
            Self::Untag(_) => "untagged",
            Self::Note(_) => "said",
            Self::Promise { .. } => "promised",
            Self::Redact { .. } => "redacted",
        }
    }

    /// The least role for it; a step may ask for more.
    #[must_use]
    pub fn needs(&self) -> Role {
        if matches!(self, Self::Redact { .. }) { Role::Lead } else { Role::Agent }
    }

    /// What it says itself is missing: the name of a register.
    fn lacks(&self) -> Option<&'static str> {
        match self {
            Self::Tag(text) | Self::Untag(text) if text.trim().is_empty() => Some("tag"),
            Self::Note(text) | Self::Promise { text, .. } if text.trim().is_empty() => Some("text"),
            Self::Redact { why } if why.trim().is_empty() => Some("why"),
            _ => None,
        }
    }

    /// Why it cannot be done to a ticket, as far as columns tell.
    fn refused(&self, facts: &Facts<'_>) -> Option<Refusal> {
        let closed = facts.category == Category::Closed;
        let same = match self {
            Self::Assign { to, .. } => *to == facts.owner,
            Self::Priority(priority) => *priority == facts.priority,
            Self::Tag(tag) => facts.tags.contains(&tag.trim()),
            Self::Untag(tag) => !facts.tags.contains(&tag.trim()),
            _ => false,
        };
        match self {
            Self::Assign { .. } | Self::Priority(_) | Self::Promise { .. } if closed => Some(Refusal::Closed),
            Self::Step { kind, .. } if *kind != facts.kind => Some(Refusal::OtherKind),
            _ => same.then_some(Refusal::Same),
        }
    }

    /// Whether only the document tells if it can be done.
    fn asks_documents(&self) -> bool {
        matches!(self, Self::Step { .. } | Self::Redact { .. })
    }
}

/// What of a ticket decides whether something can be done to it.
struct Facts<'a> {
    kind: &'a str,
    category: Category,
    owner: &'a str,
    priority: Priority,
    tags: Vec<&'a str>,
}

impl<'a> Facts<'a> {
    fn of_row(row: TicketRow<'a>) -> Self {
        Self {
            kind: row.kind(),
            category: row.category(),
            owner: row.owner(),
            priority: row.priority(),
            tags: row.tags().collect(),
        }
    }

    fn of_fold(fold: &'a Fold, kind: Option<&TicketKind>) -> Self {
        let ticket = Ticket(fold);
        Self {
            kind: ticket.kind(),
            category: ticket.category(kind),
            owner: ticket.owner(),
            priority: ticket.priority(),
            tags: fold.items(TAGS).collect(),
        }
    }
}

/// Told how many of how many parts of the work are done; answers whether to go on.
pub type Watch<'a> = &'a dyn Fn(usize, usize) -> Flow;

/// What a ticket gets, and documents opened beside it.
type Changes = Vec<(DocId, Vec<Known>)>;

impl Desk {
    /// The kinds of these tickets.
    #[must_use]
    pub fn kinds_among(&self, ids: &[DocId]) -> Vec<Arc<TicketKind>> {
        let state = self.state();
        let mut kinds: Vec<Arc<TicketKind>> = Vec::new();
        for row in ids.iter().filter_map(|id| state.columns.ticket(state.columns.find(id)?)) {
            if kinds.iter().all(|kind| kind.id != row.kind())
                && let Some(entry) = state.names.kinds.get(row.kind())
            {
                kinds.push(entry.kind.clone());
            }
        }
        kinds
    }

    /// The tags of these tickets, the most frequent first, each with how many have it.
    #[must_use]
    pub fn tags_among(&self, ids: &[DocId]) -> Vec<(String, usize)> {
        let state = self.state();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for row in ids.iter().filter_map(|id| state.columns.ticket(state.columns.find(id)?)) {
            row.tags().for_each(|tag| *counts.entry(tag).or_default() += 1);
        }
        let mut tags: Vec<(String, usize)> = counts.into_iter().map(|(tag, count)| (tag.to_owned(), count)).collect();
        tags.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        tags
    }

    /// The tickets and entries of registers that somebody has and that are not closed.
    #[must_use]
    pub fn open_of(&self, agent: &str) -> Vec<DocId> {
        let state = self.state();
        let tickets = state.columns.rows().filter_map(|row| state.columns.ticket(row));
        let theirs = tickets.filter(|ticket| ticket.owner() == agent && ticket.category() != Category::Closed);
        theirs.map(TicketRow::id).collect()
    }

    /// The person at the desk, if they may do it and it is complete.
    fn ready(&self, bulk: &Bulk) -> Result<Arc<Agent>, DeskError> {
        let me = self.me().ok_or(DeskError::Nobody)?;
        if me.role < bulk.needs() {
            return Err(DeskError::NotAllowed(bulk.needs()));
        }
        if let Some(register) = bulk.lacks() {
            return Err(DeskError::Missing(register));
        }
        if let Bulk::Assign { to, .. } = bulk
            && !to.is_empty()
            && self.agent(to).is_none_or(|agent| agent.left)
        {
            return Err(DeskError::NotFound(to.clone()));
        }
        Ok(me)
    }

    /// What something changes in a ticket and beside it.
    fn changes_of(&self, me: &Agent, doc: &Doc, bulk: &Bulk, numbers: &mut Numbers<'_>) -> Result<Changes, DeskError> {
        let (fold, id) = (&doc.fold, &doc.document.id);
        if fold.withdrawn || fold.opening.is_none() {
            return Err(DeskError::Unchanged);
        }
        let kind = self.kind_of(fold).ok();
        if bulk.refused(&Facts::of_fold(fold, kind.as_deref())).is_some() {
            return Err(DeskError::Unchanged);
        }
        let changes = match bulk {
            Bulk::Step { step, answers, promises, .. } => {
                let taken = kind.as_deref().and_then(|kind| Some((kind, kind.moves.iter().find(|m| m.id == *step)?)));
                let asked = taken.map(|(kind, step)| flow::needed(kind, step, fold, &|_| None)).unwrap_or_default();
                let value = |(field, _): &&(String, Value)| {
                    fold.value(field).is_empty() || asked.iter().any(|asked| asked.id == *field)
                };
                let values = answers.values.iter().filter(value).cloned().collect();
                let left = taken.map(|(kind, step)| flow::left_open(kind, fold, step)).unwrap_or_default();
                let promises = promises.iter().flat_map(|how| left.iter().map(|left| (left.stamp, *how))).collect();
                let answers = Answers { values, promises, ..answers.clone() };
                return self.step_changes(me, doc, step, &answers, numbers);
            }
            Bulk::Assign { to, why } => assigned(fold, to, why),
            Bulk::Priority(priority) => vec![fold.set(PRIORITY, Value::text(priority.id()))],
            Bulk::Tag(tag) => vec![Known::Added { set: TAGS.to_owned(), item: tag.trim().to_owned() }],
            Bulk::Untag(tag) => vec![super::tickets::remove(fold, TAGS, tag.trim())],
            Bulk::Note(text) => vec![note(text)],
            Bulk::Promise { text, due } => vec![Known::Promised { text: text.trim().to_owned(), due: *due }],
            Bulk::Redact { why } => {
                let what: Vec<Stamp> = doc
                    .document
                    .log()
                    .iter()
                    .filter(|entry| is_content(entry, fold))
                    .map(|entry| entry.stamp)
                    .collect();
                if what.is_empty() {
                    return Err(DeskError::Unchanged);
                }
                vec![Known::Redacted { what, why: why.trim().to_owned() }]
            }
        };
        Ok(vec![(id.clone(), changes)])
    }
}

/// Lets the page paint, and stops when it is told to.
async fn turn(watch: Watch<'_>, done: usize, of: usize) -> Result<(), DeskError> {
    if watch(done, of) == Flow::Cancel {
        return Err(StoreError::Cancelled.into());
    }
    pause().await;
    Ok(())
}

/// Whether what the person gave is not enough for any ticket.
fn is_incomplete(error: &FlowError) -> bool {
    matches!(error, FlowError::NoNote | FlowError::NoOwner | FlowError::NoSuchStep(_))
}

/// Each once, in the order in which pages hold them.
fn in_order(ids: &[DocId]) -> Vec<DocId> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The changes that give a ticket to somebody, or to the pool.
pub(super) fn assigned(fold: &Fold, to: &str, why: &str) -> Vec<Known> {
    let mut changes = vec![Known::Assigned { to: to.to_owned(), over: fold.register(OWNER).stamps() }];
    if !why.trim().is_empty() {
        changes.push(note(why));
    }
    changes
}

fn note(text: &str) -> Known {
    Known::Said { how: How::Note, text: text.trim().to_owned(), minutes: 0 }
}

/// Whether an entry holds something that a removal takes: not what only sorts the ticket, nor what is gone.
fn is_content(entry: &Entry, fold: &Fold) -> bool {
    let sorts = match &entry.change {
        Change::Known(Known::Set { field, .. }) => {
            matches!(field.as_str(), PRIORITY | CHANNEL | MERGED) || joined_by(field).is_some()
        }
        Change::Known(Known::Added { set, .. }) => set == LINKS,
        Change::Known(known) => !known.has_content(),
        Change::Unknown(_) => false,
    };
    !sorts && !fold.redacted.contains_key(&entry.stamp) && entry.change != entry.change.blank()
}
