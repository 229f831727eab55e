//! A kind, drawn: its states as a line with the steps that lead on, its time limits, fields and papers.

use std::sync::Arc;

use leptos::prelude::*;

use crate::desk::Desk;
use crate::model::agent::Role;
use crate::model::kind::{Condition, Effect, Field, Limit, LimitFrom, Move, State, TicketKind};
use crate::model::ticket::Priority;
use crate::model::value::Value;
use crate::ui::app::App;
use crate::ui::components::{Empty, Glyph, Icon, Tag, Tone};
use crate::ui::lang::lang;
use crate::ui::reckon::span_text;
use crate::ui::route::Route;
use crate::ui::show::value_text;
use crate::ui::texts::errors::Errors;
use crate::ui::texts::packs::PackTexts;
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::texts::{Common, fill};

/// One kind.
#[component]
pub fn KindView(id: String) -> impl IntoView {
    let app = App::get();
    let kind = Memo::new(move |_| app.live().kind(&id));
    view! {
        <p><a class="line" href=Route::settings("packs").href()><Glyph icon=Icon::Back />{PackTexts::t().to_all}</a></p>
        {move || match kind.get() {
            Some(kind) => draw(&app.desk(), &kind).into_any(),
            None => view! { <Empty icon=Icon::Handbook title=PackTexts::t().gone /> }.into_any(),
        }}
    }
}

fn draw(desk: &Desk, kind: &Arc<TicketKind>) -> impl IntoView + use<> {
    let t = PackTexts::t();
    let reopen = kind.reopen.as_deref().and_then(|id| kind.state(id)).map(|state| fill(t.reopen, &[&state.name]));
    let follow_up = kind.follow_up.as_ref();
    let follow_up = follow_up.map(|rule| fill(t.follow_up, &[&rule.share, &span_text(&rule.within, lang())]));
    let (usual, aside): (Vec<&State>, Vec<&State>) = kind.states.iter().partition(|state| !state.aside);
    let states = usual.into_iter().chain(aside).map(|state| station(desk, kind, state)).collect_view();
    let pack = kind.id.split('.').next().unwrap_or_default();
    let chapter = desk.source_chapter(pack, &kind.source).map(|chapter| {
        let label = fill(Common::t().chapter, &[&chapter.title]);
        view! { <a href=Route::chapter(&chapter.id).href()>{label}</a> }
    });
    view! {
        <header class="page-head">
            <h1>{kind.name.clone()}</h1>
            {kind.register.then(|| view! { <Tag text=t.register /> })}
            <Tag text=fill(t.prefix, &[&kind.prefix]) />
        </header>
        <p class="dim intro">{kind.about.clone()}" "{chapter}</p>
        <section class="card stack">
            <h2>{t.flow}</h2>
            <ol class="stations">{states}</ol>
            {[reopen, follow_up].into_iter().flatten().map(|text| view! { <p class="small dim">{text}</p> }).collect_view()}
        </section>
        <section class="card stack">
            <h2>{t.limits}</h2>
            {limits(desk, kind)}
        </section>
        <section class="card stack">
            <h2>{t.fields}</h2>
            {fields(desk, kind)}
        </section>
        {(!kind.papers.is_empty()).then(|| view! {
            <section class="card stack">
                <h2>{t.papers}</h2>
                <ul>{kind.papers.iter().map(|paper| {
                    view! { <li>{paper.title.clone()}<span class="faint">" · "{fill(t.copies, &[&paper.copies])}</span></li> }
                }).collect_view()}</ul>
            </section>
        })}
    }
}

/// A state and the steps that lead from it.
fn station(desk: &Desk, kind: &TicketKind, state: &State) -> impl IntoView + use<> {
    let t = PackTexts::t();
    let tone = match state.category {
        crate::model::kind::Category::Open => Tone::Accent,
        crate::model::kind::Category::Waiting => Tone::Soon,
        _ => Tone::Good,
    };
    let moves: Vec<&Move> = kind.moves.iter().filter(|step| step.from.contains(&state.id)).collect();
    let ends = moves.is_empty();
    let moves = moves.into_iter().map(|step| path(desk, kind, step)).collect_view();
    view! {
        <li class="station" data-tone=tone.id() data-aside=state.aside.then_some("")>
            <div class="line">
                <b>{state.name.clone()}</b>
                <Tag text=t.category(state.category) tone />
                {(state.id == kind.start).then(|| view! { <Tag text=t.start /> })}
                {state.aside.then(|| view! { <Tag text=t.aside /> })}
            </div>
            <p class="small dim">{state.about.clone()}</p>
            <ul class="paths">
                {moves}
                {ends.then(|| view! { <li class="faint small">{t.no_moves}</li> })}
            </ul>
        </li>
    }
}

