//! In which order tickets are shown, and putting them in it piece by piece.

use std::cmp::Ordering;

use super::Context;
use crate::model::kind::Category;
use crate::query::columns::customers::CustomerRow;
use crate::query::columns::facts::{CHANNELS, Lookup, SUBJECT};
use crate::query::columns::page::{CHOICE, Column, Page, Time, flag};
use crate::query::columns::statuses::Status;
use crate::query::columns::{Columns, TicketRow, row_number, short};
use crate::query::pinyin::Pinyin;

/// By what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum By {
    /// Not done, due sooner, more urgent, newer.
    #[default]
    Urgency,
    /// When opened.
    Opened,
    /// When changed last.
    Changed,
    /// When due; what is not due comes last.
    Due,
    /// The number.
    Number,
    /// What it is about.
    Subject,
    /// The kind's name.
    Kind,
    /// What the state means, then its name.
    State,
    /// The owner's name; nobody's come first.
    Owner,
    /// The customer's name.
    Customer,
    /// The channel's name.
    Channel,
    /// The priority.
    Priority,
    /// By when something is promised, where that is due next; what is not promised comes last.
    Promise,
    /// The first of its tags by name; what has none comes last.
    Tags,
    /// The customer's room; those without come last.
    Room,
}

impl By {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Urgency,
        Self::Opened,
        Self::Changed,
        Self::Due,
        Self::Number,
        Self::Subject,
        Self::Kind,
        Self::State,
        Self::Owner,
        Self::Customer,
        Self::Channel,
        Self::Priority,
        Self::Promise,
        Self::Tags,
        Self::Room,
    ];

    /// The name under which addresses and views keep it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Urgency => "urgency",
            Self::Opened => "opened",
            Self::Changed => "changed",
            Self::Due => "due",
            Self::Number => "number",
            Self::Subject => "subject",
            Self::Kind => "kind",
            Self::State => "state",
            Self::Owner => "owner",
            Self::Customer => "customer",
            Self::Channel => "channel",
            Self::Priority => "priority",
            Self::Promise => "promise",
            Self::Tags => "tags",
            Self::Room => "room",
        }
    }

    /// What that name stands for.
    #[must_use]
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.id() == id)
    }
}

/// An order of tickets. Equals are ordered newest first, then by id, so that the order is the same everywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Order {
    /// By what.
    pub by: By,
    /// The greatest first; for moments the latest.
    pub down: bool,
}

impl Order {
    /// What presses most comes first.
    pub const URGENT: Self = Self { by: By::Urgency, down: false };
    /// The newest first.
    pub const NEWEST: Self = Self { by: By::Opened, down: true };

    /// An order as addresses and views keep it: the name of what it is by, a minus before it for the greatest first. The
    /// most urgent first for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let (down, id) = text.strip_prefix('-').map_or((false, text), |id| (true, id));
        By::of(id).map_or(Self::URGENT, |by| Self { by, down })
    }

    /// The text that `parse` reads; empty for the most urgent first.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::URGENT => String::new(),
            Self { by, down: false } => by.id().to_owned(),
            Self { by, down: true } => ["-", by.id()].concat(),
        }
    }

    /// The column of the moment that comes first in it, and whether the latest comes first.
    pub(super) fn moment(self) -> Option<(Time, bool)> {
        Some(match self.by {
            By::Urgency if !self.down => (Time::Due, false),
            By::Opened => (Time::Opened, self.down),
            By::Changed => (Time::Changed, self.down),
            By::Due => (Time::Due, self.down),
            _ => return None,
        })
    }
}

/// A row that was found: 96 bits by which it is ordered, 32 of its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit(u128);

impl Hit {
    /// The row.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)]
    pub fn row(&self) -> u32 {
        self.0 as u32
    }

    fn key(self) -> u128 {
        self.0 >> 32
    }
}

/// Runs of this many are sorted at once.
const RUN: usize = 512;
/// Runs begin at multiples of this.
const PART: usize = RUN / 2;

/// Hits being put in order where they are looked at: incremental quicksort.
#[derive(Debug)]
pub struct Sorting {
    order: Order,
    /// The place of each symbol's name among the names.
    ranks: Vec<u32>,
    /// Runs of hits, one behind the other, all of one before all of the next: where each ends, and whether it is in order.
    runs: Vec<(usize, bool)>,
}

