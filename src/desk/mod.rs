//! The one handle the interface holds: everything is read from memory and written through `commit`.

mod absence;
mod acting;
mod action;
mod backup;
#[cfg(target_arch = "wasm32")]
mod browser;
mod bulk;
mod calendars;
mod clearing;
mod customers;
mod docs;
mod drafts;
mod env;
mod error;
mod export;
mod files;
mod find;
mod guides;
mod handbook;
mod import;
mod joining;
mod limits;
mod lists;
mod looks;
mod matter;
mod names;
mod numbers;
mod opening;
mod packs;
mod people;
mod practice;
mod preview;
mod questions;
mod reader;
mod reading;
mod roles;
mod sample;
mod script_import;
mod scripts;
#[cfg(target_arch = "wasm32")]
pub mod sealed;
mod sheaves;
mod state;
pub mod sync;
mod taboos;
pub mod tabs;
mod tickets;
mod today;
mod usage;
mod uses;
mod views;
mod words;

use std::cell::{Cell, Ref, RefCell};
use std::collections::{HashMap, HashSet};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

pub use acting::Acting;
pub use action::{Action, Done};
pub use backup::{Made, RestoreError, RestoreProgress, SCHEMA};
#[cfg(target_arch = "wasm32")]
pub use browser::{database, memory, open};
pub use bulk::{Bulk, BulkStep, Refusal, Weighed};
pub use docs::Doc;
#[cfg(target_arch = "wasm32")]
pub use env::Browser;
pub use env::Env;
pub use error::{DeskError, LARGEST_FILE};
pub use find::{Finding, Spread, Wanted};
pub use guides::{GuideError, GuideInfo, GuideVersion, NO_TICKET, walk_place};
pub use handbook::{ChapterText, Named};
pub use import::{ImportProgress, ImportUndone, Imported, NewImport, PastImport};
pub use limits::Warned;
pub use matter::{Matter, Merging, NewContact};
pub use packs::KindInfo;
pub use people::NewAgent;
pub use practice::{DrillGroup, UNTIL_LEAD};
pub use preview::Preview;
pub use roles::{Right, needed_for};
pub use sample::{SampleError, SampleFault};
pub use script_import::ScriptImport;
pub use scripts::ScriptEdit;
pub use taboos::TabooInfo;
#[cfg(target_arch = "wasm32")]
pub use tabs::Tabs;
pub use tickets::NewTicket;
pub use today::Listed;
pub use usage::LastUsed;
pub use uses::UsedBy;

pub use crate::store::{Flow, PageId, Store, StoreError, pause};

use crate::model::agent::{Agent, Role};
use crate::model::calendar::Calendar;
use crate::model::document::DocId;
use crate::model::stamp::Writer;
use acting::Actions;
use state::State;

/// What has changed: the documents, or everything when there are too many to name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// These documents.
    Documents(Vec<DocId>),
    /// These documents, and those in pages that one large action has written.
    Pages(Vec<DocId>, Vec<PageId>),
    /// Everything may have.
    Everything,
    /// Nothing: documents that were asked for are here.
    Fetched,
    /// Who is at the desk.
    Person,
    /// Where the desk syncs to.
    Remote,
    /// Something was written, and is safe, but could not be read back: what is shown may be older.
    Behind,
}

/// Is told the key of a draft; none for all of them.
type TellDrafts = Rc<dyn Fn(Option<&str>)>;
type Listener = Rc<dyn Fn(&Changed)>;

/// Brings an attachment of a document from elsewhere: its hash, media type and size.
type Bring = Rc<dyn Fn(DocId, String, String, u64) -> Pin<Box<dyn Future<Output = Option<Vec<u8>>>>>>;

/// The desk. Cheap to clone; all clones are one desk.
#[derive(Clone)]
pub struct Desk(Rc<Inner>);

