//! The library of scripts (F8): groups, the list, and one script with everything about it.

mod compare;
mod edit;
mod edit_parts;
mod list;
mod one;
mod parts;
mod picks;
mod pictures;
mod places;
mod suggestions;
mod table;
mod versions;

use leptos::prelude::*;

pub use compare::{Differing, beside};
pub use picks::Picks;

use crate::model::agent::Role;
use crate::model::document::DocId;
use crate::ui::app::App;
use crate::ui::components::{Empty, Icon};
use crate::ui::nav::route;
use crate::ui::route::{Query, Route};
use crate::ui::texts::library::LibraryTexts;

/// The address of a script that is not there yet.
pub const NEW: &str = "new";

/// Which script is open, and what is looked for.
fn place() -> (Option<String>, Query) {
    match route() {
        Route::Scripts(id, query) => (id, query),
        _ => (None, Query::default()),
    }
}

/// Whether the person at the desk changes the team's scripts.
fn leads(app: App) -> bool {
    app.role() >= Role::Lead
}

/// The library: groups and list at the left, the open script beside them.
#[component]
pub fn ScriptsPage() -> impl IntoView {
    let app = App::get();
    // What waits on this device is counted when somebody looks.
    let desk = app.desk();
    app.attempt(async move { desk.write_uses().await }, |()| ());
    let id = Memo::new(|_| place().0);
    view! {
        <list::List />
        {move || match id.get() {
            Some(id) if id == NEW => view! { <edit::NewScript /> }.into_any(),
            Some(id) if id.starts_with("suggestion-") => {
                view! { <suggestions::SuggestionPane id=DocId::new(&id) /> }.into_any()
            }
            Some(name) => view! { <one::ScriptPane name /> }.into_any(),
            None => view! {
                <main class="work empty-pane">
                    <Empty icon=Icon::Script title=LibraryTexts::t().none_open text=LibraryTexts::t().none_open_about />
                </main>
            }.into_any(),
        }}
    }
    .into_any()
}
