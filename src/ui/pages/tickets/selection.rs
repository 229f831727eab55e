//! What is chosen in the list to be done something with: a set of document ids, which outlives searches and scrolling.

use std::collections::HashSet;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::model::document::DocId;
use crate::ui::pages::finds::Finds;

/// The chosen tickets. The list's page provides it; `Selection::get()` in a component, it may then be moved into any
/// closure.
#[derive(Clone, Copy)]
pub struct Selection {
    ids: RwSignal<HashSet<DocId>>,
    count: Memo<usize>,
    /// Where a range begins.
    anchor: StoredValue<Option<DocId>>,
    /// What the last range added: another end takes it back first.
    ranged: StoredValue<Vec<DocId>>,
    /// Grows with everything that is chosen, so that a slow one is overtaken.
    turn: StoredValue<u64>,
}

impl Selection {
    /// Provides an empty one for the page.
    pub fn provide() -> Self {
        let ids = RwSignal::new(HashSet::new());
        let selection = Self {
            ids,
            count: Memo::new(move |_| ids.with(HashSet::len)),
            anchor: StoredValue::new(None),
            ranged: StoredValue::new(Vec::new()),
            turn: StoredValue::new(0),
        };
        provide_context(selection);
        selection
    }

    /// The page's selection.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// Whether a ticket is chosen; followed in reactive closures.
    #[must_use]
    pub fn has(self, id: &DocId) -> bool {
        self.ids.with(|ids| ids.contains(id))
    }

    /// How many are chosen; followed in reactive closures.
    #[must_use]
    pub fn count(self) -> usize {
        self.count.get()
    }

    /// How many are chosen; not followed.
    #[must_use]
    pub fn count_now(self) -> usize {
        self.count.get_untracked()
    }

    /// The chosen ones in the order of their ids; not followed.
    #[must_use]
    pub fn ids(self) -> Vec<DocId> {
        let mut ids: Vec<DocId> = self.ids.with_untracked(|ids| ids.iter().cloned().collect());
        ids.sort_unstable();
        ids
    }

    /// Chooses a ticket, or no longer; the next range begins here.
    pub fn toggle(self, id: &DocId) {
        self.begin(Some(id.clone()));
        self.ids.update(|ids| {
            if !ids.remove(id) {
                ids.insert(id.clone());
            }
        });
    }

    /// Chooses everything from where the last one was toggled (`from` when none was) to `to`, places in what is found,
    /// instead of the last range from there.
    pub fn range(self, finds: Finds, from: usize, to: usize) {
        let anchor = self.anchor.get_value();
        let from = anchor.as_ref().and_then(|id| untrack(|| finds.place_of(id))).unwrap_or(from);
        let more = finds.ids_between(from.min(to), from.max(to));
        self.overtake();
        self.anchor.set_value(anchor.or_else(|| finds.id(from)));
        self.ids.update(|ids| {
            for id in self.ranged.get_value() {
                ids.remove(&id);
            }
            let added = more.into_iter().filter(|id| ids.insert(id.clone())).collect();
            self.ranged.set_value(added);
        });
    }

    /// Chooses all that match, also those not shown yet: in slices, `then` follows with how many are chosen.
    pub fn all(self, finds: Finds, then: impl FnOnce(usize) + 'static) {
        let turn = self.overtake();
        spawn_local(async move {
            let Some(all) = finds.all_ids().await else { return };
            // Something else was chosen meanwhile, or the page is left.
            if self.turn.try_get_value() == Some(turn) {
                self.set(all);
                then(self.count.get_untracked());
            }
        });
    }

    /// Chooses just these.
    pub fn set(self, ids: impl IntoIterator<Item = DocId>) {
        self.begin(None);
        self.ids.set(ids.into_iter().collect());
    }

    /// Chooses none.
    pub fn clear(self) {
        self.begin(None);
        if self.count.get_untracked() > 0 {
            self.ids.update(HashSet::clear);
        }
    }

    fn begin(self, anchor: Option<DocId>) {
        self.overtake();
        self.anchor.set_value(anchor);
        self.ranged.set_value(Vec::new());
    }

    fn overtake(self) -> u64 {
        self.turn.update_value(|turn| *turn += 1);
        self.turn.get_value()
    }
}
