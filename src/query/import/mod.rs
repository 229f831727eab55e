//! Importing a table of tickets: what its columns mean, a trial without any change, and the tickets it comes to.
//!
//! The way through: open a `Table`, `propose` a `Mapping` from its first records, let the person change it, run a
//! `Trial` over all records in slices and show its `Report`, then let a `Planner` make a `NewTicket` of each record
//! that the report lets through, for the desk to commit at once.

mod headings;
mod identity;
mod moment;
mod plan;
mod propose;
mod trial;
mod value;

use std::fmt::Write as _;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use headings::has_header;
pub use identity::{Index, Origin};
pub use moment::{day, moment, time_of_day};
pub use plan::{NewCustomer, NewTicket, Plan, Planner};
pub use propose::propose;
pub use trial::{Duplicate, Report, Trial};
pub use value::{Problem, ProblemKind, parse, priority};

use crate::model::agent::Agent;
use crate::model::calendar::Calendar;
use crate::model::kind::TicketKind;
use crate::model::list::List;
use crate::query::table::{Record, plain};
use crate::query::text::cut;

/// What the team has, for reading cells by name.
#[derive(Clone, Debug, Default)]
pub struct Team {
    /// The ticket kinds and registers, in the order in which they are offered.
    pub kinds: Vec<Arc<TicketKind>>,
    /// The lists.
    pub lists: Vec<Arc<List>>,
    /// The agents.
    pub agents: Vec<Arc<Agent>>,
    /// The calendar, for the team's own time.
    pub calendar: Calendar,
}

impl Team {
    /// The kind of that id.
    #[must_use]
    pub fn kind(&self, id: &str) -> Option<&TicketKind> {
        self.kinds.iter().find(|kind| kind.id == id).map(|kind| &**kind)
    }

    /// The kind of that id, with or without its pack, or of that name.
    #[must_use]
    pub fn kind_named(&self, text: &str) -> Option<&TicketKind> {
        let tail = |id: &str| id.rsplit('.').next().is_some_and(|tail| same(tail, text));
        let matches = |kind: &TicketKind| same(&kind.id, text) || tail(&kind.id) || same(&kind.name, text);
        self.kinds.iter().find(|kind| matches(kind)).map(|kind| &**kind)
    }

    /// The list of that id.
    #[must_use]
    pub fn list(&self, id: &str) -> Option<&List> {
        self.lists.iter().find(|list| list.id == id).map(|list| &**list)
    }
}

/// How a table is read as tickets. Kept under the `signature` of its header and offered again for the next such file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Which kind the tickets are.
    pub kind: KindChoice,
    /// The first record holds the columns' names.
    pub header: bool,
    /// What each column means, by its place counted from 0.
    pub columns: Vec<Target>,
    /// Which rows count as there already.
    pub duplicates: DuplicateRule,
}

/// Which kind the tickets are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum KindChoice {
    /// All of this kind.
    Fixed(String),
    /// By what a column holds.
    ByColumn {
        /// The column's place.
        column: usize,
        /// The cells' texts, each with the kind's id, or none to leave such rows out. Texts that are not listed go by
        /// the kind's name.
        values: Vec<(String, Option<String>)>,
    },
}

/// What a column means.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Nothing: it is not imported.
    Skip,
    /// The ticket's number.
    Number,
    /// What it is about.
    Subject,
    /// The customer's name.
    Customer,
    /// The customer's telephone numbers.
    Phone,
    /// The channel, an item of the list `channels`.
    Channel,
    /// The priority.
    Priority,
    /// The state, by name or id.
    State,
    /// When it was opened.
    Opened,
    /// The owner, an agent's number or name.
    Owner,
    /// Tags.
    Tag,
    /// A note, which several columns may share.
    Note,
    /// A field of the kind, by id.
    Field(String),
}

/// Which rows count as there already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DuplicateRule {
    /// Those with the number of another ticket.
    OwnNumber,
    /// Those of the same kind that agree with another ticket in what these columns mean.
    Columns(Vec<usize>),
    /// None.
    None,
}

impl Mapping {
    /// What a column means.
    #[must_use]
    pub fn target(&self, column: usize) -> &Target {
        self.columns.get(column).unwrap_or(&Target::Skip)
    }

    /// The targets by which duplicates are known.
    #[must_use]
    pub fn identity(&self) -> Vec<Target> {
        match &self.duplicates {
            DuplicateRule::OwnNumber => vec![Target::Number],
            DuplicateRule::Columns(columns) => {
                columns.iter().map(|c| self.target(*c).clone()).filter(|target| *target != Target::Skip).collect()
            }
            DuplicateRule::None => Vec::new(),
        }
    }
}

/// What a header is remembered by: the same names in the same order.
#[must_use]
pub fn signature(header: &Record<'_>) -> String {
    let names = header.cells.iter().fold(String::new(), |mut names, cell| {
        let _ = write!(names, "{}\u{1f}", headings::normal(plain(cell)));
        names
    });
    crate::model::hex(&Sha256::digest(names)[..12])
}

/// Full-width letters, digits and signs as their ASCII forms, without white space at the ends.
fn half_width(text: &str) -> String {
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '￥' => '¥',
        '—' | '−' => '-',
        c => c,
    };
    text.chars().map(half).collect::<String>().trim().to_owned()
}

/// The beginning of a text on one line.
fn beginning(text: &str, most: usize) -> String {
    cut(&text.split_whitespace().collect::<Vec<_>>().join(" "), most)
}

/// Texts compared without regard to case, width and white space at the ends.
fn same(a: &str, b: &str) -> bool {
    a == b || half_width(a).to_lowercase() == half_width(b).to_lowercase()
}
