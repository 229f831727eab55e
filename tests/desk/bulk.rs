//! One action on many tickets: told before it is done, all or nothing, one undo.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use shouwen::desk::{Bulk, DeskError, Flow, NewTicket, Refusal, StoreError, Wanted};
use shouwen::model::agent::Role;
use shouwen::model::change::{Change, How, Known, Outcome};
use shouwen::model::document::{DocId, Entry};
use shouwen::model::flow::{Answers, FlowError};
use shouwen::model::ticket::Priority;
use shouwen::model::value::Value;
use shouwen::query::rows::Row;
use shouwen::store::Fault;

use crate::help::{NOW, Team, all_rows, doc, found, int, run, stored, team};
use crate::many::bring;

const GO: &dyn Fn(usize, usize) -> Flow = &|_, _| Flow::Go;

fn step(step: &str, values: Vec<(String, Value)>, note: &str) -> Bulk {
    let answers = Answers { values, note: note.into(), ..Answers::default() };
    Bulk::Step { kind: "test.case".into(), step: step.into(), answers, promises: None }
}

fn to(agent: &str) -> Bulk {
    Bulk::Assign { to: agent.into(), why: "忙不过来".into() }
}

/// Six tickets of the manager: two new, two at work, one raised, one done; and an entry of another kind.
fn mixed(team: &Team) -> (Vec<DocId>, DocId) {
    let ids: Vec<DocId> = (0..6).map(|n| team.ticket(&format!("第{n}件"))).collect();
    let desk = &team.desk;
    for id in &ids[2..] {
        let answers = Answers { values: vec![("amount".into(), int(100))], ..Answers::default() };
        run(desk.take_step(id, "begin", answers)).unwrap();
    }
    run(desk.take_step(&ids[4], "raise", Answers { note: "难".into(), ..Answers::default() })).unwrap();
    run(desk.assign(&ids[4], &team.manager, "")).unwrap();
    for tick in ["steps.one", "steps.two"] {
        run(desk.tick(&ids[5], tick, true, "")).unwrap();
    }
    run(desk.take_step(&ids[5], "end", Answers::default())).unwrap();
    let new = NewTicket {
        kind: "test.beside".into(),
        text: "旁".into(),
        values: vec![("amount".into(), int(5))],
        ..NewTicket::default()
    };
    let beside = run(desk.open_ticket(new)).unwrap().0;
    (ids, beside)
}

fn weigh(team: &Team, ids: &[DocId], bulk: &Bulk) -> (usize, BTreeMap<Refusal, usize>) {
    let before = stored(&team.store);
    let weighed = run(team.desk.weigh(ids, bulk, GO)).unwrap();
    assert_eq!(stored(&team.store), before, "weighing changes nothing");
    assert_eq!(weighed.can.len() + weighed.refused(), ids.len());
    (weighed.can.len(), weighed.cannot)
}

