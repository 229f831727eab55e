//! What a step asks: the fields it needs that are empty, and those whose answers are of an earlier round.

use crate::model::fold::{Fold, Promise};
use crate::model::kind::{Category, Effect, Field, FieldType, Move, TicketKind};
use crate::model::stamp::Stamp;
use crate::model::ticket::Ticket;
use crate::model::value::Value;

use super::FlowError;

/// The fields a step needs that are empty, or whose answer is of an earlier round. `given` is what a person gives now:
/// the form asks this anew at every key, since a value may bring another field with it.
#[must_use]
pub fn needed<'a>(
    kind: &'a TicketKind,
    step: &Move,
    fold: &Fold,
    given: &dyn Fn(&str) -> Option<Value>,
) -> Vec<&'a Field> {
    let value_of = |name: &str| given(name).unwrap_or_else(|| fold.value(name).clone());
    let round = round(fold);
    let fields = asked(step).filter_map(|id| kind.field(id));
    let open = |field: &&Field| {
        let past = || given(&field.id).is_none() && is_past(step, field, fold, round);
        field.applies(&value_of) && (!field.is_filled(&value_of) || past())
    };
    fields.filter(open).collect()
}

/// The fields that a step may ask, in the order in which it asks them.
pub fn asked(step: &Move) -> impl Iterator<Item = &str> {
    let case = step.when.as_ref().map(|when| when.field.as_str());
    let case = case.filter(|field| !step.needs.iter().any(|need| need == field) && !decides(step));
    case.into_iter().chain(step.needs.iter().map(String::as_str))
}

/// Whether the step itself settles the case for which it is offered.
pub(super) fn decides(step: &Move) -> bool {
    step.when.as_ref().is_some_and(|when| {
        step.effects.iter().any(
            |effect| matches!(effect, Effect::Set { field, value } if *field == when.field && when.is.contains(value)),
        )
    })
}

/// Since when the answers of this round have been given; nothing on the first stay in a state. What was written in the
/// state before belongs to this round: it led here.
fn round(fold: &Fold) -> Option<Stamp> {
    let here = Ticket(fold).state();
    let at = fold.entered.iter().rposition(|(state, _)| state == here)?;
    let (before, now) = (fold.entered.get(..at)?, fold.entered.get(at)?);
    if before.iter().all(|(state, _)| state != here) {
        return None;
    }
    before.last().map(|(state, stamp)| if state == here { now.1 } else { *stamp })
}

/// Whether a field's answer is of an earlier round. What was asked when the ticket was opened holds for all of them.
fn is_past(step: &Move, field: &Field, fold: &Fold, round: Option<Stamp>) -> bool {
    if step.anew.contains(&field.id) {
        return true;
    }
    let lasting = field.capture || field.required || matches!(field.sort, FieldType::Checklist | FieldType::Photos);
    let set = fold.register(&field.id).live().first().map(|live| live.stamp);
    !lasting && round.zip(set).is_some_and(|(round, set)| set < round)
}

/// Whether the numbers and amounts that are `touched` do not exceed those that bound them. A bound may be lowered: what
/// it bounds is asked again.
///
/// # Errors
/// When one does.
pub fn within_bounds(
    kind: &TicketKind,
    value_of: &dyn Fn(&str) -> Value,
    touched: &dyn Fn(&str) -> bool,
) -> Result<(), FlowError> {
    for field in &kind.fields {
        let Some(bound) = field.most.as_ref().and_then(|id| kind.field(id)) else { continue };
        let (Value::Int(value), Value::Int(most)) = (value_of(&field.id), value_of(&bound.id)) else { continue };
        if value > most && touched(&field.id) {
            return Err(FlowError::TooMuch {
                field: field.name.clone(),
                bound: bound.name.clone(),
                most,
                money: field.sort == FieldType::Money,
            });
        }
    }
    Ok(())
}

/// The promises that are still to be kept.
pub fn open_promises(fold: &Fold) -> impl Iterator<Item = &Promise> {
    fold.promises.iter().filter(|promise| promise.outcome.is_none() && fold.counts(promise.stamp))
}

/// Whether an answer to the customer keeps a promise. Those that a state keeps are kept by what is done.
#[must_use]
pub fn kept_by_answer(kind: &TicketKind, promise: &Promise) -> bool {
    !kind.moves.iter().flat_map(|step| &step.effects).any(
        |effect| matches!(effect, Effect::Promise { text, until, .. } if *text == promise.text && !until.is_empty()),
    )
}

/// Whether a step keeps a promise: one that the kind makes until a state to which the step leads.
pub(super) fn keeps(kind: &TicketKind, step: &Move, promise: &Promise) -> bool {
    kind.moves.iter().flat_map(|other| &other.effects).any(|effect| {
        matches!(effect, Effect::Promise { text, until, .. } if *text == promise.text && until.contains(&step.to))
    })
}

/// The promises of which a step must say what became of them: those that it would leave open for good (A18).
#[must_use]
pub fn left_open<'f>(kind: &TicketKind, fold: &'f Fold, step: &Move) -> Vec<&'f Promise> {
    if kind.state(&step.to).is_none_or(|state| state.category != Category::Closed) {
        return Vec::new();
    }
    open_promises(fold).filter(|promise| !keeps(kind, step, promise)).collect()
}
