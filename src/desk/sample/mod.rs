//! Sample data: a full desk a click away, and away again with another.

mod format;
mod story;
mod time;

use std::collections::HashMap;
use std::sync::Arc;

pub use format::SampleFault;

use self::format::{Person, Samples};
use self::story::{Logs, Shift, Teller};
use super::numbers::Numbers;
use super::{Desk, DeskError, Right, needed_for};
use crate::model::agent::{Agent, Role, register};
use crate::model::calendar::DAY;
use crate::model::change::{Change, Known};
use crate::model::customer;
use crate::model::document::{DocId, Document, Entry};
use crate::model::stamp::{Clock, Writer};
use crate::model::value::Value;
use crate::store::{Batch, pause};

/// By whom the sample people are.
const BY: &str = "sample";

/// The people of the stories: agents 1 to 4, the lead, the manager.
const PEOPLE: [(&str, &str, Role, &str); 6] = [
    ("S01", "张敏", Role::Agent, "一组"),
    ("S02", "李晓峰", Role::Agent, "一组"),
    ("S03", "陈雨桐", Role::Agent, "一组"),
    ("S04", "赵子轩", Role::Agent, "一组"),
    ("S05", "周慧兰", Role::Lead, "一组"),
    ("S06", "吴建国", Role::Manager, ""),
];

/// Why sample data was not installed. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// The file is no sample file.
    #[error("the file is no sample data: {0}")]
    File(#[from] serde_json::Error),
    /// Something in it is wrong.
    #[error("{place}: {fault}")]
    At {
        /// Where, as a JSON pointer.
        place: String,
        /// What.
        #[source]
        fault: SampleFault,
    },
    /// The desk refused.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl Desk {
    /// Installs a pack's sample data, the text of `samples/<pack>.json`: people, customers, and tickets that took their
    /// steps at the times they tell. The person at the desk, if there is one who is no sample themself, plays the first
    /// agent, so that something is theirs. Answers with the number of tickets.
    ///
    /// # Errors
    /// When the file or something in it is wrong, for managers only where there are real people, or when the store
    /// refuses.
    pub async fn install_samples(&self, text: &str) -> Result<usize, SampleError> {
        self.may_sample()?;
        let samples: Samples = serde_json::from_str(text)?;
        let now = self.now();
        let (mut entries, people) = self.sample_people(now);
        let mut customers = HashMap::new();
        for (i, person) in samples.customers.iter().enumerate() {
            let id = self.mint("customer");
            let at = now.saturating_sub(100 * DAY) + i as u64;
            entries.push((id.clone(), log(at, customer_registers(person))));
            customers.insert(person.id.clone(), id);
        }
        let calendar = (*self.calendar()).clone();
        let shift = Shift::default();
        let mut teller = Teller { desk: self, people, customers, calendar, now, shift, numbers: Numbers::new(self) };
        let at = |place: usize, (step, fault): (usize, SampleFault)| SampleError::At {
            place: match step {
                0 => format!("/tickets/{place}"),
                step => format!("/tickets/{place}/steps/{}", step - 1),
            },
            fault,
        };
        let (mut stories, mut late) = (Vec::new(), 0);
        for (place, story) in samples.tickets.iter().enumerate() {
            let shift = teller.in_time(story, place as u64, &mut late).map_err(|fault| at(place, fault))?;
            let age = format::span(&story.age).unwrap_or(0).saturating_sub(shift.steps);
            stories.push((std::cmp::Reverse(age), place, story, shift));
            if place % 8 == 0 {
                pause().await;
            }
        }
        // The oldest first: numbers count on within a day. Those of the trial are given back.
        stories.sort_by_key(|(age, place, ..)| (*age, *place));
        teller.numbers = Numbers::new(self);
        let mut count = 0;
        for (_, place, story, shift) in stories {
            let told = teller.tell(story, place as u64, shift).map_err(|fault| at(place, fault))?;
            count += told.len();
            entries.extend(told);
            if place % 8 == 0 {
                pause().await;
            }
        }
        self.write_many(Batch { entries, ..Batch::default() }, None).await?;
        teller.numbers.keep();
        Ok(count)
    }

    /// Whether there is sample data.
    #[must_use]
    pub fn has_samples(&self) -> bool {
        // Its people come with all sample data, and go with it.
        self.state().docs.few().any(|doc| is_sample(&doc.document))
    }

    /// Removes all sample data, with what was done to it since. A sample person at the desk leaves it. Answers with the
    /// number of documents removed.
    ///
    /// # Errors
    /// For managers only where there are real people, or when the store refuses.
    pub async fn remove_samples(&self) -> Result<usize, DeskError> {
        self.may_sample()?;
        let mut ids: Vec<DocId> = Vec::new();
        self.each_document(&mut |document| ids.extend(is_sample(document).then(|| document.id.clone()))).await?;
        if ids.is_empty() {
            return Ok(0);
        }
        self.write_many(Batch { drop_documents: ids.clone(), ..Batch::default() }, None).await?;
        // What touched only samples cannot be undone any more.
        for list in [&self.0.done, &self.0.undone] {
            let mut list = list.borrow_mut();
            for done in list.iter_mut() {
                Arc::make_mut(&mut done.entries).retain(|(id, _)| !ids.contains(id));
            }
            list.retain(|done| !done.entries.is_empty());
        }
        if self.me().is_none() && !self.0.me.borrow().is_empty() {
            self.leave().await?;
        }
        Ok(ids.len())
    }

    /// Sample people may do this among themselves; where there are real people it is for managers.
    fn may_sample(&self) -> Result<(), DeskError> {
        let real = self.agents().iter().any(|agent| !self.is_sample_agent(&agent.id));
        if real && !self.may(Right::Rules) { Err(DeskError::NotAllowed(needed_for(Right::Rules))) } else { Ok(()) }
    }

    fn is_sample_agent(&self, agent: &str) -> bool {
        self.doc(&Agent::doc(agent)).is_some_and(|doc| is_sample(&doc.document))
    }

    /// The people of the stories, and the documents of those who are not here yet.
    fn sample_people(&self, now: u64) -> (Logs, Vec<Arc<Agent>>) {
        let mut entries = Vec::new();
        let mut people = Vec::new();
        for (i, (number, name, role, team)) in PEOPLE.into_iter().enumerate() {
            let id = DocId::fixed("agent", &number.to_lowercase());
            if self.doc(&id).is_none_or(|doc| doc.fold.opening.is_none()) {
                let registers = [
                    (register::NAME, Value::text(name)),
                    (register::NUMBER, Value::text(number)),
                    (register::ROLE, Value::text(role.id())),
                    (register::TEAM, Value::text(team)),
                ];
                let registers = registers.into_iter().map(|(field, value)| (field.to_owned(), value)).collect();
                entries.push((id.clone(), log(now.saturating_sub(120 * DAY) + i as u64, registers)));
            }
            people.push(self.agent(id.name()).unwrap_or_else(|| {
                Arc::new(Agent {
                    id: id.name().to_owned(),
                    name: name.to_owned(),
                    number: number.to_owned(),
                    role,
                    team: team.to_owned(),
                    pin: String::new(),
                    left: false,
                    absence: None,
                    new: None,
                })
            }));
        }
        if let Some(me) = self.me().filter(|me| !self.is_sample_agent(&me.id)) {
            people[0] = me;
        }
        (entries, people)
    }
}

