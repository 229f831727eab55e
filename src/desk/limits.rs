//! Time limits at the desk: by what they run, who is told, and taking a ticket up (A17).

use std::sync::Arc;

use super::{Action, Desk, DeskError, Done};
use crate::model::agent::{Agent, Role};
use crate::model::document::DocId;
use crate::model::fold::Fold;
use crate::model::limits::propose;
use crate::model::ticket::Ticket;

impl Desk {
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
