//! The team, and who is at the desk: several people share one computer at a counter.

use std::sync::Arc;

use super::{Action, Changed, Desk, DeskError, Done, meta};
use crate::model::agent::{Agent, Role, pin_digest, register};
use crate::model::change::{Change, Known};
use crate::model::document::{DocId, Document, Entry};
use crate::model::fold::Fold;
use crate::model::stamp::Stamp;
use crate::model::value::Value;
use crate::store::{Batch, NO_ROWS};

/// Someone who joins the team.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewAgent {
    /// The name.
    pub name: String,
    /// The number; part of the tickets' numbers.
    pub number: String,
    /// What they may do. The first agent of a desk is always a manager.
    pub role: Role,
    /// The team.
    pub team: String,
}

impl Desk {
    /// The people of the team who have not left, by number.
    #[must_use]
    pub fn agents(&self) -> Vec<Arc<Agent>> {
        self.agents_who(false)
    }

    /// The people who have left, by number.
    #[must_use]
    pub fn former_agents(&self) -> Vec<Arc<Agent>> {
        self.agents_who(true)
    }

    fn agents_who(&self, left: bool) -> Vec<Arc<Agent>> {
        let state = self.state();
        let mut agents: Vec<_> = state.names.agents.values().filter(|agent| agent.left == left).cloned().collect();
        agents.sort_unstable_by(|a, b| a.number.cmp(&b.number).then_with(|| a.id.cmp(&b.id)));
        agents
    }

    /// An agent, also one who has left.
    #[must_use]
    pub fn agent(&self, id: &str) -> Option<Arc<Agent>> {
        self.state().names.agents.get(id).cloned()
    }

