//! Changing a script, or making one. Who may not change the team's suggests it.

use std::collections::BTreeMap;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::edit_parts::{Answers, Fits, Groups, chapters};
use super::list::OWN;
use super::picks::Picks;
use super::{NEW, leads, place};
use crate::desk::ScriptEdit;
use crate::model::document::DocId;
use crate::model::fault::{Fault, FaultKind};
use crate::model::library::{Owner, seen};
use crate::model::script::{Answer, Script, Stage};
use crate::ui::app::App;
use crate::ui::components::{Button, Chips, Choice, Combobox, Look, Select, TextArea, TextInput};
use crate::ui::keyboard::{FormKey, form_key};
use crate::ui::nav::{back, navigate};
use crate::ui::packs::fetch_sounds;
use crate::ui::route::{Query, Route};
use crate::ui::texts::library::LibraryTexts;
use crate::ui::texts::{Common, fill};

/// Where what is typed is kept.
#[must_use]
pub fn draft_place(name: &str) -> String {
    ["script/", if name.is_empty() { NEW } else { name }].concat()
}

/// A script under edit: its draft, kept with each letter.
#[derive(Clone, Copy)]
pub(super) struct Editing {
    pub(super) app: App,
    /// The document's name; empty for a new one.
    pub(super) name: StoredValue<String>,
    pub(super) edit: RwSignal<ScriptEdit>,
}

impl Editing {
    fn of(app: App, name: String, begin: impl FnOnce() -> ScriptEdit) -> Self {
        let draft = app.desk().draft(&draft_place(&name));
        let kept = draft.and_then(|text| serde_json::from_str(&text).ok());
        Self { app, edit: RwSignal::new(kept.unwrap_or_else(begin)), name: StoredValue::new(name) }
    }

    fn place(self) -> String {
        self.name.with_value(|name| draft_place(name))
    }

    fn change(self, change: impl FnOnce(&mut ScriptEdit)) {
        self.edit.update(change);
        let text = self.edit.with_untracked(|edit| serde_json::to_string(edit).unwrap_or_default());
        self.app.keep_draft(&self.place(), &text);
    }

    pub(super) fn script(self, change: impl FnOnce(&mut Script)) {
        self.change(|edit| change(&mut edit.after));
    }

    /// Follows a text of the script.
    pub(super) fn text(self, of: impl Fn(&Script) -> String + Send + Sync + 'static) -> Signal<String> {
        Signal::derive(move || self.edit.with(|edit| of(&edit.after)))
    }

    /// The pack that it came with; empty for one of the team or of one's own.
    pub(super) fn pack(self) -> String {
        self.name.with_value(|name| match Owner::of(name) {
            Owner::Pack(pack) if !name.is_empty() => pack.to_owned(),
            _ => String::new(),
        })
    }

    /// What will be saved: lines without spaces at their ends, none empty; a code if there is a sound for the title.
    fn ready(self) -> ScriptEdit {
        let mut edit = self.edit.get_untracked();
        let tidy = |lines: &mut Vec<String>| {
            *lines = lines.iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
        };
        let script = &mut edit.after;
        tidy(&mut script.steps);
        tidy(&mut script.never);
        for text in [&mut script.title, &mut script.question, &mut script.code] {
            *text = text.trim().to_owned();
        }
        for answer in &mut script.answers {
            answer.when = answer.when.trim().to_owned();
            answer.text = answer.text.trim().to_owned();
        }
        if script.code.is_empty() {
            script.code = self.app.desk().code_for(&script.title);
        }
        edit
    }
}

/// A new script: of the team, or one's own.
#[component]
pub fn NewScript() -> impl IntoView {
    let app = App::get();
    let begin = move || {
        let own = untrack(|| place().1.get("view") == OWN);
        let group = untrack(|| place().1.get("group").to_owned());
        let answers = vec![Answer::default()];
        let groups = if group.is_empty() { Vec::new() } else { vec![group] };
        ScriptEdit { own, after: Script { groups, answers, ..Script::default() }, ..ScriptEdit::default() }
    };
    let editing = Editing::of(app, String::new(), begin);
    let leave = move |()| back(&Route::Scripts(None, Query::default()));
    view! { <Form editing on_close=leave /> }
}

