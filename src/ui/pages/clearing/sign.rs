//! Handing the day in, and the lead's signature.

use leptos::prelude::*;

use super::Shown;
use crate::model::agent::Role;
use crate::model::clearing::{Item, Signature, Standing};
use crate::ui::components::{Button, Glyph, Icon, Look};
use crate::ui::dates;
use crate::ui::show::person;
use crate::ui::texts::clearing::ClearingTexts;
use crate::ui::texts::fill;
use crate::ui::typed::Typed;

/// The foot of the page.
#[component]
pub fn Sign(shown: Shown, listed: Memo<Vec<Item>>) -> impl IntoView {
    let app = shown.app;
    let t = ClearingTexts::t;
    let left = Memo::new(move |_| listed.with(|all| all.iter().filter(|item| item.standing == Standing::Open).count()));
    let changed = Memo::new(move |_| {
        let now = shown.items.get();
        shown.clearing.with(|clearing| {
            clearing.as_ref().is_some_and(|handed| {
                let mut then = handed.items.clone();
                let mut now = now.clone();
                then.sort_by(|a, b| a.ticket.cmp(&b.ticket));
                now.sort_by(|a, b| a.ticket.cmp(&b.ticket));
                then != now
            })
        })
    });
    let said = move |text: &'static str, name: &Signature| {
        let by = person(&app.desk(), &name.by);
        let line = fill(text, &[&by, &dates::when(name.stamp.millis, app.now.get())]);
        let remark = if name.remark.is_empty() { String::new() } else { ["：", &name.remark].concat() };
        view! { <p><Glyph icon=Icon::Check />" "{line}{remark}</p> }
    };
    let mine = Memo::new(move |_| shown.is_mine());
    let to_sign = Memo::new(move |_| {
        let waits = shown.clearing.with(|clearing| clearing.as_ref().is_some_and(|clearing| clearing.signed.is_none()));
        waits && app.role() >= Role::Lead && shown.agent.get() != app.person.get()
    });
    let to_hand_in = Memo::new(move |_| mine.get() && (shown.clearing.with(Option::is_none) || changed.get()));
    view! {
        <section class="card stack sign">
            {move || shown.clearing.get().map(|clearing| view! {
                {clearing.handed.as_ref().map(|name| said(t().handed, name))}
                {match &clearing.signed {
                    Some(name) => said(t().signed, name).into_any(),
                    None => view! { <p class="dim">{t().waits}</p> }.into_any(),
                }}
            })}
            {move || (shown.clearing.with(Option::is_none) && !mine.get()).then(|| view! { <p class="dim">{t().not_handed}</p> })}
            {move || (mine.get() && changed.get()).then(|| view! { <p class="soon">{t().changed}</p> })}
            {move || to_hand_in.get().then(|| {
                let again = shown.clearing.with(Option::is_some);
                let text = move || match left.get() {
                    0 => t().all_cleared.to_owned(),
                    n => fill(t().left, &[&n]),
                };
                view! {
                    <p class:late=Signal::derive(move || left.get() > 0)>{text}</p>
                    <Remark shown label=if again { t().hand_in_again } else { t().hand_in } sign=false />
                }
            })}
            {move || to_sign.get().then(|| view! { <Remark shown label=t().sign sign=true /> })}
        </section>
    }
    .into_any()
}

/// A remark, and the name put to it.
#[component]
fn Remark(shown: Shown, label: &'static str, sign: bool) -> impl IntoView {
    let app = shown.app;
    let (agent, day) = (shown.agent.get_untracked(), shown.day.get_untracked());
    let id = crate::model::clearing::Clearing::doc(&agent, day);
    let typed = Typed::at(["sign/", id.as_str()].concat());
    let agent = StoredValue::new(agent);
    let save = move || {
        let (desk, agent, remark) = (app.desk(), agent.get_value(), typed.text("remark"));
        app.act(async move {
            if sign { desk.sign_day(&agent, day, &remark).await } else { desk.hand_in(day, &remark).await }
        });
    };
    view! {
        <form class="line" on:submit=move |event| { event.prevent_default(); save(); }>
            <input class="input" data-keep="remark" value=typed.text("remark") placeholder=ClearingTexts::t().remark
                aria-label=ClearingTexts::t().remark on:input=move |event| typed.take(&event) />
            <Button label look=Look::Main submit=true on_press=|()| {} />
        </form>
    }
}
