//! Columns against plain lists of tickets.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::block::{Merging, pack};
use super::*;
use crate::model::calendar::Calendar;
use crate::model::change::{How, Known};
use crate::model::document::Entry;
use crate::model::kind::{Category, TicketKind};
use crate::model::limits::Terms;
use crate::model::stamp::{Clock, Writer};
use crate::model::ticket::Priority;
use crate::model::value::Value;

/// A small desk: two kinds, three agents, some lists.
pub(crate) struct Desk {
    kinds: BTreeMap<String, TicketKind>,
    pub(crate) agents: BTreeMap<String, String>,
    calendar: Calendar,
}

impl Lookup for Desk {
    fn kind(&self, id: &str) -> Option<&TicketKind> {
        self.kinds.get(id)
    }
    fn agent(&self, id: &str) -> Option<&str> {
        self.agents.get(id).map(String::as_str)
    }
    fn item(&self, list: &str, id: &str) -> Option<&str> {
        let items = [("channels", "phone", "电话"), ("channels", "chat", "在线"), ("carriers", "sf", "顺丰速运")];
        items.iter().find(|item| (item.0, item.1) == (list, id)).map(|item| item.2)
    }
    fn terms(&self, _: &Fold) -> Terms<'_> {
        Terms { calendar: &self.calendar, grade: "" }
    }
}

pub(crate) fn desk() -> Desk {
    let kind = |id: &str, name: &str, register: bool| {
        let text = format!(
            r#"{{"id":"{id}","name":"{name}","prefix":"T","register":{register},"start":"new","moves":[],"fields":[
            {{"id":"order","name":"O","type":"order"}},{{"id":"tel","name":"P","type":"phone"}},
            {{"id":"by","name":"C","type":"choice","list":"carriers"}},
            {{"id":"why","name":"W","type":"choice","options":[{{"id":"bad","name":"质量问题"}}]}}],
            "limits":[{{"id":"solve","name":"解决","from":"opened","within":"72h","pauses":true}}],"states":[
            {{"id":"new","name":"待受理","category":"open"}},{{"id":"work","name":"处理中","category":"open"}},
            {{"id":"wait","name":"等待客户","category":"waiting"}},{{"id":"done","name":"已解决","category":"solved"}},
            {{"id":"off","name":"已关闭","category":"closed"}}]}}"#
        );
        (id.to_owned(), serde_json::from_str(&text).unwrap())
    };
    let agents = [("ann", "张敏"), ("bob", "李强"), ("cat", "王芳")];
    Desk {
        kinds: [kind("t.refund", "退款", false), kind("t.repair", "报修", false), kind("t.lost", "失物", true)].into(),
        agents: agents.map(|(id, name)| (id.into(), name.into())).into(),
        calendar: Calendar::china(),
    }
}

/// What a test ticket holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plain {
    pub(crate) id: u32,
    pub(crate) kind: &'static str,
    pub(crate) state: &'static str,
    pub(crate) owner: &'static str,
    pub(crate) customer: u32,
    pub(crate) priority: Priority,
    pub(crate) opened: u64,
    pub(crate) subject: String,
    pub(crate) note: String,
    pub(crate) tag: &'static str,
    pub(crate) promise: Option<u64>,
}

/// 1 November 2026, 10:00 in China.
pub(crate) const START: u64 = 1_793_498_400_000;
pub(crate) const HOUR: u64 = 3_600_000;

impl Plain {
    pub(crate) fn new(id: u32) -> Self {
        Self {
            id,
            kind: "t.refund",
            state: "new",
            owner: "ann",
            customer: 0,
            priority: Priority::Normal,
            opened: START + u64::from(id) * HOUR,
            subject: String::new(),
            note: String::new(),
            tag: "",
            promise: None,
        }
    }

    pub(crate) fn id(&self) -> DocId {
        // Some ids are ULIDs, some plain names.
        if self.id.is_multiple_of(2) {
            DocId::mint("ticket", START, u128::from(self.id) << 7)
        } else {
            DocId::fixed("ticket", &self.id.to_string())
        }
    }

