//! Blocks: the columns of one page of documents as bytes, kept by the store beside the page and merged into memory at a
//! cold start without reading the documents.
//!
//! A block is a version, a checksum of the rest, the digest of the rules by which its deadlines were computed, its own
//! numbering of texts and ids, and the columns as they lie in memory.

use super::bytes::{Reader, Writer};
use super::customers::Customers;
use super::facts::Lookup;
use super::page::{BUCKETS, CHOICE, COLUMNS, Column, NOTHING, Page};
use super::symbols::{Symbols, hash, number};
use super::texts::{ROWS, Texts, each};
use super::{Columns, hash_of, id_at};
use crate::model::document::{DocId, Document};
use crate::model::fold::Fold;
use crate::model::number::numbered;

mod read;
#[cfg(test)]
mod tests;

/// The version of the form. A block of another one is made anew from its documents.
const VERSION: u32 = 0x5357_0006;

/// Why a block was not taken in. Nothing of it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BlockError {
    /// Of another version of the app.
    #[error("a block of another version")]
    Version,
    /// Its bytes are not what was written.
    #[error("a damaged block")]
    Damaged,
}

/// What a block brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Absorbed {
    /// How many tickets were new.
    pub tickets: usize,
    /// Its deadlines and categories were computed by other rules: open tickets have to be put again from their
    /// documents.
    pub stale: bool,
}

/// How a block is merged with what is in memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merging<'a> {
    /// Documents whose rows in the block do not count: somebody knows better.
    pub gone: &'a [DocId],
    /// The block's rows replace those in memory (a large batch has been written); else those in memory stay (a start).
    pub replace: bool,
}

/// The columns of some tickets and customers as bytes. `digest` stands for what deadlines depend on (see [`Digest`]).
#[must_use]
pub fn pack(documents: &[Document], lookup: &dyn Lookup, digest: u64) -> Vec<u8> {
    let mut columns = Columns { no_filter: true, ..Columns::default() };
    columns.customers.no_filter = true;
    for document in documents {
        columns.put(document, &Fold::of(document), lookup);
    }
    for page in &mut columns.pages {
        page.texts.add_filter(BUCKETS);
        page.texts.pack();
    }
    for page in &mut columns.customers.pages {
        page.texts.add_filter(Customers::BUCKETS);
    }
    columns.to_block(digest)
}

/// A short sign for a text or several: kinds and calendars by which deadlines were computed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Digest(u64);

impl Digest {
    /// Adds a text.
    pub fn add(&mut self, text: &str) {
        self.0 = super::symbols::mix(self.0.rotate_left(7) ^ hash(text.as_bytes()));
    }

    /// The sign of all that was added, in this order.
    #[must_use]
    pub fn value(self) -> u64 {
        self.0
    }
}

impl Columns {
    /// All rows as one block.
    #[must_use]
    pub fn to_block(&self, digest: u64) -> Vec<u8> {
        let mut out = Writer::default();
        out.u64(digest);
        for symbols in [&self.people, &self.channels, &self.tags, &self.choices, &self.whats] {
            out.texts(symbols.texts());
        }
        out.u32(number(self.statuses.all().len()));
        for status in self.statuses.all() {
            out.bytes(status.kind.as_bytes());
            out.bytes(status.state.as_bytes());
            out.u32(status.category as u32 | u32::from(status.register) << 8);
        }
        out.texts(self.keys.names().texts());
        out.texts(self.customers.keys.names().texts());
        out.u32(number(self.customers.index.keys().len()));
        out.u128s(self.customers.index.keys());
        let spent: Vec<String> = self.spent.iter().map(|(stem, count)| numbered(stem, *count)).collect();
        out.texts(spent.iter().map(|text| &**text));
        out.u32(number(self.pages.len()));
        for page in &self.pages {
            out.u32(number(page.len()));
            out.u64s(&page.live);
            out.u128s(&page.ids);
            for column in &page.times {
                out.u64s(column);
            }
            for column in &page.columns[..COLUMNS - 1] {
                out.u32s(column);
            }
            out.u32(number(page.labels.len()));
            out.u32s(&page.labels);
            out.u32s(&page.label_ends);
            write_texts(&mut out, &page.texts);
        }
        out.u32(number(self.customers.pages.len()));
        for page in &self.customers.pages {
            out.u32(number(page.numbers.len()));
            out.u32s(&page.numbers);
            write_texts(&mut out, &page.texts);
        }
        let mut block = Writer::default();
        block.u32(VERSION);
        block.u64(hash(&out.0));
        block.0.extend_from_slice(&out.0);
        block.0
    }

