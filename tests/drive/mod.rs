//! Driving the built app in a real browser over WebDriver; shared by `tests/e2e` and `tests/bench`.
//!
//! `engine` starts a browser, `site` serves `dist/` on an origin of its own, `desk` is what a test holds of both.

#![allow(dead_code, unused_imports, unused_macros, reason = "each test program uses its own part")]

pub mod desk;
pub mod engine;
pub mod site;

use std::path::PathBuf;

/// What any step of a test may end with. `?` takes WebDriver's errors, io's and plain text.
pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Ends the test with a formatted message unless the condition holds.
macro_rules! ensure {
    ($condition:expr, $($message:tt)+) => {
        if !$condition {
            return Err(format!($($message)+).into());
        }
    };
}
pub(crate) use ensure;

/// The repository's folder.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder under cargo's target folder for what test programs leave behind.
pub fn artifacts(name: &str) -> std::io::Result<PathBuf> {
    let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let folder = target.parent().unwrap_or(&target).join(name);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
