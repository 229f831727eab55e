//! The tickets' numbers: given once, also while something else is still being written.

use std::collections::HashMap;

use super::Desk;
use crate::model::kind::TicketKind;
use crate::model::number;

impl Desk {
    /// The number the next ticket of a kind gets.
    #[must_use]
    pub fn next_number(&self, kind: &TicketKind, agent_number: &str) -> String {
        let stem = self.stem(kind, self.now(), agent_number);
        let last = self.0.state.borrow_mut().last_number(&stem);
        number::numbered(&stem, last.saturating_add(1))
    }

    /// The stem of a kind's numbers on the day of a moment.
    pub(super) fn stem(&self, kind: &TicketKind, at: u64, agent_number: &str) -> String {
        number::stem(&kind.prefix, &self.state().names.calendar.day(at), agent_number)
    }
}

/// The numbers that one action gives. Nobody else gets them meanwhile; dropped without `keep`, they are given back.
pub(super) struct Numbers<'a> {
    desk: &'a Desk,
    /// The counts by stem: before the action, and the last it gave.
    taken: HashMap<String, (u32, u32)>,
}

impl<'a> Numbers<'a> {
    pub fn new(desk: &'a Desk) -> Self {
        Self { desk, taken: HashMap::new() }
    }

    /// The next number of a stem.
    pub fn next(&mut self, stem: String) -> String {
        let last = self.desk.0.state.borrow_mut().last_number(&stem);
        let next = last.saturating_add(1);
        let number = number::numbered(&stem, next);
        self.take(stem, next);
        number
    }

    /// A number that a file brings: the counts go on after it.
    pub fn note(&mut self, number: &str) {
        if let Some((stem, count)) = number::parts(number) {
            self.take(stem.to_owned(), count);
        }
    }

    fn take(&mut self, stem: String, count: u32) {
        let mut state = self.desk.0.state.borrow_mut();
        let before = state.last_number(&stem);
        let last = count.max(before);
        state.count_on(&stem, last);
        self.taken.entry(stem).or_insert((before, 0)).1 = last;
    }

    /// The tickets are written.
    pub fn keep(mut self) {
        self.taken.clear();
    }
}

impl Drop for Numbers<'_> {
    fn drop(&mut self) {
        if self.taken.is_empty() {
            return;
        }
        let mut state = self.desk.0.state.borrow_mut();
        for (stem, (before, last)) in self.taken.drain() {
            state.count_back(&stem, before, last);
        }
    }
}
