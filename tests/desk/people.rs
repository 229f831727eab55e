//! The team at one computer: who may do what, PINs, drafts, the first run, the first owner.

use shouwen::desk::{Action, DeskError, Flow, NewAgent, NewImport, NewTicket, Right};
use shouwen::model::agent::{Role, register};
use shouwen::model::change::{Change, How, Known};
use shouwen::model::clearing::{Clearing, SIGNED, hand_in};
use shouwen::model::document::{DocId, Entry};
use shouwen::model::flow::{Answers, FlowError};
use shouwen::model::fold::Fold;
use shouwen::model::kind::Named;
use shouwen::model::ticket::Ticket;
use shouwen::model::value::Value;
use shouwen::query::export::Words;
use shouwen::store::Memory;

use crate::help::{Team, World, int, pack, run, stored, team};

fn agent(name: &str, number: &str, role: Role) -> NewAgent {
    NewAgent { name: name.into(), number: number.into(), role, team: "一组".into() }
}

#[test]
fn the_first_person_is_a_manager_and_takes_the_desk() {
    let store = Memory::new();
    let world = World::new(1);
    let desk = world.open(&store);
    assert!(desk.is_new() && desk.me().is_none() && desk.role() == Role::Auditor);
    run(desk.install(&pack())).unwrap();
    let nobody = NewTicket { kind: "test.case".into(), text: "x".into(), ..NewTicket::default() };
    assert!(matches!(run(desk.open_ticket(nobody.clone())), Err(DeskError::Nobody)));
    assert!(matches!(run(desk.add_agent(agent(" ", "A01", Role::Agent))), Err(DeskError::Missing("name"))));
    assert!(matches!(run(desk.add_agent(agent("王", "", Role::Agent))), Err(DeskError::Missing("number"))));
    let (id, _) = run(desk.add_agent(agent("王", " a01 ", Role::Agent))).unwrap();
    let me = desk.me().unwrap();
    assert_eq!((&*me.id, &*me.number, me.role, desk.is_new()), (&*id, "A01", Role::Manager, false));
    assert_eq!(desk.can_undo(), (false, false), "the first person cannot be undone");
    run(desk.open_ticket(nobody)).unwrap();
    let (second, _) = run(desk.add_agent(agent("李", "A02", Role::Agent))).unwrap();
    assert_eq!((desk.agent(&second).unwrap().role, desk.me().unwrap().id.clone()), (Role::Agent, id.clone()));
    assert!(matches!(run(desk.add_agent(agent("陈", "a02", Role::Agent))), Err(DeskError::Taken(_))));
    assert!(matches!(run(desk.set_agent(&second, register::NUMBER, "a01 ")), Err(DeskError::Taken(_))));
    assert!(matches!(run(desk.set_agent(&second, register::NAME, "  ")), Err(DeskError::Missing("name"))));
    for (field, value) in [(register::ROLE, "lead"), (register::LEFT, "yes")] {
        assert!(matches!(run(desk.set_agent(&id, field, value)), Err(DeskError::Missing("manager"))), "{field}");
    }
    assert_eq!(world.open(&store).me().unwrap().id, id, "still at the desk after a reload");
}

#[test]
fn a_manager_is_always_left() {
    let team = team();
    let promoted = run(team.desk.set_agent(&team.other, register::ROLE, "manager")).unwrap();
    let joined = run(team.desk.add_agent(agent("新", "N1", Role::Manager))).unwrap();
    run(team.desk.set_agent(&joined.0, register::LEFT, "yes")).unwrap();
    team.sit(&team.other);
    run(team.desk.set_agent(&team.manager, register::ROLE, "agent")).unwrap();
    let last = |result| matches!(result, Err(DeskError::Missing("manager")));
    assert!(last(run(team.desk.undo_this(&promoted))), "the promotion of the last one stays");
    let (id, stamps) = promoted.entries[0].clone();
    assert!(last(run(team.desk.take_back_entries(&id, stamps)).map(drop)));
    assert!(last(run(team.desk.set_agent(&team.other, register::LEFT, "yes")).map(drop)));
    assert_eq!(team.desk.role(), Role::Manager);
    run(team.desk.set_agent(&team.manager, register::ROLE, "manager")).unwrap();
    run(team.desk.undo_this(&promoted)).unwrap();
    assert_eq!(team.desk.role(), Role::Agent);
}

