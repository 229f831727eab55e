//! What waits, what was refused and why, what was changed on both sides, and the team's devices.

use std::collections::BTreeMap;

use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::desk::sync::{Outbox, Parked};
use crate::model::document::DocId;
use crate::ui::app::App;
use crate::ui::components::{Button, Tag};
use crate::ui::dates;
use crate::ui::route::Route;
use crate::ui::sync;
use crate::ui::texts::fill;
use crate::ui::texts::sync::SyncTexts;

/// A tab that does not sync looks at the store so often at most, in milliseconds.
const LOOK: u32 = 2_000;
/// So many are named.
const SHOWN: usize = 20;

/// A document by name, as a link where it has a page.
fn named(app: App, id: &DocId) -> AnyView {
    let desk = app.desk();
    match id.kind() {
        "ticket" => {
            let name = desk.row(id).map_or_else(|| id.to_string(), |row| [&*row.number, " ", &*row.subject].concat());
            view! { <a href=Route::ticket(id).href()>{name}</a> }.into_any()
        }
        "customer" => {
            let kind = SyncTexts::t().kind(id.kind());
            let name = desk.customer(id).map_or_else(|| kind.to_owned(), |customer| customer.addressed());
            view! { <a href=Route::customer(id).href()>{name}</a> }.into_any()
        }
        kind => view! { <span>{SyncTexts::t().kind(kind)}</span> }.into_any(),
    }
}

/// All of it.
#[component]
pub fn Waiting() -> impl IntoView {
    let app = App::get();
    let t = SyncTexts::t();
    // The tab that syncs knows it; any other reads it from the store, now and then.
    let read = RwSignal::new(Outbox::default());
    let (reading, again) = (StoredValue::new(false), StoredValue::new(false));
    Effect::new(move |_| {
        app.track();
        let _ = sync::status();
        let Some(sync) = sync::handle().filter(|_| !sync::leads()) else { return };
        again.set_value(true);
        if reading.get_value() {
            return;
        }
        reading.set_value(true);
        spawn_local(async move {
            while again.try_get_value() == Some(true) {
                again.set_value(false);
                if let Ok(found) = sync.look().await {
                    let _ = read.try_set(found);
                }
                TimeoutFuture::new(LOOK).await;
            }
            let _ = reading.try_set_value(false);
        });
    });
    let outbox = Memo::new(move |_| {
        app.track();
        if sync::leads() { sync::outbox() } else { read.get() }
    });
    let waiting = move || {
        let (all, rest): (Vec<DocId>, Vec<DocId>) =
            outbox.get().waiting.into_iter().partition(|id| matches!(id.kind(), "ticket" | "customer"));
        let more = (all.len() > SHOWN).then(|| view! { <li class="dim">{fill(t.outbox_more, &[&all.len()])}</li> });
        let items = all.iter().take(SHOWN).map(|id| view! { <li>{named(app, id)}</li> }).collect_view();
        // Of what has no page of its own only how many there are is of interest.
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for id in &rest {
            *counts.entry(t.kind(id.kind())).or_default() += 1;
        }
        let counts = counts
            .into_iter()
            .map(|(name, count)| view! { <li class="dim">{fill(t.outbox_count, &[&name, &count])}</li> });
        view! { <ul class="plain-list">{items}{more}{counts.collect_view()}</ul> }
    };
    let parked = move || {
        let one = |one: Parked| view! { <li>{named(app, &one.document)}" "<span class="small dim">{t.refusal(&one.why)}</span></li> };
        outbox.get().parked.into_iter().take(SHOWN).map(one).collect_view()
    };
    let retry = move |()| {
        if let Some(sync) = sync::handle() {
            sync.retry();
        }
    };
    let torn = Memo::new(move |_| app.live().torn());
    let device = app.desk().device();
    let devices = move || {
        let one = |(name, known): (String, crate::desk::sync::Device)| {
            let who = app.desk().agent(&known.by).map_or_else(String::new, |agent| agent.name.clone());
            let ours = (name == device).then(|| view! { <Tag text=t.device_this /> });
            let seen = fill(t.device_seen, &[&dates::when(known.latest, app.now.get())]);
            view! { <li class="line"><span class="mono">{name}</span>{ours}<span>{who}</span><span class="small dim">{seen}</span></li> }
        };
        outbox.get().checkpoint.devices.into_iter().map(one).collect_view()
    };
    view! {
        <section class="card stack" id="sync-conflicts" hidden=move || torn.with(Vec::is_empty)>
            <h2>{t.conflicts}</h2>
            <p class="dim">{t.conflicts_about}</p>
            <ul class="plain-list">{move || torn.get().iter().map(|id| view! { <li>{named(app, id)}</li> }).collect_view()}</ul>
        </section>
        <section class="card stack" id="sync-parked" hidden=move || outbox.with(|outbox| outbox.parked.is_empty())>
            <h2>{t.parked}</h2>
            <p class="dim">{t.parked_about}</p>
            <ul class="plain-list">{parked}</ul>
            <div class="actions"><Button label=t.retry on_press=retry /></div>
        </section>
        <section class="card stack" id="sync-outbox">
            <h2>{t.outbox}</h2>
            {move || if outbox.with(|outbox| outbox.waiting.is_empty()) {
                view! { <p class="dim">{t.outbox_none}</p> }.into_any()
            } else {
                waiting().into_any()
            }}
        </section>
        <section class="card stack" id="sync-devices" hidden=move || outbox.with(|outbox| outbox.checkpoint.devices.is_empty())>
            <h2>{t.devices}</h2>
            <ul class="plain-list">{devices}</ul>
        </section>
    }
    .into_any()
}
