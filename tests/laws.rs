//! The laws of the log: merge, fold, redaction, undo, clock and text forms, on random desks with wrong clocks.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use proptest::prelude::*;
use shouwen::model::change::{Change, How, Known, Outcome, Seen};
use shouwen::model::document::{DocId, Document, Entry};
use shouwen::model::fold::{Fold, OWNER, STATE, TAGS};
use shouwen::model::stamp::{Clock, Stamp, TOLERANCE, Writer};
use shouwen::model::value::Value;

const START: u64 = 1_795_140_000_000;
const DESKS: usize = 3;
const HOUR: i64 = 3_600_000;

/// Changes no version knows yet, or that this one cannot read.
const ALIEN: [&str; 22] = [
    r#"{"weighed":{"grams":12,"when":"now"}}"#,
    r#"{ "weighed" : {"grams" : 1.50 , "big":123456789012345678901234567890, "e":1E+05, "neg":-0 } }"#,
    r#"{"weighed":{"text":"\u4f60\u597d \/ \"q\" \ud83d\ude00 😀 \ud800","é":"e\u0301"}}"#,
    r#"{"set":{"field":"a","value":"x","colour":"red"}}"#,
    r#"{"set":{"field":"a","value":1.0}}"#,
    r#"{"set":{"field":"a","value":18446744073709551615}}"#,
    r#"{"set":{"field":"a","value":{"nested":[1,2,{"x":null}]}}}"#,
    r#"{"set":{"field":"a","value":["x",1]}}"#,
    r#"{"set":{"field":"a","field":"b","value":"x"}}"#,
    r#"{"set":{"field":"a","value":"x"},"moved":{"to":"b"}}"#,
    "{\"said\":\t{\"how\":\"letter\",\r\n \"text\":\"\"}}",
    r#"{"said":{"how":"note","text":"x","minutes":-1}}"#,
    r#"{"moved":{"to":"b","over":["not a stamp"]}}"#,
    r#"{"redacted":{"what":[],"why":"x","hard":true}}"#,
    r#"{"undone":{"what":"all"}}"#,
    r#"{"opened":null}"#,
    r#""opened""#,
    r#"{"OPENED":{}}"#,
    "[]",
    "null",
    "0.10",
    "{}",
];

#[derive(Clone, Debug)]
enum Op {
    Set(usize, u8, u8),
    Move(usize, u8),
    Assign(usize, u8),
    Say(usize, u8),
    Promise(usize, u8),
    Settle(usize, usize, u8),
    Tag(usize, u8),
    Untag(usize, u8),
    Attach(usize, u8),
    Look(usize),
    Alien(usize, usize),
    Redact(usize, usize),
    Undo(usize, usize),
    Sync(usize, usize),
    Wait(u32),
}

fn op(undo: bool) -> impl Strategy<Value = Op> {
    let desk = || 0..DESKS;
    prop_oneof![
        6 => (desk(), 0..3u8, 0..4u8).prop_map(|(d, f, v)| Op::Set(d, f, v)),
        3 => (desk(), 0..3u8).prop_map(|(d, v)| Op::Move(d, v)),
        1 => (desk(), 0..3u8).prop_map(|(d, v)| Op::Assign(d, v)),
        1 => (desk(), 0..9u8).prop_map(|(d, v)| Op::Say(d, v)),
        1 => (desk(), 0..9u8).prop_map(|(d, v)| Op::Promise(d, v)),
        1 => (desk(), 0..9usize, 0..3u8).prop_map(|(d, n, v)| Op::Settle(d, n, v)),
        2 => (desk(), 0..3u8).prop_map(|(d, v)| Op::Tag(d, v)),
        1 => (desk(), 0..3u8).prop_map(|(d, v)| Op::Untag(d, v)),
        1 => (desk(), 0..3u8).prop_map(|(d, v)| Op::Attach(d, v)),
        1 => desk().prop_map(Op::Look),
        1 => (desk(), 0..ALIEN.len()).prop_map(|(d, v)| Op::Alien(d, v)),
        1 => (desk(), 0..99usize).prop_map(|(d, n)| Op::Redact(d, n)),
        2 => (desk(), 0..99usize).prop_map(move |(d, n)| if undo { Op::Undo(d, n) } else { Op::Tag(d, 0) }),
        4 => (desk(), desk()).prop_map(|(a, b)| Op::Sync(a, b)),
        1 => (0..90u32).prop_map(Op::Wait),
    ]
}

