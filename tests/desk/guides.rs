//! Guides: who changes them and what is refused, what a walk leaves on a ticket, what goes with a new one.

use shouwen::desk::{DeskError, GuideError, NO_TICKET, NewTicket, walk_place};
use shouwen::model::agent::Role;
use shouwen::model::change::{Change, Known, WalkEnd};
use shouwen::model::document::DocId;
use shouwen::model::fault::FaultKind;
use shouwen::model::guide::Guide;
use shouwen::model::pack::Pack;
use shouwen::model::walk::Walk;

use crate::help::{Team, pack, run, team};

const ID: &str = "test.call";

fn guided() -> Team {
    let team = team();
    let guide: Guide = serde_json::from_value(serde_json::json!({
        "id": "call", "name": "来电", "about": "接听来电。", "kinds": ["case"], "start": "ring", "steps": [
            {"id": "ring", "title": "接起", "clock": {"name": "振铃", "limit": 9}, "choices": [{"label": "接了", "to": "talk"}]},
            {"id": "talk", "title": "听", "asks": ["subject", "amount"], "choices": [{"label": "好了", "to": "bye"}]},
            {"id": "bye", "title": "道别", "end": true}
        ]
    }))
    .unwrap();
    run(team.desk.install(&Pack { guides: vec![guide], ..pack() })).unwrap();
    team
}

/// A lead makes guides, from nothing and from a copy; a fault is named with its place; one press takes it back.
#[test]
fn a_lead_makes_a_guide_and_it_is_offered() {
    let team = guided();
    let from = team.desk.guide(ID).unwrap().guide;
    let copy = Guide { id: "new".into(), name: "来电（副本）".into(), ..from.clone() };
    team.sit(&team.agent);
    let refused = run(team.desk.add_guide("test", &copy, ""));
    assert!(matches!(refused, Err(GuideError::Desk(DeskError::NotAllowed(Role::Lead)))));
    team.sit(&team.lead);
    run(team.desk.keep_draft("guide-edit/+test/", "{}")).unwrap();
    let mut wrong = copy.clone();
    wrong.name.clear();
    wrong.steps[1].asks.push("nowhere".into());
    wrong.steps[1].say.push("team.none".into());
    wrong.steps[0].clock.as_mut().unwrap().limit = 0;
    let Err(GuideError::Faulty(_, faults)) = run(team.desk.add_guide("test", &wrong, "")) else {
        panic!("it is faulty")
    };
    let at = |end: &str| faults.iter().any(|fault| fault.at.ends_with(end));
    assert!(
        at(".name") && at(".steps[talk].asks[2]") && at(".steps[talk].say[0]") && at(".steps[ring].clock.limit"),
        "{faults:?}"
    );
    let (doc, _) = run(team.desk.add_guide("test", &copy, "guide-edit/+test/")).unwrap();
    assert_eq!(team.desk.draft("guide-edit/+test/"), None);
    let made = team.desk.guide(doc.name()).unwrap();
    assert!(made.is_for("test.case") && doc.name().starts_with("test.g") && made.guide.name == copy.name);
    assert_eq!(team.desk.guides().last().unwrap().doc, doc, "behind the others");
    assert_eq!(team.desk.export_pack("test").unwrap().guides.len(), 2);
    // It walks like any other.
    let case = team.ticket("漏水");
    let mut walk = Walk::begin(doc.name(), &made.guide, made.version, team.desk.now());
    assert!(walk.choose(&made.guide, 0, team.desk.now()));
    run(team.desk.end_walk(&case, walk, WalkEnd::Done, "")).unwrap();
    assert_eq!(walked(&team, &case).len(), 1);
    run(team.desk.undo()).unwrap();
    run(team.desk.undo()).unwrap();
    run(team.desk.undo()).unwrap();
    assert_eq!(team.desk.guide(doc.name()), None, "one press takes it back");
    run(team.desk.redo()).unwrap();
    assert!(team.desk.guide(doc.name()).is_some());
}

#[test]
fn every_form_of_a_guide_is_kept_and_can_be_brought_back() {
    let team = guided();
    team.sit(&team.lead);
    let first = team.desk.guide(ID).unwrap().guide;
    let mut second = first.clone();
    second.steps[1].title = "听完再答".into();
    team.world.pass(1);
    run(team.desk.put_guide(ID, &second, "")).unwrap();
    let mut third = second.clone();
    third.steps[1].asks.clear();
    team.world.pass(1);
    run(team.desk.put_guide(ID, &third, "")).unwrap();
    let versions = team.desk.guide_versions(ID);
    assert_eq!(versions.iter().map(|one| &one.guide).collect::<Vec<_>>(), [&first, &second, &third]);
    assert_eq!((&*versions[0].by, &*versions[2].by), ("pack", &*team.lead));
    team.world.pass(1);
    run(team.desk.restore_guide(ID, versions[0].stamp)).unwrap();
    assert_eq!(team.desk.guide(ID).unwrap().guide, first);
    assert_eq!(team.desk.guide_versions(ID).len(), 4, "nothing is lost by it");
    run(team.desk.undo()).unwrap();
    assert_eq!(team.desk.guide(ID).unwrap().guide, third);
    // One that is archived can be changed, too.
    run(team.desk.switch_guide(ID, true)).unwrap();
    run(team.desk.put_guide(ID, &second, "")).unwrap();
    assert_eq!(team.desk.guide(ID).unwrap().guide, second);
}

