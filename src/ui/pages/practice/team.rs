//! For leads: what each person has read, practised and passed, and who is new.

use std::sync::Arc;

use leptos::prelude::*;

use super::TEAM;
use super::new_mark::{NewMark, NewMarks};
use super::result::{attempt_line, standing};
use crate::model::agent::{Agent, Role};
use crate::ui::app::App;
use crate::ui::components::{Empty, Icon, IconButton};
use crate::ui::nav::navigate;
use crate::ui::route::Route;
use crate::ui::texts::practice::PracticeTexts;
use crate::ui::texts::{Common, fill};

/// The team, or one person's file.
#[component]
pub fn Team(id: Option<String>) -> impl IntoView {
    let app = App::get();
    let t = PracticeTexts::t;
    let leads = Memo::new(move |_| app.role() >= Role::Lead || app.role() == Role::Auditor);
    move || match (leads.get(), id.clone()) {
        (false, _) => view! { <Empty icon=Icon::Lock title=t().team text=t().leads_only /> }.into_any(),
        (true, Some(id)) => view! { <File id /> }.into_any(),
        (true, None) => view! { <Table /><NewMarks /> }.into_any(),
    }
}

fn place(id: &str) -> Route {
    Route::Practice(Some(TEAM.to_owned()), Some(id.to_owned()))
}

#[component]
fn Table() -> impl IntoView {
    let app = App::get();
    let t = PracticeTexts::t;
    let people = Memo::new(move |_| app.live().agents());
    let all = Memo::new(move |_| app.live().chapters(false).len());
    let row = move |agent: Arc<Agent>| {
        let desk = app.live();
        let read = all.get().saturating_sub(desk.unread(&agent.id).len());
        let (days, ratings) = desk.practised(&agent.id);
        let last = desk.attempts(&agent.id).into_iter().next().map(|attempt| {
            let (word, tone) = standing(&attempt, desk.now());
            view! { <span class="tag" data-tone=tone>{word}</span>" "{attempt.asked.name.clone()} }
        });
        let is_new = desk
            .is_new_here(&agent.id)
            .then(|| view! { <span class="tag" data-tone="soon">{Common::t().newcomer}</span> });
        view! {
            <tr>
                <td><a href=place(&agent.id).href()>{agent.name.clone()}</a>" "<span class="faint small">{agent.number.clone()}</span>" "{is_new}</td>
                <td class="num" data-read="">{read}" / "{all.get()}</td>
                <td class="num">{(ratings > 0).then(|| fill(t().drilled_cell, &[&days, &ratings]))}</td>
                <td>{last}</td>
            </tr>
        }
    };
    view! {
        <header class="page-head"><h1>{t().team}</h1></header>
        <p class="dim intro">{t().team_about}</p>
        <div class="table-wrap card">
            <table class="table team-table">
                <thead><tr><th>{t().person}</th><th class="num">{t().read}</th><th class="num">{t().drilled}</th><th>{t().last_exam}</th></tr></thead>
                <tbody>{move || people.get().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// One person's training.
#[component]
fn File(id: String) -> impl IntoView {
    let app = App::get();
    let t = PracticeTexts::t;
    let id = StoredValue::new(id);
    let agent = Memo::new(move |_| id.with_value(|id| app.live().agent(id)));
    let unread = Memo::new(move |_| id.with_value(|id| app.live().unread(id)));
    let attempts = Memo::new(move |_| id.with_value(|id| app.live().attempts(id)));
    let practised = Memo::new(move |_| id.with_value(|id| app.live().practised(id)));
    let name = move || agent.get().map(|agent| agent.name.clone()).unwrap_or_default();
    let is_new = move || id.with_value(|id| app.live().is_new_here(id));
    view! {
        <header class="page-head exam-head">
            <IconButton icon=Icon::Back label=Common::t().back
                on_press=move |()| navigate(&Route::Practice(Some(TEAM.to_owned()), None)) />
            <h1>{move || fill(t().file, &[&name()])}</h1>
            {move || is_new().then(|| view! { <span class="tag" data-tone="soon">{Common::t().newcomer}</span> })}
        </header>
        <section class="card stack">
            <p class="line"><span class="dim">{t().new_mark}</span><NewMark agent=id.get_value() /></p>
            <p class="line"><span class="dim">{t().drilled}</span>
                {move || { let (days, ratings) = practised.get(); fill(t().drilled_cell, &[&days, &ratings]) }}</p>
        </section>
        <section class="card">
            <h2>{t().attempts}</h2>
            {move || attempts.with(Vec::is_empty).then(|| view! { <p class="faint">{t().no_attempts}</p> })}
            <ul class="pairs">{move || attempts.get().into_iter().map(|attempt| attempt_line(app, &attempt)).collect_view()}</ul>
        </section>
        <section class="card">
            <h2>{t().not_read}" · "{move || unread.with(Vec::len)}</h2>
            <p class="line">
                {move || unread.get().into_iter().map(|chapter| view! {
                    <a class="tag" href=Route::chapter(&chapter.id).href()>{chapter.title.clone()}</a>
                }).collect_view()}
            </p>
        </section>
    }
    .into_any()
}
