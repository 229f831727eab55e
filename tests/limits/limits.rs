//! A ticket's time limits: when each is due, whether it was kept, when its clock stands still, who is told.

use proptest::prelude::*;
use shouwen::model::agent::Role;
use shouwen::model::calendar::{Calendar, MINUTE, Shift, Sort, Special};
use shouwen::model::change::{How, Known};
use shouwen::model::document::Entry;
use shouwen::model::fold::{Fold, STATE};
use shouwen::model::limits::{Step, Terms, Warning, deadlines, explain};
use shouwen::model::span::{Span, SpanError};
use shouwen::model::stamp::{Clock, Writer};
use shouwen::model::value::Value;

use super::calendar::{any_calendar, any_moment};
use super::story::{Story, kind, say};
use super::{at, day, worked};

#[test]
fn the_first_answer_keeps_a_limit_unless_taken_back() {
    let mut story = Story::opened("2026-11-20 10:00");
    let due = at("2026-11-20 10:30");
    story.tell("2026-11-20 10:05", say(How::Note));
    assert_eq!(story.look("answer", "2026-11-20 10:10"), Some((due, None, None)));
    let call = story.tell("2026-11-20 10:20", say(How::Call));
    story.tell("2026-11-20 10:40", say(How::Reply));
    assert_eq!(story.look("answer", "2026-11-20 11:00"), Some((due, Some(at("2026-11-20 10:20")), None)));
    story.tell("2026-11-20 11:00", Known::Undone { what: vec![call] });
    assert_eq!(story.look("answer", "2026-11-20 11:00"), Some((due, Some(at("2026-11-20 10:40")), None)));
    let mut ended = Story::opened("2026-11-20 10:00");
    ended.to("2026-11-20 10:15", "off");
    assert_eq!(ended.look("answer", "2026-11-20 11:00"), Some((due, Some(at("2026-11-20 10:15")), None)));
}

#[test]
fn waiting_stops_the_clock() {
    let mut story = Story::opened("2026-11-20 10:00");
    story.to("2026-11-20 11:00", "wait");
    // Running time: an hour has waited by noon, five by four o'clock.
    assert_eq!(
        story.look("solve", "2026-11-20 12:00"),
        Some((at("2026-11-23 11:00"), None, Some(at("2026-11-20 11:00"))))
    );
    story.to("2026-11-20 16:00", "work");
    assert_eq!(story.look("solve", "2026-11-21 12:00"), Some((at("2026-11-23 15:00"), None, None)));
    // Working time: 14:00 and five working hours.
    assert_eq!(story.look("hours", "2026-11-20 16:30"), Some((at("2026-11-23 10:00"), None, None)));
    // What comes after the end changes nothing.
    story.to("2026-11-23 15:30", "wait");
    assert_eq!(story.look("solve", "2026-11-25 12:00"), Some((at("2026-11-23 15:00"), None, None)));
    story.to("2026-11-25 13:00", "done");
    let met = Some(at("2026-11-25 13:00"));
    assert_eq!(story.look("solve", "2026-11-26 12:00"), Some((at("2026-11-23 15:00"), met, None)));
}

#[test]
fn a_limit_from_a_state_runs_from_its_last_entry() {
    let mut story = Story::opened("2026-11-20 10:00");
    assert_eq!(story.look("work", "2026-11-20 12:00"), None);
    story.to("2026-11-20 11:00", "work");
    story.to("2026-11-20 12:00", "wait");
    let met = Some(at("2026-11-20 12:00"));
    assert_eq!(story.look("work", "2026-11-20 12:00"), Some((at("2026-11-21 11:00"), met, None)));
    let again = story.to("2026-11-20 15:00", "work");
    assert_eq!(story.look("work", "2026-11-20 16:00"), Some((at("2026-11-21 15:00"), None, None)));
    story.tell("2026-11-20 15:10", Known::Undone { what: vec![again] });
    assert_eq!(story.look("work", "2026-11-20 16:00"), Some((at("2026-11-21 11:00"), met, None)));
    story.to("2026-11-20 17:00", "off");
    assert_eq!(story.look("solve", "2026-11-21 12:00").unwrap().1, Some(at("2026-11-20 17:00")));
}

