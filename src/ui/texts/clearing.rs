//! The day cleared.

use crate::model::clearing::Standing;

texts! {
    /// The day cleared.
    pub struct ClearingTexts {
        title: "日清", "日清", "Clear the day";
        about: "今天经手的每一张都要有结果：办结、答复、写进展，或说明原因延期。一张都不漏。", "今天經手的每一張都要有結果：辦結、答覆、寫進展，或說明原因延期。一張都不漏。", "Every ticket of yours gets its word today: done, answered, progress noted, or put off with a reason. None is skipped.";
        keys: "J、K 上下移动；W 写进展，R 答复，P 延期，M 办结或去办理，Enter 打开", "J、K 上下移動；W 寫進展，R 答覆，P 延期，M 辦結或去辦理，Enter 開啟", "J and K move; W notes, R answers, P puts off, M finishes or goes there, Enter opens";
        done: "办结", "辦結", "Done";
        answered: "已答复", "已答覆", "Answered";
        noted: "有进展", "有進展", "Noted";
        postponed: "已延期", "已延期", "Put off";
        open: "未清", "未清", "Not cleared";
        note: "写进展", "寫進展", "Note";
        note_hint: "今天做了什么，下一步是什么", "今天做了什麼，下一步是什麼", "What was done today, what comes next";
        answer: "答复", "答覆", "Answer";
        answer_hint: "答复客户的话", "答覆客戶的話", "What the customer was told";
        postpone: "延期", "延期", "Put off";
        postpone_hint: "为什么延期（必填）", "為什麼延期（必填）", "Why (required)";
        postpone_to: "延到", "延到", "Until";
        finish: "去办理", "去辦理", "Work on it";
        earlier: "前一天", "前一天", "Day before";
        later: "后一天", "後一天", "Day after";
        whose: "看谁的日清", "看誰的日清", "Whose day";
        nothing: "这一天没有要清的工单", "這一天沒有要清的工單", "Nothing to clear on this day";
        nothing_about: "归您负责、还没办结的工单会列在这里。", "歸您負責、還沒辦結的工單會列在這裡。", "Tickets of yours that are not done are listed here.";
        left: "还有 {} 张未清", "還有 {} 張未清", "{} {ticket|tickets} to clear";
        all_cleared: "全部清完，可以提交", "全部清完，可以提交", "All cleared: hand it in";
        hand_in: "提交今天的日清", "提交今天的日清", "Hand in the day";
        hand_in_again: "重新提交", "重新提交", "Hand in again";
        remark: "备注（选填）", "備註（選填）", "Remark (optional)";
        handed: "{} 于 {} 提交", "{} 於 {} 提交", "Handed in by {}, {}";
        waits: "等待组长签字", "等待組長簽字", "waiting for the lead";
        changed: "提交后又有变化，请重新提交。", "提交後又有變化，請重新提交。", "Something changed since: hand it in again.";
        sign: "签字", "簽字", "Sign";
        is_signed: "已签字", "已簽字", "Signed";
        signed: "{} 于 {} 签字", "{} 於 {} 簽字", "Signed by {}, {}";
        not_handed: "还没有提交", "還沒有提交", "Not handed in yet";
        paper: "日清日审表", "日清日審表", "Day cleared and audited";
        agent: "客服", "客服", "Agent";
        number: "编号", "編號", "Number";
        what: "内容", "內容", "What";
        standing: "结果", "結果", "Result";
        reason: "说明", "說明", "Remark";
        lead: "组长", "組長", "Lead";
        reminder: "快下班了，日清还有 {} 张未清。", "快下班了，日清還有 {} 張未清。", "The day ends soon and {} {ticket is|tickets are} not cleared.";
        to_hand_in: "快下班了，日清还没有提交。", "快下班了，日清還沒有提交。", "The day ends soon and is not handed in.";
        warned: "“{}”快到期：{}", "「{}」快到期：{}", "“{}” is due soon: {}";
        notify: "桌面通知", "桌面通知", "Desktop notifications";
        notify_about: "时限快到和下班前日清时，即使页面不在眼前也提醒。只在这台设备上。", "時限快到和下班前日清時，即使頁面不在眼前也提醒。只在這台裝置上。", "Warns of deadlines and of the day's end even when the page is out of sight. On this device only.";
        notify_denied: "浏览器不允许通知。请在地址栏左侧的网站设置里打开。", "瀏覽器不允許通知。請在網址列左側的網站設定裡開啟。", "The browser does not allow notifications. Allow them in its settings for this site.";
    }
}

impl ClearingTexts {
    /// How a ticket stands.
    #[must_use]
    pub fn standing_name(&self, standing: Standing) -> &'static str {
        match standing {
            Standing::Done => self.done,
            Standing::Answered => self.answered,
            Standing::Noted => self.noted,
            Standing::Postponed => self.postponed,
            Standing::Open => self.open,
        }
    }
}
