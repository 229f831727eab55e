//! The start page.

use crate::query::today::Section;

texts! {
    /// The start page.
    pub struct TodayTexts {
        hello: "{}，先处理这 {} 件", "{}，先處理這 {} 件", "{}, {} to see to first";
        hello_all: "{}，全组先处理这 {} 件", "{}，全組先處理這 {} 件", "{}, {} of the team's to see to first";
        hello_calm: "{}，眼下没有急事", "{}，眼下沒有急事", "{}, nothing presses just now";
        late: "超时", "逾時", "Overdue";
        due_today: "今天到期", "今天到期", "Due today";
        promised: "有承诺", "有承諾", "Promised";
        tiles_note: "除“我的”外是全组的数，含台账；一件可算在几项里，下面只列一次。", "除「我的」外是全組的數，含台帳；一件可算在幾項裡，下面只列一次。", "All but Mine count the whole team and its registers. One may count in several; below it stands once.";
        mine: "我的", "我的", "Mine";
        pool: "待分派", "待分派", "Unassigned";
        next: "接下来", "接下來", "Next";
        scope: "看谁的", "看誰的", "Whose";
        scope_own: "我的和待分派", "我的和待分派", "Mine and unassigned";
        scope_all: "全组", "全組", "Everybody's";
        proposed: "待您决定", "待您決定", "For you to decide";
        promises: "已承诺", "已承諾", "Promised";
        soon: "即将到期", "即將到期", "Due soon";
        waiting: "等待他人", "等待他人", "Waiting for others";
        new: "新派给我", "新派給我", "New to me";
        team: "组里的", "組裡的", "The team's";
        promise_counts: "今天：守约 {}，迟到 {}，失约 {}，改期 {}", "今天：守約 {}，遲到 {}，失約 {}，改期 {}", "Today: {} kept, {} kept late, {} broken, {} moved";
        keep: "已兑现", "已兌現", "Kept";
        of: "{} 在办", "{} 在辦", "with {}";
        in_pool: "待分派", "待分派", "unassigned";
        more: "还有 {} 张，到列表里看", "還有 {} 張，到列表裡看", "{} more in the list";
        no_due: "无时限", "無時限", "no limit";
        move_hint: "J、K 移动，Enter 打开，W 进展，M 下一步，Y 已兑现", "J、K 移動，Enter 開啟，W 進展，M 下一步，Y 已兌現", "J, K move, Enter opens, W notes, M next step, Y kept";
        calm: "都处理好了", "都處理好了", "All done";
        calm_about: "有时限、承诺或归您处理的工单会排到这里，最急的在前。", "有時限、承諾或歸您處理的工單會排到這裡，最急的在前。", "Tickets with a limit, a promise or your name come here, the most urgent first.";
        first: "接第一张单", "接第一張單", "Take the first ticket";
        first_about: "按 N，输入几位号码，选类型，写下说了什么，Ctrl + Enter 保存。", "按 N，輸入幾碼，選類型，寫下說了什麼，Ctrl + Enter 儲存。", "Press N, type some digits of the number, choose a kind, write what was said, Ctrl + Enter.";
        confirm: "已解决，待回访或确认", "已解決，待回訪或確認", "Solved, to be confirmed";
        import: "导入以前的表格", "匯入以前的表格", "Import an old table";
    }
}

impl TodayTexts {
    /// What a section is called.
    #[must_use]
    pub fn section(&self, section: Section) -> &'static str {
        match section {
            Section::Proposed => self.proposed,
            Section::Late => self.late,
            Section::Promised => self.promises,
            Section::Soon => self.soon,
            Section::Confirm => self.confirm,
            Section::Waiting => self.waiting,
            Section::New => self.new,
            Section::Mine => self.mine,
            Section::Team => self.team,
        }
    }
}
