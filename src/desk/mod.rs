//! The one handle the interface holds: everything is read from memory and written through `commit`.

mod action;
mod backup;
#[cfg(target_arch = "wasm32")]
mod browser;
mod calendars;
mod clearing;
mod customers;
mod drafts;
mod env;
mod error;
mod export;
mod files;
mod import;
mod limits;
mod lists;
mod looks;
mod numbers;
mod opening;
mod packs;
mod people;
mod roles;
mod sample;
mod state;
pub mod tabs;
mod tickets;
mod today;
mod usage;

use std::cell::{Cell, Ref, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

pub use action::{Action, Done};
pub use backup::{Made, RestoreError, RestoreProgress, SCHEMA};
#[cfg(target_arch = "wasm32")]
pub use browser::{Opened, database, memory, open};
#[cfg(target_arch = "wasm32")]
pub use env::Browser;
pub use env::Env;
pub use error::{DeskError, LARGEST_FILE};
pub use import::{ImportProgress, ImportUndone, Imported, NewImport, PastImport};
pub use packs::KindInfo;
pub use people::NewAgent;
pub use roles::{Right, needed_for};
pub use sample::{SampleError, SampleFault};
pub use state::Doc;
#[cfg(target_arch = "wasm32")]
pub use tabs::Tabs;
pub use tickets::NewTicket;
pub use today::Listed;
pub use usage::LastUsed;

pub use crate::store::{Flow, Store, StoreError};

use crate::model::agent::{Agent, Role};
use crate::model::calendar::Calendar;
use crate::model::document::DocId;
use crate::model::stamp::Writer;
use crate::query::rows::{Filter, Row, select};
use state::State;

/// What has changed: the documents, or everything when there are too many to name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// These documents.
    Documents(Vec<DocId>),
    /// Everything may have.
    Everything,
    /// Who is at the desk.
    Person,
}

type Listener = Rc<dyn Fn(&Changed)>;

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
    done: RefCell<Vec<Done>>,
    undone: RefCell<Vec<Done>>,
    listeners: RefCell<Vec<Listener>>,
    tell: RefCell<Option<Listener>>,
    tell_wiped: RefCell<Option<Rc<dyn Fn()>>>,
    stopped: Cell<bool>,
}

/// The keys of `meta` that the desk reads when it opens.
pub mod meta {
    /// The device's random number.
    pub const DEVICE: &str = "device";
    /// The latest time of our clock, in milliseconds.
    pub const CLOCK: &str = "clock";
    /// The agent at the desk.
    pub const PERSON: &str = "person";
    /// The interface's preferences, one text.
    pub const PREFERENCES: &str = "preferences";
}

impl Desk {
    /// Opens the desk on a store: reads what it holds, in slices, telling `progress` how many documents are there.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn open(
        store: Rc<dyn Store>,
        env: Box<dyn Env>,
        progress: impl Fn(usize),
    ) -> Result<(Self, Vec<String>), DeskError> {
        let mut known = HashMap::new();
        for key in [meta::DEVICE, meta::CLOCK, meta::PERSON, meta::PREFERENCES] {
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
            done: RefCell::default(),
            undone: RefCell::default(),
            listeners: RefCell::default(),
            tell: RefCell::default(),
            tell_wiped: RefCell::default(),
            stopped: Cell::new(false),
        }));
        let count = Cell::new(0);
        let damaged = desk
            .load(&|ids| {
                count.set(count.get() + ids.len());
                progress(count.get());
            })
            .await?;
        Ok((desk, damaged))
    }

    async fn load(&self, each: &dyn Fn(&[DocId])) -> Result<Vec<String>, DeskError> {
        let now = self.now();
        let damaged = self
            .0
            .store
            .load(&mut |documents| {
                let ids: Vec<DocId> = documents.iter().map(|document| document.id.clone()).collect();
                self.0.state.borrow_mut().absorb(documents, now);
                each(&ids);
            })
            .await?;
        Ok(damaged.into_iter().map(|fault| fault.to_string()).collect())
    }

    /// Reads everything again: after a restore, or when another tab changed too much to name. What is not there any
    /// more is forgotten.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn reload(&self) -> Result<(), DeskError> {
        let gone: RefCell<HashSet<DocId>> = RefCell::new(self.state().docs.keys().cloned().collect());
        let damaged = self
            .load(&|ids| {
                let mut gone = gone.borrow_mut();
                for id in ids {
                    gone.remove(id);
                }
            })
            .await?;
        if damaged.is_empty() {
            let gone: Vec<DocId> = gone.take().into_iter().collect();
            self.0.state.borrow_mut().forget(&gone);
        }
        self.notify(&Changed::Everything);
        Ok(())
    }

    /// Reads documents again that another tab has changed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn follow(&self, ids: &[DocId]) -> Result<(), DeskError> {
        let documents = self.0.store.read(ids).await?;
        let found: Vec<DocId> = documents.iter().map(|document| document.id.clone()).collect();
        let gone: Vec<DocId> = ids.iter().filter(|id| !found.contains(id)).cloned().collect();
        {
            let mut state = self.0.state.borrow_mut();
            state.absorb(documents, self.now());
            state.forget(&gone);
        }
        self.notify(&Changed::Documents(ids.to_vec()));
        Ok(())
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

    fn notify(&self, changed: &Changed) {
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
        self.state().calendar.clone()
    }

    /// A document with its state.
    #[must_use]
    pub fn doc(&self, id: &DocId) -> Option<Arc<Doc>> {
        self.state().docs.get(id).cloned()
    }

    /// How many documents there are of a kind.
    #[must_use]
    pub fn count(&self, kind: &str) -> usize {
        match kind {
            "ticket" => self.state().rows.len(),
            "customer" => self.state().customers.len(),
            _ => self.state().docs.keys().filter(|id| id.kind() == kind).count(),
        }
    }

    /// The ids of all documents, in order.
    #[must_use]
    pub fn ids(&self) -> Vec<DocId> {
        let mut ids: Vec<DocId> = self.state().docs.keys().cloned().collect();
        ids.sort();
        ids
    }

    /// A ticket as a row.
    #[must_use]
    pub fn row(&self, id: &DocId) -> Option<Arc<Row>> {
        self.state().rows.get(id).cloned()
    }

    /// The tickets a filter lets through, what is due first.
    #[must_use]
    pub fn rows(&self, filter: &Filter) -> Vec<Arc<Row>> {
        select(self.state().rows.values(), filter)
    }

    /// How many tickets pass each of several filters, their texts apart.
    #[must_use]
    pub fn counts(&self, filters: &[Filter]) -> Vec<usize> {
        let state = self.state();
        let mut counts = vec![0; filters.len()];
        for row in state.rows.values() {
            for (count, filter) in counts.iter_mut().zip(filters) {
                *count += usize::from(filter.admits(row));
            }
        }
        counts
    }

    /// Who is at the desk.
    #[must_use]
    pub fn me(&self) -> Option<Arc<Agent>> {
        self.state().agents.get(&*self.0.me.borrow()).filter(|agent| !agent.left).cloned()
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
