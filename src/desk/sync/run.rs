//! Runs the machine in a browser: one tab at a time sends, stores and waits as it says.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use gloo::timers::future::TimeoutFuture;
use js_sys::encode_uri_component;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::{BroadcastChannel, MessageEvent};

use super::http::{self, Stop};
use super::lead::{self, Lead, Waiting};
use super::login::{self, Login};
use super::queue::Queue;
use super::{Keeper, Parked, Remote, Signer, look};
use crate::desk::{Changed, Desk, DeskError};
use crate::model::agent::Role;
use crate::model::document::DocId;
use crate::sync::blob::Blob;
use crate::sync::checkpoint::Checkpoint;
use crate::sync::endpoint::{Endpoint, Fault};
use crate::sync::machine::Machine;
use crate::sync::port::{Action, Event, Failure, Request, State, Status};

/// So long a tab may be hidden before it lets another sync, in milliseconds.
const HIDDEN: u32 = 20_000;
/// After so long what this device could not keep is tried again, in milliseconds.
const AGAIN: u32 = 10_000;
/// How many documents of which something waits are named.
const NAMED: usize = 200;

/// What a tab that does not lead asks the one that does: how it stands, and to try again what was refused.
const ASK: &str = "status?";
const RETRY: &str = "retry";

/// Syncing, as the interface holds it. Cheap to clone.
#[derive(Clone)]
pub struct Sync(Rc<Inner>);

struct Inner {
    desk: Desk,
    /// The database's name here, for locks, channels and keys.
    name: String,
    queue: Queue<Order>,
    status: RefCell<Status>,
    outbox: RefCell<Outbox>,
    told: RefCell<Box<dyn Fn()>>,
    channel: Option<BroadcastChannel>,
    /// Counts up whenever syncing begins anew: an older round ends.
    round: Cell<u32>,
    lead: RefCell<Option<Lead>>,
    /// This tab waits for the lead.
    asked: RefCell<Option<Waiting>>,
    /// Rounds are under way.
    running: Cell<bool>,
    /// The browser has frozen this tab: it asks for nothing until it is woken.
    frozen: Cell<bool>,
    /// The lead is given up once the round has ended: nothing is being written then.
    leaving: Cell<bool>,
}

/// What waits, and what was refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outbox {
    /// Documents of which something waits: the first of them.
    pub waiting: Vec<DocId>,
    /// What the server refused.
    pub parked: Vec<Parked>,
    /// How far we are with the server, and what has come from each device.
    pub checkpoint: Checkpoint,
}

/// What is on its way; it is given up with the round.
#[derive(Default)]
struct Flights(HashMap<u64, Stop>);

impl Drop for Flights {
    fn drop(&mut self) {
        self.0.values().for_each(Stop::now);
    }
}

/// What is to be done.
enum Order {
    /// For the machine.
    Event(Event),
    /// Something was written.
    Written,
    /// Let what was refused wait again.
    Retry,
    /// End this round.
    End,
}

impl Sync {
    /// Syncing for a desk; it begins at once if it is wanted. `told` is called when the status has changed.
    pub fn begin(desk: &Desk, name: &str, told: impl Fn() + 'static) -> Self {
        let this = Self(Rc::new(Inner {
            desk: desk.clone(),
            name: name.to_owned(),
            queue: Queue::default(),
            status: RefCell::default(),
            outbox: RefCell::default(),
            told: RefCell::new(Box::new(told)),
            channel: BroadcastChannel::new(&[name, ":sync"].concat()).ok(),
            round: Cell::new(0),
            lead: RefCell::default(),
            asked: RefCell::default(),
            running: Cell::new(false),
            frozen: Cell::new(false),
            leaving: Cell::new(false),
        }));
        this.listen();
        this.serve_files();
        this.restart();
        this
    }

    /// How syncing stands.
    #[must_use]
    pub fn status(&self) -> Status {
        self.0.status.borrow().clone()
    }

    /// What waits and what was refused, as far as this tab knows.
    #[must_use]
    pub fn outbox(&self) -> Outbox {
        self.0.outbox.borrow().clone()
    }

    /// Whether this tab is the one that syncs.
    #[must_use]
    pub fn leads(&self) -> bool {
        self.0.lead.borrow().is_some()
    }

    /// Lets what was refused be tried again: by this tab, or the one that leads.
    pub fn retry(&self) {
        if self.leads() {
            self.0.tell(Order::Retry);
        } else if let Some(channel) = &self.0.channel {
            let _ = channel.post_message(&RETRY.into());
        }
    }

