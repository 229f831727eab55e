//! Two browsers and a server: set up from the app, joined by an invitation, what one writes the other has.

use std::process::Stdio;

use thirtyfour::Key;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::engine::Browser;
use crate::drive::site::Site;
use crate::drive::{Outcome, ensure, root};
use crate::pages::capture::Capture;
use crate::pages::first_run::FirstRun;
use crate::pages::ticket::{CONFLICT, TIMELINE, TicketPage};
use crate::runner::PREFIX;

/// This file's tests.
pub const CASES: &[Case] =
    cases![two_desks_share_a_server, what_is_wrong_is_named, nothing_is_asked_of_anybody_while_sync_is_off];

/// The mark at the foot.
pub const MARK: &str = ".sync-mark";
pub const PASSWORD: &str = "#sync-connect input[type=password]";
pub const BEGIN: &str = "#sync-connect button[type=submit]";

/// A server; it ends with the test.
pub struct Couch {
    process: Child,
    pub port: u16,
}

impl Couch {
    pub async fn start(port: u16) -> Outcome<Self> {
        let script = root().join(".make/couch.mjs");
        let mut command = Command::new("node");
        command.arg(script).arg(port.to_string()).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut process = command.spawn()?;
        let out = process.stdout.take().ok_or("the server says nothing")?;
        let line = BufReader::new(out).lines().next_line().await?.unwrap_or_default();
        let port = line.trim().strip_prefix("listening ").and_then(|port| port.parse().ok());
        Ok(Self { process, port: port.ok_or("the server does not start: `make test` installs it")? })
    }

    pub async fn stop(mut self) -> Outcome {
        self.process.kill().await?;
        Ok(())
    }

    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/desk", self.port)
    }
}

/// Puts a text into a field at once: one driver types a colon as a semicolon.
async fn put(desk: &Desk, field: &str, text: &str) -> Outcome {
    desk.focus(field).await?;
    desk.script("document.activeElement.select()", vec![]).await?;
    desk.insert(text).await
}

/// Makes the database, the rules and the logins. Answers with the invitation's address and password.
pub async fn set_up(desk: &Desk, address: &str) -> Outcome<(String, String)> {
    desk.go("#/settings/sync").await?;
    put(desk, "#sync-connect input[data-keep=address]", address).await?;
    desk.fill("#sync-make input[type=text]", "admin").await?;
    desk.fill("#sync-make input[type=password]", "admin").await?;
    desk.click_text("#sync-make button", "一步建好").await?;
    desk.shows("#sync-make", "已建好").await?;
    desk.find(".invitations pre").await?;
    let text = desk.texts(".invitations pre").await?.into_iter().next().unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().collect();
    let place = words.iter().find_map(|word| word.split_once('#')).ok_or("no address in the invitation")?.1;
    Ok((format!("#{place}"), words.last().copied().unwrap_or_default().to_owned()))
}

pub async fn begin(desk: &Desk, password: &str) -> Outcome {
    desk.fill(PASSWORD, password).await?;
    desk.click(BEGIN).await?;
    desk.shows(MARK, "已同步").await
}

