//! 拼音: finding Chinese text by the sound of its characters, whole or by initials, mixed as people type it: `wangns`,
//! `wns`, `王ns` and `wangnvshi` all find 王女士.
//!
//! The table of readings is a file (`public/pinyin.txt`), fetched on first use; without it nothing is found by sound. A
//! character with several readings is found by each of them.

use std::ops::Range;
use std::sync::Arc;

const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;

/// The most letters of a word that are looked at, so that sets of places fit one number.
const LONGEST: usize = 63;

/// The readings of characters.
#[derive(Clone, Debug, Default)]
pub struct Pinyin {
    syllables: Vec<Box<str>>,
    /// Where the readings of each character begin.
    starts: Arc<[u16]>,
    /// Syllables by number, the usual reading of a character first.
    readings: Arc<[u16]>,
    /// Readings in surnames.
    surnames: Vec<(u16, u16)>,
}

fn place(c: char) -> Option<u16> {
    let c = u32::from(c);
    if (FIRST..=LAST).contains(&c) { u16::try_from(c - FIRST).ok() } else { None }
}

impl Pinyin {
    /// Reads the table. Each line is a syllable, the characters usually read so and those also read so; `=` begins
    /// readings in surnames, `#` a comment. Lines of another form are passed over.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut table = Self::default();
        // Character, how usual the reading is, syllable.
        let mut all: Vec<(u16, u8, u16)> = Vec::with_capacity(12_000);
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.split(' ');
            let syllable = parts.next().unwrap_or_default();
            let name = syllable.strip_prefix('=');
            let syllable = name.unwrap_or(syllable);
            if syllable.is_empty() || syllable.len() > 6 || !syllable.bytes().all(|letter| letter.is_ascii_lowercase())
            {
                continue;
            }
            let known = table.syllables.iter().position(|known| **known == *syllable);
            let at = known.unwrap_or(table.syllables.len());
            let Ok(number) = u16::try_from(at) else { break };
            if known.is_none() {
                table.syllables.push(syllable.into());
            }
            for (rank, chars) in (0u8..2).zip(parts) {
                for c in chars.chars().filter_map(place) {
                    if name.is_some() {
                        table.surnames.push((c, number));
                    }
                    all.push((c, if name.is_some() { 2 } else { rank }, number));
                }
            }
        }
        all.sort_unstable();
        all.dedup_by_key(|(c, _, syllable)| (*c, *syllable));
        all.truncate(usize::from(u16::MAX));
        let mut starts = Vec::with_capacity((LAST - FIRST) as usize + 2);
        let mut next = 0;
        for c in 0..=LAST - FIRST + 1 {
            while all.get(next).is_some_and(|(other, ..)| u32::from(*other) < c) {
                next += 1;
            }
            starts.push(u16::try_from(next).unwrap_or(u16::MAX));
        }
        table.starts = starts.into();
        table.readings = all.into_iter().map(|(.., syllable)| syllable).collect();
        table
    }

    fn readings(&self, c: char) -> impl Iterator<Item = &str> {
        let range = place(c).and_then(|c| {
            let (from, to) = (self.starts.get(usize::from(c))?, self.starts.get(usize::from(c) + 1)?);
            self.readings.get(usize::from(*from)..usize::from(*to))
        });
        range
            .into_iter()
            .flatten()
            .filter_map(|syllable| self.syllables.get(usize::from(*syllable)))
            .map(|text| &**text)
    }

    /// The usual reading of a text's character; a surname's at the beginning of a name.
    fn reading(&self, c: char, surname: bool) -> Option<&str> {
        let of_name = || self.surnames.iter().find(|(other, _)| surname && place(c) == Some(*other));
        match of_name() {
            Some((_, syllable)) => self.syllables.get(usize::from(*syllable)).map(|text| &**text),
            None => self.readings(c).next(),
        }
    }

    fn spell(&self, text: &str, name: bool, letters: usize) -> String {
        let mut out = String::with_capacity(text.len() * 2);
        for (at, c) in text.chars().enumerate() {
            match self.reading(c, name && at == 0) {
                Some(syllable) => out.push_str(&syllable[..letters.min(syllable.len())]),
                None => out.extend(c.to_lowercase()),
            }
        }
        out
    }

    /// The first letters: `wns` for 王女士. A name begins with the surname's own reading.
    #[must_use]
    pub fn initials(&self, text: &str, name: bool) -> String {
        self.spell(text, name, 1)
    }

    /// The whole syllables: `wangnvshi` for 王女士. A name begins with the surname's own reading.
    #[must_use]
    pub fn full(&self, text: &str, name: bool) -> String {
        self.spell(text, name, usize::MAX)
    }

    /// Whether a word could be a sound: it has letters, and nothing but letters and Chinese characters.
    #[must_use]
    pub fn is_sound(word: &str) -> bool {
        word.len() >= 2
            && word.len() <= LONGEST
            && word.bytes().any(|byte| byte.is_ascii_alphabetic())
            && word.chars().all(|c| c.is_ascii_alphabetic() || place(c).is_some())
    }

    /// What is typed, ready to be found in many texts; `None` for what is no sound, and without a table.
    #[must_use]
    pub fn sound(&self, word: &str) -> Option<Sound> {
        if self.readings.is_empty() || !Self::is_sound(word) {
            return None;
        }
        // Which readings each part of the word may stand for, so that texts are compared by numbers alone.
        let word = word.to_ascii_lowercase().into_bytes();
        let uses = |syllable: &str| (0..word.len()).map(|from| used(syllable.as_bytes(), &word[from..])).collect();
        let uses: Vec<Vec<u8>> = self.syllables.iter().map(|syllable| uses(syllable)).collect();
        let mut first = vec![0; (LAST - FIRST) as usize / 64 + 1];
        for (c, pair) in self.starts.windows(2).enumerate() {
            let readings = self.readings.get(usize::from(pair[0])..usize::from(pair[1])).unwrap_or_default();
            if readings.iter().any(|syllable| uses.get(usize::from(*syllable)).is_some_and(|uses| uses[0] != 0)) {
                first[c / 64] |= 1 << (c % 64);
            }
        }
        Some(Sound { word, uses, first, starts: self.starts.clone(), readings: self.readings.clone() })
    }

    /// Whether a text has a place that sounds as a word is typed.
    #[must_use]
    pub fn matches(&self, word: &str, text: &str) -> bool {
        self.find(word, text).is_some()
    }

    /// The first place in a text that sounds as a word is typed, in bytes of the text. It has at least one character
    /// that was found by its sound.
    #[must_use]
    pub fn find(&self, word: &str, text: &str) -> Option<Range<usize>> {
        self.sound(word)?.find(text)
    }
}

