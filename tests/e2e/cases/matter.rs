//! One matter, one ticket: gone on with instead of a second one, merged and parted, split.

use thirtyfour::Key;

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::{Outcome, ensure};
use crate::pages::capture::{Capture, FINDER, TEXT};
use crate::pages::first_run::FirstRun;
use crate::pages::ticket::{STATE, TIMELINE, TOAST, TicketPage};

/// This file's tests.
pub const CASES: &[Case] = cases![
    asking_again_goes_on_the_ticket,
    merged_and_parted_again,
    a_part_is_split_off,
    an_entry_goes_into_its_register
];

/// A ticket on perhaps the same matter, beside the form.
const SAME: &str = ".same[data-at]";
/// What says that a ticket is merged.
const MERGED: &str = ".merged-note";
const LINKS: &str = ".related .tag";
const PICKER: &str = ".related .picker input";
const OPTION: &str = ".related .picker [role=option]";

/// Somebody new with a repair.
async fn taken<'a>(desk: &'a Desk, phone: &str, text: &str) -> Outcome<TicketPage<'a>> {
    let capture = Capture::visit(desk).await?;
    capture.newcomer(phone).await?;
    capture.kind("报修").await?;
    capture.write(text).await?;
    capture.save().await
}

async fn asking_again_goes_on_the_ticket(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let ticket = taken(desk, "13812345678", "厨房水管漏水").await?;
    let number = ticket.number().await?;

    // While the number is typed the ticket stands beside the form, with its key behind the finder's.
    let capture = Capture::visit(desk).await?;
    desk.focused(FINDER).await?;
    capture.write("5678").await?;
    desk.shows(SAME, "厨房水管漏水").await?;
    desk.shows(SAME, "Alt 3").await?;
    desk.press(Key::Enter).await?;
    desk.shows(SAME, "Alt 1").await?;
    desk.shows(SAME, &number).await?;

    // With nothing said it is asked for; then the same key writes it down.
    desk.press(Key::Alt + "1").await?;
    desk.focused(TEXT).await?;
    capture.write("水又漏了，问什么时候来").await?;
    desk.press(Key::Alt + "1").await?;
    desk.shows(TOAST, "已记到原单").await?;
    let ticket = TicketPage::shown(desk).await?;
    ensure!(ticket.number().await? == number, "the ticket opens");
    desk.shows(TIMELINE, "水又漏了，问什么时候来").await?;
    desk.shows("main header", "同一问题第 2 次来电").await?;
    desk.shows(".row", "第 2 次").await?;

    // The draft is gone with it; one undo takes it back.
    desk.press("z").await?;
    desk.shows(TOAST, "已撤销这次操作（已记到原单）").await?;
    desk.until("the count to go", async || Ok(!desk.texts("main header").await?.join(" ").contains("第 2 次"))).await?;
    Capture::visit(desk).await?;
    desk.focused(FINDER).await?;
    ensure!(desk.value(TEXT).await?.unwrap_or_default().is_empty(), "the form is empty");

    // A second ticket nevertheless: linked to the first.
    let capture = Capture::visit(desk).await?;
    capture.write("5678").await?;
    desk.shows(SAME, "Alt 3").await?;
    desk.press(Key::Enter).await?;
    capture.kind("报修").await?;
    capture.write("还在漏").await?;
    capture.save().await?;
    desk.shows(LINKS, "同一件事，首单").await?;
    desk.shows(LINKS, &number).await
}

async fn merged_and_parted_again(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let first = taken(desk, "13812345678", "厨房水管漏水").await?;
    let number = first.number().await?;
    let second = taken(desk, "13900001111", "楼下天花板滴水").await?;
    let other = second.number().await?;

    // By number, with the keyboard alone: the summary tells of the other customer.
    desk.press(Key::Escape).await?;
    desk.press(Key::Shift + "M").await?;
    desk.focused(PICKER).await?;
    desk.insert(&number).await?;
    desk.shows(OPTION, "厨房水管漏水").await?;
    desk.press(Key::Enter).await?;
    desk.shows(".merge-sum", "客户不是同一位").await?;
    desk.shows(".merge-way", &other).await?;
    desk.focused(".related .ask button[type=submit]").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows(TOAST, "已合并").await?;

    // The first goes on and shows the other's timeline, with where it comes from.
    desk.shows("main h1", "厨房水管漏水").await?;
    desk.shows(MERGED, &other).await?;
    desk.shows(TIMELINE, "楼下天花板滴水").await?;
    let from = desk.texts(TIMELINE).await?.into_iter().find(|line| line.contains("楼下天花板滴水")).unwrap_or_default();
    ensure!(from.contains(&other), "the line names its ticket: {from}");

    // The other is closed and leads here.
    desk.click(&format!("{MERGED} a")).await?;
    desk.shows("main h1", "楼下天花板滴水").await?;
    desk.shows(MERGED, &number).await?;
    desk.shows(MERGED, "已并入").await?;
    ensure!(desk.all(".write:not([hidden])").await?.is_empty(), "nothing is written or done here any more");
    desk.reload().await?;
    desk.click_text(&format!("{MERGED} button"), "撤销合并").await?;
    desk.shows(TOAST, "已撤销合并").await?;
    desk.gone(MERGED).await?;
    desk.shows(STATE, "待派工").await
}

async fn a_part_is_split_off(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let ticket = taken(desk, "13812345678", "厨房水管漏水").await?;
    let number = ticket.number().await?;
    desk.press(Key::Escape).await?;
    desk.press("s").await?;
    desk.shows("main h1", &format!("从 {number} 拆分出一张")).await?;
    desk.focused(TEXT).await?;
    desk.insert("客厅灯也不亮").await?;
    let part = Capture::on(desk).save().await?;
    desk.shows("main h1", "客厅灯也不亮").await?;
    ensure!(part.number().await? != number, "it is another ticket");
    desk.shows(LINKS, "拆分自").await?;
    desk.click(&format!("{LINKS} a")).await?;
    desk.shows("main h1", "厨房水管漏水").await?;
    desk.shows(LINKS, "拆分出").await?;
    desk.press("z").await?;
    desk.gone(LINKS).await
}

async fn an_entry_goes_into_its_register(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    // A ticket half taken stays as it is.
    Capture::visit(desk).await?;
    desk.focused(FINDER).await?;
    desk.insert("王丽").await?;
    desk.go("#/new?register=1").await?;
    desk.shows("main h1", "台账登记").await?;
    let capture = Capture::on(desk);
    desk.focused(crate::pages::capture::KINDS).await?;
    capture.choose("来访接待").await?;
    desk.focused(".form input").await?;
    desk.insert("找物业签字").await?;
    ensure!(!desk.text().await?.contains("渠道"), "no channel is asked for");
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows("main h1", "找物业签字").await?;
    ensure!(desk.place().await?.contains("/registers/"), "it lies among the registers");
    Capture::visit(desk).await?;
    desk.holds(FINDER, "王丽").await
}
