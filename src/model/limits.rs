//! Time limits of a ticket: when each is due, whether it was kept, and when its clock stands still (A17).
//!
//! Computed from the log whenever it is read, so that it is right after days offline.

use super::agent::Role;
use super::calendar::Calendar;
use super::change::{Change, How, Known};
use super::document::Document;
use super::fold::{Fold, STATE};
use super::kind::{Category, Limit, LimitFrom, TicketKind};
use super::span::Span;
use super::value::Value;

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
}

impl Deadline<'_> {
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
        self.is_running()
            && self
                .limit
                .warn
                .iter()
                .filter_map(|text| text.parse::<Span>().ok()?.running())
                .any(|before| self.due.saturating_sub(before) <= now)
    }

    /// The highest role that is to be told that it has passed (A17).
    #[must_use]
    pub fn escalates_to(&self, now: u64, calendar: &Calendar) -> Option<Role> {
        let passed = |after: &str| after.parse::<Span>().is_ok_and(|span| span.due(self.due, calendar) <= now);
        let levels = self.limit.escalate.iter().filter(|level| self.is_running() && passed(&level.after));
        levels.map(|level| level.to).max()
    }
}

/// A stay in a state.
struct Visit<'a> {
    state: &'a str,
    at: u64,
}

/// The limits that apply to a ticket, in its kind's order.
///
/// A limit from a field runs from that moment, or from the beginning of that day: `18:00` is that evening and `1d` the
/// day's end. It is kept by what happens after the field was set. A limit whose span cannot be read does not apply.
#[must_use]
pub fn deadlines<'a>(kind: &'a TicketKind, document: &Document, fold: &Fold, calendar: &Calendar) -> Vec<Deadline<'a>> {
    let visits = visits(document, fold);
    let value_of = |name: &str| fold.value(name).clone();
    let applying = kind.limits.iter().filter(|limit| limit.when.as_ref().is_none_or(|when| when.holds(&value_of)));
    applying.filter_map(|limit| deadline(kind, limit, document, fold, &visits, calendar)).collect()
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
            let at = fold.opening.as_ref()?.at;
            (at, 0, at)
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
    };
    let category = |state: &str| kind.state(state).map_or(Category::Open, |state| state.category);
    let keeps = |visit: &&Visit<'_>| match category(visit.state) {
        Category::Closed => true,
        Category::Solved if limit.until.is_empty() => true,
        _ => limit.until.iter().any(|state| state == visit.state),
    };
    let reached = visits.get(first..).unwrap_or_default().iter().find(keeps).map(|visit| visit.at);
    let answered = if limit.answer { first_answer(document, fold, heard) } else { None };
    let met = [reached, answered].into_iter().flatten().min();

    let mut due = span.due(since, calendar);
    let mut paused = None;
    if limit.pauses {
        for (i, visit) in visits.iter().enumerate().filter(|(_, visit)| category(visit.state) == Category::Waiting) {
            let begin = visit.at.max(since);
            let end = visits.get(i + 1).map(|next| next.at).into_iter().chain(met).min();
            match end {
                _ if begin >= due => {}
                Some(end) => due = extended(due, span, begin, end, calendar),
                None => paused = Some(begin),
            }
        }
    }
    Some(Deadline { limit, since, due, met, paused })
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

/// The first reply or call to the customer at or after a moment.
fn first_answer(document: &Document, fold: &Fold, since: u64) -> Option<u64> {
    let said = document.log().iter().filter(|entry| !fold.undone.contains(&entry.stamp));
    let answers =
        said.filter(|entry| matches!(&entry.change, Change::Known(Known::Said { how: How::Reply | How::Call, .. })));
    answers.map(|entry| entry.stamp.millis).find(|at| *at >= since)
}

#[cfg(test)]
mod tests {
    use super::super::document::{DocId, Entry};
    use super::super::stamp::{Clock, Stamp, Writer};
    use super::*;

    fn at(text: &str) -> u64 {
        Calendar::china().parse_moment(text).unwrap()
    }

