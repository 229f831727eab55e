//! What the capture form holds: one draft, kept with each letter.

use std::collections::BTreeMap;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::desk::{Desk, Matter, NewTicket};
use crate::model::change::Known;
use crate::model::document::DocId;
use crate::model::kind::{Field, FieldType, TicketKind};
use crate::model::ticket::Priority;
use crate::model::value::Value;
use crate::query::caller::{Caller, is_room};
use crate::query::opening::asked;
use crate::ui::app::App;
use crate::ui::nav::route;

/// Documents that are created with a ticket.
type Created = Vec<(DocId, Vec<Known>)>;

/// The place of its draft.
pub const PLACE: &str = "capture";

/// The place of the draft of a register's entry.
const ENTRY: &str = "entry";

/// The place of the draft of a part that is split from a ticket.
#[must_use]
pub fn split_place(from: &str) -> String {
    ["split/", from].concat()
}

/// The form's content, as the draft keeps it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    /// What was typed to find the customer.
    pub find: String,
    /// The chosen customer's document id; empty for none.
    pub customer: String,
    /// Somebody new.
    pub caller: Option<Caller>,
    /// Whether the question of the customer is answered, also by nobody.
    pub met: bool,
    /// The kind's id.
    pub kind: String,
    /// What was said.
    pub text: String,
    /// The channel's id; `None` until it was chosen here.
    pub channel: Option<String>,
    /// The priority's id.
    pub priority: String,
    /// The kind's fields.
    pub values: BTreeMap<String, Value>,
    /// The document id of the ticket of which it takes a part; empty for none.
    pub split_from: String,
}

