//! The trial: every row is read as it would be imported, in slices, and nothing is changed.

use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{Step, Tried, Wizard};
use crate::desk::{Desk, pause};
use crate::model::customer::phone_digits;
use crate::query::import::{NewTicket, Planner, Report, Trial};
use crate::query::table::{Record, Table, TableError};
use crate::ui::texts::fill;
use crate::ui::texts::import::ImportTexts;

/// How long one turn works, in milliseconds.
const TURN: f64 = 16.0;
/// How many customers or tickets are compared between two turns of the event loop.
const AT_ONCE: usize = 1_000;

/// Runs the trial and shows what it found.
pub fn start(wizard: Wizard) {
    wizard.begin(fill(ImportTexts::t().trying, &[&0]));
    spawn_local(async move {
        let outcome = run(wizard).await;
        let fault = match outcome {
            Err(fault) => Some(ImportTexts::t().fault(&fault)),
            Ok(done) => {
                if done {
                    let _ = wizard.step.try_set(Step::Trial);
                }
                None
            }
        };
        wizard.end(fault);
    });
}

/// Reads every record but the header, in turns short enough to keep the page usable. False when it was stopped.
pub async fn each_record(
    table: &Table,
    header: bool,
    mut take: impl FnMut(&Record<'_>),
    mut turn: impl FnMut(usize, f64) -> bool,
) -> Result<bool, TableError> {
    let now = || js_sys::Date::now();
    let (_, mut cursor) = table.body(header)?;
    let mut began = now();
    while let Some(record) = table.next(&mut cursor) {
        take(&record?);
        if cursor.records % 32 == 0 && now() - began > TURN {
            #[allow(clippy::cast_precision_loss)]
            let share = cursor.at as f64 / table.len().max(1) as f64;
            if !turn(cursor.records, share) {
                return Ok(false);
            }
            pause().await;
            began = now();
        }
    }
    Ok(true)
}

/// The planner for the mapping as it stands.
pub fn planner(wizard: Wizard, table: &Table) -> Result<Option<(Planner, bool)>, TableError> {
    let Some(mapping) = wizard.mapping.get_untracked() else { return Ok(None) };
    let header = mapping.header;
    let (names, _) = table.body(header)?;
    let planner = wizard.team.with_value(|team| Planner::new(team.clone(), mapping, names.as_ref()));
    Ok(Some((planner, header)))
}

async fn run(wizard: Wizard) -> Result<bool, TableError> {
    let Some(table) = wizard.table.get_untracked() else { return Ok(false) };
    let Some((planner, header)) = planner(wizard, &table)? else { return Ok(false) };
    let desk = wizard.app.desk();
    let index = match desk.import_index(planner.mapping()).await {
        Ok(index) => index,
        Err(error) => {
            wizard.app.fail(&error);
            return Ok(false);
        }
    };
    let mut trial = Trial::new(planner, index);
    let turn = |rows: usize, share: f64| wizard.go_on(|| fill(ImportTexts::t().trying, &[&rows]), share * 0.6);
    if !each_record(&table, header, |record| trial.feed(record), turn).await? {
        return Ok(false);
    }
    let (report, planner) = trial.finish();
    let Some(tickets) = collected(wizard, &table, &planner, &report).await? else { return Ok(false) };
    let customers = new_customers(&desk, &tickets).await;
    let _ = wizard.tickets.try_set_value(tickets);
    let _ = wizard.tried.try_set(Some(Tried { report: Arc::new(report), customers }));
    drop::<Rc<Table>>(table);
    Ok(true)
}

/// The tickets that a trial let through; nothing when it was stopped.
async fn collected(
    wizard: Wizard,
    table: &Table,
    planner: &Planner,
    report: &Report,
) -> Result<Option<Vec<NewTicket>>, TableError> {
    let mut tickets = Vec::with_capacity(report.ready);
    let take = |record: &Record<'_>| {
        if let Some(ticket) = planner.plan(record).ticket.filter(|_| !report.is_duplicate(record.line)) {
            tickets.push(ticket);
        }
    };
    let turn = |rows: usize, share: f64| wizard.go_on(|| fill(ImportTexts::t().trying, &[&rows]), 0.6 + share * 0.4);
    let all = each_record(table, planner.mapping().header, take, turn).await?;
    Ok(all.then_some(tickets))
}

/// The tickets of the trial once more, after an import of them that came to nothing.
pub async fn again(wizard: Wizard) -> Result<Option<Vec<NewTicket>>, TableError> {
    let (Some(table), Some(tried)) = (wizard.table.get_untracked(), wizard.tried.get_untracked()) else {
        return Ok(None);
    };
    match planner(wizard, &table)? {
        Some((planner, _)) => collected(wizard, &table, &planner, &tried.report).await,
        None => Ok(None),
    }
}

/// How many customers the tickets name that are not here yet: by a telephone number, without one by the name.
async fn new_customers(desk: &Desk, tickets: &[NewTicket]) -> usize {
    let (mut phones, mut names) = (HashSet::new(), HashSet::new());
    for at in (0..).step_by(AT_ONCE) {
        let customers = desk.customers_from(at, AT_ONCE);
        if customers.is_empty() {
            break;
        }
        phones.extend(customers.iter().flat_map(|customer| &customer.phones).map(|phone| phone_digits(phone)));
        names.extend(customers.iter().map(|customer| customer.name.clone()));
        pause().await;
    }
    let mut new = 0;
    for (at, ticket) in tickets.iter().enumerate() {
        if at % AT_ONCE == AT_ONCE - 1 {
            pause().await;
        }
        let Some(customer) = &ticket.customer else { continue };
        let numbers: Vec<String> = customer.phones.iter().map(|phone| phone_digits(phone)).collect();
        let known = numbers.iter().any(|number| phones.contains(number))
            || numbers.is_empty() && (customer.name.is_empty() || names.contains(&customer.name));
        if !known {
            new += 1;
        }
        phones.extend(numbers);
        names.insert(customer.name.clone());
    }
    new
}
