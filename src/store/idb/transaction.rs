//! Transactions and requests as futures.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DomException, Event, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction};

use super::connection::Connection;
use crate::store::StoreError;
use crate::store::database::{Mode, Put, Table, Transaction, Value};
use crate::store::port::Pending;
use crate::store::slot::Slot;

/// The error for what a browser function threw.
pub(super) fn thrown(value: JsValue) -> StoreError {
    match value.dyn_into::<DomException>() {
        Ok(exception) => StoreError::from_exception(&exception.name(), &exception.message()),
        Err(value) => {
            let text = |key: &str| Reflect::get(&value, &key.into()).ok().and_then(|text| text.as_string());
            let name = text("name").unwrap_or_else(|| "Error".to_owned());
            let message = text("message").or_else(|| value.as_string()).unwrap_or_default();
            StoreError::from_exception(&name, &message)
        }
    }
}

/// A transaction. Dropped before its end, it is aborted, unless told to `keep`.
pub(super) struct IdbWork {
    raw: IdbTransaction,
    database: IdbDatabase,
    connection: Rc<Connection>,
    end: Slot<bool>,
    ended: Cell<bool>,
    _listener: Closure<dyn FnMut(Event)>,
}

impl IdbWork {
    /// Opens one over the named tables. A connection that turns out to be gone is forgotten.
    pub fn begin(
        connection: &Rc<Connection>,
        database: IdbDatabase,
        tables: &[Table],
        mode: Mode,
    ) -> Result<Self, StoreError> {
        match begin(&database, tables, mode) {
            Ok(raw) => Ok(Self::watch(raw, database, connection)),
            Err(error) => {
                if matches!(error, StoreError::Closed) {
                    connection.forget(&database);
                }
                Err(error)
            }
        }
    }

    fn watch(raw: IdbTransaction, database: IdbDatabase, connection: &Rc<Connection>) -> Self {
        let end = Slot::default();
        let filled = end.clone();
        let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            filled.fill(event.type_() == "complete");
        });
        raw.set_oncomplete(Some(listener.as_ref().unchecked_ref()));
        raw.set_onabort(Some(listener.as_ref().unchecked_ref()));
        let connection = Rc::clone(connection);
        Self { raw, database, connection, end, ended: Cell::new(false), _listener: listener }
    }

    fn store(&self, table: Table) -> Result<IdbObjectStore, StoreError> {
        self.raw.object_store(table.name()).map_err(thrown)
    }

    /// Waits until a request has succeeded; all requests issued before it have then succeeded too. When one fails, the
    /// whole transaction does, and this waits until it is undone.
    async fn answer(&self, request: &IdbRequest) -> Result<JsValue, StoreError> {
        let slot = Slot::default();
        let filled = slot.clone();
        let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            filled.fill(event.type_() == "success");
        });
        // It may have been answered while something before it was waited for.
        if request.ready_state() == web_sys::IdbRequestReadyState::Done {
            if !matches!(request.error(), Ok(None)) {
                self.outcome().await?;
            }
            return request.result().map_err(thrown);
        }
        request.set_onsuccess(Some(listener.as_ref().unchecked_ref()));
        request.set_onerror(Some(listener.as_ref().unchecked_ref()));
        let succeeded = Listening { request, _listener: listener }.until(slot).await;
        if !succeeded {
            self.outcome().await?;
        }
        request.result().map_err(thrown)
    }

    async fn outcome(&self) -> Result<(), StoreError> {
        let completed = self.end.clone().await;
        self.ended.set(true);
        if completed {
            return Ok(());
        }
        // The request's own error can be null (quota); the transaction's is null when it was aborted from outside.
        let error = self.raw.error();
        let error =
            error.map_or(StoreError::Closed, |error| StoreError::from_exception(&error.name(), &error.message()));
        if matches!(error, StoreError::Closed) {
            self.connection.forget(&self.database);
        }
        Err(error)
    }
}

fn begin(database: &IdbDatabase, tables: &[Table], mode: Mode) -> Result<IdbTransaction, StoreError> {
    let names: Array = tables.iter().map(|table| JsValue::from_str(table.name())).collect();
    let options = Object::new();
    // Not in web-sys without its unstable flag.
    let durability = if mode == Mode::Strict { "strict" } else { "relaxed" };
    Reflect::set(&options, &"durability".into(), &durability.into()).map_err(thrown)?;
    let begin: Function = Reflect::get(database, &"transaction".into()).map_err(thrown)?.unchecked_into();
    let access = if mode == Mode::Read { "readonly" } else { "readwrite" };
    Ok(begin.call3(database, &names, &access.into(), &options).map_err(thrown)?.unchecked_into())
}

