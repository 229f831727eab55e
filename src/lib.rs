//! Shouwen 首问: the working desk of a customer-service team, whole in the browser.
//!
//! Where to start: `model` holds the one idea (documents with append-only logs), `query` asks of many
//! documents, `sync` speaks with a server, `store` keeps them, `desk` is the one handle the interface holds, `ui` is the interface.
//! A room may import only from those named before it; `tests/architecture.rs` holds the rule.

#[cfg(test)]
extern crate self as shouwen;

pub mod desk;
pub mod model;
pub mod query;
pub mod store;
pub mod sync;
pub mod ui;
