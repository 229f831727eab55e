use proptest::prelude::*;

use super::complete::{Asking, complete};
use super::marks::Marker;
use super::*;
use crate::model::calendar::parse_day;
use crate::query::columns::Columns;
use crate::query::columns::tests::{Plain, customer, desk};
use crate::query::pinyin::tests::pinyin;

fn text(text: &str) -> What {
    What::Text { text: text.into(), exact: false }
}

fn quoted(text: &str) -> What {
    What::Text { text: text.into(), exact: true }
}

#[test]
fn what_is_typed_is_understood_in_three_languages() {
    let has = |field, values: &[&str]| What::Has(field, values.iter().map(|v| (*v).to_owned()).collect());
    let day = |text| parse_day(text).unwrap();
    for (typed, wanted) in [
        ("状态:处理中", has(Field::State, &["处理中"])),
        ("狀態：處理中", has(Field::State, &["處理中"])),
        ("State:new", has(Field::State, &["new"])),
        ("受理:我,张敏", has(Field::Owner, &["我", "张敏"])),
        ("标签:\"a b\"，c", has(Field::Tag, &["a b", "c"])),
        ("客户:“王 丽”", has(Field::Customer, &["王 丽"])),
        ("逾期", What::Is(Is::Late)),
        ("逾時", What::Is(Is::Late)),
        ("OVERDUE", What::Is(Is::Late)),
        ("is：late", What::Is(Is::Late)),
        ("有承诺", What::Is(Is::Promised)),
        ("本周", What::When(Moment::Opened, Days::ThisWeek)),
        ("this-week", What::When(Moment::Opened, Days::ThisWeek)),
        ("到期:今天", What::When(Moment::Due, Days::Today)),
        ("updated:last-month", What::When(Moment::Changed, Days::LastMonth)),
        ("2026-11-01", What::When(Moment::Opened, Days::Between(day("2026-11-01"), day("2026-11-01")))),
        ("2026-11-01..2026-11-07", What::When(Moment::Opened, Days::Between(day("2026-11-01"), day("2026-11-07")))),
        ("2026-02-30", text("2026-02-30")),
        ("\"逾期\"", quoted("逾期")),
        ("「原 话」", quoted("原 话")),
        ("“两个一样“", quoted("两个一样")),
        ("\"没有完", quoted("没有完")),
        ("退款", text("退款")),
        ("foo:bar", text("foo:bar")),
        ("10:30", text("10:30")),
        ("-", text("-")),
        ("a-b", text("a-b")),
        ("到期:某天", text("到期:某天")),
    ] {
        let read = parse(typed);
        assert_eq!(read.parts, [Part { not: false, what: wanted.clone() }], "{typed}");
        if typed != "-" {
            assert_eq!(parse(&format!("　-{typed} ")).parts, [Part { not: true, what: wanted }], "-{typed}");
        }
    }
    for nothing in ["", " 　", "状态:", "状态:\"\"", "\"\"", "\" \"", "到期:"] {
        assert!(parse(nothing).is_empty(), "{nothing}");
    }
    assert_eq!(parse("退款 -投诉 \"a b\" 今天").parts.len(), 4);
}

