//! One-line text fields.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::focus::focus_soon;
use super::typing::Typing;
use super::{Glyph, Icon};

/// The id of what says under a control what is wrong with it, while something is.
pub(super) fn wrong_id(id: Option<&str>, wrong: Signal<bool>) -> impl Fn() -> Option<String> + Clone + use<> {
    let about = id.map(about_id);
    move || about.clone().filter(|_| wrong.get())
}

/// The id of what says under a control of that id what is wrong with it.
#[must_use]
pub fn about_id(id: &str) -> String {
    [id, "-wrong"].concat()
}

/// A one-line text field. Texts that a person may share with an input method go through here, never through a
/// controlled `prop:value`.
#[component]
pub fn TextInput(
    /// What the model holds.
    #[prop(into)]
    value: Signal<String>,
    /// Each change, not while composing: for drafts and searches.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// The text when the field is left or Enter is pressed: for what is kept.
    #[prop(optional, into)]
    on_commit: Option<Callback<String>>,
    /// `text`, `tel`, `date`, `time`, `datetime-local`, `search`, `password`.
    #[prop(default = "text")]
    sort: &'static str,
    /// Which keyboard a phone shows: `decimal`, `numeric`, `tel`.
    #[prop(default = "text")]
    mode: &'static str,
    /// An example or explanation, while it is empty.
    #[prop(optional, into)]
    hint: TextProp,
    /// Read out; give it when no `<label>` stands around or before it.
    #[prop(optional, into)]
    label: Option<TextProp>,
    /// The element's id, for a `<label for=…>`.
    #[prop(optional, into)]
    id: Option<String>,
    /// An icon in it.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// A unit behind the value.
    #[prop(optional, into)]
    unit: String,
    /// Whether what stands there is refused.
    #[prop(optional, into)]
    wrong: Signal<bool>,
    /// Whether it can be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Gets the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
    /// The element, for who must focus it.
    #[prop(optional)]
    node: NodeRef<html::Input>,
) -> impl IntoView {
    let typing = Typing::new(value, on_input, on_commit);
    node.on_load(move |field| {
        typing.attach(field.clone().unchecked_into());
        if autofocus {
            // The attribute counts only while a page or dialog opens.
            focus_soon(move || Some(field.unchecked_into()));
        }
    });
    let bare = icon.is_none() && unit.is_empty();
    let field = view! {
        <input
            class=bare.then_some("input")
            type=sort
            inputmode=mode
            aria-describedby=wrong_id(id.as_deref(), wrong)
            id=id
            node_ref=node
            autocomplete="off"
            spellcheck="false"
            autofocus=autofocus
            placeholder=move || hint.get()
            aria-label=label.map(|label| move || label.get())
            aria-invalid=move || wrong.get().then_some("true")
            disabled=disabled
            on:input=move |_| typing.input()
            on:compositionstart=move |_| typing.compose()
            on:compositionend=move |_| typing.composed()
            on:change=move |_| typing.commit()
            on:blur=move |_| typing.leave()
        />
    };
    if bare {
        return field.into_any();
    }
    view! {
        <label class="input input-row">
            {icon.map(|icon| view! { <Glyph icon /> })} {field}
            {(!unit.is_empty()).then(|| view! { <span class="unit">{unit}</span> })}
        </label>
    }
    .into_any()
}
