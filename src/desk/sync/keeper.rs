//! What the machine needs of a desk: the outbox and the checkpoints, read and written as it says.

use std::collections::{BTreeMap, HashSet};

use super::{CHECKPOINTS, Remote, Rows, Signer};
use crate::desk::reading::SLICE;
use crate::desk::{Desk, DeskError};
use crate::model::document::{DocId, Document, Entry};
use crate::model::stamp::Stamp;
use crate::store::Batch;
use crate::sync::checkpoint::Checkpoint;
use crate::sync::outbox::Quarantined;
use crate::sync::port::{Action, Event, Setup};

/// Whose term it is to number, to send and to take in: a text that nobody has used before. Whoever begins puts theirs there;
/// from then on the store refuses what the one before still writes, be it frozen in the midst of it and woken later.
pub(super) const TERM: &str = "sync-term";
/// What the keys of documents of the server begin with that are no entries.
const ASIDE: &str = "quarantine-";

/// What waits as it stands in the store, marks that nobody has made rows of yet included, and how far we are with the server
/// that we spoke with last. Changes nothing.
///
/// # Errors
/// When the store cannot be read.
pub async fn look(desk: &Desk, most: usize) -> Result<(Rows, Checkpoint), DeskError> {
    let mut rows = Rows::load(desk).await?;
    rows.look_at_marks(desk, most).await?;
    let text = desk.0.store.meta(CHECKPOINTS).await?;
    let kept: Vec<Checkpoint> = text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    Ok((rows, kept.into_iter().next_back().unwrap_or_default()))
}

/// What the machine needs of a desk: the outbox and the checkpoints, read and written as it says.
pub struct Keeper {
    desk: Desk,
    /// The outbox.
    pub rows: Rows,
    checkpoints: Vec<Checkpoint>,
    /// What has come from the server, while this desk joins: it is not sent back.
    came: Option<HashSet<Stamp>>,
    /// Nothing was here when the joining began: what is not marked has come.
    was_bare: bool,
    /// What the machine was told last of the outbox.
    told: (usize, usize),
    /// Another tab leads.
    is_over: bool,
}

