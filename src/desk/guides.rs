//! Guides (F9): the team's, the walks of the person at the desk, and what tickets keep of them.

use std::sync::Arc;

use super::handbook::opened;
use super::names::PACK;
use super::{Action, Desk, DeskError, Done};
use crate::model::change::{Known, WalkEnd};
use crate::model::check::check;
use crate::model::document::{DocId, Document};
use crate::model::fault::{Fault, FaultKind};
use crate::model::fold::Fold;
use crate::model::guide::{DEFINITION, Guide, Version, versions};
use crate::model::library::Owner;
use crate::model::pack::Pack;
use crate::model::script::Script;
use crate::model::stamp::Stamp;
use crate::model::value::Value;
use crate::model::walk::Walk;

/// The place of a walk's draft without a ticket: it goes to the ticket that is taken next.
pub const NO_TICKET: &str = "guide/";

/// The place of a walk's draft beside a ticket.
#[must_use]
pub fn walk_place(ticket: &str) -> String {
    [NO_TICKET, ticket].concat()
}

/// A guide as the desk knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuideInfo {
    /// The document.
    pub doc: DocId,
    /// The guide.
    pub guide: Guide,
    /// When it was given this form, in milliseconds since 1970.
    pub version: u64,
    /// Archived: not offered any more.
    pub off: bool,
    /// Its place in the pack.
    place: i64,
    made: bool,
}

impl GuideInfo {
    /// Its id, `pack.guide`.
    #[must_use]
    pub fn id(&self) -> &str {
        self.doc.name()
    }

    /// The pack it belongs to.
    #[must_use]
    pub fn pack(&self) -> &str {
        self.id().split('.').next().unwrap_or_default()
    }

    /// Whether it was made here, by a lead.
    #[must_use]
    pub const fn is_made(&self) -> bool {
        self.made
    }

    /// Whether it is meant for tickets of a kind, `pack.kind`.
    #[must_use]
    pub fn is_for(&self, kind: &str) -> bool {
        let (pack, kind) = kind.split_once('.').unwrap_or_default();
        self.pack() == pack && self.guide.kinds.iter().any(|other| other == kind)
    }
}

/// A form that a guide has had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuideVersion {
    /// The entry by which it came about.
    pub stamp: Stamp,
    /// By whom.
    pub by: String,
    /// The guide as it was then, as it is shown.
    pub guide: Guide,
}

/// Why a guide cannot be kept as it was changed.
#[derive(Debug, thiserror::Error)]
pub enum GuideError {
    /// It has faults: in the pack as it would then be.
    #[error("the guide has {} faults", .1.len())]
    Faulty(Box<Pack>, Vec<Fault>),
    /// The desk refuses.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl Desk {
    /// All guides, also archived ones, each pack's in its order.
    #[must_use]
    pub fn guides(&self) -> Vec<GuideInfo> {
        let state = self.state();
        let docs = state.docs.few().filter(|doc| doc.document.id.kind() == "guide" && !doc.fold.withdrawn);
        let info = |doc: &Arc<super::Doc>| {
            let definition = doc.fold.register(DEFINITION);
            Some(GuideInfo {
                doc: doc.document.id.clone(),
                guide: serde_json::from_str(&state.names.text(&doc.document, &doc.fold, DEFINITION)).ok()?,
                version: definition.live().first().map_or(0, |live| live.stamp.millis),
                off: doc.fold.text("off") == "yes",
                place: doc.fold.value("place").as_int().unwrap_or(i64::MAX),
                made: doc.document.log().first().is_some_and(|entry| entry.by != PACK),
            })
        };
        let mut all: Vec<GuideInfo> = docs.filter_map(info).collect();
        all.sort_unstable_by(|a, b| (a.pack(), a.place, &a.doc).cmp(&(b.pack(), b.place, &b.doc)));
        all
    }

    /// A guide by its id, `pack.guide`.
    #[must_use]
    pub fn guide(&self, id: &str) -> Option<GuideInfo> {
        self.guides().into_iter().find(|info| info.id() == id)
    }

