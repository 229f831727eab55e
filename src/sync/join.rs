//! What has never been sent may still be signed anew: by the name a person has on the server, at the right time.

use std::collections::HashMap;

use crate::model::change::Change;
use crate::model::document::{DocId, Entry};
use crate::model::stamp::Stamp;

/// How long an id is that was made on a device.
const ULID: usize = 26;

/// Signs what the agent `from` wrote with the name `to`, and puts that name wherever the old one stands, in documents' ids
/// too: an agent's id made here is 26 letters that nothing else has. A shorter one stays in the texts and ids as it is.
#[must_use]
pub fn sign_anew(entries: &[(DocId, Vec<Entry>)], from: &str, to: &str) -> Vec<(DocId, Vec<Entry>)> {
    let everywhere = from.len() == ULID;
    let mend = |change: &Change| {
        let text = serde_json::to_string(change).ok().filter(|text| everywhere && text.contains(from));
        let name = serde_json::to_string(to).unwrap_or_default();
        let text = text.map(|text| text.replace(from, name.trim_matches('"')));
        text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_else(|| change.clone())
    };
    let log = |log: &Vec<Entry>| {
        let by = |entry: &Entry| if entry.by == from { to.to_owned() } else { entry.by.clone() };
        log.iter().map(|entry| Entry { stamp: entry.stamp, by: by(entry), change: mend(&entry.change) }).collect()
    };
    let id = |id: &DocId| if everywhere { DocId::new(&id.as_str().replace(from, to)) } else { id.clone() };
    entries.iter().map(|(document, entries)| (id(document), log(entries))).collect()
}

/// Gives entries that were never sent other stamps, earlier by so many milliseconds, and mends what names them. The order
/// among them stays; `entries` must hold all that were written from the first of them on, in all documents.
#[must_use]
pub fn stamp_anew(entries: &[(DocId, Vec<Entry>)], earlier: u64) -> Vec<(DocId, Vec<Entry>)> {
    let moved = |stamp: Stamp| Stamp { millis: stamp.millis.saturating_sub(earlier), ..stamp };
    let names: HashMap<String, String> = entries
        .iter()
        .flat_map(|(_, log)| log)
        .map(|entry| (entry.stamp.to_string(), moved(entry.stamp).to_string()))
        .collect();
    let mend = |change: &Change| {
        let text = serde_json::to_string(change).unwrap_or_default();
        renamed(&text, &names).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_else(|| change.clone())
    };
    let log = |log: &Vec<Entry>| {
        log.iter()
            .map(|entry| Entry { stamp: moved(entry.stamp), by: entry.by.clone(), change: mend(&entry.change) })
            .collect()
    };
    entries.iter().map(|(id, entries)| (id.clone(), log(entries))).collect()
}

/// A text with names put in the place of others; nothing when none of them stands in it. A stamp's text is 28 letters
/// that nothing else has, also where it stands within another text.
fn renamed(text: &str, names: &HashMap<String, String>) -> Option<String> {
    let mut new = String::with_capacity(text.len());
    let mut from = 0;
    let mut at = 0;
    while at < text.len() {
        let name = text.get(at..at + 28).and_then(|old| names.get(old));
        if let Some(name) = name {
            new.push_str(text.get(from..at)?);
            new.push_str(name);
            at += 28;
            from = at;
        } else {
            at += 1;
        }
    }
    new.push_str(text.get(from..)?);
    (from > 0).then_some(new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::change::Known;
    use crate::model::stamp::Writer;
    use crate::model::value::Value;

    #[test]
    fn what_was_never_sent_is_signed_and_stamped_anew() {
        let stamp = |millis| Stamp { millis, counter: 0, writer: Writer::new(1, 1) };
        let set = |millis, over: Vec<Stamp>, value: String| Entry {
            stamp: stamp(millis),
            by: "local".into(),
            change: Known::Set { field: "a".into(), value: Value::Text(value), over }.into(),
        };
        let (sent, first) = (stamp(1_000), stamp(9_000_000));
        let entries = vec![(
            DocId::new("ticket-01"),
            vec![set(9_000_000, vec![sent], "x".into()), set(9_000_001, vec![first, sent], first.to_string())],
        )];
        let anew = stamp_anew(&sign_anew(&entries, "local", "ann"), 8_000_000);
        let now = stamp(1_000_000);
        let expected = [set(1_000_000, vec![sent], "x".into()), set(1_000_001, vec![now, sent], now.to_string())];
        for (entry, expected) in anew[0].1.iter().zip(expected) {
            assert_eq!(entry, &Entry { by: "ann".into(), ..expected });
        }
    }

    #[test]
    fn an_agent_is_called_by_the_new_name_everywhere() {
        let old = "01kb0000000000000000000abc";
        let stamp = Stamp { millis: 1, counter: 0, writer: Writer::new(1, 1) };
        let owned = |to: &str| Entry {
            stamp,
            by: to.into(),
            change: Known::Assigned { to: to.into(), over: Vec::new() }.into(),
        };
        let entries =
            vec![(DocId::fixed("agent", old), vec![owned(old)]), (DocId::new("ticket-01"), vec![owned("bob")])];
        let anew = sign_anew(&entries, old, "安");
        assert_eq!(anew[0], (DocId::new("agent-安"), vec![owned("安")]));
        assert_eq!(anew[1], entries[1]);
    }
}
