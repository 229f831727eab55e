//! The start page.

use crate::query::urgent::Why;

texts! {
    /// The start page.
    pub struct TodayTexts {
        hello: "{}，先处理这 {} 件", "{}，先處理這 {} 件", "{}, these {} first";
        hello_one: "{}，先处理这一件", "{}，先處理這一件", "{}, this one first";
        hello_calm: "{}，眼下没有急事", "{}，眼下沒有急事", "{}, nothing presses just now";
        late: "超时", "逾時", "Overdue";
        due_today: "今天到期", "今天到期", "Due today";
        promised: "承诺", "承諾", "Promised";
        mine: "我的", "我的", "Mine";
        pool: "待分派", "待分派", "Unassigned";
        next: "接下来", "接下來", "Next";
        scope: "看谁的", "看誰的", "Whose";
        scope_own: "我的和待分派", "我的和待分派", "Mine and unassigned";
        scope_all: "全组", "全組", "Everybody's";
        why_late: "超时", "逾時", "overdue";
        why_promised: "承诺", "承諾", "promised";
        why_due: "快到期", "快到期", "due soon";
        why_mine: "在办", "在辦", "in hand";
        of: "{} 在办", "{} 在辦", "with {}";
        in_pool: "待分派", "待分派", "unassigned";
        more: "还有 {} 张，到列表里看", "還有 {} 張，到列表裡看", "{} more in the list";
        no_due: "无时限", "無時限", "no limit";
        move_hint: "J、K 上下移动，Enter 打开，N 接新单", "J、K 上下移動，Enter 開啟，N 接新單", "J and K move, Enter opens, N takes a new request";
        calm: "都处理好了", "都處理好了", "All done";
        calm_about: "有时限、承诺或归您处理的工单会自动排到这里，最急的在最前。按 N 接新的请求。", "有時限、承諾或歸您處理的工單會自動排到這裡，最急的在最前。按 N 接新的請求。", "Tickets with a time limit, a promise or your name come here by themselves, the most urgent first. N takes a new request.";
        first: "接第一张单", "接第一張單", "Take the first ticket";
        first_about: "按 N，输入来电的几位号码，选类型，写下说了什么，Ctrl + Enter 保存。时限和下一步会自动给出。", "按 N，輸入來電的幾碼，選類型，寫下說了什麼，Ctrl + Enter 儲存。時限和下一步會自動給出。", "Press N, type a few digits of the number, choose what it is about, write what was said, Ctrl + Enter. Time limit and next step come by themselves.";
        import: "导入以前的表格", "匯入以前的表格", "Import an old table";
    }
}

impl TodayTexts {
    /// Why a ticket is on the list.
    #[must_use]
    pub fn why(&self, why: Why) -> &'static str {
        match why {
            Why::Late => self.why_late,
            Why::Promised => self.why_promised,
            Why::Due => self.why_due,
            Why::Mine => self.why_mine,
        }
    }
}
