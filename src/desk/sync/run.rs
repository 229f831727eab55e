//! Syncing in a browser: one tab at a time leads, follows what is written and how the page lives; the others hear of it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

use super::lead::{self, Lead, Waiting};
use super::life::{is_seen, on};
use super::probe::{endpoint, url};
use super::queue::Queue;
use super::{Parked, Signer, http, login, look};
use crate::desk::{Changed, Desk, DeskError};
use crate::model::document::DocId;
use crate::sync::blob::{BYTES, Blob};
use crate::sync::checkpoint::Checkpoint;
use crate::sync::port::{Event, Status};

/// So long a tab may be hidden before it lets another sync, in milliseconds.
const HIDDEN: u32 = 20_000;
/// How many documents of which something waits are named.
pub(super) const NAMED: usize = 200;

/// What a tab that does not lead asks the one that does: how it stands, and to try again what was refused.
const ASK: &str = "status?";
const RETRY: &str = "retry";

/// Syncing, as the interface holds it. Cheap to clone.
#[derive(Clone)]
pub struct Sync(Rc<Inner>);

pub(super) struct Inner {
    pub(super) desk: Desk,
    /// The database's name here, for locks, channels and keys.
    pub(super) name: String,
    pub(super) queue: Queue<Order>,
    pub(super) status: RefCell<Status>,
    pub(super) outbox: RefCell<Outbox>,
    pub(super) told: RefCell<Box<dyn Fn()>>,
    pub(super) channel: Option<BroadcastChannel>,
    /// Counts up whenever syncing begins anew: an older round ends.
    pub(super) round: Cell<u32>,
    pub(super) lead: RefCell<Option<Lead>>,
    /// This tab waits for the lead.
    pub(super) asked: RefCell<Option<Waiting>>,
    /// Rounds are under way.
    pub(super) running: Cell<bool>,
    /// The browser has frozen this tab: it asks for nothing until it is woken.
    pub(super) frozen: Cell<bool>,
    /// Under whose login the round under way syncs.
    pub(super) signer: RefCell<Option<Signer>>,
    /// The lead is given up once the round has ended: nothing is being written then.
    pub(super) leaving: Cell<bool>,
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

/// What is to be done.
pub(super) enum Order {
    /// For the machine.
    Event(Event),
    /// Something was written.
    Written,
    /// Others' entries may go out too.
    Others,
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
            signer: RefCell::default(),
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

    /// Somebody else is at the desk: their entries go out under their own login. A round under that login goes on.
    fn person(&self) {
        let desk = &self.0.desk;
        let signer = desk.remote().and_then(|remote| login::signer_of(desk, &remote));
        let before = self.0.signer.borrow().clone();
        if !self.leads() || before == signer {
            return;
        }
        match (before, &signer) {
            (Some(before), Some(now)) if before.user == now.user && now.others => {
                *self.0.signer.borrow_mut() = signer;
                self.0.tell(Order::Others);
            }
            _ => self.restart(),
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
        let path = [&*endpoint.database, "/", &blob.encode(None).id, "/", BYTES].concat();
        let found = http::bytes(&url(&endpoint.root, &path, &[]), &login.header(&user)).await;
        let Some(bytes) = found.ok().flatten().filter(|bytes| blob.is(bytes)) else { return Ok(None) };
        inner.desk.keep_file(blob.hash, &bytes).await?;
        Ok(Some(bytes))
    }
}

impl Inner {
    /// Asks to be the tab that syncs.
    pub(super) fn ask(self: Rc<Self>) {
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
    pub(super) fn tell(&self, order: Order) {
        if self.running.get() {
            self.queue.push(order);
        }
    }

    pub(super) fn show(&self, status: Status) {
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
}
