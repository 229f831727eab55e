//! The smallest parts: keys, tags, empty states.

use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::ui::keyboard::is_mac;
use crate::ui::keys::Key;
use crate::ui::texts::Common;

/// A shortcut, drawn as a key.
#[component]
pub fn Kbd(
    /// Which.
    key: Key,
) -> impl IntoView {
    view! { <kbd>{key.shown(is_mac())}</kbd> }
}

/// What a colour says; there is always a text with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Plain,
    /// Ours, current.
    Accent,
    /// Overdue, failed.
    Late,
    /// Due soon, to be looked at.
    Soon,
    /// Done, well.
    Good,
}

impl Tone {
    /// The value of `data-tone`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Accent => "accent",
            Self::Late => "late",
            Self::Soon => "soon",
            Self::Good => "good",
        }
    }
}

/// A word or two in a small box.
#[component]
pub fn Tag(
    /// The text.
    #[prop(into)]
    text: TextProp,
    /// Its colour.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    /// An icon before it.
    #[prop(optional, into)]
    icon: Option<Icon>,
) -> impl IntoView {
    view! {
        <span class="tag" data-tone=move || tone.get().id()>
            {icon.map(|icon| view! { <Glyph icon /> })}
            {move || text.get()}
        </span>
    }
}

/// What an empty place teaches: what will be here, why, and the one action that fills it.
#[component]
pub fn Empty(
    /// An icon of what is missing.
    icon: Icon,
    /// What will be here.
    #[prop(into)]
    title: TextProp,
    /// How it comes here, one or two sentences.
    #[prop(optional, into)]
    text: TextProp,
    /// The action, usually one `Button`.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Glyph icon />
            <h2>{move || title.get()}</h2>
            <p>{move || text.get()}</p>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
    .into_any()
}

/// What a control is called, with a star where it must be filled.
#[component]
pub fn Heading(
    /// The name.
    #[prop(into)]
    text: String,
    /// It must be filled.
    #[prop(optional, into)]
    must: Signal<bool>,
) -> impl IntoView {
    view! {
        {text}
        {move || must.get().then(|| view! { <span class="must" title=Common::t().required>"*"</span> })}
    }
}
