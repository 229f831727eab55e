//! Writing tables: CSV as RFC 4180 with a byte-order mark, that spreadsheets neither run nor spoil.
//!
//! Excel and WPS take a cell beginning with `= + - @` for a formula and turn long digits, leading zeros and things
//! like `1E5` or `3-5` into numbers and days. So:
//!
//! - a text that could begin a formula gets a leading `'`, which also shows (`'+86 138…` stays readable);
//! - a text that must be kept as it is gets a leading tabulator: spreadsheets then take it as text and show nothing of
//!   it, which is how Chinese shops and banks write order numbers. `="…"` would be a formula, and `'` would show.
//!
//! `plain` undoes both, so that our own import reads back exactly what was written.

use std::borrow::Cow;

/// One cell to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// A text. Digits that a spreadsheet would spoil are kept as `Long` ones.
    Text(Cow<'a, str>),
    /// A plain number such as `-5` or `1234.50`; anything else is written as a text.
    Number(Cow<'a, str>),
    /// Digits, rooms and the like, which a spreadsheet must not take for a number or a day.
    Long(Cow<'a, str>),
}

/// Writes a table.
#[derive(Clone, Debug)]
pub struct Writer {
    out: Vec<u8>,
}

impl Default for Writer {
    fn default() -> Self {
        Self { out: b"\xef\xbb\xbf".to_vec() }
    }
}

impl Writer {
    /// A table that is still empty.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a row.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) {
        let start = self.out.len();
        for cell in cells {
            if self.out.len() > start {
                self.out.push(b',');
            }
            self.cell(&cell, start);
        }
        if self.out.len() == start {
            self.out.extend_from_slice(b"\"\"");
        }
        self.out.extend_from_slice(b"\r\n");
    }

    /// An empty first cell is quoted, so that a row of nothing else is no blank line.
    fn cell(&mut self, cell: &Cell<'_>, row_start: usize) {
        let text = shielded(cell);
        let first = self.out.len() == row_start;
        let quote = text.contains([',', '"', '\r', '\n', '\t', ';', '|', '\u{feff}'])
            || text.starts_with(' ')
            || text.ends_with(' ')
            || (first && text.is_empty());
        if quote {
            self.out.push(b'"');
            self.out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
            self.out.push(b'"');
        } else {
            self.out.extend_from_slice(text.as_bytes());
        }
    }

    /// What was written since the last time: for files that are handed on in slices.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }
}

fn shielded<'a>(cell: &'a Cell<'_>) -> Cow<'a, str> {
    match cell {
        Cell::Number(text) if is_number(text) => Cow::Borrowed(text),
        Cell::Text(text) | Cell::Number(text) | Cell::Long(text) if is_risky(text) => format!("'{text}").into(),
        Cell::Long(text) if !text.is_empty() => format!("\t{text}").into(),
        Cell::Text(text) | Cell::Number(text) if is_spoilt(text) => format!("\t{text}").into(),
        Cell::Text(text) | Cell::Number(text) | Cell::Long(text) => Cow::Borrowed(text),
    }
}

/// Whether a spreadsheet might run it, or `plain` take off what is the text's own.
fn is_risky(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'])
}

/// A number a spreadsheet would change: long digits, leading zeros, powers of ten.
fn is_spoilt(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match &text.as_bytes()[digits..] {
        [] => digits >= 11 || (digits > 1 && text.starts_with('0')),
        [b'e' | b'E', power @ ..] => digits > 0 && power.iter().any(u8::is_ascii_digit),
        _ => false,
    }
}

/// Digits with at most one point and one sign.
fn is_number(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits(whole) && digits(part)
}

/// A cell as it was meant: without what a `Writer` put before it, and without the `="…"` others put round digits.
#[must_use]
pub fn plain(cell: &str) -> &str {
    if let Some(text) = cell.strip_prefix('\t') {
        text
    } else if cell.starts_with('\'') && is_risky(cell) {
        &cell[1..]
    } else {
        let formula = cell.strip_prefix("=\"").and_then(|cell| cell.strip_suffix('"'));
        formula.filter(|text| !text.contains('"')).unwrap_or(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cell: Cell<'_>) -> String {
        let mut writer = Writer::new();
        writer.row([cell, Cell::Text("x".into())]);
        let text = String::from_utf8(writer.take()).unwrap();
        text.strip_prefix('\u{feff}').unwrap().strip_suffix(",x\r\n").unwrap().to_owned()
    }

    #[test]
    fn formulas_are_neutralised_and_numbers_kept() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("+86 138 0013 8000", "'+86 138 0013 8000"),
            ("-5", "'-5"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""),
            ("\n=1", "\"'\n=1\""),
            ("\0=1", "'\0=1"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("'quoted'", "'quoted'"),
            ("好吃", "好吃"),
            ("a\"b", "\"a\"\"b\""),
            ("13800138000", "\"\t13800138000\""),
            ("0571", "\"\t0571\""),
            ("12E5", "\"\t12E5\""),
            ("42", "42"),
            ("0", "0"),
        ] {
            assert_eq!(written(Cell::Text(text.into())), expected, "{text:?}");
        }
        for (text, expected) in [("-5", "-5"), ("+3.5", "+3.5"), ("1234.50", "1234.50"), ("-", "'-"), ("=2", "'=2")] {
            assert_eq!(written(Cell::Number(text.into())), expected, "{text:?}");
        }
        for (text, expected) in [("3-5", "\"\t3-5\""), ("42", "\"\t42\""), ("", "\"\""), ("-1", "'-1")] {
            assert_eq!(written(Cell::Long(text.into())), expected, "{text:?}");
        }
    }

    #[test]
    fn cells_of_others_are_read_as_meant() {
        for (cell, text) in [
            ("=\"0571\"", "0571"),
            ("=\"a\"&\"b\"", "=\"a\"&\"b\""),
            ("'=1+1", "=1+1"),
            ("'tis", "'tis"),
            ("\t13800138000", "13800138000"),
            ("'", "'"),
            ("", ""),
        ] {
            assert_eq!(plain(cell), text, "{cell:?}");
        }
    }

    #[test]
    fn a_row_of_nothing_is_still_a_row() {
        let mut writer = Writer::new();
        writer.row([Cell::Text("".into())]);
        writer.row([]);
        assert_eq!(writer.take(), b"\xef\xbb\xbf\"\"\r\n\"\"\r\n");
    }
}
