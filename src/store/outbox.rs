//! What waits to be sent: marks beside the documents, written in the transaction that writes what they name.

use super::pause::pause;
use crate::model::document::{DocId, Entry};
use crate::model::stamp::Stamp;

/// The fact of this device that stands while somebody wants to send what is written.
pub const WANTED: &str = "sync";

/// So many documents one mark names at most.
pub(super) const RUN: usize = 500;

/// What the keys of marks begin with; those of whoever sends begin otherwise.
pub const MARK: &str = "mark-";

/// The marks of a batch: keys in the order of their writing, and texts. A run at a time.
pub(super) async fn marks(entries: &[(DocId, Vec<Entry>)]) -> Vec<(String, String)> {
    let latest = |run: &[(DocId, Vec<Entry>)]| run.iter().flat_map(|(_, log)| log).map(|entry| entry.stamp).max();
    let Some(last) = entries.chunks(RUN).filter_map(latest).max() else { return Vec::new() };
    let mut marks = Vec::new();
    for (at, run) in entries.chunks(RUN).enumerate() {
        let mut text = String::new();
        for (id, log) in run {
            line(&mut text, id, log.iter().map(|entry| entry.stamp));
        }
        marks.push(([MARK, &last.to_string(), "-", &format!("{at:06}")].concat(), text));
        if run.len() == RUN {
            pause().await;
        }
    }
    marks
}

/// Writes which entries of a document are meant: its id and their stamps, on a line of their own.
pub fn line(text: &mut String, id: &DocId, stamps: impl Iterator<Item = Stamp>) {
    text.push_str(id.as_str());
    for stamp in stamps {
        text.push(' ');
        text.push_str(&stamp.to_string());
    }
    text.push('\n');
}

/// Reads such lines. A word that is no stamp is passed over.
pub fn lines(text: &str) -> impl Iterator<Item = (DocId, Vec<Stamp>)> {
    text.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let id = DocId::new(words.next()?);
        Some((id, words.filter_map(|word| word.parse().ok()).collect()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::stamp::Writer;

    #[test]
    fn what_is_written_is_read() {
        let stamp = |n: u64| Stamp { millis: 1_790_000_000_000 + n, counter: 1, writer: Writer::new(7, 9) };
        let all = vec![(DocId::fixed("ticket", "a"), vec![stamp(1), stamp(2)]), (DocId::fixed("kind", "b"), vec![])];
        let mut text = String::new();
        all.iter().for_each(|(id, stamps)| line(&mut text, id, stamps.iter().copied()));
        assert_eq!(lines(&text).collect::<Vec<_>>(), all);
        assert_eq!(lines("ticket-a 12zz\n").collect::<Vec<_>>(), [(DocId::new("ticket-a"), vec![])]);
    }
}
