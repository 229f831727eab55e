//! How far this desk and a server are with each other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Which database: another one, or the same made anew, has another key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// The server's `uuid`.
    pub server: String,
    /// The database's name.
    pub database: String,
    /// Its `instance_start_time`.
    pub begun: String,
}

impl Key {
    /// Whether both are one database. The nodes of a cluster may have names of their own; when it was made they all know,
    /// unless the server is too old to tell.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        let told = !matches!(&*self.begun, "" | "0");
        self.database == other.database && self.begun == other.begun && (told || self.server == other.server)
    }
}

/// How far we are with a database. Written in the transaction that writes what was read up to there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Which one.
    pub key: Key,
    /// The feed's position: a text of the server's of which nothing is known.
    pub since: String,
    /// How often our copy of this stands written on the server. A server that tells of fewer was rolled back.
    pub round: u64,
    /// How far the first reading is; nothing once it is done.
    pub first: Option<First>,
    /// Keys of the outbox that the server took since the copy was last written: offered again, should it be gone.
    pub unproven: Runs,
    /// What has come from each device.
    pub devices: BTreeMap<String, Device>,
}

/// How far the first reading of a database is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct First {
    /// Which of the ranges.
    pub range: usize,
    /// The last id of it that is here; empty at its beginning.
    pub after: String,
}

/// What has come from a device.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Its counts.
    pub counts: Runs,
    /// The time of its latest entry, in milliseconds.
    pub latest: u64,
    /// Who wrote that.
    pub by: String,
}

impl Device {
    /// How many of its entries have not arrived, between the first and the last that have. What it sent elsewhere before
    /// is not missed here.
    #[must_use]
    pub fn missing(&self) -> u64 {
        let first = self.counts.runs().first().map_or(0, |(first, _)| *first);
        (self.counts.last() - first + 1).saturating_sub(self.counts.len().max(1))
    }
}

/// A set of numbers as runs: first and last, in order, with gaps between.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Runs(Vec<(u64, u64)>);

impl Runs {
    /// Puts a number in.
    pub fn insert(&mut self, n: u64) {
        let at = self.0.partition_point(|(_, last)| last.saturating_add(1) < n);
        match self.0.get_mut(at) {
            Some((first, last)) if *first <= n.saturating_add(1) => {
                *first = n.min(*first);
                *last = n.max(*last);
            }
            _ => self.0.insert(at, (n, n)),
        }
        if let (Some((_, last)), Some((first, end))) = (self.0.get(at), self.0.get(at + 1))
            && last.saturating_add(1) >= *first
        {
            self.0[at].1 = *end;
            self.0.remove(at + 1);
        }
    }

    /// Whether a number is in it.
    #[must_use]
    pub fn contains(&self, n: u64) -> bool {
        let at = self.0.partition_point(|(_, last)| *last < n);
        self.0.get(at).is_some_and(|(first, _)| *first <= n)
    }

    /// How many numbers are in it.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.0.iter().map(|(first, last)| last - first + 1).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The largest; 0 when there is none.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.0.last().map_or(0, |(_, last)| *last)
    }

    /// The runs: first and last of each.
    #[must_use]
    pub fn runs(&self) -> &[(u64, u64)] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    proptest::proptest! {
        #[test]
        fn runs_are_a_set(numbers in proptest::collection::vec(0..40u64, 0..60)) {
            let mut runs = Runs::default();
            let mut set = BTreeSet::new();
            for n in numbers {
                runs.insert(n);
                set.insert(n);
            }
            for n in 0..42 {
                proptest::prop_assert_eq!(runs.contains(n), set.contains(&n), "{} in {:?}", n, runs);
            }
            proptest::prop_assert_eq!(runs.len(), set.len() as u64);
            proptest::prop_assert_eq!(runs.last(), set.last().copied().unwrap_or(0));
            proptest::prop_assert!(runs.runs().windows(2).all(|two| two[0].1 + 1 < two[1].0), "{:?}", runs);
        }
    }

    #[test]
    fn a_gap_tells_of_loss() {
        let mut device = Device::default();
        for n in [1, 2, 5] {
            device.counts.insert(n);
        }
        assert_eq!(device.missing(), 2);
        let mut late = Device::default();
        assert_eq!(late.missing(), 0);
        late.counts.insert(500);
        assert_eq!(late.missing(), 0, "it sent to another server before");
    }
}
