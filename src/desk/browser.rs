//! Opening the desk in a browser.

use std::rc::Rc;

use super::{Browser, Desk, DeskError, StoreError, Tabs};
use crate::store::{IdbStore, Memory, Notice, Options, Store, database_name};

/// The name of the database of this page's path.
#[must_use]
pub fn database(path: &str) -> String {
    database_name(path)
}

/// Opens the desk of this page's path; nothing but what concerns this device is read yet. When the browser gives no
/// database it works on `fallback`, a store in memory, and `Desk::is_durable` says so. `blocked` is called when another
/// tab still holds the database in an older form: it goes on when that tab is closed (test 14).
///
/// # Errors
/// When the database is a newer app's, does not answer, or cannot be read: a recovery screen then says what to do.
pub async fn open(
    path: &str,
    fallback: impl AsyncFnOnce() -> Option<Rc<dyn Store>>,
    blocked: fn(),
) -> Result<Desk, DeskError> {
    let name = database_name(path);
    // Before anything is read: what other tabs change meanwhile is followed afterwards.
    let mut tabs = Tabs::listen(&name);
    let mut options = Options::new(&name);
    options.notice = Box::new(move |notice| {
        if notice == Notice::Blocked {
            blocked();
        }
    });
    let store: Rc<dyn Store> = match IdbStore::open_with(options).await {
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
