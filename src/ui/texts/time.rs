//! Words of times and spans.

texts! {
    /// Words of times and spans.
    pub struct Time {
        today: "今天 {}", "今天 {}", "today {}";
        tomorrow: "明天 {}", "明天 {}", "tomorrow {}";
        yesterday: "昨天 {}", "昨天 {}", "yesterday {}";
        days: "{} 天", "{} 天", "{} d";
        hours: "{} 小时", "{} 小時", "{} h";
        minutes: "{} 分", "{} 分", "{} min";
        seconds: "{} 秒", "{} 秒", "{} s";
        left: "还剩 {}", "還剩 {}", "{} left";
        late: "超时 {}", "逾時 {}", "{} late";
        ago: "{}前", "{}前", "{} ago";
        just_now: "刚刚", "剛剛", "just now";
    }
}
