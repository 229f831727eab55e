//! Syncing as the page shows it: begun when it is wanted, its status for whoever asks.

use std::cell::{Cell, RefCell};
use std::sync::LazyLock;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::app::App;
use super::components::{Glyph, Icon};
use super::first::JOINING;
use super::route::Route;
use super::texts::fill;
use super::texts::sync::SyncMark as Texts;
use crate::desk::sync::{Outbox, State, Status, Sync};
use crate::desk::{self, Changed};

static STATUS: LazyLock<ArcRwSignal<Status>> = LazyLock::new(|| ArcRwSignal::new(Status::default()));

thread_local! {
    /// Syncing, once it has been wanted.
    static SYNC: RefCell<Option<Sync>> = const { RefCell::new(None) };
    static BEGUN: Cell<bool> = const { Cell::new(false) };
}

/// How syncing stands; followed in reactive closures.
#[must_use]
pub fn status() -> Status {
    STATUS.get()
}

/// What waits and what was refused, as far as this tab knows; read anew with every change of the status.
#[must_use]
pub fn outbox() -> Outbox {
    STATUS.track();
    SYNC.with_borrow(|sync| sync.as_ref().map(Sync::outbox).unwrap_or_default())
}

/// Whether this tab is the one that syncs.
#[must_use]
pub fn leads() -> bool {
    STATUS.track();
    SYNC.with_borrow(|sync| sync.as_ref().is_some_and(Sync::leads))
}

/// What syncs, if it has been wanted.
#[must_use]
pub fn handle() -> Option<Sync> {
    SYNC.with_borrow(Clone::clone)
}

/// Syncs from now on whenever that is wanted. Called once the first page stands; later calls do nothing.
pub fn begin(app: App) {
    if BEGUN.replace(true) {
        return;
    }
    let desk = app.desk();
    if desk.remote().is_some() {
        return run(app);
    }
    // Not a request is made before somebody wants it, here or in another tab.
    desk.subscribe(move |changed| {
        if *changed == Changed::Remote && app.desk().remote().is_some() {
            run(app);
        }
    });
}

fn run(app: App) {
    if SYNC.with_borrow(Option::is_some) {
        return;
    }
    let path = window().location().pathname().unwrap_or_default();
    let told = || {
        let status = SYNC.with_borrow(|sync| sync.as_ref().map(Sync::status));
        if let Some(status) = status {
            STATUS.set(status);
        }
    };
    let sync = Sync::begin(&app.desk(), &desk::database(&path), told);
    SYNC.set(Some(sync));
    told();
    if JOINING.get() {
        app.desk().subscribe(move |_| sit_down(app));
    }
}

/// Once who has logged in on a new device has come from the server, they are at the desk. Who has a PIN is asked for it.
fn sit_down(app: App) {
    let desk = app.desk();
    if desk.me().is_some() || !JOINING.get() {
        return;
    }
    let user = desk.remote().and_then(|remote| remote.logins.into_keys().next());
    let Some(user) = user.filter(|user| desk.agent(user).is_some()) else { return };
    JOINING.set(false);
    spawn_local(async move {
        let _ = desk.switch_to(&user, "").await;
    });
}

/// The quiet mark at the foot: in sync, so many to send, or that somebody is needed. Nothing while sync is off.
#[component]
pub fn SyncMark() -> impl IntoView {
    let app = App::get();
    let said = move || {
        let (t, Status { state, waiting, parked, held_for, .. }) = (Texts::t(), status());
        let mine = app.live().me().and_then(|me| held_for.get(&me.id).copied()).unwrap_or(0);
        let needs = parked > 0;
        let (text, needs) = match state {
            State::Off => return None,
            State::Connecting => (t.connecting.to_owned(), needs),
            State::CatchingUp { done, total } => (fill(t.reading, &[&done, &total]), needs),
            State::UpToDate { .. } if needs => (t.needs_you.to_owned(), true),
            State::UpToDate { .. } if mine > 0 => (fill(t.log_in, &[&mine]), true),
            State::UpToDate { .. } => (t.up_to_date.to_owned(), false),
            State::Waiting(_) => (fill(t.waiting, &[&waiting]), needs),
            State::Offline if waiting == 0 => (t.offline.to_owned(), needs),
            State::Offline => ([t.offline, " · ", &fill(t.waiting, &[&waiting])].concat(), needs),
            State::NeedsLogin(_) | State::Refused(_) => (t.needs_you.to_owned(), true),
        };
        Some((text, needs))
    };
    move || {
        app.live().remote()?;
        let (text, needs) = said()?;
        Some(view! {
            <a class="sync-mark" class:warn=needs href=Route::settings("sync").href()><Glyph icon=Icon::Sync />{text}</a>
        })
    }
}
