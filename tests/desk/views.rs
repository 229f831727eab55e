//! Saved views and substitutes: whose they are, who may change them, what undo brings back, when they end.

use shouwen::desk::{DeskError, Wanted};
use shouwen::model::agent::{Absence, Role};
use shouwen::model::calendar::parse_day;
use shouwen::model::view::Shows;
use shouwen::query::find::View;
use shouwen::query::today::Section;

use crate::help::{Team, run, team};

fn shows(query: &str) -> Shows {
    Shows { view: "open".into(), query: query.into(), sort: "-opened".into(), ..Shows::default() }
}

fn names(team: &Team) -> Vec<String> {
    team.desk.views(false).iter().map(|view| view.name.clone()).collect()
}

#[test]
fn a_view_is_ones_own_until_a_lead_shares_it() {
    let team = team();
    team.sit(&team.agent);
    assert!(matches!(run(team.desk.save_view("  ", &shows(""))), Err(DeskError::Missing("name"))));
    let (own, _) = run(team.desk.save_view(" 急件 ", &shows("紧急"))).unwrap();
    assert_eq!((names(&team), team.desk.views(true).len()), (vec!["急件".to_owned()], 0));
    assert_eq!(team.desk.view(own.as_str()).unwrap().shows, shows("紧急"));
    let refused = |done: Result<_, DeskError>| matches!(done, Err(DeskError::NotAllowed(Role::Lead)));
    assert!(refused(run(team.desk.share_view(&own, true))), "an agent shares nothing");
    run(team.desk.name_view(&own, "急")).unwrap();
    run(team.desk.show_in_view(&own, &shows("逾期"))).unwrap();

    team.sit(&team.lead);
    assert!(names(&team).is_empty() && team.desk.view(own.as_str()).is_none(), "others do not see it");
    assert!(matches!(run(team.desk.name_view(&own, "我的")), Err(DeskError::NotFound(_))));
    let (shared, _) = run(team.desk.save_view("全组", &shows("退款"))).unwrap();
    run(team.desk.share_view(&shared, true)).unwrap();

    team.sit(&team.agent);
    assert_eq!(names(&team), ["急", "全组"]);
    for done in [
        run(team.desk.name_view(&shared, "x")),
        run(team.desk.show_in_view(&shared, &shows("x"))),
        run(team.desk.share_view(&shared, false)),
        run(team.desk.remove_view(&shared)),
        run(team.desk.move_view(&shared, 0)),
    ] {
        assert!(refused(done), "what is shared is a lead's");
    }
    team.sit(&team.manager);
    run(team.desk.name_view(&shared, "全组退款")).unwrap();
    // Another tab, or the next start, reads the same.
    let again = team.world.open(&team.store);
    assert_eq!(again.views(false), team.desk.views(false));
    team.sit(&team.lead);
    run(team.desk.share_view(&shared, false)).unwrap();
    team.sit(&team.agent);
    assert_eq!(names(&team), ["急"]);
}

#[test]
fn views_are_moved_deleted_and_brought_back() {
    let team = team();
    team.sit(&team.agent);
    let ids = ["一", "二", "三"].map(|name| run(team.desk.save_view(name, &shows(name))).unwrap().0);
    assert_eq!(names(&team), ["一", "二", "三"]);
    run(team.desk.move_view(&ids[2], 0)).unwrap();
    assert_eq!(names(&team), ["三", "一", "二"]);
    run(team.desk.move_view(&ids[2], 9)).unwrap();
    assert_eq!(names(&team), ["一", "二", "三"]);
    // Again and again into the same gap: when no room is left, all stand apart again.
    for turn in 0..60 {
        run(team.desk.move_view(&ids[if turn % 2 == 0 { 2 } else { 1 }], 1)).unwrap();
    }
    assert_eq!(names(&team), ["一", "二", "三"]);
    run(team.desk.remove_view(&ids[1])).unwrap();
    assert_eq!(names(&team), ["一", "三"]);
    assert!(matches!(run(team.desk.remove_view(&ids[1])), Err(DeskError::NotFound(_))));
    run(team.desk.undo()).unwrap();
    assert_eq!(names(&team), ["一", "二", "三"]);
    // A save is undone, too.
    run(team.desk.save_view("四", &shows("四"))).unwrap();
    run(team.desk.undo()).unwrap();
    assert_eq!(names(&team), ["一", "二", "三"]);
}

