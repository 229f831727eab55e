//! The engine that runs a kind: which steps are open now, what they still need, what they change.

mod asks;

use super::agent::Role;
use super::calendar::Calendar;
use super::change::{Change, Known, Outcome as Ending};
use super::document::Document;
use super::fold::{Fold, Live, OWNER, STATE, TAGS};
use super::kind::{AssignTo, Effect, Field, FieldType, Move, TicketKind};
use super::span::Span;
use super::stamp::Stamp;
use super::ticket::Ticket;
use super::value::Value;

pub use asks::{asked, kept_by_answer, left_open, needed, open_promises, within_bounds};
use asks::{decides, keeps};

/// A step offered to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer<'a> {
    /// The step.
    pub step: &'a Move,
    /// Fields it needs that are still empty, or answered in an earlier round.
    pub missing: Vec<&'a Field>,
    /// Checklists it needs that are not all ticked.
    pub unticked: Vec<&'a Field>,
    /// The step gives the ticket to somebody who must be chosen.
    pub asks_owner: bool,
    /// The step closes the ticket, and of a promise it must be said what became of it.
    pub asks_promises: bool,
    /// The person's role does not allow it.
    pub barred: bool,
}

/// Why a step cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FlowError {
    /// The kind has no such step.
    #[error("there is no step {0}")]
    NoSuchStep(String),
    /// The ticket is in another state by now.
    #[error("the step {step} does not start from the state {state}")]
    NotFromHere {
        /// The step.
        step: String,
        /// The state the ticket is in.
        state: String,
    },
    /// The step is for another case.
    #[error("the step {step} is for another {field}")]
    OtherCase {
        /// The step.
        step: String,
        /// The name of the field that says so.
        field: String,
    },
    /// Fields are empty that must be filled.
    #[error("fields are missing: {}", .0.join(", "))]
    Missing(Vec<String>),
    /// The step asks for a written reason or answer.
    #[error("a note is needed")]
    NoNote,
    /// The step asks to whom the ticket goes.
    #[error("nobody was chosen")]
    NoOwner,
    /// A number or amount exceeds the one that bounds it.
    #[error("{field} is more than {bound}: {most}")]
    TooMuch {
        /// The field's name.
        field: String,
        /// The name of the field that bounds it.
        bound: String,
        /// What that one holds, in fen or thousandths.
        most: i64,
        /// They are amounts.
        money: bool,
    },
    /// The step closes the ticket, and nobody has said what became of these promises.
    #[error("promises are open: {}", .0.join(", "))]
    Promised(Vec<String>),
    /// It is not finished, so it cannot be reopened.
    #[error("it is not finished")]
    NotDone,
    /// The role does not allow it.
    #[error("this step is for a {0:?}")]
    NotAllowed(Role),
    /// It is merged into another ticket and goes on there.
    #[error("it is merged into another ticket")]
    Merged,
}

/// What a person gives to a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Values of fields, over what the ticket holds.
    pub values: Vec<(String, Value)>,
    /// The note.
    pub note: String,
    /// Whom to give it to, when the step asks.
    pub owner: Option<String>,
    /// What became of open promises.
    pub promises: Vec<(Stamp, Ending)>,
}

/// What a step changes: the ticket's own changes, and tickets to open beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Changes to the ticket, in order.
    pub changes: Vec<Known>,
    /// Kinds to open, each with the fields handed over.
    pub open: Vec<(String, Vec<(String, Value)>)>,
}

/// Where and by whom a step is taken.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// Who takes it.
    pub agent: &'a str,
    /// What they may do.
    pub role: Role,
    /// Who leads the team; empty when nobody does.
    pub lead: &'a str,
    /// Who manages; empty when nobody does.
    pub manager: &'a str,
    /// Now, in milliseconds.
    pub now: u64,
    /// The team's calendar.
    pub calendar: &'a Calendar,
}

/// The steps open from the ticket's state, in the kind's order. Those whose condition does not hold are left out.
#[must_use]
pub fn offers<'a>(kind: &'a TicketKind, fold: &Fold, role: Role) -> Vec<Offer<'a>> {
    let state = Ticket(fold).state();
    let value_of = |name: &str| fold.value(name).clone();
    let moves = if Ticket(fold).merged_into().is_empty() { &kind.moves[..] } else { &[] };
    moves
        .iter()
        .filter(|step| step.from.iter().any(|from| from == state))
        .filter(|step| holds_or_asks(kind, step, &value_of))
        .filter(|step| first_of_its_name(kind, step, state, &value_of))
        .map(|step| Offer {
            step,
            missing: needed(kind, step, fold, &|_| None),
            unticked: unticked(kind, step, &value_of),
            asks_owner: step.effects.contains(&Effect::Assign(AssignTo::Ask)),
            asks_promises: !left_open(kind, fold, step).is_empty(),
            barred: role < step.role,
        })
        .collect()
}

