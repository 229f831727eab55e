//! The app kept on this device, so that it opens without a network: how that stands, a newer release, and what else a
//! worker is needed for. `public/offline.js` talks to the browser; here is what the page shows of it.

use std::cell::Cell;
use std::sync::LazyLock;
use std::time::Duration;

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::app::App;
use super::texts::offline::OfflineTexts;

/// How long the page says that the app now opens without a network.
const SAID: Duration = Duration::from_secs(90);

/// How the copy on this device stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stand {
    /// It has not been asked yet.
    #[default]
    Unknown,
    /// This browser, or this address, gives no such copy.
    Never,
    /// There is none.
    Missing,
    /// The files are on their way.
    Fetching,
    /// The app opens without a network.
    Ready,
    /// It does, and a newer release waits.
    New,
    /// Another tab has gone over to a newer release.
    Old,
}

/// What is known of the copy on this device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// How it stands.
    pub stand: Stand,
    /// It became ready a moment ago.
    pub first: bool,
    /// Its release; empty when not known.
    pub release: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Why a release could not be kept; empty when it could.
    pub why: String,
}

static KNOWN: LazyLock<ArcRwSignal<Known>> = LazyLock::new(|| ArcRwSignal::new(Known::default()));

thread_local! {
    static BEGUN: Cell<bool> = const { Cell::new(false) };
}

/// What is known; followed in reactive closures.
#[must_use]
pub fn known() -> Known {
    KNOWN.get()
}

/// Has the app kept on this device. Called once the first page stands; later calls do nothing.
pub fn begin() {
    if BEGUN.replace(true) {
        return;
    }
    let _ = window_event_listener_untyped("shouwen-offline", |_| read());
    let (Some(body), Ok(script)) = (document().body(), document().create_element("script")) else { return };
    let loaded = Closure::<dyn Fn()>::new(read).into_js_value();
    for event in ["load", "error"] {
        let _ = script.add_event_listener_with_callback(event, loaded.unchecked_ref());
    }
    let _ = script.set_attribute("src", "offline.js");
    let _ = body.append_child(&script);
}

fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

/// What `offline.js` offers; undefined where there is nothing to offer.
fn script() -> JsValue {
    get(window().as_ref(), "shouwenOffline")
}

fn read() {
    let script = script();
    let text = |name: &str| get(&script, name).as_string().unwrap_or_default();
    let stand = match text("state").as_str() {
        _ if script.is_undefined() => Stand::Never,
        "fetching" => Stand::Fetching,
        "ready" => Stand::Ready,
        "new" => Stand::New,
        "old" => Stand::Old,
        _ => Stand::Missing,
    };
    let first = get(&script, "first").is_truthy();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let bytes = get(&script, "bytes").as_f64().unwrap_or_default() as u64;
    let new = Known { stand, first, release: text("release"), bytes, why: text("why") };
    if first && !KNOWN.with_untracked(|known| known.first) {
        set_timeout(|| KNOWN.update(|known| known.first = false), SAID);
        let _ = Reflect::set(&script, &"first".into(), &false.into());
    }
    let was_first = KNOWN.with_untracked(|known| known.first);
    KNOWN.set(Known { first: first || was_first, ..new });
}

fn call(of: &JsValue, name: &str, argument: &JsValue) -> Option<JsValue> {
    get(of, name).dyn_into::<Function>().ok()?.call1(of, argument).ok()
}

/// Goes over to the newer release: the page is loaded again, once. What is typed is kept as drafts.
pub fn update() {
    call(&script(), "update", &JsValue::UNDEFINED);
}

/// Looks for a newer release and says what came of it.
pub fn check(app: App) {
    spawn_local(async move {
        let asked = call(&script(), "check", &JsValue::UNDEFINED).and_then(|asked| asked.dyn_into::<Promise>().ok());
        let found = match asked {
            Some(asked) => JsFuture::from(asked).await.ok().and_then(|found| found.as_string()),
            None => None,
        };
        match found.as_deref() {
            Some("found") => app.toasts.say(OfflineTexts::t().found),
            Some("none") => app.toasts.say(OfflineTexts::t().newest),
            _ => app.toasts.fault(OfflineTexts::t().not_checked),
        }
    });
}

/// Shows a notification where a page may not show one by itself, as on Android.
pub fn notify(text: &str) {
    call(&script(), "notify", &text.into());
}

/// Puts a number on the installed app's icon; 0 takes it away. Where there is no such thing, nothing happens.
pub fn badge(number: usize) {
    let navigator = window().navigator();
    #[allow(clippy::cast_precision_loss)]
    let set = call(navigator.as_ref(), "setAppBadge", &JsValue::from_f64(number as f64));
    if let Some(Ok(set)) = set.map(JsCast::dyn_into::<Promise>) {
        // An app that is not installed has no icon: nobody misses the number there.
        spawn_local(async move { drop(JsFuture::from(set).await) });
    }
}

/// In the line at the foot of the page: said once that the app opens without a network, and what asks for a reload.
#[component]
pub fn OfflineMark() -> impl IntoView {
    let t = OfflineTexts::t;
    let shown = Memo::new(|_| {
        let known = known();
        (known.stand, known.first)
    });
    move || match shown.get() {
        (Stand::New, _) => view! { <button class="update" on:click=|_| update()>{t().new}</button> }.into_any(),
        (Stand::Old, _) => view! { <button class="update" on:click=|_| update()>{t().old}</button> }.into_any(),
        (Stand::Ready, true) => view! { <span role="status">{t().ready_mark}</span> }.into_any(),
        _ => ().into_any(),
    }
}
