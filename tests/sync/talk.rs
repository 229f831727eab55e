//! What the machine does with one server, step by step.

use std::collections::VecDeque;

use serde_json::json;
use shouwen::model::agent::Role;
use shouwen::model::document::DocId;
use shouwen::model::stamp::Stamp;
use shouwen::sync::endpoint::Fault;
use shouwen::sync::outbox::Refusal;
use shouwen::sync::port::{Answer, Event, State};
use shouwen::sync::rules::Installed;

use crate::common::START;
use crate::couch::{Chance, Couch, answer};
use crate::desk::{Desk, State as Sent, said};

/// One server, some desks, and the right time.
pub struct Office {
    pub couch: Couch,
    pub desks: VecDeque<Desk>,
    pub now: u64,
    pub chance: Chance,
}

pub fn ticket() -> DocId {
    DocId::new("ticket-01")
}

impl Office {
    /// An agent `ann` and a lead `lea`, both at rest.
    pub fn new() -> Self {
        let mut couch = Couch::new();
        couch.users = [("ann", Role::Agent), ("bob", Role::Agent), ("lea", Role::Lead), ("aud", Role::Auditor)]
            .map(|(name, role)| (name.to_owned(), role))
            .into();
        let desks = [Desk::new("ann", 1, 0), Desk::new("lea", 2, 0)].into();
        Self { couch, desks, now: START, chance: Chance::new(7) }
    }

    pub fn start(&mut self, desk: usize) {
        self.desks[desk].start(self.now, &mut self.chance);
    }

    pub fn tell(&mut self, desk: usize, event: Event) {
        self.desks[desk].tell(event, self.now, &mut self.chance);
    }

    pub fn write(&mut self, desk: usize, text: &str) -> Stamp {
        self.now += 1;
        let by = self.desks[desk].name.clone();
        self.desks[desk].write(&ticket(), &by, said(text), self.now, &mut self.chance)
    }

    /// Does what is due at a desk until it waits for news or for time to pass. Answers with how many requests it took.
    pub fn work(&mut self, desk: usize) -> usize {
        let before = self.couch.asked.len();
        for _ in 0..500 {
            let at = &self.desks[desk];
            let due = at.wake.is_some_and(|time| time <= at.local(self.now));
            if at.is_idle() && at.flight.is_none() && !due {
                break;
            }
            let polls = self.desks[desk].is_idle();
            self.now += 1;
            self.desks[desk].poke(&mut self.couch, self.now, 0, &mut self.chance);
            if polls && !due && self.desks[desk].is_idle() {
                break;
            }
        }
        assert!(self.desks[desk].is_idle(), "it never ends: {:?}", self.desks[desk].status);
        self.couch.asked.len() - before
    }

    /// Time goes by in steps of a second, and everybody does what is due.
    pub fn pass(&mut self, seconds: u64) -> usize {
        let before = self.couch.asked.len();
        for _ in 0..seconds {
            self.now += 1000;
            for desk in 0..self.desks.len() {
                self.work(desk);
            }
        }
        self.couch.asked.len() - before
    }

    pub fn state(&self, desk: usize) -> State {
        self.desks[desk].status.state.clone()
    }

    pub fn waiting(&self, desk: usize) -> Vec<u64> {
        let rows = &self.desks[desk].durable.outbox;
        rows.iter().filter(|row| row.state == Sent::Waiting).map(|row| row.key).collect()
    }

    pub fn texts(&self, desk: usize) -> Vec<String> {
        let log = self.desks[desk].durable.documents.get(&ticket());
        log.map_or(&[][..], |document| document.log())
            .iter()
            .map(|entry| serde_json::to_value(&entry.change).unwrap()["said"]["text"].as_str().unwrap().to_owned())
            .collect()
    }

    /// How many requests went to a path.
    pub fn asked(&self, path: &str) -> usize {
        self.couch.asked.iter().filter(|(asked, _)| asked.ends_with(path)).count()
    }
}

