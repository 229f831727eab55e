//! A field with a list that narrows while one types (ARIA 1.2 combobox). Esc closes the list and keeps the text.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::input::wrong_id;
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
    let combo = Combo::new(options, search, shown, value, on_choose, on_text);
    node.on_load(move |field| combo.typing.attach(field));
    combo.reveal_active(node);
    let typing = combo.typing;
    let refused = move || wrong.get() || (on_text.is_none() && combo.is_unsettled());
    let marked = move || combo.active.get().filter(|_| combo.open.get()).map(|at| combo.option_id(at));
    view! {
        <div class="combo">
            <label class="input input-row">
                {icon.map(|icon| view! { <Glyph icon /> })}
                <input
                    type="text"
                    role="combobox"
                    aria-describedby=wrong_id(id.as_deref(), wrong)
                    id=id
                    node_ref=node
                    autocomplete="off"
                    spellcheck="false"
                    autofocus=autofocus
                    aria-autocomplete="list"
                    aria-expanded=move || if combo.open.get() { "true" } else { "false" }
                    aria-controls=combo.list.get_value()
                    aria-activedescendant=marked
                    aria-label=label.map(|label| move || label.get())
                    aria-invalid=move || refused().then_some("true")
                    placeholder=move || hint.get()
                    disabled=disabled
                    on:input=move |_| typing.input()
                    on:compositionstart=move |_| typing.compose()
                    on:compositionend=move |_| typing.composed()
                    on:keydown=move |event| combo.step(&event)
                    on:click=move |_| combo.open.set(true)
                    on:blur=move |_| combo.leave()
                />
                <Glyph icon=Icon::Down />
            </label>
            <Popup open=combo.open wide=true>
                <div role="listbox" id=combo.list.get_value() on:pointerdown=move |event| combo.press(&event)>
                    {move || combo.options_view()}
                </div>
            </Popup>
        </div>
    }
    .into_any()
}

/// What stands in the field.
#[derive(Clone, PartialEq, Eq)]
enum Text {
    /// The name of the value.
    Value,
    /// What was typed; nothing is chosen by it yet.
    Typed(String),
    /// The name of what was chosen, until the value follows.
    Chosen(String),
}

#[derive(Clone, Copy)]
struct Combo {
    list: StoredValue<String>,
    open: RwSignal<bool>,
    active: RwSignal<Option<usize>>,
    text: RwSignal<Text>,
    found: Memo<Vec<Choice>>,
    value: Signal<String>,
    on_choose: Callback<String>,
    typing: Typing,
}

impl Combo {
    fn new(
        options: Signal<Vec<Choice>>,
        search: Option<Callback<String, Vec<Choice>>>,
        shown: Signal<String>,
        value: Signal<String>,
        on_choose: Callback<String>,
        on_text: Option<Callback<String>>,
    ) -> Self {
        let (open, active, text) = (RwSignal::new(false), RwSignal::new(None), RwSignal::new(Text::Value));
        let name_of = move |id: &str| {
            let known = options.with(|all| all.iter().find(|choice| choice.id == id).map(|choice| choice.name.clone()));
            known.or_else(|| Some(shown.get()).filter(|name| !name.is_empty())).unwrap_or_else(|| id.to_owned())
        };
        let model = Signal::derive(move || match text.get() {
            Text::Value => value.with(|id| name_of(id)),
            Text::Typed(text) | Text::Chosen(text) => text,
        });
        let found = Memo::new(move |_| {
            let wanted = match text.get() {
                Text::Typed(text) => text.trim().to_lowercase(),
                Text::Value | Text::Chosen(_) => String::new(),
            };
            match search {
                Some(search) => search.run(wanted),
                None => {
                    options.with(|all| all.iter().filter(|choice| choice.holds(&wanted)).take(MOST).cloned().collect())
                }
            }
        });
        Effect::new(move |first: Option<()>| {
            value.track();
            if first.is_some() && text.with_untracked(|text| matches!(text, Text::Chosen(_))) {
                text.set(Text::Value);
            }
        });
        let typed = move |typed: String| {
            active.set(if typed.trim().is_empty() { None } else { Some(0) });
            open.set(true);
            text.set(Text::Typed(typed.clone()));
            if let Some(on_text) = on_text {
                on_text.run(typed);
            }
        };
        let list = StoredValue::new(format!("options-{}", new_layer().0));
        let typing = Typing::new(model, Some(Callback::new(typed)), None);
        Self { list, open, active, text, found, value, on_choose, typing }
    }

