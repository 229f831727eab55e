//! The server's rules and the app say the same: what a role may do here, it may do there, and nothing else.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};
use shouwen::desk::{Action, DeskError, NewAgent};
use shouwen::model::agent::Role;
use shouwen::model::change::Known;
use shouwen::model::document::DocId;

use crate::common::{forged, note};
use crate::help::{run, team};
use crate::rules::{body, judged, with};

/// Every word that the app's rules name: the kinds of documents are among them, also those that come later.
fn kinds() -> BTreeSet<String> {
    let source = include_str!("../../src/desk/roles.rs");
    let code = source.split("#[cfg(test)]").next().unwrap();
    let word = |text: &&str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase());
    let named = code.split('"').skip(1).step_by(2).filter(word).map(str::to_owned);
    named.chain(["kind", "calendar", "pack", "reading", "unheardof"].map(str::to_owned)).collect()
}

/// Every sort of change that depends on nothing else.
fn changes() -> Vec<Known> {
    let texts =
        ["name", "pin", "role", "absence", "new", "signed", "shared", "handed", "@because", "@end", "@why", "body"];
    let set = |field: &str, value: &str| json!({ "set": { "field": field, "value": value } });
    let mut changes: Vec<Json> = texts.iter().map(|field| set(field, "x")).collect();
    changes.extend([
        set("@end", "withdrawn"),
        json!({ "opened": {} }),
        json!({ "added": { "set": "tags", "item": "x" } }),
        json!({ "removed": { "set": "tags", "over": [] } }),
        json!({ "said": { "how": "note", "text": "x" } }),
        json!({ "promised": { "text": "x", "due": 1 } }),
        json!({ "moved": { "to": "x" } }),
        json!({ "assigned": { "to": "x" } }),
        json!({ "looked": { "at": "screen" } }),
        json!({ "undone": { "what": [] } }),
        json!({ "redacted": { "what": [], "why": "x" } }),
    ]);
    changes.into_iter().map(|change| serde_json::from_value(change).unwrap()).collect()
}

#[test]
fn the_rules_allow_what_the_app_allows() {
    let team = team();
    let auditor = NewAgent { name: "审".into(), number: "X01".into(), role: Role::Auditor, team: String::new() };
    let auditor = run(team.desk.add_agent(auditor)).unwrap().0;
    let people = [
        (&auditor, Role::Auditor),
        (&team.agent, Role::Agent),
        (&team.lead, Role::Lead),
        (&team.manager, Role::Manager),
    ];
    let real = body(&note("x").encode().body);
    let mut cases = Vec::new();
    let mut expected = Vec::new();
    for (me, role) in people {
        team.sit(me);
        let user = json!({ "db": "desk", "name": me, "roles": [format!("shouwen-{}", role.id())] });
        for kind in kinds() {
            for whose in [me, &team.other] {
                let all =
                    ["W", "W-2026-11-20", "W-1a", "own.W-1a", "W-2026-11", "W-2026-13-20", "W-b-1a", "Wb-1a", "own.W"];
                // The highest role may all and the lowest nothing: a few show it.
                let middle = matches!(role, Role::Agent | Role::Lead);
                let few = if !middle {
                    1
                } else if whose == me {
                    all.len()
                } else {
                    4
                };
                for name in &all[..few] {
                    let id = DocId::fixed(&kind, &name.replace('W', whose));
                    for change in changes() {
                        let value = serde_json::to_value(&change).unwrap();
                        let may = match run(team.desk.commit(Action::on("x", &id, vec![change]))) {
                            Ok(_) => true,
                            Err(DeskError::NotAllowed(_)) => false,
                            Err(DeskError::Missing("manager")) => continue,
                            Err(other) => panic!("{id}: {other}"),
                        };
                        let doc = with(&with(&real, "document", json!(id.as_str())), "by", json!(me));
                        cases.push((forged(with(&doc, "change", value)), user.clone()));
                        expected.push(may);
                    }
                }
            }
        }
    }
    assert!(expected.iter().filter(|may| **may).count() > 1000);
    let mut differences = Vec::new();
    for ((doc, user), (verdict, may)) in cases.iter().zip(judged(&cases).into_iter().zip(expected)) {
        if verdict != (!may).then(|| "shouwen:role".to_owned()) {
            differences.push(format!("{}: {} to {}: {verdict:?}", user["roles"], doc["change"], doc["document"]));
        }
    }
    let some = differences[..differences.len().min(12)].join("\n");
    assert!(
        differences.is_empty(),
        "{} differences between desk/roles.rs and rules/validate.js:\n{some}",
        differences.len()
    );
}
