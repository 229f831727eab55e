//! The app on the device: it opens without a network, takes only releases that are whole, and goes over to a newer one
//! when somebody agrees.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use serde_json::json;
use tempfile::TempDir;
use tokio::process::Command;

use crate::case::{Case, cases, skip};
use crate::drive::desk::Desk;
use crate::drive::engine::{Browser, Engine, free_port, program, wait_for_port};
use crate::drive::site::{Reply, Site};
use crate::drive::{Outcome, ensure, root};
use crate::pages::capture::Capture;
use crate::pages::first_run::FirstRun;
use crate::pages::ticket::{REPLY, TIMELINE, TicketPage};
use crate::runner::PREFIX;

/// This file's tests.
pub const CASES: &[Case] = cases![
    it_opens_without_a_network,
    a_release_that_is_not_whole_is_not_taken,
    a_full_disk_leaves_the_app_as_it_was,
    a_new_release_waits_until_somebody_agrees,
    after_releases_skipped_it_updates,
    what_is_kept_and_not_whole_recovers_once,
    two_paths_on_one_origin_do_not_meet,
    inside_another_app_it_says_where_to_open,
    without_workers_it_works_as_before,
    an_open_page_asks_for_nothing,
    it_can_be_installed,
    a_notification_comes_through_the_worker,
    the_icon_says_how_much_is_overdue,
    python_serves_it,
    nginx_serves_it,
];

/// The line that offers the newer release.
const UPDATE: &str = ".bar .update";

/// The program's file, by which releases differ.
const PROGRAM: &str = "return document.querySelector('script[data-wasm]').dataset.wasm";

/// Waits until the copy on the device stands so.
async fn stands(desk: &Desk, state: &str) -> Outcome {
    let wait = "
        const [state] = arguments;
        const is = () => window.shouwenOffline?.state === state;
        if (!is()) await new Promise((done, fail) => {
            addEventListener('shouwen-offline', () => is() && done());
            setTimeout(() => fail(`not ${state} but ${JSON.stringify(window.shouwenOffline)}`), 120000);
        });";
    desk.script_async(wait, vec![json!(state)]).await?;
    Ok(())
}

/// Loads the page again as a person does: Firefox's driver goes past the worker.
async fn reload(desk: &Desk) -> Outcome {
    desk.script("window.__before = true; location.reload()", vec![]).await?;
    desk.until("the page to be loaded again", async || {
        Ok(desk.script("return !window.__before", vec![]).await? == true)
    })
    .await?;
    desk.booted().await
}

/// Whether the engine under test has workers at all.
async fn has_workers(desk: &Desk) -> Outcome<bool> {
    desk.visit("__blank").await?;
    Ok(desk.script("return 'serviceWorker' in navigator", vec![]).await? == true)
}

/// A test that needs workers ends here where there are none.
macro_rules! needs_workers {
    ($desk:ident) => {
        if !has_workers($desk).await? {
            return skip("this engine has no service workers when automated");
        }
    };
}

/// The caches of this origin.
async fn caches(desk: &Desk) -> Outcome<Vec<String>> {
    Ok(serde_json::from_value(desk.script_async("return caches.keys()", vec![]).await?)?)
}

/// Another release: the built app with other names for its files, and the list made anew.
async fn release(number: u8) -> Outcome<TempDir> {
    let dist = root().join("dist");
    let names: Vec<String> =
        fs::read_dir(&dist)?.filter_map(|file| file.ok()?.file_name().into_string().ok()).collect();
    let build = names.iter().find_map(|name| name.strip_prefix("shouwen-")?.strip_suffix("_bg.wasm"));
    let build = build.ok_or("the built app has no program")?;
    let other = format!("{}{number:02x}", &build[..build.len() - 2]);
    let folder = tempfile::tempdir()?;
    copy(&dist, folder.path(), build, &other)?;
    let mut list = Command::new(program("node")?);
    list.arg(".make/list.mjs").arg(folder.path()).current_dir(root()).stdout(Stdio::null());
    ensure!(list.status().await?.success(), "the files could not be listed");
    Ok(folder)
}

fn copy(from: &Path, to: &Path, build: &str, other: &str) -> Outcome {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name().into_string().map_err(|_| "a name is no text")?;
        let target = to.join(name.replace(build, other));
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target, build, other)?;
            continue;
        }
        match name.rsplit('.').next() {
            Some("js" | "html") => fs::write(target, fs::read_to_string(entry.path())?.replace(build, other))?,
            Some("br" | "gz") => {}
            _ => drop(fs::copy(entry.path(), target)?),
        }
    }
    Ok(())
}

