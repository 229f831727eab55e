//! Importing a table: the four steps, the columns' meanings, what is wrong with a file or a cell.

use super::fill;
use crate::query::import::{ProblemKind, Target};
use crate::query::table::{Charset, Delimiter, FileSort, TableError};
use crate::ui::format;

texts! {
    /// Importing a table: the four steps, the columns' meanings, what is wrong with a file or a cell.
    pub struct ImportTexts {
        title: "导入表格", "匯入表格", "Import a table";
        barred: "导入由{}进行。您现在是{}。", "匯入由{}進行。您現在是{}。", "A {} imports tables. You are here as {}.";
        steps: "步骤", "步驟", "Steps";
        step_file: "选择文件", "選擇檔案", "File";
        step_columns: "对应各列", "對應各欄", "Columns";
        step_trial: "试运行", "試執行", "Trial";
        step_import: "导入", "匯入", "Import";
        about: "把 Excel 或 WPS 里的工单、台账、评价存成 CSV 或 TXT，导进来就能继续办理。导入前先试运行，导入后可以整批撤销。", "把 Excel 或 WPS 裡的工單、台帳、評價存成 CSV 或 TXT，匯入就能繼續辦理。匯入前先試執行，匯入後可以整批復原。", "Save tickets, registers or reviews as CSV or TXT in Excel or WPS and go on with them here. A trial comes first, and the whole import can be undone.";
        drop: "把 CSV 或 TXT 文件拖到这里，或点击选择（最大 50 MB）", "把 CSV 或 TXT 檔案拖到這裡，或點選選擇（最大 50 MB）", "Drop a CSV or TXT file here, or click to choose one (50 MB at most)";
        reading: "正在读取“{}”", "正在讀取「{}」", "Reading “{}”";
        file: "文件", "檔案", "File";
        other_file: "换一个文件", "換一個檔案", "Another file";
        charset: "文字编码", "文字編碼", "Encoding";
        charset_unsure: "编码是猜的：请看下面的文字是否正常，不正常就换一种。", "編碼是猜的：請看下面的文字是否正常，不正常就換一種。", "The encoding is a guess: if the text below looks wrong, choose another.";
        delimiter: "分隔符", "分隔符號", "Separator";
        comma: "逗号", "逗號", "Comma";
        semicolon: "分号", "分號", "Semicolon";
        tab: "制表符", "定位字元", "Tab";
        pipe: "竖线", "直線", "Bar";
        one_column: "无（只有一列）", "無（只有一欄）", "None (one column)";
        header: "第一行是列名", "第一列是欄名", "The first row holds the columns' names";
        preview: "前几行", "前幾列", "The first rows";
        column: "第 {} 列", "第 {} 欄", "Column {}";
        kind: "导入成什么", "匯入成什麼", "What the rows become";
        one_kind: "全部是同一种", "全部是同一種", "All of one kind";
        by_column: "按某一列的内容区分", "按某一欄的內容區分", "Told apart by a column";
        kind_column: "哪一列", "哪一欄", "Which column";
        values: "该列的内容", "該欄的內容", "What stands there";
        times: "{} 行", "{} 列", "{} {row|rows}";
        leave_out: "不导入", "不匯入", "Leave out";
        too_many_values: "这一列有 {} 种内容，不像类别。请换一列。", "這一欄有 {} 種內容，不像類別。請換一欄。", "This column holds {} different texts; it does not look like kinds. Choose another.";
        columns: "每一列是什么", "每一欄是什麼", "What each column means";
        columns_about: "已按列名和内容预先对应，请核对。不需要的列选“不导入”。", "已按欄名和內容預先對應，請核對。不需要的欄選「不匯入」。", "Proposed from names and contents: check them. What is not needed is left out.";
        remembered: "这样的表以前导入过，沿用了上次的对应。", "這樣的表以前匯入過，沿用了上次的對應。", "A table like this was imported before: its mapping is used again.";
        example: "例如", "例如", "For example";
        decides: "区分种类", "區分種類", "Tells the kind";
        what_it_is: "对应", "對應", "Means";
        fields_of: "{}的字段", "{}的欄位", "Fields of {}";
        common_fields: "每张工单都有", "每張工單都有", "On every ticket";
        duplicates: "怎样算重复", "怎樣算重複", "What counts as there already";
        by_number: "单号相同", "單號相同", "The same number";
        by_columns: "选定的几列都相同", "選定的幾欄都相同", "The same in chosen columns";
        no_rule: "不查重", "不查重", "Nothing";
        duplicates_about: "重复的行会跳过，不会改动已有的工单。", "重複的列會跳過，不會改動已有的工單。", "Such rows are passed over; tickets there are stay as they are.";
        trial: "试运行", "試執行", "Try it";
        trying: "正在试运行，已看 {} 行", "正在試執行，已看 {} 列", "Trying: {} {row|rows} so far";
        nothing_yet: "现在还没有改动任何数据。", "現在還沒有改動任何資料。", "Nothing has been changed yet.";
        rows: "共 {} 行", "共 {} 列", "{} {row|rows}";
        ready: "可以导入", "可以匯入", "ready";
        repeated: "重复，跳过", "重複，跳過", "there already";
        stopped: "有问题，不导入", "有問題，不匯入", "stopped by a problem";
        left: "按选择不导入", "按選擇不匯入", "left out by choice";
        customers: "将新建的客户", "將新建的客戶", "new customers";
        problems: "问题 {} 处", "問題 {} 處", "{} {problem|problems}";
        problems_about: "带“仍导入”的行会照常导入，读不懂的内容保留在备注里。", "帶「仍匯入」的列會照常匯入，讀不懂的內容保留在備註裡。", "Rows marked “imported” come in all the same; what could not be read is kept in a note.";
        problems_shown: "列出前 {} 处。", "列出前 {} 處。", "The first {} are listed.";
        all_problems: "全部问题", "全部問題", "All problems";
        download: "下载问题清单", "下載問題清單", "Download the list";
        download_name: "{}-问题.csv", "{}-問題.csv", "{}-problems.csv";
        line: "行", "列", "Row";
        place: "列名", "欄名", "Column";
        what: "问题", "問題", "Problem";
        cell: "内容", "內容", "Cell";
        effect: "结果", "結果", "Result";
        still: "仍导入", "仍匯入", "imported";
        not: "不导入", "不匯入", "left out";
        unknown_kinds: "还有内容没有选择导入成什么：{}。请返回上一步选择。", "還有內容沒有選擇匯入成什麼：{}。請返回上一步選擇。", "For some texts no kind was chosen: {}. Go back and choose.";
        duplicate_rows: "重复的行：{}", "重複的列：{}", "Rows there already: {}";
        nothing_ready: "没有可以导入的行。", "沒有可以匯入的列。", "No row is ready.";
        go: "导入 {} 张工单", "匯入 {} 張工單", "Import {} {ticket|tickets}";
        preparing: "正在准备 {} / {}", "正在準備 {} / {}", "Making ready {} of {}";
        writing: "正在写入，已写 {} 条", "正在寫入，已寫 {} 筆", "Writing: {} {record|records}";
        all_or_nothing: "要么全部导入，要么一条也不留。", "要嘛全部匯入，要嘛一筆也不留。", "All of it or nothing.";
        done: "已导入 {} 张工单", "已匯入 {} 張工單", "{} {ticket|tickets} imported";
        done_customers: "新建了 {} 位客户。", "新建了 {} 位客戶。", "{} new {customer|customers}.";
        done_skipped: "跳过 {} 行重复，{} 行有问题。", "跳過 {} 列重複，{} 列有問題。", "{} there already, {} stopped.";
        see: "查看工单", "檢視工單", "See the tickets";
        assign: "指派……", "指派……", "Assign…";
        undo_all: "撤销整批导入", "復原整批匯入", "Undo the whole import";
        again: "再导入一个文件", "再匯入一個檔案", "Import another file";

        too_large: "文件有 {}，最大 50 MB。请在表格软件里按时间拆成几个文件，再分别导入。", "檔案有 {}，最大 50 MB。請在試算表軟體裡按時間拆成幾個檔案，再分別匯入。", "The file has {}; 50 MB is the most. Split it by date in your spreadsheet and import the parts.";
        empty: "文件是空的，没有可以导入的内容。请确认选对了文件。", "檔案是空的，沒有可以匯入的內容。請確認選對了檔案。", "The file is empty. Did you choose the right one?";
        is_zip: "这是 Excel 工作簿（.xlsx）或压缩包。请在 Excel 或 WPS 里“另存为 CSV UTF-8”，再导入那个文件。", "這是 Excel 活頁簿（.xlsx）或壓縮檔。請在 Excel 或 WPS 裡「另存為 CSV UTF-8」，再匯入那個檔案。", "This is a workbook (.xlsx) or an archive. Save it as “CSV UTF-8” in Excel or WPS and import that file.";
        is_old: "这是旧版 Excel/WPS 工作簿（.xls）。请“另存为 CSV UTF-8”，再导入那个文件。", "這是舊版 Excel/WPS 活頁簿（.xls）。請「另存為 CSV UTF-8」，再匯入那個檔案。", "This is an old workbook (.xls). Save it as “CSV UTF-8” and import that file.";
        is_html: "这个文件其实是网页，只是名字像表格。请用 Excel 打开后“另存为 CSV UTF-8”。", "這個檔案其實是網頁，只是名字像表格。請用 Excel 開啟後「另存為 CSV UTF-8」。", "This is a web page named like a table. Open it in Excel and save it as “CSV UTF-8”.";
        is_other: "这不是文本表格。请选择 CSV 或 TXT 文件。", "這不是文字表格。請選擇 CSV 或 TXT 檔案。", "This is no text table. Choose a CSV or TXT file.";
        no_charset: "认不出文字编码。请在 Excel 或 WPS 里“另存为 CSV UTF-8”后再试。", "認不出文字編碼。請在 Excel 或 WPS 裡「另存為 CSV UTF-8」後再試。", "The encoding is unknown. Save the table as “CSV UTF-8” in Excel or WPS.";
        damaged: "第 {} 行有损坏的文字。请重新导出这个文件。", "第 {} 列有損壞的文字。請重新匯出這個檔案。", "The text is damaged in line {}. Export the file again.";
        not_in_charset: "用这种编码读不出来。请换一种编码。", "用這種編碼讀不出來。請換一種編碼。", "It cannot be read in this encoding. Choose another.";
        open_quote: "第 {} 行的引号没有结束。请在表格软件里检查这一行，重新保存后再导入。", "第 {} 列的引號沒有結束。請在試算表軟體裡檢查這一列，重新儲存後再匯入。", "A quote that begins in line {} never ends. Check that line in your spreadsheet and save it again.";
        after_quote: "第 {} 行的引号后面还有文字。请在表格软件里检查这一行，重新保存后再导入。", "第 {} 列的引號後面還有文字。請在試算表軟體裡檢查這一列，重新儲存後再匯入。", "In line {} text follows a closing quote. Check that line in your spreadsheet and save it again.";
        many_rows: "超过 {} 行。请拆成几个文件分别导入。", "超過 {} 列。請拆成幾個檔案分別匯入。", "There are more than {} rows. Split the file.";
        many_columns: "第 {} 行超过 {} 列，可能分隔符不对。请换一种分隔符。", "第 {} 列超過 {} 欄，可能分隔符號不對。請換一種分隔符號。", "Line {} has more than {} cells. Is the separator right?";
        unchanged: "什么都没改。", "什麼都沒改。", "Nothing was changed.";

        too_many: "有 {} 格，比列名多（{} 列），内容可能错位", "有 {} 格，比欄名多（{} 欄），內容可能錯位", "{} cells, more than the {} columns: they may be shifted";
        too_few: "只有 {} 格，应有 {} 格，缺的按空白处理", "只有 {} 格，應有 {} 格，缺的按空白處理", "{} cells instead of {}: the rest count as empty";
        no_kind: "没有选择导入成什么", "沒有選擇匯入成什麼", "no kind was chosen for it";
        not_in_kind: "这种工单没有这个字段", "這種工單沒有這個欄位", "its kind has no such field";
        not_number: "不是数字", "不是數字", "no number";
        not_amount: "不是金额", "不是金額", "no amount";
        not_day: "不是日期", "不是日期", "no day";
        not_time: "不是时刻", "不是時刻", "no time of day";
        not_moment: "不是日期时间", "不是日期時間", "no date and time";
        not_yes_no: "不是“是”或“否”", "不是「是」或「否」", "neither yes nor no";
        not_phone: "不是电话号码，或已打码", "不是電話號碼，或已遮罩", "no telephone number, or a masked one";
        not_listed: "不在可选项里", "不在可選項裡", "not among the options";
        not_state: "没有这个状态", "沒有這個狀態", "no such state";
        not_priority: "不是优先级", "不是優先順序", "no priority";
        not_agent: "没有这个工号或姓名的同事", "沒有這個工號或姓名的同事", "nobody has this number or name";
        digits_lost: "长号码被表格软件改成了近似值，原来的数字已丢失", "長號碼被試算表軟體改成了近似值，原來的數字已遺失", "a spreadsheet has rounded this number; its digits are lost";
        not_from_tables: "这种字段不能从表格填入", "這種欄位不能從表格填入", "such fields are not filled from tables";

        skip: "不导入", "不匯入", "Leave out";
        number: "工单号", "工單號", "Ticket number";
        subject: "标题", "標題", "Subject";
        customer: "客户", "客戶", "Customer";
        phone: "电话", "電話", "Phone";
        channel: "渠道", "管道", "Channel";
        priority: "优先级", "優先級", "Priority";
        state: "状态", "狀態", "State";
        opened: "受理时间", "受理時間", "Opened";
        owner: "负责人", "負責人", "Owner";
        tag: "标签", "標籤", "Tags";
        note: "备注", "備註", "Note";
    }
}

