//! A desk for tests: time and chance in the test's hands.

use std::cell::Cell;
use std::fs;
use std::rc::Rc;
use std::sync::Arc;

use shouwen::desk::{Desk, Doc, Env, NewAgent, NewTicket, Wanted};
use shouwen::model::agent::Role;
use shouwen::model::document::{DocId, Document};
use shouwen::model::pack::Pack;
use shouwen::model::value::Value;
use shouwen::query::find::View;
use shouwen::query::rows::Row;
use shouwen::store::{Memory, Store};

/// 22 November 2026, 10:00 in China: a Sunday.
pub const NOW: u64 = 1_795_312_800_000;

/// Runs a future that waits for nothing outside itself.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    for _ in 0..1_000_000 {
        if let std::task::Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
    panic!("the future waits for ever");
}

/// Time and chance, shared with the test.
#[derive(Clone, Default)]
pub struct World {
    pub now: Rc<Cell<u64>>,
    chance: Rc<Cell<u128>>,
}

impl Env for World {
    fn now(&self) -> u64 {
        self.now.get()
    }

    fn random(&self) -> u128 {
        let next = self.chance.get().wrapping_mul(0x5851_f42d_4c95_7f2d_1405_7b7e_f767_814f).wrapping_add(0x1234_5679);
        self.chance.set(next);
        next
    }
}

impl World {
    pub fn new(seed: u128) -> Self {
        let world = Self::default();
        world.now.set(NOW);
        world.chance.set(seed * 2 + 1);
        world
    }

    pub fn pass(&self, minutes: u64) {
        self.now.set(self.now.get() + minutes * 60_000);
    }

    /// Opens a desk on a store, as a new tab does.
    pub fn open(&self, store: &Memory) -> Desk {
        let (desk, damaged) = run(Desk::open(Rc::new(store.clone()), Box::new(self.clone()))).unwrap();
        assert!(damaged.is_empty(), "{damaged:?}");
        desk
    }
}

/// A desk with a manager (M01), a lead (L01) and two agents (A01, A02), the manager at it, and the test pack.
pub struct Team {
    pub world: World,
    pub store: Memory,
    pub desk: Desk,
    pub manager: String,
    pub lead: String,
    pub agent: String,
    pub other: String,
}

pub fn team() -> Team {
    let world = World::new(7);
    let store = Memory::new();
    let desk = world.open(&store);
    let add = |name: &str, number: &str, role| {
        let new = NewAgent { name: name.into(), number: number.into(), role, team: "一组".into() };
        run(desk.add_agent(new)).unwrap().0
    };
    let manager = add("马经理", "M01", Role::Agent);
    let (lead, agent, other) =
        (add("林组长", "L01", Role::Lead), add("王客服", "A01", Role::Agent), add("周客服", "A02", Role::Agent));
    run(desk.install(&pack())).unwrap();
    Team { world, store, desk, manager, lead, agent, other }
}

impl Team {
    pub fn sit(&self, agent: &str) {
        run(self.desk.switch_to(agent, "")).unwrap();
    }

    pub fn ticket(&self, text: &str) -> DocId {
        let new = NewTicket { kind: "test.case".into(), text: text.into(), ..NewTicket::default() };
        run(self.desk.open_ticket(new)).unwrap().0
    }
}

