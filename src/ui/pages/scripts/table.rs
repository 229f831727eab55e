//! Scripts from a table and to one: chosen, columns told, tried, imported as a whole.

use std::sync::Arc;

use js_sys::Uint8Array;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, TextDecoder, TextDecoderOptions};

use crate::model::script::GROUPS;
use crate::query::script_table::{Column, Known, Problem, ProblemKind, Trial, propose, read, rows};
use crate::query::table::{Cell, Charset, Table, TableError, Writer, plain};
use crate::ui::app::App;
use crate::ui::components::{Button, Choice, Look, Select};
use crate::ui::files::{DropZone, FileError, offer, read as read_file, unreadable};
use crate::ui::packs::fetch_sounds;
use crate::ui::texts::import::ImportTexts;
use crate::ui::texts::library::LibraryTexts;
use crate::ui::texts::{Common, fill};

/// The largest table of scripts, in bytes.
const MOST: usize = 5 * 1024 * 1024;
/// So many problems are named.
const NAMED: usize = 50;

/// What a column is called.
fn name(column: Column) -> &'static str {
    let t = LibraryTexts::t();
    match column {
        Column::Skip => t.skip,
        Column::Code => t.code,
        Column::Title => t.title,
        Column::Groups => t.groups_of,
        Column::Stage => t.stage,
        Column::Question => t.question,
        Column::When => t.when,
        Column::Text => t.text,
        Column::Steps => t.steps,
        Column::Never => t.never,
        Column::Channels => t.channels,
    }
}

/// Offers all scripts in use as a table.
pub fn save_scripts(app: App) {
    let desk = app.desk();
    let (groups, channels) = (desk.list(GROUPS), desk.list("channels"));
    let mut writer = Writer::new();
    writer.row(Column::ALL.iter().skip(1).map(|column| Cell::Text(name(*column).into())));
    for script in desk.scripts().iter().filter(|script| !script.archived) {
        for row in rows(script, &groups, &channels) {
            writer.row(row);
        }
    }
    let file = format!("{}-{}.csv", Common::t().scripts, desk.calendar().day(desk.now()));
    offer(app, &file, "text/csv", &[writer.take()]);
}

/// What is wrong with a row, as a sentence.
fn sentence(problem: &Problem) -> String {
    let t = LibraryTexts::t();
    let what = match &problem.what {
        ProblemKind::NoTitle => t.missing_title.to_owned(),
        ProblemKind::NoText => t.missing_text.to_owned(),
        ProblemKind::Stage(text) => fill(t.no_stage, &[text]),
        ProblemKind::Channel(text) => fill(t.no_channel, &[text]),
        ProblemKind::Placeholder(name) => fill(t.unknown_place, &[&["{", name, "}"].concat()]),
        ProblemKind::Brace => fill(t.loose_brace, &[&"", &"{", &"}"]),
        ProblemKind::Broken => t.broken_row.to_owned(),
    };
    fill(t.in_line, &[&problem.line, &what])
}

fn decode(bytes: &[u8], charset: Charset) -> Result<String, FileError> {
    let strict = TextDecoderOptions::new();
    strict.set_fatal(true);
    let decoder = TextDecoder::new_with_label_and_options(charset.label(), &strict)?;
    // A copy: the decoder may not look into memory that grows.
    let copy: JsValue = Uint8Array::from(bytes).into();
    Ok(decoder.decode_with_buffer_source(&copy.into())?)
}

/// A table that was opened: its text, and what its columns mean.
#[derive(Clone)]
struct Opened {
    name: String,
    table: Arc<Table>,
    heads: Vec<String>,
    columns: Vec<Column>,
}

fn open(bytes: &[u8], name: String) -> Result<Opened, TableError> {
    if bytes.len() > MOST {
        return Err(TableError::TooLarge { bytes: bytes.len(), limit: MOST });
    }
    let table = Table::open(bytes, None, decode)?;
    let sample = table.sample(1)?;
    let (heads, columns) = match sample.first() {
        Some(first) => (first.cells.iter().map(|cell| plain(cell).trim().to_owned()).collect(), propose(first)),
        None => return Err(TableError::Empty),
    };
    Ok(Opened { name, table: Arc::new(table), heads, columns })
}

