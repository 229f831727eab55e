//! When a team works: its shifts on every weekday, holidays and make-up days (调休), in its own time.

pub mod doc;
pub mod ical;
mod shift;

use chrono::{Datelike, NaiveDate};

pub use shift::{Shift, ShiftError, parse_shifts, shifts_text};

/// A minute in milliseconds.
pub const MINUTE: u64 = 60_000;
/// A day in milliseconds.
pub const DAY: u64 = 24 * 60 * MINUTE;

/// How many days without work are looked through before a search for working time gives up.
const PATIENCE: u32 = 400;

/// The number of 1 January 1970 counted from the year 1.
const EPOCH: i32 = 719_163;

/// A team's working time. Days are counted from 1 January 1970. The offset is fixed: there is no summer time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Calendar {
    /// How far local time is ahead of UTC, in minutes.
    pub offset: i32,
    /// The shifts of each weekday, Monday first, in order.
    pub hours: [Vec<Shift>; 7],
    /// Holidays and make-up days, in order, none twice.
    pub special: Vec<Special>,
}

/// A day that is not worked as its weekday is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Special {
    /// The day.
    pub day: i64,
    /// Whether it is worked.
    pub sort: Sort,
    /// What it is called, for example 国庆节.
    pub name: String,
}

/// How a special day is worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// A holiday.
    Off,
    /// A make-up day with the shifts of a weekday, Monday being 0; without one, of the week's first that has any.
    Work(Option<u8>),
}

/// The holidays of China in 2026: name, first day and last day, 101 being 1 January.
const OFF: [(&str, u32, u32); 7] = [
    ("元旦", 101, 103),
    ("春节", 215, 223),
    ("清明节", 404, 406),
    ("劳动节", 501, 505),
    ("端午节", 619, 621),
    ("中秋节", 925, 927),
    ("国庆节", 1001, 1007),
];

/// The make-up days of China in 2026.
const WORK: [(&str, u32); 6] =
    [("元旦", 104), ("春节", 214), ("春节", 228), ("劳动节", 509), ("国庆节", 920), ("国庆节", 1010)];

impl Default for Calendar {
    fn default() -> Self {
        Self::china()
    }
}

impl Calendar {
    /// China: UTC+8, 09:00–18:00 on Monday to Friday, with the holidays and make-up days of 2026.
    #[must_use]
    pub fn china() -> Self {
        let day = |at: u32| number_of(2026, at / 100, at % 100);
        let mut special = Vec::new();
        for (name, first, last) in OFF {
            let days = day(first).zip(day(last)).into_iter().flat_map(|(first, last)| first..=last);
            special.extend(days.map(|day| Special { day, sort: Sort::Off, name: name.to_owned() }));
        }
        for (name, at) in WORK {
            special.extend(day(at).map(|day| Special { day, sort: Sort::Work(None), name: name.to_owned() }));
        }
        special.sort_unstable_by_key(|special| special.day);
        let hours = std::array::from_fn(|day| if day < 5 { vec![Shift::new(9 * 60, 18 * 60)] } else { Vec::new() });
        Self { offset: 480, hours, special }
    }

    /// A calendar on which nobody works: only to tell local time, so many minutes ahead of UTC.
    #[must_use]
    pub fn idle(offset: i32) -> Self {
        Self { offset, hours: Default::default(), special: Vec::new() }
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

    /// What a day is, if it is not worked as its weekday is.
    #[must_use]
    pub fn special(&self, day: i64) -> Option<&Special> {
        self.special.binary_search_by_key(&day, |special| special.day).ok().map(|at| &self.special[at])
    }

    /// The shifts that begin on a day.
    #[must_use]
    pub fn shifts(&self, day: i64) -> &[Shift] {
        let of = |weekday: u8| self.hours.get(usize::from(weekday)).map_or(&[][..], Vec::as_slice);
        match self.special(day).map(|special| special.sort) {
            Some(Sort::Off) => &[],
            Some(Sort::Work(Some(weekday))) => of(weekday),
            Some(Sort::Work(None)) => self.hours.iter().find(|shifts| !shifts.is_empty()).map_or(&[], Vec::as_slice),
            None => of(Self::weekday(day)),
        }
    }

    /// Whether a day is worked: whether a shift begins on it.
    #[must_use]
    pub fn is_working_day(&self, day: i64) -> bool {
        !self.shifts(day).is_empty()
    }

    /// The `n`th working day after a day. Where no work is to be found for more than a year, days count as they are.
    #[must_use]
    pub fn working_day_after(&self, day: i64, n: u16) -> i64 {
        let next = |day: i64| (day..).take(PATIENCE as usize).find(|day| self.is_working_day(*day));
        (0..n).fold(day, |day, _| next(day + 1).unwrap_or(day + 1))
    }

    /// The working spans from a moment on, in order and without overlap, each with its beginning and end. They stop
    /// where no work is to be found for more than a year.
    #[must_use]
    pub fn spans(&self, from: u64) -> Spans<'_> {
        // A shift of the day before may still go on.
        Spans { calendar: self, day: self.day_number(from) - 1, nth: 0, from, idle: 0 }
    }

    /// The moment at which so much working time has passed since `from`, all in milliseconds: for no time at all, the
    /// first moment from `from` on at which somebody works.
    #[must_use]
    pub fn due(&self, from: u64, length: u64) -> u64 {
        let mut left = length;
        let mut last = from;
        for (begin, end) in self.spans(from) {
            if end - begin >= left {
                return begin + left;
            }
            left -= end - begin;
            last = end;
        }
        last.saturating_add(left)
    }

    /// How much working time lies between two moments, in milliseconds.
    #[must_use]
    pub fn worked(&self, from: u64, to: u64) -> u64 {
        self.spans(from).take_while(|(begin, _)| *begin < to).map(|(begin, end)| end.min(to) - begin).sum()
    }

    fn offset_millis(&self) -> i64 {
        i64::from(self.offset) * MINUTE.cast_signed()
    }

    fn local(&self, millis: u64) -> i64 {
        i64::try_from(millis).unwrap_or(i64::MAX).saturating_add(self.offset_millis())
    }
}

/// Working spans: see `Calendar::spans`.
#[derive(Clone, Debug)]
pub struct Spans<'a> {
    calendar: &'a Calendar,
    day: i64,
    nth: usize,
    from: u64,
    idle: u32,
}

impl Iterator for Spans<'_> {
    type Item = (u64, u64);

    fn next(&mut self) -> Option<(u64, u64)> {
        while self.idle < PATIENCE {
            let Some(shift) = self.calendar.shifts(self.day).get(self.nth) else {
                self.day = self.day.saturating_add(1);
                self.nth = 0;
                self.idle += 1;
                continue;
            };
            self.nth += 1;
            let at = |minutes: u16| self.calendar.moment(self.day, u64::from(minutes) * MINUTE);
            // What an earlier shift has covered does not count twice.
            let (begin, end) = (at(shift.open).max(self.from), at(shift.close));
            if end > begin {
                (self.from, self.idle) = (end, 0);
                return Some((begin, end));
            }
        }
        None
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
        let count = |sort: fn(&Sort) -> bool| china.special.iter().filter(|special| sort(&special.sort)).count();
        assert_eq!(count(|sort| *sort == Sort::Off), 33);
        assert_eq!(count(|sort| *sort == Sort::Work(None)), 6);
        // 261 weekdays, less the 19 of them that are holidays, and 6 make-up days.
        assert_eq!(days.filter(|day| china.is_working_day(*day)).count(), 248);
    }
}
