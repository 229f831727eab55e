//! The list as a grid: cells by keys, orders, columns, choosing; what a search inside a view leaves out.

use thirtyfour::Key;

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::{Outcome, ensure};
use crate::pages::capture::Capture;
use crate::pages::first_run::FirstRun;
use crate::pages::list::{GRID, List, ROWS, VIEWS};

/// This file's tests.
pub const CASES: &[Case] = cases![
    cells_are_reached_by_keys,
    rows_are_ordered_by_their_heads,
    columns_are_chosen_and_kept,
    a_search_says_what_it_leaves_out,
    escape_clears_a_search_and_its_list,
    keys_that_scroll_are_the_pages_with_the_focus_nowhere,
];

const ALL: &str = "#/tickets?view=all";
const CHOSEN: &str = "[role=row][aria-selected=true]";

async fn three(desk: &Desk) -> Outcome<List<'_>> {
    FirstRun::done(desk, "property", false).await?;
    for text in ["水龙头滴水", "门锁打不开", "电梯异响"] {
        Capture::quick(desk, text).await?;
    }
    List::open(desk, ALL, 3).await
}

async fn cells_are_reached_by_keys(desk: &Desk) -> Outcome {
    let list = three(desk).await?;
    desk.focus(GRID).await?;
    list.is_at("0", "number").await?;
    desk.press(Key::Right).await?;
    list.is_at("0", "customer").await?;
    desk.press(Key::Down).await?;
    list.is_at("1", "customer").await?;
    desk.press(Key::End).await?;
    list.is_at("1", "changed").await?;
    desk.press(Key::Home).await?;
    list.is_at("1", "tick").await?;
    desk.press(Key::Control + Key::End).await?;
    list.is_at("2", "changed").await?;
    desk.press(Key::Down).await?;
    list.is_at("2", "changed").await?;
    desk.press(Key::Control + Key::Home).await?;
    list.is_at("0", "tick").await?;
    desk.press(Key::PageDown).await?;
    list.is_at("2", "tick").await?;
    desk.press(Key::PageUp).await?;
    desk.press(Key::Up).await?;
    list.is_at("head", "tick").await?;
    desk.press(Key::Down).await?;
    list.is_at("0", "tick").await?;

    // Space and Enter choose in the first column; with Shift the arrows choose on the way.
    desk.press(" ").await?;
    desk.until("one to be chosen", async || Ok(desk.all(CHOSEN).await?.len() == 1)).await?;
    desk.press(Key::Shift + Key::Down).await?;
    list.is_at("1", "tick").await?;
    desk.until("two to be chosen", async || Ok(desk.all(CHOSEN).await?.len() == 2)).await?;
    desk.press(Key::Control + "a").await?;
    desk.until("all to be chosen", async || Ok(desk.all(CHOSEN).await?.len() == 3)).await?;
    desk.press(Key::Escape).await?;
    desk.gone(CHOSEN).await?;

    // Enter opens; the ticket stands beside the list, and its row stays the current one back in the table.
    desk.press(Key::Right).await?;
    desk.press(Key::Enter).await?;
    desk.find("#ticket-body").await?;
    desk.focus(GRID).await?;
    desk.press("w").await?;
    desk.gone("#ticket-body").await?;
    desk.focus(GRID).await?;
    list.is_at("1", "number").await
}

async fn rows_are_ordered_by_their_heads(desk: &Desk) -> Outcome {
    let list = three(desk).await?;
    let subject = "[role=columnheader][data-column=subject]";
    desk.click(subject).await?;
    list.reads("subject", &["水龙头滴水", "电梯异响", "门锁打不开"]).await?;
    desk.find("[role=columnheader][data-column=subject][aria-sort=ascending]").await?;
    desk.until("the address to hold the order", async || Ok(desk.place().await?.contains("sort=subject"))).await?;
    desk.reload().await?;
    list.reads("subject", &["水龙头滴水", "电梯异响", "门锁打不开"]).await?;
    // By keys: up to the head, Enter turns the order round, once more the most urgent come first again.
    desk.focus(GRID).await?;
    desk.press(Key::Right).await?;
    desk.press(Key::Right).await?;
    desk.press(Key::Up).await?;
    list.is_at("head", "subject").await?;
    desk.press(Key::Enter).await?;
    list.reads("subject", &["门锁打不开", "电梯异响", "水龙头滴水"]).await?;
    desk.find("[role=columnheader][data-column=subject][aria-sort=descending]").await?;
    desk.press(Key::Enter).await?;
    desk.find("[role=columnheader][data-column=subject][aria-sort=none]").await?;
    list.reads("subject", &["水龙头滴水", "门锁打不开", "电梯异响"]).await?;

    // The current row stays the same ticket when the order changes round it.
    desk.press(Key::Down).await?;
    desk.press(Key::Down).await?;
    list.is_at("1", "subject").await
}

