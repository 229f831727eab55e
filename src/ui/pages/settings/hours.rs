//! When people work: the firm's calendar and those of its teams.

use std::sync::Arc;

use leptos::prelude::*;

use super::parts::{Reserved, draft, forget_draft};
use super::special_days::SpecialDays;
use crate::desk::{Right, needed_for};
use crate::model::calendar::doc::{FIRM, NAME, OFFSET, TEAMS, TeamCalendar};
use crate::model::calendar::{Calendar, Shift, parse_shifts};
use crate::model::value::Value;
use crate::ui::app::App;
use crate::ui::components::{Button, Choice, Icon, IconButton, Look, Select, TextInput};
use crate::ui::format;
use crate::ui::lang::lang;
use crate::ui::nav::{navigate, route};
use crate::ui::reckon;
use crate::ui::route::Route;
use crate::ui::texts::fill;
use crate::ui::texts::hours::HoursTexts;
use crate::ui::texts::settings::SettingsTexts;

/// The place of the draft of a new calendar's name.
const NEW_DRAFT: &str = "settings/hours/new";

fn place(calendar: &str) -> Route {
    Route::Settings(Some("hours".to_owned()), Some(calendar.to_owned()))
}

/// The calendars, one of them open.
#[component]
pub fn Hours() -> impl IntoView {
    let app = App::get();
    let all = Memo::new(move |_| {
        let others = app.live().calendars().into_iter().filter(|calendar| calendar.id != FIRM);
        let mut names = vec![(FIRM.to_owned(), HoursTexts::t().firm.to_owned())];
        names.extend(others.map(|calendar| (calendar.id.clone(), calendar.name.clone())));
        names
    });
    let current = Memo::new(move |_| match route() {
        Route::Settings(_, Some(id)) if all.with(|all| all.iter().any(|(known, _)| *known == id)) => id,
        _ => FIRM.to_owned(),
    });
    view! {
        <header class="page-head"><h1>{SettingsTexts::t().hours}</h1></header>
        <p class="dim intro">{HoursTexts::t().about}</p>
        <div class="views wrap">
            <For each=move || all.get() key=Clone::clone let((id, name))>
                {
                    let href = place(&id).href();
                    view! {
                        <a class="view" href=href aria-current=move || (current.get() == id).then_some("true")>{name}</a>
                    }
                }
            </For>
        </div>
        <Reserved least=needed_for(Right::Rules)>
            {move || view! { <OneCalendar id=current.get() /> }}
            <NewCalendar />
        </Reserved>
    }
}

/// A calendar under change.
#[derive(Clone, Copy)]
pub(super) struct Changing {
    pub app: App,
    pub id: StoredValue<String>,
    pub calendar: Memo<Arc<Calendar>>,
}

#[component]
fn OneCalendar(id: String) -> impl IntoView {
    let app = App::get();
    let firm = id == FIRM;
    let id = StoredValue::new(id);
    let found =
        Memo::new(move |_| app.live().calendars().into_iter().find(|calendar| id.with_value(|id| calendar.id == *id)));
    let calendar = Memo::new(move |_| {
        found.with(|found| found.as_ref().map(|found| found.calendar.clone())).unwrap_or_else(|| app.live().calendar())
    });
    let it = Changing { app, id, calendar };
    let zone = Signal::derive(move || calendar.with(|calendar| calendar.offset.to_string()));
    let zones = (-24..=28)
        .map(|half: i32| Choice::new((half * 30).to_string(), reckon::zone_name(half * 30)))
        .collect::<Vec<_>>();
    let set_zone = move |minutes: String| {
        let (desk, id) = (app.desk(), id.get_value());
        let value = minutes.parse().map_or(Value::Empty, Value::Int);
        app.act(async move { desk.set_calendar(&id, OFFSET, value).await });
    };
    view! {
        {(!firm).then(|| view! { <Whose it found /> })}
        <section class="card stack">
            <h2>{HoursTexts::t().week}</h2>
            <ul class="week">{(0..7).map(|weekday| view! { <Weekday it weekday /> }).collect_view()}</ul>
            <label class="line">
                <span class="dim">{HoursTexts::t().zone}</span>
                <Select options=Signal::stored(zones) value=zone on_choose=set_zone />
            </label>
        </section>
        <SpecialDays it />
    }
}