async fn two_desks_share_a_server(first: &Desk) -> Outcome {
    let couch = Couch::start(0).await?;
    FirstRun::done(first, "property", false).await?;
    Capture::quick(first, "阳台渗水").await?;
    let place = first.place().await?;
    let (invitation, password) = set_up(first, &couch.address()).await?;
    begin(first, &password).await?;

    // A new device: an address and a password, and all of it is there.
    let browser = Browser::start(first.engine).await?;
    let site = Site::start(&root().join("dist"), PREFIX).await?;
    let second = Desk { engine: first.engine, driver: browser.driver.clone(), site };
    second.open(&invitation).await?;
    second.find(PASSWORD).await?;
    second.fill(PASSWORD, &password).await?;
    second.click(BEGIN).await?;
    second.find(".rail").await?;
    second.go(&place).await?;
    let other = TicketPage::shown(&second).await?;
    ensure!(other.subject().await? == "阳台渗水", "the ticket is the same");
    other.note("已到现场").await?;
    first.go(&place).await?;
    first.shows(TIMELINE, "已到现场").await?;
    // Whoever has sent it knows so, too.
    second.shows(MARK, "已同步").await?;

    // Without a network both change the same thing, and meet again: both values are kept, one click settles it.
    for desk in [first, &second] {
        desk.script("window.dispatchEvent(new Event('offline'))", vec![]).await?;
    }
    edit(first, "3-1-1202").await?;
    edit(&second, "5-2-301").await?;
    for desk in [first, &second] {
        desk.shows(MARK, "离线 · 1 条待同步").await?;
    }
    for desk in [first, &second] {
        desk.script("window.dispatchEvent(new Event('online'))", vec![]).await?;
    }
    for desk in [first, &second] {
        desk.shows(CONFLICT, "3-1-1202").await?;
        desk.shows(CONFLICT, "5-2-301").await?;
        desk.shows(MARK, "已同步").await?;
    }
    first.click(&format!("{CONFLICT} li button")).await?;
    first.gone(CONFLICT).await?;
    second.gone(CONFLICT).await?;

    // The device that joined is told apart, and leaving takes its data away.
    second.go("#/settings/sync").await?;
    second.shows("#sync-devices", "这台").await?;
    second.click_text("#sync-leave button", "退出并清除本机数据").await?;
    second.click_text("#sync-leave button", "确认清除").await?;
    second.find("#first-name").await?;
    second.site.forgive("404");
    // Leaving loads the page anew, whatever is still on its way to the old one.
    second.site.forgive("could not load");
    let problems = second.problems().await?;
    browser.quit().await?;
    ensure!(problems.is_empty(), "the page complained: {problems:?}");
    first.site.forgive("404");
    couch.stop().await
}

/// Edits the first field of the open ticket.
async fn edit(desk: &Desk, room: &str) -> Outcome {
    const FIELD: &str = ".fields-of form input";
    desk.press(Key::Escape).await?;
    desk.press("e").await?;
    desk.focused(FIELD).await?;
    desk.script("document.activeElement.select()", vec![]).await?;
    desk.press(room).await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows(".fields-of", room).await
}

async fn what_is_wrong_is_named(desk: &Desk) -> Outcome {
    let couch = Couch::start(0).await?;
    FirstRun::done(desk, "property", false).await?;
    let (_, password) = set_up(desk, &couch.address()).await?;
    let address = "#sync-connect input[data-keep=address]";
    let said = "#sync-connect [role=status]";
    for (typed, what) in [
        ("desk", "地址不对"),
        ("http://ann:secret@127.0.0.1:5984/desk", "不要写登录名和密码"),
        ("http://127.0.0.1:1/desk", "连不上服务器"),
    ] {
        put(desk, address, typed).await?;
        desk.click_text("#sync-connect button", "测试连接").await?;
        desk.shows(said, what).await?;
    }
    put(desk, address, &couch.address()).await?;
    desk.fill(PASSWORD, "falsch").await?;
    desk.click(BEGIN).await?;
    desk.shows(said, "登录名或密码不对").await?;
    begin(desk, &password).await?;
    // The password is in no address, no draft and nothing that is kept.
    let kept = desk.script_async(KEPT, vec![]).await?.to_string();
    ensure!(kept.contains("127.0.0.1"), "the address is kept: {kept}");
    ensure!(!kept.contains(&password) && !kept.contains("admin\""), "a password is kept");
    desk.site.forgive("40");
    desk.site.forgive("127.0.0.1");
    couch.stop().await
}

/// Everything in this site's databases and storages that is text.
const KEPT: &str = "
        const all = [location.href, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
        for (const { name } of await indexedDB.databases()) {
            const opened = await new Promise((good, bad) => {
                const request = indexedDB.open(name);
                request.onsuccess = () => good(request.result);
                request.onerror = bad;
            });
            for (const table of opened.objectStoreNames) {
                const values = await new Promise((good, bad) => {
                    const request = opened.transaction(table).objectStore(table).getAll();
                    request.onsuccess = () => good(request.result);
                    request.onerror = bad;
                });
                all.push(...values.map((value) => value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value)));
            }
            opened.close();
        }
        return all.join(' | ');";

async fn nothing_is_asked_of_anybody_while_sync_is_off(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    desk.go("#/settings/sync").await?;
    desk.find("#sync-connect").await?;
    Capture::quick(desk, "没有人要同步").await?;
    let elsewhere = "return performance.getEntriesByType('resource').map((one) => one.name)
        .filter((name) => !name.startsWith(location.origin))";
    let asked = desk.script(elsewhere, vec![]).await?;
    ensure!(asked.as_array().is_some_and(Vec::is_empty), "asked for {asked}");
    desk.gone(MARK).await
}
