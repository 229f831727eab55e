//! A guide under edit, or one that is made, from nothing or from a copy: its steps with what is said, watched, timed,
//! asked and chosen. It is checked like a kind before it is kept; every earlier form stays in its log.

mod belongs;
mod choices;
mod say;
mod step;
mod versions;

use std::collections::BTreeSet;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

use super::choosing;
use crate::desk::{Done, GuideError};
use crate::model::agent::Role;
use crate::model::fault::{Fault, FaultKind};
use crate::model::guide::{Choice, Guide, Step};
use crate::model::pack::Pack;
use crate::ui::app::App;
use crate::ui::components::{Button, Empty, Icon, IconButton, Look, focus_soon};
use crate::ui::keyboard::use_key_first;
use crate::ui::keys::Key;
use crate::ui::nav::navigate;
use crate::ui::route::{Query, Route};
use crate::ui::texts::errors::Errors;
use crate::ui::texts::faults::FaultTexts;
use crate::ui::texts::guides::GuideTexts;
use crate::ui::texts::packs::PackTexts;
use crate::ui::texts::{Common, fill};

/// What the address says of a guide that is being made.
pub(super) const NEW: &str = "new";

/// Where a guide is made for a pack, from a copy of another or, with an empty id, from nothing.
#[must_use]
pub(super) fn making(pack: &str, from: &str) -> Route {
    Route::Guide(None, Query::default().with("edit", NEW).with("pack", pack).with("from", from))
}

/// What can be taken back while one edits: what was there, and where.
#[derive(Clone)]
enum Past {
    Step(usize, Step),
    Choice(String, usize, Choice),
    /// Which step, and where it stood.
    Moved(String, usize),
    Added(String),
    Start(String),
}

/// What is wrong: in which step, where in words, and what.
#[derive(Clone, PartialEq, Eq)]
struct Wrong {
    step: Option<String>,
    place: String,
    what: String,
}

/// What is edited.
#[derive(Clone, Copy)]
struct Editing {
    app: App,
    /// `pack.guide`; empty for one that is being made.
    id: StoredValue<String>,
    pack: StoredValue<String>,
    /// The place of the draft.
    place: StoredValue<String>,
    guide: RwSignal<Guide>,
    wrong: RwSignal<Vec<Wrong>>,
    past: RwSignal<Vec<Past>>,
    /// Counted up when steps are to be drawn anew.
    drawn: RwSignal<u32>,
    /// The steps that are open.
    open: StoredValue<BTreeSet<String>>,
    /// It is being written: a second press does nothing.
    busy: StoredValue<bool>,
}

impl Editing {
    fn change(self, change: impl FnOnce(&mut Guide)) {
        self.guide.update(change);
        let text = self.guide.with_untracked(|guide| serde_json::to_string(guide).unwrap_or_default());
        self.app.keep_draft(&self.place.get_value(), &text);
    }

    fn step(self, step: &str, change: impl FnOnce(&mut Step)) {
        self.change(|guide| {
            if let Some(step) = guide.steps.iter_mut().find(|other| other.id == step) {
                change(step);
            }
        });
    }

    /// Follows something of a step; nothing once it is gone.
    fn of<T: Default>(self, step: &str, of: impl FnOnce(&Step) -> T) -> T {
        self.guide.with(|guide| guide.step(step).map(of).unwrap_or_default())
    }

    fn keep_past(self, past: Past) {
        self.past.update(|all| all.push(past));
    }

