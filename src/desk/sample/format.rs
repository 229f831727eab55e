//! The file of a pack's sample data, `samples/<pack>.json`: times are told relative to the moment of reading.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::calendar::MINUTE;
use crate::model::change::How;
use crate::model::flow::FlowError;

/// A pack's sample data.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Samples {
    pub customers: Vec<Person>,
    pub tickets: Vec<Story>,
}

/// A customer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    /// By what the stories name it.
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub phones: Vec<String>,
    #[serde(default)]
    pub room: String,
    #[serde(default)]
    pub address: String,
    #[serde(default)]
    pub note: String,
}

/// A ticket and what happened to it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Story {
    pub kind: String,
    #[serde(default)]
    pub customer: String,
    pub subject: String,
    #[serde(default)]
    pub channel: String,
    #[serde(default)]
    pub priority: String,
    /// How long ago it was opened, `3d4h20m`.
    pub age: String,
    /// Who opened it: 1 to 4 are agents, 5 the lead, 6 the manager.
    pub agent: usize,
    #[serde(default)]
    pub fields: BTreeMap<String, serde_json::Value>,
    #[serde(default)]
    pub tags: Vec<String>,
    #[serde(default)]
    pub steps: Vec<Step>,
}

/// One thing that happened; one of `say`, `move`, `promise`, `keep`, `assign` and `tick`, or `set` alone.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    /// How long after the step before, `12m`.
    pub after: String,
    pub agent: usize,
    pub say: Option<String>,
    pub how: Option<How>,
    #[serde(default)]
    pub minutes: u32,
    #[serde(rename = "move")]
    pub takes: Option<String>,
    #[serde(default)]
    pub set: BTreeMap<String, serde_json::Value>,
    #[serde(default)]
    pub note: String,
    pub promise: Option<String>,
    pub within: Option<String>,
    /// Whether the earliest open promise was kept or broken.
    pub keep: Option<bool>,
    pub assign: Option<usize>,
    /// A checklist's item, `steps.call_119`.
    pub tick: Option<String>,
    #[serde(default)]
    pub told: String,
}

/// What is wrong at a place of a sample file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SampleFault {
    /// The kind is not installed.
    #[error("the kind {0} is not installed")]
    NoKind(String),
    /// The file has no such customer.
    #[error("there is no customer {0}")]
    NoCustomer(String),
    /// Agents are 1 to 6.
    #[error("there is no agent {0}")]
    NoAgent(usize),
    /// Not a time such as `3d4h20m`.
    #[error("{0} is no time such as 3d4h20m")]
    NotATime(String),
    /// Not a span.
    #[error("{0} is no span")]
    NotASpan(String),
    /// The kind has no such field or checklist item.
    #[error("there is no field {0}")]
    NoField(String),
    /// The value is none for the field.
    #[error("{value} is no value of {field}")]
    NotAValue {
        /// The field.
        field: String,
        /// The value.
        value: String,
    },
    /// The steps take longer than the ticket is old.
    #[error("this lies in the future")]
    Future,
    /// No promise is open.
    #[error("no promise is open")]
    NoPromise,
    /// Nothing is said to happen, or more than one thing.
    #[error("a step is one thing")]
    NotOneThing,
    /// The move cannot be taken.
    #[error(transparent)]
    Flow(#[from] FlowError),
}

/// `3d4h20m` in milliseconds.
pub(super) fn span(text: &str) -> Result<u64, SampleFault> {
    let fault = || SampleFault::NotATime(text.to_owned());
    let (mut sum, mut count) = (0u64, None);
    for c in text.chars() {
        count = match (c.to_digit(10), c) {
            (Some(digit), _) => Some(count.unwrap_or(0) * 10 + u64::from(digit)),
            (None, 'd' | 'h' | 'm') => {
                let unit = match c {
                    'd' => 24 * 60,
                    'h' => 60,
                    _ => 1,
                };
                sum += count.filter(|n| *n < 100_000).ok_or_else(fault)? * unit * MINUTE;
                None
            }
            _ => return Err(fault()),
        };
        if count.is_some_and(|n| n > 100_000) {
            return Err(fault());
        }
    }
    if count.is_some() || text.is_empty() { Err(fault()) } else { Ok(sum) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_days_hours_and_minutes() {
        for (text, minutes) in [("12m", 12), ("3d4h20m", 3 * 1440 + 4 * 60 + 20), ("1d0h30m", 1470), ("0m", 0)] {
            assert_eq!(span(text), Ok(minutes * MINUTE), "{text}");
        }
        for text in ["", "12", "m", "1w", "-2h", "99999999999999999999m", "2h "] {
            assert_eq!(span(text), Err(SampleFault::NotATime(text.to_owned())), "{text}");
        }
    }
}
