//! A list of any length: only the rows in view exist, and scrolling gives them other items instead of making new ones.

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, MouseEvent, resize};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

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
    let (item, row) = (Arc::new(item), Arc::new(row));
    let id = StoredValue::new(format!("list-{}", new_layer().0));
    let (top, height) = (RwSignal::new(0.0), RwSignal::new(900.0));
    let measure = move || {
        if let Some(list) = node.get_untracked() {
            height.set(f64::from(list.client_height()));
            top.set(f64::from(list.scroll_top()));
        }
    };
    node.on_load(move |_| request_animation_frame(measure));
    watch_size(node, measure);

    let slots = Memo::new(move |_| places(height.get() / row_height.get()) + 2 * SPARE + 1);
    let first = Memo::new(move |_| places(top.get() / row_height.get()).saturating_sub(SPARE));
    // Slot `n` of the ring shows the place within the window that is `n` modulo the number of slots; one slot more
    // keeps the selected row while it is outside.
    let place = move |slot: usize| {
        let (slots, first) = (slots.get(), first.get());
        if slot == slots {
            return selected.get().filter(|at| !(first..first + slots).contains(at)).filter(|at| *at < count.get());
        }
        Some(first + (slot + slots - first % slots) % slots).filter(|at| *at < count.get())
    };
    let slot = move |slot: usize| {
        let at = Memo::new(move |_| place(slot));
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
    let reveal = move |at: usize| {
        let Some(list) = node.get_untracked() else { return };
        let (from, height, row) =
            (offset(at, row_height.get_untracked()), height.get_untracked(), row_height.get_untracked());
        let top = f64::from(list.scroll_top());
        if from < top {
            list.set_scroll_top(pixels(from));
        } else if from + row > top + height {
            list.set_scroll_top(pixels(from + row - height));
        }
    };
    Effect::new(move |_| {
        if let Some(at) = selected.get() {
            reveal(at);
        }
    });
    let page = move || places(height.get_untracked() / row_height.get_untracked()).max(2) - 1;
    let keyed = move |event: KeyboardEvent| {
        let last = match count.get_untracked() {
            0 => return,
            count => count - 1,
        };
        let at = selected.get_untracked();
        let to = match event.key().as_str() {
            _ if is_composing(&event) || event.ctrl_key() || event.alt_key() || event.meta_key() => return,
            "ArrowDown" => at.map_or(0, |at| at + 1),
            "ArrowUp" => at.map_or(last, |at| at.saturating_sub(1)),
            "PageDown" => at.unwrap_or_default() + page(),
            "PageUp" => at.unwrap_or_default().saturating_sub(page()),
            "Home" => 0,
            "End" => last,
            "Enter" => {
                if let (Some(on_open), Some(at)) = (on_open, at) {
                    event.prevent_default();
                    on_open.run(at);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        on_select.run(to.min(last));
    };
    view! {
        <div
            class="rows"
            role="listbox"
            tabindex="0"
            node_ref=node
            aria-label=move || label.get()
            aria-activedescendant=move || selected.get().map(|at| id.with_value(|id| format!("{id}-{at}")))
            on:scroll=move |_| measure()
            on:keydown=keyed
            on:click=move |event| {
                if let Some(at) = pressed(&event) {
                    on_select.run(at);
                }
            }
            on:dblclick=move |event| {
                if let (Some(on_open), Some(at)) = (on_open, pressed(&event)) {
                    on_open.run(at);
                }
            }
        >
            <div class="sizer" role="presentation" style:height=move || format!("{}px", offset(count.get(), row_height.get()))>
                {move || (0..=slots.get()).map(&slot).collect_view()}
            </div>
        </div>
    }
    .into_any()
}

fn pressed(event: &MouseEvent) -> Option<usize> {
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    target.closest("[data-at]").ok()??.get_attribute("data-at")?.parse().ok()
}

/// Measures anew when the window or, as its pane is dragged, the list itself changes its size.
fn watch_size(node: NodeRef<html::Div>, measure: impl Fn() + Copy + 'static) {
    let listener = window_event_listener(resize, move |_| measure());
    on_cleanup(move || listener.remove());
    let callback = wasm_bindgen::closure::Closure::<dyn Fn()>::new(measure);
    if let Ok(observer) = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()) {
        let kept = StoredValue::new_local((observer.clone(), callback));
        node.on_load(move |list| observer.observe(&list));
        on_cleanup(move || {
            kept.try_with_value(|(observer, _)| observer.disconnect());
        });
    }
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
