//! What a kind will ask of whoever opens a ticket of it now: the fields, the first time limits, the next step.

use crate::model::kind::{Field, FieldType, Limit, LimitFrom, Move, TicketKind};
use crate::model::limits::{Terms, applies};
use crate::model::span::Span;
use crate::model::value::Value;

/// A time limit that begins with the opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// What must be done in time.
    pub name: String,
    /// How long it runs.
    pub span: Span,
    /// When it ends, in milliseconds.
    pub due: u64,
}

/// The limits that begin to run when a ticket is opened at `now` with these values, what is due first coming first.
#[must_use]
pub fn first_limits(kind: &TicketKind, value_of: &dyn Fn(&str) -> Value, now: u64, terms: Terms<'_>) -> Vec<Beginning> {
    let begins = |limit: &&Limit| match &limit.from {
        LimitFrom::Opened => true,
        LimitFrom::State(state) => *state == kind.start,
        LimitFrom::Field(_) | LimitFrom::Contact => false,
    };
    let applying = kind.limits.iter().filter(begins);
    let applying = applying.filter(|limit| applies(limit, value_of, terms.grade));
    let mut all: Vec<Beginning> = applying
        .filter_map(|limit| {
            let span: Span = limit.within.parse().ok()?;
            Some(Beginning { name: limit.name.clone(), span, due: span.due(now, terms.calendar) })
        })
        .collect();
    all.sort_by_key(|limit| limit.due);
    all
}

/// The steps that are open at once, in the kind's order.
#[must_use]
pub fn first_steps<'a>(kind: &'a TicketKind, value_of: &dyn Fn(&str) -> Value) -> Vec<&'a Move> {
    let from_start = kind.moves.iter().filter(|step| step.from.contains(&kind.start));
    from_start.filter(|step| step.when.as_ref().is_none_or(|when| when.holds(value_of))).collect()
}

/// The fields the capture form asks for, those that must be filled first. Photos and checklists belong to the ticket.
#[must_use]
pub fn asked<'a>(kind: &'a TicketKind, value_of: &dyn Fn(&str) -> Value) -> Vec<&'a Field> {
    let asked = |field: &&Field| {
        (field.capture || field.required)
            && !matches!(field.sort, FieldType::Photos | FieldType::Checklist)
            && field.applies(value_of)
    };
    kind.fields.iter().filter(asked).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::calendar::Calendar;

    fn kind() -> TicketKind {
        let text = r#"{"id":"t.t","name":"T","prefix":"T","start":"new",
            "fields":[{"id":"grade","name":"G","type":"text","capture":true},
                {"id":"why","name":"W","type":"text","required":true,"when":{"field":"grade","is":["bad"]}},
                {"id":"pics","name":"P","type":"photos","capture":true},
                {"id":"later","name":"L","type":"text"}],
            "states":[{"id":"new","name":"N","category":"open"},{"id":"done","name":"D","category":"solved"}],
            "moves":[{"id":"close","label":"C","from":["done"],"to":"done"},
                {"id":"alarm","label":"A","from":["new"],"to":"done","when":{"field":"grade","is":["bad"]}},
                {"id":"solve","label":"S","from":["new"],"to":"done"}],
            "limits":[{"id":"a","name":"三天","from":"opened","within":"3d"},
                {"id":"b","name":"上报","from":"opened","within":"10m","when":{"field":"grade","is":["bad"]}},
                {"id":"c","name":"确认","from":{"state":"new"},"within":"2h"},
                {"id":"d","name":"其后","from":{"state":"done"},"within":"1m"},
                {"id":"e","name":"归还","from":{"field":"later"},"within":"1m"}]}"#;
        serde_json::from_str(text).unwrap()
    }

    fn graded(grade: &'static str) -> impl Fn(&str) -> Value {
        move |field| if field == "grade" { Value::text(grade) } else { Value::Empty }
    }

    #[test]
    fn limits_that_begin_at_once_are_told_soonest_first() {
        let calendar = Calendar::china();
        let now = calendar.parse_moment("2026-11-20 10:00").unwrap();
        let names = |grade| {
            let all = first_limits(&kind(), &graded(grade), now, Terms { calendar: &calendar, grade: "" });
            all.into_iter().map(|limit| (limit.name, limit.due - now)).collect::<Vec<_>>()
        };
        let (hours, days) = (("确认".to_owned(), 2 * 3_600_000), ("三天".to_owned(), 3 * 86_400_000));
        assert_eq!(names(""), [hours.clone(), days.clone()]);
        assert_eq!(names("bad"), [("上报".to_owned(), 600_000), hours, days]);
    }

    #[test]
    fn steps_and_fields_follow_the_conditions() {
        let kind = kind();
        let ids = |grade| first_steps(&kind, &graded(grade)).iter().map(|step| step.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(""), ["solve"]);
        assert_eq!(ids("bad"), ["alarm", "solve"]);
        let fields = |grade| asked(&kind, &graded(grade)).iter().map(|field| field.id.clone()).collect::<Vec<_>>();
        assert_eq!(fields(""), ["grade"]);
        assert_eq!(fields("bad"), ["grade", "why"]);
    }
}
