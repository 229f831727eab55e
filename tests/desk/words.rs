//! What packs say in the words of Taiwan: shown everywhere, kept nowhere, and never put upon what people wrote.

use std::cell::RefCell;
use std::rc::Rc;

use shouwen::desk::{Changed, Desk, ScriptEdit, Wanted};
use shouwen::model::document::DocId;
use shouwen::model::fold::Fold;
use shouwen::model::library::seen;
use shouwen::model::script::{Answer, Script};
use shouwen::model::words::{Wording, Words};

use crate::help::{Team, found, handbooks, public, run, stored, team};

fn words() -> Rc<dyn Words> {
    Rc::new(Wording::parse(&public("zh-TW.txt").unwrap()))
}

/// A team with all handbooks.
fn equipped() -> Team {
    let team = team();
    for pack in handbooks() {
        run(team.desk.install(&pack)).unwrap();
    }
    team
}

fn in_taiwan() -> Team {
    let team = equipped();
    // What people write comes after the packs.
    team.world.pass(3 * 24 * 60);
    run(team.desk.set_words(Some(words())));
    team
}

/// A script of a pack that has a line to change.
fn some_script(team: &Team) -> Script {
    let all = team.desk.scripts();
    let script = all.iter().find(|script| script.id.starts_with("ecommerce.") && script.answers.len() > 1);
    (**script.unwrap()).clone()
}

fn edit(team: &Team, script: &Script, change: impl Fn(&mut Script)) -> ScriptEdit {
    let doc = team.desk.doc(&DocId::fixed("script", &script.id)).unwrap();
    let mut after = script.clone();
    change(&mut after);
    ScriptEdit { before: script.clone(), after, seen: seen(&doc.fold), ..ScriptEdit::default() }
}

#[test]
fn all_that_packs_say_is_shown_so_and_nothing_is_kept_so() {
    let team = equipped();
    let (before, packs) = (stored(&team.store), handbooks());
    let plain: Vec<_> = packs.iter().map(|pack| team.desk.export_pack(&pack.id)).collect();
    run(team.desk.set_words(Some(words())));
    let words = words();
    let same = |text: &str| assert_eq!(words.of(text), text);
    for info in team.desk.all_kinds() {
        let mut kind = (*info.kind).clone();
        // What a move writes itself is kept, and kept as it is written.
        kind.moves.iter_mut().for_each(|step| step.effects.clear());
        same(&serde_json::to_string(&kind).unwrap());
    }
    for list in team.desk.lists().iter().filter(|list| !list.items.is_empty()) {
        same(&list.name);
        list.items.iter().for_each(|item| same(&item.name));
    }
    for script in team.desk.scripts() {
        same(&serde_json::to_string(&script).unwrap());
    }
    for info in team.desk.guides() {
        same(&serde_json::to_string(&info.guide).unwrap());
    }
    for chapter in team.desk.chapters(false) {
        same(&chapter.title);
        same(&chapter.part);
        same(&team.desk.chapter_text(&chapter.id));
    }
    for info in team.desk.all_taboos() {
        same(&[info.taboo.why, info.taboo.instead.concat()].concat());
    }
    let named: Vec<String> = team.desk.packs().into_iter().map(|(_, name, _)| name).collect();
    assert!(named.contains(&"綜合服務熱線".to_owned()), "{named:?}");
    let exported: Vec<_> = packs.iter().map(|pack| team.desk.export_pack(&pack.id)).collect();
    assert!(exported == plain, "a pack leaves as it is written");
    assert_eq!(stored(&team.store), before);
    run(team.desk.set_words(None));
    assert_eq!(
        team.desk.kind("ecommerce.refund").unwrap().name,
        packs[1].kinds.iter().find(|kind| kind.id == "ecommerce.refund").unwrap().name
    );
}

#[test]
fn a_person_changes_what_they_read_and_the_rest_stays_as_it_is_written() {
    let team = in_taiwan();
    team.sit(&team.lead);
    let script = some_script(&team);
    let id = DocId::fixed("script", &script.id);
    let written = Script::of(&script.id, &team.desk.doc(&id).unwrap().fold);
    assert_ne!(written.answers, script.answers);
    let rewritten = edit(&team, &script, |script| script.answers[1].text = "您的退款單我看過了。".into());
    run(team.desk.save_script(&script.id, &rewritten, "")).unwrap();
    let kept = Script::of(&script.id, &team.desk.doc(&id).unwrap().fold);
    assert_eq!(kept.answers[0], written.answers[0], "as the pack wrote it");
    assert_eq!(kept.answers[1].text, "您的退款單我看過了。", "as the person wrote it");
    assert_eq!((&kept.title, &kept.steps), (&written.title, &written.steps));
    // What the team wrote is not touched, however it is written.
    let own = Script {
        code: "cs".into(),
        title: "软件质量".into(),
        answers: vec![Answer { when: String::new(), text: "发短信给您".into() }],
        ..Script::default()
    };
    let new = ScriptEdit { after: own, ..ScriptEdit::default() };
    let (id, _) = run(team.desk.save_script("", &new, "")).unwrap();
    assert_eq!(team.desk.script(id.name()).unwrap().first(), "发短信给您");
    assert_eq!(team.desk.shown("发短信给您"), "发短信给您");
}