/// Test 22: the browser is started again while the host is down.
async fn it_opens_without_a_network(desk: &Desk) -> Outcome {
    needs_workers!(desk);
    let profile = tempfile::tempdir()?;
    let browser = Browser::with_profile(desk.engine, profile.path()).await?;
    let site = Site::start(&root().join("dist"), PREFIX).await?;
    let mut first = Desk { engine: desk.engine, driver: browser.driver.clone(), site };
    FirstRun::done(&first, "property", false).await?;
    Capture::quick(&first, "断网前记下的").await?;
    let place = first.place().await?;
    stands(&first, "ready").await?;
    first.shows(".bar [role=status]", "已可离线使用").await?;
    first.site.go_down(true);
    if desk.engine == Engine::WebKit {
        reload(&first).await?; // MiniBrowser keeps nothing between starts when automated
    } else {
        let site = first.site;
        browser.quit().await?;
        let again = Browser::with_profile(desk.engine, profile.path()).await?;
        first = Desk { engine: desk.engine, driver: again.driver.clone(), site };
        let outcome = used_offline(&first, &place).await;
        again.quit().await?;
        return outcome;
    }
    let outcome = used_offline(&first, &place).await;
    browser.quit().await?;
    outcome
}

async fn used_offline(desk: &Desk, place: &str) -> Outcome {
    desk.open(place).await?;
    let ticket = TicketPage::shown(desk).await?;
    ensure!(ticket.subject().await?.contains("断网前记下的"), "the ticket of the address is shown");
    ticket.note("断网时又记一笔").await?;
    desk.go("#/settings/data").await?;
    desk.shows("#offline [role=status]", "断网也能打开").await?;
    // Handbooks that were never asked for are here, too.
    let packs = "return Promise.all(['service', 'ecommerce', 'property', 'logistics'].map(async name =>
        (await (await fetch(`handbooks/${name}.json`)).json()).format))";
    let packs = desk.script_async(packs, vec![]).await?;
    ensure!(
        packs.as_array().is_some_and(|all| all.iter().all(|format| format == "shouwen-pack")),
        "handbooks: {packs}"
    );
    desk.visit(place).await?;
    reload(desk).await?;
    desk.shows(TIMELINE, "断网时又记一笔").await
}

/// Test 23.
async fn a_release_that_is_not_whole_is_not_taken(desk: &Desk) -> Outcome {
    needs_workers!(desk);
    FirstRun::done(desk, "property", false).await?;
    stands(desk, "ready").await?;
    let before = caches(desk).await?;
    let program = desk.script(PROGRAM, vec![]).await?;
    let next = release(1).await?;
    desk.site.deploy(next.path());
    let wasm = desk.site.file_ending("_bg.wasm")?;
    let page = fs::read(next.path().join("index.html"))?;
    let mut wrong = fs::read(next.path().join(&wasm))?;
    wrong.pop();
    for (status, mime, body) in
        [(404, "text/plain", Vec::new()), (200, "application/wasm", wrong), (200, "text/html", page)]
    {
        desk.site.replace(&wasm, Reply { status, mime, body });
        let check = "
            shouwenOffline.why = '';
            const failed = new Promise((done, fail) => {
                addEventListener('shouwen-offline', () => shouwenOffline.why && done());
                setTimeout(() => fail('the release was taken'), 120000);
            });
            await shouwenOffline.check();
            await failed;
            return shouwenOffline.why";
        let why = desk.script_async(check, vec![]).await?;
        ensure!(why.as_str().is_some_and(|why| why.contains(&wasm)), "why: {why}");
        stands(desk, "ready").await?;
        ensure!(desk.all(UPDATE).await?.is_empty(), "an update was offered");
        desk.until("only the old release to be kept", async || Ok(caches(desk).await? == before)).await?;
        reload(desk).await?;
        ensure!(desk.script(PROGRAM, vec![]).await? == program, "the old version lives on");
        stands(desk, "ready").await?;
    }
    desk.site.mend(&wasm);
    desk.script_async("await shouwenOffline.check()", vec![]).await?;
    stands(desk, "new").await?;
    desk.site.forgive("");
    Ok(())
}