    /// Takes back what was last added, removed, moved or chosen here; false when there is nothing.
    fn undo(self) -> bool {
        let mut last = None;
        self.past.update(|all| last = all.pop());
        let Some(last) = last else { return false };
        self.change(|guide| match last {
            Past::Step(at, step) => guide.steps.insert(at.min(guide.steps.len()), step),
            Past::Choice(id, at, choice) => {
                if let Some(step) = guide.steps.iter_mut().find(|step| step.id == id) {
                    step.choices.insert(at.min(step.choices.len()), choice);
                }
            }
            Past::Moved(id, from) => {
                if let Some(at) = guide.steps.iter().position(|step| step.id == id) {
                    let step = guide.steps.remove(at);
                    guide.steps.insert(from.min(guide.steps.len()), step);
                }
            }
            Past::Added(id) => guide.steps.retain(|step| step.id != id),
            Past::Start(id) => guide.start = id,
        });
        self.drawn.update(|n| *n += 1);
        true
    }

    /// Adds a step behind another, or at the end, and says what it is called in the guide.
    fn add_step(self, behind: Option<&str>, title: &str) -> String {
        let id = self.guide.with_untracked(|guide| {
            let free = (1..=guide.steps.len() + 1).map(|n| ["step_", &n.to_string()].concat());
            free.into_iter().find(|id| guide.step(id).is_none()).unwrap_or_default()
        });
        let title = if title.trim().is_empty() { GuideTexts::t().new_step } else { title }.to_owned();
        let step = Step { id: id.clone(), title, end: true, ..Step::default() };
        self.change(|guide| {
            let at = guide.steps.iter().position(|step| Some(&*step.id) == behind);
            guide.steps.insert(at.map_or(guide.steps.len(), |at| at + 1), step);
        });
        self.keep_past(Past::Added(id.clone()));
        id
    }

    /// Opens a step, brings it into view and stands in it.
    fn show(self, step: &str) {
        self.open.update_value(|open| {
            open.insert(step.to_owned());
        });
        let id = element_of(step);
        focus_soon(move || {
            let step = document().get_element_by_id(&id)?;
            step.set_attribute("open", "").ok()?;
            step.scroll_into_view();
            step.query_selector("input").ok()??.dyn_into::<HtmlElement>().ok()
        });
    }

    fn save(self) {
        let (desk, id, place) = (self.app.desk(), self.id.get_value(), self.place.get_value());
        let pack = self.pack.get_value();
        let mut guide = self.guide.get_untracked();
        for step in &mut guide.steps {
            // A step without choices is an end.
            step.end = step.choices.is_empty();
        }
        self.report(async move {
            if id.is_empty() {
                return desk.add_guide(&pack, &guide, &place).await.map(|(_, done)| done);
            }
            desk.put_guide(&id, &guide, &place).await
        });
    }

    /// Carries it out: then one is back among the guides, or told what is wrong.
    fn report(self, action: impl Future<Output = Result<Done, GuideError>> + 'static) {
        let app = self.app;
        if self.busy.get_value() {
            return;
        }
        self.busy.set_value(true);
        spawn_local(async move {
            let outcome = action.await;
            let _ = self.busy.try_set_value(false);
            match outcome {
                Ok(done) => {
                    app.toasts.done(&done);
                    navigate(&choosing(""));
                }
                Err(GuideError::Faulty(pack, faults)) => {
                    let _ = self.wrong.try_set(faults.iter().map(|fault| wrong(fault, &pack)).collect());
                    focus_soon(|| document().query_selector(".guide-wrong button").ok()??.dyn_into().ok());
                }
                Err(GuideError::Desk(error)) => app.fail(&error),
            }
        });
    }
}

/// The element of a step.
fn element_of(step: &str) -> String {
    ["guide-", step].concat()
}

/// A fault in words. What kinds say of states is said of steps here.
fn wrong(fault: &Fault, pack: &Pack) -> Wrong {
    let (t, words) = (GuideTexts::t(), FaultTexts::t());
    let step = fault.at.split_once(".steps[").and_then(|(_, rest)| rest.split_once(']'));
    let what = match &fault.what {
        FaultKind::Unreachable(_) => t.unreachable.to_owned(),
        FaultKind::DeadEnd(_) => t.dead_end.to_owned(),
        FaultKind::UnknownPart(_) if matches!(fault.at.rsplit_once('.'), Some((_, "to" | "start"))) => {
            t.leads_nowhere.to_owned()
        }
        what => words.sentence(what, PackTexts::t(), Errors::t()),
    };
    // All of it is in this guide.
    let place = words.place(fault, pack);
    let place = place.split_once(" › ").map_or(&*place, |(_, rest)| rest).to_owned();
    Wrong { step: step.map(|(id, _)| id.to_owned()), place, what }
}

