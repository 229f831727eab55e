//! What has never been sent may still be signed anew: by the name a person has on the server, at the right time.

use std::collections::HashMap;

use crate::model::change::Change;
use crate::model::document::{DocId, Entry};
use crate::model::stamp::Stamp;

/// Signs what `from` wrote with the name `to`.
pub fn sign_anew(entries: &mut [(DocId, Vec<Entry>)], from: &str, to: &str) {
    for entry in entries.iter_mut().flat_map(|(_, log)| log).filter(|entry| entry.by == from) {
        to.clone_into(&mut entry.by);
    }
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
        let mut entries = vec![(
            DocId::new("ticket-01"),
            vec![set(9_000_000, vec![sent], "x".into()), set(9_000_001, vec![first, sent], first.to_string())],
        )];
        sign_anew(&mut entries, "local", "ann");
        let anew = stamp_anew(&entries, 8_000_000);
        let now = stamp(1_000_000);
        let expected = [set(1_000_000, vec![sent], "x".into()), set(1_000_001, vec![now, sent], now.to_string())];
        for (entry, expected) in anew[0].1.iter().zip(expected) {
            assert_eq!(entry, &Entry { by: "ann".into(), ..expected });
        }
    }
}
