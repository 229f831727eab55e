//! A grid of any length, with keys as ARIA describes: one tab stop, cells by the arrows, columns that are sorted and
//! widened at their heads. Only the rows in view exist.

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::drawn::{Cells, Sketch};
use super::grid_head::{GridHead, width_of};
use super::window::{Window, offset, pressed};
use crate::ui::keyboard::{is_composing, new_layer};

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct GridColumn {
    /// What it is called in what the grid tells.
    pub id: String,
    /// What its head says.
    pub name: String,
    /// Its width in pixels; 0 takes what the others leave.
    pub width: u32,
    /// Whether the rows can be put in order by it.
    pub sorts: bool,
    /// Whether Enter in it chooses the row instead of opening it.
    pub ticks: bool,
}

/// What a person does in a grid; rows are named by their places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GridAct {
    /// The grid got the focus and no row is the current one.
    Enter,
    /// Makes a row the current one.
    To(usize),
    /// Opens a row.
    Open(usize),
    /// Chooses a row, or no longer.
    Toggle(usize),
    /// Chooses from the first row to the second.
    Extend(usize, usize),
    /// Chooses all.
    All,
    /// Puts the rows in order by a column; pressed again the other way round.
    Sort(String),
    /// Gives a column a width in pixels.
    Widen(String, u32),
}

/// Cells with this attribute are ticked by a press instead of opening their row.
const TICK: &str = "[data-tick]";

