//! Holidays and make-up days of a calendar: listed, added, taken from a calendar file.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use super::hours::Changing;
use super::parts::{draft, forget_draft};
use crate::model::calendar::ical::{self, Feed, MOST_BYTES};
use crate::model::calendar::{Calendar, Sort, Special, parse_day};
use crate::ui::app::App;
use crate::ui::components::{Button, Chips, Choice, Icon, IconButton, Tag, TextInput, Tone};
use crate::ui::files::{FilePick, read, unreadable};
use crate::ui::lang::lang;
use crate::ui::reckon::{Run, days_words, runs, weekday};
use crate::ui::texts::hours::HoursTexts;
use crate::ui::texts::{Common, fill};

/// How far back and ahead a file's days are taken, in days.
const BACK: i64 = 366;
const AHEAD: i64 = 3 * 366;
/// How many days are added at once.
const MOST: i64 = 62;

/// The places of the drafts.
const FIRST: &str = "settings/hours/first";
const LAST: &str = "settings/hours/last";
const DAY: &str = "settings/hours/day";

/// What an imported file gave.
#[derive(Clone, PartialEq)]
struct Taken {
    summary: String,
    problems: Vec<String>,
}

/// The special days from this month on.
#[component]
pub(super) fn SpecialDays(it: Changing) -> impl IntoView {
    let app = it.app;
    let today = Memo::new(move |_| it.calendar.with(|calendar| calendar.day_number(app.now.get())));
    let all = Memo::new(move |_| it.calendar.with(|calendar| runs(&calendar.special, today.get() - 31)));
    let taken = RwSignal::new(None::<Taken>);
    let take = move |files: Vec<File>| {
        let Some(file) = files.into_iter().next() else { return };
        spawn_local(async move {
            taken.set(None);
            import(it, &file, today.get_untracked(), taken).await;
        });
    };
    view! {
        <section class="card stack">
            <h2>{HoursTexts::t().days}</h2>
            <p class="dim" hidden=move || !all.with(Vec::is_empty)>{HoursTexts::t().no_days}</p>
            <ul class="special">
                <For each=move || all.get() key=Clone::clone let:run><RunLine it run /></For>
            </ul>
            <AddDays it />
            <div class="line">
                <FilePick label=HoursTexts::t().import accept=".ics,text/calendar" on_files=take />
                <span class="small dim grow-text">{HoursTexts::t().import_about}</span>
            </div>
            {move || taken.get().map(|taken| view! {
                <div class="notice" role="status">
                    <p>{taken.summary}</p>
                    {(!taken.problems.is_empty()).then(|| view! {
                        <div class="stack">
                            <p>{fill(HoursTexts::t().problems, &[&taken.problems.len()])}</p>
                            <ul class="problems">{taken.problems.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul>
                        </div>
                    })}
                </div>
            })}
        </section>
    }
    .into_any()
}

/// Reads a file and takes its days in; a file that cannot be read changes nothing.
#[allow(clippy::cast_precision_loss)] // Two megabytes.
async fn import(it: Changing, file: &File, today: i64, taken: RwSignal<Option<Taken>>) {
    let app = it.app;
    let t = HoursTexts::t();
    if file.size() > MOST_BYTES as f64 {
        app.toasts.fault(t.unreadable(ical::IcalError::TooLarge(0)));
        return;
    }
    let bytes = match read(file).await {
        Ok(bytes) => bytes,
        Err(error) => return unreadable(app, file, &error),
    };
    let Some(calendar) = it.calendar.try_get_untracked() else { return };
    match ical::read(&bytes, today - BACK, today + AHEAD, &calendar) {
        Err(error) => app.toasts.fault(t.unreadable(error)),
        Ok(feed) => {
            let told = told(&feed, &calendar);
            let days = feed.days;
            let id = it.id.get_value();
            let desk = app.desk();
            if days.iter().all(|day| calendar.special(day.day) == Some(day)) {
                let _ = taken.try_set(Some(told));
                return;
            }
            app.act_then(async move { desk.set_days(&id, &days).await }, move |_| {
                let _ = taken.try_set(Some(told));
            });
        }
    }
}

fn told(feed: &Feed, calendar: &Arc<Calendar>) -> Taken {
    let t = HoursTexts::t();
    let off = feed.days.iter().filter(|day| day.sort == Sort::Off).count();
    let new = feed.days.iter().filter(|day| calendar.special(day.day) != Some(day)).count();
    let problem = |problem: &ical::Problem| fill(t.problem, &[&problem.line, &problem.name, &t.what(&problem.what)]);
    Taken {
        summary: fill(t.imported, &[&off, &(feed.days.len() - off), &new]),
        problems: feed.problems.iter().map(problem).collect(),
    }
}

#[component]
fn RunLine(it: Changing, run: Run) -> impl IntoView {
    let app = it.app;
    let t = HoursTexts::t();
    let (text, tone) = match run.sort {
        Sort::Off => (t.holiday.to_owned(), Tone::Good),
        Sort::Work(None) => (t.make_up.to_owned(), Tone::Soon),
        Sort::Work(Some(day)) => ([t.make_up, " · ", &fill(t.like, &[&weekday(day, lang())])].concat(), Tone::Soon),
    };
    let (first, last) = (run.first, run.last);
    let clear = move |()| {
        let (desk, id) = (app.desk(), it.id.get_value());
        let days: Vec<i64> = (first..=last).collect();
        app.act(async move { desk.clear_days(&id, &days).await });
    };
    view! {
        <li class="line">
            <span class="at">{days_words(first, last, lang())}</span>
            <Tag text tone=Signal::stored(tone) />
            <span class="grow-text cut">{run.name}</span>
            <IconButton icon=Icon::Close label=t.back_to_normal on_press=clear />
        </li>
    }
}

/// Adds holidays or make-up days by hand.
#[component]
fn AddDays(it: Changing) -> impl IntoView {
    let app: App = it.app;
    let (first, keep_first) = draft(app, FIRST);
    let (last, keep_last) = draft(app, LAST);
    let (name, keep_name) = draft(app, DAY);
    let sort = RwSignal::new("off".to_owned());
    let sorts = Signal::derive(|| {
        vec![Choice::new("off", HoursTexts::t().holiday), Choice::new("work", HoursTexts::t().make_up)]
    });
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let from = parse_day(&first.get_untracked());
        let to = last.with_untracked(|last| if last.is_empty() { from } else { parse_day(last) });
        let Some((from, to)) = from.zip(to).filter(|(from, to)| (0..MOST).contains(&(to - from))) else {
            app.toasts.fault(HoursTexts::t().no_day);
            return;
        };
        let sort = if sort.get_untracked() == "work" { Sort::Work(None) } else { Sort::Off };
        let name_now = name.get_untracked().trim().to_owned();
        let days: Vec<Special> = (from..=to).map(|day| Special { day, sort, name: name_now.clone() }).collect();
        let (desk, id) = (app.desk(), it.id.get_value());
        app.act_then(async move { desk.set_days(&id, &days).await }, move |_| {
            for (place, text) in [(FIRST, first), (LAST, last), (DAY, name)] {
                forget_draft(app, place, text);
            }
        });
    };
    let field = move |label: &'static str,
                      value: RwSignal<String>,
                      keep: Callback<String>,
                      sort: &'static str,
                      hint: &'static str| {
        view! {
            <label class="field">
                <span class="label">{label}</span>
                <TextInput value on_input=keep sort hint />
            </label>
        }
    };
    let t = HoursTexts::t();
    view! {
        <form class="add-days" on:submit=add>
            {field(t.first, first, keep_first, "date", "")}
            {field(t.last, last, keep_last, "date", "")}
            {field(t.day_name, name, keep_name, "text", t.day_hint)}
            <Chips options=sorts value=sort required=true label=t.days on_choose=move |id| sort.set(id) />
            <Button label=Common::t().add icon=Icon::Plus submit=true on_press=|()| {} />
        </form>
    }
}
