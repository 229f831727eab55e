//! Papers.

texts! {
    /// Papers.
    pub struct PaperTexts {
        choose: "单据", "單據", "Paper";
        general: "工单全记录", "工單全紀錄", "The whole ticket";
        copies: "份数", "份數", "Copies";
        one: "一份", "一份", "One";
        two: "两份", "兩份", "Two";
        phones: "显示完整电话", "顯示完整電話", "Show whole telephone numbers";
        phones_barred: "您的角色不能查看完整电话。", "您的角色不能檢視完整電話。", "Your role does not see whole telephone numbers.";
        copy: "复制为文字", "複製為文字", "Copy as text";
        first: "第一联　存根（本单位留存）", "第一聯　存根（本單位留存）", "First copy: for our file";
        second: "第二联　回执（交对方留存）", "第二聯　回執（交對方留存）", "Second copy: to hand over";
        cut: "沿虚线裁开", "沿虛線裁開", "Cut along the line";
        number: "单号", "單號", "No.";
        printed: "打印时间：{} · 打印人：{}", "列印時間：{} · 列印人：{}", "Printed {} by {}";
        opened: "受理时间", "受理時間", "Opened";
        kind: "类别", "類別", "Kind";
        subject: "标题", "標題", "Subject";
        customer: "客户", "客戶", "Customer";
        phone: "电话", "電話", "Phone";
        room: "房号/地址", "房號/地址", "Room, address";
        channel: "渠道", "管道", "Channel";
        state: "状态", "狀態", "State";
        priority: "优先级", "優先級", "Priority";
        first_owner: "首问人", "首問人", "First owner";
        owner: "负责人", "負責人", "Owner";
        due: "时限", "時限", "Due";
        log: "办理经过", "辦理經過", "What was done";
        gone: "这张工单不在本机，可能已被撤销。", "這張工單不在本機，可能已被復原。", "This ticket is not on this device; it may have been taken back.";
        sign_handler: "经办人", "經辦人", "Handled by";
        sign_customer: "客户", "客戶", "Customer";
        with_phones: "显示电话并打印", "顯示電話並列印", "Print with numbers";
        without_phones: "遮住电话打印", "遮住電話列印", "Print without numbers";
        choose_phones: "这张单子上有客户电话。上门的师傅要联系客户，就选“显示电话”（会记下是谁看的）；给别人看的选“遮住电话”。", "這張單子上有客戶電話。上門的師傅要聯絡客戶，就選「顯示電話」（會記下是誰看的）；給別人看的選「遮住電話」。", "There is a telephone number on this paper. Whoever visits the customer needs it (who saw it is recorded); for others leave it out.";
        told: "{} · 已告知{}", "{} · 已告知{}", "{}, told {}";
    }
}
