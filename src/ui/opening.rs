//! Opening the desk: the app, or a sentence that says why it cannot open and what to do. A part of its own, since a first
//! visit shows the first run before any of this is here.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::app::App;
use super::first::{self, Asked, Start};
use super::lang::{lang, lang_now};
use super::prefs::{Kept, Prefs};
use super::shell::{self, Shell};
use super::start::{add_button, at_failure, leave, overlay, say};
use super::texts::errors::Errors;
use super::texts::fill;
use super::texts::start::Starting;
use super::{keyboard, later, nav};
use crate::desk::{self, Desk, DeskError, StoreError};

/// So long nothing must have happened before pages are written, in milliseconds.
const QUIET: u64 = 10_000;

thread_local! {
    /// The desk, once it is read.
    static DESK: RefCell<Option<Desk>> = const { RefCell::new(None) };
    /// The app, once it is shown.
    static SHOWN: Cell<Option<App>> = const { Cell::new(None) };
}

/// Opens the desk, unless it is open, and shows it; before that it carries a first run out if one is asked for.
///
/// # Errors
/// A sentence for the first run, when it could not be carried out. That the desk cannot be opened stands on the page.
pub async fn open(asked: Asked) -> Result<(), String> {
    first::RESTORING.set(matches!(asked, Asked::Restore));
    first::JOINING.set(matches!(asked, Asked::Join) || first::is_invited());
    let path = window().location().pathname().unwrap_or_default();
    let start = if let Asked::Begin(start) = asked { Some(start) } else { None };
    let known = DESK.with_borrow(Clone::clone);
    let desk = match known {
        Some(desk) => desk,
        None => match read(&path, start.is_none()).await {
            Ok(desk) => desk,
            Err(error) => {
                recover(&error, &path);
                return Ok(());
            }
        },
    };
    let Some(start) = start else {
        show(&desk);
        return Ok(());
    };
    // Another tab may have been quicker: then that is shown, and who is at the desk is asked there.
    let is_ours = desk.is_new();
    if is_ours {
        begin(&desk, &start).await?;
    }
    first::forget();
    let app = show(&desk);
    if is_ours {
        if let (true, Some(app)) = (start.samples, app)
            && let Some(add) = later::samples().await
        {
            add(app, start.packs).await;
        }
        desk.forget_undo();
    }
    Ok(())
}

/// Carries the first run out; its code comes when it is needed.
async fn begin(desk: &Desk, start: &Start) -> Result<(), String> {
    match later::begin().await {
        Some(begin) => begin(desk.clone(), start.clone()).await,
        None => Err(Starting::t().not_fetched.to_owned()),
    }
}

/// Reads the desk. `showing`: what there is is shown as it comes.
async fn read(path: &str, showing: bool) -> Result<Desk, DeskError> {
    if showing {
        // Its code comes while the desk is read.
        spawn_local(later::ahead(shell::file()));
    }
    let desk = desk::open(path, later::memory, || say(Starting::t().waiting)).await?;
    let stop = desk.clone();
    at_failure(move || stop.stop());
    desk.set_words(later::words(Kept::of(&desk).language()).await).await;
    let ready = || {
        if showing {
            show(&desk);
        }
    };
    let damaged = match desk.read(&ready).await {
        Ok(damaged) => damaged,
        Err(error) => {
            // What is shown is not all there is: nothing is built on it.
            desk.stop();
            return Err(error);
        }
    };
    if let Some(app) = SHOWN.get() {
        for fault in damaged {
            app.toasts.damage(fill(Starting::t().damaged, &[&fault]));
        }
    }
    DESK.with_borrow_mut(|kept| *kept = Some(desk.clone()));
    compact_when_quiet(desk.clone());
    Ok(desk)
}

/// Shows the app, once.
fn show(desk: &Desk) -> Option<App> {
    if SHOWN.get().is_some() {
        return SHOWN.get();
    }
    leave();
    keyboard::listen();
    nav::follow_address();
    let desk = desk.clone();
    leptos::mount::mount_to_body(move || {
        let app = App::provide(&desk);
        SHOWN.set(Some(app));
        later::fetch_ahead(app, Prefs::provide(app));
        later::watch_words(app);
        // Texts are not followed one by one: a change of language draws the page anew. Drafts are kept anyway.
        move || {
            let _ = lang();
            view! { <Shell /> }
        }
    });
    SHOWN.get()
}

/// Folds what was written into pages whenever nothing happens for a while.
fn compact_when_quiet(desk: Desk) {
    let running = Rc::new(Cell::new(false));
    let compact = move || {
        if !desk.wants_compacting(QUIET) || running.replace(true) {
            return;
        }
        let (desk, running) = (desk.clone(), running.clone());
        spawn_local(async move {
            // A store that refuses now is asked again after the next write.
            while matches!(desk.compact().await, Ok(true)) && desk.wants_compacting(QUIET) {}
            running.set(false);
        });
    };
    gloo::timers::callback::Interval::new(5_000, compact).forget();
}

/// The page says why the desk cannot open. Nothing is deleted; what a newer app has written, or what
/// there is no space to move into the present schema, can be saved to a file.
fn recover(error: &DeskError, path: &str) {
    leave();
    overlay(&Errors::t().sentence(error));
    let can_save = matches!(error, DeskError::Store(StoreError::Newer { .. } | StoreError::Quota));
    if let (true, Some(cover)) = (can_save, document().get_element_by_id("crashed")) {
        let name = desk::database(path);
        add_button(&cover, Starting::of(lang_now()).rescue, move || rescue(&name));
    }
}

/// Lets a script of its own save a database: it is needed once in years, and by an app that cannot read what is there.
fn rescue(database: &str) {
    if let (Some(body), Ok(script)) = (document().body(), document().create_element("script")) {
        let _ = script.set_attribute("src", "rescue.js");
        let _ = script.set_attribute("data-database", database);
        let _ = script.set_attribute("data-file", "shouwen-rescue.json");
        let _ = body.append_child(&script);
    }
}
