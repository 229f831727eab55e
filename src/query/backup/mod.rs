//! All data as one file: JSON lines, each byte of which is checked before anything of it is used.
//!
//! ```text
//! {"format":"shouwen-backup","version":1,"schema":3,"created":1795276800000,"documents":2,"blobs":1}
//! {"document":{"id":"ticket-01…","log":[…]}}
//! {"document":{"id":"ticket-02…","log":[…]}}
//! {"blob":{"hash":"…","data":"…base64…"}}
//! {"content":{"documents":2,"blobs":1,"sha256":"…"}}
//! {"end":{"bytes":4711,"sha256":"…"}}
//! ```
//!
//! Documents come in order of their ids, blobs in order of their hashes, both without repetition. `content` holds the
//! digest of the document and blob lines: the same data give the same one whenever it was made. `end` holds the number
//! and digest of all bytes before it. Entries from newer versions go in and out byte for byte.

mod base64;
mod reader;
pub mod sealed;
#[cfg(test)]
mod tests;
mod writer;

use serde::{Deserialize, Serialize};

pub use reader::{Item, Reader};
pub use writer::Writer;

/// The first line's format.
pub const FORMAT: &str = "shouwen-backup";
/// The version that is written and the latest that is read.
pub const VERSION: u32 = 1;
/// The largest document, in bytes of JSON.
pub const MAX_DOCUMENT: usize = 64 * 1024 * 1024;
/// The largest blob, in bytes.
pub const MAX_BLOB: usize = 5 * 1024 * 1024;
/// The largest file, in bytes.
pub const MAX_FILE: u64 = 1024 * 1024 * 1024;

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Always `shouwen-backup`.
    pub format: String,
    /// The version of the backup's form.
    pub version: u32,
    /// The version of the app's data.
    pub schema: u32,
    /// When it was made, in milliseconds.
    pub created: u64,
    /// How many documents it holds.
    pub documents: u64,
    /// How many blobs it holds.
    pub blobs: u64,
}

impl Header {
    /// The header of a new backup.
    #[must_use]
    pub fn new(schema: u32, created: u64, documents: u64, blobs: u64) -> Self {
        Self { format: FORMAT.to_owned(), version: VERSION, schema, created, documents, blobs }
    }
}

/// What a backup holds, and its digests: equal `content` means equal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// How many documents.
    pub documents: u64,
    /// How many blobs.
    pub blobs: u64,
    /// The digest of the document and blob lines, in hex.
    pub content: String,
    /// The digest of the whole file up to its last line, in hex.
    pub sha256: String,
    /// The size of the file, in bytes.
    pub bytes: u64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    documents: u64,
    blobs: u64,
    sha256: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    bytes: u64,
    sha256: String,
}

impl End {
    fn line(&self) -> String {
        format!("{{\"end\":{{\"bytes\":{},\"sha256\":\"{}\"}}}}", self.bytes, self.sha256)
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Blob<'a> {
    hash: &'a str,
    data: &'a str,
}

/// What there is too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The whole file.
    File,
    /// One document.
    Document,
    /// One blob.
    Blob,
}

/// Why a backup is not written or not used.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file is something else.
    #[error("this is no backup: it begins with {0:?}")]
    Foreign(String),
    /// The file is from a newer app.
    #[error("the backup is of version {version} with data of version {schema}, from a newer app")]
    Future {
        /// The version of its form.
        version: u32,
        /// The version of its data.
        schema: u32,
    },
    /// The file ends too early.
    #[error("the backup ends after {bytes} bytes, before its last line")]
    Truncated {
        /// How many bytes there are.
        bytes: u64,
    },
    /// Something follows the last line.
    #[error("something follows the backup's last line, line {line}")]
    Trailing {
        /// The number of the last line, counted from 1.
        line: u64,
    },
    /// A line cannot be read.
    #[error("line {line} of the backup is damaged")]
    Line {
        /// Its number, counted from 1.
        line: u64,
        /// What the parser said.
        source: serde_json::Error,
    },
    /// A line is not what must come there.
    #[error("line {line} of the backup is damaged: {what}")]
    Damaged {
        /// Its number, counted from 1.
        line: u64,
        /// What is wrong, in English.
        what: &'static str,
    },
    /// Documents or blobs do not come in order, or one comes twice.
    #[error("{id} is out of its order or there twice")]
    OutOfOrder {
        /// The document's id or the blob's hash.
        id: String,
    },
    /// There are fewer or more documents or blobs than announced.
    #[error("{found} documents and blobs instead of {expected}")]
    Count {
        /// How many were announced.
        expected: u64,
        /// How many there are.
        found: u64,
    },
    /// A blob's bytes are not those of its hash.
    #[error("the blob {hash} is damaged")]
    BlobDamaged {
        /// The hash it should have.
        hash: String,
    },
    /// The bytes are not those that were written.
    #[error("the backup is damaged: its digest is {found} instead of {expected}")]
    Digest {
        /// What the last line says.
        expected: String,
        /// What the bytes give.
        found: String,
    },
    /// Something is larger than allowed.
    #[error("{part:?}: {size} bytes, more than {limit}")]
    TooLarge {
        /// What.
        part: Part,
        /// Its size in bytes, as far as it is known.
        size: u64,
        /// The largest size allowed.
        limit: u64,
    },
    /// A document cannot be written.
    #[error("the document {id} cannot be written")]
    Write {
        /// Its id.
        id: String,
        /// What the writer said.
        source: serde_json::Error,
    },
}
