//! Opening the app, the first run, and who is at the desk.

texts! {
    /// Opening the app, the first run, and who is at the desk.
    pub struct Starting {
        crashed: "程序遇到了错误，已停止写入，已保存的记录都在。请刷新页面继续。", "程式遇到了錯誤，已停止寫入，已儲存的紀錄都在。請重新整理頁面繼續。", "The app has met a fault and has stopped writing. What was saved is safe. Reload the page to go on.";
        rescue: "把全部数据存成文件", "把全部資料存成檔案", "Save all data to a file";
        reload: "刷新页面", "重新整理頁面", "Reload the page";
        not_fetched: "这一页还没有下载到本机。请联网后重试，已保存的记录不受影响。", "這一頁還沒有下載到本機。請連網後重試，已儲存的紀錄不受影響。", "This page has not been downloaded yet. Go online and try again; what is saved is safe.";
        again: "重试", "重試", "Try again";
        damaged: "有一条记录无法读取，已原样保留：{}", "有一筆紀錄無法讀取，已原樣保留：{}", "One record cannot be read and was left as it is: {}";
        in_memory: "浏览器没有给出数据库：现在的内容只保存在内存里，关闭标签页就没有了。请不要用无痕模式，或换一个浏览器。", "瀏覽器沒有提供資料庫：目前的內容只存在記憶體裡，關閉分頁就沒有了。請不要用無痕模式，或換一個瀏覽器。", "The browser gives no database: everything is in memory only and goes when the tab is closed. Leave private mode, or use another browser.";
        clock_ahead: "有记录的时间比本机快 {}。请检查各台设备的时钟，顺序仍然正确。", "有紀錄的時間比本機快 {}。請檢查各台裝置的時鐘，順序仍然正確。", "Some records are {} ahead of this device's clock. Check the clocks; nothing is out of order.";
        welcome: "首问", "首問", "Shouwen";
        claim: "谁先接，谁负责到底。一张打开就能用的客服工作台。", "誰先接，誰負責到底。一張打開就能用的客服工作台。", "The first one asked owns the answer. A customer-service desk that works as soon as it is open.";
        kept_here: "所有记录保存在这台电脑的浏览器里，断网也能用。", "所有紀錄保存在這台電腦的瀏覽器裡，斷網也能用。", "Everything is kept in this browser and works offline.";
        language: "语言", "語言", "Language";
        who: "您是谁", "您是誰", "Who you are";
        name: "姓名", "姓名", "Name";
        name_hint: "例如 张敏", "例如 張敏", "e.g. Zhang Min";
        number: "工号", "工號", "Agent number";
        number_hint: "例如 A07，会写进工单号", "例如 A07，會寫進工單號", "e.g. A07; becomes part of ticket numbers";
        firm: "单位名称", "單位名稱", "Firm";
        firm_hint: "话术和单据里用到，可以以后再填", "話術和單據裡用到，可以以後再填", "Used in scripts and papers; can wait";
        packs: "选择手册包", "選擇手冊包", "Choose handbook packs";
        packs_about: "流程、时限、话术都来自手册包，可多选，以后也能增减。", "流程、時限、話術都來自手冊包，可多選，以後也能增減。手冊包以簡體寫成，顯示時自動轉為台灣用語。", "Flows, time limits and scripts come from packs, which are written in Chinese. Choose one or more; you can change this later.";
        with_samples: "同时载入示例工单（每个手册包约五十张），先看看用起来的样子", "同時載入範例工單（每個手冊包約五十張），先看看用起來的樣子", "Also load sample tickets (about fifty for each pack), to see a desk at work";
        samples_go: "示例可以随时一次清除，不影响您自己的记录。", "範例可以隨時一次清除，不影響您自己的紀錄。", "They can be removed at once, any time, without touching your own records.";
        begin: "开始使用", "開始使用", "Start";
        preparing: "正在准备……", "正在準備……", "Getting ready…";
        join: "加入团队", "加入團隊", "Join a team";
        restore: "从备份文件恢复", "從備份檔還原", "Restore from a backup";
        pack_failed: "手册包没有取到。请检查网络后重试。", "手冊包沒有取到。請檢查網路後重試。", "The pack could not be fetched. Check the network and try again.";
        waiting: "另一个标签页还开着旧版本的首问。请关闭那个标签页，这里会自动继续，数据不受影响。", "另一個分頁還開著舊版本的首問。請關閉那個分頁，這裡會自動繼續，資料不受影響。", "Another tab still has an older Shouwen open. Close it and this one goes on by itself; your data is safe.";
        name_needed: "请先填写您的姓名，它会写在您办的每张工单上。", "請先填寫您的姓名，它會寫在您辦的每張工單上。", "Please enter your name first; it stands on every ticket you work.";
        choose_pack: "请至少选择一个手册包。", "請至少選擇一個手冊包。", "Choose at least one pack.";
        who_is_here: "现在是谁在岗？", "現在是誰在崗？", "Who is at the desk?";
        switch: "换人", "換人", "Switch person";
        switch_about: "按数字键选择；各人的草稿互不影响。", "按數字鍵選擇；各人的草稿互不影響。", "Press a digit. Everybody's drafts are their own.";
        pin: "请输入 {} 的 PIN", "請輸入 {} 的 PIN", "PIN of {}";
        leave: "离岗锁定", "離崗鎖定", "Leave the desk";
        offline: "离线", "離線", "Offline";
        on_device: "本机已存 {} 张工单和台账记录", "本機已存 {} 張工單和台帳紀錄", "{} {ticket or register entry|tickets and register entries} on this device";
        desk_time: "时间按 {} 显示", "時間按 {} 顯示", "Times are {}";
        pack_service: "综合服务热线", "綜合服務熱線", "Service desk";
        pack_service_about: "电信、广电、教育、网站等服务台：咨询、投诉、故障报修、建议、突发事件", "電信、廣電、教育、網站等服務台：諮詢、投訴、故障報修、建議、突發事件", "Telecom, TV, education, web: consultations, complaints, faults, suggestions, emergencies";
        pack_ecommerce: "网店与平台", "網店與平台", "Shops and platforms";
        pack_ecommerce_about: "退款、退换货、快递跟踪、破损丢失、中差评、维权、售前", "退款、退換貨、快遞追蹤、破損遺失、中差評、維權、售前", "Refunds, returns, parcels, damage, reviews, rights cases, leads";
        pack_property: "物业与养老", "物業與養老", "Property management";
        pack_property_about: "报修、投诉、入住装修迁出、突发事件，钥匙、访客、巡视等台账", "報修、投訴、入住裝修遷出、突發事件，鑰匙、訪客、巡視等台帳", "Repairs, complaints, move-in and fit-out, emergencies; keys, visitors, patrols";
        pack_logistics: "物流", "物流", "Logistics";
        pack_logistics_about: "货损货差理赔、延误、窜货、上楼服务、查件", "貨損貨差理賠、延誤、竄貨、上樓服務、查件", "Claims, delays, mixed shipments, carrying upstairs, tracing";
        sample_banner: "这里有示例数据。", "這裡有範例資料。", "There is sample data here. ";
        sample_remove: "清除示例", "清除範例", "Remove it";
        sample_removed: "示例数据已清除", "範例資料已清除", "Sample data removed";
    }
}
