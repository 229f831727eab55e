//! What went wrong, in sentences that say what to do.

use super::fill;
use crate::desk::{DeskError, StoreError};
use crate::model::agent::Role;
use crate::model::clearing::ClearingError;
use crate::model::flow::FlowError;
use crate::model::markup::{MarkupError, MarkupFault};
use crate::ui::format;

texts! {
    /// What went wrong, in sentences that say what to do.
    pub struct Errors {
        nobody: "还没有人在岗，请先选择您是谁。", "還沒有人在崗，請先選擇您是誰。", "Nobody is at the desk. Choose who you are first.";
        not_allowed: "这一步由{}办理。请把工单转交{0}，或请{0}来操作。", "這一步由{}辦理。請把工單轉交{0}，或請{0}來操作。", "This is for a {}. Hand the ticket over, or ask one to do it.";
        wrong_pin: "PIN 不正确，请重新输入。", "PIN 不正確，請重新輸入。", "The PIN is wrong. Try again.";
        missing: "请填写{}。", "請填寫{}。", "Fill in: {}.";
        missing_manager: "至少要保留一位经理。请先让另一位同事担任经理。", "至少要保留一位經理。請先讓另一位同事擔任經理。", "There must be a manager. Make somebody else one first.";
        not_found: "这条记录不在本机，可能已被撤销。", "這筆紀錄不在本機，可能已被復原。", "This record is not on this device. It may have been taken back.";
        no_kind: "流程“{}”还没有安装。请在“设置 · 手册包”中安装。", "流程「{}」還沒有安裝。請在「設定 · 手冊包」中安裝。", "The flow “{}” is not installed. Install it under Settings, Handbook packs.";
        taken: "“{}”已被使用，请换一个。", "「{}」已被使用，請換一個。", "“{}” is already in use. Choose another.";
        too_large: "文件有 {} MB，最大 5 MB。请压缩后再添加。", "檔案有 {} MB，最大 5 MB。請壓縮後再新增。", "The file has {} MB; 5 MB is the most. Make it smaller and try again.";
        others_worked: "已有同事在其中 {} 张上做了记录，不能撤销。请改用工单里的步骤处理。", "已有同事在其中 {} 張上做了紀錄，不能復原。請改用工單裡的步驟處理。", "Others have worked on {} of them: this cannot be undone. Use the ticket's own steps instead.";
        stopped: "程序出错，已停止写入。请刷新页面。", "程式出錯，已停止寫入。請重新整理頁面。", "The app has failed and writes nothing more. Reload the page.";
        behind: "已经保存，但没能全部读回来，看到的可能是之前的内容。请刷新页面。", "已經儲存，但沒能全部讀回來，看到的可能是之前的內容。請重新整理頁面。", "It is saved, but could not all be read back: what you see may be older. Reload the page.";
        no_step: "这一步已不在流程中，请刷新后再试。", "這一步已不在流程中，請重新整理後再試。", "This step is no longer part of the flow. Reload and try again.";
        not_from_here: "工单的状态已经变化，不能再“{}”。请看最新状态后再处理。", "工單的狀態已經變化，不能再「{}」。請看最新狀態後再處理。", "The ticket has moved on; “{}” is not possible any more. Look at its state now.";
        not_done: "工单还没有办结，不需要重新打开。", "工單還沒有辦結，不需要重新開啟。", "It is not finished, so there is nothing to reopen.";
        other_case: "所选的“{1}”不适用“{0}”，请改选或换一个步骤。", "所選的「{1}」不適用「{0}」，請改選或換一個步驟。", "“{0}” does not fit the chosen {1}. Choose another value or another step.";
        no_note: "请写明原因或答复。", "請寫明原因或答覆。", "Write down the reason or answer.";
        no_owner: "请选择交给谁。", "請選擇交給誰。", "Choose to whom it goes.";
        no_reason: "请写明延期的原因。", "請寫明延期的原因。", "Say why it is put off.";
        not_later: "只能延到以后的日子。", "只能延到以後的日子。", "It can only be put off to a later day.";
        not_cleared: "还有 {} 张没有日清：写一条进展、答复客户、办结，或说明原因延期。", "還有 {} 張沒有日清：寫一筆進展、答覆客戶、辦結，或說明原因延期。", "{} {ticket is|tickets are} not cleared yet: note progress, answer the customer, finish, or put off with a reason.";
        not_handed: "这一天还没有提交。", "這一天還沒有提交。", "The day has not been handed in.";
        quota: "本机空间不足，没有保存。您输入的内容还在；请清理磁盘空间后重试。", "本機空間不足，沒有儲存。您輸入的內容還在；請清理磁碟空間後重試。", "This device is out of space; nothing was saved. What you typed is still here: free some space and try again.";
        blocked: "另一个标签页还在用旧版本。请关闭其他首问标签页后重试。", "另一個分頁還在用舊版本。請關閉其他首問分頁後重試。", "Another tab still uses an older version. Close the other Shouwen tabs and try again.";
        closed: "与本机数据库的连接断开了，没有保存。您输入的内容还在；请刷新页面。", "與本機資料庫的連線中斷了，沒有儲存。您輸入的內容還在；請重新整理頁面。", "The connection to this device's database was lost; nothing was saved. What you typed is still here: reload the page.";
        corrupt: "记录 {} 已损坏，没有改动。请从备份恢复它。", "紀錄 {} 已損壞，沒有改動。請從備份還原它。", "Record {} is damaged and was not changed. Restore it from a backup.";
        newer: "本机数据属于更新的版本。请刷新页面以更新首问。", "本機資料屬於更新的版本。請重新整理頁面以更新首問。", "The data here belongs to a newer version. Reload the page to update Shouwen.";
        timeout: "本机数据库没有响应。请关闭其他标签页或重启浏览器。", "本機資料庫沒有回應。請關閉其他分頁或重新啟動瀏覽器。", "This device's database does not answer. Close other tabs or restart the browser.";
        cancelled: "已取消，没有任何改动。", "已取消，沒有任何改動。", "Cancelled; nothing was changed.";
        other: "没有完成：{}。请重试；若反复出现，请导出备份后刷新页面。", "沒有完成：{}。請重試；若反覆出現，請匯出備份後重新整理頁面。", "It did not work: {}. Try again; if it keeps happening, export a backup and reload the page.";
        role_agent: "客服", "客服", "agent";
        role_lead: "组长", "組長", "lead";
        role_manager: "经理", "經理", "manager";
        role_auditor: "审计员", "稽核員", "auditor";
        field_subject: "内容", "內容", "the text";
        field_name: "姓名", "姓名", "the name";
        field_number: "工号", "工號", "the number";
        field_tag: "标签", "標籤", "the tag";
        field_proposal: "处理建议", "處理建議", "the proposal";
        holds: "工单已经在{}手上，不用再转交。", "工單已經在{}手上，不用再轉交。", "{} has it already; there is nothing to hand over.";
        in_pool: "工单已经在待分派里。", "工單已經在待分派裡。", "It is unassigned already.";
        moved: "其中 {} 张刚刚有了变化，没有做任何改动。请重新选择后再试。", "其中 {} 張剛剛有了變化，沒有做任何改動。請重新選擇後再試。", "{} of them {has|have} just changed, so nothing was done. Choose again.";
        unchanged: "没有可以改动的内容。", "沒有可以改動的內容。", "There is nothing to change.";
        too_much: "“{}”不能超过“{}”（{}），请核对。", "「{}」不能超過「{}」（{}），請核對。", "“{}” may not be more than “{}” ({}). Check it.";
        promised: "还有承诺没有交代：{}。请打开工单，说明是否已兑现。", "還有承諾沒有交代：{}。請開啟工單，說明是否已兌現。", "Promises are still open: {}. Open the ticket and say whether they were kept.";
        field_why: "原因", "原因", "the reason";
        merged: "这张工单已并入另一张，请到那一张上处理，或先撤销合并。", "這張工單已併入另一張，請到那一張上處理，或先復原合併。", "This ticket is merged into another one. Go on there, or part them first.";
        not_alike: "这两张不能合并：台账记录只能与同一本台账的记录合并。", "這兩張不能合併：台帳紀錄只能與同一本台帳的紀錄合併。", "These two cannot be merged: an entry of a register goes only with one of the same register.";
        unfit: "建议的说法里有禁语“{}”，请换一种说法。", "建議的說法裡有禁語「{}」，請換一種說法。", "What to say instead holds “{}”, which is never to be said. Word it otherwise.";
        field_words: "要提醒的词句", "要提醒的詞句", "the words";
        field_taboo_why: "为什么不能说", "為什麼不能說", "why not to say it";
        holds_number: "搜索词里有电话号码，视图不保存号码。请先去掉号码再存。", "搜尋詞裡有電話號碼，檢視不保存號碼。請先去掉號碼再存。", "There is a telephone number among the words, and views keep none. Take it out, then save.";
        faulty: "话术还有没改好的地方，没有保存。", "話術還有沒改好的地方，沒有儲存。", "Something in the script is not right yet; nothing was saved.";
        cells: "第 {} 行：表头有 {} 格，这一行有 {} 格。", "第 {} 行：表頭有 {} 格，這一列有 {} 格。", "Line {}: the heads have {} {cell|cells}, this row has {}.";
        no_rule: "第 {} 行：表头下面要有一行 |---|---|。", "第 {} 行：表頭下面要有一行 |---|---|。", "Line {}: under the heads of a table comes |---|---|.";
        empty_heading: "第 {} 行：标题没有文字。", "第 {} 行：標題沒有文字。", "Line {}: the heading is empty.";
        other_heading: "第 {} 行：标题用两个井号开头：## 标题。", "第 {} 行：標題用兩個井號開頭：## 標題。", "Line {}: a heading begins with two number signs: ## heading.";
        field_questions: "题目：所选分组里没有可以出题的话术", "題目：所選分組裡沒有可以出題的話術", "questions: no script of these groups can be asked for";
        field_title: "标题", "標題", "the title";
        field_part: "所属篇", "所屬篇", "the part";
        field_text: "正文", "正文", "the text";
    }
}

