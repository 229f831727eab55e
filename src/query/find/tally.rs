//! How many tickets each view shows: one pass over the columns.

use super::View;
use crate::query::columns::Columns;
use crate::query::columns::page::{Column, Page, Time, flag};
use crate::query::columns::texts::{Mask, NONE};

/// Whose tickets are counted, and when.
#[derive(Clone, Copy, Debug)]
pub struct Counting<'a> {
    /// Registers instead of tickets; both when `None`.
    pub register: Option<bool>,
    /// The agent at the desk.
    pub me: &'a str,
    /// Now, in milliseconds.
    pub now: u64,
    /// When today ends, in milliseconds.
    pub evening: u64,
}

/// How many tickets there are of each sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// By view, in the order of [`View::ALL`].
    views: [usize; View::ALL.len()],
    /// Open ones that are due from now until today ends.
    pub due_today: usize,
}

impl Tally {
    /// How many a view shows.
    #[must_use]
    pub fn of(&self, view: View) -> usize {
        self.views[view as usize]
    }
}

/// Counts all tickets.
#[must_use]
pub fn tally(columns: &Columns, counting: Counting<'_>) -> Tally {
    let all = columns.pages().iter().map(|page| (page, page.live));
    tally_of(all, columns, counting)
}

/// Counts some rows of pages.
pub(super) fn tally_of<'a>(
    rows: impl Iterator<Item = (&'a Page, Mask)>,
    columns: &Columns,
    counting: Counting<'_>,
) -> Tally {
    let Counting { register, me, now, evening } = counting;
    // What a status means: whether it counts, and whether it is done.
    let all = columns.statuses().all();
    let statuses: Vec<(bool, bool)> =
        all.map(|status| (register.is_none_or(|register| status.register == register), !status.is_to_do())).collect();
    let number = |id: &str| columns.people().position(|person| person == id).map_or(usize::MAX, |at| at);
    let (me, nobody) = (number(me), number(""));
    // One sum for each way in which the facts of a row may come together.
    let mut sums = [0usize; 1 << FACTS];
    for (page, rows) in rows.filter(|(_, rows)| *rows != NONE) {
        let [status, owners, flags] = [Column::Status, Column::Owner, Column::Flags].map(|column| page.column(column));
        let facts = status.iter().zip(owners).zip(flags).zip(page.times(Time::Due));
        for (row, (((status, owner), flags), due)) in facts.enumerate() {
            let Some((true, done)) = statuses.get(*status as usize).copied() else { continue };
            let taken = rows[row / 64] >> (row % 64) & 1 == 1;
            let at = usize::from(done)
                | usize::from(*owner as usize == me) << 1
                | usize::from(*owner as usize == nobody) << 2
                | usize::from(*due < now) << 3
                | usize::from(flags & flag::PROMISED != 0) << 4
                | usize::from(now <= *due && *due < evening) << 5;
            sums[at] += usize::from(taken);
        }
    }
    let mut tally = Tally::default();
    for (at, sum) in sums.into_iter().enumerate().filter(|(_, sum)| *sum > 0) {
        let is = |bit: usize| at >> bit & 1 == 1;
        let done = is(0);
        for (view, is) in [
            (View::Mine, !done && is(1)),
            (View::Late, is(3)),
            (View::Promised, is(4)),
            (View::Pool, !done && is(2)),
            (View::Open, !done),
            (View::Done, done),
            (View::All, true),
        ] {
            tally.views[view as usize] += if is { sum } else { 0 };
        }
        tally.due_today += if !done && is(5) { sum } else { 0 };
    }
    tally
}

/// How many facts of a row are counted.
const FACTS: usize = 6;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::calendar::Calendar;
    use crate::query::columns::tests::{HOUR, START, desk, plain};
    use crate::query::find::order::Order;
    use crate::query::find::{Context, Request, Search, select};
    use crate::query::search::{Query, parse};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn a_view_shows_as_many_as_are_counted(tickets in prop::collection::vec(plain(), 0..60), hours in 0..120u64) {
            let (desk, mut columns, calendar) = (desk(), Columns::default(), Calendar::china());
            for plain in &tickets {
                plain.put(&mut columns, &desk);
            }
            let now = START + hours * HOUR;
            for register in [None, Some(false), Some(true)] {
                let counting = Counting { register, me: "ann", now, evening: now + 24 * HOUR };
                let tally = tally(&columns, counting);
                let find = |view, now| {
                    let query = Query::default();
                    let request =
                        Request { view, register, kind: "", state: "", lane: None, query: &query, order: Order::URGENT, me: "ann", now };
                    select(&request, &columns, Context { lookup: &desk, calendar: &calendar, pinyin: None })
                };
                for view in View::ALL {
                    prop_assert_eq!(tally.of(view), find(view, now).len(), "{:?}", view);
                }
                let query = parse("退款");
                let request = Request {
                    view: View::All, register: None, kind: "", state: "", lane: None, query: &query, order: Order::URGENT, me: "ann", now,
                };
                let context = Context { lookup: &desk, calendar: &calendar, pinyin: None };
                let mut search = Search::new(&request, &columns, context);
                search.run(&columns);
                for view in View::ALL {
                    let found = select(&Request { view, register, ..request }, &columns, context).len();
                    prop_assert_eq!(search.tally(&columns, counting).of(view), found, "{:?}", view);
                }
                let open = |rows: Vec<u32>| rows.iter().filter(|row| columns.ticket(**row).unwrap().status().is_to_do()).count();
                let today = open(find(View::Late, now + 24 * HOUR)) - open(find(View::Late, now));
                prop_assert_eq!(tally.due_today, today);
            }
        }
    }
}
