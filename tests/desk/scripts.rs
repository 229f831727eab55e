//! The library of scripts: whose they are, who may change them, suggestions, earlier versions, what is counted.

use shouwen::desk::{Desk, DeskError, NewTicket, ScriptEdit, ScriptImport};
use shouwen::model::agent::Role;
use shouwen::model::document::DocId;
use shouwen::model::library::versions;
use shouwen::model::script::{Answer, Fit, Script};
use shouwen::query::script_table::Trial;
use shouwen::query::scripts::Standing;

use crate::help::{Team, int, run, team};

fn script(title: &str, text: &str) -> Script {
    let answers = vec![Answer { when: String::new(), text: text.into() }];
    Script { code: "yfsm".into(), title: title.into(), answers, ..Script::default() }
}

fn new(title: &str, own: bool) -> ScriptEdit {
    ScriptEdit { after: script(title, "邮费我们承担。"), own, ..ScriptEdit::default() }
}

/// An edit that begins now.
fn edit(desk: &Desk, name: &str, change: impl FnOnce(&mut Script)) -> ScriptEdit {
    let before = (*desk.script(name).unwrap()).clone();
    let seen = shouwen::model::library::seen(&desk.doc(&DocId::fixed("script", name)).unwrap().fold);
    let mut after = before.clone();
    change(&mut after);
    ScriptEdit { before, after, seen, ..ScriptEdit::default() }
}

fn found(team: &Team, text: &str) -> Vec<String> {
    team.desk.find_scripts(text, None, 50).iter().map(|script| script.title.clone()).collect()
}

fn refused<T>(done: &Result<T, DeskError>) -> bool {
    matches!(done, Err(DeskError::NotAllowed(Role::Lead)))
}

#[test]
fn ones_own_scripts_are_ones_own_and_the_teams_are_a_leads() {
    let team = team();
    team.sit(&team.agent);
    let (own, _) = run(team.desk.save_script("", &new("我的运费说明", true), "script/new")).unwrap();
    assert_eq!(found(&team, "运费"), ["我的运费说明"]);
    assert!(refused(&run(team.desk.save_script("", &new("运费说明", false), "script/new"))));

    team.sit(&team.lead);
    assert!(found(&team, "运费").is_empty() && team.desk.script(own.name()).is_none(), "others do not see it");
    let (id, _) = run(team.desk.save_script("", &new("运费说明", false), "script/new")).unwrap();

    team.sit(&team.agent);
    assert_eq!(found(&team, "运费").len(), 2);
    let change = edit(&team.desk, id.name(), |script| script.title = "邮费说明".into());
    assert!(refused(&run(team.desk.save_script(id.name(), &change, ""))));
    assert!(refused(&run(team.desk.archive_script(id.name(), true))));
    run(team.desk.archive_script(own.name(), true)).unwrap();
    assert_eq!(found(&team, "运费"), ["运费说明"], "what is archived is not found");
    run(team.desk.undo()).unwrap();
    assert_eq!(found(&team, "运费").len(), 2);
}

#[test]
fn a_fault_is_named_and_nothing_is_saved() {
    let team = team();
    team.sit(&team.lead);
    let wrong = ScriptEdit { after: script("运费", "{nobody}您好"), ..ScriptEdit::default() };
    let Err(DeskError::Faulty(fault)) = run(team.desk.save_script("", &wrong, "")) else { panic!("saved") };
    assert_eq!(fault.to_string(), "answers[0].text: nothing fills the placeholder {nobody}");
    // A field of a kind of the desk fills one.
    let right = ScriptEdit { after: script("运费", "{amount}，{customer}您好{|}"), ..ScriptEdit::default() };
    run(team.desk.save_script("", &right, "")).unwrap();
}

