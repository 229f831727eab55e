//! What is kept on this device, and deleting it.

use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::StorageManager;

use super::backup::Backup;
use super::imports::Imports;
use super::offline::Offline;
use super::packs::Samples;
use super::parts::Reserved;
use super::table::Table;
use crate::desk::{Right, needed_for};
use crate::ui::app::App;
use crate::ui::components::{Button, Look, TextInput};
use crate::ui::format::size;
use crate::ui::texts::data::DataTexts;
use crate::ui::texts::fill;
use crate::ui::texts::settings::SettingsTexts;

/// The data of this device.
#[component]
pub fn Data() -> impl IntoView {
    view! {
        <header class="page-head"><h1>{SettingsTexts::t().data}</h1></header>
        <Space />
        <Offline />
        <Backup />
        <Table />
        <Imports />
        <Samples />
        <Wipe />
    }
}

/// The browser's storage; only secure pages have one.
fn storage() -> Option<StorageManager> {
    let navigator = window().navigator();
    let there = Reflect::get(&navigator, &JsValue::from_str("storage")).is_ok_and(|storage| storage.is_object());
    there.then(|| navigator.storage())
}

/// How many bytes are used, and how many there may be.
async fn estimate() -> Option<(u64, u64)> {
    let answer = JsFuture::from(storage()?.estimate().ok()?).await.ok()?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let figure = |name: &str| Reflect::get(&answer, &JsValue::from_str(name)).ok()?.as_f64().map(|bytes| bytes as u64);
    Some((figure("usage")?, figure("quota")?))
}

async fn persisted() -> Option<bool> {
    JsFuture::from(storage()?.persisted().ok()?).await.ok()?.as_bool()
}

/// Asks the browser to keep the data; it may show a question of its own.
async fn persist() -> Option<bool> {
    JsFuture::from(storage()?.persist().ok()?).await.ok()?.as_bool()
}

#[component]
fn Space() -> impl IntoView {
    let app = App::get();
    let used = RwSignal::new(None::<(u64, u64)>);
    let kept = RwSignal::new(false);
    spawn_local(async move {
        // The page may be left by then.
        let _ = used.try_set(estimate().await);
        let _ = kept.try_set(persisted().await.unwrap_or(false));
    });
    let ask = move |()| {
        spawn_local(async move {
            let answer = persist().await.unwrap_or(false);
            let _ = kept.try_set(answer);
            if answer { app.toasts.say(DataTexts::t().kept) } else { app.toasts.fault(DataTexts::t().refused) }
        });
    };
    let counts = Memo::new(move |_| {
        let desk = app.live();
        (desk.count("ticket"), desk.count("customer"), desk.agents().len(), desk.all_kinds().len())
    });
    let said = move || match used.get() {
        Some((used, of)) => fill(DataTexts::t().space, &[&size(used), &size(of)]),
        None => DataTexts::t().space_unknown.to_owned(),
    };
    #[allow(clippy::cast_precision_loss)]
    let share = move || used.get().map_or(0.0, |(used, of)| used as f64 / of.max(1) as f64);
    view! {
        <section class="card stack">
            <h2>{DataTexts::t().where_title}</h2>
            <p>{move || if app.live().remote().is_some() { DataTexts::t().where_synced } else { DataTexts::t().where_about }}</p>
            <p class="num-line">{move || {
                let (tickets, customers, people, kinds) = counts.get();
                fill(DataTexts::t().records, &[&tickets, &customers, &people, &kinds])
            }}</p>
            <div>
                <p class="small dim">{said}</p>
                <progress max="1" aria-hidden="true" prop:value=share></progress>
            </div>
            <div class="line">
                <p class="grow-text">{move || if kept.get() { DataTexts::t().kept } else { DataTexts::t().not_kept }}</p>
                {move || (!kept.get()).then(|| view! { <Button label=DataTexts::t().ask_keep on_press=ask /> })}
            </div>
        </section>
    }
}

/// Deleting everything: only after a word is typed.
#[component]
fn Wipe() -> impl IntoView {
    let app = App::get();
    let typed = RwSignal::new(String::new());
    let sure = Memo::new(move |_| typed.with(|typed| typed.trim() == DataTexts::t().wipe_word));
    let wipe = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !sure.get_untracked() {
            return;
        }
        let desk = app.desk();
        app.attempt(async move { desk.wipe().await }, |()| {
            let location = window().location();
            // Should the browser refuse, the desk has stopped and says so.
            let _ = location.set_hash("");
            let _ = location.reload();
        });
    };
    let ask = Signal::derive(|| fill(DataTexts::t().wipe_type, &[&DataTexts::t().wipe_word]));
    view! {
        <section class="card stack danger">
            <h2>{DataTexts::t().wipe}</h2>
            <p>{DataTexts::t().wipe_about}</p>
            <Reserved least=needed_for(Right::Wipe)>
                <form class="line" on:submit=wipe>
                    <TextInput value=typed on_input=move |text| typed.set(text) label=move || ask.get() hint=move || ask.get() />
                    <Button label=DataTexts::t().wipe_go look=Look::Danger submit=true
                        disabled=Signal::derive(move || !sure.get()) on_press=|()| {} />
                </form>
            </Reserved>
        </section>
    }
}
