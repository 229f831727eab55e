//! A document as stored text, and a batch's entries made ready before a transaction is opened.

use std::collections::BTreeMap;

use super::error::{Corrupt, StoreError, Unreadable};
use super::pause::pause;
use super::port::{Flow, Progress};
use crate::model::document::{DocId, Document, Entry};

/// How many documents are made ready between two turns of the event loop.
const RUN: usize = 200;

/// A document's stored text: JSON, entries of newer versions byte for byte.
pub(super) fn write(document: &Document) -> Result<String, StoreError> {
    serde_json::to_string(document)
        .map_err(|error| StoreError::Other { name: "Serialize".to_owned(), message: error.to_string() })
}

/// The document under `id` from its stored text.
pub(super) fn read(id: &DocId, text: &str) -> Result<Document, Corrupt> {
    let fault = |source| Corrupt { what: id.to_string(), ids: vec![id.clone()], source };
    let document: Document = serde_json::from_str(text).map_err(|error| fault(error.into()))?;
    if document.id == *id { Ok(document) } else { Err(fault(Unreadable::Form("filed under another's id"))) }
}

/// A batch's entries for one document, as the document they make where none is stored yet.
pub(super) struct Fresh {
    /// The new entries alone.
    pub document: Document,
    /// Its text.
    pub text: String,
}

/// The entries of a batch, gathered by document, in the order of their ids.
pub(super) async fn prepare(
    entries: Vec<(DocId, Vec<Entry>)>,
    progress: Option<Progress<'_>>,
) -> Result<Vec<Fresh>, StoreError> {
    let mut gathered = BTreeMap::<DocId, Vec<Entry>>::new();
    for (id, mut entries) in entries {
        gathered.entry(id).or_default().append(&mut entries);
    }
    let mut all = Vec::with_capacity(gathered.len());
    for (at, (id, entries)) in gathered.into_iter().enumerate() {
        if at % RUN == RUN - 1 {
            go_on(progress, 0)?;
            pause().await;
        }
        let document = Document::new(id, entries);
        all.push(Fresh { text: write(&document)?, document });
    }
    Ok(all)
}

/// Puts new entries on top of a stored text: the merged document, and its text if anything was new.
pub(super) fn merge(stored: &str, fresh: &Fresh) -> Result<(Document, Option<String>), StoreError> {
    let mut document = read(&fresh.document.id, stored)?;
    let text = if document.merge(fresh.document.log().iter().cloned()) { Some(write(&document)?) } else { None };
    Ok((document, text))
}

/// Asks whether to go on after `count` written documents.
pub(super) fn go_on(progress: Option<Progress<'_>>, count: usize) -> Result<(), StoreError> {
    match progress.map(|ask| ask(count)) {
        Some(Flow::Cancel) => Err(StoreError::Cancelled),
        _ => Ok(()),
    }
}
