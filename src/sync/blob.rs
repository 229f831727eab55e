//! An attachment as a document of the server: its bytes hang on it, so that nobody fetches them before they are wanted.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::canonical::quote;
use super::entry::Doc;
use crate::model::document::DocId;

/// What the ids of attachments begin with.
pub const PREFIX: &str = "b:";
/// The name under which the bytes hang on the document.
pub const BYTES: &str = "bytes";
/// The largest attachment, in bytes.
pub const LARGEST: usize = 5 * 1024 * 1024;

/// What is known of an attachment from the entry that made it; its place on the server follows from that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob<'a> {
    /// The document it belongs to.
    pub document: &'a DocId,
    /// SHA-256 of its bytes, in hex.
    pub hash: &'a str,
    /// Its media type.
    pub media: &'a str,
    /// Its size in bytes.
    pub size: u64,
}

impl Blob<'_> {
    /// The document for the server; without bytes it tells where they are.
    #[must_use]
    pub fn encode(&self, bytes: Option<&[u8]>) -> Doc {
        let mut text = String::from("{\"document\":");
        quote(self.document.as_str(), &mut text);
        text.push_str(",\"media\":");
        quote(self.media, &mut text);
        text.push_str(",\"sha256\":");
        quote(self.hash, &mut text);
        let _ = write!(text, ",\"size\":{},\"v\":1}}", self.size);
        let mut more = String::new();
        if let Some(bytes) = bytes {
            more.push_str("\"_attachments\":{\"bytes\":{\"content_type\":");
            quote(if self.media.is_empty() { "application/octet-stream" } else { self.media }, &mut more);
            more.push_str(",\"data\":\"");
            base64(bytes, &mut more);
            more.push_str("\"}},");
        }
        Doc::of(PREFIX, self.document, &text, &more)
    }

    /// Whether these bytes are the attachment's.
    #[must_use]
    pub fn is(&self, bytes: &[u8]) -> bool {
        bytes.len() as u64 == self.size && crate::model::hex(&Sha256::digest(bytes)) == self.hash
    }
}

/// Base64 with padding (RFC 4648).
fn base64(bytes: &[u8], out: &mut String) {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    out.reserve(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * at) & 63) as usize];
            out.push(if at > chunk.len() { '=' } else { char::from(digit) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_an_attachment_is_follows_from_its_entry() {
        let bytes = b"photo";
        let hash = crate::model::hex(&Sha256::digest(bytes));
        let document = DocId::new("ticket-01");
        let blob = Blob { document: &document, hash: &hash, media: "image/jpeg", size: 5 };
        let doc = blob.encode(Some(bytes));
        assert_eq!(doc.id, blob.encode(None).id);
        assert!(doc.body.contains("\"data\":\"cGhvdG8=\""), "{}", doc.body);
        assert!(serde_json::from_str::<serde_json::Value>(&doc.body).is_ok());
        assert!(blob.is(bytes) && !blob.is(b"photO") && !blob.is(b"phot"));
    }
}
