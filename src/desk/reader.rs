//! Who reads everything just now, and what is written meanwhile.

use super::Desk;
use crate::model::document::DocId;

/// What is written while somebody reads everything.
#[derive(Default)]
pub(super) struct Reading {
    pub readers: usize,
    pub written: Vec<DocId>,
}

/// Somebody who reads everything.
pub(super) struct Reader<'a> {
    desk: &'a Desk,
    /// How much had been written before.
    from: usize,
}

impl<'a> Reader<'a> {
    /// Somebody begins.
    pub fn begin(desk: &'a Desk) -> Self {
        let mut reading = desk.0.reading.borrow_mut();
        reading.readers += 1;
        Self { desk, from: reading.written.len() }
    }

    /// What was written since it began.
    pub fn written(&self) -> Vec<DocId> {
        self.desk.0.reading.borrow().written.get(self.from..).unwrap_or_default().to_vec()
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let mut reading = self.desk.0.reading.borrow_mut();
        reading.readers -= 1;
        if reading.readers == 0 {
            reading.written.clear();
        }
    }
}
