//! Tickets and customers as columns: what lists, search, views and counts are made of, about 100 bytes a ticket and its
//! text. Rows hold ids; names are looked up when they are shown or searched.
//!
//! Rows live in pages of [`texts::ROWS`]; a row's number is page × `ROWS` + place and stays until the row is removed or
//! its page is tidied away. Signals and links keep document ids, never row numbers.

pub mod block;
mod bytes;
mod counts;
pub mod customers;
pub mod facts;
mod key;
mod letters;
mod packing;
pub mod page;
mod row;
pub mod statuses;
mod symbols;
#[cfg(test)]
pub(crate) mod tests;
pub mod texts;
mod units;

use std::collections::BTreeMap;

use crate::model::document::{DocId, Document};
use crate::model::fold::Fold;
use crate::model::number;
use customers::Customers;
use facts::{Facts, Follows, Lookup, customer_text};
use key::{Keys, hash_of};
use page::{CHOICE, Column, NOTHING, Page, RawRow, Time, flag};
pub use row::TicketRow;
use statuses::{Status, Statuses};
pub(in crate::query) use symbols::number as short;
use symbols::{Index, Symbols};
pub use texts::ROWS;

/// All tickets and customers.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    pages: Vec<Page>,
    /// Rows by key.
    index: Index,
    keys: Keys,
    statuses: Statuses,
    people: Symbols,
    channels: Symbols,
    tags: Symbols,
    choices: Symbols,
    whats: Symbols,
    customers: Customers,
    /// Places of removed rows.
    free: Vec<u32>,
    /// The page that takes new rows.
    filling: usize,
    count: usize,
    /// The texts of new pages get no filter yet: those of a block, all at once when it is full.
    no_filter: bool,
    /// Of the numbers that no row shows any more and that must not be given again the highest counts, by stem.
    spent: BTreeMap<Box<str>, u32>,
}

impl Columns {
    /// Takes in a ticket or a customer as it is now: a new row, another content, or none when it is withdrawn.
    /// Documents of other kinds are passed over.
    pub fn put(&mut self, document: &Document, fold: &Fold, lookup: &dyn Lookup) {
        match document.id.kind() {
            "ticket" => {
                let facts = Facts::of(document, fold, lookup);
                self.spend(document, facts.is_some().then_some(fold));
                match facts {
                    Some(facts) => {
                        self.put_ticket(facts);
                    }
                    None => self.remove(&document.id),
                }
            }
            "customer" => {
                let customer = self.customers.intern(document.id.as_str());
                self.customers.set(customer, &customer_text(&document.id, fold));
            }
            _ => {}
        }
    }

    /// Keeps the numbers of a log that its row will not show.
    fn spend(&mut self, document: &Document, fold: Option<&Fold>) {
        use crate::model::change::{Change, Known};
        let shown = fold.and_then(|fold| fold.opening.as_ref()).map_or("", |opening| &opening.number);
        for entry in document.log() {
            if let Change::Known(Known::Opened { number, .. }) = &entry.change
                && number != shown
                && let Some((stem, count)) = number::parts(number)
            {
                self.spend_count(stem, count);
            }
        }
    }

    fn spend_count(&mut self, stem: &str, count: u32) {
        match self.spent.get_mut(stem) {
            Some(last) => *last = count.max(*last),
            None => drop(self.spent.insert(stem.into(), count)),
        }
    }

    /// Takes in the facts of a ticket and gives its row's number.
    pub fn put_ticket(&mut self, facts: Facts<'_>) -> u32 {
        let status =
            Status { kind: facts.kind, state: facts.state, category: facts.category, register: facts.register };
        let mut flags = facts.priority as u32 | facts.contacts.min(255) << flag::CONTACTS;
        for (is, bit) in [
            (facts.promised, flag::PROMISED),
            (facts.due.is_some_and(|due| due.promise), flag::PROMISE_DUE),
            (facts.conflict, flag::CONFLICT),
            (facts.follows == Follows::Again, flag::AGAIN),
            (facts.follows == Follows::Part, flag::PART),
        ] {
            flags |= if is { bit } else { 0 };
        }
        let mut labels: Vec<u32> = facts.tags.iter().map(|tag| self.tags.intern(tag)).collect();
        labels.extend(facts.choices.iter().map(|choice| self.choices.intern(choice) | CHOICE));
        let raw = RawRow {
            id: self.keys.intern(facts.id.name()),
            times: [facts.opened, facts.changed, facts.due.map_or(u64::MAX, |due| due.at)],
            columns: [
                self.statuses.intern(status),
                self.people.intern(facts.owner),
                self.people.intern(facts.first_owner),
                self.channels.intern(facts.channel),
                facts.due.map_or(NOTHING, |due| self.whats.intern(due.what)),
                self.customers.intern(facts.customer),
                flags,
                NOTHING,
            ],
            labels,
            text: facts.lines.text(),
        };
        self.put_raw(&raw)
    }

