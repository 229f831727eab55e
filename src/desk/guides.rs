//! Guides (F9): the team's, the walks of the person at the desk, and what tickets keep of them.

use std::sync::Arc;

use super::{Action, Desk, DeskError, Done};
use crate::model::change::{Known, WalkEnd};
use crate::model::check::check;
use crate::model::document::DocId;
use crate::model::fault::Fault;
use crate::model::fold::Fold;
use crate::model::guide::Guide;
use crate::model::pack::Pack;
use crate::model::script::Script;
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

    /// Whether it is meant for tickets of a kind, `pack.kind`.
    #[must_use]
    pub fn is_for(&self, kind: &str) -> bool {
        let (pack, kind) = kind.split_once('.').unwrap_or_default();
        self.pack() == pack && self.guide.kinds.iter().any(|other| other == kind)
    }
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
            let definition = doc.fold.register("definition");
            Some(GuideInfo {
                doc: doc.document.id.clone(),
                guide: serde_json::from_str(&state.names.text(&doc.fold, "definition")).ok()?,
                version: definition.live().first().map_or(0, |live| live.stamp.millis),
                off: doc.fold.text("off") == "yes",
                place: doc.fold.value("place").as_int().unwrap_or(i64::MAX),
            })
        };
        let mut all: Vec<GuideInfo> = docs.filter_map(info).collect();
        all.sort_by(|a, b| (a.pack(), a.place, &a.doc).cmp(&(b.pack(), b.place, &b.doc)));
        all
    }

    /// A guide by its id, `pack.guide`.
    #[must_use]
    pub fn guide(&self, id: &str) -> Option<GuideInfo> {
        self.guides().into_iter().find(|info| info.id() == id)
    }

    /// Scripts of a pack by their ids in it; what is not there is left out.
    #[must_use]
    pub fn guide_scripts(&self, pack: &str, ids: &[String]) -> Vec<Arc<Script>> {
        let state = self.state();
        ids.iter().filter_map(|id| state.names.scripts.get(&[pack, ".", id].concat()).cloned()).collect()
    }

    /// The ids of a pack's scripts by their codes; a word that is no code stays as it is.
    #[must_use]
    pub fn script_ids(&self, pack: &str, codes: &[String]) -> Vec<String> {
        let state = self.state();
        let of = |code: &String| {
            let mut own = state.names.scripts.iter().filter_map(|(id, script)| {
                let (of, id) = id.split_once('.')?;
                (of == pack && script.code == *code).then(|| id.to_owned())
            });
            own.next().unwrap_or_else(|| code.clone())
        };
        codes.iter().map(of).collect()
    }

    /// Changes a guide; every earlier form stays in its log. The draft at `place` is done with.
    ///
    /// # Errors
    /// `GuideError::Faulty` with each fault and its place, a dead end among them; as for `commit`: for leads.
    pub async fn put_guide(&self, id: &str, guide: &Guide, place: &str) -> Result<Done, GuideError> {
        let doc = DocId::fixed("guide", id);
        let held = self.doc(&doc).ok_or_else(|| DeskError::NotFound(id.to_owned()))?;
        let pack = id.split('.').next().unwrap_or_default();
        let mut whole = self.export_pack(pack).ok_or_else(|| DeskError::NotFound(pack.to_owned()))?;
        let guide = &self.kept_guide(&held.fold, guide);
        // What else the pack holds is not this change's business.
        guide.clone_into(match whole.guides.iter_mut().find(|other| other.id == guide.id) {
            Some(other) => other,
            None => return Err(DeskError::NotFound(id.to_owned()).into()),
        });
        let at = ["guides[", &guide.id, "]"].concat();
        let mut faults = check(&whole, &[]);
        faults.retain(|fault| fault.at.starts_with(&at));
        if !faults.is_empty() {
            return Err(GuideError::Faulty(Box::new(whole), faults));
        }
        let definition = serde_json::to_string(&guide).unwrap_or_default();
        if held.fold.text("definition") == definition {
            return Err(DeskError::Unchanged.into());
        }
        let change = held.fold.set("definition", Value::Text(definition));
        Ok(self.commit(Action::on("guide_changed", &doc, vec![change]).drops_draft(place)).await?)
    }

    /// A guide as it is to be kept: what was left alone is what its pack wrote.
    fn kept_guide(&self, fold: &Fold, guide: &Guide) -> Guide {
        let kept = self.state().names.words.as_ref().and_then(|words| {
            let edited = serde_json::to_value(guide).ok()?;
            serde_json::from_value(words.keep_json(fold.text("definition"), edited)).ok()
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
