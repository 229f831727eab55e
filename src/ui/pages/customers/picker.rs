//! Choosing the customer of a ticket, or adding one on the way.

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::html;
use leptos::prelude::*;

use super::finder::Finder;
use crate::model::document::DocId;
use crate::query::caller::Caller;
use crate::ui::app::App;
use crate::ui::components::{Button, Chips, Choice, Look, TextInput};
use crate::ui::keyboard::is_composing;
use crate::ui::texts::Common;
use crate::ui::texts::customers::CustomerTexts;

/// Name, form of address, number and room of somebody new.
#[component]
pub fn CallerForm(
    /// As it stands.
    #[prop(into)]
    value: Signal<Caller>,
    /// It was changed, with each letter.
    #[prop(into)]
    on_change: Callback<Caller>,
    /// Neither name nor number is given, and that matters now.
    #[prop(optional, into)]
    wrong: Signal<bool>,
    /// The field of the name.
    #[prop(optional)]
    first: NodeRef<html::Input>,
    /// The name gets the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let t = CustomerTexts::t;
    let part = move |read: fn(&Caller) -> &String| Signal::derive(move || value.with(|caller| read(caller).clone()));
    let set = move |write: fn(&mut Caller, String)| {
        move |text: String| {
            let mut caller = value.get_untracked();
            write(&mut caller, text);
            on_change.run(caller);
        }
    };
    let titles = Signal::derive(move || vec![Choice::new("先生", t().mr), Choice::new("女士", t().ms)]);
    view! {
        <div class="caller">
            <label class="field">
                <span class="label">{move || t().name}</span>
                <TextInput value=part(|caller| &caller.name) on_input=set(|caller, text| caller.name = text) node=first
                    wrong autofocus />
            </label>
            <div class="field">
                <span class="label">{move || t().address_as}</span>
                <Chips options=titles value=part(|caller| &caller.title) on_choose=set(|caller, text| caller.title = text)
                    label=move || t().address_as />
            </div>
            <label class="field">
                <span class="label">{move || t().phone}</span>
                <TextInput value=part(|caller| &caller.phone) on_input=set(|caller, text| caller.phone = text) sort="tel"
                    mode="tel" wrong />
            </label>
            <label class="field">
                <span class="label">{move || t().room}</span>
                <TextInput value=part(|caller| &caller.room) on_input=set(|caller, text| caller.room = text) />
            </label>
            <p class="wrong wide" role="alert" hidden=move || !wrong.get()>{move || t().need_one}</p>
        </div>
    }
    .into_any()
}

/// Keeps an Enter that only ends a composition from sending a form.
pub fn guard_enter(event: &KeyboardEvent) {
    if is_composing(event) && event.key() == "Enter" {
        event.prevent_default();
        event.stop_propagation();
    }
}

/// Adds a customer: the form with its buttons. What is typed is kept at `customer/new`.
#[component]
pub fn AddCustomer(
    /// What was typed before.
    start: Caller,
    /// It was added.
    #[prop(into)]
    on_added: Callback<DocId>,
    /// Not to be added after all.
    #[prop(into)]
    on_cancel: Callback<()>,
) -> impl IntoView {
    let app = App::get();
    let kept = app.desk().draft("customer/new").and_then(|text| serde_json::from_str(&text).ok());
    let caller = RwSignal::new(if start == Caller::default() { kept.unwrap_or_default() } else { start });
    let tried = RwSignal::new(false);
    let wrong = Signal::derive(move || tried.get() && caller.with(Caller::is_nobody));
    let change = move |new: Caller| {
        app.keep_draft("customer/new", &serde_json::to_string(&new).unwrap_or_default());
        caller.set(new);
    };
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        event.stop_propagation();
        tried.set(true);
        let Caller { name, title, phone, room } = caller.get_untracked();
        if caller.with_untracked(Caller::is_nobody) {
            return;
        }
        let desk = app.desk();
        app.attempt(async move { desk.add_customer(&name, &title, &phone, &room).await }, move |(id, done)| {
            app.keep_draft("customer/new", "");
            app.toasts.done(&done);
            // The page may have been left meanwhile.
            on_added.try_run(id);
        });
    };
    let keyed = move |event: KeyboardEvent| {
        guard_enter(&event);
        if !is_composing(&event) && event.key() == "Escape" {
            event.stop_propagation();
            event.prevent_default();
            on_cancel.run(());
        }
    };
    view! {
        <form on:submit=save on:keydown=keyed class="stack">
            <CallerForm value=caller on_change=change wrong autofocus=true />
            <div class="actions">
                <Button label=Common::t().save submit=true look=Look::Main hint="↵" on_press=|()| () />
                <Button label=Common::t().cancel hint="Esc" on_press=move |()| on_cancel.run(()) />
            </div>
        </form>
    }
    .into_any()
}

/// Finds a customer or adds one; answers with the document's id.
#[component]
pub fn CustomerPicker<F>(
    /// One was chosen or added.
    on_choose: F,
) -> impl IntoView
where
    F: Fn(DocId) + Copy + 'static,
{
    let on_choose = StoredValue::new_local(on_choose);
    let choose = move |id: DocId| on_choose.with_value(|choose| choose(id));
    let text = RwSignal::new(String::new());
    let adding = RwSignal::new(None::<Caller>);
    view! {
        <div class="picker">
            {move || match adding.get() {
                None => view! {
                    <Finder text on_text=move |typed| text.set(typed) on_choose=choose
                        on_create=move |()| adding.set(Some(Caller::of(&text.get_untracked()))) />
                }.into_any(),
                Some(start) => view! {
                    <AddCustomer start on_added=choose on_cancel=move |()| adding.set(None) />
                }.into_any(),
            }}
        </div>
    }
    .into_any()
}
