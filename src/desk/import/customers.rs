//! The customers that rows name: found by telephone number, or by name when there is none, or made.

use std::collections::HashMap;

use crate::desk::Desk;
use crate::model::change::Known;
use crate::model::customer::{phone_digits, register};
use crate::model::document::DocId;
use crate::model::value::Value;
use crate::query::import::NewCustomer;
use crate::store::pause;

/// How many customers are read between two turns of the event loop.
const LOOK: usize = 2_000;

/// A customer that is made, or that gets numbers besides.
struct Fresh {
    id: DocId,
    known: bool,
    name: String,
    phones: Vec<String>,
}

/// Customers by their numbers and names.
#[derive(Default)]
pub(super) struct Customers {
    /// By the digits of each telephone number.
    by_phone: HashMap<String, DocId>,
    /// By name: of several of that name the first.
    by_name: HashMap<String, DocId>,
    fresh: Vec<Fresh>,
    at: HashMap<DocId, usize>,
}

impl Customers {
    /// Reads those of the desk.
    pub async fn read(&mut self, desk: &Desk) {
        let mut ids: Vec<DocId> = desk.state().customers.keys().cloned().collect();
        ids.sort();
        for ids in ids.chunks(LOOK) {
            {
                let state = desk.state();
                for customer in ids.iter().filter_map(|id| state.customers.get(id)) {
                    for phone in &customer.phones {
                        let digits = phone_digits(phone);
                        if !digits.is_empty() {
                            self.by_phone.entry(digits).or_insert_with(|| customer.id.clone());
                        }
                    }
                    let name = normal(&customer.name);
                    if !name.is_empty() {
                        self.by_name.entry(name).or_insert_with(|| customer.id.clone());
                    }
                }
            }
            pause().await;
        }
    }

    /// The customer a row names; `None` when it names nobody.
    pub fn find(&mut self, customer: NewCustomer, mint: impl FnOnce() -> DocId) -> Option<DocId> {
        let digits: Vec<String> =
            customer.phones.iter().map(|phone| phone_digits(phone)).filter(|digits| !digits.is_empty()).collect();
        let name = normal(&customer.name);
        if digits.is_empty() && name.is_empty() {
            return None;
        }
        let by_phone = digits.iter().find_map(|digits| self.by_phone.get(digits));
        let by_name = || if digits.is_empty() { self.by_name.get(&name) } else { None };
        let found = by_phone.or_else(by_name).cloned();
        let id = found.clone().unwrap_or_else(mint);
        let new: Vec<String> = customer
            .phones
            .into_iter()
            .filter(|phone| {
                let digits = phone_digits(phone);
                !digits.is_empty() && self.by_phone.get(&digits) != Some(&id)
            })
            .collect();
        if found.is_none() || !new.is_empty() {
            let fresh = &mut self.fresh;
            let at = *self.at.entry(id.clone()).or_insert_with(|| {
                let name = customer.name.trim().to_owned();
                fresh.push(Fresh { id: id.clone(), known: found.is_some(), name, phones: Vec::new() });
                fresh.len() - 1
            });
            for phone in new {
                let digits = phone_digits(&phone);
                // A number that somebody has already stays theirs.
                if let std::collections::hash_map::Entry::Vacant(place) = self.by_phone.entry(digits) {
                    place.insert(id.clone());
                    self.fresh[at].phones.push(phone);
                }
            }
        }
        if !name.is_empty() {
            self.by_name.entry(name).or_insert_with(|| id.clone());
        }
        Some(id)
    }

    /// What changes: documents for new customers, more numbers for those there are.
    pub fn changes(&mut self, desk: &Desk) -> Vec<(DocId, Vec<Known>)> {
        let of = |fresh: Fresh| {
            if fresh.known {
                let doc = desk.doc(&fresh.id)?;
                let mut phones = doc.fold.value(register::PHONES).as_list().to_vec();
                phones.extend(fresh.phones);
                return Some((fresh.id, vec![doc.fold.set(register::PHONES, Value::List(phones))]));
            }
            let set = |field: &str, value| Known::Set { field: field.to_owned(), value, over: Vec::new() };
            let mut changes = vec![Known::Opened { kind: String::new(), number: String::new(), at: None }];
            if !fresh.name.is_empty() {
                changes.push(set(register::NAME, Value::Text(fresh.name)));
            }
            if !fresh.phones.is_empty() {
                changes.push(set(register::PHONES, Value::List(fresh.phones)));
            }
            Some((fresh.id, changes))
        };
        std::mem::take(&mut self.fresh)
            .into_iter()
            .filter(|f| !f.known || !f.phones.is_empty())
            .filter_map(of)
            .collect()
    }
}

fn normal(name: &str) -> String {
    name.trim().to_lowercase()
}
