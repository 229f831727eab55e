//! Tickets as the cells of a table (G6), such that importing the table gives the same values again.
//!
//! Phone numbers are written in full: who may export is for the desk to decide (C5).

use std::borrow::Cow;

use super::import::{Target, Team, parse};
use super::table::Cell;
use crate::model::calendar::Calendar;
use crate::model::change::{Change, How, Known};
use crate::model::customer::Customer;
use crate::model::document::Document;
use crate::model::fold::Fold;
use crate::model::kind::{Field, FieldType, TicketKind};
use crate::model::ticket::Ticket;
use crate::model::value::Value;

/// Words of the interface's language that an import knows too.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// Yes.
    pub yes: &'static str,
    /// No.
    pub no: &'static str,
    /// The priorities from low to urgent.
    pub priorities: [&'static str; 4],
}

impl Default for Words {
    fn default() -> Self {
        Self { yes: "是", no: "否", priorities: ["低", "普通", "高", "紧急"] }
    }
}

/// A ticket to write.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its state.
    pub fold: &'a Fold,
    /// Its kind.
    pub kind: &'a TicketKind,
    /// Its customer.
    pub customer: Option<&'a Customer>,
}

/// The columns of a table of one kind's tickets, those every kind has first.
#[must_use]
pub fn columns(kind: &TicketKind) -> Vec<Target> {
    let written =
        |field: &&Field| !matches!(field.sort, FieldType::Photos | FieldType::Checklist | FieldType::Customer);
    let fields = kind.fields.iter().filter(written).map(|field| Target::Field(field.id.clone()));
    let standard = [
        Target::Number,
        Target::Subject,
        Target::State,
        Target::Opened,
        Target::Owner,
        Target::Customer,
        Target::Phone,
        Target::Channel,
        Target::Priority,
        Target::Tag,
        Target::Note,
    ];
    standard.into_iter().chain(fields).collect()
}

/// What a ticket has in a column.
#[must_use]
pub fn cell(source: Source<'_>, target: &Target, team: &Team, words: Words) -> Cell<'static> {
    let Source { document, fold, kind, customer } = source;
    let ticket = Ticket(fold);
    let text = |text: &str| Cell::Text(Cow::Owned(text.to_owned()));
    let long = |text: String| Cell::Long(Cow::Owned(text));
    match target {
        Target::Skip => text(""),
        Target::Number => long(ticket.number().to_owned()),
        Target::Subject => text(ticket.subject()),
        Target::Customer => text(customer.map_or("", |customer| &customer.name)),
        Target::Phone => long(customer.map_or_else(String::new, |customer| customer.phones.join("、"))),
        Target::Channel => {
            let channels = team.list("channels");
            text(channels.map_or(ticket.channel(), |list| list.name_of(ticket.channel())))
        }
        Target::Priority => text(words.priorities[ticket.priority() as usize]),
        Target::State => text(kind.state(ticket.state()).map_or(ticket.state(), |state| &state.name)),
        Target::Opened if ticket.opened_at() == 0 => text(""),
        Target::Opened => text(&moment_text(ticket.opened_at(), &team.calendar)),
        Target::Owner => text(agent_name(ticket.owner(), team)),
        Target::Tag => text(&ticket.tags().collect::<Vec<_>>().join("、")),
        Target::Note => text(&notes(document, fold)),
        Target::Field(id) => match kind.field(id) {
            Some(field) => field_cell(field, fold.value(id), team, words),
            None => text(""),
        },
    }
}

/// A field's value as a cell that `import::parse` reads as the same value.
#[must_use]
pub fn field_cell(field: &Field, value: &Value, team: &Team, words: Words) -> Cell<'static> {
    let text = |text: &str| Cell::Text(Cow::Owned(text.to_owned()));
    match (field.sort, value) {
        (_, Value::Empty) => text(""),
        (_, Value::Bool(yes)) => text(if *yes { words.yes } else { words.no }),
        (FieldType::Money, Value::Int(fen)) => Cell::Number(decimal(*fen, 2).into()),
        (FieldType::Number, Value::Int(thousandths)) => Cell::Number(decimal(*thousandths, 3).into()),
        (FieldType::Moment, Value::Int(millis)) => {
            u64::try_from(*millis).map_or(text(""), |millis| text(&moment_text(millis, &team.calendar)))
        }
        (FieldType::Choice, Value::Text(id)) => {
            let items = match &field.list {
                Some(list) => team.list(list).map_or(&[][..], |list| &list.items),
                None => &field.options,
            };
            let name = items.iter().find(|item| item.id == *id).map_or(&**id, |item| &item.name);
            let same = parse(field, name, team).as_ref() == Ok(value);
            text(if same { name } else { id })
        }
        (FieldType::Agent, Value::Text(id)) => text(agent_name(id, team)),
        (FieldType::Phone | FieldType::Order | FieldType::Waybill | FieldType::Room, Value::Text(digits)) => {
            Cell::Long(Cow::Owned(digits.clone()))
        }
        (_, Value::Text(words)) => text(words),
        (_, Value::Int(n)) => Cell::Number(n.to_string().into()),
        (_, Value::List(list)) => text(&list.join("、")),
    }
}

/// A moment in the team's own time, to the second: `2026-11-22 09:05:30`.
#[must_use]
pub fn moment_text(millis: u64, calendar: &Calendar) -> String {
    let since = calendar.since_midnight(millis);
    let seconds = since / 1000;
    let time = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{} {time}", calendar.day(millis))
}

/// An agent's name; the number where several have the name or there is none; the id of one that nobody knows.
fn agent_name<'a>(id: &'a str, team: &'a Team) -> &'a str {
    let Some(agent) = team.agents.iter().find(|agent| agent.id == id) else { return id };
    let alone = team.agents.iter().filter(|other| other.name == agent.name || other.number == agent.name).count() == 1;
    let names = [if alone { &*agent.name } else { "" }, &*agent.number, &*agent.name];
    names.into_iter().find(|name| !name.is_empty()).unwrap_or(id)
}

fn notes(document: &Document, fold: &Fold) -> String {
    let notes = document.log().iter().filter_map(|entry| match &entry.change {
        Change::Known(Known::Said { how: How::Note, text, .. }) if fold.counts(entry.stamp) => Some(&**text),
        _ => None,
    });
    notes.collect::<Vec<_>>().join("\n")
}

/// An integer of smallest parts as a decimal number, without zeros that say nothing; money keeps its two.
fn decimal(number: i64, decimals: usize) -> String {
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = decimals + 1);
    let (whole, part) = digits.split_at(digits.len() - decimals);
    let part = if decimals == 2 { part } else { part.trim_end_matches('0') };
    let sign = if number < 0 { "-" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_become_decimals() {
        for (number, decimals, text) in [
            (123_450, 2, "1234.50"),
            (-5, 2, "-0.05"),
            (0, 2, "0.00"),
            (36_500, 3, "36.5"),
            (-3000, 3, "-3"),
            (1, 3, "0.001"),
            (i64::MIN, 2, "-92233720368547758.08"),
        ] {
            assert_eq!(decimal(number, decimals), text);
        }
    }

    #[test]
    fn moments_are_written_in_the_teams_time() {
        let china = Calendar::china();
        assert_eq!(moment_text(1_795_309_500_000, &china), "2026-11-22 09:05:00");
        assert_eq!(moment_text(1_795_309_500_007, &china), "2026-11-22 09:05:00", "milliseconds are nobody's");
    }
}
