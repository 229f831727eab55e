//! What a store must be able to do.

use std::pin::Pin;

use super::error::{Corrupt, StoreError};
use crate::model::document::{DocId, Document, Entry};

/// The answer of a store that is still working. Everything runs on the page's one thread.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + 'a>>;

/// Told how many documents of a batch are written so far; answers whether to go on.
pub type Progress<'a> = &'a dyn Fn(usize) -> Flow;

/// The answer of a progress callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Go on.
    Go,
    /// Stop and change nothing.
    Cancel,
}

/// Everything that one action changes: one transaction, all or nothing. What is dropped is dropped before anything is
/// written.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Entries to append. The stored document is read, merged and written inside the transaction.
    pub entries: Vec<(DocId, Vec<Entry>)>,
    /// Attachments: the SHA-256 of the bytes in hex, and the bytes.
    pub blobs: Vec<(String, Vec<u8>)>,
    /// Attachments whose bytes go, by their hash: redacted ones.
    pub drop_blobs: Vec<String>,
    /// Documents to forget. Only sample data is ever forgotten.
    pub drop_documents: Vec<DocId>,
    /// What was typed and not yet saved: put with a text, removed without.
    pub drafts: Vec<(String, Option<String>)>,
    /// Facts about this device: put with a text, removed without.
    pub meta: Vec<(String, Option<String>)>,
}

/// Durable keeping of documents. `contract` states the laws.
///
/// All methods fail with [`StoreError::Closed`] when the connection is lost and does not come back after one reopening
/// and one retry, and with [`StoreError::Newer`] when another tab has upgraded the database meanwhile.
pub trait Store {
    /// Reads every document, in the order of their ids, and hands them out in runs of some hundreds; the event loop
    /// turns between two runs. Answers with those that cannot be read: they stay where they are (test 10).
    fn load<'a>(&'a self, each: &'a mut dyn FnMut(Vec<Document>)) -> Pending<'a, Vec<Corrupt>>;

    /// Reads the named documents, in the order asked; those that do not exist are left out.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when one cannot be read.
    fn read<'a>(&'a self, ids: &'a [DocId]) -> Pending<'a, Vec<Document>>;

    /// Writes a batch with strict durability and answers with the documents as merged, in the order of their ids, when
    /// the transaction is complete: nothing the answer shows can be lost. Large batches write in slices, tell
    /// `progress` after each and stay all or nothing (tests 12, 20). The future aborts its transaction when dropped.
    ///
    /// # Errors
    /// [`StoreError::Quota`], [`StoreError::Cancelled`], [`StoreError::Corrupt`] when a document to append to cannot be
    /// read. In every case nothing has changed.
    fn commit<'a>(&'a self, batch: Batch, progress: Option<Progress<'a>>) -> Pending<'a, Vec<Document>>;

    /// The bytes of an attachment, if they are here.
    fn blob<'a>(&'a self, hash: &'a str) -> Pending<'a, Option<Vec<u8>>>;

    /// All drafts: keys and texts.
    fn drafts(&self) -> Pending<'_, Vec<(String, String)>>;

    /// Puts a draft, or removes it without a text. The write is on its way when this returns, before the answer is
    /// first awaited, and goes on if the answer is dropped: a tab closed a moment later keeps the text (test 8).
    ///
    /// # Errors
    /// [`StoreError::Quota`].
    fn put_draft<'a>(&'a self, key: &'a str, text: Option<&'a str>) -> Pending<'a, ()>;

    /// One fact about this device.
    fn meta<'a>(&'a self, key: &'a str) -> Pending<'a, Option<String>>;

    /// Deletes everything, in one transaction; other handles on the database go on working.
    fn wipe(&self) -> Pending<'_, ()>;

    /// Whether what is kept survives the page; if not, the interface says so.
    fn is_durable(&self) -> bool;
}
