//! Documents as bytes.
//!
//! A **page** is one run of documents of one kind: its ids, the texts and writers they share, where each document ends,
//! and their logs. One document is read without the others. A record of the journal is a page of one document. A **sheet**
//! is what stands beside a page: its ids again, and its rows. Both begin with the number of their format and the XXH64 of
//! everything behind it, seeded with that number.

mod bytes;
mod entries;
mod intern;
#[cfg(test)]
mod tests;

use xxhash_rust::xxh64::xxh64;

use self::bytes::{Cursor, put_bytes, put_count, put_number};
use self::entries::{Decoder, Encoder, Shared};
use self::intern::Interner;
use super::error::Unreadable;
use super::ids::{Ids, Name, split};
use crate::model::document::{DocId, Document};
use crate::model::stamp::Writer;

/// The format that is written.
const FORMAT: u8 = 1;

/// How many bytes stand before what the checksum covers.
const HEAD: usize = 9;

/// The ids of documents of one kind, in the order in which a page keeps them.
pub fn ids_of(documents: &[Document]) -> Ids {
    let prefix = documents.first().map_or("", |document| split(document.id.as_str()).0);
    let mut ids = Ids::new(prefix);
    for document in documents {
        ids.push(Name::of(split(document.id.as_str()).1));
    }
    ids
}

/// A page of documents of one kind, which stand in the order of `ids`.
pub fn page(ids: &Ids, documents: &[Document]) -> Vec<u8> {
    let base = documents.iter().filter_map(|document| document.log().first()).map(|entry| entry.stamp.millis).min();
    let base = base.unwrap_or_default();
    let out = Vec::with_capacity(documents.len() * 320);
    let mut logs = Encoder { texts: Interner::new(), writers: Vec::new(), base, out };
    let mut lengths = Vec::with_capacity(documents.len());
    for document in documents {
        let before = logs.out.len();
        logs.document(document);
        lengths.push(logs.out.len() - before);
    }
    let mut out = Vec::with_capacity(logs.out.len() + documents.len() * 24 + 256);
    begin(&mut out);
    put_ids(&mut out, ids);
    put_count(&mut out, logs.texts.list().len());
    for text in logs.texts.list() {
        put_bytes(&mut out, text.as_bytes());
    }
    put_count(&mut out, logs.writers.len());
    for writer in &logs.writers {
        out.extend_from_slice(writer.as_str().as_bytes());
    }
    put_number(&mut out, base);
    for length in lengths {
        put_count(&mut out, length);
    }
    out.extend_from_slice(&logs.out);
    seal(&mut out);
    out
}

/// A record of the journal.
pub fn record(document: &Document) -> Vec<u8> {
    let documents = std::slice::from_ref(document);
    page(&ids_of(documents), documents)
}

/// A sheet: a page's ids and rows.
pub fn sheet(ids: &Ids, rows: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(rows.len() + ids.len() * 16 + 64);
    begin(&mut out);
    put_ids(&mut out, ids);
    out.extend_from_slice(rows);
    seal(&mut out);
    out
}

/// Reads a sheet.
pub fn open_sheet(mut bytes: Vec<u8>) -> Result<(Ids, Vec<u8>), Unreadable> {
    let mut rest = checked(&bytes)?;
    let ids = read_ids(&mut rest)?;
    let rows = bytes.split_off(bytes.len() - rest.0.len());
    Ok((ids, rows))
}

/// A page whose checksum is right.
pub struct Page<'a> {
    /// Its ids.
    pub ids: Ids,
    shared: Shared<'a>,
    /// Where each log ends among `logs`.
    ends: Vec<usize>,
    logs: &'a [u8],
}

