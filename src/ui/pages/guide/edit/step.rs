//! One step of a guide under edit.

use leptos::prelude::*;

use super::choices::Choices;
use super::say::{Asks, Says};
use super::{Editing, Past, element_of};
use crate::model::guide::{Step, StepClock};
use crate::ui::components::{Button, Choice as Item, Icon, IconButton, Look};
use crate::ui::pages::scripts::Picks;
use crate::ui::texts::fill;
use crate::ui::texts::guides::GuideTexts;

/// The clock of a step, which may be begun by it.
fn clock_of(step: &mut Step) -> &mut StepClock {
    step.clock.get_or_insert_with(StepClock::default)
}

/// A clock of nothing is none.
fn tidy(step: &mut Step) {
    if step.clock.as_ref().is_some_and(|clock| clock.name.is_empty() && clock.limit == 0) {
        step.clock = None;
    }
}

/// A step: closed, what it is called and where it goes on; open, all of it.
#[component]
pub fn EditStep(it: Editing, id: String) -> impl IntoView {
    let t = GuideTexts::t();
    let Some(step) = it.guide.with_untracked(|guide| guide.step(&id).cloned()) else { return ().into_any() };
    let (element, is_open) = (element_of(&id), it.open.with_value(|open| open.contains(&id)));
    let id = StoredValue::new(id);
    let set = move |change: fn(&mut Step, String)| {
        Callback::new(move |text: String| id.with_value(|id| it.step(id, |step| change(step, text))))
    };
    let line = move |name: &'static str, label: &'static str, held: String, wide: bool, set: Callback<String>| {
        view! {
            <label class="field" class:wide=wide>
                <span class="label">{label}</span>
                <input class="input" data-keep=name value=held autocomplete="off" on:input=move |event| set.run(event_target_value(&event)) />
            </label>
        }
    };
    let toggled = move |event: web_sys::Event| {
        let open = event_target::<web_sys::Element>(&event).has_attribute("open");
        it.open.update_value(|all| {
            if open {
                all.insert(id.get_value());
            } else {
                id.with_value(|id| all.remove(id));
            }
        });
    };
    view! {
        <li><details class="card" id=element open=is_open on:toggle=toggled>
            <summary><Summary it id /></summary>
            <div class="form">
                {line("title", t.step_title, step.title, true, set(|step, text| step.title = text))}
                {line("note", t.note, step.note, true, set(|step, text| step.note = text))}
                <Says it id />
                <Asks it id />
            </div>
            <Choices it id />
            <Clock it id clock=step.clock.unwrap_or_default() line=Callback::new(move |(name, label, held, on)| line(name, label, held, false, on).into_any()) />
            <Moves it id />
        </details></li>
    }
    .into_any()
}

/// What a step is called, and what there is to it.
#[component]
fn Summary(it: Editing, id: StoredValue<String>) -> impl IntoView {
    let t = GuideTexts::t();
    let said = move || {
        it.guide.with(|guide| {
            let at = guide.steps.iter().position(|step| id.with_value(|id| step.id == *id))?;
            let step = guide.steps.get(at)?;
            let goes = match step.choices.len() {
                0 => t.an_end.to_owned(),
                n => fill(t.choices, &[&n]),
            };
            let first = if guide.start == step.id { t.is_first } else { "" };
            let clock = step.clock.as_ref().map_or("", |clock| &*clock.name);
            let about: Vec<&str> = [first, &*goes, clock].into_iter().filter(|text| !text.is_empty()).collect();
            Some(((at + 1).to_string(), step.title.clone(), about.join(" · ")))
        })
    };
    move || {
        said().map(|(number, title, about)| {
            view! { <span class="num faint">{number}</span>" "<b>{title}</b>" "<span class="small faint">{about}</span> }
        })
    }
}

/// One line of the form: its name, label, text and what takes what is typed.
type Line = (&'static str, &'static str, String, Callback<String>);

