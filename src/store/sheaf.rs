//! Pages made ready before their commit, so that a large write need not be in memory document by document.

use std::cmp::Ordering;
use std::rc::Rc;

use super::codec::{self, Page};
use super::error::Unreadable;
use super::ids::{Ids, PageId, order};
use super::port::{Pack, Rows, WITH_ROWS};
use crate::model::document::{DocId, Document};
use crate::model::stamp::Stamp;

/// A page made ready, and what stands beside it.
#[derive(Clone, Debug)]
pub struct Sheaf {
    pub(super) ids: Rc<Ids>,
    pub(super) has_rows: bool,
    /// The last stamp in it.
    pub(super) last: Option<Stamp>,
    page: Held,
    sheet: Held,
}

impl Sheaf {
    /// A page of these documents, which are of one kind, in any order, none twice.
    #[must_use]
    pub fn new(mut documents: Vec<Document>, pack: Pack<'_>) -> Self {
        let mut ids = codec::ids_of(&documents);
        if ids.len() < documents.len() {
            // Names that are no ULIDs stand behind those that are.
            sort(&mut documents, order);
            ids = codec::ids_of(&documents);
        }
        let kind = ids.prefix().trim_end_matches('-');
        let rows = if WITH_ROWS.contains(&kind) { pack(&documents) } else { Vec::new() };
        let page = Held::new(&codec::page(&ids, &documents));
        let last = last_of(&documents);
        Self { page, sheet: Held::new(&codec::sheet(&ids, &rows)), last, has_rows: !rows.is_empty(), ids: Rc::new(ids) }
    }

    /// How many documents are in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The page and its sheet, to be put.
    pub(super) fn bytes(&self) -> [&Held; 2] {
        [&self.page, &self.sheet]
    }

    /// Its documents.
    pub(super) fn documents(&self) -> Result<Vec<Document>, Unreadable> {
        Page::open(&self.page.to_vec())?.documents()
    }

    /// What `Store::open` hands out of it under this name; nothing when it has no rows.
    #[must_use]
    pub fn rows(&self, page: PageId) -> Option<Rows> {
        let (_, bytes) = codec::open_sheet(self.sheet.to_vec()).ok().filter(|_| self.has_rows)?;
        Some(Rows { page, ids: Rc::clone(&self.ids), gone: Vec::new(), bytes })
    }
}

/// Puts documents in an order of their ids. One sort for all: each is some kilobytes of code.
pub(super) fn sort(documents: &mut [Document], by: fn(&DocId, &DocId) -> Ordering) {
    documents.sort_by(|a, b| by(&a.id, &b.id));
}

/// The last stamp in some documents.
pub(super) fn last_of(documents: &[Document]) -> Option<Stamp> {
    documents.iter().filter_map(|document| document.log().last()).map(|entry| entry.stamp).max()
}

/// Bytes that wait to be put: in a browser outside of our own memory, which never shrinks.
#[cfg(target_arch = "wasm32")]
#[derive(Clone, Debug)]
pub(super) struct Held(js_sys::Uint8Array);

#[cfg(target_arch = "wasm32")]
impl Held {
    fn new(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }

    pub fn to_vec(&self) -> Vec<u8> {
        self.0.to_vec()
    }

    /// As the browser keeps them.
    pub fn value(&self) -> &js_sys::Uint8Array {
        &self.0
    }
}

/// Bytes that wait to be put.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Debug)]
pub(super) struct Held(Vec<u8>);

#[cfg(not(target_arch = "wasm32"))]
impl Held {
    fn new(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    pub fn to_vec(&self) -> Vec<u8> {
        self.0.clone()
    }
}
