//! What part of a long list is in view, and which of its recycled rows shows what.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::ResizeObserver;

use crate::ui::keyboard::is_composing;

/// Rows kept ready above and below the window.
const SPARE: usize = 4;

/// What part of the list is seen, and which slot shows what.
#[derive(Clone, Copy)]
pub struct Window {
    node: NodeRef<html::Div>,
    count: Signal<usize>,
    row_height: Signal<f64>,
    /// How high what stands still above the rows is.
    head: Signal<f64>,
    selected: Signal<Option<usize>>,
    top: RwSignal<f64>,
    /// Whether it may be scrolled although `top` does not say so yet.
    moved: StoredValue<bool>,
    height: RwSignal<f64>,
    /// How high the list is, with its head, once it has been measured.
    whole: StoredValue<Option<f64>>,
}

impl Window {
    pub fn new(
        node: NodeRef<html::Div>,
        count: Signal<usize>,
        row_height: Signal<f64>,
        head: Signal<f64>,
        selected: Signal<Option<usize>>,
    ) -> Self {
        let (top, height) = (RwSignal::new(0.0), RwSignal::new(900.0));
        let (moved, whole) = (StoredValue::new(false), StoredValue::new(None));
        Self { node, count, row_height, head, selected, top, moved, height, whole }
    }

    pub fn measure(self) {
        if let Some(list) = self.node.try_get_untracked().flatten() {
            let whole = f64::from(list.client_height());
            let height = whole - self.head.get_untracked();
            let top = f64::from(list.scroll_top());
            self.moved.set_value(false);
            let is_first = self.whole.with_value(Option::is_none);
            self.whole.set_value(Some(whole));
            if !is_same(self.height.get_untracked(), height) {
                self.height.set(height);
            }
            if !is_same(self.top.get_untracked(), top) {
                self.top.set(top);
            }
            if is_first && let Some(at) = self.selected.get_untracked() {
                self.reveal(at);
            }
        }
    }

    /// Measures when the list appears or changes its size, and scrolls to what is selected.
    pub fn follow(self) {
        let callback = Closure::<dyn Fn()>::new(move || self.measure());
        if let Ok(observer) = ResizeObserver::new(callback.as_ref().unchecked_ref()) {
            let kept = StoredValue::new_local((observer.clone(), callback));
            self.node.on_load(move |list| observer.observe(&list));
            on_cleanup(move || {
                kept.try_with_value(|(observer, _)| observer.disconnect());
            });
        }
        Effect::new(move |_| {
            self.row_height.track();
            self.head.track();
            if let Some(at) = self.selected.get() {
                self.reveal(at);
            }
        });
    }

    pub fn slots(self) -> usize {
        places(self.height.get() / self.row_height.get()) + 2 * SPARE + 1
    }

    pub fn first(self) -> usize {
        places(self.top.get() / self.row_height.get()).saturating_sub(SPARE)
    }

    /// The place a slot shows. The slots are a ring: slot `n` shows the place in the window that is `n` modulo their
    /// number, so that scrolling by a row changes one slot. One slot more keeps the selected row while it is outside.
    pub fn place(self, slot: usize, slots: usize, first: usize) -> Option<usize> {
        let at = if slot == slots {
            self.selected.get().filter(|at| !(first..first + slots).contains(at))?
        } else {
            first + (slot + slots - first % slots) % slots
        };
        Some(at).filter(|at| *at < self.count.get())
    }

    /// Scrolls to the first row. The browser is only told where it may be elsewhere: it would lay everything out at once.
    pub fn rewind(self) {
        if is_same(self.top.get_untracked(), 0.0) && !self.moved.get_value() {
            return;
        }
        if let Some(list) = self.node.try_get_untracked().flatten() {
            self.moved.set_value(true);
            list.set_scroll_top(0);
        }
    }

    /// Scrolls sideways to a column, by the id of its head.
    pub fn reveal_across(self, head: &str) {
        let Some(list) = self.node.try_get_untracked().flatten() else { return };
        let head = document().get_element_by_id(head).and_then(|head| head.dyn_into::<web_sys::HtmlElement>().ok());
        let Some(head) = head else { return };
        let (from, to) = (head.offset_left(), head.offset_left() + head.offset_width());
        if from < list.scroll_left() {
            list.set_scroll_left(from);
        } else if to > list.scroll_left() + list.client_width() {
            list.set_scroll_left(to - list.client_width());
        }
    }

    /// The slot that shows a place.
    pub fn slot_of(at: usize, slots: usize, first: usize) -> usize {
        if (first..first + slots).contains(&at) { at % slots } else { slots }
    }

    /// How many rows a page down or up goes.
    pub fn page(self) -> usize {
        places(self.height.get_untracked() / self.row_height.get_untracked()).max(2) - 1
    }

    /// Scrolls to a row, once it is known how high the list is. The browser is only asked where the list may have been
    /// scrolled since: it would lay everything out at once.
    fn reveal(self, at: usize) {
        let (Some(list), Some(whole)) = (self.node.get_untracked(), self.whole.get_value()) else { return };
        let row = self.row_height.get_untracked();
        let moved = self.moved.get_value();
        let top = if moved { f64::from(list.scroll_top()) } else { self.top.get_untracked() };
        let (from, height) = (offset(at, row), whole - self.head.get_untracked());
        if from < top {
            self.moved.set_value(true);
            list.set_scroll_top(pixels(from));
        } else if from + row > top + height {
            self.moved.set_value(true);
            list.set_scroll_top(pixels(from + row - height));
        }
    }

    /// Where a key leads.
    pub fn step(self, event: &KeyboardEvent) -> Option<usize> {
        let last = self.count.get_untracked().checked_sub(1)?;
        if is_composing(event) || event.ctrl_key() || event.alt_key() || event.meta_key() {
            return None;
        }
        let at = self.selected.get_untracked();
        let page = self.page();
        let to = match event.key().as_str() {
            "ArrowDown" => at.map_or(0, |at| at + 1),
            "ArrowUp" => at.map_or(last, |at| at.saturating_sub(1)),
            "PageDown" => at.unwrap_or_default() + page,
            "PageUp" => at.unwrap_or_default().saturating_sub(page),
            "Home" => 0,
            "End" => last,
            _ => return None,
        };
        Some(to.min(last))
    }
}

/// The place of the row that was pressed.
pub fn pressed(event: &MouseEvent) -> Option<usize> {
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    target.closest("[data-at]").ok()??.get_attribute("data-at")?.parse().ok()
}

/// Whether two lengths in pixels are the same to the eye.
fn is_same(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.01
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Saturates, which is what is wanted.
fn places(n: f64) -> usize {
    n.ceil().max(0.0) as usize
}

#[allow(clippy::cast_precision_loss)] // Lists are far shorter than 2^53.
pub fn offset(at: usize, row: f64) -> f64 {
    at as f64 * row
}

#[allow(clippy::cast_possible_truncation)] // Saturates, and the browser caps it.
fn pixels(n: f64) -> i32 {
    n.round() as i32
}
