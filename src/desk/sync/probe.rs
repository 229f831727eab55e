//! The address that a remote names, and trying it once.

use js_sys::encode_uri_component;

use super::Remote;
use super::http;
use super::login::Login;
use crate::sync::endpoint::{Endpoint, Fault};
use crate::sync::machine::Machine;
use crate::sync::port::{Action, Event, Failure, Request, Setup, State, Status};

/// The database that a remote names.
///
/// # Errors
/// With what is wrong with its address.
pub fn endpoint(remote: &Remote) -> Result<Endpoint, Fault> {
    let secure = web_sys::window().and_then(|window| window.location().protocol().ok()).as_deref() == Some("https:");
    Endpoint::parse(&remote.address, secure)
}

/// A whole address: each part of the path and the query is escaped.
pub(super) fn url(root: &str, path: &str, query: &[(&'static str, String)]) -> String {
    let escape = |text: &str| String::from(encode_uri_component(text));
    let path: Vec<String> = path.split('/').map(escape).collect();
    let query: Vec<String> = query.iter().map(|(name, value)| [*name, "=", &escape(value)].concat()).collect();
    let mark = if query.is_empty() { "" } else { "?" };
    [root, &path.join("/"), mark, &query.join("&")].concat()
}

/// Tries a connection: asks the server who it is and who we are, and changes nothing.
pub async fn probe(endpoint: &Endpoint, user: &str, login: &Login, now: impl Fn() -> u64) -> Status {
    let mut machine = Machine::new();
    let header = login.header(user);
    let setup = Setup {
        user: user.to_owned(),
        team: Remote::team(&endpoint.database),
        database: endpoint.database.clone(),
        ..Default::default()
    };
    let mut status = Status::default();
    let mut event = Event::Start(setup);
    loop {
        let mut next = None;
        for action in machine.step(event, now(), 0) {
            match action {
                Action::Show(shown) => status = shown,
                Action::Send(request) => next = Some(request),
                _ => {}
            }
        }
        let asking = matches!(status.state, State::Connecting | State::Off);
        let Some(Request { id, method, path, query, body }) = next.filter(|_| asking) else { return status };
        let url = url(&endpoint.root, &path, &query);
        let request = http::Request { method, url: &url, login: &header, body: &body };
        event = match http::ask(request).await {
            Ok(answer) => Event::Answer(id, answer),
            Err(failure @ (Failure::Cors | Failure::Lost)) => Event::Failed(id, failure),
        };
    }
}
