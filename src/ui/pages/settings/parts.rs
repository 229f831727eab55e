//! What several sections are made of.

use leptos::prelude::*;

use crate::model::agent::Role;
use crate::ui::app::App;
use crate::ui::components::{Choice, Glyph, Icon};
use crate::ui::texts::errors::Errors;
use crate::ui::texts::fill;
use crate::ui::texts::settings::SettingsTexts;

/// What only some may change: everybody sees it, the others with the reason why it does not answer.
#[component]
pub fn Reserved(
    /// The least role that may change it.
    least: Role,
    /// What may be changed.
    children: Children,
) -> impl IntoView {
    let app = App::get();
    let barred = Memo::new(move |_| app.role() < least);
    let why = move || {
        let names = Errors::t();
        fill(SettingsTexts::t().barred, &[&names.role(least), &names.role(app.role())])
    };
    view! {
        <p class="notice" hidden=move || !barred.get()><Glyph icon=Icon::Lock />{why}</p>
        <fieldset class="stack" disabled=barred>{children()}</fieldset>
    }
}

/// A text that is kept as it is typed, and what keeps it.
pub fn draft(app: App, place: &'static str) -> (RwSignal<String>, Callback<String>) {
    let text = RwSignal::new(app.desk().draft(place).unwrap_or_default());
    let keep = move |typed: String| {
        app.keep_draft(place, &typed);
        text.set(typed);
    };
    (text, Callback::new(keep))
}

/// Forgets such a text once it is saved, also when the page has been left meanwhile.
pub fn forget_draft(app: App, place: &'static str, text: RwSignal<String>) {
    app.keep_draft(place, "");
    text.set(String::new());
}

/// The roles as options.
pub fn roles() -> Vec<Choice> {
    let option = |role: Role| Choice::new(role.id(), Errors::t().role(role));
    [Role::Agent, Role::Lead, Role::Manager, Role::Auditor].map(option).into()
}
