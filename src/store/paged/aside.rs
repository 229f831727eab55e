//! What cannot be read: set aside as it is, named at every start until its documents are here again.

use super::Paged;
use super::read::{generation, journal};
use crate::model::document::DocId;
use crate::store::codec::{self, Page};
use crate::store::database::{Mode, Put, Table, Transaction, Value};
use crate::store::error::{Corrupt, StoreError};

/// Between the parts of a key in `Table::Aside`: table, key, and a number that keeps it from being overwritten.
const SEPARATOR: char = '\u{1f}';

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
            for (what, mut ids) in set_aside_ids(transaction, &there).await? {
                let known = !ids.is_empty();
                let named = |id: &DocId| damaged.iter().any(|corrupt| corrupt.ids.contains(id));
                ids.retain(|id| !journal.has(id) && directory.find(id).is_none() && !named(id));
                if !(known && ids.is_empty()) && damaged.iter().all(|corrupt| corrupt.what != what) {
                    damaged.push(Corrupt::apart(&what, ids));
                }
            }
            Ok(())
        })
        .await
    }
}

/// What was set aside under these keys, and the documents that were in it, as far as that is known.
pub(super) async fn set_aside_ids(
    transaction: &dyn Transaction,
    keys: &[String],
) -> Result<Vec<(String, Vec<DocId>)>, StoreError> {
    let mut all = Vec::new();
    for key in keys {
        let mut parts = key.split(SEPARATOR);
        let (Some(table), Some(what), Some(number)) = (parts.next(), parts.next(), parts.next()) else { continue };
        if table == Table::Sheets.name() {
            continue;
        }
        let ids = if table == Table::Pages.name() {
            let sheet = aside_key(Table::Sheets, what, number);
            let sheet = transaction.get(Table::Aside, &[&sheet]).await?.into_iter().next().flatten();
            let opened = sheet.and_then(|sheet| codec::open_sheet(sheet.into_bytes()).ok());
            opened.map_or_else(Vec::new, |(ids, _)| ids.iter().collect())
        } else {
            vec![DocId::new(what)]
        };
        all.push((what.to_owned(), ids));
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
    while there.contains(&aside) {
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

fn is_damaged(table: Table, key: &str, stored: &Value) -> bool {
    let Put::Bytes(bytes) = stored.as_put() else { return table != Table::Documents };
    match table {
        Table::Journal => !bytes.is_empty() && codec::open_record(&DocId::new(key), bytes).is_err(),
        _ => Page::open(bytes).and_then(|page| page.documents()).is_err(),
    }
}
