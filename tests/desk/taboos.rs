//! Words never to say: the team's list, who changes it, what is counted of them.

use shouwen::desk::{DeskError, TabooInfo};
use shouwen::model::agent::Role;
use shouwen::model::change::{Change, How, Known};
use shouwen::model::document::DocId;
use shouwen::model::taboo::{Severity, Taboo};

use crate::help::{Team, run, team};

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn taboo(words: &[&str], instead: &[&str]) -> Taboo {
    let (words, instead) = (texts(words), texts(instead));
    Taboo { words, instead, why: "推开客户".into(), severity: Severity::Never, ..Taboo::default() }
}

fn own(team: &Team) -> TabooInfo {
    team.desk.all_taboos().into_iter().find(|info| info.doc.name().contains(".own_")).unwrap()
}

fn counted(team: &Team, id: &DocId) -> Vec<(usize, usize)> {
    let doc = crate::help::doc(&team.desk, id).unwrap();
    let log = doc.document.log().iter().filter(|entry| doc.fold.counts(entry.stamp));
    let counted = log.filter_map(|entry| match &entry.change {
        Change::Known(Known::Worded { said, mended }) => Some((said.len(), mended.len())),
        _ => None,
    });
    counted.collect()
}

#[test]
fn a_lead_keeps_the_list_and_what_is_said_instead_is_fit_to_be_said() {
    let team = team();
    let place = "taboo/new";
    team.sit(&team.agent);
    let new = taboo(&["关我屁事"], &["这件事我来跟。"]);
    let refused = run(team.desk.put_taboo(None, "test", &new, place));
    assert!(matches!(refused, Err(DeskError::NotAllowed(Role::Lead))));

    team.sit(&team.lead);
    let put = |taboo: &Taboo| run(team.desk.put_taboo(None, "test", taboo, place));
    assert!(matches!(put(&taboo(&[], &[])), Err(DeskError::Missing("words"))));
    assert!(matches!(put(&taboo(&["**"], &[])), Err(DeskError::Missing("words"))));
    let why = Taboo { why: " ".into(), ..new.clone() };
    assert!(matches!(put(&why), Err(DeskError::Missing("taboo_why"))));
    let unfit = taboo(&["关我屁事"], &["关我屁事吗"]);
    assert!(matches!(put(&unfit), Err(DeskError::Unfit(word)) if word == "关我屁事"));
    put(&new).unwrap();
    let known = own(&team);
    assert_eq!((&known.taboo.words, known.off), (&new.words, false));
    assert_eq!(team.desk.taboos().find("这关我屁事").len(), 1);

    // It may be changed so that it holds what it held, and comes back as it was.
    let wider = Taboo { words: texts(&["关我屁事", "关我什么事"]), ..known.taboo.clone() };
    run(team.desk.put_taboo(Some(&known.doc), "test", &wider, place)).unwrap();
    assert_eq!(team.desk.taboos().find("关我什么事").len(), 1);
    let same = run(team.desk.put_taboo(Some(&known.doc), "test", &own(&team).taboo, place));
    assert!(matches!(same, Err(DeskError::Unchanged)));
    run(team.desk.undo()).unwrap();
    assert!(team.desk.taboos().find("关我什么事").is_empty());

    run(team.desk.switch_taboo(&known.doc, true)).unwrap();
    assert!(team.desk.taboos().find("这关我屁事").is_empty());
    assert!(own(&team).off);
    assert!(team.desk.export_pack("test").unwrap().taboos.iter().all(|taboo| !taboo.id.starts_with("own_")));
    run(team.desk.undo()).unwrap();
    assert_eq!(team.desk.taboos().find("这关我屁事").len(), 1);
    assert!(team.desk.export_pack("test").unwrap().taboos.iter().any(|taboo| taboo.id.starts_with("own_")));
}

#[test]
fn what_is_written_is_counted_and_taken_back_with_it() {
    let team = team();
    team.sit(&team.lead);
    run(team.desk.put_taboo(None, "test", &taboo(&["关我屁事"], &["这件事我来跟。"]), "")).unwrap();
    team.sit(&team.agent);
    let case = team.ticket("漏水");
    run(team.desk.say(&case, How::Note, "已回电", 0)).unwrap();
    assert_eq!(counted(&team, &case), []);
    run(team.desk.say(&case, How::Contact, "客户：你们说关我屁事", 0)).unwrap();
    assert_eq!(counted(&team, &case), [], "what the customer says is not the agent's");
    run(team.desk.say(&case, How::Reply, "关我屁事，关我屁事", 0)).unwrap();
    assert_eq!(counted(&team, &case), [(2, 0)]);
    run(team.desk.undo()).unwrap();
    assert_eq!(counted(&team, &case), []);

    team.desk.note_mended("test.own_x", "这件事我来跟");
    run(team.desk.say(&case, How::Reply, "稍等", 0)).unwrap();
    assert_eq!(counted(&team, &case), [], "it has not been said yet");
    run(team.desk.say(&case, How::Reply, "您好，这件事我来跟，关我屁事", 0)).unwrap();
    assert_eq!(counted(&team, &case), [(1, 1)]);
    run(team.desk.say(&case, How::Call, "这件事我来跟", 2)).unwrap();
    assert_eq!(counted(&team, &case), [(1, 1)], "counted once");
    run(team.desk.promise(&case, "关我屁事", team.desk.now() + 1, &[])).unwrap();
    assert_eq!(counted(&team, &case), [(1, 1), (1, 0)]);
}
