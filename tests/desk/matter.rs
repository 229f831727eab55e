//! One matter, one ticket: asking again, merging and parting, splitting.

use std::collections::BTreeMap;

use shouwen::desk::{Action, Desk, DeskError, Matter, NewContact, NewTicket};
use shouwen::model::change::{How, Known};
use shouwen::model::document::{DocId, Document, Entry};
use shouwen::model::flow::{Answers, FlowError};
use shouwen::model::fold::{Fold, LINKS, Promise, STATE};
use shouwen::model::kind::Category;
use shouwen::model::matter;
use shouwen::model::stamp::{Clock, Writer};
use shouwen::model::ticket::{CUSTOMER, Ticket};
use shouwen::model::value::Value;
use shouwen::query::find::similar::Because;

use crate::help::{NOW, Team, doc, int, run, team};

const PHONE: &str = "13812345678";

fn asks(phone: &str) -> Matter {
    Matter { phone: phone.into(), ..Matter::default() }
}

fn of_customer(team: &Team, text: &str) -> (DocId, DocId) {
    let (customer, with) = team.desk.new_customer("王丽", "女士", PHONE, "3-1-1202");
    let new = NewTicket {
        kind: "test.case".into(),
        text: text.into(),
        customer: Some(customer.clone()),
        with: vec![(customer.clone(), with)],
        ..NewTicket::default()
    };
    (run(team.desk.open_ticket(new)).unwrap().0, customer)
}

fn again(team: &Team, text: &str, matter: Matter) -> DocId {
    let customer = Some(DocId::new(&matter.customer)).filter(|id| !id.as_str().is_empty());
    let new = NewTicket { kind: "test.case".into(), text: text.into(), customer, matter, ..NewTicket::default() };
    run(team.desk.open_ticket(new)).unwrap().0
}

fn links(desk: &Desk, id: &DocId) -> Vec<String> {
    doc(desk, id).unwrap().fold.items(LINKS).map(str::to_owned).collect()
}

/// What of a state an undo must bring back.
type Seen = (BTreeMap<String, Vec<Value>>, Vec<Promise>, u32);

fn seen(desk: &Desk, id: &DocId) -> Seen {
    let doc = doc(desk, id).unwrap();
    seen_of(&doc.document, &doc.fold)
}

fn seen_of(document: &Document, fold: &Fold) -> Seen {
    let values = |(name, register): (&String, &shouwen::model::fold::Register)| {
        (name.clone(), register.live().iter().map(|live| live.value.clone()).collect())
    };
    (fold.registers.iter().map(values).collect(), fold.promises.clone(), matter::contacts(document, fold))
}

#[test]
fn asking_again_goes_on_the_ticket_and_is_counted() {
    let team = team();
    let (id, _) = of_customer(&team, "漏水");
    let found = team.desk.similar(&asks("5678"), 9);
    assert_eq!(
        found.iter().map(|(why, row)| (*why, row.id.clone())).collect::<Vec<_>>(),
        [(Because::Customer, id.clone())]
    );
    assert_eq!(team.desk.times(&id), 1);
    let (other, with) = team.desk.new_customer("李强", "", "139", "");
    let contact = NewContact {
        text: " 又漏了 ".into(),
        customer: Some(other.clone()),
        with: vec![(other.clone(), with)],
        draft: "capture".into(),
    };
    run(team.desk.keep_draft("capture", "x")).unwrap();
    run(team.desk.ask_again(&id, contact.clone())).unwrap();
    let fold = &doc(&team.desk, &id).unwrap().fold;
    assert_ne!(fold.text(CUSTOMER), other.as_str(), "the ticket's own customer stays");
    assert!(team.desk.draft("capture").is_none_or(|text| text.is_empty()));
    assert_eq!((team.desk.times(&id), team.desk.customer(&other).is_some()), (2, true));
    // One undo takes all of it back.
    run(team.desk.undo()).unwrap().unwrap();
    assert_eq!((team.desk.times(&id), team.desk.customer(&other).is_some()), (1, false));
    let nothing = NewContact { text: " \n".into(), ..contact };
    assert!(matches!(run(team.desk.ask_again(&id, nothing)), Err(DeskError::Missing("text"))));
    // Whose ticket nobody was: now it is theirs.
    let nobodys = team.ticket("灯坏");
    let contact = NewContact { text: "还没修".into(), customer: doc_customer(&team, &id), ..NewContact::default() };
    run(team.desk.ask_again(&nobodys, contact)).unwrap();
    assert_eq!(doc_customer(&team, &nobodys), doc_customer(&team, &id));
}

