//! What the desk knows: tickets and customers as columns, documents, and what is read off them again and again.

use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use super::docs::{Doc, Docs, is_of_many, is_past_day};
use super::names::{Looking, Names, grade_of};
use super::uses::{UsesByAgent, uses_in};
use crate::model::change::{Change, Known};
use crate::model::document::{DocId, Document, Entry};
use crate::model::exam::Attempt;
use crate::model::fold::Fold;
use crate::model::kind::Category;
use crate::model::number;
use crate::model::stamp::{Clock, TOLERANCE, Writer};
use crate::model::ticket::Ticket;
use crate::query::columns::{Columns, TicketRow, block};
use crate::query::pinyin::Pinyin;
use crate::query::rows::Row;
use crate::store::PageId;

/// The last count under a stem of numbers, and as of which `rows_came` it was read off the columns.
#[derive(Clone, Copy, Debug)]
struct Count {
    last: u32,
    as_of: u32,
}

/// Everything in memory.
pub struct State {
    /// All documents of the few kinds; tickets and customers while they are needed.
    pub docs: Docs,
    /// What tickets name.
    pub names: Names,
    /// All tickets and customers.
    pub columns: Columns,
    /// Counts of the tickets' numbers, by stem, that are known or taken: no number is given twice.
    numbers: HashMap<String, Count>,
    /// Counts up when rows have come that no document was read of.
    rows_came: u32,
    /// This tab's clock.
    pub clock: Clock,
    /// The stamp farthest ahead of our clock and by how many milliseconds.
    pub ahead: Option<u64>,
    /// Kinds, agents, calendars and customers that changed such that deadlines come out otherwise.
    pub moved: Vec<DocId>,
    /// Pages whose rows were made by other rules or cannot be read: they are made anew in a quiet while.
    pub stale: Vec<PageId>,
    /// The readings of characters, once they have been fetched.
    pub pinyin: Option<Rc<Pinyin>>,
    digest: Cell<Option<u64>>,
}

impl State {
    /// An empty desk.
    #[must_use]
    pub fn new(writer: Writer) -> Self {
        Self {
            docs: Docs::default(),
            names: Names::default(),
            columns: Columns::default(),
            numbers: HashMap::new(),
            rows_came: 0,
            clock: Clock::new(writer),
            ahead: None,
            moved: Vec::new(),
            stale: Vec::new(),
            pinyin: None,
            digest: Cell::new(None),
        }
    }

    /// What rows are made by once these documents of the few kinds are here as well.
    pub fn with_rules(&self, coming: Vec<Document>, now: u64) -> Self {
        const RULES: [&str; 4] = ["agent", "calendar", "kind", "list"];
        let mut other = Self::new(self.clock.writer());
        let here = self.docs.few().map(|doc| doc.document.clone());
        for documents in [here.collect(), coming] {
            let rules = documents.into_iter().filter(|document: &Document| RULES.contains(&document.id.kind()));
            other.absorb(rules.collect(), now, false);
        }
        other
    }

    /// Takes in documents as the store held them; `keep` those of many as well. What is in memory stays known, should a
    /// read have begun before the last write.
    pub fn absorb(&mut self, documents: Vec<Document>, now: u64, keep: bool) {
        for mut document in documents {
            let here = self.docs.has(&document.id);
            if let Some(old) = self.docs.get(&document.id).cloned() {
                let log = old.document.log();
                let missing: Vec<Entry> =
                    log.iter().filter(|entry| document.entry(entry.stamp).is_none()).cloned().collect();
                if !missing.is_empty() {
                    document.merge(missing);
                }
                if log == document.log() {
                    if is_of_many(&document.id) {
                        // The columns may have been read anew since.
                        self.read_off(&old.document, &old.fold);
                    }
                    continue;
                }
            }
            if let Some(last) = document.log().last()
                && let Some(ahead) = self.clock.witness(last.stamp, now)
            {
                self.ahead = self.ahead.max(Some(ahead));
            }
            let doc = Doc::of(document);
            self.read_off(&doc.document, &doc.fold);
            let rests = is_of_many(&doc.document.id) || is_past_day(&doc.document.id, now);
            if keep || here || !rests {
                self.docs.put(Arc::new(doc));
            }
        }
    }

