//! Syncing with a team's server: what this desk keeps of it, and what drives the machine of `crate::sync`.

#[cfg(target_arch = "wasm32")]
mod http;
#[cfg(target_arch = "wasm32")]
mod lead;
#[cfg(target_arch = "wasm32")]
pub mod login;
#[cfg(target_arch = "wasm32")]
mod queue;
mod rows;
#[cfg(target_arch = "wasm32")]
mod run;
#[cfg(target_arch = "wasm32")]
mod secret;
#[cfg(target_arch = "wasm32")]
pub mod setup;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::{Deserialize, Serialize};

pub use self::rows::{Parked, Rows};
#[cfg(target_arch = "wasm32")]
pub use self::run::{Outbox, Sync, endpoint, probe};
#[cfg(target_arch = "wasm32")]
pub(super) use self::secret::{algorithm, subtle};
use super::docs::is_of_many;
use super::reading::SLICE;
use super::{Changed, Desk, DeskError, meta};
use crate::model::document::{DocId, Entry};
use crate::model::fold::Fold;
use crate::model::stamp::{Stamp, Writer};
use crate::store::Batch;
use crate::sync::checkpoint::Checkpoint;
pub use crate::sync::checkpoint::Device;
pub use crate::sync::endpoint::{Endpoint, Fault, cors_commands};
use crate::sync::outbox::Quarantined;
pub use crate::sync::outbox::Refusal;
use crate::sync::port::{Action, Event, Setup};
pub use crate::sync::port::{State, Status};
pub use crate::sync::rules::Installed;
use crate::sync::rules::is_team;

/// The version of the rules that this app installs.
#[must_use]
pub const fn rules_version() -> u64 {
    crate::sync::rules::VERSION
}

/// Where it is kept which documents were changed on both sides.
const TORN: &str = "sync-torn";
/// Where the checkpoints are kept.
const CHECKPOINTS: &str = "sync-checkpoints";
/// What the keys of documents of the server begin with that are no entries.
const ASIDE: &str = "quarantine-";

/// Where this desk syncs to. No password stands in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Remote {
    /// The database's address.
    pub address: String,
    /// Syncing rests until it is wanted again.
    pub paused: bool,
    /// All that was here before is on its way, and all that is there is here.
    pub joined: bool,
    /// Logins by the agent's id, each sealed for this device; empty when it is kept for a visit only.
    pub logins: BTreeMap<String, String>,
    /// Whose login sends also for those who have none here, as agreed on at this desk; empty for nobody's.
    pub agreed: String,
}

/// Under whose login this desk syncs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// The agent's id.
    pub user: String,
    /// Others' entries may go out under it.
    pub others: bool,
}

impl Remote {
    /// The first part of the team's roles on the server, which follows from the database's name.
    #[must_use]
    pub fn team(database: &str) -> String {
        if is_team(database) { database.to_owned() } else { "desk".to_owned() }
    }

    /// Under whose login to sync while `me` is at the desk: their own (a lead's sends what colleagues wrote here too, and
    /// the server notes it); else the one agreed on; else anybody's that is kept
    /// here, to read what others wrote, and to send what its own person wrote, nothing else.
    #[must_use]
    pub fn signer(&self, me: &str) -> Option<Signer> {
        let of = |user: &str, others| Signer { user: user.to_owned(), others };
        if self.logins.contains_key(me) {
            return Some(of(me, true));
        }
        if self.logins.contains_key(&self.agreed) {
            return Some(of(&self.agreed, true));
        }
        self.logins.keys().next().map(|user| of(user, false))
    }
}

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
            put.push((CHECKPOINTS.to_owned(), None));
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
    async fn note_joined(&self, remote: &Remote) -> Result<(), DeskError> {
        let text = serde_json::to_string(remote).unwrap_or_default();
        self.keep(Batch { meta: vec![(meta::SYNC.to_owned(), Some(text.clone()))], ..Batch::default() }).await?;
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

    /// Documents that were changed on both sides and in which that is not settled yet.
    #[must_use]
    pub fn torn(&self) -> Vec<DocId> {
        let state = self.state();
        let is_torn = |fold: &Fold| fold.conflicts().next().is_some();
        let few = state.docs.few().filter(|doc| is_torn(&doc.fold)).map(|doc| doc.document.id.clone());
        let kept = self.0.torn.borrow();
        let many = kept.iter().filter(|id| state.docs.get(id).is_none_or(|doc| is_torn(&doc.fold))).cloned();
        let mut all: Vec<DocId> = few.chain(many).collect();
        all.sort();
        all.dedup();
        all
    }

    /// Notes which of these documents are changed on both sides.
    async fn note_torn(&self, ids: &[DocId]) -> Result<(), DeskError> {
        let mut torn: BTreeSet<DocId> = self.0.torn.borrow().clone();
        let before = torn.clone();
        for ids in ids.chunks(SLICE) {
            for doc in self.readable(ids).await? {
                if doc.fold.conflicts().next().is_some() {
                    torn.insert(doc.document.id.clone());
                } else {
                    torn.remove(&doc.document.id);
                }
            }
        }
        if torn != before {
            let text = serde_json::to_string(&torn).ok();
            self.keep(Batch { meta: vec![(TORN.to_owned(), text)], ..Batch::default() }).await?;
            *self.0.torn.borrow_mut() = torn;
            self.notify(&Changed::Fetched);
        }
        Ok(())
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
    async fn keep(&self, batch: Batch) -> Result<(), DeskError> {
        if self.0.stopped.get() {
            return Err(DeskError::Stopped);
        }
        self.0.store.commit(batch, crate::store::NO_ROWS, None).await?;
        Ok(())
    }
}

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
    /// What the machine was told last of the outbox.
    told: (usize, usize),
}