    /// Scripts by their ids in a pack, or whole ids for others; what is not there is left out.
    #[must_use]
    pub fn guide_scripts(&self, pack: &str, ids: &[String]) -> Vec<Arc<Script>> {
        let state = self.state();
        let own = |id: &String| [pack, ".", id].concat();
        let of = |id: &String| state.names.scripts.get(&if id.contains('.') { id.clone() } else { own(id) }).cloned();
        ids.iter().filter_map(of).collect()
    }

    /// The scripts that a pack's guides may show, each by the id that its steps name it by: the pack's own and the team's.
    #[must_use]
    pub fn scripts_for_guides(&self, pack: &str) -> Vec<(String, Arc<Script>)> {
        let state = self.state();
        let of = |(id, script): (&String, &Arc<Script>)| {
            let name = match Owner::of(id) {
                Owner::Pack(of) if of == pack => id.split_once('.')?.1.to_owned(),
                Owner::Team => id.clone(),
                _ => return None,
            };
            (!script.archived).then(|| (name, script.clone()))
        };
        state.names.scripts.iter().filter_map(of).collect()
    }

    /// Changes a guide; every earlier form stays in its log. The draft at `place` is done with.
    ///
    /// # Errors
    /// `GuideError::Faulty` with each fault and its place, a dead end among them; as for `commit`: for leads.
    pub async fn put_guide(&self, id: &str, guide: &Guide, place: &str) -> Result<Done, GuideError> {
        let doc = DocId::fixed("guide", id);
        let held = self.doc(&doc).ok_or_else(|| DeskError::NotFound(id.to_owned()))?;
        let guide = self.kept_guide(&held.document, guide);
        self.set_guide(&doc, &guide, place).await
    }

    /// Brings back the form that a guide got by an entry.
    ///
    /// # Errors
    /// As for `put_guide`: what it names may be gone.
    pub async fn restore_guide(&self, id: &str, version: Stamp) -> Result<Done, GuideError> {
        let doc = DocId::fixed("guide", id);
        let held = self.doc(&doc).ok_or_else(|| DeskError::NotFound(id.to_owned()))?;
        let all = versions(&held.document);
        // As it was written, however it is shown.
        let written = all.iter().find(|one| one.stamp == version);
        let guide = written.and_then(|one| serde_json::from_str(one.fold.text(DEFINITION)).ok());
        let guide: Guide = guide.ok_or_else(|| DeskError::NotFound(version.to_string()))?;
        self.set_guide(&doc, &guide, "").await
    }

    async fn set_guide(&self, doc: &DocId, guide: &Guide, place: &str) -> Result<Done, GuideError> {
        let held = self.doc(doc).ok_or_else(|| DeskError::NotFound(doc.to_string()))?;
        self.check_guide(doc.name().split('.').next().unwrap_or_default(), guide)?;
        let definition = serde_json::to_string(guide).unwrap_or_default();
        if held.fold.text(DEFINITION) == definition {
            return Err(DeskError::Unchanged.into());
        }
        let change = held.fold.set(DEFINITION, Value::Text(definition));
        Ok(self.commit(Action::on("guide_changed", doc, vec![change]).drops_draft(place)).await?)
    }

    /// Adds a guide to a pack, behind its others, whatever id it has so far.
    ///
    /// # Errors
    /// As for `put_guide`.
    pub async fn add_guide(&self, pack: &str, guide: &Guide, place: &str) -> Result<(DocId, Done), GuideError> {
        // An id of a pack's guide begins with a letter.
        let id = ["g", self.mint("guide").name()].concat();
        let doc = DocId::fixed("guide", &[pack, ".", &id].concat());
        let guide = Guide { id, ..guide.clone() };
        self.check_guide(pack, &guide)?;
        let last = self.guides().into_iter().filter(|info| info.pack() == pack).map(|info| info.place);
        let next = last.filter(|place| *place < i64::MAX).max().map_or(0, |last| last + 1);
        let nothing = Fold::default();
        let definition = serde_json::to_string(&guide).unwrap_or_default();
        let changes =
            vec![opened(), nothing.set(DEFINITION, Value::Text(definition)), nothing.set("place", Value::Int(next))];
        let done = self.commit(Action::on("guide_added", &doc, changes).drops_draft(place)).await?;
        Ok((doc, done))
    }