    /// Whether nobody has been registered yet: the first run.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.state().names.agents.is_empty()
    }

    /// Adds an agent; the first one is a manager and takes the desk.
    ///
    /// # Errors
    /// When name or number is missing, the number is taken, or as for `commit`.
    pub async fn add_agent(&self, new: NewAgent) -> Result<(String, Done), DeskError> {
        let number = new.number.trim().to_uppercase();
        if new.name.trim().is_empty() {
            return Err(DeskError::Missing(register::NAME));
        }
        if number.is_empty() {
            return Err(DeskError::Missing(register::NUMBER));
        }
        if self.agents().iter().any(|agent| agent.number == number) {
            return Err(DeskError::Taken(number));
        }
        let first = self.is_new();
        let role = if first { Role::Manager } else { new.role };
        let id = self.mint("agent");
        let mut changes = vec![Known::Opened { kind: String::new(), number: String::new(), at: None }];
        for (field, value) in [
            (register::NAME, Value::text(&new.name)),
            (register::NUMBER, Value::Text(number)),
            (register::ROLE, Value::text(role.id())),
            (register::TEAM, Value::text(&new.team)),
        ] {
            changes.push(Known::Set { field: field.to_owned(), value, over: Vec::new() });
        }
        let done = self.commit(Action::on("agent_added", &id, changes).drops_draft("first-run")).await?;
        if first {
            self.sit_down(id.name()).await?;
            self.0.done.borrow_mut().clear();
        }
        Ok((id.name().to_owned(), done))
    }

    /// Changes a register of an agent: name, number, role, team, `left`.
    ///
    /// # Errors
    /// When a number is taken, name or number would be empty, the last manager would go, or as for `commit`.
    pub async fn set_agent(&self, agent: &str, field: &str, value: &str) -> Result<Done, DeskError> {
        let agents = self.agents();
        let upper = value.trim().to_uppercase();
        let value = if field == register::NUMBER { &upper } else { value.trim() };
        if let Some(needed) = [register::NAME, register::NUMBER].into_iter().find(|needed| *needed == field)
            && value.is_empty()
        {
            return Err(DeskError::Missing(needed));
        }
        if field == register::NUMBER && agents.iter().any(|other| other.id != agent && other.number == value) {
            return Err(DeskError::Taken(value.to_owned()));
        }
        self.set(&Agent::doc(agent), field, Value::text(value), None).await
    }

    /// Whether somebody manages still once these changes are made, should somebody manage now: a team without a manager
    /// could not make another one.
    pub(super) fn keeps_a_manager(&self, changes: &[(DocId, Vec<Known>)]) -> bool {
        let state = self.state();
        let manages = |agent: &Agent| agent.role == Role::Manager && !agent.left;
        let mut agents = state.names.agents.clone();
        let mut clock = state.clock;
        for (id, changes) in changes.iter().filter(|(id, _)| id.kind() == "agent") {
            let mut document =
                state.docs.get(id).map_or_else(|| Document::new(id.clone(), Vec::new()), |doc| doc.document.clone());
            let now = state.clock.millis();
            let entry =
                |change: &Known| Entry { stamp: clock.tick(now), by: String::new(), change: change.clone().into() };
            document.merge(changes.iter().map(entry).collect::<Vec<_>>());
            let fold = Fold::of(&document);
            if fold.withdrawn || fold.opening.is_none() {
                agents.remove(id.name());
            } else {
                agents.insert(id.name().to_owned(), Arc::new(Agent::of(id, &fold)));
            }
        }
        agents.values().any(|agent| manages(agent)) || !state.names.agents.values().any(|agent| manages(agent))
    }

    /// What takes back values that somebody set of an agent who may not take entries back there: the values that stood
    /// before, set anew. What somebody has changed since stays.
    pub(super) async fn set_back(&self, id: &DocId, what: &[Stamp]) -> Result<Vec<Known>, DeskError> {
        let doc = self.fold(id).await?;
        let (gone, rest): (Vec<Entry>, Vec<Entry>) =
            doc.document.log().iter().cloned().partition(|entry| what.contains(&entry.stamp));
        let before = Fold::of(&Document::new(id.clone(), rest));
        let set = |entry: &Entry| match &entry.change {
            Change::Known(Known::Set { field, .. }) => Some((entry.stamp, field.clone())),
            _ => None,
        };
        let fields: Vec<(Stamp, String)> = gone.iter().filter_map(set).collect();
        let back = |(stamp, field): &(Stamp, String)| {
            let over = doc.fold.register(field).stamps();
            let stands = over.contains(stamp) && over.iter().all(|live| what.contains(live));
            stands.then(|| Known::Set { field: field.clone(), value: before.value(field).clone(), over })
        };
        let changes: Vec<Known> = fields.iter().filter_map(back).collect();
        if changes.is_empty() && !fields.is_empty() { Err(DeskError::Unchanged) } else { Ok(changes) }
    }

    /// Sets or removes a PIN.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn set_pin(&self, agent: &str, pin: &str) -> Result<Done, DeskError> {
        let value = if pin.is_empty() { Value::Empty } else { Value::Text(pin_digest(agent, pin)) };
        self.set(&Agent::doc(agent), register::PIN, value, None).await
    }

    /// Lets another agent take the desk. Drafts are each person's own and wait for them.
    ///
    /// # Errors
    /// When the agent is unknown or the PIN is wrong.
    pub async fn switch_to(&self, agent: &str, pin: &str) -> Result<(), DeskError> {
        let found = self.agent(agent).filter(|agent| !agent.left);
        let found = found.ok_or_else(|| DeskError::NotFound(agent.to_owned()))?;
        if !found.pin.is_empty() && pin_digest(agent, pin) != found.pin {
            return Err(DeskError::WrongPin);
        }
        self.sit_down(agent).await
    }

    /// Leaves the desk to nobody: it shows who may take it.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn leave(&self) -> Result<(), DeskError> {
        self.sit_down("").await
    }

    async fn sit_down(&self, agent: &str) -> Result<(), DeskError> {
        agent.clone_into(&mut self.0.me.borrow_mut());
        self.notify(&Changed::Person);
        let meta = vec![(meta::PERSON.to_owned(), Some(agent.to_owned()))];
        if !self.0.stopped.get() {
            self.0.store.commit(Batch { meta, ..Batch::default() }, NO_ROWS, None).await?;
        }
        Ok(())
    }

    /// Deletes everything on this device.
    ///
    /// # Errors
    /// For managers only, while there are people; or when the store refuses.
    pub async fn wipe(&self) -> Result<(), DeskError> {
        if !self.is_new() && !self.may(super::Right::Wipe) {
            return Err(DeskError::NotAllowed(super::needed_for(super::Right::Wipe)));
        }
        self.wipe_all().await
    }

    pub(super) async fn wipe_all(&self) -> Result<(), DeskError> {
        self.stop();
        if let Err(error) = self.0.store.wipe().await {
            self.0.stopped.set(false);
            return Err(error.into());
        }
        self.tell_drafts(None);
        let tell = self.0.tell_wiped.borrow().clone();
        if let Some(tell) = tell {
            tell();
        }
        Ok(())
    }

    /// The document of an agent.
    #[must_use]
    pub fn agent_doc(id: &str) -> DocId {
        Agent::doc(id)
    }
}
