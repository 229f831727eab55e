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

    /// What somebody made of a register in which packs wrote these values: each piece that packs wrote is as it is shown.
    fn again(&self, written: &[&Value], made: &Value) -> Value;

    /// What a person made of a register that was shown to them: each piece that they left alone is what a pack wrote.
    fn keep(&self, written: &[&Value], edited: Value) -> Value;

    /// The same for what is kept as JSON.
    fn keep_json(&self, written: &[&Value], edited: serde_json::Value) -> serde_json::Value;
}

/// A document's state as it is shown: `change` says of a register's name and value what stands there in other words.
#[must_use]
pub fn shown(fold: &Fold, change: &dyn Fn(&str, &Live) -> Option<Value>) -> Fold {
    let mut shown = fold.clone();
    for (name, register) in &mut shown.registers {
        register.change(&|live| change(name, live));
    }
    shown
}

/// A value in other words.
#[must_use]
pub fn whole(words: &dyn Words, value: &Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(words.of(text)),
        Value::List(items) => Value::List(items.iter().map(|item| words.of(item)).collect()),
        other => other.clone(),
    }
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

    /// How the pieces of texts are shown, those that are shown otherwise.
    fn shown<'a>(&self, texts: impl Iterator<Item = &'a str>) -> HashMap<&'a str, String> {
        let pieces = texts.flat_map(|text| text.split(PARTS)).map(|piece| (piece, self.of(piece)));
        pieces.filter(|(piece, shown)| piece != shown).collect()
    }
}

/// The texts in values of a register.
fn texts<'a>(values: &[&'a Value]) -> impl Iterator<Item = &'a str> {
    values
        .iter()
        .flat_map(|value| match value {
            Value::Text(text) => std::slice::from_ref(text),
            other => other.as_list(),
        })
        .map(String::as_str)
}

/// What values of a register hold as JSON; nothing of one that holds none.
fn parsed(values: &[&Value]) -> Vec<serde_json::Value> {
    values.iter().filter_map(|value| object(value)).collect()
}

fn object(value: &Value) -> Option<serde_json::Value> {
    let text = Some(value.as_str()).filter(|text| text.starts_with('{'))?;
    serde_json::from_str(text).ok()
}

impl Words for Wording {
    fn of(&self, text: &str) -> String {
        self.to.apply(text)
    }

    fn back(&self, text: &str) -> String {
        self.from.apply(text)
    }

    fn again(&self, written: &[&Value], made: &Value) -> Value {
        if let Some(mut made) = object(made) {
            let read = parsed(written);
            let mut texts = Vec::new();
            for value in &read {
                each_text(value, &mut texts);
            }
            let pieces = self.shown(texts.into_iter());
            mend_json(&|piece| pieces.get(piece).map(String::as_str), &mut made);
            return Value::Text(made.to_string());
        }
        let pieces = self.shown(texts(written));
        mend_value(&|piece| pieces.get(piece).map(String::as_str), made)
    }

    fn keep(&self, written: &[&Value], edited: Value) -> Value {
        let pieces = self.pieces(texts(written));
        mend_value(&|piece| pieces.get(piece).copied(), &edited)
    }

    fn keep_json(&self, written: &[&Value], mut edited: serde_json::Value) -> serde_json::Value {
        let read = parsed(written);
        let mut texts = Vec::new();
        for value in &read {
            each_text(value, &mut texts);
        }
        let pieces = self.pieces(texts.into_iter());
        mend_json(&|piece| pieces.get(piece).copied(), &mut edited);
        edited
    }
}

/// What stands for a piece; nothing where it stays.
type Of<'a> = dyn Fn(&str) -> Option<&'a str> + 'a;

fn mend(of: &Of<'_>, text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    for part in text.split_inclusive(PARTS) {
        let body = part.strip_suffix(PARTS).unwrap_or(part);
        made.push_str(of(body).unwrap_or(body));
        made.push_str(&part[body.len()..]);
    }
    made
}

fn mend_value(of: &Of<'_>, value: &Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(mend(of, text)),
        Value::List(items) => Value::List(items.iter().map(|item| mend(of, item)).collect()),
        other => other.clone(),
    }
}

fn each_text<'a>(value: &'a serde_json::Value, texts: &mut Vec<&'a str>) {
    match value {
        serde_json::Value::String(text) => texts.push(text),
        serde_json::Value::Array(items) => items.iter().for_each(|item| each_text(item, texts)),
        serde_json::Value::Object(fields) => fields.values().for_each(|item| each_text(item, texts)),
        _ => {}
    }
}

fn mend_json(of: &Of<'_>, value: &mut serde_json::Value) {
    match value {
        serde_json::Value::String(text) => *text = mend(of, text),
        serde_json::Value::Array(items) => items.iter_mut().for_each(|item| mend_json(of, item)),
        serde_json::Value::Object(fields) => fields.values_mut().for_each(|item| mend_json(of, item)),
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
        let keep = |edited: &str| words.keep(&[&written], Value::Text(edited.to_owned()));
        assert_eq!(keep("退貨單\n軟體品質"), written, "looked at and saved");
        assert_eq!(keep("退貨單\n軟體很好"), Value::text("退货单\n軟體很好"), "one line rewritten");
        let list = Value::List(vec!["有\u{1f}短信".to_owned(), "质量".to_owned()]);
        let edited = Value::List(vec!["品質".to_owned(), "沒有\u{1f}簡訊".to_owned()]);
        assert_eq!(words.keep(&[&list], edited), Value::List(vec!["质量".to_owned(), "沒有\u{1f}短信".to_owned()]));
        assert_eq!(words.keep(&[&Value::text("2:质量")], Value::text("0:品質")), Value::text("0:质量"));
        let written = Value::text(r#"{"a":["短信","单"]}"#);
        let json = words.keep_json(&[&written], serde_json::json!({"a": ["單", "新"], "b": "簡訊"}));
        assert_eq!(json, serde_json::json!({"a": ["单", "新"], "b": "短信"}));
    }

    #[test]
    fn what_packs_wrote_is_shown_so_beside_what_people_wrote() {
        let words = words();
        let (first, second) = (Value::text("退货单\n软件质量"), Value::text("短信"));
        let again = |made: &str| words.again(&[&first, &second], &Value::text(made)).as_str().to_owned();
        assert_eq!(again("退货单\n软件很好\n短信"), "退貨单\n软件很好\n簡訊".replace('单', "單"));
        assert_eq!(again("软件质量 退货单"), "软件质量 退货单", "a piece of nobody but a person");
        let written = Value::text(r#"{"a":["短信","单"]}"#);
        let made = words.again(&[&written], &Value::text(r#"{"a":["短信","短信单"]}"#));
        assert_eq!(made, Value::text(r#"{"a":["簡訊","短信单"]}"#));
    }
}