fn story(undo: bool) -> impl Strategy<Value = Story> {
    let skews = prop::collection::vec(-5..=5i64, DESKS);
    (skews, prop::collection::vec(op(undo), 1..60)).prop_map(|(skews, ops)| Story::tell(&skews, &ops))
}

/// What desks did that met now and then.
#[derive(Debug)]
struct Story {
    desks: Vec<Desk>,
    /// Every entry as it was written.
    written: Vec<Entry>,
    /// For each entry, all that its writer had then.
    saw: HashMap<Stamp, HashSet<Stamp>>,
}

#[derive(Clone, Debug)]
struct Desk {
    clock: Clock,
    skew: i64,
    document: Document,
}

impl Story {
    fn tell(skews: &[i64], ops: &[Op]) -> Self {
        let desk = |(i, skew): (usize, &i64)| Desk {
            clock: Clock::new(Writer::new(i as u64 + 1, 0)),
            skew: skew * HOUR,
            document: empty(),
        };
        let desks = skews.iter().enumerate().map(desk).collect();
        let mut story = Self { desks, written: Vec::new(), saw: HashMap::new() };
        let mut now = START;
        story.write(0, now, Known::Opened { kind: "k".into(), number: "K1".into(), at: None }.into());
        for op in ops {
            now += 1000;
            match *op {
                Op::Wait(minutes) => now += u64::from(minutes) * 60_000,
                Op::Sync(from, to) => {
                    let log = story.desks[from].document.log().to_vec();
                    let to = &mut story.desks[to];
                    let local = now.saturating_add_signed(to.skew);
                    for entry in &log {
                        to.clock.witness(entry.stamp, local);
                    }
                    to.document.merge(log);
                }
                _ => {
                    if let Some((desk, change)) = story.change(op) {
                        story.write(desk, now, change);
                    }
                }
            }
        }
        story
    }

    /// What a person at a desk writes, seeing what that desk has.
    fn change(&self, op: &Op) -> Option<(usize, Change)> {
        let fold = |desk: usize| Fold::of(&self.desks[desk].document);
        let nth = |desk: usize, n: usize| {
            let log = self.desks[desk].document.log();
            (!log.is_empty()).then(|| log[n % log.len()].stamp)
        };
        let (desk, known) = match *op {
            Op::Set(d, field, value) => (d, fold(d).set(&format!("f{field}"), value_of(value))),
            Op::Move(d, to) => {
                let over = fold(d).register(STATE).stamps();
                (d, Known::Moved { step: "s".into(), to: format!("s{to}"), over })
            }
            Op::Assign(d, to) => (d, Known::Assigned { to: format!("a{to}"), over: fold(d).register(OWNER).stamps() }),
            Op::Say(d, text) => (d, Known::Said { how: How::Reply, text: format!("text {text}"), minutes: 0 }),
            Op::Promise(d, text) => (d, Known::Promised { text: format!("text {text}"), due: START }),
            Op::Settle(d, n, how) => {
                let fold = fold(d);
                let promise = fold.promises.get(n % fold.promises.len().max(1))?;
                let outcome = [Outcome::Kept, Outcome::Broken, Outcome::Moved][usize::from(how)];
                let over = promise.outcome.iter().map(|(_, stamp)| *stamp).collect();
                (d, Known::Settled { promise: promise.stamp, outcome, over })
            }
            Op::Tag(d, item) => (d, Known::Added { set: TAGS.into(), item: format!("t{item}") }),
            Op::Untag(d, item) => {
                let over = fold(d).sets.get(TAGS)?.get(&format!("t{item}"))?.clone();
                (d, Known::Removed { set: TAGS.into(), over })
            }
            Op::Attach(d, n) => {
                let (hash, name) = (format!("{n:064}"), format!("{n}.jpg"));
                (d, Known::Attached { hash, name, media: "image/jpeg".into(), size: 9, field: String::new() })
            }
            Op::Look(d) => (d, Known::Looked { at: Seen::Screen }),
            Op::Redact(d, n) => (d, Known::Redacted { what: vec![nth(d, n)?], why: "asked".into() }),
            Op::Undo(d, n) => (d, Known::Undone { what: vec![nth(d, n)?] }),
            Op::Alien(d, n) => return Some((d, Change::Unknown(ALIEN[n].into()))),
            Op::Sync(..) | Op::Wait(_) => return None,
        };
        Some((desk, known.into()))
    }

