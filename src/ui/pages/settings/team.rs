//! The people: who is in the team, what they may do, who has left.

use std::sync::Arc;

use leptos::prelude::*;

use super::absence::Absences;
use super::leaving::Leaving;
use super::parts::{Reserved, draft, forget_draft, roles};
use crate::desk::{DeskError, NewAgent, Right, needed_for};
use crate::model::agent::{Agent, Role, register};
use crate::ui::app::App;
use crate::ui::components::{Button, Glyph, Icon, Look, Select, TextInput};
use crate::ui::pages::practice::NewMarks;
use crate::ui::route::Route;
use crate::ui::texts::Common;
use crate::ui::texts::errors::Errors;
use crate::ui::texts::settings::SettingsTexts;

/// The places of the drafts of somebody new.
const NAME: &str = "settings/person/name";
const NUMBER: &str = "settings/person/number";
const TEAM: &str = "settings/person/team";

/// The team.
#[component]
pub fn Team() -> impl IntoView {
    let app = App::get();
    let people = Memo::new(move |_| app.live().agents());
    let former = Memo::new(move |_| app.live().former_agents());
    let firm = Memo::new(move |_| app.live().firm());
    let rename = move |name: String| {
        if name.trim() != firm.get_untracked() {
            let desk = app.desk();
            app.act(async move { desk.set_firm(&name).await });
        }
    };
    view! {
        <header class="page-head"><h1>{SettingsTexts::t().team}</h1></header>
        <Reserved least=Role::Manager>
            <section class="card">
                <label class="field">
                    <span class="label">{SettingsTexts::t().firm}</span>
                    <TextInput value=firm on_commit=rename />
                    <span class="note">{SettingsTexts::t().firm_about}</span>
                </label>
            </section>
            <section class="card stack">
                <h2>{SettingsTexts::t().people}" · "{move || people.with(Vec::len)}</h2>
                <ul class="people">
                    <For each=move || people.get() key=|agent| agent.id.clone() let:agent>
                        <Person id=agent.id.clone() />
                    </For>
                </ul>
                <AddPerson />
            </section>
            {move || (!former.with(Vec::is_empty)).then(|| view! { <Former former /> })}
        </Reserved>
        {move || (app.role() >= Role::Lead).then(|| view! { <NewMarks /> })}
        <Absences />
        <Rights />
    }
}

#[component]
fn Person(id: String) -> impl IntoView {
    let app = App::get();
    let id = StoredValue::new(id);
    let agent = Memo::new(move |_| id.with_value(|id| app.live().agent(id)));
    let last = Memo::new(move |_| {
        let is_manager = agent.get().is_some_and(|agent| agent.role == Role::Manager);
        is_manager && app.live().agents().iter().filter(|agent| agent.role == Role::Manager).count() == 1
    });
    // Who has forgotten the PIN gets in again, and sets a new one under 个人.
    let has_pin =
        Memo::new(move |_| agent.get().is_some_and(|agent| !agent.pin.is_empty()) && app.role() == Role::Manager);
    let read = move |get: fn(&Agent) -> &str| {
        Signal::derive(move || agent.get().map(|agent| get(&agent).to_owned()).unwrap_or_default())
    };
    let set = move |field: &'static str, value: String| {
        let value = value.trim().to_owned();
        let value = if field == register::NUMBER { value.to_uppercase() } else { value };
        if value.is_empty() && matches!(field, register::NAME | register::NUMBER) {
            app.fail(&DeskError::Missing(field));
            return;
        }
        let (desk, id) = (app.desk(), id.get_value());
        app.act(async move { desk.set_agent(&id, field, &value).await });
    };
    let input = move |label: fn() -> &'static str, field: &'static str, get: fn(&Agent) -> &str| {
        let value = read(get);
        let commit = move |text: String| {
            if text.trim() != value.get_untracked() {
                set(field, text);
            }
        };
        view! { <TextInput value on_commit=commit label=move || label() hint=move || label() /> }
    };
    let leaving = RwSignal::new(false);
    let why = Signal::derive(move || last.get().then(|| SettingsTexts::t().last_manager.to_owned()));
    view! {
        <li class="person">
            {input(|| SettingsTexts::t().number, register::NUMBER, |agent| &agent.number)}
            {input(|| SettingsTexts::t().name, register::NAME, |agent| &agent.name)}
            <Select
                options=Signal::derive(roles)
                value=read(|agent| agent.role.id())
                on_choose=move |role| set(register::ROLE, role)
                label=SettingsTexts::t().role
                title=why
                disabled=last
            />
            {input(|| SettingsTexts::t().team_name, register::TEAM, |agent| &agent.team)}
            {move || has_pin.get().then(|| view! {
                <Button label=SettingsTexts::t().reset_pin look=Look::Quiet on_press=move |()| set(register::PIN, String::new()) />
            })}
            <span title=move || why.get()>
                <Button
                    label=SettingsTexts::t().mark_left
                    look=Look::Quiet
                    disabled=last
                    on_press=move |()| leaving.set(true)
                />
            </span>
            <Leaving id=id.get_value() open=leaving />
        </li>
    }
}

