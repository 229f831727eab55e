//! The tests, one file a subject.

mod composing;
mod drafts;
mod faults;
mod hostile;
mod hosting;
mod life;
mod newcomer;
mod start;
mod tabs;

use crate::case::Case;

/// All tests, in order.
pub fn all() -> impl Iterator<Item = &'static Case> {
    let files = [
        start::CASES,
        hosting::CASES,
        newcomer::CASES,
        life::CASES,
        drafts::CASES,
        tabs::CASES,
        faults::CASES,
        composing::CASES,
        hostile::CASES,
    ];
    files.into_iter().flatten()
}
