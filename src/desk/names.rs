//! What tickets name: kinds, lists, people, calendars. Few, and all in memory.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use super::uses::UsesByAgent;
use crate::model::agent::Agent;
use crate::model::calendar::Calendar;
use crate::model::calendar::doc::{FIRM, TeamCalendar};
use crate::model::change::{Change, Known};
use crate::model::chapter::{self, ChapterHead, Read};
use crate::model::document::{DocId, Document, Entry};
use crate::model::exam::{Attempt, Exam};
use crate::model::fold::{Fold, Live};
use crate::model::kind::{Effect, TicketKind};
use crate::model::library::Suggestion;
use crate::model::limits::Terms;
use crate::model::list::List;
use crate::model::script::Script;
use crate::model::stamp::Stamp;
use crate::model::ticket::Ticket;
use crate::model::value::Value;
use crate::model::view::SavedView;
use crate::model::words::{self, Words};
use crate::query::columns::Columns;
use crate::query::columns::block::Digest;
use crate::query::columns::facts::Lookup;
use crate::query::scripts::Library;
use crate::query::taboos::Taboos;

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
    /// Its definition, by which deadlines are computed.
    definition: String,
    /// It stands as a pack wrote it.
    is_packs: bool,
}

/// By whom the entries of packs are.
pub const PACK: &str = "pack";

/// What is read off the few documents.
#[derive(Debug, Default)]
pub struct Names {
    /// Kinds by id.
    pub kinds: BTreeMap<String, KindEntry>,
    /// Lists by id.
    pub lists: BTreeMap<String, Arc<List>>,
    /// Agents by id.
    pub agents: BTreeMap<String, Arc<Agent>>,
    /// Scripts by pack and id, `pack.id`.
    pub scripts: BTreeMap<String, Arc<Script>>,
    /// Those of them that are shown otherwise than they are written, as they are written.
    pub plain: BTreeMap<String, Arc<Script>>,
    /// How what packs wrote is shown, where it is shown otherwise.
    pub words: Option<Rc<dyn Words>>,
    /// By whom and when packs were brought up to date: what was written then is a pack's, too.
    pub updates: BTreeSet<(String, u64)>,
    /// The same ready to be searched; made when somebody looks for one.
    pub library: OnceCell<Library>,
    /// The taboos in use, ready to be looked for; made when somebody writes.
    pub taboos: OnceCell<Arc<Taboos>>,
    /// What agents suggest to change in scripts, by the documents' names.
    pub suggestions: BTreeMap<String, Arc<Suggestion>>,
    /// How often scripts were used; made when somebody asks.
    pub uses: OnceCell<UsesByAgent>,
    /// The calendars by id, those of teams and the firm's.
    pub calendars: BTreeMap<String, Arc<TeamCalendar>>,
    /// Saved views by the documents' names.
    pub views: BTreeMap<String, Arc<SavedView>>,
    /// Chapters of the handbook by the documents' names.
    pub chapters: BTreeMap<String, Arc<ChapterHead>>,
    /// Exams by id.
    pub exams: BTreeMap<String, Arc<Exam>>,
    /// What came of them, by the documents' names.
    pub attempts: BTreeMap<String, Arc<Attempt>>,
    /// What agents have read, by their ids.
    pub reads: BTreeMap<String, Arc<Read>>,
    /// The calendar of whoever's team has none of its own.
    pub calendar: Arc<Calendar>,
}

impl Names {
    /// Whether a pack wrote what somebody wrote then.
    fn is_packs(&self, by: &str, stamp: Stamp) -> bool {
        by == PACK || self.updates.iter().any(|(who, at)| who == by && *at == stamp.millis)
    }

    /// Whether a pack wrote what stands in a register.
    fn holds_packs(&self, fold: &Fold, register: &str) -> bool {
        fold.register(register).live().first().is_some_and(|live| self.is_packs(&live.by, live.stamp))
    }

