//! A register of a ticket, changed in place. What somebody else has set meanwhile is not overwritten but stands beside it
//! as a conflict.

use leptos::prelude::*;

use super::Shown;
use crate::model::agent::Role;
use crate::model::stamp::Stamp;
use crate::model::value::Value;
use crate::ui::app::App;

/// A register under edit: its draft remembers what was seen when it was begun.
#[derive(Clone, Copy)]
pub struct Edit {
    app: App,
    shown: Shown,
    register: StoredValue<String>,
    seen: StoredValue<Vec<Stamp>>,
    /// What is typed so far.
    pub typed: RwSignal<Value>,
}

impl Edit {
    /// Of a register of the ticket shown.
    #[must_use]
    pub fn of(register: String) -> Self {
        Self {
            app: App::get(),
            shown: Shown::get(),
            register: StoredValue::new(register),
            seen: StoredValue::new(Vec::new()),
            typed: RwSignal::new(Value::Empty),
        }
    }

    /// Whether the person at the desk may change it.
    #[must_use]
    pub fn may(self) -> bool {
        self.app.desk().role() > Role::Auditor
    }

    fn place(self) -> String {
        format!("field/{}/{}", self.shown.id(), self.register.get_value())
    }

    fn standing(self) -> (Value, Vec<Stamp>) {
        untrack(|| {
            self.shown.read(|fold| {
                let register = fold.register(&self.register.get_value());
                (register.value().clone(), register.stamps())
            })
        })
    }

    /// Begins, or goes on with what was typed before.
    pub fn begin(self) {
        let draft = self.app.desk().draft(&self.place()).and_then(|text| serde_json::from_str(&text).ok());
        let (value, seen) = draft.unwrap_or_else(|| self.standing());
        self.seen.set_value(seen);
        self.typed.set(value);
    }

    /// Keeps what is typed.
    pub fn change(self, value: Value) {
        let kept = self.seen.with_value(|seen| serde_json::to_string(&(&value, seen)).unwrap_or_default());
        self.app.keep_draft(&self.place(), &kept);
        self.typed.set(value);
    }

    /// Forgets what is typed.
    pub fn forget(self) {
        self.app.keep_draft(&self.place(), "");
    }

    /// Saves what is typed, if that is something else than what stands there, and calls `close`.
    pub fn save(self, close: Callback<()>) {
        let value = self.typed.get_untracked();
        if value == self.standing().0 {
            self.forget();
            close.run(());
            return;
        }
        let (desk, id, register, seen) =
            (self.app.desk(), self.shown.id(), self.register.get_value(), self.seen.get_value());
        self.app.act_then(async move { desk.set(&id, &register, value, Some(seen)).await }, move |_| {
            close.try_run(());
        });
    }
}
