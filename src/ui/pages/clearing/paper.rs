//! The day on A4: printed, not shown.

use leptos::prelude::*;

use super::Shown;
use crate::model::calendar::{Calendar, day_text};
use crate::model::clearing::Item;
use crate::ui::dates;
use crate::ui::lang::lang;
use crate::ui::reckon::weekday;
use crate::ui::show::person;
use crate::ui::texts::clearing::ClearingTexts;

/// The sheet.
#[component]
pub fn Paper(shown: Shown, listed: Memo<Vec<Item>>) -> impl IntoView {
    let app = shown.app;
    let sheet = move || {
        let (t, desk) = (ClearingTexts::t(), app.live());
        let clearing = shown.clearing.get();
        let rows = listed.get().into_iter().map(|item| {
            let row = desk.row(&item.ticket);
            let (number, what) = row.map_or_else(
                || (item.ticket.to_string(), String::new()),
                |row| (row.number.clone(), [&*row.who, " ", &row.subject].concat()),
            );
            view! {
                <tr>
                    <td>{number}</td>
                    <td>{what}</td>
                    <td>{t.standing_name(item.standing)}</td>
                    <td>{item.reason}</td>
                </tr>
            }
        });
        let sign = |name: Option<&crate::model::clearing::Signature>| {
            name.map(|name| {
                let by = person(&desk, &name.by);
                [&*by, " ", &dates::full(name.stamp.millis), " ", &name.remark].concat()
            })
        };
        view! {
            <h1>{t.paper}</h1>
            <p class="meta"><span>{t.agent}"："{person(&desk, &shown.agent.get())}</span><span>{day_text(shown.day.get())}" "{weekday(Calendar::weekday(shown.day.get()), lang())}</span></p>
            <table class="log">
                <thead><tr><th>{t.number}</th><th>{t.what}</th><th>{t.standing}</th><th>{t.reason}</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
            <p class="signs">
                <span>{t.agent}"："{sign(clearing.as_ref().and_then(|clearing| clearing.handed.as_ref()))}</span>
                <span>{t.lead}"："{sign(clearing.as_ref().and_then(|clearing| clearing.signed.as_ref()))}</span>
            </p>
        }
    };
    view! { <article class="paper print-only">{sheet}</article> }
}