fn down(status: u16, reason: &str) -> Answer {
    answer(status, &json!({ "error": "x", "reason": reason }))
}

#[test]
fn two_desks_exchange_what_they_write() {
    let mut office = Office::new();
    for desk in 0..2 {
        office.write(desk, "before");
        office.start(desk);
        office.work(desk);
    }
    office.work(0);
    assert!(matches!(office.state(0), State::UpToDate { .. }), "{:?}", office.desks[0].status);
    office.write(1, "news");
    office.work(1);
    office.work(0);
    assert_eq!(office.texts(0), ["before", "before", "news"]);
    assert_eq!(office.texts(1), office.texts(0));
    assert_eq!(office.desks[0].status.rules, Some(Installed::Ours));
    assert_eq!(office.desks[1].status.role, Some(Role::Lead));
    assert!(office.waiting(0).is_empty() && office.waiting(1).is_empty());
}

#[test]
fn without_being_wanted_nothing_is_asked() {
    let mut office = Office::new();
    office.write(0, "x");
    office.tell(0, Event::Online(true));
    office.tell(0, Event::Login);
    office.tell(0, Event::Visible(true));
    assert_eq!(office.pass(100), 0);
    assert_eq!(office.state(0), State::Off);
    office.start(0);
    office.work(0);
    office.tell(0, Event::Stop);
    assert_eq!(office.desks[0].flight, None);
    assert_eq!(office.pass(100), 0);
    assert_eq!(office.state(0), State::Off);
}

#[test]
fn nothing_is_asked_while_nothing_happens() {
    let mut office = Office::new();
    office.write(0, "x");
    office.start(0);
    office.pass(120);
    let before = office.couch.asked.iter().filter(|(path, _)| !path.ends_with("_changes")).count();
    office.pass(600);
    let after = office.couch.asked.iter().filter(|(path, _)| !path.ends_with("_changes")).count();
    assert_eq!(before, after);
}

#[test]
fn a_batch_that_is_too_large_is_halved_and_one_that_stays_so_is_parked() {
    let mut office = Office::new();
    for n in 0..9 {
        office.write(0, &if n == 4 { "long ".repeat(900) } else { format!("note {n}") });
    }
    office.couch.largest = 2_000;
    office.start(0);
    office.work(0);
    assert_eq!(office.couch.docs.len(), 8);
    assert_eq!(office.desks[0].durable.outbox[4].state, Sent::Parked(Refusal::TooLarge));
    assert_eq!((office.desks[0].status.parked, office.desks[0].status.waiting), (1, 0));
    office.couch.largest = 100_000;
    let now = office.now;
    office.desks[0].retry(now, &mut Chance::new(1));
    office.work(0);
    assert_eq!(office.couch.docs.len(), 9);
    assert_eq!(office.desks[0].status.parked, 0);
}

#[test]
fn a_server_says_how_long_to_wait() {
    let mut office = Office::new();
    office.couch.down = Some(Answer { status: 429, retry_after: Some("40".into()), body: String::new() });
    office.start(0);
    office.work(0);
    assert_eq!(office.pass(38), 0);
    office.couch.down = None;
    assert!(office.pass(3) > 5);
    assert!(matches!(office.state(0), State::UpToDate { .. }));
}

#[test]
fn no_server_says_to_wait_longer_than_an_hour_nor_shorter_than_a_second() {
    let told = |text: &str| {
        let mut office = Office::new();
        office.desks.truncate(1);
        office.couch.down = Some(Answer { status: 503, retry_after: Some(text.into()), body: String::new() });
        office.start(0);
        office.work(0);
        office
    };
    for far in ["999999999", "18446744073709551615", "Fri, 31 Dec 2100 23:59:59 GMT"] {
        let mut office = told(far);
        assert_eq!(office.pass(3_590), 0, "{far}");
        office.couch.down = None;
        assert!(office.pass(20) > 5, "{far}: after an hour it asks again");
        assert!(matches!(office.state(0), State::UpToDate { .. }));
    }
    for near in ["0", "-5", "1e9", "Thu, 01 Jan 1970 00:00:00 GMT"] {
        let mut office = told(near);
        let asked = office.couch.asked.len();
        assert_eq!(office.work(0), 0, "{near}: not at once");
        office.pass(60);
        let again = office.couch.asked.len() - asked;
        assert!((2..=20).contains(&again), "{near}: {again} times in a minute");
    }
}

