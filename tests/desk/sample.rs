//! Sample data: every pack's stories are true to its flows, and all of it goes again.

use std::sync::Arc;

use shouwen::desk::Wanted;
use shouwen::desk::{Changed, NewAgent, NewTicket, SampleError, SampleFault};
use shouwen::model::change::{Change, Known};
use shouwen::model::fold::LINKS;
use shouwen::model::kind::{Category, Limit, LimitFrom};
use shouwen::model::stamp::Writer;
use shouwen::model::ticket::Ticket;
use shouwen::query::find::View;
use shouwen::query::rows::Row;

use crate::help::{all_rows, found};
use shouwen::store::Memory;

use crate::help::{NOW, World, handbooks, pack, public, run, stored, team};

#[test]
fn every_packs_samples_make_a_full_desk() {
    for pack in handbooks() {
        let Some(text) = public(&format!("samples/{}.json", pack.id)) else { continue };
        let desk = World::new(1).open(&Memory::new());
        let new = NewAgent { name: "马经理".into(), number: "M01".into(), ..NewAgent::default() };
        let (me, _) = run(desk.add_agent(new)).unwrap();
        run(desk.install(&pack)).unwrap();
        let count = run(desk.install_samples(&text)).unwrap_or_else(|error| panic!("{}: {error}", pack.id));
        assert!(count >= 40, "{}: {count} tickets", pack.id);
        let all = |register| all_rows(&desk, Some(register));
        let rows: Vec<_> = all(false).into_iter().chain(all(true)).collect();
        assert_eq!(rows.len(), count);
        let mut numbers: Vec<&str> = rows.iter().map(|row| &*row.number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), count, "no number is given twice");
        for category in [Category::Open, Category::Waiting, Category::Closed] {
            assert!(rows.iter().any(|row| row.category == category), "{}: none is {category:?}", pack.id);
        }
        run(desk.switch_to(&me, "")).unwrap();
        let view = |view| found(&desk, &Wanted { view, register: Some(false), ..Wanted::default() }).len();
        for one in View::ALL {
            assert_eq!(view(one), desk.tally(Some(false)).of(one), "{one:?}");
        }
        assert!(view(View::Mine) > 0 && view(View::Promised) > 0, "{}", pack.id);
        assert!(view(View::Late) < count / 2, "{}: {} are late", pack.id, view(View::Late));
        for row in &rows {
            let doc = crate::help::doc(&desk, &row.id).unwrap();
            assert!(
                doc.document.log().iter().all(|e| e.stamp.writer == Writer::SAMPLE && e.stamp.millis <= NOW + 1000)
            );
            assert!(!row.conflict && !row.subject.is_empty(), "{}", row.number);
            for link in doc.fold.items(LINKS) {
                let (_, other) = link.split_once(':').unwrap();
                assert!(desk.row(&shouwen::model::document::DocId::new(other)).is_some(), "{link}");
            }
        }
        assert_eq!(desk.agents().len(), 7);
        run(desk.remove_samples()).unwrap();
        assert!(!desk.has_samples() && desk.agents().len() == 1 && desk.count("ticket") + desk.count("customer") == 0);
    }
}

const STORY: &str = r#"{"customers": [{"id": "c1", "name": "王丽", "title": "女士", "phones": ["13917264058"]}],
    "tickets": [{"kind": "test.case", "customer": "c1", "subject": "水管", "channel": "phone", "age": "1d", "agent": 1,
    "fields": {"done_at": "-2h"}, "tags": ["楼上"], "steps": [
    {"after": "10m", "agent": 1, "say": "好", "how": "call", "minutes": 2},
    {"after": "1m", "agent": 1, "move": "begin", "set": {"amount": 100}},
    {"after": "1h", "agent": 2, "keep": true},
    {"after": "1m", "agent": 2, "assign": 3},
    {"after": "1m", "agent": 3, "tick": "steps.one", "told": "王女士"},
    {"after": "1m", "agent": 3, "tick": "steps.two"},
    {"after": "1m", "agent": 3, "move": "end"}]}]}"#;

