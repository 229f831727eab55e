//! What a person used last, read off the tickets they opened: the capture form offers it first.

use std::collections::HashMap;

use super::Desk;

/// What a person used last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastUsed {
    /// Kinds, the last used first.
    pub kinds: Vec<String>,
    /// The channel of the last ticket; empty for none.
    pub channel: String,
}

impl Desk {
    /// What an agent used last when taking requests.
    #[must_use]
    pub fn last_used(&self, agent: &str) -> LastUsed {
        let state = self.state();
        let mut kinds: HashMap<&str, u64> = HashMap::new();
        let mut channel: (u64, &str) = (0, "");
        for row in state.rows.values().filter(|row| row.first_owner == agent) {
            let last = kinds.entry(&row.kind).or_default();
            *last = row.opened.max(*last);
            if !row.channel.is_empty() && !row.register {
                channel = channel.max((row.opened, &row.channel));
            }
        }
        let mut kinds: Vec<(u64, &str)> = kinds.into_iter().map(|(kind, at)| (at, kind)).collect();
        kinds.sort_unstable_by(|a, b| b.cmp(a));
        LastUsed { kinds: kinds.into_iter().map(|(_, kind)| kind.to_owned()).collect(), channel: channel.1.to_owned() }
    }
}
