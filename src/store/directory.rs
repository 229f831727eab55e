//! Which document is in which page: kept in memory, 16 bytes a document.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::ids::{Ids, Name, PageId, order, split};
use crate::model::document::DocId;

/// What is known of a page.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    /// Its ids.
    pub ids: Rc<Ids>,
    /// Whether it has rows.
    pub has_rows: bool,
}

/// All pages as of one generation.
#[derive(Clone, Debug, Default)]
pub(super) struct Directory {
    /// How often the set of pages has changed.
    pub generation: u64,
    /// The pages. No document is in two of them.
    pub pages: BTreeMap<PageId, Sheet>,
}

impl Directory {
    /// The page of a document, and its place there.
    pub fn find(&self, id: &DocId) -> Option<(&PageId, usize)> {
        let (prefix, name) = split(id.as_str());
        self.place(prefix, Name::of(name))
    }

    /// The page of a name within a kind.
    pub fn place(&self, prefix: &str, name: Name<'_>) -> Option<(&PageId, usize)> {
        self.pages.iter().find_map(|(page, sheet)| {
            let at = if sheet.ids.prefix() == prefix { sheet.ids.place(name) } else { None };
            at.map(|at| (page, at))
        })
    }
}

/// A set of ids, by kind.
#[derive(Default)]
pub(super) struct IdSet(Vec<Ids>);

impl IdSet {
    /// The set of these ids.
    pub fn new(mut ids: Vec<DocId>) -> Self {
        ids.sort_unstable_by(order);
        let mut set: Vec<Ids> = Vec::new();
        for id in &ids {
            let (prefix, name) = split(id.as_str());
            if set.last().is_none_or(|last| last.prefix() != prefix) {
                set.push(Ids::new(prefix));
            }
            if let Some(last) = set.last_mut() {
                last.push(Name::of(name));
            }
        }
        Self(set)
    }

    /// The ids of a kind.
    pub fn of(&self, prefix: &str) -> Option<&Ids> {
        self.0.iter().find(|ids| ids.prefix() == prefix)
    }

    /// Whether an id is in it.
    pub fn has(&self, id: &DocId) -> bool {
        self.0.iter().any(|ids| ids.find(id).is_some())
    }

    /// All ids.
    pub fn iter(&self) -> impl Iterator<Item = DocId> + '_ {
        self.0.iter().flat_map(Ids::iter)
    }

    /// How many they are.
    pub fn len(&self) -> usize {
        self.0.iter().map(Ids::len).sum()
    }

    /// The places in a page whose ids are in the set.
    pub fn places_in(&self, page: &Ids) -> Vec<usize> {
        let names = self.of(page.prefix()).into_iter().flat_map(|ids| (0..ids.len()).filter_map(|at| ids.name(at)));
        names.filter_map(|name| page.place(name)).collect()
    }
}
