//! Texts that come again and again, written once.

/// A list without repetition, found by hash: a table of places, open addressing.
pub struct Interner<'a> {
    list: Vec<&'a str>,
    /// Places in the list from 1 on; 0 is free. Never more than half full.
    slots: Vec<u32>,
}

impl<'a> Interner<'a> {
    pub fn new() -> Self {
        Self { list: Vec::new(), slots: vec![0; 256] }
    }

    /// All texts, in the order of their places.
    pub fn list(&self) -> &[&'a str] {
        &self.list
    }

    /// The place of a text, which joins the list when it is new.
    pub fn place(&mut self, text: &'a str) -> usize {
        if self.list.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let slot = self.slot(text);
        match self.slots[slot] {
            0 => {
                self.list.push(text);
                self.fill(slot, self.list.len());
                self.list.len() - 1
            }
            place => place as usize - 1,
        }
    }

    /// The slot that holds a text, or the free one where it belongs.
    fn slot(&self, text: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash(text.as_bytes()) & mask;
        while let place @ 1.. = self.slots[slot]
            && self.list[place as usize - 1] != text
        {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn fill(&mut self, slot: usize, place: usize) {
        self.slots[slot] = u32::try_from(place).unwrap_or(0);
    }

    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 4];
        for at in 0..self.list.len() {
            let slot = self.slot(self.list[at]);
            self.fill(slot, at + 1);
        }
    }
}

/// Quick and good enough for short texts.
fn hash(bytes: &[u8]) -> usize {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = bytes.len() as u64;
    let (words, rest) = bytes.as_chunks::<8>();
    let rest = rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    for word in words.iter().map(|word| u64::from_le_bytes(*word)).chain([rest]) {
        hash = (hash ^ word).wrapping_mul(FACTOR);
        hash ^= hash >> 29;
    }
    #[allow(clippy::cast_possible_truncation)]
    let hash = (hash >> 16) as usize;
    hash
}
