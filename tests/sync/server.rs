//! The same against a server that others wrote: express-pouchdb, which `.make/setup` installs, or a real CouchDB
//! (`SHOUWEN_COUCH`, see `.make/couch.mjs`; then with `--test-threads=1`). Where the first differs (positions are numbers, its
//! rules see old documents), CouchDB is followed.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use shouwen::model::agent::Role;
use shouwen::model::change::Known;
use shouwen::model::document::DocId;
use shouwen::model::value::Value;
use shouwen::sync::blob::{BYTES, Blob};
use shouwen::sync::endpoint::Fault;
use shouwen::sync::port::{Answer, Event, Request, State};
use shouwen::sync::rules::{self, Installed};

use crate::common::{forged, note};
use crate::couch::{Chance, Serve};
use crate::desk::{Desk, State as Sent, said};
use crate::rules::{body, with};
use crate::talk::ticket;

/// A server of our own, which ends with the test.
struct Real {
    process: Child,
    port: u16,
    passwords: BTreeMap<String, String>,
}

impl Drop for Real {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Real {
    /// A server with nothing but its manager.
    fn bare() -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/.make/couch.mjs");
        let mut process =
            Command::new("node").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("Node.js");
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().strip_prefix("listening ").and_then(|port| port.parse().ok());
        let port = port.expect("express-pouchdb starts: `.make/setup test` installs it");
        Self { process, port, passwords: [("admin".to_owned(), "admin".to_owned())].into() }
    }

    /// A server with a database, the rules, an agent and a lead.
    fn ready() -> Self {
        let mut real = Self::bare();
        real.furnish();
        real
    }

    fn furnish(&mut self) {
        self.create();
        for (name, role) in [("ann", Role::Agent), ("lea", Role::Lead), ("aud", Role::Auditor)] {
            let roles = [rules::role_name("shouwen", role)];
            let user = json!({ "name": name, "password": "secret", "roles": roles, "type": "user" });
            self.passwords.insert(name.into(), "secret".into());
            self.must("PUT", &format!("_users/org.couchdb.user:{name}"), &user);
        }
    }

    fn create(&self) {
        self.must("PUT", "desk", &Json::Null);
        self.must("PUT", "desk/_security", &rules::security("shouwen", None));
        self.must("PUT", "desk/_design/shouwen", &rules::design("shouwen", None));
    }

    /// Something the manager does, which must succeed.
    fn must(&self, method: &str, path: &str, body: &Json) {
        let (status, answer) = self.ask("admin", method, path, body);
        assert!(status < 300, "{method} {path}: {status} {answer}");
    }

