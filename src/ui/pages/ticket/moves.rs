//! The next step is a button: the few moves the flow allows now, asking only what they need.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::Shown;
use super::ask::{Ask, Line, OwnerChoice, TO};
use super::promises::PromiseForm;
use super::step_fields::{Held, Left, StepFields, answers};
use crate::model::agent::Role;
use crate::model::flow::{self, Answers};
use crate::model::kind::{Category, Move, TicketKind};
use crate::model::stamp::Stamp;
use crate::model::ticket::Ticket;
use crate::ui::app::App;
use crate::ui::components::{Button, Look, focus_soon};
use crate::ui::keyboard::use_number;
use crate::ui::keys::Key;
use crate::ui::nav::{replace, route};
use crate::ui::pages::guide::GuideButton;
use crate::ui::pages::quick::MOVES;
use crate::ui::route::Route;
use crate::ui::texts::errors::Errors;
use crate::ui::texts::fill;
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::typed::Typed;

/// What stands open under the buttons.
#[derive(Clone, PartialEq)]
enum Asking {
    Nothing,
    Step(String),
    Owner,
    Promise,
    Tag,
    Reopen,
}

/// A step as its button shows it.
#[derive(Clone, PartialEq)]
pub(super) struct Shape {
    pub id: String,
    pub label: String,
    /// The states it leads to: more than one while a choice decides.
    pub to: Vec<String>,
    asks: bool,
    barred: Option<Role>,
    unticked: Vec<String>,
}

impl Shape {
    /// Takes the step when it can be taken at once; says why it cannot be. `ask` asks what it needs.
    pub fn take(self, app: App, shown: Shown, ask: impl FnOnce(String), done: impl FnOnce() + 'static) {
        if let Some(role) = self.barred {
            app.toasts.fault(fill(Errors::t().not_allowed, &[&Errors::t().role(role)]));
        } else if !self.unticked.is_empty() {
            app.toasts.fault(fill(TicketTexts::t().tick_first, &[&self.unticked.join("、")]));
            focus_soon(|| {
                let left = document().query_selector("#ticket-body .checklist li:not([data-ticked]) input");
                left.ok().flatten()?.dyn_into().ok()
            });
        } else if self.asks {
            ask(self.id);
        } else {
            let (desk, id) = (app.desk(), shown.id());
            app.act_then(async move { desk.take_step(&id, &self.id, Answers::default()).await }, |_| done());
        }
    }
}

/// The states that a step, or another of its name, leads to from a state.
fn leads(kind: &TicketKind, step: &Move, from: &str) -> Vec<String> {
    let same = |other: &&Move| other.label == step.label && other.from.iter().any(|state| state == from);
    kind.moves.iter().filter(same).map(|other| other.to.clone()).collect()
}

pub(super) fn shapes(kind: &TicketKind, fold: &crate::model::fold::Fold, role: Role) -> Vec<Shape> {
    flow::offers(kind, fold, role)
        .into_iter()
        .map(|offer| Shape {
            id: offer.step.id.clone(),
            label: offer.step.label.clone(),
            to: leads(kind, offer.step, Ticket(fold).state()),
            asks: !offer.missing.is_empty() || offer.step.note.is_some() || offer.asks_owner || offer.asks_promises,
            barred: offer.barred.then_some(offer.step.role),
            unticked: offer.unticked.iter().map(|field| field.name.clone()).collect(),
        })
        .collect()
}

/// Whether the address asks that the next steps be at hand; it is asked once.
fn at_hand() -> bool {
    let here = untrack(route);
    let asked = !here.query().get(MOVES).is_empty();
    match here {
        Route::Tickets(id, query) if asked => replace(&Route::Tickets(id, query.with(MOVES, ""))),
        Route::Registers(kind, id, query) if asked => replace(&Route::Registers(kind, id, query.with(MOVES, ""))),
        _ => {}
    }
    asked
}

