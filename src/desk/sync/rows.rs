//! The outbox: what this device owes the server. Whatever is written is marked by the store; the tab that syncs makes rows
//! of the marks, counts them, and keeps how far each is.

use std::collections::{BTreeMap, HashSet};

use super::record::{DONE, Named, OPEN, Record, file_of, item};
use crate::desk::{Desk, DeskError};
use crate::model::document::DocId;
use crate::model::stamp::Stamp;
use crate::store::Batch;
use crate::store::outbox::{MARK, line, lines};
use crate::sync::checkpoint::Runs;
use crate::sync::outbox::{Item, Outgoing, Refusal};

/// The next key and the next count of an entry.
const NEXT: &str = "sync-rows";
/// How many records are read at once.
const RUN: u32 = 16;

/// A lead's term, as the store checks it: a fact about this device and its text.
pub(super) type Term = Option<(String, String)>;

/// Something that the server refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// The row's key.
    pub key: u64,
    /// The document it belongs to.
    pub document: DocId,
    /// The entry; none for an attachment.
    pub stamp: Option<Stamp>,
    /// Why.
    pub why: Refusal,
}

/// The rows that are not done with; only the tab that syncs has them.
#[derive(Debug, Default)]
pub struct Rows {
    open: BTreeMap<u64, Record>,
    next: (u64, u64),
    /// The lead's term; nothing is written in another's.
    pub(super) term: Term,
}

