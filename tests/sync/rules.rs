//! The rules, run by Node as CouchDB runs them: the old document of another branch is not shown to them.

use std::io::Write;
use std::process::{Command, Stdio};

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value as Json, json};
use shouwen::sync::blob::Blob;
use shouwen::sync::rules;

use crate::common::{forged, note, signed};

/// What the rules say to each document by a user: nothing, or why not.
pub fn judged(cases: &[(Json, Json)]) -> Vec<Option<String>> {
    let validate = rules::design("shouwen", None)["validate_doc_update"].clone();
    let cases: Vec<Json> =
        cases.iter().map(|(doc, user)| json!({ "doc": doc, "old": doc["_old"], "user": user })).collect();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sync/judge.mjs");
    let mut node =
        Command::new("node").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("Node.js");
    let input = json!({ "rules": validate, "cases": cases }).to_string();
    node.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

pub fn user(name: &str, role: &str) -> Json {
    json!({ "db": "desk", "name": name, "roles": [format!("shouwen-{role}")] })
}

pub fn body(of: &str) -> Json {
    serde_json::from_str(of).unwrap()
}

/// A document with something altered, its name left as it was.
pub fn with(doc: &Json, name: &str, value: Json) -> Json {
    let mut doc = doc.clone();
    doc[name] = value;
    doc
}

/// Signed entry of a change to a document.
fn entry(document: &str, by: &str, change: &Json) -> Json {
    let doc = body(&note("x").encode().body);
    forged(with(&with(&with(&doc, "document", json!(document)), "by", json!(by)), "change", change.clone()))
}

#[test]
fn what_rust_signs_the_rules_take() {
    let mut runner = TestRunner::deterministic();
    let strategy = signed();
    let mut cases: Vec<(Json, Json)> = (0..400)
        .map(|_| {
            let signed = strategy.new_tree(&mut runner).unwrap().current();
            (body(&signed.encode().body), user("ann", "agent"))
        })
        .collect();
    // Texts of every length around the blocks of SHA-256.
    cases.extend((0..140).map(|length| (body(&note(&"x".repeat(length)).encode().body), user("ann", "agent"))));
    for (at, verdict) in judged(&cases).into_iter().enumerate() {
        assert_eq!(verdict, None, "{}", cases[at].0);
    }
}

#[test]
fn every_forgery_is_refused() {
    let ann = || user("ann", "agent");
    let real = body(&note("hello").encode().body);
    let hash = real["_rev"].as_str().unwrap()[2..].to_owned();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    let late = format!("{:012x}000050000000", now + 11 * 60_000);
    let late = format!("{late}1111");
    let blob_id = shouwen::model::document::DocId::new("ticket-01");
    let sha = "0".repeat(64);
    let blob = body(&Blob { document: &blob_id, hash: &sha, media: "image/png", size: 3 }.encode(Some(b"abc")).body);
    let via = |by: &str, via: &str| forged(with(&with(&real, "by", json!(by)), "via", json!(via)));
    let redacted = json!({ "redacted": { "what": [], "why": "x" } });
    let table: Vec<(&str, Json, Json, Option<&str>)> = vec![
        ("as it is", real.clone(), ann(), None),
        ("changed", with(&real, "_old", real.clone()), ann(), Some("changed")),
        ("deleted", with(&real, "_deleted", json!(true)), ann(), Some("deleted")),
        ("other content", with(&real, "n", json!(2)), ann(), Some("hash")),
        ("a second branch", with(&real, "_rev", json!(format!("1-{}", "f".repeat(32)))), ann(), Some("revision")),
        ("a second revision", with(&real, "_rev", json!(format!("2-{hash}"))), ann(), Some("revision")),
        ("no revision", with(&real, "_rev", Json::Null), ann(), Some("revision")),
        ("grafted", with(&real, "_revisions", json!({ "start": 2, "ids": [hash, "f"] })), ann(), Some("revision")),
        ("its own start", with(&real, "_revisions", json!({ "start": 1, "ids": [hash] })), ann(), None),
        ("another document's", with(&real, "_id", json!(format!("e:ticket-02:{hash}"))), ann(), Some("form")),
        ("no form", with(&real, "_id", json!("hello")), ann(), Some("form")),
        ("late attachment", with(&real, "_attachments", json!({ "x": { "stub": true } })), ann(), Some("attachment")),
        ("in the future", forged(with(&real, "stamp", json!(late))), ann(), Some("future")),
        ("no stamp", forged(with(&real, "stamp", json!("now"))), ann(), Some("form")),
        ("a fraction", with(&real, "n", json!(1.5)), ann(), Some("form")),
        ("in another's name", forged(with(&real, "by", json!("bob"))), ann(), Some("author")),
        ("by nobody", real.clone(), json!({ "db": "desk", "name": null, "roles": [] }), Some("role")),
        ("by an auditor", real.clone(), user("ann", "auditor"), Some("role")),
        ("by another team", real.clone(), json!({ "name": "ann", "roles": ["other-manager"] }), Some("role")),
        ("by an agent for another", via("bob", "ann"), ann(), Some("author")),
        ("by a lead for another", via("bob", "ann"), user("ann", "lead"), None),
        ("in another lead's name", via("bob", "eve"), user("ann", "lead"), Some("author")),
        ("redacted by an agent", entry("ticket-01", "ann", &redacted), ann(), Some("role")),
        ("redacted by a lead", entry("ticket-01", "ann", &redacted), user("ann", "lead"), None),
        ("redacted as a text", entry("ticket-01", "ann", &json!(redacted.to_string())), ann(), Some("role")),
        ("a change that is none", entry("ticket-01", "ann", &json!("{")), ann(), Some("form")),
        ("bytes", blob.clone(), ann(), None),
        ("bytes without them", with(&blob, "_attachments", Json::Null), ann(), Some("attachment")),
        ("two files", with(&blob, "_attachments", json!({ "bytes": {}, "more": {} })), ann(), Some("attachment")),
        ("bytes by an auditor", blob.clone(), user("ann", "auditor"), Some("role")),
        ("the rules", json!({ "_id": "_design/shouwen" }), user("ann", "lead"), None),
    ];
    let cases: Vec<(Json, Json)> = table.iter().map(|(_, doc, user, _)| (doc.clone(), user.clone())).collect();
    for ((what, _, _, expected), verdict) in table.iter().zip(judged(&cases)) {
        assert_eq!(verdict.as_deref(), expected.map(|why| format!("shouwen:{why}")).as_deref(), "{what}");
    }
}

#[test]
fn a_role_does_what_it_may() {
    let set = |field: &str| json!({ "set": { "field": field, "value": "x" } });
    let opened = json!({ "opened": {} });
    let table: Vec<(&str, Json, &str)> = vec![
        ("ticket-01", set("a"), "agent"),
        ("customer-01", opened.clone(), "agent"),
        ("mapping-x", set("a"), "agent"),
        ("agent-ann", set("name"), "agent"),
        ("agent-ann", set("pin"), "agent"),
        ("agent-ann", set("absence"), "agent"),
        ("agent-ann", set("role"), "manager"),
        ("agent-bob", set("absence"), "lead"),
        ("agent-bob", set("name"), "manager"),
        ("agent-bob", opened.clone(), "manager"),
        ("clearing-ann-2026-11-20", set("handed"), "agent"),
        ("clearing-ann-2026-11-20", set("signed"), "lead"),
        ("clearing-bob-2026-11-20", set("handed"), "lead"),
        ("clearing-anna-2026-11-20", opened.clone(), "lead"),
        ("clearing-ann-b-2026-11-20", opened.clone(), "lead"),
        ("clearing-ann-2026", opened.clone(), "lead"),
        ("view-ann-01", set("name"), "agent"),
        ("view-ann-01", set("shared"), "lead"),
        ("view-anna-01", set("name"), "lead"),
        ("list-channels", set("item.x"), "lead"),
        ("import-01", opened.clone(), "lead"),
        ("kind-refund", set("body"), "manager"),
        ("kind-refund", json!({ "undone": { "what": [] } }), "manager"),
        ("agent-ann", json!({ "undone": { "what": [] } }), "manager"),
        ("list-channels", json!({ "undone": { "what": [] } }), "lead"),
        ("script-team.1", json!({ "undone": { "what": [] } }), "lead"),
        ("ticket-01", json!({ "undone": { "what": [] } }), "agent"),
        ("clearing-ann-2026-11-20", json!({ "undone": { "what": [] } }), "agent"),
        ("clearing-bob-2026-11-20", json!({ "undone": { "what": [] } }), "lead"),
        ("view-ann-01", json!({ "undone": { "what": [] } }), "agent"),
        ("question-01", json!({ "opened": { "kind": "", "number": "" } }), "lead"),
        ("question-01", json!({ "set": { "field": "ask", "value": "", "over": [] } }), "lead"),
        ("kind-refund", json!({ "redacted": { "what": [], "why": "" } }), "lead"),
    ];
    let roles = ["auditor", "agent", "lead", "manager"];
    let mut cases = Vec::new();
    for (document, change, _) in &table {
        cases.extend(roles.iter().map(|role| (entry(document, "ann", change), user("ann", role))));
    }
    let verdicts = judged(&cases);
    for (at, (document, change, least)) in table.iter().enumerate() {
        for (rank, role) in roles.iter().enumerate() {
            let may = rank >= roles.iter().position(|role| role == least).unwrap();
            let expected = (!may).then(|| "shouwen:role".to_owned());
            assert_eq!(verdicts[at * 4 + rank], expected, "{role}: {change} to {document}");
        }
    }
}

#[test]
fn rules_that_change_have_a_new_version() {
    assert_eq!((rules::VERSION, rules::digest().as_str()), (3, "3ac4cf95e140d5b5ed8e79c32edd9dc1"));
}
