//! Calendars of the firm and of its teams: whose runs a ticket's time limits, and what changing one moves.

use shouwen::desk::DeskError;
use shouwen::model::agent::{Role, register};
use shouwen::model::calendar::doc::{FIRM, TEAMS};
use shouwen::model::calendar::{Calendar, Sort, Special, parse_day, parse_shifts};
use shouwen::model::customer::register::GRADE;
use shouwen::model::document::DocId;
use shouwen::model::value::Value;

use crate::help::{Team, run, team};

/// A team whose cases have four working hours. It is Sunday, 22 November 2026, 10:00.
fn limited() -> (Team, DocId) {
    let team = team();
    let mut pack = crate::help::pack();
    pack.version = 2;
    let limit = r#"{"id":"solve","name":"解决","from":"opened","within":"4wh"}"#;
    pack.kinds[0].limits = vec![serde_json::from_str(limit).unwrap()];
    run(team.desk.install(&pack)).unwrap();
    let ticket = team.ticket("灯不亮");
    (team, ticket)
}

fn due(team: &Team, ticket: &DocId) -> u64 {
    team.desk.row(ticket).unwrap().due.as_ref().unwrap().at
}

fn at(text: &str) -> u64 {
    Calendar::china().parse_moment(text).unwrap()
}

#[test]
fn changed_hours_move_open_limits_and_undo_moves_them_back() {
    let (team, ticket) = limited();
    assert_eq!(due(&team, &ticket), at("2026-11-23 13:00"));
    run(team.desk.set_hours(FIRM, 6, &parse_shifts("09:00-18:00").unwrap())).unwrap();
    assert_eq!(due(&team, &ticket), at("2026-11-22 14:00"));
    let sunday = parse_day("2026-11-22").unwrap();
    let off = Special { day: sunday, sort: Sort::Off, name: "停电".into() };
    run(team.desk.set_days(FIRM, std::slice::from_ref(&off))).unwrap();
    assert_eq!(due(&team, &ticket), at("2026-11-23 13:00"));
    // Another tab, or the next start, reads the same.
    let again = team.world.open(&team.store);
    assert_eq!(again.row(&ticket), team.desk.row(&ticket));
    assert_eq!(again.calendar().special(sunday), Some(&off));
    run(team.desk.clear_days(FIRM, &[sunday])).unwrap();
    assert_eq!(due(&team, &ticket), at("2026-11-22 14:00"));
    for _ in 0..3 {
        run(team.desk.undo()).unwrap();
    }
    assert_eq!(due(&team, &ticket), at("2026-11-23 13:00"));
    assert_eq!(*team.desk.calendar(), Calendar::china(), "as it was before the first change");
}

#[test]
fn several_weekdays_and_days_change_in_one_action() {
    let (team, _) = limited();
    let hours = parse_shifts("08:30-12:00 14:00-17:30").unwrap();
    run(team.desk.set_week(FIRM, &[0, 1, 2, 3, 4], &hours)).unwrap();
    assert!(team.desk.calendar().hours[..5].iter().all(|day| *day == hours));
    let day = |text| parse_day(text).unwrap();
    run(team.desk.clear_days(FIRM, &[day("2026-10-01"), day("2026-10-02")])).unwrap();
    assert!(team.desk.calendar().is_working_day(day("2026-10-02")));
    run(team.desk.undo()).unwrap();
    run(team.desk.undo()).unwrap();
    assert_eq!(*team.desk.calendar(), Calendar::china());
}

#[test]
fn the_first_change_of_the_firms_calendar_leaves_no_conflict() {
    let (team, _) = limited();
    run(team.desk.set_hours(FIRM, 0, &parse_shifts("08:00-12:00").unwrap())).unwrap();
    let doc = crate::help::doc(&team.desk, &DocId::new("calendar-firm")).unwrap();
    assert_eq!(doc.fold.conflicts().count(), 0);
    let mut wanted = Calendar::china();
    wanted.hours[0] = parse_shifts("08:00-12:00").unwrap();
    assert_eq!(*team.desk.calendar(), wanted);
    let missing = run(team.desk.set_hours("other", 0, &[]));
    assert!(matches!(missing, Err(DeskError::NotFound(_))), "{missing:?}");
}

#[test]
fn a_ticket_runs_by_the_calendar_of_its_owners_team() {
    let (team, ticket) = limited();
    let (night, _) = run(team.desk.add_calendar("夜班", &["夜班".to_owned()])).unwrap();
    run(team.desk.set_hours(&night, 6, &parse_shifts("22:00-06:00").unwrap())).unwrap();
    assert_eq!(due(&team, &ticket), at("2026-11-23 13:00"));
    // The owner joins the team.
    run(team.desk.set_agent(&team.other, register::TEAM, "夜班")).unwrap();
    run(team.desk.assign(&ticket, &team.other, "")).unwrap();
    assert_eq!(due(&team, &ticket), at("2026-11-23 02:00"));
    run(team.desk.set_agent(&team.other, register::TEAM, "一组")).unwrap();
    assert_eq!(due(&team, &ticket), at("2026-11-23 13:00"));
    // In the pool it is the first owner's.
    run(team.desk.assign(&ticket, "", "")).unwrap();
    assert_eq!(due(&team, &ticket), at("2026-11-23 13:00"));
    run(team.desk.set_agent(&team.manager, register::TEAM, "夜班")).unwrap();
    assert_eq!(due(&team, &ticket), at("2026-11-23 02:00"));
    assert_eq!(team.desk.calendar_of(&team.manager).hours[6].len(), 1);
    run(team.desk.set_calendar(&night, TEAMS, Value::List(vec!["二组".into()]))).unwrap();
    assert_eq!(due(&team, &ticket), at("2026-11-23 13:00"));
}

#[test]
fn calendars_are_for_managers() {
    let (team, _) = limited();
    for who in [&team.agent, &team.lead] {
        team.sit(who);
        let refused = run(team.desk.set_hours(FIRM, 0, &[]));
        assert!(matches!(refused, Err(DeskError::NotAllowed(Role::Manager))), "{refused:?}");
        let refused = run(team.desk.add_calendar("夜班", &[]));
        assert!(matches!(refused, Err(DeskError::NotAllowed(Role::Manager))), "{refused:?}");
    }
    team.sit(&team.manager);
    assert!(matches!(run(team.desk.add_calendar(" ", &[])), Err(DeskError::Missing("name"))));
}

#[test]
fn a_limit_for_a_grade_follows_the_customers() {
    let (team, _) = limited();
    let mut pack = crate::help::pack();
    pack.version = 3;
    let limit = r#"{"id":"vip","name":"贵宾","from":"opened","within":"1h","grade":["a"]}"#;
    pack.kinds[0].limits = vec![serde_json::from_str(limit).unwrap()];
    run(team.desk.install(&pack)).unwrap();
    let (customer, _) = run(team.desk.add_customer("王丽", "女士", "", "")).unwrap();
    let ticket = team.ticket("灯不亮");
    run(team.desk.set(&ticket, "customer", Value::text(customer.as_str()), None)).unwrap();
    assert_eq!(team.desk.row(&ticket).unwrap().due, None);
    run(team.desk.set(&customer, GRADE, Value::text("a"), None)).unwrap();
    assert_eq!(due(&team, &ticket), at("2026-11-22 11:00"));
}