#[test]
fn what_cannot_be_done_is_told_with_its_reason() {
    let team = team();
    let (mut ids, beside) = mixed(&team);
    ids.push(beside);
    ids.push(DocId::new("ticket-nowhere"));
    let gone = (Refusal::Gone, 1);
    run(team.desk.assign(&ids[0], &team.agent, "")).unwrap();
    let told = |bulk: &Bulk| weigh(&team, &ids, bulk);
    assert_eq!(told(&to(&team.agent)), (5, [gone.clone(), (Refusal::Closed, 1), (Refusal::Same, 1)].into()));
    assert_eq!(told(&to("")), (6, [gone.clone(), (Refusal::Closed, 1)].into()));
    assert_eq!(
        told(&Bulk::Priority(Priority::Normal)),
        (0, [gone.clone(), (Refusal::Closed, 1), (Refusal::Same, 6)].into())
    );
    let promise = Bulk::Promise { text: "回电".into(), due: NOW };
    assert_eq!(told(&promise), (6, [gone.clone(), (Refusal::Closed, 1)].into()));
    assert_eq!(told(&Bulk::Note("甲".into())), (7, [gone.clone()].into()));
    // Those that have begun got the tag by that step.
    assert_eq!(told(&Bulk::Tag("急 ".into())), (3, [gone.clone(), (Refusal::Same, 4)].into()));
    assert_eq!(told(&Bulk::Untag("急".into())), (4, [gone.clone(), (Refusal::Same, 3)].into()));
    let other = (Refusal::OtherKind, 1);
    let state = |n| (Refusal::OtherState, n);
    assert_eq!(told(&step("raise", Vec::new(), "难")), (2, [gone.clone(), other.clone(), state(4)].into()));
    let lacks = |name: &str, n| (Refusal::Lacks(vec![name.into()]), n);
    assert_eq!(
        told(&step("end", Vec::new(), "")),
        (0, [gone.clone(), other.clone(), state(4), lacks("步骤", 2)].into())
    );
    assert_eq!(
        told(&step("begin", Vec::new(), "")),
        (0, [gone.clone(), other.clone(), state(4), lacks("金额", 2)].into())
    );
    let begin = step("begin", vec![("amount".into(), int(7))], "");
    assert_eq!(told(&begin), (2, [gone.clone(), other.clone(), state(4)].into()));
    team.sit(&team.agent);
    assert_eq!(
        told(&step("back", Vec::new(), "")),
        (0, [gone, other, state(5), (Refusal::Role(Role::Lead), 1)].into())
    );
    let fails = |bulk: &Bulk| run(team.desk.weigh(&ids, bulk, GO)).unwrap_err();
    assert!(matches!(fails(&step("raise", Vec::new(), " ")), DeskError::Flow(FlowError::NoNote)));
    assert!(matches!(fails(&step("fly", Vec::new(), "")), DeskError::Flow(FlowError::NoSuchStep(_))));
    assert!(matches!(fails(&Bulk::Redact { why: "x".into() }), DeskError::NotAllowed(Role::Lead)));
    assert!(matches!(fails(&Bulk::Tag(" ".into())), DeskError::Missing("tag")));
    assert!(matches!(fails(&to("nobody")), DeskError::NotFound(_)));
}

#[test]
fn steps_are_counted_kind_by_kind() {
    let team = team();
    let (mut ids, beside) = mixed(&team);
    ids.push(beside);
    let steps = run(team.desk.bulk_steps(&ids, GO)).unwrap();
    let told: Vec<_> = steps.iter().map(|s| (&*s.step, s.can, s.of, s.asks.join(","), s.barred)).collect();
    let none = String::new;
    assert_eq!(
        told,
        [
            ("begin", 2, 6, "amount".to_owned(), None),
            ("raise", 2, 6, none(), None),
            ("back", 1, 6, none(), None),
            ("end", 0, 6, none(), None),
            ("end", 1, 1, none(), None),
        ]
    );
    let both = run(team.desk.bulk_steps(&ids[2..4], GO)).unwrap();
    let first: Vec<_> = both.iter().map(|s| (&*s.step, s.can == s.of)).collect();
    assert_eq!(first, [("raise", true), ("end", false)], "those that all may take come first");
}

#[test]
fn each_is_done_to_all_and_taken_back_in_one_go() {
    let team = team();
    let (ids, _) = mixed(&team);
    let open = &ids[..5];
    let desk = &team.desk;
    let rows = || ids.iter().map(|id| desk.row(id)).collect::<Vec<_>>();
    let begin = step("begin", vec![("amount".into(), int(7))], "");
    let deeds = [
        (to(&team.agent), open),
        (Bulk::Priority(Priority::Urgent), open),
        (Bulk::Tag("雨季".into()), &ids[..]),
        (Bulk::Untag("急".into()), &ids[2..]),
        (Bulk::Note("统一说明".into()), &ids[..]),
        (Bulk::Promise { text: "回电".into(), due: NOW + 1 }, open),
        (begin, &ids[..2]),
    ];
    // All but when it was changed.
    let shown = |rows: &[Option<Arc<Row>>]| {
        rows.iter().flatten().map(|row| Row { changed: 0, ..Row::clone(row) }).collect::<Vec<_>>()
    };
    let has_it = |id: &DocId| {
        let doc = doc(desk, id).unwrap();
        let says = |entry: &&Entry| {
            matches!(&entry.change, Change::Known(Known::Said { text, .. }) if text == "统一说明")
                && doc.fold.counts(entry.stamp)
        };
        doc.document.log().iter().filter(says).count()
    };
    let noted = || ids.iter().map(&has_it).sum::<usize>();
    for (bulk, some) in &deeds {
        team.world.pass(1);
        let before = rows();
        run(desk.keep_draft("bulk/x", "写着")).unwrap();
        let done = run(desk.bulk(some, bulk, "bulk/x", GO)).unwrap();
        assert_eq!(desk.draft("bulk/x"), None);
        let after = rows();
        for (at, (old, new)) in before.iter().zip(&after).enumerate() {
            assert_eq!(old != new, some.contains(&ids[at]), "{bulk:?} {at}");
        }
        assert_eq!(noted(), if matches!(bulk, Bulk::Note(_)) { ids.len() } else { 0 });
        assert_eq!(run(desk.undo()).unwrap(), Some(done), "{bulk:?}");
        assert_eq!(shown(&rows()), shown(&before), "{bulk:?}");
        assert_eq!(noted(), 0, "{bulk:?}");
        run(desk.redo()).unwrap().unwrap();
        run(desk.undo()).unwrap().unwrap();
    }
    run(desk.bulk(open, &to(&team.agent), "", GO)).unwrap();
    let row = desk.row(&ids[0]).unwrap();
    assert_eq!((&row.owner, &row.first_owner), (&team.agent, &team.manager), "who was asked first stays");
}

