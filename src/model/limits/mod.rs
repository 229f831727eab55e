//! Time limits of a ticket: when each is due, whether it was kept, and when its clock stands still (A17).
//!
//! Computed from the log whenever it is read, so that it is right after days offline.

mod explain;
mod proposal;

use std::str::FromStr;

use super::agent::Role;
use super::calendar::Calendar;
use super::change::{Change, How, Known};
use super::document::Document;
use super::fold::{Fold, STATE};
use super::kind::{Category, Escalation, Limit, LimitFrom, TicketKind};
use super::span::{Span, SpanError};
use super::ticket::{PRIORITY, Priority};
use super::value::Value;

pub use explain::{Step, explain};
pub use proposal::{Proposal, done_since, proposal, propose, to_escalate};

/// By what a ticket's limits run, besides the ticket itself.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// The calendar of the team whose ticket it is.
    pub calendar: &'a Calendar,
    /// The customer's grade (C2); empty for none.
    pub grade: &'a str,
}

/// A warning before a limit ends: `4h` warns the owner, `4h lead` the lead as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warning {
    /// How long before, in milliseconds.
    pub before: u64,
    /// Who is warned: an agent is the ticket's owner.
    pub to: Role,
}

impl FromStr for Warning {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        let (span, role) = text.split_once(' ').unwrap_or((text, Role::Agent.id()));
        let before = span.parse::<Span>()?.running().ok_or(SpanError::Form)?;
        let to = Role::of(role);
        if to.id() == role && to != Role::Auditor { Ok(Self { before, to }) } else { Err(SpanError::Form) }
    }
}

/// An escalation that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Escalated<'a> {
    /// The level: who is told, and what the owner must propose.
    pub level: &'a Escalation,
    /// Since when it has been due, in milliseconds.
    pub at: u64,
}

/// A limit as it stands for one ticket. Times are in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline<'a> {
    /// The limit.
    pub limit: &'a Limit,
    /// From when it runs.
    pub since: u64,
    /// When it ends. While its clock stands still, when it would have ended had it not stopped.
    pub due: u64,
    /// When it was kept, or ended by the ticket's closing; after `due` if too late.
    pub met: Option<u64>,
    /// Since when its clock has stood still.
    pub paused: Option<u64>,
    /// From when to when its clock stood still before.
    pub pauses: Vec<(u64, u64)>,
}

impl<'a> Deadline<'a> {
    /// Whether its clock runs now: neither kept nor standing still.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.met.is_none() && self.paused.is_none()
    }

    /// When it ends if its clock, should it stand still, goes on now.
    #[must_use]
    pub fn due_at(&self, now: u64, calendar: &Calendar) -> u64 {
        match (self.paused, self.limit.within.parse()) {
            (Some(paused), Ok(span)) => extended(self.due, span, paused, now, calendar),
            _ => self.due,
        }
    }

    /// Whether it was not kept in time, or cannot be any more.
    #[must_use]
    pub fn is_late(&self, now: u64) -> bool {
        self.paused.is_none() && self.met.unwrap_or(now) > self.due
    }

    /// Whether it still runs and one of its warnings is due.
    #[must_use]
    pub fn warns(&self, now: u64) -> bool {
        self.warnings(now).next().is_some()
    }

    /// The warnings that are due while it runs, in the kind's order.
    pub fn warnings(&self, now: u64) -> impl Iterator<Item = Warning> + use<'a> {
        let (runs, due) = (self.is_running(), self.due);
        let all = self.limit.warn.iter().filter_map(|text| text.parse::<Warning>().ok());
        all.filter(move |warning| runs && due.saturating_sub(warning.before) <= now)
    }

    /// The escalations that are due while it runs, the first one first (A17).
    #[must_use]
    pub fn escalations(&self, now: u64, calendar: &Calendar) -> Vec<Escalated<'a>> {
        if !self.is_running() {
            return Vec::new();
        }
        let at = |level: &'a Escalation| {
            let after = level.after.parse::<Span>().ok()?;
            Some(Escalated { level, at: after.due(self.due, calendar) })
        };
        let mut due: Vec<Escalated<'_>> = self.limit.escalate.iter().filter_map(at).filter(|e| e.at <= now).collect();
        due.sort_by_key(|escalated| (escalated.at, escalated.level.to));
        due
    }
}

