//! Importing tables: all rows in one commit, all or nothing, and away again in one go.
//!
//! The entries of an import are stamped by a writer of its own. The document `import-<ulid>` is the first and the last
//! that writer stamps, so what belongs to the import is found without a mark on every ticket.

mod customers;
mod run;

use std::collections::HashSet;
use std::sync::Arc;

use self::run::{Run, SLICE, set};
use super::{Desk, DeskError, Doc, Done, Right, needed_for};
use crate::model::change::{Change, Known};
use crate::model::document::{DocId, Document, Entry};
use crate::model::fold::Fold;
use crate::model::stamp::{Stamp, Writer};
use crate::model::ticket::CUSTOMER;
use crate::model::value::Value;
use crate::query::import::{Index, Mapping, NewTicket, Team};
use crate::store::{Flow, pause};

const FILE: &str = "file";
const ROWS: &str = "rows";
const SIGNATURE: &str = "signature";
const MAPPING: &str = "mapping";

/// What to import.
#[derive(Clone, Debug, Default)]
pub struct NewImport {
    /// The file's name.
    pub file: String,
    /// The signature of its header, under which the mapping is remembered; empty for none.
    pub signature: String,
    /// How its columns were read.
    pub mapping: Option<Mapping>,
    /// The tickets, as planned.
    pub tickets: Vec<NewTicket>,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportProgress {
    /// So many rows are made ready.
    Ready(usize),
    /// So many documents are written.
    Written(usize),
}

/// What an import has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Its document.
    pub id: DocId,
    /// How many tickets were opened.
    pub tickets: usize,
    /// How many customers were made on the way.
    pub customers: usize,
    /// For taking it back at once.
    pub done: Done,
}

/// An import of earlier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastImport {
    /// Its document.
    pub id: DocId,
    /// The file's name.
    pub file: String,
    /// How many tickets it opened.
    pub rows: usize,
    /// When, in milliseconds.
    pub at: u64,
    /// By whom.
    pub by: String,
    /// It was taken back.
    pub undone: bool,
}

/// What taking an import back has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportUndone {
    /// How many tickets were taken back.
    pub taken: usize,
    /// How many tickets stay, because somebody has worked on them since.
    pub kept: usize,
}

impl Desk {
    /// What the team has, for reading cells by name.
    #[must_use]
    pub fn import_team(&self) -> Team {
        let everything = self.export_team();
        Team {
            kinds: self.kinds(),
            agents: everything.agents.into_iter().filter(|agent| !agent.left).collect(),
            ..everything
        }
    }

    /// The same for writing: also kinds not offered any more and agents who have left.
    pub(super) fn export_team(&self) -> Team {
        let state = self.state();
        Team {
            kinds: state.names.kinds.values().map(|entry| entry.kind.clone()).collect(),
            lists: state.names.lists.values().cloned().collect(),
            agents: state.names.agents.values().cloned().collect(),
            calendar: (*state.names.calendar).clone(),
        }
    }

