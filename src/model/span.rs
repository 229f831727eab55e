//! Spans: how long something may take, in running time, working time or until a time of day.
//!
//! The grammar is that of handbook packs: `30m`, `72h`, `15d` run on; `4wh` and `5wd` count working hours and working
//! days; `0m` is that very moment; `15:00` is the next 15:00, `+1d 15:00` and `+1wd 10:30` that time so many days or
//! working days on, and `thu 17:00` the next Thursday's 17:00. Times of day are the team's local ones.

use std::fmt;
use std::str::FromStr;

use super::calendar::{Calendar, DAY, MINUTE};

const HOUR: u64 = 60 * MINUTE;
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The largest count a span may have.
const MOST: u16 = 9_999;

/// A time of day, to the minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// A time of day, if there is such an hour and minute.
    #[must_use]
    pub fn new(hour: u16, minute: u16) -> Option<Self> {
        (hour < 24 && minute < 60).then_some(Self(hour * 60 + minute))
    }

    /// Minutes since midnight.
    #[must_use]
    pub fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// How long something may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    /// `30m`: minutes.
    Minutes(u16),
    /// `72h`: hours.
    Hours(u16),
    /// `15d`: days of the calendar, to the same time of day.
    Days(u16),
    /// `4wh`: working hours.
    WorkingHours(u16),
    /// `5wd`: to the same time of day so many working days later, or when work next begins if nobody works at that
    /// time; the day it starts on does not count.
    WorkingDays(u16),
    /// `15:00`: the next time it is that late, strictly after the start.
    At(TimeOfDay),
    /// `+1d 15:00`: that time, so many days after the day it starts on.
    DaysAt(u16, TimeOfDay),
    /// `+1wd 10:30`: that time, so many working days after the day it starts on.
    WorkingDaysAt(u16, TimeOfDay),
    /// `thu 17:00`: the next time it is that late on that weekday (0 is Monday), strictly after the start.
    Weekday(u8, TimeOfDay),
}

impl Span {
    /// When it ends, in milliseconds, if it starts at `from`.
    #[must_use]
    pub fn due(&self, from: u64, calendar: &Calendar) -> u64 {
        let today = calendar.day_number(from);
        let at = |day: i64, time: TimeOfDay| calendar.moment(day, u64::from(time.0) * MINUTE);
        match *self {
            Self::Minutes(n) => from.saturating_add(u64::from(n) * MINUTE),
            Self::Hours(n) => from.saturating_add(u64::from(n) * HOUR),
            Self::Days(n) => from.saturating_add(u64::from(n) * DAY),
            Self::WorkingHours(n) => calendar.due(from, u64::from(n) * HOUR),
            Self::WorkingDays(n) => {
                let same = calendar.moment(calendar.working_day_after(today, n), calendar.since_midnight(from));
                calendar.due(same, 0)
            }
            Self::At(time) => match at(today, time) {
                due if due > from => due,
                _ => at(today + 1, time),
            },
            Self::DaysAt(n, time) => at(today + i64::from(n), time),
            Self::WorkingDaysAt(n, time) => at(calendar.working_day_after(today, n), time),
            Self::Weekday(weekday, time) => {
                let day = today + (i64::from(weekday) - i64::from(Calendar::weekday(today))).rem_euclid(7);
                match at(day, time) {
                    due if due > from => due,
                    _ => at(day + 7, time),
                }
            }
        }
    }

    /// How many milliseconds it runs, if that is the same whenever it starts: minutes, hours and days.
    #[must_use]
    pub fn running(&self) -> Option<u64> {
        match *self {
            Self::Minutes(n) => Some(u64::from(n) * MINUTE),
            Self::Hours(n) => Some(u64::from(n) * HOUR),
            Self::Days(n) => Some(u64::from(n) * DAY),
            _ => None,
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Minutes(n) => write!(f, "{n}m"),
            Self::Hours(n) => write!(f, "{n}h"),
            Self::Days(n) => write!(f, "{n}d"),
            Self::WorkingHours(n) => write!(f, "{n}wh"),
            Self::WorkingDays(n) => write!(f, "{n}wd"),
            Self::At(time) => write!(f, "{time}"),
            Self::DaysAt(n, time) => write!(f, "+{n}d {time}"),
            Self::WorkingDaysAt(n, time) => write!(f, "+{n}wd {time}"),
            Self::Weekday(day, time) => {
                write!(f, "{} {time}", WEEKDAYS.get(usize::from(*day)).copied().unwrap_or("mon"))
            }
        }
    }
}

