//! Code that is loaded on first use: pages lie in files of their own beside the app's first one.
//!
//! With the feature `split` the build moves what only such a page needs into its file (`.make/split.mjs`); without it, as in
//! tests of parts, everything is in one file and a page is there at once.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use super::app::App;
use super::components::{Button, Look};
use super::first::{Asked, Start};
use super::nav::route;
use super::offline;
use super::prefs::Prefs;
use super::route::Route;
use super::texts::Lang;
use super::texts::start::Starting;
use crate::desk::{Desk, Store};
use crate::model::words::Words;

/// Draws a page whose code is here.
type Draw = fn() -> AnyView;

/// Work whose code is here.
type Work<T> = Pin<Box<dyn Future<Output = T>>>;

/// Opens the desk and shows it.
type Open = fn(Asked) -> Work<Result<(), String>>;

/// Does what the first run is to do.
type Begin = fn(Desk, Start) -> Work<Result<(), String>>;

/// Adds the sample data of packs.
type Samples = fn(App, Vec<&'static str>) -> Work<()>;

/// Fetches how what packs wrote is shown in zh-TW.
type FetchWords = fn() -> Work<Option<Rc<dyn Words>>>;

/// Begins to remind.
type Remind = fn(App, Prefs);

/// Begins to watch something.
type Watch = fn(App);

/// A store for a browser that gives no database.
type Fallback = fn() -> Rc<dyn Store>;

/// A page's code on its way, or word that it cannot be had now: no network and nothing kept.
type Coming = Pin<Box<dyn Future<Output = Option<Draw>>>>;

/// Makes functions that load a part of the app and answer with something in it.
macro_rules! parts {
    ($($name:ident in $part:ident: $what:ty = $value:expr;)*) => {
        $(
            #[cfg(feature = "split")]
            #[leptos::wasm_split::wasm_split($part, wasm_split_path = ::leptos::wasm_split, fallible)]
            pub(super) fn $name() -> Result<$what, leptos::wasm_split::SplitLoaderError> {
                Ok($value)
            }

            #[cfg(not(feature = "split"))]
            #[allow(clippy::unused_async)]
            pub(super) async fn $name() -> Result<$what, std::convert::Infallible> {
                Ok($value)
            }
        )*
    };
}

/// What is loaded with other parts and is no page.
mod piece {
    use super::{Begin, Fallback, FetchWords, Open, Remind, Samples, Watch};

    parts! {
        open in desk: Open = |asked| Box::pin(crate::ui::opening::open(asked));
        begin in packs: Begin = |desk, start| Box::pin(crate::ui::packs::begin(desk, start));
        samples in packs: Samples = |app, packs| Box::pin(crate::ui::packs::fetch_samples(app, packs));
        words in packs: FetchWords = || Box::pin(crate::ui::packs::fetch_words());
        remind in work: Remind = crate::ui::remind::begin;
        watch in work: Watch = crate::ui::taboos::begin;
        sync in office: Watch = crate::ui::sync::begin;
        memory in work: Fallback = crate::desk::memory;
    }
}

/// Pages, each in a part.
macro_rules! files {
    ($($name:ident in $part:ident => $view:expr;)*) => {
        mod file {
            use super::*;
            parts! { $($name in $part: Draw = || $view.into_any();)* }
        }

        /// A page that is loaded on first use.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(non_camel_case_types)]
        pub enum File {
            $(
                #[doc = stringify!($name)]
                $name,
            )*
        }

        impl File {
            /// All of them, in the order in which they are fetched ahead.
            const ALL: &[Self] = &[$(Self::$name),*];

            fn load(self) -> Coming {
                match self {
                    $(Self::$name => Box::pin(async { file::$name().await.ok() }),)*
                }
            }
        }
    };
}

files! {
    today in desk => view! { <crate::ui::pages::today::TodayPage /> };
    people in work => view! { <crate::ui::dialogs::PeopleDialog /> };
    gate in work => view! { <crate::ui::pages::person::PersonGate /> };
    tickets in work => view! { <crate::ui::pages::tickets::TicketsPage register=matches!(untrack(route), Route::Registers(..)) /> };
    capture in work => view! { <crate::ui::pages::capture::CapturePage /> };
    customers in work => view! { <crate::ui::pages::customers::CustomersPage /> };
    palette in work => view! { <crate::ui::dialogs::Palette /> };
    scripts in work => view! { <crate::ui::dialogs::ScriptFinder /> };
    sheet in work => view! { <crate::ui::components::ShortcutSheet /> };
    clearing in work => view! { <crate::ui::pages::clearing::ClearingPage /> };
    library in library => view! { <crate::ui::pages::scripts::ScriptsPage /> };
    practice in library => view! { <crate::ui::pages::practice::PracticePage /> };
    handbook in library => view! { <crate::ui::pages::handbook::HandbookPage /> };
    settings in office => view! { <crate::ui::pages::settings::SettingsPage /> };
    guide in library => view! { <crate::ui::pages::guide::GuidePage /> };
    import in office => view! { <crate::ui::pages::import::ImportPage /> };
    paper in office => view! { <crate::ui::pages::paper::PaperPage /> };
    join in office => view! { <crate::ui::pages::settings::JoinPage /> };
    restore in office => view! { <crate::ui::pages::settings::RestoreButton /> };
    first_run in welcome => view! { <crate::ui::pages::first_run::FirstRun /> };
}

thread_local! {
    /// The pages whose code is here.
    static HERE: RefCell<Vec<(File, Draw)>> = const { RefCell::new(Vec::new()) };
}

fn here(file: File) -> Option<Draw> {
    HERE.with_borrow(|here| here.iter().find(|(name, _)| *name == file).map(|(_, draw)| *draw))
}

async fn load(file: File) -> Option<Draw> {
    if let Some(draw) = here(file) {
        return Some(draw);
    }
    let draw = file.load().await?;
    HERE.with_borrow_mut(|here| {
        if here.iter().all(|(name, _)| *name != file) {
            here.push((file, draw));
        }
    });
    Some(draw)
}

/// Fetches a page ahead; one that cannot be had is asked for again when it is shown.
pub async fn ahead(file: File) {
    load(file).await;
}

/// Opens the desk and shows it, once its code is here; nothing when that cannot be had.
pub async fn open(asked: Asked) -> Option<Result<(), String>> {
    Some(piece::open().await.ok()?(asked).await)
}

/// What the first run is to do, once its code is here.
pub async fn begin() -> Option<Begin> {
    piece::begin().await.ok()
}

/// What adds sample data, once its code is here.
pub async fn samples() -> Option<Samples> {
    piece::samples().await.ok()
}

/// How what packs wrote is shown in a language; nothing where that is as it is written, or cannot be had now.
pub async fn words(lang: Lang) -> Option<Rc<dyn Words>> {
    if lang == Lang::ZhTw { piece::words().await.ok()?().await } else { None }
}

/// Fetches ahead what carries the first run out.
pub fn first_run_ahead() {
    spawn_local(async {
        let _ = piece::open().await;
        let _ = piece::begin().await;
    });
}

/// A store in memory, once its code is here.
pub async fn memory() -> Option<Rc<dyn Store>> {
    piece::memory().await.ok().map(|make| make())
}

/// Fetches every page ahead once the first one has stood for a while, so that each opens at once and without a network;
/// then begins to remind.
pub fn fetch_ahead(app: App, prefs: Prefs) {
    set_timeout(
        move || {
            spawn_local(async move {
                for file in File::ALL {
                    if *file != File::first_run {
                        load(*file).await;
                    }
                }
                begin_sync(app).await;
                let begin = piece::remind().await.ok();
                if let Some(begin) = begin {
                    begin(app, prefs);
                }
                offline::begin();
            });
        },
        Duration::from_secs(4),
    );
}

/// Watches what is written for words never to say, from the first time somebody goes into a field.
pub fn watch_words(app: App) {
    let begun = StoredValue::new(false);
    let _ = window_event_listener(leptos::ev::focusin, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let writes = target.is_some_and(|target| matches!(&*target.tag_name(), "TEXTAREA" | "INPUT"));
        if writes && begun.try_get_value() == Some(false) {
            begun.set_value(true);
            spawn_local(async move {
                match piece::watch().await {
                    Ok(watch) => watch(app),
                    // Without a network now; perhaps with the next field.
                    Err(_) => begun.set_value(false),
                }
            });
        }
    });
}

/// Syncs, if that is wanted, once its code is here.
pub async fn begin_sync(app: App) {
    let begin = piece::sync().await.ok();
    if let Some(begin) = begin {
        begin(app);
    }
}

/// A page that is loaded on first use.
#[component]
pub fn Later(
    /// Which.
    file: File,
) -> impl IntoView {
    let draw = RwSignal::new(here(file));
    let lost = RwSignal::new(false);
    let fetch = move || {
        lost.set(false);
        spawn_local(async move {
            match load(file).await {
                Some(found) => drop(draw.try_set(Some(found))),
                None => drop(lost.try_set(true)),
            }
        });
    };
    if draw.get_untracked().is_none() {
        fetch();
    }
    move || match draw.get() {
        Some(draw) => draw(),
        None if lost.get() => view! {
            <main class="gate">
                <div class="card" role="alert">
                    <p>{Starting::t().not_fetched}</p>
                    <Button label=Starting::t().again look=Look::Main on_press=move |()| fetch() />
                </div>
            </main>
        }
        .into_any(),
        None => view! { <main class="gate"><p class="late dim">{Starting::t().preparing}</p></main> }.into_any(),
    }
}