    fn put_raw(&mut self, raw: &RawRow) -> u32 {
        let row = if let Some(row) = self.row_of(raw.id) {
            self.unchain(row);
            row
        } else {
            let row = self.place();
            let pages = &self.pages;
            self.index.insert(hash_of(raw.id), row, &|row| hash_of(id_at(pages, row)));
            self.count += 1;
            row
        };
        let (page, at) = split(row);
        self.pages[page].put(at, raw);
        self.chain(row);
        row
    }

    /// A free place.
    fn place(&mut self) -> u32 {
        while let Some(row) = self.free.pop() {
            let (page, at) = split(row);
            if self.pages.get(page).is_some_and(|page| at < page.len() && !page.is_live(at)) {
                return row;
            }
        }
        if self.pages.get(self.filling).is_none_or(|page| page.len() == ROWS) {
            let empty = self.pages.iter().position(page::Page::is_empty);
            self.filling = empty.unwrap_or(self.pages.len());
            if empty.is_none() {
                self.pages.push(if self.no_filter { Page::plain() } else { Page::default() });
            }
        }
        row_number(self.filling, self.pages[self.filling].len())
    }

    /// Puts a row among its customer's; not those of nobody, who may be very many: taking one out walks along all.
    fn chain(&mut self, row: u32) {
        let (page, at) = split(row);
        let customer = self.pages[page].get(at, Column::Customer) as usize;
        if self.customers.is_nobody(short(customer)) {
            self.pages[page].columns[Column::Next as usize][at] = NOTHING;
        } else if let Some(first) = self.customers.first.get_mut(customer) {
            self.pages[page].columns[Column::Next as usize][at] = *first;
            *first = row;
        }
    }

    fn unchain(&mut self, row: u32) {
        let (page, at) = split(row);
        let customer = self.pages[page].get(at, Column::Customer) as usize;
        let next = self.pages[page].get(at, Column::Next);
        if self.customers.is_nobody(short(customer)) {
            return;
        }
        let Some(first) = self.customers.first.get_mut(customer) else { return };
        if *first == row {
            *first = next;
            return;
        }
        let mut before = *first;
        while before != NOTHING {
            let (page, at) = split(before);
            let Some(link) = self.pages.get_mut(page).and_then(|page| page.columns[Column::Next as usize].get_mut(at))
            else {
                return;
            };
            if *link == row {
                *link = next;
                return;
            }
            before = *link;
        }
    }

    /// Forgets a ticket or a customer.
    pub fn remove(&mut self, id: &DocId) {
        if id.kind() == "customer" {
            if let Some(customer) = self.customers.find(id.as_str()) {
                self.customers.set(customer, "");
            }
        } else if let Some(row) = self.find(id) {
            self.take(row);
            self.free.push(row);
        }
    }

    fn take(&mut self, row: u32) {
        self.unchain(row);
        let pages = &self.pages;
        let (page, at) = split(row);
        let key = id_at(pages, row);
        self.index.remove(hash_of(key), &|other| other == row);
        self.pages[page].clear(at);
        self.count -= 1;
    }

    fn row_of(&self, key: u128) -> Option<u32> {
        self.index.find(hash_of(key), &|row| id_at(&self.pages, row) == key)
    }

    /// The row of a ticket.
    #[must_use]
    pub fn find(&self, id: &DocId) -> Option<u32> {
        self.row_of(self.keys.find(id.name())?)
    }