#[test]
fn a_value_fills_what_is_empty_and_replaces_nothing() {
    let team = team();
    let (one, two) = (team.ticket("甲"), team.ticket("乙"));
    run(team.desk.set(&one, "amount", int(50), None)).unwrap();
    let count = team.desk.count("ticket");
    let both = [one.clone(), two.clone()];
    run(team.desk.bulk(&both, &step("begin", vec![("amount".into(), int(7))], ""), "", GO)).unwrap();
    let amount = |id| doc(&team.desk, id).unwrap().fold.value("amount").clone();
    assert_eq!((amount(&one), amount(&two)), (int(50), int(7)));
    assert_eq!(team.desk.count("ticket"), count + 4, "each opens what its step opens");
    let mut numbers: Vec<String> = all_rows(&team.desk, None).iter().map(|row| row.number.clone()).collect();
    numbers.sort();
    let all = numbers.len();
    numbers.dedup();
    assert_eq!(numbers.len(), all, "no number is given twice");
    run(team.desk.undo()).unwrap().unwrap();
    assert_eq!(team.desk.count("ticket"), count);
}

#[test]
fn what_became_of_promises_is_said_once_for_all() {
    let team = team();
    let (ids, _) = mixed(&team);
    let both = &ids[2..4];
    for id in both {
        for tick in ["steps.one", "steps.two"] {
            run(team.desk.tick(id, tick, true, "")).unwrap();
        }
    }
    run(team.desk.promise(&ids[3], "寄发票", NOW, &[])).unwrap();
    let steps = run(team.desk.bulk_steps(both, GO)).unwrap();
    assert!(steps.iter().any(|s| s.step == "end" && s.asks_promises));
    assert_eq!(weigh(&team, both, &step("end", Vec::new(), "")), (1, [(Refusal::Promised, 1)].into()));
    let mut end = step("end", Vec::new(), "");
    if let Bulk::Step { promises, .. } = &mut end {
        *promises = Some(Outcome::Kept);
    }
    assert_eq!(weigh(&team, both, &end).0, 2);
    run(team.desk.bulk(both, &end, "", GO)).unwrap();
    for id in both {
        let doc = doc(&team.desk, id).unwrap();
        assert!(doc.fold.promises.iter().all(|p| p.outcome.is_some_and(|(how, _)| how == Outcome::Kept)));
    }
    run(team.desk.undo()).unwrap().unwrap();
    assert!(doc(&team.desk, &both[0]).unwrap().fold.promises.iter().all(|p| p.outcome.is_none()));
}

