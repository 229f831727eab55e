//! A ticket of the day: how it stands, and what can be done with one key.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::{Shown, tone};
use crate::model::clearing::{Item, Standing};
use crate::model::customer::masked;
use crate::model::document::DocId;
use crate::ui::components::{Button, Look};
use crate::ui::dates;
use crate::ui::keyboard::is_composing;
use crate::ui::nav::navigate;
use crate::ui::pages::quick::{Ask, MOVES, QuickForm, plain_step, take};
use crate::ui::route::{Query, Route};
use crate::ui::texts::clearing::ClearingTexts;
use crate::ui::texts::today::TodayTexts;

/// A line.
#[component]
pub fn Line(
    /// The day.
    shown: Shown,
    /// The ticket.
    item: Item,
    /// The tickets whose customers' names do not tell them apart.
    alike: Memo<Vec<DocId>>,
) -> impl IntoView {
    let app = shown.app;
    let Item { ticket, standing, reason } = item;
    let row = app.desk().row(&ticket);
    let id = StoredValue::new(ticket.clone());
    let _ = app.want(Signal::stored(ticket.to_string()));
    let asking = RwSignal::new(None::<Ask>);
    let mine = Memo::new(move |_| shown.is_mine());
    let finish = Memo::new(move |_| id.with_value(|id| plain_step(app, id, true)));
    let route = Route::ticket(&ticket);
    let open = StoredValue::new(route.clone());
    let at_hand = StoredValue::new(Route::Tickets(Some(ticket.to_string()), Query::default().with(MOVES, "1")));
    let done = move || match finish.get_untracked() {
        Some((step, _)) => take(app, id.get_value(), step),
        None => navigate(&at_hand.get_value()),
    };
    let keys = move |event: KeyboardEvent| {
        // Only keys of the line itself, not those typed into its form.
        let own = event.target() == event.current_target();
        if !own || is_composing(&event) || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        match (event.key().as_str(), mine.get_untracked()) {
            ("Enter", _) => navigate(&open.get_value()),
            ("w", true) => asking.set(Some(Ask::Note)),
            ("r", true) => asking.set(Some(Ask::Answer)),
            ("p", true) => asking.set(Some(Ask::Postpone)),
            ("m", true) => done(),
            _ => return,
        }
        event.prevent_default();
    };
    let customer = DocId::new(row.as_ref().map_or("", |row| &row.customer));
    // Two customers of one name are told apart by their numbers.
    let number_of = move || {
        let is_alike = id.with_value(|id| alike.with(|alike| alike.contains(id)));
        let customer = if is_alike { app.desk().customer(&customer) } else { None };
        customer.map(|customer| [&*masked(customer.phone()), " · "].concat()).filter(|text| text.len() > " · ".len())
    };
    let (number, who, what, state, due) = row.map_or_else(
        || (ticket.to_string(), String::new(), String::new(), String::new(), None),
        |row| {
            let state = [&*row.kind_name, " · ", &row.state_name].concat();
            (row.number.clone(), row.who.clone(), row.subject.clone(), state, row.due.as_ref().map(|due| due.at))
        },
    );
    let when = move || match due {
        Some(at) => dates::due(at, app.now.get()),
        None => TodayTexts::t().no_due.to_owned(),
    };
    let who = if who.is_empty() { who } else { who + " · " };
    let press = move |what: Ask, label: &'static str, hint: &'static str| {
        view! { <Button label hint small=true look=Look::Quiet on_press=move |()| asking.set(Some(what)) /> }
    };
    view! {
        <li class="clear-line" tabindex="0" on:keydown=keys data-standing=standing.id()>
            <span class="tag" data-tone=tone(standing).id()>{ClearingTexts::t().standing_name(standing)}</span>
            <span class="todo-what">
                <a class="cut" href=route.href() tabindex="-1">{who}{number_of}{what}</a>
                <span class="cut small dim">
                    <span class="mono">{number}</span>" · "{state}" · "{when}
                    {(!reason.is_empty()).then(|| [" · ", &reason].concat())}
                </span>
            </span>
            {move || (mine.get() && standing != Standing::Done).then(|| {
                let t = ClearingTexts::t();
                let label = finish.with(|finish| finish.as_ref().map(|(_, label)| label.clone()));
                let label = label.unwrap_or_else(|| t.finish.to_owned());
                view! {
                    <span class="actions">
                        {press(Ask::Note, t.note, "W")}
                        {press(Ask::Answer, t.answer, "R")}
                        {press(Ask::Postpone, t.postpone, "P")}
                        <Button label hint="M" small=true look=Look::Quiet on_press=move |()| done() />
                    </span>
                }
            })}
            {move || asking.get().map(|what| view! { <QuickForm id=id.get_value() what asking /> })}
        </li>
    }
}
