//! The life of the page: whether it is seen, frozen, on a network.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// Whether the page is in sight.
pub(super) fn is_seen() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_none_or(|document| document.visibility_state() == web_sys::VisibilityState::Visible)
}

/// Listens for the life of the page.
pub(in crate::desk) fn on(event: &str, handle: impl FnMut() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let listener = Closure::<dyn FnMut()>::new(handle);
    let listener = listener.into_js_value();
    let listener = listener.unchecked_ref();
    let added = match (event, window.document()) {
        ("visibilitychange" | "freeze" | "resume", Some(document)) => {
            document.add_event_listener_with_callback(event, listener)
        }
        _ => window.add_event_listener_with_callback(event, listener),
    };
    // Without it, the next look at the network tells.
    let _ = added;
}
