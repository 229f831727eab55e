//! Working time: laws on random calendars, and tables.

use proptest::prelude::*;
use shouwen::model::calendar::{Calendar, DAY, MINUTE, Shift, Sort, Special};

use super::{at, day, worked};

/// 1 March 2026, a Sunday.
const SPRING: i64 = 20_513;

/// Up to three shifts of a day, perhaps past midnight, perhaps overlapping: the laws hold for those as well.
fn shifts() -> impl Strategy<Value = Vec<Shift>> {
    prop::collection::vec((0..1440u16, 1..900u16), 0..3).prop_map(|all| {
        let mut all: Vec<Shift> = all.into_iter().map(|(open, long)| Shift { open, close: open + long }).collect();
        all.sort_unstable();
        all
    })
}

/// Holidays and make-up days within a month, at most ten.
fn special() -> impl Strategy<Value = Vec<Special>> {
    let sort =
        prop_oneof![3 => Just(Sort::Off), 1 => Just(Sort::Work(None)), 1 => (0..7u8).prop_map(|d| Sort::Work(Some(d)))];
    prop::collection::btree_map(SPRING..SPRING + 30, sort, 0..10)
        .prop_map(|days| days.into_iter().map(|(day, sort)| Special { day, sort, name: String::new() }).collect())
}

/// A calendar on which somebody works at least on Wednesdays.
pub fn any_calendar() -> impl Strategy<Value = Calendar> {
    (prop::array::uniform7(shifts()), special(), -720..=840i32).prop_map(|(mut hours, special, offset)| {
        if hours[2].is_empty() {
            hours[2].push(Shift::new(540, 1080));
        }
        Calendar { offset, hours, special }
    })
}

/// A moment of that month, to the minute.
pub fn any_moment() -> impl Strategy<Value = u64> {
    (0..30 * 1440u64).prop_map(|minutes| SPRING.cast_unsigned() * DAY + minutes * MINUTE)
}

/// Whether somebody works just before or just after a moment, told minute by minute and without `spans`.
fn is_worked(calendar: &Calendar, moment: u64) -> bool {
    let today = calendar.day_number(moment);
    let now = calendar.since_midnight(moment);
    let within = |day: i64, minute: u64| {
        calendar.shifts(day).iter().any(|s| (u64::from(s.open) * MINUTE..u64::from(s.close) * MINUTE).contains(&minute))
    };
    within(today, now) || within(today - 1, now + DAY)
}

/// Adds work to a calendar: another shift on a weekday, or a holiday that is none.
fn with_more(calendar: &Calendar, weekday: usize, shift: Shift, holiday: usize) -> Calendar {
    let mut more = calendar.clone();
    more.hours[weekday].push(shift);
    more.hours[weekday].sort_unstable();
    let holidays: Vec<usize> = (0..more.special.len()).filter(|i| more.special[*i].sort == Sort::Off).collect();
    if let Some(at) = holidays.get(holiday) {
        more.special.remove(*at);
    }
    // A make-up day without a named weekday takes the first that is worked: name it, lest it moves to another.
    let first = u8::try_from(calendar.hours.iter().position(|shifts| !shifts.is_empty()).unwrap()).unwrap();
    for special in more.special.iter_mut().filter(|special| special.sort == Sort::Work(None)) {
        special.sort = Sort::Work(Some(first));
    }
    more
}

proptest! {
    #[test]
    fn working_time_adds_up(calendar in any_calendar(), mut moments in prop::array::uniform3(any_moment())) {
        moments.sort_unstable();
        let [a, b, c] = moments;
        prop_assert_eq!(calendar.worked(a, b) + calendar.worked(b, c), calendar.worked(a, c));
        prop_assert!(calendar.worked(a, c) <= c - a);
        prop_assert_eq!(calendar.worked(c, a), 0);
    }

    #[test]
    fn working_time_is_that_of_the_shifts(calendar in any_calendar(), from in any_moment(), minutes in 0..3 * 1440u64) {
        let counted = (0..minutes).filter(|minute| is_worked(&calendar, from + minute * MINUTE)).count() as u64;
        prop_assert_eq!(calendar.worked(from, from + minutes * MINUTE), counted * MINUTE);
    }

    #[test]
    fn what_is_due_after_working_time_comes_after_just_that_much(
        calendar in any_calendar(), from in any_moment(), length in 0..100 * 60u64,
    ) {
        let length = length * MINUTE;
        let due = calendar.due(from, length);
        prop_assert_eq!(calendar.worked(from, due), length);
        // It ends while somebody works: just before it somebody does, or for no time at all just after it.
        let near = if length == 0 { due } else { due - 1 };
        prop_assert!(is_worked(&calendar, near), "{}", due);
    }

    #[test]
    fn more_work_never_makes_it_later(
        calendar in any_calendar(), from in any_moment(), length in 0..100 * 60u64,
        weekday in 0..7usize, open in 0..1440u16, long in 1..900u16, holiday in 0..9usize,
    ) {
        let more = with_more(&calendar, weekday, Shift { open, close: open + long }, holiday);
        prop_assert!(more.due(from, length * MINUTE) <= calendar.due(from, length * MINUTE));
    }

    #[test]
    fn spans_are_in_order_and_apart(calendar in any_calendar(), from in any_moment()) {
        let spans: Vec<(u64, u64)> = calendar.spans(from).take(40).collect();
        prop_assert!(spans[0].0 >= from);
        prop_assert!(spans.iter().all(|(begin, end)| begin < end));
        prop_assert!(spans.windows(2).all(|pair| pair[0].1 <= pair[1].0));
    }
}

