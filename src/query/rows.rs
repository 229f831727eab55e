//! A ticket as lists show it, read off the columns when it comes into view.

use std::borrow::Cow;

use super::columns::TicketRow;
use super::columns::facts::Lookup;
use crate::model::document::DocId;
use crate::model::kind::Category;
use crate::model::matter::MERGED_NAME;
use crate::model::ticket::Priority;

/// What is due next on a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// When, in milliseconds.
    pub at: u64,
    /// A limit's name, or what was promised.
    pub what: String,
    /// A promise, not a limit.
    pub promise: bool,
}

/// One ticket in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The document.
    pub id: DocId,
    /// Its number.
    pub number: String,
    /// Its kind's id.
    pub kind: String,
    /// Its kind's name.
    pub kind_name: String,
    /// A register's entry, listed apart.
    pub register: bool,
    /// Its state's id.
    pub state: String,
    /// Its state's short name.
    pub state_name: String,
    /// What the state means.
    pub category: Category,
    /// What it is about.
    pub subject: String,
    /// The customer's document id.
    pub customer: String,
    /// How the customer is addressed.
    pub who: String,
    /// The customer's room.
    pub room: String,
    /// Its owner's id.
    pub owner: String,
    /// Its first owner's id.
    pub first_owner: String,
    /// How urgent it is.
    pub priority: Priority,
    /// Its channel's id.
    pub channel: String,
    /// Its tags, as they are shown.
    pub tags: Vec<String>,
    /// When it was opened, in milliseconds.
    pub opened: u64,
    /// When it was changed last, in milliseconds.
    pub changed: u64,
    /// What is due next; nothing on finished tickets.
    pub due: Option<Due>,
    /// A promise is open.
    pub promised: bool,
    /// Two people disagree about something.
    pub conflict: bool,
}

impl Row {
    /// What is shown of a ticket.
    #[must_use]
    pub fn of(ticket: TicketRow<'_>, lookup: &dyn Lookup) -> Self {
        let status = ticket.status();
        let kind = lookup.kind(status.kind);
        let state = kind.and_then(|kind| kind.state(status.state));
        let due = ticket.due().map(|due| {
            let limit = kind.filter(|_| !due.promise).and_then(|kind| kind.limits.iter().find(|l| l.id == due.what));
            let what =
                limit.map_or_else(|| lookup.by_steps(due.what), |limit| Cow::Borrowed(&*limit.name)).into_owned();
            Due { at: due.at, what, promise: due.promise }
        });
        Self {
            id: ticket.id(),
            number: ticket.number(),
            kind: status.kind.to_owned(),
            kind_name: kind.map_or(status.kind, |kind| &kind.name).to_owned(),
            register: status.register,
            state: status.state.to_owned(),
            state_name: match state {
                Some(state) => state.short().to_owned(),
                None if ticket.merged() => MERGED_NAME.to_owned(),
                None => status.state.to_owned(),
            },
            category: status.category,
            subject: ticket.subject(),
            customer: ticket.customer_id().to_string(),
            who: ticket.customer().map(super::columns::customers::CustomerRow::addressed).unwrap_or_default(),
            room: ticket.customer().map_or("", super::columns::customers::CustomerRow::room).to_owned(),
            owner: ticket.owner().to_owned(),
            first_owner: ticket.first_owner().to_owned(),
            priority: ticket.priority(),
            channel: ticket.channel().to_owned(),
            tags: ticket.tags().map(|tag| lookup.by_steps(tag).into_owned()).collect(),
            opened: ticket.opened(),
            changed: ticket.changed(),
            due,
            promised: ticket.promised(),
            conflict: ticket.conflict(),
        }
    }

    /// Whether it is past due.
    #[must_use]
    pub fn is_late(&self, now: u64) -> bool {
        self.due.as_ref().is_some_and(|due| due.at < now)
    }
}
