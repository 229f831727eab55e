//! Going into what appears.

use leptos::prelude::*;
use web_sys::HtmlElement;

/// Goes to what `find` gives, once it is drawn, unless somebody is in another field by then: on a busy computer the next
/// frame may come late. A focus that fails changes nothing.
pub fn focus_soon(find: impl FnOnce() -> Option<HtmlElement> + 'static) {
    let before = document().active_element();
    request_animation_frame(move || {
        let now = document().active_element();
        let is_elsewhere =
            now != before && now.is_some_and(|now| matches!(&*now.tag_name(), "INPUT" | "TEXTAREA" | "SELECT"));
        if !is_elsewhere && let Some(found) = find() {
            let _ = found.focus();
        }
    });
}
