//! What the capture form holds: one draft, kept with each letter.

use std::collections::BTreeMap;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::desk::{Desk, NewTicket};
use crate::model::document::DocId;
use crate::model::kind::{Field, TicketKind};
use crate::model::ticket::Priority;
use crate::model::value::Value;
use crate::query::caller::Caller;
use crate::query::opening::asked;
use crate::ui::app::App;

/// The place of its draft.
pub const PLACE: &str = "capture";

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
}

impl Form {
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
        if self.caller.as_ref().is_some_and(Caller::is_nobody) {
            return Some(Missing::Caller);
        }
        let Some(kind) = kind else { return Some(Missing::Kind) };
        if self.text.trim().is_empty() {
            return Some(Missing::Text);
        }
        let lacks = |field: &&Field| field.required && self.value(&field.id).is_empty();
        self.asked(kind).iter().find(lacks).map(|field| Missing::Field(field.id.clone()))
    }

    /// The ticket it asks for. `channel` is the usual one.
    #[must_use]
    pub fn ticket(&self, desk: &Desk, kind: &TicketKind, channel: &str) -> NewTicket {
        let mut new = NewTicket {
            kind: kind.id.clone(),
            text: self.text.clone(),
            channel: self.channel.clone().unwrap_or_else(|| channel.to_owned()),
            priority: Priority::of(&self.priority),
            values: self.asked(kind).into_iter().map(|field| (field.id.clone(), self.value(&field.id))).collect(),
            draft: PLACE.to_owned(),
            ..NewTicket::default()
        };
        new.values.retain(|(_, value)| !value.is_empty());
        if let Some(Caller { name, title, phone, room }) = self.newcomer() {
            let (id, changes) = desk.new_customer(&name, &title, &phone, &room);
            new.customer = Some(id.clone());
            new.with.push((id, changes));
        } else if !self.customer.is_empty() {
            new.customer = Some(DocId::new(&self.customer));
        }
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
        let capture = Self {
            app,
            form: RwSignal::new(Form::default()),
            cleared: RwSignal::new(None),
            tried: RwSignal::new(false),
            step: RwSignal::new(Step::Who),
        };
        Effect::new(move |_| {
            app.person.track();
            let kept = app.desk().draft(PLACE).and_then(|text| serde_json::from_str(&text).ok());
            capture.form.set(kept.unwrap_or_default());
        });
        provide_context(capture);
        capture
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
            if *form == Form::default() { String::new() } else { serde_json::to_string(form).unwrap_or_default() }
        });
        self.app.keep_draft(PLACE, &text);
    }

    /// Empties the form; `restore` brings it back.
    pub fn clear(self) {
        let before = self.form.get_untracked();
        if before == Form::default() {
            return;
        }
        self.change(|form| *form = Form::default());
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
