//! Traps that others fell into, or that were found by running it against real servers: each is named after its place in
//! the list of them.

use serde_json::{Value as Json, json};
use shouwen::model::change::Known;
use shouwen::model::stamp::{Stamp, Writer};
use shouwen::sync::endpoint::Fault;
use shouwen::sync::outbox::Refusal;
use shouwen::sync::port::{Event, State};

use crate::common::{START, forged, note};
use crate::couch::{Chance, answer};
use crate::desk::State as Sent;
use crate::rules::{body, judged, user, with};
use crate::talk::{Office, ticket};

/// A real document of `ann`, with something altered by a forger.
fn altered(name: &str, value: Json) -> Json {
    with(&body(&note("real").encode().body), name, value)
}

/// Gives a desk the answer to what it asks for now.
fn reply(office: &mut Office, desk: usize, status: u16, body: &Json) {
    let id = office.desks[desk].flight.take().expect("a request").id;
    office.tell(desk, Event::Answer(id, answer(status, body)));
}

/// Does what is due until a desk asks for this.
fn until(office: &mut Office, desk: usize, path: &str) {
    for _ in 0..100 {
        if office.desks[desk].flight.as_ref().is_some_and(|request| request.path.ends_with(path)) {
            return;
        }
        let (now, chance) = (office.now, &mut office.chance);
        office.desks[desk].poke(&mut office.couch, now, 0, chance);
    }
    panic!("nobody asks for {path}");
}

#[test]
fn trap_01_a_second_branch_is_refused_though_the_rules_see_no_old_document() {
    let branch = altered("_rev", json!(format!("1-{}", "f".repeat(32))));
    let other = altered("by", json!("bob"));
    let cases = [(branch.clone(), user("ann", "agent")), (other.clone(), user("bob", "agent"))];
    let refused: Vec<String> = judged(&cases).into_iter().flatten().collect();
    assert_eq!(refused, ["shouwen:revision", "shouwen:hash"]);
    // A server without the rules lets the branch win. No desk takes it in.
    let mut office = Office::new();
    office.couch.force(other["_id"].as_str().unwrap(), other.clone());
    office.start(1);
    office.work(1);
    assert!(office.texts(1).is_empty());
    assert_eq!((office.desks[1].durable.quarantine.len(), office.desks[1].status.quarantined), (1, 1));
}

#[test]
fn trap_02_the_feed_repeats_and_mixes_and_its_positions_say_nothing() {
    let mut office = Office::new();
    office.start(0);
    for n in 0..6 {
        office.write(0, &n.to_string());
    }
    office.work(0);
    office.start(1);
    until(&mut office, 1, "_changes");
    let rows: Vec<Json> = office.couch.docs.iter().map(|(id, kept)| json!({ "id": id, "doc": kept.body })).collect();
    let twice: Vec<&Json> = rows.iter().rev().chain(&rows).collect();
    reply(&mut office, 1, 200, &json!({ "results": twice, "last_seq": "9-opaque;text/ü" }));
    let (now, chance) = (office.now, &mut office.chance);
    office.desks[1].transact(now, chance);
    assert_eq!(office.texts(1), ["0", "1", "2", "3", "4", "5"]);
    let query = office.desks[1].flight.clone().unwrap().query;
    assert!(query.contains(&("since", "9-opaque;text/ü".to_owned())), "{query:?}");
    reply(&mut office, 1, 200, &json!({ "results": rows, "last_seq": "8-earlier" }));
    office.desks[1].transact(now, &mut Chance::new(1));
    assert_eq!(office.texts(1).len(), 6, "a lost node replays");
    assert!(matches!(office.state(1), State::UpToDate { .. }));
}

