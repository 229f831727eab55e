//! Choosing another ticket: by number, customer or any word, by keyboard alone.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::Shown;
use crate::desk::{Matter, Wanted};
use crate::model::document::DocId;
use crate::model::kind::FieldType;
use crate::model::ticket::Ticket;
use crate::query::rows::Row;
use crate::ui::app::App;
use crate::ui::components::{Tag, Tone};
use crate::ui::keyboard::is_composing;
use crate::ui::texts::ticket::TicketTexts;

/// So many are offered.
const MOST: usize = 8;
/// So many are looked at: the customer's own come first.
const LOOKED_AT: usize = 64;

/// The tickets on what may be the same matter as the one shown, and its customer's others.
fn near(app: App, shown: Shown) -> Vec<Arc<Row>> {
    let desk = app.live();
    let matter = shown.doc.with(|doc| {
        let mut matter = Matter { customer: Ticket(&doc.fold).customer().to_owned(), ..Matter::default() };
        for field in shown.kind.get().iter().flat_map(|kind| &kind.fields) {
            let place = match field.sort {
                FieldType::Order => &mut matter.order,
                FieldType::Waybill => &mut matter.waybill,
                FieldType::Room => &mut matter.room,
                _ => continue,
            };
            if place.is_empty() {
                doc.fold.text(&field.id).clone_into(place);
            }
        }
        matter
    });
    desk.similar(&matter, MOST + 1).into_iter().map(|(_, row)| row).collect()
}

/// Finds a ticket by any word; before a word is typed, those on perhaps the same matter. Arrows move, Enter chooses.
#[component]
pub fn TicketPicker(
    /// One was chosen.
    #[prop(into)]
    on_pick: Callback<DocId>,
    /// Escape was pressed.
    #[prop(into)]
    on_close: Callback<()>,
    /// Tickets beside a ticket, entries of registers beside such an entry.
    #[prop(optional)]
    alike: bool,
) -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let text = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let found = Memo::new(move |_| {
        let text = text.get();
        let mut rows = match text.trim() {
            "" => near(app, shown),
            text => app.live().search_rows(&Wanted::text(text), LOOKED_AT),
        };
        let register = shown.kind.with(|kind| kind.as_ref().is_some_and(|kind| kind.register));
        rows.retain(|row| row.id != shown.id() && (!alike || row.register == register));
        let customer = shown.doc.with(|doc| Ticket(&doc.fold).customer().to_owned());
        let theirs = |row: &Arc<Row>| !customer.is_empty() && row.customer == customer;
        let (mut first, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(theirs);
        first.extend(others);
        first.truncate(MOST);
        first
    });
    let pick = move |at: usize| {
        if let Some(row) = found.with_untracked(|found| found.get(at).cloned()) {
            on_pick.run(row.id.clone());
        }
    };
    let keyed = move |event: KeyboardEvent| {
        if is_composing(&event) || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let count = found.with_untracked(Vec::len).max(1);
        match event.key().as_str() {
            "ArrowDown" => active.update(|at| *at = (*at + 1) % count),
            "ArrowUp" => active.update(|at| *at = (*at + count - 1) % count),
            "Enter" => pick(active.get_untracked()),
            "Escape" => {
                event.stop_propagation();
                on_close.run(());
            }
            _ => return,
        }
        event.prevent_default();
    };
    let input = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            // A focus that fails changes nothing.
            let _ = input.focus();
        }
    });
    let option = move |(at, row): (usize, Arc<Row>)| {
        let selected = move || active.get() == at;
        let tone = if row.category.is_done() { Tone::Plain } else { Tone::Accent };
        view! {
            <button type="button" class="option" role="option" tabindex="-1" data-active=move || selected().then_some("")
                aria-selected=move || if selected() { "true" } else { "false" } on:click=move |_| pick(at)>
                <span class="mono small">{row.number.clone()}</span>
                <span class="cut">{row.who.clone()}" "{row.subject.clone()}</span>
                <Tag text=[&*row.kind_name, " · ", &*row.state_name].concat() tone=Signal::stored(tone) />
            </button>
        }
    };
    let spoken = move || {
        let at = active.get();
        found.with(|found| found.get(at).map(|row| [&*row.number, " ", &*row.subject].concat()))
    };
    view! {
        <div class="picker" on:keydown=keyed>
            <input class="input" node_ref=input placeholder=TicketTexts::t().link_hint aria-label=TicketTexts::t().link_hint
                autocomplete="off" on:input=move |event| { active.set(0); text.set(event_target_value(&event)); } />
            <p class="only-spoken" aria-live="polite">{spoken}</p>
            <div class="found" role="listbox" aria-label=TicketTexts::t().ticket hidden=move || found.with(Vec::is_empty)>
                {move || found.get().into_iter().enumerate().map(option).collect_view()}
            </div>
            {move || (found.with(Vec::is_empty) && text.with(|text| !text.trim().is_empty())).then(|| view! { <p class="small faint">{TicketTexts::t().none_found}</p> })}
        </div>
    }
    .into_any()
}
