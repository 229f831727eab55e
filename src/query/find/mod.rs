//! Which tickets: a query and a view over the columns, newest or most urgent first, in steps that can be cancelled.
//!
//! [`Search::step`] looks through some pages; between two steps the page can paint and a newer query can take over. What
//! comes first is looked through first, so that the first screen is there before the count is ([`Search::is_settled`]).

pub mod facets;
pub mod lanes;
pub mod order;
pub mod people;
mod plan;
mod scan;
pub mod similar;
pub mod tally;
#[cfg(test)]
mod tests;

use super::columns::facts::Lookup;
use super::columns::page::{Page, Time};
use super::columns::texts::{Mask, NONE, count, each};
use super::columns::{Columns, ROWS, row_number};
use super::pinyin::Pinyin;
use super::search::Query;
use crate::model::calendar::Calendar;
use facets::Facets;
use lanes::Lane;
use order::{Hit, Order, Sorting};
use plan::Plan;
use tally::{Counting, Tally, tally_of};

/// Which tickets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    /// Mine, not done.
    #[default]
    Mine,
    /// Past due.
    Late,
    /// With an open promise.
    Promised,
    /// Nobody's yet.
    Pool,
    /// Everybody's, not done.
    Open,
    /// Done.
    Done,
    /// All.
    All,
}

impl View {
    /// All views.
    pub const ALL: [Self; 7] = [Self::Mine, Self::Late, Self::Promised, Self::Pool, Self::Open, Self::Done, Self::All];
}

/// What is looked for.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// Which tickets.
    pub view: View,
    /// Registers instead of tickets; both when `None`.
    pub register: Option<bool>,
    /// Of the kind with this id only; any when empty.
    pub kind: &'a str,
    /// In the state with this id only; any when empty.
    pub state: &'a str,
    /// In this column of a board only.
    pub lane: Option<&'a Lane>,
    /// What was typed.
    pub query: &'a Query,
    /// In which order.
    pub order: Order,
    /// The agent at the desk.
    pub me: &'a str,
    /// Now, in milliseconds.
    pub now: u64,
}

/// What a search needs besides the columns.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Names and kinds.
    pub lookup: &'a dyn Lookup,
    /// The days of the desk.
    pub calendar: &'a Calendar,
    /// The readings of characters, once they have been fetched.
    pub pinyin: Option<&'a Pinyin>,
}

/// A search under way. It holds no reference to the columns; rows that change meanwhile ask for a new one.
#[derive(Debug)]
pub struct Search {
    plan: Plan,
    /// Pages still to be looked through, the last first, each behind the best that it may hold (see [`waiting`]).
    left: Vec<u128>,
    /// What was found: the best of the page, the page, its rows.
    found: Vec<(u64, usize, Mask)>,
    count: usize,
    /// Of how many pages the rows are among `hits`.
    taken: usize,
    hits: Vec<Hit>,
    sorting: Sorting,
}

/// How many pages are looked through between two looks at the clock: well under a millisecond for words and filters, some
/// milliseconds for sounds.
pub const STEP: usize = 16;

impl Search {
    /// Begins a search.
    #[must_use]
    pub fn new(request: &Request<'_>, columns: &Columns, context: Context<'_>) -> Self {
        let mut left: Vec<u128> =
            (0..).zip(columns.pages()).map(|(at, page)| waiting(best(page, request.order), at)).collect();
        // The best page last, as it is taken from the end; among equals the newest, which stands behind the others.
        left.sort_unstable();
        Self {
            plan: Plan::new(request, columns, context),
            left,
            found: Vec::new(),
            count: 0,
            taken: 0,
            hits: Vec::new(),
            sorting: Sorting::new(request.order, columns, context),
        }
    }

    /// Looks through some more pages. True while there are others.
    pub fn step(&mut self, pages: usize, columns: &Columns) -> bool {
        for _ in 0..pages {
            let Some((best, at)) = self.left.pop().map(page_of) else { break };
            let Some(page) = columns.pages().get(at) else { continue };
            let rows = self.plan.matches(columns, page, at);
            if rows != NONE {
                self.count += count(&rows);
                self.found.push((best, at, rows));
            }
        }
        !self.left.is_empty()
    }

    /// Looks through all.
    pub fn run(&mut self, columns: &Columns) {
        while self.step(usize::MAX, columns) {}
    }

