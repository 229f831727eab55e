//! Flows gone through twice: what a step asks anew, which clocks begin again; what keeps promises (A3, A7, A18).

use shouwen::desk::{DeskError, NewTicket};
use shouwen::model::change::{How, Outcome};
use shouwen::model::document::DocId;
use shouwen::model::flow::{Answers, FlowError, offers};
use shouwen::model::limits::{Terms, deadlines};
use shouwen::model::ticket::Ticket;
use shouwen::model::value::Value;
use shouwen::query::find::View;
use shouwen::query::today::Section;

use crate::help::{Team, doc, handbooks, run, team};

const HOUR: u64 = 3_600_000;

/// A team that works by the handbooks.
fn at_work() -> Team {
    let team = team();
    for pack in handbooks() {
        run(team.desk.install(&pack)).unwrap();
    }
    team.sit(&team.lead);
    team
}

fn text(value: &str) -> Value {
    Value::from(value)
}

fn open(team: &Team, kind: &str, values: &[(&str, Value)]) -> DocId {
    let values = values.iter().map(|(field, value)| ((*field).to_owned(), value.clone())).collect();
    let new = NewTicket { kind: kind.into(), text: "一件事".into(), values, ..NewTicket::default() };
    run(team.desk.open_ticket(new)).unwrap().0
}

fn answers(values: &[(&str, Value)]) -> Answers {
    let values = values.iter().map(|(field, value)| ((*field).to_owned(), value.clone())).collect();
    Answers { values, note: "已说明".into(), ..Answers::default() }
}

fn step(team: &Team, id: &DocId, step: &str, values: &[(&str, Value)]) -> Result<(), DeskError> {
    team.world.pass(5);
    run(team.desk.take_step(id, step, answers(values))).map(drop)
}

fn go(team: &Team, id: &DocId, name: &str, values: &[(&str, Value)]) {
    step(team, id, name, values).unwrap_or_else(|error| panic!("{name}: {error}"));
}

fn missing(team: &Team, id: &DocId, name: &str) -> Vec<String> {
    let doc = doc(&team.desk, id).unwrap();
    let kind = team.desk.kind(Ticket(&doc.fold).kind()).unwrap();
    let offers = offers(&kind, &doc.fold, team.desk.role());
    let offer = offers.iter().find(|offer| offer.step.id == name).unwrap_or_else(|| panic!("{name} is not offered"));
    offer.missing.iter().map(|field| field.id.clone()).collect()
}

/// How much time a limit has left, if it runs.
fn left(team: &Team, id: &DocId, limit: &str) -> Option<u64> {
    let doc = doc(&team.desk, id).unwrap();
    let kind = team.desk.kind(Ticket(&doc.fold).kind()).unwrap();
    let calendar = team.desk.calendar();
    let all = deadlines(&kind, &doc.document, &doc.fold, Terms { calendar: &calendar, grade: "" });
    let found = all.iter().find(|deadline| deadline.limit.id == limit && deadline.is_running())?;
    Some(found.due.saturating_sub(team.desk.now()))
}

fn moment(team: &Team, hours: u64) -> Value {
    Value::Int((team.desk.now() + hours * HOUR).cast_signed())
}

fn repair(team: &Team) -> DocId {
    let id = open(
        team,
        "property.repair",
        &[("room", text("3-1-1202")), ("fault", text("water")), ("symptom", text("漏水"))],
    );
    let booked = moment(team, 3);
    go(team, &id, "send", &[("visit_at", booked), ("worker", text("刘师傅"))]);
    go(team, &id, "arrive", &[]);
    go(team, &id, "fixed", &[("finding", text("接口松")), ("work", text("换垫圈"))]);
    go(team, &id, "tell", &[("reply_by", text("phone"))]);
    id
}

#[test]
fn a_repair_that_comes_back_asks_anew_and_its_clocks_begin_again() {
    let team = at_work();
    let id = repair(&team);
    assert!(left(&team, &id, "finish").is_none() && left(&team, &id, "dispatch").is_none());
    go(&team, &id, "again", &[]);
    assert_eq!(left(&team, &id, "dispatch"), Some(HOUR / 2), "half an hour to send somebody again");
    assert_eq!(left(&team, &id, "finish"), Some(72 * HOUR));
    assert_eq!(missing(&team, &id, "send"), ["visit_at", "worker"], "what the owner said of the fault stays");
    let refused = step(&team, &id, "send", &[]);
    assert!(matches!(&refused, Err(DeskError::Flow(FlowError::Missing(names))) if names.len() == 2), "{refused:?}");
    // The same man is an answer, too, once somebody says so.
    go(&team, &id, "send", &[("visit_at", moment(&team, 2)), ("worker", text("刘师傅"))]);
    assert!(left(&team, &id, "visit").is_some(), "the new appointment runs");
    go(&team, &id, "arrive", &[]);
    assert_eq!(missing(&team, &id, "fixed"), ["finding", "work"]);
    let doc = doc(&team.desk, &id).unwrap();
    assert!(doc.fold.value("finding").is_empty(), "the second sheet is not printed with the first finding");
    go(&team, &id, "fixed", &[("finding", text("管子裂")), ("work", text("换管"))]);
    assert_eq!(missing(&team, &id, "tell"), ["reply_by"]);
}

