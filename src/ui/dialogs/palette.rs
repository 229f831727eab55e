//! The command palette: commands, tickets and customers by a few letters.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::commands::{Command, commands};
use crate::desk::Wanted;
use crate::model::customer::{Customer, masked};
use crate::query::fuzzy::fit;
use crate::query::rows::Row;
use crate::ui::app::App;
use crate::ui::components::{Glyph, Icon, TextInput, reveal};
use crate::ui::keyboard::{is_composing, is_mac};
use crate::ui::nav::navigate;
use crate::ui::packs::fetch_sounds;
use crate::ui::pages::customers::list_name;
use crate::ui::prefs::Prefs;
use crate::ui::route::{Query, Route};
use crate::ui::texts::Common;
use crate::ui::texts::palette::PaletteTexts;

/// So many of each sort are shown.
const MOST: usize = 6;

#[derive(Clone, PartialEq)]
enum Hit {
    /// The place among the commands.
    Command(usize),
    Ticket(Arc<Row>),
    Customer(Arc<Customer>),
}

/// What is found, commands first unless the text is a number.
fn hits(app: App, commands: &[Command], text: &str) -> Vec<Hit> {
    let mut fitting: Vec<(usize, usize)> = commands
        .iter()
        .enumerate()
        .filter_map(|(at, command)| Some((fit(&format!("{} {}", command.label, command.also), text)?, at)))
        .collect();
    fitting.sort_unstable();
    let most = if text.trim().is_empty() { usize::MAX } else { MOST };
    let orders = fitting.into_iter().take(most).map(|(_, at)| Hit::Command(at));
    // One Latin letter or digit is in nearly everything.
    if text.trim().len() < 2 {
        return orders.collect();
    }
    let desk = app.desk();
    let tickets = desk.search_rows(&Wanted::text(text), MOST).into_iter().map(Hit::Ticket);
    let customers = desk.find_customers(text, MOST).into_iter().map(Hit::Customer);
    if text.contains(|c: char| c.is_ascii_digit()) {
        tickets.chain(customers).chain(orders).collect()
    } else {
        orders.chain(tickets).chain(customers).collect()
    }
}

/// The palette, inside its dialog.
#[component]
pub fn Palette() -> impl IntoView {
    let open: RwSignal<bool> = super::OPEN.palette.clone().into();
    let app = App::get();
    let prefs = Prefs::get();
    let t = PaletteTexts::t;
    let text = RwSignal::new(String::new());
    let active = RwSignal::new(0usize);
    let all = StoredValue::new(commands(app, prefs));
    let found = Memo::new(move |_| {
        app.track();
        all.with_value(|all| hits(app, all, &text.get()))
    });
    let run = move |at: usize| {
        let Some(hit) = found.with_untracked(|found| found.get(at).cloned()) else { return };
        open.set(false);
        match hit {
            Hit::Command(at) => {
                if let Some(run) = all.with_value(|all| all.get(at).map(|command| command.run)) {
                    run.run(());
                }
            }
            Hit::Ticket(row) if row.register => {
                navigate(&Route::Registers(Some("all".to_owned()), Some(row.id.to_string()), Query::default()));
            }
            Hit::Ticket(row) => navigate(&Route::ticket(&row.id)),
            Hit::Customer(customer) => navigate(&Route::customer(&customer.id)),
        }
    };
    let list = NodeRef::<html::Div>::new();
    let keyed = move |event: KeyboardEvent| {
        if is_composing(&event) {
            return;
        }
        let count = found.with_untracked(Vec::len).max(1);
        match event.key().as_str() {
            "ArrowDown" => active.update(|at| *at = (*at + 1) % count),
            "ArrowUp" => active.update(|at| *at = (*at + count - 1) % count),
            "Home" if event.ctrl_key() => active.set(0),
            "End" if event.ctrl_key() => active.set(count - 1),
            "Enter" => run(active.get_untracked()),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
        request_animation_frame(move || {
            if let Some(list) = list.try_get_untracked().flatten() {
                reveal(&list, "[data-active]");
            }
        });
    };
    let typed = move |new: String| {
        active.set(0);
        fetch_sounds(app, &new);
        text.set(new);
    };
    view! {
        <div class="palette" on:keydown=keyed>
            <TextInput value=text on_input=typed icon=Icon::Search hint=move || t().hint label=move || t().hint autofocus=true />
            <div class="palette-list" role="listbox" node_ref=list aria-label=move || t().results>
                {move || {
                    let found = found.get();
                    if found.is_empty() {
                        return view! { <p class="dim none">{t().nothing}</p> }.into_any();
                    }
                    let option = |(at, hit): (usize, Hit)| view! { <Line at hit commands=all active run=Callback::new(run) /> };
                    found.into_iter().enumerate().map(option).collect_view().into_any()
                }}
            </div>
            <p class="small faint no-phone">{move || t().foot}</p>
        </div>
    }
    .into_any()
}

#[component]
fn Line(
    at: usize,
    hit: Hit,
    commands: StoredValue<Vec<Command>>,
    active: RwSignal<usize>,
    run: Callback<usize>,
) -> impl IntoView {
    let join = |parts: &[&str]| parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let (icon, label, also, key) = match hit {
        Hit::Command(place) => commands.with_value(|all| {
            let command = all.get(place);
            let key = command.and_then(|command| command.key).map(|key| key.shown(is_mac()));
            let label = command.map(|command| command.label.clone()).unwrap_or_default();
            (command.map_or(Icon::Right, |command| command.icon), label, String::new(), key)
        }),
        Hit::Ticket(row) => {
            let sort = if row.register { Icon::Register } else { Icon::Tickets };
            let also = join(&[&row.number, &row.kind_name, &row.state_name]);
            (sort, join(&[&row.who, &row.subject]), also, None)
        }
        Hit::Customer(customer) => {
            let also = join(&[Common::t().customer, &masked(customer.phone()), &customer.room]);
            (Icon::Customer, list_name(&customer), also, None)
        }
    };
    view! {
        <button type="button" class="option" role="option" tabindex="-1"
            data-active=move || (active.get() == at).then_some("")
            aria-selected=move || if active.get() == at { "true" } else { "false" }
            on:click=move |_| run.run(at)>
            <Glyph icon />
            <span class="cut">{label}</span>
            {(!also.is_empty()).then(|| view! { <span class="also">{also}</span> })}
            {key.map(|key| view! { <kbd>{key}</kbd> })}
        </button>
    }
    .into_any()
}
