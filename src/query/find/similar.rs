//! The same matter (A15): tickets that a caller may be speaking of, and repeat contacts.

use std::cmp::Reverse;

use super::scan::Needle;
use crate::model::customer::phone_digits;
use crate::query::columns::customers::Customers;
use crate::query::columns::facts::customer_line;
use crate::query::columns::texts::{each, lower};
use crate::query::columns::{Columns, TicketRow, row_number};

const DAY: u64 = 24 * 60 * 60 * 1000;
/// How long a finished ticket may still be what somebody calls about.
pub const RECENT: u64 = 30 * DAY;
/// Within how long another request on the same matter is a repeat contact.
pub const REPEAT: u64 = 7 * DAY;
/// The fewest digits by which somebody is looked for.
pub const LEAST_DIGITS: usize = 4;

/// What is known of a request before it is written down; empty where it is not.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clues<'a> {
    /// Digits of a telephone number, at least four, any part of it.
    pub phone: &'a str,
    /// An order number.
    pub order: &'a str,
    /// A waybill number.
    pub waybill: &'a str,
    /// A room.
    pub room: &'a str,
    /// The customer's number in the columns.
    pub customer: Option<u32>,
}

/// Why a ticket may be the same matter, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Because {
    /// The same order.
    Order,
    /// The same waybill.
    Waybill,
    /// The same customer or telephone number.
    Customer,
    /// The same room.
    Room,
}

/// Open tickets and recent ones that fit the clues: open ones first, by reason, the newest first. Merged ones are left
/// out: what they were about goes on elsewhere.
#[must_use]
pub fn similar(clues: &Clues<'_>, columns: &Columns, now: u64, most: usize) -> Vec<(Because, u32)> {
    let mut found: Vec<(Because, u32)> = Vec::new();
    for (because, value) in
        [(Because::Order, clues.order), (Because::Waybill, clues.waybill), (Because::Room, clues.room)]
    {
        let value = lower(value.trim());
        if !value.is_empty() {
            rows_with_line(&value, columns, &mut |row| found.push((because, row)));
        }
    }
    let mut people: Vec<(Because, u32)> =
        clues.customer.into_iter().map(|number| (Because::Customer, number)).collect();
    let digits = phone_digits(clues.phone);
    if digits.len() >= LEAST_DIGITS {
        let needle = Needle::new(&digits);
        customers_with(&needle, columns, &mut |number| {
            let customer = columns.customers().get(number);
            let has = |phone| phone_digits(phone).contains(&digits);
            if customer.is_some_and(|customer| customer.phones().any(has)) {
                people.push((Because::Customer, number));
            }
        });
        if digits.len() >= 7 {
            rows_with_line(&digits, columns, &mut |row| found.push((Because::Customer, row)));
        }
    }
    let room = lower(clues.room.trim());
    if !room.is_empty() {
        let needle = Needle::new(&["\n", &room, "\n"].concat());
        customers_with(&needle, columns, &mut |number| {
            if columns.customers().get(number).is_some_and(|customer| lower(customer.room()) == room) {
                people.push((Because::Room, number));
            }
        });
    }
    for (because, number) in people {
        found.extend(columns.tickets_of(number).map(|row| (because, row)));
    }
    let key = |(because, row): &(Because, u32)| {
        let ticket = columns.ticket(*row)?;
        let done = ticket.category().is_done();
        let counts =
            !ticket.status().register && !ticket.merged() && (!done || ticket.changed().saturating_add(RECENT) >= now);
        counts.then(|| (done, *because, Reverse(ticket.opened()), *row))
    };
    let mut keyed: Vec<_> = found.iter().filter_map(key).collect();
    keyed.sort_unstable();
    let mut rows: Vec<(Because, u32)> = Vec::new();
    for (_, because, _, row) in keyed {
        if rows.len() == most {
            break;
        }
        if !rows.iter().any(|(_, known)| *known == row) {
            rows.push((because, row));
        }
    }
    rows
}

/// Rows one of whose fields is exactly this.
fn rows_with_line(value: &str, columns: &Columns, add: &mut dyn FnMut(u32)) {
    let needle = Needle::new(&["\n", value, "\n"].concat());
    for (at, page) in columns.pages().iter().enumerate() {
        each(&needle.rows(&page.texts, page.live), &mut |row| add(row_number(at, row)));
    }
}

fn customers_with(needle: &Needle, columns: &Columns, add: &mut dyn FnMut(u32)) {
    for page in columns.customers().pages() {
        each(&needle.rows(&page.texts, Customers::rows(page)), &mut |row| add(page.numbers[row]));
    }
}

/// Whether a ticket is or has a repeat contact: the customer asked again on it, it is linked to an earlier one on the same
/// matter, or the same customer asked about the same matter within [`REPEAT`] before it. The matter is the same when the
/// kind is, or when an order or waybill number occurs in both.
#[must_use]
pub fn is_repeat(columns: &Columns, row: u32) -> bool {
    columns
        .ticket(row)
        .is_some_and(|ticket| ticket.contacts() > 0 || ticket.again() || earlier(columns, ticket, row).next().is_some())
}

/// How often somebody has asked about a ticket's matter, this ticket included: 1 for the first time.
#[must_use]
pub fn times(columns: &Columns, row: u32) -> u32 {
    let Some(ticket) = columns.ticket(row) else { return 0 };
    let before: u32 = earlier(columns, ticket, row).filter_map(|row| columns.ticket(row)).map(asked).sum();
    asked(ticket) + before.max(u32::from(ticket.again()))
}

