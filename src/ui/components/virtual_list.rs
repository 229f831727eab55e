//! A list of any length: only the rows in view exist, and scrolling gives them other items instead of making new ones.

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::ResizeObserver;

use crate::ui::keyboard::{is_composing, new_layer};

/// Rows kept ready above and below the window.
const SPARE: usize = 4;

/// A listbox of rows of one height. The list itself has the focus; the arrows, Home, End, Page Up and Page Down move the
/// selection, Enter opens. The selected row exists even when it is scrolled away.
#[component]
pub fn VirtualList<T, I, R>(
    /// How many items there are.
    #[prop(into)]
    count: Signal<usize>,
    /// The item of a place; read reactively, nothing beyond the end.
    item: I,
    /// Draws an item, usually `<div class="row">…</div>`; it is called again when the item changes.
    row: R,
    /// A row's height in pixels.
    #[prop(into)]
    row_height: Signal<f64>,
    /// The place of the selected one.
    #[prop(into)]
    selected: Signal<Option<usize>>,
    /// Another one was selected, by key or press.
    #[prop(into)]
    on_select: Callback<usize>,
    /// One was opened, by Enter or double press.
    #[prop(optional, into)]
    on_open: Option<Callback<usize>>,
    /// What is listed, read out.
    #[prop(into)]
    label: TextProp,
    /// The element, for who must focus it.
    #[prop(optional)]
    node: NodeRef<html::Div>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    I: Fn(usize) -> Option<T> + Send + Sync + 'static,
    R: Fn(T) -> AnyView + Send + Sync + 'static,
{
    let window = Window { node, count, row_height, selected, top: RwSignal::new(0.0), height: RwSignal::new(900.0) };
    let (item, row) = (Arc::new(item), Arc::new(row));
    let id = StoredValue::new(format!("list-{}", new_layer().0));
    window.follow();
    let slots = Memo::new(move |_| window.slots());
    let first = Memo::new(move |_| window.first());
    let slot = move |slot: usize| {
        let at = Memo::new(move |_| window.place(slot, slots.get(), first.get()));
        let (item, row) = (Arc::clone(&item), Arc::clone(&row));
        let held = Memo::new(move |_| at.get().and_then(|at| item(at)));
        view! {
            <div
                class="slot-row"
                role="option"
                id=move || at.get().map(|at| id.with_value(|id| format!("{id}-{at}")))
                hidden=move || at.get().is_none()
                aria-posinset=move || at.get().map(|at| at + 1)
                aria-setsize=move || count.get()
                aria-selected=move || if at.get().is_some() && at.get() == selected.get() { "true" } else { "false" }
                data-at=move || at.get()
                style:height=move || format!("{}px", row_height.get())
                style:transform=move || at.get().map(|at| format!("translateY({}px)", offset(at, row_height.get())))
            >
                {move || held.get().map(|item| row(item))}
            </div>
        }
    };
    let keyed = move |event: KeyboardEvent| {
        if let (true, Some(on_open), Some(at)) = (event.key() == "Enter", on_open, selected.get_untracked()) {
            if !is_composing(&event) {
                event.prevent_default();
                on_open.run(at);
            }
        } else if let Some(to) = window.step(&event) {
            event.prevent_default();
            on_select.run(to);
        }
    };
    let open = move |event: MouseEvent| {
        if let (Some(on_open), Some(at)) = (on_open, pressed(&event)) {
            on_open.run(at);
        }
    };
    let select = move |event: MouseEvent| {
        if let Some(at) = pressed(&event) {
            on_select.run(at);
        }
    };
    view! {
        <div
            class="rows"
            role="listbox"
            tabindex="0"
            node_ref=node
            aria-label=move || label.get()
            aria-activedescendant=move || selected.get().map(|at| id.with_value(|id| format!("{id}-{at}")))
            on:scroll=move |_| window.measure()
            on:keydown=keyed
            on:click=select
            on:dblclick=open
        >
            <div class="sizer" role="presentation" style:height=move || format!("{}px", offset(count.get(), row_height.get()))>
                {move || (0..=slots.get()).map(&slot).collect_view()}
            </div>
        </div>
    }
    .into_any()
}

/// What part of the list is seen, and which slot shows what.
#[derive(Clone, Copy)]
struct Window {
    node: NodeRef<html::Div>,
    count: Signal<usize>,
    row_height: Signal<f64>,
    selected: Signal<Option<usize>>,
    top: RwSignal<f64>,
    height: RwSignal<f64>,
}

impl Window {
    fn measure(self) {
        if let Some(list) = self.node.try_get_untracked().flatten() {
            self.height.set(f64::from(list.client_height()));
            self.top.set(f64::from(list.scroll_top()));
        }
    }

    /// Measures when the list appears or changes its size, and scrolls to what is selected.
    fn follow(self) {
        let callback = Closure::<dyn Fn()>::new(move || self.measure());
        if let Ok(observer) = ResizeObserver::new(callback.as_ref().unchecked_ref()) {
            let kept = StoredValue::new_local((observer.clone(), callback));
            self.node.on_load(move |list| observer.observe(&list));
            on_cleanup(move || {
                kept.try_with_value(|(observer, _)| observer.disconnect());
            });
        }
        Effect::new(move |_| {
            if let Some(at) = self.selected.get() {
                self.reveal(at);
            }
        });
    }

    fn slots(self) -> usize {
        places(self.height.get() / self.row_height.get()) + 2 * SPARE + 1
    }

    fn first(self) -> usize {
        places(self.top.get() / self.row_height.get()).saturating_sub(SPARE)
    }

    /// The place a slot shows. The slots are a ring: slot `n` shows the place in the window that is `n` modulo their
    /// number, so that scrolling by a row changes one slot. One slot more keeps the selected row while it is outside.
    fn place(self, slot: usize, slots: usize, first: usize) -> Option<usize> {
        let at = if slot == slots {
            self.selected.get().filter(|at| !(first..first + slots).contains(at))?
        } else {
            first + (slot + slots - first % slots) % slots
        };
        Some(at).filter(|at| *at < self.count.get())
    }

    fn reveal(self, at: usize) {
        let Some(list) = self.node.get_untracked() else { return };
        let row = self.row_height.get_untracked();
        let (from, top, height) = (offset(at, row), f64::from(list.scroll_top()), f64::from(list.client_height()));
        if from < top {
            list.set_scroll_top(pixels(from));
        } else if from + row > top + height {
            list.set_scroll_top(pixels(from + row - height));
        }
    }

    /// Where a key leads.
    fn step(self, event: &KeyboardEvent) -> Option<usize> {
        let last = self.count.get_untracked().checked_sub(1)?;
        if is_composing(event) || event.ctrl_key() || event.alt_key() || event.meta_key() {
            return None;
        }
        let at = self.selected.get_untracked();
        let page = places(self.height.get_untracked() / self.row_height.get_untracked()).max(2) - 1;
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

fn pressed(event: &MouseEvent) -> Option<usize> {
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    target.closest("[data-at]").ok()??.get_attribute("data-at")?.parse().ok()
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Saturates, which is what is wanted.
fn places(n: f64) -> usize {
    n.ceil().max(0.0) as usize
}

#[allow(clippy::cast_precision_loss)] // Lists are far shorter than 2^53.
fn offset(at: usize, row: f64) -> f64 {
    at as f64 * row
}

#[allow(clippy::cast_possible_truncation)] // Saturates, and the browser caps it.
fn pixels(n: f64) -> i32 {
    n.round() as i32
}
