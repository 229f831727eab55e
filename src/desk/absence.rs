//! Who is away, and who stands in for them.

use std::sync::Arc;

use super::{Action, Desk, DeskError, Done};
use crate::model::agent::{Absence, Agent, register};
use crate::model::value::Value;

impl Desk {
    /// Those whose tickets an agent sees to today, because they are away; by number.
    #[must_use]
    pub fn stands_in_for(&self, agent: &str) -> Vec<Arc<Agent>> {
        let now = self.now();
        let is_away = |absent: &Arc<Agent>| {
            let day = || self.calendar_of(&absent.id).day_number(now);
            absent.id != agent
                && absent.absence.as_ref().is_some_and(|away| away.substitute == agent && away.holds(day()))
        };
        self.agents().into_iter().filter(is_away).collect()
    }

    /// Says that an agent is away and who stands in, or that they are here. It ends by itself after its last day.
    ///
    /// # Errors
    /// When there is no such person or substitute, somebody would stand in for themselves, or as for `commit`: others'
    /// absences are a lead's to set.
    pub async fn set_absence(&self, agent: &str, absence: Option<Absence>) -> Result<Done, DeskError> {
        let here =
            |id: &str| self.agent(id).filter(|agent| !agent.left).ok_or_else(|| DeskError::NotFound(id.to_owned()));
        here(agent)?;
        if let Some(absence) = &absence {
            here(&absence.substitute)?;
            if absence.substitute == agent {
                return Err(DeskError::Missing("substitute"));
            }
        }
        let id = Agent::doc(agent);
        let value = absence.map_or(Value::Empty, |absence| Value::Text(absence.text()));
        let fold = self.doc(&id).map(|doc| doc.fold.clone()).unwrap_or_default();
        self.commit(Action::on("absence_set", &id, vec![fold.set(register::ABSENCE, value)])).await
    }
}