/// A small pack: a case with a step of every sort.
pub fn pack() -> Pack {
    serde_json::from_value(serde_json::json!({
        "format": "shouwen-pack", "id": "test", "name": "测试", "about": "测试用。", "version": 1,
        "released": "2026-11-01",
        "lists": [{"id": "channels", "name": "渠道", "items": [{"id": "phone", "name": "电话"}, {"id": "wx", "name": "微信"}]}],
        "kinds": [{
            "id": "test.case", "name": "个案", "prefix": "TC",
            "fields": [
                {"id": "amount", "name": "金额", "type": "money"},
                {"id": "done_at", "name": "完成时间", "type": "moment"},
                {"id": "shots", "name": "照片", "type": "photos"},
                {"id": "steps", "name": "步骤", "type": "checklist",
                 "items": [{"id": "one", "text": "一", "told": true}, {"id": "two", "text": "二"}]}
            ],
            "states": [
                {"id": "new", "name": "新", "category": "open"}, {"id": "work", "name": "处理", "category": "open"},
                {"id": "up", "name": "升级", "category": "waiting", "aside": true},
                {"id": "done", "name": "完成", "category": "closed"}
            ],
            "start": "new", "reopen": "work",
            "moves": [
                {"id": "begin", "label": "开始", "from": ["new"], "to": "work", "needs": ["amount"],
                 "effects": [{"promise": {"text": "回电", "within": "2h", "until": ["done"]}}, {"tag": "急"},
                    {"open": {"kind": "test.beside", "copy": ["amount"]}},
                    {"open": {"kind": "test.beside", "copy": ["amount"]}}]},
                {"id": "raise", "label": "升级", "from": ["work"], "to": "up", "note": "为什么？", "effects": [{"assign": "lead"}]},
                {"id": "back", "label": "退回", "from": ["up"], "to": "work", "role": "lead", "effects": [{"assign": "first"}]},
                {"id": "end", "label": "完成", "from": ["work"], "to": "done", "complete": ["steps"],
                 "effects": [{"set": {"field": "done_at", "value": "now"}}]}
            ],
            "limits": [{"id": "first", "name": "首次答复", "from": "opened", "within": "30m", "answer": true}]
        }, {
            "id": "test.beside", "name": "旁单", "prefix": "TB",
            "fields": [{"id": "amount", "name": "金额", "type": "money", "required": true}],
            "states": [{"id": "new", "name": "新", "category": "open"}, {"id": "done", "name": "完成", "category": "closed"}],
            "start": "new", "moves": [{"id": "end", "label": "完成", "from": ["new"], "to": "done"}]
        }]
    }))
    .unwrap()
}

/// A file of the repository, if it is there.
pub fn public(path: &str) -> Option<String> {
    fs::read_to_string(format!("{}/public/{path}", env!("CARGO_MANIFEST_DIR"))).ok()
}

/// The handbook packs of the repository that are there.
pub fn handbooks() -> Vec<Pack> {
    let packs = ["service", "ecommerce", "property", "logistics"].into_iter();
    let texts = packs.filter_map(|pack| public(&format!("handbooks/{pack}.json")));
    texts.map(|text| serde_json::from_str(&text).unwrap()).collect()
}

pub fn int(n: i64) -> Value {
    Value::Int(n)
}

/// Everything a store holds that is a document, as one text: to compare and to search.
pub fn stored(store: &Memory) -> String {
    let mut documents = Vec::new();
    let mut each = |some: Vec<Document>| {
        documents.extend(some.iter().map(|document| serde_json::to_string(document).unwrap()));
    };
    assert!(run(store.load(&mut each)).unwrap().is_empty());
    documents.join("\n")
}

/// A document with its state, fetched if need be.
pub fn doc(desk: &Desk, id: &DocId) -> Option<Arc<Doc>> {
    run(desk.fetch(std::slice::from_ref(id))).unwrap();
    desk.doc(id)
}

/// The ids of all documents.
pub fn ids(desk: &Desk) -> Vec<DocId> {
    run(desk.ids()).unwrap()
}

/// What a search finds, in order.
pub fn found(desk: &Desk, wanted: &Wanted) -> Vec<Arc<Row>> {
    desk.search(wanted).into_iter().filter_map(|row| desk.row_at(row)).collect()
}

/// All tickets, or all entries of registers; both for nothing.
pub fn all_rows(desk: &Desk, register: Option<bool>) -> Vec<Arc<Row>> {
    found(desk, &Wanted { view: View::All, register, ..Wanted::default() })
}
