//! Opening the database, and opening it again when the browser has dropped it.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo::timers::callback::Timeout;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, IdbDatabase, IdbFactory, IdbOpenDbRequest, IdbVersionChangeEvent};

use super::migrations::{self, CURRENT};
use super::transaction::thrown;
use crate::store::StoreError;
use crate::store::slot::Slot;

/// What happens to a connection outside any call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Opening waits for another tab to let go of an older version (test 14).
    Blocked,
    /// Another tab upgrades or deletes the database; this connection made way for it.
    MadeWay,
    /// The browser closed the connection (test 6). The next call opens it again.
    Lost,
}

/// How to open a database.
pub struct Options {
    /// Its name, see `database_name`.
    pub name: String,
    /// How long to wait for any answer, in milliseconds (test 5).
    pub patience: u32,
    /// The version to open. Anything but `CURRENT` only tests what happens to other tabs on an upgrade.
    pub version: u32,
    /// Told what happens to the connection.
    pub notice: Box<dyn Fn(Notice)>,
}

impl Options {
    /// The usual: current version, ten seconds, no listener.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), patience: 10_000, version: CURRENT as u32, notice: Box::new(|_| {}) }
    }
}

/// The current connection, if there is one.
pub(super) struct Connection {
    options: Options,
    current: RefCell<Option<IdbDatabase>>,
}

impl Connection {
    /// Opens the database, creating or upgrading it.
    pub async fn first(options: Options) -> Result<Rc<Self>, StoreError> {
        let this = Rc::new(Self { options, current: RefCell::default() });
        this.open(true).await?;
        Ok(this)
    }

    /// The connection, if it is there without waiting.
    pub fn now(&self) -> Option<IdbDatabase> {
        self.current.borrow().clone()
    }

    /// The connection, opened again if it is gone.
    pub async fn get(self: &Rc<Self>) -> Result<IdbDatabase, StoreError> {
        match self.now() {
            Some(database) => Ok(database),
            None => self.open(false).await,
        }
    }

    /// The connection is lost, or another has made it useless.
    pub fn forget(&self, database: &IdbDatabase) {
        database.close();
        self.current.borrow_mut().take_if(|current| current == database);
    }

    /// Opens the database. `first`: it may be created, and a blocked upgrade waits as long as it takes. Later, a database
    /// that is not there has been removed behind the page's back, and writing half a log to an empty one would hide that.
    async fn open(self: &Rc<Self>, first: bool) -> Result<IdbDatabase, StoreError> {
        let request = factory()?.open_with_u32(&self.options.name, self.options.version).map_err(thrown)?;
        let slot = Slot::<Result<IdbDatabase, StoreError>>::default();

        let late = slot.clone();
        let timer = Timeout::new(self.options.patience, move || drop(late.fill(Err(StoreError::Timeout))));
        let timer = Rc::new(RefCell::new(Some(timer)));

        let (waiting, blocked, this) = (Rc::clone(&timer), slot.clone(), Rc::clone(self));
        listen(&request, "onblocked", move |_| {
            (this.options.notice)(Notice::Blocked);
            if first {
                waiting.borrow_mut().take();
            } else {
                blocked.fill(Err(StoreError::Blocked));
            }
        })?;
        let failed = slot.clone();
        listen(&request, "onupgradeneeded", move |event| {
            if let Err(error) = upgrade(&event, first) {
                failed.fill(Err(error));
            }
        })?;
        let (opened, this) = (slot.clone(), Rc::downgrade(self));
        listen(&request, "onsuccess", move |event| {
            let Some(database) = result(&event) else { return };
            watch(&database, &this);
            if let Some(Ok(unwanted)) = opened.fill(Ok(database)) {
                unwanted.close();
            }
        })?;
        let failed = slot.clone();
        listen(&request, "onerror", move |event| {
            event.prevent_default();
            let error = target(&event).and_then(|request| request.error().ok().flatten());
            failed.fill(Err(error.map_or(StoreError::Closed, |error| thrown(error.into()))));
        })?;

        let answer = slot.await;
        timer.borrow_mut().take();
        match answer {
            Ok(database) => Ok(self.adopt(database)),
            Err(StoreError::Other { name, .. }) if name == "VersionError" => {
                Err(StoreError::Newer { found: self.found().await?, known: self.options.version })
            }
            Err(error) => Err(error),
        }
    }

    /// Keeps a new connection, or closes it when another call was faster.
    fn adopt(&self, database: IdbDatabase) -> IdbDatabase {
        let mut current = self.current.borrow_mut();
        if let Some(faster) = &*current {
            database.close();
            return faster.clone();
        }
        *current = Some(database.clone());
        database
    }

    /// The version of the database as it is.
    async fn found(&self) -> Result<u32, StoreError> {
        let request = factory()?.open(&self.options.name).map_err(thrown)?;
        let slot = Slot::<Option<f64>>::default();
        let (opened, failed) = (slot.clone(), slot.clone());
        listen(&request, "onsuccess", move |event| {
            let database = result(&event);
            opened.fill(database.as_ref().map(IdbDatabase::version));
            if let Some(database) = database {
                database.close();
            }
        })?;
        listen(&request, "onerror", move |_| {
            failed.fill(None);
        })?;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        slot.await.map(|version| version as u32).ok_or(StoreError::Closed)
    }
}

/// Found by name, since it is missing or throws where a page may keep nothing.
fn factory() -> Result<IdbFactory, StoreError> {
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into()).map_err(thrown)?;
    if factory.is_null() || factory.is_undefined() {
        let message = "this page may not keep a database".to_owned();
        return Err(StoreError::Other { name: "NotSupportedError".to_owned(), message });
    }
    Ok(factory.unchecked_into())
}

fn upgrade(event: &Event, create: bool) -> Result<(), StoreError> {
    let from = event.unchecked_ref::<IdbVersionChangeEvent>().old_version();
    let request = target(event).ok_or(StoreError::Closed)?;
    let transaction = request.transaction().ok_or(StoreError::Closed)?;
    let database: IdbDatabase = request.result().map_err(thrown)?.unchecked_into();
    if from < 1.0 && !create {
        transaction.abort().map_err(thrown)?;
        return Err(StoreError::Closed);
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let done = migrations::run(&database, &transaction, from as u32);
    done.map_err(|error| {
        transaction.abort().ok();
        thrown(error)
    })
}

/// Makes way for other tabs and notices when the connection is gone.
fn watch(database: &IdbDatabase, connection: &Weak<Connection>) {
    for (event, notice) in [("onversionchange", Notice::MadeWay), ("onclose", Notice::Lost)] {
        let (watched, connection) = (database.clone(), connection.clone());
        let listener = Closure::<dyn FnMut()>::new(move || {
            watched.close();
            if let Some(connection) = connection.upgrade() {
                connection.forget(&watched);
                (connection.options.notice)(notice);
            }
        });
        Reflect::set(database, &event.into(), &listener.into_js_value()).ok();
    }
}

/// Hangs a listener on a request for good: it may answer long after the wait for it is over.
fn listen(request: &IdbOpenDbRequest, event: &str, mut handle: impl FnMut(Event) + 'static) -> Result<(), StoreError> {
    let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| handle(event));
    Reflect::set(request, &event.into(), &listener.into_js_value()).map(drop).map_err(thrown)
}

fn target(event: &Event) -> Option<IdbOpenDbRequest> {
    event.target().map(JsCast::unchecked_into)
}

fn result(event: &Event) -> Option<IdbDatabase> {
    target(event)?.result().ok().filter(JsValue::is_object).map(JsCast::unchecked_into)
}
