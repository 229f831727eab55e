//! The laws of pages, rows and compaction.

use std::collections::BTreeMap;

use shouwen::model::change::Known;
use shouwen::model::document::{DocId, Document};
use shouwen::store::{Batch, Corrupt, Fault, NO_ROWS, Segment, Sheaf, Store, StoreError, outbox};

use super::{Ground, all, append, both, entry, id, many, note};

/// Rows for tests: the ids and how long the logs are.
pub fn pack(documents: &[Document]) -> Vec<u8> {
    let line = |document: &Document| format!("{}:{}\n", document.id, document.log().len());
    documents.iter().map(line).collect::<String>().into_bytes()
}

/// What a batch comes to where nothing was before.
pub fn documents(batch: &Batch) -> Vec<Document> {
    batch.entries.iter().map(|(id, log)| Document::new(id.clone(), log.clone())).collect()
}

/// What a start reads: how long the logs are, how many documents came as rows, and what is damaged.
pub(super) struct Start {
    pub logs: BTreeMap<DocId, usize>,
    rows: usize,
    pub damaged: Vec<Corrupt>,
}

/// Takes in segments as a desk does.
fn take(segment: Segment, logs: &mut BTreeMap<DocId, usize>, rows: &mut usize) {
    match segment {
        Segment::Documents(documents) => {
            for document in documents {
                assert_eq!(logs.insert(document.id.clone(), document.log().len()), None, "{} twice", document.id);
            }
        }
        Segment::Rows(page) => {
            assert!(page.gone.is_sorted());
            let text = String::from_utf8(page.bytes).unwrap();
            assert_eq!(text.lines().count(), page.ids.len());
            for (at, (line, id)) in text.lines().zip(page.ids.iter()).enumerate() {
                let (name, length) = line.split_once(':').unwrap();
                assert_eq!(name, id.as_str());
                if !page.gone.contains(&at) {
                    *rows += 1;
                    assert_eq!(logs.insert(id, length.parse().unwrap()), None, "{name} twice");
                }
            }
        }
    }
}

pub(super) async fn start(store: &dyn Store) -> Start {
    let (mut logs, mut rows) = (BTreeMap::new(), 0);
    let damaged = store.open(&mut |segment| take(segment, &mut logs, &mut rows)).await.unwrap();
    Start { logs, rows, damaged }
}

/// Checks that documents are those expected, in their order; tells of the first that is not.
fn same(found: &[Document], expected: &[Document], how: &str) {
    let differing = found.iter().zip(expected).find(|(found, expected)| found != expected);
    assert!(differing.is_none(), "{how}: {differing:?}");
    assert_eq!(found.len(), expected.len(), "{how}");
}

/// Checks that a new handle, `store` itself and every way of reading tell of the same documents; answers how many came
/// as rows.
pub(super) async fn expect(ground: &dyn Ground, store: &dyn Store, expected: &[Document]) -> usize {
    same(&all(store).await.documents, expected, "as loaded");
    let ids: Vec<DocId> = expected.iter().rev().map(|document| document.id.clone()).collect();
    let mut read = store.read(&ids).await.unwrap();
    read.reverse();
    same(&read, expected, "as read");
    let logs: BTreeMap<DocId, usize> =
        expected.iter().map(|document| (document.id.clone(), document.log().len())).collect();
    let started = start(&*ground.open().await.unwrap()).await;
    assert!(started.damaged.is_empty(), "{:?}", started.damaged);
    assert!(started.logs == logs, "as started");
    started.rows
}

/// Writes a batch bit by bit.
async fn in_small(store: &dyn Store, batch: Batch) {
    for entries in batch.entries.chunks(100) {
        let batch = Batch { entries: entries.to_vec(), ..Batch::default() };
        assert!(store.commit(batch, &pack, None).await.unwrap().pages.is_empty());
    }
}

async fn compact(store: &dyn Store) -> usize {
    let mut pages = 0;
    for _ in 0..100 {
        let done = store.compact(1, &[], &pack).await.unwrap();
        pages += done.pages;
        if !done.more {
            return pages;
        }
    }
    panic!("it never ends");
}

