//! The changes that open a ticket.

use super::NewTicket;
use crate::model::agent::Agent;
use crate::model::change::{How, Known};
use crate::model::document::DocId;
use crate::model::fold::{Fold, LINKS};
use crate::model::kind::TicketKind;
use crate::model::matter::FROM;
use crate::model::ticket::{CHANNEL, CUSTOMER, PRIORITY, Priority, SUBJECT, Ticket};
use crate::model::value::Value;

/// The most characters of a subject.
pub(super) const SUBJECT_LENGTH: usize = 60;

/// The changes that open a ticket.
pub(super) fn opening(
    kind: &TicketKind,
    me: &Agent,
    number: String,
    subject: &str,
    note: &str,
    new: &NewTicket,
) -> Vec<Known> {
    let set = |field: &str, value: Value| Known::Set { field: field.to_owned(), value, over: Vec::new() };
    let mut changes = vec![
        Known::Opened { kind: kind.id.clone(), number, at: None },
        Known::Moved { step: String::new(), to: kind.start.clone(), over: Vec::new() },
        Known::Assigned { to: me.id.clone(), over: Vec::new() },
        set(SUBJECT, Value::text(subject)),
    ];
    if let Some(customer) = &new.customer {
        changes.push(set(CUSTOMER, Value::text(customer.as_str())));
    }
    if !new.channel.is_empty() {
        changes.push(set(CHANNEL, Value::text(&new.channel)));
    }
    if new.priority != Priority::default() {
        changes.push(set(PRIORITY, Value::text(new.priority.id())));
    }
    changes.extend(new.values.iter().filter(|(_, v)| !v.is_empty()).map(|(f, v)| set(f, v.clone())));
    if !note.is_empty() {
        changes.push(Known::Said { how: How::Note, text: note.to_owned(), minutes: 0 });
    }
    changes
}

/// The changes that open a ticket of another kind beside one, linked to it.
pub(super) fn opening_beside(
    kind: &TicketKind,
    me: &Agent,
    number: String,
    id: &DocId,
    fold: &Fold,
    values: Vec<(String, Value)>,
) -> Vec<Known> {
    let ticket = Ticket(fold);
    let customer = Some(DocId::new(ticket.customer())).filter(|id| !id.as_str().is_empty());
    let new = NewTicket { customer, channel: ticket.channel().to_owned(), values, ..NewTicket::default() };
    let mut changes = opening(kind, me, number, ticket.subject(), "", &new);
    changes.push(link(FROM, id));
    changes
}

pub(super) fn link(relation: &str, to: &DocId) -> Known {
    Known::Added { set: LINKS.to_owned(), item: format!("{relation}:{to}") }
}

/// The first line as the subject; the whole text as a note when it says more.
pub(super) fn subject_and_note(text: &str) -> (String, String) {
    let text = text.trim();
    let line = text.lines().next().unwrap_or_default().trim();
    let subject = crate::query::text::cut(line, SUBJECT_LENGTH);
    let note = if subject == text { String::new() } else { text.to_owned() };
    (subject, note)
}
