//! The app's store and search alone, in the peers' page: builds the module in `probe/` and calls it.

use std::path::Path;
use std::process::Stdio;

use serde::Deserialize;
use serde_json::json;
use tokio::process::Command;

use super::page;
use crate::drive::Outcome;
use crate::drive::desk::Desk;
use crate::drive::engine::program;
use crate::drive::root;

const WASM: &str = "wasm32-unknown-unknown";

/// What the store alone takes, in milliseconds.
#[derive(Debug, Deserialize)]
pub struct Stored {
    /// All written in one commit.
    pub write: f64,
    /// All documents and entries read.
    pub read: f64,
    /// What a cold start reads.
    pub open: f64,
    /// One ticket more, each.
    pub add: Vec<f64>,
    /// How many entries were read.
    pub entries: usize,
}

/// What the search alone takes.
#[derive(Debug, Deserialize)]
pub struct Searched {
    /// Making all rows, in milliseconds.
    pub build: f64,
    /// Bytes of rows, of texts and of filters.
    pub bytes: [f64; 3],
    /// Each search until its first screen stands, in milliseconds.
    pub screens: Vec<f64>,
    /// Each search until all are counted, in milliseconds.
    pub queries: Vec<f64>,
    /// How many each found.
    pub counts: Vec<usize>,
}

/// Builds the module with the app's settings, into the folder of the peers' site. `target` is cargo's target folder.
pub async fn prepare(folder: &Path, target: &Path) -> Outcome {
    let mut build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    build.args(["build", "--quiet", "--release", "--target", WASM, "--example", "probe"]).current_dir(root());
    let module = target.join(WASM).join("release/examples/probe.wasm");
    let mut bind = Command::new(program("wasm-bindgen")?);
    bind.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(folder.join("probe")).arg(module);
    for mut command in [build, bind] {
        if !command.stdin(Stdio::null()).status().await?.success() {
            return Err("the probe could not be built".into());
        }
    }
    Ok(())
}

/// The store, in a database of its own.
pub async fn store(desk: &Desk, name: &str, seed: u64, tickets: usize) -> Outcome<Stored> {
    let script = "
        const [name, seed, tickets] = arguments;
        const probe = await import(new URL('probe/probe.js', location.href));
        await probe.default();
        told.step = 'the store';
        const write = await probe.store_write(name, BigInt(seed), tickets);
        const [read, entries] = await probe.store_read(name);
        const open = await probe.store_open(name);
        const add = [...await probe.store_add(name, BigInt(seed), 100)];
        return { write, read, entries, open, add };";
    desk.visit("__blank").await?;
    desk.visit("").await?;
    page::run(desk, script, vec![json!(name), json!(seed), json!(tickets)]).await
}

/// Searches among scripts, in milliseconds.
#[derive(Debug, Deserialize)]
pub struct Scripts {
    /// Making the library ready.
    pub build: f64,
    /// Words and pieces of them, each until its first answers.
    pub words: Vec<f64>,
    /// Codes and sounds.
    pub sounds: Vec<f64>,
    /// `MiniSearch` over the same scripts, words alone.
    pub minisearch: Vec<f64>,
    /// `FlexSearch` likewise.
    pub flexsearch: Vec<f64>,
}

/// The search for a script among so many, beside the libraries in the same page: every text once to warm up and once
/// measured.
pub async fn scripts(desk: &Desk, count: usize) -> Outcome<Scripts> {
    let script = "
        const [count] = arguments;
        const probe = await import(new URL('probe/probe.js', location.href));
        await probe.default();
        told.step = 'the scripts';
        const scripts = new probe.Scripts(count);
        const twice = (texts, find) => { texts.forEach(find); return texts.map(find); };
        const ours = (text) => scripts.find(text)[0];
        const [words, sounds] = [scripts.typed(false), scripts.typed(true)];
        const found = { build: scripts.took, words: twice(words, ours), sounds: twice(sounds, ours) };
        await until('the peers', () => window.peers);
        for (const peer of ['minisearch', 'flexsearch']) {
            const find = await window.peers.texts(peer, scripts.texts());
            found[peer] = twice(words, (text) => {
                const start = performance.now();
                find(text);
                return performance.now() - start;
            });
        }
        return found;";
    desk.visit("__blank").await?;
    desk.visit("").await?;
    page::run(desk, script, vec![json!(count)]).await
}

/// Words never to say, looked for at each key.
#[derive(Debug, Deserialize)]
pub struct Worded {
    /// A key's check by the app, in milliseconds.
    pub ours: Vec<f64>,
    /// By one regular expression of all words, which knows no harmless wordings.
    pub regexp: Vec<f64>,
    /// Keys after which the two found other places.
    pub strayed: f64,
}

/// What is done at a key in a text of so many letters for a list of so many words and patterns, beside a plain `RegExp`
/// in the same page. A key takes less than the page's clock tells: twenty are timed at once.
pub async fn words(desk: &Desk, letters: usize, count: usize) -> Outcome<Worded> {
    let script = r"
        const [letters, count] = arguments;
        const probe = await import(new URL('probe/probe.js', location.href));
        await probe.default();
        told.step = 'the words never to say';
        const words = new probe.Words(count);
        const list = words.list();
        if (list.length !== count) throw new Error(`only ${list.length} words`);
        const plain = (part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
        const pattern = (word) => word.split('*').filter(Boolean).map(plain).join('[^]{0,6}?');
        const ordered = [...list].sort((a, b) => b.length - a.length);
        const one = new RegExp(ordered.map(pattern).join('|'), 'gu');
        const KEYS = 20;
        const typed = words.written(letters + 50 * KEYS, 400);
        const at = (key) => typed.slice(key, key + letters);
        const peer = (text) => [...text.matchAll(one)];
        const batch = (find, first) => {
            const texts = Array.from({ length: KEYS }, (_, key) => at(first + key));
            const start = performance.now();
            for (const text of texts) find(text);
            return (performance.now() - start) / KEYS;
        };
        const found = { ours: [], regexp: [], strayed: 0 };
        const ours = (text) => words.find(text);
        batch(ours, 0);
        batch(peer, 0);
        for (let first = 0; first < 50 * KEYS; first += KEYS) {
            found.ours.push(batch(ours, first));
            found.regexp.push(batch(peer, first));
            const theirs = peer(at(first)).flatMap((hit) => [hit.index, hit.index + hit[0].length]);
            if (String(theirs) !== String([...words.places(at(first))])) found.strayed += 1;
        }
        return found;";
    desk.visit("__blank").await?;
    desk.visit("").await?;
    page::run(desk, script, vec![json!(letters), json!(count)]).await
}

/// The columns and their search: every text once to warm up and once measured.
pub async fn search(desk: &Desk, seed: u64, tickets: usize, texts: &[&str]) -> Outcome<Searched> {
    let script = "
        const [seed, tickets, texts] = arguments;
        const probe = await import(new URL('probe/probe.js', location.href));
        await probe.default();
        told.step = 'the columns';
        const searcher = new probe.Searcher(BigInt(seed), tickets);
        for (const text of texts) searcher.search(text);
        const found = texts.map((text) => searcher.search(text));
        return {
            build: searcher.took, bytes: [...searcher.size()],
            screens: found.map(([screen]) => screen), queries: found.map(([, all]) => all),
            counts: found.map(([, , count]) => count),
        };";
    desk.visit("__blank").await?;
    desk.visit("").await?;
    page::run(desk, script, vec![json!(seed), json!(tickets), json!(texts)]).await
}
