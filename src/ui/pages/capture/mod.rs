//! Taking a request: who, what about, what was said. Five keystrokes and the text.

mod form;
mod kinds;
mod matter;
mod parts;
mod who;

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, keydown};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::desk::NO_TICKET;
use crate::model::document::DocId;
use crate::model::kind::TicketKind;
use crate::ui::app::App;
use crate::ui::components::{Button, Icon, IconButton, Look, focus_soon, focus_wrong};
use crate::ui::keyboard::{is_composing, use_key};
use crate::ui::keys::Key;
use crate::ui::nav::{back, navigate, replace, route};
use crate::ui::pages::customers::alt_digit;
use crate::ui::pages::guide::GuideButton;
use crate::ui::route::{Query, Route};
use crate::ui::texts::capture::CaptureTexts;
use crate::ui::texts::errors::Errors;
use crate::ui::texts::guides::GuideTexts;
use crate::ui::texts::{Common, fill};
use form::{Capture, Missing, Step};
pub use form::{Form, PLACE, split_place};
use matter::SameMatter;
use parts::{More, Said, follow_rooms};
use who::Who;

/// The fields that can be focused from outside.
#[derive(Clone, Copy)]
struct Nodes {
    who: NodeRef<html::Input>,
    filter: NodeRef<html::Input>,
    grid: NodeRef<html::Div>,
    text: NodeRef<html::Textarea>,
    page: NodeRef<html::Main>,
}

impl Nodes {
    /// Puts the focus where the step is, once it has been drawn. A register's `entry` begins with its fields.
    fn focus(self, step: Step, entry: bool) {
        focus_soon(move || match step {
            Step::Who => self.who.try_get_untracked().flatten().map(JsCast::unchecked_into),
            Step::Kind => {
                // With few kinds there is no filter box any more.
                let filter = self.filter.try_get_untracked().flatten().filter(|filter| filter.is_connected());
                let grid = || self.grid.try_get_untracked().flatten().map(JsCast::unchecked_into);
                filter.map(JsCast::unchecked_into).or_else(grid)
            }
            Step::Text if entry => first_field(self.page),
            Step::Text => self.text.try_get_untracked().flatten().map(JsCast::unchecked_into),
        });
    }

    /// Puts the focus into the first field that is marked as wrong.
    fn focus_wrong(self) {
        focus_wrong(move || self.page.try_get_untracked().flatten().map(Into::into));
    }
}

/// The first of the kind's fields.
fn first_field(page: NodeRef<html::Main>) -> Option<web_sys::HtmlElement> {
    let page = page.try_get_untracked().flatten()?;
    page.query_selector(".form :is(input, textarea, select, button)").ok().flatten()?.dyn_into().ok()
}

/// Takes what the address asks for, a kind and a customer, and asks no more: whoever chooses otherwise then keeps that
/// through a reload, and is asked anew by the next link. Whether it asked for anything.
fn ask_of_address(capture: Capture) -> bool {
    let Route::Capture(query) = route() else { return false };
    let (kind, customer) = (query.get("kind").to_owned(), query.get("customer").to_owned());
    if kind.is_empty() && customer.is_empty() {
        return false;
    }
    capture.change(|form| form.ask(&kind, &customer));
    replace(&Route::Capture(query.with("kind", "").with("customer", "")));
    true
}

/// Whether an entry of a register is to be made.
fn asks_register() -> bool {
    !route().query().get("register").is_empty()
}

/// Whether a register's entry is being made: by its kind, or before one is chosen by the address.
fn is_entry(kind: Memo<Option<Arc<TicketKind>>>) -> bool {
    kind.with(|kind| kind.as_ref().map_or_else(asks_register, |kind| kind.register))
}

/// Where the attention belongs in a form as it was left.
fn open_step(form: &Form) -> Step {
    match () {
        () if !(form.met || form.kind.is_empty() && asks_register()) => Step::Who,
        () if form.kind.is_empty() => Step::Kind,
        () => Step::Text,
    }
}

/// Takes up what is kept where the address leads, and what the address asks for.
fn follow_address(capture: Capture) {
    let address = Memo::new(|_| route().query().clone());
    Effect::new(move |before: Option<(String, String)>| {
        let now = (capture.app.person.get(), capture.place.get());
        address.track();
        untrack(|| {
            let elsewhere = before.as_ref() != Some(&now);
            if elsewhere {
                capture.load();
            }
            if ask_of_address(capture) || elsewhere {
                capture.step.set(capture.now(open_step));
            }
        });
        now
    });
}

/// What is being taken.
fn title(capture: Capture, kind: Memo<Option<Arc<TicketKind>>>) -> String {
    let t = CaptureTexts::t();
    let from = capture.read(|form| form.split_from.clone());
    match capture.app.live().row(&DocId::new(&from)) {
        Some(row) => fill(t.split_title, &[&row.number]),
        None if is_entry(kind) => t.register_title.to_owned(),
        None => t.title.to_owned(),
    }
}

/// The page's head, and the way back to what was cleared.
#[component]
fn Heading(title: Signal<String>, #[prop(into)] leave: Callback<()>) -> impl IntoView {
    let capture = Capture::get();
    let t = CaptureTexts::t;
    let waiting = RwSignal::new(capture.app.desk().waiting_walk());
    view! {
        <header class="page-head">
            <IconButton icon=Icon::Back label=Common::t().back on_press=leave />
            <h1>{title}</h1>
            <span class="small faint no-phone">{move || t().kept}</span>
            <GuideButton ticket="" />
            <Button label=move || t().clear look=Look::Quiet small=true on_press=move |()| capture.clear() />
        </header>
        {move || waiting.get().map(|walk| view! {
            <div class="notice" role="status">
                <span>{fill(GuideTexts::t().waiting, &[&walk.name])}</span>
                <Button label=GuideTexts::t().drop small=true on_press=move |()| {
                    capture.app.keep_draft(NO_TICKET, "");
                    waiting.set(None);
                } />
            </div>
        })}
        {move || capture.cleared.get().map(|_| view! {
            <div class="notice" role="status">
                <span>{t().cleared}</span>
                <Button label=Common::t().undo small=true hint="Z" on_press=move |()| capture.restore() />
            </div>
        })}
    }
    .into_any()
}