fn doc_customer(team: &Team, id: &DocId) -> Option<DocId> {
    Some(DocId::new(doc(&team.desk, id)?.fold.text(CUSTOMER)))
}

#[test]
fn a_second_ticket_on_the_same_matter_is_linked_to_the_first() {
    let team = team();
    let (first, customer) = of_customer(&team, "漏水");
    let theirs = Matter { customer: customer.to_string(), ..Matter::default() };
    team.world.pass(1);
    let second = again(&team, "还漏", theirs.clone());
    assert_eq!(links(&team.desk, &second), [format!("again:{first}")]);
    assert_eq!(links(&team.desk, &first), [format!("again_in:{second}")]);
    assert_eq!((team.desk.times(&first), team.desk.times(&second)), (1, 2));
    team.world.pass(1);
    let third = again(&team, "还在漏", theirs.clone());
    assert_eq!(links(&team.desk, &third), [format!("again:{first}")], "to the first, not to the second");
    assert_eq!(team.desk.times(&third), 3);
    let repeated = crate::help::found(&team.desk, &shouwen::desk::Wanted::text("重复来电"));
    assert_eq!(repeated.len(), 2);
    // The undo of the third leaves the first unlinked from it.
    run(team.desk.undo()).unwrap();
    assert_eq!(links(&team.desk, &first), [format!("again_in:{second}")]);
    // Another kind is another matter; nobody's matter is no matter.
    let new = NewTicket {
        kind: "test.beside".into(),
        text: "旁".into(),
        values: vec![("amount".into(), int(1))],
        matter: theirs,
        ..NewTicket::default()
    };
    let beside = run(team.desk.open_ticket(new)).unwrap().0;
    assert!(links(&team.desk, &beside).is_empty());
    assert!(links(&team.desk, &again(&team, "x", Matter::default())).is_empty());
}

#[test]
fn merging_closes_one_and_parting_gives_both_as_they_were() {
    let team = team();
    let (from, customer) = of_customer(&team, "漏水");
    team.world.pass(1);
    let into = team.ticket("渗水");
    run(team.desk.set(&from, "amount", int(5), None)).unwrap();
    run(team.desk.set(&into, "amount", int(7), None)).unwrap();
    run(team.desk.promise(&from, "回电", NOW + 9_000_000, &[])).unwrap();
    run(team.desk.say(&from, How::Contact, "催", 0)).unwrap();
    let before = (seen(&team.desk, &from), seen(&team.desk, &into));
    let merging = run(team.desk.merging(&from, &into)).unwrap();
    let field = |all: &[matter::Brought]| all.iter().map(|brought| brought.field.clone()).collect::<Vec<_>>();
    assert_eq!(
        (field(&merging.plan.takes), field(&merging.plan.choices)),
        (vec![CUSTOMER.into()], vec!["amount".into()])
    );
    assert!(!merging.strangers && !merging.reopens && merging.plan.promises.len() == 1);
    team.world.pass(1);
    run(team.desk.merge(&from, &into, &["amount".into()])).unwrap();

    let row = team.desk.row(&from).unwrap();
    assert_eq!(
        (row.category, &*row.state_name, row.due.is_none(), row.promised),
        (Category::Closed, "已并入", true, false)
    );
    let target = doc(&team.desk, &into).unwrap();
    assert_eq!((target.fold.text(CUSTOMER), target.fold.value("amount")), (customer.as_str(), &int(5)));
    assert!(team.desk.row(&into).unwrap().promised, "what was promised goes on");
    assert_eq!(team.desk.times(&into), 3, "its own, the other's, and that one's second");
    assert_eq!(matter::joined(&target.fold).map(|j| j.from.to_owned()).collect::<Vec<_>>(), [from.to_string()]);
    // Nothing goes on where it is merged.
    let merged = |result: Result<_, DeskError>| assert!(matches!(result, Err(DeskError::Flow(FlowError::Merged))));
    merged(run(team.desk.take_step(&from, "begin", Answers::default())));
    merged(run(team.desk.reopen(&from, "")));
    merged(run(team.desk.merge(&from, &into, &[])));
    merged(run(team.desk.merge(&into, &from, &[])));
    merged(run(team.desk.ask_again(&from, NewContact { text: "x".into(), ..NewContact::default() })));
    assert!(team.desk.similar(&asks(PHONE), 9).iter().all(|(_, row)| row.id != from));
    // The text stays findable, also after a new start.
    let fresh = team.world.open(&team.store);
    let found = crate::help::found(&fresh, &shouwen::desk::Wanted::text("漏水"));
    assert!(found.iter().any(|row| row.id == from && row.category == Category::Closed));

    // Parted at any time; what was written meanwhile stays.
    team.world.pass(60 * 24 * 40);
    run(team.desk.unmerge(&from, &into)).unwrap();
    assert_eq!((seen(&team.desk, &from), seen(&team.desk, &into)), before);
    assert_eq!(team.desk.row(&from).unwrap().state, "new");
    assert!(matches!(run(team.desk.unmerge(&from, &into)), Err(DeskError::NotFound(_))));
    // An undo of the parting merges them again, and once more parts them.
    run(team.desk.undo()).unwrap();
    assert_eq!(team.desk.row(&from).unwrap().category, Category::Closed);
    run(team.desk.undo()).unwrap();
    assert_eq!((seen(&team.desk, &from), seen(&team.desk, &into)), before);
    // Again the other way round, then something written over what came: parting leaves that.
    run(team.desk.merge(&into, &from, &["amount".into()])).unwrap();
    run(team.desk.set(&from, "amount", int(9), None)).unwrap();
    run(team.desk.unmerge(&into, &from)).unwrap();
    assert_eq!(doc(&team.desk, &from).unwrap().fold.value("amount"), &int(9));
    assert_eq!(seen(&team.desk, &into), before.1);
}

