//! Reading an entry that came just as it was signed: most servers give a document's text back unchanged, with its id and
//! revision before or behind. It need not be taken apart and put together again to be checked, which is most of the work
//! of a first reading. What is not so simple is left to `entry`, which has the last word on what is wrong.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::canonical::{MAX_SAFE, hash32};
use super::entry::{PREFIX, Signed};
use crate::model::document::{DocId, Entry};

/// How deep objects and lists stand in one another here at most.
const DEEPEST: usize = 60;

/// The members of an entry; others do not matter but for the hash.
#[derive(Deserialize)]
struct Members<'a> {
    by: String,
    #[serde(borrow)]
    change: &'a RawValue,
    device: String,
    document: &'a str,
    n: u64,
    stamp: &'a str,
    #[serde(rename = "v")]
    _version: u64,
    #[serde(default)]
    via: Option<String>,
}

/// Reads the document of an id, if it came just as it was signed and nothing is wrong with it.
#[must_use]
pub(super) fn plain(id: &str, body: &str) -> Option<Signed> {
    if id.bytes().any(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f)) {
        return None;
    }
    let (document, hash) = id.strip_prefix(PREFIX)?.rsplit_once(':')?;
    let text = bare(id, hash, body)?;
    let mut scan = Scan(text.as_bytes());
    scan.object(0)?;
    if !scan.0.is_empty() || hash32(&text) != hash {
        return None;
    }
    let members: Members = serde_json::from_str(&text).ok()?;
    if members.document != document {
        return None;
    }
    let change = match members.change.get() {
        own if own.starts_with('"') => serde_json::from_str(&serde_json::from_str::<String>(own).ok()?).ok()?,
        object if object.starts_with('{') => serde_json::from_str(object).ok()?,
        _ => return None,
    };
    let entry = Entry { stamp: members.stamp.parse().ok()?, by: members.by, change };
    Some(Signed { document: DocId::new(document), entry, device: members.device, n: members.n, via: members.via })
}

/// The text without the id and the revision that the server put before or behind it.
fn bare(id: &str, hash: &str, body: &str) -> Option<String> {
    let added = ["\"_id\":\"", id, "\",\"_rev\":\"1-", hash, "\""].concat();
    let members = body.strip_prefix('{')?.strip_suffix('}')?;
    let members = match members.strip_prefix(&*added) {
        Some(behind) => behind.strip_prefix(',')?,
        None => members.strip_suffix(&*added)?.strip_suffix(',')?,
    };
    Some(["{", members, "}"].concat())
}

/// What is left of a text that is looked through for whether it is canonical, as `canonical` writes it. Sure of every text
/// that it passes; a few canonical ones it does not pass: with names that need escapes, begin with an underscore, or have
/// letters that come in another order in UTF-8 than in UTF-16.
struct Scan<'a>(&'a [u8]);