#[test]
fn who_settles_a_state_must_be_allowed_its_steps() {
    let team = team();
    let case = team.ticket("漏水");
    let answers = || Answers { values: vec![("amount".into(), int(5))], note: "因为".into(), ..Answers::default() };
    for step in ["begin", "raise"] {
        run(team.desk.take_step(&case, step, answers())).unwrap();
    }
    team.sit(&team.lead);
    run(team.desk.take_step(&case, "back", answers())).unwrap();
    assert!(matches!(run(team.desk.reopen(&case, "")), Err(DeskError::Flow(FlowError::NotDone))));
    // Another desk has finished it meanwhile, without seeing that.
    let finished = Known::Moved { step: "end".into(), to: "done".into(), over: Vec::new() };
    run(team.desk.commit(Action::on("moved", &case, vec![finished]))).unwrap();
    team.sit(&team.agent);
    let settle = |to: &str| run(team.desk.settle(&case, "@state", Value::text(to)));
    assert!(
        matches!(settle("done"), Err(DeskError::Flow(FlowError::NotAllowed(Role::Lead)))),
        "a lead's step is in it"
    );
    team.sit(&team.lead);
    assert!(matches!(settle("new"), Err(DeskError::Flow(FlowError::NotFromHere { .. }))));
    settle("done").unwrap();
    assert_eq!(&*team.desk.row(&case).unwrap().state, "done");
    run(team.desk.reopen(&case, "又漏了")).unwrap();
}

#[test]
fn a_role_may_do_its_own_and_no_more() {
    type Try = fn(&Team) -> Result<(), DeskError>;
    let table: &[(&str, Role, Try)] = &[
        ("open", Role::Agent, |t| {
            let new = NewTicket { kind: "test.case".into(), text: "新".into(), ..NewTicket::default() };
            run(t.desk.open_ticket(new)).map(drop)
        }),
        ("say", Role::Agent, |t| run(t.desk.say(&t.case(), How::Note, "好", 0)).map(drop)),
        ("set", Role::Agent, |t| run(t.desk.set(&t.case(), "amount", int(1), None)).map(drop)),
        ("assign", Role::Agent, |t| run(t.desk.assign(&t.case(), &t.agent, "")).map(drop)),
        ("promise", Role::Agent, |t| run(t.desk.promise(&t.case(), "回电", 1, &[])).map(drop)),
        ("tag", Role::Agent, |t| run(t.desk.tag(&t.case(), "急")).map(drop)),
        ("attach", Role::Agent, |t| run(t.desk.attach(&t.case(), "", "a", "", vec![1])).map(drop)),
        ("customer", Role::Agent, |t| run(t.desk.add_customer("王", "", "", "")).map(drop)),
        ("redact", Role::Lead, |t| {
            let what = t.desk.history_of(&t.case(), "subject");
            run(t.desk.redact(&t.case(), what, "要求")).map(drop)
        }),
        ("item", Role::Lead, |t| {
            run(t.desk.put_item("channels", Named { id: "x".into(), name: "x".into() })).map(drop)
        }),
        ("import", Role::Lead, |t| run(t.desk.import(NewImport::default(), &|_| Flow::Go)).map(drop)),
        ("export", Role::Lead, |t| run(t.desk.export_rows(&[], &[], Words::default())).map(drop)),
        ("others' undo", Role::Lead, |t| run(t.desk.undo_this(&t.noted())).map(drop)),
        ("hand in a day", Role::Agent, |t| {
            let me = t.desk.me().unwrap().id.clone();
            let changes = hand_in(&Fold::default(), &[], "").unwrap();
            run(t.desk.commit(Action::on("cleared", &Clearing::doc(&me, 20_000), changes))).map(drop)
        }),
        ("hand in another's day", Role::Lead, |t| {
            let changes = hand_in(&Fold::default(), &[], "").unwrap();
            run(t.desk.commit(Action::on("cleared", &Clearing::doc(&t.other, 20_000), changes))).map(drop)
        }),
        ("sign a day", Role::Lead, |t| {
            let me = t.desk.me().unwrap().id.clone();
            let signed = Fold::default().set(SIGNED, Value::from("x"));
            run(t.desk.commit(Action::on("signed", &Clearing::doc(&me, 20_000), vec![signed]))).map(drop)
        }),
        ("agent", Role::Manager, |t| run(t.desk.add_agent(agent("新", "N1", Role::Agent))).map(drop)),
        ("role", Role::Manager, |t| run(t.desk.set_agent(&t.other, register::ROLE, "lead")).map(drop)),
        ("pin of another", Role::Manager, |t| run(t.desk.set_pin(&t.other, "1")).map(drop)),
        ("firm", Role::Manager, |t| run(t.desk.set_firm("公司")).map(drop)),
        ("kind", Role::Manager, |t| run(t.desk.switch_kind("test.case", true)).map(drop)),
        ("pack", Role::Manager, |t| run(t.desk.remove_pack("test")).map(drop)),
        ("install", Role::Manager, |t| run(t.desk.install(&pack())).map(drop)),
        ("rule's undo", Role::Manager, |t| run(t.desk.undo_this(&t.named())).map(drop)),
        ("wipe", Role::Manager, |t| run(t.desk.wipe())),
    ];
    for (what, needed, act) in table {
        for role in Role::ALL {
            let team = team();
            team.ticket("甲");
            run(team.desk.say(&team.case(), How::Note, "经理的", 0)).unwrap();
            run(team.desk.set_firm("老公司")).unwrap();
            let (auditor, _) = run(team.desk.add_agent(agent("审", "X01", Role::Auditor))).unwrap();
            let person = match role {
                Role::Auditor => &auditor,
                Role::Agent => &team.agent,
                Role::Lead => &team.lead,
                Role::Manager => &team.manager,
            };
            team.sit(person);
            let before = stored(&team.store);
            match act(&team) {
                Ok(()) => assert!(role >= *needed, "{role:?} may not {what}"),
                Err(DeskError::NotAllowed(least)) => {
                    assert!(role < *needed && least == *needed, "{role:?} may {what}, {least:?}");
                    assert_eq!(stored(&team.store), before, "{what}");
                }
                Err(other) => panic!("{role:?} {what}: {other}"),
            }
        }
    }
}

