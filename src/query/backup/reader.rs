//! Reading a backup, bytes by bytes.

use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::writer::too_large;
use super::{
    BackupError, Blob, Content, End, FORMAT, Header, MAX_BLOB, MAX_DOCUMENT, MAX_FILE, Part, Summary, VERSION, base64,
};
use crate::model::change::{Change, Known};
use crate::model::document::{DocId, Document, Entry};
use crate::model::hex;
use crate::model::stamp::Stamp;

/// The longest first line, in bytes.
const MAX_HEADER: usize = 4096;
/// The longest line: a document of which every byte had to be escaped in a quoted line.
const MAX_LINE: usize = 2 * MAX_DOCUMENT;

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// Its header, first of all.
    Header(Header),
    /// A document.
    Document(Document),
    /// A blob.
    Blob {
        /// The SHA-256 of its bytes, in hex.
        hash: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line<'a> {
    Document(#[serde(borrow)] &'a RawValue),
    Quoted(String),
    Blob(#[serde(borrow)] Blob<'a>),
    Content(Content),
    End(End),
}

/// A document all of whose changes are known: it is read in one go.
#[derive(Deserialize)]
struct Plain {
    id: DocId,
    log: Vec<PlainEntry>,
}

#[derive(Deserialize)]
struct PlainEntry {
    stamp: Stamp,
    by: String,
    change: Known,
}

impl From<PlainEntry> for Entry {
    fn from(PlainEntry { stamp, by, change }: PlainEntry) -> Self {
        Self { stamp, by, change: Change::Known(change) }
    }
}

/// Reads a backup slice by slice. Its items can be trusted only after `finish`: read the whole file once to check it,
/// then again with a new reader to use it, and compare the two summaries.
#[derive(Debug)]
pub struct Reader {
    schema: u32,
    rest: Vec<u8>,
    lines: u64,
    bytes: u64,
    hashed: u64,
    all: Sha256,
    /// Of the document and blob lines, if it is asked for.
    content: Option<Sha256>,
    header: Option<Header>,
    documents: u64,
    blobs: u64,
    last_document: Option<DocId>,
    last_blob: String,
    said: Option<Content>,
    summary: Option<Summary>,
}

impl Reader {
    /// A reader for an app whose data are of this version.
    #[must_use]
    pub fn new(schema: u32) -> Self {
        Self {
            schema,
            rest: Vec::new(),
            lines: 0,
            bytes: 0,
            hashed: 0,
            all: Sha256::new(),
            content: Some(Sha256::new()),
            header: None,
            documents: 0,
            blobs: 0,
            last_document: None,
            last_blob: String::new(),
            said: None,
            summary: None,
        }
    }

    /// A reader that takes the content's digest as the file says it. The digest of all bytes, which is checked, covers
    /// that line too: this is to be told of damage in half the time, not of a file made up.
    #[must_use]
    pub fn brief(schema: u32) -> Self {
        Self { content: None, ..Self::new(schema) }
    }

    /// Takes in the next bytes of the file and gives what is complete by now.
    ///
    /// # Errors
    /// When they are not those of a backup that this app can read. Nothing more may be fed then.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<Vec<Item>, BackupError> {
        self.bytes += bytes.len() as u64;
        if self.bytes > MAX_FILE {
            return Err(too_large(Part::File, self.bytes, MAX_FILE));
        }
        let mut items = Vec::new();
        let mut bytes = bytes;
        while let Some(end) = memchr::memchr(b'\n', bytes) {
            let (line, tail) = (&bytes[..end], &bytes[end + 1..]);
            bytes = tail;
            let line = if self.rest.is_empty() {
                line
            } else {
                self.rest.extend_from_slice(line);
                &std::mem::take(&mut self.rest)
            };
            self.lines += 1;
            items.extend(self.line(line)?);
        }
        self.rest.extend_from_slice(bytes);
        if self.header.is_none() && self.rest.len() > MAX_HEADER {
            return Err(foreign(&self.rest));
        }
        if self.rest.len() > MAX_LINE {
            return Err(too_large(Part::Document, self.rest.len() as u64, MAX_LINE as u64));
        }
        Ok(items)
    }

    /// Checks that everything was there.
    ///
    /// # Errors
    /// When the file has ended too early.
    pub fn finish(self) -> Result<Summary, BackupError> {
        let truncated = BackupError::Truncated { bytes: self.bytes };
        match (self.summary, self.header) {
            (Some(_), _) if !self.rest.is_empty() => Err(BackupError::Trailing { line: self.lines }),
            (Some(summary), _) => Ok(summary),
            (None, None) => Err(foreign(&self.rest)),
            (None, Some(_)) => Err(truncated),
        }
    }

    fn line(&mut self, line: &[u8]) -> Result<Option<Item>, BackupError> {
        let number = self.lines;
        if self.summary.is_some() {
            return Err(BackupError::Trailing { line: number - 1 });
        }
        let Some(header) = &self.header else {
            let header = self.read_header(line)?;
            self.hash(line, false);
            self.header = Some(header.clone());
            return Ok(Some(Item::Header(header)));
        };
        let text = std::str::from_utf8(line).map_err(|_| damaged(number, "not UTF-8"))?;
        // As documents are written: nearly all lines. What does not read so is read with all care below.
        if self.said.is_none()
            && line.len() <= MAX_DOCUMENT
            && let Some(text) = text.strip_prefix("{\"document\":").and_then(|text| text.strip_suffix('}'))
            && let Ok(document) = serde_json::from_str::<Plain>(text)
        {
            let log = document.log.into_iter().map(Entry::from).collect();
            return self.take(line, Document::new(document.id, log));
        }
        let parsed = serde_json::from_str(text).map_err(|source| BackupError::Line { line: number, source })?;
        if self.said.is_some() != matches!(parsed, Line::End(_)) {
            return Err(damaged(number, "not in its place"));
        }
        match parsed {
            Line::Document(raw) => self.document(line, raw.get()),
            Line::Quoted(text) => self.document(line, &text),
            Line::Blob(blob) => self.blob(line, &blob).map(Some),
            Line::Content(content) => {
                let found = (self.documents, self.blobs);
                if found != (header.documents, header.blobs) || found != (content.documents, content.blobs) {
                    let expected = header.documents.saturating_add(header.blobs);
                    return Err(BackupError::Count { expected, found: found.0 + found.1 });
                }
                if let Some(digest) = &self.content {
                    same_digest(&content.sha256, &hex(&digest.clone().finalize()))?;
                }
                self.hash(line, false);
                self.said = Some(content);
                Ok(None)
            }
            Line::End(end) => self.end(line, &end).map(|()| None),
        }
    }

    fn read_header(&self, line: &[u8]) -> Result<Header, BackupError> {
        let header: serde_json::Value = serde_json::from_slice(line).map_err(|_| foreign(line))?;
        if header.get("format").and_then(serde_json::Value::as_str) != Some(FORMAT) {
            return Err(foreign(line));
        }
        let version = |name| header.get(name).and_then(serde_json::Value::as_u64).and_then(|n| u32::try_from(n).ok());
        let (version, schema) = (version("version").unwrap_or(u32::MAX), version("schema").unwrap_or(u32::MAX));
        if version > VERSION || schema > self.schema {
            return Err(BackupError::Future { version, schema });
        }
        serde_json::from_value(header).map_err(|source| BackupError::Line { line: self.lines, source })
    }

    fn document(&mut self, line: &[u8], text: &str) -> Result<Option<Item>, BackupError> {
        let number = self.lines;
        if text.len() > MAX_DOCUMENT {
            return Err(too_large(Part::Document, text.len() as u64, MAX_DOCUMENT as u64));
        }
        let document = serde_json::from_str(text).map_err(|source| BackupError::Line { line: number, source })?;
        self.take(line, document)
    }

    fn take(&mut self, line: &[u8], document: Document) -> Result<Option<Item>, BackupError> {
        if self.blobs > 0 || self.last_document.as_ref().is_some_and(|last| *last >= document.id) {
            return Err(BackupError::OutOfOrder { id: document.id.to_string() });
        }
        self.last_document = Some(document.id.clone());
        self.documents += 1;
        self.hash(line, true);
        Ok(Some(Item::Document(document)))
    }

    fn blob(&mut self, line: &[u8], blob: &Blob<'_>) -> Result<Item, BackupError> {
        let hash = blob.hash.to_owned();
        if self.last_blob >= hash {
            return Err(BackupError::OutOfOrder { id: hash });
        }
        let Some(bytes) = base64::decode(blob.data).filter(|bytes| hex(&Sha256::digest(bytes)) == hash) else {
            return Err(BackupError::BlobDamaged { hash });
        };
        if bytes.len() > MAX_BLOB {
            return Err(too_large(Part::Blob, bytes.len() as u64, MAX_BLOB as u64));
        }
        self.last_blob.clone_from(&hash);
        self.blobs += 1;
        self.hash(line, true);
        Ok(Item::Blob { hash, bytes })
    }

    fn end(&mut self, line: &[u8], end: &End) -> Result<(), BackupError> {
        let found = hex(&self.all.clone().finalize());
        same_digest(&end.sha256, &found)?;
        let content = self.said.take().ok_or_else(|| damaged(self.lines, "not in its place"))?;
        if end.bytes != self.hashed || line != end.line().as_bytes() {
            return Err(damaged(self.lines, "not the last line as it was written"));
        }
        self.summary = Some(Summary {
            documents: self.documents,
            blobs: self.blobs,
            content: content.sha256,
            sha256: found,
            bytes: self.hashed + line.len() as u64 + 1,
        });
        Ok(())
    }

    fn hash(&mut self, line: &[u8], content: bool) {
        self.hashed += line.len() as u64 + 1;
        for part in [line, b"\n"] {
            self.all.update(part);
            if let Some(digest) = self.content.as_mut().filter(|_| content) {
                digest.update(part);
            }
        }
    }
}

fn same_digest(expected: &str, found: &str) -> Result<(), BackupError> {
    if expected == found {
        return Ok(());
    }
    Err(BackupError::Digest { expected: expected.to_owned(), found: found.to_owned() })
}

fn damaged(line: u64, what: &'static str) -> BackupError {
    BackupError::Damaged { line, what }
}

fn foreign(bytes: &[u8]) -> BackupError {
    BackupError::Foreign(String::from_utf8_lossy(&bytes[..bytes.len().min(40)]).into_owned())
}
