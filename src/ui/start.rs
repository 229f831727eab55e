//! The first moments: a first visit sees the first run at once, everybody else the desk; and the page's last word, should
//! anything fail.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;

use super::first::{self, Asked};
use super::lang::{lang, lang_now, set_lang};
use super::later::{self, File, Later};
use super::offline;
use super::texts::start::Starting;

thread_local! {
    /// What stops the desk: after a failure nothing is written.
    static STOP: RefCell<Option<Rc<dyn Fn()>>> = const { RefCell::new(None) };
    /// Takes the first visit's page away.
    static LEAVE: RefCell<Option<Box<dyn FnOnce()>>> = const { RefCell::new(None) };
}

/// Starts the app.
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        STOP.with(|stop| {
            if let Ok(stop) = stop.try_borrow()
                && let Some(stop) = stop.as_ref()
            {
                stop();
            }
        });
        overlay(Starting::of(lang_now()).crashed);
    }));
    set_lang(first::language());
    spawn_local(async {
        if !first::is_invited() && first::is_first_visit().await {
            return welcome();
        }
        // Why it cannot be shown stands on the page already; without its code there is nothing to say it.
        if later::open(Asked::Show).await.is_none() {
            leave_boot();
            overlay(Starting::of(lang_now()).not_fetched);
        }
    });
}

/// Shows the first run; nothing else is loaded before somebody begins to fill it in.
fn welcome() {
    leave_boot();
    let Some(body) = document().body() else { return };
    let shown = leptos::mount::mount_to(body, || {
        move || {
            let _ = lang();
            view! { <Later file=File::first_run /> }
        }
    });
    LEAVE.with(|leave| *leave.borrow_mut() = Some(Box::new(move || drop(shown))));
    // Whoever only looks has the app on the device afterwards, too.
    set_timeout(offline::begin, Duration::from_secs(12));
}

/// Another page takes the place of what a start has shown so far.
pub fn leave() {
    leave_boot();
    if let Some(leave) = LEAVE.take() {
        leave();
    }
}

/// Should anything fail, `stop` is called, and nothing is written any more.
pub fn at_failure(stop: impl Fn() + 'static) {
    STOP.with(|kept| *kept.borrow_mut() = Some(Rc::new(stop)));
}

/// Says what the start waits for; the page that comes takes its place.
pub fn say(text: &str) {
    let document = document();
    let boot = document.get_element_by_id("boot").or_else(|| {
        let boot = document.create_element("div").ok()?;
        boot.set_id("boot");
        document.body()?.append_child(&boot).ok()?;
        Some(boot)
    });
    if let Some(boot) = boot {
        boot.set_text_content(Some(text));
        let _ = boot.set_attribute("role", "status");
    }
}

fn leave_boot() {
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
}

/// Covers the page with a sentence and a button to reload. Plain, since whatever draws the page may be what failed.
pub fn overlay(text: &str) {
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

/// Adds a button to the cover.
pub fn add_button(cover: &web_sys::Element, text: &str, press: impl Fn() + 'static) {
    let Ok(button) = document().create_element("button") else { return };
    button.set_text_content(Some(text));
    button.set_class_name("btn");
    let press = Closure::<dyn Fn()>::new(press);
    let _ = button.add_event_listener_with_callback("click", press.as_ref().unchecked_ref());
    press.forget();
    let _ = cover.append_child(&button);
}