async fn columns_are_chosen_and_kept(desk: &Desk) -> Outcome {
    let list = three(desk).await?;
    let head = |column: &str| format!("[role=columnheader][data-column={column}]");
    ensure!(desk.all(&head("channel")).await?.is_empty(), "not shown at first");
    desk.click_text(".rows-head button", "列").await?;
    desk.click_text("[role=dialog] label", "渠道").await?;
    desk.find(&head("channel")).await?;
    desk.click_text("[role=dialog] label", "客户").await?;
    desk.gone(&head("customer")).await?;
    desk.press(Key::Escape).await?;
    // Wider by keys.
    let width = async || -> Outcome<i64> {
        let ask = "return document.querySelector('[role=columnheader][data-column=number]').offsetWidth";
        Ok(desk.script(ask, vec![]).await?.as_i64().unwrap_or(0))
    };
    let before = width().await?;
    desk.focus(GRID).await?;
    list.is_at("0", "number").await?;
    desk.press(Key::Up).await?;
    list.is_at("head", "number").await?;
    desk.press(Key::Shift + Key::Right).await?;
    desk.until("a wider column", async || Ok(width().await? == before + 16)).await?;
    desk.reload().await?;
    desk.find(&head("channel")).await?;
    ensure!(desk.all(&head("customer")).await?.is_empty(), "the device remembers its columns");
    Ok(())
}

async fn a_search_says_what_it_leaves_out(desk: &Desk) -> Outcome {
    three(desk).await?;
    let list = List::open(desk, "#/tickets?view=done", 0).await?;
    desk.focus("input[type=search]").await?;
    desk.insert("电梯").await?;
    desk.shows("[role=status]", "“已办结”里找到 0 张，别处还有 1 张").await?;
    // The views count what is looked for.
    desk.shows(VIEWS, "全部\n1").await?;
    desk.press(Key::Shift + Key::Enter).await?;
    list.holds(1).await?;
    desk.shows(ROWS, "电梯异响").await?;
    // What was opened from a search is offered the next time.
    desk.press(Key::Enter).await?;
    desk.find("#ticket-body").await?;
    List::open(desk, ALL, 3).await?;
    desk.press("f").await?;
    desk.shows("[role=option]", "电梯").await?;
    desk.press(Key::Down).await?;
    desk.press(Key::Enter).await?;
    list.holds(1).await
}

async fn keys_that_scroll_are_the_pages_with_the_focus_nowhere(desk: &Desk) -> Outcome {
    let list = three(desk).await?;
    let nowhere = "document.activeElement.blur(); return document.activeElement === document.body";
    ensure!(desk.script(nowhere, vec![]).await? == true, "the focus is somewhere");
    desk.press(Key::Down).await?;
    list.is_at("0", "number").await?;
    desk.go("#/settings/hours").await?;
    let page = "main .page";
    desk.find(page).await?;
    let short = "document.querySelector(arguments[0]).style.maxHeight = '120px'";
    desk.script(short, vec![page.into()]).await?;
    ensure!(desk.script(nowhere, vec![]).await? == true, "the focus is somewhere");
    desk.press(Key::End).await?;
    let down = "return document.querySelector(arguments[0]).scrollTop > 0";
    desk.until("the page to scroll", async || Ok(desk.script(down, vec![page.into()]).await? == true)).await
}

async fn escape_clears_a_search_and_its_list(desk: &Desk) -> Outcome {
    let list = three(desk).await?;
    let search = "input[type=search]";
    desk.focus(search).await?;
    desk.insert("qqqq").await?;
    list.holds(0).await?;
    desk.press(Key::Escape).await?;
    list.holds(3).await?;
    ensure!(desk.value(search).await?.as_deref() == Some(""), "the field is empty, too");
    desk.focused(search).await?;
    desk.press(Key::Escape).await?;
    desk.until("the field to be left", async || {
        Ok(desk.script("return document.activeElement === document.body", vec![]).await? == true)
    })
    .await
}
