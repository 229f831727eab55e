//! Chapters of the handbook (Q3): a text of small markup, the versions it has had, and who has read which.

use serde::{Deserialize, Serialize};

use super::check::Faults;
use super::document::{DocId, Document};
use super::fold::Fold;
use super::pack::Pack;
use super::stamp::Stamp;

/// Registers of a chapter's document.
pub mod register {
    /// Its title.
    pub const TITLE: &str = "title";
    /// The part of the handbook it stands in.
    pub const PART: &str = "part";
    /// Its text.
    pub const TEXT: &str = "text";
    /// Where it stands in its pack: the lesser the earlier.
    pub const PLACE: &str = "place";
    /// `yes` once it was put away.
    pub const OFF: &str = "off";
}

/// The set of what a person has read and understood, items as [`Read::item`] makes them.
pub const READ: &str = "read";

/// A chapter of the handbook. Its text has headings (`##`), paragraphs, lists (`-`, `1.`) and tables (`|`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chapter {
    /// Unique within the pack.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The part of the handbook it stands in.
    pub part: String,
    /// Its text.
    pub text: String,
}

/// A chapter as lists show it, without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChapterHead {
    /// The document.
    pub id: DocId,
    /// Its title.
    pub title: String,
    /// The part of the handbook it stands in.
    pub part: String,
    /// Where it stands in its pack.
    pub place: i64,
    /// Whether it was put away.
    pub off: bool,
    /// A sign for what it says: title and text.
    pub version: u64,
}

impl ChapterHead {
    /// The chapter of a document; nothing for one that was taken back.
    #[must_use]
    pub fn of(id: &DocId, fold: &Fold) -> Option<Self> {
        (!fold.withdrawn && fold.opening.is_some()).then(|| Self {
            id: id.clone(),
            title: fold.text(register::TITLE).to_owned(),
            part: fold.text(register::PART).to_owned(),
            place: fold.value(register::PLACE).as_int().unwrap_or(i64::MAX),
            off: fold.text(register::OFF) == "yes",
            version: version(fold.text(register::TITLE), fold.text(register::TEXT)),
        })
    }

    /// The pack it belongs to.
    #[must_use]
    pub fn pack(&self) -> &str {
        self.id.name().split('.').next().unwrap_or_default()
    }
}

