//! The contents of the handbook, and what a search finds in it.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::{NEW, open, place};
use crate::model::agent::Role;
use crate::model::chapter::ChapterHead;
use crate::model::document::DocId;
use crate::query::chapters::Hit;
use crate::ui::app::App;
use crate::ui::components::{Empty, Icon, IconButton, TextInput, marked, reveal};
use crate::ui::keyboard::{is_composing, use_key};
use crate::ui::keys::Key;
use crate::ui::nav::{navigate, replace};
use crate::ui::packs::fetch_sounds;
use crate::ui::route::{Query, Route};
use crate::ui::texts::fill;
use crate::ui::texts::handbook::HandbookTexts;

/// What the contents are made of.
#[derive(Clone, PartialEq)]
enum Line {
    Pack(String),
    Part(String),
    Chapter(Arc<ChapterHead>),
}

fn lines(app: App, off: bool) -> Vec<Line> {
    let desk = app.live();
    let chapters = desk.chapters(off);
    let packs = desk.packs();
    let several = chapters.iter().any(|chapter| Some(chapter.pack()) != chapters.first().map(|first| first.pack()));
    let (mut all, mut pack, mut part) = (Vec::new(), None, None);
    for chapter in &chapters {
        if several && pack != Some(chapter.pack()) {
            let name = packs.iter().find(|(id, ..)| id == chapter.pack()).map(|(_, name, _)| name.clone());
            all.push(Line::Pack(name.unwrap_or_else(|| chapter.pack().to_owned())));
        }
        let of = (chapter.pack(), &*chapter.part);
        if part != Some(of) {
            all.push(Line::Part(chapter.part.clone()));
        }
        (pack, part) = (Some(chapter.pack()), Some(of));
        all.push(Line::Chapter(chapter.clone()));
    }
    all
}

/// The left pane.
#[component]
pub fn List(id: Memo<Option<String>>) -> impl IntoView {
    let app = App::get();
    let t = HandbookTexts::t;
    let wanted = Memo::new(|_| place().1.get("q").to_owned());
    let hits = Memo::new(move |_| wanted.with(|wanted| app.live().find_chapters(wanted)));
    let searching = Memo::new(move |_| wanted.with(|wanted| !wanted.trim().is_empty()));
    let contents = Memo::new(move |_| lines(app, false));
    let off = Memo::new(move |_| if app.role() >= Role::Lead { lines(app, true) } else { Vec::new() });
    let order = Memo::new(move |_| -> Vec<DocId> {
        if searching.get() {
            return hits.with(|hits| hits.iter().map(|(chapter, _)| chapter.id.clone()).collect());
        }
        let of = |line: &Line| if let Line::Chapter(chapter) = line { Some(chapter.id.clone()) } else { None };
        contents.with(|lines| lines.iter().filter_map(of).collect())
    });
    let body = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        wanted.track();
        if let Some(body) = body.get() {
            body.set_scroll_top(0);
        }
    });
    // The open chapter is in sight.
    Effect::new(move |_| {
        id.track();
        request_animation_frame(move || {
            if let Some(body) = body.try_get_untracked().flatten() {
                reveal(&body, "[aria-current]");
            }
        });
    });
    let opened = move || id.get().map(|_| "");
    let total = move || order.with(Vec::len);
    view! {
        <section class="list handbook-list" aria-label=t().contents data-open=opened>
            <nav class="tabs" aria-label=t().title>
                <a class="tab" href=Route::Handbook(None, Query::default()).href() aria-current="page">{t().title}</a>
                <a class="tab" href=Route::Practice(None, None).href()>{t().practice}</a>
            </nav>
            <SearchLine wanted order id />
            <div class="rows-head">
                <span aria-live="polite">{move || fill(if searching.get() { t().found } else { t().count }, &[&total()])}</span>
            </div>
            <div class="scroll" node_ref=body>
                {move || if searching.get() {
                    view! { <Found hits id /> }.into_any()
                } else {
                    view! {
                        <Contents lines=contents id />
                        {move || (!off.with(Vec::is_empty)).then(|| view! {
                            <details class="handbook-off">
                                <summary>{t().off_chapters}</summary>
                                <Contents lines=off id />
                            </details>
                        })}
                    }.into_any()
                }}
            </div>
        </section>
    }
    .into_any()
}

