//! The handbook: who may write it, what its versions are, who has read which, what follows it.

use shouwen::desk::{ChapterText, DeskError};
use shouwen::model::agent::Role;
use shouwen::model::chapter::{Chapter, register};
use shouwen::model::document::DocId;
use shouwen::model::markup::MarkupError;
use shouwen::model::value::Value;

use crate::help::{Team, pack, run, team};

fn chapter(id: &str, part: &str, text: &str) -> Chapter {
    Chapter { id: id.into(), title: id.to_uppercase(), part: part.into(), text: text.into() }
}

/// A team whose pack has four chapters.
fn reading() -> (Team, DocId) {
    let team = team();
    let mut pack = pack();
    pack.version = 2;
    pack.chapters = vec![
        chapter("a", "总则", "## 甲\n\n三声以内接起。"),
        chapter("b", "业务", "乙的退款。"),
        chapter("c", "总则", "丙。"),
        chapter("d", "业务", "丁。"),
    ];
    pack.kinds[0].source = "a".into();
    run(team.desk.install(&pack)).unwrap();
    (team, DocId::new("chapter-test.a"))
}

fn order(team: &Team) -> String {
    team.desk.chapters(false).iter().map(|chapter| chapter.title.clone()).collect::<Vec<_>>().join(" ")
}

fn says(title: &str, text: &str) -> ChapterText {
    ChapterText { title: title.into(), part: "总则".into(), text: text.into() }
}

