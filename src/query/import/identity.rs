//! Which tickets are there already.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::{NewTicket, Target};
use crate::model::change::{Change, How, Known};
use crate::model::customer::{Customer, phone_digits};
use crate::model::document::{DocId, Document};
use crate::model::fold::{Fold, TAGS};
use crate::model::ticket::{CHANNEL, PRIORITY, SUBJECT, Ticket};
use crate::model::value::Value;

/// What a row repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A ticket of the desk.
    Ticket(DocId),
    /// An earlier record of the file, by its line.
    Line(usize),
}

/// Tickets by what identifies them. Filled with those of the desk, then by a `Trial` with those of the file.
#[derive(Clone, Debug, Default)]
pub struct Index {
    targets: Vec<Target>,
    known: HashMap<[u8; 16], Origin>,
}

impl Index {
    /// An empty index that goes by these targets (`Mapping::identity`); without any it finds nothing.
    #[must_use]
    pub fn new(targets: Vec<Target>) -> Self {
        Self { targets, known: HashMap::new() }
    }

    /// Adds a ticket of the desk.
    pub fn add(&mut self, document: &Document, fold: &Fold, customer: Option<&Customer>) {
        let ticket = Ticket(fold);
        let text = |target: &Target| match target {
            Target::Skip => String::new(),
            Target::Number => ticket.number().to_owned(),
            Target::Subject => ticket.subject().to_owned(),
            Target::Customer => customer.map_or_else(String::new, |customer| customer.name.clone()),
            Target::Phone => customer.map_or_else(String::new, |customer| phone_digits(customer.phone())),
            Target::Channel => ticket.channel().to_owned(),
            Target::Priority => fold.text(PRIORITY).to_owned(),
            Target::State => ticket.state().to_owned(),
            Target::Opened => ticket.opened_at().to_string(),
            Target::Owner => ticket.owner().to_owned(),
            Target::Tag => tags(fold.items(TAGS)),
            Target::Note => first_note(document).to_owned(),
            Target::Field(id) => value_text(fold.value(id)),
        };
        if let Some(key) = self.key(ticket.kind(), text) {
            self.known.entry(key).or_insert_with(|| Origin::Ticket(document.id.clone()));
        }
    }

    /// What a ticket of the file repeats; if nothing, it is added itself.
    pub fn meet(&mut self, line: usize, ticket: &NewTicket) -> Option<Origin> {
        let customer = ticket.customer.as_ref();
        let text = |target: &Target| match target {
            Target::Skip => String::new(),
            Target::Number => ticket.number.clone().unwrap_or_default(),
            Target::Subject => ticket.value(SUBJECT).as_str().to_owned(),
            Target::Customer => customer.map_or_else(String::new, |customer| customer.name.clone()),
            Target::Phone => customer.and_then(|c| c.phones.first()).map_or_else(String::new, |p| phone_digits(p)),
            Target::Channel => ticket.value(CHANNEL).as_str().to_owned(),
            Target::Priority => ticket.value(PRIORITY).as_str().to_owned(),
            Target::State => ticket.state.clone().unwrap_or_default(),
            Target::Opened => ticket.at.map_or_else(String::new, |at| at.to_string()),
            Target::Owner => ticket.owner.clone().unwrap_or_default(),
            Target::Tag => tags(ticket.tags.iter().map(String::as_str)),
            Target::Note => ticket.note.clone(),
            Target::Field(id) => value_text(ticket.value(id)),
        };
        let key = self.key(&ticket.kind, text)?;
        let known = self.known.get(&key).cloned();
        if known.is_none() {
            self.known.insert(key, Origin::Line(line));
        }
        known
    }

    /// A number is a ticket's own whatever its kind. What has none of the texts is like nothing else.
    fn key(&self, kind: &str, text: impl Fn(&Target) -> String) -> Option<[u8; 16]> {
        let mut hash = Sha256::new();
        if self.targets != [Target::Number] {
            hash.update(kind);
        }
        let mut any = false;
        for target in &self.targets {
            let text = text(target);
            any |= !text.is_empty();
            hash.update([0]);
            hash.update(text);
        }
        let mut key = [0; 16];
        key.copy_from_slice(&hash.finalize()[..16]);
        any.then_some(key)
    }
}

fn tags<'a>(tags: impl Iterator<Item = &'a str>) -> String {
    let mut tags: Vec<_> = tags.collect();
    tags.sort_unstable();
    tags.dedup();
    tags.join("\n")
}

fn value_text(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Bool(yes) => yes.to_string(),
        Value::Int(n) => n.to_string(),
        Value::Text(text) => text.clone(),
        Value::List(list) => list.join("\n"),
    }
}

fn first_note(document: &Document) -> &str {
    let mut notes = document.log().iter().filter_map(|entry| match &entry.change {
        Change::Known(Known::Said { how: How::Note, text, .. }) => Some(&**text),
        _ => None,
    });
    notes.next().unwrap_or("")
}
