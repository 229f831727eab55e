//! Time limits and calendars in words: spans, days, how a limit was reckoned. Pure, so that it is tested natively; times
//! are those of the calendar, not of the device.

use super::format;
use super::texts::limits::LimitTexts;
use super::texts::{Lang, fill};
use crate::model::calendar::{Calendar, Sort, Special, day_text};
use crate::model::limits::{Deadline, Step, explain};
use crate::model::span::Span;

/// `4 个工作小时`, `到第 1 个工作日 10:30`: how long a limit gives.
#[must_use]
pub fn span_words(span: Span, lang: Lang) -> String {
    let t = LimitTexts::of(lang);
    match span {
        Span::Minutes(0) => t.at_once.to_owned(),
        Span::Minutes(n) => fill(t.minutes, &[&n]),
        Span::Hours(n) => fill(t.hours, &[&n]),
        Span::Days(n) => fill(t.days, &[&n]),
        Span::WorkingHours(n) => fill(t.working_hours, &[&n]),
        Span::WorkingDays(n) => fill(t.working_days, &[&n]),
        Span::At(time) => fill(t.until, &[&time]),
        Span::DaysAt(1, time) => fill(t.next_day, &[&time]),
        Span::DaysAt(n, time) => fill(t.days_at, &[&n, &time]),
        Span::WorkingDaysAt(n, time) => fill(t.working_days_at, &[&n, &time]),
        Span::Weekday(day, time) => {
            let mut until = weekday(day, lang).to_owned();
            until.push(' ');
            until.push_str(&time.to_string());
            fill(t.until, &[&until])
        }
    }
}

/// A span in words; the text as it is when it is none.
#[must_use]
pub fn span_text(text: &str, lang: Lang) -> String {
    text.parse().map_or_else(|_| text.to_owned(), |span| span_words(span, lang))
}

/// `UTC+08:00`, for minutes ahead of UTC.
#[must_use]
pub fn zone_name(minutes: i32) -> String {
    let sign = if minutes < 0 { "UTC−" } else { "UTC+" };
    [sign, &format::time_of_day(u64::from(minutes.unsigned_abs()) * format::MINUTE, 0)].concat()
}

/// Whether a limit counts working time or working days.
#[must_use]
pub fn is_working(span: Span) -> bool {
    matches!(span, Span::WorkingHours(_) | Span::WorkingDays(_) | Span::WorkingDaysAt(..))
}

/// `周一` for 0.
#[must_use]
pub fn weekday(day: u8, lang: Lang) -> &'static str {
    LimitTexts::of(lang).weekdays.split(' ').nth(usize::from(day)).unwrap_or_default()
}

/// `11月20日 周五`, of a day counted from 1 January 1970.
#[must_use]
pub fn day_words(day: i64, lang: Lang) -> String {
    let t = LimitTexts::of(lang);
    let text = day_text(day);
    let part = |at: usize| text.get(at..at + 2).and_then(|part| part.parse::<usize>().ok()).unwrap_or(1);
    let month = t.months.split(' ').nth(part(5).saturating_sub(1)).unwrap_or_default();
    fill(t.date, &[&month, &part(8), &weekday(Calendar::weekday(day), lang)])
}

/// `11月20日 周五 16:00`.
#[must_use]
pub fn moment_words(at: u64, calendar: &Calendar, lang: Lang) -> String {
    [&*day_words(calendar.day_number(at), lang), " ", &format::time_of_day(at, calendar.offset)].concat()
}

/// `11月20日 周五 16:00–18:00`, or both moments in full.
fn range_words(from: u64, to: u64, calendar: &Calendar, lang: Lang) -> String {
    let begin = moment_words(from, calendar, lang);
    if calendar.day_number(from) == calendar.day_number(to) {
        [&*begin, "–", &format::time_of_day(to, calendar.offset)].concat()
    } else {
        fill(LimitTexts::of(lang).to, &[&begin, &moment_words(to, calendar, lang)])
    }
}