    fn write(&mut self, desk: usize, now: u64, change: Change) {
        let desk = &mut self.desks[desk];
        let stamp = desk.clock.tick(now.saturating_add_signed(desk.skew));
        let entry = Entry { stamp, by: format!("a{}", desk.skew), change };
        self.saw.insert(stamp, desk.document.log().iter().map(|entry| entry.stamp).collect());
        desk.document.merge([entry.clone()]);
        self.written.push(entry);
    }

    /// What all desks hold when all have met.
    fn together(&self) -> Document {
        let mut document = empty();
        for desk in &self.desks {
            document.merge(desk.document.log().to_vec());
        }
        document
    }
}

fn empty() -> Document {
    Document::new(DocId::fixed("ticket", "law"), Vec::new())
}

fn document(entries: &[Entry]) -> Document {
    Document::new(DocId::fixed("ticket", "law"), entries.to_vec())
}

fn merged(a: &Document, b: &Document) -> Document {
    let mut merged = a.clone();
    merged.merge(b.log().to_vec());
    merged
}

fn value_of(n: u8) -> Value {
    match n {
        0 => Value::Empty,
        1 => Value::Bool(true),
        2 => Value::Int(-7),
        _ => Value::Text("x".into()),
    }
}

fn stamp(n: u8) -> Stamp {
    Stamp { millis: START + u64::from(n / 4), counter: u16::from(n % 4), writer: Writer::new(u64::from(n % 3), 0) }
}

/// Any entries at all: references to what is later, missing or the entry itself. The same stamp may come with other
/// content, as from a faulty device, but not for redactions.
fn wild() -> impl Strategy<Value = Vec<Entry>> {
    let stamps = || prop::collection::vec((0..16u8).prop_map(stamp), 0..3);
    let change = prop_oneof![
        (0..3u8, 0..4u8, stamps()).prop_map(|(field, value, over)| Change::from(Known::Set {
            field: format!("f{field}"),
            value: value_of(value),
            over
        })),
        (0..3u8, stamps()).prop_map(|(to, over)| Known::Moved { step: String::new(), to: to.to_string(), over }.into()),
        (0..3u8).prop_map(|text| Known::Said { how: How::Note, text: text.to_string(), minutes: 0 }.into()),
        (0..3u8).prop_map(|item| Known::Added { set: TAGS.into(), item: item.to_string() }.into()),
        stamps().prop_map(|over| Known::Removed { set: TAGS.into(), over }.into()),
        stamps().prop_map(|what| Known::Undone { what }.into()),
        Just(Known::Looked { at: Seen::Table }.into()),
        (0..ALIEN.len()).prop_map(|n| Change::Unknown(ALIEN[n].into())),
    ];
    let plain = ((0..12u8), change).prop_map(|(n, change)| Entry { stamp: stamp(n), by: "a".into(), change });
    let redactions = prop::collection::vec(((12..16u8), stamps()), 0..3).prop_map(|all| {
        let all: BTreeMap<u8, Vec<Stamp>> = all.into_iter().collect();
        let entry = |(n, what)| Entry {
            stamp: stamp(n),
            by: "l".into(),
            change: Known::Redacted { what, why: "asked".into() }.into(),
        };
        all.into_iter().map(entry).collect::<Vec<_>>()
    });
    (prop::collection::vec(plain, 0..16), redactions).prop_map(|(mut plain, redactions)| {
        plain.extend(redactions);
        plain
    })
}

