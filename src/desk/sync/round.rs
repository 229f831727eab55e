//! A round: what the machine says is sent and stored, and it is told what came of it, until something begins anew.

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use gloo::timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;

use super::http::{self, Stop};
use super::lead::Lead;
use super::life::is_seen;
use super::login;
use super::probe::{endpoint, url};
use super::run::{Inner, NAMED, Order, Outbox};
use super::{Keeper, Remote, Signer};
use crate::model::agent::Role;
use crate::sync::endpoint::Fault;
use crate::sync::machine::Machine;
use crate::sync::port::{Action, Event, Request, State, Status};

/// After so long what this device could not keep is tried again, in milliseconds.
const AGAIN: u32 = 10_000;

/// What is on its way; it is given up with the round.
#[derive(Default)]
struct Flights(HashMap<u64, Stop>);

impl Drop for Flights {
    fn drop(&mut self) {
        self.0.values().for_each(Stop::now);
    }
}

impl Inner {
    /// Syncs, a round after the other, as long as this tab has the lead. What went wrong stands until a round begins anew.
    pub(super) fn run(self: Rc<Self>) {
        if self.running.replace(true) {
            return;
        }
        spawn_local(async move {
            while self.lead.borrow().is_some() {
                let round = self.round.get();
                self.queue.clear();
                self.signer.take();
                if let Err(fault) = self.clone().round(round).await
                    && self.round.get() == round
                {
                    let state = if fault.wants_login() { State::NeedsLogin(fault) } else { State::Refused(fault) };
                    let is_storage = matches!(state, State::Refused(Fault::Storage));
                    self.show(Status { state, ..Status::default() });
                    if is_storage {
                        TimeoutFuture::new(AGAIN).await;
                        if self.round.get() == round {
                            self.round.set(round + 1);
                        }
                    }
                }
                while self.round.get() == round {
                    self.queue.next().await;
                }
                if self.leaving.replace(false) {
                    self.lead.take();
                    if self.lead.borrow().is_none() {
                        self.clone().ask();
                    }
                }
            }
            self.running.set(false);
        });
    }

    /// Another tab has begun to lead: this one waits for its turn.
    fn step_down(&self) {
        self.leaving.set(true);
        self.round.set(self.round.get() + 1);
    }

    /// Whether the lead is shared; nothing when this round has lost it, frozen meanwhile.
    fn leads(&self, round: u32) -> Option<bool> {
        self.lead.borrow().as_ref().filter(|_| self.round.get() == round).map(Lead::is_shared)
    }

    /// Under whose login this round syncs, and what stands in `Authorization`.
    async fn login(&self, remote: &Remote) -> Result<(Signer, String), Fault> {
        let signer = login::signer_of(&self.desk, remote).ok_or(Fault::LoginAsked)?;
        let login = login::login_of(remote, &self.name, &signer.user).await.ok_or(Fault::LoginAsked)?;
        *self.signer.borrow_mut() = Some(signer.clone());
        let header = login.header(&signer.user);
        Ok((signer, header))
    }

