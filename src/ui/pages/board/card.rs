//! A ticket as a card.

use std::sync::Arc;

use leptos::ev::PointerEvent;
use leptos::prelude::*;

use super::Board;
use super::drag::{Mouse, begin, end, follow};
use crate::model::ticket::Priority;
use crate::query::rows::Row;
use crate::query::search::Query as Asked;
use crate::query::search::marks::Marker;
use crate::ui::components::{Glyph, Icon, marked};
use crate::ui::dates;
use crate::ui::texts::ticket::TicketTexts;

/// So near, in milliseconds, a deadline is marked.
const SOON: u64 = 2 * 3_600_000;

/// A card: number, customer, subject, owner, what is due, priority. A press opens it; it can be dragged.
#[component]
#[allow(clippy::needless_pass_by_value)] // A component owns what it is given.
pub fn Card(
    /// The ticket.
    row: Arc<Row>,
    /// What is looked for, to be marked.
    asked: Arc<Asked>,
    /// All cards are of one kind, each column is one state.
    of_kind: bool,
) -> impl IntoView {
    let board = Board::get();
    let app = board.app;
    let sounds = app.desk().pinyin();
    let words = Marker::new(&asked, sounds.as_deref());
    let marked = |text: &str| marked(text, &words.marks(text));
    let due = {
        let row = row.clone();
        Memo::new(move |_| {
            let now = app.now.get();
            row.due.as_ref().map(|due| (due.at, due.at < now, due.at < now + SOON))
        })
    };
    let tone = move || match due.get() {
        Some((_, true, _)) => "late",
        Some((_, _, true)) => "soon",
        _ => "",
    };
    let changed = row.changed;
    let when = move || match due.get() {
        Some((at, ..)) => dates::due(at, app.now.get()),
        None => dates::when_short(changed, app.now.get()),
    };
    let t = TicketTexts::t();
    let who = if row.who.is_empty() { t.unnamed } else { &row.who };
    let owner = app.desk().agent(&row.owner).map_or_else(|| t.pool.to_owned(), |agent| agent.name.clone());
    let urgent = (row.priority != Priority::Normal).then(|| t.priority_name(row.priority));
    let loud = if row.priority > Priority::Normal { "late" } else { "" };
    let promise = row.due.as_ref().is_some_and(|due| due.promise);
    let id = StoredValue::new(row.id.clone());
    let lifted = Memo::new(move |_| {
        board.drag.with(|drag| drag.as_ref().is_some_and(|drag| id.with_value(|id| drag.id == *id)))
    });
    let press = move |event: leptos::ev::MouseEvent| {
        event.stop_propagation();
        if board.mouse.get_value() != Mouse::Dropped {
            board.open(&id.get_value());
        }
        board.mouse.set_value(Mouse::Idle);
    };
    let foot = if of_kind { String::new() } else { [" · ", &row.kind_name, " · ", &row.state_name].concat() };
    view! {
        <div class="card-of" data-due=tone data-priority=row.priority.id() data-lifted=move || lifted.get().then_some("")
            on:click=press
            on:pointerdown=move |event: PointerEvent| begin(board, &event, &id.get_value())
            on:pointermove=move |event: PointerEvent| follow(board, &event)
            on:pointerup=move |_| end(board)
            on:pointercancel=move |_| board.drag.set(None)>
            <p class="line nowrap"><span class="mono faint cut">{marked(&row.number)}</span>
                <span class="due">{promise.then(|| view! { <Glyph icon=Icon::Promise /> })}{when}</span></p>
            <p class="line nowrap"><span class="who cut">{marked(who)}</span>
                {row.conflict.then(|| view! { <span class="tag" data-tone="late">{t.conflict}</span> })}
                {urgent.map(|name| view! { <span class="tag" data-tone=loud>{name}</span> })}</p>
            <p class="what">{marked(&row.subject)}</p>
            <p class="small dim cut">{owner}{foot}</p>
        </div>
    }
}
