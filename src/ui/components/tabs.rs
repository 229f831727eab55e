//! Tabs: arrows, Home and End move between them; only the current one is in the tab order.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::ui::keyboard::is_composing;

/// A tab: its id, its label, and a number beside it if there is one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tab {
    /// Unique among its siblings.
    pub id: String,
    /// What it says.
    pub label: String,
    /// Shown behind the label; nothing for none.
    pub count: Option<usize>,
}

impl Tab {
    /// A tab without a number.
    pub fn new(id: &str, label: impl Into<String>) -> Self {
        Self { id: id.to_owned(), label: label.into(), count: None }
    }

    /// With a number beside it.
    #[must_use]
    pub fn count(self, count: usize) -> Self {
        Self { count: Some(count), ..self }
    }
}

/// A line of tabs. Give what they show `role="tabpanel"`.
#[component]
pub fn Tabs(
    /// What the line is about, read out.
    #[prop(into)]
    label: TextProp,
    /// The tabs.
    #[prop(into)]
    tabs: Signal<Vec<Tab>>,
    /// The id of the current one.
    #[prop(into)]
    current: Signal<String>,
    /// One was chosen.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    let step = move |event: KeyboardEvent| {
        let all = tabs.get_untracked();
        let at = current.with_untracked(|current| all.iter().position(|tab| tab.id == *current)).unwrap_or_default();
        let to = match event.key().as_str() {
            _ if is_composing(&event) || all.is_empty() => return,
            "ArrowRight" => (at + 1) % all.len(),
            "ArrowLeft" => (at + all.len() - 1) % all.len(),
            "Home" => 0,
            "End" => all.len() - 1,
            _ => return,
        };
        event.prevent_default();
        on_choose.run(all[to].id.clone());
        let line = event.current_target().and_then(|line| line.dyn_into::<HtmlElement>().ok());
        request_animation_frame(move || focus_current(line.as_ref()));
    };
    view! {
        <div class="tabs" role="tablist" aria-label=move || label.get() on:keydown=step>
            <For each=move || tabs.get() key=Clone::clone let:tab>
                {
                    let id = StoredValue::new(tab.id);
                    let is_current = Memo::new(move |_| current.with(|current| id.with_value(|id| id == current)));
                    view! {
                        <button
                            class="tab"
                            type="button"
                            role="tab"
                            aria-selected=move || if is_current.get() { "true" } else { "false" }
                            tabindex=move || if is_current.get() { "0" } else { "-1" }
                            on:click=move |_| on_choose.run(id.get_value())
                        >
                            {tab.label}
                            {tab.count.map(|count| view! { <span class="count">{count}</span> })}
                        </button>
                    }
                }
            </For>
        </div>
    }
    .into_any()
}

fn focus_current(line: Option<&HtmlElement>) {
    let tab = line.and_then(|line| line.query_selector("[aria-selected=true]").ok().flatten());
    if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
        // A focus that fails changes nothing.
        let _ = tab.focus();
    }
}
