//! Where the app is served from, and what a browser keeps of it.

use std::process::Stdio;

use serde_json::json;
use tokio::process::Command;

use crate::case::{Case, cases, skip};
use crate::drive::desk::Desk;
use crate::drive::engine::{Browser, Engine, free_port, program, wait_for_port};
use crate::drive::site::{Reply, Site};
use crate::drive::{Outcome, ensure, root};
use crate::runner::PREFIX;

/// This file's tests.
pub const CASES: &[Case] = cases![
    make_serve_serves_it,
    opened_as_a_file_it_says_what_to_do,
    a_site_that_is_down_and_back_opens_again,
    a_part_that_cannot_be_had_is_told_and_tried_again,
    what_was_stored_outlives_a_killed_browser,
];

async fn make_serve_serves_it(desk: &Desk) -> Outcome {
    let port = free_port()?;
    let _server = Command::new(program("node")?)
        .args([".make/serve.mjs", "dist", &port.to_string(), "/a/b"])
        .current_dir(root())
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    wait_for_port(port).await?;
    desk.driver.goto(format!("http://127.0.0.1:{port}/a/b/")).await?;
    desk.booted().await?;

    let ask = "const [path] = arguments;
        const answer = await fetch(path);
        return [answer.status, ...['content-encoding', 'content-security-policy', 'cache-control', 'content-type']
            .map(name => answer.headers.get(name))]";
    let mut page = desk.script_async(ask, vec![json!("./")]).await?;
    if desk.engine == Engine::WebKit {
        page[1] = json!("br"); // WebKitGTK does not show how an answer was packed
    }
    let policy = desk.script("return document.querySelector('meta[http-equiv]').content", vec![]).await?;
    ensure!(page == json!([200, "br", policy, "no-cache", "text/html; charset=utf-8"]), "the page came as {page}");
    let wasm = desk.script_async(ask, vec![json!(desk.site.file_ending("_bg.wasm")?)]).await?;
    ensure!(wasm[3] == "public, max-age=31536000, immutable", "the program came as {wasm}");
    ensure!(wasm[4] == "application/wasm", "the program came as {wasm}");
    for path in ["nothing-here", "..%2f..%2fCargo.toml", "%00"] {
        let missing = desk.script_async(ask, vec![json!(path)]).await?;
        ensure!(missing[0] == 404, "{path} came as {missing}");
    }
    Ok(())
}

async fn opened_as_a_file_it_says_what_to_do(desk: &Desk) -> Outcome {
    desk.driver.goto(format!("file://{}", root().join("dist/index.html").display())).await?;
    desk.find_text("#boot[role=alert]", "http.server").await?;
    Ok(())
}

async fn a_site_that_is_down_and_back_opens_again(desk: &Desk) -> Outcome {
    desk.open("").await?;
    desk.site.go_down(true);
    let answered = desk.script_async("return fetch('boot.js').then(() => true, () => false)", vec![]).await?;
    ensure!(answered == false, "the site answered while it was down");
    desk.site.go_down(false);
    desk.reload().await
}

/// Pages are loaded on first use: without a network that is told, and the next try succeeds.
async fn a_part_that_cannot_be_had_is_told_and_tried_again(desk: &Desk) -> Outcome {
    let dist = root().join("dist");
    let mut names = std::fs::read_dir(&dist)?.filter_map(|file| file.ok()?.file_name().into_string().ok());
    let part = names.find(|name| name.starts_with("split_packs-") && name.ends_with("wasm"));
    let part = part.ok_or("the built app has no part for packs")?;
    desk.site.replace(&part, Reply { status: 404, mime: "text/plain", body: Vec::new() });
    desk.open("").await?;
    desk.fill("#first-name", "张敏").await?;
    desk.click("input[value=property]").await?;
    desk.click("button[type=submit]").await?;
    desk.shows("form [role=alert]", "还没有下载到本机").await?;
    desk.site.replace(&part, Reply { status: 200, mime: "application/wasm", body: std::fs::read(dist.join(&part))? });
    desk.click("button[type=submit]").await?;
    desk.find(".rail").await?;
    desk.problems().await?;
    desk.site.forgive("");
    Ok(())
}

/// Storage that was told durable is there after a crash.
async fn what_was_stored_outlives_a_killed_browser(desk: &Desk) -> Outcome {
    if desk.engine == Engine::WebKit {
        return skip("MiniBrowser keeps nothing when automated");
    }
    let profile = tempfile::tempdir()?;
    let site = Site::start(&root().join("dist"), PREFIX).await?;
    let browser = Browser::with_profile(desk.engine, profile.path()).await?;
    let first = Desk { engine: desk.engine, driver: browser.driver.clone(), site };
    first.visit("__blank").await?;
    first.script_async(&format!("{DATABASE} await run('put', 'kept', 1)"), vec![]).await?;
    let site = first.site;
    browser.kill().await?;

    let browser = Browser::with_profile(desk.engine, profile.path()).await?;
    let second = Desk { engine: desk.engine, driver: browser.driver.clone(), site };
    second.visit("__blank").await?;
    let kept = second.script_async(&format!("{DATABASE} return run('get', 1)"), vec![]).await?;
    browser.quit().await?;
    ensure!(kept == "kept", "the value was {kept}");
    Ok(())
}

/// `run(method, …)`: one request in one strict transaction.
const DATABASE: &str = "
    const opening = indexedDB.open('test', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('values');
    await new Promise((resolve, reject) => { opening.onsuccess = resolve; opening.onerror = reject; });
    const run = (method, ...values) => new Promise((resolve, reject) => {
        const transaction = opening.result.transaction('values', 'readwrite', { durability: 'strict' });
        const request = transaction.objectStore('values')[method](...values);
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = reject;
    });
";
