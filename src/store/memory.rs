//! A store that forgets with the page: for native tests, and for browsers that refuse a database (test 4).

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::codec::{self, Fresh};
use super::error::{Corrupt, StoreError};
use super::ids::PageId;
use super::pause::pause;
use super::port::{Batch, Committed, Compacted, Pack, Pending, Progress, Segment, Store};
use crate::model::document::{DocId, Document};

/// How many documents `load` hands out at once, and `commit` writes between two calls of the progress callback.
const RUN: usize = 500;

/// What shall go wrong, for tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    #[default]
    None,
    /// So many more writes succeed, then every one exceeds the quota.
    Full {
        /// How many succeed.
        after: usize,
    },
    /// The connection is found lost so many times.
    Lost {
        /// How many times.
        times: usize,
    },
}

#[derive(Default)]
struct Tables {
    documents: BTreeMap<DocId, String>,
    blobs: BTreeMap<String, Vec<u8>>,
    drafts: BTreeMap<String, String>,
    meta: BTreeMap<String, String>,
}

/// Documents in memory. Clones are handles on the same data, as two tabs are on one database.
#[derive(Clone, Default)]
pub struct Memory {
    tables: Rc<RefCell<Tables>>,
    fault: Rc<Cell<Fault>>,
}

impl Memory {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on this goes wrong, for every handle.
    pub fn set_fault(&self, fault: Fault) {
        self.fault.set(fault);
    }

    /// Replaces a document's stored text, readable or not: for tests.
    pub fn overwrite(&self, id: &DocId, text: &str) {
        self.tables.borrow_mut().documents.insert(id.clone(), text.to_owned());
    }

    /// As a connection: lost, it is opened again once.
    fn connect(&self) -> Result<(), StoreError> {
        let lost = || match self.fault.get() {
            Fault::Lost { times: times @ 1.. } => {
                self.fault.set(Fault::Lost { times: times - 1 });
                true
            }
            _ => false,
        };
        if lost() && lost() { Err(StoreError::Closed) } else { Ok(()) }
    }

