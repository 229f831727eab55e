//! What the tests of sync share.

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use shouwen::model::change::{Change, How, Known};
use shouwen::model::document::{DocId, Entry};
use shouwen::model::stamp::{Stamp, Writer};
use shouwen::model::value::Value;
use shouwen::sync::canonical::{canonical, hash32};
use shouwen::sync::entry::Signed;

/// Friday, 20 November 2026, 02:00 UTC.
pub const START: u64 = 1_795_140_000_000;

/// Changes that no version knows yet, or that this one cannot read.
const ALIEN: [&str; 14] = [
    r#"{"weighed":{"grams":12,"when":"now"}}"#,
    r#"{ "weighed" : {"grams" : 1.50 , "big":123456789012345678901234567890, "e":1E+05, "neg":-0 } }"#,
    r#"{"weighed":{"text":"\u4f60\u597d \/ \"q\" \ud83d\ude00 😀 \ud800","é":"e\u0301"}}"#,
    r#"{"set":{"field":"a","value":1.0}}"#,
    r#"{"set":{"field":"a","value":18446744073709551615}}"#,
    r#"{"set":{"field":"a","field":"b","value":"x"}}"#,
    "{\"said\":\t{\"how\":\"letter\",\r\n \"text\":\"\"}}",
    r#"{"z":1,"a":{"__proto__":{"x":1}}}"#,
    "{\"z\":1,\"\u{ff5e}\":1,\"\u{1f600}\":[null,true]}",
    r#""opened""#,
    "[]",
    "null",
    "0.10",
    "{}",
];

/// Any text: plain, Chinese, with every kind of trap for a JSON reader.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z]{0,8}",
        2 => "[\u{4e00}-\u{4eff}]{1,6}",
        2 => prop::collection::vec(any::<char>(), 0..8).prop_map(|letters| letters.into_iter().collect()),
        1 => Just("\u{0}\u{8}\u{1f}\u{7f}\u{2028}\u{feff}\u{ffff}\u{1f600}\"\\/".to_owned()),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Empty),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        (-9i64..9).prop_map(Value::Int),
        text().prop_map(Value::Text),
        prop::collection::vec(text(), 0..3).prop_map(Value::List),
    ]
}

fn stamp() -> impl Strategy<Value = Stamp> {
    (0..1000u64, 0..3u16, 0..3u64).prop_map(|(millis, counter, writer)| Stamp {
        millis: START - 1_000_000 + millis,
        counter,
        writer: Writer::new(writer + 1, writer),
    })
}

/// Any change to a ticket.
pub fn change() -> impl Strategy<Value = Change> {
    let known = prop_oneof![
        (text(), value(), prop::collection::vec(stamp(), 0..3)).prop_map(|(field, value, over)| Known::Set {
            field,
            value,
            over
        }),
        (text(), any::<u32>()).prop_map(|(text, minutes)| Known::Said { how: How::Call, text, minutes }),
        (text(), any::<u64>()).prop_map(|(text, due)| Known::Promised { text, due }),
        prop::collection::vec(stamp(), 0..3).prop_map(|what| Known::Undone { what }),
    ];
    prop_oneof![
        3 => known.prop_map(Change::Known),
        1 => (0..ALIEN.len()).prop_map(|at| Change::Unknown(ALIEN[at].into())),
    ]
}

/// Any entry of the agent `ann`.
pub fn signed() -> impl Strategy<Value = Signed> {
    ("[0-9a-z]{26}", stamp(), change(), 1..u64::from(u32::MAX)).prop_map(|(id, stamp, change, n)| Signed {
        document: DocId::fixed("ticket", &id),
        entry: Entry { stamp, by: "ann".into(), change },
        device: stamp.writer.as_str()[..8].to_owned(),
        n,
        via: None,
    })
}

/// A note by `ann`.
pub fn note(text: &str) -> Signed {
    let stamp = Stamp { millis: START, counter: 0, writer: Writer::new(1, 1) };
    let change = Known::Said { how: How::Note, text: text.into(), minutes: 0 };
    Signed {
        document: DocId::new("ticket-01"),
        entry: Entry { stamp, by: "ann".into(), change: change.into() },
        device: stamp.writer.as_str()[..8].to_owned(),
        n: 1,
        via: None,
    }
}

/// A document signed anew, as a forger who knows the form would.
pub fn forged(mut body: Json) -> Json {
    let members = body.as_object_mut().unwrap();
    members.retain(|name, _| !name.starts_with('_'));
    let hash = hash32(&canonical(&Json::Object(members.clone())).unwrap());
    let document = members["document"].as_str().unwrap().to_owned();
    members.insert("_id".into(), json!(format!("e:{document}:{hash}")));
    members.insert("_rev".into(), json!(format!("1-{hash}")));
    body
}

/// SHA-256 in hex.
pub fn hex_digest(bytes: &[u8]) -> String {
    use sha2::Digest;
    shouwen::model::hex(&sha2::Sha256::digest(bytes))
}
