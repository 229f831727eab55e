//! What the engine needs of a database: named tables of records, and transactions over them.

use super::error::StoreError;
use super::port::Pending;
use super::sheaf::Held;

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Table {
    /// The first schema's documents, one JSON text each: empty once they are moved.
    Documents,
    /// Documents that changed lately, by id. An empty record: forgotten although its page still holds it.
    Journal,
    /// Pages, by their names.
    Pages,
    /// A sheet for each page, by the same name; under `GENERATION` how often the set of pages has changed.
    Sheets,
    /// What could not be read, by table and key.
    Aside,
    /// Attachments, by hash.
    Blobs,
    /// Drafts.
    Drafts,
    /// Facts about this device.
    Meta,
    /// What waits to be sent: marks, by the stamp of what was written last.
    Outbox,
}

impl Table {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Documents,
        Self::Journal,
        Self::Pages,
        Self::Sheets,
        Self::Aside,
        Self::Blobs,
        Self::Drafts,
        Self::Meta,
        Self::Outbox,
    ];

    /// Those that hold documents.
    pub const OF_DOCUMENTS: [Self; 4] = [Self::Journal, Self::Pages, Self::Sheets, Self::Aside];

    /// Its name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Journal => "journal",
            Self::Pages => "pages",
            Self::Sheets => "rows",
            Self::Aside => "aside",
            Self::Blobs => "blobs",
            Self::Drafts => "drafts",
            Self::Meta => "meta",
            Self::Outbox => "outbox",
        }
    }
}

/// The key in `Table::Sheets` of the generation; no page is called so.
pub(super) const GENERATION: &str = "";

/// A record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl Value {
    /// The bytes; of a text none.
    pub fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Text(_) => Vec::new(),
        }
    }

    /// The text, if it is one.
    pub fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Bytes(_) => None,
        }
    }

    /// To be put.
    pub fn as_put(&self) -> Put<'_> {
        match self {
            Self::Text(text) => Put::Text(text),
            Self::Bytes(bytes) => Put::Bytes(bytes),
        }
    }
}

/// A record to be written.
#[derive(Clone, Copy)]
pub(super) enum Put<'a> {
    /// A text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
    /// Bytes that were made ready before.
    Held(&'a Held),
}

/// What a transaction may do, and how sure it must be before it says it is done.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Read only.
    Read,
    /// Write; done when it is on the disk.
    Strict,
    /// Write; done when the operating system has it.
    Relaxed,
}

/// A database.
pub(super) trait Database {
    /// Opens a transaction, after opening the connection again if it is gone.
    ///
    /// # Errors
    /// [`StoreError::Closed`] when the connection turns out to be lost: a second try opens it again.
    fn begin<'a>(&'a self, tables: &'a [Table], mode: Mode) -> Pending<'a, Box<dyn Transaction>>;

    /// Opens a transaction if that can be done without waiting.
    fn begin_now(&self, tables: &[Table], mode: Mode) -> Option<Result<Box<dyn Transaction>, StoreError>>;
}

/// A transaction. Requests are on their way when the methods return, before the answer is first awaited, and are
/// answered in their order. Nothing but such answers may be awaited until its end. Dropped before its end, it is undone.
pub(super) trait Transaction {
    /// The records under some keys.
    fn get<'a>(&'a self, table: Table, keys: &[&str]) -> Pending<'a, Vec<Option<Value>>>;
    /// All keys, in order.
    fn keys(&self, table: Table) -> Pending<'_, Vec<String>>;
    /// The next records behind a key, in order.
    fn run<'a>(&'a self, table: Table, after: Option<&str>, limit: u32) -> Pending<'a, Vec<(String, Value)>>;
    /// Writes a record.
    fn put(&self, table: Table, key: &str, value: Put<'_>) -> Result<(), StoreError>;
    /// Removes a record, if it is there.
    fn delete(&self, table: Table, key: &str) -> Result<(), StoreError>;
    /// Removes all records.
    fn clear(&self, table: Table) -> Result<(), StoreError>;
    /// Lets it come to its end although it is dropped.
    fn keep(&self);
    /// Commits; everything is written when this is answered.
    fn finish(self: Box<Self>) -> Pending<'static, ()>;
    /// Undoes everything.
    fn cancel(self: Box<Self>) -> Pending<'static, ()>;
}
