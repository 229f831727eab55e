//! What CouchDB's answers look like, as far as they are read.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::value::RawValue;

/// `GET /`.
#[derive(Deserialize)]
pub(super) struct Root {
    /// The server's own name; a proxy may hide it.
    pub uuid: Option<String>,
    pub version: Option<String>,
}

/// `GET /_session`.
#[derive(Deserialize)]
pub(super) struct Session {
    #[serde(rename = "userCtx")]
    pub user: User,
}

/// Who the server takes us for.
#[derive(Deserialize)]
pub(super) struct User {
    pub name: Option<String>,
    #[serde(default)]
    pub roles: Vec<String>,
}

/// `GET /db`.
#[derive(Deserialize)]
pub(super) struct Database {
    #[serde(default)]
    pub instance_start_time: Option<Opaque>,
    pub update_seq: Opaque,
    #[serde(default)]
    pub doc_count: u64,
}

/// `GET /db/_local/…`.
#[derive(Deserialize)]
pub(super) struct Copy {
    #[serde(rename = "_rev", default)]
    pub rev: String,
    #[serde(default)]
    pub round: u64,
    #[serde(default)]
    pub since: String,
}

/// `PUT` of one document.
#[derive(Deserialize)]
pub(super) struct Put {
    pub rev: String,
}

/// The answer of the rules' clock.
#[derive(Deserialize)]
pub(super) struct Time {
    pub now: u64,
}

/// `GET /db/_changes`.
#[derive(Deserialize)]
pub(super) struct Changes<'a> {
    #[serde(borrow)]
    pub results: Vec<Row<'a>>,
    pub last_seq: Opaque,
}

/// `GET /db/_all_docs`.
#[derive(Deserialize)]
pub(super) struct AllDocs<'a> {
    #[serde(borrow)]
    pub rows: Vec<Row<'a>>,
}

/// A document among several.
#[derive(Deserialize)]
pub(super) struct Row<'a> {
    #[serde(default)]
    pub id: String,
    #[serde(borrow, default)]
    pub doc: Option<&'a RawValue>,
    #[serde(default)]
    pub deleted: bool,
}

/// `POST /db/_revs_diff`: what the server does not have.
pub(super) type Missing = HashMap<String, serde_json::Value>;

/// A row of `POST /db/_bulk_docs`.
#[derive(Deserialize)]
pub(super) struct Written {
    #[serde(default)]
    pub id: String,
    /// A text in CouchDB; elsewhere also `true`.
    #[serde(default)]
    pub error: Option<serde_json::Value>,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub reason: Option<String>,
}

/// What any refusal of a whole request says.
#[derive(Default, Deserialize)]
pub(super) struct Refused {
    #[serde(default)]
    pub error: String,
    #[serde(default)]
    pub reason: String,
}

/// Something of the server's of which nothing is known but that it can be given back: a text, or with some a number.
#[derive(Deserialize)]
#[serde(from = "serde_json::Value")]
pub(super) struct Opaque(pub String);

impl From<serde_json::Value> for Opaque {
    fn from(value: serde_json::Value) -> Self {
        match value {
            serde_json::Value::String(text) => Self(text),
            serde_json::Value::Null => Self(String::new()),
            other => Self(other.to_string()),
        }
    }
}
