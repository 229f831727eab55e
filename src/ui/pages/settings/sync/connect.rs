//! Where to, and who: tried first, then begun. On a new device the same, instead of a first run.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::desk::sync::login::{self, Login};
use crate::desk::sync::{Endpoint, Fault, Remote, State, cors_commands, endpoint, probe};
use crate::desk::{Desk, database};
use crate::ui::app::App;
use crate::ui::clipboard::copy_text;
use crate::ui::components::{Button, Look};
use crate::ui::first::JOINING;
use crate::ui::sync;
use crate::ui::texts::sync::SyncTexts;
use crate::ui::typed::Typed;

/// The place of what is typed; never of a password.
const PLACE: &str = "settings/sync";

/// What the page says of a connection.
#[derive(Clone, PartialEq, Eq)]
enum Said {
    Nothing,
    Testing,
    Works,
    Fault(Fault, String),
    NotSealed,
}

/// The name of this page's database.
pub(super) fn here() -> String {
    database(&window().location().pathname().unwrap_or_default())
}

/// What an invitation says: `#/join?to=…&as=…`.
fn invited() -> (String, String) {
    let hash = window().location().hash().unwrap_or_default();
    let query = hash.split_once('?').map(|(_, query)| query).unwrap_or_default();
    let query = web_sys::UrlSearchParams::new_with_str(query).ok();
    let of = |name: &str| query.as_ref().and_then(|query| query.get(name)).unwrap_or_default();
    (of("to"), of("as"))
}

/// The form. `fresh`: on a device that has nothing yet.
#[component]
pub fn Connect(fresh: bool) -> impl IntoView {
    let app = App::get();
    sync::begin(app);
    let typed = Typed::at(PLACE.to_owned());
    let known = app.desk().remote().unwrap_or_default();
    let (to, user) = if fresh { invited() } else { (String::new(), String::new()) };
    let first = |a: String, b: String| if a.is_empty() { b } else { a };
    let me = app.desk().me().map(|me| me.id.clone()).unwrap_or_default();
    let address = RwSignal::new(first(typed.text("address"), first(known.address.clone(), to)));
    let user = RwSignal::new(first(typed.text("user"), first(user, me)));
    let (secret, by_token, stay) = (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(true));
    let said = RwSignal::new(Said::Nothing);
    let is_known = !known.address.is_empty();
    let given = move || {
        let secret = secret.get_untracked();
        let login = if by_token.get_untracked() { Login::Token(secret) } else { Login::Password(secret) };
        let remote = Remote { address: address.get_untracked().trim().to_owned(), ..Remote::default() };
        let user = user.get_untracked().trim().to_owned();
        endpoint(&remote).map(|endpoint| (endpoint, user, login))
    };
    let try_it = move |begin: bool| {
        let (place, user, login) = match given() {
            Ok(given) => given,
            Err(fault) => return said.set(Said::Fault(fault, String::new())),
        };
        said.set(Said::Testing);
        let desk = app.desk();
        spawn_local(async move {
            let status = probe(&place, &user, &login, || desk.now()).await;
            let team = Remote::team(&place.database);
            let answer = match status.state {
                State::NeedsLogin(fault) | State::Refused(fault) => Said::Fault(fault, team),
                State::Offline => Said::Fault(Fault::Unreachable, team),
                _ if begin => match start(&desk, &place, &user, &login, stay.get_untracked()).await {
                    Ok(true) => {
                        app.keep_draft(PLACE, "");
                        app.toasts.say(SyncTexts::t().begun);
                        Said::Nothing
                    }
                    Ok(false) => {
                        app.toasts.say(SyncTexts::t().not_sealed);
                        Said::NotSealed
                    }
                    Err(error) => {
                        app.fail(&error);
                        Said::Nothing
                    }
                },
                _ => Said::Works,
            };
            let _ = said.try_set(answer);
        });
    };
    let t = SyncTexts::t();
    let text = move |label: &'static str, hint: &'static str, name: &'static str, signal: RwSignal<String>| {
        view! {
            <label class="field wide">
                <span class="label">{label}</span>
                <input class="input" type="text" autocomplete="off" autocapitalize="none" spellcheck="false" placeholder=hint
                    data-keep=name readonly=is_known && name == "address" prop:value=signal.get_untracked() on:input=move |event| signal.set(event_target_value(&event)) />
            </label>
        }
    };
    view! {
        <form class="card stack" id="sync-connect" novalidate
            on:input=move |event| typed.take(&event) on:submit=move |event| { event.prevent_default(); try_it(true); }>
            <h2>{if is_known { t.log_in } else if fresh { t.join } else { t.connect }}</h2>
            <p class="dim">{if fresh { t.join_about } else { t.connect_about }}</p>
            {(!fresh).then(|| view! { <details class="technical"><summary>{t.technical}</summary><p>{t.technical_about}</p></details> })}
            <div class="form-grid">
                {text(t.address, t.address_hint, "address", address)}
                {text(t.user, t.user_hint, "user", user)}
                <p class="small dim wide">{t.user_about}</p>
                <label class="field">
                    <span class="label">{move || if by_token.get() { t.token } else { t.password }}</span>
                    <input class="input" type="password" autocomplete="current-password"
                        on:input=move |event| secret.set(event_target_value(&event)) />
                </label>
            </div>
            <div class="line">
                <label class="check"><input type="checkbox" prop:checked=move || stay.get() on:change=move |event| stay.set(event_target_checked(&event)) /><span>{t.stay}</span></label>
                <button type="button" class="btn" data-look="link" on:click=move |_| by_token.update(|on| *on = !*on)>
                    {move || if by_token.get() { t.by_password } else { t.by_token }}
                </button>
            </div>
            <div role="status" class="stack">{move || tell(app, said.get(), address)}</div>
            <div class="actions">
                <Button label=if is_known { t.log_in } else { t.begin } look=Look::Main submit=true
                    disabled=Signal::derive(move || said.get() == Said::Testing) on_press=|()| {} />
                <Button label=t.test on_press=move |()| try_it(false) />
            </div>
        </form>
    }
    .into_any()
}

