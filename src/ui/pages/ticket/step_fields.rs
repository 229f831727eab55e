//! What a step asks for: of one ticket, or once for many.

use std::sync::Arc;

use leptos::prelude::*;

use super::ask::{OwnerChoice, TO};
use crate::model::flow::Answers;
use crate::model::kind::{AssignTo, Effect, Move, TicketKind};
use crate::model::value::Value;
use crate::ui::parts::DeskField;
use crate::ui::typed::Typed;

/// The name under which a step's note is kept, beside the fields.
const NOTE: &str = "@note";

/// What stands in a field before anything is typed, by its id; read reactively.
#[derive(Clone)]
pub struct Held(pub Arc<dyn Fn(&str) -> Value + Send + Sync>);

/// What is typed, as answers to a step.
#[must_use]
pub fn answers(typed: Typed) -> Answers {
    let values = typed.all().into_iter().filter(|(name, _)| !name.starts_with('@')).collect();
    let owner = Some(typed.text(TO)).filter(|owner| !owner.is_empty());
    Answers { values, note: typed.text(NOTE), owner }
}

/// Whether a step asks to whom the ticket goes.
#[must_use]
pub fn asks_owner(step: &Move) -> bool {
    step.effects.contains(&Effect::Assign(AssignTo::Ask))
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
    /// What stands in them.
    held: Held,
) -> impl IntoView {
    let asks_owner = asks_owner(&step);
    let field = move |id: String| {
        let Some(field) = kind.field(&id).cloned() else { return ().into_any() };
        let (name, held) = (StoredValue::new(id), held.clone());
        let value = Signal::derive(move || name.with_value(|name| typed.value(name).unwrap_or_else(|| (held.0)(name))));
        let on_change = move |value: Value| name.with_value(|name| typed.put(name, value));
        view! { <DeskField field value on_change must=true live=true /> }.into_any()
    };
    view! {
        <For each=move || shown.get() key=Clone::clone children=field />
        {step.note.map(|prompt| {
            view! {
                <label class="field wide">
                    <span class="label">{prompt}</span>
                    <textarea class="input" rows="2" required data-keep=NOTE>{typed.text(NOTE)}</textarea>
                </label>
            }
        })}
        {asks_owner.then(|| view! { <OwnerChoice typed /> })}
    }
    .into_any()
}
