//! What is read off a document for its row: ids, times and the text that is searched. Names are looked up when they are
//! shown or searched, so that a renamed customer or agent touches no row.

use std::borrow::Cow;

use super::texts::lower_into;
use crate::model::change::{Change, Known};
use crate::model::customer::{Customer, phone_digits};
use crate::model::document::{DocId, Document};
use crate::model::fold::Fold;
use crate::model::kind::{Category, Field, FieldType, TicketKind};
use crate::model::limits::{Deadline, Terms, deadlines};
use crate::model::matter::{AGAIN, FROM, MERGED, SPLIT, contacts};
use crate::model::ticket::{Priority, Ticket};
use crate::model::value::Value;
use crate::model::words::Words;

/// What rows need to know of the rest of the desk.
pub trait Lookup {
    /// How what packs wrote is shown, where it is shown otherwise: what is typed in one way finds the other.
    fn words(&self) -> Option<&dyn Words> {
        None
    }

    /// A tag or a promise as it is shown.
    fn by_steps<'a>(&self, text: &'a str) -> Cow<'a, str> {
        Cow::Borrowed(text)
    }

    /// A kind.
    fn kind(&self, id: &str) -> Option<&TicketKind>;
    /// An agent's name.
    fn agent(&self, id: &str) -> Option<&str>;
    /// The name of an item of a team list.
    fn item(&self, list: &str, id: &str) -> Option<&str>;
    /// What a ticket's limits depend on besides its kind: the calendar of its team, the grade of its customer.
    fn terms(&self, fold: &Fold) -> Terms<'_>;
}

/// The list of the channels.
pub const CHANNELS: &str = "channels";

/// What is due next on a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due<'a> {
    /// When, in milliseconds.
    pub at: u64,
    /// A limit's id in the ticket's kind, or what was promised.
    pub what: &'a str,
    /// A promise, not a limit.
    pub promise: bool,
}

/// What a ticket is to an earlier one, by its links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follows {
    /// Nothing.
    Nothing,
    /// Another request on the same matter.
    Again,
    /// A part that was split off, or what a step of it has opened: no repeat contact.
    Part,
}

impl Follows {
    fn of(ticket: Ticket<'_>) -> Self {
        let has = |wanted: &str| ticket.links().any(|(relation, _)| relation == wanted);
        match () {
            () if has(SPLIT) || has(FROM) => Self::Part,
            () if has(AGAIN) => Self::Again,
            () => Self::Nothing,
        }
    }
}

/// What a row keeps of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts<'a> {
    /// The document.
    pub id: &'a DocId,
    /// Its kind's id.
    pub kind: &'a str,
    /// Its state's id.
    pub state: &'a str,
    /// What the state means.
    pub category: Category,
    /// A register's entry.
    pub register: bool,
    /// Its owner's id.
    pub owner: &'a str,
    /// Its first owner's id.
    pub first_owner: &'a str,
    /// Its channel's id.
    pub channel: &'a str,
    /// Its customer's document id.
    pub customer: &'a str,
    /// How urgent it is.
    pub priority: Priority,
    /// When it was opened, in milliseconds.
    pub opened: u64,
    /// When it was changed last, in milliseconds.
    pub changed: u64,
    /// What is due next; nothing on closed tickets, on merged ones what was promised there since.
    pub due: Option<Due<'a>>,
    /// A promise is open.
    pub promised: bool,
    /// Two people disagree about something.
    pub conflict: bool,
    /// How often the customer asked again on it (A15).
    pub contacts: u32,
    /// What it is to an earlier ticket.
    pub follows: Follows,
    /// Its tags.
    pub tags: Vec<&'a str>,
    /// What its choice fields hold: `list`, `id` of a team list's item; `kind`, `field`, `id` of an option of its own.
    /// The parts are parted by tabs.
    pub choices: Vec<String>,
    /// What is shown and searched, see [`Lines`].
    pub lines: Lines,
}

