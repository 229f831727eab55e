//! Finds against a plain reading of every ticket.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::order::By;
use super::*;
use crate::model::fold::Fold;
use crate::model::ticket::Priority;
use crate::query::columns::short;
use crate::query::columns::tests::{Desk, HOUR, Plain, START, customer, desk, plain};
use crate::query::columns::texts::lower;
use crate::query::pinyin::tests::pinyin;
use crate::query::search::parse;

pub(super) const NOW: u64 = START + 100 * HOUR;
pub(super) const NAMES: [(&str, &str); 5] =
    [("王丽", "13812345678"), ("张伟", "13900001111"), ("单雄", "021-6234 5678"), ("Jane", "555"), ("李退", "10086")];

pub(super) fn columns_of(tickets: &BTreeMap<u32, Plain>, desk: &Desk) -> Columns {
    let mut columns = Columns::default();
    for plain in tickets.values() {
        plain.put(&mut columns, desk);
    }
    for (number, (name, phone)) in (1..).zip(NAMES) {
        let document = customer(number, name, phone);
        columns.put(&document, &Fold::of(&document), desk);
    }
    columns
}

fn request(query: &Query, view: View) -> Request<'_> {
    Request { view, register: None, kind: "", state: "", lane: None, query, order: Order::URGENT, me: "ann", now: NOW }
}

pub(super) fn find(text: &str, columns: &Columns, desk: &Desk, pinyin: Option<&Pinyin>) -> Vec<u32> {
    let query = parse(text);
    let calendar = Calendar::china();
    let rows = select(&request(&query, View::All), columns, Context { lookup: desk, calendar: &calendar, pinyin });
    rows.into_iter().map(|row| number_of(columns, row)).collect()
}

pub(super) fn number_of(columns: &Columns, row: u32) -> u32 {
    columns.ticket(row).unwrap().number().rsplit('-').next().unwrap().parse().unwrap()
}

pub(super) fn found(text: &str, columns: &Columns, desk: &Desk) -> Vec<u32> {
    let mut found = find(text, columns, desk, None);
    found.sort_unstable();
    found
}