#[test]
fn a_failing_store_or_a_cancelled_one_changes_nothing() {
    let team = team();
    bring(&team.desk, 700);
    let ids: Vec<DocId> = all_rows(&team.desk, None).iter().map(|row| row.id.clone()).collect();
    let before = (stored(&team.store), all_rows(&team.desk, None), team.desk.can_undo());
    let same = || {
        team.store.set_fault(Fault::None);
        assert_eq!((stored(&team.store), all_rows(&team.desk, None), team.desk.can_undo()), before);
    };
    run(team.desk.keep_draft("bulk/x", "写着")).unwrap();
    for (count, after) in [(700, 0), (700, 1), (20, 0), (20, 7)] {
        team.store.set_fault(Fault::Full { after });
        let error = run(team.desk.bulk(&ids[..count], &to(&team.agent), "bulk/x", GO)).unwrap_err();
        assert!(matches!(error, DeskError::Store(StoreError::Quota)), "{error}");
        same();
    }
    assert_eq!(team.desk.draft("bulk/x").as_deref(), Some("写着"));
    let seen = Cell::new(0);
    let stop = |at: usize, of: usize| {
        assert!(at <= of && at >= seen.replace(at), "{at} of {of}");
        if at > 600 { Flow::Cancel } else { Flow::Go }
    };
    let error = run(team.desk.bulk(&ids, &to(&team.agent), "bulk/x", &stop)).unwrap_err();
    assert!(matches!(error, DeskError::Store(StoreError::Cancelled)));
    same();
    let cancelled = run(team.desk.weigh(&ids, &step("begin", Vec::new(), ""), &|_, _| Flow::Cancel));
    assert!(matches!(cancelled, Err(DeskError::Store(StoreError::Cancelled))));
    run(team.desk.bulk(&ids, &to(&team.agent), "bulk/x", GO)).unwrap();
    assert_eq!(team.desk.open_of(&team.agent).len(), 700);
    let again = team.world.open(&team.store);
    assert_eq!(all_rows(&again, None), all_rows(&team.desk, None));
    run(team.desk.undo()).unwrap().unwrap();
    assert!(team.desk.open_of(&team.agent).is_empty());
}

#[test]
fn what_has_changed_since_it_was_weighed_stops_it() {
    let team = team();
    let ids = [team.ticket("甲"), team.ticket("乙")];
    let weighed = run(team.desk.weigh(&ids, &to(&team.agent), GO)).unwrap();
    run(team.desk.assign(&ids[1], &team.agent, "")).unwrap();
    let before = stored(&team.store);
    let error = run(team.desk.bulk(&weighed.can, &to(&team.agent), "", GO)).unwrap_err();
    assert!(matches!(error, DeskError::Moved(1)), "{error}");
    let nowhere = [ids[0].clone(), DocId::new("ticket-nowhere")];
    assert!(matches!(run(team.desk.bulk(&nowhere, &Bulk::Note("x".into()), "", GO)), Err(DeskError::Moved(1))));
    assert_eq!(stored(&team.store), before);
}

#[test]
fn undo_leaves_what_others_did_since() {
    let team = team();
    let ids: Vec<DocId> = (0..3).map(|n| team.ticket(&format!("第{n}件"))).collect();
    let done = run(team.desk.bulk(&ids, &to(&team.agent), "", GO)).unwrap();
    team.sit(&team.agent);
    run(team.desk.assign(&ids[0], &team.other, "")).unwrap();
    run(team.desk.say(&ids[1], How::Note, "已联系", 0)).unwrap();
    team.sit(&team.manager);
    run(team.desk.undo_this(&done)).unwrap();
    let owner = |at: usize| team.desk.row(&ids[at]).unwrap().owner.clone();
    assert_eq!([owner(0), owner(1), owner(2)], [&team.other, &team.manager, &team.manager].map(String::clone));
    assert_eq!(found(&team.desk, &Wanted::text("已联系")).len(), 1);
    assert!(ids.iter().all(|id| !team.desk.row(id).unwrap().conflict));
}

#[test]
fn content_goes_for_good_and_with_it_files_that_nothing_else_holds() {
    let team = team();
    let ids = [team.ticket("王女士的房号"), team.ticket("乙"), team.ticket("丙")];
    let desk = &team.desk;
    run(desk.say(&ids[0], How::Call, "电话里说的秘密", 3)).unwrap();
    run(desk.tag(&ids[0], "秘密标签")).unwrap();
    run(desk.set(&ids[0], "priority", Value::text("high"), None)).unwrap();
    run(desk.attach(&ids[0], "", "自己的", "", vec![1])).unwrap();
    run(desk.attach(&ids[1], "", "两张都有", "", vec![2])).unwrap();
    run(desk.attach(&ids[2], "", "两张都有", "", vec![2])).unwrap();
    let hash = |id: &DocId| doc(desk, id).unwrap().fold.attachments[0].hash.clone();
    let (own, shared) = (hash(&ids[0]), hash(&ids[1]));
    let undo = desk.can_undo();
    let done = run(desk.bulk(&ids[..2], &Bulk::Redact { why: "客户要求".into() }, "", GO)).unwrap();
    assert_eq!(done.label, "redacted");
    let text = stored(&team.store);
    assert!(!["王女士", "秘密", "自己的"].iter().any(|word| text.contains(word)), "{text}");
    assert!(text.contains("丙") && text.contains("客户要求"));
    let row = desk.row(&ids[0]).unwrap();
    assert_eq!((&*row.subject, row.priority, row.tags.len()), ("", Priority::High, 0));
    assert!(!row.number.is_empty());
    assert_eq!(run(desk.file(&own)).unwrap(), None);
    assert!(run(desk.file(&shared)).unwrap().is_some(), "the third ticket holds it");
    assert_eq!(desk.can_undo(), undo, "it is not offered for undo");
    assert_eq!(weigh(&team, &ids, &Bulk::Redact { why: "x".into() }), (1, [(Refusal::Same, 2)].into()));
    run(desk.bulk(&ids[2..], &Bulk::Redact { why: "x".into() }, "", GO)).unwrap();
    assert_eq!(run(desk.file(&shared)).unwrap(), None);
}

