//! Days and times in the forms that people and programs write.

use super::half_width;
use crate::model::calendar::{Calendar, DAY, MINUTE, day_text, parse_day};

const SECOND: u64 = 1000;
/// The day a spreadsheet counts as 0, in days since 1970.
const SHEET_EPOCH: i64 = -25_569;

/// What was read.
enum Reading {
    /// A moment, in milliseconds.
    Instant(u64),
    /// A day and perhaps a time.
    Local {
        day: i64,
        since_midnight: Option<u64>,
        /// Ahead of UTC in minutes, when it was said.
        zone: Option<i32>,
    },
}

/// A day as `2026-11-22`: from `2026/11/22`, `2026.11.22`, `2026年11月22日`, `20261122`, a spreadsheet's day number, or
/// any form of a moment.
#[must_use]
pub fn day(text: &str, calendar: &Calendar) -> Option<String> {
    match reading(text)? {
        Reading::Instant(millis) => Some(calendar.day(millis)),
        Reading::Local { day, .. } => Some(day_text(day)),
    }
}

/// A moment in milliseconds: a day as above, with a time such as `9:05`, `09:05:30.5`, `下午3点05分`, `3:05 PM`, in the
/// team's own time unless it says `Z` or `+08:00`; or Unix seconds or milliseconds. A day alone is its midnight.
#[must_use]
pub fn moment(text: &str, calendar: &Calendar) -> Option<u64> {
    match reading(text)? {
        Reading::Instant(millis) => Some(millis),
        Reading::Local { day, since_midnight, zone } => {
            let since = since_midnight.unwrap_or(0);
            match zone {
                Some(offset) => Some(Calendar::idle(offset).moment(day, since)),
                None => Some(calendar.moment(day, since)),
            }
        }
    }
}

/// A time of day as `16:30`: from `16:30:59`, `下午4点半`, `4:30 pm` or a spreadsheet's part of a day.
#[must_use]
pub fn time_of_day(text: &str) -> Option<String> {
    let text = half_width(text);
    let since = match text.parse::<f64>() {
        Ok(part) if text.contains('.') && (0.0..1.0).contains(&part) => part_of_day(part),
        _ => match time(&text)? {
            (since, None) => since,
            _ => return None,
        },
    };
    (since < DAY).then(|| format!("{:02}:{:02}", since / (60 * MINUTE), since / MINUTE % 60))
}

fn reading(text: &str) -> Option<Reading> {
    let text = half_width(text);
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') && text.matches('.').count() < 2 {
        return number(&text);
    }
    let (year, rest) = number_before(&text, &["-", "/", ".", "年"])?;
    let (month, rest) = number_before(rest, &["-", "/", ".", "月"])?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (date, rest) = rest.split_at(digits);
    let day = civil(year, month, date)?;
    let rest = rest.strip_prefix(['日', '号', '號']).unwrap_or(rest);
    let rest = without_weekday(rest.trim_start());
    let rest = rest.strip_prefix('T').unwrap_or(rest).trim();
    if rest.is_empty() {
        return Some(Reading::Local { day, since_midnight: None, zone: None });
    }
    let (since, zone) = time(rest)?;
    (since < DAY).then_some(Reading::Local { day, since_midnight: Some(since), zone })
}

fn number(text: &str) -> Option<Reading> {
    let part = |range: std::ops::Range<usize>| text.get(range);
    let packed = |time: &[std::ops::Range<usize>]| {
        let day = civil(part(0..4)?, part(4..6)?, part(6..8)?)?;
        let mut since = 0;
        for (range, (limit, unit)) in time.iter().zip([(24, 60 * MINUTE), (60, MINUTE), (60, SECOND)]) {
            let n: u64 = part(range.clone())?.parse().ok()?;
            since += (n < limit).then_some(n)? * unit;
        }
        Some(Reading::Local { day, since_midnight: (!time.is_empty()).then_some(since), zone: None })
    };
    match (text.len(), text.contains('.')) {
        (8, false) => packed(&[]),
        (12, false) => packed(&[8..10, 10..12]),
        (14, false) => packed(&[8..10, 10..12, 12..14]),
        (10, false) => text.parse::<u64>().ok().filter(|n| *n >= 500_000_000).map(|n| Reading::Instant(n * SECOND)),
        (13, false) => text.parse::<u64>().ok().filter(|n| *n >= 500_000_000_000).map(Reading::Instant),
        _ => {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
            let days: i64 = whole.parse().ok().filter(|days| (20_000..80_000).contains(days))?;
            let part: f64 = if fraction.is_empty() { 0.0 } else { format!("0.{fraction}").parse().ok()? };
            let since = part_of_day(part);
            let since_midnight = (!fraction.is_empty()).then_some(since % DAY);
            let day = days + SHEET_EPOCH + i64::from(since == DAY);
            Some(Reading::Local { day, since_midnight, zone: None })
        }
    }
}

/// To the second, as spreadsheets show it.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn part_of_day(part: f64) -> u64 {
    (part * 86_400.0).round() as u64 * SECOND
}

fn civil(year: &str, month: &str, date: &str) -> Option<i64> {
    let plain = year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&date.len());
    let day = plain.then(|| parse_day(&format!("{year}-{month:0>2}-{date:0>2}")))??;
    ("1900".."2200").contains(&year).then_some(day)
}

/// The digits at the start of a text and what follows the separator behind them.
fn number_before<'t>(text: &'t str, separators: &[&str]) -> Option<(&'t str, &'t str)> {
    let (digits, rest) = text.split_at(text.bytes().take_while(u8::is_ascii_digit).count());
    let rest = separators.iter().find_map(|s| rest.strip_prefix(s))?;
    (!digits.is_empty()).then_some((digits, rest.trim_start()))
}

