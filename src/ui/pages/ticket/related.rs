//! Tags, and the tickets this one is linked with.

use leptos::prelude::*;

use super::Shown;
use crate::desk::Wanted;
use crate::model::agent::Role;
use crate::model::document::DocId;
use crate::model::ticket::Ticket;
use crate::ui::app::App;
use crate::ui::components::{Glyph, Icon};
use crate::ui::route::{Query, Route};
use crate::ui::texts::Common;
use crate::ui::texts::ticket::TicketTexts;

/// Tags and links of a ticket.
#[component]
pub fn Related() -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let tags = shown.memo(|fold| Ticket(fold).tags().map(str::to_owned).collect::<Vec<_>>());
    let links = Memo::new(move |_| {
        let desk = app.live();
        let found = shown.read(|fold| {
            let links = Ticket(fold).links().map(|(relation, id)| (relation.to_owned(), DocId::new(id)));
            links.collect::<Vec<_>>()
        });
        found.into_iter().filter_map(|(relation, id)| Some((relation, desk.row(&id)?))).collect::<Vec<_>>()
    });
    let may = move || app.role() > Role::Auditor;
    let untag = move |tag: String| {
        let (desk, id) = (app.desk(), shown.id());
        app.act(async move { desk.untag(&id, &tag).await });
    };
    let unlink = move |other: DocId| {
        let (desk, id) = (app.desk(), shown.id());
        app.act(async move { desk.unlink(&id, &other).await });
    };
    let linking = RwSignal::new(false);
    view! {
        <div class="related">
            <For each=move || tags.get() key=Clone::clone let:tag>
                <span class="tag">
                    <Glyph icon=Icon::Tag />{tag.clone()}
                    <button type="button" class="x" aria-label=Common::t().remove hidden=move || !may()
                        on:click=move |_| untag(tag.clone())>"×"</button>
                </span>
            </For>
            <For each=move || links.get() key=|(relation, row)| (relation.clone(), row.id.clone(), row.changed) let((relation, row))>
                {
                    let other = row.id.clone();
                    let word = match relation.as_str() { "from" => TicketTexts::t().opened_from, "to" => TicketTexts::t().opened_to, _ => TicketTexts::t().see };
                    let href = Route::Tickets(Some(row.id.to_string()), Query::default()).href();
                    view! {
                        <span class="tag" data-tone="accent">
                            <Glyph icon=Icon::Link />{word}" "
                            <a href=href title=row.subject.clone()>{row.number.clone()}" "{row.state_name.clone()}</a>
                            <button type="button" class="x" aria-label=Common::t().remove hidden=move || !may()
                                on:click=move |_| unlink(other.clone())>"×"</button>
                        </span>
                    }
                }
            </For>
            <button type="button" class="btn" data-look="link" hidden=move || !may() on:click=move |_| linking.update(|on| *on = !*on)>
                {move || if linking.get() { Common::t().cancel } else { TicketTexts::t().link }}
            </button>
            {move || linking.get().then(|| view! { <LinkPicker close=move || linking.set(false) /> })}
        </div>
    }
}

/// Finds a ticket by any word and links it.
#[component]
fn LinkPicker(close: impl Fn() + Send + Sync + 'static + Copy) -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let text = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let text = text.get();
        if text.trim().is_empty() {
            return app.live().tickets_of(&DocId::new(&shown.read(|fold| Ticket(fold).customer().to_owned())));
        }
        app.live().search_rows(&Wanted::text(&text), 9)
    });
    let link = move |other: DocId| {
        let (desk, id) = (app.desk(), shown.id());
        app.act_then(async move { desk.link(&id, &other).await }, move |_| close());
    };
    let input = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let _ = input.focus();
        }
    });
    view! {
        <div class="picker">
            <input class="input" node_ref=input placeholder=TicketTexts::t().link_hint aria-label=TicketTexts::t().link_hint
                on:input=move |event| text.set(event_target_value(&event))
                on:keydown=move |event| if event.key() == "Escape" { event.stop_propagation(); close(); } />
            <ul>
                {move || found.get().into_iter().filter(|row| row.id != shown.id()).take(8).map(|row| {
                    let other = row.id.clone();
                    view! {
                        <li><button type="button" class="btn" data-look="quiet" on:click=move |_| link(other.clone())>
                            <span class="mono">{row.number.clone()}</span>" "{row.who.clone()}" "{row.subject.clone()}
                        </button></li>
                    }
                }).collect_view()}
            </ul>
        </div>
    }
}