/// All that a word may be found in.
pub(super) fn haystack(plain: &Plain, desk: &Desk) -> String {
    let kind = desk.kind(plain.kind).unwrap();
    let state = kind.state(plain.state).unwrap();
    let number = format!("T261101-A07-{:03}", plain.id);
    let order = format!("SO-{}", plain.customer);
    let customer = plain.customer.checked_sub(1).map(|at| NAMES[at as usize]);
    let digits = customer.map(|(_, phone)| crate::model::customer::phone_digits(phone)).unwrap_or_default();
    let (name, phone) = customer.unwrap_or_default();
    let customer_rest = if customer.is_some() { "女士\n3-1-1202" } else { "" };
    let agent = desk.agent(plain.owner).unwrap_or_default();
    let note = plain.note.replace('\n', " ");
    let promise = plain.promise.map_or("", |_| "回电");
    let all = [
        &*number,
        &*plain.subject,
        &order,
        "电话",
        "顺丰速运",
        name,
        phone,
        &digits,
        customer_rest,
        agent,
        &kind.name,
        &state.name,
        &note,
        plain.tag,
        promise,
    ];
    lower(&all.join("\u{1}")).replace('\u{1}', "\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn a_search_finds_what_a_plain_reading_finds(
        tickets in prop::collection::vec(plain(), 0..60),
        words in prop::collection::vec(("-?", "[退款快递未到账ab1王张处理中ioph0-6]{1,4}|iphone|SO-1|021-6234|质量|顺丰"), 0..3)
    ) {
        let desk = desk();
        let tickets: BTreeMap<u32, Plain> = tickets.into_iter().map(|plain| (plain.id, plain)).collect();
        let columns = columns_of(&tickets, &desk);
        let text: Vec<String> = words.iter().map(|(not, word)| format!("{not}\"{word}\"")).collect();
        let matches = |plain: &&Plain| {
            let haystack = haystack(plain, &desk);
            words.iter().all(|(not, word)| haystack.contains(&lower(word)) == not.is_empty())
        };
        let wanted: Vec<u32> = tickets.values().filter(matches).map(|plain| plain.id).collect();
        prop_assert_eq!(found(&text.join(" "), &columns, &desk), wanted);
    }

    #[test]
    fn any_order_is_the_order_of_a_plain_sort(
        tickets in prop::collection::vec(plain(), 0..60), copies in 1u32..15, by in 0..By::ALL.len(), down in any::<bool>(), first in 1usize..80,
        looks in prop::collection::vec(0usize..900, 1..6)
    ) {
        let desk = desk();
        // Many with the same facts: ties are frequent.
        let many = tickets.iter().flat_map(|plain| (0..copies).map(|copy| Plain {
            id: plain.id + copy * 60, opened: plain.opened, ..plain.clone()
        }));
        let tickets: BTreeMap<u32, Plain> = many.map(|plain| (plain.id, plain)).collect();
        let columns = columns_of(&tickets, &desk);
        let query = Query::default();
        let order = Order { by: By::ALL[by], down };
        prop_assert_eq!(Order::parse(&order.text()), order);
        let request = Request { order, ..request(&query, View::All) };
        let calendar = Calendar::china();
        let pinyin = pinyin();
        let context = Context { lookup: &desk, calendar: &calendar, pinyin: Some(&pinyin) };
        let key = |row: &u32| {
            let row = columns.ticket(*row).unwrap();
            let due = row.due().map_or(u64::MAX, |due| due.at);
            let state = desk.kind(row.kind()).unwrap().state(row.state()).unwrap();
            match order.by {
                By::Urgency => {
                    let done = !row.status().is_to_do();
                    let due = if done { 0 } else { due };
                    format!("{done} {due:020} {} {:020}", 3 - row.priority() as u8, u64::MAX - row.opened())
                }
                By::Opened => format!("{:020}", row.opened()),
                By::Changed => format!("{:020}", row.changed()),
                By::Due => format!("{due:020}"),
                By::Number => row.number(),
                By::Subject => row.subject().to_owned(),
                By::Kind => pinyin.full(&desk.kind(row.kind()).unwrap().name, false),
                By::State => format!("{} {}", row.category() as u8, pinyin.full(&state.name, false)),
                By::Owner => pinyin.full(desk.agent(row.owner()).unwrap_or_default(), true),
                By::Customer => row.customer().map_or("\u{10ffff}".into(), super::super::columns::customers::CustomerRow::name),
                By::Channel => String::new(),
                By::Priority => (row.priority() as u8).to_string(),
                By::Promise => row.due().filter(|due| due.promise).map_or("~".into(), |due| format!("{:020}", due.at)),
                By::Tags => row.tags().map(|tag| pinyin.full(tag, false)).min().unwrap_or_else(|| "~".into()),
                By::Room => {
                    let room = row.customer().map(|customer| customer.room().to_owned()).filter(|room| !room.is_empty());
                    room.unwrap_or_else(|| "\u{10ffff}".into())
                }
            }
        };
        let mut wanted: Vec<u32> = (0..short(columns.len())).collect();
        wanted.sort_by(|a, b| {
            let (x, y) = (key(a), key(b));
            let by_key = if down { y.cmp(&x) } else { x.cmp(&y) };
            let (a, b) = (columns.ticket(*a).unwrap(), columns.ticket(*b).unwrap());
            by_key.then(b.opened().cmp(&a.opened())).then(a.id().cmp(&b.id()))
        });
        prop_assert_eq!(select(&request, &columns, context), wanted.clone());
        // In steps: what is settled does not change, and a slice is the same slice.
        let mut search = Search::new(&request, &columns, context);
        while search.step(1, &columns) {
            if search.is_settled(first, &columns) {
                prop_assert_eq!(search.first(first, &columns).take(first).collect::<Vec<_>>(), &wanted[..first]);
            }
        }
        let rows: Vec<u32> = search.first(first, &columns).take(first).collect();
        prop_assert_eq!(rows, &wanted[..first.min(wanted.len())]);
        prop_assert!(search.is_done() && search.count() == wanted.len());
        // Looked at anywhere, and asked where a ticket stands.
        for from in looks {
            let to = (from + first).min(wanted.len());
            prop_assert_eq!(search.range(from, from + first, &columns).collect::<Vec<_>>(), &wanted[from.min(to)..to]);
            if let Some(row) = wanted.get(from) {
                let mut other = Search::new(&request, &columns, context);
                other.run(&columns);
                prop_assert_eq!((other.place(*row, &columns), search.place(*row, &columns)), (Some(from), Some(from)));
            }
        }
        prop_assert_eq!(search.place(u32::MAX, &columns), None);
    }
}

