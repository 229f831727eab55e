//! The forms of a ticket: what is typed is kept, `Escape` closes, `Ctrl+Enter` saves.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::ui::app::App;
use crate::ui::components::{Button, Heading, Look};
use crate::ui::keyboard::{FormKey, form_key};
use crate::ui::texts::Common;
use crate::ui::texts::errors::Errors;
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::typed::Typed;

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
    view! {
        <form class=class node_ref=form aria-label=label
            on:submit=move |event| {
                event.prevent_default();
                on_save.run(());
            }
            on:input=move |event| if let Some(typed) = typed { typed.take(&event) }
            on:change=move |event| if let Some(typed) = typed { typed.take(&event) }
            on:keydown=move |event| match form_key(&event) {
                Some(FormKey::Save) => on_save.run(()),
                Some(FormKey::Close) => on_close.run(()),
                None => {}
            }>
            {children()}
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
    view! {
        <label class="field" class:wide=wide>
            <span class="label"><Heading text=label must /></span>
            <input class="input" data-keep=name value=typed.text(name) required=must placeholder=hint autocomplete="off" />
        </label>
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
    view! {
        <label class="field">
            <span class="label"><Heading text=TicketTexts::t().to_whom must=true /></span>
            <select class="input" required data-keep=TO>{options}</select>
        </label>
    }
    .into_any()
}
