//! Two desks and a server: what one writes the other has, whatever was written before they met.

use std::collections::VecDeque;

use shouwen::desk::sync::{Keeper, Remote, Signer, look};
use shouwen::desk::{Action, Desk};
use shouwen::model::agent::Role;
use shouwen::model::change::Known;
use shouwen::model::document::DocId;
use shouwen::model::value::Value;
use shouwen::store::Memory;
use shouwen::sync::machine::Machine;
use shouwen::sync::port::{Action as Do, Event, State, Status};

use crate::couch::{Chance, Couch, Serve};
use crate::help::{World, ids, run, stored, team};

/// A desk that syncs.
struct Synced {
    store: Memory,
    world: World,
    user: String,
    others: bool,
    machine: Machine,
    keeper: Keeper,
    status: Status,
    chance: Chance,
}

impl Synced {
    fn begin(desk: &Desk, store: &Memory, world: &World, user: &str) -> Self {
        if desk.remote().is_none() {
            let remote = Remote { address: "https://couch.example.org/shouwen".into(), ..Remote::default() };
            run(desk.set_remote(Some(&remote))).unwrap();
        }
        let joined = desk.remote().unwrap().joined;
        let keeper = run(Keeper::begin(desk, joined, false)).unwrap();
        Self {
            store: store.clone(),
            world: world.clone(),
            user: user.into(),
            others: true,
            machine: Machine::new(),
            keeper,
            status: Status::default(),
            chance: Chance::new(5),
        }
    }

    /// Works until both have the same, or nothing more can be done.
    fn work(&mut self, couch: &mut Couch, first: Event) {
        let mut events = VecDeque::from([first]);
        let mut rounds = 0;
        while let Some(event) = events.pop_front() {
            rounds += 1;
            assert!(rounds < 10_000, "it never ends");
            for action in self.machine.step(event, self.world.now.get(), self.chance.next()) {
                match action {
                    Do::Show(status) => self.status = status,
                    Do::Send(request) if request.query.iter().any(|(name, _)| *name == "feed") => {}
                    Do::Send(request) => {
                        let answer = couch.answer(&request, &self.user, self.world.now.get(), &mut self.chance);
                        events.push_back(Event::Answer(request.id, answer));
                    }
                    Do::Abort(_) | Do::Wake(_) => {}
                    other => events.extend(run(self.keeper.keep(other))),
                }
            }
            let has_all = matches!(self.status.state, State::UpToDate { .. } | State::Waiting(_));
            if events.is_empty() && has_all && self.keeper.is_joining() {
                let all = self.others && self.status.role >= Some(Role::Lead);
                events.push_back(run(self.keeper.join(&self.user, all)).unwrap());
            }
        }
    }

    fn start(&mut self, couch: &mut Couch) {
        let setup = self.keeper.setup(&Signer { user: self.user.clone(), others: self.others }, "shouwen");
        self.work(couch, Event::Start(setup));
    }

    /// Somebody else is at the desk: syncing begins anew under another login.
    fn sign(&mut self, couch: &mut Couch, signer: Signer) {
        (self.user, self.others) = (signer.user, signer.others);
        self.start(couch);
    }

    fn written(&mut self, couch: &mut Couch) {
        if let Some(event) = run(self.keeper.written()).unwrap() {
            self.work(couch, event);
        }
    }

    /// News from the server: what a long request would bring.
    fn news(&mut self, couch: &mut Couch) {
        self.work(couch, Event::Login);
    }

    /// All that is kept.
    fn documents(&self) -> String {
        stored(&self.store)
    }

    fn is_held_for(&self, user: &str) -> bool {
        self.status.held_for.get(user).is_some_and(|held| *held > 0)
    }

    fn is_settled(&self) -> bool {
        matches!(self.status.state, State::UpToDate { .. }) && self.status.waiting == 0
    }
}

fn couch(users: &[(&str, Role)]) -> Couch {
    let mut couch = Couch::new();
    couch.users = users.iter().map(|(name, role)| ((*name).to_owned(), *role)).collect();
    couch
}

