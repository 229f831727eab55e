//! Who may do what (Q5).

use crate::model::agent::Role;
use crate::model::agent::register::{ABSENCE, NEW};
use crate::model::calendar::parse_day;
use crate::model::change::{Change, Known};
use crate::model::clearing::SIGNED;
use crate::model::document::{DocId, Document};
use crate::model::library::{Owner, WITHDRAWN, suggested};
use crate::model::stamp::Stamp;
use crate::model::view::register::SHARED;

/// What is allowed besides changing documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// See whole telephone numbers.
    SeePhones,
    /// Write tables and backups to files (C5).
    Export,
    /// Import tables.
    Import,
    /// Change packs, kinds and the team.
    Rules,
    /// Delete everything on this device.
    Wipe,
}

/// The least role for a right.
#[must_use]
pub fn needed_for(right: Right) -> Role {
    match right {
        Right::SeePhones => Role::Agent,
        Right::Export | Right::Import => Role::Lead,
        Right::Rules | Right::Wipe => Role::Manager,
    }
}

/// The least role for a change by the agent `me` to a document.
#[must_use]
pub fn needed(me: &str, id: &DocId, change: &Known, document: Option<&Document>) -> Role {
    match (id.kind(), change) {
        (_, Known::Redacted { .. }) => Role::Lead,
        // The server cannot see what is taken back: it asks for the role that begins such a document, and so does this.
        (_, Known::Undone { what }) => to_take_back(me, id, what, document, None).max(to_begin(me, id)),
        ("ticket" | "customer" | "mapping", _) => Role::Agent,
        ("agent", Known::Set { field, .. }) if id.name() == me && matches!(field.as_str(), "name" | "pin") => {
            Role::Agent
        }
        // An agent hands in their own day (A16), a lead signs it.
        ("clearing", Known::Set { field, .. }) if field == SIGNED => Role::Lead,
        // A view is its maker's; a lead shares it with the team, and sees to what is shared.
        ("view", Known::Set { field, .. }) if field == SHARED => Role::Lead,
        // One's own scripts are one's own, the team's are a lead's; an agent suggests, a lead answers.
        ("script", _) if Owner::of(id.name()) == Owner::Agent(me) => Role::Agent,
        ("suggestion", Known::Set { field, value, .. })
            if field == suggested::BECAUSE || field == suggested::STATE && value.as_str() != WITHDRAWN =>
        {
            Role::Lead
        }
        ("suggestion" | "uses", Known::Opened { .. } | Known::Set { .. } | Known::Added { .. })
        | ("clearing" | "view" | "drill" | "attempt", Known::Opened { .. } | Known::Set { .. })
            if belongs_to(me, id) =>
        {
            Role::Agent
        }
        // Who is away says so, or a lead does for them.
        ("agent", Known::Set { field, .. }) if field == ABSENCE => {
            if id.name() == me {
                Role::Agent
            } else {
                Role::Lead
            }
        }
        // What one has read one says oneself.
        ("reading", Known::Opened { .. } | Known::Added { .. }) if id.name() == me => Role::Agent,
        ("agent", Known::Set { field, .. }) if field == NEW => Role::Lead,
        (
            "list" | "import" | "clearing" | "view" | "taboo" | "guide" | "script" | "chapter" | "exam" | "question"
            | "suggestion" | "uses",
            _,
        ) => Role::Lead,
        _ => Role::Manager,
    }
}

/// Whether a day, a view, a suggestion, an exam taken or a month of uses or practice is the agent's own.
fn belongs_to(me: &str, id: &DocId) -> bool {
    if matches!(id.kind(), "view" | "suggestion" | "attempt") {
        return id.name().rsplit_once('-').is_some_and(|(owner, _)| owner == me);
    }
    let rest = id.name().strip_prefix(me).and_then(|rest| rest.strip_prefix('-'));
    let is_month = matches!(id.kind(), "uses" | "drill");
    rest.is_some_and(|day| if is_month { parse_day(&[day, "-01"].concat()) } else { parse_day(day) }.is_some())
}

/// The least role that may begin a document.
fn to_begin(me: &str, id: &DocId) -> Role {
    needed(me, id, &Known::Opened { kind: String::new(), number: String::new(), at: None }, None)
}

/// Taking back needs what doing it needs, and a lead when somebody else did it. `before` keeps a log that goes in a
/// circle from being followed for ever.
fn to_take_back(me: &str, id: &DocId, what: &[Stamp], document: Option<&Document>, before: Option<Stamp>) -> Role {
    let of = |stamp: &Stamp| {
        let Some(entry) = document.and_then(|document| document.entry(*stamp)) else { return Role::Lead };
        let doing = match &entry.change {
            Change::Known(Known::Undone { what }) => to_take_back(me, id, what, document, Some(*stamp)),
            Change::Known(change) => needed(me, id, change, document),
            Change::Unknown(_) => Role::Lead,
        };
        doing.max(if entry.by == me { Role::Agent } else { Role::Lead })
    };
    what.iter().filter(|stamp| before.is_none_or(|before| **stamp < before)).map(of).max().unwrap_or(Role::Agent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_belongs_to_the_agent_it_names() {
        let opened = Known::Opened { kind: String::new(), number: String::new(), at: None };
        let of = |id: &str| needed("ann", &DocId::new(id), &opened, None);
        assert_eq!(of("clearing-ann-2026-11-20"), Role::Agent);
        assert_eq!(of("clearing-anna-2026-11-20"), Role::Lead);
        assert_eq!(of("clearing-an-2026-11-20"), Role::Lead);
        assert_eq!(of("clearing-ann-b-2026-11-20"), Role::Lead, "whose name begins the same");
        assert_eq!(of("clearing-ann-2026"), Role::Lead);
        assert_eq!(of("uses-ann-2026-11"), Role::Agent);
        assert_eq!(of("uses-bob-2026-11"), Role::Lead);
        assert_eq!(of("script-own.ann-1"), Role::Agent);
        assert_eq!(of("script-own.bob-1"), Role::Lead);
        assert_eq!(of("script-team.1"), Role::Lead);
        assert_eq!(of("suggestion-ann-1"), Role::Agent);
        let end = |state: &str| {
            let value = crate::model::value::Value::text(state);
            let change = Known::Set { field: suggested::STATE.to_owned(), value, over: Vec::new() };
            needed("ann", &DocId::new("suggestion-ann-1"), &change, None)
        };
        assert_eq!((end("accepted"), end(WITHDRAWN)), (Role::Lead, Role::Agent));
    }
}
