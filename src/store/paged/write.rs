//! One batch, one transaction.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::aside::{set_aside, settle};
use super::bulk::Rewriting;
use super::read::{corrupt_page, generation};
use super::{Paged, put_text};
use crate::model::change::{Change, Known};
use crate::model::document::{DocId, Document, Entry};
use crate::store::codec;
use crate::store::database::{Mode, Put, Table, Transaction, Value};
use crate::store::directory::{Directory, IdSet};
use crate::store::error::StoreError;
use crate::store::ids::PageId;
use crate::store::outbox::{RUN, WANTED, mark};
use crate::store::pause::pause;
use crate::store::port::{Batch, Committed, Flow, Pack, Progress};
use crate::store::sheaf::{Sheaf, last_of, sort};

/// Batches of more documents write pages at once.
const BULK: usize = 300;

/// How many documents are gathered between two turns of the event loop.
const GATHERED: usize = 2_000;

/// A batch made ready: all that can be done before the transaction is done.
struct Work {
    batch: Batch,
    /// Documents for the journal, in the order of their ids.
    single: Vec<Document>,
    /// Pages of a large batch.
    pages: Vec<Sheaf>,
}

/// What the writing of pages comes to.
struct Written {
    /// The directory as it is afterwards.
    directory: Rc<Directory>,
    /// The prepared pages that were put as they were, by their places, and their names.
    whole: Vec<(usize, PageId)>,
}

impl Paged {
    pub(super) async fn commit(
        &self,
        mut batch: Batch,
        pack: Pack<'_>,
        progress: Option<Progress<'_>>,
    ) -> Result<Committed, StoreError> {
        let sheaves = std::mem::take(&mut batch.pages);
        let gathered = gather(std::mem::take(&mut batch.entries), progress).await?;
        let (single, mut pages) = if gathered.len() > BULK {
            super::bulk::prepare(gathered, pack, progress).await?
        } else {
            (gathered.into_iter().map(|(id, log)| Document::new(id, log)).collect(), Vec::new())
        };
        // Nearly always behind all others: no sort, which would be some kilobytes of code.
        for sheaf in sheaves {
            let first = sheaf.ids.get(0);
            let at = pages.iter().rposition(|page| page.ids.get(0) <= first).map_or(0, |at| at + 1);
            pages.insert(at, sheaf);
        }
        let work = Work { batch, single, pages };
        let tables = work.tables();
        let mode = if work.batch.is_copy { Mode::Relaxed } else { Mode::Strict };
        let answer =
            self.run(&tables, mode, async |transaction| work.write(self, transaction, pack, progress).await).await;
        let (mut committed, written) = self.or_set_aside(answer).await?;
        if let Some(Written { directory, whole }) = written {
            self.adopt(&directory);
            for (at, page) in whole.into_iter().filter(|(_, page)| directory.pages.contains_key(page)) {
                let sheaf = work.pages.get(at).filter(|sheaf| sheaf.has_rows);
                committed.rows.extend(sheaf.map(|sheaf| (page, sheaf.clone())));
            }
        }
        Ok(committed)
    }
}

/// The entries of a batch by document, in the order of their ids.
async fn gather(
    entries: Vec<(DocId, Vec<Entry>)>,
    progress: Option<Progress<'_>>,
) -> Result<Vec<(DocId, Vec<Entry>)>, StoreError> {
    let mut sorted = true;
    for entries in entries.chunks(GATHERED * 4) {
        sorted &= entries.is_sorted_by(|(a, _), (b, _)| a < b);
        pause().await;
    }
    let ends = entries.chunks(GATHERED * 4).filter_map(|entries| Some((&entries.first()?.0, &entries.last()?.0)));
    if sorted && ends.is_sorted_by(|(_, last), (next, _)| last < next) {
        return Ok(entries);
    }
    let mut gathered = BTreeMap::<DocId, Vec<Entry>>::new();
    for (at, (id, mut log)) in entries.into_iter().enumerate() {
        gathered.entry(id).or_default().append(&mut log);
        if at % GATHERED == GATHERED - 1 {
            go_on(progress, 0)?;
            pause().await;
        }
    }
    Ok(gathered.into_iter().collect())
}

/// Whether these entries begin a document: what is set aside is not gone on with, but may be brought back.
pub(super) fn begins(document: &Document) -> bool {
    document.log().iter().any(|entry| matches!(entry.change, Change::Known(Known::Opened { .. })))
}

