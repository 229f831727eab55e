//! The search box of the list: what is typed is completed with terms and with the values that tickets have.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::query::search::Tongue;
use crate::query::search::complete::{Candidate, Completion};
use crate::ui::app::App;
use crate::ui::components::{Glyph, Icon, Popup};
use crate::ui::keyboard::is_composing;
use crate::ui::lang::lang_now;
use crate::ui::packs::fetch_sounds;
use crate::ui::texts::Lang;
use crate::ui::texts::ticket::TicketTexts;

/// So many candidates are offered.
const MOST: usize = 8;

/// The language of the search box's terms.
fn tongue() -> Tongue {
    match lang_now() {
        Lang::ZhCn => Tongue::Simplified,
        Lang::ZhTw => Tongue::Traditional,
        Lang::En => Tongue::English,
    }
}

/// The place of the cursor in bytes of the box's text.
fn cursor(input: &web_sys::HtmlInputElement, text: &str) -> usize {
    let at = input.selection_start().ok().flatten().unwrap_or(u32::MAX) as usize;
    let mut units = 0;
    for (byte, c) in text.char_indices() {
        if units >= at {
            return byte;
        }
        units += c.len_utf16();
    }
    text.len()
}

fn is_composing_input(event: &leptos::ev::Event) -> bool {
    event.dyn_ref::<web_sys::InputEvent>().is_some_and(web_sys::InputEvent::is_composing)
}

/// What is offered to be typed next.
#[derive(Clone, Copy)]
struct Offer {
    app: App,
    node: NodeRef<html::Input>,
    open: RwSignal<bool>,
    completion: RwSignal<Completion>,
    active: RwSignal<Option<usize>>,
    /// What was looked for lately.
    recent: Signal<Vec<String>>,
}

impl Offer {
    fn ask(self, text: &str) {
        if text.is_empty() {
            return self.offer_recent();
        }
        let Some(input) = self.node.get_untracked() else { return };
        let cursor = cursor(&input, text);
        let mut found = self.app.desk().complete(text, cursor, tongue(), MOST);
        let typed = text.get(found.range.clone()).unwrap_or_default().to_owned();
        found.candidates.retain(|candidate| candidate.text != typed);
        // Nothing typed yet: the whole language is not thrown at people, but what fits after a colon is.
        let before = text.get(..cursor).unwrap_or_default();
        let begun = !typed.is_empty() || before.ends_with([':', '：', ',', '，']);
        let opens = begun && !found.candidates.is_empty();
        // While nothing is offered a key changes nothing here.
        if opens || self.open.get_untracked() {
            self.open.set(opens);
        }
        if *self.completion.read_untracked() != found {
            self.completion.set(found);
        }
        if self.active.get_untracked().is_some() {
            self.active.set(None);
        }
    }

    /// Offers what was looked for lately, into the empty field.
    fn offer_recent(self) {
        let one = |text: String| Candidate { name: text.clone(), text, open: false };
        let candidates: Vec<Candidate> = self.recent.get_untracked().into_iter().map(one).collect();
        self.active.set(None);
        self.open.set(!candidates.is_empty());
        self.completion.set(Completion { range: 0..0, candidates });
    }

    /// Puts a candidate into the field; answers with the text as it is then.
    fn accept(self, at: usize) -> Option<String> {
        let input = self.node.get_untracked()?;
        let Completion { range, candidates } = self.completion.get_untracked();
        let Candidate { text, open: goes_on, .. } = candidates.into_iter().nth(at)?;
        let before = input.value();
        let (head, tail) = (before.get(..range.start)?, before.get(range.end..)?);
        let space = if goes_on || tail.starts_with(' ') { "" } else { " " };
        let head = [head, &text, space].concat();
        let after = [&head, tail].concat();
        input.set_value(&after);
        let place = u32::try_from(head.encode_utf16().count()).unwrap_or(u32::MAX);
        // A field of text has a selection: this cannot fail.
        let _ = input.set_selection_range(place, place);
        self.open.set(false);
        if goes_on {
            self.ask(&after);
        }
        Some(after)
    }
}

