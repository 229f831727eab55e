//! Handbook packs: kinds, lists and scripts in one file, installed as documents.

use serde::{Deserialize, Serialize};

use super::kind::{Named, TicketKind};

/// A handbook pack, the content of one `public/handbooks/*.json` or of a team's exported file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Always `shouwen-pack`.
    pub format: String,
    /// Lower-case letters; the part of every kind's id before the dot.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it is for, one sentence.
    pub about: String,
    /// Grows with every release.
    pub version: u32,
    /// The day of this version, `2026-11-22`: installing stamps its documents with it.
    pub released: String,
    /// The team lists it brings.
    pub lists: Vec<PackList>,
    /// Its ticket kinds and registers.
    pub kinds: Vec<TicketKind>,
    /// Its scripts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scripts: Vec<Script>,
}

/// A team's own list (Q6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackList {
    /// `channels`, `shops`, `departments`, `products`, `carriers`, `causes` or another.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Its items, in order.
    pub items: Vec<Named>,
}

/// A script (话术) shown in the states that name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// Unique within the pack, lower-case letters, digits and `_`.
    pub id: String,
    /// The 拼音 initials by which it is called.
    pub code: String,
    /// What it is for.
    pub title: String,
    /// What is said, with `{customer}`, `{agent}`, `{firm}`, `{number}` and field placeholders.
    pub text: String,
}
