//! How finds are spread: counts by kind, state, owner, channel and priority.

use crate::query::columns::Columns;
use crate::query::columns::page::{Column, Page};

/// Counts of finds by the symbols of their rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    statuses: Vec<u32>,
    owners: Vec<u32>,
    channels: Vec<u32>,
    priorities: [u32; 4],
}

/// Something that finds have in common: an id and how many have it.
pub type Counted<'a> = (&'a str, u32);

impl Facets {
    /// Counts a row.
    pub(super) fn count(&mut self, page: &Page, row: usize) {
        for (counts, column) in [
            (&mut self.statuses, Column::Status),
            (&mut self.owners, Column::Owner),
            (&mut self.channels, Column::Channel),
        ] {
            let at = page.get(row, column) as usize;
            if at >= counts.len() {
                counts.resize(at + 1, 0);
            }
            counts[at] += 1;
        }
        self.priorities[(page.get(row, Column::Flags) & 3) as usize] += 1;
    }

    /// By kind, the most frequent first.
    #[must_use]
    pub fn kinds<'a>(&self, columns: &'a Columns) -> Vec<Counted<'a>> {
        let statuses = columns.statuses();
        merged(statuses.all().map(|status| status.kind).zip(self.statuses.iter().copied()))
    }

    /// By kind and state: the kind's id, the state's id, how many.
    #[must_use]
    pub fn states<'a>(&self, columns: &'a Columns) -> Vec<(&'a str, &'a str, u32)> {
        let all = columns.statuses().all().zip(self.statuses.iter().copied()).filter(|(_, count)| *count > 0);
        let mut all: Vec<_> = all.map(|(status, count)| (status.kind, status.state, count)).collect();
        all.sort_by_key(|(kind, state, count)| (std::cmp::Reverse(*count), *kind, *state));
        all
    }

    /// By owner, the most frequent first; the empty id is nobody.
    #[must_use]
    pub fn owners<'a>(&self, columns: &'a Columns) -> Vec<Counted<'a>> {
        merged(columns.people().zip(self.owners.iter().copied()))
    }

    /// By channel, the most frequent first.
    #[must_use]
    pub fn channels<'a>(&self, columns: &'a Columns) -> Vec<Counted<'a>> {
        merged(columns.channels().zip(self.channels.iter().copied()))
    }

    /// By priority, the least urgent first.
    #[must_use]
    pub fn priorities(&self) -> [u32; 4] {
        self.priorities
    }
}

fn merged<'a>(counts: impl Iterator<Item = Counted<'a>>) -> Vec<Counted<'a>> {
    let mut all: Vec<Counted<'a>> = Vec::new();
    for (id, count) in counts.filter(|(_, count)| *count > 0) {
        match all.iter_mut().find(|(known, _)| *known == id) {
            Some((_, sum)) => *sum += count,
            None => all.push((id, count)),
        }
    }
    all.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
    all
}
