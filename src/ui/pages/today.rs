//! The start page: what now? Figures, then one line each, the most urgent first.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::model::agent::Role;
use crate::model::document::DocId;
use crate::query::rows::{Filter, Row, View};
use crate::query::urgent::{Task, Why, tasks};
use crate::ui::app::App;
use crate::ui::components::{Button, Chips, Choice, Empty, Glyph, Icon, IconButton, Look, Tag, Tone};
use crate::ui::dates;
use crate::ui::dialogs::open_palette;
use crate::ui::format::Due;
use crate::ui::keyboard::use_key;
use crate::ui::keys::Key;
use crate::ui::nav::navigate;
use crate::ui::pages::tickets::BOTH;
use crate::ui::route::{Query, Route};
use crate::ui::texts::start::Starting;
use crate::ui::texts::today::TodayTexts;
use crate::ui::texts::{Common, fill};

/// So many lines are shown; the rest is in the list.
const MOST: usize = 40;

/// Whose tickets are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Own,
    All,
}

/// The start page.
#[component]
pub fn TodayPage() -> impl IntoView {
    let app = App::get();
    let t = TodayTexts::t;
    let chosen = RwSignal::new(None::<Scope>);
    // Who leads sees everybody's, who answers calls their own; either may look at the other.
    let scope =
        Memo::new(move |_| chosen.get().unwrap_or(if app.role() >= Role::Lead { Scope::All } else { Scope::Own }));
    let all = Memo::new(move |_| {
        let (desk, me, now) = (app.live(), app.person.get(), app.now.get());
        let open = desk.rows(&Filter { view: View::Open, both: true, ..Filter::default() });
        let promised = desk.rows(&Filter { view: View::Promised, both: true, ..Filter::default() });
        let promised = promised.into_iter().filter(|row| row.category.is_done());
        tasks(open.into_iter().chain(promised), &me, scope.get() == Scope::Own, now)
    });
    let pressing = Memo::new(move |_| {
        let evening = evening(app);
        all.with(|all| all.iter().filter(|task| task.row.due.as_ref().is_some_and(|due| due.at < evening)).count())
    });
    let shown = Memo::new(move |_| all.with(|all| all.iter().take(MOST).cloned().collect::<Vec<_>>()));
    let more = Memo::new(move |_| all.with(|all| all.len().saturating_sub(MOST)));
    let name = move || app.live().me().map(|me| me.name.clone()).unwrap_or_default();
    let greeting = move || match pressing.get() {
        0 => fill(t().hello_calm, &[&name()]),
        1 => fill(t().hello_one, &[&name()]),
        n => fill(t().hello, &[&name(), &n]),
    };
    let list = NodeRef::<html::Ul>::new();
    use_key(Key::ListNext, move || step(list, 1));
    use_key(Key::ListPrevious, move || step(list, -1));
    let scopes = Signal::derive(move || vec![Choice::new("own", t().scope_own), Choice::new("all", t().scope_all)]);
    let scope_id = Signal::derive(move || if scope.get() == Scope::Own { "own".to_owned() } else { "all".to_owned() });
    view! {
        <main class="work wide">
            <div class="page">
                <div class="today">
                    <p class="dim small">{move || dates::full_date(app.now.get())}</p>
                    <header class="page-head">
                        <h1>{greeting}</h1>
                        <IconButton icon=Icon::Search label=Common::t().search_all on_press=|()| open_palette() />
                        <Button
                            label=Common::t().new_ticket
                            icon=Icon::Plus
                            look=Look::Main
                            hint="N"
                            on_press=|()| navigate(&Route::Capture(Query::default()))
                        />
                    </header>
                    <Samples />
                    <Tiles />
                    <div class="line today-head">
                        <h2>{move || t().next}</h2>
                        <span class="small faint no-phone">{move || t().move_hint}</span>
                        <span class="push">
                            <Chips options=scopes value=scope_id required=true label=move || t().scope
                                on_choose=move |id: String| chosen.set(Some(if id == "own" { Scope::Own } else { Scope::All })) />
                        </span>
                    </div>
                    {move || shown.with(Vec::is_empty).then(|| view! { <Calm /> })}
                    <ul node_ref=list>
                        <For each=move || shown.get() key=same let:task>
                            <li><TaskLine task /></li>
                        </For>
                    </ul>
                    {move || (more.get() > 0).then(|| view! {
                        <p class="more"><a href=tickets("open").href()>{fill(t().more, &[&more.get()])}</a></p>
                    })}
                </div>
            </div>
        </main>
    }
    .into_any()
}

/// What makes a line another one.
fn same(task: &Task) -> (Why, DocId, u64, String, Option<u64>) {
    let Task { why, row } = task;
    (*why, row.id.clone(), row.changed, row.who.clone(), row.due.as_ref().map(|due| due.at))
}

/// A list of tickets and register entries alike, as they are counted and shown here.
fn tickets(view: &str) -> Route {
    Route::Tickets(None, Query::default().with("view", view).with(BOTH, "yes"))
}

/// When today ends, in milliseconds.
fn evening(app: App) -> u64 {
    let calendar = app.live().calendar();
    calendar.moment(calendar.day_number(app.now.get()) + 1, 0)
}

/// Moves the focus by so many lines.
fn step(list: NodeRef<html::Ul>, by: isize) {
    let Some(list) = list.get_untracked() else { return };
    let lines = list.get_elements_by_class_name("todo");
    let active = document().active_element();
    let at = (0..lines.length()).find(|at| lines.item(*at) == active);
    let to = match (at, u32::try_from(by.unsigned_abs())) {
        (None, _) | (_, Err(_)) => 0,
        (Some(at), Ok(n)) if by > 0 => (at + n).min(lines.length().saturating_sub(1)),
        (Some(at), Ok(n)) => at.saturating_sub(n),
    };
    if let Some(line) = lines.item(to).and_then(|line| line.dyn_into::<web_sys::HtmlElement>().ok()) {
        // A focus that fails changes nothing.
        let _ = line.focus();
        line.scroll_into_view_with_bool(false);
    }
}

