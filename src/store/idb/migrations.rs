//! The database's versions, and how each is made from the one before.

use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbTransaction};

/// Every version ever released, oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u32)]
pub enum Version {
    /// One record a document.
    V1 = 1,
}

/// The version this app writes.
pub const CURRENT: Version = Version::V1;

/// Brings a database of version `from` (0: none yet) to `CURRENT`, inside the upgrade's transaction: killed midway, the
/// old database is still there (test 13).
pub(super) fn run(database: &IdbDatabase, _transaction: &IdbTransaction, from: u32) -> Result<(), JsValue> {
    if from < Version::V1 as u32 {
        v1::create(database)?;
    }
    Ok(())
}

/// The first schema.
mod v1 {
    use wasm_bindgen::JsValue;
    use web_sys::IdbDatabase;

    pub fn create(database: &IdbDatabase) -> Result<(), JsValue> {
        for name in ["documents", "blobs", "drafts", "meta"] {
            database.create_object_store(name)?;
        }
        Ok(())
    }
}
