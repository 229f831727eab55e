//! What a backup brings, beside what is here.

use std::collections::{BTreeMap, HashSet};

use super::docs::is_of_many;
use super::sheaves::Sheaves;
use super::state::State;
use super::tickets::attached;
use super::{Desk, DeskError};
use crate::model::document::{DocId, Document, Entry};
use crate::store::{Batch, pause};

/// How many documents are compared with those that are here at once.
const SLICE: usize = 2_000;

/// The batch of a restore while its file is read: entries that are not here yet, attachments that are not redacted; and
/// what goes because the backup knows of a redaction that is not known here.
pub(super) struct Joining<'a> {
    desk: &'a Desk,
    /// What rows are made by. A backup's kinds and calendars come before its tickets.
    rules: Option<State>,
    /// The documents of the few kinds that have come before.
    few: Vec<Document>,
    waiting: Vec<Document>,
    sheaves: Sheaves,
    known: HashSet<DocId>,
    /// Attachments of the documents that the backup knows: as they are here, and as they will be.
    here: HashSet<String>,
    after: HashSet<String>,
}

impl<'a> Joining<'a> {
    pub fn new(desk: &'a Desk) -> Self {
        Self {
            desk,
            rules: None,
            few: Vec::new(),
            waiting: Vec::new(),
            sheaves: Sheaves::default(),
            known: HashSet::new(),
            here: HashSet::new(),
            after: HashSet::new(),
        }
    }

    /// Takes the next document, in the order of their ids.
    pub fn take(&mut self, document: Document) {
        if self.rules.is_none() {
            if document.id.kind() == "ticket" {
                self.find_rules();
            } else if !is_of_many(&document.id) {
                self.few.push(document.clone());
            }
        }
        self.waiting.push(document);
    }

    fn find_rules(&mut self) {
        let few = std::mem::take(&mut self.few);
        self.rules = Some(self.desk.state().with_rules(few, self.desk.now()));
    }

    /// Compares what waits, if it is enough or `all` is here, with what is here.
    pub async fn join(&mut self, all: bool) -> Result<(), DeskError> {
        if all && self.rules.is_none() {
            self.find_rules();
        }
        while self.rules.is_some() && self.waiting.len() >= if all { 1 } else { SLICE } {
            let rest = self.waiting.split_off(self.waiting.len().min(SLICE));
            let slice = std::mem::replace(&mut self.waiting, rest);
            self.join_some(slice).await?;
        }
        Ok(())
    }

    async fn join_some(&mut self, documents: Vec<Document>) -> Result<(), DeskError> {
        let Some(rules) = &self.rules else { return Ok(()) };
        let ids: Vec<DocId> = documents.iter().map(|document| document.id.clone()).collect();
        // Those that cannot be read are mended by it.
        let mut here_now = self.desk.readable(&ids).await?.into_iter().peekable();
        let attached = |log: &[Entry]| log.iter().filter_map(attached).map(str::to_owned).collect::<Vec<_>>();
        for document in documents {
            let id = document.id.clone();
            self.known.insert(id.clone());
            let fresh: Vec<Entry> = match here_now.next_if(|doc| doc.document.id == id) {
                None => {
                    self.after.extend(attached(document.log()));
                    document.into_log()
                }
                Some(doc) => {
                    self.here.extend(attached(doc.document.log()));
                    let mut all = document.clone();
                    all.merge(doc.document.log().iter().cloned());
                    self.after.extend(attached(all.log()));
                    let is_new = |entry: &&Entry| doc.document.entry(entry.stamp).is_none();
                    document.log().iter().filter(is_new).cloned().collect()
                }
            };
            if !fresh.is_empty() && self.sheaves.add(id, fresh, &|documents| rules.pack(documents)) {
                pause().await;
            }
        }
        pause().await;
        Ok(())
    }

    /// The batch, and what the rest of its rows are made by.
    pub async fn batch(self, mut blobs: BTreeMap<String, Vec<u8>>) -> Result<(Batch, State), DeskError> {
        let Self { desk, rules, sheaves, known, here, mut after, .. } = self;
        let mut all_read = true;
        if !blobs.is_empty() || !here.is_empty() {
            let damaged = desk
                .each_document(&mut |document| {
                    if !known.contains(&document.id) {
                        after.extend(document.log().iter().filter_map(attached).map(str::to_owned));
                    }
                })
                .await?;
            all_read = damaged.is_empty();
        }
        blobs.retain(|hash, _| after.contains(hash));
        let mut batch = sheaves.batch();
        batch.blobs = blobs.into_iter().collect();
        // What cannot be read may hold an attachment too.
        if all_read {
            batch.drop_blobs = here.difference(&after).cloned().collect();
        }
        let rules = rules.unwrap_or_else(|| desk.state().with_rules(Vec::new(), desk.now()));
        Ok((batch, rules))
    }
}
