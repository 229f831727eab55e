//! One chapter to read: its text, what has changed since it was read, the confirmation, and the chapters before and after.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::readers::Readers;
use super::uses::Uses;
use super::versions::{Conflict, Versions};
use super::{draw, draw_changes, open, place};
use crate::model::agent::Role;
use crate::model::chapter::ChapterHead;
use crate::model::document::DocId;
use crate::query::search::marks::Marker;
use crate::ui::app::App;
use crate::ui::components::{Button, Empty, Icon, IconButton, Look, Menu, MenuItem};
use crate::ui::dates;
use crate::ui::keys::Key;
use crate::ui::nav::{back, navigate};
use crate::ui::route::{Query, Route};
use crate::ui::texts::handbook::HandbookTexts;
use crate::ui::texts::{Common, fill};

/// A chapter.
#[component]
pub fn Reader(id: DocId) -> impl IntoView {
    let app = App::get();
    let id = StoredValue::new(id);
    let head = Memo::new(move |_| app.live().chapter(&id.get_value()));
    let is_here = Memo::new(move |_| head.with(Option::is_some));
    let page = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(page) = page.get() {
            page.set_scroll_top(0);
        }
    });
    move || {
        if !is_here.get() {
            let t = HandbookTexts::t();
            return view! { <main class="work"><Empty icon=Icon::Handbook title=t.gone text=t.gone_about /></main> }
                .into_any();
        }
        view! {
            <main class="work chapter-pane" aria-label=HandbookTexts::t().title>
                <div class="page" node_ref=page>
                    <Head id head />
                    <Conflict id />
                    <Body id head />
                    <Foot id head />
                </div>
            </main>
        }
        .into_any()
    }
}

/// A chapter that is shown: as it was when it went away, should it be taken back.
type Shown = Memo<Option<Arc<ChapterHead>>>;

#[component]
fn Head(id: StoredValue<DocId>, head: Shown) -> impl IntoView {
    let app = App::get();
    let t = HandbookTexts::t;
    let leads = Memo::new(move |_| app.role() >= Role::Lead);
    let edit = move |()| {
        let query = Query::default().with("edit", "1");
        navigate(&Route::Handbook(Some(id.get_value().to_string()), query));
    };
    let is_off = Memo::new(move |_| head.get().is_some_and(|head| head.off));
    let put_away = move |off: bool| {
        let (desk, id) = (app.desk(), id.get_value());
        app.act(async move { desk.put_chapter_away(&id, off).await });
    };
    let shift = move |up: bool| {
        let (desk, id) = (app.desk(), id.get_value());
        app.act(async move { desk.move_chapter(&id, up).await });
    };
    let items = Signal::derive(move || {
        let off = is_off.get();
        let mut items = Vec::new();
        if !off {
            items.push(MenuItem::new(t().move_up, move || shift(true)).icon(Icon::Up));
            items.push(MenuItem::new(t().move_down, move || shift(false)).icon(Icon::Down));
        }
        let (label, icon) = if off { (t().bring_back, Icon::Undo) } else { (t().put_away, Icon::Box) };
        items.push(MenuItem::new(label, move || put_away(!off)).icon(icon));
        items
    });
    let version = move || {
        let versions = app.live().chapter_versions(&id.get_value());
        let by = versions.last().map(|last| {
            let by = crate::ui::show::author(&app.desk(), &last.by);
            [" · ", &*by, " · ", &dates::full_date(last.stamp.millis)].concat()
        });
        [fill(t().version, &[&versions.len()]), by.unwrap_or_default()].concat()
    };
    view! {
        <header class="chapter-head">
            <span class="phone-only no-print">
                <IconButton icon=Icon::Back label=Common::t().back
                    on_press=move |()| back(&Route::Handbook(None, Query::default())) />
            </span>
            <div class="grow-text">
                <p class="small faint">{move || head.get().map(|head| head.part.clone())}</p>
                <h1>{move || head.get().map(|head| head.title.clone())}</h1>
                <p class="small faint">{version}</p>
            </div>
            <span class="actions no-print">
                {move || leads.get().then(|| view! {
                    <Button label=move || Common::t().edit icon=Icon::Note key=Key::Edit on_press=edit />
                })}
                <IconButton icon=Icon::Print label=move || Common::t().print key=Key::Print
                    on_press=move |()| drop(window().print()) />
                {move || leads.get().then(|| view! { <Menu label=move || t().more items /> })}
            </span>
        </header>
        {move || is_off.get().then(|| view! {
            <p class="notice no-print">
                <span class="grow-text">{t().is_off}</span>
                {leads.get().then(|| view! { <Button label=t().bring_back small=true on_press=move |()| put_away(false) /> })}
            </p>
        })}
    }
}

