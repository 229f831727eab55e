//! Which messages stand at the foot of the page. Pure: they are drawn in `toasts`.

use crate::desk::Done;

/// So many things that went wrong are shown at once, and so many reminders.
const MOST: usize = 3;

/// What a message says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// What was done.
    Done,
    /// What nobody did just now.
    Reminder,
    /// What went wrong.
    Fault,
    /// What is wrong with the data.
    Damage,
}

impl Sort {
    /// Whether something is wrong.
    #[must_use]
    pub fn is_fault(self) -> bool {
        matches!(self, Self::Fault | Self::Damage)
    }
}

/// A message, with an offer of some sort.
#[derive(Clone, Debug)]
pub struct Message<O> {
    /// Counted up.
    pub id: u32,
    /// What is said.
    pub text: String,
    /// What it says.
    pub sort: Sort,
    /// What can be taken back.
    pub undo: Option<Done>,
    /// What is offered beside it.
    pub offer: Option<O>,
}

/// Adds a message. Of what was done the newest is what matters; of what went wrong each, once, if they are not too many.
/// A reminder comes by itself: it takes no undo away, and stands above, so that nothing moves under a hand.
pub fn add<O>(shown: &mut Vec<Message<O>>, message: Message<O>) {
    let sort = message.sort;
    let reminds = sort == Sort::Reminder;
    shown.retain(|other| (reminds || other.sort != Sort::Done) && (sort == Sort::Done || other.text != message.text));
    if shown.iter().filter(|other| other.sort == sort).count() >= MOST
        && let Some(oldest) = shown.iter().position(|other| other.sort == sort)
    {
        shown.remove(oldest);
    }
    let below = shown.iter().position(|other| other.sort != Sort::Reminder).filter(|_| reminds);
    shown.insert(below.unwrap_or(shown.len()), message);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(all: &[(Sort, &str)]) -> Vec<String> {
        let mut shown = Vec::new();
        for (id, (sort, text)) in (0..).zip(all) {
            add(&mut shown, Message { id, text: (*text).to_owned(), sort: *sort, undo: None, offer: None::<()> });
        }
        shown.into_iter().map(|message| message.text).collect()
    }

    #[test]
    fn of_what_was_done_the_newest_is_shown() {
        assert_eq!(after(&[(Sort::Done, "a"), (Sort::Done, "b")]), ["b"]);
        assert_eq!(after(&[(Sort::Done, "a"), (Sort::Fault, "b"), (Sort::Fault, "c"), (Sort::Fault, "b")]), ["c", "b"]);
    }

    #[test]
    fn a_reminder_takes_no_undo_away_and_stands_above() {
        let evening = (Sort::Reminder, "the day ends");
        assert_eq!(after(&[(Sort::Done, "a"), evening]), ["the day ends", "a"]);
        assert_eq!(after(&[evening, (Sort::Done, "a"), (Sort::Done, "b")]), ["the day ends", "b"]);
        let due = ["1", "2", "3", "4"].map(|text| (Sort::Reminder, text));
        assert_eq!(after(&due), ["2", "3", "4"]);
    }
}
