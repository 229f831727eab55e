//! Doing something to many tickets at once.

use super::errors::Errors;
use super::fill;
use crate::desk::{Bulk, Refusal};

texts! {
    /// Doing something to many tickets at once.
    pub struct BulkTexts {
        bar: "所选工单", "所選工單", "Chosen tickets";
        chosen: "已选 {} 张", "已選 {} 張", "{} {ticket|tickets} chosen";
        choose_all: "全选 {} 张", "全選 {} 張", "Choose all {}";
        assign: "指派", "指派", "Assign";
        step: "下一步", "下一步", "Next step";
        priority: "改优先级", "改優先順序", "Set the priority";
        untag: "去掉标签", "去掉標籤", "Remove a tag";
        note: "写记录", "寫記錄", "Write a note";
        export: "导出表格", "匯出表格", "Export as a table";
        redact: "永久删除内容", "永久刪除內容", "Remove content for good";
        redact_about: "标题、客户、字段、标签、记录、回复、承诺和附件都会永久删除，只留下编号、类型、状态、渠道、优先级、负责人和时间。", "標題、客戶、欄位、標籤、記錄、回覆、承諾和附件都會永久刪除，只留下編號、類型、狀態、管道、優先順序、負責人和時間。", "Subject, customer, fields, tags, notes, answers, promises and files go for good. What stays: number, kind, state, channel, priority, owner and times.";
        why: "原因（会留在工单里）", "原因（會留在工單裡）", "Why (stays in the ticket)";
        note_text: "写进每张工单的内容", "寫進每張工單的內容", "What is noted in each ticket";
        why_assign: "说明（选填，写进每张工单）", "說明（選填，寫進每張工單）", "Why (optional, noted in each ticket)";
        no_steps: "所选工单现在没有可以走的下一步。", "所選工單現在沒有可以走的下一步。", "None of the chosen tickets has a next step now.";
        no_tags: "所选工单都没有标签。", "所選工單都沒有標籤。", "None of the chosen tickets has a tag.";
        some: "{} · {}/{} 张", "{} · {}/{} 張", "{} · {} of {}";
        only_some: "只有一部分可以走的（{}）", "只有一部分可以走的（{}）", "Only some can take these ({})";
        of_kind: "{} · {} 张", "{} · {} 張", "{} · {}";
        fills: "填写的内容会用于所选的每一张；已有内容的字段不改动。", "填寫的內容會用於所選的每一張；已有內容的欄位不改動。", "What you fill in goes into every chosen ticket; fields that are filled already stay as they are.";
        looking: "正在查看所选工单……", "正在查看所選工單……", "Looking at the chosen tickets…";
        working: "正在处理 {}%", "正在處理 {}%", "{}% done";
        told: "{} 张中 {} 张可以；{} 张不能：{}", "{} 張中 {} 張可以；{} 張不能：{}", "{1} of {0} can; {2} cannot: {3}";
        told_none: "所选 {} 张都不能：{}", "所選 {} 張都不能：{}", "None of the {} can: {}";
        go_on: "只处理可以的 {} 张", "只處理可以的 {} 張", "Do it to the {} that can";
        person_changed: "值班的人换了，批量操作没有执行。请重新选择后再做。", "值班的人換了，批次操作沒有執行。請重新選擇後再做。", "Somebody else is at the desk now, so nothing was done. Choose the tickets again.";
        told_left: "已离开列表，还没有处理：{}", "已離開列表，還沒有處理：{}", "Nothing was done, as you left the list: {}";
        told_redact: "{} 张工单的内容将永久删除，不能恢复，也不能撤销。", "{} 張工單的內容將永久刪除，無法還原，也不能復原。", "The content of {} {ticket|tickets} will be removed for good. This cannot be undone.";
        go_redact: "永久删除 {} 张的内容", "永久刪除 {} 張的內容", "Remove the content of {}";
        closed: "已关闭", "已關閉", "closed";
        same: "已是如此", "已是如此", "so already";
        same_owner: "已在对方手上", "已在對方手上", "already theirs";
        same_pool: "已在待分派", "已在待分派", "already unassigned";
        same_priority: "已是这个优先级", "已是這個優先順序", "already of this priority";
        same_tag: "已有这个标签", "已有這個標籤", "already tagged so";
        no_such_tag: "没有这个标签", "沒有這個標籤", "not tagged so";
        no_content: "内容已删除", "內容已刪除", "nothing left to remove";
        other_kind: "不是这个类型", "不是這個類型", "of another kind";
        other_state: "当前状态没有这一步", "目前狀態沒有這一步", "not at this step";
        other_case: "不适用这一步", "不適用這一步", "the step is for another case";
        lacks: "缺少{}", "缺少{}", "lacks {}";
        too_much: "{}超过上限", "{}超過上限", "{} is too much";
        promised: "还有没结清的承诺", "還有沒結清的承諾", "a promise is still open";
        promises: "还没结清的承诺", "還沒結清的承諾", "Promises still open";
        for_role: "需要{}", "需要{}", "for a {}";
        no_kind: "流程未安装", "流程未安裝", "the flow is not installed";
        gone: "已不在本机", "已不在本機", "no longer here";
        did_assign: "已指派 {} 张", "已指派 {} 張", "{} {ticket|tickets} assigned";
        did_step: "{} 张已走“{}”这一步", "{} 張已走「{}」這一步", "{} {ticket|tickets}: {}";
        did_priority: "已改 {} 张的优先级", "已改 {} 張的優先順序", "Priority of {} {ticket|tickets} set";
        did_tag: "{} 张已加标签", "{} 張已加標籤", "{} {ticket|tickets} tagged";
        did_untag: "{} 张已去掉标签", "{} 張已去掉標籤", "Tag removed from {} {ticket|tickets}";
        did_note: "已在 {} 张里写下记录", "已在 {} 張裡寫下記錄", "Noted in {} {ticket|tickets}";
        did_promise: "已给 {} 张记下承诺", "已給 {} 張記下承諾", "Promise noted in {} {ticket|tickets}";
        did_redact: "已永久删除 {} 张的内容", "已永久刪除 {} 張的內容", "Content of {} {ticket|tickets} removed for good";
        select: "选择", "選擇", "Select";
    }
}

