//! What can go wrong with keeping things.

use super::database::Table;
use crate::model::document::DocId;

/// Why a record cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It is not what was written.
    #[error("its checksum does not match")]
    Checksum,
    /// It ends before its content does.
    #[error("it ends too early")]
    Short,
    /// It contradicts itself.
    #[error("{0}")]
    Form(&'static str),
    /// A newer app wrote it, in a format of this number.
    #[error("a newer app wrote it, in format {0}")]
    Newer(u8),
    /// It is not the JSON of a document.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// It was found damaged at an earlier start.
    #[error("it was set aside")]
    SetAside,
}

/// A record that cannot be read. It is kept as it is, apart from the others.
#[derive(Debug, thiserror::Error)]
#[error("{what} cannot be read: {source}")]
pub struct Corrupt {
    /// The document, or the page.
    pub what: String,
    /// The documents that are in it, as far as that is known.
    pub ids: Vec<DocId>,
    /// What is wrong with it.
    pub source: Unreadable,
    /// Where it is, unless it has been set aside already or is a newer app's.
    pub(super) place: Option<Table>,
}

impl Corrupt {
    pub(super) fn new(table: Table, key: &str, ids: Vec<DocId>, source: Unreadable) -> Self {
        let place = if matches!(source, Unreadable::Newer(_)) { None } else { Some(table) };
        Self { what: key.to_owned(), ids, source, place }
    }

    /// What was set aside before.
    pub(super) fn apart(what: &str, ids: Vec<DocId>) -> Self {
        Self { what: what.to_owned(), ids, source: Unreadable::SetAside, place: None }
    }

    /// Its table and key, if it shall be set aside.
    pub(super) fn place(&self) -> Option<(Table, &str)> {
        Some((self.place?, &self.what))
    }
}

/// Why a store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The browser grants this site no more space. Nothing was changed.
    #[error("no space is left for this site's data")]
    Quota,
    /// Another tab holds an older version of the database open.
    #[error("another tab holds an older version of the database open")]
    Blocked,
    /// The connection to the database was lost, again after reopening, or the browser has removed the database.
    #[error("the connection to the database was lost")]
    Closed,
    /// A document that was needed cannot be read.
    #[error(transparent)]
    Corrupt(#[from] Corrupt),
    /// The database belongs to a newer version of the app; nothing is written to it.
    #[error("the database has version {found}, this app knows up to {known}")]
    Newer {
        /// The database's version.
        found: u32,
        /// The newest version this app knows.
        known: u32,
    },
    /// The database never answered.
    #[error("the database does not answer")]
    Timeout,
    /// The progress callback said so. Nothing was changed.
    #[error("cancelled")]
    Cancelled,
    /// What the batch was to be written under does not hold any more: another tab has followed. Nothing was changed.
    #[error("another tab has followed")]
    Superseded,
    /// Anything else, in the browser's words.
    #[error("{name}: {message}")]
    Other {
        /// The exception's name.
        name: String,
        /// Its message.
        message: String,
    },
}

impl StoreError {
    /// The error for an exception of the browser's database.
    #[cfg_attr(not(any(test, target_arch = "wasm32")), allow(dead_code))]
    pub(super) fn from_exception(name: &str, message: &str) -> Self {
        match name {
            "QuotaExceededError" => Self::Quota,
            // Aborted by nobody here, or begun on a connection that has gone.
            "AbortError" | "InvalidStateError" => Self::Closed,
            // WebKit and Chromium say so when their database process is gone.
            "UnknownError" if message.to_ascii_lowercase().contains("connection") => Self::Closed,
            _ => Self::Other { name: name.to_owned(), message: message.to_owned() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::StoreError;

    #[test]
    fn exceptions_get_their_kind() {
        let kind = |name, message| StoreError::from_exception(name, message);
        assert!(matches!(kind("QuotaExceededError", ""), StoreError::Quota));
        assert!(matches!(kind("InvalidStateError", "The database connection is closing."), StoreError::Closed));
        assert!(matches!(kind("UnknownError", "Connection to Indexed Database server lost."), StoreError::Closed));
        assert!(matches!(kind("UnknownError", "Internal error."), StoreError::Other { .. }));
        assert_eq!(kind("DataError", "no key").to_string(), "DataError: no key");
    }
}