    pub(crate) fn document(&self) -> Document {
        let mut log = Log::new(self.opened);
        let number = format!("T261101-A07-{:03}", self.id);
        log.tell(Known::Opened { kind: self.kind.into(), number, at: None });
        log.tell(Known::Moved { step: String::new(), to: self.state.into(), over: Vec::new() });
        log.tell(Known::Assigned { to: self.owner.into(), over: Vec::new() });
        log.set("subject", Value::text(&self.subject));
        log.set("channel", Value::text("phone"));
        log.set("priority", Value::text(self.priority.id()));
        log.set("order", Value::text(&format!("SO-{}", self.customer)));
        log.set("by", Value::text("sf"));
        if self.customer > 0 {
            log.set("customer", Value::Text(customer_id(self.customer).as_str().to_owned()));
        }
        if !self.note.is_empty() {
            log.tell(Known::Said { how: How::Note, text: self.note.clone(), minutes: 0 });
        }
        if !self.tag.is_empty() {
            log.tell(Known::Added { set: "tags".into(), item: self.tag.into() });
        }
        if let Some(due) = self.promise {
            log.tell(Known::Promised { text: "回电".into(), due });
        }
        Document::new(self.id(), log.0)
    }

    /// Puts it into columns, as the desk does.
    pub(crate) fn put(&self, columns: &mut Columns, desk: &Desk) {
        let document = self.document();
        columns.put(&document, &Fold::of(&document), desk);
    }
}

struct Log(Vec<Entry>, Clock, u64);

impl Log {
    fn new(at: u64) -> Self {
        Self(Vec::new(), Clock::new(Writer::SAMPLE), at)
    }
    fn tell(&mut self, change: Known) {
        let stamp = self.1.tick(self.2);
        self.0.push(Entry { stamp, by: "bob".into(), change: change.into() });
    }
    fn set(&mut self, field: &str, value: Value) {
        self.tell(Known::Set { field: field.into(), value, over: Vec::new() });
    }
}

pub(crate) fn customer_id(number: u32) -> DocId {
    DocId::mint("customer", START, u128::from(number) << 9)
}

pub(crate) fn customer(number: u32, name: &str, phone: &str) -> Document {
    let mut log = Log::new(START);
    log.tell(Known::Opened { kind: String::new(), number: String::new(), at: None });
    log.set("name", Value::text(name));
    log.set("title", Value::text("女士"));
    log.set("phones", Value::List(vec![phone.to_owned()]));
    log.set("room", Value::text("3-1-1202"));
    Document::new(customer_id(number), log.0)
}

pub(crate) fn plain() -> impl Strategy<Value = Plain> {
    let kinds = prop::sample::select(vec!["t.refund", "t.repair", "t.lost"]);
    let states = prop::sample::select(vec!["new", "work", "wait", "done", "off"]);
    let owners = prop::sample::select(vec!["", "ann", "bob"]);
    let tags = prop::sample::select(vec!["", "投诉", "VIP"]);
    let promise = prop::option::of(0..200u64);
    let texts = ("[退款快递未到账iPhone ]{0,8}", "[退款快递未到账ab1，\n ]{0,20}");
    (0..60u32, kinds, states, owners, 0..6u32, 0..4usize, texts, tags, promise).prop_map(
        |(id, kind, state, owner, customer, priority, (subject, note), tag, promise)| Plain {
            kind,
            state,
            owner,
            customer,
            priority: Priority::ALL[priority],
            subject: subject.trim().to_owned(),
            note,
            tag,
            promise: promise.map(|hours| START + hours * HOUR),
            ..Plain::new(id)
        },
    )
}