impl BulkTexts {
    /// Why something cannot be done to a ticket.
    #[must_use]
    pub fn refusal(&self, refusal: &Refusal, bulk: &Bulk, errors: &Errors) -> String {
        let text = match (refusal, bulk) {
            (Refusal::Closed, _) => self.closed,
            (Refusal::Same, Bulk::Assign { to, .. }) if to.is_empty() => self.same_pool,
            (Refusal::Same, Bulk::Assign { .. }) => self.same_owner,
            (Refusal::Same, Bulk::Priority(_)) => self.same_priority,
            (Refusal::Same, Bulk::Tag(_)) => self.same_tag,
            (Refusal::Same, Bulk::Untag(_)) => self.no_such_tag,
            (Refusal::Same, Bulk::Redact { .. }) => self.no_content,
            (Refusal::Same, _) => self.same,
            (Refusal::OtherKind, _) => self.other_kind,
            (Refusal::OtherState, _) => self.other_state,
            (Refusal::OtherCase, _) => self.other_case,
            (Refusal::Lacks(fields), _) => return fill(self.lacks, &[&fields.join("、")]),
            (Refusal::TooMuch(field), _) => return fill(self.too_much, &[field]),
            (Refusal::Promised, _) => self.promised,
            (Refusal::Role(role), _) => return fill(self.for_role, &[&errors.role(*role)]),
            (Refusal::NoKind, _) => self.no_kind,
            (Refusal::Gone, _) => self.gone,
        };
        text.to_owned()
    }

    /// What was done to so many; `step` is the name of the step.
    #[must_use]
    pub fn did(&self, bulk: &Bulk, count: usize, step: &str) -> String {
        let text = match bulk {
            Bulk::Assign { .. } => self.did_assign,
            Bulk::Step { .. } => return fill(self.did_step, &[&count, &step]),
            Bulk::Priority(_) => self.did_priority,
            Bulk::Tag(_) => self.did_tag,
            Bulk::Untag(_) => self.did_untag,
            Bulk::Note(_) => self.did_note,
            Bulk::Promise { .. } => self.did_promise,
            Bulk::Redact { .. } => self.did_redact,
        };
        fill(text, &[&count])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::agent::Role;
    use crate::ui::texts::Lang;

    #[test]
    fn reasons_are_told_in_each_language() {
        let (t, errors) = (BulkTexts::of(Lang::ZhCn), Errors::of(Lang::ZhCn));
        let assign = Bulk::Assign { to: "a".into(), why: String::new() };
        let told = |refusal| t.refusal(&refusal, &assign, errors);
        assert_eq!(told(Refusal::Same), "已在对方手上");
        assert_eq!(told(Refusal::Lacks(vec!["金额".into(), "单号".into()])), "缺少金额、单号");
        assert_eq!(told(Refusal::Role(Role::Lead)), "需要组长");
        assert_eq!(fill(t.told, &[&12, &10, &2, &"已关闭 2"]), "12 张中 10 张可以；2 张不能：已关闭 2");
        let en = BulkTexts::of(Lang::En);
        assert_eq!(fill(en.told, &[&12, &10, &2, &"closed 2"]), "10 of 12 can; 2 cannot: closed 2");
    }
}
