//! Writing pages: those of a large batch, and old ones anew.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::read::{corrupt_page, generation, journal, keys, live, page_bytes};
use super::write::{begins, go_on, redacts};
use super::{PAGE, RUN, put_generation};
use crate::model::document::{DocId, Document, Entry};
use crate::model::hex;
use crate::store::codec::{self, Page};
use crate::store::database::{Put, Table, Transaction};
use crate::store::directory::{Directory, IdSet, Sheet};
use crate::store::error::{Corrupt, StoreError};
use crate::store::ids::{Ids, Name, PageId, order, split};
use crate::store::pause::pause;
use crate::store::port::{Pack, Progress};
use crate::store::sheaf::Sheaf;

/// Fewer documents of a kind go to the journal.
pub(super) const FEW: usize = 64;

/// Makes pages of what a large batch brings; of what is too few for a page, documents.
pub(super) async fn prepare(
    gathered: Vec<(DocId, Vec<Entry>)>,
    pack: Pack<'_>,
    progress: Option<Progress<'_>>,
) -> Result<(Vec<Document>, Vec<Sheaf>), StoreError> {
    let mut kinds: Vec<(String, usize)> = Vec::new();
    for (id, _) in &gathered {
        let (prefix, _) = split(id.as_str());
        match kinds.last_mut() {
            Some((last, count)) if last == prefix => *count += 1,
            _ => kinds.push((prefix.to_owned(), 1)),
        }
    }
    let mut gathered = gathered.into_iter();
    let (mut single, mut pages) = (Vec::new(), Vec::new());
    for (_, count) in kinds {
        for size in sizes(count) {
            let mut documents: Vec<Document> =
                gathered.by_ref().take(size).map(|(id, log)| Document::new(id, log)).collect();
            if size < FEW {
                single.append(&mut documents);
            } else {
                pages.push(Sheaf::new(documents, pack));
                go_on(progress, 0)?;
                pause().await;
            }
        }
    }
    Ok((single, pages))
}

/// Pages of about equal size.
fn sizes(count: usize) -> impl Iterator<Item = usize> {
    let pages = count.div_ceil(PAGE).max(1);
    (0..pages).map(move |page| count * (page + 1) / pages - count * page / pages)
}

/// Puts and rewrites pages within one transaction.
pub(super) struct Rewriting<'a> {
    transaction: &'a dyn Transaction,
    pack: Pack<'a>,
    journal: IdSet,
    directory: Directory,
    /// What joins pages that are there, until no more can come for them.
    joining: BTreeMap<PageId, Vec<Document>>,
    made: Vec<PageId>,
    single: Vec<Document>,
    brought: Vec<DocId>,
    erased: Vec<DocId>,
}

/// What a rewriting comes to.
pub(super) struct Rewritten {
    /// The directory as it is when the transaction is complete.
    pub directory: Rc<Directory>,
    /// The pages made.
    pub pages: Vec<PageId>,
    /// The documents that went to the journal.
    pub single: Vec<Document>,
    /// The documents that were set aside and have been brought back.
    pub brought: Vec<DocId>,
    /// Those of them in which something is redacted.
    pub erased: Vec<DocId>,
}

impl<'a> Rewriting<'a> {
    /// Begins with the directory as the transaction sees it.
    pub async fn begin(
        transaction: &'a dyn Transaction,
        directory: &Directory,
        pack: Pack<'a>,
    ) -> Result<Self, StoreError> {
        let journal = journal(transaction).await?;
        let directory = Directory { generation: directory.generation + 1, pages: directory.pages.clone() };
        Ok(Self {
            transaction,
            pack,
            journal,
            directory,
            joining: BTreeMap::new(),
            made: Vec::new(),
            single: Vec::new(),
            brought: Vec::new(),
            erased: Vec::new(),
        })
    }

    /// What the journal holds.
    pub fn journal(&self) -> &IdSet {
        &self.journal
    }

