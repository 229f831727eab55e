//! Taking a request: who, what about, what was said. Five keystrokes and the text.

mod form;
mod kinds;
mod who;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::model::kind::Field;
use crate::model::value::Value;
use crate::ui::app::App;
use crate::ui::components::{Button, Chips, Choice, Icon, IconButton, Look, TextArea};
use crate::ui::keyboard::{is_composing, use_key};
use crate::ui::keys::Key;
use crate::ui::nav::{back, navigate, route};
use crate::ui::pages::customers::alt_digit;
use crate::ui::parts::DeskField;
use crate::ui::route::Route;
use crate::ui::texts::Common;
use crate::ui::texts::capture::CaptureTexts;
use crate::ui::texts::errors::Errors;
use form::{Capture, Form, Missing, Step};
use who::{Who, priority_choices};

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
    /// Puts the focus where the step is, once it has been drawn.
    fn focus(self, step: Step) {
        request_animation_frame(move || {
            let of = |found: Option<web_sys::HtmlElement>| {
                if let Some(element) = found {
                    // A focus that fails changes nothing.
                    let _ = element.focus();
                }
            };
            match step {
                Step::Who => of(self.who.try_get_untracked().flatten().map(JsCast::unchecked_into)),
                Step::Kind => {
                    let filter = self.filter.try_get_untracked().flatten().map(JsCast::unchecked_into);
                    of(filter.or_else(|| self.grid.try_get_untracked().flatten().map(JsCast::unchecked_into)));
                }
                Step::Text => of(self.text.try_get_untracked().flatten().map(JsCast::unchecked_into)),
            }
        });
    }

    /// Puts the focus into the first field that is marked as wrong.
    fn focus_wrong(self) {
        request_animation_frame(move || {
            let page = self.page.try_get_untracked().flatten();
            let wrong = page
                .and_then(|page| page.query_selector("[aria-invalid=true], .field:has(.wrong) input").ok().flatten());
            if let Some(wrong) = wrong.and_then(|wrong| wrong.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = wrong.focus();
            }
        });
    }
}

/// Takes what the address asks for: a kind, a customer.
fn ask_of_address(capture: Capture) {
    let Route::Capture(query) = route() else { return };
    let (kind, customer) = (query.get("kind").to_owned(), query.get("customer").to_owned());
    if !kind.is_empty() && capture.now(|form| form.kind.is_empty()) {
        capture.change(|form| form.kind = kind);
    }
    if !customer.is_empty() && capture.now(|form| form.customer != customer) {
        capture.change(|form| {
            form.customer = customer;
            form.caller = None;
            form.met = true;
        });
    }
}

