//! In which encoding a file's bytes are, or what they are instead of a text.

use serde::{Deserialize, Serialize};

use super::TableError;

/// How much of a file is looked at where looking at all of it would take long, in bytes.
const SAMPLE: usize = 1 << 20;

/// An encoding that tables come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Charset {
    /// UTF-8.
    Utf8,
    /// UTF-16, the lower byte first.
    Utf16Le,
    /// UTF-16, the higher byte first.
    Utf16Be,
    /// GB 18030, with GBK and GB 2312 in it.
    Gb18030,
    /// Big5, as Taiwan and Hong Kong write it.
    Big5,
}

impl Charset {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Gb18030, Self::Big5];

    /// The label by which a `TextDecoder` knows it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Gb18030 => "gb18030",
            Self::Big5 => "big5",
        }
    }
}

/// An encoding that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detected {
    /// The encoding.
    pub charset: Charset,
    /// Whether it can hardly be another; if not, the person is asked to look at a sample.
    pub sure: bool,
}

/// What a file is that is no text table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileSort {
    /// A ZIP: an Excel or WPS workbook (`.xlsx`), which must be saved as CSV, or an archive.
    Workbook,
    /// A workbook of the old form (`.xls`, `.et`), which must be saved as CSV.
    OldWorkbook,
    /// A web page, as some systems export under the name `.xls`.
    WebPage,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// A packed archive.
    Archive,
    /// Something else that is no text.
    Binary,
}

/// Finds the encoding of a file.
///
/// # Errors
/// When it is empty, no text, damaged, or in no encoding we know.
pub fn detect(bytes: &[u8]) -> Result<Detected, TableError> {
    let found = |charset, sure| Ok(Detected { charset, sure });
    if bytes.is_empty() {
        return Err(TableError::Empty);
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return utf8(bytes).and_then(|_| found(Charset::Utf8, true));
    }
    if let Some(sort) = sort_of(bytes) {
        return Err(TableError::NotATable(sort));
    }
    if bytes.starts_with(b"\xff\xfe") {
        return found(Charset::Utf16Le, true);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return found(Charset::Utf16Be, true);
    }
    if memchr::memchr(0, bytes).is_some() {
        return match (plausible_utf16(bytes, u16::from_le_bytes), plausible_utf16(bytes, u16::from_be_bytes)) {
            (true, false) => found(Charset::Utf16Le, true),
            (false, true) => found(Charset::Utf16Be, true),
            _ => Err(TableError::NotATable(FileSort::Binary)),
        };
    }
    let controls = bytes.iter().filter(|b| matches!(b, 1..=8 | 11 | 12 | 14..=31 | 127)).count();
    if controls * 200 > bytes.len() {
        return Err(TableError::NotATable(FileSort::Binary));
    }
    match utf8(bytes) {
        Ok(_) => found(Charset::Utf8, true),
        Err(fault) => {
            let (sample, whole) = (&bytes[..bytes.len().min(SAMPLE)], bytes.len() <= SAMPLE);
            match (gb18030(sample, whole), big5(sample, whole)) {
                (Some(true), _) => found(Charset::Gb18030, true),
                (_, Some(true)) => found(Charset::Big5, true),
                (Some(false), _) => found(Charset::Gb18030, false),
                (None, Some(false)) => found(Charset::Big5, false),
                (None, None) => Err(fault),
            }
        }
    }
}

/// The bytes as UTF-8.
///
/// # Errors
/// `Damaged` when so much of them is UTF-8 that it can be nothing else, `UnknownCharset` otherwise.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, TableError> {
    std::str::from_utf8(bytes).map_err(|fault| {
        let good = &bytes[..fault.valid_up_to()];
        if good.iter().filter(|b| **b >= 0xc0).count() >= 16 || bytes.starts_with(b"\xef\xbb\xbf") {
            TableError::Damaged { charset: Charset::Utf8, line: 1 + memchr::memchr_iter(b'\n', good).count() }
        } else {
            TableError::UnknownCharset
        }
    })
}

