//! What opens under a button or field: in the browser's top layer, beside its anchor, never cut off.

use leptos::ev::pointerdown;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

/// A box under the element before it; closed by a press elsewhere.
#[component]
pub fn Popup(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// As wide as its anchor.
    #[prop(optional)]
    wide: bool,
    /// What it holds, made each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let popup = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let (Some(element), wanted) = (popup.get(), open.get()) else { return };
        // Both fail only when it is already as wanted.
        if wanted {
            let _ = element.show_popover();
            place(&element, wide);
        } else {
            let _ = element.hide_popover();
        }
    });
    let outside = window_event_listener(pointerdown, move |event| {
        if !open.get_untracked() {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
        let around = popup.get_untracked().and_then(|element| element.parent_element());
        if !around.is_some_and(|around| around.contains(target.as_ref())) {
            open.set(false);
        }
    });
    on_cleanup(move || outside.remove());
    view! {
        <div class="popup" popover="manual" node_ref=popup>
            {move || open.get().then(|| children())}
        </div>
    }
    .into_any()
}

/// Puts the popup under its anchor, or above it when there is more room.
fn place(popup: &HtmlElement, wide: bool) {
    let Some(anchor) = popup.previous_element_sibling() else { return };
    let side = |size: Result<wasm_bindgen::JsValue, _>| size.ok().and_then(|size| size.as_f64()).unwrap_or_default();
    let (width, height) = (side(window().inner_width()), side(window().inner_height()));
    let at = anchor.get_bounding_client_rect();
    let style = popup.style();
    let set = |name: &str, value: f64| {
        // A valid property with a valid value: this cannot fail.
        let _ = style.set_property(name, &format!("{value:.0}px"));
    };
    if wide {
        set("min-width", at.width());
    }
    let own = popup.get_bounding_client_rect();
    let below = at.bottom() + 4.0 + own.height() <= height - 8.0 || at.top() < height - at.bottom();
    set("top", if below { at.bottom() + 4.0 } else { (at.top() - 4.0 - own.height()).max(8.0) });
    set("left", at.left().min(width - own.width() - 8.0).max(8.0));
}

/// Scrolls a list so that its marked entry is seen, up and down or sideways.
pub fn reveal(list: &Element, selector: &str) {
    if let Ok(Some(entry)) = list.query_selector(selector) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
        entry.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
