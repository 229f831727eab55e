//! The team's own questions, written by leads: listed by groups, changed, put away.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::model::question::{MOST_WRONG, OwnQuestion};
use crate::model::value::Value;
use crate::ui::app::App;
use crate::ui::components::{Button, Choice, Combobox, Dialog, Empty, Icon, IconButton, Look, Size, TextInput};
use crate::ui::keyboard::{FormKey, form_key, is_mac};
use crate::ui::keys::Key;
use crate::ui::packs::fetch_sounds;
use crate::ui::texts::practice::PracticeTexts;
use crate::ui::texts::{Common, fill};
use crate::ui::typed::Typed;

/// Names under which what is typed is kept.
const ASK: &str = "ask";
const RIGHT: &str = "right";
const WRONG: &str = "wrong";
const GROUP: &str = "group";

/// A question under edit: its id, empty for a new one; nothing while none is.
type Editing = RwSignal<Option<String>>;

/// The questions.
#[component]
pub fn Questions() -> impl IntoView {
    let app = App::get();
    let t = PracticeTexts::t;
    let all = Memo::new(move |_| app.live().questions(false));
    let off = Memo::new(move |_| app.live().questions(true));
    let wanted = RwSignal::new(String::new());
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
    let type_on = move |text: String| {
        fetch_sounds(app, &text);
        wanted.set(text);
    };
    let found = Memo::new(move |_| all.with(|all| in_groups(app, all, wanted.get().trim())));
    let line = move |one: OwnQuestion| view! { <Line one editing /> };
    let title = move || {
        let new = editing.with(|editing| editing.as_ref().is_none_or(String::is_empty));
        if new { t().new_question } else { t().edit_question }
    };
    view! {
        <header class="page-head">
            <h1>{t().questions}</h1>
            <Button label=t().new_question icon=Icon::Plus look=Look::Main key=Key::Edit on_press=move |()| editing.set(Some(String::new())) />
        </header>
        <p class="dim intro">{t().questions_about}</p>
        {move || if all.with(Vec::is_empty) {
            view! { <Empty icon=Icon::Quality title=t().no_questions text=t().no_questions_about /> }.into_any()
        } else {
            view! { <TextInput value=wanted on_input=type_on icon=Icon::Search sort="search" hint=move || t().find_question label=move || t().find_question /> }.into_any()
        }}
        {move || found.get().into_iter().map(|(group, part)| view! {
            <section class="question-part">
                <h2>{group}<span class="faint small">" · "{part.len()}</span></h2>
                <ul class="exams">{part.into_iter().map(line).collect_view()}</ul>
            </section>
        }).collect_view()}
        <p class="dim" hidden=move || !found.with(Vec::is_empty) || all.with(Vec::is_empty)>{t().no_question_found}</p>
        {move || (!off.with(Vec::is_empty)).then(|| view! {
            <details class="handbook-off">
                <summary>{t().questions_off}</summary>
                <ul class="exams">{off.get().into_iter().map(line).collect_view()}</ul>
            </details>
        })}
        <Dialog open title size=Size::Wide>
            {move || editing.get().map(|id| view! { <QuestionForm id open /> })}
        </Dialog>
    }
    .into_any()
}

/// Those in which a text stands, group by group.
fn in_groups(app: App, all: &[OwnQuestion], text: &str) -> Vec<(String, Vec<OwnQuestion>)> {
    let text = text.to_lowercase();
    let sound = app.live().pinyin();
    let sounds = |part: &str| sound.as_ref().is_some_and(|sound| sound.matches(&text, part));
    let has = |part: &str| part.to_lowercase().contains(&text);
    let holds = |one: &&OwnQuestion| {
        let parts = [&one.ask, &one.right, &one.group];
        text.is_empty() || parts.into_iter().any(|part| has(part)) || sounds(&one.ask) || sounds(&one.group)
    };
    let mut parts: Vec<(String, Vec<OwnQuestion>)> = Vec::new();
    for one in all.iter().filter(holds).cloned() {
        match parts.last_mut() {
            Some((group, part)) if *group == one.group => part.push(one),
            _ => parts.push((one.group.clone(), vec![one])),
        }
    }
    parts
}