#[test]
fn a_server_says_until_when_to_wait() {
    // Two minutes from the start.
    let date = "Fri, 20 Nov 2026 02:02:00 GMT";
    let mut office = Office::new();
    office.couch.down = Some(Answer { status: 503, retry_after: Some(date.into()), body: String::new() });
    office.start(0);
    office.work(0);
    assert_eq!(office.pass(110), 0);
    office.couch.down = None;
    assert!(office.pass(20) > 5);
    assert!(matches!(office.state(0), State::UpToDate { .. }));
    // What is no date is no order: the usual rest.
    let mut office = Office::new();
    office.couch.down = Some(Answer { status: 503, retry_after: Some("Sun, 99 Nov 2026".into()), body: String::new() });
    office.start(0);
    office.work(0);
    office.couch.down = None;
    assert!(office.pass(30) > 5);
}

#[test]
fn the_longer_it_fails_the_longer_it_rests_until_the_network_is_back() {
    let mut office = Office::new();
    office.couch.down = Some(down(500, "x"));
    office.start(0);
    office.work(0);
    let first = office.pass(60);
    office.pass(2000);
    let later = office.pass(1200);
    assert!((3..=20).contains(&first), "{first} in the first minute");
    assert!((2..=20).contains(&later), "{later} in twenty minutes later on");
    assert_eq!(office.state(0), State::Refused(Fault::Server(500)));
    office.couch.down = None;
    office.tell(0, Event::Online(false));
    assert_eq!(office.state(0), State::Offline);
    assert_eq!(office.pass(400), 0);
    office.tell(0, Event::Online(true));
    office.work(0);
    assert!(matches!(office.state(0), State::UpToDate { .. }));
}

#[test]
fn what_the_server_took_too_few_of_is_asked_for_again() {
    let mut office = Office::new();
    office.write(0, "x");
    office.start(0);
    while office.desks[0].flight.as_ref().is_none_or(|request| !request.path.ends_with("_bulk_docs")) {
        let (now, chance) = (office.now, &mut office.chance);
        office.desks[0].poke(&mut office.couch, now, 0, chance);
    }
    let id = office.desks[0].flight.take().unwrap().id;
    office.tell(0, Event::Answer(id, answer(202, &json!([]))));
    office.work(0);
    assert_eq!(office.waiting(0), [1], "202 is no promise");
    office.pass(10);
    assert_eq!((office.waiting(0).len(), office.couch.docs.len()), (0, 1));
}

#[test]
fn thirty_seconds_of_silence_are_the_end() {
    let mut office = Office::new();
    office.start(0);
    office.work(0);
    let id = office.desks[0].flight.as_ref().unwrap().id;
    for _ in 0..4 {
        office.now += 29_000;
        office.tell(0, Event::Alive(id));
        office.tell(0, Event::Tick);
        assert_eq!(office.desks[0].flight.as_ref().map(|request| request.id), Some(id), "it showed itself");
    }
    office.now += 30_000;
    office.tell(0, Event::Tick);
    assert_eq!(office.desks[0].flight, None);
    assert_eq!(office.state(0), State::Offline);
    office.pass(5);
    assert!(matches!(office.state(0), State::UpToDate { .. }));
}

#[test]
fn a_hidden_page_sends_but_does_not_wait_for_news() {
    let mut office = Office::new();
    office.start(0);
    office.work(0);
    office.tell(0, Event::Visible(false));
    assert_eq!(office.desks[0].flight, None);
    office.write(0, "x");
    office.work(0);
    assert_eq!((office.couch.docs.len(), office.desks[0].flight.is_none()), (1, true));
    office.tell(0, Event::Visible(true));
    assert!(office.desks[0].flight.is_some());
}

