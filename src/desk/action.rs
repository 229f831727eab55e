//! The one way to write: role check, stamp, one transaction, then memory, listeners and the other tabs.

use std::sync::Arc;

use super::reading::SLICE;
use super::roles::needed;
use super::{Acting, Changed, Desk, DeskError, meta};
use crate::model::agent::Role;
use crate::model::change::Known;
use crate::model::document::{DocId, Document, Entry};
use crate::model::stamp::Stamp;
use crate::store::{Batch, Committed, Flow, NO_ROWS, Pack, pause};

/// An action of so few documents keeps them in memory: they are being worked on.
const FEW: usize = 64;

/// What a person does in one go.
#[derive(Debug, Default)]
pub struct Action {
    /// A name for the undo message: a text's key.
    pub label: &'static str,
    /// What changes, by document.
    pub changes: Vec<(DocId, Vec<Known>)>,
    /// Files: SHA-256 and bytes.
    pub blobs: Vec<(String, Vec<u8>)>,
    /// Files whose content is removed for good.
    pub drop_blobs: Vec<String>,
    /// Places whose drafts are saved by it.
    pub drafts: Vec<String>,
}

impl Action {
    /// An action on one document.
    #[must_use]
    pub fn on(label: &'static str, id: &DocId, changes: Vec<Known>) -> Self {
        Self { label, changes: vec![(id.clone(), changes)], ..Self::default() }
    }

    /// Its drafts are done with once it is written.
    #[must_use]
    pub fn drops_draft(mut self, place: &str) -> Self {
        self.drafts.push(place.to_owned());
        self
    }
}

/// What was done, as it can be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The action's label.
    pub label: &'static str,
    /// The entries it wrote.
    pub entries: Arc<Vec<(DocId, Vec<Stamp>)>>,
    /// Who did it.
    pub by: String,
}

impl Desk {
    /// Writes an action, or changes nothing.
    ///
    /// # Errors
    /// When nobody is at the desk, the role does not allow it, or the store refuses.
    pub async fn commit(&self, action: Action) -> Result<Done, DeskError> {
        self.commit_watched(action, None).await
    }

    /// Writes an action of many documents, telling how many are written; `Flow::Cancel` stops it without a trace.
    ///
    /// # Errors
    /// As for `commit`; `StoreError::Cancelled` when it was stopped.
    pub async fn commit_watched(
        &self,
        mut action: Action,
        progress: Option<&dyn Fn(usize) -> Flow>,
    ) -> Result<Done, DeskError> {
        let _acting = self.acting();
        self.keep_words(&mut action.changes);
        self.count_words(&mut action.changes);
        let label = action.label;
        let me = self.check(&action).await?;
        let places: Vec<String> = action.drafts.iter().map(|place| self.draft_key(place)).collect();
        let entries = self.stamp(&me, action.changes);
        let done = Done { label, entries: Arc::new(stamps_of(&entries).collect()), by: me };
        let drafts: Vec<(String, Option<String>)> = places.iter().map(|key| (key.clone(), None)).collect();
        let saved: Vec<Option<String>> = places.iter().map(|key| self.0.drafts.borrow().get(key).cloned()).collect();
        let batch = Batch { entries, blobs: action.blobs, drop_blobs: action.drop_blobs, drafts, ..Batch::default() };
        self.write(batch, NO_ROWS, progress).await?;
        for (key, saved) in places.iter().zip(saved) {
            self.forget_draft(key, saved.as_deref());
        }
        if !done.entries.is_empty() {
            self.0.done.borrow_mut().push(done.clone());
            self.0.undone.borrow_mut().clear();
        }
        Ok(done)
    }

    /// The person at the desk, if every change is allowed to them.
    pub(super) async fn check(&self, action: &Action) -> Result<String, DeskError> {
        let first_person = self.state().names.agents.is_empty();
        let me = match self.me() {
            Some(me) => me,
            None if first_person => return Ok(action.first_agent().unwrap_or_default()),
            None => return Err(DeskError::Nobody),
        };
        // Only what takes back depends on what was written before.
        let undoes = |changes: &[Known]| changes.iter().any(|change| matches!(change, Known::Undone { .. }));
        let named: Vec<DocId> =
            action.changes.iter().filter(|(_, changes)| undoes(changes)).map(|(id, _)| id.clone()).collect();
        let docs = self.docs_of(&named).await?;
        for (id, changes) in &action.changes {
            let document = docs.iter().map(|doc| &doc.document).find(|document| document.id == *id);
            for change in changes {
                let needed = needed(&me.id, id, change, document).max(Role::Agent);
                if me.role < needed {
                    return Err(DeskError::NotAllowed(needed));
                }
            }
        }
        let team = action.changes.iter().any(|(id, _)| id.kind() == "agent");
        if team && !self.keeps_a_manager(&action.changes) {
            return Err(DeskError::Missing("manager"));
        }
        Ok(me.id.clone())
    }

