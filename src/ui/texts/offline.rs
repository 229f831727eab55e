//! The app kept on this device, and newer releases of it.

texts! {
    /// The app kept on this device, and newer releases of it.
    pub struct OfflineTexts {
        title: "离线使用与更新", "離線使用與更新", "Offline use and updates";
        ready_mark: "已可离线使用", "已可離線使用", "Ready for use offline";
        new: "新版本已就绪 · 更新", "新版本已就緒 · 更新", "A new version is ready · Update";
        old: "另一个标签页已更新 · 刷新此页", "另一個分頁已更新 · 重新整理此頁", "Another tab has been updated · Reload this one";
        unknown: "正在查看……", "正在查看……", "Looking…";
        never: "这里不能离线打开：浏览器太旧、在无痕窗口里，或网址不是 https。联网时照常使用，记录仍保存在本机。", "這裡不能離線開啟：瀏覽器太舊、在無痕視窗裡，或網址不是 https。連網時照常使用，紀錄仍保存在本機。", "It cannot open offline here: the browser is too old, the window is private, or the address is not https. Online it works as usual, and records are still kept on this device.";
        missing: "程序还没有存到本机，断网时打不开。联网时照常使用，记录不受影响。", "程式還沒有存到本機，斷網時打不開。連網時照常使用，紀錄不受影響。", "The app itself is not on this device yet and will not open offline. Online it works as usual; your records are safe.";
        fetching: "正在把程序存到本机，可以继续工作。", "正在把程式存到本機，可以繼續工作。", "The app is being kept on this device; you can go on working.";
        ready: "程序已全部存在本机，断网也能打开。", "程式已全部存在本機，斷網也能開啟。", "The whole app is on this device and opens without a network.";
        new_about: "新版本已下载并核对完毕。更新会刷新页面，没写完的内容都在。", "新版本已下載並核對完畢。更新會重新整理頁面，沒寫完的內容都在。", "A new version is here and checked. Updating reloads the page; whatever you have typed stays.";
        old_about: "另一个标签页已换成新版本，此页还是旧的。刷新后一致，没写完的内容都在。", "另一個分頁已換成新版本，此頁還是舊的。重新整理後一致，沒寫完的內容都在。", "Another tab runs the new version, this one still the old. Reload it; whatever you have typed stays.";
        failed: "有一个版本没能完整下载，没有采用：", "有一個版本沒能完整下載，沒有採用：", "A version could not be had whole and was not taken:";
        version: "版本 {}", "版本 {}", "Version {}";
        size: "占用 {}", "佔用 {}", "{}";
        update: "更新", "更新", "Update";
        reload: "刷新此页", "重新整理此頁", "Reload";
        about: "打开首问时浏览器会看一次有没有新版本，用着的时候页面不再去问；长期不关的电脑，请时常在这里查一次。", "開啟首問時瀏覽器會看一次有沒有新版本，用著的時候頁面不再去問；長期不關的電腦，請時常在這裡查一次。", "The browser looks for a new version when Shouwen is opened; an open page does not ask again. Where it is never closed, press the button now and then.";
        check: "检查新版本", "檢查新版本", "Check for a new version";
        found: "发现新版本，正在下载；好了会提示您。", "發現新版本，正在下載；好了會提示您。", "There is a new version. You will be told when it is here.";
        newest: "已是最新版本。", "已是最新版本。", "This is the newest version.";
        not_checked: "现在连不上服务器，没能检查。现有版本照常使用。", "現在連不上伺服器，沒能檢查。現有版本照常使用。", "The server cannot be reached, so nothing was checked. The present version goes on working.";
    }
}
