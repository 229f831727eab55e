//! The handbook: found, read, confirmed, changed and to be read again; practice and exams by keys.

use thirtyfour::Key;

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::{Outcome, ensure};
use crate::pages::first_run::FirstRun;
use crate::pages::settings::{Settings, switch_to};

/// This file's tests.
pub const CASES: &[Case] = cases![
    a_chapter_is_found_read_changed_and_to_be_read_again,
    what_is_no_markup_is_named_and_what_was_typed_stays,
    a_drill_goes_by_keys,
    an_exam_passed_ends_being_new,
];

const FIND: &str = ".handbook-list input";
const FOUND: &str = ".found-chapter";
const TITLE: &str = ".chapter-head h1";
const READ: &str = ".confirm[data-read]";
const TEXT: &str = ".chapter-sides textarea";
const FAULTS: &str = ".chapter-sides .faults li";
const CHANGED: &str = ".chapter ins";
const NOT_READ: &str = ".not-read";
const OPTION: &str = ".drill-option";
const RATES: &str = ".rates";

/// Finds a chapter by what is typed and opens the first.
async fn find(desk: &Desk, words: &str, title: &str) -> Outcome {
    desk.go("#/handbook").await?;
    desk.find(FIND).await?;
    desk.press("f").await?;
    desk.focused(FIND).await?;
    desk.insert(words).await?;
    // A busy browser tells late that one has come here: what was typed since counts.
    desk.script("dispatchEvent(new HashChangeEvent('hashchange'))", vec![]).await?;
    desk.shows(FOUND, title).await?;
    desk.press(Key::Enter).await?;
    desk.shows(TITLE, title).await
}

/// Begins to change the chapter that is open.
async fn edit(desk: &Desk) -> Outcome {
    desk.press("e").await?;
    desk.focus(TEXT).await?;
    desk.script("document.activeElement.setSelectionRange(0, 0)", vec![]).await?;
    Ok(())
}

async fn a_chapter_is_found_read_changed_and_to_be_read_again(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    Settings::open(desk, "team").await?.add_person("B02", "李强").await?;
    find(desk, "dtkr", "电梯困人").await?;
    find(desk, "扒门 厢壁", "电梯困人").await?;
    desk.shows(".chapter mark", "厢壁").await?;
    desk.press("y").await?;
    desk.find(READ).await?;
    desk.shows(NOT_READ, "李强").await?;

    // On paper there is the chapter and nothing else.
    desk.script(
        "window.print = () => document.body.dataset.printed = document.querySelector('.chapter').innerText",
        vec![],
    )
    .await?;
    desk.press(Key::Shift + "p").await?;
    desk.until("it to be printed", async || {
        let printed = desk.script("return document.body.dataset.printed || ''", vec![]).await?;
        Ok(printed.as_str().is_some_and(|text| text.contains("厢壁")))
    })
    .await?;

    edit(desk).await?;
    desk.insert("## 先报组长\n\n困人十分钟以上，先报组长。\n\n").await?;
    desk.shows(".preview h2", "先报组长").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows(CHANGED, "先报组长").await?;
    desk.shows(NOT_READ, "张敏").await?;
    desk.shows(NOT_READ, "李强").await?;
    desk.press("y").await?;
    desk.find(READ).await?;
    desk.gone(CHANGED).await?;

    switch_to(desk, 2).await?;
    desk.shows("footer", "李强").await?;
    ensure!(desk.all(".readers").await?.is_empty(), "who has read what is for leads");
    desk.press("y").await?;
    desk.find(READ).await?;
    switch_to(desk, 1).await?;
    desk.shows(".readers", "全组都已阅读并理解").await?;
    // Undone, it says what it said; who had read that has read it.
    desk.reload().await?;
    desk.shows(".readers", "全组都已阅读并理解").await?;
    desk.shows(".versions, .chapter-part", "历史版本 · 2").await
}