#[test]
fn a_limit_from_a_field_follows_the_field() {
    let mut story = Story::opened("2026-11-20 10:00");
    assert_eq!(story.look("back", "2026-11-20 12:00"), None);
    story.to("2026-11-20 10:30", "wait");
    story.set("2026-11-20 11:00", "day", Value::from("2026-11-24"));
    // Set while it is in the state that keeps it.
    let due = at("2026-11-24 18:00");
    assert_eq!(story.look("back", "2026-11-20 12:00"), Some((due, Some(at("2026-11-20 10:30")), None)));
    // Lent again, with another day, in one step.
    story.set("2026-11-25 09:00", "day", Value::from("2026-11-26"));
    story.to("2026-11-25 09:00", "work");
    let due = at("2026-11-26 18:00");
    assert_eq!(story.look("back", "2026-11-25 12:00"), Some((due, None, None)));
    story.to("2026-11-26 09:00", "wait");
    story.to("2026-11-26 10:00", "work");
    assert_eq!(story.look("back", "2026-11-26 12:00"), Some((due, Some(at("2026-11-26 09:00")), None)));

    story.set("2026-11-26 13:00", "paid", Value::Int(at("2026-11-25 08:15").cast_signed()));
    assert_eq!(story.look("after", "2026-11-26 14:00"), None);
    story.set("2026-11-26 13:00", "sort", Value::from("late"));
    assert_eq!(story.look("after", "2026-11-26 14:00"), Some((at("2026-11-28 08:15"), None, None)));
    story.set("2026-11-26 14:00", "day", Value::Empty);
    assert_eq!(story.look("back", "2026-11-26 14:00"), None);
}

#[test]
fn a_limit_warns_and_goes_up_level_by_level() {
    let story = Story::opened("2026-11-20 10:00");
    let (kind, calendar) = (kind(), Calendar::china());
    let found = deadlines(&kind, &story.document, &story.fold(), Terms { calendar: &calendar, grade: "" });
    let solve = found.iter().find(|d| d.limit.id == "solve").unwrap();
    let (agent, lead, manager) = (Role::Agent, Role::Lead, Role::Manager);
    let table: [(&str, &[Role], bool, &[Role]); 8] = [
        ("2026-11-22 09:59", &[], false, &[]),
        ("2026-11-22 10:00", &[agent], false, &[]),
        ("2026-11-23 08:00", &[agent, lead], false, &[]),
        ("2026-11-23 10:00", &[agent, lead], false, &[]),
        ("2026-11-23 10:29", &[agent, lead], true, &[]),
        ("2026-11-23 10:30", &[agent, lead], true, &[agent]),
        ("2026-11-23 11:00", &[agent, lead], true, &[agent, lead]),
        ("2026-11-24 10:00", &[agent, lead], true, &[agent, lead, manager]),
    ];
    for (now, warned, late, told) in table {
        let escalations = solve.escalations(at(now), &calendar);
        assert_eq!(solve.warnings(at(now)).map(|warning| warning.to).collect::<Vec<_>>(), warned, "{now}");
        assert_eq!((solve.warns(at(now)), solve.is_late(at(now))), (!warned.is_empty(), late), "{now}");
        assert_eq!(escalations.iter().map(|escalated| escalated.level.to).collect::<Vec<_>>(), told, "{now}");
    }
    let last = solve.escalations(at("2026-11-25 00:00"), &calendar)[2];
    assert_eq!((last.at, last.level.proposal.as_deref()), (at("2026-11-24 10:00"), Some("怎么办？")));
}

#[test]
fn a_limit_that_is_kept_or_stands_still_tells_nobody() {
    let mut waiting = Story::opened("2026-11-20 10:00");
    waiting.to("2026-11-20 11:00", "wait");
    let mut done = Story::opened("2026-11-20 10:00");
    done.to("2026-11-26 11:00", "done");
    let (kind, calendar) = (kind(), Calendar::china());
    for story in [waiting, done] {
        let found = deadlines(&kind, &story.document, &story.fold(), Terms { calendar: &calendar, grade: "" });
        let solve = found.iter().find(|d| d.limit.id == "solve").unwrap();
        let now = at("2026-12-01 10:00");
        assert_eq!((solve.warnings(now).count(), solve.escalations(now, &calendar).len()), (0, 0));
    }
}

#[test]
fn warnings_are_spans_and_who_is_warned() {
    let hour = 60 * MINUTE;
    assert_eq!("2h".parse(), Ok(Warning { before: 2 * hour, to: Role::Agent }));
    assert_eq!("30m manager".parse(), Ok(Warning { before: hour / 2, to: Role::Manager }));
    for (text, error) in [
        ("5wd", SpanError::Form),
        ("2h boss", SpanError::Form),
        ("2h auditor", SpanError::Form),
        ("0h", SpanError::Count),
    ] {
        assert_eq!(text.parse::<Warning>(), Err(error), "{text}");
    }
}

