//! The next steps of a ticket that is not open: of a card on the board.

use std::sync::Arc;

use leptos::prelude::*;

use super::Shown;
use super::moves::{Shape, StepForm, shapes};
use crate::desk::Doc;
use crate::model::document::DocId;
use crate::model::ticket::Ticket;
use crate::ui::app::App;
use crate::ui::components::{Button, Look};
use crate::ui::keyboard::use_number;
use crate::ui::texts::board::BoardTexts;
use crate::ui::texts::fill;

/// The steps a ticket may take now, each with its number; what a step needs is asked.
#[component]
pub fn CardMoves(
    /// The ticket.
    id: DocId,
    /// Only steps that lead to these states; a single one is taken at once.
    #[prop(optional_no_strip)]
    to: Option<Vec<String>>,
    /// Runs when it is done or given up.
    close: Callback<()>,
) -> impl IntoView {
    let app = App::get();
    let wanted = id.clone();
    let found = Memo::new(move |_| app.doc(&wanted));
    let _ = app.want(Signal::stored(id.to_string()));
    let is_here = Memo::new(move |_| found.get().is_some());
    let (id, to) = (StoredValue::new(id), StoredValue::new(to));
    move || {
        is_here.get().then(|| {
            let empty = Arc::new(Doc::empty(id.get_value()));
            let doc = Memo::new(move |_| found.get().unwrap_or_else(|| empty.clone()));
            let kind =
                Memo::new(move |_| app.live().kind(doc.with(|doc| Ticket(&doc.fold).kind().to_owned()).as_str()));
            provide_context(Shown { id, doc, kind });
            view! { <Steps to=to.get_value() close /> }
        })
    }
}

#[component]
fn Steps(to: Option<Vec<String>>, close: Callback<()>) -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let asking = RwSignal::new(None::<String>);
    let role = app.desk().role();
    let all = shown.kind.with_untracked(|kind| {
        let kind = kind.as_ref()?;
        Some(shown.doc.with_untracked(|doc| shapes(kind, &doc.fold, role)))
    });
    let all = all.unwrap_or_default();
    let aim = to.as_ref().and_then(|to| {
        let kind = shown.kind.get_untracked()?;
        Some(to.first().and_then(|state| kind.state(state)).map(|state| state.name.clone()).unwrap_or_default())
    });
    let leads = |step: &Shape| to.as_ref().is_none_or(|to| step.to.iter().any(|state| to.contains(state)));
    let steps: Vec<Shape> = all.into_iter().filter(leads).collect();
    let take = move |step: Shape| {
        let done = move || {
            close.try_run(());
        };
        step.take(app, shown, move |id| asking.set(Some(id)), done);
    };
    if let ([step], true) = (&*steps, to.is_some()) {
        take(step.clone());
    }
    let numbered = StoredValue::new(steps.clone());
    use_number(move |n| {
        let step = numbered.with_value(|steps| steps.get(usize::from(n).saturating_sub(1)).cloned());
        if let (Some(step), None) = (step, asking.get_untracked()) {
            take(step);
        }
    });
    move || {
        if let Some(step) = asking.get() {
            return view! { <StepForm step close /> }.into_any();
        }
        if steps.is_empty() {
            let t = BoardTexts::t();
            let none = aim.as_ref().map_or_else(|| t.no_steps.to_owned(), |name| fill(t.no_way, &[name]));
            return view! { <p class="dim">{none}</p> }.into_any();
        }
        let button = |(at, step): (usize, Shape)| {
            let look = if at == 0 { Look::Main } else { Look::Plain };
            let hint = if at < 9 { (at + 1).to_string() } else { String::new() };
            view! { <Button label=step.label.clone() look hint on_press=move |()| take(step.clone()) /> }
        };
        view! { <div class="line card-steps">{steps.clone().into_iter().enumerate().map(button).collect_view()}</div> }
            .into_any()
    }
}
