//! One thing to do: when, who and what, who has it; done from here with one key.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::model::agent::Role;
use crate::model::change::Outcome;
use crate::model::kind::Category;
use crate::query::rows::Row;
use crate::query::today::Section;
use crate::ui::app::App;
use crate::ui::components::{Button, Glyph, Icon, Look};
use crate::ui::dates;
use crate::ui::format::Due;
use crate::ui::keyboard::is_composing;
use crate::ui::nav::navigate;
use crate::ui::pages::quick::{Ask, MOVES, QuickForm, plain_step, settle, take};
use crate::ui::route::{Query, Route};
use crate::ui::texts::clearing::ClearingTexts;
use crate::ui::texts::fill;
use crate::ui::texts::today::TodayTexts;

/// The list beside an opened ticket, one that holds it; empty for the usual one.
fn list_of(row: &Row, section: Section, me: &str) -> &'static str {
    match section {
        _ if row.register => "",
        _ if row.owner == me && row.category != Category::Closed => "",
        Section::Late => "late",
        Section::Promised => "promised",
        _ if row.owner.is_empty() => "pool",
        _ => "open",
    }
}

/// A line.
#[component]
#[allow(clippy::needless_pass_by_value)] // A component owns what it shows.
pub fn Line(
    /// The ticket.
    row: Arc<Row>,
    /// Where it stands.
    section: Section,
) -> impl IntoView {
    let app = App::get();
    let t = TodayTexts::t;
    let id = StoredValue::new(row.id.clone());
    let due = row.due.as_ref().map(|due| due.at);
    let tone = move || due.map_or("", |at| Due::of(at, app.now.get()).tone());
    let when = move || match due {
        Some(at) => dates::due(at, app.now.get()),
        None => t().no_due.to_owned(),
    };
    let what = row.due.as_ref().map(|due| due.what.clone()).filter(|what| !what.is_empty());
    let owner = row.owner.clone();
    let whose = move || match owner.as_str() {
        "" => t().in_pool.to_owned(),
        owner if owner == app.person.get() => String::new(),
        owner => app.desk().agent(owner).map(|agent| fill(t().of, &[&agent.name])).unwrap_or_default(),
    };
    let me = app.desk().me().map(|me| me.id.clone()).unwrap_or_default();
    let place = Query::default().with("view", list_of(&row, section, &me));
    let to = |query: Query| {
        if row.register {
            Route::Registers(Some("all".to_owned()), Some(row.id.to_string()), query)
        } else {
            Route::Tickets(Some(row.id.to_string()), query)
        }
    };
    let (open, route) = (StoredValue::new(to(place.clone().with(MOVES, "1"))), to(place));
    let who = if row.who.is_empty() { String::new() } else { [&*row.who, " · "].concat() };
    let promised = row.promised;
    let may = Memo::new(move |_| app.role() >= Role::Agent);
    let asking = RwSignal::new(None::<Ask>);
    // The step is looked for only while the line is at hand.
    let near = RwSignal::new(false);
    let _ =
        app.want(Signal::derive(move || if near.get() { id.with_value(ToString::to_string) } else { String::new() }));
    let next = Memo::new(move |_| if near.get() { id.with_value(|id| plain_step(app, id, false)) } else { None });
    let step = move || match next.get_untracked() {
        Some((step, _)) => take(app, id.get_value(), step),
        None => navigate(&open.get_value()),
    };
    let keys = move |event: KeyboardEvent| {
        let plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key() && !is_composing(&event);
        if !plain || !may.get_untracked() {
            return;
        }
        match event.key().as_str() {
            "w" => asking.set(Some(Ask::Note)),
            "m" => step(),
            "y" if promised => settle(app, id.get_value(), Outcome::Kept),
            _ => return,
        }
        event.prevent_default();
    };
    let quick = move || {
        let label = next.get().map_or_else(|| ClearingTexts::t().finish.to_owned(), |(_, label)| label);
        view! {
            <span class="quick">
                {promised.then(|| view! {
                    <Button label=t().keep hint="Y" small=true look=Look::Quiet
                        on_press=move |()| settle(app, id.get_value(), Outcome::Kept) />
                })}
                <Button label=ClearingTexts::t().note hint="W" small=true look=Look::Quiet
                    on_press=move |()| asking.set(Some(Ask::Note)) />
                <Button label hint="M" small=true look=Look::Quiet on_press=move |()| step() />
            </span>
        }
    };
    view! {
        <li on:focusin=move |_| near.set(true) on:pointerenter=move |_| near.set(true)>
            <a class="todo" href=route.href() data-due=tone on:keydown=keys>
                <span class="at">{when}</span>
                <span class="todo-what">
                    <span class="cut">{who}{row.subject.clone()}</span>
                    <span class="cut small dim">
                        {(section == Section::Promised).then(|| view! { <Glyph icon=Icon::Promise /> })}
                        {what.map(|what| what + " · ")}{row.kind_name.clone()}" · "{row.state_name.clone()}
                    </span>
                </span>
                <span class="small faint no-phone">{whose}</span>
            </a>
            {move || (near.get() && may.get()).then(quick)}
            {move || asking.get().map(|what| view! { <QuickForm id=id.get_value() what asking /> })}
        </li>
    }
    .into_any()
}
