//! What packs wrote, as the person at the desk reads it (zh-TW).

use std::rc::Rc;
use std::sync::Arc;

use super::names::PACK;
use super::reading::SLICE;
use super::state::State;
use super::{Changed, Desk};
use crate::model::change::{Change, Known};
use crate::model::document::{DocId, Document};
use crate::model::flow::FlowError;
use crate::model::script::Script;
use crate::model::value::Value;
use crate::model::words::Words;
use crate::store::pause;

/// The kinds of documents of which something is shown otherwise.
const KINDS: [&str; 6] = ["kind", "list", "taboo", "guide", "script", "chapter"];

impl Desk {
    /// What packs wrote is shown so from now on; as they wrote it without words.
    pub async fn set_words(&self, words: Option<Rc<dyn Words>>) {
        {
            let state = &mut self.0.state.borrow_mut();
            if words.is_none() && state.names.words.is_none() {
                return;
            }
            state.names.words = words;
        }
        self.read_names_again().await;
    }

    /// Whether what packs wrote is shown otherwise than they wrote it.
    #[must_use]
    pub fn has_words(&self) -> bool {
        self.state().names.words.is_some()
    }

    /// Reads what is shown otherwise anew, in pieces.
    async fn read_names_again(&self) {
        let ids: Vec<DocId> = {
            let state = self.state();
            let ids = state.docs.few().map(|doc| &doc.document.id);
            ids.filter(|id| KINDS.contains(&id.kind())).cloned().collect()
        };
        for ids in ids.chunks(SLICE) {
            {
                let State { docs, names, .. } = &mut *self.0.state.borrow_mut();
                // As they are by now: something may have been written, or have gone, in a pause.
                for doc in ids.iter().filter_map(|id| docs.get(id)) {
                    // Deadlines come out as before: only words differ.
                    names.read(&doc.document, &doc.fold);
                }
            }
            pause().await;
        }
        if !ids.is_empty() {
            self.notify(&Changed::Everything);
        }
    }

    /// After these documents have come: what a pack among them brought in updates is known only now.
    pub(super) async fn settle_words_of(&self, ids: &[DocId]) {
        if ids.iter().any(|id| id.kind() == "pack") {
            self.settle_words().await;
        }
    }

    /// After documents have come, packs' among them.
    pub(super) async fn settle_words(&self) {
        let again = {
            let state = self.state();
            state.names.words.is_some() && !state.names.updates.is_empty()
        };
        if again {
            self.read_names_again().await;
        }
    }

    /// A register's text as it is shown; empty without such a document.
    #[must_use]
    pub fn text(&self, id: &DocId, register: &str) -> String {
        self.doc(id)
            .map(|doc| self.state().names.text(&doc.document, &doc.fold, register).into_owned())
            .unwrap_or_default()
    }

    /// A value that stands or stood in a document's register, as it is shown.
    #[must_use]
    pub fn reworded(&self, id: &DocId, register: &str, value: Value) -> Value {
        let doc = self.doc(id);
        doc.and_then(|doc| self.state().names.reworded(&doc.document, register, &value)).unwrap_or(value)
    }

    /// A tag or a promise of a ticket as it is shown: one that a step of a pack's kind writes, in other words.
    #[must_use]
    pub fn by_steps(&self, text: &str) -> String {
        self.state().names.by_steps(text).into_owned()
    }

    /// A tag as it is kept: one that a step of a pack's kind writes, typed as it is shown.
    #[must_use]
    pub fn tag_to_keep(&self, shown: &str) -> String {
        self.state().names.written_by_steps(shown.trim()).into_owned()
    }

    /// A refusal that names promises, as it is shown.
    pub(super) fn shown_error(&self, error: FlowError) -> FlowError {
        match error {
            FlowError::Promised(texts) => FlowError::Promised(texts.iter().map(|text| self.by_steps(text)).collect()),
            other => other,
        }
    }

    /// A text of a script as it is shown: one that the team wrote stays as it is.
    #[must_use]
    pub fn shown(&self, text: &str) -> String {
        let state = self.state();
        let names = &state.names;
        let Some(words) = &names.words else { return text.to_owned() };
        let shown = words.of(text);
        let holds =
            |script: &Arc<Script>| script.question == text || script.answers.iter().any(|answer| answer.text == text);
        let stays = shown != text && names.scripts.values().any(holds);
        if stays { text.to_owned() } else { shown }
    }

    /// A script as it is written.
    pub(super) fn plain(&self, shown: &Arc<Script>) -> Arc<Script> {
        self.state().names.plain.get(&shown.id).unwrap_or(shown).clone()
    }

    /// The same of changes that are written into another document, as a suggestion is.
    pub(super) fn keep_pieces(&self, id: &DocId, changes: &mut [Known]) {
        let state = self.state();
        let (Some(words), Some(doc)) = (&state.names.words, state.docs.get(id)) else { return };
        for change in changes {
            if let Known::Set { field, value, .. } = change {
                *value = words.keep(&state.names.wrote(&doc.document, field), std::mem::take(value));
            }
        }
    }

    /// What a person changed as it was shown to them, as it is to be kept: what they left alone is left alone.
    pub(super) fn keep_words(&self, changes: &mut [(DocId, Vec<Known>)]) {
        let state = self.state();
        if state.names.words.is_none() {
            return;
        }
        for (id, changes) in changes.iter_mut().filter(|(id, _)| KINDS.contains(&id.kind())) {
            let Some(doc) = state.docs.get(id) else { continue };
            let mut at = 0;
            while let Some(change) = changes.get_mut(at) {
                if let Known::Set { field, value, .. } = change
                    && !value.is_empty()
                {
                    let Some(kept) = state.names.kept(&doc.document, &doc.fold, field, std::mem::take(value)) else {
                        changes.remove(at);
                        continue;
                    };
                    *value = kept;
                }
                at += 1;
            }
        }
    }
}

/// By whom and when a pack was brought up to date, by its document.
pub(super) fn updates(document: &Document) -> impl Iterator<Item = (String, u64)> {
    document.log().iter().filter_map(|entry| match &entry.change {
        Change::Known(Known::Set { field, .. }) if field == "version" && entry.by != PACK => {
            Some((entry.by.clone(), entry.stamp.millis))
        }
        _ => None,
    })
}
