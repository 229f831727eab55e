//! Customers: finding, adding, the page of one.

use crate::model::change::Seen;

texts! {
    /// Customers: finding, adding, the page of one.
    pub struct CustomerTexts {
        find: "电话任意几位、姓名或房号", "電話任意幾碼、姓名或房號", "Any part of the number, a name or a room";
        find_label: "找客户", "找客戶", "Find a customer";
        matches: "相符的客户", "相符的客戶", "Matching customers";
        create: "新建客户", "新建客戶", "New customer";
        create_named: "新建客户“{}”", "新建客戶「{}」", "New customer “{}”";
        name: "姓名", "姓名", "Name";
        address_as: "称呼", "稱呼", "Form of address";
        mr: "先生", "先生", "Mr";
        ms: "女士", "女士", "Ms";
        phone: "电话", "電話", "Phone";
        phones: "电话", "電話", "Phones";
        room: "房号", "房號", "Room";
        address: "地址", "地址", "Address";
        grade: "等级", "等級", "Grade";
        grade_a: "A 重点", "A 重點", "A key";
        grade_b: "B 潜力", "B 潛力", "B promising";
        grade_c: "C 一般", "C 一般", "C usual";
        note: "备注", "備註", "Note";
        note_hint: "例如 晚七点后方便接电话", "例如 晚七點後方便接電話", "e.g. reachable after seven";
        need_one: "请填写姓名或电话。", "請填寫姓名或電話。", "Fill in a name or a number.";
        unnamed: "未留姓名", "未留姓名", "No name";
        open_count: "{} 张未结", "{} 張未結", "{} open";
        count: "{} 位客户", "{} 位客戶", "{} {customer|customers}";
        new_ticket: "为 TA 新建工单", "為 TA 新建工單", "New ticket for this customer";
        tickets: "全部工单", "全部工單", "All tickets";
        no_tickets: "还没有工单", "還沒有工單", "No tickets yet";
        history: "资料变更", "資料變更", "Changes";
        did_create: "建档", "建檔", "added the customer";
        did_set: "{} 改为 {}", "{} 改為 {}", "set {} to {}";
        did_clear: "清空了{}", "清空了{}", "cleared {}";
        did_undo: "撤销了操作", "復原了操作", "took something back";
        did_redact: "永久删除了内容", "永久刪除了內容", "removed content for good";
        did_look_screen: "查看了完整电话", "檢視了完整電話", "looked at the whole number";
        did_look_paper: "调出了带完整电话的单据", "調出了帶完整電話的單據", "opened a paper with the whole number";
        did_look_table: "导出了带完整电话的表格", "匯出了帶完整電話的表格", "exported a table with the whole number";
        did_other: "其他操作", "其他操作", "something else";
        by_sample: "示例数据", "範例資料", "Sample data";
        gone_content: "（内容已删除）", "（內容已刪除）", "(content removed)";
        add_phone: "加一个号码", "加一個號碼", "Add a number";
        edit_what: "修改{}", "修改{}", "Edit {}";
        remove_number: "删除这个号码", "刪除這個號碼", "Remove this number";
        empty: "未填", "未填", "empty";
        none_open: "从左边选一位客户", "從左邊選一位客戶", "Choose a customer on the left";
        none_open_about: "资料、全部工单和变更都在一页上。", "資料、全部工單和變更都在一頁上。", "Details, all tickets and all changes on one page.";
        none: "还没有客户", "還沒有客戶", "No customers yet";
        none_about: "接单时会顺手建档；也可以现在就添加一位，或导入表格。", "接單時會順手建檔；也可以現在就新增一位，或匯入表格。", "They are added while tickets are taken. Add one now, or import a table.";
        none_found: "没有相符的客户", "沒有相符的客戶", "No customer matches";
        none_found_about: "可以用这些内容新建一位。", "可以用這些內容新建一位。", "Add one with what you typed.";
        gone: "没有这位客户", "沒有這位客戶", "No such customer";
        gone_about: "可能已被撤销，或还没有同步到本机。", "可能已被復原，或還沒有同步到本機。", "Taken back, or not on this device yet.";
        both_stand: "两个人改了这一项，请选一个：", "兩個人改了這一項，請選一個：", "Two people changed this; choose one:";
    }
}

impl CustomerTexts {
    /// Where somebody saw whole numbers (C5).
    #[must_use]
    pub const fn did_look(&self, at: Seen) -> &'static str {
        match at {
            Seen::Screen => self.did_look_screen,
            Seen::Paper => self.did_look_paper,
            Seen::Table => self.did_look_table,
        }
    }

    /// What a grade is called (C2); another one is its own name.
    #[must_use]
    pub fn grade_name<'a>(&self, grade: &'a str) -> &'a str {
        match grade {
            "a" => self.grade_a,
            "b" => self.grade_b,
            "c" => self.grade_c,
            other => other,
        }
    }
}
