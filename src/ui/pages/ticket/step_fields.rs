//! What a step asks for: of one ticket, or once for many.

use std::sync::Arc;

use leptos::prelude::*;

use super::ask::{Control, Musts, OwnerChoice, TO, control_id, marks};
use super::promises::{Ended, endings};
use crate::model::flow::Answers;
use crate::model::kind::{AssignTo, Effect, FieldType, Move, TicketKind};
use crate::model::stamp::Stamp;
use crate::model::value::Value;
use crate::ui::app::App;
use crate::ui::parts::DeskField;
use crate::ui::show::field_text;
use crate::ui::texts::errors::Errors;
use crate::ui::texts::fill;
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::typed::Typed;

/// The name under which a step's note is kept, beside the fields.
const NOTE: &str = "@note";

/// What was answered to a field before, by its id: it is offered, never taken for an answer.
#[derive(Clone)]
pub struct Held(pub Arc<dyn Fn(&str) -> Value + Send + Sync>);

/// A promise that a step would leave open: its stamp, what was promised and by when.
pub type Left = (Stamp, String, u64);

/// What is typed, as answers to a step that asks about these promises.
#[must_use]
pub fn answers(typed: Typed, promises: &[Stamp]) -> Answers {
    let values = typed.all().into_iter().filter(|(name, _)| !name.starts_with('@')).collect();
    let owner = Some(typed.text(TO)).filter(|owner| !owner.is_empty());
    Answers { values, note: typed.text(NOTE), owner, promises: endings(typed, promises) }
}

/// Whether a step asks to whom the ticket goes.
#[must_use]
pub fn asks_owner(step: &Move) -> bool {
    step.effects.contains(&Effect::Assign(AssignTo::Ask))
}

/// The options of a field that decide for a step or one of its name; none when the field decides nothing.
fn cases<'a>(kind: &'a TicketKind, step: &Move, field: &str) -> Vec<&'a str> {
    if step.when.as_ref().is_none_or(|when| when.field != field) {
        return Vec::new();
    }
    let same = kind.moves.iter().filter(|other| other.label == step.label);
    let of = same.filter_map(|other| other.when.as_ref()).filter(|when| when.field == field);
    of.flat_map(|when| &when.is).map(String::as_str).collect()
}

/// The fields that are shown, the note and the owner that a step asks for.
#[component]
pub fn StepFields(
    /// The kind.
    kind: Arc<TicketKind>,
    /// The step.
    step: Move,
    /// What is typed.
    typed: Typed,
    /// The ids of the fields shown.
    shown: Memo<Vec<String>>,
    /// What was answered to them before.
    held: Held,
    /// The promises of which it must be said what became of them.
    #[prop(optional)]
    promises: Vec<Left>,
    /// What is missing may stay so: it is asked of some of many tickets.
    #[prop(optional)]
    loose: bool,
) -> impl IntoView {
    let app = App::get();
    let asks_owner = asks_owner(&step);
    let step_shape = step.clone();
    let field = move |id: String| {
        let Some(mut field) = kind.field(&id).cloned() else { return ().into_any() };
        // Of the choice that decides between steps of one name, what leads to none of them is not offered.
        let cases: Vec<&str> = cases(&kind, &step_shape, &id);
        field.options.retain(|option| cases.is_empty() || cases.contains(&option.id.as_str()));
        let name = StoredValue::new(id);
        let (label, before) = match field.most.as_ref().and_then(|id| kind.field(id)) {
            Some(bound) => (fill(TicketTexts::t().same_as, &[&bound.name]), (held.0)(&bound.id)),
            None => (TicketTexts::t().as_before.to_owned(), (held.0)(&field.id)),
        };
        let offer = (!before.is_empty()).then(|| {
            let text = [&label, "：", &field_text(&app.desk(), &field, &before)].concat();
            let use_it = move |_| name.with_value(|name| typed.put(name, before.clone()));
            view! { <button type="button" class="btn" data-look="link" on:click=use_it>{text}</button> }
        });
        let value = Signal::derive(move || name.with_value(|name| typed.value(name)).unwrap_or_default());
        let on_change = move |value: Value| name.with_value(|name| typed.put(name, value));
        let wide = field.sort == FieldType::Long;
        let lacks = Signal::derive(move || !loose && name.with_value(|name| typed.lacks(name)));
        let marked = Musts::note(lacks);
        let missing = fill(Errors::t().missing, &[&field.name]);
        let wrong = Signal::derive(move || marked.get().then(|| missing.clone()));
        view! {
            <div class="asked" class:wide=wide><DeskField field value on_change must=true live=true wrong />{offer}</div>
        }
        .into_any()
    };
    view! {
        <For each=move || shown.get() key=Clone::clone children=field />
        {step.note.map(|prompt| {
            let id = control_id();
            let wrong = Musts::typed(typed, NOTE.to_owned());
            let (invalid, about) = marks(&id, wrong);
            view! {
                <Control id=id.clone() label=prompt must=true wide=true wrong>
                    <textarea class="input" id=id rows="2" aria-required="true" aria-invalid=invalid aria-describedby=about
                        data-keep=NOTE>{typed.text(NOTE)}</textarea>
                </Control>
            }
        })}
        {asks_owner.then(|| view! { <OwnerChoice typed /> })}
        {promises.into_iter().map(|(stamp, text, due)| view! { <Ended typed stamp promise=(text, due) /> }).collect_view()}
    }
    .into_any()
}
