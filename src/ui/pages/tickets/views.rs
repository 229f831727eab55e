//! The views over the list: those built in, those of who is away, those saved; what does not fit goes into a menu.

use std::collections::HashMap;
use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::list::Listing;
use super::{BOTH, OF, Place, SAVED, VIEWS, view_name};
use crate::desk::{Desk, Wanted};
use crate::model::view::{SavedView, Shows};
use crate::query::find::View;
use crate::ui::components::{Icon, Menu, MenuItem, use_first_line};
use crate::ui::files::pause;
use crate::ui::nav::replace;
use crate::ui::route::Query;
use crate::ui::texts::lists::ListTexts;
use crate::ui::texts::{Common, fill};

/// One of the views.
#[derive(Clone, Debug, PartialEq)]
enum Pill {
    Built(View, &'static str),
    /// The tickets of somebody who is away: the agent's id and name.
    For(String, String),
    Saved(Arc<SavedView>),
}

impl Pill {
    /// What is like no other's.
    fn key(&self) -> String {
        match self {
            Self::Built(_, id) => (*id).to_owned(),
            Self::For(agent, _) => ["for ", agent].concat(),
            Self::Saved(view) => view.id.to_string(),
        }
    }

    fn name(&self) -> String {
        match self {
            Self::Built(view, _) => view_name(*view).to_owned(),
            Self::For(_, name) => fill(ListTexts::t().stands_in, &[name]),
            Self::Saved(view) => view.name.clone(),
        }
    }

