//! Sync: its documents, its rules at the server, the machine and everything that can go wrong on the way.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
mod documents;
mod rules;
