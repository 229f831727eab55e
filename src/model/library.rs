//! The library of scripts (F8): whose a script is, its earlier versions, what agents suggest to change, and how often one
//! was used.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::change::Known;
use super::document::{DocId, Document};
use super::fold::Fold;
use super::script::Script;
use super::stamp::Stamp;
use super::value::Value;

/// Whose a script is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner<'a> {
    /// It came with this pack; the team's leads change it.
    Pack(&'a str),
    /// The team made it.
    Team,
    /// This agent's own: nobody else sees it.
    Agent(&'a str),
}

const TEAM: &str = "team.";
const OWN: &str = "own.";

impl<'a> Owner<'a> {
    /// Whose a script is, by its document's name.
    #[must_use]
    pub fn of(name: &'a str) -> Self {
        if let Some(own) = name.strip_prefix(OWN) {
            return Self::Agent(own.rsplit_once('-').map_or("", |(agent, _)| agent));
        }
        if name.starts_with(TEAM) { Self::Team } else { Self::Pack(name.split('.').next().unwrap_or_default()) }
    }

    /// The document of a new script; `unique` is like no other.
    #[must_use]
    pub fn doc(self, unique: &str) -> DocId {
        let name = match self {
            Self::Pack(pack) => [pack, ".", unique].concat(),
            Self::Team => [TEAM, unique].concat(),
            Self::Agent(agent) => [OWN, agent, "-", unique].concat(),
        };
        DocId::fixed("script", &name)
    }

    /// Whether an agent sees it.
    #[must_use]
    pub fn is_for(self, agent: &str) -> bool {
        !matches!(self, Self::Agent(owner) if owner != agent)
    }
}

/// A kind that a script names, by its whole id: those of packs name kinds without the pack.
#[must_use]
pub fn whole_kind(script: &str, kind: &str) -> String {
    match Owner::of(script) {
        Owner::Pack(pack) if !kind.contains('.') => [pack, ".", kind].concat(),
        _ => kind.to_owned(),
    }
}

/// The stamps that stand in each register: what a change that begins now has seen.
#[must_use]
pub fn seen(fold: &Fold) -> BTreeMap<String, Vec<Stamp>> {
    fold.registers.iter().map(|(name, register)| (name.clone(), register.stamps())).collect()
}

/// The changes that make `before` into `after`, over what was seen when `before` stood there.
#[must_use]
pub fn changes(before: &Script, after: &Script, seen: &BTreeMap<String, Vec<Stamp>>) -> Vec<Known> {
    let over = |field: &str| seen.get(field).cloned().unwrap_or_default();
    let pairs = after.registers().into_iter().zip(before.registers());
    let differs = pairs.filter(|((_, new), (_, old))| new != old && !(new.is_empty() && old.is_empty()));
    differs.map(|((field, value), _)| Known::Set { over: over(&field), field, value }).collect()
}

/// A script as it once was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The last entry of it.
    pub stamp: Stamp,
    /// Who made it.
    pub by: String,
    /// The script.
    pub script: Script,
}

/// What a script's document has said, the oldest first.
#[must_use]
pub fn versions(document: &Document) -> Vec<Version> {
    let log = document.log();
    let mut all: Vec<Version> = Vec::new();
    for (at, entry) in log.iter().enumerate() {
        let next = log.get(at + 1);
        if next.is_some_and(|next| next.by == entry.by && next.stamp.millis == entry.stamp.millis) {
            continue;
        }
        let until = Document::new(document.id.clone(), log[..=at].to_vec());
        let script = Script::of(document.id.name(), &Fold::of(&until));
        if all.last().is_none_or(|last| last.script.registers() != script.registers()) {
            all.push(Version { stamp: entry.stamp, by: entry.by.clone(), script });
        }
    }
    all
}

/// Registers of a suggestion's document, besides those of the script that it changes.
pub mod suggested {
    /// The script's document, by name.
    pub const SCRIPT: &str = "@script";
    /// Which registers it changes.
    pub const PARTS: &str = "@parts";
    /// Why.
    pub const WHY: &str = "@why";
    /// How it ended: `accepted`, `declined`, `withdrawn`; empty while it is open.
    pub const STATE: &str = "@end";
    /// Why it was declined.
    pub const BECAUSE: &str = "@because";
}

/// How a suggestion ends that a lead takes up.
pub const ACCEPTED: &str = "accepted";
/// How one ends that a lead does not take up.
pub const DECLINED: &str = "declined";
/// How one ends that its maker takes back.
pub const WITHDRAWN: &str = "withdrawn";

