//! All of a batch or nothing.

use super::*;

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
