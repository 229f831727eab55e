//! The frame around every page: rail, panes, bar, messages; and who stands before it.

use leptos::prelude::*;

use super::app::App;
use super::components::{Glyph, Icon};
use super::dates;
use super::dialogs::{PersonButton, Sheets};
use super::first::JOINING;
use super::keyboard::use_key;
use super::keys::Key;
use super::later::{File, Later};
use super::nav::{navigate, route};
use super::offline::{self, OfflineMark};
use super::prefs::Prefs;
use super::reckon::zone_name;
use super::route::{Query, Route};
use super::sync::SyncMark;
use super::texts::start::Starting;
use super::texts::{Common, fill};
use super::toasts::ToastStack;
use crate::model::agent::Role;
use crate::query::find::View;

/// What is shown: the first run, the choice of a person, a paper, or the desk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    New,
    Nobody,
    Paper,
    Desk,
}

/// The whole page.
#[component]
pub fn Shell() -> impl IntoView {
    let app = App::get();
    let stage = Memo::new(move |_| {
        let desk = app.live();
        match route() {
            _ if desk.is_new() => Stage::New,
            _ if desk.me().is_none() => Stage::Nobody,
            Route::Print(..) => Stage::Paper,
            _ => Stage::Desk,
        }
    });
    view! {
        {move || match stage.get() {
            Stage::New if JOINING.get() => view! { <Later file=File::join /> }.into_any(),
            Stage::New => view! { <Later file=File::first_run /> }.into_any(),
            Stage::Nobody => view! { <Later file=File::gate /> }.into_any(),
            Stage::Paper => view! { <Later file=File::paper /> }.into_any(),
            Stage::Desk => view! { <DeskFrame /> }.into_any(),
        }}
        <ToastStack />
    }
}

/// Which page, and how its panes stand on a phone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Page {
    Today,
    Tickets { register: bool },
    Capture,
    Clearing,
    Customers,
    Scripts,
    Handbook,
    Practice,
    Settings,
    Import,
    Guide,
}

impl Page {
    fn file(self) -> File {
        match self {
            Self::Today => File::today,
            Self::Tickets { .. } => File::tickets,
            Self::Capture => File::capture,
            Self::Clearing => File::clearing,
            Self::Customers => File::customers,
            Self::Scripts => File::library,
            Self::Practice => File::practice,
            Self::Handbook => File::handbook,
            Self::Settings => File::settings,
            Self::Guide => File::guide,
            Self::Import => File::import,
        }
    }
}

/// The page of the address.
#[must_use]
pub fn file() -> File {
    page().file()
}

fn page() -> Page {
    match route() {
        Route::Tickets(..) => Page::Tickets { register: false },
        Route::Registers(..) => Page::Tickets { register: true },
        Route::Capture(_) => Page::Capture,
        Route::Clearing(_) => Page::Clearing,
        Route::Customers(..) => Page::Customers,
        Route::Scripts(..) => Page::Scripts,
        Route::Handbook(..) => Page::Handbook,
        Route::Practice(..) => Page::Practice,
        Route::Settings(..) => Page::Settings,
        Route::Import => Page::Import,
        Route::Guide(..) => Page::Guide,
        _ => Page::Today,
    }
}

#[component]
fn DeskFrame() -> impl IntoView {
    let app = App::get();
    let page = Memo::new(|_| page());
    for (key, to) in [
        (Key::GoToday, Route::Today),
        (Key::GoTickets, Route::Tickets(None, Query::default())),
        (Key::GoRegisters, Route::Registers(None, None, Query::default())),
        (Key::GoClearing, Route::Clearing(Query::default())),
        (Key::GoCustomers, Route::Customers(None, Query::default())),
        (Key::GoScripts, Route::Scripts(None, Query::default())),
        (Key::GoPractice, Route::Practice(None, None)),
        (Key::GoHandbook, Route::Handbook(None, Query::default())),
        (Key::GoSettings, Route::Settings(None, None)),
        (Key::Capture, Route::Capture(Query::default())),
    ] {
        use_key(key, move || navigate(&to));
    }
    let prefs = Prefs::get();
    use_key(Key::Undo, move || app.undo());
    use_key(Key::Redo, move || app.redo());
    view! {
        <div class="desk"
            style:--list-w=move || Some(prefs.kept().list).filter(|px| *px > 0).map(|px| format!("{px}px"))
            style:--help-w=move || Some(prefs.kept().help).filter(|px| *px > 0).map(|px| format!("{px}px"))>
            <Rail page />
            {move || {
                let file = page.get().file();
                app.toasts.leave_page();
                view! { <Later file /> }
            }}
            <Bar />
        </div>
        <Sheets />
    }
}

