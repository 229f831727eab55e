//! Tests that need a browser: storage, timers, the page. `make test` runs them in Chromium, Firefox and WebKitGTK.
//!
//! To add some: a file here, a `mod` line below (`tests/architecture.rs` finds a forgotten one), each test marked
//! `#[wasm_bindgen_test]`. In one engine only: `make test ONLY=browser-chromium`.

#![cfg(target_arch = "wasm32")]
// In a test a panic is how a failure is told.
#![allow(clippy::panic)]

mod desk;
mod kit;
mod platform;
mod store;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
