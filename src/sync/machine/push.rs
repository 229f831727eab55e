//! Sending what waits: asked for first, sent in batches, and gone from the outbox only when the server has it.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde_json::{Map, Value};

use super::{Awaited, Machine, Step, wait};
use crate::model::agent::Role;
use crate::sync::checkpoint::Runs;
use crate::sync::entry::{Doc, Signed};
use crate::sync::outbox::{Item, Outgoing, Refusal};
use crate::sync::port::{Action, Answer};
use crate::sync::wire::{Missing, Refused, Written};

/// The most rows and bytes of one batch; it begins with fewer rows.
const MOST: (usize, usize) = (500, 2_000_000);
const FIRST: usize = 100;
/// How far ahead of the server an entry may be to be sent, in milliseconds: a little less than the rules allow.
const AHEAD: u64 = 540_000;

/// Error rows that say: never like this. All others are tried again.
const FOR_GOOD: [&str; 8] = [
    "forbidden",
    "unauthorized",
    "conflict",
    "doc_validation",
    "bad_request",
    "document_too_large",
    "too_large",
    "illegal_docid",
];

/// Something ready to go.
#[derive(Debug)]
struct Ready {
    key: u64,
    doc: Doc,
}

/// How far sending is.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)]
pub(super) struct Push {
    /// There may be rows that wait.
    pub wanted: bool,
    /// More came while a round was under way.
    again: bool,
    /// Rows up to this key were looked at in this round.
    cursor: u64,
    /// No rows are behind them.
    all_seen: bool,
    batches: VecDeque<Vec<Ready>>,
    current: Vec<Ready>,
    refused: HashMap<String, Refusal>,
    rows: usize,
    failures: u32,
    /// Rows that wait for another's login or for their time.
    pub held: usize,
    /// Of these, how many wait for whose login.
    pub held_for: BTreeMap<String, usize>,
    /// Rows of others among them that the server took and has to be asked for again, by whoever may: nobody waits for them.
    pub offered: Runs,
    held_until: Option<u64>,
    pub rest_until: u64,
    /// Sending did something last; reading is next.
    pub had_turn: bool,
}

impl Default for Push {
    fn default() -> Self {
        Self {
            wanted: false,
            again: false,
            cursor: 0,
            all_seen: false,
            batches: VecDeque::new(),
            current: Vec::new(),
            refused: HashMap::new(),
            rows: FIRST,
            failures: 0,
            held: 0,
            held_for: BTreeMap::new(),
            offered: Runs::default(),
            held_until: None,
            rest_until: 0,
            had_turn: false,
        }
    }
}

impl Push {
    /// There is something to send.
    pub fn begin(&mut self) {
        self.again |= self.wanted;
        self.wanted = true;
    }

    /// Drops what is ready: it is asked for again.
    pub fn forget(&mut self) {
        self.batches.clear();
        self.current.clear();
        self.refused.clear();
        (self.cursor, self.all_seen, self.again, self.wanted) = (0, false, false, true);
    }

    /// Smaller batches, for a connection that does not bear large ones.
    pub fn shrink(&mut self) {
        self.rows = (self.rows / 2).max(1);
    }

    pub fn wants(&self, now: u64) -> bool {
        let time = self.held_until.is_some_and(|time| now >= time);
        (self.wanted || time) && now >= self.rest_until
    }

    /// When there will be something to do.
    pub fn wake(&self, now: u64) -> Option<u64> {
        let rest = self.wanted.then_some(self.rest_until);
        rest.into_iter().chain(self.held_until).filter(|time| *time > now).min()
    }

    /// The server cannot take it now.
    pub fn rest(&mut self, now: u64, random: u64, order: Option<u64>) {
        self.forget();
        self.failures = self.failures.saturating_add(1);
        self.rest_until = now.saturating_add(wait(self.failures, random).max(order.unwrap_or(0)));
    }

    /// Whether all that waits was looked at, and `offered` is whole.
    pub fn is_between(&self) -> bool {
        self.cursor == 0 && self.batches.is_empty() && self.current.is_empty()
    }

    /// Ends the round, if all is done.
    fn close(&mut self) {
        if self.all_seen && self.batches.is_empty() {
            (self.cursor, self.all_seen) = (0, false);
            self.wanted = std::mem::take(&mut self.again);
        }
    }
}

impl Machine {
    /// There is more that may go: looks at all that waits, before it waits for news.
    pub(super) fn send_more(&mut self, outbox: (usize, usize), out: &mut Vec<Action>) {
        self.outbox = outbox;
        self.push.begin();
        self.interrupt(out);
    }

