//! A text area that grows with its text.

use std::ops::Range;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::focus::focus_soon;
use super::input::wrong_id;
use super::typing::Typing;

/// A text area that grows. A hidden copy of the text behind it gives the height.
#[component]
pub fn TextArea(
    /// What the model holds.
    #[prop(into)]
    value: Signal<String>,
    /// Each change, not while composing: for drafts.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// The text when it is left: for what is kept.
    #[prop(optional, into)]
    on_commit: Option<Callback<String>>,
    /// An example or explanation, while it is empty.
    #[prop(optional, into)]
    hint: TextProp,
    /// Read out; give it when no `<label>` stands around or before it.
    #[prop(optional, into)]
    label: Option<TextProp>,
    /// The element's id, for a `<label for=…>`.
    #[prop(optional, into)]
    id: Option<String>,
    /// Begins as low as a one-line field.
    #[prop(optional)]
    low: bool,
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
    node: NodeRef<html::Textarea>,
) -> impl IntoView {
    let typing = Typing::new(value, on_input, on_commit);
    // What stands in the field now, also while composing: the copy must be as high as the field.
    let shown = RwSignal::new(value.get_untracked());
    Effect::new(move |_| {
        let _ = value.get();
        request_animation_frame(move || refresh(node, shown));
    });
    node.on_load(move |field| {
        typing.attach(field.clone().unchecked_into());
        if autofocus {
            // The attribute counts only while a page or dialog opens.
            focus_soon(move || Some(field.unchecked_into()));
        }
    });
    view! {
        <div class="grow" data-rows=low.then_some("1")>
            <div class="mirror" aria-hidden="true">
                {move || shown.get()}
                "\u{200b}"
            </div>
            <textarea
                rows="1"
                aria-describedby=wrong_id(id.as_deref(), wrong)
                id=id
                node_ref=node
                autofocus=autofocus
                placeholder=move || hint.get()
                aria-label=label.map(|label| move || label.get())
                aria-invalid=move || wrong.get().then_some("true")
                disabled=disabled
                on:input=move |_| {
                    refresh(node, shown);
                    typing.input();
                }
                on:compositionstart=move |_| typing.compose()
                on:compositionend=move |_| typing.composed()
                on:change=move |_| typing.commit()
                on:blur=move |_| typing.leave()
            ></textarea>
        </div>
    }
    .into_any()
}

fn refresh(node: NodeRef<html::Textarea>, shown: RwSignal<String>) {
    if let Some(text) = node.try_get_untracked().flatten().map(|field| field.value())
        && shown.try_with_untracked(|shown| *shown != text) == Some(true)
    {
        shown.set(text);
    }
}

/// The text in pieces, those in `marks` marked. Marks made for another text are passed over.
pub fn marked(text: &str, marks: &[Range<usize>]) -> Vec<AnyView> {
    let mut out = Vec::with_capacity(marks.len() * 2 + 1);
    let mut from = 0;
    for mark in marks {
        let (Some(before), Some(marked)) = (text.get(from..mark.start), text.get(mark.clone())) else { continue };
        out.push(before.to_owned().into_any());
        out.push(view! { <mark>{marked.to_owned()}</mark> }.into_any());
        from = mark.end;
    }
    out.push(text.get(from..).unwrap_or_default().to_owned().into_any());
    out
}
