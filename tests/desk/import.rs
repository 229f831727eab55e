//! Importing tables: all or nothing, fast, and away again.

use std::cell::Cell;
use std::time::Instant;

use shouwen::desk::{Desk, DeskError, Flow, ImportProgress, ImportUndone, NewImport, StoreError};
use shouwen::model::change::How;
use shouwen::model::document::DocId;
use shouwen::model::value::Value;
use shouwen::query::export::{Words, columns};
use shouwen::query::import::{DuplicateRule, KindChoice, Mapping, NewTicket, Planner, Target, Trial, signature};
use shouwen::query::table::{Charset, Table, Writer};
use shouwen::store::Fault;

use crate::help::{NOW, Team, run, stored, team};

const FILE: &str = "编号,主题,客户,电话,开单,状态,金额,备注,标签,负责人\n\
    A-1,漏水,王丽,13800138000,2026-03-01 09:00,处理,12.50,第一条,急,A01\n\
    A-2,停电,王女士,138 0013 8000,2026-03-01 10:00,完成,,,,\n\
    ,异响,陈强,,2026-03-01 11:00,,,,,\n\
    ,异味,陈强,,2026-03-01 12:00,,,,,\n\
    TC260301-M01-007,噪声,,,2026-03-01 13:00,,,,,\n";

fn mapping() -> Mapping {
    Mapping {
        kind: KindChoice::Fixed("test.case".into()),
        header: true,
        columns: vec![
            Target::Number,
            Target::Subject,
            Target::Customer,
            Target::Phone,
            Target::Opened,
            Target::State,
            Target::Field("amount".into()),
            Target::Note,
            Target::Tag,
            Target::Owner,
        ],
        duplicates: DuplicateRule::OwnNumber,
    }
}

/// Plans a file as the interface does: a trial first, then the tickets that are not there yet.
fn plan(desk: &Desk, text: &str) -> (NewImport, usize) {
    let table = Table::open(text.as_bytes(), Some(Charset::Utf8), |_, _| Err::<String, _>("no")).unwrap();
    let (header, mut cursor) = table.body(true).unwrap();
    let header = header.unwrap();
    let planner = Planner::new(desk.import_team(), mapping(), Some(&header));
    let mut trial = Trial::new(planner, run(desk.import_index(&mapping())).unwrap());
    let body = cursor;
    while let Some(record) = table.next(&mut cursor) {
        trial.feed(&record.unwrap());
    }
    let (report, planner) = trial.finish();
    assert_eq!(report.problems, []);
    let mut cursor = body;
    let mut tickets = Vec::new();
    while let Some(record) = table.next(&mut cursor) {
        let record = record.unwrap();
        if !report.is_duplicate(record.line) {
            tickets.extend(planner.plan(&record).ticket);
        }
    }
    let import =
        NewImport { file: "旧表.csv".into(), signature: signature(&header), mapping: Some(mapping()), tickets };
    (import, report.duplicates.len())
}

fn go(_: ImportProgress) -> Flow {
    Flow::Go
}

fn all(desk: &Desk) -> Vec<std::sync::Arc<shouwen::query::rows::Row>> {
    let mut rows = crate::help::all_rows(desk, Some(false));
    rows.sort_by_key(|row| row.opened);
    rows
}

#[test]
fn rows_become_tickets_with_customers_and_numbers() {
    let team = team();
    run(team.desk.add_customer("王丽", "女士", "13800138000", "")).unwrap();
    let (import, duplicates) = plan(&team.desk, FILE);
    let signature = import.signature.clone();
    assert_eq!((import.tickets.len(), duplicates), (5, 0));
    assert_eq!(team.desk.mapping(&signature), None);
    let done = run(team.desk.import(import, &go)).unwrap();
    assert_eq!((done.tickets, done.customers), (5, 1), "王丽 is known by number, 陈强 is one person by name");
    let rows = all(&team.desk);
    let texts: Vec<(&str, &str, &str, &str)> =
        rows.iter().map(|row| (&*row.number, &*row.subject, &*row.state, &*row.who)).collect();
    assert_eq!(
        texts,
        [
            ("A-1", "漏水", "work", "王女士"),
            ("A-2", "停电", "done", "王女士"),
            ("TC260301-M01-008", "异响", "new", "陈强"),
            ("TC260301-M01-009", "异味", "new", "陈强"),
            ("TC260301-M01-007", "噪声", "new", ""),
        ],
        "numbers count on after those of the file"
    );
    assert_eq!(rows[0].opened, 1_772_326_800_000, "2026-03-01 09:00 in China");
    assert_eq!((&*rows[0].owner, &*rows[1].owner), (&*team.agent, ""), "without an owner it waits in the pool");
    let doc = crate::help::doc(&team.desk, &rows[0].id).unwrap();
    assert_eq!(doc.fold.value("amount"), &Value::Int(1250));
    assert_eq!(rows[0].tags, ["急"]);
    assert_eq!(team.desk.mapping(&signature), Some(mapping()));

    // The same file again: what has a number is there already; a later count goes on.
    let (again, duplicates) = plan(&team.desk, FILE);
    assert_eq!((again.tickets.len(), duplicates), (2, 3));
    let columns_rule = Mapping { duplicates: DuplicateRule::Columns(vec![1, 4]), ..mapping() };
    let mut index = run(team.desk.import_index(&columns_rule)).unwrap();
    for ticket in &again.tickets {
        assert!(index.meet(9, ticket).is_some(), "{}", ticket.value("subject").as_str());
    }
    run(team.desk.import(again, &go)).unwrap();
    assert!(all(&team.desk).iter().any(|row| row.number == "TC260301-M01-010"));
    assert_eq!(team.desk.count("customer"), 2);
}

