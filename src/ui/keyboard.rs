//! One listener for all shortcuts. A page says `use_key(Key::Reply, move || …)`; the latest that asks for a key gets it,
//! and while a dialog is open only what was asked for inside it.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::ev::{KeyboardEvent, keydown};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement};

use super::keys::{Key, Matcher, Meaning, Press};

type Run = Rc<dyn Fn(u8)>;

struct Listener {
    id: u32,
    layer: u32,
    key: Key,
    /// It goes before others that ask for the same key.
    first: bool,
    run: Run,
}

#[derive(Default)]
struct Board {
    next: u32,
    layers: Vec<(Layer, HtmlDialogElement)>,
    listeners: Vec<Listener>,
    matcher: Matcher,
}

impl Board {
    fn id(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    /// What runs when that shortcut is pressed.
    fn asked(&self, layer: u32, key: Key) -> Option<Run> {
        let asked = self.listeners.iter().filter(|listener| listener.layer == layer && listener.key == key);
        asked.max_by_key(|listener| (listener.first, listener.id)).map(|listener| Rc::clone(&listener.run))
    }
}

thread_local! {
    static BOARD: RefCell<Board> = RefCell::default();
}

/// The dialog that a component stands in; 0 for none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layer(pub u32);

/// Starts listening; called once, when the app starts.
pub fn listen() {
    // Kept for the life of the page.
    let _ = window_event_listener(keydown, |event| {
        if let Some((run, number)) = meaning(&event) {
            run(number);
        } else {
            reach_page(&event);
        }
    });
}

/// With the focus nowhere, or on the rail, keys that scroll are the page's: its body gets the focus before the browser
/// scrolls. Where there is but a list, arrows walk through it.
fn reach_page(event: &KeyboardEvent) {
    const SCROLL: [&str; 6] = ["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End"];
    let held = event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key();
    let key = event.key();
    if held || event.default_prevented() || is_composing(event) || !SCROLL.contains(&&*key) {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let nowhere = |at: Element| at.tag_name() == "BODY" || at.closest(".rail").is_ok_and(|rail| rail.is_some());
    if !target.is_some_and(nowhere) || BOARD.with_borrow(|board| board.layers.iter().any(|(_, dialog)| dialog.open())) {
        return;
    }
    let page = document().query_selector("main:not(.empty-pane) :is(.page, .scroll)").ok().flatten();
    if let Some(page) = page.and_then(|page| page.dyn_into::<HtmlElement>().ok()) {
        page.set_tab_index(-1);
        // A focus that fails changes nothing.
        let _ = page.focus();
        return;
    }
    let step = match &*key {
        "ArrowDown" => Key::ListNext,
        "ArrowUp" => Key::ListPrevious,
        _ => return,
    };
    if let Some(run) = BOARD.with_borrow(|board| board.asked(0, step)) {
        event.prevent_default();
        run(0);
    }
}

/// Runs `run` when that shortcut is pressed, as long as the calling component lives.
pub fn use_key(key: Key, run: impl Fn() + 'static) {
    register(key, false, Rc::new(move |_| run()));
}

/// As `use_key`, and before whoever else asks for the key.
pub fn use_key_first(key: Key, run: impl Fn() + 'static) {
    register(key, true, Rc::new(move |_| run()));
}

/// Runs `run` with the digit when 1 to 9 is pressed outside text fields.
pub fn use_number(run: impl Fn(u8) + 'static) {
    register(Key::Number, false, Rc::new(run));
}

fn register(key: Key, first: bool, run: Run) {
    let layer = use_context::<Layer>().unwrap_or_default().0;
    let id = BOARD.with_borrow_mut(|board| {
        let id = board.id();
        board.listeners.push(Listener { id, layer, key, first, run });
        id
    });
    on_cleanup(move || BOARD.with_borrow_mut(|board| board.listeners.retain(|listener| listener.id != id)));
}

/// Names a layer for a dialog; what it holds gets it as context.
#[must_use]
pub fn new_layer() -> Layer {
    Layer(BOARD.with_borrow_mut(Board::id))
}

/// From now on, while its dialog is open, only that layer's shortcuts fire.
pub fn open_layer(layer: Layer, dialog: HtmlDialogElement) {
    close_layer(layer);
    BOARD.with_borrow_mut(|board| board.layers.push((layer, dialog)));
}

/// The layer is gone; the one below gets its keys back.
pub fn close_layer(layer: Layer) {
    BOARD.with_borrow_mut(|board| board.layers.retain(|(open, _)| *open != layer));
}

/// Whether an input method is composing: then a key is its own, not ours.
#[must_use]
pub fn is_composing(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == 229
}

/// What a key means in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKey {
    /// `Ctrl+Enter`: save what is typed.
    Save,
    /// `Escape`: close it.
    Close,
}

/// What a key means in a form, and then nothing more. Nothing while an input method composes: an Enter that ends a
/// composition does not send the form either.
#[must_use]
pub fn form_key(event: &KeyboardEvent) -> Option<FormKey> {
    let key = event.key();
    let meaning = match key.as_str() {
        "Enter" if is_composing(event) => None,
        "Enter" if event.ctrl_key() || event.meta_key() => Some(FormKey::Save),
        "Escape" if !is_composing(event) => Some(FormKey::Close),
        _ => return None,
    };
    event.prevent_default();
    event.stop_propagation();
    meaning
}

/// Whether keys are shown as on a Mac.
#[must_use]
pub fn is_mac() -> bool {
    window().navigator().platform().is_ok_and(|platform| platform.starts_with("Mac") || platform.starts_with("iP"))
}

fn meaning(event: &KeyboardEvent) -> Option<(Run, u8)> {
    if event.default_prevented() {
        return None;
    }
    let (key, code) = (event.key(), event.code());
    let press = Press {
        key: &key,
        code: &code,
        ctrl: if is_mac() { event.meta_key() } else { event.ctrl_key() },
        alt: event.alt_key(),
        shift: event.shift_key(),
        composing: is_composing(event) || (!is_mac() && event.meta_key()),
        in_text: event.target().is_some_and(|target| is_text_field(target.dyn_ref())),
        repeat: event.repeat(),
    };
    BOARD.with_borrow_mut(|board| {
        let Board { layers, listeners, matcher, .. } = board;
        // A dialog that Esc has closed says so only later.
        let top = layers.iter().rev().find(|(_, dialog)| dialog.open()).map_or(0, |(layer, _)| layer.0);
        let wanted = |key| listeners.iter().any(|listener| listener.layer == top && listener.key == key);
        match matcher.press(press, event.time_stamp(), wanted) {
            Meaning::None => None,
            Meaning::Pending => {
                event.prevent_default();
                None
            }
            Meaning::Hit(key, number) => {
                event.prevent_default();
                Some((board.asked(top, key)?, number))
            }
        }
    })
}

fn is_text_field(element: Option<&HtmlElement>) -> bool {
    let Some(element) = element else {
        return false;
    };
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !matches!(
            element.get_attribute("type").as_deref(),
            Some("checkbox" | "radio" | "button" | "submit" | "reset" | "file" | "range" | "color")
        ),
        _ => element.is_content_editable(),
    }
}