/// Whether a step's condition holds, or hangs on a choice that nobody has made yet: then the step asks for it, unless it
/// makes that choice itself.
fn holds_or_asks(kind: &TicketKind, step: &Move, value_of: &dyn Fn(&str) -> Value) -> bool {
    step.when.as_ref().is_none_or(|when| {
        let open = kind.field(&when.field).is_some_and(|field| {
            field.sort == FieldType::Choice && field.applies(value_of) && !field.is_filled(value_of)
        });
        open || when.holds(value_of)
    })
}

/// The step itself when its condition holds, else the one of the same name whose condition does.
fn for_the_case<'a>(
    kind: &'a TicketKind,
    named: &'a Move,
    state: &str,
    value_of: &dyn Fn(&str) -> Value,
) -> Result<&'a Move, FlowError> {
    let holds = |step: &Move| {
        step.when.as_ref().is_none_or(|when| when.holds(value_of) || decides(step) && value_of(&when.field).is_empty())
    };
    let fits = |step: &&Move| step.label == named.label && step.from.iter().any(|from| from == state) && holds(step);
    if let Some(step) = Some(named).filter(fits).or_else(|| kind.moves.iter().find(fits)) {
        return Ok(step);
    }
    let field = named.when.as_ref().map(|when| &*when.field).unwrap_or_default();
    let name = kind.field(field).map_or_else(|| field.to_owned(), |field| field.name.clone());
    if value_of(field).is_empty() {
        Err(FlowError::Missing(vec![name]))
    } else {
        Err(FlowError::OtherCase { step: named.label.clone(), field: name })
    }
}

/// Steps of one name for different cases are one button while the case is open.
fn first_of_its_name(kind: &TicketKind, step: &Move, state: &str, value_of: &dyn Fn(&str) -> Value) -> bool {
    let same = kind.moves.iter().find(|other| {
        other.label == step.label && other.from.iter().any(|from| from == state) && holds_or_asks(kind, other, value_of)
    });
    same.is_some_and(|first| first.id == step.id)
}

fn unticked<'a>(kind: &'a TicketKind, step: &Move, value_of: &dyn Fn(&str) -> Value) -> Vec<&'a Field> {
    let fields = step.complete.iter().filter_map(|id| kind.field(id));
    fields.filter(|field| field.applies(value_of) && !field.is_filled(value_of)).collect()
}

/// Takes a step: checks it against the ticket as it stands and says what changes.
///
/// # Errors
/// When the step is unknown, does not start here, is not allowed, or something it needs is missing.
pub fn take(
    kind: &TicketKind,
    fold: &Fold,
    step: &str,
    answers: &Answers,
    place: Place<'_>,
) -> Result<Outcome, FlowError> {
    not_merged(fold)?;
    let state = Ticket(fold).state();
    let named = kind.moves.iter().find(|m| m.id == step).ok_or_else(|| FlowError::NoSuchStep(step.to_owned()))?;
    let given = |name: &str| {
        let last = answers.values.iter().rev().find(|(field, _)| field == name);
        last.map(|(_, value)| value.clone())
    };
    let value_of = |name: &str| given(name).unwrap_or_else(|| fold.value(name).clone());
    if !named.from.iter().any(|from| from == state) {
        return Err(FlowError::NotFromHere { step: named.label.clone(), state: state.to_owned() });
    }
    let step = for_the_case(kind, named, state, &value_of)?;
    if place.role < step.role {
        return Err(FlowError::NotAllowed(step.role));
    }
    let mut missing = needed(kind, step, fold, &given);
    missing.extend(unticked(kind, step, &value_of));
    if !missing.is_empty() {
        return Err(FlowError::Missing(missing.iter().map(|field| field.name.clone()).collect()));
    }
    if step.note.is_some() && answers.note.trim().is_empty() {
        return Err(FlowError::NoNote);
    }
    within_bounds(kind, &value_of, &|field| given(field).is_some() || step.needs.iter().any(|need| need == field))?;
    let settled = settled(kind, fold, step, &answers.promises)?;
    // An answer that is the same as in an earlier round is an answer all the same.
    let asked = needed(kind, step, fold, &|_| None);
    let mut out = Outcome::default();
    for (field, value) in &answers.values {
        if fold.value(field) != value || asked.iter().any(|asked| asked.id == *field) {
            out.changes.push(fold.set(field, value.clone()));
        }
    }
    out.changes.push(Known::Moved { step: step.id.clone(), to: step.to.clone(), over: fold.register(STATE).stamps() });
    if !answers.note.trim().is_empty() {
        out.changes.push(Known::Said {
            how: super::change::How::Note,
            text: answers.note.trim().to_owned(),
            minutes: 0,
        });
    }
    out.changes.extend(settled);
    for effect in &step.effects {
        apply(kind, fold, effect, answers, place, &value_of, &mut out)?;
    }
    Ok(out)
}

/// What a step makes of the promises that are open: those it keeps, those somebody says something of.
fn settled(kind: &TicketKind, fold: &Fold, step: &Move, said: &[(Stamp, Ending)]) -> Result<Vec<Known>, FlowError> {
    let of = |stamp: Stamp| said.iter().find(|(promise, _)| *promise == stamp).map(|(_, ending)| *ending);
    let silent = left_open(kind, fold, step).into_iter().filter(|promise| of(promise.stamp).is_none());
    let silent: Vec<String> = silent.map(|promise| promise.text.clone()).collect();
    if !silent.is_empty() {
        return Err(FlowError::Promised(silent));
    }
    let ended = open_promises(fold).filter_map(|promise| {
        let outcome = of(promise.stamp).or_else(|| keeps(kind, step, promise).then_some(Ending::Kept))?;
        Some(Known::Settled { promise: promise.stamp, outcome, over: Vec::new() })
    });
    Ok(ended.collect())
}

