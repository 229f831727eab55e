//! The input that fits a field of a kind: label, input by type, unit, note and what is wrong.

use leptos::prelude::*;

use super::combobox::{Choice, Combobox};
use super::input::about_id;
use super::{Chips, Heading, TextArea, TextInput};
use crate::model::kind::{Field, FieldType};
use crate::model::value::Value;
use crate::ui::dates;
use crate::ui::format;
use crate::ui::keyboard::new_layer;
use crate::ui::texts::Common;

/// So many options are shown as chips; more get a list that narrows while one types.
const CHIPS: usize = 6;

/// A labelled input for a field. Checklists and photos have their own components.
#[component]
pub fn FieldInput(
    /// The field.
    field: Field,
    /// What it holds.
    #[prop(into)]
    value: Signal<Value>,
    /// It was changed: at once for choices, for texts when the field is left, or with each letter if `live`.
    #[prop(into)]
    on_change: Callback<Value>,
    /// The options of a choice, an agent or a customer.
    #[prop(optional, into)]
    options: Signal<Vec<Choice>>,
    /// Finds options while one types, for customers.
    #[prop(optional, into)]
    search: Option<Callback<String, Vec<Choice>>>,
    /// The name of the chosen one, when it is not among `options`.
    #[prop(optional, into)]
    shown: Signal<String>,
    /// What is wrong with it, from outside.
    #[prop(optional, into)]
    wrong: Signal<Option<String>>,
    /// Hands on each letter, for forms that are kept as drafts.
    #[prop(optional)]
    live: bool,
    /// Marked as one that must be filled.
    #[prop(optional, into)]
    must: Signal<bool>,
    /// Gets the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
    /// Whether it can be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let id = format!("field-{}", new_layer().0);
    let refused = RwSignal::new(None::<&'static str>);
    let problem = move || refused.get().map(ToOwned::to_owned).or_else(|| wrong.get());
    let is_wrong = Signal::derive(move || problem().is_some());
    let Field { name, hint, unit, sort, .. } = field;
    let heading = name.clone();
    let take = move |text: String| match read(sort, &text) {
        Ok(value) => {
            refused.set(None);
            on_change.run(value);
        }
        Err(why) => refused.set(Some(why)),
    };
    let text = Signal::derive(move || value.with(|value| written(sort, value)));
    let chosen = Signal::derive(move || value.with(|value| value.as_str().to_owned()));
    let choose = move |id: String| on_change.run(Value::text(&id));
    let (on_input, on_commit) = (
        move |text| {
            if live {
                take(text);
            }
        },
        move |text| {
            if !live {
                take(text);
            }
        },
    );
    let wide = matches!(sort, FieldType::Long | FieldType::Photos | FieldType::Checklist);
    let (for_id, about) = (id.clone(), about_id(&id));
    let input = {
        let about = about.clone();
        move || {
            match sort {
        FieldType::Long => {
            view! { <TextArea value=text on_input on_commit hint id wrong=is_wrong disabled autofocus low=true /> }.into_any()
        }
        FieldType::YesNo => {
            let chosen = Signal::derive(move || match value.get() {
                Value::Bool(true) => "yes".to_owned(),
                Value::Bool(false) => "no".to_owned(),
                _ => String::new(),
            });
            let choose = move |id: String| on_change.run(match id.as_str() {
                "yes" => Value::Bool(true),
                "no" => Value::Bool(false),
                _ => Value::Empty,
            });
            let options = vec![Choice::new("yes", Common::t().yes), Choice::new("no", Common::t().no)];
            view! { <Chips options=Signal::stored(options) value=chosen on_choose=choose label=name wrong=is_wrong about disabled /> }.into_any()
        }
        FieldType::Choice if options.with_untracked(Vec::len) <= CHIPS => {
            view! { <Chips options value=chosen on_choose=choose label=name wrong=is_wrong about disabled /> }.into_any()
        }
        FieldType::Choice | FieldType::Agent | FieldType::Customer => match search {
            Some(search) => view! {
                <Combobox options search shown value=chosen on_choose=choose hint id wrong=is_wrong disabled autofocus />
            }
            .into_any(),
            None => view! { <Combobox options value=chosen on_choose=choose hint id wrong=is_wrong disabled autofocus /> }
                .into_any(),
        },
        _ => {
            let (sort, mode) = html_type(sort);
            view! { <TextInput value=text on_input on_commit sort mode hint id unit wrong=is_wrong disabled autofocus /> }
                .into_any()
        }
    }
        }
    };
    view! {
        <div class="field" class:wide=wide>
            <label class="label" for=for_id><Heading text=heading must /></label>
            {untrack(input)}
            {move || problem().map(|problem| view! { <p class="wrong" role="alert" id=about.clone()>{problem}</p> })}
        </div>
    }
    .into_any()
}

const fn html_type(sort: FieldType) -> (&'static str, &'static str) {
    match sort {
        FieldType::Number | FieldType::Money => ("text", "decimal"),
        FieldType::Date => ("date", "text"),
        FieldType::Time => ("time", "text"),
        FieldType::Moment => ("datetime-local", "text"),
        FieldType::Phone => ("tel", "tel"),
        _ => ("text", "text"),
    }
}

/// A value as it stands in an input.
fn written(sort: FieldType, value: &Value) -> String {
    match (sort, value) {
        (FieldType::Money, Value::Int(fen)) => format::money_input(*fen),
        (FieldType::Number, Value::Int(thousandths)) => format::number(*thousandths),
        (FieldType::Moment, Value::Int(at)) => dates::local_input(*at),
        (_, value) => value.as_str().to_owned(),
    }
}

/// What was typed, as a value; or why it is refused.
fn read(sort: FieldType, text: &str) -> Result<Value, &'static str> {
    let number = |read: Option<i64>, why| read.map(Value::Int).ok_or(why);
    match sort {
        _ if text.trim().is_empty() => Ok(Value::Empty),
        FieldType::Money => number(format::parse_money(text), Common::t().not_an_amount),
        FieldType::Number => number(format::parse_number(text), Common::t().not_a_number),
        FieldType::Moment => number(dates::read_local(text), Common::t().choose),
        _ => Ok(Value::text(text)),
    }
}