fn subject(desk: &Desk, id: &DocId, text: &str) {
    let over = crate::help::doc(desk, id)
        .unwrap()
        .fold
        .registers
        .get("subject")
        .map(|r| r.live().iter().map(|l| l.stamp).collect());
    let change = Known::Set { field: "subject".into(), value: Value::text(text), over: over.unwrap_or_default() };
    run(desk.commit(Action::on("edited", id, vec![change]))).unwrap();
}

#[test]
fn a_desk_joins_and_a_new_device_has_all_of_it() {
    let team = team();
    let before = team.ticket("先写的");
    let mut server = couch(&[(&team.manager, Role::Manager), (&team.agent, Role::Agent)]);
    let mut first = Synced::begin(&team.desk, &team.store, &team.world, &team.manager);
    first.start(&mut server);
    assert!(first.is_settled(), "{:?}", first.status);
    let sent = server.docs.len();
    assert!(sent > 10, "all of it is there: {sent}");

    // A new device: nothing but an address and a login.
    let (world, store) = (World::new(99), Memory::new());
    let desk = world.open(&store);
    let mut second = Synced::begin(&desk, &store, &world, &team.agent);
    second.start(&mut server);
    assert!(second.is_settled(), "{:?}", second.status);
    assert_eq!(second.documents(), first.documents());
    assert_eq!(server.docs.len(), sent, "nothing is sent back");

    // What is written while it joins, by nobody yet, is not forgotten.
    let (world, store) = (World::new(77), Memory::new());
    let eager = world.open(&store);
    let mut third = Synced::begin(&eager, &store, &world, &team.agent);
    run(eager.add_customer("陈强", "先生", "13900139000", "")).unwrap();
    third.start(&mut server.clone());
    assert!(third.status.waiting > 0, "{:?}", third.status);

    // Both edit the same ticket while they do not see each other.
    run(desk.switch_to(&team.agent, "")).unwrap();
    subject(&team.desk, &before, "经理改的");
    subject(&desk, &before, "客服改的");
    second.written(&mut server);
    first.written(&mut server);
    second.news(&mut server);
    first.news(&mut server);
    assert_eq!(second.documents(), first.documents());
    let fold = crate::help::doc(&desk, &before).unwrap().fold.clone();
    assert_eq!(fold.registers["subject"].live().len(), 2, "both stand as a conflict");
    assert!(first.is_settled() && second.is_settled(), "{:?} {:?}", first.status, second.status);
    assert_eq!(server.docs.len(), sent + 2);
}

/// Sets a field over what this desk knows of it.
fn set(desk: &Desk, id: &DocId, field: &str, text: &str) {
    let fold = crate::help::doc(desk, id).unwrap().fold.clone();
    run(desk.commit(Action::on("edited", id, vec![fold.set(field, Value::text(text))]))).unwrap();
}

#[test]
fn what_two_people_disagree_about_is_told_wherever_it_is_read() {
    let team = team();
    let ticket = team.ticket("两个人都改");
    let (customer, _) = run(team.desk.add_customer("王丽", "女士", "13800138000", "")).unwrap();
    let mut server = couch(&[(&team.manager, Role::Manager), (&team.agent, Role::Agent)]);
    let mut first = Synced::begin(&team.desk, &team.store, &team.world, &team.manager);
    first.start(&mut server);
    let (world, store) = (World::new(99), Memory::new());
    let desk = world.open(&store);
    let mut second = Synced::begin(&desk, &store, &world, &team.agent);
    second.start(&mut server);
    run(desk.switch_to(&team.agent, "")).unwrap();
    assert_eq!((team.desk.torn(), desk.torn()), (Vec::new(), Vec::new()));
    for (desk, said) in [(&team.desk, "经理改的"), (&desk, "客服改的")] {
        set(desk, &ticket, "subject", said);
        set(desk, &customer, "note", said);
        run(desk.fetch(&[ticket.clone(), customer.clone()])).unwrap();
    }
    second.written(&mut server);
    first.written(&mut server);
    second.news(&mut server);
    first.news(&mut server);
    let torn = vec![customer.clone(), ticket.clone()];
    assert_eq!((team.desk.torn(), desk.torn()), (torn.clone(), torn.clone()));

    // A tab that never led, a start from the rows of pages, and a device that joins afterwards.
    assert_eq!(world.open(&store).torn(), torn);
    while run(team.desk.compact()).unwrap() {}
    assert_eq!(team.world.open(&team.store).torn(), torn);
    let (elsewhere, place) = (World::new(5), Memory::new());
    let late = elsewhere.open(&place);
    let mut third = Synced::begin(&late, &place, &elsewhere, &team.agent);
    third.start(&mut server);
    assert_eq!(late.torn(), torn);

    // Settled by one person, it is settled for all; undone, it stands again.
    set(&desk, &customer, "note", "就这样");
    assert_eq!(desk.torn(), std::slice::from_ref(&ticket));
    set(&desk, &ticket, "subject", "就这样");
    assert_eq!(desk.torn(), []);
    second.written(&mut server);
    third.news(&mut server);
    assert_eq!(late.torn(), []);
    run(desk.undo()).unwrap();
    run(desk.undo()).unwrap();
    second.written(&mut server);
    third.news(&mut server);
    assert_eq!((desk.torn(), late.torn()), (torn.clone(), torn));
}

