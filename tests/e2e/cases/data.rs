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
pub const CASES: &[Case] = cases![
    a_backup_brings_everything_back,
    a_backup_under_a_passphrase_is_merged,
    a_key_that_takes_long_can_be_cancelled,
    a_table_for_spreadsheets,
];

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
    desk.click_text("button", "合并到本机").await?;
    desk.click_text("button", "张敏").await?;
    desk.go(&place).await?;
    desk.shows(TIMELINE, "已报电工").await?;
    desk.shows("figure", "a.txt").await?;
    let (_, second) = backup(desk).await?;
    ensure!(records(&first) == records(&second), "the second backup holds other records");
    ensure!(records(&first).len() > 5, "there are records to compare");
    Ok(())
}

/// Two desks without a server: what one wrote is sealed, carried over, looked at and merged.
async fn a_backup_under_a_passphrase_is_merged(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    Capture::quick(desk, "第一台电脑的事").await?;
    let settings = Settings::open(desk, "data").await?;
    catch_downloads(desk).await?;
    desk.click("#backup-seal").await?;
    desk.fill("label:has(#backup-seal) + .form-grid label:first-child input", "合上电闸 2026").await?;
    settings.press("导出备份").await?;
    desk.shows(TOAST, "两次输入的口令不一样").await?;
    desk.fill("label:has(#backup-seal) + .form-grid label:last-child input", "合上电闸 2026").await?;
    settings.press("导出备份").await?;
    let (name, sealed) = downloaded(desk).await?;
    ensure!(name.contains("加密"), "the file is called {name}");
    ensure!(sealed.starts_with(b"{\"format\":\"shouwen-sealed\""), "it says what it is");
    let text = String::from_utf8_lossy(&sealed).into_owned();
    ensure!(!text.contains("第一台电脑的事") && !text.contains("stamp"), "it can be read without the passphrase");

    // Another computer.
    desk.fill("form:has(button[data-look=danger]) input", "清空").await?;
    desk.click("button[data-look=danger]").await?;
    desk.find("#first-name").await?;
    desk.booted().await?;
    FirstRun::done(desk, "property", false).await?;
    Capture::quick(desk, "第二台电脑的事").await?;
    desk.go("#/settings/data").await?;
    let open = async |bytes: &[u8], passphrase: &str| -> Outcome {
        choose(desk, RESTORE, file(&name, "", bytes.to_vec())).await?;
        desk.fill("#backup-open input", passphrase).await?;
        desk.click("#backup-open button[type=submit]").await
    };
    open(&sealed, "合上电闸2026").await?;
    desk.shows("#backup-open [role=alert]", "口令不对").await?;
    desk.click_text("#backup-open button", "取消").await?;
    let mut bent = sealed.clone();
    let last = bent.len() - 9;
    bent[last] ^= 1;
    for damaged in [&bent, &sealed[..sealed.len() - 40].to_vec()] {
        open(damaged, "合上电闸 2026").await?;
        desk.shows(TOAST, "已损坏或不完整").await?;
        desk.script("document.querySelectorAll('.toast button').forEach(button => button.click())", Vec::new()).await?;
        desk.gone(TOAST).await?;
    }
    open(&sealed, "合上电闸 2026").await?;
    desk.shows("#backup-preview", "1 张工单").await?;
    desk.go("#/tickets?view=all").await?;
    desk.shows("[role=grid] [role=row]", "第二台电脑的事").await?;
    ensure!(!desk.text().await?.contains("第一台电脑的事"), "merged before anybody said so");
    desk.go("#/settings/data").await?;
    open(&sealed, "合上电闸 2026").await?;
    desk.shows("#backup-preview", "1 张工单").await?;
    desk.click_text("button", "合并到本机").await?;
    desk.shows(TOAST, "已恢复").await?;
    open(&sealed, "合上电闸 2026").await?;
    desk.shows("#backup-preview", "没有这台设备缺的记录").await?;
    desk.go("#/tickets?view=all").await?;
    desk.shows("[role=grid] [role=row]", "第一台电脑的事").await?;
    desk.shows("[role=grid] [role=row]", "第二台电脑的事").await
}

/// A slow computer makes a key of a passphrase for seconds: who cancels is heard meanwhile, and no file is written.
async fn a_key_that_takes_long_can_be_cancelled(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let settings = Settings::open(desk, "data").await?;
    catch_downloads(desk).await?;
    let slow = "
        const derive = SubtleCrypto.prototype.deriveKey;
        SubtleCrypto.prototype.deriveKey = async function (...given) {
            await new Promise((done) => { window.__key = done; });
            return derive.apply(this, given);
        };";
    desk.script(slow, vec![]).await?;
    desk.click("#backup-seal").await?;
    for place in ["first", "last"] {
        let field = format!("label:has(#backup-seal) + .form-grid label:{place}-child input");
        desk.fill(&field, "合上电闸 2026").await?;
    }
    settings.press("导出备份").await?;
    desk.until("the key to be made", async || Ok(desk.script("return !!window.__key", vec![]).await? == true)).await?;
    desk.click_text(".working button", "取消").await?;
    desk.gone(".working").await?;
    // The browser has its key in the end; nobody waits for it any more.
    desk.script("window.__key(); window.__key = null", vec![]).await?;
    // The passphrase stands there still, and the next try is as good as the first.
    settings.press("导出备份").await?;
    desk.until("the next key", async || Ok(desk.script("return !!window.__key", vec![]).await? == true)).await?;
    desk.script("window.__key()", vec![]).await?;
    let (name, _) = downloaded(desk).await?;
    ensure!(name.contains("加密"), "the file is called {name}");
    ensure!(desk.script("return window.__downloads.length", vec![]).await? == 0, "what was cancelled was written too");
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