#[component]
fn Body(id: StoredValue<DocId>, head: Shown) -> impl IntoView {
    let app = App::get();
    let t = HandbookTexts::t;
    let text = Memo::new(move |_| app.live().chapter_text(&id.get_value()));
    let wanted = Memo::new(|_| place().1.get("q").to_owned());
    // What the person at the desk read last, should it have changed since: when, and what it said.
    let before = Memo::new(move |_| {
        let head = head.get().filter(|head| !head.off)?;
        let read = app.live().read_by(&app.person.get());
        if read.at(&head).is_some() {
            return None;
        }
        let (version, at) = read.last(&head.id)?;
        let versions = app.desk().chapter_versions(&head.id);
        versions.into_iter().find(|one| one.sign == version).map(|one| (at, one.title, one.text))
    });
    let changes = RwSignal::new(true);
    let toggle = move |()| changes.update(|on| *on = !*on);
    let label = move || if changes.get() { t().show_text } else { t().show_changes };
    view! {
        {move || before.get().map(|(at, ..)| view! {
            <p class="notice no-print" role="status">
                <span class="grow-text">{fill(t().changed_since, &[&dates::full_date(at)])}</span>
                <Button label=label small=true on_press=toggle />
            </p>
        })}
        <article class="chapter">
            {move || {
                let Some((_, title, old)) = before.get().filter(|_| changes.get()) else {
                    let sounds = app.desk().pinyin();
                    return draw(&text.get(), &Marker::of_words(&wanted.get(), sounds.as_deref()));
                };
                let now = head.get().map(|head| head.title.clone()).unwrap_or_default();
                let titled = |title: &str, text: &str| [title, "\n", text].concat();
                if title == now {
                    draw_changes(&old, &text.get())
                } else {
                    draw_changes(&titled(&title, &old), &titled(&now, &text.get()))
                }
            }}
        </article>
    }
}

#[component]
fn Foot(id: StoredValue<DocId>, head: Shown) -> impl IntoView {
    let app = App::get();
    let t = HandbookTexts::t;
    let read_at = Memo::new(move |_| {
        let head = head.get()?;
        app.live().read_by(&app.person.get()).at(&head)
    });
    let may = Memo::new(move |_| app.role() >= Role::Agent && head.get().is_some_and(|head| !head.off));
    let confirm = move |()| {
        let (desk, id) = (app.desk(), id.get_value());
        app.act(async move { desk.confirm_read(&id).await });
    };
    let leads = Memo::new(move |_| app.role() >= Role::Lead);
    let beside = move |by: isize| {
        let all = app.live().chapters(false);
        let at = all.iter().position(|other| id.with_value(|id| other.id == *id))?;
        all.get(at.checked_add_signed(by)?).cloned()
    };
    let link = move |by: isize| {
        move || {
            beside(by).map(|chapter| {
                let label = if by < 0 { t().previous } else { t().next };
                view! {
                    <a class="beside" data-next=(by > 0).then_some("") href=Route::chapter(&chapter.id).href()>
                        <span class="small faint">{label}</span>
                        <span class="cut">{chapter.title.clone()}</span>
                    </a>
                }
            })
        }
    };
    let next_unread = Memo::new(move |_| {
        let unread = app.live().unread(&app.person.get());
        let all = app.desk().chapters(false);
        let at = all.iter().position(|other| id.with_value(|id| other.id == *id)).unwrap_or(0);
        let later = all.iter().skip(at + 1).chain(all.iter().take(at));
        later.map(|chapter| chapter.id.clone()).find(|id| unread.iter().any(|unread| unread.id == *id))
    });
    view! {
        <div class="chapter-foot no-print">
            <div class="confirm" data-read=move || read_at.get().map(|_| "")>
                {move || match read_at.get() {
                    Some(at) => view! {
                        <p class="good">
                            <crate::ui::components::Glyph icon=Icon::Check />
                            {fill(t().read_at, &[&dates::full_date(at)])}
                        </p>
                        {next_unread.get().map(|next| view! {
                            <Button label=t().next_unread icon=Icon::Right on_press=move |()| open(&next) />
                        })}
                    }.into_any(),
                    None if may.get() => view! {
                        <Button label=t().confirm look=Look::Main icon=Icon::Check key=Key::ConfirmRead on_press=confirm />
                    }.into_any(),
                    None => ().into_any(),
                }}
            </div>
            <nav class="besides">{link(-1)}{link(1)}</nav>
            <Uses id />
            {move || leads.get().then(|| view! { <Readers head /> })}
            <Versions id leads />
        </div>
    }
}
