//! What is kept on this device: space, backup, tables, past imports, deleting.

use super::fill;
use crate::query::backup::BackupError;
use crate::query::backup::sealed::SealError;
use crate::ui::format;

texts! {
    /// What is kept on this device: space, backup, tables, past imports, deleting.
    pub struct DataTexts {
        where_title: "数据在哪里", "資料在哪裡", "Where the data lives";
        where_about: "所有工单、客户、话术和设置都保存在这台电脑的这个浏览器里，不上传到任何服务器。清除浏览器数据、使用无痕窗口或重装系统会把它们一起清掉，所以请定期备份。", "所有工單、客戶、話術和設定都保存在這台電腦的這個瀏覽器裡，不上傳到任何伺服器。清除瀏覽器資料、使用無痕視窗或重灌系統會把它們一起清掉，所以請定期備份。", "All tickets, customers, scripts and settings are kept in this browser on this computer; nothing is sent to a server. Clearing the browser's data, private windows or a new system take them away, so make backups.";
        where_synced: "所有工单、客户、话术和设置都保存在这台电脑的这个浏览器里，并与您团队自己的服务器同步（设置 · 同步）。没有发送完的记录只在本机，清除浏览器数据前请先看“同步”。", "所有工單、客戶、話術和設定都保存在這台電腦的這個瀏覽器裡，並與您團隊自己的伺服器同步（設定 · 同步）。沒有傳送完的紀錄只在本機，清除瀏覽器資料前請先看「同步」。", "All tickets, customers, scripts and settings are kept in this browser on this computer and synced with your team's own server (Settings, Sync). What has not been sent yet is here alone: look at Sync before you clear the browser's data.";
        space: "占用 {}，浏览器最多给 {}", "佔用 {}，瀏覽器最多給 {}", "{} used of {} the browser gives";
        space_unknown: "浏览器没有说明占用了多少空间。", "瀏覽器沒有說明佔用了多少空間。", "The browser does not say how much is used.";
        kept: "浏览器已答应长期保留，不会因为空间紧张自动清理。", "瀏覽器已答應長期保留，不會因為空間不足自動清理。", "The browser has promised to keep the data, also when space is short.";
        not_kept: "浏览器还没有答应长期保留：磁盘很满时它可能自动清理。", "瀏覽器還沒有答應長期保留：磁碟很滿時它可能自動清理。", "The browser has not promised to keep the data: it may clear it when the disk is full.";
        ask_keep: "请浏览器长期保留", "請瀏覽器長期保留", "Ask the browser to keep it";
        refused: "浏览器这次没有答应。把首问加为书签或安装到桌面后再试，并定期备份。", "瀏覽器這次沒有答應。把首問加為書籤或安裝到桌面後再試，並定期備份。", "The browser said no. Bookmark or install Shouwen and ask again; make backups.";
        records: "{} 张工单和台账记录 · {} 位客户 · {} 位成员 · {} 个流程", "{} 張工單和台帳紀錄 · {} 位客戶 · {} 位成員 · {} 個流程", "{} {ticket or register entry|tickets and register entries} · {} {customer|customers} · {} {person|people} · {} {flow|flows}";

        backup: "备份", "備份", "Backup";
        backup_about: "把全部数据存成一个文件，放到别的磁盘上。没有服务器的团队也可以用它在几台电脑之间合并数据：用 U 盘或网盘带过去，在那边“合并”；次数、先后都不限，两边的记录都保留。", "把全部資料存成一個檔案，放到別的磁碟上。沒有伺服器的團隊也可以用它在幾台電腦之間合併資料：用隨身碟或雲端硬碟帶過去，在那邊「合併」；次數、先後都不限，兩邊的紀錄都保留。", "All data in one file, to be kept on another disk. A team without a server uses it to merge several computers: carry it over on a stick and merge it there, as often and in whatever order you like; both sides stay.";
        backup_make: "导出备份", "匯出備份", "Export a backup";
        backup_name: "首问备份-{}.jsonl", "首問備份-{}.jsonl", "shouwen-backup-{}.jsonl";
        sealed_name: "首问备份-{}-加密.sealed", "首問備份-{}-加密.sealed", "shouwen-backup-{}.sealed";
        seal: "用口令加密这份文件", "用口令加密這份檔案", "Encrypt this file with a passphrase";
        seal_about: "没有口令谁也打不开，包括我们：忘了就找不回来，请另外记好。至少 8 个字符。", "沒有口令誰也打不開，包括我們：忘了就找不回來，請另外記好。至少 8 個字元。", "Without the passphrase nobody opens it, and it cannot be recovered: write it down. At least 8 characters.";
        passphrase: "口令", "口令", "Passphrase";
        passphrase_again: "再输一次", "再輸入一次", "Once more";
        passphrase_short: "口令至少 8 个字符。", "口令至少 8 個字元。", "The passphrase needs at least 8 characters.";
        passphrase_differs: "两次输入的口令不一样。", "兩次輸入的口令不一樣。", "The two passphrases differ.";
        seal_ask: "“{}”有口令。请输入做这份备份时设的口令。", "「{}」有口令。請輸入做這份備份時設的口令。", "“{}” has a passphrase. Enter the one it was made with.";
        seal_open: "打开", "開啟", "Open";
        seal_wrong: "口令不对，什么都没改。请核对大小写后再试。", "口令不對，什麼都沒改。請核對大小寫後再試。", "The passphrase is wrong; nothing was changed. Check upper and lower case and try again.";
        seal_damaged: "这份加密的备份已损坏或不完整，什么都没改。请重新复制，或换一份备份。", "這份加密的備份已損壞或不完整，什麼都沒改。請重新複製，或換一份備份。", "This encrypted backup is damaged or incomplete; nothing was changed. Copy it again, or use another.";
        seal_unable: "这个网址不是 https，浏览器不提供加密。请改用 https 打开首问。", "這個網址不是 https，瀏覽器不提供加密。請改用 https 開啟首問。", "This page is not on https, and the browser then offers no encryption. Open Shouwen over https.";
        backup_writing: "正在写入 {} / {}", "正在寫入 {} / {}", "Writing {} of {}";
        backup_done: "备份已导出：{} 条记录，{}", "備份已匯出：{} 筆紀錄，{}", "Backup exported: {} {record|records}, {}";
        backup_absent: "有 {} 个附件不在这台电脑上，没有包含在内。", "有 {} 個附件不在這台電腦上，沒有包含在內。", "{} {attachment|attachments} not on this device {is|are} not in it.";
        backup_unread: "有 {} 条记录无法读取，没有包含在内。", "有 {} 筆紀錄無法讀取，沒有包含在內。", "{} {record|records} that cannot be read {is|are} not in it.";
        restore: "从备份恢复或合并", "從備份還原或合併", "Restore or merge a backup";
        restore_first: "从备份文件恢复", "從備份檔還原", "Restore from a backup";
        restore_about: "先核对整个文件，再与现有数据合并：两边的记录都保留，不会覆盖。", "先核對整個檔案，再與現有資料合併：兩邊的紀錄都保留，不會覆蓋。", "The whole file is checked first and then joins what is here: both sides stay, nothing is overwritten.";
        restore_checking: "正在核对 {}", "正在核對 {}", "Checking {}";
        restore_writing: "正在写入 {} 条记录", "正在寫入 {} 筆紀錄", "Writing {} {record|records}";
        restore_ready: "“{}”完好：{} 做的备份，{} 条记录，{} 个附件。合并到这台设备的数据里？", "「{}」完好：{} 做的備份，{} 筆紀錄，{} 個附件。合併到這台裝置的資料裡？", "“{}” is sound: made {}, {} {record|records}, {} {attachment|attachments}. Merge it into the data here?";
        preview: "合并后会多出：{} 张工单、{} 位客户；共 {} 条新记录，会更新现有的 {} 份资料。", "合併後會多出：{} 張工單、{} 位客戶；共 {} 筆新紀錄，會更新現有的 {} 份資料。", "Merging adds {} {ticket|tickets}, {} {customer|customers}; {} new {entry|entries} in all, which also update {} {record|records} that {is|are} here.";
        preview_conflicts: "有 {} 份资料两边都改过同一处：两个值都会留着，合并后点一下要用的那个。", "有 {} 份資料兩邊都改過同一處：兩個值都會留著，合併後點一下要用的那個。", "In {} {record|records} both sides changed the same thing: both values stay, and you choose one with a click.";
        preview_none: "这份备份里没有这台设备缺的记录，不合并也可以。", "這份備份裡沒有這台裝置缺的紀錄，不合併也可以。", "The backup holds nothing that is missing here; there is no need to merge it.";
        restore_merge: "合并到本机", "合併到本機", "Merge";
        restore_done: "已恢复 {} 条记录", "已還原 {} 筆紀錄", "{} {record|records} restored";
        foreign: "这不是首问的备份文件，什么都没改。请选择“首问备份-日期”的文件。", "這不是首問的備份檔，什麼都沒改。請選擇「首問備份-日期」的檔案。", "This is no Shouwen backup; nothing was changed. Choose a file named shouwen-backup-….";
        future: "这份备份来自更新的版本。请先刷新页面更新首问，再恢复。", "這份備份來自更新的版本。請先重新整理頁面更新首問，再還原。", "This backup is from a newer version. Reload the page to update Shouwen, then restore it.";
        truncated: "备份文件不完整，只有 {}，什么都没改。请重新复制或下载它。", "備份檔不完整，只有 {}，什麼都沒改。請重新複製或下載它。", "The backup ends too early, after {}; nothing was changed. Copy or download it again.";
        damaged: "备份文件第 {} 行已损坏，什么都没改。请换一份备份。", "備份檔第 {} 行已損壞，什麼都沒改。請換一份備份。", "Line {} of the backup is damaged; nothing was changed. Use another backup.";
        damaged_somewhere: "备份文件的内容与校验值不符，什么都没改。请换一份备份。", "備份檔的內容與校驗值不符，什麼都沒改。請換一份備份。", "The backup's content does not match its checksum; nothing was changed. Use another backup.";
        too_large: "备份文件太大（{}），什么都没改。", "備份檔太大（{}），什麼都沒改。", "The backup is too large ({}); nothing was changed.";

        table: "导出表格", "匯出表格", "Export a table";
        table_about: "CSV 文件，可用 Excel、WPS 打开，也可以再导入。含完整电话，请妥善保管。", "CSV 檔案，可用 Excel、WPS 開啟，也可以再匯入。含完整電話，請妥善保管。", "A CSV file for Excel or WPS, which can be imported again. It holds whole telephone numbers: keep it safe.";
        table_kind: "流程", "流程", "Flow";
        table_state: "状态", "狀態", "State";
        table_all: "全部状态", "全部狀態", "All states";
        table_open: "未办结", "未辦結", "Not done";
        table_done: "已办结", "已辦結", "Done";
        table_from: "受理日期从", "受理日期從", "Opened from";
        table_to: "到", "到", "to";
        table_count: "符合的工单：{} 张", "符合的工單：{} 張", "{} {ticket|tickets} match";
        table_make: "导出 CSV", "匯出 CSV", "Export CSV";
        table_none: "没有符合的工单。请放宽条件。", "沒有符合的工單。請放寬條件。", "No ticket matches. Widen the choice.";

        imports: "导入记录", "匯入紀錄", "Past imports";
        imports_none: "还没有导入过表格。", "還沒有匯入過表格。", "No table has been imported yet.";
        import_go: "导入表格", "匯入表格", "Import a table";
        import_rows: "{} 张工单", "{} 張工單", "{} {ticket|tickets}";
        import_undone: "已整批撤销", "已整批復原", "Undone";
        import_undo: "撤销整批", "復原整批", "Undo it all";
        import_taken: "已撤销 {} 张工单", "已復原 {} 張工單", "{} {ticket|tickets} taken back";
        import_kept: "；{} 张后来有人处理过，予以保留", "；{} 張後來有人處理過，予以保留", "; {} worked on since {stays|stay}";

        wipe: "清空本机", "清空本機", "Delete everything";
        wipe_about: "删除这台设备上的全部数据：工单、客户、成员、设置，无法撤销。别的设备和备份文件不受影响。", "刪除這台裝置上的全部資料：工單、客戶、成員、設定，無法復原。別的裝置和備份檔不受影響。", "Deletes all data on this device: tickets, customers, people, settings. It cannot be undone. Other devices and backup files are not touched.";
        wipe_type: "请输入“{}”以确认", "請輸入「{}」以確認", "Type “{}” to confirm";
        wipe_word: "清空", "清空", "DELETE";
        wipe_go: "删除这台设备上的全部数据", "刪除這台裝置上的全部資料", "Delete all data on this device";
    }
}

