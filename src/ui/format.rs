//! Numbers, amounts, spans and sizes as people read them, and back. Pure: dates in words are in `dates`.

use std::fmt::Write;

use super::texts::time::Time;
use super::texts::{Lang, fill};

/// Milliseconds in a minute.
pub const MINUTE: u64 = 60_000;
/// Milliseconds in an hour.
pub const HOUR: u64 = 60 * MINUTE;
/// Milliseconds in a day.
pub const DAY: u64 = 24 * HOUR;

/// A whole number in groups of three: `12,408`.
#[must_use]
pub fn count(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if n < 0 {
        out.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// An amount of fen: `¥268.00`, `-¥12,680.50`.
#[must_use]
pub fn money(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}¥{}.{:02}", count(i64::try_from(fen / 100).unwrap_or(i64::MAX)), fen % 100)
}

/// An amount of fen as it is typed: `268.00`.
#[must_use]
pub fn money_input(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.unsigned_abs() / 100, fen.unsigned_abs() % 100)
}

/// A number kept in thousandths: `12.5`.
#[must_use]
pub fn number(thousandths: i64) -> String {
    let sign = if thousandths < 0 { "-" } else { "" };
    let (whole, part) = (thousandths.unsigned_abs() / 1000, thousandths.unsigned_abs() % 1000);
    let mut out = format!("{sign}{whole}");
    if part > 0 {
        // Writing to a string cannot fail.
        let _ = write!(out, ".{part:03}");
        out.truncate(out.trim_end_matches('0').len());
    }
    out
}

/// Reads an amount in fen, as people type it: `268`, `¥1,268.5`, `１２．５元`.
#[must_use]
pub fn parse_money(text: &str) -> Option<i64> {
    parse_decimal(text, 2)
}

/// Reads a number in thousandths, as people type it.
#[must_use]
pub fn parse_number(text: &str) -> Option<i64> {
    parse_decimal(text, 3)
}

fn parse_decimal(text: &str, places: u32) -> Option<i64> {
    let plain: String = text.chars().filter_map(half_width).collect();
    let plain = plain.trim().trim_start_matches(['¥', '￥']).trim_end_matches('元').trim();
    let (negative, plain) = plain.strip_prefix('-').map_or((false, plain), |rest| (true, rest));
    let plain = plain.trim_start_matches(['¥', '￥']);
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    if (whole.is_empty() && part.is_empty()) || !(whole.bytes().chain(part.bytes())).all(|b| b.is_ascii_digit()) {
        return None;
    }
    if part.len() > places as usize {
        return None;
    }
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let part = part.bytes().chain(std::iter::repeat(b'0')).take(places as usize);
    let part = part.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    let sum = whole.checked_mul(10_i64.pow(places))?.checked_add(part)?;
    Some(if negative { -sum } else { sum })
}

/// The half-width form of a full-width digit or sign; none for a grouping comma.
fn half_width(c: char) -> Option<char> {
    match c {
        ',' | '，' => None,
        '。' => Some('.'),
        '−' => Some('-'),
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0),
        _ => Some(c),
    }
}

/// A size in bytes: `640 B`, `3.2 MB`.
#[must_use]
pub fn size(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1000 => return format!("{bytes} B"),
        1000..1_000_000 => (1000, "KB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    let tenths = bytes * 10 / unit;
    if tenths >= 100 { format!("{} {name}", tenths / 10) } else { format!("{}.{} {name}", tenths / 10, tenths % 10) }
}

/// A span of milliseconds in at most two units: `1 小时 12 分`, `2 天 3 小时`, `40 秒`.
#[must_use]
pub fn span(millis: u64, lang: Lang) -> String {
    let t = Time::of(lang);
    let (large, small) = match millis {
        DAY.. => ((t.days, millis / DAY), (t.hours, millis % DAY / HOUR)),
        HOUR..DAY => ((t.hours, millis / HOUR), (t.minutes, millis % HOUR / MINUTE)),
        MINUTE..HOUR => ((t.minutes, millis / MINUTE), (t.seconds, 0)),
        _ => ((t.seconds, millis / 1000), (t.seconds, 0)),
    };
    let mut out = fill(large.0, &[&large.1]);
    if small.1 > 0 {
        out.push(' ');
        out.push_str(&fill(small.0, &[&small.1]));
    }
    out
}

/// How a deadline stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Passed.
    Late,
    /// Within two hours.
    Soon,
    /// Later.
    Later,
}

impl Due {
    /// How a deadline at `at` stands at `now`, both in milliseconds.
    #[must_use]
    pub fn of(at: u64, now: u64) -> Self {
        match at.checked_sub(now) {
            None => Self::Late,
            Some(0..=7_200_000) => Self::Soon,
            Some(_) => Self::Later,
        }
    }

    /// The value of `data-due` and `data-tone`: `late`, `soon` or nothing.
    #[must_use]
    pub const fn tone(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Soon => "soon",
            Self::Later => "",
        }
    }
}

