//! Step three: what the trial found, and the way on.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::trial::{each_record, planner};
use super::{Step, Tried, Wizard, run};
use crate::query::import::{Origin, Problem, Report};
use crate::query::table::{Cell, Record, TableError, Writer};
use crate::ui::components::{Button, Choice, Icon, Look, Select, Tag, Tone};
use crate::ui::files::offer;
use crate::ui::texts::import::ImportTexts;
use crate::ui::texts::{Common, fill};

/// How many problems are shown.
const SHOWN: usize = 200;
/// How many duplicates are named.
const NAMED: usize = 30;

/// The third step.
#[component]
pub fn TrialStep() -> impl IntoView {
    let wizard = Wizard::get();
    move || {
        let Some(tried) = wizard.tried.get() else {
            return view! {
                <div class="actions">
                    <Button label=Common::t().back icon=Icon::Back on_press=move |()| wizard.step.set(Step::Columns) />
                </div>
            }
            .into_any();
        };
        let ready = tried.report.ready;
        view! {
            <Figures tried=tried.clone() />
            <Duplicates report=tried.report.clone() />
            <Problems report=tried.report />
            <div class="actions">
                <Button
                    label=move || fill(ImportTexts::t().go, &[&ready])
                    look=Look::Main
                    disabled=Signal::stored(ready == 0)
                    on_press=move |()| run::start(wizard)
                />
                <Button label=Common::t().back look=Look::Quiet on_press=move |()| wizard.step.set(Step::Columns) />
                <span class="faint small">{ImportTexts::t().all_or_nothing}</span>
            </div>
        }
        .into_any()
    }
}

#[component]
fn Figures(tried: Tried) -> impl IntoView {
    let wizard = Wizard::get();
    let report = tried.report;
    let tile = |count: usize, label: fn() -> &'static str, tone: Tone| {
        let tone = if count == 0 { "" } else { tone.id() };
        view! { <div class="tile" data-tone=tone><b>{count}</b><span>{move || label()}</span></div> }
    };
    let kinds: Vec<String> = wizard.team.with_value(|team| {
        let name = |id: &String| team.kind(id).map_or_else(|| id.clone(), |kind| kind.name.clone());
        report.kinds.iter().map(|(id, count)| format!("{} {count}", name(id))).collect()
    });
    let unknown: Vec<String> = report.unknown_kinds.keys().take(12).cloned().collect();
    let (none, rows) = (report.ready == 0, report.rows);
    view! {
        <p class="dim">{move || fill(ImportTexts::t().rows, &[&rows])}" · "{kinds.join("、")}" · "{ImportTexts::t().nothing_yet}</p>
        <div class="tiles">
            {tile(report.ready, || ImportTexts::t().ready, Tone::Good)}
            {tile(report.duplicates.len(), || ImportTexts::t().repeated, Tone::Plain)}
            {tile(report.stopped, || ImportTexts::t().stopped, Tone::Late)}
            {tile(report.left_out, || ImportTexts::t().left, Tone::Plain)}
            {tile(tried.customers, || ImportTexts::t().customers, Tone::Plain)}
        </div>
        {none.then(|| view! { <p class="notice" data-tone="soon">{ImportTexts::t().nothing_ready}</p> })}
        {(!unknown.is_empty()).then(|| view! {
            <p class="notice" data-tone="soon">{fill(ImportTexts::t().unknown_kinds, &[&unknown.join("、")])}</p>
        })}
    }
}

/// The rows that are there already, by their lines.
#[component]
fn Duplicates(report: Arc<Report>) -> impl IntoView {
    let wizard = Wizard::get();
    if report.duplicates.is_empty() {
        return ().into_any();
    }
    let desk = wizard.app.desk();
    let name = |of: &Origin| match of {
        Origin::Ticket(id) => desk.row(id).map(|row| row.number.clone()).unwrap_or_default(),
        Origin::Line(line) => line.to_string(),
    };
    let mut lines: Vec<String> =
        report.duplicates.iter().take(NAMED).map(|one| format!("{} (= {})", one.line, name(&one.of))).collect();
    if report.duplicates.len() > NAMED {
        lines.push("…".to_owned());
    }
    view! { <p class="small dim">{fill(ImportTexts::t().duplicate_rows, &[&lines.join("、")])}</p> }.into_any()
}

