//! What every page holds: the desk, what has changed, who is at it, and how an action is carried out.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::dates;
use super::texts::acts::Acts;
use super::texts::errors::Errors;
use super::texts::fill;
use super::toasts::Toasts;
use crate::desk::{Changed, Desk, DeskError, Doc, Done};
use crate::model::agent::Role;
use crate::model::change::{Change, Known};
use crate::model::customer::Customer;
use crate::model::document::DocId;
use crate::model::ticket::Ticket;
use crate::query::find::tally::Tally;

/// So long what is shown rests after a page of a large write, before it follows the next ones: drawing it anew for each
/// would take longer than the writing.
const REST: Duration = Duration::from_millis(250);

/// Lets what is shown rest; it follows when more has come meanwhile, which is noted in `more`.
fn rest(more: StoredValue<Option<bool>>, follow: impl Fn(bool) + 'static) {
    more.set_value(Some(false));
    let over = move || {
        if more.get_value() == Some(true) {
            follow(false);
            rest(more, follow);
        } else {
            more.set_value(None);
        }
    };
    set_timeout(over, REST);
}

/// The app, in context everywhere. `App::get()` in a component; it may then be moved into any closure.
#[derive(Clone, Copy)]
pub struct App {
    desk: StoredValue<Desk, LocalStorage>,
    /// Grows with every change of a document; read it (`app.track()`) where the desk is asked.
    changed: RwSignal<u64>,
    /// Grows when documents that were asked for are here.
    fetched: RwSignal<u64>,
    /// How many tickets and register entries each view shows.
    pub tally: Memo<Tally>,
    /// The id of the agent at the desk; empty for nobody.
    pub person: RwSignal<String>,
    /// Now, in milliseconds, to half a minute: what deadlines are shown against.
    pub now: RwSignal<u64>,
    /// The messages at the foot of the page.
    pub toasts: Toasts,
}

impl App {
    /// Puts the app into the context of the page.
    pub fn provide(desk: &Desk) -> Self {
        let me = |desk: &Desk| desk.me().map(|agent| agent.id.clone()).unwrap_or_default();
        let (changed, person) = (RwSignal::new(0), RwSignal::new(me(desk)));
        let now = RwSignal::new(desk.now());
        let kept = StoredValue::new_local(desk.clone());
        let app = Self {
            changed,
            fetched: RwSignal::new(0),
            tally: Memo::new(move |_| {
                changed.track();
                person.track();
                now.track();
                kept.with_value(|desk| desk.tally(None))
            }),
            person,
            now,
            toasts: Toasts::new(),
            desk: kept,
        };
        dates::keep_to(desk.calendar().offset);
        let follow = move |is_person: bool| {
            dates::keep_to(app.desk().calendar().offset);
            app.now.set(app.desk().now());
            let person = me(&app.desk());
            if is_person || app.person.get_untracked() != person {
                app.person.set(person);
                app.toasts.leave_desk();
            }
            app.changed.update(|n| *n += 1);
        };
        let rests = StoredValue::new(None);
        desk.subscribe(move |change| match change {
            Changed::Fetched => app.fetched.update(|n| *n += 1),
            Changed::Pages(..) if rests.get_value().is_some() => rests.set_value(Some(true)),
            Changed::Pages(..) => {
                follow(false);
                rest(rests, follow);
            }
            Changed::Behind => {
                app.toasts.damage(Errors::t().behind);
                follow(false);
            }
            _ => follow(*change == Changed::Person),
        });
        let clock = gloo::timers::callback::Interval::new(20_000, move || app.now.set(app.desk().now()));
        clock.forget();
        provide_context(app);
        app
    }

    /// The app of this page.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// The desk.
    #[must_use]
    pub fn desk(self) -> Desk {
        self.desk.get_value()
    }

    /// The desk, read anew after every change: for memos and reactive closures.
    #[must_use]
    pub fn live(self) -> Desk {
        self.track();
        self.desk()
    }

    /// Reads anew after every change of a document or of the person at the desk.
    pub fn track(self) {
        self.changed.track();
        self.person.track();
    }

