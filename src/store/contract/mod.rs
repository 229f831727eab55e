//! The laws that every store obeys. `memory` runs them natively, `tests/browser/store.rs` over IndexedDB.

mod damage;
mod pages;

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

use shouwen::model::change::{Change, How, Known};
use shouwen::model::document::{DocId, Document, Entry};
use shouwen::model::stamp::{Stamp, Writer};
use shouwen::model::value::Value;
use shouwen::store::{Batch, Corrupt, Fault, Flow, NO_ROWS, Pending, Store, StoreError, outbox};

/// Where the laws are tried: one empty database, its handles, and what can befall it.
pub trait Ground {
    /// Another handle on the database.
    fn open(&self) -> Pending<'_, Rc<dyn Store>>;
    /// From now on this goes wrong.
    fn fault(&self, fault: Fault);
    /// Replaces a record behind the store's back.
    fn overwrite<'a>(&'a self, table: &'a str, key: &'a str, bytes: &'a [u8]) -> Pending<'a, ()>;
    /// The keys of a table.
    fn keys<'a>(&'a self, table: &'a str) -> Pending<'a, Vec<String>>;
}

/// Calls a macro with the name of each law.
macro_rules! laws {
    ($each:ident) => {
        $each! {
            entries_merge_in_any_order_and_repeated
            entries_of_one_batch_are_gathered
            unknown_entries_stay_byte_for_byte
            documents_load_in_order_and_in_runs
            asked_documents_come_in_the_order_asked
            a_write_failing_between_two_stores_changes_nothing
            a_write_failing_midway_changes_nothing
            cancelling_changes_nothing
            progress_counts_up_to_all
            drafts_come_and_go
            a_draft_is_written_unawaited
            facts_come_and_go
            what_waits_to_be_sent_is_marked_with_the_write
            large_batches_are_marked_in_runs
            attachments_come_and_go
            dropping_comes_before_writing
            wiping_leaves_nothing
            two_handles_lose_nothing
            a_lost_connection_is_opened_again
            a_connection_lost_every_time_is_given_up
            damage_is_named_and_kept
            bulk_is_as_many_small
            a_commit_to_a_page_merges
            bulk_over_bulk_merges
            pages_made_ready_are_as_many_entries
            what_is_dropped_from_pages_is_gone
            what_is_redacted_leaves_its_page
            compaction_changes_nothing_that_is_read
            a_failing_compaction_changes_nothing
            compaction_beside_another_tab_loses_nothing
            a_damaged_page_is_set_aside_and_comes_back
            damage_in_the_journal_hides_no_older_version_as_new
            what_is_redacted_is_not_kept_aside
            a_page_that_cannot_be_set_aside_stops_compaction
            a_damaged_sheet_costs_only_time
            pages_are_read_by_other_tabs
        }
    };
}
pub use damage::*;
pub(crate) use laws;
pub use pages::*;

/// The `n`-th entry of a test.
pub fn entry(n: u32, change: impl Into<Change>) -> Entry {
    let stamp = Stamp { millis: 1_790_000_000_000 + u64::from(n), counter: 0, writer: Writer::new(7, 9) };
    Entry { stamp, by: "agent-one".to_owned(), change: change.into() }
}

/// A note with this text.
pub fn note(n: u32, text: &str) -> Entry {
    entry(n, Known::Said { how: How::Note, text: text.to_owned(), minutes: 0 })
}

/// A batch that appends to one document.
pub fn append(id: &DocId, entries: Vec<Entry>) -> Batch {
    Batch { entries: vec![(id.clone(), entries)], ..Batch::default() }
}

/// A batch of new documents, each of about 1.2 KB as a ticket is.
pub fn many(from: u32, count: u32) -> Batch {
    let ticket = |n: u32| {
        let set = |at: u32, field: &str, value: &str| {
            entry(at, Known::Set { field: field.to_owned(), value: Value::text(value), over: Vec::new() })
        };
        let opened = Known::Opened { kind: "ecommerce.refund".to_owned(), number: format!("T{n:06}"), at: None };
        let log = vec![
            entry(n, opened),
            set(n + 1, "subject", "客户反映收到的商品外包装破损，要求退货退款并补偿运费"),
            set(n + 2, "customer", "customer-01jd3c6m8v7k2x4q5w9y0z1a2b"),
            set(n + 3, "phone", "13800138000"),
            set(n + 4, "order", &format!("2026112200{n:08}")),
            note(
                n + 5,
                "已致电客户核实情况，客户表示快递员投递时外箱已变形，已请客户拍照上传，等待仓库核对出库记录后答复。",
            ),
            entry(n + 6, Known::Moved { step: "accept".to_owned(), to: "working".to_owned(), over: Vec::new() }),
            entry(n + 7, Known::Promised { text: "二十四小时内回电".to_owned(), due: 1_790_000_086_400 }),
        ];
        (DocId::new(&format!("ticket-{n:026}")), log)
    };
    Batch { entries: (from..from + count).map(ticket).collect(), ..Batch::default() }
}

