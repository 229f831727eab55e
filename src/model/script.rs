//! Scripts (话术, F1–F8): what is said, in several ways, apart from what is done.

use serde::{Deserialize, Serialize};

use super::check::{Faults, is_id};
use super::fault::{Fault, FaultKind};
use super::fold::Fold;
use super::pack::Pack;
use super::value::Value;

/// The list of the groups that scripts are put in.
pub const GROUPS: &str = "script_groups";

/// The register that holds `yes` while a script is not offered.
pub const ARCHIVED: &str = "archived";
/// The register of a script's place in its groups.
pub const PLACE: &str = "place";

/// Stands between an answer and what it holds for, in a register.
const SEPARATOR: char = '\u{1f}';

/// A moment of a conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Greeting.
    Greet,
    /// Who is speaking, which order, which room.
    Identify,
    /// Listening.
    Listen,
    /// Saying the matter again, to be sure of it.
    Restate,
    /// While something is looked up.
    Hold,
    /// The answer to a question.
    Answer,
    /// The steps of a solution.
    Solve,
    /// What is promised, and by when.
    Promise,
    /// Saying good-bye.
    Close,
    /// A call made to a customer.
    Outbound,
    /// Whenever it fits.
    #[default]
    Any,
}

impl Stage {
    /// All of them, in the order of a conversation.
    pub const ALL: [Self; 11] = [
        Self::Greet,
        Self::Identify,
        Self::Listen,
        Self::Restate,
        Self::Hold,
        Self::Answer,
        Self::Solve,
        Self::Promise,
        Self::Close,
        Self::Outbound,
        Self::Any,
    ];

    /// Its name in packs.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Greet => "greet",
            Self::Identify => "identify",
            Self::Listen => "listen",
            Self::Restate => "restate",
            Self::Hold => "hold",
            Self::Answer => "answer",
            Self::Solve => "solve",
            Self::Promise => "promise",
            Self::Close => "close",
            Self::Outbound => "outbound",
            Self::Any => "any",
        }
    }

    /// The stage of that name.
    #[must_use]
    pub fn of(id: &str) -> Self {
        Self::ALL.into_iter().find(|stage| stage.id() == id).unwrap_or_default()
    }
}

/// One way of saying it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// What it holds for, in words; empty: always.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub when: String,
    /// What is said, with placeholders.
    pub text: String,
}

/// Where a script belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fit {
    /// A kind of the same pack, without the pack's name.
    pub kind: String,
    /// Its states; none: all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<String>,
}

/// A script.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// Unique within the pack, lower-case letters, digits and `_`.
    pub id: String,
    /// The 拼音 initials by which it is called.
    pub code: String,
    /// What it is for.
    pub title: String,
    /// Items of the list `GROUPS`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// The moment it is for.
    #[serde(default)]
    pub stage: Stage,
    /// What the customer says; empty where the agent begins.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub question: String,
    /// Items of the list `channels`; none: all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
    /// Where it belongs; nowhere: everywhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fits: Vec<Fit>,
    /// What is said (回答要点): at least one way.
    #[serde(default)]
    pub answers: Vec<Answer>,
    /// The one answer of a pack that was written before there were several; `settle` makes it one of them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// What is done (处理方式).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
    /// What not to say here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub never: Vec<String>,
    /// The chapter of the handbook that it comes from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Not offered any more. The team's word, no part of a pack.
    #[serde(skip)]
    pub archived: bool,
    /// Where the team put it in its groups: the lesser the earlier.
    #[serde(skip)]
    pub place: Option<i64>,
}

impl Script {
    /// Makes an earlier pack's one answer the first of several.
    pub fn settle(&mut self) {
        let text = std::mem::take(&mut self.text);
        if self.answers.is_empty() && !text.is_empty() {
            self.answers.push(Answer { when: String::new(), text });
        }
    }

    /// The first way of saying it.
    #[must_use]
    pub fn first(&self) -> &str {
        self.answers.first().map_or("", |answer| &answer.text)
    }