impl<'a> Facts<'a> {
    /// The facts of a ticket; `None` for one that is withdrawn or has no opening yet.
    #[must_use]
    pub fn of(document: &'a Document, fold: &'a Fold, lookup: &'a dyn Lookup) -> Option<Self> {
        let opening = fold.opening.as_ref()?;
        let ticket = Ticket(fold);
        let kind = lookup.kind(&opening.kind);
        let category = ticket.category(kind);
        let mut choices = Vec::new();
        Some(Self {
            id: &document.id,
            kind: &opening.kind,
            // Merged, it stands in no state of its flow.
            state: if ticket.merged_into().is_empty() || ticket.is_crossed() { ticket.state() } else { MERGED },
            category,
            register: kind.is_some_and(|kind| kind.register),
            owner: ticket.owner(),
            first_owner: &opening.by,
            channel: ticket.channel(),
            customer: ticket.customer(),
            priority: ticket.priority(),
            opened: opening.at,
            changed: fold.changed_at(),
            due: due(document, fold, kind, category, lookup),
            promised: owes(ticket, category) && ticket.next_promise().is_some(),
            conflict: fold.conflicts().next().is_some() || ticket.is_crossed(),
            contacts: contacts(document, fold),
            follows: Follows::of(ticket),
            tags: ticket.tags().collect(),
            lines: ticket_lines(document, fold, kind, &mut choices),
            choices,
        })
    }
}

/// Whether promises left open are to be kept: not on what is closed for good. On a merged ticket they are; what was
/// promised before has gone on in the other.
fn owes(ticket: Ticket<'_>, category: Category) -> bool {
    category != Category::Closed || !ticket.merged_into().is_empty()
}

fn due<'a>(
    document: &Document,
    fold: &'a Fold,
    kind: Option<&'a TicketKind>,
    category: Category,
    lookup: &dyn Lookup,
) -> Option<Due<'a>> {
    // What is closed for good owes nothing more; a promise left open stays in its history. What is solved may still owe
    // its follow-up call.
    if !owes(Ticket(fold), category) {
        return None;
    }
    let open = fold.promises.iter().filter(|promise| promise.outcome.is_none() && fold.counts(promise.stamp));
    let mut next = open.map(|promise| Due { at: promise.due, what: &promise.text, promise: true }).min_by_key(|d| d.at);
    if let Some(kind) = kind.filter(|_| category != Category::Closed) {
        for deadline in deadlines(kind, document, fold, lookup.terms(fold)).iter().filter(|d| Deadline::is_running(d)) {
            if next.is_none_or(|next| deadline.due < next.at) {
                next = Some(Due { at: deadline.due, what: &deadline.limit.id, promise: false });
            }
        }
    }
    next
}

/// The text of a row: lines in lower case to be searched and, where that loses how the first lines were written, after a
/// NUL those lines as they were. What is found behind the NUL is found before it as well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    searched: String,
    shown: String,
}

impl Lines {
    /// A line that is shown and searched.
    fn show(&mut self, line: &str) {
        self.add(line);
        if memchr::memchr3(b'\n', b'\r', 0, line.as_bytes()).is_some() {
            self.shown.push_str(&line.replace(['\n', '\r', '\0'], " "));
        } else {
            self.shown.push_str(line);
        }
        self.shown.push('\n');
    }

    fn add(&mut self, line: &str) {
        lower_into(line, &mut self.searched);
        self.searched.push('\n');
    }

    fn add_some(&mut self, line: &str) {
        if !line.trim().is_empty() {
            self.add(line);
        }
    }

    /// The text for the arena. Ticket numbers are capitals as a rule: those need not be kept twice.
    #[must_use]
    pub fn text(mut self) -> String {
        let first = self.shown.find('\n').unwrap_or(0);
        let same = self.searched.get(..first).is_some_and(|line| line.to_ascii_uppercase() == self.shown[..first])
            && self.searched[first..].starts_with(&self.shown[first..]);
        if !same {
            self.searched.push('\0');
            self.searched.push_str(&self.shown);
        }
        self.searched
    }
}