/// There is no room for a copy: the app goes on without, says why, and makes one when there is room again.
async fn a_full_disk_leaves_the_app_as_it_was(desk: &Desk) -> Outcome {
    if desk.engine != Engine::Chromium {
        return skip("only Chromium's quota can be set");
    }
    FirstRun::done(desk, "property", false).await?;
    let origin = desk.script("return location.origin", vec![]).await?;
    let used = desk.script_async("return (await navigator.storage.estimate()).usage", vec![]).await?;
    let little = used.as_u64().unwrap_or_default() + 500_000;
    let devtools = desk.driver.cdp();
    devtools.send_raw("Storage.overrideQuotaForOrigin", json!({ "origin": origin, "quotaSize": little })).await?;
    let failed = "
        const is = () => window.shouwenOffline?.why && !shouwenOffline.state;
        if (!is()) await new Promise((done, fail) => {
            addEventListener('shouwen-offline', () => is() && done());
            setTimeout(() => fail(`it did not fail: ${JSON.stringify(window.shouwenOffline)}`), 120000);
        });";
    desk.script_async(failed, vec![]).await?;
    ensure!(caches(desk).await?.is_empty(), "half a copy was left");
    desk.go("#/settings/data").await?;
    desk.shows("#offline [role=status]", "还没有存到本机").await?;
    devtools.send_raw("Storage.overrideQuotaForOrigin", json!({ "origin": origin })).await?;
    desk.click("#offline .btn").await?;
    stands(desk, "ready").await?;
    desk.shows("#offline [role=status]", "断网也能打开").await
}

/// Test 24: two tabs; the one that agrees reloads, once, and the other is told and goes on.
async fn a_new_release_waits_until_somebody_agrees(desk: &Desk) -> Outcome {
    needs_workers!(desk);
    FirstRun::done(desk, "property", false).await?;
    let ticket = Capture::quick(desk, "更新时正在写").await?;
    stands(desk, "ready").await?;
    let old = desk.script(PROGRAM, vec![]).await?;
    desk.new_tab("#/settings/data").await?;
    stands(desk, "ready").await?;
    desk.to_tab(0).await?;
    ticket.type_reply("写到一半的回复").await?;

    let next = release(2).await?;
    desk.site.deploy(next.path());
    desk.script_async("await shouwenOffline.check()", vec![]).await?;
    desk.shows(UPDATE, "新版本已就绪").await?;
    // Nothing has changed for anybody, not even after loading again.
    let kept = "return (await fetch(arguments[0])).status";
    ensure!(desk.script_async(kept, vec![old.clone()]).await? == 200, "an old file is gone");
    reload(desk).await?;
    ensure!(desk.script(PROGRAM, vec![]).await? == old, "the page changed without consent");
    stands(desk, "new").await?;
    desk.holds(REPLY, "写到一半的回复").await?;

    let loads = desk.site.requests().iter().filter(|path| *path == "__watch.js").count();
    desk.click(UPDATE).await?;
    desk.until("the new release", async || Ok(desk.script(PROGRAM, vec![]).await? != old)).await?;
    desk.booted().await?;
    desk.holds(REPLY, "写到一半的回复").await?;
    stands(desk, "ready").await?;
    let again = desk.site.requests().iter().filter(|path| *path == "__watch.js").count() - loads;
    ensure!(again == 1, "the page was loaded {again} times");

    desk.to_tab(1).await?;
    desk.shows(UPDATE, "另一个标签页已更新").await?;
    ensure!(desk.script(PROGRAM, vec![]).await? == old, "the other tab is left alone");
    ensure!(desk.script_async(kept, vec![old.clone()]).await? == 200, "the other tab's files are gone");
    ensure!(caches(desk).await?.len() == 2, "both releases are kept while both are open");
    desk.click("#offline .btn").await?;
    desk.until("the new release in the other tab", async || Ok(desk.script(PROGRAM, vec![]).await? != old)).await?;
    desk.booted().await?;
    reload(desk).await?;
    desk.until("the old release to be gone", async || Ok(caches(desk).await?.len() == 1)).await
}

