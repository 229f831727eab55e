//! Tickets that another page hands to the list, to be assigned there.

use std::cell::RefCell;

use crate::model::document::DocId;

thread_local! {
    static HANDED: RefCell<Vec<DocId>> = const { RefCell::new(Vec::new()) };
}

/// The list that opens next chooses these and asks to whom they go.
pub fn hand(ids: Vec<DocId>) {
    HANDED.with_borrow_mut(|handed| *handed = ids);
}

/// What was handed over, once.
pub(super) fn take() -> Vec<DocId> {
    HANDED.with_borrow_mut(std::mem::take)
}