    /// Fetches a ticket or customer, by its id, when it is not in memory. True once it has been looked for.
    #[must_use]
    pub fn want(self, id: Signal<String>) -> Signal<bool> {
        let looked = RwSignal::new(String::new());
        Effect::new(move |_| {
            let (desk, text) = (self.live(), id.get());
            let id = DocId::new(&text);
            let known = desk.doc(&id).is_some();
            // What was not there may come from another tab.
            if known || text.is_empty() || *looked.read_untracked() == text && !desk.is_here(&id) {
                looked.set(text);
                return;
            }
            spawn_local(async move {
                if let Err(error) = desk.fetch(&[id]).await {
                    self.fail(&error);
                }
                // The page may have been left meanwhile.
                let _ = looked.try_set(text);
            });
        });
        Signal::derive(move || looked.with(|looked| id.with(|id| looked == id)))
    }

    /// A document, read anew after every change and when it has been fetched.
    #[must_use]
    pub fn doc(self, id: &DocId) -> Option<Arc<Doc>> {
        self.fetched.track();
        self.live().doc(id)
    }

    /// A customer with address and note, which are fetched.
    #[must_use]
    pub fn customer(self, id: Memo<String>) -> Memo<Option<Arc<Customer>>> {
        let _ = self.want(id.into());
        Memo::new(move |_| {
            self.fetched.track();
            id.with(|id| self.live().customer(&DocId::new(id)))
        })
    }

    /// What the person at the desk may do; follows a change of person.
    #[must_use]
    pub fn role(self) -> Role {
        self.live().role()
    }

    /// Carries an action out; says in a sentence when it fails, and offers to undo it when it is done.
    pub fn act(self, action: impl Future<Output = Result<Done, DeskError>> + 'static) {
        self.act_then(action, |_| {});
    }

    /// Carries an action out, and then something more if it is done.
    pub fn act_then(
        self,
        action: impl Future<Output = Result<Done, DeskError>> + 'static,
        then: impl FnOnce(Done) + 'static,
    ) {
        let acting = self.desk().acting();
        spawn_local(async move {
            let answer = action.await;
            drop(acting);
            match answer {
                Ok(done) => {
                    match self.moved(&done) {
                        Some(text) => self.toasts.done_to(&done, text),
                        None => self.toasts.done(&done),
                    }
                    then(done);
                }
                Err(error) => self.fail(&error),
            }
        });
    }

    /// Which step was taken with a ticket, and to what state it led; nothing for anything else.
    fn moved(self, done: &Done) -> Option<String> {
        let desk = self.desk();
        let (id, stamps) = done.entries.first().filter(|_| done.label == "moved")?;
        let doc = desk.doc(id)?;
        let kind = desk.kind(Ticket(&doc.fold).kind())?;
        stamps.iter().find_map(|stamp| match &doc.document.entry(*stamp)?.change {
            Change::Known(Known::Moved { step, to, .. }) => {
                let step = kind.moves.iter().find(|known| known.id == *step)?;
                Some(fill(Acts::t().moved_to, &[&step.label, &kind.state(to)?.name]))
            }
            _ => None,
        })
    }

    /// Carries something out that has nothing to undo.
    pub fn attempt<T: 'static>(
        self,
        action: impl Future<Output = Result<T, DeskError>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        spawn_local(async move {
            match action.await {
                Ok(value) => then(value),
                Err(error) => self.fail(&error),
            }
        });
    }

    /// Says what went wrong and what to do.
    pub fn fail(self, error: &DeskError) {
        self.toasts.fault(Errors::t().sentence(error));
    }

    /// Keeps what is typed at a place; call it at every input event.
    pub fn keep_draft(self, place: &str, text: &str) {
        let keep = self.desk().keep_draft(place, text);
        spawn_local(async move {
            if let Err(error) = keep.await {
                self.fail(&error);
            }
        });
    }

    /// Takes the person's last action back.
    pub fn undo(self) {
        let desk = self.desk();
        self.attempt(async move { desk.undo().await }, move |done| self.toasts.undone(done.as_ref()));
    }

    /// Does again what was undone last.
    pub fn redo(self) {
        let desk = self.desk();
        self.attempt(async move { desk.redo().await }, move |done| {
            if let Some(done) = done {
                self.toasts.done(&done);
            }
        });
    }
}
