//! What a lead does on the server from the app: makes the database, its rules and its logins. Only the step that an
//! administrator's password is typed for uses it; it is kept nowhere.

use serde_json::{Value, json};

use super::Remote;
use super::http::{self, Request};
use super::login::Login;
use super::probe::url;
use crate::model::agent::Role;
use crate::sync::endpoint::{Endpoint, Fault};
use crate::sync::port::{Answer, Failure};
use crate::sync::rules::{DESIGN, design, role_name, security};

/// Somebody who gets a login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The agent's id: the user's name on the server.
    pub user: String,
    /// Their role.
    pub role: Role,
    /// Their first password.
    pub password: String,
}

/// A server on which something is set up.
pub struct Server<'a> {
    endpoint: &'a Endpoint,
    header: String,
}

impl<'a> Server<'a> {
    /// With somebody's login.
    #[must_use]
    pub fn new(endpoint: &'a Endpoint, user: &str, login: &Login) -> Self {
        Self { endpoint, header: login.header(user) }
    }

    async fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Answer, Fault> {
        let (url, body) = (url(&self.endpoint.root, path, &[]), body.map(Value::to_string).unwrap_or_default());
        let request = Request { method, url: &url, login: &self.header, body: &body };
        match http::ask(request).await {
            Ok(answer) if answer.status == 401 => Err(Fault::LoginWrong),
            Ok(answer) if answer.status == 403 => Err(Fault::RoleMissing),
            Ok(answer) => Ok(answer),
            Err(Failure::Cors) => Err(Fault::Cors),
            Err(Failure::Lost) => Err(Fault::Unreachable),
        }
    }

    async fn put(&self, path: &str, body: &Value) -> Result<(), Fault> {
        match self.ask("PUT", path, Some(body)).await?.status {
            200..=299 => Ok(()),
            404 => Err(Fault::DatabaseMissing),
            status => Err(Fault::Server(status)),
        }
    }

    fn path(&self, rest: &str) -> String {
        [&self.endpoint.database, rest].concat()
    }

    /// What stands under a path, if anything does.
    async fn get(&self, path: &str) -> Result<Option<Value>, Fault> {
        let answer = self.ask("GET", path, None).await?;
        match answer.status {
            200 => Ok(serde_json::from_str(&answer.body).ok()),
            404 => Ok(None),
            status => Err(Fault::Server(status)),
        }
    }

    /// Makes the database, unless it is there, and says who may read it, besides those who may already; an administrator's
    /// work.
    ///
    /// # Errors
    /// With what is wrong.
    pub async fn make(&self) -> Result<(), Fault> {
        match self.ask("PUT", &self.endpoint.database, None).await?.status {
            200..=299 | 412 => {}
            status => return Err(Fault::Server(status)),
        }
        let path = self.path("/_security");
        let found = self.get(&path).await?;
        self.put(&path, &security(&Remote::team(&self.endpoint.database), found.as_ref())).await
    }

    /// Installs the rules, or brings them up to date; a lead's work.
    ///
    /// # Errors
    /// With what is wrong.
    pub async fn install_rules(&self) -> Result<(), Fault> {
        let path = self.path(&["/", DESIGN].concat());
        let found = self.get(&path).await?;
        let rev = found.as_ref().and_then(|found| found.get("_rev")).and_then(Value::as_str);
        self.put(&path, &design(&Remote::team(&self.endpoint.database), rev)).await
    }

    /// Makes a login, or gives the one that is there the role and the password; an administrator's work.
    ///
    /// # Errors
    /// With what is wrong.
    pub async fn put_account(&self, account: &Account) -> Result<(), Fault> {
        let id = ["org.couchdb.user:", &account.user].concat();
        let path = ["_users/", &id].concat();
        let mut user = match self.get(&path).await? {
            Some(Value::Object(user)) => user,
            _ => serde_json::Map::new(),
        };
        let team = Remote::team(&self.endpoint.database);
        let role = role_name(&team, account.role);
        let ours = Role::ALL.map(|role| role_name(&team, role));
        // Roles of other teams stay.
        let roles = user.get("roles").and_then(Value::as_array).cloned().unwrap_or_default();
        let mut roles: Vec<Value> = roles
            .into_iter()
            .filter(|one| one.as_str().is_none_or(|one| ours.iter().all(|role| role != one)))
            .collect();
        roles.push(role.into());
        for (name, value) in [
            ("_id", json!(id)),
            ("name", json!(account.user)),
            ("type", json!("user")),
            ("roles", Value::Array(roles)),
            ("password", json!(account.password)),
        ] {
            user.insert(name.to_owned(), value);
        }
        self.put(&path, &Value::Object(user)).await
    }
}
