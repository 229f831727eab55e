//! What can go wrong at the desk. Every variant becomes a sentence that says what to do.

use crate::model::agent::Role;
use crate::model::clearing::ClearingError;
use crate::model::fault::Fault;
use crate::model::flow::FlowError;
use crate::model::markup::MarkupFault;
use crate::store::StoreError;

/// The largest attachment, in bytes.
pub const LARGEST_FILE: usize = 5 * 1024 * 1024;

/// Why something was not done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// Nobody is at the desk.
    #[error("nobody is at the desk")]
    Nobody,
    /// It takes another role.
    #[error("this is for a {0:?}")]
    NotAllowed(Role),
    /// The PIN is wrong.
    #[error("the PIN is wrong")]
    WrongPin,
    /// Something must be filled in: its register.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// The document is not here.
    #[error("there is no document {0}")]
    NotFound(String),
    /// Its kind is not installed.
    #[error("the kind {0} is not installed")]
    NoKind(String),
    /// An agent's number or another name is taken.
    #[error("{0} is already in use")]
    Taken(String),
    /// The file is larger than `LARGEST_FILE`; its size in bytes.
    #[error("the file has {0} bytes")]
    TooLarge(usize),
    /// The step cannot be taken.
    #[error(transparent)]
    Flow(#[from] FlowError),
    /// An entry of a register and something else, or a ticket and itself, cannot be merged.
    #[error("these two cannot be merged")]
    NotAlike,
    /// A ticket cannot be put off, a day not be handed in or signed.
    #[error(transparent)]
    Clearing(#[from] ClearingError),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Others have worked on so many documents whose opening would be taken back.
    #[error("others have worked on {0} of them")]
    OthersWorked(usize),
    /// Who would get the ticket has it already: their name; empty for the pool.
    #[error("{0} has it already")]
    Holds(String),
    /// So many of the chosen tickets have changed meanwhile.
    #[error("{0} have changed meanwhile")]
    Moved(usize),
    /// It would be kept, and a telephone number stands in it.
    #[error("it holds a telephone number")]
    HoldsNumber,
    /// What is to be said instead holds these words never to say.
    #[error("it holds the taboo {0}")]
    Unfit(String),
    /// A script cannot be so.
    #[error(transparent)]
    Faulty(#[from] Fault),
    /// There is nothing to change.
    #[error("it is so already")]
    Unchanged,
    /// A line of a chapter is no markup.
    #[error("{0}")]
    Markup(MarkupFault),
    /// The app has failed before: it writes nothing any more.
    #[error("the app has stopped")]
    Stopped,
}

impl DeskError {
    /// Whether nothing was written because another tab has taken over.
    #[must_use]
    pub fn is_superseded(&self) -> bool {
        matches!(self, Self::Store(StoreError::Superseded))
    }
}