#[test]
fn two_who_take_the_same_step_at_once_come_into_one_round() {
    let team = at_work();
    let id = open(&team, "property.repair", &[("room", text("1")), ("fault", text("water")), ("symptom", text("漏"))]);
    go(&team, &id, "send", &[("visit_at", moment(&team, 3)), ("worker", text("刘师傅"))]);
    let doc = doc(&team.desk, &id).unwrap();
    let states: Vec<&str> = doc.fold.entered.iter().map(|(state, _)| &**state).collect();
    assert_eq!(states, ["new", "sent"]);
    run(team.desk.undo()).unwrap();
    assert_eq!(crate::help::doc(&team.desk, &id).unwrap().fold.entered.len(), 1, "what is undone was not entered");
    assert_eq!(missing(&team, &id, "send"), ["visit_at", "worker"]);
}

#[test]
fn what_is_solved_is_still_somebodys_until_the_customer_confirms() {
    let team = at_work();
    let id = repair(&team);
    let section = || {
        let all = team.desk.today(true, 12, &[], &[]);
        all.into_iter().find(|listed| listed.first.iter().any(|row| row.id == id)).map(|listed| listed.section)
    };
    assert_eq!(section(), Some(Section::Confirm));
    let row = team.desk.row(&id).unwrap();
    assert_eq!(row.due.as_ref().map(|due| &*due.what), Some("请业主确认"));
    assert_eq!((team.desk.tally(None).of(View::Mine), team.desk.tally(None).of(View::Done)), (1, 0));
    team.world.pass(3 * 24 * 60);
    assert_eq!(section(), Some(Section::Late), "nobody has asked the owner");
    go(&team, &id, "accept", &[]);
    assert_eq!((section(), team.desk.tally(None).of(View::Done)), (None, 1));
}

#[test]
fn the_step_or_the_answer_that_keeps_a_promise_settles_it() {
    let team = at_work();
    let id = open(&team, "property.repair", &[("room", text("1")), ("fault", text("water")), ("symptom", text("漏"))]);
    go(&team, &id, "send", &[("visit_at", moment(&team, 30)), ("worker", text("刘师傅"))]);
    let promises = || doc(&team.desk, &id).unwrap().fold.promises.clone();
    assert!(promises()[0].due > team.desk.now() + 29 * HOUR, "promised for the appointment, not for today");
    go(&team, &id, "arrive", &[]);
    assert!(matches!(promises()[0].outcome, Some((Outcome::Kept, _))), "he came");

    run(team.desk.promise(&id, "下午回电", team.desk.now() + HOUR, &[])).unwrap();
    let stamp = promises()[1].stamp;
    run(team.desk.answer(&id, How::Note, "再看看", 0, &[stamp])).unwrap();
    assert_eq!(promises()[1].outcome, None, "a note tells the customer nothing");
    run(team.desk.answer(&id, How::Call, "告诉业主了", 2, &[stamp])).unwrap();
    assert!(matches!(promises()[1].outcome, Some((Outcome::Kept, _))));
    run(team.desk.undo()).unwrap();
    assert_eq!(promises()[1].outcome, None, "one undo takes both back");
}

#[test]
fn nothing_closes_over_a_promise_of_which_nothing_is_said() {
    let team = at_work();
    let id = repair(&team);
    run(team.desk.promise(&id, "周一再问一次", team.desk.now() + HOUR, &[])).unwrap();
    let refused = step(&team, &id, "accept", &[]);
    assert!(matches!(&refused, Err(DeskError::Flow(FlowError::Promised(texts))) if texts == &["周一再问一次"]));
    let stamp = doc(&team.desk, &id).unwrap().fold.promises.last().unwrap().stamp;
    let said = Answers { promises: vec![(stamp, Outcome::Broken)], ..Answers::default() };
    run(team.desk.take_step(&id, "accept", said)).unwrap();
    let doc = doc(&team.desk, &id).unwrap();
    assert!(matches!(doc.fold.promises.last().unwrap().outcome, Some((Outcome::Broken, _))));
    assert_eq!(Ticket(&doc.fold).state(), "closed");
}

