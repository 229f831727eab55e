//! Step two: what the rows become, what each column means, which rows count as there already.

use std::collections::HashSet;

use leptos::prelude::*;

use super::kind::{KindPart, ids};
use super::source::SAMPLE;
use super::{Wizard, trial};
use crate::model::kind::FieldType;
use crate::query::import::{DuplicateRule, KindChoice, Target};
use crate::query::table::{Record, plain};
use crate::ui::components::{Button, Chips, Choice, Look, Select};
use crate::ui::texts::fill;
use crate::ui::texts::import::ImportTexts;

/// The meanings that every kind has, in the order in which they are offered.
const COMMON: [Target; 12] = [
    Target::Skip,
    Target::Subject,
    Target::Customer,
    Target::Phone,
    Target::Opened,
    Target::State,
    Target::Owner,
    Target::Channel,
    Target::Number,
    Target::Priority,
    Target::Tag,
    Target::Note,
];

/// A meaning as an option's id.
fn id_of(target: &Target) -> String {
    match target {
        Target::Field(id) => format!("field:{id}"),
        other => format!("{other:?}"),
    }
}

fn target_of(id: &str) -> Target {
    match id.strip_prefix("field:") {
        Some(field) => Target::Field(field.to_owned()),
        None => COMMON.into_iter().find(|target| id_of(target) == id).unwrap_or(Target::Skip),
    }
}

/// The second step.
#[component]
pub fn ColumnStep() -> impl IntoView {
    let wizard = Wizard::get();
    let columns = Signal::derive_local(move || headings(wizard));
    let names =
        Signal::derive(move || columns.with(|all| all.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>()));
    let options = Memo::new(move |_| options(wizard));
    let count = Memo::new(move |_| columns.with(Vec::len));
    let row = move |at: usize| {
        let (name, example) = columns.with_untracked(|all| all.get(at).cloned().unwrap_or_default());
        let value = Signal::derive(move || {
            wizard.mapping.with(|mapping| mapping.as_ref().map(|mapping| id_of(mapping.target(at))).unwrap_or_default())
        });
        let skipped = move || value.get() == id_of(&Target::Skip);
        let is_kind = move || {
            wizard.mapping.with(|mapping| match mapping.as_ref().map(|mapping| &mapping.kind) {
                Some(KindChoice::ByColumn { column, .. }) => *column == at,
                _ => false,
            })
        };
        let set = move |id: String| {
            wizard.change(|mapping| {
                if let Some(target) = mapping.columns.get_mut(at) {
                    *target = target_of(&id);
                }
            });
        };
        let label = name.clone();
        view! {
            <tr data-skip=move || (skipped() && !is_kind()).then_some("")>
                <td><b>{name}</b></td>
                <td class="dim small example">{example}</td>
                <td>
                    {move || if is_kind() {
                        view! { <span class="tag" data-tone="accent">{ImportTexts::t().decides}</span> }.into_any()
                    } else {
                        view! { <Select options value on_choose=set label=label.clone() /> }.into_any()
                    }}
                </td>
            </tr>
        }
    };
    view! {
        <KindPart names />
        <section class="card stack">
            <h2>{ImportTexts::t().columns}</h2>
            <p class="dim">{move || if wizard.remembered.get() { ImportTexts::t().remembered } else { ImportTexts::t().columns_about }}</p>
            <div class="table-wrap">
                <table class="table mapping">
                    <thead>
                        <tr>
                            <th>{ImportTexts::t().place}</th>
                            <th>{ImportTexts::t().example}</th>
                            <th>{ImportTexts::t().what_it_is}</th>
                        </tr>
                    </thead>
                    <tbody>{move || (0..count.get()).map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
        <Duplicates names />
        <div class="actions">
            <Button label=ImportTexts::t().trial look=Look::Main on_press=move |()| trial::start(wizard) />
            <span class="faint small">{ImportTexts::t().nothing_yet}</span>
        </div>
    }
}

/// Each column's name and what stands in it, for example.
fn headings(wizard: Wizard) -> Vec<(String, String)> {
    let Some(table) = wizard.table.get() else { return Vec::new() };
    let header = wizard.mapping.with(|mapping| mapping.as_ref().is_some_and(|mapping| mapping.header));
    let count = wizard.mapping.with(|mapping| mapping.as_ref().map_or(0, |mapping| mapping.columns.len()));
    let Ok(sample) = table.sample(SAMPLE) else { return Vec::new() };
    let mut records = sample.iter().filter(|record| !record.is_blank());
    let names = if header { records.next() } else { None };
    let body: Vec<&Record<'_>> = records.collect();
    let cell = |record: &Record<'_>, at: usize| record.cells.get(at).map(|cell| plain(cell).trim().to_owned());
    let column = |at: usize| {
        let name = names.and_then(|names| cell(names, at)).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| fill(ImportTexts::t().column, &[&(at + 1)]));
        let mut seen = HashSet::new();
        let texts = body.iter().filter_map(|record| cell(record, at)).filter(|text| !text.is_empty());
        let examples: Vec<String> = texts.filter(|text| seen.insert(text.clone())).take(3).collect();
        let examples: Vec<String> = examples.iter().map(|text| crate::query::text::cut(text, 24)).collect();
        (name, examples.join(" · "))
    };
    (0..count).map(column).collect()
}

