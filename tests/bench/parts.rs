//! The parts of a run: what is measured, and what must hold of it.

use super::figures::Wanted::{Most, Share, Times};
use super::figures::{Figures, Wanted};
use super::{Run, SEED, app, page, peers, probe, sync as syncing};
use crate::data::{Data, files};
use crate::drive::{Outcome, artifacts, ensure};

/// A figure, ours, the peer's, and what must hold.
type Check = (&'static str, f64, Option<f64>, Wanted);

/// Single writes and requests a round.
const WRITES: usize = 50;
/// Cold starts of each.
const STARTS: usize = 5;
/// Scripts that are searched.
const SCRIPTS: usize = 5_000;
/// Words and patterns never to say, and letters of a text in which they are looked for.
const TABOOS: usize = 200;
const LETTERS: usize = 2_000;
/// Tickets that are synced, with ten entries each.
const SYNCED: usize = 2_000;
const MEGABYTE: f64 = 1_000_000.0;

/// Keeping tickets: the app's import, Dexie and plain IndexedDB in turn.
pub async fn keep(run: &mut Run) -> Outcome {
    let site = run.peers().await?;
    for round in 0..run.rounds {
        for durability in ["strict", "relaxed"] {
            site.visit("").await?;
            let samples = peers::puts(&site, durability, WRITES).await?;
            run.figures.add(&format!("one put, raw, {durability}, ms"), samples);
        }
        for keeper in ["dexie", "single", "packed"] {
            let kept = peers::keep(&site, keeper, &format!("{keeper}-{round}")).await?;
            let mut add = |what: &str, samples: Vec<f64>| run.figures.add(&format!("{keeper}: {what}, ms"), samples);
            add("write all", vec![kept.write]);
            add("read all", vec![kept.read]);
            add("newest 50", kept.newest);
            add("one by id", kept.get);
            add("one more", kept.add);
        }
        let desk = run.app().await?;
        app::begin(&desk).await?;
        let took = app::import(&desk, &run.files.csv).await?;
        ensure!(took.count == run.data.tickets, "{} of {} were imported", took.count, run.data.tickets);
        run.figures.add("app: import, file to summary, ms", [took.all]);
        run.figures.add("app: import, the writing alone, ms", [took.writing]);
        run.figures.add("app: longest task while importing, ms", [took.longest]);
        desk.visit("__blank").await?;
    }
    Ok(())
}

/// The store alone: all tickets with their histories, written, read, and one more.
pub async fn probe(run: &mut Run) -> Outcome {
    let target = artifacts("bench")?;
    probe::prepare(&run.files.folder, target.parent().ok_or("no target folder")?).await?;
    let site = run.peers().await?;
    for round in 0..run.rounds {
        let stored = probe::store(&site, &format!("probe-{round}"), SEED, run.data.tickets).await?;
        ensure!(stored.entries >= run.data.tickets * 10, "the store keeps {} entries", stored.entries);
        run.figures.add("store: ten entries a ticket, write, ms", [stored.write]);
        run.figures.add("store: ten entries a ticket, read, ms", [stored.read]);
        run.figures.add("store: what a start reads, ms", [stored.open]);
        run.figures.add("store: one more, ms", stored.add);
    }
    let texts: Vec<&str> = run.files.searches.iter().map(|search| &*search.text).collect();
    let found = probe::search(&site, SEED, run.data.tickets, &texts).await?;
    let strayed = run.files.searches.iter().zip(&found.counts).filter(|(search, count)| search.hits != **count);
    #[allow(clippy::cast_precision_loss)]
    run.figures.add("columns: searches with other hits than a naive scan", [strayed.count() as f64]);
    run.figures.add("columns: query, the first screen, ms", found.screens);
    run.figures.add("columns: query, all counted, ms", found.queries);
    run.figures.add("columns: rows made, ms", [found.build]);
    run.figures.add("columns: rows, MB", [found.bytes[0] / MEGABYTE]);
    run.figures.add("columns: texts and filters, MB", [(found.bytes[1] + found.bytes[2]) / MEGABYTE]);
    Ok(())
}

/// The search for a script among as many as a team may ever have.
pub async fn scripts(run: &mut Run) -> Outcome {
    let target = artifacts("bench")?;
    probe::prepare(&run.files.folder, target.parent().ok_or("no target folder")?).await?;
    let site = run.peers().await?;
    for _ in 0..run.rounds {
        let found = probe::scripts(&site, SCRIPTS).await?;
        run.figures.add("5 000 scripts: made ready, ms", [found.build]);
        run.figures.add("5 000 scripts: key to first answers, words, ms", found.words);
        run.figures.add("5 000 scripts: key to first answers, codes and sounds, ms", found.sounds);
        run.figures.add("5 000 scripts: minisearch, words, ms", found.minisearch);
        run.figures.add("5 000 scripts: flexsearch, words, ms", found.flexsearch);
    }
    Ok(())
}

/// What is looked for at each key in a long text, beside a plain regular expression.
pub async fn words(run: &mut Run) -> Outcome {
    let target = artifacts("bench")?;
    probe::prepare(&run.files.folder, target.parent().ok_or("no target folder")?).await?;
    let site = run.peers().await?;
    for _ in 0..run.rounds {
        let found = probe::words(&site, LETTERS, TABOOS).await?;
        run.figures.add("200 words never to say: a key in 2 000 letters, ms", found.ours);
        run.figures.add("200 words never to say: the same by a RegExp, ms", found.regexp);
        run.figures.add("200 words never to say: keys after which the two differ", [found.strayed]);
    }
    Ok(())
}

/// The search libraries and a plain `indexOf`.
pub async fn search(run: &mut Run) -> Outcome {
    let site = run.peers().await?;
    for searcher in ["indexof", "flexsearch", "minisearch", "orama"] {
        let (built, searched) = peers::search(&site, searcher).await?;
        let mut add = |what: &str, samples: Vec<f64>| run.figures.add(&format!("{searcher}: {what}"), samples);
        add("build, ms", vec![built.took]);
        add("memory, MB", vec![built.bytes / MEGABYTE]);
        add("query, ms", searched.queries);
        add("saved, MB", vec![searched.saved / MEGABYTE]);
        add("restore, ms", vec![searched.restore]);
        if searcher != "flexsearch" {
            add("hits too many or too few", vec![searched.strayed]); // FlexSearch ends at a hundred
        }
    }
    Ok(())
}

/// The app with all tickets and their histories: restored, worked with, started anew; Dexie's start in turn.
pub async fn app(run: &mut Run) -> Outcome {
    let site = run.peers().await?;
    peers::keep(&site, "dexie", "start").await?;
    peers::keep(&site, "packed", "start-packed").await?;
    site.visit("__blank").await?;
    let desk = run.app().await?;
    app::begin(&desk).await?;
    for volume in &run.files.volumes {
        let took = app::restore(&desk, &volume.path).await?;
        ensure!(took.count == volume.documents, "{} of {} were restored", took.count, volume.documents);
        run.figures.add("app: restore, file to the end, ms", [took.all]);
        run.figures.add("app: restore, the writing alone, ms", [took.writing]);
        run.figures.add("app: longest task while restoring, ms", [took.longest]);
    }
    let texts: Vec<&str> = run.files.searches.iter().map(|search| &*search.text).collect();
    let searched = app::searches(&desk, &texts).await?;
    let strayed = run.files.searches.iter().zip(&searched.counts);
    let strayed: Vec<_> = strayed.filter(|(search, count)| search.hits != **count).collect();
    for (search, count) in strayed.iter().take(5) {
        println!("{} is in {} tickets; the app counts {count}", search.text, search.hits);
    }
    #[allow(clippy::cast_precision_loss)]
    run.figures.add("app: searches with other hits than a naive scan", [strayed.len() as f64]);
    run.figures.add("app: key to painted result, ms", searched.samples);
    run.figures.add("app: longest task while searching, ms", [searched.longest]);
    run.figures.add("app: frame while scrolling, ms", app::scroll(&desk).await?);
    let mut made = 0;
    for _ in 0..run.rounds {
        made += WRITES;
        let (durable, shown): (Vec<f64>, Vec<f64>) = app::requests(&desk, WRITES).await?.into_iter().unzip();
        run.figures.add("app: Ctrl+Enter to durable, ms", durable);
        run.figures.add("app: Ctrl+Enter to shown, ms", shown);
    }
    run.figures.add("app: whole tab, MB", [page::memory(&desk).await? / MEGABYTE]);
    let (mut app_site, mut peer_site) = (desk.site, site.site);
    for _ in 0..STARTS {
        run.close().await?;
        let desk = run.desk(app_site).await?;
        let start = app::start(&desk, run.data.tickets + made).await?;
        run.figures.add("app: cold start, first rows, ms", [start.first]);
        run.figures.add("app: cold start, all in the list, ms", [start.all]);
        app_site = desk.site;
        for (keeper, place) in [("dexie", "start"), ("packed", "start-packed")] {
            run.close().await?;
            let site = run.desk(peer_site).await?;
            let start = peers::start(&site, keeper, place).await?;
            run.figures.add(&format!("{keeper}: cold start, newest 50, ms"), [start.first]);
            run.figures.add(&format!("{keeper}: cold start, all read, ms"), [start.all]);
            peer_site = site.site;
        }
    }
    Ok(())
}

/// A million log entries in Dexie, beside the app's restore of as many.
pub async fn entries(run: &mut Run) -> Outcome {
    let site = run.peers().await?;
    let entries = peers::entries(&site).await?;
    ensure!(entries.count == run.data.tickets * 10, "Dexie keeps {} entries", entries.count);
    run.figures.add("dexie: ten entries a ticket, write, ms", [entries.write]);
    run.figures.add("dexie: ten entries a ticket, read, ms", [entries.read]);
    Ok(())
}

/// Syncing: a desk sends all it has, a fresh one takes it in; a bare `fetch` and `PouchDB` with the same documents.
pub async fn sync(run: &mut Run) -> Outcome {
    let backup = files(Data::new(SEED, SYNCED), &artifacts("bench")?, false)?;
    let backup = backup.volumes.first().ok_or("no backup")?.path.clone();
    for _ in 0..run.rounds {
        let couch = syncing::Couch::start().await?;
        let desk = run.app().await?;
        let by = syncing::set_up(&desk, &couch, &backup).await?;
        let pushed = syncing::push(&desk, &by).await?;
        desk.visit("__blank").await?;
        let site = run.peers().await?;
        let peer = syncing::peers(&site, &couch, &by).await?;
        site.visit("__blank").await?;
        let fresh = run.app().await?;
        let pulled = syncing::pull(&fresh, &by).await?;
        fresh.visit("__blank").await?;
        couch.stop().await?;
        run.figures.add("sync: entries at the server", [peer.count]);
        let a_second = |took: f64| peer.count * 1000.0 / took;
        run.figures.add("app: entries sent a second", [a_second(pushed.all)]);
        run.figures.add("pouchdb: entries sent a second", [a_second(peer.push)]);
        run.figures.add("app: entries taken in a second", [a_second(pulled.all)]);
        run.figures.add("pouchdb: entries taken in a second", [a_second(peer.pull)]);
        run.figures.add("app: all sent, ms", [pushed.all]);
        run.figures.add("pouchdb: all sent, ms", [peer.push]);
        run.figures.add("app: all taken in, ms", [pulled.all]);
        run.figures.add("pouchdb: all taken in, ms", [peer.pull]);
        run.figures.add("fetch: all read, ms", [peer.bare]);
        run.figures.add("app: first rows on a fresh device, ms", [pulled.first]);
        run.figures.add("app: longest task while sending, ms", [pushed.longest]);
        run.figures.add("app: longest task while taking in, ms", [pulled.longest]);
    }
    Ok(())
}

/// The app at several sizes.
pub async fn scale(run: &mut Run) -> Outcome {
    for &size in run.sizes {
        let data = Data::new(SEED, size);
        let files = files(data, &artifacts("bench")?, false)?;
        let desk = run.app().await?;
        app::begin(&desk).await?;
        let mut writing = 0.0;
        for volume in &files.volumes {
            writing += app::restore(&desk, &volume.path).await?.writing;
        }
        run.figures.add(&format!("app, {size}: restore, ms"), [writing]);
        let texts: Vec<String> = data.pieces(20);
        let searched = app::searches(&desk, &texts.iter().map(|text| &**text).collect::<Vec<_>>()).await?;
        run.figures.add(&format!("app, {size}: key to painted result, ms"), searched.samples);
        run.figures.add(&format!("app, {size}: whole tab, MB"), [page::memory(&desk).await? / MEGABYTE]);
        run.close().await?;
        let desk = run.desk(desk.site).await?;
        let start = app::start(&desk, size).await?;
        run.figures.add(&format!("app, {size}: cold start, first rows, ms"), [start.first]);
        run.figures.add(&format!("app, {size}: cold start, all in the list, ms"), [start.all]);
    }
    Ok(())
}

/// What must hold; the largest of the sizes costs at most so many times as much as the one before as it is larger.
pub fn judge(figures: &mut Figures, sizes: &[usize]) {
    let median = |name: &str| figures.median(name);
    let p95 = |name: &str| figures.at(name, 95);
    let (import, dexie) = (median("app: import, the writing alone, ms"), median("dexie: write all, ms"));
    let with = |searcher: &str| Some(dexie + median(&format!("{searcher}: build, ms")));
    let entries = |what: &str| Some(median(&format!("dexie: ten entries a ticket, {what}, ms")));
    let start = median("app: cold start, all in the list, ms");
    // FlexSearch ends at a hundred hits, indexOf counts them all.
    let (screen, query) = (p95("columns: query, the first screen, ms"), p95("columns: query, all counted, ms"));
    let first = median("app: cold start, first rows, ms");
    let worded = p95("200 words never to say: a key in 2 000 letters, ms");
    let tasks = ["importing", "restoring", "searching"].map(|what| p95(&format!("app: longest task while {what}, ms")));
    let checks = [
        ("imported beside Dexie + MiniSearch", import, with("minisearch"), Times(15.0)),
        ("imported beside Dexie + FlexSearch", import, with("flexsearch"), Times(8.0)),
        (
            "entries written by the store beside Dexie",
            median("store: ten entries a ticket, write, ms"),
            entries("write"),
            Times(50.0),
        ),
        (
            "entries read by the store beside Dexie",
            median("store: ten entries a ticket, read, ms"),
            entries("read"),
            Times(15.0),
        ),
        (
            "cold start to a searchable list beside Dexie",
            start,
            Some(median("dexie: cold start, all read, ms")),
            Share(0.4),
        ),
        ("first rows before the rest", first, Some(start), Share(0.99)),
        (
            "searches with other hits than a naive scan",
            median("app: searches with other hits than a naive scan"),
            None,
            Most(0.0),
        ),
        (
            "hits of the columns other than a naive scan's",
            median("columns: searches with other hits than a naive scan"),
            None,
            Most(0.0),
        ),
        ("search to the first screen, p95", screen, None, Most(1.0)),
        ("search to the first screen beside FlexSearch, p95", screen, Some(p95("flexsearch: query, ms")), Times(3.0)),
        ("search and count beside indexOf, p95", query, Some(p95("indexof: query, ms")), Times(5.0)),
        (
            "texts and filters beside FlexSearch's memory",
            median("columns: texts and filters, MB"),
            Some(median("flexsearch: memory, MB")),
            Share(0.5),
        ),
        (
            "a script's first answers, words, p95",
            p95("5 000 scripts: key to first answers, words, ms"),
            None,
            Most(2.0),
        ),
        (
            "a script's first answers, sounds, p95",
            p95("5 000 scripts: key to first answers, codes and sounds, ms"),
            None,
            Most(4.0),
        ),
        ("a key's check for words never to say, p95", worded, None, Most(1.0)),
        (
            "a key's check for words never to say beside a RegExp",
            median("200 words never to say: a key in 2 000 letters, ms"),
            Some(median("200 words never to say: the same by a RegExp, ms")),
            Times(1.0),
        ),
        ("key to painted result, p95", p95("app: key to painted result, ms"), None, Most(33.0)),
        ("frame while scrolling, p95", p95("app: frame while scrolling, ms"), None, Most(17.0)),
        ("create to durable, p95", p95("app: Ctrl+Enter to durable, ms"), None, Most(10.0)),
        ("create to shown, p95", p95("app: Ctrl+Enter to shown, ms"), None, Most(10.0)),
        ("whole tab, MB", median("app: whole tab, MB"), None, Most(100.0)),
        ("longest task while importing", tasks[0], None, Most(50.0)),
        ("longest task while restoring", tasks[1], None, Most(50.0)),
        ("longest task while searching", tasks[2], None, Most(50.0)),
    ];
    check_all(figures, checks.into_iter().chain(synced(figures)).collect());
    if let [.., small, large] = *sizes {
        for what in ["restore, ms", "key to painted result, ms", "whole tab, MB", "cold start, all in the list, ms"] {
            let [ours, before] = [large, small].map(|size| figures.median(&format!("app, {size}: {what}")));
            if !ours.is_nan() && !before.is_nan() {
                #[allow(clippy::cast_precision_loss)]
                let linear = large as f64 / small as f64;
                figures.check(&format!("from {small} to {large}: {what}"), ours, Some(before), Share(linear));
            }
        }
    }
}

/// What must hold of syncing.
fn synced(figures: &Figures) -> Vec<Check> {
    let median = |name: &str| figures.median(name);
    let p95 = |name: &str| figures.at(name, 95);
    let taken = median("app: all taken in, ms");
    vec![
        ("sent beside PouchDB", median("app: all sent, ms"), Some(median("pouchdb: all sent, ms")), Times(1.0)),
        ("taken in beside PouchDB", taken, Some(median("pouchdb: all taken in, ms")), Times(2.0)),
        ("taken in beside a bare fetch", taken, Some(median("fetch: all read, ms")), Share(2.0)),
        ("first rows on a fresh device", median("app: first rows on a fresh device, ms"), None, Most(3_000.0)),
        ("longest task while sending", p95("app: longest task while sending, ms"), None, Most(50.0)),
        ("longest task while taking in", p95("app: longest task while taking in, ms"), None, Most(50.0)),
    ]
}

/// What was not measured in this run is not judged.
fn check_all(figures: &mut Figures, checks: Vec<Check>) {
    for (figure, ours, peer, wanted) in checks {
        if !ours.is_nan() && !peer.is_some_and(f64::is_nan) {
            figures.check(figure, ours, peer, wanted);
        }
    }
}