/// Everything that a store holds.
#[derive(Debug, PartialEq)]
struct All {
    documents: Vec<Document>,
    drafts: Vec<(String, String)>,
    meta: Option<String>,
    blob: Option<Vec<u8>>,
}

async fn all(store: &dyn Store) -> All {
    let mut documents = Vec::new();
    let damaged = store.load(&mut |mut run| documents.append(&mut run)).await.unwrap();
    assert!(damaged.is_empty(), "{damaged:?}");
    let drafts = store.drafts().await.unwrap();
    All { documents, drafts, meta: store.meta("device").await.unwrap(), blob: store.blob("b10b").await.unwrap() }
}

/// A batch that touches every part of the store: four writes, if none of it is there yet.
fn of_everything(id: &DocId) -> Batch {
    Batch {
        blobs: vec![("b10b".to_owned(), vec![1, 2, 3])],
        drafts: vec![("reply".to_owned(), Some("您好".to_owned()))],
        meta: vec![("device".to_owned(), Some("d1".to_owned()))],
        ..append(id, vec![note(1, "一")])
    }
}

fn id(name: &str) -> DocId {
    DocId::fixed("ticket", name)
}

/// Both at once, as two tabs.
async fn both<A, B>(a: impl Future<Output = A>, b: impl Future<Output = B>) -> (A, B) {
    let (mut a, mut b) = (pin!(a), pin!(b));
    let (mut first, mut second) = (None, None);
    std::future::poll_fn(move |context| {
        if first.is_none()
            && let Poll::Ready(value) = a.as_mut().poll(context)
        {
            first = Some(value);
        }
        if second.is_none()
            && let Poll::Ready(value) = b.as_mut().poll(context)
        {
            second = Some(value);
        }
        match (first.take(), second.take()) {
            (Some(first), Some(second)) => Poll::Ready((first, second)),
            (one, other) => {
                (first, second) = (one, other);
                Poll::Pending
            }
        }
    })
    .await
}

pub async fn entries_merge_in_any_order_and_repeated(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    let log: Vec<Entry> = (1..=3).map(|n| note(n, &n.to_string())).collect();
    let document = Document::new(id("a"), log.clone());
    for part in [&log[2..], &log[..1], &log[..], &log[1..2], &log[..1]] {
        store.commit(append(&id("a"), part.to_vec()), NO_ROWS, None).await.unwrap();
    }
    let answer = store.commit(append(&id("a"), vec![log[1].clone(), log[0].clone()]), NO_ROWS, None).await.unwrap();
    assert_eq!(answer.documents, vec![document.clone()]);
    assert_eq!(all(&*store).await.documents, vec![document.clone()]);
    assert_eq!(ground.open().await.unwrap().read(&[id("a")]).await.unwrap(), vec![document]);
}

pub async fn entries_of_one_batch_are_gathered(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    let part = |name, n| (id(name), vec![note(n, "x")]);
    let entries = vec![part("b", 3), part("a", 1), part("b", 2)];
    let answer = store.commit(Batch { entries, ..Batch::default() }, NO_ROWS, None).await.unwrap().documents;
    let expected =
        vec![Document::new(id("a"), vec![note(1, "x")]), Document::new(id("b"), vec![note(2, "x"), note(3, "x")])];
    assert_eq!(answer, expected);
    assert_eq!(all(&*store).await.documents, expected);
}