/// The figures, each leading to its list.
#[component]
fn Tiles() -> impl IntoView {
    let app = App::get();
    let counts = Memo::new(move |_| {
        let (desk, me, now) = (app.live(), app.person.get(), app.now.get());
        let views = [View::Late, View::Promised, View::Mine, View::Pool];
        let filters = views.map(|view| Filter { view, both: true, me: me.clone(), now, ..Filter::default() });
        let counts = desk.counts(&filters);
        let evening = evening(app);
        let due = |row: &Arc<Row>| row.due.as_ref().is_some_and(|due| (now..evening).contains(&due.at));
        let open = desk.rows(&Filter { view: View::Open, both: true, ..Filter::default() });
        [counts[0], open.iter().filter(|row| due(row)).count(), counts[1], counts[2], counts[3]]
    });
    let tile = move |at: usize, label: fn(&'static TodayTexts) -> &'static str, view: &str, tone: &'static str| {
        let count = move || counts.get()[at];
        let tone = move || if count() > 0 { tone } else { "" };
        view! {
            <a class="tile" href=tickets(view).href() data-tone=tone>
                <b>{count}</b>
                {move || label(TodayTexts::t())}
            </a>
        }
    };
    view! {
        <div class="tiles">
            {tile(0, |t| t.late, "late", "late")}
            {tile(1, |t| t.due_today, "open", "soon")}
            {tile(2, |t| t.promised, "promised", "soon")}
            {tile(3, |t| t.mine, "mine", "")}
            {tile(4, |t| t.pool, "pool", "")}
        </div>
    }
    .into_any()
}

/// One thing to do: when, who and what, why, who has it.
#[component]
fn TaskLine(task: Task) -> impl IntoView {
    let app = App::get();
    let t = TodayTexts::t;
    let Task { why, row } = task;
    let due = row.due.as_ref().map(|due| due.at);
    let tone = move || match due {
        Some(at) => Due::of(at, app.now.get()).tone(),
        None => "",
    };
    let when = move || match due {
        Some(at) => dates::due(at, app.now.get()),
        None => t().no_due.to_owned(),
    };
    let what = row.due.as_ref().map(|due| due.what.clone()).filter(|what| !what.is_empty());
    let owner = row.owner.clone();
    let whose = move || match owner.as_str() {
        "" => t().in_pool.to_owned(),
        owner if owner == app.person.get() => String::new(),
        owner => app.desk().agent(owner).map(|agent| fill(t().of, &[&agent.name])).unwrap_or_default(),
    };
    let why_tone = Signal::stored(match why {
        Why::Late => Tone::Late,
        Why::Promised | Why::Due => Tone::Soon,
        Why::Mine => Tone::Plain,
    });
    let route = if row.register {
        Route::Registers(Some("all".to_owned()), Some(row.id.to_string()), Query::default())
    } else {
        Route::ticket(&row.id)
    };
    let who = if row.who.is_empty() { String::new() } else { format!("{} · ", row.who) };
    view! {
        <a class="todo" href=route.href() data-due=tone>
            <span class="at">{when}</span>
            <span class="todo-what">
                <span class="cut">{who}{row.subject.clone()}</span>
                <span class="cut small dim">
                    {(why == Why::Promised).then(|| view! { <Glyph icon=Icon::Promise /> })}
                    {what.map(|what| format!("{what} · "))} {row.kind_name.clone()}" · "{row.state_name.clone()}
                </span>
            </span>
            <span class="todo-why">
                <span class="small faint no-phone">{whose}</span>
                <Tag text=move || t().why(why) tone=why_tone />
            </span>
        </a>
    }
    .into_any()
}

/// Nothing to do: how the list fills itself.
#[component]
fn Calm() -> impl IntoView {
    let app = App::get();
    let t = TodayTexts::t;
    let first = Memo::new(move |_| app.live().count("ticket") == 0);
    let capture = |()| navigate(&Route::Capture(Query::default()));
    view! {
        {move || if first.get() {
            view! {
                <Empty icon=Icon::Phone title=t().first text=t().first_about>
                    <Button label=t().first look=Look::Main hint="N" on_press=capture />
                    <Button label=t().import on_press=|()| navigate(&Route::Import) />
                </Empty>
            }
        } else {
            view! {
                <Empty icon=Icon::Check title=t().calm text=t().calm_about>
                    <Button label=Common::t().new_ticket look=Look::Main hint="N" on_press=capture />
                </Empty>
            }
        }}
    }
    .into_any()
}

/// Says that there is sample data, which is removed in one go.
#[component]
fn Samples() -> impl IntoView {
    let app = App::get();
    let has = Memo::new(move |_| app.live().has_samples());
    let removing = RwSignal::new(false);
    let remove = move |()| {
        removing.set(true);
        leptos::task::spawn_local(async move {
            match app.desk().remove_samples().await {
                Ok(_) => app.toasts.say(Starting::t().sample_removed),
                Err(error) => app.fail(&error),
            }
            let _ = removing.try_set(false);
        });
    };
    move || {
        has.get().then(|| {
            view! {
                <div class="notice samples">
                    <Glyph icon=Icon::Info />
                    <span>{Starting::t().sample_banner}" "{Starting::t().samples_go}</span>
                    <Button label=Starting::t().sample_remove small=true disabled=removing on_press=remove />
                </div>
            }
        })
    }
}
