//! A list of any length: only the rows in view exist, and scrolling gives them other items instead of making new ones.

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;

use super::window::{Window, offset, pressed};
use crate::ui::keyboard::{is_composing, new_layer};

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
    let window = Window::new(node, count, row_height, Signal::stored(0.0), selected);
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
