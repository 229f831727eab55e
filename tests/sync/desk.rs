//! A desk as the machine sees it: what is durable, what a crash takes, and a clock that may be wrong by hours.

use std::collections::{BTreeMap, VecDeque};

use shouwen::model::change::{Change, Known};
use shouwen::model::document::{DocId, Document, Entry};
use shouwen::model::fold::Fold;
use shouwen::model::stamp::{Clock, Stamp, Writer};
use shouwen::sync::checkpoint::Checkpoint;
use shouwen::sync::machine::Machine;
use shouwen::sync::outbox::{Item, Outgoing, Quarantined, Refusal};
use shouwen::sync::port::{Action, Event, Failure, Request, Setup, Status};

use crate::couch::{Chance, Serve};

/// One row of the outbox: an entry that was written here.
#[derive(Clone, Debug)]
pub struct Row {
    /// Grows with every row.
    pub key: u64,
    pub document: DocId,
    pub stamp: Stamp,
    pub state: State,
}

/// How far a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    Waiting,
    Sent,
    Parked(Refusal),
}

/// What survives a crash.
#[derive(Clone, Debug, Default)]
pub struct Durable {
    pub documents: BTreeMap<DocId, Document>,
    pub outbox: Vec<Row>,
    pub checkpoints: Vec<Checkpoint>,
    pub quarantine: Vec<Quarantined>,
    pub n: u64,
}

pub struct Desk {
    pub name: String,
    pub durable: Durable,
    pub machine: Machine,
    pub clock: Clock,
    pub skew: i64,
    pub status: Status,
    pub todo: VecDeque<Action>,
    pub flight: Option<Request>,
    /// Answers that come when nobody waits for them any more.
    late: Vec<Event>,
    pub wake: Option<u64>,
    pub page: Option<usize>,
    pub database: String,
    /// The farthest stamp that came, ahead of our clock.
    pub ahead: u64,
    /// Now and then a transaction fails.
    pub shaky: bool,
}

impl Desk {
    pub fn new(name: &str, number: u64, skew: i64) -> Self {
        Self {
            name: name.into(),
            durable: Durable::default(),
            machine: Machine::new(),
            clock: Clock::new(Writer::new(number, number)),
            skew,
            status: Status::default(),
            todo: VecDeque::new(),
            flight: None,
            late: Vec::new(),
            wake: None,
            page: None,
            database: "desk".into(),
            ahead: 0,
            shaky: false,
        }
    }

    pub fn local(&self, now: u64) -> u64 {
        now.saturating_add_signed(self.skew)
    }

    fn device(&self) -> String {
        self.clock.writer().as_str()[..8].to_owned()
    }

    fn counts(&self) -> (usize, usize) {
        let of = |waits: fn(&State) -> bool| self.durable.outbox.iter().filter(|row| waits(&row.state)).count();
        (of(|state| *state == State::Waiting), of(|state| matches!(state, State::Parked(_))))
    }

    pub fn start(&mut self, now: u64, chance: &mut Chance) {
        let setup = Setup {
            user: self.name.clone(),
            others: true,
            team: "shouwen".into(),
            device: self.device(),
            database: self.database.clone(),
            checkpoints: self.durable.checkpoints.clone(),
            outbox: self.counts(),
            page: self.page,
        };
        self.tell(Event::Start(setup), now, chance);
    }

    /// Everything that is not durable is gone; then the app is started again.
    pub fn crash(&mut self, now: u64, chance: &mut Chance) {
        self.machine = Machine::new();
        self.todo.clear();
        (self.flight, self.wake) = (None, None);
        self.late.clear();
        self.start(now, chance);
    }

    pub fn tell(&mut self, event: Event, now: u64, chance: &mut Chance) {
        for action in self.machine.step(event, self.local(now), chance.next()) {
            match action {
                Action::Send(request) => {
                    assert!(self.flight.is_none(), "one request at a time");
                    self.flight = Some(request);
                }
                Action::Abort(id) => self.flight = self.flight.take().filter(|request| request.id != id),
                Action::Wake(at) => self.wake = Some(at),
                Action::Show(status) => self.status = status,
                other => self.todo.push_back(other),
            }
        }
    }

    /// Writes as a person does: entry and outbox in one transaction.
    pub fn write(&mut self, id: &DocId, by: &str, change: Change, now: u64, chance: &mut Chance) -> Stamp {
        let stamp = self.clock.tick(self.local(now));
        let entry = Entry { stamp, by: by.into(), change };
        self.merge(id, [entry]);
        self.durable.n += 1;
        self.durable.outbox.push(Row { key: self.durable.n, document: id.clone(), stamp, state: State::Waiting });
        let (waiting, parked) = self.counts();
        self.tell(Event::Written(waiting, parked), now, chance);
        stamp
    }

    fn merge(&mut self, id: &DocId, entries: impl IntoIterator<Item = Entry>) {
        self.durable
            .documents
            .entry(id.clone())
            .or_insert_with(|| Document::new(id.clone(), Vec::new()))
            .merge(entries);
    }

    pub fn fold(&self, id: &DocId) -> Fold {
        self.durable.documents.get(id).map(Fold::of).unwrap_or_default()
    }