/// Whether a limit applies, by the ticket's registers and the customer's grade.
#[must_use]
pub fn applies(limit: &Limit, value_of: &dyn Fn(&str) -> Value, grade: &str) -> bool {
    let priority = || Priority::of(value_of(PRIORITY).as_str()).id();
    limit.when.as_ref().is_none_or(|when| when.holds(value_of))
        && (limit.grade.is_empty() || limit.grade.iter().any(|one| one == grade))
        && (limit.priority.is_empty() || limit.priority.iter().any(|one| one == priority()))
}

/// A stay in a state.
struct Visit<'a> {
    state: &'a str,
    at: u64,
}

/// The limits that apply to a ticket, in its kind's order.
///
/// A limit from the opening begins anew when a finished ticket comes back to work, one from a state each time that state
/// is entered. A limit from a field runs from that moment, or from the beginning of that day: `18:00` is that evening and `1d` the
/// day's end. It is kept by what happens after the field was set. A limit whose span cannot be read does not apply.
#[must_use]
pub fn deadlines<'a>(kind: &'a TicketKind, document: &Document, fold: &Fold, terms: Terms<'_>) -> Vec<Deadline<'a>> {
    let visits = visits(document, fold);
    let value_of = |name: &str| fold.value(name).clone();
    let applying = kind.limits.iter().filter(|limit| applies(limit, &value_of, terms.grade));
    applying.filter_map(|limit| deadline(kind, limit, document, fold, &visits, terms.calendar)).collect()
}

fn deadline<'a>(
    kind: &'a TicketKind,
    limit: &'a Limit,
    document: &Document,
    fold: &Fold,
    visits: &[Visit<'_>],
    calendar: &Calendar,
) -> Option<Deadline<'a>> {
    let span: Span = limit.within.parse().ok()?;
    // From when it runs, and which visits may keep it: those from this one on.
    let (since, first, heard) = match &limit.from {
        LimitFrom::Opened => {
            let (at, first) = match reopened(kind, visits) {
                Some(again) => (visits[again].at, again),
                None => (fold.opening.as_ref()?.at, 0),
            };
            (at, first, at)
        }
        LimitFrom::State(state) => {
            let entered = visits.iter().rposition(|visit| visit.state == state)?;
            (visits[entered].at, entered + 1, visits[entered].at)
        }
        LimitFrom::Field(field) => {
            let set = fold.register(field).live().first()?.stamp.millis;
            let since = match fold.value(field) {
                Value::Int(millis) => u64::try_from(*millis).ok()?,
                Value::Text(day) => calendar.parse_moment(day)?,
                _ => return None,
            };
            // A field may be put right after the work is done: then the state that the ticket is in counts as well.
            let after = visits.iter().position(|visit| visit.at >= set);
            (since, after.unwrap_or(visits.len().saturating_sub(1)), set)
        }
        LimitFrom::Contact => {
            let at = last_contact(document, fold)?;
            (at, visits.iter().position(|visit| visit.at >= at).unwrap_or(visits.len()), at)
        }
    };
    let category = |state: &str| category(kind, state);
    let keeps = |visit: &&Visit<'_>| match category(visit.state) {
        Category::Closed => true,
        Category::Solved if limit.until.is_empty() => true,
        _ => limit.until.iter().any(|state| state == visit.state),
    };
    let reached = visits.get(first..).unwrap_or_default().iter().find(keeps).map(|visit| visit.at);
    let answered =
        if limit.answer || limit.from == LimitFrom::Contact { first_answer(document, fold, heard) } else { None };
    let met = [reached, answered].into_iter().flatten().min();

    let mut due = span.due(since, calendar);
    let mut pauses = Vec::new();
    let mut stands = None;
    let pauses_in = |state: &str| {
        limit.pauses && category(state) == Category::Waiting || limit.pauses_in.iter().any(|name| name == state)
    };
    if limit.pauses || !limit.pauses_in.is_empty() {
        for (i, visit) in visits.iter().enumerate().filter(|(_, visit)| pauses_in(visit.state)) {
            let begin = visit.at.max(since);
            let end = visits.get(i + 1).map(|next| next.at).into_iter().chain(met).min();
            match end {
                _ if begin >= due => {}
                Some(end) if end > begin => {
                    due = extended(due, span, begin, end, calendar);
                    pauses.push((begin, end));
                }
                Some(_) => {}
                None => stands = Some(begin),
            }
        }
    }
    Some(Deadline { limit, since, due, met, paused: stands, pauses })
}

