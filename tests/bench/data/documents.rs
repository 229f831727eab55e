//! The same tickets, customers and agents as the documents that the app keeps.

use shouwen::model::change::{Change, How, Known};
use shouwen::model::customer::register as of_customer;
use shouwen::model::document::{DocId, Document, Entry};
use shouwen::model::stamp::{Clock, Stamp, Writer as Device};
use shouwen::model::ticket::{CHANNEL, CUSTOMER, SUBJECT};
use shouwen::model::value::Value;

use super::{CHANNELS, Chance, Data, FIRST, Ticket};

const MINUTE: u64 = 60_000;

impl Ticket {
    /// Its document's id.
    pub fn id(&self, data: Data, place: usize) -> DocId {
        DocId::mint("ticket", self.at, random(&mut data.chance(4, place)))
    }

    /// Its owner's id.
    pub fn by(&self) -> String {
        format!("bench{:02}", self.owner + 1)
    }

    /// Its ten entries.
    pub fn document(&self, data: Data, place: usize) -> Document {
        let customer = data.customer(self.customer);
        let other = if self.kind.has_room { &customer.room } else { &self.note };
        let customer = customer_id(data, self.customer);
        let (by, start) = (self.by(), self.kind.states[0].to_owned());
        let mut log = Log::new(&by, self.owner, place, self.at);
        log.add(Known::Opened { kind: self.kind.id.to_owned(), number: self.number.clone(), at: None });
        let began = log.add(Known::Moved { step: String::new(), to: start, over: Vec::new() });
        log.add(Known::Assigned { to: by.clone(), over: Vec::new() });
        for (field, text) in [
            (SUBJECT, self.subject),
            (CUSTOMER, customer.as_str()),
            (CHANNEL, CHANNELS[self.channel]),
            (self.kind.other, other),
            (self.kind.text, &self.text),
        ] {
            log.set(field, Value::text(text));
        }
        log.now += 40 * MINUTE;
        log.add(Known::Said { how: How::Note, text: self.note.clone(), minutes: 0 });
        log.now += 50 * MINUTE;
        log.add(Known::Moved { step: String::new(), to: self.state().to_owned(), over: vec![began] });
        Document::new(self.id(data, place), log.entries)
    }
}

fn random(chance: &mut Chance) -> u128 {
    u128::from(chance.next()) << 64 | u128::from(chance.next())
}

fn customer_id(data: Data, place: usize) -> DocId {
    DocId::mint("customer", FIRST + place as u64, random(&mut data.chance(5, place)))
}

/// A customer.
pub fn customer(data: Data, place: usize) -> Document {
    let customer = data.customer(place);
    let mut log = Log::new("bench01", 0, place, FIRST + place as u64);
    log.add(Known::Opened { kind: String::new(), number: String::new(), at: None });
    log.set(of_customer::NAME, Value::text(&customer.name));
    log.set(of_customer::TITLE, Value::text(customer.title));
    log.set(of_customer::PHONES, Value::List(vec![customer.phone]));
    log.set(of_customer::ROOM, Value::text(&customer.room));
    Document::new(customer_id(data, place), log.entries)
}

/// An agent.
pub fn agent(data: Data, place: usize) -> Document {
    use shouwen::model::agent::{Agent, Role, register};
    let id = format!("bench{:02}", place + 1);
    let mut log = Log::new(&id, place, place, FIRST);
    log.add(Known::Opened { kind: String::new(), number: String::new(), at: None });
    log.set(register::NAME, Value::text(&data.customer(place).name));
    log.set(register::NUMBER, Value::text(&format!("A{:02}", place + 1)));
    log.set(register::ROLE, Value::text(Role::Agent.id()));
    Document::new(Agent::doc(&id), log.entries)
}

/// A log while it is written.
struct Log {
    entries: Vec<Entry>,
    clock: Clock,
    by: String,
    now: u64,
}

impl Log {
    fn new(by: &str, device: usize, tab: usize, now: u64) -> Self {
        let clock = Clock::new(Device::new(0xbe_0000 + device as u64, tab as u64));
        Self { entries: Vec::with_capacity(10), clock, by: by.to_owned(), now }
    }

    fn add(&mut self, change: Known) -> Stamp {
        let stamp = self.clock.tick(self.now);
        self.entries.push(Entry { stamp, by: self.by.clone(), change: Change::Known(change) });
        stamp
    }

    fn set(&mut self, field: &str, value: Value) {
        self.add(Known::Set { field: field.to_owned(), value, over: Vec::new() });
    }
}
