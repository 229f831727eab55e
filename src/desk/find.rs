//! Asking for tickets: by view, kind, state and the language of the search box.

use std::rc::Rc;
use std::sync::Arc;

use super::Desk;
use crate::model::document::DocId;
use crate::query::columns::TicketRow;
use crate::query::find::lanes::Lane;
use crate::query::find::order::Order;
use crate::query::find::tally::{Counting, Tally, tally};
use crate::query::find::{Context, Request, Search, View};
use crate::query::pinyin::Pinyin;
use crate::query::rows::Row;
use crate::query::search::complete::{Asking, Completion, complete};
use crate::query::search::{Query, Tongue, parse};

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Which tickets.
    pub view: View,
    /// Registers instead of tickets; both when `None`.
    pub register: Option<bool>,
    /// Of the kind with this id only; any when empty.
    pub kind: String,
    /// In the state with this id only; any when empty.
    pub state: String,
    /// In this column of a board only.
    pub lane: Option<Lane>,
    /// What was typed.
    pub query: Query,
    /// In which order.
    pub order: Order,
    /// Whose views: an agent's id; the person's at the desk when empty.
    pub of: String,
}

impl Wanted {
    /// All that a text finds, tickets and registers.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self { view: View::All, query: parse(text), ..Self::default() }
    }
}

/// What is found, while it is being looked for and afterwards. It knows rows by their numbers as they were when the
/// search began: after a change of the desk begin another.
#[derive(Debug)]
pub struct Finding(Search);

impl Finding {
    /// How many are found so far.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.count()
    }

    /// Whether everything has been looked through.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.0.is_done()
    }
}

/// How many tickets of a kind in a state are found: the kind's id, the state's id, how many.
pub type Spread = Vec<(String, String, u32)>;

impl Desk {
    /// Begins a search; `search_on` looks through the tickets.
    #[must_use]
    pub fn begin_search(&self, wanted: &Wanted) -> Finding {
        let me = if wanted.of.is_empty() { self.0.me.borrow().clone() } else { wanted.of.clone() };
        let request = Request {
            view: wanted.view,
            register: wanted.register,
            kind: &wanted.kind,
            state: &wanted.state,
            lane: wanted.lane.as_ref(),
            query: &wanted.query,
            order: wanted.order,
            me: &me,
            now: self.now(),
        };
        let state = self.state();
        let lookup = state.lookup();
        let context = Context { lookup: &lookup, calendar: &state.names.calendar, pinyin: state.pinyin.as_deref() };
        Finding(Search::new(&request, &state.columns, context))
    }

    /// Looks through so many more pages of 512 tickets, those that may come first before others. True while there are
    /// more.
    pub fn search_on(&self, finding: &mut Finding, pages: usize) -> bool {
        let state = self.state();
        finding.0.step(pages, &state.columns)
    }

    /// Whether the first so many finds will stay what they are.
    #[must_use]
    pub fn is_settled(&self, finding: &mut Finding, count: usize) -> bool {
        finding.0.is_settled(count, &self.state().columns)
    }

    /// The row at a place of what is found, counted from zero.
    #[must_use]
    pub fn found_at(&self, finding: &mut Finding, at: usize) -> Option<u32> {
        finding.0.range(at, at + 1, &self.state().columns).next()
    }

    /// The documents at the places from `from` on, before `to`.
    #[must_use]
    pub fn ids_found(&self, finding: &mut Finding, from: usize, to: usize) -> Vec<DocId> {
        let state = self.state();
        finding
            .0
            .range(from, to, &state.columns)
            .filter_map(|row| state.columns.ticket(row).map(TicketRow::id))
            .collect()
    }

    /// Where a ticket stands among what is found.
    #[must_use]
    pub fn place_of(&self, finding: &mut Finding, id: &DocId) -> Option<usize> {
        let state = self.state();
        let row = state.columns.find(id)?;
        finding.0.place(row, &state.columns)
    }

