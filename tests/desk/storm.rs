//! Whole desks, each with its store, over a network that loses and repeats, with crashes at any moment and a server that
//! forgets: in the end all stores hold the same, and nothing waits.

use std::collections::VecDeque;

use proptest::prelude::*;
use shouwen::desk::sync::{Keeper, Remote, Signer};
use shouwen::desk::{Action, Desk};
use shouwen::model::agent::Role;
use shouwen::model::change::{How, Known};
use shouwen::model::document::DocId;
use shouwen::store::Memory;
use shouwen::sync::machine::Machine;
use shouwen::sync::port::{Action as Do, Event, Failure, Request, State, Status};

use crate::couch::{Chance, Couch, Serve};
use crate::help::{NOW, World, run, stored, team};

const HOUR: u64 = 3_600_000;

#[derive(Clone, Debug)]
enum Op {
    Write(usize, u8),
    Work(usize, u8),
    Crash(usize),
    Wait(u32),
    Recreate,
    Backup,
    Restore,
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        6 => (0..3usize, 0..4u8).prop_map(|(at, what)| Op::Write(at, what)),
        12 => (0..3usize, 1..60u8).prop_map(|(at, times)| Op::Work(at, times)),
        3 => (0..3usize).prop_map(Op::Crash),
        2 => (0..200_000u32).prop_map(Op::Wait),
        1 => Just(Op::Recreate),
        1 => Just(Op::Backup),
        1 => Just(Op::Restore),
    ]
}

/// A device: what is durable is its store.
struct Device {
    user: String,
    world: World,
    skew: i64,
    store: Memory,
    desk: Desk,
    machine: Machine,
    keeper: Keeper,
    status: Status,
    events: VecDeque<Event>,
    flight: Option<Request>,
    wake: Option<u64>,
    chance: Chance,
}

impl Device {
    fn new(user: &str, world: World, store: Memory, skew: i64, seed: u64) -> Self {
        world.now.set(NOW.saturating_add_signed(skew));
        let desk = world.open(&store);
        let remote = Remote { address: "https://couch.example.org/shouwen".into(), ..Remote::default() };
        run(desk.set_remote(Some(&remote))).unwrap();
        let keeper = run(Keeper::begin(&desk, false, false)).unwrap();
        let mut device = Self {
            user: user.into(),
            world,
            skew,
            store,
            desk,
            machine: Machine::new(),
            keeper,
            status: Status::default(),
            events: VecDeque::new(),
            flight: None,
            wake: None,
            chance: Chance::new(seed),
        };
        device.begin();
        device
    }

    fn begin(&mut self) {
        self.events =
            [Event::Start(self.keeper.setup(&Signer { user: self.user.clone(), others: true }, "shouwen"))].into();
    }

    /// All but the store is gone, and the app is opened again.
    fn crash(&mut self) {
        self.desk = self.world.open(&self.store);
        self.keeper = run(Keeper::begin(&self.desk, self.desk.remote().unwrap().joined, false)).unwrap();
        self.machine = Machine::new();
        (self.flight, self.wake) = (None, None);
        self.begin();
    }

    fn write(&mut self, what: u8, others: &[DocId]) -> Option<DocId> {
        if self.desk.me().is_none() {
            run(self.desk.switch_to(&self.user, "")).ok()?;
        }
        let known = others.get(usize::from(what)).filter(|id| crate::help::doc(&self.desk, id).is_some());
        let new = self.desk.mint("ticket");
        let changes = if let Some(id) = known {
            let said = Known::Said { how: How::Note, text: "长".repeat(usize::from(what) * 200), minutes: 0 };
            vec![said, crate::help::doc(&self.desk, id)?.fold.set("subject", self.user.as_str().into())]
        } else {
            vec![Known::Opened { kind: "test.case".into(), number: String::new(), at: None }]
        };
        let id = known.unwrap_or(&new);
        run(self.desk.commit(Action::on("written", id, changes))).unwrap();
        self.events.extend(run(self.keeper.written()).unwrap());
        known.is_none().then_some(new)
    }

    fn is_idle(&self) -> bool {
        let polls = |request: &Request| request.query.iter().any(|(name, _)| *name == "feed");
        self.events.is_empty() && self.flight.as_ref().is_none_or(polls)
    }

    /// One thing that is due; one time in `bad` the network fails.
    fn poke(&mut self, couch: &mut Couch, now: u64, bad: u64) {
        let local = now.saturating_add_signed(self.skew);
        self.world.now.set(local);
        let has_all = matches!(self.status.state, State::UpToDate { .. } | State::Waiting(_));
        if let Some(event) = self.events.pop_front() {
            self.step(event, bad);
        } else if has_all && self.keeper.is_joining() {
            let all = self.status.role >= Some(Role::Lead);
            self.events.push_back(run(self.keeper.join(&self.user, all)).unwrap());
        } else if self.wake.is_some_and(|at| at <= local) {
            self.wake = None;
            self.events.push_back(Event::Tick);
        } else if let Some(request) = self.flight.take() {
            let lost = Event::Failed(request.id, Failure::Lost);
            if self.chance.one_in(bad) {
                return self.events.push_back(lost);
            }
            let answer = couch.answer(&request, &self.user, now, &mut self.chance);
            if self.chance.one_in(bad) {
                return self.events.push_back(lost);
            }
            let polls = request.query.iter().any(|(name, _)| *name == "feed");
            if polls && answer.status == 200 && answer.body.contains("\"results\":[]") {
                self.events.push_back(Event::Alive(request.id));
                self.flight = Some(request);
                return self.heartbeat();
            }
            self.events.push_back(Event::Answer(request.id, answer));
        }
    }