fn category(kind: &TicketKind, state: &str) -> Category {
    kind.state(state).map_or(Category::Open, |state| state.category)
}

/// The latest visit by which a finished ticket came back to work.
fn reopened(kind: &TicketKind, visits: &[Visit<'_>]) -> Option<usize> {
    let done = |visit: &Visit<'_>| category(kind, visit.state).is_done();
    (1..visits.len()).rfind(|at| done(&visits[at - 1]) && !done(&visits[*at]))
}

/// The end of a limit whose clock stood still between two moments. Running spans get that time, others as much working
/// time as lay in it.
fn extended(due: u64, span: Span, from: u64, to: u64, calendar: &Calendar) -> u64 {
    match span.running() {
        Some(_) => due.saturating_add(to.saturating_sub(from)),
        None => match calendar.worked(from, to) {
            0 => due,
            worked => calendar.due(due, worked),
        },
    }
}

/// The states that the ticket has been in, in order; the last is the one that shows.
fn visits<'a>(document: &'a Document, fold: &Fold) -> Vec<Visit<'a>> {
    let shows = fold.register(STATE).live().first().map(|live| live.stamp);
    let (mut visits, mut last) = (Vec::new(), None);
    for entry in document.log().iter().filter(|entry| !fold.undone.contains(&entry.stamp)) {
        if let Change::Known(Known::Moved { to, .. }) = &entry.change {
            let at = entry.stamp.millis;
            // What was imported was in its state from the day it really began.
            let at =
                if visits.is_empty() { fold.opening.as_ref().map_or(at, |opening| opening.at.min(at)) } else { at };
            let visit = Visit { state: to, at };
            if Some(entry.stamp) == shows {
                last = Some(visit);
            } else {
                visits.push(visit);
            }
        }
    }
    // A fast clock may have stamped an earlier step later than the step that saw it.
    if let Some(last) = last {
        for visit in &mut visits {
            visit.at = visit.at.min(last.at);
        }
        visits.push(last);
    }
    visits
}

/// What was said, when and how.
fn said<'d>(document: &'d Document, fold: &'d Fold) -> impl Iterator<Item = (u64, How)> + 'd {
    document.log().iter().filter(|entry| !fold.undone.contains(&entry.stamp)).filter_map(|entry| match &entry.change {
        Change::Known(Known::Said { how, .. }) => Some((entry.stamp.millis, *how)),
        _ => None,
    })
}

/// The first reply or call to the customer at or after a moment.
fn first_answer(document: &Document, fold: &Fold, since: u64) -> Option<u64> {
    let mut said = said(document, fold);
    said.find(|(at, how)| *at >= since && matches!(how, How::Reply | How::Call)).map(|(at, _)| at)
}

/// The customer's first contact since the answer before it: of the last such run of contacts, answered or not.
fn last_contact(document: &Document, fold: &Fold) -> Option<u64> {
    let (mut since, mut answered) = (None, true);
    for (at, how) in said(document, fold) {
        match how {
            How::Contact if answered => (since, answered) = (Some(at), false),
            How::Reply | How::Call => answered = true,
            How::Contact | How::Note => {}
        }
    }
    since
}
