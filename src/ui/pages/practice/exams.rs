//! The exams: taken by everybody, set by leads; and one's own attempts.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::exam_place;
use super::groups::{GroupPicker, chosen_groups};
use super::result::attempt_line;
use crate::desk::DrillGroup;
use crate::model::agent::Role;
use crate::model::exam::Exam;
use crate::model::value::Value;
use crate::ui::app::App;
use crate::ui::components::{Button, Dialog, Empty, Icon, IconButton, Look, TextInput};
use crate::ui::keyboard::{FormKey, form_key, is_mac};
use crate::ui::keys::Key;
use crate::ui::nav::navigate;
use crate::ui::texts::practice::PracticeTexts;
use crate::ui::texts::{Common, fill};
use crate::ui::typed::Typed;

/// An exam that is being set: its id, empty for a new one; nothing while none is.
type Editing = RwSignal<Option<String>>;

/// The exams.
#[component]
pub fn Exams() -> impl IntoView {
    let app = App::get();
    let t = PracticeTexts::t;
    let leads = Memo::new(move |_| app.role() >= Role::Lead);
    let all = Memo::new(move |_| app.live().exams(false));
    let off = Memo::new(move |_| if leads.get() { app.live().exams(true) } else { Vec::new() });
    let mine = Memo::new(move |_| app.live().attempts(&app.person.get()));
    let editing: Editing = RwSignal::new(None);
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if editing.with(Option::is_some) {
            open.set(true);
        }
    });
    // Closed, nothing is under edit.
    Effect::new(move |was: Option<bool>| {
        let is = open.get();
        if was == Some(true) && !is {
            editing.set(None);
        }
        is
    });
    let title = move || {
        let new = editing.with(|editing| editing.as_ref().is_none_or(String::is_empty));
        if new { t().new_exam } else { t().edit_exam }
    };
    let bring_back = move |id: String| {
        let desk = app.desk();
        app.act(async move { desk.put_exam_away(&id, false).await });
    };
    view! {
        <header class="page-head">
            <h1>{t().exams}</h1>
            {move || leads.get().then(|| view! {
                <Button label=t().new_exam icon=Icon::Plus look=Look::Main on_press=move |()| editing.set(Some(String::new())) />
            })}
        </header>
        {move || all.with(Vec::is_empty).then(|| view! {
            <Empty icon=Icon::Quality title=t().no_exams text=t().no_exams_about />
        })}
        <ul class="exams">
            {move || all.get().into_iter().map(|exam| view! { <ExamLine exam leads editing /> }).collect_view()}
        </ul>
        {move || (!off.with(Vec::is_empty)).then(|| view! {
            <details class="handbook-off">
                <summary>{t().off}</summary>
                <ul class="stack">
                    {off.get().into_iter().map(|exam| {
                        let id = exam.id.clone();
                        view! {
                            <li class="line">
                                <span>{exam.name.clone()}</span>
                                <Button label=t().bring_back small=true look=Look::Quiet on_press=move |()| bring_back(id.clone()) />
                            </li>
                        }
                    }).collect_view()}
                </ul>
            </details>
        })}
        {move || (!all.with(Vec::is_empty) || !mine.with(Vec::is_empty)).then(|| view! {
            <section class="card">
                <h2>{t().my_attempts}</h2>
                {mine.with(Vec::is_empty).then(|| view! { <p class="faint">{t().no_attempts}</p> })}
                <ul class="pairs">{mine.get().into_iter().map(|attempt| attempt_line(app, &attempt)).collect_view()}</ul>
            </section>
        })}
        <Dialog open title>
            {move || editing.get().map(|id| view! { <ExamForm id open /> })}
        </Dialog>
    }
}

