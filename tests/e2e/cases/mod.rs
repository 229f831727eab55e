//! The tests, one file a subject.

mod attachments;
mod board;
mod bulk;
mod clock;
mod composing;
mod data;
mod drafts;
mod faults;
mod grid;
mod guides;
mod handbook;
mod hostile;
mod hosting;
mod import;
mod kills;
mod life;
mod looks;
mod matter;
mod newcomer;
mod offline;
mod questions;
mod scripts;
mod settings;
mod start;
mod sync;
mod taboos;
mod tabs;
mod together;
mod views;

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
        attachments::CASES,
        data::CASES,
        import::CASES,
        kills::CASES,
        settings::CASES,
        bulk::CASES,
        board::CASES,
        clock::CASES,
        looks::CASES,
        matter::CASES,
        grid::CASES,
        handbook::CASES,
        views::CASES,
        sync::CASES,
        together::CASES,
        offline::CASES,
        taboos::CASES,
        guides::CASES,
        questions::CASES,
        scripts::CASES,
    ];
    files.into_iter().flatten()
}