/// Whether a document belongs to the sample data: its opening is stamped so.
fn is_sample(document: &Document) -> bool {
    document.log().iter().any(|entry| {
        entry.stamp.writer == Writer::SAMPLE && matches!(entry.change, Change::Known(Known::Opened { .. }))
    })
}

/// The log of a document with these registers, opened at a moment.
fn log(at: u64, registers: Vec<(String, Value)>) -> Vec<Entry> {
    let mut clock = Clock::new(Writer::SAMPLE);
    let mut entry = |change| Entry { stamp: clock.tick(at), by: BY.to_owned(), change: Change::Known(change) };
    let mut log = vec![entry(Known::Opened { kind: String::new(), number: String::new(), at: None })];
    for (field, value) in registers.into_iter().filter(|(_, value)| !value.is_empty()) {
        log.push(entry(Known::Set { field, value, over: Vec::new() }));
    }
    log
}

fn customer_registers(person: &Person) -> Vec<(String, Value)> {
    [
        (customer::register::NAME, Value::text(&person.name)),
        (customer::register::TITLE, Value::text(&person.title)),
        (customer::register::PHONES, Value::List(person.phones.clone())),
        (customer::register::ROOM, Value::text(&person.room)),
        (customer::register::ADDRESS, Value::text(&person.address)),
        (customer::register::NOTE, Value::text(&person.note)),
    ]
    .map(|(field, value)| (field.to_owned(), value))
    .to_vec()
}
