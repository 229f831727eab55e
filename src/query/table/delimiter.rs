//! What separates the cells of a table.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::parse::{Cursor, Record, next};

/// How many records are looked at.
const SAMPLE: usize = 100;

/// What separates the cells of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delimiter {
    /// `,`
    #[default]
    Comma,
    /// The tabulator.
    Tab,
    /// `;`
    Semicolon,
    /// `|`
    Pipe,
    /// Nothing: every record is one cell.
    None,
}

impl Delimiter {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Comma, Self::Tab, Self::Semicolon, Self::Pipe, Self::None];

    /// Its byte. That of `None` occurs in no UTF-8 text.
    pub(super) fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Tab => b'\t',
            Self::Semicolon => b';',
            Self::Pipe => b'|',
            Self::None => 0xff,
        }
    }

    /// The separator under which most of the first records have the same number of cells, and at least two.
    pub(super) fn find(text: &str) -> Self {
        let mut best = (0, 1, Self::None);
        for delimiter in Self::ALL {
            let (share, columns) = delimiter.regularity(text);
            if columns > 1 && (share, columns) > (best.0, best.1) {
                best = (share, columns, delimiter);
            }
        }
        best.2
    }

    /// How many in a thousand of the first records have the commonest number of cells, and that number. Records with
    /// a quote inside an unquoted cell or broken quotes are none of them: a wrong separator cuts through quoted cells.
    fn regularity(self, text: &str) -> (usize, usize) {
        let mut cursor = Cursor::default();
        let mut counts: HashMap<usize, usize> = HashMap::new();
        let mut all = 0;
        for record in std::iter::from_fn(|| next(text, self, &mut cursor)).take(SAMPLE) {
            all += 1;
            // Only a cell that was not quoted can be borrowed and hold a quote.
            let regular = |record: &Record<'_>| {
                !record.cells.iter().any(|cell| matches!(cell, Cow::Borrowed(text) if text.contains('"')))
            };
            if let Some(record) = record.ok().filter(regular) {
                *counts.entry(record.cells.len()).or_default() += 1;
            }
        }
        let commonest = counts.into_iter().max_by_key(|(columns, n)| (*n, *columns));
        commonest.map_or((0, 0), |(columns, n)| (n * 1000 / all, columns))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_regular_separator_is_found() {
        for (text, delimiter) in [
            ("a,b\nc,d", Delimiter::Comma),
            ("a;b\n1,5;2,5\n3;4", Delimiter::Semicolon),
            ("a\tb\n好吃,很快\t1\n慢\t2", Delimiter::Tab),
            ("a|b|c\n1|2|3", Delimiter::Pipe),
            ("label,review\n1,快；好;x\n0,\"慢,冷;\"\n1,好;好", Delimiter::Comma),
            ("a,b,c", Delimiter::Comma),
            ("评论\n好吃\n很快，满意\n慢, 冷, 硬", Delimiter::None),
            ("one column", Delimiter::None),
            ("\"a;b;c\",\"d;e;f\"\n\"g;h;i\",j", Delimiter::Comma),
            ("a,b,c\n1,2\n3,4,5\n6,7,8", Delimiter::Comma),
            ("a,b\n1,2\n\"broken,3", Delimiter::Comma),
            ("a,\"b;c;d\"", Delimiter::Comma),
        ] {
            assert_eq!(Delimiter::find(text), delimiter, "{text:?}");
        }
    }
}
