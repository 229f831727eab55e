//! The laws of what stands beside the documents: drafts, facts, marks, attachments.

use super::*;

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