pub async fn bulk_is_as_many_small(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    let mut batch = many(0, 1300);
    batch.entries.extend((0..70).map(|n| (DocId::fixed("script", &format!("s{n:02}")), vec![note(n, "话术")])));
    batch.entries.push((DocId::fixed("agent", "one"), vec![note(1, "x")]));
    let mut expected = documents(&batch);
    expected.sort_by(|a, b| a.id.cmp(&b.id));
    batch.entries.reverse();
    let done = store.commit(batch, &pack, None).await.unwrap();
    assert_eq!(done.documents, expected[..1], "too few for a page");
    assert_eq!(done.pages.len(), 4);
    assert_eq!(ground.keys("journal").await.unwrap().len(), 1);
    assert_eq!(expect(ground, &*store, &expected).await, 1300);
    ground.open().await.unwrap().wipe().await.unwrap();
    assert_eq!(expect(ground, &*store, &[]).await, 0);
    in_small(&*store, Batch { entries: many(0, 1300).entries, ..Batch::default() }).await;
    assert_eq!(expect(ground, &*store, &documents(&many(0, 1300))).await, 0);
    assert_eq!(ground.keys("pages").await.unwrap().len(), 0);
}

pub async fn a_commit_to_a_page_merges(ground: &dyn Ground) {
    let (store, other) = (ground.open().await.unwrap(), ground.open().await.unwrap());
    other.load(&mut |_| {}).await.unwrap();
    store.commit(many(0, 600), &pack, None).await.unwrap();
    let mut expected = documents(&many(0, 600));
    for (n, store) in [(0, &store), (1, &other), (2, &other), (3, &store)] {
        let at = 299 * (n as usize % 3);
        let more = note(5000 + n, "更多");
        expected[at].merge([more.clone()]);
        let id = expected[at].id.clone();
        let done = store.commit(append(&id, vec![more]), &pack, None).await.unwrap();
        assert!(done.pages.is_empty());
        assert_eq!(done.documents, [expected[at].clone()]);
    }
    for store in [&store, &other] {
        assert_eq!(expect(ground, &**store, &expected).await, 597);
    }
    assert_eq!(ground.keys("journal").await.unwrap().len(), 3);
}

pub async fn bulk_over_bulk_merges(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    store.commit(many(100, 1200), &pack, None).await.unwrap();
    let mut expected = documents(&many(0, 2000));
    // Some of it in the journal: of pages, and not.
    for at in [150, 1299, 1500, 1999] {
        let more = note(9000, "之前");
        expected[at].merge([more.clone()]);
        store.commit(append(&expected[at].id, vec![more]), &pack, None).await.unwrap();
    }
    store
        .commit(Batch { drop_documents: vec![expected[151].id.clone()], ..Batch::default() }, &pack, None)
        .await
        .unwrap();
    let mut batch = many(0, 2000);
    for ((_, log), document) in batch.entries.iter_mut().zip(&mut expected) {
        log.push(note(9001, "之后"));
        document.merge([note(9001, "之后")]);
    }
    let done = store.commit(batch.clone(), &pack, None).await.unwrap();
    assert!(done.documents.is_empty() && done.pages.len() >= 4, "{:?}", done.pages);
    assert_eq!(expect(ground, &*store, &expected).await, 2000);
    assert!(ground.keys("journal").await.unwrap().is_empty());
    store.commit(batch, &pack, None).await.unwrap();
    assert_eq!(expect(ground, &*store, &expected).await, 2000);
    // A few new ones beside many old ones.
    let batch = many(1000, 1010);
    let new: Vec<Document> = documents(&batch).split_off(1000);
    assert_eq!(store.commit(batch, &pack, None).await.unwrap().documents, new);
    expected.extend(new);
    assert_eq!(expect(ground, &*store, &expected).await, 2000);
}

pub async fn what_is_dropped_from_pages_is_gone(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    store.commit(many(0, 600), &pack, None).await.unwrap();
    let mut expected = documents(&many(0, 600));
    store.commit(append(&expected[5].id, vec![note(9000, "x")]), &pack, None).await.unwrap();
    let drop_documents: Vec<DocId> = expected[..100].iter().map(|document| document.id.clone()).collect();
    let again = append(&drop_documents[7], vec![note(1, "再来")]);
    store.commit(Batch { drop_documents: drop_documents.clone(), ..again }, &pack, None).await.unwrap();
    expected.drain(..100);
    expected.insert(0, Document::new(drop_documents[7].clone(), vec![note(1, "再来")]));
    assert_eq!(expect(ground, &*store, &expected).await, 500);
    assert!(compact(&*store).await > 0);
    assert_eq!(expect(ground, &*store, &expected).await, 501);
    assert!(ground.keys("journal").await.unwrap().is_empty());
    // A page of which nothing is left.
    let drop_documents = expected.iter().map(|document| document.id.clone()).collect();
    store.commit(Batch { drop_documents, ..Batch::default() }, &pack, None).await.unwrap();
    compact(&*store).await;
    assert_eq!(expect(ground, &*store, &[]).await, 0);
    assert!(ground.keys("pages").await.unwrap().is_empty());
}