#[test]
fn limits_follow_priority_and_grade() {
    let mut story = Story::opened("2026-11-20 10:00");
    let among = |story: &Story, grade: &str| {
        let mut ids = story.applying(grade);
        ids.retain(|id| ["soon", "later", "valued"].contains(&&**id));
        ids
    };
    assert_eq!(among(&story, ""), [""; 0]);
    assert_eq!(among(&story, "a"), ["later"]);
    assert_eq!(among(&story, "c"), [""; 0]);
    story.set("2026-11-20 10:01", "sort", Value::from("late"));
    assert_eq!(among(&story, "a"), ["later", "valued"]);
    assert_eq!(among(&story, "b"), ["valued"]);
    story.set("2026-11-20 10:02", "priority", Value::from("urgent"));
    assert_eq!(among(&story, "b"), ["soon", "valued"]);
    story.set("2026-11-20 10:03", "priority", Value::from("low"));
    assert_eq!(among(&story, "a"), ["valued"]);
}

#[test]
fn the_next_answer_runs_from_the_first_contact_not_answered() {
    let mut story = Story::opened("2026-11-20 10:00");
    assert_eq!(story.look("next", "2026-11-20 10:10"), None);
    story.tell("2026-11-20 10:20", say(How::Reply));
    assert_eq!(story.look("next", "2026-11-20 10:20"), None);
    story.tell("2026-11-20 11:00", say(How::Contact));
    story.tell("2026-11-20 11:30", say(How::Note));
    let again = story.tell("2026-11-20 12:00", say(How::Contact));
    assert_eq!(story.look("next", "2026-11-20 12:10"), Some((at("2026-11-20 13:00"), None, None)));
    let call = story.tell("2026-11-20 12:30", say(How::Call));
    let met = Some(at("2026-11-20 12:30"));
    assert_eq!(story.look("next", "2026-11-20 12:40"), Some((at("2026-11-20 13:00"), met, None)));
    let third = story.tell("2026-11-20 15:00", say(How::Contact));
    assert_eq!(story.look("next", "2026-11-20 15:10"), Some((at("2026-11-20 17:00"), None, None)));
    // What was taken back was no contact and no answer.
    story.tell("2026-11-20 15:20", Known::Undone { what: vec![third, again] });
    assert_eq!(story.look("next", "2026-11-20 15:20"), Some((at("2026-11-20 13:00"), met, None)));
    story.tell("2026-11-20 15:30", Known::Undone { what: vec![call] });
    assert_eq!(story.look("next", "2026-11-20 15:30"), Some((at("2026-11-20 13:00"), None, None)));
    story.to("2026-11-20 16:00", "off");
    assert_eq!(story.look("next", "2026-11-20 16:00").unwrap().1, Some(at("2026-11-20 16:00")));
    let mut reopened = Story::opened("2026-11-20 10:00");
    reopened.to("2026-11-20 11:00", "done");
    reopened.tell("2026-11-20 12:00", say(How::Contact));
    assert_eq!(reopened.look("next", "2026-11-20 12:10"), Some((at("2026-11-20 14:00"), None, None)));
}

#[test]
fn a_clock_stands_still_in_the_states_that_its_limit_names_alone() {
    let mut story = Story::opened("2026-11-20 10:00");
    story.to("2026-11-20 11:00", "wait");
    assert_eq!(story.look("ours", "2026-11-20 12:00"), Some((at("2026-11-23 10:00"), None, None)));
    story.to("2026-11-20 13:00", "work");
    let stands = Some(at("2026-11-20 13:00"));
    assert_eq!(story.look("ours", "2026-11-20 14:00"), Some((at("2026-11-23 11:00"), None, stands)));
    story.to("2026-11-20 15:00", "new");
    assert_eq!(story.look("ours", "2026-11-20 16:00"), Some((at("2026-11-23 12:00"), None, None)));
}

#[test]
fn the_state_that_shows_comes_last_whatever_the_clocks_say() {
    let mut story = Story::opened("2026-11-20 10:00");
    let mut fast = Clock::new(Writer::new(1, 1));
    let ahead = fast.tick(at("2026-11-20 20:00"));
    let over = Fold::of(&story.document).register(STATE).stamps();
    let change = Known::Moved { step: String::new(), to: "work".into(), over }.into();
    story.document.merge([Entry { stamp: ahead, by: "b".into(), change }]);
    story.to("2026-11-20 11:00", "done");
    assert_eq!(Fold::of(&story.document).text(STATE), "done");
    let met = Some(at("2026-11-20 11:00"));
    assert_eq!(story.look("solve", "2026-11-20 12:00"), Some((at("2026-11-23 10:00"), met, None)));
}