impl DataTexts {
    /// Why a backup with a passphrase is not made or opened, as a sentence.
    #[must_use]
    pub fn seal_fault(&self, error: SealError) -> &'static str {
        match error {
            SealError::Future => self.future,
            SealError::Passphrase => self.seal_wrong,
            SealError::Damaged => self.seal_damaged,
            SealError::Unable => self.seal_unable,
        }
    }

    /// Why a backup is not used, as a sentence.
    #[must_use]
    pub fn backup_fault(&self, error: &BackupError) -> String {
        match error {
            BackupError::Foreign(_) => self.foreign.to_owned(),
            BackupError::Future { .. } => self.future.to_owned(),
            BackupError::Truncated { bytes } => fill(self.truncated, &[&format::size(*bytes)]),
            BackupError::Trailing { line } | BackupError::Line { line, .. } | BackupError::Damaged { line, .. } => {
                fill(self.damaged, &[line])
            }
            BackupError::TooLarge { size, .. } => fill(self.too_large, &[&format::size(*size)]),
            BackupError::OutOfOrder { .. }
            | BackupError::Count { .. }
            | BackupError::BlobDamaged { .. }
            | BackupError::Digest { .. }
            | BackupError::Write { .. } => self.damaged_somewhere.to_owned(),
        }
    }
}
