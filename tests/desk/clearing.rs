//! The day cleared at the desk (A16), promises counted (A18), tickets taken up with a proposal (A17).

use shouwen::desk::DeskError;
use shouwen::model::agent::Role;
use shouwen::model::calendar::parse_day;
use shouwen::model::change::{How, Outcome};
use shouwen::model::clearing::{Clearing, ClearingError, Standing};
use shouwen::model::document::DocId;
use shouwen::model::limits::{Terms, deadlines, proposal, to_escalate};
use shouwen::model::promises::Promises;

use crate::help::{NOW, Team, run, team};

const HOUR: u64 = 3_600_000;

fn today() -> i64 {
    parse_day("2026-11-22").unwrap()
}

fn standings(team: &Team) -> Vec<Standing> {
    let me = team.desk.me().unwrap().id.clone();
    run(team.desk.to_clear(&me, today())).unwrap().iter().map(|item| item.standing).collect()
}

#[test]
fn nothing_is_handed_in_while_a_ticket_is_not_cleared() {
    let team = team();
    team.sit(&team.agent);
    let (one, two) = (team.ticket("灯不亮"), team.ticket("门不关"));
    assert_eq!(standings(&team), [Standing::Open, Standing::Open]);
    run(team.desk.say(&one, How::Note, "师傅明早到", 0)).unwrap();
    assert_eq!(standings(&team), [Standing::Open, Standing::Noted], "what is not cleared comes first");
    let refused = run(team.desk.hand_in(today(), ""));
    assert!(matches!(refused, Err(DeskError::Clearing(ClearingError::Open(1)))), "{refused:?}");
    assert_eq!(team.desk.clearing(&team.agent, today()), None);
    let refused = run(team.desk.postpone(&two, today() + 1, " "));
    assert!(matches!(refused, Err(DeskError::Clearing(ClearingError::NoReason))), "{refused:?}");
    let refused = run(team.desk.postpone(&two, today(), "等配件"));
    assert!(matches!(refused, Err(DeskError::Clearing(ClearingError::NotLater))), "{refused:?}");
    run(team.desk.postpone(&two, today() + 1, "等配件")).unwrap();
    run(team.desk.hand_in(today(), "明早先看门")).unwrap();
    let handed = team.desk.clearing(&team.agent, today()).unwrap();
    assert_eq!((handed.items.len(), handed.count(Standing::Postponed)), (2, 1));
    assert_eq!(handed.handed.as_ref().unwrap().remark, "明早先看门");

    // Only a lead signs, and what is handed in anew must be signed anew.
    let refused = run(team.desk.sign_day(&team.agent, today(), ""));
    assert!(matches!(refused, Err(DeskError::NotAllowed(Role::Lead))), "{refused:?}");
    team.sit(&team.lead);
    run(team.desk.sign_day(&team.agent, today(), "好")).unwrap();
    assert_eq!(team.desk.clearing(&team.agent, today()).unwrap().signed.unwrap().by, team.lead);
    team.sit(&team.agent);
    run(team.desk.say(&two, How::Reply, "配件到了", 0)).unwrap();
    run(team.desk.hand_in(today(), "")).unwrap();
    assert_eq!(team.desk.clearing(&team.agent, today()).unwrap().signed, None);
    run(team.desk.undo()).unwrap();
    assert!(team.desk.clearing(&team.agent, today()).unwrap().signed.is_some(), "undo brings the signed day back");
}

#[test]
fn a_day_that_nobody_handed_in_cannot_be_signed() {
    let team = team();
    let refused = run(team.desk.sign_day(&team.agent, today(), ""));
    assert!(matches!(refused, Err(DeskError::NotFound(_))), "{refused:?}");
}

