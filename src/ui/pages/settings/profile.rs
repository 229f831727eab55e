//! One's own name, number and PIN.

use leptos::prelude::*;

use super::parts::Reserved;
use crate::desk::DeskError;
use crate::model::agent::{Role, pin_digest, register};
use crate::ui::app::App;
use crate::ui::components::{Button, Look, Switch, TextInput};
use crate::ui::prefs::Prefs;
use crate::ui::remind;
use crate::ui::texts::clearing::ClearingTexts;
use crate::ui::texts::errors::Errors;
use crate::ui::texts::settings::SettingsTexts;

/// How many digits a PIN may have.
const DIGITS: std::ops::RangeInclusive<usize> = 4..=8;

/// One's own part of the settings.
#[component]
pub fn Profile() -> impl IntoView {
    let app = App::get();
    let me = Memo::new(move |_| app.live().me());
    let of_me =
        move |read: fn(&crate::model::agent::Agent) -> String| move || me.get().map(|me| read(&me)).unwrap_or_default();
    let name = Signal::derive(of_me(|me| me.name.clone()));
    let rename = move |text: String| {
        let Some(agent) = me.get_untracked().filter(|agent| agent.name != text.trim()) else { return };
        if text.trim().is_empty() {
            app.fail(&DeskError::Missing(register::NAME));
            return;
        }
        let desk = app.desk();
        app.act(async move { desk.set_agent(&agent.id, register::NAME, &text).await });
    };
    let team = of_me(|me| me.team.clone());
    view! {
        <header class="page-head"><h1>{SettingsTexts::t().profile}</h1></header>
        <Reserved least=Role::Agent>
            <section class="card stack">
                <p class="dim">{SettingsTexts::t().profile_about}</p>
                <div class="form">
                    <label class="field">
                        <span class="label">{SettingsTexts::t().name}</span>
                        <TextInput value=name on_commit=rename />
                    </label>
                </div>
                <dl class="facts">
                    <div><dt>{SettingsTexts::t().number}</dt><dd>{of_me(|me| me.number.clone())}</dd></div>
                    <div><dt>{SettingsTexts::t().role}</dt><dd>{of_me(|me| Errors::t().role(me.role).to_owned())}</dd></div>
                    <div>
                        <dt>{SettingsTexts::t().team_name}</dt>
                        <dd>{move || Some(team()).filter(|team| !team.is_empty()).unwrap_or_else(|| SettingsTexts::t().no_team.to_owned())}</dd>
                    </div>
                </dl>
            </section>
            <Pin />
            <Notify />
        </Reserved>
    }
}

/// Reminders by the system; the browser is asked when it is switched on.
#[component]
fn Notify() -> impl IntoView {
    let app = App::get();
    let prefs = Prefs::get();
    let change = move |on: bool| {
        wasm_bindgen_futures::spawn_local(async move {
            let on = on && {
                let allowed = remind::ask().await;
                if !allowed {
                    app.toasts.fault(ClearingTexts::t().notify_denied);
                }
                allowed
            };
            prefs.change(app, |kept| kept.notify = on);
        });
    };
    view! {
        <section class="card stack">
            <Switch value=Signal::derive(move || prefs.kept().notify) label=ClearingTexts::t().notify on_change=change />
            <p class="dim">{ClearingTexts::t().notify_about}</p>
        </section>
    }
}

/// Setting, changing and removing the PIN. Who changes one must know it.
#[component]
fn Pin() -> impl IntoView {
    let app = App::get();
    let me = Memo::new(move |_| app.live().me());
    let has = Memo::new(move |_| me.get().is_some_and(|me| !me.pin.is_empty()));
    let (now, new, again) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let wrong = RwSignal::new(None::<fn() -> &'static str>);
    let empty = move || {
        for field in [now, new, again] {
            field.set(String::new());
        }
        wrong.set(None);
    };
    let set = move |pin: String| {
        let Some(agent) = me.get_untracked() else { return };
        if !agent.pin.is_empty() && pin_digest(&agent.id, &now.get_untracked()) != agent.pin {
            wrong.set(Some(|| Errors::t().wrong_pin));
            return;
        }
        let desk = app.desk();
        app.act_then(async move { desk.set_pin(&agent.id, &pin).await }, move |_| empty());
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let pin = new.get_untracked();
        if !DIGITS.contains(&pin.len()) || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
            wrong.set(Some(|| SettingsTexts::t().pin_shape));
        } else if pin != again.get_untracked() {
            wrong.set(Some(|| SettingsTexts::t().pin_differs));
        } else {
            set(pin);
        }
    };
    let field = move |label: fn() -> &'static str, value: RwSignal<String>| {
        view! {
            <label class="field">
                <span class="label">{move || label()}</span>
                <TextInput value on_input=move |text| value.set(text) sort="password" mode="numeric" />
            </label>
        }
    };
    view! {
        <section class="card stack">
            <h2>{SettingsTexts::t().pin}</h2>
            <p class="dim">{SettingsTexts::t().pin_about}</p>
            <p>{move || if has.get() { SettingsTexts::t().pin_set } else { SettingsTexts::t().pin_none }}</p>
            <form class="stack" on:submit=save>
                <div class="form">
                    {move || has.get().then(|| field(|| SettingsTexts::t().pin_now, now))}
                    {field(|| SettingsTexts::t().pin_new, new)}
                    {field(|| SettingsTexts::t().pin_again, again)}
                </div>
                <p class="late" role="alert">{move || wrong.get().map(|text| text())}</p>
                <div class="actions">
                    <Button label=SettingsTexts::t().pin_save submit=true on_press=|()| {} />
                    {move || has.get().then(|| view! {
                        <Button label=SettingsTexts::t().pin_remove look=Look::Quiet on_press=move |()| set(String::new()) />
                    })}
                </div>
            </form>
        </section>
    }
}