#[component]
fn AddPerson() -> impl IntoView {
    let app = App::get();
    let (name, keep_name) = draft(app, NAME);
    let (number, keep_number) = draft(app, NUMBER);
    let (team, keep_team) = draft(app, TEAM);
    let role = RwSignal::new(Role::Agent.id().to_owned());
    let hint = RwSignal::new(false);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let new = NewAgent {
            name: name.get_untracked(),
            number: number.get_untracked(),
            role: Role::of(&role.get_untracked()),
            team: team.get_untracked(),
        };
        let desk = app.desk();
        let done = async move { desk.add_agent(new).await.map(|(_, done)| done) };
        app.act_then(done, move |_| {
            for (place, text) in [(NAME, name), (NUMBER, number), (TEAM, team)] {
                forget_draft(app, place, text);
            }
            // Once, when the desk is no longer one person's.
            let alone = app.desk().agents().len() == 2 && app.desk().me().is_some_and(|me| me.pin.is_empty());
            let _ = hint.try_set(alone);
        });
    };
    let input = move |label: fn() -> &'static str, value: RwSignal<String>, keep: Callback<String>| {
        view! {
            <label class="field">
                <span class="label">{move || label()}</span>
                <TextInput value on_input=keep />
            </label>
        }
    };
    view! {
        <form class="add-person" on:submit=add>
            {input(|| SettingsTexts::t().number, number, keep_number)}
            {input(|| SettingsTexts::t().name, name, keep_name)}
            <label class="field">
                <span class="label">{SettingsTexts::t().role}</span>
                <Select options=Signal::derive(roles) value=role on_choose=move |id| role.set(id) />
            </label>
            {input(|| SettingsTexts::t().team_name, team, keep_team)}
            <Button label=SettingsTexts::t().add_person icon=Icon::Plus submit=true on_press=|()| {} />
        </form>
        {move || hint.get().then(|| view! {
            <p class="notice" role="status">
                <span class="grow-text">{SettingsTexts::t().pin_hint}</span>
                <a href=Route::Settings(None, None).href()>{SettingsTexts::t().pin_hint_go}</a>
            </p>
        })}
    }
}

#[component]
fn Former(former: Memo<Vec<Arc<Agent>>>) -> impl IntoView {
    let app = App::get();
    let bring = move |agent: &Agent| {
        let desk = app.desk();
        if let Some(other) = desk.agents().iter().find(|other| other.number == agent.number) {
            return app.fail(&DeskError::Taken(format!("{} {}", other.number, other.name)));
        }
        let id = agent.id.clone();
        app.act(async move { desk.set_agent(&id, register::LEFT, "").await });
    };
    view! {
        <section class="card stack">
            <h2>{SettingsTexts::t().left}</h2>
            <p class="dim">{SettingsTexts::t().left_about}</p>
            <ul class="stack">
                <For each=move || former.get() key=|agent| agent.id.clone() let:agent>
                    {
                        let label = format!("{} {}", agent.number, agent.name);
                        view! {
                            <li class="line">
                                <span>{label}</span>
                                <Button label=SettingsTexts::t().bring_back small=true look=Look::Quiet on_press=move |()| bring(&agent) />
                            </li>
                        }
                    }
                </For>
            </ul>
        </section>
    }
}

/// What each role may do, as the desk itself decides it.
#[component]
fn Rights() -> impl IntoView {
    type Row = (fn() -> &'static str, Role);
    let rows: [Row; 8] = [
        (|| SettingsTexts::t().may_read, Role::Auditor),
        (|| SettingsTexts::t().may_work, Role::Agent),
        (|| SettingsTexts::t().may_phone, needed_for(Right::SeePhones)),
        (|| SettingsTexts::t().may_undo, Role::Lead),
        (|| SettingsTexts::t().may_lists, Role::Lead),
        (|| SettingsTexts::t().may_table, needed_for(Right::Export)),
        (|| SettingsTexts::t().may_rules, needed_for(Right::Rules)),
        (|| SettingsTexts::t().may_wipe, needed_for(Right::Wipe)),
    ];
    let all = [Role::Agent, Role::Lead, Role::Manager, Role::Auditor];
    let cell = |least: Role| {
        move |role: Role| {
            let may = role >= least;
            let said = move || if may { Common::t().yes } else { Common::t().no };
            view! {
                <td class="mark">
                    {may.then(|| view! { <Glyph icon=Icon::Check /> })}
                    <span class="only-spoken">{said}</span>
                </td>
            }
        }
    };
    view! {
        <section class="card">
            <h2>{SettingsTexts::t().may_title}</h2>
            <div class="table-wrap">
                <table class="table rights">
                    <thead>
                        <tr>
                            <th>{SettingsTexts::t().may_do}</th>
                            {all.map(|role| view! { <th class="mark">{move || Errors::t().role(role)}</th> }).collect_view()}
                        </tr>
                    </thead>
                    <tbody>
                        {rows.map(|(text, least)| view! {
                            <tr><td>{move || text()}</td>{all.map(cell(least)).collect_view()}</tr>
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
        </section>
    }
}