impl Team {
    fn case(&self) -> shouwen::model::document::DocId {
        crate::help::ids(&self.desk).into_iter().find(|id| id.kind() == "ticket").unwrap()
    }

    /// What the manager noted, as it could be undone.
    fn noted(&self) -> shouwen::desk::Done {
        let doc = crate::help::doc(&self.desk, &self.case()).unwrap();
        let stamp = doc.document.log().last().unwrap().stamp;
        shouwen::desk::Done {
            label: "said",
            entries: std::sync::Arc::new(vec![(self.case(), vec![stamp])]),
            by: self.manager.clone(),
        }
    }

    fn named(&self) -> shouwen::desk::Done {
        let id = shouwen::model::document::DocId::fixed("desk", "firm");
        let stamp = crate::help::doc(&self.desk, &id).unwrap().document.log().last().unwrap().stamp;
        shouwen::desk::Done {
            label: "firm_named",
            entries: std::sync::Arc::new(vec![(id, vec![stamp])]),
            by: self.manager.clone(),
        }
    }
}

#[test]
fn rights_grow_with_the_role() {
    let team = team();
    for (person, rights) in [(&team.agent, [true, false, false, false]), (&team.lead, [true, true, true, false])] {
        team.sit(person);
        assert_eq!(
            [Right::SeePhones, Right::Export, Right::Import, Right::Wipe].map(|right| team.desk.may(right)),
            rights
        );
    }
    // One's own name and PIN are one's own.
    team.sit(&team.agent);
    run(team.desk.set_agent(&team.agent, register::NAME, "王小二")).unwrap();
    run(team.desk.set_pin(&team.agent, "1234")).unwrap();
    assert!(matches!(run(team.desk.set_agent(&team.agent, register::ROLE, "manager")), Err(DeskError::NotAllowed(_))));
}

#[test]
fn a_pin_is_asked_and_drafts_wait_for_their_writer() {
    let team = team();
    run(team.desk.set_pin(&team.lead, "1234")).unwrap();
    assert!(!stored(&team.store).contains("\"1234\""), "only a digest is kept");
    run(team.desk.keep_draft("reply/x", "经理写到一半")).unwrap();
    for pin in ["", "1235", "12345"] {
        assert!(matches!(run(team.desk.switch_to(&team.lead, pin)), Err(DeskError::WrongPin)), "{pin}");
    }
    assert_eq!(team.desk.me().unwrap().id, team.manager);
    run(team.desk.switch_to(&team.lead, "1234")).unwrap();
    assert_eq!((team.desk.draft("reply/x"), team.desk.draft_places().len()), (None, 0));
    run(team.desk.keep_draft("reply/x", "组长的")).unwrap();
    let again = team.world.open(&team.store);
    assert_eq!((again.me().unwrap().id.clone(), again.draft("reply/x")), (team.lead.clone(), Some("组长的".into())));
    run(again.switch_to(&team.manager, "")).unwrap();
    assert_eq!(again.draft("reply/x").as_deref(), Some("经理写到一半"));
    assert_eq!(again.draft_places(), ["reply/x"]);
    run(again.keep_draft("reply/x", "")).unwrap();
    assert!(again.draft_places().is_empty());
    run(again.leave()).unwrap();
    assert!(again.me().is_none() && !again.may(Right::SeePhones));
    assert!(matches!(run(again.switch_to("nobody", "")), Err(DeskError::NotFound(_))));
    run(again.switch_to(&team.manager, "")).unwrap();
    run(again.set_agent(&team.lead, register::LEFT, "yes")).unwrap();
    assert!(matches!(run(again.switch_to(&team.lead, "1234")), Err(DeskError::NotFound(_))));
}

