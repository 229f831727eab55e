//! Questions in a lead's own words: written, found, examined; groups chosen under headings.

use thirtyfour::Key;

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::{Outcome, ensure};
use crate::pages::first_run::FirstRun;

/// This file's tests.
pub const CASES: &[Case] = cases![own_questions_are_written_and_examined];

/// Types into a field of the open form.
async fn fill(desk: &Desk, name: &str, text: &str) -> Outcome {
    desk.focus(&format!("dialog[open] [data-keep={name}]")).await?;
    desk.insert(text).await
}

async fn own_questions_are_written_and_examined(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    desk.go("#/practice/questions").await?;
    desk.shows("main h1", "出题").await?;
    desk.press("e").await?;
    desk.find("dialog[open] [data-keep=ask]").await?;
    fill(desk, "ask", "装修几点可以施工？").await?;
    // What is missing is named; what is typed stays through a reload.
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows("dialog[open] [role=alert]", "正确的回答").await?;
    desk.reload().await?;
    desk.shows("main h1", "出题").await?;
    desk.press("e").await?;
    desk.holds("dialog[open] [data-keep=ask]", "装修几点可以施工？").await?;
    fill(desk, "right", "八点到十二点").await?;
    fill(desk, "wrong", "全天\n夜里").await?;
    desk.focus("dialog[open] .combo input").await?;
    desk.insert("园区规章").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows(".question-part", "装修几点可以施工？").await?;
    desk.shows(".question-part", "选择题，3 个选项").await?;
    desk.shows(".question-part h2", "园区规章").await?;

    // An exam of that group alone, found by a word.
    desk.go("#/practice/exam").await?;
    desk.click_text("button", "设一场考试").await?;
    desk.find("dialog[open] .group-part").await?;
    ensure!(desk.texts("dialog[open] .group-part > .line b").await?.len() > 1, "there are headings");
    desk.focus("dialog[open] .exam-form label:nth-of-type(1) input").await?;
    desk.insert("规章考试").await?;
    desk.focus("dialog[open] .group-picker input").await?;
    desk.insert("园区规章").await?;
    let left = async || Ok(desk.all("dialog[open] .group-part .view").await?.len() == 1);
    desk.until("one group is left", left).await?;
    desk.click("dialog[open] .group-part .view").await?;
    desk.shows("dialog[open] .group-picker", "已选 1 组，共 1 条").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows(".exam", "园区规章").await?;
    desk.click_text(".exam button", "开始考试").await?;
    desk.click_text("dialog[open] .dialog-foot button", "开始考试").await?;
    desk.shows(".drill blockquote", "装修几点可以施工？").await?;
    desk.click_text(".drill-option", "八点到十二点").await?;
    desk.find(".drill-option[aria-pressed=true]").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows("dialog[open]", "已全部答完").await?;
    desk.click_text("dialog[open] .dialog-foot button", "交卷").await?;
    desk.shows(".exam-head .tag", "通过").await?;

    // It is practised like a script.
    desk.go("#/practice").await?;
    desk.click(".drill-groups summary").await?;
    desk.click_text(".drill-groups .view", "园区规章").await?;
    desk.shows(".drill blockquote", "装修几点可以施工？").await?;
    // Put away, and back with one press.
    desk.go("#/practice/questions").await?;
    desk.click(".question-part button[aria-label='停用']").await?;
    desk.gone(".question-part").await?;
    desk.press("z").await?;
    desk.shows(".question-part", "装修几点可以施工？").await
}
