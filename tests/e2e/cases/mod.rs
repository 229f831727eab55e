//! The tests, one file a subject.

mod hosting;
mod start;

use crate::case::Case;

/// All tests, in order.
pub fn all() -> impl Iterator<Item = &'static Case> {
    [start::CASES, hosting::CASES].into_iter().flatten()
}
