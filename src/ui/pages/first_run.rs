//! The first run: language, who you are, one or more packs, sample data if wanted. Then it works.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

use crate::ui::app::App;
use crate::ui::components::{Button, Look};
use crate::ui::first::{Asked, LANG, RESTORING, Start, keep, kept};
use crate::ui::lang::set_lang;
use crate::ui::later::{self, File, Later};
use crate::ui::texts::Lang;
use crate::ui::texts::start::Starting;

/// The packs that come with the app.
pub const BUILT_IN: [&str; 4] = ["service", "ecommerce", "property", "logistics"];

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

/// The first run. It needs no desk: what is typed is kept beside it until it begins.
#[component]
pub fn FirstRun() -> impl IntoView {
    let packs = kept(PACKS).unwrap_or_default();
    let chosen =
        RwSignal::new(BUILT_IN.into_iter().filter(|id| packs.split(' ').any(|kept| kept == *id)).collect::<Vec<_>>());
    let samples = RwSignal::new(kept(SAMPLES).is_some_and(|kept| !kept.is_empty()));
    let busy = RwSignal::new(false);
    // What must be mended first, and the field that it is about.
    let said = RwSignal::new((String::new(), ""));
    let say = move |text: &str, field: &'static str| {
        said.set((text.to_owned(), field));
        if let Some(field) = document().get_element_by_id(field).and_then(|field| field.dyn_into::<HtmlElement>().ok())
        {
            let _ = field.focus();
        }
    };
    let start = move || {
        let typed = |name: &str| kept(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let Some(name) = typed("name") else { return say(Starting::t().name_needed, "first-name") };
        if chosen.get_untracked().is_empty() {
            return say(Starting::t().choose_pack, "first-packs");
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        said.set((String::new(), ""));
        let start = Start {
            name,
            number: typed("number").unwrap_or_else(|| NUMBER.to_owned()),
            firm: typed("firm").unwrap_or_default(),
            lang: kept(LANG).map(|tag| Lang::of(&tag)),
            packs: chosen.get_untracked(),
            samples: samples.get_untracked(),
        };
        spawn_local(async move {
            let answer = later::open(Asked::Begin(start)).await;
            let fault = match answer {
                Some(Ok(())) => return,
                Some(Err(fault)) => fault,
                None => Starting::t().not_fetched.to_owned(),
            };
            let _ = said.try_set((fault, ""));
            let _ = busy.try_set(false);
        });
    };
    let ahead = StoredValue::new(false);
    let begun = move || {
        // Somebody is about to begin: the desk is on its way meanwhile.
        if !ahead.get_value() {
            ahead.set_value(true);
            later::first_run_ahead();
        }
    };
    view! {
        <main class="welcome">
            <header>
                <div class="logo">"首"</div>
                <div><h1>{Starting::t().welcome}</h1><p class="dim">{Starting::t().claim}</p></div>
                <select class="plain" aria-label=Starting::t().language
                    on:change=move |event| {
                        let tag = event_target_value(&event);
                        keep(LANG, &tag);
                        set_lang(Lang::of(&tag));
                    }>
                    {Lang::ALL.map(|l| view! {
                        <option value=l.tag() selected=move || crate::ui::lang::lang() == l>{l.name()}</option>
                    }).collect_view()}
                </select>
            </header>
            <form novalidate on:submit=move |event| { event.prevent_default(); start(); } on:input=move |event| { begun(); take(&event); } on:change=move |_| begun()>
                <section class="card">
                    <h2>{Starting::t().who}</h2>
                    <div class="form-grid">
                        {field(Starting::t().name, Starting::t().name_hint, "name", "", "first-name")}
                        {field(Starting::t().number, Starting::t().number_hint, "number", NUMBER, "first-number")}
                        {field(Starting::t().firm, Starting::t().firm_hint, "firm", "", "first-firm")}
                    </div>
                </section>
                <Packs chosen samples said />
                <p class="notice" data-tone="late" role="alert" hidden=move || said.with(|(text, _)| text.is_empty())>{move || said.get().0}</p>
                <div class="actions">
                    <Button label=move || if busy.get() { Starting::t().preparing } else { Starting::t().begin } look=Look::Main submit=true
                        disabled=busy on_press=move |()| {} />
                    <Restore />
                    <Button label=Starting::t().join look=Look::Quiet on_press=move |()| join() />
                    <span class="small faint push">{Starting::t().kept_here}</span>
                </div>
            </form>
        </main>
    }
    .into_any()
}

/// Joins a team instead: its page comes with the desk.
fn join() {
    let _ = window().location().set_hash("#/join");
    if use_context::<App>().is_some() {
        let _ = window().location().reload();
        return;
    }
    spawn_local(async { drop(later::open(Asked::Join).await) });
}

/// What was said last, and the field that it is about.
type Said = RwSignal<(String, &'static str)>;

/// The packs to choose from, and the samples.
#[component]
fn Packs(chosen: RwSignal<Vec<&'static str>>, samples: RwSignal<bool>, said: Said) -> impl IntoView {
    view! {
        <section class="card">
            <h2>{Starting::t().packs}</h2>
            <p class="small dim">{Starting::t().packs_about}</p>
            <div class="packs" id="first-packs" tabindex="-1">
                {BUILT_IN.map(|id| view! {
                    <label class="pack" data-on=move || chosen.get().contains(&id).then_some("")>
                        <input type="checkbox" value=id checked=chosen.with_untracked(|all| all.contains(&id)) on:change=move |event| {
                            let on = event_target_checked(&event);
                            chosen.update(|all| { all.retain(|other| *other != id); if on { all.push(id); } });
                            keep(PACKS, &chosen.get_untracked().join(" "));
                        } />
                        <span><b>{move || pack_words(id).0}</b><span class="small dim">{move || pack_words(id).1}</span></span>
                    </label>
                }).collect_view()}
            </div>
            <label class="check">
                <input type="checkbox" id="first-samples" checked=samples.get_untracked() on:change=move |event| {
                    samples.set(event_target_checked(&event));
                    keep(SAMPLES, if samples.get_untracked() { "yes" } else { "" });
                    if samples.get_untracked() && chosen.get_untracked().is_empty() {
                        said.set((Starting::t().choose_pack.to_owned(), ""));
                    }
                } />
                <span>{Starting::t().with_samples}<span class="small dim">{Starting::t().samples_go}</span></span>
            </label>
        </section>
    }
    .into_any()
}

/// A backup instead of a first run; its code, and the desk that it needs, come when it is asked for.
#[component]
fn Restore() -> impl IntoView {
    let has_desk = use_context::<App>().is_some();
    let wanted = RwSignal::new(has_desk && RESTORING.get());
    let ask = move || {
        if has_desk {
            return wanted.set(true);
        }
        spawn_local(async { drop(later::open(Asked::Restore).await) });
    };
    move || {
        if wanted.get() {
            view! { <Later file=File::restore /> }.into_any()
        } else {
            view! { <Button label=Starting::t().restore on_press=move |()| ask() /> }.into_any()
        }
    }
}

/// Keeps what is typed.
fn take(event: &web_sys::Event) {
    let Some(control) = event.target().map(JsCast::unchecked_into::<web_sys::HtmlInputElement>) else { return };
    if let Some(name) = control.get_attribute("data-keep") {
        keep(&name, &control.value());
    }
}

fn field(label: &'static str, hint: &'static str, name: &'static str, begin: &str, id: &'static str) -> impl IntoView {
    let must = name == "name";
    view! {
        <label class="field">
            <span class="label">{label}{must.then(|| view! { <span class="must">"*"</span> })}</span>
            <input class="input" id=id aria-required=must.then_some("true") autofocus=must placeholder=hint data-keep=name
                value=kept(name).unwrap_or_else(|| begin.to_owned()) maxlength="40" autocomplete="off" />
        </label>
    }
}
