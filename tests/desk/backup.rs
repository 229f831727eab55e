//! Backup and restore: the same again, never less than before.

use std::cell::RefCell;

use shouwen::desk::{Action, Desk, DeskError, Flow, NewTicket, Preview, RestoreError, RestoreProgress, StoreError};
use shouwen::model::change::{How, Known};
use shouwen::model::document::{DocId, Document};
use shouwen::model::value::Value;
use shouwen::query::backup::{BackupError, Item, Reader, Summary};
use shouwen::store::{Fault, Memory};

use crate::help::{World, run, stored, team};

fn backup(desk: &Desk) -> (Vec<u8>, Summary) {
    let mut file = Vec::new();
    let made = run(desk.backup(|bytes| file.extend(bytes), &|_, _| Flow::Go)).unwrap();
    assert_eq!(made.absent, 0);
    (file, made.summary)
}

fn restore(desk: &Desk, file: &[u8]) -> Result<Summary, RestoreError> {
    restore_watched(desk, file, &|_| Flow::Go)
}

fn restore_watched(
    desk: &Desk,
    file: &[u8],
    progress: &dyn Fn(RestoreProgress) -> Flow,
) -> Result<Summary, RestoreError> {
    let read = |from: u64, most: u64| {
        let from = usize::try_from(from).unwrap().min(file.len());
        // Odd pieces, as a file may come.
        let to = (from + usize::try_from(most).unwrap().min(997)).min(file.len());
        let bytes = file[from..to].to_vec();
        async move { Ok(bytes) }
    };
    run(desk.restore(read, progress))
}

#[test]
fn export_wipe_restore_export_gives_the_same() {
    let team = team();
    let id = team.ticket("门锁坏了\n等师傅");
    run(team.desk.attach(&id, "shots", "门.jpg", "image/jpeg", vec![1, 2, 3])).unwrap();
    run(team.desk.attach(&id, "", "b.txt", "text/plain", b"hello".to_vec())).unwrap();
    run(team.desk.undo()).unwrap();
    let before = stored(&team.store);
    let (file, first) = backup(&team.desk);
    assert_eq!(first.blobs, 2, "what is undone may come back, with its file");
    run(team.desk.wipe()).unwrap();
    assert_eq!(stored(&team.store), "");
    let desk = team.world.open(&team.store);
    assert!(desk.is_new());
    assert_eq!(restore(&desk, &file).unwrap().content, first.content);
    assert_eq!(stored(&team.store), before);
    assert_eq!(
        run(desk.file(&crate::help::doc(&team.desk, &id).unwrap().fold.attachments[0].hash)).unwrap(),
        Some(vec![1, 2, 3])
    );
    run(desk.switch_to(&team.manager, "")).unwrap();
    let (_, second) = backup(&desk);
    assert_eq!(second.content, first.content);
    // What comes after a restore is stamped later than all of it.
    run(desk.say(&id, How::Note, "还在", 0)).unwrap();
    run(desk.undo()).unwrap().unwrap();
}

#[test]
fn restoring_over_data_loses_nothing() {
    let team = team();
    let id = team.ticket("门锁坏了");
    run(team.desk.attach(&id, "", "a.txt", "text/plain", b"secret".to_vec())).unwrap();
    let attached = crate::help::doc(&team.desk, &id).unwrap().fold.attachments[0].clone();
    let (old, _) = backup(&team.desk);
    run(team.desk.say(&id, How::Note, "以后写的", 0)).unwrap();
    let later = team.ticket("新单");
    run(team.desk.redact(&id, vec![attached.stamp], "客户要求")).unwrap();
    let before = stored(&team.store);
    restore(&team.desk, &old).unwrap();
    assert_eq!(stored(&team.store), before, "the backup holds nothing that is not here");
    assert_eq!(run(team.desk.file(&attached.hash)).unwrap(), None, "what was redacted stays so");
    assert!(team.desk.row(&later).is_some());

    // A backup that knows of a redaction brings it where it is not known.
    let (new, _) = backup(&team.desk);
    let other = World::new(5);
    let store = Memory::new();
    let desk = other.open(&store);
    restore(&desk, &old).unwrap();
    assert!(run(desk.file(&attached.hash)).unwrap().is_some());
    run(desk.switch_to(&team.manager, "")).unwrap();
    restore(&desk, &new).unwrap();
    assert_eq!(run(desk.file(&attached.hash)).unwrap(), None);
    assert_eq!(stored(&store), before);
}

