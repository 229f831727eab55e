//! What it is about: the kinds in a grid, the last used first, chosen by number.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::form::{Capture, Missing, Step};
use crate::model::document::DocId;
use crate::model::kind::TicketKind;
use crate::model::limits::Terms;
use crate::query::opening::{first_limits, first_steps};
use crate::ui::components::{Button, Glyph, Icon, Look, TextInput};
use crate::ui::dates;
use crate::ui::keyboard::{is_composing, use_number};
use crate::ui::texts::capture::CaptureTexts;
use crate::ui::texts::fill;

/// So many kinds need no filter box.
const FEW: usize = 9;

/// The kinds as they are offered: tickets before registers, each with the last used first.
fn offered(capture: Capture) -> Vec<Arc<TicketKind>> {
    let desk = capture.app.live();
    let used = desk.last_used(&capture.app.person.get());
    let mut kinds = desk.kinds();
    let place = |kind: &TicketKind| used.kinds.iter().position(|id| *id == kind.id).unwrap_or(usize::MAX);
    kinds.sort_by_key(|kind| (kind.register, place(kind)));
    kinds
}

/// The part of the form about the kind.
#[component]
pub fn Kinds(
    /// The filter box, or the grid when there is none.
    node: NodeRef<html::Input>,
    grid: NodeRef<html::Div>,
) -> impl IntoView {
    let capture = Capture::get();
    let t = CaptureTexts::t;
    let all = Memo::new(move |_| offered(capture));
    let chosen = capture.memo(|form| form.kind.clone());
    let kind = Memo::new(move |_| {
        let id = chosen.get();
        all.with(|all| all.iter().find(|kind| kind.id == id).cloned()).or_else(|| capture.app.live().kind(&id))
    });
    let wrong =
        move || capture.tried.get() && capture.read(|form| form.missing(kind.get().as_deref())) == Some(Missing::Kind);
    view! {
        <section class="part" aria-label=move || t().kind>
            <h2>{move || t().kind}</h2>
            {move || match kind.get() {
                Some(kind) => view! { <Chosen kind /> }.into_any(),
                None => view! { <Grid all node grid /> }.into_any(),
            }}
            {move || wrong().then(|| view! { <p class="wrong" role="alert">{t().need_kind}</p> })}
        </section>
    }
    .into_any()
}

#[component]
fn Grid(all: Memo<Vec<Arc<TicketKind>>>, node: NodeRef<html::Input>, grid: NodeRef<html::Div>) -> impl IntoView {
    let capture = Capture::get();
    let t = CaptureTexts::t;
    let wanted = RwSignal::new(String::new());
    let active = RwSignal::new(0usize);
    let shown = Memo::new(move |_| {
        let wanted = wanted.get().trim().to_lowercase();
        let fits = |kind: &&Arc<TicketKind>| {
            kind.name.to_lowercase().contains(&wanted) || kind.about.to_lowercase().contains(&wanted)
        };
        all.with(|all| all.iter().filter(fits).cloned().collect::<Vec<_>>())
    });
    let pick = move |at: usize| {
        let Some(id) = shown.with_untracked(|shown| shown.get(at).map(|kind| kind.id.clone())) else { return };
        capture.change(|form| form.kind = id);
        capture.step.set(Step::Text);
    };
    use_number(move |digit| pick(usize::from(digit) - 1));
    let keyed = move |event: KeyboardEvent| {
        if is_composing(&event) || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let last = shown.with_untracked(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => active.update(|at| *at = (*at + 1).min(last)),
            "ArrowLeft" | "ArrowUp" => active.update(|at| *at = at.saturating_sub(1)),
            "Enter" => pick(active.get_untracked()),
            // No kind's name has a digit: in the filter box it chooses too.
            digit if digit.len() == 1 && digit.as_bytes()[0].is_ascii_digit() && digit != "0" => {
                pick(usize::from(digit.as_bytes()[0] - b'1'));
            }
            _ => return,
        }
        event.prevent_default();
    };
    let filter = move |text: String| {
        active.set(0);
        // An input method may hand a digit on as text.
        let digit = text.chars().last().and_then(|last| match last {
            '1'..='9' => last.to_digit(10),
            '１'..='９' => Some(u32::from(last) - u32::from('０')),
            _ => None,
        });
        match digit.and_then(|digit| usize::try_from(digit).ok()) {
            Some(digit) => pick(digit - 1),
            None => wanted.set(text),
        }
    };
    // Two packs may have kinds of the same name: then each says whose it is.
    let packs = Memo::new(move |_| capture.app.live().packs());
    let pack = move |kind: &TicketKind| {
        let twice = all.with(|all| all.iter().filter(|other| other.name == kind.name).count()) > 1;
        let of = kind.id.split('.').next().unwrap_or_default();
        let name = packs.with(|packs| packs.iter().find(|(id, ..)| id == of).map(|(_, name, _)| name.clone()));
        name.filter(|_| twice)
    };
    let card = move |at: usize, kind: Arc<TicketKind>| {
        view! {
            <button
                type="button"
                class="kind"
                role="option"
                title=kind.about.clone()
                tabindex="-1"
                data-active=move || (active.get() == at).then_some("")
                aria-selected=move || if active.get() == at { "true" } else { "false" }
                on:click=move |_| pick(at)
            >
                {(at < 9).then(|| view! { <kbd aria-hidden="true">{at + 1}</kbd> })}
                <span>{kind.name.clone()}</span>
                {pack(&kind).map(|pack| view! { <small class="faint cut">{pack}</small> })}
            </button>
        }
    };
    let part = move |register: bool| {
        let kinds = shown.get().into_iter().enumerate().filter(|(_, kind)| kind.register == register);
        kinds.map(|(at, kind)| card(at, kind)).collect_view()
    };
    let many = Memo::new(move |_| all.with(Vec::len) > FEW);
    let has = move |register: bool| shown.with(|shown| shown.iter().any(|kind| kind.register == register));
    view! {
        <div on:keydown=keyed>
            {move || many.get().then(|| view! {
                <div class="kind-filter">
                    <TextInput value=wanted on_input=filter node icon=Icon::Filter hint=move || t().kind_filter label=move || t().kind_filter />
                </div>
            })}
            {move || all.with(Vec::is_empty).then(|| view! { <p class="dim">{t().no_kinds}</p> })}
            <div class="kinds-list" role="listbox" tabindex=move || if many.get() { "-1" } else { "0" } node_ref=grid aria-label=move || t().kind>
                <div class="kinds">{move || part(false)}</div>
                {move || has(true).then(|| view! { <p class="small faint kinds-head" role="presentation">{t().registers}</p> })}
                <div class="kinds">{move || part(true)}</div>
            </div>
        </div>
    }
    .into_any()
}

