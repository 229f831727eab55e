//! The handbook (Q3): its chapters, found, changed and put in order; who has read which.

use std::sync::Arc;

use super::{Action, Desk, DeskError, Done};
use crate::model::agent::Agent;
use crate::model::change::Known;
use crate::model::chapter::{ChapterHead, READ, Read, Version, register, versions};
use crate::model::document::DocId;
use crate::model::fold::Fold;
use crate::model::guide::Guide;
use crate::model::kind::TicketKind;
use crate::model::library::Owner;
use crate::model::markup;
use crate::model::script::Script;
use crate::model::stamp::Stamp;
use crate::model::value::Value;
use crate::query::chapters::{Hit, find};

/// What a chapter is to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChapterText {
    /// The title.
    pub title: String,
    /// The part of the handbook.
    pub part: String,
    /// The text, in the handbook's markup.
    pub text: String,
}

/// What names a chapter.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// Kinds of tickets.
    pub kinds: Vec<Arc<TicketKind>>,
    /// Guides: their documents' ids and themselves.
    pub guides: Vec<(DocId, Guide)>,
    /// Scripts; their ids are `pack.script`.
    pub scripts: Vec<Arc<Script>>,
}

impl Desk {
    /// The chapters in the order of the handbook: pack by pack, part by part. Those put away, or all others.
    #[must_use]
    pub fn chapters(&self, off: bool) -> Vec<Arc<ChapterHead>> {
        let state = self.state();
        let used = state.names.chapters.values().filter(|chapter| state.has_in_use(chapter.pack()));
        let mut all: Vec<&Arc<ChapterHead>> = used.collect();
        all.sort_unstable_by(|a, b| (a.pack(), a.place, &a.id).cmp(&(b.pack(), b.place, &b.id)));
        // A part stands where its first chapter does, also when that was put away.
        let mut parts: Vec<(&str, &str)> = Vec::new();
        for chapter in &all {
            let part = (chapter.pack(), &*chapter.part);
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        let place = |chapter: &ChapterHead| {
            let of = (chapter.pack(), &*chapter.part);
            parts.iter().position(|part| *part == of)
        };
        all.sort_by_key(|chapter| place(chapter));
        all.into_iter().filter(|chapter| chapter.off == off).cloned().collect()
    }

    /// A chapter, also one that was put away.
    #[must_use]
    pub fn chapter(&self, id: &DocId) -> Option<Arc<ChapterHead>> {
        self.state().names.chapters.get(id.name()).cloned()
    }

    /// The chapter that something of a pack names as its source.
    #[must_use]
    pub fn source_chapter(&self, pack: &str, source: &str) -> Option<Arc<ChapterHead>> {
        if source.is_empty() {
            return None;
        }
        self.state().names.chapters.get(&[pack, ".", source].concat()).filter(|chapter| !chapter.off).cloned()
    }

    /// What a chapter says.
    #[must_use]
    pub fn chapter_text(&self, id: &DocId) -> String {
        self.text(id, register::TEXT)
    }

    /// The chapters in which all words stand, the best first.
    #[must_use]
    pub fn find_chapters(&self, text: &str) -> Vec<(Arc<ChapterHead>, Hit)> {
        let heads = self.chapters(false);
        let docs: Vec<_> = heads.iter().map(|head| self.doc(&head.id)).collect();
        let (text, texts): (String, Vec<String>) = {
            let names = &self.state().names;
            let text_of = |doc: &Option<Arc<super::Doc>>| {
                doc.as_ref()
                    .map_or_else(String::new, |doc| names.text(&doc.document, &doc.fold, register::TEXT).into_owned())
            };
            // Either way of writing finds the other.
            let text = names.words.as_ref().map_or_else(|| text.to_owned(), |words| words.of(text));
            (text, docs.iter().map(text_of).collect())
        };
        let searched: Vec<(&ChapterHead, &str)> =
            heads.iter().zip(&texts).map(|(head, text)| (&**head, &**text)).collect();
        let hits = find(&searched, &text, self.state().pinyin.as_deref());
        hits.into_iter().filter_map(|hit| Some((heads.get(hit.at)?.clone(), hit))).collect()
    }

    /// The kinds, guides and scripts that name a chapter.
    #[must_use]
    pub fn named_by(&self, chapter: &DocId) -> Named {
        let Some((pack, name)) = chapter.name().split_once('.') else { return Named::default() };
        let own = |id: &str| id.split('.').next() == Some(pack);
        let kinds = self.all_kinds().into_iter().map(|info| info.kind);
        let state = self.state();
        let me = self.0.me.borrow();
        let named = |id: &str, script: &Script| own(id) && script.source == name || script.source == chapter.name();
        let seen = |id: &str, script: &Script| Owner::of(id).is_for(&me) && !script.archived;
        let scripts = state.names.scripts.iter().filter(|(id, script)| named(id, script) && seen(id, script));
        let guide = |doc: &Arc<super::Doc>| {
            let id = &doc.document.id;
            let is = id.kind() == "guide" && own(id.name()) && !doc.fold.withdrawn;
            let guide: Guide =
                serde_json::from_str(&state.names.text(&doc.document, &doc.fold, "definition")).ok().filter(|_| is)?;
            (guide.source == name).then(|| (id.clone(), guide))
        };
        let mut guides: Vec<(DocId, Guide)> = state.docs.few().filter_map(guide).collect();
        guides.sort_by(|a, b| a.0.cmp(&b.0));
        Named {
            kinds: kinds.filter(|kind| own(&kind.id) && kind.source == name).collect(),
            guides,
            scripts: scripts.map(|(_, script)| script.clone()).collect(),
        }
    }

    /// The versions that a chapter has had, as they are shown, the first one first.
    #[must_use]
    pub fn chapter_versions(&self, id: &DocId) -> Vec<Version> {
        let mut all = self.doc(id).map(|doc| versions(&doc.document)).unwrap_or_default();
        if self.has_words() {
            let again = |register, text: &mut String| {
                let value = self.reworded(id, register, Value::Text(std::mem::take(text)));
                value.as_str().clone_into(text);
            };
            for version in &mut all {
                again(register::TITLE, &mut version.title);
                again(register::TEXT, &mut version.text);
            }
        }
        all
    }

    /// What an agent has read.
    #[must_use]
    pub fn read_by(&self, agent: &str) -> Arc<Read> {
        self.state().names.reads.get(agent).cloned().unwrap_or_default()
    }

    /// The chapters that an agent has not read as they are now.
    #[must_use]
    pub fn unread(&self, agent: &str) -> Vec<Arc<ChapterHead>> {
        let read = self.read_by(agent);
        let mut chapters = self.chapters(false);
        chapters.retain(|chapter| read.at(chapter).is_none());
        chapters
    }

    /// How many chapters the person at the desk has not read as they are now.
    #[must_use]
    pub fn unread_count(&self) -> usize {
        let state = self.state();
        let me = self.0.me.borrow();
        let read = state.names.reads.get(&*me);
        let is_unread = |chapter: &&Arc<ChapterHead>| {
            !chapter.off && state.has_in_use(chapter.pack()) && read.is_none_or(|read| read.at(chapter).is_none())
        };
        state.names.chapters.values().filter(is_unread).count()
    }

    /// The team, each with when they read a chapter as it is now.
    #[must_use]
    pub fn readers(&self, chapter: &ChapterHead) -> Vec<(Arc<Agent>, Option<u64>)> {
        let when = |agent: Arc<Agent>| {
            let at = self.read_by(&agent.id).at(chapter);
            (agent, at)
        };
        self.agents().into_iter().map(when).collect()
    }

    /// The person at the desk says that they have read and understood a chapter as it is now.
    ///
    /// # Errors
    /// When there is no such chapter, it is read already, or as for `commit`.
    pub async fn confirm_read(&self, id: &DocId) -> Result<Done, DeskError> {
        let me = self.me().ok_or(DeskError::Nobody)?;
        let chapter = self.chapter(id).ok_or_else(|| DeskError::NotFound(id.to_string()))?;
        if self.read_by(&me.id).at(&chapter).is_some() {
            return Err(DeskError::Unchanged);
        }
        let doc = Read::doc(&me.id);
        let begun = self.doc(&doc).is_some_and(|doc| doc.fold.opening.is_some());
        let mut changes = if begun { Vec::new() } else { vec![opened()] };
        changes.push(Known::Added { set: READ.to_owned(), item: Read::item(&chapter.id, chapter.version) });
        self.commit(Action::on("chapter_read", &doc, changes)).await
    }

    /// Changes a chapter. `seen` are the stamps of the text when the edit began: what somebody else has set since stays
    /// beside it as a conflict.
    ///
    /// # Errors
    /// When title, part or text is empty, a line of the text is no markup, nothing is different, or as for `commit`:
    /// chapters are a lead's.
    pub async fn change_chapter(
        &self,
        id: &DocId,
        new: &ChapterText,
        seen: Option<Vec<Stamp>>,
        draft: &str,
    ) -> Result<Done, DeskError> {
        let doc = self.doc(id).ok_or_else(|| DeskError::NotFound(id.to_string()))?;
        let mut changes = registers(new)?;
        changes.retain(|(field, value)| doc.fold.value(field) != value || doc.fold.register(field).is_conflict());
        if changes.is_empty() {
            return Err(DeskError::Unchanged);
        }
        let set = |(field, value): (&str, Value)| match &seen {
            Some(seen) if field == register::TEXT => Known::Set { field: field.to_owned(), value, over: seen.clone() },
            _ => doc.fold.set(field, value),
        };
        let changes = changes.into_iter().map(set).collect();
        self.commit(Action::on("chapter_changed", id, changes).drops_draft(draft)).await
    }

    /// Adds a chapter to a pack, at the end of its part.
    ///
    /// # Errors
    /// As for `change_chapter`.
    pub async fn add_chapter(&self, pack: &str, new: &ChapterText, draft: &str) -> Result<(DocId, Done), DeskError> {
        let mut changes = vec![opened()];
        let nothing = Fold::default();
        changes.extend(registers(new)?.into_iter().map(|(field, value)| nothing.set(field, value)));
        let last = {
            let state = self.state();
            let own = state.names.chapters.values().filter(|chapter| chapter.pack() == pack);
            own.map(|chapter| chapter.place).filter(|place| *place < i64::MAX).max()
        };
        changes.push(nothing.set(register::PLACE, Value::Int(last.map_or(0, |last| last + 1))));
        // An id of a pack's chapter begins with a letter.
        let id = DocId::fixed("chapter", &[pack, ".c", self.mint("chapter").name()].concat());
        let done = self.commit(Action::on("chapter_added", &id, changes).drops_draft(draft)).await?;
        Ok((id, done))
    }

    /// Puts a chapter away, or brings it back.
    ///
    /// # Errors
    /// As for `change_chapter`.
    pub async fn put_chapter_away(&self, id: &DocId, off: bool) -> Result<Done, DeskError> {
        let doc = self.doc(id).ok_or_else(|| DeskError::NotFound(id.to_string()))?;
        let value = if off { Value::text("yes") } else { Value::Empty };
        let label = if off { "chapter_off" } else { "chapter_on" };
        self.commit(Action::on(label, id, vec![doc.fold.set(register::OFF, value)])).await
    }

    /// Moves a chapter up or down within its part.
    ///
    /// # Errors
    /// When it stands at the end already, or as for `change_chapter`.
    pub async fn move_chapter(&self, id: &DocId, up: bool) -> Result<Done, DeskError> {
        let moved = self.chapter(id).ok_or_else(|| DeskError::NotFound(id.to_string()))?;
        let mut part = self.chapters(false);
        part.retain(|chapter| chapter.pack() == moved.pack() && chapter.part == moved.part);
        let at = part.iter().position(|chapter| chapter.id == *id).ok_or(DeskError::Unchanged)?;
        let to = if up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < part.len()) };
        let to = to.ok_or(DeskError::Unchanged)?;
        let places: Vec<i64> = part.iter().map(|chapter| chapter.place).collect();
        part.swap(at, to);
        // Each takes the place of the one that stood there; should two have had the same, they come apart.
        let (mut changes, mut last) = (Vec::new(), i64::MIN);
        for (chapter, place) in part.iter().zip(places) {
            last = place.max(last.saturating_add(1));
            if chapter.place != last
                && let Some(doc) = self.doc(&chapter.id)
            {
                changes.push((chapter.id.clone(), vec![doc.fold.set(register::PLACE, Value::Int(last))]));
            }
        }
        self.commit(Action { label: "chapter_moved", changes, ..Action::default() }).await
    }
}

pub(super) fn opened() -> Known {
    Known::Opened { kind: String::new(), number: String::new(), at: None }
}

fn registers(new: &ChapterText) -> Result<Vec<(&'static str, Value)>, DeskError> {
    if let Some(fault) = markup::faults(&new.text).first() {
        return Err(DeskError::Markup(*fault));
    }
    let parts = [
        ("title", register::TITLE, &new.title),
        ("part", register::PART, &new.part),
        ("text", register::TEXT, &new.text),
    ];
    let mut all = Vec::new();
    for (name, field, text) in parts {
        if text.trim().is_empty() {
            return Err(DeskError::Missing(name));
        }
        all.push((field, Value::text(text)));
    }
    Ok(all)
}