/// A script that is there.
#[component]
pub fn Editor(name: String, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let app = App::get();
    let desk = app.desk();
    let of = name.clone();
    let begin = move || {
        let before = desk.script(&of).map(|script| (*script).clone()).unwrap_or_default();
        let doc = desk.doc(&DocId::fixed("script", &of));
        let seen = doc.map_or_else(BTreeMap::new, |doc| seen(&doc.fold));
        ScriptEdit { after: before.clone(), before, seen, own: false, why: String::new() }
    };
    let editing = Editing::of(app, name, begin);
    view! { <Form editing on_close /> }
}

#[component]
fn Form(editing: Editing, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let app = editing.app;
    let t = LibraryTexts::t;
    // For the code, which is the sound of the title.
    fetch_sounds(app, "a");
    let name = editing.name.get_value();
    let is_new = name.is_empty();
    let own = Memo::new(move |_| {
        let is_own = editing.name.with_value(|name| matches!(Owner::of(name), Owner::Agent(_)));
        is_own || is_new && editing.edit.with(|edit| edit.own)
    });
    let suggests = Memo::new(move |_| !own.get() && !leads(app));
    let faults = RwSignal::new(Vec::<Fault>::new());
    let send = move || {
        let (edit, name, place) = (editing.ready(), editing.name.get_value(), editing.place());
        let desk = app.desk();
        let wrong = desk.script_faults(&name, &edit.after);
        faults.set(wrong.clone());
        if !wrong.is_empty() {
            return;
        }
        if suggests.get_untracked() {
            app.act_then(async move { desk.suggest(&name, &edit, &place).await }, move |_| on_close.run(()));
            return;
        }
        let saved = async move { desk.save_script(&name, &edit, &place).await };
        let shown = app;
        app.attempt(saved, move |(id, done)| {
            shown.toasts.done(&done);
            if is_new {
                let view = if own.get_untracked() { OWN } else { "" };
                navigate(&Route::Scripts(Some(id.name().to_owned()), Query::default().with("view", view)));
            } else {
                on_close.run(());
            }
        });
    };
    let discard = move || {
        app.keep_draft(&editing.place(), "");
        on_close.run(());
    };
    let keyed = move |event: KeyboardEvent| match form_key(&event) {
        Some(FormKey::Save) => send(),
        Some(FormKey::Close) => discard(),
        None => {}
    };
    let title = move || match (is_new, suggests.get()) {
        (true, _) => t().new_title,
        (false, true) => t().suggest_title,
        (false, false) => t().edit_title,
    };
    let lines = |text: &str| text.split('\n').map(str::to_owned).collect::<Vec<_>>();
    let field = |label: &'static str, control: AnyView| {
        view! { <label class="field"><span class="label">{label}</span>{control}</label> }
    };
    let wide = |label: &'static str, control: AnyView| {
        view! { <div class="field wide"><span class="label">{label}</span>{control}</div> }
    };
    let stages =
        Signal::derive(move || Stage::ALL.map(|stage| Choice::new(stage.id(), t().stage_name(stage))).to_vec());
    let items = move |list: &'static str| {
        Signal::derive(move || {
            let list = app.live().list(list);
            list.items.iter().map(|item| Choice::new(item.id.clone(), item.name.clone())).collect::<Vec<_>>()
        })
    };
    let whose = Signal::derive(move || vec![Choice::new("team", t().for_team), Choice::new(OWN, t().own)]);
    view! {
        <main class="work script-pane" aria-label=title>
            <form class="page script-form" on:keydown=keyed on:submit=move |event| { event.prevent_default(); send(); }>
                <header class="page-head">
                    <h1>{title}</h1>
                    <Button label=t().discard look=Look::Quiet on_press=move |()| discard() />
                    <Button label=move || if suggests.get() { t().suggest } else { Common::t().save } look=Look::Main submit=true
                        hint=crate::ui::keys::Key::Save.shown(crate::ui::keyboard::is_mac()) on_press=|()| () />
                </header>
                {is_new.then(|| wide(t().whose, view! {
                    <Chips options=whose value=Signal::derive(move || if own.get() { OWN.to_owned() } else { "team".to_owned() }) required=true
                        on_choose=move |id: String| editing.change(|edit| edit.own = id == OWN) label=t().whose />
                }.into_any()))}
                {move || suggests.get().then(|| wide(t().why, view! {
                    <TextInput value=Signal::derive(move || editing.edit.with(|edit| edit.why.clone())) hint=t().why_hint label=t().why
                        on_input=move |text| editing.change(|edit| edit.why = text) />
                }.into_any()))}
                <Faults faults />
                <div class="form">
                    {field(t().title, view! {
                        <TextInput value=editing.text(|script| script.title.clone()) autofocus=true
                            on_input=move |text| editing.script(|script| script.title = text) />
                    }.into_any())}
                    {field(t().code, view! {
                        <TextInput value=editing.text(|script| script.code.clone()) hint=t().code_hint
                            on_input=move |text: String| editing.script(|script| script.code = text.to_lowercase()) />
                    }.into_any())}
                    {field(t().stage, view! {
                        <Select options=stages value=editing.text(|script| script.stage.id().to_owned())
                            on_choose=move |id: String| editing.script(|script| script.stage = Stage::of(&id)) />
                    }.into_any())}
                </div>
                {wide(t().question, view! {
                    <TextArea value=editing.text(|script| script.question.clone()) low=true label=t().question
                        on_input=move |text| editing.script(|script| script.question = text) />
                }.into_any())}
                <Answers editing />
                {wide(t().steps, view! {
                    <TextArea value=editing.text(|script| script.steps.join("\n")) low=true label=t().steps hint=t().lines_hint
                        on_input=move |text: String| editing.script(|script| script.steps = lines(&text)) />
                }.into_any())}
                {wide(t().never, view! {
                    <TextArea value=editing.text(|script| script.never.join("\n")) low=true label=t().never hint=t().lines_hint
                        on_input=move |text: String| editing.script(|script| script.never = lines(&text)) />
                }.into_any())}
                {wide(t().groups_of, view! { <Groups editing /> }.into_any())}
                {wide(t().channels, view! {
                    <Picks options=items("channels") value=Signal::derive(move || editing.edit.with(|edit| edit.after.channels.clone()))
                        on_change=move |all| editing.script(|script| script.channels = all) label=t().channels />
                    <span class="small faint">{move || editing.edit.with(|edit| edit.after.channels.is_empty()).then(|| t().any_channel)}</span>
                }.into_any())}
                <Fits editing />
                {wide(t().source, view! {
                    <Combobox options=chapters(editing) value=editing.text(|script| script.source.clone()) label=t().source hint=t().source_hint
                        on_choose=move |id| editing.script(|script| script.source = id) />
                }.into_any())}
            </form>
        </main>
    }
    .into_any()
}

/// What is wrong, a sentence each.
#[component]
fn Faults(faults: RwSignal<Vec<Fault>>) -> impl IntoView {
    let t = LibraryTexts::t;
    let sentence = move |fault: &Fault| match &fault.what {
        FaultKind::UnknownPlaceholder(name) => fill(t().unknown_place, &[&["{", name, "}"].concat()]),
        FaultKind::LooseBrace => fill(t().loose_brace, &[&"", &"{", &"}"]),
        FaultKind::Empty if fault.at == "title" => t().missing_title.to_owned(),
        FaultKind::Empty if fault.at == "code" => t().missing_code.to_owned(),
        _ => t().missing_text.to_owned(),
    };
    view! {
        <ul class="faults" role="alert" hidden=move || faults.with(Vec::is_empty)>
            {move || faults.with(|faults| faults.iter().map(|fault| view! { <li>{sentence(fault)}</li> }).collect_view())}
        </ul>
    }
}
