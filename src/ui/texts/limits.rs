//! Time limits in words: their spans, and how they were reckoned.

texts! {
    /// Time limits in words: their spans, and how they were reckoned.
    pub struct LimitTexts {
        minutes: "{} 分钟", "{} 分鐘", "{} {minute|minutes}";
        hours: "{} 小时", "{} 小時", "{} {hour|hours}";
        days: "{} 天", "{} 天", "{} {day|days}";
        working_hours: "{} 个工作小时", "{} 個工作小時", "{} working {hour|hours}";
        working_days: "{} 个工作日", "{} 個工作日", "{} working {day|days}";
        until: "下一个 {}", "下一個 {}", "the next {}";
        next_day: "次日 {}", "隔日 {}", "{} the next day";
        days_at: "{} 天后 {}", "{} 天後 {}", "{1}, {0} {day|days} later";
        working_days_at: "第 {} 个工作日 {}", "第 {} 個工作日 {}", "{1} on working day {0}";
        weekdays: "周一 周二 周三 周四 周五 周六 周日", "週一 週二 週三 週四 週五 週六 週日", "Mon Tue Wed Thu Fri Sat Sun";
        months: "1 2 3 4 5 6 7 8 9 10 11 12", "1 2 3 4 5 6 7 8 9 10 11 12", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";
        date: "{0}月{1}日 {2}", "{0}月{1}日 {2}", "{2} {1} {0}";
        began: "从 {} 起算，限 {}", "從 {} 起算，限 {}", "From {}, within {}";
        began_until: "从 {} 起算，到{}", "從 {} 起算，到{}", "From {} until {}";
        ran: "连续计时 {}，不分上下班，到 {}", "連續計時 {}，不分上下班，到 {}", "Runs on by the clock for {}, until {}";
        worked: "{} 上班，计 {}，还差 {}", "{} 上班，計 {}，還差 {}", "{} worked: {} counted, {} to go";
        worked_last: "{} 上班，计 {}，时限用完", "{} 上班，計 {}，時限用完", "{} worked: {} counted, time is up";
        nth_day: "第 {} 个工作日：{}", "第 {} 個工作日：{}", "Working day {}: {}";
        to: "{} 至 {}", "{} 至 {}", "{} to {}";
        not_worked: "{} 不上班，跳过", "{} 不上班，跳過", "{}: no work, passed over";
        holiday: "{} {}放假，跳过", "{} {}放假，跳過", "{}: {}, passed over";
        at: "到这一刻为止：{}", "到這一刻為止：{}", "Until {}";
        paused: "{} 等待，停表，顺延 {}，改到 {}", "{} 等待，停錶，順延 {}，改到 {}", "{} waiting, the clock stood still: {} added, now until {}";
        paused_idle: "{} 等待，停表；其间不上班，不顺延", "{} 等待，停錶；其間不上班，不順延", "{} waiting, outside working time: nothing added";
        stands: "{} 起在等待，已停表；等待结束后接着算", "{} 起在等待，已停錶；等待結束後接著算", "Waiting since {}: the clock stands still until that ends";
        due: "到期：{}", "到期：{}", "Due {}";
        due_stands: "若没有停表，到期：{}", "若沒有停錶，到期：{}", "Due {} had the clock not stopped";
        why: "为什么是这个时间", "為什麼是這個時間", "Why this time";
        limits: "时限", "時限", "Time limits";
        no_limits: "这张工单没有时限。", "這張工單沒有時限。", "This ticket has no time limits.";
        working_time: "工作时间", "工作時間", "working time";
        met: "{} 按时完成", "{} 按時完成", "kept {}";
        met_late: "{} 完成，超时 {}", "{} 完成，逾時 {}", "done {}, {} late";
        stopped: "停表", "停錶", "stopped";
        tells: "提醒和上报", "提醒和上報", "Who is told when";
        warns: "提前 {} 提醒{}（{}）", "提前 {} 提醒{}（{}）", "{} before: the {} ({})";
        escalates: "超时 {} 上报{}（{}）", "逾時 {} 上報{}（{}）", "{} late: up to the {} ({})";
        owner: "负责人", "負責人", "owner";
        owner_and: "负责人和{}", "負責人和{}", "owner and {}";
        must_escalate: "“{}”超时 {}，应上报{}", "「{}」逾時 {}，應上報{}", "“{}” is {} late: take it up to the {}";
        escalate: "上报", "上報", "Take it up";
        escalate_to: "上报给", "上報給", "To";
        proposal: "处理建议", "處理建議", "Proposal";
        proposal_hint: "您建议怎么办，需要对方决定什么", "您建議怎麼辦，需要對方決定什麼", "What you propose, and what is to be decided";
        did_escalate: "上报{}，附处理建议", "上報{}，附處理建議", "took it up to the {} with a proposal";
        did_postpone: "延到 {} 再办", "延到 {} 再辦", "put it off until {}";
        at_once: "到点为止", "到點為止", "that very moment";
        began_at_once: "以约定的时间为准：{}", "以約定的時間為準：{}", "The time agreed: {}";
        proposed: "已上报{}，等待决定", "已上報{}，等待決定", "With the {} to decide";
    }
}
