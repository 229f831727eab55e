//! The command palette and the person switch.

texts! {
    /// The command palette and the person switch.
    pub struct PaletteTexts {
        title: "搜索和命令", "搜尋和指令", "Search and commands";
        hint: "输入命令、工单号、客户或内容", "輸入指令、工單號、客戶或內容", "A command, a ticket number, a customer or words";
        results: "结果", "結果", "Results";
        foot: "↑↓ 选择 · ↵ 打开 · Esc 关闭", "↑↓ 選擇 · ↵ 開啟 · Esc 關閉", "↑↓ choose · ↵ open · Esc close";
        go: "前往 {}", "前往 {}", "Go to {}";
        theme_light: "浅色外观", "淺色外觀", "Light theme";
        theme_dark: "深色外观", "深色外觀", "Dark theme";
        theme_system: "外观随系统", "外觀隨系統", "Theme as the system";
        compact: "紧凑或宽松显示", "緊湊或寬鬆顯示", "Compact or roomy rows";
        language: "语言：{}", "語言：{}", "Language: {}";
        nothing: "没有相符的命令、工单或客户", "沒有相符的指令、工單或客戶", "No command, ticket or customer matches";
        pin_wrong: "PIN 不正确，请重新输入。", "PIN 不正確，請重新輸入。", "The PIN is wrong. Try again.";
        pin_digits: "只输入数字", "只輸入數字", "Digits only";
        has_pin: "需要 PIN", "需要 PIN", "asks for a PIN";
        at_desk: "在岗", "在崗", "at the desk";
        enter: "上岗", "上崗", "Sit down";
        nobody: "无人在岗", "無人在崗", "Nobody";
    }
}
