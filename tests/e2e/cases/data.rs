//! All data as one file and back, tables out, deleting.

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::{Outcome, ensure};
use crate::pages::capture::Capture;
use crate::pages::files::{catch_downloads, choose, downloaded, file};
use crate::pages::first_run::FirstRun;
use crate::pages::settings::Settings;
use crate::pages::ticket::{TIMELINE, TOAST};

/// This file's tests.
pub const CASES: &[Case] = cases![a_backup_brings_everything_back, a_table_for_spreadsheets];

const RESTORE: &str = "input[type=file][accept*=jsonl]";

async fn backup(desk: &Desk) -> Outcome<(String, String)> {
    let settings = Settings::open(desk, "data").await?;
    catch_downloads(desk).await?;
    settings.press("导出备份").await?;
    let (name, bytes) = downloaded(desk).await?;
    Ok((name, String::from_utf8(bytes)?))
}

/// The records of a backup, without the header, which holds the time, and the sum over all at the end.
fn records(backup: &str) -> Vec<&str> {
    let lines: Vec<&str> = backup.lines().collect();
    let mut records = lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default().to_vec();
    records.sort_unstable();
    records
}

async fn a_backup_brings_everything_back(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let ticket = Capture::quick(desk, "路灯不亮\n三号楼前").await?;
    ticket.note("已报电工").await?;
    choose(desk, ".files input[type=file]:not([accept^=image])", file("a.txt", "text/plain", "内容")).await?;
    desk.shows("figure", "a.txt").await?;
    let place = desk.place().await?;
    let (name, first) = backup(desk).await?;
    ensure!(name.contains("首问备份"), "the file is called {name}");

    // Everything deleted, only after the word.
    desk.fill("form:has(button[data-look=danger]) input", "清空").await?;
    desk.click("button[data-look=danger]").await?;
    desk.find("#first-name").await?;
    desk.booted().await?;

    // What is broken is refused before anything changes.
    // The message of the deletion may stand over the button still.
    let restore = "[...document.querySelectorAll('button')].find(button => button.textContent.includes('从备份文件恢复')).click()";
    desk.script(restore, Vec::new()).await?;
    let cut: String = first.split_inclusive('\n').take(3).collect();
    choose(desk, RESTORE, file("cut.jsonl", "", cut)).await?;
    desk.shows(TOAST, "不完整").await?;
    choose(desk, RESTORE, file("bent.jsonl", "", first.replacen("路灯", "路燈", 1))).await?;
    desk.shows(TOAST, "什么都没改").await?;
    choose(desk, RESTORE, file("other.jsonl", "", "{\"some\":\"thing\"}\n")).await?;
    desk.shows(TOAST, "不是首问的备份文件").await?;
    desk.find("#first-name").await?;

    choose(desk, RESTORE, file(&name, "application/x-ndjson", first.clone())).await?;
    desk.shows(".notice", "完好").await?;
    // The complaints stand over the button until they are cleared away.
    desk.script("document.querySelectorAll('.toast button').forEach(button => button.click())", Vec::new()).await?;
    desk.gone(TOAST).await?;
    desk.find_text("button", "合并恢复").await?.click().await?;
    desk.find_text("button", "张敏").await?.click().await?;
    desk.go(&place).await?;
    desk.shows(TIMELINE, "已报电工").await?;
    desk.shows("figure", "a.txt").await?;
    let (_, second) = backup(desk).await?;
    ensure!(records(&first) == records(&second), "the second backup holds other records");
    ensure!(records(&first).len() > 5, "there are records to compare");
    Ok(())
}

async fn a_table_for_spreadsheets(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    Capture::quick(desk, "=1+2 的公式样子").await?;
    Capture::quick(desk, "带\"引号\"，和逗号").await?;
    let settings = Settings::open(desk, "data").await?;
    catch_downloads(desk).await?;
    let kind = "label:has(select) select option[value='property.repair']";
    desk.click(kind).await?;
    desk.shows(".actions span", "2 张").await?;
    settings.press("导出 CSV").await?;
    let (name, bytes) = downloaded(desk).await?;
    ensure!(name.starts_with("报修-") && name.to_lowercase().ends_with(".csv"), "the file is called {name}");
    ensure!(bytes.starts_with(&[0xef, 0xbb, 0xbf]), "the file begins with a byte order mark");
    let text = String::from_utf8(bytes)?;
    ensure!(text.contains("\r\n"), "lines end as in RFC 4180");
    ensure!(!text.contains(",=1+2") && text.contains("'=1+2"), "a formula is text: {text}");
    ensure!(text.contains("带\"\"引号\"\"，和逗号"), "quotes are doubled: {text}");
    Ok(())
}
