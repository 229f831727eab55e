//! Undo: whatever was done, taking it back gives what was before, and doing it again what was after.

use std::collections::BTreeMap;

use shouwen::desk::{Action, Desk, Done, Flow, NewAgent, NewImport, NewTicket};
use shouwen::model::agent::{Role, register};
use shouwen::model::change::{How, Known, Outcome};
use shouwen::model::document::DocId;
use shouwen::model::flow::Answers;
use shouwen::model::fold::{Attachment, Opening, Promise, Register, TAGS};
use shouwen::model::kind::Named;
use shouwen::model::value::Value;

use crate::help::{Team, int, pack, run, stored, team};

/// A document's state without what only an undo leaves.
#[derive(Debug, PartialEq)]
struct State {
    opening: (String, String, String, u64),
    registers: BTreeMap<String, Vec<Value>>,
    sets: BTreeMap<String, Vec<String>>,
    promises: Vec<Promise>,
    attachments: Vec<Attachment>,
}

fn states(desk: &Desk) -> BTreeMap<DocId, State> {
    let mut all = BTreeMap::new();
    for id in crate::help::ids(desk).into_iter().filter(|id| id.kind() != "mapping") {
        let doc = crate::help::doc(desk, &id).unwrap();
        if let Some(Opening { by, kind, number, at, .. }) = doc.fold.opening.clone() {
            let fold = &doc.fold;
            let sets = fold.sets.iter().map(|(set, items)| (set.clone(), items.keys().cloned().collect::<Vec<_>>()));
            let state = State {
                opening: (by, kind, number, at),
                registers: fold.registers.iter().map(|(name, register)| (name.clone(), values(register))).collect(),
                sets: sets.filter(|(_, items)| !items.is_empty()).collect(),
                promises: fold.promises.clone(),
                attachments: fold.attachments.clone(),
            };
            all.insert(id, state);
        }
    }
    all
}

/// The values that stand, each once: the packs may set the same one.
fn values(register: &Register) -> Vec<Value> {
    let mut values: Vec<Value> = register.live().iter().map(|live| live.value.clone()).collect();
    values.dedup();
    values
}

/// Fails with what differs, and nothing else.
#[track_caller]
fn same(found: &BTreeMap<DocId, State>, wanted: &BTreeMap<DocId, State>, what: &str) {
    let ids = found.keys().chain(wanted.keys());
    let differ: Vec<_> =
        ids.filter(|id| found.get(id) != wanted.get(id)).map(|id| (id, found.get(id), wanted.get(id))).collect();
    assert!(differ.is_empty(), "{what}: {differ:#?}");
}

type Try = fn(&Team, &DocId, &DocId, u64) -> Option<()>;

fn done<T>(result: Result<T, shouwen::desk::DeskError>) -> Option<()> {
    result.ok().map(drop)
}

fn step(team: &Team, id: &DocId, step: &str) -> Option<()> {
    let answers = Answers { values: vec![("amount".into(), int(5))], note: "因为".into(), ..Answers::default() };
    done(run(team.desk.take_step(id, step, answers)))
}

