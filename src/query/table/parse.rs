//! Records of RFC 4180 text, strict about quotes, with any of the three line ends.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memchr3};

use super::{Delimiter, MAX_COLUMNS, MAX_ROWS, TableError};

/// One record of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// The line of the file in which it begins, counted from 1.
    pub line: usize,
    /// Its cells as they stand, without the quotes.
    pub cells: Vec<Cow<'a, str>>,
}

impl Record<'_> {
    /// Whether all its cells are blank.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// A place in a table's text, so that it can be read in slices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The place in bytes.
    pub at: usize,
    /// How many line ends lie before it.
    lines: usize,
    /// How many records were read.
    pub records: usize,
}

impl Cursor {
    /// Steps over a line end, if it stands at one.
    fn line_end(&mut self, text: &[u8]) -> bool {
        let width = match text.get(self.at) {
            Some(b'\n') => 1,
            Some(b'\r') => 1 + usize::from(text.get(self.at + 1) == Some(&b'\n')),
            _ => return false,
        };
        self.at += width;
        self.lines += 1;
        true
    }
}

pub(super) fn next<'t>(
    text: &'t str,
    delimiter: Delimiter,
    cursor: &mut Cursor,
) -> Option<Result<Record<'t>, TableError>> {
    while cursor.line_end(text.as_bytes()) {}
    if cursor.at >= text.len() {
        return None;
    }
    let record = record(text, delimiter.byte(), cursor);
    if record.is_err() {
        cursor.at = text.len();
    }
    Some(record)
}

fn record<'t>(text: &'t str, delimiter: u8, cursor: &mut Cursor) -> Result<Record<'t>, TableError> {
    cursor.records += 1;
    if cursor.records > MAX_ROWS {
        return Err(TableError::TooManyRows { limit: MAX_ROWS });
    }
    let bytes = text.as_bytes();
    let line = cursor.lines + 1;
    let mut cells = Vec::new();
    loop {
        if cells.len() == MAX_COLUMNS {
            return Err(TableError::TooManyColumns { line, limit: MAX_COLUMNS });
        }
        if bytes.get(cursor.at) == Some(&b'"') {
            cells.push(quoted(text, delimiter, cursor)?);
        } else {
            let rest = &text[cursor.at..];
            let cell = &rest[..memchr3(delimiter, b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len())];
            cursor.at += cell.len();
            cells.push(Cow::Borrowed(cell));
        }
        if cursor.at >= text.len() || cursor.line_end(bytes) {
            return Ok(Record { line, cells });
        }
        cursor.at += 1;
    }
}

/// A quoted cell; the cursor stands at its first quote, and afterwards behind its last.
fn quoted<'t>(text: &'t str, delimiter: u8, cursor: &mut Cursor) -> Result<Cow<'t, str>, TableError> {
    let bytes = text.as_bytes();
    let began = cursor.lines + 1;
    let mut from = cursor.at + 1;
    let mut cell = Cow::Borrowed("");
    loop {
        let end = memchr(b'"', &bytes[from..]).ok_or(TableError::UnclosedQuote { line: began })? + from;
        let piece = &text[from..end];
        cursor.lines += line_ends(piece.as_bytes());
        if cell.is_empty() {
            cell = Cow::Borrowed(piece);
        } else {
            cell.to_mut().push_str(piece);
        }
        cursor.at = end + 1;
        match bytes.get(cursor.at) {
            Some(b'"') => {
                cell.to_mut().push('"');
                from = cursor.at + 1;
            }
            None | Some(b'\n' | b'\r') => return Ok(cell),
            Some(b) if *b == delimiter => return Ok(cell),
            Some(_) => return Err(TableError::AfterQuote { line: cursor.lines + 1, began }),
        }
    }
}