impl Sorting {
    pub(super) fn new(order: Order, columns: &Columns, context: Context<'_>) -> Self {
        Self { order, ranks: ranks(order.by, columns, context.lookup, context.pinyin), runs: Vec::new() }
    }

    pub(super) fn restart(&mut self) {
        self.runs.clear();
    }

    /// The hit of a row.
    pub(super) fn hit(&self, columns: &Columns, page: &Page, page_at: usize, row: usize) -> Hit {
        let number = row_number(page_at, row);
        let opened = u128::from(page.time(row, Time::Opened).min(MOMENT));
        let rank = |column: Column| u128::from(self.ranks.get(page.get(row, column) as usize).copied().unwrap_or(0));
        let status = || columns.statuses().get(page.get(row, Column::Status));
        let priority = u128::from(page.get(row, Column::Flags) & 3);
        let mut key = match self.order.by {
            By::Urgency => {
                let done = !status().is_to_do();
                let due = if done { MOMENT } else { page.time(row, Time::Due).min(MOMENT) };
                (u128::from(done) << 94) | u128::from(due) << 48 | (3 - priority) << 46 | (u128::from(MOMENT) - opened)
            }
            By::Opened => opened,
            By::Changed => u128::from(page.time(row, Time::Changed)),
            By::Due => u128::from(page.time(row, Time::Due)),
            By::Number => text_key(page.texts.line(row, 0, &mut String::new()).as_bytes()),
            By::Subject => text_key(page.texts.shown(row, SUBJECT).as_bytes()),
            By::Kind | By::State => rank(Column::Status),
            By::Owner => rank(Column::Owner),
            By::Channel => rank(Column::Channel),
            By::Customer => {
                let customer = columns.customers().get(page.get(row, Column::Customer));
                // Those without a name come last.
                customer.map_or(KEY, |customer| text_key(customer.name().as_bytes()))
            }
            By::Priority => priority,
            By::Promise => {
                let promised = page.get(row, Column::Flags) & flag::PROMISE_DUE != 0;
                if promised { u128::from(page.time(row, Time::Due)) } else { KEY }
            }
            By::Tags => {
                let tags = page.labels(row).iter().filter(|label| **label & CHOICE == 0);
                let ranks = tags.filter_map(|tag| self.ranks.get(*tag as usize));
                ranks.min().map_or(KEY, |rank| u128::from(*rank))
            }
            By::Room => {
                let customer = columns.customers().get(page.get(row, Column::Customer));
                let room = customer.map(CustomerRow::room).filter(|room| !room.is_empty());
                room.map_or(KEY, |room| text_key(room.as_bytes()))
            }
        };
        if self.order.down {
            key = KEY - key;
        }
        Hit(key << 32 | u128::from(number))
    }

    fn compare(&self, a: Hit, b: Hit, columns: &Columns) -> Ordering {
        a.key().cmp(&b.key()).then_with(|| {
            let (Some(a), Some(b)) = (columns.ticket(a.row()), columns.ticket(b.row())) else { return a.0.cmp(&b.0) };
            let by_text = match self.order.by {
                By::Number => a.number().cmp(&b.number()),
                By::Subject => a.subject().cmp(&b.subject()),
                By::Customer => name(a).cmp(&name(b)),
                By::Room => room(a).cmp(room(b)),
                _ => Ordering::Equal,
            };
            let by_text = if self.order.down { by_text.reverse() } else { by_text };
            by_text.then_with(|| b.opened().cmp(&a.opened())).then_with(|| a.id().cmp(&b.id()))
        })
    }

