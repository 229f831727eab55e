//! Somebody leaves: their open tickets are handed over in the same action.

use leptos::prelude::*;

use crate::desk::Flow;
use crate::ui::app::App;
use crate::ui::components::{Dialog, Size};
use crate::ui::pages::ticket::ask::{Ask, TO};
use crate::ui::show::person;
use crate::ui::texts::errors::Errors;
use crate::ui::texts::settings::SettingsTexts;
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::texts::{Common, fill};
use crate::ui::typed::Typed;

/// Asks who gets what somebody has who leaves.
#[component]
pub fn Leaving(
    /// The agent.
    id: String,
    /// Whether it is asked.
    open: RwSignal<bool>,
) -> impl IntoView {
    let app = App::get();
    let id = StoredValue::new(id);
    let title = move || fill(SettingsTexts::t().leaves, &[&id.with_value(|id| person(&app.desk(), id))]);
    view! {
        <Dialog open title=title size=Size::Small>
            <Handover id=id.get_value() open />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Handover(id: String, open: RwSignal<bool>) -> impl IntoView {
    let app = App::get();
    let desk = app.desk();
    let typed = Typed::at(["settings/leaving/", &id].concat());
    let count = desk.open_of(&id).len();
    let is_me = id == app.person.get_untracked();
    let close = Callback::new(move |()| {
        let _ = open.try_set(false);
    });
    let others: Vec<(String, String)> = desk
        .agents()
        .iter()
        .filter(|agent| agent.id != id)
        .map(|agent| (agent.id.clone(), [&*agent.name, " ", &agent.number].concat()))
        .collect();
    let id = StoredValue::new(id);
    let confirm = move || {
        let to = typed.text(TO);
        if to.is_empty() && count > 0 {
            app.toasts.fault(Errors::t().no_owner);
            return;
        }
        let to = if to == "-" { String::new() } else { to };
        let (desk, id) = (app.desk(), id.get_value());
        let who = id.clone();
        app.act_then(async move { desk.hand_over(&id, &to, &|_, _| Flow::Go).await }, move |_| {
            let kept = app.desk().open_of(&who).len();
            if kept > 0 {
                app.toasts.fault(fill(SettingsTexts::t().leaves_unread, &[&kept]));
            }
            close.try_run(());
        });
    };
    let chosen = typed.text(TO);
    let option = move |(id, name): (String, String)| {
        let selected = id == chosen;
        view! { <option value=id selected=selected>{name}</option> }
    };
    let title = SettingsTexts::t().mark_left;
    view! {
        <Ask title typed on_confirm=confirm close>
            {is_me.then(|| view! { <p class="notice wide" data-tone="soon">{SettingsTexts::t().leaves_me}</p> })}
            {(count > 0).then(|| view! {
                <p class="wide">{fill(SettingsTexts::t().leaves_open, &[&count])}</p>
                <label class="field wide">
                    <span class="label">{TicketTexts::t().to_whom}</span>
                    <select class="input" required data-keep=TO>
                        <option value="">{Common::t().choose}</option>
                        {others.into_iter().map(option).collect_view()}
                        <option value="-">{TicketTexts::t().pool}</option>
                    </select>
                </label>
            })}
            <p class="small dim wide">{SettingsTexts::t().left_about}</p>
        </Ask>
    }
    .into_any()
}