#[test]
fn a_query_is_written_in_each_language() {
    let query = parse("状态:处理中 受理:我 逾期 -本周 到期:今天 2026-11-01..2026-11-07 \"今天\" 标签:\"a b\"");
    for (tongue, wanted) in [
        (Tongue::Simplified, "状态:处理中 受理:我 超时 -本周 到期:今天 2026-11-01..2026-11-07 \"今天\" 标签:\"a b\""),
        (Tongue::Traditional, "狀態:处理中 受理:我 逾時 -本週 到期:今天 2026-11-01..2026-11-07 \"今天\" 標籤:\"a b\""),
        (
            Tongue::English,
            "state:处理中 owner:我 overdue -this-week due:today 2026-11-01..2026-11-07 \"今天\" tag:\"a b\"",
        ),
    ] {
        assert_eq!(query.text(tongue), wanted);
    }
    assert_eq!(Query::of_text(" a \"b\" 今天 ").parts, [Part { not: false, what: quoted("a \"b\" 今天") }]);
    assert!(Query::of_text(" ").is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn a_saved_query_keeps_its_meaning(
        pieces in prop::collection::vec(prop_oneof![
            "[-－]?[a退\"“”「」『』＂:：,，、 .]{0,8}",
            "[-]?(状态|owner|到期|foo|is)[:：][a我今天\"「」, ]{0,5}",
            "[-]?(逾期|today|本周|2026-1[0-3]-0[0-9]|2026-11-01..2026-11-07|is:late)",
        ], 0..5)
    ) {
        let query = parse(&pieces.join(" "));
        for tongue in [Tongue::Simplified, Tongue::Traditional, Tongue::English] {
            let text = query.text(tongue);
            prop_assert_eq!(&parse(&text), &query, "{}", text);
        }
    }

    #[test]
    fn marks_are_where_the_words_are(shown in "[退款aAßİ１ \n]{0,12}", word in "[退款aAß１]{1,2}") {
        let marks = Marker::new(&parse(&word), None).marks(&shown);
        let marked: Vec<&str> = marks.iter().map(|mark| &shown[mark.clone()]).collect();
        let lower = crate::query::columns::texts::lower;
        prop_assert_eq!(marks.is_empty(), !lower(&shown).contains(&lower(&word)), "{:?}", marked);
        prop_assert!(marks.windows(2).all(|pair| pair[0].end < pair[1].start));
        prop_assert!(marked.iter().all(|part| lower(part).contains(&lower(&word))), "{:?}", marked);
    }
}

#[test]
fn what_was_found_is_marked() {
    let pinyin = pinyin();
    let marked = |query: &str, text: &str| {
        let marks = Marker::new(&parse(query), Some(&pinyin)).marks(text);
        marks.into_iter().map(|mark| text[mark].to_owned()).collect::<Vec<_>>().join("|")
    };
    assert_eq!(marked("退款 未", "申请退款，退款未到"), "退款|退款未");
    assert_eq!(marked("IPHONE -退款", "退款 iPhone"), "iPhone");
    assert_eq!(marked("wns", "回访王女士"), "王女士");
    assert_eq!(marked("\"wns\"", "回访王女士"), "");
    assert_eq!(marked("受理:我 1", "我１"), "１");
}

#[test]
fn days_are_counted_from_today() {
    // A Sunday.
    let today = parse_day("2026-11-22").unwrap();
    for (days, from, to) in [
        (Days::Today, "2026-11-22", "2026-11-22"),
        (Days::Yesterday, "2026-11-21", "2026-11-21"),
        (Days::Tomorrow, "2026-11-23", "2026-11-23"),
        (Days::ThisWeek, "2026-11-16", "2026-11-22"),
        (Days::LastWeek, "2026-11-09", "2026-11-15"),
        (Days::ThisMonth, "2026-11-01", "2026-11-30"),
        (Days::LastMonth, "2026-10-01", "2026-10-31"),
    ] {
        assert_eq!(days.range(today), (parse_day(from).unwrap(), parse_day(to).unwrap()), "{days:?}");
    }
    let (leap, next) = (parse_day("2028-02-29").unwrap(), parse_day("2028-03-01").unwrap());
    assert_eq!(Days::ThisMonth.range(leap), (leap - 28, leap));
    assert_eq!(Days::LastMonth.range(next), (leap - 28, leap));
    assert_eq!(Days::Between(5, 3).range(today), (3, 5));
}

#[test]
fn what_could_come_next_is_offered() {
    let (desk, mut columns) = (desk(), Columns::default());
    Plain { tag: "VIP", ..Plain::new(1) }.put(&mut columns, &desk);
    Plain { kind: "t.repair", state: "work", owner: "bob", tag: "老 客户", ..Plain::new(2) }.put(&mut columns, &desk);
    let document = customer(1, "王丽", "138");
    columns.put(&document, &crate::model::fold::Fold::of(&document), &desk);
    let pinyin = pinyin();
    let offered = |before: &str, after: &str, tongue| {
        let text = format!("{before}{after}");
        let asking = Asking { text: &text, cursor: before.len(), tongue, most: 4 };
        let found = complete(asking, &columns, &desk, Some(&pinyin));
        let texts: Vec<String> = found.candidates.iter().map(|candidate| candidate.text.clone()).collect();
        (text[found.range].to_owned(), texts.join(" "))
    };
    let (chinese, english) = (Tongue::Simplified, Tongue::English);
    for (before, after, tongue, replaced, wanted) in [
        ("退款 状", " x", chinese, "状", "状态:"),
        ("", "", chinese, "", "状态: 类型: 受理: 首问:"),
        ("退款 ", "", english, "", "state: kind: owner: first:"),
        ("sta", "", english, "sta", "state:"),
        ("-zt", "", chinese, "zt", "状态: 昨天"),
        ("own", "", chinese, "own", "受理:"),
        ("状态:", "", chinese, "", "待受理 处理中"),
        ("状态:处", "", chinese, "处", "处理中"),
        ("类型:tk", "", chinese, "tk", "退款"),
        ("受理:", "", chinese, "", "我 无人 张敏 李强"),
        ("owner:李", "", english, "李", "李强"),
        ("标签:", "", chinese, "", "VIP \"老 客户\""),
        ("标签:VIP,老", "", chinese, "老", "\"老 客户\""),
        ("渠道:", "", chinese, "", "电话"),
        ("优先:", "", chinese, "", "紧急 优先 普通 不急"),
        ("客户:", "", chinese, "", ""),
        ("客户:wl", "", chinese, "wl", "王丽"),
        ("到期:本", "", chinese, "本", "本周 本月"),
        ("foo:", "", chinese, "", ""),
        ("\"状", "", chinese, "\"状", ""),
    ] {
        assert_eq!(offered(before, after, tongue), (replaced.to_owned(), wanted.to_owned()), "{before}");
    }
    // The most used come first, however their tickets are spread over states.
    for id in 3..6 {
        let state = ["new", "work", "done"][id as usize - 3];
        Plain { kind: "t.repair", state, ..Plain::new(id) }.put(&mut columns, &desk);
    }
    let asking = Asking { text: "类型:", cursor: "类型:".len(), tongue: chinese, most: 4 };
    let kinds = complete(asking, &columns, &desk, None).candidates;
    assert_eq!(kinds.iter().map(|kind| &*kind.name).collect::<Vec<_>>(), ["报修", "退款"]);
    let odd = Asking { text: "状态", cursor: 1, tongue: chinese, most: 4 };
    assert!(complete(odd, &columns, &desk, None).candidates.is_empty());
}
