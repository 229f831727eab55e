//! A trial: what an import would come to, without any change.

use std::collections::BTreeMap;

use super::{Index, Origin, Planner, Problem, ProblemKind};
use crate::query::table::Record;

/// The most problems a report lists; the rest are counted.
const LISTED: usize = 2_000;

/// A record that is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// Its line in the file, counted from 1.
    pub line: usize,
    /// What it repeats.
    pub of: Origin,
}

/// What an import would come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many records there are, without the header and blank ones.
    pub rows: usize,
    /// How many become tickets.
    pub ready: usize,
    /// How many the mapping leaves out by choice.
    pub left_out: usize,
    /// How many a problem stops.
    pub stopped: usize,
    /// How many tickets of each kind, by its id.
    pub kinds: BTreeMap<String, usize>,
    /// How many problems there are.
    pub problem_count: usize,
    /// The first problems, at most 2 000.
    pub problems: Vec<Problem>,
    /// The records that are there already, in order.
    pub duplicates: Vec<Duplicate>,
    /// The texts of the kind's column for which no kind was chosen, each with how often it occurs, at most 2 000.
    pub unknown_kinds: BTreeMap<String, usize>,
}

impl Report {
    /// Whether the record that begins in this line is there already.
    #[must_use]
    pub fn is_duplicate(&self, line: usize) -> bool {
        self.duplicates.binary_search_by_key(&line, |duplicate| duplicate.line).is_ok()
    }
}

/// Reads record after record, so that a large table can be tried in slices.
#[derive(Clone, Debug)]
pub struct Trial {
    planner: Planner,
    index: Index,
    report: Report,
}

impl Trial {
    /// A trial; `index` holds the desk's own tickets.
    #[must_use]
    pub fn new(planner: Planner, index: Index) -> Self {
        Self { planner, index, report: Report::default() }
    }

    /// Takes in a record, not the header.
    pub fn feed(&mut self, record: &Record<'_>) {
        if record.is_blank() {
            return;
        }
        let plan = self.planner.plan(record);
        let report = &mut self.report;
        report.rows += 1;
        report.problem_count += plan.problems.len();
        for problem in plan.problems {
            if problem.what == ProblemKind::NoKind && report.unknown_kinds.len() < LISTED {
                *report.unknown_kinds.entry(problem.cell.clone()).or_default() += 1;
            }
            if report.problems.len() < LISTED {
                report.problems.push(problem);
            }
        }
        match plan.ticket {
            None if plan.left_out => report.left_out += 1,
            None => report.stopped += 1,
            Some(ticket) => {
                if let Some(of) = self.index.meet(record.line, &ticket) {
                    report.duplicates.push(Duplicate { line: record.line, of });
                } else {
                    report.ready += 1;
                    *report.kinds.entry(ticket.kind).or_default() += 1;
                }
            }
        }
    }

    /// What has been found so far.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// What was found, and the planner for making the tickets.
    #[must_use]
    pub fn finish(self) -> (Report, Planner) {
        (self.report, self.planner)
    }
}