/// Test 25.
async fn after_releases_skipped_it_updates(desk: &Desk) -> Outcome {
    needs_workers!(desk);
    FirstRun::done(desk, "property", false).await?;
    stands(desk, "ready").await?;
    let old = desk.script(PROGRAM, vec![]).await?;
    // Two more came and went while nobody was here.
    let next = release(5).await?;
    desk.site.deploy(next.path());
    desk.driver.goto("about:blank").await?;
    desk.open("#/tickets").await?;
    ensure!(desk.script(PROGRAM, vec![]).await? == old, "it opens as it was");
    stands(desk, "new").await?;
    desk.click(UPDATE).await?;
    desk.until("the newest release", async || Ok(desk.script(PROGRAM, vec![]).await? != old)).await?;
    desk.booted().await?;
    stands(desk, "ready").await?;
    reload(desk).await?;
    desk.until("one release to be kept", async || Ok(caches(desk).await?.len() == 1)).await
}

/// Test 26: the page that is kept names files that neither the device nor the host has any more.
async fn what_is_kept_and_not_whole_recovers_once(desk: &Desk) -> Outcome {
    needs_workers!(desk);
    FirstRun::done(desk, "property", false).await?;
    stands(desk, "ready").await?;
    let old = desk.script(PROGRAM, vec![]).await?;
    let lose = "
        const cache = await caches.open((await caches.keys())[0]);
        for (const request of await cache.keys()) if (/wasm$/.test(request.url)) await cache.delete(request);";
    desk.script_async(lose, vec![]).await?;
    // As long as the host has them, they are put back.
    reload(desk).await?;
    stands(desk, "ready").await?;
    desk.script_async(lose, vec![]).await?;
    let next = release(6).await?;
    desk.site.deploy(next.path());
    let loads = || desk.site.requests().iter().filter(|path| *path == "__watch.js").count();
    let before = loads();
    desk.visit("").await?;
    desk.until("the new release", async || Ok(desk.script(PROGRAM, vec![]).await? != old)).await?;
    desk.booted().await?;
    ensure!(loads() - before == 2, "the page was loaded {} times", loads() - before);
    stands(desk, "ready").await?;
    desk.problems().await?;
    desk.site.forgive("");
    Ok(())
}

/// Test 28.
async fn two_paths_on_one_origin_do_not_meet(desk: &Desk) -> Outcome {
    needs_workers!(desk);
    FirstRun::done(desk, "property", false).await?;
    Capture::quick(desk, "这里的工单").await?;
    stands(desk, "ready").await?;
    let old = desk.script(PROGRAM, vec![]).await?;
    let here = caches(desk).await?;

    let next = release(8).await?;
    desk.site.deploy(next.path());
    let other = desk.site.also("/b/");
    desk.driver.goto(&other).await?;
    desk.booted().await?;
    desk.find("#first-name").await?; // no data of the first
    FirstRun::hurry(desk, "service", false).await?;
    stands(desk, "ready").await?;
    let both = caches(desk).await?;
    ensure!(both.len() == 2 && here.iter().all(|name| both.contains(name)), "caches: {both:?}");
    ensure!(both.iter().any(|name| name.starts_with("shouwen:/b/|")), "caches: {both:?}");
    let bases =
        desk.script_async("return (await indexedDB.databases()).map(found => found.name).sort()", vec![]).await?;
    ensure!(bases == json!([format!("shouwen:{PREFIX}"), "shouwen:/b/"]), "databases: {bases}");

    // The first is still the older release, and its own.
    desk.open("#/tickets").await?;
    ensure!(desk.script(PROGRAM, vec![]).await? == old, "the first app runs the other's release");
    desk.shows(".list", "这里的工单").await
}

/// Test 30.
async fn inside_another_app_it_says_where_to_open(desk: &Desk) -> Outcome {
    let restrict = "Object.defineProperty(window, 'indexedDB', { value: undefined });
        Object.defineProperty(navigator, 'userAgent', { value: navigator.userAgent + ' MicroMessenger/8.0.49' });\n";
    let body = format!("{restrict}{}", include_str!("../../drive/watch.js")).into_bytes();
    desk.site.replace("__watch.js", Reply { status: 200, mime: "text/javascript", body });
    desk.visit("").await?;
    desk.find_text("#boot[role=alert]", "在浏览器打开").await?;
    Ok(())
}

async fn without_workers_it_works_as_before(desk: &Desk) -> Outcome {
    let hide = "Object.defineProperty(navigator, 'serviceWorker', { value: undefined });\n";
    let body = format!("{hide}{}", include_str!("../../drive/watch.js")).into_bytes();
    desk.site.replace("__watch.js", Reply { status: 200, mime: "text/javascript", body });
    FirstRun::done(desk, "property", false).await?;
    desk.go("#/settings/data").await?;
    desk.shows("#offline [role=status]", "这里不能离线打开").await?;
    ensure!(!desk.site.requests().contains(&"worker.js".to_owned()), "a worker was asked for");
    Ok(())
}

