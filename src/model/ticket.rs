//! Tickets as the desk sees them: the standard registers, and what a kind's conditions and steps make of a fold.

use super::fold::{Fold, LINKS, OWNER, STATE, TAGS};
use super::kind::{Category, Condition, Field, FieldType, State, TicketKind};
use super::value::Value;

/// The register of what it is about, one line.
pub const SUBJECT: &str = "subject";
/// The register of the customer's document id.
pub const CUSTOMER: &str = "customer";
/// The register of the channel by which it came, an item of the list `channels`.
pub const CHANNEL: &str = "channel";
/// The register of its priority.
pub const PRIORITY: &str = "priority";

/// The registers every ticket has; no kind may use these names for its own fields.
pub const STANDARD: [&str; 4] = [SUBJECT, CUSTOMER, CHANNEL, PRIORITY];

/// The register of what its owner proposes to whoever it is escalated to (A17): a list of that role's id and the text.
pub const PROPOSAL: &str = "@proposal";
/// The register of a postponement (A16): a list of the day on which it is looked at again, and the reason.
pub const POSTPONED: &str = "@postponed";

/// How urgent a ticket is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// Can wait.
    Low,
    /// As usual.
    #[default]
    Normal,
    /// Soon.
    High,
    /// Now.
    Urgent,
}

impl Priority {
    /// All of them, the least urgent first.
    pub const ALL: [Self; 4] = [Self::Low, Self::Normal, Self::High, Self::Urgent];

    /// The id under which it is kept.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
            Self::Urgent => "urgent",
        }
    }

    /// The priority of that id; normal for anything else.
    #[must_use]
    pub fn of(id: &str) -> Self {
        Self::ALL.into_iter().find(|priority| priority.id() == id).unwrap_or_default()
    }
}

/// A ticket: its fold read with the standard registers.
#[derive(Clone, Copy, Debug)]
pub struct Ticket<'a>(pub &'a Fold);

impl<'a> Ticket<'a> {
    /// Its kind's id.
    #[must_use]
    pub fn kind(self) -> &'a str {
        self.0.opening.as_ref().map_or("", |opening| &opening.kind)
    }

    /// Its number.
    #[must_use]
    pub fn number(self) -> &'a str {
        self.0.opening.as_ref().map_or("", |opening| &opening.number)
    }

    /// When it was opened, in milliseconds.
    #[must_use]
    pub fn opened_at(self) -> u64 {
        self.0.opening.as_ref().map_or(0, |opening| opening.at)
    }

    /// The agent who took it (A15), however often it is transferred.
    #[must_use]
    pub fn first_owner(self) -> &'a str {
        self.0.opening.as_ref().map_or("", |opening| &opening.by)
    }

    /// The agent who has it now; empty for the team's pool.
    #[must_use]
    pub fn owner(self) -> &'a str {
        self.0.text(OWNER)
    }

    /// What it is about.
    #[must_use]
    pub fn subject(self) -> &'a str {
        self.0.text(SUBJECT)
    }

    /// The customer's document id.
    #[must_use]
    pub fn customer(self) -> &'a str {
        self.0.text(CUSTOMER)
    }

    /// The channel's id.
    #[must_use]
    pub fn channel(self) -> &'a str {
        self.0.text(CHANNEL)
    }

    /// How urgent it is.
    #[must_use]
    pub fn priority(self) -> Priority {
        Priority::of(self.0.text(PRIORITY))
    }

    /// The id of its state.
    #[must_use]
    pub fn state(self) -> &'a str {
        self.0.text(STATE)
    }

    /// Its tags.
    pub fn tags(self) -> impl Iterator<Item = &'a str> {
        self.0.items(TAGS)
    }

    /// Its links: relation and document id.
    pub fn links(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.items(LINKS).filter_map(|item| item.split_once(':'))
    }

    /// What its state means for the desk. A state its kind does not know counts as open: it must not be forgotten. One
    /// that was merged into another is closed whatever its state, unless that one was merged into it as well.
    #[must_use]
    pub fn category(self, kind: Option<&TicketKind>) -> Category {
        if !self.merged_into().is_empty() && !self.is_crossed() {
            return Category::Closed;
        }
        kind.and_then(|kind| kind.state(self.state())).map_or(Category::Open, |state| state.category)
    }

    /// The earliest promise that is still to be kept, in milliseconds.
    #[must_use]
    pub fn next_promise(self) -> Option<u64> {
        self.0.promises.iter().filter(|p| p.outcome.is_none() && self.0.counts(p.stamp)).map(|p| p.due).min()
    }
}

impl TicketKind {
    /// The state of that id.
    #[must_use]
    pub fn state(&self, id: &str) -> Option<&State> {
        self.states.iter().find(|state| state.id == id)
    }

    /// The field of that id.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// The state to which a finished ticket is reopened.
    #[must_use]
    pub fn reopens_to(&self) -> &str {
        self.reopen.as_deref().unwrap_or(&self.start)
    }
}

impl State {
    /// The name for lists and the flow line.
    #[must_use]
    pub fn short(&self) -> &str {
        if self.short.is_empty() { &self.name } else { &self.short }
    }
}

impl Category {
    /// Whether nothing is left to do.
    #[must_use]
    pub fn is_done(self) -> bool {
        matches!(self, Self::Solved | Self::Closed)
    }
}

impl Condition {
    /// Whether it holds for these registers.
    #[must_use]
    pub fn holds(&self, value_of: &dyn Fn(&str) -> Value) -> bool {
        let value = value_of(&self.field);
        self.is.iter().any(|wanted| match (&value, wanted.as_str()) {
            (value, "*") => !value.is_empty(),
            (Value::Bool(yes), "yes") => *yes,
            (Value::Bool(yes), "no") => !*yes,
            (Value::Text(text), wanted) => text == wanted,
            (Value::List(list), wanted) => list.iter().any(|item| item == wanted),
            _ => false,
        })
    }
}

impl Field {
    /// Whether it is shown, given the other fields.
    #[must_use]
    pub fn applies(&self, value_of: &dyn Fn(&str) -> Value) -> bool {
        self.when.as_ref().is_none_or(|when| when.holds(value_of))
    }

    /// The register of a checklist's item.
    #[must_use]
    pub fn item_register(&self, item: &str) -> String {
        format!("{}.{item}", self.id)
    }

    /// Whether it has been filled in, given what its registers hold. A checklist is filled when all is ticked.
    #[must_use]
    pub fn is_filled(&self, value_of: &dyn Fn(&str) -> Value) -> bool {
        match self.sort {
            FieldType::Checklist => self.items.iter().all(|item| !value_of(&self.item_register(&item.id)).is_empty()),
            _ => !value_of(&self.id).is_empty(),
        }
    }
}
