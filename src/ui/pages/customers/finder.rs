//! Finding a customer by any part of a number, a name or a room, with the open tickets of each.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::model::customer::{Customer, masked};
use crate::query::rows::Row;
use crate::ui::app::App;
use crate::ui::components::{Glyph, Icon, TextInput};
use crate::ui::keyboard::is_composing;
use crate::ui::texts::customers::CustomerTexts;
use crate::ui::texts::fill;

/// So many matches are shown; who looks for more types a digit more.
pub const MOST: usize = 6;

/// A match: the customer and their open tickets.
type Found = (Arc<Customer>, Vec<Arc<Row>>);

/// The number behind Alt that a press means, by its place on the board, since Alt makes other letters on a Mac.
#[must_use]
pub fn alt_digit(event: &KeyboardEvent) -> Option<usize> {
    let digit = event.alt_key().then(|| event.code())?;
    let digit = digit.strip_prefix("Digit").or_else(|| digit.strip_prefix("Numpad"))?.parse::<usize>().ok()?;
    (1..=9).contains(&digit).then_some(digit)
}

/// A customer's name for lists; the masked number when there is none.
#[must_use]
pub fn list_name(customer: &Customer) -> String {
    let name = customer.addressed();
    match name.is_empty() {
        false => name,
        true if customer.phones.is_empty() => CustomerTexts::t().unnamed.to_owned(),
        true => masked(customer.phone()),
    }
}

/// A field that finds customers while one types. Arrows move, Enter, Tab or Alt and a digit choose; the last entry makes
/// a new customer of what is typed.
#[component]
pub fn Finder(
    /// What is typed.
    #[prop(into)]
    text: Signal<String>,
    /// It was typed on.
    #[prop(into)]
    on_text: Callback<String>,
    /// A customer was chosen, by document id.
    #[prop(into)]
    on_choose: Callback<crate::model::document::DocId>,
    /// What is typed belongs to somebody new.
    #[prop(into)]
    on_create: Callback<()>,
    /// Enter with nothing typed.
    #[prop(optional, into)]
    on_skip: Option<Callback<()>>,
    /// The field.
    #[prop(optional)]
    node: NodeRef<html::Input>,
) -> impl IntoView {
    let app = App::get();
    let active = RwSignal::new(0usize);
    let found = Memo::new(move |_| {
        let text = text.get();
        if text.trim().is_empty() {
            return Vec::new();
        }
        let desk = app.live();
        let found = desk.find_customers(&text, MOST).into_iter();
        let open = |customer: Arc<Customer>| {
            let rows = desk.tickets_of(&customer.id).into_iter().filter(|row| !row.category.is_done());
            (customer, rows.collect())
        };
        found.map(open).collect::<Vec<Found>>()
    });
    let pick = move |at: usize| {
        if text.with_untracked(|text| text.trim().is_empty()) {
            if let Some(on_skip) = on_skip {
                on_skip.run(());
            }
            return;
        }
        match found.with_untracked(|found| found.get(at).map(|(customer, _)| customer.id.clone())) {
            Some(id) => on_choose.run(id),
            None => on_create.run(()),
        }
    };
    let keyed = move |event: KeyboardEvent| {
        if is_composing(&event) {
            return;
        }
        let count = found.with_untracked(Vec::len) + 1;
        if let Some(digit) = alt_digit(&event) {
            if digit <= count {
                event.prevent_default();
                pick(digit - 1);
            }
            return;
        }
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" => active.update(|at| *at = (*at + 1) % count),
            "ArrowUp" => active.update(|at| *at = (*at + count - 1) % count),
            "Enter" => pick(active.get_untracked()),
            "Tab" if !event.shift_key() && text.with_untracked(|text| !text.trim().is_empty()) => {
                pick(active.get_untracked());
            }
            _ => return,
        }
        event.prevent_default();
    };
    let typed = move |typed: String| {
        active.set(0);
        on_text.run(typed);
    };
    let spoken = move || {
        let at = active.get();
        found.with(|found| found.get(at).map(|(customer, _)| list_name(customer)))
    };
    // What was looked for before gives way to what is typed now.
    let entered = |event: leptos::ev::FocusEvent| {
        if let Some(field) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            field.select();
        }
    };
    view! {
        <div class="finder" on:keydown=keyed on:focusin=entered>
            <TextInput value=text on_input=typed node icon=Icon::Search hint=CustomerTexts::t().find
                label=CustomerTexts::t().find_label autofocus=true />
            <p class="only-spoken" aria-live="polite">{spoken}</p>
            <div class="found" role="listbox" aria-label=CustomerTexts::t().matches
                hidden=move || text.with(|text| text.trim().is_empty())>
                {move || found.get().into_iter().enumerate()
                    .map(|(at, found)| view! { <Match at found active pick=Callback::new(pick) /> }).collect_view()}
                {move || {
                    let at = found.with(Vec::len);
                    let label = fill(CustomerTexts::t().create_named, &[&text.get().trim()]);
                    view! {
                        <button type="button" class="option" role="option" tabindex="-1"
                            data-active=move || (active.get() == at).then_some("")
                            aria-selected=move || if active.get() == at { "true" } else { "false" }
                            on:click=move |_| pick(at)>
                            <Glyph icon=Icon::Plus />
                            <span class="cut">{label}</span>
                            <kbd>"Alt "{at + 1}</kbd>
                        </button>
                    }
                }}
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Match(at: usize, found: Found, active: RwSignal<usize>, pick: Callback<usize>) -> impl IntoView {
    let (customer, open) = found;
    let details = [masked(customer.phone()), customer.room.clone()];
    let details = details.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let count = open.len();
    let what =
        open.iter().take(2).map(|row| format!("{}：{}", row.kind_name, row.subject)).collect::<Vec<_>>().join("；");
    view! {
        <button type="button" class="option match" role="option" tabindex="-1"
            data-active=move || (active.get() == at).then_some("")
            aria-selected=move || if active.get() == at { "true" } else { "false" }
            on:click=move |_| pick.run(at)>
            <Glyph icon=Icon::Customer />
            <span class="match-who"><b>{list_name(&customer)}</b>" "<span class="dim">{details}</span></span>
            {(count > 0).then(|| view! {
                <span class="tag" data-tone="soon">{move || fill(CustomerTexts::t().open_count, &[&count])}</span>
            })}
            <kbd>"Alt "{at + 1}</kbd>
            {(count > 0).then(|| view! { <span class="match-what cut small dim">{what}</span> })}
        </button>
    }
    .into_any()
}
