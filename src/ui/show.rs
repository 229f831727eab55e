//! Values in words: the names of choices, agents and customers, amounts, dates.

use std::sync::Arc;

use super::dates;
use super::format;
use super::texts::Common;
use super::texts::ticket::TicketTexts;
use crate::desk::Desk;
use crate::model::customer::masked;
use crate::model::document::DocId;
use crate::model::fold::{OWNER, STATE};
use crate::model::kind::{Field, FieldType, TicketKind};
use crate::model::ticket::{CHANNEL, CUSTOMER, PRIORITY, Priority};
use crate::model::value::Value;

/// The value of a register as a person reads it; empty for nothing.
#[must_use]
pub fn value_text(desk: &Desk, kind: Option<&TicketKind>, register: &str, value: &Value) -> String {
    let text = value.as_str();
    match register {
        _ if value.is_empty() => String::new(),
        STATE => kind.and_then(|kind| kind.state(text)).map_or_else(|| text.to_owned(), |state| state.name.clone()),
        OWNER => person(desk, text),
        CUSTOMER => customer(desk, text),
        CHANNEL => desk.list("channels").name_of(text).to_owned(),
        PRIORITY => TicketTexts::t().priority_name(Priority::of(text)).to_owned(),
        _ => match kind.and_then(|kind| kind.field(register)) {
            Some(field) if field.sort == FieldType::Phone => masked(text),
            Some(field) => field_text(desk, field, value),
            None => plain(value),
        },
    }
}

/// The value of a field as a person reads it.
#[must_use]
pub fn field_text(desk: &Desk, field: &Field, value: &Value) -> String {
    let unit = |text: String| if field.unit.is_empty() { text } else { format!("{text} {}", field.unit) };
    match (field.sort, value) {
        (FieldType::Money, Value::Int(fen)) => format::money(*fen),
        (FieldType::Number, Value::Int(n)) => unit(format::number(*n)),
        (FieldType::Moment, Value::Int(at)) => dates::when(u64::try_from(*at).unwrap_or(0), desk.now()),
        (FieldType::Choice, Value::Text(id)) => choice(desk, field, id),
        (FieldType::Agent, Value::Text(id)) => person(desk, id),
        (FieldType::Customer, Value::Text(id)) => customer(desk, id),
        (_, value) => unit(plain(value)),
    }
}

/// A kind's name, with its pack's where another of `all` is called the same.
#[must_use]
pub fn kind_label(desk: &Desk, kind: &TicketKind, all: &[Arc<TicketKind>]) -> String {
    let twice = all.iter().any(|other| other.id != kind.id && other.name == kind.name);
    if !twice {
        return kind.name.clone();
    }
    let of = kind.id.split('.').next().unwrap_or_default();
    let pack = desk.packs().into_iter().find(|(id, ..)| id == of);
    pack.map_or_else(|| kind.name.clone(), |(_, pack, _)| [&kind.name, "（", &pack, "）"].concat())
}

/// What a choice's option is called.
#[must_use]
pub fn choice(desk: &Desk, field: &Field, id: &str) -> String {
    match &field.list {
        Some(list) => desk.list(list).name_of(id).to_owned(),
        None => field.options.iter().find(|option| option.id == id).map_or(id, |option| &option.name).to_owned(),
    }
}

/// The options of a choice: id and name.
#[must_use]
pub fn options(desk: &Desk, field: &Field) -> Vec<(String, String)> {
    let pair = |item: &crate::model::kind::Named| (item.id.clone(), item.name.clone());
    match &field.list {
        Some(list) => desk.list(list).items.iter().map(pair).collect(),
        None => field.options.iter().map(pair).collect(),
    }
}

/// An agent's name and number; the pool for nobody.
#[must_use]
pub fn person(desk: &Desk, id: &str) -> String {
    if id.is_empty() {
        return TicketTexts::t().pool.to_owned();
    }
    let called = |agent: Arc<crate::model::agent::Agent>| {
        let new = if desk.is_new_here(id) { ["（", Common::t().newcomer, "）"].concat() } else { String::new() };
        [&*agent.name, &*new, " ", &*agent.number].concat()
    };
    desk.agent(id).map_or_else(|| id.to_owned(), called)
}

/// Who wrote an entry.
#[must_use]
pub fn author(desk: &Desk, by: &str) -> String {
    match by {
        "pack" => TicketTexts::t().by_pack.to_owned(),
        "sample" => TicketTexts::t().by_sample.to_owned(),
        by => desk.agent(by).map_or_else(|| by.to_owned(), |agent| agent.name.clone()),
    }
}

fn customer(desk: &Desk, id: &str) -> String {
    desk.customer(&DocId::new(id)).map_or_else(|| id.to_owned(), |customer| customer.addressed())
}

fn plain(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Bool(true) => Common::t().yes.to_owned(),
        Value::Bool(false) => Common::t().no.to_owned(),
        Value::Int(n) => n.to_string(),
        Value::Text(text) => text.clone(),
        Value::List(list) => list.join("、"),
    }
}