    /// What waits and what was refused as it stands in the store: for tabs that do not lead.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn look(&self) -> Result<Outbox, DeskError> {
        // A transaction that a frozen tab begins and cannot end holds all others up.
        if self.0.frozen.get() {
            return Ok(self.outbox());
        }
        let (rows, checkpoint) = look(&self.0.desk, NAMED).await?;
        Ok(Outbox { waiting: rows.waiting(NAMED, &checkpoint.unproven), parked: rows.parked(), checkpoint })
    }

    /// Begins anew: the address or a login is another, or it is not wanted any more.
    pub fn restart(&self) {
        let inner = &self.0;
        inner.round.set(inner.round.get() + 1);
        inner.queue.push(Order::End);
        let remote = inner.desk.remote().filter(|remote| !remote.paused);
        if remote.is_none() {
            inner.lead.take();
            inner.show(Status::default());
            return;
        }
        if inner.lead.borrow().is_some() {
            return inner.clone().run();
        }
        inner.clone().ask();
    }

    /// Brings attachments that are not here when they are opened.
    fn serve_files(&self) {
        let this = self.clone();
        self.0.desk.bring_with(move |document, hash, media, size| {
            let this = this.clone();
            Box::pin(async move {
                let blob = Blob { document: &document, hash: &hash, media: &media, size };
                this.fetch(blob).await.ok().flatten()
            })
        });
    }

    /// Follows what is written, who is at the desk, the network, and whether the page is seen.
    fn listen(&self) {
        let this = self.clone();
        self.0.desk.subscribe(move |changed| match changed {
            Changed::Documents(_) | Changed::Pages(..) | Changed::Everything => this.0.tell(Order::Written),
            Changed::Person => this.person(),
            Changed::Remote => this.restart(),
            Changed::Fetched | Changed::Behind => {}
        });
        let (this, other) = (self.clone(), self.clone());
        on("online", move || this.0.tell(Order::Event(Event::Online(true))));
        on("offline", move || other.0.tell(Order::Event(Event::Online(false))));
        let this = self.clone();
        let away = Rc::new(RefCell::new(None::<Timeout>));
        on("visibilitychange", move || {
            let seen = is_seen();
            this.0.tell(Order::Event(Event::Visible(seen)));
            let hidden = this.clone();
            *away.borrow_mut() = (!seen).then(|| Timeout::new(HIDDEN, move || hidden.give_way()));
        });
        let this = self.clone();
        on("freeze", move || {
            this.0.frozen.set(true);
            this.give_way();
            // Nothing more may happen here: the lead is free at once, whatever is under way. What a transaction writes is
            // whole, and what was sent and not noted is found to be there.
            this.0.lead.take();
            // Nor may it get the lead while it sleeps.
            this.0.asked.take();
        });
        let this = self.clone();
        on("resume", move || {
            this.0.frozen.set(false);
            this.restart();
        });
        if let Some(channel) = &self.0.channel {
            let inner = self.0.clone();
            let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                let text = event.data().as_string().unwrap_or_default();
                if inner.lead.borrow().is_some() {
                    match &*text {
                        ASK => inner.post_status(),
                        RETRY => inner.tell(Order::Retry),
                        _ => {}
                    }
                } else if let Ok(status) = serde_json::from_str(&text) {
                    *inner.status.borrow_mut() = status;
                    (inner.told.borrow())();
                }
            });
            channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
            heard.forget();
            // Another tab may lead already.
            let _ = channel.post_message(&ASK.into());
        }
    }

    /// A hidden tab lets another sync, and waits for its turn.
    fn give_way(&self) {
        if self.0.lead.borrow().is_some() {
            self.0.leaving.set(true);
            self.0.round.set(self.0.round.get() + 1);
            self.0.queue.push(Order::End);
        }
    }

    /// Somebody else is at the desk: their entries go out under their own login.
    fn person(&self) {
        if self.leads() {
            self.restart();
        }
    }

    /// Fetches an attachment from the server and keeps it. Nothing when it is not there.
    ///
    /// # Errors
    /// When the store refuses.
    async fn fetch(&self, blob: Blob<'_>) -> Result<Option<Vec<u8>>, DeskError> {
        let inner = &self.0;
        let Some(remote) = inner.desk.remote() else { return Ok(None) };
        let Ok(endpoint) = endpoint(&remote) else { return Ok(None) };
        let Some(Signer { user, .. }) = login::signer_of(&inner.desk, &remote) else { return Ok(None) };
        let Some(login) = login::login_of(&remote, &inner.name, &user).await else { return Ok(None) };
        let path = [&*endpoint.database, "/", &blob.encode(None).id, "/", crate::sync::blob::BYTES].concat();
        let found = http::bytes(&url(&endpoint.root, &path, &[]), &login.header(&user)).await;
        let Some(bytes) = found.ok().flatten().filter(|bytes| blob.is(bytes)) else { return Ok(None) };
        inner.desk.keep_file(blob.hash, &bytes).await?;
        Ok(Some(bytes))
    }
}

impl Inner {
    /// Asks to be the tab that syncs.
    fn ask(self: Rc<Self>) {
        if self.frozen.get() || self.asked.borrow().is_some() {
            return;
        }
        let inner = self.clone();
        // Should the lead come at once, nobody waits any more by then.
        let came = Rc::new(Cell::new(false));
        let at_once = Rc::clone(&came);
        let waiting = lead::ask(&[&*self.name, ":sync"].concat(), move |lead| {
            came.set(true);
            if let Some(waiting) = inner.asked.take() {
                waiting.over();
            }
            if inner.desk.remote().is_none_or(|remote| remote.paused) {
                return;
            }
            *inner.lead.borrow_mut() = Some(lead);
            inner.run();
        });
        if at_once.get() {
            waiting.over();
        } else {
            *self.asked.borrow_mut() = Some(waiting);
        }
    }

