//! Words never to say (禁语, F5), told while somebody writes: underlined where they stand, explained below the field,
//! replaced with one key. One listener sees to every text field of the desk; nothing happens while an input method
//! composes, and nothing keeps anybody from saving.

mod mirror;
mod note;

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlDocument, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::app::App;
use super::keyboard::is_composing;
use super::nav::route;
use super::route::Route;
use super::saying;
use crate::model::taboo::Severity;
use crate::query::taboos::{Hit, replacement, utf16};
use mirror::Mirror;
use note::Note;

/// What is told of the word at the caret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// The word as it stands there.
    pub word: String,
    /// Never to be said, or better not.
    pub never: bool,
    /// Why.
    pub why: String,
    /// What to say instead, filled in.
    pub instead: Vec<String>,
    /// How many more there are in the text.
    pub more: usize,
    /// Digits with Alt mean something else here.
    pub no_digits: bool,
}

/// So many sentences are offered.
const OFFERED: usize = 3;

/// The field in which somebody writes, and what stands in it.
struct Field {
    /// A text area has the same properties.
    element: HtmlInputElement,
    text: String,
    hits: Vec<Hit>,
    composing: bool,
}

struct Watch {
    app: App,
    mirror: Mirror,
    note: Note,
    field: RefCell<Option<Field>>,
}

/// Begins to watch, once.
pub fn begin(app: App) {
    let Some(mirror) = Mirror::new() else { return };
    let Some(note) = Note::new() else { return };
    let made = Rc::new(Watch { app, mirror, note, field: RefCell::default() });
    WATCH.with_borrow_mut(|watch| *watch = Some(made.clone()));
    listen(&made);
    if let Some(active) = document().active_element() {
        made.enter(&active);
    }
}

/// Listens for the life of the page. Fields come and go; the document stays.
fn listen(watch: &Rc<Watch>) {
    let on = |name: &str, run: fn(&Watch, &Event)| {
        let watch = watch.clone();
        let closure = Closure::<dyn Fn(Event)>::new(move |event: Event| run(&watch, &event));
        let _ = document().add_event_listener_with_callback_and_bool(name, closure.as_ref().unchecked_ref(), true);
        closure.forget();
    };
    on("focusin", |watch, event| {
        if let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            watch.enter(&element);
        }
    });
    on("compositionstart", |watch, event| watch.compose(event, true));
    on("compositionend", |watch, event| watch.compose(event, false));
    on("input", |watch, event| {
        if watch.is_of(event) {
            watch.look();
        }
    });
    on("keydown", |watch, event| {
        if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
            watch.key(event);
        }
    });
    on("selectionchange", |watch, _| watch.tell());
    on("scroll", |watch, _| watch.place());
    let watch_window = watch.clone();
    let _ = window_event_listener(leptos::ev::resize, move |_| watch_window.dress());
    let moved = watch.clone();
    // What is saved is cleared without a word, and forms close: then there is nothing to tell any more.
    let observer = Closure::<dyn Fn()>::new(move || moved.follow());
    if let Ok(observer_of) = web_sys::MutationObserver::new(observer.as_ref().unchecked_ref()) {
        let what = web_sys::MutationObserverInit::new();
        what.set_child_list(true);
        what.set_subtree(true);
        if let Some(body) = document().body() {
            let _ = observer_of.observe_with_options(&body, &what);
        }
    }
    observer.forget();
    let sized = watch.clone();
    let observer = Closure::<dyn Fn()>::new(move || sized.dress());
    if let Ok(observer_of) = web_sys::ResizeObserver::new(observer.as_ref().unchecked_ref()) {
        SIZES.with_borrow_mut(|sizes| *sizes = Some(observer_of));
    }
    observer.forget();
}

thread_local! {
    /// What watches.
    static WATCH: RefCell<Option<Rc<Watch>>> = const { RefCell::new(None) };
    /// Tells when the field gets another size.
    static SIZES: RefCell<Option<web_sys::ResizeObserver>> = const { RefCell::new(None) };
}

/// Puts the sentence of that number in the place of the word at the caret.
fn replace(number: usize) {
    if let Some(watch) = WATCH.with_borrow(Clone::clone) {
        watch.replace(number);
    }
}

/// Whether a person writes to or about a customer in it. Searches, passwords, numbers and settings are no such fields.
fn is_watched(element: &Element) -> bool {
    let plain = match &*element.tag_name() {
        "TEXTAREA" => true,
        "INPUT" => {
            let sort = element.get_attribute("type").unwrap_or_default();
            let mode = element.get_attribute("inputmode").unwrap_or_default();
            let free = !element.has_attribute("role") && !element.has_attribute("aria-controls");
            matches!(&*sort, "" | "text") && matches!(&*mode, "" | "text") && free
        }
        _ => false,
    };
    plain && matches!(element.closest(".settings, [data-plain], [role=search], [inert]"), Ok(None))
}

impl Watch {
    fn is_of(&self, event: &Event) -> bool {
        let target = event.target();
        self.field.borrow().as_ref().is_some_and(|field| target.as_ref() == Some(field.element.as_ref()))
    }

    /// Somebody goes into a field.
    fn enter(&self, element: &Element) {
        let same = self.field.borrow().as_ref().is_some_and(|field| field.element.is_same_node(Some(element)));
        if same || !is_watched(element) {
            return;
        }
        let element: HtmlInputElement = element.clone().unchecked_into();
        SIZES.with_borrow(|sizes| {
            if let Some(sizes) = sizes {
                sizes.disconnect();
                sizes.observe(&element);
            }
        });
        self.mirror.hide();
        self.note.stand_below(&element);
        *self.field.borrow_mut() = Some(Field { element, text: String::new(), hits: Vec::new(), composing: false });
        self.look();
    }