    /// Counts one write against the quota.
    fn charge(&self) -> Result<(), StoreError> {
        match self.fault.get() {
            Fault::Full { after: 0 } => Err(StoreError::Quota),
            Fault::Full { after } => {
                self.fault.set(Fault::Full { after: after - 1 });
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn write(
        &self,
        fresh: Vec<Fresh>,
        batch: Batch,
        progress: Option<Progress<'_>>,
    ) -> Result<Vec<Document>, StoreError> {
        let mut documents = Vec::with_capacity(fresh.len());
        let mut texts = Vec::with_capacity(fresh.len());
        for fresh in fresh {
            let id = &fresh.document.id;
            let merged = match self.tables.borrow().documents.get(id) {
                Some(stored) if !batch.drop_documents.contains(id) => Some(codec::merge(stored, &fresh)?),
                _ => None,
            };
            let (document, text) = merged.unwrap_or((fresh.document, Some(fresh.text)));
            if let Some(text) = text {
                self.charge()?;
                texts.push((document.id.clone(), text));
            }
            documents.push(document);
            if documents.len() % RUN == 0 {
                codec::go_on(progress, documents.len())?;
            }
        }
        codec::go_on(progress, documents.len())?;
        let puts = batch.drafts.iter().chain(&batch.meta).filter(|(_, text)| text.is_some()).count();
        for _ in 0..batch.blobs.len() + puts {
            self.charge()?;
        }

        let mut tables = self.tables.borrow_mut();
        batch.drop_documents.iter().for_each(|id| drop(tables.documents.remove(id)));
        batch.drop_blobs.iter().for_each(|hash| drop(tables.blobs.remove(hash)));
        tables.documents.extend(texts);
        tables.blobs.extend(batch.blobs);
        batch.drafts.into_iter().for_each(|(key, text)| put(&mut tables.drafts, key, text));
        batch.meta.into_iter().for_each(|(key, text)| put(&mut tables.meta, key, text));
        Ok(documents)
    }
}

fn put(table: &mut BTreeMap<String, String>, key: String, text: Option<String>) {
    match text {
        Some(text) => table.insert(key, text),
        None => table.remove(&key),
    };
}

impl Store for Memory {
    fn open<'a>(&'a self, each: &'a mut dyn FnMut(Segment)) -> Pending<'a, Vec<Corrupt>> {
        Box::pin(async move {
            let mut hand = |documents| each(Segment::Documents(documents));
            self.load(&mut hand).await
        })
    }

    fn pages<'a>(&'a self, pages: &'a [PageId], _: &'a mut dyn FnMut(Segment)) -> Pending<'a, bool> {
        Box::pin(async move { Ok(pages.is_empty()) })
    }

    fn compact<'a>(&'a self, _: usize, _: &'a [PageId], _: Pack<'a>) -> Pending<'a, Compacted> {
        Box::pin(async move { Ok(Compacted::default()) })
    }

    fn load<'a>(&'a self, each: &'a mut dyn FnMut(Vec<Document>)) -> Pending<'a, Vec<Corrupt>> {
        Box::pin(async move {
            self.connect()?;
            let ids: Vec<DocId> = self.tables.borrow().documents.keys().cloned().collect();
            let mut damaged = Vec::new();
            for ids in ids.chunks(RUN) {
                let mut documents = Vec::with_capacity(ids.len());
                for id in ids {
                    match self.tables.borrow().documents.get(id).map(|text| codec::read(id, text)) {
                        Some(Ok(document)) => documents.push(document),
                        Some(Err(corrupt)) => damaged.push(corrupt),
                        None => {}
                    }
                }
                each(documents);
                pause().await;
            }
            Ok(damaged)
        })
    }

    fn read<'a>(&'a self, ids: &'a [DocId]) -> Pending<'a, Vec<Document>> {
        Box::pin(async move {
            self.connect()?;
            let tables = self.tables.borrow();
            let stored = ids.iter().filter_map(|id| Some((id, tables.documents.get(id)?)));
            stored.map(|(id, text)| codec::read(id, text).map_err(StoreError::from)).collect()
        })
    }

    fn commit<'a>(&'a self, mut batch: Batch, _: Pack<'a>, progress: Option<Progress<'a>>) -> Pending<'a, Committed> {
        Box::pin(async move {
            let fresh = codec::prepare(std::mem::take(&mut batch.entries), progress).await?;
            self.connect()?;
            let documents = self.write(fresh, batch, progress)?;
            Ok(Committed { documents, pages: Vec::new() })
        })
    }

    fn blob<'a>(&'a self, hash: &'a str) -> Pending<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            self.connect()?;
            Ok(self.tables.borrow().blobs.get(hash).cloned())
        })
    }

    fn drafts(&self) -> Pending<'_, Vec<(String, String)>> {
        Box::pin(async move {
            self.connect()?;
            Ok(self.tables.borrow().drafts.iter().map(|(key, text)| (key.clone(), text.clone())).collect())
        })
    }

    fn put_draft<'a>(&'a self, key: &'a str, text: Option<&'a str>) -> Pending<'a, ()> {
        let answer = self.connect().and_then(|()| if text.is_some() { self.charge() } else { Ok(()) });
        if answer.is_ok() {
            put(&mut self.tables.borrow_mut().drafts, key.to_owned(), text.map(str::to_owned));
        }
        Box::pin(async move { answer })
    }

    fn meta<'a>(&'a self, key: &'a str) -> Pending<'a, Option<String>> {
        Box::pin(async move {
            self.connect()?;
            Ok(self.tables.borrow().meta.get(key).cloned())
        })
    }

    fn wipe(&self) -> Pending<'_, ()> {
        Box::pin(async move {
            self.connect()?;
            *self.tables.borrow_mut() = Tables::default();
            Ok(())
        })
    }

    fn is_durable(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::Memory;
    use crate::model::document::DocId;
    use crate::store::contract::{self, Ground, laws};
    use crate::store::{Fault, Pending, Store, block_on};

    impl Ground for Memory {
        fn open(&self) -> Pending<'_, Rc<dyn Store>> {
            Box::pin(async { Ok(Rc::new(self.clone()) as Rc<dyn Store>) })
        }

        fn fault(&self, fault: Fault) {
            self.set_fault(fault);
        }

        fn overwrite<'a>(&'a self, id: &'a DocId, text: &'a str) -> Pending<'a, ()> {
            Box::pin(async move {
                Self::overwrite(self, id, text);
                Ok(())
            })
        }
    }

    macro_rules! native {
        ($($law:ident)*) => {
            $(#[test]
            fn $law() {
                block_on(contract::$law(&Memory::new()));
            })*
        };
    }

    laws!(native);
}