fn line_ends(mut text: &[u8]) -> usize {
    let mut lines = 0;
    while let Some(at) = memchr2(b'\n', b'\r', text) {
        lines += 1;
        text = &text[at..];
        text = text.strip_prefix(b"\r\n").unwrap_or(&text[1..]);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, delimiter: Delimiter) -> Result<Vec<(usize, Vec<String>)>, TableError> {
        let mut cursor = Cursor::default();
        let mut rows = Vec::new();
        while let Some(record) = next(text, delimiter, &mut cursor) {
            let record = record?;
            rows.push((record.line, record.cells.into_iter().map(Cow::into_owned).collect()));
        }
        Ok(rows)
    }

    fn check(text: &str, expected: &[(usize, &[&str])]) {
        let expected: Vec<(usize, Vec<String>)> =
            expected.iter().map(|(line, cells)| (*line, cells.iter().map(ToString::to_string).collect())).collect();
        assert_eq!(rows(text, Delimiter::Comma).unwrap(), expected, "{text:?}");
    }

    #[test]
    fn records_are_read_as_rfc_4180_says() {
        check("", &[]);
        check("a", &[(1, &["a"])]);
        check("a,b\r\nc,d\r\n", &[(1, &["a", "b"]), (2, &["c", "d"])]);
        check("a,b\nc,d", &[(1, &["a", "b"]), (2, &["c", "d"])]);
        check("a,b\rc,d\r", &[(1, &["a", "b"]), (2, &["c", "d"])]);
        check("a,\n,b", &[(1, &["a", ""]), (2, &["", "b"])]);
        check("\"a,b\",\"c\"\"d\"", &[(1, &["a,b", "c\"d"])]);
        check("\"\"\"\"\n\"\"", &[(1, &["\""]), (2, &[""])]);
        check("\"a\"\"\"\"b\"", &[(1, &["a\"\"b"])]);
        check("\"a\r\nb\",c\nd", &[(1, &["a\r\nb", "c"]), (3, &["d"])]);
        check("\"a\rb\nc\r\n\"\nd", &[(1, &["a\rb\nc\r\n"]), (5, &["d"])]);
        check("5\" pipe,=\"01\"", &[(1, &["5\" pipe", "=\"01\""])]);
    }

    #[test]
    fn blank_lines_are_passed_over_and_counted() {
        check("\n\r\n a\n\n\r\rb\n\n", &[(3, &[" a"]), (7, &["b"])]);
    }

    #[test]
    fn broken_quotes_name_their_lines() {
        let fault = |text| rows(text, Delimiter::Comma).unwrap_err().to_string();
        assert_eq!(fault("a\nb,\"c\nd\ne"), "the quote that begins in line 2 is not closed");
        assert_eq!(fault("a\n\"b\nc\"d"), "text follows the quote closed in line 3, begun in line 2");
        assert_eq!(fault("\""), "the quote that begins in line 1 is not closed");
        assert_eq!(fault("\"a\"\"b"), "the quote that begins in line 1 is not closed");
    }

    #[test]
    fn a_table_without_separators_has_one_column() {
        assert_eq!(rows("a,b\tc;d|e\n\"x\"", Delimiter::None).unwrap()[0].1, ["a,b\tc;d|e"]);
    }

    #[test]
    fn limits_hold() {
        let wide = |n| vec!["x"; n].join(",");
        assert_eq!(rows(&wide(MAX_COLUMNS), Delimiter::Comma).unwrap()[0].1.len(), MAX_COLUMNS);
        let fault = rows(&format!("a\n{}", wide(MAX_COLUMNS + 1)), Delimiter::Comma).unwrap_err();
        assert!(matches!(fault, TableError::TooManyColumns { line: 2, limit: MAX_COLUMNS }));
        assert_eq!(rows(&"x\n".repeat(MAX_ROWS), Delimiter::Comma).unwrap().len(), MAX_ROWS);
        let fault = rows(&"x\n".repeat(MAX_ROWS + 1), Delimiter::Comma).unwrap_err();
        assert!(matches!(fault, TableError::TooManyRows { limit: MAX_ROWS }));
    }
}
