//! Calendars as documents: `calendar-firm` for everybody, others for the teams they name. Every weekday and every
//! special day is a register of its own, so that two people's offline changes merge.

use std::sync::Arc;

use super::{Calendar, Shift, Sort, Special, day_text, parse_day, parse_shifts, shifts_text};
use crate::model::change::Known;
use crate::model::document::DocId;
use crate::model::fold::Fold;
use crate::model::value::Value;

/// The id of the calendar that everybody has whose team has none of its own.
pub const FIRM: &str = "firm";
/// The register of a calendar's name.
pub const NAME: &str = "name";
/// The register of the names of the teams whose calendar it is: a list.
pub const TEAMS: &str = "teams";
/// The register of how far local time is ahead of UTC, in minutes.
pub const OFFSET: &str = "offset";

/// The registers of the weekdays' shifts, Monday first.
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// What the register of a special day begins with; the day as `2026-10-01` follows.
const DAY: &str = "day.";
const OFF: &str = "off";
const WORK: &str = "work";

/// A calendar and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamCalendar {
    /// Its id, the part of the document's after the hyphen.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The teams whose calendar it is.
    pub teams: Vec<String>,
    /// When they work.
    pub calendar: Arc<Calendar>,
}

impl TeamCalendar {
    /// The calendar of a document. What cannot be read counts as not set: no shifts, no special day, China's time.
    #[must_use]
    pub fn of(id: &DocId, fold: &Fold) -> Self {
        let hours = WEEKDAYS.map(|weekday| parse_shifts(fold.text(weekday)).unwrap_or_default());
        let offset = fold.value(OFFSET).as_int().and_then(|n| i32::try_from(n).ok()).filter(|n| n.abs() <= 24 * 60);
        // The registers come in order of their text, which is that of the days.
        let special = fold.registers.iter().filter_map(|(name, register)| {
            let (sort, name_of_day) = register.value().as_str().split_once(':')?;
            let day = parse_day(name.strip_prefix(DAY)?)?;
            Some(Special { day, sort: sort_of(sort)?, name: name_of_day.to_owned() })
        });
        Self {
            id: id.name().to_owned(),
            name: fold.text(NAME).to_owned(),
            teams: fold.value(TEAMS).as_list().to_vec(),
            calendar: Arc::new(Calendar { offset: offset.unwrap_or(480), hours, special: special.collect() }),
        }
    }

    /// The document's id of the calendar with that id.
    #[must_use]
    pub fn doc(id: &str) -> DocId {
        DocId::fixed("calendar", id)
    }
}

/// The changes that begin a calendar.
#[must_use]
pub fn opening(name: &str, teams: &[String], calendar: &Calendar) -> Vec<Known> {
    let nothing = Fold::default();
    let mut changes = vec![
        Known::Opened { kind: String::new(), number: String::new(), at: None },
        nothing.set(NAME, Value::text(name)),
        nothing.set(OFFSET, Value::Int(calendar.offset.into())),
    ];
    if !teams.is_empty() {
        changes.push(nothing.set(TEAMS, Value::List(teams.to_vec())));
    }
    let worked = (0..7).zip(&calendar.hours).filter(|(_, shifts)| !shifts.is_empty());
    changes.extend(worked.map(|(weekday, shifts)| set_hours(&nothing, weekday, shifts)));
    changes.extend(calendar.special.iter().map(|special| set_day(&nothing, special)));
    changes
}

/// Sets the shifts of a weekday, Monday being 0.
#[must_use]
pub fn set_hours(fold: &Fold, weekday: u8, shifts: &[Shift]) -> Known {
    fold.set(WEEKDAYS[usize::from(weekday % 7)], Value::text(&shifts_text(shifts)))
}

/// Makes a day special.
#[must_use]
pub fn set_day(fold: &Fold, special: &Special) -> Known {
    fold.set(&register_of(special.day), value_of(special))
}

/// Makes a day like any other of its weekday.
#[must_use]
pub fn clear_day(fold: &Fold, day: i64) -> Known {
    fold.set(&register_of(day), Value::Empty)
}

/// Takes in special days, from an imported file for example: the changes for those that are not so already.
#[must_use]
pub fn take_in(fold: &Fold, days: &[Special]) -> Vec<Known> {
    let differs = |special: &&Special| *fold.value(&register_of(special.day)) != value_of(special);
    days.iter().filter(differs).map(|special| set_day(fold, special)).collect()
}

fn register_of(day: i64) -> String {
    let mut name = DAY.to_owned();
    name.push_str(&day_text(day));
    name
}

fn value_of(special: &Special) -> Value {
    let mut text = match special.sort {
        Sort::Off => OFF,
        Sort::Work(_) => WORK,
    }
    .to_owned();
    if let Sort::Work(Some(weekday)) = special.sort {
        text.push('.');
        text.push_str(WEEKDAYS[usize::from(weekday % 7)]);
    }
    text.push(':');
    text.push_str(&special.name);
    Value::Text(text)
}

fn sort_of(text: &str) -> Option<Sort> {
    match text.split_once('.') {
        None if text == OFF => Some(Sort::Off),
        None => (text == WORK).then_some(Sort::Work(None)),
        Some((sort, like)) => {
            let weekday = (0..7).find(|weekday| WEEKDAYS[usize::from(*weekday)] == like)?;
            (sort == WORK).then_some(Sort::Work(Some(weekday)))
        }
    }
}
