//! One of a few options as chips, yes or no as a switch.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::Choice;
use crate::ui::keyboard::{is_composing, new_layer};

/// One of a few options: radio buttons drawn as chips. A second press on the chosen one clears it unless `required`.
#[component]
pub fn Chips(
    /// The options.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// The id of the chosen one; empty for none.
    #[prop(into)]
    value: Signal<String>,
    /// One was chosen; empty when it was cleared.
    #[prop(into)]
    on_choose: Callback<String>,
    /// What is chosen, read out.
    #[prop(into)]
    label: TextProp,
    /// Shows 1 to 9 on the chips; register the keys with `use_number`.
    #[prop(optional)]
    numbered: bool,
    /// One must stay chosen.
    #[prop(optional)]
    required: bool,
    /// Whether a choice is missing.
    #[prop(optional, into)]
    wrong: Signal<bool>,
    /// The id of what says so.
    #[prop(optional, into)]
    about: Option<String>,
    /// Whether it can be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let name = format!("chips-{}", new_layer().0);
    let chip = move |at: usize, choice: Choice| {
        let id = StoredValue::new(choice.id);
        let checked = Memo::new(move |_| value.with(|value| id.with_value(|id| id == value)));
        let node = NodeRef::<html::Input>::new();
        let press = move |_| {
            if checked.get_untracked() && !required {
                on_choose.run(String::new());
            }
        };
        Effect::new(move |_| {
            let checked = checked.get();
            if let Some(node) = node.get() {
                node.set_checked(checked);
            }
        });
        view! {
            <label class="chip">
                <input
                    type="radio"
                    name=name.clone()
                    node_ref=node
                    disabled=disabled
                    on:click=press
                    on:change=move |_| on_choose.run(id.get_value())
                />
                {choice.name}
                {(numbered && at < 9).then(|| view! { <kbd aria-hidden="true">{at + 1}</kbd> })}
            </label>
        }
    };
    let all = NodeRef::<html::Div>::new();
    // With the focus on one, a digit chooses.
    let keyed = move |event: KeyboardEvent| {
        let held = event.ctrl_key() || event.alt_key() || event.meta_key() || is_composing(&event);
        let Some(nth @ 1..) = event.key().parse::<usize>().ok().filter(|_| !held && !numbered) else { return };
        let Some(id) = options.with_untracked(|options| options.get(nth - 1).map(|choice| choice.id.clone())) else {
            return;
        };
        event.prevent_default();
        event.stop_propagation();
        on_choose.run(id);
        let css = ["label:nth-of-type(", &nth.to_string(), ") input"].concat();
        let radio = all.get_untracked().and_then(|all| all.query_selector(&css).ok().flatten());
        if let Some(radio) = radio.and_then(|radio| radio.dyn_into::<HtmlInputElement>().ok()) {
            // A focus that fails changes nothing.
            let _ = radio.focus();
        }
    };
    view! {
        <div class="chips" role="radiogroup" node_ref=all on:keydown=keyed aria-label=move || label.get() aria-invalid=move || wrong.get().then_some("true")
            aria-describedby=move || about.clone().filter(|_| wrong.get())>
            {move || options.get().into_iter().enumerate().map(|(at, choice)| chip(at, choice)).collect_view()}
        </div>
    }
    .into_any()
}

/// Yes or no, at once.
#[component]
pub fn Switch(
    /// Whether it is on.
    #[prop(into)]
    value: Signal<bool>,
    /// It was switched.
    #[prop(into)]
    on_change: Callback<bool>,
    /// What it says.
    #[prop(into)]
    label: TextProp,
    /// Whether it can be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let switched = move |event: leptos::ev::Event| {
        if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
            on_change.run(input.checked());
        }
    };
    view! {
        <label class="switch">
            <input type="checkbox" role="switch" prop:checked=value disabled=disabled on:change=switched />
            <span>{move || label.get()}</span>
        </label>
    }
    .into_any()
}
