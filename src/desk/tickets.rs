//! What a person does to a ticket.

use super::bulk::assigned;
use super::numbers::Numbers;
use super::opening::{link, opening_beside};
use super::{Action, Desk, DeskError, Doc, Done, Matter};
use crate::model::agent::{Agent, Role};
use crate::model::change::{Change, How, Known, Outcome};
use crate::model::document::{DocId, Entry};
use crate::model::flow::{self, Answers, FlowError, Place};
use crate::model::fold::{Fold, LINKS, OWNER, STATE, TAGS};
use crate::model::kind::TicketKind;
use crate::model::stamp::Stamp;
use crate::model::ticket::{Priority, SUBJECT, Ticket};
use crate::model::value::Value;
use std::sync::Arc;

/// What the capture form gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewTicket {
    /// The kind's id.
    pub kind: String,
    /// What it is about, as typed. Its first line becomes the subject, the whole a note if there is more. A register's
    /// entry is about what its fields say; the text is a remark, or empty.
    pub text: String,
    /// The customer, an existing one or one created in the same action.
    pub customer: Option<DocId>,
    /// The channel's id.
    pub channel: String,
    /// How urgent it is.
    pub priority: Priority,
    /// The kind's fields.
    pub values: Vec<(String, Value)>,
    /// Documents created with it, for example the customer.
    pub with: Vec<(DocId, Vec<Known>)>,
    /// The place of the capture form's draft.
    pub draft: String,
    /// What is known of its matter: the first open ticket on the same one is linked with it (A15).
    pub matter: Matter,
    /// The ticket of which it takes a part.
    pub split_from: Option<DocId>,
}

impl Desk {
    /// The kind of a ticket.
    pub(super) fn kind_of(&self, fold: &Fold) -> Result<Arc<TicketKind>, DeskError> {
        let id = Ticket(fold).kind();
        self.kind(id).ok_or_else(|| DeskError::NoKind(id.to_owned()))
    }

    /// Takes a request: a new ticket, owned by whoever takes it (A15).
    ///
    /// # Errors
    /// When the kind is not there, something required is missing, or the store refuses.
    pub async fn open_ticket(&self, new: NewTicket) -> Result<(DocId, Done), DeskError> {
        let me = self.me().ok_or(DeskError::Nobody)?;
        let kind = self.kind(&new.kind).ok_or_else(|| DeskError::NoKind(new.kind.clone()))?;
        if !kind.register && new.text.trim().is_empty() {
            return Err(DeskError::Missing(SUBJECT));
        }
        let value_of = |field: &str| {
            let given = new.values.iter().rev().find(|(name, _)| name == field);
            given.map_or(Value::Empty, |(_, value)| value.clone())
        };
        let missing = kind.fields.iter().filter(|f| f.required && f.applies(&value_of) && !f.is_filled(&value_of));
        let missing: Vec<String> = missing.map(|field| field.name.clone()).collect();
        if !missing.is_empty() {
            return Err(FlowError::Missing(missing).into());
        }
        let id = self.mint("ticket");
        let mut numbers = Numbers::new(self);
        let number = numbers.next(self.stem(&kind, self.now(), &me.number));
        let changes = self.opening_linked(&kind, &me, number, &id, &new);
        let mut action = Action { label: "opened", changes: new.with, ..Action::default() };
        action.changes.extend(changes);
        // The call in which it was taken, if a guide led through it.
        let walked = self.waiting_entry().filter(|_| !kind.register);
        if let (Some(walked), Some((_, log))) = (walked, action.changes.iter_mut().find(|(of, _)| *of == id)) {
            log.push(walked);
            action.drafts.push(super::NO_TICKET.to_owned());
        }
        action.drafts.push(new.draft);
        let done = self.commit(action).await?;
        numbers.keep();
        Ok((id, done))
    }

    /// Takes a step of the flow, with everything it brings about.
    ///
    /// # Errors
    /// When the step is not open to this person now, something it needs is missing, or the store refuses.
    pub async fn take_step(&self, id: &DocId, step: &str, answers: Answers) -> Result<Done, DeskError> {
        let me = self.me().ok_or(DeskError::Nobody)?;
        let doc = self.fold(id).await?;
        let mut numbers = Numbers::new(self);
        let changes = self.step_changes(&me, &doc, step, &answers, &mut numbers)?;
        let action = Action { label: "moved", changes, ..Action::default() };
        let done = self.commit(action.drops_draft(&format!("step/{id}/{step}"))).await?;
        numbers.keep();
        Ok(done)
    }

