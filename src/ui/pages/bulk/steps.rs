//! The steps that the chosen tickets may take now, kind by kind.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Bar;
use super::work::focus_button;
use crate::desk::{Bulk, BulkStep};
use crate::model::change::Outcome;
use crate::model::flow::{self, Answers};
use crate::model::fold::Fold;
use crate::model::kind::Move;
use crate::model::value::Value;
use crate::ui::components::Button;
use crate::ui::pages::ticket::ask::Ask;
use crate::ui::pages::ticket::step_fields::{Held, StepFields, answers, asks_owner};
use crate::ui::texts::bulk::BulkTexts;
use crate::ui::texts::errors::Errors;
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::texts::{Common, fill};
use crate::ui::typed::Typed;

/// The name under which it is kept what became of promises.
const PROMISES: &str = "@promises";

/// Chooses a step.
#[component]
pub fn StepsForm(close: Callback<()>) -> impl IntoView {
    let bar = Bar::get();
    let steps = RwSignal::new(None::<Vec<BulkStep>>);
    let taken = RwSignal::new(None::<BulkStep>);
    let ids = bar.selection.ids();
    let desk = bar.app.desk();
    spawn_local(async move {
        let watch = |done, of| bar.watch(steps.try_get_untracked().is_some(), done, of);
        let _ = bar.stop.try_set(false);
        let found = desk.bulk_steps(&ids, &watch).await;
        bar.end();
        match found {
            Ok(found) => drop(steps.try_set(Some(found))),
            Err(error) => {
                bar.app.fail(&error);
                close.try_run(());
            }
        }
    });
    let node = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if let (true, Some(node)) = (steps.with(Option::is_some), node.get()) {
            focus_button(&node, "button");
        }
    });
    let take = move |step: BulkStep| {
        let Some(found) = move_of(&step) else { return };
        if let Some(role) = step.barred {
            bar.app.toasts.fault(fill(Errors::t().not_allowed, &[&Errors::t().role(role)]));
        } else if step.asks.is_empty() && found.note.is_none() && !asks_owner(&found) && !step.asks_promises {
            let bulk = Bulk::Step {
                kind: step.kind.id.clone(),
                step: step.step.clone(),
                answers: Answers::default(),
                promises: None,
            };
            bar.weigh(bulk, "", &found.label);
        } else {
            taken.set(Some(step));
        }
    };
    let list = move || {
        let Some(steps) = steps.get() else {
            return view! { <p class="late dim">{BulkTexts::t().looking}</p> }.into_any();
        };
        let steps: Vec<BulkStep> = steps.into_iter().filter(|step| step.can > 0).collect();
        if steps.is_empty() {
            return view! { <p class="dim">{BulkTexts::t().no_steps}</p> }.into_any();
        }
        let button = move |step: BulkStep| {
            let label = move_of(&step).map(|found| found.label).unwrap_or_default();
            let all = step.can == step.of;
            let label = if all { label } else { fill(BulkTexts::t().some, &[&label, &step.can, &step.of]) };
            view! { <Button label small=true on_press=move |()| take(step.clone()) /> }
        };
        let group = move |steps: Vec<BulkStep>| {
            let name = steps.first().map(|step| fill(BulkTexts::t().of_kind, &[&step.kind.name, &step.of]));
            let buttons = steps.into_iter().map(button).collect_view();
            view! { <p class="small dim">{name}</p><div class="line">{buttons}</div> }
        };
        let (whole, part): (Vec<BulkStep>, Vec<BulkStep>) = steps.into_iter().partition(|step| step.can == step.of);
        let (none_whole, count) = (whole.is_empty(), part.len());
        view! {
            {by_kind(whole).into_iter().map(group).collect_view()}
            {(count > 0).then(|| view! {
                <details open=none_whole>
                    <summary class="small">{fill(BulkTexts::t().only_some, &[&count])}</summary>
                    {by_kind(part).into_iter().map(group).collect_view()}
                </details>
            })}
        }
        .into_any()
    };
    move || {
        if let Some(step) = taken.get() {
            return view! { <StepAsk step close /> }.into_any();
        }
        view! {
            <div class="ask stack" node_ref=node>
                <h2>{BulkTexts::t().step}</h2>
                {list}
                <div class="actions"><Button label=Common::t().cancel hint="Esc" small=true on_press=move |()| close.run(()) /></div>
            </div>
        }
        .into_any()
    }
}