/// A subset of a pool for each of three documents.
fn three() -> impl Strategy<Value = [Document; 3]> {
    wild().prop_flat_map(|pool| {
        let part = prop::collection::vec(any::<bool>(), pool.len());
        [part.clone(), part.clone(), part].prop_map(move |parts| {
            parts.map(|part| {
                let chosen = pool.iter().zip(part).filter(|(_, chosen)| *chosen);
                document(&chosen.map(|(entry, _)| entry.clone()).collect::<Vec<_>>())
            })
        })
    })
}

/// The entries shuffled, some twice, in batches.
fn deliveries(entries: Vec<Entry>) -> impl Strategy<Value = Vec<Vec<Entry>>> {
    let again = prop::collection::vec(any::<prop::sample::Index>(), 0..8);
    let sizes = prop::collection::vec(1..6usize, 1..40);
    (Just(entries), again, sizes).prop_flat_map(|(mut entries, again, sizes)| {
        if !entries.is_empty() {
            let twice: Vec<_> = again.iter().map(|i| i.get(&entries).clone()).collect();
            entries.extend(twice);
        }
        (Just(entries).prop_shuffle(), Just(sizes)).prop_map(|(entries, sizes)| {
            let (mut batches, mut rest) = (Vec::new(), &entries[..]);
            for size in sizes.iter().cycle() {
                let (batch, more) = rest.split_at((*size).min(rest.len()));
                batches.push(batch.to_vec());
                rest = more;
                if rest.is_empty() {
                    break;
                }
            }
            batches
        })
    })
}

/// What of a state shows, without the bookkeeping of undoing.
fn shown(fold: &Fold) -> impl PartialEq + std::fmt::Debug + use<> {
    let mut fold = fold.clone();
    fold.undone.clear();
    fold.last = None;
    fold.withdrawn = false;
    fold.registers.retain(|_, register| !register.live().is_empty());
    fold.sets.retain(|_, items| !items.is_empty());
    fold
}

fn few(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(few(256))]

    #[test]
    fn merge_is_commutative_associative_idempotent([a, b, c] in three()) {
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(merged(&a, &a), a.clone());
        let both = merged(&a, &b);
        prop_assert_eq!(merged(&both, &b), both.clone());
        let mut again = both.clone();
        prop_assert!(!again.merge(b.log().to_vec()), "nothing was new");
        let stamps = |document: &Document| document.log().iter().map(|e| e.stamp).collect::<BTreeSet<_>>();
        prop_assert_eq!(stamps(&both), stamps(&a).union(&stamps(&b)).copied().collect::<BTreeSet<_>>());
        prop_assert!(both.log().is_sorted_by(|x, y| x.stamp < y.stamp));
    }

    #[test]
    fn fold_depends_on_the_entries_alone(
        (entries, batches) in wild().prop_flat_map(|entries| (Just(entries.clone()), deliveries(entries)))
    ) {
        let mut piecemeal = empty();
        for batch in batches {
            piecemeal.merge(batch);
        }
        let at_once = document(&entries);
        prop_assert_eq!(Fold::of(&piecemeal), Fold::of(&at_once));
        prop_assert_eq!(piecemeal, at_once);
    }

    #[test]
    fn a_log_survives_its_text_form(entries in wild()) {
        let document = document(&entries);
        let text = serde_json::to_string(&document).unwrap();
        let read: Document = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&read, &document);
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), text);
        // A file written by anybody: out of order and repeated.
        let mut log: Vec<&Entry> = document.log().iter().rev().collect();
        log.extend(document.log());
        let text = format!(r#"{{"id":"ticket-law","log":{}}}"#, serde_json::to_string(&log).unwrap());
        prop_assert_eq!(serde_json::from_str::<Document>(&text).unwrap(), document);
    }
}

