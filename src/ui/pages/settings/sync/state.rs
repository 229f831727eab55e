//! How syncing stands, and leaving it.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::connect::{Connect, commands, here};
use crate::desk::sync::login::{self};
use crate::desk::sync::setup::Server;
use crate::desk::sync::{Fault, Installed, Remote, State, Status, endpoint, rules_version};
use crate::model::agent::Role;
use crate::ui::app::App;
use crate::ui::components::{Button, Icon, Look};
use crate::ui::dates;
use crate::ui::format::span;
use crate::ui::lang::lang;
use crate::ui::sync;
use crate::ui::texts::errors::Errors;
use crate::ui::texts::fill;
use crate::ui::texts::sync::SyncTexts;

/// From so far on a clock is told to be wrong, in milliseconds.
const SKEWED: u64 = 60_000;

fn sentence(status: &Status, paused: bool, now: u64, team: &str) -> String {
    let t = SyncTexts::t();
    match &status.state {
        _ if paused => t.paused.to_owned(),
        State::Off => t.off.to_owned(),
        State::Connecting => t.connecting.to_owned(),
        State::CatchingUp { done, total } => fill(t.reading, &[done, total]),
        State::UpToDate { at } => fill(t.up_to_date, &[&dates::when(*at, now)]),
        State::Waiting(count) => fill(t.waiting, &[count]),
        State::Offline => fill(t.offline, &[&status.waiting]),
        State::NeedsLogin(fault) | State::Refused(fault) => t.fault(fault, team),
    }
}

/// More that a person should know.
fn remarks(status: &Status) -> Vec<String> {
    let t = SyncTexts::t();
    let mut all = Vec::new();
    if status.held > 0 {
        all.push(fill(t.held, &[&status.held]));
    }
    if status.missing > 0 {
        all.push(fill(t.missing, &[&status.missing]));
    }
    if status.quarantined > 0 {
        all.push(fill(t.quarantined, &[&status.quarantined]));
    }
    if let Some(skew) = status.skew.filter(|skew| skew.unsigned_abs() > SKEWED) {
        let how = if skew > 0 { t.behind } else { t.ahead };
        all.push(fill(t.skew, &[&how, &span(skew.unsigned_abs(), lang())]));
    }
    match status.rules {
        Some(Installed::Missing) => all.push(t.rules_missing.to_owned()),
        Some(Installed::Old) => all.push(t.rules_old.to_owned()),
        Some(Installed::Altered) => all.push(t.rules_altered.to_owned()),
        Some(Installed::Newer) => all.push(t.rules_newer.to_owned()),
        Some(Installed::Ours) => all.push(fill(t.rules_ours, &[&rules_version()])),
        None => {}
    }
    if let Some(role) = status.role {
        all.push(fill(t.role, &[&Errors::t().role(role)]));
    }
    all
}

/// The state, and what can be done about it.
#[component]
pub fn Stands() -> impl IntoView {
    let app = App::get();
    let t = SyncTexts::t();
    let remote = Memo::new(move |_| app.live().remote().unwrap_or_default());
    let place = move || remote.with(|remote| endpoint(remote).ok());
    let team = move || place().map(|place| Remote::team(&place.database)).unwrap_or_default();
    let paused = Memo::new(move |_| remote.with(|remote| remote.paused));
    let tone = move || match sync::status().state {
        State::NeedsLogin(_) | State::Refused(_) => Some("late"),
        State::UpToDate { .. } => Some("good"),
        _ => None,
    };
    let rest = move |on: bool| {
        let (desk, remote) = (app.desk(), Remote { paused: on, ..remote.get_untracked() });
        app.attempt(async move { desk.set_remote(Some(&remote)).await }, |()| {});
    };
    let install = move |()| {
        let (desk, remote) = (app.desk(), remote.get_untracked());
        spawn_local(async move {
            let done: Result<(), Fault> = async {
                let place = endpoint(&remote)?;
                let user = login::user_of(&desk, &remote).ok_or(Fault::LoginWrong)?;
                let login = login::login_of(&remote, &here(), &user).await.ok_or(Fault::LoginWrong)?;
                Server::new(&place, &user, &login).install_rules().await
            }
            .await;
            match done {
                Ok(()) => {
                    app.toasts.say(SyncTexts::t().rules_done);
                    if let Some(sync) = sync::handle() {
                        sync.restart();
                    }
                }
                Err(fault) => app.toasts.fault(SyncTexts::t().fault(&fault, "")),
            }
        });
    };
    let lacks_rules = move || {
        let status = sync::status();
        let lacks = matches!(status.rules, Some(Installed::Missing | Installed::Old | Installed::Altered));
        lacks && status.role >= Some(Role::Lead)
    };
    let needs_login = Memo::new(move |_| matches!(sync::status().state, State::NeedsLogin(_)));
    let is_cors = Memo::new(move |_| matches!(sync::status().state, State::Refused(Fault::Cors)));
    view! {
        <section class="card stack" id="sync-state">
            <p class="notice" data-tone=tone role="status">{move || sentence(&sync::status(), paused.get(), app.now.get(), &team())}</p>
            {move || is_cors.get().then(|| commands(app, &remote.get().address))}
            <ul class="small dim stack">{move || remarks(&sync::status()).into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul>
            {move || (!sync::leads() && !paused.get() && sync::status().state != State::Off).then(|| view! { <p class="small dim">{t.other_tab}</p> })}
            <p class="small dim">{t.server}" "<code>{move || remote.get().address}</code></p>
            <div class="actions">
                {move || if paused.get() {
                    view! { <Button label=t.resume look=Look::Main on_press=move |()| rest(false) /> }.into_any()
                } else {
                    view! { <Button label=t.pause on_press=move |()| rest(true) /> }.into_any()
                }}
                {move || lacks_rules().then(|| view! { <Button label=t.rules_install icon=Icon::Lock on_press=install /> })}
            </div>
        </section>
        {move || needs_login.get().then(|| view! { <Connect fresh=false /> })}
    }
    .into_any()
}

/// Stopping, and leaving with the data.
#[component]
pub fn Leave() -> impl IntoView {
    let app = App::get();
    let t = SyncTexts::t();
    let sure = RwSignal::new(false);
    let unsent = move || sync::status().waiting + sync::status().parked;
    let stop = move |()| {
        let desk = app.desk();
        app.attempt(
            async move {
                desk.set_remote(None).await?;
                login::forget(&here()).await;
                Ok(())
            },
            move |()| app.toasts.say(SyncTexts::t().stopped),
        );
    };
    let leave = move |()| {
        if !sure.get_untracked() {
            return sure.set(true);
        }
        let desk = app.desk();
        app.attempt(
            async move {
                desk.set_remote(None).await?;
                login::forget(&here()).await;
                desk.leave_team().await
            },
            |()| {
                let location = window().location();
                // Should the browser refuse, the desk has stopped and says so.
                let _ = location.set_hash("");
                let _ = location.reload();
            },
        );
    };
    view! {
        <section class="card stack danger" id="sync-leave">
            <h2>{t.leave}</h2>
            <p>{t.leave_about}</p>
            <p class="notice" data-tone="late" hidden=move || unsent() == 0>{move || fill(t.leave_unsent, &[&unsent()])}</p>
            <div class="actions">
                <Button label=t.stop on_press=stop />
                <Button label=move || if sure.get() { t.leave_sure } else { t.leave_go } look=Look::Danger on_press=leave />
            </div>
        </section>
    }
    .into_any()
}
