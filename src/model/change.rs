//! What an entry says has happened.

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::stamp::Stamp;
use super::value::Value;

/// One thing that happened to a document.
///
/// A change that replaces something names in `over` the stamps it saw; see `fold`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Known {
    /// The document began.
    Opened {
        /// For a ticket its kind's id; for other documents empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        kind: String,
        /// Its number, for tickets.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        number: String,
        /// When it really began, in milliseconds, if that was before it was recorded (import).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<u64>,
    },
    /// A register got a value.
    Set {
        /// The register.
        field: String,
        /// Its new value.
        value: Value,
        /// The values it replaces.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        over: Vec<Stamp>,
    },
    /// A ticket took a step of its flow.
    Moved {
        /// The step's id in the kind; empty for a reopening or an import.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        step: String,
        /// The state it is in now.
        to: String,
        /// The states it replaces.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        over: Vec<Stamp>,
    },
    /// A ticket got another owner.
    Assigned {
        /// The agent's id; empty for the team's pool.
        to: String,
        /// The owners it replaces.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        over: Vec<Stamp>,
    },
    /// Something was written or spoken.
    Said {
        /// Note, reply or call.
        how: How,
        /// The text.
        text: String,
        /// How long a call took, in minutes.
        #[serde(default, skip_serializing_if = "is_zero")]
        minutes: u32,
    },
    /// Something was promised to the customer (A18).
    Promised {
        /// What.
        text: String,
        /// By when, in milliseconds.
        due: u64,
    },
    /// A promise was kept, broken or moved.
    Settled {
        /// The promise's stamp.
        promise: Stamp,
        /// How it ended.
        outcome: Outcome,
        /// The outcomes it replaces.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        over: Vec<Stamp>,
    },
    /// An item joined a set: a tag, a link.
    Added {
        /// The set, `tags` or `links`.
        set: String,
        /// The item.
        item: String,
    },
    /// Items left a set.
    Removed {
        /// The set.
        set: String,
        /// The stamps of the additions that end.
        over: Vec<Stamp>,
    },
    /// A file was attached.
    Attached {
        /// SHA-256 of its bytes, in hex.
        hash: String,
        /// Its name.
        name: String,
        /// Its media type.
        media: String,
        /// Its size in bytes.
        size: u64,
        /// The photo field it belongs to; empty for the ticket itself.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        field: String,
    },
    /// Content was removed for good (C5). Wins every merge.
    Redacted {
        /// The entries whose content goes.
        what: Vec<Stamp>,
        /// Why.
        why: String,
    },
    /// Somebody saw whole telephone numbers (C5). Changes nothing, and is never taken back.
    Looked {
        /// Where they stood.
        at: Seen,
    },
    /// What was written beside it holds words never to say (F5): only counted, for quality.
    Worded {
        /// The taboos that were written all the same, by id, each as often as it stands there.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        said: Vec<String>,
        /// The taboos in whose place something better was written.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mended: Vec<String>,
    },
    /// A guide was walked with the customer (F9).
    Guided {
        /// The guide's id, `pack.guide`.
        guide: String,
        /// Its name then.
        name: String,
        /// When it was given the form in which it was walked, in milliseconds.
        version: u64,
        /// When it began, in milliseconds.
        from: u64,
        /// How it ended.
        end: WalkEnd,
        /// Why it was abandoned.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
        /// The way, step by step.
        steps: Vec<Walked>,
        /// What was timed.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        clocks: Vec<Timed>,
    },
    /// Entries were taken back; undoing this one brings them again.
    Undone {
        /// The entries; undoings among them must be earlier than this one.
        what: Vec<Stamp>,
    },
}

/// A step of a guide that was walked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Walked {
    /// The step's id.
    pub step: String,
    /// Its title then.
    pub title: String,
    /// How long one stayed, in seconds.
    pub seconds: u32,
    /// What was chosen there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub choice: String,
    /// One went back from there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub back: bool,
}

/// Something that was timed while a guide was walked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timed {
    /// What.
    pub name: String,
    /// How long it might take, in seconds.
    pub limit: u32,
    /// How long it took, in seconds.
    pub seconds: u32,
}

/// How a guide's walk ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WalkEnd {
    /// At one of its ends.
    Done,
    /// Before.
    Abandoned,
}

/// How something was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Written down for the team.
    Note,
    /// Answered to the customer.
    Reply,
    /// Spoken on the telephone.
    Call,
    /// The customer got in touch, again or with news: to be answered.
    Contact,
}

/// Where whole telephone numbers were seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// On the screen.
    Screen,
    /// On a paper.
    Paper,
    /// In an exported table.
    Table,
}

/// How a promise ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Kept.
    Kept,
    /// Not kept.
    Broken,
    /// Replaced by another promise.
    Moved,
}

/// A change this version knows, or the exact text of one it does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Understood.
    Known(Known),
    /// From a newer version: kept and passed on byte for byte, shown as "needs a newer app".
    Unknown(Box<str>),
}

impl From<Known> for Change {
    fn from(known: Known) -> Self {
        Self::Known(known)
    }
}

impl Change {
    /// The change without its content: what is left after a redaction.
    #[must_use]
    pub fn blank(&self) -> Self {
        let mut change = self.clone();
        match &mut change {
            Self::Known(known) => known.blank(),
            Self::Unknown(raw) => *raw = "{\"redacted_unknown\":{}}".into(),
        }
        change
    }

    /// Whether it only says that somebody looked.
    #[must_use]
    pub fn is_look(&self) -> bool {
        matches!(self, Self::Known(Known::Looked { .. }))
    }

    /// Whether it only counts what was written beside it.
    #[must_use]
    pub fn is_count(&self) -> bool {
        matches!(self, Self::Known(Known::Worded { .. }))
    }

    /// The stamps it replaces.
    #[must_use]
    pub fn over(&self) -> &[Stamp] {
        match self {
            Self::Known(
                Known::Set { over, .. }
                | Known::Moved { over, .. }
                | Known::Assigned { over, .. }
                | Known::Settled { over, .. },
            ) => over,
            _ => &[],
        }
    }
}

impl Known {
    fn blank(&mut self) {
        match self {
            Self::Set { value, .. } => *value = Value::Empty,
            Self::Said { text, .. } | Self::Promised { text, .. } | Self::Guided { why: text, .. } => text.clear(),
            Self::Added { item, .. } => item.clear(),
            Self::Attached { hash, name, media, size, .. } => {
                hash.clear();
                name.clear();
                media.clear();
                *size = 0;
            }
            Self::Opened { .. }
            | Self::Moved { .. }
            | Self::Assigned { .. }
            | Self::Settled { .. }
            | Self::Removed { .. }
            | Self::Redacted { .. }
            | Self::Looked { .. }
            | Self::Worded { .. }
            | Self::Undone { .. } => {}
        }
    }

    /// Whether a redaction would remove anything.
    #[must_use]
    pub fn has_content(&self) -> bool {
        let mut blank = self.clone();
        blank.blank();
        blank != *self
    }
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Known(known) => known.serialize(serializer),
            Self::Unknown(raw) => {
                let raw = RawValue::from_string(raw.to_string()).map_err(S::Error::custom)?;
                raw.serialize(serializer)
            }
        }
    }
}

impl<'de> Deserialize<'de> for Change {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer).map_err(D::Error::custom)?;
        Ok(match serde_json::from_str::<Known>(raw.get()) {
            Ok(known) => Self::Known(known),
            Err(_) => Self::Unknown(raw.get().into()),
        })
    }
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(n: &u32) -> bool {
    *n == 0
}