proptest! {
    #![proptest_config(few(160))]

    /// An edit that saw another wins against it although the clocks are hours apart; edits that did not see each
    /// other stay beside each other, the later stamp first; and that is a conflict if and only if they differ.
    #[test]
    fn what_was_seen_is_replaced_and_nothing_else(story in story(false)) {
        let document = story.together();
        let fold = Fold::of(&document);
        let mut writes: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for entry in document.log() {
            match &entry.change {
                Change::Known(Known::Set { field, .. }) => writes.entry(field).or_default().push(entry),
                Change::Known(Known::Moved { .. }) => writes.entry(STATE).or_default().push(entry),
                Change::Known(Known::Assigned { .. }) => writes.entry(OWNER).or_default().push(entry),
                _ => {}
            }
        }
        for (register, entries) in &writes {
            let seen = |e: &Entry| entries.iter().any(|other| story.saw[&other.stamp].contains(&e.stamp));
            let mut unseen: Vec<Stamp> = entries.iter().filter(|e| !seen(e)).map(|e| e.stamp).collect();
            unseen.reverse();
            let register = fold.register(register);
            prop_assert_eq!(register.stamps(), unseen);
            let values: Vec<&Value> = register.live().iter().map(|live| &live.value).collect();
            prop_assert_eq!(register.is_conflict(), values.iter().any(|value| *value != values[0]));
            prop_assert_eq!(register.value(), values[0]);
        }
        let conflicts: Vec<&str> = writes.keys().copied().filter(|name| fold.register(name).is_conflict()).collect();
        prop_assert_eq!(fold.conflicts().collect::<Vec<_>>(), conflicts);
        prop_assert_eq!(fold.registers.len(), writes.len());
        // A person settles a conflict by setting over it.
        let last = document.log().last().unwrap().stamp.millis;
        let mut settled = document.clone();
        let mut slow = Clock::new(Writer::new(9, 9));
        let changes: Vec<Known> = writes.keys().map(|name| fold.set(name, Value::Int(1))).collect();
        let slow_stamps = changes.into_iter().map(|change| {
            Entry { stamp: slow.tick(last - 86_400_000), by: "s".into(), change: change.into() }
        });
        settled.merge(slow_stamps.collect::<Vec<_>>());
        let settled = Fold::of(&settled);
        prop_assert_eq!(settled.conflicts().count(), 0);
        prop_assert!(writes.keys().filter(|n| !n.starts_with('@')).all(|n| *settled.value(n) == Value::Int(1)));
    }

    /// That somebody looked changes nothing, is not what happened last, and is never taken back.
    #[test]
    fn a_look_changes_nothing_and_stays(story in story(true)) {
        let all = story.together();
        let (looks, others): (Vec<Entry>, Vec<Entry>) =
            all.log().iter().cloned().partition(|entry| matches!(entry.change, Change::Known(Known::Looked { .. })));
        let (fold, without) = (Fold::of(&all), Fold::of(&document(&others)));
        prop_assert_eq!(shown(&fold), shown(&without));
        prop_assert_eq!(fold.last, without.last);
        prop_assert!(looks.iter().all(|look| !fold.undone.contains(&look.stamp)));
    }

    /// All that was ever written is in the log, in its own words unless a redaction names it; and then it is blank on
    /// every desk that has the redaction, whichever came first.
    #[test]
    fn nothing_disappears_but_by_redaction(story in story(true)) {
        let gone = |document: &Document| -> HashSet<Stamp> {
            let what = document.log().iter().filter_map(|entry| match &entry.change {
                Change::Known(Known::Redacted { what, .. }) => Some(what.clone()),
                _ => None,
            });
            what.flatten().collect()
        };
        let together = story.together();
        prop_assert_eq!(together.log().len(), story.written.len());
        for document in story.desks.iter().map(|desk| &desk.document).chain([&together]) {
            let gone = gone(document);
            let held: HashMap<Stamp, &Entry> = document.log().iter().map(|entry| (entry.stamp, entry)).collect();
            for written in &story.written {
                let Some(held) = held.get(&written.stamp) else { continue };
                prop_assert_eq!((held.stamp, &held.by), (written.stamp, &written.by));
                if gone.contains(&written.stamp) {
                    prop_assert_eq!(&held.change, &written.change.blank());
                    let text = serde_json::to_string(&held.change).unwrap();
                    prop_assert!(!text.contains("text ") && !text.contains(".jpg"), "{}", text);
                } else {
                    prop_assert_eq!(&held.change, &written.change);
                }
            }
        }
        // An old copy that comes back later brings nothing back.
        let mut restored = together.clone();
        prop_assert!(!restored.merge(story.written.clone()), "a redacted text came back");
        prop_assert_eq!(&restored, &together);
        // Every stamp once.
        let stamps: HashSet<Stamp> = story.written.iter().map(|entry| entry.stamp).collect();
        prop_assert_eq!(stamps.len(), story.written.len());
    }

    /// Taking an action back leaves what was before; taking that back, what was after.
    #[test]
    fn undo_and_redo(story in story(true), changes in prop::collection::vec(0..7u8, 1..5)) {
        let before = story.together();
        let now = before.log().last().unwrap().stamp.millis;
        let mut clock = Clock::new(Writer::new(9, 9));
        let mut write = |document: &mut Document, change: Known| {
            let stamp = clock.tick(now + 1);
            document.merge([Entry { stamp, by: "u".into(), change: change.into() }]);
            stamp
        };
        let mut after = before.clone();
        let mut action = Vec::new();
        for n in changes {
            let fold = Fold::of(&after);
            let over = |name: &str| fold.register(name).stamps();
            let change = match n {
                0 => fold.set("f0", Value::Int(i64::from(n))),
                1 => Known::Moved { step: "s".into(), to: "z".into(), over: over(STATE) },
                2 => Known::Assigned { to: String::new(), over: over(OWNER) },
                3 => Known::Added { set: TAGS.into(), item: "t1".into() },
                4 => match fold.sets.get(TAGS).and_then(|items| items.values().next()) {
                    Some(stamps) => Known::Removed { set: TAGS.into(), over: stamps.clone() },
                    None => continue,
                },
                5 => match fold.promises.first() {
                    Some(p) => Known::Settled {
                        promise: p.stamp,
                        outcome: Outcome::Kept,
                        over: p.outcome.iter().map(|(_, stamp)| *stamp).collect(),
                    },
                    None => continue,
                },
                _ => Known::Promised { text: "x".into(), due: 1 },
            };
            action.push(write(&mut after, change));
        }
        let mut undone = after.clone();
        let undo = write(&mut undone, Known::Undone { what: action.clone() });
        prop_assert_eq!(shown(&Fold::of(&undone)), shown(&Fold::of(&before)));
        prop_assert!(action.iter().all(|stamp| !Fold::of(&undone).counts(*stamp)));
        let mut redone = undone.clone();
        let redo = write(&mut redone, Known::Undone { what: vec![undo] });
        prop_assert_eq!(shown(&Fold::of(&redone)), shown(&Fold::of(&after)));
        let mut again = redone.clone();
        write(&mut again, Known::Undone { what: vec![redo] });
        prop_assert_eq!(shown(&Fold::of(&again)), shown(&Fold::of(&before)));
        // An undoing takes neither itself nor a later undoing back: they would go in a circle.
        let at = |document: &Document, early: Stamp, what: Vec<Stamp>| {
            let mut document = document.clone();
            document.merge([Entry { stamp: early, by: "u".into(), change: Known::Undone { what }.into() }]);
            document
        };
        let early = Stamp { millis: 1, ..undo };
        prop_assert_eq!(shown(&Fold::of(&at(&undone, early, vec![early, undo]))), shown(&Fold::of(&undone)));
        // What a fast clock has stamped is taken back all the same.
        if let Some(last) = action.last() {
            let mut late = after.clone();
            write(&mut late, Known::Undone { what: vec![*last] });
            prop_assert_eq!(shown(&Fold::of(&at(&after, early, vec![*last]))), shown(&Fold::of(&late)));
        }
    }
}

