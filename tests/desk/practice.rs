//! Practice and exams: what is kept of them, who may set them, what ends being new.

use shouwen::desk::{DeskError, UNTIL_LEAD};
use shouwen::model::agent::Role;
use shouwen::model::document::DocId;
use shouwen::model::exam::Exam;
use shouwen::model::practice::Rating;
use shouwen::model::question::OwnQuestion;
use shouwen::model::script::{Answer, Script};

use crate::help::{Team, pack, run, team};

/// A team whose pack has eight scripts in two groups, one of them without a customer's line.
fn trained() -> Team {
    let team = team();
    let mut pack = pack();
    pack.version = 2;
    let group = |id: &str| shouwen::model::kind::Named { id: id.into(), name: id.to_uppercase() };
    pack.lists.push(shouwen::model::pack::PackList {
        id: "script_groups".into(),
        name: "分组".into(),
        items: vec![group("one"), group("two")],
    });
    let script = |n: usize| Script {
        id: format!("s{n}"),
        code: format!("s{n}"),
        title: format!("话术{n}"),
        groups: vec![if n.is_multiple_of(2) { "one" } else { "two" }.into()],
        question: if n == 7 { String::new() } else { format!("问题{n}？") },
        answers: vec![Answer { when: String::new(), text: format!("回答{n}。") }],
        ..Script::default()
    };
    pack.scripts.extend((0..8).map(script));
    run(team.desk.install(&pack)).unwrap();
    team
}

fn exam() -> Exam {
    Exam { name: "上岗考试".into(), count: 4, mark: 75, minutes: 10, seed: 5, ..Exam::default() }
}

/// Sets the exam as a lead and answers with its id.
fn set(team: &Team) -> String {
    team.sit(&team.lead);
    run(team.desk.set_exam(&exam(), "")).unwrap();
    team.desk.exams(false)[0].id.clone()
}

/// Takes an exam as who is at the desk, with so many right answers.
fn take(team: &Team, exam: &str, right: usize) -> DocId {
    let id = run(team.desk.begin_exam(exam)).unwrap();
    let attempt = team.desk.attempt(&id).unwrap();
    let questions = attempt.asked.questions.iter().enumerate();
    let picked =
        questions.map(|(at, question)| Some(if at < right { question.right } else { (question.right + 1) % 4 }));
    team.world.pass(3);
    run(team.desk.hand_exam_in(&id, picked.collect(), "")).unwrap();
    id
}

#[test]
fn a_sitting_is_one_entry_and_waits_for_its_days() {
    let team = trained();
    team.sit(&team.agent);
    assert_eq!(team.desk.drill_scripts(&[]).len(), 7, "what has no customer's line is not asked for");
    assert_eq!(team.desk.drill_scripts(&["two".into()]).len(), 3);
    let groups = team.desk.drill_groups();
    let told: Vec<_> = groups.iter().map(|group| (&*group.id, &*group.name, group.count)).collect();
    assert_eq!(told, [("one", "ONE", 4), ("two", "TWO", 3)]);
    assert!(groups.iter().all(|group| !group.pack.is_empty() && group.pack == groups[0].pack));
    let today = team.desk.today_of(&team.agent);
    let ratings = [("test.s0".to_owned(), Rating::Good), ("test.s1".to_owned(), Rating::Forgot)];
    let done = run(team.desk.keep_sitting(today, &ratings, "")).unwrap();
    assert_eq!(done.entries[0].1.len(), 2, "the opening and the sitting");
    let done = run(team.desk.keep_sitting(today, &ratings[1..], "")).unwrap();
    assert_eq!(done.entries[0].1.len(), 1);
    let scripts: Vec<String> = team.desk.drill_scripts(&[]).iter().map(|script| script.id.clone()).collect();
    let progress = team.desk.progress(&team.agent);
    assert_eq!(progress.queue(&scripts, today, 0), ["test.s1"]);
    assert_eq!((team.desk.practised(&team.agent), team.desk.practised(&team.other)), ((1, 3), (0, 0)));
    run(team.desk.undo()).unwrap();
    assert_eq!(team.desk.practised(&team.agent), (1, 2));

    // Months later it is read when it is asked for, and as it was.
    team.world.pass(150 * 24 * 60);
    let again = team.world.open(&team.store);
    assert!(again.progress(&team.agent).cards.is_empty());
    run(again.fetch_progress(&team.agent)).unwrap();
    assert_eq!(again.progress(&team.agent).cards.len(), 2);
    team.sit(&team.other);
    let id = shouwen::model::practice::drill_doc(&team.agent, today);
    let forged = shouwen::model::fold::Fold::default().set("s.1.x", shouwen::model::value::Value::Empty);
    let refused = run(team.desk.commit(shouwen::desk::Action::on("x", &id, vec![forged])));
    assert!(matches!(refused, Err(DeskError::NotAllowed(_))), "others' practice is theirs");
}

