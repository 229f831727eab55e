//! Keeping documents: a port of few methods, one in memory, one in the browser's IndexedDB.
//!
//! Callers hold a `dyn Store` and know nothing of what is inside. `contract` states the laws that every store obeys; it
//! runs natively over `Memory` and in browsers over `IdbStore`.

mod codec;
mod database;
mod directory;
mod error;
#[cfg(target_arch = "wasm32")]
pub mod idb;
mod ids;
mod memory;
pub mod outbox;
mod paged;
mod pause;
mod port;
mod sheaf;
#[cfg(target_arch = "wasm32")]
mod slot;

#[cfg(test)]
mod contract;

pub use error::{Corrupt, StoreError, Unreadable};
#[cfg(target_arch = "wasm32")]
pub use idb::{IdbStore, Notice, Options};
pub use ids::{Ids, PageId};
pub use memory::{Fault, Memory};
pub use pause::pause;
pub use port::{Batch, Committed, Compacted, Flow, NO_ROWS, Pack, Pending, Progress, Rows, Segment, Store, WITH_ROWS};
pub use sheaf::Sheaf;

/// The name of the database for an app served under this path, so that `/a/` and `/b/` of one origin stay apart (test
/// 28). The file's name does not count: `/a/`, `/a/index.html` and `/a/#/inbox` are one app.
#[must_use]
pub fn database_name(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("shouwen:{folder}/")
}

/// Runs a future that waits for nothing outside itself, as those of `Memory` do natively.
#[cfg(test)]
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    loop {
        if let std::task::Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::database_name;

    #[test]
    fn one_database_for_each_folder() {
        assert_eq!(database_name("/"), "shouwen:/");
        assert_eq!(database_name("/a/"), "shouwen:/a/");
        assert_eq!(database_name("/a/index.html"), "shouwen:/a/");
        assert_eq!(database_name("/a/?x=/b/#/c/"), "shouwen:/a/");
        assert_ne!(database_name("/a/"), database_name("/b/"));
    }
}
