//! The desk over a store in memory: what each action does, who may do it, and what is left when it fails.

#![allow(clippy::unwrap_used, clippy::panic)]

mod actions;
mod backup;
mod between;
mod bulk;
mod calendars;
mod clearing;
#[path = "../sync/couch.rs"]
#[allow(dead_code, clippy::cast_possible_truncation)]
mod couch;
mod damage;
mod guides;
mod handbook;
mod help;
mod import;
mod looks;
mod many;
mod matter;
mod packs;
mod people;
mod practice;
mod reliability;
mod rounds;
mod sample;
mod scripts;
mod storm;
mod sync;
mod taboos;
mod views;
mod words;
