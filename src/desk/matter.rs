//! One matter, one ticket (A15): what a caller may be speaking of, asking again, merging and parting, splitting.

use std::sync::Arc;

use super::opening::{SUBJECT_LENGTH, link, opening, subject_and_note};
use super::{Action, Desk, DeskError, Doc, Done, NewTicket};
use crate::model::agent::Agent;
use crate::model::change::{How, Known, Outcome};
use crate::model::document::DocId;
use crate::model::flow::{self, FlowError};
use crate::model::kind::{Category, Field, FieldType, TicketKind};
use crate::model::matter::{self, AGAIN, AGAIN_IN, MERGED, Plan, SPLIT, SPLIT_TO};
use crate::model::ticket::{CUSTOMER, Ticket};
use crate::model::value::Value;
use crate::query::find::similar::{Because, Clues, similar, times};
use crate::query::rows::Row;
use crate::query::text::cut;

/// Among so many tickets the first one on the same matter is looked for.
const AMONG: usize = 32;

/// What is known of a request while it is being written down; empty where it is not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matter {
    /// The caller's telephone number or a part of it.
    pub phone: String,
    /// An order number.
    pub order: String,
    /// A waybill number.
    pub waybill: String,
    /// A room.
    pub room: String,
    /// The customer's document id.
    pub customer: String,
}

/// A customer who asks again about a ticket's matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewContact {
    /// What was said, and by which channel.
    pub text: String,
    /// Who it is, when the ticket has no customer yet.
    pub customer: Option<DocId>,
    /// Documents created with it, for example the customer.
    pub with: Vec<(DocId, Vec<Known>)>,
    /// The place of the capture form's draft.
    pub draft: String,
}

/// What a merge would do, for a person to look at before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merging {
    /// What comes over.
    pub plan: Plan,
    /// The two are of different customers.
    pub strangers: bool,
    /// The ticket that goes on is closed while the other is not: the merge reopens it.
    pub reopens: bool,
}

impl Desk {
    /// Open tickets and recent ones on what may be the same matter: open ones first, then by reason, the newest first.
    #[must_use]
    pub fn similar(&self, matter: &Matter, most: usize) -> Vec<(Because, Arc<Row>)> {
        let state = self.state();
        let customer = Some(&*matter.customer).filter(|id| !id.is_empty());
        let clues = Clues {
            phone: &matter.phone,
            order: &matter.order,
            waybill: &matter.waybill,
            room: &matter.room,
            customer: customer.and_then(|id| state.columns.customers().find(id)),
        };
        let found = similar(&clues, &state.columns, self.now(), most).into_iter();
        found.filter_map(|(because, row)| Some((because, Arc::new(state.row(row)?)))).collect()
    }

    /// How often somebody has asked about a ticket's matter: 1 for the first time.
    #[must_use]
    pub fn times(&self, id: &DocId) -> u32 {
        let state = self.state();
        state.columns.find(id).map_or(1, |row| times(&state.columns, row))
    }

    /// The first open ticket on the same matter as a request of that kind: with its order or waybill, or of the same kind
    /// and caller or room.
    pub(super) fn first_asked(&self, matter: &Matter, kind: &TicketKind) -> Option<DocId> {
        if kind.register {
            return None;
        }
        let found = self.similar(matter, AMONG).into_iter();
        let same = found.filter(|(because, row)| {
            let sure = matches!(because, Because::Order | Because::Waybill) || row.kind == kind.id;
            sure && !row.category.is_done()
        });
        same.min_by_key(|(_, row)| row.opened).map(|(_, row)| row.id.clone())
    }