pub(crate) fn check(columns: &Columns, wanted: &BTreeMap<u32, Plain>) -> Result<(), TestCaseError> {
    prop_assert_eq!(columns.len(), wanted.len());
    for plain in wanted.values() {
        let row = columns.ticket(columns.find(&plain.id()).unwrap()).unwrap();
        prop_assert_eq!(row.id(), plain.id());
        prop_assert_eq!(row.number(), format!("T261101-A07-{:03}", plain.id));
        prop_assert_eq!((row.subject(), row.kind(), row.state()), (plain.subject.clone(), plain.kind, plain.state));
        prop_assert_eq!((row.owner(), row.first_owner(), row.channel()), (plain.owner, "bob", "phone"));
        prop_assert_eq!((row.priority(), row.opened()), (plain.priority, plain.opened));
        prop_assert_eq!(row.tags().collect::<String>(), plain.tag);
        prop_assert_eq!(row.choices().collect::<Vec<_>>(), ["carriers\tsf"]);
        let id = if plain.customer > 0 { customer_id(plain.customer) } else { DocId::new("") };
        prop_assert_eq!(row.customer_id(), id);
        let chained = columns.tickets_of(row.customer_number()).any(|other| columns.find(&plain.id()) == Some(other));
        prop_assert_eq!(chained, plain.customer > 0, "those of nobody are not chained");
        let note = texts::lower(&plain.note);
        let searched = note.trim().is_empty() || row.text().split('\n').any(|line| line == note);
        prop_assert!(searched);
        let closed = plain.state == "off";
        prop_assert_eq!(row.promised(), plain.promise.is_some() && !closed);
        let limit = matches!(plain.state, "new" | "work").then_some(plain.opened + 72 * HOUR);
        let due = limit.into_iter().chain(plain.promise).min().filter(|_| !closed);
        prop_assert_eq!(row.due().map(|due| due.at), due);
    }
    for (agent, all) in [("bob", wanted.len()), ("ann", 0), ("nobody", 0)] {
        let taken: Vec<String> = columns.taken_by(agent).map(TicketRow::number).collect();
        let naive = columns.rows().filter_map(|row| columns.ticket(row)).filter(|row| row.first_owner() == agent);
        prop_assert_eq!(&taken, &naive.map(TicketRow::number).collect::<Vec<_>>());
        prop_assert_eq!(taken.len(), all);
    }
    let chained: usize = (0..columns.customers().numbers()).map(|n| columns.tickets_of(super::short(n)).count()).sum();
    prop_assert_eq!(chained, wanted.values().filter(|plain| plain.customer > 0).count());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn rows_follow_their_tickets(steps in prop::collection::vec((plain(), any::<bool>()), 1..80)) {
        let (desk, mut columns, mut wanted) = (desk(), Columns::default(), BTreeMap::new());
        for (plain, stays) in steps {
            if stays {
                plain.put(&mut columns, &desk);
                wanted.insert(plain.id, plain);
            } else {
                columns.remove(&plain.id());
                wanted.remove(&plain.id);
            }
        }
        check(&columns, &wanted)?;
        // The same through blocks: in two, the first again, what is known stays.
        let packed: Vec<Document> = wanted.values().map(Plain::document).collect();
        let (left, right) = packed.split_at(packed.len() / 2);
        let mut cold = Columns::default();
        for documents in [right, left, right] {
            cold.absorb_block(&pack(documents, &desk, 7), 7, Merging::default()).unwrap();
        }
        check(&cold, &wanted)?;
    }
}

pub(crate) fn many(count: u32) -> BTreeMap<u32, Plain> {
    (0..count).map(|id| (id, Plain { customer: id % 5, subject: format!("退款 {id}"), ..Plain::new(id) })).collect()
}

#[test]
fn thin_pages_are_tidied_away() {
    let (desk, mut wanted) = (desk(), many(2000));
    let mut columns = Columns::default();
    for plain in wanted.values() {
        plain.put(&mut columns, &desk);
    }
    for id in (0..2000).filter(|id| id % 3 > 0) {
        columns.remove(&wanted.remove(&id).unwrap().id());
    }
    let before = columns.size();
    let mut steps = 0;
    while columns.tidy() {
        steps += 1;
        check(&columns, &wanted).unwrap();
    }
    assert!(steps > 0 && columns.size().1 < before.1, "{steps} {before:?} {:?}", columns.size());
    for plain in many(2000).into_values() {
        plain.put(&mut columns, &desk);
        wanted.insert(plain.id, plain);
    }
    check(&columns, &wanted).unwrap();
    assert!(columns.pages().len() <= 5, "{}", columns.pages().len());
}

