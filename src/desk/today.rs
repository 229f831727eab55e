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
        let absent = self.stands_in_for(&me);
        let mine: Vec<&str> = std::iter::once(&**me).chain(absent.iter().map(|agent| &*agent.id)).collect();
        let asking = Asking { mine: &mine, own, now: self.now() };
        let state = self.state();
        let rows = |ids: &[DocId]| ids.iter().filter_map(|id| state.columns.find(id)).collect::<Vec<u32>>();
        let (new, proposed) = (rows(new), rows(proposed));
        let mut all: Vec<(Section, Press, u32)> = Vec::new();
        for row in state.columns.rows() {
            let Some(ticket) = state.columns.ticket(row) else { continue };
            let look = Look {
                owner: ticket.owner(),
                category: ticket.category(),
                due: ticket.due().map(|due| due.at),
                promised: ticket.promised(),
                register: ticket.status().register,
                priority: ticket.priority(),
                opened: ticket.opened(),
                new: new.contains(&row),
                proposed: proposed.contains(&row),
            };
            all.extend(section(look, asking).map(|(section, press)| (section, press, row)));
        }
        let listed = |section: Section| {
            let mut of: Vec<(Press, u32)> =
                all.iter().filter(|(other, ..)| *other == section).map(|(_, press, row)| (*press, *row)).collect();
            let count = of.len();
            if count > most && most > 0 {
                of.select_nth_unstable(most - 1);
                of.truncate(most);
            }
            of.sort_unstable();
            let first: Vec<Arc<Row>> = of.iter().filter_map(|(_, row)| state.row(*row).map(Arc::new)).collect();
            Listed { section, count, first }
        };
        Section::ALL.into_iter().map(listed).filter(|listed| listed.count > 0).collect()
    }
}
