//! Documents with their states: all of the few kinds; of tickets and customers those that are needed just now.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;

use crate::model::calendar::{DAY, parse_day};
use crate::model::document::{DocId, Document};
use crate::model::fold::Fold;
use crate::store::WITH_ROWS;

/// So many tickets and customers are kept; a quarter of them goes when there are more.
const MOST: usize = 512;

/// A document with its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doc {
    /// The log.
    pub document: Document,
    /// What it comes to.
    pub fold: Fold,
}

impl Doc {
    /// A document of which nothing is known.
    #[must_use]
    pub fn empty(id: DocId) -> Self {
        Self { document: Document::new(id, Vec::new()), fold: Fold::default() }
    }

    /// A document with its state.
    #[must_use]
    pub fn of(document: Document) -> Self {
        Self { fold: Fold::of(&document), document }
    }
}

/// Whether there are so many documents of its kind that they are read when they are needed.
pub fn is_of_many(id: &DocId) -> bool {
    WITH_ROWS.contains(&id.kind())
}

/// How many days back the days that agents handed in stay in memory: what lists and reminders may ask.
const DAYS: i64 = 35;

/// Whether it is a day handed in, or a month's uses of scripts or practice, so long ago that it is read when it is opened. `now` in milliseconds.
pub fn is_past_day(id: &DocId, now: u64) -> bool {
    let today = i64::try_from(now / DAY).unwrap_or(i64::MAX);
    let name = id.name();
    let day = name.len().checked_sub(DATE).and_then(|at| parse_day(name.get(at..)?));
    if matches!(id.kind(), "uses" | "drill") {
        // Counts of a month.
        let month = name.len().checked_sub(DATE - 3).and_then(|at| parse_day(&[name.get(at..)?, "-01"].concat()));
        return month.is_some_and(|month| month + 31 + USES < today);
    }
    id.kind() == "clearing" && day.is_some_and(|day| day + DAYS < today)
}

/// How many days back a month's counts of uses stay in memory.
const USES: i64 = 62;

/// The length of a day such as `2026-11-22`.
const DATE: usize = 10;

struct Kept {
    doc: Arc<Doc>,
    /// When it was asked for last, counted in askings.
    used: Cell<u64>,
}

/// The documents in memory.
#[derive(Default)]
pub struct Docs {
    all: HashMap<DocId, Kept>,
    /// How many of them are of many.
    many: usize,
    asked: Cell<u64>,
}

impl Docs {
    /// A document, if it is in memory.
    pub fn get(&self, id: &DocId) -> Option<&Arc<Doc>> {
        let kept = self.all.get(id)?;
        self.asked.set(self.asked.get() + 1);
        kept.used.set(self.asked.get());
        Some(&kept.doc)
    }

    /// Whether it is in memory; does not count as asking for it.
    pub fn has(&self, id: &DocId) -> bool {
        self.all.contains_key(id)
    }

    /// Puts a document. Of many, those asked for least lately go, but none that a page shows.
    pub fn put(&mut self, doc: Arc<Doc>) {
        let id = doc.document.id.clone();
        let many = is_of_many(&id);
        self.asked.set(self.asked.get() + 1);
        let kept = Kept { doc, used: self.asked.clone() };
        if self.all.insert(id, kept).is_none() && many {
            self.many += 1;
            if self.many > MOST {
                self.let_go();
            }
        }
    }

    fn let_go(&mut self) {
        let mut used: Vec<u64> =
            self.all.iter().filter(|(id, _)| is_of_many(id)).map(|(_, kept)| kept.used.get()).collect();
        used.sort_unstable();
        let before = used.get(MOST / 4).copied().unwrap_or(0);
        self.all.retain(|id, kept| !is_of_many(id) || kept.used.get() >= before || Arc::strong_count(&kept.doc) > 1);
        self.many = self.all.keys().filter(|id| is_of_many(id)).count();
    }

    /// Forgets a document.
    pub fn remove(&mut self, id: &DocId) {
        if self.all.remove(id).is_some() && is_of_many(id) {
            self.many -= 1;
        }
    }

    /// All documents of the few kinds, in no order.
    pub fn few(&self) -> impl Iterator<Item = &Arc<Doc>> {
        self.all.iter().filter(|(id, _)| !is_of_many(id)).map(|(_, kept)| &kept.doc)
    }

    /// The tickets and customers that are kept, in no order.
    pub fn kept(&self) -> impl Iterator<Item = &DocId> {
        self.all.keys().filter(|id| is_of_many(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doc(kind: &str, n: usize) -> Arc<Doc> {
        Arc::new(Doc::empty(DocId::fixed(kind, &n.to_string())))
    }

    #[test]
    fn days_long_past_are_read_when_they_are_opened() {
        let past = |id: &str| is_past_day(&DocId::new(id), 20_000 * DAY);
        // Day 20 000 is 4 October 2024.
        for (id, is) in [
            ("clearing-ann-2024-10-04", false),
            ("clearing-ann-2024-08-30", false),
            ("clearing-ann-2024-08-29", true),
            ("clearing-ann", false),
            ("uses-ann-2024-08", false),
            ("uses-ann-2024-06", true),
            ("uses-2024", false),
            ("list-ann-2024-08-29", false),
        ] {
            assert_eq!(past(id), is, "{id}");
        }
    }

    #[test]
    fn what_is_needed_stays() {
        let mut docs = Docs::default();
        let shown = doc("ticket", 0);
        docs.put(shown.clone());
        docs.put(doc("ticket", 1));
        docs.put(doc("kind", 0));
        for n in 2..3_000 {
            docs.put(doc("ticket", n));
            docs.put(doc("kind", n));
            assert!(docs.get(&DocId::new("ticket-1")).is_some(), "asked for lately");
        }
        assert!(docs.has(&shown.document.id), "a page shows it");
        assert!(docs.has(&DocId::new("ticket-2999")) && !docs.has(&DocId::new("ticket-2")));
        assert_eq!((docs.many, docs.few().count()), (docs.kept().count(), 2_999));
        assert!((MOST / 2..=MOST).contains(&docs.many));
        docs.remove(&DocId::new("ticket-1"));
        assert!(docs.get(&DocId::new("ticket-1")).is_none());
    }
}
