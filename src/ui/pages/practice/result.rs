//! What came of an attempt: a line of it, and all of it.

use leptos::prelude::*;

use super::{exam_place, readable};
use crate::model::exam::{Attempt, Question};
use crate::ui::app::App;
use crate::ui::components::{Icon, IconButton};
use crate::ui::dates;
use crate::ui::format::span;
use crate::ui::lang::lang;
use crate::ui::nav::back;
use crate::ui::route::Route;
use crate::ui::show::person;
use crate::ui::texts::practice::PracticeTexts;
use crate::ui::texts::{Common, fill};

/// How an attempt stands: a word and its tone.
pub fn standing(attempt: &Attempt, now: u64) -> (&'static str, &'static str) {
    let t = PracticeTexts::t();
    match &attempt.answered {
        None if now < attempt.ends() => (t.running, "soon"),
        None => (t.unfinished, ""),
        Some(_) if attempt.passed() => (t.passed, "good"),
        Some(_) => (t.failed, "late"),
    }
}

/// A line of an attempt, which opens it.
pub fn attempt_line(app: App, attempt: &Attempt) -> AnyView {
    let (word, tone) = standing(attempt, app.now.get());
    let score = attempt
        .answered
        .is_some()
        .then(|| fill(PracticeTexts::t().score, &[&attempt.right(), &attempt.asked.questions.len()]));
    view! {
        <li>
            <a href=exam_place(attempt.id.as_str()).href()>{attempt.asked.name.clone()}</a>
            <span class="tag" data-tone=tone>{word}</span>
            <span class="dim small">{score}</span>
            <time class="faint small">{dates::full(attempt.begun)}</time>
        </li>
    }
    .into_any()
}

/// All of an attempt that was handed in, or whose time is over.
pub fn result(app: App, attempt: &Attempt) -> AnyView {
    let t = PracticeTexts::t();
    let (word, tone) = standing(attempt, app.now.get_untracked());
    let picked = attempt.answered.as_ref().map(|(answered, _)| answered.picked.clone()).unwrap_or_default();
    let took = attempt
        .answered
        .as_ref()
        .map(|(_, at)| fill(t.took, &[&span(at.saturating_sub(attempt.begun).max(60_000), lang())]));
    let enough = attempt.right() * 100 >= attempt.asked.questions.len() * attempt.asked.mark as usize;
    let late = (attempt.answered.is_some() && !attempt.passed() && enough).then_some(t.too_late);
    let section = if attempt.agent == app.person.get_untracked() { "exam" } else { "team" };
    let home = Route::Practice(Some(section.to_owned()), None);
    let question = |(at, question): (usize, &Question)| {
        let chosen = picked.get(at).copied().flatten();
        let options = question.options.iter().enumerate().map(|(place, text)| {
            let (sign, word) = match (place == question.right, chosen == Some(place)) {
                (true, true) => ("right", t.right),
                (true, false) => ("right", t.right_one),
                (false, true) => ("wrong", t.your_choice),
                (false, false) => ("", ""),
            };
            view! { <li class="drill-option" data-sign=sign><span>{readable(app, text)}</span><b>{word}</b></li> }
        });
        view! {
            <li>
                <p><b>{at + 1}". "{readable(app, &question.question)}</b></p>
                {chosen.is_none().then(|| view! { <p class="small late">{t.not_answered}</p> })}
                <ul class="drill-options">{options.collect_view()}</ul>
            </li>
        }
    };
    view! {
        <header class="page-head exam-head">
            <IconButton icon=Icon::Back label=Common::t().back on_press=move |()| back(&home) />
            <h1>{attempt.asked.name.clone()}</h1>
            <span class="tag" data-tone=tone>{word}</span>
        </header>
        <p class="exam-score">
            <b>{fill(t.score, &[&attempt.right(), &attempt.asked.questions.len()])}</b>
            <span class="dim">{fill(t.exam_line, &[&attempt.asked.questions.len(), &attempt.asked.mark, &attempt.asked.minutes])}</span>
        </p>
        <p class="dim small">
            {person(&app.desk(), &attempt.agent)}" · "{dates::full(attempt.begun)}" · "{took}" · "
            {fill(t.scripts_version, &[&attempt.asked.scripts, &attempt.asked.seed])}
        </p>
        {late.map(|late| view! { <p class="late small">{late}</p> })}
        <ol class="exam-result">{attempt.asked.questions.iter().enumerate().map(question).collect_view()}</ol>
    }
    .into_any()
}