/// Every public action that can be undone. Those that do not fit the ticket's state answer `None`.
const ACTIONS: &[(&str, Try)] = &[
    ("say", |t, id, _, n| done(run(t.desk.say(id, How::Note, &format!("第 {n} 句"), 0)))),
    ("call", |t, id, _, _| done(run(t.desk.say(id, How::Call, "电话", 3)))),
    ("set", |t, id, _, n| done(run(t.desk.set(id, "amount", int(n.cast_signed()), None)))),
    ("conflict", |t, id, _, n| done(run(t.desk.set(id, "amount", int(n.cast_signed()), Some(Vec::new()))))),
    ("settle", |t, id, _, n| done(run(t.desk.settle(id, "amount", int(n.cast_signed()))))),
    ("settle state", |t, id, _, _| done(run(t.desk.settle(id, "@state", Value::text("work"))))),
    ("settle owner", |t, id, _, _| done(run(t.desk.settle(id, "@owner", Value::text(&t.agent))))),
    ("tick", |t, id, _, _| done(run(t.desk.tick(id, "steps.one", true, "王女士")))),
    ("tick two", |t, id, _, _| done(run(t.desk.tick(id, "steps.two", true, "")))),
    ("untick", |t, id, _, _| done(run(t.desk.tick(id, "steps.one", false, "")))),
    ("begin", |t, id, _, _| step(t, id, "begin")),
    ("raise", |t, id, _, _| step(t, id, "raise")),
    ("back", |t, id, _, _| step(t, id, "back")),
    ("end", |t, id, _, _| step(t, id, "end")),
    ("reopen", |t, id, _, _| done(run(t.desk.reopen(id, "客户又来")))),
    ("assign", |t, id, _, n| done(run(t.desk.assign(id, [&*t.agent, "", &*t.lead][(n % 3) as usize], "换班")))),
    ("promise", |t, id, _, n| {
        let open: Vec<_> = crate::help::doc(&t.desk, id)?
            .fold
            .promises
            .iter()
            .filter(|p| p.outcome.is_none())
            .map(|p| p.stamp)
            .collect();
        let replaces = if n % 2 == 0 { &open[..] } else { &[] };
        done(run(t.desk.promise(id, "回电", t.desk.now() + n, replaces)))
    }),
    ("keep", |t, id, _, n| {
        let promise = crate::help::doc(&t.desk, id)?.fold.promises.last()?.stamp;
        let outcome = if n % 2 == 0 { Outcome::Kept } else { Outcome::Broken };
        done(run(t.desk.settle_promise(id, promise, outcome)))
    }),
    ("tag", |t, id, _, n| done(run(t.desk.tag(id, ["急", "老人"][(n % 2) as usize])))),
    ("untag", |t, id, _, _| {
        crate::help::doc(&t.desk, id)?.fold.items(TAGS).any(|tag| tag == "急").then_some(())?;
        done(run(t.desk.untag(id, "急")))
    }),
    ("link", |t, id, other, _| done(run(t.desk.link(id, other)))),
    ("unlink", |t, id, other, _| {
        crate::help::doc(&t.desk, id)?.fold.items("links").any(|item| item.ends_with(other.as_str())).then_some(())?;
        done(run(t.desk.unlink(id, other)))
    }),
    ("attach", |t, id, _, n| {
        let bytes = n.to_le_bytes().to_vec();
        done(run(t.desk.attach(id, "shots", "门.jpg", "image/jpeg", bytes)))
    }),
    ("open", |t, _, _, n| {
        let (customer, with) = t.desk.new_customer("王丽", "女士", "13800138000", "3-1-1202");
        let new = NewTicket {
            kind: "test.case".into(),
            text: format!("漏水 {n}\n很急"),
            customer: Some(customer.clone()),
            values: vec![("amount".into(), int(7))],
            with: vec![(customer, with)],
            channel: "phone".into(),
            ..NewTicket::default()
        };
        done(run(t.desk.open_ticket(new)))
    }),
    ("customer", |t, _, _, n| done(run(t.desk.add_customer("陈强", "先生", &format!("139{n:08}"), "")))),
    ("agent", |t, _, _, n| {
        let new = NewAgent { name: "新人".into(), number: format!("n{n}"), role: Role::Agent, team: String::new() };
        done(run(t.desk.add_agent(new)))
    }),
    ("set agent", |t, _, _, n| done(run(t.desk.set_agent(&t.agent, register::NAME, &format!("王客服{n}"))))),
    ("role", |t, _, _, n| done(run(t.desk.set_agent(&t.agent, register::ROLE, ["agent", "lead"][(n % 2) as usize])))),
    ("pin", |t, _, _, n| done(run(t.desk.set_pin(&t.other, if n % 2 == 0 { "1234" } else { "" })))),
    ("item", |t, _, _, n| {
        done(run(t.desk.put_item("channels", Named { id: "phone".into(), name: format!("电话{n}") })))
    }),
    ("list", |t, _, _, n| done(run(t.desk.put_item("own", Named { id: format!("i{n}"), name: "项".into() })))),
    ("take item", |t, _, _, _| done(run(t.desk.take_item("channels", "wx")))),
    ("move item", |t, _, _, n| done(run(t.desk.move_item("channels", "phone", (n % 2) as usize)))),
    ("firm", |t, _, _, n| done(run(t.desk.set_firm(&format!("公司{n}"))))),
    ("kind off", |t, _, _, n| done(run(t.desk.switch_kind("test.beside", n % 2 == 0)))),
    ("pack off", |t, _, _, _| {
        (t.desk.packs().len() == 1).then_some(())?;
        done(run(t.desk.remove_pack("test")))
    }),
    ("pack", |t, _, _, n| {
        let mut pack = pack();
        pack.kinds[0].about = format!("第 {n} 版");
        run(t.desk.install(&pack)).ok()?.map(drop)
    }),
    ("import", |t, _, _, n| {
        let ticket = shouwen::query::import::NewTicket {
            kind: "test.case".into(),
            values: vec![("subject".into(), Value::Text(format!("旧单 {n}")))],
            customer: Some(shouwen::query::import::NewCustomer { name: format!("客{n}"), phones: Vec::new() }),
            ..Default::default()
        };
        let import = NewImport { file: "x".into(), tickets: vec![ticket], ..NewImport::default() };
        done(run(t.desk.import(import, &|_| Flow::Go)))
    }),
    ("undo import", |t, _, _, _| {
        let id = t.desk.imports().into_iter().find(|import| !import.undone)?.id;
        (run(t.desk.undo_import(&id)).ok()?.taken > 0).then_some(())
    }),
    ("action", |t, id, other, n| {
        let change = || vec![Known::Added { set: TAGS.into(), item: format!("t{n}") }];
        let changes = vec![(id.clone(), change()), (other.clone(), change())];
        done(run(t.desk.commit(Action { label: "both", changes, ..Action::default() })))
    }),
];