/// Rows of one height under heads that stand still. The grid itself has the focus and names the current cell; nothing
/// of that is lost when rows come and go. Without heads there is one column, and Home and End lead to the first and
/// last row.
#[component]
pub fn Grid<T, I, C, H>(
    /// How many rows there are.
    #[prop(into)]
    count: Signal<usize>,
    /// The columns.
    #[prop(into)]
    columns: Signal<Vec<GridColumn>>,
    /// Whether the columns' heads are shown.
    #[prop(into)]
    heads: Signal<bool>,
    /// The column the rows are in order by, and whether the greatest comes first.
    #[prop(into)]
    sorted: Signal<Option<(String, bool)>>,
    /// The item of a place; read reactively, nothing beyond the end.
    item: I,
    /// Draws a cell, by the item and the column's id; read reactively.
    cell: C,
    /// Whether an item is chosen; read reactively.
    chosen: H,
    /// A row's height in pixels.
    #[prop(into)]
    row_height: Signal<f64>,
    /// The place of the current row.
    #[prop(into)]
    at: Signal<Option<usize>>,
    /// The place of the row that is open beside the grid.
    #[prop(into)]
    open: Signal<Option<usize>>,
    /// What a person does.
    #[prop(into)]
    on_act: Callback<GridAct>,
    /// Scrolls to the first row whenever it grows.
    #[prop(into)]
    rewind: Signal<u64>,
    /// What is listed, read out.
    #[prop(into)]
    label: TextProp,
    /// The element, for who must focus it.
    node: NodeRef<html::Div>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    I: Fn(usize) -> Option<T> + Send + Sync + 'static,
    C: Fn(&T, &str, &mut Sketch) + Send + Sync + 'static,
    H: Fn(&T) -> bool + Send + Sync + 'static,
{
    let still = Signal::derive(move || if heads.get() { HEAD } else { 0.0 });
    let window = Window::new(node, count, row_height, still, at);
    let (item, cell, chosen) = (Arc::new(item), Arc::new(cell), Arc::new(chosen));
    let id = new_layer().0;
    window.follow();
    Effect::new(move |before: Option<u64>| {
        let now = rewind.get();
        if before.is_some_and(|before| before != now) {
            window.rewind();
        }
        now
    });
    let slots = Memo::new(move |_| window.slots());
    let first = Memo::new(move |_| window.first());
    let place =
        Place { window, at, count, columns, heads, column: RwSignal::new(1), in_head: RwSignal::new(false), on_act };
    Effect::new(move |_| {
        if let Some(column) = place.column() {
            place.window.reveal_across(&head_id(id, column));
        }
    });
    let below = move || usize::from(heads.get());
    let slot = move |slot: usize| {
        let here = Memo::new(move |_| window.place(slot, slots.get(), first.get()));
        let column =
            Memo::new(move |_| (here.get().is_some() && here.get() == at.get()).then(|| place.column()).flatten());
        let (item, cell, chosen) = (Arc::clone(&item), Arc::clone(&cell), Arc::clone(&chosen));
        let held = Memo::new(move |_| here.get().and_then(|at| item(at)));
        let is_chosen = Memo::new(move |_| held.with(|held| held.as_ref().is_some_and(|item| chosen(item))));
        let row = NodeRef::<html::Div>::new();
        Effect::new(move |cells: Option<Cells>| {
            let mut cells = cells.unwrap_or_default();
            let Some(row) = row.get() else { return cells };
            held.with(|held| match held {
                None => cells.clear(&row),
                Some(item) => columns.with(|columns| {
                    let id = |at| cell_id(id, slot, at);
                    cells.show(&row, columns, column.get(), &id, &|column, sketch| cell(item, column, sketch));
                }),
            });
            cells
        });
        view! {
            <div class="slot-row" role="row" node_ref=row hidden=move || here.get().is_none()
                aria-rowindex=move || here.get().map(|at| at + 1 + below())
                aria-selected=move || if is_chosen.get() { "true" } else { "false" }
                aria-current=move || (here.get().is_some() && here.get() == open.get()).then_some("true")
                data-at=move || here.get()
                style:height=move || format!("{}px", row_height.get())
                style:transform=move || here.get().map(|at| format!("translateY({}px)", offset(at, row_height.get())))>
            </div>
        }
    };
    let active = move || {
        if place.in_head.get() {
            return place.column().map(|column| head_id(id, column));
        }
        Some(cell_id(id, Window::slot_of(at.get()?, slots.get(), first.get()), place.column()?))
    };
    let press = move |event: MouseEvent| {
        let Some(to) = pressed(&event) else { return };
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let tick = target.is_some_and(|target| target.closest(TICK).is_ok_and(|found| found.is_some()));
        place.in_head.set(false);
        on_act.run(match () {
            () if event.shift_key() => GridAct::Extend(at.get_untracked().unwrap_or(to), to),
            () if tick || event.ctrl_key() || event.meta_key() => GridAct::Toggle(to),
            () => GridAct::Open(to),
        });
    };
    view! {
        <div class="rows grid" role="grid" tabindex="0" node_ref=node
            aria-label=move || label.get() aria-multiselectable="true"
            aria-rowcount=move || count.get() + below() aria-colcount=move || columns.with(Vec::len)
            aria-activedescendant=active
            data-heads=move || heads.get().then_some("")
            style:--columns=move || columns.with(|columns| tracks(columns))
            on:scroll=move |_| window.measure()
            on:focus=move |_| if at.get_untracked().is_none() { on_act.run(GridAct::Enter) }
            on:mousedown=|event| if event.shift_key() { event.prevent_default() }
            on:keydown=move |event| place.key(&event) on:click=press>
            {move || heads.get().then(|| view! { <GridHead id columns sorted place on_act /> })}
            <div class="sizer" role="rowgroup" style:height=move || format!("{}px", offset(count.get(), row_height.get()))
                style:min-width=move || heads.get().then(|| format!("{}px", columns.with(|columns| least(columns))))>
                {move || (0..=slots.get()).map(&slot).collect_view()}
            </div>
        </div>
    }
    .into_any()
}

/// The height of the heads in pixels.
const HEAD: f64 = 34.0;

/// So narrow a column gets that takes what the others leave, in pixels.
const LEAST: u32 = 240;

/// The columns for the style sheet.
fn tracks(columns: &[GridColumn]) -> String {
    let mut out = String::new();
    for column in columns {
        match column.width {
            0 => out.push_str(&["minmax(", &LEAST.to_string(), "px, 1fr) "].concat()),
            width => out.push_str(&[&width.to_string(), "px "].concat()),
        }
    }
    out
}

fn least(columns: &[GridColumn]) -> u32 {
    columns.iter().map(|column| if column.width == 0 { LEAST } else { column.width }).sum()
}

fn cell_id(grid: u32, slot: usize, column: usize) -> String {
    ["grid-", &grid.to_string(), "-", &slot.to_string(), "-", &column.to_string()].concat()
}

/// The id of a column's head.
pub(super) fn head_id(grid: u32, column: usize) -> String {
    format!("grid-{grid}-head-{column}")
}

/// The current cell, and where keys lead from it.
#[derive(Clone, Copy)]
pub(super) struct Place {
    window: Window,
    at: Signal<Option<usize>>,
    count: Signal<usize>,
    columns: Signal<Vec<GridColumn>>,
    heads: Signal<bool>,
    /// The first one is for choosing: the second comes first.
    column: RwSignal<usize>,
    pub in_head: RwSignal<bool>,
    on_act: Callback<GridAct>,
}

impl Place {
    /// The current column.
    pub fn column(self) -> Option<usize> {
        let last = self.columns.with(Vec::len).checked_sub(1)?;
        Some(self.column.get().min(last))
    }

    fn key(self, event: &KeyboardEvent) {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let inside = target.is_some_and(|target| target.get_attribute("role").as_deref() != Some("grid"));
        if is_composing(event) || event.alt_key() || inside {
            return;
        }
        let key = event.key();
        let ctrl = event.ctrl_key() || event.meta_key();
        let handled = if self.in_head.get_untracked() {
            self.head_key(event, &key, ctrl)
        } else {
            self.row_key(event, &key, ctrl)
        };
        if handled {
            event.prevent_default();
            event.stop_propagation();
        }
    }

    /// A key in a head.
    fn head_key(self, event: &KeyboardEvent, key: &str, ctrl: bool) -> bool {
        let column = untrack(|| self.column().and_then(|at| self.columns.with(|columns| columns.get(at).cloned())));
        let Some(column) = column else { return false };
        match key {
            "ArrowDown" => {
                self.in_head.set(false);
                self.to(self.at.get_untracked().unwrap_or(0), false);
            }
            "Enter" | " " if column.ticks => self.on_act.run(GridAct::All),
            "Enter" | " " if column.sorts => self.on_act.run(GridAct::Sort(column.id)),
            "Enter" | " " => {}
            "ArrowLeft" | "ArrowRight" if event.shift_key() => {
                let width =
                    width_of(event, column.width).saturating_add_signed(if key == "ArrowLeft" { -16 } else { 16 });
                self.on_act.run(GridAct::Widen(column.id, width));
            }
            _ => return self.across(key, ctrl) || self.down(key, ctrl, false),
        }
        true
    }

    /// A key in a row.
    fn row_key(self, event: &KeyboardEvent, key: &str, ctrl: bool) -> bool {
        let shift = event.shift_key();
        let at = self.at.get_untracked().filter(|at| *at < self.count.get_untracked());
        let column = untrack(|| self.column().and_then(|at| self.columns.with(|columns| columns.get(at).cloned())));
        match (key, at) {
            ("a" | "A", _) if ctrl && !shift => self.on_act.run(GridAct::All),
            ("Enter", _) if shift => return false,
            ("Enter", Some(at)) if !ctrl && column.is_some_and(|column| column.ticks) => {
                self.on_act.run(GridAct::Toggle(at));
            }
            ("Enter", Some(at)) if !ctrl => self.on_act.run(GridAct::Open(at)),
            (" ", Some(at)) if !ctrl => {
                self.on_act.run(if shift { GridAct::Extend(at, at) } else { GridAct::Toggle(at) });
            }
            ("ArrowUp", Some(0)) if self.heads.get_untracked() && !shift && !ctrl => self.in_head.set(true),
            _ => return self.across(key, ctrl) || self.down(key, ctrl, shift),
        }
        true
    }

    /// To another column.
    fn across(self, key: &str, ctrl: bool) -> bool {
        let Some((at, last)) = untrack(|| Some((self.column()?, self.columns.with(Vec::len) - 1))) else {
            return false;
        };
        if ctrl || last == 0 {
            return false;
        }
        let to = match key {
            "ArrowLeft" => at.saturating_sub(1),
            "ArrowRight" => (at + 1).min(last),
            "Home" => 0,
            "End" => last,
            _ => return false,
        };
        self.column.set(to);
        true
    }

    /// To another row.
    fn down(self, key: &str, ctrl: bool, extends: bool) -> bool {
        let Some(last) = self.count.get_untracked().checked_sub(1) else { return false };
        let (at, page) = (self.at.get_untracked(), self.window.page());
        let to = match key {
            "ArrowDown" if !ctrl => at.map_or(0, |at| at + 1),
            "ArrowUp" if !ctrl => at.map_or(last, |at| at.saturating_sub(1)),
            "PageDown" => at.unwrap_or_default() + page,
            "PageUp" => at.unwrap_or_default().saturating_sub(page),
            "Home" => 0,
            "End" => last,
            _ => return false,
        };
        self.in_head.set(false);
        self.to(to.min(last), extends);
        if ctrl {
            self.column.set(if key == "Home" { 0 } else { usize::MAX });
        }
        true
    }

    fn to(self, to: usize, extends: bool) {
        if extends {
            self.on_act.run(GridAct::Extend(self.at.get_untracked().unwrap_or(to), to));
        }
        self.on_act.run(GridAct::To(to));
    }
}