proptest! {
    #![proptest_config(few(256))]

    #[test]
    fn readings_are_unique_and_grow(
        steps in prop::collection::vec((any::<bool>(), near_or_far(4000), near_or_far(500)), 1..80)
    ) {
        let mut clock = Clock::new(Writer::new(7, 7));
        let mut last = clock.tick(START);
        for (tick, now, other) in steps {
            let (now, other) = (START.saturating_add_signed(now), other);
            if tick {
                let reading = clock.tick(now);
                prop_assert!(reading > last && reading.to_string() > last.to_string());
                prop_assert!(reading.millis >= now);
                last = reading;
                continue;
            }
            let before = clock;
            let other = Stamp { millis: now.saturating_add_signed(other), counter: 3, writer: Writer::new(8, 8) };
            if other.millis > now + TOLERANCE {
                prop_assert_eq!(clock.witness(other, now), Some(other.millis - now));
                prop_assert_eq!(clock, before, "a stamp far ahead does not drag");
            } else {
                prop_assert_eq!(clock.witness(other, now), None);
                prop_assert!(clock.clone().tick(now) > other, "what was seen is earlier");
            }
        }
    }

    #[test]
    fn stamps_sort_as_text(a in any_stamp(), b in any_stamp()) {
        prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        prop_assert_eq!(a.to_string().parse::<Stamp>(), Ok(a));
        prop_assert_eq!(a.to_string().len(), 28);
        let json = serde_json::to_string(&a).unwrap();
        prop_assert_eq!(serde_json::from_str::<Stamp>(&json).unwrap(), a);
    }

    #[test]
    fn what_is_no_stamp_is_refused(
        good in any_stamp(), at in 0..28usize, c in any::<char>(), ascii in "[ -~]|[e-i]", odd in ".{0,30}"
    ) {
        let good = good.to_string();
        let with = |c: &str| format!("{}{c}{}", &good[..at], &good[at + 1..]);
        for text in [with(&c.to_string()), with(&ascii), with(""), with("00"), odd] {
            if let Ok(stamp) = text.parse::<Stamp>() {
                prop_assert_eq!(stamp.to_string(), text);
            }
        }
    }

    #[test]
    fn ids_keep_their_parts(kind in "[a-z]{1,9}", now in 0..1u64 << 48, later in 1..1u64 << 40, random in any::<u128>()) {
        let id = DocId::mint(&kind, now, random);
        prop_assert_eq!(id.kind(), &kind);
        prop_assert_eq!(id.name().len(), 26);
        prop_assert_eq!(&DocId::new(id.as_str()), &id);
        prop_assert_eq!(serde_json::from_str::<DocId>(&serde_json::to_string(&id).unwrap()).unwrap(), id.clone());
        if now + later < 1 << 48 {
            prop_assert!(DocId::mint(&kind, now + later, !random) > id, "ids sort by time");
        }
        prop_assert_ne!(DocId::mint(&kind, now, random ^ 1), id);
    }

    #[test]
    fn values_survive_their_text_form(value in any_value()) {
        let text = serde_json::to_string(&value).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Value>(&text).unwrap(), &value);
        let change = Change::from(Known::Set { field: "f".into(), value, over: vec![stamp(1)] });
        let text = serde_json::to_string(&change).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Change>(&text).unwrap(), &change);
    }

    /// Changes that this version cannot read pass through it byte for byte, on their own and within a document.
    #[test]
    fn unknown_changes_survive_byte_for_byte(json in any_json(), name in "[a-z_]{1,9}", space in "[ \t\r\n]{0,3}") {
        // Later versions may also give known kinds more fields.
        let known = ["opened", "set", "moved", "said", "redacted"];
        for (i, name) in known.iter().copied().chain([&*name]).enumerate() {
            let raw = format!("{{{space}\"{name}\":{space}{{\"later{i}\":{space}{json}{space}}}}}");
            survives(&raw);
        }
    }
}

