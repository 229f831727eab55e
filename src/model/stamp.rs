//! Hybrid logical clock readings: unique, sortable as text, never dragged by a wrong clock.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How far ahead of ours a stamp may be and still advance our clock, in milliseconds.
pub const TOLERANCE: u64 = 60_000;

/// The digits of Crockford's base 32: sortable as text, nothing to confuse.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Who stamps: eight characters of the device, four of the tab.
#[derive(Clone, Copy, Eq, PartialOrd, Ord)]
pub struct Writer([u8; 12]);

impl Hash for Writer {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl PartialEq for Writer {
    fn eq(&self, other: &Self) -> bool {
        // As numbers: nothing is compared more often.
        let parts = |Self([a, b, c, d, e, f, g, h, i, j, k, l]): &Self| {
            (u64::from_ne_bytes([*a, *b, *c, *d, *e, *f, *g, *h]), u32::from_ne_bytes([*i, *j, *k, *l]))
        };
        parts(self) == parts(other)
    }
}

impl Writer {
    /// The writer of the sample data.
    pub const SAMPLE: Self = Self(*b"samp1e000000");

    /// A writer from 60 random bits: 40 kept for the device, 20 new for each tab.
    #[must_use]
    pub fn new(device: u64, tab: u64) -> Self {
        let mut text = [0; 12];
        for (i, c) in text.iter_mut().enumerate() {
            let bits = if i < 8 { device >> (5 * i) } else { tab >> (5 * (i - 8)) };
            *c = DIGITS[(bits & 31) as usize];
        }
        Self(text)
    }

    /// The writer of these twelve characters, if they are digits of a writer.
    #[must_use]
    pub fn parse(text: &[u8]) -> Option<Self> {
        let digits = <[u8; 12]>::try_from(text).ok()?;
        let is_digit = |digit: &u8| matches!(digit, b'0'..=b'9' | b'a'..=b'h' | b'j' | b'k' | b'm' | b'n' | b'p'..=b't' | b'v'..=b'z');
        digits.iter().all(is_digit).then_some(Self(digits))
    }

    /// The text form, twelve characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("000000000000")
    }
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One reading: time, counter, writer. Its order is that of its text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// Milliseconds since 1970, at most 48 bits.
    pub millis: u64,
    /// Distinguishes the readings of one millisecond.
    pub counter: u16,
    /// Who read the clock.
    pub writer: Writer,
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012x}{:04x}{}", self.millis, self.counter, self.writer.as_str())
    }
}

impl fmt::Debug for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is no stamp.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a stamp: {0}")]
pub struct NotAStamp(pub String);

impl FromStr for Stamp {
    type Err = NotAStamp;

    fn from_str(text: &str) -> Result<Self, NotAStamp> {
        let fault = || NotAStamp(text.chars().take(40).collect());
        let bytes = text.as_bytes();
        let hex = |b: &[u8]| {
            b.iter().try_fold(0u64, |n, c| match c {
                b'0'..=b'9' => Some(n << 4 | u64::from(c - b'0')),
                b'a'..=b'f' => Some(n << 4 | u64::from(c - b'a' + 10)),
                _ => None,
            })
        };
        if bytes.len() != 28 {
            return Err(fault());
        }
        let millis = hex(&bytes[..12]).ok_or_else(fault)?;
        let counter = hex(&bytes[12..16]).and_then(|n| u16::try_from(n).ok()).ok_or_else(fault)?;
        let writer = Writer::parse(&bytes[16..]).ok_or_else(fault)?;
        Ok(Self { millis, counter, writer })
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(StampText)
    }
}

/// Reads a stamp's text where it stands.
struct StampText;

impl Visitor<'_> for StampText {
    type Value = Stamp;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a stamp")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Stamp, E> {
        text.parse().map_err(E::custom)
    }
}

/// A desk's clock. Time is passed in; readings only ever grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    writer: Writer,
    millis: u64,
    counter: u16,
}

impl Clock {
    /// A clock that has read nothing yet.
    #[must_use]
    pub fn new(writer: Writer) -> Self {
        Self { writer, millis: 0, counter: 0 }
    }

    /// Who stamps with this clock.
    #[must_use]
    pub fn writer(&self) -> Writer {
        self.writer
    }

    /// The time of its latest reading, in milliseconds.
    #[must_use]
    pub fn millis(&self) -> u64 {
        self.millis
    }

    /// Goes on after a reading of an earlier run, so that a device clock that was set back repeats nothing.
    pub fn resume(&mut self, millis: u64) {
        if millis >= self.millis {
            (self.millis, self.counter) = (millis, u16::MAX);
        }
    }

    /// The next reading, later than every one before it even when `now` has gone back.
    pub fn tick(&mut self, now: u64) -> Stamp {
        if now > self.millis {
            (self.millis, self.counter) = (now, 0);
        } else if let Some(counter) = self.counter.checked_add(1) {
            self.counter = counter;
        } else {
            (self.millis, self.counter) = (self.millis + 1, 0);
        }
        Stamp { millis: self.millis, counter: self.counter, writer: self.writer }
    }

    /// Takes note of a stamp from elsewhere, so that our next is later. One more than `TOLERANCE` ahead of `now` is
    /// ordered as it stands but does not move our clock; the answer is then how far ahead it is, in milliseconds.
    pub fn witness(&mut self, stamp: Stamp, now: u64) -> Option<u64> {
        let ahead = stamp.millis.saturating_sub(now);
        if ahead > TOLERANCE {
            return Some(ahead);
        }
        if (stamp.millis, stamp.counter) > (self.millis, self.counter) {
            (self.millis, self.counter) = (stamp.millis, stamp.counter);
        }
        None
    }
}
