//! The database's versions, and how each is made from the one before.

use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbTransaction};

/// Every version ever released, oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u32)]
pub enum Version {
    /// One record a document.
    V1 = 1,
    /// A journal and pages. The first version's documents are moved after the upgrade, in slices: the upgrade's one
    /// transaction would have to hold them all.
    V2 = 2,
    /// What waits to be sent.
    V3 = 3,
}

/// The version this app writes.
pub const CURRENT: Version = Version::V3;

/// Brings a database of version `from` (0: none yet) to `CURRENT`, inside the upgrade's transaction: killed midway, the
/// old database is still there (test 13).
pub(super) fn run(database: &IdbDatabase, _transaction: &IdbTransaction, from: u32) -> Result<(), JsValue> {
    if from < Version::V1 as u32 {
        create(database, &["documents", "blobs", "drafts", "meta"])?;
    }
    if from < Version::V2 as u32 {
        create(database, &["journal", "pages", "rows", "aside"])?;
    }
    if from < Version::V3 as u32 {
        create(database, &["outbox"])?;
    }
    Ok(())
}

fn create(database: &IdbDatabase, stores: &[&str]) -> Result<(), JsValue> {
    stores.iter().try_for_each(|name| database.create_object_store(name).map(drop))
}