/// Some seconds or hours, in milliseconds; in steps, so that readings meet.
fn near_or_far(far: i64) -> impl Strategy<Value = i64> {
    prop_oneof![-3..4i64, -far..far / 8].prop_map(|steps| steps * 20_000)
}

fn any_stamp() -> impl Strategy<Value = Stamp> {
    // Small parts meet often; large ones reach every digit.
    let millis = prop_oneof![0..3u64, 0..1u64 << 48];
    let counter = prop_oneof![0..3u16, any::<u16>()];
    let device = prop_oneof![0..3u64, any::<u64>()];
    let writer = (device, 0..64u64).prop_map(|(device, tab)| Writer::new(device, tab));
    (millis, counter, writer).prop_map(|(millis, counter, writer)| Stamp { millis, counter, writer })
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Empty),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        any::<String>().prop_map(Value::Text),
        prop::collection::vec(any::<String>(), 0..4).prop_map(Value::List),
    ]
}

/// JSON as another writer might put it: odd numbers, escapes, spaces.
fn any_json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "-?(0|[1-9][0-9]{0,24})(\\.[0-9]{1,9})?([eE][+-]?[0-9]{1,3})?",
        "\"([a-z 你好é😀]|\\\\u[0-9a-fA-F]{4}|\\\\[\"\\\\/bfnrt]){0,9}\"",
        Just("null".to_owned()),
        Just("true".to_owned()),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..4);
        let map = prop::collection::vec(("[a-z]{0,2}", inner), 0..4);
        prop_oneof![
            list.prop_map(|all| format!("[{}]", all.join(" ,\t"))),
            map.prop_map(|all| {
                let all: Vec<_> = all.into_iter().map(|(name, value)| format!("\"{name}\" : {value}")).collect();
                format!("{{{} }}", all.join(",\n"))
            }),
        ]
    })
}

