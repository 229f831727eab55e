//! Logins: how a person proves to the server who they are, and how that is kept on this device.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Remote, Signer, secret};
use crate::desk::{Desk, DeskError};

thread_local! {
    /// Logins that are kept for this visit only, by the agent's id.
    static VISIT: RefCell<BTreeMap<String, Login>> = const { RefCell::new(BTreeMap::new()) };
}

/// What proves to the server who somebody is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Login {
    /// A password.
    Password(String),
    /// A JSON web token.
    Token(String),
}

impl Login {
    /// What stands in `Authorization` for a user.
    #[must_use]
    pub fn header(&self, user: &str) -> String {
        match self {
            Self::Token(token) => ["Bearer ", token].concat(),
            Self::Password(password) => ["Basic ", &base64([user, ":", password].concat().as_bytes())].concat(),
        }
    }
}

/// Base64 by the browser, which knows bytes as characters up to 255.
fn base64(bytes: &[u8]) -> String {
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    web_sys::window().and_then(|window| window.btoa(&text).ok()).unwrap_or_default()
}

/// The login of an agent, if it is known here.
pub async fn login_of(remote: &Remote, database: &str, user: &str) -> Option<Login> {
    if let Some(login) = VISIT.with_borrow(|all| all.get(user).cloned()) {
        return Some(login);
    }
    let sealed = remote.logins.get(user).filter(|sealed| !sealed.is_empty())?;
    serde_json::from_str(&secret::unseal(database, sealed).await?).ok()
}

/// Under whose login to sync, by who is at the desk ([`Remote::signer`]).
#[must_use]
pub fn signer_of(desk: &Desk, remote: &Remote) -> Option<Signer> {
    let me = desk.me().map(|me| me.id.clone()).unwrap_or_default();
    remote.signer(&me)
}

/// Keeps a login: sealed on this device, or for this visit. False when it was to stay and could not be sealed.
///
/// # Errors
/// When the store refuses.
pub async fn keep(
    desk: &Desk,
    database: &str,
    remote: &mut Remote,
    user: &str,
    login: &Login,
    stay: bool,
) -> Result<bool, DeskError> {
    VISIT.with_borrow_mut(|all| all.insert(user.to_owned(), login.clone()));
    let text = serde_json::to_string(login).unwrap_or_default();
    let sealed = if stay { secret::seal(database, &text).await } else { None };
    let kept = sealed.is_some() || !stay;
    remote.logins.insert(user.to_owned(), sealed.unwrap_or_default());
    desk.set_remote(Some(remote)).await?;
    Ok(kept)
}

/// Forgets all logins of this device.
pub async fn forget(database: &str) {
    VISIT.with_borrow_mut(BTreeMap::clear);
    secret::forget(database).await;
}
