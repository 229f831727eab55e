//! How many tickets each view shows: one pass over the columns.

use super::View;
use crate::query::columns::Columns;
use crate::query::columns::page::{Column, Page, Time, flag};
use crate::query::columns::texts::{Mask, each};

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
    let mut tally = Tally::default();
    for (page, rows) in rows {
        each(&rows, &mut |row| {
            let status = statuses.get(page.get(row, Column::Status) as usize);
            let Some((true, done)) = status.copied() else { return };
            let owner = page.get(row, Column::Owner) as usize;
            let due = page.time(row, Time::Due);
            for (view, is) in [
                (View::Mine, !done && owner == me),
                (View::Late, due < now),
                (View::Promised, page.get(row, Column::Flags) & flag::PROMISED != 0),
                (View::Pool, !done && owner == nobody),
                (View::Open, !done),
                (View::Done, done),
                (View::All, true),
            ] {
                tally.views[view as usize] += usize::from(is);
            }
            tally.due_today += usize::from(!done && (now..evening).contains(&due));
        });
    }
    tally
}

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