impl ImportTexts {
    /// What a column's meaning is called, fields of kinds apart.
    #[must_use]
    pub fn target<'a>(&'a self, target: &'a Target) -> &'a str {
        match target {
            Target::Skip => self.skip,
            Target::Number => self.number,
            Target::Subject => self.subject,
            Target::Customer => self.customer,
            Target::Phone => self.phone,
            Target::Channel => self.channel,
            Target::Priority => self.priority,
            Target::State => self.state,
            Target::Opened => self.opened,
            Target::Owner => self.owner,
            Target::Tag => self.tag,
            Target::Note => self.note,
            Target::Field(id) => id,
        }
    }

    /// What is wrong with a cell or row.
    #[must_use]
    pub fn problem(&self, what: ProblemKind) -> String {
        let plain = match what {
            ProblemKind::TooManyCells { expected, found } => return fill(self.too_many, &[&found, &expected]),
            ProblemKind::TooFewCells { expected, found } => return fill(self.too_few, &[&found, &expected]),
            ProblemKind::NoKind => self.no_kind,
            ProblemKind::NotInKind => self.not_in_kind,
            ProblemKind::NotANumber => self.not_number,
            ProblemKind::NotAnAmount => self.not_amount,
            ProblemKind::NotADay => self.not_day,
            ProblemKind::NotATime => self.not_time,
            ProblemKind::NotAMoment => self.not_moment,
            ProblemKind::NotYesNo => self.not_yes_no,
            ProblemKind::NotAPhone => self.not_phone,
            ProblemKind::NotInList => self.not_listed,
            ProblemKind::NotAState => self.not_state,
            ProblemKind::NotAPriority => self.not_priority,
            ProblemKind::NotAnAgent => self.not_agent,
            ProblemKind::DigitsLost => self.digits_lost,
            ProblemKind::NotFromTables => self.not_from_tables,
        };
        plain.to_owned()
    }