#[test]
fn an_exam_is_set_by_a_lead() {
    let team = trained();
    team.sit(&team.agent);
    assert!(matches!(run(team.desk.set_exam(&exam(), "")), Err(DeskError::NotAllowed(Role::Lead))));
    team.sit(&team.lead);
    let nothing = Exam { groups: vec!["none".into()], ..exam() };
    assert!(matches!(run(team.desk.set_exam(&nothing, "")), Err(DeskError::Missing("questions"))));
    assert!(matches!(
        run(team.desk.set_exam(&Exam { name: " ".into(), ..exam() }, "")),
        Err(DeskError::Missing("title"))
    ));
    run(team.desk.set_exam(&exam(), "")).unwrap();
    let set = team.desk.exams(false)[0].clone();
    assert_eq!(Exam { id: String::new(), ..(*set).clone() }, exam());
    assert!(matches!(run(team.desk.set_exam(&set, "")), Err(DeskError::Unchanged)));
    run(team.desk.set_exam(&Exam { mark: 50, ..(*set).clone() }, "")).unwrap();
    assert_eq!((team.desk.exams(false).len(), team.desk.exams(false)[0].mark), (1, 50));
    run(team.desk.put_exam_away(&set.id, true)).unwrap();
    assert_eq!((team.desk.exams(false).len(), team.desk.exams(true).len()), (0, 1));
}

#[test]
fn every_attempt_is_kept_and_none_is_altered() {
    let team = trained();
    let exam = set(&team);
    team.sit(&team.agent);
    let first = take(&team, &exam, 2);
    let attempt = team.desk.attempt(&first).unwrap();
    assert_eq!((attempt.right(), attempt.passed()), (2, false));
    assert!(matches!(run(team.desk.hand_exam_in(&first, vec![], "")), Err(DeskError::Unchanged)));
    assert!(run(team.desk.undo()).unwrap().is_none_or(|done| done.label != "exam"), "there is nothing to undo");
    let second = take(&team, &exam, 4);
    assert!(team.desk.attempt(&second).unwrap().passed());
    assert_eq!(team.desk.attempts(&team.agent).len(), 2);
    let asked = |id: &DocId| team.desk.attempt(id).unwrap().asked.clone();
    assert_ne!(asked(&first).questions, asked(&second).questions, "another draw each time");

    // Everybody's first draw is the same.
    team.sit(&team.other);
    let others = take(&team, &exam, 4);
    assert_eq!(asked(&others), asked(&first));
    assert!(matches!(run(team.desk.hand_exam_in(&first, vec![], "")), Err(DeskError::NotFound(_))), "not theirs");

    // Nobody alters a result, not even a manager who writes to the document.
    team.sit(&team.manager);
    let raw = shouwen::model::fold::Fold::default()
        .set("result", shouwen::model::value::Value::text("{\"picked\":[0,0,0,0]}"));
    run(team.desk.commit(shouwen::desk::Action::on("x", &second, vec![raw]))).unwrap();
    assert!(team.desk.attempt(&second).unwrap().passed());
    // Another tab, or the next start, reads the same.
    let again = team.world.open(&team.store);
    assert_eq!(again.attempts(&team.agent), team.desk.attempts(&team.agent));
}

