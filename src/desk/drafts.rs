//! Drafts, kept as typed, each person's own; and what this device remembers for the interface.

use super::{Desk, DeskError, meta};
use crate::store::{Batch, NO_ROWS};

/// A draft is being written as long as this lives.
struct Writing {
    desk: Desk,
    key: String,
}

impl Writing {
    fn begin(desk: &Desk, key: String) -> Self {
        desk.0.unsure.borrow_mut().push(key.clone());
        Self { desk: desk.clone(), key }
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        let mut unsure = self.desk.0.unsure.borrow_mut();
        if let Some(at) = unsure.iter().position(|key| *key == self.key) {
            unsure.swap_remove(at);
        }
    }
}

impl Desk {
    pub(super) fn draft_key(&self, place: &str) -> String {
        format!("{}/{place}", self.0.me.borrow())
    }

    /// What the person at the desk has typed at a place and not saved.
    #[must_use]
    pub fn draft(&self, place: &str) -> Option<String> {
        self.0.drafts.borrow().get(&self.draft_key(place)).cloned()
    }

    /// The places where the person at the desk has drafts.
    #[must_use]
    pub fn draft_places(&self) -> Vec<String> {
        let mine = self.draft_key("");
        self.0.drafts.borrow().keys().filter_map(|key| key.strip_prefix(&mine).map(str::to_owned)).collect()
    }

    /// Keeps what is typed: in memory at once, in the store as soon as the answer is first polled.
    ///
    /// # Errors
    /// When the store refuses.
    pub fn keep_draft(&self, place: &str, text: &str) -> impl Future<Output = Result<(), DeskError>> + 'static {
        self.keep_draft_of(self.draft_key(place), text)
    }

    /// The same by its key: whoever is at the desk by now.
    pub(super) fn keep_draft_of(
        &self,
        key: String,
        text: &str,
    ) -> impl Future<Output = Result<(), DeskError>> + 'static {
        self.tell_drafts(Some(&key));
        self.write_draft(key, text)
    }

    fn write_draft(&self, key: String, text: &str) -> impl Future<Output = Result<(), DeskError>> + 'static {
        let text = (!text.is_empty()).then(|| text.to_owned());
        match &text {
            Some(text) => self.0.drafts.borrow_mut().insert(key.clone(), text.clone()),
            None => self.0.drafts.borrow_mut().remove(&key),
        };
        let stopped = self.0.stopped.get();
        let writing = Writing::begin(self, key);
        async move {
            if stopped {
                return Err(DeskError::Stopped);
            }
            Ok(writing.desk.0.store.put_draft(&writing.key, text.as_deref()).await?)
        }
    }

    /// The drafts whose writing has not ended, by key, once for each write, as they stand now, empty when
    /// one was emptied: a browser may drop the writes
    /// of a page that goes (test 8).
    #[must_use]
    pub fn unsure_drafts(&self) -> Vec<(String, String)> {
        if self.0.stopped.get() {
            return Vec::new();
        }
        let (unsure, drafts) = (self.0.unsure.borrow(), self.0.drafts.borrow());
        unsure.iter().map(|key| (key.clone(), drafts.get(key).cloned().unwrap_or_default())).collect()
    }

    /// Brings back a draft that a page left unsure.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn recall_draft(&self, key: String, text: &str) -> Result<(), DeskError> {
        self.write_draft(key, text).await
    }

    /// Forgets a draft that is saved, unless somebody has typed on since.
    pub(super) fn forget_draft(&self, key: &str, saved: Option<&str>) {
        self.tell_drafts(Some(key));
        let mut drafts = self.0.drafts.borrow_mut();
        if drafts.get(key).map(String::as_str) == saved {
            drafts.remove(key);
        }
    }

    /// What this device remembers for the interface, one text.
    #[must_use]
    pub fn preferences(&self) -> String {
        self.0.meta.borrow().get(meta::PREFERENCES).cloned().unwrap_or_default()
    }

    /// Remembers something for the interface on this device.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn set_preferences(&self, text: String) -> Result<(), DeskError> {
        self.put_meta(meta::PREFERENCES, text).await
    }

    pub(super) async fn put_meta(&self, key: &str, text: String) -> Result<(), DeskError> {
        if self.0.stopped.get() {
            return Err(DeskError::Stopped);
        }
        self.0.meta.borrow_mut().insert(key.to_owned(), text.clone());
        let meta = vec![(key.to_owned(), Some(text))];
        self.0.store.commit(Batch { meta, ..Batch::default() }, NO_ROWS, None).await?;
        Ok(())
    }
}