    /// Whether something was typed that chooses nothing.
    fn is_unsettled(self) -> bool {
        !self.open.get() && self.text.with(|text| matches!(text, Text::Typed(_)))
    }

    fn option_id(self, at: usize) -> String {
        self.list.with_value(|list| format!("{list}-{at}"))
    }

    fn found_at(self, at: usize) -> Option<Choice> {
        self.found.with_untracked(|all| all.get(at).cloned())
    }

    fn choose(self, choice: &Choice) {
        self.open.set(false);
        self.active.set(None);
        self.text.set(Text::Chosen(choice.name.clone()));
        self.on_choose.run(choice.id.clone());
    }

    /// The field is left: what was typed chooses the option of that name; other text stays, and is marked.
    fn leave(self) {
        self.typing.leave();
        self.open.set(false);
        // The browser tells it of fields that have just been taken away, too.
        let Some(Text::Typed(text)) = self.text.try_get_untracked() else { return };
        let text = text.trim();
        if text.is_empty() {
            self.choose(&Choice::default());
        } else if let Some(choice) = self.found.with_untracked(|all| all.iter().find(|all| all.name == text).cloned()) {
            self.choose(&choice);
        }
    }

    fn press(self, event: &PointerEvent) {
        // The field keeps the focus.
        event.prevent_default();
        if let Some(choice) = pressed(event).and_then(|at| self.found_at(at)) {
            self.choose(&choice);
        }
    }

    fn step(self, event: &KeyboardEvent) {
        if is_composing(event) {
            return;
        }
        let (count, at) = (self.found.with_untracked(Vec::len), self.active.get_untracked());
        let is_open = self.open.get_untracked();
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if !is_open => self.open.set(true),
            "ArrowDown" if count > 0 => self.active.set(Some(at.map_or(0, |at| (at + 1) % count))),
            "ArrowUp" if count > 0 => self.active.set(Some(at.map_or(count - 1, |at| (at + count - 1) % count))),
            "Enter" if is_open && !event.ctrl_key() && !event.meta_key() => {
                let Some(choice) = at.and_then(|at| self.found_at(at)) else { return };
                self.choose(&choice);
            }
            "Escape" if is_open => self.open.set(false),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }

    fn reveal_active(self, node: NodeRef<html::Input>) {
        Effect::new(move |_| {
            let list = node.get().and_then(|node| node.closest(".combo").ok().flatten());
            if let (Some(_), Some(list)) = (self.active.get(), list) {
                request_animation_frame(move || reveal(&list, "[data-active]"));
            }
        });
    }

    fn options_view(self) -> AnyView {
        let all = self.found.get();
        if all.is_empty() {
            return view! { <p class="none">{Common::t().no_match}</p> }.into_any();
        }
        all.into_iter().enumerate().map(|(at, choice)| self.option(at, choice)).collect_view().into_any()
    }

    fn option(self, at: usize, choice: Choice) -> impl IntoView {
        let chosen = self.value.with_untracked(|value| *value == choice.id);
        view! {
            <div
                class="option"
                role="option"
                id=self.option_id(at)
                data-at=at.to_string()
                data-active=move || (self.active.get() == Some(at)).then_some("")
                aria-selected=if chosen { "true" } else { "false" }
            >
                <span>{choice.name}</span>
                {(!choice.also.is_empty()).then(|| view! { <span class="also">{choice.also}</span> })}
            </div>
        }
    }
}

fn pressed(event: &PointerEvent) -> Option<usize> {
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    target.closest("[data-at]").ok()??.get_attribute("data-at")?.parse().ok()
}