    /// Sends the next batch, or asks what there is.
    pub(super) fn push_on(&mut self, now: u64, out: &mut Vec<Action>) {
        if let Some(batch) = self.push.batches.pop_front() {
            self.push.current = batch;
            return self.compare(Step::Diff, now, out);
        }
        let after = self.push.cursor;
        if after == 0 {
            (self.push.held, self.push.held_until, self.push.wanted) = (0, None, true);
            self.push.held_for.clear();
            self.push.offered = Runs::default();
        }
        let rows = self.push.rows;
        let ticket = self.ticket(Awaited::Gather);
        out.push(Action::Gather { ticket, after, rows, bytes: MOST.1 });
    }

    /// Rows that wait. Others' go out through a lead alone, where that is agreed; what is stamped far ahead waits for its
    /// time.
    pub(super) fn gathered(&mut self, rows: Vec<Outgoing>, more: usize, now: u64, out: &mut Vec<Action>) {
        if self.push.cursor == 0 {
            self.outbox.0 = rows.len() + more;
        }
        self.push.all_seen = more == 0 || rows.is_empty();
        let others = self.setup.others && self.server.role >= Some(Role::Lead);
        let skew = self.server.skew.unwrap_or(i64::MAX);
        let latest = now.saturating_add_signed(skew).saturating_add(AHEAD);
        let (mut batch, mut bytes, mut gone) = (Vec::new(), 0, Vec::new());
        for Outgoing { key, item } in rows {
            self.push.cursor = key;
            let (by, time) = match &item {
                Item::Gone => {
                    gone.push(key);
                    continue;
                }
                Item::Blob { by, .. } => (by, 0),
                Item::Entry { entry, .. } => (&entry.by, entry.stamp.millis),
            };
            let own = *by == self.setup.user;
            if !own && !others {
                self.push.held += 1;
                if self.checkpoint.unproven.contains(key) {
                    self.push.offered.insert(key);
                } else {
                    *self.push.held_for.entry(by.clone()).or_default() += 1;
                }
                continue;
            }
            if time > latest {
                self.push.held += 1;
                let until = now.saturating_add(time - latest);
                self.push.held_until = Some(self.push.held_until.map_or(until, |held| held.min(until)));
                continue;
            }
            let doc = match item {
                Item::Gone => continue,
                Item::Blob { doc, .. } => doc,
                Item::Entry { document, entry, n } => {
                    let via = (!own).then(|| self.setup.user.clone());
                    Signed { document, entry, device: self.setup.device.clone(), n, via }.encode()
                }
            };
            if !batch.is_empty() && bytes + doc.body.len() > MOST.1 {
                self.push.batches.push_back(std::mem::take(&mut batch));
                bytes = 0;
            }
            bytes += doc.body.len();
            batch.push(Ready { key, doc });
        }
        if !batch.is_empty() {
            self.push.batches.push_back(batch);
        }
        self.mark(gone, Vec::new(), out);
        self.push.close();
    }

    /// Asks which of them the server does not have.
    fn compare(&mut self, step: Step, now: u64, out: &mut Vec<Action>) {
        let asked: Map<String, Value> =
            self.push.current.iter().map(|one| (one.doc.id.clone(), Value::from(vec![one.doc.rev()]))).collect();
        let body = Value::Object(asked).to_string();
        self.send(step, "/_revs_diff", Vec::new(), body, now, out);
    }

    /// What the server has already is done with; the rest goes out.
    pub(super) fn compared(&mut self, answer: &Answer, now: u64, random: u64, out: &mut Vec<Action>) {
        let missing = serde_json::from_str::<Missing>(&answer.body).ok().filter(|_| answer.status == 200);
        let Some(missing) = missing else { return self.split(answer, now, random, out) };
        let (absent, present): (Vec<Ready>, Vec<Ready>) =
            std::mem::take(&mut self.push.current).into_iter().partition(|one| missing.contains_key(&one.doc.id));
        self.mark(present.iter().map(|one| one.key).collect(), Vec::new(), out);
        if absent.is_empty() {
            return self.push.close();
        }
        let mut body = String::with_capacity(absent.iter().map(|one| one.doc.body.len() + 1).sum::<usize>() + 40);
        body.push_str("{\"new_edits\":false,\"docs\":[");
        for (at, one) in absent.iter().enumerate() {
            if at > 0 {
                body.push(',');
            }
            body.push_str(&one.doc.body);
        }
        body.push_str("]}");
        self.push.current = absent;
        self.send(Step::Bulk, "/_bulk_docs", Vec::new(), body, now, out);
    }