    /// Reads what is kept apart off a document.
    pub fn read_off(&mut self, document: &Document, fold: &Fold) {
        let id = &document.id;
        match id.kind() {
            "ticket" => {
                self.note_number(document);
                put(&mut self.columns, &self.names, document, fold);
            }
            "customer" => {
                let before = grade_of(&self.columns, id.as_str()).to_owned();
                put(&mut self.columns, &self.names, document, fold);
                if grade_of(&self.columns, id.as_str()) != before {
                    self.moved.push(id.clone());
                }
            }
            "attempt" => {
                // Read off the log: what came first counts.
                match Attempt::of(document) {
                    Some(attempt) => self.names.attempts.insert(id.name().to_owned(), Arc::new(attempt)),
                    None => self.names.attempts.remove(id.name()),
                };
            }
            _ => {
                if id.kind() == "pack" {
                    self.names.updates.extend(super::words::updates(document));
                }
                if self.names.read(document, fold) {
                    self.digest.set(None);
                    if !self.columns.is_empty() {
                        self.moved.push(id.clone());
                    }
                }
            }
        }
    }

    fn note_number(&mut self, document: &Document) {
        for entry in document.log() {
            if let Change::Known(Known::Opened { number, .. }) = &entry.change
                && let Some((stem, count)) = number::parts(number)
                && let Some(known) = self.numbers.get_mut(stem)
            {
                known.last = count.max(known.last);
            }
        }
    }

    /// The last count of a stem of the tickets' numbers, withdrawn tickets' too.
    pub fn last_number(&mut self, stem: &str) -> u32 {
        let known = self.numbers.get(stem).copied();
        if let Some(known) = known.filter(|known| known.as_of == self.rows_came) {
            return known.last;
        }
        let last = self.columns.last_count(stem).max(known.map(|known| known.last)).unwrap_or(0);
        self.count_on(stem, last);
        last
    }

    /// Takes a stem's counts: the next number comes after them.
    pub fn count_on(&mut self, stem: &str, last: u32) {
        self.numbers.insert(stem.to_owned(), Count { last, as_of: self.rows_came });
    }

    /// Gives counts back that no number was written of, up to those before. What somebody else has counted on from stays.
    pub fn count_back(&mut self, stem: &str, before: u32, last: u32) {
        if let Some(known) = self.numbers.get_mut(stem).filter(|known| known.last == last) {
            // Rows may have come with counts in between: they are looked for again.
            *known = Count { last: before, as_of: self.rows_came.wrapping_sub(1) };
        }
    }

    /// Rows have come that no document was read of: a stem's counts are read anew when the next number is asked for.
    pub fn recount(&mut self) {
        self.rows_came = self.rows_came.wrapping_add(1);
    }

    /// Our clock goes on after the rows that have come without their documents.
    pub fn witness_rows(&mut self, now: u64) {
        let (ours, farthest) = self.columns.latest(now.saturating_add(TOLERANCE));
        self.clock.resume(ours);
        let ahead = farthest.saturating_sub(now);
        if ahead > TOLERANCE {
            self.ahead = self.ahead.max(Some(ahead));
        }
    }

    /// The tickets not yet closed of customers who have a grade.
    pub fn graded(&self) -> Vec<DocId> {
        let ticket = |row| self.columns.ticket(row).filter(|ticket| ticket.category() != Category::Closed);
        let customers = self.columns.customers();
        let graded =
            customers.known().filter(|number| customers.get(*number).is_some_and(|one| !one.grade().is_empty()));
        graded.flat_map(|number| self.columns.tickets_of(number)).filter_map(ticket).map(TicketRow::id).collect()
    }

