//! The list itself: search, views, kinds and states, and the rows as lines or as a table.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::cells::{Found, LINE, Reading, draw};
use super::choosing::ColumnMenu;
use super::columns::{Columns, sorts_by};
use super::filters::{Filters, Outside};
use super::saving::Saving;
use super::selection::Selection;
use super::views::Views;
use super::{BOTH, Place, close_ticket, view_name};
use crate::desk::Wanted;
use crate::model::document::DocId;
use crate::query::caller::has_number;
use crate::query::find::View;
use crate::query::find::order::{By, Order};
use crate::query::search::marks::Marker;
use crate::ui::app::App;
use crate::ui::components::{Button, Empty, Grid, GridAct, GridColumn, Icon, IconButton, Look, Sketch, Splitter};
use crate::ui::keyboard::{is_composing, use_key};
use crate::ui::keys::Key;
use crate::ui::nav::{navigate, replace};
use crate::ui::pages::board::{BOARD, LOOK};
use crate::ui::pages::bulk::{BulkBar, choose_keys};
use crate::ui::pages::finds::Finds;
use crate::ui::pages::search_box::SearchBox;
use crate::ui::prefs::Prefs;
use crate::ui::route::{Query, Route};
use crate::ui::texts::board::BoardTexts;
use crate::ui::texts::lists::ListTexts;
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::texts::{Common, fill};

/// Steps from ticket to ticket that follow each other within so many milliseconds are one walk.
const WALK: u64 = 600;
/// So many searches are remembered.
const RECENT: usize = 8;

/// The list: where it stands and what it shows.
#[derive(Clone, Copy)]
pub struct Listing {
    pub app: App,
    prefs: Prefs,
    pub place: Memo<Place>,
    pub wanted: Memo<Wanted>,
    pub finds: Finds,
    pub selection: Selection,
    pub register: bool,
    /// Whether the rows stand in a table instead of lines.
    pub table: Memo<bool>,
    /// The current row's ticket; it stays the current one wherever it moves.
    cursor: RwSignal<Option<DocId>>,
    walked: StoredValue<u64>,
    grid: NodeRef<html::Div>,
}

impl Listing {
    /// The list that a component stands in.
    pub fn get() -> Self {
        expect_context()
    }

    /// Sets a part of the address's query.
    pub fn set(self, name: &str, value: &str) {
        let at = self.place.get_untracked();
        replace(&at.route(at.id.clone(), at.query.clone().with(name, value)));
    }

    fn open(self, at: usize) {
        let Some(id) = self.finds.id(at) else { return };
        self.remember();
        let (place, now) = (self.place.get_untracked(), self.app.desk().now());
        // Who walks through the list with a key held does not want every step in the way back.
        let walking = self.walked.get_value() + WALK > now;
        self.walked.set_value(now);
        let go = if walking && place.id.is_some() { replace } else { navigate };
        go(&place.route(Some(id.to_string()), place.query.clone()));
    }

    fn to(self, at: usize) {
        self.cursor.set(self.finds.id(at));
        if self.place.with_untracked(|place| place.id.is_some()) {
            self.open(at);
        }
    }

    /// What is done in the grid.
    fn act(self, columns: Columns, act: GridAct) {
        let Self { selection, .. } = self;
        match act {
            GridAct::Enter => self.cursor.set(self.finds.id(0)),
            GridAct::To(at) => self.to(at),
            GridAct::Open(at) => {
                self.cursor.set(self.finds.id(at));
                self.open(at);
            }
            GridAct::Toggle(at) => {
                let id = self.finds.id(at);
                if let Some(id) = &id {
                    selection.toggle(id);
                }
                self.cursor.set(id);
            }
            GridAct::Extend(from, to) => {
                selection.range(self.finds, from, to);
                self.cursor.set(self.finds.id(to));
            }
            GridAct::All if selection.count_now() >= self.finds.count() => selection.clear(),
            GridAct::All => selection.all(self.finds, |_| {}),
            GridAct::Sort(column) => self.sort(&column),
            GridAct::Widen(column, width) => columns.widen(&column, width),
        }
    }

    /// Puts the rows in order by a column: its natural way first, then the other, then the most urgent first again.
    fn sort(self, column: &str) {
        let Some(by) = sorts_by(column) else { return };
        let usual = Order { by, down: matches!(by, By::Opened | By::Changed | By::Priority) };
        let now = self.wanted.with_untracked(|wanted| wanted.order);
        let next = match () {
            () if now == usual => Order { down: !usual.down, ..usual },
            () if now.by == by => Order::URGENT,
            () => usual,
        };
        self.set("sort", &next.text());
    }

    /// Looks for the words in all views, tickets and registers.
    pub fn search_everywhere(self) {
        let at = self.place.get_untracked();
        let query = Query::default().with("q", at.query.get("q")).with("view", "all").with(BOTH, "yes");
        replace(&at.route(at.id.clone(), query));
    }