#[test]
fn working_time_is_counted_within_shifts() {
    let split = worked("08:30-12:00 14:00-18:00");
    // 20 November 2026 is a Friday.
    let table = [
        ("2026-11-20 11:00", "2026-11-20 15:00", 120),
        ("2026-11-20 12:30", "2026-11-20 13:30", 0),
        ("2026-11-20 17:00", "2026-11-23 09:00", 90),
        ("2026-11-21 00:00", "2026-11-22 23:59", 0),
        ("2026-11-23 00:00", "2026-11-24 00:00", 450),
        ("2026-11-20 15:00", "2026-11-20 11:00", 0),
    ];
    for (from, to, minutes) in table {
        assert_eq!(split.worked(at(from), at(to)), minutes * MINUTE, "{from} to {to}");
    }
    assert_eq!(split.due(at("2026-11-20 11:30"), 60 * MINUTE), at("2026-11-20 14:30"));
    assert_eq!(split.due(at("2026-11-20 11:30"), 30 * MINUTE), at("2026-11-20 12:00"));
    assert_eq!(split.due(at("2026-11-20 12:30"), 0), at("2026-11-20 14:00"));
    let idle = worked("");
    assert_eq!(idle.due(at("2026-11-20 11:30"), MINUTE), at("2026-11-20 11:31"));
    assert_eq!(idle.worked(at("2026-11-20 11:30"), u64::MAX), 0);
}

#[test]
fn a_night_shift_belongs_to_the_day_on_which_it_begins() {
    let night = worked("22:00-06:00");
    let table = [
        ("2026-11-20 12:00", "2026-11-23 12:00", 480),
        // Friday's goes on into Saturday; Saturday and Sunday have none.
        ("2026-11-21 00:00", "2026-11-21 12:00", 360),
        ("2026-11-21 12:00", "2026-11-23 12:00", 0),
        ("2026-11-23 23:00", "2026-11-24 01:00", 120),
        // The eve of a holiday is worked to its end, the holiday's evening is not, nor the make-up day's morning.
        ("2026-09-30 12:00", "2026-10-07 12:00", 480),
        ("2026-10-07 12:00", "2026-10-08 12:00", 0),
        ("2026-10-10 00:00", "2026-10-10 06:00", 360),
        ("2026-10-10 06:00", "2026-10-12 12:00", 480),
    ];
    for (from, to, minutes) in table {
        assert_eq!(night.worked(at(from), at(to)), minutes * MINUTE, "{from} to {to}");
    }
    assert_eq!(night.due(at("2026-11-21 03:00"), 240 * MINUTE), at("2026-11-23 23:00"));
    let whole = worked("00:00-24:00");
    assert_eq!(whole.worked(at("2026-11-16 00:00"), at("2026-11-23 00:00")), 5 * DAY);
    // Where the night shift ends after the next day's first one begins, nothing counts twice.
    let mut both = worked("22:00-06:00");
    both.hours[1].insert(0, Shift::new(300, 720));
    assert_eq!(both.worked(at("2026-11-23 22:00"), at("2026-11-24 12:00")), 14 * 60 * MINUTE);
}

#[test]
fn a_make_up_day_has_the_hours_of_its_weekday() {
    let mut calendar = worked("09:00-18:00");
    calendar.hours[4] = vec![Shift::new(540, 720)];
    let minutes = |calendar: &Calendar| calendar.worked(at("2026-10-10 00:00"), at("2026-10-11 00:00")) / MINUTE;
    assert_eq!(minutes(&calendar), 540);
    let makeup = calendar.special.iter_mut().find(|special| special.day == day("2026-10-10")).unwrap();
    makeup.sort = Sort::Work(Some(4));
    assert_eq!(minutes(&calendar), 180);
    calendar.special.clear();
    assert_eq!(minutes(&calendar), 0);
}