    /// Why a file is not read as a table, and what to do.
    #[must_use]
    pub fn fault(&self, error: &TableError) -> String {
        let sentence = match error {
            TableError::Empty => self.empty.to_owned(),
            TableError::TooLarge { bytes, .. } => fill(self.too_large, &[&format::size(*bytes as u64)]),
            TableError::NotATable(FileSort::Workbook) => self.is_zip.to_owned(),
            TableError::NotATable(FileSort::OldWorkbook) => self.is_old.to_owned(),
            TableError::NotATable(FileSort::WebPage) => self.is_html.to_owned(),
            TableError::NotATable(_) => self.is_other.to_owned(),
            TableError::UnknownCharset => self.no_charset.to_owned(),
            TableError::Damaged { line, .. } => fill(self.damaged, &[line]),
            TableError::Decode { .. } => self.not_in_charset.to_owned(),
            TableError::UnclosedQuote { line } => fill(self.open_quote, &[line]),
            TableError::AfterQuote { line, .. } => fill(self.after_quote, &[line]),
            TableError::TooManyRows { limit } => fill(self.many_rows, &[limit]),
            TableError::TooManyColumns { line, limit } => fill(self.many_columns, &[line, limit]),
        };
        format!("{sentence}{}", self.unchanged)
    }

    /// What an encoding is called.
    #[must_use]
    pub const fn charset_name(charset: Charset) -> &'static str {
        match charset {
            Charset::Utf8 => "UTF-8",
            Charset::Utf16Le => "UTF-16 LE",
            Charset::Utf16Be => "UTF-16 BE",
            Charset::Gb18030 => "GB 18030 / GBK",
            Charset::Big5 => "Big5",
        }
    }

    /// What a separator is called.
    #[must_use]
    pub const fn delimiter_name(&self, delimiter: Delimiter) -> &'static str {
        match delimiter {
            Delimiter::Comma => self.comma,
            Delimiter::Semicolon => self.semicolon,
            Delimiter::Tab => self.tab,
            Delimiter::Pipe => self.pipe,
            Delimiter::None => self.one_column,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Lang;
    use super::*;

    #[test]
    fn what_is_exported_under_these_names_is_known_again() {
        use crate::query::import::{KindChoice, Team, propose};
        use crate::query::table::Table;
        let targets = [
            Target::Number,
            Target::Customer,
            Target::Phone,
            Target::Channel,
            Target::Priority,
            Target::State,
            Target::Opened,
            Target::Owner,
            Target::Note,
        ];
        for lang in Lang::ALL {
            let t = ImportTexts::of(lang);
            let header = targets.iter().map(|target| t.target(target)).collect::<Vec<_>>().join(",");
            let text = format!("{header}\n1,2,3,4,5,6,7,8,9\n");
            let table = Table::open(text.as_bytes(), None, |_, _| Err::<String, _>("no decoder")).unwrap();
            let sample = table.sample(2).unwrap();
            let mapping = propose(&sample, true, Some(KindChoice::Fixed(String::new())), &Team::default());
            assert_eq!(mapping.columns, targets, "{lang:?}");
        }
    }

    #[test]
    fn bad_files_are_told_in_one_sentence() {
        let t = ImportTexts::of(Lang::ZhCn);
        let large = TableError::TooLarge { bytes: 200_000_000, limit: 50_000_000 };
        assert!(t.fault(&large).starts_with("文件有 200 MB，最大 50 MB。"));
        assert!(t.fault(&TableError::UnclosedQuote { line: 7 }).starts_with("第 7 行的引号没有结束"));
        assert!(t.fault(&TableError::Empty).ends_with("什么都没改。"));
    }
}
