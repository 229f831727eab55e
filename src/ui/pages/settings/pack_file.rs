//! A pack from a file: checked, its faults told one by one, shown, and only then installed.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use crate::model::check::{self, MOST_BYTES};
use crate::model::fault::Fault;
use crate::model::pack::Pack;
use crate::ui::app::App;
use crate::ui::components::{Button, Look};
use crate::ui::files::{FilePick, read, unreadable};
use crate::ui::texts::errors::Errors;
use crate::ui::texts::faults::{self, FaultTexts};
use crate::ui::texts::packs::PackTexts;
use crate::ui::texts::{Common, fill};

/// What a file turned out to be.
#[derive(Clone)]
enum Found {
    /// No pack, with the sentence that says why.
    No(String),
    /// A pack with faults: place and what is wrong.
    Faulty(String, Vec<(String, String)>),
    /// A pack that can be installed.
    Good(Box<Pack>),
}

fn look(app: App, name: &str, bytes: &[u8]) -> Found {
    let t = PackTexts::t();
    let pack = match std::str::from_utf8(bytes) {
        Ok(text) => check::parse(text),
        Err(_) => return Found::No(fill(t.unreadable, &[&name, &t.json_syntax])),
    };
    let pack = match pack {
        Ok(pack) => pack,
        Err(error) => return Found::No(fill(t.unreadable, &[&name, &faults::unreadable(&error, t)])),
    };
    let others: Vec<String> =
        app.desk().all_kinds().iter().filter(|info| info.pack != pack.id).map(|info| info.kind.id.clone()).collect();
    let found = check::check(&pack, &others);
    if found.is_empty() {
        return Found::Good(Box::new(pack));
    }
    let words = FaultTexts::t();
    let say = |fault: &Fault| (words.place(fault, &pack), words.sentence(&fault.what, t, Errors::t()));
    Found::Faulty(name.to_owned(), found.iter().map(say).collect())
}

/// Installing a pack from a file.
#[component]
pub fn FromFile() -> impl IntoView {
    let app = App::get();
    let found = RwSignal::new_local(None::<Found>);
    let open = move |files: Vec<File>| {
        let Some(file) = files.into_iter().next() else { return };
        spawn_local(async move {
            #[allow(clippy::cast_precision_loss)]
            let largest = MOST_BYTES as f64;
            if file.size() > largest {
                let t = PackTexts::t();
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                let size = crate::ui::format::size(file.size() as u64);
                found.set(Some(Found::No(fill(t.unreadable, &[&file.name(), &fill(t.too_large, &[&size])]))));
                return;
            }
            match read(&file).await {
                Ok(bytes) => found.set(Some(look(app, &file.name(), &bytes))),
                Err(error) => unreadable(app, &file, &error),
            }
        });
    };
    view! {
        <section class="card stack">
            <h2>{PackTexts::t().from_file}</h2>
            <p class="dim">{PackTexts::t().from_file_about}</p>
            <div class="actions"><FilePick accept=".json,application/json" on_files=open /></div>
            <div role="status">
                {move || found.get().map(|what| match what {
                    Found::No(why) => view! { <p class="notice" data-tone="late">{why}</p> }.into_any(),
                    Found::Faulty(name, faults) => view! { <Faults name faults /> }.into_any(),
                    Found::Good(pack) => view! { <Good pack=*pack found /> }.into_any(),
                })}
            </div>
        </section>
    }
}

#[component]
fn Faults(name: String, faults: Vec<(String, String)>) -> impl IntoView {
    view! {
        <p class="late">{fill(PackTexts::t().faulty, &[&name, &faults.len()])}</p>
        <ol class="faults">
            {faults.into_iter().map(|(place, what)| view! { <li><b>{place}</b><span>{what}</span></li> }).collect_view()}
        </ol>
    }
}

#[component]
fn Good(pack: Pack, found: RwSignal<Option<Found>, LocalStorage>) -> impl IntoView {
    let app = App::get();
    let t = PackTexts::t();
    let (kinds, lists, scripts) = (pack.kinds.len(), pack.lists.len(), pack.scripts.len());
    let ready = fill(t.ready, &[&pack.name, &pack.version, &kinds, &lists, &scripts]);
    let had = app.desk().packs().into_iter().find(|other| other.0 == pack.id);
    let replaces = had.map(|had| fill(t.replaces, &[&had.2]));
    let names: Vec<String> = pack.kinds.iter().map(|kind| kind.name.clone()).collect();
    let pack = StoredValue::new_local(pack);
    let install = move |()| {
        let (desk, pack) = (app.desk(), pack.get_value());
        let name = pack.name.clone();
        app.attempt(async move { desk.install(&pack).await }, move |done| {
            found.set(None);
            match done {
                Some(done) => app.toasts.done(&done),
                None => app.toasts.say(fill(PackTexts::t().installed, &[&name])),
            }
        });
    };
    view! {
        <p>{ready}" "{replaces}</p>
        <p class="small dim">{names.join("、")}</p>
        <div class="actions">
            <Button label=PackTexts::t().install look=Look::Main on_press=install />
            <Button label=Common::t().cancel look=Look::Quiet on_press=move |()| found.set(None) />
        </div>
    }
}
