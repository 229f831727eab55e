//! Saved views of the list as documents: what is looked for, in which order, with which columns. A view is its maker's;
//! a lead may share it with the team. Each part is a register of its own, so that two people's offline changes merge.

use super::change::Known;
use super::document::DocId;
use super::fold::Fold;
use super::value::Value;

/// Registers of a view's document.
pub mod register {
    /// What people call it.
    pub const NAME: &str = "name";
    /// `yes` while the whole team sees it.
    pub const SHARED: &str = "shared";
    /// `yes` for a view of registers, not of tickets.
    pub const REGISTER: &str = "register";
    /// `yes` for a view of tickets and registers together.
    pub const BOTH: &str = "both";
    /// The built-in view that it narrows, as addresses name it.
    pub const VIEW: &str = "view";
    /// A kind's id; empty for any.
    pub const KIND: &str = "kind";
    /// A state's id; empty for any.
    pub const STATE: &str = "state";
    /// What is looked for, as the search box understands it.
    pub const QUERY: &str = "query";
    /// The order, as addresses write it; empty for the most urgent first.
    pub const SORT: &str = "sort";
    /// The columns' ids in order; empty for those of the device.
    pub const COLUMNS: &str = "columns";
    /// Where it stands: the lesser the earlier.
    pub const PLACE: &str = "place";
    /// `yes` once it was deleted.
    pub const GONE: &str = "gone";
}

/// So far apart views stand, so that others fit between them.
const APART: i64 = 1 << 20;

/// What a view shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shows {
    /// Registers, not tickets.
    pub register: bool,
    /// Tickets and registers together.
    pub both: bool,
    /// The built-in view that it narrows, as addresses name it.
    pub view: String,
    /// A kind's id; empty for any.
    pub kind: String,
    /// A state's id; empty for any.
    pub state: String,
    /// What is looked for, as the search box understands it.
    pub query: String,
    /// The order, as addresses write it.
    pub sort: String,
    /// The columns' ids; empty for those of the device.
    pub columns: Vec<String>,
}

/// A saved view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// The document.
    pub id: DocId,
    /// Whose it is: an agent's id.
    pub owner: String,
    /// What people call it.
    pub name: String,
    /// Whether the whole team sees it.
    pub shared: bool,
    /// What it shows.
    pub shows: Shows,
    /// Where it stands: the lesser the earlier.
    pub place: i64,
}

impl SavedView {
    /// The view of a document; nothing for one that was deleted.
    #[must_use]
    pub fn of(id: &DocId, fold: &Fold) -> Option<Self> {
        if fold.withdrawn || fold.opening.is_none() || fold.text(register::GONE) == "yes" {
            return None;
        }
        let text = |name| fold.text(name).to_owned();
        Some(Self {
            id: id.clone(),
            owner: id.name().rsplit_once('-').map_or("", |(owner, _)| owner).to_owned(),
            name: text(register::NAME),
            shared: fold.text(register::SHARED) == "yes",
            shows: Shows {
                register: fold.text(register::REGISTER) == "yes",
                both: fold.text(register::BOTH) == "yes",
                view: text(register::VIEW),
                kind: text(register::KIND),
                state: text(register::STATE),
                query: text(register::QUERY),
                sort: text(register::SORT),
                columns: fold.value(register::COLUMNS).as_list().to_vec(),
            },
            place: fold.value(register::PLACE).as_int().unwrap_or(i64::MAX),
        })
    }

    /// The document's id of an agent's view; `unique` is like no other of theirs.
    #[must_use]
    pub fn doc(owner: &str, unique: &str) -> DocId {
        DocId::fixed("view", &[owner, "-", unique].concat())
    }

    /// Whether an agent sees it.
    #[must_use]
    pub fn is_for(&self, agent: &str) -> bool {
        self.shared || self.owner == agent
    }
}

/// The changes that begin a view.
#[must_use]
pub fn opening(name: &str, shows: &Shows, place: i64) -> Vec<Known> {
    let nothing = Fold::default();
    let mut changes = vec![
        Known::Opened { kind: String::new(), number: String::new(), at: None },
        nothing.set(register::NAME, Value::text(name)),
        nothing.set(register::PLACE, Value::Int(place)),
    ];
    changes.extend(show(&nothing, shows));
    changes
}