impl Keeper {
    /// Reads what is kept. A desk that has not joined yet begins anew.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn begin(desk: &Desk, joined: bool) -> Result<Self, DeskError> {
        let torn = desk.0.store.meta(TORN).await?.and_then(|text| serde_json::from_str(&text).ok());
        *desk.0.torn.borrow_mut() = torn.unwrap_or_default();
        let mut this = Self {
            desk: desk.clone(),
            rows: Rows::load(desk).await?,
            checkpoints: Vec::new(),
            came: None,
            told: (0, 0),
        };
        if joined {
            let text = desk.0.store.meta(CHECKPOINTS).await?;
            this.checkpoints = text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
            this.rows.adopt(desk, &HashSet::new()).await?;
        } else {
            this.came = Some(HashSet::new());
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

    /// Takes in what was written since; nothing when there is nothing to send of it.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn written(&mut self) -> Result<Option<Event>, DeskError> {
        if self.came.is_none() {
            self.rows.adopt(&self.desk, &HashSet::new()).await?;
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
        self.rows.retry(&self.desk).await?;
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
        let came = self.came.take().unwrap_or_default();
        // An earlier joining may have been cut short.
        let marked = self.rows.stamps();
        let mut here: Vec<(DocId, Vec<Stamp>)> = Vec::new();
        let damaged = self
            .desk
            .each_document(&mut |document| {
                // Colleagues' own goes out under their own login; what packs brought only a lead may send.
                let persons = |by: &str| by == user || self.desk.agent(by).is_some();
                let is_known = |stamp: Stamp| came.contains(&stamp) || marked.contains(&stamp);
                let ours = |entry: &&Entry| !is_known(entry.stamp) && (all || persons(&entry.by));
                let stamps: Vec<Stamp> = document.log().iter().filter(ours).map(|entry| entry.stamp).collect();
                if !stamps.is_empty() {
                    here.push((document.id.clone(), stamps));
                }
            })
            .await;
        if let Err(error) = damaged {
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
            self.desk.note_joined(&remote).await?;
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
                Some(match self.take_in(entries, quarantine, meta).await {
                    Ok(()) => Event::Stored(ticket),
                    Err(_) => Event::NotStored(ticket),
                })
            }
            Action::Offer { ticket, keys, checkpoint } => {
                let meta = self.checkpointed(&checkpoint);
                Some(match self.rows.offer(&self.desk, keys.as_ref(), meta).await {
                    Ok(()) => Event::Stored(ticket),
                    Err(_) => Event::NotStored(ticket),
                })
            }
            Action::Mark { sent, parked, checkpoint } => {
                let meta = self.checkpointed(&checkpoint);
                // Nothing waits for it: what was not noted is offered once more, and found to be there.
                let _ = self.rows.mark(&self.desk, sent, parked, meta).await;
                self.told = self.counts();
                None
            }
            Action::Send(_) | Action::Abort(_) | Action::Wake(_) | Action::Show(_) => None,
        }
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
        // What we sent comes back: nothing is drawn anew for it.
        for ids in logs.keys().cloned().collect::<Vec<_>>().chunks(SLICE) {
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
        let batch = Batch { outbox: outbox.collect(), meta, entries, drop_blobs, ..Batch::default() };
        if batch.entries.is_empty() {
            return self.desk.keep(batch).await;
        }
        let ids: Vec<DocId> = batch.entries.iter().map(|(id, _)| id.clone()).filter(is_of_many).collect();
        self.desk.write_pulled(batch).await?;
        if self.came.is_none() {
            self.desk.note_torn(&ids).await?;
        }
        Ok(())
    }
}