#[test]
fn every_version_can_be_restored_and_undone() {
    let team = team();
    team.sit(&team.lead);
    let (id, _) = run(team.desk.save_script("", &new("一", false), "")).unwrap();
    for title in ["二", "三"] {
        team.world.pass(1);
        let change = edit(&team.desk, id.name(), |script| script.title = title.into());
        run(team.desk.save_script(id.name(), &change, "")).unwrap();
        assert!(matches!(
            run(team.desk.save_script(id.name(), &ScriptEdit { before: change.after.clone(), ..change }, "")),
            Err(DeskError::Unchanged)
        ));
    }
    let title = || team.desk.script(id.name()).unwrap().title.clone();
    let all = versions(&team.desk.doc(&id).unwrap().document);
    assert_eq!(all.iter().map(|version| &*version.script.title).collect::<Vec<_>>(), ["一", "二", "三"]);
    team.world.pass(1);
    run(team.desk.restore_script(id.name(), all[0].stamp)).unwrap();
    assert_eq!(title(), "一");
    run(team.desk.undo()).unwrap();
    assert_eq!(title(), "三");
}

#[test]
fn an_agent_suggests_and_a_lead_answers() {
    let team = team();
    team.sit(&team.lead);
    let (id, _) = run(team.desk.save_script("", &new("运费", false), "")).unwrap();
    team.sit(&team.agent);
    let mut change = edit(&team.desk, id.name(), |script| script.answers[0].text = "运费我们承担。".into());
    change.why = "更顺口".into();
    run(team.desk.suggest(id.name(), &change, "")).unwrap();
    run(team.desk.suggest("", &new("新的", false), "")).unwrap();
    let of_agent = team.desk.suggestions();
    assert_eq!(of_agent.len(), 2);
    let about = |script: &str| of_agent.iter().find(|one| one.script == script).unwrap().clone();
    let (one, other) = (about(id.name()), about(""));
    assert!(refused(&run(team.desk.accept_suggestion(&one.id))));
    team.sit(&team.other);
    assert!(team.desk.suggestions().is_empty(), "others' are a lead's to see");
    assert!(refused(&run(team.desk.withdraw_suggestion(&one.id))));

    team.sit(&team.lead);
    let first = || team.desk.script(id.name()).unwrap().first().to_owned();
    let meanwhile = edit(&team.desk, id.name(), |script| script.title = "运费由谁出".into());
    run(team.desk.save_script(id.name(), &meanwhile, "")).unwrap();
    team.world.pass(1);
    run(team.desk.accept_suggestion(&one.id)).unwrap();
    let taken = team.desk.suggestions().into_iter().find(|other| other.id == one.id).unwrap();
    let before = team.desk.before_suggestion(&taken);
    assert_eq!(
        (before.first(), &*before.title),
        ("邮费我们承担。", "运费由谁出"),
        "what it changed is told afterwards"
    );
    assert_eq!(taken.answered.as_ref().map(|(by, _)| by), Some(&team.lead));
    assert_eq!((first().as_str(), found(&team, "由谁出").len()), ("运费我们承担。", 1));
    assert!(matches!(run(team.desk.accept_suggestion(&one.id)), Err(DeskError::Unchanged)), "answered");
    run(team.desk.undo()).unwrap();
    assert_eq!(first(), "邮费我们承担。", "one undo takes back the change and the answer");
    assert!(team.desk.suggestions().iter().all(|one| one.is_open()));
    assert!(matches!(run(team.desk.decline_suggestion(&one.id, " ", "")), Err(DeskError::Missing("why"))));
    run(team.desk.decline_suggestion(&one.id, "财务不同意", "")).unwrap();
    run(team.desk.accept_suggestion(&other.id)).unwrap();
    assert_eq!(found(&team, "新的"), ["新的"]);
    team.sit(&team.agent);
    let ended = team.desk.suggestions();
    assert_eq!(ended.iter().find(|one| !one.because.is_empty()).unwrap().because, "财务不同意");
}

