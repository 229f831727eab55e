//! Carrying out what was weighed: made ready in slices, written at once.

use std::sync::Arc;

use super::{Bulk, ROWS, Watch, assigned, in_order, is_incomplete, turn};
use crate::desk::numbers::Numbers;
use crate::desk::reading::SLICE;
use crate::desk::{Action, Desk, DeskError, Doc, Done};
use crate::model::agent::{Agent, register};
use crate::model::document::{DocId, Entry};
use crate::model::ticket::Ticket;
use crate::model::value::Value;
use crate::store::{Batch, pause};

impl Desk {
    /// Does something to all of these tickets, or changes nothing. One undo takes it back; a removal of content cannot be
    /// taken back. The draft at `place` is done with.
    ///
    /// # Errors
    /// As for `weigh`; `DeskError::Moved` when some of them are no longer as they were weighed; when the store refuses.
    pub async fn bulk(&self, ids: &[DocId], bulk: &Bulk, place: &str, watch: Watch<'_>) -> Result<Done, DeskError> {
        let me = self.ready(bulk)?;
        // Somebody else may sit down while it is made ready.
        let key = Some(place).filter(|place| !place.is_empty()).map(|place| self.draft_key(place));
        let mut numbers = Numbers::new(self);
        let all = in_order(ids);
        let mut work = Work::new(bulk.label(), &me.id);
        for slice in all.chunks(SLICE) {
            let mut action = Action::default();
            work.see(self, slice);
            let docs = self.readable(slice).await?;
            self.note_unread(slice, &docs);
            for doc in docs {
                match self.changes_of(&me, &doc, bulk, &mut numbers) {
                    Ok(changes) => action.changes.extend(changes),
                    Err(DeskError::Flow(error)) if is_incomplete(&error) => return Err(error.into()),
                    Err(DeskError::Flow(_) | DeskError::NoKind(_) | DeskError::Unchanged) => work.moved += 1,
                    Err(error) => return Err(error),
                }
                work.count += 1;
            }
            self.count_words(&mut action.changes);
            self.check(&action).await?;
            work.take(self.stamp(&me.id, action.changes));
            turn(watch, work.count, 2 * all.len()).await?;
        }
        work.moved += all.len() - work.count;
        if let Bulk::Redact { .. } = bulk {
            self.gather_files(&mut work).await?;
        }
        let done = self.write_work(work, key, watch).await?;
        numbers.keep();
        Ok(done)
    }

    /// Marks somebody as having left and hands their open tickets over, to somebody or to the pool: one action.
    /// What cannot be read stays with them: `open_of` tells it.
    ///
    /// # Errors
    /// For managers only; when the last manager would go or somebody who has left would get them; as for `commit`.
    pub async fn hand_over(&self, from: &str, to: &str, watch: Watch<'_>) -> Result<Done, DeskError> {
        let why = String::new();
        let me = self.ready(&Bulk::Assign { to: to.to_owned(), why })?;
        if from == to {
            return Err(DeskError::Unchanged);
        }
        let key = Some(self.draft_key(&["settings/leaving/", from].concat()));
        let agent = self.fold(&Agent::doc(from)).await?;
        let left = agent.fold.set(register::LEFT, Value::text("yes"));
        let action = Action::on("handed_over", &agent.document.id, vec![left]);
        self.check(&action).await?;
        let mut work = Work::new("handed_over", &me.id);
        work.take(self.stamp(&me.id, action.changes));
        let all = in_order(&self.open_of(from));
        for slice in all.chunks(SLICE) {
            work.see(self, slice);
            let docs = self.readable(slice).await?;
            let over = docs.iter().filter(|doc| Ticket(&doc.fold).owner() == from);
            let changes = over.map(|doc| (doc.document.id.clone(), assigned(&doc.fold, to, ""))).collect();
            work.take(self.stamp(&me.id, changes));
            work.count += slice.len();
            turn(watch, work.count, 2 * all.len()).await?;
        }
        self.write_work(work, key, watch).await
    }

    /// Remembers which tickets cannot be read: weighing leaves them out from now on.
    fn note_unread(&self, ids: &[DocId], read: &[Arc<Doc>]) {
        if read.len() < ids.len() {
            let gone = ids.iter().filter(|id| read.iter().all(|doc| doc.document.id != **id));
            self.0.unread.borrow_mut().extend(gone.cloned());
        }
    }

    /// When a ticket was changed last, as far as this tab knows; nothing when it is gone.
    fn last_change(&self, id: &DocId) -> Option<u64> {
        let state = self.state();
        Some(state.columns.ticket(state.columns.find(id)?)?.changed())
    }

    /// The files that only what is removed has attached.
    async fn gather_files(&self, work: &mut Work) -> Result<(), DeskError> {
        work.drop_blobs = self.files_that_go(&work.entries).await?;
        Ok(())
    }

    async fn write_work(&self, mut work: Work, key: Option<String>, watch: Watch<'_>) -> Result<Done, DeskError> {
        // Here or in another tab somebody may have gone on while it was made ready.
        for slice in work.seen.chunks(ROWS) {
            pause().await;
            work.moved += slice.iter().filter(|(id, changed)| self.last_change(id) != *changed).count();
        }
        if work.moved > 0 {
            return Err(DeskError::Moved(work.moved));
        }
        let saved = key.as_ref().and_then(|key| self.0.drafts.borrow().get(key).cloned());
        let (made, of) = (work.count, 2 * work.count);
        let written = |count: usize| watch((made + count).min(of), of);
        let batch = Batch {
            entries: work.entries,
            drop_blobs: work.drop_blobs,
            drafts: key.iter().map(|key| (key.clone(), None)).collect(),
            ..Batch::default()
        };
        self.write_many(batch, Some(&written)).await?;
        if let Some(key) = key {
            self.forget_draft(&key, saved.as_deref());
        }
        if work.done.label != "redacted" && !work.done.entries.is_empty() {
            self.0.done.borrow_mut().push(work.done.clone());
            self.0.undone.borrow_mut().clear();
        }
        Ok(work.done)
    }
}

/// What is being made ready.
struct Work {
    entries: Vec<(DocId, Vec<Entry>)>,
    done: Done,
    drop_blobs: Vec<String>,
    /// When each ticket was changed last, before it was read.
    seen: Vec<(DocId, Option<u64>)>,
    /// How many tickets have been looked at.
    count: usize,
    /// How many of them it can no longer be done to.
    moved: usize,
}

impl Work {
    fn new(label: &'static str, by: &str) -> Self {
        let done = Done { label, entries: Arc::default(), by: by.to_owned() };
        Self { entries: Vec::new(), done, drop_blobs: Vec::new(), seen: Vec::new(), count: 0, moved: 0 }
    }

    fn see(&mut self, desk: &Desk, ids: &[DocId]) {
        self.seen.extend(ids.iter().map(|id| (id.clone(), desk.last_change(id))));
    }

    fn take(&mut self, entries: Vec<(DocId, Vec<Entry>)>) {
        let stamps = entries.iter().map(|(id, log)| (id.clone(), log.iter().map(|entry| entry.stamp).collect()));
        Arc::make_mut(&mut self.done.entries).extend(stamps);
        self.entries.extend(entries);
    }
}