/// When a limit of so much ends, begun then, its clock standing still in between, and how that came about.
fn explained<'a>(within: &str, since: u64, waits: &[(u64, u64)], calendar: &'a Calendar) -> (u64, Vec<Step<'a>>) {
    let mut kind = kind();
    let limit = r#"{"id":"x","name":"X","from":"opened","within":"WITHIN","pauses":true}"#;
    kind.limits = vec![serde_json::from_str(&limit.replace("WITHIN", within)).unwrap()];
    let mut story = Story::opened_at(since);
    for (from, to) in waits {
        story.enter(*from, "wait");
        story.enter(*to, "work");
    }
    let found = deadlines(&kind, &story.document, &story.fold(), Terms { calendar, grade: "" });
    (found[0].due, explain(&found[0], calendar))
}

#[test]
fn a_limit_explains_itself_step_by_step() {
    let calendar = worked("08:30-12:00 14:00-18:00");
    let work = |from: &str, to: &str, left: u64| Step::Worked { from: at(from), to: at(to), left: left * MINUTE };
    let skip = |first: &str, last: &str, name| Step::Skipped { first: day(first), last: day(last), name };
    let (due, steps) = explained("8wh", at("2026-09-30 11:00"), &[], &calendar);
    let wanted = [
        Step::Began { at: at("2026-09-30 11:00") },
        work("2026-09-30 11:00", "2026-09-30 12:00", 420),
        work("2026-09-30 14:00", "2026-09-30 18:00", 180),
        skip("2026-10-01", "2026-10-07", "国庆节"),
        work("2026-10-08 08:30", "2026-10-08 11:30", 0),
        Step::Due { at: due },
    ];
    assert_eq!(steps, wanted);

    let (due, steps) = explained("3wd", at("2026-09-24 20:00"), &[], &calendar);
    let wanted = [
        Step::Began { at: at("2026-09-24 20:00") },
        skip("2026-09-25", "2026-09-27", "中秋节"),
        Step::Day { day: day("2026-09-28"), nth: 1 },
        Step::Day { day: day("2026-09-29"), nth: 2 },
        Step::Day { day: day("2026-09-30"), nth: 3 },
        skip("2026-10-01", "2026-10-07", "国庆节"),
        Step::At { at: at("2026-10-08 08:30") },
        Step::Due { at: due },
    ];
    assert_eq!(steps, wanted);

    // A weekend has no name; a pause adds the working time within it, or by the clock all of it.
    let (wait, back) = (at("2026-11-20 16:00"), at("2026-11-23 09:00"));
    let (due, steps) = explained("2wh", at("2026-11-20 15:00"), &[(wait, back)], &calendar);
    let wanted = [
        Step::Began { at: at("2026-11-20 15:00") },
        work("2026-11-20 15:00", "2026-11-20 17:00", 0),
        Step::Paused { from: wait, to: back, added: 150 * MINUTE, due: at("2026-11-23 10:00") },
        Step::Due { at: due },
    ];
    assert_eq!(steps, wanted);
    let (_, steps) = explained("3h", at("2026-11-20 15:00"), &[(wait, back)], &calendar);
    let ran = Step::Ran { from: at("2026-11-20 15:00"), to: at("2026-11-20 18:00") };
    let paused = Step::Paused { from: wait, to: back, added: back - wait, due: at("2026-11-23 11:00") };
    assert_eq!(steps[1..3], [ran, paused]);
    let (_, steps) = explained("5wh", at("2026-11-20 16:00"), &[], &calendar);
    assert_eq!(steps[2], skip("2026-11-21", "2026-11-22", ""));
    let (_, steps) = explained("+1d 15:00", at("2026-11-20 16:01"), &[], &calendar);
    assert_eq!(steps[1], Step::At { at: at("2026-11-21 15:00") });
    // A pause without working time moves nothing, not even from the evening to the next morning.
    let lunch = (at("2026-11-20 12:30"), at("2026-11-20 13:30"));
    let (due, steps) = explained("6wh", at("2026-11-20 10:00"), &[lunch], &calendar);
    assert_eq!((due, steps.len()), (at("2026-11-20 18:00"), 5));
    // A weekend before a holiday is one thing, the holiday another; the morning after a night shift is worked.
    let mut dark = calendar.clone();
    dark.special.push(Special { day: day("2026-11-23"), sort: Sort::Off, name: "停电".into() });
    let (_, steps) = explained("5wh", at("2026-11-20 16:00"), &[], &dark);
    assert_eq!(steps[2..4], [skip("2026-11-21", "2026-11-22", ""), skip("2026-11-23", "2026-11-23", "停电")]);
    let night = worked("22:00-06:00");
    let (_, steps) = explained("8wh", at("2026-11-21 02:00"), &[], &night);
    let wanted = [
        work("2026-11-21 02:00", "2026-11-21 06:00", 240),
        skip("2026-11-22", "2026-11-22", ""),
        work("2026-11-23 22:00", "2026-11-24 02:00", 0),
    ];
    assert_eq!(steps[1..4], wanted);
    let idle = worked("");
    let (due, steps) = explained("2wh", at("2026-11-20 15:00"), &[], &idle);
    assert_eq!(steps[1], Step::Ran { from: at("2026-11-20 15:00"), to: due });
}