#[test]
fn what_is_used_is_counted_in_few_entries_and_comes_first() {
    let team = team();
    team.sit(&team.agent);
    let save = |title: &str| {
        team.world.pass(1);
        run(team.desk.save_script("", &new(title, true), "")).unwrap().0
    };
    let (a, b) = (save("说明一"), save("说明二"));
    let values = vec![("amount".to_owned(), int(100))];
    let ticket = NewTicket { kind: "test.beside".into(), text: "问运费".into(), values, ..NewTicket::default() };
    let (ticket, _) = run(team.desk.open_ticket(ticket)).unwrap();
    assert_eq!(found(&team, "说明"), ["说明一", "说明二"]);
    for _ in 0..3 {
        run(team.desk.used_script(b.name(), true, Some(&ticket))).unwrap();
    }
    assert_eq!(found(&team, "说明"), ["说明二", "说明一"], "at once, before it is written");
    assert_eq!(team.desk.count("uses"), 0);
    for _ in 0..17 {
        run(team.desk.used_script(a.name(), false, None)).unwrap();
    }
    let log = |desk: &Desk| {
        let id = DocId::new(&format!("uses-{}-2026-11", team.agent));
        desk.doc(&id).map_or(0, |doc| doc.document.log().len())
    };
    assert_eq!(log(&team.desk), 2, "twenty uses are one entry");
    let (last, _) = run(team.desk.save_script("", &new("别的", true), "")).unwrap();
    run(team.desk.used_script(last.name(), false, None)).unwrap();
    run(team.desk.write_uses()).unwrap();
    run(team.desk.undo()).unwrap();
    assert!(log(&team.desk) == 3 && team.desk.script(last.name()).is_none(), "counting is no action");

    // The ticket is solved after it.
    run(team.desk.take_step(&ticket, "end", shouwen::model::flow::Answers::default())).unwrap();
    run(team.desk.write_uses()).unwrap();
    let counted = team.desk.uses_of(b.name());
    assert_eq!((counted.len(), counted[0].uses.written, counted[0].uses.solved), (1, 3, 1));
    assert_eq!(team.desk.uses_of(a.name())[0].uses.copied, 17);
    let again = team.world.open(&team.store);
    assert_eq!(again.uses_of(b.name()), counted);
}

#[test]
fn a_use_is_counted_once_although_the_write_fails() {
    for after in 0..6 {
        let team = team();
        team.sit(&team.agent);
        let (script, _) = run(team.desk.save_script("", &new("说明", true), "")).unwrap();
        for _ in 0..3 {
            run(team.desk.used_script(script.name(), true, None)).unwrap();
        }
        team.store.set_fault(shouwen::store::Fault::Full { after });
        let answer = run(team.desk.write_uses());
        team.store.set_fault(shouwen::store::Fault::None);
        let written = |desk: &Desk| desk.uses_of(script.name())[0].uses.written;
        assert_eq!(written(&team.desk), 3, "{after} writes, {answer:?}");
        // The tab is closed: what the next one finds is the same, and is written once.
        let again = team.world.open(&team.store);
        assert_eq!(written(&again), 3, "{after} writes, {answer:?}");
        run(again.write_uses()).unwrap();
        run(again.write_uses()).unwrap();
        assert_eq!(written(&again), 3);
        assert_eq!(written(&team.world.open(&team.store)), 3);
    }
}

#[test]
fn scripts_of_the_team_stand_beside_the_tickets_they_fit() {
    let team = team();
    team.sit(&team.lead);
    let kind = team.desk.kind("test.case").unwrap();
    let state = kind.states[0].id.clone();
    let fit = Fit { kind: kind.id.clone(), states: vec![state.clone()] };
    let after = Script { fits: vec![fit], ..script("个案的话", "您好。") };
    let (id, _) = run(team.desk.save_script("", &ScriptEdit { after, ..ScriptEdit::default() }, "")).unwrap();
    let beside = |state: &str| team.desk.scripts_for("test.case", state).iter().any(|script| script.id == id.name());
    assert!(beside(&state) && beside("nowhere"), "a state without any shows those of its kind");
    let fit = Fit { kind: kind.id.clone(), states: vec!["nowhere".to_owned()] };
    let after = Script { fits: vec![fit], ..script("别处的话", "您好。") };
    run(team.desk.save_script("", &ScriptEdit { after, ..ScriptEdit::default() }, "")).unwrap();
    assert!(beside(&state) && !beside("nowhere"));
    run(team.desk.save_script("", &new("别的话", false), "")).unwrap();
    let standing = Standing { kind: kind.id.clone(), state, channel: "phone".into() };
    let all = team.desk.find_scripts("话", Some(&standing), 9);
    assert_eq!(all[0].title, "个案的话");
}

