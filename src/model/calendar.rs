//! When a team works: its working hours, weekdays, holidays and make-up days (调休), in its own time.

use chrono::{Datelike, NaiveDate};

/// A minute in milliseconds.
pub const MINUTE: u64 = 60_000;
/// A day in milliseconds.
pub const DAY: u64 = 24 * 60 * MINUTE;

/// How many days without work are looked through before a search for the next working day gives up.
const PATIENCE: u32 = 400;

/// The number of 1 January 1970 counted from the year 1.
const EPOCH: i32 = 719_163;

/// A team's working time. Days are counted from 1 January 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// How far local time is ahead of UTC, in minutes.
    pub offset: i32,
    /// The working spans of a day, in minutes since midnight, in order and without overlap.
    pub hours: Vec<(u16, u16)>,
    /// Which weekdays are worked, Monday first.
    pub weekdays: [bool; 7],
    /// Holidays: ranges of days, both ends included.
    pub off: Vec<(i64, i64)>,
    /// Days worked although they are a weekend or within a holiday.
    pub work: Vec<i64>,
}

impl Default for Calendar {
    fn default() -> Self {
        Self::china()
    }
}

impl Calendar {
    /// China: UTC+8, 09:00–18:00 on Monday to Friday, with the holidays and make-up days of 2026.
    #[must_use]
    pub fn china() -> Self {
        const OFF: [((u32, u32), (u32, u32)); 7] = [
            ((1, 1), (1, 3)),
            ((2, 15), (2, 23)),
            ((4, 4), (4, 6)),
            ((5, 1), (5, 5)),
            ((6, 19), (6, 21)),
            ((9, 25), (9, 27)),
            ((10, 1), (10, 7)),
        ];
        const WORK: [(u32, u32); 6] = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)];
        let day = |(month, day)| number_of(2026, month, day);
        Self {
            offset: 480,
            hours: vec![(9 * 60, 18 * 60)],
            weekdays: [true, true, true, true, true, false, false],
            off: OFF.into_iter().filter_map(|(first, last)| Some((day(first)?, day(last)?))).collect(),
            work: WORK.into_iter().filter_map(day).collect(),
        }
    }

    /// The local day of a moment.
    #[must_use]
    pub fn day_number(&self, millis: u64) -> i64 {
        self.local(millis).div_euclid(DAY.cast_signed())
    }

    /// The local day of a moment, as `2026-11-22`.
    #[must_use]
    pub fn day(&self, millis: u64) -> String {
        day_text(self.day_number(millis))
    }

    /// Milliseconds since local midnight.
    #[must_use]
    pub fn since_midnight(&self, millis: u64) -> u64 {
        self.local(millis).rem_euclid(DAY.cast_signed()).cast_unsigned()
    }

    /// The moment so many milliseconds after a day's local midnight.
    #[must_use]
    pub fn moment(&self, day: i64, since_midnight: u64) -> u64 {
        let local = day.saturating_mul(DAY.cast_signed()).saturating_add_unsigned(since_midnight);
        u64::try_from(local.saturating_sub(self.offset_millis())).unwrap_or(0)
    }

    /// The moment of a local `2026-11-22` (its beginning) or `2026-11-22 15:00`.
    #[must_use]
    pub fn parse_moment(&self, text: &str) -> Option<u64> {
        let (day, time) = text.split_once(' ').unwrap_or((text, "00:00"));
        let (hour, minute) = time.split_once(':')?;
        let (hour, minute): (u64, u64) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60).then_some(())?;
        Some(self.moment(parse_day(day)?, (hour * 60 + minute) * MINUTE))
    }

    /// A day's weekday, Monday being 0.
    #[must_use]
    pub fn weekday(day: i64) -> u8 {
        // 1 January 1970 was a Thursday.
        u8::try_from((day + 3).rem_euclid(7)).unwrap_or(0)
    }

    /// Whether a day is worked.
    #[must_use]
    pub fn is_working_day(&self, day: i64) -> bool {
        self.work.contains(&day)
            || self.weekdays[usize::from(Self::weekday(day))]
                && !self.off.iter().any(|(first, last)| (*first..=*last).contains(&day))
    }

    /// The `n`th working day after a day. Where no work is to be found for more than a year, days count as they are.
    #[must_use]
    pub fn working_day_after(&self, day: i64, n: u16) -> i64 {
        let mut day = day;
        for _ in 0..n {
            day = self.next_working_day(day + 1).unwrap_or(day + 1);
        }
        day
    }

    /// The moment at which so much working time has passed since `from`, all in milliseconds.
    #[must_use]
    pub fn after_working(&self, from: u64, length: u64) -> u64 {
        let mut left = length;
        let mut start = from;
        let mut day = self.day_number(from);
        while let Some(next) = self.next_working_day(day) {
            for (open, close) in self.shifts(next) {
                let begin = open.max(start);
                let room = close.saturating_sub(begin);
                if room >= left && close > begin {
                    return begin.saturating_add(left);
                }
                left -= room;
                start = start.max(close);
            }
            if self.hours.iter().all(|(open, close)| close <= open) {
                break;
            }
            day = next + 1;
        }
        start.saturating_add(left)
    }

    /// How much working time lies between two moments, in milliseconds.
    #[must_use]
    pub fn working_between(&self, from: u64, to: u64) -> u64 {
        let days = self.day_number(from)..=self.day_number(to);
        let shifts = days.filter(|day| self.is_working_day(*day)).flat_map(|day| self.shifts(day));
        shifts.map(|(open, close)| close.min(to).saturating_sub(open.max(from))).sum()
    }

    fn shifts(&self, day: i64) -> impl Iterator<Item = (u64, u64)> {
        let at = move |minutes: u16| self.moment(day, u64::from(minutes) * MINUTE);
        self.hours.iter().map(move |(open, close)| (at(*open), at(*close)))
    }

    /// The first working day from `day` on.
    fn next_working_day(&self, day: i64) -> Option<i64> {
        (day..).take(PATIENCE as usize).find(|day| self.is_working_day(*day))
    }

    fn offset_millis(&self) -> i64 {
        i64::from(self.offset) * MINUTE.cast_signed()
    }

    fn local(&self, millis: u64) -> i64 {
        i64::try_from(millis).unwrap_or(i64::MAX).saturating_add(self.offset_millis())
    }
}

