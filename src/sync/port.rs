//! What the machine is told and what it asks for, as plain data: whoever drives it sends, stores and waits.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::checkpoint::{Checkpoint, Runs};
use super::endpoint::Fault;
use super::entry::Signed;
use super::outbox::{Outgoing, Quarantined, Refusal};
use super::rules::Installed;
use crate::model::agent::Role;

/// What the machine is started with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Setup {
    /// The agent's id, which is the user's name on the server.
    pub user: String,
    /// Others' entries may go out under this login, should the server let it (leads): they carry who sent them. Without,
    /// they wait until their author logs in.
    pub others: bool,
    /// The first part of the team's roles on the server.
    pub team: String,
    /// This device: the first eight characters of its stamps' writer.
    pub device: String,
    /// The database's name.
    pub database: String,
    /// The checkpoints kept here, of whatever databases; the one written last is the last.
    pub checkpoints: Vec<Checkpoint>,
    /// How many rows of the outbox wait, and how many are parked.
    pub outbox: (usize, usize),
    /// How many documents are read at once; 2000 without.
    pub page: Option<usize>,
}

/// What has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Sync is wanted.
    Start(Setup),
    /// Sync is not wanted any more.
    Stop,
    /// The time an [`Action::Wake`] asked for has come.
    Tick,
    /// The outbox has rows that wait: how many, and how many are parked.
    Written(usize, usize),
    /// A request was answered.
    Answer(u64, Answer),
    /// Something of an answer has arrived, a heartbeat for example.
    Alive(u64),
    /// A request was not answered.
    Failed(u64, Failure),
    /// The rows that [`Action::Gather`] asked for, and how many more wait behind them.
    Gathered(u64, Vec<Outgoing>, usize),
    /// A transaction is complete.
    Stored(u64),
    /// A transaction failed: nothing of it is kept.
    NotStored(u64),
    /// Name and password were given anew.
    Login,
    /// Others' entries may go out under this login from now on.
    Others,
    /// The page is seen, or not.
    Visible(bool),
    /// The browser believes that there is a network, or not.
    Online(bool),
}

/// A server's answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The header `Retry-After`, if the browser shows it.
    pub retry_after: Option<String>,
    /// The body.
    pub body: String,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The connection failed.
    Lost,
    /// The server can be reached, but the browser does not show its answers.
    Cors,
}

/// A request. Its path begins below the server's root; neither path nor query are escaped yet. Whoever sends it adds the
/// login as `Authorization` and, with a body, `Content-Type: application/json`, and no other header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its number: answers name it.
    pub id: u64,
    /// `GET`, `POST` or `PUT`.
    pub method: &'static str,
    /// The path, without a slash at its beginning: `desk/_changes`.
    pub path: String,
    /// The query.
    pub query: Vec<(&'static str, String)>,
    /// JSON; empty for none.
    pub body: String,
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Send a request, and tell of its answer.
    Send(Request),
    /// Give a request up; nothing more is told of it.
    Abort(u64),
    /// Tell of rows of the outbox that wait, after a key, at most so many and about so many bytes: `Event::Gathered`.
    Gather {
        /// The number that the answer names.
        ticket: u64,
        /// Rows with larger keys.
        after: u64,
        /// At most so many rows.
        rows: usize,
        /// About so many bytes; a larger row comes alone.
        bytes: usize,
    },
    /// Write what has come and how far we are, in one transaction: `Event::Stored`.
    Store {
        /// The number that the answer names.
        ticket: u64,
        /// Entries to merge into their documents.
        entries: Vec<Signed>,
        /// What is no entry.
        quarantine: Vec<Quarantined>,
        /// How far we are.
        checkpoint: Checkpoint,
    },
    /// Let rows of the outbox wait again that were sent, and write the checkpoint, in one transaction: `Event::Stored`.
    Offer {
        /// The number that the answer names.
        ticket: u64,
        /// These keys; all of them without.
        keys: Option<Runs>,
        /// How far we are.
        checkpoint: Checkpoint,
    },
    /// Mark rows of the outbox, and write the checkpoint, in one transaction. Nothing waits for it.
    Mark {
        /// What the server has.
        sent: Vec<u64>,
        /// What it refused.
        parked: Vec<(u64, Refusal)>,
        /// How far we are.
        checkpoint: Checkpoint,
    },
    /// Send [`Event::Tick`] at this time, in milliseconds, and forget earlier wishes.
    Wake(u64),
    /// How things are.
    Show(Status),
}

/// How sync stands, for people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// In one word.
    pub state: State,
    /// How many rows of the outbox wait.
    pub waiting: usize,
    /// How many of them wait for another person's login or for the time they are stamped with.
    pub held: usize,
    /// Whose login how many of them wait for: agents' ids.
    pub held_for: BTreeMap<String, usize>,
    /// How many the server refused.
    pub parked: usize,
    /// How many documents of the server were set aside since the start.
    pub quarantined: usize,
    /// How many entries of other devices are known to be missing.
    pub missing: u64,
    /// What the server lets us do.
    pub role: Option<Role>,
    /// The rules on the server.
    pub rules: Option<Installed>,
    /// How far the server's clock is ahead of ours, in milliseconds.
    pub skew: Option<i64>,
}

/// How sync stands, in one word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Not wanted: no request is made.
    #[default]
    Off,
    /// Asking the server who it is.
    Connecting,
    /// Reading what others wrote.
    CatchingUp {
        /// How many documents are read.
        done: u64,
        /// Of how many, as far as that is known.
        total: u64,
    },
    /// Both have the same.
    UpToDate {
        /// Since when, in milliseconds.
        at: u64,
    },
    /// So many are on their way.
    Waiting(usize),
    /// There is no network.
    Offline,
    /// Stopped until somebody gives a login.
    NeedsLogin(Fault),
    /// Something else is wrong; it goes on by itself once that is mended, if [`Fault::stops`] does not say otherwise.
    Refused(Fault),
}
