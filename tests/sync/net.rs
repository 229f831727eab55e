//! Several desks with clocks hours apart, a network that loses, repeats and delays, servers that forget, and crashes: in
//! the end all desks are equal, nothing is lost, nothing is there twice.

use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;
use shouwen::model::agent::Role;
use shouwen::model::change::{Change, Known};
use shouwen::model::document::{DocId, Document, Entry};
use shouwen::model::fold::Fold;
use shouwen::model::stamp::Stamp;
use shouwen::model::value::Value;
use shouwen::sync::port::Event;

use crate::common::START;
use crate::couch::{Chance, Couch};
use crate::desk::{Desk, State, said};

const HOUR: u64 = 3_600_000;

#[derive(Clone, Debug)]
enum Op {
    /// A desk writes to a document.
    Write(usize, u8, u8),
    /// The lead's desk writes for an agent.
    For(u8),
    /// The lead removes an entry's content for good; the server forgets it too.
    Redact(u8, u8),
    /// A desk does some of what is due.
    Work(usize, u8),
    Crash(usize),
    /// The page is hidden or seen, the network comes and goes.
    Hide(usize, bool),
    Online(usize, bool),
    Wait(u32),
    /// A backup of the server is made, and put back.
    Backup,
    Restore,
    Recreate,
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        8 => (0..3usize, 0..6u8, 0..8u8).prop_map(|(desk, document, what)| Op::Write(desk, document, what)),
        1 => (0..6u8).prop_map(Op::For),
        1 => (0..6u8, 0..30u8).prop_map(|(document, n)| Op::Redact(document, n)),
        12 => (0..3usize, 1..60u8).prop_map(|(desk, times)| Op::Work(desk, times)),
        2 => (0..3usize).prop_map(Op::Crash),
        1 => (0..3usize, any::<bool>()).prop_map(|(desk, seen)| Op::Hide(desk, seen)),
        1 => (0..3usize, any::<bool>()).prop_map(|(desk, on)| Op::Online(desk, on)),
        3 => (0..200_000u32).prop_map(Op::Wait),
        1 => Just(Op::Backup),
        1 => Just(Op::Restore),
        1 => Just(Op::Recreate),
    ]
}

struct World {
    couch: Couch,
    backup: Couch,
    desks: Vec<Desk>,
    now: u64,
    chance: Chance,
    written: BTreeMap<DocId, Vec<Entry>>,
    purged: HashSet<Stamp>,
}

fn document(n: u8) -> DocId {
    DocId::new(["ticket-01a", "ticket-01ab", "ticket-02", "customer-01", "list-x", "zone-9"][usize::from(n)])
}

impl World {
    fn new(skews: &[i64], ruled: bool, seed: u64) -> Self {
        let mut couch = Couch::new();
        couch.ruled = ruled;
        couch.odd = 6;
        couch.largest = 3_000;
        let names = [("ann", Role::Agent), ("bob", Role::Agent), ("lea", Role::Lead), ("new", Role::Agent)];
        couch.users = names.iter().map(|(name, role)| ((*name).to_owned(), *role)).collect();
        let mut chance = Chance::new(seed);
        let mut desks: Vec<Desk> = names
            .iter()
            .zip(skews.iter().chain([&0]))
            .enumerate()
            .map(|(at, ((name, _), skew))| Desk::new(name, at as u64 + 1, skew * HOUR.cast_signed()))
            .collect();
        for desk in &mut desks {
            desk.page = Some(3);
            desk.shaky = true;
        }
        for desk in &mut desks[..3] {
            desk.start(START, &mut chance);
        }
        let backup = couch.clone();
        Self { couch, backup, desks, now: START, chance, written: BTreeMap::new(), purged: HashSet::new() }
    }

    fn write(&mut self, desk: usize, by: &str, id: &DocId, change: Change) {
        let stamp = self.desks[desk].write(id, by, change, self.now, &mut self.chance);
        let entry = self.desks[desk].durable.documents[id].entry(stamp).unwrap().clone();
        self.written.entry(id.clone()).or_default().push(entry);
    }

