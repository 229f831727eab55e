//! Telling a story: the entries that a ticket would have, had its steps been taken when the story says.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::super::numbers::Numbers;
use super::super::opening::{link, opening, opening_beside};
use super::super::{Desk, NewTicket};
use super::format::{SampleFault, Step, Story, span};
use crate::model::agent::Agent;
use crate::model::calendar::Calendar;
use crate::model::change::{Change, How, Known, Outcome};
use crate::model::document::{DocId, Document, Entry};
use crate::model::flow::{self, Answers, Place};
use crate::model::fold::{Fold, OWNER, TAGS};
use crate::model::kind::{FieldType, LimitFrom, TicketKind};
use crate::model::span::Span;
use crate::model::stamp::{Clock, Writer};
use crate::model::ticket::{Priority, STANDARD};
use crate::model::value::Value;

/// Documents and their entries.
pub(super) type Logs = Vec<(DocId, Vec<Entry>)>;

/// Tells stories that share people, customers and numbers.
pub(super) struct Teller<'a> {
    pub desk: &'a Desk,
    /// The story's agents 1 to 6.
    pub people: Vec<Arc<Agent>>,
    /// Customers by the file's ids.
    pub customers: HashMap<String, DocId>,
    pub calendar: Calendar,
    pub now: u64,
    /// How the story at hand is shifted.
    pub shift: Shift,
    /// The numbers given so far.
    pub numbers: Numbers<'a>,
}

/// By how many milliseconds a story is told later than its file says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shift {
    /// What happened.
    pub steps: u64,
    /// The days and moments in fields that a limit runs from.
    pub limits: u64,
}

/// A ticket while its story is told.
struct Telling {
    kind: Arc<TicketKind>,
    document: Document,
    fold: Fold,
    clock: Clock,
    at: u64,
    /// Tickets that its steps opened.
    others: Logs,
}

impl Telling {
    fn entries(&mut self, by: &str, changes: Vec<Known>) -> Vec<Entry> {
        let mut entry =
            |change| Entry { stamp: self.clock.tick(self.at), by: by.to_owned(), change: Change::Known(change) };
        changes.into_iter().map(&mut entry).collect()
    }

    fn write(&mut self, by: &str, changes: Vec<Known>) {
        let entries = self.entries(by, changes);
        self.document.merge(entries);
        self.fold = Fold::of(&self.document);
    }
}