    fn compose(&self, event: &Event, composing: bool) {
        if !self.is_of(event) {
            return;
        }
        if let Some(field) = self.field.borrow_mut().as_mut() {
            field.composing = composing;
        }
        if composing {
            self.mirror.hide();
        } else {
            self.look();
        }
    }

    /// Looks at what stands in the field, unless an input method is at it.
    fn look(&self) {
        {
            let mut held = self.field.borrow_mut();
            let Some(field) = held.as_mut().filter(|field| !field.composing) else { return };
            field.text = field.element.value();
            field.hits = if field.text.is_empty() { Vec::new() } else { self.app.desk().taboos().find(&field.text) };
            self.mirror.show(&field.element, &field.text, &field.hits);
        }
        self.tell();
    }

    /// The number of the word at the caret, or the next one before it, or the first.
    fn current(field: &Field) -> Option<usize> {
        let caret = field.element.selection_end().ok().flatten().unwrap_or(u32::MAX);
        let begins = |hit: &Hit| utf16(&field.text, hit.place.from) <= caret;
        let at = field.hits.iter().rposition(begins).unwrap_or(0);
        (!field.hits.is_empty()).then_some(at)
    }

    fn tell(&self) {
        let told = {
            let held = self.field.borrow();
            let Some(field) = held.as_ref().filter(|field| !field.composing) else { return };
            Self::current(field).and_then(|at| field.hits.get(at)).map(|hit| Told {
                word: field.text.get(hit.place.from..hit.place.to).unwrap_or_default().to_owned(),
                never: hit.taboo.severity == Severity::Never,
                why: hit.taboo.why.clone(),
                instead: hit.taboo.instead.iter().take(OFFERED).map(|text| self.filled(text)).collect(),
                more: field.hits.len() - 1,
                no_digits: matches!(untrack(route), Route::Capture(_)),
            })
        };
        if self.note.told.with_untracked(|known| *known != told) {
            self.note.told.set(told);
        }
    }

    fn filled(&self, text: &str) -> String {
        let nothing = |_: &str| (None, None);
        match saying::here() {
            Some(ticket) => saying::filled(self.app, &*ticket.value, text).text,
            None => saying::filled(self.app, &nothing, text).text,
        }
    }

    /// The underlines go along with the field.
    fn place(&self) {
        if let Some(field) = self.field.borrow().as_ref() {
            self.mirror.place(&field.element);
        }
    }

    /// The same after what may have changed the letters' size, too.
    fn dress(&self) {
        if let Some(field) = self.field.borrow().as_ref() {
            self.mirror.dress(&field.element);
            self.mirror.place(&field.element);
        }
    }

    /// After any change of the page: is the field still there, and does it hold what was looked at?
    fn follow(&self) {
        let (gone, changed) = match self.field.borrow().as_ref() {
            None => return,
            Some(field) => (
                !field.element.is_connected(),
                !field.composing && !field.hits.is_empty() && field.element.value() != field.text,
            ),
        };
        if gone {
            self.mirror.hide();
            self.note.leave();
            *self.field.borrow_mut() = None;
        } else if changed {
            self.look();
        } else {
            self.place();
        }
    }

    fn key(&self, event: &KeyboardEvent) {
        if !event.alt_key() || event.ctrl_key() || event.meta_key() || is_composing(event) || !self.is_of(event) {
            return;
        }
        let digits = !matches!(untrack(route), Route::Capture(_));
        let number = match &*event.code() {
            "Enter" | "NumpadEnter" => 0,
            "Digit1" if digits => 0,
            "Digit2" if digits => 1,
            "Digit3" if digits => 2,
            _ => return,
        };
        if self.field.borrow().as_ref().is_some_and(|field| !field.hits.is_empty()) {
            event.prevent_default();
            event.stop_propagation();
            self.replace(number);
        }
    }

    /// Puts what is better said in the place of the word at the caret. The browser's own undo takes it back.
    fn replace(&self, number: usize) {
        let Some((element, text, range, said, taboo)) = self.field.borrow().as_ref().and_then(|field| {
            let hit = field.hits.get(Self::current(field)?)?;
            let instead = self.filled(hit.taboo.instead.get(number)?);
            let (range, said) = replacement(&field.text, hit.place, &instead);
            Some((field.element.clone(), field.text.clone(), range, said, hit.taboo.id.clone()))
        }) else {
            return;
        };
        self.app.desk().note_mended(&taboo, &said);
        let _ = element.focus();
        let (from, to) = (utf16(&text, range.start), utf16(&text, range.end));
        let before = element.selection_start().ok().flatten();
        let _ = element.set_selection_range(from, to);
        // Typed as if by hand: the field's own listeners hear of it, and Ctrl+Z takes it back.
        let typed = document()
            .unchecked_into::<HtmlDocument>()
            .exec_command_with_show_ui_and_value("insertText", false, &said)
            .unwrap_or(false);
        if !typed {
            let _ = element.set_range_text_with_start_and_end(&said, from, to);
            let caret = from + utf16(&said, said.len());
            let _ = element.set_selection_range(caret, caret);
            let init = web_sys::EventInit::new();
            init.set_bubbles(true);
            if let Ok(event) = Event::new_with_event_init_dict("input", &init) {
                let _ = element.dispatch_event(&event);
            }
        }
        // Whoever was writing further on goes on there.
        if let Some(caret) = before.filter(|caret| *caret > to) {
            let caret = caret - to + from + utf16(&said, said.len());
            let _ = element.set_selection_range(caret, caret);
        }
    }
}

/// Sets a style of an element; what the browser does not know is passed over.
fn style(element: &HtmlElement, name: &str, value: &str) {
    let _ = element.style().set_property(name, value);
}
