//! Keeps a text field and the model in step without ever disturbing who types.
//!
//! Fields are uncontrolled: the browser owns what stands in them. The model's text is written into the field only when
//! it came from outside, never while an input method composes, and not over what has been typed and not yet handed on;
//! then it waits until the field is left untouched. The caret stays where it was.

use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// One field's bookkeeping.
#[derive(Clone, Copy)]
pub struct Typing {
    field: StoredValue<Option<HtmlInputElement>, LocalStorage>,
    model: Signal<String>,
    on_input: Option<Callback<String>>,
    on_commit: Option<Callback<String>>,
    composing: StoredValue<bool>,
    dirty: StoredValue<bool>,
}

impl Typing {
    /// For a field that shows `model`, hands on each change of its text to `on_input`, and the text to `on_commit` when
    /// it is left or Enter is pressed.
    #[must_use]
    pub fn new(model: Signal<String>, on_input: Option<Callback<String>>, on_commit: Option<Callback<String>>) -> Self {
        let typing = Self {
            field: StoredValue::new_local(None),
            model,
            on_input,
            on_commit,
            composing: StoredValue::new(false),
            dirty: StoredValue::new(false),
        };
        Effect::new(move |_| typing.show(&typing.model.get()));
        // A field that is taken away while somebody types hands its text on before it goes.
        on_cleanup(move || typing.commit());
        typing
    }

    /// The field is in the page. A text area may be given as an input: it has the same properties.
    pub fn attach(self, field: HtmlInputElement) {
        field.set_value(&self.model.get_untracked());
        self.field.set_value(Some(field));
    }

    /// What stands in the field; nothing once it has been taken away.
    fn text(self) -> Option<String> {
        self.field.try_with_value(|field| field.as_ref().map(HtmlInputElement::value)).flatten()
    }

    // The browser tells `change` and `blur` of fields that have just been taken away: reading must not fail then.
    fn is_composing(self) -> bool {
        self.composing.try_get_value() == Some(true)
    }

    fn is_dirty(self) -> bool {
        self.dirty.try_get_value() == Some(true)
    }

    /// For `on:input`.
    pub fn input(self) {
        self.dirty.set_value(true);
        if !self.is_composing() {
            self.hand_on();
        }
    }

    /// For `on:compositionstart`.
    pub fn compose(self) {
        self.composing.set_value(true);
    }

    /// For `on:compositionend`.
    pub fn composed(self) {
        self.composing.set_value(false);
        if self.is_dirty() { self.hand_on() } else { self.refresh() }
    }

    /// For `on:change`.
    pub fn commit(self) {
        if self.is_dirty() {
            self.dirty.set_value(false);
            if let (Some(on_commit), Some(text)) = (self.on_commit, self.text()) {
                on_commit.try_run(text);
            }
        }
    }

    /// For `on:blur`, which comes after `change`.
    pub fn leave(self) {
        self.composing.set_value(false);
        if self.is_dirty() { self.commit() } else { self.refresh() }
    }

    fn hand_on(self) {
        if let (Some(on_input), Some(text)) = (self.on_input, self.text()) {
            // Handed on, the text is the model's: what it says next is newer.
            if self.on_commit.is_none() {
                self.dirty.set_value(false);
            }
            on_input.try_run(text);
        }
    }

    fn refresh(self) {
        if let Some(text) = self.model.try_get_untracked() {
            self.show(&text);
        }
    }

    /// Writes the model's text into the field if that disturbs nobody.
    fn show(self, text: &str) {
        if self.is_composing() || self.is_dirty() {
            return;
        }
        self.field.try_with_value(|field| {
            let Some(field) = field.as_ref().filter(|field| field.value() != text) else { return };
            let focused = document().active_element().as_ref() == Some(field.as_ref());
            let caret = (field.selection_start(), field.selection_end());
            field.set_value(text);
            if let (true, (Ok(Some(start)), Ok(Some(end)))) = (focused, caret) {
                // Beyond the end means the end; only fields without a caret refuse, and they have told so above.
                let _ = field.set_selection_range(start, end);
            }
        });
    }
}