    /// What packs ever wrote into a register.
    pub fn wrote<'a>(&self, document: &'a Document, register: &str) -> Vec<&'a Value> {
        let of = |entry: &'a Entry| match &entry.change {
            Change::Known(Known::Set { field, value, .. }) if field == register => {
                self.is_packs(&entry.by, entry.stamp).then_some(value)
            }
            _ => None,
        };
        document.log().iter().filter_map(of).collect()
    }

    /// A value that stands or stood in a register as it is shown: the pieces that packs wrote, in other words. Nothing
    /// where all is shown as it is.
    pub fn reworded(&self, document: &Document, register: &str, value: &Value) -> Option<Value> {
        let words = self.words.as_ref()?;
        let wrote = self.wrote(document, register);
        (!wrote.is_empty()).then(|| words.again(&wrote, value))
    }

    /// A document's state as it is shown.
    pub fn shown<'a>(&self, document: &Document, fold: &'a Fold) -> Cow<'a, Fold> {
        let Some(words) = &self.words else { return Cow::Borrowed(fold) };
        let change = |register: &str, live: &Live| {
            if self.is_packs(&live.by, live.stamp) {
                return Some(words::whole(&**words, &live.value));
            }
            self.reworded(document, register, &live.value)
        };
        Cow::Owned(words::shown(fold, &change))
    }

    /// A register's text as it is shown.
    pub fn text<'a>(&self, document: &Document, fold: &'a Fold, register: &str) -> Cow<'a, str> {
        let text = fold.text(register);
        match &self.words {
            Some(words) if self.holds_packs(fold, register) => Cow::Owned(words.of(text)),
            Some(_) => match self.reworded(document, register, fold.value(register)) {
                Some(Value::Text(again)) => Cow::Owned(again),
                _ => Cow::Borrowed(text),
            },
            None => Cow::Borrowed(text),
        }
    }

    /// A tag or a promise as it is shown: one that a step of a pack's kind writes, in other words.
    pub fn by_steps<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let Some(words) = &self.words else { return Cow::Borrowed(text) };
        let writes = |effect: &Effect| match effect {
            Effect::Tag(own) | Effect::Promise { text: own, .. } => own == text,
            _ => false,
        };
        let mut kinds = self.kinds.values().filter(|entry| entry.is_packs);
        let is_theirs = kinds.any(|entry| entry.kind.moves.iter().flat_map(|step| &step.effects).any(writes));
        if is_theirs { Cow::Owned(words.of(text)) } else { Cow::Borrowed(text) }
    }

    /// What a step of a pack's kind writes, by how it is shown: somebody types it as they see it.
    pub fn written_by_steps<'a>(&self, shown: &'a str) -> Cow<'a, str> {
        let Some(words) = &self.words else { return Cow::Borrowed(shown) };
        let kinds = self.kinds.values().filter(|entry| entry.is_packs);
        let mut tags = kinds
            .flat_map(|entry| &entry.kind.moves)
            .flat_map(|step| &step.effects)
            .filter_map(|effect| if let Effect::Tag(own) = effect { Some(own) } else { None });
        tags.find(|own| words.of(own) == shown).map_or(Cow::Borrowed(shown), |own| Cow::Owned(own.clone()))
    }

    /// What is kept of a register that a person has changed as it was shown to them; nothing when that alone is what
    /// stands there: setting it settles a conflict.
    pub fn kept(&self, document: &Document, fold: &Fold, register: &str, edited: Value) -> Option<Value> {
        let all = fold.register(register).live();
        let (Some(words), Some(live)) = (&self.words, all.first()) else { return Some(edited) };
        let kept = words.keep(&self.wrote(document, register), edited);
        (all.len() > 1 || kept != live.value).then_some(kept)
    }

    /// Reads a document. True when deadlines or texts of tickets that name it come out otherwise now.
    pub fn read(&mut self, document: &Document, fold: &Fold) -> bool {
        let id = &document.id;
        let gone = fold.withdrawn || fold.opening.is_none();
        let written = fold;
        let is_shown = matches!(id.kind(), "kind" | "list" | "script");
        let shown = if is_shown { self.shown(document, fold) } else { Cow::Borrowed(fold) };
        let fold = &*shown;
        match id.kind() {
            "kind" => self.read_kind(id, fold, written),
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
                before.map(|agent| agent.team.clone()).unwrap_or_default()
                    != self.agents.get(id.name()).map_or("", |agent| &agent.team)
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
            "view" => {
                put(&mut self.views, id, SavedView::of(id, fold));
                false
            }
            "taboo" => {
                self.taboos = OnceCell::new();
                false
            }
            "chapter" => {
                let head = ChapterHead::of(id, fold).map(|head| ChapterHead {
                    title: self.text(document, fold, chapter::register::TITLE).into_owned(),
                    part: self.text(document, fold, chapter::register::PART).into_owned(),
                    ..head
                });
                put(&mut self.chapters, id, head);
                false
            }
            "attempt" => {
                // Those that are here are read off their logs; this one is not any more.
                self.attempts.remove(id.name());
                false
            }
            "exam" => {
                put(&mut self.exams, id, Exam::of(id, fold));
                false
            }
            "reading" => {
                self.reads.insert(id.name().to_owned(), Arc::new(Read::of(fold)));
                false
            }
            "script" => {
                self.library = OnceCell::new();
                self.plain.remove(id.name());
                if gone {
                    self.scripts.remove(id.name());
                } else {
                    if matches!(shown, Cow::Owned(_)) {
                        self.plain.insert(id.name().to_owned(), Arc::new(Script::of(id.name(), written)));
                    }
                    self.scripts.insert(id.name().to_owned(), Arc::new(Script::of(id.name(), fold)));
                }
                false
            }
            "suggestion" => {
                match Suggestion::of(id, fold) {
                    Some(one) => self.suggestions.insert(id.name().to_owned(), Arc::new(one)),
                    None => self.suggestions.remove(id.name()),
                };
                false
            }
            "uses" => {
                self.uses = OnceCell::new();
                false
            }
            _ => false,
        }
    }

    /// Reads a kind, as it is shown and as it is written. True when it is another one than before.
    fn read_kind(&mut self, id: &DocId, fold: &Fold, written: &Fold) -> bool {
        let before = self.kinds.get(id.name()).map(|entry| entry.kind.clone());
        let definition = fold.text("definition");
        let kind = serde_json::from_str::<TicketKind>(definition);
        if let (Ok(mut kind), false) = (kind, fold.withdrawn || fold.opening.is_none()) {
            if self.words.is_some() {
                keep_effects(&mut kind, written.text("definition"));
            }
            let entry = KindEntry {
                pack: kind.id.split('.').next().unwrap_or_default().to_owned(),
                place: fold.value("place").as_int().unwrap_or(i64::MAX),
                off: fold.text("off") == "yes",
                definition: written.text("definition").to_owned(),
                is_packs: self.holds_packs(written, "definition"),
                kind: Arc::new(kind),
            };
            self.kinds.insert(id.name().to_owned(), entry);
        } else {
            self.kinds.remove(id.name());
        }
        before.as_deref() != self.kinds.get(id.name()).map(|entry| &*entry.kind)
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

    /// A sign for all that deadlines are computed by, customers' grades apart. `registers` are those of the calendars.
    pub fn digest<'a>(&self, registers: impl Iterator<Item = (&'a str, &'a str)>) -> u64 {
        let mut digest = Digest::default();
        for (id, entry) in &self.kinds {
            digest.add(id);
            digest.add(&entry.definition);
        }
        for (id, agent) in &self.agents {
            digest.add(id);
            digest.add(&agent.team);
        }
        for (id, text) in registers {
            digest.add(id);
            digest.add(text);
        }
        digest.value()
    }
}

