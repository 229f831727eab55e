//! What stands on a paper.

use super::{GENERAL, Printed};
use crate::desk::{Desk, Doc};
use crate::model::customer::{Customer, masked};
use crate::model::document::DocId;
use crate::model::fold::Fold;
use crate::model::kind::{Field, FieldType, TicketKind};
use crate::model::ticket::{CHANNEL, PRIORITY, Ticket};
use crate::model::value::Value;
use crate::query::paper::Sheet;
use crate::ui::dates;
use crate::ui::pages::ticket::timeline::timeline_text;
use crate::ui::show::{field_text, person, value_text};
use crate::ui::texts::paper::PaperTexts;
use crate::ui::texts::{Common, fill};

/// The lines at the head: the firm, the number.
pub fn head(desk: &Desk, doc: &Doc) -> Vec<String> {
    vec![desk.firm(), format!("{}：{}", PaperTexts::t().number, Ticket(&doc.fold).number())]
}

/// A ticket's paper, its telephone numbers masked unless `phones`.
pub fn sheet(desk: &Desk, printed: &Printed, phones: bool) -> Sheet {
    let Printed { doc, kind, paper } = printed;
    let own = kind.as_ref().and_then(|kind| kind.papers.iter().find(|one| one.id == *paper).map(|paper| (kind, paper)));
    let sheet = match own.filter(|_| paper != GENERAL) {
        Some((kind, paper)) => {
            let value_of = |name: &str| doc.fold.value(name).clone();
            let text_of = |name: &str| placeholder(desk, kind, &doc.fold, name, phones);
            Sheet::of(kind, paper, &value_of, &text_of)
        }
        None => general(desk, kind.as_deref(), doc, phones),
    };
    if phones { sheet } else { sheet.without_phones() }
}

fn customer_of(desk: &Desk, fold: &Fold) -> Option<std::sync::Arc<Customer>> {
    desk.customer(&DocId::new(Ticket(fold).customer()))
}

fn phone_text(number: &str, phones: bool) -> String {
    if phones { number.to_owned() } else { masked(number) }
}

/// What a placeholder or field holds, in words.
fn placeholder(desk: &Desk, kind: &TicketKind, fold: &Fold, name: &str, phones: bool) -> String {
    let ticket = Ticket(fold);
    let customer = || customer_of(desk, fold);
    let agent = |read: fn(&crate::model::agent::Agent) -> &str| {
        desk.agent(ticket.owner()).or_else(|| desk.me()).map(|agent| read(&agent).to_owned()).unwrap_or_default()
    };
    match name {
        "number" => ticket.number().to_owned(),
        "subject" => ticket.subject().to_owned(),
        "opened" => dates::full(ticket.opened_at()),
        "customer" => customer().map(|customer| customer.addressed()).unwrap_or_default(),
        "phone" => customer().map(|customer| phone_text(customer.phone(), phones)).unwrap_or_default(),
        "agent" => agent(|agent| &agent.name),
        "agent_no" => agent(|agent| &agent.number),
        "firm" => desk.firm(),
        id => kind.field(id).map(|field| full_text(desk, field, fold, phones)).unwrap_or_default(),
    }
}

/// A field's value on paper: checklists step by step.
fn full_text(desk: &Desk, field: &Field, fold: &Fold, phones: bool) -> String {
    let value = fold.value(&field.id);
    match field.sort {
        FieldType::Phone => phone_text(value.as_str(), phones),
        FieldType::Checklist => {
            let steps = field.items.iter().map(|item| {
                let ticked = fold.value(&field.item_register(&item.id));
                let text = match ticked {
                    Value::Text(told) => fill(PaperTexts::t().told, &[&item.text, told]),
                    _ => item.text.clone(),
                };
                format!("{} {text}", if ticked.is_empty() { "□" } else { "☑" })
            });
            steps.collect::<Vec<_>>().join("\n")
        }
        FieldType::Photos => String::new(),
        // Paper is read on another day.
        FieldType::Moment => value.as_int().and_then(|at| u64::try_from(at).ok()).map(dates::full).unwrap_or_default(),
        _ => field_text(desk, field, value),
    }
}

/// The whole ticket: what is known of it, and what was done.
fn general(desk: &Desk, kind: Option<&TicketKind>, doc: &Doc, phones: bool) -> Sheet {
    let t = PaperTexts::t();
    let fold = &doc.fold;
    let ticket = Ticket(fold);
    let customer = customer_of(desk, fold);
    let row = desk.row(&doc.document.id);
    let words = |register: &str| value_text(desk, kind, register, fold.value(register));
    let due = row.as_ref().and_then(|row| row.due.as_ref()).map(|due| format!("{} {}", due.what, dates::full(due.at)));
    let all_phones =
        customer.as_ref().map(|c| c.phones.iter().map(|one| phone_text(one, phones)).collect::<Vec<_>>().join("、"));
    let mut rows = vec![
        (t.kind, kind.map_or_else(|| ticket.kind().to_owned(), |kind| kind.name.clone())),
        (t.state, row.as_ref().map(|row| row.state_name.clone()).unwrap_or_default()),
        (t.subject, ticket.subject().to_owned()),
        (t.customer, customer.as_ref().map(|customer| customer.addressed()).unwrap_or_default()),
        (t.phone, all_phones.unwrap_or_default()),
        (t.room, customer.as_ref().map(|customer| customer.room.clone()).unwrap_or_default()),
        (t.channel, words(CHANNEL)),
        (t.priority, words(PRIORITY)),
        (t.opened, dates::full(ticket.opened_at())),
        (t.due, due.unwrap_or_default()),
        (t.first_owner, person(desk, ticket.first_owner())),
        (t.owner, person(desk, ticket.owner())),
    ];
    rows.retain(|(_, text)| !text.is_empty());
    let mut rows: Vec<(String, String)> = rows.into_iter().map(|(label, text)| (label.to_owned(), text)).collect();
    let value_of = |name: &str| fold.value(name).clone();
    for field in kind.iter().flat_map(|kind| &kind.fields) {
        let is_used = field.sort != FieldType::Checklist || field.is_filled(&value_of);
        let text = full_text(desk, field, fold, phones);
        if is_used && !text.is_empty() {
            rows.push((field.name.clone(), text));
        }
    }
    Sheet {
        title: kind.map_or_else(|| Common::t().ticket.to_owned(), |kind| kind.name.clone()),
        body: String::new(),
        rows,
        log: timeline_text(desk, kind, doc),
        signs: vec![t.sign_handler.to_owned(), t.sign_customer.to_owned()],
        copies: 1,
    }
}