    fn kind() -> TicketKind {
        let limit = |id: &str, rest: &str| format!(r#"{{"id":"{id}","name":"N",{rest}}}"#);
        let limits = [
            limit("answer", r#""from":"opened","within":"30m","answer":true"#),
            limit(
                "solve",
                r#""from":"opened","within":"72h","pauses":true,"warn":["2h"],
                "escalate":[{"after":"1h","to":"lead"},{"after":"1d","to":"manager"}]"#,
            ),
            limit("hours", r#""from":"opened","within":"4wh","until":["done"],"pauses":true"#),
            limit("work", r#""from":{"state":"work"},"within":"1d","until":["done","wait"]"#),
            limit("back", r#""from":{"field":"day"},"within":"18:00","until":["wait"]"#),
            limit("after", r#""from":{"field":"paid"},"within":"72h","when":{"field":"sort","is":["late"]}"#),
        ];
        let text = format!(
            r#"{{"id":"t.t","name":"T","prefix":"T","fields":[],"start":"new","moves":[],"limits":[{}],"states":[
            {{"id":"new","name":"N","category":"open"}},{{"id":"work","name":"N","category":"open"}},
            {{"id":"wait","name":"N","category":"waiting"}},{{"id":"done","name":"N","category":"solved"}},
            {{"id":"off","name":"N","category":"closed"}}]}}"#,
            limits.join(",")
        );
        serde_json::from_str(&text).unwrap()
    }

    struct Story {
        document: Document,
        clock: Clock,
    }

    impl Story {
        fn opened(when: &str) -> Self {
            let clock = Clock::new(Writer::SAMPLE);
            let mut story = Self { document: Document::new(DocId::fixed("ticket", "1"), Vec::new()), clock };
            story.tell(when, Known::Opened { kind: "t.t".into(), number: "T1".into(), at: None });
            story.to(when, "new");
            story
        }

        fn tell(&mut self, when: &str, change: Known) -> Stamp {
            let stamp = self.clock.tick(at(when));
            self.document.merge([Entry { stamp, by: "a".into(), change: change.into() }]);
            stamp
        }

        fn to(&mut self, when: &str, state: &str) -> Stamp {
            let over = Fold::of(&self.document).register(STATE).stamps();
            self.tell(when, Known::Moved { step: String::new(), to: state.into(), over })
        }

        fn set(&mut self, when: &str, field: &str, value: Value) -> Stamp {
            let change = Fold::of(&self.document).set(field, value);
            self.tell(when, change)
        }

        /// Due, met and paused of a limit.
        fn look(&self, limit: &str, now: &str) -> Option<(u64, Option<u64>, Option<u64>)> {
            let (kind, fold) = (kind(), Fold::of(&self.document));
            let found = deadlines(&kind, &self.document, &fold, &Calendar::china());
            found.iter().find(|d| d.limit.id == limit).map(|d| (d.due_at(at(now), &Calendar::china()), d.met, d.paused))
        }
    }

    #[test]
    fn the_first_answer_keeps_a_limit_unless_taken_back() {
        let mut story = Story::opened("2026-11-20 10:00");
        let due = at("2026-11-20 10:30");
        let say = |how| Known::Said { how, text: "x".into(), minutes: 0 };
        story.tell("2026-11-20 10:05", say(How::Note));
        assert_eq!(story.look("answer", "2026-11-20 10:10"), Some((due, None, None)));
        let call = story.tell("2026-11-20 10:20", say(How::Call));
        story.tell("2026-11-20 10:40", say(How::Reply));
        assert_eq!(story.look("answer", "2026-11-20 11:00"), Some((due, Some(at("2026-11-20 10:20")), None)));
        story.tell("2026-11-20 11:00", Known::Undone { what: vec![call] });
        assert_eq!(story.look("answer", "2026-11-20 11:00"), Some((due, Some(at("2026-11-20 10:40")), None)));
        let mut ended = Story::opened("2026-11-20 10:00");
        ended.to("2026-11-20 10:15", "off");
        assert_eq!(ended.look("answer", "2026-11-20 11:00"), Some((due, Some(at("2026-11-20 10:15")), None)));
    }

    #[test]
    fn waiting_stops_the_clock() {
        let mut story = Story::opened("2026-11-20 10:00");
        story.to("2026-11-20 11:00", "wait");
        // Running time: an hour has waited by noon, five by four o'clock.
        assert_eq!(
            story.look("solve", "2026-11-20 12:00"),
            Some((at("2026-11-23 11:00"), None, Some(at("2026-11-20 11:00"))))
        );
        story.to("2026-11-20 16:00", "work");
        assert_eq!(story.look("solve", "2026-11-21 12:00"), Some((at("2026-11-23 15:00"), None, None)));
        // Working time: 14:00 and five working hours.
        assert_eq!(story.look("hours", "2026-11-20 16:30"), Some((at("2026-11-23 10:00"), None, None)));
        // What comes after the end changes nothing.
        story.to("2026-11-23 15:30", "wait");
        assert_eq!(story.look("solve", "2026-11-25 12:00"), Some((at("2026-11-23 15:00"), None, None)));
        story.to("2026-11-25 13:00", "done");
        let met = Some(at("2026-11-25 13:00"));
        assert_eq!(story.look("solve", "2026-11-26 12:00"), Some((at("2026-11-23 15:00"), met, None)));
    }

    #[test]
    fn a_limit_from_a_state_runs_from_its_last_entry() {
        let mut story = Story::opened("2026-11-20 10:00");
        assert_eq!(story.look("work", "2026-11-20 12:00"), None);
        story.to("2026-11-20 11:00", "work");
        story.to("2026-11-20 12:00", "wait");
        let met = Some(at("2026-11-20 12:00"));
        assert_eq!(story.look("work", "2026-11-20 12:00"), Some((at("2026-11-21 11:00"), met, None)));
        let again = story.to("2026-11-20 15:00", "work");
        assert_eq!(story.look("work", "2026-11-20 16:00"), Some((at("2026-11-21 15:00"), None, None)));
        story.tell("2026-11-20 15:10", Known::Undone { what: vec![again] });
        assert_eq!(story.look("work", "2026-11-20 16:00"), Some((at("2026-11-21 11:00"), met, None)));
        story.to("2026-11-20 17:00", "off");
        assert_eq!(story.look("solve", "2026-11-21 12:00").unwrap().1, Some(at("2026-11-20 17:00")));
    }

    #[test]
    fn a_limit_from_a_field_follows_the_field() {
        let mut story = Story::opened("2026-11-20 10:00");
        assert_eq!(story.look("back", "2026-11-20 12:00"), None);
        story.to("2026-11-20 10:30", "wait");
        story.set("2026-11-20 11:00", "day", Value::from("2026-11-24"));
        // Set while it is in the state that keeps it.
        let due = at("2026-11-24 18:00");
        assert_eq!(story.look("back", "2026-11-20 12:00"), Some((due, Some(at("2026-11-20 10:30")), None)));
        // Lent again, with another day, in one step.
        story.set("2026-11-25 09:00", "day", Value::from("2026-11-26"));
        story.to("2026-11-25 09:00", "work");
        let due = at("2026-11-26 18:00");
        assert_eq!(story.look("back", "2026-11-25 12:00"), Some((due, None, None)));
        story.to("2026-11-26 09:00", "wait");
        story.to("2026-11-26 10:00", "work");
        assert_eq!(story.look("back", "2026-11-26 12:00"), Some((due, Some(at("2026-11-26 09:00")), None)));

        story.set("2026-11-26 13:00", "paid", Value::Int(at("2026-11-25 08:15").cast_signed()));
        assert_eq!(story.look("after", "2026-11-26 14:00"), None);
        story.set("2026-11-26 13:00", "sort", Value::from("late"));
        assert_eq!(story.look("after", "2026-11-26 14:00"), Some((at("2026-11-28 08:15"), None, None)));
        story.set("2026-11-26 14:00", "day", Value::Empty);
        assert_eq!(story.look("back", "2026-11-26 14:00"), None);
    }

    #[test]
    fn a_passed_limit_goes_up() {
        let story = Story::opened("2026-11-20 10:00");
        let (kind, fold, calendar) = (kind(), Fold::of(&story.document), Calendar::china());
        let table = [
            ("2026-11-23 07:59", false, false, None),
            ("2026-11-23 08:00", true, false, None),
            ("2026-11-23 10:00", true, false, None),
            ("2026-11-23 10:59", true, true, None),
            ("2026-11-23 11:00", true, true, Some(Role::Lead)),
            ("2026-11-24 10:00", true, true, Some(Role::Manager)),
        ];
        for (now, warns, late, to) in table {
            let now = at(now);
            let found = deadlines(&kind, &story.document, &fold, &calendar);
            let solve = found.iter().find(|d| d.limit.id == "solve").unwrap();
            assert_eq!((solve.warns(now), solve.is_late(now), solve.escalates_to(now, &calendar)), (warns, late, to));
        }
    }

    #[test]
    fn the_state_that_shows_comes_last_whatever_the_clocks_say() {
        let mut story = Story::opened("2026-11-20 10:00");
        let mut fast = Clock::new(Writer::new(1, 1));
        let ahead = fast.tick(at("2026-11-20 20:00"));
        let over = Fold::of(&story.document).register(STATE).stamps();
        let change = Known::Moved { step: String::new(), to: "work".into(), over }.into();
        story.document.merge([Entry { stamp: ahead, by: "b".into(), change }]);
        story.to("2026-11-20 11:00", "done");
        assert_eq!(Fold::of(&story.document).text(STATE), "done");
        let met = Some(at("2026-11-20 11:00"));
        assert_eq!(story.look("solve", "2026-11-20 12:00"), Some((at("2026-11-23 10:00"), met, None)));
    }
}
