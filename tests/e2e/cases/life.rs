//! A ticket's whole life, by keyboard alone.

use thirtyfour::Key;

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::engine::Engine;
use crate::drive::{Outcome, ensure};
use crate::pages::capture::Capture;
use crate::pages::first_run::FirstRun;
use crate::pages::settings::Settings;
use crate::pages::ticket::{ASK, STATE, TIMELINE, TOAST, TicketPage};

/// This file's tests.
pub const CASES: &[Case] = cases![a_repair_from_the_call_to_the_end, what_was_done_is_undone];

/// Handed on meanwhile: who was asked first stays.
async fn hand_on(desk: &Desk, ticket: &TicketPage<'_>) -> Outcome {
    desk.press("t").await?;
    desk.focused(&format!("{ASK} select")).await?;
    if desk.engine == Engine::WebKit {
        // Its drop-down list is a window of its own that the driver cannot type into.
        desk.click(&format!("{ASK} option:nth-of-type(3)")).await?;
    } else {
        desk.press("李强").await?;
    }
    ticket.confirm().await?;
    desk.shows("dl.facts > div", "李强 B02").await?;
    let facts = ticket.facts().await?;
    let of = |label: &str| facts.iter().find(|fact| fact.starts_with(label)).cloned().unwrap_or_default();
    ensure!(of("首问").contains("张敏 A07"), "the first owner stays: {facts:?}");
    ensure!(of("当前负责").contains("李强 B02"), "the owner is the other: {facts:?}");
    Ok(())
}

async fn a_repair_from_the_call_to_the_end(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    Settings::open(desk, "team").await?.add_person("B02", "李强").await?;
    let ticket = Capture::quick(desk, "三楼走廊灯不亮").await?;
    ticket.stands_at("待派工").await?;

    // Sent: the step asks for place, fault and worker; what was said is not asked twice.
    desk.press(Key::Escape).await?;
    ticket.step_asking(1).await?;
    let labels = ticket.asked().await?;
    ensure!(labels.matches('*').count() == 4, "four fields are asked for: {labels}");
    desk.press("3-1-三楼走廊").await?;
    desk.press(Key::Tab).await?;
    desk.focused(&format!("{ASK} [role=combobox]")).await?;
    desk.press("照明").await?;
    desk.shows(&format!("{ASK} [role=option]"), "电气照明").await?;
    desk.press(Key::Enter).await?;
    ticket.book("约定上门时间", "2030-01-07T10:00").await?;
    ticket.go_to("维修人员").await?;
    desk.press("王师傅").await?;
    ticket.confirm().await?;
    ticket.stands_at("已派工").await?;
    ticket.step(1).await?;
    ticket.stands_at("维修中").await?;

    hand_on(desk, &ticket).await?;

    // Done, told, not satisfied: it goes back.
    ticket.step_asking(1).await?;
    desk.press("镇流器烧坏").await?;
    desk.press(Key::Tab).await?;
    desk.press("更换镇流器").await?;
    ticket.confirm().await?;
    ticket.stands_at("待回复").await?;
    ticket.step_asking(1).await?;
    desk.press(Key::Space).await?;
    desk.focus(&format!("{ASK} textarea")).await?;
    desk.press("电话告知已修好").await?;
    ticket.confirm().await?;
    ticket.stands_at("待确认").await?;
    ticket.step_asking(3).await?;
    desk.press("还是有一盏不亮").await?;
    ticket.confirm().await?;
    ticket.stands_at("待派工").await?;

    // Round again: where and what is known, who comes and what is done is asked anew; half an hour runs again.
    desk.shows(".due-tag", "派工 · 还剩").await?;
    ticket.step_asking(1).await?;
    let labels = ticket.asked().await?;
    ensure!(labels.contains("约定上门时间") && labels.contains("维修人员"), "{labels}");
    ensure!(labels.matches('*').count() == 2, "the place is not asked twice: {labels}");
    ticket.book("约定上门时间", "2030-01-08T10:00").await?;
    desk.click_text(&format!("{ASK} button"), "沿用上次：王师傅").await?;
    ticket.confirm().await?;
    ticket.stands_at("已派工").await?;
    ticket.step(1).await?;
    ticket.stands_at("维修中").await?;
    ticket.step_asking(1).await?;
    desk.press("另一支灯管也坏").await?;
    desk.press(Key::Tab).await?;
    desk.press("两支都换新").await?;
    ticket.confirm().await?;
    ticket.stands_at("待回复").await?;

    // A promise that is open is spoken of before it closes.
    desk.press("p").await?;
    desk.focused(&format!("{ASK} input")).await?;
    desk.press("下周再问一次").await?;
    ticket.confirm().await?;
    ticket.step_asking(1).await?;
    desk.press(Key::Space).await?;
    desk.focus(&format!("{ASK} textarea")).await?;
    desk.press("再次告知，业主已看过").await?;
    ticket.confirm().await?;
    ticket.stands_at("待确认").await?;
    desk.press("1").await?;
    desk.shows(&format!("{ASK} .label"), "下周再问一次").await?;
    ticket.confirm().await?;
    ticket.stands_at("已闭环").await?;

    let timeline = ticket.timeline().await?;
    let told = [
        "受理",
        "派工 → 已派工",
        "师傅到场 → 维修中",
        "交给 李强",
        "已修好 → 待回复",
        "电话告知已修好",
        "返工 → 待派工",
        "还是有一盏不亮",
        "加标签 返修",
        "满意闭环 → 订单闭环",
    ];
    for what in told {
        ensure!(timeline.contains(what), "the timeline lacks {what}:\n{timeline}");
    }
    ensure!(timeline.matches("派工 → 已派工").count() == 2, "it was sent twice:\n{timeline}");
    Ok(())
}

async fn what_was_done_is_undone(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let ticket = Capture::quick(desk, "门禁刷卡没反应").await?;
    ticket.note("已请秩序部先开门").await?;
    desk.shows(TOAST, "已记录").await?;
    desk.click_text(".toast button", "撤销").await?;
    desk.shows(TOAST, "已撤销这次操作（已记录）").await?;
    desk.until("the note to be struck out", async || {
        Ok(!desk.all(&format!("{TIMELINE}[data-undone]")).await?.is_empty())
    })
    .await?;

    ticket.step_asking(2).await?;
    desk.press("按提示重新刷卡").await?;
    ticket.confirm().await?;
    ticket.stands_at("待确认").await?;
    desk.press("z").await?;
    desk.shows(STATE, "待派工").await?;
    desk.press(Key::Shift + "Z").await?;
    desk.shows(STATE, "待确认").await?;
    desk.press("z").await?;
    desk.shows(STATE, "待派工").await?;
    desk.reload().await?;
    desk.shows(STATE, "待派工").await
}
