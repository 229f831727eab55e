//! What happens when things go wrong. The numbers are those of the reliability list.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use shouwen::desk::{Changed, Desk, DeskError, NewImport, NewTicket, StoreError, Wanted};
use shouwen::model::change::How;
use shouwen::model::document::{DocId, Document};
use shouwen::model::value::Value;
use shouwen::store::{
    Batch, Committed, Compacted, Corrupt, Fault, Memory, Pack, PageId, Pending, Progress, Segment, Store,
};

use crate::help::{NOW, World, int, run, stored, team};

/// 1, 12: a full disk changes nothing, keeps what was typed, and a retry works.
#[test]
fn a_full_disk_changes_nothing() {
    let team = team();
    let id = team.ticket("甲");
    run(team.desk.keep_draft("reply/x", "别处的")).unwrap();
    let place = format!("reply/{id}");
    run(team.desk.keep_draft(&place, "写了半天")).unwrap();
    let told = Rc::new(Cell::new(0));
    let count = told.clone();
    team.desk.subscribe(move |_| count.set(count.get() + 1));
    let count = told.clone();
    team.desk.tell_with(move |_| count.set(count.get() + 1));
    let before = (stored(&team.store), team.desk.row(&id), team.desk.can_undo());
    let new = NewTicket { kind: "test.case".into(), text: "乙".into(), draft: "new".into(), ..NewTicket::default() };
    for after in 0..2 {
        team.store.set_fault(Fault::Full { after });
        let full = |result| matches!(result, Err(DeskError::Store(StoreError::Quota)));
        assert!(full(run(team.desk.say(&id, How::Note, "写了半天", 0)).map(drop)));
        team.store.set_fault(Fault::Full { after });
        assert!(full(run(team.desk.open_ticket(new.clone())).map(drop)));
        team.store.set_fault(Fault::Full { after });
        assert!(full(run(team.desk.attach(&id, "", "a", "", vec![1])).map(drop)));
        team.store.set_fault(Fault::Full { after });
        assert!(full(run(team.desk.undo()).map(drop)));
        team.store.set_fault(Fault::None);
        assert_eq!((stored(&team.store), team.desk.row(&id), team.desk.can_undo()), before);
        assert_eq!((team.desk.draft(&place).as_deref(), told.get()), (Some("写了半天"), 0));
        assert_eq!(team.desk.count("ticket"), 1);
    }
    run(team.desk.say(&id, How::Note, "写了半天", 0)).unwrap();
    assert_eq!((team.desk.draft(&place), told.get()), (None, 2));
    let again = team.world.open(&team.store);
    assert_eq!(again.draft_places(), ["reply/x"]);
    let (second, _) = run(team.desk.open_ticket(new)).unwrap();
    assert_eq!(team.desk.row(&second).unwrap().number, "TC261122-M01-002", "no number is lost to a failure");
}

/// 4, 9: memory mode says so; what is saved is there for the next tab.
#[test]
fn what_is_saved_is_there() {
    let team = team();
    assert!(!team.desk.is_durable());
    let id = team.ticket("甲");
    let again = team.world.open(&team.store);
    assert_eq!(again.row(&id), team.desk.row(&id));
}

/// 6, 7: one lost connection is nothing; one that stays lost is an error and nothing else.
#[test]
fn a_lost_connection_is_opened_again_once() {
    let team = team();
    let id = team.ticket("甲");
    team.store.set_fault(Fault::Lost { times: 1 });
    run(team.desk.say(&id, How::Note, "一", 0)).unwrap();
    let before = stored(&team.store);
    run(team.desk.keep_draft("reply/x", "草稿")).unwrap();
    team.store.set_fault(Fault::Lost { times: 9 });
    assert!(matches!(run(team.desk.say(&id, How::Note, "二", 0)), Err(DeskError::Store(StoreError::Closed))));
    assert!(run(team.desk.reload()).is_err());
    assert_eq!(team.desk.draft("reply/x").as_deref(), Some("草稿"));
    team.store.set_fault(Fault::None);
    assert_eq!(stored(&team.store), before);
    assert!(team.desk.row(&id).is_some(), "what was read stays in sight");
}

