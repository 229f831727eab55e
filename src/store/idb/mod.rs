//! The store in the browser's IndexedDB.
//!
//! Straight on `web-sys`, not on `indexed_db_futures`: that adds 32 KB of brotli to a page (with serde) where this module
//! adds 9, and its upgrade callback does not get the transaction, which migrations of data need.
//!
//! The engine in `paged` does what a store does; here are only its connection, its transactions and its schemas.

mod connection;
mod migrations;
mod transaction;

use std::rc::Rc;

pub use connection::{Notice, Options};
pub use migrations::{CURRENT, Version};

use self::connection::Connection;
use self::transaction::IdbWork;
use super::database::{Database, Mode, Table, Transaction};
use super::error::StoreError;
use super::paged::{Engine, Paged};
use super::port::Pending;

/// A database in this browser.
pub struct IdbStore {
    paged: Paged,
}

impl IdbStore {
    /// Opens the database of this name with the usual options.
    ///
    /// # Errors
    /// As `open_with`.
    pub async fn open(name: &str) -> Result<Self, StoreError> {
        Self::open_with(Options::new(name)).await
    }

    /// Opens a database, creating or upgrading it. While another tab blocks the upgrade, it tells `Notice::Blocked` and
    /// waits. What an older schema left is moved before this is answered.
    ///
    /// # Errors
    /// [`StoreError::Newer`] for one of a newer app, which stays as it is; [`StoreError::Timeout`] when the browser does
    /// not answer; [`StoreError::Other`] or [`StoreError::Closed`] when it refuses: then `Memory` can stand in.
    pub async fn open_with(options: Options) -> Result<Self, StoreError> {
        let paged = Paged::new(Rc::new(Connected(Connection::first(options).await?)));
        paged.migrate().await?;
        Ok(Self { paged })
    }
}

impl Engine for IdbStore {
    fn paged(&self) -> &Paged {
        &self.paged
    }

    fn survives(&self) -> bool {
        true
    }
}

/// The connection as a database.
struct Connected(Rc<Connection>);

impl Database for Connected {
    fn begin<'a>(&'a self, tables: &'a [Table], mode: Mode) -> Pending<'a, Box<dyn Transaction>> {
        Box::pin(async move {
            let database = self.0.get().await?;
            Ok(Box::new(IdbWork::begin(&self.0, database, tables, mode)?) as Box<dyn Transaction>)
        })
    }

    fn begin_now(&self, tables: &[Table], mode: Mode) -> Option<Result<Box<dyn Transaction>, StoreError>> {
        let database = self.0.now()?;
        let begun = IdbWork::begin(&self.0, database, tables, mode);
        Some(begun.map(|begun| Box::new(begun) as Box<dyn Transaction>))
    }
}
