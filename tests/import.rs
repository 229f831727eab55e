//! Tables in and out: laws over any input, whole files from bytes to tickets, and how long a large one takes.

use std::borrow::Cow;
use std::rc::Rc;
use std::time::Instant;

use proptest::prelude::*;
use shouwen::model::agent::{Agent, Role};
use shouwen::model::change::{Change, How, Known};
use shouwen::model::customer::Customer;
use shouwen::model::document::{DocId, Document, Entry};
use shouwen::model::fold::{Fold, STATE};
use shouwen::model::kind::{Field, FieldType, Named, TicketKind};
use shouwen::model::list::List;
use shouwen::model::stamp::{Clock, Writer as Who};
use shouwen::model::value::Value;
use shouwen::query::export::{self, Source, Words};
use shouwen::query::import::{
    self, DuplicateRule, Index, KindChoice, Mapping, NewTicket, Origin, Planner, ProblemKind, Report, Target, Team,
    Trial, has_header, propose,
};
use shouwen::query::table::{Cell, Charset, Delimiter, Table, TableError, Writer, detect, plain};
use shouwen::query::text::graphemes;
use unicode_segmentation::UnicodeSegmentation;

fn decode(bytes: &[u8], charset: Charset) -> Result<String, String> {
    let encoding = encoding_rs::Encoding::for_label(charset.label().as_bytes()).ok_or("no such label")?;
    let (text, faulty) = encoding.decode_with_bom_removal(bytes);
    if faulty { Err("malformed".into()) } else { Ok(text.into_owned()) }
}

fn open(bytes: &[u8]) -> Table {
    Table::open(bytes, None, decode).unwrap()
}

fn rows(table: &Table) -> Vec<Vec<String>> {
    table.records().map(|record| record.unwrap().cells.into_iter().map(Cow::into_owned).collect()).collect()
}

fn kind(json: serde_json::Value) -> Rc<TicketKind> {
    Rc::new(serde_json::from_value(json).unwrap())
}

fn team() -> Team {
    let states = serde_json::json!([
        {"id": "new", "name": "待处理", "category": "open"},
        {"id": "done", "name": "已解决", "short": "完成", "category": "solved"}]);
    let options = serde_json::json!([{"id": "own", "name": "自营店"}, {"id": "mall", "name": "商城"}]);
    let make = |id: &str, name: &str, register: bool, fields: serde_json::Value| {
        kind(serde_json::json!({"id": id, "name": name, "prefix": "X", "register": register,
            "fields": fields, "states": states, "start": "new", "moves": []}))
    };
    let review = serde_json::json!([
        {"id": "review", "name": "评价内容", "type": "long"}, {"id": "order", "name": "订单号", "type": "order"}]);
    let agent = |id: &str, number: &str, name: &str| {
        let (id, number, name) = (id.into(), number.into(), name.into());
        Rc::new(Agent { id, name, number, role: Role::Agent, team: String::new(), pin: String::new(), left: false })
    };
    let item = |id: &str, name: &str| Named { id: id.into(), name: name.into() };
    let channels = vec![item("phone", "电话"), item("wechat", "微信")];
    Team {
        kinds: vec![
            make(
                "shop.refund",
                "退款",
                false,
                serde_json::json!([
                {"id": "order", "name": "订单号", "type": "order"}, {"id": "amount", "name": "退款金额", "type": "money"},
                {"id": "shop", "name": "店铺", "type": "choice", "options": options},
                {"id": "paid_at", "name": "退款时间", "type": "moment"}, {"id": "ok", "name": "退货完好", "type": "yes_no"},
                {"id": "waybill", "name": "退货运单号", "type": "waybill"}, {"id": "reason", "name": "退款原因", "type": "long"},
                {"id": "due", "name": "到期日", "type": "date"}, {"id": "score", "name": "评分", "type": "number"},
                {"id": "call", "name": "来电", "type": "phone"}, {"id": "hour", "name": "几点", "type": "time"},
                {"id": "room", "name": "房号", "type": "room"}, {"id": "who", "name": "经手", "type": "agent"}]),
            ),
            make("shop.bad_review", "中差评", false, review.clone()),
            make("shop.good_review", "好评", true, review),
        ],
        lists: vec![Rc::new(List { id: "channels".into(), name: "渠道".into(), items: channels })],
        agents: vec![agent("a-1", "A07", "小张"), agent("a-2", "A08", "小李")],
        ..Team::default()
    }
}

