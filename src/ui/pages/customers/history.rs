//! Everything that happened to a customer's record, the newest first, each step undone on its own.

use std::sync::Arc;

use leptos::prelude::*;

use super::one::{register_name, value_text};
use crate::desk::{Doc, Done};
use crate::model::agent::Role;
use crate::model::change::{Change, Known};
use crate::model::document::{DocId, Entry};
use crate::model::stamp::Stamp;
use crate::ui::app::App;
use crate::ui::components::{Icon, IconButton};
use crate::ui::dates;
use crate::ui::texts::customers::CustomerTexts;
use crate::ui::texts::{Common, fill};

#[derive(Clone, PartialEq, Eq, Hash)]
struct Line {
    stamp: Stamp,
    by: String,
    text: String,
    undone: bool,
    can_undo: bool,
    look: bool,
}

fn words(doc: &Doc, entry: &Entry) -> String {
    let t = CustomerTexts::t();
    match &entry.change {
        Change::Known(Known::Opened { .. }) => t.did_create.to_owned(),
        Change::Known(Known::Set { field, .. })
            if !doc.fold.counts(entry.stamp) && doc.fold.redacted.contains_key(&entry.stamp) =>
        {
            fill(t.did_set, &[&register_name(field), &t.gone_content])
        }
        Change::Known(Known::Set { field, value, .. }) if value.is_empty() => {
            fill(t.did_clear, &[&register_name(field)])
        }
        Change::Known(Known::Set { field, value, .. }) => {
            fill(t.did_set, &[&register_name(field), &value_text(field, value)])
        }
        Change::Known(Known::Undone { .. }) => t.did_undo.to_owned(),
        Change::Known(Known::Redacted { .. }) => t.did_redact.to_owned(),
        Change::Known(Known::Looked { at }) => t.did_look(*at).to_owned(),
        _ => t.did_other.to_owned(),
    }
}

/// The changes of a customer's record.
#[component]
pub fn History(id: DocId, doc: Memo<Arc<Doc>>, may: Memo<bool>) -> impl IntoView {
    let app = App::get();
    let id = StoredValue::new(id);
    let lines = Memo::new(move |_| {
        let desk = app.live();
        let (me, lead) = (app.person.get(), app.role() >= Role::Lead);
        let may = may.get();
        // Follows a change of language.
        let _ = crate::ui::lang::lang();
        doc.with(|doc| {
            let line = |entry: &Entry| Line {
                stamp: entry.stamp,
                by: match desk.agent(&entry.by) {
                    Some(agent) => agent.name.clone(),
                    None if entry.by == "sample" => CustomerTexts::t().by_sample.to_owned(),
                    None => entry.by.clone(),
                },
                text: words(doc, entry),
                look: entry.change.is_look(),
                undone: doc.fold.undone.contains(&entry.stamp),
                can_undo: may
                    && (entry.by == me || lead)
                    && doc.fold.counts(entry.stamp)
                    && matches!(entry.change, Change::Known(Known::Set { .. })),
            };
            doc.document.log().iter().rev().map(line).collect::<Vec<_>>()
        })
    });
    let undo = move |stamp: Stamp, by: String| {
        let done = Done { label: "set", entries: Arc::new(vec![(id.get_value(), vec![stamp])]), by };
        let desk = app.desk();
        let undone = done.clone();
        app.attempt(async move { desk.undo_this(&done).await }, move |()| app.toasts.undone(Some(&undone)));
    };
    let now = app.now;
    view! {
        <section class="customer-part">
            <h2>{CustomerTexts::t().history}</h2>
            <ul class="changes">
                <For each=move || lines.get() key=Clone::clone let:line>
                    <li data-undone=line.undone.then_some("") class:faint=line.look>
                        <time title=dates::full(line.stamp.millis)>{move || dates::when(line.stamp.millis, now.get())}</time>
                        <span class="cut"><b>{line.by.clone()}</b>" "{line.text.clone()}</span>
                        {line.can_undo.then(|| {
                            let by = app.person.get_untracked();
                            view! {
                                <IconButton icon=Icon::Undo label=Common::t().undo
                                    on_press=move |()| undo(line.stamp, by.clone()) />
                            }
                        })}
                    </li>
                </For>
            </ul>
        </section>
    }
    .into_any()
}
