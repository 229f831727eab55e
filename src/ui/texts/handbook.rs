//! The handbook.

texts! {
    /// The handbook.
    pub struct HandbookTexts {
        title: "手册", "手冊", "Handbook";
        practice: "练习", "練習", "Practice";
        search: "搜索手册：词语或拼音", "搜尋手冊：詞語或拼音", "Search the handbook: words or 拼音";
        contents: "目录", "目錄", "Contents";
        found: "找到 {} 章", "找到 {} 章", "{} {chapter|chapters} found";
        count: "共 {} 章", "共 {} 章", "{} {chapter|chapters}";
        none_found: "没有找到", "沒有找到", "Nothing found";
        none_found_about: "换个说法试试，或者少写几个字。标题也可以用拼音首字母找。", "換個說法試試，或者少寫幾個字。標題也可以用拼音首字母找。", "Try other words, or fewer. Titles are also found by their 拼音 initials.";
        empty: "手册还是空的", "手冊還是空的", "The handbook is empty";
        empty_about: "安装手册包，章节会一起装好；组长也可以自己写。", "安裝手冊包，章節會一起裝好；組長也可以自己寫。", "Chapters come with handbook packs; a lead may write some, too.";
        welcome: "读一章，确认一章", "讀一章，確認一章", "Read a chapter, confirm a chapter";
        welcome_about: "从左边选一章。读完按 Y 确认“已阅读并理解”；章节改动以后会请您再读一遍，并标出改了什么。", "從左邊選一章。讀完按 Y 確認「已閱讀並理解」；章節改動以後會請您再讀一遍，並標出改了什麼。", "Choose a chapter at the left. Press Y once you have read and understood it. When it changes you are asked again, and shown what is new.";
        all_read: "全部读完了", "全部讀完了", "Everything is read";
        all_read_about: "手册里的每一章您都已确认。有改动时会再提醒。", "手冊裡的每一章您都已確認。有改動時會再提醒。", "You have confirmed every chapter. You will be told when one changes.";
        progress: "已读 {} / {}", "已讀 {} / {}", "{} of {} read";
        begin: "从第一篇未读开始", "從第一篇未讀開始", "Begin with the first unread";
        gone: "没有这一章", "沒有這一章", "There is no such chapter";
        gone_about: "它可能已被撤销，或者所在的手册包没有安装。", "它可能已被復原，或者所在的手冊包沒有安裝。", "It may have been taken back, or its pack is not installed.";
        version: "第 {} 版", "第 {} 版", "Version {}";
        confirm: "我已阅读并理解", "我已閱讀並理解", "Read and understood";
        read_at: "{} 已阅读并理解", "{} 已閱讀並理解", "Read and understood on {}";
        next_unread: "下一篇未读", "下一篇未讀", "Next unread";
        changed_since: "您上次确认（{}）以后，这一章改过。", "您上次確認（{}）以後，這一章改過。", "This chapter has changed since you confirmed it ({}).";
        show_changes: "看改了什么", "看改了什麼", "Show what changed";
        show_text: "看全文", "看全文", "Show the text";
        unread: "未读", "未讀", "Unread";
        changed: "有改动", "有改動", "Changed";
        previous: "上一章", "上一章", "Previous";
        next: "下一章", "下一章", "Next";
        edit: "修改这一章", "修改這一章", "Edit this chapter";
        create: "新增一章", "新增一章", "New chapter";
        put_away: "停用", "停用", "Put away";
        bring_back: "恢复使用", "恢復使用", "Bring back";
        is_off: "这一章已停用，目录里看不到，也不用读。", "這一章已停用，目錄裡看不到，也不用讀。", "This chapter has been put away: it is not in the contents and need not be read.";
        off_chapters: "已停用", "已停用", "Put away";
        move_up: "上移", "上移", "Move up";
        move_down: "下移", "下移", "Move down";
        more: "这一章", "這一章", "This chapter";
        name: "标题", "標題", "Title";
        part: "所属篇", "所屬篇", "Part";
        pack: "手册包", "手冊包", "Pack";
        text: "正文", "正文", "Text";
        preview: "预览", "預覽", "Preview";
        markup: "## 标题　- 列表　1. 步骤　| 表格 |，空一行另起一段", "## 標題　- 清單　1. 步驟　| 表格 |，空一行另起一段", "## heading, - list, 1. steps, | table |; an empty line begins a paragraph";
        text_hint: "写清楚：什么情况，谁来做，多久做完", "寫清楚：什麼情況，誰來做，多久做完", "Say clearly: in which case, who does what, by when";
        new_text: "## 什么情况\n\n\n\n## 怎么办\n\n1. ", "## 什麼情況\n\n\n\n## 怎麼辦\n\n1. ", "## In which case\n\n\n\n## What to do\n\n1. ";
        asks_again: "保存以后，已经确认过的同事会被请再读一遍。", "儲存以後，已經確認過的同事會被請再讀一遍。", "Once saved, colleagues who had confirmed it are asked to read it again.";
        drafted: "有没保存的修改", "有沒儲存的修改", "There are unsaved changes";
        versions: "历史版本", "歷史版本", "Versions";
        current: "现在的", "現在的", "Current";
        compare: "与现在比较", "與現在比較", "Compare with the current one";
        view: "看这一版", "看這一版", "View this version";
        restore: "恢复这一版", "恢復這一版", "Restore this version";
        same: "和现在的一样。", "和現在的一樣。", "It says the same as the current one.";
        uses: "用到这一章的", "用到這一章的", "What follows this chapter";
        uses_kinds: "流程", "流程", "Flows";
        uses_guides: "引导", "引導", "Guides";
        uses_scripts: "话术", "話術", "Scripts";
        readers: "谁读过", "誰讀過", "Who has read it";
        not_read: "还没读：{} 人", "還沒讀：{} 人", "Not yet read: {}";
        everybody: "全组都已阅读并理解。", "全組都已閱讀並理解。", "Everybody has read and understood it.";
        has_read: "已读：{} 人", "已讀：{} 人", "Read: {}";
        conflict: "两位同事同时改了这一章，请选一份", "兩位同事同時改了這一章，請選一份", "Two people changed this chapter at the same time; choose one";
        use_this: "用这一份", "用這一份", "Use this one";
        open_script: "在话术库里打开", "在話術庫裡開啟", "Open in the library";
        gone_line: "删去", "刪去", "Removed";
        new_line: "新增", "新增", "Added";
    }
}
