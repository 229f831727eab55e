//! What two people set without seeing each other: both values, one click settles it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::Shown;
use crate::model::fold::{Fold, OWNER, STATE};
use crate::model::kind::TicketKind;
use crate::model::matter::MERGED;
use crate::model::ticket::{CHANNEL, CUSTOMER, POSTPONED, PRIORITY, PROPOSAL, SUBJECT};
use crate::model::value::Value;
use crate::ui::app::App;
use crate::ui::components::focus_soon;
use crate::ui::dates;
use crate::ui::show::{author, value_text};
use crate::ui::texts::Common;
use crate::ui::texts::ticket::TicketTexts;

/// A register in conflict: its values, each with who and when.
type Conflict = (String, Vec<(Value, String, u64)>);

fn conflicts(fold: &Fold) -> Vec<Conflict> {
    fold.conflicts()
        .map(|name| {
            let live = fold.register(name).live().iter();
            (name.to_owned(), live.map(|live| (live.value.clone(), live.by.clone(), live.stamp.millis)).collect())
        })
        .collect()
}

/// What a register is called.
pub(super) fn register_name(name: &str, kind: Option<&TicketKind>) -> String {
    let t = TicketTexts::t();
    match name {
        STATE => t.state.to_owned(),
        OWNER => t.owner.to_owned(),
        SUBJECT => t.subject.to_owned(),
        CUSTOMER => Common::t().customer.to_owned(),
        CHANNEL => t.channel.to_owned(),
        PRIORITY => t.priority.to_owned(),
        PROPOSAL => t.proposal.to_owned(),
        POSTPONED => t.postponed.to_owned(),
        MERGED => t.merged_into.to_owned(),
        name => {
            let (field, item) = name.split_once('.').map_or((name, None), |(field, item)| (field, Some(item)));
            let Some(field) = kind.and_then(|kind| kind.field(field)) else { return name.to_owned() };
            let item = item.and_then(|id| field.items.iter().find(|item| item.id == id));
            item.map_or_else(|| field.name.clone(), |item| item.text.clone())
        }
    }
}

/// The first button of a conflict that is left.
fn next() -> Option<HtmlElement> {
    document().query_selector(".conflict .btn").ok().flatten()?.dyn_into().ok()
}

/// The conflicts of a ticket; nothing when there are none.
#[component]
pub fn Conflicts() -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let all = shown.memo(conflicts);
    let settle = move |register: String, value: Value| {
        let (desk, id) = (app.desk(), shown.id());
        // What was pressed is gone then: the next one is at hand.
        app.act_then(async move { desk.settle(&id, &register, value).await }, |_| focus_soon(next));
    };
    let one = move |(name, values): Conflict| {
        let kind = shown.kind.get();
        let title = register_name(&name, kind.as_deref());
        let desk = app.desk();
        let values = values.into_iter().map(|(value, by, at)| {
            let text = value_text(&desk, kind.as_deref(), &name, &value);
            let text = if text.is_empty() { Common::t().none.to_owned() } else { text };
            let label = [TicketTexts::t().use_this, " ", &text].concat();
            let by = author(&desk, &by);
            let name = name.clone();
            view! {
                <li>
                    <button type="button" class="btn" aria-label=label on:click=move |_| settle(name.clone(), value.clone())>
                        {TicketTexts::t().use_this}
                    </button>
                    <span class="value">{text}</span>
                    <span class="faint small">{by}" · "{dates::when(at, app.now.get())}</span>
                </li>
            }
        });
        view! {
            <section class="conflict" role="group" aria-label=title.clone()>
                <h2>{TicketTexts::t().conflict}" · "{title.clone()}</h2>
                <ul>{values.collect_view()}</ul>
            </section>
        }
    };
    move || all.get().into_iter().map(one).collect_view()
}
