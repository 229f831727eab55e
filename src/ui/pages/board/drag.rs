//! Dragging a card with the mouse: columns that no step leads to are dimmed; Esc gives up.

use leptos::ev::{PointerEvent, keydown};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::Board;
use crate::model::document::DocId;

/// So many pixels a press may move and still be a press.
const SLACK: i32 = 6;
/// So near its edge, in pixels, the board scrolls along.
const EDGE: i32 = 48;

/// A card that is pressed, and dragged once it has moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drag {
    /// The card.
    pub id: DocId,
    /// What it shows at the pointer.
    pub name: String,
    /// The column it comes from.
    pub from: Option<usize>,
    /// The columns it may go to.
    pub ways: Vec<usize>,
    /// The column under the pointer.
    pub over: Option<usize>,
    /// Where the pointer is.
    pub at: (i32, i32),
}

/// What the mouse is doing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Mouse {
    /// Nothing.
    #[default]
    Idle,
    /// It has pressed a card there.
    Down(DocId, (i32, i32)),
    /// It has ended a drag: the click that follows opens nothing.
    Dropped,
}

/// A press on a card: it may become a drag.
pub fn begin(board: Board, event: &PointerEvent, id: &DocId) {
    if event.pointer_type() != "mouse" || event.button() != 0 || event.ctrl_key() || event.shift_key() {
        return;
    }
    let at = (event.client_x(), event.client_y());
    board.mouse.set_value(Mouse::Down(id.clone(), at));
    if let Some(card) = event.current_target().and_then(|card| card.dyn_into::<Element>().ok()) {
        // Without it the drag ends at the card's edge, which is all.
        let _ = card.set_pointer_capture(event.pointer_id());
    }
    board.drag.set(None);
}

/// The pointer has moved.
pub fn follow(board: Board, event: &PointerEvent) {
    let at = (event.client_x(), event.client_y());
    if event.buttons() & 1 == 0 {
        return;
    }
    let is_on = board.drag.with_untracked(Option::is_some);
    if !is_on {
        let Mouse::Down(id, start) = board.mouse.get_value() else { return };
        if (at.0 - start.0).abs().max((at.1 - start.1).abs()) <= SLACK {
            return;
        }
        let name = board.app.desk().row(&id).map(|row| [&*row.number, " ", &row.subject].concat()).unwrap_or_default();
        let (from, ways) = (board.lane_of(&id), board.ways(&id));
        board.drag.set(Some(Drag { id, name, from, ways, over: None, at }));
    }
    let over = lane_at(at);
    board.drag.update(|drag| {
        if let Some(drag) = drag {
            (drag.at, drag.over) = (at, over);
        }
    });
    if let Some(scroller) = board.scroller.get_untracked() {
        let side = scroller.get_bounding_client_rect();
        #[allow(clippy::cast_possible_truncation)]
        let (left, right) = (side.left() as i32, side.right() as i32);
        let by = if at.0 > right - EDGE {
            16
        } else if at.0 < left + EDGE {
            -16
        } else {
            0
        };
        scroller.set_scroll_left(scroller.scroll_left() + by);
    }
}

/// The press has ended: a drag takes the card where it was dropped.
pub fn end(board: Board) {
    board.mouse.set_value(Mouse::Idle);
    let Some(drag) = board.drag.get_untracked() else { return };
    board.mouse.set_value(Mouse::Dropped);
    board.drag.set(None);
    if let Some(lane) = drag.over.filter(|lane| drag.ways.contains(lane)) {
        board.take_to(drag.id, lane);
    }
}

/// What the pointer carries.
#[component]
pub fn Ghost() -> impl IntoView {
    let board = Board::get();
    let give_up = window_event_listener(keydown, move |event| {
        if event.key() == "Escape" && board.drag.with_untracked(Option::is_some) {
            event.prevent_default();
            board.mouse.set_value(Mouse::Dropped);
            board.drag.set(None);
        }
    });
    on_cleanup(move || give_up.remove());
    move || {
        board.drag.get().map(|drag| {
            let place = format!("translate({}px,{}px)", drag.at.0 + 12, drag.at.1 + 8);
            view! { <div class="ghost" aria-hidden="true" style:transform=place>{drag.name}</div> }
        })
    }
}

/// The column at a point of the window.
fn lane_at((x, y): (i32, i32)) -> Option<usize> {
    #[allow(clippy::cast_precision_loss)]
    let found = document().element_from_point(x as f32, y as f32)?;
    found.closest("[data-lane]").ok()??.get_attribute("data-lane")?.parse().ok()
}