    /// Whether it belongs to tickets of this kind (named without its pack) in this state.
    #[must_use]
    pub fn fits(&self, kind: &str, state: &str) -> bool {
        let fits = |fit: &Fit| fit.kind == kind && (fit.states.is_empty() || fit.states.iter().any(|one| one == state));
        self.fits.iter().any(fits)
    }

    /// What its document holds.
    #[must_use]
    pub fn registers(&self) -> Vec<(String, Value)> {
        let text = |name: &str, text: &str| (name.to_owned(), Value::text(text));
        let list = |name: &str, items: &[String]| (name.to_owned(), Value::List(items.to_vec()));
        let answers: Vec<String> = self.answers.iter().map(|answer| joined(&answer.when, &answer.text)).collect();
        let fits: Vec<String> = self.fits.iter().map(|fit| joined(&fit.kind, &fit.states.join(" "))).collect();
        vec![
            text("code", &self.code),
            text("title", &self.title),
            list("groups", &self.groups),
            text("stage", self.stage.id()),
            text("question", &self.question),
            list("channels", &self.channels),
            list("fits", &fits),
            list("answers", &answers),
            list("steps", &self.steps),
            list("never", &self.never),
            text("source", &self.source),
            // What the first packs kept instead of answers.
            ("text".to_owned(), Value::Empty),
        ]
    }

    /// A script as its document says.
    #[must_use]
    pub fn of(id: &str, fold: &Fold) -> Self {
        Self::read(id, &|name| fold.value(name))
    }

    /// The same script with other values in its registers, the last of each counts; whether it is archived and where it stands stays.
    #[must_use]
    pub fn with(&self, registers: impl Iterator<Item = (String, Value)>) -> Self {
        let all: Vec<(String, Value)> = registers.collect();
        let last = |name: &str| all.iter().rev().find(|(known, _)| known == name).map_or(&Value::Empty, |(_, v)| v);
        let made = Self::read(&self.id, &last);
        Self { archived: self.archived, place: self.place, ..made }
    }

    /// A script whose registers hold these values.
    #[must_use]
    pub fn read<'a>(id: &str, value: &dyn Fn(&str) -> &'a Value) -> Self {
        let text = |name| value(name).as_str().to_owned();
        let list = |name: &str| value(name).as_list().to_vec();
        let answer = |answer: &String| {
            let (when, text) = parted(answer);
            Answer { when: when.to_owned(), text: text.to_owned() }
        };
        let fit = |fit: &String| {
            let (kind, states) = parted(fit);
            Fit { kind: kind.to_owned(), states: states.split_whitespace().map(str::to_owned).collect() }
        };
        let mut script = Self {
            id: id.to_owned(),
            code: text("code"),
            title: text("title"),
            groups: list("groups"),
            stage: Stage::of(value("stage").as_str()),
            question: text("question"),
            channels: list("channels"),
            fits: list("fits").iter().map(fit).collect(),
            answers: list("answers").iter().map(answer).collect(),
            text: text("text"),
            steps: list("steps"),
            never: list("never"),
            source: text("source"),
            archived: value(ARCHIVED).as_str() == "yes",
            place: value(PLACE).as_int(),
        };
        script.settle();
        script
    }
}

fn joined(first: &str, second: &str) -> String {
    let mut text = String::with_capacity(first.len() + second.len() + 1);
    text.push_str(first);
    text.push(SEPARATOR);
    text.push_str(second);
    text
}

fn parted(text: &str) -> (&str, &str) {
    text.split_once(SEPARATOR).unwrap_or(("", text))
}

/// What is wrong with what a script says, whatever pack it is of; `field` tells the names of fields.
#[must_use]
pub fn faults(script: &Script, field: &dyn Fn(&str) -> bool) -> Vec<Fault> {
    let mut faults = Faults::default();
    check_words(script, "", field, &mut faults);
    faults.0
}

/// `at` is where the script is, with a dot behind it, or empty.
fn check_words(script: &Script, at: &str, field: &dyn Fn(&str) -> bool, faults: &mut Faults) {
    faults.not_empty(&format!("{at}code"), &script.code);
    faults.not_empty(&format!("{at}title"), &script.title);
    if script.answers.is_empty() {
        faults.add(format!("{at}answers"), FaultKind::Empty);
    }
    for (i, answer) in script.answers.iter().enumerate() {
        let at = format!("{at}answers[{i}].text");
        faults.not_empty(&at, &answer.text);
        faults.placeholders(&at, &answer.text, field);
    }
}

