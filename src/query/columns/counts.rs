//! The numbers that tickets have been given.

use std::collections::HashMap;

use super::{Columns, facts, texts};
use crate::model::number;

impl Columns {
    /// The last count that was given under the stem of a number, to tickets out of sight too.
    #[must_use]
    pub fn last_count(&self, stem: &str) -> Option<u32> {
        let lowered = texts::lower(stem);
        let mut unit = Vec::new();
        texts::units(&lowered, &mut |one| unit.push(one));
        let mut last = None;
        let mut count = |text: &str| {
            if let Some((found, count)) = number::parts(text)
                && found == stem
            {
                last = last.max(Some(count));
            }
        };
        for page in &self.pages {
            texts::each(&page.texts.may_hold(&unit, page.live).0, &mut |row| {
                if page.texts.bytes(row).starts_with(lowered.as_bytes()) {
                    count(&facts::first_line(page.texts.text(row)));
                }
            });
        }
        last.max(self.spent.get(stem).copied())
    }

    /// Raises counts, by the stems of numbers, to the last that were given; all in one pass.
    pub fn raise_counts(&self, counts: &mut HashMap<String, u32>) {
        let mut last: HashMap<String, u32> = counts.keys().map(|stem| (texts::lower(stem), 0)).collect();
        for page in &self.pages {
            texts::each(&page.live, &mut |row| {
                let line = page.texts.bytes(row).split(|byte| matches!(byte, 0 | b'\n')).next().unwrap_or_default();
                if let Some((stem, count)) = std::str::from_utf8(line).ok().and_then(number::parts)
                    && let Some(last) = last.get_mut(stem)
                {
                    *last = count.max(*last);
                }
            });
        }
        for (stem, count) in counts {
            let given = last.get(&texts::lower(stem)).max(self.spent.get(&**stem)).copied();
            *count = given.unwrap_or_default().max(*count);
        }
    }
}
