//! What a store must be able to do.

use std::pin::Pin;
use std::rc::Rc;

use super::error::{Corrupt, StoreError};
use super::ids::{Ids, PageId};
use super::sheaf::Sheaf;
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

/// Makes the rows of a page: given its documents, all of one kind and in the order of its ids, what shall be kept beside
/// them and handed out instead of them at the next start. The store does not look into it. Called within a transaction:
/// it takes some milliseconds and waits for nothing. Nothing (an empty answer) means that the page has no rows.
pub type Pack<'a> = &'a dyn Fn(&[Document]) -> Vec<u8>;

/// Makes no rows: documents come whole.
pub const NO_ROWS: Pack<'static> = &|_| Vec::new();

/// The kinds whose pages have rows; documents of all other kinds are few and handed out whole.
pub const WITH_ROWS: [&str; 2] = ["customer", "ticket"];

/// The rows of one page.
#[derive(Clone, Debug)]
pub struct Rows {
    /// The page.
    pub page: PageId,
    /// Its ids, in the order in which `Pack` was given the documents.
    pub ids: Rc<Ids>,
    /// The places among `ids`, in order, that do not count: the journal knows the document better, and it comes or came
    /// as a document, or it was forgotten.
    pub gone: Vec<usize>,
    /// What `Pack` made of the page.
    pub bytes: Vec<u8>,
}

/// Something that is handed out while a store is opened.
#[derive(Clone, Debug)]
pub enum Segment {
    /// Whole documents.
    Documents(Vec<Document>),
    /// Rows instead of documents.
    Rows(Rows),
}

/// What a commit has written.
#[derive(Clone, Debug, Default)]
pub struct Committed {
    /// The documents that went to the journal, as merged, in the order of their ids. All of them for a small batch.
    pub documents: Vec<Document>,
    /// The pages that a large batch wrote, in no order. They hold what is not among `documents` (and more, where it
    /// changed what was in pages before); [`Store::pages`] reads their rows, here and in other tabs.
    pub pages: Vec<PageId>,
    /// Those of them in which all is new and that have rows, as they were written: they need not be read.
    pub rows: Vec<(PageId, Sheaf)>,
}

/// What a compaction has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compacted {
    /// How many pages it wrote.
    pub pages: usize,
    /// Whether there is more to do: call again.
    pub more: bool,
}

/// Everything that one action changes: one transaction, all or nothing. What is dropped is dropped before anything is
/// written.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Entries to append. The stored document is read, merged and written inside the transaction.
    pub entries: Vec<(DocId, Vec<Entry>)>,
    /// Entries to append as well, already made into pages: what is new at once goes in as it is.
    pub pages: Vec<Sheaf>,
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
    /// The entries were made here. While the fact [`super::outbox::WANTED`] stands in the store they wait to be sent and are
    /// marked so, in the same transaction: a tab that has not heard of it yet marks too.
    pub to_send: bool,
    /// Records beside those marks: put with a text, removed without.
    pub outbox: Vec<(String, Option<String>)>,
    /// Written only while this fact about the device has this text, which the transaction itself looks at: who has been
    /// followed by another writes nothing more.
    pub only_while: Option<(String, String)>,
    /// All of it can be had again where it came from, as the batch itself notes how far that was: it need not be on the
    /// disk when it is answered. What a person did must.
    pub is_copy: bool,
}

/// Durable keeping of documents. `contract` states the laws.
///
/// A document lives in the *journal*, one record each, or in a *page*, an immutable run of some hundreds of one kind. The
/// journal holds what changed lately and counts before the page. Beside each page of tickets or customers stand its
/// *rows*. What cannot be read is set aside, never deleted: it is named in the answer of `open` and `load`, at every
/// start, until its documents are here again.
///
/// All methods fail with [`StoreError::Closed`] when the connection is lost and does not come back after one reopening
/// and one retry, and with [`StoreError::Newer`] when another tab has upgraded the database meanwhile.
pub trait Store {
    /// Reads what a start needs: documents of the few kinds, then what the journal holds, then rows, newest page first.
    /// Documents of pages whose rows are not there (yet) come whole. No document comes twice, but for rows named in
    /// `gone`; should the connection be lost midway, it begins anew. Answers with what cannot be read (test 10).
    fn open<'a>(&'a self, each: &'a mut dyn FnMut(Segment)) -> Pending<'a, Vec<Corrupt>>;

    /// Reads every document, in the order of their ids, and hands them out in runs of some hundreds; the event loop
    /// turns between two runs. Answers with what cannot be read (test 10).
    fn load<'a>(&'a self, each: &'a mut dyn FnMut(Vec<Document>)) -> Pending<'a, Vec<Corrupt>>;

    /// Reads the named documents, in the order asked; those that do not exist are left out.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when one cannot be read or is set aside.
    fn read<'a>(&'a self, ids: &'a [DocId]) -> Pending<'a, Vec<Document>>;

    /// Reads pages as `open` does: what a large commit has written, here or in another tab. False when one of them is not
    /// there any more: then `open` tells how things are.
    fn pages<'a>(&'a self, pages: &'a [PageId], each: &'a mut dyn FnMut(Segment)) -> Pending<'a, bool>;

    /// Writes a batch with strict durability, but for a copy, and answers when the transaction is complete: nothing the
    /// answer shows can be lost. Batches of more than some hundred documents write pages at once, in slices, tell `progress` after each
    /// how many documents are written and stay all or nothing (tests 12, 20). The future aborts its transaction when
    /// dropped.
    ///
    /// # Errors
    /// [`StoreError::Quota`], [`StoreError::Cancelled`], [`StoreError::Superseded`] when `only_while` does not hold,
    /// [`StoreError::Corrupt`] when a document to append to cannot be
    /// read or is set aside; only with its opening, as a restore brings it, it is begun anew. In every case nothing else
    /// has changed.
    fn commit<'a>(&'a self, batch: Batch, pack: Pack<'a>, progress: Option<Progress<'a>>) -> Pending<'a, Committed>;

    /// Folds the journal into pages and gives pages the rows they lack, at most `budget` pages, each in a transaction of
    /// its own; the event loop turns between two. Changes nothing that is read. The rows of `stale` pages are made anew
    /// too. Other tabs need not be told.
    ///
    /// # Errors
    /// [`StoreError::Quota`].
    fn compact<'a>(&'a self, budget: usize, stale: &'a [PageId], pack: Pack<'a>) -> Pending<'a, Compacted>;

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

    /// What waits to be sent: at most so many records behind a key, in the order of their keys.
    fn outbox<'a>(&'a self, after: Option<&'a str>, most: u32) -> Pending<'a, Vec<(String, String)>>;

    /// Deletes everything, in one transaction; other handles on the database go on working.
    fn wipe(&self) -> Pending<'_, ()>;

    /// Whether what is kept survives the page; if not, the interface says so.
    fn is_durable(&self) -> bool;
}
