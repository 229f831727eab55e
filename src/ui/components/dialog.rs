//! Dialogs and side sheets over the native `<dialog>`: the browser keeps the focus inside, closes on Esc and returns the
//! focus. On a phone each is a sheet at the foot of the screen.

use leptos::html;
use leptos::prelude::*;

use super::{Icon, IconButton};
use crate::ui::keyboard::{close_layer, new_layer, open_layer};
use crate::ui::texts::Common;

/// How large a dialog is and where it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// A question or two.
    Small,
    /// A short form.
    #[default]
    Usual,
    /// A table, a long form.
    Wide,
    /// The whole height at the right side.
    Side,
    /// Near the top, for what searches while one types.
    Top,
}

/// A dialog. What it holds is made when it opens and dropped when it closes; shortcuts asked for inside it are the only
/// ones that fire while it is open. Give the first field `autofocus`.
#[component]
pub fn Dialog(
    /// Whether it is open; closing sets it to false.
    open: RwSignal<bool>,
    /// Its heading.
    #[prop(into)]
    title: TextProp,
    /// How large it is.
    #[prop(optional)]
    size: Size,
    /// A press beside it does not close it.
    #[prop(optional)]
    sticky: bool,
    /// What it holds; end it with `<div class="dialog-foot">` for the buttons.
    children: ChildrenFn,
) -> impl IntoView {
    let layer = new_layer();
    let dialog = NodeRef::<html::Dialog>::new();
    let heading = StoredValue::new(format!("dialog-{}", layer.0));
    Effect::new(move |_| {
        let (Some(element), wanted) = (dialog.get(), open.get()) else { return };
        if wanted && !element.open() {
            open_layer(layer, element.clone());
            if element.show_modal().is_err() {
                leptos::logging::error!("a dialog could not be opened");
            }
        } else if !wanted {
            close_layer(layer);
            element.close();
        }
    });
    on_cleanup(move || close_layer(layer));
    let beside = move |event: leptos::ev::PointerEvent| {
        if !sticky && event.target() == event.current_target() {
            open.set(false);
        }
    };
    view! {
        <dialog
            class="dialog"
            node_ref=dialog
            data-size=match size { Size::Small => Some("small"), Size::Wide => Some("wide"), _ => None }
            data-side=(size == Size::Side).then_some("")
            data-top=(size == Size::Top).then_some("")
            aria-labelledby=heading.get_value()
            // Opened again meanwhile, it stays.
            on:close=move |_| {
                if !dialog.get_untracked().is_some_and(|dialog| dialog.open()) {
                    open.set(false);
                }
            }
            on:pointerdown=beside
        >
            {move || open.get().then(|| {
                provide_context(layer);
                let title = title.clone();
                view! {
                    <header>
                        <h2 id=heading.get_value()>{move || title.get()}</h2>
                        <IconButton icon=Icon::Close label=|| Common::t().close on_press=move |()| open.set(false) />
                    </header>
                    <div class="body">{children()}</div>
                }
            })}
        </dialog>
    }
    .into_any()
}
