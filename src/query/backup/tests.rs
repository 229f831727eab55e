use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::*;
use crate::model::change::{Change, How, Known};
use crate::model::document::{DocId, Document, Entry};
use crate::model::hex;
use crate::model::stamp::{Clock, Writer as Who};

fn entry(clock: &mut Clock, change: Change) -> Entry {
    Entry { stamp: clock.tick(1_795_276_800_000), by: "a07".into(), change }
}

fn documents() -> Vec<Document> {
    let mut clock = Clock::new(Who::new(1, 2));
    let note = |text: &str| Change::from(Known::Said { how: How::Note, text: text.into(), minutes: 0 });
    let newer = |raw: &str| Change::Unknown(raw.into());
    let changes = [
        vec![note("很快，好吃\n\"quoted\" 😀")],
        vec![note("a"), newer("{\"from_the_future\": [1.50,  2e3]}"), note("b")],
        vec![newer("{\n\t\"spread\":\r\n{\"over\": \"lines\"}}")],
    ];
    changes
        .into_iter()
        .enumerate()
        .map(|(i, changes)| {
            let entries = changes.into_iter().map(|change| entry(&mut clock, change)).collect();
            Document::new(DocId::fixed("ticket", &i.to_string()), entries)
        })
        .collect()
}

fn blobs() -> Vec<(String, Vec<u8>)> {
    let mut blobs: Vec<_> = [b"picture".to_vec(), vec![0; 31], Vec::new()]
        .into_iter()
        .map(|bytes| (hex(&Sha256::digest(&bytes)), bytes))
        .collect();
    blobs.sort();
    blobs
}

fn write(documents: &[Document], blobs: &[(String, Vec<u8>)], created: u64) -> (Vec<u8>, Summary) {
    let header = Header::new(3, created, documents.len() as u64, blobs.len() as u64);
    let mut writer = Writer::new(header).unwrap();
    let mut bytes = Vec::new();
    for document in documents {
        writer.document(document).unwrap();
        bytes.extend(writer.take());
    }
    for (hash, blob) in blobs {
        writer.blob(hash, blob).unwrap();
    }
    let (rest, summary) = writer.finish().unwrap();
    bytes.extend(rest);
    (bytes, summary)
}

fn read(bytes: &[u8], slice: usize) -> Result<(Vec<Item>, Summary), BackupError> {
    let mut reader = Reader::new(3);
    let mut items = Vec::new();
    for slice in bytes.chunks(slice) {
        items.extend(reader.feed(slice)?);
    }
    Ok((items, reader.finish()?))
}

fn backup() -> Vec<u8> {
    write(&documents(), &blobs(), 7).0
}

#[test]
fn what_is_written_is_read_in_slices_of_any_size() {
    let (bytes, written) = write(&documents(), &blobs(), 7);
    for slice in [1, 7, 100, bytes.len()] {
        let (items, summary) = read(&bytes, slice).unwrap();
        let mut expected = vec![Item::Header(Header::new(3, 7, 3, 3))];
        expected.extend(documents().into_iter().map(Item::Document));
        expected.extend(blobs().into_iter().map(|(hash, bytes)| Item::Blob { hash, bytes }));
        assert_eq!(items, expected);
        assert_eq!(summary, written);
        assert_eq!(summary.bytes, bytes.len() as u64);
    }
}

#[test]
fn a_restored_desk_gives_the_same_content() {
    let (bytes, first) = write(&documents(), &blobs(), 7);
    let (mut restored, mut blobs) = (Vec::new(), Vec::new());
    for item in read(&bytes, 64).unwrap().0 {
        match item {
            Item::Header(_) => {}
            Item::Document(document) => restored.push(document),
            Item::Blob { hash, bytes } => blobs.push((hash, bytes)),
        }
    }
    let (again, second) = write(&restored, &blobs, 8);
    assert_eq!(second.content, first.content);
    assert_ne!(second.sha256, first.sha256, "made at another time");
    let lines = |bytes: &[u8]| bytes.split(|b| *b == b'\n').skip(1).take(6).map(<[u8]>::to_vec).collect::<Vec<_>>();
    assert_eq!(lines(&again), lines(&bytes));
}

#[test]
fn an_empty_desk_can_be_backed_up() {
    let (bytes, summary) = write(&[], &[], 7);
    assert_eq!(read(&bytes, 10).unwrap().1, summary);
}

#[test]
fn every_truncation_is_refused() {
    let bytes = backup();
    for end in 0..bytes.len() {
        assert!(read(&bytes[..end], 50).is_err(), "cut at {end} of {}", bytes.len());
    }
    let header = memchr::memchr(b'\n', &bytes).unwrap() + 1;
    assert!(
        matches!(read(&bytes[..header + 10], 50), Err(BackupError::Truncated { bytes }) if bytes == header as u64 + 10)
    );
}

#[test]
fn every_flipped_bit_is_refused() {
    let mut bytes = backup();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            bytes[at] ^= 1 << bit;
            assert!(read(&bytes, 1000).is_err(), "bit {bit} of byte {at}");
            bytes[at] ^= 1 << bit;
        }
    }
}

#[test]
fn foreign_and_future_files_are_named() {
    for bytes in
        [&b""[..], b"PK\x03\x04", b"label,review\n1,x\n", b"{\"format\":\"shouwen-pack\"}\n", b"[]\n", &[b'x'; 9000]]
    {
        assert!(matches!(read(bytes, 5000), Err(BackupError::Foreign(_))), "{bytes:?}");
    }
    let replaced = |from: &str, to: &str| String::from_utf8(backup()).unwrap().replacen(from, to, 1).into_bytes();
    let future = read(&replaced("\"version\":1", "\"version\":2"), 100);
    assert!(matches!(future, Err(BackupError::Future { version: 2, schema: 3 })));
    let future = read(&replaced("\"schema\":3", "\"schema\":4"), 100);
    assert!(matches!(future, Err(BackupError::Future { version: 1, schema: 4 })));
}