/// Something typed by its sound, to be found in many texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Sound {
    /// In lower case.
    word: Vec<u8>,
    /// For each syllable and each place of the word, how many letters it may use up there: a bit for each number.
    uses: Vec<Vec<u8>>,
    /// A bit for each character that may begin it.
    first: Vec<u64>,
    starts: Arc<[u16]>,
    readings: Arc<[u16]>,
}

impl Sound {
    /// Whether a text has a place that sounds like it.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// The first place in a text that sounds like it, in bytes of the text.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        text.char_indices().find_map(|(start, c)| {
            let begins = match place(c) {
                Some(c) => self.first.get(usize::from(c) / 64).is_some_and(|bits| bits >> (c % 64) & 1 == 1),
                None => false,
            };
            if !begins && text.as_bytes()[start].to_ascii_lowercase() != self.word[0] {
                return None;
            }
            self.begins(&text[start..]).map(|length| start..start + length)
        })
    }

    fn readings(&self, c: char) -> &[u16] {
        let range = place(c).and_then(|c| {
            let (from, to) = (self.starts.get(usize::from(c))?, self.starts.get(usize::from(c) + 1)?);
            self.readings.get(usize::from(*from)..usize::from(*to))
        });
        range.unwrap_or_default()
    }

    /// How far into a text that begins with it the word goes. All ways of reading it are followed at once: `places` has a
    /// bit for each number of letters that may be used up.
    fn begins(&self, text: &str) -> Option<usize> {
        let (mut places, mut heard) = (1u64, false);
        for (at, c) in text.char_indices() {
            let mut next = 0;
            let mut left = places;
            let (mut buffer, readings) = ([0; 4], self.readings(c));
            let plain = c.encode_utf8(&mut buffer).as_bytes();
            while left != 0 {
                let from = left.trailing_zeros() as usize;
                left &= left - 1;
                let rest = self.word.get(from..).unwrap_or_default();
                if rest.len() >= plain.len() && rest[..plain.len()].eq_ignore_ascii_case(plain) {
                    next |= 1 << (from + plain.len());
                }
                for syllable in readings {
                    let uses =
                        self.uses.get(usize::from(*syllable)).and_then(|uses| uses.get(from)).copied().unwrap_or(0);
                    heard |= uses != 0;
                    next |= u64::from(uses) << from;
                }
            }
            if next >> self.word.len() & 1 == 1 {
                return heard.then_some(at + c.len_utf8());
            }
            if next == 0 {
                return None;
            }
            places = next;
        }
        None
    }
}

