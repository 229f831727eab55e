//! Step four: the import in one commit, and what it has done.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::kind::ids;
use super::trial::again;
use super::{Step, Wizard};
use crate::desk::{DeskError, Flow, ImportProgress, NewImport, StoreError};
use crate::query::import::signature;
use crate::ui::components::{Button, Glyph, Icon, Look};
use crate::ui::nav::navigate;
use crate::ui::pages::bulk::hand;
use crate::ui::route::{Query, Route};
use crate::ui::texts::data::DataTexts;
use crate::ui::texts::errors::Errors;
use crate::ui::texts::fill;
use crate::ui::texts::import::ImportTexts;

/// Imports what the trial let through.
pub fn start(wizard: Wizard) {
    let all = wizard.tried.with_untracked(|tried| tried.as_ref().map_or(0, |tried| tried.report.ready));
    let mapping = wizard.mapping.get_untracked();
    let header = mapping.as_ref().is_some_and(|mapping| mapping.header);
    let table = wizard.table.get_untracked();
    let first = table.as_ref().and_then(|table| table.body(header).ok()).and_then(|(first, _)| first);
    let signature = first.map(|first| signature(&first)).unwrap_or_default();
    wizard.begin(fill(ImportTexts::t().preparing, &[&0, &all]));
    spawn_local(async move {
        // They are many: for another try they are read again.
        let Some(mut tickets) = wizard.tickets.try_update_value(std::mem::take) else { return };
        if tickets.is_empty() && all > 0 {
            match again(wizard).await {
                Ok(Some(read)) => tickets = read,
                Ok(None) => return wizard.end(None),
                Err(fault) => return wizard.end(Some(ImportTexts::t().fault(&fault))),
            }
        }
        let import = NewImport { file: wizard.name(), signature, mapping, tickets };
        let progress = move |how: ImportProgress| {
            let t = ImportTexts::t();
            #[allow(clippy::cast_precision_loss)]
            let share = |count: usize| count as f64 / all.max(1) as f64;
            let go_on = match how {
                ImportProgress::Ready(count) => {
                    wizard.go_on(|| fill(t.preparing, &[&count, &all]), share(count) * 0.75)
                }
                ImportProgress::Written(count) => {
                    wizard.go_on(|| fill(t.writing, &[&count]), (0.75 + share(count) * 0.25).min(1.0))
                }
            };
            if go_on { Flow::Go } else { Flow::Cancel }
        };
        let fault = match wizard.app.desk().import(import, &progress).await {
            Ok(imported) => {
                let _ = wizard.imported.try_set(Some(imported));
                let _ = wizard.step.try_set(Step::Done);
                None
            }
            Err(DeskError::Store(StoreError::Cancelled)) => Some(Errors::t().cancelled.to_owned()),
            Err(error) => Some(Errors::t().sentence(&error)),
        };
        wizard.end(fault);
    });
}

/// Where the new tickets are listed.
fn place(wizard: Wizard) -> Route {
    let kinds = wizard.mapping.with_untracked(|mapping| mapping.as_ref().map(|m| ids(&m.kind)).unwrap_or_default());
    let query = Query::default().with("view", "all");
    let Some(kind) = kinds.first().and_then(|id| wizard.app.desk().kind(id)) else {
        return Route::Tickets(None, query);
    };
    match (kind.register, kinds.len()) {
        (true, _) => Route::Registers(Some(kind.id.clone()), None, query),
        (false, 1) => Route::Tickets(None, query.with("kind", &kind.id)),
        (false, _) => Route::Tickets(None, query),
    }
}

/// The summary.
#[component]
pub fn DoneStep() -> impl IntoView {
    let wizard = Wizard::get();
    let app = wizard.app;
    let imported = move || wizard.imported.get();
    let skipped = wizard.tried.get_untracked().map(|tried| (tried.report.duplicates.len(), tried.report.stopped));
    let said = move |text: &'static str, count: usize| fill(text, &[&count]);
    let undo = move |()| {
        let Some(imported) = wizard.imported.get_untracked() else { return };
        let desk = app.desk();
        app.attempt(async move { desk.undo_import(&imported.id).await }, move |undone| {
            let t = DataTexts::t();
            let mut said = fill(t.import_taken, &[&undone.taken]);
            if undone.kept > 0 {
                said.push_str(&fill(t.import_kept, &[&undone.kept]));
            }
            app.toasts.say(said);
            wizard.reset();
        });
    };
    let to = place(wizard);
    let list = to.clone();
    let assign = move |()| {
        wizard.imported.with_untracked(|imported| {
            let entries = imported.iter().flat_map(|imported| imported.done.entries.iter());
            hand(entries.map(|(id, _)| id).filter(|id| id.kind() == "ticket").cloned().collect());
        });
        navigate(&list);
    };
    view! {
        <section class="card stack done">
            <div class="line">
                <span class="good"><Glyph icon=Icon::Check /></span>
                <h2 class="strong">{move || imported().map(|done| said(ImportTexts::t().done, done.tickets))}</h2>
            </div>
            <p>{move || imported().filter(|done| done.customers > 0).map(|done| said(ImportTexts::t().done_customers, done.customers))}</p>
            <p class="dim">{move || skipped.filter(|(a, b)| a + b > 0).map(|(repeated, stopped)| fill(ImportTexts::t().done_skipped, &[&repeated, &stopped]))}</p>
            <div class="actions">
                <Button label=ImportTexts::t().see look=Look::Main on_press=move |()| navigate(&to) />
                <Button label=ImportTexts::t().assign icon=Icon::Transfer on_press=assign />
                <Button label=ImportTexts::t().undo_all icon=Icon::Undo on_press=undo />
                <Button label=ImportTexts::t().again look=Look::Quiet on_press=move |()| wizard.reset() />
            </div>
        </section>
    }
}
