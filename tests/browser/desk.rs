//! The desk in a browser: tabs that see each other, and an import that leaves the page usable.

#![allow(clippy::expect_used, clippy::unwrap_used)]

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Date, Promise};
use shouwen::desk::sync::Remote;
use shouwen::desk::{Browser, Desk, Flow, NewAgent, NewImport, NewTicket, Tabs, database};
use shouwen::model::change::How;
use shouwen::model::document::DocId;
use shouwen::model::pack::Pack;
use shouwen::model::value::Value;
use shouwen::query::import::{self, NewCustomer};
use shouwen::store::{IdbStore, Store, pause};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use wasm_bindgen_test::{console_log, wasm_bindgen_test};
use web_sys::BroadcastChannel;

async fn sleep(millis: i32) {
    let promise = Promise::new(&mut |done, _| {
        web_sys::window().unwrap().set_timeout_with_callback_and_timeout_and_arguments_0(&done, millis).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

/// Waits until it holds, ten seconds at most.
async fn until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..1000 {
        if holds() {
            return;
        }
        sleep(10).await;
    }
    panic!("{what}");
}

async fn open(name: &str) -> Desk {
    let store: Rc<dyn Store> = Rc::new(IdbStore::open(name).await.expect("opens"));
    Desk::open(store, Box::new(Browser)).await.expect("loads").0
}

async fn first(name: &str) -> Desk {
    let desk = open(name).await;
    let pack: Pack = serde_json::from_str(include_str!("../../public/handbooks/service.json")).expect("a pack");
    desk.install(&pack).await.expect("installs");
    let new = NewAgent { name: "王".into(), number: "A01".into(), ..NewAgent::default() };
    desk.add_agent(new).await.expect("joins");
    desk
}

async fn ticket(desk: &Desk) -> DocId {
    let kind = desk.kinds().into_iter().find(|kind| kind.fields.iter().all(|field| !field.required)).expect("a kind");
    let new = NewTicket { kind: kind.id.clone(), text: "漏水".into(), ..NewTicket::default() };
    desk.open_ticket(new).await.expect("opens").0
}

async fn clean(name: &str) {
    IdbStore::open(name).await.expect("opens").wipe().await.expect("wipes");
}

#[wasm_bindgen_test]
async fn tabs_see_each_others_changes() {
    const NAME: &str = "shouwen-test:tabs";
    clean(NAME).await;
    let listening = Tabs::listen(NAME).expect("channels");
    let one = first(NAME).await;
    listening.attach(&one);
    let id = ticket(&one).await;

    // Another tab begins to listen, and what is written while it loads is there afterwards.
    let listening = Tabs::listen(NAME).expect("channels");
    let two = open(NAME).await;
    one.say(&id, How::Note, "边读边写", 0).await.expect("says");
    let later = ticket(&one).await;
    // What is no document, too: that syncing is wanted.
    let remote = Remote { address: "https://couch.example.org/desk".into(), paused: true, ..Remote::default() };
    one.set_remote(Some(&remote)).await.expect("sets");
    sleep(30).await;
    assert!(two.row(&later).is_none() && two.remote().is_none(), "it waits until the desk is attached");
    listening.attach(&two);
    let seen = |desk: &Desk| desk.doc(&id).map(|doc| doc.document.log().len());
    until("what came while loading", || two.row(&later).is_some()).await;
    until("where it syncs to", || two.remote().as_ref() == Some(&remote)).await;
    one.set_remote(None).await.expect("sets");
    until("that it does no more", || two.remote().is_none()).await;
    two.fetch(std::slice::from_ref(&id)).await.expect("fetches");
    assert_eq!(seen(&two), seen(&one));

    // Both ways, and nobody hears themself.
    let heard = Rc::new(Cell::new(0));
    let count = heard.clone();
    two.subscribe(move |_| count.set(count.get() + 1));
    two.tag(&id, "急").await.expect("tags");
    until("the first tab follows", || one.row(&id).is_some_and(|row| row.tags == ["急"])).await;
    sleep(50).await;
    assert_eq!(heard.get(), 1, "its own change, once");

    // Nonsense on the channel is ignored.
    let channel = BroadcastChannel::new(NAME).expect("a channel");
    for text in ["", "{", "{\"ids\":7}", "{\"ids\":[\"\"]}", "{\"wiped\":false}", "null"] {
        channel.post_message(&JsValue::from_str(text)).expect("posts");
    }
    channel.post_message(&JsValue::from_f64(7.0)).expect("posts");
    one.tag(&id, "老人").await.expect("tags");
    until("the second tab still follows", || two.row(&id).is_some_and(|row| row.tags.len() == 2)).await;
    assert_eq!(heard.get(), 2);

    // What goes with the samples goes in every tab.
    channel.post_message(&JsValue::from_str("{\"all\":true}")).expect("posts");
    until("a reload", || heard.get() == 3).await;
    channel.close();
}

/// How long the page was kept from anything else, at most, in milliseconds.
async fn longest_task(work: impl Future<Output = ()>) -> f64 {
    let (working, longest) = (Rc::new(Cell::new(true)), Rc::new(Cell::new(0.0_f64)));
    let (go_on, most) = (working.clone(), longest.clone());
    spawn_local(async move {
        let mut last = Date::now();
        while go_on.get() {
            pause().await;
            let now = Date::now();
            most.set(most.get().max(now - last));
            last = now;
        }
    });
    work.await;
    working.set(false);
    longest.get()
}

#[wasm_bindgen_test]
async fn an_import_leaves_the_page_usable() {
    const NAME: &str = "shouwen-test:import";
    // Unoptimised code is some thirty times slower: the figures hold for what is shipped.
    let rows = if cfg!(debug_assertions) { 1_000 } else { 12_000 };
    clean(NAME).await;
    let desk = first(NAME).await;
    let kind = desk.kinds()[0].id.clone();
    let tickets = (0..rows).map(|i: u32| import::NewTicket {
        kind: kind.clone(),
        at: Some(1_795_312_800_000 - u64::from(i) * 1000),
        values: vec![
            ("subject".into(), Value::Text(format!("第 {i} 件事，客户说明了情况，等回复"))),
            ("channel".into(), Value::Text("phone".into())),
        ],
        note: format!("备注 {i}：按惯例处理，回电确认，客户满意。{}", "又及。".repeat(10)),
        customer: Some(NewCustomer {
            name: format!("客户{}", i % 3000), phones: vec![format!("139{:08}", i % 3000)]
        }),
        ..import::NewTicket::default()
    });
    let import = NewImport { file: "旧表.csv".into(), tickets: tickets.collect(), ..NewImport::default() };
    let start = Date::now();
    let longest = longest_task(async {
        let done = desk.import(import, &|_| Flow::Go).await.expect("imports");
        assert_eq!(done.tickets, rows as usize);
    })
    .await;
    let took = Date::now() - start;
    console_log!("{rows} rows: {took} ms, longest task {longest} ms");
    let start = Date::now();
    let undone = longest_task(async {
        let id = desk.imports()[0].id.clone();
        assert_eq!(desk.undo_import(&id).await.expect("undoes").taken, rows as usize);
    })
    .await;
    console_log!("taken back: {} ms, longest task {undone} ms", Date::now() - start);
    assert_eq!((desk.count("ticket"), desk.count("customer")), (0, 0));
    if !cfg!(debug_assertions) {
        assert!(took < 5_000.0 && longest < 100.0, "{took} ms, longest task {longest} ms");
    }
    clean(NAME).await;
}

/// 8: what a page left beside the database is taken in by the next, and gives way to whatever is newer.
#[wasm_bindgen_test]
async fn drafts_left_beside_the_database_give_way_to_newer_ones() {
    const PATH: &str = "/drafts-left-beside/";
    let name = database(PATH);
    clean(&name).await;
    let storage = web_sys::window().unwrap().local_storage().unwrap().unwrap();
    let item = |place: &str| format!("{name}:draft:/{place}");
    let left = |place: &str| storage.get_item(&item(place)).unwrap();
    storage.set_item(&item("new"), "客户说").unwrap();
    let desk = shouwen::desk::open(PATH, async || None, || ()).await.expect("opens");
    assert_eq!(desk.draft("new").as_deref(), Some("客户说"));
    assert_eq!(left("new"), None, "it is in the database");
    // What another page leaves is older than what is typed here.
    storage.set_item(&item("new"), "更早").unwrap();
    storage.set_item(&item("reply/x"), "别处").unwrap();
    desk.keep_draft("new", "更晚").await.expect("keeps");
    assert_eq!((left("new"), left("reply/x").as_deref()), (None, Some("别处")));
    desk.wipe().await.expect("wipes");
    assert_eq!(left("reply/x"), None, "nothing is left on this device");
}
