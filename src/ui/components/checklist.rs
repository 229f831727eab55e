//! Steps that are ticked off, with their times and who was told.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::{Tag, TextInput, Tone};
use crate::model::kind::Item;
use crate::ui::texts::Common;

/// A step that has been ticked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tick {
    /// The item's id.
    pub item: String,
    /// When and by whom, in words: `14:20 张敏`.
    pub said: String,
    /// Who was told, if that is asked.
    pub told: String,
}

/// An item ticked or not, and who was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticking {
    /// The item's id.
    pub item: String,
    /// Whether it is ticked now.
    pub ticked: bool,
    /// Who was told; empty if that is not asked or not known.
    pub told: String,
}

/// A checklist.
#[component]
pub fn Checklist(
    /// Its steps.
    items: Vec<Item>,
    /// Those ticked.
    #[prop(into)]
    ticks: Signal<Vec<Tick>>,
    /// One was ticked or its tick taken back, or who was told was written.
    #[prop(into)]
    on_tick: Callback<Ticking>,
    /// What the list is about, read out.
    #[prop(into)]
    label: TextProp,
    /// Whether it can be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let step = move |item: Item| {
        let id = StoredValue::new(item.id);
        let tick =
            Memo::new(move |_| ticks.with(|all| all.iter().find(|tick| id.with_value(|id| *id == tick.item)).cloned()));
        let ticked = Memo::new(move |_| tick.with(Option::is_some));
        let told = Signal::derive(move || tick.get().map(|tick| tick.told).unwrap_or_default());
        let put = move |ticked, told| on_tick.run(Ticking { item: id.get_value(), ticked, told });
        let changed = move |event: leptos::ev::Event| {
            if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
                put(input.checked(), told.get_untracked());
            }
        };
        view! {
            <li>
                <label class="check">
                    <input type="checkbox" prop:checked=ticked disabled=disabled on:change=changed />
                    <span class="what">{item.text}</span>
                    {move || match (tick.get(), &item.within) {
                        (Some(tick), _) => Some(view! { <span class="at">{tick.said}</span> }.into_any()),
                        (None, Some(within)) => {
                            Some(view! { <span class="at"><Tag text=within.clone() tone=Tone::Soon /></span> }.into_any())
                        }
                        (None, None) => None,
                    }}
                </label>
                {item.told.then(|| view! {
                    <Show when=move || ticked.get()>
                        <div class="told">
                            <TextInput value=told hint=|| Common::t().told_whom label=|| Common::t().told_whom
                                on_commit=move |who| put(true, who) disabled />
                        </div>
                    </Show>
                })}
            </li>
        }
    };
    view! {
        <ul class="checks" aria-label=move || label.get()>
            {items.into_iter().map(step).collect_view()}
        </ul>
    }
    .into_any()
}
