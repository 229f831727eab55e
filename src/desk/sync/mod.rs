//! Syncing with a team's server: what this desk keeps of it, and what drives the machine of `crate::sync`.

mod desk;
#[cfg(target_arch = "wasm32")]
mod http;
mod keeper;
#[cfg(target_arch = "wasm32")]
mod lead;
#[cfg(target_arch = "wasm32")]
mod life;
#[cfg(target_arch = "wasm32")]
pub mod login;
#[cfg(target_arch = "wasm32")]
mod probe;
#[cfg(target_arch = "wasm32")]
mod queue;
mod record;
#[cfg(target_arch = "wasm32")]
mod round;
mod rows;
#[cfg(target_arch = "wasm32")]
mod run;
#[cfg(target_arch = "wasm32")]
mod secret;
#[cfg(target_arch = "wasm32")]
pub mod setup;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::keeper::{Keeper, look};
#[cfg(target_arch = "wasm32")]
pub(super) use self::life::on;
#[cfg(target_arch = "wasm32")]
pub use self::probe::{endpoint, probe};
pub use self::rows::{Parked, Rows};
#[cfg(target_arch = "wasm32")]
pub use self::run::{Outbox, Sync};
#[cfg(target_arch = "wasm32")]
pub(super) use self::secret::{algorithm, subtle};
pub use crate::sync::checkpoint::Device;
pub use crate::sync::endpoint::{Endpoint, Fault, cors_commands};
pub use crate::sync::outbox::Refusal;
pub use crate::sync::port::{State, Status};
pub use crate::sync::rules::Installed;
use crate::sync::rules::is_team;

/// The version of the rules that this app installs.
#[must_use]
pub const fn rules_version() -> u64 {
    crate::sync::rules::VERSION
}

/// Where the checkpoints are kept.
const CHECKPOINTS: &str = "sync-checkpoints";

/// Where this desk syncs to. No password stands in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Remote {
    /// The database's address.
    pub address: String,
    /// Syncing rests until it is wanted again.
    pub paused: bool,
    /// All that was here before is on its way, and all that is there is here.
    pub joined: bool,
    /// Logins by the agent's id, each sealed for this device; empty when it is kept for a visit only.
    pub logins: BTreeMap<String, String>,
    /// Whose login sends also for those who have none here, as agreed on at this desk; empty for nobody's.
    pub agreed: String,
}

/// Under whose login this desk syncs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// The agent's id.
    pub user: String,
    /// Others' entries may go out under it.
    pub others: bool,
}

impl Remote {
    /// The first part of the team's roles on the server, which follows from the database's name.
    #[must_use]
    pub fn team(database: &str) -> String {
        if is_team(database) { database.to_owned() } else { "desk".to_owned() }
    }

    /// Under whose login to sync while `me` is at the desk: their own (a lead's sends what colleagues wrote here too, and
    /// the server notes it); else the one agreed on; else anybody's that is kept
    /// here, to read what others wrote, and to send what its own person wrote, nothing else.
    #[must_use]
    pub fn signer(&self, me: &str) -> Option<Signer> {
        let of = |user: &str, others| Signer { user: user.to_owned(), others };
        if self.logins.contains_key(me) {
            return Some(of(me, true));
        }
        if self.logins.contains_key(&self.agreed) {
            return Some(of(&self.agreed, true));
        }
        self.logins.keys().next().map(|user| of(user, false))
    }
}
