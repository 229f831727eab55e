//! Tickets as cards in columns: by progress over all kinds, or by the states of one kind. A card goes to another column by
//! a step of its flow, with the mouse or by keys.

mod card;
mod drag;
mod lane;

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use self::drag::{Drag, Ghost, Mouse};
use self::lane::LaneView;
use super::finds::Finds;
use super::search_box::SearchBox;
use super::ticket::card_moves::CardMoves;
use crate::desk::Wanted;
use crate::model::document::DocId;
use crate::model::kind::TicketKind;
use crate::query::find::View;
use crate::query::find::lanes::Lane;
use crate::query::search::{Field, ME, Part, Query as Asked, What, parse};
use crate::ui::app::App;
use crate::ui::components::{Button, Dialog, Icon, IconButton, Look, Size};
use crate::ui::keyboard::use_key;
use crate::ui::keys::Key;
use crate::ui::nav::{navigate, replace, route};
use crate::ui::route::{Query, Route};
use crate::ui::texts::board::BoardTexts;
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::texts::{Common, fill};

/// What says in the address that the tickets stand on a board.
pub const LOOK: &str = "look";
/// Its value for the board.
pub const BOARD: &str = "board";
/// What says in the address that only one's own are shown.
const WHOSE: &str = "whose";

/// The columns and what stands in them.
#[derive(Clone)]
struct Column {
    lane: Lane,
    name: String,
    finds: Finds,
    list: NodeRef<html::Div>,
}

/// The board's state, in context for its parts.
#[derive(Clone, Copy)]
struct Board {
    app: App,
    register: bool,
    query: Memo<Query>,
    columns: StoredValue<Vec<Column>>,
    /// The card that keys are for.
    current: RwSignal<Option<DocId>>,
    drag: RwSignal<Option<Drag>>,
    mouse: StoredValue<Mouse>,
    /// The card whose steps are asked for, and the states that they may lead to.
    moving: RwSignal<Option<(DocId, Option<Vec<String>>)>>,
    scroller: NodeRef<html::Div>,
}

impl Board {
    fn get() -> Self {
        expect_context()
    }

    fn route(self, id: Option<String>, query: Query) -> Route {
        if self.register { Route::Registers(Some("all".to_owned()), id, query) } else { Route::Tickets(id, query) }
    }

    fn set(self, name: &str, value: &str) {
        replace(&self.route(None, self.query.get_untracked().with(name, value)));
    }

    fn open(self, id: &DocId) {
        self.current.set(Some(id.clone()));
        navigate(&self.route(Some(id.to_string()), self.query.get_untracked()));
    }

    /// The column in which a card stands.
    fn lane_of(self, id: &DocId) -> Option<usize> {
        let row = self.app.desk().row(id)?;
        let kind = self.app.desk().kind(&row.kind)?;
        self.columns.with_value(|columns| columns.iter().position(|column| column.lane.takes(&kind, &row.state)))
    }

    /// The columns to which a step of its kind leads from where a card stands, for the person at the desk.
    fn ways(self, id: &DocId) -> Vec<usize> {
        let desk = self.app.desk();
        let found = desk.row(id).and_then(|row| Some((desk.kind(&row.kind)?, row)));
        let Some((kind, row)) = found else { return Vec::new() };
        let (role, here) = (desk.role(), self.lane_of(id));
        let leads = |step: &&crate::model::kind::Move| step.role <= role && step.from.contains(&row.state);
        let to: Vec<&str> = kind.moves.iter().filter(leads).map(|step| &*step.to).collect();
        self.columns.with_value(|columns| {
            let takes = |at: &usize| Some(*at) != here && to.iter().any(|to| columns[*at].lane.takes(&kind, to));
            (0..columns.len()).filter(takes).collect()
        })
    }

    /// Takes a card to a column: by its only step there, or asks which.
    fn take_to(self, id: DocId, lane: usize) {
        let desk = self.app.desk();
        let Some(kind) = desk.row(&id).and_then(|row| desk.kind(&row.kind)) else { return };
        let states = self.columns.with_value(|columns| {
            let lane = columns.get(lane)?;
            Some(kind.states.iter().filter(|s| lane.lane.takes(&kind, &s.id)).map(|s| s.id.clone()).collect())
        });
        self.moving.set(Some((id, states)));
    }

    /// To the next column that holds something.
    fn across(self, by: isize) {
        let count = self.columns.with_value(Vec::len);
        let here = self.current.get_untracked().and_then(|id| {
            let lane = self.lane_of(&id)?;
            Some((lane, untrack(|| self.finds(lane)?.place_of(&id)).unwrap_or(0)))
        });
        let (mut lane, at) = here.map_or((if by > 0 { None } else { Some(count) }, 0), |(lane, at)| (Some(lane), at));
        loop {
            let next = match lane {
                None => Some(0),
                Some(lane) => lane.checked_add_signed(by),
            };
            let Some(next) = next.filter(|next| *next < count) else { return };
            lane = Some(next);
            let Some(finds) = self.finds(next) else { return };
            let held = untrack(|| finds.count());
            if held > 0 {
                self.current.set(finds.id(at.min(held - 1)));
                self.focus(next);
                return;
            }
        }
    }

