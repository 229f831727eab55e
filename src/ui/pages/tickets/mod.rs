//! The list of tickets (or of register entries), the one that is open beside it, and the help beside that.

mod cells;
mod choosing;
mod columns;
mod filters;
mod list;
mod saving;
pub mod selection;
mod views;

use std::sync::Arc;
use std::time::Duration;

use leptos::ev::resize;
use leptos::prelude::*;

use self::list::ListPane;
pub use self::selection::Selection;
use super::board::{BOARD, BoardPage, LOOK};
use super::finds::Finds;
use super::ticket::{Reply, TicketPane};
use crate::desk::{Desk, Wanted};
use crate::model::document::DocId;
use crate::model::view::SavedView;
use crate::query::find::View;
use crate::query::find::order::Order;
use crate::query::search::parse;
use crate::ui::app::App;
use crate::ui::components::{Empty, Icon};
use crate::ui::keyboard::use_key;
use crate::ui::keys::Key;
use crate::ui::nav::{navigate, route};
use crate::ui::pages::quick::MOVES;
use crate::ui::prefs::Prefs;
use crate::ui::route::{Query, Route};
use crate::ui::texts::ticket::TicketTexts;

/// The views in the order of their pills, with their names in the address.
const VIEWS: [(View, &str); 7] = [
    (View::Mine, "mine"),
    (View::Late, "late"),
    (View::Promised, "promised"),
    (View::Pool, "pool"),
    (View::Open, "open"),
    (View::Done, "done"),
    (View::All, "all"),
];

fn view_name(view: View) -> &'static str {
    let t = TicketTexts::t();
    match view {
        View::Mine => t.mine,
        View::Late => t.late,
        View::Promised => t.promised,
        View::Pool => t.in_pool,
        View::Open => t.open,
        View::Done => t.done,
        View::All => t.all,
    }
}

/// What says in the address that register entries stand among the tickets.
pub const BOTH: &str = "both";

/// What says in the address whose list it is, of somebody who is away: an agent's id.
const OF: &str = "of";
/// What says in the address which saved view it is: the document's name.
const SAVED: &str = "saved";

/// Where the list stands, as the address says it.
#[derive(Clone, PartialEq)]
pub struct Place {
    /// Registers, not tickets.
    pub register: bool,
    /// The ticket that is open beside it.
    pub id: Option<String>,
    /// What the address says of the list.
    pub query: Query,
}

impl Place {
    fn read(register: bool) -> Self {
        match route() {
            Route::Tickets(id, query) | Route::Registers(_, id, query) => Self { register, id, query },
            _ => Self { register, id: None, query: Query::default() },
        }
    }

    /// The address of the list, or of a ticket opened from it.
    pub fn route(&self, id: Option<String>, query: Query) -> Route {
        // It was asked of one ticket.
        let query = query.with(MOVES, "");
        if self.register { Route::Registers(Some("all".to_owned()), id, query) } else { Route::Tickets(id, query) }
    }

    /// Tickets, register entries or both.
    pub fn sort(&self, register: bool) -> Option<bool> {
        self.query.get(BOTH).is_empty().then_some(register)
    }

    /// The view.
    pub fn view(&self) -> View {
        let name = self.query.get("view");
        let usual = if self.register { View::Open } else { View::Mine };
        VIEWS.iter().find(|(_, id)| *id == name).map_or(usual, |(view, _)| *view)
    }
}

impl Place {
    /// A list without an open ticket.
    #[must_use]
    pub fn at(register: bool, query: Query) -> Self {
        Self { register, id: None, query }
    }

    /// The view's name in addresses.
    #[must_use]
    pub fn view_id(&self) -> &'static str {
        let view = self.view();
        VIEWS.iter().find(|(other, _)| *other == view).map_or("", |(_, id)| id)
    }

    /// The saved view that it shows.
    fn saved(&self, desk: &Desk) -> Option<Arc<SavedView>> {
        let id = self.query.get(SAVED);
        (!id.is_empty()).then(|| desk.view(&["view-", id].concat())).flatten()
    }

    /// What is looked for.
    #[must_use]
    pub fn wanted(&self) -> Wanted {
        Wanted {
            view: self.view(),
            register: self.sort(self.register),
            kind: self.query.get("kind").to_owned(),
            state: self.query.get("state").to_owned(),
            query: parse(self.query.get("q")),
            order: Order::parse(self.query.get("sort")),
            of: self.query.get(OF).to_owned(),
            lane: None,
        }
    }
}

