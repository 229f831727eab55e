//! The current place and how to go to another: `Route` over the browser's history. Links are plain: `<a href=…>`.

use std::cell::{Cell, RefCell};
use std::sync::LazyLock;
use std::time::Duration;

use leptos::ev::{hashchange, pagehide, popstate};
use leptos::prelude::*;
use leptos::reactive::graph::Observer;
use wasm_bindgen::JsValue;

use super::route::Route;

static ROUTE: LazyLock<ArcRwSignal<Route>> = LazyLock::new(|| ArcRwSignal::new(read()));

/// How long the address may lag behind: browsers drop changes, silently, when there are more than some 20 a second.
const LAG: Duration = Duration::from_millis(400);

thread_local! {
    /// The address that replaces the current one when the lag is over.
    static WAITING: RefCell<Option<String>> = const { RefCell::new(None) };
    /// Nothing was replaced for as long as the lag.
    static RESTING: Cell<bool> = const { Cell::new(true) };
    /// The address as it was last seen here.
    static SEEN: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Follows the address from now on; called once, when the app starts.
pub fn follow_address() {
    ROUTE.set(read());
    // Kept for the life of the page.
    let _ = window_event_listener(hashchange, |_| arrive());
    let _ = window_event_listener(popstate, |_| arrive());
    let _ = window_event_listener(pagehide, |_| write_waiting());
}

/// Where one is; inside a reactive closure it is followed. Take a `Memo` of the part that matters.
#[must_use]
pub fn route() -> Route {
    if Observer::get().is_some() { ROUTE.get() } else { ROUTE.get_untracked() }
}

/// Goes there; Back returns.
pub fn navigate(to: &Route) {
    go(to, false);
}

/// Goes there in place of the current address, for searches and filters while they are typed.
pub fn replace(to: &Route) {
    go(to, true);
}

/// Goes back, or to `otherwise` when this is the first page of the visit.
pub fn back(otherwise: &Route) {
    match window().history() {
        Ok(history) if history.length().is_ok_and(|length| length > 1) => {
            if history.back().is_err() {
                navigate(otherwise);
            }
        }
        _ => navigate(otherwise),
    }
}

fn read() -> Route {
    let address = address();
    let route = Route::parse(&address);
    SEEN.set(address);
    route
}

fn address() -> String {
    window().location().hash().unwrap_or_default()
}

fn go(to: &Route, replace: bool) {
    if *to != ROUTE.get_untracked() {
        if replace {
            WAITING.set(Some(to.href()));
            // The first of many is written at once: a page that is loaded again right after it begins there.
            if RESTING.replace(false) {
                rest();
            }
        } else {
            write_waiting();
            write(&to.href(), false);
        }
    }
    show(to.clone());
}

/// Writes what waits, and what comes meanwhile after the lag.
fn rest() {
    let writes = WAITING.with_borrow(Option::is_some);
    write_waiting();
    if writes {
        set_timeout(rest, LAG);
    } else {
        RESTING.set(true);
    }
}

fn write_waiting() {
    if let Some(href) = WAITING.take() {
        write(&href, true);
    }
}

fn write(href: &str, replace: bool) {
    let written = window().history().and_then(|history| {
        if replace {
            history.replace_state_with_url(&JsValue::NULL, "", Some(href))
        } else {
            history.push_state_with_url(&JsValue::NULL, "", Some(href))
        }
    });
    if written.is_err() {
        // The place changes, the address follows with the next.
        leptos::logging::warn!("the address could not be changed");
    }
    SEEN.set(address());
}

/// The browser went somewhere: what had not been written yet is not any more. A busy one tells it late, when one has
/// gone on from there, and tells it twice.
fn arrive() {
    if SEEN.with_borrow(|seen| *seen != address()) {
        WAITING.take();
        show(read());
    }
}

fn show(at: Route) {
    if *ROUTE.read_untracked() != at {
        ROUTE.set(at);
    }
}
