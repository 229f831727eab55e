//! The forms of a ticket: what is typed is kept, `Escape` closes, `Ctrl+Enter` saves.

use leptos::context::Provider;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::ui::app::App;
use crate::ui::components::{Button, Heading, Look, about_id, focus_wrong};
use crate::ui::keyboard::{FormKey, form_key, new_layer};
use crate::ui::texts::errors::Errors;
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::texts::{Common, fill};
use crate::ui::typed::Typed;

/// What a form must not be without: what is missing is marked at its place once the form was tried.
#[derive(Clone, Copy)]
pub struct Musts {
    tried: RwSignal<bool>,
    each: StoredValue<Vec<Signal<bool>>>,
}

impl Musts {
    /// Takes note of a control of the form around that `lacks` something, as long as the control is there; whether it is
    /// to be marked.
    pub fn note(lacks: Signal<bool>) -> Signal<bool> {
        let Some(musts) = use_context::<Self>() else { return Signal::stored(false) };
        musts.each.update_value(|each| each.push(lacks));
        Signal::derive(move || musts.tried.get() && lacks.get())
    }

    /// The same of what is typed under a name.
    pub fn typed(typed: Typed, name: String) -> Signal<bool> {
        Self::note(Signal::derive(move || typed.lacks(&name)))
    }

    /// Whether something is missing. What is no longer on the form is not.
    fn are_missing(self) -> bool {
        self.each.with_value(|each| each.iter().any(|lacks| lacks.try_get_untracked() == Some(true)))
    }
}

/// A form whose first control has the focus. What `Typed::take` knows is kept in `typed`.
#[component]
pub fn Form(
    /// `ask` or `inline`.
    class: &'static str,
    /// What is typed into it.
    #[prop(optional, into)]
    typed: Option<Typed>,
    /// Read out.
    #[prop(optional, into)]
    label: String,
    /// Saves it.
    #[prop(into)]
    on_save: Callback<()>,
    /// Closes it without saving.
    #[prop(into)]
    on_close: Callback<()>,
    /// Its controls.
    children: Children,
) -> impl IntoView {
    let form = NodeRef::<html::Form>::new();
    form.on_load(|form| {
        let first = form.query_selector("input:not([type=hidden]), textarea, select, button[role=radio]");
        if let Ok(Some(first)) = first {
            // A focus that fails changes nothing.
            let _ = first.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    });
    let musts = Musts { tried: RwSignal::new(false), each: StoredValue::new(Vec::new()) };
    let save = move || {
        if musts.are_missing() {
            musts.tried.set(true);
            focus_wrong(move || form.try_get_untracked().flatten().map(Into::into));
        } else {
            on_save.run(());
        }
    };
    view! {
        <form class=class node_ref=form aria-label=label
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
            on:input=move |event| if let Some(typed) = typed { typed.take(&event) }
            on:change=move |event| if let Some(typed) = typed { typed.take(&event) }
            on:keydown=move |event| match form_key(&event) {
                Some(FormKey::Save) => save(),
                Some(FormKey::Close) => on_close.run(()),
                None => {}
            }>
            <Provider value=musts>{children()}</Provider>
        </form>
    }
    .into_any()
}

/// Gives a signal the value that closes what it holds open. It may be run when the page has been left.
pub fn closing<T: Copy + Send + Sync + 'static>(open: RwSignal<T>, closed: T) -> Callback<()> {
    Callback::new(move |()| {
        let _ = open.try_set(closed);
    })
}

/// A form under the moves: a title, what it asks, confirm and cancel.
#[component]
pub fn Ask(
    /// What is being done.
    #[prop(into)]
    title: String,
    /// What is typed into it.
    typed: Typed,
    /// Confirms.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// Closes without doing it.
    close: Callback<()>,
    /// What is asked.
    children: Children,
) -> impl IntoView {
    view! {
        <Form class="ask" typed label=title.clone() on_save=on_confirm on_close=close>
            <h2>{title}</h2>
            <div class="fields">{children()}</div>
            <div class="actions">
                <Button label=TicketTexts::t().confirm look=Look::Main submit=true hint="Ctrl ↵" on_press=move |()| {} />
                <Button label=Common::t().cancel hint="Esc" on_press=move |()| close.run(()) />
            </div>
        </Form>
    }
    .into_any()
}

