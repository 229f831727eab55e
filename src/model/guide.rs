//! Guides (F9): a conversation step by step, with branches.

use serde::{Deserialize, Serialize};

use super::check::{Faults, is_id};
use super::document::Document;
use super::fault::FaultKind;
use super::fold::Fold;
use super::pack::Pack;
use super::stamp::Stamp;

/// The register of a guide's document that holds the guide.
pub const DEFINITION: &str = "definition";

/// A branch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What the customer says or what has come about.
    pub label: String,
    /// The step it leads to.
    pub to: String,
}

/// A clock that runs while one stands in a step, or from there on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepClock {
    /// What is timed.
    pub name: String,
    /// How long it may take, in seconds.
    pub limit: u32,
    /// It runs on in the steps that follow, until one stops it or the guide ends.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub through: bool,
}

/// A step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Unique within the guide.
    pub id: String,
    /// What to do.
    pub title: String,
    /// The scripts of this step, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub say: Vec<String>,
    /// What to watch.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// A clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<StepClock>,
    /// The names of clocks that end here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stops: Vec<String>,
    /// Fields of the ticket to fill in here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<String>,
    /// Where it goes on; none: it ends here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// Said of a last step.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub end: bool,
}

/// A guide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// Unique within the pack.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub about: String,
    /// Kinds of the same pack that it is for, without the pack's name; none: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
    /// The first step.
    pub start: String,
    /// The steps.
    pub steps: Vec<Step>,
    /// The chapter of the handbook that it comes from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

impl Guide {
    /// A step.
    #[must_use]
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }
}

/// A form that a guide has had.
#[derive(Clone, Debug)]
pub struct Version {
    /// The entry by which it came about.
    pub stamp: Stamp,
    /// By whom.
    pub by: String,
    /// Its document as it was then.
    pub fold: Fold,
}

/// The forms that a guide has had, the first one first. What was taken back was one too.
#[must_use]
pub fn versions(document: &Document) -> Vec<Version> {
    let log = document.log();
    let mut all: Vec<Version> = Vec::new();
    for (at, entry) in log.iter().enumerate() {
        let fold = Fold::of(&Document::new(document.id.clone(), log[..=at].to_vec()));
        let same = all.last().is_some_and(|last| last.fold.text(DEFINITION) == fold.text(DEFINITION));
        if !same && !fold.text(DEFINITION).is_empty() {
            all.push(Version { stamp: entry.stamp, by: entry.by.clone(), fold });
        }
    }
    all
}

/// What is wrong with a pack's guides.
pub(super) fn check_guides(pack: &Pack, faults: &mut Faults) {
    faults.ids("guides", pack.guides.iter().map(|guide| &guide.id));
    for guide in &pack.guides {
        check_guide(guide, pack, faults);
    }
}

fn check_guide(guide: &Guide, pack: &Pack, faults: &mut Faults) {
    let at = format!("guides[{}]", guide.id);
    faults.not_empty(&format!("{at}.name"), &guide.name);
    faults.ids(&format!("{at}.steps"), guide.steps.iter().map(|step| &step.id));
    let has_kind = |name: &str| is_id(name) && pack.kinds.iter().any(|kind| kind.id.ends_with(&format!(".{name}")));
    for (i, kind) in guide.kinds.iter().enumerate().filter(|(_, kind)| !has_kind(kind)) {
        faults.add(format!("{at}.kinds[{i}]"), FaultKind::UnknownKind(kind.clone()));
    }
    faults.source(&at, &guide.source, pack);
    if guide.step(&guide.start).is_none() {
        faults.add(format!("{at}.start"), FaultKind::UnknownPart(guide.start.clone()));
    }
    // One of a kind that it is not for would be asked of no ticket.
    let of = |kind: &str| guide.kinds.is_empty() || guide.kinds.iter().any(|name| kind.ends_with(&format!(".{name}")));
    let field = |name: &str| {
        let kinds = pack.kinds.iter().filter(|kind| of(&kind.id));
        matches!(name, "subject" | "customer") || kinds.flat_map(|kind| &kind.fields).any(|field| field.id == name)
    };
    for step in &guide.steps {
        let at = format!("{at}.steps[{}]", step.id);
        faults.not_empty(&format!("{at}.title"), &step.title);
        for (i, id) in step.say.iter().enumerate().filter(|(_, id)| pack.scripts.iter().all(|script| script.id != **id))
        {
            faults.add(format!("{at}.say[{i}]"), FaultKind::UnknownScript(id.clone()));
        }
        for (i, name) in step.asks.iter().enumerate().filter(|(_, name)| !field(name)) {
            faults.add(format!("{at}.asks[{i}]"), FaultKind::UnknownField(name.clone()));
        }
        if let Some(clock) = &step.clock {
            faults.not_empty(&format!("{at}.clock.name"), &clock.name);
            if clock.limit == 0 {
                faults.add(format!("{at}.clock.limit"), FaultKind::Empty);
            }
        }
        let has_clock =
            |name: &String| guide.steps.iter().any(|step| step.clock.as_ref().is_some_and(|c| c.name == *name));
        for (i, name) in step.stops.iter().enumerate().filter(|(_, name)| !has_clock(name)) {
            faults.add(format!("{at}.stops[{i}]"), FaultKind::UnknownPart(name.clone()));
        }
        for (i, choice) in step.choices.iter().enumerate() {
            faults.not_empty(&format!("{at}.choices[{i}].label"), &choice.label);
            if guide.step(&choice.to).is_none() {
                faults.add(format!("{at}.choices[{i}].to"), FaultKind::UnknownPart(choice.to.clone()));
            }
        }
        if step.end != step.choices.is_empty() {
            faults.add(format!("{at}.choices"), FaultKind::Empty);
        }
    }
    let reached = reached(guide);
    let ends = leading_to_an_end(guide);
    for step in &guide.steps {
        let at = format!("{at}.steps[{}]", step.id);
        if !reached.contains(&&*step.id) {
            faults.add(at, FaultKind::Unreachable(step.id.clone()));
        } else if !ends.contains(&&*step.id) {
            faults.add(at, FaultKind::DeadEnd(step.id.clone()));
        }
    }
}

/// The steps that can be reached from the first.
fn reached(guide: &Guide) -> Vec<&str> {
    let mut reached: Vec<&str> = guide.step(&guide.start).map(|step| &*step.id).into_iter().collect();
    let mut next = 0;
    while let Some(step) = reached.get(next).and_then(|id| guide.step(id)) {
        for choice in &step.choices {
            if let Some(to) = guide.step(&choice.to)
                && !reached.contains(&&*to.id)
            {
                reached.push(&to.id);
            }
        }
        next += 1;
    }
    reached
}

/// The steps from which an end can be reached.
fn leading_to_an_end(guide: &Guide) -> Vec<&str> {
    let mut good: Vec<&str> = guide.steps.iter().filter(|step| step.end).map(|step| &*step.id).collect();
    loop {
        let more = guide
            .steps
            .iter()
            .find(|step| !good.contains(&&*step.id) && step.choices.iter().any(|choice| good.contains(&&*choice.to)));
        match more {
            Some(step) => good.push(&step.id),
            None => return good,
        }
    }
}
