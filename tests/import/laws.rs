use std::borrow::Cow;

use proptest::prelude::*;
use shouwen::model::kind::{Field, FieldType};
use shouwen::model::value::Value;
use shouwen::query::export::{self, Words};
use shouwen::query::import::{self, ProblemKind, has_header};
use shouwen::query::table::{Cell, Charset, Delimiter, Table, Writer, detect, plain};
use shouwen::query::text::graphemes;
use unicode_segmentation::UnicodeSegmentation;

use super::{REFUNDS, decode, open, proposal, rows, run, team};

/// Texts that are likely to go wrong.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\"',;|\t\r\n=+@\\-0-9a好 \u{feff}\0]{0,8}",
        "[0-9]{1,20}",
        "'{0,3}[=+@\t-]?[0-9]{0,3}",
    ]
}

fn table_of(cells: &[Vec<String>], make: impl Fn(String) -> Cell<'static>) -> Table {
    let mut writer = Writer::new();
    for row in cells {
        writer.row(row.iter().map(|cell| make(cell.clone())));
    }
    open(&writer.take())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_cells_are_read_back_as_they_were_written(
        rows_written in (1usize..6).prop_flat_map(|n| prop::collection::vec(prop::collection::vec(cell(), n), 1..8)),
        long: bool,
    ) {
        // A file of nothing but blanks counts as empty.
        prop_assume!(rows_written.iter().flatten().any(|cell| !cell.trim_matches(|c: char| c.is_whitespace() || c == '\0').is_empty()));
        let table = table_of(&rows_written, |cell| if long { Cell::Long(cell.into()) } else { Cell::Text(cell.into()) });
        let read: Vec<Vec<String>> = rows(&table).iter().map(|row| row.iter().map(|cell| plain(cell).to_owned()).collect()).collect();
        prop_assert_eq!(read, rows_written);
    }

    #[test]
    fn nothing_written_begins_a_formula(text in cell()) {
        for cell in [Cell::Text(Cow::Owned(text.clone())), Cell::Long(Cow::Owned(text.clone())), Cell::Number(Cow::Owned(text.clone()))] {
            let number = matches!(cell, Cell::Number(_)) && text.trim_start_matches(['+', '-']).bytes().all(|b| b.is_ascii_digit() || b == b'.');
            let mut writer = Writer::new();
            writer.row([Cell::Text("x".into()), cell]);
            let table = open(&writer.take());
            let written = table.sample(1).unwrap()[0].cells[1].clone().into_owned();
            let shown = written.trim_start_matches(['\t', '\r', '\n', '\0']);
            prop_assert!(number || !shown.starts_with(['=', '+', '-', '@']), "{written:?}");
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic_or_lose_its_place(text: String, pieces in "[\",\r\n a好]{0,40}", delimiter in 0usize..5) {
        for text in [text, pieces] {
            let Ok(table) = Table::open(text.as_bytes(), Some(Charset::Utf8), decode) else { continue };
            let table = table.with_delimiter(Delimiter::ALL[delimiter]);
            let mut last = 0;
            for record in table.records() {
                let Ok(record) = record else { break };
                prop_assert!(record.line > last && !record.cells.is_empty());
                last = record.line;
            }
        }
    }

    #[test]
    fn no_bytes_make_detection_panic(bytes: Vec<u8>, prefix in 0usize..5) {
        let start: &[u8] = [&b""[..], b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"a,\0"][prefix];
        let bytes = [start, &bytes].concat();
        let _ = detect(&bytes);
        if let Ok(table) = Table::open(&bytes, None, decode) {
            for record in table.records().map_while(Result::ok) {
                let _ = has_header(std::slice::from_ref(&record));
            }
        }
    }

    #[test]
    fn every_encoding_of_a_chinese_table_is_found(words in prop::collection::vec("[的一是不了人我在有他这中大来上]{2,9}", 6..20)) {
        let text: Vec<String> = words.chunks(2).map(|pair| pair.join(",")).collect();
        let text = text.join("\r\n");
        let expected = rows(&open(text.as_bytes()));
        let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<_>>();
        for (bytes, charset) in [
            (encoding_rs::GB18030.encode(&text).0.into_owned(), Charset::Gb18030),
            (utf16(u16::to_le_bytes), Charset::Utf16Le),
            (utf16(u16::to_be_bytes), Charset::Utf16Be),
        ] {
            let table = open(&bytes);
            prop_assert_eq!(table.charset().charset, charset);
            prop_assert_eq!(rows(&table), expected.clone());
        }
    }

    #[test]
    fn graphemes_are_those_of_unicode(text in "[a1é好𠮷\u{301}\u{200d}\u{fe0f}\u{20e3}\u{1f3fd}👍❤👨👩👧🇨🇳🇭\u{e0101}葛\r\n 가각\u{1100}\u{1161}\u{11a8}がแก้ป\u{3099}か]{0,30}") {
        prop_assert_eq!(graphemes(&text).collect::<Vec<_>>(), text.graphemes(true).collect::<Vec<_>>());
    }

    #[test]
    fn no_cell_makes_the_import_panic(texts in prop::collection::vec(cell(), 13), more in "[0-9年月日:/.,¥元+eE时分T ( )-]{0,16}") {
        let team = team();
        for field in &team.kind("shop.refund").unwrap().fields {
            let _ = import::parse(field, &more, &team);
        }
        let mut table = vec![REFUNDS.lines().next().unwrap().split(',').map(str::to_owned).collect::<Vec<_>>(), texts];
        table[1][3] = more;
        let table = table_of(&table, |cell| Cell::Text(cell.into()));
        let _ = run(&table, proposal(&table), None);
    }

    #[test]
    fn values_survive_export_and_import(fen: i64, millis in 0u64..4_000_000_000_000, digits in "[0-9]{4,20}", yes: bool, text in cell()) {
        let team = team();
        let kind = team.kind("shop.refund").unwrap();
        let whole = Value::text(&text);
        for (id, value) in [
            ("amount", Value::Int(fen)), ("score", Value::Int(fen)), ("paid_at", Value::Int((millis - millis % 1000).cast_signed())),
            ("order", Value::Text(digits.clone())), ("waybill", Value::Text(digits)), ("ok", Value::Bool(yes)),
            ("shop", Value::Text("mall".into())), ("who", Value::Text("a-2".into())), ("reason", whole.clone()), ("room", whole),
            ("due", Value::Text("2026-02-28".into())), ("hour", Value::Text("07:05".into())), ("call", Value::Text("13800138000".into())),
        ] {
            let field: &Field = kind.field(id).unwrap();
            let (Cell::Text(cell) | Cell::Number(cell) | Cell::Long(cell)) = export::field_cell(field, &value, &team, Words::default());
            let read = import::parse(field, &cell, &team);
            let lost = read == Err(ProblemKind::DigitsLost) && matches!(field.sort, FieldType::Long | FieldType::Room);
            prop_assert!(lost || read == Ok(value.clone()), "{} {:?} {:?}", id, value, read);
        }
    }
}