/// A field for the language of the search. Arrows move among what is offered, Tab or Enter accept it; without an offer
/// Enter and the down arrow go on to the list. Esc closes the offer, then clears the field, then leaves it.
#[component]
pub fn SearchBox(
    /// What stands in it.
    #[prop(into)]
    value: Signal<String>,
    /// What it says while it is empty.
    #[prop(into, default = Signal::derive(|| TicketTexts::t().search_hint.to_owned()))]
    hint: Signal<String>,
    /// What was looked for lately, offered while it is empty.
    #[prop(into, optional)]
    recent: Signal<Vec<String>>,
    /// It was typed on.
    #[prop(into)]
    on_text: Callback<String>,
    /// On to the list.
    #[prop(into)]
    on_go: Callback<()>,
    /// The field.
    node: NodeRef<html::Input>,
) -> impl IntoView {
    let app = App::get();
    let offer = Offer {
        app,
        node,
        open: RwSignal::new(false),
        completion: RwSignal::new(Completion::default()),
        active: RwSignal::new(None),
        recent,
    };
    let Offer { open, active, .. } = offer;
    let typed = move |text: String| {
        fetch_sounds(app, &text);
        offer.ask(&text);
        on_text.run(text);
    };
    let accept = move |at: usize| {
        if let Some(text) = offer.accept(at) {
            on_text.run(text);
        }
    };
    let leave = move || {
        open.set(false);
        if let Some(input) = node.get_untracked() {
            // It had the focus or not: either is fine.
            let _ = input.blur();
        }
    };
    let keyed = move |event: KeyboardEvent| {
        if is_composing(&event) {
            return;
        }
        let count = offer.completion.with_untracked(|offer| offer.candidates.len());
        let offered = open.get_untracked() && count > 0;
        match (event.key().as_str(), active.get_untracked()) {
            ("ArrowDown", at) if offered => active.set(Some(at.map_or(0, |at| (at + 1) % count))),
            ("ArrowUp", at) if offered => active.set(Some(at.map_or(count - 1, |at| (at + count - 1) % count))),
            ("Tab", at) if offered && !event.shift_key() => accept(at.unwrap_or(0)),
            ("Enter", Some(at)) if offered => accept(at),
            ("Enter", _) if event.shift_key() => return,
            ("Enter" | "ArrowDown", _) => {
                on_go.run(());
                leave();
            }
            ("Escape", _) => {
                event.stop_propagation();
                let field = node.get_untracked().filter(|field| !field.value().is_empty());
                match field {
                    _ if offered => open.set(false),
                    Some(field) => {
                        field.set_value("");
                        on_text.run(String::new());
                    }
                    None => leave(),
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let option = move |(at, candidate): (usize, Candidate)| {
        view! {
            <button type="button" class="option" role="option" tabindex="-1" id=format!("offer-{at}")
                data-active=move || (active.get() == Some(at)).then_some("")
                aria-selected=move || if active.get() == Some(at) { "true" } else { "false" }
                on:pointerdown=|event| event.prevent_default() on:click=move |_| accept(at)>
                {candidate.name}
            </button>
        }
    };
    view! {
        <Glyph icon=Icon::Search />
        <input type="search" node_ref=node placeholder=hint role="combobox" autocomplete="off"
            aria-label=TicketTexts::t().search_hint aria-autocomplete="list"
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-activedescendant=move || active.get().filter(|_| open.get()).map(|at| format!("offer-{at}"))
            prop:value=value
            on:input=move |event| {
                if !is_composing_input(&event) {
                    typed(event_target_value(&event));
                }
            }
            on:compositionstart=move |_| open.set(false)
            on:compositionend=move |event| typed(event_target_value(&event))
            on:focus=move |event| if event_target_value(&event).is_empty() { offer.offer_recent() }
            on:blur=move |_| open.set(false)
            on:keydown=keyed />
        <Popup open>
            <div role="listbox">
                {move || offer.completion.get().candidates.into_iter().enumerate().map(option).collect_view()}
            </div>
        </Popup>
    }
    .into_any()
}
