//! Scripts from a table: all of them or none, in one action.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Action, Desk, DeskError, Done};
use crate::model::change::Known;
use crate::model::document::DocId;
use crate::model::fold::Fold;
use crate::model::kind::Named;
use crate::model::library::{Owner, changes, seen};
use crate::model::list::{self, List};
use crate::model::script::{GROUPS, Script, Stage};
use crate::query::script_table::Trial;

/// What changes in a document.
type Changes = (DocId, Vec<Known>);

/// What an import of scripts would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScriptImport {
    /// So many are new.
    pub new: usize,
    /// So many are there and change.
    pub changed: usize,
    /// So many are there as they are.
    pub same: usize,
}

impl Desk {
    /// The ids of all kinds' fields: what placeholders may name.
    #[must_use]
    pub fn field_names(&self) -> Vec<String> {
        let state = self.state();
        let fields = state.names.kinds.values().flat_map(|entry| &entry.kind.fields);
        let mut names: Vec<String> = fields.map(|field| field.id.clone()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// What a field of that id is called, in whichever kind it is.
    #[must_use]
    pub fn field_called(&self, name: &str) -> Option<String> {
        let state = self.state();
        let mut kinds = state.names.kinds.values();
        kinds.find_map(|entry| entry.kind.field(name).map(|field| field.name.clone()))
    }

    /// What importing these scripts would do: one of the team's with the same code and title changes.
    #[must_use]
    pub fn weigh_scripts(&self, trial: &Trial) -> ScriptImport {
        let mut would = ScriptImport::default();
        for script in &trial.scripts {
            match self.same_script(script) {
                None => would.new += 1,
                Some(here) if changes(&here, &over(&here, script), &BTreeMap::new()).is_empty() => would.same += 1,
                Some(_) => would.changed += 1,
            }
        }
        would
    }

    /// Imports scripts for the team, all of them in one action: new groups, new scripts, and those that change.
    ///
    /// # Errors
    /// When there is a problem left, nothing would change, or as for `commit`: for leads.
    pub async fn import_scripts(&self, trial: &Trial) -> Result<Done, DeskError> {
        if !trial.problems.is_empty() {
            return Err(DeskError::Missing("problems"));
        }
        let mut all: Vec<Changes> = Vec::new();
        let (groups, ids) = self.new_groups(&trial.groups);
        all.extend(groups);
        for script in &trial.scripts {
            let mut script = script.clone();
            for group in &mut script.groups {
                if let Some(id) = ids.get(group) {
                    group.clone_from(id);
                }
            }
            if script.code.is_empty() {
                script.code = self.code_for(&script.title);
            }
            if let Some(here) = self.same_script(&script) {
                let id = DocId::fixed("script", &here.id);
                let held = self.doc(&id).map(|doc| doc.fold.clone()).unwrap_or_default();
                let sets = changes(&here, &over(&here, &script), &seen(&held));
                if !sets.is_empty() {
                    all.push((id, sets));
                }
            } else {
                let id = Owner::Team.doc(self.mint("script").name());
                let opened = Known::Opened { kind: String::new(), number: String::new(), at: None };
                let sets = changes(&Script::default(), &script, &BTreeMap::new());
                all.push((id, std::iter::once(opened).chain(sets).collect()));
            }
        }
        if all.is_empty() {
            return Err(DeskError::Unchanged);
        }
        self.commit(Action { label: "scripts_imported", changes: all, ..Action::default() }).await
    }

    /// The changes that add groups, and their ids by name.
    fn new_groups(&self, names: &[String]) -> (Option<Changes>, BTreeMap<String, String>) {
        let id = List::doc(GROUPS);
        let doc = self.doc(&id);
        let mut sets = Vec::new();
        if doc.is_none() {
            sets.push(Known::Opened { kind: String::new(), number: String::new(), at: None });
        }
        let nothing = Fold::default();
        let fold = doc.as_ref().map_or(&nothing, |doc| &doc.fold);
        let places = self.list(GROUPS).items.len();
        let mut ids = BTreeMap::new();
        for (at, name) in names.iter().enumerate() {
            let minted = self.mint("g").as_str().replace('-', "_");
            sets.push(list::put(fold, places + at, &Named { id: minted.clone(), name: name.clone() }));
            ids.insert(name.clone(), minted);
        }
        ((!names.is_empty()).then_some((id, sets)), ids)
    }

    fn same_script(&self, script: &Script) -> Option<Arc<Script>> {
        let named =
            |one: &Arc<Script>| one.title == script.title && (script.code.is_empty() || one.code == script.code);
        self.scripts()
            .into_iter()
            .find(|one| named(one) && !one.archived && !matches!(Owner::of(&one.id), Owner::Agent(_)))
    }

    /// The initials of a title's sound, or the title itself while sounds are not known.
    #[must_use]
    pub fn code_for(&self, title: &str) -> String {
        let initials = self.pinyin().map(|pinyin| pinyin.initials(title, false)).unwrap_or_default();
        let code: String = initials.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
        if code.is_empty() { title.chars().take(8).collect() } else { code }
    }
}

/// A script with what a table says of it; what the table leaves empty stays.
fn over(here: &Script, script: &Script) -> Script {
    let text = |new: &String, old: &String| if new.is_empty() { old.clone() } else { new.clone() };
    let list = |new: &Vec<String>, old: &Vec<String>| if new.is_empty() { old.clone() } else { new.clone() };
    Script {
        code: text(&script.code, &here.code),
        question: text(&script.question, &here.question),
        groups: list(&script.groups, &here.groups),
        channels: list(&script.channels, &here.channels),
        steps: list(&script.steps, &here.steps),
        never: list(&script.never, &here.never),
        stage: if script.stage == Stage::Any { here.stage } else { script.stage },
        answers: script.answers.clone(),
        ..here.clone()
    }
}