#[test]
fn scripts_are_put_in_order() {
    let team = team();
    team.sit(&team.lead);
    let ids: Vec<DocId> = ["一", "二", "三"]
        .iter()
        .map(|title| run(team.desk.save_script("", &new(title, false), "")).unwrap().0)
        .collect();
    let names = |of: &[usize]| of.iter().map(|at| ids[*at].name().to_owned()).collect::<Vec<_>>();
    run(team.desk.move_script(ids[2].name(), &names(&[0, 1]), 0)).unwrap();
    let order = || {
        let mut all = team.desk.scripts();
        all.retain(|script| script.place.is_some());
        all.sort_by_key(|script| script.place);
        all.iter().map(|script| script.title.clone()).collect::<Vec<_>>()
    };
    assert_eq!(order(), ["三", "一", "二"]);
    run(team.desk.move_script(ids[2].name(), &names(&[0, 1]), 1)).unwrap();
    assert_eq!(order(), ["一", "三", "二"]);
    run(team.desk.undo()).unwrap();
    assert_eq!(order(), ["三", "一", "二"]);
}

#[test]
fn a_table_is_imported_whole_and_taken_back_at_once() {
    let team = team();
    team.sit(&team.lead);
    let trial = Trial {
        scripts: vec![
            Script { groups: vec!["新组".into()], ..script("运费说明", "邮费我们承担。") },
            Script { steps: vec!["查订单".into()], ..script("退货地址", "请寄到仓库。") },
        ],
        groups: vec!["新组".into()],
        problems: Vec::new(),
    };
    assert_eq!(team.desk.weigh_scripts(&trial), ScriptImport { new: 2, changed: 0, same: 0 });
    run(team.desk.import_scripts(&trial)).unwrap();
    let groups = || team.desk.list("script_groups").items.iter().map(|item| item.name.clone()).collect::<Vec<_>>();
    assert!(groups().contains(&"新组".to_owned()) && found(&team, "运费").len() == 1);
    // Again: nothing changes but what the table says otherwise; what it leaves empty stays.
    let again = Trial {
        scripts: vec![script("运费说明", "邮费我们承担。"), script("退货地址", "请寄到二号仓。")],
        ..Trial::default()
    };
    assert_eq!(team.desk.weigh_scripts(&again), ScriptImport { new: 0, changed: 1, same: 1 });
    run(team.desk.import_scripts(&again)).unwrap();
    let address = || team.desk.find_scripts("退货地址", None, 1)[0].clone();
    assert_eq!((address().first(), address().steps.len()), ("请寄到二号仓。", 1));
    run(team.desk.undo()).unwrap();
    assert_eq!(address().first(), "请寄到仓库。");
    run(team.desk.undo()).unwrap();
    assert!(found(&team, "运费").is_empty() && !groups().contains(&"新组".to_owned()));
    team.sit(&team.agent);
    assert!(refused(&run(team.desk.import_scripts(&trial))));
}

#[test]
fn what_was_written_becomes_the_draft_of_a_script() {
    let team = team();
    team.sit(&team.agent);
    run(team.desk.begin_script("{customer}您好")).unwrap();
    run(team.desk.begin_script("又一句")).unwrap();
    let edit: ScriptEdit = serde_json::from_str(&team.desk.draft("script/new").unwrap()).unwrap();
    let texts: Vec<&str> = edit.after.answers.iter().map(|answer| &*answer.text).collect();
    assert_eq!((texts, edit.own), (vec!["{customer}您好", "又一句"], true), "what is typed is not lost");
}