impl Teller<'_> {
    /// The documents a story comes to; `place` among the stories keeps stamps apart. An error says in which step, 0 for
    /// the opening.
    pub fn tell(&mut self, story: &Story, place: u64, shift: Shift) -> Result<Logs, (usize, SampleFault)> {
        self.shift = shift;
        let mut telling = self.open(story, place).map_err(|fault| (0, fault))?;
        for (i, step) in story.steps.iter().enumerate() {
            let next = story.steps.get(i + 1).map(|step| step.agent);
            self.step(&mut telling, step, next).map_err(|fault| (i + 1, fault))?;
        }
        let mut all = telling.others;
        all.push((telling.document.id.clone(), telling.document.log().to_vec()));
        Ok(all)
    }

    fn open(&mut self, story: &Story, place: u64) -> Result<Telling, SampleFault> {
        let kind = self.desk.kind(&story.kind).ok_or_else(|| SampleFault::NoKind(story.kind.clone()))?;
        let me = self.person(story.agent)?;
        let customer = match &*story.customer {
            "" => None,
            id => Some(self.customer(id)?),
        };
        let new = NewTicket {
            customer,
            channel: story.channel.clone(),
            priority: Priority::of(&story.priority),
            values: self.values(&kind, &story.fields)?,
            ..NewTicket::default()
        };
        let at = self.now.saturating_sub(span(&story.age)?) + place + self.shift.steps;
        let number = self.number(&kind, at, &me);
        let mut changes = opening(&kind, &me, number, &story.subject, "", &new);
        changes.extend(story.tags.iter().map(|tag| Known::Added { set: TAGS.to_owned(), item: tag.clone() }));
        let document = Document::new(self.desk.mint("ticket"), Vec::new());
        let clock = Clock::new(Writer::SAMPLE);
        let mut telling = Telling { kind, document, fold: Fold::default(), clock, at, others: Vec::new() };
        telling.write(&me.id, changes);
        Ok(telling)
    }

    fn step(&mut self, telling: &mut Telling, step: &Step, next: Option<usize>) -> Result<(), SampleFault> {
        telling.at += span(&step.after)?;
        if telling.at > self.now + 1_000 {
            return Err(SampleFault::Future);
        }
        let me = self.person(step.agent)?;
        let values = self.values(&telling.kind, &step.set)?;
        let changes = match step {
            Step { takes: Some(id), say: None, promise: None, keep: None, tick: None, .. } => {
                let owner = self.person(step.assign.or(next).unwrap_or(step.agent))?;
                return self.take(telling, &me, id, &step.note, values, &owner);
            }
            Step { say: Some(text), promise: None, keep: None, tick: None, assign: None, .. } => {
                let how = step.how.unwrap_or(How::Note);
                vec![Known::Said { how, text: text.clone(), minutes: step.minutes }]
            }
            Step { promise: Some(text), keep: None, tick: None, assign: None, .. } => {
                let within = step.within.as_deref().unwrap_or_default();
                let within: Span = within.parse().map_err(|_| SampleFault::NotASpan(within.to_owned()))?;
                vec![Known::Promised { text: text.clone(), due: within.due(telling.at, &self.calendar) }]
            }
            Step { keep: Some(kept), tick: None, assign: None, .. } => {
                let open = telling.fold.promises.iter().filter(|promise| promise.outcome.is_none());
                let promise = open.min_by_key(|promise| promise.due).ok_or(SampleFault::NoPromise)?.stamp;
                let outcome = if *kept { Outcome::Kept } else { Outcome::Broken };
                vec![Known::Settled { promise, outcome, over: Vec::new() }]
            }
            Step { tick: Some(register), assign: None, .. } => {
                let (field, item) = register.split_once('.').unwrap_or((register, ""));
                let field = telling.kind.field(field).filter(|field| field.items.iter().any(|known| known.id == item));
                field.ok_or_else(|| SampleFault::NoField(register.clone()))?;
                let told = Value::text(&step.told);
                vec![telling.fold.set(register, if told.is_empty() { Value::Bool(true) } else { told })]
            }
            Step { assign: Some(to), .. } => {
                let to = self.person(*to)?.id.clone();
                vec![Known::Assigned { to, over: telling.fold.register(OWNER).stamps() }]
            }
            _ if values.is_empty() => return Err(SampleFault::NotOneThing),
            _ => Vec::new(),
        };
        let mut all: Vec<Known> = values.into_iter().map(|(field, value)| telling.fold.set(&field, value)).collect();
        all.extend(changes);
        telling.write(&me.id, all);
        Ok(())
    }

    /// Takes a move of the flow with all that it brings about.
    fn take(
        &mut self,
        telling: &mut Telling,
        me: &Agent,
        step: &str,
        note: &str,
        values: Vec<(String, Value)>,
        owner: &Agent,
    ) -> Result<(), SampleFault> {
        let place = Place {
            agent: &me.id,
            role: me.role,
            lead: &self.people[4].id,
            manager: &self.people[5].id,
            now: telling.at,
            calendar: &self.calendar,
        };
        let taken = telling.kind.moves.iter().find(|other| other.id == step);
        let left = taken.map(|step| flow::left_open(&telling.kind, &telling.fold, step)).unwrap_or_default();
        let promises = left.into_iter().map(|promise| (promise.stamp, Outcome::Kept)).collect();
        let answers = Answers { values, note: note.to_owned(), owner: Some(owner.id.clone()), promises };
        let outcome = flow::take(&telling.kind, &telling.fold, step, &answers, place)?;
        let mut changes = outcome.changes;
        for (kind, values) in outcome.open {
            let kind = self.desk.kind(&kind).ok_or(SampleFault::NoKind(kind))?;
            let number = self.number(&kind, telling.at, me);
            let values = values.into_iter().filter(|(field, _)| kind.field(field).is_some()).collect();
            let id = telling.document.id.clone();
            let opened = opening_beside(&kind, me, number, &id, &telling.fold, values);
            let other = self.desk.mint("ticket");
            changes.push(link("to", &other));
            let entries = telling.entries(&me.id, opened);
            telling.others.push((other, entries));
        }
        telling.write(&me.id, changes);
        Ok(())
    }

    fn number(&mut self, kind: &TicketKind, at: u64, me: &Agent) -> String {
        self.numbers.next(self.desk.stem(kind, at, &me.number))
    }

    fn person(&self, agent: usize) -> Result<Arc<Agent>, SampleFault> {
        agent.checked_sub(1).and_then(|at| self.people.get(at)).cloned().ok_or(SampleFault::NoAgent(agent))
    }

    fn customer(&self, id: &str) -> Result<DocId, SampleFault> {
        self.customers.get(id).cloned().ok_or_else(|| SampleFault::NoCustomer(id.to_owned()))
    }

    fn values(
        &self,
        kind: &TicketKind,
        values: &BTreeMap<String, serde_json::Value>,
    ) -> Result<Vec<(String, Value)>, SampleFault> {
        let one = |(name, json): (&String, &serde_json::Value)| {
            let sort = kind.field(name).map(|field| field.sort);
            if sort.is_none() && !STANDARD.contains(&name.as_str()) {
                return Err(SampleFault::NoField(name.clone()));
            }
            let limits =
                kind.limits.iter().any(|limit| matches!(&limit.from, LimitFrom::Field(field) if field == name));
            // What is told of a moment goes along with what happened: nothing falls due before it was agreed.
            let Shift { steps, limits: due } = self.shift;
            let now = self.now + if limits { due.max(steps) } else { steps };
            Ok((name.clone(), self.value(name, sort.unwrap_or(FieldType::Text), json, now)?))
        };
        values.iter().map(one).collect()
    }

    /// A value as its field keeps it. Days and moments may be told as `-2d` and `+3h` from `now`, customers and agents
    /// as the file numbers them.
    fn value(&self, field: &str, sort: FieldType, json: &serde_json::Value, now: u64) -> Result<Value, SampleFault> {
        use serde_json::Value as Json;
        let fault = || SampleFault::NotAValue { field: field.to_owned(), value: json.to_string() };
        let relative = |text: &str| -> Option<Result<u64, SampleFault>> {
            let back = text.strip_prefix('-').map(|text| Ok(now.saturating_sub(span(text)?)));
            back.or_else(|| text.strip_prefix('+').map(|text| Ok(now + span(text)?)))
        };
        match (sort, json) {
            (_, Json::Null) => Ok(Value::Empty),
            (FieldType::YesNo, Json::Bool(yes)) => Ok(Value::Bool(*yes)),
            (FieldType::YesNo, Json::String(text)) if text == "yes" || text == "no" => Ok(Value::Bool(text == "yes")),
            (FieldType::Number | FieldType::Money | FieldType::Moment, Json::Number(n)) => {
                n.as_i64().map(Value::Int).ok_or_else(fault)
            }
            (FieldType::Moment, Json::String(text)) => {
                let at = relative(text).ok_or_else(fault)??;
                i64::try_from(at).map(Value::Int).map_err(|_| fault())
            }
            (FieldType::Date, Json::String(text)) => match relative(text) {
                Some(at) => Ok(Value::Text(self.calendar.day(at?))),
                None => Ok(Value::text(text)),
            },
            (FieldType::Customer, Json::String(id)) => Ok(Value::text(self.customer(id)?.as_str())),
            (FieldType::Agent, Json::Number(n)) => {
                let agent = n.as_u64().and_then(|n| usize::try_from(n).ok()).ok_or_else(fault)?;
                Ok(Value::text(&self.person(agent)?.id))
            }
            (FieldType::Photos, Json::Array(list)) => {
                { list.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<_>>().map(Value::List) }
                    .ok_or_else(fault)
            }
            (FieldType::YesNo | FieldType::Number | FieldType::Money | FieldType::Checklist, _) => Err(fault()),
            (_, Json::String(text)) => Ok(Value::text(text)),
            _ => Err(fault()),
        }
    }
}
