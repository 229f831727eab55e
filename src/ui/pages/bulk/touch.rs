//! Choosing by touch: a long press on a row chooses it; while something is chosen, a tap chooses instead of opening.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, MouseEvent, PointerEvent};

use crate::ui::pages::finds::Finds;
use crate::ui::pages::tickets::Selection;

/// A press of so many milliseconds is a long one.
const LONG: u32 = 450;
/// So many pixels a finger may move and still press.
const SLACK: i32 = 10;
/// A row of the list.
const ROW: &str = ".list .slot-row[data-at]";

/// What the finger is doing.
#[derive(Default)]
struct Finger {
    timer: RefCell<Option<Timeout>>,
    start: Cell<(i32, i32)>,
    touches: Cell<bool>,
    /// The long press has chosen: the tap that ends it does nothing more.
    chose: Cell<bool>,
}

/// Listens as long as the calling component lives.
pub fn listen(finds: Finds) {
    let selection = Selection::get();
    let finger = Rc::new(Finger::default());
    let choose = move |at: usize| {
        if let Some(id) = finds.id(at) {
            selection.toggle(&id);
        }
    };
    let down = {
        let finger = finger.clone();
        move |event: &PointerEvent| {
            finger.chose.set(false);
            finger.timer.take();
            finger.touches.set(event.pointer_type() == "touch");
            let Some(at) = row(event).filter(|_| finger.touches.get() && event.is_primary()) else { return };
            finger.start.set((event.client_x(), event.client_y()));
            let pressing = finger.clone();
            let timer = Timeout::new(LONG, move || {
                pressing.chose.set(true);
                choose(at);
            });
            finger.timer.replace(Some(timer));
        }
    };
    let moved = {
        let finger = finger.clone();
        move |event: &PointerEvent| {
            let (x, y) = finger.start.get();
            if (event.client_x() - x).abs().max((event.client_y() - y).abs()) > SLACK {
                finger.timer.take();
            }
        }
    };
    let up = {
        let finger = finger.clone();
        move |_: &PointerEvent| drop(finger.timer.take())
    };
    let gone = up.clone();
    let click = move |event: &MouseEvent| {
        if !finger.touches.get() {
            return;
        }
        let Some(at) = row(event) else { return };
        let chooses = selection.count_now() > 0;
        if finger.chose.replace(false) {
            event.stop_propagation();
        } else if chooses {
            event.stop_propagation();
            choose(at);
        }
    };
    on("pointerdown", down);
    on("pointermove", moved);
    on("pointerup", up);
    on("pointercancel", gone);
    on("click", click);
}

/// The place of the row that an event is for; none on what has a meaning of its own there.
fn row(event: &Event) -> Option<usize> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    if target.closest("[data-tick], button, a, input").ok()?.is_some() {
        return None;
    }
    target.closest(ROW).ok()??.get_attribute("data-at")?.parse().ok()
}

/// Hears an event before the list does.
fn on<E: JsCast + 'static>(name: &'static str, run: impl Fn(&E) + 'static) {
    let hear = Closure::<dyn Fn(Event)>::new(move |event: Event| run(event.unchecked_ref()));
    let listener = hear.as_ref().unchecked_ref::<js_sys::Function>().clone();
    // Without it one chooses by the tick or the key.
    let _ = document().add_event_listener_with_callback_and_bool(name, &listener, true);
    let kept = StoredValue::new_local(Some(hear));
    on_cleanup(move || {
        let _ = document().remove_event_listener_with_callback_and_bool(name, &listener, true);
        kept.try_update_value(Option::take);
    });
}
