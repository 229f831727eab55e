//! What the first run needs before there is a desk: it is shown on a first visit while nothing else is loaded yet.

use std::cell::{Cell, RefCell};

use js_sys::{Array, Function, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::lang::browser_lang;
use super::texts::Lang;
use crate::desk::database;

/// What the first run is to do.
#[derive(Clone)]
pub struct Start {
    /// Who is at the desk from now on.
    pub name: String,
    /// That person's number.
    pub number: String,
    /// The firm's name; may be empty.
    pub firm: String,
    /// The language, if one was chosen.
    pub lang: Option<Lang>,
    /// The built-in packs to install.
    pub packs: Vec<&'static str>,
    /// Sample data too.
    pub samples: bool,
}

/// What opening the desk is asked to do.
pub enum Asked {
    /// Show what is there.
    Show,
    /// Carry out the first run, then show it.
    Begin(Start),
    /// Show the first run with the choice of a backup.
    Restore,
    /// Join a team instead of a first run.
    Join,
}

thread_local! {
    /// A backup is wanted instead of a first run.
    pub static RESTORING: Cell<bool> = const { Cell::new(false) };
    /// A team is joined instead of a first run.
    pub static JOINING: Cell<bool> = const { Cell::new(false) };
    /// What was typed since the page was loaded, by name: some browsers keep nothing for a page.
    static TYPED: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// The name under which the chosen language is kept.
pub const LANG: &str = "lang";

/// The names under which the first run's form is kept.
const FIELDS: [&str; 6] = ["name", "number", "firm", "packs", "samples", LANG];

fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

fn key(name: &str) -> String {
    let mut key = database(&path());
    key.push_str(":first-run:");
    key.push_str(name);
    key
}

/// What was typed into the first run under a name and not used yet. There is no desk to keep it.
#[must_use]
pub fn kept(name: &str) -> Option<String> {
    let typed = TYPED.with_borrow(|all| all.iter().find(|(other, _)| other == name).map(|(_, text)| text.clone()));
    if typed.is_some() {
        return typed;
    }
    window().local_storage().ok()??.get_item(&key(name)).ok()?
}

/// Keeps what is typed into the first run. Where the browser keeps nothing, it is lost with the page.
pub fn keep(name: &str, text: &str) {
    TYPED.with_borrow_mut(|all| {
        all.retain(|(other, _)| other != name);
        all.push((name.to_owned(), text.to_owned()));
    });
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(&key(name), text);
    }
}

/// The language chosen in the first run; the browser's before one is.
#[must_use]
pub fn language() -> Lang {
    kept(LANG).map_or_else(browser_lang, |tag| Lang::of(&tag))
}

/// The first run is over.
pub fn forget() {
    TYPED.with_borrow_mut(Vec::clear);
    if let Ok(Some(storage)) = window().local_storage() {
        for name in FIELDS {
            let _ = storage.remove_item(&key(name));
        }
    }
}

/// Whether the address is an invitation to a team.
#[must_use]
pub fn is_invited() -> bool {
    window().location().hash().is_ok_and(|hash| hash.starts_with("#/join"))
}

/// Whether this browser has no desk yet at this address. False when it cannot be told: then the desk is opened to see.
pub async fn is_first_visit() -> bool {
    let name = database(&path());
    names().await.is_some_and(|names| names.iter().all(|other| *other != name))
}

/// The names of this site's databases.
async fn names() -> Option<Vec<String>> {
    let databases = window().indexed_db().ok()??;
    let list: Function = Reflect::get(&databases, &"databases".into()).ok()?.dyn_into().ok()?;
    let answer: Promise = list.call0(&databases).ok()?.dyn_into().ok()?;
    let all: Array = JsFuture::from(answer).await.ok()?.dyn_into().ok()?;
    let name = |database: JsValue| Reflect::get(&database, &"name".into()).ok()?.as_string();
    Some(all.iter().filter_map(name).collect())
}
