//! Who saw whole telephone numbers (C5): recorded where they stand, before they are shown.

use super::{Action, Desk, DeskError, Right, needed_for};
use crate::model::change::{Known, Seen};
use crate::model::document::DocId;
use crate::store::{Batch, NO_ROWS};

impl Desk {
    /// Records that the person at the desk sees the whole numbers of these documents. It is no action that could be
    /// undone, and leaves those that can as they are.
    ///
    /// # Errors
    /// When the role does not allow it or the store refuses: then the numbers must not be shown.
    pub async fn look(&self, ids: &[DocId], at: Seen) -> Result<(), DeskError> {
        if !self.may(Right::SeePhones) {
            return Err(DeskError::NotAllowed(needed_for(Right::SeePhones)));
        }
        let here = ids.iter().filter(|id| self.is_here(id));
        let changes = here.map(|id| (id.clone(), vec![Known::Looked { at }])).collect();
        let action = Action { changes, ..Action::default() };
        let me = self.check(&action).await?;
        let entries = self.stamp(&me, action.changes);
        self.write(Batch { entries, ..Batch::default() }, NO_ROWS, None).await
    }
}
