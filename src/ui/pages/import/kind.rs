//! Step two, first half: which kind the rows become.

use std::collections::BTreeMap;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Wizard;
use super::source::SAMPLE;
use crate::desk::pause;
use crate::query::import::{KindChoice, Target, propose};
use crate::query::table::plain;
use crate::ui::components::{Chips, Choice, Select};
use crate::ui::texts::fill;
use crate::ui::texts::import::ImportTexts;

/// More texts than this are no kinds.
const MOST_VALUES: usize = 60;
/// How many records are counted between two turns of the event loop.
const AT_ONCE: usize = 2_000;

/// The ids of the kinds that are chosen.
pub fn ids(kind: &KindChoice) -> Vec<String> {
    match kind {
        KindChoice::Fixed(id) => vec![id.clone()],
        KindChoice::ByColumn { values, .. } => {
            let mut ids: Vec<String> = values.iter().filter_map(|(_, id)| id.clone()).collect();
            ids.sort();
            ids.dedup();
            ids
        }
    }
}

/// Chooses the kind. The columns' meanings are proposed anew; those that still fit stay.
fn choose(wizard: Wizard, kind: KindChoice) {
    let Some(table) = wizard.table.get_untracked() else { return };
    let Ok(sample) = table.sample(SAMPLE) else { return };
    wizard.change(|mapping| {
        let fresh = wizard.team.with_value(|team| propose(&sample, mapping.header, Some(kind), team));
        let chosen = ids(&fresh.kind);
        let fits = |target: &Target| match target {
            Target::Field(field) => wizard.team.with_value(|team| {
                chosen.iter().any(|id| team.kind(id).is_some_and(|kind| kind.field(field).is_some()))
            }),
            Target::Skip => false,
            _ => true,
        };
        let kind_column = match &fresh.kind {
            KindChoice::ByColumn { column, .. } => Some(*column),
            KindChoice::Fixed(_) => None,
        };
        let columns = fresh.columns.iter().enumerate().map(|(at, proposed)| match mapping.columns.get(at) {
            _ if kind_column == Some(at) => Target::Skip,
            // A note is what columns become that fit nothing else: the new kind may have a field for it.
            Some(old) if fits(old) && *old != Target::Note => old.clone(),
            _ => proposed.clone(),
        });
        mapping.columns = columns.collect();
        mapping.kind = fresh.kind;
    });
}

/// The column that seems to tell the kind; else the first one.
fn likely_column(wizard: Wizard) -> KindChoice {
    let table = wizard.table.get_untracked();
    let sample = table.as_ref().and_then(|table| table.sample(SAMPLE).ok()).unwrap_or_default();
    let header = wizard.mapping.with_untracked(|mapping| mapping.as_ref().is_some_and(|mapping| mapping.header));
    match wizard.team.with_value(|team| propose(&sample, header, None, team)).kind {
        KindChoice::Fixed(_) => KindChoice::ByColumn { column: 0, values: Vec::new() },
        found @ KindChoice::ByColumn { .. } => found,
    }
}

/// The column the kind is told by, if it is.
fn column(wizard: Wizard) -> Option<usize> {
    wizard.mapping.with(|mapping| match mapping.as_ref().map(|mapping| &mapping.kind) {
        Some(KindChoice::ByColumn { column, .. }) => Some(*column),
        _ => None,
    })
}

/// Which kind the rows become.
#[component]
pub fn KindPart(
    /// The columns' names.
    names: Signal<Vec<String>>,
) -> impl IntoView {
    let wizard = Wizard::get();
    let by_column = Memo::new(move |_| column(wizard).is_some());
    let ways = Signal::derive(|| {
        let t = ImportTexts::t();
        vec![Choice::new("one", t.one_kind), Choice::new("column", t.by_column)]
    });
    let way = Signal::derive(move || if by_column.get() { "column" } else { "one" }.to_owned());
    let first =
        move || wizard.team.with_value(|team| team.kinds.first().map(|kind| kind.id.clone())).unwrap_or_default();
    let set_way = move |way: String| {
        if way == "column" {
            choose(wizard, likely_column(wizard));
        } else {
            let old = wizard.mapping.with_untracked(|m| m.as_ref().and_then(|m| ids(&m.kind).into_iter().next()));
            choose(wizard, KindChoice::Fixed(old.unwrap_or_else(first)));
        }
    };
    view! {
        <section class="card stack">
            <h2>{ImportTexts::t().kind}</h2>
            <Chips options=ways value=way on_choose=set_way required=true label=ImportTexts::t().kind />
            {move || if by_column.get() {
                view! { <ByColumn names /> }.into_any()
            } else {
                view! { <OneKind /> }.into_any()
            }}
        </section>
    }
}

fn kinds(wizard: Wizard) -> Vec<Choice> {
    wizard
        .team
        .with_value(|team| team.kinds.iter().map(|kind| Choice::new(kind.id.clone(), kind.name.clone())).collect())
}

#[component]
fn OneKind() -> impl IntoView {
    let wizard = Wizard::get();
    let value = Signal::derive(move || {
        wizard.mapping.with(|mapping| match mapping.as_ref().map(|mapping| &mapping.kind) {
            Some(KindChoice::Fixed(id)) => id.clone(),
            _ => String::new(),
        })
    });
    view! {
        <Select options=kinds(wizard) value on_choose=move |id| choose(wizard, KindChoice::Fixed(id))
            label=ImportTexts::t().kind />
    }
}

