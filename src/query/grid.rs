//! Which of a few thousand texts may hold a word, told by its pairs of characters before any of them is read.

/// So many bits a pair of characters may have: more than enough to tell a handful of texts from the others.
const PAIRS: usize = 4_096;

/// Which texts may hold what: for each pair of neighbours in their texts, and each character, a row with a bit for each
/// text. Pairs that share a row only make candidates of texts that hold neither.
#[derive(Debug, Default)]
pub struct Grid {
    bits: Vec<u64>,
    /// How many numbers of `bits` a row has.
    width: usize,
}

impl Grid {
    fn row(first: char, second: char) -> usize {
        let mixed = (u32::from(first) ^ u32::from(second).rotate_left(16)).wrapping_mul(0x9e37_79b1);
        usize::try_from(mixed >> 20).unwrap_or(0) % PAIRS
    }

    /// The rows of what a text holds: of its pairs, and of a single character that of itself.
    fn rows(text: &str, singles: bool, each: &mut dyn FnMut(usize)) {
        let mut last = None;
        for letter in text.chars() {
            if singles {
                each(Self::row(letter, letter));
            }
            if let Some(last) = last {
                each(Self::row(last, letter));
            }
            last = Some(letter);
        }
    }

    /// The grid of texts in their order.
    #[must_use]
    pub fn new<'a>(texts: impl ExactSizeIterator<Item = [&'a str; 2]>) -> Self {
        let width = texts.len().div_ceil(64);
        let mut bits = vec![0_u64; width * PAIRS];
        for (at, texts) in texts.enumerate() {
            let (place, bit) = (at / 64, 1 << (at % 64));
            let mut set = |row| {
                if let Some(bits) = bits.get_mut(row * width + place) {
                    *bits |= bit;
                }
            };
            for text in texts {
                Self::rows(text, true, &mut set);
            }
        }
        Self { bits, width }
    }

    /// The texts that may hold a word, a bit for each.
    #[must_use]
    pub fn may_hold(&self, word: &str) -> Vec<u64> {
        let mut found = vec![u64::MAX; self.width];
        let single = word.chars().nth(1).is_none();
        Self::rows(word, single, &mut |row| {
            for (found, bits) in found.iter_mut().zip(&self.bits[row * self.width..]) {
                *found &= bits;
            }
        });
        found
    }
}