/// Days from the first to the last one, or the one day.
#[must_use]
pub fn days_words(first: i64, last: i64, lang: Lang) -> String {
    let begin = day_words(first, lang);
    if first == last { begin } else { fill(LimitTexts::of(lang).to, &[&begin, &day_words(last, lang)]) }
}

/// How a limit came to end when it does, one sentence a step. The calendar must be the one by which it runs.
#[must_use]
pub fn sentences(deadline: &Deadline<'_>, calendar: &Calendar, lang: Lang) -> Vec<String> {
    let t = LimitTexts::of(lang);
    let span = deadline.limit.within.parse::<Span>().ok();
    let moment = |at: u64| moment_words(at, calendar, lang);
    let length = |millis: u64| format::span(millis, lang);
    let sentence = |step: &Step<'_>| match *step {
        Step::Began { at } if span == Some(Span::Minutes(0)) => fill(t.began_at_once, &[&moment(at)]),
        Step::Began { at } => {
            let given = span.map(|span| span_words(span, lang)).unwrap_or_default();
            let plain =
                matches!(span, Some(Span::At(_) | Span::DaysAt(..) | Span::WorkingDaysAt(..) | Span::Weekday(..)));
            fill(if plain { t.began_until } else { t.began }, &[&moment(at), &given])
        }
        Step::Ran { from, to } => fill(t.ran, &[&length(to - from), &moment(to)]),
        Step::Worked { from, to, left: 0 } => {
            fill(t.worked_last, &[&range_words(from, to, calendar, lang), &length(to - from)])
        }
        Step::Worked { from, to, left } => {
            fill(t.worked, &[&range_words(from, to, calendar, lang), &length(to - from), &length(left)])
        }
        Step::Day { day, nth } => fill(t.nth_day, &[&nth, &day_words(day, lang)]),
        Step::Skipped { first, last, name: "" } => fill(t.not_worked, &[&days_words(first, last, lang)]),
        Step::Skipped { first, last, name } => fill(t.holiday, &[&days_words(first, last, lang), &name]),
        Step::At { at } => fill(t.at, &[&moment(at)]),
        Step::Paused { from, to, added: 0, .. } => fill(t.paused_idle, &[&range_words(from, to, calendar, lang)]),
        Step::Paused { from, to, added, due } => {
            fill(t.paused, &[&range_words(from, to, calendar, lang), &length(added), &moment(due)])
        }
        Step::Stands { since } => fill(t.stands, &[&moment(since)]),
        Step::Due { at } if deadline.paused.is_some() => fill(t.due_stands, &[&moment(at)]),
        Step::Due { at } => fill(t.due, &[&moment(at)]),
    };
    explain(deadline, calendar).iter().map(sentence).collect()
}

/// Special days in a row that are alike.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Run {
    /// The first of them, counted from 1 January 1970.
    pub first: i64,
    /// The last of them.
    pub last: i64,
    /// Holidays or make-up days.
    pub sort: Sort,
    /// What they are called.
    pub name: String,
}

