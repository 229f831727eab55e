//! Handbook packs: the installed ones with their flows, those that come with the app, and files from other teams.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::kind::KindView;
use super::pack_file::FromFile;
use super::parts::Reserved;
use crate::desk::KindInfo;
use crate::model::agent::Role;
use crate::model::document::DocId;
use crate::ui::app::App;
use crate::ui::components::{Button, Empty, Icon, Look, Switch, Tag};
use crate::ui::files::offer;
use crate::ui::nav::route;
use crate::ui::packs::{fetch_pack, fetch_samples};
use crate::ui::pages::first_run::{BUILT_IN, pack_words};
use crate::ui::route::Route;
use crate::ui::texts::fill;
use crate::ui::texts::packs::PackTexts;
use crate::ui::texts::start::Starting;

/// The packs, or one kind of them.
#[component]
pub fn Packs() -> impl IntoView {
    let kind = Memo::new(|_| match route() {
        Route::Settings(_, kind) => kind,
        _ => None,
    });
    move || match kind.get() {
        Some(id) => view! { <KindView id /> }.into_any(),
        None => view! { <All /> }.into_any(),
    }
}

#[component]
fn All() -> impl IntoView {
    let app = App::get();
    let packs = Memo::new(move |_| app.live().packs());
    view! {
        <header class="page-head"><h1>{move || crate::ui::texts::settings::SettingsTexts::t().packs}</h1></header>
        <p class="dim intro">{PackTexts::t().about}</p>
        <Reserved least=Role::Manager>
            {move || packs.with(Vec::is_empty).then(|| view! { <Empty icon=Icon::Handbook title=PackTexts::t().none /> })}
            <For each=move || packs.get() key=Clone::clone let:pack>
                <Installed id=pack.0 name=pack.1 version=pack.2 />
            </For>
            <BuiltIn />
            <FromFile />
            <Samples />
        </Reserved>
    }
}

#[component]
fn Installed(id: String, name: String, version: u32) -> impl IntoView {
    let app = App::get();
    let about = app.desk().text(&DocId::fixed("pack", &id), "about");
    let id = StoredValue::new(id);
    let kinds = Memo::new(move |_| {
        let of = |info: &KindInfo| id.with_value(|id| info.pack == *id);
        let mut kinds: Vec<KindInfo> = app.live().all_kinds().into_iter().filter(of).collect();
        kinds.sort_by_key(|info| info.kind.register);
        kinds.iter().map(|info| info.kind.id.clone()).collect::<Vec<_>>()
    });
    let export = move |()| {
        let Some(pack) = id.with_value(|id| app.desk().export_pack(id)) else { return };
        if let Ok(text) = serde_json::to_string_pretty(&pack) {
            let name = format!("{}-v{}.json", pack.id, pack.version);
            offer(app, &name, "application/json", &[text.into_bytes()]);
        }
    };
    let remove = move |()| {
        let (desk, id) = (app.desk(), id.get_value());
        app.act(async move { desk.remove_pack(&id).await });
    };
    view! {
        <section class="card stack">
            <div class="line">
                <h2 class="strong">{name}</h2>
                <Tag text=move || fill(PackTexts::t().version, &[&version]) />
                <Tag text=move || fill(PackTexts::t().kinds, &[&kinds.with(Vec::len)]) />
                <span class="push actions">
                    <Button label=PackTexts::t().export icon=Icon::Download small=true look=Look::Quiet on_press=export />
                    <span title=PackTexts::t().remove_about>
                        <Button label=PackTexts::t().remove icon=Icon::Delete small=true look=Look::Quiet on_press=remove />
                    </span>
                </span>
            </div>
            <p class="dim">{about}</p>
            <ul class="pack-kinds">
                <For each=move || kinds.get() key=Clone::clone let:kind><KindRow id=kind /></For>
            </ul>
        </section>
    }
}

#[component]
fn KindRow(id: String) -> impl IntoView {
    let app = App::get();
    let kind = app.desk().kind(&id);
    let href = Route::Settings(Some("packs".to_owned()), Some(id.clone())).href();
    let id = StoredValue::new(id);
    let offered = Memo::new(move |_| {
        id.with_value(|id| app.live().all_kinds().iter().any(|info| info.kind.id == *id && !info.off))
    });
    let switch = move |on: bool| {
        let (desk, id) = (app.desk(), id.get_value());
        app.act(async move { desk.switch_kind(&id, !on).await });
    };
    kind.map(|kind| {
        view! {
            <li>
                <a href=href title=PackTexts::t().look>
                    <b>{kind.name.clone()}</b>
                    {kind.register.then(|| view! { <Tag text=PackTexts::t().register /> })}
                    <span class="dim small cut">{kind.about.clone()}</span>
                </a>
                <Switch value=offered on_change=switch label=PackTexts::t().offered />
            </li>
        }
    })
}

/// The packs that come with the app.
#[component]
fn BuiltIn() -> impl IntoView {
    let app = App::get();
    let busy = RwSignal::new(false);
    let has = move |id: &'static str| app.live().packs().iter().any(|pack| pack.0 == id);
    let install = move |id: &'static str| {
        busy.set(true);
        spawn_local(async move {
            let desk = app.desk();
            let had = desk.packs().iter().any(|pack| pack.0 == id);
            match fetch_pack(id).await {
                Err(_) => app.toasts.fault(Starting::t().pack_failed),
                Ok(pack) => match desk.install(&pack).await {
                    Err(error) => app.fail(&error),
                    Ok(Some(done)) => app.toasts.done(&done),
                    Ok(None) => {
                        let t = PackTexts::t();
                        app.toasts.say(fill(if had { t.up_to_date } else { t.installed }, &[&pack.name]));
                    }
                },
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <section class="card stack">
            <h2>{PackTexts::t().built_in}</h2>
            <ul class="stack">
                {BUILT_IN.map(|id| view! {
                    <li class="line nowrap">
                        <span class="grow-text"><b>{move || pack_words(id).0}</b><span class="small dim block">{move || pack_words(id).1}</span></span>
                        <Button
                            label=move || if has(id) { PackTexts::t().update } else { PackTexts::t().install }
                            small=true
                            disabled=busy
                            on_press=move |()| install(id)
                        />
                    </li>
                }).collect_view()}
            </ul>
        </section>
    }
}

/// Sample data: added and removed at once.
#[component]
pub fn Samples() -> impl IntoView {
    let app = App::get();
    let busy = RwSignal::new(false);
    let has = Memo::new(move |_| app.live().has_samples());
    let load = move |()| {
        busy.set(true);
        spawn_local(async move {
            let desk = app.desk();
            let installed = desk.packs();
            let ids: Vec<&'static str> =
                BUILT_IN.into_iter().filter(|id| installed.iter().any(|pack| pack.0 == *id)).collect();
            fetch_samples(app, ids).await;
            if desk.has_samples() {
                app.toasts.say(PackTexts::t().samples_loaded);
            }
            let _ = busy.try_set(false);
        });
    };
    let remove = move |()| {
        let desk = app.desk();
        app.attempt(async move { desk.remove_samples().await }, move |_| app.toasts.say(Starting::t().sample_removed));
    };
    view! {
        <section class="card stack">
            <h2>{PackTexts::t().samples}</h2>
            <p class="dim">{PackTexts::t().samples_about}</p>
            <div class="actions">
                {move || if has.get() {
                    view! { <Button label=PackTexts::t().samples_remove icon=Icon::Delete on_press=remove /> }
                } else {
                    view! { <Button label=PackTexts::t().samples_load icon=Icon::Download disabled=busy on_press=load /> }
                }}
            </div>
        </section>
    }
}
