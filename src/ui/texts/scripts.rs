//! Looking for scripts and saying them.

texts! {
    /// Looking for scripts and saying them.
    pub struct ScriptTexts {
        hint: "代码、拼音首字母或几个字，如 thyf、退货 运费", "代碼、拼音首字母或幾個字，如 thyf、退貨 運費", "A code, letters of the sound or a few words";
        found: "找到的话术", "找到的話術", "Scripts found";
        nothing: "没有找到。换个说法，或只输入一两个字。", "沒有找到。換個說法，或只輸入一兩個字。", "Nothing found. Try other or fewer words.";
        none_yet: "还没有话术。手册包自带话术，请到 设置 › 手册包 安装。", "還沒有話術。手冊包自帶話術，請到 設定 › 手冊包 安裝。", "There are no scripts yet. Handbook packs bring them: Settings › Packs.";
        asked: "客户会问", "客戶會問", "The customer asks";
        say: "可以这样说", "可以這樣說", "What to say";
        do_this: "处理步骤", "處理步驟", "What to do";
        never: "别这样", "別這樣", "What not to do";
        other: "换一种说法", "換一種說法", "Say it otherwise";
        of: "第 {} 种，共 {} 种", "第 {} 種，共 {} 種", "{} of {}";
        fill: "还缺：{}。填上再用；再按一次就先空着用。", "還缺：{}。填上再用；再按一次就先空著用。", "Still missing: {}. Fill it in first, or press again to leave it open.";
        foot: "↑↓ 选择 · ↵ 复制 · ⇧↵ 写入工单 · PgDn 换说法 · Tab 填空 · Alt I 复制图片", "↑↓ 選擇 · ↵ 複製 · ⇧↵ 寫入工單 · PgDn 換說法 · Tab 填空 · Alt I 複製圖片", "↑↓ choose · ↵ copy · ⇧↵ into the ticket · PgDn other words · Tab fill in · Alt I copy the picture";
        no_ticket: "打开一张工单后才能写入。", "打開一張工單後才能寫入。", "Open a ticket first to write into it.";
        shop: "店铺", "店鋪", "Shop";
        order: "订单号", "訂單號", "Order";
        waybill: "运单号", "運單號", "Waybill";
        amount: "金额", "金額", "Amount";
        add: "加入", "加入", "Add";
        together: "已加入 {} 段 · 按 ↵ 一起复制，按 Ctrl ↵ 再加一段", "已加入 {} 段 · 按 ↵ 一起複製，按 Ctrl ↵ 再加一段", "{} {part|parts} of one message (↵ copies all, Ctrl ↵ adds)";
        agent: "客服姓名", "客服姓名", "Agent";
        agent_no: "工号", "工號", "Agent's number";
        phone: "电话", "電話", "Phone";
        number: "工单号", "工單號", "Ticket number";
        subject: "事由", "事由", "Subject";
        opened: "来电时间", "來電時間", "When it began";
        date: "日期", "日期", "Date";
        time: "时间", "時間", "Time";
        make: "存为话术", "存為話術", "Make it a script";
        copy_picture: "复制图片", "複製圖片", "Copy the picture";
        use_this: "用这个", "用這個", "Use this one";
        promise: "承诺时间", "承諾時間", "Promised time";
    }
}