/// The moves of a ticket, and what else can be done with it.
#[component]
pub fn Moves() -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let asking = RwSignal::new(Asking::Nothing);
    let close = Callback::new(move |()| {
        let _ = asking.try_set(Asking::Nothing);
    });
    let steps = Memo::new(move |_| {
        let role = app.role();
        shown
            .kind
            .with(|kind| kind.as_ref().map(|kind| shown.read(|fold| shapes(kind, fold, role))).unwrap_or_default())
    });
    // What is solved goes back to work by a step of its own.
    let done = Memo::new(move |_| {
        let category = shown.kind.with(|kind| shown.read(|fold| Ticket(fold).category(kind.as_deref())));
        category == Category::Closed || category == Category::Solved && steps.with(Vec::is_empty)
    });
    let may = Memo::new(move |_| app.role() >= Role::Agent);
    let mine = Memo::new(move |_| shown.read(|fold| Ticket(fold).owner().to_owned()) == app.person.get());
    let take = move |step: Shape| {
        step.take(app, shown, move |id| asking.set(Asking::Step(id)), || ());
    };
    let toggle = move |what: Asking| asking.update(|now| *now = if *now == what { Asking::Nothing } else { what });
    use_number(move |n| {
        let (n, all) = (usize::from(n), steps.get_untracked());
        if let Some(step) = all.get(n.saturating_sub(1)) {
            take(step.clone());
        } else if done.get_untracked() && n == all.len() + 1 {
            toggle(Asking::Reopen);
        }
    });
    if at_hand() {
        // One step that asks something is asked at once; of several, one chooses.
        match steps.get_untracked().as_slice() {
            [one] if one.asks && one.barred.is_none() && one.unticked.is_empty() => take(one.clone()),
            _ => focus_soon(|| document().query_selector(".moves .btn").ok().flatten()?.dyn_into().ok()),
        }
    }
    let mine_now = move |()| {
        let (desk, id, me) = (app.desk(), shown.id(), app.person.get_untracked());
        app.act(async move { desk.assign(&id, &me, "").await });
    };
    view! {
        {move || match asking.get() {
            Asking::Nothing => ().into_any(),
            Asking::Step(step) => view! { <StepForm step close /> }.into_any(),
            Asking::Owner => view! { <OwnerForm close /> }.into_any(),
            Asking::Promise => view! { <PromiseForm replaces=Vec::new() close /> }.into_any(),
            Asking::Tag => {
                let t = TicketTexts::t();
                view! { <LineForm place="tag" title=t.tag label=t.tag close /> }.into_any()
            }
            Asking::Reopen => {
                let t = TicketTexts::t();
                view! { <LineForm place="reopen" title=t.reopen label=t.why_reopen close /> }.into_any()
            }
        }}
        <div class="moves" role="group" aria-label=TicketTexts::t().next_steps hidden=move || !may.get()>
            <span class="steps">
            <For each={move || steps.get().into_iter().enumerate()} key=|(i, step)| (*i, step.id.clone(), step.asks, step.barred, step.unticked.clone()) let((i, step))>
                {
                    let hint = if i < 9 { (i + 1).to_string() } else { String::new() };
                    let look = if i == 0 { Look::Main } else { Look::Plain };
                    let label = step.label.clone();
                    view! { <Button label hint look on_press=move |()| take(step.clone()) /> }
                }
            </For>
            {move || done.get().then(|| view! {
                <Button label=TicketTexts::t().reopen hint=(steps.with(Vec::len) + 1).to_string() on_press=move |()| toggle(Asking::Reopen) />
            })}
            </span>
            <span class="others">
            {move || (!mine.get()).then(|| view! {
                <Button label=TicketTexts::t().take look=Look::Quiet key=Key::Take on_press=mine_now />
            })}
            <Button label=TicketTexts::t().transfer look=Look::Quiet key=Key::Assign on_press=move |()| toggle(Asking::Owner) />
            <Button label=TicketTexts::t().promise look=Look::Quiet key=Key::Promise on_press=move |()| toggle(Asking::Promise) />
            <GuideButton ticket=shown.id().to_string() />
            <Button label=TicketTexts::t().tag look=Look::Quiet key=Key::Tag on_press=move |()| toggle(Asking::Tag) />
            </span>
        </div>
    }
    .into_any()
}

