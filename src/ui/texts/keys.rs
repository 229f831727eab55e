//! What the shortcuts do, for tooltips and the sheet behind `?`.

texts! {
    /// What the shortcuts do.
    pub struct KeyTexts {
        group_anywhere: "随处", "隨處", "Anywhere";
        group_go: "前往", "前往", "Go to";
        group_list: "列表", "列表", "Lists";
        group_ticket: "工单", "工單", "Ticket";
        group_writing: "书写时", "書寫時", "While writing";
        search: "搜索", "搜尋", "Search";
        scripts: "找话术", "找話術", "Find a script";
        capture: "新工单", "新工單", "New ticket";
        person: "换人", "換人", "Switch person";
        sheet: "快捷键一览", "快捷鍵一覽", "All shortcuts";
        undo: "撤销上一步", "復原上一步", "Undo the last step";
        redo: "恢复撤销的", "恢復復原的", "Do it again";
        close: "关闭、返回", "關閉、返回", "Close, go back";
        toggle_help: "显示或隐藏助手栏", "顯示或隱藏助手欄", "Show or hide the help pane";
        lock: "锁定", "鎖定", "Lock";
        go_today: "今日", "今日", "Today";
        go_tickets: "工单", "工單", "Tickets";
        go_registers: "台账", "台帳", "Registers";
        go_clearing: "日清", "日清", "Clear the day";
        go_customers: "客户", "客戶", "Customers";
        go_settings: "设置", "設定", "Settings";
        list_next: "下一条", "下一筆", "Next row";
        list_previous: "上一条", "上一筆", "Previous row";
        list_open: "打开", "開啟", "Open";
        list_filter: "筛选", "篩選", "Filter";
        number: "第几个按钮或选项", "第幾個按鈕或選項", "The button or option of that number";
        reply: "写回复或记录", "寫回覆或記錄", "Write an answer or note";
        assign: "转交", "轉交", "Transfer";
        take: "我来处理", "我來處理", "Take it over";
        promise: "承诺", "承諾", "Promise";
        call: "记录通话", "記錄通話", "Record a call";
        edit: "修改内容", "修改內容", "Edit the fields";
        limits: "时限怎么算的", "時限怎麼算的", "How the deadline was reckoned";
        tag: "加标签", "加標籤", "Add a tag";
        print: "打印", "列印", "Print";
        copy: "复制编号", "複製編號", "Copy the number";
        link: "关联工单", "關聯工單", "Link a ticket";
        merge: "合并工单", "合併工單", "Merge tickets";
        split: "拆分工单", "拆分工單", "Split off a part";
        save: "保存", "儲存", "Save";
        board: "列表或看板", "列表或看板", "List or board";
        choose: "选择或取消选择", "選擇或取消選擇", "Choose, or no longer";
        choose_next: "向下多选一张", "向下多選一張", "Choose the next one too";
        choose_previous: "向上多选一张", "向上多選一張", "Choose the one before too";
        unchoose: "清除选择", "清除選擇", "Choose none";
        step: "下一步（所选工单、看板卡片、今日和日清的一行）", "下一步（所選工單、看板卡片、今日和日清的一行）", "Next step of what is chosen, of a card, of a line of today";
        list_wide: "表格与列表切换", "表格與列表切換", "Table or lines";
        list_everywhere: "在全部里搜索", "在全部裡搜尋", "Search everywhere";
        guide: "按引导通话", "按引導通話", "Walk through a guided call";
        variant: "换一种说法（引导）", "換一種說法（引導）", "Say it otherwise (guide)";
        step_back: "退回上一步（引导）", "退回上一步（引導）", "Back a step (guide)";
        save_view: "存为视图", "存為檢視", "Save as a view";
        go_scripts: "话术库", "話術庫", "Scripts";
        go_handbook: "手册", "手冊", "Handbook";
        go_practice: "练习", "練習", "Practice";
        confirm_read: "手册：已阅读并理解", "手冊：已閱讀並理解", "Handbook: read and understood";
    }
}
