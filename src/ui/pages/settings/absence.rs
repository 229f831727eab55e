//! Who is away and who stands in: said by oneself or by a lead, over by itself.

use leptos::prelude::*;

use super::parts::{draft, forget_draft};
use crate::model::agent::{Absence, Agent, Role};
use crate::model::calendar::{day_text, parse_day};
use crate::ui::app::App;
use crate::ui::components::{Button, Choice, Icon, Look, Select, TextInput};
use crate::ui::dates;
use crate::ui::texts::fill;
use crate::ui::texts::settings::SettingsTexts;

/// The places of the drafts of an absence.
const FROM: &str = "settings/absence/from";
const TO: &str = "settings/absence/to";

/// Who is away, and a form for the next who will be.
#[component]
pub fn Absences() -> impl IntoView {
    let app = App::get();
    // Those that are over are not listed any more.
    let away = Memo::new(move |_| {
        app.now.track();
        let desk = app.live();
        let lasts = |agent: &Agent| {
            let today = desk.calendar_of(&agent.id).day_number(desk.now());
            agent.absence.as_ref().is_some_and(|away| away.to >= today)
        };
        desk.agents().into_iter().filter(|agent| lasts(agent)).collect::<Vec<_>>()
    });
    let may = move |agent: &str| app.role() >= Role::Lead || app.person.with(|me| me == agent);
    let line = move |agent: std::sync::Arc<Agent>| {
        let absence = agent.absence.clone()?;
        let desk = app.desk();
        let name = |id: &str| desk.agent(id).map(|agent| agent.name.clone()).unwrap_or_default();
        let day = |day: i64| {
            let calendar = desk.calendar_of(&agent.id);
            dates::date(calendar.moment(day, 12 * 3_600_000), desk.now())
        };
        let says = fill(
            SettingsTexts::t().away_line,
            &[&agent.name, &day(absence.from), &day(absence.to), &name(&absence.substitute)],
        );
        let id = agent.id.clone();
        let end = move |()| {
            let (desk, id) = (app.desk(), id.clone());
            app.act(async move { desk.set_absence(&id, None).await });
        };
        let button = may(&agent.id)
            .then(|| view! { <Button label=SettingsTexts::t().back_again small=true look=Look::Quiet on_press=end /> });
        Some(view! { <li class="line"><span>{says}</span>{button}</li> })
    };
    view! {
        <section class="card stack">
            <h2>{move || SettingsTexts::t().absences}</h2>
            <p class="dim">{move || SettingsTexts::t().absences_about}</p>
            <ul class="stack">{move || away.get().into_iter().map(line).collect_view()}</ul>
            <Show when=move || { app.role() >= Role::Agent }><AddAbsence /></Show>
        </section>
    }
}

/// A name and number for each of some people.
fn people(app: App, but: &str) -> Vec<Choice> {
    let all = app.live().agents();
    let others = all.iter().filter(|agent| agent.id != but);
    others.map(|agent| Choice::new(&agent.id, [&*agent.name, " ", &agent.number].concat())).collect()
}

#[component]
fn AddAbsence() -> impl IntoView {
    let app = App::get();
    let (from, keep_from) = draft(app, FROM);
    let (to, keep_to) = draft(app, TO);
    let agent = RwSignal::new(app.person.get_untracked());
    let substitute = RwSignal::new(String::new());
    let leads = Memo::new(move |_| app.role() >= Role::Lead);
    let who = Signal::derive(move || {
        let mut who = people(app, "");
        if !leads.get() {
            let me = app.person.get();
            who.retain(|one| one.id == me);
        }
        who
    });
    let others = Signal::derive(move || {
        let mut others = people(app, &agent.get());
        others.insert(0, Choice::new("", SettingsTexts::t().choose_substitute));
        others
    });
    let absence = move || {
        let (from, to) = (parse_day(&from.get())?, parse_day(&to.get())?);
        let substitute = substitute.get();
        let known = others.get().iter().any(|one| !substitute.is_empty() && one.id == substitute);
        (known && from <= to).then_some(Absence { from, to, substitute })
    };
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(absence) = untrack(absence) else { return };
        let (desk, agent) = (app.desk(), agent.get_untracked());
        app.act_then(async move { desk.set_absence(&agent, Some(absence)).await }, move |_| {
            forget_draft(app, FROM, from);
            forget_draft(app, TO, to);
            substitute.set(String::new());
        });
    };
    let today = Memo::new(move |_| {
        let desk = app.live();
        day_text(desk.calendar().day_number(app.now.get()))
    });
    let input = move |label: fn() -> &'static str, value: RwSignal<String>, keep: Callback<String>| {
        view! {
            <label class="field">
                <span class="label">{move || label()}</span>
                <TextInput value on_input=keep sort="date" hint=move || today.get() />
            </label>
        }
    };
    view! {
        <form class="add-person add-absence" on:submit=add>
            <label class="field">
                <span class="label">{move || SettingsTexts::t().who_is_away}</span>
                <Select options=who value=agent on_choose=move |id| agent.set(id) disabled=Signal::derive(move || !leads.get()) />
            </label>
            {input(|| SettingsTexts::t().away_from, from, keep_from)}
            {input(|| SettingsTexts::t().away_to, to, keep_to)}
            <label class="field">
                <span class="label">{move || SettingsTexts::t().substitute}</span>
                <Select options=others value=substitute on_choose=move |id| substitute.set(id) />
            </label>
            <Button label=SettingsTexts::t().set_absence icon=Icon::Plus submit=true
                disabled=Signal::derive(move || absence().is_none()) on_press=|()| {} />
        </form>
    }
}