/// 8: a draft is kept although nobody waits for the answer.
#[test]
fn a_draft_survives_a_tab_closed_at_once() {
    let team = team();
    let mut kept = Box::pin(team.desk.keep_draft("new", "客户说……"));
    let _ = kept.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    drop(kept);
    assert_eq!(team.world.open(&team.store).draft("new").as_deref(), Some("客户说……"));
}

/// 8: a draft is unsure until its writing has ended, and is brought back as it stood when the page went.
#[test]
fn a_draft_on_its_way_when_the_page_goes_is_brought_back() {
    let team = team();
    run(team.desk.keep_draft("new", "客户")).unwrap();
    run(team.desk.keep_draft("reply/x", "师傅")).unwrap();
    assert_eq!(team.desk.unsure_drafts(), []);
    let first = team.desk.keep_draft("new", "客户说");
    let second = team.desk.keep_draft("new", "客户说……");
    let emptied = team.desk.keep_draft("reply/x", "");
    run(first).unwrap();
    let unsure = team.desk.unsure_drafts();
    let mut texts: Vec<&str> = unsure.iter().map(|(_, text)| &**text).collect();
    texts.sort_unstable();
    assert_eq!(texts, ["", "客户说……"]);
    // Not even begun, they are lost with the page.
    drop((second, emptied));
    assert_eq!(team.desk.unsure_drafts(), []);
    let next = team.world.open(&team.store);
    assert_eq!(next.draft("new").as_deref(), Some("客户说"));
    for (key, text) in unsure {
        run(next.recall_draft(key, &text)).unwrap();
    }
    let later = team.world.open(&team.store);
    assert_eq!((later.draft("new").as_deref(), later.draft("reply/x")), (Some("客户说……"), None));
    later.stop();
    let refused = later.keep_draft("new", "x");
    assert_eq!(later.unsure_drafts(), [], "after a failure nothing is written");
    assert!(run(refused).is_err());
}

/// 10: a damaged document is named and left where it is; the others are there.
#[test]
fn a_damaged_document_is_named_and_left() {
    let team = team();
    let (one, two) = (team.ticket("甲"), team.ticket("乙"));
    team.store.overwrite(&one, "{damaged");
    let (desk, damaged) = run(Desk::open(Rc::new(team.store.clone()), Box::new(World::new(4)))).unwrap();
    assert_eq!(damaged.len(), 1);
    assert!(damaged[0].contains(one.as_str()));
    assert!(desk.row(&one).is_none() && desk.row(&two).is_some());
    assert!(matches!(
        run(desk.say(&one, How::Note, "x", 0)),
        Err(DeskError::Store(StoreError::Corrupt(_)) | DeskError::NotFound(_))
    ));
    run(team.desk.reload()).unwrap();
    assert!(team.desk.row(&one).is_some(), "a reload forgets nothing it could not read");
}

/// 17: two people write the same field; both texts are kept and one click settles it.
#[test]
fn two_tabs_that_did_not_see_each_other_conflict() {
    let team = team();
    let id = team.ticket("甲");
    let other = team.world.open(&team.store);
    run(other.switch_to(&team.agent, "")).unwrap();
    let seen = crate::help::doc(&team.desk, &id).unwrap().fold.register("subject").stamps();
    run(other.set(&id, "subject", Value::text("客服写的"), Some(seen.clone()))).unwrap();
    run(team.desk.follow(std::slice::from_ref(&id))).unwrap();
    assert_eq!(team.desk.row(&id).unwrap().subject, "客服写的");
    run(team.desk.set(&id, "subject", Value::text("经理写的"), Some(seen))).unwrap();
    let doc = crate::help::doc(&team.desk, &id).unwrap();
    let live: Vec<&str> = doc.fold.register("subject").live().iter().map(|live| live.value.as_str()).collect();
    assert_eq!(live, ["经理写的", "客服写的"]);
    assert!(team.desk.row(&id).unwrap().conflict);
    run(other.follow(std::slice::from_ref(&id))).unwrap();
    assert!(other.row(&id).unwrap().conflict);
    run(other.settle(&id, "subject", Value::text("客服写的"))).unwrap();
    run(team.desk.follow(std::slice::from_ref(&id))).unwrap();
    for desk in [&team.desk, &other] {
        let row = desk.row(&id).unwrap();
        assert_eq!((&*row.subject, row.conflict), ("客服写的", false));
    }
    // Without a conflict nothing is one: the same seen, nobody between.
    run(team.desk.set(&id, "subject", Value::text("再改"), None)).unwrap();
    assert!(!team.desk.row(&id).unwrap().conflict);
}

