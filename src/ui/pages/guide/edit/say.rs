//! The scripts that a step shows and the fields that its answers are written to.

use std::sync::Arc;

use leptos::prelude::*;

use super::Editing;
use crate::model::script::Script;
use crate::model::ticket::{CUSTOMER, SUBJECT};
use crate::ui::components::{Choice as Item, Combobox, Icon, IconButton, Select};
use crate::ui::packs::fetch_sounds;
use crate::ui::texts::Common;
use crate::ui::texts::guides::GuideTexts;
use crate::ui::texts::ticket::TicketTexts;

/// At most so many scripts are offered; who looks for more types a letter.
const MOST: usize = 30;

/// What is chosen: each with its name, and a button that takes it off.
fn chosen(all: Vec<(String, String)>, remove: Callback<String>) -> impl IntoView {
    let one = move |(id, name): (String, String)| {
        view! {
            <li class="tag">
                <span>{name}</span>
                <IconButton icon=Icon::Close label=Common::t().remove on_press=move |()| remove.run(id.clone()) />
            </li>
        }
    };
    view! { <ul class="chips">{all.into_iter().map(one).collect_view()}</ul> }
}

/// The scripts of a step.
#[component]
pub fn Says(it: Editing, id: StoredValue<String>) -> impl IntoView {
    let (app, t) = (it.app, GuideTexts::t());
    let say = Memo::new(move |_| id.with_value(|id| it.of(id, |step| step.say.clone())));
    let all = Memo::new(move |_| app.live().scripts_for_guides(&it.pack.get_value()));
    let item = |id: &str, script: &Arc<Script>| Item::new(id, script.title.clone()).also(script.code.clone());
    let search = move |text: String| {
        fetch_sounds(app, &text);
        let sound = app.live().pinyin();
        let holds = |script: &Script| {
            let has = |part: &str| part.to_lowercase().contains(&text);
            has(&script.code)
                || has(&script.title)
                || has(&script.question)
                || !text.is_empty() && sound.as_ref().is_some_and(|sound| sound.matches(&text, &script.title))
        };
        let taken = say.get();
        all.with(|all| {
            let free = all.iter().filter(|(id, script)| !taken.contains(id) && holds(script));
            free.take(MOST).map(|(id, script)| item(id, script)).collect()
        })
    };
    // It is empty again once one was taken.
    let none = RwSignal::new(String::new());
    let add = move |script: String| {
        none.set(String::new());
        if !script.is_empty() && !say.with_untracked(|say| say.contains(&script)) {
            id.with_value(|id| it.step(id, |step| step.say.push(script)));
        }
    };
    let remove = Callback::new(move |script: String| {
        id.with_value(|id| it.step(id, |step| step.say.retain(|other| *other != script)));
    });
    let names = move || {
        all.with(|all| {
            let name = |id: String| {
                let script = all.iter().find(|(other, _)| *other == id).map(|(_, script)| script);
                let name = script.map_or_else(|| id.clone(), |script| [&*script.title, " ", &script.code].concat());
                (id, name)
            };
            say.get().into_iter().map(name).collect::<Vec<_>>()
        })
    };
    view! {
        <div class="field wide" data-of="say">
            <span class="label">{t.scripts}</span>
            {move || chosen(names(), remove)}
            <Combobox search=Callback::new(search) value=none on_choose=add label=t.add_script hint=t.add_script icon=Icon::Search />
        </div>
    }
    .into_any()
}

/// The fields of a step.
#[component]
pub fn Asks(it: Editing, id: StoredValue<String>) -> impl IntoView {
    let (app, t) = (it.app, GuideTexts::t());
    let asks = Memo::new(move |_| id.with_value(|id| it.of(id, |step| step.asks.clone())));
    // What tickets of its kinds have; a field of several kinds once.
    let all = Memo::new(move |_| {
        let kinds = it.guide.with(|guide| guide.kinds.clone());
        let mut all = vec![
            (SUBJECT.to_owned(), TicketTexts::t().subject.to_owned()),
            (CUSTOMER.to_owned(), Common::t().customer.to_owned()),
        ];
        for info in app.live().all_kinds() {
            let Some((pack, name)) = info.kind.id.split_once('.') else { continue };
            let is_for = kinds.is_empty() || kinds.iter().any(|kind| kind == name);
            if info.off || !is_for || it.pack.with_value(|own| own != pack) {
                continue;
            }
            for field in &info.kind.fields {
                if all.iter().all(|(id, _)| *id != field.id) {
                    all.push((field.id.clone(), field.name.clone()));
                }
            }
        }
        all
    });
    let options = Signal::derive(move || {
        let taken = asks.get();
        let first = std::iter::once(Item::new("", t.add_field));
        all.with(|all| {
            let free = all.iter().filter(|(id, _)| !taken.contains(id));
            first.chain(free.map(|(id, name)| Item::new(id.clone(), name.clone()))).collect::<Vec<_>>()
        })
    });
    let add = move |field: String| {
        if !field.is_empty() {
            id.with_value(|id| it.step(id, |step| step.asks.push(field)));
        }
    };
    let remove = Callback::new(move |field: String| {
        id.with_value(|id| it.step(id, |step| step.asks.retain(|other| *other != field)));
    });
    let names = move || {
        all.with(|all| {
            let name = |id: String| {
                let name =
                    all.iter().find(|(other, _)| *other == id).map_or_else(|| id.clone(), |(_, name)| name.clone());
                (id, name)
            };
            asks.get().into_iter().map(name).collect::<Vec<_>>()
        })
    };
    view! {
        <div class="field wide" data-of="asks">
            <span class="label">{t.asks}</span>
            {move || chosen(names(), remove)}
            <Select options value=Signal::stored(String::new()) on_choose=add label=t.add_field />
        </div>
    }
    .into_any()
}
