//! Agents, teams and roles (Q5).

use serde::{Deserialize, Serialize};

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