#[test]
fn customers_are_shown_by_their_own_rows() {
    let (desk, mut columns) = (desk(), Columns::default());
    Plain { customer: 1, ..Plain::new(1) }.put(&mut columns, &desk);
    let row = columns.find(&Plain::new(1).id()).unwrap();
    assert!(columns.ticket(row).unwrap().customer().is_none());
    assert!(columns.customers().is_empty());
    for (name, phone, addressed) in [("王丽", "138 1234 5678", "王女士"), ("Jane Doe", "13812345678", "Jane Doe")]
    {
        let document = customer(1, name, phone);
        let fold = Fold::of(&document);
        columns.put(&document, &fold, &desk);
        let shown = columns.ticket(row).unwrap().customer().unwrap();
        assert_eq!((shown.name(), shown.addressed(), shown.room()), (name.into(), addressed.into(), "3-1-1202"));
        assert_eq!(shown.phones().collect::<Vec<_>>(), [phone]);
        assert_eq!(columns.customers().len(), 1);
        let mut cold = Columns::default();
        cold.absorb_block(&columns.to_block(1), 1, Merging::default()).unwrap();
        let number = cold.customers().find(customer_id(1).as_str()).unwrap();
        assert_eq!(cold.customers().get(number), Some(shown));
        assert_eq!(cold.customers().known().collect::<Vec<_>>(), [number]);
    }
    let block = pack(&[customer(1, "陈静", "1")], &desk, 1);
    let name = |columns: &Columns| {
        columns.ticket(row).unwrap().customer().map(super::customers::CustomerRow::name).unwrap_or_default()
    };
    for (gone, replace, wanted) in [(true, true, "Jane Doe"), (false, false, "Jane Doe"), (false, true, "陈静")] {
        let gone = [customer_id(1)].into_iter().filter(|_| gone).collect::<Vec<_>>();
        columns.absorb_block(&block, 1, Merging { gone: &gone, replace }).unwrap();
        assert_eq!(name(&columns), wanted);
    }
    columns.remove(&customer_id(1));
    assert!(columns.ticket(row).unwrap().customer().is_none() && columns.customers().is_empty());
}

#[test]
fn a_number_is_never_given_twice() {
    let (desk, mut columns) = (desk(), Columns::default());
    Plain::new(7).put(&mut columns, &desk);
    assert_eq!(columns.last_count("T261101-A07-"), Some(7));
    // Withdrawn: out of sight, its number stays spent.
    let mut gone = Plain::new(9).document();
    let opening = gone.log()[0].stamp;
    let stamp = Clock::new(Writer::SAMPLE).tick(START + 99 * HOUR);
    gone.merge([Entry { stamp, by: "ann".into(), change: Known::Undone { what: vec![opening] }.into() }]);
    Plain::new(9).put(&mut columns, &desk);
    columns.put(&gone, &Fold::of(&gone), &desk);
    assert_eq!((columns.len(), columns.last_count("T261101-A07-")), (1, Some(9)));
    let mut cold = Columns::default();
    cold.absorb_block(&columns.to_block(1), 1, Merging::default()).unwrap();
    assert_eq!((cold.last_count("T261101-A07-"), cold.last_count("T261101-A08-")), (Some(9), None));
    Plain::new(7).put(&mut cold, &desk);
    assert_eq!(cold.last_count("T261101-A07-"), Some(9));
}

#[test]
fn states_mean_what_their_kind_says_now() {
    let (mut desk, mut columns) = (desk(), Columns::default());
    Plain { state: "done", ..Plain::new(1) }.put(&mut columns, &desk);
    let category = |columns: &Columns| columns.ticket(0).unwrap().category();
    assert_eq!(category(&columns), Category::Solved);
    desk.kinds.clear();
    columns.refresh_kinds(&desk);
    assert_eq!(category(&columns), Category::Open);
}