    /// Whether everything has been looked through: the count is the count.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.left.is_empty()
    }

    /// How many have been found so far.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The rows found in so many of the pages that hold some, from one on, in no particular order; `None` behind the last.
    #[must_use]
    pub fn found_in(&self, from: usize, pages: usize) -> Option<Vec<u32>> {
        let pages = self.found.get(from..).filter(|rest| !rest.is_empty())?.iter().take(pages);
        let mut rows = Vec::new();
        for (_, at, mask) in pages {
            each(mask, &mut |row| rows.push(row_number(*at, row)));
        }
        Some(rows)
    }

    /// How the finds so far are spread over kinds, states, owners, channels and priorities.
    #[must_use]
    pub fn facets(&self, columns: &Columns) -> Facets {
        let mut facets = Facets::default();
        for (_, at, rows) in &self.found {
            if let Some(page) = columns.pages().get(*at) {
                each(rows, &mut |row| facets.count(page, row));
            }
        }
        facets
    }

    /// How many of the finds so far each view would show.
    #[must_use]
    pub fn tally(&self, columns: &Columns, counting: Counting<'_>) -> Tally {
        let rows = self.found.iter().filter_map(|(_, at, rows)| Some((columns.pages().get(*at)?, *rows)));
        tally_of(rows, columns, counting)
    }

    /// Puts the first finds in order, at least so many, and gives their rows. The rest is put in order when it is asked
    /// for: the first screen of a large list costs little more than the screen.
    pub fn first(&mut self, count: usize, columns: &Columns) -> impl Iterator<Item = u32> {
        self.range(0, count, columns)
    }

    /// The rows at the places from one to another, the last not included: only these are put in order.
    pub fn range(&mut self, from: usize, to: usize, columns: &Columns) -> impl Iterator<Item = u32> {
        let to = self.order(from, to, columns);
        self.hits[from.min(to)..to].iter().map(Hit::row)
    }

    /// Where a row stands among the finds.
    pub fn place(&mut self, row: u32, columns: &Columns) -> Option<usize> {
        let (page_at, at) = (row as usize / ROWS, row as usize % ROWS);
        let (.., mask) = self.found.iter().find(|(_, page, _)| *page == page_at)?;
        let page = columns.pages().get(page_at).filter(|_| mask[at / 64] >> (at % 64) & 1 == 1)?;
        let hit = self.sorting.hit(columns, page, page_at, at);
        while self.next_best().is_some_and(|best| !self.sorting.is_before(hit, best, columns)) {
            self.take(columns);
        }
        Some(self.sorting.count_before(&self.hits, hit, columns))
    }

    /// The best that the pages may hold whose rows are not among the hits yet.
    fn next_best(&self) -> Option<u64> {
        self.found.get(self.taken).map(|(best, ..)| *best)
    }

    /// Takes the rows of some more pages among the hits.
    fn take(&mut self, columns: &Columns) {
        let more = self.taken.max(4);
        for (_, at, rows) in self.found.iter().skip(self.taken).take(more) {
            if let Some(page) = columns.pages().get(*at) {
                let (hits, sorting) = (&mut self.hits, &self.sorting);
                each(rows, &mut |row| hits.push(sorting.hit(columns, page, *at, row)));
            }
        }
        self.taken = (self.taken + more).min(self.found.len());
        self.sorting.restart();
    }

    /// Puts the hits from a place to another in order, as far as there are so many; gives where they end.
    fn order(&mut self, from: usize, to: usize, columns: &Columns) -> usize {
        loop {
            let end = to.min(self.hits.len());
            // Pages come with the best first: none of the others may hold anything that comes before these.
            let Some(best) = self.next_best() else {
                self.sorting.arrange(&mut self.hits, from, end, columns);
                return end;
            };
            if end == to {
                self.sorting.arrange(&mut self.hits, from, end, columns);
                let last = to.checked_sub(1).and_then(|last| self.hits.get(last));
                if to == 0 || last.is_some_and(|last| self.sorting.is_before(*last, best, columns)) {
                    return to;
                }
            }
            self.take(columns);
        }
    }

    /// Whether the first finds, in order, will stay what they are whatever is found yet.
    #[must_use]
    pub fn is_settled(&mut self, count: usize, columns: &Columns) -> bool {
        let Some((best, _)) = self.left.last().copied().map(page_of) else { return true };
        let sorted = self.order(0, count, columns);
        let last = count.checked_sub(1).and_then(|last| self.hits.get(last)).filter(|_| sorted >= count);
        count == 0 || last.is_some_and(|last| self.sorting.is_before(*last, best, columns))
    }

    /// All rows found, in order.
    #[must_use]
    pub fn rows(mut self, columns: &Columns) -> Vec<u32> {
        let count = self.count;
        self.first(count, columns).collect()
    }
}

/// A page's place and the best that it may hold as one number: the better, the greater.
fn waiting(best: u64, at: usize) -> u128 {
    u128::from(!best) << 64 | at as u128
}

#[allow(clippy::cast_possible_truncation)]
fn page_of(waiting: u128) -> (u64, usize) {
    (!((waiting >> 64) as u64), waiting as usize)
}

/// The best moment that a page holds in an order: what is less comes first. Places of removed rows only make it better.
fn best(page: &Page, order: Order) -> u64 {
    let times = |column| page.times(column).iter().copied();
    match order.moment() {
        None | Some((Time::Due, true)) => 0,
        Some((column, true)) => !times(column).max().unwrap_or(0),
        Some((column, false)) => times(column).min().unwrap_or(u64::MAX),
    }
}

/// All rows that match, in order. For tests, exports and counts; lists use [`Search`] in steps.
#[must_use]
pub fn select(request: &Request<'_>, columns: &Columns, context: Context<'_>) -> Vec<u32> {
    let mut search = Search::new(request, columns, context);
    search.run(columns);
    search.rows(columns)
}