struct Inner {
    store: Rc<dyn Store>,
    env: Box<dyn Env>,
    state: RefCell<State>,
    me: RefCell<String>,
    meta: RefCell<HashMap<String, String>>,
    drafts: RefCell<HashMap<String, String>>,
    /// The keys of the drafts that are being written, once for each write.
    unsure: RefCell<Vec<String>>,
    acting: Actions,
    done: RefCell<Vec<Done>>,
    undone: RefCell<Vec<Done>>,
    listeners: RefCell<Vec<Listener>>,
    tell: RefCell<Option<Listener>>,
    tell_wiped: RefCell<Option<Rc<dyn Fn()>>>,
    tell_drafts: RefCell<Option<TellDrafts>>,
    tell_remote: RefCell<Option<Rc<dyn Fn()>>>,
    /// Brings attachments that are not on this device.
    bring: RefCell<Option<Bring>>,
    stopped: Cell<bool>,
    /// What is written while everything is being read.
    reading: RefCell<reader::Reading>,
    /// When something was done last, in milliseconds.
    busy: Cell<u64>,
    /// There may be something to fold into pages.
    untidy: Cell<bool>,
    /// Uses of scripts are being written.
    writing_uses: Cell<bool>,
    /// Tickets that could not be read when something was to be done to many.
    unread: RefCell<HashSet<DocId>>,
    /// Taboos and what was put in their place, until that is saved.
    mended: RefCell<Vec<(String, String)>>,
}

/// The keys of `meta` that the desk reads when it opens.
pub mod meta {
    /// The device's random number.
    pub const DEVICE: &str = "device";
    /// The latest time of our clock, in milliseconds.
    pub const CLOCK: &str = "clock";
    /// The agent at the desk.
    pub const PERSON: &str = "person";
    /// Where the desk syncs to; nothing while that is not wanted.
    pub const SYNC: &str = crate::store::outbox::WANTED;
    /// The interface's preferences, one text.
    pub const PREFERENCES: &str = "preferences";
}

