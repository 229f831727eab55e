//! A field with a list that narrows while one types (ARIA 1.2 combobox). Esc closes the list and keeps the text.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::popup::{Popup, reveal};
use super::typing::Typing;
use super::{Glyph, Icon};
use crate::ui::keyboard::{is_composing, new_layer};
use crate::ui::texts::Common;

/// At most so many options are shown; who looks for more types a letter.
const MOST: usize = 60;

/// An option.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Its id.
    pub id: String,
    /// What it says.
    pub name: String,
    /// Shown behind the name and searched too: a number, a 拼音 code.
    pub also: String,
}

impl Choice {
    /// An option.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), also: String::new() }
    }

    /// With something behind the name.
    #[must_use]
    pub fn also(self, also: impl Into<String>) -> Self {
        Self { also: also.into(), ..self }
    }

    fn holds(&self, wanted: &str) -> bool {
        self.name.to_lowercase().contains(wanted) || self.also.to_lowercase().contains(wanted)
    }
}

/// A field with a list of options.
#[component]
pub fn Combobox(
    /// The options. Give `search` too when there are too many to hand over.
    #[prop(optional, into)]
    options: Signal<Vec<Choice>>,
    /// Finds options for a text; without it the text is looked for in `options`.
    #[prop(optional, into)]
    search: Option<Callback<String, Vec<Choice>>>,
    /// The id of the chosen one; empty for none.
    #[prop(into)]
    value: Signal<String>,
    /// The name of the chosen one, when it is not among `options`.
    #[prop(optional, into)]
    shown: Signal<String>,
    /// One was chosen; empty when the text was cleared.
    #[prop(into)]
    on_choose: Callback<String>,
    /// What is typed, for fields that also take a text of their own.
    #[prop(optional, into)]
    on_text: Option<Callback<String>>,
    /// An example or explanation, while it is empty.
    #[prop(optional, into)]
    hint: TextProp,
    /// Read out; give it when no `<label for=…>` names it.
    #[prop(optional, into)]
    label: Option<TextProp>,
    /// The element's id, for a `<label for=…>`.
    #[prop(optional, into)]
    id: Option<String>,
    /// An icon in it.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// Whether what stands there is refused.
    #[prop(optional, into)]
    wrong: Signal<bool>,
    /// Whether it can be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Gets the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let list_id = StoredValue::new(format!("options-{}", new_layer().0));
    let (open, typed, active) = (RwSignal::new(false), RwSignal::new(None::<String>), RwSignal::new(None::<usize>));
    let name_of = move |id: &str| {
        let known = options.with(|all| all.iter().find(|choice| choice.id == id).map(|choice| choice.name.clone()));
        known.or_else(|| Some(shown.get()).filter(|name| !name.is_empty())).unwrap_or_else(|| id.to_owned())
    };
    let model = Signal::derive(move || value.with(|id| name_of(id)));
    let found = Memo::new(move |_| {
        let text = typed.get().unwrap_or_default();
        let wanted = text.trim().to_lowercase();
        match search {
            Some(search) => search.run(text),
            None => options.with(|all| all.iter().filter(|choice| choice.holds(&wanted)).take(MOST).cloned().collect()),
        }
    });
    let on_input = move |text: String| {
        active.set(if text.trim().is_empty() { None } else { Some(0) });
        open.set(true);
        typed.set(Some(text.clone()));
        if let Some(on_text) = on_text {
            on_text.run(text);
        }
    };
    let typing = Typing::new(model, Some(Callback::new(on_input)), None);
    node.on_load(move |field| typing.attach(field));
    let choose = move |choice: &Choice| {
        open.set(false);
        typed.set(None);
        typing.put(&choice.name);
        on_choose.run(choice.id.clone());
    };
    let leave = move || {
        typing.leave();
        open.set(false);
        let Some(text) = typed.get_untracked() else { return };
        let named = found.with_untracked(|all| all.iter().find(|choice| choice.name == text.trim()).cloned());
        match named {
            Some(choice) => choose(&choice),
            None if text.trim().is_empty() => {
                typed.set(None);
                on_choose.run(String::new());
            }
            // Kept as typed, and marked: nothing was chosen.
            None => {}
        }
    };
    let refused = move || wrong.get() || (on_text.is_none() && !open.get() && typed.get().is_some());
    let step = move |event: KeyboardEvent| step(&event, open, active, found, choose);
    Effect::new(move |_| {
        let at = active.get();
        let list = node.get().and_then(|node| node.closest(".combo").ok().flatten());
        if let (Some(_), Some(list)) = (at, list) {
            request_animation_frame(move || reveal(&list, "[data-active]"));
        }
    });
    view! {
        <div class="combo">
            <label class="input input-row">
                {icon.map(|icon| view! { <Glyph icon /> })}
                <input
                    type="text"
                    role="combobox"
                    id=id
                    node_ref=node
                    autocomplete="off"
                    spellcheck="false"
                    autofocus=autofocus
                    aria-autocomplete="list"
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls=list_id.get_value()
                    aria-activedescendant=move || {
                        active.get().filter(|_| open.get()).map(|at| list_id.with_value(|id| format!("{id}-{at}")))
                    }
                    aria-label=label.map(|label| move || label.get())
                    aria-invalid=move || refused().then_some("true")
                    placeholder=move || hint.get()
                    disabled=disabled
                    on:input=move |_| typing.input()
                    on:compositionstart=move |_| typing.compose()
                    on:compositionend=move |_| typing.composed()
                    on:keydown=step
                    on:click=move |_| open.set(true)
                    on:blur=move |_| leave()
                />
                <Glyph icon=Icon::Down />
            </label>
            <Popup open wide=true>
                <div role="listbox" id=list_id.get_value() on:pointerdown=move |event| {
                    // The field keeps the focus.
                    event.prevent_default();
                    if let Some(choice) = pressed(&event).and_then(|at| found.with_untracked(|all| all.get(at).cloned())) {
                        choose(&choice);
                    }
                }>
                    {move || {
                        let all = found.get();
                        if all.is_empty() {
                            return view! { <p class="none">{Common::t().no_match}</p> }.into_any();
                        }
                        let chosen = value.get();
                        all.into_iter().enumerate().map(|(at, choice)| option(at, choice, list_id, active, &chosen))
                            .collect_view().into_any()
                    }}
                </div>
            </Popup>
        </div>
    }
    .into_any()
}