/// Where the attention belongs in a form as it was left.
fn open_step(form: &Form) -> Step {
    match () {
        () if !form.met => Step::Who,
        () if form.kind.is_empty() => Step::Kind,
        () => Step::Text,
    }
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
    Effect::new(move |_| {
        app.person.track();
        untrack(move || {
            ask_of_address(capture);
            capture.step.set(capture.now(open_step));
        });
    });
    Effect::new(move |_| nodes.focus(capture.step.get()));
    let kind = Memo::new(move |_| app.live().kind(&capture.read(|form| form.kind.clone())));
    let usual = Memo::new(move |_| app.live().last_used(&app.person.get()).channel);
    let saving = RwSignal::new(false);
    let save = move || {
        capture.tried.set(true);
        let found = kind.get_untracked();
        match (capture.now(|form| form.missing(found.as_deref())), found) {
            (None, Some(kind)) if !saving.get_untracked() => {
                saving.set(true);
                let desk = app.desk();
                let new = capture.now(|form| form.ticket(&desk, &kind, &usual.get_untracked()));
                leptos::task::spawn_local(async move {
                    match desk.open_ticket(new).await {
                        Ok((id, done)) => {
                            app.toasts.done(&done);
                            navigate(&Route::ticket(id));
                        }
                        Err(error) => app.toasts.fault(Errors::t().sentence(&error)),
                    }
                    let _ = saving.try_set(false);
                });
            }
            (Some(Missing::Kind), _) => nodes.focus(Step::Kind),
            (Some(Missing::Text), _) => nodes.focus(Step::Text),
            _ => nodes.focus_wrong(),
        }
    };
    use_key(Key::Save, save);
    use_key(Key::Capture, move || capture.step.set(Step::Who));
    use_key(
        Key::Undo,
        move || if capture.cleared.with_untracked(Option::is_some) { capture.restore() } else { app.undo() },
    );
    let leave = move || back(&Route::Today);
    let keyed = move |event: KeyboardEvent| {
        if is_composing(&event) || event.default_prevented() {
            return;
        }
        if event.key() == "Escape" {
            event.prevent_default();
            leave();
        } else if let Some(digit) = alt_digit(&event) {
            event.prevent_default();
            press_same(nodes.page, digit);
        }
    };
    view! {
        <main class="work wide" node_ref=nodes.page aria-label=move || t().title on:keydown=keyed>
            <div class="page">
                <div class="capture">
                    <header class="page-head">
                        <IconButton icon=Icon::Back label=Common::t().back on_press=move |()| leave() />
                        <h1>{move || t().title}</h1>
                        <span class="small faint no-phone">{move || t().kept}</span>
                        <Button label=move || t().clear look=Look::Quiet small=true on_press=move |()| capture.clear() />
                    </header>
                    {move || capture.cleared.get().map(|_| view! {
                        <div class="notice" role="status">
                            <span>{t().cleared}</span>
                            <Button label=Common::t().undo small=true hint="Z" on_press=move |()| capture.restore() />
                        </div>
                    })}
                    <Who node=nodes.who />
                    <kinds::Kinds node=nodes.filter grid=nodes.grid />
                    <Said node=nodes.text kind_is_known=Signal::derive(move || kind.with(Option::is_some)) />
                    <More kind usual />
                    <footer class="capture-foot">
                        <Button label=move || t().save look=Look::Main key=Key::Save disabled=saving on_press=move |()| save() />
                        <Button label=Common::t().cancel look=Look::Quiet hint="Esc" on_press=move |()| leave() />
                    </footer>
                </div>
            </div>
        </main>
    }
    .into_any()
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

#[component]
fn Said(node: NodeRef<html::Textarea>, kind_is_known: Signal<bool>) -> impl IntoView {
    let capture = Capture::get();
    let t = CaptureTexts::t;
    let text = Signal::derive(move || capture.read(|form| form.text.clone()));
    let wrong =
        Signal::derive(move || capture.tried.get() && kind_is_known.get() && text.with(|text| text.trim().is_empty()));
    view! {
        <section class="part" aria-label=move || t().text>
            <h2>{move || t().text}</h2>
            <div class="capture-text">
                <TextArea value=text on_input=move |text: String| capture.change(|form| form.text = text) node wrong
                    hint=move || t().text_hint label=move || t().text />
            </div>
            {move || wrong.get().then(|| view! { <p class="wrong" role="alert">{t().need_text}</p> })}
        </section>
    }
    .into_any()
}

/// The kind's fields, the channel and the priority.
#[component]
fn More(kind: Memo<Option<std::sync::Arc<crate::model::kind::TicketKind>>>, usual: Memo<String>) -> impl IntoView {
    let capture = Capture::get();
    let t = CaptureTexts::t;
    let fields = Memo::new(move |_| {
        kind.with(|kind| {
            let Some(kind) = kind else { return Vec::new() };
            let asked = capture.read(|form| form.asked(kind)).into_iter();
            asked.map(|field| (kind.id.clone(), field)).collect()
        })
    });
    let channels = Signal::derive(move || {
        let list = capture.app.live().list("channels");
        list.items.iter().map(|item| Choice::new(item.id.clone(), item.name.clone())).collect::<Vec<_>>()
    });
    let channel = Signal::derive(move || capture.read(|form| form.channel.clone()).unwrap_or_else(|| usual.get()));
    let priorities = Signal::derive(priority_choices);
    let priority =
        Signal::derive(move || capture.read(|form| crate::model::ticket::Priority::of(&form.priority)).id().to_owned());
    let one = move |(_, field): (String, Field)| {
        let id = StoredValue::new(field.id.clone());
        let value = Signal::derive(move || id.with_value(|id| capture.read(|form| form.value(id))));
        let required = field.required;
        let wrong = Signal::derive(move || {
            let lacks = required && capture.tried.get() && value.with(Value::is_empty);
            lacks.then(|| t().need_field.to_owned())
        });
        let change = move |new: Value| {
            capture.change(|form| {
                id.with_value(|id| drop(form.values.insert(id.clone(), new)));
            });
        };
        view! { <DeskField field value on_change=change live=true must=required wrong /> }
    };
    view! {
        <section class="part" aria-label=move || t().more>
            <div class="form">
                <For each=move || fields.get() key=|(kind, field)| (kind.clone(), field.id.clone()) children=one />
                {move || channels.with(|all| !all.is_empty()).then(|| view! {
                    <div class="field wide">
                        <span class="label">{t().channel}</span>
                        <Chips options=channels value=channel label=move || t().channel
                            on_choose=move |id: String| capture.change(|form| form.channel = Some(id)) />
                    </div>
                })}
                <div class="field wide">
                    <span class="label">{move || t().priority}</span>
                    <Chips options=priorities value=priority required=true label=move || t().priority
                        on_choose=move |id: String| capture.change(|form| form.priority = id) />
                </div>
            </div>
        </section>
    }
    .into_any()
}
