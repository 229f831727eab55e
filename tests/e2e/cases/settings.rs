//! The settings: PIN, lists, kinds, packs, sample data.

use thirtyfour::Key;

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::{Outcome, ensure, root};
use crate::pages::capture::Capture;
use crate::pages::files::{choose, file};
use crate::pages::first_run::FirstRun;
use crate::pages::list::{List, ROWS};
use crate::pages::settings::{Settings, switch_to};

/// This file's tests.
pub const CASES: &[Case] =
    cases![a_pin_guards_a_person, lists_and_kinds_are_the_teams, a_faulty_pack_is_refused, sample_data_goes_at_once];

async fn a_pin_guards_a_person(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    Settings::open(desk, "team").await?.add_person("B02", "李强").await?;
    Settings::open(desk, "profile").await?;
    let fields = "form input[type=password]";
    desk.focus(fields).await?;
    desk.press("2468").await?;
    desk.press(Key::Tab).await?;
    desk.press("2469").await?;
    desk.press(Key::Enter).await?;
    desk.shows("[role=alert]", "两次输入不一样").await?;
    desk.press(Key::Backspace + "8").await?;
    desk.press(Key::Enter).await?;
    desk.shows("p", "已设置 PIN").await?;
    desk.script("document.activeElement.blur()", vec![]).await?;
    switch_to(desk, 2).await?;
    desk.shows("footer", "李强").await?;
    desk.press("u").await?;
    desk.find("dialog[open] ol button").await?;
    desk.press("1").await?;
    let pin = "dialog[open] input[type=password]";
    desk.focused(pin).await?;
    desk.press("1111").await?;
    desk.press(Key::Enter).await?;
    desk.shows("dialog[open] [role=alert]", "PIN 不正确").await?;
    desk.focus(pin).await?;
    desk.press("2468").await?;
    desk.press(Key::Enter).await?;
    desk.gone("dialog[open]").await?;
    desk.shows("footer", "张敏").await
}

async fn lists_and_kinds_are_the_teams(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    Settings::open(desk, "lists").await?;
    desk.focus("input[aria-label^='添加一项']").await?;
    desk.press("抖音").await?;
    desk.press(Key::Enter).await?;
    desk.holds("input[aria-label^='添加一项']", "").await?;
    Settings::open(desk, "packs").await?;
    let switch = "li:has(a[href$='property.suggestion']) [role=switch]";
    // By key: WebKit may still be scrolling to what was typed on the page before.
    desk.focus(switch).await?;
    desk.press(" ").await?;
    desk.until("the kind to be off", async || {
        let off = "return document.querySelector(arguments[0]).checked === false";
        Ok(desk.script(off, vec![switch.into()]).await? == true)
    })
    .await?;
    let capture = Capture::visit(desk).await?;
    desk.shows(".chips label", "抖音").await?;
    capture.nobody().await?;
    // The switch turns before it is kept.
    desk.until("what is off not to be offered", async || {
        let kinds = capture.kinds().await?.join(" ");
        Ok(kinds.contains("报修") && !kinds.contains("建议"))
    })
    .await
}

async fn a_faulty_pack_is_refused(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "service", false).await?;
    Settings::open(desk, "packs").await?;
    let pack = std::fs::read_to_string(root().join("public/handbooks/property.json"))?;
    let input = "input[type=file][accept*=json]";
    choose(desk, input, file("缺一半.json", "application/json", pack.chars().take(600).collect::<String>())).await?;
    desk.shows(".notice", "缺一半.json").await?;
    let bad = pack.replacen("\"start\": \"new\"", "\"start\": \"nowhere\"", 1);
    ensure!(bad != pack, "the pack was spoilt");
    choose(desk, input, file("坏.json", "application/json", bad)).await?;
    desk.shows("main", "没有安装，什么都没改").await?;
    desk.shows("main ol li", "报修").await?;
    let packs = desk.texts("main h2").await?;
    ensure!(!packs.iter().any(|name| name.contains("物业")), "nothing was installed: {packs:?}");
    choose(desk, input, file("好.json", "application/json", pack)).await?;
    desk.shows("main", "检查通过").await
}

async fn sample_data_goes_at_once(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", true).await?;
    Capture::quick(desk, "自己的一张").await?;
    desk.go("#/tickets?view=all").await?;
    desk.until("the samples in the list", async || Ok(desk.all(ROWS).await?.len() > 5)).await?;
    desk.go("#/").await?;
    desk.click_text("button", "清除示例").await?;
    desk.shows(".toast", "示例数据已清除").await?;
    desk.gone(".samples").await?;
    desk.shows("footer", "已存 1 张工单").await?;
    List::open(desk, "#/tickets?view=all", 1).await?;
    desk.shows(ROWS, "自己的一张").await
}
