//! The start page's sections: why a ticket presses, and in which order.

use std::cmp::Reverse;

use crate::model::kind::Category;
use crate::model::ticket::Priority;

/// Why a ticket is on the start page, in the order of the sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// A proposal waits for my word (A17).
    Proposed,
    /// Past due.
    Late,
    /// Something is promised (A18).
    Promised,
    /// Due within a day.
    Soon,
    /// Mine and solved, but for the follow-up call or the customer's word.
    Confirm,
    /// Mine, waiting for somebody else.
    Waiting,
    /// Given to me, and nothing done yet.
    New,
    /// Mine.
    Mine,
    /// Nobody's or others'.
    Team,
}

impl Section {
    /// All of them, in order.
    pub const ALL: [Self; 9] = [
        Self::Proposed,
        Self::Late,
        Self::Promised,
        Self::Soon,
        Self::Confirm,
        Self::Waiting,
        Self::New,
        Self::Mine,
        Self::Team,
    ];
}

/// What the start page asks of a ticket's row.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools)] // Each is a fact of its own.
pub struct Look<'a> {
    /// Its owner's id; empty for the pool.
    pub owner: &'a str,
    /// What its state means.
    pub category: Category,
    /// When it is due next, in milliseconds.
    pub due: Option<u64>,
    /// A promise is open.
    pub promised: bool,
    /// A register's entry.
    pub register: bool,
    /// How urgent it is.
    pub priority: Priority,
    /// When it was opened, in milliseconds.
    pub opened: u64,
    /// It was given to me, and I have done nothing yet.
    pub new: bool,
    /// A proposal on it waits for my word.
    pub proposed: bool,
}

/// Whose page it is, and when.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// The agent at the desk, and those for whom they stand in.
    pub mine: &'a [&'a str],
    /// Only mine and nobody's.
    pub own: bool,
    /// Now, in milliseconds.
    pub now: u64,
}

const DAY: u64 = 24 * 60 * 60 * 1000;

/// What puts a line before others of its section: due sooner, more urgent, mine, older.
pub type Press = (u64, Reverse<Priority>, bool, u64);

/// The section of a ticket, and its place there; nothing for one that does not press. What is closed presses only by an
/// open promise, what is solved by what is still to come: a limit, the follow-up call. Entries of registers press only
/// by a limit or promise.
#[must_use]
pub fn section(look: Look<'_>, asking: Asking<'_>) -> Option<(Section, Press)> {
    let Asking { mine, own, now } = asking;
    let (mine, done) = (mine.contains(&look.owner), look.category.is_done());
    let nobodys = look.owner.is_empty();
    let due = look.due.unwrap_or(u64::MAX);
    let press = (due, Reverse(look.priority), !mine, look.opened);
    let section = match () {
        () if look.proposed && !done => Section::Proposed,
        () if own && !mine && !nobodys => return None,
        () if due < now => Section::Late,
        () if look.promised => Section::Promised,
        () if look.category == Category::Closed => return None,
        () if due < now + DAY => Section::Soon,
        () if look.register => return None,
        () if done => return (mine || nobodys).then_some((Section::Confirm, press)),
        () if mine && look.new => Section::New,
        () if mine && look.category == Category::Waiting => Section::Waiting,
        () if mine => Section::Mine,
        () => Section::Team,
    };
    Some((section, press))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u64 = 3_600_000;
    const NOW: u64 = 100 * HOUR;

    fn look(owner: &str) -> Look<'_> {
        Look {
            owner,
            category: Category::Open,
            due: None,
            promised: false,
            register: false,
            priority: Priority::Normal,
            opened: 1,
            new: false,
            proposed: false,
        }
    }

    fn of(look: Look<'_>, own: bool) -> Option<Section> {
        section(look, Asking { mine: &["me"], own, now: NOW }).map(|(section, _)| section)
    }

    #[test]
    fn each_ticket_has_one_section_the_most_pressing() {
        let mine = look("me");
        let (late, soon) = (Some(NOW - HOUR), Some(NOW + HOUR));
        assert_eq!(of(mine, true), Some(Section::Mine));
        assert_eq!(of(Look { new: true, ..mine }, true), Some(Section::New));
        assert_eq!(of(Look { category: Category::Waiting, ..mine }, true), Some(Section::Waiting));
        assert_eq!(of(Look { due: soon, new: true, ..mine }, true), Some(Section::Soon));
        assert_eq!(of(Look { due: Some(NOW + 25 * HOUR), ..mine }, true), Some(Section::Mine));
        assert_eq!(of(Look { due: soon, promised: true, ..mine }, true), Some(Section::Promised));
        assert_eq!(of(Look { due: late, promised: true, ..mine }, true), Some(Section::Late));
        assert_eq!(of(look(""), true), Some(Section::Team));
        assert_eq!(of(look("li"), false), Some(Section::Team));
        assert_eq!(of(Look { due: late, ..look("li") }, false), Some(Section::Late));
        assert_eq!(of(Look { due: late, ..look("li") }, true), None, "another's is not mine");
        assert_eq!(of(Look { proposed: true, due: late, ..look("li") }, true), Some(Section::Proposed));
    }

    #[test]
    fn what_is_solved_waits_for_its_last_step_and_registers_for_their_limits() {
        let solved = Look { category: Category::Solved, ..look("me") };
        assert_eq!(of(solved, true), Some(Section::Confirm));
        assert_eq!(of(Look { due: Some(NOW + 90 * HOUR), ..solved }, true), Some(Section::Confirm));
        assert_eq!(of(Look { due: Some(NOW + HOUR), ..solved }, true), Some(Section::Soon));
        assert_eq!(of(Look { due: Some(NOW - HOUR), ..solved }, true), Some(Section::Late));
        assert_eq!(of(Look { owner: "", ..solved }, true), Some(Section::Confirm), "nobody's is not forgotten");
        assert_eq!(of(Look { owner: "li", ..solved }, false), None, "another's own");
        assert_eq!(of(Look { register: true, ..solved }, true), None);
        let done = Look { category: Category::Closed, ..look("me") };
        assert_eq!(of(done, true), None);
        assert_eq!(of(Look { promised: true, due: Some(NOW + 90 * HOUR), ..done }, true), Some(Section::Promised));
        assert_eq!(of(Look { proposed: true, ..done }, true), None);
        let key = Look { register: true, ..look("me") };
        assert_eq!(of(key, true), None);
        assert_eq!(of(Look { due: Some(NOW + HOUR), ..key }, true), Some(Section::Soon));
    }

    #[test]
    fn what_is_due_comes_first_then_what_is_urgent_then_what_is_mine() {
        let press = |look| section(look, Asking { mine: &["me"], own: false, now: NOW }).unwrap().1;
        let urgent = Look { priority: Priority::Urgent, ..look("me") };
        let older = Look { opened: 0, ..look("me") };
        let due = Look { due: Some(NOW + 30 * HOUR), ..look("me") };
        let sooner = Look { due: Some(NOW + 29 * HOUR), ..look("li") };
        let mut all = [look("li"), look("me"), urgent, older, due, sooner].map(press);
        all.sort_unstable();
        assert_eq!(all, [sooner, due, urgent, older, look("me"), look("li")].map(press));
    }
}