pub async fn unknown_entries_stay_byte_for_byte(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    let raw = r#"{"teleported":{ "z":1.0, "a" : [1e3,null,"\u4f60"] ,"emoji":"𠮷"}}"#;
    store.commit(append(&id("a"), vec![entry(2, Change::Unknown(raw.into()))]), NO_ROWS, None).await.unwrap();
    store.commit(append(&id("a"), vec![note(1, "一"), note(3, "三")]), NO_ROWS, None).await.unwrap();
    let read = store.read(&[id("a")]).await.unwrap();
    let changes: Vec<_> = read[0].log().iter().map(|entry| &entry.change).collect();
    assert_eq!(changes.len(), 3);
    assert!(matches!(changes[1], Change::Unknown(text) if **text == *raw), "{:?}", changes[1]);
}

pub async fn documents_load_in_order_and_in_runs(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    store.commit(many(1200, 1200), NO_ROWS, None).await.unwrap();
    store.commit(many(0, 1200), NO_ROWS, None).await.unwrap();
    let (mut ids, mut longest) = (Vec::new(), 0);
    let mut each = |run: Vec<Document>| {
        longest = longest.max(run.len());
        ids.extend(run.into_iter().map(|document| document.id));
    };
    store.load(&mut each).await.unwrap();
    assert!(ids.is_sorted());
    ids.dedup();
    assert_eq!(ids.len(), 2400);
    assert!((1..=1000).contains(&longest), "{longest} at once");
}

pub async fn asked_documents_come_in_the_order_asked(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    for name in ["a", "b", "c"] {
        store.commit(append(&id(name), vec![note(1, name)]), NO_ROWS, None).await.unwrap();
    }
    let read = store.read(&[id("c"), id("nowhere"), id("a")]).await.unwrap();
    assert_eq!(read.iter().map(|document| document.id.name()).collect::<Vec<_>>(), ["c", "a"]);
    assert!(store.read(&[]).await.unwrap().is_empty());
}

pub async fn a_write_failing_between_two_stores_changes_nothing(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    store.commit(append(&id("a"), vec![note(7, "七")]), NO_ROWS, None).await.unwrap();
    let before = all(&*store).await;
    for after in 0..4 {
        ground.fault(Fault::Full { after });
        let answer = store.commit(of_everything(&id("a")), NO_ROWS, None).await;
        assert!(matches!(answer, Err(StoreError::Quota)), "{answer:?}");
        ground.fault(Fault::None);
        assert_eq!(all(&*store).await, before, "after {after} writes");
    }
    store.commit(of_everything(&id("a")), NO_ROWS, None).await.unwrap();
    let now = all(&*store).await;
    assert_eq!(now.documents, vec![Document::new(id("a"), vec![note(1, "一"), note(7, "七")])]);
    assert_eq!((now.drafts.len(), now.meta.as_deref(), now.blob), (1, Some("d1"), Some(vec![1, 2, 3])));
}

pub async fn a_write_failing_midway_changes_nothing(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    store.commit(many(300, 10), NO_ROWS, None).await.unwrap();
    let before = all(&*store).await;
    ground.fault(Fault::Full { after: 4 });
    let answer = store.commit(many(0, 1300), NO_ROWS, None).await;
    assert!(matches!(answer, Err(StoreError::Quota)), "{:?}", answer.map(|all| all.documents.len()));
    ground.fault(Fault::None);
    assert_eq!(all(&*store).await, before);
}

pub async fn cancelling_changes_nothing(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    store.commit(append(&id("a"), vec![note(1, "一")]), NO_ROWS, None).await.unwrap();
    let before = all(&*store).await;
    for limit in [0, 500, 1300] {
        let batch = Batch { drop_documents: vec![id("a")], ..many(0, 1300) };
        let stop = |count: usize| if count >= limit { Flow::Cancel } else { Flow::Go };
        let answer = store.commit(batch, NO_ROWS, Some(&stop)).await;
        assert!(matches!(answer, Err(StoreError::Cancelled)), "{:?}", answer.map(|all| all.documents.len()));
        assert_eq!(all(&*store).await, before, "cancelled at {limit}");
    }
}

pub async fn progress_counts_up_to_all(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    let seen = RefCell::new(Vec::new());
    let watch = |count: usize| {
        seen.borrow_mut().push(count);
        Flow::Go
    };
    store.commit(many(0, 1300), NO_ROWS, Some(&watch)).await.unwrap();
    let seen = seen.into_inner();
    assert!(seen.is_sorted() && seen.last() == Some(&1300) && seen.len() > 2, "{seen:?}");
}