fn apply(
    kind: &TicketKind,
    fold: &Fold,
    effect: &Effect,
    answers: &Answers,
    place: Place<'_>,
    value_of: &dyn Fn(&str) -> Value,
    out: &mut Outcome,
) -> Result<(), FlowError> {
    match effect {
        Effect::Assign(to) => {
            let to = match to {
                AssignTo::First => Ticket(fold).first_owner(),
                AssignTo::Lead => place.lead,
                AssignTo::Manager => place.manager,
                AssignTo::Me => place.agent,
                AssignTo::Nobody => "",
                AssignTo::Ask => answers.owner.as_deref().ok_or(FlowError::NoOwner)?,
            };
            if to != Ticket(fold).owner() {
                let over = fold.register(OWNER).stamps();
                out.changes.push(Known::Assigned { to: to.to_owned(), over });
            }
        }
        Effect::Set { field, value } => {
            let sort = kind.field(field).map(|field| field.sort);
            out.changes.retain(|change| !matches!(change, Known::Set { field: f, .. } if f == field));
            let value = fixed(sort, value, place);
            if !value.is_empty() || !fold.value(field).is_empty() {
                out.changes.push(fold.set(field, value));
            }
        }
        Effect::Promise { text, within, from, .. } => {
            if let Ok(span) = within.parse::<Span>() {
                let moment = from.as_ref().and_then(|field| match value_of(field) {
                    Value::Int(at) => u64::try_from(at).ok(),
                    _ => None,
                });
                let due = span.due(moment.unwrap_or(place.now).max(place.now), place.calendar);
                out.changes.push(Known::Promised { text: text.clone(), due });
            }
        }
        Effect::Open { kind, copy } => {
            let values = copy.iter().map(|id| (id.clone(), value_of(id))).filter(|(_, value)| !value.is_empty());
            out.open.push((kind.clone(), values.collect()));
        }
        Effect::Tag(tag) => {
            if !fold.items(TAGS).any(|item| item == tag) {
                out.changes.push(Known::Added { set: TAGS.to_owned(), item: tag.clone() });
            }
        }
    }
    Ok(())
}

/// A pack's fixed value as the field's type keeps it.
fn fixed(sort: Option<FieldType>, value: &str, place: Place<'_>) -> Value {
    match (sort, value) {
        (Some(FieldType::YesNo), "yes") => Value::Bool(true),
        (Some(FieldType::YesNo), "no") => Value::Bool(false),
        (Some(FieldType::Moment), "now") => Value::Int(i64::try_from(place.now).unwrap_or(i64::MAX)),
        (Some(FieldType::Date), "now") => Value::Text(place.calendar.day(place.now)),
        (Some(FieldType::Agent), "me") => Value::text(place.agent),
        (Some(FieldType::Money | FieldType::Number), n) => n.parse().map_or(Value::Empty, Value::Int),
        (_, text) => Value::text(text),
    }
}

/// What is merged goes on elsewhere.
fn not_merged(fold: &Fold) -> Result<(), FlowError> {
    if Ticket(fold).merged_into().is_empty() { Ok(()) } else { Err(FlowError::Merged) }
}

/// Reopens a finished ticket.
///
/// # Errors
/// When it is not finished.
pub fn reopen(kind: &TicketKind, fold: &Fold) -> Result<Known, FlowError> {
    not_merged(fold)?;
    if !Ticket(fold).category(Some(kind)).is_done() {
        return Err(FlowError::NotDone);
    }
    Ok(Known::Moved { step: String::new(), to: kind.reopens_to().to_owned(), over: fold.register(STATE).stamps() })
}

/// Settles in which of several states a ticket is that two people have brought it into. Who decides must be allowed the
/// steps of both.
///
/// # Errors
/// When it is in no such state, or a step is not allowed.
pub fn settle(kind: &TicketKind, document: &Document, fold: &Fold, to: &str, role: Role) -> Result<Known, FlowError> {
    let states = fold.register(STATE);
    if !states.live().iter().any(|live| live.value.as_str() == to) {
        let name = kind.state(to).map_or(to, |state| &state.name).to_owned();
        return Err(FlowError::NotFromHere { step: name, state: Ticket(fold).state().to_owned() });
    }
    let needed = |live: &Live| match &document.entry(live.stamp)?.change {
        Change::Known(Known::Moved { step, .. }) => kind.moves.iter().find(|m| m.id == *step).map(|step| step.role),
        _ => None,
    };
    match states.live().iter().filter_map(needed).max() {
        Some(needed) if role < needed => Err(FlowError::NotAllowed(needed)),
        _ => Ok(Known::Moved { step: String::new(), to: to.to_owned(), over: states.stamps() }),
    }
}