/// A guide to begin with: two steps.
fn blank() -> Guide {
    let t = GuideTexts::t();
    let choice = Choice { label: t.on.to_owned(), to: "step_2".to_owned() };
    let first = Step { id: "step_1".to_owned(), title: t.opening.to_owned(), choices: vec![choice], ..Step::default() };
    let last = Step { id: "step_2".to_owned(), title: t.closing.to_owned(), end: true, ..Step::default() };
    Guide {
        id: NEW.to_owned(),
        name: String::new(),
        about: String::new(),
        kinds: Vec::new(),
        start: "step_1".to_owned(),
        steps: vec![first, last],
        source: String::new(),
    }
}

/// A guide that is being made: for a pack, from nothing or from a copy.
#[component]
#[allow(clippy::needless_pass_by_value)] // A component owns what it is given.
pub fn MakeGuide(pack: String, from: String) -> impl IntoView {
    let app = App::get();
    let first = || app.desk().packs().into_iter().next().map(|(id, ..)| id).unwrap_or_default();
    let pack = if pack.is_empty() { first() } else { pack };
    let copied = app.desk().guide(&from).map(|info| {
        let name = fill(GuideTexts::t().copy_of, &[&info.guide.name]);
        Guide { id: NEW.to_owned(), name, ..info.guide }
    });
    let place = ["guide-edit/+", &pack, "/", &from].concat();
    view! { <Edit id=String::new() pack place begun=copied.unwrap_or_else(blank) off=false /> }
}

/// A guide under edit.
#[component]
pub fn EditGuide(id: String) -> impl IntoView {
    let Some(info) = App::get().desk().guide(&id) else {
        return view! { <main class="work wide"><Empty icon=Icon::Handbook title=GuideTexts::t().gone /></main> }
            .into_any();
    };
    let (pack, place) = (info.pack().to_owned(), ["guide-edit/", &id].concat());
    view! { <Edit id pack place begun=info.guide off=info.off /> }.into_any()
}