/// The page on which a request is taken.
#[component]
pub fn CapturePage() -> impl IntoView {
    let app = App::get();
    let capture = Capture::provide(app);
    let t = CaptureTexts::t;
    let nodes = Nodes {
        who: NodeRef::new(),
        filter: NodeRef::new(),
        grid: NodeRef::new(),
        text: NodeRef::new(),
        page: NodeRef::new(),
    };
    follow_address(capture);
    let kind = Memo::new(move |_| app.live().kind(&capture.read(|form| form.kind.clone())));
    let register = Memo::new(move |_| is_entry(kind));
    Effect::new(move |_| nodes.focus(capture.step.get(), register.get_untracked()));
    let usual = Memo::new(move |_| app.live().last_used(&app.person.get()).channel);
    follow_rooms(capture, kind);
    let saving = capture.saving;
    let save = move || {
        capture.tried.set(true);
        let found = kind.get_untracked();
        match (capture.now(|form| form.missing(found.as_deref())), found) {
            (None, Some(kind)) if !saving.get_untracked() => {
                saving.set(true);
                let desk = app.desk();
                let place = capture.place.get_untracked();
                let new = capture.now(|form| form.ticket(&desk, &kind, &usual.get_untracked(), &place));
                let register = kind.register;
                leptos::task::spawn_local(async move {
                    match desk.open_ticket(new).await {
                        Ok((id, done)) => {
                            // Taken away with the focus in it, the form would be laid out once more beside the ticket.
                            leave_field();
                            app.toasts.done(&done);
                            let id = id.to_string();
                            navigate(&if register {
                                Route::Registers(Some("all".to_owned()), Some(id), Query::default())
                            } else {
                                Route::ticket(id)
                            });
                        }
                        Err(error) => app.toasts.fault(Errors::t().sentence(&error)),
                    }
                    let _ = saving.try_set(false);
                });
            }
            (Some(Missing::Kind), _) => nodes.focus(Step::Kind, false),
            (Some(Missing::Text), _) => nodes.focus(Step::Text, false),
            _ => nodes.focus_wrong(),
        }
    };
    let title = Signal::derive(move || title(capture, kind));
    // Nobody is asked for where an entry names people of its own.
    let asks_who = Memo::new(move |_| !register.get() || !capture.read(Form::is_nobodys));
    use_key(Key::Save, save);
    use_key(Key::Capture, move || capture.step.set(Step::Who));
    use_key(
        Key::Undo,
        move || if capture.cleared.with_untracked(Option::is_some) { capture.restore() } else { app.undo() },
    );
    let leave = move |()| back(&Route::Today);
    // On the window: between a field that goes and the next one the focus is nowhere, and a key pressed then counts too.
    let keys = window_event_listener(keydown, move |event: KeyboardEvent| {
        if is_composing(&event) || event.default_prevented() || !is_of(nodes.page, &event) {
            return;
        }
        if event.key() == "Escape" {
            event.prevent_default();
            leave(());
        } else if let Some(digit) = alt_digit(&event) {
            event.prevent_default();
            press_same(nodes.page, digit);
        }
    });
    on_cleanup(move || keys.remove());
    view! {
        <main class="work wide" node_ref=nodes.page aria-label=title>
            <div class="page">
                <div class="capture">
                    <Heading title leave />
                    {move || asks_who.get().then(|| view! { <Who node=nodes.who /> })}
                    {move || (!register.get()).then(|| view! { <SameMatter usual kind /> })}
                    <kinds::Kinds node=nodes.filter grid=nodes.grid />
                    {move || if register.get() {
                        view! { <More kind register usual /><Said node=nodes.text kind register /> }.into_any()
                    } else {
                        view! { <Said node=nodes.text kind register /><More kind register usual /> }.into_any()
                    }}
                    <footer class="capture-foot">
                        <Button label=move || if register.get() { t().save_entry } else { t().save } look=Look::Main key=Key::Save disabled=saving on_press=move |()| save() />
                        <Button label=Common::t().cancel look=Look::Quiet hint="Esc" on_press=leave />
                    </footer>
                </div>
            </div>
        </main>
    }
    .into_any()
}

/// Whether a key was pressed in the page, or nowhere at all.
fn is_of(page: NodeRef<html::Main>, event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let page = page.try_get_untracked().flatten();
    let in_page = |target: &web_sys::Element| page.is_some_and(|page| page.contains(Some(target)));
    let no_dialog = || document().query_selector("dialog[open]").is_ok_and(|open| open.is_none());
    let nowhere = |target: &web_sys::Element| target.tag_name() == "BODY" && no_dialog();
    target.is_some_and(|target| nowhere(&target) || in_page(&target))
}

/// Goes on with the open ticket of that number, if there is one.
fn press_same(page: NodeRef<html::Main>, digit: usize) {
    let found = page
        .get_untracked()
        .and_then(|page| page.query_selector(&format!(".same[data-at=\"{digit}\"]")).ok().flatten());
    if let Some(button) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        button.click();
    }
}

/// Takes the focus out of whatever has it.
fn leave_field() {
    let field = document().active_element().and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(field) = field {
        // A blur that fails changes nothing.
        let _ = field.blur();
    }
}