#[test]
fn a_view_keeps_no_telephone_number() {
    let team = team();
    let (id, _) = run(team.desk.save_view("催", &shows("催 3-1-1202"))).unwrap();
    for query in ["138 1234 5678", "催 138-1234-5678", "１３８１２３４５６７８"] {
        assert!(matches!(run(team.desk.save_view("号码", &shows(query))), Err(DeskError::HoldsNumber)), "{query}");
        assert!(matches!(run(team.desk.show_in_view(&id, &shows(query))), Err(DeskError::HoldsNumber)), "{query}");
    }
}

#[test]
fn ones_own_views_are_moved_between_the_leads_without_moving_those() {
    let team = team();
    team.sit(&team.lead);
    let shared = ["甲", "乙"].map(|name| {
        let id = run(team.desk.save_view(name, &shows(name))).unwrap().0;
        run(team.desk.share_view(&id, true)).unwrap();
        id
    });
    team.sit(&team.agent);
    let own = ["一", "二", "三"].map(|name| run(team.desk.save_view(name, &shows(name))).unwrap().0);
    let places = || shared.each_ref().map(|id| team.desk.view(id.as_str()).unwrap().place);
    let before = places();
    for id in &own {
        run(team.desk.move_view(id, 1)).unwrap();
    }
    assert_eq!(names(&team), ["甲", "三", "二", "一", "乙"]);
    // Again and again into the same gap.
    for turn in 0..60 {
        run(team.desk.move_view(&own[turn % 2], 2)).unwrap();
    }
    assert_eq!(names(&team), ["甲", "三", "二", "一", "乙"]);
    assert_eq!(places(), before);
}

fn absence(from: &str, to: &str, substitute: &str) -> Absence {
    Absence { from: parse_day(from).unwrap(), to: parse_day(to).unwrap(), substitute: substitute.to_owned() }
}

#[test]
fn a_substitute_sees_the_tickets_of_who_is_away_until_it_ends() {
    let team = team();
    team.sit(&team.agent);
    let ticket = team.ticket("灯不亮");
    let away = absence("2026-11-22", "2026-11-23", &team.other);
    assert!(matches!(
        run(team.desk.set_absence(&team.agent, Some(absence("2026-11-22", "2026-11-23", &team.agent)))),
        Err(DeskError::Missing(_))
    ));
    assert!(matches!(
        run(team.desk.set_absence(&team.agent, Some(absence("2026-11-22", "2026-11-23", "x")))),
        Err(DeskError::NotFound(_))
    ));
    assert!(
        matches!(
            run(team.desk.set_absence(&team.other, Some(absence("2026-11-22", "2026-11-23", &team.agent)))),
            Err(DeskError::NotAllowed(Role::Lead))
        ),
        "others' absences are a lead's"
    );
    run(team.desk.set_absence(&team.agent, Some(away.clone()))).unwrap();

    team.sit(&team.other);
    let stands_in = || team.desk.stands_in_for(&team.other).iter().map(|agent| agent.id.clone()).collect::<Vec<_>>();
    assert_eq!(stands_in(), std::slice::from_ref(&team.agent));
    let of = Wanted { view: View::Mine, of: team.agent.clone(), ..Wanted::default() };
    assert_eq!(
        team.desk.search_rows(&of, 9).iter().map(|row| row.id.clone()).collect::<Vec<_>>(),
        std::slice::from_ref(&ticket)
    );
    assert!(team.desk.search(&Wanted::default()).is_empty(), "they do not become one's own");
    let listed = |team: &Team| {
        team.desk.today(true, 9, &[], &[]).iter().map(|listed| (listed.section, listed.count)).collect::<Vec<_>>()
    };
    assert_eq!(listed(&team), [(Section::Soon, 1)]);
    // It ends by itself after the last day.
    team.world.pass(2 * 24 * 60);
    assert!(stands_in().is_empty() && listed(&team).is_empty());

    team.sit(&team.lead);
    run(team.desk.set_absence(&team.agent, Some(absence("2026-11-20", "2026-12-01", &team.other)))).unwrap();
    assert_eq!(stands_in(), std::slice::from_ref(&team.agent));
    run(team.desk.set_absence(&team.agent, None)).unwrap();
    assert!(stands_in().is_empty());
    run(team.desk.undo()).unwrap();
    assert_eq!(stands_in().len(), 1);
}
