//! The domain: plain data and pure functions. No browser, no clock, no randomness.

pub mod agent;
pub mod calendar;
pub mod change;
pub mod chapter;
pub mod check;
mod check_kind;
pub mod clearing;
pub mod customer;
pub mod document;
pub mod exam;
pub mod fault;
pub mod flow;
pub mod fold;
pub mod guide;
pub mod kind;
pub mod library;
pub mod limits;
pub mod list;
pub mod markup;
pub mod matter;
pub mod number;
pub mod pack;
pub mod practice;
pub mod promises;
pub mod question;
pub mod script;
pub mod span;
pub mod stamp;
pub mod taboo;
pub mod ticket;
pub mod value;
pub mod view;
pub mod walk;
pub mod words;

/// Bytes as lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|b| [b >> 4, b & 15]).map(|n| char::from(DIGITS[usize::from(n)])).collect()
}