impl<'a> Scan<'a> {
    fn word(&mut self, word: &[u8]) -> Option<()> {
        self.0 = self.0.strip_prefix(word)?;
        Some(())
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        match self.0.first()? {
            b'"' => self.string().map(drop),
            b'{' => self.object(depth + 1),
            b'[' => self.list(depth + 1),
            b'n' => self.word(b"null"),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<()> {
        self.word(b"{")?;
        if depth > DEEPEST || self.word(b"}").is_some() {
            return (depth <= DEEPEST).then_some(());
        }
        let mut before: Option<&[u8]> = None;
        loop {
            let name = self.string()?;
            let is_simple = name.first() != Some(&b'_') && name.iter().all(|byte| *byte != b'\\' && *byte < 0xee);
            if !is_simple || before.is_some_and(|before| before >= name) {
                return None;
            }
            before = Some(name);
            self.word(b":")?;
            self.value(depth)?;
            if self.word(b",").is_none() {
                return self.word(b"}");
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<()> {
        self.word(b"[")?;
        if depth > DEEPEST || self.word(b"]").is_some() {
            return (depth <= DEEPEST).then_some(());
        }
        loop {
            self.value(depth)?;
            if self.word(b",").is_none() {
                return self.word(b"]");
            }
        }
    }

    /// A text with the shortest escapes. Answers with what stands between its quotation marks.
    fn string(&mut self) -> Option<&'a [u8]> {
        let text = self.0;
        self.word(b"\"")?;
        let mut at = 1;
        loop {
            at += match *text.get(at)? {
                b'"' => break,
                b'\\' => match text.get(at + 1)? {
                    b'"' | b'\\' | b'b' | b't' | b'n' | b'f' | b'r' => 2,
                    b'u' if is_control(text.get(at + 2..at + 6)?) => 6,
                    _ => return None,
                },
                0..=0x1f => return None,
                _ => 1,
            };
        }
        self.0 = text.get(at + 1..)?;
        text.get(1..at)
    }

    /// A whole number that a double holds.
    fn number(&mut self) -> Option<()> {
        let is_negative = self.word(b"-").is_some();
        let count = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at(count);
        self.0 = rest;
        let begins = *digits.first()?;
        let number: u64 = std::str::from_utf8(digits).ok()?.parse().ok()?;
        let is_short = begins != b'0' || (count == 1 && !is_negative);
        (is_short && number <= MAX_SAFE).then_some(())
    }
}

/// The four digits of a control character that has no shorter escape.
fn is_control(code: &[u8]) -> bool {
    let [b'0', b'0', high @ (b'0' | b'1'), low] = code else { return false };
    matches!(low, b'0'..=b'9' | b'a'..=b'f') && !(*high == b'0' && matches!(low, b'8' | b'9' | b'a' | b'c' | b'd'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::model::change::{Change, Known};
    use crate::model::stamp::{Stamp, Writer};
    use crate::sync::canonical::canonical;

    fn stamp() -> Stamp {
        Stamp { millis: 1_795_140_000_000, counter: 3, writer: Writer::new(5, 6) }
    }

    fn signed(change: Change) -> Signed {
        Signed {
            document: DocId::new("ticket-01"),
            entry: Entry { stamp: stamp(), by: "ann".into(), change },
            device: "50000000".into(),
            n: 7,
            via: Some("lea".into()),
        }
    }

    /// The document of a text of members: id and body, the server's own before or behind.
    fn given(text: &str, before: bool) -> (String, String) {
        let hash = hash32(text);
        let id = format!("e:ticket-01:{hash}");
        let added = format!("\"_id\":\"{id}\",\"_rev\":\"1-{hash}\"");
        let members = &text[1..text.len() - 1];
        let body = if before { format!("{{{added},{members}}}") } else { format!("{{{members},{added}}}") };
        (id, body)
    }

    #[test]
    fn what_comes_as_it_was_signed_is_read_in_one_go() {
        let said =
            Known::Said {
                how: crate::model::change::How::Note, text: "门\u{1}\"\\\n锁\u{7f}😀".into(), minutes: 0
            };
        for change in
            [said.into(), Change::Unknown("{\"new\":[1.5]}".into()), Change::Unknown("{\"new\":[1,-2]}".into())]
        {
            let (signed, doc) = (signed(change.clone()), signed(change).encode());
            assert_eq!(plain(&doc.id, &doc.body), Some(signed.clone()));
            let start = format!("{{\"_id\":\"{0}\",\"_rev\":\"1-{1}\",", doc.id, doc.hash);
            let members = doc.body.strip_prefix(&start).unwrap().strip_suffix('}').unwrap();
            let behind = format!("{{{members},\"_id\":\"{0}\",\"_rev\":\"1-{1}\"}}", doc.id, doc.hash);
            assert_eq!(plain(&doc.id, &behind), Some(signed));
            for (from, to) in [
                ("ann", "bob"),
                ("ticket-01\"", "ticket-02\""),
                (",\"n\":7", ", \"n\":7"),
                ("\"_rev\":\"1-", "\"_rev\":\"2-"),
            ] {
                assert_eq!(plain(&doc.id, &doc.body.replacen(from, to, 1)), None, "{from}");
            }
            assert_eq!(plain(&doc.id.replace("ticket", "kind"), &doc.body), None);
        }
    }

    fn value() -> impl Strategy<Value = Value> {
        let text = prop_oneof![
            "[a-c_]{0,3}",
            "[\u{0}-\u{ff}]{0,4}",
            prop::collection::vec(
                prop::sample::select(vec!['门', '\u{d7ff}', '\u{e000}', '\u{ff5e}', '😀', '"', '\\', '/', '\u{2028}']),
                0..3
            )
            .prop_map(|letters| letters.into_iter().collect::<String>()),
        ];
        let one = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            (-9i64..9).prop_map(Value::from),
            (-4.0..4.0f64).prop_map(Value::from),
            text.clone().prop_map(Value::from),
        ];
        one.prop_recursive(4, 24, 4, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((text.clone(), inner), 0..4)
                    .prop_map(|all| Value::Object(all.into_iter().collect())),
            ]
        })
    }

    proptest! {
        /// Whatever a text is, it is passed only where the slow way reads the same; and what the slow way takes as it stands is
        /// passed, but for names out of the ordinary.
        #[test]
        fn both_ways_read_the_same(change in value(), own in any::<bool>(), before in any::<bool>(), canon in any::<bool>(), spoil in 0..400usize, letter in prop::sample::select(vec![' ', '0', '-', '"', '\\', 'u', ',', '{', '.'])) {
            let change = if own { Value::from(json!({ "x": change }).to_string()) } else { json!({ "x": change }) };
            let text = if canon { canonical(&change).unwrap_or_default() } else { change.to_string() };
            let mut text = format!("{{\"by\":\"ann\",\"change\":{text},\"device\":\"d\",\"document\":\"ticket-01\",\"n\":1,\"stamp\":\"{}\",\"v\":1}}", stamp());
            if spoil < text.len() && spoil > 0 && text.is_char_boundary(spoil) {
                text.insert(spoil, letter);
            }
            let (id, body) = given(&text, before);
            let slow = Signed::decode(&body);
            let fast = plain(&id, &body);
            if let Some(fast) = &fast {
                prop_assert_eq!(Ok(fast), slow.as_ref(), "{}", body);
            }
            let ordinary = |text: &str| !text.contains("\"_") && text.bytes().all(|byte| byte != b'\\' && byte < 0xee);
            if slow.is_ok() && ordinary(&text) {
                prop_assert!(fast.is_some(), "{}", body);
            }
        }
    }

    #[test]
    fn only_canonical_texts_pass() {
        let passes = |text: &str| {
            let mut scan = Scan(text.as_bytes());
            scan.value(0).is_some() && scan.0.is_empty()
        };
        for text in [
            "{}",
            "[]",
            "0",
            "-1",
            "9007199254740991",
            r#"{"a":[null,true,false,{"b":"\u0001\n\"\\"}]}"#,
            "\"\u{7f}/门\"",
        ] {
            assert!(passes(text), "{text}");
        }
        for text in [
            "",
            "-",
            "-0",
            "01",
            "1.0",
            "1e3",
            "9007199254740992",
            "{\"b\":1,\"a\":2}",
            "{\"a\":1,\"a\":2}",
            "{\"a\":1,}",
            "[1,]",
            "[1 ]",
            "{\"a\": 1}",
            r#""\u0041""#,
            r#""\u000a""#,
            r#""\u001F""#,
            r#""\/""#,
            "\"\n\"",
            "\"a",
            "nul",
            "{\"_a\":1}",
        ] {
            assert!(!passes(text), "{text}");
        }
        assert!(!passes(&["[".repeat(99), "]".repeat(99)].concat()));
    }
}
