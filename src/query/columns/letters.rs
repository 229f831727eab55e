//! The letters of a page of texts, and texts written with them: the most frequent letters take one byte, the others two,
//! where UTF-8 takes three. What is searched is so much shorter, and stays searchable as bytes: no letter's bytes occur
//! within another's.
//!
//! Plain characters (ASCII) are themselves. A byte from `SINGLE` on is a frequent letter; one from `LEAD` on and one from
//! `TRAIL` on together are another letter; `OTHER` and five bytes from `TRAIL` on are a character that has no place among
//! the letters.

/// The first byte of each sort.
const SINGLE: u8 = 0x80;
const LEAD: u8 = 0xc0;
const TRAIL: u8 = 0xe0;
/// Before a character without a place.
const OTHER: u8 = 1;
const SINGLES: usize = (LEAD - SINGLE) as usize;
const TRAILS: usize = 0x100 - TRAIL as usize;
/// The most letters.
const MOST: usize = SINGLES + (TRAIL - LEAD) as usize * TRAILS;

/// The letters of a page: none while its texts are plain UTF-8.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    /// The most frequent ones first, those that came later last.
    all: Vec<u16>,
}

impl Letters {
    /// The letters of texts in UTF-8.
    pub fn of(text: &str) -> Self {
        let mut counts = vec![0u32; 1 << 16];
        for c in text.chars().filter(|c| !c.is_ascii()) {
            if let Some(count) = counts.get_mut(c as usize) {
                *count += 1;
            }
        }
        let mut all: Vec<u16> = (0..=u16::MAX).filter(|letter| counts[usize::from(*letter)] > 0).collect();
        // Exactly as many as there are places: only then the others may be written without one.
        let (mut spare, mut rarest) = (all.len().saturating_sub(MOST), 1);
        while spare > 0 {
            all.retain(|letter| {
                let goes = spare > 0 && counts[usize::from(*letter)] == rarest;
                spare -= usize::from(goes);
                !goes
            });
            rarest += 1;
        }
        // No sort: its code would be larger than all of this.
        for at in 0..all.len().min(SINGLES) {
            let most = (at..all.len()).max_by_key(|at| counts[usize::from(all[*at])]).unwrap_or(at);
            let letter = all.remove(most);
            all.insert(at, letter);
        }
        Self { all }
    }

    /// Letters as they were kept; `None` for more than there are places.
    pub fn kept(all: Vec<u16>) -> Option<Self> {
        (all.len() <= MOST).then_some(Self { all })
    }

    /// The letters, each in its place.
    pub fn all(&self) -> &[u16] {
        &self.all
    }

    /// Whether texts are plain UTF-8.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    fn find(&self, letter: u16) -> Option<usize> {
        self.all.iter().position(|other| *other == letter)
    }

    /// Where each letter stands, counted from one, for many texts that are written.
    pub fn places(&self) -> Vec<u16> {
        let mut places = vec![0; 1 << 16];
        for (place, letter) in (1..).zip(&self.all) {
            places[usize::from(*letter)] = place;
        }
        places
    }

    /// Writes a text with these letters at the end of some bytes, found in `places` unless that is empty. False, and
    /// half-written, for one that has a letter which none of the texts so written can have.
    pub fn write(&self, text: &str, places: &[u16], out: &mut Vec<u8>) -> bool {
        for c in text.chars() {
            if c.is_ascii() && c != char::from(OTHER) {
                out.push(c as u8);
                continue;
            }
            let letter = u16::try_from(u32::from(c)).ok().filter(|_| !c.is_ascii());
            let place = letter.and_then(|letter| match places.get(usize::from(letter)) {
                Some(place) => usize::from(*place).checked_sub(1),
                None => self.find(letter),
            });
            match place {
                Some(at) if at < SINGLES => out.push(SINGLE + byte(at)),
                Some(at) => {
                    let at = at - SINGLES;
                    out.extend([LEAD + byte(at / TRAILS), TRAIL + byte(at % TRAILS)]);
                }
                None if letter.is_some() && self.all.len() < MOST => return false,
                None => {
                    out.push(OTHER);
                    let mut rest = u32::from(c) as usize;
                    for _ in 0..5 {
                        out.push(TRAIL + byte(rest % TRAILS));
                        rest /= TRAILS;
                    }
                }
            }
        }
        true
    }

    /// Takes in the letters of a text, as far as there are places.
    pub fn add(&mut self, text: &str) {
        for c in text.chars().filter(|c| !c.is_ascii()) {
            if let Ok(letter) = u16::try_from(u32::from(c))
                && self.all.len() < MOST
                && self.find(letter).is_none()
            {
                self.all.push(letter);
            }
        }
    }

    /// Reads what was written, into the end of a text. Bytes that were never written so are passed over.
    pub fn read(&self, bytes: &[u8], out: &mut String) {
        let letter = |at: usize| self.all.get(at).and_then(|letter| char::from_u32(u32::from(*letter)));
        let mut rest = bytes;
        while let [first, tail @ ..] = rest {
            rest = tail;
            let c = match (*first, tail) {
                (OTHER, [_, _, _, _, _, next @ ..]) => {
                    rest = next;
                    let all = tail[..5].iter().rev().fold(0, |all, byte| all * TRAILS + place(*byte, TRAIL));
                    u32::try_from(all).ok().and_then(char::from_u32)
                }
                (first @ ..SINGLE, _) => Some(char::from(first)),
                (first @ SINGLE..LEAD, _) => letter(place(first, SINGLE)),
                (first @ LEAD..TRAIL, [second, next @ ..]) if *second >= TRAIL => {
                    rest = next;
                    letter(SINGLES + place(first, LEAD) * TRAILS + place(*second, TRAIL))
                }
                _ => None,
            };
            out.extend(c);
        }
    }
}

