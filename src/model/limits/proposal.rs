//! What a ticket's owner proposes to whoever it is taken up to (A17).

use super::{Deadline, Escalated};
use crate::model::agent::Role;
use crate::model::calendar::Calendar;
use crate::model::change::{Change, Known};
use crate::model::document::{Document, Entry};
use crate::model::fold::{Fold, Live};
use crate::model::stamp::Stamp;
use crate::model::ticket::PROPOSAL;
use crate::model::value::Value;

/// A proposal as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal<'a> {
    /// To whom: a lead or a manager.
    pub to: Role,
    /// What is proposed.
    pub text: &'a str,
    /// Who proposed it, and when.
    pub live: &'a Live,
}

/// The ticket's proposal, if there is one.
#[must_use]
pub fn proposal(fold: &Fold) -> Option<Proposal<'_>> {
    let live = fold.register(PROPOSAL).live().first()?;
    match live.value.as_list() {
        [to, text] => Some(Proposal { to: Role::of(to), text, live }),
        _ => None,
    }
}

/// Takes a ticket up with a proposal.
#[must_use]
pub fn propose(fold: &Fold, to: Role, text: &str) -> Known {
    fold.set(PROPOSAL, Value::List(vec![to.id().to_owned(), text.trim().to_owned()]))
}

impl Proposal<'_> {
    /// Whether nobody else has done anything with the ticket since.
    #[must_use]
    pub fn waits(&self, document: &Document, fold: &Fold) -> bool {
        done_since(document, fold, self.live.stamp).all(|entry| entry.by == self.live.by)
    }
}

/// What was done after an entry and stands: looking and taking back are not counted.
pub fn done_since<'d>(document: &'d Document, fold: &'d Fold, stamp: Stamp) -> impl Iterator<Item = &'d Entry> {
    let since = document.log().iter().rev().take_while(move |entry| entry.stamp > stamp);
    since.filter(|entry| {
        let plain =
            !matches!(entry.change, Change::Known(Known::Looked { .. } | Known::Worded { .. } | Known::Undone { .. }));
        plain && fold.counts(entry.stamp)
    })
}

/// The escalations that are due and to whose level nothing has been proposed since, each with its limit.
#[must_use]
pub fn to_escalate<'d, 'a>(
    deadlines: &'d [Deadline<'a>],
    fold: &Fold,
    now: u64,
    calendar: &Calendar,
) -> Vec<(&'d Deadline<'a>, Escalated<'a>)> {
    let proposed = proposal(fold);
    let done = |due: &Escalated<'_>| {
        proposed.is_some_and(|proposal| proposal.to >= due.level.to && proposal.live.stamp.millis >= due.at)
    };
    let due = |deadline: &'d Deadline<'a>| {
        // Of a limit's levels the highest one that is due is the one to take it to.
        let last = deadline.escalations(now, calendar).into_iter().rfind(|due| !done(due))?;
        Some((deadline, last))
    };
    deadlines.iter().filter_map(due).collect()
}
