//! One test in the table.

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
