//! A suggestion: what would change, and the lead's answer.

use std::sync::Arc;

use leptos::prelude::*;

use super::compare::compare;
use super::{leads, place};
use crate::model::document::DocId;
use crate::model::library::{ACCEPTED, Suggestion, WITHDRAWN};
use crate::model::value::Value;
use crate::ui::app::App;
use crate::ui::components::{Button, Empty, Icon, IconButton, Look, Tag, TextInput};
use crate::ui::dates;
use crate::ui::nav::back;
use crate::ui::route::Route;
use crate::ui::show::author;
use crate::ui::texts::library::LibraryTexts;
use crate::ui::texts::{Common, fill};
use crate::ui::typed::Typed;

/// One suggestion beside what it would change.
#[component]
pub fn SuggestionPane(id: DocId) -> impl IntoView {
    let app = App::get();
    let t = LibraryTexts::t;
    let one = Memo::new(move |_| app.live().suggestions().into_iter().find(|one| one.id == id));
    move || {
        match one.get() {
        None => view! { <main class="work script-pane"><Empty icon=Icon::Script title=t().gone text=t().gone_about /></main> }
            .into_any(),
        Some(one) => view! { <Page one /> }.into_any(),
    }
    }
}

/// How long after its end a suggestion is told of beside its script, in milliseconds.
const TOLD: u64 = 14 * 24 * 3_600_000;

/// What is suggested for a script and not answered, and what became of one's own lately.
#[component]
pub fn Suggested(name: String) -> impl IntoView {
    let app = App::get();
    let name = StoredValue::new(name);
    let t = LibraryTexts::t;
    let all = Memo::new(move |_| {
        let (desk, me, now) = (app.live(), app.person.get(), app.now.get_untracked());
        let lately = |one: &Suggestion| one.answered.as_ref().is_some_and(|(_, at)| at.millis + TOLD > now);
        let told = |one: &Arc<Suggestion>| one.is_open() || one.by == *me && one.state != WITHDRAWN && lately(one);
        let mut all = desk.suggestions();
        all.retain(|one| name.with_value(|name| one.script == *name) && told(one));
        all
    });
    let line = move |one: Arc<Suggestion>| {
        let href = Route::Scripts(Some(one.id.to_string()), place().1).href();
        let tone = if one.state == ACCEPTED { "good" } else { "soon" };
        let said = [t().suggested, " · ", t().state_name(&one.state), " · ", &author(&app.desk(), &one.by)].concat();
        view! {
            <p class="notice line" data-tone=tone>
                <a href=href>{said}</a>
                <span class="grow-text cut">{if one.because.is_empty() { one.why.clone() } else { one.because.clone() }}</span>
            </p>
        }
    };
    move || all.get().into_iter().map(line).collect_view()
}

#[component]
fn Page(one: Arc<Suggestion>) -> impl IntoView {
    let app = App::get();
    let t = LibraryTexts::t;
    let desk = app.desk();
    let id = StoredValue::new(one.id.clone());
    let here = desk.script(&one.script);
    let is_new = one.script.is_empty();
    let before = desk.before_suggestion(&one);
    let after = one.apply(&before);
    let mine = desk.me().is_some_and(|me| me.id == one.by);
    let open = one.is_open();
    let answers = open && leads(app) && (is_new || here.is_some());
    let form = format!("{}/because", one.id);
    let typed = Typed::at(form.clone());
    let because =
        Signal::derive(move || typed.value("because").map(|value| value.as_str().to_owned()).unwrap_or_default());
    let accept = move |()| {
        let (desk, id) = (app.desk(), id.get_value());
        app.act(async move { desk.accept_suggestion(&id).await });
    };
    let decline = move |()| {
        let (desk, id, text, form) = (app.desk(), id.get_value(), because.get_untracked(), form.clone());
        app.act(async move { desk.decline_suggestion(&id, &text, &form).await });
    };
    let withdraw = move |()| {
        let (desk, id) = (app.desk(), id.get_value());
        app.act(async move { desk.withdraw_suggestion(&id).await });
    };
    let title = if is_new { t().new_script.to_owned() } else { after.title.clone() };
    let called = title.clone();
    let link = here.map(|script| Route::Scripts(Some(script.id.clone()), place().1).href());
    view! {
        <main class="work script-pane" aria-label=called>
            <div class="page">
                <header class="page-head">
                    <span class="phone-only">
                        <IconButton icon=Icon::Back label=Common::t().back on_press=move |()| back(&Route::Scripts(None, place().1)) />
                    </span>
                    <h1>{match link { Some(link) => view! { <a href=link>{title}</a> }.into_any(), None => title.into_any() }}</h1>
                    <Tag text=t().state_name(&one.state) />
                    {(open && mine && !answers).then(|| view! { <Button label=t().withdraw icon=Icon::Undo on_press=withdraw /> })}
                </header>
                <p class="dim">{fill(t().by_at, &[&author(&desk, &one.by), &dates::when(one.at, app.now.get_untracked())])}</p>
                {(!one.why.is_empty()).then(|| view! { <p class="wrap notice">{one.why.clone()}</p> })}
                {one.answered.as_ref().map(|(by, stamp)| view! {
                    <p class="dim">{t().state_name(&one.state)}" · "{author(&desk, by)}" · "{dates::when(stamp.millis, app.now.get_untracked())}</p>
                })}
                {(!one.because.is_empty()).then(|| view! { <p class="wrap notice" data-tone="soon">{one.because.clone()}</p> })}
                {compare(&desk, &before, &after)}
                {answers.then(|| view! {
                    <div class="line answer-suggestion">
                        <Button label=t().accept icon=Icon::Check look=Look::Main on_press=accept />
                        <TextInput value=because label=t().because hint=t().because_hint
                            on_input=move |text: String| typed.put("because", Value::Text(text)) />
                        <Button label=t().decline disabled=Signal::derive(move || because.with(|text| text.trim().is_empty()))
                            on_press=decline />
                    </div>
                })}
            </div>
        </main>
    }
    .into_any()
}
