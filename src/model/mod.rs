//! The domain: plain data and pure functions. No browser, no clock, no randomness.

pub mod agent;
pub mod kind;
pub mod pack;