#[test]
fn an_import_is_taken_back_after_a_reload_but_for_what_was_worked_on() {
    let team = team();
    let (known, _) = run(team.desk.add_customer("王丽", "女士", "13800138000", "")).unwrap();
    let before = all(&team.desk).len();
    let (import, _) = plan(&team.desk, FILE);
    let id = run(team.desk.import(import, &go)).unwrap().id;
    let own = team.ticket("自己的");
    // Another tab, much later, the device's clock having gone back.
    team.world.now.set(NOW - 86_400_000);
    let desk = team.world.open(&team.store);
    let rows = all(&desk);
    let chen = rows.iter().find(|row| row.subject == "异味").unwrap();
    run(desk.switch_to(&team.agent, "")).unwrap();
    run(desk.say(&chen.id, How::Note, "看过了", 0)).unwrap();
    assert!(matches!(run(desk.undo_import(&id)), Err(DeskError::NotAllowed(_))));
    run(desk.switch_to(&team.lead, "")).unwrap();
    assert!(matches!(run(desk.undo_import(&own)), Err(DeskError::NotFound(_))));
    assert_eq!(run(desk.undo_import(&id)).unwrap(), ImportUndone { taken: 4, kept: 1 });
    let left: Vec<String> = all(&desk).iter().map(|row| row.subject.clone()).collect();
    assert_eq!((left.len(), left.contains(&"异味".to_owned())), (before + 2, true));
    assert_eq!(desk.row(&chen.id).unwrap().who, "陈强", "a customer whom a ticket names stays");
    assert!(desk.customer(&known).is_some());
    assert!(!desk.imports()[0].undone);
    assert_eq!(run(desk.undo_import(&id)).unwrap(), ImportUndone { taken: 0, kept: 1 });
    // Once the note is taken back, the rest goes too.
    run(desk.switch_to(&team.agent, "")).unwrap();
    run(desk.undo()).unwrap().unwrap();
    run(desk.switch_to(&team.lead, "")).unwrap();
    assert_eq!(run(desk.undo_import(&id)).unwrap(), ImportUndone { taken: 1, kept: 0 });
    assert_eq!((desk.count("ticket"), desk.count("customer")), (1, 1));
    let past = desk.imports();
    assert_eq!((past.len(), &*past[0].file, past[0].rows, past[0].undone), (1, "旧表.csv", 5, true));
    // Taking back can be taken back.
    run(desk.undo()).unwrap().unwrap();
    assert_eq!((desk.count("ticket"), desk.imports()[0].undone), (2, false));
}

#[test]
fn an_import_is_undone_also_where_the_clock_went_back() {
    let team = team();
    team.ticket("甲");
    team.world.now.set(NOW - 86_400_000);
    let desk = team.world.open(&team.store);
    let (import, _) = plan(&desk, FILE);
    run(desk.import(import, &go)).unwrap();
    let id = all(&desk)[0].id.clone();
    run(desk.say(&id, How::Note, "导入以后", 0)).unwrap();
    let doc = crate::help::doc(&desk, &id).unwrap();
    assert!(doc.document.log().is_sorted_by_key(|entry| entry.stamp));
    let last = serde_json::to_string(doc.document.log().last().unwrap()).unwrap();
    assert!(last.contains("导入以后"), "what came later is later: {last}");
    run(desk.undo()).unwrap().unwrap();
    run(desk.undo()).unwrap().unwrap();
    assert_eq!(desk.count("ticket"), 1);
}

#[test]
fn the_files_own_numbers_are_not_given_again() {
    let team = team();
    let text = "编号,主题,客户,电话,开单\nTC260301-M01-003,a,,,2026-03-01\nTC260301-M01-007,b,,,2026-03-01\n\
        TC260301-M01-005,c,,,2026-03-01\n,d,,,2026-03-01\n";
    let text = text.replace("开单\n", "开单,状态,金额,备注,标签,负责人\n").replace("2026-03-01\n", "2026-03-01,,,,,\n");
    let (import, _) = plan(&team.desk, &text);
    run(team.desk.import(import, &go)).unwrap();
    let rows = all(&team.desk);
    let given = rows.iter().find(|row| row.subject == "d").unwrap();
    assert_eq!(given.number, "TC260301-M01-008");
}

#[test]
fn undo_and_redo_take_a_whole_import() {
    let team = team();
    let (import, _) = plan(&team.desk, FILE);
    run(team.desk.import(import, &go)).unwrap();
    assert_eq!(run(team.desk.undo()).unwrap().unwrap().label, "imported");
    assert_eq!((team.desk.count("ticket"), team.desk.count("customer")), (0, 0));
    run(team.desk.redo()).unwrap().unwrap();
    assert_eq!((team.desk.count("ticket"), team.desk.count("customer")), (5, 2));
}

