//! The interface: Leptos pages and components over the desk. What needs no browser compiles and is tested natively.

// Components are called by `view!`, which uses what they return.
#![allow(clippy::must_use_candidate)]

pub mod format;
pub mod keys;
pub mod route;
pub mod texts;

#[cfg(target_arch = "wasm32")]
pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod clipboard;
#[cfg(target_arch = "wasm32")]
pub mod components;
#[cfg(target_arch = "wasm32")]
pub mod dates;
#[cfg(target_arch = "wasm32")]
pub mod files;
#[cfg(target_arch = "wasm32")]
pub mod keyboard;
#[cfg(target_arch = "wasm32")]
pub mod lang;
#[cfg(target_arch = "wasm32")]
pub mod nav;
#[cfg(target_arch = "wasm32")]
pub mod prefs;
#[cfg(target_arch = "wasm32")]
pub mod toasts;

/// Mounts the app.
#[cfg(target_arch = "wasm32")]
pub fn start() {
    use leptos::prelude::*;
    leptos::mount::mount_to_body(|| view! { <main>"首问"</main> });
}