#[test]
fn two_teams_that_were_one_become_one_again() {
    // The same pack on both, and work of each before they joined.
    let team = team();
    let mine = team.ticket("甲");
    let mut server = couch(&[(&team.manager, Role::Manager), (&team.lead, Role::Lead)]);
    let mut first = Synced::begin(&team.desk, &team.store, &team.world, &team.manager);
    first.start(&mut server);
    let (world, store) = (World::new(3), Memory::new());
    let desk = world.open(&store);
    run(desk.install(&crate::help::pack())).unwrap();
    let mut second = Synced::begin(&desk, &store, &world, &team.lead);
    let sent = server.docs.len();
    second.start(&mut server);
    assert!(crate::help::doc(&desk, &mine).is_some());
    assert_eq!(server.docs.len(), sent, "the pack's own entries are there already");
    assert_eq!(second.documents(), first.documents());
}

#[test]
fn what_was_written_is_sent_after_a_restart_and_what_was_refused_is_kept() {
    let team = team();
    let mut server = couch(&[(&team.manager, Role::Manager)]);
    let mut first = Synced::begin(&team.desk, &team.store, &team.world, &team.manager);
    first.start(&mut server);
    let sent = server.docs.len();
    server.refuses = "不收";
    let (good, bad) = (team.ticket("好的"), team.ticket("不收"));
    drop(first);

    // The tab is closed before anything is sent.
    let desk = team.world.open(&team.store);
    let mut again = Synced::begin(&desk, &team.store, &team.world, &team.manager);
    again.start(&mut server);
    assert!(server.docs.len() > sent);
    let parked = again.keeper.rows.parked();
    assert!(!parked.is_empty() && parked.iter().all(|one| one.document == bad), "{parked:?}");
    assert!(ids(&desk).contains(&good));
    assert_eq!(again.status.parked, parked.len());

    server.refuses = "\u{0}never";
    let event = run(again.keeper.retry()).unwrap();
    again.work(&mut server, event);
    assert_eq!((again.status.parked, again.status.waiting), (0, 0), "{:?}", again.status);

    // A database made anew is given all of it again, once.
    let all = server.docs.len();
    server.recreate();
    again.news(&mut server);
    assert!(again.is_settled(), "{:?}", again.status);
    assert_eq!(server.docs.len(), all);
}

#[test]
fn nothing_is_marked_while_nobody_wants_to_sync() {
    use shouwen::store::Store;
    let team = team();
    team.ticket("一");
    assert_eq!(run(team.store.outbox(None, 9)).unwrap(), []);
}

