//! The team's own lists (Q6): channels, shops, departments, products, carriers, causes. Each item is a register of
//! its own, so that two people's offline additions merge.

use super::change::Known;
use super::document::DocId;
use super::fold::Fold;
use super::kind::Named;
use super::value::Value;

/// The register of a list's name.
pub const NAME: &str = "name";
const ITEM: &str = "item.";

/// A list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Its id, `channels` for example.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Its items in the order in which they came.
    pub items: Vec<Named>,
}

impl List {
    /// The list of a document.
    #[must_use]
    pub fn of(id: &DocId, fold: &Fold) -> Self {
        let mut items: Vec<_> = fold
            .registers
            .iter()
            .filter_map(|(name, register)| {
                let id = name.strip_prefix(ITEM)?;
                let (place, name) = register.value().as_str().split_once(':')?;
                Some((place.parse::<u32>().unwrap_or(u32::MAX), Named { id: id.into(), name: name.into() }))
            })
            .collect();
        items.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.id.cmp(&b.1.id)));
        Self {
            id: id.name().to_owned(),
            name: fold.text(NAME).to_owned(),
            items: items.into_iter().map(|(_, item)| item).collect(),
        }
    }

    /// The document's id of the list with that id.
    #[must_use]
    pub fn doc(id: &str) -> DocId {
        DocId::fixed("list", id)
    }

    /// The name of an item; the id itself when the list does not have it.
    #[must_use]
    pub fn name_of<'a>(&'a self, id: &'a str) -> &'a str {
        self.items.iter().find(|item| item.id == id).map_or(id, |item| &item.name)
    }
}

/// Puts an item into a list, at a place counted from zero.
#[must_use]
pub fn put(fold: &Fold, place: usize, item: &Named) -> Known {
    fold.set(&format!("{ITEM}{}", item.id), Value::Text(format!("{place}:{}", item.name)))
}

/// Takes an item from a list.
#[must_use]
pub fn take(fold: &Fold, id: &str) -> Known {
    fold.set(&format!("{ITEM}{id}"), Value::Empty)
}
