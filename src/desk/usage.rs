//! What a person uses, read off the tickets they opened: the capture form offers it first.

use super::Desk;

/// What a person uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastUsed {
    /// Kinds, those used most first, then those used last.
    pub kinds: Vec<String>,
    /// The channel of the last ticket; empty for none.
    pub channel: String,
}

impl Desk {
    /// What an agent uses when taking requests.
    #[must_use]
    pub fn last_used(&self, agent: &str) -> LastUsed {
        let state = self.state();
        let (mut kinds, mut channel): (Vec<(u32, u64, &str)>, _) = (Vec::new(), (0, ""));
        for ticket in state.columns.taken_by(agent) {
            let (opened, kind) = (ticket.opened(), ticket.kind());
            match kinds.iter_mut().find(|(.., known)| *known == kind) {
                Some((count, last, _)) => {
                    *count += 1;
                    *last = opened.max(*last);
                }
                None => kinds.push((1, opened, kind)),
            }
            if !ticket.channel().is_empty() && !ticket.status().register {
                channel = channel.max((opened, ticket.channel()));
            }
        }
        kinds.sort_unstable_by(|a, b| b.cmp(a));
        LastUsed { kinds: kinds.into_iter().map(|(.., kind)| kind.to_owned()).collect(), channel: channel.1.to_owned() }
    }
}
