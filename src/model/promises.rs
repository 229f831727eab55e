//! Promises counted (A18): say it, do it.

use super::change::Outcome;
use super::fold::{Fold, Promise};

/// What became of promises.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Promises {
    /// Kept in time.
    pub kept: u32,
    /// Kept too late.
    pub late: u32,
    /// Broken.
    pub broken: u32,
    /// Replaced by another promise, which is counted by itself.
    pub moved: u32,
    /// Still to be kept.
    pub open: u32,
    /// Still not kept, and past due.
    pub overdue: u32,
}

impl Promises {
    /// Counts the promises of a document, by one agent or by anybody when `by` is empty, that were due from `from` up to,
    /// but not including, `to`, in milliseconds. Those taken back or redacted do not count.
    pub fn add(&mut self, fold: &Fold, by: &str, from: u64, to: u64, now: u64) {
        for promise in &fold.promises {
            let counts = fold.counts(promise.stamp) && (by.is_empty() || promise.by == by);
            if !counts || !(from..to).contains(&promise.due) {
                continue;
            }
            self.count(promise, now);
        }
    }

    /// Counts the promises of a document, by one agent or by anybody when `by` is empty, that were settled from `since`
    /// on, in milliseconds, and those still open. Those taken back or redacted do not count.
    pub fn add_settled(&mut self, fold: &Fold, by: &str, since: u64, now: u64) {
        let mine = |promise: &&Promise| fold.counts(promise.stamp) && (by.is_empty() || promise.by == by);
        for promise in fold.promises.iter().filter(mine) {
            if promise.outcome.is_none_or(|(_, settled)| settled.millis >= since) {
                self.count(promise, now);
            }
        }
    }

    fn count(&mut self, promise: &Promise, now: u64) {
        *match promise.outcome {
            Some((Outcome::Kept, settled)) if settled.millis <= promise.due => &mut self.kept,
            Some((Outcome::Kept, _)) => &mut self.late,
            Some((Outcome::Broken, _)) => &mut self.broken,
            Some((Outcome::Moved, _)) => &mut self.moved,
            None if promise.due < now => &mut self.overdue,
            None => &mut self.open,
        } += 1;
    }

    /// How many were made.
    #[must_use]
    pub fn made(self) -> u32 {
        self.kept + self.late + self.broken + self.moved + self.open + self.overdue
    }

    /// Which share of those whose time has come was kept in time, in thousandths. Moved ones were not kept; nothing when
    /// the time of none has come.
    #[must_use]
    pub fn kept_share(self) -> Option<u32> {
        let come = self.kept + self.late + self.broken + self.moved + self.overdue;
        (self.kept * 1000).checked_div(come)
    }
}