    /// The tickets that are here, by what identifies them under a mapping: for a trial.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn import_index(&self, mapping: &Mapping) -> Result<Index, DeskError> {
        let targets = mapping.identity();
        let idle = targets.is_empty();
        let mut index = Index::new(targets);
        if idle {
            return Ok(index);
        }
        let mut add = |document: &Document| {
            if document.id.kind() == "ticket" {
                let fold = Fold::of(document);
                if fold.opening.is_some() && !fold.withdrawn {
                    let customer = self.customer(&DocId::new(fold.text(CUSTOMER)));
                    index.add(document, &fold, customer.as_deref());
                }
            }
        };
        self.each_document(&mut add).await?;
        Ok(index)
    }

    /// The mapping remembered for a header's signature.
    #[must_use]
    pub fn mapping(&self, signature: &str) -> Option<Mapping> {
        let doc = self.doc(&DocId::fixed("mapping", signature))?;
        serde_json::from_str(doc.fold.text(MAPPING)).ok()
    }

    /// The imports of earlier, the latest first.
    #[must_use]
    pub fn imports(&self) -> Vec<PastImport> {
        let state = self.state();
        let of = |doc: &Arc<Doc>| {
            let first = doc.document.log().first()?;
            // What was taken back keeps its registers in the log only.
            let register = |name: &str| {
                doc.document.log().iter().find_map(|entry| match &entry.change {
                    Change::Known(Known::Set { field, value, .. }) if field == name => Some(value.clone()),
                    _ => None,
                })
            };
            Some(PastImport {
                id: doc.document.id.clone(),
                file: register(FILE).unwrap_or_default().as_str().to_owned(),
                rows: register(ROWS).and_then(|n| n.as_int()).and_then(|n| usize::try_from(n).ok()).unwrap_or(0),
                at: first.stamp.millis,
                by: first.by.clone(),
                undone: doc.fold.withdrawn,
            })
        };
        let mut imports: Vec<PastImport> =
            state.docs.few().filter(|doc| doc.document.id.kind() == "import").filter_map(of).collect();
        imports.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| b.id.cmp(&a.id)));
        imports
    }

    /// Opens a ticket for each planned row, with the customers they name, in one commit: all or nothing. `progress` is
    /// told how far it is; `Flow::Cancel` stops it without a trace. Tickets without an owner wait in the pool.
    ///
    /// # Errors
    /// For leads and managers only; when a kind is missing, it was stopped, or the store refuses.
    pub async fn import(
        &self,
        import: NewImport,
        progress: &dyn Fn(ImportProgress) -> Flow,
    ) -> Result<Imported, DeskError> {
        let me = self.me().ok_or(DeskError::Nobody)?;
        if !self.may(Right::Import) {
            return Err(DeskError::NotAllowed(needed_for(Right::Import)));
        }
        let rows = import.tickets.len();
        let mut run = Run::new(self, &me);
        let id = self.mint("import");
        let mut log = run.entries(vec![Known::Opened { kind: String::new(), number: String::new(), at: None }]);
        for tickets in import.tickets.chunks(SLICE * 10) {
            run.note_numbers(tickets);
            pause().await;
        }
        run.customers.read(self).await;
        let mut tickets = import.tickets.into_iter();
        let mut count = 0;
        while count < rows {
            for ticket in tickets.by_ref().take(SLICE) {
                run.ticket(ticket)?;
                count += 1;
            }
            if progress(ImportProgress::Ready(count)) == Flow::Cancel {
                return Err(crate::store::StoreError::Cancelled.into());
            }
            pause().await;
        }
        let customers = run.add_customers().await?;
        run.customers.let_go().await;
        log.extend(run.entries(vec![
            set(FILE, Value::text(&import.file)),
            set(SIGNATURE, Value::text(&import.signature)),
            set(ROWS, Value::Int(i64::try_from(rows).unwrap_or(i64::MAX))),
        ]));
        run.write(id.clone(), log);
        // What is stamped from now on is later than the import, also where the device's clock has gone back.
        self.0.state.borrow_mut().clock.resume(run.clock.millis());
        let done = Done { label: "imported", entries: Arc::new(run.stamps), by: me.id.clone() };
        let mut batch = run.sheaves.batch();
        if let Some(mapping) = import.mapping.filter(|_| !import.signature.is_empty()) {
            batch.entries.extend(self.stamp(&me.id, self.remembered(&import.signature, &mapping)));
        }
        let written = |count| progress(ImportProgress::Written(count));
        self.write_many(batch, Some(&written)).await?;
        run.numbers.keep();
        self.0.done.borrow_mut().push(done.clone());
        self.0.undone.borrow_mut().clear();
        Ok(Imported { id, tickets: rows, customers, done })
    }

    /// The change that remembers a mapping, if it is not remembered already.
    fn remembered(&self, signature: &str, mapping: &Mapping) -> Vec<(DocId, Vec<Known>)> {
        let id = DocId::fixed("mapping", signature);
        let text = serde_json::to_string(mapping).unwrap_or_default();
        let doc = self.doc(&id);
        match doc {
            Some(doc) if doc.fold.text(MAPPING) == text => Vec::new(),
            Some(doc) => vec![(id, vec![doc.fold.set(MAPPING, Value::Text(text))])],
            None => {
                let opened = Known::Opened { kind: String::new(), number: String::new(), at: None };
                vec![(id, vec![opened, Fold::default().set(MAPPING, Value::Text(text))])]
            }
        }
    }

    /// Takes an import back, also a long time after: every ticket and customer it made, but for those that somebody has
    /// worked on since. Taking back what is taken back already changes nothing.
    ///
    /// # Errors
    /// For leads and managers only; when there is no such import, or the store refuses.
    pub async fn undo_import(&self, id: &DocId) -> Result<ImportUndone, DeskError> {
        if !self.may(Right::Import) {
            return Err(DeskError::NotAllowed(needed_for(Right::Import)));
        }
        let doc = self.fold(id).await?;
        let opened = doc.document.log().first().filter(|_| id.kind() == "import");
        let writer = opened.ok_or_else(|| DeskError::NotFound(id.to_string()))?.stamp.writer;
        let ours = |stamp: &Stamp| stamp.writer == writer;
        let (mut tickets, mut kept, mut others) = (Vec::new(), 0, Vec::new());
        self.each_document(&mut |document| {
            let stamps: Vec<Stamp> = document.log().iter().map(|entry| entry.stamp).filter(ours).collect();
            if stamps.is_empty() {
                return;
            }
            let (fold, id) = (Fold::of(document), &document.id);
            if stamps.iter().all(|stamp| fold.undone.contains(stamp)) {
                return;
            }
            let worked = worked_on(document, &fold, writer);
            match id.kind() {
                "ticket" if worked => kept += 1,
                "ticket" => tickets.push((id.clone(), stamps)),
                _ => others.push((id.clone(), stamps, worked)),
            }
        })
        .await?;
        let taken = tickets.len();
        let mut entries = tickets;
        entries.extend(self.goes_besides(&entries, others, kept));
        if !entries.is_empty() {
            let done = Done { label: "import_undone", entries: Arc::new(entries), by: String::new() };
            let written = self.take_back(&done, &|documents| self.state().pack(documents)).await?;
            self.0.done.borrow_mut().push(written);
            self.0.undone.borrow_mut().clear();
        }
        Ok(ImportUndone { taken, kept })
    }
}

