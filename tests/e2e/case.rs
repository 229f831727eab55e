//! One test in the table.

use std::error::Error;
use std::fmt;
use std::pin::Pin;

use crate::drive::Outcome;
use crate::drive::desk::Desk;

/// A test: its name, as `file::function`, and what it does.
pub struct Case {
    /// The name, with the file's in front.
    pub name: &'static str,
    /// Runs it.
    pub run: for<'a> fn(&'a Desk) -> Pin<Box<dyn Future<Output = Outcome> + 'a>>,
}

/// Why a test does not apply to the engine at hand.
#[derive(Debug)]
pub struct Skipped(pub &'static str);

impl fmt::Display for Skipped {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.0)
    }
}

impl Error for Skipped {}

/// Ends a test that cannot be run in this engine; it is reported as ignored, with the reason.
pub fn skip(reason: &'static str) -> Outcome {
    Err(Skipped(reason).into())
}

/// The table of a file's tests, by function name.
macro_rules! cases {
    ($($name:ident),* $(,)?) => {
        &[$($crate::case::Case {
            name: concat!(module_path!(), "::", stringify!($name)),
            run: |desk| Box::pin($name(desk)),
        }),*]
    };
}
pub(crate) use cases;
