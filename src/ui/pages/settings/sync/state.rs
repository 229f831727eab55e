//! How syncing stands, and leaving it.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::connect::{Connect, commands, here};
use crate::desk::Desk;
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
        State::Off | State::Connecting => t.connecting.to_owned(),
        State::CatchingUp { done, total } => fill(t.reading, &[done, total]),
        State::UpToDate { at } => fill(t.up_to_date, &[&dates::when(*at, now)]),
        State::Waiting(count) => fill(t.waiting, &[count]),
        State::Offline => fill(t.offline, &[&status.waiting]),
        State::NeedsLogin(fault) | State::Refused(fault) => t.fault(fault, team),
    }
}

/// More that a person should know.
fn remarks(desk: &Desk, status: &Status) -> Vec<String> {
    let t = SyncTexts::t();
    let mut all = Vec::new();
    for (who, count) in &status.held_for {
        all.push(match desk.agent(who) {
            Some(agent) => fill(t.held_for, &[&agent.name, count]),
            None => fill(t.held_lead, &[count]),
        });
    }
    let in_time = status.held.saturating_sub(status.held_for.values().sum());
    if in_time > 0 {
        all.push(fill(t.held_time, &[&in_time]));
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
        Some(Installed::Ours) | None => {}
    }
    all
}

/// What only whoever runs the server asks for.
fn technical(status: &Status) -> Vec<String> {
    let t = SyncTexts::t();
    let rules = matches!(status.rules, Some(Installed::Ours)).then(|| fill(t.rules_ours, &[&rules_version()]));
    let role = status.role.map(|role| fill(t.role, &[&Errors::t().role(role)]));
    rules.into_iter().chain(role).collect()
}

/// How syncing stands, and where and to whom: with what the server told before while a round asks it anew, so that nothing
/// that can be read or used comes and goes under somebody's hand. Of another person or server nothing is known before.
fn known(app: App) -> Memo<([String; 2], Status)> {
    Memo::new(move |before: Option<&([String; 2], Status)>| {
        let desk = app.live();
        let address = desk.remote().map(|remote| remote.address);
        let whose = [address, desk.me().map(|me| me.id.clone())].map(Option::unwrap_or_default);
        let mut status = sync::status();
        let before = before.filter(|(who, _)| *who == whose).map(|(_, status)| status);
        if let (State::Connecting | State::Offline, Some(before)) = (&status.state, before) {
            status.role = status.role.or(before.role);
            status.rules = status.rules.or(before.rules);
            status.skew = status.skew.or(before.skew);
        }
        (whose, status)
    })
}