    /// A row's ticket.
    #[must_use]
    pub fn ticket(&self, row: u32) -> Option<TicketRow<'_>> {
        let (page, at) = split(row);
        self.pages.get(page).filter(|page| page.is_live(at)).map(|page| TicketRow::new(self, page, at))
    }

    /// How many tickets there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The numbers of all rows, page by page.
    pub fn rows(&self) -> impl Iterator<Item = u32> {
        let of = |(at, page): (usize, &Page)| {
            let mut rows = Vec::with_capacity(page.len());
            texts::each(&page.live, &mut |row| rows.push(row_number(at, row)));
            rows
        };
        self.pages.iter().enumerate().flat_map(of)
    }

    /// The pages of the tickets' rows.
    #[must_use]
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// The customers.
    #[must_use]
    pub fn customers(&self) -> &Customers {
        &self.customers
    }

    /// Kinds and states that rows have.
    #[must_use]
    pub fn statuses(&self) -> &Statuses {
        &self.statuses
    }

    /// The ids of owners and first owners by number; the empty one is nobody.
    #[must_use]
    pub fn people(&self) -> impl ExactSizeIterator<Item = &str> {
        self.people.texts()
    }

    /// The ids of channels by number.
    #[must_use]
    pub fn channels(&self) -> impl ExactSizeIterator<Item = &str> {
        self.channels.texts()
    }

    /// Tags by number.
    #[must_use]
    pub fn tags(&self) -> impl ExactSizeIterator<Item = &str> {
        self.tags.texts()
    }

    /// What choice fields hold, by number (see `facts::choice_name`).
    #[must_use]
    pub fn choices(&self) -> impl ExactSizeIterator<Item = &str> {
        self.choices.texts()
    }

    /// The rows of a customer's tickets, in no particular order; none for nobody.
    pub fn tickets_of(&self, customer: u32) -> impl Iterator<Item = u32> {
        let first = self.customers.first.get(customer as usize).copied();
        let next = |row: &u32| {
            let (page, at) = split(*row);
            self.pages.get(page).map(|page| page.get(at, Column::Next)).filter(|row| *row != NOTHING)
        };
        std::iter::successors(first.filter(|row| *row != NOTHING), next).take(self.count)
    }

    /// Reads what kinds say of states anew, after kinds have changed.
    pub fn refresh_kinds(&mut self, lookup: &dyn Lookup) {
        self.statuses.refresh(lookup);
    }

    /// The latest change not after a moment, and the latest of all, in milliseconds.
    #[must_use]
    pub fn latest(&self, until: u64) -> (u64, u64) {
        let times = || self.pages.iter().flat_map(|page| page.times(Time::Changed)).copied();
        (times().filter(|at| *at <= until).max().unwrap_or(0), times().max().unwrap_or(0))
    }

    /// How many bytes the rows, the texts of tickets and customers, and their filters take.
    #[must_use]
    pub fn size(&self) -> (usize, usize, usize) {
        let rows = self.pages.iter().map(Page::size).sum();
        let texts = || {
            let tickets = self.pages.iter().map(|page| &page.texts);
            tickets.chain(self.customers.pages.iter().map(|page| &page.texts))
        };
        (
            rows,
            texts().map(|t| t.bytes.capacity() + t.letters.all().len() * 2).sum(),
            texts().map(|t| t.filter.len() * 72 + t.common.len() * 68).sum(),
        )
    }

    /// Gives back what removed rows still take: empties one thin page into the others. Row numbers of that page change.
    /// False when there is none; each call is a short piece of work.
    pub fn tidy(&mut self) -> bool {
        let thin = |page: &Page| page.len() == ROWS && texts::count(&page.live) < ROWS / 2;
        let Some(at) = self.pages.iter().position(thin) else { return false };
        let mut rows = Vec::new();
        texts::each(&self.pages[at].live, &mut |row| rows.push(row_number(at, row)));
        self.free.retain(|row| split(*row).0 != at);
        for row in rows {
            let raw = self.pages[at].raw(row as usize % ROWS);
            self.take(row);
            self.put_raw(&raw);
        }
        self.pages[at] = Page::default();
        true
    }
}

/// The number of the row at a place of a page.
pub(in crate::query) fn row_number(page: usize, at: usize) -> u32 {
    short(page * ROWS + at)
}

fn split(row: u32) -> (usize, usize) {
    (row as usize / ROWS, row as usize % ROWS)
}

fn id_at(pages: &[Page], row: u32) -> u128 {
    let (page, at) = split(row);
    pages.get(page).map_or(0, |page| page.id(at))
}
