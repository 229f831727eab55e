//! Measures the built app in Chromium beside a peer that does the same work with plain IndexedDB, in the same run.
//!
//! `make bench`. Absolute figures differ from machine to machine and with what else runs; compare ratios of one run.
//! Samples of the peers are interleaved, round by round, so that a busy moment hits all of them.
//!
//! To measure something of the app: a function that drives it through the `Desk` and returns milliseconds, called in
//! [`measure`] in the same rounds as its peer, and one more `Row`.

#[path = "../drive/mod.rs"]
mod drive;

mod app;
mod figures;
mod raw;
mod rows;

use std::process::ExitCode;

use drive::desk::Desk;
use drive::engine::{Browser, Engine};
use drive::site::Site;
use drive::{Outcome, root};
use figures::{Row, table};

/// Rounds in which the peers take turns, and single writes a round.
const ROUNDS: usize = 10;
const WRITES: usize = 20;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Outcome {
    let browser = Browser::start(Engine::Chromium).await?;
    let site = Site::start(&root().join("dist"), "/").await?;
    let desk = Desk { engine: browser.engine, driver: browser.driver.clone(), site };
    let rows = measure(&desk).await?;
    print!("{}", table(&rows));
    browser.quit().await
}

/// All figures, their samples taken in turns.
async fn measure(desk: &Desk) -> Outcome<Vec<Row>> {
    let mut strict = Row::new("one ticket, raw put, durability strict");
    let mut relaxed = Row::new("one ticket, raw put, durability relaxed");
    let mut packed = Row::new("12 000 rows of CSV read and put, raw, packed by 1 000");
    let mut single = Row::new("12 000 rows of CSV read and put, raw, one a key");
    let mut durable = Row::new("one ticket, the app, Ctrl+Enter to durable");
    let mut shown = Row::new("one ticket, the app, Ctrl+Enter to shown");
    let mut import = Row::new("12 000 rows of CSV, the app, file to summary, trial and all");
    let mut writing = Row::new("12 000 rows of CSV, the app, the import alone");
    let mut stalled = Row::new("12 000 rows of CSV, the app, the longest time without an answer");
    let csv = rows::csv(12_000);
    app::begin(desk).await?;
    for round in 0..ROUNDS {
        strict.add(raw::puts(desk, "strict", WRITES).await?);
        relaxed.add(raw::puts(desk, "relaxed", WRITES).await?);
        let (until_durable, until_shown): (Vec<f64>, Vec<f64>) = app::requests(desk, WRITES).await?.into_iter().unzip();
        durable.add(until_durable);
        shown.add(until_shown);
        if round < 3 {
            let (all, alone, longest) = app::import(desk, &csv).await?;
            import.add([all]);
            writing.add([alone]);
            stalled.add([longest]);
            packed.add(vec![raw::import(desk, &csv, 1_000).await?]);
            single.add(vec![raw::import(desk, &csv, 1).await?]);
        }
    }
    relaxed.beside(&strict);
    single.beside(&packed);
    durable.beside(&strict);
    shown.beside(&strict);
    import.beside(&packed);
    writing.beside(&packed);
    Ok(vec![strict, relaxed, durable, shown, packed, single, import, writing, stalled])
}