#[component]
fn ByColumn(names: Signal<Vec<String>>) -> impl IntoView {
    let wizard = Wizard::get();
    let chosen = Memo::new(move |_| column(wizard).unwrap_or_default());
    let options = Signal::derive(move || {
        names.get().into_iter().enumerate().map(|(at, name)| Choice::new(at.to_string(), name)).collect::<Vec<_>>()
    });
    let counts = RwSignal::new(None::<BTreeMap<String, usize>>);
    Effect::new(move |_| {
        let column = chosen.get();
        counts.set(None);
        spawn_local(async move {
            let Some(found) = count(wizard, column).await else { return };
            if chosen.try_get_untracked() == Some(column) {
                add_values(wizard, column, &found);
                let _ = counts.try_set(Some(found));
            }
        });
    });
    let set_column = move |at: String| {
        if let Ok(column) = at.parse() {
            choose(wizard, KindChoice::ByColumn { column, values: Vec::new() });
        }
    };
    view! {
        <label class="field">
            <span class="label">{ImportTexts::t().kind_column}</span>
            <Select options value=Signal::derive(move || chosen.get().to_string()) on_choose=set_column />
        </label>
        {move || counts.get().map(|counts| {
            if counts.len() > MOST_VALUES {
                let said = fill(ImportTexts::t().too_many_values, &[&counts.len()]);
                return view! { <p class="notice" data-tone="late">{said}</p> }.into_any();
            }
            view! { <Values counts /> }.into_any()
        })}
    }
}

/// What stands in a column, and how often.
async fn count(wizard: Wizard, column: usize) -> Option<BTreeMap<String, usize>> {
    let table = wizard.table.try_get_untracked().flatten()?;
    let header = wizard.mapping.try_with_untracked(|mapping| mapping.as_ref().is_some_and(|mapping| mapping.header))?;
    let (_, mut cursor) = table.body(header).ok()?;
    let mut counts = BTreeMap::new();
    loop {
        for _ in 0..AT_ONCE {
            let Some(record) = table.next(&mut cursor) else { return Some(counts) };
            let record = record.ok()?;
            if !record.is_blank() {
                let cell = record.cells.get(column).map_or("", |cell| plain(cell).trim());
                *counts.entry(cell.to_owned()).or_default() += 1;
            }
        }
        pause().await;
    }
}

/// Texts that have no choice yet get the kind of their name, or none.
fn add_values(wizard: Wizard, column: usize, counts: &BTreeMap<String, usize>) {
    if counts.len() > MOST_VALUES {
        return;
    }
    let known = wizard.mapping.try_with_untracked(|mapping| match mapping.as_ref().map(|mapping| &mapping.kind) {
        Some(KindChoice::ByColumn { column: at, values }) if *at == column => Some(values.clone()),
        _ => None,
    });
    let Some(mut values) = known.flatten() else { return };
    let before = values.len();
    for text in
        counts.keys().filter(|text| !values.iter().any(|(known, _)| known == *text)).cloned().collect::<Vec<_>>()
    {
        let kind = wizard.team.with_value(|team| {
            team.kinds
                .iter()
                .find(|kind| !text.is_empty() && (kind.name == text || kind.id == text))
                .map(|k| k.id.clone())
        });
        values.push((text, kind));
    }
    if values.len() != before {
        choose(wizard, KindChoice::ByColumn { column, values });
    }
}

/// One line for each text, with the kind its rows become.
#[component]
fn Values(counts: BTreeMap<String, usize>) -> impl IntoView {
    let wizard = Wizard::get();
    let options = Signal::derive(move || {
        let none = Choice::new("", ImportTexts::t().leave_out);
        [none].into_iter().chain(kinds(wizard)).collect::<Vec<_>>()
    });
    let line = move |(text, count): (String, usize)| {
        let shown = if text.is_empty() { "–".to_owned() } else { text.clone() };
        let text = StoredValue::new(text);
        let value = Signal::derive(move || {
            wizard.mapping.with(|mapping| match mapping.as_ref().map(|mapping| &mapping.kind) {
                Some(KindChoice::ByColumn { values, .. }) => {
                    let own = values.iter().find(|(known, _)| text.with_value(|text| known == text));
                    own.and_then(|(_, kind)| kind.clone()).unwrap_or_default()
                }
                _ => String::new(),
            })
        });
        let set = move |id: String| {
            let now = wizard.mapping.with_untracked(|mapping| mapping.as_ref().map(|mapping| mapping.kind.clone()));
            let Some(KindChoice::ByColumn { column, mut values }) = now else { return };
            let id = Some(id).filter(|id| !id.is_empty());
            match values.iter_mut().find(|(known, _)| text.with_value(|text| known == text)) {
                Some((_, kind)) => *kind = id,
                None => values.push((text.get_value(), id)),
            }
            choose(wizard, KindChoice::ByColumn { column, values });
        };
        let label = shown.clone();
        view! {
            <li class="line nowrap">
                <b class="grow-text cut">{shown}</b>
                <span class="faint small">{move || fill(ImportTexts::t().times, &[&count])}</span>
                <Select options value on_choose=set label=label />
            </li>
        }
    };
    view! {
        <h3>{ImportTexts::t().values}</h3>
        <ul class="stack values">{counts.into_iter().map(line).collect_view()}</ul>
    }
}
