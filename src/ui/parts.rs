//! Parts that know the desk: a field's input with the team's lists behind it, a telephone number that is masked.

use leptos::prelude::*;

use super::app::App;
use super::components::{Choice, FieldInput};
use super::show::{options, person};
use super::texts::parts::Parts;
use crate::model::change::Seen;
use crate::model::customer::masked;
use crate::model::document::DocId;
use crate::model::kind::{Field, FieldType};
use crate::model::value::Value;

/// A kind's field, with the options that the desk knows.
#[component]
pub fn DeskField(
    /// The field.
    field: Field,
    /// What it holds.
    #[prop(into)]
    value: Signal<Value>,
    /// It was changed.
    #[prop(into)]
    on_change: Callback<Value>,
    /// Hands on each letter.
    #[prop(optional)]
    live: bool,
    /// Marked as one that must be filled.
    #[prop(optional, into)]
    must: Signal<bool>,
    /// What is wrong with it, from outside.
    #[prop(optional, into)]
    wrong: Signal<Option<String>>,
    /// Gets the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let app = App::get();
    let sort = field.sort;
    let known = StoredValue::new(field.clone());
    let choices = Memo::new(move |_| {
        let desk = app.live();
        match sort {
            FieldType::Choice => {
                let all = known.with_value(|field| options(&desk, field));
                all.into_iter().map(|(id, name)| Choice::new(id, name)).collect()
            }
            FieldType::Agent => desk.agents().iter().map(|a| Choice::new(a.id.clone(), person(&desk, &a.id))).collect(),
            _ => Vec::new(),
        }
    });
    let shown =
        Signal::derive(move || known.with_value(|field| super::show::field_text(&app.live(), field, &value.get())));
    if sort == FieldType::Customer {
        let search = Callback::new(move |text: String| {
            let found = app.desk().find_customers(&text, 8);
            let name = |c: &crate::model::customer::Customer| format!("{} {}", c.addressed(), masked(c.phone()));
            found.iter().map(|customer| Choice::new(customer.id.to_string(), name(customer))).collect::<Vec<_>>()
        });
        return view! { <FieldInput field value on_change search shown wrong live must autofocus /> }.into_any();
    }
    view! { <FieldInput field value on_change options=choices shown wrong live must autofocus /> }.into_any()
}

/// A telephone number, masked until it is asked for (C5).
#[component]
pub fn Phone(
    /// The number.
    #[prop(into)]
    number: String,
    /// Where it stands: there it is recorded who saw it.
    of: DocId,
) -> impl IntoView {
    let app = App::get();
    let open = RwSignal::new(false);
    let may = move || app.live().may(crate::desk::Right::SeePhones);
    let hidden = masked(&number);
    let number = StoredValue::new(number);
    let of = StoredValue::new(of);
    let toggle = move |_| {
        if open.get_untracked() {
            open.set(false);
            return;
        }
        let (desk, of) = (app.desk(), of.get_value());
        app.attempt(async move { desk.look(&[of], Seen::Screen).await }, move |()| {
            let _ = open.try_set(true);
        });
    };
    view! {
        <span class="masked">
            <span>{move || if open.get() && may() { number.get_value() } else { hidden.clone() }}</span>
            <button type="button" class="btn" data-look="link" aria-label=move || if open.get() { Parts::t().hide_number } else { Parts::t().show_number }
                aria-pressed=move || if open.get() { "true" } else { "false" }
                hidden=move || !may() on:click=toggle>
                <super::components::Glyph icon=super::components::Icon::Eye />
            </button>
        </span>
    }
}