pub async fn drafts_come_and_go(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    store.put_draft("b", Some("您好，")).await.unwrap();
    store.put_draft("a", Some("x")).await.unwrap();
    store.put_draft("b", Some("您好，𠮷先生")).await.unwrap();
    let pair = |key: &str, text: &str| (key.to_owned(), text.to_owned());
    assert_eq!(store.drafts().await.unwrap(), vec![pair("a", "x"), pair("b", "您好，𠮷先生")]);
    store.put_draft("a", None).await.unwrap();
    let drafts = vec![("b".to_owned(), None), ("c".to_owned(), Some("y".to_owned()))];
    store.commit(Batch { drafts, ..Batch::default() }, NO_ROWS, None).await.unwrap();
    assert_eq!(ground.open().await.unwrap().drafts().await.unwrap(), vec![pair("c", "y")]);
    ground.fault(Fault::Full { after: 0 });
    assert!(matches!(store.put_draft("c", Some("z")).await, Err(StoreError::Quota)));
    ground.fault(Fault::None);
    assert_eq!(store.drafts().await.unwrap(), vec![pair("c", "y")]);
}

pub async fn a_draft_is_written_unawaited(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    drop(store.put_draft("a", Some("typed")));
    assert_eq!(store.drafts().await.unwrap(), vec![("a".to_owned(), "typed".to_owned())]);
}

pub async fn facts_come_and_go(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    assert_eq!(store.meta("device").await.unwrap(), None);
    let put =
        |text: Option<&str>| Batch { meta: vec![("device".to_owned(), text.map(str::to_owned))], ..Batch::default() };
    store.commit(put(Some("d1")), NO_ROWS, None).await.unwrap();
    store.commit(put(Some("")), NO_ROWS, None).await.unwrap();
    assert_eq!(store.meta("device").await.unwrap().as_deref(), Some(""));
    store.commit(put(None), NO_ROWS, None).await.unwrap();
    assert_eq!(ground.open().await.unwrap().meta("device").await.unwrap(), None);
}

/// Syncing is wanted from now on.
fn wanted() -> Batch {
    Batch { meta: vec![(outbox::WANTED.to_owned(), Some("{}".to_owned()))], ..Batch::default() }
}

pub async fn what_waits_to_be_sent_is_marked_with_the_write(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    let to_send = |batch| Batch { to_send: true, ..batch };
    store.commit(to_send(append(&id("a"), vec![note(1, "一")])), NO_ROWS, None).await.unwrap();
    assert_eq!(store.outbox(None, 9).await.unwrap(), [], "nobody wants it sent");
    // Another tab begins to sync; this one has not heard of it.
    ground.open().await.unwrap().commit(wanted(), NO_ROWS, None).await.unwrap();
    store.commit(append(&id("a"), vec![note(2, "二")]), NO_ROWS, None).await.unwrap();
    assert_eq!(store.outbox(None, 9).await.unwrap(), [], "it came from elsewhere");
    store.commit(to_send(append(&id("a"), vec![note(3, "三"), note(4, "四")])), NO_ROWS, None).await.unwrap();
    store.commit(to_send(append(&id("b"), vec![note(5, "五")])), NO_ROWS, None).await.unwrap();
    ground.fault(Fault::Full { after: 1 });
    let answer = store.commit(to_send(append(&id("a"), vec![note(6, "六")])), NO_ROWS, None).await;
    assert!(matches!(answer, Err(StoreError::Quota)), "{answer:?}");
    ground.fault(Fault::None);
    let other = ground.open().await.unwrap();
    let records = other.outbox(None, 9).await.unwrap();
    let named: Vec<_> = records.iter().flat_map(|(_, text)| outbox::lines(text)).collect();
    let of = |name: &str, all: &[u32]| (id(name), all.iter().map(|n| note(*n, "").stamp).collect::<Vec<_>>());
    assert_eq!(named, [of("a", &[3, 4]), of("b", &[5])], "what is not written is not marked");
    assert!(records.iter().all(|(key, _)| key.starts_with(outbox::MARK)));
    assert_eq!(other.outbox(None, 1).await.unwrap(), records[..1]);
    assert_eq!(other.outbox(Some(&records[0].0), 9).await.unwrap(), records[1..]);
    let put = vec![(records[0].0.clone(), None), ("row-1".to_owned(), Some("x".to_owned()))];
    other.commit(Batch { outbox: put, ..Batch::default() }, NO_ROWS, None).await.unwrap();
    let left = [records[1].clone(), ("row-1".to_owned(), "x".to_owned())];
    assert_eq!(store.outbox(None, 9).await.unwrap(), left);
    store.wipe().await.unwrap();
    assert_eq!(store.outbox(None, 9).await.unwrap(), []);
}

