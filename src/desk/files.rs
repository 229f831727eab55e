//! Photos and files on tickets.

use sha2::{Digest, Sha256};

use super::reading::SLICE;
use super::tickets::attached;
use super::{Action, Desk, DeskError, Doc, Done, LARGEST_FILE};
use crate::model::change::{Change, Known};
use crate::model::document::{DocId, Entry};
use crate::model::hex;
use crate::model::stamp::Stamp;
use crate::store::pause;

impl Desk {
    /// Attaches a file to a document, or to one of its photo fields.
    ///
    /// # Errors
    /// When it is larger than `LARGEST_FILE`, or as for `commit`.
    pub async fn attach(
        &self,
        id: &DocId,
        field: &str,
        name: &str,
        media: &str,
        bytes: Vec<u8>,
    ) -> Result<Done, DeskError> {
        if bytes.len() > LARGEST_FILE {
            return Err(DeskError::TooLarge(bytes.len()));
        }
        let hash = hex(&Sha256::digest(&bytes));
        let change = Known::Attached {
            hash: hash.clone(),
            name: name.to_owned(),
            media: media.to_owned(),
            size: bytes.len() as u64,
            field: field.to_owned(),
        };
        let action = Action { blobs: vec![(hash, bytes)], ..Action::on("attached", id, vec![change]) };
        self.commit(action).await
    }

    /// The bytes of a file, if they are on this device.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn file(&self, hash: &str) -> Result<Option<Vec<u8>>, DeskError> {
        Ok(self.0.store.blob(hash).await?)
    }

    /// The bytes of a file: from this device, else from the team's server, if it is there.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn file_from_anywhere(&self, hash: &str) -> Result<Option<Vec<u8>>, DeskError> {
        let here = self.file(hash).await?;
        let bring = self.0.bring.borrow().clone();
        let (None, Some(bring)) = (&here, bring) else { return Ok(here) };
        let found = {
            let state = self.state();
            let of = |doc: &Doc| {
                let file = doc.fold.attachments.iter().find(|file| file.hash == hash)?;
                Some((doc.document.id.clone(), file.media.clone(), file.size))
            };
            let kept = state.docs.kept().filter_map(|id| state.docs.get(id));
            state.docs.few().chain(kept).find_map(|doc| of(doc))
        };
        let Some((id, media, size)) = found else { return Ok(None) };
        Ok(bring(id, hash.to_owned(), media, size).await)
    }

    /// The files that go with what these entries redact: their bytes are attached by nothing else, here or among the entries,
    /// which are in the order of their documents' ids.
    pub(super) async fn files_that_go(&self, entries: &[(DocId, Vec<Entry>)]) -> Result<Vec<String>, DeskError> {
        let mut removed: Vec<(DocId, Vec<Stamp>)> = Vec::new();
        for (id, log) in entries {
            let what = log.iter().filter_map(|entry| match &entry.change {
                Change::Known(Known::Redacted { what, .. }) => Some(what),
                _ => None,
            });
            let what: Vec<Stamp> = what.flatten().copied().collect();
            if !what.is_empty() {
                removed.push((id.clone(), what));
            }
        }
        let mut files = Vec::new();
        for slice in removed.chunks(SLICE) {
            let ids: Vec<DocId> = slice.iter().map(|(id, _)| id.clone()).collect();
            for doc in self.readable(&ids).await? {
                let Some((_, what)) = slice.iter().find(|(id, _)| *id == doc.document.id) else { continue };
                let entries = what.iter().filter_map(|stamp| doc.document.entry(*stamp));
                files.extend(entries.filter_map(attached).map(str::to_owned));
            }
            pause().await;
        }
        files.sort_unstable();
        files.dedup();
        let mut kept = self.used_beside(&files, &removed).await?;
        let goes = |id: &DocId, entry: &Entry| {
            let what = removed.binary_search_by(|(other, _)| other.cmp(id)).ok().map(|at| &removed[at].1);
            what.is_some_and(|what| what.contains(&entry.stamp))
        };
        for (id, log) in entries {
            kept.extend(log.iter().filter(|entry| !goes(id, entry)).filter_map(attached).map(str::to_owned));
        }
        files.retain(|hash| !kept.contains(hash));
        Ok(files)
    }

    /// Those of these contents that are attached anywhere but by the entries `besides` of documents, which are in the order
    /// of their ids; an undone entry counts too, as it may come back; all of them while something cannot be read. Reads
    /// everything unless there is nothing to look for.
    pub(super) async fn used_beside(
        &self,
        hashes: &[String],
        besides: &[(DocId, Vec<Stamp>)],
    ) -> Result<Vec<String>, DeskError> {
        let mut used = Vec::new();
        if hashes.is_empty() {
            return Ok(used);
        }
        let damaged = self
            .each_document(&mut |document| {
                let what = besides.binary_search_by(|(id, _)| id.cmp(&document.id)).ok().map(|at| &besides[at].1);
                let goes = |entry: &&Entry| what.is_some_and(|what| what.contains(&entry.stamp));
                let others = document.log().iter().filter(|entry| !goes(entry));
                used.extend(
                    others.filter_map(attached).filter(|hash| hashes.iter().any(|one| one == hash)).map(str::to_owned),
                );
            })
            .await?;
        if damaged.is_empty() { Ok(used) } else { Ok(hashes.to_vec()) }
    }
}
