//! The machine: one request at a time, one transaction at a time, what comes next decided by what is known. Both go on at
//! once in the first reading alone: while a page is stored, the next one is on its way.
//!
//! A round asks the server who it is (`check`), sends what waits and reads what others wrote, by turns (`push`, `pull`), and
//! then waits for more on one long request. After any failure it waits and begins with the question again.

mod check;
mod pull;
mod push;
mod show;

use super::checkpoint::Checkpoint;
use super::endpoint::Fault;
use super::port::{Action, Answer, Event, Failure, Request, Setup, Status};
use super::rules::Installed;
use super::wire::Refused;
use crate::model::agent::Role;
use crate::model::calendar::{DAY, parse_day};

/// How long a request may be silent before it is given up, in milliseconds.
pub const SILENCE: u64 = 30_000;
/// The same for one that carries much.
const LONG_SILENCE: u64 = 120_000;
/// The shortest and the longest wait after a failure, in milliseconds.
const WAITS: (u64, u64) = (1_000, 300_000);
/// The longest that a server's `Retry-After` is obeyed, in milliseconds.
const LONGEST_ORDER: u64 = 3_600_000;
/// The copy of the checkpoint is written at most this often, in milliseconds.
const COPY_EVERY: u64 = 60_000;

/// What a request was sent for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Root,
    Session,
    Database,
    Copy,
    Rules,
    Time,
    Page,
    Changes,
    Live,
    Diff,
    Bulk,
    Again,
    PutCopy,
}

/// What a transaction was for.
#[derive(Debug)]
enum Awaited {
    Gather,
    Store(Box<Checkpoint>, pull::After),
    Offer(Box<Checkpoint>),
}

/// A request on its way.
#[derive(Debug)]
struct Flight {
    id: u64,
    step: Step,
    sent: u64,
    heard: u64,
    patience: u64,
}

/// What the server has told of itself since the connection was made.
#[derive(Debug, Default)]
struct Server {
    uuid: String,
    begun: String,
    position: String,
    documents: u64,
    copy: Option<(u64, String)>,
    copy_rev: Option<String>,
    role: Option<Role>,
    rules: Option<Installed>,
    skew: Option<i64>,
}

/// The machine.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools)]
pub struct Machine {
    setup: Setup,
    on: bool,
    offline: bool,
    hidden: bool,
    /// The next question of the check; nothing once it is passed.
    check: Option<Step>,
    passed_once: bool,
    server: Server,
    checkpoint: Checkpoint,
    flight: Option<Flight>,
    awaited: Option<(u64, Awaited)>,
    numbers: u64,
    fault: Option<Fault>,
    failures: u32,
    rest_until: u64,
    push: push::Push,
    pull: pull::Pull,
    copied_at: u64,
    copy_stale: bool,
    /// The clock was measured again because the server found ours fast.
    clock_asked: bool,
    outbox: (usize, usize),
    quarantined: usize,
    at: u64,
    shown: Status,
    wake: Option<u64>,
}

impl Machine {
    /// A machine at rest: it does nothing until [`Event::Start`].
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How far we are with the database it speaks with.
    #[must_use]
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Takes in what has happened, at `now` milliseconds with new random bits, and says what to do.
    pub fn step(&mut self, event: Event, now: u64, random: u64) -> Vec<Action> {
        let mut out = Vec::new();
        match event {
            Event::Start(setup) => self.start(setup, &mut out),
            Event::Stop => {
                self.abort(&mut out);
                *self = Self { shown: std::mem::take(&mut self.shown), numbers: self.numbers, ..Self::default() };
            }
            Event::Written(waiting, parked) => self.send_more((waiting, parked), &mut out),
            Event::Others => {
                self.setup.others = true;
                self.send_more(self.outbox, &mut out);
            }
            Event::Visible(seen) => {
                self.hidden = !seen;
                if self.hidden {
                    self.interrupt(&mut out);
                }
            }
            Event::Online(online) => {
                self.offline = !online;
                (self.failures, self.rest_until) = (0, 0);
                self.push.rest_until = 0;
                if self.offline {
                    self.abort(&mut out);
                    self.restart();
                }
            }
            Event::Login => {
                if self.on {
                    self.abort(&mut out);
                    (self.fault, self.failures, self.rest_until) = (None, 0, 0);
                    self.restart();
                }
            }
            Event::Tick => self.tick(now, random, &mut out),
            Event::Alive(id) => {
                if let Some(flight) = self.flight.as_mut().filter(|flight| flight.id == id) {
                    flight.heard = now;
                }
            }
            Event::Answer(id, answer) => {
                if let Some(flight) = self.flight.take_if(|flight| flight.id == id) {
                    self.answered(&flight, &answer, now, random, &mut out);
                }
            }
            Event::Failed(id, failure) => {
                if let Some(flight) = self.flight.take_if(|flight| flight.id == id) {
                    self.lost(flight.step, failure, now, random);
                }
            }
            Event::Gathered(ticket, rows, more) => {
                if self.awaited.take_if(|(number, _)| *number == ticket).is_some() {
                    self.gathered(rows, more, now, &mut out);
                }
            }
            Event::Stored(ticket) => {
                if let Some((_, awaited)) = self.awaited.take_if(|(number, _)| *number == ticket) {
                    self.stored(awaited, now);
                    if let Some(answer) = self.pull.ahead.take() {
                        self.page(&answer, now, random, &mut out);
                    }
                }
            }
            Event::NotStored(ticket) => {
                if self.awaited.take_if(|(number, _)| *number == ticket).is_some() {
                    self.abort(&mut out);
                    self.fail(Fault::Storage, now, random, None);
                }
            }
        }
        self.advance(now, &mut out);
        self.tell(now, &mut out);
        out
    }