#[test]
fn what_a_person_wrote_stays_when_the_samples_go() {
    let team = team();
    let before = stored(&team.store);
    assert_eq!(run(team.desk.install_samples(STORY)).unwrap(), 3, "the case and the two it opened");
    let cases = found(&team.desk, &Wanted { view: View::All, kind: "test.case".into(), ..Wanted::default() });
    let case = &cases[0];
    let doc = crate::help::doc(&team.desk, &case.id).unwrap();
    assert_eq!((&*case.state, &*case.who, &*case.owner), ("done", "王女士", "s03"));
    assert_eq!(case.first_owner, team.manager, "the person at the desk plays agent 1");
    assert_eq!(case.number, "TC261121-M01-001");
    assert_eq!(doc.fold.value("done_at").as_int(), Some((NOW - 86_400_000 + 75 * 60_000).cast_signed()));
    assert_eq!(doc.fold.promises[0].outcome.map(|(o, _)| o), Some(shouwen::model::change::Outcome::Kept));
    // A second pack's samples find the people there already.
    run(team.desk.install_samples(STORY)).unwrap();
    assert_eq!(team.desk.agents().len(), 10);

    let own = team.ticket("自己的单");
    run(team.desk.link(&own, &case.id)).unwrap();
    run(team.desk.say(&case.id, shouwen::model::change::How::Note, "顺手写的", 0)).unwrap();
    run(team.desk.switch_to("s02", "")).unwrap();
    let other_tab = World::new(3).open(&team.store);
    run(team.desk.remove_samples()).unwrap_err();
    team.sit(&team.manager);
    run(team.desk.remove_samples()).unwrap();
    assert!(team.desk.row(&own).is_some());
    assert_eq!(team.desk.me().unwrap().id, team.manager);
    let ids = crate::help::ids(&team.desk);
    run(team.desk.undo()).unwrap();
    run(team.desk.undo()).unwrap();
    assert_eq!(crate::help::ids(&team.desk), ids, "undo brings nothing of a sample back");
    assert!(team.desk.row(&own).is_none(), "what is undone is one's own");
    run(other_tab.reload()).unwrap();
    assert_eq!(crate::help::ids(&other_tab), crate::help::ids(&team.desk), "another tab forgets them as well");
    run(other_tab.follow(std::slice::from_ref(&own))).unwrap();
    let after = stored(&team.store);
    assert!(before.lines().all(|line| after.contains(line.trim_end_matches("]}"))));
}

#[test]
fn a_sample_person_leaves_with_the_samples() {
    let store = Memory::new();
    let desk = World::new(1).open(&store);
    run(desk.install(&pack())).unwrap();
    run(desk.install_samples(STORY)).unwrap();
    run(desk.switch_to("s02", "")).unwrap();
    run(desk.remove_samples()).unwrap();
    assert!(desk.me().is_none() && desk.is_new());
    // Nor does anybody sit down again when the samples come back.
    run(desk.install_samples(STORY)).unwrap();
    assert!(desk.me().is_none() && World::new(2).open(&store).me().is_none());
    run(desk.remove_samples()).unwrap();
    assert!(
        run(desk.open_ticket(NewTicket { kind: "test.case".into(), text: "x".into(), ..NewTicket::default() }))
            .is_err()
    );
}

#[test]
fn a_wrong_story_is_named_and_changes_nothing() {
    let team = team();
    let before = stored(&team.store);
    let changed = std::rc::Rc::new(std::cell::Cell::new(0));
    let seen = changed.clone();
    team.desk.subscribe(move |_: &Changed| seen.set(seen.get() + 1));
    for (from, to, place) in [
        ("test.case", "test.none", "/tickets/0"),
        ("\"c1\", \"subject\"", "\"c2\", \"subject\"", "/tickets/0"),
        ("\"age\": \"1d\"", "\"age\": \"1h\"", "/tickets/0/steps/2"),
        ("\"age\": \"1d\"", "\"age\": \"1x\"", "/tickets/0"),
        ("\"set\": {\"amount\": 100}", "\"set\": {}", "/tickets/0/steps/1"),
        ("\"set\": {\"amount\": 100}", "\"set\": {\"price\": 100}", "/tickets/0/steps/1"),
        ("\"set\": {\"amount\": 100}", "\"set\": {\"amount\": \"x\"}", "/tickets/0/steps/1"),
        ("steps.one", "steps.three", "/tickets/0/steps/4"),
        ("\"assign\": 3", "\"assign\": 7", "/tickets/0/steps/3"),
        ("\"move\": \"end\"", "\"move\": \"raise\"", "/tickets/0/steps/6"),
        ("\"agent\": 2, \"keep\": true}", "\"agent\": 2}", "/tickets/0/steps/2"),
    ] {
        assert!(STORY.contains(from), "{from}");
        match run(team.desk.install_samples(&STORY.replace(from, to))) {
            Err(SampleError::At { place: at, .. }) => assert_eq!(at, place, "{from} → {to}"),
            other => panic!("{from} → {to}: {other:?}"),
        }
    }
    let fault = run(team.desk.install_samples(&STORY.replace("steps.one", "amount.one"))).unwrap_err();
    assert!(matches!(fault, SampleError::At { fault: SampleFault::NoField(_), .. }));
    assert!(matches!(run(team.desk.install_samples("{")), Err(SampleError::File(_))));
    team.sit(&team.agent);
    assert!(matches!(run(team.desk.install_samples(STORY)), Err(SampleError::Desk(_))));
    assert_eq!((stored(&team.store), changed.get()), (before, 1), "only the person changed");
}