    fn ask(&self, user: &str, method: &str, path: &str, body: &Json) -> (u16, Json) {
        let text = if body.is_null() { String::new() } else { body.to_string() };
        let (status, bytes) = self.http(user, method, path, &text);
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    fn http(&self, user: &str, method: &str, path: &str, body: &str) -> (u16, Vec<u8>) {
        let password = self.passwords.get(user).map_or("wrong", String::as_str);
        let login = base64(format!("{user}:{password}").as_bytes());
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let head = format!(
            "{method} /{path} HTTP/1.0\r\nHost: 127.0.0.1\r\nAuthorization: Basic {login}\r\nAccept: application/json\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
        assert!(!head.contains("transfer-encoding: chunked"), "{head}");
        let status = head.split_whitespace().nth(1).unwrap().parse().unwrap();
        (status, answer.split_off(end + 4))
    }
}

impl Serve for Real {
    fn answer(&mut self, request: &Request, user: &str, _: u64, _: &mut Chance) -> Answer {
        // Nothing is waited for here: what a long poll would bring later is asked for again.
        let query = request.query.iter().filter(|(name, _)| !matches!(*name, "feed" | "heartbeat"));
        let query: Vec<String> = query.map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        let path: Vec<String> = request.path.split('/').map(escaped).collect();
        let path = [path.join("/"), query.join("&")].join("?");
        let (status, bytes) = self.http(user, request.method, &path, &request.body);
        Answer { status, retry_after: None, body: String::from_utf8(bytes).unwrap() }
    }
}

fn escaped(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn base64(bytes: &[u8]) -> String {
    let hash = crate::common::hex_digest(bytes);
    let id = DocId::new("x-1");
    let blob = Blob { document: &id, hash: &hash, media: "a/b", size: bytes.len() as u64 };
    let doc = body(&blob.encode(Some(bytes)).body);
    doc["_attachments"][BYTES]["data"].as_str().unwrap().to_owned()
}

fn now() -> u64 {
    u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

/// Does what is due until a desk only waits for news, and has looked for them once more.
fn work(desk: &mut Desk, real: &mut Real) {
    let mut chance = Chance::new(3);
    for _ in 0..200 {
        let idle = desk.is_idle();
        if idle && desk.flight.is_none() {
            return;
        }
        desk.poke(real, now(), 0, &mut chance);
        if idle && desk.is_idle() {
            return;
        }
    }
    panic!("it never ends: {:?}", desk.status);
}

fn start(desk: &mut Desk) {
    desk.start(now(), &mut Chance::new(5));
}

fn write(desk: &mut Desk, change: Known) {
    let by = desk.name.clone();
    desk.write(&ticket(), &by, change.into(), now(), &mut Chance::new(5));
}

#[test]
fn a_real_server_refuses_every_forgery() {
    let real = Real::ready();
    let good = body(&note("hello").encode().body);
    let id = good["_id"].as_str().unwrap().to_owned();
    let hash = good["_rev"].as_str().unwrap()[2..].to_owned();
    let post = |user: &str, doc: &Json| {
        let (status, rows) = real.ask(user, "POST", "desk/_bulk_docs", &json!({ "new_edits": false, "docs": [doc] }));
        assert_eq!(status, 201, "{rows}");
        rows[0].clone()
    };
    assert_eq!(post("ann", &good), Json::Null, "the real one");
    let late = format!("{:012x}0000500000001111", now() + 11 * 60_000);
    let redacted = json!({ "redacted": { "what": [], "why": "x" } });
    let forgeries: Vec<(&str, &str, Json)> = vec![
        ("changed", "ann", with(&good, "n", json!(9))),
        ("a second branch", "ann", with(&good, "_rev", json!(format!("1-{}", "f".repeat(32))))),
        (
            "grafted",
            "ann",
            with(
                &with(&good, "_rev", json!(format!("2-{}", "e".repeat(32)))),
                "_revisions",
                json!({ "start": 2, "ids": ["e".repeat(32), hash] }),
            ),
        ),
        ("deleted", "ann", with(&with(&good, "_deleted", json!(true)), "_rev", json!(format!("1-{}", "d".repeat(32))))),
        ("other content", "ann", with(&forged(with(&good, "n", json!(5))), "n", json!(6))),
        ("in the future", "ann", forged(with(&good, "stamp", json!(late)))),
        ("another's name", "ann", forged(with(&good, "by", json!("bob")))),
        ("for another", "ann", forged(with(&with(&good, "by", json!("bob")), "via", json!("ann")))),
        ("wrong hash", "ann", with(&good, "_id", json!(format!("e:ticket-01:{}", "0".repeat(32))))),
        ("not allowed", "ann", forged(with(&good, "change", redacted.clone()))),
        ("not allowed, as a text", "ann", forged(with(&good, "change", json!(redacted.to_string())))),
        ("an auditor's", "aud", forged(with(&good, "by", json!("aud")))),
        ("no entry", "ann", json!({ "_id": "hello", "_rev": "1-a" })),
    ];
    for (what, user, doc) in forgeries {
        let row = post(user, &doc);
        // CouchDB does not write a revision again that it has: it answers nothing, and keeps what it had.
        assert!(row.get("error").is_some() || what == "changed", "{what}: {row}");
    }
    let path = format!("desk/{}", escaped(&id));
    let rev = format!("1-{hash}");
    let (status, _) = real.ask("ann", "PUT", &path, &with(&good, "n", json!(9)));
    assert!(status >= 400, "an update: {status}");
    let (status, _) = real.ask("ann", "DELETE", &format!("{path}?rev={rev}"), &Json::Null);
    assert!(status >= 400, "a deletion: {status}");
    let (status, _) = real.ask("ann", "PUT", &format!("{path}/late?rev={rev}"), &json!("bytes"));
    assert!(status >= 400, "a late attachment: {status}");
    let (status, _) = real.ask("ann", "PUT", "desk/_design/other", &json!({ "language": "javascript" }));
    assert!(status >= 400, "rules by an agent: {status}");
    let (_, kept) = real.ask("ann", "GET", &path, &Json::Null);
    assert_eq!(kept, good, "as it was");
    let (_, all) = real.ask("ann", "GET", "desk/_all_docs", &Json::Null);
    assert_eq!(all["total_rows"], json!(2), "the entry and the rules: {all}");
}

#[test]
fn two_desks_edit_the_same_ticket_through_a_real_server() {
    let mut real = Real::ready();
    let (mut ann, mut lea) = (Desk::new("ann", 1, 0), Desk::new("lea", 2, 0));
    let set = |text: &str| Known::Set { field: "subject".into(), value: Value::text(text), over: Vec::new() };
    write(&mut ann, set("by ann, offline 😀\u{0}"));
    write(&mut lea, set("by lea, offline"));
    for _ in 0..120 {
        write(&mut ann, Known::Promised { text: "会回复".into(), due: u64::MAX });
    }
    lea.write(&ticket(), "pack", said("of a pack"), now(), &mut Chance::new(1));
    for desk in [&mut ann, &mut lea] {
        start(desk);
        work(desk, &mut real);
    }
    work(&mut ann, &mut real);
    for desk in [&ann, &lea] {
        assert!(matches!(desk.status.state, State::UpToDate { .. }), "{:#?}", desk.status);
        assert_eq!(desk.status.rules, Some(Installed::Ours));
        assert!(desk.status.skew.unwrap().abs() < 2_000);
        assert!(desk.durable.outbox.iter().all(|row| row.state == Sent::Sent));
        assert!(desk.durable.quarantine.is_empty());
    }
    assert_eq!(ann.durable.documents, lea.durable.documents);
    assert_eq!(ann.durable.documents[&ticket()].log().len(), 123);
    assert_eq!(ann.fold(&ticket()).conflicts().collect::<Vec<_>>(), ["subject"]);

    // What a role may not do is parked, with the reason.
    write(&mut ann, Known::Redacted { what: Vec::new(), why: "x".into() });
    work(&mut ann, &mut real);
    assert_eq!(ann.status.parked, 1, "{:?}", ann.durable.outbox.last());
    let parked = &ann.durable.outbox.last().unwrap().state;
    assert_eq!(*parked, Sent::Parked(shouwen::sync::outbox::Refusal::Role));

    // The database is deleted and made anew.
    real.must("DELETE", "desk", &Json::Null);
    ann.crash(now(), &mut Chance::new(9));
    work(&mut ann, &mut real);
    assert_eq!(ann.status.state, State::Refused(Fault::DatabaseMissing));
    real.create();
    for desk in [&mut ann, &mut lea] {
        desk.crash(now(), &mut Chance::new(9));
        work(desk, &mut real);
        assert!(matches!(desk.status.state, State::UpToDate { .. }), "{:#?}", desk.status);
    }
    let (_, all) = real.ask("ann", "GET", "desk/_all_docs", &Json::Null);
    assert_eq!(all["total_rows"], json!(124), "all entries and the rules");

    // A wrong password stops it, the right one lets it go on.
    real.passwords.insert("ann".into(), "wrong".into());
    ann.crash(now(), &mut Chance::new(9));
    work(&mut ann, &mut real);
    assert_eq!(ann.status.state, State::NeedsLogin(Fault::LoginWrong));
    real.passwords.insert("ann".into(), "secret".into());
    ann.tell(Event::Login, now(), &mut Chance::new(9));
    work(&mut ann, &mut real);
    assert!(matches!(ann.status.state, State::UpToDate { .. }));
}

#[test]
fn a_server_killed_in_the_middle_of_sending_gets_the_rest_later() {
    let mut real = Real::ready();
    let mut ann = Desk::new("ann", 1, 0);
    for n in 0..150 {
        write(&mut ann, Known::Promised { text: n.to_string(), due: 0 });
    }
    start(&mut ann);
    let mut chance = Chance::new(3);
    while ann.durable.outbox.iter().all(|row| row.state == Sent::Waiting) {
        ann.poke(&mut real, now(), 0, &mut chance);
    }
    let sent = ann.durable.outbox.iter().filter(|row| row.state == Sent::Sent).count();
    assert!((1..150).contains(&sent), "{sent}");
    // It keeps everything in memory: another one begins with nothing.
    real = Real::ready();
    ann.crash(now(), &mut chance);
    work(&mut ann, &mut real);
    let (_, all) = real.ask("ann", "GET", "desk/_all_docs", &Json::Null);
    assert_eq!(all["total_rows"], json!(151));
    assert!(ann.durable.outbox.iter().all(|row| row.state == Sent::Sent));
}

#[test]
fn an_attachment_is_fetched_when_it_is_wanted() {
    let real = Real::ready();
    let bytes: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    let hash = shouwen::model::hex(&Sha256::digest(&bytes));
    let document = ticket();
    let blob = Blob { document: &document, hash: &hash, media: "image/png", size: bytes.len() as u64 };
    let doc = blob.encode(Some(&bytes));
    let docs = json!({ "new_edits": false, "docs": [body(&doc.body)] });
    assert_eq!(real.ask("ann", "POST", "desk/_bulk_docs", &docs), (201, json!([])));
    let path = format!("desk/{}/{BYTES}", escaped(&blob.encode(None).id));
    let (status, got) = real.http("lea", "GET", &path, "");
    assert_eq!(status, 200);
    assert!(blob.is(&got));
    let (_, feed) = real.ask("lea", "GET", "desk/_changes?include_docs=true", &Json::Null);
    assert!(feed.to_string().len() < 20_000, "the bytes do not come with the feed");
}
