//! The laws that every store obeys. `memory` runs them natively, `tests/browser/store.rs` over IndexedDB.

mod connection;
mod damage;
mod entries;
mod pages;
mod small;
mod whole;

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
pub use connection::*;
pub use damage::*;
pub use entries::*;
pub(crate) use laws;
pub use pages::*;
pub use small::*;
pub use whole::*;

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
