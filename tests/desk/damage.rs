//! What is written is not called lost, and one thing that cannot be read does not stop the others.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use shouwen::desk::{Changed, Desk, Flow, ImportProgress, NewTicket, RestoreProgress, Wanted};
use shouwen::model::document::DocId;
use shouwen::store::{Fault, Memory};

use crate::help::{NOW, Team, World, all_rows, doc, run, team};
use crate::many::{bring, made_up};

/// A database that is lost the moment a large write is through does not make the write fail.
#[test]
fn what_is_written_is_not_reported_lost() {
    let Team { desk, store, world, .. } = team();
    let told: Rc<RefCell<Vec<Changed>>> = Rc::default();
    let (mine, others) = (told.clone(), told.clone());
    desk.subscribe(move |changed| mine.borrow_mut().push(changed.clone()));
    desk.tell_with(move |changed| others.borrow_mut().push(changed.clone()));
    let last = Cell::new(0);
    let count = |progress| {
        if let ImportProgress::Written(count) = progress {
            last.set(count);
        }
        Flow::Go
    };
    run(team().desk.import(made_up(700), &count)).unwrap();
    let fail = |progress| {
        if progress == ImportProgress::Written(last.get()) {
            store.set_fault(Fault::Lost { times: 1_000 });
        }
        Flow::Go
    };
    run(desk.import(made_up(700), &fail)).unwrap();
    store.set_fault(Fault::None);
    let told = told.take();
    assert_eq!(told.iter().filter(|changed| matches!(changed, Changed::Pages(..))).count(), 2, "here and elsewhere");
    assert!(!told.contains(&Changed::Behind), "what is new needs not be read again");
    assert_eq!((desk.count("ticket"), world.open(&store).count("ticket")), (700, 700));
    assert!(desk.can_undo().0);
}

/// What was changed in pages is read again; where that cannot be done, the person is told.
#[test]
fn a_page_that_cannot_be_read_again_is_told() {
    let team = team();
    let imported = run(team.desk.import(made_up(700), &|_| Flow::Go)).unwrap();
    let (before, _) = backup(&team.desk);
    run(team.desk.undo_import(&imported.id)).unwrap();
    let (after, _) = backup(&team.desk);
    let (world, store) = (World::new(5), Memory::new());
    let desk = restored(&world, &store, &before);
    run(desk.switch_to(&team.manager, "")).unwrap();
    assert_eq!(desk.count("ticket"), 700);
    let told: Rc<RefCell<Vec<Changed>>> = Rc::default();
    let mine = told.clone();
    desk.subscribe(move |changed| mine.borrow_mut().push(changed.clone()));
    let read = |from: u64, most: u64| {
        let from = usize::try_from(from).unwrap().min(after.len());
        let bytes = after[from..(from + usize::try_from(most).unwrap()).min(after.len())].to_vec();
        async move { Ok(bytes) }
    };
    let all = Cell::new(0);
    let fail = |progress| {
        if let RestoreProgress::Written(count) = progress {
            // The last is told once more when all is done.
            if count > 0 && count == all.replace(count) {
                store.set_fault(Fault::Lost { times: 1_000 });
            }
        }
        Flow::Go
    };
    run(desk.restore(read, &fail)).unwrap();
    store.set_fault(Fault::None);
    assert_eq!(told.take().last(), Some(&Changed::Behind), "the person is told");
    assert_eq!(world.open(&store).count("ticket"), 0);
    run(desk.reload()).unwrap();
    assert_eq!(desk.count("ticket"), 0);
}

/// The rows of a restore are made by the kinds and calendars that come with it: nothing is to be made anew.
#[test]
fn a_restore_makes_rows_by_its_own_rules() {
    let team = team();
    bring(&team.desk, 700);
    let (file, _) = backup(&team.desk);
    let (world, store) = (World::new(5), Memory::new());
    let desk = restored(&world, &store, &file);
    run(desk.switch_to(&team.manager, "")).unwrap();
    assert_eq!(desk.tally(None), team.desk.tally(None));
    let again = world.open(&store);
    assert_eq!(again.tally(None), team.desk.tally(None));
    assert_eq!(again.search(&Wanted::text("编号")).len(), team.desk.search(&Wanted::text("编号")).len());
    assert!(!run(again.compact()).unwrap());
}

fn backup(desk: &Desk) -> (Vec<u8>, usize) {
    let mut file = Vec::new();
    let made = run(desk.backup(|bytes| file.extend(bytes), &|_, _| Flow::Go)).unwrap();
    (file, made.unread)
}