/// What is timed, and which clocks end here.
#[component]
fn Clock(it: Editing, id: StoredValue<String>, clock: StepClock, line: Callback<Line, AnyView>) -> impl IntoView {
    let t = GuideTexts::t();
    let limit = if clock.limit == 0 { String::new() } else { clock.limit.to_string() };
    let through = clock.through;
    let set = move |change: fn(&mut Step, String)| {
        Callback::new(move |text: String| {
            id.with_value(|id| {
                it.step(id, |step| {
                    change(step, text);
                    tidy(step);
                });
            });
        })
    };
    let has_clock = Memo::new(move |_| id.with_value(|id| it.of(id, |step| step.clock.is_some())));
    // Those of other steps can end here; and those named here, to be taken off.
    let others = Memo::new(move |_| {
        let stops = id.with_value(|id| it.of(id, |step| step.stops.clone()));
        it.guide.with(|guide| {
            let of = |step: &Step| step.clock.as_ref().map(|clock| clock.name.clone());
            let own = |step: &&Step| id.with_value(|id| step.id != *id);
            let mut all: Vec<String> = guide.steps.iter().filter(own).filter_map(of).chain(stops).collect();
            all.retain(|name| !name.is_empty());
            all.sort();
            all.dedup();
            all
        })
    });
    let options =
        Signal::derive(move || others.get().into_iter().map(|name| Item::new(name.clone(), name)).collect::<Vec<_>>());
    view! {
        <div class="form guide-clock">
            {line.run(("timer", t.timer, clock.name, set(|step, text| clock_of(step).name = text)))}
            {line.run(("limit", t.limit, limit, set(|step, text| clock_of(step).limit = text.trim().parse().unwrap_or(0))))}
            <label class="check wide" hidden=move || !has_clock.get()>
                <input type="checkbox" checked=through on:change=move |event| {
                    let on = event_target_checked(&event);
                    id.with_value(|id| it.step(id, |step| if let Some(clock) = &mut step.clock { clock.through = on; }));
                } />
                <span>{t.through}</span>
            </label>
            <div class="field wide" hidden=move || others.with(Vec::is_empty)>
                <span class="label">{t.stops}</span>
                <Picks options value=Signal::derive(move || id.with_value(|id| it.of(id, |step| step.stops.clone()))) label=t.stops
                    on_change=move |stops| id.with_value(|id| it.step(id, |step| step.stops = stops)) />
            </div>
        </div>
    }
    .into_any()
}

/// Where a step stands among the others, and that it goes.
#[component]
fn Moves(it: Editing, id: StoredValue<String>) -> impl IntoView {
    let t = GuideTexts::t();
    let at = Memo::new(move |_| {
        it.guide.with(|guide| {
            let at = guide.steps.iter().position(|step| id.with_value(|id| step.id == *id));
            (at.unwrap_or(0), guide.steps.len(), id.with_value(|id| guide.start == *id))
        })
    });
    let swap = move |from: usize, to: usize| {
        it.keep_past(Past::Moved(id.get_value(), from));
        it.change(|guide| guide.steps.swap(from, to));
    };
    let remove = move |()| {
        let (at, ..) = at.get_untracked();
        let Some(step) = it.guide.with_untracked(|guide| guide.steps.get(at).cloned()) else { return };
        it.keep_past(Past::Step(at, step));
        it.change(|guide| drop(guide.steps.remove(at)));
    };
    let begin = move |()| {
        it.keep_past(Past::Start(it.guide.with_untracked(|guide| guide.start.clone())));
        it.change(|guide| guide.start = id.get_value());
    };
    view! {
        <div class="line guide-moves">
            <IconButton icon=Icon::Up label=t.up disabled=Signal::derive(move || at.get().0 == 0)
                on_press=move |()| { let (at, ..) = at.get_untracked(); swap(at, at.saturating_sub(1)); } />
            <IconButton icon=Icon::Down label=t.down disabled=Signal::derive(move || at.get().0 + 1 >= at.get().1)
                on_press=move |()| { let (at, ..) = at.get_untracked(); swap(at, at + 1); } />
            <Button label=t.first small=true look=Look::Quiet disabled=Signal::derive(move || at.get().2) on_press=begin />
            <Button label=t.remove_step icon=Icon::Delete small=true look=Look::Quiet
                disabled=Signal::derive(move || at.get().1 < 2) on_press=remove />
        </div>
    }
    .into_any()
}
