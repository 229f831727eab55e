//! One of several, in the browser's own list.

use leptos::html;
use leptos::prelude::*;

use super::Choice;

/// A drop-down list. What it shows is what the model holds: a choice that is refused does not stay.
#[component]
pub fn Select(
    /// The options.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// The id of the chosen one.
    #[prop(into)]
    value: Signal<String>,
    /// One was chosen.
    #[prop(into)]
    on_choose: Callback<String>,
    /// Read out; give it when no `<label>` stands around or before it.
    #[prop(optional, into)]
    label: Option<TextProp>,
    /// The element's id, for a `<label for=…>`.
    #[prop(optional, into)]
    id: Option<String>,
    /// Shown when the pointer rests on it, for example why it cannot be changed.
    #[prop(optional, into)]
    title: Signal<Option<String>>,
    /// Whether it can be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let node = NodeRef::<html::Select>::new();
    Effect::new(move |_| {
        options.track();
        let wanted = value.get();
        if let Some(select) = node.get() {
            select.set_value(&wanted);
        }
    });
    let chosen = move |_| {
        let Some(select) = node.get_untracked() else { return };
        let id = select.value();
        select.set_value(&value.get_untracked());
        on_choose.run(id);
    };
    view! {
        <select
            class="input"
            id=id
            node_ref=node
            aria-label=label.map(|label| move || label.get())
            title=move || title.get()
            disabled=disabled
            on:change=chosen
        >
            {move || {
                let chosen = value.get_untracked();
                let option = |choice: Choice| {
                    let selected = choice.id == chosen;
                    view! { <option value=choice.id selected=selected>{choice.name}</option> }
                };
                options.get().into_iter().map(option).collect_view()
            }}
        </select>
    }
    .into_any()
}
