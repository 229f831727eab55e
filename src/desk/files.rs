//! Photos and files on tickets.

use sha2::{Digest, Sha256};

use super::tickets::attached;
use super::{Action, Desk, DeskError, Doc, Done, LARGEST_FILE};
use crate::model::change::Known;
use crate::model::document::DocId;
use crate::model::hex;
use crate::model::stamp::Stamp;

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

    /// Whether a content is attached anywhere but by the entries `what` of a document; an undone entry counts too, as
    /// it may come back.
    pub(super) fn is_used_beside(&self, hash: &str, id: &DocId, what: &[Stamp]) -> bool {
        let state = self.state();
        let holds = |doc: &Doc| !doc.fold.attachments.is_empty() || !doc.fold.undone.is_empty();
        let logs = state.docs.values().filter(|doc| holds(doc)).flat_map(|doc| {
            let here = doc.document.id == *id;
            doc.document.log().iter().filter(move |entry| !(here && what.contains(&entry.stamp)))
        });
        let mut others = logs.filter_map(attached);
        others.any(|other| other == hash)
    }
}
