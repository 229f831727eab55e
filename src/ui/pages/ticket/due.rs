//! Deadlines speak: what is due and when, and at a press how that was reckoned, who is told, what was taken up (A17).

use leptos::prelude::*;

use super::Shown;
use super::ask::{Ask, closing};
use crate::desk::Desk;
use crate::model::agent::Role;
use crate::model::calendar::Calendar;
use crate::model::fold::Fold;
use crate::model::kind::Category;
use crate::model::limits::{Deadline, Terms, Warning, deadlines, proposal, to_escalate};
use crate::model::span::Span;
use crate::model::ticket::Ticket;
use crate::ui::app::App;
use crate::ui::components::{Button, Choice, Glyph, Heading, Icon, Tone};
use crate::ui::dates;
use crate::ui::format;
use crate::ui::keyboard::use_key;
use crate::ui::keys::Key;
use crate::ui::lang::lang;
use crate::ui::reckon::{is_working, moment_words, sentences, span_words, zone_name};
use crate::ui::texts::Lang;
use crate::ui::texts::errors::Errors;
use crate::ui::texts::fill;
use crate::ui::texts::limits::LimitTexts;
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::typed::Typed;

/// Reads something off a ticket's limits.
type Read<'a> = dyn FnMut(&Desk, &Fold, &[Deadline<'_>], &Calendar) + 'a;

/// Reads something off the limits of the ticket shown; followed in reactive closures.
fn read_limits(app: App, shown: Shown, read: &mut Read<'_>) {
    let desk = app.live();
    shown.doc.with(|doc| {
        shown.kind.with(|kind| {
            let calendar = desk.calendar_for(&doc.fold);
            let grade = desk.grade_for(&doc.fold);
            let terms = Terms { calendar: &calendar, grade: &grade };
            let found = kind.as_ref().map(|kind| deadlines(kind, &doc.document, &doc.fold, terms)).unwrap_or_default();
            read(&desk, &doc.fold, &found, &calendar);
        });
    });
}

/// What is due next.
#[derive(Clone, PartialEq)]
struct Next {
    at: u64,
    what: String,
    working: bool,
    stopped: bool,
}

fn next(desk: &Desk, fold: &Fold, done: bool, limits: &[Deadline<'_>]) -> Option<Next> {
    let open = fold.promises.iter().filter(|promise| promise.outcome.is_none() && fold.counts(promise.stamp));
    let what = |text: &str| [TicketTexts::t().promise, "：", &desk.by_steps(text)].concat();
    let promised =
        open.map(|p| Next { at: p.due, what: what(&p.text), working: false, stopped: false }).min_by_key(|n| n.at);
    if done {
        return promised;
    }
    let of = |deadline: &Deadline<'_>| Next {
        at: deadline.due,
        what: deadline.limit.name.clone(),
        working: deadline.limit.within.parse().is_ok_and(is_working),
        stopped: deadline.paused.is_some(),
    };
    let running = limits.iter().filter(|deadline| deadline.is_running()).map(of);
    let stopped = || limits.iter().find(|deadline| deadline.met.is_none()).map(of);
    promised.into_iter().chain(running).min_by_key(|next| next.at).or_else(stopped)
}

/// The deadline in the head: a press or its key shows how it came about.
#[component]
pub fn DueTag(open: RwSignal<bool>) -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let next = Memo::new(move |_| {
        let mut found = None;
        read_limits(app, shown, &mut |desk, fold, limits, _| {
            let done = shown.kind.with_untracked(|kind| Ticket(fold).category(kind.as_deref()) == Category::Closed);
            found = next(desk, fold, done, limits);
        });
        found
    });
    let toggle = move || open.update(|open| *open = !*open);
    use_key(Key::Limits, toggle);
    move || {
        let t = LimitTexts::t();
        let now = app.now.get();
        let (text, tone) = match next.get() {
            None => (t.limits.to_owned(), Tone::Plain),
            Some(next) if next.stopped => ([&*next.what, " · ", t.stopped].concat(), Tone::Plain),
            Some(next) => {
                let (begin, end, comma) = if lang() == Lang::En { (" (", ")", ", ") } else { ("（", "）", "，") };
                let left = format::left(next.at, now, lang());
                let working = if next.working { [comma, t.working_time].concat() } else { String::new() };
                let text = [&*next.what, " · ", &left, begin, &dates::when(next.at, now), &working, end].concat();
                (text, if next.at < now { Tone::Late } else { Tone::Soon })
            }
        };
        view! {
            <button type="button" class="tag due-tag" data-tone=tone.id() title=crate::ui::components::tooltip(t.why, Some(Key::Limits))
                aria-expanded=move || if open.get() { "true" } else { "false" } on:click=move |_| toggle()>
                <Glyph icon=Icon::Clock />{text}
            </button>
        }
    }
}

