//! Tickets as the rows of a list, and which of them a view shows.

use std::cmp::Reverse;
use std::sync::Arc;

use memchr::memmem;

use crate::model::agent::Agent;
use crate::model::calendar::Calendar;
use crate::model::customer::Customer;
use crate::model::document::{DocId, Document};
use crate::model::fold::Fold;
use crate::model::kind::{Category, FieldType, TicketKind};
use crate::model::limits::{Deadline, Terms, deadlines};
use crate::model::ticket::{Priority, Ticket};
use crate::model::value::Value;

/// Looks up what a row names.
pub trait Names {
    /// A kind.
    fn kind(&self, id: &str) -> Option<&TicketKind>;
    /// A customer by document id.
    fn customer(&self, id: &str) -> Option<&Customer>;
    /// An agent.
    fn agent(&self, id: &str) -> Option<&Agent>;
    /// The name of an item of a team list.
    fn item(&self, list: &str, id: &str) -> Option<&str>;
}

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
    /// Its owner's id.
    pub owner: String,
    /// Its first owner's id.
    pub first_owner: String,
    /// How urgent it is.
    pub priority: Priority,
    /// Its channel's id.
    pub channel: String,
    /// Its tags.
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
    /// What the search looks through, lower case.
    text: Box<str>,
}

impl Row {
    /// The row of a ticket; `None` for one that is withdrawn or has no opening yet.
    #[must_use]
    pub fn of(id: &DocId, document: &Document, fold: &Fold, names: &dyn Names, calendar: &Calendar) -> Option<Self> {
        let opening = fold.opening.as_ref()?;
        let ticket = Ticket(fold);
        let kind = names.kind(&opening.kind);
        let state = kind.and_then(|kind| kind.state(ticket.state()));
        let category = ticket.category(kind);
        let customer = names.customer(ticket.customer());
        Some(Self {
            id: id.clone(),
            number: opening.number.clone(),
            kind: opening.kind.clone(),
            kind_name: kind.map_or_else(|| opening.kind.clone(), |kind| kind.name.clone()),
            register: kind.is_some_and(|kind| kind.register),
            state: ticket.state().to_owned(),
            state_name: state.map_or_else(|| ticket.state().to_owned(), |state| state.short().to_owned()),
            category,
            subject: ticket.subject().to_owned(),
            customer: ticket.customer().to_owned(),
            who: customer.map(Customer::addressed).unwrap_or_default(),
            owner: ticket.owner().to_owned(),
            first_owner: opening.by.clone(),
            priority: ticket.priority(),
            channel: ticket.channel().to_owned(),
            tags: ticket.tags().map(str::to_owned).collect(),
            opened: opening.at,
            changed: fold.changed_at(),
            due: due(
                document,
                fold,
                kind,
                category,
                Terms { calendar, grade: customer.map_or("", |customer| &customer.grade) },
            ),
            promised: category != Category::Closed && ticket.next_promise().is_some(),
            conflict: fold.conflicts().next().is_some(),
            text: haystack(document, fold, kind, customer, names).into(),
        })
    }

    /// Whether it is past due.
    #[must_use]
    pub fn is_late(&self, now: u64) -> bool {
        self.due.as_ref().is_some_and(|due| due.at < now)
    }
}

fn due(
    document: &Document,
    fold: &Fold,
    kind: Option<&TicketKind>,
    category: Category,
    terms: Terms<'_>,
) -> Option<Due> {
    // What is closed for good owes nothing more; a promise left open stays in its history.
    if category == Category::Closed {
        return None;
    }
    let promised = fold
        .promises
        .iter()
        .filter(|promise| promise.outcome.is_none() && fold.counts(promise.stamp))
        .map(|promise| Due { at: promise.due, what: promise.text.clone(), promise: true });
    if category.is_done() {
        return promised.min_by_key(|due| due.at);
    }
    let limits = kind.map(|kind| deadlines(kind, document, fold, terms)).unwrap_or_default();
    let limits = limits.into_iter().filter(Deadline::is_running);
    let limits = limits.map(|deadline| Due { at: deadline.due, what: deadline.limit.name.clone(), promise: false });
    promised.chain(limits).min_by_key(|due| due.at)
}