impl Form {
    /// Whether nothing was typed or chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self { split_from: self.split_from.clone(), ..Self::default() }
    }

    /// Whether somebody is being looked for.
    #[must_use]
    pub fn is_finding(&self) -> bool {
        !self.met && self.customer.is_empty() && self.caller.is_none()
    }

    /// Whether nothing says yet who it is.
    #[must_use]
    pub fn is_nobodys(&self) -> bool {
        self.customer.is_empty() && self.caller.is_none() && self.find.trim().is_empty()
    }

    /// The field that holds what was said: a kind's first long text that is asked for. The text fills it, it is not asked
    /// twice; a register's entry has no such talk.
    #[must_use]
    pub fn told(&self, kind: &TicketKind) -> Option<Field> {
        let long = |field: &Field| field.sort == FieldType::Long;
        self.asked(kind).into_iter().find(long).filter(|field| !kind.register && self.value(&field.id).is_empty())
    }

    /// Takes a kind and a customer that were asked for by name, where one was. What was typed stays: the fields of
    /// another kind, and somebody new, who is there again when the customer is taken away.
    pub fn ask(&mut self, kind: &str, customer: &str) {
        if !kind.is_empty() {
            kind.clone_into(&mut self.kind);
        }
        if !customer.is_empty() {
            customer.clone_into(&mut self.customer);
            self.met = true;
        }
    }

    /// Somebody new, in the little form; nobody while a customer is chosen.
    #[must_use]
    pub fn new_caller(&self) -> Option<&Caller> {
        self.caller.as_ref().filter(|_| self.customer.is_empty())
    }

    /// What is known of the matter.
    #[must_use]
    pub fn matter(&self, kind: Option<&TicketKind>) -> Matter {
        let caller = match self.new_caller() {
            Some(caller) => caller.clone(),
            None if self.is_finding() => Caller::of(&self.find),
            None => Caller::default(),
        };
        let mut matter =
            Matter { phone: caller.phone, room: caller.room, customer: self.customer.clone(), ..Matter::default() };
        for field in kind.into_iter().filter(|kind| !kind.register).flat_map(|kind| self.asked(kind)) {
            let place = match field.sort {
                FieldType::Order => &mut matter.order,
                FieldType::Waybill => &mut matter.waybill,
                FieldType::Room => &mut matter.room,
                FieldType::Phone => &mut matter.phone,
                _ => continue,
            };
            if place.is_empty() {
                self.value(&field.id).as_str().clone_into(place);
            }
        }
        matter
    }

    /// The customer, with the changes that create somebody new. A room that only the kind asked for is the newcomer's.
    #[must_use]
    pub fn who(&self, desk: &Desk, kind: Option<&TicketKind>) -> (Option<DocId>, Created) {
        self.with_newcomer(desk, kind, self.newcomer())
    }

    /// The customer for a ticket that there is: somebody new only from the little form. What was typed to find somebody
    /// found the ticket.
    #[must_use]
    pub fn who_was_named(&self, desk: &Desk, kind: Option<&TicketKind>) -> (Option<DocId>, Created) {
        self.with_newcomer(desk, kind, self.new_caller().cloned())
    }

    fn with_newcomer(
        &self,
        desk: &Desk,
        kind: Option<&TicketKind>,
        newcomer: Option<Caller>,
    ) -> (Option<DocId>, Created) {
        let Some(Caller { name, title, phone, mut room }) = newcomer.filter(|caller| !caller.is_nobody()) else {
            return (Some(DocId::new(&self.customer)).filter(|_| !self.customer.is_empty()), Vec::new());
        };
        if room.trim().is_empty() {
            room = Some(self.matter(kind).room).filter(|room| is_room(room)).unwrap_or_default();
        }
        let (id, changes) = desk.new_customer(&name, &title, &phone, &room);
        (Some(id.clone()), vec![(id, changes)])
    }

    /// The value of a field.
    #[must_use]
    pub fn value(&self, field: &str) -> Value {
        self.values.get(field).cloned().unwrap_or_default()
    }

    /// The fields that are asked for now.
    #[must_use]
    pub fn asked(&self, kind: &TicketKind) -> Vec<Field> {
        asked(kind, &|field| self.value(field)).into_iter().cloned().collect()
    }

    /// The one who is new: from the little form, or what was typed to find somebody and never chosen.
    #[must_use]
    pub fn newcomer(&self) -> Option<Caller> {
        if !self.customer.is_empty() {
            return None;
        }
        let typed = || Some(Caller::of(&self.find)).filter(|caller| !caller.is_nobody() && !self.met);
        self.caller.clone().or_else(typed)
    }

    /// The first thing that is missing; nothing when it can be saved.
    #[must_use]
    pub fn missing(&self, kind: Option<&TicketKind>) -> Option<Missing> {
        if self.new_caller().is_some_and(Caller::is_nobody) {
            return Some(Missing::Caller);
        }
        let Some(kind) = kind else { return Some(Missing::Kind) };
        if self.text.trim().is_empty() && !kind.register {
            return Some(Missing::Text);
        }
        let told = self.told(kind).map(|field| field.id).unwrap_or_default();
        let lacks = |field: &&Field| field.required && field.id != told && self.value(&field.id).is_empty();
        self.asked(kind).iter().find(lacks).map(|field| Missing::Field(field.id.clone()))
    }

    /// The ticket it asks for. `channel` is the usual one.
    #[must_use]
    pub fn ticket(&self, desk: &Desk, kind: &TicketKind, channel: &str, place: &str) -> NewTicket {
        let (customer, with) = self.who(desk, Some(kind));
        let mut new = NewTicket {
            kind: kind.id.clone(),
            text: self.text.clone(),
            values: self.asked(kind).into_iter().map(|field| (field.id.clone(), self.value(&field.id))).collect(),
            customer,
            with,
            draft: place.to_owned(),
            matter: self.matter(Some(kind)),
            split_from: Some(DocId::new(&self.split_from)).filter(|_| !self.split_from.is_empty()),
            ..NewTicket::default()
        };
        // A register's entry came by no channel.
        if !kind.register {
            new.channel = self.channel.clone().unwrap_or_else(|| channel.to_owned());
            new.priority = Priority::of(&self.priority);
        }
        if let Some(told) = self.told(kind) {
            new.values.push((told.id, Value::text(&self.text)));
        }
        new.values.retain(|(_, value)| !value.is_empty());
        new
    }
}

/// What is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Name or number of somebody new.
    Caller,
    /// The kind.
    Kind,
    /// What was said.
    Text,
    /// A field, by id.
    Field(String),
}