/// What moves write themselves is written as the pack says it, however it is shown: tags are the same in every language.
fn keep_effects(kind: &mut TicketKind, definition: &str) {
    let Ok(written) = serde_json::from_str::<TicketKind>(definition) else { return };
    for (shown, written) in kind.moves.iter_mut().zip(written.moves) {
        shown.effects = written.effects;
    }
}

/// Puts what a document says under its name, or takes it away.
fn put<T>(all: &mut BTreeMap<String, Arc<T>>, id: &DocId, one: Option<T>) {
    match one {
        Some(one) => all.insert(id.name().to_owned(), Arc::new(one)),
        None => all.remove(id.name()),
    };
}

/// The names, with the grades of the customers in these columns.
pub struct Looking<'a> {
    /// The names.
    pub names: &'a Names,
    /// The columns that know the customers.
    pub columns: Option<&'a Columns>,
    /// The grade of a ticket's customer while the columns are being changed.
    pub grade: &'a str,
}

impl Lookup for Looking<'_> {
    fn words(&self) -> Option<&dyn Words> {
        self.names.words.as_deref()
    }

    fn by_steps<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.names.by_steps(text)
    }

    fn kind(&self, id: &str) -> Option<&TicketKind> {
        self.names.kinds.get(id).map(|entry| &*entry.kind)
    }

    fn agent(&self, id: &str) -> Option<&str> {
        self.names.agents.get(id).map(|agent| &*agent.name)
    }

    fn item(&self, list: &str, id: &str) -> Option<&str> {
        let list = self.names.lists.get(list)?;
        list.items.iter().find(|item| item.id == id).map(|item| &*item.name)
    }

    fn terms(&self, fold: &Fold) -> Terms<'_> {
        let grade = self.columns.map_or(self.grade, |columns| grade_of(columns, Ticket(fold).customer()));
        Terms { calendar: self.names.calendar_for(fold), grade }
    }
}

/// A customer's grade.
pub fn grade_of<'a>(columns: &'a Columns, customer: &str) -> &'a str {
    let customers = columns.customers();
    let found = customers.find(customer).and_then(|number| customers.get(number));
    found.map_or("", crate::query::columns::customers::CustomerRow::grade)
}
