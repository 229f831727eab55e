//! The first minutes: from nothing to the first ticket.

use thirtyfour::Key;

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::{Outcome, ensure};
use crate::pages::capture::{Capture, FINDER, KINDS, TEXT};
use crate::pages::first_run::FirstRun;
use crate::pages::ticket::{ASK, STATE, TOAST, TicketPage};

/// This file's tests.
pub const CASES: &[Case] =
    cases![a_newcomer_begins_and_takes_a_request, what_is_missing_is_said, what_a_step_lacks_is_said_at_its_place,];

/// Whether the focus is in a control marked as wrong, and what is said there.
const WRONG: &str = "
    const at = document.activeElement;
    if (at.getAttribute('aria-invalid') != 'true') return '';
    return document.getElementById(at.getAttribute('aria-describedby'))?.innerText ?? '';";

async fn a_newcomer_begins_and_takes_a_request(desk: &Desk) -> Outcome {
    let first = FirstRun::open(desk).await?;
    first.choose_language("en").await?;
    desk.shows("h2", "Who you are").await?;
    first.choose_language("zh-CN").await?;
    desk.shows("h2", "您是谁").await?;
    first.introduce("张敏", "A07").await?;
    first.choose_pack("property").await?;
    first.begin().await?;

    // Five keystrokes and the text: N, the number, Enter, Enter, 1, the text, Ctrl+Enter.
    let capture = Capture::open(desk).await?;
    capture.newcomer("13812345678").await?;
    capture.kind("报修").await?;
    desk.shows("main", "派工").await?;
    capture.write("厨房水管漏水，地上都是水").await?;
    let ticket = capture.save().await?;

    ticket.stands_at("待派工").await?;
    let number = ticket.number().await?;
    ensure!(number.contains("A07"), "the number names who took it: {number}");
    ensure!(ticket.subject().await?.contains("厨房水管漏水"), "the first line is the subject");
    let head = desk.texts("main header").await?.join(" ");
    ensure!(head.contains("派工") && head.contains("分"), "the limit is shown: {head}");
    let steps = ticket.steps().await?;
    ensure!(steps.first().is_some_and(|step| step.starts_with("派工")), "the next step is a button: {steps:?}");
    let facts = ticket.facts().await?.join("\n");
    ensure!(facts.contains("138****5678"), "the customer is there, the number masked: {facts}");
    ensure!(!desk.text().await?.contains("13812345678"), "the number is nowhere in full");

    desk.reload().await?;
    let ticket = TicketPage::shown(desk).await?;
    ensure!(ticket.number().await? == number, "the same ticket after loading again");
    desk.shows(STATE, "待派工").await?;

    // The same caller again: found by a part of the number, with the open ticket to go on with.
    let capture = Capture::open(desk).await?;
    desk.focused(FINDER).await?;
    capture.write("5678").await?;
    desk.shows(".found [role=option]", "1 张未结").await?;
    desk.press(Key::Enter).await?;
    desk.shows(".same", "厨房水管漏水").await?;
    desk.focused(KINDS).await
}

async fn what_is_missing_is_said(desk: &Desk) -> Outcome {
    let first = FirstRun::open(desk).await?;
    first.introduce("张敏", "A07").await?;
    desk.click("form button[type=submit]").await?;
    desk.shows("[role=alert]", "请至少选择一个手册包").await?;
    first.choose_pack("ecommerce").await?;
    first.begin().await?;
    let capture = Capture::visit(desk).await?;
    capture.nobody().await?;
    desk.focused(KINDS).await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows("[role=alert]", "请选择类型").await?;
    capture.kind("咨询").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows("[role=alert]", "请写下说了什么").await?;
    desk.focused(TEXT).await
}

async fn what_a_step_lacks_is_said_at_its_place(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let ticket = Capture::quick(desk, "灯管不亮").await?;
    desk.press(Key::Escape).await?;
    ticket.step_asking(1).await?;
    let said = async |what: &str| -> Outcome {
        let tell = format!("the focus in what lacks {what}");
        let is = async || Ok(desk.script(WRONG, vec![]).await?.as_str().is_some_and(|said| said.contains(what)));
        desk.until(tell, is).await
    };
    let marks = async |count: usize| -> Outcome {
        let wrong = format!("{ASK} .wrong");
        desk.until(format!("{count} marks"), async || Ok(desk.texts(&wrong).await?.len() == count)).await
    };
    desk.press(Key::Control + Key::Enter).await?;
    said("请填写报修位置").await?;
    marks(4).await?;
    ensure!(desk.all(TOAST).await?.is_empty() || !desk.texts(TOAST).await?.concat().contains("填写"), "said twice");
    // What is filled in is no longer marked; the next one gets the focus.
    desk.press("3-1-三楼").await?;
    marks(3).await?;
    desk.press(Key::Control + Key::Enter).await?;
    said("请填写").await?;
    marks(3).await?;
    // So is a form of one line.
    desk.press(Key::Escape).await?;
    desk.gone(ASK).await?;
    desk.press("#").await?;
    desk.focused(&format!("{ASK} input")).await?;
    desk.press(Key::Enter).await?;
    said("请填写标签").await?;
    desk.press("急").await?;
    marks(0).await?;
    desk.press(Key::Enter).await?;
    desk.gone(ASK).await
}
