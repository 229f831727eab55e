//! All data as one file, and back.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use super::parts::Reserved;
use super::sealed::{AskPassphrase, Passphrase, SealChoice, opened, seal_of};
use crate::desk::sealed;
use crate::desk::{DeskError, Flow, Preview, RestoreError, RestoreProgress, Right, SCHEMA, StoreError, needed_for};
use crate::query::backup::sealed::{Seal, SealError};
use crate::query::backup::{Header, Item, Reader, Summary};
use crate::ui::app::App;
use crate::ui::components::{Button, Icon, Look, Progress};
use crate::ui::dates;
use crate::ui::files::{FilePick, Slices, Teller, offer, read_slice, unreadable};
use crate::ui::first;
use crate::ui::format::size;
use crate::ui::prefs::Prefs;
use crate::ui::texts::data::DataTexts;
use crate::ui::texts::{Common, fill};

/// The kind of file a backup is.
const MEDIA: &str = "application/x-ndjson";
/// The same under a passphrase.
const SEALED: &str = "application/octet-stream";

/// Backup and restore.
#[component]
pub fn Backup() -> impl IntoView {
    let app = App::get();
    // How many records of how many are written; nothing while no backup is made.
    let written = RwSignal::new(None::<(usize, usize)>);
    let writing = Memo::new(move |_| written.with(Option::is_some));
    let stop = RwSignal::new(false);
    let passphrase = Passphrase::new();
    let make = move |()| {
        let given = match passphrase.given() {
            Ok(given) => given,
            Err(why) => return app.toasts.fault(why),
        };
        stop.set(false);
        written.set(Some((0, 0)));
        spawn_local(async move {
            if write(app, written, stop, given).await {
                passphrase.forget();
            }
            let _ = written.try_set(None);
        });
    };
    let label = move || {
        let (count, all) = written.get().unwrap_or_default();
        fill(DataTexts::t().backup_writing, &[&count, &all])
    };
    #[allow(clippy::cast_precision_loss)]
    let share = Signal::derive(move || written.get().map(|(count, all)| count as f64 / all.max(1) as f64));
    view! {
        <section class="card stack">
            <h2>{DataTexts::t().backup}</h2>
            <p class="dim">{DataTexts::t().backup_about}</p>
            <Reserved least=needed_for(Right::Export)>
                <SealChoice passphrase />
                <div class="actions">
                    <Button
                        label=DataTexts::t().backup_make
                        icon=Icon::Download
                        disabled=Signal::derive(move || written.with(Option::is_some))
                        on_press=make
                    />
                </div>
                {move || writing.get().then(|| view! {
                    <Progress label share on_cancel=move |()| stop.set(true) />
                })}
            </Reserved>
            <h2>{DataTexts::t().restore}</h2>
            <p class="dim">{DataTexts::t().restore_about}</p>
            <Reserved least=needed_for(Right::Rules)><RestoreButton /></Reserved>
        </section>
    }
}

/// Whether the file was given.
async fn write(
    app: App,
    written: RwSignal<Option<(usize, usize)>>,
    stop: RwSignal<bool>,
    passphrase: Option<String>,
) -> bool {
    let desk = app.desk();
    let parts = Rc::new(RefCell::new(Vec::new()));
    let sink = {
        let parts = parts.clone();
        move |bytes| parts.borrow_mut().push(bytes)
    };
    let teller = Teller::default();
    let progress = move |count, all| {
        if teller.is_due() {
            let _ = written.try_set(Some((count, all)));
        }
        if stop.try_get_untracked() == Some(false) { Flow::Go } else { Flow::Cancel }
    };
    match desk.backup(sink, &progress).await {
        Err(error) => {
            fail(app, &error);
            false
        }
        Ok(made) => {
            let t = DataTexts::t();
            let (mut parts, mut name, mut media) = (parts.take(), t.backup_name, MEDIA);
            if let Some(passphrase) = passphrase {
                let go_on = || stop.try_get_untracked() == Some(false);
                match sealed::seal(parts, &passphrase, &go_on).await {
                    Ok(Some(sealed)) => parts = sealed,
                    Ok(None) => return false,
                    Err(error) => {
                        app.toasts.fault(t.seal_fault(error));
                        return false;
                    }
                }
                (name, media) = (t.sealed_name, SEALED);
            }
            offer(app, &fill(name, &[&desk.calendar().day(desk.now())]), media, &parts);
            let mut said = fill(t.backup_done, &[&made.summary.documents, &size(made.summary.bytes)]);
            if made.absent > 0 {
                said.push_str(&fill(t.backup_absent, &[&made.absent]));
            }
            if made.unread > 0 {
                said.push_str(&fill(t.backup_unread, &[&made.unread]));
            }
            app.toasts.say(said);
            true
        }
    }
}