fn asked(ticket: TicketRow<'_>) -> u32 {
    1 + ticket.contacts()
}

/// The earlier tickets of which a ticket is a repeat contact, in no particular order.
#[must_use]
pub fn repeats(columns: &Columns, row: u32) -> Vec<u32> {
    columns.ticket(row).map(|ticket| earlier(columns, ticket, row).collect()).unwrap_or_default()
}

fn earlier<'a>(columns: &'a Columns, ticket: TicketRow<'a>, row: u32) -> impl Iterator<Item = u32> + 'a {
    let known = columns.customers().get(ticket.customer_number()).is_some();
    let somebody = known && !ticket.status().register && !ticket.part();
    let of_customer = columns.tickets_of(ticket.customer_number()).filter(move |_| somebody);
    of_customer.filter(move |other| {
        let other_row = *other;
        columns.ticket(other_row).is_some_and(|other| {
            let before = (other.opened(), other_row) < (ticket.opened(), row);
            before
                && !other.merged()
                && other.opened() + REPEAT >= ticket.opened()
                && !other.status().register
                && (other.kind() == ticket.kind() || share_a_number(&other.text(), &ticket.text()))
        })
    })
}

/// Whether two tickets have a line in common that looks like an order or waybill number.
fn share_a_number(a: &str, b: &str) -> bool {
    let is_number = |line: &&str| {
        let digits = line.bytes().filter(u8::is_ascii_digit).count();
        let mobile = line.len() == 11 && digits == 11 && line.starts_with('1');
        (6..=40).contains(&line.len()) && digits >= 4 && !mobile && line.bytes().all(|byte| byte.is_ascii_graphic())
    };
    // The number and the subject stand before the fields.
    let fields = |text: &str| {
        text.split('\n').skip(customer_line::PHONES).filter(is_number).map(str::to_owned).collect::<Vec<_>>()
    };
    let of_b = fields(b);
    !of_b.is_empty() && fields(a).iter().any(|line| of_b.contains(line))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{NOW, columns_of, number_of, some};
    use super::*;
    use crate::query::columns::tests::{HOUR, Plain, START, customer_id, desk};

    #[test]
    fn the_same_matter_is_seen() {
        let (_, columns) = some();
        let rows = |clues: Clues<'_>, now: u64| {
            let found = similar(&clues, &columns, now, 10);
            found.into_iter().map(|(because, row)| (because, number_of(&columns, row))).collect::<Vec<_>>()
        };
        let clues = Clues::default();
        let (by_phone, by_order) = (Because::Customer, Because::Order);
        assert_eq!(rows(Clues { phone: "1234", ..clues }, NOW), [(by_phone, 1), (by_phone, 5)]);
        assert_eq!(rows(Clues { phone: "138 1234-5", ..clues }, NOW), [(by_phone, 1), (by_phone, 5)]);
        assert_eq!(rows(Clues { phone: "123", ..clues }, NOW), []);
        assert_eq!(rows(Clues { order: "so-2", ..clues }, NOW), [(by_order, 2)]);
        assert_eq!(rows(Clues { order: "so-", ..clues }, NOW), []);
        assert_eq!(rows(Clues { order: "SO-2", phone: "13900001111", ..clues }, NOW), [(by_order, 2)]);
        assert_eq!(rows(Clues { room: "3-1-1202", ..clues }, NOW).len(), 4);
        // What was finished long ago is not what somebody calls about.
        assert_eq!(rows(Clues { phone: "1234", ..clues }, NOW + 100 * 24 * HOUR), [(by_phone, 1)]);
        let number = columns.customers().find(customer_id(2).as_str());
        assert_eq!(rows(Clues { customer: number, ..clues }, NOW), [(by_phone, 2)]);
        assert_eq!(similar(&Clues { room: "3-1-1202", ..clues }, &columns, NOW, 1).len(), 1);
    }

    #[test]
    fn a_repeat_contact_is_the_same_customer_with_the_same_matter_soon_after() {
        let desk = desk();
        let day = 24 * HOUR;
        let at = |id: u32, days: u64, customer: u32, kind: &'static str| Plain {
            opened: START + days * day,
            customer,
            kind,
            ..Plain::new(id)
        };
        let tickets = [
            at(1, 0, 1, "t.refund"),
            at(2, 7, 1, "t.refund"),
            at(3, 15, 1, "t.refund"),
            at(4, 16, 2, "t.refund"),
            at(5, 16, 1, "t.lost"),
            at(6, 17, 0, "t.refund"),
            at(7, 17, 0, "t.refund"),
            Plain { note: "SF1234567890".into(), ..at(8, 30, 3, "t.refund") },
            Plain { note: "sf1234567890".into(), ..at(9, 31, 3, "t.repair") },
            Plain { note: "13812345678".into(), ..at(10, 30, 4, "t.refund") },
            Plain { note: "13812345678".into(), ..at(11, 31, 4, "t.repair") },
        ];
        let columns = columns_of(&tickets.into_iter().map(|plain| (plain.id, plain)).collect(), &desk);
        let all: Vec<u32> =
            (0..11).filter(|row| is_repeat(&columns, *row)).map(|row| number_of(&columns, row)).collect();
        assert_eq!(all, [2, 9]);
        let of_9 = columns.find(&Plain::new(9).id()).unwrap();
        assert_eq!(repeats(&columns, of_9).into_iter().map(|row| number_of(&columns, row)).collect::<Vec<_>>(), [8]);
    }
}
