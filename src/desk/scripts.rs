//! The library of scripts (F8): finding, changing, suggesting.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Action, Desk, DeskError, Done};
use crate::model::agent::Role;
use crate::model::change::Known;
use crate::model::document::DocId;
use crate::model::fault::Fault;
use crate::model::fold::Fold;
use crate::model::kind::Named;
use crate::model::library::{
    ACCEPTED, DECLINED, Owner, Suggestion, Version, WITHDRAWN, changes, seen, suggested, suggestion, versions,
    whole_kind,
};
use crate::model::script::{ARCHIVED, Answer, GROUPS, PLACE, Script, faults};
use crate::model::stamp::Stamp;
use crate::model::value::Value;
use crate::model::view::{fresh_places, place_between};
use crate::query::scripts::{Library, Standing, gain};

/// Where a new script is typed.
const NEW_SCRIPT: &str = "script/new";

/// A script as a person has changed it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScriptEdit {
    /// What stood there when it began; an empty one for a new script.
    pub before: Script,
    /// What shall stand there.
    pub after: Script,
    /// The stamps that stood in each register when it began.
    pub seen: BTreeMap<String, Vec<Stamp>>,
    /// A new one is one's own, not the team's.
    pub own: bool,
    /// Why it is suggested.
    pub why: String,
}

/// So many scripts are shown for a kind whose state has none.
const OF_KIND: usize = 8;

impl Desk {
    /// The scripts that the person at the desk sees, archived ones too, in the order of their names.
    #[must_use]
    pub fn scripts(&self) -> Vec<Arc<Script>> {
        let me = self.0.me.borrow();
        let state = self.state();
        let seen = state.names.scripts.iter().filter(|(id, _)| Owner::of(id).is_for(&me));
        seen.map(|(_, script)| script.clone()).collect()
    }

    /// The groups of scripts in their order; of several that carry the same name each tells the pack it is of.
    #[must_use]
    pub fn script_groups(&self) -> Vec<Named> {
        let mut groups = self.list(GROUPS).items.clone();
        let packs = self.packs();
        let pack_of = |group: &str| {
            let state = self.state();
            let mut own = state.names.scripts.values().filter(|script| script.groups.iter().any(|one| one == group));
            own.find_map(|script| match Owner::of(&script.id) {
                Owner::Pack(pack) => packs.iter().find(|(id, ..)| id == pack).map(|(_, name, _)| name.clone()),
                Owner::Team | Owner::Agent(_) => None,
            })
        };
        let names: Vec<String> = groups.iter().map(|group| group.name.clone()).collect();
        for group in &mut groups {
            if names.iter().filter(|name| **name == group.name).count() > 1
                && let Some(pack) = pack_of(&group.id)
            {
                group.name = [&*group.name, " · ", &pack].concat();
            }
        }
        groups
    }

    /// A script by its document's name, if the person at the desk sees it.
    #[must_use]
    pub fn script(&self, name: &str) -> Option<Arc<Script>> {
        let script = self.state().names.scripts.get(name).cloned();
        script.filter(|_| Owner::of(name).is_for(&self.0.me.borrow()))
    }

    /// The scripts for a state of a kind: those that it names, in its order, then what the team or the person at the desk
    /// wrote for it. Where there is none, a few of its other states, or that fit the kind.
    #[must_use]
    pub fn scripts_for(&self, kind: &str, state: &str) -> Vec<Arc<Script>> {
        let Some(kind) = self.kind(kind) else { return Vec::new() };
        let pack = kind.id.split('.').next().unwrap_or_default();
        let me = self.0.me.borrow();
        let desk = self.state();
        let all = &desk.names.scripts;
        let of = |id: &String| all.get(&format!("{pack}.{id}")).cloned();
        let named = kind.state(state).into_iter().flat_map(|state| &state.scripts).filter_map(of);
        let fits = |id: &str, script: &Script| {
            let mut here = script.fits.iter().filter(|fit| whole_kind(id, &fit.kind) == kind.id);
            here.any(|fit| fit.states.is_empty() || fit.states.iter().any(|one| one == state))
        };
        let own = all.iter().filter(|(id, script)| {
            !matches!(Owner::of(id), Owner::Pack(_)) && Owner::of(id).is_for(&me) && fits(id, script)
        });
        let found = named.chain(own.map(|(_, script)| script.clone())).filter(|script| !script.archived);
        let found: Vec<Arc<Script>> = found.collect();
        if !found.is_empty() {
            return found;
        }
        let of_kind = |id: &str, script: &Script| script.fits.iter().any(|fit| whole_kind(id, &fit.kind) == kind.id);
        let seen = all.iter().filter(|(id, script)| Owner::of(id).is_for(&me) && of_kind(id, script));
        // What its other states name is nearer to it than what fits other kinds, too.
        let elsewhere = kind.states.iter().flat_map(|state| &state.scripts).filter_map(of);
        let mut found: Vec<Arc<Script>> = Vec::new();
        for script in elsewhere.chain(seen.map(|(_, script)| script.clone())).filter(|script| !script.archived) {
            if found.len() < OF_KIND && found.iter().all(|other| other.id != script.id) {
                found.push(script);
            }
        }
        found
    }