    /// Takes a prepared page: as it is when all in it is new, and then answers with its name; else document by document.
    /// Pages come in the order of their ids. `aside`: what is set aside out of pages, and out of the journal.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when it goes on with a document that is set aside.
    pub async fn take(&mut self, prepared: &Sheaf, aside: &[IdSet; 2]) -> Result<Option<PageId>, StoreError> {
        let ids = &prepared.ids;
        let near = self.near(ids);
        let home = |name| near.iter().find(|page| self.holds(page, name)).cloned();
        let homes: Vec<Option<PageId>> = (0..ids.len()).filter_map(|at| ids.name(at)).map(home).collect();
        let is_new = self.journal.places_in(ids).is_empty() && homes.iter().all(Option::is_none);
        if is_new && aside.iter().all(|aside| aside.places_in(ids).is_empty()) {
            return self.put(prepared).await.map(Some);
        }
        let documents = prepared.documents().map_err(|source| corrupt_page(&PageId::new(""), ids, source))?;
        let mut fresh = Vec::new();
        for (document, home) in documents.into_iter().zip(homes) {
            let [of_pages, of_journal] = aside;
            if of_pages.has(&document.id) || of_journal.has(&document.id) {
                // What a page holds is older than what was lost from the journal.
                let is_here = self.journal.has(&document.id) || (home.is_some() && !of_journal.has(&document.id));
                if begins(&document) {
                    self.brought.push(document.id.clone());
                } else if !is_here {
                    return Err(Corrupt::apart(document.id.as_str(), vec![document.id.clone()]).into());
                }
                if redacts(&document) {
                    self.erased.push(document.id.clone());
                }
            }
            match home {
                Some(page) => self.joining.entry(page).or_default().push(document),
                None => fresh.push(document),
            }
        }
        self.join(ids.get(ids.len().saturating_sub(1)).as_ref()).await?;
        self.add(fresh).await.map(|()| None)
    }

    /// Takes documents of one kind that may be there already.
    #[cfg(any(test, target_arch = "wasm32"))]
    pub async fn take_documents(&mut self, documents: Vec<Document>) -> Result<(), StoreError> {
        let mut fresh = Vec::new();
        for document in documents {
            match self.directory.find(&document.id).map(|(page, _)| page.clone()) {
                Some(page) => self.joining.entry(page).or_default().push(document),
                None => fresh.push(document),
            }
        }
        self.join(None).await?;
        self.add(fresh).await
    }

    /// Adds documents of one kind that are in no page: as pages, or to the journal when they are few.
    async fn add(&mut self, fresh: Vec<Document>) -> Result<(), StoreError> {
        if fresh.len() >= FEW {
            return self.rewrite(None, fresh).await;
        }
        let ids: Vec<DocId> = fresh.iter().map(|document| document.id.clone()).collect();
        let records = self.transaction.get(Table::Journal, &keys(&ids)).await?;
        for (mut document, record) in fresh.into_iter().zip(records) {
            if let Some(record) = record
                && let Some(there) = live(&document.id, &record.into_bytes())?
            {
                document.merge(there.log().iter().cloned());
            }
            self.transaction.put(Table::Journal, document.id.as_str(), Put::Bytes(&codec::record(&document)))?;
            self.single.push(document);
        }
        Ok(())
    }

    /// The pages whose ids overlap with these.
    fn near(&self, ids: &Ids) -> Vec<PageId> {
        let pages = self.directory.pages.iter().filter(|(_, sheet)| sheet.ids.overlaps(ids));
        pages.map(|(page, _)| page.clone()).collect()
    }

    fn holds(&self, page: &PageId, name: Name<'_>) -> bool {
        self.directory.pages.get(page).is_some_and(|sheet| sheet.ids.place(name).is_some())
    }

