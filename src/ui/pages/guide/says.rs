//! The scripts of a step, filled in: one after the other, each in several ways, copied with a key.

use std::sync::Arc;

use leptos::prelude::*;

use crate::model::document::DocId;
use crate::model::script::Script;
use crate::ui::app::App;
use crate::ui::components::{Button, Icon, IconButton};
use crate::ui::keyboard::use_key;
use crate::ui::keys::Key;
use crate::ui::pictures::copy_said;
use crate::ui::saying::{self, Known};
use crate::ui::texts::guides::GuideTexts;
use crate::ui::texts::{Common, fill};

/// The scripts of a step. `J` and `K` go through them, `.` says the chosen one otherwise, `C` copies it.
#[component]
pub fn Says(
    /// The scripts, their ids with the pack's.
    scripts: Vec<Arc<Script>>,
    /// The ticket on which they are used.
    ticket: Option<DocId>,
    /// What is known of a placeholder.
    known: Callback<String, Known>,
) -> impl IntoView {
    let app = App::get();
    let t = GuideTexts::t();
    let (count, ticket) = (scripts.len(), StoredValue::new(ticket));
    let chosen = RwSignal::new(0usize);
    let variants: Vec<(Arc<Script>, RwSignal<usize>)> =
        scripts.into_iter().map(|script| (script, RwSignal::new(0usize))).collect();
    let all = StoredValue::new_local(variants);
    let text = move |at: usize| {
        let (script, variant) = all.with_value(|all| all.get(at).cloned())?;
        let answer = script.answers.get(variant.get() % script.answers.len().max(1))?;
        Some(saying::filled(app, &|name| known.run(name.to_owned()), &answer.text))
    };
    let copy = move |at: usize| {
        if let Some(said) = untrack(|| text(at)) {
            let (desk, ticket) = (app.desk(), ticket.get_value());
            if let Some((script, _)) = all.with_value(|all| all.get(at).cloned()) {
                copy_said(app, &said.text, [&*script.id]);
                app.attempt(async move { desk.used_script(&script.id, false, ticket.as_ref()).await }, |()| ());
            }
        }
    };
    let other = move |at: usize| {
        if let Some((_, variant)) = all.with_value(|all| all.get(at).cloned()) {
            variant.update(|at| *at += 1);
        }
    };
    if count > 0 {
        use_key(Key::Copy, move || copy(chosen.get_untracked()));
        use_key(Key::Variant, move || other(chosen.get_untracked()));
        use_key(Key::ListNext, move || chosen.update(|at| *at = (*at + 1) % count));
        use_key(Key::ListPrevious, move || chosen.update(|at| *at = (*at + count - 1) % count));
    }
    let one = move |at: usize| {
        let (script, variant) = all.with_value(|all| all.get(at).cloned())?;
        let answers = script.answers.len();
        let which = script.clone();
        let when = move || {
            let at = variant.get() % answers.max(1);
            let when = which.answers.get(at).map(|answer| answer.when.clone()).unwrap_or_default();
            let nth = if answers > 1 { fill(t.say_of, &[&(at + 1), &answers]) } else { String::new() };
            [when, nth].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
        };
        Some(view! {
            <li class="said-one" aria-current=move || (count > 1 && chosen.get() == at).then_some("true") on:click=move |_| chosen.set(at)>
                <p class="small dim">{script.title.clone()}" "<span class="faint">{when}</span></p>
                <p class="words">{move || text(at).map(|said| said.seen)}</p>
                <span class="line acts-of">
                    <Button label=Common::t().copy icon=Icon::Copy small=true on_press=move |()| copy(at) />
                    <kbd class="no-phone" aria-hidden="true" hidden=move || chosen.get() != at>"C"</kbd>
                    {(answers > 1).then(|| view! {
                        <IconButton icon=Icon::Sync label=[t.other, " (.)"].concat() on_press=move |()| other(at) />
                    })}
                </span>
            </li>
        })
    };
    view! {
        <section class="says" hidden=count == 0 aria-label=t.say>
            <ul>{(0..count).filter_map(one).collect_view()}</ul>
        </section>
    }
    .into_any()
}
