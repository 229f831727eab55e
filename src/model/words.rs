//! Chinese as it is written and said in Taiwan: what packs say is shown so to whoever reads it in zh-TW. What people
//! typed stays as they typed it, and what is kept stays as the pack wrote it.

use std::collections::HashMap;

use super::fold::{Fold, Live};
use super::value::Value;

/// The first character that a table can name.
const FIRST: u32 = 0x3400;
/// Behind the last one.
const END: u32 = 0xa000;
/// What parts pieces of a register that a person changes one by one.
const PARTS: [char; 3] = ['\n', '\u{1f}', ':'];

/// What stands for what begins with a character.
#[derive(Debug, Default)]
struct Entry {
    /// For the character alone.
    one: Option<char>,
    /// For words, the longest first.
    words: Vec<(String, String)>,
}

/// Characters and words with what stands for them.
#[derive(Debug, Default)]
struct Table {
    /// The number of a character's entry, counted from one.
    at: Vec<u16>,
    entries: Vec<Entry>,
}

impl Table {
    fn place(letter: char) -> Option<usize> {
        (FIRST..END).contains(&u32::from(letter)).then(|| usize::try_from(u32::from(letter) - FIRST).unwrap_or(0))
    }

    fn entry(&mut self, letter: char) -> Option<&mut Entry> {
        let place = Self::place(letter)?;
        if self.at.len() <= place {
            self.at.resize(place + 1, 0);
        }
        if self.at[place] == 0 {
            self.entries.push(Entry::default());
            self.at[place] = u16::try_from(self.entries.len()).unwrap_or(0);
        }
        self.entries.get_mut(usize::from(self.at[place]).checked_sub(1)?)
    }

    fn find(&self, letter: char) -> Option<&Entry> {
        let number = *self.at.get(Self::place(letter)?)?;
        self.entries.get(usize::from(number).checked_sub(1)?)
    }

    fn put(&mut self, word: &str, by: &str) {
        let mut letters = word.chars();
        let (Some(first), second) = (letters.next(), letters.next()) else { return };
        let Some(entry) = self.entry(first) else { return };
        let mut one = by.chars();
        match (second, one.next(), one.next()) {
            (None, Some(by), None) => {
                entry.one.get_or_insert(by);
            }
            _ if entry.words.iter().any(|(known, _)| known == word) => {}
            _ => {
                let at = entry.words.partition_point(|(known, _)| known.len() >= word.len());
                entry.words.insert(at, (word.to_owned(), by.to_owned()));
            }
        }
    }

    /// A text with everything in it that the table names, the longest word at each place.
    fn apply(&self, text: &str) -> String {
        let mut made = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            let entry = self.find(letter);
            let word = entry.and_then(|entry| entry.words.iter().find(|(word, _)| rest.starts_with(&**word)));
            if let Some((word, by)) = word {
                made.push_str(by);
                rest = &rest[word.len()..];
            } else {
                made.push(entry.and_then(|entry| entry.one).unwrap_or(letter));
                rest = &rest[letter.len_utf8()..];
            }
        }
        made
    }
}

/// How what packs wrote is shown. What does it is loaded by those who read it so.
pub trait Words: std::fmt::Debug {
    /// A text as it is shown. What is written so already stays.
    fn of(&self, text: &str) -> String;

    /// A text that is written as it is shown as it would stand in a pack: for finding, nothing else.
    fn back(&self, text: &str) -> String;

    /// What a person made of a register that was shown to them: each piece that they left alone is what the pack wrote.
    fn keep(&self, written: &Value, edited: Value) -> Value;

    /// The same for what is kept as JSON.
    fn keep_json(&self, written: &str, edited: serde_json::Value) -> serde_json::Value;
}

/// A document's state as it is shown: what packs wrote, in other words.
#[must_use]
pub fn shown(words: &dyn Words, fold: &Fold, is_packs: &dyn Fn(&Live) -> bool) -> Fold {
    let mut shown = fold.clone();
    for register in shown.registers.values_mut() {
        register.change(&|live| {
            is_packs(live).then(|| match &live.value {
                Value::Text(text) => Value::Text(words.of(text)),
                Value::List(items) => Value::List(items.iter().map(|item| words.of(item)).collect()),
                other => other.clone(),
            })
        });
    }
    shown
}

/// The table of `public/zh-TW.txt`, ready to be used.
#[derive(Debug, Default)]
pub struct Wording {
    to: Table,
    from: Table,
}