    /// What a step changes: the ticket first, then what it opens beside it.
    pub(super) fn step_changes(
        &self,
        me: &Agent,
        doc: &Doc,
        step: &str,
        answers: &Answers,
        numbers: &mut Numbers<'_>,
    ) -> Result<Vec<(DocId, Vec<Known>)>, DeskError> {
        let id = &doc.document.id;
        let kind = self.kind_of(&doc.fold)?;
        let (lead, manager) = self.leaders(Ticket(&doc.fold).first_owner());
        let calendar = self.calendar_for(&doc.fold);
        let place = Place {
            agent: &me.id,
            role: me.role,
            lead: &lead,
            manager: &manager,
            now: self.now(),
            calendar: &calendar,
        };
        let outcome = flow::take(&kind, &doc.fold, step, answers, place).map_err(|error| self.shown_error(error))?;
        let mut changes = vec![(id.clone(), outcome.changes)];
        for (kind, values) in outcome.open {
            let kind = self.kind(&kind).ok_or(DeskError::NoKind(kind))?;
            let number = numbers.next(self.stem(&kind, self.now(), &me.number));
            let other = self.mint("ticket");
            let values = values.into_iter().filter(|(field, _)| kind.field(field).is_some()).collect();
            let opened = opening_beside(&kind, me, number, id, &doc.fold, values);
            changes[0].1.push(link("to", &other));
            changes.push((other, opened));
        }
        Ok(changes)
    }

    /// The lead of an agent's team and a manager, by id; empty when there is none.
    pub(super) fn leaders(&self, agent: &str) -> (String, String) {
        let state = self.state();
        let team = state.names.agents.get(agent).map(|agent| agent.team.clone()).unwrap_or_default();
        let of = |role: Role, team: Option<&str>| {
            let fits = |a: &&Arc<Agent>| a.role == role && !a.left && team.is_none_or(|team| a.team == team);
            state.names.agents.values().find(fits).map(|agent| agent.id.clone())
        };
        let lead = of(Role::Lead, Some(&team)).or_else(|| of(Role::Lead, None)).unwrap_or_default();
        (lead, of(Role::Manager, None).unwrap_or_default())
    }

    /// Reopens a finished ticket.
    ///
    /// # Errors
    /// When it is not finished, or as for `commit`.
    pub async fn reopen(&self, id: &DocId, why: &str) -> Result<Done, DeskError> {
        let doc = self.fold(id).await?;
        let mut changes = vec![flow::reopen(&*self.kind_of(&doc.fold)?, &doc.fold)?];
        if !why.trim().is_empty() {
            changes.push(Known::Said { how: How::Note, text: why.trim().to_owned(), minutes: 0 });
        }
        self.commit(Action::on("reopened", id, changes).drops_draft(&format!("reopen/{id}"))).await
    }

    /// Sets a register. `seen` are the stamps that were live when the person began to type: what came since is not
    /// overwritten but stands beside it as a conflict.
    ///
    /// # Errors
    /// When it is merged into another; as for `commit`.
    pub async fn set(
        &self,
        id: &DocId,
        field: &str,
        value: Value,
        seen: Option<Vec<Stamp>>,
    ) -> Result<Done, DeskError> {
        let doc = self.unmerged(id).await?;
        if let Ok(kind) = self.kind_of(&doc.fold) {
            let value_of = |name: &str| if name == field { value.clone() } else { doc.fold.value(name).clone() };
            flow::within_bounds(&kind, &value_of, &|name| name == field)?;
        }
        let over = seen.unwrap_or_else(|| doc.fold.register(field).stamps());
        let change = Known::Set { field: field.to_owned(), value, over };
        self.commit(Action::on("set", id, vec![change]).drops_draft(&format!("field/{id}/{field}"))).await
    }

