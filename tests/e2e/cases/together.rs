//! Syncing when something goes wrong: a computer that several share, a server that goes away, a tab that freezes.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::sync::{BEGIN, Couch, MARK, PASSWORD, begin, set_up};
use crate::case::{Case, cases, skip};
use crate::drive::desk::Desk;
use crate::drive::engine::Engine;
use crate::drive::{Outcome, ensure};
use crate::pages::capture::Capture;
use crate::pages::first_run::FirstRun;
use crate::pages::settings::{Settings, switch_to};
use crate::pages::ticket::{TIMELINE, TicketPage};

/// This file's tests.
pub const CASES: &[Case] = cases![
    each_sends_under_their_own_login,
    a_server_killed_in_the_middle_has_all_of_it_once,
    a_database_made_anew_is_given_all_of_it_again,
    a_new_round_takes_nothing_from_under_a_hand,
    a_tab_that_does_not_sync_tells_what_waits,
    a_frozen_tab_is_replaced,
];

/// A line to a server that can be cut: no answer comes, and nobody answers until it is mended.
struct Line {
    port: u16,
    down: Arc<AtomicBool>,
    /// The next request with documents goes through, and its answer is lost.
    cuts: Arc<AtomicBool>,
}

impl Line {
    async fn to(server: u16) -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let (down, cuts) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let line = Self { port, down: Arc::clone(&down), cuts: Arc::clone(&cuts) };
        tokio::spawn(async move {
            while let Ok((page, _)) = listener.accept().await {
                if !down.load(Ordering::SeqCst) {
                    // A connection that ends, ends.
                    tokio::spawn(carry(page, server, Arc::clone(&down), Arc::clone(&cuts)));
                }
            }
        });
        Ok(line)
    }
}

async fn carry(mut page: TcpStream, server: u16, down: Arc<AtomicBool>, cuts: Arc<AtomicBool>) -> std::io::Result<()> {
    let mut server = TcpStream::connect(("127.0.0.1", server)).await?;
    let (mut asked, mut answered) = (vec![0; 65_536], vec![0; 65_536]);
    let mut lost = false;
    loop {
        tokio::select! {
            count = page.read(&mut asked) => {
                let count = count?;
                let text = String::from_utf8_lossy(&asked[..count]);
                if text.contains("/_bulk_docs") && text.starts_with("POST") && cuts.swap(false, Ordering::SeqCst) {
                    lost = true;
                }
                if count == 0 {
                    return Ok(());
                }
                server.write_all(&asked[..count]).await?;
            }
            count = server.read(&mut answered) => {
                let count = count?;
                if lost {
                    down.store(true, Ordering::SeqCst);
                }
                if count == 0 || down.load(Ordering::SeqCst) {
                    return Ok(());
                }
                page.write_all(&answered[..count]).await?;
            }
        }
    }
}

