//! What cannot be read: set aside as it is, named at every start until its documents are here again.

use super::Paged;
use super::read::{generation, journal};
use crate::model::document::DocId;
use crate::store::codec::{self, Page};
use crate::store::database::{Mode, Put, Table, Transaction, Value};
use crate::store::directory::{Directory, IdSet};
use crate::store::error::{Corrupt, StoreError};

/// Between the parts of a key in `Table::Aside`: table, key, and a number that keeps it from being overwritten.
const SEPARATOR: char = '\u{1f}';

/// A fourth part of a key: this record is kept, but its document has been brought back.
const SETTLED: &str = "settled";

/// A record that was set aside.
pub(super) struct SetAside {
    /// Its own key, and that of the sheet which stood beside it.
    key: String,
    sheet: Option<String>,
    /// The document's id, or the page's name.
    pub what: String,
    /// The documents that were in it, as far as that is known.
    pub ids: Vec<DocId>,
    /// Out of the journal: what a page holds of its document is an older version, and does not stand in for it.
    pub of_journal: bool,
    /// Its document has been brought back.
    settled: bool,
}

impl Paged {
    /// Sets aside what an answer names.
    pub(super) async fn or_set_aside<T>(&self, answer: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(StoreError::Corrupt(corrupt)) = &answer {
            self.set_aside(std::slice::from_ref(corrupt)).await;
        }
        answer
    }

    /// Moves damaged records to a table of their own. Where that fails (no space), they stay and are named again.
    pub(super) async fn set_aside(&self, damaged: &[Corrupt]) {
        let places: Vec<(Table, &str)> = damaged.iter().filter_map(Corrupt::place).collect();
        if places.is_empty() {
            return;
        }
        let moved = self.run(&Table::OF_DOCUMENTS, Mode::Strict, async |transaction| {
            let (mut paged, there) = (false, transaction.keys(Table::Aside).await?);
            for (table, key) in &places {
                let stored = transaction.get(*table, &[key]).await?.into_iter().next().flatten();
                // Another tab may have been faster, and written it anew.
                let Some(stored) = stored.filter(|stored| is_damaged(*table, key, stored)) else { continue };
                put_aside(transaction, &there, *table, key, &stored)?;
                if *table == Table::Pages {
                    paged = true;
                    let sheet = transaction.get(Table::Sheets, &[key]).await?.into_iter().next().flatten();
                    if let Some(sheet) = sheet {
                        put_aside(transaction, &there, Table::Sheets, key, &sheet)?;
                    }
                }
            }
            if paged {
                super::put_generation(transaction, generation(transaction).await? + 1)?;
            }
            Ok(())
        });
        moved.await.ok();
    }

    /// Names what was set aside and is not here again.
    pub(super) async fn add_set_aside(&self, damaged: &mut Vec<Corrupt>) -> Result<(), StoreError> {
        self.run(&Table::OF_DOCUMENTS, Mode::Read, async |transaction| {
            let there = transaction.keys(Table::Aside).await?;
            if there.is_empty() {
                return Ok(());
            }
            let (directory, journal) = (self.directory(transaction).await?, journal(transaction).await?);
            for SetAside { what, mut ids, of_journal, .. } in set_aside(transaction, &there).await? {
                let known = !ids.is_empty();
                let named = |id: &DocId| damaged.iter().any(|corrupt| corrupt.ids.contains(id));
                ids.retain(|id| !journal.has(id) && (of_journal || directory.find(id).is_none()) && !named(id));
                if !(known && ids.is_empty()) && damaged.iter().all(|corrupt| corrupt.what != what) {
                    damaged.push(Corrupt::apart(&what, ids));
                }
            }
            Ok(())
        })
        .await
    }
}

/// What was set aside under these keys and has not been brought back.
pub(super) async fn set_aside(transaction: &dyn Transaction, keys: &[String]) -> Result<Vec<SetAside>, StoreError> {
    let mut all = every(transaction, keys).await?;
    all.retain(|record| !record.settled);
    Ok(all)
}

