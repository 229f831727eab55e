//! The store in the browser's IndexedDB.
//!
//! Straight on `web-sys`, not on `indexed_db_futures`: that adds 32 KB of brotli to a page (with serde) where this module
//! adds 9, and its upgrade callback does not get the transaction, which migrations of data need.
//!
//! A document is one JSON text under its id.

mod connection;
mod migrations;
mod read;
mod transaction;
mod write;

use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::IdbDatabase;

pub use connection::{Notice, Options};
pub use migrations::{CURRENT, Version};

use self::connection::Connection;
use self::transaction::{Mode, Transaction, thrown};
use self::write::{Work, put_text};
use super::error::{Corrupt, StoreError};
use super::ids::PageId;
use super::port::{Batch, Committed, Compacted, Pack, Pending, Progress, Segment, Store};
use crate::model::document::{DocId, Document};

const DOCUMENTS: &str = "documents";
const BLOBS: &str = "blobs";
const DRAFTS: &str = "drafts";
const META: &str = "meta";

/// A database in this browser.
pub struct IdbStore {
    connection: Rc<Connection>,
}

impl IdbStore {
    /// Opens the database of this name with the usual options.
    ///
    /// # Errors
    /// As `open_with`.
    pub async fn open(name: &str) -> Result<Self, StoreError> {
        Self::open_with(Options::new(name)).await
    }

    /// Opens a database, creating or upgrading it. While another tab blocks the upgrade, it tells `Notice::Blocked` and
    /// waits.
    ///
    /// # Errors
    /// [`StoreError::Newer`] for one of a newer app, which stays as it is; [`StoreError::Timeout`] when the browser does
    /// not answer; [`StoreError::Other`] or [`StoreError::Closed`] when it refuses: then `Memory` can stand in.
    pub async fn open_with(options: Options) -> Result<Self, StoreError> {
        Ok(Self { connection: Connection::first(options).await? })
    }

    /// One value of one store.
    async fn value(&self, store: &str, key: &str) -> Result<JsValue, StoreError> {
        self.connection.run(async |database| read::one(database, store, key).await).await
    }
}

/// A draft's write, begun at once.
fn begin_draft(database: &IdbDatabase, key: &str, text: Option<&str>) -> Result<Transaction, StoreError> {
    let transaction = Transaction::begin(database, &[DRAFTS], Mode::Relaxed)?;
    put_text(&transaction.store(DRAFTS)?, key, text)?;
    transaction.keep();
    Ok(transaction)
}

impl Store for IdbStore {
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
            let (mut after, mut damaged) = (None, Vec::new());
            let load = async |database: &IdbDatabase| read::all(database, &mut after, each, &mut damaged).await;
            self.connection.run(load).await?;
            Ok(damaged)
        })
    }

    fn read<'a>(&'a self, ids: &'a [DocId]) -> Pending<'a, Vec<Document>> {
        Box::pin(async move { self.connection.run(async |database| read::some(database, ids).await).await })
    }

    fn commit<'a>(&'a self, batch: Batch, _: Pack<'a>, progress: Option<Progress<'a>>) -> Pending<'a, Committed> {
        Box::pin(async move {
            let work = Work::prepare(batch, progress).await?;
            let merged = self.connection.run(async |database| work.write(database, progress).await).await?;
            let mut documents: Vec<Document> = work.fresh.into_iter().map(|fresh| fresh.document).collect();
            for (at, document) in merged {
                if let Some(place) = documents.get_mut(at) {
                    *place = document;
                }
            }
            Ok(Committed { documents, pages: Vec::new() })
        })
    }

    fn blob<'a>(&'a self, hash: &'a str) -> Pending<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            let bytes = self.value(BLOBS, hash).await?;
            Ok(bytes.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec))
        })
    }

    fn drafts(&self) -> Pending<'_, Vec<(String, String)>> {
        Box::pin(async move {
            let (keys, texts): (Array, Array) =
                self.connection.run(async |database| read::pairs(database, DRAFTS).await).await?;
            let pairs = keys.iter().zip(texts.iter());
            Ok(pairs.filter_map(|(key, text)| Some((key.as_string()?, text.as_string()?))).collect())
        })
    }

    fn put_draft<'a>(&'a self, key: &'a str, text: Option<&'a str>) -> Pending<'a, ()> {
        let begun = self.connection.now().map(|database| begin_draft(&database, key, text));
        Box::pin(async move {
            let answer = match begun {
                Some(Ok(transaction)) => transaction.finish().await,
                Some(Err(error)) => Err(error),
                None => Err(StoreError::Closed),
            };
            if !matches!(answer, Err(StoreError::Closed)) {
                return answer;
            }
            self.connection.run(async |database| begin_draft(database, key, text)?.finish().await).await
        })
    }

    fn meta<'a>(&'a self, key: &'a str) -> Pending<'a, Option<String>> {
        Box::pin(async move { Ok(self.value(META, key).await?.as_string()) })
    }

    fn wipe(&self) -> Pending<'_, ()> {
        Box::pin(async move {
            let wipe = async |database: &IdbDatabase| {
                let stores = [DOCUMENTS, BLOBS, DRAFTS, META];
                let transaction = Transaction::begin(database, &stores, Mode::Strict)?;
                for name in stores {
                    transaction.store(name)?.clear().map_err(thrown)?;
                }
                transaction.finish().await
            };
            self.connection.run(wipe).await
        })
    }

    fn is_durable(&self) -> bool {
        true
    }
}
