//! The search for a script (F8): found by a few letters, filled in, copied or written into the ticket.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::message::{Message, MessageParts, Part};
use crate::model::document::DocId;
use crate::model::fold::Attachment;
use crate::model::script::Script;
use crate::query::scripts::{Standing, twins};
use crate::query::text::{GAP, Piece, Said, said};
use crate::ui::app::App;
use crate::ui::components::{Button, Empty, Icon, Look, TextInput, reveal};
use crate::ui::keyboard::{is_composing, is_mac};
use crate::ui::keys::Key;
use crate::ui::packs::fetch_sounds;
use crate::ui::pictures::{Picture, copy_picture, copy_said, pictures_of};
use crate::ui::saying::{self, Known};
use crate::ui::texts::scripts::ScriptTexts;
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::texts::{Common, fill};

/// So many are shown.
const MOST: usize = 40;

/// What is typed for places that nobody knows, by placeholder.
type Asked = RwSignal<BTreeMap<String, String>>;

/// One script made ready to be said.
#[derive(Clone, Copy)]
struct Ready {
    app: App,
    script: Signal<Option<Arc<Script>>>,
    /// Which of its answers, counted on and on.
    variant: RwSignal<usize>,
    asked: Asked,
}

impl Ready {
    /// What is known of a placeholder, and what it is called.
    fn known(self, name: &str) -> Known {
        saying::both(self.app, &of_ticket, name)
    }

    /// The answer that is shown: its place, and its pieces.
    fn pieces(self) -> Vec<Piece> {
        let variant = self.variant.get();
        self.script.with(|script| {
            let Some(answers) = script.as_ref().map(|script| &script.answers).filter(|answers| !answers.is_empty())
            else {
                return Vec::new();
            };
            let Some(answer) = answers.get(variant % answers.len()) else { return Vec::new() };
            saying::taken_apart(self.app, &of_ticket, &answer.text)
        })
    }

    /// The text as it will be said, with what is still missing.
    fn text(self) -> Said {
        let typed = |name: &str| {
            let typed = self.asked.with_untracked(|asked| asked.get(name).map(|typed| typed.trim().to_owned()));
            typed.filter(|typed| !typed.is_empty())
        };
        said(&untrack(|| self.pieces()), &typed, &|name| self.known(name).1.unwrap_or_else(|| name.to_owned()))
    }

    /// The pictures of the marked script.
    fn pictures(self) -> Vec<Attachment> {
        self.script.get().map(|script| pictures_of(self.app, &script.id)).unwrap_or_default()
    }

    /// Copies the first picture, if there is one.
    fn copy_picture(self) {
        if let Some(file) = untrack(|| self.pictures()).first() {
            copy_picture(self.app, &file.hash, &file.media);
        }
    }

    /// The marked script as a part of the message, if one is marked; and what is still missing.
    fn part(self) -> Option<(Part, Vec<String>)> {
        let Said { text, missing, .. } = self.text();
        let script = self.script.get_untracked()?;
        Some((Part { script: script.id.clone(), title: script.title.clone(), text }, missing))
    }

    /// Adds the marked script to the message. What has empty places is added only after they have been named; they stay in
    /// brackets.
    fn add(self, message: Message, told: RwSignal<String>, body: NodeRef<html::Div>) -> bool {
        let Some((part, missing)) = self.part() else { return false };
        let lacks = fill(ScriptTexts::t().fill, &[&missing.join("、")]);
        if !missing.is_empty() && told.with_untracked(|told| *told != lacks) {
            told.set(lacks);
            focus_missing(body);
            return false;
        }
        told.set(String::new());
        message.push(part);
        true
    }
}

