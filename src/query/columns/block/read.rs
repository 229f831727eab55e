//! Reading a block: every number and every bound is checked, whatever the bytes are.

use super::super::bytes::Reader;
use super::super::customers::{CustomerPage, Customers};
use super::super::key::Keys;
use super::super::letters::Letters;
use super::super::page::{BUCKETS, CHOICE, COLUMNS, Column, NOTHING, Page, TIMES, flag};
use super::super::statuses::Status;
use super::super::symbols::Symbols;
use super::super::texts::{Mask, NONE, ROWS, Texts, each, first_rows};
use super::{BlockError, Columns};
use crate::model::kind::Category;
use crate::model::number::parts;

/// Reads texts of so many rows, so that every row's text is whole.
fn read_texts(read: &mut Reader<'_>, rows: usize, buckets: usize) -> Result<Texts, BlockError> {
    let ends = read.u32s(rows)?;
    let bytes = read.bytes()?;
    let letters = read.count(4)?;
    #[allow(clippy::cast_possible_truncation)]
    let letters = read.u32s(letters)?.into_iter().map(|letter| letter as u16).collect();
    let letters = Letters::kept(letters).ok_or(BlockError::Damaged)?;
    // Packed bytes are read whatever they are.
    let plain =
        if letters.is_empty() { Some(std::str::from_utf8(bytes).map_err(|_| BlockError::Damaged)?) } else { None };
    let mut last = 0;
    for end in &ends {
        if *end < last || plain.is_some_and(|text| !text.is_char_boundary(*end as usize)) {
            return Err(BlockError::Damaged);
        }
        last = *end;
    }
    if last as usize != bytes.len() {
        return Err(BlockError::Damaged);
    }
    let count = read.count(4)?;
    let common = read.u32s(count)?;
    if !common.is_sorted() {
        return Err(BlockError::Damaged);
    }
    let (common_rows, filter) = (read_masks(read, count)?, read_masks(read, buckets)?);
    let seldom = read.u64s(buckets)?;
    Ok(Texts { bytes: bytes.to_vec(), ends, letters, common, common_rows, filter, seldom })
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
pub(super) fn read_block(read: &mut Reader<'_>) -> Result<Columns, BlockError> {
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
    read.texts(&mut |text| {
        if let Some((stem, count)) = parts(text) {
            columns.spend_count(stem, count);
        }
    })?;
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
        // Customers' texts are lent, so they are never packed.
        if texts.is_packed() {
            return Err(BlockError::Damaged);
        }
        columns.customers.pages.push(CustomerPage { numbers, texts });
    }
    if read.0.is_empty() { Ok(columns) } else { Err(BlockError::Damaged) }
}

fn read_page(read: &mut Reader<'_>, columns: &Columns) -> Result<Page, BlockError> {
    let rows = read.u32()? as usize;
    let live = read_mask(read)?;
    if rows > ROWS || (0..ROWS / 64).any(|word| live[word] & !first_rows(rows)[word] != 0) {
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
        *flags &= flag::ALL;
    }
    page.texts = read_texts(read, rows, BUCKETS)?;
    Ok(page)
}