/// Tickets, or registers.
#[component]
pub fn TicketsPage(
    /// Registers instead of tickets.
    register: bool,
) -> impl IntoView {
    let app = App::get();
    let prefs = Prefs::get();
    let place = Memo::new(move |_| Place::read(register));
    let id = Memo::new(move |_| place.with(|place| place.id.clone()));
    let wanted = Memo::new(move |_| place.with(Place::wanted));
    // Who opens a ticket sees it first, and a frame later what stands beside it.
    let settled = RwSignal::new(id.with_untracked(Option::is_none));
    if !settled.get_untracked() {
        let settle = move || {
            let _ = settled.try_set(true);
        };
        after_paint(settle);
        // A browser that shows nothing just now has no next frame.
        set_timeout(settle, AT_MOST);
    }
    // Without a ticket there is nothing to wait for.
    let beside = Memo::new(move |_| settled.get() || id.with(Option::is_none));
    let finds = Finds::of(app, wanted, beside);
    let selection = Selection::provide();
    // Another person at the desk chooses anew.
    Effect::new(move |_| {
        app.person.track();
        selection.clear();
    });
    provide_context(Reply::new());
    let no_help = Memo::new(move |_| prefs.kept().no_help);
    use_key(Key::ToggleHelp, move || prefs.change(app, |kept| kept.no_help = !kept.no_help));
    let key = move || {
        // Another person at the desk gets the ticket anew: forms stand open for whoever opened them.
        app.person.track();
        id.get().map(|id| DocId::new(&id))
    };
    let wide = use_wide();
    let table = Memo::new(move |_| wide.get() && id.with(Option::is_none) && !prefs.kept().lines);
    let pane = move || match key() {
        None if table.get() => ().into_any(),
        None => view! {
            <main class="work empty-pane">
                <Empty icon=Icon::Tickets title=TicketTexts::t().none_open text=TicketTexts::t().none_open_about />
            </main>
        }
        .into_any(),
        Some(id) => view! { <TicketPane id no_help settled /> }.into_any(),
    };
    let board = Memo::new(move |_| place.with(|place| place.id.is_none() && place.query.get(LOOK) == BOARD));
    use_key(Key::Board, move || {
        let at = place.get_untracked();
        let look = if board.get_untracked() { "" } else { BOARD };
        navigate(&at.route(None, at.query.clone().with(LOOK, look)));
    });
    move || {
        if board.get() {
            view! { <BoardPage register /> }.into_any()
        } else {
            view! {
                {move || beside.get().then(|| view! { <ListPane place wanted finds register table /> })}
                {pane}
            }
            .into_any()
        }
    }
}

/// Leaves the ticket that is open for the list.
fn close_ticket(place: Memo<Place>) {
    let at = place.get_untracked();
    if at.id.is_some() {
        navigate(&at.route(None, at.query.clone()));
    }
}

/// So long what stands beside a ticket waits for it.
const AT_MOST: Duration = Duration::from_millis(250);

/// Does something once the next frame has been seen.
fn after_paint(then: impl FnOnce() + 'static) {
    request_animation_frame(move || set_timeout(then, Duration::ZERO));
}

/// So wide, in pixels, a window has room for a table.
const WIDE: f64 = 900.0;

/// Whether the window has room for a table; followed.
fn use_wide() -> Memo<bool> {
    let is_wide = || window().inner_width().ok().and_then(|width| width.as_f64()).is_some_and(|width| width >= WIDE);
    let wide = RwSignal::new(is_wide());
    let listener = window_event_listener(resize, move |_| wide.set(is_wide()));
    on_cleanup(move || listener.remove());
    Memo::new(move |_| wide.get())
}