    /// Rewrites the pages for which no more can come: those that end before this id; without one all.
    async fn join(&mut self, upto: Option<&DocId>) -> Result<(), StoreError> {
        let ends = |page: &PageId| {
            let last =
                self.directory.pages.get(page).and_then(|sheet| sheet.ids.get(sheet.ids.len().saturating_sub(1)));
            upto.is_none_or(|upto| last.is_none_or(|last| order(&last, upto).is_le()))
        };
        let ready: Vec<PageId> = self.joining.keys().filter(|page| ends(page)).cloned().collect();
        for page in ready {
            let documents = self.joining.remove(&page).unwrap_or_default();
            self.rewrite(Some(&page), documents).await?;
        }
        Ok(())
    }

    /// Writes documents as pages, together with those of a page that goes, and with what the journal knows of them.
    pub async fn rewrite(&mut self, page: Option<&PageId>, fresh: Vec<Document>) -> Result<(), StoreError> {
        let mut all: BTreeMap<DocId, Document> = BTreeMap::new();
        if let Some(page) = page {
            let bytes = page_bytes(self.transaction, page).await?;
            let ids = self.directory.pages.remove(page).map(|sheet| sheet.ids).unwrap_or_default();
            let documents = Page::open(&bytes).and_then(|page| page.documents());
            let documents = documents.map_err(|source| corrupt_page(page, &ids, source))?;
            all.extend(documents.into_iter().map(|document| (document.id.clone(), document)));
            self.transaction.delete(Table::Pages, page.as_str())?;
            self.transaction.delete(Table::Sheets, page.as_str())?;
        }
        let known: Vec<DocId> = all
            .keys()
            .chain(fresh.iter().map(|document| &document.id))
            .filter(|id| self.journal.has(id))
            .cloned()
            .collect();
        for ids in known.chunks(RUN as usize) {
            let records = self.transaction.get(Table::Journal, &keys(ids)).await?;
            for (id, record) in ids.iter().zip(records) {
                let Some(record) = record else { continue };
                match live(id, &record.into_bytes())? {
                    Some(document) => all.insert(id.clone(), document),
                    None => all.remove(id),
                };
                self.transaction.delete(Table::Journal, id.as_str())?;
            }
        }
        for document in fresh {
            if let Some(there) = all.get_mut(&document.id) {
                there.merge(document.log().iter().cloned());
            } else if !document.log().is_empty() {
                all.insert(document.id.clone(), document);
            }
        }
        let mut rest = all.into_values();
        for size in sizes(rest.len()).filter(|size| *size > 0).collect::<Vec<_>>() {
            let prepared = Sheaf::new(rest.by_ref().take(size).collect(), self.pack);
            self.put(&prepared).await?;
        }
        Ok(())
    }

    /// Puts a page and lets the event loop turn. Answers with its name.
    async fn put(&mut self, prepared: &Sheaf) -> Result<PageId, StoreError> {
        let number = self.directory.generation << 16 | self.made.len() as u64 & 0xffff;
        let last = prepared.ids.get(prepared.ids.len().saturating_sub(1));
        let mut name = last.map_or_else(String::new, |last| last.as_str().to_owned());
        name.push('/');
        name.push_str(&hex(&number.to_be_bytes()));
        let page = PageId::new(&name);
        for (table, held) in [Table::Pages, Table::Sheets].into_iter().zip(prepared.bytes()) {
            self.transaction.put(table, &name, Put::Held(held))?;
        }
        let sheet = Sheet { ids: Rc::clone(&prepared.ids), has_rows: prepared.has_rows };
        self.directory.pages.insert(page.clone(), sheet);
        self.made.push(page.clone());
        generation(self.transaction).await.map(|_| page)
    }

    /// Ends it.
    pub async fn finish(mut self) -> Result<Rewritten, StoreError> {
        self.join(None).await?;
        put_generation(self.transaction, self.directory.generation)?;
        self.made.retain(|page| self.directory.pages.contains_key(page));
        Ok(Rewritten {
            directory: Rc::new(self.directory),
            pages: self.made,
            single: self.single,
            brought: self.brought,
            erased: self.erased,
        })
    }
}
