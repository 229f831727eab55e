//! Opening the desk in a browser.

use std::rc::Rc;

use super::{Browser, Desk, DeskError, StoreError, Tabs};
use crate::store::{IdbStore, Memory, Store, database_name};

/// The name of the database of this page's path.
#[must_use]
pub fn database(path: &str) -> String {
    database_name(path)
}

/// Opens the desk of this page's path; nothing but what concerns this device is read yet. When the browser gives no database it works on `fallback`, a store in
/// memory, and `Desk::is_durable` says so.
///
/// # Errors
/// When the database is a newer app's, does not answer, or cannot be read: a recovery screen then says what to do.
pub async fn open(path: &str, fallback: impl AsyncFnOnce() -> Option<Rc<dyn Store>>) -> Result<Desk, DeskError> {
    let name = database_name(path);
    // Before anything is read: what other tabs change meanwhile is followed afterwards.
    let mut tabs = Tabs::listen(&name);
    let store: Rc<dyn Store> = match IdbStore::open(&name).await {
        Ok(store) => Rc::new(store),
        Err(error @ (StoreError::Other { .. } | StoreError::Closed)) => {
            tabs = None;
            fallback().await.ok_or(error)?
        }
        Err(error) => return Err(error.into()),
    };
    let desk = Desk::begin(store, Box::new(Browser)).await?;
    if let Some(tabs) = tabs {
        tabs.attach(&desk);
    }
    Ok(desk)
}

/// A store in memory, for `open` to fall back on.
#[must_use]
pub fn memory() -> Rc<dyn Store> {
    Rc::new(Memory::default())
}
