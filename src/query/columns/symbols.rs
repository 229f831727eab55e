//! Interned texts and ids: a small number stands for each, so that a row is a handful of numbers.

/// An open-addressing table of numbers, four bytes a slot: what they stand for is kept by the caller.
#[derive(Clone, Debug, Default)]
pub struct Index {
    slots: Vec<u32>,
    /// Slots that are not free, given up ones included.
    used: usize,
}

const FREE: u32 = u32::MAX;
const GONE: u32 = u32::MAX - 1;

impl Index {
    /// The number of that hash for which `is` holds.
    pub fn find(&self, hash: u64, is: &dyn Fn(u32) -> bool) -> Option<u32> {
        self.slot(hash, is).map(|slot| self.slots[slot])
    }

    fn slot(&self, hash: u64, is: &dyn Fn(u32) -> bool) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        let mask = self.slots.len() - 1;
        let mut slot = low(hash) & mask;
        loop {
            match self.slots[slot] {
                FREE => return None,
                number if number != GONE && is(number) => return Some(slot),
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    /// Adds a number that is not in it; `hash_of` gives the hashes of those that are, should it have to grow.
    pub fn insert(&mut self, hash: u64, number: u32, hash_of: &dyn Fn(u32) -> u64) {
        if (self.used + 1) * 4 > self.slots.len() * 3 {
            let live: Vec<u32> = self.slots.iter().copied().filter(|slot| *slot < GONE).collect();
            let size = (live.len() * 2 + 8).next_power_of_two();
            self.slots.clear();
            self.slots.resize(size, FREE);
            self.used = live.len();
            for number in live {
                self.place(hash_of(number), number);
            }
        }
        self.used += 1;
        self.place(hash, number);
    }

    fn place(&mut self, hash: u64, number: u32) {
        let mask = self.slots.len() - 1;
        let mut slot = low(hash) & mask;
        while self.slots[slot] != FREE {
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = number;
    }

    /// Takes a number out.
    pub fn remove(&mut self, hash: u64, is: &dyn Fn(u32) -> bool) {
        if let Some(slot) = self.slot(hash, is) {
            self.slots[slot] = GONE;
        }
    }
}

/// The low half of a hash.
#[allow(clippy::cast_possible_truncation)]
fn low(hash: u64) -> usize {
    hash as u32 as usize
}

/// A hash of 64 bits from another number.
pub fn mix(number: u64) -> u64 {
    let number = (number ^ number >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    number ^ number >> 29
}

/// The hash of bytes: fast, for tables and for finding damage, not against an attacker.
pub fn hash(bytes: &[u8]) -> u64 {
    let mut state = bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        state = (state ^ u64::from_le_bytes(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    }
    for byte in chunks.remainder() {
        state = (state ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3).rotate_left(29);
    }
    mix(state)
}

/// The number of an index.
///
/// Numbers are 32 bits: what does not fit cannot have been taken in, as memory itself has no more than that in a
/// browser.
#[allow(clippy::cast_possible_truncation)]
pub(in crate::query) const fn number(index: usize) -> u32 {
    index as u32
}

/// Texts by number and numbers by text.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    texts: Vec<Box<str>>,
    index: Index,
}

impl Symbols {
    /// The number of a text, a new one if need be.
    pub fn intern(&mut self, text: &str) -> u32 {
        if let Some(number) = self.find(text) {
            return number;
        }
        let new = number(self.texts.len());
        let texts = &self.texts;
        self.index.insert(hash(text.as_bytes()), new, &|other| hash(texts[other as usize].as_bytes()));
        self.texts.push(text.into());
        new
    }

    /// The number of a text that is known.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.index.find(hash(text.as_bytes()), &|number| *self.texts[number as usize] == *text)
    }

    /// The text of a number; an empty one for a number never given.
    pub fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", |text| text)
    }

    /// All texts in the order of their numbers.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.texts.iter().map(|text| &**text)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_one_number_for_ever() {
        let mut symbols = Symbols::default();
        let texts: Vec<String> = (0..5000).map(|n| format!("t{n}")).collect();
        let numbers: Vec<u32> = texts.iter().map(|text| symbols.intern(text)).collect();
        for (text, number) in texts.iter().zip(&numbers) {
            assert_eq!((symbols.intern(text), symbols.text(*number)), (*number, &**text));
        }
        assert_eq!((symbols.len(), symbols.find("x"), symbols.text(9999)), (5000, None, ""));
    }

    #[test]
    fn what_is_taken_out_is_not_found_and_the_rest_is() {
        let mut index = Index::default();
        // Few different hashes: long runs that pass over given up slots.
        let hash = |number: u32| u64::from(number % 7);
        for round in 0..3 {
            for number in 0..300 {
                index.insert(hash(number), number, &hash);
            }
            for number in (0..300).step_by(2) {
                index.remove(hash(number), &|other| other == number);
            }
            for number in 0..300 {
                let found = index.find(hash(number), &|other| other == number);
                assert_eq!(found, (number % 2 == 1).then_some(number), "round {round}");
            }
            for number in (1..300).step_by(2) {
                index.remove(hash(number), &|other| other == number);
            }
        }
    }
}
