//! What can be wrong with a handbook pack, named exactly.

use super::agent::Role;
use super::kind::FieldType;
use super::markup::MarkupFault;
use super::span::SpanError;

/// A fault of a pack and where it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {what}")]
pub struct Fault {
    /// The exact place, for example `kinds[ecommerce.refund].moves[agree].needs[0]`.
    pub at: String,
    /// What is wrong there.
    pub what: FaultKind,
}

/// What is wrong. Displayed in plain English; the variants and their names are stable, for translation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// The file is of another format.
    #[error("the format is \"{0}\", expected \"shouwen-pack\"")]
    Format(String),
    /// Not a day such as `2026-11-22`.
    #[error("\"{0}\" is not a day such as 2026-11-22")]
    BadDate(String),
    /// A name, text or list that must not be empty is.
    #[error("must not be empty")]
    Empty,
    /// An id of other characters.
    #[error("the id \"{0}\" may only have lower-case letters, digits and _")]
    BadId(String),
    /// A number prefix of other characters.
    #[error("the prefix \"{0}\" must be one to four capital letters A-Z")]
    BadPrefix(String),
    /// Two siblings have the same id or prefix.
    #[error("\"{0}\" is used twice")]
    Twice(String),
    /// A field has a name that every ticket already has.
    #[error("\"{0}\" is a name every ticket has already")]
    Reserved(String),
    /// A kind's id does not begin with its pack's.
    #[error("the kind's id \"{kind}\" must be \"{pack}.\" and a name")]
    WrongPack {
        /// The kind.
        kind: String,
        /// The pack.
        pack: String,
    },
    /// There is no such state.
    #[error("there is no state \"{0}\"")]
    UnknownState(String),
    /// No steps lead from the start to this state.
    #[error("the state \"{0}\" cannot be reached")]
    Unreachable(String),
    /// From this state no steps lead to a closed one.
    #[error("from the state \"{0}\" no closed state can be reached")]
    DeadEnd(String),
    /// There is no such field.
    #[error("there is no field \"{0}\"")]
    UnknownField(String),
    /// The field of a condition cannot have this value.
    #[error("the field \"{field}\" cannot be \"{option}\"")]
    UnknownOption {
        /// The field.
        field: String,
        /// The value.
        option: String,
    },
    /// A field's condition looks at the field itself.
    #[error("the field \"{0}\" depends on itself")]
    Circular(String),
    /// There is no such list in the pack.
    #[error("there is no list \"{0}\"")]
    UnknownList(String),
    /// There is no such script in the pack.
    #[error("there is no script \"{0}\"")]
    UnknownScript(String),
    /// The pack has no such group, channel, chapter or step of a guide.
    #[error("there is no \"{0}\" in this pack")]
    UnknownPart(String),
    /// A text says what the pack's own taboos forbid.
    #[error("the taboo \"{0}\" forbids this")]
    Forbidden(String),
    /// Neither the pack nor what is installed has such a kind.
    #[error("there is no kind \"{0}\"")]
    UnknownKind(String),
    /// A text has a placeholder that nothing fills.
    #[error("nothing fills the placeholder {{{0}}}")]
    UnknownPlaceholder(String),
    /// A text has a brace without its partner.
    #[error("a brace {{ or }} has no partner")]
    LooseBrace,
    /// Not a span.
    #[error("\"{text}\" is not a span: {why}")]
    BadSpan {
        /// The text.
        text: String,
        /// Why.
        why: SpanError,
    },
    /// A span that does not run by the clock where one must.
    #[error("\"{0}\" must be a span of minutes, hours or days, such as 30m, 2h or 1d")]
    NotRunning(String),
    /// A limit runs from a field that holds no time.
    #[error("a limit cannot run from the field \"{0}\": it is neither a date nor a moment")]
    NotATime(String),
    /// A share that is not 1 to 100.
    #[error("the share is {0}, expected 1 to 100")]
    BadShare(u8),
    /// A number of copies that is not 1 or 2.
    #[error("{0} copies, expected 1 or 2")]
    BadCopies(u8),
    /// A checklist without items.
    #[error("the checklist has no items")]
    NoItems,
    /// A choice without anything to choose from.
    #[error("the choice has neither a list nor options")]
    NoOptions,
    /// A list, options or items on a field of a type that has none.
    #[error("a field of type {0:?} has no list, options or items of this sort")]
    Misplaced(FieldType),
    /// A step wants a field complete that is no checklist.
    #[error("the field \"{0}\" is no checklist")]
    NotAChecklist(String),
    /// A value that the field's type cannot hold.
    #[error("the field \"{field}\" cannot be set to \"{value}\"")]
    BadValue {
        /// The field.
        field: String,
        /// The value.
        value: String,
    },
    /// A role that cannot act where one must.
    #[error("{0:?} is a role that only reads")]
    BadRole(Role),
    /// A line of a chapter that is no markup of the handbook's.
    #[error("{0}")]
    Markup(MarkupFault),
}