    /// A person says that what was refused shall be tried again.
    pub fn retry(&mut self, now: u64, chance: &mut Chance) {
        for row in &mut self.durable.outbox {
            if matches!(row.state, State::Parked(_)) {
                row.state = State::Waiting;
            }
        }
        let (waiting, parked) = self.counts();
        self.tell(Event::Written(waiting, parked), now, chance);
    }

    fn keep(&mut self, checkpoint: Checkpoint) {
        self.durable.checkpoints.retain(|kept| kept.key != checkpoint.key);
        self.durable.checkpoints.push(checkpoint);
    }

    /// Carries out one transaction.
    pub fn transact(&mut self, now: u64, chance: &mut Chance) {
        let event = match self.todo.pop_front() {
            Some(Action::Gather { ticket, after, rows, bytes }) => self.gather(ticket, after, rows, bytes),
            Some(Action::Store { ticket, entries, quarantine, checkpoint }) => {
                if self.shaky && chance.one_in(40) {
                    Event::NotStored(ticket)
                } else {
                    for signed in entries {
                        let ahead = self.clock.witness(signed.entry.stamp, self.local(now));
                        self.ahead = self.ahead.max(ahead.unwrap_or(0));
                        self.merge(&signed.document, [signed.entry]);
                    }
                    self.durable.quarantine.extend(quarantine);
                    self.keep(checkpoint);
                    Event::Stored(ticket)
                }
            }
            Some(Action::Offer { ticket, keys, checkpoint }) => {
                for row in self.durable.outbox.iter_mut().filter(|row| row.state == State::Sent) {
                    if keys.as_ref().is_none_or(|keys| keys.contains(row.key)) {
                        row.state = State::Waiting;
                    }
                }
                self.keep(checkpoint);
                Event::Stored(ticket)
            }
            Some(Action::Mark { sent, parked, checkpoint }) => {
                for row in &mut self.durable.outbox {
                    if sent.contains(&row.key) {
                        row.state = State::Sent;
                    }
                    if let Some((_, why)) = parked.iter().find(|(key, _)| *key == row.key) {
                        row.state = State::Parked(why.clone());
                    }
                }
                self.keep(checkpoint);
                return;
            }
            other => panic!("not a transaction: {other:?}"),
        };
        self.tell(event, now, chance);
    }

    fn gather(&self, ticket: u64, after: u64, rows: usize, bytes: usize) -> Event {
        let waiting: Vec<&Row> =
            self.durable.outbox.iter().filter(|row| row.state == State::Waiting && row.key > after).collect();
        let (mut found, mut size) = (Vec::new(), 0);
        for row in waiting.iter().take(rows) {
            let document = &row.document;
            let entry = self.durable.documents[document].entry(row.stamp).unwrap().clone();
            size += serde_json::to_string(&entry).unwrap().len();
            if size > bytes && !found.is_empty() {
                break;
            }
            let item = Item::Entry { document: document.clone(), entry, n: row.key };
            found.push(Outgoing { key: row.key, item });
        }
        let more = waiting.len() - found.len();
        Event::Gathered(ticket, found, more)
    }

    /// Whether it waits for news alone.
    pub fn is_idle(&self) -> bool {
        self.todo.is_empty()
            && self.flight.as_ref().is_none_or(|request| request.query.iter().any(|(name, _)| *name == "feed"))
    }

    /// Lets the network do its worst to the request on its way: one time in `bad` it is lost, on one way or the other.
    pub fn travel(&mut self, couch: &mut dyn Serve, now: u64, bad: u64, chance: &mut Chance) {
        if let Some(event) = self.late.pop() {
            self.tell(event, now, chance);
        }
        let Some(request) = self.flight.clone() else { return };
        let id = request.id;
        if chance.one_in(bad) {
            return self.fail(id, now, chance);
        }
        let mut answer = couch.answer(&request, &self.name, now, chance);
        if chance.one_in(bad) {
            answer = couch.answer(&request, &self.name, now, chance); // sent twice by something on the way
        }
        if chance.one_in(bad) {
            self.late.push(Event::Answer(id, answer));
            return self.fail(id, now, chance);
        }
        let polls = request.query.iter().any(|(name, _)| *name == "feed");
        if polls && answer.status == 200 && answer.body.contains("\"results\":[]") && !chance.one_in(bad) {
            return self.tell(Event::Alive(id), now, chance); // a heartbeat
        }
        self.flight = None;
        self.tell(Event::Answer(id, answer), now, chance);
    }

    fn fail(&mut self, id: u64, now: u64, chance: &mut Chance) {
        self.flight = None;
        self.tell(Event::Failed(id, Failure::Lost), now, chance);
    }

    /// One thing that is due.
    pub fn poke(&mut self, couch: &mut dyn Serve, now: u64, bad: u64, chance: &mut Chance) {
        if !self.todo.is_empty() {
            self.transact(now, chance);
        } else if self.wake.is_some_and(|at| at <= self.local(now)) {
            self.wake = None;
            self.tell(Event::Tick, now, chance);
        } else {
            self.travel(couch, now, bad, chance);
        }
    }
}

/// A note.
pub fn said(text: &str) -> Change {
    Known::Said { how: shouwen::model::change::How::Note, text: text.into(), minutes: 0 }.into()
}
