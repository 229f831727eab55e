//! Practice (Q2): drills, exams, and for leads what everybody has read, practised and passed.

mod drill;
mod exams;
mod groups;
mod new_mark;
mod questions;
mod result;
mod sitting;
mod taking;
mod team;

use leptos::prelude::*;

pub use new_mark::NewMarks;

use crate::model::agent::Role;
use crate::model::document::DocId;
use crate::ui::app::App;
use crate::ui::nav::route;
use crate::ui::route::{Query, Route};
use crate::ui::saying;
use crate::ui::texts::handbook::HandbookTexts;
use crate::ui::texts::practice::PracticeTexts;

/// Sections in the address.
const EXAM: &str = "exam";
const QUESTIONS: &str = "questions";
const TEAM: &str = "team";

fn place() -> (Option<String>, Option<String>) {
    match route() {
        Route::Practice(section, id) => (section, id),
        _ => (None, None),
    }
}

fn exam_place(id: &str) -> Route {
    Route::Practice(Some(EXAM.to_owned()), Some(id.to_owned()))
}

/// A script's text as it is read: what is known filled in, the rest in brackets.
fn readable(app: App, text: &str) -> String {
    let called = |name: &str| {
        let kinds = app.desk().all_kinds();
        let field = kinds.iter().find_map(|info| info.kind.field(name).map(|field| field.name.clone()));
        (None, field)
    };
    saying::filled(app, &called, &app.desk().shown(text)).seen
}

/// Practice.
#[component]
pub fn PracticePage() -> impl IntoView {
    let app = App::get();
    let at = Memo::new(|_| place());
    let section = Memo::new(move |_| at.get().0.unwrap_or_default());
    let leads = Memo::new(move |_| app.role() >= Role::Lead);
    let tab = move |label: fn() -> &'static str, to: &'static str| {
        let route = Route::Practice(Some(to.to_owned()).filter(|to| !to.is_empty()), None);
        view! {
            <a class="tab" href=route.href() aria-current=move || section.with(|section| section == to).then_some("page")>
                {move || label()}
            </a>
        }
    };
    view! {
        <main class="work wide practice" aria-label=PracticeTexts::t().title>
            <nav class="tabs" aria-label=PracticeTexts::t().title>
                <a class="tab" href=Route::Handbook(None, Query::default()).href()>{HandbookTexts::t().title}</a>
                {tab(|| PracticeTexts::t().title, "")}
                {tab(|| PracticeTexts::t().exams, EXAM)}
                {move || leads.get().then(|| tab(|| PracticeTexts::t().questions, QUESTIONS))}
                {move || leads.get().then(|| tab(|| PracticeTexts::t().team, TEAM))}
            </nav>
            <div class="page">
                {move || match at.get() {
                    (Some(section), Some(id)) if section == EXAM => {
                        view! { <taking::AttemptPage id=DocId::new(&id) /> }.into_any()
                    },
                    (Some(section), None) if section == EXAM => view! { <exams::Exams /> }.into_any(),
                    (Some(section), _) if section == QUESTIONS && leads.get() => view! { <questions::Questions /> }.into_any(),
                    (Some(section), id) if section == TEAM => view! { <team::Team id /> }.into_any(),
                    _ => {
                        // Each person's own sitting.
                        app.person.track();
                        view! { <drill::Drill /> }.into_any()
                    }
                }}
            </div>
        </main>
    }
    .into_any()
}