/// Asks the server as its administrator.
async fn asked(port: u16, method: &str, path: &str, body: &str) -> Outcome<String> {
    let mut server = TcpStream::connect(("127.0.0.1", port)).await?;
    let request = format!(
        "{method} {path} HTTP/1.0\r\nAuthorization: Basic YWRtaW46YWRtaW4=\r\nContent-Type: application/json\r\n\
         Accept: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    server.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    server.read_to_string(&mut answer).await?;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or("no answer")?;
    ensure!(head.contains(" 20"), "{method} {path}: {head} {body}");
    Ok(body.to_owned())
}

/// How many entries the server has, none of them twice, and how many of them hold this text.
async fn entries(port: u16, text: &str) -> Outcome<(usize, usize)> {
    let all: serde_json::Value =
        serde_json::from_str(&asked(port, "GET", "/desk/_all_docs?include_docs=true", "").await?)?;
    let rows = all["rows"].as_array().cloned().unwrap_or_default();
    let entries = rows.iter().filter(|row| row["id"].as_str().is_some_and(|id| id.starts_with("e:")));
    let stamps: HashSet<String> = entries
        .clone()
        .map(|row| [&row["doc"]["document"], &row["doc"]["stamp"]].map(ToString::to_string).concat())
        .collect();
    ensure!(stamps.len() == entries.clone().count(), "an entry is there twice");
    let with = entries.clone().filter(|row| row["doc"].to_string().contains(text)).count();
    Ok((entries.count(), with))
}

async fn each_sends_under_their_own_login(desk: &Desk) -> Outcome {
    let couch = Couch::start(0).await?;
    FirstRun::done(desk, "property", false).await?;
    Settings::open(desk, "team").await?.add_person("B02", "李强").await?;
    let (_, password) = set_up(desk, &couch.address()).await?;
    let texts = desk.texts(".invitations pre").await?;
    let theirs = texts.iter().find(|text| text.contains("李强")).ok_or("no invitation")?;
    let theirs = theirs.split_whitespace().last().unwrap_or_default().to_owned();
    begin(desk, &password).await?;

    // Somebody without a login here: what they write waits, whosever login is kept.
    switch_to(desk, 2).await?;
    Capture::quick(desk, "没有登录的人写的").await?;
    desk.shows(MARK, "登录后发送").await?;
    ensure!(entries(couch.port, "没有登录的人写的").await?.1 == 0, "it went out under another's login");
    desk.go("#/settings/sync").await?;
    desk.shows("#sync-state", "等待 李强 或组长登录后发送").await?;
    desk.shows("#sync-state", "您还没有在这台电脑上登录同步").await?;
    desk.fill(PASSWORD, &theirs).await?;
    desk.click(BEGIN).await?;
    desk.shows(MARK, "已同步").await?;
    desk.gone("#sync-connect").await?;
    let (_, sent) = entries(couch.port, "没有登录的人写的").await?;
    ensure!(sent > 0, "it was not sent");
    desk.site.forgive("404");
    couch.stop().await
}

async fn a_server_killed_in_the_middle_has_all_of_it_once(desk: &Desk) -> Outcome {
    let couch = Couch::start(0).await?;
    let line = Line::to(couch.port).await?;
    FirstRun::done(desk, "property", false).await?;
    let (_, password) = set_up(desk, &format!("http://127.0.0.1:{}/desk", line.port)).await?;
    begin(desk, &password).await?;
    let (before, _) = entries(couch.port, "").await?;
    line.cuts.store(true, Ordering::SeqCst);
    let ticket = Capture::quick(desk, "断在半路").await?;
    desk.shows(MARK, "离线").await?;
    ensure!(line.down.load(Ordering::SeqCst), "it was cut");
    ticket.note("断网时写的").await?;
    desk.shows(MARK, "待同步").await?;
    line.down.store(false, Ordering::SeqCst);
    // It tries again by itself, sooner when the browser says that there is a network.
    desk.script("window.dispatchEvent(new Event('online'))", vec![]).await?;
    desk.shows(MARK, "已同步").await?;
    let (after, notes) = entries(couch.port, "断网时写的").await?;
    ensure!(notes == 1, "the note is there {notes} times");
    let (_, opened) = entries(couch.port, "断在半路").await?;
    ensure!(opened > 0, "the ticket's text is not there");
    ensure!(after > before, "{before} entries, then {after}");
    desk.site.forgive("404");
    desk.site.forgive("127.0.0.1");
    desk.site.forgive("Failed to load");
    couch.stop().await
}

async fn a_database_made_anew_is_given_all_of_it_again(desk: &Desk) -> Outcome {
    let couch = Couch::start(0).await?;
    FirstRun::done(desk, "property", false).await?;
    Capture::quick(desk, "库没了也在").await?;
    let (_, password) = set_up(desk, &couch.address()).await?;
    begin(desk, &password).await?;
    let (before, _) = entries(couch.port, "").await?;
    let security = asked(couch.port, "GET", "/desk/_security", "").await?;
    // The server of the tests fails when a database goes while somebody waits for its news.
    desk.script("window.dispatchEvent(new Event('offline'))", vec![]).await?;
    desk.shows(MARK, "离线").await?;
    asked(couch.port, "DELETE", "/desk", "").await?;
    desk.go("#/settings/sync").await?;
    desk.script("window.dispatchEvent(new Event('online'))", vec![]).await?;
    desk.shows("#sync-state", "服务器上没有这个数据库").await?;
    asked(couch.port, "PUT", "/desk", "").await?;
    asked(couch.port, "PUT", "/desk/_security", &security).await?;
    desk.script("window.dispatchEvent(new Event('online'))", vec![]).await?;
    desk.shows(MARK, "已同步").await?;
    desk.until(format_args!("all {before} entries again"), async || Ok(entries(couch.port, "").await?.0 == before))
        .await?;
    // The rules went with the database: whoever may install them is told so.
    desk.shows("#sync-state", "还没有安装校验规则").await?;
    desk.click_text("#sync-state button", "安装校验规则").await?;
    desk.until("the rules to be there", async || {
        Ok(desk.texts("#sync-state").await?.iter().all(|said| !said.contains("还没有安装校验规则")))
    })
    .await?;
    desk.click("#sync-state summary").await?;
    desk.shows("#sync-state", "校验规则：已安装").await?;
    desk.site.forgive("404");
    couch.stop().await
}

async fn a_new_round_takes_nothing_from_under_a_hand(desk: &Desk) -> Outcome {
    let couch = Couch::start(0).await?;
    FirstRun::done(desk, "property", false).await?;
    let (_, password) = set_up(desk, &couch.address()).await?;
    begin(desk, &password).await?;
    desk.click("#sync-state summary").await?;
    desk.shows("#sync-state", "校验规则：已安装").await?;
    desk.focus("#sync-state label.check input").await?;
    let hold = "const state = document.querySelector('#sync-state');
        const parts = [...state.querySelectorAll('details, details p, label.check input')];
        parts.push(document.activeElement);
        window.taken = [];
        new MutationObserver(changes => {
            for (const { removedNodes } of changes)
                for (const node of removedNodes)
                    if (parts.some(part => node.contains(part))) window.taken.push(node.textContent || node.nodeName);
        }).observe(document.body, { childList: true, subtree: true });
        return parts.length";
    let parts = desk.script(hold, vec![]).await?;
    ensure!(parts.as_u64() > Some(4), "the parts of the page: {parts}");
    desk.script("window.dispatchEvent(new Event('offline'))", vec![]).await?;
    desk.shows(MARK, "离线").await?;
    desk.script("window.dispatchEvent(new Event('online'))", vec![]).await?;
    desk.shows(MARK, "已同步").await?;
    desk.shows("#sync-state", "校验规则：已安装").await?;
    let taken = desk.script("return window.taken", vec![]).await?;
    ensure!(taken.as_array().is_some_and(Vec::is_empty), "taken away meanwhile: {taken}");
    desk.focused("#sync-state label.check input").await?;
    desk.site.forgive("404");
    couch.stop().await
}

async fn a_tab_that_does_not_sync_tells_what_waits(desk: &Desk) -> Outcome {
    let couch = Couch::start(0).await?;
    FirstRun::done(desk, "property", false).await?;
    let (_, password) = set_up(desk, &couch.address()).await?;
    begin(desk, &password).await?;
    desk.script("window.dispatchEvent(new Event('offline'))", vec![]).await?;
    desk.shows(MARK, "离线").await?;
    Capture::quick(desk, "这个标签页写的").await?;
    desk.go("#/settings/sync").await?;
    desk.shows("#sync-outbox", "这个标签页写的").await?;
    desk.new_tab("").await?;
    desk.shows(MARK, "离线").await?;
    Capture::quick(desk, "另一个标签页写的").await?;
    desk.go("#/settings/sync").await?;
    desk.shows("#sync-outbox", "另一个标签页写的").await?;
    desk.to_tab(0).await?;
    desk.script("window.dispatchEvent(new Event('online'))", vec![]).await?;
    desk.shows(MARK, "已同步").await?;
    desk.to_tab(1).await?;
    desk.shows("#sync-outbox", "没有等待发送的记录").await?;
    desk.site.forgive("404");
    couch.stop().await
}

/// Test 18: whoever syncs and is frozen gives the lead up; nothing is there twice.
async fn a_frozen_tab_is_replaced(desk: &Desk) -> Outcome {
    if desk.engine != Engine::Chromium {
        return skip("only Chromium freezes a tab when it is told to");
    }
    let couch = Couch::start(0).await?;
    FirstRun::done(desk, "property", false).await?;
    let (_, password) = set_up(desk, &couch.address()).await?;
    begin(desk, &password).await?;
    Capture::quick(desk, "冻住也要同步").await?;
    desk.until("the ticket to be sent", async || Ok(entries(couch.port, "冻住也要同步").await?.1 > 0)).await?;
    desk.shows(MARK, "已同步").await?;
    let place = desk.place().await?;
    let first = desk.driver.window().await?;
    desk.new_tab(&place).await?;
    let second = desk.driver.window().await?;
    desk.driver.switch_to_window(first.clone()).await?;
    let life = |state: &str| json!({ "state": state });
    desk.driver.cdp().send_raw("Page.setWebLifecycleState", life("frozen")).await?;
    // No script may run in the frozen tab, or it would be waited for.
    desk.driver.switch_to_window(second).await?;
    let (before, _) = entries(couch.port, "").await?;
    TicketPage::shown(desk).await?.note("第二个标签页写的").await?;
    desk.until("another tab syncs", async || Ok(entries(couch.port, "第二个标签页写的").await?.1 == 1)).await?;
    desk.shows(MARK, "已同步").await?;
    desk.driver.switch_to_window(first).await?;
    desk.driver.cdp().send_raw("Page.setWebLifecycleState", life("active")).await?;
    desk.shows(TIMELINE, "第二个标签页写的").await?;
    TicketPage::shown(desk).await?.note("又醒了").await?;
    desk.until("what the first writes is sent", async || Ok(entries(couch.port, "又醒了").await?.1 == 1)).await?;
    let (after, notes) = entries(couch.port, "第二个标签页写的").await?;
    ensure!((after, notes) == (before + 2, 1), "{before} entries, then {after}, {notes} of the note");
    desk.site.forgive("404");
    couch.stop().await
}