/// A control under its name, with what is missing below it.
#[component]
pub fn Control(
    /// The control's id.
    id: String,
    /// What it is called.
    #[prop(into)]
    label: String,
    /// It must be filled.
    #[prop(optional)]
    must: bool,
    /// As wide as the form.
    #[prop(optional)]
    wide: bool,
    /// Whether it is to be marked as missing.
    wrong: Signal<bool>,
    /// What is said then; without it that it is to be filled in.
    #[prop(optional, into)]
    said: Option<String>,
    /// The control.
    children: Children,
) -> impl IntoView {
    let about = about_id(&id);
    let said = said.unwrap_or_else(|| fill(Errors::t().missing, &[&label]));
    view! {
        <div class="field" class:wide=wide>
            <label class="label" for=id><Heading text=label must /></label>
            {children()}
            {move || wrong.get().then(|| view! { <p class="wrong" role="alert" id=about.clone()>{said.clone()}</p> })}
        </div>
    }
    .into_any()
}

/// An id for a control.
#[must_use]
pub fn control_id() -> String {
    ["control-", &new_layer().0.to_string()].concat()
}

/// What a control says of itself to who does not see it: whether it is to be marked, and the id of what says why.
#[must_use]
pub fn marks(id: &str, wrong: Signal<bool>) -> (Signal<Option<&'static str>>, Signal<Option<String>>) {
    let about = about_id(id);
    let invalid = Signal::derive(move || wrong.get().then_some("true"));
    (invalid, Signal::derive(move || wrong.get().then(|| about.clone())))
}

/// A labelled line of text in a form.
#[component]
pub fn Line(
    /// What is typed into the form.
    typed: Typed,
    /// The control's name.
    name: &'static str,
    /// What it is called.
    #[prop(into)]
    label: String,
    /// An example, while it is empty.
    #[prop(optional, into)]
    hint: String,
    /// It must be filled.
    #[prop(optional)]
    must: bool,
    /// As wide as the form.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let id = control_id();
    let wrong = if must { Musts::typed(typed, name.to_owned()) } else { Signal::stored(false) };
    let (invalid, about) = marks(&id, wrong);
    view! {
        <Control id=id.clone() label must wide wrong>
            <input class="input" id=id data-keep=name value=typed.text(name) aria-required=must.then_some("true") placeholder=hint
                autocomplete="off" aria-invalid=invalid aria-describedby=about />
        </Control>
    }
    .into_any()
}

/// The name under which `OwnerChoice` keeps the agent's id; `-` for the pool.
pub const TO: &str = "@owner";

/// Who gets it: one of the team, or the pool.
#[component]
pub fn OwnerChoice(
    /// What is typed into the form.
    typed: Typed,
    /// The pool is offered too.
    #[prop(optional)]
    pool: bool,
) -> impl IntoView {
    let app = App::get();
    let chosen = typed.text(TO);
    let option = move |id: &str, name: String| {
        let selected = id == chosen;
        view! { <option value=id.to_owned() selected=selected>{name}</option> }
    };
    let mut options = vec![option("", Common::t().choose.to_owned())];
    for agent in app.desk().agents() {
        let name = [&agent.name, " ", &agent.number, " · ", Errors::t().role(agent.role)].concat();
        options.push(option(&agent.id, name));
    }
    if pool {
        options.push(option("-", TicketTexts::t().pool.to_owned()));
    }
    let id = control_id();
    let wrong = Musts::typed(typed, TO.to_owned());
    let (invalid, about) = marks(&id, wrong);
    view! {
        <Control id=id.clone() label=TicketTexts::t().to_whom must=true wrong said=Errors::t().no_owner>
            <select class="input" id=id aria-required="true" aria-invalid=invalid aria-describedby=about data-keep=TO>{options}</select>
        </Control>
    }
    .into_any()
}
