//! What was written on a ticket becomes a script: the customer's name and numbers are places again.

use leptos::prelude::*;

use super::Shown;
use super::help::known;
use crate::model::customer::Customer;
use crate::model::document::DocId;
use crate::model::kind::FieldType;
use crate::model::ticket::Ticket;
use crate::query::unfill::unfill;
use crate::ui::app::App;
use crate::ui::nav::navigate;
use crate::ui::route::{Query, Route};
use crate::ui::saying;

/// Opens the editor of a new script with this text.
pub fn make_script(app: App, shown: Shown, text: &str) {
    let desk = app.desk();
    let mut values: Vec<(String, String)> = Vec::new();
    let mut put = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            values.push((name.to_owned(), value));
        }
    };
    for name in ["customer", "phone", "number", "promise"] {
        put(name, known(app, shown, name).0);
    }
    for name in ["agent", "agent_no", "firm"] {
        put(name, saying::known(app, name).0);
    }
    let fold = shown.doc.get_untracked();
    let customer = desk.customer(&DocId::new(Ticket(&fold.fold).customer()));
    if let Some(Customer { name, phones, .. }) = customer.as_deref() {
        put("customer", Some(name.clone()));
        for phone in phones {
            put("phone", Some(phone.clone()));
        }
    }
    let kind = shown.kind.get_untracked();
    for field in kind.iter().flat_map(|kind| &kind.fields) {
        if !matches!(
            field.sort,
            FieldType::Choice | FieldType::YesNo | FieldType::Checklist | FieldType::Photos | FieldType::Long
        ) {
            put(&field.id, known(app, shown, &field.id).0);
        }
    }
    let text = unfill(text, &values);
    app.attempt(desk.begin_script(&text), |()| {
        navigate(&Route::Scripts(Some("new".to_owned()), Query::default()));
    });
}
