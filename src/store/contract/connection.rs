//! The laws of several handles, of a connection that is lost, and of damage.

use super::*;

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