#[test]
fn trap_03_a_wrong_password_is_never_tried_again_by_itself() {
    for (status, reason, fault) in [
        (401, "Name or password is incorrect.", State::NeedsLogin(Fault::LoginWrong)),
        (403, "Account is temporarily locked", State::NeedsLogin(Fault::AccountLocked)),
        (403, "You are not allowed", State::Refused(Fault::RoleMissing)),
    ] {
        let mut office = Office::new();
        office.start(0);
        office.work(0);
        office.couch.down = Some(answer(status, &json!({ "error": "x", "reason": reason })));
        office.write(0, "x");
        office.work(0);
        assert_eq!(office.state(0), fault);
        office.couch.down = None;
        let before = office.couch.asked.len();
        office.write(0, "y");
        office.tell(0, Event::Online(false));
        office.tell(0, Event::Online(true));
        office.tell(0, Event::Visible(false));
        office.tell(0, Event::Visible(true));
        office.tell(0, Event::Tick);
        office.pass(3_600);
        assert_eq!(office.couch.asked.len(), before, "{fault:?}");
        office.tell(0, Event::Login);
        office.work(0);
        assert!(matches!(office.state(0), State::UpToDate { .. }));
        assert_eq!(office.couch.docs.len(), 2, "nothing was lost meanwhile");
    }
}

#[test]
fn trap_04_no_cookie_and_no_header_of_our_own_is_needed() {
    let mut office = Office::new();
    office.write(0, "x");
    office.start(0);
    let mut asked = Vec::new();
    for _ in 0..100 {
        asked.extend(office.desks[0].flight.clone());
        let (now, chance) = (office.now, &mut office.chance);
        office.desks[0].poke(&mut office.couch, now, 0, chance);
    }
    // A request has a method, a path, a query and a body: whoever sends it has nothing to make a header of.
    let mut methods: Vec<(&str, bool)> =
        asked.iter().map(|request| (request.method, request.body.is_empty())).collect();
    methods.sort_unstable();
    methods.dedup();
    assert_eq!(methods, [("GET", true), ("POST", false), ("PUT", false)]);
    assert!(
        asked.iter().all(|request| request.path != "_session" || request.method == "GET"),
        "no cookie is asked for"
    );
}

#[test]
fn trap_05_a_row_that_was_refused_is_parked_and_shown_and_a_missing_row_means_success() {
    let mut office = Office::new();
    office.couch.refuses = "forbidden word";
    office.write(0, "one");
    office.write(0, "a forbidden word");
    office.write(0, "three");
    office.start(0);
    office.work(0);
    let states: Vec<&Sent> = office.desks[0].durable.outbox.iter().map(|row| &row.state).collect();
    let parked = Sent::Parked(Refusal::Other("forbidden: no such thing".into()));
    assert_eq!(states, [&Sent::Sent, &parked, &Sent::Sent]);
    let status = &office.desks[0].status;
    assert_eq!((status.waiting, status.parked), (0, 1));
    office.write(0, "four");
    let requests = office.asked("_bulk_docs");
    office.pass(600);
    assert_eq!(office.asked("_bulk_docs"), requests + 1, "it is not sent again by itself");
    office.couch.refuses = "nothing";
    let now = office.now;
    office.desks[0].retry(now, &mut Chance::new(1));
    office.work(0);
    assert_eq!((office.couch.docs.len(), office.desks[0].status.parked), (4, 0), "but when a person says so");
}

#[test]
fn trap_06_a_row_may_have_no_position() {
    let mut office = Office::new();
    office.write(0, "x");
    office.start(0);
    office.work(0);
    office.start(1);
    until(&mut office, 1, "_changes");
    let doc = office.couch.docs.values().next().unwrap().body.clone();
    let row = json!({ "seq": null, "id": doc["_id"], "changes": [{ "rev": doc["_rev"] }], "doc": doc });
    reply(&mut office, 1, 200, &json!({ "results": [row], "last_seq": "7-x", "pending": 0 }));
    assert!(matches!(&office.desks[1].todo[0], shouwen::sync::port::Action::Store { checkpoint, entries, .. }
        if checkpoint.since == "7-x" && entries.len() == 1));
}