/// A sign for what a chapter says: the same on every device, and the same again when it says the same again.
#[must_use]
pub fn version(title: &str, text: &str) -> u64 {
    // FNV-1a.
    let bytes = title.bytes().chain([0]).chain(text.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// What one person has read and understood, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read(Vec<(String, u64)>);

impl Read {
    /// The document of a person's reading.
    #[must_use]
    pub fn doc(agent: &str) -> DocId {
        DocId::fixed("reading", agent)
    }

    /// The item of a chapter in one version.
    #[must_use]
    pub fn item(chapter: &DocId, version: u64) -> String {
        format!("{}@{version:016x}", chapter.name())
    }

    /// What a document says was read.
    #[must_use]
    pub fn of(fold: &Fold) -> Self {
        let items = fold.sets.get(READ).into_iter().flatten();
        let first = |stamps: &Vec<Stamp>| stamps.iter().map(|stamp| stamp.millis).min().unwrap_or(0);
        Self(items.map(|(item, stamps)| (item.clone(), first(stamps))).collect())
    }

    /// When a chapter was read as it is now, in milliseconds.
    #[must_use]
    pub fn at(&self, chapter: &ChapterHead) -> Option<u64> {
        let item = Self::item(&chapter.id, chapter.version);
        self.0.binary_search_by(|(known, _)| known.as_str().cmp(&item)).ok().map(|at| self.0[at].1)
    }

    /// The version of a chapter that was read last, and when; also one that has been replaced since.
    #[must_use]
    pub fn last(&self, chapter: &DocId) -> Option<(u64, u64)> {
        let of = |(item, at): &(String, u64)| {
            let (name, version) = item.rsplit_once('@')?;
            (name == chapter.name()).then_some((u64::from_str_radix(version, 16).ok()?, *at))
        };
        self.0.iter().filter_map(of).max_by_key(|(_, at)| *at)
    }
}

/// A version that a chapter has had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The entry by which it came about.
    pub stamp: Stamp,
    /// By whom.
    pub by: String,
    /// The title.
    pub title: String,
    /// The text.
    pub text: String,
    /// The sign of what was written, however it is shown.
    pub sign: u64,
}

/// The versions of a chapter, the first one first. What was set in one go is one version; what was taken back was one too.
#[must_use]
pub fn versions(document: &Document) -> Vec<Version> {
    let log = document.log();
    let mut all: Vec<Version> = Vec::new();
    for (at, entry) in log.iter().enumerate() {
        let goes_on =
            log.get(at + 1).is_some_and(|next| next.by == entry.by && next.stamp.millis == entry.stamp.millis);
        if goes_on {
            continue;
        }
        let fold = Fold::of(&Document::new(document.id.clone(), log[..=at].to_vec()));
        let (title, text) = (fold.text(register::TITLE), fold.text(register::TEXT));
        let same = all.last().is_some_and(|last| last.title == title && last.text == text);
        if !same && !text.is_empty() {
            let (sign, title, text) = (version(title, text), title.to_owned(), text.to_owned());
            all.push(Version { stamp: entry.stamp, by: entry.by.clone(), title, text, sign });
        }
    }
    all
}

/// What is wrong with a pack's chapters.
pub(super) fn check_chapters(pack: &Pack, faults: &mut Faults) {
    faults.ids("chapters", pack.chapters.iter().map(|chapter| &chapter.id));
    for chapter in &pack.chapters {
        for (name, text) in [("title", &chapter.title), ("part", &chapter.part), ("text", &chapter.text)] {
            faults.not_empty(&format!("chapters[{}].{name}", chapter.id), text);
        }
        for fault in super::markup::faults(&chapter.text) {
            let at = format!("chapters[{}].text[{}]", chapter.id, fault.line);
            faults.add(at, super::fault::FaultKind::Markup(fault));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::change::Known;
    use crate::model::document::Entry;
    use crate::model::stamp::{Clock, Writer};
    use crate::model::value::Value;

    /// What somebody sets at a time.
    type Step<'a> = (u64, &'a str, Vec<(&'a str, &'a str)>);

    /// A chapter's document: each step at its time, with its changes.
    fn document(steps: &[Step<'_>]) -> Document {
        let mut clock = Clock::new(Writer::new(1, 2));
        let id = DocId::new("chapter-test.one");
        let mut document = Document::new(id.clone(), Vec::new());
        for (at, by, sets) in steps {
            let fold = Fold::of(&document);
            let mut changes: Vec<Known> =
                sets.iter().map(|(field, value)| fold.set(field, Value::text(value))).collect();
            if document.log().is_empty() {
                changes.insert(0, Known::Opened { kind: String::new(), number: String::new(), at: None });
            }
            let entry = |change: Known| Entry { stamp: clock.tick(*at), by: (*by).to_owned(), change: change.into() };
            document.merge(changes.into_iter().map(entry).collect::<Vec<_>>());
        }
        document
    }

    #[test]
    fn what_was_changed_in_one_go_is_one_version() {
        let document = document(&[
            (1_000, "pack", vec![("title", "退款"), ("text", "三天到账。"), ("part", "售后")]),
            (2_000, "ann", vec![("title", "退款"), ("text", "两天到账。")]),
            (3_000, "ann", vec![("part", "退换")]),
            (4_000, "bob", vec![("title", "退款时限"), ("text", "一天到账。")]),
        ]);
        let all = versions(&document);
        let told: Vec<_> = all.iter().map(|one| (&*one.by, &*one.title, &*one.text)).collect();
        assert_eq!(
            told,
            [("pack", "退款", "三天到账。"), ("ann", "退款", "两天到账。"), ("bob", "退款时限", "一天到账。")]
        );
        let head = ChapterHead::of(&document.id, &Fold::of(&document)).unwrap();
        assert_eq!((head.version, &*head.part, head.pack()), (all[2].sign, "退换", "test"));
    }

    #[test]
    fn what_is_read_is_read_in_one_version() {
        let mut head = ChapterHead::of(
            &DocId::new("chapter-test.one"),
            &Fold::of(&document(&[(1, "pack", vec![("title", "退款"), ("text", "三天")])])),
        )
        .unwrap();
        let read = |items: &[(u64, String)]| {
            let mut clock = Clock::new(Writer::new(1, 2));
            let entry = |(at, item): &(u64, String)| Entry {
                stamp: clock.tick(*at),
                by: "ann".into(),
                change: Known::Added { set: READ.into(), item: item.clone() }.into(),
            };
            Read::of(&Fold::of(&Document::new(Read::doc("ann"), items.iter().map(entry).collect())))
        };
        let item = Read::item(&head.id, head.version);
        let ann = read(&[(3, Read::item(&head.id, 7)), (5, item.clone()), (9, item)]);
        assert_eq!((ann.at(&head), ann.last(&head.id)), (Some(5), Some((head.version, 5))));
        assert_eq!(Read::default().at(&head), None);
        head.version = version("退款", "两天");
        assert_eq!(ann.at(&head), None, "it says something else now");
        assert_ne!(version("ab", "c"), version("a", "bc"));
    }
}
