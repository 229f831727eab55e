//! The customers that rows name: found by telephone number, or by name when there is none, or made.

use std::collections::HashMap;

use crate::desk::reading::SLICE;
use crate::desk::{Desk, DeskError};
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
        let mut numbers: Vec<u32> = desk.state().columns.customers().known().collect();
        numbers.sort_unstable_by_key(|number| desk.state().columns.customers().key(*number));
        for numbers in numbers.chunks(LOOK) {
            for customer in numbers.iter().filter_map(|number| desk.customer_at(*number)) {
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
    pub async fn changes(&mut self, desk: &Desk) -> Result<Vec<(DocId, Vec<Known>)>, DeskError> {
        let mut all = Vec::with_capacity(self.fresh.len());
        let fresh = std::mem::take(&mut self.fresh);
        let (known, new): (Vec<Fresh>, Vec<Fresh>) =
            fresh.into_iter().filter(|f| !f.known || !f.phones.is_empty()).partition(|fresh| fresh.known);
        for known in known.chunks(SLICE) {
            let ids: Vec<DocId> = known.iter().map(|fresh| fresh.id.clone()).collect();
            for doc in desk.docs_of(&ids).await? {
                let Some(fresh) = known.iter().find(|fresh| fresh.id == doc.document.id) else { continue };
                let mut phones = doc.fold.value(register::PHONES).as_list().to_vec();
                phones.extend(fresh.phones.iter().cloned());
                all.push((fresh.id.clone(), vec![doc.fold.set(register::PHONES, Value::List(phones))]));
            }
        }
        let set = |field: &str, value| Known::Set { field: field.to_owned(), value, over: Vec::new() };
        for fresh in new {
            let mut changes = vec![Known::Opened { kind: String::new(), number: String::new(), at: None }];
            if !fresh.name.is_empty() {
                changes.push(set(register::NAME, Value::Text(fresh.name)));
            }
            if !fresh.phones.is_empty() {
                changes.push(set(register::PHONES, Value::List(fresh.phones)));
            }
            all.push((fresh.id, changes));
        }
        Ok(all)
    }
}

impl Customers {
    /// Forgets all of it, some at a time.
    pub async fn let_go(&mut self) {
        let (phones, names, at) = (&mut self.by_phone, &mut self.by_name, &mut self.at);
        let names = phones.drain().chain(names.drain()).map(|(_, id)| id);
        for (count, id) in names.chain(at.drain().map(|(id, _)| id)).enumerate() {
            drop(id);
            if count % LOOK == 0 {
                pause().await;
            }
        }
    }
}

fn normal(name: &str) -> String {
    name.trim().to_lowercase()
}