    /// The address's query that shows it.
    fn query(&self) -> Query {
        match self {
            Self::Built(_, id) => Query::default().with("view", id),
            Self::For(agent, _) => Query::default().with("view", "mine").with(OF, agent),
            Self::Saved(view) => query_of(&view.shows).with(SAVED, view.id.name()),
        }
    }
}

/// The address's query of what a view shows.
fn query_of(shows: &Shows) -> Query {
    let Shows { view, kind, state, query, sort, .. } = shows;
    let parts = [("view", view), ("kind", kind), ("state", state), ("q", query), ("sort", sort)];
    let query = parts.into_iter().fold(Query::default(), |query, (name, value)| query.with(name, value));
    query.with(BOTH, if shows.both { "yes" } else { "" })
}

/// What the address shows, but for the columns.
pub fn shows_of(place: &Place, columns: Vec<String>) -> Shows {
    let text = |name| place.query.get(name).to_owned();
    Shows {
        register: place.register,
        both: !place.query.get(BOTH).is_empty(),
        view: place.view_id().to_owned(),
        kind: text("kind"),
        state: text("state"),
        query: text("q"),
        sort: text("sort"),
        columns,
    }
}

/// The views as pills, with how many each shows.
#[component]
pub fn Views() -> impl IntoView {
    let list = Listing::get();
    let Listing { app, place, register, finds, .. } = list;
    let built =
        move || VIEWS.into_iter().filter(move |(view, _)| !register || !matches!(view, View::Promised | View::Pool));
    let pills = Memo::new(move |_| {
        let desk = app.live();
        app.now.track();
        let me = app.person.get();
        let away = if register { Vec::new() } else { desk.stands_in_for(&me) };
        let built = built().map(|(view, id)| Pill::Built(view, id));
        let away = away.into_iter().map(|agent| Pill::For(agent.id.clone(), agent.name.clone()));
        built.chain(away).chain(desk.views(register).into_iter().map(Pill::Saved)).collect::<Vec<_>>()
    });
    // While words are typed the built-in views' counts are theirs.
    let tally = Memo::new(move |_| {
        if let Some(elsewhere) = finds.elsewhere.get() {
            return elsewhere.tally;
        }
        app.now.track();
        app.live().tally(place.with(|place| place.sort(register)))
    });
    let counts = count_others(&list, pills);
    let count_of = move |pill: &Pill| match pill {
        Pill::Built(view, _) => Some(tally.with(|tally| tally.of(*view))),
        other => counts.with(|counts| counts.get(&other.key()).copied()),
    };
    let current = Memo::new(move |_| {
        let mut place = place.get();
        // One that was deleted, or whose saving was taken back, is none.
        let saved = place.query.get(SAVED);
        if !pills.with(|pills| pills.iter().any(|pill| matches!(pill, Pill::Saved(view) if view.id.name() == saved))) {
            place.query = place.query.with(SAVED, "");
        }
        pills.with(|pills| pills.iter().find(|pill| is_current(pill, &place)).map(Pill::key)).unwrap_or_default()
    });
    let go = move |pill: &Pill| {
        let at = place.get_untracked();
        let plain = at.query.get(SAVED).is_empty() && at.query.get(OF).is_empty();
        // A built-in view keeps what is looked for, but not what another view brought.
        let query = match pill {
            Pill::Built(_, id) if plain => at.query.clone().with("view", id),
            pill => pill.query(),
        };
        replace(&at.route(at.id.clone(), query));
    };
    let row = NodeRef::<html::Div>::new();
    let fitting = use_first_line(row, move || {
        pills.track();
        tally.track();
        counts.track();
    });
    let pill = move |(at, pill): (usize, Pill)| {
        let (key, counted, pressed) = (pill.key(), pill.clone(), pill.clone());
        let saved = matches!(&pill, Pill::Saved(_)).then_some("");
        let shared = matches!(&pill, Pill::Saved(view) if view.shared);
        let is_hidden = move || fitting.get() <= at;
        view! {
            <button type="button" class="view" aria-pressed=move || if current.with(|now| *now == key) { "true" } else { "false" }
                data-saved=saved
                style:visibility=move || is_hidden().then_some("hidden")
                title=shared.then(|| ListTexts::t().shared) on:click=move |_| go(&pressed)>
                {move || pill.name()}<i>{move || count_of(&counted)}</i>
            </button>
        }
    };
    let rest = Memo::new(move |_| {
        let fitting = fitting.get();
        pills.with(|pills| pills.iter().skip(fitting).cloned().collect::<Vec<_>>())
    });
    let items = Signal::derive(move || {
        let item = |pill: Pill| {
            let label = count_of(&pill).map_or_else(|| pill.name(), |count| format!("{} {count}", pill.name()));
            let is_current = current.with(|now| *now == pill.key());
            let item = MenuItem::new(label, move || go(&pill));
            if is_current { item.icon(Icon::Check) } else { item }
        };
        rest.get().into_iter().map(item).collect::<Vec<_>>()
    });
    let is_in_menu = move || rest.with(|rest| rest.iter().any(|pill| current.with(|now| *now == pill.key())));
    // The current one is named even when there is no room for it.
    let label = move || {
        let current = rest.with(|rest| rest.iter().find(|pill| current.with(|now| *now == pill.key())).map(Pill::name));
        current.unwrap_or_else(|| Common::t().more.to_owned())
    };
    view! {
        <div class="views-line" data-current=move || is_in_menu().then_some("")>
            <div class="views" role="toolbar" aria-label=ListTexts::t().views node_ref=row>
                {move || pills.get().into_iter().enumerate().map(pill).collect_view()}
            </div>
            <Show when=move || !rest.with(Vec::is_empty)>
                <Menu label icon=Icon::Down text=true items />
            </Show>
        </div>
    }
    .into_any()
}

fn is_current(pill: &Pill, place: &Place) -> bool {
    let (of, saved) = (place.query.get(OF), place.query.get(SAVED));
    match pill {
        Pill::Saved(view) => view.id.name() == saved,
        Pill::For(agent, _) => saved.is_empty() && agent == of,
        Pill::Built(view, _) => saved.is_empty() && of.is_empty() && *view == place.view(),
    }
}

/// Changes that follow each other within so many milliseconds are counted once.
const SETTLE: u32 = 250;
/// So many milliseconds counting takes between two turns of the event loop.
const TURN: f64 = 8.0;

/// How many tickets the views show that are not built in, by key; counted in slices, and again after every change.
fn count_others(list: &Listing, pills: Memo<Vec<Pill>>) -> RwSignal<HashMap<String, usize>> {
    let Listing { app, register, .. } = *list;
    let counts = RwSignal::new(HashMap::new());
    let turn = StoredValue::new(0_u64);
    Effect::new(move |_| {
        app.now.track();
        let desk = app.live();
        let others: Vec<(String, Wanted)> = pills.with(|pills| {
            let others = pills.iter().filter(|pill| !matches!(pill, Pill::Built(..)));
            others.map(|pill| (pill.key(), Place::at(register, pill.query()).wanted())).collect()
        });
        turn.update_value(|turn| *turn += 1);
        if others.is_empty() {
            return;
        }
        let this = turn.get_value();
        spawn_local(async move {
            gloo::timers::future::TimeoutFuture::new(SETTLE).await;
            let mut found = HashMap::new();
            for (key, wanted) in others {
                let Some(count) = count(&desk, &wanted, &|| turn.try_get_value() == Some(this)).await else { return };
                found.insert(key, count);
            }
            if counts.try_with_untracked(|counts| *counts != found) == Some(true) {
                counts.set(found);
            }
        });
    });
    counts
}

/// Counts in slices; nothing once it is overtaken: row numbers are those of before a change.
async fn count(desk: &Desk, wanted: &Wanted, goes_on: &dyn Fn() -> bool) -> Option<usize> {
    if !goes_on() {
        return None;
    }
    let mut finding = desk.begin_search(wanted);
    let mut began = js_sys::Date::now();
    while desk.search_on(&mut finding, crate::query::find::STEP) {
        if js_sys::Date::now() - began > TURN {
            pause().await;
            if !goes_on() {
                return None;
            }
            began = js_sys::Date::now();
        }
    }
    Some(finding.count())
}