/// Says why a backup was not made or used; nothing when the person stopped it.
fn fail(app: App, error: &RestoreError) {
    match error {
        RestoreError::Desk(DeskError::Store(StoreError::Cancelled)) => {}
        RestoreError::Desk(error) => app.fail(error),
        RestoreError::Backup(error) => app.toasts.fault(DataTexts::t().backup_fault(error)),
        RestoreError::File(why) => app.toasts.fault(why.clone()),
    }
}

/// How far a restore is.
#[derive(Clone)]
enum Stage {
    Idle,
    /// It has a passphrase: what was wrong with the last one.
    Sealed(File, Seal, Option<SealError>),
    Checking(f64),
    /// Sound: what it holds, when it was made, and what merging it would bring; nothing on a desk that is new.
    Ready(File, Header, Summary, Option<Preview>),
    Writing(usize),
}

/// Chooses a backup file, checks all of it, shows what is in it, and merges it into what is here.
#[component]
pub fn RestoreButton() -> impl IntoView {
    let app = App::get();
    let prefs = Prefs::get();
    let stage = RwSignal::new_local(Stage::Idle);
    let stop = RwSignal::new(false);
    let open = move |files: Vec<File>| {
        let Some(file) = files.into_iter().next() else { return };
        stop.set(false);
        stage.set(Stage::Checking(0.0));
        spawn_local(async move {
            let next = match seal_of(&file).await {
                Ok(Some(seal)) => Stage::Sealed(file, seal, None),
                Ok(None) => checked(app, file, stage, stop).await,
                Err(error) => {
                    app.toasts.fault(DataTexts::t().seal_fault(error));
                    Stage::Idle
                }
            };
            let _ = stage.try_set(next);
        });
    };
    let unseal = move |file: File, seal: Seal, passphrase: String| {
        stop.set(false);
        stage.set(Stage::Checking(0.0));
        spawn_local(async move {
            let tell = |share| {
                let _ = stage.try_set(Stage::Checking(share));
                stop.try_get_untracked() == Some(false)
            };
            let next = match opened(&file, &seal, &passphrase, &tell).await {
                Ok(Some(file)) => checked(app, file, stage, stop).await,
                Ok(None) => Stage::Idle,
                Err(SealError::Passphrase) => Stage::Sealed(file, seal, Some(SealError::Passphrase)),
                Err(error) => {
                    app.toasts.fault(DataTexts::t().seal_fault(error));
                    Stage::Idle
                }
            };
            let _ = stage.try_set(next);
        });
    };
    let merge = move |file: File| {
        stop.set(false);
        stage.set(Stage::Writing(0));
        spawn_local(async move {
            restore(app, prefs, file, stage, stop).await;
            let _ = stage.try_set(Stage::Idle);
        });
    };
    move || {
        match stage.get() {
        Stage::Idle => view! {
            <div class="actions"><FilePick label=DataTexts::t().restore_first accept=".jsonl,.json,.sealed" on_files=open /></div>
        }
        .into_any(),
        Stage::Checking(_) | Stage::Writing(_) => {
            let label = move || match stage.get() {
                Stage::Writing(count) => fill(DataTexts::t().restore_writing, &[&count]),
                Stage::Checking(share) => fill(DataTexts::t().restore_checking, &[&format!("{:.0}%", share * 100.0)]),
                _ => String::new(),
            };
            working(label(), if let Stage::Checking(share) = stage.get() { Some(share) } else { None }, stop)
        }
        Stage::Sealed(file, seal, wrong) => {
            let asked = fill(DataTexts::t().seal_ask, &[&file.name()]);
            let given = StoredValue::new_local((file, seal));
            let on_open = move |passphrase: String| {
                let (file, seal) = given.get_value();
                unseal(file, seal, passphrase);
            };
            view! { <AskPassphrase asked wrong on_open on_cancel=move |()| stage.set(Stage::Idle) /> }.into_any()
        }
        Stage::Ready(file, header, summary, preview) => {
            let name = file.name();
            let made = dates::full(header.created);
            let said = fill(DataTexts::t().restore_ready, &[&name, &made, &summary.documents, &summary.blobs]);
            let file = StoredValue::new_local(file);
            view! {
                <p class="notice">{said}</p>
                <ul class="stack small" id="backup-preview">{preview.map(foreseen)}</ul>
                <div class="actions">
                    <Button label=DataTexts::t().restore_merge look=Look::Main on_press=move |()| merge(file.get_value()) />
                    <Button label=Common::t().cancel look=Look::Quiet on_press=move |()| stage.set(Stage::Idle) />
                </div>
            }
            .into_any()
        }
    }
    }
}

