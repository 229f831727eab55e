//! The peer: the same work with the browser's own IndexedDB and nothing else.

use serde_json::{Value, json};

use crate::drive::Outcome;
use crate::drive::desk::Desk;

/// Opens a database of its own for the script that follows.
const OPEN: &str = "
    const opening = indexedDB.open('raw', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('records');
    const database = await new Promise((resolve, reject) => {
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
    });
    const write = (entries, durability) => new Promise((resolve, reject) => {
        const transaction = database.transaction('records', 'readwrite', { durability });
        const store = transaction.objectStore('records');
        for (const [key, value] of entries) store.put(value, key);
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
        transaction.commit();
    });
";

const PUTS: &str = "
    const [durability, count] = arguments;
    const text = '客户来电反映收到的货有破损，要求换货；已登记。'.repeat(8);
    const samples = [];
    for (let n = 0; n < count; n += 1) {
        const record = { id: crypto.randomUUID(), at: Date.now(), phone: '13800138000', text };
        const start = performance.now();
        await write([[record.id, record]], durability);
        samples.push(performance.now() - start);
    }
    database.close();
    return samples;
";

const IMPORT: &str = r#"
    const [csv, chunk] = arguments;
    const start = performance.now();
    const rows = csv.split('\r\n').slice(1, -1).map(line => line.match(/"[^"]*"|[^,]+/g));
    const entries = [];
    for (let at = 0; at < rows.length; at += chunk) {
        entries.push([rows[at][0], chunk === 1 ? rows[at] : rows.slice(at, at + chunk)]);
    }
    await write(entries, 'strict');
    const took = performance.now() - start;
    database.close();
    return [took];
"#;

/// Single durable writes of a ticket-sized record: the milliseconds of each.
pub async fn puts(desk: &Desk, durability: &str, count: usize) -> Outcome<Vec<f64>> {
    samples(desk, PUTS, vec![json!(durability), json!(count)]).await
}

/// Reading a CSV text and writing its rows, that many to a record: the milliseconds until durable.
pub async fn import(desk: &Desk, csv: &str, chunk: usize) -> Outcome<f64> {
    let samples = samples(desk, IMPORT, vec![json!(csv), json!(chunk)]).await?;
    samples.first().copied().ok_or_else(|| "nothing was measured".into())
}

async fn samples(desk: &Desk, script: &str, arguments: Vec<Value>) -> Outcome<Vec<f64>> {
    Ok(serde_json::from_value(desk.script_async(&format!("{OPEN}{script}"), arguments).await?)?)
}
