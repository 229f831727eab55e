//! What the start page lists.

use std::sync::Arc;

use super::Desk;
use crate::model::document::DocId;
use crate::query::rows::Row;
use crate::query::today::{Asking, Look, Press, Section, section};

/// A section of the start page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Which.
    pub section: Section,
    /// How many tickets it has.
    pub count: usize,
    /// The first of them, the most urgent first.
    pub first: Vec<Arc<Row>>,
}

impl Desk {
    /// The sections of the start page that have tickets, at most so many of each; only mine and nobody's when `own`.
    /// `new` and `proposed` are what [`Desk::waiting_for`] found.
    #[must_use]
    pub fn today(&self, own: bool, most: usize, new: &[DocId], proposed: &[DocId]) -> Vec<Listed> {
        let me = self.0.me.borrow();
        let asking = Asking { me: &me, own, now: self.now() };
        let state = self.state();
        let mut all: Vec<(Section, Press, &Arc<Row>)> = Vec::new();
        for row in state.rows.values() {
            let look = Look {
                owner: &row.owner,
                category: row.category,
                due: row.due.as_ref().map(|due| due.at),
                promised: row.promised,
                register: row.register,
                priority: row.priority,
                opened: row.opened,
                new: new.contains(&row.id),
                proposed: proposed.contains(&row.id),
            };
            all.extend(section(look, asking).map(|(section, press)| (section, press, row)));
        }
        all.sort_unstable_by(|a, b| (a.0, a.1, &a.2.id).cmp(&(b.0, b.1, &b.2.id)));
        let listed = |section: Section| {
            let mut of = all.iter().filter(|(other, ..)| *other == section).map(|(.., row)| *row);
            let first: Vec<Arc<Row>> = of.by_ref().take(most).cloned().collect();
            Listed { section, count: first.len() + of.count(), first }
        };
        Section::ALL.into_iter().map(listed).filter(|listed| listed.count > 0).collect()
    }
}