/// The search for a script, inside its dialog.
#[component]
pub fn ScriptFinder() -> impl IntoView {
    let open: RwSignal<bool> = super::OPEN.scripts.clone().into();
    let app = App::get();
    let t = ScriptTexts::t;
    let text = RwSignal::new(String::new());
    let active = RwSignal::new(0usize);
    // Once somebody has gone down the list, the ticket behind that is only now read puts nothing in another order.
    let settled = StoredValue::new(None::<Option<Standing>>);
    let found = Memo::new(move |_| {
        let standing = settled.get_value().unwrap_or_else(standing_here);
        app.live().find_scripts(&text.get(), standing.as_ref(), MOST).into_iter().map(Same).collect::<Vec<_>>()
    });
    // What did not change is not drawn anew: a place that somebody is filling in would be another field.
    let marked = Memo::new(move |_| found.with(|found| found.get(active.get()).cloned()));
    let script = Signal::derive(move || marked.with(|marked| marked.as_ref().map(|same| same.0.clone())));
    let told = RwSignal::new(String::new());
    let ready = Ready { app, script, variant: RwSignal::new(0), asked: RwSignal::new(BTreeMap::new()) };
    let (body, list) = (NodeRef::new(), NodeRef::new());
    let choose = move |at: usize| {
        active.set(at);
        ready.variant.set(0);
        told.set(String::new());
    };
    let message = Message::default();
    let add = move || ready.add(message, told, body);
    let take = move |write: bool| {
        let ticket = saying::here();
        if write && ticket.is_none() {
            told.set(t().no_ticket.to_owned());
        } else if message.is_whole() || add() {
            open.set(false);
            finish(app, message, write, ticket.map(|ticket| ticket.ticket).as_ref());
        }
    };
    let go_on = move || {
        if add() {
            begin_anew(text, body);
            choose(0);
        }
    };
    let walk = move |at: usize| {
        message.goes_on.set(true);
        choose(at);
    };
    let step = move |at: usize| {
        if settled.with_value(Option::is_none) {
            settled.set_value(Some(standing_here()));
        }
        walk(at);
    };
    let keyed = move |event: KeyboardEvent| {
        if is_composing(&event) {
            return;
        }
        let count = found.with_untracked(Vec::len);
        let pressed = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlButtonElement>().ok()).is_some();
        match event.key().as_str() {
            "ArrowDown" if count > 0 => step((active.get_untracked() + 1) % count),
            "ArrowUp" if count > 0 => step((active.get_untracked() + count - 1) % count),
            "PageDown" => ready.variant.update(|at| *at += 1),
            "PageUp" => ready.variant.update(|at| *at = at.saturating_sub(1)),
            // By its place on the keyboard: with Alt the letter may be another.
            _ if event.alt_key() && event.code() == "KeyI" => ready.copy_picture(),
            "Enter" if pressed || count == 0 && !message.is_whole() => return,
            "Enter" if event.ctrl_key() || event.meta_key() => go_on(),
            "Enter" if event.shift_key() => take(true),
            "Enter" => take(false),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
        show_active(list);
    };
    let typed = move |new: String| {
        walk(0);
        fetch_sounds(app, &new);
        text.set(new);
    };
    let missing = move || told.with(String::is_empty);
    view! {
        <div class="finder-of-scripts" node_ref=body on:keydown=keyed>
            <TextInput value=text on_input=typed icon=Icon::Search hint=move || t().hint label=move || t().hint autofocus=true />
            <div class="two">
                <Lines found text active choose=walk list />
                {move || script.get().map(|script| view! { <Detail ready script /> })}
            </div>
            <MessageParts message />
            <p class="notice" data-tone="soon" role="status" hidden=missing>{move || told.get()}</p>
            <div class="dialog-foot">
                <span class="small faint no-phone push">{move || t().foot}</span>
                <Button label=t().add icon=Icon::Plus look=Look::Quiet hint=add_hint() on_press=move |()| go_on() />
                <Button label=TicketTexts::t().write_in icon=Icon::Note hint="⇧ ↵" on_press=move |()| take(true) />
                <Button label=Common::t().copy icon=Icon::Copy hint="↵" look=Look::Main on_press=move |()| take(false) />
            </div>
        </div>
    }
    .into_any()
}

/// Where the open ticket stands, if there is one.
fn standing_here() -> Option<Standing> {
    saying::here_now().map(|ticket| untrack(|| (ticket.standing)()))
}

/// What the open ticket knows of a placeholder.
fn of_ticket(name: &str) -> Known {
    saying::here_now().map(|ticket| (ticket.value)(name)).unwrap_or_default()
}

/// The message is copied or written, and each of its scripts counted.
fn finish(app: App, message: Message, write: bool, ticket: Option<&DocId>) {
    let text = message.text();
    let parts = message.parts.get_untracked();
    for part in &parts {
        saying::count_use(app, &part.script, write, ticket.cloned());
    }
    if write {
        write_soon(text);
    } else {
        copy_said(app, &text, parts.iter().map(|part| &*part.script));
    }
}

/// The keys that add a script to the message.
fn add_hint() -> String {
    Key::Save.shown(is_mac())
}

/// The next script is looked for.
fn begin_anew(text: RwSignal<String>, body: NodeRef<html::Div>) {
    text.set(String::new());
    let field = body.get_untracked().and_then(|body| body.query_selector("input").ok().flatten());
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
        // A focus that fails changes nothing.
        let _ = field.focus();
    }
}

/// Writes into the open ticket once the dialog has given the focus back.
fn write_soon(text: String) {
    request_animation_frame(move || {
        if let Some(ticket) = saying::here() {
            (ticket.write)(&text);
        }
    });
}

fn show_active(list: NodeRef<html::Div>) {
    request_animation_frame(move || {
        if let Some(list) = list.try_get_untracked().flatten() {
            reveal(&list, "[data-active]");
        }
    });
}