fn proposal(table: &Table) -> Mapping {
    let sample = table.sample(100).unwrap();
    propose(&sample, has_header(&sample), None, &team())
}

/// The report of a table and the tickets it comes to.
fn run(table: &Table, mapping: Mapping, mut index: Option<Index>) -> (Report, Vec<NewTicket>) {
    let (header, body) = table.body(mapping.header).unwrap();
    let index = index.take().unwrap_or_else(|| Index::new(mapping.identity()));
    let mut trial = Trial::new(Planner::new(team(), mapping, header.as_ref()), index);
    let mut cursor = body;
    while let Some(record) = table.next(&mut cursor) {
        trial.feed(&record.unwrap());
    }
    let (report, planner) = trial.finish();
    let mut cursor = body;
    let mut tickets = Vec::new();
    while let Some(record) = table.next(&mut cursor) {
        let record = record.unwrap();
        tickets.extend(planner.plan(&record).ticket.filter(|_| !report.is_duplicate(record.line)));
    }
    assert_eq!(tickets.len(), report.ready);
    assert_eq!(report.rows, report.ready + report.left_out + report.stopped + report.duplicates.len());
    (report, tickets)
}

fn field(id: &str) -> Target {
    Target::Field(id.into())
}

const REFUNDS: &str = "工单号,客户姓名,联系电话,订单号,退款金额,店铺,状态,受理时间,客服,渠道,标签,备注,紧急程度\r\n\
    T-1,王丽,+86 138 0013 8000,202611220001234567,\"¥1,234.50\",自营店,已解决,2026/11/22 9:05,A07,微信,\"加急、老客户\",先联系,紧急\r\n\
    T-2,李四,13900139000,6.22848E+17,abc,别处,没有,昨天,A99,QQ,,,?\r\n\
    T-1,王丽,,,,,,,,,,,\r\n\
    T-3,多一格,,,,,,,,,,,,x\r\n\
    T-4,少几格\r\n\
    ,,,,,,,,,,,,\r\n";

#[test]
fn a_table_of_refunds_is_understood() {
    let table = open(&encoding_rs::GB18030.encode(REFUNDS).0);
    assert_eq!(table.charset().charset, Charset::Gb18030);
    let mapping = proposal(&table);
    assert_eq!(mapping.kind, KindChoice::Fixed("shop.refund".into()));
    assert!(mapping.header);
    assert_eq!(mapping.duplicates, DuplicateRule::OwnNumber);
    assert_eq!(
        mapping.columns,
        [
            Target::Number,
            Target::Customer,
            Target::Phone,
            field("order"),
            field("amount"),
            field("shop"),
            Target::State,
            Target::Opened,
            Target::Owner,
            Target::Channel,
            Target::Tag,
            Target::Note,
            Target::Priority,
        ]
    );
    let (report, tickets) = run(&table, mapping, None);
    assert_eq!((report.rows, report.ready, report.stopped, report.left_out), (5, 3, 1, 0));
    assert_eq!(report.duplicates.iter().map(|d| (d.line, d.of.clone())).collect::<Vec<_>>(), [(4, Origin::Line(2))]);
    let first = &tickets[0];
    assert_eq!(first.kind, "shop.refund");
    assert_eq!(first.number.as_deref(), Some("T-1"));
    assert_eq!(first.at, Some(1_795_309_500_000));
    assert_eq!((first.state.as_deref(), first.owner.as_deref()), (Some("done"), Some("a-1")));
    assert_eq!(first.tags, ["加急", "老客户"]);
    assert_eq!(first.note, "先联系");
    let customer = first.customer.as_ref().unwrap();
    assert_eq!((&*customer.name, &*customer.phones), ("王丽", &["13800138000".to_owned()][..]));
    for (register, value) in [
        ("order", Value::Text("202611220001234567".into())),
        ("amount", Value::Int(123_450)),
        ("shop", Value::Text("own".into())),
        ("channel", Value::Text("wechat".into())),
        ("priority", Value::Text("urgent".into())),
    ] {
        assert_eq!(*first.value(register), value, "{register}");
    }
}