#[test]
fn a_server_put_back_to_an_earlier_day_is_offered_everything_again() {
    let mut office = Office::new();
    office.write(0, "one");
    office.start(0);
    office.pass(70);
    let backup = office.couch.clone();
    office.write(0, "two");
    office.pass(70);
    office.write(0, "three");
    office.pass(5);
    assert_eq!(office.couch.docs.len(), 3);
    office.couch = backup;
    let (now, chance) = (office.now, &mut office.chance);
    office.desks[0].crash(now, chance);
    office.work(0);
    assert_eq!(office.couch.docs.len(), 3);
}

#[test]
fn what_was_taken_after_the_copy_is_offered_again() {
    let mut office = Office::new();
    office.start(0);
    office.start(1);
    office.write(0, "first");
    office.pass(70);
    office.write(0, "second");
    office.pass(2);
    let backup = office.couch.clone();
    office.write(0, "lost by the server");
    office.pass(2);
    assert_eq!(office.couch.locals, backup.locals, "the copy is as old as the backup");
    office.couch = backup;
    office.write(1, "by another, while we do not look");
    office.work(1);
    let (now, chance) = (office.now, &mut office.chance);
    office.desks[0].crash(now, chance);
    office.work(0);
    assert_eq!(office.couch.docs.len(), 4);
    assert_eq!(office.texts(0).len(), 4);
}

#[test]
fn a_database_made_anew_is_filled_again() {
    let mut office = Office::new();
    for desk in 0..2 {
        office.start(desk);
        office.write(desk, "x");
    }
    office.pass(5);
    office.couch.exists = false;
    office.desks[0].flight = None;
    office.start(0);
    office.pass(2);
    assert_eq!(office.state(0), State::Refused(Fault::DatabaseMissing));
    office.couch.exists = true;
    office.couch.recreate();
    for desk in 0..2 {
        let (now, chance) = (office.now, &mut office.chance);
        office.desks[desk].crash(now, chance);
    }
    office.pass(5);
    assert_eq!(office.couch.docs.len(), 2);
    assert!(office.waiting(0).is_empty());
}

#[test]
fn a_node_of_a_cluster_with_a_name_of_its_own_is_the_same_database() {
    let mut office = Office::new();
    office.write(0, "x");
    office.start(0);
    office.pass(70);
    let (pages, posts) = (office.asked("_all_docs"), office.asked("_revs_diff"));
    office.couch.uuid = "another node".into();
    let (now, chance) = (office.now, &mut office.chance);
    office.desks[0].crash(now, chance);
    office.work(0);
    assert_eq!((office.asked("_all_docs"), office.asked("_revs_diff")), (pages, posts), "it goes on where it was");
}

#[test]
fn what_another_database_took_is_offered_to_this_one_too() {
    let mut office = Office::new();
    office.start(0);
    office.pass(70);
    let first = office.couch.clone();
    office.couch.recreate();
    let (now, chance) = (office.now, &mut office.chance);
    office.desks[0].crash(now, chance);
    office.write(0, "x");
    office.pass(70);
    assert_eq!(office.couch.docs.len(), 1);
    office.couch = first;
    let (now, chance) = (office.now, &mut office.chance);
    office.desks[0].crash(now, chance);
    office.work(0);
    assert_eq!(office.couch.docs.len(), 1);
}

#[test]
fn the_copy_is_written_at_most_once_a_minute() {
    let mut office = Office::new();
    office.start(0);
    office.work(0);
    let before = office.asked("_local/desk-10000000");
    for _ in 0..300 {
        office.write(0, "x");
        office.pass(1);
    }
    let puts = office.asked("_local/desk-10000000") - before;
    assert!((4..=6).contains(&puts), "{puts} in five minutes");
}