/// Enough tickets for many pages, whose times lie across each other; frequent pairs that do not always make the words.
fn large() -> (Desk, Vec<Plain>, Columns) {
    let subjects = ["退款快递", "快递退款", "退快", "款快未退款", "未退款", "递退", "到账", "退款退款快"];
    let ticket = |id: u32| Plain {
        opened: START + u64::from(id * 1117 % 3300) * HOUR / 10,
        subject: subjects[id as usize * 7 % 8].repeat(1 + id as usize % 2),
        state: ["new", "work", "done", "off"][id as usize % 4],
        promise: id.is_multiple_of(5).then_some(START + u64::from(id * 577 % 3300) * HOUR),
        ..Plain::new(id)
    };
    let (desk, tickets) = (desk(), (0..3300).map(ticket).collect::<Vec<_>>());
    let columns = columns_of(&tickets.iter().map(|plain| (plain.id, plain.clone())).collect(), &desk);
    (desk, tickets, columns)
}

#[test]
fn frequent_words_are_found_exactly_and_screens_come_in_order() {
    let (desk, tickets, columns) = large();
    assert!(columns.pages()[0].texts.may_hold(&[u32::from('退') << 16 | u32::from('款')], columns.pages()[0].live).1);
    for word in ["退款", "退款快", "款快", "款退", "递退款", "退款退", "快递退款", "递快", "账到", "26110", "无此"]
    {
        let matches = |plain: &&Plain| haystack(plain, &desk).contains(word);
        let wanted: Vec<u32> = tickets.iter().filter(matches).map(|plain| plain.id).collect();
        assert_eq!(found(word, &columns, &desk), wanted, "{word}");
    }
    let calendar = Calendar::china();
    let context = Context { lookup: &desk, calendar: &calendar, pinyin: None };
    let query = parse("退款");
    for (by, down) in [(By::Opened, true), (By::Opened, false), (By::Urgency, false), (By::Due, false), (By::Due, true)]
    {
        let request = Request { order: Order { by, down }, ..request(&query, View::All) };
        let wanted = {
            // In one go, by the order that small lists are tested for.
            let mut all = Search::new(&request, &columns, context);
            all.run(&columns);
            all.rows(&columns)
        };
        let key = |row: &u32| {
            let row = columns.ticket(*row).unwrap();
            (row.opened(), row.due().map_or(u64::MAX, |due| due.at))
        };
        let in_order = |pair: &[u32]| match (by, down) {
            (By::Opened, true) => key(&pair[0]).0 >= key(&pair[1]).0,
            (By::Opened, false) => key(&pair[0]).0 <= key(&pair[1]).0,
            (By::Due, false) => key(&pair[0]).1 <= key(&pair[1]).1,
            (By::Due, true) => key(&pair[0]).1 >= key(&pair[1]).1,
            _ => true,
        };
        assert!(wanted.windows(2).all(in_order), "{by:?} {down}");
        let mut search = Search::new(&request, &columns, context);
        let mut settled = 0;
        while search.step(1, &columns) {
            for count in [1, 20, 50] {
                if search.is_settled(count, &columns) {
                    settled += 1;
                    assert_eq!(
                        search.first(count, &columns).take(count).collect::<Vec<_>>(),
                        &wanted[..count],
                        "{by:?}"
                    );
                }
            }
        }
        // In many pieces from the front, as a list that is scrolled asks for them.
        for count in [1, 30, 31, 400, 900, 5000] {
            let rows: Vec<u32> = search.first(count, &columns).take(count).collect();
            assert_eq!(rows, &wanted[..count.min(wanted.len())], "{by:?} {down} {count}");
        }
        assert!(settled > 0 || (by, down) == (By::Due, true), "{by:?} {down}");
    }
}