    /// Remembers what was looked for, on this device; nothing that holds a telephone number.
    fn remember(self) {
        let text = self.place.with_untracked(|place| place.query.get("q").trim().to_owned());
        let known = self.prefs.kept_now().recent.first() == Some(&text);
        if text.is_empty() || has_number(&text) || known {
            return;
        }
        self.prefs.change(self.app, |kept| {
            kept.recent.retain(|other| *other != text);
            kept.recent.insert(0, text);
            kept.recent.truncate(RECENT);
        });
    }

    fn to_board(self) {
        let at = self.place.get_untracked();
        navigate(&at.route(None, at.query.clone().with(LOOK, BOARD)));
    }

    /// The place of the current row.
    fn follow(self, opened: Memo<Option<DocId>>, count: Memo<usize>, rewind: Memo<u64>) -> Memo<Option<usize>> {
        // What is opened is where one is.
        Effect::new(move |_| {
            if let Some(id) = opened.get() {
                self.cursor.set(Some(id));
            }
        });
        // A ticket that has left the list leaves the cursor where it was.
        let at = Memo::new(move |before: Option<&Option<usize>>| {
            let found = self.cursor.with(|id| id.as_ref().and_then(|id| self.finds.place_of(id)));
            let stays = || before.copied().flatten().filter(|_| self.cursor.with(Option::is_some));
            found.or_else(|| Some(stays()?.min(count.get().checked_sub(1)?)))
        });
        // Something else is looked for: from the top.
        Effect::new(move |before: Option<u64>| {
            let now = rewind.get();
            if before.is_some_and(|before| before != now) {
                self.cursor.set(opened.get_untracked());
            }
            now
        });
        at
    }

    /// Keys that step from row to row wherever the focus is.
    fn walk(self, at: Memo<Option<usize>>, count: Memo<usize>) {
        let step = move |by: isize| {
            let end = count.get_untracked();
            // Where one has left the list the next already stands in its place.
            let has_left =
                self.cursor.with_untracked(|id| id.as_ref().is_some_and(|id| self.finds.place_of(id).is_none()));
            let by = if has_left && by > 0 { 0 } else { by };
            let to = at.get_untracked().map_or(0, |at| at.saturating_add_signed(by));
            if to >= end {
            } else if self.table.get_untracked() {
                self.to(to);
                self.focus();
            } else {
                self.open(to);
            }
        };
        use_key(Key::ListNext, move || step(1));
        use_key(Key::ListPrevious, move || step(-1));
    }

    /// On to the rows, from the search box or by a key.
    fn focus(self) {
        if self.cursor.with_untracked(Option::is_none) {
            self.cursor.set(self.finds.id(0));
        }
        if let Some(grid) = self.grid.get_untracked() {
            // A focus that fails changes nothing.
            let _ = grid.focus();
        }
    }
}