/// The special days from a day on, those in a row that are alike together.
#[must_use]
pub fn runs(special: &[Special], from: i64) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for Special { day, sort, name } in special.iter().filter(|special| special.day >= from) {
        match runs.last_mut() {
            Some(run) if run.last + 1 == *day && run.sort == *sort && run.name == *name => run.last = *day,
            _ => runs.push(Run { first: *day, last: *day, sort: *sort, name: name.clone() }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::calendar::parse_day;
    use crate::model::kind::{Limit, LimitFrom};

    fn limit(within: &str) -> Limit {
        Limit {
            id: "l".into(),
            name: "解决".into(),
            from: LimitFrom::Opened,
            within: within.into(),
            until: Vec::new(),
            answer: false,
            when: None,
            priority: Vec::new(),
            grade: Vec::new(),
            pauses: true,
            pauses_in: Vec::new(),
            warn: Vec::new(),
            escalate: Vec::new(),
        }
    }

    fn told(within: &str, since: &str, pauses: &[(&str, &str)], lang: Lang) -> Vec<String> {
        let china = Calendar::china();
        let at = |text: &str| china.parse_moment(text).unwrap();
        let limit = limit(within);
        let due = within.parse::<Span>().unwrap().due(at(since), &china);
        let pauses = pauses.iter().map(|(from, to)| (at(from), at(to))).collect();
        let deadline = Deadline { limit: &limit, since: at(since), due, met: None, paused: None, pauses };
        sentences(&deadline, &china, lang)
    }

    #[test]
    fn working_hours_are_told_shift_by_shift_over_the_weekend() {
        assert_eq!(
            told("4wh", "2026-11-20 16:00", &[], Lang::ZhCn),
            [
                "从 11月20日 周五 16:00 起算，限 4 个工作小时",
                "11月20日 周五 16:00–18:00 上班，计 2 小时，还差 2 小时",
                "11月21日 周六 至 11月22日 周日 不上班，跳过",
                "11月23日 周一 09:00–11:00 上班，计 2 小时，时限用完",
                "到期：11月23日 周一 11:00",
            ]
        );
    }

    #[test]
    fn working_days_name_the_holiday_and_pauses_are_told() {
        let said = told("1wd", "2026-09-30 10:00", &[("2026-09-30 12:00", "2026-09-30 14:00")], Lang::ZhCn);
        assert_eq!(said[1], "10月1日 周四 至 10月7日 周三 国庆节放假，跳过");
        assert_eq!(said[2], "第 1 个工作日：10月8日 周四");
        assert_eq!(said[4], "9月30日 周三 12:00–14:00 等待，停表，顺延 2 小时，改到 10月8日 周四 12:00");
        let night = told("4wh", "2026-11-20 10:00", &[("2026-11-20 19:00", "2026-11-20 20:00")], Lang::ZhTw);
        assert!(night.iter().any(|said| said.contains("不順延")), "{night:?}");
    }

    #[test]
    fn other_spans_and_english() {
        assert_eq!(
            told("72h", "2026-11-20 10:00", &[], Lang::En)[1],
            "Runs on by the clock for 3 d, until Mon 23 Nov 10:00"
        );
        assert_eq!(
            told("thu 17:00", "2026-11-20 10:00", &[], Lang::ZhCn),
            [
                "从 11月20日 周五 10:00 起算，到下一个 周四 17:00",
                "到这一刻为止：11月26日 周四 17:00",
                "到期：11月26日 周四 17:00"
            ]
        );
        let words = |text: &str| span_words(text.parse().unwrap(), Lang::ZhCn);
        assert_eq!(
            ["30m", "3d", "5wd", "15:00", "+1d 15:00", "+2d 15:00", "+1wd 10:30"].map(words),
            ["30 分钟", "3 天", "5 个工作日", "下一个 15:00", "次日 15:00", "2 天后 15:00", "第 1 个工作日 10:30"]
        );
        assert_eq!(span_text("sun 09:00", Lang::En), "the next Sun 09:00");
        assert_eq!(span_text("x", Lang::En), "x");
        assert!(is_working(Span::WorkingDays(1)) && !is_working(Span::Days(1)));
    }

    #[test]
    fn holidays_in_a_row_are_one_line() {
        let china = Calendar::china();
        let runs = runs(&china.special, parse_day("2026-09-21").unwrap());
        let told: Vec<String> = runs.iter().map(|run| days_words(run.first, run.last, Lang::ZhCn)).collect();
        assert_eq!(told, ["9月25日 周五 至 9月27日 周日", "10月1日 周四 至 10月7日 周三", "10月10日 周六"]);
        assert_eq!(runs[2].sort, Sort::Work(None));
    }
}
