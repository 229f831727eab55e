//! Agents, teams and roles (Q5).

use serde::{Deserialize, Serialize};

use super::calendar::{day_text, parse_day};
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
    /// From when to when the agent is away, and who stands in: `2026-11-22..2026-11-28:<agent>`; empty for here.
    pub const ABSENCE: &str = "absence";
    /// Until when the agent is new (Q2): an exam's id, `lead` until a lead says otherwise; empty for not new.
    pub const NEW: &str = "new";
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

/// When somebody is away, and who sees to their tickets meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// The first day, counted from 1 January 1970.
    pub from: i64,
    /// The last day.
    pub to: i64,
    /// The agent who stands in.
    pub substitute: String,
}

impl Absence {
    /// The absence that a register's text says; nothing for any other text or when it ends before it begins.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (days, substitute) = text.split_once(':')?;
        let (from, to) = days.split_once("..")?;
        let (from, to) = (parse_day(from)?, parse_day(to)?);
        (from <= to && !substitute.is_empty()).then(|| Self { from, to, substitute: substitute.to_owned() })
    }

    /// The text for the register.
    #[must_use]
    pub fn text(&self) -> String {
        [&day_text(self.from), "..", &day_text(self.to), ":", &self.substitute].concat()
    }

    /// Whether it holds on a day.
    #[must_use]
    pub fn holds(&self, day: i64) -> bool {
        (self.from..=self.to).contains(&day)
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
    /// When they are away; nothing when that is not said.
    pub absence: Option<Absence>,
    /// Set as new (Q2): until which exam is passed, or `lead`; and since when, in milliseconds.
    pub new: Option<(String, u64)>,
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
            absence: Absence::parse(fold.text(register::ABSENCE)),
            new: fold.register(register::NEW).live().first().and_then(|live| {
                let until = live.value.as_str();
                (!until.is_empty()).then(|| (until.to_owned(), live.stamp.millis))
            }),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absence_is_read_as_it_was_written() {
        let day = |text| parse_day(text).unwrap();
        let away = Absence { from: day("2026-11-22"), to: day("2026-11-28"), substitute: "01bob".into() };
        assert_eq!(away.text(), "2026-11-22..2026-11-28:01bob");
        assert_eq!(Absence::parse(&away.text()), Some(away.clone()));
        for text in ["", "2026-11-22..2026-11-21:bob", "2026-11-22:bob", "2026-11-22..2026-11-28:", "x..y:bob"] {
            assert_eq!(Absence::parse(text), None, "{text}");
        }
        let held = |text| away.holds(day(text));
        assert!(held("2026-11-22") && held("2026-11-28") && !held("2026-11-21") && !held("2026-11-29"));
    }
}