/// The first line of a row's text: a ticket's number, a customer's name.
#[must_use]
pub fn first_line(text: &str) -> String {
    match text.split_once('\0') {
        Some((_, shown)) => shown.split('\n').next().unwrap_or_default().to_owned(),
        None => text.split('\n').next().unwrap_or_default().to_ascii_uppercase(),
    }
}

/// Another shown line of a row's text, counted from one.
#[must_use]
pub fn line(text: &str, at: usize) -> &str {
    text.split_once('\0').map_or(text, |(_, shown)| shown).split('\n').nth(at).unwrap_or_default()
}

/// The line of a ticket's subject.
pub const SUBJECT: usize = 1;

/// Number, subject, fields, notes, tags.
fn ticket_lines(document: &Document, fold: &Fold, kind: Option<&TicketKind>, choices: &mut Vec<String>) -> Lines {
    let ticket = Ticket(fold);
    let mut lines = Lines::default();
    lines.show(ticket.number());
    lines.show(ticket.subject());
    for field in kind.into_iter().flat_map(|kind| &kind.fields) {
        match (field.sort, fold.value(&field.id)) {
            (FieldType::Choice, Value::Text(id)) => choices.push(choice(ticket.kind(), field, id)),
            (FieldType::Customer | FieldType::Agent, _) => {}
            (FieldType::Phone, Value::Text(phone)) => lines.add_some(&phone_digits(phone)),
            (_, Value::Text(value)) => lines.add_some(value),
            _ => {}
        }
    }
    for tag in ticket.tags() {
        lines.add_some(tag);
    }
    for entry in document.log() {
        if let Change::Known(Known::Said { text, .. } | Known::Promised { text, .. }) = &entry.change
            && fold.counts(entry.stamp)
        {
            lines.add_some(text);
        }
    }
    lines
}

fn choice(kind: &str, field: &Field, id: &str) -> String {
    match &field.list {
        Some(list) => [list, id].join("\t"),
        None => [kind, &field.id, id].join("\t"),
    }
}

/// The name of what a choice field holds; its id when nobody knows it.
#[must_use]
pub fn choice_name<'a>(lookup: &'a dyn Lookup, choice: &'a str) -> &'a str {
    let mut parts = choice.split('\t');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(list), Some(id), None) => lookup.item(list, id).unwrap_or(id),
        (Some(kind), Some(field), Some(id)) => {
            let field = lookup.kind(kind).and_then(|kind| kind.field(field));
            let option = field.and_then(|field| field.options.iter().find(|option| option.id == id));
            option.map_or(id, |option| &option.name)
        }
        _ => choice,
    }
}

/// The lines of a customer after the name: title, telephone numbers, room, grade, whether two people disagree about
/// something; address and note are searched as well.
pub mod customer_line {
    /// How to address.
    pub const TITLE: usize = 1;
    /// The telephone numbers as they were written, parted by tabs.
    pub const PHONES: usize = 2;
    /// The room.
    pub const ROOM: usize = 3;
    /// The grade.
    pub const GRADE: usize = 4;
    /// [`CONFLICT`] where two people disagree.
    pub const DISPUTED: usize = 5;
    /// What nobody types, so that no search finds it.
    pub const CONFLICT: &str = "\u{1}";
}

/// The text of a customer's row; empty for one that is withdrawn or has no opening yet.
#[must_use]
pub fn customer_text(id: &DocId, fold: &Fold) -> String {
    if fold.withdrawn || fold.opening.is_none() {
        return String::new();
    }
    let customer = Customer::of(id, fold);
    let mut lines = Lines::default();
    for line in [&*customer.name, &customer.title, &customer.phones.join("\t"), &customer.room, &customer.grade] {
        lines.show(line);
    }
    if fold.conflicts().next().is_some() {
        lines.show(customer_line::CONFLICT);
    }
    for phone in &customer.phones {
        // Written with signs between its digits, it must be found by its digits too.
        let digits = phone_digits(phone);
        if digits != *phone {
            lines.add_some(&digits);
        }
    }
    lines.add_some(&customer.address);
    lines.add_some(&customer.note);
    lines.text()
}