/// What a step still needs, and nothing else.
#[component]
#[allow(clippy::needless_pass_by_value)] // A component owns what it is given.
pub(super) fn StepForm(step: String, close: Callback<()>) -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let Some((kind, step)) = shown.kind.get_untracked().and_then(|kind| {
        let step = kind.moves.iter().find(|m| m.id == step)?.clone();
        Some((kind, step))
    }) else {
        return ().into_any();
    };
    let typed = Typed::at(format!("step/{}/{}", shown.id(), step.id));
    let fields: Vec<String> = flow::asked(&step).map(str::to_owned).collect();
    let promises: Vec<Left> = shown.read(|fold| {
        flow::left_open(&kind, fold, &step).into_iter().map(|p| (p.stamp, p.text.clone(), p.due)).collect()
    });
    let stamps: Vec<Stamp> = promises.iter().map(|(stamp, ..)| *stamp).collect();
    // A field stays on the form once it has been shown as missing, so that filling it in does not take it away.
    let missing_at_first = {
        let kind = kind.clone();
        let step = step.clone();
        Memo::new(move |before: Option<&Vec<String>>| {
            let value_of =
                |name: &str| typed.value(name).unwrap_or_else(|| shown.read(|fold| fold.value(name).clone()));
            let mut now: Vec<String> = before.cloned().unwrap_or_default();
            now.retain(|id| kind.field(id).is_some_and(|field| field.applies(&value_of)));
            let needed = shown.read(|fold| {
                let needed = flow::needed(&kind, &step, fold, &|name| typed.value(name));
                needed.into_iter().map(|field| field.id.clone()).collect::<Vec<_>>()
            });
            for field in needed {
                if !now.contains(&field) {
                    now.push(field);
                }
            }
            let mut seen = std::collections::HashSet::new();
            fields.iter().filter(|id| now.contains(id) && seen.insert((*id).clone())).cloned().collect()
        })
    };
    let confirm = {
        let step = StoredValue::new(step.id.clone());
        move || {
            let answers = answers(typed, &stamps);
            let (desk, id, step) = (app.desk(), shown.id(), step.get_value());
            app.act_then(async move { desk.take_step(&id, &step, answers).await }, move |_| {
                close.try_run(());
            });
        }
    };
    let held = {
        let held = move |name: &str| shown.read(|fold| fold.value(name).clone());
        Held(Arc::new(held))
    };
    let label = step.label.clone();
    view! {
        <Ask title=label typed on_confirm=confirm close>
            <StepFields kind step typed shown=missing_at_first held promises />
        </Ask>
    }
    .into_any()
}

#[component]
fn OwnerForm(close: Callback<()>) -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let typed = Typed::at(format!("assign/{}", shown.id()));
    let confirm = move || {
        let (desk, id, to, why) = (app.desk(), shown.id(), typed.text(TO), typed.text("why"));
        if to.is_empty() {
            app.toasts.fault(Errors::t().no_owner);
            return;
        }
        let to = if to == "-" { String::new() } else { to };
        app.act_then(async move { desk.assign(&id, &to, &why).await }, move |_| {
            close.try_run(());
        });
    };
    view! {
        <Ask title=TicketTexts::t().transfer typed on_confirm=confirm close>
            <OwnerChoice typed pool=true />
            <Line typed name="why" label=TicketTexts::t().why_transfer wide=true />
            <p class="small dim wide">{TicketTexts::t().first_owner_stays}</p>
        </Ask>
    }
    .into_any()
}

/// A form of one line: a tag, the reason for reopening.
#[component]
fn LineForm(place: &'static str, title: &'static str, label: &'static str, close: Callback<()>) -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let typed = Typed::at([place, "/", shown.id().as_str()].concat());
    let confirm = move || {
        let (desk, id, text) = (app.desk(), shown.id(), typed.text("text"));
        let action =
            async move { if place == "tag" { desk.tag(&id, &text).await } else { desk.reopen(&id, &text).await } };
        app.act_then(action, move |_| {
            close.try_run(());
        });
    };
    view! {
        <Ask title typed on_confirm=confirm close>
            <Line typed name="text" label must=true wide=true />
        </Ask>
    }
    .into_any()
}
