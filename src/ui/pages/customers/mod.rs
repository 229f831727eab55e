//! Customers: the list, and one customer with everything of theirs on one page.

mod edit;
mod finder;
mod history;
mod one;
mod picker;

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

pub use finder::{Finder, MOST, alt_digit, list_name};
pub use picker::{AddCustomer, CallerForm, CustomerPicker, guard_enter};

use crate::model::customer::{Customer, masked};
use crate::model::document::DocId;
use crate::query::caller::Caller;
use crate::ui::app::App;
use crate::ui::components::{Button, Dialog, Empty, Icon, IconButton, Look, TextInput, VirtualList};
use crate::ui::keyboard::{is_composing, use_key};
use crate::ui::keys::Key;
use crate::ui::nav::{navigate, replace, route};
use crate::ui::packs::fetch_sounds;
use crate::ui::prefs::Prefs;
use crate::ui::route::{Query, Route};
use crate::ui::texts::customers::CustomerTexts;
use crate::ui::texts::{Common, fill};

/// Which customer is open, and what is looked for.
fn place() -> (Option<String>, Query) {
    match route() {
        Route::Customers(id, query) => (id, query),
        _ => (None, Query::default()),
    }
}

/// The list of customers and the one that is open beside it.
#[component]
pub fn CustomersPage() -> impl IntoView {
    let id = Memo::new(|_| place().0.map(|id| DocId::new(&id)));
    let adding = RwSignal::new(false);
    let added = move |id: DocId| {
        adding.set(false);
        navigate(&Route::customer(id));
    };
    let start = move || {
        let query = place().1;
        Caller::of(query.get("q"))
    };
    view! {
        <List id adding />
        {move || match id.get() {
            Some(id) => view! { <one::CustomerPane id /> }.into_any(),
            None => view! {
                <main class="work empty-pane">
                    <Empty icon=Icon::Customer title=CustomerTexts::t().none_open
                        text=CustomerTexts::t().none_open_about />
                </main>
            }.into_any(),
        }}
        <Dialog open=adding title=CustomerTexts::t().create>
            <AddCustomer start=untrack(start) on_added=added on_cancel=move |()| adding.set(false) />
        </Dialog>
    }
    .into_any()
}

#[component]
fn List(id: Memo<Option<DocId>>, adding: RwSignal<bool>) -> impl IntoView {
    let app = App::get();
    let prefs = Prefs::get();
    let wanted = Memo::new(|_| place().1.get("q").to_owned());
    let found = Memo::new(move |_| app.live().customers_named(&wanted.get()));
    let total = Memo::new(move |_| app.live().count("customer"));
    let selected = Memo::new(move |_| {
        let number = app.live().customer_number(&id.get()?)?;
        found.with(|found| found.iter().position(|other| *other == number))
    });
    let open = move |at: usize| {
        let number = found.with_untracked(|found| found.get(at).copied());
        if let Some(customer) = number.and_then(|number| app.desk().customer_at(number)) {
            navigate(&Route::Customers(Some(customer.id.to_string()), place().1));
        }
    };
    let step = move |by: isize| {
        let at = selected.get_untracked().map_or(0, |at| at.saturating_add_signed(by));
        if at < found.with_untracked(Vec::len) {
            open(at);
        }
    };
    use_key(Key::ListNext, move || step(1));
    use_key(Key::ListPrevious, move || step(-1));
    let search = NodeRef::<html::Input>::new();
    use_key(Key::ListFilter, move || {
        if let Some(input) = search.get_untracked() {
            // A focus that fails changes nothing.
            let _ = input.focus();
            input.select();
        }
    });
    let type_on = move |text: String| {
        let (id, query) = place();
        fetch_sounds(app, &text);
        replace(&Route::Customers(id, query.with("q", &text)));
    };
    let leave = move || {
        if let Some(input) = search.get_untracked() {
            // It had the focus or not: either is fine.
            let _ = input.blur();
        }
    };
    let keyed = move |event: leptos::ev::KeyboardEvent| {
        if is_composing(&event) {
            return;
        }
        match event.key().as_str() {
            "Enter" | "ArrowDown" => open(0),
            "Escape" => event.stop_propagation(),
            _ => return,
        }
        event.prevent_default();
        leave();
    };
    let opened = move || id.get().map(|_| "");
    let row = move |customer: Arc<Customer>| view! { <CustomerRow customer /> }.into_any();
    let row_height = Signal::derive(move || if prefs.kept().compact { 46.0 } else { 62.0 });
    view! {
        <section class="list" aria-label=Common::t().customers data-open=opened>
            <div class="line customer-find" on:keydown=keyed>
                <span class="grow-1">
                    <TextInput value=wanted on_input=type_on node=search icon=Icon::Search sort="search"
                        hint=CustomerTexts::t().find label=CustomerTexts::t().find_label />
                </span>
                <IconButton icon=Icon::Plus label=CustomerTexts::t().create on_press=move |()| adding.set(true) />
            </div>
            <div class="rows-head">
                <span>{move || fill(CustomerTexts::t().count, &[&found.with(Vec::len)])}</span>
            </div>
            {move || found.with(Vec::is_empty).then(|| view! { <Nothing searching=Signal::derive(move || total.get() > 0) adding /> })}
            <VirtualList
                count=Signal::derive(move || found.with(Vec::len))
                item=move |at| {
                    let number = found.with(|found| found.get(at).copied());
                    number.and_then(|number| app.live().customer_at(number))
                }
                row row_height selected=Signal::derive(move || selected.get()) on_select=open on_open=open
                label=Common::t().customers />
        </section>
    }
    .into_any()
}

#[component]
fn CustomerRow(customer: Arc<Customer>) -> impl IntoView {
    view! {
        <div class="row">
            <p class="who">{list_name(&customer)}</p>
            <p class="due">{customer.room.clone()}</p>
            <p class="what">{masked(customer.phone())}</p>
        </div>
    }
}

/// What an empty list says.
#[component]
fn Nothing(searching: Signal<bool>, adding: RwSignal<bool>) -> impl IntoView {
    let t = CustomerTexts::t;
    view! {
        <Empty icon=Icon::Customer title=move || if searching.get() { t().none_found } else { t().none }
            text=move || if searching.get() { t().none_found_about } else { t().none_about }>
            <Button label=move || t().create look=Look::Main on_press=move |()| adding.set(true) />
            <Button label=Common::t().import on_press=move |()| navigate(&Route::Import) />
        </Empty>
    }
    .into_any()
}
