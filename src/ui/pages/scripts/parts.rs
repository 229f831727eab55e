//! The parts of a script in words: what each is called, and what it holds.

use crate::desk::Desk;
use crate::model::document::DocId;
use crate::model::library::{Owner, whole_kind};
use crate::model::script::{Answer, GROUPS, Script};
use crate::ui::texts::library::LibraryTexts;

/// The chapter that a script comes from: its document and its title, if it is here.
#[must_use]
pub fn chapter(desk: &Desk, script: &Script) -> Option<(DocId, String)> {
    if script.source.is_empty() {
        return None;
    }
    let name = match Owner::of(&script.id) {
        Owner::Pack(pack) if !script.source.contains('.') => [pack, ".", &script.source].concat(),
        _ => script.source.clone(),
    };
    let id = DocId::fixed("chapter", &name);
    let title = desk.doc(&id).map(|_| desk.text(&id, "title"))?;
    Some((id, title))
}

/// One answer with its condition.
fn answer(answer: &Answer) -> String {
    if answer.when.is_empty() { answer.text.clone() } else { ["【", &answer.when, "】", &answer.text].concat() }
}

/// The kinds and states that a script fits, in words.
#[must_use]
pub fn fits(desk: &Desk, script: &Script) -> Vec<String> {
    let one = |fit: &crate::model::script::Fit| {
        let id = whole_kind(&script.id, &fit.kind);
        let Some(kind) = desk.kind(&id) else { return id };
        if fit.states.is_empty() {
            return kind.name.clone();
        }
        let state = |id: &String| kind.state(id).map_or_else(|| id.clone(), |state| state.name.clone());
        let states: Vec<String> = fit.states.iter().map(state).collect();
        [&kind.name, "（", &states.join("、"), "）"].concat()
    };
    script.fits.iter().map(one).collect()
}

/// The names of items of a list.
#[must_use]
pub fn names(desk: &Desk, list: &str, items: &[String]) -> Vec<String> {
    let list = desk.list(list);
    items.iter().map(|item| list.name_of(item).to_owned()).collect()
}

/// Every part of a script: what it is called, and its words.
#[must_use]
pub fn all(desk: &Desk, script: &Script) -> Vec<(&'static str, String)> {
    let t = LibraryTexts::t();
    let answers: Vec<String> = script.answers.iter().map(answer).collect();
    vec![
        (t.title, script.title.clone()),
        (t.code, script.code.clone()),
        (t.question, script.question.clone()),
        (t.answers, answers.join("\n\n")),
        (t.steps, script.steps.join("\n")),
        (t.never, script.never.join("\n")),
        (t.groups_of, names(desk, GROUPS, &script.groups).join("、")),
        (t.stage, t.stage_name(script.stage).to_owned()),
        (t.channels, names(desk, "channels", &script.channels).join("、")),
        (t.fits, fits(desk, script).join("、")),
        (t.source, chapter(desk, script).map_or_else(|| script.source.clone(), |(_, title)| title)),
    ]
}

/// What a register of a script is called.
#[must_use]
pub fn register_name(name: &str) -> &str {
    let t = LibraryTexts::t();
    match name {
        "title" => t.title,
        "code" => t.code,
        "question" => t.question,
        "answers" | "text" => t.answers,
        "steps" => t.steps,
        "never" => t.never,
        "groups" => t.groups_of,
        "stage" => t.stage,
        "channels" => t.channels,
        "fits" => t.fits,
        "source" => t.source,
        "archived" => t.archived,
        other => other,
    }
}
