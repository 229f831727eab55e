//! The heads of a grid's columns: pressed they sort, their edges widen.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::grid::{GridAct, GridColumn, Place, head_id};
use super::{Glyph, Icon};

/// The narrowest column in pixels.
const NARROW: u32 = 44;

/// The heads of a grid.
#[component]
pub(super) fn GridHead(
    /// Which grid.
    id: u32,
    /// The columns.
    columns: Signal<Vec<GridColumn>>,
    /// The column the rows are in order by, and whether the greatest comes first.
    sorted: Signal<Option<(String, bool)>>,
    /// The current cell.
    place: Place,
    /// What a person does.
    on_act: Callback<GridAct>,
) -> impl IntoView {
    let head = move |(at, column): (usize, GridColumn)| {
        let GridColumn { id: name, name: says, sorts, ticks, .. } = column;
        let direction = {
            let name = name.clone();
            Memo::new(move |_| {
                sorted.with(|sorted| sorted.as_ref().filter(|(by, _)| *by == name).map(|(_, down)| *down))
            })
        };
        let press = {
            let name = name.clone();
            move |_| {
                if ticks {
                    on_act.run(GridAct::All);
                } else if sorts {
                    on_act.run(GridAct::Sort(name.clone()));
                }
            }
        };
        let named = name.clone();
        let here = Memo::new(move |_| place.in_head.get() && place.column() == Some(at));
        view! {
            <div role="columnheader" id=head_id(id, at) aria-colindex=at + 1 data-column=named
                aria-sort=move || sorts.then(|| match direction.get() {
                    None => "none",
                    Some(false) => "ascending",
                    Some(true) => "descending",
                })
                data-here=move || here.get().then_some("") data-sorts=sorts.then_some("") on:click=press>
                {if ticks {
                    let title = says.clone();
                    view! { <span class="tick" title=title><span class="only-spoken">{says}</span></span> }.into_any()
                } else {
                    view! { <span>{says}</span> }.into_any()
                }}
                {move || direction.get().map(|down| view! { <Glyph icon=if down { Icon::Down } else { Icon::Up } /> })}
                <Grip name on_act />
            </div>
        }
    };
    view! {
        <div class="heads" role="rowgroup">
            <div role="row" aria-rowindex="1">
                {move || columns.get().into_iter().enumerate().map(head).collect_view()}
            </div>
        </div>
    }
    .into_any()
}

/// The edge of a head, dragged to widen its column; the keys for that are the head's.
#[component]
fn Grip(name: String, on_act: Callback<GridAct>) -> impl IntoView {
    // Where the drag began, and how wide the column was.
    let drag = StoredValue::new(None::<(i32, f64)>);
    let name = StoredValue::new(name);
    let of = |event: &PointerEvent| event.current_target().and_then(|grip| grip.dyn_into::<Element>().ok());
    let down = move |event: PointerEvent| {
        let Some(grip) = of(&event) else { return };
        let Some(head) = grip.parent_element() else { return };
        drag.set_value(Some((event.client_x(), head.get_bounding_client_rect().width())));
        // Without it the drag ends at the edge of the grip.
        let _ = grip.set_pointer_capture(event.pointer_id());
        event.prevent_default();
    };
    let moved = move |event: PointerEvent| {
        if let Some((from, width)) = drag.get_value() {
            on_act.run(GridAct::Widen(name.get_value(), pixels(width + f64::from(event.client_x() - from))));
        }
    };
    view! {
        <i class="grip" aria-hidden="true" on:pointerdown=down on:pointermove=moved
            on:pointerup=move |_| drag.set_value(None) on:pointercancel=move |_| drag.set_value(None)
            on:click=|event| event.stop_propagation() />
    }
}

/// How wide the column of the current head is drawn; `width` unless it takes what is left.
pub(super) fn width_of(event: &KeyboardEvent, width: u32) -> u32 {
    if width > 0 {
        return width;
    }
    let grid = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let head = grid.and_then(|grid| grid.query_selector("[role=columnheader][data-here]").ok().flatten());
    head.map_or(width, |head| pixels(head.get_bounding_client_rect().width()))
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Between the bounds.
fn pixels(width: f64) -> u32 {
    width.round().clamp(f64::from(NARROW), 1200.0) as u32
}
