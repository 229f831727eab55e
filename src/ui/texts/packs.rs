//! Handbook packs in the settings: installed ones, a kind's flow, installing and exporting.

use crate::model::kind::{AssignTo, Category, FieldType};

texts! {
    /// Handbook packs in the settings: installed ones, a kind's flow, installing and exporting.
    pub struct PackTexts {
        about: "流程、时限、话术、台账都来自手册包。停用的流程不再出现在新建工单里，已有的工单照常办理。", "流程、時限、話術、台帳都來自手冊包。停用的流程不再出現在新建工單裡，已有的工單照常辦理。", "Flows, time limits, scripts and registers come from packs. A flow that is off is not offered for new tickets; tickets of it go on.";
        version: "第 {} 版", "第 {} 版", "Version {}";
        kinds: "{} 个流程", "{} 個流程", "{} {flow|flows}";
        none: "还没有手册包。", "還沒有手冊包。", "No pack is installed.";
        offered: "用于新工单", "用於新工單", "Offered for new tickets";
        look: "查看流程", "檢視流程", "See the flow";
        remove: "移除手册包", "移除手冊包", "Remove the pack";
        remove_about: "移除后它的流程不再提供给新工单，已有工单不受影响，可以撤销。", "移除後它的流程不再提供給新工單，已有工單不受影響，可以復原。", "Its flows are no longer offered; tickets there are stay as they are. It can be undone.";
        export: "导出为文件", "匯出為檔案", "Export as a file";
        built_in: "自带的手册包", "內建的手冊包", "Packs that come with the app";
        install: "安装", "安裝", "Install";
        update: "检查更新", "檢查更新", "Check for an update";
        installed: "已安装：{}", "已安裝：{}", "Installed: {}";
        up_to_date: "已是最新：{}", "已是最新：{}", "Up to date: {}";
        from_file: "导入手册包文件", "匯入手冊包檔案", "Import a pack file";
        from_file_about: "别的团队导出的 .json 文件。先检查再安装，有问题就什么都不改。", "別的團隊匯出的 .json 檔案。先檢查再安裝，有問題就什麼都不改。", "A .json file another team has exported. It is checked first; if anything is wrong, nothing changes.";
        ready: "“{}”检查通过：第 {} 版，{} 个流程，{} 个列表，{} 条话术。", "「{}」檢查通過：第 {} 版，{} 個流程，{} 個清單，{} 條話術。", "“{}” is in order: version {}, {} {flow|flows}, {} {list|lists}, {} {script|scripts}.";
        replaces: "将更新已安装的第 {} 版；您改过名字或添加的列表项会保留。", "將更新已安裝的第 {} 版；您改過名字或新增的清單項目會保留。", "It updates version {}; list items you renamed or added stay.";
        faulty: "“{}”有 {} 处问题，没有安装，什么都没改：", "「{}」有 {} 處問題，沒有安裝，什麼都沒改：", "“{}” has {} {fault|faults}. It was not installed; nothing was changed:";
        unreadable: "“{}”不是能用的手册包，什么都没改。{}", "「{}」不是能用的手冊包，什麼都沒改。{}", "“{}” is no usable pack; nothing was changed. {}";
        too_large: "文件有 {}，手册包最大 2 MB。请确认选对了文件。", "檔案有 {}，手冊包最大 2 MB。請確認選對了檔案。", "The file has {}; a pack has 2 MB at most. Did you choose the right file?";
        at_line: "第 {} 行第 {} 列：{}", "第 {} 行第 {} 列：{}", "Line {}, column {}: {}";
        json_eof: "文件不完整，在这里就断了。请重新下载或导出。", "檔案不完整，在這裡就斷了。請重新下載或匯出。", "the file is incomplete and ends here. Download or export it again.";
        json_syntax: "不是 JSON 文本，或者少了引号、逗号或括号。", "不是 JSON 文字，或者少了引號、逗號或括號。", "this is no JSON, or a quote, comma or bracket is missing.";
        json_missing: "缺少“{}”。", "缺少「{}」。", "“{}” is missing.";
        json_unknown: "不认识“{}”，可能写错了或来自更新的版本。", "不認識「{}」，可能寫錯了或來自更新的版本。", "“{}” is not known: a slip, or from a newer version.";
        json_type: "这里的值类型不对。", "這裡的值類型不對。", "the value here is of the wrong type.";
        samples: "示例数据", "範例資料", "Sample data";
        samples_about: "每个手册包约 50 张编好的工单，用来熟悉流程。它们不会和您的记录混淆，可以随时一次清除。", "每個手冊包約 50 張編好的工單，用來熟悉流程。它們不會和您的紀錄混淆，可以隨時一次清除。", "About 50 made-up tickets for each pack, to learn the flows with. They can be removed at once, any time.";
        samples_load: "载入示例数据", "載入範例資料", "Load sample data";
        samples_remove: "清除示例数据", "清除範例資料", "Remove sample data";
        samples_loaded: "示例数据已载入", "範例資料已載入", "Sample data loaded";

        register: "台账", "台帳", "Register";
        prefix: "单号前缀 {}", "單號前綴 {}", "Numbers begin with {}";
        flow: "流程", "流程", "Flow";
        start: "起点", "起點", "Start";
        aside: "支线", "支線", "Aside";
        no_moves: "到此结束", "到此結束", "The end";
        reopen: "重新打开后回到“{}”", "重新開啟後回到「{}」", "Reopened, it returns to “{}”";
        needs: "须填：{}", "須填：{}", "Needs: {}";
        complete: "须勾完：{}", "須勾完：{}", "All ticked: {}";
        with_note: "须写：{}", "須寫：{}", "Written with it: {}";
        only_role: "{}可办", "{}可辦", "For a {}";
        only_priority: "优先级为{}时", "優先順序為{}時", "for priority {}";
        only_grade: "客户等级为 {} 时", "客戶等級為 {} 時", "for customers of grade {}";
        only_when: "仅当 {}", "僅當 {}", "Only when {}";
        is_one_of: "{}为{}", "{}為{}", "{} is {}";
        any_value: "任何值", "任何值", "anything";
        comma: "，", "，", ", ";
        semicolon: "；", "；", "; ";
        or: "或", "或", " or ";
        limits: "时限", "時限", "Time limits";
        no_limits: "没有时限。", "沒有時限。", "No time limits.";
        from_contact: "自客户来询起", "自客戶來詢起", "From the customer’s contact";
        from_opened: "受理后", "受理後", "From opening";
        from_state: "进入“{}”后", "進入「{}」後", "From “{}”";
        from_field: "从“{}”起", "從「{}」起", "From “{}”";
        until: "到{}为止", "到{}為止", "Until {}";
        quoted: "“{}”", "「{}」", "“{}”";
        until_done: "到解决为止", "到解決為止", "Until solved";
        until_answer: "到首次答复客户为止", "到首次答覆客戶為止", "Until the first answer to the customer";
        pauses_in: "在{}时暂停", "在{}時暫停", "Stands still in {}";
        pauses: "等待时暂停", "等待時暫停", "Stands still while waiting";
        warn_to: "提前 {}提醒{}", "提前 {}提醒{}", "Warned {} before: the {}";
        warn: "提前 {}提醒", "提前 {}提醒", "Warned {} before";
        escalate: "超时 {}告知{}", "逾時 {}告知{}", "{} late: the {} is told";
        limit: "事项", "事項", "What";
        within: "时限", "時限", "Within";
        runs: "计时", "計時", "Runs";
        after: "提醒与升级", "提醒與升級", "Warnings and escalation";
        fields: "记录的内容", "記錄的內容", "What is recorded";
        field: "名称", "名稱", "Name";
        field_type: "类型", "類型", "Type";
        field_more: "说明", "說明", "More";
        at_capture: "受理时填", "受理時填", "Asked at capture";
        must: "受理时必填", "受理時必填", "Required at capture";
        from_list: "选自列表“{}”", "選自清單「{}」", "From the list “{}”";
        items: "{} 个步骤", "{} 個步驟", "{} {step|steps}";
        papers: "单据", "單據", "Papers";
        copies: "一式 {} 份", "一式 {} 份", "{} {copy|copies}";
        follow_up: "办结后回访 {}%，期限 {}", "辦結後回訪 {}%，期限 {}", "{}% are followed up, within {}";
        to_all: "所有手册包", "所有手冊包", "All packs";
        gone: "没有这个流程，可能已被移除。", "沒有這個流程，可能已被移除。", "There is no such flow; it may have been removed.";

        open: "处理中", "處理中", "We act";
        waiting: "等待他人", "等待他人", "Others act";
        solved: "已解决", "已解決", "Solved";
        closed: "已关闭", "已關閉", "Closed";

        effect_assign: "交给{}", "交給{}", "Goes to {}";
        assign_first: "首问人", "首問人", "the first owner";
        assign_lead: "组长", "組長", "the lead";
        assign_manager: "经理", "經理", "a manager";
        assign_me: "办理人自己", "辦理人自己", "whoever takes the step";
        assign_nobody: "待领池", "待領池", "the pool";
        assign_ask: "选定的人", "選定的人", "whom one chooses";
        effect_set: "“{}”记为{}", "「{}」記為{}", "“{}” becomes {}";
        effect_promise: "承诺客户：{}（期限 {}）", "承諾客戶：{}（期限 {}）", "Promises: {} (within {})";
        effect_open: "另开“{}”", "另開「{}」", "Opens “{}” beside it";
        effect_tag: "加标签“{}”", "加標籤「{}」", "Tagged “{}”";
        now: "当时的时间", "當時的時間", "the time then";


        text: "文字", "文字", "Text";
        long: "长文字", "長文字", "Long text";
        number: "数字", "數字", "Number";
        money: "金额", "金額", "Amount";
        date: "日期", "日期", "Date";
        time: "时刻", "時刻", "Time";
        moment: "日期时间", "日期時間", "Date and time";
        choice: "选择", "選擇", "Choice";
        phone: "电话", "電話", "Telephone";
        customer: "客户", "客戶", "Customer";
        agent: "同事", "同事", "Colleague";
        order: "订单号", "訂單號", "Order number";
        waybill: "运单号", "運單號", "Waybill number";
        room: "房号", "房號", "Room";
        yes_no: "是或否", "是或否", "Yes or no";
        photos: "图片", "圖片", "Pictures";
        checklist: "步骤清单", "步驟清單", "Checklist";
    }
}

