//! A list that a search fills: the first screen first, the rest between two turns of the event loop; a newer search takes
//! over.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::desk::{Desk, Finding, Spread, Wanted};
use crate::model::document::DocId;
use crate::query::find::View;
use crate::query::find::tally::Tally;
use crate::query::rows::Row;
use crate::ui::app::App;
use crate::ui::files::pause;

/// So long one turn looks through tickets, in milliseconds.
const TURN: f64 = 8.0;
/// So long after the rows what is counted beside them waits, in milliseconds.
const PAINTED: u32 = 30;
/// So many pages are looked through between two looks at the clock.
const STEP: usize = 16;
/// So many rows are a screen.
const SCREEN: usize = 40;

/// A search under way.
struct Running {
    /// Of which turn it is.
    turn: Option<u64>,
    finding: Finding,
    /// The same without kind and state, for the counts beside them; the first search counts when there are none.
    wide: Option<Finding>,
    /// What the words find in all views, tickets and registers; only while there are words.
    every: Option<Finding>,
    register: Option<bool>,
}

impl Running {
    fn begin(turn: Option<u64>, desk: &Desk, wanted: &Wanted) -> Self {
        Self { turn, finding: desk.begin_search(wanted), wide: None, every: None, register: wanted.register }
    }

    /// Begins what is counted beside what is shown.
    fn widen(&mut self, desk: &Desk, wanted: &Wanted) {
        if !wanted.kind.is_empty() || !wanted.state.is_empty() {
            let wide = Wanted { kind: String::new(), state: String::new(), ..wanted.clone() };
            self.wide = Some(desk.begin_search(&wide));
        }
        if !wanted.query.parts.is_empty() {
            let every = Wanted { view: View::All, query: wanted.query.clone(), ..Wanted::default() };
            self.every = Some(desk.begin_search(&every));
        }
    }

    /// Looks on for a turn. True while there is more.
    fn step(&mut self, desk: &Desk) -> bool {
        let began = js_sys::Date::now();
        while js_sys::Date::now() - began < TURN {
            let others = [&mut self.wide, &mut self.every];
            let all = std::iter::once(&mut self.finding).chain(others.into_iter().flatten());
            let Some(next) = all.into_iter().find(|finding| !finding.is_done()) else { return false };
            desk.search_on(next, STEP);
        }
        true
    }

    /// What the words find in every view, once that is known.
    fn elsewhere(&self, desk: &Desk) -> Option<Elsewhere> {
        let every = self.every.as_ref().filter(|every| every.is_done())?;
        let tally = desk.tally_found(every, self.register);
        Some(Elsewhere { tally, count: every.count(), inside: self.finding.count() })
    }
}

/// What words find beyond the view they are typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// In each view.
    pub tally: Tally,
    /// Everywhere, tickets and registers.
    pub count: usize,
    /// In the view.
    pub inside: usize,
}

/// What a search has found, as far as it is shown.
#[derive(Clone, Copy)]
pub struct Finds {
    app: App,
    /// One of several beside each other: it counts nothing but what it shows, and lets the others have their turn.
    plain: bool,
    shown: StoredValue<Option<Rc<RefCell<Running>>>, LocalStorage>,
    /// Grows whenever something else is shown.
    version: RwSignal<u64>,
    turn: StoredValue<u64>,
    /// How many of each kind and state there are.
    pub spread: RwSignal<Spread>,
    /// What the words find beyond the view; nothing without words, and until it is known.
    pub elsewhere: RwSignal<Option<Elsewhere>>,
}

impl Finds {
    /// Finds what is wanted, and again after every change; not before it may begin.
    #[must_use]
    pub fn of(app: App, wanted: Memo<Wanted>, may_begin: Memo<bool>) -> Self {
        Self::new(app, wanted, Some(may_begin))
    }

    /// The same for one of several lists beside each other, without the counts of kinds, states and views.
    #[must_use]
    pub fn column(app: App, wanted: Memo<Wanted>) -> Self {
        Self::new(app, wanted, None)
    }

    fn new(app: App, wanted: Memo<Wanted>, may_begin: Option<Memo<bool>>) -> Self {
        let finds = Self {
            app,
            plain: may_begin.is_none(),
            shown: StoredValue::new_local(None),
            version: RwSignal::new(0),
            turn: StoredValue::new(0),
            spread: RwSignal::new(Spread::new()),
            elsewhere: RwSignal::new(None),
        };
        let effect = RenderEffect::new(move |_| {
            if may_begin.is_some_and(|may_begin| !may_begin.get()) {
                return;
            }
            let desk = app.live();
            app.now.track();
            finds.begin(&desk, &wanted.get());
        });
        let effect = StoredValue::new_local(effect);
        on_cleanup(move || effect.dispose());
        finds
    }

