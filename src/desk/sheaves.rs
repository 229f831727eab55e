//! What a large write brings, made into pages as it comes: so not all of it is in memory at once, document by document.

use super::docs::is_of_many;
use crate::model::document::{DocId, Document, Entry};
use crate::store::{Batch, Sheaf};

/// How many documents a page gets.
const PAGE: usize = 500;

/// A batch while it is gathered.
#[derive(Default)]
pub(super) struct Sheaves {
    batch: Batch,
    waiting: Vec<Document>,
}

impl Sheaves {
    /// Adds what is new of a document. Each comes once; tickets and customers make pages where many of a kind come in the
    /// order of their ids, with rows as `pack` makes them. True when it has made a page: some milliseconds' work.
    pub fn add(&mut self, id: DocId, log: Vec<Entry>, pack: &dyn Fn(&[Document]) -> Vec<u8>) -> bool {
        if !is_of_many(&id) {
            self.batch.entries.push((id, log));
            return false;
        }
        if self.waiting.last().is_some_and(|last| last.id.kind() != id.kind() || last.id >= id) {
            self.spill();
        }
        self.waiting.push(Document::new(id, log));
        let full = self.waiting.len() == PAGE;
        if full {
            self.batch.pages.push(Sheaf::new(std::mem::take(&mut self.waiting), pack));
        }
        full
    }

    /// What is too few for a page goes in document by document.
    fn spill(&mut self) {
        self.batch.entries.extend(self.waiting.drain(..).map(|document| (document.id.clone(), document.into_log())));
    }

    /// All of it.
    pub fn batch(mut self) -> Batch {
        self.spill();
        self.batch
    }
}
