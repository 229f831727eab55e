//! The team's own lists (Q6).

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::parts::{Reserved, draft, forget_draft};
use super::taboos::Taboos;
use crate::model::agent::Role;
use crate::model::kind::Named;
use crate::model::list::List;
use crate::ui::app::App;
use crate::ui::components::{Button, Icon, IconButton, TextInput};
use crate::ui::keyboard::is_composing;
use crate::ui::nav::{navigate, route};
use crate::ui::route::Route;
use crate::ui::texts::settings::SettingsTexts;
use crate::ui::texts::taboos::TabooTexts;
use crate::ui::texts::{Common, fill};

/// The list every ticket's channel comes from.
const CHANNELS: &str = "channels";

/// Where words never to say are kept, among the lists.
const TABOOS: &str = "taboos";

/// The places of the drafts.
const ITEM_DRAFT: &str = "settings/lists/item";
const LIST_DRAFT: &str = "settings/lists/new";

fn place(list: &str) -> Route {
    Route::Settings(Some("lists".to_owned()), Some(list.to_owned()))
}

/// An id that no other list or item has, in a pack's letters.
fn fresh(app: App, what: &str) -> String {
    format!("{what}_{}", app.desk().mint("item").name().to_lowercase())
}

/// The lists, one of them open.
#[component]
pub fn Lists() -> impl IntoView {
    let app = App::get();
    let lists = Memo::new(move |_| {
        let named = |list: &Arc<List>| !list.name.is_empty() || !list.items.is_empty();
        let mut lists: Vec<Arc<List>> = app.live().lists().into_iter().filter(named).collect();
        lists.sort_by(|a, b| (a.id != CHANNELS, &a.name).cmp(&(b.id != CHANNELS, &b.name)));
        lists
    });
    let taboos = Memo::new(|_| matches!(route(), Route::Settings(_, Some(id)) if id == TABOOS));
    let current = Memo::new(move |_| {
        if taboos.get() {
            return None;
        }
        let wanted = match route() {
            Route::Settings(_, Some(id)) => id,
            _ => CHANNELS.to_owned(),
        };
        lists.with(|lists| {
            let known = lists.iter().find(|list| list.id == wanted).or(lists.first());
            known.map(|list| list.id.clone())
        })
    });
    view! {
        <header class="page-head"><h1>{SettingsTexts::t().lists}</h1></header>
        <p class="dim intro">{SettingsTexts::t().lists_about}</p>
        <div class="views wrap">
            <For each=move || lists.get() key=|list| (list.id.clone(), list.name.clone(), list.items.len()) let:list>
                {
                    let id = list.id.clone();
                    view! {
                        <a class="view" href=place(&list.id).href()
                            aria-current=move || (current.get().as_ref() == Some(&id)).then_some("true")>
                            {list.name.clone()}<i>{list.items.len()}</i>
                        </a>
                    }
                }
            </For>
            <a class="view" href=place(TABOOS).href() aria-current=move || taboos.get().then_some("true")>
                {TabooTexts::t().title}<i>{move || app.live().taboos().all().len()}</i>
            </a>
        </div>
        {move || if taboos.get() {
            view! { <Taboos /> }.into_any()
        } else {
            view! {
                <Reserved least=Role::Lead>
                    {move || current.get().map(|id| view! { <OneList id /> })}
                    <NewList />
                </Reserved>
            }.into_any()
        }}
    }
}

#[component]
fn OneList(id: String) -> impl IntoView {
    let app = App::get();
    let id = StoredValue::new(id);
    let list = Memo::new(move |_| id.with_value(|id| app.live().list(id)));
    let name = Signal::derive(move || list.with(|list| list.name.clone()));
    let rename = move |text: String| {
        if text.trim() != name.get_untracked() {
            let (desk, id) = (app.desk(), id.get_value());
            app.act(async move { desk.name_list(&id, &text).await });
        }
    };
    let uses = Memo::new(move |_| id.with_value(|id| uses(app, id)));
    let used = move || {
        let uses = uses.get();
        let t = SettingsTexts::t();
        if uses.is_empty() { t.used_nowhere.to_owned() } else { fill(t.used_by, &[&uses.join("、")]) }
    };
    let (new, keep) = draft(app, ITEM_DRAFT);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let item = Named { id: fresh(app, "own"), name: new.get_untracked().trim().to_owned() };
        let (desk, id) = (app.desk(), id.get_value());
        app.act_then(async move { desk.put_item(&id, item).await }, move |_| forget_draft(app, ITEM_DRAFT, new));
    };
    view! {
        <section class="card stack">
            <label class="field">
                <span class="label">{SettingsTexts::t().list_name}</span>
                <TextInput value=name on_commit=rename />
                <span class="note">{used}</span>
            </label>
            <ol class="items">
                <For each=move || list.get().items.clone() key=|item| item.id.clone() let:item>
                    <ItemRow list=id item=item.id />
                </For>
            </ol>
            <p class="dim" hidden=move || list.with(|list| !list.items.is_empty())>{SettingsTexts::t().no_items}</p>
            <form class="line" on:submit=add>
                <TextInput value=new on_input=keep label=SettingsTexts::t().add_item hint=SettingsTexts::t().add_item />
                <Button label=Common::t().add icon=Icon::Plus submit=true on_press=|()| {} />
            </form>
        </section>
    }
}

