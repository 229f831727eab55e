//! Time limits at the desk: by what they run, who is told, and taking a ticket up (A17).

use std::sync::Arc;

use super::{Action, Desk, DeskError, Done};
use crate::model::agent::{Agent, Role};
use crate::model::document::DocId;
use crate::model::fold::Fold;
use crate::model::kind::Category;
use crate::model::limits::{Terms, Warning, deadlines, propose};
use crate::model::ticket::Ticket;
use crate::query::columns::TicketRow;

/// A warning that is due: its ticket, what is due and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warned {
    /// The ticket.
    pub ticket: DocId,
    /// The limit's name.
    pub limit: String,
    /// How long before its end it is given, in milliseconds.
    pub before: u64,
    /// When the limit ends, in milliseconds.
    pub due: u64,
}

/// How far ahead warnings are looked for, in milliseconds: a day.
const AHEAD: u64 = 24 * 60 * 60 * 1000;

impl Desk {
    /// The warnings that are due to an agent, of limits that end within a day (A17).
    ///
    /// # Errors
    /// When the tickets cannot be read.
    pub async fn warnings(&self, agent: &str) -> Result<Vec<Warned>, DeskError> {
        let now = self.now();
        let leads = self.agent(agent).is_some_and(|agent| agent.role >= Role::Lead);
        // What is late by one limit may be in time by another: of one's own that is looked at, too.
        let fits = |row: TicketRow<'_>| {
            let mine = row.owner() == agent;
            let soon = |due: u64| due < now + AHEAD && (mine || due >= now);
            (mine || leads) && row.category() != Category::Closed && row.due().is_some_and(|due| soon(due.at))
        };
        let mut found = Vec::new();
        for doc in self.whole(&fits, &|_| false).await? {
            let Some(kind) = self.kind(Ticket(&doc.fold).kind()) else { continue };
            let (calendar, grade) = (self.calendar_for(&doc.fold), self.grade_for(&doc.fold));
            let terms = Terms { calendar: &calendar, grade: &grade };
            for deadline in deadlines(&kind, &doc.document, &doc.fold, terms) {
                // The owner is warned whoever else is.
                let to_me = |warning: &Warning| {
                    let told = |role| self.told(&doc.fold, role).is_some_and(|told| told.id == agent);
                    told(Role::Agent) || told(warning.to)
                };
                let due = deadline.warnings(now).filter(|_| deadline.due > now).filter(to_me);
                let warned = |warning: Warning| Warned {
                    ticket: doc.document.id.clone(),
                    limit: deadline.limit.name.clone(),
                    before: warning.before,
                    due: deadline.due,
                };
                found.extend(due.map(warned));
            }
        }
        Ok(found)
    }

    /// The grade of a ticket's customer (C2); empty for none.
    #[must_use]
    pub fn grade_for(&self, ticket: &Fold) -> String {
        let customer = self.customer(&DocId::new(Ticket(ticket).customer()));
        customer.map(|customer| customer.grade.clone()).unwrap_or_default()
    }

    /// Who is meant by a role in a ticket's warnings and escalations: its owner, the lead of the first owner's team, a
    /// manager; nobody when there is none.
    #[must_use]
    pub fn told(&self, ticket: &Fold, role: Role) -> Option<Arc<Agent>> {
        let (lead, manager) = self.leaders(Ticket(ticket).first_owner());
        match role {
            Role::Agent | Role::Auditor => self.agent(Ticket(ticket).owner()),
            Role::Lead => self.agent(&lead),
            Role::Manager => self.agent(&manager),
        }
    }

    /// Takes a ticket up to a lead or manager with a proposal. It stays its owner's (A15).
    ///
    /// # Errors
    /// When nothing is proposed, or as for `commit`.
    pub async fn escalate(&self, id: &DocId, to: Role, text: &str) -> Result<Done, DeskError> {
        if text.trim().is_empty() {
            return Err(DeskError::Missing("proposal"));
        }
        let doc = self.fold(id).await?;
        let action = Action::on("escalated", id, vec![propose(&doc.fold, to.max(Role::Lead), text)]);
        self.commit(action.drops_draft(&format!("escalate/{id}"))).await
    }
}
