//! The menu of the table's columns: which, in which order, how close together.

use leptos::prelude::*;

use super::columns::{Columns, all, name};
use crate::ui::app::App;
use crate::ui::components::{Button, Glyph, Icon, IconButton, Look, Popup, Switch};
use crate::ui::prefs::Prefs;
use crate::ui::texts::fill;
use crate::ui::texts::lists::ListTexts;

/// A button that opens the choice of columns, while the list is a table.
#[component]
pub fn ColumnMenu(table: Memo<bool>, columns: Columns) -> impl IntoView {
    let open = RwSignal::new(false);
    let button = NodeRef::<leptos::html::Button>::new();
    let key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            open.set(false);
            if let Some(button) = button.get_untracked() {
                // A focus that fails changes nothing.
                let _ = button.focus();
            }
        }
    };
    move || {
        table.get().then(|| {
            view! {
                <div class="combo" on:keydown=key>
                    <button type="button" class="btn" data-look="plain" data-small="" node_ref=button aria-haspopup="dialog"
                        aria-expanded=move || if open.get() { "true" } else { "false" }
                        on:click=move |_| open.update(|open| *open = !*open)>
                        <Glyph icon=Icon::Settings />{ListTexts::t().columns}
                    </button>
                    <Popup open><Chooser columns /></Popup>
                </div>
            }
        })
    }
}

/// The choice of columns.
#[component]
fn Chooser(columns: Columns) -> impl IntoView {
    let app = App::get();
    let prefs = Prefs::get();
    let kind = move || columns.known_kind(&app.desk());
    // Those that are shown come first, in their order.
    let ids = Memo::new(move |_| {
        let mut ids = columns.shown();
        let shown = ids.len();
        ids.extend(all(kind().as_deref()).into_iter().filter(|id| !columns.shown().contains(id)));
        (ids, shown)
    });
    let toggle = move |id: &str| {
        let mut shown = untrack(|| columns.shown());
        match shown.iter().position(|one| one == id) {
            Some(_) if shown.len() == 1 => return,
            Some(at) => drop(shown.remove(at)),
            None => shown.push(id.to_owned()),
        }
        columns.choose(shown);
    };
    let swap = move |at: usize, with: usize| {
        let mut shown = untrack(|| columns.shown());
        if at.max(with) < shown.len() {
            shown.swap(at, with);
            columns.choose(shown);
        }
    };
    let entry = move |id: String| {
        let says = name(&id, kind().as_deref());
        let place = {
            let id = id.clone();
            Memo::new(move |_| ids.with(|(ids, shown)| ids.iter().position(|one| *one == id).filter(|at| at < shown)))
        };
        let last = move || ids.with(|(_, shown)| shown.saturating_sub(1));
        let (earlier, later) = (says.clone(), says.clone());
        view! {
            <li>
                <label>
                    <input type="checkbox" prop:checked=move || place.get().is_some() on:change=move |_| toggle(&id) />
                    <span>{says}</span>
                </label>
                <Show when=move || place.get().is_some()>
                    <IconButton icon=Icon::Up label=fill(ListTexts::t().earlier, &[&earlier])
                        disabled=Signal::derive(move || place.get() == Some(0))
                        on_press=move |()| if let Some(at) = place.get_untracked().filter(|at| *at > 0) { swap(at, at - 1) } />
                    <IconButton icon=Icon::Down label=fill(ListTexts::t().later, &[&later])
                        disabled=Signal::derive(move || place.get() == Some(last()))
                        on_press=move |()| if let Some(at) = place.get_untracked() { swap(at, at + 1) } />
                </Show>
            </li>
        }
    };
    view! {
        <div class="column-menu" role="dialog" aria-label=ListTexts::t().columns>
            <p class="faint">{ListTexts::t().columns_about}</p>
            <ul>
                <For each=move || ids.with(|(ids, _)| ids.clone()) key=Clone::clone children=entry />
            </ul>
            <div class="line">
                <Switch label=ListTexts::t().dense value=Signal::derive(move || prefs.kept().compact)
                    on_change=move |on| prefs.change(app, |kept| kept.compact = on) />
                <Button look=Look::Quiet small=true label=ListTexts::t().usual_columns on_press=move |()| columns.reset() />
            </div>
        </div>
    }
    .into_any()
}