/// A limit as it is explained.
#[derive(Clone, PartialEq)]
struct Told {
    name: String,
    stands: String,
    tone: Tone,
    steps: Vec<String>,
    tells: Vec<String>,
}

fn told(desk: &Desk, fold: &Fold, deadline: &Deadline<'_>, calendar: &Calendar, now: u64) -> Told {
    let (t, lang) = (LimitTexts::t(), lang());
    let late = |at: u64| format::span(at.saturating_sub(deadline.due).max(format::MINUTE), lang);
    let (stands, tone) = match (deadline.met, deadline.paused) {
        (Some(at), _) if at > deadline.due => (fill(t.met_late, &[&dates::when(at, now), &late(at)]), Tone::Late),
        (Some(at), _) => (fill(t.met, &[&dates::when(at, now)]), Tone::Good),
        (None, Some(_)) => (t.stopped.to_owned(), Tone::Plain),
        (None, None) => {
            (format::left(deadline.due, now, lang), if deadline.due < now { Tone::Late } else { Tone::Soon })
        }
    };
    let person = |role: Role| {
        let name = desk.told(fold, role).map(|agent| agent.name.clone());
        let role = if role == Role::Agent { t.owner } else { Errors::t().role(role) };
        name.map_or_else(|| role.to_owned(), |name| [role, " ", &name].concat())
    };
    let warn = |warning: Warning| {
        let before = format::span(warning.before, lang);
        let who =
            if warning.to > Role::Agent { fill(t.owner_and, &[&person(warning.to)]) } else { person(Role::Agent) };
        fill(t.warns, &[&before, &who, &moment_words(deadline.due.saturating_sub(warning.before), calendar, lang)])
    };
    let mut tells: Vec<String> =
        deadline.limit.warn.iter().filter_map(|text| text.parse::<Warning>().ok()).map(warn).collect();
    for level in &deadline.limit.escalate {
        if let Ok(after) = level.after.parse::<Span>() {
            let at = moment_words(after.due(deadline.due, calendar), calendar, lang);
            tells.push(fill(t.escalates, &[&span_words(after, lang), &person(level.to), &at]));
        }
    }
    Told { name: deadline.limit.name.clone(), stands, tone, steps: sentences(deadline, calendar, lang), tells }
}

/// How each limit came about, and who is told when.
#[component]
pub fn Limits(open: RwSignal<bool>) -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    // Where the desk's time is another than the calendar's, the calendar's is named.
    let zone = RwSignal::new(None::<i32>);
    let all = Memo::new(move |_| {
        let mut all = Vec::new();
        if open.get() {
            let now = app.now.get();
            read_limits(app, shown, &mut |desk, fold, limits, calendar| {
                zone.set(Some(calendar.offset).filter(|offset| *offset != dates::offset(now)));
                all = limits.iter().map(|limit| told(desk, fold, limit, calendar, now)).collect();
                // What still runs comes first.
                all.sort_by_key(|told| told.tone == Tone::Good);
            });
        }
        all
    });
    let one = |told: Told| {
        view! {
            <li>
                <p><b>{told.name}</b>" "<span class="tag" data-tone=told.tone.id()>{told.stands}</span></p>
                <ol class="steps-told">{told.steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view()}</ol>
                {(!told.tells.is_empty()).then(|| view! {
                    <p class="small dim">{LimitTexts::t().tells}</p>
                    <ul class="small dim tells">{told.tells.into_iter().map(|tell| view! { <li>{tell}</li> }).collect_view()}</ul>
                })}
            </li>
        }
    };
    move || {
        open.get().then(|| {
            use_key(Key::Close, move || open.set(false));
            let all = all.get();
            view! {
                <section class="limits-told" aria-label=LimitTexts::t().why>
                    {zone.get().map(|minutes| view! { <p class="dim">{zone_name(minutes)}</p> })}
                    {all.is_empty().then(|| view! { <p class="dim">{LimitTexts::t().no_limits}</p> })}
                    <ul>{all.into_iter().map(one).collect_view()}</ul>
                </section>
            }
        })
    }
}

