//! A browser killed while pages are written: what was done is all there, what was not has left nothing.

use serde_json::json;

use super::import::reviews;
use crate::case::{Case, cases, skip};
use crate::drive::desk::Desk;
use crate::drive::engine::{Browser, Engine};
use crate::drive::site::Site;
use crate::drive::{Outcome, ensure, root};
use crate::pages::files::file;
use crate::pages::first_run::FirstRun;
use crate::pages::import::Import;
use crate::runner::PREFIX;

/// This file's tests.
pub const CASES: &[Case] = cases![an_import_killed_midway_leaves_nothing, folding_killed_midway_loses_nothing];

/// The transaction that puts the so manieth page from now on stays open: it never completes.
const HOLD: &str = "
    let left = arguments[0];
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...given) {
        const request = put.apply(this, given);
        if (this.name === 'pages' && --left === 0) {
            this.transaction.commit = () => {};
            const again = () => { this.get('none').onsuccess = again; };
            again();
            window.__held = true;
        }
        return request;
    };";

/// A browser with a profile of its own, and the desk in it. What is done there is killed at the page that is named; the
/// answer is a desk in a new browser on what was kept.
struct Killed {
    profile: tempfile::TempDir,
    engine: Engine,
}

impl Killed {
    async fn open(&self, site: Site) -> Outcome<(Browser, Desk)> {
        let browser = Browser::with_profile(self.engine, self.profile.path()).await?;
        let desk = Desk { engine: self.engine, driver: browser.driver.clone(), site };
        Ok((browser, desk))
    }

    /// Waits until the page is being written, and kills the browser.
    async fn at_work(&self, browser: Browser, desk: Desk) -> Outcome<(Browser, Desk)> {
        let held = async || Ok(desk.script("return window.__held === true", vec![]).await? == true);
        // Pages are folded after ten quiet seconds.
        desk.until("a page to be written", held).await?;
        let site = desk.site;
        browser.kill().await?;
        self.open(site).await
    }
}

async fn import(desk: &Desk, rows: usize) -> Outcome<Import<'_>> {
    let import = Import::open(desk).await?;
    import.choose(file("评价.csv", "text/csv", reviews(rows))).await?;
    import.next().await?;
    import.one_kind("property.repair").await?;
    import.column_is("review", "Subject").await?;
    import.no_duplicates().await?;
    import.try_it().await?;
    import.figure("可以导入", rows).await?;
    import.go().await?;
    Ok(import)
}

/// Closes the second browser; its page has complained of nothing.
async fn quit(browser: Browser, second: &Desk) -> Outcome {
    let problems = second.problems().await?;
    browser.quit().await?;
    ensure!(problems.is_empty(), "the page complained: {problems:?}");
    Ok(())
}

async fn an_import_killed_midway_leaves_nothing(desk: &Desk) -> Outcome {
    if desk.engine == Engine::WebKit {
        return skip("MiniBrowser keeps nothing when automated");
    }
    let killed = Killed { profile: tempfile::tempdir()?, engine: desk.engine };
    let (browser, first) = killed.open(Site::start(&root().join("dist"), PREFIX).await?).await?;
    FirstRun::done(&first, "property", false).await?;
    first.script(HOLD, vec![json!(4)]).await?;
    import(&first, 3_000).await?;

    let (browser, second) = killed.at_work(browser, first).await?;
    second.open("").await?;
    second.shows("footer", "已存 0 张工单").await?;
    import(&second, 3_000).await?.done(3_000).await?;
    second.reload().await?;
    second.shows("footer", "已存 3000 张工单").await?;
    quit(browser, &second).await
}

async fn folding_killed_midway_loses_nothing(desk: &Desk) -> Outcome {
    if desk.engine == Engine::WebKit {
        return skip("MiniBrowser keeps nothing when automated");
    }
    let killed = Killed { profile: tempfile::tempdir()?, engine: desk.engine };
    let (browser, first) = killed.open(Site::start(&root().join("dist"), PREFIX).await?).await?;
    FirstRun::done(&first, "property", false).await?;
    // So many stay in the journal first, and are folded into a page when nothing happens for a while.
    import(&first, 280).await?.done(280).await?;
    first.script(HOLD, vec![json!(1)]).await?;

    let (browser, second) = killed.at_work(browser, first).await?;
    second.open("#/tickets?view=all&q=%E7%AC%AC279%E6%9D%A1").await?;
    second.shows("footer", "已存 280 张工单").await?;
    second.shows("[role=row]", "第279条").await?;
    quit(browser, &second).await
}
