//! What waits to be sent: marks beside the documents, written in the transaction that writes what they name.

use crate::model::document::{DocId, Entry};
use crate::model::stamp::Stamp;

/// So many documents one mark names at most.
pub(super) const RUN: usize = 500;

/// What one mark names of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsent {
    /// The document.
    pub id: DocId,
    /// Its entries that wait; none: whatever the document holds.
    pub stamps: Vec<Stamp>,
}

/// One record of what waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its key: marks come in the order of their keys, which is that of their writing.
    pub key: String,
    /// What it names.
    pub unsent: Vec<Unsent>,
}

/// The marks of a batch. `whole`: its documents are too many to name each entry.
pub(super) fn marks(entries: &[(DocId, Vec<Entry>)], whole: bool) -> Vec<Mark> {
    let last = entries.iter().flat_map(|(_, log)| log).map(|entry| entry.stamp).max();
    let Some(last) = last else { return Vec::new() };
    let of = |(at, run): (usize, &[(DocId, Vec<Entry>)])| {
        let unsent = run.iter().map(|(id, log)| {
            let stamps = if whole { Vec::new() } else { log.iter().map(|entry| entry.stamp).collect() };
            Unsent { id: id.clone(), stamps }
        });
        Mark { key: [&last.to_string(), "-", &format!("{at:06}")].concat(), unsent: unsent.collect() }
    };
    entries.chunks(RUN).enumerate().map(of).collect()
}

/// As it is kept: a line for each document, its id and then the stamps.
pub(super) fn text(unsent: &[Unsent]) -> String {
    let mut text = String::new();
    for one in unsent {
        text.push_str(one.id.as_str());
        for stamp in &one.stamps {
            text.push(' ');
            text.push_str(&stamp.to_string());
        }
        text.push('\n');
    }
    text
}

/// What is kept, read. A stamp that is none leaves the document whole: rather too much is sent than too little.
pub(super) fn read(text: &str) -> Vec<Unsent> {
    let line = |line: &str| {
        let mut words = line.split(' ');
        let id = DocId::new(words.next()?);
        let stamps: Result<Vec<Stamp>, _> = words.map(str::parse).collect();
        Some(Unsent { id, stamps: stamps.unwrap_or_default() })
    };
    text.lines().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::stamp::Writer;

    #[test]
    fn what_is_kept_is_read() {
        let stamp = |n: u64| Stamp { millis: 1_790_000_000_000 + n, counter: 1, writer: Writer::new(7, 9) };
        let unsent = vec![
            Unsent { id: DocId::fixed("ticket", "a"), stamps: vec![stamp(1), stamp(2)] },
            Unsent { id: DocId::fixed("kind", "b"), stamps: Vec::new() },
        ];
        assert_eq!(read(&text(&unsent)), unsent);
        let damaged = read("ticket-a 12zz\n");
        assert_eq!(damaged, [Unsent { id: DocId::new("ticket-a"), stamps: Vec::new() }], "all of it is offered");
    }
}