    fn begin(self, desk: &Desk, wanted: &Wanted) {
        let turn = self.turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        let mut running = Running::begin(turn, desk, wanted);
        let more = self.plain || running.step(desk);
        let running = Rc::new(RefCell::new(running));
        if !more {
            self.show(&running);
        }
        if !more && self.plain {
            return;
        }
        let (desk, wanted) = (desk.clone(), wanted.clone());
        spawn_local(async move {
            let (mut more, mut first) = (more, true);
            while more {
                pause().await;
                // A newer search has begun, or the list is left.
                if self.turn.try_get_value() != turn {
                    return;
                }
                more = running.borrow_mut().step(&desk);
                // What was shown before stays until the first screen is there.
                let settled = first && desk.is_settled(&mut running.borrow_mut().finding, SCREEN);
                if settled || !more {
                    first = false;
                    self.show(&running);
                }
            }
            if !self.plain {
                self.count_beside(&desk, &wanted, &running).await;
            }
        });
    }

    /// Counts what stands beside the rows once these are painted, and not while somebody types on.
    async fn count_beside(self, desk: &Desk, wanted: &Wanted, running: &Rc<RefCell<Running>>) {
        let turn = running.borrow().turn;
        TimeoutFuture::new(PAINTED).await;
        if self.turn.try_get_value() != turn {
            return;
        }
        running.borrow_mut().widen(desk, wanted);
        while running.borrow_mut().step(desk) {
            pause().await;
            if self.turn.try_get_value() != turn {
                return;
            }
        }
        let (spread, elsewhere) = {
            let running = running.borrow();
            (desk.spread(running.wide.as_ref().unwrap_or(&running.finding)), running.elsewhere(desk))
        };
        if *self.spread.read_untracked() != spread {
            self.spread.set(spread);
        }
        if *self.elsewhere.read_untracked() != elsewhere {
            self.elsewhere.set(elsewhere);
        }
    }

    fn show(self, running: &Rc<RefCell<Running>>) {
        self.shown.set_value(Some(running.clone()));
        self.version.update(|version| *version += 1);
    }

    fn ask<T>(self, ask: impl FnOnce(&Desk, &mut Finding) -> T) -> Option<T> {
        let shown = self.shown.try_get_value().flatten()?;
        let mut running = shown.try_borrow_mut().ok()?;
        Some(ask(&self.app.desk(), &mut running.finding))
    }

    /// Whether it is known yet what is found.
    #[must_use]
    pub fn is_known(self) -> bool {
        self.version.track();
        self.shown.try_get_value().flatten().is_some()
    }

    /// How many are found.
    #[must_use]
    pub fn count(self) -> usize {
        self.version.track();
        self.ask(|_, finding| finding.count()).unwrap_or(0)
    }

    /// The ticket at a place.
    #[must_use]
    pub fn row(self, at: usize) -> Option<Arc<Row>> {
        self.version.track();
        self.ask(|desk, finding| desk.row_at(desk.found_at(finding, at)?)).flatten()
    }

    /// Where a ticket stands.
    #[must_use]
    pub fn place_of(self, id: &DocId) -> Option<usize> {
        self.version.track();
        self.ask(|desk, finding| desk.place_of(finding, id)).flatten()
    }

    /// The document at a place; not followed.
    #[must_use]
    pub fn id(self, at: usize) -> Option<DocId> {
        self.ask(|desk, finding| desk.id_at(desk.found_at(finding, at)?)).flatten()
    }

    /// The documents from a place to another, both included; not followed.
    #[must_use]
    pub fn ids_between(self, from: usize, to: usize) -> Vec<DocId> {
        let ids = self.ask(|desk, finding| {
            let to = to.min(finding.count().saturating_sub(1));
            desk.ids_found(finding, from, to + 1)
        });
        ids.unwrap_or_default()
    }

    /// All that is found, in no particular order, once everything has been looked through: in slices, and again when
    /// something changes meanwhile. Nothing when the page is left.
    pub async fn all_ids(self) -> Option<Vec<DocId>> {
        let (mut of, mut all, mut from) = (None, Vec::new(), 0);
        loop {
            pause().await;
            let turn = self.turn.try_get_value();
            turn?;
            let Some(shown) = self.shown.try_get_value().flatten() else { continue };
            let Ok(running) = shown.try_borrow() else { continue };
            // What is shown may be of before the last change, or not complete yet.
            if running.turn != turn || !running.finding.is_done() {
                continue;
            }
            if of != turn {
                (of, from) = (turn, 0);
                all.clear();
            }
            let Some(mut more) = self.app.desk().found_ids(&running.finding, from, STEP) else { return Some(all) };
            all.append(&mut more);
            from += STEP;
        }
    }
}