#[test]
fn a_shared_computer_sends_each_under_their_own_login() {
    let mut office = Office::new();
    office.write(0, "mine");
    let now = office.now + 5;
    office.desks[0].write(&ticket(), "bob", said("bob's"), now, &mut Chance::new(1));
    office.start(0);
    office.work(0);
    assert_eq!(office.couch.docs.len(), 1);
    assert_eq!((office.desks[0].status.held, office.desks[0].status.waiting), (1, 1));
    assert!(matches!(office.state(0), State::UpToDate { .. }), "{:?}", office.state(0));
    office.desks[0].name = "bob".into();
    office.start(0);
    office.work(0);
    assert_eq!(office.couch.docs.len(), 2);
    assert!(office.couch.docs.values().all(|kept| kept.body.get("via").is_none()));
}

#[test]
fn a_lead_sends_for_others_and_says_so() {
    let mut office = Office::new();
    let now = office.now;
    office.desks[1].write(&ticket(), "ann", said("for ann"), now, &mut Chance::new(1));
    office.start(1);
    office.work(1);
    let body = &office.couch.docs.values().next().unwrap().body;
    assert_eq!((&body["by"], &body["via"]), (&json!("ann"), &json!("lea")));
}

#[test]
fn an_auditor_reads_and_sends_nothing() {
    let mut office = Office::new();
    office.write(1, "x");
    office.start(1);
    office.work(1);
    office.desks[0].name = "aud".into();
    office.write(0, "y");
    office.start(0);
    office.work(0);
    assert_eq!(office.couch.docs.len(), 1);
    assert_eq!(office.texts(0).len(), 2);
}

#[test]
fn what_is_stamped_far_ahead_waits_for_its_time() {
    let mut office = Office::new();
    office.desks[0].skew = 3_600_000;
    office.write(0, "in an hour");
    office.start(0);
    office.work(0);
    assert_eq!(office.desks[0].status.held, 1);
    assert!(office.desks[0].status.skew.unwrap().abs_diff(-3_600_000) < 100);
    office.pass(3_000);
    assert_eq!(office.couch.docs.len(), 0);
    office.pass(70);
    assert_eq!((office.couch.docs.len(), office.desks[0].status.held), (1, 0), "{:?}", office.desks[0].durable.outbox);
    assert!(matches!(office.desks[0].durable.outbox[0].state, Sent::Sent));
}

#[test]
fn each_fault_has_a_name() {
    let cases: [(Answer, State); 7] = [
        (down(401, "Name or password is incorrect."), State::NeedsLogin(Fault::LoginWrong)),
        (
            down(403, "Account is temporarily locked due to multiple authentication failures"),
            State::NeedsLogin(Fault::AccountLocked),
        ),
        (down(403, "You are not allowed to access this db."), State::Refused(Fault::RoleMissing)),
        (answer(200, &json!("<html>")), State::Refused(Fault::NotCouchDb)),
        (down(404, "no such page"), State::Refused(Fault::NotCouchDb)),
        (down(503, "x"), State::Refused(Fault::Server(503))),
        (down(418, "x"), State::Refused(Fault::NotCouchDb)),
    ];
    for (down, state) in cases {
        let mut office = Office::new();
        office.couch.down = Some(down.clone());
        office.start(0);
        office.work(0);
        assert_eq!(office.state(0), state, "{down:?}");
    }
    let mut office = Office::new();
    office.couch.exists = false;
    office.start(0);
    office.work(0);
    assert_eq!(office.state(0), State::Refused(Fault::DatabaseMissing));
    office.couch.exists = true;
    office.couch.ruled = false;
    office.pass(3);
    assert_eq!(office.desks[0].status.rules, Some(Installed::Missing));
    let mut office = Office::new();
    office.start(0);
    let id = office.desks[0].flight.take().unwrap().id;
    office.tell(0, Event::Failed(id, shouwen::sync::port::Failure::Cors));
    assert_eq!(office.state(0), State::Refused(Fault::Cors));
    office.pass(3);
    let id = office.desks[0].flight.take().unwrap().id;
    office.tell(0, Event::Failed(id, shouwen::sync::port::Failure::Cors));
    assert_eq!(office.state(0), State::Offline, "it was allowed before: the server is down behind its proxy");
    let mut office = Office::new();
    office.start(0);
    let session = json!({ "userCtx": { "name": "eve", "roles": [] } });
    for body in [json!({ "uuid": "x" }), session] {
        let id = office.desks[0].flight.take().unwrap().id;
        office.tell(0, Event::Answer(id, answer(200, &body)));
    }
    assert_eq!(office.state(0), State::NeedsLogin(Fault::OtherLogin("eve".into())));
}

