//! The handle between two panes: dragged, or moved by the arrow keys. It sets a custom property on the frame.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::ui::texts::Common;

/// A handle; put it into `.list` or `.help`.
#[component]
pub fn Splitter(
    /// The property that holds the width: `--list-w`, `--help-w`.
    property: &'static str,
    /// The pane's width in pixels.
    #[prop(into)]
    width: Signal<u32>,
    /// The pane is to the handle's right.
    #[prop(optional)]
    mirrored: bool,
    /// The least and greatest width.
    #[prop(default = (260, 640))]
    range: (u32, u32),
    /// The width that was chosen, when the handle is let go; 0 for the usual one, after a double press.
    #[prop(into)]
    on_done: Callback<u32>,
) -> impl IntoView {
    let handle = NodeRef::<html::Div>::new();
    // Where the pointer took the handle and how wide the pane was then.
    let taken = RwSignal::new(None::<(i32, u32)>);
    let now = RwSignal::new(width.get_untracked());
    let show = move |px: u32| {
        now.set(px);
        let frame = handle.get_untracked().and_then(|handle| handle.closest(".desk").ok().flatten());
        if let Some(frame) = frame.and_then(|frame| frame.dyn_into::<HtmlElement>().ok()) {
            let style = frame.style();
            // A valid property: neither can fail.
            let _ = if px == 0 {
                style.remove_property(property).map(drop)
            } else {
                style.set_property(property, &format!("{px}px"))
            };
        }
    };
    let measured = move || {
        let pane = handle.get_untracked().and_then(|handle| handle.parent_element());
        pane.map_or(range.0, |pane| u32::try_from(pane.client_width()).unwrap_or(range.0))
    };
    let moved =
        move |from: u32, by: i32| from.saturating_add_signed(if mirrored { -by } else { by }).clamp(range.0, range.1);
    Effect::new(move |_| {
        let px = width.get();
        if handle.get().is_some() && px > 0 {
            show(px);
        }
    });
    let take = move |event: PointerEvent| {
        if let Some(handle) = handle.get_untracked() {
            // Without capture it follows as long as the pointer is above it.
            let _ = handle.set_pointer_capture(event.pointer_id());
        }
        taken.set(Some((event.client_x(), measured())));
    };
    let drag = move |event: PointerEvent| {
        if let Some((x, from)) = taken.get_untracked() {
            show(moved(from, event.client_x() - x));
        }
    };
    let let_go = move |_: PointerEvent| {
        if taken.get_untracked().is_some() {
            taken.set(None);
            on_done.run(now.get_untracked());
        }
    };
    let key = move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowLeft" => -16,
            "ArrowRight" => 16,
            _ => return,
        };
        event.prevent_default();
        show(moved(measured(), by));
        on_done.run(now.get_untracked());
    };
    view! {
        <div
            class="splitter"
            role="separator"
            tabindex="0"
            aria-orientation="vertical"
            aria-label=Common::t().resize
            aria-valuemin=range.0
            aria-valuemax=range.1
            aria-valuenow=move || now.get()
            data-drag=move || taken.get().map(|_| "")
            node_ref=handle
            on:pointerdown=take
            on:pointermove=drag
            on:pointerup=let_go
            on:pointercancel=let_go
            on:keydown=key
            on:dblclick=move |_| {
                show(0);
                on_done.run(0);
            }
        ></div>
    }
    .into_any()
}
