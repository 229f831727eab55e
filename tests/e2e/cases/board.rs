//! The board: cards in columns, moved by keys and by the mouse.

use thirtyfour::Key;

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::{Outcome, ensure};
use crate::pages::board::Board;
use crate::pages::capture::Capture;
use crate::pages::first_run::FirstRun;
use crate::pages::list::List;

/// This file's tests.
pub const CASES: &[Case] = cases![a_card_moves_by_keys, a_card_moves_by_mouse, a_search_and_a_kind_narrow_the_board];

async fn a_card_moves_by_keys(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    Capture::quick(desk, "一号楼漏水").await?;
    List::open(desk, "#/tickets?view=all", 1).await?;
    desk.press("b").await?;
    let board = Board::shown(desk).await?;
    board.holds("待处理", 1).await?;
    desk.focused(".lane .rows").await?;
    desk.press("m").await?;
    board.take("业主撤销").await?;
    desk.focused("dialog[open] textarea").await?;
    desk.insert("已经自己修好").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.gone("dialog[open]").await?;
    board.holds("已关闭", 1).await?;
    board.holds("待处理", 0).await?;
    desk.focused(".lane .rows").await?;
    desk.press("z").await?;
    board.holds("待处理", 1).await?;
    desk.press(Key::Enter).await?;
    desk.find("#ticket-body").await?;
    ensure!(desk.place().await?.contains("ticket-"), "Enter opens the card");
    desk.press("b").await?;
    Board::shown(desk).await?.holds("待处理", 1).await?;
    desk.press("b").await?;
    desk.gone("main.board").await
}

async fn a_card_moves_by_mouse(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", true).await?;
    desk.go("#/tickets?view=all&look=board&kind=property.repair").await?;
    let board = Board::shown(desk).await?;
    let (sent, onsite) = (board.count("已派工").await?, board.count("维修中").await?);
    ensure!(sent > 0, "the samples have one that is sent");
    // From there no step leads to an answer; the narrowest window still shows that column.
    board.drag("已派工", "待回复").await?;
    ensure!(board.count("已派工").await? == sent, "no step leads there");
    board.drag("已派工", "维修中").await?;
    board.holds("维修中", onsite + 1).await?;
    board.holds("已派工", sent - 1).await?;
    ensure!(desk.all("dialog[open]").await?.is_empty(), "that step asks nothing");
    // This one asks.
    let new = board.count("待派工").await?;
    board.drag("待派工", "已派工").await?;
    desk.shows("dialog[open]", "派工").await?;
    desk.press(Key::Escape).await?;
    desk.gone("dialog[open]").await?;
    board.holds("待派工", new).await
}

async fn a_search_and_a_kind_narrow_the_board(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", true).await?;
    desk.go("#/tickets?view=all&look=board").await?;
    let board = Board::shown(desk).await?;
    board.holds_some("已关闭").await?;
    desk.press("f").await?;
    desk.focused(".board-head input").await?;
    desk.insert("没有这样的字").await?;
    board.holds("已关闭", 0).await?;
    desk.press(Key::Control + "a").await?;
    desk.insert("类型:报修").await?;
    board.holds_some("已关闭").await?;
    desk.press(Key::Escape).await?;
    desk.click(".board-head option[value='property.repair']").await?;
    board.holds_some("已派工").await?;
    ensure!(desk.texts(".lane h2").await?.iter().any(|name| name.contains("等配件")), "its states are the columns");
    Ok(())
}