/// The search field, its keys and those that go from chapter to chapter.
#[component]
fn SearchLine(wanted: Memo<String>, order: Memo<Vec<DocId>>, id: Memo<Option<String>>) -> impl IntoView {
    let app = App::get();
    let t = HandbookTexts::t;
    let step = move |by: isize| {
        let order = order.get_untracked();
        let here = id.with_untracked(|id| order.iter().position(|other| Some(other.as_str()) == id.as_deref()));
        if let Some(next) = order.get(here.map_or(0, |at| at.saturating_add_signed(by))) {
            open(next);
        }
    };
    use_key(Key::ListNext, move || step(1));
    use_key(Key::ListPrevious, move || step(-1));
    let search = NodeRef::<html::Input>::new();
    use_key(Key::ListFilter, move || {
        if let Some(input) = search.get_untracked() {
            // A focus that fails changes nothing.
            let _ = input.focus();
            input.select();
        }
    });
    let type_on = move |text: String| {
        let (id, query) = place();
        fetch_sounds(app, &text);
        replace(&Route::Handbook(id, query.with("q", &text)));
    };
    let leave = move || {
        if let Some(input) = search.get_untracked() {
            // It had the focus or not: either is fine.
            let _ = input.blur();
        }
    };
    let keyed = move |event: leptos::ev::KeyboardEvent| {
        if is_composing(&event) {
            return;
        }
        match event.key().as_str() {
            "Enter" | "ArrowDown" => {
                if let Some(first) = order.with_untracked(|order| order.first().cloned()) {
                    open(&first);
                }
            }
            "Escape" => {
                event.stop_propagation();
                type_on(String::new());
            }
            _ => return,
        }
        event.prevent_default();
        leave();
    };
    let create = move |()| {
        let part = id.get_untracked().and_then(|id| app.desk().chapter(&DocId::new(&id)));
        let query = part.map_or_else(Query::default, |chapter| {
            Query::default().with("pack", chapter.pack()).with("part", &chapter.part)
        });
        navigate(&Route::Handbook(Some(NEW.to_owned()), query));
    };
    view! {
        <div class="line customer-find" on:keydown=keyed>
            <span class="grow-1">
                <TextInput value=wanted on_input=type_on node=search icon=Icon::Search sort="search"
                    hint=move || t().search label=move || t().search />
            </span>
            {move || (app.role() >= Role::Lead).then(|| view! {
                <IconButton icon=Icon::Plus label=move || t().create on_press=create />
            })}
        </div>
    }
    .into_any()
}

/// How a chapter stands with the person at the desk: a word and its tone; nothing once it was read.
fn standing(app: App, chapter: &ChapterHead) -> Option<(&'static str, &'static str)> {
    let read = app.live().read_by(&app.person.get());
    let t = HandbookTexts::t();
    match read.at(chapter) {
        Some(_) => None,
        None if read.last(&chapter.id).is_some() => Some((t.changed, "soon")),
        None => Some((t.unread, "")),
    }
}

#[component]
fn Contents(lines: Memo<Vec<Line>>, id: Memo<Option<String>>) -> impl IntoView {
    let app = App::get();
    let line = move |line: Line| match line {
        Line::Pack(name) => view! { <h2 class="pack-of">{name}</h2> }.into_any(),
        Line::Part(name) => view! { <h3>{name}</h3> }.into_any(),
        Line::Chapter(chapter) => {
            let href = Route::chapter(&chapter.id).href();
            let own = chapter.id.to_string();
            let current = move || id.with(|id| id.as_ref() == Some(&own)).then_some("page");
            let (title, off) = (chapter.title.clone(), chapter.off);
            let mark = Memo::new(move |_| if off { None } else { standing(app, &chapter) });
            view! {
                <a class="chapter-link" href=href aria-current=current data-unread=move || mark.get().map(|_| "")>
                    <span class="cut">{title}</span>
                    {move || mark.get().map(|(word, tone)| if tone.is_empty() {
                        view! { <i class="new-dot" title=word></i><span class="only-spoken">{word}</span> }.into_any()
                    } else {
                        view! { <span class="tag" data-tone=tone>{word}</span> }.into_any()
                    })}
                </a>
            }
            .into_any()
        }
    };
    view! { <nav class="contents" aria-label=HandbookTexts::t().contents>{move || lines.get().into_iter().map(line).collect_view()}</nav> }
}

#[component]
fn Found(hits: Memo<Vec<(Arc<ChapterHead>, Hit)>>, id: Memo<Option<String>>) -> impl IntoView {
    let t = HandbookTexts::t;
    let one = move |(chapter, hit): (Arc<ChapterHead>, Hit)| {
        let own = chapter.id.to_string();
        let current = move || id.with(|id| id.as_ref() == Some(&own)).then_some("page");
        let href = {
            let query = Query::default().with("q", place().1.get("q"));
            Route::Handbook(Some(chapter.id.to_string()), query).href()
        };
        view! {
            <a class="chapter-link found-chapter" href=href aria-current=current>
                <b>{marked(&chapter.title, &hit.title)}</b>
                <span class="small faint">{chapter.part.clone()}</span>
                {(!hit.excerpt.is_empty()).then(|| view! { <span class="small dim excerpt">{marked(&hit.excerpt, &hit.marks)}</span> })}
            </a>
        }
    };
    view! {
        {move || hits.with(Vec::is_empty).then(|| view! {
            <Empty icon=Icon::Search title=t().none_found text=t().none_found_about />
        })}
        <nav class="contents" aria-label=t().contents>{move || hits.get().into_iter().map(one).collect_view()}</nav>
    }
}
