//! Every figure of the handbooks on China's calendar of 2026, and the laws of spans counted in working time.

use proptest::prelude::*;
use shouwen::model::calendar::{Calendar, MINUTE, Shift, Sort};
use shouwen::model::span::Span;

use super::calendar::{any_calendar, any_moment};
use super::{at, worked};

#[test]
fn the_figures_of_the_handbooks() {
    let table = [
        // 72 h and 3 days run on, through holidays as well.
        ("72h", "2026-09-30 17:50", "2026-10-03 17:50"),
        ("72h", "2026-11-20 17:50", "2026-11-23 17:50"),
        ("3d", "2026-10-09 16:00", "2026-10-12 16:00"),
        // 0–15 days after the deal.
        ("15d", "2026-09-26 00:00", "2026-10-11 00:00"),
        ("15d", "2026-02-20 08:00", "2026-03-07 08:00"),
        // 5 and 7 working days: 1 to 7 October off, 10 October (Saturday) worked.
        ("5wd", "2026-09-29 10:00", "2026-10-12 10:00"),
        ("5wd", "2026-09-30 10:00", "2026-10-13 10:00"),
        ("7wd", "2026-09-30 10:00", "2026-10-15 10:00"),
        ("1wd", "2026-10-09 10:00", "2026-10-10 10:00"),
        ("1wd", "2026-10-10 10:00", "2026-10-12 10:00"),
        // 20 September (Sunday) worked, 25 to 27 September off.
        ("5wd", "2026-09-18 10:00", "2026-09-24 10:00"),
        ("5wd", "2026-09-19 10:00", "2026-09-24 10:00"),
        ("7wd", "2026-09-18 10:00", "2026-09-29 10:00"),
        // Opened after hours: due when work begins on the day after the last one counted.
        ("5wd", "2026-11-20 20:00", "2026-11-30 09:00"),
        ("5wd", "2026-11-20 07:00", "2026-11-27 09:00"),
        ("1wd", "2026-09-30 20:00", "2026-10-09 09:00"),
        // Working hours across the holidays and to the make-up day.
        ("9wh", "2026-09-30 12:00", "2026-10-08 12:00"),
        ("18wh", "2026-10-08 18:00", "2026-10-10 18:00"),
        ("4wh", "2026-10-09 16:00", "2026-10-10 11:00"),
        ("4wh", "2026-10-10 16:00", "2026-10-12 11:00"),
        // The next day, and 16:00/15:00: what came after 16:00 by 15:00 the next day.
        ("1d", "2026-10-09 16:01", "2026-10-10 16:01"),
        ("+1d 15:00", "2026-11-19 16:01", "2026-11-20 15:00"),
        ("+1wd 15:00", "2026-09-30 16:01", "2026-10-08 15:00"),
        ("+1wd 15:00", "2026-10-09 16:01", "2026-10-10 15:00"),
        ("16:00", "2026-11-19 15:59", "2026-11-19 16:00"),
        ("16:00", "2026-11-19 16:00", "2026-11-20 16:00"),
        ("15:00", "2026-11-20 09:00", "2026-11-20 15:00"),
    ];
    for (text, from, due) in table {
        let span: Span = text.parse().unwrap();
        assert_eq!(span.due(at(from), &Calendar::china()), at(due), "{text} from {from}");
    }
}

#[test]
fn working_days_end_while_somebody_works() {
    let split = worked("08:30-12:00 14:00-18:00");
    let span: Span = "2wd".parse().unwrap();
    assert_eq!(span.due(at("2026-11-17 13:00"), &split), at("2026-11-19 14:00"));
    assert_eq!(span.due(at("2026-11-17 11:00"), &split), at("2026-11-19 11:00"));
    let night = worked("22:00-06:00");
    assert_eq!(span.due(at("2026-11-17 12:00"), &night), at("2026-11-19 22:00"));
    assert_eq!(span.due(at("2026-11-17 23:00"), &night), at("2026-11-19 23:00"));
}

/// Spans counted in working time.
fn working() -> impl Strategy<Value = Span> {
    prop_oneof![(1..60u16).prop_map(Span::WorkingHours), (1..12u16).prop_map(Span::WorkingDays)]
}

proptest! {
    #[test]
    fn a_limit_in_working_time_never_ends_outside_it(span in working(), calendar in any_calendar(), from in any_moment()) {
        let due = span.due(from, &calendar);
        prop_assert!(due > from);
        // Somebody works in the minute before or in the minute after it.
        prop_assert!(calendar.worked(due - MINUTE, due + MINUTE) > 0, "{} ends at {}", span, due);
    }

    #[test]
    fn more_work_never_makes_a_limit_later(
        span in working(), calendar in any_calendar(), from in any_moment(),
        weekday in 0..7usize, open in 0..1440u16, long in 1..900u16,
    ) {
        let mut more = calendar.clone();
        more.hours[weekday].push(Shift { open, close: open + long });
        more.hours[weekday].sort_unstable();
        more.special.retain(|special| special.sort != Sort::Off);
        let mut less = calendar;
        // A make-up day without a named weekday would move with the week's first day of work.
        less.special.retain(|special| special.sort == Sort::Off);
        more.special.clear();
        prop_assert!(span.due(from, &more) <= span.due(from, &less));
    }

    #[test]
    fn starting_later_never_ends_earlier(
        hours in 1..60u16, calendar in any_calendar(), from in any_moment(), wait in 0..5000u64,
    ) {
        let span = Span::WorkingHours(hours);
        prop_assert!(span.due(from + wait * MINUTE, &calendar) >= span.due(from, &calendar));
    }
}
