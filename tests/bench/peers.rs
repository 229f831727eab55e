//! The peers: pages of their own in the same browser, which run `peers.js` with the packages that `.make/setup bench`
//! has installed.

use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::page;
use crate::drive::Outcome;
use crate::drive::desk::Desk;
use crate::drive::engine::tools;

/// How one keeps tickets: milliseconds, of reads and writes of one ticket all samples.
#[derive(Debug, Deserialize)]
pub struct Kept {
    /// All written, durable.
    pub write: f64,
    /// All read.
    pub read: f64,
    /// The newest fifty.
    pub newest: Vec<f64>,
    /// One by its id.
    pub get: Vec<f64>,
    /// One more.
    pub add: Vec<f64>,
}

/// A million log entries, one a key.
#[derive(Debug, Deserialize)]
pub struct Entries {
    /// All written, in milliseconds.
    pub write: f64,
    /// All read, in milliseconds.
    pub read: f64,
    /// How many.
    pub count: usize,
}

/// How one searches.
#[derive(Debug, Deserialize)]
pub struct Searched {
    /// Each search, in milliseconds.
    pub queries: Vec<f64>,
    /// Hits too many and too few, over all searches.
    pub strayed: f64,
    /// The size of the saved index, in UTF-16 units.
    pub saved: f64,
    /// Restoring it, in milliseconds.
    pub restore: f64,
}

/// An index built: milliseconds, and bytes that it keeps.
#[derive(Clone, Copy, Debug)]
pub struct Built {
    /// Building it.
    pub took: f64,
    /// Memory it holds.
    pub bytes: f64,
}

/// A cold start: milliseconds from the navigation.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Start {
    /// The newest fifty painted.
    pub first: f64,
    /// All in memory.
    pub all: f64,
}

/// Makes a folder with `tickets.json` the site of the peers.
pub fn prepare(folder: &Path) -> Outcome {
    let page =
        "<!doctype html><meta charset=\"utf-8\"><title>peers</title><script type=\"module\" src=\"peers.js\"></script>";
    std::fs::write(folder.join("index.html"), page)?;
    std::fs::write(folder.join("peers.js"), include_str!("peers.js"))?;
    let (from, to) = (tools().join("bench/node_modules"), folder.join("node_modules"));
    if !from.join("dexie").is_dir() {
        return Err("the peers are not installed: run .make/setup bench".into());
    }
    if to.symlink_metadata().is_ok() {
        std::fs::remove_file(&to)?;
    }
    Ok(std::os::unix::fs::symlink(from, to)?)
}

/// Opens the page anew, with nothing in memory.
async fn open(desk: &Desk) -> Outcome {
    desk.visit("__blank").await?;
    desk.visit("").await
}

async fn call<T: DeserializeOwned>(desk: &Desk, function: &str, arguments: Vec<Value>) -> Outcome<T> {
    let script = format!(
        "await until('the peers', () => window.peers);
        told.step = '{function}';
        return window.peers.{function}(...arguments);"
    );
    page::run(desk, &script, arguments).await
}

/// Keeps all tickets: `dexie`, `single` (plain IndexedDB, one a key) or `packed` (by the thousand).
pub async fn keep(desk: &Desk, keeper: &str, place: &str) -> Outcome<Kept> {
    open(desk).await?;
    call(desk, "keep", vec![json!(keeper), json!(place)]).await
}

/// Single durable writes of a ticket-sized record: the milliseconds of each.
pub async fn puts(desk: &Desk, durability: &str, count: usize) -> Outcome<Vec<f64>> {
    call(desk, "puts", vec![json!(durability), json!(count)]).await
}

/// Ten log entries a ticket, one a key, in Dexie.
pub async fn entries(desk: &Desk) -> Outcome<Entries> {
    open(desk).await?;
    call(desk, "entries", vec![]).await
}

/// Builds an index and searches it: `minisearch`, `flexsearch`, `orama` or `indexof`.
pub async fn search(desk: &Desk, searcher: &str) -> Outcome<(Built, Searched)> {
    open(desk).await?;
    call::<Value>(desk, "ready", vec![json!(searcher)]).await?;
    let before = page::memory(desk).await?;
    let took = call(desk, "build", vec![]).await?;
    let bytes = page::memory(desk).await? - before;
    Ok((Built { took, bytes }, call(desk, "search", vec![]).await?))
}

/// Opens what [`keep`] has kept, in a browser that has just started.
pub async fn start(desk: &Desk, keeper: &str, place: &str) -> Outcome<Start> {
    desk.visit(&format!("#{keeper}/{place}")).await?;
    page::run(desk, "return await until('the tickets', () => window.told)", vec![]).await
}