#[test]
fn a_damaged_file_changes_nothing() {
    let team = team();
    team.ticket("门锁坏了");
    let (file, _) = backup(&team.desk);
    let store = Memory::new();
    let desk = World::new(5).open(&store);
    let refused = |file: &[u8], what: &str| {
        assert!(matches!(restore(&desk, file), Err(RestoreError::Backup(_))), "{what}");
        assert!(crate::help::ids(&desk).is_empty() && stored(&store).is_empty(), "{what}");
    };
    refused(b"", "nothing");
    refused(b"PK\x03\x04 something else", "foreign");
    for part in [1, 3, 10] {
        refused(&file[..file.len() * part / 11], "truncated");
    }
    refused(&file[..file.len() - 1], "the last line end");
    for at in (0..file.len()).step_by(file.len() / 60) {
        let mut damaged = file.clone();
        damaged[at] ^= 1;
        refused(&damaged, &format!("bit {at}"));
    }
    let text = String::from_utf8(file.clone()).unwrap();
    let future = text.replacen("\"schema\":1", "\"schema\":2", 1);
    assert!(matches!(restore(&desk, future.as_bytes()), Err(RestoreError::Backup(BackupError::Future { .. }))));
    let read = |_, _| async { Err("gone".to_owned()) };
    assert!(matches!(run(desk.restore(read, &|_| Flow::Go)), Err(RestoreError::File(_))));
    restore(&desk, &file).unwrap();
}

#[test]
fn a_failure_midway_leaves_the_state_before() {
    let team = team();
    for i in 0..20 {
        team.ticket(&format!("第 {i} 件"));
    }
    let (file, _) = backup(&team.desk);
    let world = World::new(5);
    let store = Memory::new();
    let desk = world.open(&store);
    for after in [0, 1, 5, 20] {
        store.set_fault(Fault::Full { after });
        let error = restore(&desk, &file).unwrap_err();
        assert!(matches!(error, RestoreError::Desk(DeskError::Store(StoreError::Quota))), "{error}");
        store.set_fault(Fault::None);
        assert!(crate::help::ids(&desk).is_empty() && stored(&store).is_empty());
    }
    let asked = RefCell::new(Vec::new());
    let cancel_writing = |at| {
        asked.borrow_mut().push(at);
        if matches!(at, RestoreProgress::Written(_)) { Flow::Cancel } else { Flow::Go }
    };
    restore_watched(&desk, &file, &cancel_writing).unwrap_err();
    restore_watched(&desk, &file, &|_| Flow::Cancel).unwrap_err();
    assert!(asked.borrow().iter().any(|at| matches!(at, RestoreProgress::Checked(_))));
    assert!(crate::help::ids(&desk).is_empty() && stored(&store).is_empty());
    restore(&desk, &file).unwrap();
    assert_eq!(stored(&store), stored(&team.store));
}

#[test]
fn who_may_make_and_restore_backups() {
    let team = team();
    let (file, _) = backup(&team.desk);
    let refused = |result| matches!(result, Err(RestoreError::Desk(DeskError::NotAllowed(_))));
    team.sit(&team.lead);
    backup(&team.desk);
    assert!(refused(restore(&team.desk, &file)), "a backup may hold other managers");
    team.sit(&team.agent);
    assert!(refused(run(team.desk.backup(|_| {}, &|_, _| Flow::Go)).map(|made| made.summary)));
    team.sit(&team.manager);
    restore(&team.desk, &file).unwrap();
    let stopped = run(team.desk.backup(|_| {}, &|_, _| Flow::Cancel));
    assert!(matches!(stopped, Err(RestoreError::Desk(DeskError::Store(StoreError::Cancelled)))));
}