fn without_weekday(text: &str) -> &str {
    let named = ["星期", "周", "週"].iter().find_map(|name| text.strip_prefix(name));
    named.map_or(text, |rest| rest.trim_start_matches(['一', '二', '三', '四', '五', '六', '日', '天']).trim_start())
}

/// Milliseconds since midnight, and how far ahead of UTC if it says so.
fn time(text: &str) -> Option<(u64, Option<i32>)> {
    let lower = text.to_lowercase();
    let (mut text, mut half) = (lower.trim(), None);
    for (name, afternoon) in [
        ("上午", false),
        ("凌晨", false),
        ("早上", false),
        ("下午", true),
        ("晚上", true),
        ("中午", true),
        ("am", false),
        ("pm", true),
    ] {
        if let Some(rest) = text.strip_prefix(name).or_else(|| text.strip_suffix(name)) {
            (text, half) = (rest.trim(), Some(afternoon));
            break;
        }
    }
    let (text, zone) = zone(text)?;
    let (hours, rest) = number_before(text, &[":", "时", "時", "点", "點"])?;
    let (minutes, rest) = match rest {
        "" => ("0", ""),
        "半" => ("30", ""),
        rest => number_before(rest, &[":", "分"]).unwrap_or((rest, "")),
    };
    let seconds = rest.strip_suffix('秒').unwrap_or(rest);
    let (seconds, fraction) = seconds.split_once(['.', ',']).unwrap_or((seconds, ""));
    let hours: u64 = hours.parse().ok()?;
    let minutes: u64 = minutes.parse().ok()?;
    let seconds: u64 = if seconds.is_empty() { 0 } else { seconds.parse().ok()? };
    let millis: u64 = if fraction.is_empty() { 0 } else { format!("{fraction:0<3}").get(..3)?.parse().ok()? };
    let hours = match half {
        Some(true) if hours < 12 => hours + 12,
        Some(false) if hours == 12 => 0,
        _ => hours,
    };
    let valid = hours < 24 && minutes < 60 && seconds < 60;
    valid.then_some((hours * 60 * MINUTE + minutes * MINUTE + seconds * SECOND + millis, zone))
}

fn zone(text: &str) -> Option<(&str, Option<i32>)> {
    if let Some(text) = text.strip_suffix('z').or_else(|| text.strip_suffix("utc")) {
        return Some((text.trim_end(), Some(0)));
    }
    let Some(at) = text.rfind(['+', '-']) else { return Some((text, None)) };
    let digits = text[at + 1..].replace(':', "");
    let number: i32 = digits.parse().ok().filter(|_| matches!(digits.len(), 2 | 4))?;
    let minutes = if digits.len() == 2 { number * 60 } else { number / 100 * 60 + number % 100 };
    let sign = if text[at..].starts_with('-') { -1 } else { 1 };
    (minutes <= 14 * 60).then_some((text[..at].trim_end(), Some(sign * minutes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_all_usual_forms() {
        let china = Calendar::china();
        for text in [
            "2026-11-22",
            "2026/11/22",
            "2026.11.22",
            "2026年11月22日",
            "２０２６年１１月２２日",
            "2026-11-22 星期日",
            "2026年11月22号 周日 9:05",
            "20261122",
            "20261122090500",
            "46348",
            "46348.378472",
            "46347.999999",
            "2026-11-22T23:30:00",
            "1795276800",
            "1795276800000",
        ] {
            assert_eq!(day(text, &china).as_deref(), Some("2026-11-22"), "{text}");
        }
        assert_eq!(day("2026/1/2", &china).as_deref(), Some("2026-01-02"));
        for text in
            ["", "22/11/2026", "11/22", "2026-13-01", "2026-02-29", "26-11-22", "12", "昨天", "1.2.3", "2026-11-22 x"]
        {
            assert_eq!(day(text, &china), None, "{text}");
        }
    }

    #[test]
    fn moments_are_read_in_the_teams_time() {
        let china = Calendar::china();
        let five_past_nine = 1_795_309_500_000;
        for text in [
            "2026-11-22 9:05",
            "2026/11/22 09:05:00",
            "2026年11月22日 9时5分",
            "2026年11月22日9点05分",
            "2026-11-22 上午9:05",
            "2026-11-22 9:05 AM",
            "2026-11-22T01:05:00Z",
            "2026-11-22T01:05:00.000Z",
            "2026-11-22T09:05:00+08:00",
            "2026-11-21T20:05:00-0500",
            "202611220905",
            "46348.3784722222",
            "1795309500",
        ] {
            assert_eq!(moment(text, &china), Some(five_past_nine), "{text}");
        }
        assert_eq!(moment("2026-11-22", &china), Some(five_past_nine - 545 * MINUTE));
        assert_eq!(moment("2026-11-22 下午1点半", &china), Some(five_past_nine + 265 * MINUTE));
        assert_eq!(moment("2026-11-22 09:05:30.25", &china), Some(five_past_nine + 30_250));
        for text in ["2026-11-22 25:00", "2026-11-22 9:60", "2026-11-22 9", "9:05", "2026-11-22T09:05+99:00"] {
            assert_eq!(moment(text, &china), None, "{text}");
        }
    }

    #[test]
    fn times_of_day_are_read() {
        for (text, expected) in [
            ("16:30", Some("16:30")),
            ("9:05:59", Some("09:05")),
            ("下午4点半", Some("16:30")),
            ("12:05 am", Some("00:05")),
            ("0.6875", Some("16:30")),
            ("24:00", None),
            ("16", None),
            ("0.99999999", None),
        ] {
            assert_eq!(time_of_day(text).as_deref(), expected, "{text}");
        }
    }
}
