//! Blocks: the columns of one page of documents as bytes, kept by the store beside the page and merged into memory at a
//! cold start without reading the documents.
//!
//! A block is a version, a checksum of the rest, the digest of the rules by which its deadlines were computed, its own
//! numbering of texts and ids, and the columns as they lie in memory.

use super::bytes::{Reader, Writer};
use super::customers::{CustomerPage, Customers};
use super::facts::Lookup;
use super::key::Keys;
use super::page::{BUCKETS, CHOICE, COLUMNS, Column, NOTHING, Page, TIMES, flag};
use super::statuses::Status;
use super::symbols::{Symbols, hash, number};
use super::texts::{Mask, NONE, ROWS, Texts, each};
use super::{Columns, hash_of, id_at};
use crate::model::document::{DocId, Document};
use crate::model::fold::Fold;
use crate::model::kind::Category;

/// The version of the form. A block of another one is made anew from its documents.
const VERSION: u32 = 0x5357_0001;

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
    let mut columns = Columns::default();
    for document in documents {
        columns.put(document, &Fold::of(document), lookup);
    }
    for page in &mut columns.pages {
        page.texts.reindex();
    }
    for page in &mut columns.customers.pages {
        page.texts.reindex();
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
        out.texts(self.spent.iter().map(|text| &**text));
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
        let tickets = self.merge(read_block(&mut read)?, how);
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
        for spent in other.spent {
            if !self.spent.contains(&spent) {
                self.spent.push(spent);
            }
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
    out.u32(number(texts.common.len()));
    out.u32s(&texts.common);
    for rows in texts.common_rows.iter().chain(&texts.filter) {
        out.u64s(rows);
    }
}

/// Reads texts of so many rows, so that every row's text is whole.
fn read_texts(read: &mut Reader<'_>, rows: usize, buckets: usize) -> Result<Texts, BlockError> {
    let ends = read.u32s(rows)?;
    let text = read.text()?;
    let mut last = 0;
    for end in &ends {
        if *end < last || !text.is_char_boundary(*end as usize) {
            return Err(BlockError::Damaged);
        }
        last = *end;
    }
    if last as usize != text.len() {
        return Err(BlockError::Damaged);
    }
    let count = read.count(4)?;
    let common = read.u32s(count)?;
    if !common.is_sorted() {
        return Err(BlockError::Damaged);
    }
    let (common_rows, filter) = (read_masks(read, count)?, read_masks(read, buckets)?);
    Ok(Texts { bytes: text.as_bytes().to_vec(), ends, common, common_rows, filter })
}

fn read_masks(read: &mut Reader<'_>, count: usize) -> Result<Vec<Mask>, BlockError> {
    let size = size_of::<Mask>();
    let bytes = read.take(count.saturating_mul(size))?;
    Ok(bytes.chunks_exact(size).map(|bytes| read_mask(&mut Reader(bytes)).unwrap_or(NONE)).collect())
}

fn read_mask(read: &mut Reader<'_>) -> Result<Mask, BlockError> {
    let mut mask = NONE;
    for word in &mut mask {
        *word = read.u64()?;
    }
    Ok(mask)
}

fn read_symbols(read: &mut Reader<'_>) -> Result<Symbols, BlockError> {
    let mut symbols = Symbols::default();
    let count = read.texts(&mut |text| {
        symbols.intern(text);
    })?;
    // A text given twice would shift the numbers.
    if symbols.len() == count { Ok(symbols) } else { Err(BlockError::Damaged) }
}

/// Whether all numbers are below a limit.
fn below(numbers: &[u32], limit: usize) -> Result<(), BlockError> {
    if numbers.iter().all(|number| (*number as usize) < limit) { Ok(()) } else { Err(BlockError::Damaged) }
}

/// Reads a block's columns with its own numbers, all of them checked.
fn read_block(read: &mut Reader<'_>) -> Result<Columns, BlockError> {
    let mut columns = Columns {
        people: read_symbols(read)?,
        channels: read_symbols(read)?,
        tags: read_symbols(read)?,
        choices: read_symbols(read)?,
        whats: read_symbols(read)?,
        ..Columns::default()
    };
    for at in 0..read.count(12)? {
        let (kind, state, facts) = (read.text()?, read.text()?, read.u32()?);
        let categories = [Category::Open, Category::Waiting, Category::Solved, Category::Closed];
        let category = *categories.get(facts as usize & 255).ok_or(BlockError::Damaged)?;
        if columns.statuses.intern(Status { kind, state, category, register: facts >> 8 != 0 }) as usize != at {
            return Err(BlockError::Damaged);
        }
    }
    columns.keys = Keys::of(read_symbols(read)?);
    columns.customers.keys = Keys::of(read_symbols(read)?);
    let count = read.count(16)?;
    for (at, key) in read.u128s(count)?.into_iter().enumerate() {
        if columns.customers.index.intern(key) as usize != at {
            return Err(BlockError::Damaged);
        }
    }
    let spent = &mut columns.spent;
    read.texts(&mut |text| spent.push(text.into()))?;
    for _ in 0..read.count(4)? {
        let page = read_page(read, &columns)?;
        columns.pages.push(page);
    }
    for _ in 0..read.count(4)? {
        let rows = read.u32()? as usize;
        if rows > ROWS {
            return Err(BlockError::Damaged);
        }
        let numbers = read.u32s(rows)?;
        below(&numbers, count)?;
        let texts = read_texts(read, rows, Customers::BUCKETS)?;
        columns.customers.pages.push(CustomerPage { numbers, texts });
    }
    if read.0.is_empty() { Ok(columns) } else { Err(BlockError::Damaged) }
}

fn read_page(read: &mut Reader<'_>, columns: &Columns) -> Result<Page, BlockError> {
    let rows = read.u32()? as usize;
    let live = read_mask(read)?;
    if rows > ROWS || (0..ROWS / 64).any(|word| live[word] & !super::texts::first_rows(rows)[word] != 0) {
        return Err(BlockError::Damaged);
    }
    let mut page = Page { live, ids: read.u128s(rows)?, ..Page::default() };
    for column in 0..TIMES {
        page.times[column] = read.u64s(rows)?;
    }
    for column in 0..COLUMNS - 1 {
        page.columns[column] = read.u32s(rows)?;
    }
    page.columns[Column::Next as usize] = vec![NOTHING; rows];
    for (column, limit) in [
        (Column::Status, columns.statuses.all().len()),
        (Column::Owner, columns.people.len()),
        (Column::First, columns.people.len()),
        (Column::Channel, columns.channels.len()),
        (Column::Customer, columns.customers.index.keys().len()),
    ] {
        let mut live = Vec::with_capacity(rows);
        each(&page.live, &mut |row| live.push(page.get(row, column)));
        below(&live, limit)?;
    }
    let labels = read.count(4)?;
    page.labels = read.u32s(labels)?;
    page.label_ends = read.u32s(rows)?;
    let in_order = page.label_ends.windows(2).all(|pair| pair[0] <= pair[1]);
    if !in_order || page.label_ends.last().map_or(0, |end| *end as usize) != labels {
        return Err(BlockError::Damaged);
    }
    for label in &page.labels {
        let limit = if label & CHOICE == 0 { columns.tags.len() } else { columns.choices.len() };
        below(&[label & !CHOICE], limit)?;
    }
    for flags in &mut page.columns[Column::Flags as usize] {
        *flags &= 3 | flag::PROMISED | flag::PROMISE_DUE | flag::CONFLICT;
    }
    page.texts = read_texts(read, rows, BUCKETS)?;
    Ok(page)
}
