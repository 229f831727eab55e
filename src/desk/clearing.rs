//! The day cleared (A16): what an agent must clear, putting off, handing in, signing; and what became of promises (A18).

use std::sync::Arc;

use super::reading::SLICE;
use super::{Action, Desk, DeskError, Doc, Done};
use crate::model::agent::Role;
use crate::model::change::Outcome;
use crate::model::clearing::{self, Clearing, Item};
use crate::model::document::DocId;
use crate::model::fold::OWNER;
use crate::model::limits::{done_since, proposal};
use crate::model::promises::Promises;
use crate::model::ticket::Ticket;
use crate::query::columns::TicketRow;
use crate::store::pause;

/// So many tickets are read at most: what an import has brought today is nobody's day.
const MOST: usize = 2_000;

impl Desk {
    /// The tickets that fit, with their documents: all of those that must be there, and of the others, should it come to
    /// more than [`MOST`], those that were changed last.
    pub(super) async fn whole(
        &self,
        must: &dyn Fn(TicketRow<'_>) -> bool,
        fits: &dyn Fn(TicketRow<'_>) -> bool,
    ) -> Result<Vec<Arc<Doc>>, DeskError> {
        let ids: Vec<DocId> = {
            let columns = &self.state().columns;
            let (mut tickets, mut others) = (Vec::new(), Vec::new());
            for ticket in columns.rows().filter_map(|row| columns.ticket(row)) {
                if must(ticket) {
                    tickets.push(ticket);
                } else if fits(ticket) {
                    others.push(ticket);
                }
            }
            let room = MOST.saturating_sub(tickets.len());
            if others.len() > room {
                others.sort_unstable_by_key(|ticket| std::cmp::Reverse(ticket.changed()));
                others.truncate(room);
            }
            tickets.into_iter().chain(others).map(TicketRow::id).collect()
        };
        let mut docs = Vec::with_capacity(ids.len());
        for ids in ids.chunks(SLICE) {
            docs.extend(self.docs_of(ids).await?);
            if ids.len() == SLICE {
                pause().await;
            }
        }
        Ok(docs)
    }

    /// The tickets that an agent must clear on a day, counted from 1 January 1970: how each stands, those that are not
    /// cleared first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn to_clear(&self, agent: &str, day: i64) -> Result<Vec<Item>, DeskError> {
        let calendar = self.calendar_of(agent);
        let since = calendar.moment(day, 0);
        let theirs = |row: TicketRow<'_>| row.owner() == agent && !row.status().register;
        let open = |row: TicketRow<'_>| theirs(row) && !row.category().is_done();
        let docs = self.whole(&open, &|row| theirs(row) && row.changed() >= since).await?;
        let mut items: Vec<Item> = docs
            .iter()
            .filter_map(|doc| {
                let kind = self.kind(Ticket(&doc.fold).kind());
                clearing::item(&doc.document, &doc.fold, kind.as_deref(), agent, day, &calendar)
            })
            .collect();
        let due = |id: &DocId| self.row(id).and_then(|row| row.due.as_ref().map(|due| due.at)).unwrap_or(u64::MAX);
        items.sort_by_cached_key(|item| (std::cmp::Reverse(item.standing), due(&item.ticket), item.ticket.clone()));
        Ok(items)
    }

    /// An agent's day as it was handed in and signed; nothing before that. A day long past must have been fetched.
    #[must_use]
    pub fn clearing(&self, agent: &str, day: i64) -> Option<Clearing> {
        let doc = self.doc(&Clearing::doc(agent, day))?;
        Clearing::of(&doc.document.id, &doc.fold).filter(|clearing| clearing.handed.is_some())
    }

    /// Puts a ticket off to a later day of its calendar, with a reason.
    ///
    /// # Errors
    /// When there is no reason or the day is not a later one, or as for `commit`.
    pub async fn postpone(&self, id: &DocId, until: i64, why: &str) -> Result<Done, DeskError> {
        let doc = self.fold(id).await?;
        let today = self.calendar_for(&doc.fold).day_number(self.now());
        let change = clearing::postpone(&doc.fold, today, until, why)?;
        self.commit(Action::on("postponed", id, vec![change]).drops_draft(&format!("postpone/{id}"))).await
    }

    /// Hands in one's own day.
    ///
    /// # Errors
    /// When a ticket is not cleared, or as for `commit`.
    pub async fn hand_in(&self, day: i64, remark: &str) -> Result<Done, DeskError> {
        let me = self.me().ok_or(DeskError::Nobody)?;
        let items = self.to_clear(&me.id, day).await?;
        let id = Clearing::doc(&me.id, day);
        self.fetch(std::slice::from_ref(&id)).await?;
        let doc = self.doc(&id).unwrap_or_else(|| Arc::new(Doc::empty(id.clone())));
        let changes = clearing::hand_in(&doc.fold, &items, remark)?;
        self.commit(Action::on("handed_in", &id, changes).drops_draft(&format!("sign/{id}"))).await
    }

    /// Signs an agent's day; for leads.
    ///
    /// # Errors
    /// When it has not been handed in, or as for `commit`.
    pub async fn sign_day(&self, agent: &str, day: i64, remark: &str) -> Result<Done, DeskError> {
        let id = Clearing::doc(agent, day);
        let doc = self.fold(&id).await?;
        let change = clearing::sign(&doc.fold, remark)?;
        self.commit(Action::on("signed", &id, vec![change]).drops_draft(&format!("sign/{id}"))).await
    }

    /// What became of an agent's promises that were settled from a moment on, and what is still open; of everybody's when
    /// `agent` is empty.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn promises_since(&self, agent: &str, since: u64) -> Result<Promises, DeskError> {
        let docs = self.whole(&|row| row.promised(), &|row| row.changed() >= since).await?;
        let mut counts = Promises::default();
        for doc in docs {
            counts.add_settled(&doc.fold, agent, since, self.now());
        }
        Ok(counts)
    }