#[component]
fn ExamLine(exam: Arc<Exam>, leads: Memo<bool>, editing: Editing) -> impl IntoView {
    let app = App::get();
    let t = PracticeTexts::t;
    let id = StoredValue::new(exam.id.clone());
    let minutes = exam.minutes;
    let asking = RwSignal::new(false);
    let may = Memo::new(move |_| app.role() >= Role::Agent);
    let begin = move |()| {
        let (desk, id) = (app.desk(), id.get_value());
        app.attempt(async move { desk.begin_exam(&id).await }, move |attempt| navigate(&exam_place(attempt.as_str())));
    };
    let put_away = move |()| {
        let (desk, id) = (app.desk(), id.get_value());
        app.act(async move { desk.put_exam_away(&id, true).await });
    };
    let of = exam.groups.clone();
    let all = Memo::new(move |_| app.live().drill_groups());
    let counted = of.clone();
    // No more can be asked than there is.
    let there = move || {
        let in_it = |group: &&DrillGroup| counted.is_empty() || counted.contains(&group.id);
        all.with(|all| all.iter().filter(in_it).map(|group| group.count).sum::<usize>())
    };
    let groups = move || all.with(|all| chosen_groups(all, &of));
    view! {
        <li class="exam card">
            <div class="grow-text">
                <b>{exam.name.clone()}</b>
                <p class="small dim">{move || fill(t().exam_line, &[&exam.count.min(there()), &exam.mark, &exam.minutes])}</p>
                <p class="small faint">{groups}</p>
            </div>
            <span class="actions">
                {move || leads.get().then(|| view! {
                    <IconButton icon=Icon::Note label=t().edit_exam on_press=move |()| editing.set(Some(id.get_value())) />
                    <IconButton icon=Icon::Box label=t().put_away on_press=put_away />
                })}
                {move || may.get().then(|| view! {
                    <Button label=t().start icon=Icon::Play look=Look::Main on_press=move |()| asking.set(true) />
                })}
            </span>
            <Dialog open=asking title=t().start>
                <p>{fill(t().start_about, &[&minutes])}</p>
                <div class="dialog-foot">
                    <Button label=move || Common::t().cancel on_press=move |()| asking.set(false) />
                    <Button label=t().start look=Look::Main on_press=begin />
                </div>
            </Dialog>
        </li>
    }
}

/// The form of an exam.
#[component]
fn ExamForm(id: String, open: RwSignal<bool>) -> impl IntoView {
    let app = App::get();
    let t = PracticeTexts::t;
    let place = StoredValue::new(["exam/", &id].concat());
    let typed = Typed::at(place.get_value());
    let exam = app.desk().exam(&id).map(|exam| (*exam).clone());
    let start = StoredValue::new(exam.unwrap_or_else(|| Exam {
        count: 20,
        mark: 80,
        minutes: 15,
        seed: i64::try_from(app.desk().now() % 1_000_000).unwrap_or(1),
        ..Exam::default()
    }));
    let text = move |name: &'static str| {
        Signal::derive(move || {
            let begin = || {
                start.with_value(|exam| match name {
                    "name" => exam.name.clone(),
                    "count" => exam.count.to_string(),
                    "mark" => exam.mark.to_string(),
                    "minutes" => exam.minutes.to_string(),
                    _ => exam.seed.to_string(),
                })
            };
            typed.value(name).map_or_else(begin, |value| value.as_str().to_owned())
        })
    };
    let groups = Signal::derive(move || {
        typed
            .value("groups")
            .map_or_else(|| start.with_value(|exam| exam.groups.clone()), |value| value.as_list().to_vec())
    });
    let choose = move |chosen: Vec<String>| typed.put("groups", Value::List(chosen));
    let save = move || {
        let number = |name: &'static str| text(name).get_untracked().trim().parse::<u32>().unwrap_or(0);
        let exam = Exam {
            name: text("name").get_untracked(),
            groups: groups.get_untracked(),
            count: number("count") as usize,
            mark: number("mark").min(100),
            minutes: number("minutes"),
            seed: text("seed").get_untracked().trim().parse().unwrap_or(1),
            ..start.get_value()
        };
        let (desk, place) = (app.desk(), place.get_value());
        app.act_then(async move { desk.set_exam(&exam, &place).await }, move |_| {
            let _ = open.try_set(false);
        });
    };
    let keyed = move |event: KeyboardEvent| {
        if form_key(&event) == Some(FormKey::Save) {
            save();
        } else if event.key() == "Escape" {
            open.set(false);
        }
    };
    let input = move |label: fn() -> &'static str, name: &'static str, mode: &'static str| {
        let keep = move |text: String| typed.put(name, Value::Text(text));
        view! {
            <label class="field" class:wide=name == "name">
                <span class="label">{label()}</span>
                <TextInput value=text(name) on_input=keep mode autofocus=name == "name"
                    hint=move || if name == "name" { t().exam_name_hint } else { "" } />
            </label>
        }
    };
    view! {
        <div class="form exam-form" on:keydown=keyed>
            {input(|| PracticeTexts::t().exam_name, "name", "text")}
            <div class="field wide">
                <span class="label">{t().exam_groups}</span>
                <GroupPicker chosen=groups on_change=choose />
            </div>
            {input(|| PracticeTexts::t().count, "count", "numeric")}
            {input(|| PracticeTexts::t().mark, "mark", "numeric")}
            {input(|| PracticeTexts::t().minutes, "minutes", "numeric")}
            {input(|| PracticeTexts::t().seed, "seed", "numeric")}
            <p class="small faint wide">{t().seed_about}</p>
        </div>
        <div class="dialog-foot">
            <Button label=move || Common::t().cancel on_press=move |()| open.set(false) />
            <Button label=move || Common::t().save look=Look::Main hint=Key::Save.shown(is_mac()) on_press=move |()| save() />
        </div>
    }
}