/// A refund whose buyer sends the goods back.
fn refund(team: &Team) -> DocId {
    let id = open(team, "ecommerce.refund", &[("order", text("1")), ("amount", Value::Int(12_000))]);
    for item in ["sum", "reason", "type"] {
        run(team.desk.tick(&id, &format!("check.{item}"), true, "")).unwrap();
    }
    id
}

#[test]
fn no_more_is_agreed_than_asked_for_and_no_more_paid_than_agreed() {
    let team = at_work();
    let id = refund(&team);
    assert_eq!(missing(&team, &id, "agree"), ["cause", "agreed"], "the step itself says how it is refunded");
    let agreed = |fen| [("cause", text("size")), ("agreed", Value::Int(fen))];
    let refused = step(&team, &id, "agree", &agreed(12_001));
    let Err(DeskError::Flow(FlowError::TooMuch { field, bound, most, money })) = refused else { panic!("{refused:?}") };
    assert_eq!((&*field, &*bound, most, money), ("同意退款金额", "申请金额", 12_000, true));
    go(&team, &id, "agree", &agreed(11_000));
    assert_eq!(doc(&team.desk, &id).unwrap().fold.text("refund_sort"), "goods");
    go(&team, &id, "sent_back", &[("carrier", text("sf")), ("waybill", text("SF1"))]);
    go(&team, &id, "received", &[]);
    let paid = |fen| [("paid_amount", Value::Int(fen)), ("paid_ref", text("F1"))];
    assert!(matches!(step(&team, &id, "paid", &paid(12_000)), Err(DeskError::Flow(FlowError::TooMuch { .. }))));
    let past = run(team.desk.set(&id, "paid_amount", Value::Int(12_000), None));
    assert!(matches!(past, Err(DeskError::Flow(FlowError::TooMuch { .. }))), "nor past the step");
    go(&team, &id, "paid", &paid(11_000));
    let doc = doc(&team.desk, &id).unwrap();
    assert!(matches!(doc.fold.promises[0].outcome, Some((Outcome::Kept, _))), "told and paid in one");
}

#[test]
fn damaged_goods_are_not_paid_for_as_if_nothing_were_wrong() {
    let team = at_work();
    let id = refund(&team);
    go(&team, &id, "agree", &[("cause", text("size")), ("agreed", Value::Int(12_000))]);
    go(&team, &id, "sent_back", &[("carrier", text("sf")), ("waybill", text("SF1"))]);
    assert_eq!(missing(&team, &id, "goods_bad"), ["goods_state", "edit_reason"]);
    let refused = step(&team, &id, "goods_bad", &[("goods_state", text("good")), ("edit_reason", text("x"))]);
    assert!(matches!(refused, Err(DeskError::Flow(FlowError::OtherCase { .. }))), "{refused:?}");
    go(&team, &id, "goods_bad", &[("goods_state", text("damaged")), ("edit_reason", text("金额改为 60 元"))]);
    assert_eq!(missing(&team, &id, "revised"), ["amount"], "the amount is what was to be changed");
    go(&team, &id, "revised", &[("amount", Value::Int(6_000))]);
    let steps: Vec<String> = {
        let doc = doc(&team.desk, &id).unwrap();
        let kind = team.desk.kind("ecommerce.refund").unwrap();
        offers(&kind, &doc.fold, team.desk.role()).iter().map(|offer| offer.step.id.clone()).collect()
    };
    assert!(!steps.contains(&"agree".to_owned()), "the goods are here already: {steps:?}");
    assert_eq!(missing(&team, &id, "agree_arrived"), ["goods_state", "cause", "agreed"], "agreed anew");
    let values = [("goods_state", text("damaged")), ("cause", text("size")), ("agreed", Value::Int(6_000))];
    go(&team, &id, "agree_arrived", &values);
    assert_eq!(team.desk.row(&id).unwrap().state, "finance");
}

#[test]
fn a_limit_of_no_length_ends_with_the_moment_it_runs_from() {
    let team = at_work();
    let due = moment(&team, 2);
    let values = [("key", text("G05")), ("borrower", text("工程部")), ("due", due.clone())];
    let id = open(&team, "property.key", &values);
    let row = team.desk.row(&id).unwrap();
    assert_eq!(row.due.as_ref().map(|due| due.at), due_of(&due));
}

fn due_of(value: &Value) -> Option<u64> {
    match value {
        Value::Int(at) => u64::try_from(*at).ok(),
        _ => None,
    }
}
