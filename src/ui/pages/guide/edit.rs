//! A guide under edit: its steps with what is said, watched, timed, asked and chosen. It is checked like a kind before it
//! is kept; every earlier form stays in its log.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::choosing;
use crate::desk::GuideError;
use crate::model::agent::Role;
use crate::model::guide::{Choice, Guide, Step, StepClock};
use crate::ui::app::App;
use crate::ui::components::{Button, Choice as Item, Empty, Icon, IconButton, Look, Select};
use crate::ui::nav::navigate;
use crate::ui::texts::errors::Errors;
use crate::ui::texts::faults::FaultTexts;
use crate::ui::texts::guides::GuideTexts;
use crate::ui::texts::packs::PackTexts;
use crate::ui::texts::{Common, fill};

/// What is edited.
#[derive(Clone, Copy)]
struct Editing {
    app: App,
    id: StoredValue<String>,
    guide: RwSignal<Guide>,
    /// Each fault: where and what.
    faults: RwSignal<Vec<(String, String)>>,
}

impl Editing {
    fn place(self) -> String {
        ["guide-edit/", &self.id.get_value()].concat()
    }

    fn change(self, change: impl FnOnce(&mut Guide)) {
        self.guide.update(change);
        let text = self.guide.with_untracked(|guide| serde_json::to_string(guide).unwrap_or_default());
        self.app.keep_draft(&self.place(), &text);
    }

    fn step(self, step: &str, change: impl FnOnce(&mut Step)) {
        self.change(|guide| {
            if let Some(step) = guide.steps.iter_mut().find(|other| other.id == step) {
                change(step);
            }
        });
    }

    fn save(self) {
        let (desk, id, place) = (self.app.desk(), self.id.get_value(), self.place());
        let mut guide = self.guide.get_untracked();
        for step in &mut guide.steps {
            // A step without choices is an end.
            step.end = step.choices.is_empty();
        }
        let app = self.app;
        spawn_local(async move {
            match desk.put_guide(&id, &guide, &place).await {
                Ok(done) => {
                    app.toasts.done(&done);
                    navigate(&choosing(""));
                }
                Err(GuideError::Faulty(pack, faults)) => {
                    let words = FaultTexts::t();
                    let say =
                        |fault| (words.place(fault, &pack), words.sentence(&fault.what, PackTexts::t(), Errors::t()));
                    let _ = self.faults.try_set(faults.iter().map(say).collect());
                }
                Err(GuideError::Desk(error)) => app.fail(&error),
            }
        });
    }
}

