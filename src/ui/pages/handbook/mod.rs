//! The handbook (Q3): its parts and chapters at the left, the one that is read at the right.

mod drawn;
mod edit;
mod list;
mod reader;
mod readers;
mod uses;
mod versions;

use leptos::prelude::*;

pub use drawn::{draw, draw_changes};

use crate::model::agent::Role;
use crate::model::document::DocId;
use crate::ui::app::App;
use crate::ui::components::{Button, Empty, Icon, Look};
use crate::ui::nav::{navigate, route};
use crate::ui::route::{Query, Route};
use crate::ui::texts::fill;
use crate::ui::texts::handbook::HandbookTexts;

/// The address of a chapter that is being written.
const NEW: &str = "new";

/// Which chapter is open, and what is looked for.
fn place() -> (Option<String>, Query) {
    match route() {
        Route::Handbook(id, query) => (id, query),
        _ => (None, Query::default()),
    }
}

/// Opens a chapter and goes on looking for the same.
fn open(id: &DocId) {
    let found = place().1.get("q").to_owned();
    navigate(&Route::Handbook(Some(id.to_string()), Query::default().with("q", &found)));
}

/// The contents, and the chapter that is open beside them.
#[component]
pub fn HandbookPage() -> impl IntoView {
    let app = App::get();
    let id = Memo::new(|_| place().0);
    let edits = Memo::new(move |_| !place().1.get("edit").is_empty() && app.role() >= Role::Lead);
    view! {
        <list::List id />
        {move || match id.get() {
            Some(new) if new == NEW => view! { <edit::Edit id=None /> }.into_any(),
            Some(id) if edits.get() => view! { <edit::Edit id=Some(DocId::new(&id)) /> }.into_any(),
            Some(id) => view! { <reader::Reader id=DocId::new(&id) /> }.into_any(),
            None => view! { <Welcome /> }.into_any(),
        }}
    }
    .into_any()
}

/// What is shown while no chapter is open: how far one has read.
#[component]
fn Welcome() -> impl IntoView {
    let app = App::get();
    let t = HandbookTexts::t;
    let unread = Memo::new(move |_| app.live().unread(&app.person.get()));
    let all = Memo::new(move |_| app.live().chapters(false).len());
    let done = move || all.get() > 0 && unread.with(Vec::is_empty);
    let begin = move |()| {
        if let Some(first) = unread.with_untracked(|unread| unread.first().cloned()) {
            open(&first.id);
        }
    };
    view! {
        <main class="work empty-pane">
            {move || if all.get() == 0 {
                view! {
                    <Empty icon=Icon::Handbook title=t().empty text=t().empty_about>
                        <Button label=t().create icon=Icon::Plus disabled=Signal::derive(move || app.role() < Role::Lead)
                            on_press=move |()| navigate(&Route::Handbook(Some(NEW.to_owned()), Query::default())) />
                    </Empty>
                }.into_any()
            } else if done() {
                view! { <Empty icon=Icon::Check title=t().all_read text=t().all_read_about /> }.into_any()
            } else {
                let read = move || all.get() - unread.with(Vec::len);
                view! {
                    <Empty icon=Icon::Handbook title=t().welcome text=t().welcome_about>
                        <p class="handbook-progress">
                            <progress max=move || all.get().to_string() prop:value=move || f64::from(u32::try_from(read()).unwrap_or(0))></progress>
                            <span class="small dim">{move || fill(t().progress, &[&read(), &all.get()])}</span>
                        </p>
                        <Button label=t().begin look=Look::Main icon=Icon::Right on_press=begin />
                    </Empty>
                }.into_any()
            }}
        </main>
    }
    .into_any()
}
