//! Runs the table of tests in each engine and reports as `cargo test` does.

use std::fs;
use std::time::Duration;

use tokio::time::timeout;

use crate::case::{Case, Skipped};
use crate::cases;
use crate::drive::desk::Desk;
use crate::drive::engine::{Browser, Engine};
use crate::drive::site::Site;
use crate::drive::{Outcome, artifacts, root};

/// The app is served below this path, so that every test would notice an absolute address.
pub const PREFIX: &str = "/apps/shouwen/";

/// No test may take longer.
const LIMIT: Duration = Duration::from_mins(4);

/// Nor may taking its picture: a tab behind another cannot be drawn.
const PICTURE: Duration = Duration::from_secs(5);

/// So many letters of what a failed test saw are in the output.
const TOLD: usize = 600;

/// Runs the tests whose name contains the filter, in the chosen engines; tells whether all passed.
///
/// WebKitGTK now and then hands a program memory that is not its own: a loop over a slice leaves its array ("Out of bounds
/// memory access"), a program of one thread finds itself in another, or it goes on with wrong numbers. No program can say
/// that of itself. A test that fails there is told and must then pass twice in a row, in new browsers; in the other
/// engines it fails at once.
pub async fn run(filter: &str) -> Outcome<bool> {
    let chosen: Vec<&Case> = cases::all().filter(|case| title(case).contains(filter)).collect();
    let (mut passed, mut failed, mut ignored) = (0, 0, 0);
    for engine in Engine::chosen()? {
        println!("\nrunning {} tests in {engine}", chosen.len());
        let mut browser = Browser::start(engine).await?;
        for (at, case) in chosen.iter().enumerate() {
            let mut outcome = attempt(case, &browser).await;
            if engine == Engine::WebKit
                && let Err(error) = &outcome
                && !error.is::<Skipped>()
            {
                println!("    {engine}::{}: {error}\n    twice more, each in a new browser", title(case));
                for _ in 0..2 {
                    browser = anew(browser).await?;
                    outcome = attempt(case, &browser).await;
                    if outcome.is_err() {
                        break;
                    }
                }
            }
            match outcome {
                Ok(()) => {
                    passed += 1;
                    println!("test {engine}::{} ... ok", title(case));
                    // Little of one page's memory for the next: each file has a browser of its own.
                    let goes_on = chosen.get(at + 1).is_some_and(|next| file(next) == file(case));
                    if engine == Engine::WebKit && !goes_on {
                        browser = anew(browser).await?;
                    } else {
                        leave(&browser).await?;
                    }
                }
                Err(error) if error.is::<Skipped>() => {
                    ignored += 1;
                    println!("test {engine}::{} ... ignored, {error}", title(case));
                }
                Err(error) => {
                    failed += 1;
                    println!("test {engine}::{} ... FAILED\n    {error}", title(case));
                    browser = anew(browser).await?;
                }
            }
        }
        browser.quit().await?;
    }
    let verdict = if failed == 0 { "ok" } else { "FAILED" };
    println!("\ntest result: {verdict}. {passed} passed; {failed} failed; {ignored} ignored");
    Ok(failed == 0)
}

/// A new browser in the place of one.
async fn anew(browser: Browser) -> Outcome<Browser> {
    let engine = browser.engine;
    browser.quit().await.unwrap_or_else(|error| println!("    the browser did not quit: {error}"));
    Browser::start(engine).await
}

/// A test's name without what all have in common.
pub fn title(case: &Case) -> &'static str {
    case.name.strip_prefix("e2e::cases::").unwrap_or(case.name)
}

/// The file that a test stands in.
fn file(case: &Case) -> &'static str {
    title(case).split("::").next().unwrap_or_default()
}

/// One test at a site of its own, with a record of what it saw if it fails.
async fn attempt(case: &Case, browser: &Browser) -> Outcome {
    let site = Site::start(&root().join("dist"), PREFIX).await?;
    let desk = Desk { engine: browser.engine, driver: browser.driver.clone(), site };
    let outcome = match timeout(LIMIT, (case.run)(&desk)).await {
        Ok(Ok(())) => no_problems(&desk).await,
        Ok(failed) => failed,
        Err(_) => Err(format!("still running after {} s", LIMIT.as_secs()).into()),
    };
    if outcome.as_ref().is_err_and(|error| !error.is::<Skipped>())
        && let Err(error) = record(case, &desk).await
    {
        println!("    no full record of the failure: {error}");
    }
    outcome
}

async fn no_problems(desk: &Desk) -> Outcome {
    let problems = desk.problems().await?;
    if problems.is_empty() {
        Ok(())
    } else {
        Err(format!("the page complained:\n    {}", problems.join("\n    ")).into())
    }
}

/// Saves what the page showed, was made of and complained of, its address and where the focus was.
async fn record(case: &Case, desk: &Desk) -> Outcome {
    let name = format!("{}-{}", desk.engine, title(case).replace("::", "-"));
    let path = artifacts("e2e")?.join(name);
    println!("    see {}.png, .html, .txt", path.display());
    let focus = "const focus = document.activeElement;
        return [location.href, focus.tagName, focus.className, focus.value ?? ''].join('\\n')";
    let at = desk.script(focus, vec![]).await.unwrap_or_default();
    let problems = desk.site.problems().join("\n");
    let at = format!("{}\n\n{problems}", at.as_str().unwrap_or_default());
    fs::write(path.with_extension("txt"), &at)?;
    // Where only the output is kept, it tells the most.
    let shown = desk.text().await.unwrap_or_default();
    let told: String = [at, shown].join("\n").split_whitespace().collect::<Vec<_>>().join(" ");
    println!("    {}", told.chars().take(TOLD).collect::<String>());
    fs::write(path.with_extension("html"), desk.driver.source().await?)?;
    fs::write(path.with_extension("png"), timeout(PICTURE, desk.driver.screenshot_as_png()).await??)?;
    Ok(())
}

/// Leaves the page and closes all tabs but one.
async fn leave(browser: &Browser) -> Outcome {
    let tabs = browser.driver.windows().await?;
    for tab in &tabs[1..] {
        browser.driver.switch_to_window(tab.clone()).await?;
        browser.driver.close_window().await?;
    }
    if let Some(first) = tabs.into_iter().next() {
        browser.driver.switch_to_window(first).await?;
    }
    browser.driver.goto("about:blank").await?;
    Ok(())
}