    pub(super) fn stamp(&self, by: &str, changes: Vec<(DocId, Vec<Known>)>) -> Vec<(DocId, Vec<Entry>)> {
        let now = self.now();
        let clock = &mut self.0.state.borrow_mut().clock;
        let mut entry = |change: Known| Entry { stamp: clock.tick(now), by: by.to_owned(), change: change.into() };
        let changes = changes.into_iter().filter(|(_, log)| !log.is_empty());
        changes.map(|(id, log)| (id, log.into_iter().map(&mut entry).collect())).collect()
    }

    /// Writes a batch that may be large and lets everyone know: its pages get their rows at once.
    pub(super) async fn write_many(
        &self,
        batch: Batch,
        progress: Option<&dyn Fn(usize) -> Flow>,
    ) -> Result<(), DeskError> {
        self.write(batch, &|documents| self.state().pack(documents), progress).await
    }

    /// Writes a batch and lets everyone know. Every write of what was done here goes through here.
    pub(super) async fn write(
        &self,
        mut batch: Batch,
        pack: Pack<'_>,
        progress: Option<&dyn Fn(usize) -> Flow>,
    ) -> Result<(), DeskError> {
        batch.to_send = true;
        self.write_batch(batch, pack, progress).await
    }

    /// Writes what has come from the team's server.
    pub(super) async fn write_pulled(&self, batch: Batch) -> Result<(), DeskError> {
        self.write_batch(batch, &|documents| self.state().pack(documents), None).await
    }

    async fn write_batch(
        &self,
        mut batch: Batch,
        pack: Pack<'_>,
        progress: Option<&dyn Fn(usize) -> Flow>,
    ) -> Result<(), DeskError> {
        if self.0.stopped.get() {
            return Err(DeskError::Stopped);
        }
        let clock = self.state().clock.millis().to_string();
        batch.meta.push((meta::CLOCK.to_owned(), Some(clock)));
        let device = self.0.meta.borrow().get(meta::DEVICE).cloned();
        batch.meta.push((meta::DEVICE.to_owned(), device));
        let dropped = batch.drop_documents.clone();
        let mut ids: Vec<DocId> = batch.entries.iter().map(|(id, _)| id.clone()).collect();
        let keep = ids.len() <= FEW && batch.pages.is_empty();
        let Committed { documents, pages, rows } = self.0.store.commit(batch, pack, progress).await?;
        if pages.is_empty() {
            ids.sort_unstable();
            ids.dedup();
        } else {
            ids = documents.iter().map(|document| document.id.clone()).collect();
        }
        // It is written. Whatever fails from here on must not say that it is not.
        ids.extend_from_slice(&dropped);
        self.note_written(&ids);
        self.0.untidy.set(true);
        self.absorb_in_slices(documents, keep).await;
        let mut behind = !pages.is_empty() && !matches!(self.take_written(&pages, rows).await, Ok(true));
        self.0.state.borrow_mut().forget(&dropped);
        self.settle_words_of(&ids).await;
        behind |= self.recompute().await.is_err();
        let behind = behind && self.reload().await.is_err();
        self.announce(&if pages.is_empty() { Changed::Documents(ids) } else { Changed::Pages(ids, pages) });
        if behind {
            self.notify(&Changed::Behind);
        }
        Ok(())
    }

    async fn absorb_in_slices(&self, documents: Vec<Document>, keep: bool) {
        let now = self.now();
        let mut rest = documents.into_iter();
        loop {
            let slice: Vec<_> = rest.by_ref().take(SLICE).collect();
            let last = slice.len() < SLICE;
            self.0.state.borrow_mut().absorb(slice, now, keep);
            if last {
                return;
            }
            pause().await;
        }
    }

    /// From now on until the answer is dropped an action is under way. Pages show what was typed before it is written:
    /// whoever takes it back at once must not take back the action before.
    pub fn acting(&self) -> Acting {
        self.0.acting.begin()
    }

