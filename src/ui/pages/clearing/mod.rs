//! The day cleared (A16): everything of mine with how it stands, one key each; handed in, signed, printed.

mod line;
mod paper;
mod sign;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use crate::model::agent::Role;
use crate::model::calendar::{day_text, parse_day};
use crate::model::clearing::{Clearing, Item, Standing};
use crate::model::document::DocId;
use crate::ui::app::App;
use crate::ui::components::{Empty, Icon, IconButton, Tone};
use crate::ui::keyboard::use_key;
use crate::ui::keys::Key;
use crate::ui::lang::lang;
use crate::ui::nav::{navigate, route};
use crate::ui::reckon::day_words;
use crate::ui::route::{Query, Route};
use crate::ui::texts::Common;
use crate::ui::texts::clearing::ClearingTexts;

/// The day that is shown.
#[derive(Clone, Copy)]
struct Shown {
    app: App,
    /// The agent's id.
    agent: Memo<String>,
    /// The day, counted from 1 January 1970.
    day: Memo<i64>,
    /// Today, of the agent's calendar.
    today: Memo<i64>,
    /// The tickets as they stand now.
    items: RwSignal<Vec<Item>>,
    /// As it was handed in and signed.
    clearing: Memo<Option<Clearing>>,
}

impl Shown {
    fn new(app: App) -> Self {
        let agent = Memo::new(move |_| match route().query().get("agent") {
            "" => app.person.get(),
            agent => agent.to_owned(),
        });
        let today = Memo::new(move |_| app.live().calendar_of(&agent.get()).day_number(app.now.get()));
        let day = Memo::new(move |_| parse_day(route().query().get("day")).unwrap_or_else(|| today.get()));
        // A day long past is fetched.
        let place = Memo::new(move |_| Clearing::doc(&agent.get(), day.get()).to_string());
        let _ = app.want(place.into());
        let clearing = Memo::new(move |_| {
            let _ = app.doc(&DocId::new(&place.get()));
            app.live().clearing(&agent.get(), day.get())
        });
        let items = RwSignal::new(Vec::new());
        Effect::new(move |_| {
            let (desk, of, on) = (app.live(), agent.get(), day.get());
            spawn_local(async move {
                match desk.to_clear(&of, on).await {
                    Err(error) => app.fail(&error),
                    // Another day may have been asked for meanwhile.
                    Ok(found) => {
                        if agent.try_get_untracked() == Some(of) && day.try_get_untracked() == Some(on) {
                            items.set(found);
                        }
                    }
                }
            });
        });
        Self { app, agent, day, today, items, clearing }
    }

    /// What is listed: a past day as it was handed in, today as it stands.
    fn listed(self) -> Vec<Item> {
        let handed = self.clearing.get().filter(|_| self.day.get() < self.today.get());
        handed.map_or_else(|| self.items.get(), |clearing| clearing.items)
    }

    /// Whether it is one's own day, today.
    fn is_mine(self) -> bool {
        self.agent.get() == self.app.person.get() && self.day.get() == self.today.get()
    }

    fn place(self, agent: &str, day: i64) -> Route {
        let (me, today) = (self.app.person.get_untracked(), self.today.get_untracked());
        let agent = if agent == me { "" } else { agent };
        let day = if day == today { String::new() } else { day_text(day) };
        Route::Clearing(Query::default().with("agent", agent).with("day", &day))
    }
}

/// The tone of a standing.
fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::Done | Standing::Answered => Tone::Good,
        Standing::Noted => Tone::Accent,
        Standing::Postponed => Tone::Soon,
        Standing::Open => Tone::Late,
    }
}

/// The tickets of customers who are called as another one on the list is.
fn namesakes(app: App, listed: &[Item]) -> Vec<DocId> {
    let desk = app.live();
    let rows = listed.iter().filter_map(|item| desk.row(&item.ticket)).filter(|row| !row.who.is_empty());
    let mut all: Vec<_> = rows.map(|row| (row.who.clone(), row.customer.clone(), row.id.clone())).collect();
    all.sort_unstable();
    let of_one_name = all.chunk_by(|one, next| one.0 == next.0);
    let several = of_one_name.filter(|one| one.iter().any(|row| row.1 != one[0].1));
    several.flatten().map(|row| row.2.clone()).collect()
}

