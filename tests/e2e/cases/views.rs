//! Saved views: made in one press, renamed, shared, deleted and brought back; who stands in for whom.

use thirtyfour::Key;

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::{Outcome, ensure};
use crate::pages::capture::Capture;
use crate::pages::first_run::FirstRun;
use crate::pages::list::{GRID, List, ROWS, VIEWS};
use crate::pages::settings::{Settings, switch_to};

/// This file's tests.
pub const CASES: &[Case] = cases![a_view_is_saved_shared_and_deleted, a_substitute_sees_who_is_away];

const CURRENT: &str = "[role=toolbar] button[aria-pressed=true]";
const MENU: &str = "button[aria-label='这个视图']";

async fn a_view_is_saved_shared_and_deleted(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    Settings::open(desk, "team").await?.add_person("B02", "李强").await?;
    for text in ["水龙头滴水", "电梯异响"] {
        Capture::quick(desk, text).await?;
    }
    let list = List::open(desk, "#/tickets?view=all&q=%E7%94%B5%E6%A2%AF&sort=-opened", 1).await?;
    desk.focus(GRID).await?;
    desk.press("v").await?;
    desk.shows(CURRENT, "电梯").await?;
    // It has a name at once; another may be typed over it.
    desk.focused("input[aria-label='视图名称']").await?;
    desk.insert("电梯报修").await?;
    desk.press(Key::Enter).await?;
    desk.shows(CURRENT, "电梯报修\n1").await?;
    // Away from it and back: everything is as it was saved.
    desk.click_text(VIEWS, "全组").await?;
    list.holds(2).await?;
    desk.click_text(VIEWS, "电梯报修").await?;
    list.holds(1).await?;
    desk.shows(ROWS, "电梯异响").await?;
    desk.until("the view's order", async || Ok(desk.place().await?.contains("sort=-opened"))).await?;
    // Its count follows.
    desk.click_text(VIEWS, "全组").await?;
    Capture::quick(desk, "电梯又停了").await?;
    desk.go("#/tickets?view=open").await?;
    desk.shows(VIEWS, "电梯报修\n2").await?;

    // Others see it only once it is shared.
    switch_to(desk, 2).await?;
    desk.shows("footer", "李强").await?;
    desk.gone("[role=toolbar] [data-saved]").await?;
    switch_to(desk, 1).await?;
    desk.shows("footer", "张敏").await?;
    desk.click_text(VIEWS, "电梯报修").await?;
    desk.click(MENU).await?;
    desk.click_text("[role=menuitem]", "与全组共享").await?;
    desk.shows(".toast", "视图已修改").await?;
    switch_to(desk, 2).await?;
    desk.shows("footer", "李强").await?;
    desk.shows(VIEWS, "电梯报修\n2").await?;
    desk.click_text(VIEWS, "电梯报修").await?;
    list.holds(2).await?;
    ensure!(desk.all(MENU).await?.is_empty() || !desk.text().await?.contains("与全组共享"), "an agent does not share");

    switch_to(desk, 1).await?;
    desk.shows("footer", "张敏").await?;
    desk.click(MENU).await?;
    desk.click_text("[role=menuitem]", "删除").await?;
    desk.gone("[role=toolbar] [data-saved]").await?;
    desk.click_text(".toast button", "撤销").await?;
    desk.shows(VIEWS, "电梯报修").await
}

async fn a_substitute_sees_who_is_away(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    Settings::open(desk, "team").await?.add_person("B02", "李强").await?;
    Capture::quick(desk, "水龙头滴水").await?;
    Settings::open(desk, "team").await?;
    let form = "form:has(input[type=date])";
    let fill = "const form = document.querySelector(arguments[0]);
        const set = (field, value) => {
            field.value = value;
            for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
        };
        const today = new Date().toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' });
        for (const field of form.querySelectorAll('input[type=date]')) set(field, today);
        const lists = [...form.querySelectorAll('select')];
        const option = [...lists[1].options].find((one) => one.text.includes('李强'));
        set(lists[1], option.value)";
    desk.find(form).await?;
    desk.script(fill, vec![form.into()]).await?;
    desk.click(&format!("{form} button[type=submit]:not([disabled])")).await?;
    desk.shows("li", "休假，李强 替班").await?;

    switch_to(desk, 2).await?;
    desk.shows("footer", "李强").await?;
    let list = List::open(desk, "#/tickets", 0).await?;
    desk.shows(VIEWS, "代 张敏\n1").await?;
    desk.click_text(VIEWS, "代 张敏").await?;
    list.holds(1).await?;
    desk.shows(ROWS, "水龙头滴水").await?;
    desk.go("#/").await?;
    desk.shows("main", "水龙头滴水").await?;

    switch_to(desk, 1).await?;
    desk.shows("footer", "张敏").await?;
    Settings::open(desk, "team").await?;
    desk.click_text("li button", "结束").await?;
    switch_to(desk, 2).await?;
    desk.shows("footer", "李强").await?;
    desk.go("#/tickets?view=open").await?;
    desk.find(ROWS).await?;
    desk.until("the view to be over", async || {
        let shown = desk.texts(VIEWS).await?;
        Ok(!shown.is_empty() && shown.iter().all(|view| !view.contains("代 张敏")))
    })
    .await
}