/// An escalation that is due.
#[derive(Clone, PartialEq)]
struct Due {
    limit: String,
    at: u64,
    to: Role,
    asks: String,
}

/// The escalations that are due, and what was proposed.
#[component]
pub fn Escalations() -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let due = Memo::new(move |_| {
        let now = app.now.get();
        let mut due = Vec::new();
        read_limits(app, shown, &mut |_, fold, limits, calendar| {
            let one = |(deadline, escalated): &(&Deadline<'_>, crate::model::limits::Escalated<'_>)| Due {
                limit: deadline.limit.name.clone(),
                at: deadline.due,
                to: escalated.level.to,
                asks: escalated.level.proposal.clone().unwrap_or_default(),
            };
            due = to_escalate(limits, fold, now, calendar).iter().map(one).collect();
            // One proposal takes all of them up: the highest asks.
            due.sort_by_key(|due| std::cmp::Reverse(due.to));
            due.truncate(1);
        });
        due
    });
    let waits = Memo::new(move |_| {
        shown.doc.with(|doc| {
            let found = proposal(&doc.fold).filter(|proposal| proposal.waits(&doc.document, &doc.fold));
            found.map(|proposal| (proposal.to, proposal.text.to_owned()))
        })
    });
    let open = RwSignal::new(false);
    let role = |to: Role| if to == Role::Agent { LimitTexts::t().owner } else { Errors::t().role(to) };
    let may = move || app.role() >= Role::Agent;
    view! {
        {move || waits.get().map(|(to, text)| view! {
            <section class="notice promise" data-tone="soon">
                <Glyph icon=Icon::Up />
                <span><b>{fill(LimitTexts::t().proposed, &[&role(to)])}</b>" · "{text}</span>
            </section>
        })}
        {move || due.get().into_iter().map(|Due { limit, at, to, asks }| {
            let late = format::span(app.now.get().saturating_sub(at).max(format::MINUTE), lang());
            view! {
                <section class="notice promise" data-tone="late">
                    <Glyph icon=Icon::Warning />
                    <span>{fill(LimitTexts::t().must_escalate, &[&limit, &late, &role(to)])}</span>
                    {may().then(|| view! {
                        <span class="actions">
                            <Button label=LimitTexts::t().escalate small=true on_press=move |()| open.set(true) />
                        </span>
                    })}
                </section>
                {move || open.get().then(|| view! { <EscalateForm to asks=asks.clone() close=closing(open, false) /> })}
            }
        }).collect_view()}
    }
}

/// To whom, and with what proposal.
#[component]
fn EscalateForm(to: Role, asks: String, close: Callback<()>) -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let typed = Typed::at(format!("escalate/{}", shown.id()));
    let t = LimitTexts::t();
    let asks = if asks.is_empty() { t.proposal_hint.to_owned() } else { asks };
    let first = to.max(Role::Lead).id();
    let confirm = move || {
        let (desk, id) = (app.desk(), shown.id());
        let (to, text) = (Role::of(&typed.text_or("to", first)), typed.text("text"));
        app.act_then(async move { desk.escalate(&id, to, &text).await }, move |_| {
            close.try_run(());
        });
    };
    let options = [Role::Lead, Role::Manager].map(|role| {
        let name = untrack(|| shown.read(|fold| app.desk().told(fold, role)))
            .map(|agent| agent.name.clone())
            .unwrap_or_default();
        Choice::new(role.id(), [Errors::t().role(role), " ", &name].concat())
    });
    let chosen = typed.text_or("to", first);
    view! {
        <Ask title=t.escalate typed on_confirm=confirm close>
            <label class="field wide">
                <span class="label"><Heading text=t.proposal must=true /></span>
                <textarea class="input" rows="2" required data-keep="text" placeholder=asks>{typed.text("text")}</textarea>
            </label>
            <label class="field">
                <span class="label">{t.escalate_to}</span>
                <select class="input" data-keep="to">
                    {options.map(|option| {
                        let selected = option.id == chosen;
                        view! { <option value=option.id selected=selected>{option.name}</option> }
                    }).collect_view()}
                </select>
            </label>
        </Ask>
    }
    .into_any()
}