    /// Merges a block.
    ///
    /// # Errors
    /// A damaged block or one of another version; nothing has changed then.
    pub fn absorb_block(&mut self, block: &[u8], digest: u64, how: Merging<'_>) -> Result<Absorbed, BlockError> {
        let mut read = Reader(block);
        if read.u32()? != VERSION {
            return Err(BlockError::Version);
        }
        if read.u64()? != hash(read.0) {
            return Err(BlockError::Damaged);
        }
        let stale = read.u64()? != digest;
        let tickets = self.merge(read::read_block(&mut read)?, how);
        Ok(Absorbed { tickets, stale })
    }

    /// Takes over what was read from a block, renumbered.
    fn merge(&mut self, other: Columns, how: Merging<'_>) -> usize {
        let mut gone: Vec<u128> = how.gone.iter().filter_map(|id| other.keys.find(id.name())).collect();
        gone.sort_unstable();
        let map = |ours: &mut Symbols, theirs: &Symbols| theirs.texts().map(|text| ours.intern(text)).collect();
        let people: Vec<u32> = map(&mut self.people, &other.people);
        let channels: Vec<u32> = map(&mut self.channels, &other.channels);
        let tags: Vec<u32> = map(&mut self.tags, &other.tags);
        let choices: Vec<u32> = map(&mut self.choices, &other.choices);
        let whats: Vec<u32> = map(&mut self.whats, &other.whats);
        let statuses: Vec<u32> = other.statuses.all().map(|status| self.statuses.intern(status)).collect();
        let theirs = &other.customers;
        let mut customers = Vec::with_capacity(theirs.index.keys().len());
        for key in theirs.index.keys() {
            let key = self.customers.keys.adopt(&theirs.keys, *key);
            customers.push(self.customers.number_of(key));
        }
        for (stem, count) in &other.spent {
            self.spend_count(stem, *count);
        }
        let before = self.count;
        for mut page in other.pages {
            for (column, map) in [
                (Column::Status, &statuses),
                (Column::Owner, &people),
                (Column::First, &people),
                (Column::Channel, &channels),
                (Column::What, &whats),
                (Column::Customer, &customers),
            ] {
                for number in &mut page.columns[column as usize] {
                    *number = map.get(*number as usize).copied().unwrap_or(NOTHING);
                }
            }
            for label in &mut page.labels {
                *label = match *label & CHOICE {
                    0 => tags[*label as usize],
                    _ => choices[(*label & !CHOICE) as usize] | CHOICE,
                };
            }
            for (row, key) in page.ids.iter_mut().enumerate() {
                if gone.binary_search(key).is_ok() {
                    page.live[row / 64] &= !(1 << (row % 64));
                }
                *key = self.keys.adopt(&other.keys, *key);
            }
            self.adopt(page, how.replace);
        }
        let gone: Vec<u32> = how.gone.iter().filter_map(|id| theirs.find(id.as_str())).collect();
        for page in &theirs.pages {
            let mut page = page.clone();
            for (row, number) in page.numbers.iter_mut().enumerate() {
                if gone.contains(number) {
                    page.texts.set(row, "");
                }
                *number = customers[*number as usize];
            }
            self.customers.adopt(page, how.replace);
        }
        self.count - before
    }

    /// Takes over a page whose numbers are this desk's: as a whole when it is well filled, else row by row.
    fn adopt(&mut self, mut page: Page, replace: bool) {
        let (mut new, mut known) = (Vec::new(), Vec::new());
        each(&page.live, &mut |row| {
            if self.row_of(page.id(row)).is_none() { &mut new } else { &mut known }.push(row);
        });
        if replace {
            for row in known {
                self.put_raw(&page.raw(row));
            }
        }
        if new.len() < ROWS / 2 {
            for row in new {
                self.put_raw(&page.raw(row));
            }
            return;
        }
        let first = number(self.pages.len() * ROWS);
        for row in (0..page.len()).filter(|row| new.binary_search(row).is_err()) {
            page.clear(row);
        }
        self.pages.push(page);
        for row in new {
            let row = first + number(row);
            let key = id_at(&self.pages, row);
            // A block that names one ticket twice keeps the first.
            if self.row_of(key).is_some() {
                self.pages[first as usize / ROWS].clear(row as usize % ROWS);
                continue;
            }
            let pages = &self.pages;
            self.index.insert(hash_of(key), row, &|row| hash_of(id_at(pages, row)));
            self.count += 1;
            self.chain(row);
        }
    }
}

fn write_texts(out: &mut Writer, texts: &Texts) {
    out.u32s(&texts.ends);
    out.bytes(&texts.bytes);
    let letters = texts.letters.all();
    out.u32(number(letters.len()));
    out.u32s(&letters.iter().map(|letter| u32::from(*letter)).collect::<Vec<_>>());
    out.u32(number(texts.common.len()));
    out.u32s(&texts.common);
    for rows in texts.common_rows.iter().chain(&texts.filter) {
        out.u64s(rows);
    }
    out.u64s(&texts.seldom);
}
