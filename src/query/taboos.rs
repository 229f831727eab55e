//! Finding words never to say (F5) in what is being typed: all taboos in one pass over the text.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::model::taboo::{Place, Severity, Taboo, end, parts};

/// Where a sentence's part ends: what is said instead takes the place of such a part.
const STOPS: [char; 15] = ['。', '！', '？', '；', '，', '：', '…', '\n', '!', '?', ';', ',', '”', '“', '、'];

/// A taboo in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Where.
    pub place: Place,
    /// Which.
    pub taboo: Arc<Taboo>,
}

/// A word of a taboo.
#[derive(Debug)]
struct Word {
    taboo: usize,
    text: String,
}

/// All taboos of the team, ready to be looked for.
#[derive(Debug, Default)]
pub struct Taboos {
    all: Vec<Arc<Taboo>>,
    words: Vec<Word>,
    /// The words by how they begin: their first two letters, of which the second is none where anything may follow.
    begins: Vec<((char, Option<char>), usize)>,
    /// A bit for each such beginning, so that most places of a text are passed over at once.
    seen: Vec<u64>,
}

/// How many bits `seen` has.
const BITS: usize = 1 << 13;

/// The bit of a beginning.
fn bit_of((first, second): (char, Option<char>)) -> usize {
    let mixed = (first as u32).wrapping_mul(0x9e37_79b1) ^ second.map_or(0, u32::from).wrapping_mul(0x85eb_ca6b);
    (mixed ^ mixed >> 13) as usize % BITS
}

impl Taboos {
    /// Makes taboos ready.
    #[must_use]
    pub fn new(taboos: Vec<Arc<Taboo>>) -> Self {
        let mut made = Self { seen: vec![0; BITS / 64], ..Self::default() };
        for (at, taboo) in taboos.iter().enumerate() {
            for word in &taboo.words {
                let mut letters = parts(word).next().unwrap_or_default().chars();
                let Some(letter) = letters.next() else { continue };
                let begins = (letter, letters.next());
                made.begins.push((begins, made.words.len()));
                made.seen[bit_of(begins) / 64] |= 1 << (bit_of(begins) % 64);
                made.words.push(Word { taboo: at, text: word.clone() });
            }
        }
        made.begins.sort_unstable();
        made.all = taboos;
        made
    }

    /// The taboos.
    #[must_use]
    pub fn all(&self) -> &[Arc<Taboo>] {
        &self.all
    }

    /// What stands in a text, from left to right, none within another: of those that begin together the longest, and the
    /// worst of the longest.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Hit> {
        let mut found: Vec<(Place, usize)> = Vec::new();
        // Where the last place of a word ends: its places are apart.
        let mut ends: HashMap<usize, usize> = HashMap::new();
        let mut letters = text.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            let next = letters.peek().map(|(_, next)| *next);
            let beginnings = [Some((letter, None)), next.map(|next| (letter, Some(next)))];
            for number in beginnings.into_iter().flatten().flat_map(|begins| self.that_begin(begins)) {
                if ends.get(&number).is_some_and(|end| at < *end) {
                    continue;
                }
                let word = &self.words[number];
                let mut parts = parts(&word.text);
                let to = parts.next().and_then(|first| end(text, at, first, parts));
                if let Some(to) = to {
                    ends.insert(number, to);
                    found.push((Place { from: at, to }, word.taboo));
                }
            }
        }
        found.retain(|(place, taboo)| !self.all[*taboo].is_harmless(text, *place));
        apart(found.into_iter().map(|(place, taboo)| Hit { place, taboo: self.all[taboo].clone() }).collect())
    }

    /// The words that begin so.
    fn that_begin(&self, begins: (char, Option<char>)) -> impl Iterator<Item = usize> {
        let bit = bit_of(begins);
        let is_one = self.seen.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1);
        let from = if is_one { self.begins.partition_point(|(other, _)| *other < begins) } else { self.begins.len() };
        self.begins[from..].iter().take_while(move |(other, _)| *other == begins).map(|(_, number)| *number)
    }
}

/// Hits in their order, none within another.
fn apart(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by(|a, b| {
        let order = |hit: &Hit| (hit.place.from, usize::MAX - hit.place.to, hit.taboo.severity == Severity::Avoid);
        order(a).cmp(&order(b)).then_with(|| a.taboo.id.cmp(&b.taboo.id))
    });
    let mut end = 0;
    hits.retain(|hit| {
        let keeps = hit.place.from >= end;
        if keeps {
            end = hit.place.to;
        }
        keeps
    });
    hits
}

/// What stands for the part of a sentence around a place when `instead` is said: which bytes go, and what comes.
#[must_use]
pub fn replacement(text: &str, place: Place, instead: &str) -> (Range<usize>, String) {
    let before = text.get(..place.from).unwrap_or_default();
    let after = text.get(place.to..).unwrap_or_default();
    let from = before.char_indices().rev().find(|(_, letter)| STOPS.contains(letter));
    let from = from.map_or(0, |(at, letter)| at + letter.len_utf8());
    // Spaces before it stay.
    let from = from + text[from..place.from].len() - text[from..place.from].trim_start().len();
    let to = place.to + after.find(|letter| STOPS.contains(&letter)).unwrap_or(after.len());
    // No two stops after each other: the text's own one stays where the sentence goes on.
    let follows = text.get(to..).and_then(|rest| rest.chars().next());
    let said = match follows {
        Some(stop) if stop != '\n' && STOPS.contains(&stop) => instead.trim_end_matches(STOPS),
        _ => instead,
    };
    (from..to, said.to_owned())
}

