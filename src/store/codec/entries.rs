//! The log of one document as bytes.
//!
//! First all stamps, then by entry who and what. A stamp that a change names is written as its place in the log where it
//! is one of the log's. Short texts stand in the page's table and are named by their place there.

use super::bytes::{Cursor, put_bytes, put_count, put_number};
use super::intern::Interner;
use crate::model::change::{Change, How, Known, Outcome};
use crate::model::document::{DocId, Document, Entry};
use crate::model::stamp::{Stamp, Writer};
use crate::model::value::Value;
use crate::store::error::Unreadable;

/// Values longer than this are hardly ever there twice, in bytes.
const SHORT: usize = 16;

/// How many bytes a stamp takes at least.
const STAMP: usize = 3;

const OPENED: u8 = 0;
const SET: u8 = 1;
const MOVED: u8 = 2;
const ASSIGNED: u8 = 3;
const SAID: u8 = 4;
const PROMISED: u8 = 5;
const SETTLED: u8 = 6;
const ADDED: u8 = 7;
const REMOVED: u8 = 8;
const ATTACHED: u8 = 9;
const REDACTED: u8 = 10;
const UNDONE: u8 = 11;
/// The JSON text of any other change: an older app keeps it byte for byte, a newer one may know it. Changes that are
/// added to `Known` later are written so too, since an older app may have to read the page.
const JSON: u8 = 255;

/// Writes the logs of a page's documents.
pub struct Encoder<'a> {
    pub texts: Interner<'a>,
    pub writers: Vec<Writer>,
    pub base: u64,
    pub out: Vec<u8>,
}

impl<'a> Encoder<'a> {
    /// Appends a document's log.
    pub fn document(&mut self, document: &'a Document) {
        let log = document.log();
        put_count(&mut self.out, log.len());
        let mut last = self.base;
        for entry in log {
            put_number(&mut self.out, entry.stamp.millis.wrapping_sub(last));
            last = entry.stamp.millis;
            self.reader(entry.stamp);
        }
        for entry in log {
            self.name(&entry.by);
            match &entry.change {
                Change::Known(known) => self.known(known, log),
                Change::Unknown(raw) => self.json(raw),
            }
        }
    }

    /// A stamp's counter and writer.
    fn reader(&mut self, stamp: Stamp) {
        put_number(&mut self.out, stamp.counter.into());
        let place = self.writers.iter().position(|writer| *writer == stamp.writer);
        let place = place.unwrap_or_else(|| {
            self.writers.push(stamp.writer);
            self.writers.len() - 1
        });
        put_count(&mut self.out, place);
    }

    fn known(&mut self, known: &'a Known, log: &[Entry]) {
        match known {
            Known::Opened { kind, number, at } => {
                self.out.push(OPENED);
                self.name(kind);
                self.text(number);
                self.out.push(u8::from(at.is_some()));
                if let Some(at) = at {
                    put_number(&mut self.out, *at);
                }
            }
            Known::Set { field, value, over } => {
                self.out.push(SET);
                self.name(field);
                self.value(value);
                self.stamps(over, log);
            }
            Known::Moved { step, to, over } => {
                self.out.push(MOVED);
                self.name(step);
                self.name(to);
                self.stamps(over, log);
            }
            Known::Assigned { to, over } => {
                self.out.push(ASSIGNED);
                self.name(to);
                self.stamps(over, log);
            }
            Known::Said { how, text, minutes } => {
                self.out.push(SAID);
                self.out.push(how_code(*how));
                self.text(text);
                put_number(&mut self.out, (*minutes).into());
            }
            Known::Promised { text, due } => {
                self.out.push(PROMISED);
                self.text(text);
                put_number(&mut self.out, *due);
            }
            Known::Settled { promise, outcome, over } => {
                self.out.push(SETTLED);
                self.stamp(*promise, log);
                self.out.push(outcome_code(*outcome));
                self.stamps(over, log);
            }
            Known::Added { set, item } => {
                self.out.push(ADDED);
                self.name(set);
                self.short(item);
            }
            Known::Removed { set, over } => {
                self.out.push(REMOVED);
                self.name(set);
                self.stamps(over, log);
            }
            Known::Attached { hash, name, media, size, field } => {
                self.out.push(ATTACHED);
                self.text(hash);
                self.text(name);
                self.name(media);
                put_number(&mut self.out, *size);
                self.name(field);
            }
            Known::Redacted { what, why } => {
                self.out.push(REDACTED);
                self.stamps(what, log);
                self.text(why);
            }
            Known::Undone { what } => {
                self.out.push(UNDONE);
                self.stamps(what, log);
            }
            Known::Looked { .. } | Known::Worded { .. } | Known::Guided { .. } => {
                self.json(&serde_json::to_string(known).unwrap_or_default());
            }
        }
    }