#[test]
fn undo_gives_what_was_before_and_redo_what_was_after() {
    let mut worked = BTreeMap::<&str, usize>::new();
    for seed in 1..=14_u64 {
        let team = team();
        let (id, other) = (team.ticket("甲"), team.ticket("乙"));
        let mut chance = seed;
        let mut course = vec![states(&team.desk)];
        for n in 0..45_u64 {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let fold = &crate::help::doc(&team.desk, &id).unwrap().fold;
            let ready = |field| !fold.value(field).is_empty();
            let ends = fold.text("@state") == "work" && ready("steps.one") && ready("steps.two");
            let (name, action) = match ACTIONS.iter().find(|(name, _)| ends && *name == "end") {
                Some(end) => *end,
                None => ACTIONS[(chance >> 33) as usize % ACTIONS.len()],
            };
            team.world.pass(1);
            let before = stored(&team.store).len();
            if action(&team, &id, &other, n + seed * 100).is_some() {
                *worked.entry(name).or_default() += 1;
                course.push(states(&team.desk));
            } else if name != "pack" && name != "undo import" {
                same(&states(&team.desk), &course[course.len() - 1], &format!("{name} was refused"));
                assert_eq!(stored(&team.store).len(), before, "{name} was refused");
            }
        }
        for at in (0..course.len() - 1).rev() {
            let done = run(team.desk.undo()).unwrap().unwrap();
            same(&states(&team.desk), &course[at], &format!("seed {seed}: undo {at} {}", done.label));
        }
        for (at, state) in course.iter().enumerate().skip(1) {
            let done = run(team.desk.redo()).unwrap().unwrap();
            same(&states(&team.desk), state, &format!("seed {seed}: redo {at} {}", done.label));
        }
        assert_eq!(run(team.desk.redo()).unwrap(), None);
        run(team.desk.undo()).unwrap();
        run(team.desk.undo()).unwrap();
        assert_eq!(states(&team.desk), course[course.len() - 3]);
        // A new tab sees the same.
        assert_eq!(states(&team.world.open(&team.store)), course[course.len() - 3]);
    }
    let never: Vec<&str> = ACTIONS.iter().map(|(name, _)| *name).filter(|name| !worked.contains_key(name)).collect();
    assert!(never.is_empty(), "never worked: {never:?}");
}

