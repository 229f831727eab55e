//! Packs: the same documents on every device, and whole lives of their tickets.

use shouwen::desk::{Desk, DeskError, NewTicket};
use shouwen::model::change::Outcome;
use shouwen::model::document::Document;
use shouwen::model::flow::{Answers, FlowError, left_open, needed, offers};
use shouwen::model::kind::{Category, Condition, Field, FieldType, Named, TicketKind};
use shouwen::model::list::List;
use shouwen::model::pack::Pack;
use shouwen::model::ticket::Ticket;
use shouwen::model::value::Value;
use shouwen::store::Memory;

use crate::help::{World, handbooks, pack, run, stored, team};

fn second() -> Pack {
    let mut other = pack();
    other.id = "more".into();
    other.name = "更多".into();
    other.lists[0].items.insert(0, Named { id: "visit".into(), name: "上门".into() });
    for kind in &mut other.kinds {
        kind.id = kind.id.replace("test.", "more.");
        for step in &mut kind.moves {
            step.effects.clear();
        }
    }
    other
}

fn installed(seed: u128, packs: &[&Pack]) -> (Memory, Desk) {
    let store = Memory::new();
    let world = World::new(seed);
    world.now.set(world.now.get() + u64::try_from(seed).unwrap() * 1_000_000);
    let desk = world.open(&store);
    for pack in packs {
        assert_eq!(run(desk.install(pack)).unwrap(), None);
    }
    (store, desk)
}

#[test]
fn two_devices_offline_hold_the_same_documents_in_any_order() {
    let mut packs = handbooks();
    packs.extend([pack(), second()]);
    let forth: Vec<&Pack> = packs.iter().collect();
    let back: Vec<&Pack> = packs.iter().rev().collect();
    let (one, desk) = installed(1, &forth);
    let (two, _) = installed(2, &forth);
    let (three, other) = installed(3, &back);
    assert_eq!(stored(&one), stored(&two));
    assert_eq!(stored(&one), stored(&three));
    assert_eq!(desk.packs(), other.packs());
    assert_eq!(desk.lists(), other.lists());
    for list in desk.lists() {
        assert!(!list.items.is_empty(), "{}", list.id);
    }
    // Again changes nothing.
    for pack in &packs {
        assert_eq!(run(desk.install(pack)).unwrap(), None);
    }
    assert_eq!(stored(&one), stored(&two));
}

#[test]
fn what_the_team_changed_stays_when_a_pack_comes() {
    let team = team();
    let desk = &team.desk;
    let name = |id: &str| desk.list("channels").name_of(id).to_owned();
    run(desk.put_item("channels", Named { id: "phone".into(), name: "热线".into() })).unwrap();
    run(desk.take_item("channels", "wx")).unwrap();
    run(desk.install(&second())).unwrap();
    assert_eq!((name("phone"), name("wx"), name("visit")), ("热线".into(), "wx".into(), "上门".into()));
    // A new version: what it changes is changed by the person and can be undone.
    let mut newer = pack();
    newer.version = 2;
    newer.released = "2026-12-01".into();
    newer.kinds[0].name = "新个案".into();
    newer.lists[0].items.push(Named { id: "mail".into(), name: "邮件".into() });
    assert!(run(desk.install(&newer)).unwrap().is_some());
    assert_eq!((name("phone"), name("wx"), name("mail")), ("热线".into(), "wx".into(), "邮件".into()));
    assert_eq!(desk.kind("test.case").unwrap().name, "新个案");
    run(desk.undo()).unwrap().unwrap();
    assert_eq!(desk.kind("test.case").unwrap().name, "个案");
    // Out of use and back.
    run(desk.remove_pack("test")).unwrap();
    assert!(desk.kinds().iter().all(|kind| kind.id.starts_with("more.")) && desk.kind("test.case").is_some());
    run(desk.install(&pack())).unwrap();
    assert!(desk.kinds().iter().any(|kind| kind.id == "test.case"));
    let mut exported = desk.export_pack("test").unwrap();
    exported.kinds.sort_by_key(|kind| kind.id != "test.case");
    assert_eq!((exported.kinds, exported.scripts), (pack().kinds, pack().scripts));
    // Two people who offline named an item differently and then meet have no conflict on any ticket.
    let list = crate::help::doc(desk, &List::doc("channels")).unwrap();
    assert_eq!(Document::new(list.document.id.clone(), list.document.log().to_vec()), list.document);
}

#[test]
fn a_new_ticket_has_what_its_kind_requires() {
    let team = team();
    let mut new = NewTicket { kind: "test.beside".into(), text: "旁".into(), ..NewTicket::default() };
    let refused = run(team.desk.open_ticket(new.clone()));
    assert!(matches!(refused, Err(DeskError::Flow(FlowError::Missing(names))) if names == ["金额"]));
    new.values = vec![("amount".into(), Value::Int(1))];
    run(team.desk.open_ticket(new)).unwrap();
    let blank = NewTicket { kind: "test.case".into(), text: " \n ".into(), ..NewTicket::default() };
    assert!(matches!(run(team.desk.open_ticket(blank)), Err(DeskError::Missing("subject"))));
    let none = NewTicket { kind: "test.none".into(), text: "x".into(), ..NewTicket::default() };
    assert!(matches!(run(team.desk.open_ticket(none)), Err(DeskError::NoKind(_))));
}