/// The chosen kind: by when something must be done, and what comes next.
#[component]
fn Chosen(kind: Arc<TicketKind>) -> impl IntoView {
    let capture = Capture::get();
    let t = CaptureTexts::t;
    let again = move |()| {
        capture.change(|form| form.kind = String::new());
        capture.step.set(Step::Kind);
    };
    let (name, about) = (kind.name.clone(), kind.about.clone());
    let limits = {
        let kind = kind.clone();
        Memo::new(move |_| {
            let (now, desk) = (capture.app.now.get(), capture.app.desk());
            let calendar = desk.me().map_or_else(|| desk.calendar(), |me| desk.calendar_of(&me.id));
            capture.read(|form| {
                let customer = desk.customer(&DocId::new(&form.customer));
                let terms =
                    Terms { calendar: &calendar, grade: customer.as_ref().map_or("", |customer| &customer.grade) };
                first_limits(&kind, &|field| form.value(field), now, terms)
            })
        })
    };
    let steps = Memo::new(move |_| {
        capture.read(|form| {
            let steps = first_steps(&kind, &|field| form.value(field));
            steps.into_iter().take(2).map(|step| step.label.clone()).collect::<Vec<_>>()
        })
    });
    let limit_lines = move || {
        let now = capture.app.now.get();
        let limits = limits.get();
        if limits.is_empty() {
            return view! { <li class="dim">{t().no_limit}</li> }.into_any();
        }
        let line = |limit: crate::query::opening::Beginning| {
            // A name such as 三天内答复 says its span already.
            let within = t().within(limit.span).filter(|_| !limit.name.contains(['内', '內']));
            let what = within.map_or_else(|| limit.name.clone(), |within| fill(t().limit, &[&within, &limit.name]));
            let due = fill(t().due, &[&dates::when(limit.due, now)]);
            view! { <li><Glyph icon=Icon::Clock /><span>{what}" · "<b title=dates::full(limit.due)>{due}</b></span></li> }
        };
        limits.into_iter().take(3).map(line).collect_view().into_any()
    };
    view! {
        <div class="chosen">
            <Glyph icon=Icon::Tickets />
            <b>{name}</b>
            <span class="small dim cut">{about}</span>
            <span class="push"><Button label=move || t().kind_other small=true look=Look::Quiet on_press=again /></span>
        </div>
        <ul class="limits" aria-live="polite">
            {limit_lines}
            {move || (!steps.with(Vec::is_empty)).then(|| {
                view! { <li><Glyph icon=Icon::Right /><span>{fill(t().next_step, &[&steps.get().join(t().or_step)])}</span></li> }
            })}
        </ul>
    }
    .into_any()
}