#[test]
fn undo_is_each_persons_own() {
    let team = team();
    let id = team.ticket("甲");
    run(team.desk.say(&id, How::Note, "经理的话", 0)).unwrap();
    team.sit(&team.agent);
    assert_eq!(team.desk.can_undo(), (false, false));
    assert_eq!(run(team.desk.undo()).unwrap(), None);
    run(team.desk.say(&id, How::Note, "客服的话", 0)).unwrap();
    run(team.desk.undo()).unwrap().unwrap();
    team.sit(&team.manager);
    assert_eq!(team.desk.can_undo(), (true, false));
    assert_eq!(run(team.desk.redo()).unwrap(), None, "the agent's redo is not the manager's");
    run(team.desk.undo()).unwrap().unwrap();
    team.sit(&team.agent);
    assert_eq!(team.desk.can_undo(), (false, true));
    assert_eq!(run(team.desk.redo()).unwrap().map(|done| done.by), Some(team.agent.clone()));
    // A new action ends what could be done again.
    run(team.desk.undo()).unwrap();
    run(team.desk.tag(&id, "急")).unwrap();
    assert_eq!(team.desk.can_undo(), (true, false));
}

/// A page shows what was typed before it is written: what is taken back at once is that, not the action before.
#[test]
fn undo_waits_for_what_is_under_way() {
    let team = team();
    let id = team.ticket("甲");
    run(team.desk.say(&id, How::Note, "前一句", 0)).unwrap();
    for redone in [false, true] {
        let acting = team.desk.acting();
        let mut undo = std::pin::pin!(team.desk.undo());
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(undo.as_mut().poll(&mut context).is_pending());
        let said = run(team.desk.say(&id, How::Note, "后一句", 0)).unwrap();
        drop(acting);
        assert_eq!(run(undo).unwrap(), Some(said));
        if redone {
            let acting = team.desk.acting();
            let mut redo = std::pin::pin!(team.desk.redo());
            assert!(redo.as_mut().poll(&mut context).is_pending());
            drop(acting);
            assert!(run(redo).unwrap().is_some());
        }
    }
}

#[test]
fn a_withdrawn_tickets_number_is_not_given_again() {
    let team = team();
    let first = team.ticket("甲");
    let number = team.desk.row(&first).unwrap().number.clone();
    run(team.desk.undo()).unwrap();
    assert!(team.desk.row(&first).is_none());
    let second = team.ticket("乙");
    assert_ne!(team.desk.row(&second).unwrap().number, number);
    let again = team.world.open(&team.store);
    assert_eq!(again.next_number(&again.kind("test.case").unwrap(), "M01"), "TC261122-M01-003");
    // Two tickets opened by one step get two numbers.
    step(&team, &second, "begin").unwrap();
    let mut numbers: Vec<String> = crate::help::all_rows(&team.desk, None)
        .iter()
        .filter(|row| row.kind == "test.beside")
        .map(|row| row.number.clone())
        .collect();
    numbers.sort();
    assert_eq!(numbers, ["TB261122-M01-001", "TB261122-M01-002"]);
    // Each shows the other.
    let links = |id: &DocId| -> Vec<String> {
        crate::help::doc(&team.desk, id).unwrap().fold.items("links").map(str::to_owned).collect()
    };
    let there = links(&second);
    assert_eq!(there.len(), 2);
    for link in there {
        let beside = DocId::new(link.strip_prefix("to:").unwrap());
        assert_eq!(links(&beside), [format!("from:{second}")]);
    }
}

#[test]
fn an_action_of_nothing_writes_nothing() {
    let team = team();
    let (id, other) = (team.ticket("甲"), team.ticket("乙"));
    let before = stored(&team.store);
    let done: Done = run(team.desk.unlink(&id, &DocId::new("ticket-none"))).unwrap();
    assert!(done.entries.is_empty());
    run(team.desk.unlink(&id, &other)).unwrap();
    assert_eq!(stored(&team.store), before);
    assert_eq!(run(team.desk.undo()).unwrap().unwrap().label, "opened");
}
