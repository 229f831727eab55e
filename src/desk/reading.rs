//! What comes from the store: at the start, from other tabs, and documents that are needed again.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::sync::Arc;

use super::docs::{Doc, is_of_many, is_past_day};
use super::reader::Reader;
use super::state::put;
use super::{Changed, Desk, DeskError};
use crate::model::document::{DocId, Document};
use crate::model::kind::Category;
use crate::query::columns::Columns;
use crate::query::columns::block::Merging;
use crate::store::{Corrupt, PageId, Rows, Segment, Sheaf, StoreError, pause};

/// How many documents are worked on between two turns of the event loop.
pub(super) const SLICE: usize = 200;

/// So often, in milliseconds, the page is told of rows that come in at the start.
const TELL: u64 = 400;

/// What rows could not tell: documents to be read once the rows are here.
#[derive(Default)]
struct Todo {
    /// Of pages whose rows cannot be read.
    unread: Vec<DocId>,
    /// Of pages whose deadlines were computed by other rules.
    other_rules: Vec<DocId>,
}

impl Desk {
    /// Reads what the store holds, in pieces. `ready` is called once, as soon as there is something to show; what comes
    /// later is told to who listens. Answers with what cannot be read.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn read(&self, ready: &dyn Fn()) -> Result<Vec<String>, DeskError> {
        let todo = RefCell::new(Todo::default());
        let shown = Cell::new(None::<u64>);
        let reader = Reader::begin(self);
        let mut each = |segment| {
            let rows = matches!(segment, Segment::Rows(_));
            self.take_in(segment, false, &todo);
            let now = self.now();
            match shown.get() {
                // The few kinds come before all rows.
                None if rows => {
                    shown.set(Some(now));
                    ready();
                }
                Some(last) if now.saturating_sub(last) >= TELL || now < last => {
                    shown.set(Some(now));
                    self.notify(&Changed::Everything);
                }
                _ => {}
            }
        };
        let damaged = self.0.store.open(&mut each).await?;
        if shown.get().is_none() {
            ready();
        }
        self.catch_up(todo.into_inner()).await?;
        self.again(&reader.written()).await?;
        self.complete_rows().await?;
        self.recompute().await?;
        self.settle_words().await;
        if shown.get().is_some() {
            self.notify(&Changed::Everything);
        }
        Ok(damaged.into_iter().map(|fault| fault.to_string()).collect())
    }

    /// Takes in a piece of what the store holds. `replace` when its rows are newer than those in memory.
    fn take_in(&self, segment: Segment, replace: bool, todo: &RefCell<Todo>) {
        let now = self.now();
        let mut state = self.0.state.borrow_mut();
        match segment {
            Segment::Documents(documents) => state.absorb(documents, now, false),
            Segment::Rows(rows) => {
                let digest = state.digest();
                let outdated = absorb_rows(&mut state.columns, &rows, digest, replace, &mut todo.borrow_mut());
                if outdated {
                    state.stale.push(rows.page);
                }
            }
        }
    }

    /// Reads the documents that rows could not tell of.
    async fn catch_up(&self, todo: Todo) -> Result<(), DeskError> {
        for ids in todo.unread.chunks(SLICE) {
            let (documents, _) = self.read_some(ids).await?;
            self.0.state.borrow_mut().absorb(documents, self.now(), false);
            pause().await;
        }
        let open: Vec<DocId> = {
            let state = self.state();
            let open = |id: &&DocId| {
                let ticket = state.columns.find(id).and_then(|row| state.columns.ticket(row));
                ticket.is_some_and(|ticket| ticket.category() != Category::Closed)
            };
            todo.other_rules.iter().filter(open).cloned().collect()
        };
        self.put_again(&open).await
    }

    /// Computes the deadlines that have moved with kinds, calendars, teams or grades.
    pub(super) async fn recompute(&self) -> Result<(), DeskError> {
        let moved = self.0.state.borrow_mut().take_moved();
        self.put_again(&moved).await
    }

    async fn put_again(&self, ids: &[DocId]) -> Result<(), DeskError> {
        for ids in ids.chunks(SLICE) {
            for doc in self.readable(ids).await? {
                self.0.state.borrow_mut().read_off(&doc.document, &doc.fold);
            }
            pause().await;
        }
        Ok(())
    }

    /// Whether there is such a document, in sight or in memory.
    #[must_use]
    pub fn is_here(&self, id: &DocId) -> bool {
        let state = self.state();
        let customers = state.columns.customers();
        state.docs.has(id)
            || state.columns.find(id).is_some()
            || customers.find(id.as_str()).is_some_and(|number| customers.get(number).is_some())
    }

    /// Documents with their states in the order asked, from memory or the store; those that do not exist are left out.
    pub(super) async fn docs_of(&self, ids: &[DocId]) -> Result<Vec<Arc<Doc>>, DeskError> {
        let missing = self.missing(ids);
        let read = if missing.is_empty() { Vec::new() } else { self.0.store.read(&missing).await? };
        Ok(self.in_order(ids, read))
    }

    /// As `docs_of`; those that cannot be read are left out too.
    pub(super) async fn readable(&self, ids: &[DocId]) -> Result<Vec<Arc<Doc>>, DeskError> {
        let missing = self.missing(ids);
        let read = if missing.is_empty() { Vec::new() } else { self.read_some(&missing).await?.0 };
        Ok(self.in_order(ids, read))
    }

    fn missing(&self, ids: &[DocId]) -> Vec<DocId> {
        let (state, now) = (self.state(), self.now());
        let rests = |id: &&DocId| is_of_many(id) || is_past_day(id, now);
        ids.iter().filter(|id| rests(id) && state.docs.get(id).is_none()).cloned().collect()
    }

    /// `read` comes in the order of `ids`. What has come into memory meanwhile is newer.
    fn in_order(&self, ids: &[DocId], read: Vec<Document>) -> Vec<Arc<Doc>> {
        let mut read = read.into_iter().peekable();
        let of = |id: &DocId| {
            let read = read.next_if(|document| document.id == *id);
            self.state().docs.get(id).cloned().or_else(|| read.map(|document| Arc::new(Doc::of(document))))
        };
        ids.iter().filter_map(of).collect()
    }

    /// Brings tickets and customers into memory that are not there, for `doc` to answer with, and tells who listens.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn fetch(&self, ids: &[DocId]) -> Result<(), DeskError> {
        let missing = self.missing(ids);
        if missing.is_empty() {
            return Ok(());
        }
        let documents = self.0.store.read(&missing).await?;
        self.0.state.borrow_mut().absorb(documents, self.now(), true);
        self.notify(&Changed::Fetched);
        Ok(())
    }

    /// Reads all documents, in the order of their ids; nothing of it is kept. Answers with what cannot be read.
    pub(super) async fn each_document(&self, each: &mut dyn FnMut(&Document)) -> Result<Vec<Corrupt>, DeskError> {
        Ok(self.0.store.load(&mut |documents| documents.iter().for_each(&mut *each)).await?)
    }

    /// The ids of all documents, in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn ids(&self) -> Result<Vec<DocId>, DeskError> {
        let mut ids = Vec::new();
        self.each_document(&mut |document| ids.push(document.id.clone())).await?;
        Ok(ids)
    }

    /// Reads everything again: after a restore, or when another tab changed too much to name. What is not there any
    /// more is forgotten.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn reload(&self) -> Result<(), DeskError> {
        let reader = Reader::begin(self);
        self.read_anew().await?;
        self.again(&reader.written()).await?;
        self.settle_words().await;
        self.complete_rows().await?;
        self.recompute().await?;
        self.notify(&Changed::Everything);
        Ok(())
    }

    async fn read_anew(&self) -> Result<(), DeskError> {
        let (fresh, todo) = (RefCell::new(Columns::default()), RefCell::new(Todo::default()));
        let seen: RefCell<HashSet<DocId>> = RefCell::default();
        let outdated: RefCell<Vec<PageId>> = RefCell::default();
        let mut each = |segment| match segment {
            Segment::Documents(documents) => {
                let (many, few): (Vec<Document>, Vec<Document>) =
                    documents.into_iter().partition(|document| is_of_many(&document.id));
                seen.borrow_mut().extend(few.iter().map(|document| document.id.clone()));
                let mut state = self.0.state.borrow_mut();
                state.absorb(few, self.now(), false);
                for document in many {
                    let doc = Doc::of(document);
                    put(&mut fresh.borrow_mut(), &state.names, &doc.document, &doc.fold);
                }
            }
            Segment::Rows(rows) => {
                let digest = self.state().digest();
                if absorb_rows(&mut fresh.borrow_mut(), &rows, digest, false, &mut todo.borrow_mut()) {
                    outdated.borrow_mut().push(rows.page);
                }
            }
        };
        let damaged = self.0.store.open(&mut each).await?;
        if damaged.is_empty() {
            let mut state = self.0.state.borrow_mut();
            state.columns = fresh.into_inner();
            let seen = seen.into_inner();
            let few = state.docs.few().map(|doc| &doc.document.id);
            let gone: Vec<DocId> = few.filter(|id| !seen.contains(*id)).cloned().collect();
            state.forget(&gone);
        } else {
            // What could not be read stays in sight as it was: the rest is read over it.
            self.0.store.open(&mut |segment| self.take_in(segment, true, &todo)).await?;
        }
        self.0.state.borrow_mut().stale = outdated.into_inner();
        self.catch_up(todo.into_inner()).await?;
        let kept: Vec<DocId> = self.state().docs.kept().cloned().collect();
        self.again(&kept).await
    }

    /// Reads documents again. Those that are gone are forgotten; those that cannot be read stay as they were.
    async fn again(&self, ids: &[DocId]) -> Result<(), DeskError> {
        for ids in ids.chunks(SLICE) {
            let (documents, unreadable) = self.read_some(ids).await?;
            let is_gone = |id: &&DocId| documents.iter().all(|one| one.id != **id) && !unreadable.contains(*id);
            let gone: Vec<DocId> = ids.iter().filter(is_gone).cloned().collect();
            let mut state = self.0.state.borrow_mut();
            state.absorb(documents, self.now(), false);
            state.forget(&gone);
        }
        Ok(())
    }

    /// Reads those of some documents that can be read, in the order asked, and names the others.
    async fn read_some(&self, ids: &[DocId]) -> Result<(Vec<Document>, Vec<DocId>), DeskError> {
        let (mut documents, mut unreadable) = (Vec::new(), Vec::new());
        match self.0.store.read(ids).await {
            Err(StoreError::Corrupt(_)) => {}
            read => return Ok((read?, unreadable)),
        }
        for id in ids {
            match self.0.store.read(std::slice::from_ref(id)).await {
                Err(StoreError::Corrupt(_)) => unreadable.push(id.clone()),
                read => documents.extend(read?),
            }
        }
        Ok((documents, unreadable))
    }

    /// What rows that have come from pages leave open: our clock goes on after them, numbers go on after theirs, and
    /// deadlines hang on grades that may have changed since the rows were made.
    async fn complete_rows(&self) -> Result<(), DeskError> {
        let graded = {
            let mut state = self.0.state.borrow_mut();
            state.witness_rows(self.now());
            state.recount();
            state.graded()
        };
        self.put_again(&graded).await
    }

    /// Reads documents again that another tab has changed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn follow(&self, ids: &[DocId]) -> Result<(), DeskError> {
        self.note_written(ids);
        self.again(ids).await?;
        self.settle_words_of(ids).await;
        self.recompute().await?;
        self.notify(&Changed::Documents(ids.to_vec()));
        Ok(())
    }

    /// Reads pages that another tab has written, and documents that it has changed besides.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn follow_pages(&self, ids: &[DocId], pages: &[PageId]) -> Result<(), DeskError> {
        if self.take_pages(pages, RefCell::default()).await? { self.follow(ids).await } else { self.reload().await }
    }

    /// Takes in pages that a commit has just written: those that it hands out as they are, the others as read.
    pub(super) async fn take_written(&self, pages: &[PageId], rows: Vec<(PageId, Sheaf)>) -> Result<bool, DeskError> {
        let todo = RefCell::default();
        // Both in the order in which they were written.
        let mut here = rows.iter().peekable();
        let unread = pages.iter().filter(|page| here.next_if(|(name, _)| name == *page).is_none());
        let unread: Vec<PageId> = unread.cloned().collect();
        for (page, sheaf) in rows {
            // What is in memory by now is newer.
            if let Some(rows) = sheaf.rows(page) {
                self.take_in(Segment::Rows(rows), false, &todo);
            }
            pause().await;
        }
        self.take_pages(&unread, todo).await
    }

    /// Takes in pages that have just been written. False when one of them is there no more.
    async fn take_pages(&self, pages: &[PageId], todo: RefCell<Todo>) -> Result<bool, DeskError> {
        let mut each = |segment| self.take_in(segment, true, &todo);
        let all = pages.is_empty() || self.0.store.pages(pages, &mut each).await?;
        self.catch_up(todo.into_inner()).await?;
        let kept: Vec<DocId> = self.state().docs.kept().cloned().collect();
        self.again(&kept).await?;
        self.complete_rows().await?;
        Ok(all)
    }

    /// Documents have been written: who reads everything just now reads them once more.
    pub(super) fn note_written(&self, ids: &[DocId]) {
        let mut reading = self.0.reading.borrow_mut();
        if reading.readers > 0 {
            reading.written.extend_from_slice(ids);
        }
    }

    /// Whether nothing has happened for so many milliseconds and there may be something to fold into pages.
    #[must_use]
    pub fn wants_compacting(&self, quiet: u64) -> bool {
        self.0.untidy.get() && self.now().saturating_sub(self.0.busy.get()) >= quiet
    }

    /// Folds what was written lately into pages, a page at a time; for a quiet while. True when there is more to do.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn compact(&self) -> Result<bool, DeskError> {
        if self.0.stopped.get() {
            return Ok(false);
        }
        // Should it fail, the next write tries again.
        self.0.untidy.set(false);
        let outdated = self.state().stale.clone();
        let done = self.0.store.compact(1, &outdated, &|documents| self.state().pack(documents)).await?;
        if done.more {
            self.0.untidy.set(true);
            return Ok(true);
        }
        let tidied = {
            let mut state = self.0.state.borrow_mut();
            state.stale.retain(|page| !outdated.contains(page));
            state.columns.tidy()
        };
        if tidied {
            // Row numbers have changed.
            self.notify(&Changed::Everything);
        }
        Ok(tidied)
    }
}

/// Merges a page's rows. True when they were made by other rules or cannot be read.
fn absorb_rows(columns: &mut Columns, rows: &Rows, digest: u64, replace: bool, todo: &mut Todo) -> bool {
    let gone: Vec<DocId> = rows.gone.iter().filter_map(|at| rows.ids.get(*at)).collect();
    let counted = || (0..rows.ids.len()).filter(|at| rows.gone.binary_search(at).is_err());
    let ids = || counted().filter_map(|at| rows.ids.get(at));
    if replace {
        // Those that are withdrawn now have no row to replace theirs.
        ids().for_each(|id| columns.remove(&id));
    }
    match columns.absorb_block(&rows.bytes, digest, Merging { gone: &gone, replace }) {
        Ok(absorbed) if absorbed.stale => todo.other_rules.extend(ids()),
        Ok(_) => return false,
        Err(_) => todo.unread.extend(ids()),
    }
    true
}