    /// The forms that a guide has had, the first one first, as they are shown.
    #[must_use]
    pub fn guide_versions(&self, id: &str) -> Vec<GuideVersion> {
        let Some(held) = self.doc(&DocId::fixed("guide", id)) else { return Vec::new() };
        let state = self.state();
        let of = |version: Version| {
            let guide = serde_json::from_str(&state.names.text(&held.document, &version.fold, DEFINITION)).ok()?;
            Some(GuideVersion { stamp: version.stamp, by: version.by, guide })
        };
        versions(&held.document).into_iter().filter_map(of).collect()
    }

    /// What is wrong with a guide in its pack, as that would then be.
    fn check_guide(&self, pack: &str, guide: &Guide) -> Result<(), GuideError> {
        let mut whole = self.export_pack(pack).ok_or_else(|| DeskError::NotFound(pack.to_owned()))?;
        let mut guide = guide.clone();
        // A chapter that was put away is nobody's source.
        if whole.chapters.iter().all(|chapter| chapter.id != guide.source) {
            guide.source.clear();
        }
        let at = ["guides[", &guide.id, "]"].concat();
        match whole.guides.iter_mut().find(|other| other.id == guide.id) {
            Some(other) => *other = guide,
            None => whole.guides.push(guide),
        }
        let state = self.state();
        let mut faults = check(&whole, &[]);
        // What else the pack holds is not this change's business; the team's scripts are not the pack's.
        let is_teams = |what: &FaultKind| matches!(what, FaultKind::UnknownScript(id) if Owner::of(id) == Owner::Team && state.names.scripts.contains_key(id));
        faults.retain(|fault| fault.at.starts_with(&at) && !is_teams(&fault.what));
        if faults.is_empty() { Ok(()) } else { Err(GuideError::Faulty(Box::new(whole), faults)) }
    }

    /// A guide as it is to be kept: what was left alone is what its pack wrote.
    fn kept_guide(&self, document: &Document, guide: &Guide) -> Guide {
        let names = &self.state().names;
        let kept = names.words.as_ref().and_then(|words| {
            let edited = serde_json::to_value(guide).ok()?;
            serde_json::from_value(words.keep_json(&names.wrote(document, DEFINITION), edited)).ok()
        });
        kept.unwrap_or_else(|| guide.clone())
    }

    /// Archives a guide, or offers it again.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn switch_guide(&self, id: &str, off: bool) -> Result<Done, DeskError> {
        let doc = DocId::fixed("guide", id);
        let held = self.doc(&doc).ok_or_else(|| DeskError::NotFound(id.to_owned()))?;
        let value = if off { Value::text("yes") } else { Value::Empty };
        self.commit(Action::on("guide_changed", &doc, vec![held.fold.set("off", value)])).await
    }

    /// What the person at the desk walks beside a ticket; beside none with an empty id.
    #[must_use]
    pub fn walk(&self, ticket: &str) -> Option<Walk> {
        self.draft(&walk_place(ticket)).and_then(|text| serde_json::from_str(&text).ok())
    }

    /// Ends a walk beside a ticket: its way and times become one entry of the timeline. One that was abandoned says why.
    ///
    /// # Errors
    /// `DeskError::Missing` for no reason; as for `commit`.
    pub async fn end_walk(&self, ticket: &DocId, walk: Walk, end: WalkEnd, why: &str) -> Result<Done, DeskError> {
        if end == WalkEnd::Abandoned && why.trim().is_empty() {
            return Err(DeskError::Missing("why"));
        }
        self.fold(ticket).await?;
        let entry = walk.entry(end, why, self.now());
        self.commit(Action::on("guided", ticket, vec![entry]).drops_draft(&walk_place(ticket.as_str()))).await
    }

    /// The walk that has ended and waits for the ticket that is being taken.
    #[must_use]
    pub fn waiting_walk(&self) -> Option<Walk> {
        self.walk("").filter(|walk| walk.ended)
    }

    /// The entry of such a walk, for that ticket.
    pub(super) fn waiting_entry(&self) -> Option<Known> {
        Some(self.waiting_walk()?.entry(WalkEnd::Done, "", self.now()))
    }
}
