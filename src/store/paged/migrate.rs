//! From the first schema, one JSON text a document, to pages: in slices, each all or nothing.

use std::rc::Rc;

use super::aside::put_aside;
use super::bulk::Rewriting;
use super::{Paged, RUN};
use crate::model::document::{DocId, Document};
use crate::store::database::{Mode, Table, Transaction, Value};
use crate::store::directory::Directory;
use crate::store::error::{StoreError, Unreadable};
use crate::store::port::NO_ROWS;

impl Paged {
    /// Moves what the first schema left. Stopped at any moment, it goes on where it was. The pages get their rows when
    /// the store is compacted.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let tables = &[Table::Documents, Table::Journal, Table::Pages, Table::Sheets, Table::Aside];
        let mut count = RUN;
        while self.run(&[Table::Documents], Mode::Read, is_left).await? {
            let slice = async |transaction: &dyn Transaction| self.move_slice(transaction, count).await;
            match self.run(tables, Mode::Strict, slice).await {
                Ok(directory) => self.adopt(&directory),
                // Each slice frees what it has moved: a nearly full disk has room for small ones.
                Err(StoreError::Quota) if count > 1 => count = (count / 8).max(1),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn move_slice(&self, transaction: &dyn Transaction, count: u32) -> Result<Rc<Directory>, StoreError> {
        let records = transaction.run(Table::Documents, None, count).await?;
        let aside = transaction.keys(Table::Aside).await?;
        let directory = self.directory(transaction).await?;
        let mut rewriting = Rewriting::begin(transaction, &directory, NO_ROWS).await?;
        let mut kind: Vec<Document> = Vec::new();
        for (key, value) in records {
            let id = DocId::new(&key);
            let text = if let Value::Text(text) = &value { text } else { "" };
            let Ok(document) = first_schema(&id, text) else {
                put_aside(transaction, &aside, Table::Documents, &key, &value)?;
                continue;
            };
            transaction.delete(Table::Documents, &key)?;
            if kind.last().is_some_and(|last| last.id.kind() != id.kind()) {
                rewriting.take_documents(std::mem::take(&mut kind)).await?;
            }
            kind.push(document);
        }
        rewriting.take_documents(kind).await?;
        Ok(rewriting.finish().await?.directory)
    }
}

async fn is_left(transaction: &dyn Transaction) -> Result<bool, StoreError> {
    Ok(!transaction.run(Table::Documents, None, 1).await?.is_empty())
}

/// A document of the first schema.
fn first_schema(id: &DocId, text: &str) -> Result<Document, Unreadable> {
    let document: Document = serde_json::from_str(text)?;
    if document.id == *id { Ok(document) } else { Err(Unreadable::Form("filed under another's id")) }
}