pub(super) fn some() -> (Desk, Columns) {
    let desk = desk();
    let base = |id: u32| Plain::new(id);
    let day = 24 * HOUR;
    let tickets = [
        Plain { owner: "ann", customer: 1, subject: "申请退款".into(), tag: "投诉", ..base(1) },
        Plain { owner: "bob", state: "work", kind: "t.repair", customer: 2, note: "水管漏水".into(), ..base(2) },
        Plain { owner: "", priority: Priority::Urgent, subject: "iPhone 屏幕".into(), ..base(3) },
        Plain { owner: "ann", state: "wait", promise: Some(NOW - HOUR), ..base(4) },
        Plain { owner: "ann", state: "done", customer: 1, ..base(5) },
        Plain { owner: "ann", state: "off", promise: Some(NOW), ..base(6) },
        Plain { owner: "", kind: "t.lost", subject: "雨伞".into(), ..base(7) },
        Plain { owner: "cat", opened: NOW - day, customer: 3, ..base(8) },
    ];
    let columns = columns_of(&tickets.into_iter().map(|plain| (plain.id, plain)).collect(), &desk);
    (desk, columns)
}

#[test]
fn terms_ask_what_tickets_are() {
    let (desk, columns) = some();
    for (text, wanted) in [
        ("", &[1, 2, 3, 4, 5, 6, 7, 8][..]),
        ("未办结", &[1, 2, 3, 4, 5, 7, 8]),
        ("-未办结", &[6]),
        ("已办结", &[6]),
        ("is:closed", &[6]),
        ("等待中", &[4]),
        ("超时", &[1, 2, 3, 4, 7]),
        ("承诺", &[4]),
        ("无人", &[3, 7]),
        ("状态:处理中", &[2]),
        ("状态：已", &[5, 6]),
        ("状态:已解决,处理中", &[2, 5]),
        ("-状态:已解决,处理中", &[1, 3, 4, 6, 7, 8]),
        ("类型:报修", &[2]),
        ("kind:t.lost", &[7]),
        ("受理:我", &[1, 4, 5, 6]),
        ("owner:me", &[1, 4, 5, 6]),
        ("受理:李强", &[2]),
        ("受理:无人", &[3, 7]),
        ("受理:我,无人 -已办结", &[1, 3, 4, 5, 7]),
        ("首问:李强", &[1, 2, 3, 4, 5, 6, 7, 8]),
        ("首问:我", &[]),
        ("优先:紧急", &[3]),
        ("标签:投诉", &[1]),
        ("渠道:电话", &[1, 2, 3, 4, 5, 6, 7, 8]),
        ("渠道:在线", &[]),
        ("客户:王丽", &[1, 5]),
        ("客户:139", &[2]),
        ("昨天", &[8]),
        ("2026-11-01..2026-11-02", &[1, 2, 3, 4, 5, 6, 7]),
        ("到期:今天", &[4]),
        ("到期:明天", &[]),
        ("未知:王丽", &[]),
        ("王丽 退款", &[1, 5]),
        ("退款", &[1, 3, 4, 5, 6, 8]),
        ("-退款", &[2, 7]),
        ("IPHONE", &[3]),
        ("顺丰 水管", &[2]),
        ("（021）6234-5678", &[8]),
        ("重复来电", &[5]),
    ] {
        assert_eq!(found(text, &columns, &desk), wanted, "{text}");
    }
}