    fn run(&mut self, op: &Op) {
        self.now += 10;
        match *op {
            Op::Write(desk, n, what) => {
                let id = document(n);
                let fold = self.desks[desk].fold(&id);
                let change = match what {
                    0..3 => fold.set(&format!("f{}", what % 2), Value::Int(self.now.cast_signed())).into(),
                    3 => Known::Added { set: "tags".into(), item: "t".into() }.into(),
                    4 => Change::Unknown(r#"{ "newer" : 1.50 }"#.into()),
                    _ => said(&format!("note {}", "long ".repeat(usize::from(what) * 20))),
                };
                let by = self.desks[desk].name.clone();
                self.write(desk, &by, &id, change);
            }
            Op::For(n) => self.write(2, "ann", &document(n), said("for ann")),
            Op::Redact(n, at) => {
                let id = document(n);
                let log = self.desks[2].durable.documents.get(&id).map(|d| d.log().to_vec()).unwrap_or_default();
                let content = |entry: &&Entry| matches!(&entry.change, Change::Known(known) if known.has_content());
                let entries: Vec<&Entry> = log.iter().filter(content).collect();
                if entries.is_empty() {
                    return;
                }
                let stamp = entries[usize::from(at) % entries.len()].stamp;
                self.write(2, "lea", &id, Known::Redacted { what: vec![stamp], why: "asked".into() }.into());
                self.purged.insert(stamp);
                let text = stamp.to_string();
                self.couch.purge(|body| body["stamp"] == text.as_str());
                self.backup.purge(|body| body["stamp"] == text.as_str());
            }
            Op::Work(desk, times) => {
                for _ in 0..times {
                    self.now += 5;
                    self.desks[desk].poke(&mut self.couch, self.now, 12, &mut self.chance);
                }
            }
            Op::Crash(desk) => self.desks[desk].crash(self.now, &mut self.chance),
            Op::Hide(desk, seen) => self.desks[desk].tell(Event::Visible(seen), self.now, &mut self.chance),
            Op::Online(desk, on) => self.desks[desk].tell(Event::Online(on), self.now, &mut self.chance),
            Op::Wait(millis) => self.now += u64::from(millis),
            Op::Backup => self.backup = self.couch.clone(),
            Op::Restore => self.couch = self.backup.clone(),
            Op::Recreate => self.couch.recreate(),
        }
    }

    /// Everything works again, and time goes by until nobody has anything left to do.
    fn settle(&mut self) {
        self.couch.odd = 0;
        for desk in &mut self.desks {
            desk.shaky = false;
        }
        for desk in &mut self.desks[..3] {
            desk.tell(Event::Online(true), self.now, &mut self.chance);
            desk.tell(Event::Visible(true), self.now, &mut self.chance);
            // Servers were put back and made anew under a connection that did not notice.
            desk.crash(self.now, &mut self.chance);
        }
        self.rest();
        self.now += 6 * HOUR;
        for desk in &mut self.desks[..3] {
            desk.retry(self.now, &mut self.chance);
        }
        self.rest();
        self.desks[3].start(self.now, &mut self.chance);
        self.rest();
    }

    fn rest(&mut self) {
        // Stamps of a clock that is five hours fast wait for their time.
        let mut quiet = 0;
        for _ in 0..7 * 4 {
            let mut steps = 0;
            loop {
                let mut busy = false;
                for desk in &mut self.desks {
                    desk.poke(&mut self.couch, self.now, 0, &mut self.chance);
                    busy |= !desk.is_idle();
                }
                steps += 1;
                assert!(steps < 20_000, "it never ends: {:?}", self.desks[0].status);
                if !busy {
                    break;
                }
            }
            for desk in &mut self.desks {
                desk.poke(&mut self.couch, self.now, 0, &mut self.chance);
            }
            let waits = |desk: &Desk| desk.durable.outbox.iter().any(|row| row.state == State::Waiting);
            quiet = if self.desks.iter().any(waits) { 0 } else { quiet + 1 };
            if quiet == 3 {
                return;
            }
            self.now += HOUR / 4;
        }
    }

    fn check(&self) {
        let mut all: BTreeMap<DocId, Document> = BTreeMap::new();
        for (id, entries) in &self.written {
            all.insert(id.clone(), Document::new(id.clone(), entries.clone()));
        }
        let left = |document: &Document| -> Vec<Entry> {
            document.log().iter().filter(|entry| !self.purged.contains(&entry.stamp)).cloned().collect()
        };
        for desk in &self.desks {
            let name = &desk.name;
            for (id, whole) in &all {
                let held = desk.durable.documents.get(id);
                let log = held.map(left).unwrap_or_default();
                assert_eq!(log, left(whole), "{name}: {id}\n{:#?}", desk.status);
                if whole.log().iter().all(|entry| !self.purged.contains(&entry.stamp)) {
                    assert_eq!(held.map(Fold::of), (!log.is_empty()).then(|| Fold::of(whole)), "{name}: {id}");
                }
            }
            let unsent: Vec<_> = desk.durable.outbox.iter().filter(|row| row.state != State::Sent).collect();
            assert!(unsent.is_empty(), "{name}: {unsent:?} {:#?}", desk.status);
            assert!(desk.durable.quarantine.is_empty(), "{name}");
        }
        let mut stamps: BTreeMap<String, usize> = BTreeMap::new();
        for kept in self.couch.docs.values() {
            *stamps.entry(kept.body["stamp"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        for (stamp, times) in stamps {
            assert!(times == 1 || self.purged.contains(&stamp.parse().unwrap()), "{stamp} is there {times} times");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, max_shrink_iters: 400, ..ProptestConfig::default() })]
    #[test]
    fn whatever_happens_all_desks_are_equal_in_the_end(
        skews in prop::collection::vec(-5..=5i64, 3),
        ruled: bool,
        seed: u64,
        ops in prop::collection::vec(op(), 1..90),
    ) {
        let mut world = World::new(&skews, ruled, seed);
        for op in &ops {
            world.run(op);
        }
        world.settle();
        world.check();
    }
}
