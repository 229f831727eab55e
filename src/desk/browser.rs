//! Opening the desk in a browser.

use std::cell::RefCell;
use std::rc::Rc;

use super::sync::on;
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
    if desk.is_durable() {
        Beside::of(&name).follow(&desk).await;
    }
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

/// Drafts that were still being written when a page went, beside the database: a browser may drop the writes of a page that
/// is loaded again at once.
#[derive(Clone)]
struct Beside {
    prefix: String,
}

impl Beside {
    fn of(database: &str) -> Self {
        Self { prefix: [database, ":draft:"].concat() }
    }

    /// Brings back what the page before has left, and leaves what is unsure when this one goes. Where the browser has no
    /// such place, a draft is as safe as its database.
    async fn follow(self, desk: &Desk) {
        for name in self.names() {
            // Another page may have taken it meanwhile; an empty one is a draft that was emptied.
            let Some(text) = storage().and_then(|storage| storage.get_item(&name).ok().flatten()) else { continue };
            let key = name.get(self.prefix.len()..).unwrap_or_default().to_owned();
            if desk.recall_draft(key, &text).await.is_ok() {
                forget(&name);
            }
        }
        // What is typed or saved from now on is newer than what a page has left.
        let typed = self.clone();
        desk.tell_drafts_with(move |key| match key {
            Some(key) => forget(&typed.name(key)),
            None => typed.names().iter().for_each(|name| forget(name)),
        });
        let left = Rc::new(RefCell::new(Vec::new()));
        let (leaving, desk) = (Rc::clone(&left), desk.clone());
        on("pagehide", move || {
            let Some(storage) = storage() else { return };
            for (key, text) in desk.unsure_drafts() {
                let name = self.name(&key);
                // One that is too long for it is as safe as its database.
                if storage.set_item(&name, &text).is_ok() {
                    leaving.borrow_mut().push(name);
                }
            }
        });
        // The page did not go after all, and ends what it had begun.
        on("pageshow", move || left.take().iter().for_each(|name| forget(name)));
    }

    fn name(&self, key: &str) -> String {
        [&self.prefix, key].concat()
    }

    /// What is there, by name.
    fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        let Some(storage) = storage() else { return names };
        for at in 0..storage.length().unwrap_or_default() {
            names.extend(storage.key(at).ok().flatten().filter(|name| name.starts_with(&self.prefix)));
        }
        names
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn forget(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(name);
    }
}