    /// Says how the promise of a ticket that is due first ended.
    ///
    /// # Errors
    /// When there is none, or as for `commit`.
    pub async fn settle_next_promise(&self, id: &DocId, outcome: Outcome) -> Result<Done, DeskError> {
        let doc = self.fold(id).await?;
        let open =
            doc.fold.promises.iter().filter(|promise| promise.outcome.is_none() && doc.fold.counts(promise.stamp));
        let next = open.min_by_key(|promise| promise.due).ok_or_else(|| DeskError::NotFound(id.to_string()))?;
        self.settle_promise(id, next.stamp, outcome).await
    }

    /// The open tickets that somebody else has given an agent, who has done nothing with them since; and those on which
    /// a proposal waits for the agent's word (A17).
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn waiting_for(&self, agent: &str) -> Result<(Vec<DocId>, Vec<DocId>), DeskError> {
        let (now, role) = (self.now(), self.agent(agent).map(|agent| agent.role));
        // Proposals go to leads and managers. A ticket is taken up when it is late; its clock may stand still since.
        let leads = role > Some(Role::Agent);
        let late = |row: TicketRow<'_>| leads && !row.status().register && (row.is_late(now) || row.due().is_none());
        let open = |row: TicketRow<'_>| !row.category().is_done();
        let docs = self.whole(&|row| open(row) && row.owner() == agent, &|row| open(row) && late(row)).await?;
        let (mut new, mut proposed) = (Vec::new(), Vec::new());
        for doc in docs {
            let ticket = Ticket(&doc.fold);
            if ticket.owner() == agent && is_untouched(&doc, agent) {
                new.push(doc.document.id.clone());
            }
            let to_me = |to| Some(to) == role && self.told(&doc.fold, to).is_some_and(|told| told.id == agent);
            if proposal(&doc.fold)
                .is_some_and(|proposal| to_me(proposal.to) && proposal.waits(&doc.document, &doc.fold))
            {
                proposed.push(doc.document.id.clone());
            }
        }
        Ok((new, proposed))
    }
}

/// Whether somebody else gave the ticket to its owner, who has done nothing since.
fn is_untouched(doc: &Doc, owner: &str) -> bool {
    let Some(given) = doc.fold.register(OWNER).live().first() else { return false };
    given.by != owner && done_since(&doc.document, &doc.fold, given.stamp).all(|entry| entry.by != owner)
}