/// An entry with such a change is read, kept and written without a byte changed.
#[track_caller]
fn survives(raw: &str) {
    let text = format!(r#"{{"stamp":"{}","by":"a","change":{raw}}}"#, stamp(1));
    let entry: Entry = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{raw}: {e}"));
    assert_eq!(entry.change, Change::Unknown(raw.into()));
    assert_eq!(serde_json::to_string(&entry).unwrap(), text);
    let document = document(&[entry]);
    let text = serde_json::to_string(&document).unwrap();
    assert!(text.contains(raw));
    assert_eq!(serde_json::from_str::<Document>(&text).unwrap(), document);
    assert_eq!(Fold::of(&document).newer, 1);
}

#[test]
fn odd_changes_survive_byte_for_byte() {
    ALIEN.into_iter().for_each(survives);
    let deep = format!("{{\"deep\":{}1{}}}", "[".repeat(500), "]".repeat(500));
    survives(&deep);
}

#[test]
fn a_clock_outlives_its_counter() {
    let mut clock = Clock::new(Writer::new(1, 1));
    let mut last = clock.tick(START);
    for _ in 0..70_000 {
        // The device clock has been set back by a day.
        let reading = clock.tick(START - 86_400_000);
        assert!(reading > last);
        last = reading;
    }
    assert_eq!(last.millis, START + 1);
    let mut resumed = Clock::new(Writer::new(1, 1));
    resumed.resume(last.millis);
    assert!(resumed.tick(START) > last);
}

#[test]
fn two_desks_hours_apart() {
    // A is five hours ahead and writes; B, whose clock is right, has seen it and puts it right.
    let story = Story::tell(&[5, 0, 0], &[Op::Set(0, 0, 1), Op::Sync(0, 1), Op::Set(1, 0, 2)]);
    let fold = Fold::of(&story.together());
    assert!(story.written[2].stamp < story.written[1].stamp);
    assert_eq!(*fold.value("f0"), value_of(2));
    assert_eq!(fold.conflicts().count(), 0);
}

#[test]
fn one_stamp_keeps_one_entry_also_beside_a_redaction() {
    let entry = |n: u8, change: Change| Entry { stamp: stamp(n), by: "a".into(), change };
    let ours = entry(1, Change::Unknown(ALIEN[17].into()));
    let theirs = entry(1, Known::Added { set: TAGS.into(), item: "x".into() }.into());
    let redaction = entry(2, Known::Redacted { what: vec![stamp(1)], why: "asked".into() }.into());
    let [ours, theirs, redaction] = [ours, theirs, redaction].map(|entry| document(&[entry]));
    assert_eq!(merged(&merged(&ours, &redaction), &theirs), merged(&ours, &merged(&redaction, &theirs)));
    assert_eq!(merged(&merged(&ours, &theirs), &redaction), merged(&merged(&theirs, &redaction), &ours));
}

#[test]
fn taking_back_what_was_replaced_brings_nothing_older_back() {
    let desk = [Op::Set(0, 0, 1), Op::Set(0, 0, 2), Op::Set(0, 0, 3), Op::Undo(0, 2)];
    let story = Story::tell(&[0, 0, 0], &desk);
    let fold = Fold::of(&story.together());
    assert!(!fold.counts(story.written[2].stamp));
    assert_eq!(fold.register("f0").stamps(), [story.written[3].stamp]);
}