#[test]
fn what_cannot_be_read_is_named_and_kept_in_the_note() {
    let table = open(REFUNDS.as_bytes());
    let (report, tickets) = run(&table, proposal(&table), None);
    let problems: Vec<_> = report.problems.iter().map(|p| (p.line, p.column, p.what)).collect();
    assert_eq!(
        problems,
        [
            (3, Some(3), ProblemKind::DigitsLost),
            (3, Some(4), ProblemKind::NotAnAmount),
            (3, Some(5), ProblemKind::NotInList),
            (3, Some(6), ProblemKind::NotAState),
            (3, Some(7), ProblemKind::NotAMoment),
            (3, Some(8), ProblemKind::NotAnAgent),
            (3, Some(9), ProblemKind::NotInList),
            (3, Some(12), ProblemKind::NotAPriority),
            (5, None, ProblemKind::TooManyCells { expected: 13, found: 14 }),
            (6, None, ProblemKind::TooFewCells { expected: 13, found: 2 }),
        ]
    );
    let note =
        "订单号：6.22848E+17\n退款金额：abc\n店铺：别处\n状态：没有\n受理时间：昨天\n客服：A99\n渠道：QQ\n紧急程度：?";
    assert_eq!(tickets[1].note, note);
    assert_eq!(tickets[1].values.len(), 1, "the subject alone");
}

#[test]
fn reviews_without_another_hint_are_told_apart_by_their_label() {
    let long = "送餐员态度很好👍🏽，就是汤洒了一点点，希望下次可以注意包装，谢谢你们";
    let text = format!("label,review\n1,很快\n0,\"慢, 冷\"\n1,{long}\n0,\"慢, 冷\"\n");
    let table = open(text.as_bytes());
    let mapping = proposal(&table);
    let (bad, good) = (Some("shop.bad_review".to_owned()), Some("shop.good_review".to_owned()));
    let values = vec![("0".to_owned(), bad), ("1".to_owned(), good)];
    assert_eq!(mapping.kind, KindChoice::ByColumn { column: 0, values });
    assert_eq!(mapping.columns, [Target::Skip, field("review")]);
    assert_eq!(mapping.duplicates, DuplicateRule::Columns(vec![1]));
    let (report, tickets) = run(&table, mapping.clone(), None);
    assert_eq!((report.ready, report.duplicates.len(), report.problem_count), (3, 1, 0));
    assert_eq!(
        report.kinds.into_iter().collect::<Vec<_>>(),
        [("shop.bad_review".to_owned(), 1), ("shop.good_review".to_owned(), 2)]
    );
    assert_eq!(tickets[1].value("subject").as_str(), "慢, 冷");
    assert_eq!(tickets[2].value("review").as_str(), long);
    let subject = tickets[2].value("subject").as_str();
    assert_eq!(subject.graphemes(true).count(), 30);
    assert!(long.starts_with(subject.trim_end_matches('…')));

    let choice = KindChoice::ByColumn { column: 0, values: vec![("1".into(), None)] };
    let (report, _) = run(&table, Mapping { kind: choice, ..mapping }, None);
    assert_eq!((report.left_out, report.stopped), (2, 2));
    assert_eq!(report.unknown_kinds.into_iter().collect::<Vec<_>>(), [("0".to_owned(), 2)]);
}

#[test]
fn a_table_without_a_header_is_read_by_its_content() {
    let table = open("王丽,13800138000,2026-11-22\n李四,13900139000,2026-11-23\n".as_bytes());
    let mapping = proposal(&table);
    assert!(!mapping.header);
    assert_eq!(mapping.columns, [Target::Note, Target::Phone, Target::Opened]);
    assert_eq!(run(&table, mapping, None).0.ready, 2);
}