    /// The scripts that a text finds, the best first, at most so many (F8).
    #[must_use]
    pub fn find_scripts(&self, text: &str, standing: Option<&Standing>, most: usize) -> Vec<Arc<Script>> {
        let me = self.0.me.borrow().clone();
        let waiting = self.waiting();
        let today = self.day_of_use();
        let state = self.state();
        let names = &state.names;
        let offered = || {
            let offered = names.scripts.iter().filter(|(_, script)| !script.archived);
            offered.map(|(id, script)| (script.clone(), names.plain.get(id).unwrap_or(script).clone()))
        };
        let library = names.library.get_or_init(|| Library::with_words(offered(), names.words.clone()));
        let of_me = state.uses().get(&me);
        let used = |id: &str| {
            if !Owner::of(id).is_for(&me) {
                return None;
            }
            let counted = of_me.and_then(|mine| mine.get(id)).copied().unwrap_or_default();
            let (copied, written) = waiting.counts.get(id).copied().unwrap_or_default();
            let last = if copied + written > 0 { today } else { counted.last };
            Some(gain(counted.total() + copied + written, today.saturating_sub(last)))
        };
        library.find(text, standing, &used, state.pinyin.as_deref(), most)
    }

    /// What is wrong with a script; `name` is its document's, empty for one of the team or of one's own.
    #[must_use]
    pub fn script_faults(&self, name: &str, script: &Script) -> Vec<Fault> {
        let state = self.state();
        let pack = match Owner::of(name) {
            Owner::Pack(pack) => pack,
            Owner::Team | Owner::Agent(_) => "",
        };
        let kinds = state.names.kinds.values().filter(|entry| pack.is_empty() || entry.pack == pack);
        let names: Vec<&str> = kinds.flat_map(|entry| &entry.kind.fields).map(|field| field.id.as_str()).collect();
        faults(script, &|name| names.contains(&name))
    }

    /// Saves a script; `name` is its document's, empty for a new one. `place` is where it was typed.
    ///
    /// # Errors
    /// When it has faults or nothing changes, or as for `commit`: the team's scripts are a lead's to change.
    pub async fn save_script(&self, name: &str, edit: &ScriptEdit, place: &str) -> Result<(DocId, Done), DeskError> {
        if let Some(fault) = self.script_faults(name, &edit.after).into_iter().next() {
            return Err(DeskError::Faulty(fault));
        }
        let sets = changes(&edit.before, &edit.after, &edit.seen);
        if sets.is_empty() {
            return Err(DeskError::Unchanged);
        }
        let (id, action) = if name.is_empty() {
            let id = self.new_script(edit.own)?;
            let opened = Known::Opened { kind: String::new(), number: String::new(), at: None };
            let all = std::iter::once(opened).chain(sets).collect();
            (id.clone(), Action::on("script_added", &id, all))
        } else {
            let id = DocId::fixed("script", name);
            (id.clone(), Action::on("script_changed", &id, sets))
        };
        let done = self.commit(action.drops_draft(place)).await?;
        Ok((id, done))
    }

