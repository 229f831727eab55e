//! Samples, their median and 95th percentile, and the table of them.

use std::fmt::Write;

/// One measured thing.
pub struct Row {
    name: &'static str,
    samples: Vec<f64>,
    peer: Option<f64>,
}

impl Row {
    /// Nothing measured yet.
    pub fn new(name: &'static str) -> Self {
        Self { name, samples: Vec::new(), peer: None }
    }

    /// More samples, in milliseconds.
    pub fn add(&mut self, samples: impl IntoIterator<Item = f64>) {
        self.samples.extend(samples);
        self.samples.sort_by(f64::total_cmp);
    }

    /// Compares with a peer of the same run: the ratio of the medians.
    pub fn beside(&mut self, peer: &Self) {
        self.peer = Some(self.at(50) / peer.at(50));
    }

    /// The percentile, by nearest rank.
    pub fn at(&self, percent: usize) -> f64 {
        let rank = (self.samples.len() * percent).div_ceil(100).max(1);
        self.samples.get(rank - 1).copied().unwrap_or(f64::NAN)
    }
}

/// The rows as text, in milliseconds, with the ratio to each one's peer.
pub fn table(rows: &[Row]) -> String {
    let mut text = String::from("\n    median        p95  samples   ratio  milliseconds\n");
    for row in rows {
        let ratio = row.peer.map_or_else(String::new, |ratio| format!("{ratio:.2}"));
        let (median, p95, count) = (row.at(50), row.at(95), row.samples.len());
        let _ = writeln!(text, "{median:>10.2} {p95:>10.2} {count:>8} {ratio:>7}  {}", row.name);
    }
    text
}