/// What an agent suggests to change in a script of the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The document.
    pub id: DocId,
    /// Who suggests it.
    pub by: String,
    /// When, in milliseconds.
    pub at: u64,
    /// The script's document, by name.
    pub script: String,
    /// The registers that it changes, with what they shall hold.
    pub parts: Vec<(String, Value)>,
    /// Why.
    pub why: String,
    /// How it ended; empty while it is open.
    pub state: String,
    /// Why it was declined.
    pub because: String,
    /// Who ended it, and when.
    pub answered: Option<(String, Stamp)>,
}

impl Suggestion {
    /// The suggestion of a document; nothing for one that was taken back.
    #[must_use]
    pub fn of(id: &DocId, fold: &Fold) -> Option<Self> {
        let opening = fold.opening.as_ref().filter(|_| !fold.withdrawn)?;
        let text = |name| fold.text(name).to_owned();
        let names = fold.value(suggested::PARTS).as_list();
        Some(Self {
            id: id.clone(),
            by: opening.by.clone(),
            at: opening.at,
            script: text(suggested::SCRIPT),
            parts: names.iter().map(|name| (name.clone(), fold.value(name).clone())).collect(),
            why: text(suggested::WHY),
            state: text(suggested::STATE),
            because: text(suggested::BECAUSE),
            answered: fold.register(suggested::STATE).live().first().map(|live| (live.by.clone(), live.stamp)),
        })
    }

    /// The document's id of an agent's suggestion.
    #[must_use]
    pub fn doc(agent: &str, unique: &str) -> DocId {
        DocId::fixed("suggestion", &[agent, "-", unique].concat())
    }

    /// Whether nobody has answered it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state.is_empty()
    }

    /// The script as it would be.
    #[must_use]
    pub fn apply(&self, script: &Script) -> Script {
        script.with(script.registers().into_iter().chain(self.parts.iter().cloned()))
    }

    /// The same with other values in its parts.
    #[must_use]
    pub fn with(&self, value: &dyn Fn(&str, &Value) -> Value) -> Self {
        let parts = self.parts.iter().map(|(name, old)| (name.clone(), value(name, old))).collect();
        Self { parts, ..self.clone() }
    }
}

/// The changes that begin a suggestion; none when nothing would change.
#[must_use]
pub fn suggestion(script: &str, before: &Script, after: &Script, why: &str) -> Vec<Known> {
    let parts = changes(before, after, &BTreeMap::new());
    let name = |change: &Known| match change {
        Known::Set { field, .. } => Some(field.clone()),
        _ => None,
    };
    let names: Vec<String> = parts.iter().filter_map(name).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let nothing = Fold::default();
    let mut all = vec![
        Known::Opened { kind: String::new(), number: String::new(), at: None },
        nothing.set(suggested::SCRIPT, Value::text(script)),
        nothing.set(suggested::PARTS, Value::List(names)),
        nothing.set(suggested::WHY, Value::text(why)),
    ];
    all.extend(parts);
    all
}

/// The set in which an agent's document of a month counts uses.
pub const USED: &str = "used";

/// How often a script was used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// Copied.
    pub copied: u32,
    /// Written into a ticket.
    pub written: u32,
    /// On tickets that were solved after it.
    pub solved: u32,
    /// The last day, counted from 1970.
    pub last: i64,
}

impl Uses {
    /// Copied or written.
    #[must_use]
    pub const fn total(self) -> u32 {
        self.copied + self.written
    }

    /// With others.
    pub fn add(&mut self, other: Self) {
        self.copied += other.copied;
        self.written += other.written;
        self.solved += other.solved;
        self.last = self.last.max(other.last);
    }
}

/// The document of an agent's uses in a month, `2026-11`.
#[must_use]
pub fn uses_doc(agent: &str, month: &str) -> DocId {
    DocId::fixed("uses", &[agent, "-", month].concat())
}

/// Uses of a day as one item of the set `USED`.
#[must_use]
pub fn uses_item(day: i64, uses: &BTreeMap<String, Uses>) -> String {
    let mut item = day.to_string();
    for (script, Uses { copied, written, solved, .. }) in uses {
        // Writing to a string cannot fail.
        let _ = write!(item, " {script}:{copied}:{written}:{solved}");
    }
    item
}

