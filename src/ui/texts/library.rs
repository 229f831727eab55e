//! The library of scripts: groups, one script, its versions, suggestions, importing.

use crate::model::script::Stage;

texts! {
    /// The library of scripts: groups, one script, its versions, suggestions, importing.
    pub struct LibraryTexts {
        find: "找话术：代码、拼音、几个字", "找話術：代碼、拼音、幾個字", "Find a script: code, sound, words";
        groups: "话术分组", "話術分組", "Groups of scripts";
        all: "全部", "全部", "All";
        team: "团队新增", "團隊新增", "Made by the team";
        own: "我的话术", "我的話術", "My own";
        archived: "已归档", "已封存", "Archived";
        suggestions: "待审建议", "待審建議", "Suggestions";
        my_suggestions: "我提的建议", "我提的建議", "My suggestions";
        manage_groups: "整理分组", "整理分組", "Arrange the groups";
        count: "{} 条话术", "{} 條話術", "{} {script|scripts}";
        count_suggestions: "{} 条建议", "{} 條建議", "{} {suggestion|suggestions}";
        create: "新话术", "新話術", "New script";
        none_open: "选一条话术", "選一條話術", "Choose a script";
        none_open_about: "左边是全部话术。打开一条可以看答法、步骤和来源，复制或修改。随处按 / 也能找。", "左邊是全部話術。打開一條可以看答法、步驟和來源，複製或修改。隨處按 / 也能找。", "All scripts stand at the left. Open one to read, copy or change it. Press / anywhere to find one.";
        none: "这里还没有话术", "這裡還沒有話術", "No scripts here yet";
        none_about: "把常用的说法写成话术，以后两下就能发出去。", "把常用的說法寫成話術，以後兩下就能發出去。", "Write down what you often say, and send it in two keystrokes.";
        none_found: "没有找到", "沒有找到", "Nothing found";
        none_found_about: "换个说法，或者只输入一两个字。", "換個說法，或者只輸入一兩個字。", "Try other or fewer words.";
        no_suggestions: "没有待答复的建议", "沒有待答覆的建議", "No suggestions";
        no_suggestions_about: "同事对团队话术的修改建议会出现在这里。", "同事對團隊話術的修改建議會出現在這裡。", "What colleagues suggest to change in scripts appears here.";
        gone: "这条话术不在了", "這條話術不在了", "This script is not here";
        gone_about: "可能被撤销了，或者还没有同步到这台设备。", "可能被復原了，或者還沒有同步到這台裝置。", "It was taken back, or has not come to this device yet.";
        of_pack: "手册包：{}", "手冊包：{}", "Pack: {}";
        is_own: "只有我能看到", "只有我能看到", "Only I see it";
        content: "内容", "內容", "Content";
        versions: "版本", "版本", "Versions";
        question: "客户会问", "客戶會問", "The customer asks";
        customer_says: "客户：“{}”", "客戶：「{}」", "Customer: “{}”";
        insert_place: "插入会自动填好的内容：", "插入會自動填好的內容：", "Insert what is filled in by itself:";
        caret_here: "光标停在这里", "游標停在這裡", "the cursor stops here";
        answers: "可以这样说", "可以這樣說", "What to say";
        steps: "处理步骤", "處理步驟", "What to do";
        never: "别这样", "別這樣", "What not to do";
        always: "通用", "通用", "Always";
        when: "什么情况下用", "什麼情況下用", "When it holds";
        when_hint: "留空就是通用，如：运费险、商城店", "留空就是通用，如：運費險、商城店", "Empty for always";
        text: "说法", "說法", "Words";
        text_hint: "可用 {customer}、{order} 等占位，{|} 表示光标停在哪里", "可用 {customer}、{order} 等佔位，{|} 表示游標停在哪裡", "With places such as {customer} or {order}; {|} is where the cursor stops";
        add_answer: "再加一种说法", "再加一種說法", "Another way to say it";
        remove_answer: "去掉这种说法", "去掉這種說法", "Remove these words";
        up: "上移", "上移", "Move up";
        down: "下移", "下移", "Move down";
        code: "代码", "代碼", "Code";
        code_hint: "留空就用标题的拼音首字母", "留空就用標題的拼音首字母", "Empty: the initials of the title's sound";
        title: "标题", "標題", "Title";
        new_group: "新建分组", "新增分組", "New group";
        groups_of: "分组", "分組", "Groups";
        stage: "通话阶段", "通話階段", "Stage";
        channels: "渠道", "管道", "Channels";
        any_channel: "所有渠道", "所有管道", "All channels";
        fits: "适用的工单", "適用的工單", "Tickets it fits";
        fits_all: "所有工单", "所有工單", "All tickets";
        any_state: "所有状态", "所有狀態", "Any state";
        add_kind: "加一个流程", "加一個流程", "Add a kind";
        source: "来源", "來源", "Source";
        lines_hint: "一行一条", "一行一條", "One a line";
        whose: "放在哪里", "放在哪裡", "Where it goes";
        for_team: "团队话术", "團隊話術", "The team's scripts";
        new_title: "新话术", "新話術", "New script";
        edit_title: "修改话术", "修改話術", "Change a script";
        suggest_title: "建议修改", "建議修改", "Suggest a change";
        suggested: "修改建议", "修改建議", "Suggested change";
        suggest: "提交建议", "提交建議", "Suggest";
        why: "为什么这样改", "為什麼這樣改", "Why";
        why_hint: "组长会看到，比如：客户常误会“三天到账”", "組長會看到，比如：客戶常誤會「三天到帳」", "A lead reads it";
        discard: "放弃修改", "放棄修改", "Discard";
        placeholders: "可用的占位：{}", "可用的佔位：{}", "Places that can be filled: {}";
        unknown_place: "“{}”没有可以填的内容，客户会看到原样的括号。", "「{}」沒有可以填的內容，客戶會看到原樣的括號。", "Nothing fills “{}”.";
        loose_brace: "有一个 {1} 或 {2} 没有配对。", "有一個 {1} 或 {2} 沒有配對。", "A brace {1} or {2} has no partner.";
        missing_title: "请写标题。", "請寫標題。", "Give it a title.";
        missing_code: "请写代码。", "請寫代碼。", "Give it a code.";
        missing_text: "至少写一种说法，不能留空。", "至少寫一種說法，不能留空。", "Write at least one way to say it.";
        archive: "归档", "封存", "Archive";
        bring_back: "恢复使用", "恢復使用", "Use it again";
        is_archived: "已归档，不再出现在查找里", "已封存，不再出現在尋找裡", "Archived: it is not found any more";
        uses: "使用情况（近两三个月）", "使用情況（近兩三個月）", "Use in the last months";
        no_uses: "还没有人用过。", "還沒有人用過。", "Nobody has used it yet.";
        used_by: "谁", "誰", "Who";
        copied: "复制", "複製", "Copied";
        written: "写入", "寫入", "Written";
        solved: "用后解决", "用後解決", "Solved after";
        total: "合计", "合計", "Total";
        now: "现在的版本", "現在的版本", "As it is now";
        first: "最初的版本", "最初的版本", "The first version";
        compare: "和现在比", "和現在比", "Compare with now";
        compare_last: "和上一版比", "和上一版比", "Compare with the one before";
        restore: "恢复这一版", "還原這一版", "Restore";
        before: "原来", "原來", "Before";
        after: "改后", "改後", "After";
        no_difference: "内容一样。", "內容一樣。", "There is no difference.";
        nothing: "（空）", "（空）", "(empty)";
        accept: "采纳", "採納", "Take up";
        decline: "不采纳", "不採納", "Decline";
        because: "说明原因", "說明原因", "Why not";
        because_hint: "不采纳要写原因，提建议的同事会看到", "不採納要寫原因，提建議的同事會看到", "To decline, say why: whoever suggested it reads this";
        withdraw: "收回建议", "收回建議", "Withdraw";
        open: "待答复", "待答覆", "Open";
        accepted: "已采纳", "已採納", "Taken up";
        declined: "未采纳", "未採納", "Declined";
        withdrawn: "已收回", "已收回", "Withdrawn";
        by_at: "{} · {}", "{} · {}", "{} · {}";
        new_script: "建议新增话术", "建議新增話術", "A new script";
        conflict: "两个人同时改了“{}”，两种都在。选一个：", "兩個人同時改了「{}」，兩種都在。選一個：", "Two people changed “{}” at once. Choose one:";
        as_written: "照原文复制", "照原文複製", "Copy as written";
        source_hint: "手册里的章节", "手冊裡的章節", "A chapter of the handbook";
        pictures: "图片", "圖片", "Pictures";
        drop_pictures: "把图片拖到这里，或点击选择（每张最大 5 MB）", "把圖片拖到這裡，或點選選擇（每張最大 5 MB）", "Drop pictures here, or click to choose (5 MB each at most)";
        import_title: "导入话术表格", "匯入話術表格", "Import a table of scripts";
        export_table: "导出为表格", "匯出為表格", "Export as a table";
        import_about: "CSV 或 TXT，第一行是列名。一行一种说法；同代码同标题的多行合成一条话术。和团队里同代码同标题的会更新，不会重复。先试再导，有一处问题就一条都不导。", "CSV 或 TXT，第一行是欄名。一行一種說法；同代碼同標題的多行合成一條話術。和團隊裡同代碼同標題的會更新，不會重複。先試再匯，有一處問題就一條都不匯。", "CSV or TXT, names in the first row. One way of saying it a row; rows of the same code and title are one script, and change the team's script of that code and title. All or nothing.";
        drop_table: "把 CSV 或 TXT 文件拖到这里，或点击选择（最大 5 MB）", "把 CSV 或 TXT 檔案拖到這裡，或點選選擇（最大 5 MB）", "Drop a CSV or TXT file here, or click to choose one (5 MB at most)";
        import_all: "导入", "匯入", "Import";
        skip: "不导入", "不匯入", "Not imported";
        would: "可以导入：新增 {} 条，更新 {} 条，{} 条没有变化。", "可以匯入：新增 {} 條，更新 {} 條，{} 條沒有變化。", "Ready: {} new, {} changed, {} as they are.";
        new_groups: "会新建分组：{}。", "會新建分組：{}。", "New groups: {}.";
        problems: "{} 处问题，还不能导入：", "{} 處問題，還不能匯入：", "{} {problem|problems}; nothing can be imported yet:";
        more_problems: "还有 {} 处。", "還有 {} 處。", "And {} more.";
        in_line: "第 {} 行：{}", "第 {} 行：{}", "Line {}: {}";
        no_stage: "没有叫“{}”的通话阶段。", "沒有叫「{}」的通話階段。", "There is no stage “{}”.";
        no_channel: "没有叫“{}”的渠道。", "沒有叫「{}」的管道。", "There is no channel “{}”.";
        broken_row: "从这一行起表格坏了，多半是引号没有配对。", "從這一行起表格壞了，多半是引號沒有配對。", "The table is broken from here on; a quote may have no partner.";
        stage_greet: "问候", "問候", "Greeting";
        stage_identify: "核对身份", "核對身分", "Identify";
        stage_listen: "倾听", "傾聽", "Listen";
        stage_restate: "复述确认", "複述確認", "Restate";
        stage_hold: "请稍候", "請稍候", "Hold";
        stage_answer: "答复", "答覆", "Answer";
        stage_solve: "解决", "解決", "Solve";
        stage_promise: "承诺", "承諾", "Promise";
        stage_close: "结束", "結束", "Close";
        stage_outbound: "外呼", "外撥", "Outbound";
        stage_any: "任何时候", "任何時候", "Any time";
    }
}

impl LibraryTexts {
    /// What a stage is called.
    #[must_use]
    pub const fn stage_name(&self, stage: Stage) -> &'static str {
        match stage {
            Stage::Greet => self.stage_greet,
            Stage::Identify => self.stage_identify,
            Stage::Listen => self.stage_listen,
            Stage::Restate => self.stage_restate,
            Stage::Hold => self.stage_hold,
            Stage::Answer => self.stage_answer,
            Stage::Solve => self.stage_solve,
            Stage::Promise => self.stage_promise,
            Stage::Close => self.stage_close,
            Stage::Outbound => self.stage_outbound,
            Stage::Any => self.stage_any,
        }
    }

    /// How a suggestion stands.
    #[must_use]
    pub fn state_name(&self, state: &str) -> &'static str {
        match state {
            "accepted" => self.accepted,
            "declined" => self.declined,
            "withdrawn" => self.withdrawn,
            _ => self.open,
        }
    }
}