/// What a team's calendar is called, and whose it is.
#[component]
fn Whose(it: Changing, found: Memo<Option<Arc<TeamCalendar>>>) -> impl IntoView {
    let app = it.app;
    let name =
        Signal::derive(move || found.with(|found| found.as_ref().map(|found| found.name.clone()).unwrap_or_default()));
    let rename = move |text: String| {
        let text = text.trim().to_owned();
        if !text.is_empty() && text != name.get_untracked() {
            let (desk, id) = (app.desk(), it.id.get_value());
            app.act(async move { desk.set_calendar(&id, NAME, Value::Text(text)).await });
        }
    };
    let chosen =
        Memo::new(move |_| found.with(|found| found.as_ref().map(|found| found.teams.clone()).unwrap_or_default()));
    let teams = Memo::new(move |_| {
        let mut teams: Vec<String> = app.live().agents().iter().map(|agent| agent.team.clone()).collect();
        teams.extend(chosen.get());
        teams.retain(|team| !team.is_empty());
        teams.sort();
        teams.dedup();
        teams
    });
    let toggle = move |team: &str| {
        let mut now = chosen.get_untracked();
        match now.iter().position(|one| one == team) {
            Some(at) => drop(now.remove(at)),
            None => now.push(team.to_owned()),
        }
        let (desk, id) = (app.desk(), it.id.get_value());
        let value = if now.is_empty() { Value::Empty } else { Value::List(now) };
        app.act(async move { desk.set_calendar(&id, TEAMS, value).await });
    };
    view! {
        <section class="card stack">
            <label class="field">
                <span class="label">{HoursTexts::t().calendar_name}</span>
                <TextInput value=name on_commit=rename />
            </label>
            <div class="field" role="group" aria-label=HoursTexts::t().whose>
                <span class="label">{HoursTexts::t().whose}</span>
                <div class="chips">
                    <For each=move || teams.get() key=Clone::clone let:team>
                        {
                            let (shown, pressed) = (team.clone(), team.clone());
                            let on = move || chosen.with(|chosen| chosen.contains(&pressed));
                            view! {
                                <button type="button" class="view" aria-pressed=move || if on() { "true" } else { "false" }
                                    on:click=move |_| toggle(&team)>{shown}</button>
                            }
                        }
                    </For>
                </div>
                <p class="note" hidden=move || !teams.with(Vec::is_empty)>{HoursTexts::t().no_teams}</p>
                <span class="note">{HoursTexts::t().whose_about}</span>
            </div>
        </section>
    }
}

/// A shift as two time inputs hold it.
type Pair = (String, String);

fn pair(shift: Shift) -> Pair {
    let time = |minutes: u16| format::time_of_day(u64::from(minutes) * format::MINUTE, 0);
    (time(shift.open), time(shift.close))
}

