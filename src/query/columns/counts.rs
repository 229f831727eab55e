//! The numbers that tickets have been given.

use super::{Columns, texts};
use crate::model::number;

impl Columns {
    /// The last count that was given under the stem of a number, to tickets out of sight too.
    #[must_use]
    pub fn last_count(&self, stem: &str) -> Option<u32> {
        let lowered = texts::lower(stem);
        let mut unit = Vec::new();
        texts::units(lowered.as_bytes(), &mut |one| unit.push(one));
        let mut last = None;
        let mut count = |text: &str| {
            if let Some((found, count)) = number::parts(text)
                && found == stem
            {
                last = last.max(Some(count));
            }
        };
        let mut packed = Vec::new();
        for page in &self.pages {
            let Some(lowered) = page.texts.bytes_of(lowered.as_bytes(), &mut packed) else { continue };
            texts::each(&page.texts.may_hold(&unit, page.live).0, &mut |row| {
                if page.texts.bytes(row).starts_with(lowered) {
                    count(&page.texts.shown(row, 0));
                }
            });
        }
        last.max(self.spent.get(stem).copied())
    }
}
