//! From planned rows to stamped entries.

use super::customers::Customers;
use crate::desk::numbers::Numbers;
use crate::desk::sheaves::Sheaves;
use crate::desk::{Desk, DeskError, meta};
use crate::model::agent::Agent;
use crate::model::change::{Change, How, Known};
use crate::model::document::{DocId, Entry};
use crate::model::fold::TAGS;
use crate::model::stamp::{Clock, Stamp, Writer};
use crate::model::ticket::CUSTOMER;
use crate::model::value::Value;
use crate::query::import::NewTicket;
use crate::store::pause;

/// How many rows are made ready between two turns of the event loop.
pub(super) const SLICE: usize = 200;

/// An import while its rows are made ready.
pub(super) struct Run<'a> {
    desk: &'a Desk,
    me: &'a Agent,
    pub clock: Clock,
    now: u64,
    /// What the next id is made of besides the time: one more each, so that ids come in the order of the rows.
    chance: u128,
    pub numbers: Numbers<'a>,
    pub customers: Customers,
    pub sheaves: Sheaves,
    pub stamps: Vec<(DocId, Vec<Stamp>)>,
}

impl<'a> Run<'a> {
    pub fn new(desk: &'a Desk, me: &'a Agent) -> Self {
        let device = desk.0.meta.borrow().get(meta::DEVICE).and_then(|text| text.parse().ok()).unwrap_or(0);
        #[allow(clippy::cast_possible_truncation)]
        let mut clock = Clock::new(Writer::new(device, desk.0.env.random() as u64));
        clock.resume(desk.state().clock.millis());
        Self {
            desk,
            me,
            clock,
            now: desk.now(),
            chance: desk.0.env.random(),
            numbers: Numbers::new(desk),
            customers: Customers::default(),
            sheaves: Sheaves::default(),
            stamps: Vec::new(),
        }
    }

    pub fn entries(&mut self, changes: Vec<Known>) -> Vec<Entry> {
        let mut entry =
            |change| Entry { stamp: self.clock.tick(self.now), by: self.me.id.clone(), change: Change::Known(change) };
        changes.into_iter().map(&mut entry).collect()
    }

    pub fn write(&mut self, id: DocId, log: Vec<Entry>) {
        self.stamps.push((id.clone(), log.iter().map(|entry| entry.stamp).collect()));
        self.sheaves.add(id, log, &|documents| self.desk.state().pack(documents));
    }

    /// The file's own numbers are not given to its other rows.
    pub fn note_numbers(&mut self, tickets: &[NewTicket]) {
        tickets.iter().filter_map(|ticket| ticket.number.as_deref()).for_each(|number| self.numbers.note(number));
    }

    pub fn ticket(&mut self, ticket: NewTicket) -> Result<(), DeskError> {
        let kind = self.desk.kind(&ticket.kind).ok_or(DeskError::NoKind(ticket.kind))?;
        let number = ticket.number.unwrap_or_else(|| {
            let stem = self.desk.stem(&kind, ticket.at.unwrap_or(self.now), &self.me.number);
            self.numbers.next(stem)
        });
        let state = ticket.state.unwrap_or_else(|| kind.start.clone());
        let mut changes = vec![
            Known::Opened { kind: kind.id.clone(), number, at: ticket.at },
            Known::Moved { step: String::new(), to: state, over: Vec::new() },
        ];
        if let Some(to) = ticket.owner {
            changes.push(Known::Assigned { to, over: Vec::new() });
        }
        if let Some(customer) = ticket.customer {
            let id = self.customers.find(customer, || minted("customer", self.now, &mut self.chance));
            if let Some(id) = id {
                changes.push(set(CUSTOMER, Value::text(id.as_str())));
            }
        }
        changes.extend(ticket.values.into_iter().filter(|(_, v)| !v.is_empty()).map(|(field, v)| set(&field, v)));
        changes.extend(ticket.tags.into_iter().map(|item| Known::Added { set: TAGS.to_owned(), item }));
        if !ticket.note.trim().is_empty() {
            changes.push(Known::Said { how: How::Note, text: ticket.note.trim().to_owned(), minutes: 0 });
        }
        let id = minted("ticket", self.now, &mut self.chance);
        let log = self.entries(changes);
        self.write(id, log);
        Ok(())
    }

    /// Writes the customers: new ones, and numbers that known ones did not have. Answers how many are new.
    pub async fn add_customers(&mut self) -> Result<usize, DeskError> {
        let mut count = 0;
        for (i, (id, changes)) in self.customers.changes(self.desk).await?.into_iter().enumerate() {
            count += usize::from(changes.iter().any(|change| matches!(change, Known::Opened { .. })));
            let log = self.entries(changes);
            self.write(id, log);
            if i % (SLICE * 5) == 0 {
                pause().await;
            }
        }
        Ok(count)
    }
}

/// The next id.
fn minted(kind: &str, now: u64, chance: &mut u128) -> DocId {
    *chance = chance.wrapping_add(1);
    DocId::mint(kind, now, *chance)
}

/// A set of a register that holds nothing yet.
pub(super) fn set(field: &str, value: Value) -> Known {
    Known::Set { field: field.to_owned(), value, over: Vec::new() }
}
