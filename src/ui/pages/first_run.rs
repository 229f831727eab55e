//! The first run: language, who you are, one or more packs, sample data if wanted. Then it works.

use leptos::prelude::*;

use crate::desk::{DeskError, NewAgent};
use crate::model::agent::Role;
use crate::model::value::Value;
use crate::ui::app::App;
use crate::ui::components::{Button, Look};
use crate::ui::later::{self, File, Later};
use crate::ui::packs::{BUILT_IN, fetch_pack, fetch_samples};
use crate::ui::prefs::Prefs;
use crate::ui::texts::Lang;
use crate::ui::texts::start::Starting;
use crate::ui::typed::Typed;

/// The names under which the ticked boxes are kept, and the number that stands there to begin with.
const PACKS: &str = "packs";
const SAMPLES: &str = "samples";
const NUMBER: &str = "A01";

/// What a built-in pack is called, and what it is for.
#[must_use]
pub fn pack_words(id: &str) -> (&'static str, &'static str) {
    let t = Starting::t();
    match id {
        "service" => (t.pack_service, t.pack_service_about),
        "ecommerce" => (t.pack_ecommerce, t.pack_ecommerce_about),
        "property" => (t.pack_property, t.pack_property_about),
        _ => (t.pack_logistics, t.pack_logistics_about),
    }
}

/// What the first run is to do.
pub struct Start {
    /// Who is at the desk from now on.
    pub person: NewAgent,
    /// The firm's name; may be empty.
    pub firm: String,
    /// The built-in packs to install.
    pub packs: Vec<&'static str>,
    /// Sample data too.
    pub samples: bool,
}

/// Everything the first run does, in order. The person comes first, so that nothing is lost if a pack cannot be had.
pub async fn begin(app: App, start: Start) {
    let desk = app.desk();
    let mut fetched = Vec::new();
    for id in &start.packs {
        match fetch_pack(id).await {
            Ok(pack) => fetched.push(pack),
            Err(_) => return app.toasts.fault(Starting::t().pack_failed),
        }
    }
    let done: Result<(), DeskError> = async {
        for pack in &fetched {
            desk.install(pack).await?;
        }
        desk.add_agent(start.person).await?;
        if !start.firm.trim().is_empty() {
            desk.set_firm(&start.firm).await?;
        }
        Ok(())
    }
    .await;
    if let Err(error) = done {
        return app.fail(&error);
    }
    if start.samples {
        fetch_samples(app, &desk, &start.packs).await;
    }
    desk.forget_undo();
}

/// The first run.
#[component]
pub fn FirstRun() -> impl IntoView {
    let app = App::get();
    let prefs = Prefs::get();
    let typed = Typed::at("first-run".to_owned());
    let kept = typed.text(PACKS);
    let chosen =
        RwSignal::new(BUILT_IN.into_iter().filter(|id| kept.split(' ').any(|kept| kept == *id)).collect::<Vec<_>>());
    let samples = RwSignal::new(!typed.text(SAMPLES).is_empty());
    let busy = RwSignal::new(false);
    let start = move || {
        if chosen.get_untracked().is_empty() {
            app.toasts.fault(Starting::t().choose_pack);
            return;
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let person = NewAgent {
            name: typed.text("name"),
            number: typed.text_or("number", NUMBER),
            role: Role::Manager,
            team: String::new(),
        };
        let (firm, packs, samples) = (typed.text("firm"), chosen.get_untracked(), samples.get_untracked());
        wasm_bindgen_futures::spawn_local(async move {
            match later::begin().await {
                Some(begin) => begin(app, Start { person, firm, packs, samples }).await,
                None => app.toasts.fault(Starting::t().not_fetched),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <main class="welcome">
            <header>
                <div class="logo">"首"</div>
                <div><h1>{Starting::t().welcome}</h1><p class="dim">{Starting::t().claim}</p></div>
                <select class="plain" aria-label=Starting::t().language
                    on:change=move |event| { let tag = event_target_value(&event); prefs.change(app, |kept| kept.lang = tag) }>
                    {Lang::ALL.map(|l| view! {
                        <option value=l.tag() selected=move || crate::ui::lang::lang() == l>{l.name()}</option>
                    }).collect_view()}
                </select>
            </header>
            <form on:submit=move |event| { event.prevent_default(); start(); } on:input=move |event| typed.take(&event)>
                <section class="card">
                    <h2>{Starting::t().who}</h2>
                    <div class="form-grid">
                        {field(typed, Starting::t().name, Starting::t().name_hint, "name", "", true, "first-name")}
                        {field(typed, Starting::t().number, Starting::t().number_hint, "number", NUMBER, true, "first-number")}
                        {field(typed, Starting::t().firm, Starting::t().firm_hint, "firm", "", false, "first-firm")}
                    </div>
                </section>
                <section class="card">
                    <h2>{Starting::t().packs}</h2>
                    <p class="small dim">{Starting::t().packs_about}</p>
                    <div class="packs">
                        {BUILT_IN.map(|id| view! {
                            <label class="pack" data-on=move || chosen.get().contains(&id).then_some("")>
                                <input type="checkbox" value=id checked=chosen.with_untracked(|all| all.contains(&id)) on:change=move |event| {
                                    let on = event_target_checked(&event);
                                    chosen.update(|all| { all.retain(|other| *other != id); if on { all.push(id); } });
                                    typed.put(PACKS, Value::text(&chosen.get_untracked().join(" ")));
                                } />
                                <span><b>{move || pack_words(id).0}</b><span class="small dim">{move || pack_words(id).1}</span></span>
                            </label>
                        }).collect_view()}
                    </div>
                    <label class="check">
                        <input type="checkbox" id="first-samples" checked=samples.get_untracked() on:change=move |event| {
                            samples.set(event_target_checked(&event));
                            typed.put(SAMPLES, Value::text(if samples.get_untracked() { "yes" } else { "" }));
                            if samples.get_untracked() && chosen.get_untracked().is_empty() {
                                app.toasts.say(Starting::t().choose_pack);
                            }
                        } />
                        <span>{Starting::t().with_samples}<span class="small dim">{Starting::t().samples_go}</span></span>
                    </label>
                </section>
                <div class="actions">
                    <Button label=move || if busy.get() { Starting::t().preparing } else { Starting::t().begin } look=Look::Main submit=true
                        disabled=busy on_press=move |()| {} />
                    <Restore />
                    <span class="small faint push">{Starting::t().kept_here}</span>
                </div>
            </form>
        </main>
    }
    .into_any()
}

/// A backup instead of a first run; its code comes when it is asked for.
#[component]
fn Restore() -> impl IntoView {
    let wanted = RwSignal::new(false);
    move || {
        if wanted.get() {
            view! { <Later file=File::restore /> }.into_any()
        } else {
            view! { <Button label=Starting::t().restore on_press=move |()| wanted.set(true) /> }.into_any()
        }
    }
}

fn field(
    typed: Typed,
    label: &'static str,
    hint: &'static str,
    name: &'static str,
    begin: &'static str,
    must: bool,
    id: &'static str,
) -> impl IntoView {
    view! {
        <label class="field">
            <span class="label">{label}{must.then(|| view! { <span class="must">"*"</span> })}</span>
            <input class="input" id=id required=must placeholder=hint data-keep=name value=typed.text_or(name, begin) maxlength="40" />
        </label>
    }
}
