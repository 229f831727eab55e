//! One ticket of the columns, read as lists show it.

use super::customers::CustomerRow;
use super::facts::{Due, SUBJECT};
use super::page::{CHOICE, Column, Page, Time, flag};
use super::statuses::Status;
use super::{Columns, ROWS};
use crate::model::document::DocId;
use crate::model::kind::Category;
use crate::model::matter::MERGED;
use crate::model::ticket::Priority;

/// A ticket's row. Cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct TicketRow<'a> {
    all: &'a Columns,
    page: &'a Page,
    at: usize,
}

impl Columns {
    /// The tickets whose first owner an agent is, in the order of their rows.
    pub fn taken_by(&self, agent: &str) -> impl Iterator<Item = TicketRow<'_>> {
        // By number: most rows are others'.
        let agent = self.people().position(|person| person == agent);
        let of = move |page| {
            let first = Page::column(page, Column::First).iter().enumerate();
            let of = first.filter(move |(at, first)| Some(**first as usize) == agent && page.is_live(*at));
            of.map(move |(at, _)| TicketRow::new(self, page, at))
        };
        self.pages.iter().flat_map(of)
    }
}

impl Columns {
    /// The tickets about which two people disagree, in the order of their rows.
    pub fn disputed(&self) -> impl Iterator<Item = TicketRow<'_>> {
        let of = move |page| {
            let flags = Page::column(page, Column::Flags).iter().enumerate();
            let of = flags.filter(move |(at, flags)| *flags & flag::CONFLICT != 0 && page.is_live(*at));
            of.map(move |(at, _)| TicketRow::new(self, page, at))
        };
        self.pages.iter().flat_map(of)
    }
}

impl<'a> TicketRow<'a> {
    pub(super) fn new(all: &'a Columns, page: &'a Page, at: usize) -> Self {
        debug_assert!(at < ROWS);
        Self { all, page, at }
    }

    /// The document.
    #[must_use]
    pub fn id(self) -> DocId {
        self.all.keys.id("ticket", self.page.id(self.at))
    }

    /// Its number.
    #[must_use]
    pub fn number(self) -> String {
        self.page.texts.shown(self.at, 0)
    }

    /// What it is about.
    #[must_use]
    pub fn subject(self) -> String {
        self.page.texts.shown(self.at, SUBJECT)
    }

    /// What the search looks through, in lower case; shown lines as they were written may follow after a NUL.
    #[must_use]
    pub fn text(self) -> String {
        self.page.texts.read(self.at)
    }

    /// Kind, state, category, register.
    #[must_use]
    pub fn status(self) -> Status<'a> {
        self.all.statuses.get(self.get(Column::Status))
    }

    /// Its kind's id.
    #[must_use]
    pub fn kind(self) -> &'a str {
        self.status().kind
    }

    /// Its state's id.
    #[must_use]
    pub fn state(self) -> &'a str {
        self.status().state
    }

    /// What its state means.
    #[must_use]
    pub fn category(self) -> Category {
        self.status().category
    }

    /// Its owner's id; empty for the team's pool.
    #[must_use]
    pub fn owner(self) -> &'a str {
        self.all.people.text(self.get(Column::Owner))
    }

    /// Its first owner's id.
    #[must_use]
    pub fn first_owner(self) -> &'a str {
        self.all.people.text(self.get(Column::First))
    }

    /// Its channel's id.
    #[must_use]
    pub fn channel(self) -> &'a str {
        self.all.channels.text(self.get(Column::Channel))
    }

    /// Its customer's number.
    #[must_use]
    pub fn customer_number(self) -> u32 {
        self.get(Column::Customer)
    }

    /// Its customer's document; an empty id for nobody.
    #[must_use]
    pub fn customer_id(self) -> DocId {
        self.all.customers.id(self.customer_number())
    }

    /// Its customer, if known.
    #[must_use]
    pub fn customer(self) -> Option<CustomerRow<'a>> {
        self.all.customers.get(self.customer_number())
    }

    /// How urgent it is.
    #[must_use]
    pub fn priority(self) -> Priority {
        Priority::ALL[(self.get(Column::Flags) & 3) as usize]
    }

    /// When it was opened, in milliseconds.
    #[must_use]
    pub fn opened(self) -> u64 {
        self.page.time(self.at, Time::Opened)
    }

    /// When it was changed last, in milliseconds.
    #[must_use]
    pub fn changed(self) -> u64 {
        self.page.time(self.at, Time::Changed)
    }

    /// What is due next.
    #[must_use]
    pub fn due(self) -> Option<Due<'a>> {
        let at = self.page.time(self.at, Time::Due);
        let what = self.all.whats.text(self.get(Column::What));
        (at != u64::MAX).then(|| Due { at, what, promise: self.has(flag::PROMISE_DUE) })
    }

    /// Whether it is past due at a moment.
    #[must_use]
    pub fn is_late(self, now: u64) -> bool {
        self.page.time(self.at, Time::Due) < now
    }

    /// Whether a promise is open.
    #[must_use]
    pub fn promised(self) -> bool {
        self.has(flag::PROMISED)
    }

    /// Whether two people disagree about something.
    #[must_use]
    pub fn conflict(self) -> bool {
        self.has(flag::CONFLICT)
    }

    /// How often the customer asked again on it, at most 255.
    #[must_use]
    pub fn contacts(self) -> u32 {
        self.get(Column::Flags) >> flag::CONTACTS & 255
    }

    /// Whether it is linked to an earlier ticket on the same matter.
    #[must_use]
    pub fn again(self) -> bool {
        self.has(flag::AGAIN)
    }

    /// Whether it was split from another ticket.
    #[must_use]
    pub fn part(self) -> bool {
        self.has(flag::PART)
    }

    /// Whether it was merged into another ticket.
    #[must_use]
    pub fn merged(self) -> bool {
        self.state() == MERGED
    }

    /// Its tags.
    pub fn tags(self) -> impl Iterator<Item = &'a str> {
        let tags = self.page.labels(self.at).iter().filter(|label| **label & CHOICE == 0);
        tags.map(|tag| self.all.tags.text(*tag))
    }

    /// What its choice fields hold (see `facts::choice_name`).
    pub fn choices(self) -> impl Iterator<Item = &'a str> {
        let choices = self.page.labels(self.at).iter().filter(|label| **label & CHOICE != 0);
        choices.map(|choice| self.all.choices.text(*choice & !CHOICE))
    }

    fn get(self, column: Column) -> u32 {
        self.page.get(self.at, column)
    }

    fn has(self, bit: u32) -> bool {
        self.get(Column::Flags) & bit != 0
    }
}