    fn start(&mut self, setup: Setup, out: &mut Vec<Action>) {
        self.abort(out);
        let (hidden, offline, numbers) = (self.hidden, self.offline, self.numbers);
        let shown = std::mem::take(&mut self.shown);
        *self = Self { hidden, offline, numbers, shown, on: true, outbox: setup.outbox, setup, ..Self::default() };
        self.push.begin();
        self.restart();
    }

    /// Begins with the question who the server is. What was not written is forgotten: it will come again.
    fn restart(&mut self) {
        self.check = Some(Step::Root);
        self.awaited = None;
        self.push.forget();
        self.pull = pull::Pull::default();
    }

    fn abort(&mut self, out: &mut Vec<Action>) {
        if let Some(flight) = self.flight.take() {
            out.push(Action::Abort(flight.id));
        }
    }

    /// Gives up waiting for news, to do something else first.
    fn interrupt(&mut self, out: &mut Vec<Action>) {
        if self.flight.as_ref().is_some_and(|flight| flight.step == Step::Live) {
            self.abort(out);
        }
    }

    fn tick(&mut self, now: u64, random: u64, out: &mut Vec<Action>) {
        let Some(flight) = &self.flight else { return };
        let (step, silent) = (flight.step, now.saturating_sub(flight.heard) >= flight.patience);
        if silent {
            self.abort(out);
            self.lost(step, Failure::Lost, now, random);
        } else if step == Step::Live && (self.copy_due(now) || self.may_send(now)) {
            self.abort(out);
        }
    }

    /// No answer came.
    fn lost(&mut self, step: Step, failure: Failure, now: u64, random: u64) {
        if matches!(step, Step::Diff | Step::Bulk | Step::Again) {
            self.push.shrink();
        }
        // What allowed this page a moment ago still does: a proxy answers for a server that is down.
        let hidden = failure == Failure::Cors && !self.passed_once;
        let fault = if hidden { Fault::Cors } else { Fault::Unreachable };
        self.fail(fault, now, random, None);
    }

    /// Waits, or stops, and begins anew.
    fn fail(&mut self, fault: Fault, now: u64, random: u64, order: Option<u64>) {
        self.restart();
        self.failures = self.failures.saturating_add(1);
        self.rest_until = now.saturating_add(wait(self.failures, random).max(order.unwrap_or(0)));
        self.fault = Some(fault);
    }

    fn answered(&mut self, flight: &Flight, answer: &Answer, now: u64, random: u64, out: &mut Vec<Action>) {
        let refused = || serde_json::from_str::<Refused>(&answer.body).unwrap_or_default();
        let clock = now.saturating_add_signed(self.server.skew.unwrap_or(0));
        let order = answer.retry_after.as_deref().and_then(|text| ordered(text, clock));
        let pushing = matches!(flight.step, Step::Diff | Step::Bulk | Step::Again);
        let fault = match answer.status {
            401 => Fault::LoginWrong,
            403 if refused().reason.contains("locked") => Fault::AccountLocked,
            403 => Fault::RoleMissing,
            404 if !matches!(flight.step, Step::Root | Step::Copy | Step::Rules | Step::Time) => Fault::DatabaseMissing,
            status @ (429 | 503) => Fault::Server(status),
            500.. if pushing => return self.push.rest(now, random, order),
            // The rules' clock may fail without any harm.
            status @ 500.. if flight.step != Step::Time => Fault::Server(status),
            _ => return self.understood(flight, answer, now, random, out),
        };
        self.fail(fault, now, random, order);
    }