fn walked(team: &Team, id: &DocId) -> Vec<(WalkEnd, usize, String)> {
    let doc = crate::help::doc(&team.desk, id).unwrap();
    let log = doc.document.log().iter().filter(|entry| doc.fold.counts(entry.stamp));
    let walked = log.filter_map(|entry| match &entry.change {
        Change::Known(Known::Guided { end, steps, why, .. }) => Some((*end, steps.len(), why.clone())),
        _ => None,
    });
    walked.collect()
}

fn begin(team: &Team, ticket: &str) -> Walk {
    let info = team.desk.guide(ID).unwrap();
    let walk = Walk::begin(ID, &info.guide, info.version, team.desk.now());
    keep(team, ticket, &walk);
    walk
}

fn keep(team: &Team, ticket: &str, walk: &Walk) {
    run(team.desk.keep_draft(&walk_place(ticket), &serde_json::to_string(walk).unwrap())).unwrap();
}

#[test]
fn a_lead_changes_a_guide_and_a_dead_end_is_refused() {
    let team = guided();
    let info = team.desk.guide(ID).unwrap();
    assert!(info.is_for("test.case") && !info.is_for("test.beside") && !info.off);
    let mut changed = info.guide.clone();
    changed.steps[0].note = "三声内接起。".into();
    team.sit(&team.agent);
    let refused = run(team.desk.put_guide(ID, &changed, ""));
    assert!(matches!(refused, Err(GuideError::Desk(DeskError::NotAllowed(Role::Lead)))));
    team.sit(&team.lead);
    let mut dead = changed.clone();
    dead.steps[1].choices[0].to = "talk".into();
    let Err(GuideError::Faulty(_, faults)) = run(team.desk.put_guide(ID, &dead, "")) else {
        panic!("it is a dead end")
    };
    let at = |fault: &shouwen::model::fault::Fault| (fault.at.clone(), fault.what.clone());
    let found: Vec<_> = faults.iter().map(at).collect();
    assert!(found.contains(&("guides[call].steps[talk]".into(), FaultKind::DeadEnd("talk".into()))), "{found:?}");
    assert!(found.contains(&("guides[call].steps[bye]".into(), FaultKind::Unreachable("bye".into()))), "{found:?}");
    team.world.pass(1);
    run(team.desk.put_guide(ID, &changed, "")).unwrap();
    let after = team.desk.guide(ID).unwrap();
    assert_eq!((&after.guide, after.version > info.version), (&changed, true));
    assert!(matches!(run(team.desk.put_guide(ID, &changed, "")), Err(GuideError::Desk(DeskError::Unchanged))));
    run(team.desk.undo()).unwrap();
    assert_eq!(team.desk.guide(ID).unwrap().guide, info.guide);
    run(team.desk.switch_guide(ID, true)).unwrap();
    assert!(team.desk.guide(ID).unwrap().off && team.desk.export_pack("test").unwrap().guides.is_empty());
    run(team.desk.undo()).unwrap();
    assert!(!team.desk.guide(ID).unwrap().off);
}

#[test]
fn a_walk_is_one_entry_and_one_undo() {
    let team = guided();
    team.sit(&team.agent);
    let case = team.ticket("漏水");
    let info = team.desk.guide(ID).unwrap();
    let mut walk = begin(&team, case.as_str());
    team.world.pass(1);
    assert!(walk.choose(&info.guide, 0, team.desk.now()));
    keep(&team, case.as_str(), &walk);
    // Another tab, or the next start, goes on where one stood; somebody else walks their own.
    let again = team.world.open(&team.store);
    assert_eq!(again.walk(case.as_str()), Some(walk.clone()));
    team.sit(&team.other);
    assert_eq!(team.desk.walk(case.as_str()), None);
    team.sit(&team.agent);

    let missing = run(team.desk.end_walk(&case, walk.clone(), WalkEnd::Abandoned, " "));
    assert!(matches!(missing, Err(DeskError::Missing("why"))));
    run(team.desk.end_walk(&case, walk.clone(), WalkEnd::Abandoned, "客户挂断")).unwrap();
    assert_eq!(walked(&team, &case), [(WalkEnd::Abandoned, 2, "客户挂断".into())]);
    assert_eq!(team.desk.walk(case.as_str()), None, "it is no draft any more");
    run(team.desk.undo()).unwrap();
    assert_eq!(walked(&team, &case), []);
    assert!(walk.choose(&info.guide, 0, team.desk.now()));
    run(team.desk.end_walk(&case, walk, WalkEnd::Done, "")).unwrap();
    assert_eq!(walked(&team, &case), [(WalkEnd::Done, 3, String::new())]);
}

#[test]
fn a_walk_without_a_ticket_goes_with_the_one_that_is_taken() {
    let team = guided();
    team.sit(&team.agent);
    let mut walk = begin(&team, "");
    assert_eq!(walked(&team, &team.ticket("别的事")), [], "it has not ended");
    walk.stop(team.desk.now());
    keep(&team, "", &walk);
    let new = NewTicket { kind: "test.case".into(), text: "漏水".into(), ..NewTicket::default() };
    let (case, done) = run(team.desk.open_ticket(new)).unwrap();
    assert_eq!(walked(&team, &case), [(WalkEnd::Done, 1, String::new())]);
    assert_eq!((team.desk.draft(NO_TICKET), done.entries.len()), (None, 1));
    assert_eq!(walked(&team, &team.ticket("下一件")), [], "only with that one");
}