#[test]
fn what_others_merged_is_parted_by_a_lead() {
    let team = team();
    let (a, b) = (team.ticket("甲"), team.ticket("乙"));
    run(team.desk.merge(&a, &b, &[])).unwrap();
    team.sit(&team.agent);
    assert!(matches!(run(team.desk.unmerge(&a, &b)), Err(DeskError::NotAllowed(_))));
    team.sit(&team.lead);
    run(team.desk.unmerge(&a, &b)).unwrap();
    assert!(matches!(run(team.desk.merge(&a, &a, &[])), Err(DeskError::NotAlike)));
}

#[test]
fn a_part_is_split_off_and_each_shows_the_other() {
    let team = team();
    let (id, customer) = of_customer(&team, "漏水\n灯也坏了");
    let new = NewTicket {
        kind: "test.case".into(),
        text: "灯坏了".into(),
        customer: Some(customer.clone()),
        split_from: Some(id.clone()),
        matter: Matter { customer: customer.to_string(), ..Matter::default() },
        ..NewTicket::default()
    };
    team.sit(&team.agent);
    let part = run(team.desk.open_ticket(new)).unwrap().0;
    assert_eq!(links(&team.desk, &part), [format!("split:{id}")], "a part is not the same matter");
    assert_eq!(links(&team.desk, &id), [format!("split_to:{part}")]);
    assert_eq!(team.desk.row(&part).unwrap().owner, team.agent);
    assert_eq!(team.desk.times(&part), 1, "a part is no repeat contact");
    run(team.desk.undo()).unwrap();
    assert!(team.desk.row(&part).is_none() && links(&team.desk, &id).is_empty());
}