/// Where a list is used: kinds and fields.
fn uses(app: App, list: &str) -> Vec<String> {
    let mut uses = Vec::new();
    if list == CHANNELS {
        uses.push(SettingsTexts::t().every_ticket.to_owned());
    }
    for info in app.live().all_kinds() {
        let fields = info.kind.fields.iter().filter(|field| field.list.as_deref() == Some(list));
        uses.extend(fields.map(|field| format!("{} · {}", info.kind.name, field.name)));
    }
    uses
}

#[component]
fn ItemRow(list: StoredValue<String>, item: String) -> impl IntoView {
    let app = App::get();
    let item = StoredValue::new(item);
    let at = Memo::new(move |_| {
        let all = list.with_value(|list| app.live().list(list));
        item.with_value(|id| all.items.iter().position(|item| item.id == *id)).map(|at| (at, all.items.len()))
    });
    let name = Signal::derive(move || {
        let all = list.with_value(|list| app.live().list(list));
        item.with_value(|id| all.items.iter().find(|item| item.id == *id).map(|item| item.name.clone()))
            .unwrap_or_default()
    });
    let rename = move |text: String| {
        if text.trim() == name.get_untracked() {
            return;
        }
        let (desk, list) = (app.desk(), list.get_value());
        let item = Named { id: item.get_value(), name: text.trim().to_owned() };
        app.act(async move { desk.put_item(&list, item).await });
    };
    let move_by = move |step: isize| {
        let Some((at, count)) = at.get_untracked() else { return };
        let Some(to) = at.checked_add_signed(step).filter(|to| *to < count) else { return };
        let (desk, list, item) = (app.desk(), list.get_value(), item.get_value());
        let moved = item.clone();
        app.act_then(async move { desk.move_item(&list, &item, to).await }, move |_| focus_item(moved));
    };
    let remove = move |()| {
        let (desk, list, item) = (app.desk(), list.get_value(), item.get_value());
        app.act(async move { desk.take_item(&list, &item).await });
    };
    let keys = move |event: KeyboardEvent| {
        let step = match event.key().as_str() {
            _ if is_composing(&event) || !event.alt_key() => return,
            "ArrowUp" => -1,
            "ArrowDown" => 1,
            _ => return,
        };
        event.prevent_default();
        move_by(step);
    };
    let number = move || at.get().map_or(0, |(at, _)| at + 1);
    view! {
        <li class="line" data-item=item.get_value() on:keydown=keys>
            <span class="faint num">{number}</span>
            <TextInput value=name on_commit=rename label=move || fill(SettingsTexts::t().item, &[&number()]) />
            <IconButton icon=Icon::Up label=SettingsTexts::t().up on_press=move |()| move_by(-1)
                disabled=Signal::derive(move || at.get().is_none_or(|(at, _)| at == 0)) />
            <IconButton icon=Icon::Down label=SettingsTexts::t().down on_press=move |()| move_by(1)
                disabled=Signal::derive(move || at.get().is_none_or(|(at, count)| at + 1 == count)) />
            <IconButton icon=Icon::Delete label=Common::t().remove on_press=remove />
        </li>
    }
}

/// Moving a row in the page takes the focus from it: it is given back.
fn focus_item(item: String) {
    request_animation_frame(move || {
        let found = document().query_selector(&format!("[data-item=\"{item}\"] input")).ok().flatten();
        if let Some(input) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            // A focus that fails changes nothing.
            let _ = input.focus();
        }
    });
}

#[component]
fn NewList() -> impl IntoView {
    let app = App::get();
    let (draft_name, keep) = draft(app, LIST_DRAFT);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (desk, id, name) = (app.desk(), fresh(app, "list"), draft_name.get_untracked());
        let to = place(&id);
        let done = async move { desk.name_list(&id, &name).await };
        app.act_then(done, move |_| {
            forget_draft(app, LIST_DRAFT, draft_name);
            navigate(&to);
        });
    };
    view! {
        <form class="card line" on:submit=add>
            <TextInput value=draft_name on_input=keep label=SettingsTexts::t().new_list_name hint=SettingsTexts::t().new_list_name />
            <Button label=SettingsTexts::t().new_list icon=Icon::Plus submit=true on_press=|()| {} />
        </form>
    }
}
