//! Customers: found while capturing, created on the way, each with all tickets on one page.

use std::sync::Arc;

use super::{Action, Desk, DeskError, Done};
use crate::model::change::Known;
use crate::model::customer::{Customer, register};
use crate::model::document::DocId;
use crate::model::value::Value;
use crate::query::columns::customers::CustomerRow;
use crate::query::find::people;
use crate::query::rows::Row;

impl Desk {
    /// A customer as lists show it: address and note only while its document is in memory.
    #[must_use]
    pub fn customer(&self, id: &DocId) -> Option<Arc<Customer>> {
        let state = self.state();
        let number = state.columns.customers().find(id.as_str())?;
        let customer = state.columns.customers().get(number)?;
        if let Some(doc) = state.docs.get(id) {
            return Some(Arc::new(Customer::of(id, &doc.fold)));
        }
        Some(Arc::new(of_row(id.clone(), customer)))
    }

    /// A customer as lists show it, by its number among those found.
    #[must_use]
    pub fn customer_at(&self, number: u32) -> Option<Arc<Customer>> {
        let state = self.state();
        let customers = state.columns.customers();
        Some(Arc::new(of_row(customers.id(number), customers.get(number)?)))
    }

    /// A customer's number, known or only named by tickets.
    #[must_use]
    pub fn customer_number(&self, id: &DocId) -> Option<u32> {
        self.state().columns.customers().find(id.as_str())
    }

    /// The customers whose name, room or any part of a number matches, the best match first: their numbers.
    #[must_use]
    pub fn customers_named(&self, text: &str) -> Vec<u32> {
        let state = self.state();
        people::customers(text, &state.columns, state.pinyin.as_deref())
    }

    /// The first of the customers whose name, room or any part of a number matches.
    #[must_use]
    pub fn find_customers(&self, text: &str, most: usize) -> Vec<Arc<Customer>> {
        self.customers_named(text).into_iter().take(most).filter_map(|number| self.customer_at(number)).collect()
    }

    /// The names and telephone numbers of customers, so many at a time: from a place on, counted from zero; none at the
    /// end.
    #[must_use]
    pub fn customers_from(&self, at: usize, most: usize) -> Vec<Arc<Customer>> {
        let numbers: Vec<u32> = self.state().columns.customers().known().skip(at).take(most).collect();
        numbers.into_iter().filter_map(|number| self.customer_at(number)).collect()
    }

    /// A customer's tickets, the newest first.
    #[must_use]
    pub fn tickets_of(&self, customer: &DocId) -> Vec<Arc<Row>> {
        let state = self.state();
        let Some(number) = state.columns.customers().find(customer.as_str()) else { return Vec::new() };
        let rows = state.columns.tickets_of(number).filter_map(|row| state.row(row).map(Arc::new));
        let mut rows: Vec<Arc<Row>> = if customer.as_str().is_empty() { Vec::new() } else { rows.collect() };
        rows.sort_by(|a, b| b.opened.cmp(&a.opened).then_with(|| b.id.cmp(&a.id)));
        rows
    }

    /// The changes that create a customer.
    #[must_use]
    pub fn new_customer(&self, name: &str, title: &str, phone: &str, room: &str) -> (DocId, Vec<Known>) {
        let mut changes = vec![Known::Opened { kind: String::new(), number: String::new(), at: None }];
        let phones = Some(phone.trim()).filter(|phone| !phone.is_empty()).map(|phone| vec![phone.to_owned()]);
        for (field, value) in [
            (register::NAME, Value::text(name)),
            (register::TITLE, Value::text(title)),
            (register::PHONES, phones.map_or(Value::Empty, Value::List)),
            (register::ROOM, Value::text(room)),
        ] {
            if !value.is_empty() {
                changes.push(Known::Set { field: field.to_owned(), value, over: Vec::new() });
            }
        }
        (self.mint("customer"), changes)
    }

    /// Creates a customer.
    ///
    /// # Errors
    /// As for `commit`; when neither name nor number is given.
    pub async fn add_customer(
        &self,
        name: &str,
        title: &str,
        phone: &str,
        room: &str,
    ) -> Result<(DocId, Done), DeskError> {
        if name.trim().is_empty() && phone.trim().is_empty() {
            return Err(DeskError::Missing("name"));
        }
        let (id, changes) = self.new_customer(name, title, phone, room);
        let done = self.commit(Action::on("customer_added", &id, changes)).await?;
        Ok((id, done))
    }
}

fn of_row(id: DocId, row: CustomerRow<'_>) -> Customer {
    Customer {
        id,
        name: row.name(),
        title: row.title().to_owned(),
        phones: row.phones().map(str::to_owned).collect(),
        room: row.room().to_owned(),
        address: String::new(),
        note: String::new(),
        grade: row.grade().to_owned(),
    }
}
