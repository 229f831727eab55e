//! Guided calls.

texts! {
    /// Guided calls.
    pub struct GuideTexts {
        title: "引导", "引導", "Guided calls";
        about: "一步一步走完一通电话：每一步该说什么、注意什么、限多少时间，走过的路记进工单。", "一步一步走完一通電話：每一步該說什麼、注意什麼、限多少時間，走過的路記進工單。", "A call step by step: what to say, what to watch and how long it may take. The way is recorded in the ticket.";
        for_kind: "适合这张工单", "適合這張工單", "For this ticket";
        for_all: "全部引导", "全部引導", "All guides";
        find: "找引导：名称、手册包、拼音", "找引導：名稱、手冊包、拼音", "Find a guide by name or pack";
        others: "其他引导（{}）", "其他引導（{}）", "Other guides ({})";
        none_found: "没有这样的引导，换个词试试。", "沒有這樣的引導，換個詞試試。", "No guide has these words.";
        none: "还没有引导", "還沒有引導", "No guides yet";
        none_about: "手册包自带引导，请到 设置 › 手册包 安装；组长也可以自己新建。", "手冊包自帶引導，請到 設定 › 手冊包 安裝；組長也可以自己新建。", "Handbook packs bring them: Settings › Packs. A lead can make one, too.";
        go_on: "继续：{}", "繼續：{}", "Go on: {}";
        start: "开始", "開始", "Begin";
        steps: "{} 步", "{} 步", "{} {step|steps}";
        gone: "没有这份引导", "沒有這份引導", "There is no such guide";
        gone_step: "这份引导刚被修改，原来的这一步已经没有了。请重新开始，或放弃并写明原因。", "這份引導剛被修改，原來的這一步已經沒有了。請重新開始，或放棄並寫明原因。", "The guide has been changed and no longer has this step. Begin anew, or give it up with a reason.";
        nth: "第 {} 步", "第 {} 步", "Step {}";
        say: "可以这样说", "可以這樣說", "What to say";
        say_of: "第 {} 种，共 {} 种", "第 {} 種，共 {} 種", "{} of {}";
        other: "换一种说法", "換一種說法", "Say it otherwise";
        fill_in: "记下来", "記下來", "Write it down";
        later: "以下内容建单后再填：{}", "以下內容建單後再填：{}", "To be filled in once the ticket is taken: {}";
        choose: "接下来", "接下來", "What now";
        back: "上一步", "上一步", "Back a step";
        leave: "先离开，回来再走", "先離開，回來再走", "Leave it for now";
        give_up: "放弃引导", "放棄引導", "Give it up";
        why: "为什么不走了", "為什麼不走了", "Why it is given up";
        finish: "结束并记入工单", "結束並記入工單", "End, record it in the ticket";
        to_capture: "去建单，带上通话经过", "去建單，帶上通話經過", "Take the ticket, with this call";
        no_ticket: "不建单，结束", "不建單，結束", "End without a ticket";
        minutes: "回到工单时记一笔 {} 分钟的通话", "回到工單時記一筆 {} 分鐘的通話", "Then note a call of {} {minute|minutes}";
        path: "走过的步骤", "走過的步驟", "The way so far";
        way: "走过的步骤", "走過的步驟", "The way";
        went_back: "退回", "退回", "back";
        did_walk: "按“{}”走完引导，{} 步，用时 {}", "按「{}」走完引導，{} 步，用時 {}", "walked through “{}”: {} {step|steps} in {}";
        did_abandon: "中途放弃引导“{}”，走了 {} 步，用时 {}", "中途放棄引導「{}」，走了 {} 步，用時 {}", "gave up “{}” after {} {step|steps}, {}";
        over_by: "{}超 {}", "{}超 {}", "{}: over by {}";
        timed: "{}：{}（限 {}）", "{}：{}（限 {}）", "{}: {} (limit {})";
        version: "引导版本：{}", "引導版本：{}", "The guide as of {}";
        left: "还剩 {}", "還剩 {}", "{} left";
        near: "快到时间，还剩 {}", "快到時間，還剩 {}", "Nearly over: {} left";
        over: "已超 {}", "已超 {}", "Over by {}";
        edit: "修改引导", "修改引導", "Edit the guide";
        moved_on: "转到引导“{}”", "轉到引導「{}」", "Went over to “{}”";
        waiting: "会带上通话经过：{}", "會帶上通話經過：{}", "This call goes with it: {}";
        drop: "不带", "不帶", "Leave it out";
        begin: "按引导通话", "按引導通話", "Guided call";
        name: "名称", "名稱", "Name";
        what_for: "用在什么时候", "用在什麼時候", "What it is for";
        step_title: "标题", "標題", "Title";
        note: "要注意什么", "要注意什麼", "What to watch";
        scripts: "这一步说的话术", "這一步說的話術", "Scripts of this step";
        add_script: "加一条话术：标题、代码、拼音", "加一條話術：標題、代碼、拼音", "Add a script: title or code";
        asks: "回答记进哪些字段", "回答記進哪些欄位", "Fields the answers are written to";
        add_field: "加一个字段", "加一個欄位", "Add a field";
        timer: "计时名称", "計時名稱", "What is timed";
        limit: "限多少秒", "限多少秒", "Seconds";
        through: "走到后面的步骤也接着计时", "走到後面的步驟也接著計時", "Goes on in the steps that follow";
        stops: "到这一步停的计时", "到這一步停的計時", "Clocks that end here";
        stops_clock: "停：{}", "停：{}", "ends: {}";
        choice: "选择 {}", "選擇 {}", "Choice {}";
        leads_to: "走到", "走到", "Leads to";
        add_choice: "加一个选择", "加一個選擇", "Add a choice";
        add_step: "加一步", "加一步", "Add a step";
        remove_step: "删去这一步", "刪去這一步", "Remove this step";
        is_end: "没有选择的一步就是结束。", "沒有選擇的一步就是結束。", "A step without choices is an end.";
        first: "从这一步开始", "從這一步開始", "It begins here";
        faults: "还不能保存，请先改好 {} 处：", "還不能儲存，請先改好 {} 處：", "It cannot be saved yet; {} {fault|faults}:";
        archive: "归档", "封存", "Archive";
        restore: "恢复使用", "恢復使用", "Use again";
        archived: "已归档", "已封存", "Archived";
        new_step: "新的一步", "新的一步", "New step";
        made: "自建", "自建", "made here";
        make: "新建引导", "新建引導", "New guide";
        make_copy: "照这份另建", "照這份另建", "Copy as a new one";
        copy_of: "{}（副本）", "{}（副本）", "{} (copy)";
        opening: "接起电话", "接起電話", "Answer the call";
        closing: "致谢结束", "致謝結束", "Thank and end";
        on: "下一步", "下一步", "Go on";
        steps_title: "步骤", "步驟", "Steps";
        of_pack: "属于哪个手册包", "屬於哪個手冊包", "Pack";
        of_kinds: "用在哪些流程", "用在哪些流程", "For which kinds";
        of_kinds_about: "都不选，就每种工单都能用。", "都不選，就每種工單都能用。", "None chosen: for all of them.";
        of_chapter: "出自手册哪一章", "出自手冊哪一章", "Chapter of the handbook";
        choices: "{} 个选择", "{} 個選擇", "{} {choice|choices}";
        choice_hint: "客户怎么说，或者出现什么情况", "客戶怎麼說，或者出現什麼情況", "What the customer says, or what comes about";
        to_new_step: "＋ 新的一步", "＋ 新的一步", "＋ A new step";
        gone_target: "（已删去的一步）", "（已刪去的一步）", "(a step removed)";
        an_end: "结束", "結束", "An end";
        is_first: "开始", "開始", "Start";
        up: "往前移", "往前移", "Move up";
        down: "往后移", "往後移", "Move down";
        unreachable: "没有哪一步通到这里，请在别的步骤里加一个通到它的选择。", "沒有哪一步通到這裡，請在別的步驟裡加一個通到它的選擇。", "No step leads here; add a choice that does.";
        dead_end: "从这一步走不到结束，请加一个通向结束的选择。", "從這一步走不到結束，請加一個通向結束的選擇。", "No way leads from here to an end; add a choice that does.";
        leads_nowhere: "通向的一步已经删去了，请另选一步。", "通向的一步已經刪去了，請另選一步。", "The step it leads to was removed; choose another.";
        versions: "历次版本 · {}", "歷次版本 · {}", "Versions · {}";
        save_first: "有改动还没保存。恢复以前的版本，请先保存或取消。", "有改動還沒儲存。還原以前的版本，請先儲存或取消。", "There are changes not saved. Save or cancel them before restoring a version.";
    }
}

/// A span on a clock: minutes and seconds.
#[must_use]
pub fn clock(seconds: u64) -> String {
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    let two = |n: u64| if n < 10 { ["0", &n.to_string()].concat() } else { n.to_string() };
    if minutes < 60 {
        return [&minutes.to_string(), ":", &two(seconds)].concat();
    }
    [&(minutes / 60).to_string(), ":", &two(minutes % 60), ":", &two(seconds)].concat()
}

#[cfg(test)]
mod tests {
    use super::clock;

    #[test]
    fn spans_stand_as_on_a_clock() {
        assert_eq!([0, 9, 75, 3_599, 3_661].map(clock), ["0:00", "0:09", "1:15", "59:59", "1:01:01"]);
    }
}