fn restored(world: &World, store: &Memory, file: &[u8]) -> Desk {
    let desk = world.open(store);
    let read = |from: u64, most: u64| {
        let from = usize::try_from(from).unwrap().min(file.len());
        let bytes = file[from..(from + usize::try_from(most).unwrap()).min(file.len())].to_vec();
        async move { Ok(bytes) }
    };
    run(desk.restore(read, &|_| Flow::Go)).unwrap();
    desk
}

/// Rows without their documents are as good a sign of the time as documents.
#[test]
fn our_clock_goes_on_after_rows() {
    for (ahead, told) in [(30_000, false), (7_200_000, true)] {
        let team = team();
        team.world.now.set(NOW + ahead);
        bring(&team.desk, 700);
        let (file, _) = backup(&team.desk);
        let (world, store) = (World::new(5), Memory::new());
        let desk = restored(&world, &store, &file);
        run(desk.switch_to(&team.manager, "")).unwrap();
        assert_eq!(desk.clock_ahead().is_some(), told);
        assert_eq!(world.open(&store).clock_ahead().is_some(), told);
        let new = NewTicket { kind: "test.case".into(), text: "后来".into(), ..NewTicket::default() };
        let (id, _) = run(desk.open_ticket(new)).unwrap();
        let stamp = doc(&desk, &id).unwrap().document.log()[0].stamp;
        assert_eq!(stamp.millis > NOW + ahead, !told, "ours is the latest unless theirs is far ahead");
    }
}

/// A ticket that cannot be read keeps its row; the others' deadlines follow the rules.
#[test]
fn one_damaged_ticket_does_not_stop_the_others() {
    let team = team();
    let (one, two) = (team.ticket("甲"), team.ticket("乙"));
    let desk = team.world.open(&team.store);
    let due = |id: &DocId| desk.row(id).unwrap().due.clone().unwrap().at;
    let before = (due(&one), due(&two));
    team.store.overwrite(&one, "{damaged");
    desk.subscribe(|changed| assert!(matches!(changed, Changed::Documents(_)), "{changed:?}"));
    let mut pack = crate::help::pack();
    pack.kinds[0].limits[0].within = "45m".into();
    run(desk.install(&pack)).unwrap();
    assert_eq!((due(&one), due(&two)), (before.0, before.1 + 15 * 60_000));
    run(desk.follow(&[one.clone(), two.clone()])).unwrap();
    assert!(desk.row(&one).is_some() && desk.row(&two).is_some());
    assert_eq!(backup(&desk).1, 1, "a backup says what it lacks");
}

/// Rows in pages do not know of a grade that was given later.
#[test]
fn deadlines_follow_grades_after_a_start() {
    let Team { desk, world, store, .. } = team();
    let mut pack = crate::help::pack();
    let limit = r#"{"id":"vip","name":"贵宾","from":"opened","within":"5m","grade":["a"]}"#;
    pack.kinds[0].limits.push(serde_json::from_str(limit).unwrap());
    run(desk.install(&pack)).unwrap();
    bring(&desk, 900);
    let before = all_rows(&desk, None);
    let customer = DocId::new(&doc(&desk, &before[0].id).map(|doc| doc.fold.text("customer").to_owned()).unwrap());
    run(desk.set(&customer, "grade", shouwen::model::value::Value::text("a"), None)).unwrap();
    let after = all_rows(&desk, None);
    assert_ne!(after, before);
    assert_eq!(all_rows(&world.open(&store), None), after);
    run(desk.reload()).unwrap();
    assert_eq!(all_rows(&desk, None), after);
    // A restore makes the rows before the grades are known.
    let (world, store) = (World::new(5), Memory::new());
    let other = restored(&world, &store, &backup(&desk).0);
    assert_eq!(all_rows(&other, None), after);
    assert_eq!(all_rows(&world.open(&store), None), after);
}

/// What cannot be read may hold the attachment too.
#[test]
fn no_bytes_go_while_something_cannot_be_read() {
    let team = team();
    let (id, other) = (team.ticket("甲"), team.ticket("乙"));
    run(team.desk.attach(&id, "", "id.jpg", "image/jpeg", b"photo".to_vec())).unwrap();
    run(team.desk.attach(&other, "", "id.jpg", "image/jpeg", b"photo".to_vec())).unwrap();
    let file = doc(&team.desk, &id).unwrap().fold.attachments[0].clone();
    team.store.overwrite(&other, "{damaged");
    run(team.desk.redact(&id, vec![file.stamp], "客户要求")).unwrap();
    assert!(run(team.desk.file(&file.hash)).unwrap().is_some());
}