/// What a limit looks back from, or a certificate's own date: these lie before the ticket as a rule.
const LOOKING_BACK: [&str; 5] = ["paid_at", "done_on", "created_on", "received_at", "valid_to"];

#[test]
fn in_a_story_nothing_falls_due_before_it_was_agreed() {
    for hours in [0, 15, 69, 129] {
        for pack in handbooks() {
            let Some(text) = public(&format!("samples/{}.json", pack.id)) else { continue };
            let world = World::new(1);
            world.pass(hours * 60);
            let desk = world.open(&Memory::new());
            run(desk.add_agent(NewAgent { name: "马经理".into(), number: "M01".into(), ..NewAgent::default() }))
                .unwrap();
            run(desk.install(&pack)).unwrap();
            run(desk.install_samples(&text)).unwrap();
            let calendar = desk.calendar();
            for row in all_rows(&desk, None) {
                let doc = crate::help::doc(&desk, &row.id).unwrap();
                let opened = doc.fold.opening.as_ref().unwrap().stamp.millis;
                let told = |what: &str| format!("{hours} h, {} {}: {what}", row.number, row.subject);
                assert!(row.due.as_ref().is_none_or(|due| due.at >= opened), "{}", told("due"));
                assert!(doc.fold.promises.iter().all(|one| one.due >= one.stamp.millis), "{}", told("promise"));
                let kind = desk.kind(Ticket(&doc.fold).kind()).unwrap();
                let mut before = opened;
                for entry in doc.document.log() {
                    let at = entry.stamp.millis;
                    assert!(at >= before, "{}", told("order"));
                    before = at;
                    let Change::Known(Known::Set { field, value, .. }) = &entry.change else { continue };
                    let runs = |limit: &Limit| matches!(&limit.from, LimitFrom::Field(from) if from == field);
                    if LOOKING_BACK.contains(&&**field) || !kind.limits.iter().any(runs) || value.is_empty() {
                        continue;
                    }
                    match value.as_int() {
                        Some(due) => assert!(due >= at.cast_signed(), "{}", told(field)),
                        None => assert!(value.as_str() >= &*calendar.day(at), "{}", told(field)),
                    }
                }
            }
        }
    }
}

#[test]
fn the_kinds_used_most_stand_in_front() {
    let world = World::new(1);
    let desk = world.open(&Memory::new());
    let new = NewAgent { name: "马经理".into(), number: "M01".into(), ..NewAgent::default() };
    let (me, _) = run(desk.add_agent(new)).unwrap();
    run(desk.install(&pack())).unwrap();
    for kind in ["test.case", "test.case", "test.beside"] {
        world.pass(1);
        let values = vec![("amount".into(), crate::help::int(100))];
        let new = NewTicket { kind: kind.into(), text: "水管".into(), values, ..NewTicket::default() };
        run(desk.open_ticket(new)).unwrap();
    }
    assert_eq!(desk.last_used(&me).kinds, ["test.case", "test.beside"], "whatever was taken last");
}

#[test]
fn whenever_it_is_shown_little_is_late() {
    // A Sunday, a Monday at nine, a Wednesday afternoon, a Friday night.
    for hours in [0, 15, 69, 129] {
        let mut counts = (0, 0, 0);
        for pack in handbooks() {
            let Some(text) = public(&format!("samples/{}.json", pack.id)) else { continue };
            let world = World::new(1);
            world.pass(hours * 60);
            let desk = world.open(&Memory::new());
            let now = desk.now();
            run(desk.add_agent(NewAgent { name: "马经理".into(), number: "M01".into(), ..NewAgent::default() }))
                .unwrap();
            run(desk.install(&pack)).unwrap();
            let count = run(desk.install_samples(&text)).unwrap();
            let of = |register| all_rows(&desk, Some(register));
            let rows: Vec<_> = of(false).into_iter().chain(of(true)).collect();
            let late = rows.iter().filter(|row| row.is_late(now)).count();
            let all = all_rows(&desk, None);
            assert_eq!(all.len(), rows.len(), "tickets and registers alike");
            let near = |row: &&Arc<Row>| row.due.as_ref().is_some_and(|due| due.at < now + 8 * 3_600_000);
            counts = (counts.0 + count, counts.1 + late, counts.2 + rows.iter().filter(near).count() - late);
        }
        let (count, late, today) = counts;
        assert!(
            (200..300).contains(&count) && (5..=10).contains(&late) && (5..=45).contains(&today),
            "{hours}: {counts:?}"
        );
    }
}