    /// Looks for tickets at once: all rows, in order.
    #[must_use]
    pub fn search(&self, wanted: &Wanted) -> Vec<u32> {
        let mut finding = self.begin_search(wanted);
        while self.search_on(&mut finding, usize::MAX) {}
        finding.0.rows(&self.state().columns)
    }

    /// The first tickets that are found.
    #[must_use]
    pub fn search_rows(&self, wanted: &Wanted, most: usize) -> Vec<Arc<Row>> {
        let mut finding = self.begin_search(wanted);
        while self.search_on(&mut finding, usize::MAX) && !self.is_settled(&mut finding, most) {}
        let state = self.state();
        let rows = finding.0.first(most, &state.columns).take(most);
        rows.filter_map(|row| state.row(row).map(Arc::new)).collect()
    }

    /// How what is found is spread over kinds and states.
    #[must_use]
    pub fn spread(&self, finding: &Finding) -> Spread {
        let state = self.state();
        let facets = finding.0.facets(&state.columns);
        let states = facets.states(&state.columns).into_iter();
        states.map(|(kind, state, count)| (kind.to_owned(), state.to_owned(), count)).collect()
    }

    /// The row of a ticket.
    #[must_use]
    pub fn row(&self, id: &DocId) -> Option<Arc<Row>> {
        let state = self.state();
        state.row(state.columns.find(id)?).map(Arc::new)
    }

    /// What is shown of a row by its number.
    #[must_use]
    pub fn row_at(&self, row: u32) -> Option<Arc<Row>> {
        self.state().row(row).map(Arc::new)
    }

    /// A ticket's id by its row's number.
    #[must_use]
    pub fn id_at(&self, row: u32) -> Option<DocId> {
        self.state().columns.ticket(row).map(TicketRow::id)
    }

    /// The ids of what is found in so many pages of 512 tickets from one on, in no particular order; `None` behind the
    /// last.
    #[must_use]
    pub fn found_ids(&self, finding: &Finding, from: usize, pages: usize) -> Option<Vec<DocId>> {
        let state = self.state();
        let rows = finding.0.found_in(from, pages)?;
        Some(rows.iter().filter_map(|row| state.columns.ticket(*row).map(TicketRow::id)).collect())
    }

    /// How many tickets each view shows, for the person at the desk.
    #[must_use]
    pub fn tally(&self, register: Option<bool>) -> Tally {
        let counting = Counting { register, me: &self.0.me.borrow(), now: self.now(), evening: self.evening() };
        tally(&self.state().columns, counting)
    }

    /// How many of what is found each view would show, for the person at the desk; of a search in all views.
    #[must_use]
    pub fn tally_found(&self, finding: &Finding, register: Option<bool>) -> Tally {
        let counting = Counting { register, me: &self.0.me.borrow(), now: self.now(), evening: self.evening() };
        finding.0.tally(&self.state().columns, counting)
    }

    /// When today ends, in milliseconds.
    fn evening(&self) -> u64 {
        let calendar = self.calendar();
        calendar.moment(calendar.day_number(self.now()) + 1, 0)
    }

    /// What could be typed next into the search box; `cursor` in bytes.
    #[must_use]
    pub fn complete(&self, text: &str, cursor: usize, tongue: Tongue, most: usize) -> Completion {
        let state = self.state();
        let asking = Asking { text, cursor, tongue, most };
        complete(asking, &state.columns, &state.lookup(), state.pinyin.as_deref())
    }

    /// Whether what is typed could be a sound and nothing is known of sounds yet: `set_pinyin` teaches it.
    #[must_use]
    pub fn wants_pinyin(&self, text: &str) -> bool {
        self.state().pinyin.is_none() && text.bytes().any(|byte| byte.is_ascii_alphabetic())
    }

    /// Takes in the table of readings, the text of `pinyin.txt`.
    pub fn set_pinyin(&self, table: &str) {
        self.0.state.borrow_mut().pinyin = Some(Rc::new(Pinyin::parse(table)));
        self.notify(&super::Changed::Everything);
    }

    /// The readings, once they are here: for marking what was found.
    #[must_use]
    pub fn pinyin(&self) -> Option<Rc<Pinyin>> {
        self.state().pinyin.clone()
    }
}
