//! The list of tickets (or of register entries), the one that is open beside it, and the help beside that.

pub mod selection;

use std::sync::Arc;

use leptos::prelude::*;

pub use self::selection::Selection;
use super::board::{BOARD, BoardPage, LOOK};
use super::bulk::{BulkBar, choose_keys};
use super::finds::Finds;
use super::search_box::SearchBox;
use super::ticket::{Reply, TicketPane};
use crate::desk::Wanted;
use crate::model::document::DocId;
use crate::query::find::View;
use crate::query::rows::Row;
use crate::query::search::marks::Marker;
use crate::query::search::{Query as Asked, parse};
use crate::ui::app::App;
use crate::ui::components::{Button, Empty, Glyph, Icon, IconButton, Look, Splitter, VirtualList, marked};
use crate::ui::dates;
use crate::ui::keyboard::use_key;
use crate::ui::keys::Key;
use crate::ui::nav::{navigate, replace, route};
use crate::ui::prefs::Prefs;
use crate::ui::route::{Query, Route};
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::texts::{Common, fill};

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

/// Where the list stands, as the address says it.
#[derive(Clone, PartialEq)]
struct Place {
    register: bool,
    id: Option<String>,
    query: Query,
}

impl Place {
    fn read(register: bool) -> Self {
        match route() {
            Route::Tickets(id, query) | Route::Registers(_, id, query) => Self { register, id, query },
            _ => Self { register, id: None, query: Query::default() },
        }
    }

    fn route(&self, id: Option<String>, query: Query) -> Route {
        if self.register { Route::Registers(Some("all".to_owned()), id, query) } else { Route::Tickets(id, query) }
    }

    /// Tickets, register entries or both.
    fn sort(&self, register: bool) -> Option<bool> {
        self.query.get(BOTH).is_empty().then_some(register)
    }

    fn view(&self) -> View {
        let name = self.query.get("view");
        let usual = if self.register { View::Open } else { View::Mine };
        VIEWS.iter().find(|(_, id)| *id == name).map_or(usual, |(view, _)| *view)
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
    let wanted = Memo::new(move |_| {
        place.with(|place| Wanted {
            view: place.view(),
            register: place.sort(register),
            kind: place.query.get("kind").to_owned(),
            state: place.query.get("state").to_owned(),
            query: parse(place.query.get("q")),
            ..Wanted::default()
        })
    });
    let finds = Finds::of(app, wanted);
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
    let pane = move || match key() {
        None => view! {
            <main class="work empty-pane">
                <Empty icon=Icon::Tickets title=TicketTexts::t().none_open text=TicketTexts::t().none_open_about />
            </main>
        }
        .into_any(),
        Some(id) => view! { <TicketPane id no_help /> }.into_any(),
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
                <ListPane place wanted finds register />
                {pane}
            }
            .into_any()
        }
    }
}

/// Steps from ticket to ticket that follow each other within so many milliseconds are one walk.
const WALK: u64 = 600;

/// A row and what is looked for in it.
type Found = (Arc<Row>, Arc<Asked>);

fn draw_row((row, asked): Found) -> AnyView {
    view! { <RowView row asked /> }.into_any()
}