/// Whether these entries redact something.
pub(super) fn redacts(document: &Document) -> bool {
    document.log().iter().any(|entry| matches!(entry.change, Change::Known(Known::Redacted { .. })))
}

/// Asks whether to go on after `count` written documents.
pub(super) fn go_on(progress: Option<Progress<'_>>, count: usize) -> Result<(), StoreError> {
    match progress.map(|ask| ask(count)) {
        Some(Flow::Cancel) => Err(StoreError::Cancelled),
        _ => Ok(()),
    }
}

impl Work {
    /// The tables it touches: no more, so that it waits for no more than it must.
    fn tables(&self) -> Vec<Table> {
        let batch = &self.batch;
        let mut tables = Vec::new();
        if !self.single.is_empty() || !self.pages.is_empty() || !batch.drop_documents.is_empty() {
            tables.extend(Table::OF_DOCUMENTS);
        }
        if !batch.blobs.is_empty() || !batch.drop_blobs.is_empty() {
            tables.push(Table::Blobs);
        }
        if !batch.drafts.is_empty() {
            tables.push(Table::Drafts);
        }
        if self.marks() || !batch.outbox.is_empty() {
            tables.push(Table::Outbox);
        }
        if !batch.meta.is_empty() || batch.only_while.is_some() || self.marks() || tables.is_empty() {
            tables.push(Table::Meta);
        }
        tables
    }

    /// Writes it. Answers also with what has become of the pages, if there are others afterwards.
    async fn write(
        &self,
        paged: &Paged,
        transaction: &dyn Transaction,
        pack: Pack<'_>,
        progress: Option<Progress<'_>>,
    ) -> Result<(Committed, Option<Written>), StoreError> {
        self.may(transaction).await?;
        self.write_small(transaction)?;
        self.mark(transaction).await?;
        self.forget(paged, transaction).await?;
        let mut committed = Committed::default();
        let mut count = 0;
        // Before the pages: it takes the directory as it was.
        if !self.single.is_empty() {
            committed.documents = self.write_single(paged, transaction).await?;
            count += self.single.len();
        }
        let redacted = self.redacted(paged, transaction).await?;
        let mut changed = None;
        let ids_if = |which: fn(&Document) -> bool| {
            self.single.iter().filter(|document| which(document)).map(|document| document.id.clone()).collect()
        };
        let (mut brought, mut erased): (Vec<DocId>, Vec<DocId>) = (ids_if(begins), ids_if(redacts));
        if !self.pages.is_empty() || !redacted.is_empty() {
            let directory = paged.directory(transaction).await?;
            let aside = set_aside(transaction, &transaction.keys(Table::Aside).await?).await?;
            let set = |of_journal: bool| {
                let records = aside.iter().filter(|record| record.of_journal == of_journal);
                IdSet::new(records.flat_map(|record| record.ids.iter().cloned()).collect())
            };
            let aside = [set(false), set(true)];
            let mut rewriting = Rewriting::begin(transaction, &directory, pack).await?;
            for page in &redacted {
                rewriting.rewrite(Some(page), Vec::new()).await?;
            }
            let mut whole = Vec::new();
            for (at, page) in self.pages.iter().enumerate() {
                whole.extend(rewriting.take(page, &aside).await?.map(|page| (at, page)));
                count += page.ids.len();
                go_on(progress, count)?;
            }
            let mut rewritten = rewriting.finish().await?;
            brought.append(&mut rewritten.brought);
            erased.append(&mut rewritten.erased);
            committed.documents.append(&mut rewritten.single);
            sort(&mut committed.documents, DocId::cmp);
            if !self.pages.is_empty() {
                committed.pages = rewritten.pages;
            }
            changed = Some(Written { directory: rewritten.directory, whole });
        }
        if !brought.is_empty() || !erased.is_empty() {
            let directory = match &changed {
                Some(written) => Rc::clone(&written.directory),
                None => paged.directory(transaction).await?,
            };
            settle(transaction, &directory, &brought, &erased).await?;
        }
        go_on(progress, count)?;
        Ok((committed, changed))
    }

