//! What can be done to chosen tickets, and to how many.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Bulk, Facts, ROWS, Watch, in_order, is_incomplete, turn};
use crate::desk::numbers::Numbers;
use crate::desk::reading::SLICE;
use crate::desk::{Desk, DeskError};
use crate::model::agent::Role;
use crate::model::document::DocId;
use crate::model::flow::{self, FlowError};
use crate::model::kind::TicketKind;
use crate::store::pause;

/// Why something cannot be done to a ticket.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// It is closed.
    Closed,
    /// It is so already.
    Same,
    /// It is of another kind.
    OtherKind,
    /// The step does not start from its state.
    OtherState,
    /// The step is for another case.
    OtherCase,
    /// Fields or checklists that the step needs: their names.
    Lacks(Vec<String>),
    /// A field holds more than it may: its name.
    TooMuch(String),
    /// Of a promise it must be said whether it was kept.
    Promised,
    /// It takes another role.
    Role(Role),
    /// Its kind is not installed.
    NoKind,
    /// It is not here, or cannot be read.
    Gone,
}

impl Refusal {
    fn of(error: &FlowError) -> Self {
        match error {
            FlowError::NotAllowed(role) => Self::Role(*role),
            FlowError::Missing(names) => Self::Lacks(names.clone()),
            FlowError::Promised(_) => Self::Promised,
            FlowError::TooMuch { field, .. } => Self::TooMuch(field.clone()),
            FlowError::OtherCase { .. } => Self::OtherCase,
            _ => Self::OtherState,
        }
    }
}

/// To which tickets something can be done, and to which not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weighed {
    /// Those it can be done to, in the order of their ids.
    pub can: Vec<DocId>,
    /// How many it cannot be done to, by reason.
    pub cannot: BTreeMap<Refusal, usize>,
}

impl Weighed {
    fn refuse(&mut self, why: Refusal, count: usize) {
        if count > 0 {
            *self.cannot.entry(why).or_default() += count;
        }
    }

    /// How many it cannot be done to.
    #[must_use]
    pub fn refused(&self) -> usize {
        self.cannot.values().sum()
    }
}

/// A step that some of the tickets may take now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkStep {
    /// The kind.
    pub kind: Arc<TicketKind>,
    /// The step's id.
    pub step: String,
    /// How many may take it.
    pub can: usize,
    /// How many are of the kind.
    pub of: usize,
    /// The fields that it needs and that are empty in one of them.
    pub asks: Vec<String>,
    /// Of a promise in one of them it must be said whether it was kept.
    pub asks_promises: bool,
    /// It takes another role.
    pub barred: Option<Role>,
}

impl Desk {
    /// Says to which of these tickets something can be done. Nothing is changed.
    ///
    /// # Errors
    /// When nobody is at the desk, the role does not allow it at all, it is incomplete or was stopped, or the store
    /// cannot be read.
    pub async fn weigh(&self, ids: &[DocId], bulk: &Bulk, watch: Watch<'_>) -> Result<Weighed, DeskError> {
        let me = self.ready(bulk)?;
        let mut weighed = Weighed::default();
        let mut left = Vec::with_capacity(ids.len());
        for slice in in_order(ids).chunks(ROWS) {
            {
                let state = self.state();
                for id in slice {
                    let row = state.columns.find(id).and_then(|row| state.columns.ticket(row));
                    match row.map(|row| bulk.refused(&Facts::of_row(row))) {
                        None => weighed.refuse(Refusal::Gone, 1),
                        Some(Some(why)) => weighed.refuse(why, 1),
                        Some(None) => left.push(id.clone()),
                    }
                }
            }
            pause().await;
        }
        let gone = self.still_unread(&left).await?;
        weighed.refuse(Refusal::Gone, gone.len());
        left.retain(|id| !gone.contains(id));
        if !bulk.asks_documents() {
            weighed.can = left;
            return Ok(weighed);
        }
        // The numbers it gives on trial are given back.
        let mut numbers = Numbers::new(self);
        let of = left.len();
        for (at, slice) in left.chunks(SLICE).enumerate() {
            let docs = self.readable(slice).await?;
            weighed.refuse(Refusal::Gone, slice.len() - docs.len());
            for doc in docs {
                match self.changes_of(&me, &doc, bulk, &mut numbers) {
                    Ok(_) => weighed.can.push(doc.document.id.clone()),
                    Err(DeskError::Flow(error)) if !is_incomplete(&error) => weighed.refuse(Refusal::of(&error), 1),
                    Err(DeskError::NoKind(_)) => weighed.refuse(Refusal::NoKind, 1),
                    Err(DeskError::Unchanged) => weighed.refuse(Refusal::Same, 1),
                    Err(error) => return Err(error),
                }
            }
            turn(watch, at * SLICE + slice.len(), of).await?;
        }
        Ok(weighed)
    }

    /// Those of these tickets that could not be read before, and still cannot.
    async fn still_unread(&self, ids: &[DocId]) -> Result<Vec<DocId>, DeskError> {
        let mut suspects: Vec<DocId> = {
            let unread = self.0.unread.borrow();
            ids.iter().filter(|id| unread.contains(*id)).cloned().collect()
        };
        let read = self.readable(&suspects).await?;
        suspects.retain(|id| read.iter().all(|doc| doc.document.id != *id));
        Ok(suspects)
    }

    /// The steps that these tickets may take now, kind by kind, those that all of a kind may take first.
    ///
    /// # Errors
    /// When it was stopped or the store cannot be read.
    pub async fn bulk_steps(&self, ids: &[DocId], watch: Watch<'_>) -> Result<Vec<BulkStep>, DeskError> {
        let role = self.role();
        let mut steps: Vec<BulkStep> = Vec::new();
        let mut kinds: Vec<(Arc<TicketKind>, usize)> = Vec::new();
        for (at, slice) in in_order(ids).chunks(SLICE).enumerate() {
            for doc in self.readable(slice).await? {
                let Ok(kind) = self.kind_of(&doc.fold) else { continue };
                match kinds.iter_mut().find(|(known, _)| known.id == kind.id) {
                    Some((_, count)) => *count += 1,
                    None => kinds.push((kind.clone(), 1)),
                }
                for offer in flow::offers(&kind, &doc.fold, role) {
                    let found = steps.iter().position(|known| known.kind.id == kind.id && known.step == offer.step.id);
                    let place = found.unwrap_or_else(|| {
                        steps.push(BulkStep {
                            kind: kind.clone(),
                            step: offer.step.id.clone(),
                            can: 0,
                            of: 0,
                            asks: Vec::new(),
                            asks_promises: false,
                            barred: offer.barred.then_some(offer.step.role),
                        });
                        steps.len() - 1
                    });
                    let step = &mut steps[place];
                    step.asks_promises |= offer.asks_promises;
                    step.can += usize::from(offer.unticked.is_empty());
                    for field in offer.missing {
                        if !step.asks.contains(&field.id) {
                            step.asks.push(field.id.clone());
                        }
                    }
                }
            }
            turn(watch, at * SLICE + slice.len(), ids.len()).await?;
        }
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        for step in &mut steps {
            step.of = kinds.iter().find(|(kind, _)| kind.id == step.kind.id).map_or(0, |(_, count)| *count);
        }
        let place = |step: &BulkStep| {
            let kind = kinds.iter().position(|(kind, _)| kind.id == step.kind.id);
            let flow = step.kind.moves.iter().position(|m| m.id == step.step);
            (kind, step.can < step.of, flow)
        };
        steps.sort_by_key(place);
        Ok(steps)
    }
}
