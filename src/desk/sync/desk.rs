//! What a desk knows of its team's server: where it is, and which documents were changed on both sides.

use super::keeper::TERM;
use super::rows::Term;
use super::{CHECKPOINTS, Remote};
use crate::desk::{Changed, Desk, DeskError, meta};
use crate::model::document::DocId;
use crate::model::stamp::Writer;
use crate::query::columns::TicketRow;
use crate::store::Batch;

impl Desk {
    /// Where it syncs to; nothing while that is not wanted.
    #[must_use]
    pub fn remote(&self) -> Option<Remote> {
        self.0.meta.borrow().get(meta::SYNC).and_then(|text| serde_json::from_str(text).ok())
    }

    /// Syncs to there from now on, or no more; other tabs are told.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn set_remote(&self, remote: Option<&Remote>) -> Result<(), DeskError> {
        let text = remote.and_then(|remote| serde_json::to_string(remote).ok());
        let mut put = vec![(meta::SYNC.to_owned(), text.clone())];
        let mut outbox = Vec::new();
        if text.is_none() {
            // Whoever leads writes nothing of it any more.
            put.extend([CHECKPOINTS, TERM].map(|name| (name.to_owned(), None)));
            let all = self.0.store.outbox(None, u32::MAX).await?;
            outbox = all.into_iter().map(|(key, _)| (key, None)).collect();
        }
        self.keep(Batch { meta: put, outbox, ..Batch::default() }).await?;
        match text {
            Some(text) => drop(self.0.meta.borrow_mut().insert(meta::SYNC.to_owned(), text)),
            None => drop(self.0.meta.borrow_mut().remove(meta::SYNC)),
        }
        let tell = self.0.tell_remote.borrow().clone();
        if let Some(tell) = tell {
            tell();
        }
        self.notify(&Changed::Remote);
        Ok(())
    }

    /// Notes that it has joined: nothing begins anew by it.
    pub(super) async fn note_joined(&self, remote: &Remote, term: Term) -> Result<(), DeskError> {
        let text = serde_json::to_string(remote).unwrap_or_default();
        let meta = vec![(meta::SYNC.to_owned(), Some(text.clone()))];
        self.keep(Batch { meta, only_while: term, ..Batch::default() }).await?;
        self.0.meta.borrow_mut().insert(meta::SYNC.to_owned(), text);
        let tell = self.0.tell_remote.borrow().clone();
        if let Some(tell) = tell {
            tell();
        }
        Ok(())
    }

    /// Another tab has changed where this desk syncs to.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn read_remote(&self) -> Result<(), DeskError> {
        let text = self.0.store.meta(meta::SYNC).await?;
        match text {
            Some(text) => drop(self.0.meta.borrow_mut().insert(meta::SYNC.to_owned(), text)),
            None => drop(self.0.meta.borrow_mut().remove(meta::SYNC)),
        }
        self.notify(&Changed::Remote);
        Ok(())
    }

    /// Deletes what is on this device, whoever is at the desk: the team's server and other devices keep theirs.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn leave_team(&self) -> Result<(), DeskError> {
        self.wipe_all().await
    }

    /// Documents that were changed on both sides and in which that is not settled yet: those of many kinds by their rows.
    #[must_use]
    pub fn torn(&self) -> Vec<DocId> {
        let state = self.state();
        let few = state.docs.few().filter(|doc| doc.fold.conflicts().next().is_some());
        let mut all: Vec<DocId> = few.map(|doc| doc.document.id.clone()).collect();
        all.extend(state.columns.disputed().map(TicketRow::id));
        all.extend(state.columns.customers().disputed());
        all.sort_unstable();
        all
    }

    /// Whether there is no document at all.
    pub(super) async fn is_bare(&self) -> Result<bool, DeskError> {
        let in_sight = {
            let state = self.state();
            state.docs.few().next().is_some() || !state.columns.is_empty() || !state.columns.customers().is_empty()
        };
        // In memory there may be nothing yet.
        Ok(!in_sight && self.ids().await?.is_empty())
    }

    /// Random bits.
    #[must_use]
    pub fn chance(&self) -> u64 {
        #[allow(clippy::cast_possible_truncation)]
        let bits = self.0.env.random() as u64;
        bits
    }

    /// Keeps the bytes of an attachment that has come from elsewhere.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn keep_file(&self, hash: &str, bytes: &[u8]) -> Result<(), DeskError> {
        self.keep(Batch { blobs: vec![(hash.to_owned(), bytes.to_vec())], ..Batch::default() }).await
    }

    /// This device, as it stands in its stamps.
    #[must_use]
    pub fn device(&self) -> String {
        let device = self.0.meta.borrow().get(meta::DEVICE).and_then(|text| text.parse().ok()).unwrap_or_default();
        Writer::new(device, 0).as_str().chars().take(8).collect()
    }

    /// Writes what is not in anybody's log.
    pub(super) async fn keep(&self, batch: Batch) -> Result<(), DeskError> {
        if self.0.stopped.get() {
            return Err(DeskError::Stopped);
        }
        self.0.store.commit(batch, crate::store::NO_ROWS, None).await?;
        Ok(())
    }
}