#[test]
fn who_is_new_is_new_until_the_exam_is_passed_or_a_lead_says_so() {
    let team = trained();
    let exam = set(&team);
    let is_new = || team.desk.is_new_here(&team.agent);
    assert!(!is_new());
    run(team.desk.set_new(&team.agent, &exam)).unwrap();
    assert!(is_new() && !team.desk.is_new_here(&team.other));
    team.sit(&team.agent);
    assert!(matches!(run(team.desk.set_new(&team.agent, "")), Err(DeskError::NotAllowed(Role::Lead))));
    take(&team, &exam, 2);
    assert!(is_new(), "not passed");
    take(&team, &exam, 3);
    assert!(!is_new(), "passed");
    // Said again, it takes another exam; or a lead's word.
    team.world.pass(1);
    team.sit(&team.lead);
    run(team.desk.set_new(&team.agent, "")).unwrap();
    run(team.desk.set_new(&team.agent, UNTIL_LEAD)).unwrap();
    assert!(is_new());
    run(team.desk.set_new(&team.agent, "")).unwrap();
    assert!(!is_new());
    run(team.desk.undo()).unwrap();
    assert!(is_new());
}

/// A lead's own questions are drawn, practised and kept on the file like scripts; an exam taken keeps what it asked.
#[test]
fn own_questions_are_practised_and_examined() {
    let team = trained();
    let own = |ask: &str, wrong: &[&str]| OwnQuestion {
        group: "物业 规章".into(),
        ask: ask.into(),
        right: format!("{ask}答"),
        wrong: wrong.iter().map(|text| (*text).to_owned()).collect(),
        ..OwnQuestion::default()
    };
    team.sit(&team.agent);
    assert!(matches!(run(team.desk.set_question(&own("甲", &[]), "")), Err(DeskError::NotAllowed(Role::Lead))));
    team.sit(&team.lead);
    assert!(matches!(run(team.desk.set_question(&own(" ", &[]), "")), Err(DeskError::Missing("ask"))));
    run(team.desk.keep_draft("question/", "{}")).unwrap();
    run(team.desk.set_question(&own("甲", &["错一", "错二"]), "question/")).unwrap();
    assert_eq!(team.desk.draft("question/"), None);
    team.world.pass(1);
    run(team.desk.set_question(&own("乙", &["错三"]), "")).unwrap();
    let groups = team.desk.drill_groups();
    let last = groups.last().unwrap();
    assert_eq!((groups.len(), &*last.name, last.count, &*last.pack), (3, "物业 规章", 2, ""));
    let group = last.id.clone();
    let practised = team.desk.drill_scripts(std::slice::from_ref(&group));
    assert_eq!(practised.len(), 2);
    let script = team.desk.drill_script(&practised[0].id).unwrap();
    assert_eq!((&*script.question, script.first()), ("甲", "甲答"));

    let exam = Exam { groups: vec![group.clone()], count: 9, ..exam() };
    run(team.desk.set_exam(&exam, "")).unwrap();
    let id = team.desk.exams(false)[0].id.clone();
    team.sit(&team.agent);
    let attempt = run(team.desk.begin_exam(&id)).unwrap();
    let asked = team.desk.attempt(&attempt).unwrap().asked.questions.clone();
    assert_eq!(asked.len(), 2);
    for one in &asked {
        assert_eq!(one.options.len(), if one.question == "甲" { 3 } else { 2 });
        assert_eq!(one.options[one.right], format!("{}答", one.question));
    }
    run(team.desk.hand_exam_in(&attempt, asked.iter().map(|one| Some(one.right)).collect(), "")).unwrap();
    assert!(team.desk.attempt(&attempt).unwrap().passed());

    team.sit(&team.lead);
    let first = team.desk.questions(false)[0].clone();
    run(team.desk.set_question(&OwnQuestion { ask: "丙".into(), ..first.clone() }, "")).unwrap();
    assert_eq!(team.desk.question(&first.id).unwrap().ask, "丙");
    assert_eq!(team.desk.attempt(&attempt).unwrap().asked.questions, asked, "it stays as it was");
    run(team.desk.undo()).unwrap();
    assert_eq!(team.desk.question(&first.id), Some(first.clone()));
    run(team.desk.put_question_away(&first.id, true)).unwrap();
    assert_eq!((team.desk.questions(false).len(), team.desk.questions(true).len()), (1, 1));
    assert_eq!(team.desk.drill_scripts(&[group]).len(), 1);
}