/// The number of a day written as `2026-11-22`; `None` when there is no such day.
#[must_use]
pub fn parse_day(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let plain = [(year, 4), (month, 2), (day, 2)]
        .iter()
        .all(|(part, len)| part.len() == *len && part.bytes().all(|c| c.is_ascii_digit()));
    if !plain || parts.next().is_some() {
        return None;
    }
    number_of(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// A day as `2026-11-22`.
#[must_use]
pub fn day_text(day: i64) -> String {
    let day = i32::try_from(day).ok().and_then(|day| day.checked_add(EPOCH));
    day.and_then(NaiveDate::from_num_days_from_ce_opt).map_or_else(String::new, |date| date.to_string())
}

fn number_of(year: i32, month: u32, day: u32) -> Option<i64> {
    let date = NaiveDate::from_ymd_opt(year, month, day)?;
    Some(i64::from(date.num_days_from_ce() - EPOCH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_local_and_round_trip() {
        let china = Calendar::china();
        let eve = china.parse_moment("2026-11-22 00:00").unwrap();
        assert_eq!(china.day(eve), "2026-11-22");
        assert_eq!(china.day(eve - 1), "2026-11-21");
        assert_eq!(Calendar { offset: 0, ..china.clone() }.day(eve), "2026-11-21");
        assert_eq!(china.since_midnight(eve + 5), 5);
        for text in ["1970-01-01", "2024-02-29", "2026-12-31"] {
            assert_eq!(parse_day(text).map(day_text).as_deref(), Some(text));
        }
        for text in ["", "2026-13-01", "2026-02-29", "2026-1-1", "2026-01-01-", "2026-+1-01", "20260101"] {
            assert_eq!(parse_day(text), None, "{text}");
        }
        assert_eq!(Calendar::weekday(0), 3);
        assert_eq!(Calendar::weekday(-1), 2);
    }

    #[test]
    fn the_year_2026_is_worked_as_published() {
        let china = Calendar::china();
        let days = parse_day("2026-01-01").unwrap()..=parse_day("2026-12-31").unwrap();
        assert_eq!(china.off.len(), 7);
        assert_eq!(china.work.len(), 6);
        // 261 weekdays, less the 19 of them that are holidays, and 6 make-up days.
        assert_eq!(days.filter(|day| china.is_working_day(*day)).count(), 248);
    }

    #[test]
    fn working_time_is_counted_within_shifts() {
        let split = Calendar { hours: vec![(510, 720), (840, 1080)], ..Calendar::china() };
        let at = |text| split.parse_moment(text).unwrap();
        let table = [
            ("2026-11-20 11:00", "2026-11-20 15:00", 120),
            ("2026-11-20 12:30", "2026-11-20 13:30", 0),
            ("2026-11-20 17:00", "2026-11-23 09:00", 90),
            ("2026-11-21 00:00", "2026-11-22 23:59", 0),
            ("2026-11-23 00:00", "2026-11-24 00:00", 450),
        ];
        for (from, to, minutes) in table {
            assert_eq!(split.working_between(at(from), at(to)), minutes * MINUTE, "{from} to {to}");
        }
        assert_eq!(split.after_working(at("2026-11-20 11:30"), 60 * MINUTE), at("2026-11-20 14:30"));
        assert_eq!(split.after_working(at("2026-11-20 11:30"), 30 * MINUTE), at("2026-11-20 12:00"));
        let idle = Calendar { hours: Vec::new(), ..split.clone() };
        assert_eq!(idle.after_working(at("2026-11-20 11:30"), MINUTE), at("2026-11-20 11:31"));
    }
}