impl Desk {
    /// Opens the desk on a store and reads all of it. Answers with what cannot be read.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn open(store: Rc<dyn Store>, env: Box<dyn Env>) -> Result<(Self, Vec<String>), DeskError> {
        let desk = Self::begin(store, env).await?;
        let damaged = desk.read(&|| ()).await?;
        Ok((desk, damaged))
    }

    /// A desk on a store of which only what concerns this device is read yet: [`Desk::read`] reads the rest.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn begin(store: Rc<dyn Store>, env: Box<dyn Env>) -> Result<Self, DeskError> {
        let mut known = HashMap::new();
        for key in [meta::DEVICE, meta::CLOCK, meta::PERSON, meta::PREFERENCES, meta::SYNC] {
            if let Some(value) = store.meta(key).await? {
                known.insert(key.to_owned(), value);
            }
        }
        let device = known.get(meta::DEVICE).and_then(|text| text.parse().ok());
        #[allow(clippy::cast_possible_truncation)]
        let device: u64 = device.unwrap_or_else(|| env.random() as u64);
        known.insert(meta::DEVICE.to_owned(), device.to_string());
        #[allow(clippy::cast_possible_truncation)]
        let mut state = State::new(Writer::new(device, env.random() as u64));
        if let Some(millis) = known.get(meta::CLOCK).and_then(|text| text.parse().ok()) {
            state.clock.resume(millis);
        }
        let drafts = store.drafts().await?.into_iter().collect();
        let desk = Self(Rc::new(Inner {
            me: RefCell::new(known.get(meta::PERSON).cloned().unwrap_or_default()),
            store,
            env,
            state: RefCell::new(state),
            meta: RefCell::new(known),
            drafts: RefCell::new(drafts),
            unsure: RefCell::default(),
            acting: Actions::default(),
            done: RefCell::default(),
            undone: RefCell::default(),
            listeners: RefCell::default(),
            tell: RefCell::default(),
            tell_wiped: RefCell::default(),
            tell_drafts: RefCell::default(),
            tell_remote: RefCell::default(),
            bring: RefCell::default(),
            stopped: Cell::new(false),
            reading: RefCell::default(),
            busy: Cell::new(0),
            untidy: Cell::new(true),
            writing_uses: Cell::new(false),
            unread: RefCell::default(),
            mended: RefCell::default(),
        }));
        Ok(desk)
    }

    /// Calls `listener` after every change.
    pub fn subscribe(&self, listener: impl Fn(&Changed) + 'static) {
        self.0.listeners.borrow_mut().push(Rc::new(listener));
    }

    /// Calls `tell` with what this tab has changed, for the other tabs.
    pub fn tell_with(&self, tell: impl Fn(&Changed) + 'static) {
        *self.0.tell.borrow_mut() = Some(Rc::new(tell));
    }

    /// Calls `tell` once this tab has deleted everything, for the other tabs.
    pub fn tell_wiped_with(&self, tell: impl Fn() + 'static) {
        *self.0.tell_wiped.borrow_mut() = Some(Rc::new(tell));
    }

    /// Calls `tell` with the key of each draft that this tab writes or has saved, and with none once it has deleted
    /// everything.
    pub fn tell_drafts_with(&self, tell: impl Fn(Option<&str>) + 'static) {
        *self.0.tell_drafts.borrow_mut() = Some(Rc::new(tell));
    }

    fn tell_drafts(&self, key: Option<&str>) {
        let tell = self.0.tell_drafts.borrow().clone();
        if let Some(tell) = tell {
            tell(key);
        }
    }

    /// Attachments that are not on this device are asked of `bring`.
    pub fn bring_with(
        &self,
        bring: impl Fn(DocId, String, String, u64) -> Pin<Box<dyn Future<Output = Option<Vec<u8>>>>> + 'static,
    ) {
        *self.0.bring.borrow_mut() = Some(Rc::new(bring));
    }

    /// Calls `tell` once this tab has changed where the desk syncs to, for the other tabs.
    pub fn tell_remote_with(&self, tell: impl Fn() + 'static) {
        *self.0.tell_remote.borrow_mut() = Some(Rc::new(tell));
    }

    fn notify(&self, changed: &Changed) {
        self.0.busy.set(self.now());
        let listeners = self.0.listeners.borrow().clone();
        for listener in listeners {
            listener(changed);
        }
    }

    fn announce(&self, changed: &Changed) {
        let tell = self.0.tell.borrow().clone();
        if let Some(tell) = tell {
            tell(changed);
        }
        self.notify(changed);
    }

    /// The app has failed: nothing is written any more.
    pub fn stop(&self) {
        self.0.stopped.set(true);
    }

    /// Whether what is saved survives the tab: false when the browser gave no database.
    #[must_use]
    pub fn is_durable(&self) -> bool {
        self.0.store.is_durable()
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.0.env.now()
    }

    fn state(&self) -> Ref<'_, State> {
        self.0.state.borrow()
    }

    /// By how many milliseconds the farthest stamp is ahead of our clock, if that is more than it may be.
    #[must_use]
    pub fn clock_ahead(&self) -> Option<u64> {
        self.state().ahead
    }

    /// The firm's calendar.
    #[must_use]
    pub fn calendar(&self) -> Arc<Calendar> {
        self.state().names.calendar.clone()
    }

    /// A document with its state, if it is in memory: those of the few kinds always are, tickets and customers when
    /// they have been fetched ([`Desk::fetch`]) and for a while after they have been written.
    #[must_use]
    pub fn doc(&self, id: &DocId) -> Option<Arc<Doc>> {
        self.state().docs.get(id).cloned()
    }

    /// How many documents there are of a kind.
    #[must_use]
    pub fn count(&self, kind: &str) -> usize {
        let state = self.state();
        match kind {
            "ticket" => state.columns.len(),
            "customer" => state.columns.customers().len(),
            _ => state.docs.few().filter(|doc| doc.document.id.kind() == kind).count(),
        }
    }

    /// Who is at the desk.
    #[must_use]
    pub fn me(&self) -> Option<Arc<Agent>> {
        self.state().names.agents.get(&*self.0.me.borrow()).filter(|agent| !agent.left).cloned()
    }

    /// What the person at the desk may do; an auditor when nobody is.
    #[must_use]
    pub fn role(&self) -> Role {
        self.me().map_or(Role::Auditor, |agent| agent.role)
    }

    /// Whether the person at the desk has a right.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        self.role() >= needed_for(right)
    }
}