    /// Puts the hits at the places from one to another, the last not included, in order: each is the one that stands there
    /// when all are. Costs little more than a pass over all of them, wherever that is.
    pub(super) fn arrange(&mut self, hits: &mut [Hit], from: usize, to: usize, columns: &Columns) {
        if self.runs.is_empty() {
            self.runs.push((hits.len(), hits.is_empty()));
        }
        let (mut at, to) = (from, to.min(hits.len()));
        while at < to {
            let of = self.runs.partition_point(|(end, _)| *end <= at);
            let start = of.checked_sub(1).map_or(0, |before| self.runs[before].0);
            let (end, sorted) = self.runs[of];
            let run = &mut hits[start..end];
            if sorted {
                at = end;
            } else if run.len() <= RUN {
                run.sort_unstable_by(|a, b| self.compare(*a, *b, columns));
                self.runs[of].1 = true;
            } else {
                // Away from the front what comes before is parted off first, at places that later looks share.
                let before = (at / PART * PART).saturating_sub(start);
                let split = if before > 0 { before } else { (run.len() / 8).max(PART) };
                run.select_nth_unstable_by(split, |a, b| self.compare(*a, *b, columns));
                self.runs.insert(of, (start + split, false));
            }
        }
    }

    /// How many hits come before one.
    pub(super) fn count_before(&self, hits: &[Hit], hit: Hit, columns: &Columns) -> usize {
        hits.iter().filter(|other| self.compare(**other, hit, columns) == Ordering::Less).count()
    }

    /// Whether a hit comes before everything that a page of this best moment may hold.
    pub(super) fn is_before(&self, hit: Hit, best: u64, columns: &Columns) -> bool {
        let Some(row) = columns.ticket(hit.row()) else { return false };
        match self.order.moment() {
            Some((Time::Due, false)) if self.order.by == By::Urgency && !row.status().is_to_do() => false,
            Some((Time::Due, true)) | None => false,
            Some((Time::Due, false)) => row.due().is_some_and(|due| due.at < best),
            Some((Time::Opened, down)) => directed(row.opened(), down) < best,
            Some((Time::Changed, down)) => directed(row.changed(), down) < best,
        }
    }
}

fn directed(time: u64, down: bool) -> u64 {
    if down { !time } else { time }
}

/// The greatest moment in a key: 46 bits reach the year 4199.
const MOMENT: u64 = (1 << 46) - 1;
/// The greatest key.
const KEY: u128 = (1 << 96) - 1;

/// The first twelve bytes of a text's first line.
fn text_key(text: &[u8]) -> u128 {
    let line = text.iter().take_while(|byte| **byte != b'\n').chain(std::iter::repeat(&0));
    line.take(12).fold(0, |key, byte| key << 8 | u128::from(*byte))
}

fn name(row: TicketRow<'_>) -> String {
    row.customer().map(CustomerRow::name).unwrap_or_default()
}

fn room(row: TicketRow<'_>) -> &str {
    row.customer().map(CustomerRow::room).unwrap_or_default()
}

/// The places of names in their order: by sound where the readings are known, as Chinese lists are.
fn ranks(by: By, columns: &Columns, lookup: &dyn Lookup, pinyin: Option<&Pinyin>) -> Vec<u32> {
    let sounds = |name: &str, of_person: bool| {
        let sound = pinyin.map_or_else(|| name.to_lowercase(), |pinyin| pinyin.full(name, of_person));
        (0u8, sound, name.to_owned())
    };
    let mut names: Vec<(u8, String, String)> = match by {
        By::Kind | By::State => {
            let name = |status: Status<'_>| {
                let kind = lookup.kind(status.kind);
                if by == By::Kind {
                    return sounds(kind.map_or(status.kind, |kind| &kind.name), false);
                }
                let state = kind.and_then(|kind| kind.state(status.state));
                let mut name = sounds(state.map_or(status.state, |state| state.short()), false);
                name.0 = match status.category {
                    Category::Open => 0,
                    Category::Waiting => 1,
                    Category::Solved => 2,
                    Category::Closed => 3,
                };
                name
            };
            columns.statuses().all().map(name).collect()
        }
        By::Owner => columns.people().map(|id| sounds(lookup.agent(id).unwrap_or(id), true)).collect(),
        By::Tags => columns.tags().map(|tag| sounds(tag, false)).collect(),
        By::Channel => columns.channels().map(|id| sounds(lookup.item(CHANNELS, id).unwrap_or(id), false)).collect(),
        _ => return Vec::new(),
    };
    let mut sorted = names.clone();
    sorted.sort_unstable();
    sorted.dedup();
    names.drain(..).map(|name| sorted.binary_search(&name).map_or(0, short)).collect()
}