    /// Whether it may be written at all.
    async fn may(&self, transaction: &dyn Transaction) -> Result<(), StoreError> {
        let Some((key, text)) = &self.batch.only_while else { return Ok(()) };
        let stands = transaction.get(Table::Meta, &[key]).await?.into_iter().next().flatten();
        if stands.and_then(Value::into_text).as_ref() == Some(text) { Ok(()) } else { Err(StoreError::Superseded) }
    }

    fn write_small(&self, transaction: &dyn Transaction) -> Result<(), StoreError> {
        let batch = &self.batch;
        for hash in &batch.drop_blobs {
            transaction.delete(Table::Blobs, hash)?;
        }
        for (hash, bytes) in &batch.blobs {
            transaction.put(Table::Blobs, hash, Put::Bytes(bytes))?;
        }
        for (table, texts) in
            [(Table::Drafts, &batch.drafts), (Table::Meta, &batch.meta), (Table::Outbox, &batch.outbox)]
        {
            for (key, text) in texts {
                put_text(transaction, table, key, text.as_deref())?;
            }
        }
        Ok(())
    }

    /// Marks what waits to be sent, if anybody wants to.
    async fn mark(&self, transaction: &dyn Transaction) -> Result<(), StoreError> {
        if !self.marks() || transaction.get(Table::Meta, &[WANTED]).await?.iter().all(Option::is_none) {
            return Ok(());
        }
        let last = last_of(&self.single).into_iter().chain(self.pages.iter().filter_map(|sheaf| sheaf.last)).max();
        let Some(last) = last else { return Ok(()) };
        let mut at = 0;
        let mut put = |documents: &[Document]| {
            let (key, text) = mark(last, at, documents);
            at += 1;
            transaction.put(Table::Outbox, &key, Put::Text(&text))
        };
        self.single.chunks(RUN).try_for_each(&mut put)?;
        for sheaf in &self.pages {
            let documents = sheaf.documents();
            put(&documents.map_err(|source| corrupt_page(&PageId::new(""), &sheaf.ids, source))?)?;
            // The event loop turns.
            generation(transaction).await?;
        }
        Ok(())
    }

    /// Whether it may have to be marked.
    fn marks(&self) -> bool {
        self.batch.to_send && !(self.single.is_empty() && self.pages.is_empty())
    }

    /// Drops documents: out of the journal; where a page holds one, the journal says that it is gone.
    async fn forget(&self, paged: &Paged, transaction: &dyn Transaction) -> Result<(), StoreError> {
        if self.batch.drop_documents.is_empty() {
            return Ok(());
        }
        let directory = paged.directory(transaction).await?;
        for id in &self.batch.drop_documents {
            if directory.find(id).is_some() {
                transaction.put(Table::Journal, id.as_str(), Put::Bytes(&[]))?;
            } else {
                transaction.delete(Table::Journal, id.as_str())?;
            }
        }
        Ok(())
    }

    /// The pages that hold what this batch redacts: they are written anew at once, since it must not stay there until
    /// they are worn (C5).
    async fn redacted(&self, paged: &Paged, transaction: &dyn Transaction) -> Result<BTreeSet<PageId>, StoreError> {
        let mut redacted = self.single.iter().filter(|document| redacts(document)).peekable();
        if redacted.peek().is_none() {
            return Ok(BTreeSet::new());
        }
        let directory = paged.directory(transaction).await?;
        Ok(redacted.filter_map(|document| Some(directory.find(&document.id)?.0.clone())).collect())
    }

    /// Merges documents with what is stored and writes them to the journal.
    async fn write_single(&self, paged: &Paged, transaction: &dyn Transaction) -> Result<Vec<Document>, StoreError> {
        let ids: Vec<DocId> = self.single.iter().map(|document| document.id.clone()).collect();
        let begins = |at: usize| self.single.get(at).is_some_and(begins);
        let stored = paged.stored(transaction, &ids, &begins).await?;
        let mut merged = Vec::with_capacity(ids.len());
        for (fresh, stored) in self.single.iter().zip(stored) {
            let (document, is_new) = match stored {
                None => (fresh.clone(), true),
                Some(mut document) => {
                    let is_new = document.merge(fresh.log().iter().cloned());
                    (document, is_new)
                }
            };
            if is_new {
                transaction.put(Table::Journal, document.id.as_str(), Put::Bytes(&codec::record(&document)))?;
            }
            merged.push(document);
        }
        Ok(merged)
    }
}