/// The state, and what can be done about it.
#[component]
pub fn Stands() -> impl IntoView {
    let app = App::get();
    let t = SyncTexts::t();
    let known = known(app);
    let status = move || known.with(|(_, status)| status.clone());
    let remote = Memo::new(move |_| app.live().remote().unwrap_or_default());
    let place = move || remote.with(|remote| endpoint(remote).ok());
    let team = move || place().map(|place| Remote::team(&place.database)).unwrap_or_default();
    let paused = Memo::new(move |_| remote.with(|remote| remote.paused));
    let tone = move || match status().state {
        State::NeedsLogin(_) | State::Refused(_) => Some("late"),
        State::UpToDate { .. } => Some("good"),
        _ => None,
    };
    let rest = move |on: bool| {
        // As it stands now: another tab, or the joining itself, may have written meanwhile.
        let desk = app.desk();
        let remote = Remote { paused: on, ..desk.remote().unwrap_or_default() };
        app.attempt(async move { desk.set_remote(Some(&remote)).await }, |()| {});
    };
    let install = move |()| {
        let (desk, remote) = (app.desk(), remote.get_untracked());
        let team = team();
        spawn_local(async move {
            let done: Result<(), Fault> = async {
                let place = endpoint(&remote)?;
                let user = desk.me().map(|me| me.id.clone()).unwrap_or_default();
                let login = login::login_of(&remote, &here(), &user).await.ok_or(Fault::LoginAsked)?;
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
                Err(Fault::RoleMissing) => app.toasts.fault(fill(SyncTexts::t().rules_refused, &[&team, &team])),
                Err(fault) => app.toasts.fault(SyncTexts::t().fault(&fault, &team)),
            }
        });
    };
    let signer = Memo::new(move |_| {
        let desk = app.live();
        let me = desk.me().map(|me| me.id.clone()).unwrap_or_default();
        let signer = remote.with(|remote| remote.signer(&me));
        (signer.as_ref().is_some_and(|signer| signer.user == me), signer, me)
    });
    // What the server says of the login that is in use counts, and that it is this person's own.
    let leads = Memo::new(move |_| status().role >= Some(Role::Lead) && signer.with(|(own, ..)| *own));
    let lacks_rules =
        Memo::new(move |_| matches!(status().rules, Some(Installed::Missing | Installed::Old | Installed::Altered)));
    let name_of = move |id: &str| app.desk().agent(id).map_or_else(|| id.to_owned(), |agent| agent.name.clone());
    let whose = move || {
        let (own, signer, _) = signer.get();
        let signer = signer.filter(|_| !own)?;
        Some(fill(if signer.others { t.agreed } else { t.signed_by }, &[&name_of(&signer.user)]))
    };
    let agree = move |on: bool| {
        let (desk, (_, _, me)) = (app.desk(), signer.get_untracked());
        let agreed = if on { me } else { String::new() };
        let remote = Remote { agreed, ..desk.remote().unwrap_or_default() };
        app.attempt(async move { desk.set_remote(Some(&remote)).await }, |()| {});
    };
    let is_agreed = move || signer.with(|(_, _, me)| remote.with(|remote| !me.is_empty() && remote.agreed == *me));
    let lacks_login = Memo::new(move |_| {
        let (own, signer, me) = signer.get();
        !own && !me.is_empty() && signer.is_some_and(|signer| !signer.others)
    });
    let needs_login = Memo::new(move |_| lacks_login.get() || matches!(status().state, State::NeedsLogin(_)));
    let is_cors = Memo::new(move |_| matches!(status().state, State::Refused(Fault::Cors)));
    view! {
        <section class="card stack" id="sync-state">
            <p class="notice" data-tone=tone role="status">{move || sentence(&status(), paused.get(), app.now.get(), &team())}</p>
            {move || is_cors.get().then(|| commands(app, &remote.get().address))}
            <p class="notice" data-tone="soon" hidden=move || !lacks_login.get()>{t.own_login}</p>
            <ul class="small dim stack">{move || remarks(&app.live(), &status()).into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul>
            {move || (!sync::leads() && !paused.get() && status().state != State::Off).then(|| view! { <p class="small dim">{t.other_tab}</p> })}
            {move || whose().map(|said| view! { <p class="small dim">{said}</p> })}
            {move || (leads.get() && !paused.get()).then(|| view! {
                <label class="check"><input type="checkbox" prop:checked=is_agreed on:change=move |event| agree(event_target_checked(&event)) /><span>{t.agree}</span></label>
            })}
            <p class="small dim" hidden=move || !lacks_rules.get() || leads.get()>{t.rules_who}</p>
            <details class="technical">
                <summary>{t.technical}</summary>
                <p>{t.server}" "<code>{move || remote.get().address}</code></p>
                {move || technical(&status()).into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
            </details>
            <div class="actions">
                {move || if paused.get() {
                    view! { <Button label=t.resume look=Look::Main on_press=move |()| rest(false) /> }.into_any()
                } else {
                    view! { <Button label=t.pause on_press=move |()| rest(true) /> }.into_any()
                }}
                {move || (lacks_rules.get() && leads.get()).then(|| view! { <Button label=t.rules_install icon=Icon::Lock on_press=install /> })}
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
