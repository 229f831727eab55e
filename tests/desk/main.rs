//! The desk over a store in memory: what each action does, who may do it, and what is left when it fails.

mod backup;
mod help;
mod import;
mod sample;