impl Rows {
    /// Reads them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn load(desk: &Desk) -> Result<Self, DeskError> {
        let next = desk.0.store.meta(NEXT).await?.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or((1, 1));
        let mut rows = Self { next, ..Self::default() };
        rows.each(desk, OPEN, |record| Some((record.first, record))).await.map(|open| rows.open = open)?;
        Ok(rows)
    }

    /// Records whose keys begin so.
    async fn each(
        &self,
        desk: &Desk,
        begin: &str,
        take: impl Fn(Record) -> Option<(u64, Record)>,
    ) -> Result<BTreeMap<u64, Record>, DeskError> {
        let (mut after, mut found) = (begin.to_owned(), BTreeMap::new());
        loop {
            let some = desk.0.store.outbox(Some(&after), RUN).await?;
            for (key, text) in &some {
                if !key.starts_with(begin) {
                    return Ok(found);
                }
                // What was begun and cannot be read must not be taken for nothing: it would never be sent.
                let record = serde_json::from_str(text).map_err(|_| DeskError::Missing("outbox"))?;
                found.extend(take(record));
            }
            match some.into_iter().next_back() {
                Some((key, _)) => after = key,
                None => return Ok(found),
            }
        }
    }

    /// The entries that rows name which are not done with.
    #[must_use]
    pub fn stamps(&self) -> HashSet<Stamp> {
        self.open.values().flat_map(|record| lines(&record.entries)).flat_map(|(_, stamps)| stamps).collect()
    }

    /// How many rows wait, and how many are parked.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let waiting: u64 = self.open.values().map(Record::waiting).sum();
        (usize::try_from(waiting).unwrap_or(usize::MAX), self.open.values().map(|record| record.parked.len()).sum())
    }

    /// Makes rows of what the store has marked since, but for what `known` names.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn adopt(&mut self, desk: &Desk, known: &HashSet<Stamp>) -> Result<(), DeskError> {
        loop {
            let marks = desk.0.store.outbox(None, RUN).await?;
            let marks: Vec<_> = marks.into_iter().take_while(|(key, _)| key.starts_with(MARK)).collect();
            let Some((key, text)) = marks.into_iter().next() else { return Ok(()) };
            let mut named: Vec<(DocId, Vec<Stamp>)> = lines(&text).collect();
            for (_, stamps) in &mut named {
                stamps.retain(|stamp| !known.contains(stamp));
            }
            self.add(desk, named, vec![(key, None)]).await?;
        }
    }

    /// Makes rows of entries, and of the attachments that they bring; `outbox` is written with them.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn add(
        &mut self,
        desk: &Desk,
        mut named: Vec<(DocId, Vec<Stamp>)>,
        mut outbox: Vec<(String, Option<String>)>,
    ) -> Result<(), DeskError> {
        named.retain(|(_, stamps)| !stamps.is_empty());
        let ids: Vec<DocId> = named.iter().map(|(id, _)| id.clone()).collect();
        // The time and chance begin it: another tab that still writes, or syncs without locks, takes other keys.
        let begin = desk.now().saturating_mul(1 << 12) | (desk.chance() & 0xfff);
        let mut record = Record { first: self.next.0.max(begin), n: self.next.1, ..Record::default() };
        for doc in desk.readable(&ids).await? {
            let stamps = named.iter().find(|(id, _)| *id == doc.document.id).map(|(_, stamps)| &**stamps);
            let entries = stamps.unwrap_or_default().iter().filter_map(|stamp| doc.document.entry(*stamp));
            record.blobs.extend(entries.filter_map(|entry| file_of(&doc.document.id, entry)));
        }
        for (id, stamps) in &named {
            record.count += stamps.len() as u64;
            line(&mut record.entries, id, stamps.iter().copied());
        }
        let next = (record.first + record.len(), self.next.1 + record.count);
        if record.len() > 0 {
            outbox.push((record.key(), Some(record.text()?)));
        }
        let meta = vec![(NEXT.to_owned(), serde_json::to_string(&next).ok())];
        desk.keep(Batch { meta, outbox, only_while: self.term.clone(), ..Batch::default() }).await?;
        self.next = next;
        if record.len() > 0 {
            self.open.insert(record.first, record);
        }
        Ok(())
    }

    /// Counts what the store has marked as waiting, without writing anything: the first so many marks.
    pub(super) async fn look_at_marks(&mut self, desk: &Desk, most: usize) -> Result<(), DeskError> {
        let marks = desk.0.store.outbox(None, u32::try_from(most).unwrap_or(u32::MAX)).await?;
        for (at, (_, entries)) in (0..).zip(marks.into_iter().take_while(|(key, _)| key.starts_with(MARK))) {
            let count = lines(&entries).map(|(_, stamps)| stamps.len() as u64).sum();
            // Behind all rows; only their order counts.
            let first = (u64::MAX >> 1) + at * (1 << 32);
            self.open.insert(first, Record { first, entries, count, ..Record::default() });
        }
        Ok(())
    }

    /// Rows that wait, with larger keys than `after`: at most so many, and about so many bytes. Answers also how many more
    /// wait.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn gather(
        &self,
        desk: &Desk,
        after: u64,
        rows: usize,
        bytes: usize,
    ) -> Result<(Vec<Outgoing>, usize), DeskError> {
        let (mut found, mut size, mut seen) = (Vec::new(), 0, 0);
        let all: u64 = self.open.values().map(Record::waiting).sum();
        'records: for record in self.open.values() {
            if record.first + record.len() <= after + 1 {
                seen += record.waiting();
                continue;
            }
            let waiting: Vec<(u64, Named)> = record.rows().filter(|(key, _)| record.waits(*key)).collect();
            let behind = waiting.partition_point(|(key, _)| *key <= after);
            seen += behind as u64;
            for run in waiting[behind..].chunks(rows.clamp(1, 100)) {
                let ids: HashSet<&DocId> = run.iter().map(|(_, named)| named.document()).collect();
                let mut ids: Vec<DocId> = ids.into_iter().cloned().collect();
                ids.sort_unstable();
                let docs = desk.readable(&ids).await?;
                for (key, named) in run {
                    let document = docs.iter().map(|doc| &doc.document).find(|one| one.id == *named.document());
                    // What cannot be read now waits until it can.
                    let Some(item) = item(desk, named, document).await? else {
                        seen += 1;
                        continue;
                    };
                    let weight = match &item {
                        Item::Blob { doc, .. } => doc.body.len(),
                        Item::Entry { .. } => 500,
                        Item::Gone => 0,
                    };
                    if found.len() >= rows || (!found.is_empty() && size + weight > bytes) {
                        break 'records;
                    }
                    size += weight;
                    seen += 1;
                    found.push(Outgoing { key: *key, item });
                }
            }
        }
        Ok((found, usize::try_from(all.saturating_sub(seen)).unwrap_or(usize::MAX)))
    }

    /// Notes what the server has and what it refused, with `meta`.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn mark(
        &mut self,
        desk: &Desk,
        sent: Vec<u64>,
        parked: Vec<(u64, Refusal)>,
        meta: Vec<(String, Option<String>)>,
    ) -> Result<(), DeskError> {
        let mut touched: BTreeMap<u64, Record> = BTreeMap::new();
        for (key, why) in sent.into_iter().map(|key| (key, None)).chain(parked.into_iter().map(|(k, w)| (k, Some(w)))) {
            let Some((first, record)) = self.open.range(..=key).next_back() else { continue };
            let record = touched.entry(*first).or_insert_with(|| record.clone());
            record.parked.remove(&key);
            match why {
                None => record.sent.insert(key),
                Some(why) => drop(record.parked.insert(key, why)),
            }
        }
        self.write(desk, touched, meta).await
    }

    /// Writes records as they stand now; those that are done with leave memory.
    async fn write(
        &mut self,
        desk: &Desk,
        touched: BTreeMap<u64, Record>,
        meta: Vec<(String, Option<String>)>,
    ) -> Result<(), DeskError> {
        let mut outbox = Vec::new();
        for (first, record) in &touched {
            let key = record.key();
            let other = [if record.is_done() { OPEN } else { DONE }, &format!("{first:016x}")].concat();
            outbox.extend([(other, None), (key, Some(record.text()?))]);
        }
        desk.keep(Batch { meta, outbox, only_while: self.term.clone(), ..Batch::default() }).await?;
        for (first, record) in touched {
            if record.is_done() {
                self.open.remove(&first);
            } else {
                self.open.insert(first, record);
            }
        }
        Ok(())
    }

    /// Lets rows wait again that were sent: these, or all, with `meta`.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn offer(
        &mut self,
        desk: &Desk,
        keys: Option<&Runs>,
        meta: Vec<(String, Option<String>)>,
    ) -> Result<(), DeskError> {
        let again = |mut record: Record| {
            let before = record.sent.len();
            let mut sent = Runs::default();
            if let Some(keys) = keys {
                let rows = record.first..record.first + record.len();
                rows.filter(|key| record.sent.contains(*key) && !keys.contains(*key)).for_each(|key| sent.insert(key));
            }
            record.sent = sent;
            (record.sent.len() < before).then_some((record.first, record))
        };
        let mut touched = self.each(desk, DONE, again).await?;
        touched.extend(self.open.values().cloned().filter_map(again));
        self.write(desk, touched, meta).await
    }

    /// What the server refused.
    #[must_use]
    pub fn parked(&self) -> Vec<Parked> {
        let of = |record: &Record| -> Vec<Parked> {
            let rows = record.rows().filter_map(|(key, named)| {
                let why = record.parked.get(&key)?;
                let stamp = if let Named::Entry { stamp, .. } = &named { Some(*stamp) } else { None };
                Some(Parked { key, document: named.document().clone(), stamp, why: why.clone() })
            });
            if record.parked.is_empty() { Vec::new() } else { rows.collect() }
        };
        self.open.values().flat_map(of).collect()
    }

    /// The documents of which something waits, at most so many; what is only offered again (`offered` holds what the server
    /// had taken already) does not count.
    #[must_use]
    pub fn waiting(&self, most: usize, offered: &Runs) -> Vec<DocId> {
        let waits = |record: &Record, key: u64| record.waits(key) && !offered.contains(key);
        let rows = self.open.values().flat_map(|record| record.rows().map(move |row| (record, row)));
        let ids = rows.filter(|(record, (key, _))| waits(record, *key)).map(|(_, (_, named))| named.document().clone());
        let mut found: Vec<DocId> = Vec::new();
        for id in ids {
            if found.last() != Some(&id) && !found.contains(&id) {
                found.push(id);
                if found.len() == most {
                    break;
                }
            }
        }
        found
    }

    /// Lets what was refused wait again.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn retry(&mut self, desk: &Desk) -> Result<(), DeskError> {
        let mut touched: BTreeMap<u64, Record> = BTreeMap::new();
        for (first, record) in self.open.iter().filter(|(_, record)| !record.parked.is_empty()) {
            touched.insert(*first, Record { parked: BTreeMap::new(), ..record.clone() });
        }
        self.write(desk, touched, Vec::new()).await
    }
}
