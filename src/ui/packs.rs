//! The packs and samples that come with the app, fetched when chosen.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;

use super::app::App;
use super::first::Start;
use super::prefs::Kept;
use super::texts::errors::Errors;
use super::texts::start::Starting;
use crate::desk::{Desk, DeskError, NewAgent};
use crate::model::agent::Role;
use crate::model::check;
use crate::model::pack::Pack;
use crate::model::words::{Wording, Words};

/// A file that could not be had or read.
#[derive(Debug, thiserror::Error)]
#[error("{0} could not be fetched")]
pub struct NotFetched(String);

/// The text of one of the app's own files.
async fn text_of(path: &str) -> Result<String, NotFetched> {
    let fault = || NotFetched(path.to_owned());
    let answer = JsFuture::from(leptos::prelude::window().fetch_with_str(path)).await.map_err(|_| fault())?;
    let answer: Response = answer.dyn_into().map_err(|_| fault())?;
    if !answer.ok() {
        return Err(fault());
    }
    let text = JsFuture::from(answer.text().map_err(|_| fault())?).await.map_err(|_| fault())?;
    text.as_string().ok_or_else(fault)
}

/// A built-in pack.
///
/// # Errors
/// When it cannot be fetched, or is none.
pub async fn fetch_pack(id: &str) -> Result<Pack, NotFetched> {
    let path = format!("handbooks/{id}.json");
    let text = text_of(&path).await?;
    check::parse(&text).map_err(|_| NotFetched(path))
}

/// Fetches how characters sound, once, when something is typed that may be a sound. Without it nothing is found by sound.
pub fn fetch_sounds(app: App, typed: &str) {
    thread_local! {
        static ASKED: Cell<bool> = const { Cell::new(false) };
    }
    let desk = app.desk();
    if !desk.wants_pinyin(typed) || ASKED.replace(true) {
        return;
    }
    spawn_local(async move {
        match text_of("pinyin.txt").await {
            Ok(table) => desk.set_pinyin(&table),
            // Offline and not kept: asked for again with the next letter.
            Err(_) => ASKED.set(false),
        }
    });
}

/// How what packs wrote is shown in zh-TW; nothing where the table cannot be had now.
pub async fn fetch_words() -> Option<Rc<dyn Words>> {
    let table = text_of("zh-TW.txt").await.ok()?;
    Some(Rc::new(Wording::parse(&table)))
}

/// Fetches and installs the sample data of packs.
pub async fn fetch_samples(app: App, packs: Vec<&'static str>) {
    let desk = app.desk();
    for id in packs {
        match text_of(&format!("samples/{id}.json")).await {
            Ok(text) => {
                if let Err(error) = desk.install_samples(&text).await {
                    app.toasts.fault(error.to_string());
                }
            }
            Err(_) => app.toasts.fault(Starting::t().pack_failed),
        }
    }
}

/// Everything the first run does but for the samples, in order. Nothing is written before all packs are here.
///
/// # Errors
/// A sentence that says what went wrong.
pub async fn begin(desk: Desk, start: Start) -> Result<(), String> {
    let mut fetched = Vec::new();
    for id in start.packs {
        fetched.push(fetch_pack(id).await.map_err(|_| Starting::t().pack_failed)?);
    }
    let done: Result<(), DeskError> = async {
        for pack in &fetched {
            desk.install(pack).await?;
        }
        if let Some(lang) = start.lang {
            desk.set_preferences(Kept::in_language(lang)).await?;
        }
        let person = NewAgent { name: start.name, number: start.number, role: Role::Manager, team: String::new() };
        desk.add_agent(person).await?;
        if !start.firm.trim().is_empty() {
            desk.set_firm(&start.firm).await?;
        }
        Ok(())
    }
    .await;
    done.map_err(|error| Errors::t().sentence(&error))
}