impl PackTexts {
    /// What a type of field is called.
    #[must_use]
    pub fn field_type(&self, sort: FieldType) -> &'static str {
        match sort {
            FieldType::Text => self.text,
            FieldType::Long => self.long,
            FieldType::Number => self.number,
            FieldType::Money => self.money,
            FieldType::Date => self.date,
            FieldType::Time => self.time,
            FieldType::Moment => self.moment,
            FieldType::Choice => self.choice,
            FieldType::Phone => self.phone,
            FieldType::Customer => self.customer,
            FieldType::Agent => self.agent,
            FieldType::Order => self.order,
            FieldType::Waybill => self.waybill,
            FieldType::Room => self.room,
            FieldType::YesNo => self.yes_no,
            FieldType::Photos => self.photos,
            FieldType::Checklist => self.checklist,
        }
    }

    /// What a category of states is called.
    #[must_use]
    pub fn category(&self, category: Category) -> &'static str {
        match category {
            Category::Open => self.open,
            Category::Waiting => self.waiting,
            Category::Solved => self.solved,
            Category::Closed => self.closed,
        }
    }

    /// To whom a step gives a ticket.
    #[must_use]
    pub fn assignee(&self, to: AssignTo) -> &'static str {
        match to {
            AssignTo::First => self.assign_first,
            AssignTo::Lead => self.assign_lead,
            AssignTo::Manager => self.assign_manager,
            AssignTo::Me => self.assign_me,
            AssignTo::Nobody => self.assign_nobody,
            AssignTo::Ask => self.assign_ask,
        }
    }
}
