//! A store that forgets with the page: for native tests, and for browsers that refuse a database (test 4).

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::Bound;
use std::rc::Rc;

use super::database::{Database, Mode, Put, Table, Transaction, Value};
use super::error::StoreError;
use super::paged::{Engine, Paged};
use super::port::Pending;
use crate::model::document::DocId;

/// What shall go wrong, for tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    #[default]
    None,
    /// So many more writes succeed, then every one exceeds the quota.
    Full {
        /// How many succeed.
        after: usize,
    },
    /// The connection is found lost so many times.
    Lost {
        /// How many times.
        times: usize,
    },
}

type Records = BTreeMap<String, Value>;

/// The tables, shared by all handles.
#[derive(Clone, Default)]
struct Tables {
    records: Rc<RefCell<[Records; Table::ALL.len()]>>,
    fault: Rc<Cell<Fault>>,
    /// The largest record there is space for, in bytes.
    #[cfg(test)]
    largest: Rc<Cell<Option<usize>>>,
}

/// Documents in memory. Clones are handles on the same data, as two tabs are on one database.
pub struct Memory {
    tables: Tables,
    paged: Paged,
}

impl Default for Memory {
    fn default() -> Self {
        Self::over(Tables::default())
    }
}

impl Clone for Memory {
    fn clone(&self) -> Self {
        Self::over(self.tables.clone())
    }
}

impl Memory {
    fn over(tables: Tables) -> Self {
        Self { paged: Paged::new(Rc::new(tables.clone())), tables }
    }

    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on this goes wrong, for every handle.
    pub fn set_fault(&self, fault: Fault) {
        self.tables.fault.set(fault);
    }

    /// Replaces a document's record in the journal, readable or not: for tests.
    pub fn overwrite(&self, id: &DocId, text: &str) {
        self.tables.change(Table::Journal, id.as_str(), Some(Value::Bytes(text.into())));
    }
}

impl Engine for Memory {
    fn paged(&self) -> &Paged {
        &self.paged
    }

    fn survives(&self) -> bool {
        false
    }
}

impl Tables {
    /// As a connection is found lost.
    fn connect(&self) -> Result<(), StoreError> {
        match self.fault.get() {
            Fault::Lost { times: times @ 1.. } => {
                self.fault.set(Fault::Lost { times: times - 1 });
                Err(StoreError::Closed)
            }
            _ => Ok(()),
        }
    }

    /// Counts one write against the quota.
    fn charge(&self) -> Result<(), StoreError> {
        match self.fault.get() {
            Fault::Full { after: 0 } => Err(StoreError::Quota),
            Fault::Full { after } => {
                self.fault.set(Fault::Full { after: after - 1 });
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Puts a record, or removes it; answers with the one before.
    fn change(&self, table: Table, key: &str, value: Option<Value>) -> Option<Value> {
        let mut tables = self.records.borrow_mut();
        match value {
            Some(value) => tables[table as usize].insert(key.to_owned(), value),
            None => tables[table as usize].remove(key),
        }
    }
}

impl Database for Tables {
    fn begin<'a>(&'a self, _: &'a [Table], _: Mode) -> Pending<'a, Box<dyn Transaction>> {
        let begun = self.connect().map(|()| Undoable::over(self));
        Box::pin(async move { begun })
    }

    fn begin_now(&self, _: &[Table], _: Mode) -> Option<Result<Box<dyn Transaction>, StoreError>> {
        Some(self.connect().map(|()| Undoable::over(self)))
    }
}

/// A transaction: writes at once and remembers how it was. Nothing waits within one, so that none sees another's.
struct Undoable {
    tables: Tables,
    before: RefCell<Vec<(Table, String, Option<Value>)>>,
}

impl Undoable {
    fn over(tables: &Tables) -> Box<dyn Transaction> {
        Box::new(Self { tables: tables.clone(), before: RefCell::default() })
    }

    fn change(&self, table: Table, key: &str, value: Option<Value>) {
        let before = self.tables.change(table, key, value);
        self.before.borrow_mut().push((table, key.to_owned(), before));
    }
}

/// An answer that is there at once.
fn ready<'a, T: 'a>(value: T) -> Pending<'a, T> {
    Box::pin(std::future::ready(Ok(value)))
}

impl Transaction for Undoable {
    fn get<'a>(&'a self, table: Table, keys: &[&str]) -> Pending<'a, Vec<Option<Value>>> {
        let records = &self.tables.records.borrow()[table as usize];
        ready(keys.iter().map(|key| records.get(*key).cloned()).collect())
    }

