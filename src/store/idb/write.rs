//! One batch, one transaction.

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest};

use super::transaction::{Mode, Transaction, thrown};
use super::{BLOBS, DOCUMENTS, DRAFTS, META};
use crate::model::document::{DocId, Document};
use crate::store::codec::{self, Fresh};
use crate::store::port::{Batch, Progress};
use crate::store::{StoreError, port::Flow};

/// How many documents are read and written between two turns of the event loop.
const SLICE: usize = 250;

/// A batch made ready: all that can be done before the transaction is done.
pub(super) struct Work {
    pub fresh: Vec<Fresh>,
    blobs: Vec<(String, Uint8Array)>,
    batch: Batch,
}

impl Work {
    /// Gathers and serialises what the batch brings.
    pub async fn prepare(mut batch: Batch, progress: Option<Progress<'_>>) -> Result<Self, StoreError> {
        let fresh = codec::prepare(std::mem::take(&mut batch.entries), progress).await?;
        let blobs = std::mem::take(&mut batch.blobs);
        let blobs = blobs.into_iter().map(|(hash, bytes)| (hash, Uint8Array::from(&*bytes))).collect();
        Ok(Self { fresh, blobs, batch })
    }

    /// Writes it. Answers with the documents that were there before, merged, and their places among `fresh`.
    pub async fn write(
        &self,
        database: &IdbDatabase,
        progress: Option<Progress<'_>>,
    ) -> Result<Vec<(usize, Document)>, StoreError> {
        let transaction = Transaction::begin(database, &self.stores(), Mode::Strict)?;
        self.write_small(&transaction)?;
        let mut merged = Vec::new();
        if !self.fresh.is_empty() || !self.batch.drop_documents.is_empty() {
            let documents = transaction.store(DOCUMENTS)?;
            for id in &self.batch.drop_documents {
                documents.delete(&id.as_str().into()).map_err(thrown)?;
            }
            for (at, slice) in self.fresh.chunks(SLICE).enumerate() {
                write_slice(&transaction, &documents, slice, at * SLICE, &mut merged).await?;
                if progress.is_some_and(|ask| ask(at * SLICE + slice.len()) == Flow::Cancel) {
                    transaction.cancel().await;
                    return Err(StoreError::Cancelled);
                }
            }
        }
        transaction.finish().await?;
        Ok(merged)
    }

    /// The stores it touches: no more, so that it waits for no more than it must.
    fn stores(&self) -> Vec<&'static str> {
        let batch = &self.batch;
        let touched = [
            (DOCUMENTS, !self.fresh.is_empty() || !batch.drop_documents.is_empty()),
            (BLOBS, !self.blobs.is_empty() || !batch.drop_blobs.is_empty()),
            (DRAFTS, !batch.drafts.is_empty()),
            (META, !batch.meta.is_empty()),
        ];
        let names: Vec<_> = touched.into_iter().filter(|(_, touched)| *touched).map(|(name, _)| name).collect();
        if names.is_empty() { vec![META] } else { names }
    }

    fn write_small(&self, transaction: &Transaction) -> Result<(), StoreError> {
        if !self.blobs.is_empty() || !self.batch.drop_blobs.is_empty() {
            let store = transaction.store(BLOBS)?;
            for hash in &self.batch.drop_blobs {
                store.delete(&hash.as_str().into()).map_err(thrown)?;
            }
            for (hash, bytes) in &self.blobs {
                store.put_with_key(bytes, &hash.as_str().into()).map_err(thrown)?;
            }
        }
        for (name, texts) in [(DRAFTS, &self.batch.drafts), (META, &self.batch.meta)] {
            if !texts.is_empty() {
                let store = transaction.store(name)?;
                for (key, text) in texts {
                    put_text(&store, key, text.as_deref())?;
                }
            }
        }
        Ok(())
    }
}

/// Puts a text, or removes it without one.
pub(super) fn put_text(store: &IdbObjectStore, key: &str, text: Option<&str>) -> Result<IdbRequest, StoreError> {
    match text {
        Some(text) => store.put_with_key(&text.into(), &key.into()),
        None => store.delete(&key.into()),
    }
    .map_err(thrown)
}

/// Reads, merges and writes some documents. The writes are waited for with the next slice's reads, or at the end.
async fn write_slice(
    transaction: &Transaction,
    documents: &IdbObjectStore,
    slice: &[Fresh],
    first: usize,
    merged: &mut Vec<(usize, Document)>,
) -> Result<(), StoreError> {
    let get = |fresh: &Fresh| documents.get(&key(&fresh.document.id)).map_err(thrown);
    let stored = slice.iter().map(get).collect::<Result<Vec<_>, _>>()?;
    if let Some(last) = stored.last() {
        transaction.answer(last).await?;
    }
    for (at, (fresh, stored)) in slice.iter().zip(&stored).enumerate() {
        let stored = stored.result().map_err(thrown)?;
        if stored.is_undefined() {
            documents.put_with_key(&fresh.text.as_str().into(), &key(&fresh.document.id)).map_err(thrown)?;
            continue;
        }
        let (document, text) = codec::merge(&stored.as_string().unwrap_or_default(), fresh)?;
        if let Some(text) = text {
            documents.put_with_key(&text.into(), &key(&document.id)).map_err(thrown)?;
        }
        merged.push((first + at, document));
    }
    Ok(())
}

/// A document's key.
pub(super) fn key(id: &DocId) -> JsValue {
    JsValue::from_str(id.as_str())
}