#[test]
fn what_follows_is_refused() {
    let mut bytes = backup();
    let lines = memchr::memchr_iter(b'\n', &bytes).count() as u64;
    bytes.push(b'x');
    assert!(matches!(read(&bytes, 100), Err(BackupError::Trailing { line }) if line == lines));
    bytes.push(b'\n');
    assert!(matches!(read(&bytes, 100), Err(BackupError::Trailing { line }) if line == lines));
    let twice = [backup(), backup()].concat();
    assert!(matches!(read(&twice, 100), Err(BackupError::Trailing { .. })));
}

#[test]
fn order_and_counts_are_kept() {
    let documents = documents();
    let mut writer = Writer::new(Header::new(3, 7, 2, 1)).unwrap();
    writer.document(&documents[1]).unwrap();
    for again in [&documents[0], &documents[1]] {
        assert!(matches!(writer.document(again), Err(BackupError::OutOfOrder { .. })));
    }
    let (hash, bytes) = &blobs()[1];
    writer.blob(hash, bytes).unwrap();
    assert!(matches!(writer.blob(hash, bytes), Err(BackupError::OutOfOrder { .. })));
    assert!(matches!(writer.document(&documents[2]), Err(BackupError::OutOfOrder { .. })));
    assert!(matches!(writer.blob(&"f".repeat(64), b"x"), Err(BackupError::BlobDamaged { .. })));
    let large = vec![0; MAX_BLOB + 1];
    let fault = writer.blob(&"f".repeat(64), &large);
    assert!(matches!(fault, Err(BackupError::TooLarge { part: Part::Blob, .. })));
    assert!(matches!(writer.finish(), Err(BackupError::Count { expected: 3, found: 2 })));
}

/// A file whose digests are right but whose lines are not: made by a faulty or hostile program.
fn forged(lines: &[String], documents: u64, blobs: u64) -> Vec<u8> {
    let content: String = lines.iter().flat_map(|line| [&**line, "\n"]).collect();
    with_content(lines, documents, blobs, &hex(&Sha256::digest(content)))
}

fn with_content(lines: &[String], documents: u64, blobs: u64, content: &str) -> Vec<u8> {
    let header = serde_json::to_string(&Header::new(3, 7, documents, blobs)).unwrap();
    let body: String = lines.iter().flat_map(|line| [&**line, "\n"]).collect();
    let text = format!(
        "{header}\n{body}{{\"content\":{{\"documents\":{documents},\"blobs\":{blobs},\"sha256\":\"{content}\"}}}}\n"
    );
    let end = End { bytes: text.len() as u64, sha256: hex(&Sha256::digest(&text)) };
    format!("{text}{}\n", end.line()).into_bytes()
}

#[test]
fn forged_lines_are_refused() {
    let line = |at: usize| {
        let text = String::from_utf8(backup()).unwrap();
        text.lines().nth(at).map(str::to_owned).unwrap()
    };
    assert!(read(&forged(&[line(1), line(2)], 2, 0), 100).is_ok());
    let fault = |lines: &[String], documents, blobs| read(&forged(lines, documents, blobs), 100).unwrap_err();
    assert!(matches!(fault(&[line(2), line(1)], 2, 0), BackupError::OutOfOrder { .. }));
    assert!(matches!(fault(&[line(1), line(1)], 2, 0), BackupError::OutOfOrder { .. }));
    assert!(matches!(fault(&[line(4), line(1)], 1, 1), BackupError::OutOfOrder { .. }));
    assert!(matches!(fault(&[line(1)], 2, 0), BackupError::Count { expected: 2, found: 1 }));
    assert!(matches!(
        fault(&[line(6).replacen("\"data\":\"", "\"data\":\"AAAA", 1)], 0, 1),
        BackupError::BlobDamaged { .. }
    ));
    assert!(matches!(fault(&["{\"document\":{}}".into()], 1, 0), BackupError::Line { line: 2, .. }));
    assert!(matches!(fault(&["{\"other\":1}".into()], 1, 0), BackupError::Line { line: 2, .. }));
    let end = String::from_utf8(forged(&[], 0, 0)).unwrap();
    let content = end.lines().nth(1).map(str::to_owned).unwrap();
    assert!(matches!(fault(&[content, line(1)], 1, 0), BackupError::Count { .. }));
    let other = with_content(&[line(1)], 1, 0, &hex(&Sha256::digest("other data")));
    assert!(matches!(read(&other, 100), Err(BackupError::Digest { .. })));
    let last = end.lines().nth(2).map(str::to_owned).unwrap();
    assert!(matches!(fault(&[last, line(1)], 1, 0), BackupError::Damaged { line: 2, .. }));
}

#[test]
fn sizes_are_limited() {
    let mut reader = Reader::new(3);
    let bytes = backup();
    let header = memchr::memchr(b'\n', &bytes).unwrap() + 1;
    reader.feed(&bytes[..header]).unwrap();
    let slice = vec![b'x'; 16 * 1024 * 1024];
    let fault = (0..9).find_map(|_| reader.feed(&slice).err()).unwrap();
    assert!(matches!(fault, BackupError::TooLarge { part: Part::Document, .. }));
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes: Vec<u8>, at in 0usize..2000, slice in 1usize..50) {
        let _ = read(&bytes, slice);
        let mut backup = backup();
        let at = at.min(backup.len());
        backup.splice(at..at, bytes.iter().copied());
        prop_assert_eq!(read(&backup, slice).is_ok(), bytes.is_empty());
    }
}
