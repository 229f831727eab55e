//! Words never to say (禁语, F5): the team's list, and what is counted of them for quality.

use std::sync::Arc;

use super::{Action, Desk, DeskError, Done};
use crate::model::change::{How, Known};
use crate::model::document::DocId;
use crate::model::fold::Fold;
use crate::model::taboo::{OFF, Taboo};
use crate::model::value::Value;
use crate::query::taboos::Taboos;

/// So many mendings are remembered until what they stand in is saved.
const MENDED: usize = 64;

/// A taboo as the settings list it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TabooInfo {
    /// The document.
    pub doc: DocId,
    /// The taboo; its id is the document's name, `pack.taboo`.
    pub taboo: Taboo,
    /// Archived: not looked for any more.
    pub off: bool,
}

impl Desk {
    /// All taboos, also archived ones, by pack.
    #[must_use]
    pub fn all_taboos(&self) -> Vec<TabooInfo> {
        let state = self.state();
        let docs = state.docs.few().filter(|doc| doc.document.id.kind() == "taboo");
        let docs = docs.filter(|doc| !doc.fold.withdrawn && doc.fold.opening.is_some());
        let mut all: Vec<TabooInfo> = docs
            .map(|doc| TabooInfo {
                doc: doc.document.id.clone(),
                taboo: Taboo::of(doc.document.id.name(), &state.names.shown(&doc.document, &doc.fold)),
                off: doc.fold.text(OFF) == "yes",
            })
            .collect();
        all.sort_unstable_by(|a, b| a.doc.cmp(&b.doc));
        all
    }

    /// The taboos in use, ready to be looked for.
    #[must_use]
    pub fn taboos(&self) -> Arc<Taboos> {
        if let Some(known) = self.state().names.taboos.get() {
            return known.clone();
        }
        let used = self.all_taboos().into_iter().filter(|info| !info.off);
        let all = used.map(|info| {
            let mut taboo = info.taboo;
            if let (true, Some(doc)) = (self.has_words(), self.doc(&info.doc)) {
                // Whichever way they are typed.
                let written = Taboo::of(&taboo.id, &doc.fold);
                taboo.words.extend(written.words);
                taboo.except.extend(written.except);
            }
            Arc::new(taboo)
        });
        let made = Arc::new(Taboos::new(all.collect()));
        self.state().names.taboos.get_or_init(|| made).clone()
    }

    /// Adds a taboo to a pack's, or changes one (`doc`). Its id is not looked at. The draft at `place` is done with.
    ///
    /// # Errors
    /// `DeskError::Missing` for no words or no reason, `DeskError::Unfit` when what is to be said instead holds words
    /// never to say; as for `commit`: for leads.
    pub async fn put_taboo(
        &self,
        doc: Option<&DocId>,
        pack: &str,
        taboo: &Taboo,
        place: &str,
    ) -> Result<Done, DeskError> {
        let blank = |word: &String| word.trim_matches(|c: char| c == '*' || c.is_whitespace()).is_empty();
        if taboo.words.is_empty() || taboo.words.iter().any(blank) {
            return Err(DeskError::Missing("words"));
        }
        if taboo.why.trim().is_empty() {
            return Err(DeskError::Missing("taboo_why"));
        }
        let all = self.taboos();
        for text in &taboo.instead {
            let own = taboo.places(text).first().map(|place| text[place.from..place.to].to_owned());
            // What is being changed counts as it will be, not as it was.
            let others = || {
                let hits = all.find(text);
                let other = hits.iter().find(|hit| doc.is_none_or(|doc| doc.name() != hit.taboo.id));
                other.map(|hit| text[hit.place.from..hit.place.to].to_owned())
            };
            if let Some(word) = own.or_else(others) {
                return Err(DeskError::Unfit(word));
            }
        }
        let fresh = || {
            let name = [pack, ".own_", &self.mint("taboo").name().to_lowercase()].concat();
            DocId::fixed("taboo", &name)
        };
        let id = doc.cloned().unwrap_or_else(fresh);
        let held = self.doc(&id);
        let nothing = Fold::default();
        let fold = held.as_ref().map_or(&nothing, |doc| &doc.fold);
        let mut changes = Vec::new();
        if held.is_none() {
            changes.push(Known::Opened { kind: String::new(), number: String::new(), at: None });
        }
        let differs = |(name, value): &(String, Value)| {
            let before = fold.value(name);
            before != value && !(before.is_empty() && value.is_empty())
        };
        changes.extend(taboo.registers().into_iter().filter(differs).map(|(name, value)| fold.set(&name, value)));
        if changes.is_empty() {
            return Err(DeskError::Unchanged);
        }
        self.commit(Action::on("taboo_changed", &id, changes).drops_draft(place)).await
    }

    /// Archives a taboo, or brings it back.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn switch_taboo(&self, doc: &DocId, off: bool) -> Result<Done, DeskError> {
        let held = self.doc(doc).ok_or_else(|| DeskError::NotFound(doc.to_string()))?;
        let value = if off { Value::text("yes") } else { Value::Empty };
        let label = if off { "taboo_archived" } else { "taboo_changed" };
        self.commit(Action::on(label, doc, vec![held.fold.set(OFF, value)])).await
    }

    /// The person has put a better text in the place of a taboo: it is counted when that is saved.
    pub fn note_mended(&self, taboo: &str, text: &str) {
        let mut mended = self.0.mended.borrow_mut();
        if mended.len() == MENDED {
            mended.remove(0);
        }
        mended.push((taboo.to_owned(), text.to_owned()));
    }

    /// Beside what a person writes on tickets, what it holds of words never to say.
    pub(super) fn count_words(&self, changes: &mut [(DocId, Vec<Known>)]) {
        let writes = |changes: &Vec<Known>| changes.iter().any(|change| written(change).is_some());
        if !changes.iter().any(|(id, changes)| id.kind() == "ticket" && writes(changes)) {
            return;
        }
        let taboos = self.taboos();
        let mut last: Option<(String, Vec<String>)> = None;
        let mut used = Vec::new();
        for (id, changes) in changes {
            if id.kind() != "ticket" {
                continue;
            }
            let (mut said, mut mended) = (Vec::new(), Vec::new());
            for text in changes.iter().filter_map(written) {
                // The same note on many tickets is looked at once.
                if last.as_ref().is_none_or(|(known, _)| known != text) {
                    let found = taboos.find(text).iter().map(|hit| hit.taboo.id.clone()).collect();
                    last = Some((text.to_owned(), found));
                }
                said.extend(last.iter().flat_map(|(_, found)| found.iter().cloned()));
                for (at, (taboo, better)) in self.0.mended.borrow().iter().enumerate() {
                    if text.contains(&**better) {
                        mended.push(taboo.clone());
                        used.push(at);
                    }
                }
            }
            if !said.is_empty() || !mended.is_empty() {
                changes.push(Known::Worded { said, mended });
            }
        }
        let mut at = 0;
        self.0.mended.borrow_mut().retain(|_| {
            at += 1;
            !used.contains(&(at - 1))
        });
    }
}

/// What a change writes to or about the customer. What the customer said is not the agent's.
fn written(change: &Known) -> Option<&str> {
    match change {
        Known::Said { how: How::Note | How::Reply | How::Call, text, .. } | Known::Promised { text, .. } => Some(text),
        _ => None,
    }
}
