//! Buttons. One with a `key` is pressed by that shortcut too, and says so in its tooltip.

use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::ui::keyboard::{is_mac, use_key};
use crate::ui::keys::Key;

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// A border.
    #[default]
    Plain,
    /// The one next step of a view.
    Main,
    /// No border until it is pointed at.
    Quiet,
    /// What cannot be undone.
    Danger,
}

impl Look {
    const fn id(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Main => "main",
            Self::Quiet => "quiet",
            Self::Danger => "danger",
        }
    }
}

/// A button with a text, and if need be an icon before it and its key after it.
#[component]
pub fn Button(
    /// What it does, a verb.
    #[prop(into)]
    label: TextProp,
    /// What happens.
    #[prop(into)]
    on_press: Callback<()>,
    /// An icon before the text.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// Its shortcut, listened to while the button is there.
    #[prop(optional, into)]
    key: Option<Key>,
    /// A key shown but handled elsewhere, for example the number of a move.
    #[prop(optional, into)]
    hint: Option<String>,
    /// How much it stands out.
    #[prop(optional)]
    look: Look,
    /// Small, for lists and heads.
    #[prop(optional)]
    small: bool,
    /// Whether it can be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Sends the form it stands in.
    #[prop(optional)]
    submit: bool,
) -> impl IntoView {
    listen(key, disabled, on_press);
    let shown = hint.or_else(|| key.map(|key| key.shown(is_mac())));
    view! {
        <button
            class="btn"
            type=if submit { "submit" } else { "button" }
            data-look=look.id()
            data-small=small.then_some("")
            disabled=disabled
            aria-keyshortcuts=key.map(aria)
            on:click=move |_| on_press.run(())
        >
            {icon.map(|icon| view! { <Glyph icon /> })}
            <span>{move || label.get()}</span>
            {shown.map(|shown| view! { <kbd aria-hidden="true">{shown}</kbd> })}
        </button>
    }
    .into_any()
}

/// A button that is only an icon; its label and key are its tooltip.
#[component]
pub fn IconButton(
    /// The icon.
    icon: Icon,
    /// What it does, read out and shown as tooltip.
    #[prop(into)]
    label: TextProp,
    /// What happens.
    #[prop(into)]
    on_press: Callback<()>,
    /// Its shortcut, listened to while the button is there.
    #[prop(optional, into)]
    key: Option<Key>,
    /// Whether it is on, for a button that switches something.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// Whether it can be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    listen(key, disabled, on_press);
    let tip = {
        let label = label.clone();
        move || tooltip(&label.get(), key)
    };
    view! {
        <button
            class="btn"
            type="button"
            data-look="icon"
            disabled=disabled
            title=tip
            aria-label=move || label.get()
            aria-keyshortcuts=key.map(aria)
            aria-pressed=move || pressed.map(|on| if on.get() { "true" } else { "false" })
            on:click=move |_| on_press.run(())
        >
            <Glyph icon />
        </button>
    }
    .into_any()
}

fn listen(key: Option<Key>, disabled: Signal<bool>, on_press: Callback<()>) {
    if let Some(key) = key {
        use_key(key, move || {
            if !disabled.get_untracked() {
                on_press.run(());
            }
        });
    }
}

/// A label with its key, as tooltips show it: `转交 (T)`.
#[must_use]
pub fn tooltip(label: &str, key: Option<Key>) -> String {
    match key.map(|key| key.shown(is_mac())).filter(|shown| !shown.is_empty()) {
        Some(shown) => format!("{label} ({shown})"),
        None => label.to_owned(),
    }
}

/// The strokes as `aria-keyshortcuts` wants them.
fn aria(key: Key) -> String {
    let strokes = key.shortcut().map(|shortcut| shortcut.strokes).unwrap_or_default();
    let ctrl = if is_mac() { "Meta" } else { "Control" };
    strokes.replace("Ctrl", ctrl)
}