/// Sync is off and the app is on the device: whoever works asks nobody for anything, be the page open for days.
async fn an_open_page_asks_for_nothing(desk: &Desk) -> Outcome {
    needs_workers!(desk);
    FirstRun::done(desk, "property", false).await?;
    stands(desk, "ready").await?;
    reload(desk).await?;
    stands(desk, "ready").await?;
    // What the browser itself looks for at a start is over when this is answered.
    let check = "return window.shouwenOffline.check()";
    ensure!(desk.script_async(check, vec![]).await? == "none", "there is no newer release");
    let before = desk.site.requests().len();
    let days_later = "
        const now = Date.now;
        Date.now = () => now() + 3 * 86_400_000;
        document.dispatchEvent(new Event('visibilitychange'));
        for (const event of ['focus', 'online', 'pageshow']) window.dispatchEvent(new Event(event));";
    desk.script(days_later, vec![]).await?;
    Capture::quick(desk, "放了几天再用").await?;
    for place in ["#/settings/sync", "#/settings/data", "#/tickets?view=all"] {
        desk.go(place).await?;
    }
    desk.shows("[role=grid] [role=row]", "放了几天再用").await?;
    let asked = desk.site.requests().split_off(before);
    ensure!(asked.is_empty(), "asked for {asked:?}");
    // Somebody asks.
    ensure!(desk.script_async(check, vec![]).await? == "none", "there is no newer release");
    let asked = desk.site.requests().split_off(before);
    ensure!(asked == ["worker.js"], "asked for {asked:?}");
    Ok(())
}

async fn it_can_be_installed(desk: &Desk) -> Outcome {
    if desk.engine != Engine::Chromium {
        return skip("only Chromium tells");
    }
    FirstRun::done(desk, "property", false).await?;
    stands(desk, "ready").await?;
    let devtools = desk.driver.cdp();
    let errors = devtools.send_raw("Page.getInstallabilityErrors", json!({})).await?;
    ensure!(errors["installabilityErrors"] == json!([]), "{errors}");
    let manifest = devtools.send_raw("Page.getAppManifest", json!({})).await?;
    ensure!(manifest["errors"] == json!([]), "{}", manifest["errors"]);
    Ok(())
}

/// As on a telephone, where a page may not show one by itself.
async fn a_notification_comes_through_the_worker(desk: &Desk) -> Outcome {
    if desk.engine != Engine::Chromium {
        return skip("the permission can be given to Chromium only");
    }
    FirstRun::done(desk, "property", false).await?;
    stands(desk, "ready").await?;
    let origin = desk.script("return location.origin", vec![]).await?;
    let permit = json!({ "origin": origin, "permissions": ["notifications"] });
    desk.driver.cdp().send_raw("Browser.grantPermissions", permit).await?;
    let shown = "await shouwenOffline.notify('还有 10 分钟超时');
        const registration = await navigator.serviceWorker.getRegistration();
        return (await registration.getNotifications()).map(shown => shown.title)";
    let shown = desk.script_async(shown, vec![]).await?;
    ensure!(shown == json!(["还有 10 分钟超时"]), "shown: {shown}");
    Ok(())
}

async fn the_icon_says_how_much_is_overdue(desk: &Desk) -> Outcome {
    let note = "navigator.setAppBadge = number => { window.__badge = number; return Promise.resolve(); };\n";
    let body = format!("{note}{}", include_str!("../../drive/watch.js")).into_bytes();
    desk.site.replace("__watch.js", Reply { status: 200, mime: "text/javascript", body });
    FirstRun::done(desk, "property", true).await?;
    let both = "return [window.__badge, Number(document.querySelector('.rail .n').textContent)]";
    desk.until("the icon to say what the rail says", async || {
        let both = desk.script(both, vec![]).await?;
        Ok(both[0].is_number() && both[0].as_f64() == both[1].as_f64())
    })
    .await?;
    desk.click(".samples .btn").await?;
    desk.until("the icon to say nothing", async || Ok(desk.script("return window.__badge", vec![]).await? == 0)).await
}

