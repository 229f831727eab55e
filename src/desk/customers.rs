//! Customers: found while capturing, created on the way, each with all tickets on one page.

use std::sync::Arc;

use super::{Action, Desk, DeskError, Done};
use crate::model::change::Known;
use crate::model::customer::{Customer, phone_digits, register};
use crate::model::document::DocId;
use crate::model::value::Value;
use crate::query::rows::Row;

impl Desk {
    /// A customer.
    #[must_use]
    pub fn customer(&self, id: &DocId) -> Option<Arc<Customer>> {
        self.state().customers.get(id).cloned()
    }

    /// All customers, in no order.
    #[must_use]
    pub fn customers(&self) -> Vec<Arc<Customer>> {
        self.state().customers.values().cloned().collect()
    }

    /// The customers whose name, room or any part of a number matches, the best match first.
    #[must_use]
    pub fn find_customers(&self, text: &str, most: usize) -> Vec<Arc<Customer>> {
        let text = text.trim().to_lowercase();
        let digits = phone_digits(&text);
        let by_phone = digits.len() >= 3 && text.chars().all(|c| !c.is_alphabetic());
        let score = |customer: &Customer| -> Option<u8> {
            if text.is_empty() {
                return Some(3);
            }
            let numbers = || customer.phones.iter().map(|phone| phone_digits(phone));
            if by_phone && numbers().any(|number| number == digits) {
                return Some(0);
            }
            let name = customer.name.to_lowercase();
            match () {
                () if name == text => Some(0),
                () if by_phone && numbers().any(|n| n.starts_with(&digits) || n.ends_with(&digits)) => Some(1),
                () if name.starts_with(&text) => Some(1),
                () if by_phone && numbers().any(|number| number.contains(&digits)) => Some(2),
                () if name.contains(&text) || customer.room.to_lowercase().contains(&text) => Some(2),
                () if customer.addressed().to_lowercase().contains(&text) => Some(2),
                () => None,
            }
        };
        let state = self.state();
        let mut found: Vec<(u8, Arc<Customer>)> =
            state.customers.values().filter_map(|customer| Some((score(customer)?, customer.clone()))).collect();
        found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.id.cmp(&a.1.id)));
        found.into_iter().take(most).map(|(_, customer)| customer).collect()
    }

    /// A customer's tickets, the newest first.
    #[must_use]
    pub fn tickets_of(&self, customer: &DocId) -> Vec<Arc<Row>> {
        let mut rows: Vec<Arc<Row>> =
            self.state().rows.values().filter(|row| row.customer == customer.as_str()).cloned().collect();
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