    /// What a register's entry is about: what its first fields hold, in words; none for a ticket or where nothing stands.
    fn entry_subject(&self, kind: &TicketKind, new: &NewTicket) -> Option<String> {
        let words = |field: &Field| {
            let (_, value) = new.values.iter().find(|(name, _)| *name == field.id)?;
            let text = value.as_str();
            Some(match (field.sort, &field.list) {
                (FieldType::Choice, Some(list)) => self.list(list).name_of(text).to_owned(),
                (FieldType::Choice, None) => field.options.iter().find(|option| option.id == text)?.name.clone(),
                (FieldType::Text | FieldType::Room | FieldType::Order | FieldType::Waybill, _) => text.to_owned(),
                _ => return None,
            })
        };
        let of = kind.fields.iter().filter(|_| kind.register).filter_map(words).filter(|text| !text.is_empty());
        let parts: Vec<String> = of.take(2).collect();
        let subject = || cut(&parts.join(" · "), SUBJECT_LENGTH);
        match (kind.register, parts.is_empty()) {
            (false, _) => None,
            (true, true) => new.text.trim().is_empty().then(|| kind.name.clone()),
            (true, false) => Some(subject()),
        }
    }

    /// The changes that open a ticket, and those of the tickets that it is linked with.
    pub(super) fn opening_linked(
        &self,
        kind: &TicketKind,
        me: &Agent,
        number: String,
        id: &DocId,
        new: &NewTicket,
    ) -> Vec<(DocId, Vec<Known>)> {
        let (subject, note) = match self.entry_subject(kind, new) {
            Some(subject) => (subject, new.text.trim().to_owned()),
            None => subject_and_note(&new.text),
        };
        let mut changes = opening(kind, me, number, &subject, &note, new);
        let mut others = Vec::new();
        let first = self.first_asked(&new.matter, kind).filter(|first| new.split_from.as_ref() != Some(first));
        for (other, here, there) in [(first.as_ref(), AGAIN, AGAIN_IN), (new.split_from.as_ref(), SPLIT, SPLIT_TO)] {
            if let Some(other) = other {
                changes.push(link(here, other));
                others.push((other.clone(), vec![link(there, id)]));
            }
        }
        others.push((id.clone(), changes));
        others
    }

    /// Writes down on a ticket that its customer asked again, instead of opening a second one. A closed one is reopened:
    /// what is asked about it must be seen.
    ///
    /// # Errors
    /// When nothing was said, the ticket is merged into another, or as for `commit`.
    pub async fn ask_again(&self, id: &DocId, contact: NewContact) -> Result<Done, DeskError> {
        let text = contact.text.trim();
        if text.is_empty() {
            return Err(DeskError::Missing("text"));
        }
        let doc = self.unmerged(id).await?;
        let mut changes = vec![Known::Said { how: How::Contact, text: text.to_owned(), minutes: 0 }];
        if let Some(customer) = contact.customer.filter(|_| doc.fold.text(CUSTOMER).is_empty()) {
            changes.push(doc.fold.set(CUSTOMER, Value::text(customer.as_str())));
        }
        changes.extend(self.reopening(&doc)?);
        let mut action = Action { label: "asked_again", changes: contact.with, ..Action::default() };
        action.changes.push((id.clone(), changes));
        self.commit(action.drops_draft(&contact.draft)).await
    }

    /// What merging `from` into `into` would do.
    ///
    /// # Errors
    /// When they cannot be merged, or cannot be read.
    pub async fn merging(&self, from: &DocId, into: &DocId) -> Result<Merging, DeskError> {
        let (source, target) = (self.unmerged(from).await?, self.unmerged(into).await?);
        let (here, there) = (self.kind(Ticket(&target.fold).kind()), self.kind(Ticket(&source.fold).kind()));
        let is_register = |kind: &Option<Arc<TicketKind>>| kind.as_ref().is_some_and(|kind| kind.register);
        let same_kind = Ticket(&source.fold).kind() == Ticket(&target.fold).kind();
        if from == into || (is_register(&here) || is_register(&there)) && !same_kind {
            return Err(DeskError::NotAlike);
        }
        let plan = matter::plan((&source.document, &source.fold, there.as_deref()), (&target.fold, here.as_deref()));
        Ok(Merging {
            strangers: plan.choices.iter().any(|brought| brought.field == CUSTOMER),
            reopens: Ticket(&target.fold).category(here.as_deref()) == Category::Closed
                && Ticket(&source.fold).category(there.as_deref()) != Category::Closed,
            plan,
        })
    }

