//! Words never to say: underlined while somebody writes, replaced with a key, counted; never while composing.

use serde_json::json;
use thirtyfour::Key;

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::{Outcome, ensure};
use crate::pages::capture::Capture;
use crate::pages::first_run::FirstRun;
use crate::pages::settings::Settings;
use crate::pages::ticket::{REPLY, TIMELINE};

/// This file's tests.
pub const CASES: &[Case] =
    cases![a_taboo_is_underlined_replaced_and_counted, a_composition_is_left_alone, a_lead_changes_the_list,];

/// The underlined words.
const MARK: &str = ".taboo-mirror mark";
/// What is told of the word at the caret.
const TOLD: &str = ".taboo p";

/// How far the underlines are from the field's letters, in pixels.
const APART: &str = "
    const [over, field] = ['.taboo-mirror', '.compose textarea'].map(css => document.querySelector(css).getBoundingClientRect());
    return Math.max(...['x', 'y', 'width', 'height'].map(side => Math.abs(over[side] - field[side])));";

async fn without(desk: &Desk, word: &str) -> Outcome {
    desk.until(format!("{word} is gone"), async || Ok(!desk.value(REPLY).await?.unwrap_or_default().contains(word)))
        .await
}

async fn a_taboo_is_underlined_replaced_and_counted(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let ticket = Capture::quick(desk, "楼道灯不亮").await?;
    ticket.type_reply("您好，这个我不知道。").await?;
    desk.shows(TOLD, "别说“不知道”").await?;
    desk.shows(MARK, "不知道").await?;
    let over = async || Ok(desk.script(APART, vec![]).await?.as_f64().is_some_and(|apart| apart < 1.0));
    desk.until("the underlines to be over the letters", over).await?;
    desk.press(Key::Alt + Key::Enter).await?;
    without(desk, "不知道").await?;
    desk.gone(MARK).await?;
    let better = desk.value(REPLY).await?.unwrap_or_default();
    ensure!(better.starts_with("您好，") && better.ends_with('。') && better.chars().count() > 8, "it says {better}");
    // The browser's own undo brings it back as it was.
    desk.script("document.execCommand('undo')", vec![]).await?;
    desk.holds(REPLY, "您好，这个我不知道。").await?;
    desk.shows(MARK, "不知道").await?;
    desk.press(Key::Alt + Key::Enter).await?;
    desk.holds(REPLY, &better).await?;
    ticket.save_reply().await?;
    desk.shows(TIMELINE, "按建议改掉了禁语：不知道").await?;

    // It is only told: nobody is kept from saving.
    desk.press(Key::Escape).await?;
    ticket.type_reply("我不知道").await?;
    desk.shows(TOLD, "别说“不知道”").await?;
    ticket.save_reply().await?;
    desk.shows(TIMELINE, "照原样发出了这一类禁语：不知道").await?;
    desk.gone(TOLD).await
}

/// An input method is in the middle of a composition; what the page does with it meanwhile.
const COMPOSE: &str = "
    const field = document.activeElement;
    const composition = type => field.dispatchEvent(new CompositionEvent(type, { bubbles: true }));
    composition('compositionstart');
    field.setRangeText('不知道', field.selectionStart, field.selectionEnd, 'end');
    field.dispatchEvent(new InputEvent('input', { data: '不知道', isComposing: true, bubbles: true }));
    field.dispatchEvent(new KeyboardEvent('keydown', {
        key: 'Enter', code: 'Enter', keyCode: 229, altKey: true, isComposing: true, bubbles: true, cancelable: true,
    }));
    for (let n = 0; n < 3; n += 1) await new Promise(requestAnimationFrame);
    const during = [document.querySelectorAll('.taboo-mirror mark').length, field.value];
    composition('compositionend');
    field.dispatchEvent(new InputEvent('input', { data: '不知道', bubbles: true }));
    return during;";

async fn a_composition_is_left_alone(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    Capture::quick(desk, "楼道灯不亮").await?;
    desk.focus(REPLY).await?;
    // The check has come with the first field.
    desk.insert("不知道").await?;
    desk.find(MARK).await?;
    desk.script("document.activeElement.select(); document.execCommand('delete')", vec![]).await?;
    desk.gone(MARK).await?;
    let during = desk.script_async(COMPOSE, vec![]).await?;
    ensure!(during == json!([0, "不知道"]), "while composing: {during}");
    desk.shows(MARK, "不知道").await
}

async fn a_lead_changes_the_list(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    Settings::open(desk, "lists").await?;
    desk.go("#/settings/lists/taboos").await?;
    desk.click_text("button", "添加禁语").await?;
    desk.focus("textarea[data-keep=words]").await?;
    desk.insert("关我什么事").await?;
    desk.focus("input[data-keep=why]").await?;
    desk.insert("推开客户").await?;
    desk.focus("textarea[data-keep=instead]").await?;
    desk.insert("这件事我来跟。").await?;
    // What is typed stays through a reload.
    desk.reload().await?;
    desk.click_text("button", "添加禁语").await?;
    desk.holds("textarea[data-keep=instead]", "这件事我来跟。").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.gone("form.ask").await?;
    desk.focus(".taboo-try textarea").await?;
    desk.insert("这关我什么事").await?;
    desk.shows(".taboo-try li", "少说“关我什么事”").await
}