#[test]
fn looking_at_something_and_saving_it_writes_nothing() {
    let team = in_taiwan();
    team.sit(&team.lead);
    let list = team.desk.list("channels");
    let id = shouwen::model::list::List::doc("channels");
    let before = team.desk.doc(&id).unwrap().fold.clone();
    run(team.desk.move_item("channels", &list.items[0].id, 1)).unwrap();
    let after = team.desk.doc(&id).unwrap().fold.clone();
    let name = |fold: &Fold, item: &str| fold.text(&format!("item.{item}")).split_once(':').unwrap().1.to_owned();
    for item in &list.items {
        assert_eq!(name(&after, &item.id), name(&before, &item.id), "moved, not renamed");
    }
    let info = team.desk.guides().into_iter().find(|info| !info.guide.steps.is_empty()).unwrap();
    let doc = || team.desk.doc(&info.doc).unwrap().fold.text("definition").to_owned();
    let written = doc();
    assert!(run(team.desk.put_guide(info.id(), &info.guide, "")).is_err(), "nothing has changed");
    let mut changed = info.guide.clone();
    changed.about = "新的說明。".into();
    run(team.desk.put_guide(info.id(), &changed, "")).unwrap();
    assert_eq!(doc().replace("新的說明。", "…").len(), written.len() - info_about(&written).len() + "…".len());
    assert_eq!(team.desk.guide(info.id()).unwrap().guide.about, "新的說明。");
}

fn info_about(definition: &str) -> String {
    let guide: shouwen::model::guide::Guide = serde_json::from_str(definition).unwrap();
    guide.about
}

#[test]
fn either_way_of_writing_finds_the_other() {
    let team = in_taiwan();
    let ids = |text: &str| {
        let all = team.desk.find_scripts(text, None, 9_999);
        let mut ids: Vec<String> = all.iter().map(|script| script.id.clone()).collect();
        ids.sort();
        ids
    };
    assert!(ids("簡訊").len() > 10);
    assert_eq!(ids("簡訊"), ids("短信"));
    assert!(!ids("退货").is_empty() && ids("退货") == ids("退貨"));
    team.sit(&team.agent);
    let (simplified, traditional) = (team.ticket("发票的工单还没短信"), team.ticket("發票的工單還沒簡訊"));
    let tickets = |text: &str| {
        let mut ids: Vec<_> =
            found(&team.desk, &Wanted { query: shouwen::query::search::parse(text), ..Wanted::default() })
                .iter()
                .map(|row| row.id.clone())
                .collect();
        ids.sort();
        ids
    };
    let mut both = vec![simplified, traditional];
    both.sort();
    for text in ["发票", "發票", "工單", "短信", "簡訊"] {
        assert_eq!(tickets(text), both, "{text}");
    }
}

#[test]
fn words_never_to_say_are_found_in_both_writings() {
    let team = in_taiwan();
    let hits = |text: &str| team.desk.taboos().find(text).len();
    assert!(hits("这个我不知道") > 0);
    assert_eq!((hits("这与我无关"), hits("這與我無關")), (1, 1));
    run(team.desk.set_words(None));
    assert_eq!((hits("这与我无关"), hits("這與我無關")), (1, 0));
}

#[test]
fn groups_of_one_name_tell_their_packs() {
    let team = equipped();
    let groups = team.desk.script_groups();
    let mut names: Vec<&str> = groups.iter().map(|group| &*group.name).collect();
    assert!(names.iter().any(|name| name.contains(" · ")));
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "none twice");
}

#[test]
fn a_draw_is_the_same_in_every_language() {
    let team = equipped();
    let before = team.desk.drill_items();
    run(team.desk.set_words(Some(words())));
    assert_eq!(team.desk.drill_items(), before);
    let item = before.iter().find(|item| item.question.contains('们')).unwrap();
    assert!(!team.desk.shown(&item.question).contains('们'));
}