fn value(value: &JsValue) -> Option<Value> {
    match value.dyn_ref::<Uint8Array>() {
        Some(bytes) => Some(Value::Bytes(bytes.to_vec())),
        None if value.is_undefined() => None,
        None => Some(Value::Text(value.as_string().unwrap_or_default())),
    }
}

fn text(key: &JsValue) -> String {
    key.as_string().unwrap_or_default()
}

impl Transaction for IdbWork {
    fn get<'a>(&'a self, table: Table, keys: &[&str]) -> Pending<'a, Vec<Option<Value>>> {
        let requests = self.store(table).and_then(|store| {
            let get = |key: &&str| store.get(&JsValue::from_str(key)).map_err(thrown);
            keys.iter().map(get).collect::<Result<Vec<_>, _>>()
        });
        Box::pin(async move {
            let requests = requests?;
            if let Some(last) = requests.last() {
                self.answer(last).await?;
            }
            requests.iter().map(|request| Ok(value(&request.result().map_err(thrown)?))).collect()
        })
    }

    fn keys(&self, table: Table) -> Pending<'_, Vec<String>> {
        let request = self.store(table).and_then(|store| store.get_all_keys().map_err(thrown));
        Box::pin(async move {
            let keys: Array = self.answer(&request?).await?.unchecked_into();
            Ok(keys.iter().map(|key| text(&key)).collect())
        })
    }

    fn run<'a>(&'a self, table: Table, after: Option<&str>, limit: u32) -> Pending<'a, Vec<(String, Value)>> {
        let ask = || -> Result<_, StoreError> {
            let store = self.store(table)?;
            let range = match after {
                Some(key) => IdbKeyRange::lower_bound_with_open(&key.into(), true).map_err(thrown)?.into(),
                None => JsValue::UNDEFINED,
            };
            let keys = store.get_all_keys_with_key_and_limit(&range, limit).map_err(thrown)?;
            let values = store.get_all_with_key_and_limit(&range, limit).map_err(thrown)?;
            Ok((keys, values))
        };
        let asked = ask();
        Box::pin(async move {
            let (keys, values) = asked?;
            let values: Array = self.answer(&values).await?.unchecked_into();
            let keys: Array = keys.result().map_err(thrown)?.unchecked_into();
            Ok(keys.iter().zip(values.iter()).filter_map(|(key, one)| Some((text(&key), value(&one)?))).collect())
        })
    }

    fn put(&self, table: Table, key: &str, value: Put<'_>) -> Result<(), StoreError> {
        let value: JsValue = match value {
            Put::Text(text) => text.into(),
            Put::Bytes(bytes) => Uint8Array::from(bytes).into(),
            Put::Held(held) => held.value().into(),
        };
        self.store(table)?.put_with_key(&value, &key.into()).map(drop).map_err(thrown)
    }

    fn delete(&self, table: Table, key: &str) -> Result<(), StoreError> {
        self.store(table)?.delete(&key.into()).map(drop).map_err(thrown)
    }

    fn clear(&self, table: Table) -> Result<(), StoreError> {
        self.store(table)?.clear().map(drop).map_err(thrown)
    }

    fn keep(&self) {
        self.ended.set(true);
    }

    #[allow(deprecated)]
    fn finish(self: Box<Self>) -> Pending<'static, ()> {
        // Saves waiting for the browser to see that nothing follows (web-sys has an old note about another `commit`). It
        // fails only when the transaction has ended already, which the outcome tells better.
        self.raw.commit().ok();
        Box::pin(async move { self.outcome().await })
    }

    fn cancel(self: Box<Self>) -> Pending<'static, ()> {
        let aborted = self.raw.abort().is_ok();
        Box::pin(async move {
            // Not its outcome: that it was aborted says nothing about the connection here.
            if aborted {
                self.end.clone().await;
                self.ended.set(true);
            }
            Ok(())
        })
    }
}

impl Drop for IdbWork {
    fn drop(&mut self) {
        self.raw.set_oncomplete(None);
        self.raw.set_onabort(None);
        if !self.ended.get() {
            self.raw.abort().ok();
        }
    }
}

/// Takes the listeners off when the wait is over or given up.
struct Listening<'a> {
    request: &'a IdbRequest,
    _listener: Closure<dyn FnMut(Event)>,
}

impl Listening<'_> {
    async fn until(self, slot: Slot<bool>) -> bool {
        slot.await
    }
}

impl Drop for Listening<'_> {
    fn drop(&mut self) {
        self.request.set_onsuccess(None);
        self.request.set_onerror(None);
    }
}