/// Number, subject, customer, telephone numbers, fields, tags, notes: one lower-case text.
fn haystack(
    document: &Document,
    fold: &Fold,
    kind: Option<&TicketKind>,
    customer: Option<&Customer>,
    names: &dyn Names,
) -> String {
    use crate::model::change::{Change, Known};
    let ticket = Ticket(fold);
    let mut text = String::with_capacity(256);
    let mut add = |part: &str| {
        if !part.is_empty() {
            text.push_str(part);
            text.push('\n');
        }
    };
    add(ticket.number());
    add(ticket.subject());
    if let Some(customer) = customer {
        add(&customer.name);
        add(&customer.room);
        for phone in &customer.phones {
            add(phone);
        }
    }
    if let Some(kind) = kind {
        add(&kind.name);
        add(kind.state(ticket.state()).map_or("", |state| &state.name));
        for field in &kind.fields {
            match (field.sort, fold.value(&field.id)) {
                (FieldType::Choice, Value::Text(id)) => {
                    let own = || field.options.iter().find(|option| option.id == *id).map(|option| &*option.name);
                    add(field.list.as_ref().map_or_else(own, |list| names.item(list, id)).unwrap_or(id));
                }
                (_, Value::Text(value)) => add(value),
                _ => {}
            }
        }
    }
    add(names.item("channels", ticket.channel()).unwrap_or_default());
    add(names.agent(ticket.owner()).map_or("", |owner| &owner.name));
    ticket.tags().for_each(&mut add);
    for entry in document.log() {
        if let Change::Known(Known::Said { text, .. } | Known::Promised { text, .. }) = &entry.change
            && fold.counts(entry.stamp)
        {
            add(text);
        }
    }
    text.to_lowercase()
}

/// Which tickets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    /// Mine, not done.
    #[default]
    Mine,
    /// Past due.
    Late,
    /// With an open promise.
    Promised,
    /// Nobody's yet.
    Pool,
    /// Everybody's, not done.
    Open,
    /// Done.
    Done,
    /// All.
    All,
}

/// What a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Which tickets.
    pub view: View,
    /// Registers instead of tickets.
    pub register: bool,
    /// Tickets and register entries alike.
    pub both: bool,
    /// Of this kind only; any when empty.
    pub kind: String,
    /// In this state only; any when empty.
    pub state: String,
    /// Whose words all occur; any when empty.
    pub text: String,
    /// The agent at the desk.
    pub me: String,
    /// Now, in milliseconds.
    pub now: u64,
}

impl Filter {
    /// Whether a row passes, its text apart.
    #[must_use]
    pub fn admits(&self, row: &Row) -> bool {
        let done = row.category.is_done();
        (self.both || row.register == self.register)
            && (self.kind.is_empty() || row.kind == self.kind)
            && (self.state.is_empty() || row.state == self.state)
            && match self.view {
                View::Mine => !done && row.owner == self.me,
                View::Late => row.is_late(self.now),
                View::Promised => row.promised,
                View::Pool => !done && row.owner.is_empty(),
                View::Open => !done,
                View::Done => done,
                View::All => true,
            }
    }
}

/// What puts a row before others: not done, due sooner, more urgent, newer.
fn urgency(row: &Row) -> (bool, u64, Reverse<Priority>, Reverse<u64>) {
    let done = row.category.is_done();
    let due = row.due.as_ref().filter(|_| !done).map_or(u64::MAX, |due| due.at);
    (done, due, Reverse(row.priority), Reverse(row.opened))
}

/// The rows a filter lets through: what is due first, then the newest.
pub fn select<'a>(rows: impl Iterator<Item = &'a Arc<Row>>, filter: &Filter) -> Vec<Arc<Row>> {
    let text = filter.text.to_lowercase();
    let words: Vec<memmem::Finder<'_>> = text.split_whitespace().map(memmem::Finder::new).collect();
    let mut found: Vec<Arc<Row>> = rows
        .filter(|row| filter.admits(row))
        .filter(|row| words.iter().all(|word| word.find(row.text.as_bytes()).is_some()))
        .cloned()
        .collect();
    found.sort_unstable_by(|a, b| urgency(a).cmp(&urgency(b)).then_with(|| a.id.cmp(&b.id)));
    found
}
