//! Entries as documents of the server.

use proptest::prelude::*;
use serde_json::Value as Json;
use shouwen::sync::entry::Signed;

use crate::common::signed;

/// What a server may do to a document it keeps: its members in another order, its numbers read as doubles.
fn kept(body: &str, reorder: bool, doubles: bool) -> String {
    fn write(value: &Json, reorder: bool, doubles: bool) -> String {
        match value {
            Json::Object(members) => {
                let mut parts: Vec<String> = members
                    .iter()
                    .map(|(name, value)| format!("{} : {}", Json::from(name.clone()), write(value, reorder, doubles)))
                    .collect();
                if reorder {
                    parts.reverse();
                }
                format!("{{\n{}}}", parts.join(", "))
            }
            Json::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| write(item, reorder, doubles)).collect();
                format!("[ {} ]", items.join(","))
            }
            Json::Number(number) if doubles => format!("{:?}", number.as_f64().unwrap()),
            other => other.to_string(),
        }
    }
    write(&serde_json::from_str(body).unwrap(), reorder, doubles)
}

proptest! {
    #[test]
    fn an_entry_comes_back_as_it_was(signed in signed(), reorder: bool, doubles: bool) {
        let doc = signed.encode();
        prop_assert_eq!(&Signed::decode(&doc.body).unwrap(), &signed);
        let back = Signed::decode(&kept(&doc.body, reorder, doubles)).unwrap();
        prop_assert_eq!(&back, &signed, "after the server");
        prop_assert_eq!(back.encode(), doc, "written again");
    }

    #[test]
    fn no_two_entries_have_one_name(a in signed(), b in signed()) {
        prop_assert_eq!(a == b, a.encode().id == b.encode().id);
    }
}
