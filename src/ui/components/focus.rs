//! Going into what appears.

use std::cell::RefCell;

use leptos::prelude::*;
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
