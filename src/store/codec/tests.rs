use proptest::prelude::*;

use super::*;
use crate::model::change::{Change, How, Known, Outcome, Seen, Timed, WalkEnd, Walked};
use crate::model::document::Entry;
use crate::model::stamp::Stamp;
use crate::model::value::Value;
use crate::store::ids;

fn texts() -> impl Strategy<Value = String> {
    prop_oneof!["[a-c]{0,3}", "\\PC{0,12}", Just("同一句话，说了很多遍，比十六个字节长".to_owned())]
}

fn stamps() -> impl Strategy<Value = Stamp> {
    let millis = prop_oneof![0..6_u64, any::<u64>()];
    (millis, prop_oneof![0..3_u16, any::<u16>()], 0..4_u64).prop_map(|(millis, counter, device)| Stamp {
        millis,
        counter,
        writer: Writer::new(device, 1),
    })
}

fn values() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Empty),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        texts().prop_map(Value::Text),
        prop::collection::vec(texts(), 0..4).prop_map(Value::List),
    ]
}

fn changes() -> impl Strategy<Value = Change> {
    let many = || prop::collection::vec(stamps(), 0..4);
    let how = prop_oneof![Just(How::Note), Just(How::Reply), Just(How::Call), Just(How::Contact)];
    let outcome = prop_oneof![Just(Outcome::Kept), Just(Outcome::Broken), Just(Outcome::Moved)];
    let known = prop_oneof![
        (texts(), texts(), any::<Option<u64>>()).prop_map(|(kind, number, at)| Known::Opened { kind, number, at }),
        (texts(), values(), many()).prop_map(|(field, value, over)| Known::Set { field, value, over }),
        (texts(), texts(), many()).prop_map(|(step, to, over)| Known::Moved { step, to, over }),
        (texts(), many()).prop_map(|(to, over)| Known::Assigned { to, over }),
        (how, texts(), any::<u32>()).prop_map(|(how, text, minutes)| Known::Said { how, text, minutes }),
        (texts(), any::<u64>()).prop_map(|(text, due)| Known::Promised { text, due }),
        (stamps(), outcome, many()).prop_map(|(promise, outcome, over)| Known::Settled { promise, outcome, over }),
        (texts(), texts()).prop_map(|(set, item)| Known::Added { set, item }),
        (texts(), many()).prop_map(|(set, over)| Known::Removed { set, over }),
        (texts(), texts(), texts(), any::<u64>(), texts())
            .prop_map(|(hash, name, media, size, field)| Known::Attached { hash, name, media, size, field }),
        (many(), texts()).prop_map(|(what, why)| Known::Redacted { what, why }),
        many().prop_map(|what| Known::Undone { what }),
        prop_oneof![Just(Seen::Screen), Just(Seen::Paper), Just(Seen::Table)].prop_map(|at| Known::Looked { at }),
        (prop::collection::vec(texts(), 0..3), prop::collection::vec(texts(), 0..3))
            .prop_map(|(said, mended)| Known::Worded { said, mended }),
        (texts(), texts(), any::<u64>(), any::<u32>()).prop_map(|(guide, name, at, seconds)| Known::Guided {
            steps: vec![Walked {
                step: guide.clone(),
                title: name.clone(),
                seconds,
                choice: guide.clone(),
                back: true
            }],
            clocks: vec![Timed { name: name.clone(), limit: seconds, seconds }],
            why: name.clone(),
            guide,
            name,
            version: at,
            from: at,
            end: WalkEnd::Abandoned,
        }),
    ];
    let unknown = "\\{\"new\":\\{ \"a\" : \\PC{0,5}";
    prop_oneof![9 => known.prop_map(Change::Known), 1 => unknown.prop_map(|raw| Change::Unknown(raw.into()))]
}

fn logs() -> impl Strategy<Value = Vec<Entry>> {
    let entry = (stamps(), texts(), changes()).prop_map(|(stamp, by, change)| Entry { stamp, by, change });
    prop::collection::vec(entry, 0..6)
}

fn documents() -> impl Strategy<Value = Vec<Document>> {
    let name = prop_oneof!["[a-c-]{0,3}", "[0-8][0-9a-hjkmnp-tv-z]{25}", "\\PC{0,4}"];
    let prefix = prop_oneof![Just("ticket-"), Just("-")];
    (prefix, prop::collection::btree_map(name, logs(), 0..8)).prop_map(|(prefix, named)| {
        let document = |(name, log): (String, _)| Document::new(DocId::new(&format!("{prefix}{name}")), log);
        let mut documents: Vec<Document> = named.into_iter().map(document).collect();
        documents.sort_by(|a, b| ids::order(&a.id, &b.id));
        documents
    })
}

fn encoded(documents: &[Document]) -> Vec<u8> {
    page(&ids_of(documents), documents)
}