#[component]
fn ListPane(place: Memo<Place>, wanted: Memo<Wanted>, finds: Finds, register: bool) -> impl IntoView {
    let app = App::get();
    let prefs = Prefs::get();
    let walked = StoredValue::new(0);
    let open = move |at: usize| {
        let Some(row) = untrack(|| finds.row(at)) else { return };
        let (at, now) = (place.get_untracked(), app.desk().now());
        // Who walks through the list with a key held does not want every step in the way back.
        let walking = walked.get_value() + WALK > now;
        walked.set_value(now);
        let go = if walking { replace } else { navigate };
        go(&at.route(Some(row.id.to_string()), at.query.clone()));
    };
    let asked = Memo::new(move |_| Arc::new(wanted.with(|wanted| wanted.query.clone())));
    let selected = Memo::new(move |_| {
        let id = place.with(|place| place.id.clone())?;
        finds.place_of(&DocId::new(&id))
    });
    let count = Memo::new(move |_| finds.count());
    let step = move |by: isize| {
        let last = count.get_untracked();
        let at = selected.get_untracked().map_or(0, |at| at.saturating_add_signed(by));
        if at < last {
            open(at);
        }
    };
    use_key(Key::ListNext, move || step(1));
    use_key(Key::ListPrevious, move || step(-1));
    choose_keys(finds, selected.into(), open);
    let search = NodeRef::<leptos::html::Input>::new();
    use_key(Key::ListFilter, move || {
        if let Some(input) = search.get_untracked() {
            let _ = input.focus();
            input.select();
        }
    });
    let set = move |name: &str, value: &str| {
        let at = place.get_untracked();
        replace(&at.route(at.id.clone(), at.query.clone().with(name, value)));
    };
    let counts = Memo::new(move |_| {
        app.now.track();
        app.live().tally(place.with(|place| place.sort(register)))
    });
    let kinds = Memo::new(move |_| {
        let all = app.live().all_kinds();
        all.into_iter().filter(|info| info.kind.register == register).map(|info| info.kind).collect::<Vec<_>>()
    });
    let current = Memo::new(move |_| place.with(Place::view));
    let kind = Memo::new(move |_| place.with(|place| place.query.get("kind").to_owned()));
    let state = Memo::new(move |_| place.with(|place| place.query.get("state").to_owned()));
    // A state belongs to its kind.
    let set_kind = move |kind: &str| {
        let at = place.get_untracked();
        replace(&at.route(at.id.clone(), at.query.clone().with("kind", kind).with("state", "")));
    };
    let states = Memo::new(move |_| {
        let kind = kind.get();
        let found = kinds.with(|kinds| kinds.iter().find(|one| one.id == kind).cloned());
        found.map(|kind| kind.states.clone()).unwrap_or_default()
    });
    let of_kind = move |kind: &str, state: Option<&str>| {
        finds.spread.with(|spread| {
            let fits = |(k, s, _): &&(String, String, u32)| k == kind && state.is_none_or(|state| s == state);
            spread.iter().filter(fits).map(|(.., count)| count).sum::<u32>()
        })
    };
    let row_height = Signal::derive(move || if prefs.kept().compact { 50.0 } else { 72.0 });
    view! {
        <section class="list" aria-label=move || if register { Common::t().registers } else { Common::t().tickets }
            data-open=move || place.with(|place| place.id.is_some()).then_some("")>
            <div class="search">
                <SearchBox node=search value=Signal::derive(move || place.with(|place| place.query.get("q").to_owned()))
                    on_text=move |text: String| set("q", &text) on_go=move |()| open(0) />
                <kbd>"F"</kbd>
                <IconButton icon=Icon::Plus label=Common::t().new_ticket
                    on_press=move |()| navigate(&Route::Capture(Query::default())) />
            </div>
            <div class="views" role="toolbar">
                {VIEWS.iter().filter(|(view, _)| !register || !matches!(view, View::Promised | View::Pool)).map(|(view, name)| {
                    let (view, name) = (*view, *name);
                    view! {
                        <button type="button" class="view" aria-pressed=move || if current.get() == view { "true" } else { "false" }
                            on:click=move |_| set("view", name)>
                            {move || view_name(view)}<i>{move || counts.get().of(view)}</i>
                        </button>
                    }
                }).collect_view()}
            </div>
            <div class="rows-head">
                <select class="plain" aria-label=TicketTexts::t().all_kinds on:change=move |event| set_kind(&event_target_value(&event))>
                    <option value="" selected=move || kind.get().is_empty()>{TicketTexts::t().all_kinds}</option>
                    {move || kinds.get().iter().map(|k| {
                        let (id, name, counted) = (k.id.clone(), k.name.clone(), k.id.clone());
                        view! { <option value=k.id.clone() selected=move || kind.get() == id>
                            {move || with_count(&name, of_kind(&counted, None))}
                        </option> }
                    }).collect_view()}
                </select>
                {move || (!states.with(Vec::is_empty)).then(|| view! {
                    <select class="plain" aria-label=TicketTexts::t().all_states on:change=move |event| set("state", &event_target_value(&event))>
                        <option value="" selected=move || state.get().is_empty()>{TicketTexts::t().all_states}</option>
                        {states.get().iter().map(|s| {
                            let (id, name, counted) = (s.id.clone(), s.short().to_owned(), s.id.clone());
                            view! { <option value=s.id.clone() selected=move || state.get() == id>
                                {move || with_count(&name, kind.with(|kind| of_kind(kind, Some(&counted))))}
                            </option> }
                        }).collect_view()}
                    </select>
                })}
                <span>{move || fill(TicketTexts::t().count, &[&count.get()])}</span>
            </div>
            {move || (count.get() == 0).then(|| view! { <Nothing place register /> })}
            <VirtualList
                count
                item=move |at| finds.row(at).map(|row| (row, asked.get()))
                row=draw_row
                row_height selected=Signal::derive(move || selected.get())
                on_select=open on_open=Callback::new(open)
                label=move || if register { Common::t().registers } else { Common::t().tickets } />
            <BulkBar finds />
            <Splitter property="--list-w" width=Signal::derive(move || prefs.kept().list) on_done=move |px| prefs.change(app, |kept| kept.list = px) />
        </section>
    }
    .into_any()
}