/// Begins to sync, or goes on with another login.
async fn start(
    desk: &Desk,
    place: &Endpoint,
    user: &str,
    login: &Login,
    stay: bool,
) -> Result<bool, crate::desk::DeskError> {
    let mut remote = desk.remote().filter(|remote| remote.address == place.address()).unwrap_or_default();
    remote.address = place.address();
    remote.paused = false;
    login::keep(desk, &here(), &mut remote, user, login, stay).await
}

fn tell(app: App, said: Said, address: RwSignal<String>) -> AnyView {
    let t = SyncTexts::t();
    match said {
        Said::Nothing => ().into_any(),
        Said::Testing => view! { <p class="dim">{t.testing}</p> }.into_any(),
        Said::Works => view! { <p class="notice" data-tone="good">{t.works}</p> }.into_any(),
        Said::NotSealed => view! { <p class="notice" data-tone="soon">{t.not_sealed}</p> }.into_any(),
        Said::Fault(fault, team) => {
            let commands = (fault == Fault::Cors).then(|| commands(app, &address.get_untracked()));
            view! { <p class="notice" data-tone="late">{t.fault(&fault, &team)}</p>{commands} }.into_any()
        }
    }
}

/// The very commands to type at the server.
pub(super) fn commands(app: App, address: &str) -> AnyView {
    let t = SyncTexts::t();
    let remote = Remote { address: address.trim().to_owned(), ..Remote::default() };
    let Ok(place) = endpoint(&remote) else { return ().into_any() };
    let origin = window().location().origin().unwrap_or_default();
    let text = cors_commands(&place.root, &origin).join("\n");
    let copied = text.clone();
    view! {
        <p>{t.cors_type}</p>
        <pre class="commands">{text}</pre>
        <div class="actions"><Button label=t.copy on_press=move |()| copy_text(app, &copied) /></div>
    }
    .into_any()
}

/// Joining a team on a device that has nothing yet.
#[component]
pub fn JoinPage() -> impl IntoView {
    let app = App::get();
    let begun = Memo::new(move |_| app.live().remote().is_some());
    let back = move |()| {
        JOINING.set(false);
        let _ = window().location().set_hash("");
        let _ = window().location().reload();
    };
    view! {
        <main class="welcome">
            <Connect fresh=true />
            {move || begun.get().then(|| view! { <super::state::Stands /> })}
            <div class="actions"><Button label=SyncTexts::t().join_back look=Look::Quiet on_press=back /></div>
        </main>
    }
    .into_any()
}
