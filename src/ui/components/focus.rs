//! Going into what appears.

use std::cell::RefCell;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

thread_local! {
    /// Where the last one went.
    static LAST: RefCell<Option<Element>> = const { RefCell::new(None) };
}

/// Goes to what `find` gives, once it is drawn, unless somebody has gone to another field by then: on a busy computer the
/// next frame may come late. A focus that fails changes nothing.
pub fn focus_soon(find: impl FnOnce() -> Option<HtmlElement> + 'static) {
    let before = document().active_element();
    request_animation_frame(move || {
        let now = document().active_element();
        let is_elsewhere = now != before
            && LAST.with_borrow(|last| now != *last)
            && now.is_some_and(|now| matches!(&*now.tag_name(), "INPUT" | "TEXTAREA" | "SELECT"));
        if !is_elsewhere && let Some(found) = find() {
            let _ = found.focus();
            LAST.set(Some(found.into()));
        }
    });
}

/// Goes to the first control inside that is marked as wrong, once the marks are drawn.
pub fn focus_wrong(find: impl FnOnce() -> Option<Element> + 'static) {
    request_animation_frame(move || {
        let marked = ":is(input, textarea, select)[aria-invalid=true], [role=radiogroup][aria-invalid=true] input, .field:has(> .wrong) :is(input, button)";
        let wrong = find().and_then(|root| root.query_selector(marked).ok().flatten());
        if let Some(wrong) = wrong.and_then(|wrong| wrong.dyn_into::<HtmlElement>().ok()) {
            let _ = wrong.focus();
        }
    });
}