/// 19: after a failure of the app nothing is written.
#[test]
fn a_stopped_desk_writes_nothing() {
    let team = team();
    let id = team.ticket("甲");
    team.desk.stop();
    let before = stored(&team.store);
    let stopped = |result| matches!(result, Err(DeskError::Stopped));
    assert!(stopped(run(team.desk.say(&id, How::Note, "x", 0)).map(drop)));
    assert!(stopped(run(team.desk.undo()).map(drop)));
    assert!(stopped(run(team.desk.keep_draft("new", "x"))));
    assert!(stopped(run(team.desk.set_preferences("x".into()))));
    assert!(stopped(
        run(team.desk.install(&{
            let mut pack = crate::help::pack();
            pack.kinds[0].name = "别名".into();
            pack
        }))
        .map(drop)
    ));
    assert!(run(team.desk.import(NewImport::default(), &|_| shouwen::desk::Flow::Go)).is_err());
    let _ = run(team.desk.switch_to(&team.agent, ""));
    assert_eq!(stored(&team.store), before);
    assert_eq!(team.world.open(&team.store).me().unwrap().id, team.manager);
    assert_eq!(team.world.open(&team.store).draft("new"), None);
}

/// 21: the clock goes back a day: ids and stamps stay unique, the order is that of the doing, undo still works.
#[test]
fn a_clock_set_back_repeats_nothing() {
    let team = team();
    let id = team.ticket("甲");
    run(team.desk.say(&id, How::Note, "第一句", 0)).unwrap();
    team.world.now.set(NOW - 86_400_000);
    let desk = team.world.open(&team.store);
    run(desk.say(&id, How::Note, "第二句", 0)).unwrap();
    let new = NewTicket { kind: "test.case".into(), text: "乙".into(), ..NewTicket::default() };
    let (other, _) = run(desk.open_ticket(new)).unwrap();
    assert_ne!(id, other);
    run(desk.set(&id, "subject", Value::text("改过"), None)).unwrap();
    let last = team.world.open(&team.store);
    run(last.say(&id, How::Note, "第三句", 0)).unwrap();
    let doc = last.doc(&id).unwrap();
    let texts: Vec<&str> = doc
        .document
        .log()
        .iter()
        .filter_map(|entry| match &entry.change {
            shouwen::model::change::Change::Known(shouwen::model::change::Known::Said { text, .. }) => Some(&**text),
            _ => None,
        })
        .collect();
    assert_eq!(texts, ["第一句", "第二句", "第三句"]);
    assert!(doc.document.log().is_sorted_by(|a, b| a.stamp < b.stamp));
    assert_eq!(doc.fold.text("subject"), "改过");
    run(last.undo()).unwrap().unwrap();
    assert!(last.doc(&id).unwrap().fold.undone.len() == 1);
    assert!(last.clock_ahead().is_some(), "the person is told");
}