proptest! {
    #[test]
    fn documents_come_back_together_and_alone(documents in documents()) {
        let bytes = encoded(&documents);
        let page = Page::open(&bytes).unwrap();
        prop_assert_eq!(page.documents().unwrap(), documents.clone());
        for (at, document) in documents.iter().enumerate() {
            prop_assert_eq!(page.ids.find(&document.id), Some(at));
            prop_assert_eq!(&page.document(at).unwrap(), document);
            prop_assert_eq!(&open_record(&document.id, &record(document)).unwrap(), document);
        }
        prop_assert!(page.document(documents.len()).is_err());
    }

    #[test]
    fn sheets_come_back(documents in documents(), rows in any::<Vec<u8>>()) {
        let ids = ids_of(&documents);
        prop_assert_eq!(open_sheet(sheet(&ids, &rows)).unwrap(), (ids, rows));
    }

    #[test]
    fn damage_is_found(documents in documents(), at in any::<prop::sample::Index>(), bit in 0..8, cut in any::<bool>()) {
        let mut bytes = encoded(&documents);
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] ^= 1_u8 << bit;
        }
        prop_assert!(Page::open(&bytes).is_err());
        prop_assert!(open_sheet(bytes).is_err());
    }

    /// Whatever the bytes are: an error or documents, no panic and no allocation beyond their length.
    #[test]
    fn sealed_nonsense_does_no_harm(
        documents in documents(), cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4), end in any::<prop::sample::Index>(), cut in any::<bool>(),
    ) {
        let mut bytes = encoded(&documents);
        for (at, byte) in cuts {
            let at = HEAD + at.index(bytes.len() - HEAD);
            bytes[at] = byte;
        }
        if cut {
            bytes.truncate(HEAD + end.index(bytes.len() - HEAD));
        }
        seal(&mut bytes);
        if let Ok(page) = Page::open(&bytes) {
            let _ = page.documents();
        }
        let _ = open_sheet(bytes);
    }

    #[test]
    fn sealed_chance_does_no_harm(bytes in any::<Vec<u8>>()) {
        let _ = Page::open(&bytes).map(|page| page.documents());
        let mut sealed = vec![FORMAT; HEAD];
        sealed.extend(bytes);
        seal(&mut sealed);
        let _ = Page::open(&sealed).map(|page| page.documents());
        let _ = open_sheet(sealed);
    }
}

#[test]
fn a_newer_format_is_told_apart_from_damage() {
    let mut bytes = record(&Document::new(DocId::new("ticket-a"), Vec::new()));
    bytes[0] = FORMAT + 1;
    assert!(matches!(Page::open(&bytes), Err(Unreadable::Checksum)));
    seal(&mut bytes);
    assert!(matches!(Page::open(&bytes), Err(Unreadable::Newer(2))));
}

#[test]
fn a_record_filed_under_another_id_is_refused() {
    let document = Document::new(DocId::new("ticket-a"), Vec::new());
    let bytes = record(&document);
    assert_eq!(open_record(&document.id, &bytes).unwrap(), document);
    assert!(matches!(open_record(&DocId::new("ticket-b"), &bytes), Err(Unreadable::Form(_))));
}

#[test]
fn a_change_that_this_app_has_learnt_is_known_when_read() {
    let log = |change| {
        let stamp = Stamp { millis: 5, counter: 0, writer: Writer::SAMPLE };
        vec![Entry { stamp, by: String::new(), change }]
    };
    let id = DocId::new("ticket-a");
    let raw = r#"{"assigned":{"to":"agent-1"}}"#;
    let written = record(&Document::new(id.clone(), log(Change::Unknown(raw.into()))));
    let known = Known::Assigned { to: "agent-1".to_owned(), over: Vec::new() };
    assert_eq!(open_record(&id, &written).unwrap(), Document::new(id, log(known.into())));
}

/// What is on people's disks: this may only change together with the format's number.
#[test]
fn the_format_stays_as_it_was_released() {
    let stamp = |n| Stamp { millis: 1_790_000_000_000 + n, counter: 1, writer: Writer::new(7, 9) };
    let (t, over) = (|text: &str| text.to_owned(), vec![stamp(0), stamp(99)]);
    let log = [
        Known::Opened { kind: t("service.complaint"), number: t("T1"), at: Some(5) },
        Known::Set {
            field: t("a"), value: Value::List(vec![t("x"), t("长过十六个字节的文字")]), over: over.clone()
        },
        Known::Set { field: t("b"), value: Value::Int(-3), over: Vec::new() },
        Known::Moved { step: t("s"), to: t("t"), over: over.clone() },
        Known::Assigned { to: t("o"), over: over.clone() },
        Known::Said { how: How::Reply, text: t("r"), minutes: 3 },
        Known::Said { how: How::Call, text: t("c"), minutes: 300 },
        Known::Promised { text: t("p"), due: 9 },
        Known::Settled { promise: stamp(7), outcome: Outcome::Broken, over: over.clone() },
        Known::Settled { promise: stamp(7), outcome: Outcome::Moved, over: Vec::new() },
        Known::Added { set: t("tags"), item: t("i") },
        Known::Removed { set: t("tags"), over: over.clone() },
        Known::Attached { hash: t("h"), name: t("n"), media: t("m"), size: 7, field: t("f") },
        Known::Redacted { what: vec![stamp(5)], why: t("w") },
        Known::Undone { what: over },
    ];
    let entry =
        |(n, known): (usize, &Known)| Entry { stamp: stamp(n as u64), by: t("me"), change: known.clone().into() };
    let document = Document::new(DocId::new("ticket-a"), log.iter().enumerate().map(entry).collect());
    let bytes = record(&document);
    assert_eq!(open_record(&document.id, &bytes).unwrap(), document);
    assert_eq!((bytes.len(), xxh64(&bytes, 0)), (307, 5_880_938_608_122_765_797));
}