    /// Whether a pack is in use; what belongs to none always is.
    pub fn has_in_use(&self, pack: &str) -> bool {
        self.docs.get(&DocId::fixed("pack", pack)).is_none_or(|doc| doc.fold.text("off") != "yes")
    }

    /// Forgets documents.
    pub fn forget(&mut self, ids: &[DocId]) {
        for id in ids {
            self.docs.remove(id);
            if is_of_many(id) {
                if id.kind() == "customer" && !grade_of(&self.columns, id.as_str()).is_empty() {
                    self.moved.push(id.clone());
                }
                self.columns.remove(id);
            } else if self.names.read(&Document::new(id.clone(), Vec::new()), &Fold::default()) {
                self.digest.set(None);
                self.moved.push(id.clone());
            }
        }
    }

    /// The tickets not yet closed whose deadlines hang on what has moved: their documents must be put again.
    pub fn take_moved(&mut self) -> Vec<DocId> {
        let moved = std::mem::take(&mut self.moved);
        if moved.is_empty() {
            return Vec::new();
        }
        self.columns.refresh_kinds(&Looking { names: &self.names, columns: None, grade: "" });
        let has = |kind: &str, name: &str| moved.iter().any(|id| id.kind() == kind && id.name() == name);
        let all = moved.iter().any(|id| id.kind() == "calendar");
        let concerns = |row: u32| {
            let ticket = self.columns.ticket(row).filter(|ticket| ticket.category() != Category::Closed)?;
            let whose = if ticket.owner().is_empty() { ticket.first_owner() } else { ticket.owner() };
            let hit = all
                || has("kind", ticket.kind())
                || has("agent", whose)
                || moved.iter().any(|id| id.kind() == "customer" && *id == ticket.customer_id());
            hit.then(|| ticket.id())
        };
        self.columns.rows().filter_map(concerns).collect()
    }

    /// How often scripts were used, by agent.
    pub fn uses(&self) -> &UsesByAgent {
        let docs = || self.docs.few().filter(|doc| doc.document.id.kind() == "uses");
        self.names.uses.get_or_init(|| uses_in(docs().map(|doc| (&doc.document.id, &doc.fold))))
    }

    /// A sign for all that deadlines are computed by.
    pub fn digest(&self) -> u64 {
        if let Some(digest) = self.digest.get() {
            return digest;
        }
        let mut calendars: Vec<(&str, String)> = Vec::new();
        for doc in self.docs.few().filter(|doc| doc.document.id.kind() == "calendar") {
            let stamps = doc.document.log().iter().map(|entry| entry.stamp.to_string());
            calendars.push((doc.document.id.name(), stamps.collect()));
        }
        calendars.sort_unstable();
        let digest = self.names.digest(calendars.iter().map(|(id, stamps)| (*id, &**stamps)));
        self.digest.set(Some(digest));
        digest
    }

    /// The rows of a page for the store.
    pub fn pack(&self, documents: &[Document]) -> Vec<u8> {
        if documents.first().is_none_or(|document| !is_of_many(&document.id)) {
            return Vec::new();
        }
        block::pack(documents, &self.lookup(), self.digest())
    }

    /// Names and grades for whoever asks.
    pub fn lookup(&self) -> Looking<'_> {
        Looking { names: &self.names, columns: Some(&self.columns), grade: "" }
    }

    /// What is shown of a row.
    pub fn row(&self, row: u32) -> Option<Row> {
        self.columns.ticket(row).map(|ticket| Row::of(ticket, &self.lookup()))
    }
}

/// Puts a ticket or a customer into columns.
pub fn put(columns: &mut Columns, names: &Names, document: &Document, fold: &Fold) {
    let grade = grade_of(columns, Ticket(fold).customer()).to_owned();
    columns.put(document, fold, &Looking { names, columns: None, grade: &grade });
}