/// After a batch: what it has brought back no longer counts as missing, though compaction take it from the journal later.
/// What held something that is erased goes as soon as nothing else in it is missing (C5).
pub(super) async fn settle(
    transaction: &dyn Transaction,
    directory: &Directory,
    brought: &[DocId],
    erased: &[DocId],
) -> Result<(), StoreError> {
    let keys = transaction.keys(Table::Aside).await?;
    if keys.is_empty() {
        return Ok(());
    }
    let journal: IdSet = journal(transaction).await?;
    for record in every(transaction, &keys).await? {
        let is_erased = |id: &DocId| erased.contains(id);
        let is_here = |id: &DocId| {
            is_erased(id)
                || journal.has(id)
                || ((record.settled || !record.of_journal) && directory.find(id).is_some())
                || brought.contains(id)
        };
        if record.ids.iter().any(is_erased) && record.ids.iter().all(is_here) {
            transaction.delete(Table::Aside, &record.key)?;
            if let Some(sheet) = &record.sheet {
                transaction.delete(Table::Aside, sheet)?;
            }
        } else if record.of_journal && !record.settled && record.ids.iter().all(|id| brought.contains(id)) {
            let stored = transaction.get(Table::Aside, &[&record.key]).await?.into_iter().next().flatten();
            if let Some(stored) = stored {
                transaction.put(Table::Aside, &settled_key(&record.key), stored.as_put())?;
                transaction.delete(Table::Aside, &record.key)?;
            }
        }
    }
    Ok(())
}

async fn every(transaction: &dyn Transaction, keys: &[String]) -> Result<Vec<SetAside>, StoreError> {
    let mut all = Vec::new();
    for key in keys {
        let mut parts = key.split(SEPARATOR);
        let (Some(table), Some(what), Some(number)) = (parts.next(), parts.next(), parts.next()) else { continue };
        if table == Table::Sheets.name() {
            continue;
        }
        let (mut sheet, mut ids) = (None, Vec::new());
        if table == Table::Pages.name() {
            let beside = aside_key(Table::Sheets, what, number);
            let stored = transaction.get(Table::Aside, &[&beside]).await?.into_iter().next().flatten();
            let opened = stored.and_then(|stored| codec::open_sheet(stored.into_bytes()).ok());
            ids.extend(opened.iter().flat_map(|(ids, _)| ids.iter()));
            sheet = Some(beside);
        } else {
            ids.push(DocId::new(what));
        }
        let (of_journal, settled) = (table == Table::Journal.name(), parts.next().is_some());
        all.push(SetAside { key: key.clone(), sheet, what: what.to_owned(), ids, of_journal, settled });
    }
    Ok(all)
}

/// Moves one record.
pub(super) fn put_aside(
    transaction: &dyn Transaction,
    there: &[String],
    table: Table,
    key: &str,
    value: &Value,
) -> Result<(), StoreError> {
    let mut number = 0_u32;
    let mut aside = aside_key(table, key, "0");
    while there.contains(&aside) || there.contains(&settled_key(&aside)) {
        number += 1;
        aside = aside_key(table, key, &number.to_string());
    }
    transaction.put(Table::Aside, &aside, value.as_put())?;
    transaction.delete(table, key)
}

fn aside_key(table: Table, key: &str, number: &str) -> String {
    let mut aside = table.name().to_owned();
    for part in [key, number] {
        aside.push(SEPARATOR);
        aside.push_str(part);
    }
    aside
}

fn settled_key(key: &str) -> String {
    let mut settled = key.to_owned();
    settled.push(SEPARATOR);
    settled.push_str(SETTLED);
    settled
}

fn is_damaged(table: Table, key: &str, stored: &Value) -> bool {
    let Put::Bytes(bytes) = stored.as_put() else { return table != Table::Documents };
    match table {
        Table::Journal => !bytes.is_empty() && codec::open_record(&DocId::new(key), bytes).is_err(),
        _ => Page::open(bytes).and_then(|page| page.documents()).is_err(),
    }
}
