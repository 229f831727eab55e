//! Ticket kinds as data: the fields, states, moves, time limits and papers of one flow (rows A and B).
//!
//! A kind is read from a handbook pack or made by a user; the engine knows none of them by name.

use serde::{Deserialize, Serialize};

use super::agent::Role;

/// One kind of ticket or register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TicketKind {
    /// Unique for ever, `pack.name`, for example `ecommerce.refund`.
    pub id: String,
    /// What people call it, two to six characters.
    pub name: String,
    /// When to choose it, one sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// One to four capital letters that begin its tickets' numbers.
    pub prefix: String,
    /// A register (台账, rows B1–B8): listed apart from the tickets.
    #[serde(default, skip_serializing_if = "is_false")]
    pub register: bool,
    /// The handbook rows it carries, for example `A7`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<String>,
    /// What is recorded, in the order in which it is shown.
    pub fields: Vec<Field>,
    /// The states of the flow, in the order of its usual course.
    pub states: Vec<State>,
    /// The state in which it opens.
    pub start: String,
    /// The state to which a solved or closed one is reopened; the start when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopen: Option<String>,
    /// The steps from state to state.
    pub moves: Vec<Move>,
    /// Time limits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<Limit>,
    /// Whether finished ones are followed up (D2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<FollowUp>,
    /// Papers that can be printed or copied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<Paper>,
    /// The chapter of the handbook that it follows, of the same pack.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

/// A field of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Unique within the kind, lower-case letters, digits and `_`.
    pub id: String,
    /// Its label.
    pub name: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub sort: FieldType,
    /// The team list a choice is taken from (`channels`, `carriers`, `causes` …).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// The options of a choice that has no team list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Named>,
    /// The steps of a checklist.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// Asked for in the capture form.
    #[serde(default, skip_serializing_if = "is_false")]
    pub capture: bool,
    /// Must be filled when the ticket is opened (implies `capture`).
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// Shown and required only while this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// A short example or explanation, shown in the empty input.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
    /// A unit shown after the value.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// A number or amount that may not exceed what this field holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<String>,
}

/// What a field holds, and how it is kept in a `Value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// One line: text.
    Text,
    /// Several lines: text.
    Long,
    /// A number, kept in thousandths: integer.
    Number,
    /// An amount, kept in fen: integer.
    Money,
    /// A day, `2026-11-22`: text.
    Date,
    /// A time of day, `16:30`: text.
    Time,
    /// A day and time, kept in milliseconds since 1970: integer.
    Moment,
    /// One of its options or of a team list: the option's id as text.
    Choice,
    /// A telephone number: text.
    Phone,
    /// A customer: the document's id as text.
    Customer,
    /// An agent: the agent's id as text.
    Agent,
    /// An order number: text.
    Order,
    /// A waybill number: text.
    Waybill,
    /// A room: text.
    Room,
    /// Yes or no: boolean.
    YesNo,
    /// Pictures: a list of the attachments' hashes.
    Photos,
    /// Steps ticked off with their times, each in a register of its own.
    Checklist,
}

/// An id and what people call it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Unique among its siblings.
    pub id: String,
    /// The label.
    pub name: String,
}

/// A step of a checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Unique within its checklist.
    pub id: String,
    /// What is to be done.
    pub text: String,
    /// Within which span of the ticket's opening, for example `5m` (see `Span`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Ticking it asks who was told.
    #[serde(default, skip_serializing_if = "is_false")]
    pub told: bool,
}

/// True while the field `field` holds one of `is` (ids of options; `yes`/`no`; `*` for any value).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The field that is looked at.
    pub field: String,
    /// The values that make it true.
    pub is: Vec<String>,
}

/// What a state means for the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// We must act.
    Open,
    /// Somebody else must act; clocks may stand still.
    Waiting,
    /// Done, unless the customer disagrees.
    Solved,
    /// Finished for good.
    Closed,
}

/// A state of a flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Unique within the kind.
    pub id: String,
    /// Its full name.
    pub name: String,
    /// A name of at most six characters for lists and the flow line; `name` when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub short: String,
    /// What it means for the desk.
    pub category: Category,
    /// A way round the usual course (refused, escalated …): not drawn in the flow line unless current.
    #[serde(default, skip_serializing_if = "is_false")]
    pub aside: bool,
    /// What to do here, one sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// Ids of the pack's scripts that help here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scripts: Vec<String>,
}