    fn finds(self, lane: usize) -> Option<Finds> {
        self.columns.with_value(|columns| columns.get(lane).map(|column| column.finds))
    }

    fn focus(self, lane: usize) {
        let list = self.columns.with_value(|columns| columns.get(lane).and_then(|column| column.list.get_untracked()));
        if let Some(list) = list {
            list.scroll_into_view_with_bool(false);
            // A focus that fails changes nothing.
            let _ = list.focus();
        }
    }
}

/// The board.
#[component]
pub fn BoardPage(
    /// Registers instead of tickets.
    register: bool,
) -> impl IntoView {
    let app = App::get();
    let query = Memo::new(move |_| match route() {
        Route::Tickets(_, query) | Route::Registers(_, _, query) => query,
        _ => Query::default(),
    });
    let board = Board {
        app,
        register,
        query,
        columns: StoredValue::new(Vec::new()),
        current: RwSignal::new(None),
        drag: RwSignal::new(None),
        mouse: StoredValue::new(Mouse::Idle),
        moving: RwSignal::new(None),
        scroller: NodeRef::new(),
    };
    provide_context(board);
    let kind_id = Memo::new(move |_| query.with(|query| query.get("kind").to_owned()));
    let kind = Memo::new(move |_| app.live().kind(&kind_id.get()).filter(|kind| kind.register == register));
    let kinds = Memo::new(move |_| {
        let all = app.live().all_kinds();
        all.into_iter().filter(|info| info.kind.register == register).map(|info| info.kind).collect::<Vec<_>>()
    });
    let mine = Memo::new(move |_| query.with(|query| query.get(WHOSE) == "me"));
    let search = NodeRef::<html::Input>::new();
    use_key(Key::ListFilter, move || {
        if let Some(input) = search.get_untracked() {
            let _ = input.focus();
            input.select();
        }
    });
    use_key(Key::Step, move || {
        if let Some(id) = board.current.get_untracked() {
            board.moving.set(Some((id, None)));
        }
    });
    let option = move |kind: Arc<TicketKind>| {
        let id = kind.id.clone();
        view! { <option value=kind.id.clone() selected=move || kind_id.get() == id>{kind.name.clone()}</option> }
    };
    let whose = move |value: &'static str, name: fn() -> &'static str| {
        view! {
            <button type="button" class="view" aria-pressed=move || if mine.get() == (value == "me") { "true" } else { "false" }
                on:click=move |_| board.set(WHOSE, value)>{move || name()}</button>
        }
    };
    view! {
        <main class="work wide board" aria-label=move || BoardTexts::t().board>
            <header class="board-head">
                <div class="search">
                    <SearchBox node=search value=Signal::derive(move || query.with(|query| query.get("q").to_owned()))
                        on_text=move |text: String| board.set("q", &text) on_go=move |()| board.across(1) />
                    <kbd>"F"</kbd>
                </div>
                <select class="input" aria-label=TicketTexts::t().all_kinds on:change=move |event| board.set("kind", &event_target_value(&event))>
                    <option value="" selected=move || kind_id.with(String::is_empty)>{move || BoardTexts::t().by_category}</option>
                    {move || kinds.get().into_iter().map(option).collect_view()}
                </select>
                <div class="views" role="toolbar">
                    {whose("", || BoardTexts::t().everybody)}
                    {whose("me", || BoardTexts::t().mine)}
                </div>
                <span class="push line">
                    <Button label=move || BoardTexts::t().list icon=Icon::Tickets look=Look::Quiet small=true hint="B" on_press=move |()| board.set(LOOK, "") />
                    <IconButton icon=Icon::Plus label=Common::t().new_ticket on_press=move |()| navigate(&Route::Capture(Query::default())) />
                </span>
            </header>
            {move || view! { <Lanes kind=kind.get() mine=mine.get() /> }}
            <Ghost />
            <Moving />
        </main>
    }
    .into_any()
}

