//! Guided calls: walked by keyboard to the end, left and resumed, recorded; taken before there is a ticket; edited.

use std::time::Instant;

use thirtyfour::Key;

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::{Outcome, ensure};
use crate::pages::capture::{Capture, FINDER, TEXT};
use crate::pages::first_run::FirstRun;
use crate::pages::ticket::{TIMELINE, TicketPage};

/// This file's tests.
pub const CASES: &[Case] = cases![
    a_call_is_walked_left_resumed_and_recorded,
    a_call_before_its_ticket,
    a_dead_end_is_refused,
    a_guide_is_made_from_nothing_and_walked,
];

/// The step where one stands.
const STEP: &str = "main h2[tabindex]";
/// The first field that a step asks for.
const ASKED: &str = ".asks input";

async fn a_call_is_walked_left_resumed_and_recorded(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    Capture::quick(desk, "厨房水管漏水").await?;
    let ticket = desk.place().await?;
    desk.press(Key::Shift + "l").await?;
    desk.shows("ol.guides > li", "报修来电").await?;
    // What does not fit the ticket waits below.
    desk.click_text(".guide-rest > summary", "其他引导（4）").await?;
    desk.shows(".guide-rest li", "前台接待").await?;
    let began = Instant::now();
    desk.press("1").await?;
    desk.shows(STEP, "接起电话").await?;
    desk.shows(".clock", "振铃").await?;
    desk.press("1").await?;
    desk.shows(STEP, "先问险情").await?;
    desk.gone(".clock").await?;
    desk.press("2").await?;
    desk.shows(STEP, "问清并复述").await?;
    desk.focus(ASKED).await?;
    desk.insert("3-1-1202").await?;
    // Left in the middle of a word: it is all there again.
    desk.reload().await?;
    desk.shows(STEP, "问清并复述").await?;
    desk.holds(ASKED, "3-1-1202").await?;
    desk.focus(ASKED).await?;
    desk.focus(STEP).await?;
    desk.press(Key::Backspace).await?;
    desk.shows(STEP, "先问险情").await?;
    desk.go(&ticket).await?;
    TicketPage::shown(desk).await?;
    desk.shows(".fields-of", "3-1-1202").await?;
    desk.press(Key::Shift + "l").await?;
    desk.click_text("main a", "继续：报修来电").await?;
    for step in ["先问险情", "问清并复述", "电话指导", "电话解决了"] {
        desk.shows(STEP, step).await?;
        desk.press(if step == "先问险情" { "2" } else { "1" }).await?;
    }
    desk.shows(STEP, "致谢结束").await?;
    desk.press(Key::Control + Key::Enter).await?;
    TicketPage::shown(desk).await?;
    desk.shows(TIMELINE, "按“报修来电”走完引导").await?;
    desk.click(".walked summary").await?;
    desk.shows(".walked", "问清并复述").await?;
    // The minutes of the call are proposed.
    desk.until("the minutes of the call", async || {
        let told = desk.value("input[data-keep=minutes]").await?.and_then(|told| told.parse().ok());
        Ok(told.is_some_and(|told| (1..=began.elapsed().as_secs() / 60 + 1).contains(&told)))
    })
    .await?;
    desk.press("z").await?;
    desk.find("ol.events > li[data-undone]").await?;
    Ok(())
}

async fn a_call_before_its_ticket(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "service", false).await?;
    desk.go("#/guide").await?;
    desk.click_text("ol.guides b", "接听来电").await?;
    for step in ["接起电话", "报单位和工号"] {
        desk.shows(STEP, step).await?;
        desk.press("1").await?;
    }
    desk.shows(STEP, "听客户说").await?;
    desk.shows(".clock", "通话三分钟").await?;
    desk.focus(ASKED).await?;
    desk.insert("13800138000").await?;
    desk.focus(".asks textarea").await?;
    desk.insert("宽带断了").await?;
    desk.focus(STEP).await?;
    for _ in 0..20 {
        if desk.all(".choices button").await?.is_empty() {
            break;
        }
        let before = desk.texts(STEP).await?;
        desk.press("1").await?;
        desk.until("the next step", async || Ok(desk.texts(STEP).await? != before)).await?;
    }
    desk.press(Key::Control + Key::Enter).await?;
    desk.holds(FINDER, "13800138000").await?;
    desk.holds(TEXT, "宽带断了").await?;
    desk.shows("[role=status]", "会带上通话经过：接听来电").await?;
    // It can be left out.
    desk.click_text("main button", "不带").await?;
    desk.until("the call is left out", async || Ok(!desk.text().await?.contains("会带上通话经过"))).await?;
    desk.reload().await?;
    desk.holds(TEXT, "宽带断了").await?;
    ensure!(!desk.text().await?.contains("会带上通话经过"), "it came back");
    Ok(())
}

