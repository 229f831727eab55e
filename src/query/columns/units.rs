//! Units: the small pieces of a text by which rows that may hold a word are found.

/// Three numbers for a unit, spread over all there are.
pub(super) fn hashes_of(unit: u32) -> [u32; 3] {
    let hash = unit.wrapping_mul(0x9e37_79b1);
    let hash = (hash ^ hash >> 15).wrapping_mul(0x85eb_ca6b);
    let other = (hash ^ hash >> 13).wrapping_mul(0xc2b2_ae35);
    let third = (other ^ other >> 16).wrapping_mul(0x27d4_eb2f);
    [hash, other, third]
}

/// Which of so many buckets is a hash's.
pub(super) fn bucket_of(hash: u32, buckets: usize) -> usize {
    ((u64::from(hash) * buckets as u64) >> 32) as usize
}

/// Units of three plain characters. There are too few of them to tell rows apart unless they are frequent.
pub(super) fn is_ascii(unit: u32) -> bool {
    unit < 1 << 21
}

/// What is noted of a text, given as UTF-8: each pair of neighbours, or each three plain (ASCII) characters, as a number
/// of its own. A text that holds a word has all units of that word. Pairs beyond the basic plane and control characters
/// have none.
pub fn units(text: &[u8], each: &mut dyn FnMut(u32)) {
    let (mut before, mut last) = (0u32, 0u32);
    let mut rest = text;
    // By hand: this is done with every text that is indexed, and the text is known to be whole.
    while let [first, tail @ ..] = rest {
        let first = u32::from(*first);
        let low = |byte: &u8| u32::from(*byte & 0x3f);
        let (c, next) = match (first, tail) {
            (0..0x80, _) => (first, tail),
            (0xc0..0xe0, [a, next @ ..]) => ((first & 0x1f) << 6 | low(a), next),
            (0xe0..0xf0, [a, b, next @ ..]) => ((first & 0xf) << 12 | low(a) << 6 | low(b), next),
            (0xf0.., [_, _, _, next @ ..]) => (0, next),
            _ => (0, tail),
        };
        rest = next;
        if !(0x20..=0xffff).contains(&c) {
            (before, last) = (0, 0);
            continue;
        }
        if last >= 0x80 || c >= 0x80 {
            if last != 0 {
                each(last << 16 | c);
            }
        } else if before != 0 && before < 0x80 {
            each(before << 14 | last << 7 | c);
        }
        (before, last) = (last, c);
    }
}

/// In how many rows each unit is: an open-addressing table.
#[derive(Default)]
pub(super) struct Seen {
    /// Unit, the last row it was in or its mark, and in how many rows: 32, 16 and 16 bits. No unit is 0.
    slots: Vec<u64>,
    used: usize,
}

impl Seen {
    /// The slot of a unit, or the free one where it belongs.
    fn slot(&self, unit: u32) -> usize {
        let mask = self.slots.len() - 1;
        let hash = unit.wrapping_mul(0x9e37_79b1);
        let mut slot = (hash ^ hash >> 15) as usize & mask;
        loop {
            let there = self.slots[slot];
            if there == 0 || there >> 32 == u64::from(unit) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Counts a row that a unit is in. Rows come in order.
    pub fn note(&mut self, unit: u32, row: usize) {
        if self.used * 2 >= self.slots.len() {
            let size = (self.slots.len() * 4).max(1 << 13);
            for old in std::mem::replace(&mut self.slots, vec![0; size]) {
                if old != 0 {
                    let slot = self.slot(super::symbols::number((old >> 32) as usize));
                    self.slots[slot] = old;
                }
            }
        }
        let slot = self.slot(unit);
        let there = self.slots[slot];
        if there == 0 {
            self.used += 1;
            self.slots[slot] = u64::from(unit) << 32 | (row as u64) << 16 | 1;
        } else if there >> 16 & 0xffff != row as u64 {
            self.slots[slot] = u64::from(unit) << 32 | (row as u64) << 16 | ((there & 0xffff) + 1);
        }
    }

    /// The units that are in at least so many rows, in order.
    pub fn in_rows(&self, least: usize) -> Vec<u32> {
        let frequent = self.slots.iter().filter(|slot| **slot & 0xffff >= least.max(1) as u64);
        let mut units: Vec<u32> = frequent.map(|slot| super::symbols::number((slot >> 32) as usize)).collect();
        units.sort_unstable();
        units
    }

    /// Marks a unit with a number; its count goes.
    pub fn mark(&mut self, unit: u32, number: usize) {
        let slot = self.slot(unit);
        self.slots[slot] = u64::from(unit) << 32 | (number as u64) << 16 | MARKED;
    }

    /// The number with which a unit is marked. At least one row was counted.
    pub fn marked(&self, unit: u32) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        let there = self.slots[self.slot(unit)];
        (there & 0xffff == MARKED).then_some((there >> 16 & 0xffff) as usize)
    }
}

/// Instead of a count: more rows than a page has.
const MARKED: u64 = 0xffff;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn units_are_the_pairs_and_plain_threes(text in "[ab12é退款\u{20}\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}😀\n]{0,24}") {
            let mut found = Vec::new();
            units(text.as_bytes(), &mut |unit| found.push(unit));
            let known = |c: u32| (0x20..=0xffff).contains(&c);
            let chars: Vec<u32> = text.chars().map(u32::from).collect();
            let mut wanted = Vec::new();
            for at in 1..chars.len() {
                let (last, c) = (chars[at - 1], chars[at]);
                if !known(last) || !known(c) {
                    continue;
                }
                if last >= 0x80 || c >= 0x80 {
                    wanted.push(last << 16 | c);
                } else if at > 1 && known(chars[at - 2]) && chars[at - 2] < 0x80 {
                    wanted.push(chars[at - 2] << 14 | last << 7 | c);
                }
            }
            prop_assert_eq!(found, wanted);
        }
    }
}