impl Wording {
    /// Reads a table: `#` begins a remark, `=` a line of pairs of characters, every other line is a word, a space and what
    /// stands for it.
    #[must_use]
    pub fn parse(table: &str) -> Self {
        let mut words = Self::default();
        let mut pairs: HashMap<char, char> = HashMap::new();
        let mut phrases = Vec::new();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            if let Some(line) = line.strip_prefix('=') {
                let letters: Vec<char> = line.chars().collect();
                for pair in letters.chunks_exact(2) {
                    words.to.put(&pair[0].to_string(), &pair[1].to_string());
                    pairs.entry(pair[1]).or_insert(pair[0]);
                }
            } else if let Some((word, by)) = line.split_once(' ') {
                words.to.put(word, by);
                phrases.push((word, by));
            }
        }
        for (word, by) in phrases {
            // A word that is written alike in both places is no sign of either.
            if by.chars().any(|letter| pairs.contains_key(&letter)) && word != by {
                words.from.put(by, word);
            }
        }
        for (by, letter) in pairs {
            words.from.put(&by.to_string(), &letter.to_string());
        }
        words
    }

    /// The pieces of texts by how they are shown.
    fn pieces<'a>(&self, texts: impl Iterator<Item = &'a str>) -> HashMap<String, &'a str> {
        texts.flat_map(|text| text.split(PARTS)).map(|piece| (self.of(piece), piece)).collect()
    }
}

impl Words for Wording {
    fn of(&self, text: &str) -> String {
        self.to.apply(text)
    }

    fn back(&self, text: &str) -> String {
        self.from.apply(text)
    }

    fn keep(&self, written: &Value, edited: Value) -> Value {
        match (written, edited) {
            (Value::Text(written), Value::Text(edited)) => {
                Value::Text(mend(&self.pieces(std::iter::once(&**written)), &edited))
            }
            (Value::List(written), Value::List(edited)) => {
                let pieces = self.pieces(written.iter().map(String::as_str));
                Value::List(edited.iter().map(|item| mend(&pieces, item)).collect())
            }
            (_, edited) => edited,
        }
    }

    fn keep_json(&self, written: &str, mut edited: serde_json::Value) -> serde_json::Value {
        let mut texts = Vec::new();
        let read: serde_json::Value = serde_json::from_str(written).unwrap_or_default();
        each_text(&read, &mut texts);
        let pieces = self.pieces(texts.into_iter());
        mend_json(&pieces, &mut edited);
        edited
    }
}

fn mend(pieces: &HashMap<String, &str>, text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    for part in text.split_inclusive(PARTS) {
        let body = part.strip_suffix(PARTS).unwrap_or(part);
        made.push_str(pieces.get(body).copied().unwrap_or(body));
        made.push_str(&part[body.len()..]);
    }
    made
}

fn each_text<'a>(value: &'a serde_json::Value, texts: &mut Vec<&'a str>) {
    match value {
        serde_json::Value::String(text) => texts.push(text),
        serde_json::Value::Array(items) => items.iter().for_each(|item| each_text(item, texts)),
        serde_json::Value::Object(fields) => fields.values().for_each(|item| each_text(item, texts)),
        _ => {}
    }
}

fn mend_json(pieces: &HashMap<String, &str>, value: &mut serde_json::Value) {
    match value {
        serde_json::Value::String(text) => *text = mend(pieces, text),
        serde_json::Value::Array(items) => items.iter_mut().for_each(|item| mend_json(pieces, item)),
        serde_json::Value::Object(fields) => fields.values_mut().for_each(|item| mend_json(pieces, item)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Wording {
        Wording::parse(
            "# 说明\n=单單软軟质質里裡讯訊简簡货貨\n软件 軟體\n质量 品質\n质量部 品質部\n公里 公里\n短信 簡訊\n领导 主管\n",
        )
    }

    #[test]
    fn the_longest_word_counts_and_what_is_written_so_already_stays() {
        let words = words();
        assert_eq!(words.of("这里的软件单：质量、质量部，三公里"), "这裡的軟體單：品質、品質部，三公里");
        let once = words.of("软件质量的短信单");
        assert_eq!(words.of(&once), once);
        assert_eq!(words.of("{agent_no} abc，"), "{agent_no} abc，");
        assert_eq!((words.back("簡訊單"), words.back("主管")), ("短信单".to_owned(), "主管".to_owned()));
    }

    #[test]
    fn what_a_person_left_alone_stays_as_the_pack_wrote_it() {
        let words = words();
        let written = Value::Text("退货单\n软件质量".to_owned());
        let keep = |edited: &str| words.keep(&written, Value::Text(edited.to_owned()));
        assert_eq!(keep("退貨單\n軟體品質"), written, "looked at and saved");
        assert_eq!(keep("退貨單\n軟體很好"), Value::text("退货单\n軟體很好"), "one line rewritten");
        let list = Value::List(vec!["有\u{1f}短信".to_owned(), "质量".to_owned()]);
        let edited = Value::List(vec!["品質".to_owned(), "沒有\u{1f}簡訊".to_owned()]);
        assert_eq!(words.keep(&list, edited), Value::List(vec!["质量".to_owned(), "沒有\u{1f}短信".to_owned()]));
        assert_eq!(words.keep(&Value::text("2:质量"), Value::text("0:品質")), Value::text("0:质量"));
        let json = words.keep_json(r#"{"a":["短信","单"]}"#, serde_json::json!({"a": ["單", "新"], "b": "簡訊"}));
        assert_eq!(json, serde_json::json!({"a": ["单", "新"], "b": "短信"}));
    }
}