/// C5: what is redacted is gone from the store, bytes and all, and stays gone.
#[test]
fn what_is_redacted_is_gone_from_the_store() {
    let team = team();
    let (id, other) = (team.ticket("甲"), team.ticket("乙"));
    run(team.desk.say(&id, How::Note, "身份证 310101199001011234", 0)).unwrap();
    let note = crate::help::doc(&team.desk, &id).unwrap().document.log().last().unwrap().stamp;
    let attach = |id: &DocId, bytes: &[u8]| {
        run(team.desk.attach(id, "", "id.jpg", "image/jpeg", bytes.to_vec())).unwrap();
        let doc = crate::help::doc(&team.desk, id).unwrap();
        let file = doc.fold.attachments.last().unwrap();
        (file.stamp, file.hash.clone())
    };
    let (twice, hash) = attach(&id, b"photo");
    let (again, _) = attach(&id, b"photo");
    let (undone, hidden) = attach(&id, b"hidden");
    run(team.desk.undo()).unwrap();
    let (shared, common) = attach(&id, b"common");
    let (theirs, _) = attach(&other, b"common");
    run(team.desk.undo()).unwrap();
    assert!(matches!(run(team.desk.redact(&id, vec![note], " ")), Err(DeskError::Missing("why"))));
    run(team.desk.redact(&id, vec![note, twice, again, undone, shared], "客户要求")).unwrap();
    let text = stored(&team.store);
    for gone in ["310101199001011234", &*hash, &*hidden] {
        assert!(!text.contains(gone), "{gone}");
    }
    assert!(text.contains("客户要求"));
    assert_eq!((run(team.desk.file(&hash)).unwrap(), run(team.desk.file(&hidden)).unwrap()), (None, None));
    assert!(run(team.desk.file(&common)).unwrap().is_some(), "another ticket's attachment may come back");
    assert!(crate::help::found(&team.desk, &Wanted::text("310101")).is_empty());
    // No undo brings it back, and no merge with what another tab still holds.
    while run(team.desk.undo()).unwrap().is_some() {}
    while run(team.desk.redo()).unwrap().is_some() {}
    assert!(!stored(&team.store).contains("310101199001011234"));
    run(team.desk.redact(&other, vec![theirs], "客户要求")).unwrap();
    assert_eq!(run(team.desk.file(&common)).unwrap(), None);
}

/// A store that answers one turn of the event loop late, as a browser's does.
#[derive(Clone)]
struct Slow(Memory);

/// Pending once.
#[derive(Default)]
struct Turn(bool);

impl Future for Turn {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl Store for Slow {
    fn open<'a>(&'a self, each: &'a mut dyn FnMut(Segment)) -> Pending<'a, Vec<Corrupt>> {
        Box::pin(async move {
            let mut all = Vec::new();
            let damaged = self.0.open(&mut |segment| all.push(segment)).await?;
            Turn::default().await;
            all.into_iter().for_each(each);
            Ok(damaged)
        })
    }

    fn load<'a>(&'a self, each: &'a mut dyn FnMut(Vec<Document>)) -> Pending<'a, Vec<Corrupt>> {
        Box::pin(async move {
            let mut all = Vec::new();
            let damaged = self.0.load(&mut |documents| all.extend(documents)).await?;
            Turn::default().await;
            each(all);
            Ok(damaged)
        })
    }

    fn read<'a>(&'a self, ids: &'a [DocId]) -> Pending<'a, Vec<Document>> {
        Box::pin(async move {
            let documents = self.0.read(ids).await;
            Turn::default().await;
            documents
        })
    }

    fn pages<'a>(&'a self, pages: &'a [PageId], each: &'a mut dyn FnMut(Segment)) -> Pending<'a, bool> {
        self.0.pages(pages, each)
    }

    fn commit<'a>(&'a self, batch: Batch, pack: Pack<'a>, progress: Option<Progress<'a>>) -> Pending<'a, Committed> {
        Box::pin(async move {
            let committed = self.0.commit(batch, pack, progress).await;
            Turn::default().await;
            committed
        })
    }

    fn compact<'a>(&'a self, budget: usize, stale: &'a [PageId], pack: Pack<'a>) -> Pending<'a, Compacted> {
        self.0.compact(budget, stale, pack)
    }

    fn blob<'a>(&'a self, hash: &'a str) -> Pending<'a, Option<Vec<u8>>> {
        self.0.blob(hash)
    }

    fn drafts(&self) -> Pending<'_, Vec<(String, String)>> {
        self.0.drafts()
    }

    fn put_draft<'a>(&'a self, key: &'a str, text: Option<&'a str>) -> Pending<'a, ()> {
        self.0.put_draft(key, text)
    }

    fn outbox<'a>(&'a self, after: Option<&'a str>, most: u32) -> Pending<'a, Vec<(String, String)>> {
        self.0.outbox(after, most)
    }

    fn meta<'a>(&'a self, key: &'a str) -> Pending<'a, Option<String>> {
        self.0.meta(key)
    }

    fn wipe(&self) -> Pending<'_, ()> {
        self.0.wipe()
    }

    fn is_durable(&self) -> bool {
        false
    }
}

