//! What the desk knows: every document folded, and what is read off them again and again.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::model::agent::Agent;
use crate::model::calendar::Calendar;
use crate::model::calendar::doc::{FIRM, TeamCalendar};
use crate::model::change::{Change, Known};
use crate::model::customer::Customer;
use crate::model::document::{DocId, Document, Entry};
use crate::model::fold::Fold;
use crate::model::kind::TicketKind;
use crate::model::list::List;
use crate::model::number;
use crate::model::pack::Script;
use crate::model::stamp::{Clock, Writer};
use crate::model::ticket::Ticket;
use crate::query::rows::{Names, Row};

/// A document with its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doc {
    /// The log.
    pub document: Document,
    /// What it comes to.
    pub fold: Fold,
}

impl Doc {
    /// A document of which nothing is known.
    #[must_use]
    pub fn empty(id: DocId) -> Self {
        Self { document: Document::new(id, Vec::new()), fold: Fold::default() }
    }
}

/// A kind with what the team says of it.
#[derive(Clone, Debug)]
pub struct KindEntry {
    /// The kind.
    pub kind: Arc<TicketKind>,
    /// The pack it came with.
    pub pack: String,
    /// Its place in the pack.
    pub place: i64,
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
    /// The last count of each stem of the tickets' numbers, withdrawn tickets' too: no number is given twice.
    pub numbers: HashMap<String, u32>,
    /// The calendars by id, those of teams and the firm's.
    pub calendars: BTreeMap<String, Arc<TeamCalendar>>,
    /// The calendar of whoever's team has none of its own.
    pub calendar: Arc<Calendar>,
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
            numbers: HashMap::new(),
            calendars: BTreeMap::new(),
            calendar: Arc::default(),
            clock: Clock::new(writer),
            ahead: None,
        }
    }

    /// Takes in documents as the store held them. What is known already stays known, should a read have begun before
    /// the last write.
    pub fn absorb(&mut self, documents: Vec<Document>, now: u64) {
        let mut tickets = Vec::new();
        let mut named = HashSet::new();
        for mut document in documents {
            if let Some(old) = self.docs.get(&document.id) {
                let old = old.document.log();
                let missing: Vec<Entry> =
                    old.iter().filter(|entry| document.entry(entry.stamp).is_none()).cloned().collect();
                if !missing.is_empty() {
                    document.merge(missing);
                }
                if old == document.log() {
                    continue;
                }
            }
            if let Some(last) = document.log().last()
                && let Some(ahead) = self.clock.witness(last.stamp, now)
            {
                self.ahead = self.ahead.max(Some(ahead));
            }
            let id = document.id.clone();
            let fold = Fold::of(&document);
            if self.read_off(&id, &fold) {
                named.insert(id.clone());
            }
            if id.kind() == "ticket" {
                self.note_number(&document);
                tickets.push(id.clone());
            }
            self.docs.insert(id, Arc::new(Doc { document, fold }));
        }
        tickets.extend(self.rows_of(&named));
        for id in tickets {
            self.refresh_row(&id);
        }
    }

    fn note_number(&mut self, document: &Document) {
        for entry in document.log() {
            if let Change::Known(Known::Opened { number, .. }) = &entry.change
                && let Some((stem, count)) = number::parts(number)
            {
                match self.numbers.get_mut(stem) {
                    Some(last) => *last = count.max(*last),
                    None => drop(self.numbers.insert(stem.to_owned(), count)),
                }
            }
        }
    }

    /// Reads what is kept apart off a document. True when rows of tickets that name it show something else now.
    fn read_off(&mut self, id: &DocId, fold: &Fold) -> bool {
        let gone = fold.withdrawn || fold.opening.is_none();
        match id.kind() {
            "kind" => {
                let before = self.kinds.get(id.name()).map(|entry| entry.kind.clone());
                let kind = serde_json::from_str::<TicketKind>(fold.text("definition"));
                if let (Ok(kind), false) = (kind, gone) {
                    let entry = KindEntry {
                        pack: kind.id.split('.').next().unwrap_or_default().to_owned(),
                        place: fold.value("place").as_int().unwrap_or(i64::MAX),
                        off: fold.text("off") == "yes",
                        kind: Arc::new(kind),
                    };
                    self.kinds.insert(id.name().to_owned(), entry);
                } else {
                    self.kinds.remove(id.name());
                }
                before.as_deref() != self.kinds.get(id.name()).map(|entry| &*entry.kind)
            }
            "list" => {
                if gone {
                    self.lists.remove(id.name());
                } else {
                    self.lists.insert(id.name().to_owned(), Arc::new(List::of(id, fold)));
                }
                false
            }
            "agent" => {
                let before = if gone {
                    self.agents.remove(id.name())
                } else {
                    self.agents.insert(id.name().to_owned(), Arc::new(Agent::of(id, fold)))
                };
                // The team says which calendar is theirs.
                let shown = |agent: &Agent| (agent.name.clone(), agent.team.clone());
                before.as_deref().map(shown) != self.agents.get(id.name()).map(|agent| shown(agent))
            }
            "calendar" => {
                let calendar = (!gone).then(|| Arc::new(TeamCalendar::of(id, fold)));
                let before = match &calendar {
                    Some(calendar) => self.calendars.insert(id.name().to_owned(), calendar.clone()),
                    None => self.calendars.remove(id.name()),
                };
                if id.name() == FIRM {
                    self.calendar = calendar.as_ref().map_or_else(Arc::default, |firm| firm.calendar.clone());
                }
                before != calendar
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
                true
            }
            _ => false,
        }
    }

    /// Forgets documents.
    pub fn forget(&mut self, ids: &[DocId]) {
        let mut named = HashSet::new();
        for id in ids {
            if self.docs.remove(id).is_none() {
                continue;
            }
            self.rows.remove(id);
            if self.read_off(id, &Fold::default()) {
                named.insert(id.clone());
            }
        }
        for id in self.rows_of(&named) {
            self.refresh_row(&id);
        }
    }

    /// The tickets whose rows show one of these kinds, agents or customers.
    fn rows_of(&self, named: &HashSet<DocId>) -> Vec<DocId> {
        if named.is_empty() {
            return Vec::new();
        }
        let of = |kind: &str| named.iter().filter(|id| id.kind() == kind).map(DocId::name).collect::<HashSet<_>>();
        let (kinds, agents, customers) = (of("kind"), of("agent"), of("customer"));
        // Time limits hang on the calendars.
        let all = !of("calendar").is_empty();
        let shows = |row: &&Arc<Row>| {
            all || kinds.contains(&*row.kind)
                || agents.contains(&*row.owner)
                || agents.contains(&*row.first_owner)
                || row.customer.strip_prefix("customer-").is_some_and(|name| customers.contains(name))
        };
        self.rows.values().filter(shows).map(|row| row.id.clone()).collect()
    }

    /// The calendar of an agent's team.
    pub fn calendar_of(&self, agent: &str) -> &Arc<Calendar> {
        let team = self.agents.get(agent).map_or("", |agent| &agent.team);
        let own = self.calendars.values().find(|calendar| !team.is_empty() && calendar.teams.iter().any(|t| t == team));
        own.map_or(&self.calendar, |own| &own.calendar)
    }

    /// The calendar of a ticket: that of its owner's team, of its first owner's while it is in the pool.
    pub fn calendar_for(&self, fold: &Fold) -> &Arc<Calendar> {
        let ticket = Ticket(fold);
        self.calendar_of(if ticket.owner().is_empty() { ticket.first_owner() } else { ticket.owner() })
    }

    fn refresh_row(&mut self, id: &DocId) {
        let Some(doc) = self.docs.get(id).cloned() else { return };
        match Row::of(id, &doc.document, &doc.fold, self, self.calendar_for(&doc.fold)) {
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

    fn item(&self, list: &str, id: &str) -> Option<&str> {
        let list = self.lists.get(list)?;
        list.items.iter().find(|item| item.id == id).map(|item| &*item.name)
    }
}