    /// What no row names is written. What a row refuses is asked for once more before it is parked: another tab may have
    /// written it meanwhile.
    pub(super) fn written(&mut self, answer: &Answer, now: u64, random: u64, out: &mut Vec<Action>) {
        let rows = serde_json::from_str::<Vec<Written>>(&answer.body).ok();
        // 202: too few nodes have it yet. Asked again later, the server calls it present.
        let (Some(rows), 201) = (rows, answer.status) else { return self.split(answer, now, random, out) };
        let mut errors: HashMap<String, Option<Refusal>> = HashMap::new();
        for row in rows.into_iter().filter(|row| row.error.as_ref().is_some_and(is_error)) {
            let error = row.error.as_ref().and_then(Value::as_str).or(row.name.as_deref()).unwrap_or_default();
            let reason = row.reason.as_deref().unwrap_or_default();
            errors.insert(row.id, FOR_GOOD.contains(&error).then(|| Refusal::of(error, reason)));
        }
        let nameless = errors.contains_key("");
        let (failed, accepted): (Vec<Ready>, Vec<Ready>) = std::mem::take(&mut self.push.current)
            .into_iter()
            .partition(|one| nameless || errors.contains_key(&one.doc.id));
        self.mark(accepted.iter().map(|one| one.key).collect(), Vec::new(), out);
        if failed.is_empty() {
            self.push.failures = 0;
            self.push.rows = (self.push.rows * 2).min(MOST.0);
            return self.push.close();
        }
        let all = failed.len();
        let (refused, passing): (Vec<Ready>, Vec<Ready>) =
            failed.into_iter().partition(|one| matches!(errors.get(&one.doc.id), Some(Some(_))));
        if passing.len() == all {
            return self.push.rest(now, random, None);
        }
        self.push.again |= !passing.is_empty();
        self.push.refused = errors.into_iter().filter_map(|(id, why)| Some((id, why?))).collect();
        self.push.current = refused;
        self.compare(Step::Again, now, out);
    }

    /// What is still missing was refused for good.
    pub(super) fn asked_again(&mut self, answer: &Answer, now: u64, random: u64, out: &mut Vec<Action>) {
        let missing = serde_json::from_str::<Missing>(&answer.body).ok().filter(|_| answer.status == 200);
        let Some(missing) = missing else { return self.push.rest(now, random, None) };
        let refused = std::mem::take(&mut self.push.refused);
        let (mut sent, mut parked, mut clock) = (Vec::new(), Vec::new(), false);
        for one in std::mem::take(&mut self.push.current) {
            match refused.get(&one.doc.id) {
                // Whose clock is wrong is measured anew, once: then it is held until its time.
                Some(Refusal::Future) if !self.clock_asked => clock = true,
                Some(why) if missing.contains_key(&one.doc.id) => parked.push((one.key, why.clone())),
                _ => sent.push(one.key),
            }
        }
        self.mark(sent, parked, out);
        self.push.close();
        if clock {
            self.clock_asked = true;
            self.restart();
        }
    }

    /// A whole batch was refused: its halves are tried, until the one that cannot go stands alone.
    fn split(&mut self, answer: &Answer, now: u64, random: u64, out: &mut Vec<Action>) {
        if !matches!(answer.status, 400 | 413) {
            return self.push.rest(now, random, None);
        }
        let mut batch = std::mem::take(&mut self.push.current);
        if batch.len() > 1 {
            let second = batch.split_off(batch.len() / 2);
            self.push.rows = batch.len().max(1);
            self.push.batches.push_front(second);
            self.push.batches.push_front(batch);
            return;
        }
        let why = if answer.status == 413 {
            Refusal::TooLarge
        } else {
            let said = serde_json::from_str::<Refused>(&answer.body).unwrap_or_default();
            Refusal::of(&said.error, &said.reason)
        };
        let parked = batch.into_iter().map(|one| (one.key, why.clone())).collect();
        self.mark(Vec::new(), parked, out);
        self.push.close();
    }

    fn mark(&mut self, sent: Vec<u64>, parked: Vec<(u64, Refusal)>, out: &mut Vec<Action>) {
        if sent.is_empty() && parked.is_empty() {
            return;
        }
        self.outbox.0 = self.outbox.0.saturating_sub(sent.len() + parked.len());
        self.outbox.1 += parked.len();
        for key in &sent {
            self.checkpoint.unproven.insert(*key);
        }
        self.copy_stale = true;
        out.push(Action::Mark { sent, parked, checkpoint: self.checkpoint.clone() });
    }
}

fn is_error(error: &Value) -> bool {
    !matches!(error, Value::Null | Value::Bool(false))
}
