//! Handbook packs: installed, updated, switched off, exported.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::names::{KindEntry, Names, PACK as BY};
use super::{Desk, DeskError, Doc, Done};
use crate::model::agent::Role;
use crate::model::change::{Change, Known};
use crate::model::chapter::Chapter;
use crate::model::document::{DocId, Entry};
use crate::model::fold::Fold;
use crate::model::guide::{DEFINITION, Guide};
use crate::model::kind::TicketKind;
use crate::model::list::{self, List};
use crate::model::pack::{Pack, PackList};
use crate::model::script::{self, Script};
use crate::model::stamp::{Clock, Stamp, Writer};
use crate::model::taboo::Taboo;
use crate::model::value::Value;
use crate::store::{Batch, NO_ROWS};

/// A kind as the settings list it.
#[derive(Clone, Debug)]
pub struct KindInfo {
    /// The kind.
    pub kind: Arc<TicketKind>,
    /// The pack it came with.
    pub pack: String,
    /// Not offered for new tickets.
    pub off: bool,
}

impl Desk {
    /// A kind.
    #[must_use]
    pub fn kind(&self, id: &str) -> Option<Arc<TicketKind>> {
        self.state().names.kinds.get(id).map(|entry| entry.kind.clone())
    }

    /// The kinds offered for new tickets.
    #[must_use]
    pub fn kinds(&self) -> Vec<Arc<TicketKind>> {
        self.all_kinds().into_iter().filter(|info| !info.off).map(|info| info.kind).collect()
    }

    /// All kinds, also those switched off, each pack's in its order.
    #[must_use]
    pub fn all_kinds(&self) -> Vec<KindInfo> {
        let info = |entry: &KindEntry| KindInfo { kind: entry.kind.clone(), pack: entry.pack.clone(), off: entry.off };
        let state = self.state();
        in_order(&state.names).into_iter().map(info).collect()
    }

    /// The installed packs: id, name and version.
    #[must_use]
    pub fn packs(&self) -> Vec<(String, String, u32)> {
        let state = self.state();
        let mut packs: Vec<_> = state
            .docs
            .few()
            .map(|doc| (&doc.document.id, doc))
            .filter(|(id, doc)| id.kind() == "pack" && doc.fold.text("off") != "yes" && !doc.fold.withdrawn)
            .map(|(id, doc)| {
                let version = doc.fold.value("version").as_int().and_then(|n| u32::try_from(n).ok());
                (
                    id.name().to_owned(),
                    state.names.text(&doc.document, &doc.fold, "name").into_owned(),
                    version.unwrap_or(0),
                )
            })
            .collect();
        packs.sort_unstable();
        packs
    }

    /// Installs a pack that has been checked. What is not here yet is written with stamps that follow from the pack
    /// alone, so that two devices offline write the same; what is here and differs is changed by the person.
    ///
    /// # Errors
    /// For managers only (anyone on a new desk), or when the store refuses.
    pub async fn install(&self, pack: &Pack) -> Result<Option<Done>, DeskError> {
        if !self.is_new() && self.role() < Role::Manager {
            return Err(DeskError::NotAllowed(Role::Manager));
        }
        let clock = pack_clock(pack);
        let mut fresh = Vec::new();
        let mut changed = Vec::new();
        for (id, registers) in documents(pack) {
            match self.doc(&id).filter(|doc| doc.fold.opening.is_some()) {
                None => fresh.push((id, opening(clock, registers))),
                Some(doc) => {
                    let differs = |(field, value): &(String, Value)| {
                        let held = doc.fold.value(field);
                        held != value && !(held.is_empty() && value.is_empty())
                    };
                    let sets: Vec<Known> = registers
                        .into_iter()
                        .filter(differs)
                        .map(|(field, value)| doc.fold.set(&field, value))
                        .collect();
                    if !sets.is_empty() {
                        changed.push((id, sets));
                    }
                }
            }
        }
        for items in &pack.lists {
            fresh.extend(self.merge_list(items, clock));
        }
        if !fresh.is_empty() {
            self.write(Batch { entries: fresh, ..Batch::default() }, NO_ROWS, None).await?;
        }
        if changed.is_empty() {
            return Ok(None);
        }
        let action = super::Action { label: "pack_updated", changes: changed, ..super::Action::default() };
        self.commit(action).await.map(Some)
    }