#[test]
fn what_a_colleague_removes_for_good_is_gone_here_too() {
    let team = team();
    let (id, same) = (team.ticket("门锁坏了"), team.ticket("另一件"));
    let attach = |id: &DocId, bytes: &[u8]| {
        run(team.desk.attach(id, "", "a.txt", "text/plain", bytes.to_vec())).unwrap();
        crate::help::doc(&team.desk, id).unwrap().fold.attachments.last().unwrap().clone()
    };
    let (secret, shared) = (attach(&id, b"secret"), attach(&id, b"shared"));
    attach(&same, b"shared");
    let mut server = couch(&[(&team.manager, Role::Manager), (&team.agent, Role::Agent)]);
    let mut first = Synced::begin(&team.desk, &team.store, &team.world, &team.manager);
    first.start(&mut server);
    let (world, store) = (World::new(99), Memory::new());
    let desk = world.open(&store);
    let mut second = Synced::begin(&desk, &store, &world, &team.agent);
    second.start(&mut server);
    // Somebody has looked at both there.
    run(desk.keep_file(&secret.hash, b"secret")).unwrap();
    run(desk.keep_file(&shared.hash, b"shared")).unwrap();

    run(team.desk.redact(&id, vec![secret.stamp, shared.stamp], "客户要求")).unwrap();
    first.written(&mut server);
    second.news(&mut server);
    assert_eq!(second.documents(), first.documents());
    assert_eq!(run(desk.file(&secret.hash)).unwrap(), None, "its bytes are gone");
    assert_eq!(run(desk.file(&shared.hash)).unwrap().as_deref(), Some(&b"shared"[..]), "another ticket has it");
}

#[test]
fn a_tab_that_has_not_heard_of_syncing_marks_what_it_writes() {
    use shouwen::store::Store;
    let team = team();
    let other = team.world.open(&team.store);
    let mut server = couch(&[(&team.manager, Role::Manager)]);
    let mut first = Synced::begin(&team.desk, &team.store, &team.world, &team.manager);
    first.start(&mut server);
    let sent = server.docs.len();
    assert!(other.remote().is_none(), "it does not know");
    let new = shouwen::desk::NewTicket { kind: "test.case".into(), text: "旧标签页".into(), ..Default::default() };
    let (id, _) = run(other.open_ticket(new)).unwrap();
    first.written(&mut server);
    assert!(first.is_settled() && server.docs.len() > sent, "{:?}", first.status);
    assert!(server.docs.keys().any(|key| key.contains(id.as_str())));
    // And the other way about: one that believes in syncing after it has ended.
    run(team.desk.set_remote(None)).unwrap();
    let believing = team.world.open(&team.store);
    run(team.desk.set_remote(Some(&Remote::default()))).unwrap();
    run(believing.set_remote(None)).unwrap();
    assert!(team.desk.remote().is_some(), "it has not heard");
    team.ticket("没人要同步了");
    assert_eq!(run(team.store.outbox(None, 9)).unwrap(), []);
}

#[test]
fn a_tab_frozen_while_it_numbers_writes_nothing_once_another_leads() {
    use shouwen::store::Store;
    use shouwen::store::outbox::lines;
    let team = team();
    let mut server = couch(&[(&team.manager, Role::Manager)]);
    let mut first = Synced::begin(&team.desk, &team.store, &team.world, &team.manager);
    first.start(&mut server);
    team.ticket("冻结前写的");
    // It has read the mark, and is frozen before it has made rows of it.
    let marks = run(team.store.outbox(None, 9)).unwrap();
    let (key, text) = marks.into_iter().find(|(key, _)| key.starts_with("mark-")).unwrap();
    let other = team.world.open(&team.store);
    let mut second = Synced::begin(&other, &team.store, &team.world, &team.manager);
    let all = || run(team.store.outbox(None, 99)).unwrap();
    let before = all();
    // It wakes.
    let late = run(first.keeper.rows.add(&team.desk, lines(&text).collect(), vec![(key, None)]));
    assert!(late.is_err_and(|error| error.is_superseded()));
    assert_eq!(all(), before, "no entry is numbered twice");
    assert!(!first.keeper.is_over());
    let news = first.keeper.keep(Do::Mark {
        sent: vec![1],
        parked: Vec::new(),
        checkpoint: first.machine.checkpoint().clone(),
    });
    assert!(run(news).is_none() && first.keeper.is_over(), "and knows that it leads no more");
    assert_eq!(all(), before);
    // The new lead sends all of it, once.
    let sent = server.docs.len();
    second.start(&mut server);
    assert!(second.is_settled(), "{:?}", second.status);
    let new = lines(&text).map(|(_, stamps)| stamps.len()).sum::<usize>();
    assert_eq!(server.docs.len(), sent + new);
}

