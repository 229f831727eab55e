//! Work done inside a page, without the driver between two keys.
//!
//! A script is started and then asked for, again and again, what it has come to: no call to the driver takes long, and
//! a script that waits in vain says what for.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::drive::Outcome;
use crate::drive::desk::Desk;

/// How often a script is asked whether it is done; seldom, since the answer takes the page's time.
const ASK: Duration = Duration::from_millis(250);

/// How long a script may wait for one thing. A step that is slower is as good as stuck.
pub const STEP: Duration = Duration::from_mins(10);

/// What the scripts share. `until` names what it waits for and ends with the page's words when that does not come.
const HELPERS: &str = "
    const turn = () => new Promise((resolve) => { requestAnimationFrame(resolve); setTimeout(resolve, 100); });
    const until = async (what, look) => {
        told.step = what;
        const end = performance.now() + told.patience;
        for (;;) {
            const found = look();
            if (found) return found;
            if (document.querySelector('#crashed')) throw new Error('the app crashed before ' + what);
            if (performance.now() > end) throw new Error('waited in vain for ' + what + ': ' + document.body.innerText);
            await turn();
        }
    };
    const find = (css, text = '') => until(css + ' ' + text, () =>
        [...document.querySelectorAll(css)].find((one) => one.offsetParent && one.innerText.includes(text)));
    const type = (field, text) => {
        field.value = text;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    const press = (field, key, more) => field.dispatchEvent(
        new KeyboardEvent('keydown', { key, code: key, bubbles: true, cancelable: true, ...more }));
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = resolve;
        after.port2.postMessage(0);
    }));
    const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
    // The longest task of the page since `from`. The browser tells of those over 50 ms, after a while.
    window.__tasks ??= (() => {
        const tasks = [];
        const take = (list) => tasks.push(...list.getEntries().map(({ startTime, duration }) => [startTime, duration]));
        new PerformanceObserver(take).observe({ type: 'longtask' });
        return tasks;
    })();
    const longest = async (from) => {
        await new Promise((resolve) => setTimeout(resolve, 200));
        return Math.max(0, ...window.__tasks.filter(([start]) => start >= from).map(([, took]) => took));
    };
";

/// Starts a script, an async function's body. [`done`] waits for it.
pub async fn begin(desk: &Desk, script: &str, arguments: Vec<Value>) -> Outcome {
    let patience = STEP.as_millis();
    let script = format!(
        "const told = window.__told = {{ step: 'its first step', patience: {patience} }};
        (async function () {{ {HELPERS} {script} }}).apply(null, arguments).then(
            (value) => {{ told.value = value ?? null; told.done = true; }},
            (error) => {{ told.error = String(error && error.stack || error); }});"
    );
    desk.script(&script, arguments).await?;
    Ok(())
}

/// What the script that was started last has come to.
pub async fn done<T: DeserializeOwned>(desk: &Desk) -> Outcome<T> {
    let mut last = String::new();
    let mut deadline = Instant::now() + STEP;
    loop {
        // A page that is busy for long does not answer; that alone is no fault.
        let told = match desk.script("return window.__told ?? null", vec![]).await {
            Ok(told) => told,
            Err(error) if Instant::now() > deadline => return Err(error),
            Err(_) => {
                sleep(ASK).await;
                continue;
            }
        };
        if let Some(error) = told.get("error").and_then(Value::as_str) {
            return Err(format!("{error}\n{}", desk.site.problems().join("\n")).into());
        }
        if told.get("done").is_some() {
            return Ok(serde_json::from_value(told.get("value").cloned().unwrap_or_default())?);
        }
        let step = told.get("step").and_then(Value::as_str).ok_or("the page was loaded anew while a script ran")?;
        if step != last {
            step.clone_into(&mut last);
            deadline = Instant::now() + STEP;
        }
        if Instant::now() > deadline {
            return Err(format!("the page did not come to {step}").into());
        }
        sleep(ASK).await;
    }
}

/// Runs a script to its end.
pub async fn run<T: DeserializeOwned>(desk: &Desk, script: &str, arguments: Vec<Value>) -> Outcome<T> {
    begin(desk, script, arguments).await?;
    done(desk).await
}

/// Keeps hold of the WebAssembly memory of pages that are opened from now on, so that [`memory`] can tell its size.
pub async fn watch(desk: &Desk) -> Outcome {
    let source = "for (const name of ['instantiate', 'instantiateStreaming']) {
        const was = WebAssembly[name];
        WebAssembly[name] = (...given) => was.apply(WebAssembly, given).then((made) => {
            window.__memory ??= (made.instance ?? made).exports?.memory;
            return made;
        });
    }";
    desk.driver.cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await?;
    Ok(())
}

/// What the page's JavaScript and WebAssembly hold once all garbage is gone, in bytes.
pub async fn memory(desk: &Desk) -> Outcome<f64> {
    let devtools = desk.driver.cdp();
    devtools.send_raw("HeapProfiler.enable", json!({})).await?;
    devtools.send_raw("HeapProfiler.collectGarbage", json!({})).await?;
    devtools.send_raw("HeapProfiler.disable", json!({})).await?;
    let told = devtools.send_raw("Runtime.getHeapUsage", json!({})).await?;
    let part = |name: &str| told.get(name).and_then(Value::as_f64).ok_or_else(|| format!("{told} has no {name}"));
    let wasm = desk.script("return window.__memory?.buffer.byteLength ?? 0", vec![]).await?.as_f64().unwrap_or(0.0);
    Ok(part("usedSize")? + part("embedderHeapUsedSize")? + part("backingStorageSize")? + wasm)
}