/// A byte of a text, counted as the browser counts.
#[must_use]
pub fn utf16(text: &str, byte: usize) -> u32 {
    let units = text.get(..byte).map_or(0, |before| before.encode_utf16().count());
    u32::try_from(units).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::check::parse;
    use proptest::prelude::*;

    fn taboo(id: &str, words: &[&str], except: &[&str]) -> Arc<Taboo> {
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        Arc::new(Taboo { id: id.to_owned(), words: texts(words), except: texts(except), ..Taboo::default() })
    }

    fn found(taboos: &Taboos, text: &str) -> Vec<(String, String)> {
        let each = |hit: &Hit| (hit.taboo.id.clone(), text[hit.place.from..hit.place.to].to_owned());
        taboos.find(text).iter().map(each).collect()
    }

    #[test]
    fn the_longest_counts_and_what_is_harmless_does_not() {
        let all = Taboos::new(vec![
            taboo("a", &["不知道"], &["不知道您*方便"]),
            taboo("b", &["不知道就是不知道"], &[]),
            taboo("c", &["你找*部门"], &[]),
        ]);
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(found(&all, "不知道就是不知道"), [pair("b", "不知道就是不知道")]);
        assert_eq!(found(&all, "不知道您方便吗，你找工程部门"), [pair("c", "你找工程部门")]);
        assert_eq!(found(&all, ""), []);
    }

    #[test]
    fn a_part_of_the_sentence_is_replaced() {
        let mended = |text: &str, word: &str, instead: &str| {
            let from = text.find(word).unwrap_or_default();
            let (range, said) = replacement(text, Place { from, to: from + word.len() }, instead);
            [&text[..range.start], &said, &text[range.end..]].concat()
        };
        assert_eq!(mended("您好，这个我不知道。您问别人", "不知道", "我去问清楚。"), "您好，我去问清楚。您问别人");
        assert_eq!(mended("这个我不知道", "不知道", "我去问清楚。"), "我去问清楚。");
        assert_eq!(mended("好的， 不知道\n再见", "不知道", "我去问。"), "好的， 我去问。\n再见");
        assert_eq!(mended("不知道，再说", "不知道", "我去问，好吗？"), "我去问，好吗，再说");
    }

    #[test]
    fn places_count_as_the_browser_counts() {
        assert_eq!(utf16("𠮷不知道", "𠮷不".len()), 3);
    }

    fn packs() -> Taboos {
        let texts = [
            include_str!("../../public/handbooks/service.json"),
            include_str!("../../public/handbooks/ecommerce.json"),
            include_str!("../../public/handbooks/property.json"),
            include_str!("../../public/handbooks/logistics.json"),
        ];
        let packs = texts.iter().filter_map(|text| parse(text).ok());
        Taboos::new(packs.flat_map(|pack| pack.taboos).map(Arc::new).collect())
    }

    #[test]
    fn all_words_of_all_packs_are_found_in_a_long_text() {
        let all = packs();
        assert!(all.all().len() > 200);
        let text = "您好，这个我不知道，您找别的部门问问看，我们也没办法，随便您。客户说昨天下午寄到，今天还没有动静。"
            .repeat(40);
        assert_eq!(all.find(&text).len() % 40, 0);
        assert!(all.find(&text).len() >= 120);
    }

    /// What the words of all taboos find one by one.
    fn naive(all: &[Arc<Taboo>], text: &str) -> Vec<Hit> {
        let one = |taboo: &Arc<Taboo>| {
            taboo
                .words
                .iter()
                .flat_map(|word| {
                    let single = Taboo { words: vec![word.clone()], except: taboo.except.clone(), ..Taboo::default() };
                    single.places(text)
                })
                .map(|place| Hit { place, taboo: taboo.clone() })
                .collect::<Vec<_>>()
        };
        apart(all.iter().flat_map(one).collect())
    }

    fn letters(most: usize) -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(vec!['不', '知', '道', '*', '，', 'a', '𠮷']), 0..most)
            .prop_map(|letters| letters.into_iter().collect())
    }

    proptest! {
        #[test]
        fn it_finds_what_each_word_finds(
            words in prop::collection::vec((prop::collection::vec(letters(5), 1..4), prop::collection::vec(letters(6), 0..2)), 1..5),
            text in letters(40),
        ) {
            let texts = |texts: &[String]| texts.to_vec();
            let all: Vec<Arc<Taboo>> = words.iter().enumerate().map(|(at, (words, except))| Arc::new(Taboo {
                id: at.to_string(), words: texts(words), except: texts(except), ..Taboo::default()
            })).collect();
            let text = text.replace('*', "");
            prop_assert_eq!(Taboos::new(all.clone()).find(&text), naive(&all, &text));
        }
    }
}