#[test]
fn trap_07_what_was_purged_does_not_come_back() {
    let mut office = Office::new();
    for desk in 0..2 {
        office.start(desk);
        office.work(desk);
    }
    let secret = office.write(0, "the SECRET of a customer");
    office.write(0, "harmless");
    office.work(0);
    office.pass(70);
    assert_eq!(office.texts(1).len(), 2);
    let backup = office.couch.clone();
    let (now, redacted) = (office.now, Known::Redacted { what: vec![secret], why: "asked".into() });
    office.desks[1].write(&ticket(), "lea", redacted.into(), now, &mut Chance::new(1));
    office.pass(70);
    let is_secret = |body: &Json| body.to_string().contains("SECRET");
    office.couch.purge(is_secret);
    let sent = office.couch.asked.len();
    let again = |office: &mut Office| {
        for desk in 0..2 {
            let (now, chance) = (office.now, &mut office.chance);
            office.desks[desk].crash(now, chance);
        }
        office.pass(70);
    };
    again(&mut office);
    assert!(!office.couch.asked[sent..].iter().any(|(path, _)| path.ends_with("_bulk_docs")), "nothing is owed");
    // Even a server that lost everything gets own entries alone, and nothing of the content.
    office.couch = backup;
    office.couch.recreate();
    office.couch.asked.clear();
    again(&mut office);
    assert!(!office.couch.asked.iter().any(|(_, body)| body.contains("SECRET")));
    let authors: Vec<&Json> = office.couch.docs.values().map(|kept| &kept.body["device"]).collect();
    assert_eq!(authors.len(), 3, "each once, from the desk that wrote it: {authors:?}");
    assert!(office.couch.docs.values().all(|kept| kept.body.get("via").is_none()));
}

#[test]
fn trap_08_servers_with_numbers_for_positions_and_another_form_of_refusal_are_understood() {
    let mut office = Office::new();
    office.write(0, "x");
    office.write(0, "y");
    office.start(0);
    reply(&mut office, 0, 200, &json!({ "express-pouchdb": "Welcome!", "version": "4.2.0", "uuid": "u" }));
    reply(&mut office, 0, 200, &json!({ "userCtx": { "name": "ann", "roles": ["shouwen-agent"] } }));
    reply(&mut office, 0, 200, &json!({ "doc_count": 0, "update_seq": 0, "instance_start_time": "1" }));
    until(&mut office, 0, "_revs_diff");
    let asked: Json = serde_json::from_str(&office.desks[0].flight.clone().unwrap().body).unwrap();
    until(&mut office, 0, "_bulk_docs");
    // Its rules see the old document when the same is posted twice, by two tabs at once for example.
    let rows: Vec<Json> = asked
        .as_object()
        .unwrap()
        .keys()
        .map(|id| json!({ "status": 403, "name": "forbidden", "reason": "shouwen:changed", "error": true, "id": id }))
        .collect();
    let sent = office.desks[0].flight.clone().unwrap();
    let posted: Json = serde_json::from_str(&sent.body).unwrap();
    for doc in posted["docs"].as_array().unwrap() {
        office.couch.force(doc["_id"].as_str().unwrap(), doc.clone()); // the other tab's
    }
    reply(&mut office, 0, 201, &json!(rows));
    until(&mut office, 0, "_revs_diff");
    office.work(0);
    assert_eq!(office.desks[0].status.parked, 0, "it is there: nothing was refused");
    assert!(office.waiting(0).is_empty());
    office.write(0, "z");
    until(&mut office, 0, "_changes");
    reply(&mut office, 0, 200, &json!({ "results": [], "last_seq": 3 }));
    while !office.desks[0].todo.is_empty() {
        let (now, chance) = (office.now, &mut office.chance);
        office.desks[0].transact(now, chance);
    }
    assert_eq!(office.desks[0].machine.checkpoint().since, "3");
}

