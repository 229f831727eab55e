//! What goes wrong with the browser's database, and in the app itself.

use thirtyfour::Key;

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::site::Reply;
use crate::drive::{Outcome, ensure};
use crate::pages::capture::Capture;
use crate::pages::first_run::FirstRun;
use crate::pages::ticket::{REPLY, TIMELINE, TOAST, TicketPage};

/// This file's tests.
pub const CASES: &[Case] = cases![
    a_refused_database_leaves_a_desk_in_memory,
    a_lost_connection_is_opened_again,
    a_full_disk_is_told_and_nothing_is_lost,
    after_a_failure_nothing_is_written,
    what_a_newer_app_wrote_can_be_saved,
];

async fn a_refused_database_leaves_a_desk_in_memory(desk: &Desk) -> Outcome {
    let refuse = "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };\n";
    let body = format!("{refuse}{}", include_str!("../../drive/watch.js")).into_bytes();
    desk.site.replace("__watch.js", Reply { status: 200, mime: "text/javascript", body });
    FirstRun::done(desk, "property", false).await?;
    desk.shows("footer [role=alert]", "内存").await?;
    let ticket = Capture::quick(desk, "没有数据库也能记").await?;
    ticket.note("先记着").await?;
    desk.reload().await?;
    desk.find("#first-name").await?;
    Ok(())
}

/// The next transaction finds its connection closed, as `WebKit` and full devices do it.
const LOSE: &str = "
    const before = IDBDatabase.prototype.transaction;
    window.__lost = 0;
    IDBDatabase.prototype.transaction = function (...given) {
        IDBDatabase.prototype.transaction = before;
        window.__lost += 1;
        this.close();
        queueMicrotask(() => this.dispatchEvent(new Event('close')));
        return before.apply(this, given);
    };";

async fn a_lost_connection_is_opened_again(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let ticket = Capture::quick(desk, "水表不转").await?;
    ticket.type_reply("已报自来水公司").await?;
    desk.script(LOSE, vec![]).await?;
    ticket.save_reply().await?;
    desk.shows(TIMELINE, "已报自来水公司").await?;
    ensure!(desk.script("return window.__lost", vec![]).await? == 1, "a connection was lost");
    ensure!(desk.all(".toast[data-fault]").await?.is_empty(), "nothing was complained of");
    desk.reload().await?;
    desk.shows(TIMELINE, "已报自来水公司").await
}

/// From now on every write ends as on a full disk: the transaction aborts, and only its error tells why.
const FILL: &str = "
    window.__put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...given) {
        const request = window.__put.apply(this, given);
        const transaction = this.transaction;
        if (!Object.hasOwn(transaction, 'commit')) {
            Object.defineProperty(transaction, 'error', { value: new DOMException('full', 'QuotaExceededError') });
            transaction.commit = () => {};
            request.addEventListener('success', () => transaction.abort());
        }
        return request;
    };";

async fn a_full_disk_is_told_and_nothing_is_lost(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let ticket = Capture::quick(desk, "窗户关不严").await?;
    ticket.type_reply("约好明天上午").await?;
    desk.script(FILL, vec![]).await?;
    ticket.save_reply().await?;
    desk.shows(TOAST, "空间不足").await?;
    desk.holds(REPLY, "约好明天上午").await?;
    ensure!(!ticket.timeline().await?.contains("约好明天上午"), "what was not saved is not shown as saved");
    desk.script("IDBObjectStore.prototype.put = window.__put", vec![]).await?;
    ticket.save_reply().await?;
    desk.shows(TIMELINE, "约好明天上午").await?;
    desk.holds(REPLY, "").await?;
    desk.reload().await?;
    desk.shows(TIMELINE, "约好明天上午").await
}

/// The page refuses to make one element, which whatever draws the page holds for impossible: it panics. All writes are
/// counted.
const BREAK: &str = "
    const make = Document.prototype.createElement;
    Document.prototype.createElement = function (...given) {
        if (given[0] === 'script') return make.apply(this, given); // no part of what is drawn
        Document.prototype.createElement = make;
        throw new DOMException('no', 'OperationError');
    };
    window.__writes = 0;
    for (const name of ['put', 'delete', 'clear', 'add']) {
        const write = IDBObjectStore.prototype[name];
        IDBObjectStore.prototype[name] = function (...given) {
            window.__writes += 1;
            return write.apply(this, given);
        };
    }";

async fn after_a_failure_nothing_is_written(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let ticket = Capture::quick(desk, "楼下车位被占").await?;
    ticket.note("已联系车主").await?;
    desk.script(BREAK, vec![]).await?;
    desk.press("t").await?;
    desk.find("#crashed[role=alertdialog]").await?;

    // The page is covered; whatever still reaches it changes nothing.
    let type_on = "
        const area = document.querySelector(arguments[0]);
        area.value = '失败之后';
        area.dispatchEvent(new InputEvent('input', { bubbles: true }));
        const save = { key: 'Enter', code: 'Enter', ctrlKey: true, bubbles: true, cancelable: true };
        area.dispatchEvent(new KeyboardEvent('keydown', save));";
    desk.script(type_on, vec![REPLY.into()]).await?;
    let settle = "for (let n = 0; n < 3; n += 1) await new Promise(requestAnimationFrame); return window.__writes";
    let writes = desk.script_async(settle, vec![]).await?;
    ensure!(writes == 0, "{writes} writes after the failure");
    desk.problems().await?;
    ensure!(desk.site.forgive("") > 0, "the failure is told to the console");

    desk.click("#crashed button").await?;
    desk.gone("#crashed").await?;
    desk.booted().await?;
    let ticket = TicketPage::shown(desk).await?;
    let timeline = ticket.timeline().await?;
    ensure!(timeline.contains("已联系车主") && !timeline.contains("失败之后"), "as before the failure:\n{timeline}");
    ticket.note("继续处理").await?;
    desk.press(Key::Escape).await
}

async fn what_a_newer_app_wrote_can_be_saved(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    Capture::quick(desk, "地下车库漏水").await?;
    let newer = "
        const [{ name }] = await indexedDB.databases();
        const database = await new Promise((resolve, reject) => {
            const request = indexedDB.open(name, 99);
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
        database.close();";
    desk.script_async(newer, vec![]).await?;
    desk.reload().await?;
    desk.find("#crashed").await?;
    let keep = "
        const make = URL.createObjectURL;
        URL.createObjectURL = blob => make.call(URL, window.made = blob);
        HTMLAnchorElement.prototype.click = () => window.saved = true;";
    desk.script(keep, vec![]).await?;
    desk.click("#crashed button:last-child").await?;
    // Documents are kept as bytes; texts stand in them as they are.
    let read = "
        const saved = JSON.parse(await window.made.text());
        const text = ([, { base64 }]) => new TextDecoder().decode(Uint8Array.from(atob(base64), c => c.charCodeAt(0)));
        return [saved.version, ...saved.stores.journal.map(text)];";
    desk.until("the file", async || Ok(desk.script("return !!window.saved", vec![]).await? == true)).await?;
    let saved = desk.script_async(read, vec![]).await?;
    ensure!(saved[0] == 99 && saved.to_string().contains("地下车库漏水"), "it holds everything: {saved}");
    Ok(())
}
