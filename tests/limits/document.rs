//! Calendars as documents.

use shouwen::model::calendar::doc::{self, TeamCalendar};
use shouwen::model::calendar::{Calendar, Shift, Sort, Special, parse_shifts};
use shouwen::model::change::Known;
use shouwen::model::document::{Document, Entry};
use shouwen::model::fold::Fold;
use shouwen::model::stamp::{Clock, Writer};
use shouwen::model::value::Value;

use super::{at, day};

fn tell(document: &mut Document, device: u64, now: &str, changes: Vec<Known>) {
    let mut clock = Clock::new(Writer::new(device, device));
    let entries =
        changes.into_iter().map(|change| Entry { stamp: clock.tick(at(now)), by: "m".into(), change: change.into() });
    document.merge(entries.collect::<Vec<_>>());
}

fn firm() -> Document {
    let mut document = Document::new(TeamCalendar::doc(doc::FIRM), Vec::new());
    tell(&mut document, 1, "2026-01-01 09:00", doc::opening("全公司", &[], &Calendar::china()));
    document
}

fn read(document: &Document) -> TeamCalendar {
    TeamCalendar::of(&document.id, &Fold::of(document))
}

#[test]
fn a_calendar_is_read_as_it_was_written() {
    let mut calendar = Calendar { offset: -210, ..Calendar::china() };
    calendar.hours[5] = parse_shifts("08:00-12:00 22:00-06:00").unwrap();
    calendar.special[0].sort = Sort::Work(Some(4));
    calendar.special[1].name = "a:b.c".into();
    let mut document = Document::new(TeamCalendar::doc("night"), Vec::new());
    let teams = vec!["夜班".to_owned(), "客服一组".to_owned()];
    tell(&mut document, 1, "2026-01-01 09:00", doc::opening("夜班", &teams, &calendar));
    let read = read(&document);
    assert_eq!(read, TeamCalendar { id: "night".into(), name: "夜班".into(), teams, calendar: calendar.into() });
}

#[test]
fn changes_of_two_people_offline_merge_day_by_day() {
    let (mut one, mut two) = (firm(), firm());
    let fold = Fold::of(&one);
    let new_year = Special { day: day("2027-01-01"), sort: Sort::Off, name: "元旦".into() };
    tell(&mut one, 2, "2026-11-20 09:00", vec![doc::set_hours(&fold, 5, &[Shift::new(540, 720)])]);
    tell(&mut one, 2, "2026-11-20 09:01", vec![doc::clear_day(&fold, day("2026-10-10"))]);
    tell(&mut two, 3, "2026-11-20 09:00", vec![doc::set_day(&fold, &new_year)]);
    let mut other = two.clone();
    other.merge(one.log().to_vec());
    one.merge(two.log().to_vec());
    assert_eq!(read(&one), read(&other));
    let merged = read(&one).calendar;
    assert_eq!(merged.hours[5], [Shift::new(540, 720)]);
    assert_eq!(merged.special(day("2027-01-01")), Some(&new_year));
    assert!(merged.special.is_sorted_by_key(|special| special.day));
    assert!(merged.is_working_day(day("2026-10-10")) && merged.special(day("2026-10-10")).is_none());
    assert!(!merged.is_working_day(day("2026-10-01")));
}

#[test]
fn taking_days_in_changes_only_what_differs() {
    let document = firm();
    let fold = Fold::of(&document);
    let mut days = Calendar::china().special;
    assert_eq!(doc::take_in(&fold, &days), Vec::new());
    days[0].sort = Sort::Work(None);
    days.push(Special { day: day("2027-01-01"), sort: Sort::Off, name: "元旦".into() });
    let changes = doc::take_in(&fold, &days);
    let fields: Vec<&str> = changes
        .iter()
        .map(|change| match change {
            Known::Set { field, .. } => field.as_str(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(fields, ["day.2026-01-01", "day.2027-01-01"]);
}

#[test]
fn what_cannot_be_read_counts_as_not_set() {
    let mut document = firm();
    let set = |field: &str, value: &str| Fold::of(&firm()).set(field, Value::from(value));
    let changes = vec![
        set("mon", "nine to five"),
        set("offset", "far"),
        set("day.2026-10-01", "closed:国庆节"),
        set("day.2026-10-02", "work.day:国庆节"),
        set("day.2026-13-01", "off:国庆节"),
    ];
    tell(&mut document, 2, "2026-11-20 09:00", changes);
    let calendar = read(&document).calendar;
    assert_eq!(calendar.offset, 480);
    assert!(calendar.hours[0].is_empty() && !calendar.hours[1].is_empty());
    assert!(calendar.special(day("2026-10-01")).is_none() && calendar.special(day("2026-10-02")).is_none());
    assert_eq!(calendar.special.len(), 37);
}
