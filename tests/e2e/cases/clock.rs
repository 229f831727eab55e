//! Working time, time limits and the day cleared.

use thirtyfour::Key;

use crate::case::{Case, cases};
use crate::drive::Outcome;
use crate::drive::desk::Desk;
use crate::pages::capture::{Capture, FINDER};
use crate::pages::files::{choose, file};
use crate::pages::first_run::FirstRun;
use crate::pages::settings::Settings;
use crate::pages::ticket::{TIMELINE, TOAST, TicketPage};

/// This file's tests.
pub const CASES: &[Case] = cases![
    hours_and_holidays_are_changed_and_undone,
    a_calendar_file_gives_holidays_and_names_its_problems,
    a_deadline_says_how_it_was_reckoned,
    the_day_is_cleared_handed_in_and_kept,
    namesakes_are_told_apart,
];

/// The times of a weekday, the first being Monday.
const MONDAY: &str = ".week li:first-child";
const SPANS: &str = ".week li:first-child .span-pair";
const FILE: &str = "input[type=file][accept^='.ics']";
/// What the deadline's tag opens.
const TOLD: &str = ".limits-told";
const DUE: &str = ".due-tag";
const LINE: &str = ".clear-line";

async fn hours_and_holidays_are_changed_and_undone(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let settings = Settings::open(desk, "hours").await?;
    desk.find(SPANS).await?;
    desk.click(&format!("{MONDAY} .spans > .btn")).await?;
    desk.until("two spans on Monday", async || Ok(desk.all(SPANS).await?.len() == 2)).await?;
    desk.click(&format!("{MONDAY} .spans > .btn:last-child")).await?;
    let all = ".week .span-pair";
    desk.until("two spans from Monday to Friday", async || Ok(desk.all(all).await?.len() == 10)).await?;
    desk.reload().await?;
    desk.until("them to be kept", async || Ok(desk.all(all).await?.len() == 10)).await?;
    settings.press("加一段").await?;
    desk.until("a third span on Monday", async || Ok(desk.all(SPANS).await?.len() == 3)).await?;
    // It is done once it is said to be.
    desk.shows(TOAST, "撤销").await?;
    desk.press("z").await?;
    desk.until("the last change to be undone", async || Ok(desk.all(all).await?.len() == 10)).await
}

async fn a_calendar_file_gives_holidays_and_names_its_problems(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    Settings::open(desk, "hours").await?;
    desk.find(SPANS).await?;
    let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:停电(休)\nDTSTART;VALUE=DATE:20270105\nDTEND;VALUE=DATE:20270107\n\
        END:VEVENT\nBEGIN:VEVENT\nSUMMARY:补班\nDTSTART;VALUE=DATE:20270109\nEND:VEVENT\n\
        BEGIN:VEVENT\nSUMMARY:例会\nDTSTART;VALUE=DATE:20270110\nEND:VEVENT\nEND:VCALENDAR\n";
    choose(desk, FILE, file("2027.ics", "text/calendar", text)).await?;
    desk.shows(".notice", "放假 2 天、补班 1 天，其中 3 天是新的").await?;
    desk.shows(".problems li", "例会").await?;
    desk.shows(".special li", "停电").await?;
    choose(desk, FILE, file("坏.ics", "text/calendar", &text[..60])).await?;
    desk.shows(".toast", "没有任何改动").await?;
    desk.shows(".special li", "停电").await?;
    desk.script("document.activeElement.blur()", vec![]).await?;
    desk.press("z").await?;
    desk.until("the days to be gone", async || {
        Ok(!desk.texts(".special li").await?.iter().any(|line| line.contains("停电")))
    })
    .await
}

async fn a_deadline_says_how_it_was_reckoned(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let ticket = Capture::quick(desk, "水龙头滴水").await?;
    desk.shows(DUE, "派工 · 还剩").await?;
    desk.press("d").await?;
    desk.shows(TOLD, "起算，限 30 分钟").await?;
    desk.shows(TOLD, "连续计时 30 分").await?;
    desk.shows(TOLD, "提前 10 分 提醒负责人").await?;
    desk.press("d").await?;
    desk.gone(TOLD).await?;
    // What the customer says is to be answered, too.
    desk.click_text(".compose button", "客户来话").await?;
    ticket.type_reply("什么时候来修？").await?;
    ticket.save_reply().await?;
    desk.shows(TIMELINE, "记录客户来询").await?;
    desk.press(Key::Escape).await?;
    desk.press("d").await?;
    desk.shows(TOLD, "来话答复").await
}

/// Takes a request of somebody new of that name.
async fn named(desk: &Desk, phone: &str, name: &str, text: &str) -> Outcome {
    let capture = Capture::visit(desk).await?;
    desk.focused(FINDER).await?;
    desk.press(phone).await?;
    desk.press(Key::Enter).await?;
    desk.focused(".caller input").await?;
    desk.insert(name).await?;
    desk.click_text("main .line button", "继续").await?;
    capture.kind("报修").await?;
    capture.write(text).await?;
    capture.save().await?;
    Ok(())
}

async fn namesakes_are_told_apart(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    named(desk, "13812345678", "王丽", "水龙头滴水").await?;
    named(desk, "13987654321", "王丽", "门锁打不开").await?;
    named(desk, "13911112222", "李强", "灯管不亮").await?;
    desk.go("#/clearing").await?;
    desk.shows(LINE, "138****5678 · 水龙头滴水").await?;
    desk.shows(LINE, "139****4321 · 门锁打不开").await?;
    desk.shows(LINE, "李强 · 灯管不亮").await
}

async fn the_day_is_cleared_handed_in_and_kept(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    Capture::quick(desk, "水龙头滴水").await?;
    TicketPage::shown(desk).await?;
    Capture::quick(desk, "门锁打不开").await?;
    desk.go("#/clearing").await?;
    desk.until("both to be listed", async || Ok(desk.all(LINE).await?.len() == 2)).await?;
    desk.click_text("button", "提交今天的日清").await?;
    desk.shows(".toast[data-fault]", "还有 2 张没有日清").await?;
    desk.click(".toast[data-fault] button").await?;
    desk.press("j").await?;
    desk.focused(LINE).await?;
    desk.press("w").await?;
    desk.focused(".quick-form textarea").await?;
    desk.insert("师傅明早到").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows(LINE, "有进展").await?;
    desk.focus(&format!("{LINE}[data-standing=open]")).await?;
    desk.press("p").await?;
    desk.focused(".quick-form textarea").await?;
    desk.insert("等锁芯").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows(LINE, "等锁芯").await?;
    desk.click_text("button", "提交今天的日清").await?;
    desk.shows(".sign", "等待组长签字").await?;
    desk.reload().await?;
    desk.shows(".sign", "等待组长签字").await?;
    // What is listed comes after what was handed in.
    desk.until("the sheet", async || {
        let printed = desk.script("return document.querySelector('.paper').textContent", vec![]).await?;
        Ok(printed.as_str().is_some_and(|text| text.contains("日清日审表") && text.contains("等锁芯")))
    })
    .await
}
