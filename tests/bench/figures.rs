//! Samples, their median and 95th percentile, and what must hold.

use std::collections::BTreeMap;
use std::fmt::Write;

/// What must hold of a figure.
#[derive(Clone, Copy, Debug)]
pub enum Wanted {
    /// The peer takes at least so many times as much.
    Times(f64),
    /// At most this share of the peer's.
    Share(f64),
    /// At most this.
    Most(f64),
}

/// One thing that must hold.
struct Check {
    figure: String,
    ours: f64,
    peer: Option<f64>,
    wanted: Wanted,
}

impl Check {
    fn holds(&self) -> bool {
        let peer = self.peer.unwrap_or(f64::NAN);
        match self.wanted {
            Wanted::Times(times) => peer / self.ours >= times,
            Wanted::Share(share) => self.ours / peer <= share,
            Wanted::Most(most) => self.ours <= most,
        }
    }
}

/// All that was measured in a run.
#[derive(Default)]
pub struct Figures {
    order: Vec<String>,
    samples: BTreeMap<String, Vec<f64>>,
    checks: Vec<Check>,
    /// What could not be measured, and why.
    pub faults: Vec<String>,
}

impl Figures {
    /// Samples of a figure, more when there are some already.
    pub fn add(&mut self, name: &str, samples: impl IntoIterator<Item = f64>) {
        let kept = self.samples.entry(name.to_owned()).or_insert_with(|| {
            self.order.push(name.to_owned());
            Vec::new()
        });
        kept.extend(samples);
        kept.sort_by(f64::total_cmp);
    }

    /// The percentile of a figure, by nearest rank; not a number when it was not measured.
    pub fn at(&self, name: &str, percent: usize) -> f64 {
        let Some(samples) = self.samples.get(name) else { return f64::NAN };
        let rank = (samples.len() * percent).div_ceil(100).max(1);
        samples.get(rank - 1).copied().unwrap_or(f64::NAN)
    }

    /// The median of a figure.
    pub fn median(&self, name: &str) -> f64 {
        self.at(name, 50)
    }

    /// Compares a figure with a peer's of the same run, or with a fixed one.
    pub fn check(&mut self, figure: &str, ours: f64, peer: Option<f64>, wanted: Wanted) {
        self.checks.push(Check { figure: figure.to_owned(), ours, peer, wanted });
    }

    /// How many of the checked figures do not hold.
    pub fn missed(&self) -> usize {
        self.checks.iter().filter(|check| !check.holds()).count()
    }

    /// All of it as text: every figure, then what must hold.
    pub fn report(&self) -> String {
        let mut text = String::from("\n     median         p95  samples\n");
        for name in &self.order {
            let count = self.samples.get(name).map_or(0, Vec::len);
            let _ = writeln!(text, "{:>11.2} {:>11.2} {count:>8}  {name}", self.median(name), self.at(name, 95));
        }
        text.push_str("\n       ours        peer     ratio      wanted\n");
        for check in &self.checks {
            let Check { figure, ours, peer, wanted } = check;
            let peer_text = peer.map_or_else(String::new, |peer| format!("{peer:.2}"));
            let (ratio, wanted) = match (wanted, peer) {
                (Wanted::Times(times), Some(peer)) => (format!("{:.1}x", peer / ours), format!(">= {times}x")),
                (Wanted::Share(share), Some(peer)) => (format!("{:.2}", ours / peer), format!("<= {share}")),
                (Wanted::Times(times), None) => (String::new(), format!(">= {times}x")),
                (Wanted::Share(share), None) => (String::new(), format!("<= {share}")),
                (Wanted::Most(most), _) => (String::new(), format!("<= {most}")),
            };
            let verdict = if check.holds() { "ok " } else { "NOT" };
            let _ = writeln!(text, "{ours:>11.2} {peer_text:>11} {ratio:>9} {wanted:>11}  {verdict}  {figure}");
        }
        for fault in &self.faults {
            let _ = writeln!(text, "not measured: {fault}");
        }
        text
    }
}