impl Keeper {
    /// Begins a term and reads what is kept: from now on no other keeper writes. A lead that is `shared`, as two tabs without
    /// locks have it, goes on with the term that there is. A desk that has not joined yet begins anew.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn begin(desk: &Desk, joined: bool, shared: bool) -> Result<Self, DeskError> {
        let standing = if shared { desk.0.store.meta(TERM).await? } else { None };
        let term = standing.unwrap_or_else(|| [desk.now(), desk.chance()].map(|bits| format!("{bits:x}")).join("-"));
        desk.keep(Batch { meta: vec![(TERM.to_owned(), Some(term.clone()))], ..Batch::default() }).await?;
        let mut this = Self {
            desk: desk.clone(),
            rows: Rows::load(desk).await?,
            checkpoints: Vec::new(),
            came: None,
            was_bare: false,
            told: (0, 0),
            is_over: false,
        };
        this.rows.term = Some((TERM.to_owned(), term));
        if joined {
            let text = desk.0.store.meta(CHECKPOINTS).await?;
            this.checkpoints = text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
            this.rows.adopt(desk, &HashSet::new()).await?;
        } else {
            this.came = Some(HashSet::new());
            this.was_bare = desk.is_bare().await?;
        }
        this.told = this.counts();
        Ok(this)
    }

    /// What the machine is started with.
    #[must_use]
    pub fn setup(&self, signer: &Signer, database: &str) -> Setup {
        Setup {
            user: signer.user.clone(),
            others: signer.others,
            team: Remote::team(database),
            device: self.desk.device(),
            database: database.to_owned(),
            checkpoints: self.checkpoints.clone(),
            outbox: self.counts(),
            page: None,
        }
    }

    fn counts(&self) -> (usize, usize) {
        if self.came.is_some() { (0, 0) } else { self.rows.counts() }
    }

    /// Whether another tab has begun a term since: this one writes nothing any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// Notes why nothing was written.
    fn refused<T>(&mut self, answer: Result<T, DeskError>) -> Result<T, DeskError> {
        self.is_over |= answer.as_ref().is_err_and(DeskError::is_superseded);
        answer
    }

    /// Takes in what was written since; nothing when there is nothing to send of it.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn written(&mut self) -> Result<Option<Event>, DeskError> {
        if self.came.is_none() {
            let adopted = self.rows.adopt(&self.desk, &HashSet::new()).await;
            self.refused(adopted)?;
        }
        let counts = self.counts();
        let is_more = counts.0 > self.told.0;
        self.told = counts;
        Ok(is_more.then_some(Event::Written(counts.0, counts.1)))
    }

    fn counted(&mut self) -> Event {
        self.told = self.counts();
        Event::Written(self.told.0, self.told.1)
    }

    /// Lets what was refused wait again.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn retry(&mut self) -> Result<Event, DeskError> {
        let retried = self.rows.retry(&self.desk).await;
        self.refused(retried)?;
        Ok(self.counted())
    }

    /// Whether the desk still joins.
    #[must_use]
    pub fn is_joining(&self) -> bool {
        self.came.is_some()
    }

    /// All that is there has come: what is only here goes out from now on. `all`: others' too, as a lead may send it.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn join(&mut self, user: &str, all: bool) -> Result<Event, DeskError> {
        let joined = self.offer_all(user, all).await;
        self.refused(joined)
    }

    async fn offer_all(&mut self, user: &str, all: bool) -> Result<Event, DeskError> {
        let came = self.came.take().unwrap_or_default();
        // An earlier joining may have been cut short.
        let marked = self.rows.stamps();
        let mut here: Vec<(DocId, Vec<Stamp>)> = Vec::new();
        let mut each = |document: &Document| {
            // Colleagues' own goes out under their own login; what packs brought only a lead may send.
            let persons = |by: &str| by == user || self.desk.agent(by).is_some();
            let is_known = |stamp: Stamp| came.contains(&stamp) || marked.contains(&stamp);
            let ours = |entry: &&Entry| !is_known(entry.stamp) && (all || persons(&entry.by));
            let stamps: Vec<Stamp> = document.log().iter().filter(ours).map(|entry| entry.stamp).collect();
            if !stamps.is_empty() {
                here.push((document.id.clone(), stamps));
            }
        };
        // What was written meanwhile is marked.
        if !self.was_bare
            && let Err(error) = self.desk.each_document(&mut each).await
        {
            self.came = Some(came);
            return Err(error);
        }
        let known: HashSet<Stamp> = here.iter().flat_map(|(_, stamps)| stamps.iter().copied()).collect();
        // What is written meanwhile is marked, too: it is not sent twice.
        for run in here.chunks(SLICE) {
            self.rows.add(&self.desk, run.to_vec(), Vec::new()).await?;
        }
        self.rows.adopt(&self.desk, &known).await?;
        if let Some(mut remote) = self.desk.remote() {
            remote.joined = true;
            self.desk.note_joined(&remote, self.rows.term.clone()).await?;
        }
        Ok(self.counted())
    }

    /// Does what concerns the store. Answers with what the machine is told; nothing for what is no concern of the store's.
    pub async fn keep(&mut self, action: Action) -> Option<Event> {
        match action {
            Action::Gather { ticket, after, rows, bytes } => {
                Some(match self.rows.gather(&self.desk, after, rows, bytes).await {
                    Ok((found, more)) => Event::Gathered(ticket, found, more),
                    Err(_) => Event::NotStored(ticket),
                })
            }
            Action::Store { ticket, entries, quarantine, checkpoint } => {
                let meta = self.checkpointed(&checkpoint);
                let entries: Vec<(DocId, Entry)> = entries.into_iter().map(|one| (one.document, one.entry)).collect();
                let done = self.take_in(entries, quarantine, meta).await;
                Some(self.noted(ticket, done))
            }
            Action::Offer { ticket, keys, checkpoint } => {
                let meta = self.checkpointed(&checkpoint);
                let done = self.rows.offer(&self.desk, keys.as_ref(), meta).await;
                Some(self.noted(ticket, done))
            }
            Action::Mark { sent, parked, checkpoint } => {
                let meta = self.checkpointed(&checkpoint);
                // Nothing waits for it: what was not noted is offered once more, and found to be there.
                let marked = self.rows.mark(&self.desk, sent, parked, meta).await;
                let _ = self.refused(marked);
                self.told = self.counts();
                None
            }
            Action::Send(_) | Action::Abort(_) | Action::Wake(_) | Action::Show(_) => None,
        }
    }

    fn noted(&mut self, ticket: u64, done: Result<(), DeskError>) -> Event {
        if self.refused(done).is_ok() { Event::Stored(ticket) } else { Event::NotStored(ticket) }
    }

    fn checkpointed(&mut self, checkpoint: &Checkpoint) -> Vec<(String, Option<String>)> {
        self.checkpoints.retain(|other| other.key != checkpoint.key);
        self.checkpoints.push(checkpoint.clone());
        vec![(CHECKPOINTS.to_owned(), serde_json::to_string(&self.checkpoints).ok())]
    }

    /// Merges what has come into its documents, with how far we are.
    async fn take_in(
        &mut self,
        entries: Vec<(DocId, Entry)>,
        quarantine: Vec<Quarantined>,
        meta: Vec<(String, Option<String>)>,
    ) -> Result<(), DeskError> {
        if let Some(came) = &mut self.came {
            came.extend(entries.iter().map(|(_, entry)| entry.stamp));
        }
        let mut logs: BTreeMap<DocId, Vec<Entry>> = BTreeMap::new();
        for (id, entry) in entries {
            logs.entry(id).or_default().push(entry);
        }
        // What we sent comes back: nothing is drawn anew for it. What is not here yet need not be looked for.
        let here: Vec<DocId> = logs.keys().filter(|id| self.desk.is_here(id)).cloned().collect();
        for ids in here.chunks(SLICE) {
            for doc in self.desk.readable(ids).await? {
                if let Some(log) = logs.get_mut(&doc.document.id) {
                    log.retain(|entry| doc.document.entry(entry.stamp).is_none_or(|here| here != entry));
                }
            }
        }
        logs.retain(|_, log| !log.is_empty());
        let outbox = quarantine.into_iter().map(|one| {
            let text = serde_json::to_string(&one).ok();
            ([ASIDE, &one.id].concat(), text)
        });
        let entries: Vec<(DocId, Vec<Entry>)> = logs.into_iter().collect();
        // What a colleague removed for good goes here too (C5).
        let drop_blobs = self.desk.files_that_go(&entries).await?;
        let only_while = self.rows.term.clone();
        let outbox = outbox.collect();
        let batch = Batch { outbox, meta, entries, drop_blobs, only_while, is_copy: true, ..Batch::default() };
        if batch.entries.is_empty() {
            return self.desk.keep(batch).await;
        }
        self.desk.write_pulled(batch).await
    }
}
