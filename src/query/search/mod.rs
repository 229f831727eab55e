//! The language of the search box: words, and what a ticket is, has and when.
//!
//! `状态:处理中 受理:我 超时 类型:退款 本周 "原话" -词` — what is typed becomes a [`Query`], read in all three languages of the
//! app at once; what is no known term stays a word. [`Query::text`] writes it out again in one language, so that a saved
//! view keeps its meaning.

pub mod complete;
pub mod marks;
mod parse;
#[cfg(test)]
mod tests;
mod write;

pub use parse::parse;

/// What a person looks for: all of its parts must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Query {
    /// The parts in the order in which they were typed.
    pub parts: Vec<Part>,
}

/// One part of a query.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Part {
    /// It must not hold.
    pub not: bool,
    /// What.
    pub what: What,
}

/// What a part asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// A text that occurs; `exact` as it was quoted: not by its sound.
    Text {
        /// The text as typed.
        text: String,
        /// Quoted.
        exact: bool,
    },
    /// Something a ticket is.
    Is(Is),
    /// A field with one of these values, names or ids as typed.
    Has(Field, Vec<String>),
    /// When.
    When(Moment, Days),
}

/// Things that a ticket is or is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Is {
    /// Somebody has something to do; what is solved waits for its last step.
    Open,
    /// Nothing is left to do.
    Done,
    /// Finished for good.
    Closed,
    /// Somebody else must act.
    Waiting,
    /// Past due.
    Late,
    /// With an open promise.
    Promised,
    /// Nobody's yet.
    Unassigned,
    /// With values on which two people disagree.
    Conflict,
    /// A repeat contact on the same matter (A15).
    Repeat,
}

/// Fields that are asked for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The state.
    State,
    /// The kind.
    Kind,
    /// The owner.
    Owner,
    /// The first owner (A15).
    First,
    /// The channel.
    Channel,
    /// The priority.
    Priority,
    /// A tag.
    Tag,
    /// The customer: name, telephone number, room.
    Customer,
}

/// Which moment of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// When it was opened.
    Opened,
    /// When it was changed last.
    Changed,
    /// When something is due.
    Due,
}

/// A span of days, in the desk's own time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Days {
    /// Today.
    Today,
    /// Yesterday.
    Yesterday,
    /// Tomorrow.
    Tomorrow,
    /// From Monday to Sunday.
    ThisWeek,
    /// The week before.
    LastWeek,
    /// This month.
    ThisMonth,
    /// The month before.
    LastMonth,
    /// From a day to a day, both included, counted from 1 January 1970.
    Between(i64, i64),
}

/// A language of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Tongue {
    /// Simplified Chinese.
    Simplified,
    /// Traditional Chinese.
    Traditional,
    /// English.
    English,
}