    /// Settles a conflict: this value replaces all that stand. A state must be one of those.
    ///
    /// # Errors
    /// When the ticket is in no such state or the role does not allow its step, or as for `commit`.
    pub async fn settle(&self, id: &DocId, register: &str, value: Value) -> Result<Done, DeskError> {
        let doc = self.fold(id).await?;
        let over = doc.fold.register(register).stamps();
        let change = match register {
            STATE => flow::settle(&*self.kind_of(&doc.fold)?, &doc.document, &doc.fold, value.as_str(), self.role())?,
            OWNER => Known::Assigned { to: value.as_str().to_owned(), over },
            field => Known::Set { field: field.to_owned(), value, over },
        };
        self.commit(Action::on("settled", id, vec![change])).await
    }

    /// Ticks an item of a checklist, or takes the tick back. `told` says who was told.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn tick(&self, id: &DocId, register: &str, ticked: bool, told: &str) -> Result<Done, DeskError> {
        let value = match (ticked, told.trim()) {
            (false, _) => Value::Empty,
            (true, "") => Value::Bool(true),
            (true, told) => Value::text(told),
        };
        self.set(id, register, value, None).await
    }

    /// Writes a note, an answer or a call.
    ///
    /// # Errors
    /// As for `commit`; nothing is written for an empty text.
    pub async fn say(&self, id: &DocId, how: How, text: &str, minutes: u32) -> Result<Done, DeskError> {
        self.answer(id, how, text, minutes, &[]).await
    }

    /// Writes as `say` does; an answer or a call keeps promises (A18).
    ///
    /// # Errors
    /// As for `say`.
    pub async fn answer(
        &self,
        id: &DocId,
        how: How,
        text: &str,
        minutes: u32,
        keeps: &[Stamp],
    ) -> Result<Done, DeskError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(DeskError::Missing("text"));
        }
        let mut changes = vec![Known::Said { how, text: text.to_owned(), minutes }];
        if !keeps.is_empty() && matches!(how, How::Reply | How::Call) {
            let doc = self.fold(id).await?;
            let kept = flow::open_promises(&doc.fold).filter(|promise| keeps.contains(&promise.stamp));
            let settle = |promise: Stamp| Known::Settled { promise, outcome: Outcome::Kept, over: Vec::new() };
            changes.extend(kept.map(|promise| settle(promise.stamp)));
        }
        let action = Action::on("said", id, changes).drops_draft(&format!("reply/{id}"));
        self.commit(action.drops_draft(&format!("said/{id}"))).await
    }

    /// Gives the ticket to somebody, or to the pool when `to` is empty. The first owner stays recorded (A15).
    ///
    /// # Errors
    /// `DeskError::Holds` when they have it already; when it is merged into another; as for `commit`.
    pub async fn assign(&self, id: &DocId, to: &str, why: &str) -> Result<Done, DeskError> {
        let doc = self.unmerged(id).await?;
        let owner = doc.fold.register(OWNER);
        if owner.value().as_str() == to && !owner.is_conflict() {
            let name = self.agent(to).map(|agent| agent.name.clone()).unwrap_or_default();
            return Err(DeskError::Holds(name));
        }
        let mut action = Action::on("assigned", id, assigned(&doc.fold, to, why));
        // Whoever takes it may still be writing why it goes to somebody else.
        if to != *self.0.me.borrow() {
            action = action.drops_draft(&format!("assign/{id}"));
        }
        self.commit(action).await
    }

    /// Promises the customer something by a time (A18). Open promises in `replaces` count as moved.
    ///
    /// # Errors
    /// When it is merged into another; as for `commit`.
    pub async fn promise(&self, id: &DocId, text: &str, due: u64, replaces: &[Stamp]) -> Result<Done, DeskError> {
        if text.trim().is_empty() {
            return Err(DeskError::Missing("text"));
        }
        self.unmerged(id).await?;
        let settle = |promise: &Stamp| Known::Settled { promise: *promise, outcome: Outcome::Moved, over: Vec::new() };
        let mut changes: Vec<Known> = replaces.iter().map(settle).collect();
        changes.push(Known::Promised { text: text.trim().to_owned(), due });
        self.commit(Action::on("promised", id, changes).drops_draft(&format!("promise/{id}"))).await
    }

    /// Says how a promise ended.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn settle_promise(&self, id: &DocId, promise: Stamp, outcome: Outcome) -> Result<Done, DeskError> {
        let doc = self.fold(id).await?;
        let ended = doc.fold.promises.iter().find(|p| p.stamp == promise).and_then(|p| p.outcome);
        let over = ended.map(|(_, stamp)| stamp).into_iter().collect();
        self.commit(Action::on("settled_promise", id, vec![Known::Settled { promise, outcome, over }])).await
    }

    /// Adds a tag.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn tag(&self, id: &DocId, tag: &str) -> Result<Done, DeskError> {
        let tag = self.tag_to_keep(tag);
        if tag.is_empty() {
            return Err(DeskError::Missing("tag"));
        }
        let changes = vec![Known::Added { set: TAGS.to_owned(), item: tag }];
        self.commit(Action::on("tagged", id, changes).drops_draft(&format!("tag/{id}"))).await
    }

    /// Takes a tag off.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn untag(&self, id: &DocId, tag: &str) -> Result<Done, DeskError> {
        let doc = self.fold(id).await?;
        self.commit(Action::on("untagged", id, vec![remove(&doc.fold, TAGS, tag)])).await
    }

    /// Links two tickets, each showing the other.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn link(&self, id: &DocId, other: &DocId) -> Result<Done, DeskError> {
        let changes = vec![(id.clone(), vec![link("see", other)]), (other.clone(), vec![link("see", id)])];
        self.commit(Action { label: "linked", changes, ..Action::default() }).await
    }

    /// Takes the links between two tickets off.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn unlink(&self, id: &DocId, other: &DocId) -> Result<Done, DeskError> {
        let mut changes = Vec::new();
        for (here, there) in [(id, other), (other, id)] {
            if let Ok(doc) = self.fold(here).await {
                let links = doc.fold.items(LINKS).filter(|item| item.ends_with(&format!(":{there}")));
                changes.push((here.clone(), links.map(|item| remove(&doc.fold, LINKS, item)).collect()));
            }
        }
        self.commit(Action { label: "unlinked", changes, ..Action::default() }).await
    }

    /// Removes the content of entries for good (C5). What they attached goes with them.
    ///
    /// # Errors
    /// As for `commit`; for leads and managers only.
    pub async fn redact(&self, id: &DocId, what: Vec<Stamp>, why: &str) -> Result<Done, DeskError> {
        if why.trim().is_empty() {
            return Err(DeskError::Missing("why"));
        }
        let doc = self.fold(id).await?;
        let files = what.iter().filter_map(|stamp| attached(doc.document.entry(*stamp)?));
        let mut drop_blobs: Vec<String> = files.map(str::to_owned).collect();
        let kept = self.used_beside(&drop_blobs, &[(id.clone(), what.clone())]).await?;
        drop_blobs.retain(|hash| !kept.contains(hash));
        let places = what.iter().map(|stamp| format!("redact/{id}/{stamp}")).collect();
        let changes = vec![Known::Redacted { what, why: why.trim().to_owned() }];
        let action = Action { drop_blobs, drafts: places, ..Action::on("redacted", id, changes) };
        let done = self.commit(action).await?;
        self.0.done.borrow_mut().retain(|other| *other != done);
        Ok(done)
    }

    /// All entries that ever set a register: what a redaction of the field names.
    #[must_use]
    pub fn history_of(&self, id: &DocId, register: &str) -> Vec<Stamp> {
        let Some(doc) = self.doc(id) else { return Vec::new() };
        let sets = doc.document.log().iter().filter(|entry| match &entry.change {
            Change::Known(Known::Set { field, .. }) => field == register,
            _ => false,
        });
        sets.map(|entry| entry.stamp).collect()
    }
}

/// The content that an entry attached.
pub(super) fn attached(entry: &Entry) -> Option<&str> {
    match &entry.change {
        Change::Known(Known::Attached { hash, .. }) if !hash.is_empty() => Some(hash),
        _ => None,
    }
}

pub(super) fn remove(fold: &Fold, set: &str, item: &str) -> Known {
    let over = fold.sets.get(set).and_then(|items| items.get(item)).cloned().unwrap_or_default();
    Known::Removed { set: set.to_owned(), over }
}
