//! Reading what others wrote: the first time whole documents, newest first; then the feed.

use serde_json::Value;

use super::{Awaited, Machine, Step};
use crate::sync::checkpoint::{Checkpoint, First};
use crate::sync::endpoint::Fault;
use crate::sync::entry::{PREFIX, Signed, Wrong};
use crate::sync::outbox::{Quarantined, read};
use crate::sync::port::{Action, Answer};
use crate::sync::wire::{AllDocs, Changes, Row};

/// How many documents are asked for at once, if nothing else is said: reading so many of them is one task of the page, and
/// that must stay short.
const LIMIT: usize = 2_000;
/// How often the server shows that it is there while nothing happens, in milliseconds.
const HEARTBEAT: &str = "10000";

/// A part of the ids that is read from its beginning, or from its end.
struct Range {
    low: &'static str,
    high: &'static str,
    newest_first: bool,
}

/// The order of the first reading: what the others need, then tickets, then customers, these newest first. The ends are
/// compared as bytes.
const RANGES: [Range; 5] = [
    Range { low: "e:", high: "e:customer-", newest_first: false },
    Range { low: "e:customer.", high: "e:ticket-", newest_first: false },
    Range { low: "e:ticket.", high: "e;", newest_first: false },
    Range { low: "e:ticket-", high: "e:ticket.", newest_first: true },
    Range { low: "e:customer-", high: "e:customer.", newest_first: true },
];

/// A document of the server as it came: its id and what it is.
type Came = (String, Result<Signed, Quarantined>);

/// How far reading is since the connection was made.
#[derive(Debug, Default)]
pub(super) struct Pull {
    /// Nothing is left but what will come.
    pub caught_up: bool,
    /// How many documents were read.
    pub read: u64,
    /// Up to where the first reading has read; what is stored may be less.
    pub page_after: First,
    /// A document of which not all has come yet.
    held: Vec<Came>,
    /// A page that came while the one before it was being stored.
    pub ahead: Option<Answer>,
}

/// What follows when something read is stored.
#[derive(Clone, Copy, Debug)]
pub(super) enum After {
    Page,
    More,
    CaughtUp,
    Copy,
}

impl Machine {
    /// How many documents are asked for at once: with one alone the first reading would not get on.
    fn limit(&self) -> usize {
        self.setup.page.unwrap_or(LIMIT).max(2)
    }

    /// Asks for the next part.
    pub(super) fn pull_on(&mut self, now: u64, out: &mut Vec<Action>) {
        if self.checkpoint.first.is_some() {
            return self.ask_page(now, out);
        }
        let mut query = vec![
            ("include_docs", "true".to_owned()),
            ("limit", self.limit().to_string()),
            ("since", self.checkpoint.since.clone()),
        ];
        if self.pull.caught_up {
            query.push(("feed", "longpoll".to_owned()));
            query.push(("heartbeat", HEARTBEAT.to_owned()));
            self.send(Step::Live, "/_changes", query, String::new(), now, out);
        } else {
            self.send(Step::Changes, "/_changes", query, String::new(), now, out);
        }
    }

    /// Asks for the next page of the first reading while the last one is being stored.
    pub(super) fn read_ahead(&mut self, now: u64, out: &mut Vec<Action>) {
        let is_page = matches!(&self.awaited, Some((_, Awaited::Store(_, After::Page))));
        if is_page && self.pull.ahead.is_none() && !self.may_send(now) {
            self.ask_page(now, out);
        }
    }

    fn ask_page(&mut self, now: u64, out: &mut Vec<Action>) {
        let First { range, after } = self.pull.page_after.clone();
        let Some(Range { low, high, newest_first }) = RANGES.get(range) else { return };
        let (begin, end) = if *newest_first { (*high, *low) } else { (*low, *high) };
        let begin = if after.is_empty() { begin } else { &*after };
        let query = vec![
            ("include_docs", "true".to_owned()),
            ("limit", self.limit().to_string()),
            ("descending", newest_first.to_string()),
            ("startkey", Value::from(begin).to_string()),
            ("endkey", Value::from(end).to_string()),
        ];
        self.send(Step::Page, "/_all_docs", query, String::new(), now, out);
    }

