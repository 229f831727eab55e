//! One action on many tickets, from the list.

use thirtyfour::Key;

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::{Outcome, ensure};
use crate::pages::bulk::Bulk;
use crate::pages::capture::Capture;
use crate::pages::files::file;
use crate::pages::first_run::FirstRun;
use crate::pages::import::Import;
use crate::pages::settings::{Settings, switch_to};

/// This file's tests.
pub const CASES: &[Case] = cases![
    many_are_assigned_and_taken_back,
    who_has_it_already_is_told_before,
    a_step_asks_once_for_all,
    an_import_is_assigned_at_once,
    who_leaves_hands_over,
];

/// Three repairs of 张敏, and 李强 B02 in the team.
async fn three(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    Settings::open(desk, "team").await?.add_person("B02", "李强").await?;
    for text in ["一号楼漏水", "二号楼停电", "三号楼异响"] {
        Capture::quick(desk, text).await?;
    }
    Ok(())
}

async fn many_are_assigned_and_taken_back(desk: &Desk) -> Outcome {
    three(desk).await?;
    let bulk = Bulk::all(desk, 3).await?;
    bulk.begin_assign("李强").await?;
    bulk.confirm().await?;
    desk.shows(".toast", "已指派 3 张").await?;
    desk.gone(".bulk").await?;
    bulk.finds("受理:李强", 3).await?;
    desk.press("z").await?;
    desk.shows(".toast", "已撤销").await?;
    bulk.finds("受理:李强", 0).await?;
    desk.press(Key::Shift + "z").await?;
    bulk.finds("受理:李强", 3).await?;
    desk.go("#/today").await?;
    desk.reload().await?;
    bulk.finds("受理:李强", 3).await
}

async fn who_has_it_already_is_told_before(desk: &Desk) -> Outcome {
    three(desk).await?;
    let bulk = Bulk::all(desk, 3).await?;
    desk.press(Key::Escape).await?;
    desk.gone(".bulk").await?;
    desk.press("x").await?;
    desk.shows(".bulk", "已选 1 张").await?;
    bulk.begin_assign("李强").await?;
    bulk.confirm().await?;
    bulk.finds("受理:李强", 1).await?;
    let bulk = Bulk::all(desk, 3).await?;
    bulk.begin_assign("李强").await?;
    bulk.confirm().await?;
    desk.shows(".bulk [role=alertdialog]", "3 张中 2 张可以；1 张不能：已在对方手上 1").await?;
    bulk.finds_now("受理:李强", 1).await?;
    desk.focused(".bulk [role=alertdialog] button").await?;
    desk.press(Key::Enter).await?;
    desk.shows(".toast", "已指派 2 张").await?;
    bulk.finds("受理:李强", 3).await
}

async fn a_step_asks_once_for_all(desk: &Desk) -> Outcome {
    three(desk).await?;
    let bulk = Bulk::all(desk, 3).await?;
    desk.press("m").await?;
    desk.click_text(".bulk button", "业主撤销").await?;
    desk.focused(".bulk form textarea").await?;
    bulk.confirm().await?;
    ensure!(!desk.all(".bulk form").await?.is_empty(), "nothing is done without the reason");
    desk.focus(".bulk form textarea").await?;
    desk.insert("重复报修").await?;
    desk.go("#/today").await?;
    desk.reload().await?;
    let bulk = Bulk::all(desk, 3).await?;
    desk.press("m").await?;
    desk.click_text(".bulk button", "业主撤销").await?;
    desk.holds(".bulk form textarea", "重复报修").await?;
    bulk.confirm().await?;
    desk.shows(".toast", "3 张已走“业主撤销”这一步").await?;
    bulk.finds("状态:业主撤销", 3).await?;
    bulk.finds("重复报修", 3).await?;
    // Closed ones go to nobody.
    let bulk = Bulk::all(desk, 3).await?;
    bulk.begin_assign("李强").await?;
    bulk.confirm().await?;
    desk.shows(".bulk [role=alertdialog]", "所选 3 张都不能：已关闭 3").await
}

async fn an_import_is_assigned_at_once(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    Settings::open(desk, "team").await?.add_person("B02", "李强").await?;
    let import = Import::open(desk).await?;
    let rows = (0..600).map(|n| format!("第{n}件漏水\r\n")).collect::<Vec<_>>().concat();
    import.choose(file("表.csv", "text/csv", ["标题\r\n", &rows].concat())).await?;
    import.next().await?;
    import.one_kind("property.repair").await?;
    import.column_is("标题", "Subject").await?;
    import.no_duplicates().await?;
    import.try_it().await?;
    import.figure("可以导入", 600).await?;
    import.go().await?;
    import.done(600).await?;
    desk.click_text("button", "指派").await?;
    desk.shows(".bulk", "已选 600 张").await?;
    let bulk = Bulk::shown(desk);
    bulk.choose_agent("李强").await?;
    bulk.confirm().await?;
    desk.shows(".toast", "已指派 600 张").await?;
    bulk.finds("受理:李强", 600).await?;
    desk.press("z").await?;
    bulk.finds("受理:李强", 0).await?;
    bulk.finds("漏水", 600).await
}

async fn who_leaves_hands_over(desk: &Desk) -> Outcome {
    three(desk).await?;
    let bulk = Bulk::all(desk, 3).await?;
    bulk.begin_assign("李强").await?;
    bulk.confirm().await?;
    desk.shows(".toast", "已指派 3 张").await?;
    Settings::open(desk, "team").await?;
    let last = "li.person:last-of-type";
    desk.click_text(&format!("{last} button"), "标为离职").await?;
    desk.shows("dialog[open]", "手上还有 3 张未关闭的工单").await?;
    bulk.choose_in("dialog[open] select", "张敏").await?;
    bulk.confirm().await?;
    desk.shows(".toast", "已标为离职").await?;
    desk.shows("main", "恢复").await?;
    bulk.finds("受理:张敏", 3).await?;
    Settings::open(desk, "team").await?.add_person("B03", "王芳").await?;
    switch_to(desk, 2).await?;
    desk.shows("footer", "王芳").await
}
