//! Pages of ticket rows: a structure of arrays for up to [`ROWS`] tickets.

use super::symbols::number;
use super::texts::{Mask, NONE, ROWS, Texts};

/// The columns of times, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Time {
    /// When it was opened.
    Opened,
    /// When it was changed last.
    Changed,
    /// When something is due next; the greatest number for never.
    Due,
}

/// The columns of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Column {
    /// Kind and state together: a number of `Statuses`.
    Status,
    /// The owner.
    Owner,
    /// The first owner.
    First,
    /// The channel.
    Channel,
    /// What is due.
    What,
    /// The customer: a number of `Customers`.
    Customer,
    /// Priority and yes-or-no facts, see `flag`.
    Flags,
    /// The customer's next ticket, in no particular order.
    Next,
}

/// How many columns of each sort there are.
pub const TIMES: usize = 3;
/// See [`TIMES`]. The last is not kept in blocks.
pub const COLUMNS: usize = 8;

/// Bits of `Column::Flags`; the lowest two are the priority.
pub mod flag {
    /// A promise is open.
    pub const PROMISED: u32 = 1 << 2;
    /// What is due is a promise.
    pub const PROMISE_DUE: u32 = 1 << 3;
    /// Two people disagree.
    pub const CONFLICT: u32 = 1 << 4;
    /// It is linked to an earlier ticket on the same matter.
    pub const AGAIN: u32 = 1 << 5;
    /// It was split from another ticket.
    pub const PART: u32 = 1 << 6;
    /// How often the customer asked again, at most 255: the bits from this one on.
    pub const CONTACTS: u32 = 8;
    /// All bits that mean something.
    pub const ALL: u32 = 3 | PROMISED | PROMISE_DUE | CONFLICT | AGAIN | PART | 255 << CONTACTS;
}

/// Set in labels that are choices; the others are tags.
pub const CHOICE: u32 = 1 << 31;

/// No row, no due moment's text.
pub const NOTHING: u32 = u32::MAX;

/// Buckets of the filter, a bit each for every row.
pub const BUCKETS: usize = 320;

/// A page of tickets. A row keeps its place until it is removed.
#[derive(Clone, Debug)]
pub struct Page {
    /// Rows that hold a ticket.
    pub live: Mask,
    pub(super) ids: Vec<u128>,
    pub(super) times: [Vec<u64>; TIMES],
    pub(super) columns: [Vec<u32>; COLUMNS],
    pub(super) labels: Vec<u32>,
    pub(super) label_ends: Vec<u32>,
    /// The texts.
    pub texts: Texts,
}

/// A row as numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RawRow {
    pub id: u128,
    pub times: [u64; TIMES],
    pub columns: [u32; COLUMNS],
    pub labels: Vec<u32>,
    pub text: String,
}

impl Default for Page {
    fn default() -> Self {
        Self { texts: Texts::new(BUCKETS), ..Self::plain() }
    }
}

impl Page {
    /// A page whose texts have no filter.
    pub(super) fn plain() -> Self {
        Self {
            live: NONE,
            ids: Vec::new(),
            times: Default::default(),
            columns: Default::default(),
            labels: Vec::new(),
            label_ends: Vec::new(),
            texts: Texts::default(),
        }
    }

    /// How many places there are, free ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is no place at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// A time of a row.
    #[must_use]
    pub fn time(&self, row: usize, column: Time) -> u64 {
        self.times[column as usize].get(row).copied().unwrap_or(0)
    }

    /// A number of a row.
    #[must_use]
    pub fn get(&self, row: usize, column: Column) -> u32 {
        self.column(column).get(row).copied().unwrap_or(0)
    }

    /// A column of numbers.
    #[must_use]
    pub fn column(&self, column: Column) -> &[u32] {
        &self.columns[column as usize]
    }

    /// A column of times.
    #[must_use]
    pub fn times(&self, column: Time) -> &[u64] {
        &self.times[column as usize]
    }

    /// A row's key.
    #[must_use]
    pub fn id(&self, row: usize) -> u128 {
        self.ids.get(row).copied().unwrap_or(0)
    }

    /// A row's tags and choices.
    #[must_use]
    pub fn labels(&self, row: usize) -> &[u32] {
        self.labels.get(self.label_range(row)).unwrap_or_default()
    }

    fn label_range(&self, row: usize) -> std::ops::Range<usize> {
        let end = |row: usize| self.label_ends.get(row).map_or(0, |end| *end as usize);
        if row == 0 { 0..end(0) } else { end(row - 1)..end(row) }
    }

    /// Whether a row holds a ticket.
    #[must_use]
    pub fn is_live(&self, row: usize) -> bool {
        row < ROWS && self.live[row / 64] >> (row % 64) & 1 == 1
    }

    /// Puts a row in its place, at most one after the last.
    pub(super) fn put(&mut self, row: usize, raw: &RawRow) {
        if row == self.ids.len() {
            self.ids.push(0);
            for column in &mut self.times {
                column.push(0);
            }
            for column in &mut self.columns {
                column.push(0);
            }
            self.label_ends.push(number(self.labels.len()));
            self.texts.push("");
        }
        self.ids[row] = raw.id;
        for (column, value) in self.times.iter_mut().zip(raw.times) {
            column[row] = value;
        }
        for (column, value) in self.columns.iter_mut().zip(raw.columns) {
            column[row] = value;
        }
        self.set_labels(row, &raw.labels);
        self.texts.set(row, &raw.text);
        self.live[row / 64] |= 1 << (row % 64);
        if self.len() == ROWS {
            self.texts.pack();
        }
    }

    fn set_labels(&mut self, row: usize, labels: &[u32]) {
        let old = self.label_range(row);
        let by = number(labels.len()).wrapping_sub(number(old.len()));
        self.labels.splice(old, labels.iter().copied());
        for end in &mut self.label_ends[row..] {
            *end = end.wrapping_add(by);
        }
    }

    /// Frees a row's place.
    pub(super) fn clear(&mut self, row: usize) {
        self.set_labels(row, &[]);
        self.texts.set(row, "");
        self.ids[row] = 0;
        self.live[row / 64] &= !(1 << (row % 64));
    }

    /// A row as numbers.
    pub(super) fn raw(&self, row: usize) -> RawRow {
        let mut raw = RawRow {
            id: self.id(row),
            times: [0; TIMES],
            columns: [0; COLUMNS],
            labels: self.labels(row).to_vec(),
            text: self.texts.read(row),
        };
        for (value, column) in raw.times.iter_mut().zip(&self.times) {
            *value = column[row];
        }
        for (value, column) in raw.columns.iter_mut().zip(&self.columns) {
            *value = column[row];
        }
        raw
    }

    /// Bytes it takes.
    #[must_use]
    pub fn size(&self) -> usize {
        let words =
            self.columns.iter().map(Vec::capacity).sum::<usize>() + self.labels.capacity() + self.label_ends.capacity();
        let times = self.times.iter().map(Vec::capacity).sum::<usize>();
        words * 4 + times * 8 + self.ids.capacity() * 16
    }
}