#[test]
fn an_import_is_all_or_nothing() {
    let team = team();
    let before = (stored(&team.store), crate::help::ids(&team.desk));
    let same = |what: &str| {
        assert_eq!((stored(&team.store), crate::help::ids(&team.desk)), before, "{what}");
        assert!(team.desk.imports().is_empty() && all(&team.desk).is_empty(), "{what}");
    };
    let (import, _) = plan(&team.desk, FILE);
    for (what, stop) in [("while made ready", ImportProgress::Ready(5)), ("while written", ImportProgress::Written(9))]
    {
        let asked = Cell::new(0);
        let cancel = |at: ImportProgress| {
            asked.set(asked.get() + 1);
            let here = std::mem::discriminant(&at) == std::mem::discriminant(&stop);
            if here { Flow::Cancel } else { Flow::Go }
        };
        let result = run(team.desk.import(import.clone(), &cancel));
        assert!(matches!(result, Err(DeskError::Store(StoreError::Cancelled))), "{what}");
        assert!(asked.get() > 0);
        same(what);
    }
    for after in 0..9 {
        team.store.set_fault(Fault::Full { after });
        assert!(matches!(run(team.desk.import(import.clone(), &go)), Err(DeskError::Store(StoreError::Quota))));
        team.store.set_fault(Fault::None);
        same("quota");
    }
    let mut wrong = import.clone();
    wrong.tickets[4].kind = "test.none".into();
    assert!(matches!(run(team.desk.import(wrong, &go)), Err(DeskError::NoKind(_))));
    same("kind");
    team.sit(&team.agent);
    assert!(matches!(run(team.desk.import(import.clone(), &go)), Err(DeskError::NotAllowed(_))));
    team.sit(&team.lead);
    assert_eq!(run(team.desk.import(import, &go)).unwrap().tickets, 5, "and the retry works");
    assert_eq!(all(&team.desk)[2].number, "TC260301-L01-001");
}

#[test]
fn what_is_exported_is_imported_again() {
    let team = team();
    let (import, _) = plan(&team.desk, FILE);
    run(team.desk.import(import, &go)).unwrap();
    let kind = team.desk.kind("test.case").unwrap();
    let rows: Vec<DocId> = all(&team.desk).iter().map(|row| row.id.clone()).collect();
    let cells = run(team.desk.export_rows(&rows, &columns(&kind), Words::default())).unwrap();
    let mut writer = Writer::new();
    for row in cells {
        writer.row(row);
    }
    let text = String::from_utf8(writer.take()).unwrap();
    assert!(text.contains("A-1") && text.contains("12.50") && text.contains("2026-03-01 09:00:00"), "{text}");
    assert!(text.contains("第一条") && text.contains("13800138000"), "{text}");
    team.sit(&team.agent);
    let refused = run(team.desk.export_rows(&rows, &columns(&kind), Words::default()));
    assert!(matches!(refused, Err(DeskError::NotAllowed(_))));
}

fn many(count: usize) -> Vec<NewTicket> {
    (0..count)
        .map(|i| NewTicket {
            kind: "test.case".into(),
            at: Some(NOW - 1000 * i as u64),
            values: vec![
                ("subject".into(), Value::Text(format!("第 {i} 件事，客户说明了情况"))),
                ("amount".into(), Value::Int(i64::try_from(i).unwrap())),
                ("channel".into(), Value::Text("phone".into())),
            ],
            note: format!("备注 {i}：按惯例处理，回电确认。"),
            customer: Some(shouwen::query::import::NewCustomer {
                name: format!("客户{}", i % 3000),
                phones: vec![format!("139{:08}", i % 3000)],
            }),
            ..NewTicket::default()
        })
        .collect()
}

#[test]
fn many_rows_take_linear_time() {
    let Team { desk, world, store, .. } = team();
    let time = |count| {
        let import = NewImport { file: "x.csv".into(), tickets: many(count), ..NewImport::default() };
        let start = Instant::now();
        let done = run(desk.import(import, &go)).unwrap();
        (start.elapsed().as_secs_f64(), done)
    };
    let (few, _) = time(1500);
    let (most, done) = time(12_000);
    println!("1500 rows: {few:.2} s, 12000 rows: {most:.2} s, unoptimised");
    assert!(most < few * 24.0, "{few:.2} s for 1500, {most:.2} s for 12000");
    assert_eq!((desk.count("ticket"), desk.count("customer"), done.customers), (13_500, 3000, 1500));
    let mut numbers: Vec<String> = all(&desk).iter().map(|row| row.number.clone()).collect();
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 13_500, "no number twice");
    let desk = world.open(&store);
    assert_eq!(run(desk.undo_import(&done.id)).unwrap(), ImportUndone { taken: 12_000, kept: 0 });
    assert_eq!((desk.count("ticket"), desk.count("customer")), (1500, 1500));
    assert!(desk.row(&DocId::new("ticket-none")).is_none());
}
