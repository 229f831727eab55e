//! Opening the app, and what it says when it cannot open.

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::site::Reply;
use crate::drive::{Outcome, ensure};
use crate::pages::shell::Shell;

/// This file's tests.
pub const CASES: &[Case] = cases![
    the_app_opens,
    styles_apply,
    the_policy_holds,
    a_missing_module_is_told_and_reloads_once,
    a_wrong_mime_type_still_starts,
    a_browser_without_a_database_is_told,
];

async fn the_app_opens(desk: &Desk) -> Outcome {
    let shell = Shell::open(desk).await?;
    ensure!(shell.title().await?.contains("首问"), "the title names the app");
    ensure!(!desk.text().await?.trim().is_empty(), "the page shows text");
    let language = desk.script("return navigator.language", vec![]).await?;
    ensure!(language == "zh-CN", "the browser under test speaks {language}");
    Ok(())
}

async fn styles_apply(desk: &Desk) -> Outcome {
    desk.open("").await?;
    let sheets = desk.script("return [...document.styleSheets].map(sheet => sheet.cssRules.length)", vec![]).await?;
    let rules = sheets.as_array().and_then(|sheets| sheets.first()?.as_u64()).unwrap_or_default();
    ensure!(rules > 0, "the style sheet holds rules: {sheets}");
    Ok(())
}

/// The check that the other tests' silence on the policy means something.
async fn the_policy_holds(desk: &Desk) -> Outcome {
    desk.open("").await?;
    let inject = "const script = document.createElement('script');
        script.textContent = 'window.__injected = true';
        document.body.append(script);
        const image = document.createElement('img');
        image.setAttribute('onerror', 'window.__injected = true');
        image.src = 'data:image/png;base64,AA';
        document.body.append(image);";
    desk.script(inject, vec![]).await?;
    // The script's and the handler's, each forbidden by the host's policy and by the page's.
    desk.until("four violations to be told", async || {
        Ok(desk.problems().await?.iter().filter(|problem| problem.starts_with("policy")).count() >= 4)
    })
    .await?;
    let injected = desk.script("return window.__injected === true", vec![]).await?;
    ensure!(injected == false, "an injected script ran");
    desk.until("the image's failure to be told", async || Ok(desk.site.forgive("could not load data:") > 0)).await?;
    desk.site.forgive("policy");
    desk.site.forgive("Content-Security-Policy");
    Ok(())
}

async fn a_missing_module_is_told_and_reloads_once(desk: &Desk) -> Outcome {
    let module = desk.site.file_ending("_bg.wasm")?.replace("_bg.wasm", ".js");
    desk.site.replace(&module, Reply { status: 404, mime: "text/plain", body: Vec::new() });
    desk.visit("").await?;
    desk.find_text("#boot[role=alert]", "首问没能打开").await?;
    let loads = desk.site.requests().iter().filter(|path| *path == "index.html").count();
    ensure!(loads == 2, "the page was loaded {loads} times");
    desk.problems().await?;
    desk.site.forgive("");
    Ok(())
}

async fn a_wrong_mime_type_still_starts(desk: &Desk) -> Outcome {
    let wasm = desk.site.file_ending("_bg.wasm")?;
    let body = std::fs::read(crate::drive::root().join("dist").join(&wasm))?;
    desk.site.replace(&wasm, Reply { status: 200, mime: "application/octet-stream", body });
    desk.open("").await
}

async fn a_browser_without_a_database_is_told(desk: &Desk) -> Outcome {
    let hide = "Object.defineProperty(window, 'indexedDB', { value: undefined });";
    let watch = include_str!("../../drive/watch.js");
    let body = format!("{hide}\n{watch}").into_bytes();
    desk.site.replace("__watch.js", Reply { status: 200, mime: "text/javascript", body });
    desk.visit("").await?;
    desk.find_text("#boot[role=alert]", "IndexedDB").await?;
    Ok(())
}
