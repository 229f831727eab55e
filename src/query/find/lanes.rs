//! The columns of a board: by what a state means, or the states of one kind.

use crate::model::kind::{Category, TicketKind};
use crate::query::columns::statuses::Status;

/// A column of a board.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// We must act, and nobody has begun.
    New,
    /// We must act, and somebody has begun.
    Working,
    /// Somebody else must act.
    Waiting,
    /// Solved, unless the customer disagrees.
    Solved,
    /// Finished for good.
    Closed,
    /// One state of a kind.
    State {
        /// The kind's id.
        kind: String,
        /// The state's id.
        state: String,
    },
}

impl Lane {
    /// The columns for all kinds together.
    pub const ALL: [Self; 5] = [Self::New, Self::Working, Self::Waiting, Self::Solved, Self::Closed];

    /// The columns of one kind.
    #[must_use]
    pub fn of(kind: &TicketKind) -> Vec<Self> {
        let state = |state: &str| Self::State { kind: kind.id.clone(), state: state.to_owned() };
        kind.states.iter().map(|one| state(&one.id)).collect()
    }

    /// Whether a ticket in that state stands in it; `kind` is its kind, if that is known.
    #[must_use]
    pub fn holds(&self, status: &Status<'_>, kind: Option<&TicketKind>) -> bool {
        let begins = || kind.is_some_and(|kind| kind.start == status.state);
        match self {
            Self::New => status.category == Category::Open && begins(),
            Self::Working => status.category == Category::Open && !begins(),
            Self::Waiting => status.category == Category::Waiting,
            Self::Solved => status.category == Category::Solved,
            Self::Closed => status.category == Category::Closed,
            Self::State { kind, state } => kind == status.kind && state == status.state,
        }
    }

    /// Whether a ticket of a kind would stand in it in that state.
    #[must_use]
    pub fn takes(&self, kind: &TicketKind, state: &str) -> bool {
        let Some(found) = kind.state(state) else { return false };
        let status = Status { kind: &kind.id, state, category: found.category, register: kind.register };
        self.holds(&status, Some(kind))
    }
}