/// How many of something, beside a page's name.
struct Badge {
    count: Memo<usize>,
    /// It can wait.
    soft: bool,
    /// In words, with a place for the number; empty for none.
    says: fn() -> &'static str,
}

#[component]
fn Rail(page: Memo<Page>) -> impl IntoView {
    let app = App::get();
    let link = move |icon: Icon,
                     label: fn() -> &'static str,
                     to: Route,
                     current: fn(Page) -> bool,
                     badge: Option<Badge>| {
        let badge = badge.map(|Badge { count, soft, says }| {
            let title = move || Some(says()).filter(|says| !says.is_empty()).map(|says| fill(says, &[&count.get()]));
            view! {
                <b class="n" data-tone=soft.then_some("soft") hidden=move || count.get() == 0 title=title>{move || count.get()}</b>
            }
        });
        view! {
            <a href=to.href() aria-current=move || current(page.get()).then_some("page")>
                <Glyph icon />
                <span>{move || label()}</span>
                {badge}
            </a>
        }
    };
    let none = Query::default;
    let late = Memo::new(move |_| app.tally.get().of(View::Late));
    let unread = Memo::new(move |_| app.live().unread_count());
    // What waits for a lead's answer.
    let suggested = Memo::new(move |_| if app.role() >= Role::Lead { app.live().open_suggestions() } else { 0 });
    let late = Badge { count: late, soft: false, says: || "" };
    let suggested = Badge { count: suggested, soft: true, says: || Common::t().open_suggestions };
    let unread = Badge { count: unread, soft: true, says: || Common::t().unread_chapters };
    view! {
        <nav class="rail" aria-label=Common::t().navigation>
            <a class="logo" href=Route::Today.href() aria-label=Common::t().app>"首"</a>
            {link(Icon::Today, || Common::t().today, Route::Today, |page| page == Page::Today, Some(late))}
            {link(Icon::Tickets, || Common::t().tickets, Route::Tickets(None, none()),
                |page| matches!(page, Page::Tickets { register: false } | Page::Capture | Page::Import), None)}
            {link(Icon::Register, || Common::t().registers, Route::Registers(None, None, none()),
                |page| page == Page::Tickets { register: true }, None)}
            {link(Icon::Check, || Common::t().clearing, Route::Clearing(none()), |page| page == Page::Clearing, None)}
            {link(Icon::Customer, || Common::t().customers, Route::Customers(None, none()),
                |page| page == Page::Customers, None)}
            {link(Icon::Script, || Common::t().scripts, Route::Scripts(None, none()),
                |page| matches!(page, Page::Scripts | Page::Guide), Some(suggested))}
            {link(Icon::Handbook, || Common::t().handbook, Route::Handbook(None, none()),
                |page| matches!(page, Page::Handbook | Page::Practice), Some(unread))}
            <span class="spacer"></span>
            {link(Icon::Settings, || Common::t().settings, Route::Settings(None, None),
                |page| page == Page::Settings, None)}
        </nav>
    }
}

/// The line at the foot: offline or not, what is kept here, who is at the desk.
#[component]
fn Bar() -> impl IntoView {
    let app = App::get();
    let online = RwSignal::new(window().navigator().on_line());
    let up = window_event_listener(leptos::ev::online, move |_| online.set(true));
    let down = window_event_listener(leptos::ev::offline, move |_| online.set(false));
    on_cleanup(move || {
        up.remove();
        down.remove();
    });
    // The mark of syncing says it with what waits.
    let syncs = Memo::new(move |_| app.live().remote().is_some());
    let count = Memo::new(move |_| app.live().count("ticket"));
    let ahead = Memo::new(move |_| app.live().clock_ahead());
    // Where this device is in another zone, the desk's is named.
    let zone = Memo::new(move |_| {
        let (desk, now) = (app.live().calendar().offset, app.now.get());
        (desk != dates::device_offset(now)).then_some(desk)
    });
    let memory = !app.desk().is_durable();
    let late = Memo::new(move |_| app.tally.get().of(View::Late));
    Effect::new(move |_| offline::badge(late.get()));
    view! {
        <footer class="bar">
            <span hidden=move || online.get() || syncs.get()>"● "{Starting::t().offline}</span>
            <OfflineMark />
            <SyncMark />
            <span>{move || fill(Starting::t().on_device, &[&count.get()])}</span>
            {move || zone.get().map(|zone| view! { <span>{fill(Starting::t().desk_time, &[&zone_name(zone)])}</span> })}
            {memory.then(|| view! { <span class="warn" role="alert">{Starting::t().in_memory}</span> })}
            {move || {
                ahead.get().map(|ahead| {
                    let ahead = super::format::span(ahead, super::lang::lang());
                    view! { <span class="warn">{fill(Starting::t().clock_ahead, &[&ahead])}</span> }
                })
            }}
            <PersonButton />
        </footer>
    }
}