#[test]
fn trap_09_there_is_one_request_at_a_time() {
    let mut office = Office::new();
    office.start(0);
    office.work(0);
    for n in 0..20 {
        // `Desk::tell` fails when a second request is made while one is on its way.
        office.write(0, &n.to_string());
        office.tell(0, Event::Visible(n % 2 == 0));
        office.tell(0, Event::Tick);
        let (now, chance) = (office.now, &mut office.chance);
        office.desks[0].poke(&mut office.couch, now, 0, chance);
    }
    office.tell(0, Event::Visible(false));
    office.work(0);
    assert_eq!(office.desks[0].flight, None, "a page that nobody sees holds no connection");
    assert_eq!(office.couch.docs.len(), 20);
}

#[test]
fn trap_10_the_feed_is_never_filtered() {
    let mut office = Office::new();
    office.write(0, "x");
    office.start(0);
    let mut names = Vec::new();
    for _ in 0..100 {
        let query = office.desks[0].flight.iter().flat_map(|request| request.query.iter().map(|(name, _)| *name));
        names.extend(query);
        let (now, chance) = (office.now, &mut office.chance);
        office.desks[0].poke(&mut office.couch, now, 0, chance);
    }
    names.sort_unstable();
    names.dedup();
    let plain = ["descending", "endkey", "feed", "heartbeat", "include_docs", "limit", "since", "startkey"];
    assert_eq!(names, plain);
}

#[test]
fn trap_11_nothing_that_comes_in_stops_anything() {
    let day = 86_400_000;
    let far = Stamp { millis: START + 400 * day, counter: 0, writer: Writer::new(9, 9) };
    let mut office = Office::new();
    office.write(0, "good");
    office.start(0);
    office.work(0);
    let good = office.couch.docs.values().next().unwrap().body.clone();
    let from_the_future = forged(with(&good, "stamp", json!(far.to_string())));
    office.couch.force(from_the_future["_id"].as_str().unwrap(), from_the_future.clone());
    for (at, bad) in [
        json!({ "_id": "e:x", "_rev": "1-x" }),
        json!({ "_id": "e:ticket-01:00000000000000000000000000000000", "stamp": 7 }),
        forged(with(&good, "stamp", json!("yesterday"))),
        forged(with(&good, "change", json!(7))),
        forged(with(&good, "n", json!(-1))),
        with(&good, "n", json!(1e300)),
    ]
    .into_iter()
    .enumerate()
    {
        office.couch.force(&format!("e:ticket-01:bad{at}"), bad);
    }
    office.start(1);
    office.work(1);
    assert!(matches!(office.state(1), State::UpToDate { .. }), "{:?}", office.state(1));
    assert_eq!(office.texts(1), ["good", "good"]);
    assert_eq!(office.desks[1].durable.quarantine.len(), 6);
    assert!(office.desks[1].ahead > 300 * day, "it is told");
    let next = office.write(1, "mine");
    assert!(next.millis < START + day, "and does not drag our clock");
    office.work(1);
    assert_eq!(office.waiting(1).len(), 0);
    // Our own clock may be wrong by days: what we wrote waits for its time, and everything else goes on.
    office.desks[0].skew = 2 * day.cast_signed();
    office.write(0, "from the day after tomorrow");
    office.work(0);
    assert!(office.desks[0].status.skew.unwrap() < -day.cast_signed(), "it is noticed");
    assert_eq!((office.texts(0).len(), office.desks[0].status.held, office.desks[0].status.parked), (4, 1, 0));
    // Without the rules' clock nobody knows until when: it is shown.
    office.couch.ruled = false;
    let (now, chance) = (office.now, &mut office.chance);
    office.desks[0].crash(now, chance);
    office.work(0);
    assert_eq!(office.desks[0].durable.outbox[1].state, Sent::Parked(Refusal::Future));
    assert!(matches!(office.state(0), State::UpToDate { .. }));
}
