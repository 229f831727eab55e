//! A chapter written by a lead, with what it will look like beside it.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::{draw, place};
use crate::desk::ChapterText;
use crate::model::agent::Role;
use crate::model::chapter::register;
use crate::model::document::DocId;
use crate::model::markup;
use crate::model::stamp::Stamp;
use crate::model::value::Value;
use crate::query::search::marks::Marker;
use crate::ui::app::App;
use crate::ui::components::{Button, Choice, Icon, IconButton, Look, Select, TextInput};
use crate::ui::keyboard::{FormKey, form_key};
use crate::ui::nav::{navigate, replace};
use crate::ui::route::{Query, Route};
use crate::ui::texts::Common;
use crate::ui::texts::errors::Errors;
use crate::ui::texts::handbook::HandbookTexts;
use crate::ui::typed::Typed;

/// Names under which what is typed is kept.
const TITLE: &str = "title";
const PART: &str = "part";
const TEXT: &str = "text";
const PACK: &str = "pack";
/// The stamps of the text when the edit began.
const SEEN: &str = "seen";

/// A chapter that is changed, or a new one.
#[component]
pub fn Edit(id: Option<DocId>) -> impl IntoView {
    let app = App::get();
    let t = HandbookTexts::t;
    let is_new = id.is_none();
    let draft = id.as_ref().map_or_else(|| "chapter/new".to_owned(), |id| ["chapter/", id.as_str()].concat());
    let typed = Typed::at(draft.clone());
    let doc = id.as_ref().and_then(|id| app.desk().doc(id));
    let asked = untrack(place).1;
    let begin = |name: &'static str| match (&doc, name) {
        (Some(doc), TITLE) => doc.fold.text(register::TITLE).to_owned(),
        (Some(doc), PART) => doc.fold.text(register::PART).to_owned(),
        (Some(doc), TEXT) => doc.fold.text(register::TEXT).to_owned(),
        (None, PART) => asked.get("part").to_owned(),
        (None, PACK) => {
            let first = || app.desk().packs().into_iter().next().map(|(id, ..)| id);
            Some(asked.get("pack").to_owned()).filter(|pack| !pack.is_empty()).or_else(first).unwrap_or_default()
        }
        (None, TEXT) => t().new_text.to_owned(),
        _ => String::new(),
    };
    let seen: Vec<String> = match &doc {
        Some(doc) => doc.fold.register(register::TEXT).stamps().iter().map(Stamp::to_string).collect(),
        None => Vec::new(),
    };
    let had_draft = !typed.all().is_empty();
    let field = |name: &'static str| {
        let start = StoredValue::new(begin(name));
        Signal::derive(move || typed.value(name).map_or_else(|| start.get_value(), |value| value.as_str().to_owned()))
    };
    let (title, part, text, pack) = (field(TITLE), field(PART), field(TEXT), field(PACK));
    let seen = StoredValue::new(seen);
    let keep = move |name: &'static str| {
        move |typed_text: String| {
            if typed.value(SEEN).is_none() {
                typed.put(SEEN, Value::List(seen.get_value()));
            }
            typed.put(name, Value::Text(typed_text));
        }
    };
    let id = StoredValue::new(id);
    let draft = StoredValue::new(draft);
    let home = move || match id.get_value() {
        Some(id) => Route::chapter(id),
        None => Route::Handbook(None, Query::default()),
    };
    let save = move || {
        let new = ChapterText { title: title.get_untracked(), part: part.get_untracked(), text: text.get_untracked() };
        let (desk, draft) = (app.desk(), draft.get_value());
        let stamps = typed.value(SEEN).map(|value| value.as_list().to_vec()).unwrap_or_default();
        let seen: Vec<Stamp> = stamps.iter().filter_map(|text| text.parse().ok()).collect();
        let done = async move {
            match id.get_value() {
                Some(id) => {
                    let seen = Some(seen).filter(|seen| !seen.is_empty());
                    desk.change_chapter(&id, &new, seen, &draft).await.map(|done| (id, done))
                }
                None => desk.add_chapter(&pack.get_untracked(), &new, &draft).await,
            }
        };
        let made = RwSignal::new(None::<DocId>);
        let done = async move {
            let (id, done) = done.await?;
            made.set(Some(id));
            Ok(done)
        };
        app.act_then(done, move |_| {
            if let Some(Some(id)) = made.try_get_untracked() {
                replace(&Route::chapter(id));
            }
        });
    };
    let leave = move || {
        app.keep_draft(&draft.get_value(), "");
        navigate(&home());
    };
    let keyed = move |event: KeyboardEvent| match form_key(&event) {
        Some(FormKey::Save) => save(),
        Some(FormKey::Close) => navigate(&home()),
        None => {}
    };
    let faults = Memo::new(move |_| text.with(|text| markup::faults(text)));
    let may = Memo::new(move |_| app.role() >= Role::Lead);
    let blank = Memo::new(move |_| [title, part, text].iter().any(|field| field.with(|text| text.trim().is_empty())));
    let cannot = Signal::derive(move || blank.get() || !may.get() || faults.with(|faults| !faults.is_empty()));
    let parts = Memo::new(move |_| {
        let mut parts: Vec<String> = app.live().chapters(false).iter().map(|chapter| chapter.part.clone()).collect();
        parts.dedup();
        parts
    });
    let packs = Signal::derive(move || {
        app.live().packs().into_iter().map(|(id, name, _)| Choice::new(id, name)).collect::<Vec<_>>()
    });
    let area = NodeRef::<leptos::html::Textarea>::new();
    // A text area holds what it is given once; afterwards what is typed.
    area.on_load(move |area| area.set_value(&text.get_untracked()));
    let typing = move |event: leptos::ev::Event| keep(TEXT)(event_target_value(&event));
    view! {
        <main class="work chapter-pane" aria-label=t().edit on:keydown=keyed>
            <div class="page chapter-edit">
                <header class="page-head">
                    <IconButton icon=Icon::Back label=Common::t().back on_press=move |()| navigate(&home()) />
                    <h1>{if is_new { t().create } else { t().edit }}</h1>
                    {had_draft.then(|| view! { <span class="tag" data-tone="soon">{t().drafted}</span> })}
                    <span class="actions">
                        <Button label=move || Common::t().cancel look=Look::Quiet on_press=move |()| leave() />
                        <Button label=move || Common::t().save look=Look::Main hint=crate::ui::keys::Key::Save.shown(crate::ui::keyboard::is_mac())
                            disabled=cannot on_press=move |()| save() />
                    </span>
                </header>
                <div class="form">
                    <label class="field">
                        <span class="label">{t().name}</span>
                        <TextInput value=title on_input=keep(TITLE) autofocus=is_new />
                    </label>
                    <label class="field">
                        <span class="label">{t().part}</span>
                        <input class="input" list="handbook-parts" autocomplete="off" prop:value=part
                            on:change=move |event| keep(PART)(event_target_value(&event)) />
                        <datalist id="handbook-parts">
                            {move || parts.get().into_iter().map(|part| view! { <option value=part></option> }).collect_view()}
                        </datalist>
                    </label>
                    {(is_new && packs.with_untracked(Vec::len) > 1).then(|| view! {
                        <label class="field">
                            <span class="label">{t().pack}</span>
                            <Select options=packs value=pack on_choose=keep(PACK) />
                        </label>
                    })}
                </div>
                <div class="chapter-sides">
                    <label class="field">
                        <span class="label">{t().text}</span>
                        <textarea class="box" node_ref=area spellcheck="false" placeholder=t().text_hint
                            aria-invalid=move || faults.with(|faults| !faults.is_empty()).then_some("true")
                            on:input=typing></textarea>
                        <span class="note">{t().markup}</span>
                        <ul class="faults" role="alert" hidden=move || faults.with(Vec::is_empty)>
                            {move || faults.get().iter().map(|fault| view! { <li>{Errors::t().markup(fault)}</li> }).collect_view()}
                        </ul>
                        {(!is_new).then(|| view! { <span class="note">{t().asks_again}</span> })}
                    </label>
                    <section class="preview" aria-label=t().preview>
                        <p class="small faint">{t().preview}</p>
                        <article class="chapter">
                            <h1>{move || title.get()}</h1>
                            {move || draw(&text.get(), &Marker::default())}
                        </article>
                    </section>
                </div>
            </div>
        </main>
    }
    .into_any()
}
