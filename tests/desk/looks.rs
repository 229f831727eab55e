//! Who saw whole telephone numbers (C5).

use shouwen::desk::{DeskError, NewTicket};
use shouwen::model::change::{Change, How, Known, Seen};
use shouwen::model::document::DocId;
use shouwen::model::ticket::Ticket;
use shouwen::query::export::Words;
use shouwen::query::import::Target;

use crate::help::{Team, run, team};

fn looks(team: &Team, id: &DocId) -> Vec<(String, Seen)> {
    let doc = crate::help::doc(&team.desk, id).unwrap();
    let log = doc.document.log().iter();
    let looks = log.filter_map(|entry| match entry.change {
        Change::Known(Known::Looked { at }) => Some((entry.by.clone(), at)),
        _ => None,
    });
    looks.collect()
}

#[test]
fn a_look_is_recorded_with_who_and_is_not_undone() {
    let team = team();
    team.sit(&team.agent);
    let (id, _) = run(team.desk.add_customer("王", "", "13800138000", "")).unwrap();
    let case = team.ticket("漏水");
    run(team.desk.say(&case, How::Note, "已回电", 0)).unwrap();
    let changed = team.desk.row(&case).unwrap().changed;
    let before = team.desk.can_undo();
    run(team.desk.undo()).unwrap();
    run(team.desk.look(&[id.clone(), case.clone()], Seen::Screen)).unwrap();
    let mine = vec![(team.agent.clone(), Seen::Screen)];
    assert_eq!((looks(&team, &id), looks(&team, &case)), (mine.clone(), mine.clone()));
    assert_eq!((before, team.desk.can_undo()), ((true, false), (true, true)), "redo is still there");
    run(team.desk.redo()).unwrap();
    assert!(team.desk.row(&case).unwrap().changed >= changed);

    // Undo takes the note back, not the look; neither does naming it.
    run(team.desk.undo()).unwrap();
    let stamp =
        crate::help::doc(&team.desk, &case).unwrap().document.log().iter().find(|e| e.change.is_look()).unwrap().stamp;
    run(team.desk.take_back_entries(&case, vec![stamp])).unwrap();
    assert!(crate::help::doc(&team.desk, &case).unwrap().fold.counts(stamp));
    let reopened = team.world.open(&team.store);
    assert!(crate::help::doc(&reopened, &case).unwrap().fold.counts(stamp), "kept in the store");

    // Somebody who only looked does not keep the ticket from being taken back.
    let fresh = team.ticket("另一件");
    let done = shouwen::desk::Done {
        label: "opened",
        entries: std::sync::Arc::new(vec![(
            fresh.clone(),
            vec![crate::help::doc(&team.desk, &fresh).unwrap().fold.opening.as_ref().unwrap().stamp],
        )]),
        by: team.agent.clone(),
    };
    team.sit(&team.other);
    run(team.desk.look(std::slice::from_ref(&fresh), Seen::Paper)).unwrap();
    team.sit(&team.agent);
    run(team.desk.undo_this(&done)).unwrap();
    assert!(team.desk.row(&fresh).is_none());
}

#[test]
fn whose_numbers_are_exported_is_recorded() {
    let team = team();
    let (with, _) = run(team.desk.add_customer("王", "", "13800138000", "")).unwrap();
    let (without, _) = run(team.desk.add_customer("李", "", "", "")).unwrap();
    let mut rows = Vec::new();
    for customer in [&with, &without, &with] {
        let new = NewTicket {
            kind: "test.case".into(),
            text: "漏水".into(),
            customer: Some(customer.clone()),
            ..NewTicket::default()
        };
        let (id, _) = run(team.desk.open_ticket(new)).unwrap();
        assert_eq!(Ticket(&crate::help::doc(&team.desk, &id).unwrap().fold).customer(), customer.as_str());
        rows.push(id);
    }
    run(team.desk.export_rows(&rows, &[Target::Number, Target::Customer], Words::default())).unwrap();
    assert_eq!(looks(&team, &with), [], "no number was in it");
    run(team.desk.export_rows(&rows, &[Target::Number, Target::Phone], Words::default())).unwrap();
    assert_eq!(looks(&team, &with), [(team.manager.clone(), Seen::Table)], "once, although in two rows");
    assert_eq!(looks(&team, &without), []);
}

#[test]
fn who_may_not_see_numbers_leaves_no_look() {
    let team = team();
    let case = team.ticket("漏水");
    run(team.desk.set_agent(&team.other, "role", "auditor")).unwrap();
    team.sit(&team.other);
    assert!(matches!(run(team.desk.look(std::slice::from_ref(&case), Seen::Screen)), Err(DeskError::NotAllowed(_))));
    assert_eq!(looks(&team, &case), []);
}
