//! Folding the journal into pages, in idle time.

use std::collections::BTreeMap;

use super::bulk::{Rewriting, Rewritten};
use super::{PAGE, Paged};
use crate::model::document::{DocId, Document};
use crate::store::database::{Mode, Table, Transaction};
use crate::store::directory::{Directory, IdSet};
use crate::store::error::StoreError;
use crate::store::ids::PageId;
use crate::store::pause::pause;
use crate::store::port::{Compacted, Pack, WITH_ROWS};

/// So many documents of the journal that are in no page make one. Not fewer: pages shall be of some size.
const NEW: usize = 250;
/// A page with so many documents that the journal knows better is written anew.
const WORN: usize = 64;
/// When the journal holds more than this, the most worn page is written anew however little it is worn.
const JOURNAL: usize = 1_000;

/// What to do next.
enum Step {
    /// Write a page anew.
    Page(PageId),
    /// Make a page of these documents of the journal.
    New(Vec<DocId>),
}

impl Paged {
    pub(super) async fn compact(
        &self,
        budget: usize,
        stale: &[PageId],
        pack: Pack<'_>,
    ) -> Result<Compacted, StoreError> {
        let mut done = Compacted { pages: 0, more: true };
        let mut stale: Vec<PageId> = stale.to_vec();
        let mut made: Vec<PageId> = Vec::new();
        let mut damaged: Vec<String> = Vec::new();
        while done.pages < budget {
            let answer = self
                .run(&[Table::Journal, Table::Pages, Table::Sheets], Mode::Strict, async |transaction| {
                    self.step(transaction, &stale, &made, pack).await
                })
                .await;
            match self.or_set_aside(answer).await {
                // It is set aside, and what is left goes on. Met again, it could not be: there is no space.
                Err(StoreError::Corrupt(corrupt)) if corrupt.place().is_some() && !damaged.contains(&corrupt.what) => {
                    damaged.push(corrupt.what);
                    done.pages += 1;
                }
                Err(error) => return Err(error),
                Ok(None) => {
                    done.more = false;
                    return Ok(done);
                }
                Ok(Some(rewritten)) => {
                    done.pages += rewritten.pages.len().max(1);
                    stale.retain(|page| rewritten.directory.pages.contains_key(page));
                    made.extend(rewritten.pages);
                    self.adopt(&rewritten.directory);
                }
            }
            pause().await;
        }
        Ok(done)
    }

    /// Does one thing, if there is something to do. What the journal holds is read within the transaction, so that
    /// nothing another tab has written meanwhile is lost.
    async fn step(
        &self,
        transaction: &dyn Transaction,
        stale: &[PageId],
        made: &[PageId],
        pack: Pack<'_>,
    ) -> Result<Option<Rewritten>, StoreError> {
        let directory = self.directory(transaction).await?;
        let mut rewriting = Rewriting::begin(transaction, &directory, pack).await?;
        match next(&directory, rewriting.journal(), stale, made) {
            None => return Ok(None),
            Some(Step::Page(page)) => rewriting.rewrite(Some(&page), Vec::new()).await?,
            Some(Step::New(ids)) => {
                let fresh = ids.into_iter().map(|id| Document::new(id, Vec::new())).collect();
                rewriting.rewrite(None, fresh).await?;
            }
        }
        rewriting.finish().await.map(Some)
    }
}

fn next(directory: &Directory, journal: &IdSet, stale: &[PageId], made: &[PageId]) -> Option<Step> {
    let is_there = |page: &&PageId| directory.pages.contains_key(*page);
    if let Some(page) = stale.iter().find(is_there) {
        return Some(Step::Page(page.clone()));
    }
    // Newest first: those a person looks at.
    for (page, sheet) in directory.pages.iter().rev() {
        if !sheet.has_rows && WITH_ROWS.contains(&page.kind()) && !made.contains(page) {
            return Some(Step::Page(page.clone()));
        }
    }
    let mut worn: BTreeMap<&PageId, usize> = BTreeMap::new();
    let mut new: BTreeMap<String, Vec<DocId>> = BTreeMap::new();
    for id in journal.iter() {
        match directory.find(&id) {
            Some((page, _)) => *worn.entry(page).or_default() += 1,
            None => new.entry(id.kind().to_owned()).or_default().push(id),
        }
    }
    if let Some(mut ids) = new.into_values().find(|ids| ids.len() >= NEW) {
        ids.truncate(PAGE);
        return Some(Step::New(ids));
    }
    let (page, count) = worn.into_iter().max_by_key(|(_, count)| *count)?;
    (count >= WORN || journal.len() > JOURNAL).then(|| Step::Page(page.clone()))
}
