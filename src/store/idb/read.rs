//! Reading, in transactions that write nothing.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest};

use super::DOCUMENTS;
use super::transaction::{Mode, Transaction, thrown};
use super::write::key;
use crate::model::document::{DocId, Document};
use crate::store::codec;
use crate::store::error::{Corrupt, StoreError};

/// How many documents are read and parsed between two turns of the event loop.
const RUN: u32 = 200;

/// One value.
pub(super) async fn one(database: &IdbDatabase, store: &str, key: &str) -> Result<JsValue, StoreError> {
    let transaction = Transaction::begin(database, &[store], Mode::Read)?;
    let request = transaction.store(store)?.get(&key.into()).map_err(thrown)?;
    transaction.answer(&request).await?;
    request.result().map_err(thrown)
}

/// All keys and values of a small store.
pub(super) async fn pairs(database: &IdbDatabase, store: &str) -> Result<(Array, Array), StoreError> {
    let transaction = Transaction::begin(database, &[store], Mode::Read)?;
    let store = transaction.store(store)?;
    let keys = store.get_all_keys().map_err(thrown)?;
    let values = store.get_all().map_err(thrown)?;
    transaction.answer(&values).await?;
    Ok((array(&keys)?, array(&values)?))
}

/// The named documents that exist.
pub(super) async fn some(database: &IdbDatabase, ids: &[DocId]) -> Result<Vec<Document>, StoreError> {
    let transaction = Transaction::begin(database, &[DOCUMENTS], Mode::Read)?;
    let store = transaction.store(DOCUMENTS)?;
    let mut documents = Vec::with_capacity(ids.len());
    for ids in ids.chunks(RUN as usize) {
        let get = |id: &DocId| store.get(&key(id)).map_err(thrown);
        let requests = ids.iter().map(get).collect::<Result<Vec<_>, _>>()?;
        if let Some(last) = requests.last() {
            transaction.answer(last).await?;
        }
        for (id, request) in ids.iter().zip(&requests) {
            let value = request.result().map_err(thrown)?;
            if !value.is_undefined() {
                documents.push(document(id, &value)?);
            }
        }
    }
    Ok(documents)
}

/// All documents after a key, in runs; the key follows, so that a broken load goes on where it was.
pub(super) async fn all(
    database: &IdbDatabase,
    after: &mut Option<JsValue>,
    each: &mut dyn FnMut(Vec<Document>),
    damaged: &mut Vec<Corrupt>,
) -> Result<(), StoreError> {
    let transaction = Transaction::begin(database, &[DOCUMENTS], Mode::Read)?;
    let store = transaction.store(DOCUMENTS)?;
    let mut next = Some(ask(&store, after.as_ref())?);
    while let Some((keys, values)) = next.take() {
        transaction.answer(&values).await?;
        let (keys, values) = (array(&keys)?, array(&values)?);
        if keys.length() == 0 {
            break;
        }
        let last = keys.get(keys.length() - 1);
        if keys.length() == RUN {
            // While these are parsed, the browser reads on.
            next = Some(ask(&store, Some(&last))?);
        }
        let mut documents = Vec::with_capacity(keys.length() as usize);
        for (key, value) in keys.iter().zip(values.iter()) {
            match document(&DocId::new(&key.as_string().unwrap_or_default()), &value) {
                Ok(document) => documents.push(document),
                Err(corrupt) => damaged.push(corrupt),
            }
        }
        each(documents);
        *after = Some(last);
    }
    Ok(())
}

fn ask(store: &IdbObjectStore, after: Option<&JsValue>) -> Result<(IdbRequest, IdbRequest), StoreError> {
    let range = match after {
        Some(key) => IdbKeyRange::lower_bound_with_open(key, true).map_err(thrown)?.into(),
        None => JsValue::UNDEFINED,
    };
    let keys = store.get_all_keys_with_key_and_limit(&range, RUN).map_err(thrown)?;
    let values = store.get_all_with_key_and_limit(&range, RUN).map_err(thrown)?;
    Ok((keys, values))
}

fn array(request: &IdbRequest) -> Result<Array, StoreError> {
    Ok(request.result().map_err(thrown)?.unchecked_into())
}

fn document(id: &DocId, value: &JsValue) -> Result<Document, Corrupt> {
    codec::read(id, &value.as_string().unwrap_or_default())
}
