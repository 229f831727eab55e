//! Tables in text files: which bytes are a table, in which encoding, and its records one by one.
//!
//! ```
//! use shouwen::query::table::{Charset, Table};
//!
//! let decode = |_: &[u8], _: Charset| Err::<String, _>("only UTF-8 here");
//! let table = Table::open("姓名,电话\n王丽,13800138000\n".as_bytes(), None, decode)?;
//! let rows: Vec<_> = table.records().collect::<Result<_, _>>()?;
//! assert_eq!((rows[1].line, &*rows[1].cells[0]), (2, "王丽"));
//! # Ok::<(), shouwen::query::table::TableError>(())
//! ```

mod cell;
mod charset;
mod delimiter;
mod parse;

use std::error::Error;

pub use cell::{Cell, Writer, plain};
pub use charset::{Charset, Detected, FileSort, detect};
pub use delimiter::Delimiter;
pub use parse::{Cursor, Record};

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 50 * 1024 * 1024;
/// The most records that are read, the header included.
pub const MAX_ROWS: usize = 200_000;
/// The most cells in one record.
pub const MAX_COLUMNS: usize = 200;

/// Why a file is not read as a table, with the figures for a sentence to the person.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// There is nothing in the file.
    #[error("the file is empty")]
    Empty,
    /// The file is too large.
    #[error("the file has {bytes} bytes, more than {limit}")]
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
        /// The largest size that is read.
        limit: usize,
    },
    /// The file is something else than a text.
    #[error("the file is no text table but {0:?}")]
    NotATable(FileSort),
    /// No encoding we know fits the bytes.
    #[error("the text's encoding is not known")]
    UnknownCharset,
    /// The text is in this encoding but for a damaged place.
    #[error("{charset:?} text is damaged in line {line}")]
    Damaged {
        /// The encoding.
        charset: Charset,
        /// The line of the first damage, counted from 1.
        line: usize,
    },
    /// The decoder refused the bytes.
    #[error("the bytes could not be read as {charset:?}")]
    Decode {
        /// The encoding that was tried.
        charset: Charset,
        /// What the decoder said.
        source: Box<dyn Error + Send + Sync>,
    },
    /// A quoted cell never ends.
    #[error("the quote that begins in line {line} is not closed")]
    UnclosedQuote {
        /// The line where the quote began, counted from 1.
        line: usize,
    },
    /// Text follows a closing quote.
    #[error("text follows the quote closed in line {line}, begun in line {began}")]
    AfterQuote {
        /// The line of the closing quote, counted from 1.
        line: usize,
        /// The line where the quote began.
        began: usize,
    },
    /// There are too many records.
    #[error("the table has more than {limit} rows")]
    TooManyRows {
        /// The most that are read.
        limit: usize,
    },
    /// A record has too many cells.
    #[error("the record in line {line} has more than {limit} columns")]
    TooManyColumns {
        /// Its line, counted from 1.
        line: usize,
        /// The most that are read.
        limit: usize,
    },
}

/// A table: its text, and how its cells are told apart.
#[derive(Clone, Debug)]
pub struct Table {
    text: String,
    charset: Detected,
    delimiter: Delimiter,
}

impl Table {
    /// Reads a file's bytes. `charset` is the person's choice, if they made one; `decode` turns bytes of the encodings
    /// other than UTF-8 into text (in the browser a `TextDecoder` with `fatal`).
    ///
    /// # Errors
    /// When the file is too large, empty, not a text, or not in a known encoding. Records are looked at later.
    pub fn open<E>(
        bytes: &[u8],
        charset: Option<Charset>,
        decode: impl FnOnce(&[u8], Charset) -> Result<String, E>,
    ) -> Result<Self, TableError>
    where
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        if bytes.len() > MAX_BYTES {
            return Err(TableError::TooLarge { bytes: bytes.len(), limit: MAX_BYTES });
        }
        let charset = match charset {
            Some(charset) => Detected { charset, sure: true },
            None => detect(bytes)?,
        };
        let text = match charset.charset {
            Charset::Utf8 => charset::utf8(bytes)?.to_owned(),
            charset => decode(bytes, charset).map_err(|e| TableError::Decode { charset, source: e.into() })?,
        };
        Self::from_text(text, charset)
    }

    fn from_text(mut text: String, charset: Detected) -> Result<Self, TableError> {
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        if text.trim_matches(|c: char| c.is_whitespace() || c == '\0').is_empty() {
            return Err(TableError::Empty);
        }
        let delimiter = Delimiter::find(&text);
        Ok(Self { text, charset, delimiter })
    }

    /// In which encoding it was.
    #[must_use]
    pub fn charset(&self) -> Detected {
        self.charset
    }

    /// What separates its cells.
    #[must_use]
    pub fn delimiter(&self) -> Delimiter {
        self.delimiter
    }

    /// The same table with another separator, the person's choice.
    #[must_use]
    pub fn with_delimiter(mut self, delimiter: Delimiter) -> Self {
        self.delimiter = delimiter;
        self
    }

    /// The length of its text in bytes, for the progress of a `Cursor`.
    #[must_use]
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether there is no text. Never true of an opened table.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The record at the cursor, which moves on; `None` at the end. Blank lines are passed over. After an error the
    /// cursor stands at the end.
    pub fn next(&self, cursor: &mut Cursor) -> Option<Result<Record<'_>, TableError>> {
        parse::next(&self.text, self.delimiter, cursor)
    }

    /// All records from the start, the header included.
    pub fn records(&self) -> impl Iterator<Item = Result<Record<'_>, TableError>> {
        let mut cursor = Cursor::default();
        std::iter::from_fn(move || self.next(&mut cursor))
    }

    /// The first record that is not blank, if it is the header, and a cursor behind it.
    ///
    /// # Errors
    /// When that record is broken.
    pub fn body(&self, header: bool) -> Result<(Option<Record<'_>>, Cursor), TableError> {
        let mut cursor = Cursor::default();
        while header && let Some(record) = self.next(&mut cursor).transpose()? {
            if !record.is_blank() {
                return Ok((Some(record), cursor));
            }
        }
        Ok((None, cursor))
    }

    /// The first records, at most `n`.
    ///
    /// # Errors
    /// When one of them is broken.
    pub fn sample(&self, n: usize) -> Result<Vec<Record<'_>>, TableError> {
        self.records().take(n).collect()
    }
}