/// The form of the page, in context for its parts.
#[derive(Clone, Copy)]
pub struct Capture {
    /// The app.
    pub app: App,
    form: RwSignal<Form>,
    /// The place of its draft.
    pub place: Memo<String>,
    /// It is being saved.
    pub saving: RwSignal<bool>,
    /// What was cleared and can be had back.
    pub cleared: RwSignal<Option<Form>>,
    /// Saving was tried: from now on what is missing is marked.
    pub tried: RwSignal<bool>,
    /// Where the focus is to go.
    pub step: RwSignal<Step>,
}

/// The part of the form that has the attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Who.
    Who,
    /// What about.
    Kind,
    /// What was said.
    Text,
}

impl Capture {
    /// The form of the person at the desk, as they left it.
    pub fn provide(app: App) -> Self {
        let from = Memo::new(|_| route().query().get("split").to_owned());
        let place = Memo::new(move |_| match from.with(|from| (!from.is_empty()).then(|| split_place(from))) {
            Some(place) => place,
            None if route().query().get("register").is_empty() => PLACE.to_owned(),
            None => ENTRY.to_owned(),
        });
        let capture = Self {
            app,
            form: RwSignal::new(Form::default()),
            place,
            saving: RwSignal::new(false),
            cleared: RwSignal::new(None),
            tried: RwSignal::new(false),
            step: RwSignal::new(Step::Who),
        };
        provide_context(capture);
        capture
    }

    /// Takes up what is kept at the place of the address.
    pub fn load(self) {
        let kept = self.app.desk().draft(&self.place.get_untracked()).and_then(|text| serde_json::from_str(&text).ok());
        let mut form: Form = kept.unwrap_or_default();
        route().query().get("split").clone_into(&mut form.split_from);
        self.form.set(form);
        // What was cleared or tried elsewhere is not this form's.
        self.cleared.set(None);
        self.tried.set(false);
    }

    /// The form of this page.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// Reads something off the form; followed in reactive closures.
    pub fn read<T>(self, read: impl FnOnce(&Form) -> T) -> T {
        self.form.with(read)
    }

    /// Reads something off the form as it is now.
    pub fn now<T>(self, read: impl FnOnce(&Form) -> T) -> T {
        self.form.with_untracked(read)
    }

    /// A memo of something read off the form.
    pub fn memo<T: PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&Form) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.form.with(&read))
    }

    /// Changes the form and keeps it.
    pub fn change(self, change: impl FnOnce(&mut Form)) {
        self.form.update(change);
        let text = self.form.with_untracked(|form| {
            if form.is_empty() { String::new() } else { serde_json::to_string(form).unwrap_or_default() }
        });
        self.app.keep_draft(&self.place.get_untracked(), &text);
    }

    /// Empties the form; `restore` brings it back.
    pub fn clear(self) {
        let before = self.form.get_untracked();
        if before.is_empty() {
            return;
        }
        self.change(|form| *form = Form { split_from: form.split_from.clone(), ..Form::default() });
        self.tried.set(false);
        self.cleared.set(Some(before));
        self.step.set(Step::Who);
    }

    /// Brings back what was cleared.
    pub fn restore(self) {
        if let Some(before) = self.cleared.get_untracked() {
            self.change(|form| *form = before);
            self.cleared.set(None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_the_form_changes_what_it_names_and_loses_nothing() {
        let caller = Caller { name: "王芳".to_owned(), ..Caller::default() };
        let typed = Form {
            caller: Some(caller),
            met: true,
            kind: "a.1".to_owned(),
            text: "漏水".to_owned(),
            ..Form::default()
        };
        let mut form = typed.clone();
        form.ask("", "customer-1");
        assert_eq!((form.customer.as_str(), form.kind.as_str(), form.text.as_str()), ("customer-1", "a.1", "漏水"));
        assert_eq!((form.new_caller(), form.newcomer(), form.is_finding()), (None, None, false));
        form.ask("a.2", "");
        assert_eq!((form.customer.as_str(), form.kind.as_str()), ("customer-1", "a.2"));
        form.customer.clear();
        assert_eq!((form.new_caller(), &*form.kind), (typed.caller.as_ref(), "a.2"), "somebody new is there again");
    }
}
