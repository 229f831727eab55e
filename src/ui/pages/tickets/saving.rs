//! Saving what is shown as a view, and what can be done to a saved one.

use leptos::prelude::*;

use super::SAVED;
use super::columns::Columns;
use super::list::Listing;
use super::views::shows_of;
use crate::model::agent::Role;
use crate::model::view::Shows;
use crate::ui::components::{Icon, IconButton, Menu, MenuItem, TextInput};
use crate::ui::keyboard::is_composing;
use crate::ui::keys::Key;
use crate::ui::nav::replace;
use crate::ui::texts::Common;
use crate::ui::texts::lists::ListTexts;

/// So many characters a view's first name has at most.
const LONGEST: usize = 16;

/// The buttons that save and change views.
#[component]
pub fn Saving(columns: Columns) -> impl IntoView {
    let list = Listing::get();
    let app = list.app;
    let naming = RwSignal::new(false);
    let saved = Memo::new(move |_| list.place.with(|place| place.saved(&app.live())));
    let shows = Memo::new(move |_| list.place.with(|place| shows_of(place, columns.to_save())));
    let differs = move || {
        if let Some(view) = saved.get() {
            return view.shows != shows.get();
        }
        let Shows { kind, state, query, sort, .. } = shows.get();
        [kind, state, query, sort].iter().any(|part| !part.is_empty())
    };
    let save = move |()| {
        let (desk, mut shows) = (app.desk(), shows.get_untracked());
        if shows.columns.is_empty() {
            shows.columns = columns.of_device();
        }
        let name = first_name(&list, &shows);
        let saving = async move { desk.save_view(&name, &shows).await };
        app.attempt(saving, move |(id, done)| {
            app.toasts.done(&done);
            let at = list.place.get_untracked();
            replace(&at.route(at.id.clone(), at.query.clone().with(SAVED, id.name())));
            // It has a name already; another one is typed over it.
            let _ = naming.try_set(true);
        });
    };
    let rename = move |name: String| {
        naming.set(false);
        if let Some(view) = saved.get_untracked().filter(|view| !name.trim().is_empty() && view.name != name.trim()) {
            let desk = app.desk();
            app.act(async move { desk.name_view(&view.id, &name).await });
        }
    };
    let items = Signal::derive(move || match saved.get() {
        Some(view) => actions(&list, &view, shows, naming),
        None => Vec::new(),
    });
    let value = Signal::derive(move || saved.get().map(|view| view.name.clone()).unwrap_or_default());
    view! {
        <Show when=move || naming.get() && saved.with(Option::is_some)>
            <Naming value rename=Callback::new(rename) naming />
        </Show>
        <Show when=move || !naming.get() && saved.with(Option::is_some)>
            <Menu label=ListTexts::t().this_view icon=Icon::Star items />
        </Show>
        <Show when=differs>
            <IconButton icon=Icon::Pin label=ListTexts::t().save_view key=Key::SaveView on_press=save />
        </Show>
    }
    .into_any()
}

/// A field for the view's name, over the one that it has.
#[component]
fn Naming(value: Signal<String>, rename: Callback<String>, naming: RwSignal<bool>) -> impl IntoView {
    let field = NodeRef::<leptos::html::Input>::new();
    field.on_load(|field| {
        // After its text has been put in.
        request_animation_frame(move || {
            // A focus that fails changes nothing.
            let _ = field.focus();
            field.select();
        });
    });
    let keyed = move |event: leptos::ev::KeyboardEvent| {
        let is_over = matches!(event.key().as_str(), "Escape" | "Enter") && !is_composing(&event);
        if is_over {
            event.stop_propagation();
            naming.set(false);
        }
    };
    view! {
        <span class="naming" on:keydown=keyed on:focusout=move |_| naming.set(false)>
            <TextInput value on_commit=rename label=ListTexts::t().view_name node=field />
        </span>
    }
}

/// The name that a view gets from what it shows.
fn first_name(list: &Listing, shows: &Shows) -> String {
    let desk = list.app.desk();
    let kind = desk.kind(&shows.kind);
    let mut parts = Vec::new();
    if let Some(kind) = &kind {
        parts.push(kind.name.clone());
        parts.extend(kind.state(&shows.state).map(|state| state.short().to_owned()));
    }
    if !shows.query.trim().is_empty() {
        parts.push(shows.query.trim().to_owned());
    }
    if parts.is_empty() {
        parts.push(super::view_name(list.place.with_untracked(super::Place::view)).to_owned());
    }
    parts.join(" ").chars().take(LONGEST).collect()
}

/// What can be done to a saved view.
fn actions(
    list: &Listing,
    view: &std::sync::Arc<crate::model::view::SavedView>,
    shows: Memo<Shows>,
    naming: RwSignal<bool>,
) -> Vec<MenuItem> {
    let app = list.app;
    let t = ListTexts::t();
    let desk = app.desk();
    let leads = app.role() >= Role::Lead;
    let own = desk.me().is_some_and(|me| me.id == view.owner);
    let mut items = Vec::new();
    if own || leads {
        items.push(MenuItem::new(t.rename_view, move || naming.set(true)).icon(Icon::Note));
        if view.shows != shows.get() {
            let view = view.clone();
            items.push(
                MenuItem::new(t.update_view, move || {
                    let (desk, id, shows) = (app.desk(), view.id.clone(), shows.get_untracked());
                    app.act(async move { desk.show_in_view(&id, &shows).await });
                })
                .icon(Icon::Pin),
            );
        }
        let all = desk.views(list.register);
        let at = all.iter().position(|one| one.id == view.id).unwrap_or(0);
        for (says, icon, to) in
            [(t.view_earlier, Icon::Up, at.checked_sub(1)), (t.view_later, Icon::Down, Some(at + 1))]
        {
            let Some(to) = to.filter(|to| *to < all.len()) else { continue };
            let view = view.clone();
            let press = move || {
                let (desk, id) = (app.desk(), view.id.clone());
                app.act(async move { desk.move_view(&id, to).await });
            };
            items.push(MenuItem::new(says, press).icon(icon));
        }
    }
    if leads {
        let view = view.clone();
        let says = if view.shared { t.unshare_view } else { t.share_view };
        let press = move || {
            let (desk, id, shared) = (app.desk(), view.id.clone(), !view.shared);
            app.act(async move { desk.share_view(&id, shared).await });
        };
        items.push(MenuItem::new(says, press).icon(Icon::Chat));
    }
    if own || leads {
        let view = view.clone();
        let place = list.place;
        let press = move || {
            let (desk, id) = (app.desk(), view.id.clone());
            app.act_then(async move { desk.remove_view(&id).await }, move |_| {
                let at = place.get_untracked();
                replace(&at.route(at.id.clone(), at.query.clone().with(SAVED, "")));
            });
        };
        items.push(MenuItem::new(Common::t().delete, press).icon(Icon::Delete));
    }
    items
}
