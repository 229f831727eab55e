//! A desk of many tickets: rows instead of documents, read at the start, kept in step with what is written.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Instant;

use shouwen::desk::{Changed, Desk, Flow, NewImport, Wanted};
use shouwen::model::calendar::parse_shifts;
use shouwen::model::change::How;
use shouwen::model::document::DocId;
use shouwen::model::value::Value;
use shouwen::query::find::View;
use shouwen::query::import::{NewCustomer, NewTicket};

use crate::help::{NOW, Team, World, all_rows, doc, found, run, stored, team};

/// Made-up tickets, as a table brings them.
pub fn made_up(count: usize) -> NewImport {
    let ticket = |i: usize| NewTicket {
        kind: "test.case".into(),
        at: Some(NOW - 60_000 * i as u64),
        values: vec![
            ("subject".into(), Value::Text(format!("第{i}件：{}", ["漏水", "停电", "异响"][i % 3]))),
            ("channel".into(), Value::Text(["phone", "wx"][i % 2].into())),
        ],
        note: if i.is_multiple_of(1_000) { format!("编号 SN{i:06}") } else { String::new() },
        customer: Some(NewCustomer { name: format!("客户{}", i % 997), phones: vec![format!("139{:08}", i % 997)] }),
        ..NewTicket::default()
    };
    NewImport { file: "x.csv".into(), tickets: (0..count).map(ticket).collect(), ..NewImport::default() }
}

pub fn bring(desk: &Desk, count: usize) {
    run(desk.import(made_up(count), &|_| Flow::Go)).unwrap();
}

fn text(text: &str) -> Wanted {
    Wanted::text(text)
}

#[test]
fn a_hundred_thousand_tickets_are_opened_searched_and_changed() {
    const COUNT: usize = 100_000;
    let Team { desk, world, store, .. } = team();
    let mut clock = Instant::now();
    let mut lap = |what: &str| {
        println!("{what}: {:.2} s, unoptimised", clock.elapsed().as_secs_f64());
        clock = Instant::now();
    };
    bring(&desk, COUNT);
    lap("import");
    let again = world.open(&store);
    lap("open");
    assert_eq!((again.count("ticket"), again.count("customer")), (COUNT, 997));
    for register in [None, Some(false), Some(true)] {
        assert_eq!(again.tally(register), desk.tally(register));
    }
    assert_eq!(again.tally(Some(false)).of(View::Open), COUNT);
    lap("tally");
    assert_eq!(again.search(&text("漏水 渠道:微信")).len(), COUNT.div_ceil(6));
    let rows = found(&again, &text("SN099000"));
    assert_eq!(rows.iter().map(|row| &*row.subject).collect::<Vec<_>>(), ["第99000件：漏水"]);
    let id = rows[0].id.clone();
    assert_eq!(again.tickets_of(&DocId::new(&rows[0].customer)).len(), COUNT.div_ceil(997));
    lap("search");

    assert!(again.doc(&id).is_none(), "rows stand for documents");
    run(again.say(&id, How::Note, "回访过了", 0)).unwrap();
    assert!(again.doc(&id).is_some());
    assert_eq!(found(&again, &text("回访过了")).iter().map(|row| &row.id).collect::<Vec<_>>(), [&id]);
    run(again.undo()).unwrap().unwrap();
    assert!(found(&again, &text("回访过了")).is_empty());
    run(again.redo()).unwrap().unwrap();
    lap("change and undo");
    let third = world.open(&store);
    assert_eq!(third.row(&id), again.row(&id));
    lap("open again");
}

#[test]
fn numbers_go_on_after_those_of_rows() {
    let Team { desk, world, store, .. } = team();
    let kind = desk.kind("test.case").unwrap();
    // One that knew the count before the rows came.
    let other = World::new(77).open(&store);
    assert_eq!(other.next_number(&kind, "M01"), "TC261122-M01-001");
    bring(&desk, 700);
    let again = world.open(&store);
    let next = again.next_number(&kind, "M01");
    run(other.reload()).unwrap();
    assert_eq!(next, other.next_number(&kind, "M01"));
    assert_eq!(next, desk.next_number(&kind, "M01"));
    let taken = all_rows(&desk, None).iter().filter(|row| row.number.starts_with("TC261122-M01")).count();
    assert_eq!(next, format!("TC261122-M01-{:03}", taken + 1));
}

