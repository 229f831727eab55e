//! A button that opens a menu. Arrows, Home, End and the first letters move; Esc closes and returns the focus.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{Glyph, Icon, Popup, Tone};
use crate::ui::keyboard::is_composing;

/// An entry of a menu.
#[derive(Clone)]
pub struct MenuItem {
    /// What it says.
    pub label: String,
    /// An icon before it.
    pub icon: Option<Icon>,
    /// `Tone::Late` for what cannot be undone.
    pub tone: Tone,
    /// What happens.
    pub on_press: Callback<()>,
}

impl MenuItem {
    /// An entry.
    pub fn new(label: impl Into<String>, on_press: impl Fn() + Send + Sync + 'static) -> Self {
        Self { label: label.into(), icon: None, tone: Tone::Plain, on_press: Callback::new(move |()| on_press()) }
    }

    /// With an icon.
    #[must_use]
    pub fn icon(self, icon: Icon) -> Self {
        Self { icon: Some(icon), ..self }
    }

    /// Marked as something that cannot be undone.
    #[must_use]
    pub fn danger(self) -> Self {
        Self { tone: Tone::Late, ..self }
    }
}

/// A button with a menu under it.
#[component]
pub fn Menu(
    /// What the button says; read out when there is only an icon.
    #[prop(into)]
    label: TextProp,
    /// Its icon.
    #[prop(default = Icon::More)]
    icon: Icon,
    /// Shows the label beside the icon.
    #[prop(optional)]
    text: bool,
    /// The entries, asked for when it opens.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        if open.get() {
            // After the popup has been shown: what is hidden takes no focus.
            queue_microtask(move || focus(&entries(root), 0));
        }
    });
    let close = move || {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            // A focus that fails changes nothing.
            let _ = button.focus();
        }
    };
    let label = StoredValue::new(label);
    let said = move || label.with_value(TextProp::get);
    view! {
        <div class="combo" node_ref=root on:keydown=move |event| step(&event, root, open, close)>
            <button
                class="btn"
                type="button"
                node_ref=button
                data-look=if text { "plain" } else { "icon" }
                title=(!text).then_some(said)
                aria-haspopup="menu"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-label=(!text).then_some(said)
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <Glyph icon />
                {text.then_some(said)}
            </button>
            <Popup open>
                <div role="menu">
                    {move || items.get().into_iter().map(|item| entry(item, close)).collect_view()}
                </div>
            </Popup>
        </div>
    }
    .into_any()
}

fn entry(item: MenuItem, close: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button
            class="option"
            type="button"
            role="menuitem"
            tabindex="-1"
            data-tone=item.tone.id()
            on:click=move |_| {
                close();
                item.on_press.run(());
            }
        >
            {item.icon.map(|icon| view! { <Glyph icon /> })}
            {item.label}
        </button>
    }
}

fn step(event: &KeyboardEvent, root: NodeRef<html::Div>, open: RwSignal<bool>, close: impl Fn()) {
    let (key, is_open) = (event.key(), open.get_untracked());
    if is_composing(event) {
        return;
    }
    if !is_open {
        if key == "ArrowDown" {
            event.prevent_default();
            open.set(true);
        }
        return;
    }
    let all = entries(root);
    let active = document().active_element();
    let at = all.iter().position(|entry| active.as_ref() == Some(entry.as_ref()));
    let count = all.len();
    match key.as_str() {
        _ if count == 0 => return,
        "ArrowDown" => focus(&all, at.map_or(0, |at| (at + 1) % count)),
        "ArrowUp" => focus(&all, at.map_or(count - 1, |at| (at + count - 1) % count)),
        "Home" => focus(&all, 0),
        "End" => focus(&all, count - 1),
        "Escape" => close(),
        "Tab" => return open.set(false),
        letter if letter.chars().count() == 1 && letter != " " => {
            let letter = letter.to_lowercase();
            let order = (1..=count).map(|step| (at.unwrap_or(count - 1) + step) % count);
            let starts = |at: &usize| {
                all[*at].text_content().unwrap_or_default().trim_start().to_lowercase().starts_with(&letter)
            };
            if let Some(to) = order.into_iter().find(starts) {
                focus(&all, to);
            }
        }
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

fn entries(root: NodeRef<html::Div>) -> Vec<HtmlElement> {
    let found = root.try_get_untracked().flatten().map(|root| root.get_elements_by_class_name("option"));
    found.map_or_else(Vec::new, |found| {
        (0..found.length()).filter_map(|at| found.item(at)?.dyn_into::<HtmlElement>().ok()).collect()
    })
}

fn focus(entries: &[HtmlElement], at: usize) {
    if let Some(entry) = entries.get(at) {
        // A focus that fails changes nothing.
        let _ = entry.focus();
    }
}