#[test]
fn a_document_comes_whole_and_the_newest_first() {
    let mut office = Office::new();
    let ids = ["ticket-01", "ticket-02", "ticket-03", "customer-01", "list-a", "zone-a"].map(DocId::new);
    for id in &ids {
        for n in 0..5 {
            office.now += 1;
            let now = office.now;
            office.desks[0].write(id, "ann", said(&n.to_string()), now, &mut Chance::new(1));
        }
    }
    office.start(0);
    office.work(0);
    office.desks[1].page = Some(4);
    office.start(1);
    let mut order: Vec<DocId> = Vec::new();
    while !matches!(office.state(1), State::UpToDate { .. }) {
        let (now, chance) = (office.now, &mut office.chance);
        office.desks[1].poke(&mut office.couch, now, 0, chance);
        for (id, document) in &office.desks[1].durable.documents {
            assert_eq!(document.log().len(), 5, "half of {id}");
            if !order.contains(id) {
                order.push(id.clone());
            }
        }
    }
    let order: Vec<&str> = order.iter().map(DocId::as_str).collect();
    assert_eq!(order, ["list-a", "zone-a", "ticket-03", "ticket-02", "ticket-01", "customer-01"]);
    let pages: Vec<&(String, String)> =
        office.couch.asked.iter().filter(|(path, _)| path.ends_with("_all_docs")).collect();
    assert!(pages.len() > 8, "{}", pages.len());
}

#[test]
fn while_a_page_is_stored_the_next_one_is_on_its_way() {
    let mut office = Office::new();
    for n in 0..40 {
        let id = DocId::new(&format!("ticket-{n:02}"));
        office.desks[0].write(&id, "ann", said("x"), START + n, &mut Chance::new(1));
    }
    office.start(0);
    office.work(0);
    for fails in [false, true] {
        office.desks[1] = Desk::new("lea", 2, 0);
        office.desks[1].page = Some(4);
        office.desks[1].shaky = fails;
        office.start(1);
        let (mut ahead, mut steps) = (0, 0);
        while !matches!(office.state(1), State::UpToDate { .. }) {
            steps += 1;
            assert!(steps < 5_000, "it never ends");
            let is_page = office.desks[1].flight.as_ref().is_some_and(|request| request.path.ends_with("_all_docs"));
            office.now += 1_000 * u64::from(fails);
            let (now, chance, desk) = (office.now, &mut office.chance, &mut office.desks[1]);
            if is_page && !desk.todo.is_empty() {
                ahead += 1;
                desk.travel(&mut office.couch, now, 0, chance); // it comes before the last one is stored
                assert!(desk.flight.is_none(), "one page ahead, no more");
                desk.transact(now, chance);
            } else {
                desk.poke(&mut office.couch, now, 0, chance);
            }
        }
        assert!(ahead > 8, "{ahead}");
        assert_eq!(office.desks[1].durable.documents, office.desks[0].durable.documents);
    }
}

#[test]
fn what_is_missing_from_a_device_is_told() {
    let mut office = Office::new();
    for n in 0..4 {
        office.write(0, &n.to_string());
    }
    office.start(0);
    office.work(0);
    office.couch.purge(|body| body["n"] == json!(2));
    office.start(1);
    office.work(1);
    assert_eq!(office.desks[1].status.missing, 1);
    let checkpoint = &office.desks[1].durable.checkpoints[0];
    assert_eq!(checkpoint.devices["10000000"].by, "ann");
}