/// What the inputs hold, as shifts are written. Midnight at the end is the day's end.
fn written(pairs: &[Pair]) -> String {
    let one =
        |(open, close): &Pair| [open.as_str(), "-", if close == "00:00" { "24:00" } else { close.as_str() }].concat();
    pairs.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// The shifts of a weekday: each two times, saved when they are left.
#[component]
fn Weekday(it: Changing, weekday: u8) -> impl IntoView {
    let app = it.app;
    let shifts = Memo::new(move |_| it.calendar.with(|calendar| calendar.hours[usize::from(weekday)].clone()));
    let pairs = RwSignal::new(Vec::<Pair>::new());
    Effect::new(move |_| pairs.set(shifts.with(|shifts| shifts.iter().copied().map(pair).collect())));
    let parsed = Memo::new(move |_| pairs.with(|pairs| parse_shifts(&written(pairs))));
    let name = move || reckon::weekday(weekday, lang());
    let save = move |weekdays: &'static [u8]| {
        let Ok(new) = parsed.get_untracked() else { return };
        if weekdays.len() == 1 && new == shifts.get_untracked() {
            return;
        }
        let (desk, id) = (app.desk(), it.id.get_value());
        app.act(async move { desk.set_week(&id, weekdays, &new).await });
    };
    let own: &'static [u8] = &[0, 1, 2, 3, 4, 5, 6][usize::from(weekday)..=usize::from(weekday)];
    let add = move |()| {
        if let Some(more) = parsed.get_untracked().ok().and_then(|shifts| another(&shifts)) {
            pairs.update(|pairs| pairs.push(pair(more)));
            save(own);
        }
    };
    let remove = move |at: usize| {
        pairs.update(|pairs| {
            if at < pairs.len() {
                pairs.remove(at);
            }
        });
        save(own);
    };
    let read = move |at: usize, end: bool| {
        pairs.with(|pairs| {
            pairs.get(at).map(|(open, close)| if end { close.clone() } else { open.clone() }).unwrap_or_default()
        })
    };
    let time = move |at: usize, end: bool| {
        let label = move || fill(if end { HoursTexts::t().until } else { HoursTexts::t().from }, &[&name(), &(at + 1)]);
        view! {
            <input class="input" type="time" prop:value=move || read(at, end) aria-label=label
                on:input=move |event| pairs.update(|pairs| if let Some(pair) = pairs.get_mut(at) {
                    *(if end { &mut pair.1 } else { &mut pair.0 }) = event_target_value(&event);
                }) />
        }
    };
    let late = move |at: usize| {
        pairs.with(|pairs| pairs.get(at).is_some_and(|(open, close)| close <= open && close != "00:00"))
    };
    view! {
        <li on:focusout=move |_| save(own)
            on:keydown=move |event| if event.key() == "Enter" { save(own) }>
            <b>{name}</b>
            <div class="spans">
                <span class="dim" hidden=move || !pairs.with(Vec::is_empty)>{HoursTexts::t().off}</span>
                <For each=move || 0..pairs.with(Vec::len) key=|at| *at let:at>
                    <span class="span-pair">
                        {time(at, false)}"–"{time(at, true)}
                        <span class="small dim" hidden=move || !late(at)>{HoursTexts::t().next_day}</span>
                        <IconButton icon=Icon::Close label=HoursTexts::t().remove_span on_press=move |()| remove(at) />
                    </span>
                </For>
                <Button label=HoursTexts::t().add_span icon=Icon::Plus small=true look=Look::Quiet on_press=add />
                {(weekday == 0).then(|| view! {
                    <Button label=HoursTexts::t().like_monday small=true look=Look::Quiet on_press=move |()| save(&[0, 1, 2, 3, 4]) />
                })}
            </div>
            {move || parsed.get().err().map(|error| view! { <p class="late small" role="alert">{HoursTexts::t().shift(error)}</p> })}
        </li>
    }
}

/// Hours that fit beside those of a day.
fn another(shifts: &[Shift]) -> Option<Shift> {
    let Some(last) = shifts.last() else { return Some(Shift::new(9 * 60, 18 * 60)) };
    let first = shifts.first().map_or(0, |first| first.open);
    let after = [(60, 240), (60, 60), (0, 30)].map(|(gap, length)| (last.close + gap, last.close + gap + length));
    let before = (first.saturating_sub(120), first.saturating_sub(60));
    let fits = |(open, close): &(u16, u16)| {
        let mut all = shifts.to_vec();
        all.push(Shift { open: *open, close: *close });
        open < close && *close <= 24 * 60 && parse_shifts(&crate::model::calendar::shifts_text(&all)).is_ok()
    };
    after.into_iter().chain([before]).find(fits).map(|(open, close)| Shift { open, close })
}

#[component]
fn NewCalendar() -> impl IntoView {
    let app = App::get();
    let (name, keep) = draft(app, NEW_DRAFT);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (desk, name_now) = (app.desk(), name.get_untracked());
        let added = RwSignal::new(String::new());
        let done = async move {
            let (id, done) = desk.add_calendar(name_now.trim(), &[]).await?;
            added.set(id);
            Ok(done)
        };
        app.act_then(done, move |_| {
            forget_draft(app, NEW_DRAFT, name);
            if let Some(id) = added.try_get_untracked() {
                navigate(&place(&id));
            }
        });
    };
    view! {
        <form class="card line" on:submit=add>
            <TextInput value=name on_input=keep label=HoursTexts::t().new_name hint=HoursTexts::t().new_name />
            <Button label=HoursTexts::t().new_calendar icon=Icon::Plus submit=true on_press=|()| {} />
        </form>
    }
}
