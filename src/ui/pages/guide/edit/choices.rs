//! The branches of a step under edit.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::{Editing, Past, element_of};
use crate::model::guide::Choice;
use crate::ui::components::{Button, Choice as Item, Icon, IconButton, Select, focus_soon};
use crate::ui::texts::guides::GuideTexts;
use crate::ui::texts::{Common, fill};

/// Stands for a step that is to be made.
const FRESH: &str = "+";

/// What can come about, and where it leads.
#[component]
pub fn Choices(it: Editing, id: StoredValue<String>) -> impl IntoView {
    let t = GuideTexts::t();
    let count = Memo::new(move |_| id.with_value(|id| it.of(id, |step| step.choices.len())));
    let add = move |()| {
        let element = id.with_value(|id| {
            it.change(|guide| {
                let at = guide.steps.iter().position(|step| step.id == *id).unwrap_or(0);
                // The next step is the likeliest.
                let next = guide.steps.get(at + 1).map_or_else(|| guide.start.clone(), |next| next.id.clone());
                if let Some(step) = guide.steps.get_mut(at) {
                    step.end = false;
                    step.choices.push(Choice { label: String::new(), to: next });
                }
            });
            element_of(id)
        });
        focus_soon(move || {
            let step = document().get_element_by_id(&element)?;
            step.query_selector(".edit-choices li:last-child input").ok()??.dyn_into().ok()
        });
    };
    view! {
        <div class="guide-choices">
            <p class="label">{t.choose}</p>
            <ol class="edit-choices">
                {move || (0..count.get()).map(|at| view! { <One it id at /> }).collect_view()}
            </ol>
            <p class="small faint" hidden=move || count.get() != 0>{t.is_end}</p>
            <Button label=t.add_choice icon=Icon::Plus small=true on_press=add />
        </div>
    }
    .into_any()
}

#[component]
fn One(it: Editing, id: StoredValue<String>, at: usize) -> impl IntoView {
    let t = GuideTexts::t();
    let held = untrack(|| id.with_value(|id| it.of(id, |step| step.choices.get(at).cloned())))
        .map_or_else(String::new, |choice| choice.label);
    let to = Signal::derive(move || {
        id.with_value(|id| it.of(id, |step| step.choices.get(at).map(|choice| choice.to.clone()))).unwrap_or_default()
    });
    let edit = move |change: &dyn Fn(&mut Choice)| {
        id.with_value(|id| it.step(id, |step| step.choices.get_mut(at).into_iter().for_each(change)));
    };
    let targets = Signal::derive(move || {
        let gone = to.get();
        it.guide.with(|guide| {
            let step = |(at, step): (usize, &crate::model::guide::Step)| {
                Item::new(step.id.clone(), [&(at + 1).to_string(), " ", &step.title].concat())
            };
            let lost = guide.step(&gone).is_none().then(|| Item::new(gone.clone(), t.gone_target));
            let all = guide.steps.iter().enumerate().map(step);
            lost.into_iter().chain(all).chain([Item::new(FRESH, t.to_new_step)]).collect::<Vec<_>>()
        })
    });
    let lead = move |to: String| {
        if to == FRESH {
            let title = id.with_value(|id| it.of(id, |step| step.choices.get(at).map(|choice| choice.label.clone())));
            let fresh = id.with_value(|id| it.add_step(Some(id), &title.unwrap_or_default()));
            edit(&|choice| choice.to.clone_from(&fresh));
            it.show(&fresh);
        } else {
            edit(&|choice| choice.to.clone_from(&to));
        }
    };
    let remove = move |()| {
        id.with_value(|id| {
            if let Some(choice) = untrack(|| it.of(id, |step| step.choices.get(at).cloned())) {
                it.keep_past(Past::Choice(id.clone(), at, choice));
                it.step(id, |step| drop(step.choices.remove(at)));
                it.drawn.update(|n| *n += 1);
            }
        });
    };
    let label = fill(t.choice, &[&(at + 1)]);
    view! {
        <li class="line">
            <kbd aria-hidden="true">{at + 1}</kbd>
            <input class="input grow-text" value=held aria-label=label placeholder=t.choice_hint autocomplete="off"
                on:input=move |event| edit(&|choice| choice.label = event_target_value(&event)) />
            <Select options=targets value=to label=t.leads_to on_choose=lead />
            <IconButton icon=Icon::Delete label=Common::t().remove on_press=remove />
        </li>
    }
    .into_any()
}