async fn a_dead_end_is_refused(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    desk.go("#/guide/property.follow_call?edit=yes").await?;
    desk.click(".guide-steps li:first-child summary").await?;
    // The first step leads back to itself, and to nothing else.
    let lead = "
        const choices = document.querySelectorAll('.guide-steps li:first-child .edit-choices select');
        for (const select of choices) {
            select.value = select.options[0].value;
            select.dispatchEvent(new Event('change', { bubbles: true }));
        }
        return choices.length;";
    ensure!(desk.script(lead, vec![]).await?.as_i64().is_some_and(|count| count > 0), "it has choices");
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows("[role=alert]", "还不能保存").await?;
    desk.shows("[role=alert] li", "走不到").await
}

/// A field of the open step of that place.
fn in_step(place: usize, rest: &str) -> String {
    format!(".guide-steps > li:nth-child({place}) {rest}")
}

/// A lead makes a guide with a field and a branch, is told what is wrong, leaves and finds it as typed; it is offered
/// on a ticket and runs; an earlier form is compared and brought back.
async fn a_guide_is_made_from_nothing_and_walked(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    Capture::quick(desk, "厨房水管漏水").await?;
    let ticket = desk.place().await?;
    desk.go("#/guide").await?;
    desk.shows(".page-head h1", "引导").await?;
    desk.press("e").await?;
    desk.shows(".page-head h1", "新建引导").await?;
    desk.click(&in_step(1, "summary")).await?;
    desk.find(&in_step(1, "details[open] input[data-keep=title]")).await?;
    desk.script(
        "const list = document.querySelector('.guide-steps > li:nth-child(1) [data-of=asks] select');
        list.value = 'subject';
        list.dispatchEvent(new Event('change', { bubbles: true }));",
        vec![],
    )
    .await?;
    desk.shows(&in_step(1, "[data-of=asks] li.tag"), "标题").await?;
    // A second branch, to a step that is made by it.
    desk.click_text(&in_step(1, ".guide-choices button"), "加一个选择").await?;
    let second = in_step(1, ".edit-choices li:nth-child(2) input");
    desk.find(&second).await?;
    desk.focus(&second).await?;
    desk.insert("要派人").await?;
    desk.script(
        "const list = document.querySelector('.guide-steps > li:nth-child(1) .edit-choices li:nth-child(2) select');
        list.value = '+';
        list.dispatchEvent(new Event('change', { bubbles: true }));",
        vec![],
    )
    .await?;
    desk.shows(&in_step(2, "summary b"), "要派人").await?;
    // It has no name yet, and says so.
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows("[role=alert]", "名称").await?;
    desk.focus("input[data-keep=name]").await?;
    desk.insert("水管急修").await?;
    // Removed by mistake, and back with one press.
    desk.click_text(&in_step(2, ".guide-moves button"), "删去这一步").await?;
    desk.until("the step is gone", async || Ok(desk.all(".guide-steps > li").await?.len() == 2)).await?;
    desk.click_text(".guide-edit button", "撤销").await?;
    desk.shows(&in_step(2, "summary b"), "要派人").await?;
    desk.reload().await?;
    desk.holds("input[data-keep=name]", "水管急修").await?;
    desk.shows(&in_step(2, "summary b"), "要派人").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows(".guide-card", "水管急修").await?;
    // It is offered on the ticket, and walked there.
    desk.go(&ticket).await?;
    TicketPage::shown(desk).await?;
    desk.press(Key::Shift + "l").await?;
    desk.click_text("ol.guides b", "水管急修").await?;
    desk.shows(STEP, "接起电话").await?;
    desk.holds(ASKED, "厨房水管漏水").await?;
    desk.focus(STEP).await?;
    desk.press("2").await?;
    desk.shows(STEP, "要派人").await?;
    desk.press(Key::Control + Key::Enter).await?;
    TicketPage::shown(desk).await?;
    desk.shows(TIMELINE, "按“水管急修”走完引导").await?;
    // Changed, compared, brought back.
    desk.go("#/guide").await?;
    desk.click("ol.guides li:has(.guide-card[data-made]) > a").await?;
    desk.holds("input[data-keep=name]", "水管急修").await?;
    desk.focus("input[data-keep=about]").await?;
    desk.insert("夜里用").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows(".guide-card", "夜里用").await?;
    desk.click("ol.guides li:has(.guide-card[data-made]) > a").await?;
    desk.holds("input[data-keep=about]", "夜里用").await?;
    desk.click(".guide-versions summary").await?;
    desk.click_text(".guide-versions button", "和现在比").await?;
    desk.shows(".guide-versions ins", "夜里用").await?;
    desk.click_text(".guide-versions button", "恢复这一版").await?;
    desk.shows(".guide-card", "水管急修").await?;
    desk.until("it is as before", async || Ok(!desk.texts(".guide-card").await?.join("").contains("夜里用"))).await
}
