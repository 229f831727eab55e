//! Tickets as a table for a spreadsheet (G6): which kind, which states, which days.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::parts::Reserved;
use crate::desk::{Right, Wanted, needed_for};
use crate::model::calendar::parse_day;
use crate::model::document::DocId;
use crate::model::kind::TicketKind;
use crate::query::find::View;
use crate::query::search::{Days, Moment, Part, Query, What};
use crate::ui::app::App;
use crate::ui::components::{Button, Choice, Icon, Select, TextInput};
use crate::ui::pages::table_file::save_table;
use crate::ui::show::kind_label;
use crate::ui::texts::data::DataTexts;
use crate::ui::texts::fill;

/// Ids of the choices that are no states.
const OPEN: &str = "*open";
const DONE: &str = "*done";
/// A day that no ticket is opened after: in the year 2200, counted from 1970.
const LAST_DAY: i64 = 84_000;

/// Exporting tickets.
#[component]
pub fn Table() -> impl IntoView {
    let app = App::get();
    let kinds = Memo::new(move |_| {
        let desk = app.live();
        let all: Vec<_> = desk.all_kinds().into_iter().map(|info| info.kind).collect();
        all.iter().map(|kind| Choice::new(kind.id.clone(), kind_label(&desk, kind, &all))).collect::<Vec<_>>()
    });
    let chosen = RwSignal::new(None::<String>);
    let kind_id = Memo::new(move |_| {
        chosen.get().or_else(|| kinds.with(|kinds| kinds.first().map(|kind| kind.id.clone()))).unwrap_or_default()
    });
    let kind = Memo::new(move |_| app.live().kind(&kind_id.get()));
    let state = RwSignal::new(String::new());
    let states = Signal::derive(move || {
        let t = DataTexts::t();
        let all =
            [("", t.table_all), (OPEN, t.table_open), (DONE, t.table_done)].map(|(id, name)| Choice::new(id, name));
        let own = kind.get().map(|kind| kind.states.iter().map(|s| Choice::new(s.id.clone(), s.short())).collect());
        all.into_iter().chain(own.unwrap_or_else(Vec::new)).collect::<Vec<_>>()
    });
    let (from, to) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let rows = Memo::new(move |_| {
        let Some(kind) = kind.get() else { return Vec::new() };
        app.live().search(&wanted(&kind, &state.get(), &from.get(), &to.get()))
    });
    let busy = RwSignal::new(false);
    let export = move |()| {
        let (Some(kind), desk) = (kind.get_untracked(), app.desk()) else { return };
        let rows: Vec<DocId> = rows.with_untracked(|rows| rows.iter().filter_map(|row| desk.id_at(*row)).collect());
        if rows.is_empty() {
            app.toasts.fault(DataTexts::t().table_none);
            return;
        }
        busy.set(true);
        spawn_local(async move {
            save_table(app, &[kind], &rows).await;
            let _ = busy.try_set(false);
        });
    };
    let day = move |label: fn() -> &'static str, value: RwSignal<String>| {
        view! {
            <label class="field">
                <span class="label">{move || label()}</span>
                <TextInput value sort="date" on_input=move |text| value.set(text) />
            </label>
        }
    };
    view! {
        <section class="card stack">
            <h2>{DataTexts::t().table}</h2>
            <p class="dim">{DataTexts::t().table_about}</p>
            <Reserved least=needed_for(Right::Export)>
                <div class="form">
                    <label class="field">
                        <span class="label">{DataTexts::t().table_kind}</span>
                        <Select options=kinds value=kind_id on_choose=move |id| { state.set(String::new()); chosen.set(Some(id)); } />
                    </label>
                    <label class="field">
                        <span class="label">{DataTexts::t().table_state}</span>
                        <Select options=states value=state on_choose=move |id| state.set(id) />
                    </label>
                    {day(|| DataTexts::t().table_from, from)}
                    {day(|| DataTexts::t().table_to, to)}
                </div>
                <div class="actions">
                    <Button label=DataTexts::t().table_make icon=Icon::Download disabled=busy on_press=export />
                    <span class="dim">{move || fill(DataTexts::t().table_count, &[&rows.with(Vec::len)])}</span>
                </div>
            </Reserved>
        </section>
    }
}

/// The tickets of a kind in a state, opened from a day to a day, both included; a day that is empty or none bounds nothing.
fn wanted(kind: &TicketKind, state: &str, from: &str, to: &str) -> Wanted {
    let view = match state {
        OPEN => View::Open,
        DONE => View::Done,
        _ => View::All,
    };
    let state = if matches!(state, OPEN | DONE) { String::new() } else { state.to_owned() };
    let (from, to) = (parse_day(from), parse_day(to));
    let mut query = Query::default();
    if from.is_some() || to.is_some() {
        let days = Days::Between(from.unwrap_or(0), to.unwrap_or(LAST_DAY));
        query.parts.push(Part { not: false, what: What::When(Moment::Opened, days) });
    }
    Wanted { view, register: Some(kind.register), kind: kind.id.clone(), state, query, ..Wanted::default() }
}