#[test]
fn many_thousands_are_assigned_and_taken_back() {
    const COUNT: usize = 30_000;
    let Team { desk, world, store, agent, .. } = team();
    bring(&desk, COUNT);
    let clock = std::time::Instant::now();
    let rows = desk.search(&Wanted { view: shouwen::query::find::View::All, ..Wanted::default() });
    let ids: Vec<DocId> = rows.iter().filter_map(|row| desk.id_at(*row)).collect();
    let weighed = run(desk.weigh(&ids, &to(&agent), GO)).unwrap();
    assert_eq!(weighed.can.len(), COUNT);
    println!("weighed: {:.2} s, unoptimised", clock.elapsed().as_secs_f64());
    run(desk.bulk(&weighed.can, &to(&agent), "", GO)).unwrap();
    assert_eq!(desk.open_of(&agent).len(), COUNT);
    assert_eq!(world.open(&store).open_of(&agent).len(), COUNT);
    println!("assigned: {:.2} s, unoptimised", clock.elapsed().as_secs_f64());
    run(desk.undo()).unwrap().unwrap();
    assert!(desk.open_of(&agent).is_empty());
    assert!(world.open(&store).open_of(&agent).is_empty());
    println!("undone: {:.2} s, unoptimised", clock.elapsed().as_secs_f64());
}

#[test]
fn who_leaves_hands_everything_open_over() {
    let team = team();
    team.sit(&team.agent);
    let (ids, _) = mixed(&team);
    team.sit(&team.manager);
    let desk = &team.desk;
    let theirs = desk.open_of(&team.agent);
    let closed = &ids[5];
    assert!(theirs.len() > 4 && !theirs.contains(closed));
    let fails = |from: &str, to: &str| run(desk.hand_over(from, to, GO)).unwrap_err();
    assert!(matches!(fails(&team.agent, &team.agent), DeskError::Unchanged));
    assert!(matches!(fails(&team.manager, &team.lead), DeskError::Missing("manager")));
    team.sit(&team.lead);
    assert!(matches!(fails(&team.agent, &team.lead), DeskError::NotAllowed(Role::Manager)));
    team.sit(&team.manager);
    run(desk.hand_over(&team.agent, &team.other, GO)).unwrap();
    assert!(desk.agent(&team.agent).unwrap().left);
    assert_eq!((desk.open_of(&team.agent).len(), desk.open_of(&team.other).len()), (0, theirs.len()));
    assert_eq!(desk.row(closed).unwrap().owner, team.agent);
    run(desk.undo()).unwrap().unwrap();
    assert!(!desk.agent(&team.agent).unwrap().left);
    assert_eq!(desk.open_of(&team.agent), theirs);
    run(desk.hand_over(&team.agent, "", GO)).unwrap();
    assert!(theirs.iter().all(|id| desk.row(id).unwrap().owner.is_empty()));
}

#[test]
fn who_has_it_already_does_not_get_it_again() {
    let team = team();
    let id = team.ticket("甲");
    let before = stored(&team.store);
    let error = run(team.desk.assign(&id, &team.manager, "给自己")).unwrap_err();
    assert!(matches!(error, DeskError::Holds(name) if name == "马经理"));
    assert_eq!(stored(&team.store), before);
    run(team.desk.assign(&id, "", "")).unwrap();
    assert!(matches!(run(team.desk.assign(&id, "", "")), Err(DeskError::Holds(name)) if name.is_empty()));
}
