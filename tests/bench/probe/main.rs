//! The app's store and search without its pages, for the figures that a page's frames would hide: a module that the
//! bench loads beside the peers. It makes its tickets itself.
//!
//! Built by the bench with the app's own settings; natively it is nothing.

#[cfg(target_arch = "wasm32")]
#[path = "../data/mod.rs"]
#[allow(dead_code, reason = "the files are written natively")]
mod data;

#[cfg(target_arch = "wasm32")]
mod scripts;
#[cfg(target_arch = "wasm32")]
mod search;
#[cfg(target_arch = "wasm32")]
mod store;
#[cfg(target_arch = "wasm32")]
mod taboos;

fn main() {}
