//! Choosing, reading and writing files; the clipboard.

texts! {
    /// Choosing, reading and writing files; the clipboard.
    pub struct FileTexts {
        choose: "选择文件", "選擇檔案", "Choose a file";
        unreadable: "文件“{}”读不出来，可能已被修改、移动或删除。请重新选择。", "檔案「{}」讀不出來，可能已被修改、移動或刪除。請重新選擇。", "“{}” cannot be read. It may have been changed, moved or deleted: choose it again.";
        not_written: "文件没有生成。请检查磁盘空间和浏览器的下载设置后重试。", "檔案沒有產生。請檢查磁碟空間和瀏覽器的下載設定後重試。", "The file was not written. Check the disk space and the browser's download settings, then try again.";
        copied_open: "已复制。发出前还要填：{}", "已複製。發出前還要填：{}", "Copied. Still to fill in before it goes out: {}";
        not_copied: "浏览器不允许复制。请选中文字后按 Ctrl+C。", "瀏覽器不允許複製。請選取文字後按 Ctrl+C。", "The browser does not allow copying. Select the text and press Ctrl+C.";
    }
}
