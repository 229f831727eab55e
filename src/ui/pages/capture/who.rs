//! Who it is: found while one types, created on the way.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::form::{Capture, Step};
use crate::model::customer::masked;
use crate::model::document::DocId;
use crate::query::caller::Caller;
use crate::ui::components::{Button, Glyph, Icon, Look, focus_soon};
use crate::ui::keyboard::is_composing;
use crate::ui::pages::customers::{CallerForm, Finder, list_name};
use crate::ui::texts::capture::CaptureTexts;
use crate::ui::texts::ticket::TicketTexts;

/// The part of the form about the customer.
#[component]
pub fn Who(node: NodeRef<html::Input>) -> impl IntoView {
    let capture = Capture::get();
    let app = capture.app;
    let t = CaptureTexts::t;
    let find = Signal::derive(move || capture.read(|form| form.find.clone()));
    let chosen = app.customer(capture.memo(|form| form.customer.clone()));
    let state = capture.memo(|form| (form.customer.clone(), form.caller.is_some(), form.met));
    let choose = move |id: DocId| {
        capture.change(|form| {
            form.customer = id.to_string();
            form.caller = None;
            form.met = true;
        });
        capture.step.set(Step::Kind);
    };
    let create = move |()| {
        capture.change(|form| {
            form.caller = Some(Caller::of(&form.find));
            form.met = true;
        });
    };
    let skip = move |()| {
        capture.change(|form| form.met = true);
        capture.step.set(Step::Kind);
    };
    let again = move |()| {
        // Under a customer that a link brought there may be somebody new, as they were being written down.
        let under = capture.now(|form| !form.customer.is_empty() && form.caller.is_some());
        capture.change(|form| {
            form.customer = String::new();
            if !under {
                form.caller = None;
                form.met = false;
            }
        });
        if !under {
            capture.step.set(Step::Who);
            go_to(node);
        }
    };
    let other =
        move || view! { <Button label=move || t().who_other small=true look=Look::Quiet on_press=again /> }.into_any();
    view! {
        <section class="part" aria-label=move || t().who>
            <h2>{move || t().who}</h2>
            {move || match state.get() {
                (id, ..) if !id.is_empty() => view! {
                    <div class="chosen">
                        <Glyph icon=Icon::Customer />
                        {move || chosen.get().map(|customer| view! {
                            <b>{list_name(&customer)}</b>
                            <span class="dim">
                                {[masked(customer.phone()), customer.room.clone()].into_iter().filter(|part| !part.is_empty())
                                    .collect::<Vec<_>>().join(" · ")}
                            </span>
                            {(!customer.note.is_empty()).then(|| view! { <span class="small dim">{customer.note.clone()}</span> })}
                        })}
                        <span class="push">{other()}</span>
                    </div>
                }.into_any(),
                (_, true, _) => view! { <Newcomer other=other() /> }.into_any(),
                (_, _, true) => view! {
                    <div class="chosen"><Glyph icon=Icon::Customer /><span class="dim">{move || t().nobody}</span><span class="push">{other()}</span></div>
                }.into_any(),
                _ => view! {
                    <Finder text=find on_text=move |text: String| capture.change(|form| form.find = text) on_choose=choose
                        on_create=create on_skip=skip node />
                }.into_any(),
            }}
        </section>
    }
    .into_any()
}

/// Puts the focus into a field that is about to appear.
pub fn go_to(node: NodeRef<html::Input>) {
    focus_soon(move || node.try_get_untracked().flatten().map(JsCast::unchecked_into));
}

/// Somebody new. Enter goes on.
#[component]
fn Newcomer(other: AnyView) -> impl IntoView {
    let capture = Capture::get();
    let t = CaptureTexts::t;
    let caller = Signal::derive(move || capture.read(|form| form.caller.clone().unwrap_or_default()));
    let wrong = Signal::derive(move || capture.tried.get() && caller.with(Caller::is_nobody));
    let has_kind = capture.memo(|form| !form.kind.is_empty());
    let keyed = move |event: leptos::ev::KeyboardEvent| {
        if !is_composing(&event) && event.key() == "Enter" && !event.ctrl_key() && !event.meta_key() {
            event.prevent_default();
            capture.step.set(Step::Kind);
        }
    };
    view! {
        <div class="chosen"><Glyph icon=Icon::Plus /><b>{move || t().new_customer}</b><span class="push">{other}</span></div>
        <div on:keydown=keyed>
            <CallerForm value=caller on_change=move |new| capture.change(|form| form.caller = Some(new)) wrong autofocus=true />
        </div>
        <p class="line" hidden=has_kind>
            <Button label=move || t().go_on hint="↵" small=true on_press=move |()| capture.step.set(Step::Kind) />
            <span class="small faint">{move || t().go_on_hint}</span>
        </p>
    }
}

/// What a ticket of that priority is called.
#[must_use]
pub fn priority_choices() -> Vec<crate::ui::components::Choice> {
    use crate::model::ticket::Priority;
    let name = |p: Priority| TicketTexts::t().priority_name(p);
    Priority::ALL.map(|p| crate::ui::components::Choice::new(p.id(), name(p))).to_vec()
}