fn sort_of(bytes: &[u8]) -> Option<FileSort> {
    const MAGIC: [(&[u8], FileSort); 14] = [
        (b"PK\x03\x04", FileSort::Workbook),
        (b"\xd0\xcf\x11\xe0", FileSort::OldWorkbook),
        (b"%PDF-", FileSort::Pdf),
        (b"\x89PNG", FileSort::Picture),
        (b"\xff\xd8\xff", FileSort::Picture),
        (b"GIF8", FileSort::Picture),
        (b"RIFF", FileSort::Picture),
        (b"\x1f\x8b", FileSort::Archive),
        (b"Rar!", FileSort::Archive),
        (b"7z\xbc\xaf", FileSort::Archive),
        (b"PK\x05\x06", FileSort::Archive),
        (b"SQLite format 3\0", FileSort::Binary),
        (b"\xff\xfe\0\0", FileSort::Binary),
        (b"\0\0\xfe\xff", FileSort::Binary),
    ];
    if let Some((_, sort)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(*sort);
    }
    let start = bytes[..bytes.len().min(200)].trim_ascii_start();
    let page = ["<!doctype html", "<html", "<table", "<?xml"];
    page.iter()
        .any(|tag| start.get(..tag.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(tag.as_bytes())))
        .then_some(FileSort::WebPage)
}

/// Whether the bytes, read as UTF-16, are text: no lone surrogates, no controls, and nearly all of what Chinese and
/// European tables are written with.
fn plausible_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> bool {
    if bytes.len() % 2 == 1 {
        return false;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let (mut usual, mut all) = (0, 0);
    let mut chars = char::decode_utf16(sample.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]))).peekable();
    while let Some(c) = chars.next() {
        let Ok(c) = c else {
            return chars.peek().is_none() && sample.len() < bytes.len();
        };
        all += 1;
        match c {
            '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\x7f' | '\u{fffe}' | '\u{ffff}' => return false,
            '\t'
            | '\n'
            | '\r'
            | ' '..='~'
            | '\u{a0}'..='\u{ff}'
            | '\u{2010}'..='\u{203f}'
            | '\u{3000}'..='\u{30ff}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{ff00}'..='\u{ffef}'
            | '\u{1f300}'..='\u{1faff}' => usual += 1,
            _ => {}
        }
    }
    usual * 10 >= all * 9
}

/// Whether the bytes are well-formed GB 18030, and if so, whether they look like common Chinese. A sample that is not
/// the `whole` file may end within a character.
fn gb18030(bytes: &[u8], whole: bool) -> Option<bool> {
    let (mut common, mut all, mut at) = (0usize, 0usize, 0);
    while at < bytes.len() {
        let width = match &bytes[at..] {
            [0..=0x7f, ..] => 1,
            [0x81..=0xfe, trail @ (0x40..=0x7e | 0x80..=0xfe), ..] => {
                all += 1;
                // Punctuation and the 3755 everyday characters of GB 2312, which make up nearly all of real text.
                common += usize::from(matches!(bytes[at], 0xa1..=0xa3 | 0xb0..=0xd7) && *trail >= 0xa1);
                2
            }
            [0x81..=0xfe, 0x30..=0x39, 0x81..=0xfe, 0x30..=0x39, ..] => 4,
            rest if !whole && rest.len() < 4 => break,
            _ => return None,
        };
        at += width;
    }
    Some(all > 0 && common * 10 >= all * 9)
}