/// The page.
#[component]
pub fn ClearingPage() -> impl IntoView {
    let app = App::get();
    let shown = Shown::new(app);
    let t = ClearingTexts::t;
    let list = NodeRef::<html::Ul>::new();
    let step = move |by: i32| {
        let Some(list) = list.get_untracked() else { return };
        let lines = list.get_elements_by_class_name("clear-line");
        let active = document().active_element();
        let at = (0..lines.length())
            .find(|at| lines.item(*at).zip(active.clone()).is_some_and(|(line, active)| line.contains(Some(&active))));
        let end = lines.length().saturating_sub(1);
        let to = at.map_or(0, |at: u32| at.saturating_add_signed(by).min(end));
        if let Some(line) = lines.item(to).and_then(|line| line.dyn_into::<web_sys::HtmlElement>().ok()) {
            // A focus that fails changes nothing.
            let _ = line.focus();
        }
    };
    use_key(Key::ListNext, move || step(1));
    use_key(Key::ListPrevious, move || step(-1));
    let print = move |()| {
        // Browsers without a printer say so themselves.
        let _ = window().print();
    };
    use_key(Key::Print, move || print(()));
    let turn = move |by: i64| {
        navigate(&shown.place(&shown.agent.get_untracked(), shown.day.get_untracked() + by));
    };
    let at_end = Signal::derive(move || shown.day.get() >= shown.today.get());
    let listed = Memo::new(move |_| shown.listed());
    let alike = Memo::new(move |_| listed.with(|listed| namesakes(app, listed)));
    view! {
        <main class="work wide clearing">
            <div class="page no-print">
                <header class="page-head">
                    <h1>{move || t().title}</h1>
                    <span class="line">
                        <IconButton icon=Icon::Back label=t().earlier on_press=move |()| turn(-1) />
                        <b>{move || day_words(shown.day.get(), lang())}</b>
                        <IconButton icon=Icon::Next label=t().later on_press=move |()| turn(1) disabled=at_end />
                    </span>
                    <IconButton icon=Icon::Print label=Common::t().print key=Key::Print on_press=print />
                </header>
                {move || (app.role() >= Role::Lead).then(|| view! { <People shown /> })}
                <p class="dim small">{move || if shown.is_mine() { t().about } else { "" }}</p>
                <Counts listed />
                {move || listed.with(Vec::is_empty).then(|| view! {
                    <Empty icon=Icon::Check title=t().nothing text=t().nothing_about />
                })}
                <ul node_ref=list>
                    <For each=move || listed.get() key=|item| (item.ticket.clone(), item.standing, item.reason.clone()) let:item>
                        <line::Line shown item alike />
                    </For>
                </ul>
                <p class="small faint no-phone" hidden=move || !shown.is_mine()>{move || t().keys}</p>
                <sign::Sign shown listed />
            </div>
            <paper::Paper shown listed />
        </main>
    }
    .into_any()
}

/// How many stand how.
#[component]
fn Counts(listed: Memo<Vec<Item>>) -> impl IntoView {
    let one = move |standing: Standing| {
        let count = listed.with(|listed| listed.iter().filter(|item| item.standing == standing).count());
        (count > 0).then(|| {
            let text = [ClearingTexts::t().standing_name(standing), " ", &count.to_string()].concat();
            view! { <span class="tag" data-tone=tone(standing).id()>{text}</span> }
        })
    };
    view! {
        <p class="line counts">{move || Standing::ALL.into_iter().rev().map(one).collect_view()}</p>
    }
}

/// The team, for leads: whose day is handed in, whose is signed.
#[component]
fn People(shown: Shown) -> impl IntoView {
    let people = move || {
        let desk = shown.app.live();
        let (me, day, agent) = (desk.me(), shown.day.get(), shown.agent.get());
        let team = me.as_ref().map(|me| me.team.clone()).unwrap_or_default();
        // A manager sees everybody, a lead the team.
        let all = shown.app.role() > Role::Lead || team.is_empty();
        let people = desk.agents().into_iter().filter(|one| all || one.team == team);
        let t = ClearingTexts::t();
        let people: Vec<_> = people.collect();
        let link = |one: &std::sync::Arc<crate::model::agent::Agent>, standing: Option<(&'static str, Tone)>| {
            let number = (people.iter().filter(|other| other.name == one.name).count() > 1)
                .then(|| [" ", &*one.number].concat());
            let tag = standing.map(|(text, tone)| view! { " "<i class="tag" data-tone=tone.id()>{text}</i> });
            view! {
                <a class="view" href=shown.place(&one.id, day).href() aria-current=(one.id == agent).then_some("true")>
                    {one.name.clone()}{number}{tag}
                </a>
            }
        };
        let (mut handed, mut missing) = (Vec::new(), Vec::new());
        for one in &people {
            match desk.clearing(&one.id, day) {
                None => missing.push(link(one, None)),
                Some(clearing) if clearing.signed.is_some() => handed.push(link(one, Some((t.is_signed, Tone::Good)))),
                Some(_) => handed.push(link(one, Some((t.waits, Tone::Soon)))),
            }
        }
        // Said once, not beside each name.
        let missing_head = (!missing.is_empty()).then(|| view! { <span class="small dim view">{t.not_handed}</span> });
        view! { {handed}{missing_head}{missing} }
    };
    view! { <nav class="views wrap" aria-label=ClearingTexts::t().whose>{people}</nav> }
}