/// Why a text is no span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// Not of any of the forms.
    #[error("expected a span such as 30m, 72h, 15d, 4wh, 5wd, 15:00, +1d 15:00, +1wd 10:30 or thu 17:00")]
    Form,
    /// The number is zero or too large.
    #[error("the number must be from 1 to {MOST}")]
    Count,
    /// There is no such time of day.
    #[error("a time of day goes from 00:00 to 23:59")]
    Time,
}

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        if let Some((day, time)) = text.split_once(' ') {
            let time = time_of_day(time)?;
            if let Some(weekday) = (0..7).find(|i| WEEKDAYS[usize::from(*i)] == day) {
                return Ok(Self::Weekday(weekday, time));
            }
            return match counted(day.strip_prefix('+').ok_or(SpanError::Form)?)? {
                (n, "d") => Ok(Self::DaysAt(n, time)),
                (n, "wd") => Ok(Self::WorkingDaysAt(n, time)),
                _ => Err(SpanError::Form),
            };
        }
        if text.contains(':') {
            return time_of_day(text).map(Self::At);
        }
        if text == "0m" {
            return Ok(Self::Minutes(0));
        }
        Ok(match counted(text)? {
            (n, "m") => Self::Minutes(n),
            (n, "h") => Self::Hours(n),
            (n, "d") => Self::Days(n),
            (n, "wh") => Self::WorkingHours(n),
            (n, "wd") => Self::WorkingDays(n),
            _ => return Err(SpanError::Form),
        })
    }
}

/// A number without leading zero, and what follows it.
fn counted(text: &str) -> Result<(u16, &str), SpanError> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    if number.is_empty() || unit.is_empty() {
        return Err(SpanError::Form);
    }
    match number.parse() {
        Ok(n) if (1..=MOST).contains(&n) && !number.starts_with('0') => Ok((n, unit)),
        _ => Err(SpanError::Count),
    }
}

