//! The laws of entries and documents.

use super::*;

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