fn step<T>(future: &mut Pin<Box<impl Future<Output = T>>>) -> Option<T> {
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

/// A read that began before a write ends after it: what was written stays in sight.
#[test]
fn a_slow_read_does_not_hide_what_was_written_since() {
    let team = team();
    let id = team.ticket("甲");
    let (desk, _) = run(Desk::open(Rc::new(Slow(team.store.clone())), Box::new(World::new(4)))).unwrap();
    let ids = std::slice::from_ref(&id);
    for n in 0..2 {
        let mut reading: Pin<Box<dyn Future<Output = Result<(), DeskError>>>> =
            if n == 0 { Box::pin(desk.reload()) } else { Box::pin(desk.follow(ids)) };
        assert!(reading.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        run(desk.set(&id, "amount", int(n), None)).unwrap();
        let new = NewTicket { kind: "test.case".into(), text: "中间".into(), ..NewTicket::default() };
        let (between, _) = run(desk.open_ticket(new)).unwrap();
        run(reading).unwrap();
        assert_eq!(crate::help::doc(&desk, &id).unwrap().fold.value("amount"), &int(n));
        assert!(desk.row(&between).is_some());
    }
}

/// Two reads at once: each sees what was written since it began.
#[test]
fn two_reads_at_once_lose_nothing() {
    let team = team();
    let (desk, _) = run(Desk::open(Rc::new(Slow(team.store.clone())), Box::new(World::new(4)))).unwrap();
    let (mut one, mut two) = (Box::pin(desk.reload()), Box::pin(desk.reload()));
    assert!(step(&mut one).is_none() && step(&mut two).is_none());
    crate::many::bring(&desk, 100);
    run(one).unwrap();
    run(two).unwrap();
    assert_eq!(desk.count("ticket"), 100);
}

/// Undo pressed twice before the first is written takes two actions back, each once.
#[test]
fn two_quick_undos_take_two_actions_back() {
    let team = team();
    let id = team.ticket("甲");
    let (desk, _) = run(Desk::open(Rc::new(Slow(team.store.clone())), Box::new(World::new(4)))).unwrap();
    run(desk.tag(&id, "一")).unwrap();
    run(desk.tag(&id, "二")).unwrap();
    let (mut first, mut second) = (Box::pin(desk.undo()), Box::pin(desk.undo()));
    assert!(step(&mut first).is_none() && step(&mut second).is_none());
    run(first).unwrap().unwrap();
    run(second).unwrap().unwrap();
    let tags = || desk.row(&id).unwrap().tags.clone();
    assert!(tags().is_empty());
    run(desk.redo()).unwrap();
    assert_eq!(tags(), ["一"]);
    run(desk.redo()).unwrap();
    assert_eq!(tags(), ["一", "二"]);
}

/// Two tickets taken before the first is written have two numbers, and one that fails gives its number back.
#[test]
fn no_number_is_given_twice_while_a_ticket_is_written() {
    let team = team();
    let (desk, _) = run(Desk::open(Rc::new(Slow(team.store.clone())), Box::new(World::new(4)))).unwrap();
    let new = |text: &str| NewTicket { kind: "test.case".into(), text: text.into(), ..NewTicket::default() };
    let (mut first, mut second) = (Box::pin(desk.open_ticket(new("甲"))), Box::pin(desk.open_ticket(new("乙"))));
    assert!(step(&mut first).is_none() && step(&mut second).is_none());
    let (one, two) = (run(first).unwrap().0, run(second).unwrap().0);
    assert_eq!(desk.row(&one).unwrap().number, "TC261122-M01-001");
    assert_eq!(desk.row(&two).unwrap().number, "TC261122-M01-002");
    let mut left = Box::pin(desk.open_ticket(new("丙")));
    assert!(step(&mut left).is_none());
    drop(left);
    assert_eq!(desk.next_number(&desk.kind("test.case").unwrap(), "M01"), "TC261122-M01-003");
}

/// 8: what is typed on while the text before is being saved stays a draft.
#[test]
fn a_draft_typed_on_while_it_is_saved_stays() {
    let team = team();
    let id = team.ticket("甲");
    let (desk, _) = run(Desk::open(Rc::new(Slow(team.store.clone())), Box::new(World::new(4)))).unwrap();
    let place = format!("reply/{id}");
    run(desk.keep_draft(&place, "第一句")).unwrap();
    let mut saving = Box::pin(desk.say(&id, How::Note, "第一句", 0));
    assert!(step(&mut saving).is_none());
    run(desk.keep_draft(&place, "第一句，第二句")).unwrap();
    run(saving).unwrap();
    assert_eq!(desk.draft(&place).as_deref(), Some("第一句，第二句"));
    assert_eq!(team.world.open(&team.store).draft(&place).as_deref(), Some("第一句，第二句"));
}

/// 21: what a fast clock has stamped is taken back like anything else.
#[test]
fn what_a_fast_clock_wrote_is_taken_back() {
    let team = team();
    let id = team.ticket("甲");
    let fast = World::new(9);
    fast.now.set(NOW + 7_200_000);
    run(fast.open(&team.store).tag(&id, "快")).unwrap();
    run(team.desk.follow(std::slice::from_ref(&id))).unwrap();
    let stamp = crate::help::doc(&team.desk, &id).unwrap().document.log().last().unwrap().stamp;
    assert!(stamp.millis > team.desk.now());
    let done = run(team.desk.take_back_entries(&id, vec![stamp])).unwrap();
    assert!(team.desk.row(&id).unwrap().tags.is_empty());
    run(team.desk.undo_this(&done)).unwrap();
    assert_eq!(team.desk.row(&id).unwrap().tags, ["快"]);
}

/// Rows say what a kind, an agent and a customer are called now; none is made anew for what it does not show.
#[test]
fn rows_follow_the_names_they_show() {
    let team = team();
    let id = team.ticket("甲");
    team.ticket("乙");
    run(team.desk.assign(&id, &team.agent, "")).unwrap();
    let find = |text: &str| crate::help::found(&team.desk, &Wanted::text(text));
    run(team.desk.set_agent(&team.agent, "name", "新名字")).unwrap();
    assert_eq!(find("新名字").iter().map(|row| &row.id).collect::<Vec<_>>(), [&id]);
    let mut pack = crate::help::pack();
    pack.kinds[0].name = "别名".into();
    run(team.desk.install(&pack)).unwrap();
    assert_eq!(find("别名").len(), 2);
}

/// Other tabs are told what changed, and nothing else; everything at once when it is too much to name.
#[test]
fn other_tabs_are_told() {
    let team = team();
    let told: Rc<std::cell::RefCell<Vec<Changed>>> = Rc::default();
    let tell = told.clone();
    team.desk.tell_with(move |changed| tell.borrow_mut().push(changed.clone()));
    let id = team.ticket("甲");
    assert_eq!(told.take(), [Changed::Documents(vec![id.clone()])]);
    team.sit(&team.agent);
    run(team.desk.keep_draft("new", "x")).unwrap();
    run(team.desk.reload()).unwrap();
    run(team.desk.follow(std::slice::from_ref(&id))).unwrap();
    assert_eq!(told.take(), [], "who sits here and what is read concerns nobody else");
    let wiped = Rc::new(Cell::new(false));
    let tell = wiped.clone();
    team.desk.tell_wiped_with(move || tell.set(true));
    assert!(run(team.desk.wipe()).is_err() && !wiped.get());
    team.sit(&team.manager);
    team.store.set_fault(Fault::Lost { times: 9 });
    assert!(run(team.desk.wipe()).is_err() && !wiped.get());
    team.store.set_fault(Fault::None);
    team.ticket("还能写");
    run(team.desk.wipe()).unwrap();
    assert!(wiped.get());
}
