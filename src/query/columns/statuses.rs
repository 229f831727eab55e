//! Kinds and their states, numbered as pairs: one number a row tells kind, state, category and register.

use super::facts::Lookup;
use super::symbols::Symbols;
use crate::model::kind::Category;
use crate::model::matter::MERGED;

/// A kind's state as the rows know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status<'a> {
    /// The kind's id.
    pub kind: &'a str,
    /// The state's id.
    pub state: &'a str,
    /// What the state means. A state its kind does not know counts as open: it must not be forgotten.
    pub category: Category,
    /// A register's entries.
    pub register: bool,
}

impl Status<'_> {
    /// Whether somebody still has something to do: what is solved waits for its follow-up call or the customer's word.
    /// A register's entry is done when it is solved.
    #[must_use]
    pub fn is_to_do(self) -> bool {
        !self.category.is_done() || self.category == Category::Solved && !self.register
    }
}

/// All pairs of kind and state that rows have.
#[derive(Clone, Debug, Default)]
pub struct Statuses {
    /// `kind`, a tab, `state`.
    pairs: Symbols,
    facts: Vec<(Category, bool)>,
}

impl Statuses {
    /// The number of a pair. The category and the register of the latest caller hold.
    pub fn intern(&mut self, status: Status<'_>) -> u32 {
        let number = self.pairs.intern(&[status.kind, status.state].join("\t"));
        let facts = (status.category, status.register);
        match self.facts.get_mut(number as usize) {
            Some(old) => *old = facts,
            None => self.facts.push(facts),
        }
        number
    }

    /// The pair of a number.
    #[must_use]
    pub fn get(&self, number: u32) -> Status<'_> {
        let (kind, state) = self.pairs.text(number).split_once('\t').unwrap_or_default();
        let (category, register) = self.facts.get(number as usize).copied().unwrap_or((Category::Open, false));
        Status { kind, state, category, register }
    }

    /// All pairs, in the order of their numbers.
    #[must_use]
    pub fn all(&self) -> impl ExactSizeIterator<Item = Status<'_>> {
        (0..super::symbols::number(self.pairs.len())).map(|number| self.get(number))
    }

    /// Reads categories and registers anew, after kinds have changed.
    pub fn refresh(&mut self, lookup: &dyn Lookup) {
        let fresh = |status: Status<'_>| {
            let kind = lookup.kind(status.kind);
            let state = kind.and_then(|kind| kind.state(status.state));
            let none = if status.state == MERGED { Category::Closed } else { Category::Open };
            (state.map_or(none, |state| state.category), kind.is_some_and(|kind| kind.register))
        };
        let facts: Vec<_> = self.all().map(fresh).collect();
        self.facts = facts;
    }
}