    /// For the round under way, if there is one.
    fn tell(&self, order: Order) {
        if self.running.get() {
            self.queue.push(order);
        }
    }

    fn show(&self, status: Status) {
        if *self.status.borrow() == status {
            return;
        }
        *self.status.borrow_mut() = status;
        self.post_status();
        (self.told.borrow())();
    }

    /// Tells the other tabs how it stands.
    fn post_status(&self) {
        if let (Some(channel), Ok(text)) = (&self.channel, serde_json::to_string(&*self.status.borrow())) {
            let _ = channel.post_message(&text.into());
        }
    }

    /// Syncs, a round after the other, as long as this tab has the lead. What went wrong stands until a round begins anew.
    fn run(self: Rc<Self>) {
        if self.running.replace(true) {
            return;
        }
        spawn_local(async move {
            while self.lead.borrow().is_some() {
                let round = self.round.get();
                self.queue.clear();
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
                    self.clone().ask();
                }
            }
            self.running.set(false);
        });
    }

    /// Syncs until the round is another.
    async fn round(self: Rc<Self>, round: u32) -> Result<(), Fault> {
        let Some(mut remote) = self.desk.remote() else { return Ok(()) };
        let endpoint = endpoint(&remote)?;
        let signer = login::signer_of(&self.desk, &remote).ok_or(Fault::LoginAsked)?;
        let login = login::login_of(&remote, &self.name, &signer.user).await.ok_or(Fault::LoginAsked)?;
        let header = login.header(&signer.user);
        let mut keeper = Keeper::begin(&self.desk, remote.joined).await.map_err(|_| Fault::Storage)?;
        let mut machine = Machine::new();
        let mut flights = Flights::default();
        let mut wake: Option<Timeout> = None;
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
                    if self.round.get() != round {
                        break;
                    }
                }
            }
            if self.round.get() == round && keeper.is_joining() && has_all(&stands.state) {
                let all = signer.others && stands.role >= Some(Role::Lead);
                let event = keeper.join(&signer.user, all).await.map_err(|_| Fault::Storage)?;
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
            match order {
                Order::Event(event) => events.push_back(event),
                Order::Written => events.extend(keeper.written().await.ok().flatten()),
                Order::Retry => events.extend(keeper.retry().await.ok()),
                Order::End => {}
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

/// The database that a remote names.
///
/// # Errors
/// With what is wrong with its address.
pub fn endpoint(remote: &Remote) -> Result<Endpoint, Fault> {
    let secure = web_sys::window().and_then(|window| window.location().protocol().ok()).as_deref() == Some("https:");
    Endpoint::parse(&remote.address, secure)
}

/// A whole address: each part of the path and the query is escaped.
pub(super) fn url(root: &str, path: &str, query: &[(&'static str, String)]) -> String {
    let escape = |text: &str| String::from(encode_uri_component(text));
    let path: Vec<String> = path.split('/').map(escape).collect();
    let query: Vec<String> = query.iter().map(|(name, value)| [*name, "=", &escape(value)].concat()).collect();
    let mark = if query.is_empty() { "" } else { "?" };
    [root, &path.join("/"), mark, &query.join("&")].concat()
}

/// Tries a connection: asks the server who it is and who we are, and changes nothing.
pub async fn probe(endpoint: &Endpoint, user: &str, login: &Login, now: impl Fn() -> u64) -> Status {
    let mut machine = Machine::new();
    let header = login.header(user);
    let setup = crate::sync::port::Setup {
        user: user.to_owned(),
        team: Remote::team(&endpoint.database),
        database: endpoint.database.clone(),
        ..Default::default()
    };
    let mut status = Status::default();
    let mut event = Event::Start(setup);
    loop {
        let mut next = None;
        for action in machine.step(event, now(), 0) {
            match action {
                Action::Show(shown) => status = shown,
                Action::Send(request) => next = Some(request),
                _ => {}
            }
        }
        let asking = matches!(status.state, State::Connecting | State::Off);
        let Some(Request { id, method, path, query, body }) = next.filter(|_| asking) else { return status };
        let url = url(&endpoint.root, &path, &query);
        let request = http::Request { method, url: &url, login: &header, body: &body };
        event = match http::ask(request).await {
            Ok(answer) => Event::Answer(id, answer),
            Err(failure @ (Failure::Cors | Failure::Lost)) => Event::Failed(id, failure),
        };
    }
}

fn is_seen() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_none_or(|document| document.visibility_state() == web_sys::VisibilityState::Visible)
}

/// Listens for the life of the page.
fn on(event: &str, handle: impl FnMut() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let listener = Closure::<dyn FnMut()>::new(handle);
    let listener = listener.into_js_value();
    let listener = listener.unchecked_ref();
    let added = match (event, window.document()) {
        ("visibilitychange" | "freeze" | "resume", Some(document)) => {
            document.add_event_listener_with_callback(event, listener)
        }
        _ => window.add_event_listener_with_callback(event, listener),
    };
    // Without it, the next look at the network tells.
    let _ = added;
}
