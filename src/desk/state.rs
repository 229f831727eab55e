//! What the desk knows: every document folded, and what is read off them again and again.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::model::agent::Agent;
use crate::model::calendar::Calendar;
use crate::model::customer::Customer;
use crate::model::document::{DocId, Document};
use crate::model::fold::Fold;
use crate::model::kind::TicketKind;
use crate::model::list::List;
use crate::model::pack::Script;
use crate::model::stamp::{Clock, Writer};
use crate::query::rows::{Names, Row};

/// A document with its state.
#[derive(Debug)]
pub struct Doc {
    /// The log.
    pub document: Document,
    /// What it comes to.
    pub fold: Fold,
}

/// A kind with what the team says of it.
#[derive(Clone, Debug)]
pub struct KindEntry {
    /// The kind.
    pub kind: Arc<TicketKind>,
    /// The pack it came with.
    pub pack: String,
    /// Not offered any more for new tickets.
    pub off: bool,
}

/// Everything in memory.
pub struct State {
    /// All documents.
    pub docs: HashMap<DocId, Arc<Doc>>,
    /// Kinds by id.
    pub kinds: BTreeMap<String, KindEntry>,
    /// Lists by id.
    pub lists: BTreeMap<String, Arc<List>>,
    /// Agents by id.
    pub agents: BTreeMap<String, Arc<Agent>>,
    /// Scripts by pack and id, `pack.id`.
    pub scripts: BTreeMap<String, Arc<Script>>,
    /// Customers by document id.
    pub customers: HashMap<DocId, Arc<Customer>>,
    /// Tickets as rows.
    pub rows: HashMap<DocId, Arc<Row>>,
    /// The team's calendar.
    pub calendar: Calendar,
    /// This tab's clock.
    pub clock: Clock,
    /// The stamp farthest ahead of our clock and by how many milliseconds.
    pub ahead: Option<u64>,
}

impl State {
    /// An empty desk.
    #[must_use]
    pub fn new(writer: Writer) -> Self {
        Self {
            docs: HashMap::new(),
            kinds: BTreeMap::new(),
            lists: BTreeMap::new(),
            agents: BTreeMap::new(),
            scripts: BTreeMap::new(),
            customers: HashMap::new(),
            rows: HashMap::new(),
            calendar: Calendar::default(),
            clock: Clock::new(writer),
            ahead: None,
        }
    }

    /// Takes in documents as the store holds them now.
    pub fn absorb(&mut self, documents: Vec<Document>, now: u64) {
        let mut all_rows = false;
        let mut tickets = Vec::new();
        for document in documents {
            if let Some(last) = document.log().last()
                && let Some(ahead) = self.clock.witness(last.stamp, now)
            {
                self.ahead = self.ahead.max(Some(ahead));
            }
            let id = document.id.clone();
            let fold = Fold::of(&document);
            all_rows |= self.read_off(&id, &fold);
            if id.kind() == "ticket" {
                tickets.push(id.clone());
            }
            self.docs.insert(id, Arc::new(Doc { document, fold }));
        }
        if all_rows && !self.rows.is_empty() {
            tickets = self.docs.keys().filter(|id| id.kind() == "ticket").cloned().collect();
        }
        for id in tickets {
            self.refresh_row(&id);
        }
    }

    /// Reads what is kept apart off a document. True when rows of tickets show it.
    fn read_off(&mut self, id: &DocId, fold: &Fold) -> bool {
        let gone = fold.withdrawn || fold.opening.is_none();
        match id.kind() {
            "kind" => {
                let kind = serde_json::from_str::<TicketKind>(fold.text("definition"));
                if let (Ok(kind), false) = (kind, gone) {
                    let entry = KindEntry {
                        pack: kind.id.split('.').next().unwrap_or_default().to_owned(),
                        off: fold.text("off") == "yes",
                        kind: Arc::new(kind),
                    };
                    self.kinds.insert(id.name().to_owned(), entry);
                } else {
                    self.kinds.remove(id.name());
                }
                true
            }
            "list" => {
                self.lists.insert(id.name().to_owned(), Arc::new(List::of(id, fold)));
                false
            }
            "agent" => {
                if gone {
                    self.agents.remove(id.name());
                } else {
                    self.agents.insert(id.name().to_owned(), Arc::new(Agent::of(id, fold)));
                }
                true
            }
            "script" => {
                let text = |name| fold.text(name).to_owned();
                let script =
                    Script { id: id.name().to_owned(), code: text("code"), title: text("title"), text: text("text") };
                if gone {
                    self.scripts.remove(id.name());
                } else {
                    self.scripts.insert(id.name().to_owned(), Arc::new(script));
                }
                false
            }
            "customer" => {
                if gone {
                    self.customers.remove(id);
                } else {
                    self.customers.insert(id.clone(), Arc::new(Customer::of(id, fold)));
                }
                self.refresh_rows_of(id);
                false
            }
            _ => false,
        }
    }

    /// Forgets documents.
    pub fn forget(&mut self, ids: &[DocId]) {
        for id in ids {
            self.docs.remove(id);
            self.rows.remove(id);
            self.customers.remove(id);
            self.agents.remove(id.name());
        }
    }

    fn refresh_rows_of(&mut self, customer: &DocId) {
        let ids: Vec<DocId> =
            self.rows.values().filter(|row| row.customer == customer.as_str()).map(|row| row.id.clone()).collect();
        for id in ids {
            self.refresh_row(&id);
        }
    }

    fn refresh_row(&mut self, id: &DocId) {
        let Some(doc) = self.docs.get(id).cloned() else { return };
        match Row::of(id, &doc.document, &doc.fold, self, &self.calendar) {
            Some(row) => {
                self.rows.insert(id.clone(), Arc::new(row));
            }
            None => {
                self.rows.remove(id);
            }
        }
    }
}

impl Names for State {
    fn kind(&self, id: &str) -> Option<&TicketKind> {
        self.kinds.get(id).map(|entry| &*entry.kind)
    }

    fn customer(&self, id: &str) -> Option<&Customer> {
        self.customers.get(&DocId::new(id)).map(|customer| &**customer)
    }

    fn agent(&self, id: &str) -> Option<&Agent> {
        self.agents.get(id).map(|agent| &**agent)
    }
}
