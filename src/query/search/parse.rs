//! Reading what is typed into the search box.

use super::{DAYS, Days, FIELDS, Field, IS, MOMENTS, Moment, Part, Query, What, term};
use crate::model::calendar::parse_day;

/// A piece of the text: where it lies, and what of it was quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it begins and ends, in bytes.
    pub range: std::ops::Range<usize>,
    /// A minus before it.
    pub not: bool,
    /// What stands before the colon, if there is one outside quotes.
    pub name: Option<String>,
    /// The rest, without quotes, parted by commas outside quotes.
    pub values: Vec<String>,
    /// Some of it was quoted.
    pub quoted: bool,
    /// Where the last value begins, in bytes.
    pub last: usize,
}

/// The quote that ends what a character begins.
fn closing(c: char) -> Option<char> {
    Some(match c {
        '"' => '"',
        '“' | '”' => '”',
        '「' => '」',
        '『' => '』',
        '＂' => '＂',
        _ => return None,
    })
}

/// Cuts a text into pieces at spaces that are not quoted. What is quoted without an end goes to the end.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some(&(start, c)) = chars.peek() {
        if c.is_whitespace() {
            chars.next();
            continue;
        }
        let mut piece = Piece {
            range: start..start,
            not: false,
            name: None,
            values: vec![String::new()],
            quoted: false,
            last: start,
        };
        if matches!(c, '-' | '－') && text[start + c.len_utf8()..].chars().next().is_some_and(|c| !c.is_whitespace()) {
            piece.not = true;
            piece.last = start + c.len_utf8();
            chars.next();
        }
        while let Some(&(at, c)) = chars.peek() {
            if c.is_whitespace() {
                break;
            }
            chars.next();
            let after = at + c.len_utf8();
            piece.range.end = after;
            let Some(value) = piece.values.last_mut() else { break };
            if let Some(end) = closing(c) {
                piece.quoted = true;
                for (at, c) in chars.by_ref() {
                    piece.range.end = at + c.len_utf8();
                    if c == end || end == '”' && c == '“' {
                        break;
                    }
                    value.push(c);
                }
            } else if matches!(c, ':' | '：') && piece.name.is_none() && !piece.quoted {
                piece.name = Some(std::mem::take(value));
                piece.last = after;
            } else if matches!(c, ',' | '，' | '、') && piece.name.is_some() {
                piece.values.push(String::new());
                piece.last = after;
            } else {
                value.push(c);
            }
        }
        pieces.push(piece);
    }
    pieces
}

/// Reads a query, in any of the languages. Every text is a query.
#[must_use]
pub fn parse(text: &str) -> Query {
    let parts = pieces(text).into_iter().filter_map(|piece| {
        let what = what(&piece, &text[piece.range.clone()])?;
        Some(Part { not: piece.not, what })
    });
    Query { parts: parts.collect() }
}

fn what(piece: &Piece, source: &str) -> Option<What> {
    let first = piece.values.first().map_or("", String::as_str);
    let Some(name) = &piece.name else {
        if piece.quoted {
            let text = first.trim();
            return (!text.is_empty()).then(|| What::Text { text: text.to_owned(), exact: true });
        }
        return Some(match (term(&IS, first), days(first)) {
            (Some(is), _) => What::Is(is),
            (None, Some(days)) => What::When(Moment::Opened, days),
            (None, None) => What::Text { text: first.to_owned(), exact: false },
        });
    };
    if let Some(field) = term::<Field>(&FIELDS, name) {
        // A name without a value is being typed still.
        let values: Vec<String> = piece.values.iter().map(|value| value.trim()).map(str::to_owned).collect();
        let values: Vec<String> = values.into_iter().filter(|value| !value.is_empty()).collect();
        return (!values.is_empty()).then_some(What::Has(field, values));
    }
    if let Some(moment) = term::<Moment>(&MOMENTS, name) {
        if first.is_empty() {
            return None;
        }
        if let Some(days) = days(first).filter(|_| piece.values.len() == 1) {
            return Some(What::When(moment, days));
        }
    }
    let whole = source.strip_prefix(['-', '－']).filter(|_| piece.not).unwrap_or(source);
    let ascii = whole.replace('：', ":");
    if let Some(is) = term(&IS, &ascii) {
        return Some(What::Is(is));
    }
    // What is no term stays a word as it was typed.
    let text: String = whole.chars().filter(|c| closing(*c).is_none()).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| What::Text { text: text.to_owned(), exact: piece.quoted })
}

/// Days by name, a day (`2026-11-22`) or from one to another (`2026-11-01..2026-11-07`).
fn days(text: &str) -> Option<Days> {
    if let Some(days) = term(&DAYS, text) {
        return Some(days);
    }
    let (from, to) = text.split_once("..").or_else(|| text.split_once('~')).unwrap_or((text, text));
    Some(Days::Between(parse_day(from)?, parse_day(to)?))
}