impl Errors {
    /// What a role is called.
    #[must_use]
    pub fn role(&self, role: Role) -> &'static str {
        match role {
            Role::Auditor => self.role_auditor,
            Role::Agent => self.role_agent,
            Role::Lead => self.role_lead,
            Role::Manager => self.role_manager,
        }
    }

    fn field(&self, name: &str) -> &'static str {
        match name {
            "name" => self.field_name,
            "number" => self.field_number,
            "tag" => self.field_tag,
            "proposal" => self.field_proposal,
            "why" => self.field_why,
            "words" => self.field_words,
            "taboo_why" => self.field_taboo_why,
            "title" => self.field_title,
            "questions" => self.field_questions,
            "part" => self.field_part,
            "text" => self.field_text,
            _ => self.field_subject,
        }
    }

    /// What is wrong with a line of a chapter.
    #[must_use]
    pub fn markup(&self, fault: &MarkupFault) -> String {
        match fault.what {
            MarkupError::Cells { found, wanted } => fill(self.cells, &[&fault.line, &wanted, &found]),
            MarkupError::NoRule => fill(self.no_rule, &[&fault.line]),
            MarkupError::EmptyHeading => fill(self.empty_heading, &[&fault.line]),
            MarkupError::OtherHeading => fill(self.other_heading, &[&fault.line]),
        }
    }

    /// An error as a sentence.
    #[must_use]
    pub fn sentence(&self, error: &DeskError) -> String {
        match error {
            DeskError::Nobody => self.nobody.to_owned(),
            DeskError::NotAllowed(role) | DeskError::Flow(FlowError::NotAllowed(role)) => {
                fill(self.not_allowed, &[&self.role(*role)])
            }
            DeskError::WrongPin => self.wrong_pin.to_owned(),
            DeskError::Missing("manager") => self.missing_manager.to_owned(),
            DeskError::Missing(name) => fill(self.missing, &[&self.field(name)]),
            DeskError::NotFound(_) => self.not_found.to_owned(),
            DeskError::NoKind(kind) => fill(self.no_kind, &[kind]),
            DeskError::Taken(what) => fill(self.taken, &[what]),
            DeskError::TooLarge(bytes) => {
                let tenths = bytes.div_ceil(104_858);
                fill(self.too_large, &[&format!("{}.{}", tenths / 10, tenths % 10)])
            }
            DeskError::OthersWorked(n) => fill(self.others_worked, &[n]),
            DeskError::Holds(name) if name.is_empty() => self.in_pool.to_owned(),
            DeskError::Holds(name) => fill(self.holds, &[name]),
            DeskError::Moved(count) => fill(self.moved, &[count]),
            DeskError::Unfit(word) => fill(self.unfit, &[word]),
            DeskError::HoldsNumber => self.holds_number.to_owned(),
            DeskError::Faulty(_) => self.faulty.to_owned(),
            DeskError::Markup(fault) => self.markup(fault),
            DeskError::Unchanged => self.unchanged.to_owned(),
            DeskError::Stopped => self.stopped.to_owned(),
            DeskError::Flow(FlowError::NoSuchStep(_)) => self.no_step.to_owned(),
            DeskError::Flow(FlowError::NotFromHere { step, .. }) => fill(self.not_from_here, &[step]),
            DeskError::Flow(FlowError::NotDone) => self.not_done.to_owned(),
            DeskError::Flow(FlowError::OtherCase { step, field }) => fill(self.other_case, &[step, field]),
            DeskError::Flow(FlowError::Missing(fields)) => fill(self.missing, &[&fields.join("、")]),
            DeskError::Flow(FlowError::NoNote) => self.no_note.to_owned(),
            DeskError::Flow(FlowError::Merged) => self.merged.to_owned(),
            DeskError::NotAlike => self.not_alike.to_owned(),
            DeskError::Flow(FlowError::TooMuch { field, bound, most, money }) => {
                let most = if *money { format::money(*most) } else { format::number(*most) };
                fill(self.too_much, &[field, bound, &most])
            }
            DeskError::Flow(FlowError::Promised(texts)) => fill(self.promised, &[&texts.join("、")]),
            DeskError::Flow(FlowError::NoOwner) => self.no_owner.to_owned(),
            DeskError::Clearing(ClearingError::NoReason) => self.no_reason.to_owned(),
            DeskError::Clearing(ClearingError::NotLater) => self.not_later.to_owned(),
            DeskError::Clearing(ClearingError::Open(count)) => fill(self.not_cleared, &[count]),
            DeskError::Clearing(ClearingError::NotHanded) => self.not_handed.to_owned(),
            DeskError::Store(error) => self.store_sentence(error),
        }
    }

    /// An error of the store as a sentence.
    #[must_use]
    pub fn store_sentence(&self, error: &StoreError) -> String {
        match error {
            StoreError::Quota => self.quota.to_owned(),
            StoreError::Blocked => self.blocked.to_owned(),
            StoreError::Closed => self.closed.to_owned(),
            StoreError::Corrupt(fault) => fill(self.corrupt, &[&fault.what]),
            StoreError::Newer { .. } => self.newer.to_owned(),
            StoreError::Timeout => self.timeout.to_owned(),
            StoreError::Cancelled | StoreError::Superseded => self.cancelled.to_owned(),
            StoreError::Other { message, .. } => fill(self.other, &[message]),
        }
    }
}
