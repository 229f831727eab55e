//! Finds in pages whose texts are packed, against a plain reading of every ticket.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::tests::{NAMES, columns_of, find, found, haystack};
use crate::model::document::Document;
use crate::query::columns::Columns;
use crate::query::columns::block::{Merging, pack};
use crate::query::columns::facts::Lookup;
use crate::query::columns::tests::{Desk, Plain, desk, plain};
use crate::query::columns::texts::lower;
use crate::query::pinyin::tests::pinyin;

/// Subjects with letters of every sort: frequent, rare and seldom ones, cases, full-width forms, beyond the basic plane.
const SUBJECT: &str = "[退款快递未到账iPhone ＡｂＺ１２（），。éÉßΣжЖ한龘靐\u{a000}😀𠮷\u{10ffff}]{0,10}";
const WORD: &str = "[退款快递未到账ioph1ＡｂＺ１２éÉßΣжЖ한龘靐\u{a000}😀𠮷\u{10ffff}]{1,3}|iphone|ＩＰＨＯＮＥ|Iphone|退款|，。|（|质量|0-6";

/// Columns whose first pages are packed: from blocks, as at a start, or filled in memory; some tickets have then changed.
fn packed(tickets: &BTreeMap<u32, Plain>, changed: &[Plain], blocks: bool, desk: &Desk) -> Columns {
    let mut columns = if blocks {
        let documents: Vec<Document> = tickets.values().map(Plain::document).collect();
        let mut columns = columns_of(&BTreeMap::new(), desk);
        for documents in documents.chunks(300) {
            columns.absorb_block(&pack(documents, desk, 1), 1, Merging::default()).unwrap();
        }
        columns
    } else {
        columns_of(tickets, desk)
    };
    assert!(columns.pages()[0].texts.is_packed());
    for plain in changed {
        plain.put(&mut columns, desk);
    }
    columns
}

fn ticket(subject: &'static str) -> impl Strategy<Value = Plain> {
    (plain(), subject).prop_map(|(plain, subject)| Plain { subject: subject.trim().to_owned(), ..plain })
}

fn many(tickets: Vec<Plain>, changed: &[Plain]) -> (BTreeMap<u32, Plain>, BTreeMap<u32, Plain>) {
    let mut before = BTreeMap::new();
    for copy in 0..20 {
        for (at, plain) in (0..).zip(&tickets) {
            let id = copy * 30 + at;
            before.insert(id, Plain { id, ..plain.clone() });
        }
    }
    let mut after = before.clone();
    after.extend(changed.iter().map(|plain| (plain.id, plain.clone())));
    (before, after)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn a_search_in_packed_texts_finds_what_a_plain_reading_finds(
        tickets in prop::collection::vec(ticket(SUBJECT), 28..30), changed in prop::collection::vec(ticket(SUBJECT), 0..4),
        searches in prop::collection::vec(prop::collection::vec(("-?", WORD), 1..3), 8), blocks: bool
    ) {
        let desk = desk();
        let (before, after) = many(tickets, &changed);
        let columns = packed(&before, &changed, blocks, &desk);
        for words in searches {
            let text: Vec<String> = words.iter().map(|(not, word)| format!("{not}\"{word}\"")).collect();
            let matches = |plain: &&Plain| {
                let haystack = haystack(plain, &desk);
                words.iter().all(|(not, word)| haystack.contains(&lower(word)) == not.is_empty())
            };
            let wanted: Vec<u32> = after.values().filter(matches).map(|plain| plain.id).collect();
            prop_assert_eq!(found(&text.join(" "), &columns, &desk), wanted, "{:?}", words);
        }
    }

    #[test]
    fn a_sound_is_heard_in_packed_texts_where_it_is_in_one_text(
        tickets in prop::collection::vec(ticket("[退款快递未到账iPhone ＡｂéЖ龘😀]{0,8}"), 28..30),
        changed in prop::collection::vec(ticket("[退款快递未到账]{0,8}"), 0..4),
        words in prop::collection::vec("tuikuan|tk|kuaid|wdz|[tkwdz]{2,3}|iphonet|kuandi", 4), blocks: bool
    ) {
        let desk = desk();
        let (before, after) = many(tickets, &changed);
        let columns = packed(&before, &changed, blocks, &desk);
        let pinyin = pinyin();
        for word in words {
            let sound = pinyin.sound(&word);
            let matches = |plain: &&Plain| {
                let kind = desk.kind(plain.kind).unwrap();
                let name = plain.customer.checked_sub(1).map_or("", |at| NAMES[at as usize].0);
                let agent = desk.agent(plain.owner).unwrap_or_default();
                let heard = [&*lower(&plain.subject), &kind.name, &kind.state(plain.state).unwrap().name, name, agent, "电话", "顺丰速运"];
                haystack(plain, &desk).contains(&word) || sound.as_ref().is_some_and(|sound| heard.iter().any(|text| sound.matches(text)))
            };
            let wanted: Vec<u32> = after.values().filter(matches).map(|plain| plain.id).collect();
            let mut heard = find(&word, &columns, &desk, Some(&pinyin));
            heard.sort_unstable();
            prop_assert_eq!(heard, wanted, "{}", word);
        }
    }
}
