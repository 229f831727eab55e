//! Words that every page uses.

texts! {
    /// Words that every page uses.
    pub struct Common {
        app: "首问", "首問", "Shouwen";
        today: "今日", "今日", "Today";
        tickets: "工单", "工單", "Tickets";
        ticket: "工单", "工單", "Ticket";
        registers: "台账", "台帳", "Registers";
        clearing: "日清", "日清", "Clear";
        customers: "客户", "客戶", "Customers";
        customer: "客户", "客戶", "Customer";
        scripts: "话术", "話術", "Scripts";
        guides: "指引", "指引", "Guides";
        handbook: "手册", "手冊", "Handbook";
        follow_ups: "回访", "回訪", "Follow-ups";
        shifts: "班次", "班次", "Shifts";
        reports: "报表", "報表", "Reports";
        quality: "质检", "質檢", "Quality";
        notices: "公告", "公告", "Notices";
        settings: "设置", "設定", "Settings";
        import: "导入", "匯入", "Import";
        new_ticket: "新工单", "新工單", "New ticket";
        search_all: "搜索工单、客户、话术", "搜尋工單、客戶、話術", "Search tickets, customers, scripts";
        save: "保存", "儲存", "Save";
        saved: "已保存", "已儲存", "Saved";
        cancel: "取消", "取消", "Cancel";
        close: "关闭", "關閉", "Close";
        back: "返回", "返回", "Back";
        next: "下一步", "下一步", "Next";
        done: "完成", "完成", "Done";
        delete: "删除", "刪除", "Delete";
        remove: "移除", "移除", "Remove";
        edit: "修改", "修改", "Edit";
        add: "添加", "新增", "Add";
        copy: "复制", "複製", "Copy";
        copied: "已复制", "已複製", "Copied";
        undo: "撤销", "復原", "Undo";
        undone: "已撤销", "已復原", "Undone";
        retry: "重试", "重試", "Try again";
        print: "打印", "列印", "Print";
        export: "导出", "匯出", "Export";
        search: "搜索", "搜尋", "Search";
        clear: "清除", "清除", "Clear";
        more: "更多", "更多", "More";
        open: "打开", "開啟", "Open";
        show: "显示", "顯示", "Show";
        hide: "隐藏", "隱藏", "Hide";
        all: "全部", "全部", "All";
        none: "无", "無", "None";
        yes: "是", "是", "Yes";
        no: "否", "否", "No";
        required: "必填", "必填", "Required";
        choose: "请选择", "請選擇", "Choose";
        no_match: "没有相符的", "沒有相符的", "Nothing matches";
        now: "现在", "現在", "Now";
        sample: "载入示例数据", "載入範例資料", "Load sample data";
        navigation: "主导航", "主導覽", "Main navigation";
        list: "列表", "列表", "List";
        help: "助手", "助手", "Help";
        resize: "调整宽度", "調整寬度", "Resize";
        drop_photos: "拖入图片、粘贴或点选", "拖入圖片、貼上或點選", "Drop, paste or choose pictures";
        photo: "图片 {}", "圖片 {}", "Picture {}";
        of_total: "{} / {}", "{} / {}", "{} / {}";
        not_a_number: "请填数字", "請填數字", "Enter a number";
        not_an_amount: "请填金额，如 268.00", "請填金額，如 268.00", "Enter an amount such as 268.00";
        told_whom: "告知了谁", "告知了誰", "Who was told";
        shortcuts: "快捷键", "快捷鍵", "Shortcuts";
        open_suggestions: "{} 条话术建议待审", "{} 條話術建議待審", "{} {suggestion|suggestions} to answer";
        unread_chapters: "{} 章未读", "{} 章未讀", "{} {chapter|chapters} unread";
        practice: "练习", "練習", "Practice";
        newcomer: "新人", "新人", "New";
        chapter: "手册：{}", "手冊：{}", "Handbook: {}";
    }
}