/// Two devices, one merges while the other works on both tickets: whatever the order in which the entries arrive, the
/// copies are one, and parting leaves what the other device wrote.
#[test]
fn copies_of_merged_tickets_unite() {
    let kind: shouwen::model::kind::TicketKind =
        serde_json::from_value(serde_json::to_value(&crate::help::pack().kinds[0]).unwrap()).unwrap();
    let write = |document: &mut Document, clock: &mut Clock, by: &str, changes: Vec<Known>| {
        let mut entry = |change| Entry { stamp: clock.tick(NOW), by: by.into(), change: Known::into(change) };
        let entries: Vec<Entry> = changes.into_iter().map(&mut entry).collect();
        document.merge(entries);
    };
    let (mut a, mut b) = (Clock::new(Writer::new(1, 1)), Clock::new(Writer::new(2, 2)));
    let opened = |number: &str, amount: i64| {
        vec![
            Known::Opened { kind: "test.case".into(), number: number.into(), at: None },
            Known::Moved { step: String::new(), to: "new".into(), over: Vec::new() },
            Known::Set { field: "amount".into(), value: int(amount), over: Vec::new() },
            Known::Promised { text: "回电".into(), due: NOW },
        ]
    };
    let (one, two) = (DocId::new("ticket-one"), DocId::new("ticket-two"));
    let mut documents = [Document::new(one.clone(), Vec::new()), Document::new(two.clone(), Vec::new())];
    write(&mut documents[0], &mut a, "ann", opened("1", 5));
    write(&mut documents[1], &mut a, "ann", opened("2", 7));
    let base = documents.clone();
    // The first device merges one into two.
    let folds = [Fold::of(&documents[0]), Fold::of(&documents[1])];
    let plan = matter::plan((&documents[0], &folds[0], Some(&kind)), (&folds[1], Some(&kind)));
    write(&mut documents[0], &mut a, "ann", vec![folds[0].set(matter::MERGED, Value::text(two.as_str()))]);
    write(&mut documents[1], &mut a, "ann", plan.changes(one.as_str(), &folds[1], &["amount".into()]));
    // The second one, meanwhile, goes on with both.
    let mut theirs = base.clone();
    let step =
        Known::Moved { step: "begin".into(), to: "work".into(), over: Fold::of(&base[0]).register(STATE).stamps() };
    write(&mut theirs[0], &mut b, "bob", vec![step]);
    write(&mut theirs[1], &mut b, "bob", vec![Fold::of(&base[1]).set("amount", int(8))]);
    let united: Vec<Document> = (0..2)
        .map(|at| {
            let mut left = documents[at].clone();
            left.merge(theirs[at].log().to_vec());
            let mut right = theirs[at].clone();
            right.merge(documents[at].log().iter().rev().cloned());
            assert_eq!(left, right);
            left
        })
        .collect();
    let folds = [Fold::of(&united[0]), Fold::of(&united[1])];
    assert_eq!(Ticket(&folds[0]).category(Some(&kind)), Category::Closed);
    assert!(folds[1].register("amount").is_conflict(), "what the other wrote stays beside what came over");
    assert_eq!(folds[1].promises.len(), 2);
    // Parted: what is left is what both devices would have without the merge.
    let mut parted = united.clone();
    let what = matter::left(&united[0], &folds[0], two.as_str());
    write(&mut parted[0], &mut b, "bob", vec![Known::Undone { what }]);
    let what = matter::joined(&folds[1]).flat_map(|joined| joined.brought(&united[1])).collect();
    write(&mut parted[1], &mut b, "bob", vec![Known::Undone { what }]);
    for (parted, theirs) in parted.iter().zip(&theirs) {
        assert_eq!(seen_of(parted, &Fold::of(parted)), seen_of(theirs, &Fold::of(theirs)));
    }
}

/// Writes what another device wrote, without what the desk would say to it.
fn write(team: &Team, id: &DocId, changes: Vec<Known>) {
    let action = Action { label: "set", changes: vec![(id.clone(), changes)], ..Action::default() };
    run(team.desk.commit(action)).unwrap();
}

fn close(team: &Team, id: &DocId) {
    let over = doc(&team.desk, id).unwrap().fold.register(STATE).stamps();
    write(team, id, vec![Known::Moved { step: String::new(), to: "done".into(), over }]);
}

#[test]
fn what_goes_on_in_a_closed_ticket_reopens_it() {
    let team = team();
    let (old, new) = (team.ticket("漏水"), team.ticket("又漏"));
    run(team.desk.promise(&new, "回电", NOW + 9_000_000, &[])).unwrap();
    close(&team, &old);
    let row = |id: &DocId| team.desk.row(id).unwrap();
    assert!(run(team.desk.merging(&new, &old)).unwrap().reopens);
    run(team.desk.merge(&new, &old, &[])).unwrap();
    assert_eq!((&*row(&old).state, row(&old).promised, row(&old).due.is_some()), ("work", true, true));
    run(team.desk.undo()).unwrap();
    assert_eq!((row(&old).category, row(&new).promised), (Category::Closed, true));
    // Asked again about what was closed.
    run(team.desk.ask_again(&old, NewContact { text: "还漏".into(), ..NewContact::default() })).unwrap();
    assert_eq!(&*row(&old).state, "work");
    // What is closed as well brings nothing to do.
    close(&team, &old);
    close(&team, &new);
    run(team.desk.merge(&new, &old, &[])).unwrap();
    assert_eq!(row(&old).category, Category::Closed);
}

