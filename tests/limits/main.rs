//! Time limits and calendars: working time, the figures of the handbooks, holidays from files, clearing, promises.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod calendar;
mod clearing;
mod document;
mod ical;
mod limits;
mod spans;
mod story;

use shouwen::model::calendar::{Calendar, parse_day, parse_shifts};

/// A moment of China's time.
fn at(text: &str) -> u64 {
    Calendar::china().parse_moment(text).unwrap_or_else(|| panic!("no moment: {text}"))
}

/// The number of a day.
fn day(text: &str) -> i64 {
    parse_day(text).unwrap_or_else(|| panic!("no day: {text}"))
}

/// China's year with these shifts on the days from Monday to Friday.
fn worked(shifts: &str) -> Calendar {
    let shifts = parse_shifts(shifts).unwrap();
    let hours = std::array::from_fn(|day| if day < 5 { shifts.clone() } else { Vec::new() });
    Calendar { hours, ..Calendar::china() }
}
