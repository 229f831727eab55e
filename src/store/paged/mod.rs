//! The store over a database of plain records: a journal of what changed lately, pages, and their sheets.
//!
//! Every change of the set of pages counts up the *generation* in the same transaction, so that a tab sees at its next
//! transaction that another tab has changed it, and reads the new sheets' ids.

mod aside;
mod bulk;
mod compact;
mod load;
#[cfg(any(test, target_arch = "wasm32"))]
mod migrate;
mod open;
mod read;
mod write;

use std::cell::RefCell;
use std::rc::Rc;

use super::database::{Database, GENERATION, Mode, Put, Table, Transaction, Value};
use super::directory::Directory;
use super::error::{Corrupt, StoreError};
use super::ids::PageId;
use super::port::{Batch, Committed, Compacted, Pack, Pending, Progress, Segment, Store};
use crate::model::document::{DocId, Document};

/// How many documents a page has when it is made at once.
const PAGE: usize = 500;

/// How many records of the journal are read at once.
const RUN: u32 = 500;

/// The engine.
pub(super) struct Paged {
    database: Rc<dyn Database>,
    directory: RefCell<Option<Rc<Directory>>>,
}

/// A store that is this engine over some database.
pub(super) trait Engine {
    /// The engine.
    fn paged(&self) -> &Paged;
    /// Whether what is kept survives the page.
    fn survives(&self) -> bool;
}

impl Paged {
    /// The engine over a database.
    pub fn new(database: Rc<dyn Database>) -> Self {
        Self { database, directory: RefCell::default() }
    }

    /// Runs some work in a transaction, and once more if the connection turned out to be lost.
    async fn run<T>(
        &self,
        tables: &[Table],
        mode: Mode,
        mut work: impl AsyncFnMut(&dyn Transaction) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut again = true;
        loop {
            let answer = match self.database.begin(tables, mode).await {
                Ok(transaction) => match work(&*transaction).await {
                    Ok(value) if mode == Mode::Read => Ok(value),
                    Ok(value) => transaction.finish().await.map(|()| value),
                    Err(error) => {
                        transaction.cancel().await.ok();
                        Err(error)
                    }
                },
                Err(error) => Err(error),
            };
            match answer {
                Err(StoreError::Closed) if again => {
                    again = false;
                    // What is opened again may be another database.
                    self.directory.take();
                }
                answer => return answer,
            }
        }
    }

    /// One record.
    async fn value(&self, table: Table, key: &str) -> Result<Option<Value>, StoreError> {
        self.run(&[table], Mode::Read, async |transaction| {
            Ok(transaction.get(table, &[key]).await?.into_iter().next().flatten())
        })
        .await
    }

    async fn drafts(&self) -> Result<Vec<(String, String)>, StoreError> {
        let all = async |transaction: &dyn Transaction| transaction.run(Table::Drafts, None, u32::MAX).await;
        let drafts = self.run(&[Table::Drafts], Mode::Read, all).await?;
        Ok(drafts.into_iter().filter_map(|(key, value)| Some((key, value.into_text()?))).collect())
    }

    async fn outbox(&self, after: Option<&str>, most: u32) -> Result<Vec<(String, String)>, StoreError> {
        let some = async |transaction: &dyn Transaction| transaction.run(Table::Outbox, after, most).await;
        let records = self.run(&[Table::Outbox], Mode::Read, some).await?;
        Ok(records.into_iter().filter_map(|(key, value)| Some((key, value.into_text()?))).collect())
    }

    fn put_draft<'a>(&'a self, key: &'a str, text: Option<&'a str>) -> Pending<'a, ()> {
        let begun = self.database.begin_now(&[Table::Drafts], Mode::Relaxed);
        let begun = begun.map(|begun| {
            let transaction = begun?;
            put_text(&*transaction, Table::Drafts, key, text)?;
            transaction.keep();
            Ok(transaction)
        });
        Box::pin(async move {
            let answer = match begun {
                Some(Ok(transaction)) => transaction.finish().await,
                Some(Err(error)) => Err(error),
                None => Err(StoreError::Closed),
            };
            if !matches!(answer, Err(StoreError::Closed)) {
                return answer;
            }
            let put = async |transaction: &dyn Transaction| put_text(transaction, Table::Drafts, key, text);
            self.run(&[Table::Drafts], Mode::Relaxed, put).await
        })
    }

    /// Deletes everything but the generation: other tabs see that it has changed.
    async fn wipe(&self) -> Result<(), StoreError> {
        self.run(&Table::ALL, Mode::Strict, async |transaction| {
            let next = read::generation(transaction).await? + 1;
            Table::ALL.into_iter().try_for_each(|table| transaction.clear(table))?;
            put_generation(transaction, next)
        })
        .await
    }
}

fn put_generation(transaction: &dyn Transaction, generation: u64) -> Result<(), StoreError> {
    transaction.put(Table::Sheets, GENERATION, Put::Bytes(&generation.to_le_bytes()))
}

/// Puts a text, or removes it without one.
fn put_text(transaction: &dyn Transaction, table: Table, key: &str, text: Option<&str>) -> Result<(), StoreError> {
    match text {
        Some(text) => transaction.put(table, key, Put::Text(text)),
        None => transaction.delete(table, key),
    }
}

impl<T: Engine> Store for T {
    fn open<'a>(&'a self, each: &'a mut dyn FnMut(Segment)) -> Pending<'a, Vec<Corrupt>> {
        Box::pin(self.paged().open(each))
    }

    fn load<'a>(&'a self, each: &'a mut dyn FnMut(Vec<Document>)) -> Pending<'a, Vec<Corrupt>> {
        Box::pin(self.paged().load(each))
    }

    fn read<'a>(&'a self, ids: &'a [DocId]) -> Pending<'a, Vec<Document>> {
        Box::pin(self.paged().read(ids))
    }

    fn pages<'a>(&'a self, pages: &'a [PageId], each: &'a mut dyn FnMut(Segment)) -> Pending<'a, bool> {
        Box::pin(self.paged().pages(pages, each))
    }

    fn commit<'a>(&'a self, batch: Batch, pack: Pack<'a>, progress: Option<Progress<'a>>) -> Pending<'a, Committed> {
        Box::pin(self.paged().commit(batch, pack, progress))
    }

    fn compact<'a>(&'a self, budget: usize, stale: &'a [PageId], pack: Pack<'a>) -> Pending<'a, Compacted> {
        Box::pin(self.paged().compact(budget, stale, pack))
    }

    fn blob<'a>(&'a self, hash: &'a str) -> Pending<'a, Option<Vec<u8>>> {
        Box::pin(async move { Ok(self.paged().value(Table::Blobs, hash).await?.map(Value::into_bytes)) })
    }

    fn drafts(&self) -> Pending<'_, Vec<(String, String)>> {
        Box::pin(self.paged().drafts())
    }

    fn put_draft<'a>(&'a self, key: &'a str, text: Option<&'a str>) -> Pending<'a, ()> {
        self.paged().put_draft(key, text)
    }

    fn meta<'a>(&'a self, key: &'a str) -> Pending<'a, Option<String>> {
        Box::pin(async move { Ok(self.paged().value(Table::Meta, key).await?.and_then(Value::into_text)) })
    }

    fn outbox<'a>(&'a self, after: Option<&'a str>, most: u32) -> Pending<'a, Vec<(String, String)>> {
        Box::pin(self.paged().outbox(after, most))
    }

    fn wipe(&self) -> Pending<'_, ()> {
        Box::pin(self.paged().wipe())
    }

    fn is_durable(&self) -> bool {
        self.survives()
    }
}
