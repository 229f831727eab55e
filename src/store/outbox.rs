//! What waits to be sent: marks beside the documents, written in the transaction that writes what they name.

use crate::model::document::{DocId, Document};
use crate::model::stamp::Stamp;

/// The fact of this device that stands while somebody wants to send what is written.
pub const WANTED: &str = "sync";

/// So many documents one mark names at most.
pub(super) const RUN: usize = 500;

/// What the keys of marks begin with; those of whoever sends begin otherwise.
pub const MARK: &str = "mark-";

/// The `at`-th mark of a batch whose last stamp is `last`: its key, in the order of the writing, and its text.
pub(super) fn mark(last: Stamp, at: usize, documents: &[Document]) -> (String, String) {
    let mut text = String::new();
    for document in documents {
        line(&mut text, &document.id, document.log().iter().map(|entry| entry.stamp));
    }
    ([MARK, &last.to_string(), "-", &format!("{at:06}")].concat(), text)
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
