//! Tickets as the cells of a table (G6).

use super::{Desk, DeskError, Right, needed_for};
use crate::model::change::Seen;
use crate::model::document::DocId;
use crate::model::kind::FieldType;
use crate::model::ticket::{CUSTOMER, Ticket};
use crate::query::export::{Source, Words, cell};
use crate::query::import::Target;
use crate::query::table::Cell;
use crate::store::pause;
use std::collections::BTreeSet;

/// How many rows are read between two turns of the event loop.
const SLICE: usize = 500;

impl Desk {
    /// The cells of a table of tickets. `query::export::columns` names a kind's columns;
    /// a column that a row's kind does not have is empty there. Whose telephone numbers stand in it is recorded (C5).
    ///
    /// # Errors
    /// For leads and managers only (C5).
    pub async fn export_rows(
        &self,
        tickets: &[DocId],
        columns: &[Target],
        words: Words,
    ) -> Result<Vec<Vec<Cell<'static>>>, DeskError> {
        if !self.may(Right::Export) {
            return Err(DeskError::NotAllowed(needed_for(Right::Export)));
        }
        let team = self.export_team();
        let mut seen = BTreeSet::new();
        let mut table = Vec::with_capacity(tickets.len());
        for ids in tickets.chunks(SLICE) {
            for doc in self.docs_of(ids).await? {
                let Some(kind) = self.kind(Ticket(&doc.fold).kind()) else { continue };
                let customer = self.customer(&DocId::new(doc.fold.text(CUSTOMER)));
                let customer = customer.as_deref();
                let whose = customer.filter(|customer| !customer.phones.is_empty()).map(|customer| &customer.id);
                let mut whose = whose.filter(|_| columns.contains(&Target::Phone)).into_iter().collect::<Vec<_>>();
                let phones = |column: &Target| match column {
                    Target::Field(id) => {
                        kind.field(id).is_some_and(|field| field.sort == FieldType::Phone)
                            && !doc.fold.value(id).is_empty()
                    }
                    _ => false,
                };
                if columns.iter().any(phones) {
                    whose.push(&doc.document.id);
                }
                seen.extend(whose.into_iter().cloned());
                let source = Source { document: &doc.document, fold: &doc.fold, kind: &kind, customer };
                table.push(columns.iter().map(|column| cell(source, column, &team, words)).collect());
            }
            pause().await;
        }
        if !seen.is_empty() {
            self.look(&seen.into_iter().collect::<Vec<_>>(), Seen::Table).await?;
        }
        Ok(table)
    }
}
