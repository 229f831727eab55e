//! Importing a table through the wizard.

use std::fmt::Write;

use serde_json::Value;

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::{Outcome, ensure};
use crate::pages::files::{choose, file};
use crate::pages::first_run::FirstRun;
use crate::pages::import::Import;
use crate::pages::list::{List, ROWS};

/// This file's tests.
pub const CASES: &[Case] =
    cases![twelve_thousand_rows_by_kind_and_back, a_table_in_a_chinese_encoding, what_is_no_table_changes_nothing,];

const LABELS: [&str; 3] = ["报修", "投诉", "咨询"];

/// Rows of label and review, as lists of reviews come.
pub(super) fn reviews(rows: usize) -> String {
    let mut text = String::from("\u{feff}label,review\r\n");
    for n in 0..rows {
        let label = LABELS[n % 3];
        let _ = write!(text, "{label},\"第{n}条：师傅来得快，\"\"态度\"\"很好，就是楼道还是有点暗，希望换个灯。\"\r\n");
    }
    text
}

async fn twelve_thousand_rows_by_kind_and_back(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let import = Import::open(desk).await?;
    import.choose(file("评价.csv", "text/csv", reviews(12_000))).await?;
    desk.shows("table", "第0条").await?;
    import.next().await?;
    import.by_column("0").await?;
    for label in LABELS {
        import.value_is(label, label).await?;
    }
    desk.shows(".values li", "4000 行").await?;
    import.column_is("review", "Subject").await?;
    import.no_duplicates().await?;
    import.try_it().await?;
    import.figure("可以导入", 12_000).await?;
    import.go().await?;
    import.done(12_000).await?;
    desk.shows("footer", "已存 12000 张工单").await?;

    let list = List::open(desk, "#/tickets?view=all&q=%E7%AC%AC11999%E6%9D%A1", 1).await?;
    desk.shows(ROWS, "第11999条").await?;
    desk.reload().await?;
    list.holds(1).await?;
    desk.shows(ROWS, "第11999条").await?;

    desk.go("#/settings/data").await?;
    desk.click_text("button", "撤销整批").await?;
    desk.shows(".toast", "已撤销 12000 张工单").await?;
    desk.shows("footer", "已存 0 张工单").await?;
    desk.reload().await?;
    desk.shows("footer", "已存 0 张工单").await
}

async fn a_table_in_a_chinese_encoding(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let import = Import::open(desk).await?;
    let text = "标题,电话\r\n电梯异响，请尽快派人,13812345678\r\n地下车库积水，需要抽水,13912345678\r\n";
    let (bytes, _, _) = encoding_rs::GB18030.encode(text);
    import.choose(file("旧表.csv", "text/csv", Value::from(bytes.to_vec()))).await?;
    desk.shows("table", "地下车库积水").await?;
    import.next().await?;
    import.one_kind("property.repair").await?;
    import.column_is("标题", "Subject").await?;
    import.column_is("电话", "Phone").await?;
    import.try_it().await?;
    import.figure("可以导入", 2).await?;
    import.go().await?;
    import.done(2).await?;
    desk.go("#/tickets?view=all").await?;
    desk.shows("[role=row][data-at]", "电梯异响，请尽快派人").await
}

async fn what_is_no_table_changes_nothing(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let broken = "标题,电话\r\n\"没有结束的引号,1\r\n又一行,2\r\n";
    let files = [
        (file("空.csv", "text/csv", ""), "文件是空的"),
        (file("书.csv", "text/csv", Value::from(b"PK\x03\x04\x14\x00\x06\x00".to_vec())), "工作簿"),
        (file("图.csv", "text/csv", Value::from(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0".to_vec())), "不是文本表格"),
        (file("坏.csv", "text/csv", broken), "引号"),
    ];
    let import = Import::open(desk).await?;
    for (file, sentence) in files {
        choose(desk, "main input[type=file]", file).await?;
        desk.shows("main [role=alert]", sentence).await?;
        ensure!(!import.can_go_on().await?, "one may go on after: {sentence}");
    }
    desk.shows("footer", "已存 0 张工单").await
}