pub async fn what_is_redacted_leaves_its_page(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    store.commit(many(0, 600), &pack, None).await.unwrap();
    let mut expected = expected_of(600);
    let before = ground.keys("pages").await.unwrap();
    let what = vec![expected[7].log()[5].stamp];
    let redaction = entry(9000, Known::Redacted { what, why: "客户要求".to_owned() });
    expected[7].merge([redaction.clone()]);
    let done = store.commit(append(&expected[7].id, vec![redaction]), &pack, None).await.unwrap();
    assert_eq!(done.documents, expected[7..8]);
    assert!(ground.keys("journal").await.unwrap().is_empty());
    let after = ground.keys("pages").await.unwrap();
    assert_eq!((after.len(), after.iter().filter(|page| before.contains(page)).count()), (2, 1), "{after:?}");
    assert_eq!(expect(ground, &*store, &expected).await, 600);
}

pub async fn compaction_changes_nothing_that_is_read(ground: &dyn Ground) {
    let (store, other) = (ground.open().await.unwrap(), ground.open().await.unwrap());
    in_small(&*store, many(0, 900)).await;
    let mut expected = documents(&many(0, 900));
    assert_eq!(expect(ground, &*other, &expected).await, 0);
    assert!(compact(&*store).await >= 2);
    assert!(expect(ground, &*other, &expected).await >= 700);
    // Worn pages are written anew, unworn ones are left.
    let before = ground.keys("pages").await.unwrap();
    for document in &mut expected[..100] {
        document.merge([note(9000, "又")]);
        other.commit(append(&document.id, vec![note(9000, "又")]), &pack, None).await.unwrap();
    }
    assert!(compact(&*store).await >= 1);
    assert!(ground.keys("pages").await.unwrap().iter().any(|page| before.contains(page)));
    for store in [&store, &other] {
        assert!(expect(ground, &**store, &expected).await >= 700);
    }
    assert_eq!(compact(&*store).await, 0, "nothing more to do");
    // Pages without rows get them.
    store.wipe().await.unwrap();
    store.commit(many(0, 900), NO_ROWS, None).await.unwrap();
    assert_eq!(expect(ground, &*other, &expected_of(900)).await, 0);
    assert_eq!(compact(&*other).await, 2);
    assert_eq!(expect(ground, &*store, &expected_of(900)).await, 900);
}

pub(super) fn expected_of(count: u32) -> Vec<Document> {
    documents(&many(0, count))
}

pub async fn a_failing_compaction_changes_nothing(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    in_small(&*store, many(0, 600)).await;
    for after in 0..3 {
        ground.fault(Fault::Full { after });
        let answer = store.compact(9, &[], &pack).await;
        assert!(matches!(answer, Err(StoreError::Quota)), "{answer:?} after {after}");
        ground.fault(Fault::None);
        assert_eq!(expect(ground, &*store, &expected_of(600)).await, 0, "after {after} writes");
    }
    ground.fault(Fault::Lost { times: 1 });
    assert!(store.compact(9, &[], &pack).await.unwrap().pages > 0);
    assert!(expect(ground, &*store, &expected_of(600)).await > 0);
}

pub async fn compaction_beside_another_tab_loses_nothing(ground: &dyn Ground) {
    let (one, other) = (ground.open().await.unwrap(), ground.open().await.unwrap());
    let mut expected = expected_of(600);
    in_small(&*one, many(0, 600)).await;
    for n in 0..8 {
        let batch = |at: usize| append(&expected[at].id, vec![note(9000 + n, "同时")]);
        let places = [n as usize * 70, 599 - n as usize];
        let writing = async {
            for at in places {
                other.commit(batch(at), &pack, None).await.unwrap();
            }
        };
        both(one.compact(1, &[], &pack), writing).await.0.unwrap();
        for at in places {
            expected[at].merge([note(9000 + n, "同时")]);
        }
    }
    for store in [&one, &other] {
        expect(ground, &**store, &expected).await;
    }
    both(compact(&*one), compact(&*other)).await;
    for store in [&one, &other] {
        assert!(expect(ground, &**store, &expected).await > 0);
    }
}