#[test]
fn the_first_owner_stays_however_often_it_is_transferred() {
    let team = team();
    team.sit(&team.agent);
    let id = team.ticket("甲");
    let who = || {
        let doc = crate::help::doc(&team.desk, &id).unwrap();
        (Ticket(&doc.fold).first_owner().to_owned(), Ticket(&doc.fold).owner().to_owned())
    };
    assert_eq!(who(), (team.agent.clone(), team.agent.clone()));
    let answers =
        |note: &str| Answers { values: vec![("amount".into(), int(1))], note: note.into(), ..Answers::default() };
    let missing = run(team.desk.take_step(&id, "begin", Answers::default()));
    assert!(matches!(missing, Err(DeskError::Flow(FlowError::Missing(_)))));
    run(team.desk.take_step(&id, "begin", answers(""))).unwrap();
    for to in [&*team.other, "", &*team.lead] {
        run(team.desk.assign(&id, to, "")).unwrap();
        assert_eq!(who(), (team.agent.clone(), to.to_owned()));
    }
    assert!(matches!(run(team.desk.take_step(&id, "raise", answers(" "))), Err(DeskError::Flow(FlowError::NoNote))));
    run(team.desk.take_step(&id, "raise", answers("太难"))).unwrap();
    assert_eq!(who().1, team.lead);
    let barred = run(team.desk.take_step(&id, "back", answers("")));
    assert!(matches!(barred, Err(DeskError::Flow(FlowError::NotAllowed(Role::Lead)))));
    team.sit(&team.lead);
    run(team.desk.take_step(&id, "back", answers(""))).unwrap();
    assert_eq!(who(), (team.agent.clone(), team.agent.clone()), "back to whoever took it");
}

#[test]
fn what_one_says_of_oneself_is_taken_back_by_saying_it_anew() {
    let team = team();
    team.sit(&team.agent);
    let name = |team: &Team| team.desk.agent(&team.agent).unwrap().name.clone();
    let before = name(&team);
    run(team.desk.set_agent(&team.agent, "name", "王小客")).unwrap();
    run(team.desk.undo()).unwrap().unwrap();
    assert_eq!(name(&team), before);
    run(team.desk.redo()).unwrap().unwrap();
    assert_eq!(name(&team), "王小客");
    run(team.desk.undo()).unwrap().unwrap();
    assert_eq!(name(&team), before);
    // Nothing of it is an entry that the server could not judge; what a manager set, nobody else takes back.
    let id = DocId::fixed("agent", &team.agent);
    let doc = team.desk.doc(&id).unwrap();
    let undone = |entry: &Entry| matches!(entry.change, Change::Known(Known::Undone { .. }));
    assert!(!doc.document.log().iter().any(undone));
    let stamps = team.desk.history_of(&id, "role");
    let answer = run(team.desk.take_back_entries(&id, stamps));
    assert!(matches!(answer, Err(DeskError::NotAllowed(Role::Manager))), "{answer:?}");
}

#[test]
fn taking_back_what_one_said_of_oneself_leaves_what_others_said_since() {
    let team = team();
    team.sit(&team.agent);
    let id = DocId::fixed("agent", &team.agent);
    let name = || team.desk.agent(&team.agent).unwrap().name.clone();
    let mine = run(team.desk.set_agent(&team.agent, register::NAME, "王小客")).unwrap();
    team.sit(&team.manager);
    run(team.desk.set_agent(&team.agent, register::NAME, "王大客")).unwrap();
    team.sit(&team.agent);
    assert!(run(team.desk.undo_this(&mine)).is_err());
    assert_eq!(name(), "王大客", "the manager's later word stands");

    // Nor what somebody set meanwhile without having seen it: both stay for a person to choose.
    let mine = run(team.desk.set_agent(&team.agent, register::NAME, "王中客")).unwrap();
    team.sit(&team.manager);
    let unseen = Known::Set { field: register::NAME.into(), value: Value::text("王老客"), over: Vec::new() };
    run(team.desk.commit(Action::on("edited", &id, vec![unseen]))).unwrap();
    team.sit(&team.agent);
    assert!(run(team.desk.undo_this(&mine)).is_err());
    let fold = team.desk.doc(&id).unwrap().fold.clone();
    let live = fold.register(register::NAME).live().iter().map(|live| live.value.clone());
    assert_eq!(live.collect::<Vec<_>>(), [Value::text("王老客"), Value::text("王中客")]);
}
