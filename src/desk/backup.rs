//! All data as one file, and back: a union with what is here, so that restoring loses nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::joining::Joining;
use super::tickets::attached;
use super::{Desk, DeskError, Right, needed_for};
use crate::model::document::Document;
use crate::query::backup::{BackupError, Header, Item, Reader, Summary, Writer};
use crate::store::{Corrupt, Flow, StoreError, pause};

/// The version of the data: grows when an older app could not read them any more.
pub const SCHEMA: u32 = 1;

/// How much of a file is read at once, in bytes.
const READ: u64 = 512 * 1024;

/// Why a backup was not made or not restored. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The file is no sound backup.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The desk refused.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The file cannot be read, in the browser's words.
    #[error("the file cannot be read: {0}")]
    File(String),
}

/// How far a restore is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestoreProgress {
    /// So many bytes are checked.
    Checked(u64),
    /// So many documents are written.
    Written(usize),
}

/// A backup that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// What it holds.
    pub summary: Summary,
    /// Attachments whose bytes are not on this device and so not in it.
    pub absent: usize,
    /// Documents that cannot be read and so are not in it, as far as they are known.
    pub unread: usize,
}

impl Desk {
    /// Writes all documents and attachments as they stand at the call. `sink` takes the file's bytes piece by piece;
    /// `progress` is told how many documents and attachments of how many are written.
    ///
    /// # Errors
    /// For leads and managers only (C5); when it was stopped, or the store cannot be read.
    pub async fn backup(
        &self,
        mut sink: impl FnMut(Vec<u8>),
        progress: &dyn Fn(usize, usize) -> Flow,
    ) -> Result<Made, RestoreError> {
        if !self.may(Right::Export) {
            return Err(DeskError::NotAllowed(needed_for(Right::Export)).into());
        }
        // First what there is, since a backup begins by saying so; then each document as it stands.
        let (mut ids, mut hashes) = (Vec::new(), BTreeSet::new());
        self.each_document(&mut |document| {
            ids.push(document.id.clone());
            hashes.extend(document.log().iter().filter_map(attached).map(str::to_owned));
        })
        .await?;
        let mut present = Vec::with_capacity(hashes.len());
        let absent = hashes.len();
        for hash in hashes {
            if self.file(&hash).await?.is_some() {
                present.push(hash);
            }
        }
        let absent = absent - present.len();
        let all = ids.len() + present.len();
        let go_on = |count| match progress(count, all) {
            Flow::Go => Ok(()),
            Flow::Cancel => Err(DeskError::from(StoreError::Cancelled)),
        };
        let mut writer = Writer::new(Header::new(SCHEMA, self.now(), ids.len() as u64, present.len() as u64))?;
        let (mut count, mut result) = (0, Ok(()));
        let mut write = |documents: Vec<Document>| -> Result<(), RestoreError> {
            for document in documents.iter().filter(|document| ids.binary_search(&document.id).is_ok()) {
                writer.document(document)?;
                count += 1;
            }
            sink(writer.take());
            Ok(go_on(count)?)
        };
        let mut each = |documents| {
            if result.is_ok() {
                result = write(documents);
            }
        };
        let damaged = self.0.store.load(&mut each).await.map_err(DeskError::from)?;
        result?;
        let unread = |fault: &Corrupt| fault.ids.iter().filter(|id| ids.binary_search(id).is_err()).count().max(1);
        let unread = damaged.iter().map(unread).sum();
        for (at, hash) in present.iter().enumerate() {
            let bytes = self.file(hash).await?.ok_or_else(|| BackupError::BlobDamaged { hash: hash.clone() })?;
            writer.blob(hash, &bytes)?;
            sink(writer.take());
            go_on(ids.len() + at + 1)?;
        }
        let (rest, summary) = writer.finish()?;
        sink(rest);
        Ok(Made { summary, absent, unread })
    }

    /// Restores a backup: the whole file is checked first, then all of it joins what is here in one commit. What was
    /// redacted here or in the backup stays redacted. `read` gives the file's bytes from a place on, at most so many,
    /// none at its end.
    ///
    /// # Errors
    /// For managers only, but on a new desk; when the file is not sound, it was stopped, or the store refuses.
    pub async fn restore<F>(
        &self,
        read: impl Fn(u64, u64) -> F,
        progress: &dyn Fn(RestoreProgress) -> Flow,
    ) -> Result<Summary, RestoreError>
    where
        F: Future<Output = Result<Vec<u8>, String>>,
    {
        if !self.is_new() && !self.may(Right::Rules) {
            return Err(DeskError::NotAllowed(needed_for(Right::Rules)).into());
        }
        let mut reader = Reader::brief(SCHEMA);
        let mut joining = Joining::new(self);
        let mut blobs = BTreeMap::new();
        let mut at = 0;
        loop {
            let bytes = read(at, READ).await.map_err(RestoreError::File)?;
            if bytes.is_empty() {
                break;
            }
            at += bytes.len() as u64;
            for item in reader.feed(&bytes)? {
                match item {
                    Item::Header(_) => {}
                    Item::Document(document) => joining.take(document),
                    Item::Blob { hash, bytes } => drop(blobs.insert(hash, bytes)),
                }
            }
            if progress(RestoreProgress::Checked(at)) == Flow::Cancel {
                return Err(DeskError::from(StoreError::Cancelled).into());
            }
            joining.join(false).await?;
            pause().await;
        }
        // Nothing of it is written before all of it is known to be sound.
        let summary = reader.finish()?;
        joining.join(true).await?;
        let (batch, rules) = joining.batch(blobs).await?;
        let written = |count| progress(RestoreProgress::Written(count));
        self.write(batch, &|documents| rules.pack(documents), Some(&written)).await?;
        Ok(summary)
    }
}
