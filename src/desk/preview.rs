//! What a backup would bring, before anything of it is written.

use super::reading::SLICE;
use super::{Desk, DeskError};
use crate::model::document::{DocId, Document};
use crate::model::fold::Fold;
use crate::store::pause;

/// What merging a backup would bring.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Tickets that are not here.
    pub tickets: usize,
    /// Customers that are not here.
    pub customers: usize,
    /// Entries that are not here, those of new tickets and customers too.
    pub entries: usize,
    /// Documents that are here and to which some of these entries come.
    pub changed: usize,
    /// Of these, those in which both sides would stand beside each other somewhere, for a person to choose.
    pub conflicts: usize,
}

impl Desk {
    /// Adds what these documents of a backup would bring. Writes nothing.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn preview(&self, documents: &[Document], so_far: &mut Preview) -> Result<(), DeskError> {
        for slice in documents.chunks(SLICE) {
            let ids: Vec<DocId> = slice.iter().map(|document| document.id.clone()).collect();
            // In the order asked, as a backup has them.
            let mut here = self.readable(&ids).await?.into_iter().peekable();
            for document in slice {
                let Some(doc) = here.next_if(|doc| doc.document.id == document.id) else {
                    so_far.entries += document.log().len();
                    so_far.tickets += usize::from(document.id.kind() == "ticket");
                    so_far.customers += usize::from(document.id.kind() == "customer");
                    continue;
                };
                let fresh = document.log().iter().filter(|entry| doc.document.entry(entry.stamp).is_none());
                let fresh: Vec<_> = fresh.cloned().collect();
                if fresh.is_empty() {
                    continue;
                }
                so_far.entries += fresh.len();
                so_far.changed += 1;
                let mut both = doc.document.clone();
                both.merge(fresh);
                so_far.conflicts += usize::from(Fold::of(&both).conflicts().count() > doc.fold.conflicts().count());
            }
            pause().await;
        }
        Ok(())
    }
}