    /// A heartbeat is nothing that is due.
    fn heartbeat(&mut self) {
        if let Some(event) = self.events.pop_front() {
            self.step(event, 0);
        }
    }

    fn step(&mut self, event: Event, bad: u64) {
        for action in self.machine.step(event, self.world.now.get(), self.chance.next()) {
            match action {
                Do::Show(status) => self.status = status,
                Do::Send(request) => self.flight = Some(request),
                Do::Abort(id) => self.flight = self.flight.take().filter(|request| request.id != id),
                Do::Wake(at) => self.wake = Some(at),
                // The app is killed before this is written.
                _ if self.chance.one_in(bad * 10) => return self.crash(),
                other => self.events.extend(run(self.keeper.keep(other))),
            }
        }
    }
}

fn settle(devices: &mut [Device], couch: &mut Couch, now: &mut u64) {
    let mut quiet = 0;
    for _ in 0..60 {
        let mut steps = 0;
        loop {
            for device in devices.iter_mut() {
                device.poke(couch, *now, 0);
            }
            steps += 1;
            assert!(steps < 20_000, "it never ends: {:?}", devices[0].status);
            if devices.iter().all(|device| device.is_idle() && !device.keeper.is_joining()) {
                break;
            }
            if devices.iter().all(Device::is_idle) && steps % 50 == 0 {
                break;
            }
        }
        let waits = devices.iter().any(|device| device.keeper.is_joining() || device.keeper.rows.counts().0 > 0);
        quiet = if waits { 0 } else { quiet + 1 };
        if quiet == 3 {
            return;
        }
        *now += HOUR / 4;
    }
    let left: Vec<_> = devices.iter().map(|device| (&device.status, device.keeper.rows.counts())).collect();
    panic!("still waiting: {left:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whole_desks_are_equal_in_the_end(
        skews in prop::collection::vec(-5..=5i64, 3),
        seed: u64,
        ops in prop::collection::vec(op(), 1..50),
    ) {
        let team = team();
        let first = team.ticket("先写的");
        let mut couch = Couch::new();
        let roles = [(&team.manager, Role::Manager), (&team.agent, Role::Agent), (&team.lead, Role::Lead)];
        couch.users = roles.iter().map(|(name, role)| ((*name).clone(), *role)).collect();
        couch.odd = 6;
        couch.largest = 40_000;
        let mut backup = couch.clone();
        let mut now = NOW;
        let hours = HOUR.cast_signed();
        let mut devices: Vec<Device> = roles.iter().enumerate().map(|(at, (user, _))| {
            let (world, store) = if at == 0 { (team.world.clone(), team.store.clone()) } else { (World::new(at as u128 + 50), Memory::new()) };
            Device::new(user, world, store, skews[at] * hours, seed ^ at as u64)
        }).collect();
        let mut tickets = vec![first];
        for op in &ops {
            now += 10;
            match *op {
                Op::Write(at, what) => {
                    devices[at].world.now.set(now.saturating_add_signed(devices[at].skew));
                    tickets.extend(devices[at].write(what, &tickets));
                }
                Op::Work(at, times) => for _ in 0..times {
                    now += 5;
                    devices[at].poke(&mut couch, now, 12);
                },
                Op::Crash(at) => devices[at].crash(),
                Op::Wait(millis) => now += u64::from(millis),
                Op::Recreate => couch.recreate(),
                Op::Backup => backup = couch.clone(),
                Op::Restore => couch = backup.clone(),
            }
        }
        couch.odd = 0;
        devices.iter_mut().for_each(Device::crash);
        settle(&mut devices, &mut couch, &mut now);
        // Where the server's clock did not answer, what was stamped ahead is parked: somebody tries it again.
        for device in &mut devices {
            device.crash();
            let event = run(device.keeper.retry()).unwrap();
            device.events.push_back(event);
        }
        settle(&mut devices, &mut couch, &mut now);
        let held = stored(&devices[0].store);
        for device in &devices {
            prop_assert_eq!(device.keeper.rows.counts(), (0, 0), "{:?}", device.keeper.rows.parked());
            prop_assert!(stored(&device.store) == held, "{} holds other documents", device.user);
        }
        for id in &tickets {
            prop_assert!(held.contains(id.as_str()), "{} is lost", id);
        }
    }
}