/// The same for Big5: punctuation and the 5401 everyday characters, some of which end in a byte below 0x80, as those of
/// GB 2312 never do.
fn big5(bytes: &[u8], whole: bool) -> Option<bool> {
    let (mut common, mut low, mut all, mut at) = (0usize, 0usize, 0usize, 0);
    while at < bytes.len() {
        at += match &bytes[at..] {
            [0..=0x7f, ..] => 1,
            [lead @ 0x81..=0xfe, trail @ (0x40..=0x7e | 0xa1..=0xfe), ..] => {
                all += 1;
                common += usize::from(matches!(lead, 0xa1..=0xc6));
                low += usize::from(*trail < 0x80);
                2
            }
            rest if !whole && rest.len() < 2 => break,
            _ => return None,
        };
    }
    Some(low * 10 >= all && common * 10 >= all * 9)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "工单号,客户,内容\r\n1,王丽,\"很快，好吃，味道足\"\r\n2,李四,没有送水没有送水\r\n";

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn gbk(text: &str) -> Vec<u8> {
        encoding_rs::GB18030.encode(text).0.into_owned()
    }

    fn found(bytes: &[u8]) -> Option<(Charset, bool)> {
        detect(bytes).ok().map(|found| (found.charset, found.sure))
    }

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(found(TEXT.as_bytes()), Some((Charset::Utf8, true)));
        assert_eq!(found(b"a,b\n1,2\n"), Some((Charset::Utf8, true)));
        assert_eq!(found(format!("\u{feff}{TEXT}\0").as_bytes()), Some((Charset::Utf8, true)));
        assert_eq!(found(&gbk(TEXT)), Some((Charset::Gb18030, true)));
        assert_eq!(found(&gbk("姓名,备注\n𠮷野,😀好\n")), Some((Charset::Gb18030, true)));
        for text in [TEXT.to_owned(), format!("\u{feff}{TEXT}"), "name,text\nÄnne,😀\n".to_owned()] {
            assert_eq!(found(&utf16(&text, u16::to_le_bytes)), Some((Charset::Utf16Le, true)), "{text}");
            assert_eq!(found(&utf16(&text, u16::to_be_bytes)), Some((Charset::Utf16Be, true)), "{text}");
        }
    }

    #[test]
    fn unusual_double_bytes_are_asked_about() {
        let big5 = encoding_rs::BIG5.encode("工單號,客戶,內容\n1,王麗,送餐很慢，湯都灑了，請處理\n").0.into_owned();
        assert_eq!(found(&big5), Some((Charset::Big5, true)));
        assert_eq!(found(&gbk("囉嗦,囍\n")), Some((Charset::Gb18030, false)));
    }

    #[test]
    fn a_long_file_may_be_sampled_within_a_character() {
        let mut bytes = b"a".to_vec();
        bytes.extend(gbk(&"好".repeat(SAMPLE)));
        assert_eq!(found(&bytes), Some((Charset::Gb18030, true)));
    }

    #[test]
    fn what_is_no_text_is_named() {
        let sort = |bytes: &[u8]| match detect(bytes) {
            Err(TableError::NotATable(sort)) => Some(sort),
            _ => None,
        };
        assert_eq!(sort(b"PK\x03\x04\x14\0\x06\0"), Some(FileSort::Workbook));
        assert_eq!(sort(b"\xd0\xcf\x11\xe0\xa1\xb1"), Some(FileSort::OldWorkbook));
        assert_eq!(sort(b"%PDF-1.7\n"), Some(FileSort::Pdf));
        assert_eq!(sort(b"\x89PNG\r\n\x1a\n"), Some(FileSort::Picture));
        assert_eq!(sort(b"\xff\xd8\xff\xe0"), Some(FileSort::Picture));
        assert_eq!(sort(b" \n<HTML><table>"), Some(FileSort::WebPage));
        assert_eq!(sort(b"\0asm\x01\0\0\0"), Some(FileSort::Binary));
        assert_eq!(sort(b"\x01\x02\x03 words"), Some(FileSort::Binary));
        assert_eq!(sort(b"a,b\x0b\n"), Some(FileSort::Binary));
        let stray = format!("{}\x0b", TEXT.repeat(3));
        assert_eq!(sort(stray.as_bytes()), None, "one stray control is no binary file");
    }

    #[test]
    fn damage_is_placed() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.truncate(bytes.len() - 3);
        assert!(matches!(detect(&bytes), Err(TableError::Damaged { charset: Charset::Utf8, line: 3 })));
        assert!(matches!(detect(b"caf\xe9,x\n"), Err(TableError::UnknownCharset)));
        assert!(matches!(detect(b""), Err(TableError::Empty)));
    }
}