/// Steps of one kind stand together.
fn by_kind(steps: Vec<BulkStep>) -> Vec<Vec<BulkStep>> {
    let mut groups: Vec<Vec<BulkStep>> = Vec::new();
    for step in steps {
        match groups.last_mut().filter(|group| group.first().is_some_and(|one| one.kind.id == step.kind.id)) {
            Some(group) => group.push(step),
            None => groups.push(vec![step]),
        }
    }
    groups
}

fn move_of(step: &BulkStep) -> Option<Move> {
    step.kind.moves.iter().find(|found| found.id == step.step).cloned()
}

/// What a step asks for, once for all.
#[component]
fn StepAsk(step: BulkStep, close: Callback<()>) -> impl IntoView {
    let bar = Bar::get();
    let Some(found) = move_of(&step) else { return ().into_any() };
    let place = ["bulk/step/", &step.kind.id, "/", &step.step].concat();
    let typed = Typed::at(place.clone());
    let BulkStep { kind, asks, asks_promises, .. } = step;
    let shown = {
        let (kind, found) = (kind.clone(), found.clone());
        Memo::new(move |_| {
            let value_of = |name: &str| typed.value(name).unwrap_or_default();
            // What is asked of some ticket, and what an answer brings with it.
            let brought = |id: &str| {
                let when = kind.field(id).and_then(|field| field.when.as_ref());
                when.is_some_and(|when| asks.contains(&when.field))
            };
            let needed = flow::needed(&kind, &found, &Fold::default(), &|name| typed.value(name));
            let new = needed.iter().filter(|field| brought(&field.id)).map(|field| field.id.clone());
            let mut shown = asks.clone();
            for id in new {
                if !shown.contains(&id) {
                    shown.push(id);
                }
            }
            // One that was brought stays while it is being filled.
            let typed_in = |id: &&String| brought(id) && !value_of(id).is_empty();
            let kept: Vec<String> =
                found.needs.iter().filter(typed_in).filter(|id| !shown.contains(id)).cloned().collect();
            shown.extend(kept);
            shown
        })
    };
    let label = found.label.clone();
    let (kind_id, step_id) = (kind.id.clone(), found.id.clone());
    let named = StoredValue::new((kind_id, step_id, label.clone(), place));
    let confirm = move || {
        let (kind, step, label, place) = named.get_value();
        let promises = match &*typed.text(PROMISES) {
            "kept" => Some(Outcome::Kept),
            "broken" => Some(Outcome::Broken),
            _ => None,
        };
        bar.weigh(Bulk::Step { kind, step, answers: answers(typed, &[]), promises }, &place, &label);
    };
    let said = typed.text(PROMISES);
    let option = move |id: &'static str, name: &'static str| {
        let selected = said == id;
        view! { <option value=id selected=selected>{name}</option> }
    };
    let held = Held(Arc::new(|_: &str| Value::Empty));
    view! {
        <Ask title=label typed on_confirm=confirm close>
            <StepFields kind step=found typed shown held loose=true />
            {asks_promises.then(|| view! {
                <label class="field">
                    <span class="label">{BulkTexts::t().promises}</span>
                    <select class="input" required data-keep=PROMISES>
                        <option value="">{Common::t().choose}</option>
                        {option("kept", TicketTexts::t().kept)}
                        {option("broken", TicketTexts::t().broken)}
                    </select>
                </label>
            })}
            <p class="small dim wide">{BulkTexts::t().fills}</p>
        </Ask>
    }
    .into_any()
}
