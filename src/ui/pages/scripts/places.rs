//! The places of a script that are filled in when it is said, put into its text with a press.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventInit, HtmlTextAreaElement};

use crate::model::check::PLACEHOLDERS;
use crate::ui::app::App;
use crate::ui::saying;
use crate::ui::texts::library::LibraryTexts;

/// The text that somebody is in, or was in last.
#[derive(Clone, Copy)]
pub struct Last(StoredValue<Option<HtmlTextAreaElement>, LocalStorage>);

impl Last {
    /// Nobody was in one yet.
    pub fn new() -> Self {
        Self(StoredValue::new_local(None))
    }

    /// Somebody goes into what may be a text.
    pub fn follow(self, target: Option<web_sys::EventTarget>) {
        if let Some(area) = target.and_then(|target| target.dyn_into().ok()) {
            self.0.set_value(Some(area));
        }
    }

    /// Puts a place at the caret, or at the end of the first text.
    fn insert(self, near: Option<Element>, name: &str) {
        let first = || {
            let answers = near?.closest(".answers-of").ok()??;
            answers.query_selector("textarea").ok()??.dyn_into::<HtmlTextAreaElement>().ok()
        };
        let last = self.0.get_value().filter(|area| area.is_connected());
        let Some(area) = last.or_else(first) else { return };
        // Text can be put into a text area: nothing here fails.
        let _ = area.focus();
        let end = area.selection_end().ok().flatten().unwrap_or_default();
        let start = area.selection_start().ok().flatten().unwrap_or(end);
        let text = ["{", name, "}"].concat();
        let _ = area.set_range_text_with_start_and_end(&text, start, end);
        let caret = start + u32::try_from(text.len()).unwrap_or_default();
        let _ = area.set_selection_range(caret, caret);
        let options = EventInit::new();
        options.set_bubbles(true);
        if let Ok(typed) = Event::new_with_event_init_dict("input", &options) {
            let _ = area.dispatch_event(&typed);
        }
    }
}

/// The places, each a button.
#[component]
pub fn Places(last: Last) -> impl IntoView {
    let app = App::get();
    let one = move |name: &'static str| {
        let called = match name {
            "|" => Some(LibraryTexts::t().caret_here.to_owned()),
            name => saying::known(app, name).1,
        };
        view! {
            <button type="button" class="view" on:pointerdown=|event| event.prevent_default()
                on:click=move |event| {
                    let button = event.current_target().and_then(|target| target.dyn_into().ok());
                    last.insert(button, name);
                }>{called.unwrap_or_else(|| name.to_owned())}</button>
        }
    };
    view! {
        <div class="line places" role="group" aria-label=LibraryTexts::t().insert_place>
            <span class="small dim">{LibraryTexts::t().insert_place}</span>
            {PLACEHOLDERS.into_iter().map(one).collect_view()}
        </div>
    }
}
