//! The parts of the form below who and what about: what was said, the kind's fields, channel and priority.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::form::Capture;
use super::who::priority_choices;
use crate::model::kind::{Field, FieldType, TicketKind};
use crate::model::ticket::Priority;
use crate::model::value::Value;
use crate::ui::components::{Chips, Choice, TextArea};
use crate::ui::parts::DeskField;
use crate::ui::texts::capture::CaptureTexts;
use crate::ui::texts::fill;

/// The kind that was chosen.
type Kind = Memo<Option<Arc<TicketKind>>>;

/// What was said; a remark on a register's entry.
#[component]
pub fn Said(
    node: NodeRef<html::Textarea>,
    kind: Kind,
    /// A register's entry is being made.
    register: Memo<bool>,
) -> impl IntoView {
    let capture = Capture::get();
    let t = CaptureTexts::t;
    let text = Signal::derive(move || capture.read(|form| form.text.clone()));
    let must = Memo::new(move |_| kind.with(Option::is_some) && !register.get());
    let wrong = Signal::derive(move || capture.tried.get() && must.get() && text.with(|text| text.trim().is_empty()));
    let name = move || if register.get() { t().remark } else { t().text };
    let hint = move || if register.get() { t().remark_hint } else { t().text_hint };
    // The kind's own name for it.
    let told = Memo::new(move |_| {
        let field = kind.with(|kind| kind.as_ref().and_then(|kind| capture.read(|form| form.told(kind))));
        field.map(|field| field.name)
    });
    view! {
        <section class="part" aria-label=name>
            <h2>{name}{move || told.get().map(|told| view! { <span class="small faint">{fill(t().told, &[&told])}</span> })}</h2>
            <div class="capture-text" data-low=move || register.get().then_some("")>
                <TextArea value=text on_input=move |text: String| capture.change(|form| form.text = text) node wrong
                    hint label=name />
            </div>
            {move || wrong.get().then(|| view! { <p class="wrong" role="alert">{t().need_text}</p> })}
        </section>
    }
    .into_any()
}

/// The kind's fields, the channel and the priority.
#[component]
pub fn More(
    kind: Kind,
    /// A register's entry is being made.
    register: Memo<bool>,
    /// The channel when none was chosen.
    usual: Memo<String>,
) -> impl IntoView {
    let capture = Capture::get();
    let t = CaptureTexts::t;
    let fields = Memo::new(move |_| {
        kind.with(|kind| {
            let Some(kind) = kind else { return Vec::new() };
            // What was said is not asked twice.
            let (asked, told) = capture.read(|form| (form.asked(kind), form.told(kind)));
            let asked = asked.into_iter().filter(|field| told.as_ref() != Some(field));
            asked.map(|field| (kind.id.clone(), field)).collect()
        })
    });
    let channels = Signal::derive(move || {
        let list = capture.app.live().list("channels");
        list.items.iter().map(|item| Choice::new(item.id.clone(), item.name.clone())).collect::<Vec<_>>()
    });
    let channel = Signal::derive(move || capture.read(|form| form.channel.clone()).unwrap_or_else(|| usual.get()));
    let priorities = Signal::derive(priority_choices);
    let priority = Signal::derive(move || capture.read(|form| Priority::of(&form.priority)).id().to_owned());
    let one = move |(_, field): (String, Field)| {
        let id = StoredValue::new(field.id.clone());
        let value = Signal::derive(move || id.with_value(|id| capture.read(|form| form.value(id))));
        let required = field.required;
        let wrong = Signal::derive(move || {
            let lacks = required && capture.tried.get() && value.with(Value::is_empty);
            lacks.then(|| t().need_field.to_owned())
        });
        let change = move |new: Value| {
            capture.change(|form| {
                id.with_value(|id| drop(form.values.insert(id.clone(), new)));
            });
        };
        view! { <DeskField field value on_change=change live=true must=required wrong /> }
    };
    view! {
        <section class="part" aria-label=move || t().more>
            {move || (register.get() && kind.with(Option::is_some)).then(|| view! { <h2>{t().entry}</h2> })}
            <div class="form">
                <For each=move || fields.get() key=|(kind, field)| (kind.clone(), field.id.clone()) children=one />
                {move || (!register.get() && channels.with(|all| !all.is_empty())).then(|| view! {
                    <div class="field wide">
                        <span class="label">{t().channel}</span>
                        <Chips options=channels value=channel label=move || t().channel
                            on_choose=move |id: String| capture.change(|form| form.channel = Some(id)) />
                    </div>
                })}
                {move || (!register.get()).then(|| view! {
                    <div class="field wide">
                        <span class="label">{t().priority}</span>
                        <Chips options=priorities value=priority required=true label=move || t().priority
                            on_choose=move |id: String| capture.change(|form| form.priority = id) />
                    </div>
                })}
            </div>
        </section>
    }
    .into_any()
}

/// Fills the kind's room from the caller's, until somebody writes another one there: nobody is asked for a room twice.
pub fn follow_rooms(capture: Capture, kind: Kind) {
    let known = capture.app.customer(capture.memo(|form| form.customer.clone()));
    let room = Memo::new(move |_| {
        let typed = capture.read(|form| form.new_caller().map(|caller| caller.room.trim().to_owned()));
        typed.or_else(|| known.with(|known| known.as_ref().map(|known| known.room.clone()))).unwrap_or_default()
    });
    let field = Memo::new(move |_| {
        kind.with(|kind| {
            let asked = kind.as_ref().map(|kind| capture.read(|form| form.asked(kind))).unwrap_or_default();
            asked.into_iter().find(|field| field.sort == FieldType::Room).map(|field| field.id)
        })
    });
    Effect::new(move |before: Option<String>| {
        let before = before.unwrap_or_default();
        let (room, Some(field)) = (room.get(), field.get()) else { return before };
        let held = capture.now(|form| form.value(&field));
        if held.as_str() == before && held.as_str() != room {
            capture.change(|form| drop(form.values.insert(field, Value::text(&room))));
        }
        room
    });
}
