//! Blocks against any damage, and against what memory knows already.

use proptest::prelude::*;

use super::super::ROWS;
use super::super::customers::CustomerRow;
use super::super::page::flag;
use super::super::symbols::{hash, number};
use super::super::tests::{Plain, START, check, customer, desk, many, plain};
use super::*;
use crate::model::document::Document;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn damage_is_an_error(
        tickets in prop::collection::vec(plain(), 1..12), at in any::<prop::sample::Index>(), to in any::<u8>(), cut in any::<bool>()
    ) {
        let mut documents: Vec<Document> = tickets.iter().map(Plain::document).collect();
        documents.push(customer(1, "王丽", "13812345678"));
        let whole = pack(&documents, &desk(), 7);
        let mut block = whole.clone();
        let at = at.index(block.len());
        if cut {
            block.truncate(at);
        } else {
            block[at] ^= to.max(1);
        }
        let mut columns = Columns::default();
        prop_assert!(columns.absorb_block(&block, 7, Merging::default()).is_err());
        prop_assert_eq!((columns.len(), columns.pages().len(), columns.customers().numbers()), (0, 0, 0));
        // Damage that the checksum does not see: no panic, whatever comes of it.
        if block.len() > 12 && forged(&block, &mut columns) {
            for plain in &tickets {
                plain.put(&mut columns, &desk());
            }
            prop_assert!(columns.to_block(7).len() > 12);
        }
    }

    #[test]
    fn any_bytes_are_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut block = VERSION.to_le_bytes().to_vec();
        block.extend(hash(&bytes).to_le_bytes());
        block.extend(&bytes);
        prop_assert!(Columns::default().absorb_block(&block, 0, Merging::default()).is_err());
        prop_assert_eq!(Columns::default().absorb_block(&bytes, 0, Merging::default()).is_err(), true);
    }
}

/// Takes in a block with the checksum put right and reads all of it, if it is taken.
fn forged(block: &[u8], columns: &mut Columns) -> bool {
    let mut block = block.to_vec();
    let sum = hash(&block[12..]);
    block[4..12].copy_from_slice(&sum.to_le_bytes());
    let taken = columns.absorb_block(&block, 7, Merging::default()).is_ok();
    for row in (0..ROWS).filter_map(|row| columns.ticket(number(row))) {
        let texts = (row.id(), row.number(), row.subject().len(), row.status(), row.due(), row.tags().count());
        let _ = (texts, row.choices().count(), row.customer().map(CustomerRow::addressed), row.customer_id());
    }
    taken
}

#[test]
fn no_forged_byte_is_a_panic() {
    let plain = Plain { customer: 1, tag: "VIP", promise: Some(START), note: "x".into(), ..Plain::new(1) };
    let documents = [plain.document(), Plain::new(2).document(), customer(1, "王丽", "13812345678")];
    let block = pack(&documents, &desk(), 7);
    // All tables and columns stand before the first filter, those of customers before the last.
    let filter = (64 + 8) * 128;
    let (mut refused, mut taken) = (0, 0);
    for at in (12..1400).chain(block.len() - filter - 300..block.len() - filter) {
        for change in [0x01, 0x80, 0xff] {
            let mut block = block.clone();
            block[at] ^= change;
            *if forged(&block, &mut Columns::default()) { &mut taken } else { &mut refused } += 1;
        }
    }
    assert!(refused > 500 && taken > 500, "{refused} {taken}");
}

#[test]
fn full_pages_are_taken_over_as_they_are() {
    let (desk, wanted) = (desk(), many(1200));
    let documents: Vec<Document> = wanted.values().map(Plain::document).collect();
    let block = pack(&documents, &desk, 7);
    let mut columns = Columns::default();
    // One ticket is known already and newer: it stays.
    let newer = Plain { subject: "新".into(), ..wanted[&3].clone() };
    newer.put(&mut columns, &desk);
    let brought = columns.absorb_block(&block, 8, Merging::default()).unwrap();
    assert_eq!((brought.tickets, brought.stale, columns.len()), (1199, true, 1200));
    assert_eq!(columns.ticket(columns.find(&newer.id()).unwrap()).unwrap().subject(), "新");
    wanted[&3].put(&mut columns, &desk);
    check(&columns, &wanted).unwrap();
    assert_eq!(columns.absorb_block(&block, 7, Merging::default()).unwrap().tickets, 0);
    // After a large batch the block knows better, but for what has changed since.
    let other = Plain { subject: "也新".into(), ..wanted[&4].clone() };
    newer.put(&mut columns, &desk);
    other.put(&mut columns, &desk);
    let how = Merging { gone: &[other.id()], replace: true };
    assert_eq!(columns.absorb_block(&block, 7, how).unwrap().tickets, 0);
    assert_eq!(columns.ticket(columns.find(&other.id()).unwrap()).unwrap().subject(), "也新");
    wanted[&4].put(&mut columns, &desk);
    check(&columns, &wanted).unwrap();
    let mut cold = Columns::default();
    let gone = Merging { gone: &[other.id(), newer.id()], replace: false };
    assert_eq!(cold.absorb_block(&block, 7, gone).unwrap().tickets, 1198);
    assert!(cold.find(&other.id()).is_none());
    let mut old = block.clone();
    old[0] ^= 1;
    assert_eq!(columns.absorb_block(&old, 7, Merging::default()), Err(BlockError::Version));
}

#[test]
fn every_flag_comes_back() {
    let (desk, plain) = (desk(), Plain::new(1));
    let mut columns = Columns::default();
    plain.put(&mut columns, &desk);
    columns.pages[0].columns[Column::Flags as usize][0] = flag::ALL;
    let mut again = Columns::default();
    again.absorb_block(&columns.to_block(1), 1, Merging::default()).unwrap();
    let row = again.ticket(again.find(&plain.id()).unwrap()).unwrap();
    assert!(row.again() && row.part() && row.conflict() && row.promised());
    assert_eq!(row.contacts(), 255);
}