/// Something a field can hold.
fn filled(desk: &Desk, field: &Field) -> Value {
    match field.sort {
        FieldType::Number | FieldType::Money => Value::Int(1000),
        FieldType::Moment => Value::Int(desk.now().cast_signed()),
        FieldType::Date => Value::Text("2026-11-22".into()),
        FieldType::Time => Value::Text("16:30".into()),
        FieldType::YesNo => Value::Bool(true),
        FieldType::Photos => Value::List(vec!["00".into()]),
        FieldType::Choice => {
            let list = field.list.as_deref().map(|list| desk.list(list).items.clone()).unwrap_or_default();
            let items = if list.is_empty() { field.options.clone() } else { list };
            Value::Text(items[0].id.clone())
        }
        FieldType::Agent => Value::Text(desk.me().unwrap().id.clone()),
        _ => Value::Text("13800138000".into()),
    }
}

/// A value for which a condition holds.
fn meeting(desk: &Desk, kind: &TicketKind, when: &Condition) -> Value {
    let field = kind.field(&when.field).unwrap();
    match (field.sort, &*when.is[0]) {
        (FieldType::YesNo, word) => Value::Bool(word == "yes"),
        (_, "*") => filled(desk, field),
        (_, id) => Value::text(id),
    }
}

/// How many steps lie between a state and a finished one.
fn far(kind: &TicketKind, state: &str) -> usize {
    let mut reached = vec![state.to_owned()];
    for steps in 0..50 {
        let done = |id: &String| kind.state(id).is_some_and(|state| state.category == Category::Closed);
        if reached.iter().any(done) {
            return steps;
        }
        let next = kind.moves.iter().filter(|step| step.from.iter().any(|from| reached.contains(from)));
        reached = next.map(|step| step.to.clone()).collect();
    }
    usize::MAX
}

#[test]
fn every_kind_lives_from_opening_to_its_end() {
    let mut lived = 0;
    for pack in handbooks().into_iter().chain([pack()]) {
        let team = team();
        let desk = &team.desk;
        run(desk.install(&pack)).unwrap();
        for kind in desk.kinds().into_iter().filter(|kind| kind.id.starts_with(&format!("{}.", pack.id))) {
            let required = kind.fields.iter().filter(|field| field.required);
            let values: Vec<_> = required.map(|field| (field.id.clone(), filled(desk, field))).collect();
            let new = NewTicket {
                kind: kind.id.clone(),
                text: "一件事".into(),
                values,
                channel: "phone".into(),
                ..NewTicket::default()
            };
            let (id, _) = run(desk.open_ticket(new)).unwrap_or_else(|error| panic!("{}: {error}", kind.id));
            let mut done = false;
            for _ in 0..20 {
                let doc = crate::help::doc(desk, &id).unwrap();
                if kind.state(Ticket(&doc.fold).state()).unwrap().category == Category::Closed {
                    done = true;
                    break;
                }
                let mut offers = offers(&kind, &doc.fold, desk.role());
                offers.sort_by_key(|offer| far(&kind, &offer.step.to));
                let Some(offer) = offers.first() else {
                    let state = Ticket(&doc.fold).state();
                    let mut blocked = kind.moves.iter().filter(|step| step.from.iter().any(|from| from == state));
                    let Some(when) = blocked.find_map(|step| step.when.as_ref()) else { break };
                    let value = meeting(desk, &kind, when);
                    run(desk.set(&id, &when.field, value, None)).unwrap();
                    continue;
                };
                for field in &offer.unticked {
                    for item in &field.items {
                        run(desk.tick(&id, &field.item_register(&item.id), true, "保安")).unwrap();
                    }
                }
                let mut values: Vec<(String, Value)> = Vec::new();
                loop {
                    let doc = crate::help::doc(desk, &id).unwrap();
                    let given = |name: &str| values.iter().find(|(field, _)| field == name).map(|(_, v)| v.clone());
                    let value = |field: &Field| match &offer.step.when {
                        Some(when) if when.field == field.id => meeting(desk, &kind, when),
                        _ => filled(desk, field),
                    };
                    let more: Vec<_> =
                        needed(&kind, offer.step, &doc.fold, &given).iter().map(|f| (f.id.clone(), value(f))).collect();
                    if more.is_empty() {
                        break;
                    }
                    values.extend(more);
                }
                let doc = crate::help::doc(desk, &id).unwrap();
                let left = left_open(&kind, &doc.fold, offer.step).into_iter();
                let promises = left.map(|promise| (promise.stamp, Outcome::Kept)).collect();
                let answers = Answers { values, note: "已说明".into(), owner: Some(team.other.clone()), promises };
                run(desk.take_step(&id, &offer.step.id, answers))
                    .unwrap_or_else(|error| panic!("{} {}: {error}", kind.id, offer.step.id));
            }
            assert!(done, "{} ends in {}", kind.id, desk.row(&id).unwrap().state);
            let row = desk.row(&id).unwrap();
            assert!(row.first_owner == team.manager && !row.conflict);
            lived += 1;
        }
    }
    assert!(lived >= 2);
}