/// The list.
#[component]
pub fn ListPane(
    place: Memo<Place>,
    wanted: Memo<Wanted>,
    finds: Finds,
    register: bool,
    table: Memo<bool>,
) -> impl IntoView {
    let app = App::get();
    let prefs = Prefs::get();
    let list = Listing {
        app,
        prefs,
        place,
        wanted,
        finds,
        selection: Selection::get(),
        register,
        table,
        cursor: RwSignal::new(None),
        walked: StoredValue::new(0),
        grid: NodeRef::new(),
    };
    provide_context(list);
    let selection = list.selection;
    let words = words(app, wanted);
    let reading = Reading::of(app);
    let count = Memo::new(move |_| finds.count());
    let opened = Memo::new(move |_| place.with(|place| place.id.clone()).map(|id| DocId::new(&id)));
    let open = Memo::new(move |_| finds.place_of(&opened.get()?));
    let rewind = Memo::new(move |before: Option<&u64>| {
        wanted.track();
        before.map_or(0, |before| before + 1)
    });
    let at = list.follow(opened, count, rewind);
    list.walk(at, count);
    choose_keys(finds, at.into(), move |to| list.to(to));
    let search = NodeRef::<html::Input>::new();
    use_key(Key::ListFilter, move || {
        if let Some(input) = search.get_untracked() {
            let _ = input.focus();
            input.select();
        }
    });
    let kind = Memo::new(move |_| place.with(|place| place.query.get("kind").to_owned()));
    let columns = Columns::of(app, prefs, place, kind);
    let shown = Memo::new(move |_| if table.get() { columns.grid() } else { vec![line()] });
    let sorted = Memo::new(move |_| {
        let order = wanted.with(|wanted| wanted.order);
        (order.by != By::Urgency).then(|| (order.by.id().to_owned(), order.down))
    });
    // Heads stand over rows.
    let heads = Memo::new(move |_| table.get() && count.get() > 0);
    let row_height = Signal::derive(move || match (table.get(), prefs.kept().compact) {
        (true, true) => 32.0,
        (true, false) => 42.0,
        (false, true) => 50.0,
        (false, false) => 72.0,
    });
    let go = move |()| match (table.get_untracked(), count.get_untracked()) {
        (_, 0) => {}
        (true, 2..) => list.focus(),
        _ => list.open(0),
    };
    let keyed = move |event: KeyboardEvent| {
        let plain = !(event.ctrl_key() || event.alt_key() || event.meta_key() || is_composing(&event));
        if event.key() == "Enter" && event.shift_key() && plain && finds.elsewhere.with_untracked(Option::is_some) {
            event.prevent_default();
            list.search_everywhere();
        }
    };
    let label = move || if register { Common::t().registers } else { Common::t().tickets };
    view! {
        <section class="list" aria-label=label data-table=move || table.get().then_some("")
            role=move || table.get().then_some("main")
            data-open=move || place.with(|place| place.id.is_some()).then_some("") on:keydown=keyed>
            <div class="search">
                <SearchBox node=search recent=Signal::derive(move || prefs.kept().recent) hint=Signal::derive(move || hint(place)) value=Signal::derive(move || place.with(|place| place.query.get("q").to_owned()))
                    on_text=move |text: String| list.set("q", &text) on_go=go />
                <kbd>"F"</kbd>
                <IconButton icon=Icon::Plus label=Common::t().new_ticket
                    on_press=move |()| navigate(&take_new(register)) />
            </div>
            <Views />
            <Outside />
            <Filters kind>
                <Saving columns />
                <span class="to-board">
                    <Button small=true look=Look::Quiet hint="B" label=move || BoardTexts::t().board
                        on_press=move |()| list.to_board() />
                </span>
                <ColumnMenu table columns />
                <WideButton table place />
            </Filters>
            {move || (count.get() == 0).then(|| view! { <Nothing place register /> })}
            <Grid
                count columns=shown heads=heads sorted
                item=move |at| finds.row(at).map(|row| (row, words.get()))
                cell=move |found: &Found, column: &str, to: &mut Sketch| draw(reading, found, column, to)
                chosen=move |(row, _): &Found| selection.has(&row.id)
                row_height at open rewind
                on_act=move |act| list.act(columns, act)
                node=list.grid label />
            <BulkBar finds />
            <Splitter property="--list-w" width=Signal::derive(move || prefs.kept().list) on_done=move |px| prefs.change(app, |kept| kept.list = px) />
        </section>
    }
    .into_any()
}

/// What marks the words that are looked for.
fn words(app: App, wanted: Memo<Wanted>) -> Memo<Arc<Marker>> {
    Memo::new(move |_| {
        let sounds = app.live().pinyin();
        Arc::new(wanted.with(|wanted| Marker::new(&wanted.query, sounds.as_deref())))
    })
}

/// The only column of a list of lines.
fn line() -> GridColumn {
    GridColumn { id: LINE.to_owned(), name: String::new(), width: 0, sorts: false, ticks: false }
}

/// What the search box says while it is empty: where it searches.
fn hint(place: Memo<Place>) -> String {
    match place.with(Place::view) {
        View::All => TicketTexts::t().search_hint.to_owned(),
        view => fill(ListTexts::t().search_in, &[&view_name(view)]),
    }
}

/// Goes to the table, away from an open ticket if need be, or to lines.
#[component]
fn WideButton(table: Memo<bool>, place: Memo<Place>) -> impl IntoView {
    let app = App::get();
    let prefs = Prefs::get();
    let press = move |()| {
        let lines = table.get_untracked();
        prefs.change(app, |kept| kept.lines = lines);
        if !lines {
            close_ticket(place);
        }
    };
    view! {
        <span class="no-phone">
            <IconButton icon=Icon::Panel key=Key::ListWide pressed=Signal::from(table) on_press=press
                label=move || if table.get() { ListTexts::t().as_lines } else { ListTexts::t().as_table } />
        </span>
    }
}

/// What an empty list says.
#[component]
fn Nothing(place: Memo<Place>, register: bool) -> impl IntoView {
    let searching = place.with_untracked(|place| !place.query.get("q").is_empty());
    let t = TicketTexts::t();
    let (title, text) = match (searching, register) {
        (true, _) => (t.none_found, t.none_found_about),
        (false, true) => (t.no_registers, t.no_registers_about),
        (false, false) => (t.none_here, t.none_here_about),
    };
    view! {
        <Empty icon=if searching { Icon::Search } else { Icon::Tickets } title text>
            <Button label=Common::t().new_ticket look=Look::Main hint="N" on_press=move |()| navigate(&take_new(register)) />
            <Button label=t.import on_press=move |()| navigate(&Route::Import) />
        </Empty>
    }
    .into_any()
}

/// Where a new ticket is taken, or a register's entry made.
fn take_new(register: bool) -> Route {
    Route::Capture(Query::default().with("register", if register { "1" } else { "" }))
}
