//! Time limits of a ticket, computed on reading from its log and its kind.

use super::calendar::Calendar;
use super::change::{Change, How, Known};
use super::document::Document;
use super::fold::Fold;
use super::kind::{Category, FieldType, Limit, LimitFrom, TicketKind};
use super::span::Span;
use super::value::Value;

/// A limit that runs, or has run, on a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The limit's id in the kind.
    pub id: String,
    /// What must be done in time.
    pub name: String,
    /// From when it ran, in milliseconds.
    pub from: u64,
    /// By when, in milliseconds.
    pub due: u64,
    /// When it was kept, or done too late; `None` while it runs.
    pub met: Option<u64>,
}

/// The limits that apply to a ticket. A limit from a state runs anew each time the state is entered; the last counts.
#[must_use]
pub fn deadlines(kind: &TicketKind, document: &Document, fold: &Fold, calendar: &Calendar) -> Vec<Deadline> {
    if kind.limits.is_empty() {
        return Vec::new();
    }
    let course = Course::of(kind, document, fold);
    let value_of = |name: &str| fold.value(name).clone();
    let applies = |limit: &&Limit| limit.when.as_ref().is_none_or(|when| when.holds(&value_of));
    kind.limits.iter().filter(applies).filter_map(|limit| deadline(limit, kind, &course, fold, calendar)).collect()
}

fn deadline(
    limit: &Limit,
    kind: &TicketKind,
    course: &Course<'_>,
    fold: &Fold,
    calendar: &Calendar,
) -> Option<Deadline> {
    let span: Span = limit.within.parse().ok()?;
    let from = match &limit.from {
        LimitFrom::Opened => fold.opening.as_ref()?.at,
        LimitFrom::State(state) => course.entered(state)?,
        LimitFrom::Field(field) => moment(kind, field, fold, calendar)?,
    };
    let mut due = span.due(from, calendar);
    if limit.pauses {
        due += course.waited(from);
    }
    Some(Deadline { id: limit.id.clone(), name: limit.name.clone(), from, due, met: course.met(limit, from) })
}

/// A day counts from its beginning, a moment from itself.
fn moment(kind: &TicketKind, field: &str, fold: &Fold, calendar: &Calendar) -> Option<u64> {
    match (kind.field(field)?.sort, fold.value(field)) {
        (FieldType::Date, Value::Text(day)) => Some(calendar.moment(super::calendar::parse_day(day)?, 0)),
        (FieldType::Moment, Value::Int(millis)) => u64::try_from(*millis).ok(),
        _ => None,
    }
}

/// The way a ticket took through its states.
struct Course<'a> {
    /// When each state was entered, with its category, in order.
    steps: Vec<(u64, &'a str, Category)>,
    /// When we first answered the customer.
    answered: Option<u64>,
}

impl<'a> Course<'a> {
    fn of(kind: &TicketKind, document: &'a Document, fold: &Fold) -> Self {
        let mut course = Self { steps: Vec::new(), answered: None };
        let opened = fold.opening.as_ref().map_or(0, |opening| opening.at);
        for entry in document.log().iter().filter(|entry| !fold.undone.contains(&entry.stamp)) {
            let at = entry.stamp.millis;
            match &entry.change {
                Change::Known(Known::Moved { to, .. }) => {
                    let category = kind.state(to).map_or(Category::Open, |state| state.category);
                    // What was imported was in its state from the day it really began.
                    let at = if course.steps.is_empty() { opened.min(at) } else { at };
                    course.steps.push((at, to, category));
                }
                Change::Known(Known::Said { how: How::Reply | How::Call, .. }) => {
                    course.answered.get_or_insert(at);
                }
                _ => {}
            }
        }
        course
    }

    fn entered(&self, state: &str) -> Option<u64> {
        self.steps.iter().rev().find(|(_, to, _)| *to == state).map(|(at, _, _)| *at)
    }

    /// The first time after `from` that the limit was kept.
    fn met(&self, limit: &Limit, from: u64) -> Option<u64> {
        let reached = self.steps.iter().find(|(at, to, category)| {
            let wanted = if limit.until.is_empty() { category.is_done() } else { limit.until.iter().any(|s| s == to) };
            wanted && *at >= from
        });
        let reached = reached.map(|(at, _, _)| *at);
        let answered = self.answered.filter(|at| limit.answer && *at >= from);
        match (reached, answered) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }

    /// How long, after `from`, somebody else had to act, in milliseconds. A wait that still lasts counts to its start.
    fn waited(&self, from: u64) -> u64 {
        let mut waited = 0;
        for pair in self.steps.windows(2) {
            if pair[0].2 == Category::Waiting {
                waited += pair[1].0.saturating_sub(pair[0].0.max(from));
            }
        }
        waited
    }
}