pub async fn large_batches_are_marked_in_runs(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    let batch = many(0, 1_200);
    let of = |(id, log): &(DocId, Vec<Entry>)| (id.clone(), log.iter().map(|entry| entry.stamp).collect::<Vec<_>>());
    let all: Vec<_> = batch.entries.iter().map(of).collect();
    store.commit(wanted(), NO_ROWS, None).await.unwrap();
    store.commit(Batch { to_send: true, ..batch }, NO_ROWS, None).await.unwrap();
    let records = store.outbox(None, 9).await.unwrap();
    assert_eq!(records.len(), 3);
    assert_eq!(records.iter().flat_map(|(_, text)| outbox::lines(text)).collect::<Vec<_>>(), all);
}

pub async fn attachments_come_and_go(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    let bytes: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    let blobs = vec![("aa".to_owned(), bytes.clone()), ("bb".to_owned(), Vec::new())];
    store.commit(Batch { blobs, ..Batch::default() }, NO_ROWS, None).await.unwrap();
    assert_eq!(store.blob("aa").await.unwrap(), Some(bytes));
    assert_eq!(store.blob("bb").await.unwrap(), Some(Vec::new()));
    assert_eq!(store.blob("cc").await.unwrap(), None);
    store
        .commit(Batch { drop_blobs: vec!["aa".to_owned(), "cc".to_owned()], ..Batch::default() }, NO_ROWS, None)
        .await
        .unwrap();
    assert_eq!(store.blob("aa").await.unwrap(), None);
    assert_eq!(store.blob("bb").await.unwrap(), Some(Vec::new()));
}

pub async fn dropping_comes_before_writing(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    store.commit(Batch { blobs: vec![("aa".to_owned(), vec![1])], ..many(0, 3) }, NO_ROWS, None).await.unwrap();
    let ids: Vec<DocId> = all(&*store).await.documents.into_iter().map(|document| document.id).collect();
    let batch = Batch {
        drop_documents: ids[..2].to_vec(),
        drop_blobs: vec!["aa".to_owned()],
        blobs: vec![("aa".to_owned(), vec![2])],
        ..append(&ids[0], vec![note(1, "new")])
    };
    store.commit(batch, NO_ROWS, None).await.unwrap();
    let now = all(&*store).await.documents;
    assert_eq!(now[0], Document::new(ids[0].clone(), vec![note(1, "new")]));
    assert_eq!(now.iter().map(|document| &document.id).collect::<Vec<_>>(), [&ids[0], &ids[2]]);
    assert_eq!(store.blob("aa").await.unwrap(), Some(vec![2]));
}

pub async fn wiping_leaves_nothing(ground: &dyn Ground) {
    let (one, other) = (ground.open().await.unwrap(), ground.open().await.unwrap());
    one.commit(of_everything(&id("a")), NO_ROWS, None).await.unwrap();
    one.wipe().await.unwrap();
    let nothing = All { documents: Vec::new(), drafts: Vec::new(), meta: None, blob: None };
    assert_eq!(all(&*other).await, nothing);
    other.commit(of_everything(&id("b")), NO_ROWS, None).await.unwrap();
    assert_eq!(all(&*one).await.documents.len(), 1);
}

pub async fn two_handles_lose_nothing(ground: &dyn Ground) {
    let (one, other) = (ground.open().await.unwrap(), ground.open().await.unwrap());
    for n in 0..20 {
        let (a, b) = (append(&id("a"), vec![note(2 * n, "one")]), append(&id("a"), vec![note(2 * n + 1, "other")]));
        let (a, b) = both(one.commit(a, NO_ROWS, None), other.commit(b, NO_ROWS, None)).await;
        let longest = a.unwrap().documents[0].log().len().max(b.unwrap().documents[0].log().len());
        assert_eq!(u32::try_from(longest), Ok(2 * n + 2), "the later of the two answers with everything");
    }
    assert_eq!(one.read(&[id("a")]).await.unwrap(), other.read(&[id("a")]).await.unwrap());
    assert_eq!(one.read(&[id("a")]).await.unwrap()[0].log().len(), 40);
}

