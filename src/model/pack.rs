//! Handbook packs: kinds, lists, scripts, taboos, guides and chapters in one file, installed as documents.

use serde::{Deserialize, Serialize};

use super::chapter::Chapter;
use super::guide::Guide;
use super::kind::{Named, TicketKind};
use super::script::Script;
use super::taboo::Taboo;

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
    /// Words never to say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taboos: Vec<Taboo>,
    /// Its guides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guides: Vec<Guide>,
    /// Its handbook.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chapters: Vec<Chapter>,
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