    /// Merges a ticket into another one, in which its matter goes on: it is closed, the other shows what happened on it.
    /// Of values on which they differ, those of the fields in `chosen` are taken over. A closed one is reopened when
    /// what comes is not.
    ///
    /// # Errors
    /// When they cannot be merged, or as for `commit`.
    pub async fn merge(&self, from: &DocId, into: &DocId, chosen: &[String]) -> Result<Done, DeskError> {
        let Merging { plan, reopens, .. } = self.merging(from, into).await?;
        let (source, target) = (self.fold(from).await?, self.fold(into).await?);
        let mut closing = vec![source.fold.set(MERGED, Value::text(into.as_str()))];
        // What was promised goes on there.
        let open = source.fold.promises.iter().filter(|p| p.outcome.is_none() && source.fold.counts(p.stamp));
        closing.extend(open.map(|promise| Known::Settled {
            promise: promise.stamp,
            outcome: Outcome::Moved,
            over: Vec::new(),
        }));
        let mut taking = plan.changes(from.as_str(), &target.fold, chosen);
        if reopens {
            taking.extend(self.reopening(&target)?);
        }
        let changes = vec![(from.clone(), closing), (into.clone(), taking)];
        let action = Action { label: "merged", changes, ..Action::default() };
        let place = |id: &DocId| format!("merge/{id}");
        self.commit(action.drops_draft(&place(from)).drops_draft(&place(into))).await
    }

    /// Parts two merged tickets again, at any time: both are as they were, and what came after stays where it was
    /// written. Takes back only what the merge wrote; one that was reopened for it stays open, and of one whose document
    /// is not here there is nothing to take back.
    ///
    /// # Errors
    /// When they are not merged, or as for `commit`; others' merges are parted by leads and managers.
    pub async fn unmerge(&self, from: &DocId, into: &DocId) -> Result<Done, DeskError> {
        let (source, target) = (self.here(from).await?, self.here(into).await?);
        let brought = target.map_or_else(Vec::new, |target| {
            let joined = matter::joined(&target.fold).filter(|joined| joined.from == from.as_str());
            let mut brought: Vec<_> = joined.flat_map(|joined| joined.brought(&target.document)).collect();
            brought.sort_unstable();
            brought.dedup();
            brought
        });
        let left = source.map_or_else(Vec::new, |source| matter::left(&source.document, &source.fold, into.as_str()));
        let both: [(&DocId, Vec<_>); 2] = [(from, left), (into, brought)];
        let undone = both.into_iter().filter(|(_, what)| !what.is_empty());
        let changes: Vec<_> = undone.map(|(id, what)| (id.clone(), vec![Known::Undone { what }])).collect();
        if changes.is_empty() {
            return Err(DeskError::NotFound(from.to_string()));
        }
        self.commit(Action { label: "parted", changes, ..Action::default() }).await
    }

    /// What reopens a ticket that is closed; nothing for others.
    fn reopening(&self, doc: &Doc) -> Result<Option<Known>, DeskError> {
        let Some(kind) = self.kind(Ticket(&doc.fold).kind()) else { return Ok(None) };
        let closed = Ticket(&doc.fold).category(Some(&kind)) == Category::Closed;
        Ok(if closed { Some(flow::reopen(&kind, &doc.fold)?) } else { None })
    }

    /// A document that may not be here.
    async fn here(&self, id: &DocId) -> Result<Option<Arc<Doc>>, DeskError> {
        match self.fold(id).await {
            Ok(doc) => Ok(Some(doc)),
            Err(DeskError::NotFound(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A ticket that goes on: not merged into another.
    pub(super) async fn unmerged(&self, id: &DocId) -> Result<Arc<Doc>, DeskError> {
        let doc = self.fold(id).await?;
        if Ticket(&doc.fold).merged_into().is_empty() { Ok(doc) } else { Err(FlowError::Merged.into()) }
    }
}
