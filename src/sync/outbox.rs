//! What this desk owes the server, and what the server refused.

use serde::{Deserialize, Serialize};

use super::entry::{Doc, Signed, Wrong};
use super::plain::plain;
use crate::model::document::{DocId, Entry};

/// Why the server refused something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Its stamp is more than ten minutes ahead of the server's clock.
    Future,
    /// The role does not allow it.
    Role,
    /// It is in another's name.
    Author,
    /// It is larger than the server takes.
    TooLarge,
    /// The server finds that it is not what it says: this app and the server's rules disagree.
    Form(String),
    /// Anything else, in the server's words.
    Other(String),
}

impl Refusal {
    /// The refusal of an error row.
    #[must_use]
    pub fn of(error: &str, reason: &str) -> Self {
        match reason.strip_prefix("shouwen:") {
            Some("future") => Self::Future,
            Some("role") => Self::Role,
            Some("author") => Self::Author,
            Some(form) => Self::Form(form.to_owned()),
            None => Self::Other([error, ": ", reason].concat()),
        }
    }
}

/// Something to be sent, as the machine is given it: rows that wait, in the order of their keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The row's key.
    pub key: u64,
    /// What it is.
    pub item: Item,
}

/// What is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// An entry as it stands in its log now: without its content, if that was redacted meanwhile.
    Entry {
        /// Its document.
        document: DocId,
        /// The entry.
        entry: Entry,
        /// The device's count of its entries, from 1.
        n: u64,
    },
    /// An attachment.
    Blob {
        /// Ready for the server (`blob::Blob::encode`).
        doc: Doc,
        /// Who attached it.
        by: String,
    },
    /// It is not here any more: attachments whose bytes were redacted.
    Gone,
}

/// Something of the server that is no entry: kept, and shown to people, and never merged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarantined {
    /// Its `_id`.
    pub id: String,
    /// What the server gave.
    pub body: String,
    /// What is wrong with it.
    pub why: Wrong,
}

/// Reads a document of the server.
///
/// # Errors
/// What is to be set aside.
pub fn read(id: &str, body: &str) -> Result<Signed, Quarantined> {
    if let Some(signed) = plain(id, body) {
        return Ok(signed);
    }
    match Signed::decode(body) {
        Ok(signed) => Ok(signed),
        Err(why) => Err(Quarantined { id: id.to_owned(), body: body.to_owned(), why }),
    }
}