/// What is wrong with a pack's scripts.
pub(super) fn check_scripts(pack: &Pack, faults: &mut Faults) {
    faults.ids("scripts", pack.scripts.iter().map(|script| &script.id));
    faults.once("scripts", ".code", pack.scripts.iter().map(|script| &script.code));
    let field = |name: &str| pack.kinds.iter().flat_map(|kind| &kind.fields).any(|field| field.id == name);
    let in_list = |list: &str, item: &str| {
        pack.lists.iter().filter(|one| one.id == list).flat_map(|list| &list.items).any(|one| one.id == item)
    };
    for script in &pack.scripts {
        let at = format!("scripts[{}]", script.id);
        check_words(script, &format!("{at}."), &field, faults);
        for (name, list, items) in [("groups", GROUPS, &script.groups), ("channels", "channels", &script.channels)] {
            for (i, item) in items.iter().enumerate().filter(|(_, item)| !in_list(list, item)) {
                faults.add(format!("{at}.{name}[{i}]"), FaultKind::UnknownPart(item.clone()));
            }
        }
        for (i, fit) in script.fits.iter().enumerate() {
            let at = format!("{at}.fits[{i}]");
            let kind = pack.kinds.iter().find(|kind| kind.id.split_once('.').is_some_and(|(_, name)| name == fit.kind));
            let Some(kind) = kind.filter(|_| is_id(&fit.kind)) else {
                faults.add(format!("{at}.kind"), FaultKind::UnknownKind(fit.kind.clone()));
                continue;
            };
            for (i, state) in fit.states.iter().enumerate().filter(|(_, state)| kind.state(state).is_none()) {
                faults.add(format!("{at}.states[{i}]"), FaultKind::UnknownState(state.clone()));
            }
        }
        faults.source(&at, &script.source, pack);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::change::{Change, Known};
    use crate::model::document::{DocId, Document, Entry};
    use crate::model::stamp::{Clock, Writer};

    fn kept(registers: Vec<(String, Value)>) -> Script {
        let mut clock = Clock::new(Writer::new(1, 2));
        let set = |(field, value)| {
            let change = Change::Known(Known::Set { field, value, over: Vec::new() });
            Entry { stamp: clock.tick(0), by: String::new(), change }
        };
        let log = registers.into_iter().map(set).collect();
        Script::of("hello", &Fold::of(&Document::new(DocId::new("script-hello"), log)))
    }

    #[test]
    fn a_script_is_kept_whole() {
        let list = |items: &[&str]| items.iter().map(|&item| item.to_owned()).collect::<Vec<_>>();
        let answer = |when: &str, text: &str| Answer { when: when.to_owned(), text: text.to_owned() };
        let script = Script {
            id: "hello".to_owned(),
            code: "nh".to_owned(),
            title: "问好".to_owned(),
            groups: list(&["greeting"]),
            stage: Stage::Greet,
            question: "喂？".to_owned(),
            channels: list(&["phone"]),
            fits: vec![
                Fit { kind: "case".to_owned(), states: list(&["new", "work"]) },
                Fit { kind: "other".to_owned(), states: Vec::new() },
            ],
            answers: vec![answer("", "您好。"), answer("回头客", "又见面了。\n您好。")],
            text: String::new(),
            steps: list(&["记下姓名"]),
            never: list(&["喂"]),
            source: "rules".to_owned(),
            ..Script::default()
        };
        assert_eq!(kept(script.registers()), script);
        assert!(script.fits("case", "new") && script.fits("other", "any") && !script.fits("case", "done"));
    }

    #[test]
    fn what_the_first_packs_kept_is_an_answer() {
        let script = kept(vec![("text".to_owned(), Value::text("您好。"))]);
        assert_eq!((script.first(), script.answers.len(), &*script.text), ("您好。", 1, ""));
    }
}