#[test]
fn a_conflict_with_what_a_pack_says_settles_in_either_writing() {
    use shouwen::desk::Action;
    use shouwen::model::change::{Change, Known};
    use shouwen::model::chapter::register::TITLE;
    use shouwen::model::document::Entry;
    use shouwen::model::stamp::{Stamp, Writer};
    use shouwen::model::value::Value;
    use shouwen::store::{Batch, NO_ROWS, Store};

    let team = equipped();
    let words = words();
    let title = |id: &DocId| team.desk.doc(id).unwrap().fold.text(TITLE).to_owned();
    let all = team.desk.chapters(false);
    let id = all.iter().map(|head| head.id.clone()).find(|id| words.of(&title(id)) != title(id));
    let id = id.expect("a chapter whose title is written otherwise in Taiwan");
    let written = title(&id);
    // Somebody had set it elsewhere, before the pack came there and without seeing it.
    let stamp = Stamp { millis: 1_700_000_000_000, counter: 0, writer: Writer::new(5, 6) };
    let set = Known::Set { field: TITLE.into(), value: Value::text("組裡的標題"), over: Vec::new() };
    let entry = Entry { stamp, by: team.lead.clone(), change: Change::Known(set) };
    let batch = Batch { entries: vec![(id.clone(), vec![entry])], ..Batch::default() };
    run(team.store.commit(batch, NO_ROWS, None)).unwrap();
    for choose_packs in [true, false] {
        let desk = team.world.open(&team.store);
        run(desk.set_words(Some(self::words())));
        run(desk.switch_to(&team.lead, "")).unwrap();
        let fold = crate::help::doc(&desk, &id).unwrap().fold.clone();
        let register = fold.register(TITLE);
        assert!(register.is_conflict() && register.value().as_str() == written, "the pack's word is the latest");
        let shown = words.of(&written);
        let value = Value::text(if choose_packs { &shown } else { "組裡的標題" });
        let change = Known::Set { field: TITLE.into(), value, over: register.stamps() };
        let done = run(desk.commit(Action::on("chapter_changed", &id, vec![change]))).unwrap();
        let settled = crate::help::doc(&desk, &id).unwrap().fold.clone();
        assert_eq!(settled.register(TITLE).live().len(), 1, "settled");
        let stands = settled.text(TITLE);
        assert_eq!(stands, if choose_packs { &*written } else { "組裡的標題" }, "kept as it was written");
        run(desk.undo_this(&done)).unwrap();
    }
}

#[test]
fn an_update_of_a_pack_in_another_tab_is_shown_so_too() {
    let team = in_taiwan();
    let other = team.world.open(&team.store);
    run(other.set_words(Some(words())));
    let heard: Rc<RefCell<Vec<Changed>>> = Rc::default();
    let tell = heard.clone();
    team.desk.tell_with(move |changed| tell.borrow_mut().push(changed.clone()));
    let mut newer = handbooks()[1].clone();
    newer.version += 1;
    newer.released = "2026-12-24".into();
    newer.kinds[0].name = "软件质量".into();
    let id = newer.kinds[0].id.clone();
    run(team.desk.install(&newer)).unwrap();
    assert_eq!(team.desk.kind(&id).unwrap().name, words().of("软件质量"));
    for changed in heard.take() {
        match changed {
            Changed::Documents(ids) => run(other.follow(&ids)).unwrap(),
            Changed::Pages(ids, pages) => run(other.follow_pages(&ids, &pages)).unwrap(),
            _ => run(other.reload()).unwrap(),
        }
    }
    let shown = |desk: &Desk| desk.kind(&id).unwrap().name.clone();
    assert_eq!(shown(&other), words().of("软件质量"), "as the tab that brought it shows it");
    // A tab that read everything anew did not know either.
    let third = team.world.open(&team.store);
    run(third.set_words(Some(words())));
    newer.version += 1;
    newer.kinds[0].name = "短信质量".into();
    run(team.desk.install(&newer)).unwrap();
    run(third.reload()).unwrap();
    assert_eq!(shown(&third), words().of("短信质量"));
}

/// What is kept of a script's first answer, and how it is shown.
fn answer(team: &Team, script: &str) -> (String, String) {
    let written = Script::of(script, &team.desk.doc(&DocId::fixed("script", script)).unwrap().fold);
    (written.answers[0].text.clone(), team.desk.script(script).unwrap().answers[0].text.clone())
}

