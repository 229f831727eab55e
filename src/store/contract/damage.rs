//! The laws of what cannot be read.

use shouwen::model::change::Known;
use shouwen::model::document::Document;
use shouwen::store::{Fault, PageId, StoreError};

use super::pages::{expect, expected_of, pack, start};
use super::{Ground, append, entry, many, note};

pub async fn a_damaged_page_is_set_aside_and_comes_back(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    store.commit(many(0, 1500), &pack, None).await.unwrap();
    let expected = expected_of(1500);
    for round in 0..4 {
        let page = ground.keys("pages").await.unwrap()[1].clone();
        ground.overwrite("pages", &page, b"nonsense").await.unwrap();
        let lost = &expected[700];
        match round {
            0 => assert!(matches!(store.read(std::slice::from_ref(&lost.id)).await, Err(StoreError::Corrupt(_)))),
            1 => {
                let answer = store.commit(append(&lost.id, vec![lost.log()[0].clone()]), &pack, None).await;
                assert!(matches!(answer, Err(StoreError::Corrupt(_))), "{answer:?}");
            }
            2 => assert_eq!(store.load(&mut |_| {}).await.unwrap().len(), 1),
            _ => {
                let (batch, other) = (many(400, 600), ground.open().await.unwrap());
                let answer = other.commit(batch, &pack, None).await;
                assert!(matches!(answer, Err(StoreError::Corrupt(_))), "{answer:?}");
            }
        }
        let started = start(&*ground.open().await.unwrap()).await;
        assert_eq!(started.damaged.len(), 1);
        assert_eq!(started.damaged[0].ids.len(), 500, "the documents that are missing are named");
        assert_eq!(started.logs.len(), 1000, "all others are here");
        assert_eq!(ground.keys("aside").await.unwrap().len(), 2 * (round + 1), "kept, with what stood beside it");
        let mut on = many(0, 1500);
        on.entries.iter_mut().for_each(|(_, log)| drop(log.remove(0)));
        assert!(matches!(store.commit(on, &pack, None).await, Err(StoreError::Corrupt(_))), "it is not gone on with");
        // What is restored joins what is here.
        store.commit(many(0, 1500), &pack, None).await.unwrap();
        assert_eq!(expect(ground, &*store, &expected).await, 1500);
    }
}

/// A document is in a page, and newer in the journal.
pub async fn damage_in_the_journal_hides_no_older_version_as_new(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    store.commit(many(0, 600), &pack, None).await.unwrap();
    let mut expected = expected_of(600);
    let kept = note(9000, "新");
    for round in 0..4 {
        let at = 7 + round;
        let id = expected[at].id.clone();
        store.commit(append(&id, vec![kept.clone()]), &pack, None).await.unwrap();
        ground.overwrite("journal", id.as_str(), b"nonsense").await.unwrap();
        let lost = |answer: Result<Vec<Document>, StoreError>| {
            assert!(matches!(&answer, Err(StoreError::Corrupt(corrupt)) if corrupt.ids == [id.clone()]), "{answer:?}");
        };
        for _ in 0..3 {
            lost(store.read(std::slice::from_ref(&id)).await);
            let more = append(&id, vec![note(9001, "又")]);
            lost(store.commit(more, &pack, None).await.map(|done| done.documents));
            let mut on = many(0, 600);
            on.entries[at].1.remove(0);
            lost(store.commit(on, &pack, None).await.map(|done| done.documents));
            let named = start(&*ground.open().await.unwrap()).await.damaged;
            assert_eq!(named.iter().flat_map(|corrupt| &corrupt.ids).collect::<Vec<_>>(), [&id]);
        }
        // What is restored stands, alone or in bulk, in the journal or folded into its page.
        expected[at].merge([kept.clone()]);
        let mut restored = append(&id, expected[at].log().to_vec());
        if round % 2 == 1 {
            restored = many(0, 600);
            restored.entries[at].1.push(kept.clone());
        }
        store.commit(restored, &pack, None).await.unwrap();
        if round > 1 {
            let stale: Vec<_> = ground.keys("pages").await.unwrap();
            let stale: Vec<_> = stale.iter().map(|page| PageId::new(page)).collect();
            store.compact(stale.len(), &stale, &pack).await.unwrap();
            assert!(ground.keys("journal").await.unwrap().is_empty());
        }
        expect(ground, &*store, &expected).await;
        assert_eq!(ground.keys("aside").await.unwrap().len(), round + 1, "kept");
    }
}

pub async fn what_is_redacted_is_not_kept_aside(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    store.commit(many(0, 1000), &pack, None).await.unwrap();
    let mut expected = expected_of(1000);
    let page = ground.keys("pages").await.unwrap()[0].clone();
    ground.overwrite("pages", &page, b"nonsense").await.unwrap();
    assert_eq!(store.load(&mut |_| {}).await.unwrap().len(), 1);
    // One comes back and is redacted; the others are needed still.
    let log = |at: usize| expected_of(1000)[at].log().to_vec();
    let redaction = |at: usize| {
        let what = vec![log(at)[5].stamp];
        entry(9000, Known::Redacted { what, why: "客户要求".to_owned() })
    };
    store.commit(append(&expected[7].id, log(7)), &pack, None).await.unwrap();
    store.commit(append(&expected[7].id, vec![redaction(7)]), &pack, None).await.unwrap();
    assert_eq!(ground.keys("aside").await.unwrap().len(), 2);
    store.commit(many(0, 1000), &pack, None).await.unwrap();
    store.commit(append(&expected[8].id, vec![redaction(8)]), &pack, None).await.unwrap();
    assert!(ground.keys("aside").await.unwrap().is_empty());
    // Also where it was brought back long ago, out of the journal.
    let id = expected[9].id.clone();
    store.commit(append(&id, vec![note(9000, "x")]), &pack, None).await.unwrap();
    ground.overwrite("journal", id.as_str(), b"nonsense").await.unwrap();
    start(&*store).await;
    store.commit(append(&id, log(9)), &pack, None).await.unwrap();
    assert_eq!(ground.keys("aside").await.unwrap().len(), 1);
    store.commit(append(&id, vec![redaction(9)]), &pack, None).await.unwrap();
    assert!(ground.keys("aside").await.unwrap().is_empty());
    for (at, document) in expected.iter_mut().enumerate().take(10).skip(7) {
        document.merge([redaction(at)]);
    }
    expect(ground, &*store, &expected).await;
}

pub async fn a_page_that_cannot_be_set_aside_stops_compaction(ground: &dyn Ground) {
    let store = ground.open().await.unwrap();
    store.commit(many(0, 600), &pack, None).await.unwrap();
    let page = ground.keys("pages").await.unwrap()[0].clone();
    ground.overwrite("pages", &page, b"nonsense").await.unwrap();
    let stale = [PageId::new(&page)];
    ground.fault(Fault::Full { after: 0 });
    let answer = store.compact(9, &stale, &pack).await;
    assert!(matches!(answer, Err(StoreError::Corrupt(_))), "{answer:?}");
    ground.fault(Fault::None);
    assert!(!store.compact(9, &stale, &pack).await.unwrap().more, "set aside, and the others go on");
}