#[test]
fn a_promise_made_on_a_merged_ticket_stays_in_sight() {
    let team = team();
    let (from, into) = (team.ticket("漏水"), team.ticket("渗水"));
    run(team.desk.merge(&from, &into, &[])).unwrap();
    let merged = |result: Result<_, DeskError>| assert!(matches!(result, Err(DeskError::Flow(FlowError::Merged))));
    merged(run(team.desk.promise(&from, "回电", NOW, &[])));
    merged(run(team.desk.set(&from, "amount", int(1), None)));
    merged(run(team.desk.assign(&from, &team.other, "")));
    write(&team, &from, vec![Known::Promised { text: "回电".into(), due: NOW + 60_000 }]);
    let row = team.desk.row(&from).unwrap();
    assert_eq!((row.category, row.promised, row.due.is_some()), (Category::Closed, true, true));
}

#[test]
fn crosswise_merges_are_a_conflict_and_parted() {
    let team = team();
    let (a, b) = (team.ticket("甲"), team.ticket("乙"));
    let fold = |id: &DocId| doc(&team.desk, id).unwrap();
    let back = matter::plan((&fold(&b).document, &fold(&b).fold, None), (&fold(&a).fold, None));
    let back = back.changes(b.as_str(), &fold(&a).fold, &[]);
    run(team.desk.merge(&a, &b, &[])).unwrap();
    write(&team, &b, vec![fold(&b).fold.set(matter::MERGED, Value::text(a.as_str()))]);
    write(&team, &a, back);
    for id in [&a, &b] {
        let row = team.desk.row(id).unwrap();
        assert_eq!((row.category, &*row.state, row.conflict), (Category::Open, "new", true));
    }
    run(team.desk.unmerge(&b, &a)).unwrap();
    let (one, two) = (team.desk.row(&a).unwrap(), team.desk.row(&b).unwrap());
    assert_eq!((one.category, two.category, two.conflict), (Category::Closed, Category::Open, false));
}

#[test]
fn the_same_merge_on_two_devices_is_parted_at_once() {
    let team = team();
    let (from, into) = (team.ticket("漏水"), team.ticket("渗水"));
    run(team.desk.promise(&from, "回电", NOW + 9_000_000, &[])).unwrap();
    let before = (seen(&team.desk, &from), seen(&team.desk, &into));
    let fold = |id: &DocId| doc(&team.desk, id).unwrap();
    // What the other device writes: it has seen nothing of this one's merge.
    let plan = matter::plan((&fold(&from).document, &fold(&from).fold, None), (&fold(&into).fold, None));
    let there = plan.changes(from.as_str(), &fold(&into).fold, &[]);
    let merged = fold(&from).fold.set(matter::MERGED, Value::text(into.as_str()));
    run(team.desk.merge(&from, &into, &[])).unwrap();
    team.world.pass(1);
    write(&team, &from, vec![merged]);
    write(&team, &into, there);
    assert_eq!((fold(&into).fold.promises.len(), team.desk.times(&into)), (2, 2), "counted once");
    run(team.desk.unmerge(&from, &into)).unwrap();
    assert_eq!((seen(&team.desk, &from), seen(&team.desk, &into)), before);
}

#[test]
fn a_ticket_whose_target_is_not_here_is_parted() {
    let team = team();
    let from = team.ticket("漏水");
    let gone = DocId::new("ticket-gone");
    write(&team, &from, vec![fold_set(&team, &from, &gone)]);
    assert_eq!(team.desk.row(&from).unwrap().category, Category::Closed);
    run(team.desk.unmerge(&from, &gone)).unwrap();
    assert_eq!(team.desk.row(&from).unwrap().category, Category::Open);
}

fn fold_set(team: &Team, id: &DocId, into: &DocId) -> Known {
    doc(&team.desk, id).unwrap().fold.set(matter::MERGED, Value::text(into.as_str()))
}
