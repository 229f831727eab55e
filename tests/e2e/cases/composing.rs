//! Chinese input: nothing fires and nothing is disturbed while an input method composes.

use serde_json::json;
use thirtyfour::Key;

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::{Outcome, ensure};
use crate::pages::capture::{Capture, FINDER};
use crate::pages::first_run::FirstRun;
use crate::pages::settings::Settings;
use crate::pages::ticket::{REPLY, TIMELINE};

/// This file's tests.
pub const CASES: &[Case] = cases![
    enter_that_ends_a_composition_does_nothing_else,
    keys_of_a_composition_are_no_shortcuts,
    a_change_from_elsewhere_waits_for_the_composition,
];

/// An input method writes into the focused field and ends with Enter, in the order of a browser: `safari` says that
/// the composition has ended before the key is told, with the code 229 only.
const COMPOSE: &str = "
    const [text, safari, ctrl] = arguments;
    const field = document.activeElement;
    const composition = (type, data) =>
        field.dispatchEvent(new CompositionEvent(type, { data, bubbles: true, cancelable: true }));
    const key = (key, isComposing) => field.dispatchEvent(new KeyboardEvent('keydown', {
        key, code: key, keyCode: 229, isComposing, ctrlKey: ctrl, bubbles: true, cancelable: true,
    }));
    const input = (data, isComposing) => field.dispatchEvent(new InputEvent('input', {
        data, inputType: 'insertCompositionText', isComposing, bubbles: true,
    }));
    key('Process', false);
    composition('compositionstart', '');
    for (const letter of text) {
        field.setRangeText(letter, field.selectionStart, field.selectionEnd, 'end');
        key('Process', true);
        input(letter, true);
    }
    if (safari) {
        composition('compositionend', text);
        input(text, false);
        key('Enter', false);
    } else {
        key('Enter', true);
        input(text, true);
        composition('compositionend', text);
    }";

async fn enter_that_ends_a_composition_does_nothing_else(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let ticket = Capture::quick(desk, "空调不制冷").await?;
    let place = desk.place().await?;
    for safari in [false, true] {
        // The writing box saves with Ctrl+Enter.
        desk.focus(REPLY).await?;
        desk.script(COMPOSE, vec![json!("正在处理"), json!(safari), json!(true)]).await?;
        // The list opens the first ticket with Enter, the form of a request goes on to somebody new.
        let search = "input[type=search]";
        desk.go("#/tickets").await?;
        desk.focus(search).await?;
        desk.script(COMPOSE, vec![json!("空调"), json!(safari), json!(false)]).await?;
        desk.shows("[role=row][data-at]", "空调不制冷").await?;
        ensure!(!desk.place().await?.contains("/tickets/"), "Enter opened a ticket");
        desk.focused(search).await?;
        desk.go("#/new").await?;
        desk.focus(FINDER).await?;
        desk.script(COMPOSE, vec![json!("王"), json!(safari), json!(false)]).await?;
        desk.shows(".found [role=option]", "王").await?;
        desk.focused(FINDER).await?;
        ensure!(desk.all(".caller").await?.is_empty(), "Enter chose somebody");
        desk.go(&place).await?;
    }
    desk.holds(REPLY, "正在处理正在处理").await?;
    ensure!(!ticket.timeline().await?.contains("正在处理"), "Enter saved the note");
    ticket.save_reply().await?;
    desk.shows(TIMELINE, "正在处理正在处理").await
}

async fn keys_of_a_composition_are_no_shortcuts(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let ticket = Capture::quick(desk, "灯管闪").await?;
    desk.press(Key::Escape).await?;
    let before = desk.place().await?;
    let press = "
        const [composing] = arguments;
        for (const key of ['n', 't', '1', 'u', '?', 'z', 'e', 'g', 'd']) {
            document.body.dispatchEvent(new KeyboardEvent('keydown', {
                key, code: 'Key' + key.toUpperCase(), keyCode: composing ? 229 : 0, isComposing: composing,
                bubbles: true, cancelable: true,
            }));
        }
        for (let n = 0; n < 2; n += 1) await new Promise(requestAnimationFrame);";
    desk.script_async(press, vec![json!(true)]).await?;
    ensure!(desk.place().await? == before, "a key led away");
    ensure!(desk.all("dialog[open], form.ask, .fields-of form").await?.is_empty(), "a key opened something");
    ticket.stands_at("待派工").await?;
    // The same keys do something when nothing composes.
    desk.script_async(press, vec![json!(false)]).await?;
    ensure!(desk.place().await? != before, "the keys are shortcuts at other times");
    Ok(())
}

/// The other tab renames the list when it is told to, without coming to the front.
const RENAME_WHEN_TOLD: &str = "
    new BroadcastChannel('test').onmessage = () => {
        const field = document.querySelector(arguments[0]);
        field.value = '来源';
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
    };";

async fn a_change_from_elsewhere_waits_for_the_composition(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let name = "fieldset section label input";
    Settings::open(desk, "lists").await?;
    desk.holds(name, "渠道").await?;
    desk.new_tab("#/settings/lists").await?;
    desk.holds(name, "渠道").await?;
    desk.script(RENAME_WHEN_TOLD, vec![name.into()]).await?;
    desk.to_tab(0).await?;
    desk.focus(name).await?;
    let begin = "
        const field = document.activeElement;
        field.setSelectionRange(1, 1);
        field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
        new BroadcastChannel('test').postMessage(0);";
    desk.script(begin, vec![]).await?;
    // The change has come: the list's name elsewhere on the page says so.
    desk.shows("a[href='#/settings/lists/channels']", "来源").await?;
    ensure!(desk.value(name).await?.as_deref() == Some("渠道"), "the field was overwritten while composing");
    let caret = desk.script("return document.activeElement.selectionStart", vec![]).await?;
    ensure!(caret == 1, "the caret moved to {caret}");
    let end = "document.activeElement.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))";
    desk.script(end, vec![]).await?;
    desk.holds(name, "来源").await
}