/// A number below 256.
#[allow(clippy::cast_possible_truncation)]
fn byte(number: usize) -> u8 {
    number as u8
}

fn place(byte: u8, first: u8) -> usize {
    usize::from(byte.wrapping_sub(first))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Texts with more letters than have places, and some twice.
    fn many() -> String {
        (0..2_200).filter_map(|n| char::from_u32(0x4e00 + n * 3 % 2_000)).collect()
    }

    /// What comes back of a text that is written: `None` when it cannot be.
    fn again(letters: &Letters, text: &str, places: &[u16]) -> Option<String> {
        let (mut written, mut read) = (Vec::new(), String::new());
        letters.write(text, places, &mut written).then(|| letters.read(&written, &mut read))?;
        Some(read)
    }

    #[test]
    fn all_places_are_taken_when_there_are_more_letters() {
        // Each letter once; some twice; all often.
        for text in [many().repeat(2), many(), many().chars().take(1_500).collect(), many().repeat(7)] {
            let letters = Letters::of(&text);
            assert_eq!(letters.all.len(), MOST);
            assert_eq!(again(&letters, &text, &letters.places()).as_ref(), Some(&text));
            assert_eq!(again(&letters, &text, &[]).as_ref(), Some(&text));
        }
        let some = Letters::of("退款");
        assert_eq!((again(&some, "退回", &[]), again(&some, "退回", &some.places())), (None, None));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(text in "[ab\u{1}\n\0退款é😀，\u{ffff}]{0,24}", later in "[a退新字😀]{0,8}", any in "(?s).{0,24}", large: bool) {
            let mut letters = Letters::of(&if large { many() } else { text.clone() });
            for text in [&text, &later, &any] {
                letters.add(text);
                prop_assert_eq!(again(&letters, text, &[]), Some(text.clone()));
                prop_assert_eq!(again(&letters, text, &letters.places()), Some(text.clone()));
            }
        }

        #[test]
        fn any_texts_are_read_as_they_were(any in prop::collection::vec(any::<char>(), 0..3_000)) {
            let text: String = any.into_iter().collect();
            let letters = Letters::of(&text);
            prop_assert_eq!(again(&letters, &text, &letters.places()), Some(text));
        }

        #[test]
        fn what_is_found_in_the_bytes_is_in_the_text(text in "[ab\u{1}1退款未到账é😀]{0,24}", word in "[ab\u{1}1退款未到账é😀新]{1,3}", large: bool) {
            let letters = Letters::of(&if large { many() + &many() } else { text.clone() });
            let mut letters = letters;
            letters.add(&text);
            let (mut written, mut wanted) = (Vec::new(), Vec::new());
            prop_assert!(letters.write(&text, &[], &mut written));
            let found = letters.write(&word, &[], &mut wanted) && memchr::memmem::find(&written, &wanted).is_some();
            prop_assert_eq!(found, text.contains(&word));
        }

        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>) {
            Letters::of("退款").read(&bytes, &mut String::new());
        }
    }
}