#[test]
fn a_mapping_is_remembered_by_the_header() {
    let table = open(REFUNDS.as_bytes());
    let mapping = proposal(&table);
    let kept = serde_json::to_string(&mapping).unwrap();
    assert_eq!(serde_json::from_str::<Mapping>(&kept).unwrap(), mapping);
    let signature = |text: &str| import::signature(&open(text.as_bytes()).body(true).unwrap().0.unwrap());
    assert_eq!(signature("工单号,电话\n"), signature(" 工单号 ,\"电话\"\n1,2\n"));
    assert_ne!(signature("工单号,电话\n"), signature("电话,工单号\n"));
    assert_ne!(signature("ab,c\n"), signature("a,bc\n"));
}

/// A ticket of the desk as the import would make it.
fn made(ticket: &NewTicket) -> (Document, Option<Customer>) {
    let mut clock = Clock::new(Who::new(1, 1));
    let mut changes = vec![Known::Opened {
        kind: ticket.kind.clone(),
        number: ticket.number.clone().unwrap_or_default(),
        at: ticket.at,
    }];
    let set =
        |(field, value): &(String, Value)| Known::Set { field: field.clone(), value: value.clone(), over: Vec::new() };
    changes.extend(ticket.values.iter().map(set));
    let state = ticket.state.clone().unwrap_or_else(|| "new".into());
    changes.push(Known::Moved { step: String::new(), to: state, over: Vec::new() });
    changes.extend(ticket.owner.clone().map(|to| Known::Assigned { to, over: Vec::new() }));
    changes.extend(ticket.tags.iter().map(|tag| Known::Added { set: "tags".into(), item: tag.clone() }));
    if !ticket.note.is_empty() {
        changes.push(Known::Said { how: How::Note, text: ticket.note.clone(), minutes: 0 });
    }
    let entries = changes.into_iter().map(|known| Entry {
        stamp: clock.tick(1_795_400_000_000),
        by: "a-1".into(),
        change: Change::Known(known),
    });
    let customer = ticket.customer.as_ref().map(|new| Customer {
        id: DocId::fixed("customer", "1"),
        name: new.name.clone(),
        title: String::new(),
        phones: new.phones.clone(),
        room: String::new(),
        address: String::new(),
        note: String::new(),
    });
    (Document::new(DocId::fixed("ticket", "1"), entries.collect()), customer)
}

#[test]
fn what_was_imported_before_is_a_duplicate() {
    let text = "客户,电话,内容\n王丽,13800138000,退钱\n王丽,13800138000,换货\n";
    let table = open(text.as_bytes());
    let sample = table.sample(9).unwrap();
    let mapping = propose(&sample, true, Some(KindChoice::Fixed("shop.refund".into())), &team());
    let (_, tickets) = run(&table, mapping.clone(), None);
    let (document, customer) = made(&tickets[1]);
    let mut index = Index::new(mapping.identity());
    index.add(&document, &Fold::of(&document), customer.as_ref());
    let (report, _) = run(&table, mapping, Some(index));
    assert_eq!(report.ready, 1);
    assert_eq!((report.duplicates[0].line, &report.duplicates[0].of), (3, &Origin::Ticket(document.id)));
}

