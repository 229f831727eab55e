//! Transactions and requests as futures.

use std::cell::Cell;

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DomException, Event, IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction};

use crate::store::StoreError;
use crate::store::slot::Slot;

/// What a transaction may do, and how sure it must be before it says it is done.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Read only.
    Read,
    /// Write; done when it is on the disk.
    Strict,
    /// Write; done when the operating system has it.
    Relaxed,
}

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
pub(super) struct Transaction {
    raw: IdbTransaction,
    end: Slot<bool>,
    ended: Cell<bool>,
    _listener: Closure<dyn FnMut(Event)>,
}

impl Transaction {
    /// Opens one over the named stores.
    pub fn begin(database: &IdbDatabase, stores: &[&str], mode: Mode) -> Result<Self, StoreError> {
        let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
        let options = Object::new();
        // Not in web-sys without its unstable flag.
        let durability = if mode == Mode::Strict { "strict" } else { "relaxed" };
        Reflect::set(&options, &"durability".into(), &durability.into()).map_err(thrown)?;
        let begin: Function = Reflect::get(database, &"transaction".into()).map_err(thrown)?.unchecked_into();
        let access = if mode == Mode::Read { "readonly" } else { "readwrite" };
        let raw = begin.call3(database, &names, &access.into(), &options).map_err(thrown)?;
        let raw: IdbTransaction = raw.unchecked_into();

        let end = Slot::default();
        let filled = end.clone();
        let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            filled.fill(event.type_() == "complete");
        });
        raw.set_oncomplete(Some(listener.as_ref().unchecked_ref()));
        raw.set_onabort(Some(listener.as_ref().unchecked_ref()));
        Ok(Self { raw, end, ended: Cell::new(false), _listener: listener })
    }

    /// One of its stores.
    pub fn store(&self, name: &str) -> Result<IdbObjectStore, StoreError> {
        self.raw.object_store(name).map_err(thrown)
    }

    /// Waits until a request has succeeded; all requests issued before it have then succeeded too. When one fails, the
    /// whole transaction does, and this waits until it is undone. Nothing but requests of this transaction may be
    /// awaited until `finish`: it would commit.
    pub async fn answer(&self, request: &IdbRequest) -> Result<(), StoreError> {
        let slot = Slot::default();
        let filled = slot.clone();
        let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            filled.fill(event.type_() == "success");
        });
        request.set_onsuccess(Some(listener.as_ref().unchecked_ref()));
        request.set_onerror(Some(listener.as_ref().unchecked_ref()));
        let succeeded = Listening { request, _listener: listener }.until(slot).await;
        if succeeded { Ok(()) } else { self.outcome().await }
    }

    /// Commits and waits until everything is written.
    #[allow(deprecated)]
    pub async fn finish(self) -> Result<(), StoreError> {
        // Saves waiting for the browser to see that nothing follows (web-sys has an old note about another `commit`). It
        // fails only when the transaction has ended already, which the outcome tells better.
        self.raw.commit().ok();
        self.outcome().await
    }

    /// Undoes everything and waits until that is done.
    pub async fn cancel(self) {
        if self.raw.abort().is_ok() {
            self.outcome().await.ok();
        }
    }

    /// Lets it come to its end when dropped.
    pub fn keep(&self) {
        self.ended.set(true);
    }

    async fn outcome(&self) -> Result<(), StoreError> {
        let completed = self.end.clone().await;
        self.ended.set(true);
        if completed {
            return Ok(());
        }
        // The request's own error can be null (quota); the transaction's is null when it was aborted from outside.
        Err(self
            .raw
            .error()
            .map_or(StoreError::Closed, |error| StoreError::from_exception(&error.name(), &error.message())))
    }
}

impl Drop for Transaction {
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
