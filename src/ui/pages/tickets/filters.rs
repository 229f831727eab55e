//! What narrows the list besides the search box and the views: kinds, states; and its order where no heads show it.

use leptos::prelude::*;

use super::list::Listing;
use super::view_name;
use crate::query::find::order::{By, Order};
use crate::ui::components::{Button, Look};
use crate::ui::keyboard::is_mac;
use crate::ui::keys::Key;
use crate::ui::nav::replace;
use crate::ui::show::kind_label;
use crate::ui::texts::fill;
use crate::ui::texts::lists::ListTexts;
use crate::ui::texts::ticket::TicketTexts;

/// Says that the words found more outside of what is shown, and leads there.
#[component]
pub fn Outside() -> impl IntoView {
    let list = Listing::get();
    let more = Memo::new(move |_| {
        let found = list.finds.elsewhere.get()?;
        found.count.checked_sub(found.inside).filter(|more| *more > 0).map(|more| (found.inside, more))
    });
    let press = move |()| list.search_everywhere();
    move || {
        more.get().map(|(inside, more)| {
            let place = list.place.with(|place| view_name(place.view()));
            let text = fill(ListTexts::t().found_inside, &[&place, &inside, &more]);
            view! {
                <div class="notice outside" role="status">
                    <span>{text}</span>
                    <Button small=true look=Look::Quiet label=ListTexts::t().search_everywhere
                        hint=Key::ListEverywhere.shown(is_mac()) on_press=press />
                </div>
            }
        })
    }
}

/// Orders that a list without heads offers.
const ORDERS: [Order; 9] = [
    Order::URGENT,
    Order::NEWEST,
    Order { by: By::Opened, down: false },
    Order { by: By::Changed, down: true },
    Order { by: By::Due, down: false },
    Order { by: By::Priority, down: true },
    Order { by: By::Customer, down: false },
    Order { by: By::Owner, down: false },
    Order { by: By::State, down: false },
];

/// Kind, state, order and how many are found; what else belongs into that line comes behind.
#[component]
pub fn Filters(kind: Memo<String>, children: Children) -> impl IntoView {
    let list = Listing::get();
    let Listing { app, place, finds, register, wanted, table, .. } = list;
    let kinds = Memo::new(move |_| {
        let all = app.live().all_kinds();
        all.into_iter().filter(|info| info.kind.register == register).map(|info| info.kind).collect::<Vec<_>>()
    });
    let state = Memo::new(move |_| place.with(|place| place.query.get("state").to_owned()));
    // A state belongs to its kind.
    let set_kind = move |kind: &str| {
        let at = place.get_untracked();
        replace(&at.route(at.id.clone(), at.query.clone().with("kind", kind).with("state", "")));
    };
    let states = Memo::new(move |_| {
        let kind = kind.get();
        let found = kinds.with(|kinds| kinds.iter().find(|one| one.id == kind).cloned());
        found.map(|kind| kind.states.clone()).unwrap_or_default()
    });
    let of_kind = move |kind: &str, state: Option<&str>| {
        finds.spread.with(|spread| {
            let fits = |(k, s, _): &&(String, String, u32)| k == kind && state.is_none_or(|state| s == state);
            spread.iter().filter(fits).map(|(.., count)| count).sum::<u32>()
        })
    };
    let order = Memo::new(move |_| wanted.with(|wanted| wanted.order));
    let orders = move || {
        let now = order.get();
        let chosen = (!ORDERS.contains(&now)).then_some(now);
        let option =
            |order: Order| view! { <option value=order.text() selected=order == now>{order_name(order)}</option> };
        view! {
            <select class="plain" aria-label=ListTexts::t().sort on:change=move |event| list.set("sort", &event_target_value(&event))>
                {ORDERS.into_iter().chain(chosen).map(option).collect_view()}
            </select>
        }
    };
    view! {
        <div class="rows-head">
            <select class="plain" aria-label=TicketTexts::t().all_kinds on:change=move |event| set_kind(&event_target_value(&event))>
                <option value="" selected=move || kind.get().is_empty()>{TicketTexts::t().all_kinds}</option>
                {move || kinds.get().iter().map(|k| {
                    let name = kinds.with_untracked(|all| kind_label(&app.desk(), k, all));
                    let (id, counted) = (k.id.clone(), k.id.clone());
                    view! { <option value=k.id.clone() selected=move || kind.get() == id>
                        {move || with_count(&name, of_kind(&counted, None))}
                    </option> }
                }).collect_view()}
            </select>
            {move || (!states.with(Vec::is_empty)).then(|| view! {
                <select class="plain" aria-label=TicketTexts::t().all_states on:change=move |event| list.set("state", &event_target_value(&event))>
                    <option value="" selected=move || state.get().is_empty()>{TicketTexts::t().all_states}</option>
                    {states.get().iter().map(|s| {
                        let (id, name, counted) = (s.id.clone(), s.short().to_owned(), s.id.clone());
                        view! { <option value=s.id.clone() selected=move || state.get() == id>
                            {move || with_count(&name, kind.with(|kind| of_kind(kind, Some(&counted))))}
                        </option> }
                    }).collect_view()}
                </select>
            })}
            {move || (!table.get()).then(orders)}
            <span class="found-count">{move || fill(TicketTexts::t().count, &[&finds.count()])}</span>
            {children()}
        </div>
    }
    .into_any()
}

fn with_count(name: &str, count: u32) -> String {
    if count == 0 { name.to_owned() } else { [name, " ", &count.to_string()].concat() }
}

/// What an order is called.
fn order_name(order: Order) -> String {
    let name = super::columns::name(order.by.id(), None);
    match order {
        Order::URGENT => name,
        Order { down: true, .. } => [&name, " ↓"].concat(),
        Order { down: false, .. } => [&name, " ↑"].concat(),
    }
}