pub async fn a_damaged_sheet_costs_only_time(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    store.commit(many(0, 1000), &pack, None).await.unwrap();
    let page = ground.keys("pages").await.unwrap().remove(0);
    ground.overwrite("rows", &page, b"nonsense").await.unwrap();
    assert_eq!(expect(ground, &*store, &expected_of(1000)).await, 500, "the others come whole");
    let other = ground.open().await.unwrap();
    assert_eq!(expect(ground, &*other, &expected_of(1000)).await, 500, "also for who has not seen it before");
    assert_eq!(compact(&*other).await, 1);
    assert_eq!(expect(ground, &*store, &expected_of(1000)).await, 1000);
    let made = ground.keys("pages").await.unwrap();
    let stale = [made.iter().find(|made| **made != page).map(|made| shouwen::store::PageId::new(made)).unwrap()];
    assert_eq!(other.compact(5, &stale, &pack).await.unwrap().pages, 1, "rows are made anew where they are stale");
}

pub async fn pages_are_read_by_other_tabs(ground: &dyn Ground) {
    let (one, other) = (ground.open().await.unwrap(), ground.open().await.unwrap());
    one.commit(append(&id("a"), vec![note(1, "x")]), &pack, None).await.unwrap();
    let made = one.commit(many(0, 1000), &pack, None).await.unwrap().pages;
    for store in [&one, &other] {
        let (mut logs, mut rows) = (BTreeMap::new(), 0);
        assert!(store.pages(&made, &mut |segment| take(segment, &mut logs, &mut rows)).await.unwrap());
        assert_eq!((logs.len(), rows), (1000, 1000));
    }
    one.commit(many(0, 1000), &pack, None).await.unwrap();
    assert!(!other.pages(&made, &mut |_| {}).await.unwrap(), "they are there no more");
}

pub async fn pages_made_ready_are_as_many_entries(ground: &dyn Ground) {
    let sheaf = |batch: &Batch| Sheaf::new(documents(batch), &pack);
    let store = ground.open().await.unwrap();
    let wanted = vec![(outbox::WANTED.to_owned(), Some("{}".to_owned()))];
    store.commit(Batch { meta: wanted, ..Batch::default() }, &pack, None).await.unwrap();
    // New beside new, and in no order.
    let pages = vec![sheaf(&many(400, 400)), sheaf(&many(0, 400))];
    let batch = Batch { pages, to_send: true, ..append(&id("a"), vec![note(1, "x")]) };
    let made = store.commit(batch, &pack, None).await.unwrap();
    assert_eq!((made.documents.len(), made.pages.len(), made.rows.len()), (1, 2, 2));
    for (page, sheaf) in made.rows {
        let rows = sheaf.rows(page).unwrap();
        assert_eq!((rows.ids.len(), String::from_utf8(rows.bytes).unwrap().lines().count()), (400, 400));
    }
    let marked: Vec<_> = store.outbox(None, 9).await.unwrap();
    let marked: Vec<DocId> = marked.iter().flat_map(|(_, text)| outbox::lines(text)).map(|(id, _)| id).collect();
    assert_eq!((marked.len(), marked.contains(&id("a"))), (801, true));
    let plain = store.commit(many(2_000, 400), NO_ROWS, None).await.unwrap();
    assert_eq!((plain.pages.len(), plain.rows.len()), (1, 0), "without rows they have to be read");
    store
        .commit(
            Batch {
                drop_documents: many(2_000, 400).entries.into_iter().map(|(id, _)| id).collect(),
                ..Batch::default()
            },
            &pack,
            None,
        )
        .await
        .unwrap();
    // Over what is there: a page that was put, and one of the journal's.
    let mut expected = expected_of(800);
    let more = |from: u32| many(from, 100).entries.into_iter().map(|(id, _)| (id, vec![note(9_000, "后来")])).collect();
    let batch = Batch { entries: more(350), ..Batch::default() };
    let made = store.commit(Batch { pages: vec![sheaf(&batch)], ..Batch::default() }, &pack, None).await.unwrap();
    assert!(made.rows.is_empty() && !made.pages.is_empty(), "these have to be read");
    for document in &mut expected[350..450] {
        document.merge([note(9_000, "后来")]);
    }
    expected.push(Document::new(id("a"), vec![note(1, "x")]));
    expected.sort_by(|a, b| a.id.cmp(&b.id));
    expect(ground, &*store, &expected).await;
}
