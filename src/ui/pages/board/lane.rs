//! One column of the board.

use std::sync::Arc;

use leptos::prelude::*;

use super::card::Card;
use super::{Board, Column};
use crate::query::search::Query as Asked;
use crate::ui::components::VirtualList;
use crate::ui::texts::board::BoardTexts;
use crate::ui::texts::fill;

/// A card's height with the gap under it, in pixels.
const HEIGHT: f64 = 112.0;

/// A column: its name, how many cards, and those in view.
#[component]
pub fn LaneView(
    /// Its place.
    at: usize,
    /// What stands in it.
    column: Column,
    /// What is looked for, to be marked.
    asked: Memo<Arc<Asked>>,
    /// All cards are of one kind.
    of_kind: bool,
) -> impl IntoView {
    let board = Board::get();
    let Column { name, finds, list, .. } = column;
    let count = Memo::new(move |_| finds.count());
    let known = Memo::new(move |_| finds.is_known());
    let selected = Memo::new(move |_| {
        board.app.track();
        let id = board.current.get()?;
        (board.lane_of(&id) == Some(at)).then(|| finds.place_of(&id)).flatten()
    });
    let choose = move |place: usize| board.current.set(finds.id(place));
    let open = Callback::new(move |place: usize| {
        if let Some(id) = finds.id(place) {
            board.open(&id);
        }
    });
    // Where a dragged card may be dropped, and where it is just now.
    let way = Memo::new(move |_| {
        board.drag.with(|drag| {
            let drag = drag.as_ref()?;
            Some(if drag.from == Some(at) {
                "from"
            } else if !drag.ways.contains(&at) {
                "no"
            } else if drag.over == Some(at) {
                "over"
            } else {
                "yes"
            })
        })
    });
    let label = name.clone();
    view! {
        <section class="lane" data-lane=at data-way=move || way.get() aria-busy=move || (!known.get()).then_some("true")>
            <h2>{name}<i>{move || known.get().then(|| count.get())}</i></h2>
            {move || (known.get() && count.get() == 0).then(|| view! { <p class="faint small">{BoardTexts::t().empty}</p> })}
            <VirtualList
                count
                item=move |at| finds.row(at).map(|row| (row, asked.get()))
                row=move |(row, asked)| view! { <Card row asked of_kind /> }.into_any()
                row_height=Signal::stored(HEIGHT) selected=Signal::derive(move || selected.get())
                on_select=choose on_open=open node=list
                label=move || fill(BoardTexts::t().lane, &[&label, &count.get()]) />
        </section>
    }
    .into_any()
}