/// A guide under edit.
#[component]
pub fn EditGuide(id: String) -> impl IntoView {
    let app = App::get();
    let t = GuideTexts::t();
    let Some(info) = app.desk().guide(&id) else {
        return view! { <main class="work wide"><Empty icon=Icon::Handbook title=t.gone /></main> }.into_any();
    };
    let it =
        Editing { app, id: StoredValue::new(id), guide: RwSignal::new(info.guide), faults: RwSignal::new(Vec::new()) };
    if let Some(kept) = app.desk().draft(&it.place()).and_then(|text| serde_json::from_str(&text).ok()) {
        it.guide.set(kept);
    }
    let barred = Memo::new(move |_| app.role() < Role::Lead);
    let off = info.off;
    let switch = move |()| {
        let (desk, id) = (app.desk(), it.id.get_value());
        app.act_then(async move { desk.switch_guide(&id, !off).await }, |_| navigate(&choosing("")));
    };
    let cancel = move |()| {
        app.keep_draft(&it.place(), "");
        navigate(&choosing(""));
    };
    let steps = Memo::new(move |_| {
        it.guide.with(|guide| guide.steps.iter().map(|step| (step.id.clone(), step.choices.len())).collect::<Vec<_>>())
    });
    let add = move |()| {
        it.change(|guide| {
            let fresh = (1..=guide.steps.len() + 1)
                .map(|n| ["step_", &n.to_string()].concat())
                .find(|id| guide.step(id).is_none());
            let title = t.new_step.to_owned();
            guide.steps.push(Step { id: fresh.unwrap_or_default(), title, end: true, ..Step::default() });
        });
    };
    let text = move |label: &'static str, held: String, set: fn(&mut Guide, String)| {
        view! {
            <label class="field">
                <span class="label">{label}</span>
                <input class="input" value=held autocomplete="off"
                    on:input=move |event| it.change(|guide| set(guide, event_target_value(&event))) />
            </label>
        }
    };
    let (name, about) = it.guide.with_untracked(|guide| (guide.name.clone(), guide.about.clone()));
    view! {
        <main class="work wide guide" aria-label=t.edit>
            <form class="page guide-edit" on:submit=move |event| { event.prevent_default(); it.save(); }>
                <header class="page-head">
                    <IconButton icon=Icon::Back label=Common::t().back on_press=move |()| navigate(&choosing("")) />
                    <h1>{t.edit}</h1>
                    <Button label=if off { t.restore } else { t.archive } look=Look::Quiet disabled=barred on_press=switch />
                    <Button label=Common::t().cancel on_press=cancel />
                    <Button label=Common::t().save look=Look::Main submit=true key=crate::ui::keys::Key::Save disabled=barred on_press=move |()| it.save() />
                </header>
                <div role="alert">
                    {move || it.faults.with(|faults| (!faults.is_empty()).then(|| view! {
                        <div class="notice" data-tone="late"><div class="stack">
                            <p>{fill(t.faults, &[&faults.len()])}</p>
                            <ul class="problems">{faults.iter().map(|(at, what)| view! { <li><b>{at.clone()}</b>" "{what.clone()}</li> }).collect_view()}</ul>
                        </div></div>
                    }))}
                </div>
                <fieldset class="stack" disabled=barred>
                    {text(t.name, name, |guide, text| guide.name = text)}
                    {text(t.what_for, about, |guide, text| guide.about = text)}
                    <ol class="guide-steps">
                        <For each=move || steps.get() key=Clone::clone let((id, _))><EditStep it id /></For>
                    </ol>
                    <Button label=t.add_step icon=Icon::Plus on_press=add />
                </fieldset>
            </form>
        </main>
    }
    .into_any()
}

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

