//! The app itself, driven as a person drives it, with the browser's own clock.

use std::path::Path;

use serde::Deserialize;
use serde_json::json;

use super::page;
use crate::drive::Outcome;
use crate::drive::desk::Desk;

/// The first run.
const FIRST_RUN: &str = "
    type(await find('#first-name'), '张敏');
    document.querySelector('input[value=property]').click();
    document.querySelector('form button[type=submit]').click();
    await find(\"nav a[href='#/settings']\");
";

/// From Ctrl+Enter to the strict transaction's completion, and to the ticket in the page.
const REQUESTS: &str = "
    if (!window.__completed) {
        window.__completed = [];
        const transaction = IDBDatabase.prototype.transaction;
        IDBDatabase.prototype.transaction = function (...given) {
            const made = transaction.apply(this, given);
            if (given[1] === 'readwrite' && given[2]?.durability === 'strict') {
                made.addEventListener('complete', () => window.__completed.push(performance.now()));
            }
            return made;
        };
    }
    const [count] = arguments;
    const samples = [];
    for (let n = 0; n < count; n += 1) {
        location.hash = '#/new';
        press(await find('.finder input'), 'Enter');
        (await find('.kinds-list [role=option]', '报修')).click();
        const field = await find('.capture-text textarea');
        type(field, `第 ${n} 件：` + '客户来电反映收到的货有破损，要求换货；已登记。'.repeat(8));
        await new Promise((resolve) => setTimeout(resolve, 30));
        window.__completed.length = 0;
        let shown = 0;
        const body = document.body;
        const watch = new MutationObserver(() => { if (!shown && body.querySelector('#ticket-body')) shown = performance.now(); });
        watch.observe(body, { childList: true, subtree: true });
        const start = performance.now();
        press(field, 'Enter', { ctrlKey: true });
        await find('#ticket-body');
        watch.disconnect();
        const [durable] = await until('the transaction', () => window.__completed.length > 0 && window.__completed);
        samples.push([durable - start, shown - start]);
    }
    return samples;
";

/// Waits for the file that is chosen next, and notes when.
const CHOSEN: &str = "
    let start = 0;
    addEventListener('change', () => { start = performance.now(); }, { capture: true, once: true });
    told.ready = true;
    await until('a file', () => start);
";

/// The whole import through the wizard.
const IMPORT: &str = "
    await find('main table');
    (await find('main .actions button:not([disabled])', '下一步')).click();
    const list = await until('the kinds', () => [...document.querySelectorAll('main select')]
        .find((one) => [...one.options].some((option) => option.value === 'property.repair')));
    if (list.value !== 'property.repair') {
        list.value = 'property.repair';
        list.dispatchEvent(new Event('change', { bubbles: true }));
    }
    (await find('main .actions button', '试运行')).click();
    const go = await find('main .actions button:not([disabled])', '导入 ');
    const before = performance.now();
    go.click();
    const said = await find('main h2', '已导入');
    const end = performance.now();
    const count = Number(said.innerText.replace(/\\D/g, ''));
    return { all: end - start, writing: end - before, longest: await longest(start), count };
";

/// A backup, checked and merged.
const RESTORE: &str = "
    const merge = await find('main button', '合并到本机');
    const checked = performance.now();
    merge.click();
    const said = await until('the restore', () => [...document.querySelectorAll('.toast')]
        .find((one) => one.dataset.fault !== undefined || one.innerText.includes('已恢复')));
    const end = performance.now();
    if (said.dataset.fault !== undefined) throw new Error(said.innerText);
    const count = Number(said.innerText.match(/\\d[\\d,]*/)[0].replaceAll(',', ''));
    said.querySelector('button:last-child')?.click();
    return { all: end - start, writing: end - checked, longest: await longest(start), count };
";

/// Each search typed into the box, a letter at a time: from the key to the painted rows, and the count that is shown.
const SEARCHES: &str = "
    const [searches] = arguments;
    location.hash = '#/tickets?view=all';
    const field = await find('.list input[type=search]');
    await find('.list [role=row][data-at]');
    const count = () => document.querySelector('.list .rows-head > span')?.innerText ?? '';
    const begun = performance.now();
    const samples = [];
    const counts = [];
    for (const text of searches) {
        for (let end = 1; end <= text.length; end += 1) {
            const start = performance.now();
            type(field, text.slice(0, end));
            await painted();
            samples.push(performance.now() - start);
        }
        // The count may come after the rows: it stands when two looks in a row agree.
        let last = '';
        counts.push(await until('a count', () => { const same = last === (last = count()); return same && last; }));
    }
    type(field, '');
    await painted();
    return { samples, counts: counts.map((text) => Number(text.replace(/\\D/g, ''))), longest: await longest(begun) };
";

/// The frames while a long list is scrolled, in milliseconds.
const SCROLL: &str = "
    location.hash = '#/tickets?view=all';
    await find('.list [role=row][data-at]');
    const list = document.querySelector('.list .rows');
    const frames = [];
    let last = await new Promise(requestAnimationFrame);
    for (let n = 0; n < 120; n += 1) {
        list.scrollTop += n < 60 ? 240 : 24_000;
        const at = await new Promise(requestAnimationFrame);
        frames.push(at - last);
        last = at;
    }
    return frames;
";

/// Runs in the page before anything of the app: notes when the first row and then the wanted one are painted.
const WATCH_START: &str = "
    window.__start = {};
    const look = () => {
        const rows = [...document.querySelectorAll('.list [role=row][data-at]')];
        const note = (name) => requestAnimationFrame(() => setTimeout(() => { __start[name] ??= performance.now(); }));
        if (rows.length > 0) note('first');
        if (rows.length > 0 && document.querySelector('.list .rows-head > span')?.innerText.replace(/\\D/g, '') === 'COUNT') {
            note('all');
            return;
        }
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
";

/// How long something took, in milliseconds.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Took {
    /// From the file to the end.
    pub all: f64,
    /// Of that, what came after the person's last yes.
    pub writing: f64,
    /// The longest task of the page meanwhile; 0 when none was over 50 ms.
    pub longest: f64,
    /// How many documents or tickets the app counted.
    pub count: usize,
}

/// What typing searches came to.
#[derive(Debug, Deserialize)]
pub struct Searched {
    /// From each key to the paint, in milliseconds.
    pub samples: Vec<f64>,
    /// How many each search found.
    pub counts: Vec<usize>,
    /// The longest task of the page meanwhile.
    pub longest: f64,
}

/// A cold start, in milliseconds from the navigation.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Start {
    /// First rows painted.
    pub first: f64,
    /// All of them in the list.
    pub all: f64,
}