#[test]
fn sounds_find_subjects_names_and_values() {
    let (desk, columns) = some();
    let pinyin = pinyin();
    for (text, wanted) in [
        ("sqtk", &[1][..]),
        ("shenqingtui", &[1]),
        ("wangl", &[1, 5]),
        ("shanx", &[8]),
        ("lost", &[]),
        ("\"sqtk\"", &[]),
        ("类型:bx", &[2]),
        ("受理:lq", &[2]),
        ("客户:wl", &[1, 5]),
        ("pingmu", &[3]),
        ("iphone", &[3]),
        ("yusan", &[7]),
        ("-baoxiu yusan", &[7]),
    ] {
        let mut rows = find(text, &columns, &desk, Some(&pinyin));
        rows.sort_unstable();
        assert_eq!(rows, wanted, "{text}");
        assert!(text == "iphone" || text.contains(':') || found(text, &columns, &desk).is_empty(), "{text}");
    }
}

#[test]
fn views_are_what_they_were() {
    let (desk, columns) = some();
    let calendar = Calendar::china();
    let context = Context { lookup: &desk, calendar: &calendar, pinyin: None };
    let query = Query::default();
    for (view, wanted) in [
        (View::Mine, &[1, 4, 5][..]),
        (View::Late, &[1, 2, 3, 4]),
        (View::Promised, &[4]),
        (View::Pool, &[3]),
        (View::Open, &[1, 2, 3, 4, 5, 8]),
        (View::Done, &[6]),
        (View::All, &[1, 2, 3, 4, 5, 6, 8]),
    ] {
        let request = Request { register: Some(false), ..request(&query, view) };
        let mut rows: Vec<u32> =
            select(&request, &columns, context).into_iter().map(|row| number_of(&columns, row)).collect();
        rows.sort_unstable();
        assert_eq!(rows, wanted, "{view:?}");
    }
    let register = Request { register: Some(true), ..request(&query, View::All) };
    assert_eq!(select(&register, &columns, context).len(), 1);
    let one = Request { kind: "t.refund", state: "done", ..request(&query, View::All) };
    assert_eq!(select(&one, &columns, context).len(), 1);
}

#[test]
fn finds_are_counted_by_what_they_have_in_common() {
    let (desk, columns) = some();
    let calendar = Calendar::china();
    let query = parse("-类型:失物");
    let context = Context { lookup: &desk, calendar: &calendar, pinyin: None };
    let mut search = Search::new(&request(&query, View::All), &columns, context);
    search.run(&columns);
    let facets = search.facets(&columns);
    assert_eq!(facets.kinds(&columns), [("t.refund", 6), ("t.repair", 1)]);
    assert_eq!(facets.states(&columns)[0], ("t.refund", "new", 3));
    assert_eq!(facets.owners(&columns), [("ann", 4), ("", 1), ("bob", 1), ("cat", 1)]);
    assert_eq!(facets.channels(&columns), [("phone", 7)]);
    assert_eq!(facets.priorities(), [0, 6, 0, 1]);
}

#[test]
fn each_ticket_stands_in_one_column_of_a_board() {
    let (desk, columns) = some();
    let calendar = Calendar::china();
    let context = Context { lookup: &desk, calendar: &calendar, pinyin: None };
    let query = parse("");
    let in_lane = |lane: &Lane| {
        let request = Request { lane: Some(lane), ..request(&query, View::All) };
        let mut rows: Vec<u32> =
            select(&request, &columns, context).into_iter().map(|row| number_of(&columns, row)).collect();
        rows.sort_unstable();
        rows
    };
    let all = select(&request(&query, View::All), &columns, context).len();
    let lanes = Lane::ALL.map(|lane| in_lane(&lane));
    assert_eq!(lanes.iter().map(Vec::len).sum::<usize>(), all, "{lanes:?}");
    let kind = desk.kind("t.refund").unwrap();
    let states = Lane::of(kind);
    let of_kind: Vec<usize> = states.iter().map(|lane| in_lane(lane).len()).collect();
    assert_eq!(states.len(), kind.states.len());
    assert_eq!(of_kind.iter().sum::<usize>(), 6);
    for (state, lane) in kind.states.iter().zip(&states) {
        assert!(lane.takes(kind, &state.id) && !lane.takes(kind, "nowhere"));
        assert_eq!(Lane::ALL.iter().filter(|lane| lane.takes(kind, &state.id)).count(), 1);
    }
    assert!(Lane::New.takes(kind, &kind.start) && !Lane::Working.takes(kind, &kind.start));
}
