//! Writing a backup, document by document.

use sha2::{Digest, Sha256};

use super::{BackupError, Blob, Content, End, Header, MAX_BLOB, MAX_DOCUMENT, MAX_FILE, Part, Summary, base64};
use crate::model::document::{DocId, Document};
use crate::model::hex;

/// Writes a backup. Its bytes are taken as they come, so that a large one need not be in memory at once.
#[derive(Clone, Debug)]
pub struct Writer {
    header: Header,
    out: Vec<u8>,
    bytes: u64,
    all: Sha256,
    content: Sha256,
    documents: u64,
    blobs: u64,
    last_document: Option<DocId>,
    last_blob: String,
}

impl Writer {
    /// A backup that will hold as many documents and blobs as its header says.
    ///
    /// # Errors
    /// When the header cannot be written.
    pub fn new(header: Header) -> Result<Self, BackupError> {
        let mut writer = Self {
            out: Vec::new(),
            bytes: 0,
            all: Sha256::new(),
            content: Sha256::new(),
            documents: 0,
            blobs: 0,
            last_document: None,
            last_blob: String::new(),
            header,
        };
        let line = json(&writer.header, super::FORMAT)?;
        writer.line(&line)?;
        Ok(writer)
    }

    /// Adds a document; they come in order of their ids, and before the blobs.
    ///
    /// # Errors
    /// When it is out of order or too large.
    pub fn document(&mut self, document: &Document) -> Result<(), BackupError> {
        let id = &document.id;
        if self.blobs > 0 || self.last_document.as_ref().is_some_and(|last| last >= id) {
            return Err(BackupError::OutOfOrder { id: id.to_string() });
        }
        let text = json(document, id.as_str())?;
        if text.len() > MAX_DOCUMENT {
            return Err(too_large(Part::Document, text.len() as u64, MAX_DOCUMENT as u64));
        }
        // An entry from elsewhere, kept byte for byte, may hold line ends between its tokens.
        let line = if text.contains(['\n', '\r']) {
            format!("{{\"quoted\":{}}}", json(&text, id.as_str())?)
        } else {
            format!("{{\"document\":{text}}}")
        };
        self.last_document = Some(id.clone());
        self.documents += 1;
        self.content_line(&line)
    }

    /// Adds a blob by its hash, the SHA-256 of its bytes in hex; they come in order of their hashes.
    ///
    /// # Errors
    /// When it is out of order, too large or not what its hash says.
    pub fn blob(&mut self, hash: &str, bytes: &[u8]) -> Result<(), BackupError> {
        if self.last_blob.as_str() >= hash {
            return Err(BackupError::OutOfOrder { id: hash.to_owned() });
        }
        if bytes.len() > MAX_BLOB {
            return Err(too_large(Part::Blob, bytes.len() as u64, MAX_BLOB as u64));
        }
        if hex(&Sha256::digest(bytes)) != hash {
            return Err(BackupError::BlobDamaged { hash: hash.to_owned() });
        }
        let line = json(&Blob { hash, data: &base64::encode(bytes) }, hash)?;
        hash.clone_into(&mut self.last_blob);
        self.blobs += 1;
        self.content_line(&format!("{{\"blob\":{line}}}"))
    }

    /// The bytes written since the last time.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    /// Writes the last lines: the rest of the bytes, and what the backup holds.
    ///
    /// # Errors
    /// When there are fewer or more documents or blobs than the header says.
    pub fn finish(mut self) -> Result<(Vec<u8>, Summary), BackupError> {
        if (self.documents, self.blobs) != (self.header.documents, self.header.blobs) {
            let expected = self.header.documents.saturating_add(self.header.blobs);
            return Err(BackupError::Count { expected, found: self.documents + self.blobs });
        }
        let content = hex(&self.content.clone().finalize());
        let line = Content { documents: self.documents, blobs: self.blobs, sha256: content.clone() };
        let line = json(&line, "content")?;
        self.line(&format!("{{\"content\":{line}}}"))?;
        let sha256 = hex(&self.all.clone().finalize());
        self.line(&End { bytes: self.bytes, sha256: sha256.clone() }.line())?;
        let summary = Summary { documents: self.documents, blobs: self.blobs, content, sha256, bytes: self.bytes };
        Ok((self.out, summary))
    }

    fn content_line(&mut self, line: &str) -> Result<(), BackupError> {
        self.content.update(line);
        self.content.update("\n");
        self.line(line)
    }

    fn line(&mut self, line: &str) -> Result<(), BackupError> {
        self.bytes += line.len() as u64 + 1;
        if self.bytes > MAX_FILE {
            return Err(too_large(Part::File, self.bytes, MAX_FILE));
        }
        for part in [line, "\n"] {
            self.all.update(part);
            self.out.extend_from_slice(part.as_bytes());
        }
        Ok(())
    }
}

fn json(value: &impl serde::Serialize, id: &str) -> Result<String, BackupError> {
    serde_json::to_string(value).map_err(|source| BackupError::Write { id: id.to_owned(), source })
}

pub(super) fn too_large(part: Part, size: u64, limit: u64) -> BackupError {
    BackupError::TooLarge { part, size, limit }
}