/// The words of a term: in the three languages, then what else people type for it.
type Words = ([&'static str; 3], &'static [&'static str]);

const FIELDS: [(Field, Words); 8] = [
    (Field::State, (["状态", "狀態", "state"], &["status"])),
    (Field::Kind, (["类型", "類型", "kind"], &["type", "种类", "類別"])),
    (Field::Owner, (["受理", "受理", "owner"], &["负责", "負責", "负责人", "負責人", "受理人"])),
    (Field::First, (["首问", "首問", "first"], &["首接"])),
    (Field::Channel, (["渠道", "管道", "channel"], &["via"])),
    (Field::Priority, (["优先", "優先", "priority"], &["优先级", "優先級", "優先順序"])),
    (Field::Tag, (["标签", "標籤", "tag"], &[])),
    (Field::Customer, (["客户", "客戶", "customer"], &["顾客", "顧客", "业主", "業主"])),
];

const MOMENTS: [(Moment, Words); 3] = [
    (Moment::Opened, (["登记", "登記", "opened"], &["受理时间", "受理時間", "created"])),
    (Moment::Changed, (["更新", "更新", "changed"], &["updated"])),
    (Moment::Due, (["到期", "到期", "due"], &["时限", "時限"])),
];

const IS: [(Is, Words); 9] = [
    (Is::Open, (["未办结", "未辦結", "unfinished"], &["未完成", "is:open"])),
    (Is::Done, (["已办结", "已辦結", "finished"], &["已完成", "is:done"])),
    (Is::Closed, (["已关闭", "已關閉", "closed"], &["is:closed"])),
    (Is::Waiting, (["等待中", "等待中", "waiting"], &["is:waiting"])),
    (Is::Late, (["超时", "逾時", "overdue"], &["逾期", "超時", "is:late"])),
    (Is::Promised, (["承诺", "承諾", "promised"], &["有承诺", "有承諾", "is:promised"])),
    (Is::Unassigned, (["无人", "無人", "unassigned"], &["待分派", "is:unassigned"])),
    (Is::Conflict, (["不一致", "不一致", "conflict"], &["冲突", "衝突", "is:conflict"])),
    (Is::Repeat, (["重复来电", "重複來電", "repeated"], &["重复", "重複", "is:repeat"])),
];

const DAYS: [(Days, Words); 7] = [
    (Days::Today, (["今天", "今天", "today"], &["今日"])),
    (Days::Yesterday, (["昨天", "昨天", "yesterday"], &["昨日"])),
    (Days::Tomorrow, (["明天", "明天", "tomorrow"], &["明日"])),
    (Days::ThisWeek, (["本周", "本週", "this-week"], &["这周", "這週", "本星期"])),
    (Days::LastWeek, (["上周", "上週", "last-week"], &["上星期"])),
    (Days::ThisMonth, (["本月", "本月", "this-month"], &["这个月", "這個月"])),
    (Days::LastMonth, (["上月", "上月", "last-month"], &["上个月", "上個月"])),
];

/// What the one at the desk is called.
pub const ME: [&str; 3] = ["我", "我", "me"];
/// What nobody is called.
pub const NOBODY: [&str; 3] = ["无人", "無人", "nobody"];
/// The priorities, the least urgent first.
pub const PRIORITIES: [[&str; 3]; 4] =
    [["不急", "不急", "low"], ["普通", "普通", "normal"], ["优先", "優先", "high"], ["紧急", "緊急", "urgent"]];

/// The term that a word stands for, in any language.
fn term<T: Copy>(table: &[(T, Words)], word: &str) -> Option<T> {
    let is = |(names, others): &Words| names.iter().chain(*others).any(|name| name.eq_ignore_ascii_case(word));
    table.iter().find(|(_, words)| is(words)).map(|(term, _)| *term)
}

/// The word for a term.
fn word<T: PartialEq>(table: &[(T, Words)], term: &T, tongue: Tongue) -> &'static str {
    table.iter().find(|(other, _)| other == term).map_or("", |(_, (names, _))| names[tongue as usize])
}

impl Days {
    /// The first and the last day, counted from 1 January 1970, when today is so many.
    #[must_use]
    pub fn range(self, today: i64) -> (i64, i64) {
        use crate::model::calendar::Calendar;
        let monday = today - i64::from(Calendar::weekday(today));
        let month = |day: i64| {
            let (first, next) = month_of(day);
            (first, next - 1)
        };
        match self {
            Self::Today => (today, today),
            Self::Yesterday => (today - 1, today - 1),
            Self::Tomorrow => (today + 1, today + 1),
            Self::ThisWeek => (monday, monday + 6),
            Self::LastWeek => (monday - 7, monday - 1),
            Self::ThisMonth => month(today),
            Self::LastMonth => month(month_of(today).0 - 1),
            Self::Between(from, to) => (from.min(to), from.max(to)),
        }
    }
}

/// The first day of a day's month, and of the month after.
fn month_of(day: i64) -> (i64, i64) {
    use crate::model::calendar::day_text;
    let of_month = |day: i64| day_text(day).rsplit('-').next().and_then(|text| text.parse::<i64>().ok()).unwrap_or(1);
    let first = day - of_month(day) + 1;
    let next = (first + 28..=first + 31).find(|next| of_month(*next) == 1).unwrap_or(first + 31);
    (first, next)
}