/// Hands over what a document of uses counts. The same item written twice counts twice.
pub fn each_use(fold: &Fold, each: &mut dyn FnMut(&str, Uses)) {
    for (item, stamps) in fold.sets.get(USED).into_iter().flatten() {
        let mut parts = item.split(' ');
        let Some(last) = parts.next().and_then(|day| day.parse().ok()) else { continue };
        let times = u32::try_from(stamps.len()).unwrap_or(1);
        for part in parts {
            let mut fields = part.rsplitn(4, ':');
            let mut count = || fields.next().and_then(|text| text.parse::<u32>().ok()).map(|n| n.saturating_mul(times));
            let (Some(solved), Some(written), Some(copied)) = (count(), count(), count()) else { continue };
            if let Some(script) = fields.next() {
                each(script, Uses { copied, written, solved, last });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::document::Entry;
    use crate::model::script::Answer;
    use crate::model::stamp::{Clock, Writer};

    fn script(title: &str, text: &str) -> Script {
        let answers = vec![Answer { when: String::new(), text: text.to_owned() }];
        Script { id: "team.x".into(), code: "x".into(), title: title.into(), answers, ..Script::default() }
    }

    fn log(clock: &mut Clock, at: u64, by: &str, changes: Vec<Known>) -> Vec<Entry> {
        let entry = |change: Known| Entry { stamp: clock.tick(at), by: by.into(), change: change.into() };
        changes.into_iter().map(entry).collect()
    }

    #[test]
    fn a_script_belongs_to_whoever_its_name_says() {
        let own = Owner::Agent("01ann").doc("01x");
        assert_eq!(Owner::of(own.name()), Owner::Agent("01ann"));
        assert!(Owner::of(own.name()).is_for("01ann") && !Owner::of(own.name()).is_for("bob"));
        assert_eq!(Owner::of(Owner::Team.doc("01x").name()), Owner::Team);
        assert_eq!(Owner::of("shop.refund"), Owner::Pack("shop"));
        assert_eq!(whole_kind("shop.refund", "case"), "shop.case");
        assert_eq!(whole_kind("team.01x", "shop.case"), "shop.case");
    }

    #[test]
    fn each_change_is_a_version_and_two_offline_ones_stand_side_by_side() {
        let mut clock = Clock::new(Writer::new(1, 2));
        let id = Owner::Team.doc("x");
        let (first, second) = (script("一", "甲"), script("二", "甲"));
        let mut document = Document::new(id, Vec::new());
        let opened = vec![Known::Opened { kind: String::new(), number: String::new(), at: None }];
        document.merge(log(&mut clock, 10, "ann", opened));
        document.merge(log(&mut clock, 10, "ann", changes(&Script::default(), &first, &BTreeMap::new())));
        let seen = seen(&Fold::of(&document));
        document.merge(log(&mut clock, 20, "ann", changes(&first, &second, &seen)));
        let all = versions(&document);
        assert_eq!(all.iter().map(|version| &*version.script.title).collect::<Vec<_>>(), ["一", "二"]);
        let mut other = Clock::new(Writer::new(3, 4));
        document.merge(log(&mut other, 15, "bob", changes(&first, &script("三", "甲"), &seen)));
        let fold = Fold::of(&document);
        assert_eq!(fold.conflicts().collect::<Vec<_>>(), ["title"]);
        assert!(changes(&first, &first, &seen).is_empty());
    }

    #[test]
    fn a_suggestion_changes_its_parts_only() {
        let mut clock = Clock::new(Writer::new(1, 2));
        let id = Suggestion::doc("ann", "1");
        let log = log(&mut clock, 10, "ann", suggestion("team.x", &script("一", "甲"), &script("一", "乙"), "更顺"));
        let suggestion = Suggestion::of(&id, &Fold::of(&Document::new(id.clone(), log))).unwrap();
        assert_eq!((&*suggestion.why, &*suggestion.by, suggestion.is_open()), ("更顺", "ann", true));
        let after = suggestion.apply(&script("新标题", "甲"));
        assert_eq!((&*after.title, after.first()), ("新标题", "乙"), "what was changed meanwhile stays");
        assert!(super::suggestion("team.x", &after, &after, "").is_empty());
    }

    #[test]
    fn uses_add_up() {
        let uses = |copied, written, solved| Uses { copied, written, solved, last: 0 };
        let day: BTreeMap<String, Uses> =
            [("shop.a".to_owned(), uses(2, 1, 1)), ("own.ann-1".to_owned(), uses(0, 3, 0))].into();
        let item = uses_item(20_000, &day);
        let added = || Known::Added { set: USED.to_owned(), item: item.clone() };
        let mut clock = Clock::new(Writer::new(1, 2));
        let log = log(&mut clock, 10, "ann", vec![added(), added()]);
        let id = uses_doc("ann", "2026-11");
        let mut all = BTreeMap::new();
        each_use(&Fold::of(&Document::new(id, log)), &mut |script, uses| {
            all.insert(script.to_owned(), uses);
        });
        assert_eq!(all.get("shop.a"), Some(&Uses { copied: 4, written: 2, solved: 2, last: 20_000 }));
        assert_eq!(all.get("own.ann-1").map(|uses| uses.total()), Some(6));
    }
}
