//! A record of the outbox: rows that were written in one go, what each names, and how far each is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::desk::tickets::attached;
use crate::desk::{Desk, DeskError};
use crate::model::change::{Change, Known};
use crate::model::document::{DocId, Document, Entry};
use crate::model::stamp::Stamp;
use crate::store::outbox::lines;
use crate::sync::blob::Blob;
use crate::sync::checkpoint::Runs;
use crate::sync::outbox::{Item, Refusal};

/// What the keys of records begin with in which something waits or is parked, and of those that are done with.
pub(super) const OPEN: &str = "row-";
pub(super) const DONE: &str = "sent-";

/// Rows with keys in a row, those of entries first; they were written in one go.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Record {
    /// The first key.
    pub(super) first: u64,
    /// The device's count of its first entry.
    pub(super) n: u64,
    /// The entries: a line for each document.
    pub(super) entries: String,
    /// How many they are.
    pub(super) count: u64,
    /// The attachments behind them.
    pub(super) blobs: Vec<File>,
    /// The keys that the server has.
    pub(super) sent: Runs,
    /// The keys that it refused.
    #[serde(with = "pairs")]
    pub(super) parked: BTreeMap<u64, Refusal>,
}

/// A map as a list of pairs: JSON has no numbers for keys.
mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};

    use super::Refusal;

    pub fn serialize<S: Serializer>(all: &BTreeMap<u64, Refusal>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(all)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<u64, Refusal>, D::Error> {
        Vec::<(u64, Refusal)>::deserialize(from).map(|all| all.into_iter().collect())
    }
}

/// An attachment to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct File {
    document: DocId,
    hash: String,
    media: String,
    size: u64,
}

/// What a row names.
pub(super) enum Named<'a> {
    Entry { document: DocId, stamp: Stamp, n: u64 },
    File(&'a File),
}

impl Record {
    pub(super) fn rows(&self) -> impl Iterator<Item = (u64, Named<'_>)> {
        let entries = lines(&self.entries).flat_map(|(document, stamps)| {
            stamps.into_iter().map(move |stamp| (document.clone(), stamp)).collect::<Vec<_>>()
        });
        let entries = entries
            .zip(0..)
            .map(|((document, stamp), at)| (self.first + at, Named::Entry { document, stamp, n: self.n + at }));
        let files = (0..).zip(&self.blobs).map(|(at, file)| (self.first + self.count + at, Named::File(file)));
        entries.chain(files)
    }

    pub(super) fn len(&self) -> u64 {
        self.count + self.blobs.len() as u64
    }

    pub(super) fn waiting(&self) -> u64 {
        self.len() - self.sent.len() - self.parked.len() as u64
    }

    pub(super) fn waits(&self, key: u64) -> bool {
        !self.sent.contains(key) && !self.parked.contains_key(&key)
    }

    pub(super) fn is_done(&self) -> bool {
        self.sent.len() == self.len()
    }

    pub(super) fn key(&self) -> String {
        [if self.is_done() { DONE } else { OPEN }, &format!("{:016x}", self.first)].concat()
    }

    pub(super) fn text(&self) -> Result<String, DeskError> {
        serde_json::to_string(self).map_err(|_| DeskError::Missing("outbox"))
    }
}

impl Named<'_> {
    pub(super) fn document(&self) -> &DocId {
        match self {
            Self::Entry { document, .. } => document,
            Self::File(file) => &file.document,
        }
    }
}

/// What goes out for a row.
pub(super) async fn item(
    desk: &Desk,
    named: &Named<'_>,
    document: Option<&Document>,
) -> Result<Option<Item>, DeskError> {
    Ok(Some(match named {
        Named::Entry { document: id, stamp, n } => match document.and_then(|document| document.entry(*stamp)) {
            Some(entry) => Item::Entry { document: id.clone(), entry: entry.clone(), n: *n },
            None => return Ok(None),
        },
        Named::File(file) => match desk.file(&file.hash).await? {
            Some(bytes) => {
                let brings = |entry: &&Entry| attached(entry) == Some(&*file.hash);
                let Some(document) = document else { return Ok(None) };
                // The entry that brought it is gone for good; the bytes stand here for another.
                let Some(entry) = document.log().iter().find(brings) else { return Ok(Some(Item::Gone)) };
                let by = entry.by.clone();
                let File { document, hash, media, size } = *file;
                let doc = Blob { document, hash, media, size: *size }.encode(Some(&bytes));
                Item::Blob { doc, by }
            }
            None => Item::Gone,
        },
    }))
}

/// The attachment that an entry brings.
pub(super) fn file_of(document: &DocId, entry: &Entry) -> Option<File> {
    attached(entry)?;
    let Change::Known(Known::Attached { hash, media, size, .. }) = &entry.change else { return None };
    Some(File { document: document.clone(), hash: hash.clone(), media: media.clone(), size: *size })
}