pub async fn a_lost_connection_is_opened_again(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    let lose = || ground.fault(Fault::Lost { times: 1 });
    lose();
    store.commit(of_everything(&id("a")), NO_ROWS, None).await.unwrap();
    lose();
    store.put_draft("late", Some("x")).await.unwrap();
    lose();
    assert_eq!(store.drafts().await.unwrap().len(), 2);
    lose();
    assert_eq!(store.read(&[id("a")]).await.unwrap().len(), 1);
    lose();
    assert_eq!(store.meta("device").await.unwrap().as_deref(), Some("d1"));
    lose();
    assert_eq!(store.blob("b10b").await.unwrap(), Some(vec![1, 2, 3]));
    lose();
    let count = Cell::new(0);
    store.load(&mut |run| count.set(count.get() + run.len())).await.unwrap();
    assert_eq!(count.get(), 1);
    lose();
    store.wipe().await.unwrap();
    assert_eq!(all(&*store).await.documents.len(), 0);
}

pub async fn a_connection_lost_every_time_is_given_up(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    store.commit(of_everything(&id("a")), NO_ROWS, None).await.unwrap();
    let before = all(&*store).await;
    ground.fault(Fault::Lost { times: usize::MAX });
    assert!(matches!(store.commit(many(0, 3), NO_ROWS, None).await, Err(StoreError::Closed)));
    assert!(matches!(store.put_draft("late", Some("x")).await, Err(StoreError::Closed)));
    assert!(matches!(store.load(&mut |_| {}).await, Err(StoreError::Closed)));
    assert!(matches!(store.read(&[id("a")]).await, Err(StoreError::Closed)));
    assert!(matches!(store.wipe().await, Err(StoreError::Closed)));
    ground.fault(Fault::None);
    assert_eq!(all(&*store).await, before);
}

pub async fn damage_is_named_and_kept(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    for name in ["a", "b", "c"] {
        store.commit(append(&id(name), vec![note(1, name)]), NO_ROWS, None).await.unwrap();
    }
    let of_a = |damaged: Vec<Corrupt>| {
        assert_eq!(damaged.iter().flat_map(|corrupt| &corrupt.ids).collect::<Vec<_>>(), [&id("a")]);
    };
    let fails = |answer: Result<Vec<Document>, StoreError>| {
        assert!(matches!(&answer, Err(StoreError::Corrupt(corrupt)) if corrupt.ids == [id("a")]), "{answer:?}");
    };
    let part = |name, n| (id(name), vec![note(n, "more")]);
    for (n, nonsense) in (2..).zip(["x", "{\"id\":\"ticket-a\",\"log\":[", "a longer one, and one that is not JSON"]) {
        ground.overwrite("journal", id("a").as_str(), nonsense.as_bytes()).await.unwrap();
        match n {
            2 => of_a(store.load(&mut |run| assert_eq!(run.len(), 2)).await.unwrap()),
            3 => fails(store.read(&[id("b"), id("a")]).await),
            _ => {
                let batch = Batch { entries: vec![part("b", n), part("a", n)], ..Batch::default() };
                fails(store.commit(batch, NO_ROWS, None).await.map(|committed| committed.documents));
                assert_eq!(store.read(&[id("b")]).await.unwrap()[0].log().len(), 1, "nothing was written beside it");
            }
        }
        // It is apart now, as it was, and named until the document is here again.
        let aside = ground.keys("aside").await.unwrap();
        assert_eq!(aside.len(), n as usize - 1, "none is overwritten: {aside:?}");
        for _ in 0..2 {
            let mut names = Vec::new();
            let mut each = |run: Vec<Document>| names.extend(run.into_iter().map(|document| document.id));
            of_a(store.load(&mut each).await.unwrap());
            assert_eq!(names, [id("b"), id("c")]);
            of_a(ground.open().await.unwrap().open(&mut |_| {}).await.unwrap());
            fails(store.read(&[id("b"), id("a")]).await);
            let batch = Batch { entries: vec![part("a", n)], ..Batch::default() };
            fails(store.commit(batch, NO_ROWS, None).await.map(|committed| committed.documents));
        }
        let opened = Known::Opened { kind: String::new(), number: String::new(), at: None };
        store.commit(append(&id("a"), vec![entry(1, opened), note(n, "回来了")]), NO_ROWS, None).await.unwrap();
        assert!(store.load(&mut |_| {}).await.unwrap().is_empty());
        assert_eq!(ground.keys("aside").await.unwrap().len(), aside.len(), "kept, though it counts no more");
    }
}
