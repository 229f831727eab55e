//! The domain: plain data and pure functions. No browser, no clock, no randomness.

pub mod agent;
pub mod change;
pub mod document;
pub mod fold;
pub mod kind;
pub mod pack;
pub mod stamp;
pub mod value;
