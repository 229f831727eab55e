//! Several scripts put together into one message.

use leptos::prelude::*;

use crate::ui::components::{Icon, IconButton};
use crate::ui::texts::scripts::ScriptTexts;
use crate::ui::texts::{Common, fill};

/// A script of the message, filled in.
#[derive(Clone, PartialEq)]
pub struct Part {
    /// The script's document, by name.
    pub script: String,
    /// What it is called.
    pub title: String,
    /// What will be said.
    pub text: String,
}

/// A message that is put together.
#[derive(Clone, Copy)]
pub struct Message {
    /// What is in it so far.
    pub parts: RwSignal<Vec<Part>>,
    /// Something was typed or marked since the last part: that is to join it too.
    pub goes_on: RwSignal<bool>,
}

impl Default for Message {
    fn default() -> Self {
        Self { parts: RwSignal::new(Vec::new()), goes_on: RwSignal::new(false) }
    }
}

impl Message {
    /// Adds a part.
    pub fn push(self, part: Part) {
        self.parts.update(|parts| parts.push(part));
        self.goes_on.set(false);
    }

    /// Whether it can end without the script that is marked.
    pub fn is_whole(self) -> bool {
        !self.goes_on.get_untracked() && self.parts.with_untracked(|parts| !parts.is_empty())
    }

    /// The parts, one below the other.
    pub fn text(self) -> String {
        self.parts.with_untracked(|parts| parts.iter().map(|part| &*part.text).collect::<Vec<_>>().join("\n"))
    }
}

/// What is in the message; nothing while it is empty.
#[component]
pub fn MessageParts(message: Message) -> impl IntoView {
    let t = ScriptTexts::t;
    let parts = message.parts;
    let line = move |(at, part): (usize, Part)| {
        view! {
            <li class="line nowrap">
                <b>{part.title}</b>
                <span class="cut dim grow-text">{part.text}</span>
                <IconButton icon=Icon::Close label=Common::t().remove on_press=move |()| parts.update(|parts| drop(parts.remove(at))) />
            </li>
        }
    };
    view! {
        <section class="message-parts" hidden=move || parts.with(Vec::is_empty) aria-live="polite">
            <h3>{move || fill(t().together, &[&parts.with(Vec::len)])}</h3>
            <ol>{move || parts.get().into_iter().enumerate().map(line).collect_view()}</ol>
        </section>
    }
    .into_any()
}