    fn understood(&mut self, flight: &Flight, answer: &Answer, now: u64, random: u64, out: &mut Vec<Action>) {
        match flight.step {
            Step::Root | Step::Session | Step::Database | Step::Copy | Step::Rules | Step::Time => {
                self.checked(flight, answer, now, random, out);
            }
            // What was read before is still being stored.
            Step::Page if self.awaited.is_some() => self.pull.ahead = Some(answer.clone()),
            Step::Page => self.page(answer, now, random, out),
            Step::Changes | Step::Live => self.changes(flight.step, answer, now, random, out),
            Step::Diff => self.compared(answer, now, random, out),
            Step::Bulk => self.written(answer, now, random, out),
            Step::Again => self.asked_again(answer, now, random, out),
            Step::PutCopy => self.copied(answer, now, random, out),
        }
    }

    fn stored(&mut self, awaited: Awaited, now: u64) {
        match awaited {
            Awaited::Gather => {}
            Awaited::Offer(checkpoint) => {
                self.checkpoint = *checkpoint;
                self.push.begin();
            }
            Awaited::Store(checkpoint, after) => {
                self.checkpoint = *checkpoint;
                self.failures = 0;
                self.read_on(after, now);
            }
        }
    }

    /// Does the next thing, if nothing is under way.
    fn advance(&mut self, now: u64, out: &mut Vec<Action>) {
        let stopped = self.fault.as_ref().is_some_and(Fault::stops);
        if !self.on || self.offline || stopped || self.flight.is_some() || now < self.rest_until {
            return;
        }
        if self.awaited.is_some() {
            return self.read_ahead(now, out);
        }
        if let Some(step) = self.check {
            return self.ask(step, now, out);
        }
        let sends = self.may_send(now);
        let reads = !self.pull.caught_up;
        if sends && !(reads && self.push.had_turn) {
            self.push.had_turn = true;
            return self.push_on(now, out);
        }
        self.push.had_turn = false;
        if self.copy_due(now) {
            return self.put_copy(now, out);
        }
        if reads || !self.hidden {
            self.pull_on(now, out);
        }
    }

    /// Whether something waits that may go now.
    fn may_send(&self, now: u64) -> bool {
        self.server.role.is_some_and(|role| role > Role::Auditor) && self.push.wants(now)
    }

    fn send(
        &mut self,
        step: Step,
        path: &str,
        query: Vec<(&'static str, String)>,
        body: String,
        now: u64,
        out: &mut Vec<Action>,
    ) {
        self.numbers += 1;
        let id = self.numbers;
        let method = match step {
            Step::PutCopy => "PUT",
            Step::Time | Step::Diff | Step::Bulk | Step::Again => "POST",
            _ => "GET",
        };
        let patience = if matches!(step, Step::Page | Step::Bulk | Step::Diff) { LONG_SILENCE } else { SILENCE };
        self.flight = Some(Flight { id, step, sent: now, heard: now, patience });
        let whole = step == Step::Root || step == Step::Session;
        let path = if whole { path.to_owned() } else { [&self.setup.database, path].concat() };
        out.push(Action::Send(Request { id, method, path, query, body }));
    }

    fn ticket(&mut self, awaited: Awaited) -> u64 {
        self.numbers += 1;
        self.awaited = Some((self.numbers, awaited));
        self.numbers
    }
}

/// How long a `Retry-After` says to wait, in milliseconds: seconds, or a date by the server's clock (RFC 9110).
fn ordered(text: &str, clock: u64) -> Option<u64> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(seconds.saturating_mul(1000).min(LONGEST_ORDER));
    }
    let (_, date) = text.split_once(", ")?;
    let words: Vec<&str> = date.split(' ').collect();
    let [day, month, year, time, "GMT"] = *words else { return None };
    let month = MONTHS.find(month).filter(|at| month.len() == 3 && at % 3 == 0)? / 3 + 1;
    let day = u64::try_from(parse_day(&format!("{year}-{month:02}-{day}"))?).ok()?;
    let mut time = time.split(':').map(|part| part.parse::<u64>().ok());
    let mut below = |most: u64| time.next().flatten().filter(|part| *part < most);
    let seconds = (below(24)? * 60 + below(60)?) * 60 + below(61)?;
    let wait = (day * DAY + seconds * 1000).saturating_sub(clock);
    Some(wait.min(LONGEST_ORDER))
}

/// How long to wait after so many failures, in milliseconds: any time up to a bound that doubles.
fn wait(failures: u32, random: u64) -> u64 {
    let (shortest, longest) = WAITS;
    let bound = shortest.saturating_mul(1 << failures.min(10)).min(longest);
    shortest + random % (bound - shortest + 1)
}
