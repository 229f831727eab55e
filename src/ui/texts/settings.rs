//! The settings: one's own, the team, its lists, and how it looks.

texts! {
    /// The settings: one's own, the team, its lists, and how it looks.
    pub struct SettingsTexts {
        sections: "设置分类", "設定分類", "Sections";
        profile: "个人", "個人", "Me";
        team: "团队", "團隊", "Team";
        hours: "工作时间", "工作時間", "Working hours";
        lists: "列表", "清單", "Lists";
        packs: "手册包", "手冊包", "Handbook packs";
        appearance: "外观", "外觀", "Appearance";
        data: "数据", "資料", "Data";
        barred: "这里由{0}设置。您是{1}，可以查看；要修改请找{0}。", "這裡由{0}設定。您是{1}，可以檢視；要修改請找{0}。", "A {0} sets this. You are {1} and may look; ask a {0} to change it.";

        profile_about: "姓名和工号会写进您经手的每张工单和单据。", "姓名和工號會寫進您經手的每張工單和單據。", "Your name and number stand on every ticket and paper you handle.";
        name: "姓名", "姓名", "Name";
        number: "工号", "工號", "Number";
        role: "角色", "角色", "Role";
        team_name: "班组", "班組", "Team";
        no_team: "未分组", "未分組", "No team";
        pin: "PIN", "PIN", "PIN";
        pin_about: "几个人共用一台电脑时，PIN 防止别人误用您的身份。它不是加密：能打开这台电脑的人仍能看到数据。", "幾個人共用一台電腦時，PIN 防止別人誤用您的身分。它不是加密：能開啟這台電腦的人仍能看到資料。", "Where several people share a computer, a PIN keeps others from working as you by mistake. It is no encryption: whoever can open this computer can see the data.";
        pin_set: "已设置 PIN，换人时需要输入。", "已設定 PIN，換人時需要輸入。", "A PIN is set; it is asked for when you take the desk.";
        pin_none: "还没有 PIN。", "還沒有 PIN。", "There is no PIN yet.";
        pin_now: "现在的 PIN", "現在的 PIN", "Present PIN";
        pin_new: "新 PIN（4 至 8 位数字）", "新 PIN（4 至 8 位數字）", "New PIN (4 to 8 digits)";
        pin_again: "再输一次", "再輸一次", "Once more";
        pin_save: "设置 PIN", "設定 PIN", "Set PIN";
        pin_remove: "取消 PIN", "取消 PIN", "Remove PIN";
        pin_shape: "请用 4 至 8 位数字。", "請用 4 至 8 位數字。", "Use 4 to 8 digits.";
        pin_differs: "两次输入不一样。", "兩次輸入不一樣。", "The two differ.";

        firm: "单位名称", "單位名稱", "Firm";
        firm_about: "会印在单据上，也会填进话术。", "會印在單據上，也會填進話術。", "Papers and scripts use it.";
        people: "成员", "成員", "People";
        add_person: "添加成员", "新增成員", "Add a person";
        left: "已离职", "已離職", "Left";
        reset_pin: "清除 PIN", "清除 PIN", "Remove the PIN";
        mark_left: "标为离职", "標為離職", "Mark as left";
        leaves: "{} 离职", "{} 離職", "{} leaves";
        leaves_open: "手上还有 {} 张未关闭的工单，要一并交接。首问记录不变。", "手上還有 {} 張未關閉的工單，要一併交接。首問紀錄不變。", "{} {ticket|tickets} not closed yet go to somebody else with it. Who was asked first stays recorded.";
        leaves_me: "这是您本人：确定后您就离岗，要由其他经理恢复。", "這是您本人：確定後您就離崗，要由其他經理恢復。", "This is you: you leave the desk, and only another manager can bring you back.";
        bring_back: "恢复", "恢復", "Bring back";
        last_manager: "这是最后一位经理。请先让另一位同事担任经理。", "這是最後一位經理。請先讓另一位同事擔任經理。", "This is the last manager. Make somebody else one first.";
        left_about: "离职后不能再上岗；经手的工单和记录都保留。", "離職後不能再上崗；經手的工單和紀錄都保留。", "Who has left cannot take the desk; their tickets and records stay.";
        may_title: "各角色可以做什么", "各角色可以做什麼", "What each role may do";
        may_do: "操作", "操作", "May";
        may_read: "查看工单、客户、台账", "檢視工單、客戶、台帳", "See tickets, customers and registers";
        may_work: "受理、办理、转交工单，改自己的姓名和 PIN", "受理、辦理、轉交工單，改自己的姓名和 PIN", "Take, work and transfer tickets; change one's own name and PIN";
        may_phone: "看完整电话号码", "看完整電話號碼", "See whole telephone numbers";
        may_undo: "撤销别人的操作，永久删除内容", "復原別人的操作，永久刪除內容", "Undo what others did; remove content for good";
        may_lists: "修改列表", "修改清單", "Change lists";
        may_table: "导入、导出表格和备份", "匯入、匯出表格和備份", "Import and export tables and backups";
        may_rules: "管理团队、手册包和单位名称", "管理團隊、手冊包和單位名稱", "Manage the team, packs and the firm's name";
        may_wipe: "清空本机数据", "清空本機資料", "Delete everything on this device";

        lists_about: "渠道、部门、产品、原因……您自己的叫法。工单里的选项从这里来；移除的项目在旧工单里仍然显示。", "管道、部門、產品、原因……您自己的叫法。工單裡的選項從這裡來；移除的項目在舊工單裡仍然顯示。", "Channels, departments, products, causes: your own words. Choices in tickets come from here; what is removed still shows on old tickets.";
        used_by: "用在：{}", "用在：{}", "Used in: {}";
        used_nowhere: "还没有流程用到它。", "還沒有流程用到它。", "No flow uses it yet.";
        every_ticket: "所有工单的渠道", "所有工單的管道", "the channel of every ticket";
        add_item: "添加一项，按回车", "新增一項，按 Enter", "Add an item, press Enter";
        item: "第 {} 项", "第 {} 項", "Item {}";
        up: "上移 (Alt+↑)", "上移 (Alt+↑)", "Up (Alt+↑)";
        down: "下移 (Alt+↓)", "下移 (Alt+↓)", "Down (Alt+↓)";
        new_list: "新建列表", "新增清單", "New list";
        new_list_name: "列表名称，如“门店”", "清單名稱，如「門市」", "The list's name, “Shops” for example";
        no_items: "还没有项目，在下面添加第一项。", "還沒有項目，在下面新增第一項。", "Nothing in it yet: add the first item below.";
        list_name: "列表名称", "清單名稱", "List name";

        language: "语言", "語言", "Language";
        theme: "明暗", "明暗", "Theme";
        theme_system: "跟随系统", "跟隨系統", "As the system";
        theme_light: "浅色", "淺色", "Light";
        theme_dark: "深色", "深色", "Dark";
        density: "疏密", "疏密", "Density";
        roomy: "舒适", "舒適", "Comfortable";
        compact: "紧凑", "緊湊", "Compact";
        help_pane: "助手栏", "助手欄", "Help pane";
        help_shown: "在工单旁显示话术、客户和历史", "在工單旁顯示話術、客戶和歷史", "Show scripts, customer and history beside a ticket";
        this_device: "外观只影响这台设备。", "外觀只影響這台裝置。", "This concerns only this device.";
        absences: "休假与替班", "休假與代班", "Away and standing in";
        absences_about: "休假期间，替班人在工单列表和今日页看到对方的工单；到期自动结束。自己登记，或由组长登记。", "休假期間，代班人在工單列表和今日頁看到對方的工單；到期自動結束。自己登記，或由組長登記。", "While somebody is away, whoever stands in sees their tickets in the list and on Today; it ends by itself. Set by oneself or by a lead.";
        away_line: "{} {} 至 {} 休假，{} 替班", "{} {} 至 {} 休假，{} 代班", "{} is away from {} to {}; {} stands in";
        back_again: "结束", "結束", "Here again";
        who_is_away: "谁休假", "誰休假", "Who";
        away_from: "从", "從", "From";
        away_to: "到", "到", "To";
        substitute: "替班人", "代班人", "Stands in";
        choose_substitute: "请选择", "請選擇", "Choose";
        set_absence: "登记", "登記", "Set";
        pin_hint: "现在不止一个人用这张桌子：给自己设一个 PIN，别人就不能用您的名字操作。", "現在不止一個人用這張桌子：給自己設一個 PIN，別人就不能用您的名字操作。", "You are no longer alone at this desk: with a PIN nobody else can act in your name.";
        pin_hint_go: "去设 PIN", "去設 PIN", "Set a PIN";
        leaves_unread: "有 {} 张工单读不出来，没有交接，仍记在原来的人名下。", "有 {} 張工單讀不出來，沒有交接，仍記在原來的人名下。", "{} {ticket|tickets} cannot be read and {was|were} not handed over: still with who left.";
    }
}
