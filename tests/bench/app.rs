//! The app itself, driven as a person drives it, with the browser's own clock.

use serde_json::{Value, json};

use crate::drive::Outcome;
use crate::drive::desk::Desk;

/// The page's own ways to the first run and to a request, without the driver between two keys.
const BEGIN: &str = "
    const until = async (look) => {
        for (;;) {
            const found = look();
            if (found) return found;
            await new Promise(requestAnimationFrame);
        }
    };
    const find = (css, text) => until(() =>
        [...document.querySelectorAll(css)].find(one => one.offsetParent && one.innerText.includes(text ?? '')));
    const type = (field, text) => {
        field.value = text;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    const press = (field, key, more) => field.dispatchEvent(
        new KeyboardEvent('keydown', { key, code: key, bubbles: true, cancelable: true, ...more }));
";

const FIRST_RUN: &str = "
    type(await find('#first-name'), '张敏');
    document.querySelector('input[value=property]').click();
    document.querySelector('form button[type=submit]').click();
    await find(\"nav a[href='#/settings']\");
    window.__completed = 0;
    const transaction = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...given) {
        const made = transaction.apply(this, given);
        if (given[1] === 'readwrite' && given[2]?.durability === 'strict') {
            made.addEventListener('complete', () => { window.__completed = performance.now(); });
        }
        return made;
    };
";

/// From Ctrl+Enter to the strict transaction's completion, and to the ticket on the page.
const REQUESTS: &str = "
    const samples = [];
    for (let n = 0; n < arguments[0]; n += 1) {
        location.hash = '#/new';
        press(await find('.finder input'), 'Enter');
        (await find('.kinds-list [role=option]', '报修')).click();
        const field = await find('.capture-text textarea');
        type(field, `第 ${n} 件：` + '客户来电反映收到的货有破损，要求换货；已登记。'.repeat(8));
        await new Promise(resolve => setTimeout(resolve, 30));
        window.__completed = 0;
        const start = performance.now();
        press(field, 'Enter', { ctrlKey: true });
        await find('#ticket-body');
        const shown = performance.now() - start;
        await until(() => window.__completed > 0);
        samples.push([window.__completed - start, shown]);
    }
    return samples;
";

/// The whole import through the wizard, trial and writing apart, and the longest time the page did not answer.
const IMPORT: &str = "
    const [csv] = arguments;
    const answer = new MessageChannel();
    let last = performance.now();
    let longest = 0;
    let watching = true;
    answer.port1.onmessage = () => {
        const now = performance.now();
        longest = Math.max(longest, now - last);
        last = now;
        if (watching) answer.port2.postMessage(0);
    };
    location.hash = '#/import';
    const field = await until(() => document.querySelector('main.import input[type=file]'));
    const carried = new DataTransfer();
    carried.items.add(new File([csv], '工单.csv', { type: 'text/csv' }));
    answer.port2.postMessage(0);
    const start = performance.now();
    last = start;
    field.files = carried.files;
    field.dispatchEvent(new Event('change', { bubbles: true }));
    await find('main table');
    (await find('main .actions button:not([disabled])', '下一步')).click();
    const list = await until(() => [...document.querySelectorAll('main select')]
        .find(one => [...one.options].some(option => option.value === 'property.repair')));
    if (list.value !== 'property.repair') {
        list.value = 'property.repair';
        list.dispatchEvent(new Event('change', { bubbles: true }));
    }
    (await find('main .actions button', '试运行')).click();
    const go = await find('main .actions button:not([disabled])', '导入 ');
    const trial = performance.now() - start;
    const before = performance.now();
    go.click();
    await find('main h2', '已导入');
    const writing = performance.now() - before;
    watching = false;
    (await find('main button', '撤销整批')).click();
    await find('main input[type=file]');
    return [trial + writing, writing, longest];
";

/// Opens the app and goes through the first run.
pub async fn begin(desk: &Desk) -> Outcome {
    desk.open("").await?;
    desk.script_async(&format!("{BEGIN}{FIRST_RUN}"), vec![]).await?;
    Ok(())
}

/// Requests taken one after the other: for each the milliseconds until it is durable, and until it is shown.
pub async fn requests(desk: &Desk, count: usize) -> Outcome<Vec<(f64, f64)>> {
    Ok(serde_json::from_value(run(desk, REQUESTS, vec![json!(count)]).await?)?)
}

/// A table imported and taken back: the milliseconds of the import from file to summary, of its writing alone, and the
/// longest time in which the page did not answer.
pub async fn import(desk: &Desk, csv: &str) -> Outcome<(f64, f64, f64)> {
    Ok(serde_json::from_value(run(desk, IMPORT, vec![json!(csv)]).await?)?)
}

async fn run(desk: &Desk, script: &str, arguments: Vec<Value>) -> Outcome<Value> {
    desk.script_async(&format!("{BEGIN}{script}"), arguments).await
}