proptest! {
    #[test]
    fn the_steps_add_up_to_the_end(
        calendar in any_calendar(), since in any_moment(), n in 1..20u16, form in 0..4usize,
        waits in prop::collection::vec((0..3000u64, 1..2000u64), 0..3),
    ) {
        let within = [format!("{n}wh"), format!("{n}wd"), format!("{n}h"), format!("+{n}wd 10:30")][form].clone();
        let mut now = since;
        let waits: Vec<(u64, u64)> = waits.into_iter().map(|(run, wait)| {
            let from = now + run * MINUTE;
            now = from + wait * MINUTE;
            (from, now)
        }).collect();
        let (due, steps) = explained(&within, since, &waits, &calendar);
        prop_assert_eq!(steps[0], Step::Began { at: since });
        prop_assert_eq!(*steps.last().unwrap(), Step::Due { at: due });
        let (mut reckoned, mut counted, mut days) = (since, 0, 0);
        for step in &steps {
            match *step {
                Step::Worked { from, to, left } => {
                    counted += to - from;
                    prop_assert_eq!(left + counted, u64::from(n) * 60 * MINUTE);
                    prop_assert_eq!(calendar.worked(from, to), to - from);
                    reckoned = to;
                }
                Step::Day { day, nth } => {
                    days += 1;
                    prop_assert!(calendar.is_working_day(day) && nth == days);
                }
                Step::Skipped { first, last, .. } => {
                    prop_assert!((first..=last).all(|day| !calendar.is_working_day(day)));
                }
                Step::Ran { to, .. } | Step::At { at: to } => reckoned = to,
                Step::Paused { from, to, added, due } => {
                    prop_assert!(added <= to - from && due >= reckoned);
                    prop_assert!(from < reckoned, "a pause after the end counts for nothing");
                    reckoned = due;
                }
                Step::Began { .. } | Step::Stands { .. } | Step::Due { .. } => {}
            }
        }
        prop_assert_eq!(reckoned, due);
        prop_assert_eq!(days, if form % 2 == 1 { n } else { 0 });
    }

    #[test]
    fn pauses_and_more_work_never_break_the_order(
        calendar in any_calendar(), since in any_moment(), n in 1..20u16, wait in 0..3000u64, long in 1..2000u64,
        weekday in 0..7usize, open in 0..1440u16, shift in 1..900u16,
    ) {
        let waits = [(since + wait * MINUTE, since + (wait + long) * MINUTE)];
        let within = format!("{n}wh");
        let less = Calendar { special: Vec::new(), ..calendar };
        let mut more = less.clone();
        more.hours[weekday].push(Shift { open, close: open + shift });
        more.hours[weekday].sort_unstable();
        let due = |calendar: &Calendar, waits: &[(u64, u64)]| explained(&within, since, waits, calendar).0;
        prop_assert!(due(&more, &waits) <= due(&less, &waits));
        prop_assert!(due(&less, &waits) >= due(&less, &[]));
        // What was worked until the end, the pause apart, is just the limit.
        let span: Span = within.parse().unwrap();
        let (from, to) = waits[0];
        let end = due(&less, &waits);
        let apart = if from < span.due(since, &less) { less.worked(from, to) } else { 0 };
        prop_assert_eq!(less.worked(since, end) - apart, u64::from(n) * 60 * MINUTE);
    }
}