/// What a backup would bring to a desk.
fn preview(desk: &Desk, file: &[u8]) -> Preview {
    let mut reader = Reader::new(shouwen::desk::SCHEMA);
    let mut preview = Preview::default();
    for bytes in file.chunks(10_007) {
        let items = reader.feed(bytes).unwrap();
        let documents: Vec<Document> = items
            .into_iter()
            .filter_map(|item| match item {
                Item::Document(document) => Some(document),
                _ => None,
            })
            .collect();
        run(desk.preview(&documents, &mut preview)).unwrap();
    }
    reader.finish().unwrap();
    preview
}

/// Three desks of one team without a server: what each wrote for itself, as backups; and the desks.
fn three_desks() -> (Vec<Vec<u8>>, Vec<(Desk, Memory)>, DocId) {
    let team = team();
    let common = team.ticket("阳台渗水");
    run(team.desk.attach(&common, "", "a.txt", "text/plain", b"secret".to_vec())).unwrap();
    let attached = crate::help::doc(&team.desk, &common).unwrap().fold.attachments[0].clone();
    let (base, _) = backup(&team.desk);
    let mut desks = Vec::new();
    for seed in 11..14 {
        let (world, store) = (World::new(seed), Memory::new());
        // Their clocks do not agree.
        world.pass(u64::try_from(seed).unwrap() * 60);
        let desk = world.open(&store);
        restore(&desk, &base).unwrap();
        run(desk.switch_to(&team.manager, "")).unwrap();
        let subject = Known::Set {
            field: "subject".into(),
            value: Value::text(&format!("第{seed}台")),
            over: crate::help::doc(&desk, &common).unwrap().fold.register("subject").stamps(),
        };
        run(desk.commit(Action::on("edited", &common, vec![subject]))).unwrap();
        let new = NewTicket { kind: "test.case".into(), text: format!("新单{seed}"), ..NewTicket::default() };
        run(desk.open_ticket(new)).unwrap();
        if seed == 12 {
            run(desk.redact(&common, vec![attached.stamp], "客户要求")).unwrap();
        }
        desks.push((desk, store));
    }
    let files = desks.iter().map(|(desk, _)| backup(desk).0).collect();
    (files, desks, common)
}

#[test]
fn backups_merge_in_any_order_and_any_number_of_times() {
    let (files, _, common) = three_desks();
    let mut ends = Vec::new();
    for order in [&[0, 1, 2][..], &[0, 2, 1], &[1, 0, 2], &[1, 2, 0], &[2, 0, 1], &[2, 1, 0], &[2, 2, 0, 1, 0, 2, 1]] {
        let store = Memory::new();
        let desk = World::new(99).open(&store);
        restore(&desk, &files[order[0]]).unwrap();
        let manager = desk.agents().into_iter().find(|agent| agent.number == "M01").unwrap().id.clone();
        run(desk.switch_to(&manager, "")).unwrap();
        for at in &order[1..] {
            restore(&desk, &files[*at]).unwrap();
        }
        let fold = crate::help::doc(&desk, &common).unwrap().fold.clone();
        assert_eq!(fold.register("subject").live().len(), 3, "what each of them wrote stands");
        ends.push(stored(&store));
    }
    assert!(ends.windows(2).all(|two| two[0] == two[1]));
}

#[test]
fn what_a_backup_would_bring_is_told_before_anything_is_written() {
    let (files, desks, common) = three_desks();
    let (desk, store) = &desks[0];
    let before = stored(store);
    let other = preview(desk, &files[2]);
    // A ticket with its opening and what came with it, and one edit here that says something else.
    assert_eq!((other.tickets, other.customers, other.changed, other.conflicts), (1, 0, 1, 1), "{other:?}");
    let entries = |text: &str| text.matches("\"stamp\"").count();
    assert_eq!(stored(store), before, "nothing is written by looking");
    restore(desk, &files[2]).unwrap();
    assert_eq!(entries(&stored(store)) - entries(&before), other.entries);
    assert_eq!(crate::help::doc(desk, &common).unwrap().fold.conflicts().count(), 1);
    assert_eq!(preview(desk, &files[2]), Preview::default(), "and then there is nothing more to bring");
    // A third value is no further conflict in that document.
    assert_eq!(preview(desk, &files[1]).tickets, 1);
}