/// A step a person may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// Unique within the kind.
    pub id: String,
    /// What its button says.
    pub label: String,
    /// The states it starts from.
    pub from: Vec<String>,
    /// The state it leads to.
    pub to: String,
    /// Fields that must be filled (those whose `when` does not hold are passed over). On coming back to a state they are
    /// asked again, save what was asked when the ticket was opened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// Those of them that are asked each time, whatever they hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anew: Vec<String>,
    /// Checklists all of whose items must be ticked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub complete: Vec<String>,
    /// Offered only while this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The least role that may take it.
    #[serde(default, skip_serializing_if = "is_agent")]
    pub role: Role,
    /// A note must be written with it (a reason, an answer …).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What else happens.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<Effect>,
}

/// What a move does besides changing the state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Effect {
    /// Gives the ticket to somebody.
    Assign(AssignTo),
    /// Fills a field with a fixed value (an option's id, `yes`/`no`, `now` for a moment, or text).
    Set {
        /// The field.
        field: String,
        /// The value.
        value: String,
    },
    /// Promises the customer something by a time.
    Promise {
        /// What is promised.
        text: String,
        /// By when, a `Span` from now or from the moment in `from`.
        within: String,
        /// The field whose moment it runs from, unless that has passed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
        /// It is kept by reaching one of these states.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        until: Vec<String>,
    },
    /// Opens a linked ticket, handing over the customer and the named fields where both kinds have them.
    Open {
        /// The kind to open.
        kind: String,
        /// Fields copied when the other kind has one of the same id.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        copy: Vec<String>,
    },
    /// Adds a tag.
    Tag(String),
}

/// To whom a move gives the ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignTo {
    /// Back to its first owner (A15).
    First,
    /// To the lead of the first owner's team.
    Lead,
    /// To a manager.
    Manager,
    /// To whoever takes the step.
    Me,
    /// To nobody: it waits in the team's pool.
    Nobody,
    /// Whom to give it to is asked.
    Ask,
}

/// A time limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Unique within the kind.
    pub id: String,
    /// What must be done in time.
    pub name: String,
    /// From when it runs.
    pub from: LimitFrom,
    /// How long, a `Span`: `30m`, `72h`, `15d`, `5wd`, `15:00`, `+1d 15:00`, `thu 17:00`; `0m` from a field ends at that
    /// very moment.
    pub within: String,
    /// It is kept by reaching one of these states; a solved or closed one when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub until: Vec<String>,
    /// It is kept by the first answer to the customer; one from a contact always is.
    #[serde(default, skip_serializing_if = "is_false")]
    pub answer: bool,
    /// Applies only while this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Applies to tickets of these priorities only (ids of `Priority`); to all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub priority: Vec<String>,
    /// Applies to customers of these grades only (C2); to all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grade: Vec<String>,
    /// The clock stands still in waiting states.
    #[serde(default, skip_serializing_if = "is_false")]
    pub pauses: bool,
    /// The clock stands still in these states only: where others than one's own firm are waited for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses_in: Vec<String>,
    /// Warnings before it ends: a span of minutes, hours or days, and who is warned besides the owner, `4h` or
    /// `4h lead` (see `Warning`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warn: Vec<String>,
    /// Who is told when it has passed (A17).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalate: Vec<Escalation>,
}

/// From when a limit runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitFrom {
    /// The ticket's opening, or its latest reopening after it was finished.
    Opened,
    /// Each time this state is entered.
    State(String),
    /// The day or moment in this field.
    Field(String),
    /// The customer's first contact since the last answer: the next answer.
    Contact,
}

/// A level of escalation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// How long after the limit, a span of minutes, hours or days.
    pub after: String,
    /// Who is told: an agent is the ticket's owner.
    pub to: Role,
    /// What the owner must propose to whoever is told; nothing when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<String>,
}

/// Whether finished tickets of a kind are followed up (D2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// Which share is called, 1 to 100 per cent.
    pub share: u8,
    /// When, a `Span` from the end: `+1d 10:30` is the next day.
    pub within: String,
}

/// A paper: printed on A4 or copied as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Unique within the kind.
    pub id: String,
    /// Its heading, for example 派工单.
    pub title: String,
    /// How many copies are printed on the sheet, 1 or 2.
    pub copies: u8,
    /// A text with `{field}` placeholders (also `{number}`, `{customer}`, `{phone}`, `{subject}`, `{opened}`,
    /// `{agent}`, `{agent_no}`, `{firm}`); empty for a plain table.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The fields in its table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// The lines to sign.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signs: Vec<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(b: &bool) -> bool {
    !*b
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_agent(role: &Role) -> bool {
    *role == Role::Agent
}