    /// Syncs until the round is another.
    async fn round(self: Rc<Self>, round: u32) -> Result<(), Fault> {
        let Some(mut remote) = self.desk.remote() else { return Ok(()) };
        let endpoint = endpoint(&remote)?;
        let (signer, header) = self.login(&remote).await?;
        let Some(shared) = self.leads(round) else { return Ok(()) };
        let mut keeper = Keeper::begin(&self.desk, remote.joined, shared).await.map_err(|_| Fault::Storage)?;
        let mut machine = Machine::new();
        let (mut flights, mut wake) = (Flights::default(), None::<Timeout>);
        let (mut touched, mut stands) = (true, Status::default());
        let mut events = VecDeque::from([
            Event::Online(http::online()),
            Event::Visible(is_seen()),
            Event::Start(keeper.setup(&signer, &endpoint.database)),
        ]);
        loop {
            while let Some(event) = events.pop_front() {
                let mut actions = machine.step(event, self.desk.now(), self.desk.chance());
                // While something is stored the next request is on its way.
                actions.sort_by_key(is_kept);
                for action in actions {
                    match action {
                        Action::Send(request) => {
                            let stop = Stop::new();
                            flights.0.clear();
                            flights.0.insert(request.id, stop.clone());
                            self.send(round, &endpoint.root, &header, request, stop);
                        }
                        Action::Abort(id) => {
                            if let Some(stop) = flights.0.remove(&id) {
                                stop.now();
                            }
                        }
                        Action::Wake(at) => {
                            let wait = at.saturating_sub(self.desk.now()).min(u64::from(u32::MAX >> 1));
                            let queue = self.queue.clone();
                            let wait = u32::try_from(wait).unwrap_or_default();
                            wake = Some(Timeout::new(wait, move || queue.push(Order::Event(Event::Tick))));
                        }
                        Action::Show(status) => {
                            stands = status;
                            let shown = self.status.borrow().state.clone();
                            self.show(while_joining(&stands, &shown, keeper.is_joining()));
                        }
                        other => {
                            touched = true;
                            events.extend(keeper.keep(other).await);
                        }
                    }
                    if self.round.get() != round || keeper.is_over() {
                        break;
                    }
                }
                if keeper.is_over() {
                    self.step_down();
                    return Ok(());
                }
            }
            if self.round.get() == round && keeper.is_joining() && has_all(&stands.state) {
                let others = self.signer.borrow().as_ref().is_some_and(|signer| signer.others);
                let all = others && stands.role >= Some(Role::Lead);
                let joined = keeper.join(&signer.user, all).await;
                if keeper.is_over() {
                    self.step_down();
                    return Ok(());
                }
                let event = joined.map_err(|_| Fault::Storage)?;
                if matches!(event, Event::Written(0, _)) {
                    self.show(stands.clone());
                }
                events.push_back(event);
                remote.joined = true;
                continue;
            }
            if std::mem::take(&mut touched) {
                *self.outbox.borrow_mut() = Outbox {
                    waiting: keeper.rows.waiting(NAMED, &machine.checkpoint().unproven),
                    parked: keeper.rows.parked(),
                    checkpoint: machine.checkpoint().clone(),
                };
                (self.told.borrow())();
            }
            let order = self.queue.next().await;
            if self.round.get() != round {
                break;
            }
            // Also while there is no network: what waits is listed at once.
            touched = matches!(order, Order::Written | Order::Retry);
            match order {
                Order::Event(event) => events.push_back(event),
                Order::Others => events.push_back(Event::Others),
                Order::Written => events.extend(keeper.written().await.ok().flatten()),
                Order::Retry => events.extend(keeper.retry().await.ok()),
                Order::End => {}
            }
            if keeper.is_over() {
                self.step_down();
                break;
            }
        }
        drop(wake);
        Ok(())
    }

    fn send(self: &Rc<Self>, round: u32, root: &str, header: &str, request: Request, stop: Stop) {
        let (inner, root, header) = (self.clone(), root.to_owned(), header.to_owned());
        spawn_local(async move {
            let Request { id, method, path, query, body } = request;
            let url = url(&root, &path, &query);
            let alive = {
                let queue = inner.queue.clone();
                move || queue.push(Order::Event(Event::Alive(id)))
            };
            let request = http::Request { method, url: &url, login: &header, body: &body };
            let event = match http::send(request, &stop, &alive).await {
                Ok(answer) => Event::Answer(id, answer),
                Err(failure) => Event::Failed(id, failure),
            };
            if inner.round.get() == round {
                inner.queue.push(Order::Event(event));
            }
        });
    }
}

/// Whether an action is the keeper's, which takes a while.
fn is_kept(action: &Action) -> bool {
    !matches!(action, Action::Send(_) | Action::Abort(_) | Action::Wake(_) | Action::Show(_))
}

/// How it stands, as people are told: a desk that joins has read all, but does not know yet what it has to send.
fn while_joining(stands: &Status, shown: &State, joining: bool) -> Status {
    let mut status = stands.clone();
    if joining && has_all(&status.state) {
        let all = if let State::CatchingUp { total, .. } = shown { *total } else { 0 };
        status.state = State::CatchingUp { done: all, total: all };
    }
    status
}

/// Whether all that is there has come.
fn has_all(state: &State) -> bool {
    matches!(state, State::UpToDate { .. } | State::Waiting(_))
}
