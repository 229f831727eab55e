//! Step one: the file, how it is read, and its first rows.

use leptos::prelude::*;
use web_sys::File;

use super::source::{open, reread, separate, set_header};
use super::{Step, Wizard};
use crate::query::table::{Charset, Delimiter, plain};
use crate::ui::components::{Button, Choice, Look, Select, Switch};
use crate::ui::files::{DropZone, FilePick};
use crate::ui::format::size;
use crate::ui::texts::import::ImportTexts;
use crate::ui::texts::{Common, fill};

/// How many rows are shown.
const SHOWN: usize = 9;
/// Which files are offered.
const ACCEPT: &str = ".csv,.tsv,.txt,text/csv,text/plain";

/// The first step.
#[component]
pub fn FileStep() -> impl IntoView {
    let wizard = Wizard::get();
    let choose = move |files: Vec<File>| {
        if let Some(file) = files.into_iter().next() {
            open(wizard, file);
        }
    };
    let none = Memo::new(move |_| wizard.table.with(Option::is_none));
    move || {
        if none.get() {
            return view! {
                <p class="dim">{ImportTexts::t().about}</p>
                <DropZone accept=ACCEPT label=ImportTexts::t().drop on_files=choose />
            }
            .into_any();
        }
        view! {
            <Reading choose=Callback::new(choose) />
            <Preview />
            <div class="actions">
                <Button
                    label=Common::t().next
                    look=Look::Main
                    disabled=Signal::derive(move || wizard.mapping.with(Option::is_none))
                    on_press=move |()| wizard.step.set(Step::Columns)
                />
            </div>
        }
        .into_any()
    }
}

/// How the file is read: encoding, separator, header.
#[component]
fn Reading(choose: Callback<Vec<File>>) -> impl IntoView {
    let wizard = Wizard::get();
    let bytes = wizard.size();
    let charsets: Vec<Choice> =
        Charset::ALL.iter().map(|charset| Choice::new(charset.label(), ImportTexts::charset_name(*charset))).collect();
    let charset =
        Signal::derive(move || wizard.charset.get().map(|found| found.charset.label().to_owned()).unwrap_or_default());
    let set_charset = move |label: String| {
        if let Some(charset) = Charset::ALL.into_iter().find(|charset| charset.label() == label) {
            reread(wizard, charset);
        }
    };
    let delimiters = Signal::derive(|| {
        let name = |delimiter: Delimiter| ImportTexts::t().delimiter_name(delimiter);
        Delimiter::ALL.into_iter().map(|one| Choice::new(format!("{one:?}"), name(one))).collect::<Vec<_>>()
    });
    let delimiter = Signal::derive(move || {
        wizard.table.with(|table| table.as_ref().map(|table| format!("{:?}", table.delimiter())).unwrap_or_default())
    });
    let set_delimiter = move |name: String| {
        if let Some(delimiter) = Delimiter::ALL.into_iter().find(|one| format!("{one:?}") == name) {
            separate(wizard, delimiter);
        }
    };
    let header = Signal::derive(move || wizard.mapping.with(|mapping| mapping.as_ref().is_some_and(|m| m.header)));
    let unsure = move || wizard.charset.get().is_some_and(|found| !found.sure);
    view! {
        <section class="card stack">
            <div class="line">
                <h2 class="strong">{wizard.name()}</h2>
                <span class="faint">{size(bytes as u64)}</span>
                <span class="push"><FilePick label=ImportTexts::t().other_file accept=ACCEPT on_files=choose /></span>
            </div>
            <div class="form">
                <label class="field">
                    <span class="label">{ImportTexts::t().charset}</span>
                    <Select options=charsets value=charset on_choose=set_charset />
                </label>
                <label class="field">
                    <span class="label">{ImportTexts::t().delimiter}</span>
                    <Select options=delimiters value=delimiter on_choose=set_delimiter />
                </label>
            </div>
            <p class="notice" data-tone="soon" hidden=move || !unsure()>{ImportTexts::t().charset_unsure}</p>
            <Switch value=header on_change=move |on| set_header(wizard, on) label=ImportTexts::t().header />
        </section>
    }
}

/// The table's first rows.
#[component]
pub fn Preview() -> impl IntoView {
    let wizard = Wizard::get();
    let rows = Signal::derive_local(move || {
        let table = wizard.table.get()?;
        let sample = table.sample(SHOWN).ok()?;
        let row = |record: &crate::query::table::Record<'_>| {
            record.cells.iter().map(|cell| plain(cell).trim().to_owned()).collect::<Vec<String>>()
        };
        Some(sample.iter().map(row).collect::<Vec<_>>())
    });
    let header = move || wizard.mapping.with(|mapping| mapping.as_ref().is_some_and(|mapping| mapping.header));
    let draw = move |rows: Vec<Vec<String>>| {
        let width = rows.iter().map(Vec::len).max().unwrap_or_default();
        let mut rows = rows.into_iter();
        let names = if header() { rows.next() } else { None };
        let names = names.unwrap_or_else(|| (1..=width).map(|n| fill(ImportTexts::t().column, &[&n])).collect());
        let body = rows.map(|row| {
            view! { <tr>{row.into_iter().map(|cell| view! { <td title=cell.clone()>{cell.clone()}</td> }).collect_view()}</tr> }
        });
        view! {
            <table class="table preview">
                <thead><tr>{names.into_iter().map(|name| view! { <th>{name}</th> }).collect_view()}</tr></thead>
                <tbody>{body.collect_view()}</tbody>
            </table>
        }
    };
    view! {
        <section class="card">
            <h2>{ImportTexts::t().preview}</h2>
            <div class="table-wrap" tabindex="0">{move || rows.get().map(draw)}</div>
        </section>
    }
}
