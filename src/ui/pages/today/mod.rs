//! The start page: what now? Figures, then sections with one line each, the most urgent first.

mod line;

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use crate::desk::Listed;
use crate::model::agent::Role;
use crate::model::document::DocId;
use crate::model::promises::Promises;
use crate::query::find::View;
use crate::query::rows::Row;
use crate::query::today::Section;
use crate::ui::app::App;
use crate::ui::components::{Button, Chips, Choice, Empty, Glyph, Icon, IconButton, Look};
use crate::ui::dates;
use crate::ui::dialogs::open_palette;
use crate::ui::keyboard::use_key;
use crate::ui::keys::Key;
use crate::ui::nav::navigate;
use crate::ui::pages::tickets::BOTH;
use crate::ui::remind;
use crate::ui::route::{Query, Route};
use crate::ui::texts::clearing::ClearingTexts;
use crate::ui::texts::start::Starting;
use crate::ui::texts::today::TodayTexts;
use crate::ui::texts::{Common, fill};

/// So many lines of a section are shown; the rest is in the list.
const MOST: usize = 12;

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
    // Given to me and not begun; with a proposal for my word.
    let waiting = RwSignal::new((Vec::<DocId>::new(), Vec::<DocId>::new()));
    let promises = RwSignal::new(Promises::default());
    Effect::new(move |_| {
        let (desk, me) = (app.live(), app.person.get());
        let whose = if scope.get() == Scope::Own { me.clone() } else { String::new() };
        spawn_local(async move {
            let calendar = desk.calendar();
            let morning = calendar.moment(calendar.day_number(desk.now()), 0);
            let counted = desk.promises_since(&whose, morning).await;
            match (desk.waiting_for(&me).await, counted) {
                (Ok(found), Ok(counts)) => {
                    // The page may have been left meanwhile.
                    let _ = waiting.try_set(found);
                    let _ = promises.try_set(counts);
                }
                (Err(error), _) | (_, Err(error)) => app.fail(&error),
            }
        });
    });
    let all = Memo::new(move |_| {
        app.now.track();
        waiting.with(|(new, proposed)| app.live().today(scope.get() == Scope::Own, MOST, new, proposed))
    });
    let pressing = Memo::new(move |_| {
        let evening = evening(app);
        let today = |listed: &Listed| {
            listed.first.iter().filter(|row| row.due.as_ref().is_some_and(|due| due.at < evening)).count()
        };
        let pressed = |listed: &&Listed| matches!(listed.section, Section::Late | Section::Proposed);
        all.with(|all| match all.iter().filter(pressed).map(|one| one.count).sum() {
            0 => all.iter().map(today).sum(),
            pressing => pressing,
        })
    });
    let sections =
        Memo::new(move |_| all.with(|all| all.iter().map(|one| (one.section, one.count)).collect::<Vec<_>>()));
    let name = move || app.live().me().map(|me| me.name.clone()).unwrap_or_default();
    let greeting = move || hello(scope.get(), &name(), pressing.get());
    let evening_of_mine = Memo::new(move |_| {
        app.now.track();
        remind::is_evening(&app.live(), &app.person.get())
    });
    let list = NodeRef::<html::Div>::new();
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
                    {move || evening_of_mine.get().then(|| view! {
                        <div class="notice">
                            <Glyph icon=Icon::Check />
                            <span>{ClearingTexts::t().to_hand_in}</span>
                            <Button label=Common::t().clearing small=true on_press=|()| navigate(&Route::Clearing(Query::default())) />
                        </div>
                    })}
                    <Tiles />
                    <p class="small faint tiles-note">{move || t().tiles_note}</p>
                    <div class="line today-head">
                        <h2>{move || t().next}</h2>
                        <span class="small faint no-phone">{move || t().move_hint}</span>
                        <span class="push">
                            <Chips options=scopes value=scope_id required=true label=move || t().scope
                                on_choose=move |id: String| chosen.set(Some(if id == "own" { Scope::Own } else { Scope::All })) />
                        </span>
                    </div>
                    {move || sections.with(Vec::is_empty).then(|| view! { <Calm /> })}
                    <div node_ref=list>
                        <For each=move || sections.get() key=|one| *one let((section, count))>
                            <Part section count all promises />
                        </For>
                    </div>
                </div>
            </div>
        </main>
    }
    .into_any()
}

/// How many press, and whose they are.
fn hello(scope: Scope, name: &str, pressing: usize) -> String {
    let t = TodayTexts::t();
    match (pressing, scope) {
        (0, _) => fill(t.hello_calm, &[&name]),
        (n, Scope::All) => fill(t.hello_all, &[&name, &n]),
        (n, Scope::Own) => fill(t.hello, &[&name, &n]),
    }
}

/// A section: its lines, and how many more there are.
#[component]
fn Part(section: Section, count: usize, all: Memo<Vec<Listed>>, promises: RwSignal<Promises>) -> impl IntoView {
    let t = TodayTexts::t;
    let rows = Memo::new(move |_| {
        all.with(|all| all.iter().find(|one| one.section == section).map(|one| one.first.clone()).unwrap_or_default())
    });
    let counted = move || {
        let Promises { kept, late, broken, moved, .. } = promises.get();
        fill(t().promise_counts, &[&kept, &late, &broken, &moved])
    };
    view! {
        <section class="today-part" data-section=format!("{section:?}")>
            <h3>
                {t().section(section)}" "<span class="faint">{count}</span>
                {(section == Section::Promised).then(|| view! { <span class="small dim counted">{counted}</span> })}
            </h3>
            <ul>
                <For each=move || rows.get() key=same let:row>
                    <line::Line row section />
                </For>
            </ul>
            {(count > MOST).then(|| view! {
                <p class="more"><a href=tickets(view_of(section)).href()>{fill(t().more, &[&(count - MOST)])}</a></p>
            })}
        </section>
    }
}

/// What makes a line another one.
fn same(row: &Arc<Row>) -> (DocId, u64, String, Option<u64>) {
    (row.id.clone(), row.changed, row.who.clone(), row.due.as_ref().map(|due| due.at))
}

/// The list that has the rest of a section.
fn view_of(section: Section) -> &'static str {
    match section {
        Section::Late | Section::Proposed => "late",
        Section::Promised => "promised",
        Section::Soon | Section::Team => "open",
        Section::Confirm | Section::Waiting | Section::New | Section::Mine => "mine",
    }
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
fn step(list: NodeRef<html::Div>, by: isize) {
    let Some(list) = list.get_untracked() else { return };
    let lines = list.get_elements_by_class_name("todo");
    let active = document().active_element();
    // The focus may be in what belongs to a line.
    let active = active.and_then(|active| active.closest("li").ok().flatten());
    let holds = |line: web_sys::Element| active.as_ref().is_some_and(|active| active.contains(Some(&line)));
    let at = (0..lines.length()).find(|at| lines.item(*at).is_some_and(holds));
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
        let tally = app.tally.get();
        let of = |view| tally.of(view);
        [of(View::Late), tally.due_today, of(View::Promised), of(View::Mine), of(View::Pool)]
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
        spawn_local(async move {
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
                    <span>{Starting::t().sample_banner}{Starting::t().samples_go}</span>
                    <Button label=Starting::t().sample_remove small=true disabled=removing on_press=remove />
                </div>
            }
        })
    }
}
