//! The head of a ticket: number, kind, state, what is due; the subject; the flow as a line of steps.

use leptos::prelude::*;

use super::Shown;
use super::ask::{Form, closing};
use super::due::{DueTag, Limits};
use super::edit::Edit;
use crate::model::kind::Category;
use crate::model::ticket::{Priority, SUBJECT, Ticket};
use crate::model::value::Value;
use crate::ui::app::App;
use crate::ui::components::{Icon, IconButton, Tag, Tone};
use crate::ui::keys::Key;
use crate::ui::nav::{back, navigate};
use crate::ui::route::{Query, Route};
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::texts::{Common, fill};

/// The head of a ticket.
#[component]
pub fn Head() -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let number = shown.memo(|fold| Ticket(fold).number().to_owned());
    let kind_name = Memo::new(move |_| shown.kind.with(|kind| kind.as_ref().map(|kind| kind.name.clone())));
    let priority = shown.memo(|fold| Ticket(fold).priority());
    let newer = shown.memo(|fold| fold.newer);
    let withdrawn = shown.memo(|fold| fold.withdrawn);
    let limits = RwSignal::new(false);
    let repeats = Memo::new(move |_| Some(app.live().times(&shown.id())).filter(|times| *times > 1));
    let copy = move |()| {
        let number = number.get_untracked();
        crate::ui::clipboard::copy_text(app, &number);
    };
    let print = move |()| {
        let papers = shown.kind.with(|kind| kind.as_ref().map(|kind| kind.papers.clone())).unwrap_or_default();
        let paper = papers.first().map_or("ticket", |paper| &paper.id).to_owned();
        navigate(&Route::Print(shown.id().to_string(), paper, Query::default()));
    };
    view! {
        <header class="head">
            <div class="line small dim">
                <span class="phone-only">
                    <IconButton icon=Icon::Back label=Common::t().back
                        on_press=move |()| back(&Route::Tickets(None, Query::default())) />
                </span>
                <span class="line tags">
                <span class="mono">{number}</span>
                {move || kind_name.get().map(|name| view! { <Tag text=name tone=Signal::stored(Tone::Accent) /> })}
                <DueTag open=limits />
                {move || (priority.get() != Priority::Normal).then(|| {
                    let tone = if priority.get() > Priority::Normal { Tone::Late } else { Tone::Plain };
                    view! { <Tag text=TicketTexts::t().priority_name(priority.get()) tone=Signal::stored(tone) /> }
                })}
                {move || repeats.get().map(|n| view! {
                    <Tag text=fill(TicketTexts::t().nth_time, &[&n]) tone=Signal::stored(Tone::Soon) />
                })}
                {move || (newer.get() > 0).then(|| view! {
                    <Tag text=fill(TicketTexts::t().newer, &[&newer.get()]) tone=Signal::stored(Tone::Soon) />
                })}
                {move || withdrawn.get().then(|| view! { <Tag text=TicketTexts::t().withdrawn tone=Signal::stored(Tone::Late) /> })}
                </span>
                <span class="push line">
                    <IconButton icon=Icon::Copy label=TicketTexts::t().copy_number key=Key::Copy on_press=copy />
                    <IconButton icon=Icon::Print label=Common::t().print key=Key::Print on_press=print />
                </span>
            </div>
            <Subject />
            <Flow />
            <Limits open=limits />
        </header>
    }
    .into_any()
}

/// The subject, changed in place.
#[component]
fn Subject() -> impl IntoView {
    let shown = Shown::get();
    let subject = shown.memo(|fold| fold.text(SUBJECT).to_owned());
    let edit = Edit::of(SUBJECT.to_owned());
    let open = RwSignal::new(false);
    let begin = move || {
        if edit.may() {
            edit.begin();
            open.set(true);
        }
    };
    let shut = closing(open, false);
    let close = Callback::new(move |()| {
        edit.forget();
        shut.run(());
    });
    let save =
        Callback::new(move |()| if edit.typed.get_untracked().is_empty() { close.run(()) } else { edit.save(shut) });
    view! {
        {move || if open.get() {
            let text = edit.typed.with_untracked(|text| text.as_str().to_owned());
            view! {
                <Form class="bare" on_save=save on_close=close>
                    <input class="h1" value=text aria-label=TicketTexts::t().subject
                        on:input=move |event| edit.change(Value::text(&event_target_value(&event)))
                        on:blur=move |_| if open.try_get_untracked() == Some(true) { save.run(()) } />
                </Form>
            }.into_any()
        } else {
            view! {
                <h1 tabindex="0" title=Common::t().edit on:dblclick=move |_| begin()
                    on:keydown=move |event| if event.key() == "Enter" && !crate::ui::keyboard::is_composing(&event) {
                        event.prevent_default();
                        begin();
                    }>{subject.get()}</h1>
            }.into_any()
        }}
    }
}

/// The flow as a line of steps: what is behind, where it stands, what is ahead.
#[component]
fn Flow() -> impl IntoView {
    let shown = Shown::get();
    let state = shown.memo(|fold| Ticket(fold).state().to_owned());
    let entered = shown.memo(|fold| fold.entered.iter().map(|(state, _)| state.clone()).collect::<Vec<_>>());
    move || {
        let kind = shown.kind.get()?;
        let state = state.get();
        let now = kind.states.iter().find(|s| s.id == state);
        let about = now.map(|now| now.about.clone()).unwrap_or_default();
        let mut line: Vec<_> = kind.states.iter().filter(|s| !s.aside).collect();
        let mut at = line.iter().position(|s| s.id == state).unwrap_or(0);
        if let Some(now) = now.filter(|now| now.aside) {
            // Beside the way: behind what the ticket has come through, before what is ahead.
            let through = entered
                .with(|entered| line.iter().rposition(|s| s.category != Category::Closed && entered.contains(&s.id)));
            at = through.map_or(1, |last| last + 1).min(line.len());
            line.insert(at, now);
        }
        let steps: Vec<_> = line
            .into_iter()
            .enumerate()
            .map(|(i, s)| {
                let current = s.id == state;
                let done = i < at || (current && s.category == Category::Closed);
                view! {
                    <li aria-current=current.then_some("step") data-step=done.then_some("done") title=s.name.clone()>
                        {s.short().to_owned()}
                    </li>
                }
            })
            .collect();
        Some(view! {
            <ol class="flow" aria-label=TicketTexts::t().flow>{steps}</ol>
            <p class="about small dim" hidden=about.is_empty()>{about.clone()}</p>
        })
    }
}