    /// A pack's list joins the team's: what the team has renamed, put in or taken out stays. The entries follow from
    /// the pack alone also where the list is there already, so that packs may come in any order.
    fn merge_list(&self, items: &PackList, clock: Clock) -> Option<(DocId, Vec<Entry>)> {
        let id = List::doc(&items.id);
        let mut registers = vec![(list::NAME.to_owned(), Value::text(&items.name))];
        for (place, item) in items.items.iter().enumerate() {
            if let Known::Set { field, value, .. } = list::put(&Fold::default(), place, item) {
                registers.push((field, value));
            }
        }
        let mut log = opening(clock, registers);
        if let Some(doc) = self.doc(&id) {
            let of_team = |field: &str| doc.fold.register(field).live().iter().any(|live| live.by != BY);
            log.retain(|entry| match &entry.change {
                Change::Known(Known::Set { field, .. }) => !of_team(field) && doc.document.entry(entry.stamp).is_none(),
                _ => doc.document.entry(entry.stamp).is_none(),
            });
        }
        (!log.is_empty()).then_some((id, log))
    }

    /// Takes a pack out of use: its kinds are not offered any more, tickets of them go on.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn remove_pack(&self, pack: &str) -> Result<Done, DeskError> {
        let mine = |id: &DocId| {
            id.kind() == "pack" && id.name() == pack || id.kind() == "kind" && id.name().split('.').next() == Some(pack)
        };
        let changes = {
            let state = self.state();
            let docs = state.docs.few().map(|doc| (&doc.document.id, doc));
            let docs = docs.filter(|(id, doc)| mine(id) && doc.fold.text("off") != "yes");
            docs.map(|(id, doc)| (id.clone(), vec![doc.fold.set("off", Value::text("yes"))])).collect()
        };
        self.commit(super::Action { label: "pack_removed", changes, ..super::Action::default() }).await
    }

    /// Offers a kind for new tickets, or not.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn switch_kind(&self, kind: &str, off: bool) -> Result<Done, DeskError> {
        let value = if off { Value::text("yes") } else { Value::Empty };
        self.set(&DocId::fixed("kind", kind), "off", value, None).await
    }

    /// The pack as it stands here, with the team's changes, for an exported file.
    #[must_use]
    pub fn export_pack(&self, pack: &str) -> Option<Pack> {
        let doc = self.doc(&DocId::fixed("pack", pack))?;
        let state = self.state();
        let own = |id: &str| id.split('.').next() == Some(pack);
        // As they are written, however they are shown.
        let mut written = Names::default();
        let written = if state.names.words.is_some() {
            let docs = state.docs.few().filter(|doc| matches!(doc.document.id.kind(), "kind" | "list" | "script"));
            for doc in docs {
                written.read(&doc.document, &doc.fold);
            }
            &written
        } else {
            &state.names
        };
        let kinds: Vec<TicketKind> = offered(written).into_iter().filter(|kind| own(&kind.id)).collect();
        let scripts = written.scripts.iter().filter(|(id, _)| own(id)).map(|(id, script)| Script {
            id: id.split_once('.').map_or("", |(_, id)| id).to_owned(),
            ..(**script).clone()
        });
        let used = kinds.iter().flat_map(|kind| &kind.fields).filter_map(|field| field.list.as_deref());
        let used: Vec<&str> = used.chain(["channels", script::GROUPS]).collect();
        let lists = written.lists.values().filter(|list| used.contains(&&*list.id)).map(|list| PackList {
            id: list.id.clone(),
            name: list.name.clone(),
            items: list.items.clone(),
        });
        let mut pack = Pack {
            format: "shouwen-pack".to_owned(),
            id: pack.to_owned(),
            name: doc.fold.text("name").to_owned(),
            about: doc.fold.text("about").to_owned(),
            version: doc.fold.value("version").as_int().and_then(|n| u32::try_from(n).ok()).unwrap_or(1),
            released: state.names.calendar.day(self.now()),
            lists: lists.collect(),
            scripts: scripts.collect(),
            taboos: self.of_pack(pack, "taboo", Taboo::of),
            guides: self.guides_of(pack),
            chapters: self.of_pack(pack, "chapter", |id, fold| Chapter {
                id: id.to_owned(),
                title: fold.text("title").to_owned(),
                part: fold.text("part").to_owned(),
                text: fold.text("text").to_owned(),
            }),
            kinds,
        };
        // A chapter that was put away is nobody's source.
        let known: Vec<String> = pack.chapters.iter().map(|chapter| chapter.id.clone()).collect();
        let sources = pack.kinds.iter_mut().map(|kind| &mut kind.source);
        let sources = sources.chain(pack.scripts.iter_mut().map(|script| &mut script.source));
        for source in sources.chain(pack.guides.iter_mut().map(|guide| &mut guide.source)) {
            if !known.contains(source) {
                source.clear();
            }
        }
        Some(pack)
    }

    fn guides_of(&self, pack: &str) -> Vec<Guide> {
        let read = |_: &str, fold: &Fold| serde_json::from_str::<Guide>(fold.text(DEFINITION)).ok();
        let mut all: Vec<Guide> = self.of_pack(pack, "guide", read).into_iter().flatten().collect();
        // Scripts of the team do not go with a pack.
        for step in all.iter_mut().flat_map(|guide| &mut guide.steps) {
            step.say.retain(|id| !id.contains('.'));
        }
        all
    }

    /// What a pack has brought of a kind of documents, in its order.
    fn of_pack<T>(&self, pack: &str, kind: &str, read: impl Fn(&str, &Fold) -> T) -> Vec<T> {
        let state = self.state();
        let own = |id: &DocId| id.kind() == kind && id.name().split('.').next() == Some(pack);
        let used = |doc: &Doc| !doc.fold.withdrawn && doc.fold.text("off") != "yes";
        let mut docs: Vec<_> = state.docs.few().filter(|doc| own(&doc.document.id) && used(doc)).collect();
        docs.sort_unstable_by_key(|doc| (doc.fold.value("place").as_int(), doc.document.id.clone()));
        let name = |id: &DocId| id.name().split_once('.').map_or_else(String::new, |(_, name)| name.to_owned());
        docs.into_iter().map(|doc| read(&name(&doc.document.id), &doc.fold)).collect()
    }
}

