//! Sync: its documents, its rules at the server, the machine and everything that can go wrong on the way.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::cast_possible_truncation)]
#![allow(clippy::similar_names)]

mod common;
mod couch;
mod desk;
mod documents;
#[allow(dead_code)]
#[path = "../desk/help.rs"]
mod help;
mod net;
mod parity;
mod rules;
mod server;
mod talk;
mod traps;
