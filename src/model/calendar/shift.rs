//! Shifts: the working time that begins on one day.

use std::fmt;
use std::str::FromStr;

/// The minutes of a day.
const DAY: u16 = 24 * 60;

/// Working time without a break, in minutes since midnight of the day on which it begins. One that goes past midnight
/// ends after minute 1440, and belongs to the day on which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shift {
    /// When it begins, before 1440.
    pub open: u16,
    /// When it ends, at most a day later.
    pub close: u16,
}

/// Why a text is no shift, or several are no day's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShiftError {
    /// Not of the form.
    #[error("expected shifts such as 09:00-12:00 14:00-18:00 or 22:00-06:00")]
    Form,
    /// There is no such time of day.
    #[error("a time of day goes from 00:00 to 24:00")]
    Time,
    /// Two shifts of a day overlap.
    #[error("two shifts overlap")]
    Overlap,
}

impl Shift {
    /// A shift between two times of day, in minutes since midnight: past midnight when it would end before it begins.
    #[must_use]
    pub const fn new(open: u16, close: u16) -> Self {
        let open = open % DAY;
        Self { open, close: if close > open { close } else { close + DAY } }
    }
}

impl fmt::Display for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let close = if self.close > DAY { self.close - DAY } else { self.close };
        write!(f, "{:02}:{:02}-{:02}:{:02}", self.open / 60, self.open % 60, close / 60, close % 60)
    }
}

impl FromStr for Shift {
    type Err = ShiftError;

    fn from_str(text: &str) -> Result<Self, ShiftError> {
        let (open, close) = text.split_once('-').ok_or(ShiftError::Form)?;
        let (open, close) = (minutes(open)?, minutes(close)?);
        if open == DAY || open == close {
            return Err(ShiftError::Time);
        }
        Ok(Self::new(open, close))
    }
}

/// The minutes of `09:00`, up to `24:00`.
fn minutes(text: &str) -> Result<u16, ShiftError> {
    let &[a, b, b':', c, d] = text.as_bytes() else { return Err(ShiftError::Form) };
    if ![a, b, c, d].iter().all(u8::is_ascii_digit) {
        return Err(ShiftError::Form);
    }
    let two = |tens: u8, ones: u8| u16::from(tens - b'0') * 10 + u16::from(ones - b'0');
    let (hour, minute) = (two(a, b), two(c, d));
    let minutes = hour * 60 + minute;
    if minute < 60 && minutes <= DAY { Ok(minutes) } else { Err(ShiftError::Time) }
}

/// The shifts of a day, separated by spaces, put in order; none for an empty text.
///
/// # Errors
/// When one cannot be read or two overlap, the last one's hours after midnight and the first one included.
pub fn parse_shifts(text: &str) -> Result<Vec<Shift>, ShiftError> {
    let mut shifts = text.split_whitespace().map(str::parse).collect::<Result<Vec<Shift>, _>>()?;
    shifts.sort_unstable();
    let overlap = shifts.windows(2).any(|pair| pair[1].open < pair[0].close);
    let past_midnight = shifts.first().zip(shifts.last()).is_some_and(|(first, last)| last.close > first.open + DAY);
    if overlap || past_midnight { Err(ShiftError::Overlap) } else { Ok(shifts) }
}

/// Shifts as `parse_shifts` reads them.
#[must_use]
pub fn shifts_text(shifts: &[Shift]) -> String {
    shifts.iter().map(Shift::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifts_are_written_as_they_were_read() {
        let table =
            ["", "09:00-18:00", "08:30-12:00 14:00-18:00", "22:00-06:00", "00:00-24:00", "00:00-06:00 22:00-24:00"];
        for text in table {
            assert_eq!(parse_shifts(text).map(|shifts| shifts_text(&shifts)).as_deref(), Ok(text));
        }
        assert_eq!(parse_shifts("14:00-18:00  08:30-12:00").unwrap(), [Shift::new(510, 720), Shift::new(840, 1080)]);
        assert_eq!(parse_shifts("22:00-06:00").unwrap(), [Shift { open: 1320, close: 1800 }]);
        assert_eq!(parse_shifts("22:00-24:00").unwrap(), [Shift { open: 1320, close: 1440 }]);
    }

    #[test]
    fn what_is_no_shift_is_refused() {
        let table = [
            ("09:00", ShiftError::Form),
            ("9:00-18:00", ShiftError::Form),
            ("09:00–18:00", ShiftError::Form),
            ("09:00-18:00-19:00", ShiftError::Form),
            ("09:60-18:00", ShiftError::Time),
            ("24:00-06:00", ShiftError::Time),
            ("09:00-24:01", ShiftError::Time),
            ("09:00-09:00", ShiftError::Time),
            ("09:00-12:00 11:59-18:00", ShiftError::Overlap),
            ("22:00-06:00 05:00-09:00", ShiftError::Overlap),
            ("22:00-06:00 23:00-01:00", ShiftError::Overlap),
        ];
        for (text, error) in table {
            assert_eq!(parse_shifts(text), Err(error), "{text:?}");
        }
    }
}
