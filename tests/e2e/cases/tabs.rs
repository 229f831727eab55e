//! Two tabs of the same desk.

use serde_json::json;
use thirtyfour::Key;

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::{Outcome, ensure};
use crate::pages::capture::Capture;
use crate::pages::first_run::FirstRun;
use crate::pages::ticket::{CONFLICT, TIMELINE, TicketPage};
use crate::runner::PREFIX;

/// This file's tests.
pub const CASES: &[Case] = cases![
    a_change_is_seen_in_the_other_tab,
    two_edits_of_one_field_are_both_kept,
    an_older_tab_is_named_and_waited_for,
];

/// The field that stands open for editing.
const FIELD: &str = ".fields-of form input";

async fn a_change_is_seen_in_the_other_tab(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let ticket = Capture::quick(desk, "单元门关不上").await?;
    let place = desk.place().await?;
    desk.new_tab(&place).await?;
    // Only the tab in front is drawn in all engines: what needs that is done there.
    let other = TicketPage::shown(desk).await?;
    other.note("已登记，等师傅").await?;
    Capture::quick(desk, "第二件事").await?;
    desk.to_tab(0).await?;
    desk.shows(TIMELINE, "已登记，等师傅").await?;
    desk.shows("[role=grid] [role=row]", "第二件事").await?;
    ticket.note("师傅已出发").await?;
    desk.to_tab(1).await?;
    desk.go(&place).await?;
    desk.shows(TIMELINE, "师傅已出发").await
}

async fn two_edits_of_one_field_are_both_kept(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    Capture::quick(desk, "阳台渗水").await?;
    desk.press(Key::Escape).await?;
    desk.press("e").await?;
    desk.focused(FIELD).await?;
    desk.press("3-1-1202").await?;
    let place = desk.place().await?;
    desk.new_tab(&place).await?;
    TicketPage::shown(desk).await?;
    desk.press("e").await?;
    desk.focused(FIELD).await?;
    desk.script("document.activeElement.select()", vec![]).await?;
    desk.press("5-2-301").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows(".fields-of", "5-2-301").await?;

    desk.to_tab(0).await?;
    desk.holds(FIELD, "3-1-1202").await?;
    desk.focus(FIELD).await?;
    desk.press(Key::Control + Key::Enter).await?;
    for text in ["3-1-1202", "5-2-301"] {
        desk.shows(&format!("{CONFLICT} li"), text).await?;
    }
    let both = desk.texts(&format!("{CONFLICT} li")).await?;
    ensure!(both.len() == 2, "both values are offered: {both:?}");
    desk.to_tab(1).await?;
    desk.shows(&format!("{CONFLICT} li"), "3-1-1202").await?;
    desk.find_text(&format!("{CONFLICT} li"), "3-1-1202").await?;
    desk.click(&format!("{CONFLICT} li:has(button) button")).await?;
    desk.gone(CONFLICT).await?;
    desk.to_tab(0).await?;
    desk.gone(CONFLICT).await
}

/// A tab with the first schema that does not make way.
const OLD: &str = "
    const [name] = arguments;
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () =>
        ['documents', 'blobs', 'drafts', 'meta'].forEach(store => opening.result.createObjectStore(store));
    await new Promise((resolve, reject) => { opening.onsuccess = resolve; opening.onerror = reject; });
    window.__old = opening.result;";

async fn an_older_tab_is_named_and_waited_for(desk: &Desk) -> Outcome {
    desk.visit("__blank").await?;
    desk.script_async(OLD, vec![json!(format!("shouwen:{PREFIX}"))]).await?;
    desk.tab("").await?;
    desk.find_text("#boot", "请关闭那个标签页").await?;
    desk.to_tab(0).await?;
    desk.script("window.__old.close()", vec![]).await?;
    desk.to_tab(1).await?;
    desk.booted().await?;
    desk.find("#first-name").await?;
    Ok(())
}
