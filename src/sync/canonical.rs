//! Canonical JSON: one text for one value, whoever wrote it and whatever a server did to its spaces and its order.
//!
//! It is RFC 8785 for the values that every JSON reader keeps: no spaces, members in the order of their UTF-16 units,
//! whole numbers that a double holds exactly, the shortest escapes. Anything else has no canonical text; an entry then
//! carries it as a text of its own.

use std::fmt::Write as _;

use serde_json::{Map, Number, Value};
use sha2::{Digest, Sha256};

/// The largest whole number that a JavaScript number holds exactly.
pub const MAX_SAFE: u64 = (1 << 53) - 1;

/// A member of this name is lost by JavaScript that copies objects.
const LOST_NAME: &str = "__proto__";

/// The canonical text of a value; nothing when it has a fraction, a number that is too large, or a member that is lost
/// on the way.
#[must_use]
pub fn canonical(value: &Value) -> Option<String> {
    let mut text = String::new();
    write(value, &mut text).then_some(text)
}

fn write(value: &Value, out: &mut String) -> bool {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => return whole(number).is_some_and(|n| write!(out, "{n}").is_ok()),
        Value::String(text) => quote(text, out),
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                if !write(item, out) {
                    return false;
                }
            }
            out.push(']');
        }
        Value::Object(members) => return write_members(members, out),
    }
    true
}

/// The whole number that every reader takes it for.
pub(super) fn whole(number: &Number) -> Option<i64> {
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
    let of_double = |n: f64| (n.fract() == 0.0 && n.abs() <= MAX_SAFE as f64).then_some(n as i64);
    number.as_i64().or_else(|| number.as_f64().and_then(of_double)).filter(|n| n.unsigned_abs() <= MAX_SAFE)
}

fn write_members(members: &Map<String, Value>, out: &mut String) -> bool {
    write_with(members, None, out)
}

/// The canonical text of an object one of whose members is known as canonical text.
pub(super) fn canonical_with(members: &Map<String, Value>, known: (&str, &str)) -> Option<String> {
    let mut text = String::with_capacity(known.1.len() + 256);
    write_with(members, Some(known), &mut text).then_some(text)
}

fn write_with(members: &Map<String, Value>, known: Option<(&str, &str)>, out: &mut String) -> bool {
    let mut order: Vec<&String> = members.keys().collect();
    order.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
    out.push('{');
    for (at, name) in order.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        quote(name, out);
        out.push(':');
        let member = match known {
            Some((known, text)) if known == name => {
                out.push_str(text);
                true
            }
            _ => members.get(name).is_some_and(|value| write(value, out)),
        };
        if !member || name == LOST_NAME {
            return false;
        }
    }
    out.push('}');
    true
}

/// Writes a text in quotation marks with the shortest escapes.
pub(super) fn quote(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '\0'..='\u{1f}' => {
                let code = letter as u32;
                out.push_str("\\u00");
                out.extend(char::from_digit(code >> 4, 16));
                out.extend(char::from_digit(code & 15, 16));
            }
            _ => out.push(letter),
        }
    }
    out.push('"');
}

/// The first 128 bits of the SHA-256 of a text, as 32 hexadecimal digits.
#[must_use]
pub fn hash32(text: &str) -> String {
    crate::model::hex(&Sha256::digest(text.as_bytes())[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<String> {
        canonical(&serde_json::from_str(text).unwrap())
    }

    #[test]
    fn members_are_in_the_order_of_utf_16() {
        // U+1F600 is written with surrogates from U+D800 on, before U+FF5E; in UTF-8 it comes after it.
        let text = of("{\"\u{ff5e}\":1,\"\u{1f600}\":2,\"b\":[],\"a\":{}}").unwrap();
        assert_eq!(text, "{\"a\":{},\"b\":[],\"\u{1f600}\":2,\"\u{ff5e}\":1}");
    }

    #[test]
    fn only_whole_numbers_that_a_double_holds_have_a_form() {
        assert_eq!(of("9007199254740991").unwrap(), "9007199254740991");
        assert_eq!(of("-9007199254740991").unwrap(), "-9007199254740991");
        for (number, same) in [("1.0", "1"), ("1e3", "1000"), ("-0", "0"), ("-0.0", "0")] {
            assert_eq!(of(number).as_deref(), Some(same), "as JavaScript reads it");
        }
        for number in ["9007199254740992", "-9007199254740992", "1.5", "18446744073709551615", "1e400", "1e300"] {
            assert_eq!(serde_json::from_str(number).ok().and_then(|value| canonical(&value)), None, "{number}");
        }
    }

    #[test]
    fn escapes_are_the_shortest() {
        assert_eq!(
            of(r#""\u0041\/\"\\\b\f\n\r\t\u0000\u001f\u007f\u2028😀""#).unwrap(),
            "\"A/\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\u{7f}\u{2028}😀\""
        );
    }

    #[test]
    fn a_member_that_javascript_loses_has_no_form() {
        assert_eq!(of(r#"{"a":{"__proto__":1}}"#), None);
    }

    #[test]
    fn the_hash_is_the_first_half_of_sha_256() {
        assert_eq!(hash32("abc"), "ba7816bf8f01cfea414140de5dae2223");
    }
}
