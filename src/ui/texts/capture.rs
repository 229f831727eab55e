//! Taking a request.

use super::fill;
use crate::model::span::Span;

texts! {
    /// Taking a request.
    pub struct CaptureTexts {
        title: "新工单", "新工單", "New ticket";
        kept: "边输入边保存，离开后回来还在", "邊輸入邊儲存，離開後回來還在", "Kept as you type; leave and come back any time";
        clear: "清空", "清空", "Clear";
        cleared: "已清空。", "已清空。", "Cleared.";
        who: "谁来的", "誰來的", "Who";
        who_other: "换一位", "換一位", "Somebody else";
        nobody: "不登记客户", "不登記客戶", "No customer";
        new_customer: "新客户", "新客戶", "New customer";
        go_on: "继续", "繼續", "Go on";
        go_on_hint: "姓名、房号可以不填，接着选什么事", "姓名、房號可以不填，接著選什麼事", "Name and room may stay empty; next is what it is about";
        same_matter: "可能是同一件事", "可能是同一件事", "Perhaps the same matter";
        attach: "记到这张单", "記到這張單", "Add to this ticket";
        kind: "什么事", "什麼事", "What about";
        kind_filter: "筛选类型，或按数字选择", "篩選類型，或按數字選擇", "Filter kinds, or press a digit";
        kind_other: "换类型", "換類型", "Another kind";
        registers: "台账", "台帳", "Registers";
        no_kinds: "还没有可用的类型。请先在“设置 · 手册包”里安装一个手册包。", "還沒有可用的類型。請先在「設定 · 手冊包」裡安裝一個手冊包。", "No kinds yet. Install a handbook pack under Settings first.";
        text: "说了什么", "說了什麼", "What was said";
        text_hint: "第一行是标题，其余写经过……", "第一行是標題，其餘寫經過……", "The first line is the subject; the rest tells what happened…";
        more: "还要记的", "還要記的", "Also asked";
        channel: "渠道", "管道", "Channel";
        priority: "优先级", "優先順序", "Priority";
        due: "截止 {}", "截止 {}", "by {}";
        limit: "{}{}", "{}{}", "{1} {0}";
        no_limit: "没有时限", "沒有時限", "No time limit";
        next_step: "下一步：{}", "下一步：{}", "Next: {}";
        or_step: " 或 ", " 或 ", " or ";
        save: "建单", "建單", "Take it";
        need_kind: "请选择类型。", "請選擇類型。", "Choose what it is about.";
        need_text: "请写下说了什么。", "請寫下說了什麼。", "Write down what was said.";
        need_field: "请填写。", "請填寫。", "Fill this in.";
        within_minutes: "{} 分钟内", "{} 分鐘內", "within {} min";
        within_hours: "{} 小时内", "{} 小時內", "within {} h";
        within_days: "{} 天内", "{} 天內", "within {} {day|days}";
        within_working_hours: "{} 个工作小时内", "{} 個工作小時內", "within {} working {hour|hours}";
        within_working_days: "{} 个工作日内", "{} 個工作日內", "within {} working {day|days}";
        same_count: "有 {} 张可能是同一件事", "有 {} 張可能是同一件事", "{} {ticket|tickets} on perhaps the same matter";
        same_recent: "近 30 天内办结的", "近 30 天內辦結的", "Finished in the last 30 days";
        same_order: "同一订单", "同一訂單", "same order";
        same_waybill: "同一运单", "同一運單", "same waybill";
        same_customer: "同一客户", "同一客戶", "same customer";
        same_room: "同一房号", "同一房號", "same room";
        say_first: "先写下客户这次说了什么，再记到原单。", "先寫下客戶這次說了什麼，再記到原單。", "Write down what the customer said this time, then add it.";
        caller: "来电人", "來電人", "Caller";
        often: "常用", "常用", "Often used";
        told: "即“{}”", "即「{}」", "kept as “{}”";
        remark: "备注", "備註", "Remark";
        remark_hint: "可以不填", "可以不填", "Optional";
        entry: "登记内容", "登記內容", "The entry";
        save_entry: "登记", "登記", "Enter it";
        register_title: "台账登记", "台帳登記", "New register entry";
        split_title: "从 {} 拆分出一张", "從 {} 拆分出一張", "A part of {}";
    }
}

impl CaptureTexts {
    /// A span in words; none for one that ends at a time of day, which its end says better.
    #[must_use]
    pub fn within(&self, span: Span) -> Option<String> {
        let (text, count) = match span {
            Span::Minutes(n) => (self.within_minutes, n),
            Span::Hours(n) => (self.within_hours, n),
            Span::Days(n) => (self.within_days, n),
            Span::WorkingHours(n) => (self.within_working_hours, n),
            Span::WorkingDays(n) => (self.within_working_days, n),
            _ => return None,
        };
        Some(fill(text, &[&count]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::texts::Lang;

    #[test]
    fn spans_are_told_in_words() {
        let words = |text: &str, lang| CaptureTexts::of(lang).within(text.parse().unwrap());
        assert_eq!(words("3d", Lang::ZhCn).as_deref(), Some("3 天内"));
        assert_eq!(words("1d", Lang::En).as_deref(), Some("within 1 day"));
        assert_eq!(words("5wd", Lang::ZhTw).as_deref(), Some("5 個工作日內"));
        assert_eq!(words("15:00", Lang::ZhCn), None);
    }
}