impl<'a> Page<'a> {
    /// Opens a page.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let mut rest = checked(bytes)?;
        let ids = read_ids(&mut rest)?;
        let count = rest.count(1)?;
        let texts = (0..count).map(|_| rest.text()).collect::<Result<_, _>>()?;
        let count = rest.count(12)?;
        let writer = |digits| Writer::parse(digits).ok_or(Unreadable::Form("a writer is none"));
        let writers = (0..count).map(|_| writer(rest.take(12)?)).collect::<Result<_, _>>()?;
        let base = rest.number()?;
        let mut end = 0_usize;
        let mut ends = Vec::with_capacity(ids.len());
        for _ in 0..ids.len() {
            let length = usize::try_from(rest.number()?).map_err(|_| Unreadable::Short)?;
            end = end.checked_add(length).ok_or(Unreadable::Short)?;
            ends.push(end);
        }
        if end != rest.0.len() {
            return Err(Unreadable::Form("its logs have another length"));
        }
        Ok(Self { ids, shared: Shared { texts, writers, base }, ends, logs: rest.0 })
    }

    /// The document at a place of its ids.
    pub fn document(&self, at: usize) -> Result<Document, Unreadable> {
        let from = if at == 0 { Some(&0) } else { self.ends.get(at - 1) };
        let (Some(from), Some(to), Some(id)) = (from, self.ends.get(at), self.ids.get(at)) else {
            return Err(Unreadable::Short);
        };
        let log = self.logs.get(*from..*to).ok_or(Unreadable::Short)?;
        Decoder { rest: Cursor(log), shared: &self.shared }.document(id)
    }

    /// All documents.
    pub fn documents(&self) -> Result<Vec<Document>, Unreadable> {
        (0..self.ids.len()).map(|at| self.document(at)).collect()
    }
}

/// The document of a journal's record filed under `id`.
pub fn open_record(id: &DocId, bytes: &[u8]) -> Result<Document, Unreadable> {
    let page = Page::open(bytes)?;
    match page.ids.find(id) {
        Some(0) => page.document(0),
        _ => Err(Unreadable::Form("filed under another's id")),
    }
}

fn begin(out: &mut Vec<u8>) {
    out.push(FORMAT);
    out.extend_from_slice(&[0; HEAD - 1]);
}

fn seal(out: &mut [u8]) {
    if let Some((head, content)) = out.split_at_mut_checked(HEAD) {
        let sum = xxh64(content, head[0].into());
        head[1..].copy_from_slice(&sum.to_le_bytes());
    }
}

/// What the checksum covers, if it is right.
fn checked(bytes: &[u8]) -> Result<Cursor<'_>, Unreadable> {
    let (head, content) = bytes.split_at_checked(HEAD).ok_or(Unreadable::Short)?;
    if head[1..] != xxh64(content, head[0].into()).to_le_bytes() {
        return Err(Unreadable::Checksum);
    }
    if head[0] == FORMAT { Ok(Cursor(content)) } else { Err(Unreadable::Newer(head[0])) }
}

fn put_ids(out: &mut Vec<u8>, ids: &Ids) {
    put_bytes(out, ids.prefix().as_bytes());
    put_count(out, ids.ulids().len());
    for ulid in ids.ulids() {
        out.extend_from_slice(&ulid.to_be_bytes());
    }
    put_count(out, ids.len() - ids.ulids().len());
    for at in ids.ulids().len()..ids.len() {
        if let Some(Name::Other(name)) = ids.name(at) {
            put_bytes(out, name.as_bytes());
        }
    }
}

fn read_ids(rest: &mut Cursor<'_>) -> Result<Ids, Unreadable> {
    let mut ids = Ids::new(rest.text()?);
    let order = |fits: bool| if fits { Ok(()) } else { Err(Unreadable::Form("its ids are not in order")) };
    for _ in 0..rest.count(16)? {
        let mut ulid = [0; 16];
        ulid.copy_from_slice(rest.take(16)?);
        order(ids.push(Name::Ulid(u128::from_be_bytes(ulid))))?;
    }
    for _ in 0..rest.count(1)? {
        order(ids.push(Name::Other(rest.text()?)))?;
    }
    Ok(ids)
}