/// Words apart.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、'))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[component]
fn EditStep(it: Editing, id: String) -> impl IntoView {
    let app = it.app;
    let t = GuideTexts::t();
    let Some(step) = it.guide.with_untracked(|guide| guide.step(&id).cloned()) else { return ().into_any() };
    let pack = it.id.with_value(|id| id.split('.').next().unwrap_or_default().to_owned());
    let scripts = app.desk().guide_scripts(&pack, &step.say);
    let code = |id: &String| {
        scripts
            .iter()
            .find(|script| script.id.split_once('.').is_some_and(|(_, own)| own == id))
            .map_or_else(|| id.clone(), |s| s.code.clone())
    };
    let said = step.say.iter().map(code).collect::<Vec<_>>().join(" ");
    let id = StoredValue::new(id);
    let pack = StoredValue::new(pack);
    let line = move |label: &'static str, held: String, wide: bool, set: Callback<String>| {
        view! {
            <label class="field" class:wide=wide>
                <span class="label">{label}</span>
                <input class="input" value=held autocomplete="off" on:input=move |event| set.run(event_target_value(&event)) />
            </label>
        }
    };
    let set = move |change: fn(&mut Step, String)| {
        Callback::new(move |text: String| id.with_value(|id| it.step(id, |step| change(step, text))))
    };
    let say = Callback::new(move |text: String| {
        let ids = app.desk().script_ids(&pack.get_value(), &words(&text));
        id.with_value(|id| it.step(id, |step| step.say = ids));
    });
    let clock = step.clock.clone().unwrap_or_default();
    let limit = if clock.limit == 0 { String::new() } else { clock.limit.to_string() };
    let through = clock.through;
    let title = Signal::derive(move || {
        it.guide.with(|guide| id.with_value(|id| guide.step(id).map(|step| step.title.clone())).unwrap_or_default())
    });
    let is_first = Memo::new(move |_| it.guide.with(|guide| id.with_value(|id| guide.start == *id)));
    let targets = Signal::derive(move || {
        it.guide.with(|guide| {
            guide.steps.iter().map(|step| Item::new(step.id.clone(), step.title.clone())).collect::<Vec<_>>()
        })
    });
    let choice = move |(at, choice): (usize, Choice)| {
        let to = Signal::derive(move || {
            it.guide.with(|guide| {
                let step = id.with_value(|id| guide.step(id).cloned());
                step.and_then(|step| step.choices.get(at).map(|choice| choice.to.clone())).unwrap_or_default()
            })
        });
        let edit = move |change: &dyn Fn(&mut Choice)| {
            id.with_value(|id| {
                it.step(id, |step| {
                    if let Some(choice) = step.choices.get_mut(at) {
                        change(choice);
                    }
                });
            });
        };
        let label = fill(t.choice, &[&(at + 1)]);
        view! {
            <li class="line">
                <kbd aria-hidden="true">{at + 1}</kbd>
                <input class="input grow-text" value=choice.label aria-label=label autocomplete="off"
                    on:input=move |event| edit(&|choice| choice.label = event_target_value(&event)) />
                <Select options=targets value=to label=t.leads_to on_choose=move |to: String| edit(&|choice| choice.to.clone_from(&to)) />
                <IconButton icon=Icon::Delete label=Common::t().remove
                    on_press=move |()| id.with_value(|id| it.step(id, |step| drop(step.choices.remove(at)))) />
            </li>
        }
    };
    let add = move |()| {
        id.with_value(|id| {
            it.change(|guide| {
                let to = guide.start.clone();
                if let Some(step) = guide.steps.iter_mut().find(|step| step.id == *id) {
                    step.end = false;
                    step.choices.push(Choice { label: String::new(), to });
                }
            });
        });
    };
    let choices: Vec<(usize, Choice)> = step.choices.clone().into_iter().enumerate().collect();
    view! {
        <li><details class="card">
            <summary><b>{title}</b>" "<span class="small faint" hidden=move || !is_first.get()>{t.first}</span></summary>
            <div class="form">
                {line(t.step_title, step.title, true, set(|step, text| step.title = text))}
                {line(t.note, step.note, true, set(|step, text| step.note = text))}
                {line(t.scripts, said, false, say)}
                {line(t.asks, step.asks.join(" "), false, set(|step, text| step.asks = words(&text)))}
                {line(t.timer, clock.name, false, set(|step, text| { clock_of(step).name = text; tidy(step); }))}
                {line(t.limit, limit, false, set(|step, text| { clock_of(step).limit = text.trim().parse().unwrap_or(0); tidy(step); }))}
                <label class="check">
                    <input type="checkbox" checked=through on:change=move |event| {
                        let on = event_target_checked(&event);
                        id.with_value(|id| it.step(id, |step| if let Some(clock) = &mut step.clock { clock.through = on; }));
                    } />
                    <span>{t.through}</span>
                </label>
                {line(t.stops, step.stops.join(" "), false, set(|step, text| step.stops = words(&text)))}
            </div>
            <ol class="edit-choices">{choices.into_iter().map(choice).collect_view()}</ol>
            <p class="small faint">{t.is_end}</p>
            <div class="line">
                <Button label=t.add_choice icon=Icon::Plus small=true on_press=add />
                <Button label=t.first small=true look=Look::Quiet disabled=is_first
                    on_press=move |()| it.change(|guide| guide.start = id.get_value()) />
                <Button label=t.remove_step small=true look=Look::Quiet
                    on_press=move |()| it.change(|guide| id.with_value(|id| guide.steps.retain(|step| step.id != *id))) />
            </div>
        </details></li>
    }
    .into_any()
}