#[test]
fn older_versions_are_shown_so_and_brought_back_as_they_were_written() {
    let team = in_taiwan();
    team.sit(&team.lead);
    let script = some_script(&team);
    let (written, shown) = answer(&team, &script.id);
    assert_ne!(written, shown);
    let mine = "我写的软件质量".to_owned();
    let rewritten = edit(&team, &script, |script| script.answers[1].text.clone_from(&mine));
    run(team.desk.save_script(&script.id, &rewritten, "")).unwrap();
    assert_eq!(answer(&team, &script.id), (written.clone(), shown.clone()), "what was left alone");
    assert_eq!(team.desk.script(&script.id).unwrap().answers[1].text, mine, "what people typed");
    team.world.pass(1);
    let now = (*team.desk.script(&script.id).unwrap()).clone();
    let again = edit(&team, &now, |script| script.answers[0].text = "換掉".into());
    run(team.desk.save_script(&script.id, &again, "")).unwrap();
    let all = team.desk.script_versions(&script.id);
    let told: Vec<_> = all.iter().map(|one| (&*one.script.answers[0].text, &*one.script.answers[1].text)).collect();
    assert_eq!(told, [(&*shown, &*script.answers[1].text), (&shown, &mine), ("換掉", &mine)]);
    team.world.pass(1);
    run(team.desk.restore_script(&script.id, all[0].stamp)).unwrap();
    assert_eq!(answer(&team, &script.id), (written, shown));
    assert_eq!(team.desk.script(&script.id).unwrap().answers, script.answers);
}

#[test]
fn older_versions_of_chapters_are_shown_so() {
    use shouwen::desk::ChapterText;
    use shouwen::model::chapter::register::TEXT;
    let team = in_taiwan();
    team.sit(&team.lead);
    let head = team.desk.chapters(false)[0].clone();
    let written = team.desk.doc(&head.id).unwrap().fold.text(TEXT).to_owned();
    let shown = team.desk.chapter_text(&head.id);
    assert_ne!(written, shown);
    let text = [&*shown, "\n\n我写的。"].concat();
    let new = ChapterText { title: head.title.clone(), part: head.part.clone(), text };
    team.world.pass(1);
    run(team.desk.change_chapter(&head.id, &new, None, "")).unwrap();
    let all = team.desk.chapter_versions(&head.id);
    assert_eq!((&*all[0].text, &*all[1].text), (&*shown, &*new.text));
    assert_eq!(team.desk.chapter_text(&head.id), new.text, "what was left alone is shown as before");
    assert_eq!(all.last().unwrap().sign, team.desk.chapter(&head.id).unwrap().version, "who has read it has read it");
    assert!(team.desk.doc(&head.id).unwrap().fold.text(TEXT).starts_with(&written));
}

#[test]
fn a_suggestion_holds_what_the_pack_wrote_where_it_was_left_alone() {
    let team = in_taiwan();
    let script = some_script(&team);
    team.sit(&team.agent);
    let mine = edit(&team, &script, |script| script.answers[1].text = "我写的软件质量".into());
    run(team.desk.suggest(&script.id, &mine, "")).unwrap();
    team.sit(&team.lead);
    let one = team.desk.suggestions()[0].clone();
    let after = one.apply(&team.desk.script(&script.id).unwrap());
    assert_eq!((&*after.answers[0].text, &*after.answers[1].text), (&*script.answers[0].text, "我写的软件质量"));
    let written = answer(&team, &script.id).0;
    run(team.desk.set_words(None));
    run(team.desk.accept_suggestion(&one.id)).unwrap();
    assert_eq!(answer(&team, &script.id), (written.clone(), written), "also for a lead who reads it as it is written");
}

#[test]
fn tags_and_promises_of_steps_are_shown_so() {
    use shouwen::model::kind::Effect;
    let team = in_taiwan();
    let kinds: Vec<_> = handbooks().into_iter().flat_map(|pack| pack.kinds).collect();
    let effects = kinds.iter().flat_map(|kind| &kind.moves).flat_map(|step| &step.effects);
    let text = |effect: &Effect| match effect {
        Effect::Tag(text) | Effect::Promise { text, .. } => Some(text.clone()),
        _ => None,
    };
    let texts: Vec<String> = effects.filter_map(text).collect();
    assert!(texts.len() > 40);
    for text in &texts {
        assert_eq!(team.desk.by_steps(text), words().of(text));
    }
    assert_eq!(team.desk.by_steps("发票质量"), "发票质量", "what a person wrote");
    team.sit(&team.agent);
    let id = team.ticket("换灯");
    // Typed as it is shown, it is the tag that a step writes.
    for tag in ["嚴重投訴", "发票质量"] {
        run(team.desk.tag(&id, tag)).unwrap();
    }
    let row = team.desk.row(&id).unwrap();
    assert_eq!(row.tags, ["嚴重投訴", "发票质量"]);
    let found = |text: &str| {
        found(&team.desk, &Wanted { query: shouwen::query::search::parse(text), ..Wanted::default() }).len()
    };
    assert_eq!((found("tag:嚴重投訴"), found("tag:严重投诉"), found("tag:发票质量")), (1, 1, 1));
    let kept = team.desk.doc(&id).unwrap().fold.items("tags").map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(kept, ["严重投诉", "发票质量"], "kept as they are written");
}
