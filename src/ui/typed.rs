//! What is typed into a form and not saved yet: kept, by name, through a reload or a crash, each person's
//! own.

use std::collections::BTreeMap;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::app::App;
use crate::model::value::Value;

/// What is typed into one form.
#[derive(Clone, Copy)]
pub struct Typed {
    app: App,
    place: StoredValue<String>,
    values: RwSignal<BTreeMap<String, Value>>,
}

impl Typed {
    /// What was typed at a place and not saved. The desk forgets it with the action that names the place in
    /// `Action::drops_draft`.
    #[must_use]
    pub fn at(place: String) -> Self {
        let app = App::get();
        let kept = app.desk().draft(&place).and_then(|text| serde_json::from_str(&text).ok());
        Self { app, place: StoredValue::new(place), values: RwSignal::new(kept.unwrap_or_default()) }
    }

    /// What is typed under a name; nothing when that was never touched.
    #[must_use]
    pub fn value(self, name: &str) -> Option<Value> {
        self.values.with(|values| values.get(name).cloned())
    }

    /// All that is typed.
    #[must_use]
    pub fn all(self) -> BTreeMap<String, Value> {
        self.values.get_untracked()
    }

    /// The text typed under a name, or an empty one; not followed.
    #[must_use]
    pub fn text(self, name: &str) -> String {
        self.text_or(name, "")
    }

    /// The text typed under a name, or what stands there before anything is typed; not followed.
    #[must_use]
    pub fn text_or(self, name: &str, begin: &str) -> String {
        self.values.with_untracked(|values| values.get(name).map_or(begin, Value::as_str).to_owned())
    }

    /// Whether nothing is typed under a name, or only spaces.
    #[must_use]
    pub fn lacks(self, name: &str) -> bool {
        self.values.with(|values| {
            values.get(name).is_none_or(|value| match value {
                Value::Text(text) => text.trim().is_empty(),
                value => value.is_empty(),
            })
        })
    }

    /// Keeps a value.
    pub fn put(self, name: &str, value: Value) {
        self.values.update(|values| drop(values.insert(name.to_owned(), value)));
        let text = self.values.with_untracked(|values| serde_json::to_string(values).unwrap_or_default());
        self.app.keep_draft(&self.place.get_value(), &text);
    }

    /// For `on:input` and `on:change` of the form: keeps what stands in a control under the name in its `data-keep`.
    /// The browser tells `change` of controls that have just been taken away, too: those hold nothing new.
    pub fn take(self, event: &web_sys::Event) {
        // Text areas and selects have the same properties as inputs.
        let Some(control) = event.target().map(JsCast::unchecked_into::<web_sys::HtmlInputElement>) else { return };
        let Some(name) = control.get_attribute("data-keep") else { return };
        let value = Value::Text(control.value());
        if self.values.try_with_untracked(|values| values.get(&name) != Some(&value)) == Some(true) {
            self.put(&name, value);
        }
    }
}