fn with_count(name: &str, count: u32) -> String {
    if count == 0 { name.to_owned() } else { [name, " ", &count.to_string()].concat() }
}

/// What an empty list says.
#[component]
fn Nothing(place: Memo<Place>, register: bool) -> impl IntoView {
    let searching = place.with(|place| !place.query.get("q").is_empty());
    let t = TicketTexts::t();
    let (title, text) = match (searching, register) {
        (true, _) => (t.none_found, t.none_found_about),
        (false, true) => (t.no_registers, t.no_registers_about),
        (false, false) => (t.none_here, t.none_here_about),
    };
    view! {
        <Empty icon=if searching { Icon::Search } else { Icon::Tickets } title text>
            <Button label=Common::t().new_ticket look=Look::Main hint="N" on_press=move |()| navigate(&Route::Capture(Query::default())) />
            <Button label=t.import on_press=move |()| navigate(&Route::Import) />
        </Empty>
    }
    .into_any()
}

/// One ticket in the list.
#[component]
#[allow(clippy::needless_pass_by_value)] // A component owns what it is given.
pub fn RowView(
    /// The ticket.
    row: Arc<Row>,
    /// What is looked for, to be marked.
    asked: Arc<Asked>,
) -> impl IntoView {
    let app = App::get();
    let sounds = app.desk().pinyin();
    let words = Marker::new(&asked, sounds.as_deref());
    let marked = |text: &str| marked(text, &words.marks(text));
    let due = {
        let row = row.clone();
        Memo::new(move |_| {
            let now = app.now.get();
            row.due.as_ref().map(|due| (due.at, due.at < now, due.at < now + 2 * 3_600_000))
        })
    };
    let tone = move || match due.get() {
        Some((_, true, _)) => "late",
        Some((_, _, true)) => "soon",
        _ => "",
    };
    let done = row.category.is_done();
    let (opened, changed) = (row.opened, row.changed);
    let when = move || match due.get() {
        Some((at, ..)) => dates::due(at, app.now.get()),
        None => dates::when_short(if done { changed } else { opened }, app.now.get()),
    };
    let who = if row.who.is_empty() { row.number.clone() } else { row.who.clone() };
    let promise = row.due.as_ref().is_some_and(|due| due.promise);
    view! {
        <div class="row" data-due=tone>
            <p><span class="who">{marked(&who)}</span>
                {row.conflict.then(|| view! { <span class="tag" data-tone="late">{TicketTexts::t().conflict}</span> })}</p>
            <p class="due">{promise.then(|| view! { <Glyph icon=Icon::Promise /> })}{when}</p>
            <p class="what">{marked(&row.subject)}</p>
            <p><span class="tag">{format!("{} · {}", row.kind_name, row.state_name)}</span></p>
        </div>
    }
}