/// A step: what it is called, where it leads, what it asks for and brings about.
fn path(desk: &Desk, kind: &TicketKind, step: &Move) -> impl IntoView + use<> {
    let t = PackTexts::t();
    let to = kind.state(&step.to).map_or_else(|| step.to.clone(), |state| state.name.clone());
    let names = |ids: &[String]| ids.iter().map(|id| field_name(kind, id)).collect::<Vec<_>>().join("、");
    let mut notes = Vec::new();
    if step.role > Role::Agent {
        notes.push(fill(t.only_role, &[&Errors::t().role(step.role)]));
    }
    if let Some(when) = &step.when {
        notes.push(fill(t.only_when, &[&condition(desk, kind, when)]));
    }
    if !step.needs.is_empty() {
        notes.push(fill(t.needs, &[&names(&step.needs)]));
    }
    if !step.complete.is_empty() {
        notes.push(fill(t.complete, &[&names(&step.complete)]));
    }
    if let Some(note) = &step.note {
        notes.push(fill(t.with_note, &[note]));
    }
    notes.extend(step.effects.iter().map(|what| effect(desk, kind, what)));
    view! {
        <li>
            <span class="path"><span class="tag">{step.label.clone()}</span><Glyph icon=Icon::Right /><b>{to}</b></span>
            {(!notes.is_empty()).then(|| view! { <span class="small dim">{notes.join(t.semicolon)}</span> })}
        </li>
    }
}

fn field_name(kind: &TicketKind, id: &str) -> String {
    kind.field(id).map_or_else(|| id.to_owned(), |field| field.name.clone())
}

/// A value as it stands in a pack, in words.
fn named(desk: &Desk, kind: &TicketKind, field: &str, value: &str) -> String {
    let t = PackTexts::t();
    let plain = match value {
        "*" => return t.any_value.to_owned(),
        "now" => return t.now.to_owned(),
        "yes" => Value::Bool(true),
        "no" => Value::Bool(false),
        text => Value::text(text),
    };
    value_text(desk, Some(kind), field, &plain)
}

fn condition(desk: &Desk, kind: &TicketKind, when: &Condition) -> String {
    let t = PackTexts::t();
    let values: Vec<String> = when.is.iter().map(|value| named(desk, kind, &when.field, value)).collect();
    fill(t.is_one_of, &[&field_name(kind, &when.field), &values.join(t.or)])
}

fn effect(desk: &Desk, kind: &TicketKind, effect: &Effect) -> String {
    let t = PackTexts::t();
    match effect {
        Effect::Assign(to) => fill(t.effect_assign, &[&t.assignee(*to)]),
        Effect::Set { field, value } => {
            fill(t.effect_set, &[&field_name(kind, field), &named(desk, kind, field, value)])
        }
        Effect::Promise { text, within, .. } => {
            fill(t.effect_promise, &[&desk.by_steps(text), &span_text(within, lang())])
        }
        Effect::Open { kind: other, .. } => {
            let name = desk.kind(other).map_or_else(|| other.clone(), |kind| kind.name.clone());
            fill(t.effect_open, &[&name])
        }
        Effect::Tag(tag) => fill(t.effect_tag, &[&desk.by_steps(tag)]),
    }
}