    fn keys(&self, table: Table) -> Pending<'_, Vec<String>> {
        ready(self.tables.records.borrow()[table as usize].keys().cloned().collect())
    }

    fn run<'a>(&'a self, table: Table, after: Option<&str>, limit: u32) -> Pending<'a, Vec<(String, Value)>> {
        let records = &self.tables.records.borrow()[table as usize];
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let range = records.range::<str, _>((from, Bound::Unbounded)).take(limit as usize);
        ready(range.map(|(key, value)| (key.clone(), value.clone())).collect())
    }

    fn put(&self, table: Table, key: &str, value: Put<'_>) -> Result<(), StoreError> {
        self.tables.charge()?;
        let value = match value {
            Put::Text(text) => Value::Text(text.to_owned()),
            Put::Bytes(bytes) => Value::Bytes(bytes.to_vec()),
            Put::Held(held) => Value::Bytes(held.to_vec()),
        };
        #[cfg(test)]
        if let (Value::Bytes(bytes), Some(largest)) = (&value, self.tables.largest.get())
            && bytes.len() > largest
        {
            return Err(StoreError::Quota);
        }
        self.change(table, key, Some(value));
        Ok(())
    }

    fn delete(&self, table: Table, key: &str) -> Result<(), StoreError> {
        self.change(table, key, None);
        Ok(())
    }

    fn clear(&self, table: Table) -> Result<(), StoreError> {
        let keys: Vec<String> = self.tables.records.borrow()[table as usize].keys().cloned().collect();
        for key in &keys {
            self.change(table, key, None);
        }
        Ok(())
    }

    fn keep(&self) {
        self.before.borrow_mut().clear();
    }

    fn finish(self: Box<Self>) -> Pending<'static, ()> {
        self.keep();
        ready(())
    }

    fn cancel(self: Box<Self>) -> Pending<'static, ()> {
        ready(())
    }
}

impl Drop for Undoable {
    fn drop(&mut self) {
        for (table, key, value) in self.before.take().into_iter().rev() {
            self.tables.change(table, &key, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::{Memory, Table, Value, ready};
    use crate::model::document::{DocId, Document};
    use crate::store::contract::{self, Ground, laws};
    use crate::store::{Fault, Pending, Store, StoreError, block_on};

    impl Ground for Memory {
        fn open(&self) -> Pending<'_, Rc<dyn Store>> {
            Box::pin(async { Ok(Rc::new(self.clone()) as Rc<dyn Store>) })
        }

        fn fault(&self, fault: Fault) {
            self.set_fault(fault);
        }

        fn overwrite<'a>(&'a self, table: &'a str, key: &'a str, bytes: &'a [u8]) -> Pending<'a, ()> {
            self.tables.change(named(table), key, Some(Value::Bytes(bytes.to_vec())));
            ready(())
        }

        fn keys<'a>(&'a self, table: &'a str) -> Pending<'a, Vec<String>> {
            ready(self.tables.records.borrow()[named(table) as usize].keys().cloned().collect())
        }
    }

    fn named(name: &str) -> Table {
        Table::ALL.into_iter().find(|table| table.name() == name).unwrap()
    }

    /// The first schema's texts become pages and a journal, however often it is stopped.
    #[test]
    fn the_first_schema_is_moved() {
        let memory = Memory::new();
        let documents: Vec<Document> = contract::documents(&contract::many(0, 1300));
        let text = |document: &Document| Value::Text(serde_json::to_string(document).unwrap());
        for document in &documents {
            memory.tables.change(Table::Documents, document.id.as_str(), Some(text(document)));
        }
        let agent = Document::new(DocId::fixed("agent", "a"), vec![contract::note(1, "x")]);
        memory.tables.change(Table::Documents, agent.id.as_str(), Some(text(&agent)));
        memory.tables.change(Table::Documents, "kind-b", Some(Value::Text("{".to_owned())));
        let left = || memory.tables.records.borrow()[Table::Documents as usize].len();
        let mut before = left();
        for after in [0, 1, 4, 5] {
            memory.set_fault(Fault::Full { after });
            assert!(matches!(block_on(memory.paged.migrate()), Err(StoreError::Quota)));
            assert!(left() <= before);
            before = left();
        }
        assert!((1..1000).contains(&before), "{before} left");
        memory.set_fault(Fault::None);
        block_on(memory.paged.migrate()).unwrap();
        assert_eq!(left(), 0);
        let mut all = Vec::new();
        let damaged = block_on(memory.clone().load(&mut |mut run| all.append(&mut run))).unwrap();
        assert_eq!(all[0], agent);
        assert!(all[1..] == documents);
        assert_eq!(damaged.iter().map(|corrupt| &*corrupt.what).collect::<Vec<_>>(), ["kind-b"]);
    }

    /// Where there is no space for a page of many, few are moved at once.
    #[test]
    fn the_first_schema_is_moved_where_space_is_short() {
        let memory = Memory::new();
        let documents: Vec<Document> = contract::documents(&contract::many(0, 600));
        for document in &documents {
            let text = Value::Text(serde_json::to_string(document).unwrap());
            memory.tables.change(Table::Documents, document.id.as_str(), Some(text));
        }
        memory.tables.largest.set(Some(4_000));
        block_on(memory.paged.migrate()).unwrap();
        let mut all = Vec::new();
        assert!(block_on(memory.load(&mut |mut run| all.append(&mut run))).unwrap().is_empty());
        assert!(all == documents);
    }

    macro_rules! native {
        ($($law:ident)*) => {
            $(#[test]
            fn $law() {
                block_on(contract::$law(&Memory::new()));
            })*
        };
    }

    laws!(native);
}