#[test]
fn what_became_of_promises_is_counted_by_day() {
    let team = team();
    team.sit(&team.agent);
    let ticket = team.ticket("灯不亮");
    let promise = |text: &str, due: u64| {
        run(team.desk.promise(&ticket, text, due, &[])).unwrap();
        let doc = team.desk.doc(&ticket).unwrap();
        doc.fold.promises.iter().find(|promise| promise.text == text).unwrap().stamp
    };
    let (kept, late) = (promise("一", NOW + 2 * HOUR), promise("二", NOW + HOUR / 2));
    let (broken, moved) = (promise("三", NOW + HOUR), promise("四", NOW + HOUR));
    promise("五", NOW + HOUR / 2);
    team.world.pass(60);
    for (stamp, outcome) in [(kept, Outcome::Kept), (late, Outcome::Kept), (broken, Outcome::Broken)] {
        run(team.desk.settle_promise(&ticket, stamp, outcome)).unwrap();
    }
    run(team.desk.promise(&ticket, "六", NOW + 9 * HOUR, &[moved])).unwrap();
    let counts = |since: u64| run(team.desk.promises_since(&team.agent, since)).unwrap();
    assert_eq!(counts(NOW), Promises { kept: 1, late: 1, broken: 1, moved: 1, open: 1, overdue: 1 });
    assert_eq!(counts(NOW + 2 * HOUR), Promises { open: 1, overdue: 1, ..Promises::default() });
    assert_eq!(run(team.desk.promises_since(&team.other, NOW)).unwrap(), Promises::default());
    assert_eq!(run(team.desk.promises_since("", NOW)).unwrap().made(), 6);
}

/// A ticket whose limit of half an hour goes to the lead after another half, and to the manager a day later.
fn escalating() -> (Team, DocId) {
    let team = team();
    let mut pack = crate::help::pack();
    pack.version = 2;
    let limit = r#"{"id":"first","name":"首次答复","from":"opened","within":"30m","answer":true,
        "escalate":[{"after":"30m","to":"lead","proposal":"怎么办？"},{"after":"1d","to":"manager"}]}"#;
    pack.kinds[0].limits = vec![serde_json::from_str(limit).unwrap()];
    run(team.desk.install(&pack)).unwrap();
    team.sit(&team.agent);
    let ticket = team.ticket("灯不亮");
    (team, ticket)
}

/// To whom the ticket must be taken up now.
fn up(team: &Team, ticket: &DocId) -> Vec<Role> {
    let doc = team.desk.doc(ticket).unwrap();
    let (calendar, kind) = (team.desk.calendar_for(&doc.fold), team.desk.kind("test.case").unwrap());
    let terms = Terms { calendar: &calendar, grade: &team.desk.grade_for(&doc.fold) };
    let limits = deadlines(&kind, &doc.document, &doc.fold, terms);
    to_escalate(&limits, &doc.fold, team.desk.now(), &calendar).iter().map(|(_, due)| due.level.to).collect()
}

#[test]
fn what_is_long_overdue_goes_up_with_a_proposal_level_by_level() {
    let (team, ticket) = escalating();
    team.world.pass(59);
    assert_eq!(up(&team, &ticket), []);
    team.world.pass(1);
    assert_eq!(up(&team, &ticket), [Role::Lead]);
    let refused = run(team.desk.escalate(&ticket, Role::Lead, " "));
    assert!(matches!(refused, Err(DeskError::Missing("proposal"))), "{refused:?}");
    run(team.desk.escalate(&ticket, Role::Lead, "换一盏灯")).unwrap();
    assert_eq!(up(&team, &ticket), []);
    let doc = team.desk.doc(&ticket).unwrap();
    let proposed = proposal(&doc.fold).unwrap();
    assert_eq!((proposed.to, proposed.text, proposed.waits(&doc.document, &doc.fold)), (Role::Lead, "换一盏灯", true));
    assert_eq!(team.desk.told(&doc.fold, Role::Lead).unwrap().id, team.lead);
    assert_eq!(team.desk.told(&doc.fold, Role::Agent).unwrap().id, team.agent);

    // It waits for the lead until the lead says something; the owner stays.
    let waits = |who: &str| run(team.desk.waiting_for(who)).unwrap().1;
    assert_eq!((waits(&team.lead), waits(&team.manager)), (vec![ticket.clone()], vec![]));
    team.sit(&team.lead);
    run(team.desk.say(&ticket, How::Note, "同意", 0)).unwrap();
    assert_eq!(waits(&team.lead), []);
    assert_eq!(team.desk.row(&ticket).unwrap().owner, team.agent);
    team.world.pass(24 * 60);
    assert_eq!(up(&team, &ticket), [Role::Manager], "what went to the lead before does not count for the manager");
    // Nor does what goes to the lead now.
    team.sit(&team.agent);
    run(team.desk.escalate(&ticket, Role::Lead, "还是换一盏")).unwrap();
    assert_eq!(up(&team, &ticket), [Role::Manager]);
    run(team.desk.escalate(&ticket, Role::Manager, "请批准换灯")).unwrap();
    assert_eq!(up(&team, &ticket), []);
    assert_eq!((waits(&team.lead), waits(&team.manager)), (vec![], vec![ticket.clone()]));
    run(team.desk.undo()).unwrap();
    assert_eq!(waits(&team.lead), [ticket]);
}

