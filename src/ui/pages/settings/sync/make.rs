//! The first time: the database, its rules and everybody's login, made from the app in one step.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::desk::sync::login::Login;
use crate::desk::sync::setup::{Account, Server};
use crate::desk::sync::{Fault, Remote, endpoint};
use crate::model::agent::Role;
use crate::ui::app::App;
use crate::ui::clipboard::copy_text;
use crate::ui::components::Button;
use crate::ui::pages::settings::parts::Reserved;
use crate::ui::texts::fill;
use crate::ui::texts::sync::SyncTexts;

/// Letters of first passwords: none that is taken for another.
const LETTERS: &[u8; 32] = b"23456789abcdefghijkmnpqrstuvwxyz";
/// How many of them: 60 bits.
const LENGTH: u64 = 12;

/// A first password.
fn password(app: App) -> String {
    let bits = app.desk().chance();
    (0..LENGTH).map(|at| char::from(LETTERS[(bits >> (5 * at) & 31) as usize])).collect()
}

/// A login that was made, for its person.
#[derive(Clone, PartialEq, Eq)]
struct Made {
    name: String,
    text: String,
}

async fn make(app: App, address: &str, admin: &str, secret: String) -> Result<Vec<Made>, (Fault, String)> {
    let remote = Remote { address: address.trim().to_owned(), ..Remote::default() };
    let place = endpoint(&remote).map_err(|fault| (fault, String::new()))?;
    let team = Remote::team(&place.database);
    let server = Server::new(&place, admin.trim(), &Login::Password(secret));
    let fault = |fault: Fault| (fault, team.clone());
    server.make().await.map_err(fault)?;
    server.install_rules().await.map_err(fault)?;
    let location = window().location();
    let page = [location.origin().unwrap_or_default(), location.pathname().unwrap_or_default()].concat();
    let mut made = Vec::new();
    for agent in app.desk().agents() {
        let account = Account { user: agent.id.clone(), role: agent.role, password: password(app) };
        server.put_account(&account).await.map_err(fault)?;
        let escape = |text: &str| String::from(js_sys::encode_uri_component(text));
        let link = [&*page, "#/join?to=", &escape(&place.address()), "&as=", &escape(&account.user)].concat();
        let text = fill(SyncTexts::t().invitation, &[&agent.name, &link, &account.password]);
        made.push(Made { name: agent.name.clone(), text });
    }
    Ok(made)
}

/// The card.
#[component]
pub fn Make() -> impl IntoView {
    let app = App::get();
    let t = SyncTexts::t();
    let (admin, secret) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<(Fault, String)>);
    let made = RwSignal::new(Vec::<Made>::new());
    let go = move |()| {
        if busy.get_untracked() {
            return;
        }
        let address = address_field();
        busy.set(true);
        fault.set(None);
        let (admin, given) = (admin.get_untracked(), secret.get_untracked());
        spawn_local(async move {
            match make(app, &address, &admin, given).await {
                Ok(all) => drop(made.try_set(all)),
                Err(what) => drop(fault.try_set(Some(what))),
            }
            let _ = secret.try_set(String::new());
            let _ = busy.try_set(false);
        });
    };
    let one = move |one: Made| {
        let text = one.text.clone();
        view! {
            <li class="line">
                <b>{one.name}</b>
                <pre class="commands grow-text">{one.text}</pre>
                <Button label=t.copy_invitation on_press=move |()| copy_text(app, &text) />
            </li>
        }
    };
    view! {
        <section class="card stack" id="sync-make">
            <h2>{t.make}</h2>
            <p class="dim">{t.make_about}</p>
            <Reserved least=Role::Manager>
                <div class="form-grid">
                    <label class="field"><span class="label">{t.admin}</span>
                        <input class="input" type="text" autocomplete="off" autocapitalize="none" on:input=move |event| admin.set(event_target_value(&event)) /></label>
                    <label class="field"><span class="label">{t.admin_password}</span>
                        <input class="input" type="password" autocomplete="off" prop:value=move || secret.get() on:input=move |event| secret.set(event_target_value(&event)) /></label>
                </div>
                <div role="status" class="stack">
                    {move || fault.get().map(|(what, team)| {
                        let commands = (what == Fault::Cors).then(|| super::connect::commands(app, &address_field()));
                        view! { <p class="notice" data-tone="late">{t.fault(&what, &team)}</p>{commands} }
                    })}
                    {move || (!made.with(Vec::is_empty)).then(|| view! {
                        <p class="notice" data-tone="good">{t.made}</p>
                        <ul class="stack invitations">{made.get().into_iter().map(one).collect_view()}</ul>
                    })}
                </div>
                <div class="actions">
                    <Button label=move || if busy.get() { t.making } else { t.make_go } disabled=busy on_press=go />
                </div>
            </Reserved>
        </section>
    }
    .into_any()
}

/// The address that stands in the form above.
fn address_field() -> String {
    let field = document().query_selector("#sync-connect input[data-keep=address]").ok().flatten();
    field
        .map(|field| wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlInputElement>(field).value())
        .unwrap_or_default()
}
