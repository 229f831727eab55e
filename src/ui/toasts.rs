//! The messages at the foot of the page: what was done, with its undo, what went wrong, and reminders.

use std::sync::Arc;

use leptos::prelude::*;

use super::app::App;
use super::messages::{Message, Sort, add};
use super::texts::acts::Acts;
use super::texts::{Common, fill};
use crate::desk::Done;

/// How long a message stays, in milliseconds. One that says what went wrong stays until something is done or it is
/// closed, one that says what is wrong with the data until it is closed.
const STAYS: u32 = 7_000;

/// What is offered beside a message: its name, and what a press does. A message outlives whatever said it.
pub type Offer = (&'static str, Arc<dyn Fn() + Send + Sync>);

/// The messages shown now.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Message<Offer>>>,
    last: StoredValue<u32>,
}

impl Toasts {
    pub(super) fn new() -> Self {
        Self { shown: RwSignal::new(Vec::new()), last: StoredValue::new(0) }
    }

    /// Says that something was done, and offers to undo it.
    pub fn done(self, done: &Done) {
        self.done_to(done, Acts::t().name(done.label).to_owned());
    }

    /// Says in these words that something was done, and offers to undo it.
    pub fn done_to(self, done: &Done, text: String) {
        // What is gone for good is not offered back.
        let undo = (done.label != "redacted").then(|| done.clone());
        // What went wrong before it has been set right, or done in another way.
        self.shown.update(|shown| shown.retain(|message| message.sort != Sort::Fault));
        self.show(text, Sort::Done, undo, None);
    }

    /// Says that an action was taken back.
    pub fn undone(self, done: Option<&Done>) {
        let text = match done {
            Some(done) => fill(Acts::t().undone, &[&Acts::t().name(done.label)]),
            None => Acts::t().nothing_to_undo.to_owned(),
        };
        self.show(text, Sort::Done, None, None);
    }

    /// Says something.
    pub fn say(self, text: impl Into<String>) {
        self.offer(text, None);
    }

    /// Says something, and offers what may come next.
    pub fn offer(self, text: impl Into<String>, offer: Option<Offer>) {
        self.show(text.into(), Sort::Done, None, offer);
    }

    /// Reminds of something.
    pub fn remind(self, text: impl Into<String>) {
        self.show(text.into(), Sort::Reminder, None, None);
    }

    /// Says what went wrong; it stays until something is done or it is closed.
    pub fn fault(self, text: impl Into<String>) {
        self.show(text.into(), Sort::Fault, None, None);
    }

    /// Says what is wrong with the data; it stays until it is closed.
    pub fn damage(self, text: impl Into<String>) {
        self.show(text.into(), Sort::Damage, None, None);
    }

    /// Another page is gone to: what went wrong on the one before says nothing there.
    pub(super) fn leave_page(self) {
        self.drop(|message| message.sort == Sort::Fault);
    }

    /// Somebody else is at the desk: what was done before is not theirs to undo.
    pub(super) fn leave_desk(self) {
        self.drop(|message| message.undo.is_some());
    }

    fn drop(self, which: fn(&Message<Offer>) -> bool) {
        if self.shown.with_untracked(|shown| shown.iter().any(which)) {
            self.shown.update(|shown| shown.retain(|message| !which(message)));
        }
    }

    fn show(self, text: String, sort: Sort, undo: Option<Done>, offer: Option<Offer>) {
        let id = self.last.with_value(|last| last + 1);
        self.last.set_value(id);
        self.shown.update(|shown| add(shown, Message { id, text, sort, undo, offer }));
        if !sort.is_fault() {
            gloo::timers::callback::Timeout::new(STAYS, move || self.close(id)).forget();
        }
    }

    fn close(self, id: u32) {
        self.shown.update(|shown| shown.retain(|message| message.id != id));
    }
}

/// Draws the messages; once, in the frame.
#[component]
pub fn ToastStack() -> impl IntoView {
    let app = App::get();
    let toasts = app.toasts;
    let undo = move |message: Message<Offer>| {
        let Some(done) = message.undo else { return };
        toasts.close(message.id);
        let desk = app.desk();
        let undone = done.clone();
        app.attempt(async move { desk.undo_this(&done).await }, move |()| toasts.undone(Some(&undone)));
    };
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.shown.get() key=|message| message.id let:message>
                {
                    let (id, offer) = (message.id, message.offer.clone());
                    let (text, fault, can_undo) = (message.text.clone(), message.sort.is_fault(), message.undo.is_some());
                    view! {
                        <div class="toast" data-fault=fault.then_some("") role=fault.then_some("alert")>
                            <span>{text}</span>
                            {can_undo
                                .then(move || {
                                    view! {
                                        <button class="btn" data-look="quiet" type="button"
                                            on:click=move |_| undo(message.clone())>{Common::t().undo}</button>
                                    }
                                })}
                            {offer.map(|(label, press)| view! {
                                <button class="btn" data-look="quiet" type="button" on:click=move |_| press()>{label}</button>
                            })}
                            <button class="btn" data-look="icon" type="button" aria-label=Common::t().close
                                on:click=move |_| toasts.close(id)>"×"</button>
                        </div>
                    }
                }
            </For>
        </div>
    }
}