/// `还剩 1 小时 12 分`, `超时 25 分`.
#[must_use]
pub fn left(at: u64, now: u64, lang: Lang) -> String {
    let t = Time::of(lang);
    fill(if at < now { t.late } else { t.left }, &[&span(at.abs_diff(now).max(MINUTE), lang)])
}

/// `25 分前`, `刚刚`.
#[must_use]
pub fn ago(at: u64, now: u64, lang: Lang) -> String {
    let (t, passed) = (Time::of(lang), now.saturating_sub(at));
    if passed < MINUTE { t.just_now.to_owned() } else { fill(t.ago, &[&span(passed, lang)]) }
}

/// The local day of a moment, in days since 1970; `offset` is the local time's lead over UTC in minutes.
#[must_use]
pub fn day(at: u64, offset: i32) -> i64 {
    local(at, offset).div_euclid(DAY.cast_signed())
}

/// The local time of day: `09:05`.
#[must_use]
pub fn time_of_day(at: u64, offset: i32) -> String {
    let minutes = local(at, offset).rem_euclid(DAY.cast_signed()) / MINUTE.cast_signed();
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn local(at: u64, offset: i32) -> i64 {
    at.cast_signed().saturating_add(i64::from(offset) * MINUTE.cast_signed())
}

/// How a day is best named from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Near {
    /// 今天
    Today,
    /// 明天
    Tomorrow,
    /// 昨天
    Yesterday,
    /// By its weekday: two to six days ahead.
    Week,
    /// By month and day.
    Far,
}

/// How `day` is best named on `today`, both in days since 1970.
#[must_use]
pub const fn near(day: i64, today: i64) -> Near {
    match day - today {
        0 => Near::Today,
        1 => Near::Tomorrow,
        -1 => Near::Yesterday,
        2..=6 => Near::Week,
        _ => Near::Far,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_amounts() {
        assert_eq!([0, 999, 1000, -12_408_000].map(count), ["0", "999", "1,000", "-12,408,000"]);
        assert_eq!([26_800, 5, -1_268_050].map(money), ["¥268.00", "¥0.05", "-¥12,680.50"]);
        assert_eq!([12_500, 12_000, -5, 1_050].map(number), ["12.5", "12", "-0.005", "1.05"]);
        assert_eq!(money(i64::MIN), "-¥92,233,720,368,547,758.08");
    }

    #[test]
    fn what_people_type_is_read() {
        let read =
            ["268", "¥1,268.5", "１２．５元", "-3", ".5", "", "-", "1.234", "12a", "1.2.3", "99999999999999999999"];
        let fen = [Some(26_800), Some(126_850), Some(1_250), Some(-300), Some(50), None, None, None, None, None, None];
        assert_eq!(read.map(parse_money), fen);
        assert_eq!(parse_number("1.234"), Some(1_234));
        for fen in [0, 5, 26_800, -1_268_050] {
            assert_eq!(parse_money(&money_input(fen)), Some(fen));
            assert_eq!(parse_money(&money(fen)), Some(fen));
        }
    }

    #[test]
    fn spans_have_two_units() {
        let cn = |ms| span(ms, Lang::ZhCn);
        assert_eq!(cn(72 * MINUTE), "1 小时 12 分");
        assert_eq!(cn(2 * HOUR), "2 小时");
        assert_eq!(cn(51 * HOUR + 59 * MINUTE), "2 天 3 小时");
        assert_eq!(cn(40_000), "40 秒");
        assert_eq!(span(72 * MINUTE, Lang::En), "1 h 12 min");
    }

    #[test]
    fn deadlines_speak() {
        assert_eq!(left(72 * MINUTE, 0, Lang::ZhCn), "还剩 1 小时 12 分");
        assert_eq!(left(0, 25 * MINUTE, Lang::ZhCn), "超时 25 分");
        assert_eq!(left(0, 1, Lang::ZhCn), "超时 1 分");
        assert_eq!([0, 1, 2 * HOUR + 1, 2 * HOUR + 2].map(|at| Due::of(at, 1).tone()), ["late", "soon", "soon", ""]);
        assert_eq!(ago(0, 25 * MINUTE, Lang::ZhTw), "25 分前");
    }

    #[test]
    fn days_are_local() {
        let shanghai = 480;
        assert_eq!(day(16 * HOUR, shanghai), 1);
        assert_eq!(day(16 * HOUR - 1, shanghai), 0);
        assert_eq!(day(HOUR, -480), -1);
        assert_eq!(time_of_day(9 * HOUR + 5 * MINUTE, shanghai), "17:05");
        assert_eq!([0, 1, -1, 2, 6, 7, -2].map(|day| near(day, 0)), {
            use Near::{Far, Today, Tomorrow, Week, Yesterday};
            [Today, Tomorrow, Yesterday, Week, Week, Far, Far]
        });
    }

    #[test]
    fn sizes_have_units() {
        assert_eq!([640, 3_240_000, 46_000_000].map(size), ["640 B", "3.2 MB", "46 MB"]);
    }
}