    /// Puts a text into the draft of a new script, beside what is typed there already.
    ///
    /// # Errors
    /// When the store refuses.
    pub fn begin_script(&self, text: &str) -> impl Future<Output = Result<(), DeskError>> + 'static + use<> {
        let draft = self.draft(NEW_SCRIPT).and_then(|text| serde_json::from_str::<ScriptEdit>(&text).ok());
        let own = self.role() < Role::Lead;
        let mut edit = draft.unwrap_or_else(|| ScriptEdit { own, ..ScriptEdit::default() });
        edit.after.answers.retain(|answer| !answer.text.trim().is_empty());
        edit.after.answers.push(Answer { when: String::new(), text: text.to_owned() });
        let (desk, text) = (self.clone(), serde_json::to_string(&edit).unwrap_or_default());
        async move { desk.keep_draft(NEW_SCRIPT, &text).await }
    }

    fn new_script(&self, own: bool) -> Result<DocId, DeskError> {
        let me = self.me().ok_or(DeskError::Nobody)?;
        let minted = self.mint("script");
        Ok(if own { Owner::Agent(&me.id).doc(minted.name()) } else { Owner::Team.doc(minted.name()) })
    }

    /// What a script's document has said, as it is shown, the oldest first.
    #[must_use]
    pub fn script_versions(&self, name: &str) -> Vec<Version> {
        let id = DocId::fixed("script", name);
        let mut all = self.doc(&id).map(|doc| versions(&doc.document)).unwrap_or_default();
        if self.has_words() {
            for version in &mut all {
                let again = |(field, value): (String, Value)| {
                    let value = self.reworded(&id, &field, value);
                    (field, value)
                };
                version.script = version.script.with(version.script.registers().into_iter().map(again));
            }
        }
        all
    }

    /// Makes a script what it once was: its version of that stamp.
    ///
    /// # Errors
    /// When it is so already, or as for `save_script`.
    pub async fn restore_script(&self, name: &str, version: Stamp) -> Result<Done, DeskError> {
        let (id, fold, _) = self.script_doc(name)?;
        // As it was written, however it is shown.
        let all = self.doc(&id).map(|doc| versions(&doc.document)).unwrap_or_default();
        let version = all.iter().find(|one| one.stamp == version);
        let version = version.ok_or_else(|| DeskError::NotFound(id.to_string()))?;
        let sets = changes(&Script::of(name, &fold), &version.script, &seen(&fold));
        if sets.is_empty() {
            return Err(DeskError::Unchanged);
        }
        self.commit(Action::on("script_restored", &id, sets)).await
    }

    /// Takes a script out of use, or brings it back.
    ///
    /// # Errors
    /// As for `save_script`.
    pub async fn archive_script(&self, name: &str, archived: bool) -> Result<Done, DeskError> {
        let (id, fold, _) = self.script_doc(name)?;
        let value = if archived { Value::text("yes") } else { Value::Empty };
        let label = if archived { "script_archived" } else { "script_back" };
        self.commit(Action::on(label, &id, vec![fold.set(ARCHIVED, value)])).await
    }

    /// Moves a script to another place, counted from zero, among `others`: documents' names in their order, without it.
    ///
    /// # Errors
    /// As for `save_script`.
    pub async fn move_script(&self, name: &str, others: &[String], to: usize) -> Result<Done, DeskError> {
        let place = |fold: &Fold, at: i64| fold.set(PLACE, Value::Int(at));
        let to = to.min(others.len());
        let scripts: Vec<_> = others.iter().filter_map(|name| self.script(name)).collect();
        let places: Option<Vec<i64>> = scripts.iter().map(|script| script.place).collect();
        let mut all = Vec::new();
        if let Some(at) = places.and_then(|places| place_between(&places, to)) {
            let (id, fold, _) = self.script_doc(name)?;
            all.push((id, vec![place(&fold, at)]));
        } else {
            let mut order: Vec<&str> = others.iter().map(String::as_str).collect();
            order.insert(to, name);
            for (name, at) in order.iter().zip(fresh_places(order.len())) {
                let (id, fold, script) = self.script_doc(name)?;
                if script.place != Some(at) {
                    all.push((id, vec![place(&fold, at)]));
                }
            }
        }
        self.commit(Action { label: "script_changed", changes: all, ..Action::default() }).await
    }

    fn script_doc(&self, name: &str) -> Result<(DocId, Fold, Arc<Script>), DeskError> {
        let id = DocId::fixed("script", name);
        let fold = self.doc(&id).map(|doc| doc.fold.clone());
        let script = self.script(name).zip(fold);
        script.map(|(script, fold)| (id.clone(), fold, script)).ok_or_else(|| DeskError::NotFound(id.to_string()))
    }

    /// The suggestions that concern the person at the desk, the latest first: a lead's are all, an agent's their own.
    #[must_use]
    pub fn suggestions(&self) -> Vec<Arc<Suggestion>> {
        let leads = self.role() >= Role::Lead || self.role() == Role::Auditor;
        let me = self.0.me.borrow();
        let state = self.state();
        let all = state.names.suggestions.values().filter(|one| leads || one.by == **me);
        let shown = |one: &Arc<Suggestion>| match state.docs.get(&DocId::fixed("script", &one.script)) {
            Some(doc) if state.names.words.is_some() => {
                let again = |field: &str, value: &Value| state.names.reworded(&doc.document, field, value);
                Arc::new(one.with(&|field, value| again(field, value).unwrap_or_else(|| value.clone())))
            }
            _ => one.clone(),
        };
        let mut all: Vec<_> = all.map(shown).collect();
        // What waits for an answer comes first.
        all.sort_by(|a, b| b.is_open().cmp(&a.is_open()).then(b.at.cmp(&a.at)).then_with(|| a.id.cmp(&b.id)));
        all
    }

    /// How many suggestions wait for a lead's answer.
    #[must_use]
    pub fn open_suggestions(&self) -> usize {
        self.state().names.suggestions.values().filter(|one| one.is_open()).count()
    }

    /// The script as it stood before a suggestion was taken up; as it stands while it is open or was not.
    #[must_use]
    pub fn before_suggestion(&self, one: &Suggestion) -> Script {
        let now = || self.script(&one.script).map(|script| (*script).clone()).unwrap_or_default();
        let taken = one.answered.as_ref().filter(|_| one.state == ACCEPTED);
        let Some((by, stamp)) = taken else { return now() };
        // The answer is written with the change, in one go.
        let before =
            |version: &Version| version.stamp < *stamp && !(version.by == *by && version.stamp.millis == stamp.millis);
        self.script_versions(&one.script).into_iter().rfind(before).map(|version| version.script).unwrap_or_default()
    }

    /// Suggests to a lead what to change in a script of the team; `name` is its document's, empty for a new one.
    ///
    /// # Errors
    /// When it has faults or nothing changes, or as for `commit`.
    pub async fn suggest(&self, name: &str, edit: &ScriptEdit, place: &str) -> Result<Done, DeskError> {
        if let Some(fault) = self.script_faults(name, &edit.after).into_iter().next() {
            return Err(DeskError::Faulty(fault));
        }
        let me = self.me().ok_or(DeskError::Nobody)?;
        let mut all = suggestion(name, &edit.before, &edit.after, &edit.why);
        self.keep_pieces(&DocId::fixed("script", name), &mut all);
        if all.is_empty() {
            return Err(DeskError::Unchanged);
        }
        let id = Suggestion::doc(&me.id, self.mint("suggestion").name());
        self.commit(Action::on("script_suggested", &id, all).drops_draft(place)).await
    }

    /// Does what is suggested, in one action: the script, and the answer.
    ///
    /// # Errors
    /// When it was answered already or the script would have faults; as for `commit`: for leads.
    pub async fn accept_suggestion(&self, id: &DocId) -> Result<Done, DeskError> {
        let (one, fold) = self.suggestion(id)?;
        let (script, mut sets) = if one.script.is_empty() {
            let opened = Known::Opened { kind: String::new(), number: String::new(), at: None };
            (self.new_script(false)?, vec![opened])
        } else {
            (DocId::fixed("script", &one.script), Vec::new())
        };
        let held = self.doc(&script).map(|doc| doc.fold.clone()).unwrap_or_default();
        let now = self.script(script.name()).unwrap_or_default();
        let after = one.apply(&now);
        if let Some(fault) = self.script_faults(&one.script, &after).into_iter().next() {
            return Err(DeskError::Faulty(fault));
        }
        sets.extend(changes(&now, &after, &seen(&held)));
        let answer = vec![fold.set(suggested::STATE, Value::text(ACCEPTED))];
        let changes = vec![(script, sets), (id.clone(), answer)];
        self.commit(Action { label: "suggestion_accepted", changes, ..Action::default() }).await
    }

    /// Declines what is suggested, and says why.
    ///
    /// # Errors
    /// Without a reason; when it was answered already; as for `commit`: for leads.
    pub async fn decline_suggestion(&self, id: &DocId, because: &str, place: &str) -> Result<Done, DeskError> {
        if because.trim().is_empty() {
            return Err(DeskError::Missing("why"));
        }
        let (_, fold) = self.suggestion(id)?;
        let answer =
            vec![fold.set(suggested::STATE, Value::text(DECLINED)), fold.set(suggested::BECAUSE, Value::text(because))];
        self.commit(Action::on("suggestion_declined", id, answer).drops_draft(place)).await
    }

    /// Takes back what the person at the desk suggested.
    ///
    /// # Errors
    /// When it was answered already, or as for `commit`.
    pub async fn withdraw_suggestion(&self, id: &DocId) -> Result<Done, DeskError> {
        let (_, fold) = self.suggestion(id)?;
        let answer = vec![fold.set(suggested::STATE, Value::text(WITHDRAWN))];
        self.commit(Action::on("suggestion_withdrawn", id, answer)).await
    }

    fn suggestion(&self, id: &DocId) -> Result<(Suggestion, Fold), DeskError> {
        let doc = self.doc(id).ok_or_else(|| DeskError::NotFound(id.to_string()))?;
        let one = Suggestion::of(id, &doc.fold).ok_or_else(|| DeskError::NotFound(id.to_string()))?;
        if one.is_open() { Ok((one, doc.fold.clone())) } else { Err(DeskError::Unchanged) }
    }
}