async fn what_is_no_markup_is_named_and_what_was_typed_stays(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    find(desk, "电梯困人", "电梯困人").await?;
    edit(desk).await?;
    desk.insert("| 一 | 二 |\n|---|---|\n| 1 |\n\n").await?;
    desk.shows(FAULTS, "第 3 行：表头有 2 格，这一行有 1 格。").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.reload().await?;
    desk.shows(FAULTS, "第 3 行").await?;
    desk.focus(TEXT).await?;
    desk.script("document.activeElement.setSelectionRange(20, 21)", vec![]).await?;
    desk.press(Key::Escape).await?;
    desk.shows(TITLE, "电梯困人").await?;
    desk.press("e").await?;
    desk.shows(FAULTS, "第 3 行").await?;
    desk.click_text("button", "取消").await?;
    desk.shows(TITLE, "电梯困人").await?;
    desk.press("e").await?;
    desk.find(TEXT).await?;
    desk.until("nothing to be wrong any more", async || {
        Ok(desk.texts(FAULTS).await?.is_empty() && desk.value(TEXT).await?.is_some_and(|text| !text.contains("| 1 |")))
    })
    .await
}

async fn a_drill_goes_by_keys(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    // In one go: the second must not be long in coming.
    desk.press("gp").await?;
    desk.shows("[data-left]", "今天还有 10 条").await?;
    desk.find(OPTION).await?;
    desk.press("2").await?;
    desk.shows(".drill-option[data-sign=right]", "").await?;
    // Who picked a wrong one has not remembered.
    desk.shows(RATES, "勉强").await?;
    ensure!(desk.all(".rate").await?.len() == 2, "a wrong answer is not known well");
    desk.press("2").await?;
    desk.shows("[data-left]", "今天还有 9 条").await?;
    // In one's own words.
    desk.click_text("label", "自己答").await?;
    desk.focus(".drill textarea").await?;
    desk.insert("您好，这不归我管").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows(".drill-own", "说到了").await?;
    desk.shows(".drill-own mark", "不归我管").await?;
    desk.press("1").await?;
    desk.shows("[data-left]", "今天还有 9 条").await?;
    // What was rated stays through a reload and is one entry.
    desk.reload().await?;
    desk.shows("[data-left]", "今天还有 9 条").await?;
    desk.go("#/practice/team").await?;
    desk.shows(".team-table tbody", "1 天 · 2 条").await
}

/// Types into a field of the exam's form.
async fn fill(desk: &Desk, nth: u8, text: &str) -> Outcome {
    desk.focus(&format!(".exam-form label:nth-of-type({nth}) input")).await?;
    desk.script("document.activeElement.select()", vec![]).await?;
    desk.insert(text).await
}

async fn an_exam_passed_ends_being_new(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    desk.go("#/practice/exam").await?;
    desk.click_text("button", "设一场考试").await?;
    fill(desk, 1, "上岗考试").await?;
    fill(desk, 2, "3").await?;
    fill(desk, 3, "0").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows(".exam", "3 题 · 0% 及格 · 15 分钟").await?;
    desk.go("#/practice/team").await?;
    desk.find(".new-mark select").await?;
    let choose = "const list = document.querySelector('.new-mark select');
        list.value = [...list.options].find(one => one.text.includes('上岗考试')).value;
        list.dispatchEvent(new Event('change', { bubbles: true }))";
    desk.script(choose, vec![]).await?;
    desk.shows("footer", "新人").await?;

    desk.go("#/practice/exam").await?;
    desk.click_text(".exam button", "开始考试").await?;
    desk.click_text("dialog[open] .dialog-foot button", "开始考试").await?;
    desk.shows(".drill", "第 1 题，共 3 题").await?;
    desk.press("1").await?;
    desk.shows(".drill", "第 2 题，共 3 题").await?;
    desk.press("2").await?;
    desk.shows(".drill", "第 3 题，共 3 题").await?;
    // What was picked stays through a reload.
    desk.reload().await?;
    desk.shows(".drill", "第 3 题，共 3 题").await?;
    desk.press("1").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows("dialog[open]", "已全部答完").await?;
    desk.click_text("dialog[open] .dialog-foot button", "交卷").await?;
    desk.shows(".exam-head .tag", "通过").await?;
    desk.until("not to be new any more", async || Ok(!desk.texts("footer").await?.concat().contains("新人"))).await?;
    desk.go("#/practice/team").await?;
    desk.shows(".team-table tbody", "通过").await?;
    desk.shows(".new-mark", "已通过，不再是新人").await?;
    // Taken again, both attempts are kept.
    desk.go("#/practice/exam").await?;
    desk.click_text(".exam button", "开始考试").await?;
    desk.click_text("dialog[open] .dialog-foot button", "开始考试").await?;
    desk.shows(".drill", "第 1 题，共 3 题").await?;
    desk.go("#/practice/exam").await?;
    desk.until("both attempts", async || Ok(desk.texts(".pairs li").await?.len() == 2)).await
}
