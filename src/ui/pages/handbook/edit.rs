//! A chapter written by a lead, with what it will look like beside it.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::{draw, place};
use crate::desk::ChapterText;
use crate::model::agent::Role;
use crate::model::chapter::register;
use crate::model::document::DocId;
use crate::model::markup::{self, MarkupFault};
use crate::model::stamp::Stamp;
use crate::model::value::Value;
use crate::query::search::marks::Marker;
use crate::ui::app::App;
use crate::ui::components::{Button, Choice, Icon, IconButton, Look, Select, TextInput};
use crate::ui::keyboard::{FormKey, form_key, is_mac};
use crate::ui::keys::Key;
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

/// A chapter under edit.
#[derive(Clone, Copy)]
struct Writing {
    app: App,
    /// The chapter; nothing for a new one.
    id: StoredValue<Option<DocId>>,
    /// The place of the draft.
    draft: StoredValue<String>,
    typed: Typed,
    /// The stamps of the text when the page was opened.
    seen: StoredValue<Vec<String>>,
    title: Signal<String>,
    part: Signal<String>,
    text: Signal<String>,
    pack: Signal<String>,
}

impl Writing {
    fn new(app: App, id: Option<DocId>) -> Self {
        let draft = id.as_ref().map_or_else(|| "chapter/new".to_owned(), |id| ["chapter/", id.as_str()].concat());
        let typed = Typed::at(draft.clone());
        let doc = id.as_ref().and_then(|id| app.desk().doc(id));
        let asked = untrack(place).1;
        let begin = |name: &'static str| match (&doc, name) {
            (Some(doc), TITLE) => app.desk().text(&doc.document.id, register::TITLE),
            (Some(doc), PART) => app.desk().text(&doc.document.id, register::PART),
            (Some(doc), TEXT) => app.desk().text(&doc.document.id, register::TEXT),
            (None, PART) => asked.get("part").to_owned(),
            (None, PACK) => {
                let first = || app.desk().packs().into_iter().next().map(|(id, ..)| id);
                Some(asked.get("pack").to_owned()).filter(|pack| !pack.is_empty()).or_else(first).unwrap_or_default()
            }
            (None, TEXT) => HandbookTexts::t().new_text.to_owned(),
            _ => String::new(),
        };
        let field = |name: &'static str| {
            let start = StoredValue::new(begin(name));
            Signal::derive(move || {
                typed.value(name).map_or_else(|| start.get_value(), |value| value.as_str().to_owned())
            })
        };
        let stamps = doc.as_ref().map(|doc| doc.fold.register(register::TEXT).stamps()).unwrap_or_default();
        Self {
            app,
            typed,
            seen: StoredValue::new(stamps.iter().map(Stamp::to_string).collect()),
            title: field(TITLE),
            part: field(PART),
            text: field(TEXT),
            pack: field(PACK),
            id: StoredValue::new(id),
            draft: StoredValue::new(draft),
        }
    }

    fn keep(self, name: &'static str, text: String) {
        if self.typed.value(SEEN).is_none() {
            self.typed.put(SEEN, Value::List(self.seen.get_value()));
        }
        self.typed.put(name, Value::Text(text));
    }

    fn home(self) -> Route {
        match self.id.get_value() {
            Some(id) => Route::chapter(id),
            None => Route::Handbook(None, Query::default()),
        }
    }

    fn save(self) {
        let new = ChapterText {
            title: self.title.get_untracked(),
            part: self.part.get_untracked(),
            text: self.text.get_untracked(),
        };
        let (desk, draft, pack) = (self.app.desk(), self.draft.get_value(), self.pack.get_untracked());
        let stamps = self.typed.value(SEEN).map(|value| value.as_list().to_vec()).unwrap_or_default();
        let seen: Vec<Stamp> = stamps.iter().filter_map(|text| text.parse().ok()).collect();
        let id = self.id.get_value();
        let made = RwSignal::new(id.clone());
        let done = async move {
            let Some(id) = id else {
                let (id, done) = desk.add_chapter(&pack, &new, &draft).await?;
                let _ = made.try_set(Some(id));
                return Ok(done);
            };
            desk.change_chapter(&id, &new, Some(seen).filter(|seen| !seen.is_empty()), &draft).await
        };
        self.app.act_then(done, move |_| {
            if let Some(Some(id)) = made.try_get_untracked() {
                replace(&Route::chapter(id));
            }
        });
    }

    fn drop_draft(self) {
        self.app.keep_draft(&self.draft.get_value(), "");
        navigate(&self.home());
    }
}

