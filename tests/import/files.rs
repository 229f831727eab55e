use shouwen::model::change::{Change, How, Known};
use shouwen::model::customer::Customer;
use shouwen::model::document::{DocId, Document, Entry};
use shouwen::model::fold::{Fold, STATE};
use shouwen::model::stamp::{Clock, Writer as Who};
use shouwen::model::value::Value;
use shouwen::query::export::{self, Source, Words};
use shouwen::query::import::{
    self, DuplicateRule, Index, KindChoice, Mapping, NewTicket, Origin, Planner, ProblemKind, Target, Trial, propose,
};
use shouwen::query::table::{Cell, Charset, Table, TableError, Writer};
use unicode_segmentation::UnicodeSegmentation;

use super::{REFUNDS, decode, field, open, proposal, run, team};

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

    let sorted = open(b"label,review\n1,fast\n1,good\n");
    assert_eq!(proposal(&sorted).kind, mapping.kind, "both labels are expected where one was seen");

    let choice = KindChoice::ByColumn { column: 0, values: vec![("1".into(), None)] };
    let (report, _) = run(&table, Mapping { kind: choice, ..mapping }, None);
    assert_eq!((report.left_out, report.stopped), (2, 2));
    assert_eq!(report.unknown_kinds.into_iter().collect::<Vec<_>>(), [("0".to_owned(), 2)]);
}

#[test]
fn kinds_go_by_their_names_where_a_column_has_them() {
    let table = open("工单类型,内容\n退款,钱没到\n中差评,慢\nshop.refund,少退了\n不知道,x\n".as_bytes());
    let mapping = proposal(&table);
    assert!(matches!(&mapping.kind, KindChoice::ByColumn { column: 0, values } if values.len() == 4));
    let unlisted = KindChoice::ByColumn { column: 0, values: Vec::new() };
    let (report, _) = run(&table, Mapping { kind: unlisted, ..mapping }, None);
    assert_eq!((report.ready, report.stopped), (3, 1));
    assert_eq!(report.kinds["shop.refund"], 2);
    assert_eq!(report.unknown_kinds["不知道"], 1);
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
        grade: String::new(),
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
fn a_large_table_is_read_in_slices() {
    let mut text = String::from("label,review\r\n");
    for i in 0..12_000 {
        let quote = if i % 7 == 0 { "\"" } else { "" };
        let body = "送餐很快，味道也好，就是汤有点咸".repeat(1 + i % 5);
        text.extend([&*(i % 2).to_string(), ",", quote, "第", &i.to_string(), "条：", &body, quote, "\r\n"]);
    }
    let table = open(text.as_bytes());
    let mapping = proposal(&table);
    let (header, mut cursor) = table.body(true).unwrap();
    let mut trial = Trial::new(Planner::new(team(), mapping.clone(), header.as_ref()), Index::new(mapping.identity()));
    let mut slices = Vec::new();
    loop {
        let (before, from) = (cursor.records, cursor.at);
        while cursor.records < before + 100
            && let Some(record) = table.next(&mut cursor)
        {
            trial.feed(&record.unwrap());
        }
        slices.push(cursor.at - from);
        if cursor.at == table.len() {
            break;
        }
    }
    let (report, _) = trial.finish();
    assert_eq!((report.rows, report.ready, report.problem_count), (12_000, 12_000, 0));
    // A slice reads its rows and no more: the page answers between two of them.
    assert_eq!(slices.len(), 120);
    assert!(slices.iter().all(|bytes| *bytes < text.len() / 60), "a slice read {:?} bytes", slices.iter().max());
}