impl Desk {
    /// The entries of what an import brought besides its tickets: not of customers that other tickets name, nor of the
    /// import's own document while some of its tickets are kept. `others` says of each whether somebody worked on it.
    fn goes_besides(
        &self,
        tickets: &[(DocId, Vec<Stamp>)],
        others: Vec<(DocId, Vec<Stamp>, bool)>,
        kept: usize,
    ) -> Vec<(DocId, Vec<Stamp>)> {
        let gone: HashSet<&DocId> = tickets.iter().map(|(id, _)| id).collect();
        let state = self.state();
        let named = |customer: &DocId| {
            let number = state.columns.customers().find(customer.as_str());
            let tickets = number.into_iter().flat_map(|number| state.columns.tickets_of(number));
            tickets.filter_map(|row| state.columns.ticket(row)).any(|ticket| !gone.contains(&ticket.id()))
        };
        let goes = |id: &DocId, worked: bool| match id.kind() {
            "customer" => !worked && !named(id),
            _ => kept == 0,
        };
        others.into_iter().filter(|(id, _, worked)| goes(id, *worked)).map(|(id, stamps, _)| (id, stamps)).collect()
    }
}

/// Whether something was done to a document since it was imported that was not taken back itself.
fn worked_on(document: &Document, fold: &Fold, writer: Writer) -> bool {
    let counts = |entry: &&Entry| entry.stamp.writer != writer && !fold.undone.contains(&entry.stamp);
    document
        .log()
        .iter()
        .filter(counts)
        .any(|entry| !matches!(entry.change, Change::Known(Known::Undone { .. } | Known::Looked { .. })))
}
