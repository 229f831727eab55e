//! What is known of a customer, changed in place. What somebody else has set meanwhile is not overwritten but stands
//! beside it as a conflict.

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::one::register_name;
use crate::desk::Doc;
use crate::model::change::Seen;
use crate::model::customer::{GRADES, register};
use crate::model::document::DocId;
use crate::model::stamp::Stamp;
use crate::model::value::Value;
use crate::ui::app::App;
use crate::ui::components::{Button, Chips, Choice, Icon, IconButton, Look, TextArea, TextInput};
use crate::ui::keyboard::{FormKey, form_key};
use crate::ui::parts::Phone;
use crate::ui::texts::customers::CustomerTexts;
use crate::ui::texts::{Common, fill};

/// An edit under way, as its draft keeps it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Edit {
    /// The text.
    text: String,
    /// Which of several; the count of them for a new one.
    at: usize,
    /// What stood there when it began.
    seen: Vec<Stamp>,
}

/// A register under edit: its draft, kept with each letter.
#[derive(Clone, Copy)]
struct Editing {
    app: App,
    id: StoredValue<DocId>,
    register: &'static str,
    edit: RwSignal<Option<Edit>>,
}

impl Editing {
    fn new(app: App, id: DocId, register: &'static str) -> Self {
        let id = StoredValue::new(id);
        let edit = RwSignal::new(None);
        let editing = Self { app, id, register, edit };
        // Each person's own draft; what was typed before a reload is open again.
        Effect::new(move |_| {
            app.person.track();
            let draft = app.desk().draft(&editing.place());
            edit.set(draft.and_then(|text| serde_json::from_str(&text).ok()));
        });
        editing
    }

    fn place(self) -> String {
        format!("field/{}/{}", self.id.get_value(), self.register)
    }

    fn begin(self, doc: Memo<Arc<Doc>>, text: String, at: usize) {
        // The page may have been left while a look was recorded.
        if let Some(seen) = doc.try_with_untracked(|doc| doc.fold.register(self.register).stamps()) {
            self.edit.set(Some(Edit { text, at, seen }));
        }
    }

    fn type_on(self, text: String) {
        self.edit.update(|edit| {
            if let Some(edit) = edit {
                edit.text = text;
                self.app.keep_draft(&self.place(), &serde_json::to_string(edit).unwrap_or_default());
            }
        });
    }

    fn close(self) {
        self.app.keep_draft(&self.place(), "");
        self.edit.set(None);
    }

    fn save(self, before: &Value, value: Value) {
        let Some(edit) = self.edit.get_untracked() else { return };
        if value == *before {
            self.close();
            return;
        }
        let (desk, id, register) = (self.app.desk(), self.id.get_value(), self.register);
        let seen = Some(edit.seen);
        self.app.act_then(async move { desk.set(&id, register, value, seen).await }, move |_| self.edit.set(None));
    }

    fn keyed(self, event: &KeyboardEvent, save: impl Fn()) {
        match form_key(event) {
            Some(FormKey::Save) => save(),
            Some(FormKey::Close) => self.close(),
            None => {}
        }
    }
}

/// A register that holds a text.
#[component]
pub fn TextFact(id: DocId, doc: Memo<Arc<Doc>>, register: &'static str, may: Memo<bool>) -> impl IntoView {
    let app = App::get();
    let editing = Editing::new(app, id, register);
    let value = Memo::new(move |_| doc.with(|doc| doc.fold.value(register).clone()));
    let open = Memo::new(move |_| editing.edit.with(Option::is_some));
    let text = Signal::derive(move || {
        editing.edit.with(|edit| edit.as_ref().map(|edit| edit.text.clone()).unwrap_or_default())
    });
    let save = move || editing.save(&value.get_untracked(), Value::text(&text.get_untracked()));
    let label = move || register_name(register);
    let type_on = move |text: String| editing.type_on(text);
    let input = move || match register {
        register::TITLE => {
            let t = CustomerTexts::t();
            let options = vec![Choice::new("先生", t.mr), Choice::new("女士", t.ms)];
            view! { <Chips options value=text on_choose=type_on label /> }.into_any()
        }
        register::GRADE => {
            let options = GRADES.map(|grade| Choice::new(grade, CustomerTexts::t().grade_name(grade))).to_vec();
            view! { <Chips options value=text on_choose=type_on label /> }.into_any()
        }
        register::NOTE => view! {
            <TextArea value=text on_input=type_on label hint=CustomerTexts::t().note_hint low=true autofocus=true />
        }
        .into_any(),
        _ => view! { <TextInput value=text on_input=type_on label autofocus=true /> }.into_any(),
    };
    let wide = matches!(register, register::ADDRESS | register::NOTE);
    view! {
        <div class="fact" class:wide=wide>
            <dt>{label}</dt>
            <dd class:pre=wide>
                {move || if open.get() {
                    view! {
                        <form class="line" on:keydown=move |event| editing.keyed(&event, save)
                            on:submit=move |event: SubmitEvent| { event.prevent_default(); save(); }>
                            {untrack(input)}
                            <Button label=Common::t().save small=true submit=true look=Look::Main on_press=|()| () />
                            <Button label=Common::t().cancel small=true look=Look::Quiet on_press=move |()| editing.close() />
                        </form>
                    }.into_any()
                } else {
                    let shown = value.get().as_str().to_owned();
                    let empty = shown.is_empty();
                    let words = if register == register::GRADE { CustomerTexts::t().grade_name(&shown).to_owned() } else { shown.clone() };
                    view! {
                        <span class:faint=empty>{if empty { CustomerTexts::t().empty.to_owned() } else { words }}</span>
                        {move || {
                            let begin = shown.clone();
                            may.get().then(|| view! {
                                <IconButton icon=Icon::Note label=move || fill(CustomerTexts::t().edit_what, &[&label()])
                                    on_press=move |()| editing.begin(doc, begin.clone(), 0) />
                            })
                        }}
                    }.into_any()
                }}
            </dd>
        </div>
    }
    .into_any()
}