/// The changes by which a view shows something else.
#[must_use]
pub fn show(fold: &Fold, shows: &Shows) -> Vec<Known> {
    let yes = |is: bool| if is { Value::text("yes") } else { Value::Empty };
    let columns = if shows.columns.is_empty() { Value::Empty } else { Value::List(shows.columns.clone()) };
    let parts = [
        (register::REGISTER, yes(shows.register)),
        (register::BOTH, yes(shows.both)),
        (register::VIEW, Value::text(&shows.view)),
        (register::KIND, Value::text(&shows.kind)),
        (register::STATE, Value::text(&shows.state)),
        (register::QUERY, Value::text(&shows.query)),
        (register::SORT, Value::text(&shows.sort)),
        (register::COLUMNS, columns),
    ];
    let differs = |(name, value): &(&str, Value)| fold.value(name) != value;
    parts.into_iter().filter(differs).map(|(name, value)| fold.set(name, value)).collect()
}

/// A place behind the last of some views.
#[must_use]
pub fn last_place(places: &[i64]) -> i64 {
    places.iter().copied().filter(|place| *place < i64::MAX - APART).max().map_or(0, |last| last.saturating_add(APART))
}

/// The place for a view that is to stand at `to` among others, whose places these are in order; nothing when no room is
/// left between its neighbours.
#[must_use]
pub fn place_between(others: &[i64], to: usize) -> Option<i64> {
    let before = to.checked_sub(1).and_then(|at| others.get(at)).copied();
    match (before, others.get(to).copied()) {
        (None, None) => Some(0),
        (None, Some(next)) => next.checked_sub(APART),
        (Some(last), None) => last.checked_add(APART),
        (Some(before), Some(next)) => {
            let middle = before.midpoint(next);
            (before < middle && middle < next).then_some(middle)
        }
    }
}

/// The places of so many views that stand apart again between two that stay; where these leave no room, next to the first.
pub fn places_between(before: Option<i64>, after: Option<i64>, count: usize) -> impl Iterator<Item = i64> {
    let many = i64::try_from(count).unwrap_or(i64::MAX).saturating_add(1);
    let (start, step) = match (before, after) {
        (None, None) => (-APART, APART),
        (Some(before), None) => (before, APART),
        (None, Some(after)) => (after.saturating_sub(APART.saturating_mul(many)), APART),
        (Some(before), Some(after)) => (before, after.saturating_sub(before) / many),
    };
    (1..many).map(move |at| start.saturating_add(step.saturating_mul(at)))
}

/// The places of so many views that stand apart again.
pub fn fresh_places(count: usize) -> impl Iterator<Item = i64> {
    (0..).map(|at: i64| at * APART).take(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::document::{Document, Entry};
    use crate::model::stamp::{Clock, Writer};

    fn shows() -> Shows {
        Shows {
            view: "open".into(),
            kind: "t.refund".into(),
            query: "逾期 -\"已寄回\"".into(),
            sort: "-opened".into(),
            columns: vec!["number".into(), "due".into()],
            ..Shows::default()
        }
    }

    fn fold_of(id: &DocId, changes: Vec<Known>) -> Fold {
        let mut clock = Clock::new(Writer::new(1, 2));
        let entry = |change: Known| Entry { stamp: clock.tick(1_000), by: "ann".into(), change: change.into() };
        Fold::of(&Document::new(id.clone(), changes.into_iter().map(entry).collect()))
    }

    #[test]
    fn a_view_is_what_it_was_made_of() {
        let id = SavedView::doc("01ann", "01x");
        let fold = fold_of(&id, opening("急的退款", &shows(), 5));
        let view = SavedView::of(&id, &fold).unwrap();
        assert_eq!((view.owner.as_str(), view.name.as_str(), view.place, view.shared), ("01ann", "急的退款", 5, false));
        assert_eq!(view.shows, shows());
        assert!(view.is_for("01ann") && !view.is_for("bob"));
        assert!(show(&fold, &shows()).is_empty(), "what is so already is not set again");
        let other = Shows { sort: String::new(), columns: Vec::new(), register: true, both: true, ..shows() };
        assert_eq!(show(&fold, &other).len(), 4);
        let mut all = opening("急的退款", &shows(), 5);
        all.push(fold.set(register::GONE, Value::text("yes")));
        assert_eq!(SavedView::of(&id, &fold_of(&id, all)), None);
        assert_eq!(SavedView::of(&id, &Fold::default()), None);
    }

    #[test]
    fn a_view_finds_its_place() {
        let places = [0, APART, APART + 1];
        assert_eq!(place_between(&places, 0), Some(-APART));
        assert_eq!(place_between(&places, 1), Some(APART / 2));
        assert_eq!(place_between(&places, 2), None, "no room");
        assert_eq!(place_between(&places, 3), Some(2 * APART + 1));
        assert_eq!(place_between(&[], 0), Some(0));
        assert_eq!(fresh_places(3).collect::<Vec<_>>(), [0, APART, 2 * APART]);
        assert_eq!((last_place(&places), last_place(&[]), last_place(&[i64::MAX])), (2 * APART + 1, 0, 0));
    }
}