    fn json(&mut self, raw: &str) {
        self.out.push(JSON);
        put_bytes(&mut self.out, raw.as_bytes());
    }

    fn value(&mut self, value: &'a Value) {
        match value {
            Value::Empty => self.out.push(0),
            Value::Bool(value) => self.out.push(1 + u8::from(*value)),
            Value::Int(number) => {
                self.out.push(3);
                #[allow(clippy::cast_sign_loss)]
                put_number(&mut self.out, (number << 1 ^ number >> 63) as u64);
            }
            Value::Text(text) => {
                self.out.push(4);
                self.short(text);
            }
            Value::List(list) => {
                self.out.push(5);
                put_count(&mut self.out, list.len());
                for text in list {
                    self.short(text);
                }
            }
        }
    }

    fn stamps(&mut self, stamps: &[Stamp], log: &[Entry]) {
        put_count(&mut self.out, stamps.len());
        for stamp in stamps {
            self.stamp(*stamp, log);
        }
    }

    /// A stamp as its place in the log from 1 on, or 0 and all of it.
    fn stamp(&mut self, stamp: Stamp, log: &[Entry]) {
        if let Ok(place) = log.binary_search_by_key(&stamp, |entry| entry.stamp) {
            put_count(&mut self.out, place + 1);
        } else {
            self.out.push(0);
            put_number(&mut self.out, stamp.millis);
            self.reader(stamp);
        }
    }

    /// A text that will come again.
    fn name(&mut self, text: &'a str) {
        let place = self.texts.place(text);
        put_count(&mut self.out, place << 1 | 1);
    }

    /// A text that may come again if it is short.
    fn short(&mut self, text: &'a str) {
        if text.len() <= SHORT { self.name(text) } else { self.text(text) }
    }

    /// A text that is here only.
    fn text(&mut self, text: &str) {
        put_count(&mut self.out, text.len() << 1);
        self.out.extend_from_slice(text.as_bytes());
    }
}

/// What a page's documents share.
pub struct Shared<'a> {
    pub texts: Vec<&'a str>,
    pub writers: Vec<Writer>,
    pub base: u64,
}

/// By their codes.
const HOWS: [How; 4] = [How::Note, How::Reply, How::Call, How::Contact];
/// By their codes.
const OUTCOMES: [Outcome; 3] = [Outcome::Kept, Outcome::Broken, Outcome::Moved];

/// A new one does not compile until it has a code here and its place in `HOWS`.
const fn how_code(how: How) -> u8 {
    match how {
        How::Note => 0,
        How::Reply => 1,
        How::Call => 2,
        How::Contact => 3,
    }
}

/// A new one does not compile until it has a code here and its place in `OUTCOMES`.
const fn outcome_code(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Kept => 0,
        Outcome::Broken => 1,
        Outcome::Moved => 2,
    }
}

/// Reads one log.
pub struct Decoder<'a> {
    pub rest: Cursor<'a>,
    pub shared: &'a Shared<'a>,
}