/// How many letters of what is typed a syllable may stand for: whole, its initial, a double initial, or as far as what is
/// typed goes. A bit for each number.
fn used(syllable: &[u8], typed: &[u8]) -> u8 {
    let same = same_letters(syllable, typed);
    let double = matches!(syllable, [b'z' | b'c' | b's', b'h', ..]);
    let mut bits = 0;
    for used in [1, 2, same] {
        let fits = used > 0 && used <= same;
        if fits && (used == 1 || used == 2 && double || used == syllable.len() || used == typed.len()) {
            bits |= 1 << used;
        }
    }
    bits
}

/// How many letters a syllable and what is typed have in common from the beginning.
fn same_letters(syllable: &[u8], typed: &[u8]) -> usize {
    syllable.iter().zip(typed).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn pinyin() -> Pinyin {
        Pinyin::parse(&std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/public/pinyin.txt")).unwrap())
    }

    #[test]
    fn what_is_typed_is_heard() {
        let pinyin = pinyin();
        for (word, text, part) in [
            ("wangnvshi", "王女士", "王女士"),
            ("wangns", "王女士", "王女士"),
            ("wns", "王女士", "王女士"),
            ("nvs", "王女士", "女士"),
            ("王ns", "王女士", "王女士"),
            ("w女shi", "王女士", "王女士"),
            ("zhangm", "张敏", "张敏"),
            ("zhm", "张敏", "张敏"),
            ("ZM", "张敏", "张敏"),
            ("zhan", "张敏", "张"),
            ("tuikuan", "申请退款未到账", "退款"),
            ("tkwdz", "申请退款未到账", "退款未到账"),
            ("chongfu", "重复来电", "重复"),
            ("zhongdian", "重点客户", "重点"),
            ("yinhang", "中国银行", "银行"),
            ("xingli", "行李", "行李"),
            ("iphonets", "iPhone投诉", "iPhone投诉"),
            ("xian", "西安", "西安"),
            ("xian", "先生", "先"),
            ("shan", "单先生", "单"),
            ("danjia", "单价", "单价"),
            ("qiu", "仇先生", "仇"),
            ("zeng", "曾小姐", "曾"),
            ("ou", "区先生", "区"),
            ("yuchi", "尉迟恭", "尉迟"),
            ("moqi", "万俟先生", "万俟"),
            ("zhangxg", "張先生說", ""),
            ("changdu", "長度", "長度"),
            ("wangshi", "王女士", ""),
            ("wangx", "王女士", ""),
            ("w", "王女士", ""),
            ("138", "王女士", ""),
            ("iphone", "iPhone", ""),
        ] {
            let found = pinyin.find(word, text).map_or("", |range| &text[range]);
            assert_eq!(found, part, "{word} in {text}");
            assert_eq!(pinyin.matches(word, text), !part.is_empty());
        }
    }

    #[test]
    fn names_are_spelt_with_their_surnames() {
        let pinyin = pinyin();
        for (text, name, initials, full) in [
            ("王女士", true, "wns", "wangnvshi"),
            ("单小姐", true, "sxj", "shanxiaojie"),
            ("单价", false, "dj", "danjia"),
            ("查先生", true, "zxs", "zhaxiansheng"),
            ("解约", false, "jy", "jieyue"),
            ("A座3楼", false, "az3l", "azuo3lou"),
            ("任", true, "r", "ren"),
            ("华", true, "h", "hua"),
            ("退款", false, "tk", "tuikuan"),
        ] {
            assert_eq!((&*pinyin.initials(text, name), &*pinyin.full(text, name)), (initials, full), "{text}");
        }
    }

    #[test]
    fn the_table_knows_the_common_characters() {
        let pinyin = pinyin();
        let simplified = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过";
        let traditional = "這個國時來們對會發動過電話單號碼貨運費訂購買賣處理問題聯絡";
        for c in simplified.chars().chain(traditional.chars()) {
            assert!(pinyin.readings(c).next().is_some(), "{c}");
        }
        let known = (FIRST..=LAST).filter_map(char::from_u32).filter(|c| pinyin.readings(*c).next().is_some());
        assert!(known.count() > 8_500);
    }

    #[test]
    fn without_a_table_nothing_is_heard_and_any_table_is_read() {
        assert_eq!(Pinyin::default().find("wns", "王女士"), None);
        assert_eq!(Pinyin::default().initials("王a", true), "王a");
        let odd = Pinyin::parse("\n  \nwang\nWANG 王\n=王\n王 王\ntoolong 王\nw 王");
        assert_eq!(odd.full("王", true), "w");
    }
}