#[test]
fn a_changed_chapter_is_to_be_read_again() {
    let (team, id) = reading();
    team.sit(&team.agent);
    assert_eq!(team.desk.unread_count(), 4);
    run(team.desk.confirm_read(&id)).unwrap();
    assert!(matches!(run(team.desk.confirm_read(&id)), Err(DeskError::Unchanged)));
    assert_eq!((team.desk.unread_count(), team.desk.unread(&team.other).len()), (3, 4));

    let new = says("A", "## 甲\n\n两声以内接起。");
    let refused = run(team.desk.change_chapter(&id, &new, None, ""));
    assert!(matches!(refused, Err(DeskError::NotAllowed(Role::Lead))), "the handbook is a lead's");
    team.sit(&team.lead);
    let who = |team: &Team| {
        let head = team.desk.chapter(&id).unwrap();
        let read = team.desk.readers(&head).into_iter().filter(|(_, at)| at.is_some());
        read.map(|(agent, _)| agent.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(who(&team), ["王客服"]);
    run(team.desk.change_chapter(&id, &new, None, "")).unwrap();
    assert!(who(&team).is_empty(), "nobody has read what it says now");

    team.sit(&team.agent);
    assert_eq!(team.desk.unread_count(), 4);
    let (version, _) = team.desk.read_by(&team.agent).last(&id).unwrap();
    let versions = team.desk.chapter_versions(&id);
    assert_eq!(versions.iter().map(|one| one.sign == version).collect::<Vec<_>>(), [true, false]);
    run(team.desk.confirm_read(&id)).unwrap();
    assert_eq!(team.desk.unread_count(), 3);

    // What says the same as before needs no reading again.
    team.sit(&team.lead);
    team.world.pass(1);
    run(team.desk.undo()).unwrap();
    team.sit(&team.agent);
    assert_eq!((team.desk.unread_count(), team.desk.chapter_versions(&id).len()), (3, 3));
    // Another tab, or the next start, reads the same.
    let again = team.world.open(&team.store);
    assert_eq!((again.unread(&team.agent).len(), again.unread(&team.other).len()), (3, 4));
}

#[test]
fn only_oneself_says_what_one_has_read() {
    let (team, id) = reading();
    team.sit(&team.agent);
    run(team.desk.confirm_read(&id)).unwrap();
    run(team.desk.undo()).unwrap();
    assert_eq!(team.desk.unread_count(), 4, "taken back");
    let forged = shouwen::desk::Action::on(
        "x",
        &DocId::fixed("reading", &team.other),
        vec![shouwen::model::change::Known::Added { set: "read".into(), item: "test.a@0".into() }],
    );
    assert!(matches!(run(team.desk.commit(forged)), Err(DeskError::NotAllowed(Role::Manager))));
}

#[test]
fn what_is_no_markup_is_not_saved_and_said_exactly() {
    let (team, id) = reading();
    team.sit(&team.lead);
    let bad = says("A", "好\n\n| 一 | 二 |\n|---|---|\n| 1 |");
    match run(team.desk.change_chapter(&id, &bad, None, "")) {
        Err(DeskError::Markup(fault)) => {
            assert_eq!((fault.line, fault.what), (5, MarkupError::Cells { found: 1, wanted: 2 }));
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(run(team.desk.change_chapter(&id, &says(" ", "x"), None, "")), Err(DeskError::Missing("title"))));
    assert_eq!(team.desk.chapter_versions(&id).len(), 1);
}

#[test]
fn chapters_are_added_moved_put_away_and_brought_back() {
    let (team, id) = reading();
    team.sit(&team.lead);
    assert_eq!(order(&team), "A C B D", "part by part");
    run(team.desk.move_chapter(&id, false)).unwrap();
    assert_eq!(order(&team), "C A B D");
    assert!(matches!(run(team.desk.move_chapter(&id, false)), Err(DeskError::Unchanged)));
    run(team.desk.undo()).unwrap();
    assert_eq!(order(&team), "A C B D");

    let (own, _) = run(team.desk.add_chapter("test", &says("E", "戊。"), "")).unwrap();
    assert_eq!(order(&team), "A C E B D");
    let exported = team.desk.export_pack("test").unwrap();
    assert!(exported.chapters.iter().any(|chapter| chapter.title == "E"));
    assert!(shouwen::model::check::check(&exported, &["test.beside".into()]).is_empty(), "{exported:?}");

    run(team.desk.put_chapter_away(&id, true)).unwrap();
    assert_eq!((order(&team).as_str(), team.desk.chapters(true).len()), ("C E B D", 1));
    let exported = team.desk.export_pack("test").unwrap();
    assert_eq!((exported.chapters.len(), &*exported.kinds[0].source), (4, ""), "nothing names what is not there");
    run(team.desk.put_chapter_away(&id, false)).unwrap();
    run(team.desk.move_chapter(&own, true)).unwrap();
    assert_eq!(order(&team), "A E C B D");
    team.sit(&team.manager);
    run(team.desk.remove_pack("test")).unwrap();
    assert_eq!((order(&team).as_str(), team.desk.unread_count()), ("", 0), "the pack is not in use");
}

#[test]
fn two_who_write_at_once_lose_nothing() {
    let (team, id) = reading();
    team.sit(&team.lead);
    let seen = team.desk.doc(&id).unwrap().fold.register(register::TEXT).stamps();
    run(team.desk.change_chapter(&id, &says("A", "林改的。"), Some(seen.clone()), "")).unwrap();
    team.sit(&team.manager);
    run(team.desk.change_chapter(&id, &says("A", "马改的。"), Some(seen), "")).unwrap();
    let doc = team.desk.doc(&id).unwrap();
    let live: Vec<_> = doc.fold.register(register::TEXT).live().iter().map(|live| live.value.clone()).collect();
    assert_eq!(live, [Value::text("马改的。"), Value::text("林改的。")]);
    run(team.desk.change_chapter(&id, &says("A", "林改的。"), None, "")).unwrap();
    let doc = team.desk.doc(&id).unwrap();
    assert!(!doc.fold.register(register::TEXT).is_conflict());
    assert_eq!(team.desk.chapter_text(&id), "林改的。");
}

#[test]
fn what_follows_a_chapter_is_found_from_it_and_by_it() {
    let (team, id) = reading();
    let named = team.desk.named_by(&id);
    assert_eq!(named.kinds.iter().map(|kind| kind.id.as_str()).collect::<Vec<_>>(), ["test.case"]);
    assert_eq!(team.desk.source_chapter("test", "a").unwrap().id, id);
    assert!(team.desk.source_chapter("test", "").is_none());
    let found: Vec<String> = team.desk.find_chapters("退款").iter().map(|(chapter, _)| chapter.title.clone()).collect();
    assert_eq!(found, ["B"]);
}