    /// Takes the person's last action back, once those under way are written. Nothing when there is none.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn undo(&self) -> Result<Option<Done>, DeskError> {
        self.0.acting.over().await;
        let _acting = self.acting();
        let me = self.me().ok_or(DeskError::Nobody)?;
        let Some(at) = self.0.done.borrow().iter().rposition(|done| done.by == me.id) else { return Ok(None) };
        let done = self.0.done.borrow()[at].clone();
        self.undo_this(&done).await?;
        Ok(Some(done))
    }

    /// Takes an action back.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn undo_this(&self, done: &Done) -> Result<(), DeskError> {
        self.nobody_built_on(done).await?;
        // Off the list at once, so that a second key press takes back the action before.
        self.0.done.borrow_mut().retain(|other| other != done);
        match self.take_back(done, &|documents| self.state().pack(documents)).await {
            Ok(written) => self.0.undone.borrow_mut().push(written),
            Err(error) => {
                self.0.done.borrow_mut().push(done.clone());
                return Err(error);
            }
        }
        Ok(())
    }

    /// Takes entries of a document back, whenever they were written.
    ///
    /// # Errors
    /// As for `commit`; others' entries are for leads and managers.
    pub async fn take_back_entries(&self, id: &DocId, what: Vec<Stamp>) -> Result<Done, DeskError> {
        self.commit(Action::on("taken_back", id, vec![Known::Undone { what }])).await
    }

    /// A document whose opening is taken back goes out of sight: not while others' work stands in it.
    async fn nobody_built_on(&self, done: &Done) -> Result<(), DeskError> {
        let mut kept = 0;
        for slice in done.entries.chunks(SLICE) {
            let ids: Vec<DocId> = slice.iter().map(|(id, _)| id.clone()).collect();
            for doc in self.docs_of(&ids).await? {
                let Some((_, stamps)) = slice.iter().find(|(id, _)| *id == doc.document.id) else { continue };
                let opens = doc.fold.opening.as_ref().is_some_and(|opening| stamps.contains(&opening.stamp));
                let theirs =
                    |entry: &Entry| entry.by != done.by && !entry.change.is_look() && doc.fold.counts(entry.stamp);
                kept += usize::from(opens && doc.document.log().iter().any(theirs));
            }
        }
        if kept == 0 { Ok(()) } else { Err(DeskError::OthersWorked(kept)) }
    }

    /// What was done so far is not offered for undo any more: after the first run, for example.
    pub fn forget_undo(&self) {
        self.0.done.borrow_mut().clear();
        self.0.undone.borrow_mut().clear();
    }

    /// Does again what the person at the desk undid last, once the actions under way are written. Nothing when there is
    /// nothing.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn redo(&self) -> Result<Option<Done>, DeskError> {
        self.0.acting.over().await;
        let _acting = self.acting();
        let me = self.me().ok_or(DeskError::Nobody)?;
        let Some(at) = self.0.undone.borrow().iter().rposition(|done| done.by == me.id) else { return Ok(None) };
        let done = self.0.undone.borrow_mut().remove(at);
        match self.take_back(&done, &|documents| self.state().pack(documents)).await {
            Ok(written) => self.0.done.borrow_mut().push(written),
            Err(error) => {
                self.0.undone.borrow_mut().push(done);
                return Err(error);
            }
        }
        Ok(Some(done))
    }

    /// Whether there is something to undo, and to do again.
    #[must_use]
    pub fn can_undo(&self) -> (bool, bool) {
        let me = self.me().map(|agent| agent.id.clone()).unwrap_or_default();
        let of_me = |list: &[Done]| list.iter().any(|done| done.by == me);
        (of_me(&self.0.done.borrow()), of_me(&self.0.undone.borrow()))
    }

    /// Writes what takes an action back, in slices: it may be an import of many thousand tickets.
    pub(super) async fn take_back(&self, done: &Done, pack: Pack<'_>) -> Result<Done, DeskError> {
        let (mut by, mut taken) = (String::new(), Vec::with_capacity(done.entries.len()));
        let mut entries = Vec::with_capacity(done.entries.len());
        for slice in done.entries.chunks(SLICE) {
            let mut changes = Vec::with_capacity(slice.len());
            for (id, stamps) in slice {
                let own = id.kind() == "agent" && self.role() < Role::Manager;
                let undone = if own { self.set_back(id, stamps).await? } else { Vec::new() };
                let undoing = || vec![Known::Undone { what: stamps.clone() }];
                changes.push((id.clone(), if undone.is_empty() { undoing() } else { undone }));
            }
            let action = Action { changes, ..Action::default() };
            by = self.check(&action).await?;
            let stamped = self.stamp(&by, action.changes);
            taken.extend(stamps_of(&stamped));
            entries.extend(stamped);
            if slice.len() == SLICE {
                pause().await;
            }
        }
        self.write(Batch { entries, ..Batch::default() }, pack, None).await?;
        Ok(Done { label: done.label, entries: Arc::new(taken), by })
    }

    /// A new document id.
    #[must_use]
    pub fn mint(&self, kind: &str) -> DocId {
        DocId::mint(kind, self.now(), self.0.env.random())
    }

    /// A document with its state, fetched if need be.
    pub(super) async fn fold(&self, id: &DocId) -> Result<Arc<super::Doc>, DeskError> {
        self.fetch(std::slice::from_ref(id)).await?;
        self.doc(id).ok_or_else(|| DeskError::NotFound(id.to_string()))
    }
}

/// The stamps of entries, by document.
fn stamps_of(entries: &[(DocId, Vec<Entry>)]) -> impl Iterator<Item = (DocId, Vec<Stamp>)> {
    entries.iter().map(|(id, log)| (id.clone(), log.iter().map(|entry| entry.stamp).collect()))
}

impl Action {
    /// The agent this action creates, who may be the first one.
    fn first_agent(&self) -> Option<String> {
        self.changes.iter().find(|(id, _)| id.kind() == "agent").map(|(id, _)| id.name().to_owned())
    }
}