/// What a column can mean: what every ticket has, then the fields of the chosen kinds.
fn options(wizard: Wizard) -> Vec<Choice> {
    let t = ImportTexts::t();
    let mut all: Vec<Choice> = COMMON.iter().map(|target| Choice::new(id_of(target), t.target(target))).collect();
    let chosen = wizard.mapping.with(|mapping| mapping.as_ref().map(|mapping| ids(&mapping.kind)).unwrap_or_default());
    let mut seen = HashSet::new();
    wizard.team.with_value(|team| {
        for kind in chosen.iter().filter_map(|id| team.kind(id)) {
            for field in &kind.fields {
                let fills = !matches!(field.sort, FieldType::Photos | FieldType::Checklist | FieldType::Customer);
                if fills && seen.insert(field.id.clone()) {
                    let name = format!("{} · {}", kind.name, field.name);
                    all.push(Choice::new(id_of(&Target::Field(field.id.clone())), name));
                }
            }
        }
    });
    all
}

/// Which rows count as there already.
#[component]
fn Duplicates(names: Signal<Vec<String>>) -> impl IntoView {
    let wizard = Wizard::get();
    let has_number = Memo::new(move |_| {
        wizard.mapping.with(|mapping| mapping.as_ref().is_some_and(|m| m.columns.contains(&Target::Number)))
    });
    let ways = Signal::derive(move || {
        let t = ImportTexts::t();
        let number = has_number.get().then(|| Choice::new("number", t.by_number));
        number
            .into_iter()
            .chain([Choice::new("columns", t.by_columns), Choice::new("none", t.no_rule)])
            .collect::<Vec<_>>()
    });
    let way = Signal::derive(move || {
        wizard
            .mapping
            .with(|mapping| match mapping.as_ref().map(|mapping| &mapping.duplicates) {
                Some(DuplicateRule::OwnNumber) => "number",
                Some(DuplicateRule::Columns(_)) => "columns",
                _ => "none",
            })
            .to_owned()
    });
    let set_way = move |way: String| {
        wizard.change(|mapping| {
            mapping.duplicates = match way.as_str() {
                "number" => DuplicateRule::OwnNumber,
                "columns" => {
                    let used = mapping.columns.iter().enumerate().filter(|(_, target)| **target != Target::Skip);
                    DuplicateRule::Columns(used.map(|(at, _)| at).collect())
                }
                _ => DuplicateRule::None,
            };
        });
    };
    let box_of = move |(at, name): (usize, String)| {
        let on = move || {
            wizard.mapping.with(|mapping| match mapping.as_ref().map(|mapping| &mapping.duplicates) {
                Some(DuplicateRule::Columns(columns)) => columns.contains(&at),
                _ => false,
            })
        };
        let usable = move || {
            wizard.mapping.with(|mapping| mapping.as_ref().is_some_and(|mapping| *mapping.target(at) != Target::Skip))
        };
        let switch = move |_| {
            wizard.change(|mapping| {
                if let DuplicateRule::Columns(columns) = &mut mapping.duplicates {
                    match columns.iter().position(|column| *column == at) {
                        Some(place) => drop(columns.remove(place)),
                        None => columns.push(at),
                    }
                }
            });
        };
        view! {
            <label class="chip" hidden=move || !usable()>
                <input type="checkbox" prop:checked=on on:change=switch />{name}
            </label>
        }
    };
    view! {
        <section class="card stack">
            <h2>{ImportTexts::t().duplicates}</h2>
            <p class="dim">{ImportTexts::t().duplicates_about}</p>
            <Chips options=ways value=way on_choose=set_way required=true label=ImportTexts::t().duplicates />
            <div class="chips" hidden=move || way.get() != "columns">
                {move || names.get().into_iter().enumerate().map(box_of).collect_view()}
            </div>
        </section>
    }
}