#[test]
fn a_ticket_is_new_to_its_owner_until_something_is_done() {
    let team = team();
    let ticket = team.ticket("灯不亮");
    let new = |who: &str| run(team.desk.waiting_for(who)).unwrap().0;
    assert_eq!(new(&team.manager), [], "taken by oneself");
    run(team.desk.assign(&ticket, &team.agent, "请处理")).unwrap();
    assert_eq!(new(&team.agent), std::slice::from_ref(&ticket));
    team.sit(&team.agent);
    run(team.desk.say(&ticket, How::Note, "看到了", 0)).unwrap();
    assert_eq!(new(&team.agent), []);
}

#[test]
fn warnings_go_to_the_owner_and_to_whom_they_name() {
    let team = team();
    let mut pack = crate::help::pack();
    pack.version = 2;
    let limits = r#"[{"id":"first","name":"首次答复","from":"opened","within":"30m","answer":true,"warn":["20m","10m lead"]},
        {"id":"solve","name":"办结","from":"opened","within":"2h","warn":["89m"]}]"#;
    pack.kinds[0].limits = serde_json::from_str(limits).unwrap();
    run(team.desk.install(&pack)).unwrap();
    team.sit(&team.agent);
    let ticket = team.ticket("灯不亮");
    let due = |who: &str| -> Vec<u64> {
        let found = run(team.desk.warnings(who)).unwrap();
        assert!(found.iter().all(|warned| warned.ticket == ticket));
        found.iter().map(|warned| warned.before / 60_000).collect()
    };
    let none = Vec::<u64>::new();
    assert_eq!(due(&team.agent), none);
    team.world.pass(10);
    assert_eq!((due(&team.agent), due(&team.lead)), (vec![20], none.clone()));
    team.world.pass(10);
    assert_eq!((due(&team.agent), due(&team.lead), due(&team.other)), (vec![20, 10], vec![10], none.clone()));
    team.world.pass(11);
    assert_eq!(due(&team.agent), [89], "the first one is late now, the other is not");
}

#[test]
fn a_ticket_given_back_is_new_again() {
    let team = team();
    let ticket = team.ticket("灯不亮");
    run(team.desk.assign(&ticket, &team.agent, "请处理")).unwrap();
    team.sit(&team.agent);
    run(team.desk.assign(&ticket, &team.manager, "还是您来")).unwrap();
    assert_eq!(run(team.desk.waiting_for(&team.manager)).unwrap().0, [ticket]);
}

#[test]
fn a_proposal_waits_while_the_clock_stands_still() {
    let (team, ticket) = escalating();
    team.world.pass(60);
    run(team.desk.escalate(&ticket, Role::Lead, "换一盏灯")).unwrap();
    run(team.desk.say(&ticket, How::Reply, "在换了", 0)).unwrap();
    assert!(team.desk.row(&ticket).unwrap().due.is_none());
    assert_eq!(run(team.desk.waiting_for(&team.lead)).unwrap().1, [ticket]);
}

#[test]
fn an_import_hides_no_promise() {
    let team = team();
    let ticket = team.ticket("灯不亮");
    run(team.desk.promise(&ticket, "回电", NOW + HOUR, &[])).unwrap();
    team.world.pass(1);
    crate::many::bring(&team.desk, 2_100);
    assert_eq!(run(team.desk.promises_since("", NOW)).unwrap().open, 1);
}

#[test]
fn a_day_long_past_is_read_when_it_is_opened() {
    let team = team();
    team.sit(&team.agent);
    run(team.desk.hand_in(today(), "都清了")).unwrap();
    team.world.pass(30 * 24 * 60);
    let soon = team.world.open(&team.store);
    assert!(soon.clearing(&team.agent, today()).is_some(), "a month back is at hand");
    team.world.pass(10 * 24 * 60);
    let later = team.world.open(&team.store);
    assert_eq!(later.clearing(&team.agent, today()), None);
    run(later.fetch(&[Clearing::doc(&team.agent, today())])).unwrap();
    assert_eq!(later.clearing(&team.agent, today()).unwrap().handed.unwrap().remark, "都清了");
    // A lead signs it all the same.
    run(later.switch_to(&team.lead, "")).unwrap();
    run(later.sign_day(&team.agent, today(), "补签")).unwrap();
    assert!(later.clearing(&team.agent, today()).unwrap().signed.is_some());
}