#[test]
fn another_tab_follows_pages() {
    let Team { desk, world, store, manager, .. } = team();
    let other = World::new(77).open(&store);
    let told: Rc<RefCell<Vec<Changed>>> = Rc::default();
    let tell = told.clone();
    desk.tell_with(move |changed| tell.borrow_mut().push(changed.clone()));
    let follow = || {
        for changed in told.take() {
            match changed {
                Changed::Documents(ids) => run(other.follow(&ids)).unwrap(),
                Changed::Pages(ids, pages) => {
                    assert!(!pages.is_empty());
                    run(other.follow_pages(&ids, &pages)).unwrap();
                }
                changed => panic!("{changed:?}"),
            }
        }
    };
    let same = |what: &str| {
        let fresh = world.open(&store);
        assert_eq!(all_rows(&other, None), all_rows(&desk, None), "{what}");
        assert_eq!(all_rows(&fresh, None), all_rows(&desk, None), "{what}");
        assert_eq!(fresh.count("customer"), other.count("customer"), "{what}");
    };
    run(other.switch_to(&manager, "")).unwrap();
    bring(&desk, 1_200);
    follow();
    same("an import");
    let shown = all_rows(&other, None)[7].id.clone();
    let whole = doc(&other, &shown).unwrap();
    run(desk.say(&shown, How::Note, "一句话", 0)).unwrap();
    follow();
    same("a note");
    assert_eq!(other.doc(&shown).unwrap().document.log().len(), whole.document.log().len() + 1);
    let import = desk.imports()[0].id.clone();
    run(desk.undo_import(&import)).unwrap();
    follow();
    same("an import taken back");
    assert_eq!(other.count("ticket"), 1, "the one that was worked on stays");
    // Pages that are gone since: everything is read again.
    run(desk.undo()).unwrap().unwrap();
    let changed = told.take();
    while run(desk.compact()).unwrap() {}
    *told.borrow_mut() = changed;
    run(desk.say(&shown, How::Note, "又一句", 0)).unwrap();
    follow();
    same("taken back again");
}

#[test]
fn deadlines_follow_the_rules_in_memory_and_in_pages() {
    let Team { desk, world, store, .. } = team();
    bring(&desk, 900);
    let before = all_rows(&desk, None);
    let mut pack = crate::help::pack();
    pack.kinds[0].limits[0].within = "45m".into();
    run(desk.install(&pack)).unwrap();
    let after = all_rows(&desk, None);
    let due = |rows: &[std::sync::Arc<shouwen::query::rows::Row>]| {
        let mut all: Vec<_> = rows.iter().map(|row| (row.id.clone(), row.due.clone().unwrap().at)).collect();
        all.sort();
        all
    };
    let later = due(&before).into_iter().map(|(id, at)| (id, at + 15 * 60_000)).collect::<Vec<_>>();
    assert_eq!(due(&after), later);
    // The pages still hold the rows of before.
    assert_eq!(due(&all_rows(&world.open(&store), None)), later);
    let third = world.open(&store);
    let content = stored(&store);
    while run(third.compact()).unwrap() {}
    assert_eq!(stored(&store), content, "compacting changes nothing that is read");
    assert_eq!(all_rows(&world.open(&store), None), all_rows(&third, None));
    run(third.set_hours("firm", 0, &parse_shifts("09:00-17:00").unwrap())).unwrap();
    assert_eq!(all_rows(&world.open(&store), None), all_rows(&third, None));
}

#[test]
fn the_first_rows_are_shown_before_the_last_are_read() {
    let Team { desk, store, .. } = team();
    bring(&desk, 2_600);
    let world = World::new(8);
    let desk = run(Desk::begin(Rc::new(store), Box::new(world.clone()))).unwrap();
    let (seen, told) = (Rc::new(Cell::new(None)), Rc::new(Cell::new(0)));
    let count = told.clone();
    desk.subscribe(move |changed| {
        assert_eq!(*changed, Changed::Everything);
        count.set(count.get() + 1);
    });
    let ready = || {
        assert_eq!(seen.replace(Some((desk.count("ticket"), desk.agents().len()))), None, "once");
    };
    assert!(run(desk.read(&ready)).unwrap().is_empty());
    let (tickets, agents) = seen.get().unwrap();
    assert!(tickets < 2_600 && agents == 4, "{tickets} tickets, {agents} people");
    assert_eq!((desk.count("ticket"), told.get()), (2_600, 1), "told once more, at the end");
}

#[test]
fn documents_go_and_come_again() {
    let Team { desk, agent, .. } = team();
    bring(&desk, 1_500);
    let ids: Vec<DocId> = all_rows(&desk, None).iter().map(|row| row.id.clone()).collect();
    let shown = doc(&desk, &ids[0]).unwrap();
    for ids in ids.chunks(100) {
        run(desk.fetch(ids)).unwrap();
    }
    assert!(desk.doc(&ids[0]).is_some(), "somebody holds it");
    assert!(desk.doc(&ids[1]).is_none());
    assert!(ids.iter().filter(|id| desk.doc(id).is_some()).count() <= 512);
    drop(shown);
    // Every action fetches what it needs.
    run(desk.assign(&ids[1], &agent, "")).unwrap();
    run(desk.tag(&ids[2], "急")).unwrap();
    run(desk.undo()).unwrap().unwrap();
    assert!(desk.row(&ids[2]).unwrap().tags.is_empty());
    assert_eq!(desk.row(&ids[1]).unwrap().owner, agent);
}
