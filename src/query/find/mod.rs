//! Which tickets: a query and a view over the columns, newest or most urgent first, in steps that can be cancelled.
//!
//! [`Search::step`] looks through some pages; between two steps the page can paint and a newer query can take over. What
//! comes first is looked through first, so that the first screen is there before the count is ([`Search::is_settled`]).

pub mod facets;
pub mod order;
mod plan;
mod scan;
pub mod similar;
#[cfg(test)]
mod tests;

use super::columns::Columns;
use super::columns::facts::Lookup;
use super::columns::page::{Page, Time};
use super::columns::texts::each;
use super::pinyin::Pinyin;
use super::rows::View;
use super::search::Query;
use crate::model::calendar::Calendar;
use facets::Facets;
use order::{Hit, Order, Sorting};
use plan::Plan;

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
    /// Pages still to be looked through, the last first, each with the best that it may hold.
    left: Vec<(u64, usize)>,
    hits: Vec<Hit>,
    sorting: Sorting,
    facets: Facets,
}

/// How many pages are looked through at once where the caller watches the clock: about a millisecond.
pub const STEP: usize = 16;

impl Search {
    /// Begins a search.
    #[must_use]
    pub fn new(request: &Request<'_>, columns: &Columns, context: Context<'_>) -> Self {
        let mut left: Vec<(u64, usize)> =
            (0..).zip(columns.pages()).map(|(at, page)| (best(page, request.order), at)).collect();
        // The best page last, as it is taken from the end; among equals the newest, which stands behind the others.
        left.sort_by_key(|(best, at)| (std::cmp::Reverse(*best), *at));
        Self {
            plan: Plan::new(request, columns, context),
            left,
            hits: Vec::new(),
            sorting: Sorting::new(request.order, columns, context),
            facets: Facets::default(),
        }
    }

    /// Looks through some more pages. True while there are others.
    pub fn step(&mut self, pages: usize, columns: &Columns, pinyin: Option<&Pinyin>) -> bool {
        if !self.left.is_empty() {
            // What comes may belong before what was in order.
            self.sorting.restart();
        }
        for _ in 0..pages {
            let Some((_, at)) = self.left.pop() else { break };
            let Some(page) = columns.pages().get(at) else { continue };
            let found = self.plan.matches(page, at, pinyin);
            let (hits, sorting, facets) = (&mut self.hits, &self.sorting, &mut self.facets);
            each(&found, &mut |row| {
                hits.push(sorting.hit(columns, page, at, row));
                facets.count(page, row);
            });
        }
        !self.left.is_empty()
    }

    /// Looks through all.
    pub fn run(&mut self, columns: &Columns, pinyin: Option<&Pinyin>) {
        while self.step(usize::MAX, columns, pinyin) {}
    }

    /// Whether everything has been looked through: the count is the count.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.left.is_empty()
    }

    /// How many have been found so far.
    #[must_use]
    pub fn count(&self) -> usize {
        self.hits.len()
    }

    /// How the finds so far are spread over kinds, states, owners, channels and priorities.
    #[must_use]
    pub fn facets(&self) -> &Facets {
        &self.facets
    }

    /// Puts the first finds in order, at least so many, and gives their rows. The rest is put in order when it is asked
    /// for: a slice of a large list costs little more than the slice.
    pub fn first(&mut self, count: usize, columns: &Columns) -> impl Iterator<Item = u32> {
        let sorted = self.sorting.extend(&mut self.hits, count, columns);
        self.hits[..sorted].iter().map(order::Hit::row)
    }

    /// Whether the first finds, in order, will stay what they are whatever is found yet.
    #[must_use]
    pub fn is_settled(&mut self, count: usize, columns: &Columns) -> bool {
        let Some((best, _)) = self.left.last() else { return true };
        if self.hits.len() < count || count == 0 {
            return count == 0;
        }
        self.sorting.extend(&mut self.hits, count, columns);
        self.sorting.is_before(&self.hits[count - 1], *best, columns)
    }

    /// All rows found, in order.
    #[must_use]
    pub fn rows(mut self, columns: &Columns) -> Vec<u32> {
        let count = self.hits.len();
        self.first(count, columns).collect()
    }
}

/// The best moment that a page holds in an order: what is less comes first.
fn best(page: &Page, order: Order) -> u64 {
    let Some((column, latest_first)) = order.moment() else { return 0 };
    let mut best = u64::MAX;
    each(&page.live, &mut |row| {
        let time = page.time(row, column);
        best = best.min(if latest_first { !time } else { time });
    });
    if column == Time::Due && latest_first { 0 } else { best }
}

/// All rows that match, in order. For tests, exports and counts; lists use [`Search`] in steps.
#[must_use]
pub fn select(request: &Request<'_>, columns: &Columns, context: Context<'_>) -> Vec<u32> {
    let mut search = Search::new(request, columns, context);
    search.run(columns, context.pinyin);
    search.rows(columns)
}