/// Goes to the first place that is still empty.
fn focus_missing(body: NodeRef<html::Div>) {
    let first = body.get_untracked().and_then(|body| body.query_selector(".ask:placeholder-shown").ok().flatten());
    if let Some(field) = first.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
        let _ = field.focus();
    }
}

/// What is found.
#[component]
fn Lines(
    found: Memo<Vec<Same>>,
    text: RwSignal<String>,
    active: RwSignal<usize>,
    #[prop(into)] choose: Callback<usize>,
    list: NodeRef<html::Div>,
) -> impl IntoView {
    let app = App::get();
    let t = ScriptTexts::t;
    view! {
        <div class="palette-list" role="listbox" node_ref=list aria-label=move || t().found>
            {move || {
                let found = found.get();
                if found.is_empty() {
                    let nothing = text.with(|text| text.trim().is_empty());
                    let about = if nothing { t().none_yet } else { t().nothing };
                    return view! { <Empty icon=Icon::Script title=Common::t().scripts text=about /> }.into_any();
                }
                let alike = twins(found.iter().map(|same| &*same.0));
                let line = |(at, Same(script)): (usize, Same)| {
                    let of = alike.get(at).is_some_and(|twin| *twin).then(|| saying::whose(app, &script.id));
                    view! { <Line at script of active choose /> }
                };
                found.into_iter().enumerate().map(line).collect_view().into_any()
            }}
        </div>
    }
    .into_any()
}

/// A script in the list, with whose it is where another is called the same.
#[component]
fn Line(
    at: usize,
    script: Arc<Script>,
    of: Option<String>,
    active: RwSignal<usize>,
    choose: Callback<usize>,
) -> impl IntoView {
    view! {
        <button type="button" class="option" role="option" tabindex="-1" data-active=move || (active.get() == at).then_some("")
            aria-selected=move || if active.get() == at { "true" } else { "false" } on:click=move |_| choose.run(at)>
            <span class="cut">{script.title.clone()}</span>
            {of.map(|of| view! { <span class="tag">{of}</span> })}
            <span class="also">{script.question.clone()}</span>
            <span class="code">{script.code.clone()}</span>
        </button>
    }
    .into_any()
}

/// A script that is the same when it says the same.
#[derive(Clone)]
struct Same(Arc<Script>);

impl PartialEq for Same {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

/// What is said and what is done.
#[component]
fn Detail(ready: Ready, script: Arc<Script>) -> impl IntoView {
    let t = ScriptTexts::t;
    let count = script.answers.len();
    let words = Memo::new(move |_| ready.pieces());
    let when = {
        let script = script.clone();
        move || {
            script.answers.get(ready.variant.get() % count.max(1)).map(|answer| answer.when.clone()).unwrap_or_default()
        }
    };
    let piece = move |piece: Piece| match piece {
        Piece::Text(text) => view! { <span>{text}</span> }.into_any(),
        Piece::Cursor => view! { <span class="cursor">{GAP}</span> }.into_any(),
        Piece::Ask(name) => {
            let called = untrack(|| ready.known(&name).1).unwrap_or_else(|| name.clone());
            let typed = ready.asked.with_untracked(|asked| asked.get(&name).cloned().unwrap_or_default());
            view! {
                <input class="ask" aria-label=called.clone() placeholder=called value=typed
                    on:input=move |event| ready.asked.update(|asked| drop(asked.insert(name.clone(), event_target_value(&event)))) />
            }
            .into_any()
        }
    };
    let items = |items: &[String]| items.iter().map(|item| view! { <li>{item.clone()}</li> }).collect_view();
    view! {
        <article class="saying" aria-live="polite">
            {(!script.question.is_empty()).then(|| view! {
                <p class="dim small">{t().asked}"："{script.question.clone()}</p>
            })}
            <h3>
                {t().say}
                {(count > 1).then(|| view! {
                    <span class="small dim">{move || fill(t().of, &[&(ready.variant.get() % count + 1), &count])}</span>
                    <Button label=t().other small=true look=Look::Quiet hint="PgDn" on_press=move |()| ready.variant.update(|at| *at += 1) />
                })}
            </h3>
            {move || Some(when()).filter(|when| !when.is_empty()).map(|when| view! { <p><span class="tag">{when}</span></p> })}
            <p class="words">{move || words.get().into_iter().map(piece).collect_view()}</p>
            <div class="pictures">
                {untrack(|| ready.pictures()).into_iter().map(|file| view! {
                    <Picture hash=file.hash media=file.media name=file.name on_remove=None />
                }).collect_view()}
            </div>
            {(!script.steps.is_empty()).then(|| view! { <h3>{t().do_this}</h3><ol>{items(&script.steps)}</ol> })}
            {(!script.never.is_empty()).then(|| view! { <h3>{t().never}</h3><ul class="never">{items(&script.never)}</ul> })}
        </article>
    }
    .into_any()
}