async fn python_serves_it(desk: &Desk) -> Outcome {
    let Ok(python) = program("python3") else { return skip("python3 is not installed") };
    let port = free_port()?;
    let _server = Command::new(python)
        .args(["-m", "http.server", "--bind", "127.0.0.1", "--directory", "dist", &port.to_string()])
        .current_dir(root())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    wait_for_port(port).await?;
    served(desk, &format!("http://127.0.0.1:{port}/")).await
}

/// The app works at an address, and is kept on the device.
async fn served(desk: &Desk, address: &str) -> Outcome {
    desk.driver.goto(address).await?;
    desk.booted().await?;
    FirstRun::hurry(desk, "property", false).await?;
    if desk.script("return 'serviceWorker' in navigator", vec![]).await? == true {
        stands(desk, "ready").await?;
    }
    Ok(())
}

/// With the very lines of the readme.
async fn nginx_serves_it(desk: &Desk) -> Outcome {
    let Some(nginx) = program("nginx")
        .ok()
        .or_else(|| Some("/usr/sbin/nginx".into()).filter(|path: &std::path::PathBuf| path.is_file()))
    else {
        return skip("nginx is not installed");
    };
    let readme = fs::read_to_string(root().join("README.md"))?;
    let lines = readme.split_once("```nginx\n").and_then(|(_, rest)| rest.split_once("```")).ok_or("no nginx lines")?.0;
    ensure!(fs::read_to_string(root().join("README.zh-CN.md"))?.contains(lines), "the two readmes differ");
    let folder = tempfile::tempdir()?;
    let (port, at) = (free_port()?, folder.path().display());
    let lines = lines.replace("/srv/shouwen/dist", &root().join("dist").display().to_string());
    let user = if fs::metadata("/root/.").is_ok() { "user root;" } else { "" };
    let config = format!(
        "{user} daemon off; pid {at}/pid; error_log {at}/error.log; events {{}}
        http {{
            include /etc/nginx/mime.types; access_log off;
            client_body_temp_path {at}/a; proxy_temp_path {at}/b; fastcgi_temp_path {at}/c; uwsgi_temp_path {at}/d; scgi_temp_path {at}/e;
            server {{ listen 127.0.0.1:{port}; {lines} }}
        }}"
    );
    fs::write(folder.path().join("nginx.conf"), config)?;
    let mut server = Command::new(nginx)
        .args(["-c", &format!("{at}/nginx.conf"), "-e", &format!("{at}/error.log")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    wait_for_port(port).await.map_err(|error| {
        format!("{error}: {}", fs::read_to_string(folder.path().join("error.log")).unwrap_or_default())
    })?;
    let outcome = nginx_serves(desk, &format!("http://127.0.0.1:{port}/desk/")).await;
    if let Some(id) = server.id() {
        Command::new("kill").arg(id.to_string()).status().await?; // with its children
        server.wait().await?;
    }
    outcome
}

async fn nginx_serves(desk: &Desk, address: &str) -> Outcome {
    served(desk, address).await?;
    let ask = "const answer = await fetch(arguments[0], { cache: 'reload' });
        return [answer.status, ...['content-security-policy', 'cache-control', 'content-encoding', 'content-type']
            .map(name => answer.headers.get(name))]";
    let policy = desk.script("return document.querySelector('meta[http-equiv]').content", vec![]).await?;
    let page = desk.script_async(ask, vec![json!("./")]).await?;
    ensure!(page[1] == policy && page[2] == "no-cache", "the page came as {page}");
    if desk.engine != Engine::WebKit {
        ensure!(page[3] == "gzip", "the page came as {page}"); // WebKitGTK does not tell
    }
    for name in ["worker.js", "manifest.webmanifest", "boot.js", "handbooks/service.json"] {
        let answer = desk.script_async(ask, vec![json!(name)]).await?;
        ensure!(answer[0] == 200 && answer[2] == "no-cache", "{name} came as {answer}");
    }
    let wasm = desk.script_async(ask, vec![json!(format!("{address}{}", desk.site.file_ending("_bg.wasm")?))]).await?;
    ensure!(
        wasm[2] == "public, max-age=31536000, immutable" && wasm[4] == "application/wasm",
        "the program came as {wasm}"
    );
    let folder = desk.script_async("return (await fetch('/desk')).url", vec![]).await?;
    ensure!(folder == address, "without a slash one comes to {folder}");
    let missing = desk.script_async(ask, vec![json!("nothing-here")]).await?;
    ensure!(missing[0] == 404, "what is not there came as {missing}");
    Ok(())
}