fn option(
    at: usize,
    choice: Choice,
    list: StoredValue<String>,
    active: RwSignal<Option<usize>>,
    chosen: &str,
) -> impl IntoView + use<> {
    view! {
        <div
            class="option"
            role="option"
            id=list.with_value(|list| format!("{list}-{at}"))
            data-at=at.to_string()
            data-active=move || (active.get() == Some(at)).then_some("")
            aria-selected=if choice.id == chosen { "true" } else { "false" }
        >
            <span>{choice.name}</span>
            {(!choice.also.is_empty()).then(|| view! { <span class="also">{choice.also}</span> })}
        </div>
    }
}

fn pressed(event: &leptos::ev::PointerEvent) -> Option<usize> {
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    target.closest("[data-at]").ok()??.get_attribute("data-at")?.parse().ok()
}

fn step(
    event: &KeyboardEvent,
    open: RwSignal<bool>,
    active: RwSignal<Option<usize>>,
    found: Memo<Vec<Choice>>,
    choose: impl Fn(&Choice),
) {
    if is_composing(event) {
        return;
    }
    let (count, at, is_open) = (found.with_untracked(Vec::len), active.get_untracked(), open.get_untracked());
    match event.key().as_str() {
        "ArrowDown" | "ArrowUp" if !is_open => open.set(true),
        "ArrowDown" if count > 0 => active.set(Some(at.map_or(0, |at| (at + 1) % count))),
        "ArrowUp" if count > 0 => active.set(Some(at.map_or(count - 1, |at| (at + count - 1) % count))),
        "Enter" if is_open && !event.ctrl_key() && !event.meta_key() => {
            let Some(choice) = at.and_then(|at| found.with_untracked(|all| all.get(at).cloned())) else { return };
            choose(&choice);
        }
        "Escape" if is_open => open.set(false),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}
