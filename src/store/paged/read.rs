//! Finding documents: in the journal, else in their page.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::aside::set_aside;
use super::load::Loading;
use super::{Paged, RUN};
use crate::model::document::{DocId, Document};
use crate::store::codec::{self, Page};
use crate::store::database::{GENERATION, Mode, Table, Transaction, Value};
use crate::store::directory::{Directory, IdSet, Sheet};
use crate::store::error::{Corrupt, StoreError, Unreadable};
use crate::store::ids::{Ids, PageId};
use crate::store::port::Pending;

/// Of more documents than this it is asked first which the journal knows.
const MANY: usize = 64;

/// How often the set of pages has changed.
pub(super) async fn generation(transaction: &dyn Transaction) -> Result<u64, StoreError> {
    let stored = transaction.get(Table::Sheets, &[GENERATION]).await?.into_iter().next().flatten();
    let bytes = stored.map(|value| <[u8; 8]>::try_from(value.into_bytes()).unwrap_or_default());
    Ok(bytes.map_or(0, u64::from_le_bytes))
}

/// The ids that the journal knows of.
pub(super) async fn journal(transaction: &dyn Transaction) -> Result<IdSet, StoreError> {
    Ok(IdSet::new(transaction.keys(Table::Journal).await?.iter().map(|key| DocId::new(key)).collect()))
}

/// The error for a document of the journal.
pub(super) fn corrupt_record(id: &DocId, source: Unreadable) -> Corrupt {
    Corrupt::new(Table::Journal, id.as_str(), vec![id.clone()], source)
}

/// The error for a page.
pub(super) fn corrupt_page(page: &PageId, ids: &Ids, source: Unreadable) -> Corrupt {
    Corrupt::new(Table::Pages, page.as_str(), ids.iter().collect(), source)
}

impl Paged {
    /// The directory as this transaction sees it. What other tabs have changed since is read.
    pub(super) async fn directory(&self, transaction: &dyn Transaction) -> Result<Rc<Directory>, StoreError> {
        let generation = generation(transaction).await?;
        let known = self.directory.borrow().clone();
        if let Some(known) = &known
            && known.generation == generation
        {
            return Ok(Rc::clone(known));
        }
        let mut before = known.map_or_else(BTreeMap::new, |known| known.pages.clone());
        let mut directory = Directory { generation, pages: BTreeMap::new() };
        let mut unknown = Vec::new();
        // By the pages and not by the sheets: a lost sheet must not hide its page.
        for key in transaction.keys(Table::Pages).await? {
            let page = PageId::new(&key);
            match before.remove(&page) {
                Some(sheet) => drop(directory.pages.insert(page, sheet)),
                None => unknown.push(page),
            }
        }
        for pages in unknown.chunks(4) {
            for (page, sheet) in sheets(transaction, pages).await? {
                directory.pages.insert(page, sheet.0);
            }
        }
        let directory = Rc::new(directory);
        self.adopt(&directory);
        Ok(directory)
    }

    /// From now on this is the directory.
    pub(super) fn adopt(&self, directory: &Rc<Directory>) {
        *self.directory.borrow_mut() = Some(Rc::clone(directory));
    }

    /// Documents as they are stored, in the order asked. Those that are set aside are not there, unless `partial` says
    /// that this one may be begun anew.
    pub(super) async fn stored(
        &self,
        transaction: &dyn Transaction,
        ids: &[DocId],
        partial: &dyn Fn(usize) -> bool,
    ) -> Result<Vec<Option<Document>>, StoreError> {
        let aside = transaction.keys(Table::Aside);
        // Most of many are not there: to ask for its keys is quicker than to ask for each.
        let journal = if ids.len() > MANY { Some(journal(transaction).await?) } else { None };
        let may_be = |id: &&DocId| journal.as_ref().is_none_or(|journal| journal.has(id));
        let wanted: Vec<&str> = ids.iter().filter(may_be).map(DocId::as_str).collect();
        // On their way before the directory is waited for.
        let asked: Vec<_> = wanted.chunks(RUN as usize).map(|keys| transaction.get(Table::Journal, keys)).collect();
        let directory = self.directory(transaction).await?;
        let mut found = Vec::with_capacity(ids.len());
        let mut in_journal = Vec::with_capacity(ids.len());
        let mut paged: BTreeMap<&PageId, Vec<(usize, usize)>> = BTreeMap::new();
        let mut records = Vec::with_capacity(wanted.len());
        for asked in asked {
            records.append(&mut asked.await?);
        }
        let mut records = records.into_iter();
        for id in ids {
            let record = if may_be(&id) { records.next().flatten() } else { None };
            in_journal.push(record.is_some());
            let document = if let Some(record) = record {
                live(id, &record.into_bytes())?
            } else {
                if let Some((page, at)) = directory.find(id) {
                    paged.entry(page).or_default().push((found.len(), at));
                }
                None
            };
            found.push(document);
        }
        for (page, places) in paged {
            let ids = directory.pages.get(page).map(|sheet| &*sheet.ids);
            let bytes = page_bytes(transaction, page).await?;
            let documents = Page::open(&bytes).and_then(|opened| {
                places.into_iter().map(|(to, at)| Ok((to, opened.document(at)?))).collect::<Result<Vec<_>, _>>()
            });
            for (to, document) in
                documents.map_err(|source| corrupt_page(page, ids.unwrap_or(&Ids::default()), source))?
            {
                found[to] = Some(document);
            }
        }
        let aside = set_aside(transaction, &aside.await?).await?;
        for (at, id) in ids.iter().enumerate() {
            // A page's version is older than one that was lost from the journal.
            let (is_lost, is_older) = (found[at].is_none(), !in_journal[at]);
            if (is_lost || is_older)
                && !partial(at)
                && let Some(record) =
                    aside.iter().find(|record| (is_lost || record.of_journal) && record.ids.contains(id))
            {
                return Err(Corrupt::apart(&record.what, vec![id.clone()]).into());
            }
        }
        Ok(found)
    }

