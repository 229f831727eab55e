//! What a step asks for, written as one goes: into the ticket, or into the draft of the ticket that is being taken.

use leptos::prelude::*;

use crate::model::kind::{Field, FieldType};
use crate::model::ticket::{CUSTOMER, SUBJECT};
use crate::model::value::Value;
use crate::ui::app::App;
use crate::ui::components::TextInput;
use crate::ui::pages::capture::{Form, PLACE};
use crate::ui::pages::ticket::Shown;
use crate::ui::pages::ticket::edit::Edit;
use crate::ui::pages::ticket::fields::Checklist;
use crate::ui::parts::DeskField;
use crate::ui::texts::capture::CaptureTexts;
use crate::ui::texts::customers::CustomerTexts;
use crate::ui::texts::guides::GuideTexts;
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::texts::{Common, fill};

/// A field that every ticket has.
fn standard(id: &str) -> Option<Field> {
    let (name, sort, required) = match id {
        SUBJECT => (TicketTexts::t().subject, FieldType::Text, true),
        CUSTOMER => (Common::t().customer, FieldType::Customer, false),
        _ => return None,
    };
    Some(Field {
        id: id.to_owned(),
        name: name.to_owned(),
        sort,
        list: None,
        options: Vec::new(),
        items: Vec::new(),
        capture: false,
        required,
        when: None,
        hint: String::new(),
        unit: String::new(),
        most: None,
    })
}

/// What a step asks for, of the ticket shown.
#[component]
#[allow(clippy::needless_pass_by_value)] // A component owns what it is given.
pub fn AskTicket(asks: Vec<String>) -> impl IntoView {
    let shown = Shown::get();
    let kind = shown.kind.get_untracked();
    let of = |id: &String| standard(id).or_else(|| kind.as_ref()?.field(id).cloned());
    let fields: Vec<Field> = asks.iter().filter_map(of).filter(|field| field.sort != FieldType::Photos).collect();
    let one = |field: Field| match field.sort {
        FieldType::Checklist => view! { <div class="wide"><Checklist field /></div> }.into_any(),
        _ => view! { <OfTicket field /> }.into_any(),
    };
    view! {
        <section class="asks" hidden=fields.is_empty() aria-label=GuideTexts::t().fill_in>
            <div class="form">{fields.clone().into_iter().map(one).collect_view()}</div>
        </section>
    }
    .into_any()
}

/// A field of the ticket: a choice is kept at once, a text when it is left; what is typed stays through a reload.
#[component]
fn OfTicket(field: Field) -> impl IntoView {
    let edit = Edit::of(field.id.clone());
    edit.begin();
    let nothing = Callback::new(|()| ());
    let at_once = matches!(
        field.sort,
        FieldType::Choice | FieldType::YesNo | FieldType::Agent | FieldType::Customer | FieldType::Date
    );
    let change = move |value: Value| {
        edit.change(value);
        if at_once {
            edit.save(nothing);
        }
    };
    let must = field.required;
    let wide = field.sort == FieldType::Long;
    view! {
        <div class="asked" class:wide=wide on:focusout=move |_| if !at_once { edit.save(nothing) }>
            <DeskField field value=edit.typed on_change=change live=true must />
        </div>
    }
    .into_any()
}

/// What a step asks for, of the ticket that is being taken.
#[component]
#[allow(clippy::needless_pass_by_value)] // A component owns what it is given.
pub fn AskDraft(asks: Vec<String>) -> impl IntoView {
    let app = App::get();
    let t = GuideTexts::t();
    let kept: Option<Form> = app.desk().draft(PLACE).and_then(|text| serde_json::from_str(&text).ok());
    let form = RwSignal::new(kept.unwrap_or_default());
    let change = move |change: &dyn Fn(&mut Form)| {
        form.update(|form| change(form));
        let text = form.with_untracked(|form| {
            if form.is_empty() { String::new() } else { serde_json::to_string(form).unwrap_or_default() }
        });
        app.keep_draft(PLACE, &text);
    };
    let kind = app.desk().kind(&form.with_untracked(|form| form.kind.clone()));
    let of = |id: &String| kind.as_ref().and_then(|kind| kind.field(id).cloned());
    let plain = |id: &&String| matches!(id.as_str(), SUBJECT | CUSTOMER);
    let fields: Vec<Field> = asks.iter().filter(|id| !plain(id)).filter_map(of).collect();
    let (asks_customer, asks_subject) = (asks.iter().any(|id| id == CUSTOMER), asks.iter().any(|id| id == SUBJECT));
    let later = asks.iter().filter(|id| !plain(id) && fields.iter().all(|field| field.id != **id)).count();
    let find = Signal::derive(move || form.with(|form| form.find.clone()));
    let text = Signal::derive(move || form.with(|form| form.text.clone()));
    let one = move |field: Field| {
        let id = StoredValue::new(field.id.clone());
        let value = Signal::derive(move || id.with_value(|id| form.with(|form| form.value(id))));
        let must = field.required;
        let wide = field.sort == FieldType::Long;
        let keep = move |value: Value| {
            let id = id.get_value();
            change(&|form| drop(form.values.insert(id.clone(), value.clone())));
        };
        view! { <div class="asked" class:wide=wide><DeskField field value on_change=keep live=true must /></div> }
    };
    view! {
        <section class="asks" hidden=asks.is_empty() aria-label=t.fill_in>
            <div class="form">
                {asks_customer.then(|| view! {
                    <label class="field">
                        <span class="label">{Common::t().customer}</span>
                        <TextInput value=find on_input=move |typed: String| change(&|form| form.find.clone_from(&typed))
                            hint=CustomerTexts::t().find />
                    </label>
                })}
                {asks_subject.then(|| view! {
                    <label class="field wide">
                        <span class="label">{CaptureTexts::t().text}</span>
                        <crate::ui::components::TextArea value=text low=true
                            on_input=move |typed: String| change(&|form| form.text.clone_from(&typed)) />
                    </label>
                })}
                {fields.into_iter().map(one).collect_view()}
            </div>
            {(later > 0).then(|| view! { <p class="small faint">{fill(t.later, &[&later])}</p> })}
        </section>
    }
    .into_any()
}