/// `15:00`, always two digits each.
fn time_of_day(text: &str) -> Result<TimeOfDay, SpanError> {
    let &[a, b, b':', c, d] = text.as_bytes() else { return Err(SpanError::Form) };
    if ![a, b, c, d].iter().all(u8::is_ascii_digit) {
        return Err(SpanError::Form);
    }
    let two = |tens: u8, ones: u8| u16::from(tens - b'0') * 10 + u16::from(ones - b'0');
    TimeOfDay::new(two(a, b), two(c, d)).ok_or(SpanError::Time)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A moment of China's time.
    fn at(text: &str) -> u64 {
        Calendar::china().parse_moment(text).unwrap_or_else(|| panic!("no moment: {text}"))
    }

    #[test]
    fn every_form_gives_its_moment() {
        // 22 Nov 2026 is a Sunday.
        let table = [
            ("30m", "2026-11-20 17:50", "2026-11-20 18:20"),
            ("72h", "2026-11-20 17:50", "2026-11-23 17:50"),
            ("15d", "2026-02-20 08:00", "2026-03-07 08:00"),
            ("4wh", "2026-11-20 16:00", "2026-11-23 11:00"),
            ("4wh", "2026-11-20 09:00", "2026-11-20 13:00"),
            ("9wh", "2026-11-20 09:00", "2026-11-20 18:00"),
            ("1wh", "2026-11-22 12:00", "2026-11-23 10:00"),
            ("1wh", "2026-11-20 20:00", "2026-11-23 10:00"),
            ("5wd", "2026-11-20 16:00", "2026-11-27 16:00"),
            ("1wd", "2026-11-21 16:00", "2026-11-23 16:00"),
            ("7wd", "2026-11-22 10:00", "2026-12-01 10:00"),
            ("15:00", "2026-11-20 14:59", "2026-11-20 15:00"),
            ("15:00", "2026-11-20 15:00", "2026-11-21 15:00"),
            ("+1d 15:00", "2026-11-20 16:01", "2026-11-21 15:00"),
            ("+1d 15:00", "2026-11-20 08:00", "2026-11-21 15:00"),
            ("+1wd 10:30", "2026-11-20 08:00", "2026-11-23 10:30"),
            ("thu 17:00", "2026-11-22 08:00", "2026-11-26 17:00"),
            ("thu 17:00", "2026-11-26 16:59", "2026-11-26 17:00"),
            ("thu 17:00", "2026-11-26 17:00", "2026-12-03 17:00"),
            ("sun 09:00", "2026-11-22 08:00", "2026-11-22 09:00"),
            ("mon 09:00", "2026-11-22 08:00", "2026-11-23 09:00"),
            // Chinese New Year: 14 Feb (Sat) is worked, 15 to 23 are off, 28 (Sat) is worked.
            ("1wd", "2026-02-13 10:00", "2026-02-14 10:00"),
            ("2wd", "2026-02-13 10:00", "2026-02-24 10:00"),
            ("7wd", "2026-02-13 10:00", "2026-03-02 10:00"),
            ("+6wd 10:30", "2026-02-13 10:00", "2026-02-28 10:30"),
            ("2wh", "2026-02-14 17:00", "2026-02-24 10:00"),
            // National Day: 20 Sep (Sun) and 10 Oct (Sat) are worked, 25 to 27 Sep and 1 to 7 Oct off.
            ("1wd", "2026-09-30 12:00", "2026-10-08 12:00"),
            ("3wd", "2026-09-30 12:00", "2026-10-10 12:00"),
            ("1wd", "2026-09-19 12:00", "2026-09-20 12:00"),
            ("1wd", "2026-09-24 12:00", "2026-09-28 12:00"),
            ("1wd", "2026-01-01 12:00", "2026-01-04 12:00"),
            ("1wd", "2026-05-08 12:00", "2026-05-09 12:00"),
            ("1wd", "2026-04-30 12:00", "2026-05-06 12:00"),
            ("1wd", "2026-06-18 12:00", "2026-06-22 12:00"),
            ("1wd", "2026-04-03 12:00", "2026-04-07 12:00"),
        ];
        for (text, from, due) in table {
            let span: Span = text.parse().unwrap();
            assert_eq!(span.due(at(from), &Calendar::china()), at(due), "{text} from {from}");
        }
    }

    #[test]
    fn spans_are_written_as_they_were_read() {
        for text in
            ["0m", "1m", "72h", "9999d", "4wh", "5wd", "00:00", "23:59", "+1d 15:00", "+12wd 10:30", "thu 17:00"]
        {
            assert_eq!(text.parse::<Span>().map(|span| span.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_no_span_is_refused() {
        let table = [
            ("", SpanError::Form),
            ("5", SpanError::Form),
            ("m", SpanError::Form),
            ("5 m", SpanError::Form),
            ("5y", SpanError::Form),
            ("5M", SpanError::Form),
            ("-5m", SpanError::Form),
            ("１m", SpanError::Form),
            ("0h", SpanError::Count),
            ("05m", SpanError::Count),
            ("10000m", SpanError::Count),
            ("99999999999999999999d", SpanError::Count),
            ("9:00", SpanError::Form),
            ("24:00", SpanError::Time),
            ("12:60", SpanError::Time),
            ("1d 15:00", SpanError::Form),
            ("+1h 15:00", SpanError::Form),
            ("+0d 15:00", SpanError::Count),
            ("+1d  15:00", SpanError::Form),
            ("thu", SpanError::Form),
            ("thur 17:00", SpanError::Form),
            (" 5m", SpanError::Form),
        ];
        for (text, error) in table {
            assert_eq!(text.parse::<Span>(), Err(error), "{text:?}");
        }
    }

    #[test]
    fn a_span_always_ends_later_even_without_working_time() {
        let idle = Calendar { hours: Default::default(), ..Calendar::china() };
        for text in ["1wh", "9999wh", "9999wd", "+3wd 10:00"] {
            let span: Span = text.parse().unwrap();
            assert!(span.due(at("2026-11-20 10:00"), &idle) > at("2026-11-20 10:00"), "{text}");
        }
        assert_eq!(Span::Minutes(2).running(), Some(120_000));
        assert_eq!(Span::WorkingHours(2).running(), None);
    }
}
