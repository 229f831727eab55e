//! Copying texts.

use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlDocument, HtmlTextAreaElement};

use super::app::App;
use super::texts::files::FileTexts;
use super::texts::{Common, fill};
use super::toasts::Offer;
use crate::query::text::first_gap;

/// Copies a text and says so, and what of it is still to be filled in.
pub fn copy_text(app: App, text: &str) {
    copy_offering(app, text, None);
}

/// The same, offering what may come next.
pub fn copy_offering(app: App, text: &str, offer: Option<Offer>) {
    let text = text.to_owned();
    // Begun at once: browsers allow it only while a key or button is being pressed.
    let writing = begin(&text);
    spawn_local(async move {
        let copied = match writing {
            Some(writing) => JsFuture::from(writing).await.is_ok(),
            None => false,
        };
        if copied || copy_selected(&text).unwrap_or(false) {
            let said = match first_gap(&text).and_then(|gap| text.get(gap)) {
                Some(gap) => fill(FileTexts::t().copied_open, &[&gap]),
                None => Common::t().copied.to_owned(),
            };
            app.toasts.offer(said, offer);
        } else {
            app.toasts.fault(FileTexts::t().not_copied);
        }
    });
}

/// The clipboard is there only on secure pages.
fn begin(text: &str) -> Option<js_sys::Promise> {
    let navigator = window().navigator();
    let clipboard = Reflect::get(&navigator, &JsValue::from_str("clipboard")).ok()?;
    clipboard.is_object().then(|| navigator.clipboard().write_text(text))
}

/// The older way: a selected text field.
fn copy_selected(text: &str) -> Result<bool, JsValue> {
    let document = document();
    let active = document.active_element();
    let area: HtmlTextAreaElement = document.create_element("textarea")?.unchecked_into();
    area.set_value(text);
    area.set_class_name("only-spoken");
    // Inside an open dialog the rest of the page cannot be focused.
    let dialog = document.query_selector("dialog[open]")?;
    let place = dialog.or_else(|| document.body().map(Into::into)).ok_or(JsValue::NULL)?;
    place.append_child(&area)?;
    area.select();
    let done = document.unchecked_ref::<HtmlDocument>().exec_command("copy");
    area.remove();
    if let Some(active) = active.and_then(|active| active.dyn_into::<web_sys::HtmlElement>().ok()) {
        active.focus()?;
    }
    done
}
