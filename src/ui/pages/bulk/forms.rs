//! What each deed asks for.

use leptos::prelude::*;

use super::Bar;
use crate::desk::Bulk;
use crate::model::ticket::Priority;
use crate::ui::pages::ticket::ask::{Ask, Line, OwnerChoice, TO};
use crate::ui::texts::bulk::BulkTexts;
use crate::ui::texts::errors::Errors;
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::texts::{Common, fill};
use crate::ui::typed::Typed;

/// To whom they go.
#[component]
pub fn AssignForm(close: Callback<()>) -> impl IntoView {
    const PLACE: &str = "bulk/assign";
    let bar = Bar::get();
    let typed = Typed::at(PLACE.to_owned());
    let confirm = move || {
        let to = typed.text(TO);
        if to.is_empty() {
            bar.app.toasts.fault(Errors::t().no_owner);
            return;
        }
        let to = if to == "-" { String::new() } else { to };
        bar.weigh(Bulk::Assign { to, why: typed.text("why") }, PLACE, "");
    };
    view! {
        <Ask title=BulkTexts::t().assign typed on_confirm=confirm close>
            <OwnerChoice typed pool=true />
            <Line typed name="why" label=BulkTexts::t().why_assign wide=true />
            <p class="small dim wide">{TicketTexts::t().first_owner_stays}</p>
        </Ask>
    }
    .into_any()
}

/// Their priority.
#[component]
pub fn PriorityForm(close: Callback<()>) -> impl IntoView {
    const PLACE: &str = "bulk/priority";
    let bar = Bar::get();
    let typed = Typed::at(PLACE.to_owned());
    let confirm = move || bar.weigh(Bulk::Priority(Priority::of(&typed.text("@priority"))), PLACE, "");
    let chosen = Priority::of(&typed.text("@priority"));
    let option = move |priority: Priority| {
        view! {
            <option value=priority.id() selected=priority == chosen>{TicketTexts::t().priority_name(priority)}</option>
        }
    };
    view! {
        <Ask title=BulkTexts::t().priority typed on_confirm=confirm close>
            <label class="field">
                <span class="label">{TicketTexts::t().priority}</span>
                <select class="input" data-keep="@priority">{Priority::ALL.into_iter().rev().map(option).collect_view()}</select>
            </label>
        </Ask>
    }
    .into_any()
}

/// A tag.
#[component]
pub fn LineForm(close: Callback<()>) -> impl IntoView {
    const PLACE: &str = "bulk/tag";
    let bar = Bar::get();
    let typed = Typed::at(PLACE.to_owned());
    let confirm = move || bar.weigh(Bulk::Tag(bar.app.desk().tag_to_keep(&typed.text("text"))), PLACE, "");
    view! {
        <Ask title=TicketTexts::t().tag typed on_confirm=confirm close>
            <Line typed name="text" label=TicketTexts::t().tag must=true wide=true />
        </Ask>
    }
    .into_any()
}

/// One of the tags they have.
#[component]
pub fn UntagForm(close: Callback<()>) -> impl IntoView {
    const PLACE: &str = "bulk/untag";
    let bar = Bar::get();
    let typed = Typed::at(PLACE.to_owned());
    let tags = bar.app.desk().tags_among(&bar.selection.ids());
    if tags.is_empty() {
        return view! { <p class="ask dim">{BulkTexts::t().no_tags}</p> }.into_any();
    }
    let confirm = move || bar.weigh(Bulk::Untag(typed.text("@tag")), PLACE, "");
    let chosen = typed.text("@tag");
    let option = move |(tag, count): (String, usize)| {
        let selected = tag == chosen;
        view! { <option value=tag.clone() selected=selected>{fill(BulkTexts::t().of_kind, &[&bar.app.desk().by_steps(&tag), &count])}</option> }
    };
    view! {
        <Ask title=BulkTexts::t().untag typed on_confirm=confirm close>
            <label class="field">
                <span class="label">{TicketTexts::t().tag}</span>
                <select class="input" required data-keep="@tag">
                    <option value="">{Common::t().choose}</option>
                    {tags.into_iter().map(option).collect_view()}
                </select>
            </label>
        </Ask>
    }
    .into_any()
}

/// The same note in each.
#[component]
pub fn NoteForm(close: Callback<()>) -> impl IntoView {
    const PLACE: &str = "bulk/note";
    let bar = Bar::get();
    let typed = Typed::at(PLACE.to_owned());
    let confirm = move || bar.weigh(Bulk::Note(typed.text("text")), PLACE, "");
    view! {
        <Ask title=BulkTexts::t().note typed on_confirm=confirm close>
            <label class="field wide">
                <span class="label">{BulkTexts::t().note_text}</span>
                <textarea class="input" rows="3" required data-keep="text">{typed.text("text")}</textarea>
            </label>
        </Ask>
    }
    .into_any()
}

/// Why their content goes.
#[component]
pub fn RedactForm(close: Callback<()>) -> impl IntoView {
    const PLACE: &str = "bulk/redact";
    let bar = Bar::get();
    let typed = Typed::at(PLACE.to_owned());
    let confirm = move || bar.weigh(Bulk::Redact { why: typed.text("why") }, PLACE, "");
    view! {
        <Ask title=BulkTexts::t().redact typed on_confirm=confirm close>
            <Line typed name="why" label=BulkTexts::t().why must=true wide=true />
            <p class="small dim wide">{BulkTexts::t().redact_about}</p>
        </Ask>
    }
    .into_any()
}
