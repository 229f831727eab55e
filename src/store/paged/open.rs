//! What a start reads: few documents, the journal, and rows instead of the rest.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::read::{Found, corrupt_page, generation, journal, live, page_bytes, sheets};
use super::{Paged, RUN};
use crate::model::document::{DocId, Document};
use crate::store::codec::Page;
use crate::store::database::{Mode, Table, Transaction};
use crate::store::directory::{Directory, IdSet, Sheet};
use crate::store::error::{Corrupt, StoreError, Unreadable};
use crate::store::ids::PageId;
use crate::store::port::{Rows, Segment, WITH_ROWS};

/// How many sheets are read at once.
const SHEETS: usize = 4;

impl Paged {
    pub(super) async fn open(&self, each: &mut dyn FnMut(Segment)) -> Result<Vec<Corrupt>, StoreError> {
        let mut damaged = Vec::new();
        let tables = &[Table::Journal, Table::Pages, Table::Sheets];
        self.run(tables, Mode::Read, async |transaction| {
            damaged.clear();
            // The directory is made from what is read anyway.
            let mut directory = Directory { generation: generation(transaction).await?, pages: BTreeMap::new() };
            let journal = journal(transaction).await?;
            let with_rows = |page: &PageId| WITH_ROWS.contains(&page.kind());
            // The newest ids first: pages are named by their last.
            let pages = transaction.keys(Table::Pages).await?;
            let (rows, few): (Vec<PageId>, Vec<PageId>) =
                pages.iter().rev().map(|key| PageId::new(key)).partition(with_rows);
            let known = &mut directory.pages;
            hand_out(transaction, &few, &journal, known, each, &mut damaged).await?;
            let mut after = None;
            loop {
                let records = transaction.run(Table::Journal, after.as_deref(), RUN).await?;
                let Some((last, _)) = records.last() else { break };
                after = Some(last.clone());
                let mut documents = Vec::with_capacity(records.len());
                for (key, record) in records {
                    match live(&DocId::new(&key), &record.into_bytes()) {
                        Ok(document) => documents.extend(document),
                        Err(corrupt) => damaged.push(corrupt),
                    }
                }
                each(Segment::Documents(documents));
            }
            hand_out(transaction, &rows, &journal, known, each, &mut damaged).await?;
            self.adopt(&Rc::new(directory));
            Ok(())
        })
        .await?;
        self.set_aside(&damaged).await;
        self.add_set_aside(&mut damaged).await?;
        Ok(damaged)
    }

    pub(super) async fn pages(&self, pages: &[PageId], each: &mut dyn FnMut(Segment)) -> Result<bool, StoreError> {
        let mut damaged = Vec::new();
        let tables = &[Table::Journal, Table::Pages, Table::Sheets];
        let all = self
            .run(tables, Mode::Read, async |transaction| {
                let directory = self.directory(transaction).await?;
                let journal = journal(transaction).await?;
                let there: Vec<PageId> =
                    pages.iter().filter(|page| directory.pages.contains_key(page)).cloned().collect();
                hand_out(transaction, &there, &journal, &mut BTreeMap::new(), each, &mut damaged).await?;
                Ok(there.len() == pages.len())
            })
            .await?;
        self.set_aside(&damaged).await;
        Ok(all && damaged.is_empty())
    }
}

/// Hands out pages: their rows, or their documents where they have none; and notes what is in them.
async fn hand_out(
    transaction: &dyn Transaction,
    pages: &[PageId],
    journal: &IdSet,
    known: &mut BTreeMap<PageId, Sheet>,
    each: &mut dyn FnMut(Segment),
    damaged: &mut Vec<Corrupt>,
) -> Result<(), StoreError> {
    let mut runs = pages.chunks(SHEETS);
    let mut next = runs.next().map(|pages| sheets(transaction, pages));
    while let Some(asked) = next {
        // On its way while these are taken in.
        next = runs.next().map(|pages| sheets(transaction, pages));
        for found in asked.await? {
            known.insert(found.0.clone(), found.1.0.clone());
            hand_out_one(transaction, found, journal, each, damaged).await?;
        }
    }
    Ok(())
}

async fn hand_out_one(
    transaction: &dyn Transaction,
    (page, (sheet, bytes)): Found,
    journal: &IdSet,
    each: &mut dyn FnMut(Segment),
    damaged: &mut Vec<Corrupt>,
) -> Result<(), StoreError> {
    let gone = journal.places_in(&sheet.ids);
    if sheet.has_rows {
        each(Segment::Rows(Rows { page, ids: sheet.ids, gone, bytes }));
        return Ok(());
    }
    match whole(&page_bytes(transaction, &page).await?, &gone) {
        Ok(documents) => each(Segment::Documents(documents)),
        Err(source) => damaged.push(corrupt_page(&page, &sheet.ids, source)),
    }
    Ok(())
}

/// A page's documents but for some.
fn whole(bytes: &[u8], gone: &[usize]) -> Result<Vec<Document>, Unreadable> {
    let page = Page::open(bytes)?;
    (0..page.ids.len()).filter(|at| gone.binary_search(at).is_err()).map(|at| page.document(at)).collect()
}
