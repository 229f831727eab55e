//! Measures the built app beside its peers in Chromium, all in one run, and says of each figure that must hold whether
//! it does.
//!
//! `make bench`: 100 000 tickets, and the app alone with 10 000 and 1 000 000. `make bench QUICK=1`: 10 000, for trying
//! out. `PARTS="keep app"` chooses parts. Absolute figures differ from machine to machine and with what else runs there:
//! compare ratios of one run. Peers take turns with the app, round by round, so that a busy moment hits all of them.
//!
//! `data` makes the tickets, once: their files stay under cargo's target folder. `app` drives the app through its own
//! doors; `peers` drives `peers.js`, whose packages `.make/setup bench` installs; `sync` has a server beside them. To
//! measure something more: a function in one of these that returns milliseconds, and a line in the part here that it belongs to.

#[path = "../drive/mod.rs"]
mod drive;

mod app;
mod data;
mod figures;
mod page;
mod parts;
mod peers;
mod probe;
mod sync;

use std::env;
use std::process::ExitCode;

use data::{Data, Files, files};
use drive::desk::Desk;
use drive::engine::{Browser, Engine};
use drive::site::Site;
use drive::{Outcome, artifacts, root};
use figures::Figures;
use tempfile::TempDir;

pub(crate) const SEED: u64 = 20_261_122;

/// What one run measures, and with what.
pub(crate) struct Run {
    /// The tickets.
    pub(crate) data: Data,
    /// Their files.
    pub(crate) files: Files,
    /// Sizes at which the app is measured alone.
    pub(crate) sizes: &'static [usize],
    /// Rounds in which ours and the peers take turns.
    pub(crate) rounds: usize,
    /// The browser, but between two cold starts.
    pub(crate) browser: Option<Browser>,
    /// Its profile, kept when it is started anew.
    pub(crate) profile: TempDir,
    /// The figures so far.
    pub(crate) figures: Figures,
}

impl Run {
    fn new() -> Outcome<Self> {
        let quick = env::var("QUICK").is_ok_and(|quick| !quick.is_empty() && quick != "0");
        let (tickets, sizes): (usize, &'static [usize]) =
            if quick { (10_000, &[1_000, 10_000]) } else { (100_000, &[10_000, 100_000, 1_000_000]) };
        let data = Data::new(SEED, tickets);
        let files = files(data, &artifacts("bench")?, true)?;
        peers::prepare(&files.folder)?;
        let profile = tempfile::Builder::new().prefix("shouwen-").tempdir()?;
        Ok(Self { data, files, sizes, rounds: 2, browser: None, profile, figures: Figures::default() })
    }

    /// A desk in the running browser, at an origin of its own: nothing is stored there yet.
    pub(crate) async fn app(&mut self) -> Outcome<Desk> {
        let site = Site::start(&root().join("dist"), "/").await?;
        self.desk(site).await
    }

    /// The peers' page in the running browser.
    pub(crate) async fn peers(&mut self) -> Outcome<Desk> {
        let site = Site::start(&self.files.folder, "/").await?;
        self.desk(site).await
    }

    /// A site in the running browser, which is started when there is none.
    pub(crate) async fn desk(&mut self, site: Site) -> Outcome<Desk> {
        if self.browser.is_none() {
            let browser = Browser::with_profile(Engine::Chromium, self.profile.path()).await?;
            // The time in which a busy page must answer a question, too.
            browser.driver.set_page_load_timeout(page::STEP).await?;
            self.browser = Some(browser);
        }
        let browser = self.browser.as_ref().ok_or("there is no browser")?;
        Ok(Desk { engine: browser.engine, driver: browser.driver.clone(), site })
    }

    /// Ends the browser; what it has stored stays.
    pub(crate) async fn close(&mut self) -> Outcome {
        match self.browser.take() {
            Some(browser) => browser.quit().await,
            None => Ok(()),
        }
    }

    /// Whether this part is wanted.
    fn wants(part: &str) -> bool {
        let parts = env::var("PARTS").unwrap_or_default();
        parts.trim().is_empty() || parts.split([' ', ',']).any(|wanted| wanted == part)
    }

    /// One part; what fails in it is reported, and the others go on with a new browser.
    async fn part(&mut self, name: &'static str, work: impl AsyncFnOnce(&mut Self) -> Outcome) -> Outcome {
        if !Self::wants(name) {
            return Ok(());
        }
        println!("measuring: {name}");
        if let Err(error) = work(self).await {
            println!("{name}: {error}");
            let first = error.to_string().lines().next().unwrap_or_default().to_owned();
            self.figures.faults.push(format!("{name}: {first}"));
            if self.close().await.is_err() {
                self.browser = None;
            }
        }
        Ok(())
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(0) => ExitCode::SUCCESS,
        Ok(missed) => {
            println!("{missed} figures do not hold");
            ExitCode::FAILURE
        }
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// All parts; answers how many figures do not hold.
async fn run() -> Outcome<usize> {
    let mut run = Run::new()?;
    run.part("keep", parts::keep).await?;
    run.part("probe", parts::probe).await?;
    run.part("scripts", parts::scripts).await?;
    run.part("words", parts::words).await?;
    run.part("search", parts::search).await?;
    run.part("app", parts::app).await?;
    run.part("entries", parts::entries).await?;
    run.part("sync", parts::sync).await?;
    run.part("scale", parts::scale).await?;
    run.close().await?;
    parts::judge(&mut run.figures, run.sizes);
    print!("{}", run.figures.report());
    Ok(run.figures.missed() + run.figures.faults.len())
}