impl Decoder<'_> {
    /// The document.
    pub fn document(mut self, id: DocId) -> Result<Document, Unreadable> {
        let count = self.rest.count(STAMP)?;
        let mut stamps = Vec::with_capacity(count);
        let mut last = self.shared.base;
        for _ in 0..count {
            last = last.wrapping_add(self.rest.number()?);
            stamps.push(self.reader(last)?);
        }
        let mut log = Vec::with_capacity(count);
        for stamp in &stamps {
            let by = self.text()?;
            log.push(Entry { stamp: *stamp, by, change: self.change(&stamps)? });
        }
        if self.rest.0.is_empty() { Ok(Document::new(id, log)) } else { Err(Unreadable::Form("more than a document")) }
    }

    fn reader(&mut self, millis: u64) -> Result<Stamp, Unreadable> {
        let counter = u16::try_from(self.rest.number()?).map_err(|_| Unreadable::Form("a counter is too large"))?;
        let writer = *at(&self.shared.writers, self.rest.number()?)?;
        Ok(Stamp { millis, counter, writer })
    }

    fn change(&mut self, log: &[Stamp]) -> Result<Change, Unreadable> {
        let known = match self.rest.byte()? {
            OPENED => {
                let (kind, number) = (self.text()?, self.text()?);
                let at = if self.rest.byte()? == 0 { None } else { Some(self.rest.number()?) };
                Known::Opened { kind, number, at }
            }
            SET => Known::Set { field: self.text()?, value: self.value()?, over: self.stamps(log)? },
            MOVED => Known::Moved { step: self.text()?, to: self.text()?, over: self.stamps(log)? },
            ASSIGNED => Known::Assigned { to: self.text()?, over: self.stamps(log)? },
            SAID => {
                let how = *at(&HOWS, self.rest.byte()?.into())?;
                let text = self.text()?;
                let minutes = u32::try_from(self.rest.number()?).map_err(|_| Unreadable::Form("a call is too long"))?;
                Known::Said { how, text, minutes }
            }
            PROMISED => Known::Promised { text: self.text()?, due: self.rest.number()? },
            SETTLED => {
                let promise = self.stamp(log)?;
                let outcome = *at(&OUTCOMES, self.rest.byte()?.into())?;
                Known::Settled { promise, outcome, over: self.stamps(log)? }
            }
            ADDED => Known::Added { set: self.text()?, item: self.text()? },
            REMOVED => Known::Removed { set: self.text()?, over: self.stamps(log)? },
            ATTACHED => Known::Attached {
                hash: self.text()?,
                name: self.text()?,
                media: self.text()?,
                size: self.rest.number()?,
                field: self.text()?,
            },
            REDACTED => Known::Redacted { what: self.stamps(log)?, why: self.text()? },
            UNDONE => Known::Undone { what: self.stamps(log)? },
            JSON => {
                let raw = self.rest.text()?;
                return Ok(serde_json::from_str(raw).map_or_else(|_| Change::Unknown(raw.into()), Change::Known));
            }
            _ => return Err(Unreadable::Form("there is no such change")),
        };
        Ok(Change::Known(known))
    }

    fn value(&mut self) -> Result<Value, Unreadable> {
        Ok(match self.rest.byte()? {
            0 => Value::Empty,
            1 => Value::Bool(false),
            2 => Value::Bool(true),
            3 => {
                let number = self.rest.number()?;
                Value::Int((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
            }
            4 => Value::Text(self.text()?),
            5 => {
                let count = self.rest.count(1)?;
                Value::List((0..count).map(|_| self.text()).collect::<Result<_, _>>()?)
            }
            _ => return Err(Unreadable::Form("there is no such value")),
        })
    }

    fn stamps(&mut self, log: &[Stamp]) -> Result<Vec<Stamp>, Unreadable> {
        let count = self.rest.count(1)?;
        (0..count).map(|_| self.stamp(log)).collect()
    }

    fn stamp(&mut self, log: &[Stamp]) -> Result<Stamp, Unreadable> {
        match self.rest.number()? {
            0 => {
                let millis = self.rest.number()?;
                self.reader(millis)
            }
            place => at(log, place - 1).copied(),
        }
    }

    fn text(&mut self) -> Result<String, Unreadable> {
        let number = self.rest.number()?;
        if number & 1 == 1 {
            return at(&self.shared.texts, number >> 1).map(|text| (*text).to_owned());
        }
        let count = usize::try_from(number >> 1).map_err(|_| Unreadable::Short)?;
        super::bytes::text(self.rest.take(count)?).map(str::to_owned)
    }
}

fn at<T>(list: &[T], place: u64) -> Result<&T, Unreadable> {
    let place = usize::try_from(place).ok().and_then(|place| list.get(place));
    place.ok_or(Unreadable::Form("a place is not in its table"))
}