/// A chapter that is changed, or a new one.
#[component]
pub fn Edit(id: Option<DocId>) -> impl IntoView {
    let app = App::get();
    let t = HandbookTexts::t;
    let is_new = id.is_none();
    let writing = Writing::new(app, id);
    let Writing { title, part, text, .. } = writing;
    let had_draft = !writing.typed.all().is_empty();
    let faults = Memo::new(move |_| text.with(|text| markup::faults(text)));
    let may = Memo::new(move |_| app.role() >= Role::Lead);
    let blank = Memo::new(move |_| [title, part, text].iter().any(|field| field.with(|text| text.trim().is_empty())));
    let cannot = Signal::derive(move || blank.get() || !may.get() || faults.with(|faults| !faults.is_empty()));
    let keyed = move |event: KeyboardEvent| match form_key(&event) {
        Some(FormKey::Save) if !cannot.get_untracked() => writing.save(),
        Some(FormKey::Close) => navigate(&writing.home()),
        _ => {}
    };
    view! {
        <main class="work chapter-pane" aria-label=t().edit on:keydown=keyed>
            <div class="page chapter-edit">
                <header class="page-head">
                    <IconButton icon=Icon::Back label=Common::t().back on_press=move |()| navigate(&writing.home()) />
                    <h1>{if is_new { t().create } else { t().edit }}</h1>
                    {had_draft.then(|| view! { <span class="tag" data-tone="soon">{t().drafted}</span> })}
                    <span class="actions">
                        <Button label=move || Common::t().cancel look=Look::Quiet on_press=move |()| writing.drop_draft() />
                        <Button label=move || Common::t().save look=Look::Main hint=Key::Save.shown(is_mac())
                            disabled=cannot on_press=move |()| writing.save() />
                    </span>
                </header>
                <Names writing is_new />
                <div class="chapter-sides">
                    <TextSide writing is_new faults />
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

#[component]
fn Names(writing: Writing, is_new: bool) -> impl IntoView {
    let t = HandbookTexts::t;
    let Writing { app, title, part, pack, .. } = writing;
    let parts = Memo::new(move |_| {
        let mut parts: Vec<String> = app.live().chapters(false).iter().map(|chapter| chapter.part.clone()).collect();
        parts.dedup();
        parts
    });
    let packs = Signal::derive(move || {
        app.live().packs().into_iter().map(|(id, name, _)| Choice::new(id, name)).collect::<Vec<_>>()
    });
    view! {
        <div class="form">
            <label class="field">
                <span class="label">{t().name}</span>
                <TextInput value=title on_input=move |text| writing.keep(TITLE, text) autofocus=is_new />
            </label>
            <label class="field">
                <span class="label">{t().part}</span>
                <input class="input" list="handbook-parts" autocomplete="off" prop:value=part
                    on:change=move |event| writing.keep(PART, event_target_value(&event)) />
                <datalist id="handbook-parts">
                    {move || parts.get().into_iter().map(|part| view! { <option value=part></option> }).collect_view()}
                </datalist>
            </label>
            {(is_new && packs.with_untracked(Vec::len) > 1).then(|| view! {
                <label class="field">
                    <span class="label">{t().pack}</span>
                    <Select options=packs value=pack on_choose=move |id| writing.keep(PACK, id) />
                </label>
            })}
        </div>
    }
}

#[component]
fn TextSide(writing: Writing, is_new: bool, faults: Memo<Vec<MarkupFault>>) -> impl IntoView {
    let t = HandbookTexts::t;
    let area = NodeRef::<leptos::html::Textarea>::new();
    // A text area holds what it is given once; afterwards what is typed.
    area.on_load(move |area| area.set_value(&writing.text.get_untracked()));
    view! {
        <label class="field">
            <span class="label">{t().text}</span>
            <textarea class="box" node_ref=area spellcheck="false" placeholder=t().text_hint
                aria-invalid=move || faults.with(|faults| !faults.is_empty()).then_some("true")
                on:input=move |event| writing.keep(TEXT, event_target_value(&event))></textarea>
            <span class="note">{t().markup}</span>
            <ul class="faults" role="alert" hidden=move || faults.with(Vec::is_empty)>
                {move || faults.get().iter().map(|fault| view! { <li>{Errors::t().markup(fault)}</li> }).collect_view()}
            </ul>
            {(!is_new).then(|| view! { <span class="note">{t().asks_again}</span> })}
        </label>
    }
}