#[component]
fn Edit(id: String, pack: String, place: String, begun: Guide, off: bool) -> impl IntoView {
    let app = App::get();
    let t = GuideTexts::t();
    let is_new = id.is_empty();
    let kept = app.desk().draft(&place).and_then(|text| serde_json::from_str(&text).ok());
    let it = Editing {
        app,
        id: StoredValue::new(id),
        pack: StoredValue::new(pack),
        place: StoredValue::new(place),
        guide: RwSignal::new(kept.unwrap_or(begun)),
        wrong: RwSignal::new(Vec::new()),
        past: RwSignal::new(Vec::new()),
        drawn: RwSignal::new(0),
        open: StoredValue::new(BTreeSet::new()),
        busy: StoredValue::new(false),
    };
    let barred = Memo::new(move |_| app.role() < Role::Lead);
    use_key_first(Key::Undo, move || {
        // What was saved elsewhere is not taken back while something is changed here.
        let is_kept = || app.desk().draft(&it.place.get_value()).is_none_or(|text| text.is_empty());
        if !it.undo() && is_kept() {
            app.undo();
        }
    });
    let cancel = move |()| {
        app.keep_draft(&it.place.get_value(), "");
        navigate(&choosing(""));
    };
    let steps = Memo::new(move |_| {
        let drawn = it.drawn.get();
        it.guide.with(|guide| guide.steps.iter().map(|step| (step.id.clone(), drawn)).collect::<Vec<_>>())
    });
    let add = move |()| it.show(&it.add_step(None, ""));
    let text = move |name: &'static str, label: &'static str, held: String, set: fn(&mut Guide, String)| {
        view! {
            <label class="field">
                <span class="label">{label}</span>
                <input class="input" data-keep=name value=held autocomplete="off"
                    on:input=move |event| it.change(|guide| set(guide, event_target_value(&event))) />
            </label>
        }
    };
    let (name, about) = it.guide.with_untracked(|guide| (guide.name.clone(), guide.about.clone()));
    let title = if is_new { t.make } else { t.edit };
    view! {
        <main class="work wide guide" aria-label=title>
            <form class="page guide-edit" on:submit=move |event| event.prevent_default()>
                <header class="page-head">
                    <IconButton icon=Icon::Back label=Common::t().back on_press=move |()| navigate(&choosing("")) />
                    <h1>{title}</h1>
                    {(!is_new).then(|| view! { <Others it off barred /> })}
                    <Button label=Common::t().cancel on_press=cancel />
                    <Button label=Common::t().save look=Look::Main key=Key::Save disabled=barred on_press=move |()| it.save() />
                </header>
                <div role="alert">
                    {move || it.wrong.with(|wrong| (!wrong.is_empty()).then(|| view! { <WrongList it wrong=wrong.clone() /> }))}
                </div>
                <fieldset class="stack" disabled=barred>
                    {text("name", t.name, name, |guide, text| guide.name = text)}
                    {text("about", t.what_for, about, |guide, text| guide.about = text)}
                    <belongs::Belongs it />
                    <h2>{t.steps_title}</h2>
                    <ol class="guide-steps">
                        <For each=move || steps.get() key=Clone::clone let((id, _))><step::EditStep it id /></For>
                    </ol>
                    <div class="line">
                        <Button label=t.add_step icon=Icon::Plus on_press=add />
                        {move || it.past.with(|past| (!past.is_empty()).then(|| view! {
                            <Button label=Common::t().undo icon=Icon::Undo look=Look::Quiet hint=Key::Undo.shown(false)
                                on_press=move |()| { it.undo(); } />
                        }))}
                    </div>
                </fieldset>
                {(!is_new).then(|| view! { <versions::Versions it barred /> })}
            </form>
        </main>
    }
    .into_any()
}

/// What is done with a guide besides: another made of it, archived, offered again.
#[component]
fn Others(it: Editing, off: bool, barred: Memo<bool>) -> impl IntoView {
    let t = GuideTexts::t();
    let switch = move |()| {
        let (desk, id) = (it.app.desk(), it.id.get_value());
        it.app.act_then(async move { desk.switch_guide(&id, !off).await }, |_| navigate(&choosing("")));
    };
    let copy = move |()| navigate(&making(&it.pack.get_value(), &it.id.get_value()));
    view! {
        <Button label=t.make_copy icon=Icon::Copy look=Look::Quiet disabled=barred on_press=copy />
        <Button label=if off { t.restore } else { t.archive } look=Look::Quiet disabled=barred on_press=switch />
    }
    .into_any()
}

/// What is wrong; a press goes there.
#[component]
#[allow(clippy::needless_pass_by_value)] // A component owns what it is given.
fn WrongList(it: Editing, wrong: Vec<Wrong>) -> impl IntoView {
    let line = move |wrong: Wrong| {
        let said = [&*wrong.place, "：", &wrong.what].concat();
        match wrong.step {
            Some(step) => view! {
                <li><button type="button" class="link" on:click=move |_| it.show(&step)>{said}</button></li>
            }
            .into_any(),
            None => view! { <li>{said}</li> }.into_any(),
        }
    };
    view! {
        <div class="notice guide-wrong" data-tone="late"><div class="stack">
            <p>{fill(GuideTexts::t().faults, &[&wrong.len()])}</p>
            <ul class="problems">{wrong.into_iter().map(line).collect_view()}</ul>
        </div></div>
    }
    .into_any()
}
