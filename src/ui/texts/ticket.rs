//! A ticket, its timeline and its list.

use crate::model::ticket::Priority;

texts! {
    /// A ticket, its timeline and its list.
    pub struct TicketTexts {
        ticket: "工单", "工單", "Ticket";
        gone: "没有这张工单", "沒有這張工單", "No such ticket";
        gone_about: "它可能已被撤销，或还没有同步到本机。", "它可能已被復原，或還沒有同步到本機。", "It may have been taken back, or is not on this device yet.";
        none_open: "从左边选一张工单", "從左邊選一張工單", "Choose a ticket on the left";
        none_open_about: "按 J、K 上下移动，Enter 打开；按 N 受理新的请求。", "按 J、K 上下移動，Enter 開啟；按 N 受理新的請求。", "J and K move, Enter opens; N takes a new request.";
        newer: "{} 条记录需要新版本才能显示", "{} 筆紀錄需要新版本才能顯示", "{} {entry|entries} need a newer app";
        needs_newer: "这条记录来自新版本，更新后可见", "這筆紀錄來自新版本，更新後可見", "From a newer version; update to see it";
        withdrawn: "已撤销", "已復原", "Taken back";
        nth_time: "同一问题第 {} 次来电", "同一問題第 {} 次來電", "Asked {} times on this matter";
        copy_number: "复制工单号", "複製工單號", "Copy the number";
        subject: "标题", "標題", "Subject";
        flow: "流程", "流程", "Flow";
        state: "状态", "狀態", "State";
        owner: "当前负责", "目前負責", "Owner";
        first_owner: "首问", "首問", "First asked";
        pool: "待分派", "待分派", "Unassigned";
        opened: "受理时间", "受理時間", "Taken";
        channel: "渠道", "管道", "Channel";
        proposal: "处理建议", "處理建議", "Proposal";
        postponed: "延期", "延期", "Postponement";
        priority: "优先级", "優先順序", "Priority";
        low: "不急", "不急", "Low";
        normal: "普通", "普通", "Normal";
        high: "优先", "優先", "High";
        urgent: "紧急", "緊急", "Urgent";
        unnamed: "未留姓名", "未留姓名", "No name";
        no_customer: "未登记客户", "未登記客戶", "No customer";
        no_customer_about: "在“客户”一栏选一位，或新建一位。", "在「客戶」一欄選一位，或新建一位。", "Choose or add one in the customer field.";
        conflict: "两处修改不一致", "兩處修改不一致", "Two people set different values";
        use_this: "采用这个", "採用這個", "Use this one";
        timeline: "时间线", "時間線", "Timeline";
        taken_back: "已撤销", "已復原", "taken back";
        redact: "永久删除内容", "永久刪除內容", "Remove content for good";
        redact_why: "删除原因（不能恢复）", "刪除原因（無法復原）", "Why? This cannot be undone";
        redacted: "内容已由 {} 于 {} 永久删除", "內容已由 {} 於 {} 永久刪除", "Content removed for good by {}, {}";
        redacted_field: "内容已删除", "內容已刪除", "Content removed";
        did_open: "受理", "受理", "took the request";
        did_set: "填写 {}：{}", "填寫 {}：{}", "set {}: {}";
        did_clear: "清空 {}", "清空 {}", "cleared {}";
        did_tick: "完成 {}", "完成 {}", "ticked {}";
        did_untick: "取消勾选 {}", "取消勾選 {}", "unticked {}";
        told: "已告知：{}", "已告知：{}", "told: {}";
        did_move: "{} → {}", "{} → {}", "{} → {}";
        did_arrive: "进入 {}", "進入 {}", "to {}";
        did_assign: "交给 {}", "交給 {}", "gave it to {}";
        did_note: "记录", "記錄", "noted";
        did_contact: "记录客户来询", "記錄客戶來詢", "noted a contact by the customer";
        did_reply: "回复客户", "回覆客戶", "answered the customer";
        did_call: "通话", "通話", "spoke on the phone";
        did_call_minutes: "通话 {} 分钟", "通話 {} 分鐘", "spoke for {} {minute|minutes}";
        did_promise: "承诺 {} 前", "承諾 {} 前", "promised by {}";
        did_keep: "承诺已兑现", "承諾已兌現", "promise kept";
        did_break: "承诺未兑现", "承諾未兌現", "promise broken";
        did_postpone: "承诺改期", "承諾改期", "promise moved";
        did_link: "关联 {}", "關聯 {}", "linked {}";
        did_unlink: "取消关联", "取消關聯", "removed a link";
        did_tag: "加标签 {}", "加標籤 {}", "tagged {}";
        did_untag: "去掉标签", "去掉標籤", "removed a tag";
        did_attach: "添加文件 {}", "新增檔案 {}", "added {}";
        did_redact: "永久删除了内容", "永久刪除了內容", "removed content for good";
        did_undo: "撤销了操作", "復原了操作", "took something back";
        note: "记录", "記錄", "Note";
        reply: "回复", "回覆", "Answer";
        call: "通话", "通話", "Call";
        contact: "客户来话", "客戶來話", "From customer";
        minutes: "分钟", "分鐘", "minutes";
        write: "写记录或回复", "寫記錄或回覆", "Write a note or an answer";
        write_hint: "写下经过、答复或通话内容…… 图片可直接粘贴", "寫下經過、答覆或通話內容…… 圖片可直接貼上", "What happened, what was answered… pictures can be pasted";
        next_steps: "下一步", "下一步", "Next steps";
        tick_first: "请先完成清单：{}", "請先完成清單：{}", "Tick the checklist first: {}";
        confirm: "确定", "確定", "Confirm";
        reopen: "重新打开", "重新開啟", "Reopen";
        why_reopen: "为什么重新打开", "為什麼重新開啟", "Why it is reopened";
        take: "我来处理", "我來處理", "Take it";
        transfer: "转交", "轉交", "Transfer";
        to_whom: "交给谁", "交給誰", "To whom";
        why_transfer: "说明（选填）", "說明（選填）", "Why (optional)";
        first_owner_stays: "首问记录不变：谁先接，谁负责到底。", "首問記錄不變：誰先接，誰負責到底。", "Who was asked first stays recorded, however often it is handed on.";
        promise: "承诺", "承諾", "Promise";
        promise_what: "答应客户什么", "答應客戶什麼", "What is promised";
        promise_hint: "例如 回电告知处理结果", "例如 回電告知處理結果", "e.g. call back with the result";
        promise_by: "什么时候之前", "什麼時候之前", "By when";
        promise_when: "请选择承诺的时间。", "請選擇承諾的時間。", "Choose by when.";
        in_30m: "30 分钟后", "30 分鐘後", "In 30 minutes";
        in_2h: "2 小时后", "2 小時後", "In 2 hours";
        at_18: "今天 18:00", "今天 18:00", "Today 18:00";
        tomorrow_10: "明天 10:00", "明天 10:00", "Tomorrow 10:00";
        in_3d: "3 天内", "3 天內", "In 3 days";
        kept: "已兑现", "已兌現", "Kept";
        broken: "未兑现", "未兌現", "Broken";
        postpone: "改期", "改期", "Move";
        tag: "标签", "標籤", "Tag";
        link: "关联工单", "關聯工單", "Link a ticket";
        link_hint: "输入工单号、客户或内容", "輸入工單號、客戶或內容", "Number, customer or words";
        opened_from: "来自", "來自", "from";
        opened_to: "转出", "轉出", "opened";
        see: "相关", "相關", "see";
        files: "照片和文件", "照片和檔案", "Photos and files";
        other_files: "其他文件", "其他檔案", "Other files";
        add_file: "添加文件", "新增檔案", "Add files";
        add_photo: "添加照片", "新增照片", "Add photos";
        file_elsewhere: "这个文件的内容不在本机。", "這個檔案的內容不在本機。", "The content of this file is not on this device.";
        show_empty: "还有 {} 项未填", "還有 {} 項未填", "{} more {field|fields} to fill";
        hide_empty: "收起未填项", "收起未填項", "Hide empty fields";
        no_scripts: "这一步没有指定话术", "這一步沒有指定話術", "No scripts for this step";
        no_scripts_about: "手册包可以为每个状态指定话术。", "手冊包可以為每個狀態指定話術。", "A handbook pack names scripts for each state.";
        write_in: "写入", "寫入", "Write in";
        earlier: "以往工单", "以往工單", "Earlier tickets";
        no_earlier: "没有其他工单", "沒有其他工單", "No other tickets";
        mine: "我的", "我的", "Mine";
        late: "超时", "逾時", "Overdue";
        promised: "有承诺", "有承諾", "Promised";
        in_pool: "待分派", "待分派", "Unassigned";
        open: "全组", "全組", "All open";
        done: "已办结", "已辦結", "Done";
        all: "全部", "全部", "All";
        all_kinds: "全部类型", "全部類型", "All kinds";
        all_states: "全部状态", "全部狀態", "All states";
        search_hint: "搜索编号、客户、电话、内容", "搜尋編號、客戶、電話、內容", "Search number, customer, phone, text";
        count: "{} 张", "{} 張", "{} {ticket|tickets}";
        none_found: "没有相符的工单", "沒有相符的工單", "No ticket matches";
        none_found_about: "换几个字试试，或看看“全部”。", "換幾個字試試，或看看「全部」。", "Try other words, or look under All.";
        none_here: "这里暂时没有工单", "這裡暫時沒有工單", "Nothing here just now";
        none_here_about: "受理的请求会出现在这里，最急的在最前。", "受理的請求會出現在這裡，最急的在最前。", "Requests appear here, the most urgent first.";
        no_registers: "还没有台账记录", "還沒有台帳紀錄", "No register entries yet";
        no_registers_about: "钥匙借用、访客、巡视等都在这里登记。", "鑰匙借用、訪客、巡視等都在這裡登記。", "Keys, visitors, patrols and the like are kept here.";
        import: "导入表格", "匯入表格", "Import a table";
        by_pack: "手册包", "手冊包", "Handbook pack";
        by_sample: "示例数据", "範例資料", "Sample data";
        no_due: "无时限", "無時限", "no limit";
        times: "第 {} 次", "第 {} 次", "{}×";
        again: "同一件事，首单", "同一件事，首單", "same matter, first";
        again_in: "同一件事，后续", "同一件事，後續", "same matter, later";
        split: "拆分", "拆分", "Split off";
        split_from: "拆分自", "拆分自", "split from";
        split_to: "拆分出", "拆分出", "split off";
        merge: "合并", "合併", "Merge";
        merge_about: "选另一张说的是同一件事的工单。", "選另一張說的是同一件事的工單。", "Choose the other ticket on the same matter.";
        merge_from: "并入（随即关闭）", "併入（隨即關閉）", "Merged (and closed)";
        merge_into: "继续处理", "繼續處理", "Goes on";
        merge_turn: "换个方向", "換個方向", "Turn round";
        merge_other: "另选一张", "另選一張", "Another one";
        merge_timeline: "时间线都显示在 {} 上，并注明来自哪张单", "時間線都顯示在 {} 上，並註明來自哪張單", "The timeline shows on {}, with where it comes from";
        merge_takes: "带过去：{}", "帶過去：{}", "Comes over: {}";
        merge_promise: "承诺一并带过去：{}（{}）", "承諾一併帶過去：{}（{}）", "The promise comes over: {} ({})";
        merge_strangers: "两张单的客户不是同一位，请确认是同一件事。", "兩張單的客戶不是同一位，請確認是同一件事。", "They are of different customers. Is it the same matter?";
        merge_done: "继续处理的那张已经办结，合并后会重新打开。", "繼續處理的那張已經辦結，合併後會重新打開。", "The one that goes on is closed. Merging reopens it.";
        merge_choose: "两张单填得不一样，选要留下的：", "兩張單填得不一樣，選要留下的：", "They differ. Choose what stays:";
        merged_into: "已并入", "已併入", "Merged into";
        has_taken: "并入了", "併入了", "Has taken in";
        unmerge: "撤销合并", "復原合併", "Part them";
        did_merge: "并入 {}", "併入 {}", "merged it into {}";
        did_join: "把 {} 并入本单", "把 {} 併入本單", "merged {} into this one";
        unfilled: "还没有填：{}。请先在工单里填上，或复制后补上。", "還沒有填：{}。請先在工單裡填上，或複製後補上。", "Not filled in: {}. Fill it in on the ticket first, or after copying.";
        copy_anyway: "仍然复制", "仍然複製", "Copy anyway";
        write_anyway: "仍然写入", "仍然寫入", "Write in anyway";
        tomorrow_18: "明天 18:00", "明天 18:00", "Tomorrow 18:00";
        promise_ended: "承诺“{}”（{} 前）", "承諾「{}」（{} 前）", "Promise “{}” (by {})";
        as_before: "沿用上次", "沿用上次", "As before";
        same_as: "与“{}”一样", "與「{}」一樣", "Same as “{}”";
        gap_left: "{}还没有填。填好再保存，客户看到的话里不能有空。", "{}還沒有填。填好再保存，客戶看到的話裡不能有空。", "{} is not filled in yet: fill it in, then save.";
        keeps_promise: "兑现承诺：{}", "兌現承諾：{}", "Keeps the promise: {}";
    }
}

impl TicketTexts {
    /// What a priority is called.
    #[must_use]
    pub fn priority_name(&self, priority: Priority) -> &'static str {
        match priority {
            Priority::Low => self.low,
            Priority::Normal => self.normal,
            Priority::High => self.high,
            Priority::Urgent => self.urgent,
        }
    }

    /// The usual times of promises; 18:00 is tomorrow's after 18:00.
    #[must_use]
    pub fn promise_presets(&self, after_18: bool) -> [&'static str; 5] {
        let at_18 = if after_18 { self.tomorrow_18 } else { self.at_18 };
        [self.in_30m, self.in_2h, at_18, self.tomorrow_10, self.in_3d]
    }
}