/// The import, inside its dialog.
#[component]
pub fn ImportScripts(
    /// It is done or given up.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let app = App::get();
    let t = LibraryTexts::t;
    // For codes, which are the sound of the titles.
    fetch_sounds(app, "a");
    let opened = RwSignal::new(None::<Opened>);
    let fault = RwSignal::new(String::new());
    let choose = move |files: Vec<File>| {
        let Some(file) = files.into_iter().next() else { return };
        spawn_local(async move {
            match read_file(&file).await {
                Err(error) => unreadable(app, &file, &error),
                Ok(bytes) => match open(&bytes, file.name()) {
                    Ok(found) => {
                        fault.set(String::new());
                        opened.set(Some(found));
                    }
                    Err(error) => fault.set(ImportTexts::t().fault(&error)),
                },
            }
        });
    };
    let trial = Memo::new(move |_| {
        opened.with(|opened| {
            let opened = opened.as_ref()?;
            let desk = app.live();
            let (groups, channels, fields) = (desk.list(GROUPS), desk.list("channels"), desk.field_names());
            Some(read(&opened.table, &opened.columns, Known { groups: &groups, channels: &channels, fields: &fields }))
        })
    });
    let ready = Memo::new(move |_| {
        trial.with(|trial| trial.as_ref().is_some_and(|trial| trial.problems.is_empty() && !trial.scripts.is_empty()))
    });
    let import = move |()| {
        let (desk, Some(trial)) = (app.desk(), trial.get_untracked()) else { return };
        app.act_then(async move { desk.import_scripts(&trial).await }, move |_| on_close.run(()));
    };
    view! {
        <div class="stack">
            <p class="dim">{t().import_about}</p>
            <p class="notice" data-tone="late" role="alert" hidden=move || fault.with(String::is_empty)>{move || fault.get()}</p>
            {move || match opened.get() {
                None => view! { <DropZone accept=".csv,.tsv,.txt,text/csv,text/plain" label=t().drop_table on_files=choose /> }.into_any(),
                Some(found) => view! { <Columns found opened /> <Result trial /> }.into_any(),
            }}
            <div class="dialog-foot">
                {move || opened.with(Option::is_some).then(|| view! {
                    <Button label=ImportTexts::t().other_file look=Look::Quiet on_press=move |()| opened.set(None) />
                })}
                <Button label=Common::t().cancel on_press=on_close />
                <Button label=t().import_all look=Look::Main disabled=Signal::derive(move || !ready.get()) on_press=import />
            </div>
        </div>
    }
    .into_any()
}

/// What each column means.
#[component]
fn Columns(found: Opened, opened: RwSignal<Option<Opened>>) -> impl IntoView {
    let options = Signal::derive(|| {
        Column::ALL
            .iter()
            .enumerate()
            .map(|(at, column)| Choice::new(at.to_string(), name(*column)))
            .collect::<Vec<_>>()
    });
    let one = move |at: usize, head: String| {
        let value = Signal::derive(move || {
            let column = opened.with(|opened| opened.as_ref().and_then(|opened| opened.columns.get(at).copied()));
            Column::ALL.iter().position(|one| Some(*one) == column).unwrap_or(0).to_string()
        });
        let set = move |id: String| {
            let column = id.parse().ok().and_then(|at: usize| Column::ALL.get(at).copied()).unwrap_or(Column::Skip);
            opened.update(|opened| {
                if let Some(columns) = opened.as_mut().map(|opened| &mut opened.columns) {
                    // Each meaning once.
                    columns.iter_mut().filter(|one| **one == column).for_each(|one| *one = Column::Skip);
                    if let Some(one) = columns.get_mut(at) {
                        *one = column;
                    }
                }
            });
        };
        view! {
            <label class="field"><span class="label">{head}</span><Select options value on_choose=set /></label>
        }
    };
    view! {
        <h3>{found.name}</h3>
        <div class="table-columns">{found.heads.into_iter().enumerate().map(|(at, head)| one(at, head)).collect_view()}</div>
    }
    .into_any()
}

/// What would be done, and what is wrong.
#[component]
fn Result(trial: Memo<Option<Trial>>) -> impl IntoView {
    let app = App::get();
    let t = LibraryTexts::t;
    move || {
        let trial = trial.get()?;
        if trial.problems.is_empty() {
            let would = app.desk().weigh_scripts(&trial);
            let groups = (!trial.groups.is_empty()).then(|| fill(t().new_groups, &[&trial.groups.join("、")]));
            return Some(
                view! {
                    <p class="notice" data-tone="good" role="status">
                        {fill(t().would, &[&would.new, &would.changed, &would.same])}" "{groups}
                    </p>
                }
                .into_any(),
            );
        }
        let more = trial.problems.len().saturating_sub(NAMED);
        Some(
            view! {
                <p role="alert"><b>{fill(t().problems, &[&trial.problems.len()])}</b></p>
                <ul class="faults">
                    {trial.problems.iter().take(NAMED).map(|problem| view! { <li>{sentence(problem)}</li> }).collect_view()}
                </ul>
                {(more > 0).then(|| view! { <p class="dim">{fill(t().more_problems, &[&more])}</p> })}
            }
            .into_any(),
        )
    }
}