#[test]
fn who_leads_writes_nothing_once_syncing_is_over() {
    use shouwen::store::Store;
    let team = team();
    let mut server = couch(&[(&team.manager, Role::Manager)]);
    let mut lead = Synced::begin(&team.desk, &team.store, &team.world, &team.manager);
    lead.start(&mut server);
    run(team.desk.set_remote(None)).unwrap();
    let checkpoint = lead.machine.checkpoint().clone();
    let late = lead.keeper.keep(Do::Mark { sent: vec![1], parked: Vec::new(), checkpoint });
    assert!(run(late).is_none() && lead.keeper.is_over());
    assert_eq!(run(team.store.outbox(None, 9)).unwrap(), [], "nothing is left of it");
}

#[test]
fn who_signs_is_who_is_at_the_desk_or_whom_the_desk_has_agreed_on() {
    let logins = ["ann", "lea"].map(|user| (user.to_owned(), String::new())).into();
    let mut remote = Remote { logins, ..Remote::default() };
    let of = |remote: &Remote, me: &str| remote.signer(me).map(|signer| (signer.user, signer.others));
    assert_eq!(of(&remote, "lea"), Some(("lea".into(), true)));
    assert_eq!(of(&remote, "bob"), Some(("ann".into(), false)), "to read, and for what ann wrote");
    remote.agreed = "lea".into();
    assert_eq!(of(&remote, "bob"), Some(("lea".into(), true)));
    assert_eq!(of(&remote, "ann"), Some(("ann".into(), true)), "who has a login uses it");
    remote.agreed = "eve".into();
    assert_eq!(of(&remote, ""), Some(("ann".into(), false)), "whose login is kept here no more");
    assert_eq!(of(&Remote::default(), "bob"), None);
}

#[test]
fn what_somebody_without_a_login_writes_waits_for_them() {
    let team = team();
    let people = [(&*team.manager, Role::Manager), (&team.lead, Role::Lead), (&team.agent, Role::Agent)];
    let mut server = couch(&people);
    let mut desk = Synced::begin(&team.desk, &team.store, &team.world, &team.manager);
    desk.start(&mut server);
    let sent = server.docs.len();

    // An agent without a login sits down: a lead's login is kept here, but nobody has agreed that it sends for others.
    team.sit(&team.agent);
    let signed = |user: &str, others| Signer { user: user.to_owned(), others };
    desk.sign(&mut server, signed(&team.lead, false));
    let id = team.ticket("阳台渗水");
    run(team.desk.attach(&id, "", "a.txt", "text/plain", b"photo".to_vec())).unwrap();
    desk.written(&mut server);
    assert_eq!(server.docs.len(), sent, "not a document, and no photo, under the lead's name");
    assert!(desk.is_held_for(&team.agent), "{:?}", desk.status);
    assert_eq!(desk.status.held_for.len(), 1);
    assert_eq!(desk.status.held, desk.status.waiting);

    // Any tab can tell what waits, without writing anything.
    let seen = || {
        let (rows, checkpoint) = run(look(&team.world.open(&team.store), 50)).unwrap();
        (rows.counts().0, rows.waiting(9, &checkpoint.unproven))
    };
    let (count, documents) = seen();
    assert_eq!(documents, vec![id.clone()]);
    run(team.desk.say(&id, shouwen::model::change::How::Note, "还没有行", 0)).unwrap();
    assert_eq!(seen(), (count + 1, vec![id.clone()]), "marks count too");

    // A lead's own login sends for others, without beginning anew once the lead is seen to be at the desk.
    let (asked, before) = (server.asked.len(), server.docs.len());
    run(team.desk.say(&id, shouwen::model::change::How::Note, "组长坐下", 0)).unwrap();
    let mut held = server.clone();
    desk.work(&mut held, Event::Others);
    desk.written(&mut held);
    assert!(held.docs.len() > before && desk.status.held_for.is_empty(), "{:?}", desk.status);
    let begins = |(one, other): &(String, String)| [one, other].iter().any(|text| text.ends_with("_session"));
    assert!(!held.asked[asked..].iter().any(begins));
}

