//! The clocks of a call: time, limit and a bar; a word when it is nearly over, and when it is. No sound.

use leptos::prelude::*;

use crate::model::walk::{Running, Walk};
use crate::ui::components::{Glyph, Icon};
use crate::ui::texts::fill;
use crate::ui::texts::guides::{GuideTexts, clock};

/// From here on, in hundredths of the limit, a clock is nearly over.
const NEAR: u64 = 80;

/// The clocks that run.
#[component]
pub fn Clocks(walk: RwSignal<Option<Walk>>, now: RwSignal<u64>) -> impl IntoView {
    let running = Memo::new(move |_| {
        walk.with(|walk| walk.as_ref().map(|walk| walk.running().cloned().collect::<Vec<_>>())).unwrap_or_default()
    });
    view! {
        <div class="clocks" hidden=move || running.with(Vec::is_empty)>
            <For each=move || running.get() key=|clock| (clock.name.clone(), clock.from) let:clock><Clock running=clock now /></For>
        </div>
    }
    .into_any()
}

#[component]
fn Clock(running: Running, now: RwSignal<u64>) -> impl IntoView {
    let t = GuideTexts::t();
    let limit = u64::from(running.limit.max(1));
    let (name, shown) = (running.name.clone(), running.name.clone());
    let seconds = Memo::new(move |_| running.seconds(now.get()));
    let state = Memo::new(move |_| match seconds.get() {
        over if over > limit => "over",
        near if near * 100 >= limit * NEAR => "near",
        _ => "",
    });
    // The word is read out when it changes, the seconds are not.
    let word = move || match state.get() {
        "over" => fill(t.over, &[&clock(seconds.get().saturating_sub(limit))]),
        "near" => fill(t.near, &[&clock(limit.saturating_sub(seconds.get()))]),
        _ => fill(t.left, &[&clock(limit.saturating_sub(seconds.get()))]),
    };
    let told = move || match state.get() {
        "over" => [&name, " ", &fill(t.over, &[&""])].concat(),
        "near" => [&name, " ", &fill(t.near, &[&clock(limit / 5)])].concat(),
        _ => String::new(),
    };
    view! {
        <div class="clock" data-state=move || state.get()>
            <span class="line" aria-hidden="true">
                <Glyph icon=Icon::Clock />
                <b>{shown}</b>
                <span class="num">{move || clock(seconds.get())}" / "{clock(limit)}</span>
                <span class="word">{word}</span>
            </span>
            <span class="bar-of" aria-hidden="true"><i style:width=move || format!("{}%", (seconds.get() * 100 / limit).min(100))></i></span>
            <span class="sr-only" role="status">{told}</span>
        </div>
    }
    .into_any()
}