/// Opens the app and goes through the first run.
pub async fn begin(desk: &Desk) -> Outcome {
    page::watch(desk).await?;
    desk.open("").await?;
    page::run(desk, FIRST_RUN, vec![]).await
}

/// Requests taken one after the other: for each the milliseconds until it is durable, and until it is shown.
pub async fn requests(desk: &Desk, count: usize) -> Outcome<Vec<(f64, f64)>> {
    page::run(desk, REQUESTS, vec![json!(count)]).await
}

/// A table imported.
pub async fn import(desk: &Desk, file: &Path) -> Outcome<Took> {
    choose(desk, "#/import", file, IMPORT).await
}

/// A backup restored.
pub async fn restore(desk: &Desk, file: &Path) -> Outcome<Took> {
    choose(desk, "#/settings/data", file, RESTORE).await
}

/// Searches typed.
pub async fn searches(desk: &Desk, texts: &[&str]) -> Outcome<Searched> {
    page::run(desk, SEARCHES, vec![json!(texts)]).await
}

/// Frames of a scrolled list.
pub async fn scroll(desk: &Desk) -> Outcome<Vec<f64>> {
    page::run(desk, SCROLL, vec![]).await
}

/// Opens the list of all tickets in a browser that has just started; it is complete when it counts so many.
pub async fn start(desk: &Desk, count: usize) -> Outcome<Start> {
    let watch = json!({ "source": WATCH_START.replace("COUNT", &count.to_string()) });
    desk.driver.cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", watch).await?;
    desk.visit("#/tickets?view=all").await?;
    let told = "return await until('all tickets', () => window.__start.all && window.__start)";
    page::run(desk, told, vec![]).await
}

/// Goes to a place, chooses the file in its file field as the file dialog does, and follows what comes of it.
async fn choose<T: serde::de::DeserializeOwned>(desk: &Desk, place: &str, file: &Path, script: &str) -> Outcome<T> {
    desk.go(place).await?;
    let field = "main input[type=file]";
    desk.until(format_args!("{field} at {place}"), async || Ok(!desk.all(field).await?.is_empty())).await?;
    let fields = desk.all(field).await?;
    let field = fields.last().ok_or("there is no file field")?;
    page::begin(desk, &format!("{CHOSEN}{script}"), vec![]).await?;
    field.send_keys(file.to_string_lossy().as_ref()).await?;
    page::done(desk).await
}
