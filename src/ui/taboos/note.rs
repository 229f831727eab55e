//! The line below the field: which word, why, and what to say instead.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{Told, replace};
use crate::ui::components::{Glyph, Icon};
use crate::ui::keyboard::is_mac;
use crate::ui::keys::shown;
use crate::ui::texts::fill;
use crate::ui::texts::taboos::TabooTexts;

/// The line.
pub struct Note {
    root: HtmlElement,
    /// What it says; nothing while there is nothing to say.
    pub told: RwSignal<Option<Told>>,
}

impl Note {
    /// A line that stands nowhere yet.
    pub fn new() -> Option<Self> {
        let root: HtmlElement = document().create_element("div").ok()?.unchecked_into();
        root.set_class_name("taboo");
        // Read out when somebody pauses, never in between.
        let _ = root.set_attribute("role", "status");
        let told = RwSignal::new(None::<Told>);
        // For the life of the page.
        leptos::mount::mount_to(root.clone(), move || move || told.get().map(line)).forget();
        Some(Self { root, told })
    }

    /// Stands below a field: outside its label, and outside whatever puts things beside each other.
    pub fn stand_below(&self, field: &Element) {
        self.told.set(None);
        let mut host = field.clone();
        while let Some(parent) = host.parent_element() {
            if !puts_beside(&parent) {
                break;
            }
            host = parent;
        }
        let _ = host.insert_adjacent_element("afterend", &self.root);
    }

    /// Stands nowhere.
    pub fn leave(&self) {
        self.told.set(None);
        self.root.remove();
    }
}

fn puts_beside(element: &Element) -> bool {
    if matches!(&*element.tag_name(), "LABEL" | "SPAN" | "DD" | "DL") || element.class_list().contains("grow") {
        return true;
    }
    let Ok(Some(computed)) = window().get_computed_style(element) else { return false };
    let is = |name: &str, value: &str| computed.get_property_value(name).is_ok_and(|text| text.contains(value));
    is("display", "flex") && is("flex-direction", "row") && !is("flex-wrap", "wrap")
        || is("display", "flex") && is("flex-direction", "row") && element.tag_name() == "FORM"
}

fn line(told: Told) -> impl IntoView {
    let t = TabooTexts::t();
    let offered = told.instead.into_iter().enumerate().map(|(number, text)| {
        let stroke = match (number, told.no_digits) {
            (0, _) => Some("Alt+Enter"),
            (1, false) => Some("Alt+2"),
            (2, false) => Some("Alt+3"),
            _ => None,
        };
        let title = fill(t.replace, &[&text]);
        view! {
            // The focus stays in the field.
            <button type="button" class="instead" title=title.clone() aria-label=title
                on:mousedown=|event| event.prevent_default() on:click=move |_| replace(number)>
                <span>{text}</span>
                {stroke.map(|stroke| view! { <kbd aria-hidden="true">{shown(stroke, is_mac())}</kbd> })}
            </button>
        }
    });
    view! {
        <p data-never=told.never.then_some("")>
            <Glyph icon=Icon::Warning />
            <b>{fill(if told.never { t.never } else { t.avoid }, &[&told.word])}</b>
            <span>{told.why}</span>
            {(told.more > 0).then(|| view! { <span class="faint">{fill(t.more, &[&told.more])}</span> })}
        </p>
        <div class="instead-of">{offered.collect_view()}</div>
    }
    .into_any()
}
