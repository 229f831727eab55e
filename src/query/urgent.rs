//! What to do next: tickets in the order in which they press, each with its reason.

use std::cmp::Reverse;
use std::sync::Arc;

use super::rows::Row;

/// Why a ticket is on the list, the most pressing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Past due.
    Late,
    /// Something was promised and its time comes within a day.
    Promised,
    /// Due within a day.
    Due,
    /// Mine, without a near limit.
    Mine,
}

/// A ticket and why it is on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Why.
    pub why: Why,
    /// The ticket.
    pub row: Arc<Row>,
}

const DAY: u64 = 24 * 60 * 60 * 1000;

/// Why a ticket presses at `now` for the agent `me`, if it does. Finished ones press only by their promises.
#[must_use]
pub fn why(row: &Row, me: &str, now: u64) -> Option<Why> {
    match &row.due {
        Some(due) if due.at < now => Some(Why::Late),
        Some(due) if due.at < now + DAY => Some(if due.promise { Why::Promised } else { Why::Due }),
        _ if row.promised => Some(Why::Promised),
        _ if row.owner == me && !row.category.is_done() => Some(Why::Mine),
        _ => None,
    }
}

/// The tickets that press, in order: by reason, then mine before others', then what is due first, then the most urgent,
/// then the oldest. Only mine and nobody's when `own`.
#[must_use]
pub fn tasks(rows: impl IntoIterator<Item = Arc<Row>>, me: &str, own: bool, now: u64) -> Vec<Task> {
    let near = |row: &Row| !own || row.owner == me || row.owner.is_empty();
    let mut tasks: Vec<Task> = rows
        .into_iter()
        .filter(|row| near(row))
        .filter_map(|row| Some(Task { why: why(&row, me, now)?, row }))
        .collect();
    tasks.sort_by_cached_key(|Task { why, row }| {
        let due = row.due.as_ref().map_or(u64::MAX, |due| due.at);
        (*why, row.owner != me, due, Reverse(row.priority), row.opened, row.id.clone())
    });
    tasks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::agent::Agent;
    use crate::model::calendar::Calendar;
    use crate::model::change::Known;
    use crate::model::customer::Customer;
    use crate::model::document::{DocId, Document, Entry};
    use crate::model::fold::Fold;
    use crate::model::kind::TicketKind;
    use crate::model::stamp::{Clock, Writer};
    use crate::query::rows::{Due, Names};

    struct Nobody;

    impl Names for Nobody {
        fn kind(&self, _: &str) -> Option<&TicketKind> {
            None
        }
        fn customer(&self, _: &str) -> Option<&Customer> {
            None
        }
        fn agent(&self, _: &str) -> Option<&Agent> {
            None
        }

        fn item(&self, _: &str, _: &str) -> Option<&str> {
            None
        }
    }

    const HOUR: u64 = 3_600_000;

    fn row(name: &str, owner: &str, due: Option<(u64, bool)>) -> Arc<Row> {
        let mut clock = Clock::new(Writer::SAMPLE);
        let change = Known::Opened { kind: "t.t".into(), number: name.into(), at: None };
        let entry = Entry { stamp: clock.tick(1), by: "x".into(), change: change.into() };
        let document = Document::new(DocId::fixed("ticket", name), vec![entry]);
        let fold = Fold::of(&document);
        let mut row = Row::of(&document.id, &document, &fold, &Nobody, &Calendar::china()).unwrap();
        row.owner = owner.into();
        row.promised = due.is_some_and(|(_, promise)| promise);
        row.due = due.map(|(at, promise)| Due { at, what: String::new(), promise });
        Arc::new(row)
    }

    #[test]
    fn what_presses_comes_first() {
        let now = 100 * HOUR;
        let rows = [
            row("mine", "me", None),
            row("others", "li", None),
            row("far", "li", Some((now + 60 * HOUR, false))),
            row("soon", "me", Some((now + 2 * HOUR, false))),
            row("promise", "me", Some((now + 9 * HOUR, true))),
            row("promise far", "me", Some((now + 90 * HOUR, true))),
            row("late of li", "li", Some((now - 9 * HOUR, false))),
            row("late", "me", Some((now - HOUR, false))),
            row("late in pool", "", Some((now - 2 * HOUR, false))),
        ];
        let names = |own| {
            let tasks = tasks(rows.iter().cloned(), "me", own, now);
            tasks.into_iter().map(|task| task.row.number.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(false), ["late", "late of li", "late in pool", "promise", "promise far", "soon", "mine"]);
        assert_eq!(names(true), ["late", "late in pool", "promise", "promise far", "soon", "mine"]);
    }
}
