//! Opening the desk: the app, or a sentence that says why it cannot open and what to do.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;

use super::app::App;
use super::keyboard;
use super::lang::{browser_lang, lang, set_lang};
use super::nav;
use super::prefs::Prefs;
use super::shell::Shell;
use super::texts::errors::Errors;
use super::texts::start::Starting;
use crate::desk::{self, Desk, DeskError, StoreError};

/// So long nothing must have happened before pages are written, in milliseconds.
const QUIET: u64 = 10_000;

thread_local! {
    /// The desk, for the panic hook: after a failure nothing is written.
    static DESK: RefCell<Option<Desk>> = const { RefCell::new(None) };
}

/// Opens the desk and mounts the app.
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        DESK.with(|desk| {
            if let Ok(desk) = desk.try_borrow()
                && let Some(desk) = desk.as_ref()
            {
                desk.stop();
            }
        });
        overlay(Starting::of(super::lang::lang_now()).crashed);
    }));
    set_lang(browser_lang());
    keyboard::listen();
    nav::follow_address();
    spawn_local(async {
        let path = window().location().pathname().unwrap_or_default();
        let desk = match desk::open(&path, super::later::memory).await {
            Ok(desk) => desk,
            Err(error) => return recover(&error, &path),
        };
        DESK.with(|kept| *kept.borrow_mut() = Some(desk.clone()));
        let shown = RefCell::new(None::<Shown>);
        let read = desk.read(&|| *shown.borrow_mut() = Some(mount(&desk))).await;
        let app = shown.borrow().as_ref().and_then(|app| app.get());
        match (read, app) {
            (Ok(damaged), Some(app)) => {
                for fault in damaged {
                    app.toasts.fault(super::texts::fill(Starting::t().damaged, &[&fault]));
                }
                compact_when_quiet(desk);
            }
            (Err(error), _) => {
                // What is shown is not all there is: nothing is built on it.
                desk.stop();
                recover(&error, &path);
            }
            (Ok(_), None) => {}
        }
    });
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

/// Where the mounted app says who it is.
type Shown = Rc<Cell<Option<App>>>;

/// Shows the app. What is not read yet appears as it comes.
fn mount(desk: &Desk) -> Shown {
    leave_boot();
    let (desk, shown) = (desk.clone(), Rc::new(Cell::new(None)));
    let kept = shown.clone();
    leptos::mount::mount_to_body(move || {
        let app = App::provide(&desk);
        kept.set(Some(app));
        super::later::fetch_ahead(app, Prefs::provide(app));
        // Texts are not followed one by one: a change of language draws the page anew. Drafts are kept anyway.
        move || {
            let _ = lang();
            view! { <Shell /> }
        }
    });
    shown
}

/// The page says why the desk cannot open. Nothing is deleted; what a newer app has written, or what
/// there is no space to move into the present schema, can be saved to a file.
fn recover(error: &DeskError, path: &str) {
    leave_boot();
    overlay(&Errors::t().sentence(error));
    let can_save = matches!(error, DeskError::Store(StoreError::Newer { .. } | StoreError::Quota));
    if let (true, Some(cover)) = (can_save, document().get_element_by_id("crashed")) {
        let name = desk::database(path);
        add_button(&cover, Starting::of(super::lang::lang_now()).rescue, move || rescue(&name));
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

fn add_button(cover: &web_sys::Element, text: &str, press: impl Fn() + 'static) {
    let Ok(button) = document().create_element("button") else { return };
    button.set_text_content(Some(text));
    button.set_class_name("btn");
    let press = Closure::<dyn Fn()>::new(press);
    let _ = button.add_event_listener_with_callback("click", press.as_ref().unchecked_ref());
    press.forget();
    let _ = cover.append_child(&button);
}

fn leave_boot() {
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
}

/// Covers the page with a sentence and a button to reload. Plain, since whatever draws the page may be what failed.
fn overlay(text: &str) {
    let document = document();
    if document.get_element_by_id("crashed").is_some() {
        return;
    }
    let (Some(body), Ok(cover), Ok(said)) =
        (document.body(), document.create_element("div"), document.create_element("p"))
    else {
        return;
    };
    cover.set_id("crashed");
    let _ = cover.set_attribute("role", "alertdialog");
    said.set_text_content(Some(text));
    let _ = cover.append_child(&said);
    add_button(&cover, Starting::of(super::lang::lang_now()).reload, || drop(window().location().reload()));
    let _ = body.append_child(&cover);
}