    pub(super) async fn read(&self, ids: &[DocId]) -> Result<Vec<Document>, StoreError> {
        let read = async |transaction: &dyn Transaction| self.stored(transaction, ids, &|_| false).await;
        let answer = self.run(&Table::OF_DOCUMENTS, Mode::Read, read).await;
        Ok(self.or_set_aside(answer).await?.into_iter().flatten().collect())
    }

    pub(super) async fn load(&self, each: &mut dyn FnMut(Vec<Document>)) -> Result<Vec<Corrupt>, StoreError> {
        let (mut after, mut damaged) = (None, Vec::new());
        let tables = &[Table::Journal, Table::Pages, Table::Sheets];
        self.run(tables, Mode::Read, async |transaction| {
            let mut loading = Loading::begin(self, transaction, after.as_ref()).await?;
            while let Some(run) = loading.next(&mut damaged).await? {
                if let Some(last) = run.last() {
                    after = Some(last.id.clone());
                    each(run);
                }
            }
            Ok(())
        })
        .await?;
        self.set_aside(&damaged).await;
        self.add_set_aside(&mut damaged).await?;
        Ok(damaged)
    }
}

/// The keys of documents.
pub(super) fn keys(ids: &[DocId]) -> Vec<&str> {
    ids.iter().map(DocId::as_str).collect()
}

/// What a record of the journal says: nothing when the document was forgotten.
pub(super) fn live(id: &DocId, record: &[u8]) -> Result<Option<Document>, Corrupt> {
    if record.is_empty() {
        return Ok(None);
    }
    codec::open_record(id, record).map(Some).map_err(|source| corrupt_record(id, source))
}

/// A page's bytes; none when it is not there.
pub(super) async fn page_bytes(transaction: &dyn Transaction, page: &PageId) -> Result<Vec<u8>, StoreError> {
    let found = transaction.get(Table::Pages, &[page.as_str()]).await?.into_iter().next().flatten();
    Ok(found.map_or_else(Vec::new, Value::into_bytes))
}

/// A page, what is known of it, and its rows.
pub(super) type Found = (PageId, (Sheet, Vec<u8>));

/// The sheets of pages; they are on their way when this returns. Where one is lost or damaged, the page itself says what
/// it holds, and has no rows.
pub(super) fn sheets<'a>(transaction: &'a dyn Transaction, pages: &'a [PageId]) -> Pending<'a, Vec<Found>> {
    let keys: Vec<&str> = pages.iter().map(PageId::as_str).collect();
    let asked = transaction.get(Table::Sheets, &keys);
    Box::pin(async move {
        let mut found = Vec::with_capacity(pages.len());
        for (page, stored) in pages.iter().zip(asked.await?) {
            let opened = stored.map(|value| codec::open_sheet(value.into_bytes()));
            let (ids, rows) = if let Some(Ok(opened)) = opened {
                opened
            } else {
                let bytes = page_bytes(transaction, page).await?;
                (Page::open(&bytes).map(|page| page.ids).unwrap_or_default(), Vec::new())
            };
            found.push((page.clone(), (Sheet { ids: Rc::new(ids), has_rows: !rows.is_empty() }, rows)));
        }
        Ok(found)
    })
}