/// The columns, made anew for another kind.
#[component]
fn Lanes(kind: Option<Arc<TicketKind>>, mine: bool) -> impl IntoView {
    let board = Board::get();
    let lanes = kind.as_deref().map_or_else(|| Lane::ALL.to_vec(), Lane::of);
    let name = |lane: &Lane| match lane {
        Lane::State { state, .. } => {
            let state = kind.as_deref().and_then(|kind| kind.state(state));
            state.map(|state| state.short().to_owned()).unwrap_or_default()
        }
        lane => BoardTexts::t().lane_name(lane).to_owned(),
    };
    let asked = Memo::new(move |_| Arc::new(parse(board.query.with(|query| query.get("q").to_owned()).as_str())));
    let column = |lane: Lane| {
        let (in_lane, register) = (lane.clone(), board.register);
        let wanted = Memo::new(move |_| Wanted {
            view: View::All,
            register: Some(register),
            lane: Some(in_lane.clone()),
            query: whose(&asked.get(), mine),
            ..Wanted::default()
        });
        Column { name: name(&lane), finds: Finds::column(board.app, wanted), lane, list: NodeRef::new() }
    };
    let columns: Vec<Column> = lanes.into_iter().map(column).collect();
    board.columns.set_value(columns.clone());
    let of_kind = kind.is_some();
    // On a phone one column is seen at a time.
    let seen = RwSignal::new(0_usize);
    let show = move |lane: usize| {
        if let Some(scroller) = board.scroller.get_untracked() {
            let to = scroller.client_width() * i32::try_from(lane).unwrap_or(0);
            scroller.set_scroll_left(to);
        }
    };
    let scrolled = move |_| {
        if let Some(scroller) = board.scroller.get_untracked() {
            let width = scroller.client_width().max(1);
            seen.set(usize::try_from((scroller.scroll_left() + width / 2) / width).unwrap_or(0));
        }
    };
    // Keys work at once for who came by a key: on the first card, whichever column is known first.
    let finds: Vec<Finds> = columns.iter().map(|column| column.finds).collect();
    Effect::new(move |before: Option<bool>| {
        let first = finds.iter().find(|finds| !finds.is_known() || finds.count() > 0);
        let ready = before == Some(true) || first.is_some_and(|finds| finds.count() > 0);
        let idle = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
        if ready && before != Some(true) && idle {
            if board.current.get_untracked().and_then(|id| board.lane_of(&id)).is_none() {
                board.current.set(None);
                board.across(1);
            } else if let Some(lane) = board.current.get_untracked().and_then(|id| board.lane_of(&id)) {
                board.focus(lane);
            }
        }
        ready
    });
    let tab = move |(at, column): (usize, Column)| {
        let finds = column.finds;
        view! {
            <button type="button" class="view" aria-pressed=move || if seen.get() == at { "true" } else { "false" } on:click=move |_| show(at)>
                {column.name}<i>{move || finds.count()}</i>
            </button>
        }
    };
    let keyed = move |event: leptos::ev::KeyboardEvent| {
        if event.default_prevented() || event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
            return;
        }
        let by = match event.key().as_str() {
            "ArrowLeft" => -1,
            "ArrowRight" => 1,
            _ => return,
        };
        if !crate::ui::keyboard::is_composing(&event) {
            event.prevent_default();
            board.across(by);
        }
    };
    view! {
        <div class="views lane-tabs">{columns.clone().into_iter().enumerate().map(tab).collect_view()}</div>
        <div class="lanes" node_ref=board.scroller on:keydown=keyed on:scroll=scrolled>
            {columns.into_iter().enumerate().map(|(at, column)| view! { <LaneView at column asked of_kind /> }).collect_view()}
        </div>
        <p class="lanes-foot faint small">{BoardTexts::t().keys}</p>
    }
    .into_any()
}

/// What is looked for, among one's own only if so asked.
fn whose(asked: &Asked, mine: bool) -> Asked {
    let mut asked = asked.clone();
    if mine {
        asked.parts.push(Part { not: false, what: What::Has(Field::Owner, vec![ME[0].to_owned()]) });
    }
    asked
}

/// The steps of a card.
#[component]
fn Moving() -> impl IntoView {
    let board = Board::get();
    let open = RwSignal::new(false);
    let close = Callback::new(move |()| {
        let _ = open.try_set(false);
    });
    let card = RwSignal::new(None::<(DocId, Option<Vec<String>>)>);
    Effect::new(move |_| {
        if let Some(moving) = board.moving.get() {
            card.set(Some(moving));
            open.set(true);
        }
    });
    Effect::new(move |before: Option<bool>| {
        let now = open.get();
        if before == Some(true) && !now {
            board.moving.set(None);
            // The card may stand in another column now.
            let id = card.get_untracked().map(|(id, _)| id);
            board.current.set(id.clone());
            if let Some(lane) = id.and_then(|id| board.lane_of(&id)) {
                board.focus(lane);
            }
        }
        now
    });
    let title = move || {
        let number = card.get().and_then(|(id, _)| board.app.desk().row(&id)).map(|row| row.number.clone());
        fill(BoardTexts::t().steps_of, &[&number.unwrap_or_default()])
    };
    view! {
        <Dialog open title=title size=Size::Usual>
            {move || card.get().map(|(id, to)| view! { <CardMoves id to close /> })}
        </Dialog>
    }
    .into_any()
}