#[test]
fn exported_tickets_are_imported_as_they_were() {
    let table = open(REFUNDS.as_bytes());
    let (_, tickets) = run(&table, proposal(&table), None);
    let team = team();
    let kind = team.kind("shop.refund").unwrap();
    let columns = export::columns(kind);
    let heading = |target: &Target| match target {
        Target::Field(id) => kind.field(id).unwrap().name.clone(),
        Target::Number => "工单号".into(),
        Target::Subject => "主题".into(),
        Target::State => "状态".into(),
        Target::Opened => "受理时间".into(),
        Target::Owner => "客服".into(),
        Target::Customer => "客户姓名".into(),
        Target::Phone => "联系电话".into(),
        Target::Channel => "渠道".into(),
        Target::Priority => "优先级".into(),
        Target::Tag => "标签".into(),
        _ => "备注".to_owned(),
    };
    let mut writer = Writer::new();
    writer.row(columns.iter().map(|target| Cell::Text(heading(target).into())));
    for ticket in &tickets {
        let (document, customer) = made(ticket);
        let fold = Fold::of(&document);
        assert_eq!(fold.text(STATE), ticket.state.as_deref().unwrap_or("new"));
        let source = Source { document: &document, fold: &fold, kind, customer: customer.as_ref() };
        writer.row(columns.iter().map(|target| export::cell(source, target, &team, Words::default())));
    }
    let again = open(&writer.take());
    let mapping = proposal(&again);
    assert_eq!(mapping.columns, columns);
    let (report, back) = run(&again, mapping, None);
    assert_eq!((report.ready, report.problem_count), (3, 0));
    for (was, is) in tickets.iter().zip(back) {
        assert_eq!((&was.number, &was.tags, &was.note, &was.owner), (&is.number, &is.tags, &is.note, &is.owner));
        assert_eq!(
            (was.customer.as_ref(), was.state.as_deref().unwrap_or("new")),
            (is.customer.as_ref(), is.state.as_deref().unwrap())
        );
        for (register, value) in &was.values {
            assert_eq!(is.value(register), value, "{register}");
        }
    }
}

#[test]
fn files_that_are_no_tables_are_refused_with_figures() {
    let fault = |bytes: &[u8]| Table::open(bytes, None, decode).unwrap_err();
    assert!(matches!(fault(b""), TableError::Empty));
    assert!(matches!(fault(b"\xef\xbb\xbf \r\n"), TableError::Empty));
    assert!(matches!(fault(b"\xff\xfe"), TableError::Empty));
    let large = vec![b'a'; 50 * 1024 * 1024 + 1];
    assert!(matches!(fault(&large), TableError::TooLarge { bytes: 52_428_801, limit: 52_428_800 }));
    assert!(matches!(fault(b"PK\x03\x04xl/workbook.xml"), TableError::NotATable(_)));
    let forced = Table::open(b"\x81\x20\x81", Some(Charset::Gb18030), decode).unwrap_err();
    assert!(matches!(forced, TableError::Decode { charset: Charset::Gb18030, .. }));
    assert!(std::error::Error::source(&forced).is_some());
}

#[test]
fn a_large_table_is_read_in_slices_under_fifty_milliseconds() {
    let mut text = String::from("label,review\r\n");
    for i in 0..12_000 {
        let quote = if i % 7 == 0 { "\"" } else { "" };
        let body = "送餐很快，味道也好，就是汤有点咸".repeat(1 + i % 5);
        text += &format!("{},{quote}第{i}条：{body}{quote}\r\n", i % 2);
    }
    let start = Instant::now();
    let table = open(text.as_bytes());
    let mapping = proposal(&table);
    let (header, mut cursor) = table.body(true).unwrap();
    let mut trial = Trial::new(Planner::new(team(), mapping.clone(), header.as_ref()), Index::new(mapping.identity()));
    let mut longest = 0;
    loop {
        let slice = Instant::now();
        let before = cursor.records;
        while cursor.records < before + 100
            && let Some(record) = table.next(&mut cursor)
        {
            trial.feed(&record.unwrap());
        }
        longest = longest.max(slice.elapsed().as_millis());
        if cursor.at == table.len() {
            break;
        }
    }
    let (report, _) = trial.finish();
    assert_eq!((report.rows, report.ready, report.problem_count), (12_000, 12_000, 0));
    println!("12 000 rows, {} bytes: {} ms, longest slice {longest} ms", text.len(), start.elapsed().as_millis());
    assert!(longest < 50, "a slice of 100 rows took {longest} ms");
}

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
        let text: String = words.chunks(2).map(|pair| format!("{}\r\n", pair.join(","))).collect();
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
    fn graphemes_are_those_of_unicode(text in "[a1é好𠮷\u{301}\u{200d}\u{fe0f}\u{20e3}\u{1f3fd}👍❤👨👩👧🇨🇳🇭\u{e0101}葛\r\n 가각각がแก้ป\u{3099}か]{0,30}") {
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
            ("amount", Value::Int(fen)), ("score", Value::Int(fen)), ("paid_at", Value::Int(millis.cast_signed())),
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
