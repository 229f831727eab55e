//! Weighing, telling and doing.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use super::{Bar, Stage, Waiting};
use crate::desk::{Bulk, DeskError, Flow, Weighed};
use crate::ui::components::{Button, Look, Progress};
use crate::ui::texts::bulk::BulkTexts;
use crate::ui::texts::errors::Errors;
use crate::ui::texts::{Common, fill};

/// Work on so many tickets shows how far it is.
const LONG: usize = 400;

impl Bar {
    /// Says how far long work is; `Flow::Cancel` when it is to stop. Who leaves the page stops nothing that was confirmed.
    pub(super) fn watch(self, wanted: bool, done: usize, of: usize) -> Flow {
        #[allow(clippy::cast_precision_loss)]
        let share = done as f64 / of.max(1) as f64;
        if of > LONG {
            let _ = self.busy.try_set(Some(share));
        }
        if wanted && self.stop.try_get_untracked() != Some(true) { Flow::Go } else { Flow::Cancel }
    }

    /// The page may have been left meanwhile: then nobody is told.
    fn begin(self) {
        let _ = self.stop.try_set(false);
        let _ = self.busy.try_set(Some(0.0));
    }

    pub(super) fn end(self) {
        let _ = self.busy.try_set(None);
    }

    /// Finds out what it can be done to; does it when that is all, and tells otherwise.
    pub(super) fn weigh(self, bulk: Bulk, place: &str, step: &str) {
        if self.busy.with_untracked(Option::is_some) {
            return;
        }
        let (desk, ids) = (self.app.desk(), self.selection.ids());
        let person = self.app.person;
        let who = person.get_untracked();
        let (place, step) = (place.to_owned(), step.to_owned());
        self.begin();
        spawn_local(async move {
            let weighed = desk.weigh(&ids, &bulk, &|done, of| self.watch(true, done, of)).await;
            self.end();
            match weighed {
                Err(error) => self.app.fail(&error),
                Ok(weighed) => {
                    let waiting = Waiting { bulk, weighed, place, step };
                    if person.get_untracked() != who {
                        // It was confirmed by somebody who has left the desk since.
                        let _ = self.stage.try_set(Stage::Nothing);
                        self.app.toasts.fault(BulkTexts::t().person_changed);
                    } else if waiting.weighed.refused() == 0 && !waiting.is_redaction() {
                        self.carry_out(waiting);
                    } else if let Some(Stage::Told(waiting)) = self.stage.try_set(Stage::Told(Box::new(waiting))) {
                        self.app.toasts.fault(fill(
                            BulkTexts::t().told_left,
                            &[&waiting.told().into_iter().flatten().collect::<Vec<_>>().join(" ")],
                        ));
                    }
                }
            }
        });
    }

    /// Does it to those it can be done to.
    fn carry_out(self, waiting: Waiting) {
        let Waiting { bulk, weighed, place, step } = waiting;
        let desk = self.app.desk();
        self.begin();
        spawn_local(async move {
            let done = desk.bulk(&weighed.can, &bulk, &place, &|done, of| self.watch(true, done, of)).await;
            self.end();
            match done {
                Ok(done) => {
                    self.app.toasts.done_to(&done, BulkTexts::t().did(&bulk, weighed.can.len(), &step));
                    let left = self.stage.try_set(Stage::Nothing).is_some();
                    if !left {
                        self.selection.clear();
                    }
                }
                Err(error) => {
                    if matches!(error, DeskError::Moved(_)) {
                        let _ = self.stage.try_set(Stage::Nothing);
                    }
                    self.app.fail(&error);
                }
            }
        });
    }
}

/// How far long work is, and a way to stop it.
#[component]
pub fn Working() -> impl IntoView {
    let bar = Bar::get();
    let long = Memo::new(move |_| bar.busy.with(|share| share.is_some_and(|share| share > 0.0)));
    let percent = Memo::new(move |_| bar.busy.get().map_or(0, percent));
    move || {
        long.get().then(|| {
            view! {
                <Progress label=move || fill(BulkTexts::t().working, &[&percent.get()]) share=bar.busy
                    on_cancel=move |()| bar.stop.set(true) />
            }
        })
    }
}

/// Gives a button the focus once it is shown.
pub(super) fn focus_button(within: &web_sys::Element, which: &'static str) {
    let within = within.clone();
    queue_microtask(move || {
        if let Ok(Some(button)) = within.query_selector(which) {
            // A focus that fails changes nothing.
            let _ = button.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    });
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // A share of one.
fn percent(share: f64) -> u32 {
    (share * 100.0).clamp(0.0, 100.0) as u32
}

impl Waiting {
    /// Which of them it cannot be done to and why, and what cannot be undone.
    fn told(&self) -> [Option<String>; 2] {
        let t = BulkTexts::t();
        let Weighed { can, cannot } = &self.weighed;
        let reason = |(why, count): (&crate::desk::Refusal, &usize)| {
            [&*t.refusal(why, &self.bulk, Errors::t()), " ", &count.to_string()].concat()
        };
        let reasons = cannot.iter().map(reason).collect::<Vec<_>>().join("、");
        let (can, refused) = (can.len(), self.weighed.refused());
        let line = match (can, refused) {
            (_, 0) => None,
            (0, _) => Some(fill(t.told_none, &[&refused, &reasons])),
            _ => Some(fill(t.told, &[&(can + refused), &can, &refused, &reasons])),
        };
        [line, (can > 0 && self.is_redaction()).then(|| fill(t.told_redact, &[&can]))]
    }

    fn is_redaction(&self) -> bool {
        matches!(self.bulk, Bulk::Redact { .. })
    }
}

/// Which of them it cannot be done to, and whether to go on with the others.
#[component]
pub fn Told(told: Waiting) -> impl IntoView {
    let bar = Bar::get();
    let t = BulkTexts::t();
    let (can, redact, [line, lost]) = (told.weighed.can.len(), told.is_redaction(), told.told());
    let told = StoredValue::new(told);
    let go = move |()| bar.carry_out(told.get_value());
    let back = move |()| bar.stage.set(Stage::Nothing);
    // The key that goes on is at hand, but for what cannot be undone.
    let node = NodeRef::<html::Div>::new();
    node.on_load(move |node| focus_button(&node, if redact { "button:last-child" } else { "button" }));
    view! {
        <div class="ask" role="alertdialog" aria-label=t.bar node_ref=node>
            {line.map(|line| view! { <p>{line}</p> })}
            {lost.map(|line| view! { <p class="warn">{line}</p> })}
            <div class="actions">
                {(can > 0 && redact).then(|| view! {
                    <Button label=fill(t.go_redact, &[&can]) look=Look::Danger on_press=go />
                })}
                {(can > 0 && !redact).then(|| view! {
                    <Button label=fill(t.go_on, &[&can]) look=Look::Main on_press=go />
                })}
                <Button label=Common::t().cancel hint="Esc" on_press=back />
            </div>
        </div>
    }
    .into_any()
}