#[test]
fn who_logs_in_sends_what_they_wrote_before() {
    let team = team();
    let people = [(&*team.manager, Role::Manager), (&team.lead, Role::Lead), (&team.agent, Role::Agent)];
    let mut server = couch(&people);
    let mut desk = Synced::begin(&team.desk, &team.store, &team.world, &team.manager);
    desk.start(&mut server);
    team.sit(&team.agent);
    let signed = |user: &str, others| Signer { user: user.to_owned(), others };
    desk.sign(&mut server, signed(&team.lead, false));
    let id = team.ticket("阳台渗水");
    run(team.desk.attach(&id, "", "a.txt", "text/plain", b"photo".to_vec())).unwrap();
    run(team.desk.say(&id, shouwen::model::change::How::Note, "还没有行", 0)).unwrap();
    desk.written(&mut server);
    let waiting = desk.status.waiting;

    // They log in: it goes out under their own.
    desk.sign(&mut server, signed(&team.agent, true));
    desk.written(&mut server);
    assert!(desk.is_settled() && desk.status.held_for.is_empty(), "{:?}", desk.status);
    let all: Vec<&serde_json::Value> = server.docs.values().map(|kept| &kept.body).collect();
    let theirs = |doc: &&&serde_json::Value| doc["by"] == *team.agent && doc.get("via").is_none();
    assert_eq!(all.iter().filter(theirs).count(), waiting - 1, "all but the photo");
}

#[test]
fn what_was_written_under_another_id_before_joining_waits_for_a_lead() {
    // A desk of one person, before there was a server.
    let (world, store) = (World::new(3), Memory::new());
    let desk = world.open(&store);
    let alone = shouwen::desk::NewAgent { name: "单机".into(), number: "M09".into(), ..Default::default() };
    let before = run(desk.add_agent(alone)).unwrap().0;
    let mut server = couch(&[("ann", Role::Agent), ("lea", Role::Lead)]);
    let mut joined = Synced::begin(&desk, &store, &world, "ann");
    joined.start(&mut server);
    assert_eq!(server.docs.len(), 0, "an agent sends nobody else's");
    assert!(joined.is_held_for(&before), "{:?}", joined.status);
    assert!(!joined.keeper.is_joining());
    joined.sign(&mut server, Signer { user: "lea".into(), others: true });
    assert!(joined.is_settled(), "{:?}", joined.status);
    assert!(!server.docs.is_empty());
    assert!(server.docs.values().all(|kept| kept.body["by"] == *before && kept.body["via"] == "lea"));
}

#[test]
fn an_attachment_waits_with_its_entry_and_goes_out_behind_it() {
    let team = team();
    let mut server = couch(&[(&team.manager, Role::Manager)]);
    let mut first = Synced::begin(&team.desk, &team.store, &team.world, &team.manager);
    first.start(&mut server);
    let id = team.ticket("阳台渗水");
    let attach = |bytes: &[u8]| {
        run(team.desk.attach(&id, "", "a.jpg", "image/jpeg", bytes.to_vec())).unwrap();
        crate::help::doc(&team.desk, &id).unwrap().fold.attachments.last().unwrap().clone()
    };
    let (photo, secret) = (attach(b"photo"), attach(b"secret"));
    let entries = crate::help::doc(&team.desk, &id).unwrap().document.log().len();
    drop(first);
    // The browser is closed and opened: rows are made of the marks, the files among them.
    let desk = team.world.open(&team.store);
    let mut again = Synced::begin(&desk, &team.store, &team.world, &team.manager);
    assert_eq!(again.keeper.rows.counts(), (entries + 2, 0), "two files wait beside their entries");
    let (rows, checkpoint) = run(look(&desk, 50)).unwrap();
    assert_eq!(rows.waiting(9, &checkpoint.unproven), vec![id.clone()], "one ticket, named once");
    // What is removed for good meanwhile is not sent.
    run(desk.redact(&id, vec![secret.stamp], "客户要求")).unwrap();
    again.start(&mut server);
    again.written(&mut server);
    assert!(again.is_settled(), "{:?}", again.status);
    let sent: Vec<&String> = server.docs.keys().filter(|key| key.starts_with("b:")).collect();
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert!(server.docs.values().any(|kept| kept.body.to_string().contains(&photo.hash)));
}