#[component]
fn Problems(report: Arc<Report>) -> impl IntoView {
    let wizard = Wizard::get();
    if report.problem_count == 0 {
        return ().into_any();
    }
    let names = StoredValue::new(names(wizard));
    let count = report.problem_count;
    let listed = StoredValue::new(report.problems.clone());
    let only = RwSignal::new(String::new());
    let sorts = Signal::derive(move || {
        let mut sorts: Vec<String> = listed.with_value(|all| all.iter().map(sort_of).collect());
        sorts.sort();
        sorts.dedup();
        let all = Choice::new("", ImportTexts::t().all_problems);
        [all].into_iter().chain(sorts.into_iter().map(|sort| Choice::new(sort.clone(), sort))).collect::<Vec<_>>()
    });
    let shown = move || {
        let only = only.get();
        listed.with_value(|all| {
            let wanted = all.iter().filter(|problem| only.is_empty() || sort_of(problem) == only);
            wanted.take(SHOWN).cloned().collect::<Vec<_>>()
        })
    };
    let row = move |problem: Problem| {
        let stops = problem.what.stops();
        let t = ImportTexts::t();
        view! {
            <tr>
                <td class="num">{problem.line}</td>
                <td>{names.with_value(|names| column_name(names, problem.column))}</td>
                <td>{t.problem(problem.what)}</td>
                <td class="cell">{problem.cell}</td>
                <td><Tag text=if stops { t.not } else { t.still } tone=if stops { Tone::Late } else { Tone::Plain } /></td>
            </tr>
        }
    };
    view! {
        <section class="card stack">
            <div class="line">
                <h2 class="strong">{move || fill(ImportTexts::t().problems, &[&count])}</h2>
                <span class="push actions">
                    <Select options=sorts value=only on_choose=move |sort| only.set(sort) label=ImportTexts::t().all_problems />
                    <Button label=ImportTexts::t().download icon=Icon::Download on_press=move |()| download(wizard) />
                </span>
            </div>
            <p class="dim">{ImportTexts::t().problems_about}" "{move || (count > SHOWN).then(|| fill(ImportTexts::t().problems_shown, &[&SHOWN]))}</p>
            <div class="table-wrap problems">
                <table class="table">
                    <thead>
                        <tr>
                            <th class="num">{ImportTexts::t().line}</th>
                            <th>{ImportTexts::t().place}</th>
                            <th>{ImportTexts::t().what}</th>
                            <th>{ImportTexts::t().cell}</th>
                            <th>{ImportTexts::t().effect}</th>
                        </tr>
                    </thead>
                    <tbody>{move || shown().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// What sort of problem it is, its figures apart.
fn sort_of(problem: &Problem) -> String {
    use crate::query::import::ProblemKind::{TooFewCells, TooManyCells};
    let what = match problem.what {
        TooManyCells { expected, .. } => TooManyCells { expected, found: expected + 1 },
        TooFewCells { expected, .. } => TooFewCells { expected, found: expected.saturating_sub(1) },
        other => other,
    };
    ImportTexts::t().problem(what)
}

/// The columns' names as they stand in the file.
fn names(wizard: Wizard) -> Vec<String> {
    let header = wizard.mapping.with_untracked(|mapping| mapping.as_ref().is_some_and(|mapping| mapping.header));
    let table = wizard.table.get_untracked();
    let first = table.as_ref().and_then(|table| table.body(header).ok()).and_then(|(first, _)| first);
    first.map(|first| first.cells.iter().map(|cell| cell.trim().to_owned()).collect()).unwrap_or_default()
}

fn column_name(names: &[String], column: Option<usize>) -> String {
    let Some(at) = column else { return String::new() };
    let name = names.get(at).filter(|name| !name.is_empty()).cloned();
    name.unwrap_or_else(|| fill(ImportTexts::t().column, &[&(at + 1)]))
}

/// All problems as a table, also those that are not listed.
fn download(wizard: Wizard) {
    wizard.begin(fill(ImportTexts::t().trying, &[&0]));
    spawn_local(async move {
        let fault = write(wizard).await.err().map(|fault| ImportTexts::t().fault(&fault));
        wizard.end(fault);
    });
}

async fn write(wizard: Wizard) -> Result<(), TableError> {
    let Some(table) = wizard.table.get_untracked() else { return Ok(()) };
    let Some((planner, header)) = planner(wizard, &table)? else { return Ok(()) };
    let names = names(wizard);
    let t = ImportTexts::t();
    let mut writer = Writer::new();
    writer.row([t.line, t.place, t.what, t.cell, t.effect].map(|text| Cell::Text(text.into())));
    let take = |record: &Record<'_>| {
        for problem in planner.plan(record).problems {
            let effect = if problem.what.stops() { t.not } else { t.still };
            let texts = [column_name(&names, problem.column), t.problem(problem.what), problem.cell, effect.to_owned()];
            let line = Cell::Number(problem.line.to_string().into());
            writer.row([line].into_iter().chain(texts.map(|text| Cell::Text(text.into()))));
        }
    };
    let turn = |rows: usize, share: f64| wizard.go_on(|| fill(t.trying, &[&rows]), share);
    if each_record(&table, header, take, turn).await? {
        let name = wizard.name();
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        offer(wizard.app, &fill(t.download_name, &[&stem]), "text/csv", &[writer.take()]);
    }
    Ok(())
}
