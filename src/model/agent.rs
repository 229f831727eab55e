//! Agents, teams and roles (Q5).

use serde::{Deserialize, Serialize};

use super::document::DocId;
use super::fold::Fold;

/// What a person may do. The order is that of growing rights, but for the auditor, who only reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads everything, changes nothing.
    Auditor,
    /// 客服: takes and works tickets.
    #[default]
    Agent,
    /// 组长/主管: assigns, checks, approves.
    Lead,
    /// 经理: sets the rules.
    Manager,
}

/// Registers of an agent's document.
pub mod register {
    /// The name.
    pub const NAME: &str = "name";
    /// The number, for example `A07`, part of the tickets' numbers.
    pub const NUMBER: &str = "number";
    /// The role's id.
    pub const ROLE: &str = "role";
    /// The team's name.
    pub const TEAM: &str = "team";
    /// The PIN's digest; empty for none.
    pub const PIN: &str = "pin";
    /// `yes` once the agent has left.
    pub const LEFT: &str = "left";
}

impl Role {
    /// All of them, in the order of growing rights.
    pub const ALL: [Self; 4] = [Self::Auditor, Self::Agent, Self::Lead, Self::Manager];

    /// The id under which it is kept.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Auditor => "auditor",
            Self::Agent => "agent",
            Self::Lead => "lead",
            Self::Manager => "manager",
        }
    }

    /// The role of that id; an agent for anything else.
    #[must_use]
    pub fn of(id: &str) -> Self {
        Self::ALL.into_iter().find(|role| role.id() == id).unwrap_or_default()
    }
}

/// A person of the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// The part of the document's id after the hyphen: what entries are signed with.
    pub id: String,
    /// The name.
    pub name: String,
    /// The number.
    pub number: String,
    /// What they may do.
    pub role: Role,
    /// The team.
    pub team: String,
    /// The PIN's digest; empty for none.
    pub pin: String,
    /// Whether they have left.
    pub left: bool,
}

impl Agent {
    /// The agent of a document.
    #[must_use]
    pub fn of(id: &DocId, fold: &Fold) -> Self {
        let text = |name| fold.text(name).to_owned();
        Self {
            id: id.name().to_owned(),
            name: text(register::NAME),
            number: text(register::NUMBER),
            role: Role::of(fold.text(register::ROLE)),
            team: text(register::TEAM),
            pin: text(register::PIN),
            left: fold.text(register::LEFT) == "yes",
        }
    }

    /// The document's id of the agent with that id.
    #[must_use]
    pub fn doc(id: &str) -> DocId {
        DocId::fixed("agent", id)
    }
}

/// The digest of a PIN: a lock against slips at a shared counter, not against an attacker with the disk.
#[must_use]
pub fn pin_digest(agent: &str, pin: &str) -> String {
    use sha2::{Digest, Sha256};
    let mut digest = Sha256::digest(format!("shouwen-pin:{agent}:{pin}"));
    for _ in 0..10_000 {
        digest = Sha256::digest(digest);
    }
    crate::model::hex(&digest)
}
