//! What happens to tickets between weighing and writing: others go on with them, or they cannot be read.

use std::cell::Cell;

use shouwen::desk::{Bulk, DeskError, Flow, Refusal};
use shouwen::model::change::How;
use shouwen::model::ticket::Priority;

use crate::help::{run, team};

const GO: &dyn Fn(usize, usize) -> Flow = &|_, _| Flow::Go;

#[test]
fn what_changes_while_it_is_made_ready_stops_all_of_it() {
    let team = team();
    let ids = ["甲", "乙"].map(|text| team.ticket(text));
    let desk = &team.desk;
    team.world.pass(1);
    let once = Cell::new(false);
    let meanwhile = |_, _| {
        if !once.replace(true) {
            run(desk.say(&ids[0], How::Note, "刚到", 0)).unwrap();
        }
        Flow::Go
    };
    let stopped = run(desk.bulk(&ids, &Bulk::Priority(Priority::Urgent), "", &meanwhile));
    assert!(matches!(stopped, Err(DeskError::Moved(1))), "{stopped:?}");
    assert!(ids.iter().all(|id| desk.row(id).unwrap().priority != Priority::Urgent));
    run(desk.bulk(&ids, &Bulk::Priority(Priority::Urgent), "", &meanwhile)).unwrap();
}

#[test]
fn one_ticket_that_cannot_be_read_is_left_out_by_consent() {
    let team = team();
    let (one, two) = (team.ticket("甲"), team.ticket("乙"));
    let desk = team.world.open(&team.store);
    team.store.overwrite(&one, "{damaged");
    let both = [one.clone(), two.clone()];
    let urgent = Bulk::Priority(Priority::Urgent);
    assert_eq!(run(desk.weigh(&both, &urgent, GO)).unwrap().can.len(), 2, "columns do not tell");
    assert!(matches!(run(desk.bulk(&both, &urgent, "", GO)), Err(DeskError::Moved(1))));
    let weighed = run(desk.weigh(&both, &urgent, GO)).unwrap();
    assert_eq!((&weighed.can[..], &weighed.cannot), (&both[1..], &[(Refusal::Gone, 1)].into()));
    run(desk.bulk(&weighed.can, &urgent, "", GO)).unwrap();
    assert_eq!(desk.row(&two).unwrap().priority, Priority::Urgent);
}

#[test]
fn who_leaves_hands_over_what_can_be_read() {
    let team = team();
    team.sit(&team.agent);
    let theirs = [team.ticket("丙"), team.ticket("丁")];
    let desk = team.world.open(&team.store);
    team.store.overwrite(&theirs[0], "{damaged");
    run(desk.switch_to(&team.manager, "")).unwrap();
    run(desk.hand_over(&team.agent, &team.other, GO)).unwrap();
    assert_eq!(desk.open_of(&team.agent), theirs[..1]);
    assert_eq!(desk.row(&theirs[1]).unwrap().owner, team.other);
}