fn limits(desk: &Desk, kind: &TicketKind) -> AnyView {
    let t = PackTexts::t();
    if kind.limits.is_empty() {
        return view! { <p class="dim">{t.no_limits}</p> }.into_any();
    }
    let rows = kind.limits.iter().map(|limit| {
        let (runs, after) = (runs(desk, kind, limit), after(limit));
        view! {
            <tr><td>{limit.name.clone()}</td><td>{span_text(&limit.within, lang())}</td><td>{runs}</td><td>{after}</td></tr>
        }
    });
    view! {
        <div class="table-wrap">
            <table class="table">
                <thead><tr><th>{t.limit}</th><th>{t.within}</th><th>{t.runs}</th><th>{t.after}</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// From when to when a limit runs.
fn runs(desk: &Desk, kind: &TicketKind, limit: &Limit) -> String {
    let t = PackTexts::t();
    let state = |id: &String| kind.state(id).map_or_else(|| id.clone(), |state| state.name.clone());
    let from = match &limit.from {
        LimitFrom::Opened => t.from_opened.to_owned(),
        LimitFrom::State(id) => fill(t.from_state, &[&state(id)]),
        LimitFrom::Contact => t.from_contact.to_owned(),
        LimitFrom::Field(id) => fill(t.from_field, &[&field_name(kind, id)]),
    };
    let states = |ids: &[String]| ids.iter().map(|id| fill(t.quoted, &[&state(id)])).collect::<Vec<_>>().join(t.or);
    let until = match () {
        () if limit.answer => t.until_answer.to_owned(),
        () if limit.until.is_empty() => t.until_done.to_owned(),
        () => fill(t.until, &[&states(&limit.until)]),
    };
    let when = limit.when.as_ref().map(|when| fill(t.only_when, &[&condition(desk, kind, when)]));
    let priorities =
        limit.priority.iter().map(|id| TicketTexts::t().priority_name(Priority::of(id))).collect::<Vec<_>>();
    let priority = (!priorities.is_empty()).then(|| fill(t.only_priority, &[&priorities.join(t.or)]));
    let grades = (!limit.grade.is_empty()).then(|| fill(t.only_grade, &[&limit.grade.join(t.or).to_uppercase()]));
    let pauses = match () {
        () if limit.pauses => Some(t.pauses.to_owned()),
        () if limit.pauses_in.is_empty() => None,
        () => Some(fill(t.pauses_in, &[&states(&limit.pauses_in)])),
    };
    [Some(from), Some(until), priority, grades, pauses, when].into_iter().flatten().collect::<Vec<_>>().join(t.comma)
}

/// What happens before and after a limit ends.
fn after(limit: &Limit) -> String {
    let t = PackTexts::t();
    let warnings = limit.warn.iter().map(|warning| match warning.split_once(' ') {
        Some((span, role)) => fill(t.warn_to, &[&span_text(span, lang()), &Errors::t().role(Role::of(role))]),
        None => fill(t.warn, &[&span_text(warning, lang())]),
    });
    let told = limit
        .escalate
        .iter()
        .map(|level| fill(t.escalate, &[&span_text(&level.after, lang()), &Errors::t().role(level.to)]));
    warnings.chain(told).collect::<Vec<_>>().join(t.semicolon)
}

fn fields(desk: &Desk, kind: &TicketKind) -> impl IntoView + use<> {
    let t = PackTexts::t();
    let rows = kind.fields.iter().map(|field| {
        view! {
            <tr><td>{field.name.clone()}</td><td>{t.field_type(field.sort)}</td><td class="dim">{more(desk, kind, field)}</td></tr>
        }
    });
    view! {
        <div class="table-wrap">
            <table class="table">
                <thead><tr><th>{t.field}</th><th>{t.field_type}</th><th>{t.field_more}</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

/// When a field is asked for, and what may stand in it.
fn more(desk: &Desk, kind: &TicketKind, field: &Field) -> String {
    let t = PackTexts::t();
    let asked = if field.required { Some(t.must) } else { field.capture.then_some(t.at_capture) };
    let list = field.list.as_ref().map(|list| fill(t.from_list, &[&desk.list(list).name]));
    let options = field.options.iter().map(|option| option.name.as_str()).collect::<Vec<_>>().join("、");
    let items = (!field.items.is_empty()).then(|| fill(t.items, &[&field.items.len()]));
    let when = field.when.as_ref().map(|when| fill(t.only_when, &[&condition(desk, kind, when)]));
    let parts = [asked.map(str::to_owned), list, Some(options).filter(|text| !text.is_empty()), items, when];
    parts
        .into_iter()
        .flatten()
        .chain((!field.hint.is_empty()).then(|| field.hint.clone()))
        .collect::<Vec<_>>()
        .join(t.semicolon)
}