/// A question, what is answered, and what is done with it.
#[component]
fn Line(one: OwnQuestion, editing: Editing) -> impl IntoView {
    let app = App::get();
    let t = PracticeTexts::t;
    let put = move |id: String, off: bool| {
        let desk = app.desk();
        app.act(async move { desk.put_question_away(&id, off).await });
    };
    let (id, gone) = (StoredValue::new(one.id), one.off);
    let sort =
        if one.wrong.is_empty() { t().by_points.to_owned() } else { fill(t().of_options, &[&(one.wrong.len() + 1)]) };
    view! {
            <li class="exam card">
                <div class="grow-text">
                    <b>{one.ask}</b>
                    <p class="small dim">{one.right}</p>
                    <p class="small faint">{sort}</p>
                </div>
                <span class="actions">
                    {if gone {
                        view! { <Button label=t().bring_back small=true look=Look::Quiet on_press=move |()| put(id.get_value(), false) /> }.into_any()
                    } else {
                        view! {
                            <IconButton icon=Icon::Note label=t().edit_question on_press=move |()| editing.set(Some(id.get_value())) />
                            <IconButton icon=Icon::Box label=t().put_away on_press=move |()| put(id.get_value(), true) />
                        }.into_any()
                    }}
                </span>
            </li>
        }
        .into_any()
}

/// The form of a question.
#[component]
fn QuestionForm(id: String, open: RwSignal<bool>) -> impl IntoView {
    let app = App::get();
    let t = PracticeTexts::t;
    let place = StoredValue::new(["question/", &id].concat());
    let typed = Typed::at(place.get_value());
    let start = StoredValue::new(app.desk().question(&id).unwrap_or_default());
    let told = RwSignal::new(String::new());
    let begin = move |name: &'static str| {
        start.with_value(|start| match name {
            ASK => start.ask.clone(),
            RIGHT => start.right.clone(),
            WRONG => start.wrong.join("\n"),
            _ => start.group.clone(),
        })
    };
    let text =
        move |name: &'static str| typed.value(name).map_or_else(|| begin(name), |value| value.as_str().to_owned());
    let group = Signal::derive(move || text(GROUP));
    let groups = Signal::derive(move || {
        let mut names: Vec<String> = app.live().questions(false).into_iter().map(|one| one.group).collect();
        names.dedup();
        names.into_iter().map(|name| Choice::new(name.clone(), name)).collect::<Vec<_>>()
    });
    let put = move |name: &'static str, text: String| typed.put(name, Value::Text(text));
    let save = move || {
        let question = OwnQuestion {
            ask: text(ASK),
            right: text(RIGHT),
            wrong: text(WRONG).lines().map(str::to_owned).collect(),
            group: text(GROUP),
            ..start.get_value()
        }
        .tidy();
        let needed = [(&question.ask, t().ask), (&question.right, t().right_answer), (&question.group, t().group)];
        let lacking: Vec<&str> =
            needed.into_iter().filter(|(text, _)| text.is_empty()).map(|(_, label)| label).collect();
        let fault = match () {
            () if !lacking.is_empty() => fill(t().missing, &[&lacking.join("、")]),
            () if question.has_too_many() => fill(t().too_many_wrong, &[&question.wrong.len(), &MOST_WRONG]),
            () => String::new(),
        };
        let refused = !fault.is_empty();
        told.set(fault);
        if refused {
            return;
        }
        let (desk, place) = (app.desk(), place.get_value());
        app.act_then(async move { desk.set_question(&question, &place).await }, move |_| {
            let _ = open.try_set(false);
        });
    };
    let keyed = move |event: KeyboardEvent| match form_key(&event) {
        Some(FormKey::Save) => save(),
        Some(FormKey::Close) => open.set(false),
        None => {}
    };
    let area = move |name: &'static str, label: &'static str, rows: &'static str, hint: &'static str, first: bool| {
        view! {
            <label class="field wide">
                <span class="label">{label}</span>
                // What must not be said is just what a wrong answer says: nothing is underlined there.
                <textarea class="input" rows=rows data-keep=name data-plain=(name == WRONG).then_some("") placeholder=hint autofocus=first
                    on:input=move |event| put(name, event_target_value(&event))>{untrack(|| text(name))}</textarea>
            </label>
        }
    };
    view! {
        <div class="form exam-form" on:keydown=keyed>
            {area(ASK, t().ask, "2", t().ask_hint, true)}
            {area(RIGHT, t().right_answer, "4", t().right_hint, false)}
            {area(WRONG, t().wrong_answers, "3", t().wrong_hint, false)}
            <div class="field wide">
                <span class="label">{t().group}</span>
                <Combobox options=groups value=group shown=group on_choose=move |name| put(GROUP, name) on_text=Callback::new(move |name| put(GROUP, name))
                    hint=t().group_hint label=t().group />
            </div>
            <p class="late small wide" role="alert">{told}</p>
        </div>
        <div class="dialog-foot">
            <Button label=move || Common::t().cancel on_press=move |()| { app.keep_draft(&place.get_value(), ""); open.set(false); } />
            <Button label=move || Common::t().save look=Look::Main hint=Key::Save.shown(is_mac()) on_press=move |()| save() />
        </div>
    }
    .into_any()
}