/// The telephone numbers: each masked, changed or taken off; new ones added.
#[component]
pub fn Phones(id: DocId, doc: Memo<Arc<Doc>>, may: Memo<bool>) -> impl IntoView {
    let app = App::get();
    let editing = Editing::new(app, id, register::PHONES);
    let value = Memo::new(move |_| doc.with(|doc| doc.fold.value(register::PHONES).clone()));
    let numbers = Memo::new(move |_| value.get().as_list().to_vec());
    let place = Memo::new(move |_| editing.edit.with(|edit| edit.as_ref().map(|edit| edit.at)));
    let text = Signal::derive(move || {
        editing.edit.with(|edit| edit.as_ref().map(|edit| edit.text.clone()).unwrap_or_default())
    });
    let with = move |at: usize, text: &str| {
        let mut all = numbers.get_untracked();
        let text = text.trim();
        match all.get_mut(at) {
            Some(_) if text.is_empty() => drop(all.remove(at)),
            Some(number) => text.clone_into(number),
            None if text.is_empty() => {}
            None => all.push(text.to_owned()),
        }
        if all.is_empty() { Value::Empty } else { Value::List(all) }
    };
    let save = move || {
        if let Some(at) = place.get_untracked() {
            editing.save(&value.get_untracked(), with(at, &text.get_untracked()));
        }
    };
    let form = move || {
        view! {
            <form class="line" on:keydown=move |event| editing.keyed(&event, save)
                on:submit=move |event: SubmitEvent| { event.prevent_default(); save(); }>
                <TextInput value=text on_input=move |text| editing.type_on(text) sort="tel" mode="tel" autofocus=true
                    label=CustomerTexts::t().phone />
                <Button label=Common::t().save small=true submit=true look=Look::Main on_press=|()| () />
                <Button label=Common::t().cancel small=true look=Look::Quiet on_press=move |()| editing.close() />
            </form>
        }
        .into_any()
    };
    let number = move |at: usize, number: String| {
        let begin = number.clone();
        let edit = move |()| {
            // The input shows the whole number.
            let (desk, id, begin) = (app.desk(), editing.id.get_value(), begin.clone());
            app.attempt(async move { desk.look(&[id], Seen::Screen).await }, move |()| {
                editing.begin(doc, begin, at);
            });
        };
        let take_off = move |()| {
            editing.begin(doc, String::new(), at);
            editing.save(&value.get_untracked(), with(at, ""));
        };
        let t = CustomerTexts::t;
        view! {
            <li class="line">
                <Phone number of=editing.id.get_value() />
                {may.get().then(|| view! {
                    <IconButton icon=Icon::Note label=move || fill(t().edit_what, &[&t().phone]) on_press=edit />
                    <IconButton icon=Icon::Close label=move || t().remove_number on_press=take_off />
                })}
            </li>
        }
    };
    view! {
        <div class="fact">
            <dt>{CustomerTexts::t().phones}</dt>
            <dd>
                <ul class="phones">
                    {move || {
                        let (all, open) = (numbers.get(), place.get());
                        all.into_iter().enumerate().map(|(at, phone)| {
                            if open == Some(at) { view! { <li>{untrack(form)}</li> }.into_any() } else { number(at, phone).into_any() }
                        }).collect_view()
                    }}
                </ul>
                {move || {
                    let (count, open) = (numbers.with(Vec::len), place.get());
                    match open {
                        Some(at) if at >= count => untrack(form),
                        _ => may.get().then(|| view! {
                            <Button label=CustomerTexts::t().add_phone small=true look=Look::Quiet icon=Icon::Plus
                                on_press=move |()| editing.begin(doc, String::new(), count) />
                        }).into_any(),
                    }
                }}
            </dd>
        </div>
    }
    .into_any()
}
