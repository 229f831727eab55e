//! Sync with any CouchDB: what to send and what an answer means, as plain data and a state machine. Nothing here reads a
//! clock, draws lots or opens a connection.
//!
//! Every entry becomes one document of the server that is never changed again (`entry`), named by its own content
//! (`canonical`). `machine` says what to do next; whoever drives it sends, stores and waits.

pub mod blob;
pub mod canonical;
pub mod checkpoint;
pub mod endpoint;
pub mod entry;
pub mod machine;
pub mod outbox;
mod plain;
pub mod port;
pub mod rules;
mod wire;
