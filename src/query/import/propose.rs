//! A first guess at what a table's columns mean.

use std::collections::BTreeSet;

use super::{DuplicateRule, KindChoice, Mapping, Target, Team, headings, moment, same, value};
use crate::model::calendar::Calendar;
use crate::model::kind::{FieldType, TicketKind};
use crate::query::table::{Record, plain};

/// The most kinds a column may tell apart.
const MOST_KINDS: usize = 12;

/// A column of the sample.
struct Column<'a> {
    heading: &'a str,
    cells: Vec<&'a str>,
}

/// Proposes a mapping for the first records of a table. `header` says whether the first of them holds names, `kind` is
/// the person's choice, if they made one. The more records, the better the guess; a hundred are enough.
#[must_use]
pub fn propose(sample: &[Record<'_>], header: bool, kind: Option<KindChoice>, team: &Team) -> Mapping {
    let columns = columns(sample, header);
    let kind = kind.unwrap_or_else(|| choose_kind(&columns, team));
    let kinds: Vec<&TicketKind> = match &kind {
        KindChoice::Fixed(id) => team.kind(id).into_iter().collect(),
        KindChoice::ByColumn { values, .. } => {
            let ids: BTreeSet<&str> = values.iter().filter_map(|(_, id)| id.as_deref()).collect();
            ids.into_iter().filter_map(|id| team.kind(id)).collect()
        }
    };
    let mut targets: Vec<Target> = Vec::with_capacity(columns.len());
    for (place, column) in columns.iter().enumerate() {
        let target = match &kind {
            KindChoice::ByColumn { column, .. } if *column == place => Target::Skip,
            _ => target(column, &kinds, &targets),
        };
        targets.push(target);
    }
    let duplicates = if targets.contains(&Target::Number) {
        DuplicateRule::OwnNumber
    } else {
        let changing = [Target::Skip, Target::State, Target::Owner, Target::Priority, Target::Tag];
        DuplicateRule::Columns((0..targets.len()).filter(|place| !changing.contains(&targets[*place])).collect())
    };
    Mapping { kind, header, columns: targets, duplicates }
}

fn columns<'a>(sample: &'a [Record<'_>], header: bool) -> Vec<Column<'a>> {
    let mut records = sample.iter().filter(|record| !record.is_blank());
    let width = sample.iter().map(|record| record.cells.len());
    let names = if header { records.next() } else { None };
    let width = names.map_or_else(|| width.max().unwrap_or(0), |names| names.cells.len());
    let rows: Vec<_> = records.collect();
    let cell = |record: &'a Record<'_>, place: usize| record.cells.get(place).map_or("", |cell| plain(cell).trim());
    (0..width)
        .map(|place| Column {
            heading: names.map_or("", |names| cell(names, place)),
            cells: rows.iter().map(|row| cell(row, place)).filter(|cell| !cell.is_empty()).collect(),
        })
        .collect()
}

fn choose_kind(columns: &[Column<'_>], team: &Team) -> KindChoice {
    let by_column = columns.iter().enumerate().find_map(|(place, column)| {
        let values: BTreeSet<&str> = column.cells.iter().copied().collect();
        let choices: Vec<_> = values.iter().map(|text| ((*text).to_owned(), kind_named(text, team))).collect();
        let named = choices.iter().filter(|(_, kind)| kind.is_some()).count();
        // Tables are often sorted by kind: under such a heading the first records may all be of one.
        let headed = headings::is_kind(column.heading);
        let few = (2 - usize::from(headed)..=MOST_KINDS).contains(&values.len());
        let judged = judgement(&values, team).filter(|_| headed && named == 0);
        (few && (judged.is_some() || named * 2 > values.len()))
            .then(|| KindChoice::ByColumn { column: place, values: judged.unwrap_or(choices) })
    });
    by_column.unwrap_or_else(|| {
        let fit = |kind: &TicketKind| {
            let known = columns.iter().filter(|column| field_of(column, kind).is_some()).count();
            let reviews = |name: &str| name.contains("review") || name.contains('评');
            let about = columns.iter().any(|c| reviews(&headings::normal(c.heading))) && reviews(&kind.id);
            2 * known + usize::from(about) + usize::from(!kind.register)
        };
        let best = team.kinds.iter().rev().max_by_key(|kind| fit(kind));
        KindChoice::Fixed(best.map_or_else(String::new, |kind| kind.id.clone()))
    })
}

fn kind_named(text: &str, team: &Team) -> Option<String> {
    team.kind_named(text).map(|kind| kind.id.clone())
}

/// Reviews told apart as 0 and 1, bad and good: to the kinds for bad and for good reviews, as far as there are any.
fn judgement(values: &BTreeSet<&str>, team: &Team) -> Option<Vec<(String, Option<String>)>> {
    const PAIRS: [(&str, &str); 7] = [
        ("0", "1"),
        ("-1", "1"),
        ("bad", "good"),
        ("negative", "positive"),
        ("neg", "pos"),
        ("差评", "好评"),
        ("差", "好"),
    ];
    let find = |words: &[&str]| {
        let matches = |kind: &TicketKind| words.iter().any(|word| kind.id.contains(word) || kind.name.contains(word));
        team.kinds.iter().find(|kind| matches(kind)).map(|kind| kind.id.clone())
    };
    let (bad, good) = (find(&["bad_review", "差评"]), find(&["good_review", "好评", "praise"]));
    (bad.is_some() || good.is_some()).then_some(())?;
    let fits = |(low, high): &&(&str, &str)| values.iter().all(|text| same(text, low) || same(text, high));
    let (low, high) = PAIRS.iter().find(fits)?;
    Some(vec![((*low).to_owned(), bad), ((*high).to_owned(), good)])
}

/// What a column means, given the kinds its rows may be of and what the columns before it mean.
fn target(column: &Column<'_>, kinds: &[&TicketKind], taken: &[Target]) -> Target {
    let free = |target: &Target| matches!(target, Target::Tag | Target::Note) || !taken.contains(target);
    let heading = column.heading;
    let fields = kinds.iter().filter_map(|kind| field_of(column, kind)).map(|id| Target::Field(id.to_owned()));
    let rest = if column.cells.is_empty() || is_counter(column) { Target::Skip } else { Target::Note };
    headings::standard(heading).into_iter().chain(fields).chain(by_content(column)).find(free).unwrap_or(rest)
}

/// The kind's field a column fills: by name, by what the heading speaks of, or by a part of the name.
fn field_of<'k>(column: &Column<'_>, kind: &'k TicketKind) -> Option<&'k str> {
    let heading = headings::normal(column.heading);
    if heading.is_empty() {
        let long = column.cells.iter().map(|cell| cell.chars().count()).sum::<usize>() > 12 * column.cells.len();
        let text = long && !column.cells.is_empty();
        return kind.fields.iter().find(|field| text && field.sort == FieldType::Long).map(|field| &*field.id);
    }
    let typed = headings::typed(&heading);
    let fills = |sort| !matches!(sort, FieldType::Photos | FieldType::Checklist | FieldType::Customer);
    let fields = || kind.fields.iter().filter(|field| fills(field.sort));
    let name = |text: &str| headings::normal(text);
    let near =
        |text: &str| heading.chars().count() > 1 && (name(text).contains(&heading) || heading.contains(&name(text)));
    fields()
        .find(|field| name(&field.name) == heading || name(&field.id) == heading)
        .or_else(|| fields().find(|field| typed == Some(field.sort)))
        .or_else(|| fields().find(|field| typed.is_none() && near(&field.name)))
        .map(|field| &*field.id)
}

/// A meaning that nearly all of a column's cells speak for.
fn by_content(column: &Column<'_>) -> Option<Target> {
    let calendar = Calendar::default();
    let mostly = |is: &dyn Fn(&str) -> bool| {
        let n = column.cells.iter().filter(|cell| is(cell)).count();
        n > 0 && n * 10 >= column.cells.len() * 9
    };
    let mobile = |cell: &str| value::phone(cell).is_ok_and(|phone| phone.len() == 11 && phone.starts_with('1'));
    let dated = |cell: &str| cell.contains(['-', '/', '年']) && moment::moment(cell, &calendar).is_some();
    if mostly(&mobile) { Some(Target::Phone) } else { mostly(&dated).then_some(Target::Opened) }
}

/// Whether a column only counts the rows.
fn is_counter(column: &Column<'_>) -> bool {
    let numbers: Option<Vec<u64>> = column.cells.iter().map(|cell| cell.parse().ok()).collect();
    numbers.is_some_and(|numbers| numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]))
}
