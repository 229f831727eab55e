//! What was done, for the message that offers to undo it.

texts! {
    /// What was done, for the message that offers to undo it.
    pub struct Acts {
        opened: "已建工单", "已建工單", "Ticket taken";
        moved: "步骤已办", "步驟已辦", "Step taken";
        reopened: "已重新打开", "已重新開啟", "Reopened";
        set: "已修改", "已修改", "Changed";
        settled: "已确认采用", "已確認採用", "Settled";
        said: "已记录", "已記錄", "Noted";
        assigned: "已转交", "已轉交", "Transferred";
        promised: "已记下承诺", "已記下承諾", "Promise noted";
        settled_promise: "已更新承诺", "已更新承諾", "Promise updated";
        escalated: "已上报", "已上報", "Taken up";
        postponed: "已延期", "已延期", "Put off";
        handed_in: "日清已提交", "日清已提交", "Day handed in";
        signed: "已签字", "已簽字", "Signed";
        tagged: "已加标签", "已加標籤", "Tagged";
        untagged: "已去掉标签", "已去掉標籤", "Tag removed";
        linked: "已关联", "已關聯", "Linked";
        unlinked: "已取消关联", "已取消關聯", "Link removed";
        redacted: "已永久删除内容", "已永久刪除內容", "Content removed for good";
        attached: "已添加文件", "已新增檔案", "File added";
        customer_added: "已建客户档案", "已建客戶檔案", "Customer added";
        calendar_added: "日历已添加", "日曆已新增", "Calendar added";
        calendar_changed: "日历已修改", "日曆已修改", "Calendar changed";
        list_changed: "列表已修改", "清單已修改", "List changed";
        agent_added: "已添加成员", "已新增成員", "Member added";
        pack_updated: "手册包已更新", "手冊包已更新", "Pack updated";
        pack_removed: "手册包已停用", "手冊包已停用", "Pack removed";
        firm_named: "单位名称已修改", "單位名稱已修改", "Firm renamed";
        taken_back: "已撤销", "已復原", "Taken back";
        handed_over: "已标为离职", "已標為離職", "Marked as having left";
        imported: "导入完成", "匯入完成", "Imported";
        asked_again: "已记到原单", "已記到原單", "Added to the ticket";
        merged: "已合并", "已合併", "Merged";
        parted: "已撤销合并", "已復原合併", "Parted again";
        done: "已完成", "已完成", "Done";
        undone: "已撤销这次操作（{}）", "已復原這次操作（{}）", "Undone: {}";
        moved_to: "“{}”已办，现在是“{}”", "「{}」已辦，現在是「{}」", "“{}” done, now “{}”";
        nothing_to_undo: "没有可以撤销的操作", "沒有可以復原的操作", "Nothing to undo";
        view_saved: "视图已保存", "檢視已儲存", "View saved";
        view_changed: "视图已修改", "檢視已修改", "View changed";
        view_removed: "视图已删除", "檢視已刪除", "View deleted";
        absence_set: "替班已登记", "代班已登記", "Absence set";
        guide_changed: "引导已修改", "引導已修改", "Guide changed";
        guide_added: "引导已添加", "引導已新增", "Guide added";
        question_set: "题目已保存", "題目已儲存", "Question saved";
        guided: "引导已记入工单", "引導已記入工單", "Guide recorded";
        taboo_changed: "禁语已修改", "禁語已修改", "Taboo changed";
        taboo_archived: "禁语已归档", "禁語已封存", "Taboo archived";
        script_added: "话术已添加", "話術已新增", "Script added";
        script_changed: "话术已修改", "話術已修改", "Script changed";
        script_restored: "已恢复这一版", "已還原這一版", "Version restored";
        script_archived: "话术已归档", "話術已封存", "Script archived";
        script_back: "话术已恢复使用", "話術已恢復使用", "Script in use again";
        script_suggested: "建议已提交，等组长答复", "建議已提交，等組長答覆", "Suggested; a lead will answer";
        suggestion_accepted: "建议已采纳", "建議已採納", "Suggestion taken up";
        suggestion_declined: "建议未采纳", "建議未採納", "Suggestion declined";
        suggestion_withdrawn: "建议已收回", "建議已收回", "Suggestion withdrawn";
        scripts_imported: "话术已导入", "話術已匯入", "Scripts imported";
        chapter_read: "已确认阅读并理解", "已確認閱讀並理解", "Confirmed as read and understood";
        chapter_changed: "章节已保存", "章節已儲存", "Chapter saved";
        chapter_added: "章节已新增", "章節已新增", "Chapter added";
        chapter_off: "章节已停用", "章節已停用", "Chapter put away";
        chapter_on: "章节已恢复使用", "章節已恢復使用", "Chapter brought back";
        practised: "练习已记下", "練習已記下", "Practice recorded";
        exam_set: "考试已设置", "考試已設定", "Exam set";
        new_set: "新人标记已修改", "新人標記已修改", "New-colleague mark changed";
        chapter_moved: "章节已移动", "章節已移動", "Chapter moved";
    }
}

impl Acts {
    /// What an action's label is called.
    #[must_use]
    pub fn name(&self, label: &str) -> &'static str {
        match label {
            "opened" => self.opened,
            "moved" => self.moved,
            "reopened" => self.reopened,
            "set" => self.set,
            "settled" => self.settled,
            "said" => self.said,
            "assigned" => self.assigned,
            "promised" => self.promised,
            "settled_promise" => self.settled_promise,
            "escalated" => self.escalated,
            "postponed" => self.postponed,
            "handed_in" => self.handed_in,
            "signed" => self.signed,
            "tagged" => self.tagged,
            "untagged" => self.untagged,
            "linked" => self.linked,
            "unlinked" => self.unlinked,
            "redacted" => self.redacted,
            "attached" => self.attached,
            "customer_added" => self.customer_added,
            "calendar_added" => self.calendar_added,
            "calendar_changed" => self.calendar_changed,
            "list_changed" => self.list_changed,
            "view_saved" => self.view_saved,
            "view_changed" => self.view_changed,
            "view_removed" => self.view_removed,
            "absence_set" => self.absence_set,
            "chapter_read" => self.chapter_read,
            "chapter_changed" => self.chapter_changed,
            "chapter_added" => self.chapter_added,
            "chapter_off" => self.chapter_off,
            "chapter_on" => self.chapter_on,
            "practised" => self.practised,
            "exam_set" => self.exam_set,
            "new_set" => self.new_set,
            "chapter_moved" => self.chapter_moved,
            "agent_added" => self.agent_added,
            "pack_updated" => self.pack_updated,
            "pack_removed" => self.pack_removed,
            "firm_named" => self.firm_named,
            "taken_back" => self.taken_back,
            "asked_again" => self.asked_again,
            "merged" => self.merged,
            "parted" => self.parted,
            "imported" => self.imported,
            "handed_over" => self.handed_over,
            "guide_changed" => self.guide_changed,
            "guide_added" => self.guide_added,
            "question_set" => self.question_set,
            "guided" => self.guided,
            "taboo_changed" => self.taboo_changed,
            "taboo_archived" => self.taboo_archived,
            "script_added" => self.script_added,
            "script_changed" => self.script_changed,
            "script_restored" => self.script_restored,
            "script_archived" => self.script_archived,
            "script_back" => self.script_back,
            "script_suggested" => self.script_suggested,
            "suggestion_accepted" => self.suggestion_accepted,
            "suggestion_declined" => self.suggestion_declined,
            "suggestion_withdrawn" => self.suggestion_withdrawn,
            "scripts_imported" => self.scripts_imported,
            _ => self.done,
        }
    }
}
