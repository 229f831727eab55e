//! Tickets as a table in a file (G6).

use std::sync::Arc;

use crate::model::document::DocId;
use crate::model::kind::TicketKind;
use crate::model::ticket::Priority;
use crate::query::export::{Words, columns};
use crate::query::import::Target;
use crate::query::table::{Cell, Writer};
use crate::ui::app::App;
use crate::ui::files::{offer, pause};
use crate::ui::texts::Common;
use crate::ui::texts::import::ImportTexts;
use crate::ui::texts::ticket::TicketTexts;

/// Offers tickets of some kinds as a table, with the columns of all these kinds; says what went wrong.
pub async fn save_table(app: App, kinds: &[Arc<TicketKind>], tickets: &[DocId]) {
    let desk = app.desk();
    let mut all: Vec<Target> = Vec::new();
    for target in kinds.iter().flat_map(|kind| columns(kind)) {
        if !all.contains(&target) {
            all.push(target);
        }
    }
    let names = |target: &Target| match target {
        Target::Field(id) => {
            let field = kinds.iter().find_map(|kind| kind.field(id));
            field.map_or_else(|| id.clone(), |field| field.name.clone())
        }
        other => ImportTexts::t().target(other).to_owned(),
    };
    let t = TicketTexts::t();
    let priorities = [Priority::Low, Priority::Normal, Priority::High, Priority::Urgent].map(|p| t.priority_name(p));
    let words = Words { yes: Common::t().yes, no: Common::t().no, priorities };
    match desk.export_rows(tickets, &all, words).await {
        Err(error) => app.fail(&error),
        Ok(table) => {
            let mut writer = Writer::new();
            writer.row(all.iter().map(|target| Cell::Text(names(target).into())));
            let mut parts = vec![writer.take()];
            for rows in table.chunks(1_000) {
                for row in rows {
                    writer.row(row.iter().cloned());
                }
                parts.push(writer.take());
                pause().await;
            }
            let stem = match kinds {
                [kind] => &kind.name,
                _ => Common::t().tickets,
            };
            let name = format!("{stem}-{}.csv", desk.calendar().day(desk.now()));
            offer(app, &name, "text/csv", &parts);
        }
    }
}
