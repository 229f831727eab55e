//! Who may do what (Q5).

use crate::model::agent::Role;
use crate::model::change::Known;
use crate::model::document::{DocId, Document};

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
    let own = |stamp| {
        // Undoing what one did oneself needs no more than doing it.
        document.and_then(|document| document.entry(stamp)).is_some_and(|entry| entry.by == me)
    };
    match (id.kind(), change) {
        (_, Known::Redacted { .. }) => Role::Lead,
        (_, Known::Undone { what }) => {
            if what.iter().all(|stamp| own(*stamp)) {
                Role::Agent
            } else {
                Role::Lead
            }
        }
        ("ticket" | "customer" | "mapping", _) => Role::Agent,
        ("agent", Known::Set { field, .. }) if id.name() == me && matches!(field.as_str(), "name" | "pin") => {
            Role::Agent
        }
        ("list", _) => Role::Lead,
        _ => Role::Manager,
    }
}