/// All kinds, each pack's in its order.
fn in_order(names: &Names) -> Vec<&KindEntry> {
    let mut entries: Vec<_> = names.kinds.iter().collect();
    entries.sort_unstable_by(|(a, x), (b, y)| (&x.pack, x.place, a).cmp(&(&y.pack, y.place, b)));
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// The kinds offered for new tickets.
fn offered(names: &Names) -> Vec<TicketKind> {
    in_order(names).into_iter().filter(|entry| !entry.off).map(|entry| (*entry.kind).clone()).collect()
}

/// A pack's documents, lists apart: their registers.
fn documents(pack: &Pack) -> Vec<(DocId, Vec<(String, Value)>)> {
    let own = |kind: &str, id: &str| DocId::fixed(kind, &format!("{}.{id}", pack.id));
    let text = |name: &str, text: &str| (name.to_owned(), Value::Text(text.to_owned()));
    let mut all = vec![(
        DocId::fixed("pack", &pack.id),
        vec![
            text("name", &pack.name),
            text("about", &pack.about),
            ("version".to_owned(), Value::Int(i64::from(pack.version))),
            ("off".to_owned(), Value::Empty),
        ],
    )];
    for (place, kind) in (0..).zip(&pack.kinds) {
        let definition = serde_json::to_string(kind).unwrap_or_default();
        let place = ("place".to_owned(), Value::Int(place));
        let registers = vec![text("definition", &definition), place, ("off".to_owned(), Value::Empty)];
        all.push((DocId::fixed("kind", &kind.id), registers));
    }
    for script in &pack.scripts {
        all.push((own("script", &script.id), script.registers()));
    }
    for taboo in &pack.taboos {
        all.push((own("taboo", &taboo.id), taboo.registers()));
    }
    for (place, guide) in (0..).zip(&pack.guides) {
        let definition = serde_json::to_string(guide).unwrap_or_default();
        let place = ("place".to_owned(), Value::Int(place));
        all.push((own("guide", &guide.id), vec![text("definition", &definition), place]));
    }
    for (place, chapter) in (0..).zip(&pack.chapters) {
        let place = ("place".to_owned(), Value::Int(place));
        let registers =
            vec![text("title", &chapter.title), text("part", &chapter.part), text("text", &chapter.text), place];
        all.push((own("chapter", &chapter.id), registers));
    }
    all
}

/// A clock whose readings follow from the pack: its day, and a writer made of its digest. Each document starts it anew,
/// so that a document's stamps do not depend on what else is installed here.
fn pack_clock(pack: &Pack) -> Clock {
    let digest = Sha256::digest(serde_json::to_vec(pack).unwrap_or_default());
    let bits = |from: usize| digest[from..from + 8].iter().fold(0, |n, byte| n << 8 | u64::from(*byte));
    let mut clock = Clock::new(Writer::new(bits(0), bits(8)));
    let day = crate::model::calendar::parse_day(&pack.released).unwrap_or(0);
    clock.resume(u64::try_from(day).unwrap_or(0) * crate::model::calendar::DAY);
    clock
}

fn opening(mut clock: Clock, registers: Vec<(String, Value)>) -> Vec<Entry> {
    let mut entry = |change: Known| {
        let stamp: Stamp = clock.tick(0);
        Entry { stamp, by: BY.to_owned(), change: Change::Known(change) }
    };
    let mut log = vec![entry(Known::Opened { kind: String::new(), number: String::new(), at: None })];
    for (field, value) in registers.into_iter().filter(|(_, value)| !value.is_empty()) {
        log.push(entry(Known::Set { field, value, over: Vec::new() }));
    }
    log
}