    /// A page of the first reading. A document is stored when all of it has come.
    pub(super) fn page(&mut self, answer: &Answer, now: u64, random: u64, out: &mut Vec<Action>) {
        let Some(page) = parsed::<AllDocs>(answer) else {
            return self.fail(Fault::Server(answer.status), now, random, None);
        };
        let First { range, after } = self.pull.page_after.clone();
        let last = page.rows.len() < self.limit();
        let mut came = std::mem::take(&mut self.pull.held);
        for row in page.rows.iter().filter(|row| row.id != after) {
            self.pull.read += 1;
            came.extend(take(row));
            self.pull.page_after.after.clone_from(&row.id);
        }
        let mut checkpoint = self.checkpoint.clone();
        if last {
            let next = First { range: range + 1, after: String::new() };
            self.pull.page_after = next.clone();
            checkpoint.first = Some(next).filter(|next| next.range < RANGES.len());
        } else {
            let whole = came.last().map_or(0, |(id, _)| {
                let unfinished = document(id);
                came.iter().rposition(|(id, _)| document(id) != unfinished).map_or(0, |at| at + 1)
            });
            self.pull.held = came.split_off(whole);
            let Some((id, _)) = came.last() else { return };
            checkpoint.first = Some(First { range, after: id.clone() });
        }
        self.store(came, checkpoint, After::Page, out);
    }

    /// Rows of the feed.
    pub(super) fn changes(&mut self, step: Step, answer: &Answer, now: u64, random: u64, out: &mut Vec<Action>) {
        let Some(changes) = parsed::<Changes>(answer) else {
            // A position that the server does not know.
            if answer.status == 400 && self.checkpoint.since != "0" {
                "0".clone_into(&mut self.checkpoint.since);
                return;
            }
            return self.fail(Fault::Server(answer.status), now, random, None);
        };
        let more = step == Step::Changes && changes.results.len() >= self.limit();
        let after = if more { After::More } else { After::CaughtUp };
        self.pull.read += changes.results.len() as u64;
        let came: Vec<Came> = changes.results.iter().filter_map(take).collect();
        let since = changes.last_seq.0;
        if came.is_empty() && since == self.checkpoint.since {
            self.failures = 0;
            return self.read_on(after, now);
        }
        let checkpoint = Checkpoint { since, ..self.checkpoint.clone() };
        self.copy_stale |= !came.is_empty();
        self.store(came, checkpoint, after, out);
    }

    fn store(&mut self, came: Vec<Came>, mut checkpoint: Checkpoint, after: After, out: &mut Vec<Action>) {
        let (mut entries, mut quarantine) = (Vec::with_capacity(came.len()), Vec::new());
        for (_, one) in came {
            match one {
                Ok(signed) => {
                    let device = checkpoint.devices.entry(signed.device.clone()).or_default();
                    if signed.n > 0 {
                        device.counts.insert(signed.n);
                    }
                    if signed.entry.stamp.millis >= device.latest {
                        device.latest = signed.entry.stamp.millis;
                        device.by.clone_from(&signed.entry.by);
                    }
                    entries.push(signed);
                }
                Err(one) => quarantine.push(one),
            }
        }
        self.quarantined += quarantine.len();
        if self.checkpoint.first.is_some() && checkpoint.first.is_none() {
            // Another node of a cluster may have answered than the one that told the position. A gap shows it.
            if checkpoint.devices.values().any(|device| device.missing() > 0) {
                "0".clone_into(&mut checkpoint.since);
            }
        }
        let ticket = self.ticket(Awaited::Store(Box::new(checkpoint.clone()), after));
        out.push(Action::Store { ticket, entries, quarantine, checkpoint });
    }

    /// What was read is stored.
    pub(super) fn read_on(&mut self, after: After, now: u64) {
        if matches!(after, After::CaughtUp) {
            self.pull.caught_up = true;
            self.at = now;
        }
    }
}

/// The body of an answer that is what was asked for.
fn parsed<'a, T: serde::Deserialize<'a>>(answer: &'a Answer) -> Option<T> {
    serde_json::from_str(&answer.body).ok().filter(|_| answer.status == 200)
}

/// A row that is an entry, or should be.
fn take(row: &Row) -> Option<Came> {
    if !row.id.starts_with(PREFIX) {
        return None;
    }
    let one = match row.doc {
        Some(doc) if !row.deleted => read(&row.id, doc.get()),
        _ => Err(Quarantined { id: row.id.clone(), body: String::new(), why: Wrong::Deleted }),
    };
    Some((row.id.clone(), one))
}

/// The document that an id belongs to.
fn document(id: &str) -> &str {
    id.rsplit_once(':').map_or(id, |(document, _)| document)
}