/// What merging would bring, in sentences.
fn foreseen(preview: Preview) -> AnyView {
    let t = DataTexts::t();
    let Preview { tickets, customers, entries, changed, conflicts } = preview;
    if entries == 0 {
        return view! { <li>{t.preview_none}</li> }.into_any();
    }
    let conflicts = (conflicts > 0).then(|| view! { <li>{fill(t.preview_conflicts, &[&conflicts])}</li> });
    view! { <li>{fill(t.preview, &[&tickets, &customers, &entries, &changed])}</li>{conflicts} }.into_any()
}

/// What follows from a look at the whole file.
async fn checked(app: App, file: File, stage: RwSignal<Stage, LocalStorage>, stop: RwSignal<bool>) -> Stage {
    let found = check(app, &file, stage, stop).await;
    found.map_or(Stage::Idle, |(header, summary, preview)| Stage::Ready(file, header, summary, preview))
}

fn working(label: String, share: Option<f64>, stop: RwSignal<bool>) -> AnyView {
    view! { <Progress label share=Signal::stored(share) on_cancel=move |()| stop.set(true) /> }.into_any()
}

/// Reads the whole file without keeping it: is it sound, and what is in it?
async fn check(
    app: App,
    file: &File,
    stage: RwSignal<Stage, LocalStorage>,
    stop: RwSignal<bool>,
) -> Option<(Header, Summary, Option<Preview>)> {
    let mut reader = Reader::new(SCHEMA);
    let mut slices = Slices::new(file);
    let teller = Teller::default();
    let mut header = None;
    let desk = app.desk();
    let mut preview = (!desk.is_new()).then(Preview::default);
    loop {
        match slices.next().await {
            Err(error) => {
                unreadable(app, file, &error);
                return None;
            }
            Ok(None) => break,
            Ok(Some(bytes)) => match reader.feed(&bytes) {
                Err(error) => {
                    fail(app, &error.into());
                    return None;
                }
                Ok(items) => {
                    let mut documents = Vec::new();
                    for item in items {
                        match item {
                            Item::Header(first) => header = Some(first),
                            Item::Document(document) => documents.push(document),
                            Item::Blob { .. } => {}
                        }
                    }
                    if let Some(preview) = &mut preview
                        && let Err(error) = desk.preview(&documents, preview).await
                    {
                        app.fail(&error);
                        return None;
                    }
                }
            },
        }
        if teller.is_due() {
            let _ = stage.try_set(Stage::Checking(slices.share()));
        }
        if stop.try_get_untracked() != Some(false) {
            return None;
        }
    }
    match reader.finish() {
        Ok(summary) => header.map(|header| (header, summary, preview)),
        Err(error) => {
            fail(app, &error.into());
            None
        }
    }
}

async fn restore(app: App, prefs: Prefs, file: File, stage: RwSignal<Stage, LocalStorage>, stop: RwSignal<bool>) {
    let desk = app.desk();
    #[allow(clippy::cast_precision_loss)]
    let read = move |at: u64, most: u64| {
        let file = file.clone();
        async move { read_slice(&file, at as f64, (at + most) as f64).await.map_err(|error| error.to_string()) }
    };
    let teller = Teller::default();
    let progress = move |how: RestoreProgress| {
        if let RestoreProgress::Written(count) = how
            && teller.is_due()
        {
            let _ = stage.try_set(Stage::Writing(count));
        }
        if stop.try_get_untracked() == Some(false) { Flow::Go } else { Flow::Cancel }
    };
    match desk.restore(read, &progress).await {
        Ok(summary) => {
            // A first run that ended so: its language is this device's from now on.
            if let Some(lang) = first::kept(first::LANG) {
                prefs.change(app, |kept| kept.lang = lang);
            }
            first::forget();
            app.toasts.say(fill(DataTexts::t().restore_done, &[&summary.documents]));
        }
        Err(error) => fail(app, &error),
    }
}
