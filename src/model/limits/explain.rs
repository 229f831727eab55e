//! Why a limit ends when it does, step by step, as data: the words are the interface's.

use super::{Deadline, extended};
use crate::model::calendar::{Calendar, Sort};
use crate::model::span::Span;

/// One step of the reckoning. Moments and lengths are in milliseconds, days are counted from 1 January 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// It began.
    Began {
        /// When.
        at: u64,
    },
    /// It ran on by the clock.
    Ran {
        /// From when.
        from: u64,
        /// Until when.
        to: u64,
    },
    /// Working time was counted, within one shift.
    Worked {
        /// From when.
        from: u64,
        /// Until when.
        to: u64,
        /// How much working time was left then.
        left: u64,
    },
    /// A working day was counted.
    Day {
        /// The day.
        day: i64,
        /// The how manieth it is, from 1.
        nth: u16,
    },
    /// Days without work were passed over.
    Skipped {
        /// The first of them.
        first: i64,
        /// The last of them.
        last: i64,
        /// The holiday's name; empty for days that are not worked in any week.
        name: &'a str,
    },
    /// It ends at a time of day, or when work next begins.
    At {
        /// When.
        at: u64,
    },
    /// Its clock stood still, and the end moved.
    Paused {
        /// From when.
        from: u64,
        /// Until when.
        to: u64,
        /// How much was added: time by the clock, or working time for a limit counted in such.
        added: u64,
        /// When it ended from then on.
        due: u64,
    },
    /// Its clock stands still.
    Stands {
        /// Since when.
        since: u64,
    },
    /// It ends.
    Due {
        /// When.
        at: u64,
    },
}

/// How a limit came to end when it does: its beginning, what was counted and what was passed over, its pauses, its end.
/// The calendar must be the one by which it was reckoned.
#[must_use]
pub fn explain<'a>(deadline: &Deadline<'_>, calendar: &'a Calendar) -> Vec<Step<'a>> {
    let mut steps = vec![Step::Began { at: deadline.since }];
    if let Ok(span) = deadline.limit.within.parse::<Span>() {
        let mut due = span.due(deadline.since, calendar);
        match span {
            Span::Minutes(0) => {}
            Span::Minutes(_) | Span::Hours(_) | Span::Days(_) => {
                steps.push(Step::Ran { from: deadline.since, to: due });
            }
            Span::WorkingHours(n) => working_hours(deadline.since, n, due, calendar, &mut steps),
            Span::WorkingDays(n) | Span::WorkingDaysAt(n, _) => {
                let mut day = calendar.day_number(deadline.since);
                for nth in 1..=n {
                    let next = calendar.working_day_after(day, 1);
                    skipped(day + 1, next, calendar, &mut steps);
                    steps.push(Step::Day { day: next, nth });
                    day = next;
                }
                skipped(day + 1, calendar.day_number(due), calendar, &mut steps);
                steps.push(Step::At { at: due });
            }
            Span::At(_) | Span::DaysAt(..) | Span::Weekday(..) => steps.push(Step::At { at: due }),
        }
        for (from, to) in &deadline.pauses {
            due = extended(due, span, *from, *to, calendar);
            let added = span.running().map_or_else(|| calendar.worked(*from, *to), |_| to - from);
            steps.push(Step::Paused { from: *from, to: *to, added, due });
        }
    }
    steps.extend(deadline.paused.map(|since| Step::Stands { since }));
    steps.push(Step::Due { at: deadline.due });
    steps
}

/// The working time until a moment, shift by shift.
fn working_hours<'a>(since: u64, hours: u16, due: u64, calendar: &'a Calendar, steps: &mut Vec<Step<'a>>) {
    let mut left = u64::from(hours) * 60 * crate::model::calendar::MINUTE;
    let mut day = calendar.day_number(since);
    for (begin, end) in calendar.spans(since).take_while(|(begin, _)| *begin < due) {
        let to = end.min(due);
        let today = calendar.day_number(begin);
        skipped(day, today, calendar, steps);
        left = left.saturating_sub(to - begin);
        steps.push(Step::Worked { from: begin, to, left });
        day = today + 1;
    }
    // A calendar without work counts every hour.
    if left > 0 {
        steps.push(Step::Ran { from: due.saturating_sub(left), to: due });
    }
}

/// The days without work from one day up to another, each holiday and each weekend by itself.
fn skipped<'a>(from: i64, to: i64, calendar: &'a Calendar, steps: &mut Vec<Step<'a>>) {
    for day in (from..to).filter(|day| !calendar.is_working_day(*day)) {
        let special = calendar.special(day).filter(|special| special.sort == Sort::Off);
        let name = special.map_or("", |special| &special.name);
        match steps.last_mut() {
            Some(Step::Skipped { last, name: same, .. }) if *last + 1 == day && *same == name => *last = day,
            _ => steps.push(Step::Skipped { first: day, last: day, name }),
        }
    }
}
